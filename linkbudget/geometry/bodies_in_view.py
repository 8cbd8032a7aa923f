"""Sun, Moon and planets as a station sees them: angle from the spacecraft, and angular diameter.

A receiving antenna follows the spacecraft, and a hot body in or near its beam adds noise.  The map:
:func:`body_in_view` (angle between spacecraft and body, angular diameter and elevation of the body),
:func:`geocentric_separation_deg` and :func:`separation_over_station_deg` (coarse angles, to tell what is near),
:func:`apparent_diameter_deg`, :func:`moon_phase_deg` (for the brightness of the Moon) and :func:`body_track`, the
sampled trajectory of a body over the span of another track.

What such a body adds in kelvin is in :mod:`linkbudget.physics.body_noise`.  Close to the Sun the plasma of the corona
also makes the signal scintillate: see :mod:`linkbudget.physics.corona`.

Bodies are sampled sparsely and interpolated like every :class:`~linkbudget.geometry.track.Track`.  Directions are those
of :mod:`linkbudget.geometry.look_angles`: as the station sees them in vacuum, light time, aberration and parallax
included, within 1e-4 degree of skyfield's apparent places, or 5e-4 where a ray grazes the Sun, which bends it.
Refraction lifts spacecraft and body alike near the beam.
"""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from linkbudget.errors import LinkBudgetError, require
from linkbudget.geometry._states import position_m
from linkbudget.geometry.clock import skyfield_time
from linkbudget.geometry.kernel import POLAR_RADIUS_M, RADIUS_M, body, body_key, require_inside_ephemeris
from linkbudget.geometry.look_angles import LookAngles, look_angles, look_angles_at
from linkbudget.geometry.stations import Station
from linkbudget.geometry.track import Track, sample

BODIES = ("sun", "moon", "mercury", "venus", "mars", "jupiter", "saturn", "uranus", "neptune")
"""Bodies whose brightness at radio frequencies is known to this package, by falling size of what they can add."""

_TOLERANCE = 1e-6  # of the distance: 6e-5 degree where a step is split
_OBLIQUITY = np.radians(23.44)  # of the ecliptic, within 0.01 degree from 1900 to 2053
_ECLIPTIC_POLE = np.array([0.0, -np.sin(_OBLIQUITY), np.cos(_OBLIQUITY)])


class BodyInView(NamedTuple):
    """A body as seen from a station whose antenna follows a spacecraft, one number or array each.

    ``separation_deg`` is the angle between the directions of spacecraft and centre of the body, ``diameter_deg`` the
    angular diameter of the body, ``elevation_deg`` its height above the horizontal: a body that is set adds nothing.
    """

    separation_deg: Any
    diameter_deg: Any
    elevation_deg: Any


def body_in_view(
    track: Track, station: Station, utc_s, name: str, *, spacecraft: LookAngles | None = None
) -> BodyInView:
    r"""Angle between spacecraft and a body, and the angular diameter of the body, from a station.

    .. math::
        \sin^2\frac{\sigma}{2} = \sin^2\frac{E - E_b}{2} + \cos E \cos E_b \sin^2\frac{A - A_b}{2}

    Parameters
    ----------
    track : Track
        Sampled trajectory of the spacecraft.
    station : Station
        Where the antenna stands.
    utc_s : array_like
        Instants of reception, inside the track [s].
    name : str
        Any body of DE421 but the Earth: "sun", "moon", "mars" and so on; a Mars orbiter has Mars in the beam always.
    spacecraft : LookAngles, optional
        Look angles of the spacecraft at these instants, when they are known already; saves half of the time.

    Returns
    -------
    BodyInView
        Each of the shape of ``utc_s``.

    Raises
    ------
    LinkBudgetError
        If the body is unknown or the Earth, or an instant lies outside the track.

    Notes
    -----
    The sampled trajectory of the body is kept for further calls with the same span.  A body behind the spacecraft and
    one in front of it look the same here: whether a planet hides the spacecraft is not answered.

    References
    ----------
    .. [1] R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (1984) 159.

    Examples
    --------
    The Sun beside Mars, seen from Evpatoria:

    >>> from linkbudget.geometry.clock import parse_utc
    >>> station = Station("Evpatoria", 45.22082, 33.17122, 43.0)
    >>> track = sample(body("mars"), parse_utc("2021-10-01"), parse_utc("2021-10-15"))
    >>> sun = body_in_view(track, station, parse_utc("2021-10-08T09:00"), "sun")
    >>> print(f"{sun.separation_deg:.2f} deg from the beam, {sun.diameter_deg:.3f} deg wide")
    0.65 deg from the beam, 0.533 deg wide
    """
    utc_s = require("utc_s", utc_s)
    seen = look_angles(body_track(track, name), station, utc_s)
    if spacecraft is None:
        spacecraft = look_angles(track, station, utc_s)
    return _in_view(name, spacecraft, seen)


