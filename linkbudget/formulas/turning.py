"""Relations turned round: the values of one argument for which an equation gives a wanted answer, found numerically.

The argument goes through the sizes that its unit may have, from one outwards, some steps in each decade.  Where the
answer passes the wanted one, the place is narrowed down to rounding by :func:`linkbudget.roots.bracketed_root`; a
largest or least answer between is looked for, lest two places in one step be missed.  Ranges that a function refuses
are left out, and their edges found by halving.  A step that jumps over the wanted answer is no root.  Where a function
takes long, the search goes no further out on that side.

The map: :func:`turned_round` (all answers), :class:`Roots`.
"""

import math
import time
import warnings
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from linkbudget.errors import InputError, LinkBudgetError, collected_notes
from linkbudget.labels import RATIO
from linkbudget.roots import bracketed_root

_SIZES = {
    "m": (-10, 18),
    "m2": (-12, 12),
    "Hz": (-4, 17),
    "s": (-16, 12),
    "W": (-30, 15),
    "K": (-3, 12),
    "bit/s": (-4, 16),
    "symbol/s": (-4, 16),
    "pixel/s": (-4, 16),
    "m/s": (-6, 8.4),
    "mm/h": (-4, 4),
    RATIO: (-15, 9),
}
"""Unit -> powers of ten of the least and the largest value that is tried."""

_OTHERS = (-24, 24)
_STEPS_OF_A_DECADE = 6
_MOST_DECIBELS = 500
_STEP_DB = 1.0
_CHUNK_DB = 50
_LEAST_PART = 1e-6  # least angle beside zero, of a turn
_HALVINGS = 60
_CLOSE = 1e-6
"""Share of the wanted answer, or of the answers beside it, by which an answer may miss it at a root; more is a jump."""

_NEAR = 1e-6  # share of a place within which a step would show

_LONG_S = 1.0  # processor time of one decade, or of one piece of decibels, from which on a side is given up

MOST_WHOLE = 4096
"""Largest whole number that is tried."""


_REFUSALS = (LinkBudgetError, ArithmeticError, ValueError, TypeError, IndexError, MemoryError)


class Roots(NamedTuple):
    """Values of an argument that give the wanted answer, in rising order, and the range where any value does.

    ``low`` and ``high`` are the least and the largest answer that was found; ``any_from`` and ``any_to`` are the ends
    of a range of values that all give the wanted answer, NaN where there is none.
    """

    values: tuple[float, ...]
    low: float
    high: float
    any_from: float = math.nan
    any_to: float = math.nan


def turned_round(function: Callable, target: float, unit: str, *, whole: bool = False) -> Roots:
    """All values of an argument in ``unit`` for which ``function`` gives ``target``.

    Parameters
    ----------
    function : callable
        Of one number or an array of numbers; raises :class:`~linkbudget.errors.LinkBudgetError` outside its limits.
    target : float
        The wanted answer, in the unit of what the function gives.
    unit : str
        Unit of the argument.
    whole : bool
        Whether the argument is a whole number.

    Returns
    -------
    Roots
        The values, of which there may be none.

    Examples
    --------
    >>> turned_round(lambda distance_m: 20.0 * np.log10(distance_m), 60.0, "m").values
    (1000.0,)
    >>> turned_round(lambda angle_deg: np.square(angle_deg), 4.0, "deg").values
    (-2.0, 2.0)
    >>> turned_round(lambda height_m: np.log(height_m / 7.0), 0.0, "m").values
    (7.0,)
    """
    answers = _Answers(function)
    if whole:
        return _whole_roots(answers, target)
    places, found = _with_edges(answers, *_searched(answers, unit))
    is_there = np.isfinite(found)
    if not is_there.any():
        raise InputError(answers.refusal(1.0))
    at_target = np.isclose(found, target, rtol=1e-12, atol=0.0) & is_there
    low, high = float(found[is_there].min()), float(found[is_there].max())
    if (at_target[1:] & at_target[:-1]).any():
        first, last = np.flatnonzero(at_target)[[0, -1]]
        return Roots((), low, high, *_level_range(answers, target, places, first, last))
    places, found = _with_turns(answers, target, places, found)
    is_there = np.isfinite(found)
    low, high = float(found[is_there].min()), float(found[is_there].max())
    difference = found - target
    side = np.sign(difference)
    starts = np.flatnonzero(is_there[1:] & is_there[:-1] & (side[1:] * side[:-1] < 0))
    roots = [float(place) for place in places[np.isclose(found, target, rtol=1e-12, atol=0.0)]]
    for place in starts:
        root = _root(answers, target, places[place], places[place + 1])
        if root is not None and _is_level(answers, target, root):
            both = np.array([places[place], root, places[place + 1]])
            return Roots((), low, high, *_level_range(answers, target, both, 1, 1))
        roots += [] if root is None else [root]
    close: Any = np.flatnonzero(np.abs(difference) <= 1e-9 * abs(target)) if not roots else ()
    roots += [float(f"{places[place]:.7g}") for place in close]  # a largest or least answer is flat
    return Roots(tuple(_apart(roots)), low, high)


