"""Rows of bars or marks with a name each: beside them on the page, over them in a narrow figure.

The map: :func:`name_rows`.
"""

from collections.abc import Sequence
from textwrap import fill

from matplotlib.axes import Axes

from linkbudget.plots.looks import current, want_inch
from linkbudget.plots.style import PAPER

BAR = 0.62
"""Height of a bar on the page, of a row [-]."""

NARROW_LETTERS = 44
"""Letters of a name before it is folded, where it has the width of a phone."""

_BAR_POINTS, _LINE_POINTS, _GAP_POINTS = 13.0, 14.0, 7.0


def name_rows(
    ax: Axes,
    names: Sequence[str],
    *,
    said: Sequence[str] = (),
    is_bold: Sequence[bool] = (),
    letters: int = 1000,
    bar_points: float = _BAR_POINTS,
) -> float:
    """Name the rows 0, 1, 2 and so on of a vertical axis; to be called before they are drawn.

    Parameters
    ----------
    ax : Axes
        Where the rows are.
    names : sequence of str
        A name a row.
    said : sequence of str, optional
        What a narrow figure says under each name, which has no room for it beside the bars.
    is_bold : sequence of bool, optional
        Which names are bold.
    letters : int, optional
        Letters of a name beside its row before it is folded.
    bar_points : float, optional
        Height of what is drawn in a row of a narrow figure [points of 1/72 inch].

    Returns
    -------
    float
        Height of a bar, of a row [-].
    """
    weights = ["bold" if bold else "normal" for bold in is_bold] or ["normal"] * len(names)
    ax.tick_params(axis="y", length=0)
    if not current().width.is_narrow:
        ax.set_yticks(range(len(names)), [fill(name, letters) for name in names])
        for label, weight in zip(ax.get_yticklabels(), weights, strict=True):
            label.set_fontweight(weight)
        return BAR
    ax.set_yticks([])
    words = [fill(name, NARROW_LETTERS) for name in names]
    lines = max(word.count("\n") + 1 for word in words) + (1 if said else 0)
    pitch = bar_points + _LINE_POINTS * lines + _GAP_POINTS
    for place, (word, weight) in enumerate(zip(words, weights, strict=True)):
        above = 0.5 * bar_points + 1.0
        if said:
            _over(ax, place, said[place], above, "normal")
            above += _LINE_POINTS
        _over(ax, place, word, above, "bold" if said else weight)
    want_inch(ax, (len(names) + 0.4) * pitch / 72.0)
    return bar_points / pitch


def _over(ax: Axes, place: int, text: str, points: float, weight: str) -> None:
    ax.annotate(
        text,
        (0.0, place),
        xycoords=("axes fraction", "data"),
        xytext=(2.0, points),
        textcoords="offset points",
        va="bottom",
        fontsize=11.0,
        fontweight=weight,
        linespacing=1.0,
        annotation_clip=False,
        zorder=3.5,
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.4},
    )
