r"""Satellites of the Earth in a few lines of algebra: where a geostationary one stands, how far a low one is, how
orbits turn.

The map: :func:`geostationary_look_angles`; :func:`slant_range_m` and :func:`horizon_range_m`;
:func:`elevation_from_hour_angle_deg` and :func:`hour_angle_deg` (anything with a known declination);
:func:`semi_major_axis_m` and :func:`eccentricity` from heights; :func:`node_drift_deg_per_day`,
:func:`perigee_drift_deg_per_day` and :func:`sun_synchronous_inclination_deg`.  The period of an orbit is
:func:`linkbudget.geometry.conics.orbital_period_s`; element sets and passes are in
:mod:`~linkbudget.geometry.orbit` and :mod:`~linkbudget.geometry.passes`.
"""

import math
from typing import NamedTuple

import numpy as np

from linkbudget.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_GM_M3_PER_S2, EARTH_ROTATION_RAD_PER_S
from linkbudget.errors import require
from linkbudget.geometry.clock import DAY_S
from linkbudget.geometry.stations import FLATTENING

GEOSTATIONARY_RADIUS_M = (EARTH_GM_M3_PER_S2 / EARTH_ROTATION_RAD_PER_S**2) ** (1.0 / 3.0)
"""Radius of the orbit that turns with the Earth, 42 164 km; from Kepler's third law."""

EARTH_J2 = 1.0826267e-3
"""Second zonal coefficient of the Earth's field; EGM96 and WGS 84 [-]."""

TROPICAL_YEAR_D = 365.2421897
"""Days in which the mean Sun goes once round the equator; Explanatory Supplement to the Astronomical Almanac (1992)."""

_E2 = FLATTENING * (2.0 - FLATTENING)


class GeostationaryLook(NamedTuple):
    """Direction and distance of a geostationary satellite, one number or array each.

    ``range_m`` is the distance, ``azimuth_deg`` counts from north through east, ``elevation_deg`` from the horizontal
    (negative when the satellite cannot be seen; without refraction).  ``skew_deg`` is the turn of a feed, clockwise as
    seen facing the satellite, for a linear polarisation parallel to the equator at the satellite: zero on the meridian,
    positive for a satellite west of a northern station or east of a southern one.
    """

    range_m: np.ndarray | float
    azimuth_deg: np.ndarray | float
    elevation_deg: np.ndarray | float
    skew_deg: np.ndarray | float


