"""Text that finds its place: the heading above a plot with its events, and labels beside the ends of lines.

The map: :class:`Heading`, :class:`SideLabels`, and :class:`Below`, text under a plot.

All are Matplotlib artists that measure their text whenever the figure is drawn or laid out, so nothing overlaps at any
size, resolution or font.
"""

import re
from collections.abc import Sequence
from textwrap import fill
from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Bbox, IdentityTransform

from linkbudget.plots.looks import current, is_narrow
from linkbudget.plots.stacking import spread, stacked_rows
from linkbudget.plots.style import GREY, INK, PALE, STRONG, THIN, LinkStyle, figure_of, whole_figure

EVENT_SIZE, LABEL_SIZE = 11.0, 11.0

LETTER, BOLD_LETTER = 0.56, 0.65
"""Mean width of a letter of the house font, plain and bold, of its size [-]."""


class Placed(Artist):
    """An artist whose children are placed, in pixels, each time it is measured or drawn."""

    def __init__(self, ax: Axes):
        super().__init__()
        self.plot = ax
        self._texts: list[Text] = []
        self._lines: list[Line2D] = []
        self.set_zorder(1.9)  # over the grid, under the data
        ax.add_artist(self)
        self.set_clip_on(False)

    def get_children(self) -> list[Artist]:
        """Lines and texts."""
        return [*self._lines, *self._texts]

    @property
    def texts(self) -> list[Text]:
        """The labels, as placed when last measured or drawn."""
        return self._texts

    def _text(self, text: str, **options) -> Text:
        child = Text(0.0, 0.0, text, transform=IdentityTransform(), **options)
        child.set_figure(figure_of(self.plot))
        self._texts.append(child)
        return child

    def _line(self, **options) -> Line2D:
        child = Line2D([0.0], [0.0], transform=IdentityTransform(), **options)
        child.set_figure(figure_of(self.plot))
        self._lines.append(child)
        return child

    def place(self, renderer) -> None:
        """Put every text and line where it belongs, in pixels."""
        raise NotImplementedError

    def draw(self, renderer) -> None:
        """Place and draw."""
        if not self.get_visible():
            return
        self.place(renderer)
        for child in self.get_children():
            child.draw(renderer)
        self.stale = False

    def get_window_extent(self, renderer=None) -> Bbox:
        """Box around the text."""
        renderer = renderer or whole_figure(self.plot)._get_renderer()  # type: ignore[attr-defined]  # as its own texts do
        self.place(renderer)
        return Bbox.union(
            [self._room(text, renderer) for text in self._texts if text.get_text()] or [self.plot.bbox.frozen()]
        )

    def _room(self, text: Text, renderer) -> Bbox:
        """Room that a text needs."""
        return text.get_window_extent(renderer)

    def get_tightbbox(self, renderer=None) -> Bbox:
        """The same, for the layout."""
        return self.get_window_extent(renderer)


class Event(NamedTuple):
    """A place on the horizontal axis, and what is said of it."""

    place: float
    text: str


def mark_events(ax: Axes, events: Sequence[Event]) -> None:
    """The lines of events in a panel below the one that names them."""
    low, high = sorted(ax.get_xlim())
    for event in events:
        if low <= event.place <= high:
            ax.axvline(event.place, color=PALE, linewidth=0.9, zorder=1.9)


