"""Against date: closing margin and rate of every link while a mission lasts.

The map: :func:`margin_vs_date`, :func:`rate_vs_date`.  Missions of three days and more show the best instant of each
day, shorter ones every instant.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, NullLocator

from linkbudget.formatting import date_text, decibels_text, decimals_text, rate_text, tick_text, typeset
from linkbudget.geometry.clock import datetime64, parse_utc
from linkbudget.link.modulations import SNR_KEYS
from linkbudget.mission.scenario import Scenario
from linkbudget.plots.distances import LABEL_LETTERS
from linkbudget.plots.looks import for_width
from linkbudget.plots.placing import Event, Heading, SideLabel, SideLabels, mark_events
from linkbudget.plots.standing import Standing, claim, main_link, own_where_text, standings, where_text
from linkbudget.plots.style import (
    GREY,
    STRONG,
    THIN,
    Canvas,
    LinkStyle,
    canvas,
    chosen_links,
    closing_line,
    date_axis,
    figure_of,
    in_house_style,
    link_style,
    settled,
    spans,
    strong_and_faint,
    thinned,
)
from linkbudget.studies.fan import is_long

_MARKS, _DAYS_BETWEEN_MARKS = 7, 15

FAR_DB, NEAR_DB, EVEN_DB = 30.0, 10.0, 5.0
"""Margins from which and down to which a scale must show both, and up to which it is then about even [dB]."""

MARGIN_TICKS_DB = (-100.0, -50.0, -20.0, -10.0, -5.0, -2.0, 0.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
"""Marks of a scale that is wider about zero [dB]."""


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

    Beside each line stands the margin of the link's budget, the number of its verdict, or when the link was in use.  A
    single link has its data margin as a second, thin line, where another requirement decides somewhere.  Where some
    links come near zero and others have far more than they need, the scale is wider about zero.

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
    given, (ax,) = ax, canvas(ax, figsize=margin_size(scenario, links=links))
    found, labels, kept, looks = standings(scenario, names), [], [np.zeros(0)], set()
    for place, name in enumerate(names):
        row, style = timeline.sel(link=name), link_style(scenario, name)
        shown = row.closing_margin_db.values, row.in_use.values, row.margin_db.values
        date, margin, in_use, data = _shown(scenario, row, *shown)
        looks |= _draw_life(ax, date, margin, in_use, style, name)
        if date.size:
            said = found[name].label(found[name].margin_text, own_where_text(scenario, found[name], found.values()))
            labels.append(SideLabel(*_end(date, margin), said, style))
            _mark(ax, date, margin, in_use, style, (place + 0.5) / len(names))
        kept.append(margin[np.isfinite(margin) & in_use.astype(bool)])
    said = _used_text(looks)
    if len(names) == 1 and date.size:
        said += _data_margin(ax, scenario.links[names[0]], date, margin, data, labels)
    said += margin_scale(ax, np.concatenate(kept)) + closing_line(ax)
    _time_axis(ax, scenario, timeline)
    ax.set_ylabel("Closing margin [dB]")
    which = f"{scenario.links[names[0]].title}. " if len(names) == 1 else ""
    Heading(
        ax,
        f"{scenario.config.mission.title}: {claim(scenario, found.values())}",
        f"{which}{_rule(scenario)}.{_numbers_text(scenario, 'margin', found)}{said}",
        date_events(scenario),
    )
    SideLabels(ax, labels, width=LABEL_LETTERS)
    return settled(ax, given)


def margin_size(scenario: Scenario, timeline=None, links: str | Iterable[str] | None = None) -> tuple[float, float]:
    """Width and height that the margins of so many links need [inch].

    Examples
    --------
    >>> import linkbudget
    >>> margin_size(linkbudget.load("sputnik24"))
    (10.0, 6.4)
    """
    return 10.0, 6.4 + 0.3 * max(len(chosen_links(scenario, links)) - 6, 0)


def _numbers_text(scenario: Scenario, what: str, found: dict[str, Standing]) -> str:
    """The sentence on the numbers beside the lines: what they are, and when or where."""
    used = [one.budget for one in found.values() if not one.out_of_use]
    beside = "Beside each line" if len(found) > 1 else "Beside the line"
    return f" {beside}: the {what} {where_text(scenario, used)}".rstrip() + "." if used else ""


PALE_LINE, END_OF_USE = "pale", "cross"
"""Parts of a line for the times at which its link was not in use."""


def _used_text(looks: set[str]) -> str:
    """Words for how a line looks in use and out of it."""
    cross = "; cross: out of use from then on" if END_OF_USE in looks else ""
    return f" Thick: in use{cross}." if looks else ""


def _draw_life(ax: Axes, date, value, in_use, style: LinkStyle, name: str) -> set[str]:
    """A link's line, thick while it is in use, pale before and after; a cross ends its use.  Returned: what is seen."""
    strong_and_faint(ax, date, value, in_use, style, name)
    used, looks = np.flatnonzero(in_use), set()
    if used.size < np.isfinite(value).sum():
        looks.add(PALE_LINE)
        next(line for line in ax.lines if line.get_label() == name).set_alpha(0.55)
    if used.size and np.isfinite(value[used[-1] + 1 :]).any():
        looks.add(END_OF_USE)
        where = date[used[-1]], value[used[-1]]
        ax.plot(*where, "x", color=style.color, markersize=11.0, markeredgewidth=3.0, zorder=3.2)
    return looks


