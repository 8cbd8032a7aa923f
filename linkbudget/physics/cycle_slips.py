r"""Cycle slips: mean time between slips of a carrier loop in noise, and its static phase errors.

The map: :func:`first_order_slip_time_s` (exact, also with a static phase error) with :func:`slip_direction_share`;
:func:`second_order_slip_time_s` (a solved table); :func:`slip_time_s`, one of the two by the order of the loop, and its
inverse :func:`loop_snr_for_slip_time_db`; :func:`phase_error_of_offset_deg` and :func:`phase_error_of_drift_deg`, the
static phase errors.

Definitions.  The loop signal-to-noise ratio is rho = P / (N0 B_L), with one-sided N0 and one-sided B_L.  The phase
detector is a sine, as for a residual carrier.  A slip: from rest at zero phase error, the error first reaches plus or
minus 2 pi.  The mean time is that from such a start; it begins anew when the loop has come to rest.  A second-order
loop does not come to rest at once: below about 6 dB its slips come in bursts, and their number in a second is larger
than one over this time (three times at 3 dB, one and a half times at 6 dB, with a damping of 0.707).

Times of the two loops are infinite where they slip once in more than :data:`LONGEST_BANDWIDTH_TIME` over B_L (1600
years in 20 Hz): noise alone no longer decides there.  :func:`slip_time_s` ends at that time.
"""

import csv
import math
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start

from linkbudget.errors import LinkBudgetError, require
from linkbudget.physics.carrier import natural_frequency_rad_per_s

LONGEST_BANDWIDTH_TIME = 1e12
"""Largest product of loop bandwidth and mean time between slips that is distinguished from infinity [-]."""

_TABLE = Path(__file__).parent.parent / "data" / "cycle_slips.csv"
_ROOT_HALF = math.sqrt(0.5)
_TWICE_DB = 10.0 * math.log10(2.0)
_SMALLEST_LOOP_SNR = 1e-4  # for the inverse; the loop slips there once in 0.0005 / B_L
_LARGEST_LOOP_SNR = 60.0  # for the inverse; all loops of the table pass the longest time below


def first_order_slip_time_s(loop_snr_db, loop_bandwidth_hz, *, static_phase_error_deg=0.0):
    r"""Mean time between cycle slips of a first-order loop, exactly.

    .. math::

        B_L T = \frac{\pi^2}{2}\, \rho\, \frac{|I_{i \rho b}(\rho)|^2}{\cosh \pi \rho b}, \qquad b = \sin \phi_0

    without a static phase error :math:`(\pi^2 / 2)\, \rho\, I_0^2(\rho)`, which tends to
    :math:`(\pi / 4)\, e^{2 \rho}`.

    Parameters
    ----------
    loop_snr_db : array_like
        Loop signal-to-noise ratio, of the one-sided bandwidth [dB].
    loop_bandwidth_hz : array_like
        One-sided noise bandwidth B_L of the loop, above zero [Hz].
    static_phase_error_deg : array_like, optional
        Phase error that a frequency offset leaves (:func:`phase_error_of_offset_deg`), between -90 and 90 [deg].

    Returns
    -------
    ndarray or float
        Mean time, broadcast shape of the arguments; infinite beyond :data:`LONGEST_BANDWIDTH_TIME` over B_L [s].

    Raises
    ------
    LinkBudgetError
        If a bandwidth is not above zero, or a phase error not between -90 and 90 degrees.

    Notes
    -----
    The first passage of the phase to one cycle away on either side, of Viterbi's Fokker-Planck equation.  Each slip
    moves the phase by plus or minus 2 pi after times of the same law, so that the mean time follows from the mean drift
    of the phase, and does not depend on where within the cycle one begins.  A static error costs far more slips than as
    many decibels of signal: at a loop signal-to-noise ratio of 9 dB an error of 17.5 deg divides the time by 430.

    References
    ----------
    .. [1] Viterbi, Phase-locked loop dynamics in the presence of noise by Fokker-Planck techniques, Proc. IEEE 51
       (1963) 1737.

    Examples
    --------
    >>> print(f"{first_order_slip_time_s(6.0, 12.0):.0f} s, {first_order_slip_time_s(10.0, 12.0) / 86400.0:.0f} days")
    202 s, 377 days
    """
    bandwidth_hz = require("loop_bandwidth_hz", loop_bandwidth_hz, above=0.0)
    error_deg = require("static_phase_error_deg", static_phase_error_deg, above=-90.0, below=90.0)
    loop_snr = 10.0 ** (require("loop_snr_db", loop_snr_db) / 10.0)
    return _time(_first_order_logarithm(loop_snr, np.sin(np.radians(error_deg))), bandwidth_hz)


