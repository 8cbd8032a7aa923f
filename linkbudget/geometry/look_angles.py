"""Look angles of a station: azimuth, elevation, range, and how fast the range changes.

The map: :func:`look_angles` for a sampled :class:`~linkbudget.geometry.track.Track` (the fast way, for any number of
instants), :func:`look_angles_from` for one of several stations at each instant, :func:`look_angles_at` straight through
skyfield (for a few instants, and to check the others).

Directions are geometric: where the signal would come from *in vacuum*, with planetary and stellar aberration for
trajectories about the Sun and without refraction.  Geometry knows no air; the layers above add the apparent elevation,
at which the refracted ray arrives, with :func:`apparent_elevation_deg` of ``linkbudget.physics.refraction`` (0.18 deg
higher at 5 deg, 0.43 deg at 1 deg), and give it to the models that ask for it, such as the gas loss.  Polar motion,
below 0.6 arcseconds or 18 m, is left out, as are the bending of rays by the Sun's mass (0.5 millidegree at the Sun's
edge) and, for satellites about the Earth, light time and aberration (together 1.5 millidegrees in low orbit).
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from skyfield.timelib import Time
from skyfield.vectorlib import VectorFunction

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.geometry.clock import skyfield_time
from linkbudget.geometry.kernel import body, require_inside_ephemeris
from linkbudget.geometry.stations import Station
from linkbudget.geometry.track import Track

_BLOCK = 1 << 13  # instants whose twenty-odd intermediate arrays stay in the processor's cache


class LookAngles(NamedTuple):
    """Path from a trajectory to a station, one number or array each.

    ``range_m`` is the length of the path of the signal received now, ``range_rate_m_per_s`` its rate at the station's
    clock (receding is positive; a received carrier is lower by range rate / c of its frequency, to first order),
    ``azimuth_deg`` counts from north through east, ``elevation_deg`` from the horizontal: the geometric elevation,
    without refraction.
    """

    range_m: Any
    range_rate_m_per_s: Any
    azimuth_deg: Any
    elevation_deg: Any


def look_angles(track: Track, station: Station, utc_s) -> LookAngles:
    r"""Range, range rate, azimuth and elevation of a sampled trajectory from a station.

    With g the geocentric vector as received at the geocentre, s the station, v the probe's velocity, the path to the
    station is

    .. math::
        \vec\rho = \vec g - \vec s + \vec v\,\delta, \qquad |\vec\rho| = |\vec g| - c\,\delta

    where :math:`\delta` is how much less the light travels to the station than to the geocentre.

    Parameters
    ----------
    track : Track
        Sampled trajectory.
    station : Station
        Where the antenna stands.
    utc_s : array_like
        Instants of reception, inside the track [s].

    Returns
    -------
    LookAngles
        Each of the shape of ``utc_s``.

    Raises
    ------
    LinkBudgetError
        If an instant lies outside the track.

    References
    ----------
    .. [1] P. K. Seidelmann (ed.), Explanatory Supplement to the Astronomical Almanac (1992), chapter 3 (light
       time, aberration, topocentric place).
    .. [2] T. D. Moyer, Formulation for Observed and Computed Values of Deep Space Network Data Types for Navigation,
       JPL DESCANSO Monograph 2 (2000), section 8.

    Examples
    --------
    >>> from linkbudget.geometry.clock import parse_utc
    >>> from linkbudget.geometry.track import sample
    >>> station = Station("Evpatoria", 45.22082, 33.17122, 43.0)
    >>> track = sample(body("mars"), parse_utc("1963-03-20"), parse_utc("1963-03-22"))
    >>> at = look_angles(track, station, parse_utc("1963-03-21T18:00"))
    >>> print(f"{at.range_m / 1e9:.2f} million km at {at.elevation_deg:.1f} deg")
    131.75 million km at 66.2 deg
    """
    return _look_angles(track, _sites([station]), utc_s)


def look_angles_from(track: Track, stations: Sequence[Station], which, utc_s) -> LookAngles:
    """Range, range rate, azimuth and elevation of a sampled trajectory, at each instant from one of several stations.

    Parameters
    ----------
    track : Track
        Sampled trajectory.
    stations : tuple of Station
        Where the antennas stand.
    which : array_like
        Place of the station in ``stations`` for each instant, of the shape of ``utc_s`` [-].
    utc_s : array_like
        Instants of reception, inside the track [s].

    Returns
    -------
    LookAngles
        Each of the shape of ``utc_s``.

    Raises
    ------
    LinkBudgetError
        If an instant lies outside the track.

    Examples
    --------
    Venus over two stations at once:

    >>> from linkbudget.geometry.clock import parse_utc
    >>> from linkbudget.geometry.track import sample
    >>> stations = Station("Evpatoria", 45.22082, 33.17122, 43.0), Station("Goldstone", 35.4, -116.9, 1000.0)
    >>> noon_utc_s = parse_utc("1961-02-12T12:00")
    >>> track = sample(body("venus"), noon_utc_s - 3600.0, noon_utc_s + 3600.0)
    >>> print(look_angles_from(track, stations, [0, 1], [noon_utc_s, noon_utc_s]).elevation_deg.round(1), "deg")
    [ 49.1 -45.7] deg
    """
    return _look_angles(track, _sites(stations)[:, np.ravel(which)], utc_s)


def _sites(stations: Sequence[Station]) -> np.ndarray:
    """Longitude and latitude in radians, distance from the axis and height above the equator, a column a station."""
    return np.array(
        [
            (np.radians(each.longitude_deg), np.radians(each.latitude_deg), *each.axis_distance_and_height_m())
            for each in stations
        ]
    ).T


def _look_angles(track: Track, sites: np.ndarray, utc_s) -> LookAngles:
    """Look angles from one site, or from a site for each instant, in blocks that stay in the cache."""
    utc_s = np.asarray(utc_s, dtype=float)
    seconds = track.seconds(utc_s).ravel()
    if seconds.size <= _BLOCK:
        found = _block(track, sites, seconds)
    else:
        found = np.empty((4, seconds.size))
        for start in range(0, seconds.size, _BLOCK):
            part = slice(start, start + _BLOCK)
            found[:, part] = _block(track, sites if sites.shape[1] == 1 else sites[:, part], seconds[part])
    return LookAngles(*(np.reshape(quantity, utc_s.shape)[()] for quantity in found))


def _block(track: Track, sites: np.ndarray, seconds: np.ndarray):
    """Range, range rate, azimuth and elevation of one cacheful of instants."""
    longitude, latitude, axis_m, equator_m = sites
    index, since = track.step_of(seconds)
    sidereal_rad, spin_rad_per_s = track.sidereal_rad(seconds)
    angle = sidereal_rad + longitude
    cosine, sine = np.cos(angle), np.sin(angle)

    def turned(vector):
        """Components outwards from the axis in the station's meridian, eastwards, and along the axis."""
        x, y, z = vector
        return np.stack([x * cosine + y * sine, y * cosine - x * sine, z])

    place = np.stack([axis_m, 0.0 * axis_m, equator_m])
    carried = np.stack([0.0 * seconds, axis_m * spin_rad_per_s, 0.0 * seconds])  # the station moves east
    vector, rate, *bend = map(turned, track.received(index, since, rates=2 if track.counts_light_time else 1))
    if track.counts_light_time:
        earth = turned(track.earth_velocity_m_per_s(seconds))
        range_m, range_rate, toward = _with_light_time(vector, rate, *bend, earth, place, carried)
    else:
        path = vector - place
        range_m = np.sqrt(_dot(path, path))
        toward = path / range_m
        range_rate = _dot(toward, rate - carried)
    out, east, along = toward
    north = np.cos(latitude) * along - np.sin(latitude) * out
    zenith = np.sin(latitude) * along + np.cos(latitude) * out
    azimuth = np.degrees(np.arctan2(east, north)) % 360.0
    return range_m, range_rate, azimuth, np.degrees(np.arctan2(zenith, np.hypot(east, north)))


