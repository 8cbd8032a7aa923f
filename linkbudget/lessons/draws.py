"""Values of exercises, drawn from a seed within ranges that make sense and rounded as a textbook would.

The same seed gives the same values on every machine: only ``random.Random.random`` is used, whose numbers Python keeps.
The map: :class:`Draw` and its makers :func:`between` (equal steps), :func:`ratio_between` (equal ratios),
:func:`one_of`, :func:`listed` (a list of values), :func:`apart` and :func:`pairs` (two values in any order);
:func:`rounded`.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import permutations
from random import Random

from linkbudget.formatting import number_text

LIST_MARK = ", "
"""Text between the values of a list."""


@dataclass(frozen=True)
class Draw:
    """A value that is drawn anew for each exercise.

    ``take`` makes a number of a :class:`random.Random`; ``unit`` is the unit in which it is written, empty for a
    pure number or a word.
    """

    take: Callable[[Random], float | str]
    unit: str = ""

    def text(self, generator: Random) -> str:
        """The value as the exercise writes it, with its unit."""
        value = self.take(generator)
        number = value if isinstance(value, str) else number_text(value, 12)
        return f"{number} {self.unit}".strip()


def between(low: float, high: float, unit: str = "", step: float = 1.0) -> Draw:
    """A multiple of ``step`` from ``low`` to ``high``, all as likely.

    Examples
    --------
    >>> between(10.0, 20.0, "dB", 0.5).text(Random("a"))
    '12.5 dB'
    """
    count = round((high - low) / step)
    return Draw(lambda generator: round(low + step * int(generator.random() * (count + 1)), 9), unit)


def ratio_between(low: float, high: float, unit: str = "", figures: int = 2) -> Draw:
    """A number of some figures from ``low`` to ``high``, each decade as likely.

    Examples
    --------
    >>> ratio_between(1.0, 1000.0, "km").text(Random("a"))
    '6.5 km'
    """
    span = math.log(high / low)
    return Draw(lambda generator: min(rounded(low * math.exp(span * generator.random()), figures), high), unit)


def one_of(*values: float | str, unit: str = "") -> Draw:
    """One of some values.

    Examples
    --------
    >>> one_of("BPSK", "QPSK").text(Random("b"))
    'QPSK'
    """
    return Draw(lambda generator: values[int(generator.random() * len(values))], unit)


def listed(*draws: Draw) -> Draw:
    """A list of values, for arguments that take one; a question names them ``{levels_1}``, ``{levels_2}``.

    Examples
    --------
    >>> listed(between(1.0, 9.0, "dBm"), one_of(7.0, unit="dBm")).text(Random("a"))
    '3 dBm, 7 dBm'
    """
    return Draw(lambda generator: LIST_MARK.join(draw.text(generator) for draw in draws))


def apart(lower: Draw, more: Draw) -> Draw:
    """Two values in any order, the second ``more`` than ``lower``: a list for questions with choices.

    Examples
    --------
    >>> apart(between(30.0, 40.0, "dBHz"), between(6.0, 9.0)).text(Random("a"))
    '38 dBHz, 32 dBHz'
    """

    def both(generator: Random) -> str:
        low = float(lower.take(generator))
        found = [f"{number_text(value, 9)} {lower.unit}".strip() for value in (low, low + float(more.take(generator)))]
        return LIST_MARK.join(found if generator.random() < 0.5 else reversed(found))

    return Draw(both)


def pairs(values: Sequence[str]) -> Draw:
    """Two different ones of some values, in any order.

    Examples
    --------
    >>> pairs(("2", "4", "8")).text(Random("a"))
    '2, 8'
    """
    return one_of(*(LIST_MARK.join(pair) for pair in permutations(values, 2)))


def rounded(value: float, figures: int) -> float:
    """A number of some figures.

    Examples
    --------
    >>> rounded(351.7, 2), rounded(0.0351, 1)
    (350.0, 0.04)
    """
    return float(f"{value:.{figures - 1}e}")
