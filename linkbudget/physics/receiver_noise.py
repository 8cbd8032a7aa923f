"""Noise of receivers as textbooks set it: cascades of noise figures, lines before amplifiers, efficiencies, floors.

The map: :func:`cascade_noise_figure_db`, :func:`line_and_stages_noise_temperature_k`,
:func:`system_noise_temperature_of_stages_k`, :func:`system_noise_temperature_at_lna_k`,
:func:`system_noise_temperature_of_efficiencies_k`; :func:`noise_floor_dbm`, :func:`receiver_sensitivity_dbm`;
:func:`thermal_noise_power_w` and :func:`thermal_noise_voltage_v`; :func:`g_over_t_of_dish_db_per_k`.  The equations
that they combine are in :mod:`linkbudget.physics.noise`.
"""

import numpy as np

from linkbudget.constants import BOLTZMANN_J_PER_K, STANDARD_NOISE_TEMPERATURE_K
from linkbudget.decibels import ratio
from linkbudget.errors import require
from linkbudget.physics.antennas import dish_gain_dbi
from linkbudget.physics.noise import (
    cascade_noise_temperature_k,
    g_over_t_db_per_k,
    line_input_noise_temperature_k,
    noise_figure_db,
    noise_power_dbw,
    noise_temperature_k,
    system_noise_temperature_at_antenna_k,
)


def cascade_noise_figure_db(stage_noise_figures_db, stage_gains_db):
    r"""Noise figure of stages in a row (Friis).

    .. math:: F = F_1 + \frac{F_2 - 1}{G_1} + \frac{F_3 - 1}{G_1 G_2} + \dots

    Parameters
    ----------
    stage_noise_figures_db : array_like
        Noise figure of each stage, first stage first, along the last axis, zero or more; that of a loss at 290
        K is the loss [dB].
    stage_gains_db : array_like
        Available gain of each stage along the last axis, negative for a loss; the last one has no effect [dB].

    Returns
    -------
    ndarray or float
        Noise figure of the whole, broadcast shape of the arguments less the last axis [dB].

    Raises
    ------
    LinkBudgetError
        If any noise figure is negative, or the two lists do not tell of the same number of stages.

    Notes
    -----
    Figures and gains enter as ratios, not as decibels; a noise figure counts from 290 K.

    References
    ----------
    .. [1] Friis, Noise figures of radio receivers, Proc. IRE 32 (1944) 419.
    .. [2] Pozar, Microwave Engineering, 4th edition (2012), section 10.2.

    Examples
    --------
    Amplifier, cable of 6 dB, receiver:

    >>> print(f"{cascade_noise_figure_db([1.0, 6.0, 10.0], [15.0, -6.0, 30.0]):.2f} dB")
    3.96 dB
    """
    temperatures_k = noise_temperature_k(require("stage_noise_figures_db", stage_noise_figures_db, at_least=0.0))
    return noise_figure_db(cascade_noise_temperature_k(temperatures_k, stage_gains_db))


def line_and_stages_noise_temperature_k(line_loss_db, line_temperature_k, stage_noise_temperatures_k, stage_gains_db):
    r"""Noise temperature of a lossy line with stages behind it, at the input of the line.

    .. math:: T = (L - 1) T_p + L \left( T_1 + \frac{T_2}{G_1} + \dots \right), \quad L = 10^{L_{dB} / 10}

    Parameters
    ----------
    line_loss_db : array_like
        Loss of the line, zero or more [dB].
    line_temperature_k : array_like
        Physical temperature of the line, zero or more [K].
    stage_noise_temperatures_k : array_like
        Noise temperature of each stage at its own input, first stage first, along the last axis, zero or more
        [K].
    stage_gains_db : array_like
        Available gain of each stage along the last axis, negative for a loss; the last one has no effect [dB].

    Returns
    -------
    ndarray or float
        Noise temperature at the input of the line, broadcast shape of line and stages less the last axis of the
        stages [K].

    Raises
    ------
    LinkBudgetError
        If any loss or temperature is negative, or the two lists do not tell of the same number of stages.

    References
    ----------
    .. [1] Friis, Noise figures of radio receivers, Proc. IRE 32 (1944) 419.
    .. [2] Pozar, Microwave Engineering, 4th edition (2012), section 10.2.

    Examples
    --------
    >>> print(f"{line_and_stages_noise_temperature_k(2.0, 290.0, [75.0, 600.0], [25.0, 0.0]):.1f} K")
    291.5 K
    """
    line_k = line_input_noise_temperature_k(line_loss_db, line_temperature_k)
    stages_k = cascade_noise_temperature_k(stage_noise_temperatures_k, stage_gains_db)
    return line_k + ratio(require("line_loss_db", line_loss_db)) * stages_k