def gives_one(function: Callable, unit: str) -> bool:
    """True where a function gives a single number for a single value of an argument in ``unit``.

    Examples
    --------
    >>> gives_one(lambda distance_m: 2.0 * distance_m, "m"), gives_one(lambda distance_m: distance_m * np.ones(3), "m")
    (True, False)
    """
    for places in zip(*(np.concatenate(pieces) for pieces in _sides(unit)[:3]), strict=False):
        for place in places:
            with warnings.catch_warnings(), np.errstate(all="ignore"), collected_notes():
                warnings.simplefilter("ignore")
                try:
                    return np.size(function(float(place))) == 1
                except _REFUSALS:
                    continue
    return True


class _Answers:
    """A function where it gives answers, NaN elsewhere."""

    def __init__(self, function: Callable):
        self.function = function

    def at(self, places: np.ndarray) -> np.ndarray:
        """Answers for places, whole ranges of them at once; a range that is refused is halved."""
        if places.size == 0:
            return np.empty(0)
        found = self._tried(places)
        if found is not None:
            return found
        if places.size == 1:
            return np.array([math.nan])
        half = places.size // 2
        return np.concatenate([self.at(places[:half]), self.at(places[half:])])

    def refusal(self, place: float) -> str:
        """The reason why nothing gives an answer, as the function says it at a place."""
        with warnings.catch_warnings(), np.errstate(all="ignore"), collected_notes():
            warnings.simplefilter("ignore")
            try:
                self.function(place)
            except LinkBudgetError as error:
                return str(error)
            except _REFUSALS:
                pass
        return "no value of it gives an answer with the others as they are"

    def _tried(self, places: np.ndarray) -> np.ndarray | None:
        with warnings.catch_warnings(), np.errstate(all="ignore"), collected_notes():
            warnings.simplefilter("ignore")
            try:
                given = places if places.size > 1 else float(places[0])
                found = np.asarray(self.function(given))
            except _REFUSALS:
                return None
        if found.dtype.kind not in "iuf":
            return None
        if found.shape == () and places.size > 1:  # it does not depend on the argument
            return np.full(places.shape, float(found))
        return (
            found.astype(float)
            if found.shape == places.shape
            else found.reshape(-1).astype(float)
            if found.size == places.size
            else None
        )


def _searched(answers: _Answers, unit: str) -> tuple[np.ndarray, np.ndarray]:
    """Places in rising order and their answers, piece by piece from the middle outwards."""
    places, found = [], []
    for pieces in _sides(unit):
        if pieces[0][-1] < 0.0 and len(pieces) > 1 and not np.isfinite(answers.at(_few(pieces))).any():
            continue  # nothing negative
        for piece in pieces:
            begun_s = time.process_time()
            places.append(piece)
            found.append(answers.at(piece))
            if time.process_time() - begun_s > _LONG_S:
                break
    everywhere, first = np.unique(np.concatenate(places), return_index=True)
    return everywhere, np.concatenate(found)[first]


def _few(pieces: tuple[np.ndarray, ...]) -> np.ndarray:
    """The last place of every third piece, in rising order."""
    return np.sort([piece[-1] for piece in pieces[::3]])


@cache
def _sides(unit: str) -> tuple[tuple[np.ndarray, ...], ...]:
    """Pieces of each side, the inner ones first."""
    if unit.startswith("dB"):
        steps = np.arange(0.0, _MOST_DECIBELS + _STEP_DB / 2.0, _STEP_DB)
        pieces = tuple(steps[place : place + _CHUNK_DB + 1] for place in range(0, _MOST_DECIBELS, _CHUNK_DB))
        return pieces, tuple(-piece[::-1] for piece in pieces)
    if unit in ("deg", "rad"):
        turn = 360.0 if unit == "deg" else math.tau
        small = turn * np.geomspace(_LEAST_PART, 1.0 / 360.0, 40, endpoint=False)
        return ((np.unique(np.concatenate([turn * np.arange(-360, 361) / 360.0, small, -small])),),)
    first, last = _SIZES.get(unit, _OTHERS)
    up = _decades(range(0, math.ceil(last)))
    down = _decades(range(-1, first - 1, -1))
    middle = [np.zeros(1)]
    if unit == RATIO:  # shares, and what is near to all
        middle.append(np.concatenate([np.linspace(0.0, 1.0, 51)[1:], 1.0 - np.geomspace(1e-9, 1e-2, 22)]))
        middle.append(np.concatenate([np.arange(2.0, 33.0), 2.0 ** np.arange(6, 15)]))  # counts
    minus_up, minus_down = (tuple(-piece[::-1] for piece in side) for side in (up, down))
    return tuple(middle), up, down, minus_up, minus_down


def _decades(exponents: range) -> tuple[np.ndarray, ...]:
    steps = np.arange(_STEPS_OF_A_DECADE + 1) / _STEPS_OF_A_DECADE
    return tuple(10.0 ** (exponent + steps) for exponent in exponents)


