"""The track of a spacecraft and predicted tracking data as files that other programs read.

The map: :func:`track_states` (positions and velocities over a span), :func:`oem_of`, :func:`csv_of`, :func:`tdm_of`
(text of an orbit ephemeris message, of a table, of a tracking data message).
"""

from typing import NamedTuple

import numpy as np

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.geometry.clock import STEERED_UTC_END_S, parse_utc, skyfield_time
from linkbudget.geometry.kernel import EARTH_CENTER, body
from linkbudget.geometry.look_angles import look_angles
from linkbudget.geometry.oem import oem_text
from linkbudget.geometry.position_table import PositionTable, Segment
from linkbudget.geometry.positions_csv import positions_csv_text
from linkbudget.geometry.tdm import TrackingPass, tdm_text
from linkbudget.geometry.time_systems import skyfield_time_of_tt, skyfield_tt_s
from linkbudget.mission.scenario import Scenario
from linkbudget.physics.doppler import one_way_doppler_shift_hz
from linkbudget.version import VERSION

LARGEST_ROWS = 2_000_000
"""Rows of a file; more is a slip in the step, not a wish."""

_CLOSEST_S = 1.0  # where a model jumps the track has rows a millisecond apart
_FEWEST_ROWS = 9
_EARTH_RADIUS_S = 0.022  # light time of it, by which the signal to a station may have left earlier


class States(NamedTuple):
    """A track as rows: Terrestrial Time since 1970 [s], positions [m] and velocities [m/s] in ICRF axes."""

    tt_s: np.ndarray
    position_m: np.ndarray
    velocity_m_per_s: np.ndarray
    center: str
    notes: tuple[str, ...]


def track_states(
    scenario: Scenario, start: str | None = None, end: str | None = None, step_s: float | None = None
) -> States:
    """Positions and velocities of the spacecraft, geometric, in ICRF axes.

    From the Earth's centre for satellites, from the Sun's for others.  Where light time counts and no start is asked
    for, the rows begin when the signal left that is received as the mission begins, so that the file can be flown over
    the same dates.

    Parameters
    ----------
    scenario : Scenario
        The mission; it has a trajectory.
    start, end : str, optional
        Dates in UTC; those of the mission without them.
    step_s : float, optional
        Time between rows [s]; without it the rows are those of the mission's own sampled track, between which cubic
        interpolation stays within 1e-8 of the distance from the Earth's centre: 7 cm in a low orbit.

    Returns
    -------
    States
        The rows, and notes on the error between them.

    Raises
    ------
    InputError
        If the scenario has no trajectory, or the dates or the step cannot be.

    Examples
    --------
    >>> from linkbudget.mission.scenario import load
    >>> states = track_states(load("sputnik24"), end="1962-11-05")
    >>> print(states.center, f"{np.linalg.norm(states.position_m, axis=1).min() / 1e3:.0f} km")
    earth 6578 km
    """
    ends_utc_s = _span(scenario, start, end)
    tt_s = _rows_tt_s(scenario, ends_utc_s, step_s)
    if start is None and scenario.track.counts_light_time:
        tt_s = _from_departure(scenario, tt_s, ends_utc_s[0])
    if tt_s.size < _FEWEST_ROWS:
        raise InputError(f"step = {step_s} s: {tt_s.size} rows; expected at least {_FEWEST_ROWS}")
    time = skyfield_time_of_tt(tt_s)
    at = scenario.trajectory.at(time)
    position_m, velocity_m_per_s, center = at.xyz.m.T, at.velocity.m_per_s.T, "earth"
    if scenario.trajectory.center != EARTH_CENTER:
        sun, center = body("sun").at(time), "sun"
        position_m, velocity_m_per_s = position_m - sun.xyz.m.T, velocity_m_per_s - sun.velocity.m_per_s.T
    try:
        notes = PositionTable([Segment(tt_s, position_m, velocity_m_per_s, center=center)]).notes
    except LinkBudgetError as error:
        raise InputError(f"step = {step_s} s: {error}") from None
    return States(tt_s, position_m, velocity_m_per_s, center, notes)