def system_noise_temperature_of_stages_k(antenna_noise_temperature_k, stage_noise_temperatures_k, stage_gains_db):
    r"""System noise temperature at the input of the first stage behind an antenna.

    .. math:: T = T_a + T_1 + \frac{T_2}{G_1} + \frac{T_3}{G_1 G_2} + \dots

    Parameters
    ----------
    antenna_noise_temperature_k : array_like
        Noise temperature of the antenna, zero or more [K].
    stage_noise_temperatures_k : array_like
        Noise temperature of each stage at its own input, first stage first, along the last axis, zero or more
        [K].
    stage_gains_db : array_like
        Available gain of each stage along the last axis, negative for a loss; the last one has no effect [dB].

    Returns
    -------
    ndarray or float
        System noise temperature, broadcast shape of the antenna's and the cascade's [K].

    Raises
    ------
    LinkBudgetError
        If any temperature is negative, or the two lists do not tell of the same number of stages.

    References
    ----------
    .. [1] Roddy, Satellite Communications, 4th edition (2006), section 12.5.

    Examples
    --------
    >>> print(f"{system_noise_temperature_of_stages_k(25.0, [60.0, 400.0], [20.0, 0.0]):.1f} K")
    89.0 K
    """
    antenna_k = require("antenna_noise_temperature_k", antenna_noise_temperature_k, at_least=0.0)
    return antenna_k + cascade_noise_temperature_k(stage_noise_temperatures_k, stage_gains_db)


def system_noise_temperature_at_lna_k(
    antenna_noise_temperature_k,
    lna_noise_temperature_k,
    lna_gain_db,
    cable_loss_db,
    receiver_noise_figure_db,
    cable_temperature_k=290.0,
):
    r"""System noise temperature at a low-noise amplifier with cable and receiver behind it.

    .. math:: T = T_a + T_{LNA} + \frac{(L - 1) T_p}{G} + \frac{L (F - 1) T_0}{G}

    Parameters
    ----------
    antenna_noise_temperature_k : array_like
        Noise temperature of the antenna, zero or more [K].
    lna_noise_temperature_k : array_like
        Noise temperature of the amplifier, zero or more [K].
    lna_gain_db : array_like
        Gain of the amplifier [dB].
    cable_loss_db : array_like
        Loss of the cable to the receiver, zero or more [dB].
    receiver_noise_figure_db : array_like
        Noise figure of the receiver, zero or more [dB].
    cable_temperature_k : array_like, optional
        Physical temperature of the cable, zero or more [K].

    Returns
    -------
    ndarray or float
        System noise temperature at the input of the amplifier, broadcast shape of the arguments [K].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Roddy, Satellite Communications, 4th edition (2006), section 12.5.

    Examples
    --------
    >>> print(f"{system_noise_temperature_at_lna_k(40.0, 90.0, 40.0, 8.0, 10.0):.1f} K")
    131.8 K
    """
    lna_k = require("lna_noise_temperature_k", lna_noise_temperature_k, at_least=0.0)
    lna_gain = ratio(require("lna_gain_db", lna_gain_db))
    cable_loss_db = require("cable_loss_db", cable_loss_db, at_least=0.0)
    cable_temperature_k = require("cable_temperature_k", cable_temperature_k, at_least=0.0)
    receiver_k = noise_temperature_k(require("receiver_noise_figure_db", receiver_noise_figure_db, at_least=0.0))
    behind_k = system_noise_temperature_at_antenna_k(0.0, cable_loss_db, cable_temperature_k, receiver_k)
    return (
        require("antenna_noise_temperature_k", antenna_noise_temperature_k, at_least=0.0) + lna_k + behind_k / lna_gain
    )


