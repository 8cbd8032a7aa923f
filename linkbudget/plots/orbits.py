"""Figure of the trajectory: the arc about the Sun seen from above, or the track over the ground of an Earth orbit."""

from textwrap import fill
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from skyfield.api import wgs84
from skyfield.framelib import ecliptic_J2000_frame

from linkbudget.constants import EARTH_EQUATORIAL_RADIUS_M
from linkbudget.errors import LinkBudgetError
from linkbudget.formatting import date_text, distance_text, duration_text, instant_text
from linkbudget.geometry.clock import DAY_S, skyfield_time
from linkbudget.geometry.kernel import body, ephemeris_span_utc_s
from linkbudget.geometry.look_angles import look_angles
from linkbudget.mission.scenario import Scenario
from linkbudget.plots.distances import distance_span_m, is_earth_bound
from linkbudget.plots.looks import for_width, is_narrow, want_inch
from linkbudget.plots.placing import Below, Heading
from linkbudget.plots.sky_tracks import STILL_DEG, day_of
from linkbudget.plots.style import (
    COLOURS,
    GREY,
    INK,
    PALE,
    PAPER,
    STRONG,
    SUN,
    THIN,
    Canvas,
    canvas,
    in_house_style,
    legend,
    settled,
)

BLUE, RED = COLOURS[0], COLOURS[1]
"""The Earth, and the planet flown to."""

YEAR_S = {
    "mercury": 87.969 * DAY_S,
    "venus": 224.70 * DAY_S,
    "earth": 365.256 * DAY_S,
    "mars": 686.98 * DAY_S,
    "jupiter": 4332.59 * DAY_S,
    "saturn": 10_759.2 * DAY_S,
    "uranus": 30_685.0 * DAY_S,
    "neptune": 60_189.0 * DAY_S,
}
"""Sidereal periods, for drawing whole orbits; NASA Planetary Fact Sheet [s]."""


class Stop(NamedTuple):
    """One or more events at nearly the same place."""

    numbers: str
    utc_s: float
    place: np.ndarray


@in_house_style
def trajectory(scenario: Scenario, ax: Canvas = None) -> Axes:
    """The flight about the Sun, seen from the north of the ecliptic; for a spacecraft about the Earth its ground track.

    Parameters
    ----------
    scenario : Scenario
        The mission.
    ax : Axes, Figure or SubFigure, optional
        Where to draw.

    Returns
    -------
    Axes
        Millions of kilometres from the Sun, or degrees of longitude and latitude.
    """
    if scenario.config.trajectory is None:
        raise LinkBudgetError(f"{scenario.name}: trajectory: expected a scenario that has one")
    given = ax
    (ax,) = canvas(ax, figsize=trajectory_size(scenario))
    (_ground_track if is_earth_bound(scenario) else _plan)(ax, scenario)
    return settled(ax, given)


def from_sun_gm(target, utc_s) -> np.ndarray:
    """Ecliptic positions (J2000) from the Sun's centre, of a body by its name or of any trajectory, in millions of km.

    Examples
    --------
    >>> from linkbudget.geometry.clock import parse_utc
    >>> x, y, z = from_sun_gm("earth", parse_utc("1963-03-21"))
    >>> print(f"{np.hypot(x, y):.0f} million km")
    149 million km
    """
    time = skyfield_time(utc_s)
    function = body(target) if isinstance(target, str) else target
    if function.center == 399:
        function = body("earth") + function
    return (function - body("sun")).at(time).frame_xyz(ecliptic_J2000_frame).m / 1e9


def trajectory_size(scenario: Scenario) -> tuple[float, float]:
    """Width and height: a plan is square, a ground track twice as wide as high [inch].

    Examples
    --------
    >>> import linkbudget
    >>> trajectory_size(linkbudget.load("mars1")), trajectory_size(linkbudget.load("cubesat"))
    ((10.0, 7.2), (10.0, 6.0))
    """
    return (10.0, 6.0) if is_earth_bound(scenario) else (10.0, 7.2)


def draw_flight(ax: Axes, scenario: Scenario) -> str | None:
    """The way about the Sun in axes, between the orbits of the Earth and of the planet flown to; its name."""
    said, mission = scenario.config.trajectory, scenario.config.mission
    start, end = mission.start_utc_s.value, mission.end_utc_s.value
    at = getattr(said, "body", None)
    other = getattr(said, "arrival_body", None) or at
    other = None if other is None else str(other).lower()
    _orbit(ax, "earth", start, end, BLUE, (4, 3))
    if other is not None:
        _orbit(ax, other, start, end, RED, (1.2, 1.6), is_hidden=at is not None)
    ax.plot(0.0, 0.0, "o", color=SUN, markeredgecolor=INK, markersize=15.0, linestyle="none", label="Sun")
    x, y, _ = from_sun_gm(scenario.trajectory, np.linspace(start, end, 721))
    name, where = mission.title, str(at or "").capitalize()
    name += f", at {where}" if where not in name else ""
    ax.plot(x, y, color=INK, linewidth=STRONG, label=fill(name, LEGEND_LETTERS), zorder=2.4)
    ax.set_aspect("equal", anchor="W")  # what is beside the plan has the room to the right
    return other


