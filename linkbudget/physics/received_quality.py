"""Quality of reception from what is received: with a dish, an aperture or a power, and of links of two hops.

The map: :func:`cnr_margin_of_area_db`, :func:`ebn0_of_dish_db`, :func:`ebn0_of_power_db`;
:func:`system_noise_temperature_for_rate_k` and :func:`bit_rate_of_power_bps`; :func:`saturation_uplink_cn0_dbhz`,
:func:`total_cn0_dbhz`, :func:`total_cnr_db`.
"""

import math

import numpy as np

from linkbudget.decibels import ratio
from linkbudget.errors import require
from linkbudget.physics.antennas import effective_area_m2
from linkbudget.physics.free_space import level_dbw
from linkbudget.physics.link_equation import cn0_of_eirp_dbhz, ebn0_of_cn0_db
from linkbudget.physics.noise import carrier_to_noise_density_dbhz, carrier_to_noise_ratio_db, combined_ratio_db
from linkbudget.physics.power_flux import isotropic_aperture_dbm2
from linkbudget.physics.transmission_equation import friis_area_power_w


def cnr_margin_of_area_db(
    distance_m,
    bandwidth_hz,
    eirp_dbw,
    collecting_area_m2,
    system_noise_temperature_k,
    other_losses_db=0.0,
    aperture_efficiency=1.0,
    required_cnr_db=0.0,
):
    r"""Margin of the C/N that an aperture receives, over the C/N that is wanted.

    .. math:: M = 10 \log_{10} \frac{\mathrm{EIRP} \, \eta A}{4 \pi d^2 \, k T B} - L_o - (C/N)_{req}

    Parameters
    ----------
    distance_m : array_like
        Distance, above zero [m].
    bandwidth_hz : array_like
        Bandwidth of the noise, above zero [Hz].
    eirp_dbw : array_like
        Equivalent isotropically radiated power [dBW].
    collecting_area_m2 : array_like
        Area of the receiving aperture, above zero [m2].
    system_noise_temperature_k : array_like
        System noise temperature, above zero [K].
    other_losses_db : array_like, optional
        Sum of all other losses of the path, zero or more [dB].
    aperture_efficiency : array_like, optional
        Share of the area that collects, above 0 to 1 [-].
    required_cnr_db : array_like, optional
        C/N that is wanted [dB].

    Returns
    -------
    ndarray or float
        Margin, the C/N itself where none is wanted, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    The frequency has no part in it: a fixed area collects the same share of the radiated power at every frequency.

    References
    ----------
    .. [1] Roddy, Satellite Communications, 4th edition (2006), section 12.6.

    Examples
    --------
    >>> print(f"{cnr_margin_of_area_db(38e6, 5e6, 60.0, 2.0, 300.0, 1.0, 0.6, 12.0):.2f} dB")
    22.04 dB
    """
    other_losses_db = require("other_losses_db", other_losses_db, at_least=0.0)
    required_cnr_db = require("required_cnr_db", required_cnr_db)
    area_m2 = require("collecting_area_m2", collecting_area_m2, above=0.0)
    area_m2 = area_m2 * require("aperture_efficiency", aperture_efficiency, above=0.0, at_most=1.0)
    power_w = friis_area_power_w(distance_m, ratio(require("eirp_dbw", eirp_dbw)), area_m2)
    cn0_dbhz = carrier_to_noise_density_dbhz(level_dbw(power_w) - other_losses_db, system_noise_temperature_k)
    return carrier_to_noise_ratio_db(cn0_dbhz, bandwidth_hz) - required_cnr_db