def system_noise_temperature_of_efficiencies_k(
    antenna_noise_temperature_k,
    antenna_efficiency,
    antenna_temperature_k,
    line_efficiency,
    line_temperature_k,
    stage_noise_temperatures_k,
    stage_gains_db=0.0,
):
    r"""System noise temperature at an antenna, with the efficiencies of antenna and line.

    .. math::

       T = T_a + T_{ap} \left( \frac{1}{\epsilon_1} - 1 \right) + T_{lp} \left( \frac{1}{\epsilon_2} - 1 \right)
       + \frac{1}{\epsilon_2} \left( T_1 + \frac{T_2}{G_1} + \dots \right)

    Parameters
    ----------
    antenna_noise_temperature_k : array_like
        Noise temperature of the antenna, zero or more [K].
    antenna_efficiency : array_like
        Thermal efficiency of the antenna, above 0 to 1 [-].
    antenna_temperature_k : array_like
        Physical temperature of the antenna, zero or more [K].
    line_efficiency : array_like
        Share of the power that the line passes on, above 0 to 1 [-].
    line_temperature_k : array_like
        Physical temperature of the line, zero or more [K].
    stage_noise_temperatures_k : array_like
        Noise temperature of each stage of the receiver along the last axis, zero or more; one number for a
        receiver as a whole [K].
    stage_gains_db : array_like, optional
        Gain of each stage along the last axis; the last one has no effect [dB].

    Returns
    -------
    ndarray or float
        System noise temperature at the antenna's terminals, broadcast shape of the arguments less the last axis
        of the stages [K].

    Raises
    ------
    LinkBudgetError
        If an efficiency or a temperature lies outside its range, or the two lists do not tell of the same
        number of stages.

    References
    ----------
    .. [1] Kraus and Marhefka, Antennas for All Applications, 3rd edition (2002), section 12-1 (system temperature).

    Examples
    --------
    >>> print(f"{system_noise_temperature_of_efficiencies_k(30.0, 0.98, 290.0, 0.85, 290.0, 75.0):.1f} K")
    175.3 K
    """
    antenna_efficiency = require("antenna_efficiency", antenna_efficiency, above=0.0, at_most=1.0)
    line_efficiency = require("line_efficiency", line_efficiency, above=0.0, at_most=1.0)
    antenna_temperature_k = require("antenna_temperature_k", antenna_temperature_k, at_least=0.0)
    line_temperature_k = require("line_temperature_k", line_temperature_k, at_least=0.0)
    sky_k = require("antenna_noise_temperature_k", antenna_noise_temperature_k, at_least=0.0)
    receiver_k = cascade_noise_temperature_k(stage_noise_temperatures_k, stage_gains_db)
    antenna_k = antenna_temperature_k * (1.0 / antenna_efficiency - 1.0)
    return sky_k + antenna_k + line_temperature_k * (1.0 / line_efficiency - 1.0) + receiver_k / line_efficiency


def noise_floor_dbm(bandwidth_hz, noise_figure_db):
    r"""Noise floor of a receiver whose source is at 290 K.

    .. math:: N = 10 \log_{10} \frac{k T_0 B}{1\,\mathrm{mW}} + F = -174\,\mathrm{dBm} + 10 \log_{10} B + F

    Parameters
    ----------
    bandwidth_hz : array_like
        Bandwidth of the noise, above zero [Hz].
    noise_figure_db : array_like
        Noise figure, referred to 290 K, zero or more [dB].

    Returns
    -------
    ndarray or float
        Noise power at the input, broadcast shape of the arguments [dBm].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    A noise figure counts from a source at 290 K; with an antenna that looks at a cold sky the noise is less: take
    the system noise temperature then.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 10.2.

    Examples
    --------
    >>> print(f"{noise_floor_dbm(12.5e3, 8.0):.2f} dBm")
    -125.01 dBm
    """
    temperature_k = STANDARD_NOISE_TEMPERATURE_K + noise_temperature_k(noise_figure_db)
    return noise_power_dbw(bandwidth_hz, temperature_k) + 30.0