def slip_direction_share(loop_snr_db, static_phase_error_deg):
    r"""Share of the slips of a first-order loop that go the way the frequency offset pulls.

    .. math:: p = \frac{1}{1 + e^{-2 \pi \rho \sin \phi_0}}

    Parameters
    ----------
    loop_snr_db : array_like
        Loop signal-to-noise ratio, of the one-sided bandwidth [dB].
    static_phase_error_deg : array_like
        Phase error that the offset leaves, between -90 and 90 [deg].

    Returns
    -------
    ndarray or float
        Share, a half without an offset, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a phase error is not between -90 and 90 degrees.

    Notes
    -----
    The potential of the phase falls by 2 pi rho sin(phi_0) a cycle; the exit on either side follows from it.

    References
    ----------
    .. [1] Viterbi, Phase-locked loop dynamics in the presence of noise by Fokker-Planck techniques, Proc. IEEE 51
       (1963) 1737.

    Examples
    --------
    >>> print(f"{slip_direction_share(6.0, 5.74):.3f}")
    0.924
    """
    from scipy.special import expit

    error_deg = require("static_phase_error_deg", static_phase_error_deg, above=-90.0, below=90.0)
    loop_snr = 10.0 ** (require("loop_snr_db", loop_snr_db) / 10.0)
    return expit(2.0 * math.pi * loop_snr * np.sin(np.radians(error_deg)))


def second_order_slip_time_s(loop_snr_db, loop_bandwidth_hz, damping=_ROOT_HALF):
    r"""Mean time between cycle slips of a second-order loop with a perfect integrator.

    .. math::

        D u_{\phi\phi} - (\sin \phi + v - \phi / r)\, u_\phi - \frac{v - \phi / r}{r}\, u_v = -1, \quad
        u(\pm 2 \pi, v) = 0, \quad B_L T = \frac{1 + 1/r}{4}\, u(0, 0)

    with :math:`r = 4 \zeta^2` and :math:`D = 1 / (\rho (1 + 1/r))`, the backward equation of the loop, solved once for
    a table.

    Parameters
    ----------
    loop_snr_db : array_like
        Loop signal-to-noise ratio, of the one-sided bandwidth [dB].
    loop_bandwidth_hz : array_like
        One-sided noise bandwidth B_L of the loop, above zero [Hz].
    damping : array_like, optional
        Damping factor of the loop, from 0.5 to 3 [-].

    Returns
    -------
    ndarray or float
        Mean time, broadcast shape of the arguments; infinite beyond :data:`LONGEST_BANDWIDTH_TIME` over B_L [s].

    Raises
    ------
    LinkBudgetError
        If a bandwidth is not above zero, or a damping outside the table.

    Notes
    -----
    The table, ``data/cycle_slips.csv``, is good to 0.01 %, its interpolation to 0.3 % from -13 dB up; random walks
    agree within their statistical error of 0.7 %.  Beyond 10 dB the logarithm of the time goes on in rho with its slope
    at the end, as it does in the limit: 0.1 % off at 10.8 dB.
    The phase error is taken about zero: a Doppler rate, which leaves a static error (:func:`phase_error_of_drift_deg`),
    makes slips more frequent than this.

    References
    ----------
    .. [1] Viterbi, Phase-locked loop dynamics in the presence of noise by Fokker-Planck techniques, Proc. IEEE 51
       (1963) 1737: the Fokker-Planck equation of such loops.  Solved by ``benchmarks/cycle_slips.py``.

    Examples
    --------
    >>> print(f"{second_order_slip_time_s(7.0, 20.0):.0f} s, {second_order_slip_time_s(10.0, 20.0) / 3600.0:.0f} h")
    82 s, 29 h
    """
    bandwidth_hz = require("loop_bandwidth_hz", loop_bandwidth_hz, above=0.0)
    loop_snr = 10.0 ** (require("loop_snr_db", loop_snr_db) / 10.0)
    return _time(_second_order_logarithm(loop_snr, _checked_damping(damping)), bandwidth_hz)


