"""Sampled trajectory with interpolation: thousands of look angles for the cost of a few hundred positions.

The map: :func:`sample` turns any skyfield trajectory into a :class:`Track`; the track answers distances, light time and
Sun angles at any instants inside its span; :mod:`linkbudget.geometry.look_angles` adds a station.

Steps are split until cubic Hermite interpolation, from positions and velocities, meets the tolerance where each is next
split; a jump of less than a millionth of the distance, as orbit models have them (a thousandth where a table goes on
with another segment), is kept within a millisecond, and a larger one refused.  Each sample holds

* the geocentric vector in the true equator and equinox of date, as *received at the geocentre*:
  g(t) = probe(t - light time) - Earth(t), and its rate, with the light time's own rate in it.  For trajectories about
  the Earth g is geometric, since their light time (5 ms at 1500 km) is below what orbit elements are worth;
* the Earth's velocity (for aberration, and for the light time from a station instead of the geocentre);
* Greenwich apparent sidereal time less a uniform rotation, so that a smooth remainder of milliradians is interpolated;
* geometric vectors Earth to probe and Sun to Earth, ICRF axes, for distances and Sun angles.

Precession is IAU 2006 and nutation IAU 2000B, as skyfield has them: within 1 milliarcsecond of IAU 2000A (0.03 m at the
ground) and far faster.  Interpolation runs in Terrestrial Time, so a leap second inside a track does no harm.  The
Hermite formula is a dozen lines of NumPy: SciPy's ``CubicHermiteSpline`` takes half the time a point, but the 0.3 s of
its import are worth five million points.
"""

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
_LONGEST_STEP_S = 2.0 * DAY_S  # the Earth's velocity is interpolated linearly
_SPLIT = 0.4  # not the middle, where a steady error of the rates would cancel and pass unseen
_MOST_POINTS = 2_000_000
_SHORTEST_STEP_S = 1e-3  # a jump between states closer than this is of the model, or is refused
_SMALL_JUMP = 1e-6  # of the distance: SGP4's resonance terms step by metres, joined conics by tens of metres

# Rows of a sample: what is interpolated, and below it the rates.
_SKY, _SIDEREAL, _EARTH_TO_PROBE, _SUN_TO_EARTH = slice(0, 3), 3, slice(4, 7), slice(7, 10)


class _Samples(NamedTuple):
    """States at sample times; ``value`` and ``rate`` have 10 rows, ``earth_velocity`` 3."""

    seconds: np.ndarray
    value: np.ndarray
    rate: np.ndarray
    earth_velocity: np.ndarray

    def take(self, which):
        return _Samples(self.seconds[which], self.value[:, which], self.rate[:, which], self.earth_velocity[:, which])


def _joined(parts: list[_Samples]) -> _Samples:
    whole = _Samples(*(np.concatenate(arrays, axis=-1) for arrays in zip(*parts, strict=True)))
    return whole.take(np.argsort(whole.seconds))


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
        Error of the geocentric vector allowed where a step is split, of the geocentric distance; 1e-12 to 1e-2 [-].

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
    sampler = _Sampler(trajectory, skyfield_time(float(start_utc_s)))
    last_s = float(end_utc_s + tt_minus_utc_s(end_utc_s) - start_utc_s - tt_minus_utc_s(start_utc_s))
    first = sampler.at(np.linspace(0.0, last_s, max(9, 1 + int(np.ceil(last_s / _LONGEST_STEP_S)))))
    parts, left, right = [first], first.take(np.s_[:-1]), first.take(np.s_[1:])
    points = first.seconds.size
    small_jump = getattr(trajectory, "largest_jump", _SMALL_JUMP)
    while left.seconds.size:
        middle = sampler.at(left.seconds + _SPLIT * (right.seconds - left.seconds))
        parts.append(middle)
        points += middle.seconds.size
        rough = _is_rough(left, middle, right, tolerance)
        short = rough & (right.seconds - left.seconds < _SHORTEST_STEP_S)
        if points > _MOST_POINTS or (short & _is_rough(left, middle, right, max(tolerance, small_jump))).any():
            where = format_utc(float(start_utc_s) + float(middle.seconds[rough][0]))
            raise LinkBudgetError(f"the trajectory is not smooth near {where}: a jump, or a tolerance too fine for it")
        rough &= ~short
        halves = [(left.take(rough), middle.take(rough)), (middle.take(rough), right.take(rough))]
        left, right = (_joined(list(side)) for side in zip(*halves, strict=True))
    return Track(trajectory, float(start_utc_s), float(end_utc_s), sampler.sidereal_start_rad, _joined(parts))


