"""Quantities as text: what is read, with which prefixes, what is refused, and what the reason says."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from linkbudget import unit_names
from linkbudget.errors import LinkBudgetError
from linkbudget.formatting import (
    angle_text,
    bytes_text,
    decibels_text,
    distance_text,
    duration_text,
    error_rate_text,
    exact_text,
    frequency_text,
    number_text,
    percent_text,
    power_text,
    quantity_text,
    rate_text,
    table_text,
    tick_text,
    typeset,
    volume_text,
)
from linkbudget.labels import UNITS
from linkbudget.scenario_files.config_places import StationConfig
from linkbudget.unit_names import PREFIXES, WRITTEN_UNITS, canonical, conversion
from linkbudget.units import EXAMPLES, read_quantity

# Reference -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("57.65e6 nmi", "m", 57.65e6 * 1852.0),  # international nautical mile, BIPM SI brochure (8th edition), table 8
        ("1 mi", "m", 1609.344),  # international mile of 5280 feet of 0.3048 m
        ("1 ft", "m", 0.3048),
        ("1 au", "m", 149_597_870_700.0),  # IAU 2012 resolution B2
        ("1 Mkm", "m", 1e9),
        ("17 °C", "K", 290.15),
        ("-273.15 degC", "K", 0.0),
        ("24 dBK", "K", 251.18864),
        ("10 dBd", "dBi", 12.15),
        ("40 dBm", "W", 10.0),
        ("-10 dBW", "W", 0.1),
        ("-147 dBm", "dBW", -177.0),
        ("-120 dBm/m²", "dBW/m2", -150.0),
        ("-174 dBm/Hz", "dBW/Hz", -204.0),
        ("1 year", "s", 31_557_600.0),
        ("5 %/year", "1/year", 0.05),
        ("0.05 per year", "1/year", 0.05),
        ("0.05/year", "1/year", 0.05),
        ("1 kB", "bit", 8000.0),
        ("1 MBps", "bit/s", 8e6),
        ("3 cm2", "m2", 3e-4),
        ("360 deg/d", "deg/day", 360.0),
        ("1 arcmin", "deg", 1.0 / 60.0),
        ("180 mrad", "deg", 10.313240),
        ("48°08'14\"", "deg", 48.0 + 8.0 / 60.0 + 14.0 / 3600.0),
        ("48d08m14s", "deg", 48.0 + 8.0 / 60.0 + 14.0 / 3600.0),
        ("48° 8.5′", "deg", 48.0 + 8.5 / 60.0),
        ("-0°30'", "deg", -0.5),
        ("−33°27′30.5″", "deg", -(33.0 + 27.0 / 60.0 + 30.5 / 3600.0)),
    ],
)
def test_a_text_is_read_as_the_number_that_it_stands_for(text, unit, value):
    assert read_quantity(text, unit) == pytest.approx(value, rel=1e-7, abs=1e-9)


@pytest.mark.parametrize(
    ("text", "hemispheres", "value"),
    [
        ("48°08'14\"N", "NS", 48.1372222),
        ("33°27'S", "NS", -33.45),
        ("33.45° S", "NS", -33.45),
        ("33.45 deg S", "NS", -33.45),
        ("S 33°27'", "NS", -33.45),
        ("33:27:00 S", "NS", -33.45),
        ("-33:27", "NS", -33.45),
        ("11° 34' E", "EW", 11.5666667),
        ("116d47m24sW", "EW", -116.79),
        ("0°30'W", "EW", -0.5),
        ("48.1 degrees", "NS", 48.1),
    ],
)
def test_a_coordinate_may_have_the_letter_of_its_hemisphere(text, hemispheres, value):
    assert read_quantity(text, "deg", hemispheres=hemispheres) == pytest.approx(value, abs=1e-7)


# Spellings -----------------------------------------------------------------------------------------------------------

SPELLINGS = {
    ("2 Mbit/s", "bit/s"): "2Mbit/s|2 Mb/s|2 Mbps|2 Mbits/s|2 Mbit / s|2 megabit/s|2 Megabits per second|2 Mbit/sec",
    ("9600 bit/s", "bit/s"): "9600 bps|9600 b/s|9.6 kbps|9.6 Kbps|9.6 kb/s|9 600 bit/s|9_600 bit/s|9600 BIT/s",
    ("3 GHz", "Hz"): "3 GHZ|3 ghz|3000 MHz|3000 MHZ|3000 Mhz|3e6 khz|3e6 KHz|3 gigahertz|3 Gigahertz|3e9 HZ",
    ("5 µW", "W"): "5 μW|5 uW|5 microwatts|5e-3 mW|5000 nW",
    ("30 W", "W"): "30W|30 watt|30 Watts|0.03 kW|0.03 KW|0.03 kw|+30 W",
    ("290 K", "K"): "290 kelvin|290 Kelvin|290 kelvins",
    ("900 m2", "m2"): "900 m²|900 m^2|900 metre2",
    ("45 dBHz", "dBHz"): "45 dB-Hz|45 dB Hz|45 dB·Hz|45 dbhz|45 DBHZ",
    ("-150 dBW/m2", "dBW/m2"): "-150 dBW/m²|-150 dBW/m^2|-150 dBW / m2|−150 dBW/m2|-150 dbw/m2",
    ("-3.5 dB/K", "dB/K"): "-3.5 dB/k|−3.5 dB/K|-3.5 dB / K",
    ("5 deg", "deg"): "5°|5 °|5 degree|5 Degrees|5 DEG",
    ("30 min", "s"): "30 mins|30 minutes|0.5 h|0.5 hr|0.5 hours|1800 s|1800 sec|1800 seconds",
    ("384400 km", "m"): "384 400 km|384\u00a0400 km|384\u2009400\u202fkm|384_400 km|384400 KM|0.3844 million km",
    ("8420.432 MHz", "Hz"): "8 420.432 MHz|8.420432 GHz|8\u202f420.432\u00a0MHz",
    ("0.2", "-"): "20 %|20%|20 percent|2e−1|.2",
}


@pytest.mark.parametrize(
    ("usual", "unit", "written"), [(*key, written) for key, texts in SPELLINGS.items() for written in texts.split("|")]
)
def test_spellings_of_a_quantity_are_the_same_quantity(usual, unit, written):
    assert read_quantity(written, unit) == pytest.approx(read_quantity(usual, unit), rel=1e-12)


@pytest.mark.parametrize("unit", WRITTEN_UNITS, ids=lambda unit: unit.symbol)
def test_a_unit_takes_the_prefixes_of_the_table_and_no_others(unit):
    assert conversion(canonical(unit.symbol), unit.symbol) == (1.0, 0.0)
    symbols = {symbol for other in WRITTEN_UNITS for symbol in (other.symbol, *other.symbols.split())}
    for prefix, (word, size) in PREFIXES.items():
        with_prefix = f"{prefix}{unit.symbol}"
        if prefix in unit.prefixes:
            assert conversion(canonical(with_prefix), unit.symbol)[0] == pytest.approx(float(size), rel=1e-12)
            for name in unit.words.split():
                assert canonical(f"{word}{name}") == with_prefix
        elif with_prefix.lower() not in {symbol.lower() for symbol in symbols}:
            assert canonical(with_prefix) is None or canonical(with_prefix)[0] != prefix


@pytest.mark.parametrize("unit", [unit for unit in UNITS.values() if unit != "%"])
def test_every_unit_of_the_package_reads_its_own_name(unit):
    assert read_quantity(f"1.5 {unit}", unit) == 1.5


@pytest.mark.parametrize(("unit", "example"), EXAMPLES.items())
def test_the_examples_of_messages_are_read(unit, example):
    assert math.isfinite(read_quantity(example, unit))


# Refusals ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "unit", "reason"),
    [
        (
            "1 mbit/s",
            "bit/s",
            "unknown unit 'mbit/s' (bit takes only the prefixes k, M, G, T); did you mean \"1 Mbit/s\"?",
        ),
        ("1 mbps", "bit/s", 'did you mean "1 MBps" or "1 Mbps"?'),
        ("437.5 mhz", "Hz", "unknown unit 'mhz'; did you mean \"437.5 MHz\"?"),
        ("437.5 mHz", "Hz", 'did you mean "437.5 MHz"?'),
        ("30 mw", "W", 'did you mean "30 MW" or "30 mW"?'),
        ("30 Mw", "W", 'did you mean "30 MW" or "30 mW"?'),
        ("17 C", "K", 'did you mean "17 degC"?'),
        ("5 NM", "m", 'did you mean "5 nmi"?'),
        ("5 knmi", "m", "(nmi takes no prefix); expected a value like"),
        ("5 kmin", "s", '(min takes no prefix); expected a value like "30 min"'),
        ("5 mdeg", "deg", "(deg takes no prefix)"),
        ("5 kft", "m", "(ft takes no prefix)"),
        ("5 mau", "m", "(au takes no prefix)"),
        ("5 Gm", "m", "(m takes only the prefixes n, µ, m, c, k)"),
        ("5 mdB", "dB", "unknown unit 'mdB'; expected a value like"),
        ("5 S", "s", "unknown unit 'S'; did you mean"),
        ("9600 baud", "bit/s", "baud counts symbols, not bits; expected a bit rate like"),
        ("2 MBd", "bit/s", "MBd counts symbols, not bits"),
        ("2 ksym/s", "bit/s", "ksym/s counts symbols, not bits"),
        ("1,5 W", "W", 'expected a decimal point, "1.5 W"'),
        ("-1,25 dB", "dB", 'expected a decimal point, "-1.25 dB"'),
        ("1,000 km", "m", '"1,000" may be a decimal or a thousand; expected "1000 km"'),
        ("1,234,567.5 km", "m", 'expected "1234567.5 km"'),
        ("1'000 km", "m", 'expected "1000 km"'),
        ("1.000,5 km", "m", "expected a number with a decimal point and no other separators"),
        ("12 3456 km", "m", "unknown unit '3456 km'"),
        ("10 dBd", "dB", "dBd is not a value in dB"),
        ("24 dBK", "W", "dBK is not a unit of power"),
        ("5 dBx", "dB", "unknown unit 'dBx'"),
        ("1e9 dBm", "W", "no such power"),
        ("1e308 km", "m", "no such value"),
        ("5 km", "dB", "km is not a value in dB"),
        ("5 m2", "m", "m2 is not a unit of length"),
        ("5 deg", "-", "deg is not a pure number"),
        ("5 bit/s", "Hz", "bit/s is not a unit of frequency"),
        ("5 m/s/s", "m/s2", "unknown unit 'm/s/s'"),
        ("5 km * 2", "m", "unknown unit 'km * 2'"),
        ("5 m\n/s", "m/s", "unknown unit 'm\\n/s'"),
        ("100_ km", "m", "unknown unit '_ km'"),
        ("inf km", "m", "expected a value like"),
        ("1e999 km", "m", "not a finite number"),
        ("5", "m", "'5' has no unit"),
        ("5 d", "deg", "d is not a unit of angle"),
        ("12°30'E", "deg", "E is no letter of this angle; N, S, E and W stand with coordinates only"),
        ("12:30:00", "deg", "colons may divide hours; expected degrees"),
        ("48°61'", "deg", "minutes below 60"),
        ("48°08'60\"", "deg", "seconds below 60"),
        ("48.5°30'", "deg", "whole degrees"),
        ("48°08.5'30\"", "deg", "minutes"),
    ],
)
def test_anything_else_is_refused_in_one_line_with_what_was_expected(text, unit, reason):
    with pytest.raises(LinkBudgetError) as caught:
        read_quantity(text, unit)
    message = str(caught.value)
    assert reason in message
    assert message.startswith(repr(text))
    assert "\n" not in message


def test_stations_of_a_file_take_letters_and_minutes():
    air = {"title": "Peldehue", "water_vapour_density": "5 g/m³"}
    place = air | {"latitude": "33°27' S", "longitude": "70°40′W", "height": "723 m", "minimum_elevation": "5°"}
    station = StationConfig.model_validate(place, context={"file": True})
    assert station.latitude_deg.value == pytest.approx(-33.45)
    assert station.longitude_deg.value == pytest.approx(-70.0 - 40.0 / 60.0)
    assert station.minimum_elevation_deg.value == 5.0
    with pytest.raises(ValidationError, match="E is no letter of this angle; expected N or S"):
        StationConfig.model_validate(place | {"latitude": "33° E"}, context={"file": True})


@pytest.mark.parametrize(
    ("text", "hemispheres", "reason"),
    [
        ("11.5° E", "NS", "E is no letter of this angle; expected N or S"),
        ("48° N", "EW", "N is no letter of this angle; expected E or W"),
        ("-48° S", "NS", "expected a sign or the letter S, not both"),
        ("N 48° S", "NS", "NS is no letter of this angle"),
        ("48.1 N", "NS", 'has no unit; did you mean "48.1° N"?'),
        ("48.1", "NS", "has no unit"),
    ],
)
def test_a_letter_must_be_one_of_the_coordinate(text, hemispheres, reason):
    with pytest.raises(LinkBudgetError) as caught:
        read_quantity(text, "deg", hemispheres=hemispheres)
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("text", "unit", "other"), [("3 K", "K", "3 degC"), ("1 dBi", "dBi", "1 dBd"), ("1 dBW", "dBW", "1 dBm")]
)
def test_a_change_is_not_counted_from_another_zero(text, unit, other):
    assert read_quantity(text, unit, is_difference=True) == float(text.split()[0])
    assert read_quantity(other, unit) != read_quantity(text, unit)
    with pytest.raises(LinkBudgetError, match=f"'{other}': a change is not counted in .*; expected a change in {unit}"):
        read_quantity(other, unit, is_difference=True)


@settings(max_examples=300)
@given(st.text(max_size=20), st.sampled_from(sorted(EXAMPLES)))
def test_any_text_is_read_or_refused_in_one_line(text, unit):
    value, message = _read(text, unit)
    assert math.isfinite(value) if value is not None else ("\n" not in message and repr(text)[:20] in message)


def _read(text, unit):
    """A number, or the reason why there is none."""
    try:
        return read_quantity(text, unit, hemispheres="NS"), ""
    except LinkBudgetError as error:
        return None, str(error)


@settings(max_examples=300)
@given(
    st.from_regex(
        r"[-+]?[0-9]{1,4}[., ']?[0-9]{0,3} ?[kMmGuµ]?(Hz|W|m|s|bit|deg|min|K|dBd?|B|°)(/[smK])?", fullmatch=True
    )
)
def test_a_text_of_numbers_and_units_is_read_as_one_of_them_at_most(text):
    """Lengths, times, angles and the like exclude one another."""
    units = ("m", "s", "deg", "K", "bit", "bit/s", "W", "dB")
    assert sum(_read(text, unit)[0] is not None for unit in units) <= 1


# What is printed is read ---------------------------------------------------------------------------------------------

NUMBERS = st.floats(1e-3, 1e12).flatmap(lambda size: st.sampled_from([size, -size]))
QUANTITIES = sorted(set(EXAMPLES) - {"-"})


@settings(max_examples=200)
@given(NUMBERS, st.sampled_from(QUANTITIES), st.sampled_from([str, typeset]))
def test_quantities_are_read_as_they_are_printed(value, unit, setting):
    assert read_quantity(setting(quantity_text(value, unit)), unit) == pytest.approx(value, rel=5.01e-4)
    figures = 5.01e-9 if unit in ("m", "Hz") else 5.01e-6
    assert read_quantity(setting(exact_text(value, unit)), unit) == pytest.approx(value, rel=figures, abs=1e-6)


PRINTED = {
    "distance": (distance_text, "m", 5e-2, 0.5),
    "distance to 3": (lambda value: distance_text(value, 3), "m", 5.01e-3, 0.0),
    "duration": (duration_text, "s", 5.01e-3, 0.0),
    "rate": (rate_text, "bit/s", 5.01e-3, 0.0),
    "pixel rate": (lambda value: rate_text(value, "pixel/s"), "pixel/s", 5.01e-3, 0.0),
    "volume": (volume_text, "bit", 5.01e-3, 0.0),
    "frequency": (frequency_text, "Hz", 5.01e-4, 0.0),
    "power": (power_text, "W", 5.01e-3, 0.0),
    "decibels": (decibels_text, "dB", 0.0, 0.0501),
    "signed decibels": (lambda value: decibels_text(value, decimals=2, sign=True), "dB", 0.0, 0.00501),
    "level": (lambda value: decibels_text(value, "dBW"), "dBW", 0.0, 0.0501),
    "density ratio": (lambda value: decibels_text(value, "dBHz"), "dBHz", 0.0, 0.0501),
    "angle": (angle_text, "deg", 5.01e-4, 0.0),
    "angle to a tenth": (lambda value: angle_text(value, 1), "deg", 0.0, 0.0501),
    "number": (number_text, "-", 5.01e-3, 0.0),
    "mark of an axis": (tick_text, "-", 5.01e-4, 0.0),
    "share": (lambda value: percent_text(value, 4), "-", 5.01e-4, 0.0),
    "row of distances": (lambda value: " ".join(table_text(value, "m")), "m", 1e-2, 500.0),
    "row of frequencies": (lambda value: " ".join(table_text(value, "Hz")), "Hz", 1e-2, 0.005),
}


@pytest.mark.parametrize("kind", PRINTED)
@settings(max_examples=60)
@given(value=NUMBERS, setting=st.sampled_from([str, typeset]))
def test_each_kind_of_text_is_read_as_the_value_it_stands_for(kind, value, setting):
    write, unit, relative, absolute = PRINTED[kind]
    assert read_quantity(setting(write(value)), unit) == pytest.approx(value, rel=relative, abs=absolute)


@given(st.floats(1e-12, 1.0))
def test_error_rates_are_read_as_they_are_printed(probability):
    assert read_quantity(error_rate_text(probability), "-") == pytest.approx(probability, rel=0.0501)


@given(st.integers(1, 10**13))
def test_sizes_of_files_are_read_as_they_are_printed(size_bytes):
    assert read_quantity(bytes_text(size_bytes), "bit") == pytest.approx(8 * size_bytes, rel=5.01e-3)


def test_slopes_without_pint_are_those_of_pint():
    """All multiples and all quotients of two, to the bit; pint is asked for what is no multiple."""
    names = [f"{prefix}{unit.symbol}" for unit in WRITTEN_UNITS for prefix in ("", *unit.prefixes)]
    bases = {name: unit_names._multiples().get(name, (name, 1.0))[0] for name in names}
    below = ("s", "h", "ms", "Hz", "kHz", "m2", "km2", "year", "K")
    denominators = {name: bases.get(name.rstrip("2"), name) + ("2" if name.endswith("2") else "") for name in below}
    pairs = [(name, base.replace("1", "-")) for name, base in bases.items()]
    pairs += [(f"{name}/{over}", f"{bases[name]}/{denominators[over]}") for name in names for over in below]
    pairs += [(f"{name}{power}", f"{bases[name]}{power}") for name in ("km", "mm", "ft") for power in "23"]
    registry = unit_names._registry()
    found = 0
    for name, unit in pairs:
        slope = unit_names._slope_to_base(name, unit)
        if slope is not None:
            wanted = registry.dimensionless if unit == "-" else unit
            assert slope == float(registry.Quantity(1.0, name).to(wanted).magnitude), (name, unit)
            found += 1
    assert found > 700
    for name, unit in (("degC", "K"), ("W", "m"), ("km", "m2"), ("bit/s", "Hz"), ("km", "mi")):
        assert unit_names._slope_to_base(name, unit) is None
