r"""Keying of frequencies and amplitudes: FSK, on-off keying, orthogonal signals, Gaussian MSK.

The map

- two frequencies: :func:`coherent_fsk_bit_error_rate` (also coherent on-off keying),
  :func:`noncoherent_fsk_bit_error_rate`;
- a carrier on and off: :func:`noncoherent_ook_bit_error_rate`;
- many frequencies: :func:`orthogonal_bit_error_rate`;
- Gaussian MSK: :func:`gmsk_distance_loss_db`, :func:`gmsk_bit_error_rate` (the best receiver),
  :func:`gmsk_discriminator_bit_error_rate` (the usual one).

Conventions and inverses are those of :mod:`linkbudget.physics.modulation`.
"""

import itertools
import math
from functools import cache

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start
from numpy.polynomial.legendre import leggauss

from linkbudget.errors import known_name, require, warn_outside
from linkbudget.physics._many_points import pointwise
from linkbudget.physics.psk import _ebn0, _power_of_two, bpsk_bit_error_rate
from linkbudget.physics.pulse_position import (
    bit_error_probability,
    coherent_orthogonal_symbol_error_probability,
    slot_error_probability,
)

_ENVELOPE_X, _ENVELOPE_W = leggauss(48)  # leaves an error below 1e-13 of the integral of a Rice density
_GMSK_TIMES = np.arange(-10.0, 11.0, 0.01) + 0.5  # bit periods about the middle of the shortest error event
_GMSK_LEAST_PRODUCT = 0.15  # below it the shortest error event is not sure to be the closest
_SAMPLES = 32  # of a bit, of which a quarter is the discriminator's delay
_NEIGHBOURS = 4  # bits on each side whose every pattern is counted; those beyond repeat the last one
_FILTER_BITS = 6  # half of the length of the filter's impulse response
_FILTER_WIDTH = 1.2  # bandwidth of the filter, both sides of the carrier, in bit rates
_TURNS = 2.0 * math.pi * np.arange(128) / 128.0  # a sum over a period converges exponentially


def coherent_fsk_bit_error_rate(ebn0_db):
    r"""Bit error rate of two orthogonal frequencies, coherent; the same for coherent on-off keying.

    .. math:: P_b = \tfrac{1}{2} \operatorname{erfc} \sqrt{\gamma / 2}

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit (for on-off keying, the mean of both bits) over noise density [dB].

    Returns
    -------
    ndarray or float
        Bit error rate, same shape as ``ebn0_db`` [-].

    References
    ----------
    .. [1] Proakis and Salehi, Digital Communications, 5th edition (2008), chapter 4 (binary orthogonal signalling).

    Examples
    --------
    >>> print(f"{coherent_fsk_bit_error_rate(12.598):.3g}")
    1e-05
    """
    return 0.5 * scipy.special.erfc(np.sqrt(0.5 * _ebn0(ebn0_db)))


def noncoherent_fsk_bit_error_rate(ebn0_db):
    r"""Bit error rate of two orthogonal frequencies, detected by their envelopes.

    .. math:: P_b = \tfrac{1}{2} e^{-\gamma / 2}

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit over noise density [dB].

    Returns
    -------
    ndarray or float
        Bit error rate, same shape as ``ebn0_db`` [-].

    References
    ----------
    .. [1] Proakis and Salehi, Digital Communications, 5th edition (2008), chapter 4 (noncoherent detection).

    Examples
    --------
    >>> print(f"{noncoherent_fsk_bit_error_rate(13.352):.3g}")
    1e-05
    """
    return 0.5 * np.exp(-0.5 * _ebn0(ebn0_db))


def noncoherent_ook_bit_error_rate(ebn0_db):
    r"""Bit error rate of on-off keying detected by its envelope, with the threshold that errs least.

    .. math::

       P_b = \tfrac{1}{2} \left[ e^{-b^2} + \int_0^b 2 r\, e^{-r^2 - a^2} I_0(2 a r) \, dr \right], \quad
       a = \sqrt{2 \gamma}, \quad I_0(2 a b) = e^{a^2}

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit, the mean of both bits, over noise density [dB].

    Returns
    -------
    ndarray or float
        Bit error rate, same shape as ``ebn0_db`` [-].

    Notes
    -----
    Amplitudes in units of the square root of N0.  The best threshold b moves with the signal: a receiver that cannot
    follow it needs more.  Coherent on-off keying is :func:`coherent_fsk_bit_error_rate`.

    References
    ----------
    .. [1] Schwartz, Bennett and Stein, Communication Systems and Techniques (1966), on noncoherent on-off keying.

    Examples
    --------
    >>> print(f"{noncoherent_ook_bit_error_rate(13.0):.3g}")
    1.13e-05
    """
    ebn0_db = require("ebn0_db", ebn0_db)
    return pointwise(_noncoherent_ook, ebn0_db)


