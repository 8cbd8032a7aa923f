r"""Pulse-position modulation by radio: one pulse a pixel, its slot carries the grey value.

The transmitter sends one pulse in one of ``slots`` equal slots; the receiver gates each slot with a matched filter,
measures its energy without knowing the phase, and takes the largest: noncoherent detection of orthogonal signals.

The map

- the transmitter: :func:`pulse_energy_j`, :func:`pulse_width_s`, :func:`slot_count`, :func:`matched_bandwidth_hz`;
- energy at the receiver: :func:`pulse_energy_to_noise_density_db`;
- errors with a perfect slot clock: :func:`slot_error_probability` (and the coherent bound
  :func:`coherent_orthogonal_symbol_error_probability`), :func:`bit_error_probability`, and back again
  :func:`required_es_over_n0_db`;
- errors with a jittering slot clock: :func:`slot_error_probability_with_jitter`, the sum of
  :func:`neighbour_error_probability` (costs one slot) and :func:`distant_error_probability` (costs a random grey);
  :func:`neighbour_and_distant_error_probability` has both at once.

How the integrals are done.  With amplitudes in units of :math:`\sqrt{N_0}`, the gate that holds the pulse has Rice
density :math:`2 r e^{-(r-a)^2} \hat I_0(2 a r)`, :math:`\hat I_0(z) = e^{-z} I_0(z)`, and an empty gate stays below
:math:`r` with probability :math:`1 - e^{-r^2}`.  Every probability here is an integral of products of the two over
:math:`r`, all terms positive, so that the smallest error rates keep their digits; the alternating series of the
textbooks loses them all beyond some 40 slots.  The largest of many empty gates rises like a step of width
:math:`1/\sqrt{\ln M}` near :math:`\sqrt{\ln M}`; Gauss-Legendre panels are cut at that step.
"""

from functools import lru_cache, partial
from math import factorial

import numpy as np
from numpy.polynomial.chebyshev import chebval, chebval2d, chebvander
from numpy.polynomial.legendre import leggauss
from scipy.special import erfc, erfcx, i0e, i1e, log_ndtr

from linkbudget.errors import require

_NODES = (18, 18, 30)  # below the step of the largest empty gate, across it, above it
_X = np.concatenate([leggauss(count)[0] for count in _NODES])
_W = np.concatenate([leggauss(count)[1] for count in _NODES])
_PANEL = np.repeat(np.arange(3), _NODES)
_HANKEL = [  # coefficients of the expansion of I0 and I1 for large arguments
    [np.prod([k + 0.5 + order for k in range(-n, n)]) / (2.0**n * factorial(n)) for order in (0, 1)]
    for n in range(1, 12)
]
_OFFSETS = (24, 24, 14)
_OFFSET_X = np.concatenate([leggauss(count)[0] for count in _OFFSETS])
_OFFSET_W = np.concatenate([leggauss(count)[1] for count in _OFFSETS])
_OFFSET_PANEL = np.repeat(np.arange(3), _OFFSETS)
_HIGHEST_DB = 40.0  # beyond, an error rate without jitter is below 1e-2000
_HIGHEST_JITTER_DB = 120.0
_FLUSH = 1e-100
_JITTER_LIMIT = 0.35
_BLOCK = 256  # points whose nodes stay in the second-level cache
_CELL_DB = 2.5
_CELL_JITTER = 0.35
_CELL_NODES = (12, 10)  # along Es/N0, along jitter


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

    .. math:: \tau = \frac{P}{\hat P R}

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

    .. math:: M = \lfloor \hat P / P \rfloor

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
    slots = require("slots", slots, at_least=2.0)
    return _pointwise(_slot_error, es_over_n0_db, slots)


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
    slots = require("slots", slots, at_least=2.0)
    return _pointwise(_coherent_error, es_over_n0_db, slots)


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
    return _pointwise(_required, error_probability, slots)