def margin_scale(ax: Axes, used: np.ndarray) -> str:
    """A scale on which what is near zero can be read, and words for it where it is not even.

    ``used`` are margins of links in use.
    """
    seen = np.concatenate([line.get_ydata() for line in ax.lines] or [np.zeros(1)]).astype(float)
    most = np.abs(seen[np.isfinite(seen)]).max(initial=0.0)
    if most < FAR_DB or np.abs(used).min(initial=np.inf) > NEAR_DB:
        return ""
    ax.set_yscale("asinh", linear_width=EVEN_DB)
    ax.yaxis.set_major_locator(FixedLocator(MARGIN_TICKS_DB))
    ax.yaxis.set_minor_locator(NullLocator())
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: typeset(decimals_text(value, 0, sign=True))))
    return " The scale is wider about zero."


def _data_margin(ax: Axes, link, date, closing, data, labels: list[SideLabel]) -> str:
    """The data margin of a link beside its closing margin, unless the data decide everywhere; and words for it."""
    required = link.required_margin_db.value
    if not np.isfinite(data).any():  # a threshold alone
        return ""
    if np.allclose(data - required, closing, atol=1e-3, equal_nan=True):
        return ""
    ax.plot(date, data, color=GREY, linewidth=THIN, label="_data margin", zorder=2.1)
    labels[:] = [label._replace(text=f"Closing margin{label.text.removeprefix(link.title)}") for label in labels]
    labels.append(SideLabel(*_end(date, data), "Data margin", LinkStyle(GREY, (), "None")))
    return f" Thin: margin of the data, of which {decibels_text(required)} are to be kept."


def _mark(ax: Axes, date, value, in_use, style: LinkStyle, place: float) -> None:
    """A few markers along a line while it is in use: at the top of each pass, or shifted by ``place`` (0 to 1)."""
    known = np.isfinite(value) & np.asarray(in_use, dtype=bool)
    finite, passes = np.flatnonzero(known), spans(known)
    if not passes:
        return
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
    size = rate_size(scenario, links=links)
    panels = canvas(ax, len(groups), figsize=size, sharex=True, height_ratios=[0.9 + len(group) for group in groups])
    found, looks = standings(scenario, names), set()
    for panel, group in zip(panels, groups, strict=False):
        looks |= _rates(panel, scenario, timeline, group, found)
        _time_axis(panel, scenario, timeline)
        if panel is not panels[-1]:
            panel.set_xlabel("")
        if panel is not panels[0]:
            mark_events(panel, events)
    _rate_legend(panels, given, len(names) > 1)
    which = f"{scenario.links[names[0]].title}. " if len(names) == 1 else ""
    could = "each link" if len(names) > 1 else "the link"
    Heading(
        panels[0],
        f"{scenario.config.mission.title}: how fast could {could} send?",
        f"{which}{_rule(scenario)}.{_numbers_text(scenario, 'highest rate', found)}{_used_text(looks)}",
        events,
    )
    return settled(panels[0], given)


