r"""Clicks of a frequency discriminator: how often they come, and what a full-scale tone makes of its own carrier.

A click is one whole turn that noise gives the phase of what arrives: seen from the carrier, the quadrature of the noise
changes sign while its in-phase part is opposite to the carrier and larger.  So the rate at an instant follows from the
joint density of both parts and of the derivative of the quadrature, by Rice's formula for crossings.  It holds at every
instant of a carrier whose amplitude and frequency change, with the amplitude and the frequency of that instant:
:func:`click_rate_hz`.  The clicks against the offset outnumber those along with it by exactly :math:`|f| e^{-\rho}`,
which is what a discriminator loses of its signal in the mean.

A rectangular filter of Carson's bandwidth stands before the discriminator.  It trims the sidebands of a tone, the more
the faster the tone: the carrier of a full-scale tone in the upper half of the video band then dips by up to 3 dB, and
its clicks crowd into the dips.  :func:`filtered_tone` computes that carrier,
:math:`a(t) = \sum_{|n| q \le \beta + 1} J_n(\beta / q) \, e^{2 \pi i n q f_m t}`.

Units: frequencies in those of the video bandwidth :math:`f_m`, the carrier in that of the unfiltered one.
"""

from functools import cache, lru_cache

import numpy as np
from scipy.special import erf, erfc, jv

from linkbudget.errors import require

SLOWEST_TONE = 0.01
"""Signal frequency over video bandwidth below which a tone counts as slow: its carrier keeps its amplitude [-]."""

_BETA_STEP, _LAST_ROW = 0.125, 240  # rows of the table: deviation ratios, linear between them
_CNRS_DB = np.arange(-30.0, 25.25, 0.5)  # its columns: carrier-to-noise ratios, cubics between them


def click_rate_hz(carrier_to_noise_ratio, offset_hz, noise_rms_bandwidth_hz):
    r"""Clicks per second, of both directions, of a carrier that stands off the middle of the noise.

    .. math::

       N = r \left[\sqrt{1 + v^2} \, \operatorname{erfc} \sqrt{\rho (1 + v^2)}
       + v \, e^{-\rho} \operatorname{erf}(v \sqrt{\rho})\right], \quad v = \frac{f}{r}

    Parameters
    ----------
    carrier_to_noise_ratio : array_like
        Carrier over noise in the filter, both of this instant, zero or above [-].
    offset_hz : array_like
        Frequency of the carrier, seen from the middle of the filter [Hz].
    noise_rms_bandwidth_hz : array_like
        Root-mean-square distance of the noise from the middle of the filter: the width of a rectangular one over
        :math:`\sqrt{12}`, above zero [Hz].

    Returns
    -------
    ndarray or float
        Mean rate, broadcast shape of the arguments; :math:`|f| e^{-\rho}` more go against the offset than along [Hz].

    Raises
    ------
    LinkBudgetError
        If a ratio is negative, or a bandwidth zero or negative.

    Notes
    -----
    Exact for Gaussian noise with a density that is symmetric about the middle of the filter.

    References
    ----------
    .. [1] S. O. Rice, Noise in FM receivers, in M. Rosenblatt (editor), Time Series Analysis, Wiley (1963) 395-422.

    Examples
    --------
    >>> print(f"{click_rate_hz(10.0, 90.0, 78.0):.5f} Hz")
    0.00409 Hz
    """
    carrier_to_noise_ratio = require("carrier_to_noise_ratio", carrier_to_noise_ratio)
    offset_hz = require("offset_hz", offset_hz)
    rho = require("carrier_to_noise_ratio", np.asarray(carrier_to_noise_ratio, dtype=float), at_least=0.0)
    radius = require("noise_rms_bandwidth_hz", noise_rms_bandwidth_hz, above=0.0)
    v = np.abs(offset_hz) / radius
    turned = 1.0 + v**2
    return radius * (np.sqrt(turned) * erfc(np.sqrt(rho * turned)) + v * np.exp(-rho) * erf(v * np.sqrt(rho)))