def slot_error_probability_with_jitter(es_over_n0_db, slots, timing_jitter):
    r"""Probability of a wrong slot when the receiver's slot clock jitters.

    The sum of :func:`neighbour_error_probability` and :func:`distant_error_probability`; without jitter it is
    :func:`slot_error_probability`.

    Parameters
    ----------
    es_over_n0_db : array_like
        Energy of a pulse over noise density; minus infinity stands for no pulse [dB].
    slots : array_like
        Number of slots M, two or more [-].
    timing_jitter : array_like
        Root-mean-square error of the slot clock as a fraction of a slot, from 0 to 0.35 [-].

    Returns
    -------
    ndarray or float
        Symbol error probability, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a number of slots is below two, or a jitter outside 0 to 0.35.

    References
    ----------
    .. [1] J. G. Proakis, Digital Communications, 4th edition (2001), sections 5.4.2 and 5.4.3, with unequal amplitudes.
    .. [2] S. Stein, Unified analysis of certain coherent and noncoherent binary communications systems, IEEE Trans.
       Inf. Theory IT-10 (1964) 43-51 (two gates of unequal energy: the case of two slots).

    Examples
    --------
    >>> print(f"{slot_error_probability_with_jitter(16.0, 500, 0.1):.2e}")
    2.02e-04
    """
    neighbour, distant = neighbour_and_distant_error_probability(es_over_n0_db, slots, timing_jitter)
    return neighbour + distant


def neighbour_error_probability(es_over_n0_db, slots, timing_jitter):
    r"""Probability that the slot into which a late or early pulse spills is taken for its own.

    .. math::

       P_n = \mathrm E_x \int_0^\infty f(r; a_1) F(r; a_0) (1 - e^{-r^2})^{M-2} dr,
       \quad a_0 = (1 - |x|) \sqrt{E_s/N_0}, \; a_1 = |x| \sqrt{E_s/N_0}

    with :math:`f, F` density and distribution of a gate's amplitude (Rice) and :math:`x` Gaussian with the stated rms.

    Parameters
    ----------
    es_over_n0_db : array_like
        Energy of a pulse over noise density; minus infinity stands for no pulse [dB].
    slots : array_like
        Number of slots M, two or more [-].
    timing_jitter : array_like
        Root-mean-square error of the slot clock as a fraction of a slot, from 0 to 0.35 [-].

    Returns
    -------
    ndarray or float
        Probability, broadcast shape of the arguments [-].  It falls with Es/N0 to the floor of the clock,
        the probability of :math:`|x| > 1/2`.

    Raises
    ------
    LinkBudgetError
        If a number of slots is below two, or a jitter outside 0 to 0.35.

    Notes
    -----
    A rectangular gate matched to a rectangular pulse is meant: an offset of x slots leaves the amplitude 1 - \|x\| in
    its own slot and \|x\| in the next.  Offsets beyond one slot (0.43 % of all at the highest jitter accepted) count as
    one slot; the first and last slot are taken to have neighbours (a guard slot) like all others.

    The integrals are exact but for quadrature, 1e-9 (relative).  Many points that lie close together are interpolated
    from Chebyshev polynomials of the logarithm instead: above 1e-12 that costs 2e-8 (relative) where they share a
    jitter, 1e-6 where each has its own.  Below 1e-100 the result is zero.

    References
    ----------
    .. [1] As :func:`slot_error_probability_with_jitter`.
    .. [2] A. Gil, J. Segura, N. M. Temme, Algorithm 939: computation of the Marcum Q-function, ACM Trans. Math. Softw.
       40 (2014), arXiv:1311.0681 (the expansion in error functions behind F).

    Examples
    --------
    >>> print(f"{neighbour_error_probability(16.0, 500, 0.1):.2e}")
    9.01e-05
    """
    return neighbour_and_distant_error_probability(es_over_n0_db, slots, timing_jitter)[0]


