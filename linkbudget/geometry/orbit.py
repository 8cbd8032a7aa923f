"""Satellites of the Earth by their orbital elements, moved by SGP4.

The map: :func:`tle_orbit`, :func:`elements_orbit` and :func:`mean_elements_orbit`, which make a :class:`Satellite`: a
skyfield vector function from the Earth's centre.  Tables of positions: :mod:`linkbudget.geometry.position_table`.
"""

import math
from typing import TYPE_CHECKING

import numpy as np
from sgp4.api import WGS72, Satrec
from skyfield.api import EarthSatellite
from skyfield.sgp4lib import TEME

from linkbudget.errors import LinkBudgetError, require
from linkbudget.formatting import duration_text
from linkbudget.geometry.clock import (
    DAY_S,
    format_utc,
    parse_utc,
    skyfield_time,
    timescale,
    tt_minus_utc_s,
)
from linkbudget.geometry.decay import is_down, time_to_decay_s
from linkbudget.geometry.element_sets import (
    FARTHEST_APOGEE_M,
    WGS72_EQUATORIAL_RADIUS_M,
    WGS72_GM_M3_PER_S2,
    Checksum,
    misfit_of_orbit,
    require_element_line,
    require_same_satellite,
)
from linkbudget.renamed import old_names

LONGEST_FROM_EPOCH_S = 366.0 * DAY_S
"""Orbital elements of a satellite are of no use a year from their epoch [s]."""

_SGP4_EPOCH_S = parse_utc("1949-12-31")
_SHORTEST_SEARCH_S = 30.0 * DAY_S
_LEAP_SECONDS_S = 10.0  # room at the ends, whichever clock counts
_JD_1970 = 2_440_587.5
_HALF_STEP_S = 0.5


