"""Names of units: the one table of accepted spellings and prefixes, and their meaning.

The map: :data:`WRITTEN_UNITS` (the table), :func:`canonical` (a name as written to the name used here),
:func:`conversion` (from one unit to another), :func:`candidates` and :func:`refused_prefix` (for messages).

Prefixes are those that people write: ``nmi`` is a nautical mile and no nano-mile, ``mbit/s`` is not read.  Angles, bits
and pixels are dimensions of their own here: degrees cannot pass for a pure number, nor bit/s for hertz.
"""

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pint


class WrittenUnit(NamedTuple):
    """A unit as it may be written."""

    symbol: str
    """The name used here, and in pint's registry."""

    definition: str
    """The unit in pint's words."""

    prefixes: str = ""
    """Prefixes that people write with it, one letter each."""

    symbols: str = ""
    """Other symbols; capitals count, and they take the same prefixes."""

    words: str = ""
    """Names in words, in small letters; capitals do not count, and they take prefixes in words: kilowatt."""


WRITTEN_UNITS = (
    WrittenUnit("m", "[length]", "numck", words="meter meters metre metres"),
    WrittenUnit("Mkm", "1e9 * m"),
    WrittenUnit("au", "149597870700 * m", symbols="AU"),
    WrittenUnit("mi", "1609.344 * m", words="mile miles"),
    WrittenUnit("nmi", "1852 * m"),
    WrittenUnit("ft", "0.3048 * m", words="foot feet"),
    WrittenUnit("inch", "0.0254 * m", symbols="in", words="inch inches"),
    WrittenUnit("g", "[mass]", "umk", words="gram grams"),
    WrittenUnit("s", "[time]", "pnum", symbols="sec", words="second seconds secs"),
    WrittenUnit("min", "60 * s", words="min mins minute minutes"),
    WrittenUnit("h", "3600 * s", symbols="hr hrs", words="hour hours"),
    WrittenUnit("d", "86400 * s", words="day days"),
    WrittenUnit("year", "365.25 * d", symbols="yr", words="year years"),
    WrittenUnit("K", "[temperature]", "m", words="kelvin kelvins"),
    WrittenUnit("degC", "K; offset: 273.15", symbols="°C"),
    WrittenUnit("rad", "[angle]", "um", words="radian radians"),
    WrittenUnit("deg", "0.017453292519943295 * rad", symbols="°", words="deg degs degree degrees"),
    WrittenUnit("rev", "6.283185307179586 * rad", words="revolution revolutions"),
    WrittenUnit("arcmin", "deg / 60", symbols="′", words="arcminute arcminutes"),
    WrittenUnit("arcsec", "deg / 3600", symbols="″", words="arcsecond arcseconds"),
    WrittenUnit("bit", "[information]", "kMGT", symbols="bits b", words="bit bits"),
    WrittenUnit("B", "8 * bit", "kMGT", words="byte bytes"),
    WrittenUnit("bps", "bit / s", "kMGT"),
    WrittenUnit("Bps", "B / s", "kMGT"),
    WrittenUnit("pixel", "[pixel]", "kMGT", symbols="pixels", words="pixel pixels"),
    WrittenUnit("symbol", "[symbol]", "kMGT", symbols="symbols sym", words="symbol symbols"),
    WrittenUnit("Bd", "symbol / s", "kMGT", symbols="sps baud Baud bauds Bauds", words="baud bauds"),
    WrittenUnit("chip", "[chip]", "kM", symbols="chips", words="chip chips"),
    WrittenUnit("ppm", "0.000001"),
    WrittenUnit("percent", "0.01", symbols="%", words="percent"),
    WrittenUnit("Hz", "1 / s", "kMGT", words="hertz"),
    WrittenUnit("N", "kg * m / s ** 2", "mk", words="newton newtons"),
    WrittenUnit("Pa", "N / m ** 2", "hk", words="pascal pascals"),
    WrittenUnit("J", "N * m", "zafpnumkMGT", words="joule joules"),
    WrittenUnit("W", "J / s", "afpnumkMGT", words="watt watts"),
    WrittenUnit("A", "[current]", "num", words="ampere amperes amp amps"),
    WrittenUnit("V", "W / A", "numk", words="volt volts"),
    WrittenUnit("ohm", "V / A", "mkM", symbols="Ω Ohm", words="ohm ohms"),
    WrittenUnit("T", "V * s / m ** 2", "num", words="tesla"),
    WrittenUnit("Jy", "1e-26 * W * s / m ** 2", "umk", words="jansky janskys"),
    WrittenUnit("Ah", "3600 * A * s", "m"),
)
"""Every unit that is read; decibels beside them are read by :mod:`linkbudget.units`."""