def ebn0_of_dish_db(
    distance_m, bit_rate_bps, eirp_dbw, diameter_m, aperture_efficiency, system_noise_temperature_k, other_losses_db=0.0
):
    r"""Eb/N0 that a dish receives from a transmitter of known EIRP.

    .. math:: E_b/N_0 = 10 \log_{10} \frac{\mathrm{EIRP} \, \eta \pi D^2 / 4}{4 \pi d^2 \, k T R} - L_o

    Parameters
    ----------
    distance_m : array_like
        Distance, above zero [m].
    bit_rate_bps : array_like
        Bit rate, above zero [bit/s].
    eirp_dbw : array_like
        Equivalent isotropically radiated power [dBW].
    diameter_m : array_like
        Diameter, above zero [m].
    aperture_efficiency : array_like
        Aperture efficiency, above 0 to 1 [-].
    system_noise_temperature_k : array_like
        System noise temperature, above zero [K].
    other_losses_db : array_like, optional
        Sum of all other losses of the path, zero or more [dB].

    Returns
    -------
    ndarray or float
        Eb/N0, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    The frequency has no part in it: what a dish gains with frequency the free-space loss takes.

    References
    ----------
    .. [1] Roddy, Satellite Communications, 4th edition (2006), section 12.6 and chapter 16.

    Examples
    --------
    >>> print(f"{ebn0_of_dish_db(38e6, 30e6, 52.0, 0.6, 0.6, 140.0, 1.5):.2f} dB")
    12.57 dB
    """
    area_m2 = effective_area_m2(diameter_m, aperture_efficiency)
    other_losses_db = require("other_losses_db", other_losses_db, at_least=0.0)
    power_w = friis_area_power_w(distance_m, ratio(require("eirp_dbw", eirp_dbw)), area_m2)
    return ebn0_of_power_db(power_w * ratio(-other_losses_db), bit_rate_bps, system_noise_temperature_k)


def ebn0_of_power_db(received_power_w, bit_rate_bps, system_noise_temperature_k):
    r"""Eb/N0 of a received power.

    .. math:: E_b/N_0 = 10 \log_{10} \frac{P_r}{k T R}

    Parameters
    ----------
    received_power_w : array_like
        Received power, above zero [W].
    bit_rate_bps : array_like
        Bit rate, above zero [bit/s].
    system_noise_temperature_k : array_like
        System noise temperature, above zero [K].

    Returns
    -------
    ndarray or float
        Eb/N0, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 5.

    Examples
    --------
    >>> print(f"{ebn0_of_power_db(2e-15, 9600.0, 400.0):.2f} dB")
    15.77 dB
    """
    received_power_dbw = level_dbw(require("received_power_w", received_power_w, above=0.0))
    return ebn0_of_cn0_db(carrier_to_noise_density_dbhz(received_power_dbw, system_noise_temperature_k), bit_rate_bps)


def bit_rate_of_power_bps(received_power_w, required_ebn0_db, system_noise_temperature_k):
    r"""Bit rate that a received power carries at a required Eb/N0.

    .. math:: R = \frac{P_r}{k T \, (E_b/N_0)_{req}}

    Parameters
    ----------
    received_power_w : array_like
        Received power, above zero [W].
    required_ebn0_db : array_like
        Energy per bit over noise density that the receiver needs [dB].
    system_noise_temperature_k : array_like
        System noise temperature, above zero [K].

    Returns
    -------
    ndarray or float
        Bit rate, broadcast shape of the arguments [bit/s].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 5.

    Examples
    --------
    >>> print(f"{bit_rate_of_power_bps(2e-15, 9.6, 400.0):.0f} bit/s")
    39709 bit/s
    """
    received_power_dbw = level_dbw(require("received_power_w", received_power_w, above=0.0))
    cn0_dbhz = carrier_to_noise_density_dbhz(received_power_dbw, system_noise_temperature_k)
    return ratio(cn0_dbhz - require("required_ebn0_db", required_ebn0_db))


def system_noise_temperature_for_rate_k(received_power_w, bit_rate_bps, required_ebn0_db):
    r"""System noise temperature at which a received power carries a bit rate.

    .. math:: T = \frac{P_r}{k R \, (E_b/N_0)_{req}}

    Parameters
    ----------
    received_power_w : array_like
        Received power, above zero [W].
    bit_rate_bps : array_like
        Bit rate, above zero [bit/s].
    required_ebn0_db : array_like
        Energy per bit over noise density that the receiver needs [dB].

    Returns
    -------
    ndarray or float
        System noise temperature, broadcast shape of the arguments [K].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 5.

    Examples
    --------
    >>> print(f"{system_noise_temperature_for_rate_k(2e-15, 9600.0, 9.6):.0f} K")
    1655 K
    """
    bit_rate_bps = require("bit_rate_bps", bit_rate_bps, above=0.0)
    return bit_rate_of_power_bps(received_power_w, required_ebn0_db, 1.0) / bit_rate_bps


