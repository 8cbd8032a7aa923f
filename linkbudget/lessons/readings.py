"""Mistakes of pupils who read a value off a figure."""

import math

from linkbudget.lessons.exercise import Mistake

READ_SHARE = 0.05
"""Tolerance of what is read off a logarithmic axis, of the answer: a millimetre or so on paper."""

READ_DB = 0.2
"""Tolerance of decibels that are read off an axis with lines 0.2 dB apart."""


def _evenly(right: float) -> float:
    decade = 10.0 ** math.floor(math.log10(right))
    return decade * (1.0 + 9.0 * math.log10(right / decade))


READ_EVENLY = Mistake(
    lambda given, right: _evenly(right),
    "the axis was read as if its lines stood evenly apart: it is logarithmic, count them from the number below",
)
"""Halfway between 1 and 10 read as 5.5."""

DECADE_ABOVE = Mistake(lambda given, right: 10.0 * right, "this is ten times too much: look at the numbers below")
"""A decade too far."""


def from_the_end(low: float, high: float) -> Mistake:
    """The distance from the other end of an even axis."""
    return Mistake(lambda given, right: low + high - right, "this was counted from the wrong end of the axis")
