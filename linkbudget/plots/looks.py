"""The look in which figures are drawn now: how wide, for which kind of page, and in which colours.

The map: :class:`Width` and :data:`WIDTHS`; :class:`Look`, which :func:`current` gives and :func:`looking` sets;
:func:`sized_figure` and :func:`fit`, the size of a figure of the house; :func:`repaint`, which exchanges its colours.

Figures are written in the colours of paper.  In another theme they are repainted once they are drawn, so no function
that draws needs to know of themes.
"""

import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from textwrap import fill
from typing import Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary, WeakSet

import numpy as np
from matplotlib.artist import Artist
from matplotlib.cm import ScalarMappable
from matplotlib.collections import Collection
from matplotlib.colors import LinearSegmentedColormap, ListedColormap, to_hex, to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Annotation, Text

from linkbudget.plots.look_names import WIDTH_NAMES

T = TypeVar("T")


@dataclass(frozen=True)
class Width:
    """A kind of page that figures are fitted to."""

    title: str
    """Purpose of the width."""
    inch: float
    """Least width of a figure [inch]."""
    plot_share: float | None
    """Height of the plots, of the height of the figure on the page; none: the figure keeps its size [-]."""
    aspect: float | None
    """Width of a figure over its height, where that is fixed [-]."""
    pixels: int | None
    """Width of a PNG file; none: 150 to the inch."""
    title_points: float
    """Size of the title [points of 1/72 inch]."""
    subtitle_points: float
    """Size of the line under the title [points of 1/72 inch]."""
    is_narrow: bool = False
    """True where names of lines stand under the plot, since there is no room beside it."""


PAGE_DOTS_PER_INCH = 150.0

_WIDTHS = (
    Width("a report or a desk", 10.0, None, None, None, 15.0, 12.0),
    Width("a phone held upright", 4.5, 0.62, None, 1080, 13.0, 11.0, is_narrow=True),
    Width("a projector, 16:9 but for rows of pictures", 8.0, 0.5, 16.0 / 9.0, 1920, 15.0, 11.5),
)

WIDTHS = dict(zip(WIDTH_NAMES, _WIDTHS, strict=True))
"""Widths by name.  Type keeps its size in points, so it is larger beside what is drawn where the figure is smaller."""

NARROW_TYPE = {
    "font.size": 11.0,
    "axes.labelsize": 11.0,
    "xtick.labelsize": 11.0,
    "ytick.labelsize": 11.0,
    "legend.fontsize": 11.0,
}
"""Matplotlib parameters of narrow figures; shown 360 CSS pixels wide, 10 points are 11 pixels high."""


@dataclass(frozen=True)
class Look:
    """Width and colours of figures."""

    width: Width = WIDTHS["page"]
    colours: Mapping[str, str] | None = None
    """Colour of paper -> colour of the theme, both ``#RRGGBB``; none where nothing is to be exchanged."""

    def colour(self, paper: str) -> str:
        """Colour of the theme for a colour of paper."""
        return paper if self.colours is None else self.colours.get(paper, paper)


_LOOK: ContextVar[Look] = ContextVar("look", default=Look())  # noqa: B039  # it is frozen

_SIZED: WeakKeyDictionary[Figure, tuple[Look, tuple[float, float]]] = WeakKeyDictionary()
"""Figures of the house -> the look they were made in, and their size on the page."""


def current() -> Look:
    """The look of figures that are drawn now."""
    return _LOOK.get()


@contextmanager
def looking(look: Look) -> Iterator[None]:
    """Draw in a look as long as the block lasts."""
    token = _LOOK.set(look)
    try:
        yield
    finally:
        _LOOK.reset(token)


def is_narrow() -> bool:
    """True where figures are for a phone."""
    return current().width.is_narrow


def for_width(page: T, narrow: T) -> T:
    """The first of two values, or the second where figures are narrow."""
    return narrow if is_narrow() else page


# ---------------------------------------------------------------- size


def fitted_inch(page_inch: tuple[float, float]) -> tuple[float, float]:
    """Size of a figure before it is drawn, from its size on the page [inch]."""
    width = current().width
    if width.plot_share is None:
        return page_inch
    height = page_inch[1] * width.plot_share + (4.0 if width.is_narrow else 1.8)
    return width.inch if width.aspect is None else max(width.inch, height * width.aspect), height