def orthogonal_bit_error_rate(ebn0_db, points, detection="noncoherent"):
    r"""Bit error rate of keying among M orthogonal signals: frequencies (M-FSK), time slots or code words.

    .. math:: P_b = \frac{M}{2 (M - 1)} P_s (\gamma \log_2 M, M)

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit over noise density [dB].
    points : int
        Number of signals M, a power of two from 2 to 4096 [-].
    detection : str, optional
        ``"noncoherent"`` (envelopes) or ``"coherent"``.

    Returns
    -------
    ndarray or float
        Bit error rate, same shape as ``ebn0_db`` [-].

    Raises
    ------
    LinkBudgetError
        If ``points`` is no such power of two, or the detection unknown.

    Notes
    -----
    The symbol error rates are :func:`linkbudget.physics.pulse_position.slot_error_probability` and
    :func:`linkbudget.physics.pulse_position.coherent_orthogonal_symbol_error_probability`.

    References
    ----------
    .. [1] Proakis, Digital Communications, 4th edition (2001), sections 5.2.2 and 5.4.2.

    Examples
    --------
    >>> print(f"{orthogonal_bit_error_rate(8.0, 4):.4g}, {orthogonal_bit_error_rate(8.0, 4, 'coherent'):.4g}")
    0.001684, 0.000371
    """
    detection = known_name("detection", detection, _ORTHOGONAL)
    points, bits = _power_of_two("points", points)
    esn0_db = require("ebn0_db", ebn0_db) + 10.0 * math.log10(bits)
    return bit_error_probability(_ORTHOGONAL[detection](esn0_db, float(points)), float(points))


def _noncoherent_ook(ebn0_db):
    amplitude = np.sqrt(2.0 * np.minimum(_ebn0(ebn0_db), 1e5))  # beyond, the rate is zero
    threshold = np.sqrt(1.0 + 0.25 * amplitude * amplitude)  # where Newton's method starts, close by
    safe = np.maximum(amplitude, 1e-4)  # below, 0 / 0, and the start is exact
    for _ in range(6):
        x = 2.0 * safe * threshold
        still = scipy.special.i0e(x)
        excess = np.log(still) + x - safe * safe
        step = excess * still / (2.0 * safe * scipy.special.i1e(x))
        threshold = threshold - np.where(amplitude > safe * 0.999, step, 0.0)
        if not np.any(np.abs(step) > 1e-9):  # the next would be its square; NaN counts as done
            break
    width = np.minimum(threshold, 40.0 / np.maximum(amplitude - threshold, 4.5))  # lower envelopes are e^-40 rarer
    r = threshold[:, None] - 0.5 * width[:, None] * (1.0 - _ENVELOPE_X)
    a = amplitude[:, None]
    density = 2.0 * r * np.exp(-((r - a) ** 2)) * scipy.special.i0e(2.0 * a * r)
    missed = 0.5 * width * (density @ _ENVELOPE_W)
    return np.minimum(0.5 * (np.exp(-threshold * threshold) + missed), 0.5)  # rounding may end a bit above


_ORTHOGONAL = {
    "noncoherent": slot_error_probability,
    "coherent": coherent_orthogonal_symbol_error_probability,
}


