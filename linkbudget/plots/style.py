"""The house style: what every figure looks like, and what a link looks like in all of them.

The map: the colours, and :data:`THEMES`, which has another for each of them; :data:`HOUSE_STYLE` and
:func:`in_house_style` (fonts, grid, frame); :func:`appearance` (the width and theme of what is drawn);
:func:`link_style` (colour, dashes and marker of a link), :func:`canvas` (where a figure is drawn),
:func:`strong_and_faint` (a line that says where the link works), :func:`distance_axis` and :func:`date_axis` (axes that
read in kilometres and dates).

A link is told from the others by colour, by marker and, where it is drawn thin, by its dashes, so that figures can be
read in grey and by colour-blind readers.  Thick and solid always means that the link works, or is in use.
"""

import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from contextvars import ContextVar
from functools import wraps
from itertools import pairwise
from typing import Any, NamedTuple, ParamSpec, TypeVar

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colorbar import Colorbar
from matplotlib.colors import to_rgb
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
from linkbudget.plots.look_names import THEME_NAMES, check_name
from linkbudget.plots.looks import (
    NARROW_TYPE,
    WIDTHS,
    Look,
    colour_map,
    current,
    fit,
    for_width,
    looking,
    repaint,
    sized_figure,
)

PAPER = "#FFFFFF"
"""Colour of the ground."""

INK, GREY, PALE, PALEST, GRID = "#1A1A1A", "#5F5F5F", "#8F8F8F", "#EBEBEB", "#E3E3E3"
"""Text, secondary text, guide lines, areas, grid."""

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#000000", "#CC79A7", "#7E3628", "#313F8A", "#616161", "#9174FE")
"""Lines and bars.  The first five: M. Okabe and K. Ito, Color Universal Design (2008); the rest keep apart from them,
and from each other, for colour-blind readers, and all have 3:1 on white; ``tests/plots/test_colours.py`` measures it.
"""

GAIN, LOSS = COLOURS[2], COLOURS[1]
"""Colours of gains and of losses; hatches and signs mark them too."""

GAIN_TEXT, LOSS_TEXT = "#00694D", "#A33B00"
"""The same, dark enough to read."""

WASHES, DEEP = ("#D6E6F0", "#A3C8DF", "#5E9FC6"), "#00334D"
"""Bands, the palest first, and a line through them."""

ON_DARK, ON_LIGHT = "#FDFDFD", "#171717"
"""Text on a dark colour and on a light one."""

SUN = "#E69F00"

LOST_TO_KEPT = colour_map("lost to kept", ("#8C3A00", LOSS, "#F3B98F", PAPER, WASHES[1], COLOURS[0], DEEP))
"""Orange below zero, blue above, white between."""

_KEYS = (PAPER, INK, GREY, PALE, PALEST, GRID, *COLOURS, GAIN_TEXT, LOSS_TEXT, *WASHES, DEEP, ON_DARK, ON_LIGHT, SUN)
_ALL_KEYS = (*_KEYS, "#8C3A00", "#F3B98F")


def _theme(*colours: str) -> dict[str, str]:
    return dict(zip(_ALL_KEYS, " ".join(colours).split(), strict=True))


_THEMES = (
    _theme(*_ALL_KEYS),
    _theme(
        "#F7F8FA #20242A #565D66 #868D95 #E6E9ED #DEE2E7",
        "#006BA7 #CA5900 #00956D #181B1F #C4719F #762F21 #2B3882 #5A5A5A #8A6CF5",
        "#00664B #9C3800 #CFE1ED #9CC3DC #5799C1 #002E46 #FCFCFD #020202 #E19A00 #873700 #EFB288",
    ),
    _theme(
        "#15191D #E8EBEE #A9B1B9 #7C858E #262C32 #2A3036",
        "#8DCDFB #E05922 #3D9B76 #F5F7F9 #AF78A6 #E1D32B #9AC275 #C1C1C1 #8797EF",
        "#6FD3AC #FF9A6B #1C303E #2B5069 #4F94BF #DDF1FF #15191E #15191F #FFC93C #FFB68F #5A2E18",
    ),
    _theme(
        "#FFFFFF #050505 #474747 #7B7B7B #E4E4E4 #D6D6D6",
        "#1F74DB #822405 #156848 #000000 #B25687 #64326B #5F7930 #686868 #4743B4",
        "#0F5A3D #822406 #C9DEF6 #8DBBEF #4C93E2 #04285A #FEFEFE #FFFFFF #F0A800 #5C1702 #E3B3A0",
    ),
)

THEMES: dict[str, dict[str, str]] = dict(zip(THEME_NAMES, _THEMES, strict=True))
"""Themes by name: a colour for each colour of the house, which are those of ``paper``."""

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
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "savefig.facecolor": "auto",  # that of the figure
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
"""Place to draw: axes, an empty figure or subfigure, or nothing for a new figure."""


_LEGEND_POINTS = 310.0
"""Room for the columns of a legend in a narrow figure [points of 1/72 inch]."""