def rate_size(scenario: Scenario, timeline=None, links: str | Iterable[str] | None = None) -> tuple[float, float]:
    """Width and height that the rates of so many links need [inch].

    Examples
    --------
    >>> import linkbudget
    >>> rate_size(linkbudget.load("sputnik24"))
    (10.0, 7.6)
    """
    return 10.0, 7.6 + 0.3 * max(len(chosen_links(scenario, links, SNR_KEYS)) - 6, 0)


def _rates(ax: Axes, scenario: Scenario, timeline, names: list[str], found: dict[str, Standing]) -> set[str]:
    """Lines of one panel, bits or pixels; returned is what is seen of links out of use."""
    pixels = scenario.links[names[0]].modulation.carries == "pixels"
    key = "pixel_rate_limit_pixels_per_s" if pixels else "data_rate_limit_bps"
    labels, seen, looks, main = [], [], set(), main_link(scenario, names)
    for place, name in enumerate(names):
        row, style = timeline.sel(link=name), link_style(scenario, name)
        limit, ladder = _positive(row[key].values), _positive(row.data_rate_on_ladder_bps.values)
        date, limit, ladder, shannon, in_use = _shown(
            scenario, row, limit, ladder, row.shannon_limit_bps.values, row.in_use.values
        )
        if not date.size:
            continue
        looks |= _draw_life(ax, date, limit, in_use, style, name)
        if not pixels:
            steps = np.where(in_use, ladder, np.nan)
            way = "steps-mid" if is_long(scenario) else "default"
            ax.plot(date, steps, color=style.color, linewidth=1.5, label=f"_{name} ladder", drawstyle=way)
            seen.append(steps)
            if name == main and np.isfinite(shannon).any():
                ax.plot(date, shannon, color=style.color, linewidth=1.4, dashes=(1, 2), label=f"_{name} Shannon")
                seen.append(shannon)
        where = own_where_text(scenario, found[name], found.values())
        labels.append(SideLabel(*_end(date, limit), found[name].label(_highest_text(found[name], key), where), style))
        _mark(ax, date, limit, in_use, style, (place + 0.5) / len(names))
        seen.append(limit)
    if not seen:
        ax.text(0.5, 0.5, "no rate is possible", transform=ax.transAxes, ha="center", fontsize=11.0, color=GREY)
    _rate_axis(ax, np.concatenate(seen) if seen else np.ones(1))
    ax.set_ylabel("Pixel rate [pixel/s]" if pixels else "Bit rate [bit/s]")
    SideLabels(ax, labels, width=LABEL_LETTERS)
    return looks


def _highest_text(one: Standing, key: str) -> str:
    """The rate that the margin allows at the reference."""
    rate = float(one.budget.get(key, 0.0))
    return rate_text(rate, "pixel/s" if "pixel" in key else "bit/s") if rate > 0.0 else "none"


def _rate_legend(panels: list[Axes], given: Canvas, many: bool) -> None:
    """Legend of the kinds of lines; Shannon's limit is that of one link."""
    lines = [line for panel in panels for line in panel.lines if np.isfinite(np.asarray(line.get_ydata())).any()]
    drawn = {str(line.get_label()).rpartition(" ")[2]: line for line in lines}
    handles = [Line2D([], [], color=GREY, linewidth=STRONG, label="what the margin allows")]
    if "ladder" in drawn:
        handles.append(Line2D([], [], color=GREY, linewidth=1.5, label="steps of the equipment"))
    if "Shannon" in drawn:
        said = "Shannon's limit of one link, in its colour" if many else "Shannon's limit"
        look: dict[str, Any] = {"color": drawn["Shannon"].get_color(), "linewidth": 1.4, "dashes": (1, 2)}
        handles.append(Line2D([], [], label=said, **look))
    if len(handles) == 1:  # one kind of line needs no name
        return
    if isinstance(given, Axes):
        given.legend(handles=handles, loc="upper right", frameon=True, framealpha=0.9, edgecolor="none")
    else:
        figure_of(panels[0]).legend(handles=handles, loc="outside lower left", ncols=for_width(len(handles), 1))


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