def distant_error_probability(es_over_n0_db, slots, timing_jitter):
    r"""Probability that one of the M - 2 slots without any part of the pulse is taken for its own.

    .. math::

       P_d = \mathrm E_x \int_0^\infty \frac{d\left[F(r; a_0) F(r; a_1)\right]}{dr}
       \left[1 - (1 - e^{-r^2})^{M-2}\right] dr

    Parameters
    ----------
    es_over_n0_db : array_like
        Energy of a pulse over noise density; minus infinity stands for no pulse [dB].
    slots : array_like
        Number of slots M, two or more [-].
    timing_jitter : array_like
        Root-mean-square error of the slot clock as a fraction of a slot, from 0 to 0.35 [-].

    Returns
    -------
    ndarray or float
        Probability, broadcast shape of the arguments; symbols, accuracy and conventions of
        :func:`neighbour_error_probability` [-].

    Raises
    ------
    LinkBudgetError
        If a number of slots is below two, or a jitter outside 0 to 0.35.

    References
    ----------
    .. [1] As :func:`slot_error_probability_with_jitter`.

    Examples
    --------
    >>> print(f"{distant_error_probability(16.0, 500, 0.1):.2e}")
    1.12e-04
    """
    return neighbour_and_distant_error_probability(es_over_n0_db, slots, timing_jitter)[1]


def neighbour_and_distant_error_probability(es_over_n0_db, slots, timing_jitter):
    r"""Both kinds of wrong slots, for the price of one.

    Parameters
    ----------
    es_over_n0_db : array_like
        Energy of a pulse over noise density; minus infinity stands for no pulse [dB].
    slots : array_like
        Number of slots M, two or more [-].
    timing_jitter : array_like
        Root-mean-square error of the slot clock as a fraction of a slot, from 0 to 0.35 [-].

    Returns
    -------
    tuple of ndarray or float
        :func:`neighbour_error_probability` and :func:`distant_error_probability` [-].

    Raises
    ------
    LinkBudgetError
        If a number of slots is below two, or a jitter outside 0 to 0.35.

    References
    ----------
    .. [1] As :func:`slot_error_probability_with_jitter`.

    Examples
    --------
    >>> neighbour, distant = neighbour_and_distant_error_probability(16.0, 500, 0.0)
    >>> print(f"{distant / neighbour:.0f}")
    498
    """
    slots = require("slots", slots, at_least=2.0)
    timing_jitter = require("timing_jitter", timing_jitter, at_least=0.0, at_most=_JITTER_LIMIT)
    arrays = np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in (es_over_n0_db, slots, timing_jitter)))
    es, slots, jitter = (array.ravel() for array in arrays)
    es = np.minimum(es, _HIGHEST_JITTER_DB)
    out = np.full((2, es.size), np.nan)
    plain = (jitter == 0.0) | (es == -np.inf)
    if plain.any():
        each = _pointwise(_slot_error, es[plain], slots[plain]) / (slots[plain] - 1.0)
        out[:, plain] = each, each * (slots[plain] - 2.0)
    rest = np.flatnonzero(~plain & ~np.isnan(es + slots + jitter))
    for members, cell in _cells(rest, es, slots, jitter):
        out[:, members] = _flushed(cell(es[members], jitter[members]))
    return tuple(out.reshape(2, *arrays[0].shape))


def _duty(average_power_w, peak_power_w):
    average_power_w = require("average_power_w", average_power_w, above=0.0)
    duty = average_power_w / require("peak_power_w", peak_power_w, above=0.0)
    return require("average_power_w / peak_power_w", duty, at_most=1.0)


def _pointwise(kernel, *arguments):
    """Run a kernel of flat arrays over broadcast arguments, block by block."""
    arrays = np.broadcast_arrays(*(np.asarray(argument, dtype=float) for argument in arguments))
    flat = [array.ravel() for array in arrays]
    out = np.empty(flat[0].size)
    for start in range(0, out.size, _BLOCK):
        block = slice(start, start + _BLOCK)
        out[block] = kernel(*(array[block] for array in flat))
    return out.reshape(arrays[0].shape)[()]


def _energy(es_over_n0_db, highest_db=_HIGHEST_DB):
    return 10.0 ** (np.minimum(es_over_n0_db, highest_db) / 10.0)


