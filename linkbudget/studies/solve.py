"""Solving for an input: its value at which a line reaches a target, for one case or for arrays of cases.

Any number of a case may be the unknown and any line of its budget the target: the power with which a link closes, the
distance at which a picture keeps 25 dB.  The one budget is searched; no equation is turned round.  The map:
:func:`solve` asks, :func:`solve_over` at many instants of a mission; :class:`Solution` answers.

Where no value gives the target, that is the answer, with the nearest miss.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.formatting import exact_text
from linkbudget.labels import spoken, without_unit
from linkbudget.link.case import Case, line_of
from linkbudget.link.verdict import CLOSING
from linkbudget.mission.scenario import Scenario
from linkbudget.notebook import Parts, Shown
from linkbudget.studies.cases import Cases, depends
from linkbudget.studies.scales import Scale, scale_around, scale_between
from linkbudget.studies.searching import search
from linkbudget.tables import Paragraph
from linkbudget.units import read_quantity

if TYPE_CHECKING:
    import pandas as pd

Status = Literal["solved", "out of reach", "steps over", "no link"]
"""Outcome of a search: a value; nowhere near enough; at a step that the line takes over the target (a ladder of
rates, the loss of a carrier); or without anything to compute, as below the horizon."""

CLOSE = 1e-6
"""Tolerance of a line to its target: decibels, or a share of a target that is not in decibels."""


@dataclass(frozen=True, slots=True, repr=False)
class Solution(Shown):
    """Values of an input that give a target, of the shape of the case's arrays.

    Attributes
    ----------
    key, unit : str
        The input that was sought, and its unit.
    line, line_unit : str
        The line of the budget that has a target, and its unit.
    target : float or ndarray
        Target of the quantity.
    bracket : tuple of float
        Lowest and highest value that was tried.
    present : float or ndarray
        The value the input had.
    value : float or ndarray
        The value sought; NaN where none gives the target.
    nearest, gives : float or ndarray
        The value that comes closest, which is ``value`` where there is one, and what the line then is.
    status : str or ndarray of str
        One of :data:`Status`.
    notes : tuple of str
        What the budgets at the nearest values note, such as models used outside their range.
    title : str
        What tables call the line.
    """

    key: str
    unit: str
    line: str
    line_unit: str
    target: Any
    bracket: tuple[float, float]
    present: Any
    value: Any
    nearest: Any
    gives: Any
    status: Any
    notes: tuple[str, ...] = ()
    title: str = ""

    _PARTS = "linkbudget.studies.study_tables:solution_parts"

    def _in_short(self) -> str:
        return str(self)

    def _parts(self) -> Parts:
        return [Paragraph(str(self))] if np.ndim(self.value) else Shown._parts(self)

    def to_dataframe(self) -> "pd.DataFrame":
        """One row; of arrays a row an element."""
        return self.to_dataset().to_dataframe() if np.ndim(self.value) else Shown.to_dataframe(self)

    @property
    def solved(self):
        """True where there is a value."""
        return np.asarray(self.status == "solved")[()]

    def __str__(self) -> str:
        key, line = spoken(self.key), self._line_words
        if np.ndim(self.value):
            return f"{key}: {np.count_nonzero(self.solved)} of {np.size(self.value)} cases have a value"
        if self.status == "no link":
            return f"{key}: nothing to compute: {line} is no number anywhere in the bracket"
        nearest = f"{key} = {exact_text(self.nearest, self.unit)}"
        gives = f"{line} = {exact_text(self.gives, self.line_unit)}"
        if self.solved:
            return f"{nearest} gives {gives}"
        ends = " to ".join(exact_text(end, self.unit) for end in self.bracket)
        what = f"no {key} from {ends} gives {line} = {exact_text(self.target, self.line_unit)}"
        how = "a step goes over it; nearest is" if self.status == "steps over" else "nearest is"
        return f"{what}; {how} {nearest} with {gives}"

    @property
    def question(self) -> str:
        """The number sought and its target, in words."""
        target = "" if np.ndim(self.target) else f" = {exact_text(self.target, self.line_unit)}"
        return f"{spoken(self.key)} for {self._line_words}{target}"

    @property
    def _line_words(self) -> str:
        """The line as it is called within a sentence."""
        title = self.title or spoken(without_unit(self.line))
        is_a_word = title.partition(" ")[0][1:].islower() and title.partition(" ")[0].isalpha()
        return title[:1].lower() + title[1:] if is_a_word else title

    def to_dict(self) -> dict:
        """Plain data, fit for JSON: numbers that do not exist are null."""
        numbers = {name: _plain(getattr(self, name)) for name in ("target", "present", "value", "nearest", "gives")}
        words = {"key": self.key, "unit": self.unit, "line": self.line, "line_unit": self.line_unit}
        return words | {"bracket": list(self.bracket), **numbers, "status": np.asarray(self.status).tolist()}

    def to_dataset(self, coords: dict[str, Any] | None = None):
        """As an :class:`xarray.Dataset`; ``coords`` names the dimensions, such as ``{"time": datetime64}``."""
        import xarray as xr

        coords = coords or {f"dim_{axis}": np.arange(size) for axis, size in enumerate(np.shape(self.value))}
        labels = {
            "value": (f"{self.key} that gives the target", self.unit),
            "nearest": (f"{self.key} that comes closest", self.unit),
            "gives": (f"{self.line} at the closest", self.line_unit),
            "target": (f"{self.line} wanted", self.line_unit),
        }
        data = {
            name: (tuple(coords), _spread(getattr(self, name), self.value), {"long_name": said, "units": unit})
            for name, (said, unit) in labels.items()
        }
        data["status"] = (tuple(coords), np.asarray(self.status), {"long_name": "How the search ended"})
        attributes = {"title": f"{self.key} for {self.line}", "key": self.key, "line": self.line}
        return xr.Dataset(data, coords, attributes)


def solve(case: Case, key: str, target_line: str = CLOSING, *, target, bracket=None) -> Solution:
    r"""The value of one input of a case at which a line of its budget reaches a target.

    .. math::
        x:\; y(x, \ldots) = y_\mathrm{target}

    Of several such values it is one near the present value: the search goes out from there, and only where it finds
    nothing it looks through the whole bracket.

    Parameters
    ----------
    case : Case
        A link at an instant or a distance, or arrays of them.
    key : str
        The input sought, by its key.
    target_line : str, optional
        Name of the line that has a target; the closing margin without it, so that a target of 0 dB asks what the link
        needs to close.
    target : float, array_like or str
        What the line is to be, in its unit, or text with a unit.
    bracket : pair of float or str, optional
        Lowest and highest value to try; by default what the place allows, within six decades of the present value
        (100 dB for a number in decibels).

    Returns
    -------
    Solution
        Of the shape of the arrays of the case and the target together.

    Raises
    ------
    InputError
        If there is no such number or line, units are wrong, the bracket is none, or the line does not depend on the
        number.

    References
    ----------
    .. [1] T. R. Chandrupatla, "A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear function
       without using derivatives", Advances in Engineering Software 28 (1997) 145-149; ``scipy.optimize.elementwise``.

    Examples
    --------
    >>> import linkbudget as lb
    >>> case = lb.load("mars1").case("telemetry-32cm-dish", range_m=106.76e9)
    >>> print(solve(case, "transmitter.power", target="0 dB"))
    transmitter power = 811.645 mW gives closing margin = 0 dB
    >>> missed = solve(case, "transmitter.power", target="30 dB", bracket=("1 W", "100 W"))
    >>> print(missed.status, f"{missed.value}, nearest {missed.nearest:.0f} W with {missed.gives:.2f} dB")
    out of reach nan, nearest 100 W with 20.91 dB
    """
    case.value(key)
    one = Cases.of(case).first()
    line = line_of(one, target_line)
    if not depends(one, target_line, key):
        raise InputError(f"{target_line} does not depend on {key}; expected a number that moves it")
    wanted = _target(target_line, line.unit, target)
    cases = Cases.of(case, wanted)
    scale = scale_around(case, key) if bracket is None else scale_between(case, key, *_pair(key, bracket))
    targets = np.broadcast_to(wanted, cases.shape).ravel()
    compared = _Compared(cases, key, target_line, scale, targets, _in_logarithm(line.unit, targets))
    present = np.broadcast_to(np.asarray(case.value(key).value, dtype=float), cases.shape).ravel()
    sound = np.flatnonzero(cases.sound(but=key))
    found = search(compared, np.where(np.isfinite(present), scale.share(present), 0.5)[sound], sound)
    nearest, gives = np.full((2, cases.size), np.nan)
    status = np.full(cases.size, "no link", dtype="<U12")
    nearest[sound] = scale.at(found.share)
    gives[sound] = compared.line(found.share, sound)
    close = np.abs(compared(found.share, sound)) <= CLOSE
    missed = np.where(found.crossed, "steps over", np.where(np.isfinite(gives[sound]), "out of reach", "no link"))
    status[sound] = np.where(close, "solved", missed)
    nearest[np.isnan(gives)] = np.nan
    value = np.where(status == "solved", nearest, np.nan)
    answers = {"present": present, "value": value, "nearest": nearest, "gives": gives, "status": status}
    shaped: dict[str, Any] = {name: np.reshape(array, cases.shape)[()] for name, array in answers.items()}
    if not cases.shape:
        shaped = {name: array.item() for name, array in shaped.items()}
    notes = () if np.all(np.isnan(nearest)) else _notes(case, key, np.reshape(nearest, cases.shape)[()])
    units = key, case.unit(key), target_line, line.unit
    sought = wanted if cases.shape else float(wanted)
    return Solution(*units, sought, (scale.low, scale.high), **shaped, notes=notes, title=line.name)


def _notes(case: Case, key: str, values) -> tuple[str, ...]:
    return case.with_values({key: values}).budget().notes


def solve_over(
    scenario: Scenario,
    link: str,
    utc_s,
    key: str,
    target_line: str = CLOSING,
    *,
    target,
    bracket=None,
    settings: dict[str, str] | None = None,
) -> Solution:
    """:func:`solve` at many instants of a mission, the link as it was at each, under the faults of the scenario.

    Parameters
    ----------
    scenario : Scenario
        The mission.
    link : str
        Name of the link.
    utc_s : array_like
        Instants, one-dimensional [s].
    key, target_line, target, bracket
        As of :func:`solve`; one target for all instants.
    settings : dict, optional
        Values to set in the link first, by key.

    Examples
    --------
    >>> import linkbudget as lb
    >>> mars1 = lb.load("mars1")
    >>> noon = mars1.config.mission.start_utc_s.value + 86400.0 * np.array([20.0, 40.0, 80.0])
    >>> needed = solve_over(mars1, "telemetry-32cm-semi", noon, "transmitter.power", target=0.0)
    >>> print(needed.value.round(1))
    [0.1 0.4 2.5]
    """
    utc_s = np.asarray(utc_s, dtype=float)
    parts = [
        (inside, solve(case, key, target_line, target=target, bracket=bracket))
        for inside, case in scenario.cases_over(link, utc_s, settings=settings)
    ]
    first = parts[0][1]
    if len(parts) == 1:
        return first
    joined: dict[str, Any] = {name: np.empty(utc_s.shape) for name in ("present", "value", "nearest", "gives")}
    joined["status"] = np.empty(utc_s.shape, dtype="<U12")
    for inside, part in parts:
        for name, array in joined.items():
            array[inside] = getattr(part, name)
    notes = tuple(dict.fromkeys(note for _, part in parts for note in part.notes))
    ends = min(part.bracket[0] for _, part in parts), max(part.bracket[1] for _, part in parts)
    return replace(first, bracket=ends, notes=notes, **joined)


@dataclass(frozen=True, slots=True)
class _Compared:
    """Difference of a line from its target, as a function of the share of the bracket and the number of the case."""

    cases: Cases
    key: str
    target_line: str
    scale: Scale
    targets: np.ndarray
    in_logarithm: bool

    def line(self, share, index) -> np.ndarray:
        return self.cases.lines([self.target_line], index, {self.key: self.scale.at(share)})[self.target_line]

    def __call__(self, share, index) -> np.ndarray:
        line, target = np.clip(self.line(share, index), -1e300, 1e300), self.targets[index]
        if not self.in_logarithm:
            return line - target
        return np.log(np.maximum(line, 1e-300)) - np.log(target)


def _in_logarithm(unit: str, targets: np.ndarray) -> bool:
    """Error probabilities, rates and distances are compared by their ratio, so that small ones count too."""
    return not unit.startswith("dB") and bool(np.all(targets > 0.0))


def _target(line: str, unit: str, target) -> np.ndarray:
    try:
        number = np.asarray(read_quantity(target, unit) if isinstance(target, str) else target, dtype=float)
    except LinkBudgetError as error:
        raise InputError(f"target {line} = {error}") from None
    except (TypeError, ValueError):
        raise InputError(f"target {line} = {target!r}: expected a number in {unit}") from None
    if not np.isfinite(number).all():
        raise InputError(f"target {line} = {target}: expected a finite number")
    return number


def _pair(key: str, bracket) -> tuple:
    try:
        low, high = bracket
    except (TypeError, ValueError):
        raise InputError(f"{key}: bracket {bracket!r}: expected a low and a high end") from None
    return low, high


def _plain(value):
    array = np.asarray(value, dtype=object)
    return np.where(np.isfinite(array.astype(float)), array, np.array(None)).tolist()


def _spread(value, like):
    return np.broadcast_to(np.asarray(value), np.shape(like))
