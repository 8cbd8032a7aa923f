r"""Rates of counted pulse-position modulation that a number of photons allows.

A ladder is made of all the orders, slot widths and code rates that the equipment can switch to.  Each rung needs some
counts a second at its own background a slot; the highest rung that they suffice for is taken.  Far away the rate falls
as the received power does, near by it stands at the top of the ladder, which the narrowest slot sets.

The map: :func:`counted_background_per_s` and :func:`background_photons`; :func:`adaptive_code_rate_bps`;
:func:`ladder_rate_bps` with :func:`ladder_slots`, :func:`ladder_slot_width_s` and :func:`ladder_code_rate`.
"""

import math
from functools import lru_cache
from itertools import product

import numpy as np

from linkbudget.errors import require
from linkbudget.physics.photon_counting import soft_decision_capacity
from linkbudget.physics.photons import ppm_bit_rate_bps, ppm_symbol_rate_hz

_SAME = 1e-9  # rates nearer than this, relative, are the same


def counted_background_per_s(photon_rate_per_s, optics_loss_db, detection_efficiency):
    r"""Counts a second of light that enters a telescope.

    .. math:: n_b = n \, \eta \, 10^{-L / 10}

    Parameters
    ----------
    photon_rate_per_s : array_like
        Photons a second at the aperture, zero or more [1/s].
    optics_loss_db : array_like
        Loss between aperture and detector, zero or more [dB].
    detection_efficiency : array_like
        Photons counted over photons that arrive, above 0 and at most 1 [-].

    Returns
    -------
    ndarray or float
        Counts a second, broadcast shape of the arguments [1/s].

    Raises
    ------
    LinkBudgetError
        If an argument is outside its limits.

    References
    ----------
    .. [1] R. M. Gagliardi and S. Karp, Optical Communications, 2nd edition (1995), on background radiation.

    Examples
    --------
    >>> print(f"{counted_background_per_s(1e6, 3.0103, 0.5):.0f} counts a second")
    250000 counts a second
    """
    efficiency = require("detection_efficiency", detection_efficiency, above=0.0, at_most=1.0)
    passed = 10.0 ** (-require("optics_loss_db", optics_loss_db, at_least=0.0) / 10.0)
    return require("photon_rate_per_s", photon_rate_per_s, at_least=0.0) * efficiency * passed


def background_photons(sky_count_rate_per_s, dark_count_rate_per_s, slot_width_s):
    r"""Mean of the counts in a slot that are not the signal.

    .. math:: K_b = (n_b + n_d) \, T

    Parameters
    ----------
    sky_count_rate_per_s, dark_count_rate_per_s : array_like
        Counts a second by the sky, and without light, zero or more [1/s].
    slot_width_s : array_like
        Width of a slot, above zero [s].

    Returns
    -------
    ndarray or float
        Mean counts, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an argument is outside its limits.

    References
    ----------
    .. [1] R. M. Gagliardi and S. Karp, Optical Communications, 2nd edition (1995), on background radiation.

    Examples
    --------
    >>> print(f"{background_photons(1e6, 1e4, 0.5e-9):.6f}")
    0.000505
    """
    counts = require("sky_count_rate_per_s", sky_count_rate_per_s, at_least=0.0)
    counts = counts + require("dark_count_rate_per_s", dark_count_rate_per_s, at_least=0.0)
    return counts * require("slot_width_s", slot_width_s, above=0.0)