def _nodes(low, high, slots):
    """Points and weights on [low, high], one row a point, cut where the largest empty gate rises."""
    log_slots = np.log(slots)
    edges = np.stack([low, np.sqrt(np.maximum(log_slots - 3.7, 0.0)), np.sqrt(log_slots), high])
    edges = np.clip(edges, low, high)
    half = 0.5 * np.diff(edges, axis=0)
    middle = edges[:-1] + half
    half = half[_PANEL].T
    return middle[_PANEL].T + half * _X, half * _W


def _window(amplitude, slots):
    """Where the integrand of an error probability lives: peak at clip(sqrt(ln M), a/2, a)."""
    step, middle = np.sqrt(np.log(slots)), 0.5 * amplitude
    peak = np.minimum(np.maximum(step, middle), amplitude)
    low = peak - np.where(middle > step + 1.5, 3.8, 5.0)  # a peak of both exponentials is narrower by sqrt(2)
    return low, np.minimum(amplitude + 5.0, np.maximum(step, middle) + 3.8)


def _rice(r, amplitude):
    """Density of a gate's amplitude, in units of sqrt(N0)."""
    return 2.0 * r * np.exp(-((r - amplitude) ** 2)) * i0e(2.0 * amplitude * r)


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
    beaten = -np.expm1((slots[:, None] - 1.0) * log_ndtr(np.sqrt(2.0) * r))
    integrand = np.exp(-((r - amplitude[:, None]) ** 2)) * beaten / np.sqrt(np.pi)
    return np.minimum(np.einsum("ij,ij->i", integrand, weight), (slots - 1.0) / slots)


def _required(error_probability, slots):
    energy = 2.0 * np.log((slots - 1.0) / (2.0 * np.minimum(error_probability, 0.5)))
    attainable = error_probability < (slots - 1.0) / slots
    target = np.where(attainable, error_probability, np.nan)
    for _ in range(60):
        error, slope = _slot_error_and_slope(energy, slots)
        step = error * np.log(error / target) / slope
        energy = np.maximum(energy - step, 0.0)
        if not np.any(np.abs(step) > 3e-8 * energy + 1e-15):  # the next would be its square; NaN counts as done
            break
    with np.errstate(divide="ignore"):
        found = 10.0 * np.log10(energy)
    return np.where(attainable, found, np.where(np.isnan(error_probability), np.nan, -np.inf))


def _slot_error_and_slope(energy, slots):
    """Slot error probability and its derivative by Es/N0 (a ratio here)."""
    amplitude = np.sqrt(np.maximum(energy, 1e-12))
    low, high = _window(amplitude, slots)
    r, weight = _nodes(np.maximum(low, 0.0), high, slots)
    amplitude = amplitude[:, None]
    beaten = weight * _any_above(r, slots[:, None] - 1.0) * 2.0 * r * np.exp(-((r - amplitude) ** 2))
    still, moving = i0e(2.0 * amplitude * r), i1e(2.0 * amplitude * r)
    return np.einsum("ij,ij->i", beaten, still), np.einsum("ij,ij->i", beaten, r * moving / amplitude - still)


def _flushed(probability):
    return np.where(probability < _FLUSH, 0.0, probability)


def _cells(rest, es, slots, jitter):
    """Split points into cells dense enough to interpolate in, and the others; yield members and a function of both."""
    if rest.size <= _CELL_NODES[0]:
        yield rest, lambda es_db, rms: _jitter_direct(es_db, slots[rest], rms)
        return
    for count in np.unique(slots[rest]):
        group = rest[slots[rest] == count]
        row = np.floor(es[group] / _CELL_DB)
        rms = np.unique(jitter[group])
        single = rms.size <= 4
        column = jitter[group] if single else np.floor(_stretched(jitter[group], row) / _CELL_JITTER)
        keys, cell_of = np.unique(np.stack([row, column]), axis=1, return_inverse=True)
        order = np.argsort(cell_of, kind="stable")
        starts = np.searchsorted(cell_of[order], np.arange(1, keys.shape[1]))
        sparse = [np.empty(0, dtype=int)]
        for key, members in zip(keys.T, np.split(group[order], starts), strict=True):
            enough = members.size > _CELL_NODES[0] * (1 if single else _CELL_NODES[1])
            table = _table(float(count), *map(float, key), single) if enough else None
            if table is None:
                sparse.append(members)
            else:
                yield members, partial(_interpolated, table, *key, single)
        sparse = np.concatenate(sparse)
        if sparse.size:
            yield sparse, lambda es_db, rms, count=count: _jitter_direct(es_db, np.full(es_db.shape, count), rms)


