"""Check that a study has an answer: a table or figure of nothing but NaN is an error that gives the reason."""

from collections.abc import Iterable

import numpy as np

from linkbudget.errors import InputError
from linkbudget.link.budget_tables import heading
from linkbudget.link.case import Case

_ROWS_BYTES = 2**24
"""About how much of an array is looked at in one go: answers in a store need not fit in memory."""


def require_answer(case: Case, study: str, lines: Iterable, elevation_deg=None) -> None:
    """Raise where no element of any line of a study is a number.

    Parameters
    ----------
    case : Case
        What the study asked about.
    study : str
        What to call the study.
    lines : iterable of array_like
        Its lines, arrays in memory or in a store.
    elevation_deg : array_like, optional
        Elevations that the study went through, where it went through time [deg].

    Raises
    ------
    InputError
        One line that says what was asked and why there is no answer.

    Examples
    --------
    >>> import linkbudget as lb
    >>> down = lb.load("cubesat").case("uhf-downlink", "2026-03-01T00:00Z")
    >>> require_answer(down, "sweep", [[float("nan"), 3.0]])
    >>> require_answer(down, "sweep", [[float("nan")]])
    Traceback (most recent call last):
        ...
    linkbudget.errors.InputError: cubesat · uhf-downlink · UHF downlink, 9600 bit/s · at 2026-03-01T00:00:00Z: sweep: no
    line is a number anywhere: the spacecraft is below the horizon of my-roof at this instant (elevation -42.8°,
    lowest elevation 10°); the next pass begins at 2026-03-01T05:19:50Z
    """
    if not any(_holds_a_number(line) for line in lines):
        said = f"{heading(case.budget())}: {study}: no line is a number anywhere"
        raise InputError(f"{said}: {reason(case, elevation_deg)}")


def _holds_a_number(line) -> bool:
    values = line if hasattr(line, "shape") else np.asarray(line)
    if not values.shape:
        return not np.isnan(float(values))
    rows = max(1, _ROWS_BYTES // (8 * max(int(np.prod(values.shape[1:])), 1)))
    parts = (np.asarray(values[first : first + rows]) for first in range(0, values.shape[0], rows))
    return any(not np.isnan(part).all() for part in parts)


def reason(case: Case, elevation_deg=None) -> str:
    """Words that say why a case has no answer."""
    if elevation_deg is not None:
        if np.isnan(elevation_deg).all():
            return "at none of these instants is the spacecraft above the station's lowest elevation"
    elif notes := getattr(case, "notes", ()):
        return "; ".join(notes)
    elif not np.any(case.path.in_sight):
        if case.path.elevation_deg is None:
            return "the range is no number, as behind a body"
        return "the elevation is no number, as below the station's lowest"
    return "the equations have no answer for these values"