def adaptive_code_rate_bps(
    photons_per_pulse,
    background_photons,
    slots,
    symbol_rate_hz,
    implementation_loss_db,
    required_margin_db,
    received_power_margin_db=math.inf,
):
    r"""Highest information rate of given slots, whatever the code rate, that keeps the required margin.

    .. math:: R_{max} = R_s \, C\left( K_s \, 10^{-(L + M_{req}) / 10}, K_b, M \right)

    Parameters
    ----------
    photons_per_pulse : array_like
        Mean of the counted signal photons in a pulse, zero or more [-].
    background_photons : array_like
        Mean of the background counts in a slot, zero or more [-].
    slots : array_like
        Number of slots M, two or more [-].
    symbol_rate_hz : array_like
        Symbols a second [Hz].
    implementation_loss_db, required_margin_db : array_like
        Loss of a real decoder beyond capacity, and margin to be kept [dB].
    received_power_margin_db : array_like, optional
        Margin of received power; below the margin to be kept no rate is possible [dB].

    Returns
    -------
    ndarray or float
        Rate, never above that of uncoded symbols; broadcast shape of the arguments [bit/s].

    References
    ----------
    .. [1] B. Moision and J. Hamkins, "Deep-Space Optical Communications Downlink Budget: Modulation and Coding", IPN
       Progress Report 42-154 (2003).

    Examples
    --------
    >>> print(f"{adaptive_code_rate_bps(5.0, 0.001, 16.0, 100e6, 1.0, 3.0) / 1e6:.0f} Mbit/s")
    343 Mbit/s
    """
    photons_per_pulse = require("photons_per_pulse", photons_per_pulse)
    symbol_rate_hz = require("symbol_rate_hz", symbol_rate_hz)
    implementation_loss_db = require("implementation_loss_db", implementation_loss_db)
    required_margin_db = require("required_margin_db", required_margin_db)
    received_power_margin_db = require("received_power_margin_db", received_power_margin_db)
    left = photons_per_pulse * 10.0 ** (-(implementation_loss_db + required_margin_db) / 10.0)
    rate = symbol_rate_hz * soft_decision_capacity(left, background_photons, slots)
    return np.where(np.less(received_power_margin_db, required_margin_db), 0.0, rate)[()]


def ladder_rate_bps(
    photons_per_pulse,
    symbol_rate_hz,
    background_photons,
    slot_width_s,
    implementation_loss_db,
    required_margin_db,
    slots_on_ladder,
    slot_widths_on_ladder_s,
    code_rates_on_ladder,
    guard_share=0.25,
    received_power_margin_db=math.inf,
):
    r"""Highest information rate of the equipment that keeps the required margin.

    .. math:: R = \max \{ R_i : C( n_s \, 10^{-(L + M_{req}) / 10} / R_{s,i}, K_{b,i}, M_i ) \ge r_i \log_2 M_i \}

    Parameters
    ----------
    photons_per_pulse : array_like
        Mean of the counted signal photons in a pulse of the present symbols, zero or more [-].
    symbol_rate_hz : array_like
        Present symbols a second [Hz].
    background_photons : array_like
        Mean of the background counts in a present slot, zero or more [-].
    slot_width_s : array_like
        Width of a present slot [s].
    implementation_loss_db, required_margin_db : array_like
        Loss of a real decoder beyond capacity, and margin to be kept [dB].
    slots_on_ladder : sequence of float
        Orders of the equipment [-].
    slot_widths_on_ladder_s : sequence of float
        Slot widths of the equipment [s].
    code_rates_on_ladder : sequence of float
        Code rates of the equipment [-].
    guard_share : array_like, optional
        Guard slots over slots [-].
    received_power_margin_db : array_like, optional
        Margin of received power; below the margin to be kept no rate is possible [dB].

    Returns
    -------
    ndarray or float
        Rate; zero below the lowest rung, NaN where the photons are NaN [bit/s].

    References
    ----------
    .. [1] B. Moision and J. Hamkins, "Deep-Space Optical Communications Downlink Budget: Modulation and Coding", IPN
       Progress Report 42-154 (2003).
    .. [2] CCSDS 142.0-B-1, Optical Communications Coding and Synchronization (2019), high photon efficiency.

    Examples
    --------
    >>> equipment = ((16.0, 64.0), (0.5e-9, 8e-9), (0.3333, 0.5, 0.6667))
    >>> found = ladder_rate_bps(5.0, 100e6, 0.001, 0.5e-9, 1.0, 3.0, *equipment)
    >>> print(f"{found / 1e6:.0f} Mbit/s")
    267 Mbit/s
    """
    photons_per_pulse = require("photons_per_pulse", photons_per_pulse)
    symbol_rate_hz = require("symbol_rate_hz", symbol_rate_hz)
    background_photons = require("background_photons", background_photons)
    slot_width_s = require("slot_width_s", slot_width_s)
    implementation_loss_db = require("implementation_loss_db", implementation_loss_db)
    required_margin_db = require("required_margin_db", required_margin_db)
    guard_share = require("guard_share", guard_share)
    received_power_margin_db = require("received_power_margin_db", received_power_margin_db)
    best, reached = _best(
        3,
        photons_per_pulse,
        symbol_rate_hz,
        background_photons,
        slot_width_s,
        implementation_loss_db,
        required_margin_db,
        slots_on_ladder,
        slot_widths_on_ladder_s,
        code_rates_on_ladder,
        guard_share,
        received_power_margin_db,
    )
    return np.where(reached, best, np.where(np.isnan(photons_per_pulse + background_photons), np.nan, 0.0))[()]


