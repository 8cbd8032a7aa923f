"""Reading of unit strings: ``"922.76 MHz"`` becomes 922.76e6 where a file or the command line is read.

Numbers may be written as this package prints them: with thousands set apart by spaces, a minus sign, ``million km``.
Which units there are, and their prefixes, stands in :mod:`linkbudget.unit_names`; decibels are read here, and so are
degrees, minutes and seconds of arc.
"""

import math
import re
from typing import Any

from linkbudget.constants import HALF_WAVE_DIPOLE_DBI
from linkbudget.errors import InputError, LinkBudgetError, require, shortened
from linkbudget.unit_names import candidates, canonical, conversion, is_baud, refused_prefix

EXAMPLES = {
    "m": "106.76e6 km",
    "m2": "900 m2",
    "Hz": "922.76 MHz",
    "s": "30 min",
    "W": "30 W",
    "K": "290 K",
    "deg": "5 deg",
    "bit/s": "8 bit/s",
    "pixel/s": "90 pixel/s",
    "symbol/s": "27.5 Msymbol/s",
    "dB": "1.5 dB",
    "dBi": "21.5 dBi",
    "g/m3": "7.5 g/m3",
    "kg/m2": "0.8 kg/m2",
    "mm/h": "32 mm/h",
    "dBW": "-147 dBm",
    "dBHz": "20 dBHz",
    "dB/K": "-3.5 dB/K",
    "dBW/m2": "-150 dBW/m2",
    "dBW/Hz": "4 dBW/MHz",
    "V": "27 V",
    "A": "4.2 A",
    "Ah": "42 Ah",
    "bit": "64 kbit",
    "1/year": "5 %/year",
    "1/s": "1000 1/s",
    "W/(m2 sr um)": "2 W/(m2 sr um)",
    "-": "0.55",
}
"""One well-written value for each unit, for error messages that know no key (:mod:`linkbudget.key_examples`)."""

_LEVELS = {"dBW": ("W", 0.0), "dBm": ("W", -30.0), "dBK": ("K", 0.0)}  # -> the unit it may stand for, and its decibels
_SHIFTED = {
    ("dBm", "dBW"): -30.0,
    ("dBm/m2", "dBW/m2"): -30.0,
    ("dBm/Hz", "dBW/Hz"): -30.0,
    ("dBW/kHz", "dBW/Hz"): -30.0,
    ("dBm/kHz", "dBW/Hz"): -60.0,
    ("dBW/MHz", "dBW/Hz"): -60.0,
    ("dBm/MHz", "dBW/Hz"): -90.0,
    ("dBd", "dBi"): HALF_WAVE_DIPOLE_DBI,
    ("dBi", "dBd"): -HALF_WAVE_DIPOLE_DBI,
    ("dBW", "dBm"): 30.0,
}
"""Written, wanted -> decibels between the references."""

_DENSITIES = [f"{level}/{band}" for level in ("dBW", "dBm") for band in ("Hz", "kHz", "MHz")]
_LOGARITHMIC = {
    name.lower(): name
    for name in ("dB", "dBi", "dBd", "dBW", "dBm", "dBHz", "dBK", "dB/K", "dBW/m2", "dBm/m2", *_DENSITIES)
}
_QUANTITY = re.compile(
    r"\s*([-+]?(?:\d{1,3}(?: \d{3})+(?!\d)(?:\.\d*)?|\d+(?:_\d+)*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)"
    r"\s*(million\b)?\s*(.*?)\s*",
    re.DOTALL,
)
_COMMA = re.compile(r"\s*([-+]?\d[\d.]*(?:[,'’]\d[\d.]*)+)(.*)", re.DOTALL)
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:[,'’]\d{3})+(?:\.\d+)?")
_ANGLE = re.compile(
    r"\s*(?P<before>[NSEW]?)\s*(?P<sign>[-+]?)(?P<degrees>\d+(?:\.\d*)?)\s*(?P<unit>°|deg|degrees?|d)\s*"
    r"(?:(?P<minutes>\d+(?:\.\d*)?)\s*(?:['’′]|m)\s*)?(?:(?P<seconds>\d+(?:\.\d*)?)\s*(?:\"|”|″|''|s)\s*)?"
    r"(?P<after>[NSEW]?)\s*"
)
_COLONS = re.compile(
    r"\s*(?P<before>[NSEW]?)\s*(?P<sign>[-+]?)(?P<degrees>\d+):(?P<minutes>\d+(?:\.\d*)?)"
    r"(?::(?P<seconds>\d+(?:\.\d*)?))?\s*(?P<after>[NSEW]?)\s*"
)
_WITHOUT_UNIT = re.compile(r"\s*(\d+(?:\.\d*)?)\s*([NSEW])\s*")
_SIGNS = {ord("−"): "-"} | dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " ")