class Satellite(EarthSatellite):
    """Skyfield satellite whose SGP4 clock is the time elapsed since its epoch, and whose velocity fits its position.

    Skyfield itself counts SGP4's minutes in UTC: that stops a satellite for the length of a leap second and, before
    1972, where skyfield's UTC is TAI - 10 s, moves the epoch by seconds.  Elsewhere the positions agree.

    SGP4's velocity leaves out small terms: it differs from the rate of SGP4's own position by 0.03 m/s in a circular
    low orbit and by up to 2 m/s in a Molniya orbit.  Here the velocity is that rate, taken over half a second to either
    side and right to a hundredth of a millimetre a second, so that range rate and range agree.

    There is no position where the elements have nothing to say: more than :data:`LONGEST_FROM_EPOCH_S` from their
    epoch, which is ``epoch_utc_s``, and after the satellite has come down (:mod:`linkbudget.geometry.decay`).  Such an
    instant raises a :class:`~linkbudget.errors.LinkBudgetError`.
    """

    @classmethod
    def from_model(
        cls, model: Satrec, epoch_utc_s: float, name: str | None, *, in_leap_second: bool = False
    ) -> "Satellite":
        """Satellite from an SGP4 model and the instant of its epoch.

        ``in_leap_second``: the epoch is within the leap second before the second that ``epoch_utc_s`` counts.
        """
        satellite = cls.from_satrec(model, timescale())
        satellite.name, satellite.epoch_utc_s = name, float(epoch_utc_s)
        satellite._epoch_tt_minus_utc_s = tt_minus_utc_s(epoch_utc_s) - (1.0 if in_leap_second else 0.0)
        satellite.epoch = skyfield_time(epoch_utc_s)
        if in_leap_second:
            satellite.epoch = timescale().tt_jd(satellite.epoch.whole, satellite.epoch.tt_fraction - 1.0 / DAY_S)
        satellite._searched_s, satellite._down_s = {True: 0.0, False: 0.0}, {True: None, False: None}
        return satellite

    def require_orbit(self, utc_s, name: str = "date") -> None:
        """Raise if the elements give no orbit at some instants.

        Parameters
        ----------
        utc_s : array_like
            Instants [s].
        name : str
            What the instants are called in the message.

        Raises
        ------
        LinkBudgetError
            If an instant is too far from the epoch, or the satellite has come down by then; the message has the date.
        """
        self._require_orbit(require("utc_s", utc_s) - self.epoch_utc_s + self._clock_change_s(utc_s), name)

    def _require_orbit(self, elapsed_s, name: str = "date") -> None:
        """:meth:`require_orbit` for times since the epoch."""
        for outermost_s in (float(np.min(elapsed_s)), float(np.max(elapsed_s))):
            if abs(outermost_s) > LONGEST_FROM_EPOCH_S + _LEAP_SECONDS_S:
                raise LinkBudgetError(
                    f"{name} = {self._date(outermost_s)}: expected at most {duration_text(LONGEST_FROM_EPOCH_S)} "
                    f"from the epoch of the orbital elements, {self._date(0.0)}"
                )
            down_s = self._down_after_s(outermost_s)
            if down_s is None or abs(outermost_s) < abs(down_s):
                continue
            if down_s < 0.0:
                raise LinkBudgetError(
                    f"{name} = {self._date(outermost_s)}: expected later than {self._date(down_s)}, before which the "
                    "orbital elements give no orbit above the ground"
                )
            raise LinkBudgetError(
                f"{name} = {self._date(outermost_s)}: by the orbital elements of its trajectory the satellite has come "
                f"down on {self._date(down_s)}; expected an earlier date"
            )

    def _down_after_s(self, elapsed_s: float) -> float | None:
        """Time from the epoch to where the orbit ends, in the direction of ``elapsed_s``; none if it is farther."""
        later = elapsed_s >= 0.0
        if self._down_s[later] is None and abs(elapsed_s) > self._searched_s[later]:
            # twice as far each time, so that many budgets one after the other do not search again and again
            doublings = np.ceil(np.log2(max(abs(elapsed_s) / _SHORTEST_SEARCH_S, 1.0)))
            reach_s = _SHORTEST_SEARCH_S * 2.0**doublings
            period_s = 2.0 * np.pi / self.model.no_kozai * 60.0
            self._down_s[later] = time_to_decay_s(self._sgp4, period_s, reach_s if later else -reach_s)
            self._searched_s[later] = reach_s
        return self._down_s[later]

    def _date(self, elapsed_s: float) -> str:
        utc_s = self.epoch_utc_s + elapsed_s
        return format_utc(round(utc_s - self._clock_change_s(utc_s)))

    def _clock_change_s(self, utc_s):
        """Change of Terrestrial Time minus UTC since the epoch."""
        return tt_minus_utc_s(utc_s) - self._epoch_tt_minus_utc_s

    def position_m(self, t) -> np.ndarray:
        """Position alone, GCRS axes: a third of the time of ``at``, which computes two more for the velocity [m].

        Parameters
        ----------
        t : skyfield.timelib.Time
            Array of times.

        Returns
        -------
        ndarray
            Shape (3, times) [m].

        Raises
        ------
        LinkBudgetError
            If the elements give no orbit at some of the times.
        """
        return 1e3 * np.einsum("jin,jn->in", TEME.rotation_at(t), self._position_km(self._elapsed_s(t)))

    def _position_and_velocity_TEME_km(self, t):
        """Position [km], velocity [km/s] and no error message at a skyfield time."""
        now_s = self._elapsed_s(t)
        position = self._position_km(now_s)
        _, early, _ = self._sgp4(now_s - _HALF_STEP_S)
        _, late, _ = self._sgp4(now_s + _HALF_STEP_S)
        velocity = _rate(position, (late - early) / (2.0 * _HALF_STEP_S))
        return (position, velocity, None) if np.ndim(t.whole) else (position[:, 0], velocity[:, 0], None)

    def _elapsed_s(self, t) -> np.ndarray:
        """Times since the epoch of a skyfield time, checked [s]."""
        elapsed_s = np.atleast_1d((t.whole - self.epoch.whole) + (t.tt_fraction - self.epoch.tt_fraction)) * DAY_S
        if elapsed_s.size:
            self._require_orbit(elapsed_s)
        return elapsed_s

    def _position_km(self, elapsed_s: np.ndarray) -> np.ndarray:
        """Positions at times since the epoch, in SGP4's axes [km]."""
        errors, position, _ = self._sgp4(elapsed_s)
        down = is_down(errors, position)
        if down.any():
            raise LinkBudgetError(f"date = {self._date(elapsed_s[down][0])}: the satellite has come down by then")
        return position

    def _sgp4(self, elapsed_s):
        """SGP4's error numbers, positions [km] and velocities [km/s] at times after the epoch."""
        start = np.full(elapsed_s.shape, self.model.jdsatepoch)
        errors, position, velocity = self.model.sgp4_array(start, self.model.jdsatepochF + elapsed_s / DAY_S)
        return errors, position.T, velocity.T


