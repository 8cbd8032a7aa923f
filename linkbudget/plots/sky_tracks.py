"""Over a station: the track across its sky on one day, and what each pass of a low orbit brings.

The map: :func:`sky_track`, :func:`passes`.
"""

from dataclasses import replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.projections.polar import PolarAxes
from matplotlib.ticker import MaxNLocator

from linkbudget.errors import InputError, LinkBudgetError, suggestion
from linkbudget.formatting import angle_text, clock_text, count_text, date_text, duration_text
from linkbudget.geometry.clock import DAY_S, format_utc, parse_utc
from linkbudget.geometry.look_angles import look_angles
from linkbudget.geometry.passes import Pass, find_passes
from linkbudget.link.budget import budget
from linkbudget.mission.paths import seen_path
from linkbudget.mission.scenario import Scenario
from linkbudget.physics.doppler import one_way_doppler_shift_hz
from linkbudget.plots.distances import is_earth_bound
from linkbudget.plots.looks import for_width, is_narrow
from linkbudget.plots.placing import Below, Heading
from linkbudget.plots.style import (
    GREY,
    INK,
    PAPER,
    STRONG,
    THIN,
    Canvas,
    canvas,
    chosen_links,
    closing_line,
    in_house_style,
    link_style,
    new_figure,
    settled,
)

MOST_PASSES = 6
"""Passes a figure has room for; the highest are shown."""


STILL_DEG = 5.0
"""A way across the sky, or over the ground, that is shorter than this is a place rather than a line [deg]."""

LONG_PASS_S = 2 * 3600.0
"""Passes from this length on are told by hours along the track, shorter ones by numbers [s]."""


def day_of(scenario: Scenario, at: str | None = None) -> tuple[float, float]:
    """Ends of the UTC day of ``at`` or of the reference instant; without ``at``, a mission of one day whole [s]."""
    mission = scenario.config.mission
    start, end = mission.start_utc_s.value, mission.end_utc_s.value
    if at is None and end - start <= 1.001 * DAY_S:
        return start, end
    if at is None:
        instant = (mission.reference_utc_s or mission.start_utc_s).value
    else:
        try:
            instant = parse_utc(at)
        except LinkBudgetError as error:
            raise InputError(str(error)) from None
    first = np.floor(instant / DAY_S) * DAY_S
    if not (first < end and first + DAY_S > start):
        raise InputError(f"at = {at!r}: expected a day from {format_utc(start)[:10]} to {format_utc(end)[:10]}")
    return float(max(first, start)), float(min(first + DAY_S, end))


