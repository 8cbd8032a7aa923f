"""Stations on the ground: geodetic coordinates, and the Earth-fixed vectors that follow from them.

The map: :class:`Station`, :func:`geodetic_from_geocentric` and :func:`geodetic_from_cylindrical` (coordinates as the
Deep Space Network and radar astronomers publish them, turned into geodetic ones).

Everything is on the WGS 84 ellipsoid and in the ITRS.  A place has two heights: above the ellipsoid (h), which the
coordinates want and satellite navigation gives, and above mean sea level (H), which maps give and the models of the
atmosphere want.  They differ by the height of the geoid above the ellipsoid, the undulation: h = H + N, with N from
-107 m (south of India) to +86 m (New Guinea) in EGM96.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from skyfield.api import wgs84
from skyfield.toposlib import GeographicPosition

from linkbudget.constants import EARTH_EQUATORIAL_RADIUS_M
from linkbudget.errors import require
from linkbudget.geometry.horizon_masks import HorizonMask

FLATTENING = 1.0 / 298.257223563
"""Of the WGS 84 ellipsoid, exact; NGA.STND.0036 [-]."""

_E2 = FLATTENING * (2.0 - FLATTENING)


@dataclass(frozen=True)
class Station:
    """A place on the Earth from which a link is run.

    Parameters
    ----------
    name : str
        What the station is called.
    latitude_deg : float
        Geodetic latitude, north positive, -90 to 90 [deg].
    longitude_deg : float
        Longitude, east positive, -180 to 360 [deg].
    height_m : float
        Height above the ellipsoid, -1000 to 100 000 [m].
    minimum_elevation_deg : float
        Geometric elevation below which the antenna is not used, -5 to 90 [deg].
    geoid_height_m : float
        Height of the geoid above the ellipsoid at this place (geoid undulation, from EGM96 or EGM2008), -150 to 150.
        With 0, for a place where it is not known, both heights are taken to be the same: an error of up to 107 m in
        :attr:`height_above_sea_level_m`, which changes losses to gases and rain by up to 5 %; for most places it is
        below 50 m and 2 % [m].
    horizon_mask : HorizonMask, optional
        Elevation of hills and houses by azimuth; where it is above ``minimum_elevation_deg`` it counts.

    Raises
    ------
    LinkBudgetError
        If a value lies outside its range.

    References
    ----------
    .. [1] NGA.STND.0036 version 1.0.0 (2014), Department of Defense World Geodetic System 1984, chapter 4.

    Examples
    --------
    >>> evpatoria = Station("Evpatoria", 45.22082, 33.17122, 43.0, minimum_elevation_deg=5.0)
    >>> print((evpatoria.itrs_m() / 1e3).round(1), "km")
    [3766.9 2462.3 4504.7] km

    Where the geoid lies 30 m below the ellipsoid, a place is 30 m further above the sea:

    >>> hill = Station("Hill", 35.0, -117.0, 1000.0, geoid_height_m=-30.0)
    >>> print(f"{hill.height_above_sea_level_m:.0f} m above the sea")
    1030 m above the sea
    """

    name: str
    latitude_deg: float
    longitude_deg: float
    height_m: float
    minimum_elevation_deg: float = 0.0
    geoid_height_m: float = 0.0
    horizon_mask: HorizonMask | None = None

    def __post_init__(self):
        require("latitude_deg", float(self.latitude_deg), at_least=-90.0, at_most=90.0)
        require("longitude_deg", float(self.longitude_deg), at_least=-180.0, at_most=360.0)
        require("height_m", float(self.height_m), at_least=-1000.0, at_most=100_000.0)
        require("minimum_elevation_deg", float(self.minimum_elevation_deg), at_least=-5.0, at_most=90.0)
        require("geoid_height_m", float(self.geoid_height_m), at_least=-150.0, at_most=150.0)

    @property
    def height_above_sea_level_m(self) -> float:
        """Height above mean sea level, which the models of the atmosphere take [m]."""
        return self.height_m - self.geoid_height_m

    def lowest_elevation_deg(self, azimuth_deg):
        """Geometric elevation below which the antenna is not used, at an azimuth, array_like [deg]."""
        if self.horizon_mask is None:
            return self.minimum_elevation_deg
        return np.maximum(self.horizon_mask.elevation_deg(azimuth_deg), self.minimum_elevation_deg)

    def axis_distance_and_height_m(self) -> tuple[float, float]:
        """Distance from the Earth's axis and height above the plane of the equator [m]."""
        latitude = np.radians(self.latitude_deg)
        sine, cosine = np.sin(latitude), np.cos(latitude)
        curvature_m = EARTH_EQUATORIAL_RADIUS_M / np.sqrt(1.0 - _E2 * sine**2)
        return float((curvature_m + self.height_m) * cosine), float((curvature_m * (1.0 - _E2) + self.height_m) * sine)

    def itrs_m(self) -> np.ndarray:
        """Earth-fixed vector from the Earth's centre, shape (3,) [m]."""
        axis_distance_m, z_m = self.axis_distance_and_height_m()
        longitude = np.radians(self.longitude_deg)
        return np.array([axis_distance_m * np.cos(longitude), axis_distance_m * np.sin(longitude), z_m])

    def skyfield_position(self) -> GeographicPosition:
        """The same place as skyfield knows it."""
        return _skyfield_position(self.latitude_deg, self.longitude_deg, self.height_m)


