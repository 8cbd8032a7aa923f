"""Paths along the ground as textbooks set them: two rays, a power of the distance, the radio horizon, outage times.

The map: :func:`two_ray_received_power_w`, :func:`log_distance_loss_db`, :func:`radio_horizon_m`,
:func:`outage_time_s`.  Paths by the Recommendations are in :mod:`linkbudget.physics.multipath` and
:mod:`linkbudget.physics.path_clearance`.
"""

import numpy as np

from linkbudget.constants import EARTH_EQUATORIAL_RADIUS_M
from linkbudget.errors import require
from linkbudget.physics.decibel_ratios import power_ratio_db
from linkbudget.physics.radiated_power import radiated_power_w

YEAR_S = 365.25 * 86_400.0
"""Julian year [s]."""


def two_ray_received_power_w(
    distance_m, station_height_m, far_height_m, transmit_power_w, transmit_gain_dbi, receive_gain_dbi
):
    r"""Received power far away over flat ground, direct and reflected ray together.

    .. math:: P_r = P_t G_t G_r \frac{h_t^2 h_r^2}{d^4}

    Parameters
    ----------
    distance_m : array_like
        Distance, above zero [m].
    station_height_m : array_like
        Height of one antenna above the ground, above zero [m].
    far_height_m : array_like
        Height of the other antenna above the ground, above zero [m].
    transmit_power_w : array_like
        Power of the transmitter, above zero [W].
    transmit_gain_dbi : array_like
        Gain of the transmitting antenna [dBi].
    receive_gain_dbi : array_like
        Gain of the receiving antenna [dBi].

    Returns
    -------
    ndarray or float
        Received power, broadcast shape of the arguments [W].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    For distances well beyond 4 pi h_t h_r over the wavelength; the frequency has no part in it there.

    References
    ----------
    .. [1] Rappaport, Wireless Communications, 2nd edition (2002), section 4.6, equation (4.52).

    Examples
    --------
    >>> print(f"{two_ray_received_power_w(8e3, 40.0, 2.0, 20.0, 6.0, 0.0) * 1e9:.3f} nW")
    0.124 nW
    """
    heights_m2 = require("station_height_m", station_height_m, above=0.0) * require(
        "far_height_m", far_height_m, above=0.0
    )
    eirp_w = radiated_power_w(transmit_power_w, require("transmit_gain_dbi", transmit_gain_dbi))
    gain = 10.0 ** (require("receive_gain_dbi", receive_gain_dbi) / 10.0)
    return eirp_w * gain * (heights_m2 / require("distance_m", distance_m, above=0.0) ** 2) ** 2


def log_distance_loss_db(distance_m, reference_distance_m, reference_loss_db, path_exponent):
    r"""Mean path loss that grows with a power of the distance.

    .. math:: L = L_0 + 10 n \log_{10} \frac{d}{d_0}

    Parameters
    ----------
    distance_m : array_like
        Distance, above zero [m].
    reference_distance_m : array_like
        Distance at which the loss is known, above zero [m].
    reference_loss_db : array_like
        Loss at that distance [dB].
    path_exponent : array_like
        Power with which the received power falls, 2 in free space, above zero [-].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Rappaport, Wireless Communications, 2nd edition (2002), section 4.9.1, equation (4.68).

    Examples
    --------
    >>> print(f"{log_distance_loss_db(2e3, 100.0, 72.0, 3.5):.2f} dB")
    117.54 dB
    """
    ratio = require("distance_m", distance_m, above=0.0) / require(
        "reference_distance_m", reference_distance_m, above=0.0
    )
    exponent = require("path_exponent", path_exponent, above=0.0)
    return require("reference_loss_db", reference_loss_db) + exponent * power_ratio_db(ratio)


def radio_horizon_m(
    station_height_m, far_height_m=0.0, earth_factor=4.0 / 3.0, earth_radius_m=EARTH_EQUATORIAL_RADIUS_M
):
    r"""Longest line of sight between two antennas over a smooth Earth.

    .. math:: d = \sqrt{2 k R h_1} + \sqrt{2 k R h_2}

    Parameters
    ----------
    station_height_m : array_like
        Height of one antenna above the ground, zero or more [m].
    far_height_m : array_like, optional
        Height of the other antenna above the ground, zero or more [m].
    earth_factor : array_like, optional
        Effective Earth radius factor, 4/3 in the standard atmosphere and 1 for light in vacuum, above zero [-].
    earth_radius_m : array_like, optional
        Radius of the Earth, the equatorial one where it is left out, above zero [m].

    Returns
    -------
    ndarray or float
        Distance, broadcast shape of the arguments [m].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    About 4.12 km times the sum of the roots of the heights in metres.

    References
    ----------
    .. [1] Skolnik, Introduction to Radar Systems, 3rd edition (2001), section 8.4.

    Examples
    --------
    >>> print(f"{radio_horizon_m(50.0, 10.0) / 1e3:.1f} km")
    42.2 km
    """
    radius_m = require("earth_factor", earth_factor, above=0.0) * require("earth_radius_m", earth_radius_m, above=0.0)
    station_m = require("station_height_m", station_height_m, at_least=0.0)
    far_m = require("far_height_m", far_height_m, at_least=0.0)
    return np.sqrt(2.0 * radius_m * station_m) + np.sqrt(2.0 * radius_m * far_m)


def outage_time_s(availability, period_s=YEAR_S):
    r"""Time in which a link is out, from its availability.

    .. math:: t = (1 - a) \, T

    Parameters
    ----------
    availability : array_like
        Share of the time in which the link holds, 0 to 1 [-].
    period_s : array_like, optional
        Period that is counted, a year where it is left out, above zero [s].

    Returns
    -------
    ndarray or float
        Time, broadcast shape of the arguments [s].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] ITU-T G.827 (2003), definition of availability.

    Examples
    --------
    >>> print(f"{outage_time_s(0.9995) / 3600:.2f} h")
    4.38 h
    """
    availability = require("availability", availability, at_least=0.0, at_most=1.0)
    return (1.0 - availability) * require("period_s", period_s, above=0.0)
