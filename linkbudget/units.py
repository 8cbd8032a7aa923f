"""Unit strings at the door: ``"922.76 MHz"`` becomes 922.76e6, and never travels further than the file it stood in.

The registry holds only the units a link budget is written in, so that a slip such as ``"30 MW"`` for milliwatts is the
one kind of mistake left, and ``"30 furlongs"`` is refused.  Angles and bits are dimensions of their own here: degrees
cannot pass for a pure number, nor bit/s for hertz.
"""

import math
import re
from functools import cache
from typing import TYPE_CHECKING

from linkbudget.errors import LinkBudgetError, shortened

if TYPE_CHECKING:
    import pint

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
    "dB": "1.5 dB",
    "dBi": "21.5 dBi",
    "g/m3": "7.5 g/m3",
    "kg/m2": "0.8 kg/m2",
    "mm/h": "32 mm/h",
    "dBW": "-147 dBm",
    "dBHz": "20 dBHz",
    "dB/K": "-3.5 dB/K",
    "dBW/m2": "-150 dBW/m2",
    "V": "27 V",
    "A": "4.2 A",
    "Ah": "42 Ah",
    "bit": "64 kbit",
    "1/year": "5 %/year",
    "-": "0.55",
}
"""One well-written value for each unit, for error messages and the scenario reference."""

_DEFINITIONS = """
nano- = 1e-9 = n-
micro- = 1e-6 = u- = µ- = μ-
milli- = 1e-3 = m-
centi- = 1e-2 = c-
hecto- = 1e2 = h-
kilo- = 1e3 = k-
mega- = 1e6 = M-
giga- = 1e9 = G-
tera- = 1e12 = T-
meter = [length] = m = metre
second = [time] = s
gram = [mass] = g
kelvin = [temperature] = K
degree_Celsius = kelvin; offset: 273.15 = degC = °C
radian = [angle] = rad
degree = 0.017453292519943295 * radian = deg = °
arcminute = degree / 60 = arcmin
arcsecond = degree / 3600 = arcsec
bit = [information]
byte = 8 * bit = B
bps = bit / second
pixel = [pixel]
percent = 0.01 = %
million_km = 1e9 * meter = Mkm
astronomical_unit = 149597870700 * meter = au = AU
mile = 1609.344 * meter = mi
foot = 0.3048 * meter = ft
minute = 60 * second = min
hour = 3600 * second = h
day = 86400 * second = d
year = 365.25 * day
hertz = 1 / second = Hz
newton = kilogram * meter / second ** 2 = N
pascal = newton / meter ** 2 = Pa
joule = newton * meter = J
watt = joule / second = W
ampere = [current] = A
volt = watt / ampere = V
ampere_hour = 3600 * ampere * second = Ah
"""

_UNIT = re.compile(r"[a-zA-Zµμ°%]+[23²³]?(?:\s*/\s*[a-zA-Zµμ°%]+[23²³]?)?")  # no arithmetic beyond a quotient
_LEVELS = {"dBW": ("W", 0.0), "dBm": ("W", -30.0)}  # level unit -> the unit it may stand for, and its decibels
_SHIFTED = {("dBm", "dBW"): -30.0, ("dBm/m2", "dBW/m2"): -30.0}  # written, wanted -> decibels between the references
_LOGARITHMIC = {"dB", "dBi", "dBW", "dBm", "dBHz", "dB/K", "dBW/m2", "dBm/m2"}
_QUANTITY = re.compile(r"\s*([-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(.*?)\s*", re.DOTALL)


@cache
def _registry() -> "pint.UnitRegistry":
    import pint

    registry: pint.UnitRegistry = pint.UnitRegistry(None, preprocessors=[_squared])
    registry.load_definitions([line for line in _DEFINITIONS.splitlines() if line])
    return registry


def _squared(text: str) -> str:
    """``m2`` and ``m²`` as pint writes them."""
    return re.sub(r"(?<=[a-zA-Z])([23])\b", r"**\1", text.replace("²", "2").replace("³", "3").replace("%", " percent"))


def read_quantity(text: str, unit: str) -> float:
    """Read text such as ``"922.76 MHz"`` as a number of ``unit``.

    Parameters
    ----------
    text : str
        A number and its unit.
    unit : str
        The unit wanted, one of the values of :data:`linkbudget.labels.UNITS`, or ``-`` for a pure number.

    Raises
    ------
    LinkBudgetError
        If there is no number, no unit, an unknown unit, a unit of another kind, or a number that is not finite.

    Examples
    --------
    >>> read_quantity("922.76 MHz", "Hz"), read_quantity("40 dBm", "W"), read_quantity("56 %", "-")
    (922760000.0, 10.0, 0.56)
    >>> read_quantity("30 km", "W")
    Traceback (most recent call last):
        ...
    linkbudget.errors.LinkBudgetError: '30 km': km is not a unit of power; expected a value like "30 W"
    """
    wanted = f'expected a value like "{EXAMPLES.get(unit, "1 " + unit)}"'
    match = _QUANTITY.fullmatch(text)
    if match is None:
        raise LinkBudgetError(f"{shortened(text)}: {wanted}")
    number, name = float(match[1]), match[2]
    if name and not _UNIT.fullmatch(name):
        raise LinkBudgetError(f"{shortened(text)}: unknown unit {shortened(name)}; {wanted}")
    if not math.isfinite(number):
        raise LinkBudgetError(f"{text!r}: not a finite number; {wanted}")
    if not name and unit != "-":
        raise LinkBudgetError(f"{text!r} has no unit; {wanted}")
    if name == unit or (not name and unit == "-"):
        return number
    if (name, unit) in _SHIFTED:
        return number + _SHIFTED[name, unit]
    if name in _LEVELS and _LEVELS[name][0] == unit:
        if abs(number) > 1000.0:
            raise LinkBudgetError(f"{text!r}: no such power; {wanted}")
        return 10.0 ** ((number + _LEVELS[name][1]) / 10.0)
    if name in _LOGARITHMIC or unit in _LOGARITHMIC:
        raise LinkBudgetError(f"{text!r}: {name} is not {_kind(unit)}; {wanted}")
    return _converted(text, number, name, unit, wanted)


def _converted(text: str, number: float, name: str, unit: str, wanted: str) -> float:
    import pint

    registry = _registry()
    try:
        quantity = registry.Quantity(number, name)
        return float(quantity.to(registry.dimensionless if unit == "-" else unit).magnitude)
    except pint.DimensionalityError:
        raise LinkBudgetError(f"{text!r}: {name} is not {_kind(unit)}; {wanted}") from None
    except Exception:  # pint's parser raises what Python's tokenizer and its own grammar feel like
        raise LinkBudgetError(f"{text!r}: unknown unit {name!r}; {wanted}") from None


def _kind(unit: str) -> str:
    kinds = {"m": "length", "m2": "area", "Hz": "frequency", "s": "time", "W": "power", "K": "temperature"}
    kinds |= {"deg": "angle", "bit/s": "bit rate", "pixel/s": "pixel rate"}
    if unit == "-":
        return "a pure number"
    return f"a unit of {kinds[unit]}" if unit in kinds else f"a value in {unit}"
