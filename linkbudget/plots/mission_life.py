"""A mission's life against date: sessions, state of charge, and what each instrument said.

The map: :func:`session_calendar`, :func:`state_of_charge`, :func:`data_volume`.
"""

from textwrap import fill
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, date2num, num2date
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, NullFormatter, NullLocator

from linkbudget.formatting import (
    clock_text,
    count_text,
    date_text,
    decimals_text,
    percent_text,
    tick_text,
    volume_text,
)
from linkbudget.geometry.clock import datetime64, parse_utc
from linkbudget.mission.logbook import data_rows, day_rows
from linkbudget.mission.scenario import Scenario
from linkbudget.mission.sessions import HELD
from linkbudget.plots.dates import date_events, margin_scale
from linkbudget.plots.looks import for_width
from linkbudget.plots.named_rows import name_rows
from linkbudget.plots.placing import Event, Heading, SideLabel, SideLabels, mark_events
from linkbudget.plots.style import (
    COLOURS,
    DASHES,
    GREY,
    INK,
    MARKERS,
    PALE,
    PAPER,
    STRONG,
    THIN,
    WASHES,
    Canvas,
    LinkStyle,
    canvas,
    date_axis,
    figure_of,
    in_house_style,
    legend,
    link_style,
    settled,
)
from linkbudget.studies.fan import is_long

KINDS = {"automatic": "o", "commanded": "D"}
"""Marker of a session by what asked for it."""

FLOOR_SPARE = 1e-6
"""Charge over the lowest allowed that still counts as at it [-]."""


@in_house_style
def session_calendar(scenario: Scenario, ax: Canvas = None) -> Axes:
    """Margin and rate of every session, against date and distance.

    Parameters
    ----------
    scenario : Scenario
        A mission with sessions.
    ax : Axes, Figure or SubFigure, optional
        Where to draw; axes show the margin alone.

    Returns
    -------
    Axes
        Panel of the margin; dates as Matplotlib counts them.
    """
    table, events, given = scenario.operations.sessions, date_events(scenario), ax
    panels = canvas(ax, 2, figsize=(10.0, 8.2), sharex=True, height_ratios=[1.2, 1.0])
    date, held = date2num(table.start.values), table.outcome.values == HELD
    rate = np.where(table.rate_bps.values > 0.0, table.rate_bps.values, np.nan)
    margin = table.closing_margin_db.values
    for panel, value in zip(panels, (margin, rate), strict=False):
        _mark_sessions(panel, scenario, table, date, value, held)
        date_axis(panel, *_span(scenario, table))
    wider = margin_scale(panels[0], margin[np.isfinite(margin)])
    panels[0].axhline(0.0, color=INK, linewidth=1.2, zorder=1.5)
    panels[0].set_ylabel("Closing margin [dB]")
    _name_panel(panels[0], "Margin left at the worst moment of each session")
    if len(panels) > 1:
        _rate_panel(panels[1], rate)
        _name_panel(panels[1], "Rate at which each session sent")
        mark_events(panels[1], events)
        panels[0].set_xlabel("")
    _dates_with_distance(panels[-1], scenario)
    _session_legend(panels[0], given, scenario, table, held)
    count, took_place = table.sizes["session"], int(held.sum())
    Heading(
        panels[0],
        f"{scenario.config.mission.title}: {_of_all(took_place, count)} brought data",
        f"A mark is a session; it sends at the highest rate that its margin allows throughout.{wider}",
        events,
    )
    return settled(panels[0], given)


def _of_all(held: int, count: int) -> str:
    """So many of all sessions."""
    if held == count:
        return f"all {count_text(count)} sessions" if count > 1 else "the session"
    return f"{count_text(held)} of {count_text(count)} sessions"


def _name_panel(ax: Axes, name: str) -> None:
    """The name of a panel in its upper right corner, with room for it."""
    low, high = (ax.transScale.transform((1.0, end))[1] for end in ax.get_ylim())
    top = ax.transScale.inverted().transform((1.0, high + 0.16 * (high - low)))[1]
    ax.set_ylim(None, float(top))
    label = ax.text(0.99, 0.96, fill(name, for_width(60, 24)), transform=ax.transAxes, ha="right", va="top")
    label.set(fontsize=for_width(12.0, 11.0), fontweight="bold")
    label.set_in_layout(False)  # it is inside the plot, and must not push its edges


