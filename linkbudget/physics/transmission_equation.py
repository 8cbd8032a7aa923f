"""Transmission equation of Friis: received power in one call, and the areas and fluxes between its two ends.

Powers are in watts here, as textbooks print them; the sums of levels that budgets use are in
:mod:`linkbudget.physics.free_space`, which does the work.  The map: :func:`friis_received_power_w`,
:func:`friis_received_level_dbw`, :func:`friis_dish_level_dbw`, :func:`friis_area_power_w`;
:func:`flux_of_field_w_per_m2`, :func:`power_of_field_w`; :func:`effective_area_of_gain_m2`,
:func:`flux_of_received_power_dbw_per_m2`, :func:`eirp_for_flux_dbw`.
"""

from linkbudget.decibels import ratio
from linkbudget.errors import require
from linkbudget.physics.antennas import dish_gain_dbi
from linkbudget.physics.decibel_levels import field_strength_level_dbuv_per_m
from linkbudget.physics.free_space import free_space_loss_db, level_dbw, received_power_dbw, watts_from_level_w
from linkbudget.physics.power_flux import isotropic_aperture_dbm2, power_flux_density_dbw_per_m2
from linkbudget.physics.radiated_power import eirp_of_power_dbw, flux_of_eirp_w_per_m2


def friis_received_level_dbw(
    distance_m, frequency_hz, transmit_power_w, transmit_gain_dbi, receive_gain_dbi, losses_db=0.0
):
    r"""Received level from the power and the gains of both antennas, the transmission equation of Friis.

    .. math:: P_r = 10 \log_{10} P_t + G_t + G_r - 20 \log_{10} \frac{4 \pi d f}{c} - L

    Parameters
    ----------
    distance_m : array_like
        Distance, above zero [m].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    transmit_power_w : array_like
        Power of the transmitter, above zero [W].
    transmit_gain_dbi : array_like
        Gain of the transmitting antenna [dBi].
    receive_gain_dbi : array_like
        Gain of the receiving antenna [dBi].
    losses_db : array_like, optional
        Sum of the losses, zero or more [dB].

    Returns
    -------
    ndarray or float
        Received power, broadcast shape of the arguments [dBW].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Friis, A note on a simple transmission formula, Proc. IRE 34 (1946) 254, equation (1).
    .. [2] ITU-R P.525-5 (2024), section 2.2.

    Examples
    --------
    >>> print(f"{friis_received_level_dbw(2.0e6, 8.4e9, 5.0, 15.0, 45.0, 1.5):.2f} dBW")
    -111.46 dBW
    """
    eirp_dbw = eirp_of_power_dbw(transmit_power_w, transmit_gain_dbi)
    return received_power_dbw(eirp_dbw, free_space_loss_db(distance_m, frequency_hz), losses_db, receive_gain_dbi)


def friis_received_power_w(
    distance_m, frequency_hz, transmit_power_w, transmit_gain_dbi, receive_gain_dbi, losses_db=0.0
):
    r"""Received power from the power and the gains of both antennas, the transmission equation of Friis.

    .. math:: P_r = P_t G_t G_r \left( \frac{c}{4 \pi d f} \right)^2 10^{-L / 10}

    Parameters
    ----------
    distance_m : array_like
        Distance, above zero [m].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    transmit_power_w : array_like
        Power of the transmitter, above zero [W].
    transmit_gain_dbi : array_like
        Gain of the transmitting antenna [dBi].
    receive_gain_dbi : array_like
        Gain of the receiving antenna [dBi].
    losses_db : array_like, optional
        Sum of the losses, zero or more [dB].

    Returns
    -------
    ndarray or float
        Received power, broadcast shape of the arguments [W].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Friis, A note on a simple transmission formula, Proc. IRE 34 (1946) 254, equation (1).
    .. [2] ITU-R P.525-5 (2024), section 2.2.

    Examples
    --------
    >>> print(f"{friis_received_power_w(2.0e6, 8.4e9, 5.0, 15.0, 45.0, 1.5) * 1e12:.3f} pW")
    7.138 pW
    """
    terms = distance_m, frequency_hz, transmit_power_w, transmit_gain_dbi, receive_gain_dbi, losses_db
    return watts_from_level_w(friis_received_level_dbw(*terms))


