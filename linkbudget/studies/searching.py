"""Search for zeros of a function of one variable between 0 and 1, for many cases at once.

The function takes shares of the way and numbers of cases, and may be NaN.  First a bracket grows round a start; where
that finds no change of sign the whole way is looked through, turning points and the borders of NaN are pinned down, and
the others have their nearest miss.  ``scipy.optimize.elementwise`` does the growing, the turning points and the roots.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

STEP, DOUBLINGS = 1.0 / 64.0, 7
"""First step of a growing bracket, as a share of the way, and how often it doubles to hold all of it [-]."""

LOOKS, HALVINGS = 65, 40
"""Places looked at along the way, and bisections of the border of NaN [-]."""

BLOCK = 4096
"""Cases that are looked through at once."""

_NEAR_ENOUGH = {"fatol": 1e-10, "frtol": 0.0}


class Found(NamedTuple):
    """Closest approach to zero of each case; ``crossed`` is True where the function changes sign."""

    share: np.ndarray
    crossed: np.ndarray


def search(function: Callable, start: np.ndarray, index: np.ndarray) -> Found:
    """Find where ``function(share, index)`` is zero, or nearest to zero, for the cases numbered ``index``.

    Parameters
    ----------
    function : callable
        Of shares of the way and numbers of cases that broadcast together; of several zeros one near ``start`` is found.
    start : ndarray
        Shares from which to look [-].
    index : ndarray of int
        Numbers of the cases, of the shape of ``start``.

    Examples
    --------
    >>> targets = np.array([0.25, 0.5, 2.0])
    >>> found = search(lambda share, index: share**2 - targets[index], np.full(3, 0.1), np.arange(3))
    >>> print(found.share.round(4), found.crossed)
    [0.5    0.7071 1.    ] [ True  True False]
    """
    share, crossed = start.astype(float), np.zeros(start.shape, dtype=bool)
    if not index.size:
        return Found(share, crossed)
    low, high, crossed = _grow(function, share, index)
    for first in range(0, start.size, BLOCK):
        left = first + np.flatnonzero(~crossed[first : first + BLOCK])
        if left.size:
            low[left], high[left], share[left], crossed[left] = _look(function, share[left], index[left])
    if crossed.any():
        share[crossed] = _root(function, low[crossed], high[crossed], index[crossed])
    return Found(share, crossed)


def _grow(function: Callable, start: np.ndarray, index: np.ndarray):
    """Brackets round the start, doubled until they hold a change of sign or the whole way; and which do."""
    from scipy.optimize import elementwise

    def inside(share, number):
        return function(np.clip(share, 0.0, 1.0), number)

    high = start + 1.1 * STEP  # not in the middle: of two brackets of one width bracket_root would make a mixture
    grown = elementwise.bracket_root(inside, start - STEP, high, args=(index,), maxiter=DOUBLINGS)
    low, high = (np.clip(end, 0.0, 1.0) for end in grown.bracket)
    at_low, at_high = grown.f_bracket
    return low, high, grown.success & (low <= high) & (np.sign(at_low) * np.sign(at_high) <= 0.0)


def _root(function: Callable, low: np.ndarray, high: np.ndarray, index: np.ndarray) -> np.ndarray:
    """Zeros inside brackets; where the function steps over zero, the better side of the step."""
    from scipy.optimize import elementwise

    low, high = _edge_of_flat(function, low, high, index)
    root = elementwise.find_root(function, (low, high), args=(index,), tolerances=_NEAR_ENOUGH)
    sides = np.stack([root.x, *root.bracket])
    miss = np.abs(np.stack([root.f_x, *root.f_bracket]))
    best = np.where(np.isnan(miss), np.inf, miss).argmin(axis=0)
    return np.take_along_axis(sides, best[None], axis=0)[0]


def _edge_of_flat(function: Callable, low: np.ndarray, high: np.ndarray, index: np.ndarray):
    """Brackets with one end on a stretch of zeros, such as a rung of a ladder, drawn in to its border."""
    at_low, at_high = function(low, index), function(high, index)
    flat = np.flatnonzero((at_low == 0.0) != (at_high == 0.0))
    if not flat.size:
        return low, high
    zero = np.where(at_low == 0.0, low, high)[flat]
    other = np.where(at_low == 0.0, high, low)[flat]
    is_flat = function(zero + 1e-3 * (other - zero), index[flat]) == 0.0
    flat, zero, other = flat[is_flat], zero[is_flat], other[is_flat]
    for _ in range(HALVINGS if flat.size else 0):
        middle = 0.5 * (zero + other)
        inside = function(middle, index[flat]) == 0.0
        zero, other = np.where(inside, middle, zero), np.where(inside, other, middle)
    low[flat], high[flat] = np.minimum(zero, other), np.maximum(zero, other)
    return low, high


def _look(function: Callable, start: np.ndarray, index: np.ndarray):
    """Ends of a bracket where there is one, the nearest look, and whether there is a change of sign."""
    looks = np.linspace(0.0, 1.0, LOOKS)
    values = np.asarray(function(looks[:, None], index))
    with np.errstate(invalid="ignore"):
        turns = np.sign(values[1:]) * np.sign(values[:-1]) <= 0.0
    crossed = turns.any(axis=0)
    middle = 0.5 * (looks[1:] + looks[:-1])
    place = np.where(turns, np.abs(middle[:, None] - start), np.inf).argmin(axis=0)
    best = np.where(np.isnan(values), np.inf, np.abs(values)).argmin(axis=0)
    low, high, nearest = looks[place], looks[place + 1], looks[best]
    for step, pin in ((-1, _border), (1, _border), (0, _turning_point)):
        left = np.flatnonzero(~crossed)
        if left.size:
            at = pin(function, looks, values[:, left], best[left], index[left], step)
            before, after = function(nearest[left], index[left]), function(at, index[left])
            crossed[left] = np.sign(before) * np.sign(after) < 0.0
            low[left], high[left] = np.minimum(nearest[left], at), np.maximum(nearest[left], at)
            nearest[left] = np.where(np.abs(after) < np.abs(before), at, nearest[left])
    return low, high, nearest, crossed


def _border(function: Callable, looks, values, best, index, step: int) -> np.ndarray:
    """From the best look, as far as the function goes towards the next one, where it is NaN already; by bisection."""
    beside = np.clip(best + step, 0, looks.size - 1)
    sound, beyond = looks[best], looks[beside]
    ends = np.isnan(np.take_along_axis(values, beside[None], axis=0)[0]) & ~np.isnan(values[best, range(best.size)])
    sound, beyond, number = sound[ends], beyond[ends], index[ends]
    for _ in range(HALVINGS if number.size else 0):
        middle = 0.5 * (sound + beyond)
        is_sound = ~np.isnan(function(middle, number))
        sound, beyond = np.where(is_sound, middle, sound), np.where(is_sound, beyond, middle)
    at = looks[best].copy()
    at[ends] = sound
    return at


def _turning_point(function: Callable, looks, values, best, index, step: int) -> np.ndarray:
    """Between the neighbours of the best look, where the function comes nearest to zero, or goes beyond it."""
    from scipy.optimize import elementwise

    inner = np.clip(best, 1, looks.size - 2)
    around = np.stack([np.take_along_axis(values, inner[None] + shift, axis=0)[0] for shift in (-1, 0, 1)])
    sign = np.sign(around[1])
    bows = np.flatnonzero((inner == best) & np.isfinite(around).all(axis=0) & (sign != 0.0))
    at = looks[best].copy()
    if bows.size:
        init = tuple(looks[inner[bows] + shift] for shift in (-1, 0, 1))

        def height(share, number, side):
            return side * function(share, number)

        found = elementwise.find_minimum(height, init, args=(index[bows], sign[bows]))
        at[bows] = np.where(found.success, found.x, at[bows])
    return at
