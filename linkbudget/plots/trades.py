"""Trades: designs of which none is better in everything, and what was chosen for them."""

import numpy as np
from matplotlib.axes import Axes

from linkbudget.errors import InputError
from linkbudget.plots.placing import Heading
from linkbudget.plots.style import COLOURS, GREY, MARKERS, Canvas, canvas, in_house_style, settled

MOST_INPUTS = 3
"""Panels of inputs below a front."""

_SENSES = {"maximise": "more is better", "minimise": "less is better"}


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
    height, ratios = 4.6 + 1.7 * len(inputs), [2.4, *[1.0] * len(inputs)]
    given, panels = ax, canvas(ax, 1 + len(inputs), figsize=(10.0, height), sharex=True, height_ratios=ratios)
    main, x, y = panels[0], front[keys[0]], front[keys[1]]
    _draw_front(main, x, y, front[keys[2]] if keys[2:] else None)
    main.set_ylabel(_label(y))
    for place, (panel, name) in enumerate(zip(panels[1:], inputs, strict=False)):
        style = {"color": COLOURS[place + 1], "marker": MARKERS[place + 1]}
        panel.plot(x, front[name], linestyle="none", markersize=4.5, **style)
        if name in front.attrs["logarithmic"].split("; "):
            panel.set_yscale("log")
        panel.set_ylabel(_label(front[name]), color=COLOURS[place + 1])
        panel.margins(y=0.12)
    panels[-1].set_xlabel(_label(x))
    main.margins(x=0.03, y=0.06)
    senses = "; ".join(f"{_name(front[key])}: {_SENSES[front[key].attrs['role']]}" for key in keys)
    tried = f"{front.sizes['design']:,} of {front.attrs['tried']:,} designs are beaten by no other"
    Heading(main, "What one gains, another pays", f"{front.attrs['title']}. {tried}. {senses[:1].upper()}{senses[1:]}.")
    return settled(main, given)


def _draw_front(ax: Axes, x, y, third) -> None:
    if third is None:
        ax.plot(x, y, color=GREY, linewidth=1.0, zorder=2)
        ax.plot(x, y, MARKERS[0], color=COLOURS[0], markersize=5.0, zorder=3)
        return
    drawn = ax.scatter(x, y, c=third, cmap="viridis", s=26.0, zorder=3)
    ax.get_figure().colorbar(drawn, ax=ax, label=_label(third), pad=0.015)


def _name(values) -> str:
    text = values.attrs["long_name"]
    return text if any(sign in text for sign in "*/+") else text[:1].lower() + text[1:] if text[:2].istitle() else text


def _label(values) -> str:
    text, unit = values.attrs["long_name"], values.attrs["units"]
    words = text.split(" ")
    half = (len(text) // 2, [len(" ".join(words[: place + 1])) for place in range(len(words))])
    if len(text) > 28 and len(words) > 1:
        cut = int(np.argmin([abs(length - half[0]) for length in half[1]])) + 1
        text = f"{' '.join(words[:cut])}\n{' '.join(words[cut:])}".rstrip()
    return f"{text[:1].upper()}{text[1:]} [{unit}]"
