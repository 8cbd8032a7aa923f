"""A battery between its floor and its full charge: what it holds, how its charge runs, how long it carries a load.

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
    again such a function.  So all of them follow from a scan in :math:`\lceil \log_2 N \rceil` passes over the arrays
    [1]_ instead of a loop over N steps.  Sums run up to the length of the mission: rounding stays below 1e-12 of the
    energy that passed through.

    References
    ----------
    .. [1] W. D. Hillis and G. L. Steele, Data parallel algorithms, Commun. ACM 29 (1986) 1170 (scan).
    .. [2] L. Kruk et al., An explicit formula for the Skorokhod map on [0, a], Ann. Probab. 35 (2007) 1740 (sums
       reflected at two bounds).

    Examples
    --------
    >>> print(stored_energy_j(5.0, [4.0, 4.0, -20.0, 3.0], 2.0, 10.0))
    [ 9. 10.  2.  5.]
    """
    shift, low, high = (
        np.array(values) for values in np.broadcast_arrays(*(np.asarray(v, float) for v in (change_j, floor_j, full_j)))
    )
    require("floor_j - full_j", low - high, at_most=0.0)
    reach, count = 1, shift.shape[-1]
    while reach < count:  # each step takes in those before it, twice as many each time
        later_low, later_high, later = low[..., reach:], high[..., reach:], shift[..., reach:]
        new_low = np.clip(low[..., :-reach] + later, later_low, later_high)
        new_high = np.clip(high[..., :-reach] + later, later_low, later_high)
        new_shift = shift[..., :-reach] + later
        low[..., reach:], high[..., reach:], shift[..., reach:] = new_low, new_high, new_shift
        reach *= 2
    return np.clip(np.asarray(start_j, dtype=float)[..., None] + shift, low, high)


def longest_load_duration_s(available_j, load_w, array_power_w):
    r"""How long a battery carries a load beside the array.

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
    available_j = require("available_j", available_j, at_least=0.0)
    need_w = np.asarray(load_w, dtype=float) - array_power_w
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(need_w > 0.0, available_j / need_w, np.inf)[()]