class Heading(Placed):
    """Title, a line under it, and below that the labels of events, each on a thin line through the plot.

    In a narrow figure in which the labels have no room, numbers stand on the lines, and a paragraph says what they are.

    Parameters
    ----------
    ax : Axes
        Axes whose limits on the horizontal axis are already set.
    title, subtitle : str
        What is seen, and under which conditions.
    events : sequence of Event, optional
        Those outside the axis are left out.
    above_points : float, optional
        Room to leave above the plot, for text of its own [points of 1/72 inch].
    scale : float, optional
        How much larger than usual the type is [-].
    """

    def __init__(
        self,
        ax: Axes,
        title: str,
        subtitle: str = "",
        events: Sequence[Event] = (),
        *,
        above_points: float = 0.0,
        scale: float = 1.0,
    ):
        super().__init__(ax)
        self._event_size = scale * EVENT_SIZE
        self._above_points, self._titled, self._said = above_points, title, subtitle
        width = current().width
        self._is_narrow = width.is_narrow
        self._title = self._text(title, fontsize=scale * width.title_points, fontweight="bold", va="bottom")
        self._subtitle = (
            self._text(subtitle, fontsize=scale * width.subtitle_points, color=GREY, va="bottom") if subtitle else None
        )
        low, high = sorted(ax.get_xlim())
        self._shown = [event for event in sorted(events) if low <= event.place <= high]
        self._events = [
            (
                self._text(event.text, fontsize=self._event_size, color=INK, va="bottom"),
                self._line(color=PALE, linewidth=0.9),
            )
            for event in self._shown
        ]
        self._numbered = self._text("", fontsize=self._event_size, color=INK, va="bottom", linespacing=1.3)

    @property
    def event_texts(self) -> list[Text]:
        """Labels of the events."""
        return [text for text, _ in self._events]

    def _room(self, text: Text, renderer) -> Bbox:
        box = super()._room(text, renderer)
        if text in (self._title, self._subtitle, self._numbered) or self._is_narrow:
            return _height_alone(self.plot, box, renderer)  # they have all the width there is
        return box

    def place(self, renderer) -> None:
        """Events in rows over the plot, the subtitle over them, the title on top."""
        point = renderer.points_to_pixels(1.0)
        box = self.plot.get_window_extent(renderer)
        foot, step = box.y1 + (5.0 + self._above_points) * point, 1.3 * self._event_size * point
        places = [self.plot.transData.transform((one.place, self.plot.get_ylim()[0]))[0] for one in self._shown]
        edge, right = self._left(box, renderer), figure_of(self.plot).bbox.x1
        room = right - edge - 6.0 * point
        low, high = (edge, right - 2.0 * point) if self._is_narrow else (box.x0, np.inf)
        rows, leftward, paragraph = self._stacked(places, low, high, renderer)
        for x, row, left, (text, line) in zip(places, rows, leftward, self._events, strict=True):
            text.set_horizontalalignment("right" if left else "left")
            text.set_position((x + (-4.0 if left else 4.0) * point, foot + row * step))
            line.set_data([x, x], [box.y0, foot + (row + 0.85) * step])
        top = foot + step * (max(rows) + 1) if rows else foot
        _fold(self._numbered, paragraph, room / point, LETTER)
        if paragraph:
            self._numbered.set_position((edge, top))
            top += self._numbered.get_window_extent(renderer).height + 5.0 * point
        if self._subtitle is not None:
            _fold(self._subtitle, self._said, room / point, LETTER)
            self._subtitle.set_position((edge, top))
            top += self._subtitle.get_window_extent(renderer).height + 3.0 * point
        _fold(self._title, self._titled, room / point, BOLD_LETTER)
        self._title.set_position((edge, top + 3.0 * point))

    def _stacked(self, places: list[float], low: float, high: float, renderer) -> tuple[list[int], list[bool], str]:
        """Rows of the labels, which of them run to the left, and what numbers in their place would stand for."""
        rows: list[int] = []
        leftward: list[bool] = []
        gap = 12.0 * renderer.points_to_pixels(1.0)
        for labels in ([one.text for one in self._shown], [str(place + 1) for place in range(len(self._shown))]):
            for (text, _), label in zip(self._events, labels, strict=True):
                text.set_text(label)
            widths = [text.get_window_extent(renderer).width + gap for text, _ in self._events]
            rows, leftward = stacked_rows(places, widths, low, high)
            if all(left or x + width <= high for x, width, left in zip(places, widths, leftward, strict=True)):
                break
        if not labels or labels[0] == self._shown[0].text:
            return rows, leftward, ""
        said = (f"{label}\N{NO-BREAK SPACE}{one.text}" for label, one in zip(labels, self._shown, strict=True))
        return rows, leftward, ", ".join(said)

    def _left(self, box: Bbox, renderer) -> float:
        """Left end of the plot, the labels of its vertical axis included."""
        labels = self.plot.yaxis.get_tightbbox(renderer)
        return box.x0 if labels is None else min(box.x0, labels.x0)


def _fold(text: Text, said: str, room_points: float, letter: float) -> None:
    """Fold a text into the lines that it needs."""
    folded = _wrapped(said, max(int(room_points / (letter * float(text.get_fontsize()))), 20))
    if folded != text.get_text():
        text.set_text(folded)


def _wrapped(text: str, width: int, indent: str = "") -> str:
    """Text in lines of about ``width`` letters; a number stays with its unit."""
    kept = re.sub(r"(?<=\d) (?=\w{1,3}\b|%)", "\N{NO-BREAK SPACE}", text)
    return "\n".join(fill(line, width, subsequent_indent=indent) for line in kept.split("\n"))


class Below(Placed):
    """Lines of text below a plot, as far to the left as the figure goes."""

    def __init__(self, ax: Axes, lines: Sequence[str], *, scale: float = 1.0):
        super().__init__(ax)
        self._size = scale * LABEL_SIZE
        self._said = "\n".join(lines)
        self._block = self._text(self._said, fontsize=self._size, va="top", linespacing=1.3)

    def _room(self, text: Text, renderer) -> Bbox:
        return _height_alone(self.plot, super()._room(text, renderer), renderer)

    def place(self, renderer) -> None:
        """The text under the labels of the horizontal axis."""
        point = renderer.points_to_pixels(1.0)
        figure = figure_of(self.plot)
        letters = max(int(figure.bbox.width / point / (LETTER * self._size)), 20)
        folded = "\n".join(_wrapped(line, letters, "    ") for line in self._said.split("\n"))
        if folded != self._block.get_text():
            self._block.set_text(folded)
        self._block.set_position((figure.bbox.x0 + 6.0 * point, _foot(self.plot, renderer) - 8.0 * point))