def slip_time_s(loop_snr_db, loop_bandwidth_hz, damping=_ROOT_HALF, *, order=2, two_sided=False):
    r"""Mean time between cycle slips of a carrier loop, by its order.

    The equation of :func:`first_order_slip_time_s` or :func:`second_order_slip_time_s`.

    Parameters
    ----------
    loop_snr_db : array_like
        Loop signal-to-noise ratio in that bandwidth [dB].
    loop_bandwidth_hz : array_like
        Noise bandwidth of the loop, B_L, above zero [Hz].
    damping : array_like, optional
        Damping factor of a second-order loop, from 0.5 to 3; one of the first order has none [-].
    order : int, optional
        Order of the loop, 1 or 2 [-].
    two_sided : bool, optional
        True where bandwidth and ratio are those of the two-sided 2 B_L, as in older tables.

    Returns
    -------
    ndarray or float
        Mean time, broadcast shape of the arguments; at most :data:`LONGEST_BANDWIDTH_TIME` over B_L [s].

    Raises
    ------
    LinkBudgetError
        If a bandwidth is not above zero, a damping outside the table, or the order another one.

    Notes
    -----
    That longest time, 1600 years in 20 Hz, stands for itself and all longer ones, which budgets and figures could not
    show: noise alone no longer decides there.

    References
    ----------
    .. [1] Viterbi, Phase-locked loop dynamics in the presence of noise by Fokker-Planck techniques, Proc. IEEE 51
       (1963) 1737.

    Examples
    --------
    >>> print(f"{slip_time_s(6.0, 12.0):.0f} s, first order {slip_time_s(6.0, 12.0, order=1):.0f} s")
    31 s, first order 202 s
    """
    _check_order(order)
    if two_sided:
        loop_snr_db = np.asarray(loop_snr_db, dtype=float) + _TWICE_DB
        loop_bandwidth_hz = 0.5 * np.asarray(require("loop_bandwidth_hz", loop_bandwidth_hz, above=0.0))
    if order == 1:
        time_s = first_order_slip_time_s(loop_snr_db, loop_bandwidth_hz)
    else:
        time_s = second_order_slip_time_s(loop_snr_db, loop_bandwidth_hz, damping)
    return np.minimum(time_s, LONGEST_BANDWIDTH_TIME / np.asarray(loop_bandwidth_hz))[()]