def ladder_slots(
    photons_per_pulse,
    symbol_rate_hz,
    background_photons,
    slot_width_s,
    implementation_loss_db,
    required_margin_db,
    slots_on_ladder,
    slot_widths_on_ladder_s,
    code_rates_on_ladder,
    guard_share=0.25,
    received_power_margin_db=math.inf,
):
    r"""Order of the highest rate of the equipment.

    .. math:: M = M_i : R_i = R

    Parameters
    ----------
    photons_per_pulse : array_like
        Mean of the counted signal photons in a pulse of the present symbols, zero or more [-].
    symbol_rate_hz : array_like
        Present symbols a second [Hz].
    background_photons : array_like
        Mean of the background counts in a present slot, zero or more [-].
    slot_width_s : array_like
        Width of a present slot [s].
    implementation_loss_db, required_margin_db : array_like
        Loss of a real decoder beyond capacity, and margin to be kept [dB].
    slots_on_ladder : sequence of float
        Orders of the equipment [-].
    slot_widths_on_ladder_s : sequence of float
        Slot widths of the equipment [s].
    code_rates_on_ladder : sequence of float
        Code rates of the equipment [-].
    guard_share : array_like, optional
        Guard slots over slots [-].
    received_power_margin_db : array_like, optional
        Margin of received power; below the margin to be kept no rate is possible [dB].

    Returns
    -------
    ndarray or float
        Of the rung; NaN where there is none [-].

    References
    ----------
    .. [1] B. Moision and J. Hamkins, "Deep-Space Optical Communications Downlink Budget: Modulation and Coding", IPN
       Progress Report 42-154 (2003).
    .. [2] CCSDS 142.0-B-1, Optical Communications Coding and Synchronization (2019), high photon efficiency.

    Examples
    --------
    >>> equipment = ((16.0, 64.0), (0.5e-9, 8e-9), (0.3333, 0.5, 0.6667))
    >>> found = ladder_slots(5.0, 100e6, 0.001, 0.5e-9, 1.0, 3.0, *equipment)
    >>> print(f"{found:.0f} slots")
    16 slots
    """
    photons_per_pulse = require("photons_per_pulse", photons_per_pulse)
    symbol_rate_hz = require("symbol_rate_hz", symbol_rate_hz)
    background_photons = require("background_photons", background_photons)
    slot_width_s = require("slot_width_s", slot_width_s)
    implementation_loss_db = require("implementation_loss_db", implementation_loss_db)
    required_margin_db = require("required_margin_db", required_margin_db)
    guard_share = require("guard_share", guard_share)
    received_power_margin_db = require("received_power_margin_db", received_power_margin_db)
    best, reached = _best(
        0,
        photons_per_pulse,
        symbol_rate_hz,
        background_photons,
        slot_width_s,
        implementation_loss_db,
        required_margin_db,
        slots_on_ladder,
        slot_widths_on_ladder_s,
        code_rates_on_ladder,
        guard_share,
        received_power_margin_db,
    )
    return np.where(reached, best, np.nan)[()]


