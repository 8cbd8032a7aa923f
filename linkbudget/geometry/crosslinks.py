r"""Crosslinks: range, range rate, occultations and Sun angle between two spacecraft.

The map: :func:`look_between` (range and its rate), :func:`clearance_between_m`, :func:`hiding_body_between` and
:func:`find_occultations_between` (bodies in the way), :func:`find_sights` (the times between occultations, as passes),
:func:`sun_angle_between_deg` (for an antenna aimed at the Sun).

Instants are those of reception at the *other* spacecraft, as they are those of a station elsewhere.  Light time is
counted for all, also about the Earth, where it moves the range between a low and a geostationary satellite by up to a
kilometre.  Nothing is interpolated: both trajectories are asked at every instant, since what a sampled track of a
distant orbiter leaves open, 1e-8 of its distance from the Earth, is not small beside the range of a crosslink.  Bodies
are spheres with their equatorial radius; see :mod:`linkbudget.geometry.occultations`.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from skyfield.nutationlib import iau2000b_radians
from skyfield.timelib import Time
from skyfield.vectorlib import VectorFunction

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import LinkBudgetError, require
from linkbudget.geometry._crossings import (
    TOLERANCE_S,
    Stretch,
    extremes,
    require_span,
    search_grid,
    stretches,
    way_clearance_m,
)
from linkbudget.geometry.clock import DAY_S, skyfield_time, timescale
from linkbudget.geometry.kernel import (
    EARTH_CENTER,
    RADIUS_M,
    angle_between_deg,
    body,
    body_key,
    require_inside_ephemeris,
)
from linkbudget.geometry.look_angles import LookAngles
from linkbudget.geometry.occultations import BODIES, NEAREST_MOON_M, Occultation
from linkbudget.geometry.passes import Pass
from linkbudget.geometry.track import Track

BETWEEN = ("earth", *BODIES)
"""Bodies that may stand between two spacecraft."""

_REACH_M = 1e7  # a way that clears a body by more between two instants of the search does not touch it
_MOST_TURNS = 10
_SETTLED_S = 1e-9  # a millimetre of a spacecraft's way


class _Signal(NamedTuple):
    """A signal at the other spacecraft: when, the two ends, and their velocities; ``center`` of the frame."""

    time: Time
    center: int
    source_m: np.ndarray
    source_m_per_s: np.ndarray
    observer_m: np.ndarray
    observer_m_per_s: np.ndarray


def look_between(trajectory: VectorFunction, other: VectorFunction, utc_s) -> LookAngles:
    r"""Range and range rate of a spacecraft as another one receives it.

    .. math::
        \rho = |\mathbf{r}(t - \rho / c) - \mathbf{r}_o(t)|, \qquad
        \dot\rho = \frac{\mathbf{u} \cdot (\mathbf{v} - \mathbf{v}_o)}{1 + \mathbf{u} \cdot \mathbf{v} / c}

    Parameters
    ----------
    trajectory, other : skyfield VectorFunction
        The spacecraft that sends, and the one that receives; each from the Earth's centre or from the solar-system
        barycentre.
    utc_s : array_like
        Instants of reception [s].

    Returns
    -------
    LookAngles
        Each of the shape of ``utc_s``; azimuth and elevation are NaN, since a spacecraft has no horizon.

    Raises
    ------
    LinkBudgetError
        If an instant lies outside the ephemeris or a trajectory, or the two are at the same place.

    References
    ----------
    .. [1] T. D. Moyer, Formulation for Observed and Computed Values of Deep Space Network Data Types for Navigation,
       JPL DESCANSO Monograph 2 (2000), section 8 (light-time solution).

    Examples
    --------
    Two geostationary satellites a quarter of the belt apart:

    >>> from linkbudget.geometry.clock import parse_utc
    >>> from linkbudget.geometry.earth_orbits import Geostationary
    >>> seen = look_between(Geostationary(0.0), Geostationary(90.0), parse_utc("2026-03-20"))
    >>> print(f"{seen.range_m / 1e3:.0f} km")
    59630 km
    """
    utc_s = require("utc_s", utc_s)
    utc_s = np.asarray(utc_s, dtype=float)
    signal = _received(trajectory, other, utc_s.ravel())
    path = signal.source_m - signal.observer_m
    range_m = _length(path)
    if (range_m == 0.0).any():
        raise LinkBudgetError("both spacecraft are at the same place; expected two trajectories")
    toward = path / range_m
    closing = (toward * (signal.source_m_per_s - signal.observer_m_per_s)).sum(axis=0)
    rate = closing / (1.0 + (toward * signal.source_m_per_s).sum(axis=0) / SPEED_OF_LIGHT_M_PER_S)
    nothing = np.full(utc_s.shape, np.nan)[()]
    return LookAngles(range_m.reshape(utc_s.shape)[()], rate.reshape(utc_s.shape)[()], nothing, nothing)


def sun_angle_between_deg(trajectory: VectorFunction, other: VectorFunction, utc_s):
    r"""Angle at a spacecraft between the Sun and another spacecraft that receives it.

    .. math:: \cos\beta = \mathbf{u}_\odot \cdot \mathbf{u}_o

    Parameters
    ----------
    trajectory, other : skyfield VectorFunction
        The spacecraft that sends, and the one that receives.
    utc_s : array_like
        Instants of reception [s].

    Returns
    -------
    ndarray or float
        Angle, shape of ``utc_s`` [deg].

    Raises
    ------
    LinkBudgetError
        If an instant lies outside the ephemeris or a trajectory.

    References
    ----------
    .. [1] P. K. Seidelmann (ed.), Explanatory Supplement to the Astronomical Almanac (1992), section 3.3.

    Examples
    --------
    >>> from linkbudget.geometry.clock import parse_utc
    >>> from linkbudget.geometry.earth_orbits import Geostationary
    >>> noon = parse_utc("2026-03-20T12:07")
    >>> print(f"{sun_angle_between_deg(Geostationary(0.0), Geostationary(90.0), noon):.0f} deg")
    135 deg
    """
    utc_s = require("utc_s", utc_s)
    utc_s = np.asarray(utc_s, dtype=float)
    signal = _received(trajectory, other, utc_s.ravel())
    to_sun = _body_m("sun", signal.time, signal.center) - signal.source_m
    return angle_between_deg(to_sun, signal.observer_m - signal.source_m).reshape(utc_s.shape)[()]


def clearance_between_m(trajectory: VectorFunction, other: VectorFunction, utc_s, name: str):
    r"""Distance by which the way between two spacecraft clears the sphere of a body; negative where it is hidden.

    .. math:: h = \min_{0 \leq s \leq 1} |\mathbf{b} - s\,\mathbf{p}| - R

    with the vectors from the receiving spacecraft to the sending one :math:`\mathbf{p}` and to the centre of the body
    :math:`\mathbf{b}`, each as its light is received.

    Parameters
    ----------
    trajectory, other : skyfield VectorFunction
        The spacecraft that sends, and the one that receives.
    utc_s : array_like
        Instants of reception [s].
    name : str
        The body, one of :data:`BETWEEN`.

    Returns
    -------
    ndarray or float
        Clearance, shape of ``utc_s`` [m].

    Raises
    ------
    LinkBudgetError
        If the body is unknown, or an instant lies outside the ephemeris or a trajectory.

    References
    ----------
    .. [1] D. A. Vallado, Fundamentals of Astrodynamics and Applications, 4th edition (2013), section 5.3 (sight and
       light).

    Examples
    --------
    Two geostationary satellites 160 degrees apart look past the Earth 943 km above its equator:

    >>> from linkbudget.geometry.clock import parse_utc
    >>> from linkbudget.geometry.earth_orbits import Geostationary
    >>> clear_m = clearance_between_m(Geostationary(0.0), Geostationary(160.0), parse_utc("2026-03-20"), "earth")
    >>> print(f"{clear_m / 1e3:.0f} km")
    943 km
    """
    utc_s = require("utc_s", utc_s)
    utc_s = np.asarray(utc_s, dtype=float)
    clear_m, _ = _clearance(_received(trajectory, other, utc_s.ravel()), name)
    return clear_m.reshape(utc_s.shape)[()]


def hiding_body_between(
    trajectory: VectorFunction, other: VectorFunction, utc_s: float, *, least_height_m: float = 0.0
) -> str | None:
    """Body that stands between two spacecraft at one instant.

    Parameters
    ----------
    trajectory, other : skyfield VectorFunction
        The spacecraft that sends, and the one that receives.
    utc_s : float
        Instant of reception [s].
    least_height_m : float
        Height above the sphere of each body that the way must clear [m].

    Returns
    -------
    str or None
        Name of the body, none where nothing stands between.

    Raises
    ------
    LinkBudgetError
        If the instant lies outside the ephemeris or a trajectory.

    References
    ----------
    .. [1] D. A. Vallado, Fundamentals of Astrodynamics and Applications, 4th edition (2013), section 5.3 (sight and
       light).

    Examples
    --------
    >>> from linkbudget.geometry.clock import parse_utc
    >>> from linkbudget.geometry.earth_orbits import Geostationary
    >>> hiding_body_between(Geostationary(0.0), Geostationary(175.0), parse_utc("2026-03-20"))
    'earth'
    """
    utc_s = require("utc_s", utc_s)
    least_height_m = require("least_height_m", least_height_m)
    signal = _received(trajectory, other, np.array([utc_s], dtype=float))
    for name in _candidates(signal):
        clear_m, at_its_centre = _clearance(signal, name)
        if not at_its_centre.any() and clear_m[0] <= least_height_m:
            return name
    return None


def find_occultations_between(
    track: Track, other: Track, start_utc_s: float, end_utc_s: float, *, least_height_m: float = 0.0
) -> tuple[Occultation, ...]:
    """Occultations of a spacecraft by bodies, as another spacecraft receives it, in order of time.

    Parameters
    ----------
    track, other : Track
        Sampled trajectories of the spacecraft that sends, and of the one that receives.
    start_utc_s, end_utc_s : float
        Interval to search, inside both tracks [s].
    least_height_m : float
        Height above the sphere of each body that the way must clear, such as 100 km for the air of the Earth [m].

    Returns
    -------
    tuple of Occultation
        Empty when nothing comes between.  A body at whose centre one of the two stands is passed over.

    Raises
    ------
    LinkBudgetError
        If the interval does not rise or lies outside the ephemeris or a trajectory.

    References
    ----------
    .. [1] D. A. Vallado, Fundamentals of Astrodynamics and Applications, 4th edition (2013), section 5.3 (sight and
       light).

    Examples
    --------
    A satellite in low orbit behind the Earth, as a geostationary one sees it:

    >>> from linkbudget.geometry.clock import parse_utc
    >>> from linkbudget.geometry.earth_orbits import CircularOrbit, Geostationary
    >>> from linkbudget.geometry.track import sample
    >>> start_utc_s, end_utc_s = parse_utc("2026-03-20"), parse_utc("2026-03-20T02:00")
    >>> low, high = CircularOrbit(700e3, 98.2, start_utc_s), Geostationary(10.0)
    >>> tracks = [sample(one, start_utc_s, end_utc_s) for one in (low, high)]
    >>> for each in find_occultations_between(*tracks, start_utc_s, end_utc_s):
    ...     print(each)
    occultation by earth: 2026-03-20T00:00:00Z (cut) to 2026-03-20T00:19:27Z, 19.5 min
    occultation by earth: 2026-03-20T01:18:17Z to 2026-03-20T01:56:08Z, 37.9 min
    """
    start_utc_s = require("start_utc_s", start_utc_s)
    require_span(start_utc_s, end_utc_s)
    grid = np.union1d(*(search_grid(one, float(start_utc_s), float(end_utc_s)) for one in (track, other)))
    ends = track.trajectory, other.trajectory
    signal, found = _received(*ends, grid), []
    for name in _candidates(signal):
        clear_m, at_its_centre = _clearance(signal, name)
        if at_its_centre.any() or clear_m.min() > least_height_m + _REACH_M:
            continue

        def hidden_m(utc_s, name=name):
            return least_height_m - clearance_between_m(*ends, utc_s, name)

        times = np.union1d(grid, extremes(hidden_m, grid, least_height_m - clear_m, near_zero=True))
        found += [Occultation(body_key(name), "occultation", *each) for each in stretches(hidden_m, times)]
    return tuple(sorted(found, key=lambda each: each.ingress_utc_s))


def find_sights(
    track: Track, other: Track, start_utc_s: float, end_utc_s: float, hidden_utc_s: Sequence[tuple[float, float]] = ()
) -> tuple[Pass, ...]:
    """Stretches of time in which nothing stands between two spacecraft, as the passes of a station are.

    Parameters
    ----------
    track, other : Track
        Sampled trajectories of the spacecraft that sends, and of the one that receives.
    start_utc_s, end_utc_s : float
        Interval, inside both tracks [s].
    hidden_utc_s : sequence of tuple
        First and last instant of the times in which a body stands between, in order [s].

    Returns
    -------
    tuple of Pass
        The culmination is the instant at which the two are nearest; elevation and azimuths are NaN.

    Raises
    ------
    LinkBudgetError
        If the interval does not rise or lies outside the ephemeris or a trajectory.

    Examples
    --------
    >>> from linkbudget.geometry.clock import parse_utc
    >>> from linkbudget.geometry.earth_orbits import Geostationary
    >>> from linkbudget.geometry.track import sample
    >>> span = parse_utc("2026-03-20"), parse_utc("2026-03-21")
    >>> tracks = [sample(Geostationary(longitude_deg), *span) for longitude_deg in (0.0, 90.0)]
    >>> len(find_sights(*tracks, *span))
    1
    """
    require_span(start_utc_s, end_utc_s)
    times = np.union1d(*(search_grid(one, float(start_utc_s), float(end_utc_s)) for one in (track, other)))
    hidden = sorted(hidden_utc_s)
    times = np.union1d(times, np.ravel(hidden))

    def apart_m(utc_s):
        return look_between(track.trajectory, other.trajectory, utc_s).range_m

    times = np.union1d(times, extremes(apart_m, times, apart_m(times)))
    range_m = apart_m(times)
    found, nan = [], float("nan")
    for rise, down, rise_is_cut, set_is_cut in _outside(hidden, float(start_utc_s), float(end_utc_s)):
        first, last = np.searchsorted(times, rise), np.searchsorted(times, down, side="right")
        nearest = int(first + np.argmin(range_m[first:last]))
        found.append(
            Pass(rise, float(times[nearest]), down, nan, float(range_m[nearest]), nan, nan, rise_is_cut, set_is_cut)
        )
    return tuple(found)


def _outside(hidden_utc_s: Sequence[tuple[float, float]], start_utc_s: float, end_utc_s: float) -> Iterator[Stretch]:
    """Parts of an interval outside stretches of time, which may overlap."""
    since, is_cut = start_utc_s, True
    for ingress_utc_s, egress_utc_s in hidden_utc_s:
        if ingress_utc_s - since > TOLERANCE_S:
            yield Stretch(since, ingress_utc_s, is_cut, False)
        if egress_utc_s > since:
            since, is_cut = egress_utc_s, False
    if end_utc_s - since > TOLERANCE_S:
        yield Stretch(since, end_utc_s, is_cut, True)


def _received(trajectory: VectorFunction, other: VectorFunction, utc_s: np.ndarray) -> _Signal:
    """Both ends of a signal by the instants of its reception, light time counted."""
    center = EARTH_CENTER if trajectory.center == other.center == EARTH_CENTER else 0
    time = _quick(skyfield_time(require_inside_ephemeris(utc_s)))
    observer_m, observer_m_per_s = _state(other, time, center)
    source_m, source_m_per_s = _state(trajectory, time, center)
    delay_s = _straight_delay_s(source_m - observer_m, source_m_per_s)
    for _ in range(_MOST_TURNS):
        sent = timescale().tt_jd(time.whole, time.tt_fraction - delay_s / DAY_S)
        sent._nutation_angles_radians = time._nutation_angles_radians  # which change by 1e-12 in seconds
        source_m, source_m_per_s = _state(trajectory, sent, center)
        better_s = _length(source_m - observer_m) / SPEED_OF_LIGHT_M_PER_S
        if not np.isfinite(better_s).all():
            raise LinkBudgetError("a trajectory has no position at this instant")
        settled = np.abs(better_s - delay_s).max(initial=0.0) < _SETTLED_S
        delay_s = better_s
        if settled:
            break
    return _Signal(time, center, source_m, source_m_per_s, observer_m, observer_m_per_s)


def _straight_delay_s(path_m: np.ndarray, velocity_m_per_s: np.ndarray) -> np.ndarray:
    r"""Light time of a source that moves in a straight line: the root of \|path - velocity t\| = c t."""
    c = SPEED_OF_LIGHT_M_PER_S
    along, room = (path_m * velocity_m_per_s).sum(axis=0), c**2 - (velocity_m_per_s**2).sum(axis=0)
    return (np.sqrt(along**2 + room * (path_m**2).sum(axis=0)) - along) / room


def _quick(time: Time) -> Time:
    """The same instants with nutation by IAU 2000B, within a milliarcsecond and much quicker."""
    time._nutation_angles_radians = iau2000b_radians(time)
    return time


def _state(trajectory: VectorFunction, time: Time, center: int) -> tuple[np.ndarray, np.ndarray]:
    """Position [m] and velocity [m/s] from the Earth's centre or the solar-system barycentre, ICRF axes."""
    found = trajectory.at(time)
    place_m, velocity_m_per_s = found.xyz.m, found.velocity.m_per_s
    if trajectory.center != center:  # the Earth's centre, asked from the barycentre
        earth = body("earth").at(time)
        place_m, velocity_m_per_s = place_m + earth.xyz.m, velocity_m_per_s + earth.velocity.m_per_s
    return place_m, velocity_m_per_s


