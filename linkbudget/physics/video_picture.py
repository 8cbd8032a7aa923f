r"""Pictures through the analogue channel with frequency modulation: noise and clicks, drawn at random.

What a discriminator adds to the video is, by Rice, two things: Gaussian noise with the parabolic density of frequency
noise, and clicks, each one whole turn of the carrier's phase, which the low-pass spreads into a pulse of about a pixel.
Most go towards the middle: bright spots on black, dark spots on white.  A picture's edges and fine detail have more of
them than its areas, since the filter before the discriminator trims the sidebands there and the carrier dips.

The map

- the channel: :func:`received_video`, made of :func:`parabolic_noise_sigma` and the clicks of
  :func:`carrier_of_picture`; on an area of one grey :func:`clicks_per_pixel`;
- grey levels shown: :func:`grey_level_of_video`, :func:`gaussian_pixel_error_probability`;
- the line sync pulse: :func:`sync_pulse_miss_probability`.

The rate of clicks is that of :func:`linkbudget.physics.fm_clicks.click_rate_hz`, from which the signal-to-noise ratio
of the budget follows too.  Two pixels make a cycle of the video bandwidth, so that pixels are the samples of the
band-limited video signal.
"""

import numpy as np
from scipy.special import erfc, ndtr

from linkbudget.errors import require
from linkbudget.physics.fm_clicks import click_rate_hz

_BLOCK = 1 << 16  # pixels whose noise is made at once
_MARGIN = 32  # pixels on either side of a block, mirrored, that keep the ends of the filter away from it
_FAINTEST = 1e-6  # carrier-to-noise ratio below which all is noise
_NO_CLICKS = 60.0  # carrier-to-noise ratio above which a block has less than a thousandth of a click, dips counted


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
    carrier_to_noise_density_dbhz = require("carrier_to_noise_density_dbhz", carrier_to_noise_density_dbhz)
    gamma, _, deviation_ratio = _ratios(carrier_to_noise_density_dbhz, video_bandwidth_hz, deviation_ratio)
    with np.errstate(divide="ignore"):
        return 1.0 / (deviation_ratio * np.sqrt(12.0 * gamma))


def clicks_per_pixel(grey, carrier_to_noise_density_dbhz, video_bandwidth_hz, deviation_ratio):
    r"""Clicks to be expected while a pixel is sent, within an area of one grey.

    .. math:: n = \frac{N(\rho, f)}{2 f_m}, \quad f = \beta f_m (2 g - 1), \quad \rho = \frac{\gamma}{2 (\beta + 1)}

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
        Mean number of both directions, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a grey lies outside 0 to 1, or a video bandwidth or deviation ratio is zero or negative.

    References
    ----------
    .. [1] S. O. Rice, Noise in FM receivers, in M. Rosenblatt (editor), Time Series Analysis, Wiley (1963) 395-422:
       :func:`linkbudget.physics.fm_clicks.click_rate_hz`.

    Examples
    --------
    >>> print(f"{clicks_per_pixel(1.0, 32.0, 45.0, 2.0):.2e}")
    2.82e-03
    """
    carrier_to_noise_density_dbhz = require("carrier_to_noise_density_dbhz", carrier_to_noise_density_dbhz)
    grey = np.asarray(require("grey", grey, at_least=0.0, at_most=1.0), dtype=float)
    _, rho, deviation_ratio = _ratios(carrier_to_noise_density_dbhz, video_bandwidth_hz, deviation_ratio)
    return 0.5 * click_rate_hz(rho, deviation_ratio * (2.0 * grey - 1.0), (deviation_ratio + 1.0) / np.sqrt(3.0))


