r"""Pulse-position modulation by radio: one pulse per pixel, whose slot carries the grey value.

The transmitter sends one pulse in one of ``slots`` equal slots; the receiver gates each slot with a matched filter,
measures its energy without knowing the phase, and takes the largest: noncoherent detection of orthogonal signals.

The map

- the transmitter: :func:`pulse_energy_j`, :func:`pulse_width_s`, :func:`slot_count`, :func:`matched_bandwidth_hz`;
- energy at the receiver: :func:`pulse_energy_to_noise_density_db`;
- errors with a perfect slot clock: :func:`slot_error_probability` (and the coherent bound
  :func:`coherent_orthogonal_symbol_error_probability`), :func:`bit_error_probability`, and back again
  :func:`required_es_over_n0_db`;
- errors with a jittering slot clock: :mod:`linkbudget.physics.pulse_jitter`.

How the integrals are done.  With amplitudes in units of :math:`\sqrt{N_0}`, the gate that holds the pulse has Rice
density :math:`2 r e^{-(r-a)^2} \hat I_0(2 a r)`, :math:`\hat I_0(z) = e^{-z} I_0(z)`, and an empty gate stays below
:math:`r` with probability :math:`1 - e^{-r^2}`.  Every probability here is an integral of products of the two over
:math:`r`, all terms positive, so that the smallest error rates keep their digits; the alternating series of the
textbooks loses them all beyond some 40 slots.  The largest of many empty gates rises like a step of width
:math:`1/\sqrt{\ln M}` near :math:`\sqrt{\ln M}`; Gauss-Legendre panels are cut at that step.
"""

from functools import lru_cache

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start
from numpy.polynomial.legendre import leggauss

from linkbudget.errors import require
from linkbudget.physics._many_points import pointwise

_NODES = (18, 18, 30)  # below the step of the largest empty gate, across it, above it
_X = np.concatenate([leggauss(count)[0] for count in _NODES])
_W = np.concatenate([leggauss(count)[1] for count in _NODES])
_PANEL = np.repeat(np.arange(3), _NODES)
RISE_AT = 3.7
"""Logarithm of the number of slots from which the largest empty gate is never near zero: there is one more panel."""
_HIGHEST_DB = 40.0  # beyond, an error rate without jitter is below 1e-2000


def pulse_energy_j(average_power_w, pixel_rate_pixels_per_s):
    r"""Energy of the one pulse that carries a pixel, from the mean power.

    .. math:: E = P / R

    Parameters
    ----------
    average_power_w : array_like
        Mean transmitted power, zero or above [W].
    pixel_rate_pixels_per_s : array_like
        Pixels, hence pulses, a second, above zero [pixel/s].

    Returns
    -------
    ndarray or float
        Energy of a pulse, broadcast shape of the arguments [J].

    Raises
    ------
    LinkBudgetError
        If the power is negative, or the rate zero or negative.

    References
    ----------
    .. [1] Definition of mean power; the figures of Mars 1 as recalled by D. P. Mitchell, Soviet Space Cameras.

    Examples
    --------
    >>> print(f"{pulse_energy_j(50.0, 90.0):.3f} J")
    0.556 J
    """
    average_power_w = require("average_power_w", average_power_w, at_least=0.0)
    return average_power_w / require("pixel_rate_pixels_per_s", pixel_rate_pixels_per_s, above=0.0)


