"""Interplanetary transfer: a heliocentric arc from a perigee at one planet to a flyby of another at a set distance.

:class:`Transfer` is a skyfield vector function from the solar-system barycentre, so ``earth.at(t).observe(transfer)``
works as with any planet.  The trajectory is made of overlapped conics, Wilson's pseudostate theory, joined so that
position and velocity are continuous everywhere:

* *cruise*: a Kepler arc about the Sun, from Lambert's problem between two pseudo-positions near the planets;
* *departure*: near the first planet the arc is replaced by arc + (hyperbola - line), where the hyperbola is the
  two-body trajectory about the planet from perigee and the line its tangent where it leaves the sphere of overlap.
  There hyperbola and line touch, so the correction ends with value and slope zero; at injection the arc stands exactly
  where the line does, so the trajectory starts exactly at perigee;
* *arrival*: the same with the target's hyperbola and its incoming line, until closest approach; from then on a second
  Kepler arc, which starts from the outgoing line, plus (hyperbola - outgoing line).

The pseudo-positions are the lines' points at perigee time and at closest approach.  They depend on the velocities that
Lambert's problem gives and the other way round; a fixed-point iteration closes the circle in a handful of steps.

The sphere of overlap has :data:`OVERLAP` times the planet's distance from the Sun as its radius.  Measured for Mars 1
against a numerical integration with Sun, Moon and planets from an hour after injection, the range is wrong by at most
2.2 % of itself with 1 million km, 1.0 % with 2, 0.2 % with 8, and 0.1 % between 15 and 40 million km: beyond the sphere
the planet's pull is forgotten, and at a few million km it still has some 50 m/s to take away.  The Moon and the other
planets are left out of the trajectory; they account for about half of that last 0.1 %.
"""

from typing import NamedTuple

import numpy as np
from skyfield.vectorlib import VectorFunction

from linkbudget.constants import ASTRONOMICAL_UNIT_M
from linkbudget.errors import LinkBudgetError, require
from linkbudget.formatting import duration_text, quantity_text
from linkbudget.geometry._states import remembers_instants
from linkbudget.geometry.clock import DAY_S, format_utc, skyfield_time
from linkbudget.geometry.conics import conic_of, kepler_motion, lambert
from linkbudget.geometry.kernel import (
    GM_M3_PER_S2,
    RADIUS_M,
    body,
    body_key,
    ephemeris,
    require_inside_ephemeris,
    tdb_since_s,
)

OVERLAP = 0.13
"""Radius at which a planet's hyperbola hands over to the arc about the Sun; of its distance from the Sun [-]."""

LONGEST_FLIGHT = 3.0
"""Longest flight from planet to planet, of the half turn of an ellipse that touches both distances from the Sun [-]."""

FASTEST_M_PER_S = 100e3
"""Highest speed relative to the departure planet, eight times that of the fastest launch (New Horizons, 2006: C3 of
158 km2/s2, 12.6 km/s): dates that ask for more are a slip [m/s]."""

_LONGEST_OVERLAP = 0.3  # of the flight time, so that the two ends of a short flight stay apart

_SETTLED = 1e-13  # change of the ends of the arc over their distance from the Sun; rounding alone makes 1e-14

ECLIPTIC_POLE = np.array([0.0, -0.3977771559319137, 0.9174820620691818])
"""North pole of the ecliptic of J2000 in ICRF axes; obliquity 84 381.448 arcseconds (IAU 1976) [-]."""

_LIGHT_TIME_SLACK_S = 1.0  # light that arrives at injection left a fraction of a second earlier


class _Flyby(NamedTuple):
    """Hyperbola about a planet, from ``-half_s`` to ``half_s`` about periapsis, and the speeds where it is left."""

    gm: float
    position: np.ndarray
    velocity: np.ndarray
    half_s: float
    entry_position: np.ndarray
    entry_velocity: np.ndarray
    exit_position: np.ndarray
    exit_velocity: np.ndarray
    v_infinity: float

    def beside_line(self, seconds, *, outbound: bool):
        """Hyperbola less its incoming or outgoing tangent: position and velocity at ``seconds`` after periapsis."""
        position, velocity = kepler_motion(self.position, self.velocity, seconds, self.gm)
        end, speed = (
            (self.exit_position, self.exit_velocity) if outbound else (self.entry_position, self.entry_velocity)
        )
        since = seconds - self.half_s if outbound else seconds + self.half_s
        return position - end[:, None] - np.multiply.outer(speed, since), velocity - speed[:, None]

    def pseudo_position(self, *, outbound: bool) -> np.ndarray:
        """Point of the incoming or outgoing tangent at the time of periapsis."""
        if outbound:
            return self.exit_position - self.exit_velocity * self.half_s
        return self.entry_position + self.entry_velocity * self.half_s