def _foot(ax: Axes, renderer) -> float:
    """Lower end of a plot, the labels of its axes included, in pixels."""
    labels = (axis.get_tightbbox(renderer) for axis in (ax.xaxis, ax.yaxis) if axis.get_visible())
    return min(ax.get_window_extent(renderer).y0, *(box.y0 for box in labels if box is not None))


def _height_alone(ax: Axes, box: Bbox, renderer) -> Bbox:
    """Room of text that has folded to the width there is, and asks for height alone."""
    left = ax.get_window_extent(renderer).x0
    return Bbox.from_extents(left, box.y0, left + 1.0, box.y1)


class SideLabel(NamedTuple):
    """Name of a line and the point where it ends, in the units of the plot."""

    x: float
    y: float
    text: str
    style: LinkStyle


class SideLabels(Placed):
    """Names of lines in the right margin, each with its marker and a thin line to where the line ends.

    In a narrow figure they stand below the plot instead, side by side where there is room, with a piece of each line.
    """

    def __init__(self, ax: Axes, labels: Sequence[SideLabel], *, width: int = 25, scale: float = 1.0):
        super().__init__(ax)
        self._scale = scale
        self._is_below = is_narrow()
        self._labels = [
            (
                label,
                self._text(
                    label.text if self._is_below else _wrapped(label.text, width),
                    fontsize=scale * LABEL_SIZE,
                    va="center",
                    linespacing=1.05,
                ),
                self._line(color=label.style.color, linewidth=THIN),
                self._line(
                    color=label.style.color, marker=label.style.marker, markersize=7.0 * scale, linestyle="none"
                ),
            )
            for label in labels
        ]
        if self._is_below:
            for label, _, leader, _ in self._labels:
                leader.set_linewidth(0.5 * (STRONG + THIN))
                leader.set_dashes(label.style.dashes or (None, None))

    def _room(self, text: Text, renderer) -> Bbox:
        box = super()._room(text, renderer)
        return _height_alone(self.plot, box, renderer) if self._is_below else box

    def place(self, renderer) -> None:
        """Labels beside the plot or below it."""
        (self._place_below if self._is_below else self._place_beside)(renderer)

    def _place_below(self, renderer) -> None:
        """Labels in the order of the ends of their lines, the highest first, in as few rows as they need."""
        point = renderer.points_to_pixels(1.0)
        figure = figure_of(self.plot)
        sample, gap = 26.0 * point, 12.0 * point
        left, right = figure.bbox.x0 + 6.0 * point, figure.bbox.x1 - 4.0 * point
        x, top, deepest = left, _foot(self.plot, renderer) - 5.0 * point, 0.0
        for label, text, leader, mark in sorted(self._labels, key=lambda one: -one[0].y):
            _fold(text, label.text, (right - left - sample) / point, LETTER)
            size = text.get_window_extent(renderer)
            if x > left and x + sample + size.width > right:
                x, top, deepest = left, top - deepest - 2.0 * point, 0.0
            middle = top - 0.5 * size.height
            leader.set_data([x, x + sample - 5.0 * point], [middle] * 2)
            mark.set_data([x + 0.5 * sample - 2.5 * point], [middle])
            text.set_position((x + sample, middle))
            x, deepest = x + sample + size.width + gap, max(deepest, size.height)

    def _place_beside(self, renderer) -> None:
        """Labels beside the plot, moved apart just as far as they need."""
        point = renderer.points_to_pixels(1.0)
        box = self.plot.get_window_extent(renderer)
        ends = np.array([self.plot.transData.transform((label.x, label.y)) for label, *_ in self._labels])
        ends = np.clip(ends.reshape(-1, 2), [box.x0, box.y0], [box.x1, box.y1])
        bare = np.array([text.get_window_extent(renderer).height for _, text, *_ in self._labels])
        room = 5.0 * self._scale * point
        sizes = bare + (room if bare.sum() + room * bare.size <= box.height else 0.1 * room)
        over = sizes.sum() - box.height  # where there are a few too many, they go on below the plot
        low = box.y0 - over if 0.0 < over < 0.25 * box.height else box.y0
        heights = spread(ends[:, 1], sizes, low, box.y1)
        left = box.x1 + 22.0 * self._scale * point
        for (x, y), height, (_, text, leader, mark) in zip(ends, heights, self._labels, strict=True):
            text.set_position((left + 8.0 * self._scale * point, height))
            if x < box.x1 - 0.02 * box.width:  # the line ends long before the margin: no leader through the plot
                x, y = left, height
            leader.set_data([x, max(x, box.x1), left], [y, y, height])
            mark.set_data([left], [height])