def pulse_width_s(average_power_w, peak_power_w, pixel_rate_pixels_per_s):
    r"""Width of a rectangular pulse, from mean and peak power.

    .. math:: \tau = \frac{P}{P_\mathrm{peak} R}

    Parameters
    ----------
    average_power_w : array_like
        Mean transmitted power, above zero and at most the peak [W].
    peak_power_w : array_like
        Power during the pulse [W].
    pixel_rate_pixels_per_s : array_like
        Pulses a second, above zero [pixel/s].

    Returns
    -------
    ndarray or float
        Width, broadcast shape of the arguments [s].  One pulse a pixel is meant; where a synchronising pulse is sent
        as well, each has half the width.

    Raises
    ------
    LinkBudgetError
        If the mean power is not above zero or exceeds the peak, or the rate is not above zero.

    References
    ----------
    .. [1] Definition of the duty factor of a pulsed transmitter.

    Examples
    --------
    >>> print(f"{pulse_width_s(50.0, 25e3, 90.0) * 1e6:.1f} us")
    22.2 us
    """
    rate = require("pixel_rate_pixels_per_s", pixel_rate_pixels_per_s, above=0.0)
    return _duty(average_power_w, peak_power_w) / rate


def slot_count(average_power_w, peak_power_w):
    r"""Slots that fit in a pixel period: the inverse of the duty factor, whatever the pixel rate.

    .. math:: M = \lfloor P_\mathrm{peak} / P \rfloor

    Parameters
    ----------
    average_power_w : array_like
        Mean transmitted power, above zero and at most the peak [W].
    peak_power_w : array_like
        Power during the pulse [W].

    Returns
    -------
    ndarray or float
        Number of slots, rounded down because a part of a slot holds no pulse; a quotient within 1e-9 (relative) of the
        next whole number counts as that number [-].

    Raises
    ------
    LinkBudgetError
        If the mean power is not above zero or exceeds the peak.

    References
    ----------
    .. [1] Definition of the duty factor of a pulsed transmitter.

    Examples
    --------
    >>> print(f"{slot_count(50.0, 25e3):.0f} slots")
    500 slots
    """
    return np.floor((1.0 + 1e-9) / _duty(average_power_w, peak_power_w))


def matched_bandwidth_hz(pulse_width_s):
    r"""Noise bandwidth of the filter matched to a rectangular pulse.

    .. math:: B = 1 / \tau

    Parameters
    ----------
    pulse_width_s : array_like
        Width of the pulse, above zero [s].

    Returns
    -------
    ndarray or float
        Two-sided (radio-frequency) noise bandwidth, same shape [Hz].

    Raises
    ------
    LinkBudgetError
        If a width is zero or negative.

    References
    ----------
    .. [1] J. G. Proakis, Digital Communications, 4th edition (2001), section 5.1.2 (matched-filter demodulator).

    Examples
    --------
    >>> print(f"{matched_bandwidth_hz(22.2e-6) / 1e3:.0f} kHz")
    45 kHz
    """
    return 1.0 / require("pulse_width_s", pulse_width_s, above=0.0)


def pulse_energy_to_noise_density_db(carrier_to_noise_density_dbhz, pixel_rate_pixels_per_s):
    r"""Es/N0 of the pulses from the mean received power over the noise density.

    .. math:: \frac{E_s}{N_0} = \frac{C}{N_0} - 10 \log_{10} R

    Parameters
    ----------
    carrier_to_noise_density_dbhz : array_like
        Mean received power over noise density; minus infinity stands for no power [dBHz].
    pixel_rate_pixels_per_s : array_like
        Pulses a second, above zero [pixel/s].

    Returns
    -------
    ndarray or float
        Energy of a pulse over noise density, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If a rate is zero or negative.

    References
    ----------
    .. [1] J. G. Proakis, Digital Communications, 4th edition (2001), chapter 5 (energy a symbol and power).

    Examples
    --------
    >>> print(f"{pulse_energy_to_noise_density_db(36.0, 90.0):.2f} dB")
    16.46 dB
    """
    carrier_to_noise_density_dbhz = require("carrier_to_noise_density_dbhz", carrier_to_noise_density_dbhz)
    rate = require("pixel_rate_pixels_per_s", pixel_rate_pixels_per_s, above=0.0)
    return carrier_to_noise_density_dbhz - 10.0 * np.log10(rate)


