"""Against date: closing margin and rate of every link while a mission lasts.

The map: :func:`margin_vs_date`, :func:`rate_vs_date`.  Missions of three days and more show the best instant of each
day, shorter ones every instant.
"""

from collections.abc import Iterable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from linkbudget.formatting import date_text, decibels_text, tick_text
from linkbudget.geometry.clock import datetime64, parse_utc
from linkbudget.link.modulations import SNR_KEYS
from linkbudget.mission.scenario import Scenario
from linkbudget.plots.placing import Event, Heading, SideLabel, SideLabels, mark_events
from linkbudget.plots.style import (
    GREY,
    THIN,
    Canvas,
    LinkStyle,
    canvas,
    chosen_links,
    closing_line,
    date_axis,
    in_house_style,
    link_style,
    settled,
    spans,
    strong_and_faint,
    thinned,
)
from linkbudget.studies.fan import is_long

_MARKS, _DAYS_BETWEEN_MARKS = 7, 15


def best_of_each_day(time, value) -> np.ndarray:
    """Index of the greatest value of each UTC day, for the days that have one.

    Examples
    --------
    >>> time = np.array(["1963-03-20T22", "1963-03-20T23", "1963-03-21T00", "1963-03-21T01"], dtype="datetime64[h]")
    >>> best_of_each_day(time, np.array([1.0, 3.0, np.nan, 2.0])).tolist()
    [1, 3]
    """
    time, value = np.asarray(time), np.asarray(value, dtype=float)
    known = np.flatnonzero(~np.isnan(value))
    day = time[known].astype("datetime64[D]")
    order = known[np.lexsort((value[known], day))]
    day = time[order].astype("datetime64[D]")
    return order[np.append(day[1:] != day[:-1], True)] if order.size else order


def date_events(scenario: Scenario) -> list[Event]:
    """Events on an axis of dates."""
    return [Event(float(date2num(datetime64(event.time_utc_s.value))), event.title) for event in scenario.config.events]


MOST_DAYS_APART = 3.0
"""Days between two best instants that a line still joins."""


def _shown(scenario: Scenario, row, value, *also):
    """Dates, values and companions of one link as drawn: the best of each day, or all instants with their gaps."""
    time, value = row.time.values, np.asarray(value, dtype=float)
    if is_long(scenario):
        kept = best_of_each_day(time, value)
        return _parted(date2num(time[kept]), value[kept], *(each[kept] for each in also))
    return thinned(date2num(time), value, *also, keep=~np.isnan(value))


def _parted(date: np.ndarray, *lines: np.ndarray) -> tuple[np.ndarray, ...]:
    """Best of each day with a gap where there is none for several days: no line runs through them."""
    after = np.flatnonzero(np.diff(date) > MOST_DAYS_APART) + 1
    if not after.size:
        return date, *lines
    nothing = [False if line.dtype == bool else np.nan for line in lines]
    middle = 0.5 * (date[after] + date[after - 1])
    return np.insert(date, after, middle), *map(np.insert, lines, [after] * len(lines), nothing)


def _time_axis(ax: Axes, scenario: Scenario, timeline) -> None:
    first, last = timeline.time.values[[0, -1]]
    date_axis(ax, first, last, "Date" if is_long(scenario) else f"Time from {date_text(parse_utc(first))}")


def _rule(scenario: Scenario) -> str:
    return "Best of each day" if is_long(scenario) else "While in sight"


@in_house_style
def margin_vs_date(
    scenario: Scenario, timeline=None, links: str | Iterable[str] | None = None, ax: Canvas = None
) -> Axes:
    """Closing margin of each link against date; below zero the link does not close.

    A single link has its data margin as a second, thin line, where another requirement decides somewhere.

    Parameters
    ----------
    scenario : Scenario
        The mission.
    timeline : xarray.Dataset, optional
        What ``scenario.run()`` gave; run now without it.
    links : str or iterable of str, optional
        Names of links, all without it.
    ax : Axes, Figure or SubFigure, optional
        Where to draw.

    Returns
    -------
    Axes
        Dates as Matplotlib counts them.
    """
    names = chosen_links(scenario, links)
    timeline = scenario.run() if timeline is None else timeline
    given, (ax,) = ax, canvas(ax)
    labels = []
    for place, name in enumerate(names):
        row, style = timeline.sel(link=name), link_style(scenario, name)
        shown = row.closing_margin_db.values, row.in_use.values, row.margin_db.values
        date, margin, in_use, data = _shown(scenario, row, *shown)
        strong_and_faint(ax, date, margin, in_use, style, name)
        if date.size:
            labels.append(SideLabel(*_end(date, margin), scenario.links[name].title, style))
            _mark(ax, date, margin, style, (place + 0.5) / len(names))
    said = "Thick: in use."
    if len(names) == 1 and date.size:
        said += _data_margin(ax, scenario.links[names[0]], date, margin, data, labels)
    said += closing_line(ax)
    _time_axis(ax, scenario, timeline)
    ax.set_ylabel("Closing margin [dB]")
    Heading(
        ax,
        f"{scenario.config.mission.title}: {_whose(scenario, names)}",
        f"{_rule(scenario)}. {said}",
        date_events(scenario),
    )
    SideLabels(ax, labels)
    return settled(ax, given)


def _whose(scenario: Scenario, names: list[str]) -> str:
    return "what each link has to spare" if len(names) > 1 else scenario.links[names[0]].title


