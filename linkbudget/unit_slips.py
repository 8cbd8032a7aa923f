"""Slips of units: where a result is absurd and a unit was probably meant otherwise, a warning that says which.

The map: :func:`radio_frequency` (the reading of a frequency far below radio), :func:`warn_slip` (the warning, with the
answer of the other reading), :func:`least_of` (the number that a warning on an array is about).
"""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from linkbudget.errors import note
from linkbudget.formatting import list_text, number_text

LEAST_RADIO_HZ = 1e3
"""Frequency below which no link is computed here: a smaller number was meant in gigahertz or megahertz."""

_MOST_GIGAHERTZ = 100.0  # 145 and 922.76 are megahertz, 6 and 12.5 gigahertz

PER_KILOMETRE = 1e3
"""Metres of a kilometre."""


def least_of(value: Any) -> float:
    """Return the least element, NaN left out; infinity of nothing.

    Examples
    --------
    >>> least_of(3.0), least_of(np.array([2.0, np.nan, 1.0])), least_of([])
    (3.0, 1.0, inf)
    """
    if isinstance(value, float):
        return math.inf if math.isnan(value) else value
    array = np.asarray(value, dtype=float)
    least = float(np.fmin.reduce(array, axis=None)) if array.size else math.inf
    return math.inf if math.isnan(least) else least


def radio_frequency(frequency_hz: float) -> tuple[float, str]:
    """Return the frequency in hertz that a number far below radio was meant to be, and its unit in words.

    Examples
    --------
    >>> radio_frequency(6.0), radio_frequency(922.76), radio_frequency(6e9)
    ((6000000000.0, 'gigahertz'), (922760000.0, 'megahertz'), (6000000000.0, 'hertz'))
    """
    if frequency_hz >= LEAST_RADIO_HZ:
        return frequency_hz, "hertz"
    return (frequency_hz * 1e9, "gigahertz") if frequency_hz < _MOST_GIGAHERTZ else (frequency_hz * 1e6, "megahertz")


def warn_slip(absurd: str, readings: Mapping[str, tuple[float, str]], answer: str) -> None:
    """Warn of an absurd result, with what other units of its inputs would give.

    Parameters
    ----------
    absurd : str
        The result, such as ``free-space loss of -39.52 dB``.
    readings : dict
        Name of an input -> the number as it was given, and the unit that may have been meant.
    answer : str
        Result of that reading, with its unit.

    Examples
    --------
    >>> from linkbudget.errors import collected_notes
    >>> with collected_notes() as notes:
    ...     warn_slip("gain of -113 dBi", {"frequency_hz": (10.0, "gigahertz")}, "60.4 dBi")
    >>> print(*notes)
    gain of -113 dBi: is a unit wrong? frequency_hz 10 read as gigahertz would give 60.4 dBi
    """
    numbers = list_text(f"{name} {number_text(value, 6)}" for name, (value, _) in readings.items())
    units = list_text(unit for _, unit in readings.values())
    note(f"{absurd}: is a unit wrong? {numbers} read as {units} would give {answer}", stacklevel=5)
