r"""Occultations (a body stands between the two ends of a link) and eclipses (a spacecraft in a body's shadow).

The map: :func:`clearance_m`, :func:`find_occultations` and :func:`hiding_body_at` (a link between spacecraft and
station), :func:`sun_clearance_deg` and :func:`find_eclipses` (the light of the Sun), :data:`BODIES`.

Bodies are spheres with their equatorial radius and without air: the limb of the Earth or of Mars at its poles is some
20 km lower, refraction and the ionosphere of a planet move ingress and egress by seconds.  Directions are those of the
signal as received, light time and aberration included.  Tracks hold to 1e-8 of the distance, 2 km at Mars: half a
second of a flyby.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from linkbudget.errors import LinkBudgetError
from linkbudget.formatting import duration_text
from linkbudget.geometry._crossings import Stretch, extremes, require_span, search_grid, stretches, way_clearance_m
from linkbudget.geometry.bodies_in_view import BODIES, body_track, geocentric_separation_deg
from linkbudget.geometry.clock import format_utc
from linkbudget.geometry.kernel import EARTH_CENTER, RADIUS_M, angle_between_deg, body, body_key
from linkbudget.geometry.look_angles import LookAngles, look_angles, look_angles_at
from linkbudget.geometry.stations import Station
from linkbudget.geometry.track import Track, sample

SHADOW_BODIES = ("earth", *BODIES[1:])
"""Bodies that throw a shadow: all but the Sun."""

SMALLEST_SHADE = 0.1
"""Least size of a body, beside that of the Sun, whose passage counts as half-shadow: 1 % of the light [-]."""

NEAREST_MOON_M = 3.4e8
"""Least distance of the Moon from any station [m]."""

_TOLERANCE = 1e-9  # of the distance of a body
_COARSE_S = 3600.0
_SLACK_DEG = 3.0  # the Moon moves half a degree in an hour, an orbiter of the Moon as much again; parallax is 1 degree
_NEAR_M = 1e9  # a spacecraft nearer than this moves by more than a degree in an hour
_NEAR_ROOM_M = 1e8  # what Moon and spacecraft move towards each other in an hour, and more


@dataclass(frozen=True)
class Occultation:
    """A stretch of time in which a body hides a spacecraft, or the Sun from a spacecraft.

    ``kind`` is "occultation" of a link, "penumbra" or "umbra" of the light of the Sun.  Ingress and egress of a link
    are instants of reception.  ``ingress_is_cut`` and ``egress_is_cut`` say that it began before, or goes on after,
    the interval that was searched.
    """

    body: str
    kind: str
    ingress_utc_s: float
    egress_utc_s: float
    ingress_is_cut: bool = False
    egress_is_cut: bool = False

    @property
    def duration_s(self) -> float:
        """Time from ingress to egress [s]."""
        return self.egress_utc_s - self.ingress_utc_s

    def __str__(self) -> str:
        ends = (
            f"{format_utc(round(utc_s))}{' (cut)' if cut else ''}"
            for utc_s, cut in ((self.ingress_utc_s, self.ingress_is_cut), (self.egress_utc_s, self.egress_is_cut))
        )
        return f"{self.kind} by {self.body}: {' to '.join(ends)}, {duration_text(self.duration_s)}"


def clearance_m(track: Track, station: Station, utc_s, bodies_track: Track, radius_m: float):
    r"""Distance by which the way from a spacecraft to a station clears a body; negative where the body hides it.

    .. math:: h = \min_{0 \leq s \leq 1} |\mathbf{b} - s\,\mathbf{p}| - R

    with the vectors from the station to the spacecraft :math:`\mathbf{p}` and to the centre of the body
    :math:`\mathbf{b}`, each as its light is received.

    Parameters
    ----------
    track : Track
        Sampled trajectory of the spacecraft.
    station : Station
        Where the antenna stands.
    utc_s : array_like
        Instants of reception, inside both tracks [s].
    bodies_track : Track
        Sampled trajectory of the body.
    radius_m : float
        Radius of the body [m].

    Returns
    -------
    ndarray or float
        Clearance, shape of ``utc_s`` [m].

    Raises
    ------
    LinkBudgetError
        If an instant lies outside a track.

    References
    ----------
    .. [1] D. A. Vallado, Fundamentals of Astrodynamics and Applications, 4th edition (2013), section 5.3 (sight and
       light).

    Examples
    --------
    Jupiter is far from the way to Mars:

    >>> from linkbudget.geometry.clock import parse_utc
    >>> start_utc_s, end_utc_s = parse_utc("2021-10-01"), parse_utc("2021-10-05")
    >>> mars, jupiter = (sample(body(name), start_utc_s, end_utc_s) for name in ("mars", "jupiter"))
    >>> clear_m = clearance_m(mars, Station("Evpatoria", 45.22, 33.17, 43.0), start_utc_s, jupiter, RADIUS_M["jupiter"])
    >>> print(f"{clear_m / 1e9:.0f} million km")
    637 million km
    """
    to_craft, to_body = (_vector(look_angles(one, station, utc_s)) for one in (track, bodies_track))
    return way_clearance_m(to_craft, to_body, radius_m)


def find_occultations(
    track: Track, station: Station, start_utc_s: float, end_utc_s: float, names: tuple[str, ...] = BODIES
) -> tuple[Occultation, ...]:
    """Occultations of a spacecraft by bodies, as a station receives them, in order of time.

    Parameters
    ----------
    track : Track
        Sampled trajectory of the spacecraft.
    station : Station
        Where the antenna stands; whether the spacecraft is above its horizon is another question (:func:`find_passes`
        of :mod:`linkbudget.geometry.passes`).
    start_utc_s, end_utc_s : float
        Interval to search, inside the track [s].
    names : tuple of str
        Bodies to look at: the Sun, the Moon and planets.  A body at whose centre the trajectory stands is passed over.

    Returns
    -------
    tuple of Occultation
        Empty when nothing comes between.

    Raises
    ------
    LinkBudgetError
        If a body is unknown or the Earth, or the interval does not rise or lies outside the track.

    References
    ----------
    .. [1] D. A. Vallado, Fundamentals of Astrodynamics and Applications, 4th edition (2013), section 5.3 (sight and
       light).

    Examples
    --------
    Jupiter behind the Moon, seen from New York:

    >>> from linkbudget.geometry.clock import parse_utc
    >>> start_utc_s, end_utc_s = parse_utc("2023-05-17"), parse_utc("2023-05-18")
    >>> jupiter, station = sample(body("jupiter"), start_utc_s, end_utc_s), Station("New York", 40.71, -74.01, 10.0)
    >>> for each in find_occultations(jupiter, station, start_utc_s, end_utc_s):
    ...     print(each)
    occultation by moon: 2023-05-17T11:40:27Z to 2023-05-17T12:49:59Z, 1.16 h
    """
    require_span(start_utc_s, end_utc_s)
    found: list[Occultation] = []
    farthest_m = track.geocentric_distance_m(track.sample_utc_s).max()
    for name in names:
        if body_key(name) == "earth":
            raise LinkBudgetError("body 'earth': expected another body; the horizon of the station hides what it does")
        if farthest_m < NEAREST_MOON_M:  # a satellite of the Earth, nearer than all of them
            continue
        radius_m = RADIUS_M[body_key(name)]
        for window in _windows(track, name, radius_m, float(start_utc_s), float(end_utc_s)):
            grid, hiding = search_grid(track, *window), _sampled(name, *window)

            def hidden_m(utc_s, hiding=hiding, radius_m=radius_m):
                return -clearance_m(track, station, utc_s, hiding, radius_m)

            found += _hidden(name, "occultation", hidden_m, grid, _apart_m(track, hiding, grid), radius_m)
    return tuple(sorted(found, key=lambda each: each.ingress_utc_s))


@lru_cache(maxsize=64)
def _sampled(name: str, start_utc_s: float, end_utc_s: float) -> Track:
    """Track of a body, which one station after another asks for."""
    return sample(body(name), start_utc_s, end_utc_s, tolerance=_TOLERANCE)


def _windows(track: Track, name: str, radius_m: float, start_utc_s: float, end_utc_s: float):
    """Stretches of time, with room at their ends, in which a body may come between a spacecraft and the Earth."""
    utc_s = np.linspace(start_utc_s, end_utc_s, 2 + int((end_utc_s - start_utc_s) / _COARSE_S))
    (craft, _), (centre, _) = track.geometric_m(utc_s), body_track(track, name).geometric_m(utc_s)
    craft_m, centre_m = (np.sqrt((vector**2).sum(axis=0)) for vector in (craft, centre))
    size_deg = np.degrees(np.arcsin(np.minimum(radius_m / centre_m, 1.0)))
    near = (angle_between_deg(craft, centre) < size_deg + _SLACK_DEG) | (craft_m < _NEAR_M)
    near &= craft_m > centre_m - radius_m - _NEAR_ROOM_M
    begins = np.flatnonzero(np.diff(near.astype(int), prepend=0) == 1)
    ends = np.flatnonzero(np.diff(near.astype(int), append=0) == -1)
    for first, last in zip(begins, ends, strict=True):
        yield float(utc_s[max(first - 1, 0)]), float(utc_s[min(last + 1, utc_s.size - 1)])


def hiding_body_at(trajectory, station: Station, utc_s: float, look: LookAngles) -> str | None:
    """Body that hides a spacecraft from a station at one instant, straight through skyfield.

    Parameters
    ----------
    trajectory : skyfield VectorFunction
        The spacecraft.
    station : Station
        Where the antenna stands.
    utc_s : float
        Instant of reception, inside ephemeris and trajectory [s].
    look : LookAngles
        Look angles of the spacecraft at this instant.

    Returns
    -------
    str or None
        Name of the body, none where nothing stands between.

    Raises
    ------
    LinkBudgetError
        If the instant lies outside the ephemeris or the trajectory.

    References
    ----------
    .. [1] D. A. Vallado, Fundamentals of Astrodynamics and Applications, 4th edition (2013), section 5.3 (sight and
       light).

    Examples
    --------
    >>> from linkbudget.geometry.clock import parse_utc
    >>> station, instant = Station("New York", 40.71, -74.01, 10.0), parse_utc("2023-05-17T12:15")
    >>> hiding_body_at(body("jupiter"), station, instant, look_angles_at(body("jupiter"), station, instant))
    'moon'
    """
    if look.range_m < NEAREST_MOON_M:
        return None
    if trajectory.center == EARTH_CENTER or look.range_m < _NEAR_M:
        names: tuple[str, ...] = ("moon",)
    else:
        apart_deg = geocentric_separation_deg(trajectory, utc_s, BODIES)
        names = tuple(name for name, angle_deg in zip(BODIES, apart_deg, strict=True) if angle_deg < _SLACK_DEG)
    to_craft = _vector(look)
    for name in names:
        to_body, radius_m = _vector(look_angles_at(body(name), station, utc_s)), RADIUS_M[name]
        at_its_centre = np.sqrt(((to_body - to_craft) ** 2).sum()) < 0.5 * radius_m
        if not at_its_centre and way_clearance_m(to_craft, to_body, radius_m) <= 0.0:
            return name
    return None


def sun_clearance_deg(to_sun_m, to_body_m, radius_m: float, *, umbra: bool):
    r"""Angle by which the Sun clears a body as seen from a spacecraft; negative in its half-shadow, or its full shadow.

    .. math:: \sigma - (\theta_b \pm \theta_\odot), \qquad \theta = \arcsin (R / d)

    plus for the half-shadow (penumbra), minus for the full shadow (umbra), which is none where the body looks smaller
    than the Sun.

    Parameters
    ----------
    to_sun_m, to_body_m : array_like
        Vectors from the spacecraft to the Sun and to the body, components on the first axis [m].
    radius_m : float
        Radius of the body [m].
    umbra : bool
        True for the full shadow.

    Returns
    -------
    ndarray or float
        Angle, positive for a body beyond the Sun [deg].

    References
    ----------
    .. [1] D. A. Vallado, Fundamentals of Astrodynamics and Applications, 4th edition (2013), section 5.3.2 (shadow
       analysis).

    Examples
    --------
    Right behind the Earth, 700 km up, the Sun is 64 degrees below its limb:

    >>> angle_deg = sun_clearance_deg([149.6e9, 0.0, 0.0], [7_078e3, 0.0, 0.0], 6_378e3, umbra=True)
    >>> print(f"{angle_deg:.0f} deg")
    -64 deg
    """
    to_sun_m, to_body_m = np.asarray(to_sun_m, dtype=float), np.asarray(to_body_m, dtype=float)
    sun_m, body_m = (np.sqrt((vector**2).sum(axis=0)) for vector in (to_sun_m, to_body_m))
    apart_deg = angle_between_deg(to_sun_m, to_body_m)
    sizes = [np.degrees(np.arcsin(np.minimum(size / far, 1.0))) for size, far in ((radius_m, body_m), (_SUN_M, sun_m))]
    reach_deg = sizes[0] - sizes[1] if umbra else sizes[0] + sizes[1]
    clear_deg = apart_deg - reach_deg
    if umbra:
        clear_deg = np.where(reach_deg > 0.0, clear_deg, np.maximum(apart_deg, -reach_deg))
    return np.where(body_m < sun_m, clear_deg, np.abs(clear_deg) + 180.0)[()]


_SUN_M = RADIUS_M["sun"]


def find_eclipses(
    track: Track, start_utc_s: float, end_utc_s: float, names: tuple[str, ...] = ("earth", "moon")
) -> tuple[Occultation, ...]:
    """Times of a spacecraft in the half-shadow and the full shadow of bodies, in order of time.

    Geometric, without light time: the shadow of the Earth is then some 0.7 km off in low orbit, a tenth of a second.

    Parameters
    ----------
    track : Track
        Sampled trajectory of the spacecraft.
    start_utc_s, end_utc_s : float
        Interval to search, inside the track [s].
    names : tuple of str
        Bodies that may throw a shadow, of :data:`SHADOW_BODIES`.

    Returns
    -------
    tuple of Occultation
        Of the kinds "penumbra", the whole time in which any of the Sun is hidden, and "umbra" within it.  The passage
        of a small body before the Sun (:data:`SMALLEST_SHADE`), such as Mercury from far away, is left out.

    Raises
    ------
    LinkBudgetError
        If a body is unknown or the Sun, or the interval does not rise or lies outside the track.

    References
    ----------
    .. [1] D. A. Vallado, Fundamentals of Astrodynamics and Applications, 4th edition (2013), section 5.3.2 (shadow
       analysis).

    Examples
    --------
    A geostationary satellite at the equinox:

    >>> from linkbudget.geometry.clock import parse_utc
    >>> from linkbudget.geometry.earth_orbits import Geostationary
    >>> start_utc_s, end_utc_s = parse_utc("2026-03-20T12:00"), parse_utc("2026-03-21T12:00")
    >>> for each in find_eclipses(sample(Geostationary(0.0), start_utc_s, end_utc_s), start_utc_s, end_utc_s):
    ...     print(each)
    penumbra by earth: 2026-03-20T23:31:26Z to 2026-03-21T00:43:11Z, 1.2 h
    umbra by earth: 2026-03-20T23:33:35Z to 2026-03-21T00:41:02Z, 1.12 h
    """
    require_span(start_utc_s, end_utc_s)
    grid = search_grid(track, float(start_utc_s), float(end_utc_s))
    found = []
    for name in names:
        if body_key(name) == "sun":
            raise LinkBudgetError("body 'sun': expected a body that throws a shadow")
        dark = None if body_key(name) == "earth" else body_track(track, name)
        radius_m = RADIUS_M[body_key(name)]
        apart_m = np.sqrt((_from_craft(track, dark, grid)[1] ** 2).sum(axis=0))
        for kind in ("penumbra", "umbra"):

            def hidden_deg(utc_s, dark=dark, radius_m=radius_m, umbra=kind == "umbra"):
                return -sun_clearance_deg(*_from_craft(track, dark, utc_s), radius_m, umbra=umbra)

            for each in _hidden(name, kind, hidden_deg, grid, apart_m, radius_m):
                middle_s = 0.5 * (each.ingress_utc_s + each.egress_utc_s)
                to_sun, to_body = (np.linalg.norm(vector) for vector in _from_craft(track, dark, middle_s))
                if radius_m / to_body > SMALLEST_SHADE * _SUN_M / to_sun:
                    found.append(each)
    return tuple(sorted(found, key=lambda each: (each.ingress_utc_s, each.kind)))


def _hidden(
    name: str, kind: str, hidden: Callable, grid: np.ndarray, apart_m: np.ndarray, radius_m: float
) -> list[Occultation]:
    """Stretches of time in which ``hidden`` is zero or more, of a body at whose centre the spacecraft is not."""
    if apart_m.min() < 0.5 * radius_m:
        return []
    values = hidden(grid)
    between = extremes(hidden, grid, values, near_zero=True)
    times, first = np.unique(np.concatenate([grid, between]), return_index=True)
    known = np.concatenate([values, hidden(between)])[first]
    return [_occultation(name, kind, each) for each in stretches(hidden, times, known)]


def _occultation(name: str, kind: str, each: Stretch) -> Occultation:
    return Occultation(body_key(name), kind, *each)


def _from_craft(track: Track, dark: Track | None, utc_s):
    """Geometric vectors from the spacecraft to the Sun and to a body, the Earth without a track of it [m]."""
    craft, from_sun = track.geometric_m(utc_s)
    to_body = -craft if dark is None else dark.geometric_m(utc_s)[0] - craft
    return -(craft + from_sun), to_body


def _apart_m(track: Track, other: Track, utc_s):
    """Geometric distance of two tracks [m]."""
    return np.sqrt(((track.geometric_m(utc_s)[0] - other.geometric_m(utc_s)[0]) ** 2).sum(axis=0))


def _vector(look: LookAngles) -> np.ndarray:
    """Vector in the axes of the station: east, north and up [m]."""
    azimuth, elevation = np.radians(look.azimuth_deg), np.radians(look.elevation_deg)
    level = look.range_m * np.cos(elevation)
    return np.stack([level * np.sin(azimuth), level * np.cos(azimuth), look.range_m * np.sin(elevation)])