def _is_rough(left: _Samples, middle: _Samples, right: _Samples, tolerance: float) -> np.ndarray:
    """Test whether Hermite interpolation from ``left`` to ``right`` misses ``middle`` by more than the tolerance."""
    step = right.seconds - left.seconds
    u, w = _SPLIT, 1.0 - _SPLIT
    guess = w * w * (1.0 + 2.0 * u) * left.value + u * u * (1.0 + 2.0 * w) * right.value
    guess = guess + step * u * w * (w * left.rate - u * right.rate)
    miss = guess - middle.value
    distance = np.sqrt((middle.value[_SKY] ** 2).sum(axis=0))
    rough = np.sqrt((miss[_SKY] ** 2).sum(axis=0)) > tolerance * distance
    rough |= np.abs(miss[_SIDEREAL]) > max(tolerance, 1e-9)
    # A step in which the direction may turn by half a radian could agree with its middle by chance.
    return rough | (step * np.sqrt((middle.rate[_SKY] ** 2).sum(axis=0)) > 0.5 * distance)


class _Sampler:
    """States of a trajectory at seconds of Terrestrial Time after a start."""

    def __init__(self, trajectory: VectorFunction, start: Time):
        self._trajectory, self._start = trajectory, start
        self._earth, self._sun = body("earth"), body("sun")
        self.sidereal_start_rad = float(start.gast) * np.pi / 12.0

    def _time(self, seconds) -> Time:
        days = np.floor(seconds / DAY_S)
        fraction = self._start.tt_fraction + (seconds - days * DAY_S) / DAY_S
        time = timescale().tt_jd(self._start.whole + days, fraction)
        time._nutation_angles_radians = iau2000b_radians(time)  # skyfield's own recipe for speed
        return time

    def at(self, seconds) -> _Samples:
        time = self._time(seconds)
        remainder = self._sidereal_remainder_rad(seconds, time)
        if self._trajectory.center == 399:  # steps are minutes and vectors short: the slow turn does not show
            turn, slope = np.zeros((3, seconds.size)), np.zeros(seconds.size)
        else:
            before, after = self._time(seconds - _DIFFERENCE_S), self._time(seconds + _DIFFERENCE_S)
            turn = _turn_rad_per_s(before.M, time.M, after.M)
            slope = self._sidereal_remainder_rad(seconds + _DIFFERENCE_S, after)
            slope = (slope - self._sidereal_remainder_rad(seconds - _DIFFERENCE_S, before)) / (2.0 * _DIFFERENCE_S)
        earth, sun = self._earth.at(time), self._sun.at(time)
        geometric, geometric_rate, received, received_rate = self._vectors(time, earth)
        sky = np.einsum("ijn,jn->in", time.M, received)
        sky_rate = np.einsum("ijn,jn->in", time.M, received_rate) + np.cross(turn, sky, axis=0)
        from_sun, from_sun_rate = earth.xyz.m - sun.xyz.m, earth.velocity.m_per_s - sun.velocity.m_per_s
        value = np.concatenate([sky, remainder[None], geometric, from_sun])
        rate = np.concatenate([sky_rate, slope[None], geometric_rate, from_sun_rate])
        if not (np.isfinite(value).all() and np.isfinite(rate).all()):
            bad = int(np.argmin(np.isfinite(value).all(axis=0) & np.isfinite(rate).all(axis=0)))
            raise LinkBudgetError(f"no position at {format_utc(instant_utc_s(time[bad]))}: {self._reason(time[bad])}")
        return _Samples(seconds, value, rate, np.einsum("ijn,jn->in", time.M, earth.velocity.m_per_s))

    def _vectors(self, time: Time, earth):
        """Earth to probe, geometric and as received, with rates; ICRF axes."""
        if self._trajectory.center == 399:
            probe = self._trajectory.at(time)
            return (probe.xyz.m, probe.velocity.m_per_s) * 2
        probe = self._trajectory.at(time)
        seen = earth.observe(self._trajectory)
        received, velocity = seen.xyz.m, seen.velocity.m_per_s + earth.velocity.m_per_s
        toward = received / np.sqrt((received**2).sum(axis=0))
        closing = (toward * (velocity - earth.velocity.m_per_s)).sum(axis=0)
        light_time_rate = closing / (SPEED_OF_LIGHT_M_PER_S + (toward * velocity).sum(axis=0))
        received_rate = velocity * (1.0 - light_time_rate) - earth.velocity.m_per_s
        geometric_rate = probe.velocity.m_per_s - earth.velocity.m_per_s
        return probe.xyz.m - earth.xyz.m, geometric_rate, received, received_rate

    def _sidereal_remainder_rad(self, seconds, time: Time):
        """Sidereal time less the uniform rotation."""
        uniform = self.sidereal_start_rad + SIDEREAL_RATE_RAD_PER_S * seconds
        return (time.gast * np.pi / 12.0 - uniform + np.pi) % (2.0 * np.pi) - np.pi

    def _reason(self, time: Time) -> str:
        message = self._trajectory.at(time).message
        return str(message) if message else "the trajectory gives none"


def _turn_rad_per_s(before, now, after):
    """Angular velocity, in the axes of date, of fixed directions as seen from the slowly turning true equator."""
    rate = (after - before) / (2.0 * _DIFFERENCE_S)
    w = np.einsum("ikn,jkn->ijn", rate, now)
    return 0.5 * np.stack([w[2, 1] - w[1, 2], w[0, 2] - w[2, 0], w[1, 0] - w[0, 1]])


