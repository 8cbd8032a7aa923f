"""Sampled trajectory with interpolation: thousands of look angles for the cost of a few hundred positions.

The map: :func:`sample` turns any skyfield trajectory into a :class:`Track`; the track answers distances, light time and
Sun angles at any instants inside its span; :mod:`linkbudget.geometry.look_angles` adds a station.

Each step is one polynomial of degree 9, from the positions and velocities at five nodes, or from the positions at ten
where velocities take longer (SGP4); a low orbit takes four or five steps a revolution.  Steps are split until the
polynomial meets an eighth of the tolerance at two instants between nodes, where its error is near its greatest and a
jump anywhere in the step shows by a fifteenth of its size or more.  A jump of less than a millionth of the distance, as
orbit models have them (a thousandth where a table goes on with another segment), is kept within a millisecond, and a
larger one refused.  So are interpolated

* the geocentric vector in the true equator and equinox of date, as *received at the geocentre*:
  g(t) = probe(t - light time) - Earth(t), and its rate, with the light time's own rate in it.  For trajectories about
  the Earth g is geometric, since their light time (5 ms at 1500 km) is below what orbit elements are worth;
* the geometric vector from the Earth to the probe, ICRF axes, for distances and Sun angles.

The Earth itself moves smoothly: its axes of date, its sidereal time, its velocity (for aberration, and for the light
time from a station instead of the geocentre) and the way from the Sun to it are computed twice a day and interpolated
by cubics, within 20 microarcseconds and 10 m; sidereal time, whose table of UT1 has corners, within 0.4
milliarcseconds (1 cm at the ground).  Precession is IAU 2006 and nutation IAU 2000B, as skyfield has them: within 1
milliarcsecond of IAU 2000A (0.03 m at the ground) and far faster.

Interpolation runs in Terrestrial Time, so a leap second inside a track does no harm.  It is a few lines of NumPy: the
0.3 s of SciPy's import are worth five million points.
"""

import math
from typing import NamedTuple

import numpy as np
from skyfield.nutationlib import iau2000b_radians
from skyfield.timelib import Time
from skyfield.vectorlib import VectorFunction

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import LinkBudgetError, require
from linkbudget.geometry.clock import (
    DAY_S,
    clock_jumps_utc_s,
    format_utc,
    instant_utc_s,
    skyfield_time,
    timescale,
    tt_minus_utc_s,
)
from linkbudget.geometry.kernel import angle_between_deg, body, require_inside_ephemeris

SIDEREAL_RATE_RAD_PER_S = 7.292115855e-5
"""Uniform part of sidereal time, precession in right ascension included; only its smoothness matters [rad/s]."""

_DIFFERENCE_S = 600.0  # half-step of the central differences in the slow turn of the true equator
_KNOT_S = 0.5 * DAY_S  # nutation has no period below five days
_LONGEST_STEP_S = 2.0 * DAY_S
_MOST_POINTS = 2_000_000
_SHORTEST_STEP_S = 1e-3  # a jump between states closer than this is of the model, or is refused
_SMALL_JUMP = 1e-6  # of the distance: SGP4's resonance terms step by metres, joined conics by tens of metres

_NODES = -np.cos(np.linspace(0.0, np.pi, 5))  # of a step from -1 to 1, with velocities
_MORE_NODES = -np.cos(np.linspace(0.0, np.pi, 10))  # without
_CHECKS = np.array([-0.41, 0.41])  # where a polynomial is compared with the trajectory
_SHARE = 0.125  # of the tolerance, for what lies between
_SAMPLES_OF_STEP = 8
_ORDERS = np.arange(2 * _NODES.size)
_FIRST_TURN_RAD, _FIRST_TURN_WITHOUT_RAD = 1.35, 1.55  # of a first step: low orbits then meet a tolerance of 1e-8
_MOST_TURN_RAD = 3.0  # a step of a whole revolution could agree with its check by accident

# Rows of what is interpolated: of a trajectory, and of the Earth.
_SKY, _EARTH_TO_PROBE = slice(0, 3), slice(3, 6)
_AXES, _SIDEREAL, _SUN_TO_EARTH, _EARTH_VELOCITY = slice(0, 9), 9, slice(10, 13), slice(13, 16)


_SLOPES = _ORDERS * _NODES[:, None] ** np.maximum(_ORDERS - 1, 0)
_FROM_STATES = np.linalg.inv(np.concatenate([_NODES[:, None] ** _ORDERS, _SLOPES]))
"""Coefficients of a polynomial from its values at the nodes and, after them, its derivatives."""