def _rows_tt_s(scenario: Scenario, ends_utc_s: tuple[float, float], step_s: float | None) -> np.ndarray:
    """Instants of rows, the first and the last at the ends; none is much closer to the next than the others."""
    first, last = skyfield_tt_s(skyfield_time(np.array(ends_utc_s)))
    if step_s is not None:
        if (last - first) / step_s > LARGEST_ROWS:
            raise InputError(f"step = {step_s} s: {(last - first) / step_s:.3g} rows; expected at most {LARGEST_ROWS}")
        rows, least_s = np.arange(first, last, step_s), 0.1 * step_s
    else:
        rows, least_s = skyfield_tt_s(skyfield_time(scenario.track.sample_utc_s)), _CLOSEST_S
        rows = rows[(rows > first) & (rows < last)]
        rows = np.concatenate([[first], rows[np.diff(rows, prepend=first) >= least_s]])
    return np.append(rows[last - rows > least_s], last)


def _from_departure(scenario: Scenario, tt_s: np.ndarray, start_utc_s: float) -> np.ndarray:
    """Rows from the instant on at which the first signal left, as far apart as the first rows."""
    track = scenario.track  # light time is found from that of the geometric distance, which may be the longer one
    geometric_s = float(track.geocentric_distance_m(start_utc_s)) / SPEED_OF_LIGHT_M_PER_S
    needed_s = max(geometric_s, float(track.light_time_s(start_utc_s))) + _EARTH_RADIUS_S
    count = int(np.ceil(needed_s / float(tt_s[1] - tt_s[0])))
    before = tt_s[0] - needed_s * np.arange(count, 0, -1) / count
    return np.concatenate([before, tt_s[1 if count == 1 else 0 :]])  # not two rows in one step


def _span(scenario: Scenario, start: str | None, end: str | None) -> tuple[float, float]:
    """First and last instant, inside the mission."""
    if scenario.config.trajectory is None:
        raise InputError(f"{scenario.file}: trajectory: missing; expected one, whose track can be written")
    mission = scenario.config.mission
    ends = [mission.start_utc_s.value, mission.end_utc_s.value]
    for place, (name, said) in enumerate((("start", start), ("end", end))):
        if said is not None:
            try:
                utc_s = parse_utc(said)
            except LinkBudgetError as error:
                raise InputError(f"{name} = {error}") from None
            if not mission.start_utc_s.value <= utc_s <= mission.end_utc_s.value:
                raise InputError(f"{name} = {said!r}: outside the mission")
            ends[place] = utc_s
    if not ends[0] < ends[1]:
        raise InputError(f"end = {end!r}: expected later than the start")
    return ends[0], ends[1]


def _system(scenario: Scenario) -> str:
    """Time system of written dates: UTC, but TDB before 1972, when UTC had no leap seconds and readers differ."""
    return "UTC" if scenario.config.mission.start_utc_s.value >= STEERED_UTC_END_S else "TDB"


def oem_of(
    scenario: Scenario,
    states: States,
    created_utc_s: float,
    *,
    object_id: str | None = None,
    xml: bool = False,
) -> str:
    """Orbit ephemeris message of a track.

    Parameters
    ----------
    scenario : Scenario
        The mission.
    states : States
        Its track, as :func:`track_states` gives it.
    created_utc_s : float
        Instant of writing [s].
    object_id : str, optional
        Designator of the spacecraft, such as "1962-061A"; the name of the scenario without it.
    xml : bool
        XML instead of KVN.

    Returns
    -------
    str
        The message.

    Examples
    --------
    >>> from linkbudget.mission.scenario import load
    >>> sputnik = load("sputnik24")
    >>> message = oem_of(sputnik, track_states(sputnik, end="1962-11-05"), 0.0, object_id="1962-062A")
    >>> print(message.splitlines()[7])
    OBJECT_ID = 1962-062A
    """
    return oem_text(
        states.tt_s,
        states.position_m,
        states.velocity_m_per_s,
        object_name=scenario.config.mission.title,
        object_id=object_id or scenario.name,
        center=states.center.upper(),
        system=_system(scenario),
        created_utc_s=created_utc_s,
        comments=[f"linkbudget {VERSION}, scenario {scenario.name}; geometric states"],
        xml=xml,
    )