def slot_error_probability(es_over_n0_db, slots):
    r"""Probability that an empty gate holds more energy than the gate with the pulse.

    .. math::

       P_e = \int_0^\infty 2 r\, e^{-(r-a)^2} \hat I_0(2 a r) \left[1 - (1 - e^{-r^2})^{M-1}\right] dr,
       \quad a = \sqrt{E_s / N_0}

    Parameters
    ----------
    es_over_n0_db : array_like
        Energy of a pulse over noise density; minus infinity stands for no pulse [dB].
    slots : array_like
        Number of slots M, two or more [-].

    Returns
    -------
    ndarray or float
        Symbol error probability, broadcast shape of the arguments: from (M - 1)/M without power down to zero where it
        falls below the smallest float [-].

    Raises
    ------
    LinkBudgetError
        If a number of slots is below two.

    Notes
    -----
    The integral is exact for orthogonal signals in white Gaussian noise; its quadrature is good to 1e-11 (relative)
    from 2 to a million slots, at error rates down to 1e-30 and below.

    References
    ----------
    .. [1] J. G. Proakis, Digital Communications, 4th edition (2001), sections 5.4.2 and 5.4.3 (noncoherent detection
       of orthogonal signals; the integral before it is expanded into the alternating sum).

    Examples
    --------
    >>> print(f"{slot_error_probability(10.0, 500):.6f}")
    0.189644
    """
    es_over_n0_db = require("es_over_n0_db", es_over_n0_db)
    slots = require("slots", slots, at_least=2.0)
    return pointwise(_slot_error, es_over_n0_db, slots)


def coherent_orthogonal_symbol_error_probability(es_over_n0_db, slots):
    r"""Symbol error probability of orthogonal signals when the receiver knows the phase: what noncoherence costs.

    .. math::

       P_e = \frac{1}{\sqrt\pi} \int_{-\infty}^\infty e^{-(r-a)^2} \left[1 - \Phi(\sqrt 2 r)^{M-1}\right] dr,
       \quad a = \sqrt{E_s / N_0}

    Parameters
    ----------
    es_over_n0_db : array_like
        Energy of a pulse over noise density; minus infinity stands for no pulse [dB].
    slots : array_like
        Number of orthogonal signals M, two or more [-].

    Returns
    -------
    ndarray or float
        Symbol error probability, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a number of slots is below two.

    References
    ----------
    .. [1] J. G. Proakis, Digital Communications, 4th edition (2001), section 5.2.2 (M-ary orthogonal signals).

    Examples
    --------
    >>> print(f"{coherent_orthogonal_symbol_error_probability(9.0, 32):.5f}")
    0.04316
    """
    es_over_n0_db = require("es_over_n0_db", es_over_n0_db)
    slots = require("slots", slots, at_least=2.0)
    return pointwise(_coherent_error, es_over_n0_db, slots)


def bit_error_probability(symbol_error_probability, slots):
    r"""Bit error probability when every wrong slot is equally likely.

    .. math:: P_b = \frac{M}{2 (M - 1)} P_e

    Parameters
    ----------
    symbol_error_probability : array_like
        Probability of a wrong slot, from 0 to 1 [-].
    slots : array_like
        Number of slots M, a power of two for whole bits, two or more [-].

    Returns
    -------
    ndarray or float
        Bit error probability, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a probability is outside 0 to 1 or a number of slots below two.

    References
    ----------
    .. [1] J. G. Proakis, Digital Communications, 4th edition (2001), section 5.2.2.

    Examples
    --------
    >>> print(f"{bit_error_probability(0.1, 64):.5f}")
    0.05079
    """
    symbol_error_probability = require("symbol_error_probability", symbol_error_probability, at_least=0.0, at_most=1.0)
    slots = require("slots", slots, at_least=2.0)
    return symbol_error_probability * (slots / (2.0 * (slots - 1.0)))


