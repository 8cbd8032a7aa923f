"""One bar a link against date: when it closed, when it was too weak, and when it was out of use."""

from collections.abc import Iterable, Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num, num2date
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import Formatter

from linkbudget.formatting import count_text, date_text, distance_text, list_text, number_text
from linkbudget.geometry.clock import parse_utc
from linkbudget.mission.scenario import Scenario
from linkbudget.mission.story import GONE, LinkStory, by_state, tell
from linkbudget.plots.distances import is_earth_bound
from linkbudget.plots.placing import LABEL_SIZE, LETTER, Heading
from linkbudget.plots.standing import out_of_use_text
from linkbudget.plots.style import (
    COLOURS,
    GREY,
    INK,
    LOSS,
    PAPER,
    Canvas,
    canvas,
    chosen_links,
    figure_of,
    in_house_style,
    settled,
    spans,
)

ROW_INCH = 0.47
"""Height of a link with its name [inch]."""

JOINED = 0.02
"""Share of the axis below which a gap between two passes is not drawn."""

CLOSES, WEAK, WEAK_WIDTH = COLOURS[0], LOSS, 1.6


def overview_size(scenario: Scenario, links: str | Iterable[str] | None = None, timeline=None) -> tuple[float, float]:
    """Width and height: a row a link [inch]."""
    return 10.0, 2.6 + ROW_INCH * len(chosen_links(scenario, links))


@in_house_style
def overview(scenario: Scenario, timeline=None, links: str | Iterable[str] | None = None, ax: Canvas = None) -> Axes:
    """Until when each link closed: a bar where it does, a thin line where it is in use and too weak.

    Parameters
    ----------
    scenario : Scenario
        The mission.
    timeline : xarray.Dataset, optional
        Result of ``scenario.run()``; computed without it.
    links : str or iterable of str, optional
        Names of links, all without it.
    ax : Axes, Figure or SubFigure, optional
        Where to draw.

    Returns
    -------
    Axes
        Dates as Matplotlib counts them; links in the order of a report's first table.

    Examples
    --------
    >>> import linkbudget as lb
    >>> overview(lb.load("sputnik24")).get_xlabel()
    'Date [UTC]'
    """
    names = chosen_links(scenario, links)
    timeline = scenario.run() if timeline is None else timeline
    stories = by_state(story for story in tell(scenario, timeline) if story.name in names)
    (axes,) = canvas(ax, figsize=overview_size(scenario, links))
    days = date2num(timeline.time.values)
    first, last = days[0], _last_day(days, timeline, stories)
    axes.set_xlim(first, last)
    drawn = {_bar(axes, scenario, timeline, days, story, place) for place, story in enumerate(reversed(stories))}
    axes.set_ylim(-0.5, len(stories) - 0.2)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.grid(visible=False, axis="y")
    _dates(axes, scenario)
    handles: list[Artist] = [Patch(color=CLOSES, label="the link closes")]
    if any(drawn):
        handles.append(Line2D([], [], color=WEAK, linewidth=WEAK_WIDTH, label="in use, but too weak"))
    figure_of(axes).legend(handles=handles, loc="outside lower left", ncols=2)
    when = "in which passes" if is_earth_bound(scenario) else "until when"
    Heading(axes, f"{scenario.config.mission.title}: which links closed, and {when}", _subtitle(scenario, stories))
    return settled(axes, ax)


def _bar(ax: Axes, scenario: Scenario, timeline, days: np.ndarray, story: LinkStory, place: int) -> bool:
    """Name, bar and thin line of one link; true where there is a thin line."""
    row = timeline.sel(link=story.name)
    seen = row.visible.values & row.in_use.values
    closes = seen & (row.closing_margin_db.values >= 0.0)
    joined = JOINED * (ax.get_xlim()[1] - ax.get_xlim()[0])
    weak = list(_bars(days, seen & ~closes, joined, closes))
    for color, width, bars in (WEAK, WEAK_WIDTH, weak), (CLOSES, 9.0, _bars(days, closes, joined, seen & ~closes)):
        for ends in bars:
            ax.plot(ends, [place, place], color=color, linewidth=width, solid_capstyle="butt", zorder=2.3)
    ink = GREY if story.state == GONE else INK
    _beside(ax, story.link.title, place, "left", ink)
    end = _end(story, passes=is_earth_bound(scenario))
    room = (figure_of(ax).get_figure(root=True).get_figwidth() - 0.5) * 72.0 / (LABEL_SIZE * LETTER)
    if len(story.link.title) + len(end) + 4 < room:
        _beside(ax, end, place, "right", GREY)
    return bool(weak)