@in_house_style
def sky_track(scenario: Scenario, station: str | None = None, at: str | None = None, ax: Canvas = None) -> Axes:
    """Track of the spacecraft across a station's sky on one day.

    Parameters
    ----------
    scenario : Scenario
        The mission.
    station : str, optional
        Name of the station, that of the first link without it.
    at : str, optional
        Any instant of the day in UTC; without it the day of the reference instant, or all of a mission of one day.
    ax : polar Axes, Figure or SubFigure, optional
        Where to draw.

    Returns
    -------
    Axes
        Polar: azimuth around (north up, east to the right), zenith in the middle.
    """
    station = station or next((link.station for link in scenario.links.values() if link.station), None)
    if station is None:
        raise InputError(f"{scenario.name}: sky: expected a link with a station; these are crosslinks")
    if station not in scenario.config.stations:
        raise InputError(f"{station}: unknown station; {suggestion(station, scenario.config.stations)}")
    start, end = day_of(scenario, at)
    place, track = scenario.station(station), scenario.track
    up = find_passes(track, replace(place, horizon_mask=None), start, end, minimum_elevation_deg=0.0)
    given, (ax,) = ax, canvas(ax, figsize=(9.0, 8.0), projection="polar")
    _sky_axes(ax)
    low_deg = place.minimum_elevation_deg
    if low_deg > 0.0 or place.horizon_mask is not None:
        around = np.linspace(0.0, 2.0 * np.pi, 721)
        limit_deg = np.broadcast_to(place.lowest_elevation_deg(np.degrees(around)), around.shape)
        ax.plot(around, 90.0 - np.maximum(limit_deg, 0.0), color=GREY, linewidth=THIN, linestyle=(0, (4, 3)))
    lines, short = [], max((each.duration_s for each in up), default=0.0) < LONG_PASS_S
    thick_s, highest, covered, still = 0.0, -90.0, [np.zeros((0, 2))], False
    for number, each in enumerate(up, start=1):
        seen = look_angles(track, place, np.linspace(each.rise_utc_s, each.set_utc_s, 241))
        angle, radius = np.radians(np.unwrap(seen.azimuth_deg, period=360.0)), 90.0 - seen.elevation_deg
        above = seen.elevation_deg >= place.lowest_elevation_deg(seen.azimuth_deg)
        thick_s += float(np.mean(above)) * each.duration_s
        highest = max(highest, each.maximum_elevation_deg)
        covered.append(np.transpose([angle, radius]))
        if still := is_still(angle, radius):
            ax.plot(angle[0], radius[0], "o", color=INK, markersize=9.0)
            continue
        ax.plot(angle, radius, color=INK, linewidth=THIN)
        ax.plot(angle, np.where(above, radius, np.nan), color=INK, linewidth=STRONG)
        ax.annotate(
            "",
            (angle[-1], radius[-1]),
            (angle[-3], radius[-3]),
            arrowprops={"arrowstyle": "-|>", "color": INK, "mutation_scale": 14.0, "shrinkA": 0.0, "shrinkB": 0.0},
        )
        if short:
            _number(ax, track, place, each, number)
            lines.append(
                f"{number}   {clock_text(each.rise_utc_s)} to {clock_text(each.set_utc_s)}, "
                f"up to {angle_text(each.maximum_elevation_deg, 0)}"
            )
        else:
            _hours(ax, track, place, each)
    _name_rings(ax, np.concatenate(covered))
    if lines:
        lines = ["Over the horizon", *lines]
        if not is_narrow():
            ax.text(1.12, 0.98, "\n".join(lines), transform=ax.transAxes, va="top", linespacing=1.5)
        else:
            Below(ax, lines)
    title = scenario.config.stations[station].title
    mask = "" if place.horizon_mask is None else " and its horizon mask"
    limit = f"above {angle_text(low_deg)}, the lowest elevation of the station{mask}"
    if not up:
        said = "The spacecraft does not rise."
    elif still:
        said = f"It stands still, {angle_text(highest, 0)} high."
    else:
        marks = "Numbers: passes." if lines else "Dots: full hours of UTC."
        said = f"Thick: {limit}; at most {angle_text(highest, 0)}. {marks}"
    Heading(
        ax,
        f"{scenario.config.mission.title}: {_time_over(thick_s, end - start)} {title}",
        f"{date_text(start)}. {said}",
        above_points=24.0,
    )
    return settled(ax, given)


def is_still(angle_rad: np.ndarray, radius_deg: np.ndarray) -> bool:
    """True where a way across the sky is a place rather than a line."""
    x, y = radius_deg * np.sin(angle_rad), radius_deg * np.cos(angle_rad)
    return bool(max(np.ptp(x), np.ptp(y)) < STILL_DEG)


def _time_over(thick_s: float, span_s: float) -> str:
    """Time for which the spacecraft was high enough, in words that precede the name of the station."""
    if thick_s <= 0.0:
        return "never over"
    return "all day over" if thick_s > span_s - 60.0 else f"{duration_text(thick_s, 2)} over"


def _name_rings(ax: Axes, covered: np.ndarray) -> None:
    """Elevations of the rings, along a bearing that keeps off the tracks."""
    assert isinstance(ax, PolarAxes)
    bearings = np.radians(np.arange(22.5, 360.0, 45.0))
    rings = np.array([30.0, 60.0, 90.0])
    where = rings[:, None] * np.exp(1j * bearings)
    tracks = covered[:, 1] * np.exp(1j * covered[:, 0])
    apart = np.abs(where[..., None] - tracks).min(axis=(0, 2), initial=180.0)
    best = bearings[int(np.argmax(apart))]  # the first of equals
    ax.set_rgrids(rings.tolist(), ["60°", "30°", "0°"], angle=float(np.degrees(best)), color=GREY)


def _sky_axes(ax: Axes) -> None:
    assert isinstance(ax, PolarAxes)
    ax.set_theta_zero_location("N")
    ax.set_theta_direction(-1)
    ax.set_ylim(0.0, 90.0)
    ax.set_thetagrids(range(0, 360, 45), ["N 0°", "45°", "E\n90°", "135°", "S 180°", "225°", "W\n270°", "315°"])
    ax.tick_params(axis="x", pad=9.0)
    ax.set_xlabel("Azimuth around, elevation inwards [deg]", labelpad=8.0)


