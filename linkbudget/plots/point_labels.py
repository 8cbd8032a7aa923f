"""Names beside the points of a plot: each at the place around its point where together they cover the least.

A name that finds no room close to its point stands farther off, at the end of a thin line.

The map: :class:`PointLabel`, what is said of a point; :class:`PointLabels`, the artist that places them whenever the
figure is drawn or laid out.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

from linkbudget.plots.placing import LABEL_SIZE, Placed

POINT_WEIGHT = 8
"""Cost of covering a point, relative to a name."""

NAME_WEIGHT = 5
"""Cost of two names that cover each other, relative to one that covers the line."""

ORDERS = 60
"""In which labels choose their places; the best one is kept."""

RINGS = (1.0, 2.0, 4.0, 8.0)
"""Distances from a point at which its name may stand, in parts of the least."""

CLOSE = 2
"""Rings in which a name needs no line to its point."""

_ALONG = (0.2, 0.4, 0.6, 0.8)  # of the line from a point to its name: where it is looked at


class PointLabel(NamedTuple):
    """A point in the units of the plot, and the two lines of text beside it."""

    x: float
    y: float
    name: str
    said: str
    color: str


class PointLabels(Placed):
    """Names beside points, each where it covers the least: no other name, no point, no line.

    Parameters
    ----------
    ax : Axes
        The axes, limits already set.
    labels : sequence of PointLabel
        In order of importance: earlier ones choose first.
    line : sequence of tuple, optional
        Points of a line that names keep off, in the units of the plot.
    """

    def __init__(self, ax: Axes, labels: Sequence[PointLabel], line: Sequence[tuple[float, float]] = ()):
        super().__init__(ax)
        self.set_zorder(2.5)
        self._labels, self._curve = list(labels), list(line)
        self._pairs = [
            (
                self._text(label.name, fontsize=LABEL_SIZE, fontweight="bold", color=label.color, va="top"),
                self._text(label.said, fontsize=LABEL_SIZE - 1.0, color=label.color, va="bottom"),
            )
            for label in self._labels
        ]
        self._placed_for = b""
        self._leaders = [self._line(color=label.color, linewidth=0.9) for label in self._labels]

    def place(self, renderer) -> None:
        """Each name at one of the places around its point, so that together they cover the least."""
        point = renderer.points_to_pixels(1.0)
        spots = self.plot.transData.transform([(label.x, label.y) for label in self._labels])
        sizes = [[text.get_window_extent(renderer) for text in pair] for pair in self._pairs]
        apart = 4.0 * point
        widths = np.array([max(name.width, said.width) for name, said in sizes]) + 2.0 * apart
        heights = np.array([name.height + said.height + 2.0 * point for name, said in sizes])
        room = self.plot.get_window_extent(renderer).extents
        layout = b"".join(np.asarray(each, dtype=float).tobytes() for each in (spots, widths, heights, room))
        if layout == self._placed_for:  # a figure is measured several times before it is drawn
            return
        self._placed_for = layout
        obstacles = [_squares(spots, 12.0 * point)] * POINT_WEIGHT
        if self._curve:
            obstacles.append(_squares(_along(self.plot.transData.transform(self._curve), point), 5.0 * point))
        places = _places_around(spots, widths, heights, 7.0 * point)
        mistaken = _shared_area(places, _squares(spots, 40.0 * point))  # a name so near a point seems to be its own
        mistaken[range(len(spots)), :, range(len(spots))] = 0.0
        covered = _shared_area(places, np.concatenate(obstacles)).sum(axis=-1) + mistaken.sum(axis=-1)
        chosen = _least_covered(places, covered, room, spots)
        rings = _rings(places)[chosen]
        for row, (choice, ring, (name, said)) in enumerate(zip(chosen, rings, self._pairs, strict=True)):
            box = places[row, choice]
            name.set_position((box[0] + apart, box[3]))
            said.set_position((box[0] + apart, box[1]))
            end = np.clip(spots[row], box[:2], box[2:])  # the nearest point of the box
            self._leaders[row].set_data(*np.transpose([spots[row], end]))
            self._leaders[row].set_visible(bool(ring >= CLOSE))


def _squares(centres, size: float) -> np.ndarray:
    """Boxes (left, foot, right, top) of a size around points."""
    return np.concatenate([np.asarray(centres) - 0.5 * size, np.asarray(centres) + 0.5 * size], axis=1)


def _along(line, step: float) -> np.ndarray:
    """Points along a line."""
    pieces = []
    for start, end in pairwise(np.asarray(line)):
        count = max(int(np.hypot(*(end - start)) / step), 2)
        pieces.append(start + np.linspace(0.0, 1.0, count)[:, None] * (end - start))
    return np.concatenate(pieces)


def _places_around(spots, widths, heights, gap: float) -> np.ndarray:
    """Boxes around each point, shape (points, places, 4): beside it, below and above; then the same in each ring."""
    x, y = np.asarray(spots).T
    corners = []
    for away in gap * np.array(RINGS):
        corners += [(x + away, y - heights * lift) for lift in (0.5, 0.0, 1.0)]
        corners += [(x - away - widths, y - heights * lift) for lift in (0.5, 0.0, 1.0)]
        corners += [(x - widths * share, y - away - heights) for share in (0.5, 0.1, 0.9, 0.3, 0.7)]
        corners += [(x - widths * share, y + away) for share in (0.5, 0.1, 0.9, 0.3, 0.7)]
    left, foot = np.array(corners).transpose(1, 2, 0)
    return np.stack([left, foot, left + widths[:, None], foot + heights[:, None]], axis=-1)


def _shared_area(boxes, others) -> np.ndarray:
    """Area that each box shares with each of the others."""
    low = np.maximum(boxes[..., None, :2], others[..., :2])
    high = np.minimum(boxes[..., None, 2:], others[..., 2:])
    return np.prod(np.maximum(high - low, 0.0), axis=-1)


def _rings(places: np.ndarray) -> np.ndarray:
    """The ring of each place by its number."""
    return np.arange(places.shape[1]) // (places.shape[1] // len(RINGS))


def _crossed(places: np.ndarray, spots: np.ndarray) -> np.ndarray:
    """Parts of the line from a point to its name that lie in another name, by place and place of the other."""
    ends = np.clip(spots[:, None, :], places[..., :2], places[..., 2:])
    boxes = places.reshape(-1, 4)
    crossed = np.zeros((len(boxes), len(boxes)))
    for share in _ALONG:
        x, y = (spots[:, None] + share * (ends - spots[:, None])).reshape(-1, 1, 2).transpose(2, 0, 1)
        inside = (x > boxes[:, 0]) & (y > boxes[:, 1]) & (x < boxes[:, 2]) & (y < boxes[:, 3])
        crossed += inside / len(_ALONG)
    crossed[np.tile(_rings(places) < CLOSE, len(places))] = 0.0  # which have no line
    return crossed


def _least_covered(places: np.ndarray, covered: np.ndarray, room, spots: np.ndarray) -> np.ndarray:
    """The place of each label by its number: the best of many orders of choosing, each in turn until settled."""
    count, choices, _ = places.shape
    area = np.prod(places[..., 2:] - places[..., :2], axis=-1)
    outside = area - _shared_area(places, np.asarray([room]))[..., 0]
    farther = 0.002 * np.arange(choices) + 0.2 * _rings(places)  # the nearer place where nothing else decides
    alone = 4.0 * (covered + 3.0 * outside) + farther * area
    every = places.reshape(-1, 4)
    crossed = _crossed(places, spots)
    shared = _shared_area(every, every) + 0.5 * area.mean() * (crossed + crossed.T)
    shared = 4.0 * NAME_WEIGHT * shared.reshape(count, choices, count, choices)
    names = np.arange(count)
    shared[names, :, names, :] = 0.0
    random, best, least = np.random.default_rng(0), np.zeros(count, dtype=int), np.inf
    for order in [names, *(random.permutation(count) for _ in range(ORDERS))]:
        chosen = np.argmin(alone, axis=1)
        for index in np.tile(order, 4):
            chosen[index] = np.argmin(alone[index] + shared[index][:, names, chosen].sum(axis=1))
        cost = alone[names, chosen].sum() + 0.5 * shared[names, chosen][:, names, chosen].sum()
        if cost < least:
            best, least = chosen.copy(), cost
    return best
