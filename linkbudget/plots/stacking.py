"""The two rules by which labels keep apart: rows over a plot, and places in a column.

The map: :func:`stacked_rows`, :func:`spread`.
"""

from collections.abc import Sequence
from itertools import permutations, product

import numpy as np

_MOST_TURNED = 8  # labels of which every way of turning them is tried


def stacked_rows(
    places: Sequence[float], widths: Sequence[float], low: float = 0.0, high: float = np.inf
) -> tuple[list[int], list[bool]]:
    """Row of each label over the plot, and whether it runs to the left of its place; as few rows as will do.

    Labels run to the right of their leader, or to the left where that saves rows, or keeps them from running beyond
    ``high``, and there is room from ``low`` on.  A label lies above every label whose leader it would cover, so leaders
    never cross text.

    Examples
    --------
    >>> stacked_rows([0.0, 10.0, 500.0], [100.0, 80.0, 100.0])
    ([1, 0, 0], [False, False, False])
    >>> stacked_rows([300.0, 310.0], [100.0, 80.0])
    ([0, 0], [True, False])
    """
    best: tuple[tuple[float, int, int, int], list[int], list[bool]] | None = None
    for leftward in product((False, True), repeat=len(places) if len(places) <= _MOST_TURNED else 0):
        turned = list(leftward) or [False] * len(places)
        if any(left and place - width < low for left, place, width in zip(turned, places, widths, strict=True)):
            continue
        rows = _rows(places, widths, turned)
        if rows is not None:
            ends = (place + width for place, width, left in zip(places, widths, turned, strict=True) if not left)
            cost = sum(max(end - high, 0.0) for end in ends), max(rows, default=0), sum(rows), sum(turned)
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