def receiver_sensitivity_dbm(bandwidth_hz, noise_figure_db, required_snr_db):
    r"""Least level that a receiver needs, its source at 290 K.

    .. math:: P_{min} = -174\,\mathrm{dBm} + 10 \log_{10} B + F + \mathrm{SNR}_{req}

    Parameters
    ----------
    bandwidth_hz : array_like
        Bandwidth of the noise, above zero [Hz].
    noise_figure_db : array_like
        Noise figure, referred to 290 K, zero or more [dB].
    required_snr_db : array_like
        Signal-to-noise ratio that is needed [dB].

    Returns
    -------
    ndarray or float
        Level at the input, broadcast shape of the arguments [dBm].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 10.2.

    Examples
    --------
    >>> print(f"{receiver_sensitivity_dbm(12.5e3, 8.0, 12.0):.2f} dBm")
    -113.01 dBm
    """
    return noise_floor_dbm(bandwidth_hz, noise_figure_db) + require("required_snr_db", required_snr_db)


def g_over_t_of_dish_db_per_k(frequency_hz, diameter_m, aperture_efficiency, system_noise_temperature_k):
    r"""Figure of merit of a station with a dish.

    .. math:: G/T = 10 \log_{10} \left[ \eta \left( \frac{\pi D f}{c} \right)^2 \right] - 10 \log_{10} T

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    diameter_m : array_like
        Diameter, above zero [m].
    aperture_efficiency : array_like
        Aperture efficiency, above 0 to 1 [-].
    system_noise_temperature_k : array_like
        System noise temperature at the point where the gain is counted, above zero [K].

    Returns
    -------
    ndarray or float
        G/T, broadcast shape of the arguments [dB/K].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Roddy, Satellite Communications, 4th edition (2006), section 12.6.

    Examples
    --------
    >>> print(f"{g_over_t_of_dish_db_per_k(8.4e9, 5.0, 0.6, 120.0):.2f} dB/K")
    29.86 dB/K
    """
    gain_dbi = dish_gain_dbi(frequency_hz, diameter_m, aperture_efficiency)
    return g_over_t_db_per_k(gain_dbi, system_noise_temperature_k)


def thermal_noise_power_w(bandwidth_hz, noise_temperature_k):
    r"""Thermal noise power in a bandwidth, in watts.

    .. math:: N = k T B

    Parameters
    ----------
    bandwidth_hz : array_like
        Bandwidth of the noise, above zero [Hz].
    noise_temperature_k : array_like
        Noise temperature, above zero [K].

    Returns
    -------
    ndarray or float
        Noise power, broadcast shape of the arguments [W].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 10.1.

    Examples
    --------
    >>> print(f"{thermal_noise_power_w(36e6, 120.0) * 1e15:.1f} fW")
    59.6 fW
    """
    return ratio(noise_power_dbw(bandwidth_hz, require("noise_temperature_k", noise_temperature_k, above=0.0)))


def thermal_noise_voltage_v(bandwidth_hz, resistance_ohm, resistor_temperature_k):
    r"""Root mean square voltage of the thermal noise of a resistance, without load.

    .. math:: U = \sqrt{4 k T R B}

    Parameters
    ----------
    bandwidth_hz : array_like
        Bandwidth of the noise, above zero [Hz].
    resistance_ohm : array_like
        Resistance, zero or more [ohm].
    resistor_temperature_k : array_like
        Physical temperature of the resistance, zero or more [K].

    Returns
    -------
    ndarray or float
        Noise voltage, broadcast shape of the arguments [V].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    A matched load gets half of this voltage.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 10.1.

    Examples
    --------
    >>> print(f"{thermal_noise_voltage_v(4e6, 300.0, 293.0) * 1e6:.2f} uV")
    4.41 uV
    """
    bandwidth_hz = require("bandwidth_hz", bandwidth_hz, above=0.0)
    temperature_k = require("resistor_temperature_k", resistor_temperature_k, at_least=0.0)
    resistance_ohm = require("resistance_ohm", resistance_ohm, at_least=0.0)
    return np.sqrt(4.0 * BOLTZMANN_J_PER_K * temperature_k * resistance_ohm * bandwidth_hz)
