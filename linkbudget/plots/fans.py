"""Fan charts: a margin along a mission, with bands that hold so many of all the cases drawn.

The map: :func:`fan` draws a link of a scenario, :func:`fan_figure` the answer of :func:`linkbudget.studies.fan.fan`
against dates.
"""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from linkbudget.formatting import count_text, date_text, percent_text, share_text, typeset
from linkbudget.geometry.clock import datetime64, parse_utc
from linkbudget.link.verdict import CLOSING
from linkbudget.mission.scenario import Scenario
from linkbudget.plots.dates import date_events
from linkbudget.plots.figures import TALL
from linkbudget.plots.looks import is_narrow, sized_figure
from linkbudget.plots.placing import Event, Heading, SideLabel, SideLabels, mark_events
from linkbudget.plots.style import (
    DEEP,
    GAIN,
    GREY,
    INK,
    PALEST,
    PAPER,
    WASHES,
    Canvas,
    LinkStyle,
    canvas,
    date_axis,
    in_house_style,
    settled,
)
from linkbudget.plots.uncertainty import uncertain_link
from linkbudget.studies.certainty import heard_links
from linkbudget.studies.fan import fan_against_date, is_long

CLOSING_TITLE = "with what probability does the link close?"
"""The question that the fan of a closing margin answers."""

_TOP_SHARE = 0.97
"""Share of dates whose whole fan is on the chart; the first hours of a flight to a planet may run off its top [-]."""


@in_house_style
def fan(scenario: Scenario, link: str | None = None, ax: Canvas = None, *, found=None) -> Axes:
    """Closing margin of a link against date, over all cases drawn from the ranges of its uncertain numbers.

    Parameters
    ----------
    scenario : Scenario
        The mission.
    link : str, optional
        Name of a link; without it the one that was heard last, or the first with uncertain numbers.
    ax : Axes, Figure or SubFigure, optional
        Where to draw; in axes, the margin alone.
    found : xarray.Dataset, optional
        What :func:`linkbudget.studies.fan.fan_against_date` gave for the link; computed now without it.

    Returns
    -------
    Axes
        Dates as Matplotlib counts them; below the fan, in a figure of its own, the share of cases that close.
    """
    link = link or uncertain_link(scenario)
    found = fan_against_date(scenario, link) if found is None else found
    rule = "Best of each day" if is_long(scenario) else "While in sight"
    given, panels = ax, canvas(ax, 2, figsize=TALL, sharex=True, height_ratios=[2.0, 1.0])
    model = scenario.links[link]
    said = f"{model.title}. {rule}."
    if model.in_use_from_utc_s is not None or model.in_use_until_utc_s is not None:
        said += " Grey: not in use."
    title = f"{scenario.config.mission.title}: {CLOSING_TITLE}"
    _draw(panels, found, date_events(scenario), title, said)
    for panel in panels:
        _grey_out(panel, model)
    heard = heard_links(scenario).get(link)
    if heard is not None and panels[1:]:
        _mark_heard(panels[1], found, np.datetime64(heard.rstrip("Z")))
    return settled(panels[0], given)


def _grey_out(ax: Axes, link) -> None:
    """The time before and after the link was in use."""
    first, last = ax.get_xlim()
    if link.in_use_from_utc_s is not None:
        ax.axvspan(first, date2num(datetime64(link.in_use_from_utc_s.value)), color=PALEST, zorder=0.5)
    if link.in_use_until_utc_s is not None:
        ax.axvspan(date2num(datetime64(link.in_use_until_utc_s.value)), last, color=PALEST, zorder=0.5)
    ax.set_xlim(first, last)


@in_house_style
def fan_figure(found, events: Sequence[Event] = ()) -> Figure:
    """A new figure of the fan of a margin against dates, and of the share of cases in which it is at least zero."""
    figure = sized_figure(TALL)
    figure.set_label(f"{found.attrs['title']}: fan")
    panels = canvas(figure, 2, sharex=True, height_ratios=[2.0, 1.0])
    closing = found.attrs.get("line", CLOSING) == CLOSING
    name = found["quantile"].attrs["long_name"]
    title = CLOSING_TITLE if closing else f"between which values: {name[:1].lower()}{name[1:]}?"
    _draw(panels, found, list(events), f"{title[:1].upper()}{title[1:]}", f"{found.attrs['title']}.")
    return figure


