"""Figures of questions, made for reading: curves on a fine grid, and pictures side by side.

They are SVG of our own, the same bytes on every machine, and drawn fast enough for a class; fine lines of even axes
stand more than a millimetre apart on paper.  The map: :class:`Curve`, :class:`Pictures`,
:class:`Axis` (its lines and numbers).
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from typing import Any

import numpy as np

from linkbudget.formatting import number_text, power_of_ten_text, typeset
from linkbudget.formulas.answers import formula
from linkbudget.formulas.curves import WIDE
from linkbudget.formulas.formula import named
from linkbudget.formulas.values import in_unit
from linkbudget.lessons.exercise_images import png
from linkbudget.lessons.exercise_media import SVG, Medium

WIDTH, HEIGHT = 600, 390
"""Size of a curve, so that two questions with figures fit on a page."""

LEFT, RIGHT, TOP, BOTTOM = 74, 582, 34, 334
"""Frame of its panel."""

POINTS = 300
"""Values of a curve."""

MANY_DECADES = 3.5
"""Decades from which on a logarithmic axis has numbers at its powers of ten alone."""

DASHES = ("", "11 5", "3 4", "14 4 3 4")
"""Lines of curves in one figure, told apart without colours."""

SIDE = 240
"""Side of a picture as it is shown."""

_FONT = "Libertinus Serif, Georgia, Times New Roman, serif"


@dataclass(frozen=True)
class Axis:
    """An axis from one end to the other, even or logarithmic, drawn between two places of the figure."""

    low: float
    high: float
    start: float
    end: float
    label: str
    steps: int
    is_level: bool = False

    @property
    def is_log(self) -> bool:
        """True where the ends are far apart, so that equal lengths are equal ratios; decibels stay even."""
        return not self.is_level and self.low > 0.0 and self.high / self.low >= WIDE

    def place(self, value: Any) -> Any:
        """Place of a value in the figure."""
        share = (self._even(value) - self._even(self.low)) / (self._even(self.high) - self._even(self.low))
        return self.start + share * (self.end - self.start)

    def _even(self, value: Any) -> Any:
        return np.log10(value) if self.is_log else value

    @property
    def decades(self) -> float:
        """Decades from end to end."""
        return math.log10(self.high / self.low)

    def lines(self) -> tuple[list[float], list[float]]:
        """Values of the bold lines and of the fine ones."""
        if self.is_log:
            powers = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
            found = [(factor, factor * 10.0**power) for power in powers for factor in range(1, 10)]
            inside = [(f, value) for f, value in found if self.low * 0.999 <= value <= self.high * 1.001]
            bold = (1,) if self.decades >= MANY_DECADES else (1, 2, 5)
            return [v for f, v in inside if f in bold], [v for f, v in inside if f not in bold]
        step, parts = _step((self.high - self.low) / self.steps)
        fine = step / parts
        counts = range(math.ceil(self.low / fine - 1e-9), math.floor(self.high / fine + 1e-9) + 1)
        return [n * fine for n in counts if n % parts == 0], [n * fine for n in counts if n % parts]

    def text(self, value: float) -> str:
        """Number at a bold line."""
        if self.is_log and self.decades >= MANY_DECADES:
            return power_of_ten_text(value)
        return typeset(number_text(value, 6))


def _step(least: float) -> tuple[float, int]:
    """The first of 1, 2, 5 and their tenfolds that is large enough, and into how many parts fine lines divide it."""
    power = 10.0 ** math.floor(math.log10(least))
    factor = next(factor for factor in (1, 2, 5, 10) if factor * power >= least * (1.0 - 1e-9))
    return factor * power, 4 if factor == 2 else 5


@dataclass(frozen=True)
class Curve:
    """An equation drawn over one of its arguments, in which a pupil reads.

    Attributes
    ----------
    over : str
        Argument that the axis across is for, without its unit.
    low, high, unit :
        Ends of that axis, in a unit.
    up : tuple of float
        Ends of the axis upwards, in ``up_unit``.
    up_unit : str
        Unit of the axis upwards; that of the equation without it.
    across_label, up_label : str
        Names of the axes; the names in the equation without them.
    each : tuple
        An argument with a curve for each of some values, and these values.
    formula : str
        Equation; that of the question without it, with the drawn values.
    given : mapping
        Other arguments of such an equation, as text.
    is_bare : bool
        Whether the equation takes bare numbers of any unit, so that ``unit`` is a name on the axis alone.
    """

    over: str
    low: float
    high: float
    unit: str
    up: tuple[float, float]
    up_unit: str = ""
    across_label: str = ""
    up_label: str = ""
    each: tuple[str, tuple[str, ...]] = ("", ())
    formula: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    is_bare: bool = False

    def drawn(self, of: str, values: Mapping[str, str]) -> Medium:
        """The figure for a question that is about an equation, with drawn values."""
        name, given = (self.formula, self.given) if self.formula else (of, values)
        kept = {argument.key for argument in named(name).arguments} - {self.over, self.each[0]}
        return _curve(
            name, self.over, self.low, self.high, self.unit, self.up, self.up_unit, self.across_label, self.up_label,
            self.each, tuple((key, value) for key, value in given.items() if key in kept), self.is_bare,
        )  # fmt: skip


@cache
def _curve(
    name: str, over: str, low: float, high: float, unit: str, up: tuple[float, float], up_unit: str,
    across_label: str, up_label: str, each: tuple[str, tuple[str, ...]], given: tuple[tuple[str, str], ...],
    is_bare: bool,
) -> Medium:  # fmt: skip
    """The figure, drawn once for the same values."""
    found = named(name)
    across_words, up_words = across_label or _spoken(over), up_label or _spoken(found.output.key)
    up_unit = up_unit or found.output.unit.replace("-", "")
    across = Axis(low, high, LEFT, RIGHT, _label(across_words, unit), 16, unit.startswith("dB"))
    upwards = Axis(*up, BOTTOM, TOP, _label(up_words, up_unit), 10, up_unit.startswith("dB"))
    read_unit = "" if is_bare else unit
    wanted = f"{low:.12g} {read_unit}".strip() + f"..{high:.12g} {read_unit}".strip() + f":{POINTS}"
    lines = []
    for one in each[1] or ("",):
        more = {each[0]: one} if one else {}
        answer = formula(name, **{over: wanted + (":log" if across.is_log else "")}, **dict(given), **more)
        heights = in_unit(answer.value, answer.unit, up_unit) if up_unit not in ("", answer.unit) else answer.value
        places = np.geomspace(low, high, POINTS) if across.is_log else np.linspace(low, high, POINTS)
        lines.append((f"{one} {each[0]}" if one.isdecimal() else one, places, np.asarray(heights)))
    title = f"{up_words[:1].upper()}{up_words[1:]} against {across_words}"
    return Medium(_svg(WIDTH, HEIGHT, title, _panel(title, across, upwards, lines)), SVG, title, WIDTH)


def _panel(title: str, across: Axis, upwards: Axis, curves: Sequence[tuple[str, np.ndarray, np.ndarray]]) -> list[str]:
    """Grid, numbers, curves and, where there are several, what they are."""
    (bold_x, fine_x), (bold_y, fine_y) = across.lines(), upwards.lines()
    parts = [
        _grid(across, upwards, fine_x, fine_y, 'stroke="#c4c4c4" stroke-width=".6"'),
        _grid(across, upwards, bold_x, bold_y, 'stroke="#7d7d7d" stroke-width="1"'),
        f'<rect x="{LEFT}" y="{TOP}" width="{RIGHT - LEFT}" height="{BOTTOM - TOP}" fill="none" stroke="#000"/>',
        *(_text(across.text(one), across.place(one), BOTTOM + 19, "middle", "across") for one in bold_x),
        *(_text(upwards.text(one), LEFT - 7, upwards.place(one) + 5, "end", "up") for one in bold_y),
        _text(across.label, (LEFT + RIGHT) / 2, HEIGHT - 12, "middle"),
        f'<text transform="translate(17 {(TOP + BOTTOM) / 2:g}) rotate(-90)" text-anchor="middle">'
        f"{escape(upwards.label)}</text>",
        f'<text x="{LEFT}" y="21" font-weight="bold">{escape(title)}</text>',
    ]
    for (_, places, heights), dash in zip(curves, DASHES, strict=False):
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        way = _inside(across.place(places), upwards.place(np.clip(heights, *_far(upwards))), TOP, BOTTOM)
        parts.append(f'<polyline class="curve" fill="none" stroke="#000" stroke-width="2.2"{dashed} points="{way}"/>')
    return parts + (_legend([name for name, *_ in curves]) if len(curves) > 1 else [])


def _far(axis: Axis) -> tuple[float, float]:
    """Ends far beyond the axis, within which its logarithm is finite."""
    return (axis.low * 1e-9, axis.high * 1e9) if axis.is_log else (-math.inf, math.inf)


def _grid(across: Axis, upwards: Axis, across_values: list[float], up_values: list[float], look: str) -> str:
    ways = [f"M{across.place(one):.1f} {TOP}V{BOTTOM}" for one in across_values]
    ways += [f"M{LEFT} {upwards.place(one):.1f}H{RIGHT}" for one in up_values]
    return f'<path {look} d="{"".join(ways)}"/>'


def _inside(x: np.ndarray, y: np.ndarray, top: float, bottom: float) -> str:
    """Points of a line within the panel, with those where it enters and leaves."""
    points: list[tuple[float, float]] = []
    for (x1, y1), (x2, y2) in zip(zip(x, y, strict=True), [*zip(x, y, strict=True)][1:], strict=False):
        if not (min(y1, y2) <= bottom and max(y1, y2) >= top):
            continue
        ends = (0.0, 1.0) if y1 == y2 else sorted(min(max((y - y1) / (y2 - y1), 0.0), 1.0) for y in (top, bottom))
        points += [(x1 + share * (x2 - x1), y1 + share * (y2 - y1)) for share in ends]
    texts = [f"{one:.1f},{other:.1f}" for one, other in points]
    return " ".join(dict.fromkeys(texts))


def _legend(names: Sequence[str]) -> list[str]:
    """Names of curves, in the lower left corner, which curves that fall leave free."""
    width, height = 62 + 7.6 * max(map(len, names)), 22 * len(names) + 8
    left, top = LEFT + 8, BOTTOM - 8 - height
    parts = [
        f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{height}" fill="#fff" stroke="#000" '
        'stroke-width=".6"/>'
    ]
    for place, (name, dash) in enumerate(zip(names, DASHES, strict=False)):
        y = top + 19 + 22 * place
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        parts.append(f'<path stroke="#000" stroke-width="2.2"{dashed} d="M{left + 8:.1f} {y - 5}h38"/>')
        parts.append(_text(name, left + 54, y, "start"))
    return parts


def _text(words: str, x: float, y: float, anchor: str, name: str = "") -> str:
    named_as = f' class="{name}"' if name else ""
    return f'<text{named_as} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _svg(width: int, height: int, says: str, parts: Sequence[str]) -> bytes:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(says)}" font-family="{_FONT}" font-size="15">'
    )
    ground = f'<rect width="{width}" height="{height}" fill="#fff"/>'
    return "".join([head, ground, *parts, "</svg>"]).encode()


def _spoken(key: str) -> str:
    return key.replace("_", " ")


def _label(words: str, unit: str) -> str:
    return f"{words[:1].upper()}{words[1:]}{f' [{unit}]' if unit else ''}"


# ---------------------------------------------------------------- pictures


@dataclass(frozen=True)
class Pictures:
    """Pictures of choices side by side: ``grey`` makes the 8-bit picture of a choice from its value, as text."""

    grey: Callable[[str], np.ndarray]
    says: str

    def drawn(self, values: Sequence[str], letters: Sequence[str]) -> list[Medium]:
        """One figure of all of them, each with its letter above."""
        return [_side_by_side(self, tuple(values), tuple(letters))]


@cache
def _side_by_side(of: Pictures, values: tuple[str, ...], letters: tuple[str, ...]) -> Medium:
    """The figure, drawn once for the same values."""
    parts = []
    for place, (value, letter) in enumerate(zip(values, letters, strict=True)):
        left = 8 + place * (SIDE + 24)
        parts.append(f'<text x="{left + SIDE / 2:g}" y="20" text-anchor="middle" font-size="19">{letter}</text>')
        parts.append(
            f'<image x="{left}" y="30" width="{SIDE}" height="{SIDE}" image-rendering="optimizeSpeed" '
            f'style="image-rendering:pixelated" href="{_png_url(of, value)}"/>'
        )
    width = 16 + len(values) * SIDE + (len(values) - 1) * 24
    return Medium(_svg(width, SIDE + 38, of.says, parts), SVG, of.says, width)


@cache
def _png_url(of: Pictures, value: str) -> str:
    return Medium(png(of.grey(value)), "image/png", "").data_url