class LinkStyle(NamedTuple):
    """Colour, dashes and marker of a link in every figure."""

    color: str
    dashes: tuple[float, ...]
    marker: str


_DRAWING: ContextVar[bool] = ContextVar("drawing", default=False)
"""True while one function of figures draws for another."""

P = ParamSpec("P")
R = TypeVar("R")


def appearance(width: str | None = None, theme: str = "paper") -> AbstractContextManager[None]:
    """Draw in a width and theme as long as the block lasts: any figure of :mod:`linkbudget.plots`.

    Parameters
    ----------
    width : str, optional
        One of :data:`~linkbudget.plots.looks.WIDTHS`; without it ``page``, or ``slide`` in the theme of that name.
    theme : str, optional
        One of :data:`THEMES`.

    Raises
    ------
    InputError
        If either is unknown.

    Examples
    --------
    >>> import linkbudget as lb
    >>> with appearance("narrow", "dark"):
    ...     axes = lb.plots.snr_vs_distance(lb.load("cubesat"))
    >>> print(axes.figure.get_size_inches()[0], axes.get_facecolor()[0] < 0.1)
    4.5 True
    """
    check_name("theme", theme, THEMES)
    width = width or (theme if theme in WIDTHS else "page")
    check_name("width", width, WIDTHS)
    return looking(Look(WIDTHS[width], None if theme == "paper" else THEMES[theme]))


def house_style(look: Look | None = None) -> dict[Any, Any]:
    """Matplotlib parameters in a look, that of today without one."""
    look = look or current()
    style = HOUSE_STYLE | (NARROW_TYPE if look.width.is_narrow else {})
    return {name: look.colour(value) if name.endswith("color") else value for name, value in style.items()}


def in_house_style(function: Callable[P, R]) -> Callable[P, R]:
    """Decorate a figure so that it is drawn in the house style and in the look of today, whatever the settings are."""

    @wraps(function)
    def drawn(*arguments: P.args, **options: P.kwargs) -> R:
        is_outermost, token = not _DRAWING.get(), _DRAWING.set(True)
        try:
            with matplotlib.rc_context(house_style()):
                result = function(*arguments, **options)
                _write_powers_plainly(result)
                figure = result if isinstance(result, FigureBase) else getattr(result, "figure", None)
                if is_outermost and figure is not None:
                    finish(figure)
                return result
        finally:
            _DRAWING.reset(token)

    return drawn


def finish(figure: FigureBase) -> None:
    """Fit a drawn figure to the width of today and paint it in its theme; on paper and page there is nothing to do."""
    look, whole = current(), figure.get_figure(root=True)
    if look == Look() or not isinstance(whole, Figure):
        return
    fit(whole)
    if look.colours is not None:
        repaint(whole, look.colours)


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


def text_on(colour: str) -> str:
    """Colour of text on a line's or bar's colour.

    Examples
    --------
    >>> [text_on(colour) for colour in COLOURS[:2]]
    ['#FDFDFD', '#171717']
    """
    channels = np.array(to_rgb(colour))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return ON_DARK if linear @ (0.2126, 0.7152, 0.0722) < 0.18 else ON_LIGHT


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
    figsize = figsize or HOUSE_STYLE["figure.figsize"]
    if interactive:
        from matplotlib import pyplot

        return sized_figure(figsize, pyplot.figure)
    return sized_figure(figsize)


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
    """A colour bar beside the axes, close to them; in a narrow figure below them."""
    if current().width.is_narrow:
        options |= {"location": "bottom", "aspect": 18, "pad": 0.02}
    return figure_of(ax).colorbar(image, ax=ax, **options)


def legend(ax: Axes, handles: Any = None, **page: Any) -> None:
    """A legend where the page has it; in a narrow figure below everything, in as many columns as there is room for."""
    handles = ax.get_legend_handles_labels()[0] if handles is None else handles
    if not current().width.is_narrow:
        ax.legend(handles=handles, **page)
        return
    longest = max((len(str(handle.get_label())) for handle in handles), default=1)
    columns = max(int(_LEGEND_POINTS / (6.2 * longest + 44.0)), 1)
    figure_of(ax).legend(handles=handles, loc="outside lower left", ncols=min(columns, len(handles)), handlelength=2.6)


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
        LogLocator(
            base=10.0,
            subs=(1.0, 2.0, 5.0) if high_m < for_width(300.0, 12.0) * low_m else (1.0,),
            numticks=for_width(12, 4),
        )
    )
    ax.xaxis.set_minor_locator(LogLocator(base=10.0, subs=range(2, 10), numticks=12))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: tick_text(value / 1e3)))
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.set_xlabel(f"{label} [km]")


def date_axis(ax: Axes, first, last, label: str = "Date") -> None:
    """An axis of dates in UTC from ``first`` to ``last``; data are Matplotlib's days."""
    ax.set_xlim(date2num(first), date2num(last))
    locator = AutoDateLocator(minticks=for_width(4, 2), maxticks=for_width(9, 5))
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
