"""Sheets and posters for the classroom, as PDF: the formulas, and what Mars 1's budget and pictures look like.

The map: :data:`HANDOUTS`, :func:`write_handouts`.  All is drawn by lines and letters, so that a page prints as a poster
of any size.
"""

from collections.abc import Callable
from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

import linkbudget
from linkbudget.lessons.formula_sheet import formula_sheet
from linkbudget.plots.drawing import write
from linkbudget.plots.looks import sized_figure
from linkbudget.writing import whole_files

LANDSCAPE = (11.69, 8.27)
"""Width and height of a page of A4 on its side [inch]."""

BORDER_INCH = 0.3
"""Room at the edges [inch]."""

LAST_CONTACT = "1963-03-21T17:00Z"
"""Instant of the budget on the wall: Mars 1's last day."""


def _budget() -> Figure:
    """The budget of Mars 1 as a staircase of levels."""
    page = sized_figure(LANDSCAPE)
    linkbudget.plots.waterfall(linkbudget.load("mars1"), "telemetry-32cm-dish", LAST_CONTACT, ax=page)
    return page


def _pictures() -> Figure:
    """Pictures of Mars 1 from ever farther away."""
    page = linkbudget.plots.montage(linkbudget.load("mars1")).get_figure(root=True)
    assert page is not None
    return page


def _distances() -> Figure:
    """Reach of the links of Mars 1."""
    page = linkbudget.plots.poster(linkbudget.load("mars1")).get_figure(root=True)
    assert page is not None
    return page


def _with_border(page: Figure) -> Figure:
    """A page with room at its edges, which printers leave white."""
    layout = page.get_layout_engine()
    if isinstance(layout, ConstrainedLayoutEngine):
        layout.set(w_pad=BORDER_INCH, h_pad=BORDER_INCH)
    return page


HANDOUTS: dict[str, Callable[[], Figure]] = {
    "formula-sheet": formula_sheet,
    "poster-budget": _budget,
    "poster-pictures": _pictures,
    "poster-distances": _distances,
}
"""Name of the file without its ending -> what draws it."""


def write_handouts(folder: Path) -> list[Path]:
    """Write all of them into a folder, all or none, and name the files."""
    with whole_files(folder) as new:
        for name, draw in HANDOUTS.items():
            write(_with_border(draw()), new / f"{name}.pdf")
    return [folder / f"{name}.pdf" for name in HANDOUTS]