def required_es_over_n0_db(error_probability, slots):
    r"""Es/N0 at which :func:`slot_error_probability` reaches a stated value.

    .. math:: P_e(E_s/N_0, M) = P_\mathrm{wanted}

    Parameters
    ----------
    error_probability : array_like
        Wanted symbol error probability, above 0 and below 1 [-].
    slots : array_like
        Number of slots M, two or more [-].

    Returns
    -------
    ndarray or float
        Required energy of a pulse over noise density, broadcast shape of the arguments; minus infinity where even no
        pulse at all does as well, that is from (M - 1)/M upwards [dB].

    Raises
    ------
    LinkBudgetError
        If a probability is outside 0 to 1 (both excluded), or a number of slots below two.

    Notes
    -----
    Newton's method on the logarithm, from the union bound :math:`P_e < \frac{M-1}{2} e^{-E_s/2N_0}`, which lies on the
    side from which it converges.

    References
    ----------
    .. [1] J. G. Proakis, Digital Communications, 4th edition (2001), sections 5.4.2 and 5.4.3.

    Examples
    --------
    >>> print(f"{required_es_over_n0_db(1e-3, 500):.3f} dB")
    13.750 dB
    """
    error_probability = require("error_probability", error_probability, above=0.0, below=1.0)
    slots = require("slots", slots, at_least=2.0)
    return pointwise(_required, error_probability, slots)


def _duty(average_power_w, peak_power_w):
    average_power_w = require("average_power_w", average_power_w, above=0.0)
    duty = average_power_w / require("peak_power_w", peak_power_w, above=0.0)
    return require("average_power_w / peak_power_w", duty, at_most=1.0)


def _energy(es_over_n0_db, highest_db=_HIGHEST_DB):
    return 10.0 ** (np.minimum(es_over_n0_db, highest_db) / 10.0)


def _nodes(low, high, slots):
    """Points and weights on [low, high], one row a point, cut where the largest empty gate rises."""
    log_slots = np.log(slots)
    edges = np.stack([low, np.sqrt(np.maximum(log_slots - RISE_AT, 0.0)), np.sqrt(log_slots), high])
    edges = np.clip(edges, low, high)
    half = 0.5 * np.diff(edges, axis=0)
    middle = edges[:-1] + half
    half = half[_PANEL].T
    return middle[_PANEL].T + half * _X, half * _W


def _window(amplitude, slots):
    """Limits of integration of an error probability: peak at clip(sqrt(ln M), a/2, a)."""
    step, middle = np.sqrt(np.log(slots)), 0.5 * amplitude
    peak = np.minimum(np.maximum(step, middle), amplitude)
    low = peak - np.where(middle > step + 1.5, 3.8, 5.0)  # a peak of both exponentials is narrower by sqrt(2)
    return low, np.minimum(amplitude + 5.0, np.maximum(step, middle) + 3.8)


def _rice(r, amplitude):
    """Density of a gate's amplitude, in units of sqrt(N0)."""
    return 2.0 * r * np.exp(-((r - amplitude) ** 2)) * scipy.special.i0e(2.0 * amplitude * r)


def _log_below(r):
    """Logarithm of the probability that a gate without signal stays below r."""
    return np.log1p(-np.exp(-np.maximum(r * r, 1e-15)))


def _any_above(r, empty):
    """Probability that at least one of ``empty`` gates without signal exceeds r."""
    return -np.expm1(empty * _log_below(r))


def _slot_error(es_over_n0_db, slots):
    amplitude = np.sqrt(_energy(es_over_n0_db))
    low, high = _window(amplitude, slots)
    r, weight = _nodes(np.maximum(low, 0.0), high, slots)
    integrand = _rice(r, amplitude[:, None]) * _any_above(r, slots[:, None] - 1.0)
    return np.minimum(np.einsum("ij,ij->i", integrand, weight), (slots - 1.0) / slots)