def _hours(ax: Axes, track, place, each: Pass) -> None:
    """Dots at full hours of UTC, each with its hour on the outer side of the track, near the horizon on the inner."""
    last = each.set_utc_s - 1.0 if each.set_is_cut else each.set_utc_s  # midnight belongs to the next day
    hours = np.arange(np.ceil(each.rise_utc_s / 3600.0), np.floor(last / 3600.0) + 1.0) * 3600.0
    hours = hours[:: for_width(1, 2)]
    if not hours.size:
        return
    seen = look_angles(track, place, hours)
    angle, radius = np.radians(seen.azimuth_deg), 90.0 - seen.elevation_deg
    ax.plot(angle, radius, "o", color=INK, markersize=6.0)
    for utc_s, theta, r in zip(hours, angle, radius, strict=True):
        ax.text(
            theta,
            r + for_width(6.5, 11.0) * (1.0 if r < 80.0 else -1.0),
            clock_text(utc_s)[:2],
            ha="center",
            va="center",
            fontsize=11.5,
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.5},
        )


def _number(ax: Axes, track, place, each: Pass, number: int) -> None:
    top = look_angles(track, place, each.culmination_utc_s)
    ax.text(
        np.radians(top.azimuth_deg),
        90.0 - top.elevation_deg,
        str(number),
        ha="center",
        va="center",
        fontweight="bold",
        bbox={"boxstyle": "circle,pad=0.25", "facecolor": PAPER, "edgecolor": INK},
        zorder=4,
    )


def has_passes(scenario: Scenario) -> bool:
    """True where :func:`passes` has something to draw: a pass of the day over the first station begins or ends then."""
    station = next((link.station for link in scenario.links.values() if link.station is not None), None)
    if station is None or not is_earth_bound(scenario):
        return False
    found = find_passes(scenario.track, scenario.station(station), *day_of(scenario))
    return any(not (one.rise_is_cut and one.set_is_cut) for one in found)


@in_house_style
def passes(scenario: Scenario, link: str | None = None, ax: Canvas = None) -> Axes:
    """Elevation, closing margin and Doppler shift through the passes of one day, for a spacecraft about the Earth.

    Parameters
    ----------
    scenario : Scenario
        The mission.
    link : str, optional
        Name of a link, all links of the first one's station without it.
    ax : Axes, Figure or SubFigure, optional
        Where to draw; in axes, the elevation of all passes alone.

    Returns
    -------
    Axes
        Elevation of the first pass; the figure has a column for each pass.
    """
    names = [name for name in chosen_links(scenario, link) if scenario.links[name].station is not None]
    if not names:
        raise InputError(f"{scenario.name}: passes: expected a link with a station; these are crosslinks")
    station = scenario.links[names[0]].far_end_name
    names = [name for name in names if scenario.links[name].station == station]
    if not is_earth_bound(scenario):
        raise InputError(f"{scenario.name}: passes: expected a spacecraft about the Earth; sky shows a day of this one")
    place = scenario.station(station)
    found = find_passes(scenario.track, place, *day_of(scenario))
    highest = sorted(found, key=lambda each: -each.maximum_elevation_deg)[: for_width(MOST_PASSES, 2)]
    shown = [each for each in found if each in highest]
    if not shown:
        raise LinkBudgetError(f"{scenario.name}: no pass over {station} on {format_utc(day_of(scenario)[0])[:10]}")
    mission, over = scenario.config.mission.title, scenario.config.stations[station].title
    if isinstance(ax, Axes):
        for each in shown:
            minutes, look, _ = _through(scenario, place, each)
            ax.plot(minutes, look.elevation_deg, color=INK)
        _label_rows([ax])
        ax.set_xlabel("Time from culmination [min]")
        Heading(ax, f"{mission}: {_passes_text(len(shown))} over {over}")
        return ax
    figure = new_figure(passes_size(scenario, link)) if ax is None else ax
    panels = figure.subplots(3, len(shown), sharex=True, sharey="row", squeeze=False)
    at_best = np.array(
        [_draw_pass(scenario, names, place, each, column) for column, each in zip(panels.T, shown, strict=True)]
    )
    _doppler_unit(panels[2])
    shaded = max(closing_line(panel) for panel in panels[1])  # the same of all: a row has one scale
    _label_rows(panels[:, 0])
    for panel in panels[-1]:
        panel.set_xlabel("Time [min]")
    if len(names) > 1:
        figure.legend(*panels[2, 0].get_legend_handles_labels(), loc="outside lower center", ncols=for_width(2, 1))
    when = date_text(shown[0].rise_utc_s)
    which = f"{scenario.links[names[0]].title}, " if len(names) == 1 else ""
    only = f"the {_passes_text(len(shown))} that go highest, " if len(shown) < len(found) else ""
    Heading(
        panels[0, 0],
        f"{mission}: {_closing_text(at_best >= 0.0)}",
        f"Over {over}, {which}{only}from {when}. Each by the time and elevation of its culmination, from which minutes "
        f"count.{shaded}",
        above_points=22.0,
    )
    return settled(panels[0, 0], ax)