def geostationary_look_angles(
    latitude_deg, longitude_deg, satellite_longitude_deg, *, height_m=0.0, orbit_radius_m=GEOSTATIONARY_RADIUS_M
) -> GeostationaryLook:
    r"""Range, azimuth, elevation and polarisation skew of a geostationary satellite from a place on the WGS 84
    ellipsoid.

    .. math:: \rho_{out} = r \cos\Delta - (N + h) \cos\varphi, \qquad \rho_{east} = r \sin\Delta, \qquad
        \rho_{axis} = -(N (1 - e^2) + h) \sin\varphi, \qquad \tan\psi = -\frac{\sin\Delta}{\tan\varphi}

    with the satellite's longitude :math:`\Delta` east of the station: outwards from the Earth's axis in the station's
    meridian, eastwards and along the axis, to be turned into the station's horizon.

    Parameters
    ----------
    latitude_deg : array_like
        Geodetic latitude of the station, -90 to 90 [deg].
    longitude_deg : array_like
        Longitude of the station, east positive [deg].
    satellite_longitude_deg : array_like
        Longitude of the satellite, east positive [deg].
    height_m : array_like
        Height of the station above the ellipsoid [m].
    orbit_radius_m : array_like
        Distance of the satellite from the Earth's centre, above that of the surface [m].

    Returns
    -------
    GeostationaryLook
        Each of the broadcast shape of the arguments.

    Raises
    ------
    LinkBudgetError
        If a latitude lies outside -90 to 90 or the orbit below the surface.

    References
    ----------
    .. [1] G. Maral and M. Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 2 (geostationary
       orbit), for a sphere; NGA.STND.0036 (2014), chapter 4, for the ellipsoid.

    Examples
    --------
    Berlin and a satellite at 37.5 degrees west:

    >>> look = geostationary_look_angles(52.52, 13.405, -37.5)
    >>> print(f"{look.range_m / 1e3:.0f} km, {look.azimuth_deg:.1f}, {look.elevation_deg:.1f}, {look.skew_deg:.1f} deg")
    40144 km, 237.2, 14.2, 30.8 deg
    """
    latitude_deg = require("latitude_deg", latitude_deg, at_least=-90.0, at_most=90.0)
    radius_m = require("orbit_radius_m", orbit_radius_m, above=EARTH_EQUATORIAL_RADIUS_M)
    east_deg = require("satellite_longitude_deg", satellite_longitude_deg) - require("longitude_deg", longitude_deg)
    latitude, east = np.radians(latitude_deg), np.radians(east_deg)
    sine, cosine = np.sin(latitude), np.cos(latitude)
    height_m = require("height_m", height_m)
    curvature_m = EARTH_EQUATORIAL_RADIUS_M / np.sqrt(1.0 - _E2 * sine * sine)
    outward = radius_m * np.cos(east) - (curvature_m + height_m) * cosine
    eastward = radius_m * np.sin(east)
    northward = -(curvature_m * (1.0 - _E2) + height_m) * sine
    up = outward * cosine + northward * sine
    north = northward * cosine - outward * sine
    level = np.hypot(eastward, north)
    # The sign of the cosine keeps the quotient of sine and tangent of the latitude, also at the equator.
    skew = np.arctan2(-np.sin(east) * cosine * np.where(sine < 0.0, -1.0, 1.0), np.abs(sine))
    return GeostationaryLook(
        range_m=np.hypot(level, up),
        azimuth_deg=np.degrees(np.arctan2(eastward, north)) % 360.0,
        elevation_deg=np.degrees(np.arctan2(up, level)),
        skew_deg=np.degrees(skew),
    )


def slant_range_m(elevation_deg, altitude_m, *, earth_radius_m=EARTH_EQUATORIAL_RADIUS_M):
    r"""Distance to a satellite at a known height that stands at an elevation, over a spherical Earth.

    .. math:: \rho = \sqrt{R^2 \sin^2 E + 2 R h + h^2} - R \sin E

    Parameters
    ----------
    elevation_deg : array_like
        Elevation, 0 to 90 [deg].
    altitude_m : array_like
        Height of the satellite, above zero [m].
    earth_radius_m : array_like
        Radius of the Earth, the equatorial one unless given [m].

    Returns
    -------
    ndarray or float
        Distance, broadcast shape of the arguments [m].

    Raises
    ------
    LinkBudgetError
        If an elevation lies outside 0 to 90 or a height or radius is not above zero.

    Notes
    -----
    Books take 6371, 6378 or 6378.14 km for the Earth's radius; at an elevation of 10 degrees 7 km of it change the
    range of a satellite at 500 km by less than 0.1 %.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), section 8 (slant path to a satellite in non-geostationary orbit); W. J. Larson and
       J. R. Wertz (eds.), Space Mission Analysis and Design, 3rd edition (1999), section 5.2.

    Examples
    --------
    >>> print(f"{slant_range_m(10.0, 405.5e3) / 1e3:.1f} km")
    1454.4 km
    """
    sine = np.sin(np.radians(require("elevation_deg", elevation_deg, at_least=0.0, at_most=90.0)))
    altitude_m = require("altitude_m", altitude_m, above=0.0)
    radius_m = require("earth_radius_m", earth_radius_m, above=0.0)
    down = radius_m * sine
    gained = altitude_m * (2.0 * radius_m + altitude_m)
    return gained / (np.sqrt(down * down + gained) + down)  # the difference above, without cancellation