class _Arc(NamedTuple):
    """Kepler motion about the Sun from a state at ``start_s``."""

    start_s: float
    position: np.ndarray
    velocity: np.ndarray

    def at(self, seconds):
        return kepler_motion(self.position, self.velocity, seconds - self.start_s, GM_M3_PER_S2["sun"])


def _flyby(body_name: str, velocity, normal, periapsis_m: float, radius_m: float, *, outbound: bool) -> _Flyby:
    """Hyperbola of given periapsis in the plane square to ``normal``, from its velocity where it crosses the sphere."""
    gm = GM_M3_PER_S2[body_name]
    speed = np.sqrt(velocity @ velocity)
    energy = speed**2 - 2.0 * gm / radius_m
    if energy <= 0.0:
        raise LinkBudgetError(f"the arc passes {body_name} at {speed:.0f} m/s, too slow to leave it: no hyperbola")
    a = gm / energy
    e = 1.0 + periapsis_m / a
    h = np.sqrt(gm * a * (e**2 - 1.0))
    cosine = (h**2 / (gm * radius_m) - 1.0) / e
    sine = np.sqrt(1.0 - cosine**2)
    sinh = np.sqrt(e**2 - 1.0) * sine / (1.0 + e * cosine)
    half_s = np.sqrt(a**3 / gm) * (e * sinh - np.arcsinh(sinh))
    # The velocity's components along periapsis (x) and across it (y) place the two axes.
    x, y = (-1.0 if outbound else 1.0) * gm / h * sine / speed, gm / h * (e + cosine) / speed
    along, across = velocity / speed, np.cross(normal, velocity / speed)
    to_periapsis, ahead = x * along - y * across, y * along + x * across

    def state(side):
        position = radius_m * (cosine * to_periapsis + side * sine * ahead)
        return position, gm / h * (-side * sine * to_periapsis + (e + cosine) * ahead)

    return _Flyby(
        gm, periapsis_m * to_periapsis, h / periapsis_m * ahead, half_s, *state(-1.0), *state(1.0), np.sqrt(energy)
    )


def _departure_normal(velocity, pole, inclination_deg: float, plane: str) -> np.ndarray:
    """Normal of the plane that holds ``velocity`` and is inclined as asked."""
    along = velocity / np.sqrt(velocity @ velocity)
    sine = along @ pole
    declination_deg = abs(np.degrees(np.arcsin(sine)))
    if not declination_deg <= inclination_deg <= 180.0 - declination_deg:
        raise LinkBudgetError(
            f"inclination_deg = {inclination_deg}: expected from {declination_deg:.2f} to {180 - declination_deg:.2f}, "
            "since the departing velocity has that declination and lies in the plane"
        )
    north = (pole - sine * along) / np.sqrt(1.0 - sine**2)
    cosine = np.cos(np.radians(inclination_deg)) / np.sqrt(1.0 - sine**2)
    side = {"northbound": 1.0, "southbound": -1.0}[plane]
    return cosine * north + side * np.sqrt(max(0.0, 1.0 - cosine**2)) * np.cross(along, north)


def _arrival_normal(velocity, b_plane_angle_deg: float) -> np.ndarray:
    """Normal of the plane that holds the incoming ``velocity`` and the aim point of the B-plane."""
    along = velocity / np.sqrt(velocity @ velocity)
    t_axis = np.cross(along, ECLIPTIC_POLE)
    t_axis /= np.sqrt(t_axis @ t_axis)
    r_axis = np.cross(along, t_axis)
    angle = np.radians(b_plane_angle_deg)
    return np.cross(np.cos(angle) * t_axis + np.sin(angle) * r_axis, along)