def _data_margin(ax: Axes, link, date, closing, data, labels: list[SideLabel]) -> str:
    """The data margin of a link beside its closing margin, unless the data decide everywhere; and words for it."""
    required = link.required_margin_db.value
    if not np.isfinite(data).any():  # a threshold alone
        return ""
    if np.allclose(data - required, closing, atol=1e-3, equal_nan=True):
        return ""
    ax.plot(date, data, color=GREY, linewidth=THIN, label="_data margin", zorder=2.1)
    labels[:] = [label._replace(text="Closing margin") for label in labels]
    labels.append(SideLabel(*_end(date, data), "Data margin", LinkStyle(GREY, (), "None")))
    return f" Thin: margin of the data, of which {decibels_text(required)} are to be kept."


def _mark(ax: Axes, date, value, style: LinkStyle, place: float) -> None:
    """A few markers along a line: at the top of each pass, or spread out and shifted by ``place`` (0 to 1)."""
    finite = np.flatnonzero(np.isfinite(value))
    passes = spans(np.isfinite(value))
    if len(passes) > 1:
        at = [first + int(np.argmax(value[first : end + 1])) for first, end in passes]
    else:
        count = int(np.clip(finite.size // _DAYS_BETWEEN_MARKS, 1, _MARKS))
        at = finite[((np.arange(count) + place) / count * finite.size).astype(int)]
    ax.plot(date[at], value[at], style.marker, color=style.color, markersize=7.0, zorder=3)


@in_house_style
def rate_vs_date(
    scenario: Scenario, timeline=None, links: str | Iterable[str] | None = None, ax: Canvas = None
) -> Axes:
    """Highest rate of each link against date: what the link would carry, and what the equipment can switch to.

    Parameters
    ----------
    scenario : Scenario
        The mission.
    timeline : xarray.Dataset, optional
        What ``scenario.run()`` gave; run now without it.
    links : str or iterable of str, optional
        Names of links, all without it.
    ax : Axes, Figure or SubFigure, optional
        Where to draw.

    Returns
    -------
    Axes
        Panel of the links that carry bits, or pixels if none does; a figure of its own has a panel for either.
    """
    names = chosen_links(scenario, links, SNR_KEYS)
    timeline = scenario.run() if timeline is None else timeline
    digital = [name for name in names if scenario.links[name].modulation.carries == "bits"]
    groups = [group for group in (digital, [name for name in names if name not in digital]) if group]
    given, events = ax, date_events(scenario)
    panels = canvas(
        ax, len(groups), figsize=(10.0, 7.6), sharex=True, height_ratios=[0.9 + len(group) for group in groups]
    )
    for panel, group in zip(panels, groups, strict=False):
        _rates(panel, scenario, timeline, group)
        _time_axis(panel, scenario, timeline)
        if panel is not panels[-1]:
            panel.set_xlabel("")
        if panel is not panels[0]:
            mark_events(panel, events)
    shannon = (
        "" if all(scenario.links[name].is_light for name in names) else " Dots: Shannon's limit for any bandwidth."
    )
    Heading(
        panels[0],
        f"{scenario.config.mission.title}: how fast each link could send",
        f"{_rule(scenario)}. Line: what the margin allows, thick in use. Steps: rates of the equipment.{shannon}",
        events,
    )
    return settled(panels[0], given)


def _rates(ax: Axes, scenario: Scenario, timeline, names: list[str]) -> None:
    """Lines of one panel: bits, or pixels."""
    pixels = scenario.links[names[0]].modulation.carries == "pixels"
    labels, seen = [], []
    for place, name in enumerate(names):
        row, style = timeline.sel(link=name), link_style(scenario, name)
        limit = _positive(row["pixel_rate_limit_pixels_per_s" if pixels else "data_rate_limit_bps"].values)
        ladder, shannon = _positive(row.data_rate_on_ladder_bps.values), row.shannon_limit_bps.values
        date, limit, ladder, shannon, in_use = _shown(scenario, row, limit, ladder, shannon, row.in_use.values)
        if not date.size:
            continue
        strong_and_faint(ax, date, limit, in_use, style, name)
        if not pixels:
            steps = "steps-mid" if is_long(scenario) else "default"
            ax.plot(date, ladder, color=style.color, linewidth=1.5, label=f"_{name} ladder", drawstyle=steps)
            ax.plot(date, shannon, color=style.color, linewidth=1.0, linestyle=(0, (1, 2)), label=f"_{name} Shannon")
            seen += [ladder, shannon]
        labels.append(SideLabel(*_end(date, limit), scenario.links[name].title, style))
        _mark(ax, date, limit, style, (place + 0.5) / len(names))
        seen.append(limit)
    if not seen:
        ax.text(0.5, 0.5, "no rate is possible", transform=ax.transAxes, ha="center", fontsize=11.0, color=GREY)
    _rate_axis(ax, np.concatenate(seen) if seen else np.ones(1))
    ax.set_ylabel("Pixel rate [pixel/s]" if pixels else "Bit rate [bit/s]")
    SideLabels(ax, labels)


def _positive(rate) -> np.ndarray:
    """Rates, NaN where nothing can be sent: there is no zero on a logarithmic axis."""
    return np.where(rate > 0.0, rate, np.nan)


def _end(date, value) -> tuple[float, float]:
    """Last point of a line."""
    last = np.flatnonzero(np.isfinite(value))[-1]
    return date[last], value[last]


def _rate_axis(ax: Axes, seen) -> None:
    """A logarithmic axis of rates; the first hours of a flight to a planet may run off its top."""
    low, high = np.nanmin(seen), np.nanpercentile(seen, 99.0)
    ax.set_yscale("log")
    ax.set_ylim(10.0 ** np.floor(np.log10(low)), 10.0 ** np.ceil(np.log10(high) + 0.1))
    ax.yaxis.set_major_locator(LogLocator(numticks=9))
    ax.yaxis.set_minor_locator(NullLocator())
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: tick_text(value)))