def carrier_of_picture(grey, deviation_ratio):
    r"""Amplitude and frequency of the carrier of a picture behind the filter, at several instants within each pixel.

    .. math:: a(t) = h(t) * \exp\left(2 \pi i \beta f_m \int \left(2 g(t) - 1\right) dt\right), \quad
       h \text{ passes } |f| \le (\beta + 1) f_m

    Parameters
    ----------
    grey : array_like
        Greys in the order in which they are sent, from 0 (black) to 1 (white), one-dimensional [-].
    deviation_ratio : float
        Peak deviation over video bandwidth, above zero [-].

    Returns
    -------
    tuple of ndarray and ndarray
        Amplitude over the unfiltered one, and frequency over the video bandwidth, each with a row for every pixel and a
        column for every instant; the pixel's own sample stands in the middle of its row [-].

    Raises
    ------
    LinkBudgetError
        If a grey lies outside 0 to 1, or a deviation ratio is zero or negative.

    Notes
    -----
    Between pixels the video is band-limited; where that would go beyond black or white, the transmitter limits it
    there.  Limiter and filter distort the video by 30 to 35 dB below the swing; that is not shown in the picture.

    References
    ----------
    .. [1] C. E. Shannon, Communication in the presence of noise, Proc. IRE 37 (1949) 10-21, theorem 1 (the signal
       between its samples).

    Examples
    --------
    >>> amplitude, _ = carrier_of_picture(np.repeat([0.0, 1.0, 0.0], [20, 1, 20]), 5.0)
    >>> print(np.round(amplitude[18:23].min(axis=1), 2))
    [0.96 0.9  0.86 0.9  0.96]
    """
    grey = np.asarray(require("grey", grey, at_least=0.0, at_most=1.0), dtype=float).ravel()
    beta = float(require("deviation_ratio", deviation_ratio, above=0.0))
    steps = 2 * int(np.ceil(1.5 * (beta + 1.0)))  # instants within a pixel: 1.5 times what the filter passes
    size = _fast_length(grey.size + 2 * _MARGIN)
    greys = np.pad(grey, (_MARGIN, size - grey.size - _MARGIN), mode="symmetric")
    size *= steps
    lag = np.exp(-1j * np.pi * np.arange(greys.size // 2 + 1) * (steps - 1) / size)  # to the middle of the row
    video = np.clip(np.fft.irfft(np.fft.rfft(2.0 * greys - 1.0) * lag, size) * steps, -1.0, 1.0)
    turns = np.cumsum(video - video.mean()) * (0.5 * beta / steps)
    frequency = np.fft.fftfreq(size, 0.5 / steps) + beta * video.mean()
    spectrum = np.fft.fft(np.exp(2j * np.pi * turns).astype(np.complex64)) * (np.abs(frequency) <= beta + 1.0)
    carrier, slope = np.fft.ifft(spectrum), np.fft.ifft(spectrum * frequency.astype(np.float32))
    here = slice(_MARGIN * steps, (_MARGIN + grey.size) * steps)
    carrier, slope = carrier[here].reshape(-1, steps), slope[here].reshape(-1, steps)
    power = np.maximum(carrier.real**2 + carrier.imag**2, 1e-12)
    return np.sqrt(power), (slope * carrier.conj()).real / power


def received_video(grey, carrier_to_noise_density_dbhz, video_bandwidth_hz, deviation_ratio, generator):
    r"""Video signal behind discriminator and low-pass for the greys that were sent, drawn at random.

    .. math::

       y = \tfrac12 + \frac{(g - \tfrac12) + \sigma \, n(t) + \beta^{-1}
       \left[\sum_i \operatorname{sinc}(t - t_i^+) - \sum_i \operatorname{sinc}(t - t_i^-)\right]}{1 - e^{-\rho}}

    with :math:`n` Gaussian of unit rms and the density :math:`\propto f^2` up to the video bandwidth, and
    :math:`t_i^\pm`, in pixels, Poisson with the rates :math:`(N \mp f e^{-\rho R^2}) / 4 f_m` at the amplitude R and
    frequency f of :func:`carrier_of_picture`, N from :func:`linkbudget.physics.fm_clicks.click_rate_hz`.

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
    Clicks take contrast away, on an area the share :math:`e^{-\rho}`; the receiver turns the contrast up again by the
    white and black of its sync pulses.  Against a simulated discriminator that gets the same pictures (random greys, a
    chart, stripes, white; deviation ratios of 1 and 2) the noise is within 0.4 dB at carrier-to-noise ratios of 6 to
    10 dB; at 4 dB it is 0.2 to 0.7 dB too much.  Blocks of 65 536 pixels have noise of their own.

    References
    ----------
    .. [1] S. O. Rice, Noise in FM receivers, in M. Rosenblatt (editor), Time Series Analysis, Wiley (1963) 395-422.

    Examples
    --------
    >>> generator = np.random.default_rng(1962)
    >>> print(np.round(received_video([0.0, 0.5, 1.0], 36.0, 45.0, 2.0, generator), 2))
    [-0.    0.51  0.98]
    """
    carrier_to_noise_density_dbhz = require("carrier_to_noise_density_dbhz", carrier_to_noise_density_dbhz)
    grey = np.asarray(require("grey", grey, at_least=0.0, at_most=1.0), dtype=float).ravel()
    ratios = carrier_to_noise_density_dbhz, video_bandwidth_hz, deviation_ratio
    _, rho, deviation_ratio = _ratios(*ratios)
    if rho < _FAINTEST:
        return np.where(generator.random(grey.size) < 0.5, -np.inf, np.inf)
    sigma, contrast = parabolic_noise_sigma(*ratios), -np.expm1(-rho)
    out = np.empty(grey.size)
    for start in range(0, grey.size, _BLOCK):
        sent = grey[start : start + _BLOCK]
        added = sigma * _parabolic_noise(sent.size, generator)
        if rho < _NO_CLICKS:
            added = added + _clicks(sent, rho, deviation_ratio, generator) / deviation_ratio
        out[start : start + sent.size] = 0.5 + (sent - 0.5 + added) / contrast
    return out


def _clicks(grey, rho, deviation_ratio, generator):
    """Sum of the clicks of a picture behind the low-pass, at its pixels; each has the area of one pixel."""
    amplitude, offset = carrier_of_picture(grey, deviation_ratio)
    steps = offset.shape[1]
    rate = click_rate_hz(rho * amplitude**2, offset, (deviation_ratio + 1.0) / np.sqrt(3.0))
    against = offset * np.exp(-rho * amplitude**2)
    clicks = np.zeros(offset.size)
    for direction in (1.0, -1.0):
        so_far = np.cumsum(np.maximum(rate - direction * against, 0.0)) * (0.25 / steps)
        where = np.searchsorted(so_far, generator.uniform(0.0, so_far[-1], generator.poisson(so_far[-1])))
        clicks += direction * np.bincount(where, minlength=clicks.size)
    return _smoothed(clicks.reshape(offset.shape))


def _parabolic_noise(size, generator):
    """Gaussian noise of unit rms with a density that grows with the square of the frequency, up to half a cycle."""
    span = max(_fast_length(size), 256)
    weight = np.fft.rfftfreq(span)
    power = 2.0 * np.sum(weight**2) - weight[-1] ** 2  # each frequency but the first and last stands for two
    spectrum = np.fft.rfft(generator.standard_normal(span)) * weight * np.sqrt(span / power)
    return np.fft.irfft(spectrum, span)[:size]


def _smoothed(clicks):
    """Clicks of unit area, several places in a row to a pixel, through an ideal low-pass of half a cycle a pixel."""
    pixels, steps = clicks.shape
    span = _fast_length(pixels + 64)
    spectrum = np.fft.rfft(clicks.ravel(), span * steps)[: span // 2 + 1]
    spectrum *= np.exp(1j * np.pi * np.arange(spectrum.size) * (steps - 1) / (span * steps))
    return np.fft.irfft(spectrum, span)[:pixels]


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
    video = require("video", video)
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
    sigma = require("sigma", sigma)
    grey = np.asarray(require("grey", grey, at_least=0.0, at_most=1.0), dtype=float)
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
    sigma = require("sigma", sigma)
    depth = require("sync_depth", sync_depth, above=0.0)
    length = require("sync_pixels", sync_pixels, above=0.0)
    with np.errstate(divide="ignore"):
        return 0.5 * erfc(depth * np.sqrt(length) / (2.0 * np.sqrt(2.0) * np.asarray(sigma)))
