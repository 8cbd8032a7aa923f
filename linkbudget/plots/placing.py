"""Text that finds its place: the heading above a plot with its events, and labels beside the ends of lines.

The map: :class:`Heading`, :class:`SideLabels`, and the two rules they follow, :func:`stacked_rows` and :func:`spread`.

Both are Matplotlib artists that measure their text whenever the figure is drawn or laid out, so nothing overlaps at any
size, resolution or font.
"""

import re
from collections.abc import Sequence
from itertools import permutations, product
from textwrap import fill
from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Bbox, IdentityTransform

from linkbudget.plots.style import GREY, INK, PALE, THIN, LinkStyle, figure_of, whole_figure

TITLE_SIZE, SUBTITLE_SIZE, EVENT_SIZE, LABEL_SIZE = 15.0, 12.0, 11.0, 11.0

LETTER = 0.56
"""Mean width of a letter of the house font, of its size [-]."""

_MOST_TURNED = 8  # labels of which every way of turning them is tried


def stacked_rows(places: Sequence[float], widths: Sequence[float], low: float = 0.0) -> tuple[list[int], list[bool]]:
    """Row of each label over the plot, and whether it runs to the left of its place; as few rows as will do.

    Labels run to the right of their leader, or to the left where that saves rows and there is room from ``low`` on.  A
    label lies above every label whose leader it would cover, so leaders never cross text.

    Examples
    --------
    >>> stacked_rows([0.0, 10.0, 500.0], [100.0, 80.0, 100.0])
    ([1, 0, 0], [False, False, False])
    >>> stacked_rows([300.0, 310.0], [100.0, 80.0])
    ([0, 0], [True, False])
    """
    best: tuple[tuple[int, int, int], list[int], list[bool]] | None = None
    for leftward in product((False, True), repeat=len(places) if len(places) <= _MOST_TURNED else 0):
        turned = list(leftward) or [False] * len(places)
        if any(left and place - width < low for left, place, width in zip(turned, places, widths, strict=True)):
            continue
        rows = _rows(places, widths, turned)
        if rows is not None:
            cost = max(rows, default=0), sum(rows), sum(turned)
            best = min(best or (cost, rows, turned), (cost, rows, turned))
    assert best is not None  # all to the right can always be stacked
    return best[1:]


def _rows(places, widths, leftward) -> list[int] | None:
    """Lowest rows in which no label covers another or a leader; none where two would have to lie above each other."""
    count = len(places)
    starts = [place - width if left else place for place, width, left in zip(places, widths, leftward, strict=True)]
    above = []
    for one, other in permutations(range(count), 2):
        covers = starts[one] < places[other] < starts[one] + widths[one] or (
            places[one] == places[other] and leftward[one] == leftward[other] and one < other
        )
        overlap = starts[one] < starts[other] + widths[other] and starts[other] < starts[one] + widths[one]
        if covers or (overlap and places[one] < places[other] and not leftward[one] and leftward[other]):
            above.append((one, other))
    rows = [0] * count
    for _ in range(count + 1):
        raised = [(one, rows[other] + 1) for one, other in above if rows[one] <= rows[other]]
        if not raised:
            return rows
        for one, row in raised:
            rows[one] = max(rows[one], row)
    return None