def loop_snr_for_slip_time_db(slip_time_s, loop_bandwidth_hz, damping=_ROOT_HALF, *, order=2, two_sided=False):
    r"""Loop signal-to-noise ratio at which a loop slips once in a given time on average; inverts :func:`slip_time_s`.

    .. math:: T(\rho) = T_0

    Parameters
    ----------
    slip_time_s : array_like
        Wanted mean time between slips; times B_L, from 0.001 to :data:`LONGEST_BANDWIDTH_TIME` [s].
    loop_bandwidth_hz : array_like
        Noise bandwidth of the loop, B_L, above zero [Hz].
    damping : array_like, optional
        Damping factor of a second-order loop, from 0.5 to 3 [-].
    order : int, optional
        Order of the loop, 1 or 2 [-].
    two_sided : bool, optional
        True where bandwidth and ratio are those of the two-sided 2 B_L, as in older tables.

    Returns
    -------
    ndarray or float
        Loop signal-to-noise ratio in that bandwidth, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If a time is outside its limits, a bandwidth not above zero, a damping outside the table, or the order another.

    References
    ----------
    .. [1] Viterbi, Phase-locked loop dynamics in the presence of noise by Fokker-Planck techniques, Proc. IEEE 51
       (1963) 1737.

    Examples
    --------
    One slip an hour in 10 Hz, of a loop of the second and one of the first order:

    >>> second, first = (loop_snr_for_slip_time_db(3600.0, 10.0, order=order) for order in (2, 1))
    >>> print(f"{second:.2f} dB, {first:.2f} dB")
    8.56 dB, 7.28 dB
    """
    from scipy.optimize.elementwise import find_root  # heavy to import, and needed here alone

    _check_order(order)
    bandwidth_hz = np.asarray(require("loop_bandwidth_hz", loop_bandwidth_hz, above=0.0))
    if two_sided:
        bandwidth_hz = 0.5 * bandwidth_hz
    product = np.multiply(require("slip_time_s", slip_time_s, above=0.0), bandwidth_hz)
    require("slip_time_s * B_L", product, at_least=1e-3, at_most=LONGEST_BANDWIDTH_TIME)
    ends = (_SMALLEST_LOOP_SNR, _LARGEST_LOOP_SNR)
    if order == 1:
        root = find_root(lambda snr, wanted: _first_order_logarithm(snr, 0.0) - wanted, ends, args=(np.log(product),))
    elif np.ndim(_checked_damping(damping)) == 0:
        root = find_root(
            lambda snr, wanted: _second_order_logarithm(snr, damping) - wanted, ends, args=(np.log(product),)
        )
    else:
        args = np.broadcast_arrays(np.log(product), damping)
        root = find_root(lambda snr, wanted, own: _second_order_logarithm(snr, own) - wanted, ends, args=tuple(args))
    return 10.0 * np.log10(root.x) - (_TWICE_DB if two_sided else 0.0)


def phase_error_of_offset_deg(frequency_offset_hz, loop_bandwidth_hz):
    r"""Static phase error that a frequency offset leaves in a first-order loop.

    .. math:: \sin \phi_0 = \frac{2 \pi \Delta f}{4 B_L}

    Parameters
    ----------
    frequency_offset_hz : array_like
        Offset of the carrier from the frequency at which the loop rests [Hz].
    loop_bandwidth_hz : array_like
        One-sided noise bandwidth B_L of the loop, a quarter of its gain, above zero [Hz].

    Returns
    -------
    ndarray or float
        Phase error with the sign of the offset, broadcast shape of the arguments; NaN where the loop cannot hold [deg].

    Raises
    ------
    LinkBudgetError
        If a bandwidth is not above zero.

    Notes
    -----
    A second-order loop with a perfect integrator follows an offset without error.

    References
    ----------
    .. [1] Gardner, Phaselock Techniques, 3rd edition (2005), chapter 5 (static phase error).

    Examples
    --------
    >>> print(f"{phase_error_of_offset_deg(3.0, 20.0):.1f} deg")
    13.6 deg
    """
    frequency_offset_hz = require("frequency_offset_hz", frequency_offset_hz)
    bandwidth_hz = require("loop_bandwidth_hz", loop_bandwidth_hz, above=0.0)
    return _arcsine_deg(0.5 * math.pi * np.asarray(frequency_offset_hz, dtype=float) / bandwidth_hz)