@lru_cache(maxsize=4096)
def filtered_tone(deviation_ratio: float, signal_frequency_ratio: float):
    r"""Carrier of a full-scale tone behind the filter, over a quarter of its period, and its noise far above threshold.

    .. math::

       \frac{a}{a_0} = \sum_{|n| q \le \beta + 1} J_n\!\left(\frac{\beta}{q}\right) e^{i n \theta}, \quad
       f = \operatorname{Im} \frac{q \, a'(\theta)}{a}, \quad \kappa = \sum_k |c_k|^2 \, w(k q), \quad
       \frac{a_0}{a} = \sum_k c_k e^{i k \theta}

    Parameters
    ----------
    deviation_ratio : float
        Peak deviation over video bandwidth, above zero [-].
    signal_frequency_ratio : float
        Frequency of the tone over the video bandwidth; below 0.01 the filter leaves the carrier as it is [-].

    Returns
    -------
    tuple of ndarray, ndarray, ndarray and float
        Amplitude of the carrier over the unfiltered one, its frequency over the video bandwidth, and the cosine of the
        tone, at phases in the middle of equal steps over the first quarter of a period (the other quarters mirror it);
        and the output noise over the parabolic noise of a steady carrier [-].

    Notes
    -----
    Far above threshold the phase noise is the part of the noise over the carrier that is at right angles to it, so the
    carrier's variation spreads the noise of the filter: each component of one over the carrier brings the density of
    the filter, shifted, of which :math:`w(x)` is the share that parabolic noise has at an even density.

    References
    ----------
    .. [1] J. R. Carson, Notes on the theory of modulation, Proceedings of the IRE 10 (1922) 57-64 (sidebands of
       frequency modulation).

    Examples
    --------
    >>> amplitude, offset, cosine, noise = filtered_tone(5.0, 0.9)
    >>> print(f"{amplitude.min():.2f} {offset.max():.2f} {noise:.3f}")
    0.82 5.43 1.019
    """
    edge = deviation_ratio + 1.0
    if signal_frequency_ratio < SLOWEST_TONE:
        cosine = np.cos(_quarter(16))
        return np.ones_like(cosine), deviation_ratio * cosine, cosine, 1.0
    highest = int(np.floor(edge / signal_frequency_ratio * (1.0 + 1e-12)))
    order = np.arange(-highest, highest + 1)
    steps = 32 + 2 * highest
    phase = _quarter(steps)
    sidebands = jv(order, deviation_ratio / signal_frequency_ratio) * np.exp(1j * np.outer(phase, order))
    carrier = sidebands.sum(axis=1)
    offset = (1j * signal_frequency_ratio * (sidebands @ order) / carrier).imag
    half = np.concatenate([carrier, carrier[::-1]])  # the first half of the period; the second is its conjugate
    power = np.abs(np.fft.fft(1.0 / np.concatenate([half, half.conj()]))) ** 2 / (4 * steps) ** 2
    shift = np.abs(np.fft.fftfreq(4 * steps, 1.0 / (4 * steps))) * signal_frequency_ratio
    weight = 0.5 * (1.0 - np.clip(shift - edge, 0.0, 1.0) ** 3 + np.clip(edge - shift, 0.0, 1.0) ** 3)
    return np.abs(carrier), offset, np.cos(phase), float(power @ weight)


def signal_and_clicks(carrier_to_noise_ratio, deviation_ratio: float, signal_frequency_ratio: float):
    r"""Amplitude of a full-scale tone behind the discriminator, and the clicks that come with it.

    .. math::

       A = \frac{2}{\beta} \langle f (1 - e^{-\rho R^2}) \cos\theta \rangle, \quad
       N = \langle N(\rho R^2, f) \rangle

    Parameters
    ----------
    carrier_to_noise_ratio : array_like
        Unfiltered carrier over noise in the filter, zero or above [-].
    deviation_ratio : float
        Peak deviation over video bandwidth, above zero [-].
    signal_frequency_ratio : float
        Frequency of the tone over the video bandwidth [-].

    Returns
    -------
    tuple of ndarray and ndarray
        Amplitude over the peak deviation, and clicks a second over the video bandwidth, each shaped like the ratio [-].

    References
    ----------
    .. [1] S. O. Rice, Noise in FM receivers, in M. Rosenblatt (editor), Time Series Analysis, Wiley (1963) 395-422;
       :func:`click_rate_hz` averaged over the carrier of :func:`filtered_tone`.

    Examples
    --------
    >>> signal, clicks = signal_and_clicks(10.0, 5.0, 0.9)
    >>> print(f"{signal:.4f} {clicks:.6f}")
    0.9934 0.001002
    """
    carrier_to_noise_ratio = require("carrier_to_noise_ratio", carrier_to_noise_ratio)
    amplitude, offset, cosine, _ = filtered_tone(deviation_ratio, signal_frequency_ratio)
    rho = np.asarray(carrier_to_noise_ratio, dtype=float)[..., None] * amplitude**2
    signal = -2.0 / deviation_ratio * np.mean(offset * cosine * np.expm1(-rho), axis=-1)
    return signal, np.mean(click_rate_hz(rho, offset, (deviation_ratio + 1.0) / np.sqrt(3.0)), axis=-1)


