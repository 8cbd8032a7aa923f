r"""Energy at which the errors of a jittering slot clock cost a stated amount, for long arrays of points.

Sought is the root of

.. math:: \ln\left(p_n + \varphi p_e\right) = w

with the neighbour error :math:`p_n` and the distant error per empty slot :math:`p_e` of
:mod:`linkbudget.physics._pulse_tables`, and the cost :math:`\varphi` of all distant errors over that of the neighbour.
The left side on a coarse grid tells nearly where the root is, and the secant method on the splines finds it.
"""

import math
from functools import partial
from itertools import product

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start

from linkbudget.physics._pulse_tables import STRONG, groups, strong_surface
from linkbudget.roots import bracketed_root

_DEEPEST = math.log1p(STRONG)  # depth is ln(1 + Es/N0)
_DEPTHS = np.linspace(0.0, _DEEPEST, 120)
_JITTERS = 32  # of the coarse grid
_ONE_SEARCH = 16  # integrals
_FEW_STRONG = 25
_LEAST_INVERSE = 1e-10  # of the energy: 100 dB
_FIRST_STEP = 1e-4
_NEAR = 1e-9
_STEPS = 8
_ROUNDING = 1e-8
_APART = 1e4  # between rows of the grid, more than the logarithm of any error
_BLOCK = 16_384


def required_energy(wanted, distant_cost, jitter, slots, search):
    """Energy (a ratio) for flat arrays; NaN where no energy suffices.

    ``search`` is given the indices of points that are too few for a table.
    """
    energy = np.full(wanted.size, np.nan)
    with np.errstate(divide="ignore"):
        arguments = wanted, np.log(distant_cost), jitter, slots
        clock = math.log(2.0) + scipy.special.log_ndtr(-0.5 / jitter)  # its cost at infinite energy
    reachable = np.flatnonzero(wanted > clock)
    alone, strong = [], [np.empty(0, dtype=int)]
    for members, table in groups(np.zeros(reachable.size), jitter[reachable], slots[reachable], _ONE_SEARCH):
        if table is None:
            alone.append(reachable[members])
            continue
        members = reachable[members]
        start = _starts(table, *(array[members] for array in arguments))
        for first in range(0, members.size, _BLOCK):
            these = members[first : first + _BLOCK]
            some = (array[these] for array in arguments)
            depth = _root(partial(_excess, table), start[first : first + _BLOCK], 0.0, _DEEPEST, *some)
            energy[these] = np.expm1(depth)
            strong.append(these[np.isnan(depth)])
    strong = np.concatenate(strong)
    if strong.size >= _FEW_STRONG:
        energy[strong] = _strong_energies(wanted[strong], jitter[strong])
    else:
        alone.append(strong)
    alone = np.concatenate(alone)
    if alone.size:
        energy[alone] = search(alone)
    return energy


def _excess(table, depth, wanted, log_cost, jitter, slots):
    neighbour, distant = table(np.expm1(depth), jitter, slots)
    return np.logaddexp(neighbour, distant + log_cost) - wanted


def _strong_energies(wanted, jitter):
    def excess(inverse, wanted, jitter):
        return wanted - strong_surface()(1.0 / inverse, jitter, None)[0]

    low, high = (np.full(wanted.shape, end) for end in (_LEAST_INVERSE, 1.0 / STRONG))
    at_low, at_high = (excess(end, wanted, jitter) for end in (low, high))
    found = np.full(wanted.shape, np.nan)
    within = (at_low >= 0.0) & (at_high <= 0.0)
    if within.any():
        start = (low + (high - low) * at_low / (at_low - at_high))[within]
        found[within] = 1.0 / _root(excess, start, low[0], high[0], wanted[within], jitter[within])
    return found


def _starts(table, wanted, log_cost, jitter, slots):
    """Depths at which a coarse grid, linear between its points, is as wanted."""
    log_slots = np.log(slots)
    relative = log_cost - 3.0 * log_slots  # nearly the same for all slots and grey levels
    finite = relative[np.isfinite(relative)]
    axes = (
        np.unique(np.linspace(math.sqrt(jitter.min()), math.sqrt(jitter.max()), _JITTERS) ** 2),
        np.unique([log_slots.min(), log_slots.max()]),
        np.unique([finite.min(), finite.max()]) if finite.size else np.array([-np.inf]),
    )
    jitters, slots, costs, depths = (axis.ravel() for axis in np.meshgrid(*axes, _DEPTHS, indexing="ij"))
    rows = -_excess(table, depths, 0.0, costs + 3.0 * slots, jitters, np.exp(slots)).reshape(-1, _DEPTHS.size)
    rows = np.maximum.accumulate(rows, axis=1)
    keys = (rows + _APART * np.arange(rows.shape[0])[:, None]).ravel()
    places = [_between(axis, values) for axis, values in zip(axes, (jitter, log_slots, relative), strict=True)]
    found = np.zeros(wanted.shape)
    for corner in product(*([0, 1][: axis.size] for axis in axes)):
        index = tuple(place + side for (place, _), side in zip(places, corner, strict=True))
        share = math.prod(part if side else 1.0 - part for (_, part), side in zip(places, corner, strict=True))
        row = np.ravel_multi_index(index, [axis.size for axis in axes])
        key = np.clip(-wanted, rows[row, 0], rows[row, -1]) + _APART * row
        found += share * np.interp(key, keys, depths)
    return found


def _between(axis, values):
    """Index of the point of an axis below each value, and the part of the way to the next."""
    if axis.size == 1:
        return np.zeros(values.shape, dtype=int), np.zeros(values.shape)
    below = np.clip(np.searchsorted(axis, values, side="right") - 1, 0, axis.size - 2)
    return below, np.clip((values - axis[below]) / (axis[below + 1] - axis[below]), 0.0, 1.0)


def _root(function, start, low, high, *arguments):
    """Root between ``low`` and ``high``, close to ``start``: the secant method, or else a search; NaN where none is."""
    found, left = np.full(start.shape, np.nan), np.arange(start.size)
    new = np.clip(start, low + _FIRST_STEP * (high - low), high)
    old = new - _FIRST_STEP * np.maximum(new, 0.01 * high)
    at_old = function(old, *arguments)
    for _ in range(_STEPS):
        at_new = function(new, *(array[left] for array in arguments))
        with np.errstate(divide="ignore", invalid="ignore"):
            step = at_new * (new - old) / (at_new - at_old)
        inside = (new - step >= low) & (new - step <= high)  # NaN is not
        ahead = np.abs(step) * (np.abs(step) + np.abs(new - old))  # as the error after the step, times curvature
        done = inside & (ahead <= _NEAR * new * new)
        found[left[done]] = (new - step)[done]
        go = inside & ~done
        left, old, at_old, new = left[go], new[go], at_new[go], (new - step)[go]
        if not left.size:
            break
    rest = np.flatnonzero(np.isnan(found))
    if rest.size:
        some = [array[rest] for array in arguments]
        found[rest] = _searched(function, np.full(rest.size, low), np.full(rest.size, high), some)
    return found


def _searched(function, low, high, arguments):
    """The same by search alone; NaN without a change of sign, unless rounding hides it at the lower end."""
    at_low, at_high = function(low, *arguments), function(high, *arguments)
    crosses = np.sign(at_low) * np.sign(at_high) < 0.0
    found = np.where(crosses | (np.abs(at_low) > _ROUNDING), np.nan, low)
    if crosses.any():
        some = [array[crosses] for array in arguments]
        found[crosses] = bracketed_root(lambda x: function(x, *some), low[crosses], high[crosses], tolerance=1e-12)
    return found