def _plan(ax: Axes, scenario: Scenario) -> None:
    mission, other = scenario.config.mission, draw_flight(ax, scenario)
    dated = _dated(scenario)
    stops = _stops(scenario, [utc_s for utc_s, _ in dated])
    for stop in stops:
        _draw_stop(ax, stop, other if stop is stops[-1] else None)
    reach = 1.12 * max(np.abs(np.asarray(line.get_data())).max() for line in ax.lines)
    ax.set_xlim(-reach, reach)
    ax.set_ylim(-reach, reach)
    ax.set_xlabel("Ecliptic x, towards the vernal equinox [million km]")
    ax.set_ylabel("Ecliptic y [million km]")
    said_of = [f"{number}  {_stop_text(scenario, *one)}" for number, one in enumerate(dated, start=1)]
    want_inch(ax, 1.2 + 0.43 * len(said_of))  # two lines each, and the legend over them
    if not is_narrow():
        ax.legend(loc="upper left", bbox_to_anchor=(1.02, 1.0), borderaxespad=0.0)
        ax.text(1.03, 0.0, "\n".join(said_of), transform=ax.transAxes, va="bottom", fontsize=11.0, linespacing=1.35)
    else:
        legend(ax)
        Below(ax, said_of)
    when = "at each event" if len(dated) > 1 else f"on {date_text(dated[0][0])}"
    number = "each number" if len(dated) > 1 else "the number"
    Heading(
        ax,
        f"{mission.title}: how far from the Earth {when}?",
        f"The flight about the Sun, seen from the north of the ecliptic. Thin line: the radio path at {number}.",
    )


LEGEND_LETTERS = 26
"""Letters in a line beside the plan."""


def _dated(scenario: Scenario) -> list[tuple[float, str]]:
    """Instants of the plan and what happened then: the events, or without any the reference."""
    events = [(event.time_utc_s.value, event.title) for event in scenario.config.events]
    return events or [(scenario.reference_utc_s, "")]


def _stop_text(scenario: Scenario, utc_s: float, title: str) -> str:
    """Date and distance of an event, and below them its title."""
    published = [event.distance_m for event in scenario.config.events if event.time_utc_s.value == utc_s]
    said = next((one for one in published if one is not None), None)
    distance_m = float(scenario.track.geocentric_distance_m(utc_s)) if said is None else said.value
    text = f"{date_text(utc_s, short=True)}, {distance_text(distance_m, 3)}"
    return f"{text}\n    {title}" if title else text


def _orbit(ax: Axes, name: str, start: float, end: float, colour: str, dashes, *, is_hidden: bool = False) -> None:
    """A planet's whole orbit, thin, and the part of it run through during the mission, unless another line hides it."""
    first, last = ephemeris_span_utc_s()
    middle, half = 0.5 * (start + end), 0.5 * YEAR_S.get(name, 0.0)
    around = np.linspace(max(middle - half, first), min(middle + half, last), 361)
    if half:
        x, y, _ = from_sun_gm(name, around)
        ax.plot(x, y, color=colour, linewidth=THIN, dashes=dashes)
    if not is_hidden:
        x, y, _ = from_sun_gm(name, np.linspace(start, end, 181))
        ax.plot(x, y, color=colour, linewidth=STRONG, label=name.capitalize())


def _stops(scenario: Scenario, instants_utc_s: list[float]) -> list[Stop]:
    """Numbered instants along the flight, those less than a twentieth of the picture apart as one."""
    stops: list[Stop] = []
    for number, utc_s in enumerate(instants_utc_s, start=1):
        place = from_sun_gm(scenario.trajectory, utc_s)[:2]
        if stops and np.hypot(*(place - stops[-1].place)) < for_width(0.05, 0.1) * 2.2 * np.hypot(*place):
            first = stops[-1].numbers.split("–")[0]
            stops[-1] = stops[-1]._replace(numbers=f"{first}–{number}")
        else:
            stops.append(Stop(str(number), utc_s, place))
    return stops


def _draw_stop(ax: Axes, stop: Stop, other: str | None) -> None:
    earth = from_sun_gm("earth", stop.utc_s)[:2]
    ax.plot(*np.transpose([earth, stop.place]), color=GREY, linewidth=0.9, zorder=1.8)
    ax.plot(*earth, "o", color=BLUE, markersize=8.0, zorder=3)
    if other:
        ax.plot(*from_sun_gm(other, stop.utc_s)[:2], "o", color=RED, markersize=9.0, zorder=2.6)
    ax.plot(*stop.place, "o", color=INK, markersize=6.0, zorder=3)
    outwards = stop.place / np.hypot(*stop.place)
    ax.annotate(
        stop.numbers,
        (stop.place[0], stop.place[1]),
        xytext=(17.0 * outwards[0], 17.0 * outwards[1]),
        textcoords="offset points",
        ha="center",
        va="center",
        fontweight="bold",
        zorder=4,
    )