def friis_dish_level_dbw(
    distance_m,
    frequency_hz,
    transmit_power_w,
    transmit_diameter_m,
    receive_diameter_m,
    transmit_efficiency,
    receive_efficiency,
    losses_db=0.0,
):
    r"""Received level between two dishes, from their diameters.

    .. math:: P_r = 10 \log_{10} P_t + G(D_t, \eta_t) + G(D_r, \eta_r) - 20 \log_{10} \frac{4 \pi d f}{c} - L

    Parameters
    ----------
    distance_m : array_like
        Distance, above zero [m].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    transmit_power_w : array_like
        Power of the transmitter, above zero [W].
    transmit_diameter_m : array_like
        Diameter of the transmitting dish, above zero [m].
    receive_diameter_m : array_like
        Diameter of the receiving dish, above zero [m].
    transmit_efficiency : array_like
        Aperture efficiency of the transmitting dish, above 0 to 1 [-].
    receive_efficiency : array_like
        Aperture efficiency of the receiving dish, above 0 to 1 [-].
    losses_db : array_like, optional
        Sum of the losses, zero or more [dB].

    Returns
    -------
    ndarray or float
        Received power, broadcast shape of the arguments [dBW].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Friis, A note on a simple transmission formula, Proc. IRE 34 (1946) 254, equation (1).

    Examples
    --------
    >>> print(f"{friis_dish_level_dbw(50e3, 15e9, 0.1, 0.6, 1.2, 0.6, 0.55):.2f} dBW")
    -79.76 dBW
    """
    transmit_diameter_m = require("transmit_diameter_m", transmit_diameter_m, above=0.0)
    transmit_efficiency = require("transmit_efficiency", transmit_efficiency, above=0.0, at_most=1.0)
    receive_diameter_m = require("receive_diameter_m", receive_diameter_m, above=0.0)
    receive_efficiency = require("receive_efficiency", receive_efficiency, above=0.0, at_most=1.0)
    gain_dbi = dish_gain_dbi(frequency_hz, transmit_diameter_m, transmit_efficiency)
    other_dbi = dish_gain_dbi(frequency_hz, receive_diameter_m, receive_efficiency)
    return friis_received_level_dbw(distance_m, frequency_hz, transmit_power_w, gain_dbi, other_dbi, losses_db)


def friis_area_power_w(distance_m, eirp_w, effective_area_m2):
    r"""Power that an effective area collects from a transmitter in free space.

    .. math:: P_r = \frac{\mathrm{EIRP}}{4 \pi d^2} A_e

    Parameters
    ----------
    distance_m : array_like
        Distance, above zero [m].
    eirp_w : array_like
        Equivalent isotropically radiated power, above zero [W].
    effective_area_m2 : array_like
        Effective area of the receiving antenna, above zero [m2].

    Returns
    -------
    ndarray or float
        Received power, broadcast shape of the arguments [W].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Friis, A note on a simple transmission formula, Proc. IRE 34 (1946) 254, equation (1).

    Examples
    --------
    >>> print(f"{friis_area_power_w(36e6, 1000.0, 5.0) * 1e15:.1f} fW")
    307.0 fW
    """
    area_m2 = require("effective_area_m2", effective_area_m2, above=0.0)
    return flux_of_eirp_w_per_m2(distance_m, eirp_w) * area_m2


def flux_of_field_w_per_m2(field_strength_v_per_m):
    r"""Power flux density of a plane wave from its field strength.

    .. math:: S = \frac{E^2}{120 \pi}

    Parameters
    ----------
    field_strength_v_per_m : array_like
        Root mean square field strength, above zero [V/m].

    Returns
    -------
    ndarray or float
        Power flux density, same shape as ``field_strength_v_per_m`` [W/m2].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] ITU-R P.525-5 (2024), section 2.1.

    Examples
    --------
    >>> print(f"{flux_of_field_w_per_m2(28.0):.2f} W/m2")
    2.08 W/m2
    """
    return ratio(power_flux_density_dbw_per_m2(field_strength_level_dbuv_per_m(field_strength_v_per_m)))