def body_in_view_at(station: Station, utc_s, name: str, spacecraft: LookAngles) -> BodyInView:
    """Compute :func:`body_in_view` for one instant or a few straight through skyfield.

    Parameters
    ----------
    station : Station
        Where the antenna stands.
    utc_s : array_like
        Instants of reception, a number or one-dimensional [s].
    name : str
        Any body of DE421 but the Earth.
    spacecraft : LookAngles
        Look angles of the spacecraft at these instants.

    Returns
    -------
    BodyInView
        Each of the shape of ``utc_s``.

    Raises
    ------
    LinkBudgetError
        If the body is unknown or the Earth, or an instant lies outside the ephemeris.

    Examples
    --------
    >>> from linkbudget.geometry.clock import parse_utc
    >>> station, instant = Station("Evpatoria", 45.22082, 33.17122, 43.0), parse_utc("2021-10-08T09:00")
    >>> mars = look_angles_at(body("mars"), station, instant)
    >>> print(f"{body_in_view_at(station, instant, 'sun', mars).separation_deg:.2f} deg")
    0.65 deg
    """
    utc_s = require("utc_s", utc_s)
    return _in_view(name, spacecraft, look_angles_at(body(_known(name)), station, utc_s))


def geocentric_separation_deg(trajectory, utc_s, names: tuple[str, ...]) -> np.ndarray:
    r"""Angles at the Earth's centre between a trajectory about the Sun and bodies, without light time.

    .. math:: \cos\sigma = \frac{\mathbf{r} \cdot \mathbf{r}_b}{|\mathbf{r}| \, |\mathbf{r}_b|}

    Within 0.1 degree of the angles from a station, 1.1 degree for the Moon; a tenth of the work.

    Parameters
    ----------
    trajectory : skyfield VectorFunction
        From the solar-system barycentre.
    utc_s : float
        Instant, inside ephemeris and trajectory [s].
    names : tuple of str
        Bodies of DE421 but the Earth.

    Returns
    -------
    ndarray
        One angle a body [deg].

    Raises
    ------
    LinkBudgetError
        If a body is unknown or the Earth, or the instant lies outside the ephemeris.

    References
    ----------
    .. [1] W. M. Folkner, J. G. Williams and D. H. Boggs, "The Planetary and Lunar Ephemeris DE 421", IPN Progress
       Report 42-178 (2009).

    Examples
    --------
    >>> from linkbudget.geometry.clock import parse_utc
    >>> angles = geocentric_separation_deg(body("mars"), parse_utc("2021-10-08T09:00"), ("sun", "venus"))
    >>> print(angles.round(1), "deg")
    [ 0.7 45.9] deg
    """
    utc_s = require("utc_s", utc_s)
    time = skyfield_time(require_inside_ephemeris(utc_s))
    return _apart_deg(position_m(trajectory, time) - position_m(body("earth"), time), time, names)