_FRACTION = re.compile(r"\s*(\d{1,9})\s*/\s*(\d{1,9})\s*")
"""A ratio of two whole numbers, as code rates are written."""


def read_quantity(
    text: str, unit: str, *, hemispheres: str = "", is_difference: bool = False, example: str = ""
) -> float:
    """Read text such as ``"922.76 MHz"`` as a number of ``unit``.

    Parameters
    ----------
    text : str
        A number and its unit.
    unit : str
        The unit wanted, one of the values of :data:`linkbudget.labels.UNITS`, or ``-`` for a pure number.
    hemispheres : str
        ``NS`` of a latitude, ``EW`` of a longitude: the letters that may stand beside an angle, positive first.
    is_difference : bool
        True for a value that is added to another: units with another zero (degC, dBd, dBm for dBW) are refused.
    example : str
        A value for error messages; without it that of the unit.

    Raises
    ------
    LinkBudgetError
        If there is no number, no unit, an unknown unit, a unit of another kind, or a number that is not finite.

    Examples
    --------
    >>> read_quantity("922.76 MHz", "Hz"), read_quantity("40 dBm", "W"), read_quantity("56 %", "-")
    (922760000.0, 10.0, 0.56)
    >>> read_quantity("3/4", "-")
    0.75
    >>> read_quantity("106.76 million km", "m"), read_quantity("33°27'00\\"S", "deg", hemispheres="NS")
    (106760000000.0, -33.45)
    >>> read_quantity("30 km", "W")
    Traceback (most recent call last):
        ...
    linkbudget.errors.LinkBudgetError: '30 km': km is not a unit of power; expected a value like "30 W"
    """
    wanted = f'expected a value like "{example or EXAMPLES.get(unit, "1 " + unit)}"'
    plain = text if text.isascii() else text.translate(_SIGNS)
    if unit == "deg" and (angle := _angle(text, plain, hemispheres)) is not None:
        return angle
    if unit == "-" and (fraction := _FRACTION.fullmatch(plain)) is not None and int(fraction[2]):
        return int(fraction[1]) / int(fraction[2])
    match = _QUANTITY.fullmatch(plain)
    if match is None or match[3].startswith((",", "'", "’")):
        raise LinkBudgetError(f"{shortened(text)}: {_comma(plain) or wanted}")
    number, name = float(match[1].replace(" ", "")) * (1e6 if match[2] else 1.0), match[3]
    if not math.isfinite(number):
        raise LinkBudgetError(f"{shortened(text)}: not a finite number; {wanted}")
    if name == unit or (not name and unit == "-"):
        return number
    if not name:
        raise LinkBudgetError(f"{shortened(text)} has no unit; {wanted}")
    known = _name(name)
    if known is None:
        raise LinkBudgetError(f"{shortened(text)}: {_unknown(match, unit, wanted)}")
    if is_difference and _counts_from_another_zero(known, unit):
        raise LinkBudgetError(f"{shortened(text)}: a change is not counted in {name}; expected a change in {unit}")
    value = _level(number, known, unit) if known.startswith("dB") else _converted(number, known, unit)
    if value is None:
        if unit == "bit/s" and is_baud(name):
            expected = f'expected a bit rate like "{EXAMPLES[unit]}"'
            raise LinkBudgetError(f"{shortened(text)}: {name} counts symbols, not bits; {expected}")
        raise LinkBudgetError(f"{shortened(text)}: {name} is not {_kind(unit)}; {wanted}")
    if not math.isfinite(value):
        raise LinkBudgetError(f"{shortened(text)}: no such {'power' if unit == 'W' else 'value'}; {wanted}")
    return value


def read_argument(name: str, value: Any, unit: str, **limits: Any) -> float:
    """Read an argument that is text with a unit, as options of commands are, within limits.

    Parameters
    ----------
    name : str
        What the error calls it: ``range``, ``--range``.
    value : str
        A number and its unit.
    unit : str
        Unit of the result.
    **limits
        As of :func:`linkbudget.errors.require`.

    Raises
    ------
    InputError
        If it is no text, or no such quantity, or lies outside its limits.

    Examples
    --------
    >>> read_argument("range", "106.76e6 km", "m")
    106760000000.0
    >>> read_argument("range", 5.0, "m")
    Traceback (most recent call last):
        ...
    linkbudget.errors.InputError: range = 5.0: expected text with a unit like "106.76e6 km"
    """
    if not isinstance(value, str):
        example = EXAMPLES.get(unit, f"1 {unit}")
        raise InputError(f'{name} = {shortened(value)}: expected text with a unit like "{example}"')
    try:
        return require(value, read_quantity(value, unit), **limits)
    except LinkBudgetError as error:
        raise InputError(f"{name} {error}") from None