def horizon_range_m(altitude_m, *, earth_radius_m=EARTH_EQUATORIAL_RADIUS_M):
    r"""Distance to a satellite that rises or sets, over a spherical Earth without refraction.

    .. math:: \rho = \sqrt{2 R h + h^2}

    Parameters
    ----------
    altitude_m : array_like
        Height of the satellite, above zero [m].
    earth_radius_m : array_like
        Radius of the Earth, the equatorial one unless given [m].

    Returns
    -------
    ndarray or float
        Distance, broadcast shape of the arguments [m].

    Raises
    ------
    LinkBudgetError
        If a height or radius is not above zero.

    References
    ----------
    .. [1] W. J. Larson and J. R. Wertz (eds.), Space Mission Analysis and Design, 3rd edition (1999), Earth satellite
       parameters, column "range to horizon".

    Examples
    --------
    >>> print(f"{horizon_range_m(550e3) / 1e3:.0f} km")
    2705 km
    """
    return slant_range_m(0.0, altitude_m, earth_radius_m=earth_radius_m)


def hour_angle_deg(utc_s, transit_utc_s):
    r"""Hour angle of a body that does not move among the stars: its turn past the meridian.

    .. math:: H = \omega_E (t - t_0)

    Parameters
    ----------
    utc_s : array_like
        Instant [s].
    transit_utc_s : array_like
        Instant at which the body crosses the meridian [s].

    Returns
    -------
    ndarray or float
        Hour angle, west positive, not reduced to one turn; broadcast shape of the arguments [deg].

    References
    ----------
    .. [1] NGA.STND.0036 (2014), chapter 3 (rate of the Earth's rotation).

    Examples
    --------
    >>> print(f"{hour_angle_deg(6.0 * 3600.0, 0.0):.3f} deg")
    90.246 deg
    """
    elapsed_s = require("utc_s", utc_s) - require("transit_utc_s", transit_utc_s)
    return math.degrees(EARTH_ROTATION_RAD_PER_S) * elapsed_s


def elevation_from_hour_angle_deg(latitude_deg, declination_deg, hour_angle_deg):
    r"""Elevation of a far body from its declination and hour angle.

    .. math:: \sin E = \sin\varphi \sin\delta + \cos\varphi \cos\delta \cos H

    Parameters
    ----------
    latitude_deg : array_like
        Geodetic latitude of the station, -90 to 90 [deg].
    declination_deg : array_like
        Declination of the body, -90 to 90 [deg].
    hour_angle_deg : array_like
        Hour angle of the body, zero on the meridian, west positive [deg].

    Returns
    -------
    ndarray or float
        Elevation without refraction, broadcast shape of the arguments [deg].

    Raises
    ------
    LinkBudgetError
        If a latitude or declination lies outside -90 to 90.

    References
    ----------
    .. [1] J. Meeus, Astronomical Algorithms, 2nd edition (1998), equation (13.6).

    Examples
    --------
    Voyager 2 at its highest over Canberra, January 1996:

    >>> print(f"{elevation_from_hour_angle_deg(-35.4024, -40.8937, 0.0):.2f} deg")
    84.51 deg
    """
    latitude = np.radians(require("latitude_deg", latitude_deg, at_least=-90.0, at_most=90.0))
    declination = np.radians(require("declination_deg", declination_deg, at_least=-90.0, at_most=90.0))
    angle = np.radians(require("hour_angle_deg", hour_angle_deg))
    up = np.sin(latitude) * np.sin(declination) + np.cos(latitude) * np.cos(declination) * np.cos(angle)
    west = np.cos(declination) * np.sin(angle)
    north = np.cos(latitude) * np.sin(declination) - np.sin(latitude) * np.cos(declination) * np.cos(angle)
    return np.degrees(np.arctan2(up, np.hypot(west, north)))  # near the zenith the sine alone would lose digits


