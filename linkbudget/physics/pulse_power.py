"""Trains of rectangular pulses: average and peak power, width, rate, duty, energy; ranges and speeds of pulsed radar.

Each relation may be turned round for any of its numbers.  The map: :func:`average_pulse_power_w`, :func:`duty_cycle`,
:func:`duty_cycle_of_rate`, :func:`duty_cycle_of_powers`, :func:`energy_of_pulse_j`; :func:`echo_distance_m`,
:func:`unambiguous_range_m`, :func:`range_resolution_m`, :func:`blind_speed_m_per_s`, :func:`radar_echo_power_w`.
"""

import numpy as np

from linkbudget.errors import LinkBudgetError, require
from linkbudget.physics.free_space import watts_from_level_w, wavelength_m
from linkbudget.physics.radar import echo_power_dbw
from linkbudget.physics.radiated_power import eirp_of_power_dbw
from linkbudget.physics.ranging import tone_ambiguity_m


def average_pulse_power_w(peak_power_w, pulse_width_s, pulse_rate_hz):
    r"""Average power of a train of pulses.

    .. math:: \bar P = \hat P \tau f_p

    Parameters
    ----------
    peak_power_w : array_like
        Power while the pulse lasts, above zero [W].
    pulse_width_s : array_like
        Width of a pulse, above zero [s].
    pulse_rate_hz : array_like
        Pulses a second, above zero [Hz].

    Returns
    -------
    ndarray or float
        Average power, broadcast shape of the arguments [W].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Skolnik, Introduction to Radar Systems, 3rd edition (2001), section 1.2.

    Examples
    --------
    >>> print(f"{average_pulse_power_w(250e3, 1e-6, 800.0):.0f} W")
    200 W
    """
    return require("peak_power_w", peak_power_w, above=0.0) * duty_cycle_of_rate(pulse_width_s, pulse_rate_hz)


def duty_cycle(pulse_width_s, pulse_period_s):
    r"""Share of the time that pulses fill, from their width and period.

    .. math:: d = \tau / T

    Parameters
    ----------
    pulse_width_s : array_like
        Width of a pulse, above zero [s].
    pulse_period_s : array_like
        Time from pulse to pulse, not below the width [s].

    Returns
    -------
    ndarray or float
        Duty cycle, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Skolnik, Introduction to Radar Systems, 3rd edition (2001), section 1.2.

    Examples
    --------
    >>> print(f"{duty_cycle(2e-6, 1e-3):.4f}")
    0.0020
    """
    pulse_width_s = require("pulse_width_s", pulse_width_s, above=0.0)
    return _duty(pulse_width_s / require("pulse_period_s", pulse_period_s, above=0.0))


def duty_cycle_of_rate(pulse_width_s, pulse_rate_hz):
    r"""Share of the time that pulses fill, from their width and rate.

    .. math:: d = \tau f_p

    Parameters
    ----------
    pulse_width_s : array_like
        Width of a pulse, above zero [s].
    pulse_rate_hz : array_like
        Pulses a second, above zero [Hz].

    Returns
    -------
    ndarray or float
        Duty cycle, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Skolnik, Introduction to Radar Systems, 3rd edition (2001), section 1.2.

    Examples
    --------
    >>> print(f"{duty_cycle_of_rate(2e-6, 400.0):.4f}")
    0.0008
    """
    pulse_width_s = require("pulse_width_s", pulse_width_s, above=0.0)
    return _duty(pulse_width_s * require("pulse_rate_hz", pulse_rate_hz, above=0.0))


def duty_cycle_of_powers(average_power_w, peak_power_w):
    r"""Share of the time that pulses fill, from average and peak power.

    .. math:: d = \bar P / \hat P

    Parameters
    ----------
    average_power_w : array_like
        Average power, above zero and not above the peak [W].
    peak_power_w : array_like
        Power while the pulse lasts, above zero [W].

    Returns
    -------
    ndarray or float
        Duty cycle, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Skolnik, Introduction to Radar Systems, 3rd edition (2001), section 1.2.

    Examples
    --------
    >>> print(f"{duty_cycle_of_powers(200.0, 250e3):.4f}")
    0.0008
    """
    average_power_w = require("average_power_w", average_power_w, above=0.0)
    return _duty(average_power_w / require("peak_power_w", peak_power_w, above=0.0))


def energy_of_pulse_j(peak_power_w, pulse_width_s):
    r"""Energy of a rectangular pulse.

    .. math:: E = \hat P \tau

    Parameters
    ----------
    peak_power_w : array_like
        Power while the pulse lasts, above zero [W].
    pulse_width_s : array_like
        Width of a pulse, above zero [s].

    Returns
    -------
    ndarray or float
        Energy, broadcast shape of the arguments [J].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Skolnik, Introduction to Radar Systems, 3rd edition (2001), section 2.6.

    Examples
    --------
    >>> print(f"{energy_of_pulse_j(250e3, 1e-6):.2f} J")
    0.25 J
    """
    peak_power_w = require("peak_power_w", peak_power_w, above=0.0)
    return peak_power_w * require("pulse_width_s", pulse_width_s, above=0.0)


