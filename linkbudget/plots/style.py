"""The house style: what every figure looks like, and what a link looks like in all of them.

The map: :data:`HOUSE_STYLE` and :func:`in_house_style` (fonts, grid, frame), :func:`link_style` (colour, dashes and
marker of a link), :func:`canvas` (where a figure is drawn), :func:`strong_and_faint` (a line that says where the link
works), :func:`distance_axis` and :func:`date_axis` (axes that read in kilometres and dates).

A link is told from the others by colour, by marker and, where it is drawn thin, by its dashes, so that figures can be
read in grey and by colour-blind readers.  Thick and solid always means that the link works, or is in use.
"""

import sys
from collections.abc import Callable, Iterable
from functools import wraps
from itertools import pairwise
from typing import Any, NamedTuple, ParamSpec, TypeVar

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colorbar import Colorbar
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure, FigureBase, SubFigure
from matplotlib.ticker import (
    FuncFormatter,
    LogFormatterMathtext,
    LogFormatterSciNotation,
    LogLocator,
    NullFormatter,
)

from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.formatting import power_of_ten_text, tick_text
from linkbudget.mission.scenario import Scenario

INK, GREY, PALE, PALEST, GRID = "#1A1A1A", "#5F5F5F", "#9A9A9A", "#EBEBEB", "#E3E3E3"
"""Text, secondary text, guide lines, areas, grid."""

GAIN, LOSS = "#009E73", "#D55E00"
"""What adds and what is lost; hatches and signs say it too."""

GAIN_TEXT, LOSS_TEXT = "#00694D", "#A33B00"
"""The same, dark enough to read."""

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#000000", "#CC79A7", "#E69F00", "#8B6914", "#7A7A7A", "#56B4E9")
"""M. Okabe and K. Ito, Color Universal Design (2008); for their yellow, grey and brown, which show on white."""

MARKERS = ("o", "s", "^", "D", "v", "P", "X", "p", "*")
DASHES = (
    (4, 2),
    (1.2, 1.6),
    (6, 2, 1.2, 2),
    (8, 2.5),
    (3, 1.2),
    (1.2, 1.2, 4, 1.2),
    (2, 2),
    (9, 2, 1.2, 2, 1.2, 2),
    (5, 4),
)

HOUSE_STYLE: dict[Any, Any] = {
    "figure.figsize": (10.0, 6.4),
    "figure.dpi": 100.0,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "font.family": ["DejaVu Sans"],
    "font.size": 12.0,
    "text.color": INK,
    "text.parse_math": False,  # titles and names of a scenario are shown as they are, dollar signs and all
    "axes.titlesize": 15.0,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 12.5,
    "axes.labelcolor": INK,
    "axes.edgecolor": PALE,
    "axes.linewidth": 0.9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "axes.xmargin": 0.0,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "xtick.labelsize": 11.5,
    "ytick.labelsize": 11.5,
    "xtick.color": PALE,
    "ytick.color": PALE,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.fontsize": 11.5,
    "legend.frameon": False,
    "lines.linewidth": 2.0,
    "lines.solid_capstyle": "round",
    "hatch.linewidth": 0.8,
    "svg.fonttype": "path",
    "svg.hashsalt": "linkbudget",
    "figure.constrained_layout.h_pad": 0.06,
    "figure.constrained_layout.w_pad": 0.06,
}
"""Matplotlib parameters of every figure; text in SVG files is drawn as outlines, so no font is needed to show them."""

STRONG, THIN = 2.8, 1.1
"""Line widths: works or in use, and not."""

Canvas = Axes | FigureBase | None
"""Where to draw: axes, an empty figure or subfigure, or nothing for a new figure."""


class LinkStyle(NamedTuple):
    """Colour, dashes and marker of a link in every figure."""

    color: str
    dashes: tuple[float, ...]
    marker: str


P = ParamSpec("P")
R = TypeVar("R")


def in_house_style(function: Callable[P, R]) -> Callable[P, R]:
    """Decorate a figure so that it is drawn in the house style, whatever the caller's settings are."""

    @wraps(function)
    def drawn(*arguments: P.args, **options: P.kwargs) -> R:
        with matplotlib.rc_context(HOUSE_STYLE):
            result = function(*arguments, **options)
            _write_powers_plainly(result)
            return result

    return drawn