def _rate(position, chord):
    """Rate of a position from that between half a second before and after, which a third derivative of it changes."""
    radius = np.sqrt((position**2).sum(axis=0))
    outward = position * (3.0 * (position * chord).sum(axis=0) / radius**2)
    jerk = (outward - chord) * (1e-9 * WGS72_GM_M3_PER_S2 / radius**3)  # of a Kepler orbit, in km
    return chord - jerk * (_HALF_STEP_S**2 / 6.0)


def tle_orbit(line1: str, line2: str, name: str | None = None, *, checksum: Checksum = "required") -> Satellite:
    """Satellite from the two lines of a NORAD element set, moved by SGP4 with WGS 72 constants.

    Parameters
    ----------
    line1, line2 : str
        The two lines, 69 columns each; blanks count.
    name : str, optional
        What the satellite is called.
    checksum : {"required", "ignored"}
        Whether the last column of a line has to be its checksum.

    Returns
    -------
    Satellite
        A skyfield ``EarthSatellite``, vector function from the Earth's centre.

    Raises
    ------
    InputError
        If the lines are not an element set, differ in satellite number, or fail their checksum; the message names the
        columns.

    References
    ----------
    .. [1] D. A. Vallado, P. Crawford, R. Hujsak and T. S. Kelso, "Revisiting Spacetrack Report #3", AIAA 2006-6753.

    Examples
    --------
    >>> satellite = tle_orbit(
    ...     "1 28057U 03049A   06177.78615833  .00000060  00000-0  35940-4 0  1836",
    ...     "2 28057  98.4283 247.6961 0000884  88.1964 271.9322 14.35478080140550",
    ... )
    >>> print(f"{np.degrees(satellite.model.inclo):.4f} deg")
    98.4283 deg
    """
    line1 = require_element_line(1, line1, checksum=checksum)
    line2 = require_element_line(2, line2, checksum=checksum)
    require_same_satellite(line1, line2)
    model = Satrec.twoline2rv(line1, line2)
    return Satellite.from_model(model, (model.jdsatepoch - _JD_1970 + model.jdsatepochF) * DAY_S, name)


def elements_orbit(
    epoch_utc_s: float,
    semi_major_axis_m: float,
    eccentricity: float,
    inclination_deg: float,
    raan_deg: float,
    argument_of_perigee_deg: float,
    mean_anomaly_deg: float,
    *,
    bstar: float = 0.0,
    name: str | None = None,
) -> Satellite:
    """Satellite from mean Kepler elements, moved by SGP4 with WGS 72 constants.

    Parameters
    ----------
    epoch_utc_s : float
        Instant of the elements, 1957 to 2056 [s].
    semi_major_axis_m : float
        Mean half axis, above the Earth's radius; gives the mean motion of an element set by Kepler's third law [m].
    eccentricity : float
        From 0 to below 1 [-].
    inclination_deg : float
        From 0 to 180 [deg].
    raan_deg, argument_of_perigee_deg, mean_anomaly_deg : float
        Right ascension of the ascending node (true equator, mean equinox of date), argument of perigee, mean anomaly
        [deg].
    bstar : float
        Drag term B*, per Earth radius; zero leaves drag out [-].
    name : str, optional
        What the satellite is called.

    Returns
    -------
    Satellite
        A skyfield ``EarthSatellite``, vector function from the Earth's centre.

    Raises
    ------
    LinkBudgetError
        If an element lies outside its range, or the perigee lies inside the Earth.

    References
    ----------
    .. [1] D. A. Vallado, P. Crawford, R. Hujsak and T. S. Kelso, "Revisiting Spacetrack Report #3", AIAA 2006-6753.

    Examples
    --------
    Sputnik 24 in its parking orbit:

    >>> sputnik = elements_orbit(parse_utc("1962-11-04T15:45"), 6591.1e3, 0.0020, 64.7, 311.0, 0.0, 75.0)
    >>> print(f"{sputnik.model.no_kozai / (2 * np.pi) * 1440:.2f} revolutions a day")
    16.22 revolutions a day
    """
    require("semi_major_axis_m", float(semi_major_axis_m), above=0.0)
    require("eccentricity", float(eccentricity), at_least=0.0, below=1.0)
    require("perigee radius_m", float(semi_major_axis_m * (1.0 - eccentricity)), above=WGS72_EQUATORIAL_RADIUS_M)
    require("apogee radius_m", float(semi_major_axis_m * (1.0 + eccentricity)), at_most=FARTHEST_APOGEE_M)
    require("inclination_deg", float(inclination_deg), at_least=0.0, at_most=180.0)
    return mean_elements_orbit(
        epoch_utc_s,
        float(np.sqrt(WGS72_GM_M3_PER_S2 / semi_major_axis_m**3) * DAY_S / (2.0 * np.pi)),
        eccentricity,
        inclination_deg,
        raan_deg,
        argument_of_perigee_deg,
        mean_anomaly_deg,
        bstar=bstar,
        name=name,
    )


