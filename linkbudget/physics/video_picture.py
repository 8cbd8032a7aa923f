r"""Pictures through the analogue channel with frequency modulation: noise and clicks, drawn at random.

What a discriminator adds to the video is, by Rice, two things: Gaussian noise with the parabolic density of frequency
noise, and clicks, each one whole turn of the carrier's phase, which the low-pass spreads into a pulse of about a pixel.
A carrier that stands off the middle by the frequency :math:`|f|` suffers :math:`|f| e^{-\rho}` of them a second, all
towards the middle: bright spots on black, dark spots on white, none on middle grey.

The map

- the channel: :func:`received_video`, made of :func:`parabolic_noise_sigma` and :func:`clicks_per_pixel`;
- grey levels shown: :func:`grey_level_of_video`, :func:`gaussian_pixel_error_probability`;
- the line sync pulse: :func:`sync_pulse_miss_probability`.

Its noise power is that of :func:`linkbudget.physics.analog.fm_output_snr_db`, whose map of symbols serves here: one
place holds the formula, the other draws samples with the same moments.  Two pixels make a cycle of the video bandwidth,
so that pixels are the samples of the band-limited video signal.
"""

import numpy as np
from scipy.special import erfc, ndtr

from linkbudget.errors import require

_BLOCK = 1 << 16  # pixels whose noise is made at once
_PHASES = 4  # places within a pixel at which a click may fall
_FAINTEST = 1e-6  # carrier-to-noise ratio below which all is noise


def _ratios(carrier_to_noise_density_dbhz, video_bandwidth_hz, deviation_ratio):
    bandwidth = require("video_bandwidth_hz", video_bandwidth_hz, above=0.0)
    deviation_ratio = require("deviation_ratio", deviation_ratio, above=0.0)
    gamma = 10.0 ** (np.minimum(carrier_to_noise_density_dbhz, 3000.0) / 10.0) / bandwidth
    return gamma, gamma / (2.0 * (deviation_ratio + 1.0)), deviation_ratio


def parabolic_noise_sigma(carrier_to_noise_density_dbhz, video_bandwidth_hz, deviation_ratio):
    r"""Rms of the discriminator's Gaussian noise, with the swing from black to white as unit.

    .. math:: \sigma = \frac{1}{\beta \sqrt{12 \gamma}}, \quad \gamma = \frac{S}{N_0 f_m}

    Parameters
    ----------
    carrier_to_noise_density_dbhz : array_like
        Carrier power over noise density [dBHz].
    video_bandwidth_hz : array_like
        Bandwidth of the picture signal, above zero [Hz].
    deviation_ratio : array_like
        Peak deviation over video bandwidth, above zero [-].

    Returns
    -------
    ndarray or float
        Rms before any rescaling of the contrast, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a video bandwidth or deviation ratio is zero or negative.

    References
    ----------
    .. [1] H. Taub and D. L. Schilling, Principles of Communication Systems, 2nd edition (1986), chapter 9 (noise in
       frequency modulation), with the swing :math:`2 \Delta f`.

    Examples
    --------
    >>> print(f"{parabolic_noise_sigma(45.0, 45.0, 5.0):.5f}")
    0.00218
    """
    gamma, _, deviation_ratio = _ratios(carrier_to_noise_density_dbhz, video_bandwidth_hz, deviation_ratio)
    with np.errstate(divide="ignore"):
        return 1.0 / (deviation_ratio * np.sqrt(12.0 * gamma))


def clicks_per_pixel(grey, carrier_to_noise_density_dbhz, video_bandwidth_hz, deviation_ratio):
    r"""Clicks to be expected while a pixel of a grey is sent.

    .. math:: n = \tfrac12 \beta \, |2 g - 1| \, e^{-\rho}, \quad \rho = \frac{\gamma}{2 (\beta + 1)}

    Parameters
    ----------
    grey : array_like
        Grey from 0 (black) to 1 (white) [-].
    carrier_to_noise_density_dbhz : array_like
        Carrier power over noise density [dBHz].
    video_bandwidth_hz : array_like
        Bandwidth of the picture signal, half the pixel rate, above zero [Hz].
    deviation_ratio : array_like
        Peak deviation over video bandwidth, above zero [-].

    Returns
    -------
    ndarray or float
        Mean number, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a grey lies outside 0 to 1, or a video bandwidth or deviation ratio is zero or negative.

    Notes
    -----
    Clicks of the unmodulated carrier are left out, as in :func:`linkbudget.physics.analog.fm_output_snr_db`.

    References
    ----------
    .. [1] S. O. Rice, Noise in FM receivers, in M. Rosenblatt (editor), Time Series Analysis, Wiley (1963) 395-422.

    Examples
    --------
    >>> print(f"{clicks_per_pixel(1.0, 32.0, 45.0, 2.0):.2e}")
    2.82e-03
    """
    grey = require("grey", np.asarray(grey, dtype=float), at_least=0.0, at_most=1.0)
    _, rho, deviation_ratio = _ratios(carrier_to_noise_density_dbhz, video_bandwidth_hz, deviation_ratio)
    return 0.5 * deviation_ratio * np.abs(2.0 * grey - 1.0) * np.exp(-rho)