def saturation_uplink_cn0_dbhz(
    frequency_hz, saturation_flux_density_dbw_per_m2, g_over_t_db_per_k, back_off_db=0.0, other_losses_db=0.0
):
    r"""Carrier over noise density of an uplink that saturates its transponder.

    .. math:: C/N_0 = \psi_s + 10 \log_{10} \frac{\lambda^2}{4 \pi} - b + G/T - 10 \log_{10} k - L

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    saturation_flux_density_dbw_per_m2 : array_like
        Power flux density that saturates the transponder [dBW/m2].
    g_over_t_db_per_k : array_like
        Figure of merit of the satellite [dB/K].
    back_off_db : array_like, optional
        Input back-off, zero or more [dB].
    other_losses_db : array_like, optional
        Losses of the satellite's receiving feeder, zero or more [dB].

    Returns
    -------
    ndarray or float
        C/N0, broadcast shape of the arguments [dBHz].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Roddy, Satellite Communications, 4th edition (2006), section 12.7.

    Examples
    --------
    >>> print(f"{saturation_uplink_cn0_dbhz(30e9, -90.0, 5.0, 3.0):.2f} dBHz")
    89.60 dBHz
    """
    flux_dbw_per_m2 = require("saturation_flux_density_dbw_per_m2", saturation_flux_density_dbw_per_m2)
    isotropic_power_dbw = flux_dbw_per_m2 + isotropic_aperture_dbm2(frequency_hz)
    return cn0_of_eirp_dbhz(0.0, isotropic_power_dbw, g_over_t_db_per_k, other_losses_db, back_off_db)


def total_cn0_dbhz(uplink_cn0_dbhz, downlink_cn0_dbhz):
    r"""Carrier over noise density of uplink and downlink together, through a transparent transponder.

    .. math::

       \left( \frac{N_0}{C} \right)_{total} = \left( \frac{N_0}{C} \right)_{up} + \left( \frac{N_0}{C} \right)_{down}

    Parameters
    ----------
    uplink_cn0_dbhz : array_like
        C/N0 of the uplink [dBHz].
    downlink_cn0_dbhz : array_like
        C/N0 of the downlink [dBHz].

    Returns
    -------
    ndarray or float
        C/N0, below the lesser of the two, broadcast shape of the arguments [dBHz].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Roddy, Satellite Communications, 4th edition (2006), section 12.10.

    Examples
    --------
    >>> print(f"{total_cn0_dbhz(95.0, 92.0):.2f} dBHz")
    90.24 dBHz
    """
    uplink_cn0_dbhz = require("uplink_cn0_dbhz", uplink_cn0_dbhz)
    downlink_cn0_dbhz = require("downlink_cn0_dbhz", downlink_cn0_dbhz)
    return total_cnr_db(uplink_cn0_dbhz, downlink_cn0_dbhz)


def total_cnr_db(uplink_cnr_db, downlink_cnr_db, interference_cir_db=math.inf):
    r"""Carrier over noise of uplink, downlink and interference together.

    .. math::

       \left( \frac{N}{C} \right)_{total} = \left( \frac{N}{C} \right)_{up} + \left( \frac{N}{C} \right)_{down}
       + \frac{I}{C}

    Parameters
    ----------
    uplink_cnr_db : array_like
        C/N of the uplink [dB].
    downlink_cnr_db : array_like
        C/N of the downlink [dB].
    interference_cir_db : array_like, optional
        Carrier over interference or intermodulation, none where it is left out [dB].

    Returns
    -------
    ndarray or float
        C/N, below the least of them, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Roddy, Satellite Communications, 4th edition (2006), section 12.10 and 12.11.

    Examples
    --------
    >>> print(f"{total_cnr_db(25.0, 22.0, 30.0):.2f} dB")
    19.80 dB
    """
    uplink_cnr_db = require("uplink_cnr_db", uplink_cnr_db)
    downlink_cnr_db = require("downlink_cnr_db", downlink_cnr_db)
    interference_cir_db = require("interference_cir_db", interference_cir_db)
    return combined_ratio_db(
        np.stack(np.broadcast_arrays(uplink_cnr_db, downlink_cnr_db, interference_cir_db), axis=-1)
    )