def semi_major_axis_m(perigee_height_m, apogee_height_m, *, earth_radius_m=EARTH_EQUATORIAL_RADIUS_M):
    r"""Half axis of an orbit from the heights of its perigee and apogee.

    .. math:: a = R + \frac{h_p + h_a}{2}

    Parameters
    ----------
    perigee_height_m : array_like
        Height of the perigee [m].
    apogee_height_m : array_like
        Height of the apogee, at least that of the perigee [m].
    earth_radius_m : array_like
        Radius of the Earth, the equatorial one unless given [m].

    Returns
    -------
    ndarray or float
        Half axis, broadcast shape of the arguments [m].

    Raises
    ------
    LinkBudgetError
        If a perigee lies below the Earth's centre or above the apogee.

    References
    ----------
    .. [1] H. D. Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), section 2.7.

    Examples
    --------
    >>> print(f"{semi_major_axis_m(403e3, 408e3) / 1e3:.1f} km")
    6783.6 km
    """
    perigee_m, apogee_m = _apsides(perigee_height_m, apogee_height_m, earth_radius_m)
    return 0.5 * (perigee_m + apogee_m)


def eccentricity(perigee_height_m, apogee_height_m, *, earth_radius_m=EARTH_EQUATORIAL_RADIUS_M):
    r"""Eccentricity of an orbit from the heights of its perigee and apogee.

    .. math:: e = \frac{h_a - h_p}{2 R + h_a + h_p}

    Parameters
    ----------
    perigee_height_m : array_like
        Height of the perigee [m].
    apogee_height_m : array_like
        Height of the apogee, at least that of the perigee [m].
    earth_radius_m : array_like
        Radius of the Earth, the equatorial one unless given [m].

    Returns
    -------
    ndarray or float
        Eccentricity from 0 to below 1, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a perigee lies below the Earth's centre or above the apogee.

    References
    ----------
    .. [1] H. D. Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), section 2.7.

    Examples
    --------
    >>> print(f"{eccentricity(403e3, 408e3):.6f}")
    0.000369
    """
    perigee_m, apogee_m = _apsides(perigee_height_m, apogee_height_m, earth_radius_m)
    return (apogee_m - perigee_m) / (apogee_m + perigee_m)


def node_drift_deg_per_day(semi_major_axis_m, eccentricity, inclination_deg):
    r"""Drift of an orbit's node: the Earth's bulge turns the plane of the orbit about the Earth's axis.

    .. math:: \dot\Omega = -\frac{3}{2} J_2 \left(\frac{R}{a (1 - e^2)}\right)^2 n \cos i, \qquad n = \sqrt{\mu / a^3}

    Parameters
    ----------
    semi_major_axis_m : array_like
        Half axis of the orbit, above zero [m].
    eccentricity : array_like
        Eccentricity, from 0 to below 1 [-].
    inclination_deg : array_like
        Inclination, 0 to 180 [deg].

    Returns
    -------
    ndarray or float
        Rate of the ascending node, east positive, broadcast shape of the arguments [deg/day].

    Raises
    ------
    LinkBudgetError
        If a half axis is not above zero, or eccentricity or inclination lies outside its range.

    References
    ----------
    .. [1] H. D. Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), section 4.7.

    Examples
    --------
    >>> print(f"{node_drift_deg_per_day(6783.6e3, 0.0004, 51.6):.2f} deg/day")
    -4.99 deg/day
    """
    rate, inclination = _bulge_rate(semi_major_axis_m, eccentricity, inclination_deg)
    return -rate * np.cos(inclination)


