"""Trades: designs of which none is better in everything, and what was chosen for them."""

from textwrap import fill

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from linkbudget.errors import InputError
from linkbudget.formatting import count_text, tick_text, typeset
from linkbudget.plots.placing import Heading
from linkbudget.plots.style import COLOURS, GREY, MARKERS, Canvas, canvas, color_bar, in_house_style, settled

MOST_INPUTS = 3
"""Panels of inputs below a front."""

_SENSES = {"maximise": "more", "minimise": "less"}


@in_house_style
def pareto_front(front, ax: Canvas = None) -> Axes:
    """A Pareto front: the second objective against the first, and the inputs that lead there.

    Parameters
    ----------
    front : xarray.Dataset
        What :func:`linkbudget.studies.pareto.pareto` gave; a third objective is shown by colour.
    ax : Axes, Figure or SubFigure, optional
        Where to draw; in axes, the front alone.

    Returns
    -------
    Axes
        The front.
    """
    keys = front.attrs["objectives"].split("; ")
    inputs = [name for name in front if name not in keys and front[name].attrs["role"] == "input"][:MOST_INPUTS]
    if front.sizes["design"] < 1:
        raise InputError("no designs to draw")
    height, ratios = 4.6 + 1.9 * len(inputs), [2.0, *[1.0] * len(inputs)]
    given, panels = ax, canvas(ax, 1 + len(inputs), figsize=(10.0, height), sharex=True, height_ratios=ratios)
    main, x, y = panels[0], front[keys[0]], front[keys[1]]
    _draw_front(main, x, y, front[keys[2]] if keys[2:] else None)
    main.set_ylabel(_label(y, 36))
    for place, (panel, name) in enumerate(zip(panels[1:], inputs, strict=False)):
        panel.plot(x, front[name], MARKERS[place + 1], color=COLOURS[place + 1], markersize=4.0)
        panel.set_ylabel(_label(front[name], 16))
        panel.margins(y=0.12)
        if name in front.attrs["logarithmic"].split("; "):
            _ratios(panel, "y", front[name])
    if keys[0] in front.attrs["logarithmic"].split("; "):
        _ratios(main, "x", x)
    panels[-1].set_xlabel(_label(x, 80))
    main.margins(x=0.03, y=0.06)
    wanted = ", ".join(f"{_SENSES[front[key].attrs['role']]} {_words(front[key])}" for key in keys)
    count, tried = (count_text(number) for number in (front.sizes["design"], front.attrs["tried"]))
    are = "is" if front.sizes["design"] == 1 else "are"
    said = f"Wanted: {wanted}. {front.attrs['title']}."
    Heading(main, typeset(f"{count} of {tried} designs {are} beaten by no other"), typeset(said))
    return settled(main, given)


def _draw_front(ax: Axes, x, y, third) -> None:
    if third is None:
        ax.plot(x, y, color=GREY, linewidth=1.0, zorder=2)
        ax.plot(x, y, MARKERS[0], color=COLOURS[0], markersize=5.0, zorder=3)
        return
    drawn = ax.scatter(x, y, c=third, cmap="viridis", s=26.0, zorder=3)
    color_bar(ax, drawn, label=_label(third, 36), pad=0.015)


def _ratios(ax: Axes, which: str, values) -> None:
    """A logarithmic axis that is read as plain numbers."""
    axis, is_short = getattr(ax, f"{which}axis"), bool(values.max() < 50.0 * values.min())
    getattr(ax, f"set_{which}scale")("log")
    axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0) if is_short else (1.0,), numticks=9))
    axis.set_major_formatter(FuncFormatter(lambda value, _: tick_text(value)))
    axis.set_minor_formatter(NullFormatter())


def _words(values) -> str:
    text = values.attrs["long_name"]
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _label(values, width: int) -> str:
    """Name and unit, in lines of so many letters."""
    text = values.attrs["long_name"]
    return fill(f"{text[:1].upper()}{text[1:]}\N{NO-BREAK SPACE}[{values.attrs['units']}]", width)