def _draw(panels: list[Axes], found, events: list[Event], title: str, said: str) -> None:
    ax, date = panels[0], date2num(found.time.values)
    edges = found["quantile"].transpose("share", "time").values
    shares = found.share.values
    low, high = _limits(edges)
    edges = np.where(np.isneginf(edges), low - 1e3, edges)
    for color, (under, over) in zip(WASHES[-(len(shares) // 2) :], _pairs(edges), strict=False):
        ax.fill_between(date, under, over, color=color, linewidth=0.0, zorder=1.6)
    nominal = found.nominal.values
    ax.plot(date, edges[len(shares) // 2], color=DEEP, linewidth=2.6, zorder=3, label="middle")
    ax.plot(date, nominal, color=INK, linewidth=1.5, dashes=(5, 3), zorder=3.1, label="stated values")
    ax.axhline(0.0, color=INK, linewidth=2.4, zorder=2.4)
    ax.set_ylim(low, high)
    ax.set_ylabel(f"{found['quantile'].attrs['long_name']} [{found['quantile'].attrs['units']}]")
    first, last = found.time.values[[0, -1]]
    for panel in panels:
        is_days = last - first >= np.timedelta64(3, "D")
        date_axis(panel, first, last, "Date" if is_days else f"Time from {date_text(parse_utc(first))}")
    panels[0].set_xlabel("" if panels[1:] else panels[0].get_xlabel())
    SideLabels(ax, _labels(date, edges, shares, low, high), width=20)
    if panels[1:]:
        _chance(panels[1], date, 100.0 * found.probability.values)
        mark_events(panels[1], events)
    said += (
        f" Dashed: the stated values. Bands: all uncertain numbers drawn {count_text(found.attrs['samples'])} times. "
        "Above the bold line it closes."
    )
    Heading(ax, title, typeset(said.strip()), events)


def _pairs(edges: np.ndarray):
    """Lower and upper edge of each band, widest first."""
    return [(edges[place], edges[-1 - place]) for place in range(len(edges) // 2)]


def _limits(edges: np.ndarray) -> tuple[float, float]:
    finite = np.where(np.isfinite(edges), edges, np.nan)[:, np.isfinite(edges).any(axis=0)]
    top = np.nanquantile(np.nanmax(finite, axis=0), _TOP_SHARE)
    low, high = np.nanmin(finite), max(top, 0.0)
    room = 0.05 * max(high - low, 1.0)
    return float(min(low, 0.0) - room), float(high + room)


def _labels(date, edges, shares, low: float, high: float) -> list[SideLabel]:
    """Labels of the edges, each where its edge ends."""
    last = np.flatnonzero(np.isfinite(edges).all(axis=0))[-1]
    if is_narrow():
        return _labels_of_bands(date[last], edges[:, last], shares)
    look = LinkStyle(GREY, (), "")
    return [
        SideLabel(
            date[last],
            float(np.clip(edge[last], low, high)),
            _edge_text(share),
            look,
        )
        for share, edge in zip(shares, edges, strict=True)
    ]


def _labels_of_bands(date: float, edge, shares) -> list[SideLabel]:
    """Labels of the bands by their share of cases, where no edge can be pointed at."""
    count = len(shares) // 2
    bands = [
        SideLabel(date, -place, f"{percent_text(1.0 - 2.0 * share)} of cases", LinkStyle(colour, (), "s"))
        for place, (share, colour) in enumerate(zip(shares[:count], WASHES[-count:], strict=False))
    ]
    return [SideLabel(date, 1.0, "middle", LinkStyle(DEEP, (), "None")), *bands[::-1]]


def _edge_text(share: float) -> str:
    """Label of an edge of a band: how many cases lie beyond it.

    Examples
    --------
    >>> _edge_text(0.05), _edge_text(0.5), _edge_text(0.99)
    ('5 % are lower', 'middle of all cases', '1 % are higher')
    """
    if share == 0.5:
        return "middle of all cases"
    below = share < 0.5
    return f"{percent_text(round(share if below else 1.0 - share, 9), 4)} are {'lower' if below else 'higher'}"


def _chance(ax: Axes, date, chance) -> None:
    ax.plot(date, chance, color=INK, linewidth=2.4, zorder=3)
    ax.fill_between(date, chance, color=GAIN, alpha=0.35, linewidth=0.0, zorder=2)
    ax.set_ylim(0.0, 104.0)
    ax.set_yticks([0, 25, 50, 75, 100])
    ax.set_ylabel("Cases that close [%]")


def _mark_heard(ax: Axes, found, when) -> None:
    """The chance on the day on which the link was heard."""
    known = found.probability.dropna("time")
    if not known.sizes["time"]:
        return
    nearest = known.sel(time=when, method="nearest")
    chance, place = float(nearest), date2num(when)
    ax.plot(place, 100.0 * chance, "o", color=INK, markersize=8.0, zorder=4)
    ax.annotate(
        f"heard: {share_text(chance)} of cases",
        (place, 100.0 * chance),
        xytext=(10, 10 if chance < 0.85 else -18),
        textcoords="offset points",
        fontweight="bold",
        zorder=4,
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.5},
    )
