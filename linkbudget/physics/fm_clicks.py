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
import scipy  # and its special functions when one is first called: 0.15 s of every command's start

from linkbudget.errors import require

SLOWEST_TONE = 0.01
"""Signal frequency over video bandwidth below which a tone counts as slow: its carrier keeps its amplitude [-]."""

_BETA_STEP, _LAST_ROW = 0.125, 240  # rows of the table: deviation ratios, linear between them
_CNR_STEP_DB = 0.5
_CNRS_DB = np.arange(-30.0, 25.25, _CNR_STEP_DB)  # its columns: carrier-to-noise ratios, cubics between them
_BLOCK = 4096  # values that are inverted at once
_MOST_STEPS, _CLOSE = 60, 1e-12  # of Newton's method within a column

MOST_SIDEBANDS = 2500.0
"""Sidebands on each side of a carrier that are added up one by one."""

LARGEST_RATIO = _LAST_ROW * _BETA_STEP
"""Largest deviation ratio of the table [-]."""


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
    return radius * (
        np.sqrt(turned) * scipy.special.erfc(np.sqrt(rho * turned))
        + v * np.exp(-rho) * scipy.special.erf(v * np.sqrt(rho))
    )


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

    Raises
    ------
    LinkBudgetError
        If the carrier has more than :data:`MOST_SIDEBANDS` sidebands on a side.

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
    require("(deviation_ratio + 1) / signal_frequency_ratio", edge / signal_frequency_ratio, at_most=MOST_SIDEBANDS)
    highest = int(np.floor(edge / signal_frequency_ratio * (1.0 + 1e-12)))
    order = np.arange(-highest, highest + 1)
    steps = 32 + 2 * highest
    phase = _quarter(steps)
    sidebands = scipy.special.jv(order, deviation_ratio / signal_frequency_ratio) * np.exp(1j * np.outer(phase, order))
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
    rho = (
        np.asarray(require("carrier_to_noise_ratio", carrier_to_noise_ratio, at_least=0.0), dtype=float)[..., None]
        * amplitude**2
    )
    signal = -2.0 / deviation_ratio * np.mean(offset * cosine * np.expm1(-rho), axis=-1)
    return signal, np.mean(click_rate_hz(rho, offset, (deviation_ratio + 1.0) / np.sqrt(3.0)), axis=-1)


def tone_loss_db(carrier_to_noise_ratio, deviation_ratio: float, signal_frequency_ratios, weights=(1.0,)):
    r"""Loss of output SNR for full-scale tones, relative to a steady carrier without clicks.

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
    r"""Loss of the discriminator's output SNR near threshold, for fine detail or broad areas of a picture.

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
    cnr_db = np.asarray(require("carrier_to_noise_ratio_db", carrier_to_noise_ratio_db), dtype=float)
    beta = np.asarray(require("deviation_ratio", deviation_ratio, above=0.0), dtype=float)
    place = np.fmax(np.fmin((cnr_db - _CNRS_DB[0]) / _CNR_STEP_DB, _CNRS_DB.size - 1.0), 0.0)
    cell = np.minimum(place.astype(int), _CNRS_DB.size - 2)
    loss_db = _cubic(_cubics(beta, bool(fine_detail))(cell), place - cell)
    before_db = np.maximum(_CNRS_DB[0] - cnr_db, 0.0)  # ahead of the first column 1 dB more for 1 dB less
    loss_db = loss_db + before_db + np.zeros(beta.shape)
    if beta.size and np.fmax.reduce(beta, axis=None) > LARGEST_RATIO:
        grown = np.maximum((beta + 1.0) / (LARGEST_RATIO + 1.0), 1.0) ** 2
        loss_db = np.where(grown > 1.0, 10.0 * np.log10(1.0 + grown * (10.0 ** (loss_db / 10.0) - 1.0)), loss_db)
    return loss_db[()]


def cnr_where_db(slope, value_db, deviation_ratio, fine_detail: bool):
    r"""Carrier-to-noise ratio at which a straight line less the loss of :func:`discriminator_loss_db` has a value.

    .. math:: s \, \rho_\mathrm{dB} - L(\rho_\mathrm{dB}, \beta) = v

    Parameters
    ----------
    slope : float
        Slope s of the line, one (the output follows the carrier) or zero (the loss alone) [-].
    value_db : array_like
        Value v wanted, between or beyond those of the table [dB].
    deviation_ratio : array_like
        Peak deviation over video bandwidth, above zero, at most :data:`LARGEST_RATIO` [-].
    fine_detail : bool
        Whether the loss is that of fine detail or of broad areas [-].

    Returns
    -------
    ndarray or float
        Carrier-to-noise ratio, broadcast shape of the arguments; values that are not finite stay so [dB].

    References
    ----------
    .. [1] Inverse of the table of :func:`discriminator_loss_db`: its column by halving, the place within by Newton's
       method.

    Examples
    --------
    >>> cnr_db = cnr_where_db(1.0, 9.0, 5.0, True)
    >>> print(f"{cnr_db:.4f} dB less {discriminator_loss_db(cnr_db, 5.0):.4f} dB")
    10.1779 dB less 1.1779 dB
    """
    value_db = np.asarray(require("value_db", value_db), dtype=float)
    beta = np.asarray(require("deviation_ratio", deviation_ratio, above=0.0, at_most=LARGEST_RATIO), dtype=float)
    found = np.array(value_db + 0.0 * beta)
    known = np.flatnonzero(np.isfinite(found))
    values_db = np.broadcast_to(value_db, found.shape).ravel()
    betas = np.broadcast_to(beta, found.shape).ravel()
    for start in range(0, known.size, _BLOCK):
        here = known[start : start + _BLOCK]
        cubics = _cubics(beta if beta.size == 1 else betas[here], bool(fine_detail))
        found.flat[here] = _cnr_where_db(float(slope), values_db[here], cubics)
    return found[()]


