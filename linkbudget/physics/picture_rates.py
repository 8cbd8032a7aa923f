"""Rates of a picture channel: bits a pixel, bandwidth of the video signal, bits of grey each second."""

import numpy as np

from linkbudget.errors import require


def bits_per_pixel(grey_levels):
    r"""Bits per pixel for a number of grey levels.

    .. math:: k = \log_2 L

    Parameters
    ----------
    grey_levels : array_like
        Number of grey levels L, two or more [-].

    Returns
    -------
    ndarray or float
        Bits, same shape [-].

    Raises
    ------
    LinkBudgetError
        If a number of levels is below two.

    References
    ----------
    .. [1] C. E. Shannon, A mathematical theory of communication, Bell Syst. Tech. J. 27 (1948), section 6.

    Examples
    --------
    >>> print(f"{bits_per_pixel(64.0):.0f} bits")
    6 bits
    """
    return np.log2(require("grey_levels", grey_levels, at_least=2.0))


def video_bandwidth_hz(pixel_rate_pixels_per_s):
    r"""Least bandwidth of a picture signal: two pixels, one black and one white, make a cycle.

    .. math:: f_m = R / 2

    Parameters
    ----------
    pixel_rate_pixels_per_s : array_like
        Pixels each second, above zero [pixel/s].

    Returns
    -------
    ndarray or float
        Bandwidth, same shape [Hz].

    Raises
    ------
    LinkBudgetError
        If a pixel rate is zero or negative.

    References
    ----------
    .. [1] C. E. Shannon, Communication in the presence of noise, Proc. IRE 37 (1949) 10-21, theorem 1.

    Examples
    --------
    >>> print(f"{video_bandwidth_hz(90.0):.0f} Hz")
    45 Hz
    """
    return require("pixel_rate_pixels_per_s", pixel_rate_pixels_per_s, above=0.0) / 2.0


def grey_bit_rate_bps(pixel_rate_pixels_per_s, bits_per_pixel):
    r"""Bits of grey that a pixel rate delivers each second.

    .. math:: R_b = k R

    Parameters
    ----------
    pixel_rate_pixels_per_s : array_like
        Pixels each second [pixel/s].
    bits_per_pixel : array_like
        Bits of grey in a pixel [-].

    Returns
    -------
    ndarray or float
        Broadcast shape [bit/s].

    References
    ----------
    .. [1] Definition.

    Examples
    --------
    >>> print(f"{grey_bit_rate_bps(90.0, 6.0):.0f} bit/s")
    540 bit/s
    """
    pixel_rate_pixels_per_s = require("pixel_rate_pixels_per_s", pixel_rate_pixels_per_s)
    bits_per_pixel = require("bits_per_pixel", bits_per_pixel)
    return pixel_rate_pixels_per_s * bits_per_pixel
