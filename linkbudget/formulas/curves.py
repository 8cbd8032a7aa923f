"""The range of one argument over which an equation is drawn."""

import numpy as np

from linkbudget.errors import InputError
from linkbudget.formulas.formula import LIST, NUMBER, Argument, Formula

POINTS = 400
"""Values of a curve."""

WIDE = 10.0
"""Ratio of the ends from which on a range is drawn in equal ratios."""


def over_range(found: Formula, key: str, text: str) -> tuple[Argument, np.ndarray]:
    """The argument of a name and its values from one end of a range to the other, in equal ratios where it is wide.

    Examples
    --------
    >>> from linkbudget.formulas.formula import named
    >>> argument, values = over_range(named("wavelength"), "frequency", "1GHz..30GHz")
    >>> argument.key, len(values), values[[0, -1]].tolist()
    ('frequency', 400, [1000000000.0, 30000000000.0])
    """
    argument = found.known_argument(key)
    if argument.kind not in (NUMBER, LIST):
        raise InputError(f"{found.name}: {argument.key} is a {argument.kind}; expected a number to draw over")
    ends = argument.read(text)
    if np.ndim(ends) != 1:
        raise InputError(f"{key} = {text}: expected a range such as {key}=1 {argument.unit}..30 {argument.unit}")
    low, high = float(ends[0]), float(ends[-1])
    if low == high:
        raise InputError(f"{key} = {text}: expected two ends that differ")
    if min(low, high) > 0.0 and max(low, high) / min(low, high) >= WIDE and not argument.unit.startswith("dB"):
        return argument, np.geomspace(low, high, POINTS)
    return argument, np.linspace(low, high, POINTS)