def perigee_drift_deg_per_day(semi_major_axis_m, eccentricity, inclination_deg):
    r"""Drift of an orbit's perigee: the Earth's bulge turns it within the plane of the orbit.

    .. math:: \dot\omega = \frac{3}{2} J_2 \left(\frac{R}{a (1 - e^2)}\right)^2 n \, \frac{4 - 5 \sin^2 i}{2}, \quad
        n = \sqrt{\mu / a^3}

    Parameters
    ----------
    semi_major_axis_m : array_like
        Half axis of the orbit, above zero [m].
    eccentricity : array_like
        Eccentricity, from 0 to below 1 [-].
    inclination_deg : array_like
        Inclination, 0 to 180 [deg].

    Returns
    -------
    ndarray or float
        Rate of the argument of perigee, zero at 63.4 degrees, broadcast shape of the arguments [deg/day].

    Raises
    ------
    LinkBudgetError
        If a half axis is not above zero, or eccentricity or inclination lies outside its range.

    References
    ----------
    .. [1] H. D. Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), section 4.7.

    Examples
    --------
    >>> print(f"{perigee_drift_deg_per_day(6783.6e3, 0.0004, 51.6):.2f} deg/day")
    3.73 deg/day
    """
    rate, inclination = _bulge_rate(semi_major_axis_m, eccentricity, inclination_deg)
    return rate * (2.0 - 2.5 * np.sin(inclination) ** 2)


def sun_synchronous_inclination_deg(semi_major_axis_m, eccentricity):
    r"""Inclination at which the plane of an orbit follows the mean Sun through the year.

    .. math:: \cos i = -\frac{\dot\Omega_\odot}{\frac{3}{2} J_2 \left(\frac{R}{a (1 - e^2)}\right)^2 n}, \qquad
        \dot\Omega_\odot = \frac{360^\circ}{365.2422 \text{ days}}

    Parameters
    ----------
    semi_major_axis_m : array_like
        Half axis of the orbit, above zero [m].
    eccentricity : array_like
        Eccentricity, from 0 to below 1 [-].

    Returns
    -------
    ndarray or float
        Inclination between 90 and 180, broadcast shape of the arguments; NaN where none does, for a circle above 5974
        km [deg].

    Raises
    ------
    LinkBudgetError
        If a half axis is not above zero or an eccentricity lies outside its range.

    References
    ----------
    .. [1] H. D. Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), section 4.7.

    Examples
    --------
    >>> print(f"{sun_synchronous_inclination_deg(6783.636e3, 0.0):.2f} deg")
    97.05 deg
    """
    rate, _ = _bulge_rate(semi_major_axis_m, eccentricity, 0.0)
    cosine = -(360.0 / TROPICAL_YEAR_D) / rate
    return np.degrees(np.arccos(np.where(cosine < -1.0, np.nan, cosine)))[()]


def _bulge_rate(semi_major_axis_m, eccentricity, inclination_deg):
    """Factor common to both drifts in degrees a day, and the inclination in radians."""
    axis_m = require("semi_major_axis_m", semi_major_axis_m, above=0.0)
    shape = require("eccentricity", eccentricity, at_least=0.0, below=1.0)
    inclination_deg = require("inclination_deg", inclination_deg, at_least=0.0, at_most=180.0)
    motion_deg_per_day = math.degrees(DAY_S) * np.sqrt(EARTH_GM_M3_PER_S2 / axis_m**3)
    flatness = EARTH_EQUATORIAL_RADIUS_M / (axis_m * (1.0 - shape * shape))
    return 1.5 * EARTH_J2 * flatness * flatness * motion_deg_per_day, np.radians(inclination_deg)


def _apsides(perigee_height_m, apogee_height_m, earth_radius_m):
    """Distances of perigee and apogee from the Earth's centre, checked."""
    radius_m = require("earth_radius_m", earth_radius_m, above=0.0)
    perigee_m = require("earth_radius_m + perigee_height_m", radius_m + np.asarray(perigee_height_m), above=0.0)
    apogee_m = radius_m + np.asarray(apogee_height_m)
    require("apogee_height_m - perigee_height_m", apogee_m - perigee_m, at_least=0.0)
    return perigee_m, apogee_m