def received_video(grey, carrier_to_noise_density_dbhz, video_bandwidth_hz, deviation_ratio, generator):
    r"""Video signal behind discriminator and low-pass for the greys that were sent, drawn at random.

    .. math::

       y = \tfrac12 + \frac{(g - \tfrac12) + \sigma \, n(t) - \operatorname{sign}(g - \tfrac12) \, \beta^{-1}
       \sum_i \operatorname{sinc}(t - t_i)}{1 - e^{-\rho}}

    with :math:`n` Gaussian of unit rms and the density :math:`\propto f^2` up to the video bandwidth, and :math:`t_i`,
    in pixels, Poisson with the rate of :func:`clicks_per_pixel`.

    Parameters
    ----------
    grey : array_like
        Greys in the order in which they are sent, from 0 (black) to 1 (white), one-dimensional [-].
    carrier_to_noise_density_dbhz : float
        Carrier power over noise density; minus infinity stands for no carrier [dBHz].
    video_bandwidth_hz : float
        Bandwidth of the picture signal, half the pixel rate, above zero [Hz].
    deviation_ratio : float
        Peak deviation over video bandwidth, above zero [-].
    generator : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    ndarray
        Grey as received, before it is clipped to black and white, same shape [-].

    Raises
    ------
    LinkBudgetError
        If a grey lies outside 0 to 1, or a video bandwidth or deviation ratio is zero or negative.

    Notes
    -----
    Clicks take contrast away, on average the share :math:`e^{-\rho}`; the receiver turns the contrast up again by the
    white and black of its sync pulses.  Against :func:`linkbudget.physics.analog.fm_output_snr_db` the noise of a
    picture whose mean :math:`|2 g - 1|` is :math:`2/\pi`, that of a sinusoid, is the same in the mean; evenly spread
    greys have 1/2.  A click falls on one of four places within its pixel, which leaves its energy and its mean as they
    are.  Blocks of 65 536 pixels have noise of their own.

    References
    ----------
    .. [1] S. O. Rice, Noise in FM receivers, in M. Rosenblatt (editor), Time Series Analysis, Wiley (1963) 395-422.

    Examples
    --------
    >>> generator = np.random.default_rng(1962)
    >>> print(np.round(received_video([0.0, 0.5, 1.0], 36.0, 45.0, 2.0, generator), 2))
    [-0.    0.51  0.98]
    """
    grey = require("grey", np.asarray(grey, dtype=float), at_least=0.0, at_most=1.0).ravel()
    ratios = carrier_to_noise_density_dbhz, video_bandwidth_hz, deviation_ratio
    _, rho, deviation_ratio = _ratios(*ratios)
    if rho < _FAINTEST:
        return np.where(generator.random(grey.size) < 0.5, -np.inf, np.inf)
    sigma, contrast = parabolic_noise_sigma(*ratios), -np.expm1(-rho)
    out = np.empty(grey.size)
    for start in range(0, grey.size, _BLOCK):
        sent = grey[start : start + _BLOCK]
        added = sigma * _parabolic_noise(sent.size, generator)
        clicks = generator.poisson(clicks_per_pixel(sent, *ratios) / _PHASES, (_PHASES, sent.size))
        if clicks.any():
            added = added - _smoothed(clicks * np.sign(sent - 0.5)) / deviation_ratio
        out[start : start + sent.size] = 0.5 + (sent - 0.5 + added) / contrast
    return out


def _parabolic_noise(size, generator):
    """Gaussian noise of unit rms with a density that grows with the square of the frequency, up to half a cycle."""
    span = max(_fast_length(size), 256)
    weight = np.fft.rfftfreq(span)
    power = 2.0 * np.sum(weight**2) - weight[-1] ** 2  # each frequency but the first and last stands for two
    spectrum = np.fft.rfft(generator.standard_normal(span)) * weight * np.sqrt(span / power)
    return np.fft.irfft(spectrum, span)[:size]


def _smoothed(clicks):
    """Clicks of unit area, a row for each place within the pixel, through an ideal low-pass of half a cycle a pixel."""
    span = _fast_length(clicks.shape[1] + 64)
    frequency = np.fft.rfftfreq(span)
    place = (np.arange(_PHASES)[:, None] + 0.5) / _PHASES
    spectrum = (np.fft.rfft(clicks, span) * np.exp(-2j * np.pi * frequency * place)).sum(axis=0)
    return np.fft.irfft(spectrum, span)[: clicks.shape[1]]