def separation_over_station_deg(trajectory, station: Station, utc_s, names: tuple[str, ...]) -> np.ndarray:
    r"""Angles at a station between a trajectory about the Earth and bodies, these as the Earth's centre sees them.

    .. math:: \cos\sigma = \frac{\mathbf{r} \cdot \mathbf{r}_b}{|\mathbf{r}| \, |\mathbf{r}_b|}

    Within 0.1 degree of :func:`body_in_view_at`, 1.1 degree for the Moon; a tenth of the work.

    Parameters
    ----------
    trajectory : skyfield VectorFunction
        From the Earth's centre.
    station : Station
        Where the antenna stands.
    utc_s : float
        Instant, inside ephemeris and trajectory [s].
    names : tuple of str
        Bodies of DE421 but the Earth.

    Returns
    -------
    ndarray
        One angle a body [deg].

    Raises
    ------
    LinkBudgetError
        If a body is unknown or the Earth, or the instant lies outside the ephemeris.

    References
    ----------
    .. [1] W. M. Folkner, J. G. Williams and D. H. Boggs, "The Planetary and Lunar Ephemeris DE 421", IPN Progress
       Report 42-178 (2009).

    Examples
    --------
    >>> from linkbudget.geometry.clock import parse_utc
    >>> from linkbudget.geometry.earth_orbits import Geostationary
    >>> station = Station("Evpatoria", 45.22082, 33.17122, 43.0)
    >>> angles = separation_over_station_deg(Geostationary(30.0), station, parse_utc("2026-03-05T10:00"), ("sun",))
    >>> print(angles.round(1), "deg")
    [3.3] deg
    """
    utc_s = require("utc_s", utc_s)
    time = skyfield_time(require_inside_ephemeris(utc_s))
    return _apart_deg(position_m(trajectory, time) - position_m(station.skyfield_position(), time), time, names)


def _apart_deg(vector, time, names: tuple[str, ...]) -> np.ndarray:
    """Angles between a vector and the geometric directions of bodies from the Earth's centre [deg]."""
    earth_m = position_m(body("earth"), time)
    directions = np.array([position_m(body(_known(name)), time) - earth_m for name in names])
    cosine = directions @ vector / np.linalg.norm(directions, axis=1) / np.linalg.norm(vector)
    return np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))


def _in_view(name: str, spacecraft: LookAngles, seen: LookAngles) -> BodyInView:
    diameter_deg = apparent_diameter_deg(name, seen.range_m)
    return BodyInView(_separation_deg(spacecraft, seen), diameter_deg, seen.elevation_deg)


def body_track(track: Track, name: str) -> Track:
    """Sampled trajectory of a body over the span of another track; sampled once, then kept.

    Parameters
    ----------
    track : Track
        The track whose span is taken.
    name : str
        Any body of DE421 but the Earth.

    Returns
    -------
    Track
        For :func:`~linkbudget.geometry.look_angles.look_angles` and whatever else takes a track.

    Raises
    ------
    LinkBudgetError
        If the body is unknown or the Earth.

    Examples
    --------
    >>> from linkbudget.geometry.clock import parse_utc
    >>> track = sample(body("mars"), parse_utc("2024-04-01"), parse_utc("2024-05-01"))
    >>> body_track(track, "Moon") is body_track(track, "moon")
    True
    """
    return _sampled(_known(name), track.start_utc_s, track.end_utc_s)


def _known(name: str) -> str:
    key = body_key(name)
    if key == "earth":
        raise LinkBudgetError("body 'earth': expected another, since the station stands on the Earth")
    return key


@lru_cache(maxsize=64)
def _sampled(key: str, start_utc_s: float, end_utc_s: float) -> Track:
    return sample(body(key), start_utc_s, end_utc_s, tolerance=_TOLERANCE)


