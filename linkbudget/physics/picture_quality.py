r"""Similarity of a received picture to the one that was sent: two measures between arrays of grey.

The map: :func:`peak_snr_db` counts what every pixel is off; :func:`structural_similarity` asks whether the same things
can be seen.  Both compare pictures pixel by pixel; the figures of merit of a *channel*, for pictures of evenly spread
greys, are in :mod:`linkbudget.physics.picture`.
"""

import numpy as np

from linkbudget.errors import LinkBudgetError, require

_RADIUS, _SPREAD = 5, 1.5  # of the window, in pixels: 11 x 11
_LUMINANCE, _CONTRAST = 0.01, 0.03  # K1 and K2
_LINES = 64  # whose moments are made at once


def peak_snr_db(sent, received, *, peak=255.0):
    r"""Peak signal-to-noise ratio: the whole scale of grey over the rms error.

    .. math:: \mathrm{PSNR} = 20 \log_{10} \frac{g_\mathrm{peak}}{\sqrt{\overline{(x - y)^2}}}

    Parameters
    ----------
    sent : array_like
        Picture as sent, any shape [-].
    received : array_like
        Picture as received, the same shape [-].
    peak : float, optional
        Grey of white where black is 0 [-].

    Returns
    -------
    float
        Ratio; infinity where both are equal [dB].

    Raises
    ------
    LinkBudgetError
        If the shapes differ, a picture is empty, or the peak is not above zero.

    References
    ----------
    .. [1] Z. Wang, A. C. Bovik, Mean squared error: love it or leave it?, IEEE Signal Processing Magazine 26-1 (2009)
       98-117, equations (1) and (2).

    Examples
    --------
    >>> print(f"{peak_snr_db([0, 100, 255, 20], [0, 110, 255, 20]):.2f} dB")
    34.15 dB
    """
    sent, received = _pair(sent, received)
    difference = np.subtract(sent, received, dtype=float)
    square = float(np.mean(difference * difference))  # a product of vectors would wait for the threads of BLAS
    peak = float(require("peak", peak, above=0.0))
    return np.inf if square == 0.0 else 10.0 * np.log10(peak**2 / square)


def structural_similarity(sent, received, *, peak=255.0):
    r"""Mean structural similarity of two pictures: 1 for equal ones, about 0 where nothing is alike.

    .. math::

       \mathrm{SSIM} = \frac{(2 \mu_x \mu_y + C_1)(2 \sigma_{xy} + C_2)}
       {(\mu_x^2 + \mu_y^2 + C_1)(\sigma_x^2 + \sigma_y^2 + C_2)},
       \quad C_1 = (0.01 \, g_\mathrm{peak})^2, \; C_2 = (0.03 \, g_\mathrm{peak})^2

    with means, variances and covariance in a Gaussian window around each pixel.

    Parameters
    ----------
    sent : array_like
        Picture as sent, two-dimensional [-].
    received : array_like
        Picture as received, the same shape [-].
    peak : float, optional
        Grey of white where black is 0 [-].

    Returns
    -------
    float
        Mean over the windows that lie wholly inside; NaN for a picture of fewer than 11 pixels a side, which holds no
        such window [-].

    Raises
    ------
    LinkBudgetError
        If the shapes differ, they are not two-dimensional, a picture is empty, or the peak is not above zero.

    Notes
    -----
    The window of the paper: 11 x 11 pixels, Gaussian of 1.5 pixels, sum one; local moments with these weights, without
    the correction for small samples.  The authors shrink large pictures first; that is not done here.

    References
    ----------
    .. [1] Z. Wang, A. C. Bovik, H. R. Sheikh, E. P. Simoncelli, Image quality assessment: from error visibility to
       structural similarity, IEEE Trans. Image Processing 13 (2004) 600-612, equations (13) to (17).

    Examples
    --------
    >>> wedge = np.linspace(0.0, 255.0, 32) * np.ones((32, 1))
    >>> print(f"{structural_similarity(wedge, wedge):.3f}, {structural_similarity(wedge, 255.0 - wedge):.3f}")
    1.000, -0.501
    """
    sent, received = _pair(sent, received)
    if sent.ndim != 2:
        raise LinkBudgetError(f"pictures of {sent.ndim} dimensions: expected two")
    peak = float(require("peak", peak, above=0.0))
    if min(sent.shape) < 2 * _RADIUS + 1:
        return np.nan
    total = 0.0
    for first in range(0, sent.shape[0] - 2 * _RADIUS, _LINES):
        lines = slice(first, first + _LINES + 2 * _RADIUS)
        total += _similarities(sent[lines].astype(float), received[lines].astype(float), peak).sum()
    return total / ((sent.shape[0] - 2 * _RADIUS) * (sent.shape[1] - 2 * _RADIUS))


def _similarities(sent, received, peak):
    """Structural similarity around each pixel whose window lies wholly inside."""
    mean_x, mean_y = _window_mean(sent), _window_mean(received)
    covariance = _window_mean(sent * received) - mean_x * mean_y
    variances = _window_mean(sent**2 + received**2) - mean_x**2 - mean_y**2
    luminance, contrast = (_LUMINANCE * peak) ** 2, (_CONTRAST * peak) ** 2
    same = (2.0 * mean_x * mean_y + luminance) * (2.0 * covariance + contrast)
    return same / ((mean_x**2 + mean_y**2 + luminance) * (variances + contrast))


def _pair(sent, received):
    sent, received = np.asarray(sent), np.asarray(received)
    if sent.shape != received.shape:
        raise LinkBudgetError(f"pictures of {sent.shape} and {received.shape} pixels: expected the same shape")
    if sent.size == 0:
        raise LinkBudgetError("a picture without pixels: expected one at least")
    return sent, received


def _window_mean(picture):
    """Mean in the window around each pixel whose window lies wholly inside."""
    from scipy.ndimage import correlate1d

    weights = np.exp(-0.5 * (np.arange(-_RADIUS, _RADIUS + 1) / _SPREAD) ** 2)
    weights /= weights.sum()
    inside = slice(_RADIUS, -_RADIUS)
    down = correlate1d(picture, weights, axis=0)[inside]
    return correlate1d(down, weights, axis=1)[:, inside]
