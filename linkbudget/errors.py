"""Errors and warnings of the package: each is one line with the name, the value and what was expected."""

import re
import threading
import warnings
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from functools import cache
from typing import Any

import numpy as np

from linkbudget.hidden_signs import without_middle


class LinkBudgetError(ValueError):
    """A request that cannot be answered; the message is one line fit for a user, cut in its middle where long.

    All errors of the package on requests and files are of this class.  It is a ``ValueError``.

    Examples
    --------
    >>> import linkbudget as lb
    >>> try:
    ...     lb.load("mars_1")
    ... except lb.LinkBudgetError as error:
    ...     print(error)
    mars_1: no such scenario; did you mean 'mars1'?
    """

    def __init__(self, *said: object):
        super().__init__(*(without_middle(one) if isinstance(one, str) else one for one in said))


class InputError(LinkBudgetError):
    """A scenario, command line or file that cannot be used as it is."""


class UnknownLineError(LinkBudgetError, KeyError):
    """A requested line does not exist in the budget."""

    __str__ = Exception.__str__  # that of a KeyError would put quotes around the message


class UnknownNameError(InputError, KeyError):
    """A name that is not among those of a scenario."""

    __str__ = Exception.__str__


class TableError(LinkBudgetError):
    """A mistake in one key of a table.

    ``repaired`` is the table without the mistake, so that further ones can be found; ``guessed`` names the key, if any,
    that it was taken for.
    """

    def __init__(self, message: str, repaired: dict, guessed: str | None = None):
        super().__init__(message)
        self.repaired, self.guessed = repaired, guessed


class Interrupted(KeyboardInterrupt):
    """Ctrl-C or SIGTERM in work that can be resumed; the message is one line that says how."""


class ModelRangeWarning(UserWarning):
    """A model was used outside the range its source states."""


class StoreWarning(UserWarning):
    """Files of a store were missing or damaged; their contents are computed anew."""


class RenamedWarning(FutureWarning):
    """A name that is still accepted has been replaced by another one, and will be refused from a stated version on."""


def shortened(value: object, most: int = 80) -> str:
    """``repr`` of a value as one line, cut to a length that fits a message.

    Examples
    --------
    >>> shortened("20 W"), shortened("x" * 200, 12)
    ("'20 W'", "'xxxxxxx ...")
    """
    text = repr(value)
    text = " ".join(text.split()) if "\n" in text else text  # that of an array
    return text if len(text) <= most else f"{text[: most - 4]} ..."


AS_NEAR = 0.05
"""Difference in likeness, of 1, below which two names are as near to a misspelt one."""


SHORTEST_PART = 3
"""Letters that a part of a name must have to be looked for in others."""


def nearest(name: object, known: Iterable[str], most: int = 1) -> list[str]:
    """Known names that a misspelt one is near to: those that contain it, the nearest and others as near, or those whose
    part behind the last dot is near to its own.  Capitals do not count.

    Examples
    --------
    >>> known = ["transmitter.power", "frequency", "cn0_dbhz"]
    >>> nearest("Transmiter.power", known), nearest("cn0", known), nearest("powr", known), nearest("x", known)
    (['transmitter.power'], ['cn0_dbhz'], ['transmitter.power'], [])
    """
    word, by_small = str(name).casefold(), {one.casefold(): one for one in known}
    if len(word) >= SHORTEST_PART and (longer := [one for one in by_small if word in one]):
        a_part = re.compile(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])")
        return [by_small[one] for one in sorted(longer, key=lambda one: (not a_part.search(one), len(one)))[:most]]
    near = get_close_matches(word, by_small, n=most)
    likeness = [SequenceMatcher(None, one, word).ratio() for one in near]
    if near:
        return [by_small[one] for one, alike in zip(near, likeness, strict=True) if alike >= likeness[0] - AS_NEAR]
    ends = [one.rpartition(".")[2] for one in by_small]
    alike = get_close_matches(word.rpartition(".")[2], ends, n=1)
    return [one for one, end in zip(by_small.values(), ends, strict=True) if [end] == alike][:most]