_FROM_VALUES = np.linalg.inv(_MORE_NODES[:, None] ** _ORDERS)
"""The same from its values at more nodes."""


class _Steps(NamedTuple):
    """Steps by their first and last times, with coefficients of powers of the time since the middle, in half steps.

    ``coefficients`` has the axes order, row, step.
    """

    first_s: np.ndarray
    last_s: np.ndarray
    coefficients: np.ndarray

    def take(self, which):
        return _Steps(self.first_s[which], self.last_s[which], self.coefficients[..., which])


def sample(trajectory: VectorFunction, start_utc_s: float, end_utc_s: float, *, tolerance: float = 1e-8) -> "Track":
    """Sample a trajectory between two instants so densely that interpolation meets the tolerance.

    Parameters
    ----------
    trajectory : skyfield VectorFunction
        From the Earth's centre (satellites: geometric) or from the solar-system barycentre (probes, planets, the Moon:
        light time counted).
    start_utc_s, end_utc_s : float
        First and last instant of reception, rising [s].
    tolerance : float
        Error of the geocentric vector allowed, of the geocentric distance; 1e-12 to 1e-2 [-].

    Returns
    -------
    Track
        The sampled trajectory.

    Raises
    ------
    LinkBudgetError
        If the instants do not rise, lie outside the ephemeris or the trajectory, the trajectory starts elsewhere or has
        no position (a decayed satellite), or has a jump.

    References
    ----------
    .. [1] J. Stoer and R. Bulirsch, Introduction to Numerical Analysis, 3rd edition (2002), section 2.1.5 (Hermite
       interpolation).

    Examples
    --------
    >>> from linkbudget.geometry.clock import parse_utc
    >>> track = sample(body("mars"), parse_utc("1963-03-01"), parse_utc("1963-04-01"))
    >>> print(f"{track.geocentric_distance_m(parse_utc('1963-03-21')) / 1e9:.3f} million km")
    130.890 million km
    """
    require("tolerance", float(tolerance), at_least=1e-12, at_most=1e-2)
    require_inside_ephemeris(np.array([start_utc_s, end_utc_s]))
    if not end_utc_s > start_utc_s:
        raise LinkBudgetError(f"end {format_utc(end_utc_s)}: expected later than the start {format_utc(start_utc_s)}")
    if trajectory.center not in (0, 399):
        raise LinkBudgetError(
            f"trajectory starts at {trajectory.center_name}: expected the Earth's centre or the solar-system barycentre"
        )
    last_s = float(end_utc_s + tt_minus_utc_s(end_utc_s) - start_utc_s - tt_minus_utc_s(start_utc_s))
    earth = _Earth(skyfield_time(float(start_utc_s)), last_s)
    sampler = _Sampler(trajectory, earth)
    small_jump = getattr(trajectory, "largest_jump", _SMALL_JUMP)
    first, last = _first_steps(sampler, last_s, tolerance)
    parts, points = [], 0
    while first.size:
        steps, turned_rad = sampler.steps(first, last)
        points += (sampler.nodes.size + 1) * first.size
        miss = sampler.miss(steps)
        rough = (miss > _SHARE * tolerance) | (turned_rad > _MOST_TURN_RAD)
        short = rough & (last - first < _SHORTEST_STEP_S)
        if points > _MOST_POINTS or (_jumps(steps.take(short)) > max(tolerance, small_jump)).any():
            where = format_utc(float(start_utc_s) + float(first[rough][0]))
            raise LinkBudgetError(f"the trajectory is not smooth near {where}: a jump, or a tolerance too fine for it")
        rough &= ~short
        parts.append(steps.take(~rough))
        first, last = first[rough], last[rough]
        middle = 0.5 * (first + last)
        first, last = np.concatenate([first, middle]), np.concatenate([middle, last])
    whole = _Steps(*(np.concatenate(arrays, axis=-1) for arrays in zip(*parts, strict=True)))
    return Track(trajectory, float(start_utc_s), float(end_utc_s), earth, whole.take(np.argsort(whole.first_s)))