def passes_size(scenario: Scenario, link: str | None = None) -> tuple[float, float]:
    """Width and height that the passes of so many links need [inch].

    Examples
    --------
    >>> import linkbudget
    >>> passes_size(linkbudget.load("cubesat"))
    (10.0, 7.6)
    """
    return 10.0, 7.6 + 0.3 * max(len(chosen_links(scenario, link)) - 2, 0) / 2.0


def _passes_text(count: int) -> str:
    return f"{count_text(count)} pass{'es' if count > 1 else ''}"


def _closing_text(closes: np.ndarray) -> str:
    """Clause on what closes, by pass and link: the passes of one link, or those of several links that close in each."""
    tops, links = closes[:, 0], np.asarray(closes.all(axis=0))
    if links.size == 1:
        closing, count = int(tops.sum()), tops.size
        all_of = f"all {_passes_text(count)}" if count > 1 else "its pass"
        return f"the link closes in {all_of if closing == count else f'{closing} of {_passes_text(count)}'}"
    every = f"each of {_passes_text(tops.size)}" if tops.size > 1 else "the pass"
    closing, count = int(links.sum()), links.size
    if closing == count:
        return f"{'both' if count == 2 else f'all {count_text(count)}'} links close in {every}"
    return f"{count_text(closing)} of {count_text(count)} links close{'s' if closing == 1 else ''} in {every}"


def _doppler_unit(row) -> None:
    """A scale of shifts in the unit that they have: kHz, for light MHz or GHz."""
    most = max(np.abs(line.get_ydata()).max(initial=0.0) for panel in row for line in panel.lines)
    size, unit = next(((size, unit) for size, unit in _SHIFT_UNITS if most >= size), _SHIFT_UNITS[-1])
    for panel in row:
        for line in panel.lines:
            line.set_ydata(np.asarray(line.get_ydata()) / size)
        panel.relim()
        panel.autoscale_view()
    row[0].set_ylabel(f"Doppler shift [{unit}]")


_SHIFT_UNITS = ((1e9, "GHz"), (1e6, "MHz"), (1e3, "kHz"), (1.0, "Hz"))


def _through(scenario: Scenario, place, each: Pass):
    """Minutes from culmination, look angles and instants of one pass."""
    utc_s = np.linspace(each.rise_utc_s, each.set_utc_s, 121)
    return (utc_s - each.culmination_utc_s) / 60.0, look_angles(scenario.track, place, utc_s), utc_s


def _draw_pass(scenario: Scenario, names: list[str], place, each: Pass, column) -> list[float]:
    """One column; returned is the highest margin of each link."""
    minutes, look, utc_s = _through(scenario, place, each)
    column[0].plot(minutes, look.elevation_deg, color=INK)
    column[0].set_title(
        f"{clock_text(each.culmination_utc_s)}, {angle_text(each.maximum_elevation_deg, 0)}",
        loc="center",
        fontsize=12.0,
        fontweight="normal",
    )
    best = []
    for name in names:
        link, style = scenario.links[name], link_style(scenario, name)
        path = seen_path(scenario, link, utc_s, look)
        margin = np.broadcast_to(budget(link, path)["closing_margin_db"], minutes.shape)
        best.append(float(np.nanmax(margin)))
        shift_hz = one_way_doppler_shift_hz(look.range_rate_m_per_s, link.carrier_hz.value)
        for panel, value in ((column[1], margin), (column[2], shift_hz)):
            panel.plot(
                minutes,
                value,
                color=style.color,
                marker=style.marker,
                markersize=6.0,
                markevery=(10, 25),
                label=link.title,
            )
    return best


def _label_rows(first_column) -> None:
    names = ("Elevation [deg]", "Closing margin [dB]")
    for panel, name in zip(first_column, names, strict=False):
        panel.set_ylabel(name)
    first_column[0].set_ylim(0.0, 90.0)
    first_column[0].set_yticks([0, 30, 60, 90])
    first_column[0].xaxis.set_major_locator(MaxNLocator(for_width(4, 3), integer=True))