def apparent_diameter_deg(name: str, range_m):
    r"""Angular diameter of a body at a distance: that of the round disc with the area of its outline.

    .. math:: d = 2 \arcsin \frac{\sqrt{a b}}{r}

    with equatorial radius a and polar radius b.

    Parameters
    ----------
    name : str
        Name of the body.
    range_m : array_like
        Distance from its centre, above its radius [m].

    Returns
    -------
    ndarray or float
        Diameter, same shape as ``range_m`` [deg].

    Raises
    ------
    LinkBudgetError
        If the body is unknown or a distance is not above its radius.

    Notes
    -----
    The outline is taken as seen from above the equator: Saturn, tilted by up to 27 degrees, shows up to 3 % more area,
    and its rings are left out.  The atmosphere of the Sun is larger at radio frequencies: see
    :func:`linkbudget.physics.sun_calibration.radio_sun_diameter_deg`.

    References
    ----------
    .. [1] B. A. Archinal et al., Report of the IAU Working Group on Cartographic Coordinates and Rotational Elements:
       2015, Celest. Mech. Dyn. Astron. 130 (2018) 22 (radii).

    Examples
    --------
    >>> print(f"{apparent_diameter_deg('sun', 149_597_870_700.0):.4f} deg")
    0.5329 deg
    """
    key = body_key(name)
    radius_m = (RADIUS_M[key] * POLAR_RADIUS_M[key]) ** 0.5
    return np.degrees(2.0 * np.arcsin(radius_m / require("range_m", range_m, above=radius_m)))


def moon_phase_deg(track: Track, utc_s):
    r"""Phase of the Moon after full Moon.

    .. math:: \tan\varphi = \frac{\mathbf{p} \cdot (\mathbf{s} \times \mathbf{e})}{\mathbf{s} \cdot \mathbf{e}}

    with the directions from the Moon to the Sun (s) and to the Earth (e) along the ecliptic, and its north pole p.
    The angle at the Moon from the Sun to the Earth, counted eastwards in the plane of the ecliptic: the phase that
    :func:`linkbudget.physics.hot_bodies.moon_brightness_temperature_k` takes.

    Parameters
    ----------
    track : Track
        Any track; only its span is used.
    utc_s : array_like
        Instants, inside the track [s].

    Returns
    -------
    ndarray or float
        0 full, 90 last quarter, 180 new, 270 first quarter; 0 to 360, same shape as ``utc_s`` [deg].

    Raises
    ------
    LinkBudgetError
        If an instant lies outside the track.

    Notes
    -----
    For the Earth's centre; from a station the angle is up to 1 degree different.

    References
    ----------
    .. [1] P. K. Seidelmann (ed.), Explanatory Supplement to the Astronomical Almanac (1992), section 7 (phase angle).

    Examples
    --------
    >>> from linkbudget.geometry.clock import parse_utc
    >>> track = sample(body("mars"), parse_utc("2024-04-01"), parse_utc("2024-05-02"))
    >>> print(f"{moon_phase_deg(track, parse_utc('2024-05-01T11:27')):.0f} deg at last quarter")
    90 deg at last quarter
    """
    utc_s = require("utc_s", utc_s)
    sun_m, moon_m = (_geocentric_m(body_track(track, name), utc_s) for name in ("sun", "moon"))
    to_sun, to_earth = (_in_ecliptic(vector) for vector in (sun_m - moon_m, -moon_m))
    eastwards = np.einsum("i,i...->...", _ECLIPTIC_POLE, np.cross(to_sun, to_earth, axis=0))
    return np.degrees(np.arctan2(eastwards, (to_sun * to_earth).sum(axis=0))) % 360.0


def _geocentric_m(track: Track, utc_s):
    """Vector from the Earth's centre as received there, equator of date [m]."""
    return track.received(*track.step_of(track.seconds(utc_s)))[0]


def _in_ecliptic(vector):
    """Part of a vector along the plane of the ecliptic."""
    return vector - np.multiply.outer(_ECLIPTIC_POLE, np.einsum("i,i...->...", _ECLIPTIC_POLE, vector))


def _separation_deg(one: LookAngles, other: LookAngles):
    """Angle between two directions; exact for small angles, where the arccosine would not be."""
    first, second = np.radians(one.elevation_deg), np.radians(other.elevation_deg)
    turn = np.radians(0.5 * (one.azimuth_deg - other.azimuth_deg))
    square = np.sin(0.5 * (first - second)) ** 2 + np.cos(first) * np.cos(second) * np.sin(turn) ** 2
    return np.degrees(2.0 * np.arcsin(np.sqrt(np.minimum(square, 1.0))))