class Track:
    """A sampled trajectory; made by :func:`sample`.

    Attributes are ``trajectory``, ``start_utc_s``, ``end_utc_s`` and ``counts_light_time``.  Every method that takes
    ``utc_s`` takes any shape inside the span and raises :class:`~linkbudget.errors.LinkBudgetError` outside it.
    """

    def __init__(self, trajectory, start_utc_s: float, end_utc_s: float, sidereal_start_rad: float, samples: _Samples):
        self.trajectory, self.start_utc_s, self.end_utc_s = trajectory, start_utc_s, end_utc_s
        self.counts_light_time = trajectory.center == 0
        self.sidereal_start_rad = sidereal_start_rad
        self._knots = samples.seconds
        step = np.diff(samples.seconds)
        low, high = samples.value[:, :-1], samples.value[:, 1:]
        slow, shigh = samples.rate[:, :-1], samples.rate[:, 1:]
        chord = (high - low) / step
        cubic = np.stack([low, slow, (3.0 * chord - 2.0 * slow - shigh) / step, (slow + shigh - 2.0 * chord) / step**2])
        self._cubic = np.ascontiguousarray(cubic.transpose(1, 0, 2))  # (10, 4, steps)
        velocity = samples.earth_velocity
        self._earth_velocity = np.stack([velocity[:, :-1], np.diff(velocity) / step], axis=1)  # (3, 2, steps)
        inside = clock_jumps_utc_s()
        inside = inside[(inside > start_utc_s) & (inside < end_utc_s)]
        self._clock_utc_s = np.sort(np.concatenate([np.linspace(start_utc_s, end_utc_s, 65), inside - 1e-6, inside]))
        self._clock_offset_s = tt_minus_utc_s(self._clock_utc_s) - float(tt_minus_utc_s(start_utc_s))

    def __repr__(self) -> str:
        return f"<Track {format_utc(self.start_utc_s)} to {format_utc(self.end_utc_s)}, {self._knots.size} samples>"

    @property
    def sample_utc_s(self) -> np.ndarray:
        """The sample times, to the millisecond of any change of TT - UTC inside the span [s]."""
        return np.clip(
            self.start_utc_s
            + self._knots
            - np.interp(self._knots, self._clock_utc_s - self.start_utc_s + self._clock_offset_s, self._clock_offset_s),
            self.start_utc_s,
            self.end_utc_s,
        )

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
        """Index of the step that holds each time, and the time since its start [s]."""
        index = np.clip(np.searchsorted(self._knots, seconds, side="right") - 1, 0, self._knots.size - 2)
        return index, seconds - self._knots[index]

    def interpolate(self, rows, index, since):
        """Cubics of ``rows`` and their first and second rates at ``since`` seconds into step ``index``."""
        zero, one, two, three = (self._cubic[rows, order].take(index, axis=-1) for order in range(4))
        value = zero + since * (one + since * (two + since * three))
        return value, one + since * (2.0 * two + 3.0 * since * three), 2.0 * two + 6.0 * since * three

    def received(self, index, since):
        """Geocentric vector of date as received, its rate and acceleration, at a time given by :meth:`step_of`."""
        return self.interpolate(_SKY, index, since)

    def sidereal_rad(self, seconds, index, since):
        """Greenwich apparent sidereal time [rad] and its rate [rad/s]."""
        remainder, slope, _ = self.interpolate(_SIDEREAL, index, since)
        return self.sidereal_start_rad + SIDEREAL_RATE_RAD_PER_S * seconds + remainder, SIDEREAL_RATE_RAD_PER_S + slope

    def earth_velocity_m_per_s(self, index, since):
        """Barycentric velocity of the Earth in the axes of date [m/s]."""
        start, slope = (self._earth_velocity[:, order].take(index, axis=-1) for order in range(2))
        return start + slope * since

    def geometric_m(self, utc_s):
        """Geometric vectors from the Earth's centre to the spacecraft and from the Sun to the Earth, ICRF axes [m]."""
        index, since = self.step_of(self.seconds(utc_s))
        return self.interpolate(_EARTH_TO_PROBE, index, since)[0], self.interpolate(_SUN_TO_EARTH, index, since)[0]

    def geocentric_distance_m(self, utc_s):
        """Geometric, instantaneous distance from the Earth's centre [m]."""
        return _length(self.geometric_m(utc_s)[0])

    def geocentric_range_rate_m_per_s(self, utc_s):
        """Rate of the path from the probe to the Earth's centre, by the time of reception; receding positive [m/s]."""
        vector, rate, _ = self.received(*self.step_of(self.seconds(utc_s)))
        return (vector * rate).sum(axis=0) / _length(vector)

    def light_time_s(self, utc_s):
        """Time the signal received now at the Earth's centre has travelled; geometric for Earth satellites [s]."""
        vector, _, _ = self.received(*self.step_of(self.seconds(utc_s)))
        return _length(vector) / SPEED_OF_LIGHT_M_PER_S

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