def suggestion(name: object, known: Iterable[str], most: int = 1, besides: str = "") -> str:
    """The end of a message on an unknown name: the names it is near to, or else all that there are.

    Parameters
    ----------
    name : object
        Name as somebody wrote it.
    known : iterable of str
        Names that there are.
    most : int
        Near names that are listed [-].
    besides : str
        What may stand instead of a known name, for the list of all.

    Examples
    --------
    >>> suggestion("mars", ["mars1", "cubesat"]), suggestion("x", ["a", "b"], besides=", or a .toml file")
    ("did you mean 'mars1'?", 'expected one of a, b, or a .toml file')
    """
    known = list(known)
    near = nearest(name, known, most)
    return did_you_mean(near) if near else f"expected one of {', '.join(known)}{besides}"


def known_name(argument: str, name: object, known: Iterable[str], most: int = 1, error: type | None = None) -> str:
    """The name as it is known here, whatever its capitals; an error with the nearest names where there is none.

    Parameters
    ----------
    argument : str
        Name of the argument, for the message.
    name : object
        Name as somebody wrote it.
    known : iterable of str
        Names that there are.
    most : int
        Near names that are listed [-].
    error : type
        Class of the error.

    Examples
    --------
    >>> known_name("modulation", "Qpsk", ["bpsk", "qpsk"])
    'qpsk'
    >>> known_name("modulation", "opsk", ["bpsk", "qpsk"])
    Traceback (most recent call last):
        ...
    linkbudget.errors.LinkBudgetError: modulation = 'opsk': did you mean 'qpsk'?
    """
    known = list(known)
    if name in known:
        return str(name)
    folded = str(name).casefold() if isinstance(name, str) else None
    same = [one for one in known if one.casefold() == folded]
    if len(same) == 1:
        return same[0]
    raise (error or LinkBudgetError)(f"{argument} = {name!r}: {suggestion(name, known, most)}")


def did_you_mean(near: Iterable[str]) -> str:
    """The question whether one of some names was meant.

    Examples
    --------
    >>> did_you_mean(["power", "gain"])
    "did you mean 'power' or 'gain'?"
    """
    return f"did you mean {' or '.join(map(repr, near))}?"


def require(
    name: str,
    value: Any,
    *,
    above: float | None = None,
    at_least: float | None = None,
    below: float | None = None,
    at_most: float | None = None,
    error: type[Exception] = LinkBudgetError,
) -> Any:
    """Return ``value`` as numbers (lists as arrays), or raise when any of them lies outside the given limits.

    NaN elements pass: they say "no answer" and stay NaN; what a masked array hides becomes NaN.  Text, dates, truth
    values, complex numbers and objects are no numbers.

    Examples
    --------
    >>> require("frequency_hz", 922.76e6, above=0.0)
    922760000.0
    >>> require("efficiency", 1.5, above=0.0, at_most=1.0)
    Traceback (most recent call last):
        ...
    linkbudget.errors.LinkBudgetError: efficiency = 1.5: expected a number above 0.0 and at most 1.0
    >>> require("distance_m", "106 km")
    Traceback (most recent call last):
        ...
    linkbudget.errors.LinkBudgetError: distance_m = '106 km': expected a number
    """
    if not isinstance(value, float):  # floats skip NumPy: a budget makes dozens of these calls
        array = as_numbers(name, value, error)
        outside = [
            *([] if above is None else [array <= above]),
            *([] if at_least is None else [array < at_least]),
            *([] if below is None else [array >= below]),
            *([] if at_most is None else [array > at_most]),
        ]
        if not any(limit.any() for limit in outside):
            return array
        value = array[np.logical_or.reduce(outside)].flat[0]
    elif not (
        (above is not None and value <= above)
        or (at_least is not None and value < at_least)
        or (below is not None and value >= below)
        or (at_most is not None and value > at_most)
    ):
        return value
    limits = {"above": above, "at least": at_least, "below": below, "at most": at_most}
    wanted = " and ".join(f"{word} {limit}" for word, limit in limits.items() if limit is not None)
    raise error(f"{name} = {value}: expected a number {wanted}{_as_share(value, above, at_least, at_most)}")


