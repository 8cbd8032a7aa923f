"""Coverage of a round body by a satellite, its longest passes and eclipses, directions to a geostationary one.

The body is a sphere that does not turn.  The map: :func:`coverage_angle_deg`, :func:`nadir_angle_deg`,
:func:`coverage_share`, :func:`coverage_area_m2`; :func:`longest_pass_s`, :func:`longest_eclipse_s`;
:func:`geostationary_azimuth_deg`, :func:`geostationary_elevation_deg`, :func:`geostationary_range_m`.
"""

import math

import numpy as np

from linkbudget.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_GM_M3_PER_S2
from linkbudget.errors import require
from linkbudget.geometry.satellites import geostationary_look_angles
from linkbudget.geometry.simple_orbits import circular_orbit_period_s


def coverage_angle_deg(altitude_m, elevation_deg=0.0, body_radius_m=EARTH_EQUATORIAL_RADIUS_M):
    r"""Angle at the centre of the body between the satellite and the rim of its coverage.

    .. math:: \gamma = \arccos \left( \frac{R}{R + h} \cos E \right) - E

    Parameters
    ----------
    altitude_m : array_like
        Height above the body's surface, above zero [m].
    elevation_deg : array_like, optional
        Elevation of the satellite at the rim, 0 to 90 [deg].
    body_radius_m : array_like, optional
        Radius of the body, the Earth's equatorial one where it is left out, above zero [m].

    Returns
    -------
    ndarray or float
        Angle, half of the whole coverage, broadcast shape of the arguments [deg].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Larson and Wertz (eds.), Space Mission Analysis and Design, 3rd edition (1999), section 5.2.

    Examples
    --------
    >>> print(f"{coverage_angle_deg(800e3, 10.0):.2f} deg")
    18.95 deg
    """
    elevation_deg = require("elevation_deg", elevation_deg, at_least=0.0, at_most=90.0)
    return 90.0 - elevation_deg - nadir_angle_deg(altitude_m, elevation_deg, body_radius_m)


def nadir_angle_deg(altitude_m, elevation_deg=0.0, body_radius_m=EARTH_EQUATORIAL_RADIUS_M):
    r"""Angle at the satellite between the centre of the body and the rim of its coverage.

    .. math:: \eta = \arcsin \left( \frac{R}{R + h} \cos E \right)

    Parameters
    ----------
    altitude_m : array_like
        Height above the body's surface, above zero [m].
    elevation_deg : array_like, optional
        Elevation of the satellite at the rim, 0 to 90 [deg].
    body_radius_m : array_like, optional
        Radius of the body, the Earth's equatorial one where it is left out, above zero [m].

    Returns
    -------
    ndarray or float
        Angle, half of the beam that covers all, broadcast shape of the arguments [deg].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Larson and Wertz (eds.), Space Mission Analysis and Design, 3rd edition (1999), section 5.2.

    Examples
    --------
    Half of the beam with which a geostationary satellite covers the Earth:

    >>> print(f"{nadir_angle_deg(35786e3):.2f} deg")
    8.70 deg
    """
    elevation_deg = require("elevation_deg", elevation_deg, at_least=0.0, at_most=90.0)
    radius_m = require("body_radius_m", body_radius_m, above=0.0)
    radius_ratio = radius_m / (radius_m + require("altitude_m", altitude_m, above=0.0))
    return np.degrees(np.arcsin(radius_ratio * np.cos(np.radians(elevation_deg))))


def coverage_share(altitude_m, elevation_deg=0.0, body_radius_m=EARTH_EQUATORIAL_RADIUS_M):
    r"""Share of the surface of the body from which a satellite is seen.

    .. math:: s = \frac{1 - \cos \gamma}{2}

    Parameters
    ----------
    altitude_m : array_like
        Height above the body's surface, above zero [m].
    elevation_deg : array_like, optional
        Least elevation, 0 to 90 [deg].
    body_radius_m : array_like, optional
        Radius of the body, the Earth's equatorial one where it is left out, above zero [m].

    Returns
    -------
    ndarray or float
        Share, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Larson and Wertz (eds.), Space Mission Analysis and Design, 3rd edition (1999), section 7.2.

    Examples
    --------
    >>> print(f"{coverage_share(35786e3):.4f}")
    0.4244
    """
    half_angle = np.radians(coverage_angle_deg(altitude_m, elevation_deg, body_radius_m)) / 2.0
    return np.sin(half_angle) ** 2


def coverage_area_m2(altitude_m, elevation_deg=0.0, body_radius_m=EARTH_EQUATORIAL_RADIUS_M):
    r"""Area of the surface of the body from which a satellite is seen.

    .. math:: A = 2 \pi R^2 (1 - \cos \gamma)

    Parameters
    ----------
    altitude_m : array_like
        Height above the body's surface, above zero [m].
    elevation_deg : array_like, optional
        Least elevation, 0 to 90 [deg].
    body_radius_m : array_like, optional
        Radius of the body, the Earth's equatorial one where it is left out, above zero [m].

    Returns
    -------
    ndarray or float
        Area, broadcast shape of the arguments [m2].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Larson and Wertz (eds.), Space Mission Analysis and Design, 3rd edition (1999), section 7.2.

    Examples
    --------
    >>> print(f"{coverage_area_m2(800e3, 10.0) / 1e12:.2f} million km2")
    13.85 million km2
    """
    share = coverage_share(altitude_m, elevation_deg, body_radius_m)
    radius_m = require("body_radius_m", body_radius_m, above=0.0)
    return 4.0 * math.pi * radius_m * radius_m * share