def _with_light_time(vector, rate, bend, earth, place, carried):
    """Range, range rate and apparent direction at the station, from what the geocentre receives at the same instant."""
    c = SPEED_OF_LIGHT_M_PER_S
    distance = np.sqrt(_dot(vector, vector))
    light_time_rate = _dot(vector, rate) / (distance * c)
    velocity = (rate + earth) / (1.0 - light_time_rate)  # of the probe when the signal left it
    path = vector - place
    # |path + velocity delta| = distance - c delta, the small root
    half_b, nearer = distance * c + _dot(path, velocity), _dot(place, 2.0 * vector - place)
    delta = nearer / (half_b + np.sqrt(half_b**2 - (c**2 - _dot(velocity, velocity)) * nearer))
    path = path + velocity * delta
    range_m = np.sqrt(_dot(path, path))
    toward = path / range_m
    velocity = velocity + bend * delta
    observer = earth + carried
    closing = (rate + earth * light_time_rate) / (1.0 - light_time_rate) + bend * delta - carried
    range_rate = _dot(toward, closing) / (1.0 + _dot(toward, velocity) / c)
    return range_m, range_rate, toward + (observer - _dot(toward, observer) * toward) / c


def look_angles_at(trajectory: VectorFunction, station: Station, utc_s) -> LookAngles:
    """Range, range rate, azimuth and elevation of any trajectory from a station, by skyfield alone.

    About half a millisecond for one instant; for thousands use :func:`look_angles`.  The bending of rays by
    the Sun, Jupiter and Saturn is included.

    Parameters
    ----------
    trajectory : skyfield VectorFunction
        From the Earth's centre (geometric) or from the solar-system barycentre (light time and aberration counted).
    station : Station
        Where the antenna stands.
    utc_s : array_like
        Instants of reception, a number or one-dimensional [s].

    Returns
    -------
    LookAngles
        Each of the shape of ``utc_s``.

    Raises
    ------
    LinkBudgetError
        If an instant lies outside the ephemeris or the trajectory.

    Examples
    --------
    >>> from linkbudget.geometry.clock import parse_utc
    >>> station = Station("Evpatoria", 45.22082, 33.17122, 43.0)
    >>> at = look_angles_at(body("mars"), station, parse_utc("1963-03-21T18:00"))
    >>> print(f"{at.range_m / 1e9:.2f} million km at {at.elevation_deg:.1f} deg")
    131.75 million km at 66.2 deg
    """
    require_inside_ephemeris(utc_s)
    if np.ndim(utc_s) == 0:
        return _look_at_instant(trajectory, station, float(utc_s))
    return _look(trajectory, station, skyfield_time(utc_s))


@lru_cache(maxsize=64)  # what a budget, its notes and the bodies near its beam ask for, of the last instants
def _look_at_instant(trajectory: VectorFunction, station: Station, utc_s: float) -> LookAngles:
    return _look(trajectory, station, skyfield_time(utc_s))


def _look(trajectory: VectorFunction, station: Station, time: Time) -> LookAngles:
    """:func:`look_angles_at` for a skyfield time."""
    place = station.skyfield_position()
    if trajectory.center == 399:
        path = (trajectory - place).at(time)
        elevation, azimuth, _ = path.altaz()
        toward = path.xyz.m / path.distance().m
        rate = _dot(toward, path.velocity.m_per_s)
    else:
        observer = (body("earth") + place).at(time)
        path = observer.observe(trajectory)
        elevation, azimuth, _ = path.apparent().altaz()
        toward = path.xyz.m / path.distance().m
        closing = _dot(toward, path.velocity.m_per_s)
        rate = closing / (1.0 + (closing + _dot(toward, observer.velocity.m_per_s)) / SPEED_OF_LIGHT_M_PER_S)
    return LookAngles(path.distance().m, rate, azimuth.degrees, elevation.degrees)


def _dot(one, other):
    return (one * other).sum(axis=0)