def phase_error_of_drift_deg(frequency_drift_hz_per_s, loop_bandwidth_hz, damping=_ROOT_HALF):
    r"""Static phase error that a drift of the frequency, such as a Doppler rate, leaves in a second-order loop.

    .. math:: \sin \phi_0 = \frac{2 \pi \dot f}{\omega_n^2}

    Parameters
    ----------
    frequency_drift_hz_per_s : array_like
        Drift of the carrier [Hz/s].
    loop_bandwidth_hz : array_like
        One-sided noise bandwidth B_L of the loop, above zero [Hz].
    damping : array_like, optional
        Damping factor of the loop, above zero [-].

    Returns
    -------
    ndarray or float
        Phase error with the sign of the drift, broadcast shape of the arguments; NaN if the loop cannot follow [deg].

    Raises
    ------
    LinkBudgetError
        If a bandwidth or a damping is not above zero.

    References
    ----------
    .. [1] Gardner, Phaselock Techniques, 3rd edition (2005), chapter 5 (frequency ramp).

    Examples
    --------
    >>> print(f"{phase_error_of_drift_deg(20.0, 20.0):.1f} deg")
    5.1 deg
    """
    frequency_drift_hz_per_s = require("frequency_drift_hz_per_s", frequency_drift_hz_per_s)
    natural_rad_per_s = natural_frequency_rad_per_s(loop_bandwidth_hz, damping)
    return _arcsine_deg(2.0 * math.pi * np.asarray(frequency_drift_hz_per_s, dtype=float) / natural_rad_per_s**2)


def _arcsine_deg(sine):
    return np.degrees(np.arcsin(np.where(np.abs(sine) <= 1.0, sine, np.nan)))[()]


def _check_order(order):
    if order not in (1, 2):
        raise LinkBudgetError(f"order = {order!r}: expected 1 or 2; no times are known for other loops")


def _checked_damping(damping):
    dampings, _, _ = _table()
    return require("damping", damping, at_least=float(dampings[0]), at_most=float(dampings[-1]))


def _time(logarithm, bandwidth_hz):
    """Mean time from the logarithm of its product with the bandwidth."""
    finite = np.minimum(logarithm, math.log(LONGEST_BANDWIDTH_TIME))
    return (np.where(logarithm > finite, np.inf, np.exp(finite)) / bandwidth_hz)[()]


def _first_order_logarithm(loop_snr, offset):
    """Logarithm of B_L T; ``offset`` is the sine of the static phase error."""
    loop_snr, offset = np.broadcast_arrays(np.asarray(loop_snr, dtype=float), np.abs(offset))
    with np.errstate(divide="ignore"):
        straight = np.log(0.5 * math.pi**2 * loop_snr) + 2.0 * (np.log(scipy.special.i0e(loop_snr)) + loop_snr)
    if not offset.any():
        return straight[()]
    from scipy.integrate import tanhsinh  # heavy to import, and needed here alone

    peak = np.arcsin(offset)
    highest = np.cos(peak) + offset * peak

    def integrand(angle, loop_snr, offset, highest):
        """|I|^2 is the integral of I0(2 rho cos(t)) cosh(2 rho b t) to a quarter turn, times 2/pi, over its peak."""
        reduced = 2.0 * loop_snr * (np.cos(angle) + offset * angle - highest)
        return (
            scipy.special.i0e(2.0 * loop_snr * np.cos(angle))
            * np.exp(reduced)
            * (1.0 + np.exp(-4.0 * loop_snr * offset * angle))
        )

    args = (loop_snr, offset, highest)
    below = tanhsinh(integrand, 0.0, peak, args=args).integral
    above = tanhsinh(integrand, peak, 0.5 * math.pi, args=args).integral
    # cosh(pi rho b) without its largest exponential, which is joined with the peak
    slope = math.pi * loop_snr * offset
    with np.errstate(divide="ignore"):
        bent = np.log(math.pi * loop_snr * (below + above)) - np.log1p(np.exp(-2.0 * slope))
    return np.where(offset == 0.0, straight, bent + 2.0 * loop_snr * highest - slope)[()]