def _stretched(jitter, row):
    """Jitter on a scale in which the logarithm of the error probability is smooth at any Es/N0."""
    return np.arcsinh(2.0 * 10.0 ** ((row + 0.5) * _CELL_DB / 20.0) * jitter)


_CHEBYSHEV = [np.cos(np.pi * (np.arange(count) + 0.5) / count) for count in _CELL_NODES]
_TO_COEFFICIENTS = [np.linalg.inv(chebvander(points, points.size - 1)) for points in _CHEBYSHEV]


@lru_cache(maxsize=4096)
def _table(slots, row, column, single):
    """Chebyshev coefficients of the logarithms of both probabilities in one cell; None where they cannot serve."""
    es_db = (row + 0.5 + 0.5 * _CHEBYSHEV[0][:, None]) * _CELL_DB
    if single:
        jitter = np.array([column])
    else:
        stretched = (column + 0.5 + 0.5 * _CHEBYSHEV[1]) * _CELL_JITTER
        jitter = np.sinh(stretched) / (2.0 * 10.0 ** ((row + 0.5) * _CELL_DB / 20.0))
    es_db, jitter = np.broadcast_arrays(es_db, jitter)
    values = _jitter_direct(es_db.ravel(), np.full(es_db.size, slots), jitter.ravel())
    if np.any((values.min(axis=1) < 1e-300) & (values.max(axis=1) > _FLUSH)):
        return None
    logs = np.log(np.maximum(values, 1e-305)).reshape(2, *es_db.shape)
    coefficients = _TO_COEFFICIENTS[0] @ logs
    return coefficients[..., 0] if single else coefficients @ _TO_COEFFICIENTS[1].T


def _interpolated(table, row, column, single, es_db, jitter):
    x = 2.0 * (es_db / _CELL_DB - row) - 1.0
    if single:
        return np.exp(np.stack([chebval(x, coefficients) for coefficients in table]))
    y = 2.0 * (_stretched(jitter, row) / _CELL_JITTER - column) - 1.0
    return np.exp(np.stack([chebval2d(x, y, coefficients) for coefficients in table]))


def _jitter_direct(es_over_n0_db, slots, jitter):
    """Mean over the clock's offset, one row a point; panels below and above the offset likeliest in an error."""
    amplitude = np.sqrt(_energy(es_over_n0_db, _HIGHEST_JITTER_DB))
    narrowing = (amplitude * jitter) ** 2  # errors select offsets: the likeliest in a neighbour and in a distant error
    likeliest, spread = 0.5 * (1.0 - 1.0 / (1.0 + 4.0 * narrowing)), jitter / np.sqrt(1.0 + 4.0 * narrowing)
    distant, spread_distant = 1.0 - 1.0 / (1.0 + narrowing), jitter / np.sqrt(1.0 + narrowing)
    lowest = np.minimum(likeliest - 8.0 * spread, distant - 7.0 * spread_distant)
    certain = likeliest + 7.0 * spread
    edges = np.stack([lowest, likeliest, certain, np.sqrt(certain**2 + 72.0 * jitter**2)])
    edges = np.clip(edges, 0.0, 1.0)
    half = 0.5 * np.diff(edges, axis=0)
    offset = ((edges[:-1] + half)[_OFFSET_PANEL] + half[_OFFSET_PANEL] * _OFFSET_X[:, None]).T
    weight = (half[_OFFSET_PANEL] * _OFFSET_W[:, None]).T / jitter[:, None] * np.sqrt(2.0 / np.pi)
    weight = weight * np.exp(-0.5 * (offset / jitter[:, None]) ** 2)
    offset = np.concatenate([offset, np.ones((jitter.size, 1))], axis=1)  # a whole slot and more
    weight = np.concatenate([weight, erfc(np.sqrt(0.5) / jitter)[:, None]], axis=1)
    own, next_one = (amplitude[:, None] * (1.0 - offset)).ravel(), (amplitude[:, None] * offset).ravel()
    many = np.broadcast_to(slots[:, None], offset.shape).ravel()
    errors = np.empty((2, own.size))
    for start in range(0, own.size, _BLOCK):
        block = slice(start, start + _BLOCK)
        errors[:, block] = _two_gate_errors(own[block], next_one[block], many[block])
    return np.einsum("kij,ij->ki", errors.reshape(2, *offset.shape), weight)