def _fast_length(size):
    """An even length of a quick Fourier transform, no less than asked for."""
    from scipy.fft import next_fast_len

    length = next_fast_len(size, real=True)
    while length % 2:
        length = next_fast_len(length + 1, real=True)
    return length


def grey_level_of_video(video, grey_levels):
    r"""Grey level that is shown for a video signal; beyond black and white there is nothing.

    .. math:: l = \min(\max(\lfloor L y \rfloor, 0), L - 1)

    Parameters
    ----------
    video : array_like
        Signal, 0 for black and 1 for white [-].
    grey_levels : int
        Number of grey levels L, two or more [-].

    Returns
    -------
    ndarray or int
        Number of the level, same shape [-].

    Raises
    ------
    LinkBudgetError
        If there are fewer than two levels.

    References
    ----------
    .. [1] J. G. Proakis, Digital Communications, 4th edition (2001), chapter 3 (uniform quantiser).

    Examples
    --------
    >>> print(grey_level_of_video([-0.2, 0.5, 1.3], 64))
    [ 0 32 63]
    """
    grey_levels = int(require("grey_levels", grey_levels, at_least=2.0))
    return np.floor(np.clip(np.asarray(video) * grey_levels, 0.0, grey_levels - 1)).astype(np.int64)


def gaussian_pixel_error_probability(grey, sigma, grey_levels):
    r"""Probability that Gaussian noise moves a given grey out of its level.

    .. math::

       P = \Phi\left(\frac{l / L - g}{\sigma}\right) [l > 0]
       + \Phi\left(\frac{g - (l + 1) / L}{\sigma}\right) [l < L - 1]

    Parameters
    ----------
    grey : array_like
        Grey as sent, from 0 to 1 [-].
    sigma : array_like
        Rms noise, with the swing from black to white as unit [-].
    grey_levels : int
        Number of grey levels L, two or more [-].

    Returns
    -------
    ndarray or float
        Probability, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a grey lies outside 0 to 1, or there are fewer than two levels.

    Notes
    -----
    With every grey the middle of its step it is :func:`linkbudget.physics.picture.analog_pixel_error_probability`.
    Clicks are not Gaussian: below threshold they spoil fewer pixels by more.

    References
    ----------
    .. [1] J. G. Proakis, Digital Communications, 4th edition (2001), section 5.2.6 (amplitude levels in Gaussian
       noise), for given greys.

    Examples
    --------
    >>> print(f"{gaussian_pixel_error_probability(0.5078125, 0.00562, 64):.4f}")
    0.1645
    """
    grey = require("grey", np.asarray(grey, dtype=float), at_least=0.0, at_most=1.0)
    level = grey_level_of_video(grey, grey_levels)
    sigma = np.maximum(sigma, 1e-300)
    below = ndtr((level / grey_levels - grey) / sigma) * (level > 0)
    return below + ndtr((grey - (level + 1.0) / grey_levels) / sigma) * (level < grey_levels - 1)


def sync_pulse_miss_probability(sigma, sync_depth, sync_pixels):
    r"""Probability that noise hides the sync pulse of a line from a threshold at half its depth.

    .. math:: P = Q\left(\frac{d \sqrt w}{2 \sigma}\right)

    Parameters
    ----------
    sigma : array_like
        Rms noise of the video, with the swing from black to white as unit [-].
    sync_depth : array_like
        How far the pulse goes beyond black, with the swing from black to white as unit, above zero [-].
    sync_pixels : array_like
        Length of the pulse in pixels, over which the receiver takes the mean, above zero [-].

    Returns
    -------
    ndarray or float
        Probability, broadcast shape of the arguments; one half for noise alone [-].

    Raises
    ------
    LinkBudgetError
        If a depth or length is not above zero.

    Notes
    -----
    Noise of neighbouring pixels counts as independent.  Parabolic noise averages out faster than that, clicks as fast,
    so the probability is right below threshold, where it matters, and too high above, where it is next to nothing.

    References
    ----------
    .. [1] J. G. Proakis, Digital Communications, 4th edition (2001), section 5.2.1 (on-off keying).

    Examples
    --------
    >>> print(f"{sync_pulse_miss_probability(0.3, 0.4, 8):.4f}")
    0.0297
    """
    depth = require("sync_depth", sync_depth, above=0.0)
    length = require("sync_pixels", sync_pixels, above=0.0)
    with np.errstate(divide="ignore"):
        return 0.5 * erfc(depth * np.sqrt(length) / (2.0 * np.sqrt(2.0) * np.asarray(sigma)))