def ladder_slot_width_s(
    photons_per_pulse,
    symbol_rate_hz,
    background_photons,
    slot_width_s,
    implementation_loss_db,
    required_margin_db,
    slots_on_ladder,
    slot_widths_on_ladder_s,
    code_rates_on_ladder,
    guard_share=0.25,
    received_power_margin_db=math.inf,
):
    r"""Slot width of the highest rate of the equipment.

    .. math:: T = T_i : R_i = R

    Parameters
    ----------
    photons_per_pulse : array_like
        Mean of the counted signal photons in a pulse of the present symbols, zero or more [-].
    symbol_rate_hz : array_like
        Present symbols a second [Hz].
    background_photons : array_like
        Mean of the background counts in a present slot, zero or more [-].
    slot_width_s : array_like
        Width of a present slot [s].
    implementation_loss_db, required_margin_db : array_like
        Loss of a real decoder beyond capacity, and margin to be kept [dB].
    slots_on_ladder : sequence of float
        Orders of the equipment [-].
    slot_widths_on_ladder_s : sequence of float
        Slot widths of the equipment [s].
    code_rates_on_ladder : sequence of float
        Code rates of the equipment [-].
    guard_share : array_like, optional
        Guard slots over slots [-].
    received_power_margin_db : array_like, optional
        Margin of received power; below the margin to be kept no rate is possible [dB].

    Returns
    -------
    ndarray or float
        Of the rung; NaN where there is none [s].

    References
    ----------
    .. [1] B. Moision and J. Hamkins, "Deep-Space Optical Communications Downlink Budget: Modulation and Coding", IPN
       Progress Report 42-154 (2003).
    .. [2] CCSDS 142.0-B-1, Optical Communications Coding and Synchronization (2019), high photon efficiency.

    Examples
    --------
    >>> equipment = ((16.0, 64.0), (0.5e-9, 8e-9), (0.3333, 0.5, 0.6667))
    >>> found = ladder_slot_width_s(5.0, 100e6, 0.001, 0.5e-9, 1.0, 3.0, *equipment)
    >>> print(f"{found * 1e9:.1f} ns")
    0.5 ns
    """
    photons_per_pulse = require("photons_per_pulse", photons_per_pulse)
    symbol_rate_hz = require("symbol_rate_hz", symbol_rate_hz)
    background_photons = require("background_photons", background_photons)
    slot_width_s = require("slot_width_s", slot_width_s)
    implementation_loss_db = require("implementation_loss_db", implementation_loss_db)
    required_margin_db = require("required_margin_db", required_margin_db)
    guard_share = require("guard_share", guard_share)
    received_power_margin_db = require("received_power_margin_db", received_power_margin_db)
    best, reached = _best(
        1,
        photons_per_pulse,
        symbol_rate_hz,
        background_photons,
        slot_width_s,
        implementation_loss_db,
        required_margin_db,
        slots_on_ladder,
        slot_widths_on_ladder_s,
        code_rates_on_ladder,
        guard_share,
        received_power_margin_db,
    )
    return np.where(reached, best, np.nan)[()]


def ladder_code_rate(
    photons_per_pulse,
    symbol_rate_hz,
    background_photons,
    slot_width_s,
    implementation_loss_db,
    required_margin_db,
    slots_on_ladder,
    slot_widths_on_ladder_s,
    code_rates_on_ladder,
    guard_share=0.25,
    received_power_margin_db=math.inf,
):
    r"""Code rate of the highest rate of the equipment.

    .. math:: r = r_i : R_i = R

    Parameters
    ----------
    photons_per_pulse : array_like
        Mean of the counted signal photons in a pulse of the present symbols, zero or more [-].
    symbol_rate_hz : array_like
        Present symbols a second [Hz].
    background_photons : array_like
        Mean of the background counts in a present slot, zero or more [-].
    slot_width_s : array_like
        Width of a present slot [s].
    implementation_loss_db, required_margin_db : array_like
        Loss of a real decoder beyond capacity, and margin to be kept [dB].
    slots_on_ladder : sequence of float
        Orders of the equipment [-].
    slot_widths_on_ladder_s : sequence of float
        Slot widths of the equipment [s].
    code_rates_on_ladder : sequence of float
        Code rates of the equipment [-].
    guard_share : array_like, optional
        Guard slots over slots [-].
    received_power_margin_db : array_like, optional
        Margin of received power; below the margin to be kept no rate is possible [dB].

    Returns
    -------
    ndarray or float
        Of the rung; NaN where there is none [-].

    References
    ----------
    .. [1] B. Moision and J. Hamkins, "Deep-Space Optical Communications Downlink Budget: Modulation and Coding", IPN
       Progress Report 42-154 (2003).
    .. [2] CCSDS 142.0-B-1, Optical Communications Coding and Synchronization (2019), high photon efficiency.

    Examples
    --------
    >>> equipment = ((16.0, 64.0), (0.5e-9, 8e-9), (0.3333, 0.5, 0.6667))
    >>> found = ladder_code_rate(5.0, 100e6, 0.001, 0.5e-9, 1.0, 3.0, *equipment)
    >>> print(f"{found:.4f}")
    0.6667
    """
    photons_per_pulse = require("photons_per_pulse", photons_per_pulse)
    symbol_rate_hz = require("symbol_rate_hz", symbol_rate_hz)
    background_photons = require("background_photons", background_photons)
    slot_width_s = require("slot_width_s", slot_width_s)
    implementation_loss_db = require("implementation_loss_db", implementation_loss_db)
    required_margin_db = require("required_margin_db", required_margin_db)
    guard_share = require("guard_share", guard_share)
    received_power_margin_db = require("received_power_margin_db", received_power_margin_db)
    best, reached = _best(
        2,
        photons_per_pulse,
        symbol_rate_hz,
        background_photons,
        slot_width_s,
        implementation_loss_db,
        required_margin_db,
        slots_on_ladder,
        slot_widths_on_ladder_s,
        code_rates_on_ladder,
        guard_share,
        received_power_margin_db,
    )
    return np.where(reached, best, np.nan)[()]