def _first_steps(sampler: "_Sampler", last_s: float, tolerance: float) -> tuple[np.ndarray, np.ndarray]:
    """Ends of even steps in which the trajectory turns as far as the tolerance is likely to allow."""
    value, rate = sampler.at(np.linspace(0.0, last_s, 9))
    rate_rad_per_s = float(np.median(_length(rate[_SKY]) / _length(value[_SKY])))
    turn_rad = min(_MOST_TURN_RAD, sampler.first_turn_rad * (tolerance / 1e-8) ** (1.0 / _ORDERS.size))
    longest_s = min(_LONGEST_STEP_S, turn_rad / max(rate_rad_per_s, 1e-12))
    edges = np.linspace(0.0, last_s, 1 + max(2, int(np.ceil(last_s / longest_s))))
    return edges[:-1], edges[1:]


def _jumps(steps: _Steps) -> np.ndarray:
    """Change of the geocentric vector over each step beyond that of its rates, of the geocentric distance [-]."""
    coefficients = steps.coefficients[:, _SKY]
    change = 2.0 * coefficients[1::2].sum(axis=0)
    by_rates = 2.0 * np.einsum("o,ors->rs", _ORDERS[1::2], coefficients[1::2])
    return _length(change - by_rates) / _length(coefficients[0])