def _beside(ax: Axes, text: str, place: int, side: str, color: str) -> None:
    """Text over a bar, at either end of the axis."""
    ax.annotate(
        text,
        (0.0 if side == "left" else 1.0, place),
        (2.0 if side == "left" else -2.0, 8.0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        ha=side,
        va="bottom",
        fontsize=LABEL_SIZE,
        color=color,
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.0},
        annotation_clip=False,
        zorder=2.0,
    )


def _end(story: LinkStory, *, passes: bool) -> str:
    """Date of the last instant at which a link closed, with the distance then; or the number of its passes."""
    found = story.passes
    if found.last is None:
        return "never closed" if found.closed.size else "never in sight"
    if passes:
        return f"{count_text(found.closed.sum())} of {count_text(found.closed.size)} passes"
    return f"closed until {date_text(parse_utc(found.last))}, {distance_text(found.last_distance_m, 3)}"


def _subtitle(scenario: Scenario, stories: list[LinkStory]) -> str:
    gone = dict.fromkeys(out_of_use_text(scenario, story.name) for story in stories if story.state == GONE)
    return f"Names in grey: {list_text(gone)}." if gone else ""


def _last_day(days: np.ndarray, timeline, stories: list[LinkStory]) -> float:
    """End of the axis: the last instant at which a link was in use, and a little more."""
    used = (timeline.visible & timeline.in_use).sel(link=[story.name for story in stories]).any("link").values
    last = days[np.flatnonzero(used)[-1]] if used.any() else days[-1]
    return float(min(days[-1], last + 0.02 * (last - days[0])))


def _bars(days: np.ndarray, flags: np.ndarray, joined: float, other: np.ndarray) -> list[list[float]]:
    """First and last day of each run of true values; runs are joined over short gaps in which ``other`` is not true."""
    found: list[list[float]] = []
    last = 0
    for first, end in spans(flags):
        if found and days[first] - found[-1][1] < joined and not other[last:first].any():
            found[-1][1] = days[end]
        else:
            found.append([days[first], days[end]])
        last = end
    return found


def _dates(ax: Axes, scenario: Scenario) -> None:
    """Axis of dates; away from the Earth the distance stands below each."""
    locator = AutoDateLocator(minticks=3, maxticks=6)
    dates = ConciseDateFormatter(locator, show_offset=False)
    ax.xaxis.set_major_locator(locator)
    if is_earth_bound(scenario):
        ax.xaxis.set_major_formatter(dates)
        ax.set_xlabel("Date [UTC]")
        return
    ax.xaxis.set_major_formatter(_DatesAndDistances(dates, scenario))
    ax.set_xlabel("Date [UTC], and distance from the Earth [million km]")


class _DatesAndDistances(Formatter):
    """Labels of dates, the distance of the spacecraft in million km below each."""

    def __init__(self, dates: ConciseDateFormatter, scenario: Scenario):
        self._dates, self._track = dates, scenario.track

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """Labels of all ticks."""
        dates = self._dates.format_ticks(values)
        return [f"{date}\n{self._distance(day)}" for day, date in zip(values, dates, strict=True)]

    def __call__(self, x: float, pos: int | None = None) -> str:
        """Label of one tick."""
        return self.format_ticks([x])[0]

    def _distance(self, day: float) -> str:
        utc_s = float(np.clip(parse_utc(num2date(day)), self._track.start_utc_s, self._track.end_utc_s))
        return number_text(float(self._track.geocentric_distance_m(utc_s)) / 1e9, 2)