class PlainPowers(LogFormatterSciNotation):
    """Labels of a logarithmic axis as plain text: 10⁻³ by its letters, since no text of a figure is mathematics."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        """Label at a value."""
        return power_of_ten_text(x) if super().__call__(x, pos) else ""


def _write_powers_plainly(drawn: Any) -> None:
    """Labels of the logarithmic axes of a figure, or of what was drawn on, that Matplotlib would set as mathematics."""
    figure: Any = drawn if isinstance(drawn, FigureBase) else getattr(drawn, "figure", None)
    for ax in () if figure is None else figure.axes:
        for axis in (ax.xaxis, ax.yaxis):
            for formatter, put in (
                (axis.get_major_formatter(), axis.set_major_formatter),
                (axis.get_minor_formatter(), axis.set_minor_formatter),
            ):
                if isinstance(formatter, LogFormatterMathtext) and not isinstance(formatter, PlainPowers):
                    put(PlainPowers(base=getattr(formatter, "_base", 10.0), labelOnlyBase=formatter.labelOnlyBase))


def link_style(scenario: Scenario, name: str) -> LinkStyle:
    """Colour, dashes and marker of a link, by its place in the scenario.

    Examples
    --------
    >>> import linkbudget
    >>> link_style(linkbudget.load("sputnik24"), "telemetry-160cm").color
    '#D55E00'
    """
    place = list(scenario.links).index(name)
    turn, place = divmod(place, len(COLOURS))
    return LinkStyle(COLOURS[place], DASHES[(place + turn) % len(DASHES)], MARKERS[(place + turn) % len(MARKERS)])


def chosen_links(
    scenario: Scenario, links: str | Iterable[str] | None, kinds: Iterable[str] | None = None
) -> list[str]:
    """Names of the links to draw: those asked for, or all; an unknown name, or none left, is a one-line error."""
    wanted = list(scenario.links) if links is None else [links] if isinstance(links, str) else list(links)
    models = {name: scenario.link(name) for name in wanted}
    chosen = [name for name, link in models.items() if kinds is None or link.modulation.kind in kinds]
    if not chosen:
        what = "a link" if kinds is None else f"a link with {' or '.join(kinds)} modulation"
        raise InputError(f"{scenario.name}: nothing to draw; expected {what}")
    return chosen


def canvas(ax: Canvas, panels: int = 1, *, figsize=None, projection: str | None = None, **grid) -> list[Axes]:
    """The panels to draw in, one above the other: the axes given, or new ones in the figure given, or a new figure.

    Axes that were given are the main panel, and then the only one.
    """
    if isinstance(ax, Axes):
        if projection is not None and ax.name != projection:
            raise LinkBudgetError(f"ax is a {ax.name} plot: expected {projection!r} axes")
        return [ax]
    figure = new_figure(figsize) if ax is None else ax
    options: dict[str, Any] = {"subplot_kw": {"projection": projection}} if projection else {}
    return list(figure.subplots(panels, 1, squeeze=False, **options, **grid)[:, 0])


def new_figure(figsize: tuple[float, float] | None = None):
    """An empty figure; one that pyplot or a notebook will show where either is in use, and a plain object elsewhere."""
    interactive = "matplotlib.pyplot" in sys.modules or "ipykernel" in sys.modules
    figsize = figsize or matplotlib.rcParams["figure.figsize"]
    if interactive:
        from matplotlib import pyplot

        return pyplot.figure(figsize=figsize, layout="constrained")
    return Figure(figsize=figsize, layout="constrained")


def settled(ax: Axes, given: Canvas) -> Axes:
    """The axes, once a new figure has been laid out: text that finds its place needs to know the room it has."""
    if given is None:
        whole_figure(ax).draw_without_rendering()
    return ax


def figure_of(ax: Axes) -> Figure | SubFigure:
    """The figure that axes are in, or the part of one."""
    figure = ax.get_figure()
    assert figure is not None
    return figure


def whole_figure(ax: Axes) -> Figure:
    """The whole figure that axes are in."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    return figure