def spread(centres, sizes, low: float, high: float) -> np.ndarray:
    """Centres moved as little as possible (least squares) so that things of these sizes do not overlap.

    Parameters
    ----------
    centres, sizes : array_like
        Where each would like to be, and how much room it needs.
    low, high : float
        Ends of the room; it is overrun evenly when too small.

    Returns
    -------
    ndarray
        The new centres, in the order given.

    Examples
    --------
    >>> print(spread([0.0, 1.0, 10.0], [2.0, 2.0, 2.0], -5.0, 12.0))
    [-0.5  1.5 10. ]
    """
    centres, sizes = np.asarray(centres, dtype=float), np.asarray(sizes, dtype=float)
    order = np.argsort(centres, kind="stable")
    ends = np.cumsum(sizes[order])
    offsets = ends - 0.5 * sizes[order]  # centres of a column without gaps, from its foot
    blocks: list[list[float]] = []  # pool adjacent violators: [mean, count]
    for wish in centres[order] - offsets:
        blocks.append([wish, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, count = blocks.pop()
            blocks[-1] = [
                (blocks[-1][0] * blocks[-1][1] + mean * count) / (blocks[-1][1] + count),
                blocks[-1][1] + count,
            ]
    shift = np.concatenate([np.full(int(count), mean) for mean, count in blocks]) if blocks else np.empty(0)
    room = high - (ends[-1] if ends.size else 0.0)
    shift = np.clip(shift, low, room) if room >= low else np.full_like(shift, 0.5 * (low + room))
    placed = np.empty_like(centres)
    placed[order] = shift + offsets
    return placed


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
        return Bbox.union([self._room(text, renderer) for text in self._texts] or [self.plot.bbox.frozen()])

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
    """

    def __init__(
        self, ax: Axes, title: str, subtitle: str = "", events: Sequence[Event] = (), *, above_points: float = 0.0
    ):
        super().__init__(ax)
        self._above_points = above_points
        self._title = self._text(title, fontsize=TITLE_SIZE, fontweight="bold", va="bottom")
        self._said = subtitle
        self._subtitle = self._text(subtitle, fontsize=SUBTITLE_SIZE, color=GREY, va="bottom") if subtitle else None
        low, high = sorted(ax.get_xlim())
        self._events = [
            (
                event.place,
                self._text(event.text, fontsize=EVENT_SIZE, color=INK, va="bottom"),
                self._line(color=PALE, linewidth=0.9),
            )
            for event in sorted(events)
            if low <= event.place <= high
        ]

    @property
    def event_texts(self) -> list[Text]:
        """Labels of the events."""
        return [text for _, text, _ in self._events]

    def _room(self, text: Text, renderer) -> Bbox:
        box = super()._room(text, renderer)
        if text is self._title or text is self._subtitle:  # they need height, and have all the width there is
            box.x1 = box.x0 + 1.0
        return box

    def place(self, renderer) -> None:
        """Events in rows over the plot, the subtitle over them, the title on top."""
        point = renderer.points_to_pixels(1.0)
        box = self.plot.get_window_extent(renderer)
        foot, step = box.y1 + (5.0 + self._above_points) * point, 1.3 * EVENT_SIZE * point
        places = [self.plot.transData.transform((place, self.plot.get_ylim()[0]))[0] for place, _, _ in self._events]
        widths = [text.get_window_extent(renderer).width + 12.0 * point for _, text, _ in self._events]
        rows, leftward = stacked_rows(places, widths, box.x0)
        for x, row, left, (_, text, line) in zip(places, rows, leftward, self._events, strict=True):
            text.set_horizontalalignment("right" if left else "left")
            text.set_position((x + (-4.0 if left else 4.0) * point, foot + row * step))
            line.set_data([x, x], [box.y0, foot + (row + 0.85) * step])
        top = foot + step * (max(rows) + 1) if rows else foot
        edge = self._left(box, renderer)
        if self._subtitle is not None:
            self._fold(self._subtitle, figure_of(self.plot).bbox.x1 - edge - 6.0 * point, point)
            self._subtitle.set_position((edge, top))
            top += self._subtitle.get_window_extent(renderer).height + 3.0 * point
        self._title.set_position((edge, top + 3.0 * point))

    def _fold(self, subtitle: Text, width: float, point: float) -> None:
        """The subtitle in as many lines as it needs."""
        letters = max(int(width / (LETTER * SUBTITLE_SIZE * point)), 20)
        text = _wrapped(self._said, letters)
        if text != subtitle.get_text():
            subtitle.set_text(text)

    def _left(self, box: Bbox, renderer) -> float:
        """Left end of the plot, the labels of its vertical axis included."""
        labels = self.plot.yaxis.get_tightbbox(renderer)
        return box.x0 if labels is None else min(box.x0, labels.x0)


def _wrapped(text: str, width: int) -> str:
    """Text in lines of about ``width`` letters; a number stays with its unit."""
    return fill(re.sub(r"(?<=\d) (?=\w{1,3}\b|%)", "\N{NO-BREAK SPACE}", text), width)


class SideLabel(NamedTuple):
    """Name of a line and the point where it ends, in the units of the plot."""

    x: float
    y: float
    text: str
    style: LinkStyle


class SideLabels(Placed):
    """Names of lines in the right margin, each with its marker and a thin line to where the line ends."""

    def __init__(self, ax: Axes, labels: Sequence[SideLabel], *, width: int = 25):
        super().__init__(ax)
        self._labels = [
            (
                label,
                self._text(_wrapped(label.text, width), fontsize=LABEL_SIZE, va="center", linespacing=1.05),
                self._line(color=label.style.color, linewidth=THIN),
                self._line(color=label.style.color, marker=label.style.marker, markersize=7.0, linestyle="none"),
            )
            for label in labels
        ]

    def place(self, renderer) -> None:
        """Labels beside the plot, moved apart just as far as they need."""
        point = renderer.points_to_pixels(1.0)
        box = self.plot.get_window_extent(renderer)
        ends = np.array([self.plot.transData.transform((label.x, label.y)) for label, *_ in self._labels])
        ends = np.clip(ends.reshape(-1, 2), [box.x0, box.y0], [box.x1, box.y1])
        sizes = [text.get_window_extent(renderer).height + 5.0 * point for _, text, _, _ in self._labels]
        heights = spread(ends[:, 1], sizes, box.y0, box.y1)
        left = box.x1 + 22.0 * point
        for (x, y), height, (_, text, leader, mark) in zip(ends, heights, self._labels, strict=True):
            text.set_position((left + 8.0 * point, height))
            if x < box.x1 - 0.02 * box.width:  # the line ends long before the margin: no leader through the plot
                x, y = left, height
            leader.set_data([x, max(x, box.x1), left], [y, y, height])
            mark.set_data([left], [height])
