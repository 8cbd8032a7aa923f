"""Values of an equation's arguments as people write them: numbers with units, ranges and lists of them, words, dates.

The map: :func:`read_value` (text or a number into what a function takes), :func:`in_unit` (an answer in another unit),
:func:`value_text`.  Decibels and what they count are read for each other: ``50 W`` where a level in dBW is wanted, and
``17 dBW`` where watts are.
"""

import math
import re
from typing import Any

import numpy as np

from linkbudget.constants import HALF_WAVE_DIPOLE_DBI
from linkbudget.decibels import ratio
from linkbudget.errors import InputError, LinkBudgetError, shortened
from linkbudget.formatting import NO_VALUE, exact_text, instant_text, quantity_text
from linkbudget.unit_names import canonical, conversion
from linkbudget.units import read_quantity

LEVEL_OF = {
    "dBW": "W",
    "dBm": "W",
    "dBHz": "Hz",
    "dBK": "K",
    "dBm2": "m2",
    "dBJ": "J",
    "dBW/m2": "W/m2",
    "dBW/Hz": "W/Hz",
    "dBuV": "V",
    "dBuV/m": "V/m",
}
"""Unit of a level -> the unit that it counts."""

_REFERENCE = {"dBm": 1e-3, "dBuV": 1e-6, "dBuV/m": 1e-6}
_FIELDS = ("dBuV", "dBuV/m")
DATE = "UTC"
"""Unit of arguments that are instants."""

MOST_VALUES = 100_000
POINTS_OF_A_RANGE = 9
"""Values of a range whose count is not said."""

_RANGE = re.compile(r"(?P<low>.+?)\.\.\.?(?P<high>[^:]+)(?::(?P<count>\d+))?(?P<log>:log)?")
_INFINITE = re.compile(r"(?P<sign>[-+]?)inf(?:inity|inite)?(?: +\S+)?", re.IGNORECASE)
_NUMBER_FIRST = re.compile(r"\s*[-+]?[\d.]+(?:[eE][-+]?\d+)?\s*")


def read_value(text: str, unit: str, *, where: str = "", hemispheres: str = "", bare: bool = False) -> Any:
    """Numbers of ``unit`` from text: one, a range ``1 GHz..30 GHz:9:log``, or a list ``30 dBm, 27 dBm``.

    Parameters
    ----------
    text : str
        Text.
    unit : str
        Unit wanted.
    where : str
        Name for messages.
    hemispheres : str
        Letters that may stand beside an angle, as in :func:`linkbudget.units.read_quantity`.
    bare : bool
        Whether a number without a unit is one of ``unit``.

    Returns
    -------
    float or ndarray
        One number, or an array of one dimension.

    Raises
    ------
    InputError
        If the text is no such value.

    Examples
    --------
    >>> read_value("6 GHz", "Hz"), round(read_value("50 W", "dBW"), 3), read_value("1 m..100 m:3:log", "m").tolist()
    (6000000000.0, 16.99, [1.0, 10.0, 100.0])
    """
    said = text.strip()
    if (span := _RANGE.fullmatch(said)) and not re.search(r"\d:\d\d:\d", said):
        return _range(span, unit, where, hemispheres, bare)
    parts = [part.strip() for part in re.split(r",(?!\d)|;", said)]
    numbers = [_one(part, unit, where, hemispheres, bare) for part in parts if part]
    if not numbers:
        raise InputError(f'{where} = "": expected a value')
    return numbers[0] if len(parts) == 1 else np.array(numbers)


def _range(span: re.Match, unit: str, where: str, hemispheres: str, bare: bool) -> np.ndarray:
    low, high = span["low"].strip(), span["high"].strip()
    if not _NUMBER_FIRST.sub("", low):  # 1..30 GHz: the unit stands once
        low += f" {_NUMBER_FIRST.sub('', high)}"
    first, last = (_one(end, unit, where, hemispheres, bare) for end in (low, high))
    count = int(span["count"] or POINTS_OF_A_RANGE)
    if not 2 <= count <= MOST_VALUES:
        raise InputError(f"{where} = {span[0]}: expected 2 to {MOST_VALUES} values behind the colon")
    if not span["log"]:
        return np.linspace(first, last, count)
    if not (first > 0.0 and last > 0.0):
        raise InputError(f"{where} = {span[0]}: expected both ends above 0 for equal ratios")
    return np.geomspace(first, last, count)


def _one(text: str, unit: str, where: str, hemispheres: str, bare: bool) -> float:
    if bare and not _NUMBER_FIRST.sub("", text, count=1):
        try:
            return float(text)
        except ValueError:
            pass
    if infinite := _INFINITE.fullmatch(text):
        return math.copysign(math.inf, -1.0 if infinite["sign"] == "-" else 1.0)
    counted = LEVEL_OF.get(unit)
    try:
        if counted and not _is_in_decibels(text):
            return level(read_quantity(text, counted), unit, text)
        if counted is None and (found := _of_level(text, unit)) is not None:
            return found
        return read_quantity(text, unit, hemispheres=hemispheres)
    except LinkBudgetError as error:
        raise InputError(f"{where}: {error}" if where else str(error)) from None