def _cnr_where_db(slope, value_db, cubics):
    """:func:`cnr_where_db` of finite values in one dimension."""

    def excess_db(cell):
        return slope * _CNRS_DB[cell] - cubics(cell)[..., 0] - value_db

    cell, end = np.zeros(value_db.shape, dtype=int), np.full(value_db.shape, _CNRS_DB.size - 2)
    while np.any(cell < end):
        middle = (cell + end + 1) // 2
        short = excess_db(middle) < 0.0
        cell, end = np.where(short, middle, cell), np.where(short, end, middle - 1)
    here, low, high = cubics(cell), np.zeros(value_db.shape), np.ones(value_db.shape)
    start_db, step_db = slope * _CNRS_DB[cell] - value_db, slope * _CNR_STEP_DB
    place = 0.5 * (low + high)
    for _ in range(_MOST_STEPS):
        over, rise = start_db + step_db * place - _cubic(here, place), step_db - _cubic_slope(here, place)
        low, high = np.where(over < 0.0, place, low), np.where(over < 0.0, high, place)
        with np.errstate(divide="ignore", invalid="ignore"):
            new = place - over / rise
        new = np.where((new >= low) & (new <= high), new, 0.5 * (low + high))
        place, step = new, np.abs(new - place)
        if step.max() < _CLOSE:
            break
    cnr_db = _CNRS_DB[cell] + _CNR_STEP_DB * place
    before_db, beyond_db = (excess_db(np.full(value_db.shape, end)) for end in (0, _CNRS_DB.size - 1))
    cnr_db = np.where(before_db > 0.0, _CNRS_DB[0] - before_db / (slope + 1.0), cnr_db)
    return np.where(beyond_db < 0.0, _CNRS_DB[-1] - beyond_db, cnr_db)


def _place(deviation_ratio):
    """Row of the table before a deviation ratio, and the share of the way to the next."""
    place = np.clip(deviation_ratio / _BETA_STEP, 0.0, _LAST_ROW)
    row = np.minimum(np.nan_to_num(place).astype(int), _LAST_ROW - 1)
    return row, place - row


def _cubics(beta, fine_detail):
    """Function that gives the coefficients of the cubics of given columns, at each deviation ratio."""
    if beta.size == 1:
        one = _cubics_at(beta.item(), fine_detail)
        return lambda cell: one.take(cell, axis=0)
    if not beta.size:
        return lambda cell: np.zeros((*np.broadcast_shapes(cell.shape, beta.shape), 4))
    row, share = _place(beta)
    used = np.flatnonzero(np.bincount(row.ravel(), minlength=_LAST_ROW))
    used = np.union1d(used, used + 1)
    table = np.concatenate([_row_of_cubics(each, fine_detail) for each in used.tolist()])
    start = np.zeros(_LAST_ROW + 1, dtype=int)
    start[used] = _CNRS_DB.size * np.arange(used.size)
    below, above, share = start[row], start[row + 1], share[..., None]

    def between(cell):
        found = table.take(below + cell, axis=0)
        return found + share * (table.take(above + cell, axis=0) - found)

    return between


def _cubic(coefficients, x):
    a, b, c, d = (coefficients[..., k] for k in range(4))
    return a + x * (b + x * (c + x * d))


def _cubic_slope(coefficients, x):
    b, c, d = (coefficients[..., k] for k in range(1, 4))
    return b + x * (2.0 * c + 3.0 * x * d)


@lru_cache(maxsize=4096)
def _cubics_at(deviation_ratio, fine_detail):
    """Coefficients between two rows."""
    row, share = _place(np.float64(deviation_ratio))
    row = int(row)
    return (1.0 - share) * _row_of_cubics(row, fine_detail) + share * _row_of_cubics(row + 1, fine_detail)


@cache
def _row_of_cubics(number, fine_detail):
    """For each column the cubic from it to the next, through the four nearest columns; the end value for the last."""
    loss_db = _row(number, fine_detail)
    cells = np.arange(loss_db.size - 1)
    first = np.clip(cells - 1, 0, loss_db.size - 4)
    points = np.arange(4.0) - (cells - first)[:, None]  # places of the four, seen from the column
    values = loss_db[first[:, None] + np.arange(4)]
    cubics = np.linalg.solve(points[:, :, None] ** np.arange(4.0), values[..., None])[..., 0]
    cubics[:, 0] = loss_db[:-1]
    return np.vstack([cubics, [loss_db[-1], 0.0, 0.0, 0.0]])


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
