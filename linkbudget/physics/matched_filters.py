r"""Loss of filters that do not match the pulse, against the matched filter, at the best instant.

The map: :func:`single_pole_filter_loss_db` and :func:`gaussian_filter_loss_db`, both of a rectangular pulse, and of a
symbol of a rectangular shape that is decided alone; :func:`filter_bandwidth_hz`, a bandwidth given in parts of one over
the duration.

The bandwidth is that of the band-pass filter between its points of half power.  A low-pass filter behind the detector
counts with twice its cut-off frequency.
"""

import math

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start

from linkbudget.errors import require


def filter_bandwidth_hz(bandwidth_ratio, pulse_duration_s):
    r"""Bandwidth of a filter from its ratio to that of the matched filter.

    .. math:: B = k / \tau

    Parameters
    ----------
    bandwidth_ratio : array_like
        Bandwidth in parts of one over the duration, k = B tau, above zero [-].
    pulse_duration_s : array_like
        Duration of the pulse, above zero [s].

    Returns
    -------
    ndarray or float
        Bandwidth between the points of half power, broadcast shape of the arguments [Hz].

    Raises
    ------
    LinkBudgetError
        If an argument is not above zero.

    References
    ----------
    .. [1] Skolnik, Introduction to Radar Systems, 3rd edition (2001), section 5.2, Table 5.1 (efficiency of nonmatched
       filters).

    Examples
    --------
    >>> print(f"{filter_bandwidth_hz(0.5, 22.2e-6) / 1e3:.1f} kHz")
    22.5 kHz
    """
    ratio = require("bandwidth_ratio", bandwidth_ratio, above=0.0)
    return ratio / require("pulse_duration_s", pulse_duration_s, above=0.0)


def single_pole_filter_loss_db(bandwidth_hz, pulse_duration_s):
    r"""Loss of a single tuned circuit, or of an RC low-pass, against the matched filter of a rectangular pulse.

    .. math:: L = \frac{\pi B \tau}{2 \left( 1 - e^{-\pi B \tau} \right)^2}

    Parameters
    ----------
    bandwidth_hz : array_like
        Bandwidth B between the points of half power; of a low-pass twice the cut-off frequency, above zero [Hz].
    pulse_duration_s : array_like
        Duration of the pulse, above zero [s].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument is not above zero.

    Notes
    -----
    The output is read at the end of the pulse.  The least loss, 0.89 dB, is that of B tau = 0.40.  What earlier pulses
    leave in the filter is not counted.

    References
    ----------
    .. [1] Skolnik, Introduction to Radar Systems, 3rd edition (2001), section 5.2, Table 5.1 (efficiency of nonmatched
       filters).

    Examples
    --------
    >>> print(", ".join(f"{single_pole_filter_loss_db(width, 1.0):.2f} dB" for width in (0.4, 0.5, 1.0, 2.0)))
    0.89 dB, 0.98 dB, 2.34 dB, 4.99 dB
    """
    product = math.pi * _product(bandwidth_hz, pulse_duration_s)
    return 10.0 * np.log10(0.5 * product / np.expm1(-product) ** 2)


def gaussian_filter_loss_db(bandwidth_hz, pulse_duration_s):
    r"""Loss of a filter of Gaussian shape against the matched filter of a rectangular pulse.

    .. math::

        L = \sqrt{\frac{\pi}{4 \ln 2}} \frac{B \tau}{\operatorname{erf}^2 \left( \pi B \tau / \sqrt{8 \ln 2} \right)}

    Parameters
    ----------
    bandwidth_hz : array_like
        Bandwidth B between the points of half power, above zero [Hz].
    pulse_duration_s : array_like
        Duration of the pulse, above zero [s].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument is not above zero.

    Notes
    -----
    The output is read in the middle of the pulse.  The least loss, 0.51 dB, is that of B tau = 0.74.

    References
    ----------
    .. [1] Skolnik, Introduction to Radar Systems, 3rd edition (2001), section 5.2, Table 5.1 (efficiency of nonmatched
       filters).

    Examples
    --------
    >>> print(f"{gaussian_filter_loss_db(0.74, 1.0):.2f} dB")
    0.51 dB
    """
    product = _product(bandwidth_hz, pulse_duration_s)
    passed = scipy.special.erf(math.pi * product / math.sqrt(8.0 * math.log(2.0)))
    return 10.0 * np.log10(math.sqrt(math.pi / (4.0 * math.log(2.0))) * product / passed**2)


def _product(bandwidth_hz, pulse_duration_s):
    width_hz = require("bandwidth_hz", bandwidth_hz, above=0.0)
    return width_hz * require("pulse_duration_s", pulse_duration_s, above=0.0)