def _body_m(name: str, time: Time, center: int) -> np.ndarray:
    """Centre of a body from the Earth's centre or the solar-system barycentre, ICRF axes [m]."""
    if center == EARTH_CENTER and body_key(name) == "earth":
        return np.zeros((3, *time.shape))
    place_m = body(name).at(time).xyz.m
    return place_m - body("earth").at(time).xyz.m if center == EARTH_CENTER else place_m


def _candidates(signal: _Signal) -> tuple[str, ...]:
    """Bodies that may stand between: of two satellites of the Earth the Earth alone, or the Moon where one is far."""
    if signal.center != EARTH_CENTER:
        return BETWEEN
    farthest_m = max(_length(signal.source_m).max(), _length(signal.observer_m).max())
    return ("earth",) if farthest_m < NEAREST_MOON_M else ("earth", "moon")


def _clearance(signal: _Signal, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Clearance of a body [m], and where one of the spacecraft stands at its centre."""
    radius_m = RADIUS_M[body_key(name)]
    to_craft = signal.source_m - signal.observer_m
    delay_s = _length(_body_m(name, signal.time, signal.center) - signal.observer_m) / SPEED_OF_LIGHT_M_PER_S
    shown = timescale().tt_jd(signal.time.whole, signal.time.tt_fraction - delay_s / DAY_S)
    to_body = _body_m(name, shown, signal.center) - signal.observer_m
    clear_m = way_clearance_m(to_craft, to_body, radius_m)
    at_its_centre = np.minimum(_length(to_body), _length(to_body - to_craft)) < 0.5 * radius_m
    return clear_m, at_its_centre


def _length(vector: np.ndarray) -> np.ndarray:
    return np.sqrt((vector**2).sum(axis=0))
