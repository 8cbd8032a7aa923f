"""Equations as drawings: matplotlib sets them, the page holds them, and nothing is fetched from anywhere.

Every glyph is drawn once a page and referred to from then on.  The LaTeX stays with the drawing, for screen readers.
"""

import re
from functools import cache
from html import escape

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from linkbudget.plots.mathematics import mathtext

_FONT = FontProperties(size=text_to_path.FONT_SCALE, math_fontfamily="stix")
_EM = text_to_path.FONT_SCALE
_SCALE = {"math": 1.0, "math_block": 1.15}
_ROOM = 4.0  # units around a drawing, of 100 to the em
_COMMANDS = {1: ("M", 1), 2: ("L", 1), 3: ("Q", 2), 4: ("C", 3), 79: ("Z", 0)}  # path codes of matplotlib, points each


def parts(latex: str) -> list[str]:
    """An equation cut where it leaves wide spaces between statements, so that a narrow page may break it there.

    >>> parts(r"a = b, \\quad c = d")
    ['a = b,', 'c = d']
    """
    cut = [part.strip() for part in re.split(r"\\qquad|\\quad", " ".join(latex.split()))]
    balanced = all(part.count("{") == part.count("}") for part in cut)
    return [part for part in cut if part] if balanced else [latex]


def svg(latex: str, kind: str = "math", drawn: set | None = None) -> str:
    """The drawing of one equation; ``drawn`` holds the names of the glyphs that the page has already."""
    latex, drawn = " ".join(latex.split()), set() if drawn is None else drawn
    glyphs, body, (width, height, depth) = _set(latex, kind)
    new = [f'<path id="{name}" d="{outline}"/>' for name, outline in glyphs.items() if name not in drawn]
    drawn |= set(glyphs)
    definitions = f"<defs>{''.join(new)}</defs>" if new else ""
    scale = _SCALE[kind] / _EM
    left, top, wide, high = -_ROOM, -(height - depth) - _ROOM, width + 2 * _ROOM, height + 2 * _ROOM
    return (
        f'<svg class="equation" role="img" aria-label="{escape(latex)}" viewBox="{left:.1f} {top:.1f} {wide:.1f} '
        f'{high:.1f}" style="width:{wide * scale:.3f}em;height:{high * scale:.3f}em;'
        f'vertical-align:{-(depth + _ROOM) * scale:.3f}em">'
        f'{definitions}<g transform="scale(1 -1)">{body}</g></svg>'
    )


@cache
def _set(latex: str, kind: str) -> tuple[dict[str, str], str, tuple[float, float, float]]:
    """An equation set once for all pages: outlines of its glyphs, where they stand, and width, height and depth."""
    text = mathtext(latex, is_displayed=kind == "math_block")
    places, glyphs, bars = text_to_path.get_glyphs_mathtext(_FONT, text)
    size = text_to_path.get_text_width_height_descent(text, _FONT, ismath=True)
    names = {glyph: "g-" + re.sub(r"[^A-Za-z0-9]+", "-", str(glyph)) for glyph in glyphs}
    body = [
        f'<use href="#{names[glyph]}" transform="translate({x:.1f} {y:.1f}) scale({scale:.3g})"/>'
        for glyph, x, y, scale in places
    ]
    body += [f'<path d="{_outline(vertices, codes)}"/>' for vertices, codes in bars]
    return {names[glyph]: _outline(*outline) for glyph, outline in glyphs.items()}, "".join(body), size


def _outline(vertices, codes) -> str:
    vertices, words, at = np.asarray(vertices, dtype=float), [], 0
    while at < len(codes):
        letter, count = _COMMANDS[int(codes[at])]
        points = vertices[at : at + count].ravel() if count else ()
        words.append(letter + " ".join(f"{value:.1f}".removesuffix(".0") for value in points))
        at += max(count, 1)
    return "".join(words)


def setup(app):
    """The math renderer ``svg`` of the HTML builder."""
    from docutils.nodes import SkipNode

    def glyphs_of_page(translator) -> set:
        if not hasattr(translator, "drawn_glyphs"):
            translator.drawn_glyphs = set()
        return translator.drawn_glyphs

    def inline(translator, node):
        translator.body.append(svg(node.astext(), "math", glyphs_of_page(translator)))
        raise SkipNode

    def block(translator, node):
        drawings = [svg(part, "math_block", glyphs_of_page(translator)) for part in parts(node.astext())]
        translator.body.append(f'<div class="equation">{" ".join(drawings)}</div>\n')
        raise SkipNode

    app.add_html_math_renderer("svg", (inline, None), (block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
