"""Figures inside a page: names of their own, words for those who do not see them, and colours that follow the page."""

import io
import re
from html import escape

import matplotlib
from matplotlib.figure import Figure

from linkbudget.plots.drawing import laid_out, save
from linkbudget.plots.looks import look_of
from linkbudget.plots.style import GAIN_TEXT, GREY, GRID, INK, LOSS_TEXT, PALEST, PAPER, THEMES, house_style

OF_PAGE = {
    "ink": INK,
    "soft": GREY,
    "line": GRID,
    "tint": PALEST,
    "paper": PAPER,
    "good": GAIN_TEXT,
    "bad": LOSS_TEXT,
    "link": GAIN_TEXT,
}
"""Colours of a page, by the name that its style sheet has for them."""


def css_colours() -> dict[str, str]:
    """Variables of the colours of figures and page, for a light and for a dark screen."""
    return {"light": _variables(THEMES["paper"]), "dark": _variables(THEMES["dark"])}


def _variables(theme: dict[str, str]) -> str:
    of_figures = {_name(colour): other for colour, other in theme.items()}
    of_page = {name: theme[colour] for name, colour in OF_PAGE.items()}
    return " ".join(f"--{name}: {colour};" for name, colour in {**of_figures, **of_page}.items())


def _name(colour: str) -> str:
    """Name of the variable of a colour of figures."""
    return f"c{colour[1:].lower()}"


def svg_text(figure: Figure) -> str:
    """A drawn figure as SVG."""
    with (
        matplotlib.rc_context(house_style(look_of(figure))),
        laid_out(figure),
        io.StringIO() as text,
    ):
        save(figure, text, ".svg")
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
    names = {colour.lower(): _name(colour) for colour in THEMES["paper"]}

    def variable(found: re.Match) -> str:
        colour = found.group()
        return f"var(--{names[colour]})" if colour in names else colour

    return re.sub(r"#[0-9a-f]{6}\b", variable, svg)
