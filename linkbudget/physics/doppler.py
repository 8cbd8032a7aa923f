"""Doppler shift of the frequency by motion along the path.

A positive range rate means growing distance and gives a negative shift.  The map: :func:`one_way_doppler_shift_hz`,
:func:`two_way_doppler_shift_hz` (through a coherent transponder) and :func:`doppler_rate_hz_per_s`.
"""

import numpy as np

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import require


def _velocity_ratio(range_rate_m_per_s):
    """Range rate over the speed of light, refused at that speed and beyond."""
    limit = SPEED_OF_LIGHT_M_PER_S
    return require("range_rate_m_per_s", range_rate_m_per_s, above=-limit, below=limit) / limit


def one_way_doppler_shift_hz(range_rate_m_per_s, frequency_hz, *, relativistic=False):
    r"""Received less transmitted frequency over one path.

    .. math:: \Delta f = -f \frac{\dot r}{c}

    Parameters
    ----------
    range_rate_m_per_s : array_like
        Rate at which the distance grows, slower than light [m/s].
    frequency_hz : array_like
        Transmitted frequency, above zero [Hz].
    relativistic : bool, optional
        True for the exact shift of motion along the path, the second form in the notes.

    Returns
    -------
    ndarray or float
        Shift, broadcast shape of the arguments [Hz].

    Raises
    ------
    LinkBudgetError
        If any speed reaches that of light, or any frequency is not above zero.

    Notes
    -----
    The first order is what link design and published pass tables use.  It leaves out terms of the relative size
    (v/c)^2 / 2, 1.5e-9 or 1.4 Hz for 16.66 km/s at 922.76 MHz.  The exact shift for motion along the path only,

    .. math:: \Delta f = f \left( \sqrt{\frac{1 - \dot r / c}{1 + \dot r / c}} - 1 \right),

    holds the time dilation of motion along the path, but not of motion across it nor of gravity, which are of the same
    order: it shows the size of what is left out and is no model for orbit determination.

    Radar and coherent transponders see twice this shift: :func:`two_way_doppler_shift_hz`.  Textbooks print the
    shift of an approaching target as positive; here a falling range has a negative rate.

    References
    ----------
    .. [1] DSN 810-005, module 202 Rev. C, Doppler Tracking (2019).
    .. [2] Einstein, Zur Elektrodynamik bewegter Körper, Ann. Phys. 17 (1905) 891, section 7.

    Examples
    --------
    Mars 1 on 21 March 1963:

    >>> print(f"{one_way_doppler_shift_hz(16.66e3, 922.76e6) / 1e3:.1f} kHz")
    -51.3 kHz
    """
    ratio = _velocity_ratio(range_rate_m_per_s)
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    if relativistic:
        return frequency_hz * np.expm1(-np.arctanh(ratio))  # the square root less one, without cancellation
    return -frequency_hz * ratio


def two_way_doppler_shift_hz(range_rate_m_per_s, uplink_frequency_hz, turnaround_ratio):
    r"""Received less nominal downlink frequency through a coherent transponder.

    .. math:: \Delta f = -2 M f_u \frac{\dot r}{c}

    Parameters
    ----------
    range_rate_m_per_s : array_like
        Rate at which the distance grows, the mean of the way up and the way down, slower than light [m/s].
    uplink_frequency_hz : array_like
        Frequency sent up, above zero [Hz].
    turnaround_ratio : array_like
        Downlink over uplink frequency M of the transponder, above zero [-].

    Returns
    -------
    ndarray or float
        Shift from M times the uplink frequency, broadcast shape of the arguments [Hz].

    Raises
    ------
    LinkBudgetError
        If any speed reaches that of light, or any frequency or ratio is not above zero.

    Notes
    -----
    First order in v/c, as :func:`one_way_doppler_shift_hz`; what is left out is of the relative size v/c of the shift.

    References
    ----------
    .. [1] DSN 810-005, module 202 Rev. C, Doppler Tracking (2019).

    Examples
    --------
    >>> print(f"{two_way_doppler_shift_hz(10e3, 7155.377e6, 880 / 749) / 1e3:.1f} kHz")
    -560.8 kHz
    """
    ratio = _velocity_ratio(range_rate_m_per_s)
    uplink_frequency_hz = require("uplink_frequency_hz", uplink_frequency_hz, above=0.0)
    return -2.0 * require("turnaround_ratio", turnaround_ratio, above=0.0) * uplink_frequency_hz * ratio


def doppler_rate_hz_per_s(range_acceleration_m_per_s2, frequency_hz):
    r"""Rate at which the one-way shift changes.

    .. math:: \frac{d \Delta f}{dt} = -f \frac{\ddot r}{c}

    Parameters
    ----------
    range_acceleration_m_per_s2 : array_like
        Rate at which the range rate grows [m/s2].
    frequency_hz : array_like
        Transmitted frequency, above zero [Hz].

    Returns
    -------
    ndarray or float
        Doppler rate, broadcast shape of the arguments; twice the turnaround ratio times it, with the uplink frequency,
        for two ways [Hz/s].

    Raises
    ------
    LinkBudgetError
        If any frequency is zero or negative.

    References
    ----------
    .. [1] DSN 810-005, module 202 Rev. C, Doppler Tracking (2019).

    Examples
    --------
    A low satellite overhead, 100 m/s2 at 437 MHz:

    >>> print(f"{doppler_rate_hz_per_s(100.0, 437e6):.1f} Hz/s")
    -145.8 Hz/s
    """
    acceleration = require("range_acceleration_m_per_s2", range_acceleration_m_per_s2)
    return -require("frequency_hz", frequency_hz, above=0.0) * acceleration / SPEED_OF_LIGHT_M_PER_S