def longest_pass_s(
    altitude_m, elevation_deg=0.0, body_radius_m=EARTH_EQUATORIAL_RADIUS_M, gm_m3_per_s2=EARTH_GM_M3_PER_S2
):
    r"""Time that a satellite on a circular orbit stands above an elevation in a pass overhead.

    .. math:: t = \frac{\gamma}{180^\circ} T

    Parameters
    ----------
    altitude_m : array_like
        Height above the body's surface, above zero [m].
    elevation_deg : array_like, optional
        Least elevation, 0 to 90 [deg].
    body_radius_m : array_like, optional
        Radius of the body, the Earth's equatorial one where it is left out, above zero [m].
    gm_m3_per_s2 : array_like, optional
        Gravitational parameter of the body, that of the Earth where it is left out, above zero [m3/s2].

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
    .. [1] Larson and Wertz (eds.), Space Mission Analysis and Design, 3rd edition (1999), section 5.3.

    Examples
    --------
    >>> print(f"{longest_pass_s(800e3, 10.0) / 60:.2f} min")
    10.62 min
    """
    period_s = circular_orbit_period_s(altitude_m, body_radius_m, gm_m3_per_s2)
    return coverage_angle_deg(altitude_m, elevation_deg, body_radius_m) / 180.0 * period_s


def longest_eclipse_s(altitude_m, body_radius_m=EARTH_EQUATORIAL_RADIUS_M, gm_m3_per_s2=EARTH_GM_M3_PER_S2):
    r"""Longest time that a satellite on a circular orbit spends in the shadow of its body.

    .. math:: t = \frac{T}{\pi} \arcsin \frac{R}{R + h}

    Parameters
    ----------
    altitude_m : array_like
        Height above the body's surface, above zero [m].
    body_radius_m : array_like, optional
        Radius of the body, the Earth's equatorial one where it is left out, above zero [m].
    gm_m3_per_s2 : array_like, optional
        Gravitational parameter of the body, that of the Earth where it is left out, above zero [m3/s2].

    Returns
    -------
    ndarray or float
        Time, for a shadow that is a cylinder, broadcast shape of the arguments [s].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Larson and Wertz (eds.), Space Mission Analysis and Design, 3rd edition (1999), section 5.1.

    Examples
    --------
    >>> print(f"{longest_eclipse_s(35786e3) / 60:.1f} min")
    69.4 min
    """
    period_s = circular_orbit_period_s(altitude_m, body_radius_m, gm_m3_per_s2)
    return nadir_angle_deg(altitude_m, 0.0, body_radius_m) / 180.0 * period_s


def geostationary_azimuth_deg(latitude_deg, longitude_deg, satellite_longitude_deg):
    r"""Azimuth of a geostationary satellite, from north through east.

    .. math:: \tan A = \frac{\rho_{east}}{\rho_{north}}

    Parameters
    ----------
    latitude_deg : array_like
        Geodetic latitude of the station, -90 to 90 [deg].
    longitude_deg : array_like
        Longitude of the station, east positive [deg].
    satellite_longitude_deg : array_like
        Longitude of the satellite, east positive [deg].

    Returns
    -------
    ndarray or float
        Azimuth, broadcast shape of the arguments [deg].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    The equations of :func:`~linkbudget.geometry.satellites.geostationary_look_angles`, on the WGS 84 ellipsoid; the
    spherical Earth of textbooks differs by up to 0.2 degrees.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 2 (geostationary orbit).

    Examples
    --------
    >>> print(f"{geostationary_azimuth_deg(48.0, 11.0, 19.2):.1f} deg")
    169.0 deg
    """
    return geostationary_look_angles(latitude_deg, longitude_deg, satellite_longitude_deg).azimuth_deg


def geostationary_elevation_deg(latitude_deg, longitude_deg, satellite_longitude_deg):
    r"""Elevation of a geostationary satellite, negative where it cannot be seen.

    .. math:: \tan E = \frac{\rho_{up}}{\sqrt{\rho_{east}^2 + \rho_{north}^2}}

    Parameters
    ----------
    latitude_deg : array_like
        Geodetic latitude of the station, -90 to 90 [deg].
    longitude_deg : array_like
        Longitude of the station, east positive [deg].
    satellite_longitude_deg : array_like
        Longitude of the satellite, east positive [deg].

    Returns
    -------
    ndarray or float
        Elevation, broadcast shape of the arguments [deg].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    The equations of :func:`~linkbudget.geometry.satellites.geostationary_look_angles`, on the WGS 84 ellipsoid; the
    spherical Earth of textbooks differs by up to 0.2 degrees.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 2 (geostationary orbit).

    Examples
    --------
    >>> print(f"{geostationary_elevation_deg(48.0, 11.0, 19.2):.1f} deg")
    34.3 deg
    """
    return geostationary_look_angles(latitude_deg, longitude_deg, satellite_longitude_deg).elevation_deg


def geostationary_range_m(latitude_deg, longitude_deg, satellite_longitude_deg):
    r"""Distance of a geostationary satellite from a station.

    .. math:: \rho = \sqrt{\rho_{east}^2 + \rho_{north}^2 + \rho_{up}^2}

    Parameters
    ----------
    latitude_deg : array_like
        Geodetic latitude of the station, -90 to 90 [deg].
    longitude_deg : array_like
        Longitude of the station, east positive [deg].
    satellite_longitude_deg : array_like
        Longitude of the satellite, east positive [deg].

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
    The equations of :func:`~linkbudget.geometry.satellites.geostationary_look_angles`, on the WGS 84 ellipsoid; the
    spherical Earth of textbooks differs by up to 0.2 degrees.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 2 (geostationary orbit).

    Examples
    --------
    >>> print(f"{geostationary_range_m(48.0, 11.0, 19.2) / 1e3:.1f} km")
    38229.2 km
    """
    return geostationary_look_angles(latitude_deg, longitude_deg, satellite_longitude_deg).range_m