PREFIXES = {
    "z": ("zepto", "1e-21"),
    "a": ("atto", "1e-18"),
    "f": ("femto", "1e-15"),
    "p": ("pico", "1e-12"),
    "n": ("nano", "1e-9"),
    "u": ("micro", "1e-6"),
    "m": ("milli", "1e-3"),
    "c": ("centi", "1e-2"),
    "h": ("hecto", "1e2"),
    "k": ("kilo", "1e3"),
    "M": ("mega", "1e6"),
    "G": ("giga", "1e9"),
    "T": ("tera", "1e12"),
}
"""Letter of a prefix -> its name and size; µ is read as u."""

_MISTAKEN = {"C": "degC", "NM": "nmi"}  # spellings in use that would mean something else by the letter
_NAME = re.compile(r"([^\s\d/*+^()-]+)([23])?")
_MULTIPLE = re.compile(r"([\d.e-]+)(?: \* (\w+))?")
_BAUD = re.compile(r"[kMG]?(?:Bd|[Bb]auds?|sps)|[kMG]?(?:sym|symbols?)/s(?:ec)?")


def canonical(name: str) -> str | None:
    """The name used here of a unit or a quotient of two, ``mm/h`` or ``1/year``; None where it is not known.

    Capitals count where they could mean something else: m and M, b and B, and letters that stand alone.

    Examples
    --------
    >>> canonical("Mb/s"), canonical("GHZ"), canonical("µm"), canonical("m²"), canonical("Kilowatts"), canonical("mhz")
    ('Mbit/s', 'GHz', 'um', 'm2', 'kW', None)
    """
    parts = _normal(name).split("/")
    if len(parts) > 2:
        return None
    known = ["1" if part == "1" and place == 0 and len(parts) == 2 else _one(part) for place, part in enumerate(parts)]
    return "/".join(filter(None, known)) if all(known) else None


def candidates(name: str) -> list[str]:
    """Names of units that may have been meant by one that is not known.

    Examples
    --------
    >>> candidates("mbit/s"), candidates("mw"), candidates("furlong")
    (['Mbit/s'], ['MW', 'mW'], [])
    """
    found: list[str] = [""]
    for part in _normal(name).split("/"):
        match = _NAME.fullmatch(part)
        said = match[1] if match else ""
        meant = (
            {_MISTAKEN[said]} if said in _MISTAKEN else {_one(part) or "", *_folded().get(said.lower(), {}).values()}
        )
        found = [f"{before}/{one}" for before in found for one in sorted(meant) if one]
    return [one.removeprefix("/") for one in found]


def refused_prefix(name: str) -> str:
    """The reason, for a message, where a unit is known and its prefix is not one that people write with it.

    Examples
    --------
    >>> refused_prefix("kmin"), refused_prefix("Gm"), refused_prefix("furlong")
    ('min takes no prefix', 'm takes only the prefixes n, µ, m, c, k', '')
    """
    for part in _normal(name).split("/"):
        unit = next((unit for unit in WRITTEN_UNITS if part[1:] in (unit.symbol, *unit.symbols.split())), None)
        if unit and part[0] in PREFIXES and _one(part) is None:
            written = ", ".join(unit.prefixes.replace("u", "µ"))
            return f"{part[1:]} takes only the prefixes {written}" if written else f"{part[1:]} takes no prefix"
    return ""


def is_baud(name: str) -> bool:
    """True of a unit of symbols a second.

    Examples
    --------
    >>> is_baud("MBd"), is_baud("Mbit/s")
    (True, False)
    """
    return _BAUD.fullmatch(name) is not None


@cache
def conversion(name: str, unit: str) -> tuple[float, float] | None:
    """Slope and offset that make of a number of one unit, by its name here, one of another; None where none does.

    Examples
    --------
    >>> conversion("MHz", "Hz"), conversion("degC", "K"), conversion("W", "m")
    ((1000000.0, 0.0), (1.0, 273.15), None)
    """
    slope = _slope_to_base(name, unit)
    if slope is not None:
        return slope, 0.0
    import pint

    registry = _registry()
    wanted = registry.dimensionless if unit == "-" else canonical(unit) or unit
    try:
        offset = float(registry.Quantity(0.0, name).to(wanted).magnitude) if name == "degC" else 0.0
        return float(registry.Quantity(1.0, name).to(wanted).magnitude) - offset, offset
    except pint.errors.PintError:
        return None