def tone_loss_db(carrier_to_noise_ratio, deviation_ratio: float, signal_frequency_ratios, weights=(1.0,)):
    r"""How far the output for full-scale tones lies below the straight line of a steady carrier without clicks.

    .. math:: L = 10 \log_{10} \frac{\langle \kappa \rangle + 6 \gamma \langle N / f_m \rangle}{\langle A^2 \rangle},
       \quad \gamma = 2 (\beta + 1) \rho

    Parameters
    ----------
    carrier_to_noise_ratio : array_like
        Unfiltered carrier over noise in Carson's bandwidth, above zero [-].
    deviation_ratio : float
        Peak deviation over video bandwidth, above zero [-].
    signal_frequency_ratios : array_like
        Frequencies of the tones over the video bandwidth, one-dimensional [-].
    weights : array_like, optional
        Share of the time of each tone; the sum is one [-].

    Returns
    -------
    ndarray or float
        Loss against :math:`\tfrac32 \beta^2 \gamma`, shaped like the carrier-to-noise ratio [dB].

    References
    ----------
    .. [1] S. O. Rice, Noise in FM receivers, in M. Rosenblatt (editor), Time Series Analysis, Wiley (1963) 395-422:
       clicks as shot noise :math:`2 f_m N` beside the parabolic noise :math:`\kappa / 3 \gamma`.

    Examples
    --------
    >>> print(f"{tone_loss_db(10.0, 5.0, [0.9]):.2f} dB")
    2.46 dB
    """
    carrier_to_noise_ratio = require("carrier_to_noise_ratio", carrier_to_noise_ratio)
    signal_frequency_ratios = require("signal_frequency_ratios", signal_frequency_ratios)
    weights = require("weights", weights)
    rho = np.asarray(carrier_to_noise_ratio, dtype=float)
    power = clicks = noise = 0.0
    for weight, ratio in zip(weights, signal_frequency_ratios, strict=True):
        signal, rate = signal_and_clicks(rho, deviation_ratio, float(ratio))
        power, clicks = power + weight * signal**2, clicks + weight * rate
        noise += weight * filtered_tone(deviation_ratio, float(ratio))[3]
    return 10.0 * np.log10((noise + 12.0 * (deviation_ratio + 1.0) * rho * clicks) / power)