def mean_elements_orbit(
    epoch_utc_s: float,
    revolutions_per_day: float,
    eccentricity: float,
    inclination_deg: float,
    raan_deg: float,
    argument_of_perigee_deg: float,
    mean_anomaly_deg: float,
    *,
    bstar: float = 0.0,
    name: str | None = None,
    in_leap_second: bool = False,
) -> Satellite:
    """Satellite from the numbers of an element set, whatever file they stand in, moved by SGP4 with WGS 72 constants.

    Parameters
    ----------
    epoch_utc_s : float
        Instant of the elements, 1957 to 2056 [s].
    revolutions_per_day : float
        Mean motion as element sets give it (Kozai's), revolutions a day, of an orbit outside the Earth [-].
    eccentricity : float
        From 0 to below 1 [-].
    inclination_deg : float
        From 0 to 180 [deg].
    raan_deg, argument_of_perigee_deg, mean_anomaly_deg : float
        Right ascension of the ascending node (true equator, mean equinox of date), argument of perigee, mean anomaly
        [deg].
    bstar : float
        Drag term B*, per Earth radius; zero leaves drag out [-].
    name : str, optional
        What the satellite is called.
    in_leap_second : bool
        True for an epoch within the leap second before ``epoch_utc_s``.

    Returns
    -------
    Satellite
        A skyfield ``EarthSatellite``, vector function from the Earth's centre.

    Raises
    ------
    LinkBudgetError
        If an element lies outside its range, or the perigee lies inside the Earth.

    References
    ----------
    .. [1] D. A. Vallado, P. Crawford, R. Hujsak and T. S. Kelso, "Revisiting Spacetrack Report #3", AIAA 2006-6753.

    Examples
    --------
    >>> iss = mean_elements_orbit(
    ...     parse_utc("2008-09-20T12:25:40.104192"), 15.72125391, 0.0006703, 51.6416, 247.4627, 130.5360, 325.0288,
    ...     bstar=-0.11606e-4,
    ... )
    >>> print(f"{iss.at(iss.epoch).distance().km:.0f} km")
    6720 km
    """
    require("eccentricity", float(eccentricity), at_least=0.0, below=1.0)
    require("inclination_deg", float(inclination_deg), at_least=0.0, at_most=180.0)
    if misfit := misfit_of_orbit(float(revolutions_per_day), float(eccentricity)):
        raise LinkBudgetError(f"revolutions_per_day = {revolutions_per_day}: expected {misfit}")
    span = parse_utc("1957-01-01"), parse_utc("2056-12-31")
    if not span[0] <= epoch_utc_s <= span[1]:
        raise LinkBudgetError(f"epoch = {format_utc(epoch_utc_s)}: SGP4 elements are for 1957 to 2056")
    model = Satrec()
    # reduced in degrees: 360 in a file is no turn, and radians would not be those of the same set as two lines
    perigee_deg, anomaly_deg, node_deg = (
        float(angle) % 360.0 if not 0.0 <= angle <= 360.0 else float(angle)
        for angle in (argument_of_perigee_deg, mean_anomaly_deg, raan_deg)
    )
    model.sgp4init(
        WGS72,
        "i",
        0,
        (epoch_utc_s - _SGP4_EPOCH_S) / DAY_S,
        float(bstar),
        0.0,
        0.0,
        float(eccentricity),
        math.radians(perigee_deg),
        math.radians(inclination_deg),
        math.radians(anomaly_deg),
        float(revolutions_per_day) / 720.0 * math.pi,
        math.radians(node_deg),
    )
    return Satellite.from_model(model, float(epoch_utc_s), name, in_leap_second=in_leap_second)


if not TYPE_CHECKING:
    __getattr__ = old_names(__name__)
