r"""Acquisition of a carrier: sweep rate of a carrier loop, and its probability of lock.

The map: :func:`sweep_acquisition_probability` (of one sweep), its inverse :func:`acquisition_sweep_rate_hz_per_s`, and
:func:`sweep_time_s` (of the whole uncertainty of the frequency).  Within the lock-in range no sweep is needed
(:func:`linkbudget.physics.carrier.lock_in_range_hz`); a spectrum finds a carrier without a loop
(:mod:`linkbudget.physics.detection`).

The loop is of the second order with a perfect integrator, a sine phase detector and a damping of 0.707.
"""

import csv
import math
from functools import cache
from pathlib import Path

import numpy as np

from linkbudget.errors import require
from linkbudget.physics.carrier import natural_frequency_rad_per_s

_TABLE = Path(__file__).parent.parent / "data" / "sweep_acquisition.csv"


def sweep_acquisition_probability(sweep_rate_hz_per_s, loop_snr_db, loop_bandwidth_hz):
    r"""Probability that a loop swept once over a carrier locks to it and holds it.

    .. math:: P = P(R, \rho), \qquad R = \frac{2 \pi \dot f}{\omega_n^2}

    Parameters
    ----------
    sweep_rate_hz_per_s : array_like
        Rate of the sweep relative to the carrier, above zero; at R below 0.1 the probability is that at 0.1, and beyond
        0.8 there is no answer [Hz/s].
    loop_snr_db : array_like
        Loop signal-to-noise ratio, of the one-sided bandwidth; 6 dB or more, from 30 dB on as at 30 dB [dB].
    loop_bandwidth_hz : array_like
        One-sided noise bandwidth B_L of the loop, above zero [Hz].

    Returns
    -------
    ndarray or float
        Probability, broadcast shape of the arguments; NaN where R is above 0.8 [-].

    Raises
    ------
    LinkBudgetError
        If a rate or bandwidth is not above zero, or a loop signal-to-noise ratio is below 6 dB.

    Notes
    -----
    Simulated: 4000 sweeps for each point of ``data/sweep_acquisition.csv``, standard error at most 0.008, from 8
    natural frequencies before the carrier to 8 behind it, from any phase.  Up to R = 0.5 a loop without noise locks
    from every start; from there to R = 0.8 all but a few starts lock as well.  The rule of Frazier and Page for 90 %,
    R = 1 - sqrt(2 / rho), agrees with the table within 0.06 from 6 to 13 dB.

    References
    ----------
    .. [1] Frazier and Page, Phase-lock loop frequency acquisition study, IRE Trans. Space Electron. Telem. SET-8 (1962)
       210.  The table: ``benchmarks/sweep_acquisition.py``.

    Examples
    --------
    >>> slow, fast = sweep_acquisition_probability([90.0, 140.0], 10.0, 20.0)
    >>> print(f"{slow:.2f}, {fast:.2f}")
    0.99, 0.87
    """
    natural_rad_per_s = natural_frequency_rad_per_s(loop_bandwidth_hz)
    rate = 2.0 * math.pi * require("sweep_rate_hz_per_s", sweep_rate_hz_per_s, above=0.0) / natural_rad_per_s**2
    rates, ratios_db, _ = _table()
    snr_db = require("loop_snr_db", loop_snr_db, at_least=float(ratios_db[0]))
    rate, snr_db = np.broadcast_arrays(np.asarray(rate), snr_db)
    known = np.where(rate <= rates[-1], np.maximum(rate, rates[0]), np.nan)
    return _between(known, np.minimum(snr_db, ratios_db[-1]))[()]