def ground_points(scenario: Scenario, utc_s) -> tuple[np.ndarray, np.ndarray]:
    """Geodetic latitude and longitude under the spacecraft [deg]."""
    function = scenario.trajectory
    if function.center != 399:
        function = function - body("earth")
    position = function.at(skyfield_time(utc_s))
    latitude, longitude = wgs84.latlon_of(position)
    return latitude.degrees, longitude.degrees


def _ground_track(ax: Axes, scenario: Scenario) -> None:
    start, end = day_of(scenario)
    utc_s = np.linspace(start, end, 1 + int((end - start) / 30.0))
    latitude, longitude = ground_points(scenario, utc_s)
    names = {link.station for link in scenario.links.values() if link.station is not None}
    up = np.zeros(utc_s.size, dtype=bool)
    for name in names:
        place = scenario.station(name)
        look = look_angles(scenario.track, place, utc_s)
        up |= look.elevation_deg >= place.lowest_elevation_deg(look.azimuth_deg)
    jump = np.abs(np.diff(longitude, prepend=longitude[0])) > 180.0
    track = np.where(jump, np.nan, latitude)
    ax.plot(longitude, track, color=PALE, linewidth=THIN, label="Ground track")
    if names:
        ax.plot(longitude, np.where(up, track, np.nan), color=INK, linewidth=STRONG, label="In sight of a station")
    if max(np.ptp(latitude), np.ptp(np.unwrap(longitude, period=360.0))) < STILL_DEG:
        ax.plot(longitude[0], latitude[0], "o", color=INK, markersize=8.0, linestyle="none", label="Spacecraft")
    mean_m = float(np.mean(distance_span_m(scenario)))
    for name in sorted(names):
        place = scenario.station(name)
        ax.plot(place.longitude_deg, place.latitude_deg, "^", color=RED, markersize=10.0, zorder=3, linestyle="none")
        ax.plot(*_reach_deg(place, mean_m), color=RED, linewidth=1.3, linestyle=(0, (4, 2)))
        ax.annotate(
            scenario.config.stations[name].title,
            (place.longitude_deg, place.latitude_deg),
            xytext=(9.0, 4.0),
            textcoords="offset points",
            bbox={"facecolor": PAPER, "edgecolor": "none", "alpha": 0.8, "pad": 1.0},
            zorder=4,
        )
    if names:
        ax.plot(
            [], [], "^", color=RED, linestyle=(0, (4, 2)), linewidth=1.3, markersize=9.0, label="Station and its reach"
        )
    ax.set_xlim(-180.0, 180.0)
    ax.set_ylim(-90.0, 90.0)
    ax.set_xticks(range(-180, 181, for_width(60, 90)))
    ax.set_yticks(range(-90, 91, 30))
    ax.set_aspect("equal")
    ax.set_xlabel("Longitude [deg]")
    ax.set_ylabel("Latitude [deg]")
    legend(ax, loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=4)
    height = distance_text(mean_m - EARTH_EQUATORIAL_RADIUS_M)
    Heading(
        ax,
        f"{scenario.config.mission.title}: {_sight_text(scenario, sorted(names), up, end - start)}",
        f"{instant_text(start)} to {instant_text(end)} UTC, {height} up.",
    )


def _sight_text(scenario: Scenario, names: list[str], up: np.ndarray, span_s: float) -> str:
    """Time in sight of the station, or of any, for a title."""
    if not names:
        return "over the ground"
    what = scenario.config.stations[names[0]].title if len(names) == 1 else "a station"
    if not up.any():
        return f"never in sight of {what}"
    if up.all():
        return f"in sight of {what} all the time"
    whole = "a day" if abs(span_s - DAY_S) < 1.0 else duration_text(span_s, 2)
    return f"in sight of {what} for {duration_text(np.mean(up) * span_s, 2)} in {whole}"


def _reach_deg(place, orbit_m: float) -> tuple[np.ndarray, np.ndarray]:
    """Longitudes and latitudes under a spacecraft at a station's lowest elevation, on a sphere."""
    bearing = np.linspace(0.0, 2.0 * np.pi, 181)
    low = np.radians(place.lowest_elevation_deg(np.degrees(bearing)))
    arc = np.arccos(EARTH_EQUATORIAL_RADIUS_M / orbit_m * np.cos(low)) - low
    latitude = np.radians(place.latitude_deg)
    sine = np.sin(latitude) * np.cos(arc) + np.cos(latitude) * np.sin(arc) * np.cos(bearing)
    turn = np.arctan2(np.sin(bearing) * np.sin(arc) * np.cos(latitude), np.cos(arc) - np.sin(latitude) * sine)
    longitude = (place.longitude_deg + np.degrees(turn) + 180.0) % 360.0 - 180.0
    broken = np.abs(np.diff(longitude, prepend=longitude[0])) > 180.0
    return np.where(broken, np.nan, longitude), np.degrees(np.arcsin(sine))