def _two_gate_errors(own, neighbour, slots):
    """Neighbour and distant error probability at given amplitudes of the pulse in its own and the next gate."""
    step, empty = np.sqrt(np.log(slots)), slots[:, None] - 2.0
    greater, total = np.maximum(own, neighbour), own + neighbour
    first, second = own[:, None], neighbour[:, None]

    peak = np.maximum(np.where(neighbour > own, neighbour, 0.5 * total), step)
    r, weight = _nodes(np.maximum(peak - 5.0, 0.0), peak + 5.0, slots)
    next_wins = _rice(r, second) * _rice_distribution(r, first) * np.exp(empty * _log_below(r))
    next_wins = np.einsum("ij,ij->i", next_wins, weight)

    peak = np.where(np.minimum(own, neighbour) > 0.5 * greater, total / 3.0, 0.5 * greater)
    peak = np.maximum(peak, step)
    r, weight = _nodes(np.maximum(peak - 5.0, 0.0), peak + 5.0, slots)
    largest_empty = empty * 2.0 * r * np.exp(-r * r + (empty - 1.0) * _log_below(r))
    far_wins = largest_empty * _rice_distribution(r, first) * _rice_distribution(r, second)
    return next_wins, np.einsum("ij,ij->i", far_wins, weight)


def _rice_distribution(r, amplitude):
    """Probability that a gate's amplitude stays below r (one less Marcum's Q), to 1e-10 of itself in the lower tail."""
    r, amplitude = np.broadcast_arrays(r, amplitude)
    out, few = np.empty(r.shape), 2.0 * r * amplitude < 22.0
    out[few] = _rice_distribution_by_series(r[few], amplitude[few])
    out[~few] = _rice_distribution_by_expansion(r[~few], amplitude[~few])
    return out


def _rice_distribution_by_series(r, amplitude):
    """Neumann series of Bessel functions, summed backwards with their ratios from the continued fraction."""
    z, below = 2.0 * r * amplitude, r < amplitude
    ratio = np.minimum(r, amplitude) / np.maximum(np.maximum(r, amplitude), 1e-300)
    bessel_ratio = total = np.zeros_like(z)
    for order in range(34, 0, -1):
        bessel_ratio = z / (2.0 * order + z * bessel_ratio)
        total = ratio * bessel_ratio * (1.0 + total)
    common = np.exp(-((r - amplitude) ** 2)) * i0e(z)
    return np.where(below, common * total, 1.0 - common * (1.0 + total))


def _rice_distribution_by_expansion(r, amplitude):
    """Temme's uniform expansion in complementary error functions, for 2 r a of 22 and more."""
    z, ratio, distance = 2.0 * r * amplitude, r / amplitude, np.abs(r - amplitude)
    gaussian = np.sqrt(np.pi) * erfcx(distance)
    tail = np.where(r > amplitude, 1.0, -1.0) * np.sqrt(z) / amplitude * gaussian
    power, last = np.sqrt(z), distance * gaussian
    for order, (zeroth, first) in enumerate(_HANKEL, start=1):
        integral = (1.0 - last) / (order - 0.5)
        power = -power / z
        tail = tail + (zeroth * ratio - first) * power * integral
        last = distance * distance * integral
    tail = tail * np.exp(-distance * distance) / np.sqrt(8.0 * np.pi)
    return np.where(r > amplitude, 1.0 - tail, -tail)