def _name(written: str) -> str | None:
    """The name used here of a unit as written, decibels among them."""
    written = re.sub("(?:^| +)per +", "/", written)
    if written[:2].lower() == "db":
        if written.endswith(("/mHz", "/mhz")):  # millihertz by its letter
            return None
        return _LOGARITHMIC.get(re.sub("[ ·^-]", "", written).replace("²", "2").lower())
    return canonical(f"1{written}" if written.startswith("/") else written)


def _level(number: float, name: str, unit: str) -> float | None:
    """A number of decibels in the unit wanted; infinite where no such power can be."""
    if name == unit:
        return number
    if (name, unit) in _SHIFTED:
        return number + _SHIFTED[name, unit]
    if name not in _LEVELS or _LEVELS[name][0] != unit:
        return None
    return 10.0 ** ((number + _LEVELS[name][1]) / 10.0) if abs(number) <= 1000.0 else math.inf


def _counts_from_another_zero(name: str, unit: str) -> bool:
    return (name, unit) in _SHIFTED or (name, unit) == ("degC", "K")


def _converted(number: float, name: str, unit: str) -> float | None:
    if name == unit:
        return number
    found = None if unit.startswith("dB") else conversion(name, unit)
    return None if found is None else number * found[0] + found[1]


def _unknown(match: re.Match, unit: str, wanted: str) -> str:
    """Reason why a unit is unknown, with the units that were probably meant."""
    name = match[3]
    reason = f"unknown unit {shortened(name)}"
    if prefix := refused_prefix(name):
        reason += f" ({prefix})"
    meant = [one for one in candidates(name) if _converted(1.0, one, unit) is not None]
    values = " or ".join(f'"{match[1]} {one}"' for one in meant)
    return f"{reason}; did you mean {values}?" if meant else f"{reason}; {wanted}"


def _comma(text: str) -> str:
    """Suggest a spelling for a number with a comma or an apostrophe in it; empty if there is none."""
    match = _COMMA.fullmatch(text)
    if match is None:
        return ""
    number, rest = match[1], match[2].rstrip()
    if _THOUSANDS.fullmatch(number):
        without = re.sub("[,'’]", "", number)
        return f'"{number}" may be a decimal or a thousand; expected "{shortened(without + rest)[1:-1]}"'
    if re.fullmatch(r"[-+]?\d+,\d+", number):
        return f'expected a decimal point, "{shortened(number.replace(",", ".") + rest)[1:-1]}"'
    return "expected a number with a decimal point and no other separators, such as 1234.5"


def _angle(text: str, plain: str, hemispheres: str) -> float | None:
    """An angle with minutes, seconds or a letter of its hemisphere; None where it has none of them."""
    match = _ANGLE.fullmatch(plain) or _COLONS.fullmatch(plain)
    if match and ":" in plain and not hemispheres:
        raise LinkBudgetError(f'{shortened(text)}: colons may divide hours; expected degrees, like "48°08\'14\\""')
    if match is None:
        bare = _WITHOUT_UNIT.fullmatch(plain)
        if bare and bare[2] in hemispheres:
            raise LinkBudgetError(f'{shortened(text)} has no unit; did you mean "{bare[1]}° {bare[2]}"?')
        return None
    minutes, seconds, letter = match["minutes"], match["seconds"], match["before"] + match["after"]
    if not (minutes or seconds or letter) or (match.groupdict().get("unit") == "d" and not minutes):
        return None
    if len(letter) > 1 or (letter and letter not in hemispheres):
        expected = (
            f"expected {' or '.join(hemispheres)}" if hemispheres else "N, S, E and W stand with coordinates only"
        )
        raise LinkBudgetError(f"{shortened(text)}: {letter} is no letter of this angle; {expected}")
    if letter and match["sign"]:
        raise LinkBudgetError(f"{shortened(text)}: expected a sign or the letter {letter}, not both")
    parts = [part for part in (match["degrees"], minutes, seconds) if part]
    if any("." in part for part in parts[:-1]) or any(float(part) >= 60.0 for part in parts[1:]):
        raise LinkBudgetError(f"{shortened(text)}: expected whole degrees, minutes below 60 and seconds below 60")
    angle_deg = float(match["degrees"]) + float(minutes or 0.0) / 60.0 + float(seconds or 0.0) / 3600.0
    return -angle_deg if match["sign"] == "-" or (letter and letter == hemispheres[1]) else angle_deg


def _kind(unit: str) -> str:
    kinds = {"m": "length", "m2": "area", "Hz": "frequency", "s": "time", "W": "power", "K": "temperature"}
    kinds |= {"deg": "angle", "bit/s": "bit rate", "pixel/s": "pixel rate", "symbol/s": "symbol rate"}
    if unit == "-":
        return "a pure number"
    return f"a unit of {kinds[unit]}" if unit in kinds else f"a value in {unit}"