def _coherent_error(es_over_n0_db, slots):
    amplitude = np.sqrt(_energy(es_over_n0_db))
    alike = np.maximum(slots / (2.0 * np.sqrt(np.pi * np.log(slots))), 1.1)  # noncoherent gates with the same step
    low, high = _window(amplitude, alike)
    r, weight = _nodes(low, high, alike)
    beaten = -np.expm1((slots[:, None] - 1.0) * scipy.special.log_ndtr(np.sqrt(2.0) * r))
    integrand = np.exp(-((r - amplitude[:, None]) ** 2)) * beaten / np.sqrt(np.pi)
    return np.minimum(np.einsum("ij,ij->i", integrand, weight), (slots - 1.0) / slots)


def _required(error_probability, slots):
    energy = np.where(np.isnan(error_probability), np.nan, 0.0)
    left = error_probability < (slots - 1.0) / slots
    if slots.size > 1 and slots.min() == slots.max():  # a table for these slots starts Newton's method nearly there
        from_table = _required_by_table(error_probability, slots)
        energy = np.where(left & np.isfinite(from_table), from_table, energy)
        left &= np.isnan(from_table)
    if left.any():
        energy[left] = _required_by_search(error_probability[left], slots[left])
    with np.errstate(divide="ignore"):
        return 10.0 * np.log10(energy)


def _required_by_table(error_probability, slots):
    """Es/N0 (a ratio) after one step from a table; NaN where the table ends or the step is not small."""
    table, fewer_errors = _energy_table(float(slots[0])), -np.log(error_probability)
    energy = np.full(slots.size, np.nan)
    told = np.flatnonzero((fewer_errors > table.x[0]) & (fewer_errors < table.x[-1]))
    start = np.exp(table(fewer_errors[told]))
    slot_error = _slot_error(10.0 * np.log10(start), slots[told])
    step = table(fewer_errors[told], 1) * np.log(slot_error / error_probability[told])  # its slope is good enough
    energy[told] = np.where(np.abs(step) < 1e-6, start + start * step, np.nan)
    return energy


def _required_by_search(error_probability, slots):
    """Es/N0 (a ratio) by Newton's method, from that of two slots."""
    energy = 2.0 * np.log((slots - 1.0) / (2.0 * np.minimum(error_probability, 0.5)))
    for _ in range(60):
        error, slope = _slot_error_and_slope(energy, slots)
        step = error * np.log(error / error_probability) / slope
        energy = np.maximum(energy - step, 0.0)
        if not np.any(np.abs(step) > 3e-8 * energy + 1e-15):  # the next would be its square; NaN counts as done
            break
    return energy


@lru_cache(maxsize=64)
def _energy_table(slots):
    """Spline through the logarithm of Es/N0 (a ratio here) over minus the logarithm of the slot error probability."""
    from scipy.interpolate import CubicSpline  # 0.1 s of every command's start, for inverses of long arrays only

    es_over_n0_db = np.linspace(-10.0, 21.0, 621)
    fewer_errors = -np.log(pointwise(_slot_error, es_over_n0_db, slots))
    falling = fewer_errors > 0.02  # nearer to certain error the curve is flat, and its rounding not monotonic
    return CubicSpline(fewer_errors[falling], np.log(10.0) / 10.0 * es_over_n0_db[falling])


def _slot_error_and_slope(energy, slots):
    """Slot error probability and its derivative by Es/N0 (a ratio here)."""
    amplitude = np.sqrt(np.maximum(energy, 1e-12))
    low, high = _window(amplitude, slots)
    r, weight = _nodes(np.maximum(low, 0.0), high, slots)
    amplitude = amplitude[:, None]
    beaten = weight * _any_above(r, slots[:, None] - 1.0) * 2.0 * r * np.exp(-((r - amplitude) ** 2))
    still, moving = scipy.special.i0e(2.0 * amplitude * r), scipy.special.i1e(2.0 * amplitude * r)
    return np.einsum("ij,ij->i", beaten, still), np.einsum("ij,ij->i", beaten, r * moving / amplitude - still)
