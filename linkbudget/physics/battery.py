"""Battery between its floor and full charge: stored energy, state of charge over time, endurance of a load.

The map: :func:`battery_energy_j`, :func:`stored_energy_j` (the charge through any number of steps, without a loop over
them), :func:`longest_load_duration_s`.
"""

import numpy as np

from linkbudget.errors import require


def battery_energy_j(capacity_ah, voltage_v):
    r"""Energy of a full battery.

    .. math:: E = C U

    Parameters
    ----------
    capacity_ah : array_like
        Capacity, at least zero [Ah].
    voltage_v : array_like
        Mean voltage while it is discharged, above zero [V].

    Returns
    -------
    ndarray or float
        Energy, broadcast shape of the arguments [J].

    Raises
    ------
    LinkBudgetError
        If a capacity is negative or a voltage not above zero.

    References
    ----------
    .. [1] W. J. Larson and J. R. Wertz (ed.), Space Mission Analysis and Design, 3rd edition (1999), section 11.4.

    Examples
    --------
    >>> print(f"{battery_energy_j(42.0, 27.0) / 3600.0:.0f} Wh")
    1134 Wh
    """
    require("capacity_ah", capacity_ah, at_least=0.0)
    require("voltage_v", voltage_v, above=0.0)
    return np.asarray(capacity_ah, dtype=float)[()] * 3600.0 * voltage_v


def stored_energy_j(start_j, change_j, floor_j, full_j):
    r"""Energy stored after each of many steps, kept between a floor and full charge.

    .. math:: E_k = \min(F_k, \max(f_k, E_{k-1} + \Delta_k))

    Parameters
    ----------
    start_j : array_like
        Energy before the first step; of the shape of the steps without its last dimension, or a number [J].
    change_j : array_like
        Energy that each step would add (or take, below zero); steps along the last dimension [J].
    floor_j, full_j : array_like
        Least and most that may be stored after each step; they broadcast with the changes [J].

    Returns
    -------
    ndarray
        Energy after each step [J].

    Raises
    ------
    LinkBudgetError
        If a floor lies above full charge.

    Notes
    -----
    Steps that add and clip are functions :math:`x \mapsto \min(b, \max(a, x + d))`, and one after the other they are
    again such a function.  So the steps are laid in rows of 32; all rows are worked through side by side, step by step,
    and what each row begins with follows from the same on the rows as wholes [1]_.  That is a loop over
    :math:`32 \log_{32} N` positions instead of one over N steps.

    References
    ----------
    .. [1] G. E. Blelloch, Prefix sums and their applications, CMU-CS-90-190 (1990), section 1.3 (blocked scan).
    .. [2] L. Kruk et al., An explicit formula for the Skorokhod map on [0, a], Ann. Probab. 35 (2007) 1740 (sums
       reflected at two bounds).

    Examples
    --------
    >>> print(stored_energy_j(5.0, [4.0, 4.0, -20.0, 3.0], 2.0, 10.0))
    [ 9. 10.  2.  5.]
    """
    start_j = require("start_j", start_j)
    change_j = require("change_j", change_j)
    floor_j = require("floor_j", floor_j)
    full_j = require("full_j", full_j)
    shift, low, high = np.broadcast_arrays(*(np.asarray(each, dtype=float) for each in (change_j, floor_j, full_j)))
    require("floor_j - full_j", low - high, at_most=0.0)
    start_j = np.broadcast_to(np.asarray(start_j, dtype=float), shift.shape[:-1])
    return _clipped_sums(start_j, shift, low, high)


_ROW = 32
"""Steps that are worked through one by one, in all rows side by side."""


def _clipped_sums(start, shift, low, high):
    """States after each step along the last dimension."""
    count = shift.shape[-1]
    if count <= _ROW:
        state, states = start, np.empty(shift.shape)
        for step in range(count):
            state = np.minimum(np.maximum(state + shift[..., step], low[..., step]), high[..., step])
            states[..., step] = state
        return states
    rows = -(-count // _ROW)
    shift, low, high = (_in_rows(each, rows, fill) for each, fill in ((shift, 0.0), (low, -np.inf), (high, np.inf)))
    for step in range(1, _ROW):  # each step takes in those before it in its row
        before, own, limits = step - 1, shift[..., step, :], (low[..., step, :].copy(), high[..., step, :].copy())
        low[..., step, :] = np.clip(low[..., before, :] + own, *limits)
        high[..., step, :] = np.clip(high[..., before, :] + own, *limits)
        own += shift[..., before, :]
    ends = _clipped_sums(start, shift[..., -1, :], low[..., -1, :], high[..., -1, :])
    begins = np.concatenate([start[..., None], ends[..., :-1]], axis=-1)
    states = np.clip(begins[..., None, :] + shift, low, high)
    return np.swapaxes(states, -1, -2).reshape(*states.shape[:-2], -1)[..., :count]


def _in_rows(steps, rows: int, fill: float):
    """A copy of steps with the position in a row before the number of the row, filled up with steps that do nothing."""
    padded = np.full((*steps.shape[:-1], rows * _ROW), fill)
    padded[..., : steps.shape[-1]] = steps
    return np.ascontiguousarray(np.swapaxes(padded.reshape(*steps.shape[:-1], rows, _ROW), -1, -2))


def longest_load_duration_s(available_j, load_w, array_power_w):
    r"""Longest time that a battery can supply a load together with the solar array.

    .. math:: t = \frac{E}{P_{load} - P_{array}}

    Parameters
    ----------
    available_j : array_like
        Energy above the floor, at least zero [J].
    load_w : array_like
        Power of everything that is on [W].
    array_power_w : array_like
        Power of the array [W].

    Returns
    -------
    ndarray or float
        Time, broadcast shape of the arguments; infinite where the array carries the load alone [s].

    Raises
    ------
    LinkBudgetError
        If an energy is negative.

    References
    ----------
    .. [1] W. J. Larson and J. R. Wertz (ed.), Space Mission Analysis and Design, 3rd edition (1999), section 11.4.

    Examples
    --------
    >>> print(f"{longest_load_duration_s(800.0 * 3600.0, 280.0, 170.0) / 3600.0:.1f} h")
    7.3 h
    """
    load_w = require("load_w", load_w)
    array_power_w = require("array_power_w", array_power_w)
    available_j = require("available_j", available_j, at_least=0.0)
    need_w = np.asarray(load_w, dtype=float) - array_power_w
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(need_w > 0.0, available_j / need_w, np.inf)[()]
