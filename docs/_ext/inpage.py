"""Tables and drawings that are made while the site is built and stand in the page itself."""

import io
import re
from collections.abc import Callable

INK, PALE = "#101112", "#979899"
"""Text and guide lines of a drawing; in the page they take the colour of its text, light or dark."""


def table(head: list[str], rows: list[list], numbers_from: int = 1, words_from: int = 99) -> str:
    """A table of the page; columns from ``numbers_from`` to before ``words_from`` are set flush right."""
    places = range(len(head))
    rule = ["---:" if numbers_from <= place < words_from else "---" for place in places]
    return "\n".join(f"| {' | '.join(str(cell) for cell in row)} |" for row in [head, rule, *rows]) + "\n"


def drawing(draw: Callable, label: str) -> str:
    """The figure that ``draw`` returns, as a drawing in the page, with what it shows in words."""
    import matplotlib

    with matplotlib.rc_context({"svg.fonttype": "path", "svg.hashsalt": draw.__module__, "font.size": 9}):
        written = io.StringIO()
        draw().savefig(written, format="svg", metadata={"Date": None})
    svg = written.getvalue()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.S)
    start, rest = svg.split(">", 1)
    svg = re.sub(r' (width|height)="[^"]*"', "", start) + ">" + rest
    svg = svg.replace("<svg ", f'<svg role="img" aria-label="{label}" style="max-width: 46em; width: 100%" ', 1)
    svg = svg.replace(INK, "currentColor").replace(PALE, "currentColor")
    return "```{raw} html\n<figure>\n" + re.sub(r"\n\s*\n", "\n", svg) + "</figure>\n```\n"