def _as_share(value: float, above: float | None, at_least: float | None, at_most: float | None) -> str:
    """The question whether a number was in percent, where a share from 0 to 1 is expected."""
    is_share = at_most == 1.0 and 0.0 in (above, at_least)
    return f"; did you mean {value / 100.0:g}?" if is_share and LEAST_PERCENT <= value <= 100.0 else ""


LEAST_PERCENT = 2.0
"""Least number that is taken for a share in percent, where a share may be at most 1."""


def as_numbers(name: str, value: Any, error: type[Exception] = LinkBudgetError) -> np.ndarray:
    """An array of real numbers; whole numbers stay whole, halves of a float become whole ones."""
    try:
        if isinstance(value, np.ma.MaskedArray):
            value = np.ma.filled(value.astype(float), np.nan)
        array = np.asarray(value)
    except (TypeError, ValueError):  # rows of several lengths, masked text
        array = np.asarray(None)
    if array.dtype.kind not in "iuf":
        raise error(f"{name} = {shortened(value)}: expected a number")
    return array.astype(float) if array.dtype.kind == "f" and array.dtype.itemsize < 4 else array


def warn_outside(model: str, name: str, value: Any, low: float, high: float) -> None:
    """Warn once when any element of ``value`` lies outside the range ``low`` to ``high`` that ``model`` states."""
    if isinstance(value, float):  # floats skip NumPy, as in require
        outside = value < low or value > high
    else:
        array = np.asarray(value)
        outside = bool(np.any((array < low) | (array > high)))
    if outside:
        note(_outside_text(model, name, low, high), stacklevel=4)


STATED = " is stated for "
"""Words of every warning of a model used outside its range, behind the name of the model."""

_OUTSIDE = re.compile(rf"(?P<model>.*){STATED}(?P<name>[a-z0-9_]+) from (?P<low>\S+) to (?P<high>\S+); used outside it")


def outside_range(text: str) -> tuple[str, str, float, float] | None:
    """Model, name and range that a warning of :func:`warn_outside` is about; none of another text.

    Examples
    --------
    >>> outside_range("ITU-R P.676-13 is stated for frequency_hz from 1e+09 to 1e+12; used outside it")
    ('ITU-R P.676-13', 'frequency_hz', 1000000000.0, 1000000000000.0)
    """
    found = _OUTSIDE.fullmatch(text)
    return None if found is None else (found["model"], found["name"], float(found["low"]), float(found["high"]))


@cache
def _outside_text(model: str, name: str, low: float, high: float) -> str:
    return f"{model}{STATED}{name} from {low:g} to {high:g}; used outside it"


def note(message: str, stacklevel: int = 3) -> None:
    """Warn that a model was used outside its range; inside :func:`collected_notes`, keep the message instead."""
    notes = getattr(_COLLECTING, "notes", None)
    if notes is None:
        warnings.warn(message, ModelRangeWarning, stacklevel=stacklevel)
    else:
        notes[message] = None


class collected_notes:  # a with-block, read as a verb; a generator would take four times as long
    """Collect what would be warnings of models used outside their range, each once, in this thread."""

    __slots__ = ("before",)

    def __enter__(self) -> dict[str, None]:
        self.before = getattr(_COLLECTING, "notes", None)
        notes: dict[str, None] = {}
        _COLLECTING.notes = notes
        return notes

    def __exit__(self, *_: object) -> None:
        _COLLECTING.notes = self.before


_COLLECTING = threading.local()