def _is_in_decibels(text: str) -> bool:
    name = _NUMBER_FIRST.sub("", text, count=1).strip()
    return not name or name[:2].lower() == "db" or canonical(name) is None


def _of_level(text: str, unit: str) -> float | None:
    """A number of ``unit`` from its level in decibels, where :mod:`linkbudget.units` does not read it."""
    number = _NUMBER_FIRST.match(text)
    name = "" if number is None else text[number.end() :].strip()
    if number is None or name not in LEVEL_OF or LEVEL_OF[name] != unit:
        return None
    return counted(float(number[0]), name)


def level(number: float, unit: str, text: str = "") -> float:
    """Decibels of a number of what ``unit`` counts.

    Examples
    --------
    >>> print(round(level(50.0, "dBW"), 2), round(level(1e-3, "dBuV/m"), 2))
    16.99 60.0
    """
    if number <= 0.0:
        raise LinkBudgetError(f"{shortened(text or number)}: expected more than nothing, for a level in {unit}")
    return (20.0 if unit in _FIELDS else 10.0) * math.log10(number / _REFERENCE.get(unit, 1.0))


def counted(decibels: Any, unit: str) -> Any:
    """The number whose level is so many decibels of ``unit``.

    Examples
    --------
    >>> print(round(counted(30.0, "dBm"), 6), round(counted(60.0, "dBuV/m"), 6))
    1.0 0.001
    """
    return ratio(np.divide(decibels, 2.0 if unit in _FIELDS else 1.0)) * _REFERENCE.get(unit, 1.0)


MILLION = "million "
"""Before a unit, as distances are written."""


def in_unit(value: Any, unit: str, wanted: str) -> Any:
    """A value of ``unit`` as a number of another unit of its kind.

    Raises
    ------
    InputError
        If the units are of different kinds, or the wanted one is unknown.

    Examples
    --------
    >>> print(in_unit(42e6, "m", "km"), round(in_unit(-101.237, "dBW", "pW"), 1))
    42000.0 75.2
    >>> in_unit(42e9, "m", "million km")
    42.0
    """
    if wanted.startswith(MILLION):
        return in_unit(value, unit, wanted.removeprefix(MILLION)) / 1e6
    one = read_unit(wanted)
    if one == unit:
        return value
    found = _in_unit(np.asarray(value, dtype=float), unit, one, wanted)
    return found if np.ndim(found) else float(found)


def _in_unit(value: np.ndarray, unit: str, one: str, wanted: str) -> Any:
    if unit in LEVEL_OF and LEVEL_OF.get(one) == LEVEL_OF[unit]:  # dBW and dBm
        return value + _shift(unit) - _shift(one)
    if (unit, one) == ("dBi", "dBd"):
        return value - HALF_WAVE_DIPOLE_DBI
    if one in LEVEL_OF:
        numbers = value if unit == LEVEL_OF[one] else _in_unit(value, unit, LEVEL_OF[one], wanted)
        return np.vectorize(lambda number: level(number, one), otypes=[float])(numbers)
    if unit in LEVEL_OF:
        numbers = counted(value, unit)
        return numbers if one == LEVEL_OF[unit] else _in_unit(numbers, LEVEL_OF[unit], one, wanted)
    found = conversion(one, unit)
    if found is None:
        raise InputError(f"unit {wanted!r}: expected a unit of the kind of {unit if unit != '-' else 'a pure number'}")
    slope, offset = found
    return (value - offset) / slope


def _shift(unit: str) -> float:
    """Decibels of the reference of a level."""
    return (20.0 if unit in _FIELDS else 10.0) * math.log10(_REFERENCE.get(unit, 1.0))


def read_unit(name: str) -> str:
    """The name used here of a unit as written.

    Raises
    ------
    InputError
        If the unit is unknown.
    """
    folded = {unit.lower(): unit for unit in (*LEVEL_OF, "dBd", "dBi", "dB", "dB/K")}
    known = folded.get(name.strip().lower()) or canonical(name.strip())
    if known is None:
        raise InputError(f"unit {name!r}: unknown; expected one such as km, GHz, pW or dBm")
    return known


def value_text(value: Any, unit: str, figures: int | None = None) -> str:
    """A value in a unit that suits its size, with all figures that matter, or with some.

    Examples
    --------
    >>> value_text(200.47579, "dB"), value_text(41.3e6, "m"), value_text("bpsk", "-"), value_text(3.87e-6, "-")
    ('200.476 dB', '41 300 km', 'bpsk', '3.87e-6')
    """
    if isinstance(value, str | bool | np.bool_):
        return value if isinstance(value, str) else ("no", "yes")[bool(value)]
    if value is None:
        return NO_VALUE
    if isinstance(value, complex | np.complexfloating):
        return f"{value:.6g}"
    if unit == DATE:
        return instant_text(float(value), seconds=True)
    return exact_text(value, unit) if figures is None else quantity_text(value, unit, figures)
