"""One equation as a curve over one of its arguments."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from linkbudget.errors import InputError
from linkbudget.formatting import list_text, typeset
from linkbudget.formulas.answers import Answer
from linkbudget.formulas.formula import values_text
from linkbudget.formulas.values import in_unit
from linkbudget.labels import without_unit
from linkbudget.plots.looks import sized_figure
from linkbudget.plots.placing import Heading
from linkbudget.plots.style import COLOURS, canvas, in_house_style

_UNITS = {
    "m": ((1e9, "million km"), (1e3, "km"), (1.0, "m"), (1e-3, "mm"), (1e-9, "nm")),
    "Hz": ((1e9, "GHz"), (1e6, "MHz"), (1e3, "kHz"), (1.0, "Hz")),
    "W": ((1e3, "kW"), (1.0, "W"), (1e-3, "mW"), (1e-6, "µW"), (1e-12, "pW")),
    "s": ((86400.0, "d"), (3600.0, "h"), (1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")),
    "bit/s": ((1e6, "Mbit/s"), (1e3, "kbit/s"), (1.0, "bit/s")),
}
_STEEP = 300.0


@in_house_style
def formula_figure(answer: Answer, over: str, ax=None) -> Figure:
    """A figure of an equation's answer against one of its arguments.

    Parameters
    ----------
    answer : Answer
        As :func:`linkbudget.formulas.answers.formula` gives it for a range of values.
    over : str
        Name of that argument, with its unit: ``frequency_hz``.

    Raises
    ------
    InputError
        If the answer is no curve: it has several numbers, or none that is finite.
    """
    formula = answer.formula
    values, drawn = np.asarray(answer.given[over], dtype=float), answer.value
    if answer.parts or np.shape(drawn) != values.shape:
        raise InputError(f"{formula.name}: no curve over {over}; its answer has the shape {np.shape(drawn)}")
    drawn = np.asarray(drawn, dtype=float)
    if not np.isfinite(drawn).any():
        raise InputError(f"{formula.name}: no answer over this range of {over}")
    figure = sized_figure((9.0, 5.8))
    figure.set_label(f"{formula.name} over {over}")
    panel = canvas(figure, 1)[0]
    argument = formula.argument(over)
    assert argument is not None
    across, across_unit = _scaled(values, argument.unit)
    if answer.wanted_unit:
        up, up_unit = np.asarray(in_unit(drawn, answer.unit, answer.wanted_unit)), answer.wanted_unit
    else:
        up, up_unit = _scaled(drawn, answer.unit)
    panel.plot(across, up, color=COLOURS[0], linewidth=2.8)
    steps = np.diff(values)
    if not np.allclose(steps, steps[0], rtol=1e-6, atol=0.0):
        _logarithmic(panel, "x")
    finite = up[np.isfinite(up)]
    if finite.min() > 0.0 and finite.max() / finite.min() >= _STEEP:
        _logarithmic(panel, "y")
    panel.set_xlabel(_label(argument.key, across_unit))
    panel.set_ylabel(_label(without_unit(answer.key), up_unit))
    panel.set_xlim(across[0], across[-1])
    others = [text for text in formula.input_texts({k: v for k, v in answer.given.items() if k not in (over, "")})]
    if "" in answer.given and over != "":
        others.append(f"{formula.output.key} = {values_text(answer.given[''], formula.output.unit)}")
    said = ". ".join(part for part in (list_text([_spoken(one) for one in others]), formula.entry.equation) if part)
    title = _spoken(without_unit(answer.key))
    Heading(panel, f"{title[:1].upper()}{title[1:]} against {_spoken(argument.key)}", typeset(said))
    return figure


def _spoken(key: str) -> str:
    return key.replace("_", " ")


def _label(key: str, unit: str) -> str:
    words = _spoken(key)
    return f"{words[:1].upper()}{words[1:]} [{unit}]"


def _scaled(values: np.ndarray, unit: str) -> tuple[np.ndarray, str]:
    """Values in the largest unit that their middle reaches."""
    size = np.nanmedian(np.abs(values[np.isfinite(values)]))
    for factor, name in _UNITS.get(unit, ()):
        if size >= factor:
            return values / factor, name
    return values, unit


def _logarithmic(panel, side: str) -> None:
    axis = panel.xaxis if side == "x" else panel.yaxis
    (panel.set_xscale if side == "x" else panel.set_yscale)("log")
    axis.set_major_locator(LogLocator(10, subs=(1.0, 2.0, 5.0), numticks=12))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.set_minor_formatter(NullFormatter())