def color_bar(ax: Axes, image: ScalarMappable, **options: Any) -> Colorbar:
    """A colour bar beside the axes, close to them."""
    return figure_of(ax).colorbar(image, ax=ax, **options)


def strong_and_faint(ax: Axes, x, y, strong, style: LinkStyle, name: str) -> None:
    """A link's line: thin and dashed all along, thick and solid where ``strong``.

    The thin line is labelled with the name of the link and holds all its numbers.
    """
    ax.plot(x, y, color=style.color, linewidth=THIN, dashes=style.dashes, label=name, zorder=2.2)
    if np.any(strong):
        ax.plot(x, np.where(strong, y, np.nan), color=style.color, linewidth=STRONG, label=f"_{name}", zorder=2.4)


def closing_line(ax: Axes) -> str:
    """The line of zero closing margin, and what lies below it, where a link does not close, shaded.

    To be called once everything is drawn: a figure whose links all close has zero at its foot.  Returned is what the
    subtitle has to say of it, which is nothing where nothing shaded is seen.
    """
    low, high = ax.get_ylim()
    ax.axhspan(min(low, -1e3), 0.0, color=PALEST, linewidth=0.0, zorder=0.1)
    ax.axhline(0.0, color=INK, linewidth=1.2, zorder=1.5)
    ax.set_ylim(min(low, 0.0), max(high + 0.05 * max(low, 0.0), 0.0))  # the share of empty room as before
    return " Shaded: the link does not close." if low < 0.0 else ""


def crossings(x, slack) -> np.ndarray:
    """Points where ``slack`` passes through zero between neighbours, by straight lines; falling and rising alike.

    Examples
    --------
    >>> print(crossings([1.0, 2.0, 3.0], [2.0, -2.0, -3.0]))
    [1.5]
    """
    x, slack = np.asarray(x, dtype=float), np.asarray(slack, dtype=float)
    turn = np.flatnonzero((slack[:-1] >= 0.0) != (slack[1:] >= 0.0))
    turn = turn[np.isfinite(slack[turn]) & np.isfinite(slack[turn + 1])]
    return x[turn] + (x[turn + 1] - x[turn]) * slack[turn] / (slack[turn] - slack[turn + 1])


def distance_axis(ax: Axes, low_m: float, high_m: float, label: str = "Distance from the Earth") -> None:
    """A logarithmic axis of distances; data are in metres, what is read is in kilometres."""
    ax.set_xscale("log")
    ax.set_xlim(low_m, high_m)
    ax.xaxis.set_major_locator(
        LogLocator(base=10.0, subs=(1.0, 2.0, 5.0) if high_m < 300.0 * low_m else (1.0,), numticks=12)
    )
    ax.xaxis.set_minor_locator(LogLocator(base=10.0, subs=range(2, 10), numticks=12))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: tick_text(value / 1e3)))
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.set_xlabel(f"{label} [km]")


def date_axis(ax: Axes, first, last, label: str = "Date") -> None:
    """An axis of dates in UTC from ``first`` to ``last``; data are Matplotlib's days."""
    ax.set_xlim(date2num(first), date2num(last))
    locator = AutoDateLocator(minticks=4, maxticks=9)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))
    ax.set_xlabel(f"{label} [UTC]")


def spans(flags) -> list[tuple[int, int]]:
    """First and last index of every run of true values.

    Examples
    --------
    >>> spans([True, True, False, True])
    [(0, 1), (3, 3)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[0], np.asarray(flags, dtype=int), [0]])))
    return [(int(first), int(end) - 1) for first, end in zip(edges[::2], edges[1::2], strict=True)]


def thinned(*arrays, keep):
    """Arrays without the points where ``keep`` is false, but one, so that a gap stays a gap."""
    keep = np.asarray(keep, dtype=bool).copy()
    gaps = [end + 1 for (_, end), _ in pairwise(spans(keep))]
    keep[gaps] = True
    return [np.asarray(array)[keep] for array in arrays]