def _slope_to_base(name: str, unit: str) -> float | None:
    """Slope from a unit, or a quotient, to the one that it is a multiple of by the table; None for all others.

    What files usually have needs no more; for the rest there is pint, which takes a third of a second to import.
    """
    parts, wanted = name.split("/"), ("1" if unit == "-" else unit).split("/")
    if len(parts) != len(wanted):
        return None
    differ = [place for place, (part, base) in enumerate(zip(parts, wanted, strict=True)) if part != base]
    if len(differ) != 1:  # of two, the last bit would depend on the order
        return None if differ else 1.0
    (place,) = differ
    match, base = _NAME.fullmatch(parts[place]), _NAME.fullmatch(wanted[place])
    known, size = _multiples().get(match[1], ("", 1.0)) if match else ("", 1.0)
    if match is None or (known, match[2]) != ((base[1], base[2]) if base else (wanted[place], None)):
        return None
    slope = size ** int(match[2] or 1)
    return 1.0 / slope if place else slope


@cache
def _multiples() -> dict[str, tuple[str, float]]:
    """Each symbol with its prefix -> the unit that it is a multiple of, and how many of it."""
    found: dict[str, tuple[str, float]] = {}
    for unit in WRITTEN_UNITS:
        if "offset" in unit.definition:
            continue
        base, size = unit.symbol, 1.0
        if match := _MULTIPLE.fullmatch(unit.definition):
            of, more = found.get(match[2], (match[2] or "1", 1.0))
            base, size = of, more * float(match[1])
        for prefix in ("", *unit.prefixes):
            found[f"{prefix}{unit.symbol}"] = (base, size * (float(PREFIXES[prefix][1]) if prefix else 1.0))
    return found


@cache
def _registry() -> "pint.UnitRegistry":
    import pint

    registry: pint.UnitRegistry = pint.UnitRegistry(None, preprocessors=[_squared])
    for unit in WRITTEN_UNITS:
        registry.define(f"{unit.symbol} = {unit.definition}")
        for prefix in unit.prefixes:
            registry.define(f"{prefix}{unit.symbol} = {PREFIXES[prefix][1]} * {unit.symbol}")
    return registry


def _squared(text: str) -> str:
    """``m2`` as pint writes it."""
    return re.sub(r"(?<=[a-zA-Z])([23])\b", r"**\1", text)


def _normal(name: str) -> str:
    """One way of writing squares, cubes, micro and quotients."""
    if not name.isascii():
        name = name.translate(_SIGNS)
    return re.sub(" */ *", "/", name.replace("^", ""))


_SIGNS = {ord(sign): plain for sign, plain in zip("²³µμ", "23uu", strict=True)}


def _one(part: str) -> str | None:
    """The name used here of one unit, with its exponent."""
    match = _NAME.fullmatch(part)
    if match is None:
        return None
    said = match[1]
    known = _spellings().get(said) or _words().get(said.lower()) or _in_other_capitals(said)
    return f"{known}{match[2] or ''}" if known else None


def _in_other_capitals(said: str) -> str | None:
    """The name used here of a symbol in unusual capitals, where they cannot mean anything else."""
    meant = _folded().get(said.lower(), {}) if len(said) > 1 and said not in _MISTAKEN else {}
    if any(symbol[0] in "mM" and symbol[0] != said[0] for symbol in meant):
        return None
    names = {name for symbol, name in meant.items() if _may_stand_for(said, symbol)}
    return names.pop() if len(names) == 1 else None


def _may_stand_for(said: str, symbol: str) -> bool:
    is_first_the_same = said[0] == symbol[0] or symbol[0] in "kGTHhAd"
    return is_first_the_same and all(one == other for one, other in zip(said, symbol, strict=True) if other in "bB")


@cache
def _spellings() -> dict[str, str]:
    """Each symbol as it may be written -> the name used here."""
    return {
        f"{prefix}{symbol}": f"{prefix}{unit.symbol}"
        for unit in WRITTEN_UNITS
        for symbol in (unit.symbol, *unit.symbols.split())
        for prefix in ("", *unit.prefixes)
    }


@cache
def _words() -> dict[str, str]:
    """Each name in words -> the name used here."""
    return {
        f"{PREFIXES[prefix][0] if prefix else ''}{word}": f"{prefix}{unit.symbol}"
        for unit in WRITTEN_UNITS
        for word in unit.words.split()
        for prefix in ("", *unit.prefixes)
    }


@cache
def _folded() -> dict[str, dict[str, str]]:
    """Symbols in small letters -> the symbols that they may be meant for, and their names used here."""
    folded: dict[str, dict[str, str]] = {}
    for symbol, name in _spellings().items():
        folded.setdefault(symbol.lower(), {})[symbol] = name
    return folded