def _span(scenario: Scenario, table) -> tuple:
    """First and last date shown: the sessions with some room about them."""
    first, last = table.start.values[0], table.end.values[-1]
    room = np.maximum((last - first) // 25, np.timedelta64(60, "s"))
    return first - room, last + room


def _mark_sessions(ax: Axes, scenario: Scenario, table, date, value, held) -> None:
    links, kinds = table.link.values, table.kind.values
    for name in dict.fromkeys(links.tolist()):
        colour = link_style(scenario, name).color
        for kind, marker in KINDS.items():
            for filled in (True, False):
                here = (links == name) & (kinds == kind) & (held == filled)
                face = colour if filled else PAPER
                ax.plot(date[here], value[here], marker, color=colour, markerfacecolor=face, markersize=7.0, zorder=3)


def _rate_panel(ax: Axes, rate) -> None:
    """A logarithmic axis whose marks are the rates that were chosen; words in their place where there were none."""
    ax.set_ylabel("Rate [bit/s]")
    seen = np.unique(rate[np.isfinite(rate)])
    if not seen.size:  # a logarithmic axis needs a number above zero
        ax.set_yticks([])
        ax.text(0.5, 0.5, "no session had a rate", transform=ax.transAxes, ha="center", fontsize=11.0, color=GREY)
        return
    ax.set_yscale("log")
    ax.set_ylim(seen[0] / 1.6, seen[-1] * 1.6)
    ax.yaxis.set_major_locator(FixedLocator(seen[:: max(1, seen.size // 8)].tolist()))
    ax.yaxis.set_minor_locator(NullLocator())
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: tick_text(value)))


def _dates_with_distance(ax: Axes, scenario: Scenario) -> None:
    """Ticks that say the date and, under it, how far away the spacecraft then was."""
    track = scenario.track
    locator = AutoDateLocator(minticks=for_width(4, 2), maxticks=for_width(8, 4))
    low_s, high_s = track.start_utc_s, track.end_utc_s
    far = is_long(scenario)

    def said(place: float, _) -> str:
        moment = num2date(place)
        utc_s = min(max(parse_utc(moment), low_s), high_s)
        distance_m = float(track.geocentric_distance_m(utc_s))
        if far:
            return f"{date_text(parse_utc(moment), short=True)}\n{decimals_text(distance_m / 1e9)}"
        return f"{clock_text(parse_utc(moment))}\n{count_text(distance_m / 1e3)}"

    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(FuncFormatter(said))
    below = for_width("below it the distance from the Earth's centre", "below it the distance")
    ax.set_xlabel(f"Date, UTC; {below} [million km]" if far else f"Time, UTC; {below} [km]")


def _session_legend(ax: Axes, given: Canvas, scenario: Scenario, table, held) -> None:
    """Legend of the marks: who asked for the session, over which link it went, and whether data came home."""
    handles = [
        Line2D([], [], linestyle="none", marker=marker, color=GREY, markersize=7.0, label=kind)
        for kind, marker in KINDS.items()
        if kind in table.kind.values
    ]
    if not held.all():
        look: dict[str, Any] = {"linestyle": "none", "marker": "o", "color": GREY, "markersize": 7.0}
        handles.append(Line2D([], [], markerfacecolor=PAPER, label="brought no data", **look))
    handles += [
        Line2D([], [], color=link_style(scenario, name).color, linewidth=4.0, label=scenario.links[name].title)
        for name in dict.fromkeys(table.link.values.tolist())
        if name
    ]
    if isinstance(given, Axes):
        legend(ax, handles, loc="best", frameon=True, framealpha=0.9, edgecolor="none")
    else:
        figure_of(ax).legend(handles=handles, loc="outside lower left", ncols=for_width(2, 1))


@in_house_style
def state_of_charge(scenario: Scenario, ax: Canvas = None) -> Axes:
    """Power of the array and of the loads, charge of the battery, and the longest session of each day.

    Parameters
    ----------
    scenario : Scenario
        A mission with a power system.
    ax : Axes, Figure or SubFigure, optional
        Where to draw; axes show the charge alone.

    Returns
    -------
    Axes
        Panel of the charge.
    """
    energy, given, events = scenario.operations.energy, ax, date_events(scenario)
    panels = canvas(ax, 3, figsize=(10.0, 9.0), sharex=True)
    rows = day_rows(scenario.operations)
    if len(panels) == 1:
        charge = panels[0]
    else:
        power, charge, longest = panels
        _power_panel(power, energy)
        _longest_panel(longest, energy, scenario, is_long(scenario))
    _charge_panel(charge, energy, rows, is_long(scenario))
    for panel in panels:
        date_axis(panel, datetime64(scenario.config.mission.start_utc_s.value), energy.time.values[-1])
        if panel is not panels[0]:
            mark_events(panel, events)
        if panel is not panels[-1]:
            panel.set_xlabel("")
    Heading(
        panels[0],
        f"{scenario.config.mission.title}: {_power_claim(energy)}",
        f"{_bands_said(energy)}Dashed: the battery may not go lower; a session longer than the lowest panel allows "
        "would take it there.",
        events,
    )
    return settled(charge, given)


def _bands_said(energy) -> str:
    """Sentence on the bands, where there are any."""
    shown = energy[["array_power_w", "state_of_charge"]]
    low, high = (shown.sel(case=case).to_array().values for case in ("low", "high"))
    if np.allclose(low, high):
        return ""
    return "Lines: as stated. Bands: from all values at their worse ends to all at their better ends. "


def _power_claim(energy) -> str:
    """Lowest charge of the battery at the stated values, for a title."""
    charge = energy.state_of_charge.sel(case="stated")
    spare = charge.values - energy.floor_of_charge.sel(case="stated").values
    worst = int(np.argmin(spare))
    lowest = percent_text(float(charge.values[worst]))
    return (
        f"its battery never falls below {lowest}" if spare[worst] > FLOOR_SPARE else f"its battery empties to {lowest}"
    )


def _power_panel(ax: Axes, energy) -> None:
    date = date2num(energy.time.values)
    low, stated, high = (energy.array_power_w.sel(case=case).values for case in ("low", "stated", "high"))
    few = slice(None, None, max(date.size // 1500, 1))
    ax.fill_between(date[few], low[few], high[few], color=WASHES[0], linewidth=0.0, zorder=1.2)
    ax.plot(date[few], stated[few], color=COLOURS[0], linewidth=STRONG, label="array")
    load = energy.load_power_w.sel(case="stated").values
    steps = np.flatnonzero(np.diff(load, prepend=np.nan, append=np.nan) != 0.0)
    steps = np.unique(np.concatenate([np.maximum(steps - 1, 0), np.minimum(steps, date.size - 1), [0, date.size - 1]]))
    ax.plot(date[steps], load[steps], color=COLOURS[1], linewidth=THIN, label="loads")
    ax.set_ylim(0.0, None)
    ax.set_ylabel("Power [W]")
    ends = [("array", stated[-1], 0), ("loads", load[-1], 1)]
    SideLabels(ax, [SideLabel(date[-1], value, text, _style(number)) for text, value, number in ends])


def _charge_panel(ax: Axes, energy, rows: list[dict], by_day: bool) -> None:
    """Lowest charge of each day, or of a short mission the charge at every instant."""
    if by_day:
        date, what = date2num(energy.day.values) + 0.5, "lowest of the day"
        cases = {case: np.array([row["lowest_charge"][case] for row in rows]) for case in ("low", "stated", "high")}
    else:
        date, what = date2num(energy.time.values), "charge"
        cases = {case: energy.state_of_charge.sel(case=case).values for case in ("low", "stated", "high")}
    low, stated, high = (100.0 * each for each in cases.values())
    ax.fill_between(date, low, high, color=WASHES[0], linewidth=0.0, zorder=1.2)
    ax.plot(date, stated, color=COLOURS[0], linewidth=STRONG, label=what)
    floor = 100.0 * energy.floor_of_charge.sel(case="stated").values
    few = np.linspace(0, floor.size - 1, 50).astype(int)
    ax.plot(date2num(energy.time.values[few]), floor[few], color=INK, linewidth=THIN, linestyle=(0, (5, 3)))
    ax.set_ylim(0.0, 105.0)
    ax.set_ylabel("Lowest charge [%]" if by_day else "Charge [%]")
    ends = [(what, stated[-1], 0), ("lowest allowed", floor[-1], 3)]
    SideLabels(ax, [SideLabel(date[-1], value, text, _style(number)) for text, value, number in ends])


def _longest_panel(ax: Axes, energy, scenario: Scenario, by_day: bool) -> None:
    """Longest session of each day, as a line through the days or a step a day."""
    day, labels = date2num(energy.day.values), []
    stated = energy.longest_session_s.sel(case="stated")
    for number, name in enumerate(energy.transmitter.values.tolist()):
        hours, style = stated.sel(transmitter=name).values / 3600.0, _style(number + 2)
        date, shown = (day + 0.5, hours) if by_day else (np.append(day, day[-1] + 1.0), np.append(hours, hours[-1]))
        steps = "default" if by_day else "steps-post"
        ax.plot(date, shown, color=style.color, linewidth=2.0, dashes=style.dashes, drawstyle=steps, label=name)
        labels.append(SideLabel(date[-1], shown[-1], scenario.config.power_system.loads[name].title, style))
    ax.set_ylim(0.0, 25.0)
    ax.set_yticks([0.0, 6.0, 12.0, 18.0, 24.0])
    ax.set_ylabel("Longest session [h]")
    SideLabels(ax, labels)


def _style(number: int) -> LinkStyle:
    number %= len(COLOURS)
    return LinkStyle(COLOURS[number], DASHES[number], MARKERS[number])


@in_house_style
def data_volume(scenario: Scenario, ax: Canvas = None) -> Axes:
    """Bits that came home, session after session, and what each instrument made, returned and lost.

    Parameters
    ----------
    scenario : Scenario
        A mission with instruments.
    ax : Axes, Figure or SubFigure, optional
        Where to draw; axes show the instruments alone.

    Returns
    -------
    Axes
        Panel of the instruments.
    """
    life, given, events = scenario.operations, ax, date_events(scenario)
    rows = data_rows(scenario, life)
    panels = canvas(ax, 2, figsize=(10.0, 8.2), height_ratios=[1.0, 0.35 + 0.12 * len(rows)])
    if len(panels) > 1:
        _growing(panels[0], scenario, life, rows, events)
    _instruments(panels[-1], rows, given)
    return settled(panels[-1], given)


def _growing(ax: Axes, scenario: Scenario, life, rows: list[dict], events: list[Event]) -> None:
    """Returned bits so far, stated values, with the ends of ranges."""
    date = date2num(life.sessions.end.values)
    bits = life.data.returned_bit.sum("instrument").cumsum("session")
    styles = {
        "link best": ("if the links were at their best", 2),
        "high": ("if instruments made the most", 5),
        "stated": ("as stated", 0),
        "low": ("if instruments made the least", 1),
        "link worst": ("if the links were at their worst", 3),
    }
    labels = []
    for case, (text, number) in styles.items():
        value, style, stated = bits.sel(case=case).values / 1e6, _style(number), case == "stated"
        if not stated and np.allclose(value, bits.sel(case="stated").values / 1e6, rtol=1e-6):
            continue  # it would lie on the line of the stated values
        dashes: dict[str, Any] = {} if stated else {"dashes": style.dashes}
        width = STRONG if stated else THIN + 0.4
        ax.plot(date, value, color=style.color, linewidth=width, drawstyle="steps-post", label=case, **dashes)
        labels.append(SideLabel(date[-1], value[-1], text, style))
    ax.set_ylim(0.0, None)
    ax.set_ylabel("Returned so far [Mbit]")
    date_axis(ax, *_span(scenario, life.sessions))
    total = sum(row["returned_bit"] for row in rows)
    said = "Above: all instruments together. Below: each of them."
    Heading(ax, f"{scenario.config.mission.title}: {volume_text(total)} came home", said, events)
    SideLabels(ax, labels)


LEAST_BIT = 1e3
"""Start of the axis of volumes; less counts as nothing [bit]."""


def _instruments(ax: Axes, rows: list[dict], given: Canvas) -> None:
    """Made and returned bits of each instrument on a logarithmic axis."""
    least = LEAST_BIT
    name_rows(ax, [row["title"] for row in rows[::-1]])
    for place, row in enumerate(rows[::-1]):
        style = _style(len(rows) - 1 - place)
        cases = row["returned_by_case_bit"].values()
        low, high = max(min(cases), least), max(cases)
        made, came = row["produced_bit"], row["returned_bit"]
        if made > 0.0:
            ax.plot([max(came, least), max(made, least)], [place, place], color=PALE, linewidth=1.0, zorder=1.5)
            ax.plot([made], [place], "o", color=style.color, markerfacecolor=PAPER, markersize=9.0, zorder=3)
        if came >= least:
            ax.plot([low, high], [place, place], color=style.color, linewidth=5.0, alpha=0.35, zorder=2)
            ax.plot([came], [place], "o", color=style.color, markersize=9.0, zorder=4)
        else:
            behind: dict[str, Any] = for_width({"va": "bottom"}, {"va": "center", "backgroundcolor": PAPER})
            ax.text(1.25 * least, place, "nothing came home", fontsize=11.0, color=GREY, **behind)
    ax.set_xscale("log")
    ax.set_xlim(least, 2.0 * max([row["produced_bit"] for row in rows] + [10.0 * least]))
    ax.set_ylim(-0.6, len(rows) - for_width(0.4, 0.0))
    ax.xaxis.set_major_locator(LogLocator(numticks=for_width(9, 4)))
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: volume_text(value)))
    ax.set_xlabel("Volume over the mission [bit]")
    ax.grid(False, axis="y")
    round_mark: dict[str, Any] = {"linestyle": "none", "marker": "o", "color": GREY, "markersize": 9.0}
    handles = [
        Line2D([], [], markerfacecolor=PAPER, label="made on board", **round_mark),
        Line2D([], [], label="came home", **round_mark),
    ]
    if any(np.ptp(list(row["returned_by_case_bit"].values())) > 0.0 for row in rows):
        handles.append(Line2D([], [], color=GREY, linewidth=5.0, alpha=0.35, label="and its range"))
    if isinstance(given, Axes):
        ax.legend(handles=handles, loc="best")
    else:
        figure_of(ax).legend(
            handles=handles,
            loc=for_width("outside lower right", "outside lower left"),
            ncols=for_width(len(handles), 1),
        )