def _with_edges(answers: _Answers, places: np.ndarray, found: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same with the last answers before ranges that are refused."""
    is_there = np.isfinite(found)
    more = []
    for place in np.flatnonzero(is_there[1:] != is_there[:-1]):
        inside, outside = (places[place], places[place + 1])[:: 1 if is_there[place] else -1]
        for _ in range(_HALVINGS):
            middle = 0.5 * (inside + outside)
            if middle in (inside, outside):
                break
            inside, outside = (middle, outside) if np.isfinite(answers.at(np.array([middle]))[0]) else (inside, middle)
        more.append(inside)
    return _joined(answers, places, found, more)


def _root(answers: _Answers, target: float, low: float, high: float) -> float | None:
    """The root between two places; None where the answer jumps over the wanted one."""

    def difference(places: np.ndarray) -> np.ndarray:
        return np.array([answers.at(np.array([place]))[0] - target for place in np.ravel(places)])

    try:
        with np.errstate(all="ignore"):
            root = float(bracketed_root(difference, np.array([low]), np.array([high]))[0])
    except LinkBudgetError:
        return None
    missed, *ends = np.abs(difference(np.array([root, low, high])))
    return _rounded(answers, target, root) if missed <= _CLOSE * max(abs(target), *ends) else None


def _rounded(answers: _Answers, target: float, root: float) -> float:
    """A neighbour of few figures where it gives the wanted answer as well."""
    short = float(f"{root:.12g}")
    found = answers.at(np.array([short, root]))
    return short if abs(found[0] - target) <= max(abs(found[1] - target), 4.0 * np.spacing(abs(target))) else root


def _with_turns(
    answers: _Answers, target: float, places: np.ndarray, found: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The same with the place between where the answer comes nearest to the wanted one and turns back."""
    difference = found - target
    size, side = np.abs(difference), np.sign(difference)
    with np.errstate(invalid="ignore"):
        nearest = (size[1:-1] < size[:-2]) & (size[1:-1] < size[2:])
    nearest &= (side[1:-1] == side[:-2]) & (side[1:-1] == side[2:])
    more = []
    for place in np.flatnonzero(nearest) + 1:
        low, high, way = places[place - 1], places[place + 1], side[place]
        for _ in range(_HALVINGS // 2):
            tried = np.linspace(low, high, 9)
            left = way * (answers.at(tried) - target)
            if not np.isfinite(left).all():
                break
            best = int(left.argmin())
            low, high = tried[max(best - 1, 0)], tried[min(best + 1, 8)]
            if left[best] <= 0.0 or high - low <= 1e-12 * abs(high):
                more.append(tried[best])
                break
        else:
            more.append(0.5 * (low + high))
    return _joined(answers, places, found, more)


def _is_level(answers: _Answers, target: float, root: float) -> bool:
    """True where the answer is the wanted one all around a place: it goes in steps."""
    around = answers.at(np.array([root * (1.0 - _NEAR), root, root * (1.0 + _NEAR)]))
    return bool((around == target).all()) or bool((around[:2] == target).all() or (around[1:] == target).all())


def _level_range(answers: _Answers, target: float, places: np.ndarray, first: int, last: int) -> tuple[float, float]:
    """Ends of the range around some places over which the answer is the wanted one."""
    ends = []
    for inside, outside in ((first, max(first - 1, 0)), (last, min(last + 1, len(places) - 1))):
        good, bad = float(places[inside]), float(places[outside])
        for _ in range(_HALVINGS):
            middle = 0.5 * (good + bad)
            if middle in (good, bad):
                break
            is_good = np.isclose(answers.at(np.array([middle]))[0], target, rtol=1e-12, atol=0.0)
            good, bad = (middle, bad) if is_good else (good, middle)
        ends.append(good)
    return ends[0], ends[1]


def _joined(answers: _Answers, places: np.ndarray, found: np.ndarray, more: list) -> tuple[np.ndarray, np.ndarray]:
    """Places with some more of them, in rising order."""
    new = np.setdiff1d(more, places)
    if not new.size:
        return places, found
    places, found = np.concatenate([places, new]), np.concatenate([found, answers.at(new)])
    order = np.argsort(places)
    return places[order], found[order]


def _whole_roots(answers: _Answers, target: float) -> Roots:
    places = np.arange(0, MOST_WHOLE + 1)
    found = np.array([answers.at(np.array([place]))[0] for place in places])
    is_there = np.isfinite(found)
    if not is_there.any():
        raise InputError(answers.refusal(1))
    near = np.isclose(found, target, rtol=1e-9, atol=0.0)
    return Roots(
        tuple(float(place) for place in places[near]), float(found[is_there].min()), float(found[is_there].max())
    )


def _apart(roots: list[float]) -> list[float]:
    """Roots in rising order, each once."""
    kept: list[float] = []
    for root in sorted(roots):
        if not kept or abs(root - kept[-1]) > 1e-9 * max(abs(root), abs(kept[-1])):
            kept.append(root)
    return kept