def echo_distance_m(echo_delay_s):
    r"""Distance of a target from the delay of its echo.

    .. math:: d = c t / 2

    Parameters
    ----------
    echo_delay_s : array_like
        Time from pulse to echo, above zero [s].

    Returns
    -------
    ndarray or float
        Distance, same shape as ``echo_delay_s`` [m].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Skolnik, Introduction to Radar Systems, 3rd edition (2001), section 1.1.

    Examples
    --------
    >>> print(f"{echo_distance_m(1e-3) / 1e3:.2f} km")
    149.90 km
    """
    return tone_ambiguity_m(1.0 / require("echo_delay_s", echo_delay_s, above=0.0))


def unambiguous_range_m(pulse_rate_hz):
    r"""Largest range whose echo arrives before the next pulse.

    .. math:: R_{un} = \frac{c}{2 f_p}

    Parameters
    ----------
    pulse_rate_hz : array_like
        Pulses a second, above zero [Hz].

    Returns
    -------
    ndarray or float
        Range, same shape as ``pulse_rate_hz`` [m].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Skolnik, Introduction to Radar Systems, 3rd edition (2001), section 1.1.

    Examples
    --------
    >>> print(f"{unambiguous_range_m(800.0) / 1e3:.1f} km")
    187.4 km
    """
    return echo_distance_m(1.0 / require("pulse_rate_hz", pulse_rate_hz, above=0.0))


def range_resolution_m(pulse_width_s):
    r"""Least distance of two targets whose echoes of a pulse do not overlap, also the blind range.

    .. math:: \Delta R = c \tau / 2

    Parameters
    ----------
    pulse_width_s : array_like
        Width of a pulse, above zero [s].

    Returns
    -------
    ndarray or float
        Distance, same shape as ``pulse_width_s`` [m].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Skolnik, Introduction to Radar Systems, 3rd edition (2001), section 1.1.

    Examples
    --------
    >>> print(f"{range_resolution_m(0.5e-6):.1f} m")
    74.9 m
    """
    return echo_distance_m(require("pulse_width_s", pulse_width_s, above=0.0))


def blind_speed_m_per_s(frequency_hz, pulse_rate_hz, order=1):
    r"""Radial speed at which a radar that cancels echoes of still targets sees nothing.

    .. math:: v_n = \frac{n \lambda f_p}{2}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    pulse_rate_hz : array_like
        Pulses a second, above zero [Hz].
    order : array_like, optional
        Order of the blind speed, one or more [-].

    Returns
    -------
    ndarray or float
        Speed, broadcast shape of the arguments [m/s].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Skolnik, Introduction to Radar Systems, 3rd edition (2001), section 3.1.

    Examples
    --------
    >>> print(f"{blind_speed_m_per_s(3e9, 1000.0):.1f} m/s")
    50.0 m/s
    """
    order = require("order", order, at_least=1.0)
    return order * wavelength_m(frequency_hz) * require("pulse_rate_hz", pulse_rate_hz, above=0.0) / 2.0


def radar_echo_power_w(distance_m, frequency_hz, peak_power_w, antenna_gain_dbi, radar_cross_section_m2, losses_db=0.0):
    r"""Power of an echo at one antenna that sends and receives, the radar equation.

    .. math:: P_r = \frac{P_t G^2 \lambda^2 \sigma}{(4 \pi)^3 d^4} 10^{-L / 10}

    Parameters
    ----------
    distance_m : array_like
        Distance, above zero [m].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    peak_power_w : array_like
        Power while the pulse lasts, above zero [W].
    antenna_gain_dbi : array_like
        Gain of the antenna [dBi].
    radar_cross_section_m2 : array_like
        Radar cross-section of the target, above zero [m2].
    losses_db : array_like, optional
        Sum of the losses, zero or more [dB].

    Returns
    -------
    ndarray or float
        Power of the echo, broadcast shape of the arguments [W].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    Turned round for the distance it is the maximum range of a least power that is detected.

    References
    ----------
    .. [1] Skolnik, Introduction to Radar Systems, 3rd edition (2001), section 1.2 and 2.1.

    Examples
    --------
    >>> print(f"{radar_echo_power_w(60e3, 3e9, 500e3, 33.0, 2.0) * 1e12:.2f} pW")
    1.55 pW
    """
    eirp_dbw = eirp_of_power_dbw(require("peak_power_w", peak_power_w, above=0.0), antenna_gain_dbi, losses_db)
    echo_dbw = echo_power_dbw(distance_m, frequency_hz, eirp_dbw, antenna_gain_dbi, radar_cross_section_m2)
    return watts_from_level_w(echo_dbw)


def _duty(share):
    """A duty cycle, refused above one."""
    if np.any(share > 1.0):
        raise LinkBudgetError(f"duty cycle = {np.max(share):g}: expected at most 1, pulses shorter than their period")
    return share
