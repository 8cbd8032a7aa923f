"""Figures inside a page: names of their own, words for those who do not see them, and colours that follow the page."""

import io
import re
from html import escape

import matplotlib
from matplotlib.figure import Figure

from linkbudget.plots.drawing import NO_DATE
from linkbudget.plots.style import GAIN, GAIN_TEXT, GREY, GRID, HOUSE_STYLE, INK, LOSS, LOSS_TEXT, PALE, PALEST

_NAMES = ("ink", "grey", "pale", "palest", "grid", "gain", "loss", "gain-text", "loss-text", "paper")
_HOUSE = (INK, GREY, PALE, PALEST, GRID, GAIN, LOSS, GAIN_TEXT, LOSS_TEXT, "#FFFFFF")
_DARK = ("#E8E8E8", "#B0B0B0", "#7A7A7A", "#2A2D31", "#34383D", "#2FC79A", "#F08A3C", "#6FE0BD", "#FFAB70", "#14171A")


def css_colours() -> dict[str, str]:
    """Variables of the colours of figures and page, for a light and for a dark screen."""
    return {
        "light": _variables(dict(zip(_NAMES, _HOUSE, strict=True))),
        "dark": _variables(dict(zip(_NAMES, _DARK, strict=True))),
    }


def _variables(colours: dict[str, str]) -> str:
    of_page = {"soft": "grey", "line": "grid", "tint": "palest", "good": "gain-text", "bad": "loss-text", "link": "ink"}
    colours = colours | {name: colours[source] for name, source in of_page.items()}
    return " ".join(f"--{name}: {colour};" for name, colour in colours.items())


def svg_text(figure: Figure) -> str:
    """A drawn figure as SVG."""
    with matplotlib.rc_context(HOUSE_STYLE), io.StringIO() as text:
        figure.savefig(text, format="svg", metadata=NO_DATE[".svg"])
        return text.getvalue()


def inlined(svg: str, name: str, title: str) -> str:
    """An SVG file as a part of a page; ``name`` tells its elements from those of other figures."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    for mark in ('id="', 'href="#', "url(#"):
        svg = svg.replace(mark, f"{mark}{name}-")
    head, body = svg.split(">", 1)
    head = re.sub(r'\s(width|height|xmlns|xmlns:xlink|version)="[^"]*"', "", head)
    return f'{head} role="img" aria-label="{escape(title)}">{_in_variables(body)}'


def _in_variables(svg: str) -> str:
    """House colours as variables of the page."""
    names = {colour.lower(): name for name, colour in zip(_NAMES, _HOUSE, strict=True)}

    def variable(found: re.Match) -> str:
        colour = found.group()
        return f"var(--{names[colour]})" if colour in names else colour

    return re.sub(r"#[0-9a-f]{6}\b", variable, svg)