@cache
def _table():
    """Dampings, loop signal-to-noise ratios, and the logarithm of B_L T over their grid."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    dampings = sorted({float(row["damping"]) for row in rows})
    ratios = sorted({float(row["loop_snr"]) for row in rows})
    times = {(float(row["damping"]), float(row["loop_snr"])): float(row["bandwidth_time"]) for row in rows}
    grid = np.array([[times[damping, ratio] for ratio in ratios] for damping in dampings])
    return np.array(dampings), np.array(ratios), np.log(grid)


@cache
def _splines():
    """Knots in rho, and the cubics between them of the logarithm of B_L T / rho, for each damping: highest power first.

    Without signal the logarithm has a limit, as the phase then walks freely.  Not-a-knot ends.
    """
    dampings, ratios, grid = _table()
    walk = np.log(0.5 * math.pi**2 * (1.0 + 0.25 / dampings**2) ** 2)
    values = np.concatenate([walk[:, None], grid - np.log(ratios)], axis=1).T
    knots = np.concatenate([[0.0], ratios])
    step, rise = np.diff(knots), np.diff(values, axis=0) / np.diff(knots)[:, None]
    system, right = np.zeros((knots.size, knots.size)), np.zeros(values.shape)
    for row in range(1, knots.size - 1):  # for the second derivatives
        system[row, row - 1 : row + 2] = step[row - 1], 2.0 * (step[row - 1] + step[row]), step[row]
    right[1:-1] = 6.0 * np.diff(rise, axis=0)
    system[0, :3] = step[1], -(step[0] + step[1]), step[0]
    system[-1, -3:] = step[-1], -(step[-2] + step[-1]), step[-2]
    bend, width = np.linalg.solve(system, right), step[:, None]
    slope = rise - width * (2.0 * bend[:-1] + bend[1:]) / 6.0
    cubics = np.stack([np.diff(bend, axis=0) / (6.0 * width), 0.5 * bend[:-1], slope, values[:-1]], axis=-1)
    return knots, np.moveaxis(cubics, 1, 0)


def _shares(damping):
    """Weights of the dampings of the table in the value at another: the polynomial through all, in the logarithm."""
    places = np.log(_table()[0])
    away = np.log(np.asarray(damping, dtype=float))[..., None] - places
    shares = np.ones(away.shape)
    for own in range(places.size):
        others = np.arange(places.size) != own
        shares[..., own] = np.prod(away[..., others] / (places[own] - places[others]), axis=-1)
    return shares


def _second_order_logarithm(loop_snr, damping):
    """Logarithm of B_L T: from the table, and beyond it by its slope."""
    if np.ndim(damping) == 0:  # as everywhere but in studies of the damping itself
        with np.errstate(divide="ignore"):
            return np.interp(loop_snr, *_finely(float(damping)), right=np.inf) + np.log(loop_snr)
    return _by_cubics(loop_snr, _shares(damping))


@lru_cache(maxsize=8)
def _finely(damping):
    """The logarithm of B_L T / rho of one damping, so close that straight lines between are good to 3e-6."""
    loop_snr = np.linspace(0.0, _LARGEST_LOOP_SNR, 60_001)
    inside = loop_snr[1:]
    rest = _by_cubics(inside, _shares(damping)) - np.log(inside)
    return loop_snr, np.append(_shares(damping) @ _splines()[1][:, 0, -1], rest)


def _by_cubics(loop_snr, shares):
    """Logarithm of B_L T by the splines, weighted over the dampings of the table."""
    knots, cubics = _splines()
    loop_snr = np.asarray(loop_snr, dtype=float)
    within = np.minimum(loop_snr, knots[-1])
    piece = np.clip(np.searchsorted(knots, within, side="right") - 1, 0, knots.size - 2)
    if shares.ndim == 1:
        third, second, first, value = np.moveaxis(np.tensordot(shares, cubics, 1)[piece], -1, 0)
    else:
        of_all = np.moveaxis(cubics[:, piece], 0, -2)  # (..., dampings, powers)
        third, second, first, value = np.moveaxis(np.sum(shares[..., None] * of_all, axis=-2), -1, 0)
    along = within - knots[piece]
    with np.errstate(divide="ignore"):
        logarithm = ((third * along + second) * along + first) * along + value + np.log(within)
    slope = (3.0 * third * along + 2.0 * second) * along + first + 1.0 / knots[-1]
    return (logarithm + np.where(loop_snr > knots[-1], slope * (loop_snr - within), 0.0))[()]