def gmsk_distance_loss_db(bandwidth_time_product):
    r"""Loss of Gaussian minimum-shift keying against MSK, from the distance of its closest two signals.

    .. math::

       L = 10 \log_{10} \frac{2}{d^2}, \quad
       d^2 = \int_{-\infty}^\infty \left[ 1 - \cos \left( 2 \pi \int_{t-1}^t g(u) \, du \right) \right] dt, \quad
       g(u) = \tfrac{1}{2} \left[ \Phi \left( \kappa u + \tfrac{\kappa}{2} \right) -
       \Phi \left( \kappa u - \tfrac{\kappa}{2} \right) \right], \quad \kappa = \frac{2 \pi B T}{\sqrt{\ln 2}}

    Parameters
    ----------
    bandwidth_time_product : array_like
        Bandwidth (-3 dB) of the Gaussian filter times the bit period, above zero [-].

    Returns
    -------
    ndarray or float
        Loss for maximum-likelihood detection, same shape as ``bandwidth_time_product`` [dB].

    Raises
    ------
    LinkBudgetError
        If any product is zero or negative.

    Notes
    -----
    Time in bit periods.  The two signals differ in two neighbouring bits.  Stated for products of 0.15 and more; below
    the function warns, for longer error events may be closer.  Reference 1 finds 0.7 dB at 0.25.

    References
    ----------
    .. [1] Murota and Hirade, GMSK modulation for digital mobile radio telephony, IEEE Trans. Commun. COM-29 (1981)
       1044.

    Examples
    --------
    >>> print(f"{gmsk_distance_loss_db(0.3):.2f} dB, at 0.25 {gmsk_distance_loss_db(0.25):.2f} dB")
    0.49 dB, at 0.25 0.74 dB
    """
    product = require("bandwidth_time_product", bandwidth_time_product, above=0.0)
    warn_outside("closest signals of GMSK", "bandwidth_time_product", product, _GMSK_LEAST_PRODUCT, math.inf)
    kappa = (2.0 * math.pi / math.sqrt(math.log(2.0)) * np.asarray(product))[..., np.newaxis]

    def ramp(time):  # integral of the normal distribution function
        x = kappa * time
        return time * scipy.special.ndtr(x) + np.exp(-0.5 * x * x) / (kappa * math.sqrt(2.0 * math.pi))

    turn = 0.5 * (ramp(_GMSK_TIMES + 0.5) - 2.0 * ramp(_GMSK_TIMES - 0.5) + ramp(_GMSK_TIMES - 1.5))
    squared_distance = 0.01 * np.sum(2.0 * np.sin(math.pi * turn) ** 2, axis=-1)
    return 10.0 * np.log10(2.0 / squared_distance)


def gmsk_bit_error_rate(ebn0_db, bandwidth_time_product):
    r"""Bit error rate of Gaussian minimum-shift keying, precoded, with maximum-likelihood coherent detection.

    .. math:: P_b \approx \tfrac{1}{2} \operatorname{erfc} \sqrt{\gamma \frac{d^2}{2}}

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit over noise density [dB].
    bandwidth_time_product : array_like
        Bandwidth (-3 dB) of the Gaussian filter times the bit period, above zero [-].

    Returns
    -------
    ndarray or float
        Bit error rate, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If any product is zero or negative.

    Notes
    -----
    The limit of high Eb/N0, where only the closest signals are confused: a little optimistic above an error rate of
    1e-2.  Without precoding the rate doubles.  Receivers that decide bit by bit need more: the same form with 0.68 in
    place of 0.84 at a product of 0.25 fits the hardware of reference 1 (reference 2), which is 0.9 dB.

    References
    ----------
    .. [1] Murota and Hirade, GMSK modulation for digital mobile radio telephony, IEEE Trans. Commun. COM-29 (1981)
       1044.
    .. [2] Rappaport, Wireless Communications, 2nd edition (2002), chapter 6 (GMSK).

    Examples
    --------
    >>> print(f"{gmsk_bit_error_rate(10.077, 0.3):.3g}")
    1e-05
    """
    return bpsk_bit_error_rate(require("ebn0_db", ebn0_db) - gmsk_distance_loss_db(bandwidth_time_product))


def gmsk_discriminator_bit_error_rate(ebn0_db, bandwidth_time_product):
    r"""Bit error rate of Gaussian minimum-shift keying received by a filter and a frequency discriminator.

    .. math::

       P_b = \left\langle \frac{W \sin \theta}{4 \pi} \int_{-\pi}^{\pi} \frac{1}{E} \exp \left(
       -\frac{E}{1 - r \cos t} \right) dt \right\rangle, \quad E = U - V \sin t - W \cos \theta \cos t, \quad
       U, V = \tfrac{1}{2} (\rho_2 \pm \rho_1), \quad W = \sqrt{\rho_1 \rho_2}

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit over noise density [dB].
    bandwidth_time_product : float
        Bandwidth (-3 dB) of the transmitter's Gaussian filter times the bit period, from 0.25 to 1 [-].

    Returns
    -------
    ndarray or float
        Bit error rate, same shape as ``ebn0_db`` [-].

    Raises
    ------
    LinkBudgetError
        If the product is outside 0.25 to 1.

    Notes
    -----
    The receiver: a rectangular filter of 1.2 bit rates (both sides together; a sinc of twelve bits under a Hann
    window), the change of phase over a quarter of a bit around its middle, and the sign of that; the clock is ideal.
    rho are the carrier-to-noise ratios at both ends of that quarter, theta the turn of the filtered signal between
    them, r the correlation of the noise; the mean is over the patterns of four bits on either side.  Against counted
    errors of a discriminator behind such a filter: the same at a product of 0.35, and 0.3 to 0.4 dB optimistic at 0.5,
    where a real clock loses as much.  Other filters lose more: 1 dB with 1.0 or 1.6 bit rates at 1e-4.

    References
    ----------
    .. [1] Pawula, Rice and Roberts, Distribution of the phase angle between two vectors perturbed by Gaussian noise,
       IEEE Trans. Commun. COM-30 (1982) 1828.

    Examples
    --------
    >>> for product in (0.5, 0.35):
    ...     print(f"{gmsk_discriminator_bit_error_rate(13.0, product):.2g}")
    0.00012
    0.0017
    """
    ebn0_db = require("ebn0_db", ebn0_db)
    product = float(require("bandwidth_time_product", bandwidth_time_product, at_least=0.25, at_most=1.0))
    return pointwise(lambda ebn0_db: _discriminator(ebn0_db, product), ebn0_db)