@lru_cache(maxsize=64)
def _skyfield_position(latitude_deg: float, longitude_deg: float, height_m: float) -> GeographicPosition:
    return wgs84.latlon(latitude_deg, longitude_deg, elevation_m=height_m)


def geodetic_from_cylindrical(axis_distance_m, equator_height_m):
    r"""Geodetic latitude and height from the distance to the spin axis and the height above the equator.

    Bowring's iteration on the reduced latitude :math:`\beta`, four rounds:

    .. math:: \tan\varphi = \frac{z + e'^2 b \sin^3\beta}{p - e^2 a \cos^3\beta}, \qquad
        \tan\beta = (1 - f)\tan\varphi

    Parameters
    ----------
    axis_distance_m : array_like
        Distance from the Earth's axis, zero or more [m].
    equator_height_m : array_like
        Height above the plane of the equator, north positive [m].

    Returns
    -------
    tuple of ndarray or float
        Geodetic latitude [deg] and height above the ellipsoid [m], broadcast shape of the arguments.

    Raises
    ------
    LinkBudgetError
        If a distance from the axis is negative.

    References
    ----------
    .. [1] B. R. Bowring, "Transformation from spatial to geographical coordinates", Survey Review 23 (1976) 323-327.

    Examples
    --------
    The receiving array at Evpatoria, station 9 of the Soviet planetary radar reports:

    >>> latitude_deg, height_m = geodetic_from_cylindrical(4500234.786, 4504698.850)
    >>> print(f"{latitude_deg:.5f} deg, {height_m:.0f} m")
    45.22082 deg, 43 m
    """
    p = np.asarray(require("axis_distance_m", axis_distance_m, at_least=0.0), dtype=float)
    z = np.asarray(equator_height_m, dtype=float)
    a, b = EARTH_EQUATORIAL_RADIUS_M, EARTH_EQUATORIAL_RADIUS_M * (1.0 - FLATTENING)
    reduced = np.arctan2(a * z, b * p)
    for _ in range(4):
        up, out = z + (a**2 - b**2) / b * np.sin(reduced) ** 3, p - _E2 * a * np.cos(reduced) ** 3
        reduced = np.arctan2((1.0 - FLATTENING) * up, out)
    latitude = np.arctan2(up, out)
    sine, cosine = np.sin(latitude), np.cos(latitude)
    height_m = p * cosine + z * sine - a * np.sqrt(1.0 - _E2 * sine**2)
    return np.degrees(latitude), height_m


def geodetic_from_geocentric(radius_m, geocentric_latitude_deg):
    r"""Geodetic latitude and height from geocentric radius and latitude; the longitude is the same in both.

    .. math:: p = r \cos\varphi', \qquad z = r \sin\varphi'

    and from them on as in :func:`geodetic_from_cylindrical`.

    Parameters
    ----------
    radius_m : array_like
        Distance from the Earth's centre, above zero [m].
    geocentric_latitude_deg : array_like
        Angle above the plane of the equator, -90 to 90 [deg].

    Returns
    -------
    tuple of ndarray or float
        Geodetic latitude [deg] and height above the ellipsoid [m], broadcast shape of the arguments.

    Raises
    ------
    LinkBudgetError
        If a radius is not positive or a latitude lies outside its range.

    References
    ----------
    .. [1] B. R. Bowring, "Transformation from spatial to geographical coordinates", Survey Review 23 (1976) 323-327.

    Examples
    --------
    DSS-13 at Goldstone:

    >>> latitude_deg, height_m = geodetic_from_geocentric(6372125.096, 35.066018)
    >>> print(f"{latitude_deg:.6f} deg, {height_m:.2f} m")
    35.247164 deg, 1070.44 m
    """
    radius_m = require("radius_m", radius_m, above=0.0)
    latitude_deg = require("geocentric_latitude_deg", geocentric_latitude_deg, at_least=-90.0, at_most=90.0)
    latitude = np.radians(latitude_deg)
    return geodetic_from_cylindrical(radius_m * np.abs(np.cos(latitude)), radius_m * np.sin(latitude))