def discriminator_loss_db(carrier_to_noise_ratio_db, deviation_ratio, *, fine_detail=True):
    r"""How far the output lies below the straight line, for fine detail or broad areas of a picture.

    .. math:: L = L(\rho, \beta), \quad
       \left(\langle A^2 \rangle, \langle N \rangle, \langle \kappa \rangle\right)
       = 2 \int_{1/2}^1 \left(A^2, N, \kappa\right) dq

    Parameters
    ----------
    carrier_to_noise_ratio_db : array_like
        Unfiltered carrier over noise in Carson's bandwidth [dB].
    deviation_ratio : array_like
        Peak deviation over video bandwidth, above zero [-].
    fine_detail : bool, optional
        Whether the signal is tones spread evenly over the upper half of the video band, or one slow tone [-].

    Returns
    -------
    ndarray or float
        Loss against :math:`\tfrac32 \beta^2 \gamma`, broadcast shape of the arguments [dB].

    Notes
    -----
    Read from a table, within 0.05 dB of the integral for deviation ratios of 0.5 to 10.  A row is made when it is first
    asked for, in some hundredths of a second.  Above a deviation ratio of 30 the clicks of that ratio grow in
    proportion to :math:`\gamma N`.

    References
    ----------
    .. [1] Integral of :func:`tone_loss_db` over the signal frequency, by Gauss's rule between the frequencies at which
       a sideband meets the edge of the filter.

    Examples
    --------
    >>> fine, broad = (discriminator_loss_db(10.0, 5.0, fine_detail=fine) for fine in (True, False))
    >>> print(f"{fine:.2f} dB, {broad:.2f} dB")
    1.50 dB, 0.43 dB
    """
    carrier_to_noise_ratio_db = require("carrier_to_noise_ratio_db", carrier_to_noise_ratio_db)
    deviation_ratio = require("deviation_ratio", deviation_ratio)
    cnr_db, beta = np.asarray(carrier_to_noise_ratio_db, dtype=float), np.asarray(deviation_ratio, dtype=float)
    fine_detail = bool(fine_detail)
    if beta.size == 1:
        loss_db = _between_columns(_row_at(beta.item(), fine_detail)[None], np.zeros(beta.shape, dtype=int), cnr_db)
    else:
        row, share = _place(beta)
        used = np.unique([row, row + 1])
        table, row = np.stack([_row(each, fine_detail) for each in used.tolist()]), np.searchsorted(used, row)
        below, above = (_between_columns(table, number, cnr_db) for number in (row, row + 1))
        loss_db = (1.0 - share) * below + share * above
    grown = np.maximum((beta + 1.0) / (_LAST_ROW * _BETA_STEP + 1.0), 1.0) ** 2
    if np.any(grown > 1.0):
        loss_db = np.where(grown > 1.0, 10.0 * np.log10(1.0 + grown * (10.0 ** (loss_db / 10.0) - 1.0)), loss_db)
    return loss_db[()]


def _place(deviation_ratio):
    """Row of the table before a deviation ratio, and the share of the way to the next."""
    place = np.clip(deviation_ratio / _BETA_STEP, 0.0, _LAST_ROW)
    row = np.minimum(np.nan_to_num(place).astype(int), _LAST_ROW - 1)
    return row, place - row


def _between_columns(table, row, cnr_db):
    """Rows of the table at carrier-to-noise ratios: a cubic through four columns; before the first -1 dB per dB."""
    step_db = _CNRS_DB[1] - _CNRS_DB[0]
    place = np.clip((cnr_db - _CNRS_DB[0]) / step_db, 0.0, _CNRS_DB.size - 1.0)
    first = np.clip(np.nan_to_num(place).astype(int) - 1, 0, _CNRS_DB.size - 4)
    x = place - first
    a, b, c = x - 1.0, x - 2.0, x - 3.0
    weights = (-a * b * c / 6.0, x * b * c / 2.0, -x * a * c / 2.0, x * a * b / 6.0)
    between = sum(weight * table[row, first + k] for k, weight in enumerate(weights))
    return between + np.maximum(_CNRS_DB[0] - cnr_db, 0.0)


@lru_cache(maxsize=4096)
def _row_at(deviation_ratio, fine_detail):
    """Row between two rows."""
    row, share = _place(deviation_ratio)
    return (1.0 - share) * _row(int(row), fine_detail) + share * _row(int(row) + 1, fine_detail)


@cache
def _row(number, fine_detail):
    """Loss at the columns of the table for one deviation ratio; a hundredth stands for zero."""
    beta = max(number * _BETA_STEP, 0.01)
    tones = _fine_tones(beta) if fine_detail else ([0.0], [1.0])
    return tone_loss_db(10.0 ** (_CNRS_DB / 10.0), beta, *tones)


def _fine_tones(deviation_ratio):
    """Signal frequencies of fine detail and their weights, by Gauss's rule between the jumps of the integrand."""
    edge = deviation_ratio + 1.0
    jumps = edge / np.arange(np.ceil(edge), 2.0 * edge)
    ends = np.concatenate([[0.5], np.sort(jumps[(jumps > 0.5) & (jumps < 1.0)]), [1.0]])
    width = np.diff(ends)[:, None]
    ratios = ends[:-1, None] + width * (0.5 + np.array([-0.5, 0.5]) / np.sqrt(3.0))
    return ratios.ravel(), np.repeat(width.ravel(), 2)


def _quarter(steps):
    """Phases in the middle of equal steps over the first quarter of a period."""
    return (np.arange(steps) + 0.5) * (0.5 * np.pi / steps)
