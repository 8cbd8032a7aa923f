"""Echoes: the power that comes back from a scatterer, by the radar equation.

The map: :func:`disc_cross_section_m2` (a body by its radius and reflectivity, such as the Moon) and
:func:`echo_power_dbw` (what an antenna receives of it).  The loss there and back is
:func:`linkbudget.physics.power_flux.radar_free_space_loss_db`.
"""

import math

from linkbudget.errors import require
from linkbudget.physics.power_flux import radar_free_space_loss_db


def disc_cross_section_m2(radius_m, reflectivity):
    r"""Radar cross-section of a round body: its disc times the share of the power that it sends back.

    .. math:: \sigma = \rho \, \pi r^2

    Parameters
    ----------
    radius_m : array_like
        Radius of the body, above zero [m].
    reflectivity : array_like
        Radar albedo: 1 for a smooth conducting sphere much larger than the wavelength, 0.065 of the Moon [-].

    Returns
    -------
    ndarray or float
        Radar cross-section, broadcast shape of the arguments [m2].

    Raises
    ------
    LinkBudgetError
        If the radius or the reflectivity is zero or negative, or the reflectivity exceeds 10.

    References
    ----------
    .. [1] M. I. Skolnik, Introduction to Radar Systems, 2nd edition (1980): a large sphere has the cross-section of
       its disc.

    Examples
    --------
    The Moon:

    >>> print(f"{disc_cross_section_m2(1737.4e3, 0.065):.3g} m2")
    6.16e+11 m2
    """
    radius_m = require("radius_m", radius_m, above=0.0)
    return require("reflectivity", reflectivity, above=0.0, at_most=10.0) * math.pi * radius_m * radius_m


def echo_power_dbw(distance_m, frequency_hz, eirp_dbw, antenna_gain_dbi, radar_cross_section_m2):
    r"""Power of an echo at the terminals of the antenna, the scatterer smaller than the beam.

    .. math:: P_r = P_t \frac{G_t G_r \lambda^2 \sigma}{(4 \pi)^3 d^4}, \quad P_t G_t = EIRP

    Parameters
    ----------
    distance_m : array_like
        Distance between antenna and scatterer, above zero [m].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    eirp_dbw : array_like
        Equivalent isotropically radiated power towards the scatterer [dBW].
    antenna_gain_dbi : array_like
        Gain of the receiving antenna, at the same place or about as far from the scatterer [dBi].
    radar_cross_section_m2 : array_like
        Radar cross-section of the scatterer, above zero [m2].

    Returns
    -------
    ndarray or float
        Received power, broadcast shape of the arguments [dBW].

    Raises
    ------
    LinkBudgetError
        If distance, frequency or cross-section is zero or negative.

    References
    ----------
    .. [1] M. I. Skolnik, Introduction to Radar Systems, 2nd edition (1980) (simple form of the radar equation).

    Examples
    --------
    500 W into 32 dBi at 1296 MHz, heard again from the Moon with the same antenna:

    >>> print(f"{echo_power_dbw(384.4e6, 1296e6, 27.0 + 32.0, 32.0, 6.16e11):.1f} dBW")
    -180.2 dBW
    """
    loss_db = radar_free_space_loss_db(distance_m, frequency_hz, radar_cross_section_m2)
    return require("eirp_dbw", eirp_dbw) + require("antenna_gain_dbi", antenna_gain_dbi) - loss_db