def _best(
    column,
    photons_per_pulse,
    symbol_rate_hz,
    background_photons,
    slot_width_s,
    implementation_loss_db,
    required_margin_db,
    orders,
    widths_s,
    code_rates,
    guard_share,
    received_power_margin_db,
):
    """A column of the best rung, and whether there is one."""
    counts_per_s = photons_per_pulse * symbol_rate_hz * 10.0 ** (-(implementation_loss_db + required_margin_db) / 10.0)
    counts_per_s = np.where(np.less(received_power_margin_db, required_margin_db), np.nan, counts_per_s)
    background_per_s = np.asarray(background_photons / slot_width_s, dtype=float)
    equipment = tuple(orders), tuple(widths_s), tuple(code_rates)
    if np.ndim(guard_share) == 0:
        return _best_with_guard(column, counts_per_s, background_per_s, equipment, float(guard_share))
    counts_per_s, background_per_s, guard_share = np.broadcast_arrays(counts_per_s, background_per_s, guard_share)
    best, reached = np.empty(guard_share.shape), np.empty(guard_share.shape, dtype=bool)
    for share in np.unique(guard_share):  # each has a ladder of its own
        here = guard_share == share
        found = _best_with_guard(column, counts_per_s[here], background_per_s[here], equipment, float(share))
        best[here], reached[here] = found
    return best, reached


def _best_with_guard(column, counts_per_s, background_per_s, equipment, guard_share):
    """The same for guard slots of one share."""
    table = _table(*equipment, guard_share)
    slots, width_s, code_rate, bit_rate_bps = table
    step = len(equipment[2])  # the capacity of an order and a width serves all codes
    photons = counts_per_s[..., None] / ppm_symbol_rate_hz(slots[::step], width_s[::step], guard_share)
    capacity = soft_decision_capacity(photons, background_per_s[..., None] * width_s[::step], slots[::step])
    room = np.repeat(capacity, step, axis=-1) / (code_rate * np.log2(slots))
    reaches = room >= 1.0 - _SAME
    rates = np.where(reaches, bit_rate_bps, 0.0)
    top = rates.max(axis=-1, keepdims=True)
    rung = np.where(reaches & (rates >= top * (1.0 - _SAME)), room, -1.0).argmax(axis=-1)
    return table[column][rung], reaches.any(axis=-1)


@lru_cache(maxsize=64)
def _table(orders, widths_s, code_rates, guard_share) -> tuple[np.ndarray, ...]:
    slots, width_s, code_rate = np.array(list(product(orders, widths_s, code_rates)), dtype=float).T
    return slots, width_s, code_rate, ppm_bit_rate_bps(slots, width_s, code_rate, guard_share)