def csv_of(scenario: Scenario, states: States) -> str:
    """Table of a track as comma-separated values, which ``kind = "positions"`` reads.

    Dates are UTC throughout, before 1972 as the package reads it.
    """
    return positions_csv_text(states.tt_s, states.position_m, states.velocity_m_per_s)


def tdm_of(
    scenario: Scenario,
    link: str,
    created_utc_s: float,
    start: str | None = None,
    end: str | None = None,
    step_s: float | None = None,
) -> str:
    """Tracking data message of what a station will measure of a downlink, while the spacecraft is up.

    Parameters
    ----------
    scenario : Scenario
        The mission; it has a trajectory.
    link : str
        Name of a downlink.
    created_utc_s : float
        Instant of writing [s].
    start, end : str, optional
        Dates in UTC; those of the mission without them.
    step_s : float, optional
        Time between measurements, that of the mission without it [s].

    Returns
    -------
    str
        The message, a segment a pass.

    Raises
    ------
    InputError
        If the link is an uplink, or the spacecraft is never up.
    """
    said = scenario.link(link)
    if said.direction != "downlink":
        raise InputError(f"{scenario.file}: links.{link}: an uplink; expected a downlink, which a station can measure")
    if said.station is None:
        raise InputError(f"{scenario.file}: links.{link}: a crosslink; expected a downlink to a station")
    start_utc_s, end_utc_s = _span(scenario, start, end)
    step_s = scenario.config.mission.step_s.value if step_s is None else step_s
    passes, rows = [], 0
    for one in scenario.passes(said.far_end_name):
        rise_utc_s, set_utc_s = max(one.rise_utc_s, start_utc_s), min(one.set_utc_s, end_utc_s)
        utc_s = np.arange(np.ceil(rise_utc_s / step_s), np.floor(set_utc_s / step_s) + 1) * step_s
        rows += utc_s.size
        if rows > LARGEST_ROWS:
            raise InputError(f"step = {step_s:g} s: more than {LARGEST_ROWS} measurements; expected a longer step")
        if utc_s.size:
            passes.append(_measured(scenario, said, utc_s))
    if not passes:
        raise InputError(f"{scenario.file}: links.{link}: the spacecraft is not up at any step between start and end")
    return tdm_text(
        passes,
        station=scenario.config.stations[said.far_end_name].title,
        spacecraft=scenario.config.mission.title,
        transmitted_frequency_hz=said.carrier_hz.value,
        system=_system(scenario),
        created_utc_s=created_utc_s,
        comments=[
            f"linkbudget {VERSION}, scenario {scenario.name}, link {link}: predictions, no measurements",
            "No refraction and no delay by air, ionosphere or corona; elevations are geometric",
        ],
    )


def _measured(scenario: Scenario, link, utc_s: np.ndarray) -> TrackingPass:
    look = look_angles(scenario.track, scenario.station(link.far_end_name), utc_s)
    shift_hz = one_way_doppler_shift_hz(look.range_rate_m_per_s, link.carrier_hz.value)
    return TrackingPass(
        skyfield_tt_s(skyfield_time(utc_s)),
        look.range_m,
        look.range_rate_m_per_s,
        link.carrier_hz.value + shift_hz,
        look.azimuth_deg,
        look.elevation_deg,
    )