class Transfer(VectorFunction):
    """Path from a perigee at one planet to a closest approach at another, and on about the Sun.

    Parameters
    ----------
    departure_utc_s : float
        Injection, which is at perigee [s].
    arrival_utc_s : float
        Closest approach to the target, later than the departure [s].
    miss_distance_m : float
        Distance of closest approach from the target's centre, above its radius [m].
    perigee_altitude_m : float
        Height of the perigee above the departure planet's equatorial radius, zero or more [m].
    inclination_deg : float
        Inclination of the departure hyperbola to the Earth's true equator of the departure date, at least the
        declination of the departing velocity [deg].
    plane : str
        Two planes of that inclination hold the departing velocity.  In the "northbound" one the probe's latitude still
        rises as it recedes, in the "southbound" one it falls.
    b_plane_angle_deg : float
        Side on which the target is passed: angle in the plane square to the incoming velocity S, from T (S x ecliptic
        north pole, so parallel to the ecliptic) towards R = S x T, which points south of the ecliptic [deg].
    departure_body, arrival_body : str
        Names as :func:`linkbudget.geometry.kernel.body` knows them.

    Raises
    ------
    LinkBudgetError
        If the arrival is not later than the departure, a date lies outside the ephemeris, a distance lies inside a
        planet, no plane of that inclination holds the departing velocity, the flight is so short that the two planets'
        neighbourhoods overlap in time, asks for a departure faster than :data:`FASTEST_M_PER_S`, or takes more than
        :data:`LONGEST_FLIGHT` half turns about the Sun.

    Notes
    -----
    Attributes for reports: ``v_infinity_departure_m_per_s``, ``v_infinity_arrival_m_per_s``, ``c3_m2_per_s2``,
    ``perihelion_m``, ``aphelion_m``, ``eccentricity``, ``period_s``, ``heliocentric_inclination_deg`` (to the ecliptic
    of J2000), ``parking_orbit_raan_deg`` (right ascension of the hyperbola's ascending node, true equator and equinox
    of the departure date), ``injection_speed_m_per_s``.  The motion about the Sun is direct.  The trajectory may be
    asked for from injection to the end of the ephemeris.

    References
    ----------
    .. [1] S. W. Wilson, "A Pseudostate Theory for the Approximation of Three-Body Trajectories", AIAA Paper 70-1061
       (1970).
    .. [2] H. D. Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), chapter 8 (departure and
       arrival hyperbolas).
    .. [3] W. Kizner, "A Method of Describing Miss Distances for Lunar and Interplanetary Trajectories", JPL External
       Publication 674 (1959) (the B-plane).

    Examples
    --------
    Mars 1:

    >>> from linkbudget.geometry.clock import parse_utc
    >>> mars1 = Transfer(
    ...     departure_utc_s=parse_utc("1962-11-01T17:24"), arrival_utc_s=parse_utc("1963-06-19T12:00"),
    ...     miss_distance_m=193e6, perigee_altitude_m=205e3, inclination_deg=65.0, plane="southbound",
    ... )
    >>> print(f"{mars1.v_infinity_departure_m_per_s / 1e3:.2f} km/s")
    3.90 km/s
    """

    center = 0

    def __init__(
        self,
        *,
        departure_utc_s: float,
        arrival_utc_s: float,
        miss_distance_m: float,
        perigee_altitude_m: float,
        inclination_deg: float,
        plane: str = "northbound",
        b_plane_angle_deg: float = 0.0,
        departure_body: str = "earth",
        arrival_body: str = "mars",
    ):
        self.departure_body, self.arrival_body = body_key(departure_body), body_key(arrival_body)
        if {self.departure_body, self.arrival_body} & {"sun", "moon"} or self.departure_body == self.arrival_body:
            raise LinkBudgetError(
                f"transfer from {departure_body} to {arrival_body}: expected two different planets of the Sun"
            )
        if plane not in ("northbound", "southbound"):
            raise LinkBudgetError(f"plane = {plane!r}: expected 'northbound' or 'southbound'")
        require_inside_ephemeris(departure_utc_s, "departure")
        require_inside_ephemeris(arrival_utc_s, "arrival")
        if not arrival_utc_s > departure_utc_s:
            raise LinkBudgetError(
                f"arrival {format_utc(arrival_utc_s)}: expected later than the departure {format_utc(departure_utc_s)}"
            )
        require("perigee_altitude_m", float(perigee_altitude_m), at_least=0.0)
        require("miss_distance_m", float(miss_distance_m), above=RADIUS_M[self.arrival_body])
        require("inclination_deg", float(inclination_deg), at_least=0.0, at_most=180.0)
        self.start_utc_s, self.arrival_utc_s = float(departure_utc_s), float(arrival_utc_s)
        self.ephemeris = ephemeris()
        self._sun = body("sun")
        self._start, arrival = skyfield_time(self.start_utc_s), skyfield_time(self.arrival_utc_s)
        self._flight_s = float(tdb_since_s(arrival, self._start))
        self._solve(
            _heliocentric_state(self.departure_body, self._start),
            _heliocentric_state(self.arrival_body, arrival),
            perigee_m=RADIUS_M[self.departure_body] + perigee_altitude_m,
            pole=self._start.M[2],
            inclination_deg=inclination_deg,
            plane=plane,
            miss_distance_m=miss_distance_m,
            b_plane_angle_deg=b_plane_angle_deg,
        )
        self._describe()

    @property
    def target(self):
        """The trajectory object itself, since no kernel has a number for it."""
        return self  # a property, so that the object holds no reference to itself

    def __repr__(self) -> str:
        return (
            f"<Transfer {self.departure_body} {format_utc(self.start_utc_s)} to "
            f"{self.arrival_body} {format_utc(self.arrival_utc_s)}>"
        )

    def _solve(
        self, first, last, *, perigee_m, pole, inclination_deg, plane, miss_distance_m, b_plane_angle_deg
    ) -> None:
        """Fixed-point iteration between Lambert's arc and the two hyperbolas."""
        (from_m, from_m_per_s), (to_m, to_m_per_s) = first, last
        offset, goal, leave_m, reach_m = np.zeros(3), np.zeros(3), None, None
        self._require_less_than_a_turn(np.linalg.norm(from_m), np.linalg.norm(to_m))
        settled_m = _SETTLED * np.sqrt(max(from_m @ from_m, to_m @ to_m))
        for _ in range(50):
            speed, end_speed = lambert(
                from_m + offset, to_m + goal, self._flight_s, GM_M3_PER_S2["sun"], pole=ECLIPTIC_POLE
            )
            out, into = speed - from_m_per_s, end_speed - to_m_per_s
            self._require_possible(out)
            leave_m = leave_m or self._overlap_radius_m(from_m, out, perigee_m)
            reach_m = reach_m or self._overlap_radius_m(to_m, into, miss_distance_m)
            normal = _departure_normal(out, pole, inclination_deg, plane)
            self._departure = _flyby(self.departure_body, out, normal, perigee_m, leave_m, outbound=True)
            normal_in = _arrival_normal(into, b_plane_angle_deg)
            self._arrival = _flyby(self.arrival_body, into, normal_in, miss_distance_m, reach_m, outbound=False)
            moved = self._departure.pseudo_position(outbound=True), self._arrival.pseudo_position(outbound=False)
            change = np.abs(np.concatenate([moved[0] - offset, moved[1] - goal])).max()
            offset, goal = moved
            if change < settled_m:
                break
        else:
            raise LinkBudgetError(
                "the transfer does not settle: the dates leave no smooth trajectory of less than a turn"
            )
        if self._departure.half_s + self._arrival.half_s > self._flight_s:
            raise LinkBudgetError(
                f"a flight of {self._flight_s / DAY_S:.1f} days is too short: leaving {self.departure_body} and "
                f"nearing {self.arrival_body} take {(self._departure.half_s + self._arrival.half_s) / DAY_S:.1f} days"
            )
        self._normal = normal
        self._cruise = _Arc(0.0, from_m + offset, speed)
        beyond = to_m + self._arrival.pseudo_position(outbound=True), to_m_per_s + self._arrival.exit_velocity
        self._beyond = _Arc(self._flight_s, *beyond)

    def _require_less_than_a_turn(self, from_sun_m: float, to_sun_m: float) -> None:
        """Refuse flights that only a huge ellipse could take so long without a turn about the Sun."""
        half_turn_s = np.pi * np.sqrt((0.5 * (from_sun_m + to_sun_m)) ** 3 / GM_M3_PER_S2["sun"])
        if self._flight_s > LONGEST_FLIGHT * half_turn_s:
            flight, longest = duration_text(self._flight_s), duration_text(LONGEST_FLIGHT * half_turn_s)
            raise LinkBudgetError(
                f"arrival {format_utc(self.arrival_utc_s)}: {flight} after the departure; expected at most {longest}, "
                "as flights of less than a turn about the Sun take"
            )

    def _require_possible(self, leaving_m_per_s: np.ndarray) -> None:
        """Refuse flights that no rocket can begin."""
        speed_m_per_s = float(np.linalg.norm(leaving_m_per_s))
        if speed_m_per_s > FASTEST_M_PER_S:
            raise LinkBudgetError(
                f"arrival {format_utc(self.arrival_utc_s)}: {duration_text(self._flight_s)} after the departure asks "
                f"for {quantity_text(speed_m_per_s / 1e3, 'km/s')} beside {self.departure_body}; expected dates that "
                f"ask for at most {quantity_text(FASTEST_M_PER_S / 1e3, 'km/s')}"
            )

    def _overlap_radius_m(self, from_sun_m, speed_m_per_s, periapsis_m: float) -> float:
        """Radius of a sphere of overlap, limited by the flight time and wider where a planet is passed far off."""
        longest_m = _LONGEST_OVERLAP * self._flight_s * np.sqrt(speed_m_per_s @ speed_m_per_s)
        return max(min(OVERLAP * np.sqrt(from_sun_m @ from_sun_m), longest_m), 4.0 * periapsis_m)

    def _describe(self) -> None:
        """Numbers for reports."""
        self.v_infinity_departure_m_per_s = float(self._departure.v_infinity)
        self.v_infinity_arrival_m_per_s = float(self._arrival.v_infinity)
        self.c3_m2_per_s2 = self.v_infinity_departure_m_per_s**2
        self.injection_speed_m_per_s = float(np.sqrt(self._departure.velocity @ self._departure.velocity))
        self.departure_ends_utc_s = self.start_utc_s + float(self._departure.half_s)
        self.arrival_begins_utc_s = self.arrival_utc_s - float(self._arrival.half_s)
        conic = conic_of(self._cruise.position, self._cruise.velocity, GM_M3_PER_S2["sun"], pole=ECLIPTIC_POLE)
        self.perihelion_m, self.aphelion_m = conic.periapsis_m, conic.apoapsis_m
        self.eccentricity, self.period_s = conic.eccentricity, conic.period_s
        self.heliocentric_inclination_deg = conic.inclination_deg
        of_date = self._start.M @ self._normal
        self.parking_orbit_raan_deg = float(np.degrees(np.arctan2(of_date[0], -of_date[1])) % 360.0)

    def heliocentric_m(self, time) -> tuple[np.ndarray, np.ndarray]:
        """Position [m] and velocity [m/s] from the Sun's centre, ICRF axes, at a skyfield time."""
        elapsed_s = np.asarray(tdb_since_s(time, self._start))
        seconds = elapsed_s.ravel()
        if np.any(~(seconds >= -_LIGHT_TIME_SLACK_S)):
            early = format_utc(self.start_utc_s + seconds.min())
            raise LinkBudgetError(f"{early} is before the departure at {format_utc(self.start_utc_s)}: no position")
        position, velocity = np.empty((3, seconds.size)), np.empty((3, seconds.size))
        after = seconds > self._flight_s
        pieces = ((self._cruise, ~after), (self._beyond, after))
        for arc, here in pieces:
            if here.any():
                position[:, here], velocity[:, here] = arc.at(seconds[here])
        since = seconds - self._flight_s
        corrections = (
            (self._departure, True, seconds, seconds < self._departure.half_s),
            (self._arrival, False, since, (since > -self._arrival.half_s) & ~after),
            (self._arrival, True, since, (since < self._arrival.half_s) & after),
        )
        for hyperbola, outbound, clock, here in corrections:
            if here.any():
                more, faster = hyperbola.beside_line(clock[here], outbound=outbound)
                position[:, here] += more
                velocity[:, here] += faster
        return position.reshape((3, *elapsed_s.shape)), velocity.reshape((3, *elapsed_s.shape))

    @remembers_instants
    def _at(self, t):
        """Barycentric position [au] and velocity [au/d], as skyfield asks for them."""
        position, velocity = self.heliocentric_m(t)
        sun_au, sun_au_per_d, _, _ = self._sun._at(t)
        return (
            position / ASTRONOMICAL_UNIT_M + sun_au,
            velocity * (DAY_S / ASTRONOMICAL_UNIT_M) + sun_au_per_d,
            None,
            None,
        )


def _heliocentric_state(name: str, time) -> tuple[np.ndarray, np.ndarray]:
    """Position [m] and velocity [m/s] of a planet from the Sun's centre, ICRF axes."""
    planet, sun = body(name).at(time), body("sun").at(time)
    return planet.xyz.m - sun.xyz.m, planet.velocity.m_per_s - sun.velocity.m_per_s