def power_of_field_w(frequency_hz, field_strength_v_per_m, antenna_gain_dbi):
    r"""Power that an antenna receives from a plane wave of a given field strength.

    .. math:: P_r = \frac{E^2}{120 \pi} \frac{\lambda^2}{4 \pi} 10^{G / 10}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    field_strength_v_per_m : array_like
        Root mean square field strength, above zero [V/m].
    antenna_gain_dbi : array_like
        Gain of the antenna [dBi].

    Returns
    -------
    ndarray or float
        Received power, broadcast shape of the arguments [W].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] ITU-R P.525-5 (2024), section 2.1; Friis, Proc. IRE 34 (1946) 254.

    Examples
    --------
    >>> print(f"{power_of_field_w(145e6, 1e-3, 2.15) * 1e9:.2f} nW")
    1.48 nW
    """
    return flux_of_field_w_per_m2(field_strength_v_per_m) * effective_area_of_gain_m2(frequency_hz, antenna_gain_dbi)


def effective_area_of_gain_m2(frequency_hz, antenna_gain_dbi):
    r"""Effective area of an antenna from its gain.

    .. math:: A_e = \frac{\lambda^2}{4 \pi} 10^{G / 10}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    antenna_gain_dbi : array_like
        Gain of the antenna [dBi].

    Returns
    -------
    ndarray or float
        Effective area, broadcast shape of the arguments [m2].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    The inverse of :func:`~linkbudget.physics.antennas.aperture_gain_dbi`.

    References
    ----------
    .. [1] Friis, Proc. IRE 34 (1946) 254, equation (3); Balanis, Antenna Theory, 3rd edition (2005), section 2.16.

    Examples
    --------
    >>> print(f"{effective_area_of_gain_m2(1.42e9, 20.0):.3f} m2")
    0.355 m2
    """
    antenna_gain_dbi = require("antenna_gain_dbi", antenna_gain_dbi)
    return ratio(antenna_gain_dbi + isotropic_aperture_dbm2(frequency_hz))


def flux_of_received_power_dbw_per_m2(frequency_hz, received_power_w, antenna_gain_dbi):
    r"""Power flux density of a wave that gives an antenna a certain power.

    .. math:: S = 10 \log_{10} P_r - G - 10 \log_{10} \frac{\lambda^2}{4 \pi}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    received_power_w : array_like
        Received power, above zero [W].
    antenna_gain_dbi : array_like
        Gain of the antenna [dBi].

    Returns
    -------
    ndarray or float
        Power flux density, broadcast shape of the arguments [dBW/m2].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Roddy, Satellite Communications, 4th edition (2006), section 12.7.1.

    Examples
    --------
    >>> print(f"{flux_of_received_power_dbw_per_m2(12e9, 1e-12, 40.0):.2f} dBW/m2")
    -116.96 dBW/m2
    """
    received_power_dbw = level_dbw(require("received_power_w", received_power_w, above=0.0))
    return received_power_dbw - require("antenna_gain_dbi", antenna_gain_dbi) - isotropic_aperture_dbm2(frequency_hz)


def eirp_for_flux_dbw(frequency_hz, flux_density_dbw_per_m2, free_space_loss_db, other_losses_db=0.0):
    r"""EIRP that makes a power flux density at the far end of a path of known free-space loss.

    .. math:: \mathrm{EIRP} = S + 10 \log_{10} \frac{\lambda^2}{4 \pi} + L_{bf} + L_o

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    flux_density_dbw_per_m2 : array_like
        Power flux density that is wanted, such as that which saturates a transponder [dBW/m2].
    free_space_loss_db : array_like
        Free-space loss of the path [dB].
    other_losses_db : array_like, optional
        Sum of all other losses of the path, zero or more [dB].

    Returns
    -------
    ndarray or float
        EIRP, broadcast shape of the arguments [dBW].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Roddy, Satellite Communications, 4th edition (2006), section 12.7.1.

    Examples
    --------
    >>> print(f"{eirp_for_flux_dbw(30e9, -95.0, 213.5, 0.5):.2f} dBW")
    68.00 dBW
    """
    other_losses_db = require("other_losses_db", other_losses_db, at_least=0.0)
    free_space_loss_db = require("free_space_loss_db", free_space_loss_db)
    isotropic_power_dbw = require("flux_density_dbw_per_m2", flux_density_dbw_per_m2) + isotropic_aperture_dbm2(
        frequency_hz
    )
    return isotropic_power_dbw + free_space_loss_db + other_losses_db
