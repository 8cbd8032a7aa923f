"""Decibels as ratios: of powers by 10 log, of amplitudes (voltage, field strength) by 20 log.

The map: :func:`power_ratio_db`, :func:`amplitude_ratio_db`, :func:`power_gain_db`, :func:`voltage_gain_db`,
:func:`power_change_db`, :func:`bandwidth_ratio_db`.  Levels over a milliwatt or a microvolt are in
:mod:`linkbudget.physics.decibel_levels`.
"""

import numpy as np

from linkbudget.errors import require


def power_ratio_db(power_ratio):
    r"""Ratio of two powers in decibels.

    .. math:: L = 10 \log_{10} r

    Parameters
    ----------
    power_ratio : array_like
        Power over another power, above zero [-].

    Returns
    -------
    ndarray or float
        Ratio, same shape as ``power_ratio`` [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1, section 2.

    Examples
    --------
    >>> print(f"{power_ratio_db(2.0):.2f} dB")
    3.01 dB
    """
    return 10.0 * np.log10(require("power_ratio", power_ratio, above=0.0))


def amplitude_ratio_db(amplitude_ratio):
    r"""Ratio of two amplitudes, such as voltages or field strengths, in decibels.

    .. math:: L = 20 \log_{10} r

    Parameters
    ----------
    amplitude_ratio : array_like
        Amplitude over another amplitude at the same impedance, above zero [-].

    Returns
    -------
    ndarray or float
        Ratio, same shape as ``amplitude_ratio`` [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1, section 3.

    Examples
    --------
    >>> print(f"{amplitude_ratio_db(2.0):.2f} dB")
    6.02 dB
    """
    return 20.0 * np.log10(require("amplitude_ratio", amplitude_ratio, above=0.0))


def power_gain_db(input_power_w, output_power_w):
    r"""Gain from the powers at input and output; negative for a loss.

    .. math:: G = 10 \log_{10} \frac{P_2}{P_1}

    Parameters
    ----------
    input_power_w : array_like
        Power at the input, above zero [W].
    output_power_w : array_like
        Power at the output, above zero [W].

    Returns
    -------
    ndarray or float
        Gain, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1, section 2.

    Examples
    --------
    >>> print(f"{power_gain_db(5e-3, 20.0):.2f} dB")
    36.02 dB
    """
    output_power_w = require("output_power_w", output_power_w, above=0.0)
    return power_ratio_db(output_power_w / require("input_power_w", input_power_w, above=0.0))


def voltage_gain_db(input_voltage_v, output_voltage_v):
    r"""Gain from the voltages at input and output, both across the same impedance.

    .. math:: G = 20 \log_{10} \frac{U_2}{U_1}

    Parameters
    ----------
    input_voltage_v : array_like
        Voltage at the input, above zero [V].
    output_voltage_v : array_like
        Voltage at the output, above zero [V].

    Returns
    -------
    ndarray or float
        Gain, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1, section 3.

    Examples
    --------
    >>> print(f"{voltage_gain_db(2e-3, 1.5):.2f} dB")
    57.50 dB
    """
    output_voltage_v = require("output_voltage_v", output_voltage_v, above=0.0)
    return amplitude_ratio_db(output_voltage_v / require("input_voltage_v", input_voltage_v, above=0.0))


def power_change_db(change_percent):
    r"""Change of a power in decibels, from its change in percent.

    .. math:: L = 10 \log_{10} (1 + p / 100)

    Parameters
    ----------
    change_percent : array_like
        Change of the power, above -100; negative for a loss [%].

    Returns
    -------
    ndarray or float
        Change, same shape as ``change_percent`` [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1, section 2.

    Examples
    --------
    A loss of 1 dB takes a fifth of the power, not a quarter:

    >>> print(f"{power_change_db(-20.57):.2f} dB")
    -1.00 dB
    """
    return power_ratio_db(1.0 + require("change_percent", change_percent, above=-100.0) / 100.0)


def bandwidth_ratio_db(bandwidth_hz, reference_bandwidth_hz):
    r"""Power of white noise in one bandwidth over that in another.

    .. math:: L = 10 \log_{10} \frac{B}{B_{ref}}

    Parameters
    ----------
    bandwidth_hz : array_like
        Bandwidth, above zero [Hz].
    reference_bandwidth_hz : array_like
        Bandwidth that it is compared with, above zero [Hz].

    Returns
    -------
    ndarray or float
        Ratio; positive for the wider band, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1, section 2.

    Examples
    --------
    >>> print(f"{bandwidth_ratio_db(2.4e3, 300.0):.2f} dB")
    9.03 dB
    """
    bandwidth_hz = require("bandwidth_hz", bandwidth_hz, above=0.0)
    return power_ratio_db(bandwidth_hz / require("reference_bandwidth_hz", reference_bandwidth_hz, above=0.0))
