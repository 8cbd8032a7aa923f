"""Values of arguments: numbers with units, ranges and lists, levels and what they count, answers in other units."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbudget.errors import InputError
from linkbudget.formulas.values import LEVEL_OF, counted, in_unit, level, read_unit, read_value, value_text


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("42 000 km", "m", 42e6),
        ("50 W", "dBW", 10.0 * math.log10(50.0)),
        ("17 dBm", "dBW", -13.0),
        ("0.5 mW", "dBm", 10.0 * math.log10(0.5)),
        ("290 K", "dBK", 10.0 * math.log10(290.0)),
        ("2.7 kHz", "dBHz", 10.0 * math.log10(2700.0)),
        ("34 dBHz", "Hz", 10.0**3.4),
        ("3 mV/m", "dBuV/m", 20.0 * math.log10(3000.0)),
        ("120 dBuV/m", "V/m", 1.0),
        ("18 inch", "m", 0.4572),
        ("70 %", "-", 0.7),
        ("2 ppm", "-", 2e-6),
        ("50 mohm", "ohm", 0.05),
        ("3 Jy", "Jy", 3.0),
        ("1 rev/day", "rad/s", math.tau / 86400.0),
    ],
)
def test_a_value_is_read_in_the_unit_wanted(text, unit, value):
    assert read_value(text, unit) == pytest.approx(value, rel=1e-14)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1 GHz..3 GHz:3", [1e9, 2e9, 3e9]),
        ("1..3 GHz:3", [1e9, 2e9, 3e9]),
        ("10 MHz..1 GHz:3:log", [1e7, 1e8, 1e9]),
        ("1 kHz, 2 kHz", [1e3, 2e3]),
        ("1 kHz; 2 kHz; 3 Hz", [1e3, 2e3, 3.0]),
    ],
)
def test_ranges_and_lists(text, values):
    np.testing.assert_allclose(read_value(text, "Hz"), values, rtol=1e-12)


def test_a_range_has_nine_values_without_a_count():
    np.testing.assert_array_equal(read_value("0 m..8 m", "m"), np.arange(9.0))


@pytest.mark.parametrize(
    ("text", "unit", "message"),
    [
        ("5 kg", "m", "distance: '5 kg': kg is not a unit of length"),
        ("5", "m", "distance: '5' has no unit"),
        ("1 m..5 kg", "m", "kg is not a unit of length"),
        ("0 m..5 m:4:log", "m", "expected both ends above 0"),
        ("0 m..5 m:1", "m", "expected 2 to 100000 values"),
        ("0 W", "dBW", "expected more than nothing, for a level in dBW"),
        ("", "m", "expected a value"),
    ],
)
def test_what_is_no_value_is_refused(text, unit, message):
    with pytest.raises(InputError, match=message):
        read_value(text, unit, where="distance")


@given(st.sampled_from(sorted(LEVEL_OF)), st.floats(-250.0, 250.0))
def test_a_level_returns(unit, decibels):
    assert level(counted(decibels, unit), unit) == pytest.approx(decibels, abs=1e-10)
    assert in_unit(in_unit(decibels, unit, LEVEL_OF[unit]), LEVEL_OF[unit], unit) == pytest.approx(decibels, abs=1e-10)


@given(st.sampled_from(["km", "au", "mm", "nmi", "inch"]), st.floats(1e-9, 1e15))
def test_an_answer_in_another_unit_is_read_back_as_the_same(unit, length_m):
    assert read_value(f"{in_unit(length_m, 'm', unit)!r} {unit}", "m") == pytest.approx(length_m, rel=1e-12)


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "found"),
    [
        (-130.0, "dBW", "dBm", -100.0),
        (-130.0, "dBW", "fW", 100.0),
        (2e-14, "W", "dBm", -106.98970004336019),
        (290.0, "K", "degC", 16.85),
        (12.15, "dBi", "dBd", 10.0),
        (np.array([1e-3, 1e-12]), "W", "dBm", np.array([0.0, -90.0])),
    ],
)
def test_an_answer_in_another_unit(value, unit, wanted, found):
    np.testing.assert_allclose(in_unit(value, unit, wanted), found, atol=1e-9)


def test_a_unit_of_another_kind_is_refused():
    with pytest.raises(InputError, match="unit 'km': expected a unit of the kind of Hz"):
        in_unit(1.0, "Hz", "km")
    with pytest.raises(InputError, match="unit 'furlong': unknown"):
        read_unit("furlong")


def test_values_as_text():
    assert value_text(True, "-") == "yes"
    assert value_text(None, "m") == "-"
    assert value_text(1.5e-17, "J") == "15 aJ"
    assert value_text(-244_000_000.0, "UTC") == "1962-04-08 22:13:20"