def sized_figure(page_inch: tuple[float, float], make: Any = Figure) -> Figure:
    """A new figure whose size on the page is known, fitted to the width of today."""
    figure = make(figsize=fitted_inch(page_inch), layout="constrained")
    _SIZED[figure] = current(), page_inch
    return figure


_FITTED: WeakSet[Figure] = WeakSet()
"""Figures that have their size."""

_WANTED: WeakKeyDictionary[Any, float] = WeakKeyDictionary()
"""Axes -> the height that what is in them needs in a figure that is not of the page [inch]."""


def want_inch(ax: Any, height: float) -> None:
    """Say how high axes must be, where their rows need so much; the page has sizes of its own."""
    _WANTED[ax] = height


def resize(figure: Figure, page_inch: tuple[float, float]) -> None:
    """Give a new figure another size on the page."""
    figure.set_size_inches(fitted_inch(page_inch))
    _SIZED[figure] = current(), page_inch


def look_of(figure: Figure) -> Look:
    """The look that a figure was made in."""
    return _SIZED[figure][0] if figure in _SIZED else Look()


@contextmanager
def crowded() -> Iterator[None]:
    """Lay out figures that are too full for their size without a warning; they are drawn all the same."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="constrained_layout not applied", category=UserWarning)
        yield


def fit(figure: Figure) -> None:
    """Give the plots of a figure of the house their height, however much room its words take above and below them."""
    if figure not in _SIZED or figure in _FITTED or not figure.axes:
        return
    _FITTED.add(figure)
    look, page_inch = _SIZED[figure]
    width = look.width
    if width.plot_share is None:
        return
    for folds in ((_fold_across,), (_fold_across, _fold_up)):  # twice: ticks and labels may change with the height
        with crowded():  # before it has its height a figure may be too low for what is in it
            figure.draw_without_rendering()
        for fold in folds:
            fold(figure)
        across, height = figure.get_size_inches().tolist()
        rows = _rows(figure, across, height)
        needed = [row.need if row.has_aspect and width.is_narrow else row.wanted for row in rows]
        free = sum(row.have for row, need in zip(rows, needed, strict=True) if need is None)
        share = width.plot_share * page_inch[1] / max(sum(row.have for row in rows), 1e-6)
        height += sum(need or 0.0 for need in needed) + share * free - sum(row.have for row in rows)
        if width.aspect is None:
            figure.set_size_inches(across, height)
        elif any(row.has_aspect for row in rows[1:]):  # rows of pictures, which would grow with the width
            figure.set_size_inches(page_inch)
        else:
            figure.set_size_inches(max(width.inch, height * width.aspect), max(width.inch / width.aspect, height))


def dots_per_inch(figure: Figure) -> float:
    """Resolution of a PNG file of a figure."""
    pixels = look_of(figure).width.pixels
    return PAGE_DOTS_PER_INCH if pixels is None else pixels / figure.get_size_inches()[0]


_EDGE_PIXELS = 8.0
"""Clear edge of a figure; type is a little wider at other resolutions."""


class _Row(NamedTuple):
    """Plots beside each other: where they are in the figure, and their heights [inch]."""

    low: float
    high: float
    have: float
    need: float
    """Height in which axes with an aspect fill their width."""
    wanted: float | None
    """Height that was asked for."""
    has_aspect: bool


def _rows(figure: Figure, across: float, height: float) -> list[_Row]:
    """Plots from the top down, those beside each other as one; colour bars and insets left out."""
    rows: list[_Row] = []
    axes = [ax for ax in figure.axes if ax.get_subplotspec() is not None and ax.get_label() != "<colorbar>"]
    for ax in sorted(axes, key=lambda one: -one.get_position(original=True).y1):
        box, drawn = ax.get_position(original=True), ax.get_position()
        low, high, wanted = box.y0, box.y1, _WANTED.get(ax)
        need = box.width * across * (drawn.height * height) / (drawn.width * across)
        if rows and high > rows[-1].low + 1e-6:  # beside the row above
            last = rows.pop()
            low, high, need = min(low, last.low), max(high, last.high), max(need, last.need)
        rows.append(_Row(low, high, (high - low) * height, need, wanted, ax.get_aspect() != "auto"))
    return rows


def _fold_across(figure: Figure) -> None:
    """Labels of horizontal axes in as many lines as the width of the figure asks for."""
    for ax in figure.axes:
        box = ax.xaxis.label.get_window_extent()
        beyond = max(figure.bbox.x0 - box.x0, box.x1 - figure.bbox.x1, -_EDGE_PIXELS) + _EDGE_PIXELS
        _fold_label(ax.xaxis.label, box.width, box.width - 2.0 * beyond)


def _fold_up(figure: Figure) -> None:
    """Labels of vertical axes in as many lines as the height of their plots asks for."""
    for ax in figure.axes:
        _fold_label(ax.yaxis.label, ax.yaxis.label.get_window_extent().height, 1.15 * ax.bbox.height)


def _fold_label(label: Text, length: float, room: float) -> None:
    said = label.get_text()
    if said and length > room and "\n" not in said:
        label.set_text(fill(said, int(len(said) / np.ceil(length / max(room, 1.0))) + 6))


# ---------------------------------------------------------------- colours


def repaint(figure: Figure, colours: Mapping[str, str]) -> None:
    """Exchange the colours of everything in a figure; others, pictures and the colours of images stay.

    Examples
    --------
    >>> figure = Figure()
    >>> line, = figure.subplots().plot([1.0, 2.0], color="#1A1A1A")
    >>> repaint(figure, {"#1A1A1A": "#E8EBEE"})
    >>> line.get_color()
    '#E8EBEE'
    """
    exchange = {old: new for old, new in colours.items() if old != new}
    for artist in figure.findobj():
        _repaint(artist, exchange)
        if isinstance(artist, Text) and (box := artist.get_bbox_patch()) is not None:
            _repaint(box, exchange)
        if isinstance(artist, Annotation) and artist.arrow_patch is not None:
            _repaint(artist.arrow_patch, exchange)


_PARTS = (
    (Text, ("color",)),
    (Line2D, ("color", "markerfacecolor", "markeredgecolor")),
    (Patch, ("facecolor", "edgecolor")),
)


def _repaint(artist: Artist, exchange: Mapping[str, str]) -> None:
    if isinstance(artist, ScalarMappable) and artist.get_array() is not None:
        cmap = artist.get_cmap()
        if (other := _exchanged_map(cmap, exchange)) is not None:
            artist.set_cmap(other)
        return
    if isinstance(artist, Collection):
        for part in ("facecolor", "edgecolor"):
            before = getattr(artist, f"get_{part}")()
            if isinstance(before, np.ndarray) and before.size:
                after = [_exchanged(one, exchange) for one in before]
                if any(one is not None for one in after):
                    new = [one if other is None else other for one, other in zip(before, after, strict=True)]
                    getattr(artist, f"set_{part}")(new)
        return
    for kind, parts in _PARTS:
        if isinstance(artist, kind):
            for part in parts:
                before = getattr(artist, f"get_{part}")()
                if (new_colour := _exchanged(before, exchange)) is not None:
                    getattr(artist, f"set_{part}")(new_colour)


def _exchanged(colour: Any, exchange: Mapping[str, str]) -> Any:
    """Replacement of a colour, with the same opacity; none where it stays."""
    if isinstance(colour, str) and colour.lower() in ("none", "auto", "inherit"):
        return None
    rgba = to_rgba(colour)
    new = exchange.get(to_hex(rgba).upper())
    return None if new is None else new if rgba[3] == 1.0 else to_rgba(new, rgba[3])


_FEW = 64
"""Colours of a map: so few are those of contours."""

_MADE: dict[str, tuple[str, ...]] = {}
"""Name of a colour map of the house -> colours it runs through."""


def colour_map(name: str, colours: Iterable[str]) -> LinearSegmentedColormap:
    """A colour map through colours of the house, which changes with the theme."""
    _MADE[name] = tuple(colours)
    return LinearSegmentedColormap.from_list(name, list(_MADE[name]))


def _exchanged_map(cmap: Any, exchange: Mapping[str, str]) -> Any:
    """The colour map in the theme: of those made of colours of the house, or of contours that have a colour each."""
    if cmap.name in _MADE:
        return LinearSegmentedColormap.from_list(
            f"{cmap.name}, exchanged", [exchange.get(one, one) for one in _MADE[cmap.name]]
        )
    if isinstance(cmap, ListedColormap) and cmap.N < _FEW:
        colours = [to_rgba(one) for one in np.asarray(cmap.colors, dtype=object).tolist()]
        return ListedColormap([_exchanged(one, exchange) or one for one in colours])
    return None