def acquisition_sweep_rate_hz_per_s(acquisition_probability, loop_snr_db, loop_bandwidth_hz):
    r"""Fastest sweep that locks with a given probability; inverts :func:`sweep_acquisition_probability`.

    .. math:: P(R, \rho) = P_0, \qquad \dot f = \frac{R\, \omega_n^2}{2 \pi}

    Parameters
    ----------
    acquisition_probability : array_like
        Wanted probability of one sweep, from 0.5 to 0.99 [-].
    loop_snr_db : array_like
        Loop signal-to-noise ratio, of the one-sided bandwidth, 6 dB or more [dB].
    loop_bandwidth_hz : array_like
        One-sided noise bandwidth B_L of the loop, above zero [Hz].

    Returns
    -------
    ndarray or float
        Rate of the sweep, broadcast shape of the arguments; NaN where no sweep of the table is as sure [Hz/s].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Frazier and Page, Phase-lock loop frequency acquisition study, IRE Trans. Space Electron. Telem. SET-8 (1962)
       210.  The table: ``benchmarks/sweep_acquisition.py``.

    Examples
    --------
    >>> print(f"{acquisition_sweep_rate_hz_per_s(0.9, 10.0, 20.0):.0f} Hz/s")
    134 Hz/s
    """
    wanted = require("acquisition_probability", acquisition_probability, at_least=0.5, at_most=0.99)
    rates, ratios_db, _ = _table()
    snr_db = np.minimum(require("loop_snr_db", loop_snr_db, at_least=float(ratios_db[0])), ratios_db[-1])
    natural_rad_per_s = natural_frequency_rad_per_s(loop_bandwidth_hz)
    wanted, snr_db, natural_rad_per_s = np.broadcast_arrays(wanted, snr_db, natural_rad_per_s)
    locked = np.moveaxis(_between(*np.broadcast_arrays(rates, snr_db[..., None])), -1, 0)
    sure = locked >= wanted
    last = np.where(sure.all(axis=0), len(rates) - 1, sure.argmin(axis=0) - 1)  # before the first that is not
    lower, upper = np.maximum(last, 0), np.minimum(last + 1, len(rates) - 1)
    above = np.take_along_axis(locked, lower[None], axis=0)[0]
    below = np.take_along_axis(locked, upper[None], axis=0)[0]
    share = np.where(above > below, (above - wanted) / np.where(above > below, above - below, 1.0), 0.0)
    rate = np.where(last < 0, np.nan, rates[lower] + share * (rates[upper] - rates[lower]))
    return (rate * natural_rad_per_s**2 / (2.0 * math.pi))[()]


def sweep_time_s(frequency_uncertainty_hz, sweep_rate_hz_per_s):
    r"""Time to sweep once over the frequencies where a carrier may be.

    .. math:: t = \frac{2\, \Delta f}{\dot f}

    Parameters
    ----------
    frequency_uncertainty_hz : array_like
        Largest error of the expected frequency, on either side, zero or more: Doppler shift and oscillators [Hz].
    sweep_rate_hz_per_s : array_like
        Rate of the sweep, above zero [Hz/s].

    Returns
    -------
    ndarray or float
        Time, broadcast shape of the arguments [s].

    Raises
    ------
    LinkBudgetError
        If an uncertainty is negative or a rate not above zero.

    References
    ----------
    .. [1] Gardner, Phaselock Techniques, 3rd edition (2005), chapter 8 (frequency sweeping).

    Examples
    --------
    >>> print(f"{sweep_time_s(20e3, 134.0) / 60.0:.1f} min")
    5.0 min
    """
    uncertainty_hz = require("frequency_uncertainty_hz", frequency_uncertainty_hz, at_least=0.0)
    return 2.0 * uncertainty_hz / require("sweep_rate_hz_per_s", sweep_rate_hz_per_s, above=0.0)


@cache
def _table():
    """Normalised rates, loop signal-to-noise ratios in decibels, and the share locked over their grid."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    rates = sorted({float(row["normalised_rate"]) for row in rows})
    ratios = sorted({float(row["loop_snr_db"]) for row in rows})
    locked = {(float(row["normalised_rate"]), float(row["loop_snr_db"])): float(row["locked"]) for row in rows}
    grid = np.array([[locked[rate, ratio] for ratio in ratios] for rate in rates])
    return np.array(rates), np.array(ratios), grid


def _between(rate, snr_db):
    """The table between its points, straight in the rate and in decibels."""
    rates, ratios_db, grid = _table()
    row = np.clip(np.searchsorted(rates, rate, side="right") - 1, 0, len(rates) - 2)
    column = np.clip(np.searchsorted(ratios_db, snr_db, side="right") - 1, 0, len(ratios_db) - 2)
    down = (rate - rates[row]) / (rates[row + 1] - rates[row])
    across = (snr_db - ratios_db[column]) / (ratios_db[column + 1] - ratios_db[column])
    left = grid[row, column] * (1.0 - down) + grid[row + 1, column] * down
    right = grid[row, column + 1] * (1.0 - down) + grid[row + 1, column + 1] * down
    return left * (1.0 - across) + right * across