def _discriminator(ebn0_db, product):
    first, second, turn, weight, correlation = _filtered_patterns(product)
    ebn0 = _ebn0(ebn0_db)[:, np.newaxis]
    spread = 1.0 - correlation * np.cos(_TURNS)
    error_rate = np.zeros(ebn0.shape)
    for one, other, theta, share in zip(first, second, turn, weight, strict=True):
        across = math.sqrt(one * other)
        energy = 0.5 * (other + one) - 0.5 * (other - one) * np.sin(_TURNS) - across * math.cos(theta) * np.cos(_TURNS)
        terms = np.exp(-ebn0 * (energy / spread)) / energy
        error_rate += share * across * math.sin(theta) * 0.5 * np.mean(terms, axis=-1, keepdims=True)
    return np.minimum(error_rate[:, 0], 0.5)  # rounding may end a bit above


@cache
def _filtered_patterns(product):
    """Carrier-to-noise ratios at an Eb/N0 of one and turn of each pattern, its share, and the noise correlation."""
    taps_time = np.arange(-_FILTER_BITS * _SAMPLES, _FILTER_BITS * _SAMPLES + 1) / _SAMPLES
    taps = np.sinc(_FILTER_WIDTH * taps_time) * np.cos(0.5 * math.pi * taps_time / _FILTER_BITS) ** 2
    taps /= np.sum(taps)
    noise = np.correlate(taps, taps, "full")[taps.size - 1 :] * _SAMPLES  # noise power by delay, of unit density
    delay = _SAMPLES // 4
    bits = np.array(list(itertools.product((-1.0, 1.0), repeat=2 * _NEIGHBOURS)))
    bits = np.insert(bits, _NEIGHBOURS, 1.0, axis=1)
    beyond = _FILTER_BITS + 3
    sent = np.pad(bits, ((0, 0), (beyond, beyond)), mode="edge")
    half = _FILTER_BITS + 1
    time = (np.arange(-half * _SAMPLES, half * _SAMPLES) + 0.5) / _SAMPLES
    places = np.arange(sent.shape[1]) - _NEIGHBOURS - beyond
    kappa = 2.0 * math.pi * product / math.sqrt(math.log(2.0))
    away = time - places[:, np.newaxis]
    pulses = scipy.special.ndtr(kappa * (away + 0.5)) - scipy.special.ndtr(kappa * (away - 0.5))
    phase = 0.5 * math.pi / _SAMPLES * np.cumsum(sent @ pulses, axis=1)  # at the ends of the steps
    middle = half * _SAMPLES - 1
    signal = np.exp(1j * phase)
    ends = []
    for place in (middle - delay // 2, middle + delay // 2):
        window = slice(place - taps.size // 2, place + taps.size // 2 + 1)
        ends.append(signal[:, window] @ taps)
    before, after = ends
    turn = np.angle(after * np.conj(before))
    both = np.stack([np.abs(before) ** 2, np.abs(after) ** 2], axis=1) / noise[0]
    # a pattern and its reverse turn alike
    rows = np.round(np.column_stack([np.sort(both, axis=1), turn]), 12)
    unique, count = np.unique(rows, axis=0, return_counts=True)
    return unique[:, 0], unique[:, 1], unique[:, 2], count / len(rows), float(noise[delay] / noise[0])