class _Earth:
    """Axes of date, sidereal time, velocity and place of the Earth, computed twice a day and interpolated by cubics."""

    def __init__(self, start: Time, last_s: float):
        self._start, self.sidereal_start_rad = start, float(start.gast) * np.pi / 12.0
        knots = np.linspace(0.0, last_s, 2 + int(last_s / _KNOT_S))
        now, velocity = self._exact(knots)
        early, late = np.maximum(knots - _DIFFERENCE_S, 0.0), np.minimum(knots + _DIFFERENCE_S, last_s)
        rate, step = (self._exact(late)[0] - self._exact(early)[0]) / (late - early), float(knots[1])
        rate[_SUN_TO_EARTH] = velocity  # differences to one side, at the ends, are too coarse for it alone
        chord, low, high = np.diff(now) / step, rate[:, :-1], rate[:, 1:]
        self._cubics = np.stack(
            [now[:, :-1], low, (3.0 * chord - 2.0 * low - high) / step, (low + high - 2.0 * chord) / step**2]
        )
        self._step_s, self._last = step, knots.size - 2

    def _exact(self, seconds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """All rows, and the velocity past the Sun.

        The rows are the matrix from ICRF axes to axes of date, sidereal time less a uniform rotation, and vectors.
        """
        time = self._bare_time(seconds)
        time._nutation_angles_radians = iau2000b_radians(time)  # skyfield's own recipe for speed
        uniform = self.sidereal_start_rad + SIDEREAL_RATE_RAD_PER_S * seconds
        remainder = (time.gast * np.pi / 12.0 - uniform + np.pi) % (2.0 * np.pi) - np.pi
        earth, sun = body("earth").at(time), body("sun").at(time)
        velocity = np.einsum("ijn,jn->in", time.M, earth.velocity.m_per_s)
        rows = np.concatenate([time.M.reshape(9, -1), remainder[None], earth.xyz.m - sun.xyz.m, velocity])
        return rows, earth.velocity.m_per_s - sun.velocity.m_per_s

    def _bare_time(self, seconds: np.ndarray) -> Time:
        days = np.floor(seconds / DAY_S)
        fraction = self._start.tt_fraction + (seconds - days * DAY_S) / DAY_S
        return timescale().tt_jd(self._start.whole + days, fraction)

    def _interpolate(self, rows, seconds):
        """Values of some rows and their rates."""
        since, (zero, one, two, three) = self._cubics_at(rows, seconds)
        return zero + since * (one + since * (two + since * three)), one + since * (2.0 * two + 3.0 * since * three)

    def _values(self, rows, seconds):
        """Values of some rows alone."""
        since, (zero, one, two, three) = self._cubics_at(rows, seconds)
        return zero + since * (one + since * (two + since * three))

    def _cubics_at(self, rows, seconds):
        """Times since the beginnings of their steps, and coefficients of some rows there."""
        index = np.minimum(np.maximum(seconds / self._step_s, 0.0), self._last).astype(int)
        return seconds - index * self._step_s, self._cubics[:, rows].take(index, axis=-1)

    def time(self, seconds: np.ndarray) -> Time:
        """Skyfield time that knows its sidereal time and the axes of date."""
        time = self._bare_time(seconds)
        time.M = self._values(_AXES, seconds).reshape(3, 3, -1)
        time.gast = (self.sidereal_angle_rad(seconds) * (12.0 / np.pi)) % 24.0
        return time

    def turn_rad_per_s(self, seconds: np.ndarray) -> np.ndarray:
        """Angular velocity, in the axes of date, of fixed directions as seen from the slowly turning true equator."""
        now, rate = (each.reshape(3, 3, -1) for each in self._interpolate(_AXES, seconds))
        w = np.einsum("ikn,jkn->ijn", rate, now)
        return 0.5 * np.stack([w[2, 1] - w[1, 2], w[0, 2] - w[2, 0], w[1, 0] - w[0, 1]])

    def sidereal_rad(self, seconds):
        """Greenwich apparent sidereal time [rad] and its rate [rad/s]."""
        remainder, slope = self._interpolate(_SIDEREAL, seconds)
        return self.sidereal_start_rad + SIDEREAL_RATE_RAD_PER_S * seconds + remainder, SIDEREAL_RATE_RAD_PER_S + slope

    def sidereal_angle_rad(self, seconds):
        """Greenwich apparent sidereal time [rad]."""
        return self.sidereal_start_rad + SIDEREAL_RATE_RAD_PER_S * seconds + self._values(_SIDEREAL, seconds)

    def from_sun_m(self, seconds):
        """Vector from the Sun, ICRF axes [m]."""
        return self._values(_SUN_TO_EARTH, seconds)

    def velocity_m_per_s(self, seconds):
        """Barycentric velocity in the axes of date [m/s]."""
        return self._values(_EARTH_VELOCITY, seconds)


class _Sampler:
    """States of a trajectory at seconds of Terrestrial Time after a start, and polynomials through them."""

    def __init__(self, trajectory: VectorFunction, earth: _Earth):
        self._trajectory, self._earth = trajectory, earth
        self._positions_m = getattr(trajectory, "position_m", None)  # quicker than with velocities
        if self._positions_m is None:
            self.nodes, self.first_turn_rad = _NODES, _FIRST_TURN_RAD
        else:
            self.nodes, self.first_turn_rad = _MORE_NODES, _FIRST_TURN_WITHOUT_RAD

    def steps(self, first: np.ndarray, last: np.ndarray) -> tuple[_Steps, np.ndarray]:
        """Polynomials of steps, and how far the direction turns in each, or the distance changes [rad]."""
        half = 0.5 * (last - first)
        nodes = 0.5 * (first + last) + half * self.nodes[:, None]
        nodes[0], nodes[-1] = first, last
        seconds, place = np.unique(nodes, return_inverse=True)
        place = place.reshape(nodes.shape)
        if self._positions_m is None:
            value, rate = (array[:, place] for array in self.at(seconds))
            coefficients = np.einsum("on,rns->ors", _FROM_STATES, np.concatenate([value, half * rate], axis=1))
        else:
            value = self.values(seconds)[:, place]
            coefficients = np.einsum("on,rns->ors", _FROM_VALUES, value)
        ways = _length(np.diff(value[_SKY], axis=1)) / _length(value[_SKY, 1:])
        return _Steps(first, last, coefficients), ways.sum(axis=0)

    def values(self, seconds: np.ndarray) -> np.ndarray:
        """Rows of the trajectory at some times, without their rates."""
        if self._positions_m is None:
            return self.at(seconds)[0]
        time = self._earth.time(seconds)
        geometric = self._positions_m(time)
        return np.concatenate([np.einsum("ijn,jn->in", time.M, geometric), geometric])

    def miss(self, steps: _Steps) -> np.ndarray:
        """Largest error of the geocentric vector of date at the checks of each step, of the geocentric distance [-]."""
        middle, half = 0.5 * (steps.first_s + steps.last_s), 0.5 * (steps.last_s - steps.first_s)
        exact = self.values((middle + half * _CHECKS[:, None]).ravel())[_SKY].reshape(3, _CHECKS.size, -1)
        guess = np.einsum("co,ors->rcs", _CHECKS[:, None] ** _ORDERS, steps.coefficients[:, _SKY])
        return (_length(guess - exact) / _length(exact)).max(axis=0)

    def at(self, seconds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Rows of the trajectory and their rates at some times."""
        time = self._earth.time(seconds)
        geometric, geometric_rate, received, received_rate = self._vectors(time)
        sky = np.einsum("ijn,jn->in", time.M, received)
        sky_rate = np.einsum("ijn,jn->in", time.M, received_rate)
        sky_rate += np.cross(self._earth.turn_rad_per_s(seconds), sky, axis=0)
        value, rate = np.concatenate([sky, geometric]), np.concatenate([sky_rate, geometric_rate])
        sound = np.isfinite(value).all(axis=0) & np.isfinite(rate).all(axis=0)
        if not sound.all():
            bad = time[int(np.argmin(sound))]
            raise LinkBudgetError(f"no position at {format_utc(instant_utc_s(bad))}: {self._reason(bad)}")
        return value, rate

    def _vectors(self, time: Time):
        """Earth to probe, geometric and as received, with rates; ICRF axes."""
        if self._trajectory.center == 399:
            probe = self._trajectory.at(time)
            return (probe.xyz.m, probe.velocity.m_per_s) * 2
        probe, earth = self._trajectory.at(time), body("earth").at(time)
        seen = earth.observe(self._trajectory)
        received, velocity = seen.xyz.m, seen.velocity.m_per_s + earth.velocity.m_per_s
        toward = received / np.sqrt((received**2).sum(axis=0))
        closing = (toward * (velocity - earth.velocity.m_per_s)).sum(axis=0)
        light_time_rate = closing / (SPEED_OF_LIGHT_M_PER_S + (toward * velocity).sum(axis=0))
        received_rate = velocity * (1.0 - light_time_rate) - earth.velocity.m_per_s
        geometric_rate = probe.velocity.m_per_s - earth.velocity.m_per_s
        return probe.xyz.m - earth.xyz.m, geometric_rate, received, received_rate

    def _reason(self, time: Time) -> str:
        message = self._trajectory.at(time).message
        return str(message) if message else "the trajectory gives none"


class Track:
    """A sampled trajectory; made by :func:`sample`.

    Attributes are ``trajectory``, ``start_utc_s``, ``end_utc_s`` and ``counts_light_time``.  Every method that takes
    ``utc_s`` takes any shape inside the span and raises :class:`~linkbudget.errors.LinkBudgetError` outside it.
    """

    def __init__(self, trajectory, start_utc_s: float, end_utc_s: float, earth: _Earth, steps: _Steps):
        self.trajectory, self.start_utc_s, self.end_utc_s = trajectory, start_utc_s, end_utc_s
        self.counts_light_time = trajectory.center == 0
        self._earth = earth
        self._first_s, self._last_s = steps.first_s, steps.last_s
        self._middle_s = 0.5 * (steps.first_s + steps.last_s)
        half_s = 0.5 * (steps.last_s - steps.first_s)
        polynomials = steps.coefficients / half_s ** _ORDERS[:, None, None]
        self._polynomials = {rows.start: np.ascontiguousarray(polynomials[:, rows]) for rows in (_SKY, _EARTH_TO_PROBE)}
        inside = clock_jumps_utc_s()
        inside = inside[(inside > start_utc_s) & (inside < end_utc_s)]
        self._clock_utc_s = np.sort(np.concatenate([np.linspace(start_utc_s, end_utc_s, 65), inside - 1e-6, inside]))
        self._clock_offset_s = tt_minus_utc_s(self._clock_utc_s) - float(tt_minus_utc_s(start_utc_s))

    def __repr__(self) -> str:
        span = f"{format_utc(self.start_utc_s)} to {format_utc(self.end_utc_s)}"
        return f"<Track {span}, {self.sample_utc_s.size} samples>"

    @property
    def sample_utc_s(self) -> np.ndarray:
        """Instants close together where things change fast, eight even ones a step, and the end.

        They are right to the millisecond of any change of TT - UTC inside the span [s].
        """
        return self.grid_utc_s(np.inf, _SAMPLES_OF_STEP)

    def grid_utc_s(self, longest_s: float, fewest: int = 4) -> np.ndarray:
        """Instants that divide every step evenly, into parts no longer than ``longest_s``, at least ``fewest`` [s]."""
        parts = np.maximum(fewest, np.ceil((self._last_s - self._first_s) / longest_s)).astype(int)
        part = np.arange(parts.sum()) - np.repeat(np.cumsum(parts) - parts, parts)
        seconds = np.repeat(self._first_s, parts) + part * np.repeat((self._last_s - self._first_s) / parts, parts)
        return self._utc_s(np.append(seconds, self._last_s[-1]))

    def _utc_s(self, seconds: np.ndarray) -> np.ndarray:
        """Instants of times since the start."""
        clock_s = self._clock_utc_s - self.start_utc_s + self._clock_offset_s
        utc_s = self.start_utc_s + seconds - np.interp(seconds, clock_s, self._clock_offset_s)
        return np.clip(utc_s, self.start_utc_s, self.end_utc_s)

    def seconds(self, utc_s) -> np.ndarray:
        """Terrestrial Time since the start, for interpolation; raises outside the span [s]."""
        utc_s = np.asarray(utc_s, dtype=float)
        outside = ~((utc_s >= self.start_utc_s - 1e-6) & (utc_s <= self.end_utc_s + 1e-6))
        if outside.any():
            bad = float(utc_s[outside].flat[0])
            raise LinkBudgetError(
                f"{format_utc(bad) if np.isfinite(bad) else bad} is outside the track, "
                f"{format_utc(self.start_utc_s)} to {format_utc(self.end_utc_s)}"
            )
        return utc_s - self.start_utc_s + np.interp(utc_s, self._clock_utc_s, self._clock_offset_s)

    def step_of(self, seconds) -> tuple[np.ndarray, np.ndarray]:
        """Index of the step that holds each time, and the time since its middle [s]."""
        index = np.searchsorted(self._first_s[1:], seconds, side="right")
        return index, seconds - self._middle_s[index]

    def interpolate(self, rows, index, since, rates: int = 0) -> list[np.ndarray]:
        """Polynomials of ``rows`` at ``since`` seconds from the middle of steps, and so many of their rates."""
        *lower, value = self._polynomials[rows.start].take(index, axis=-1)
        found = [value, *(np.zeros(value.shape) for _ in range(rates))]  # rates over the factorials of their orders
        for coefficients in reversed(lower):
            for order in range(rates, 0, -1):
                found[order] *= since
                found[order] += found[order - 1]
            value *= since
            value += coefficients
        for order in range(2, rates + 1):
            found[order] *= math.factorial(order)
        return found

    def received(self, index, since, rates: int = 0) -> list[np.ndarray]:
        """Geocentric vector of date as received, and rates of it, at a time given by :meth:`step_of`."""
        return self.interpolate(_SKY, index, since, rates)

    def earth_fixed_m(self, utc_s):
        """Geocentric vector as received, in axes that turn with the Earth: Greenwich, 90 degrees east, north [m]."""
        seconds = self.seconds(utc_s)
        x, y, z = self.received(*self.step_of(seconds))[0]
        angle = self._earth.sidereal_angle_rad(seconds)
        cosine, sine = np.cos(angle), np.sin(angle)
        return np.stack([x * cosine + y * sine, y * cosine - x * sine, z])

    def sidereal_rad(self, seconds):
        """Greenwich apparent sidereal time [rad] and its rate [rad/s]."""
        return self._earth.sidereal_rad(seconds)

    def earth_velocity_m_per_s(self, seconds):
        """Barycentric velocity of the Earth in the axes of date [m/s]."""
        return self._earth.velocity_m_per_s(seconds)

    def geometric_m(self, utc_s):
        """Geometric vectors from the Earth's centre to the spacecraft and from the Sun to the Earth, ICRF axes [m]."""
        seconds = self.seconds(utc_s)
        return self.interpolate(_EARTH_TO_PROBE, *self.step_of(seconds))[0], self._earth.from_sun_m(seconds)

    def geocentric_distance_m(self, utc_s):
        """Geometric, instantaneous distance from the Earth's centre [m]."""
        return _length(self.geometric_m(utc_s)[0])

    def geocentric_range_rate_m_per_s(self, utc_s):
        """Rate of the path from the probe to the Earth's centre, by the time of reception; receding positive [m/s]."""
        vector, rate = self.received(*self.step_of(self.seconds(utc_s)), rates=1)
        return (vector * rate).sum(axis=0) / _length(vector)

    def light_time_s(self, utc_s):
        """Time the signal received now at the Earth's centre has travelled; geometric for Earth satellites [s]."""
        return _length(self.received(*self.step_of(self.seconds(utc_s)))[0]) / SPEED_OF_LIGHT_M_PER_S

    def heliocentric_distance_m(self, utc_s):
        """Geometric distance from the Sun's centre [m]."""
        probe, from_sun = self.geometric_m(utc_s)
        return _length(probe + from_sun)

    def sun_probe_earth_deg(self, utc_s):
        """Angle at the probe between Sun and Earth: how far off a Sun-pointing axis the Earth stands [deg]."""
        probe, from_sun = self.geometric_m(utc_s)
        return angle_between_deg(-(probe + from_sun), -probe)

    def sun_earth_probe_deg(self, utc_s):
        """Angle at the Earth between Sun and probe: how close to the Sun the antenna looks [deg]."""
        probe, from_sun = self.geometric_m(utc_s)
        return angle_between_deg(-from_sun, probe)


def _length(vector):
    return np.sqrt((vector**2).sum(axis=0))
