"""Values as text: what is read again is the value within its stated rounding, in order, with its sign."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbudget import formatting
from linkbudget.formatting import (
    bytes_text,
    cell_text,
    clock_text,
    column_unit,
    count_text,
    date_text,
    decibels_text,
    decimals_text,
    distance_text,
    duration_text,
    error_rate_text,
    exact_text,
    frequency_text,
    instant_text,
    list_text,
    number_text,
    odds_text,
    part_of_day_text,
    percent_text,
    power_text,
    quantity_text,
    rate_text,
    span_text,
    table_text,
    tick_text,
    typeset,
    volume_text,
)
from linkbudget.geometry.clock import format_utc, parse_utc
from linkbudget.labels import UNITS

SIZES = {
    "million km": 1e9, "km": 1e3, "m": 1.0, "mm": 1e-3,
    "year": 31_557_600.0, "years": 31_557_600.0, "d": 86_400.0, "h": 3600.0, "min": 60.0,
    "s": 1.0, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9,
    "%": 0.01, "million": 1e6, "": 1.0,
}  # fmt: skip
PREFIXES = {"T": 1e12, "G": 1e9, "M": 1e6, "k": 1e3, "m": 1e-3, "µ": 1e-6}

EPS = 1e-9  # of the arithmetic in these tests

numbers = st.floats(1e-12, 1e14) | st.floats(-1e14, -1e-12) | st.just(0.0)
sizes = st.floats(1e-3, 1e13)
levels = st.floats(-1e5, 1e5)
shares = st.floats(0.0, 1.0)


def read(text: str, unit: str = "") -> float:
    """The number that a text states, in the unit without a prefix."""
    found = re.fullmatch(r"(?:less than |more than )?(-?[\d ]*\d(?:\.\d+)?(?:e-?\d+)?)(?: (\D.*)|°)?", text)
    assert found is not None, text
    name = found[2] or ""
    known = {unit: 1.0} | {f"{prefix}{unit}": size for prefix, size in PREFIXES.items()} if unit else SIZES
    return float(found[1].replace(" ", "")) * known[name]


QUANTITIES = [
    (distance_text, "", 5),
    (duration_text, "", 3),
    (rate_text, "bit/s", 3),
    (volume_text, "bit", 3),
    (bytes_text, "B", 3),
    (frequency_text, "Hz", 4),
    (power_text, "W", 3),
    (number_text, "", 3),
    (tick_text, "", 4),
]


@pytest.mark.parametrize(("text", "unit", "figures"), QUANTITIES, ids=lambda one: getattr(one, "__name__", None))
@given(value=sizes | sizes.map(lambda value: -value))
def test_text_is_the_value_within_half_of_its_last_figure(text, unit, figures, value):
    if text is distance_text and abs(value) < 1e9:
        figures = 3  # at least; to the whole kilometre from a hundred on
    assert read(text(value), unit) == pytest.approx(value, rel=0.5 * 10.0 ** (1 - figures) * (1.0 + EPS))


@given(st.floats(1e5, 1e9 - 1e3))
def test_distances_below_a_million_kilometres_are_right_to_half_a_kilometre(distance_m):
    assert read(distance_text(distance_m)) == pytest.approx(distance_m, abs=500.0 * (1.0 + EPS))


@pytest.mark.parametrize(("text", "unit", "figures"), QUANTITIES, ids=lambda one: getattr(one, "__name__", None))
@given(values=st.tuples(sizes, sizes))
def test_the_greater_value_never_reads_as_less(text, unit, figures, values):
    less, more = (read(text(value), unit) for value in sorted(values))
    assert less <= more * (1.0 + EPS)


@pytest.mark.parametrize(("text", "unit", "figures"), QUANTITIES, ids=lambda one: getattr(one, "__name__", None))
@given(value=sizes)
def test_what_is_below_zero_reads_as_the_opposite(text, unit, figures, value):
    assert text(-value) == f"-{text(value)}"


@given(value=sizes, figures=st.integers(2, 9))
def test_no_prefix_is_left_for_a_thousand_of_it(value, figures):
    for text, unit in ((rate_text(value, figures=figures), "bit/s"), (frequency_text(value, figures), "Hz")):
        number, name = re.fullmatch(r"([\d. ]+) (\w?)" + unit, text).groups()
        assert name == "T" or abs(float(number.replace(" ", ""))) < 1000.0


@given(st.floats(1e-9, 3e9), st.integers(1, 9))
def test_no_duration_states_a_whole_next_unit(duration_s, figures):
    number, unit = re.fullmatch(r"([\d. ]+) (\S+)", duration_text(duration_s, figures)).groups()
    limits = {"ns": 1000, "µs": 1000, "ms": 1000, "s": 60, "min": 60, "h": 24, "d": 365.25}
    assert float(number.replace(" ", "")) < limits.get(unit, math.inf)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (rate_text(999.4), "999 bit/s"),
        (rate_text(999.6), "1 kbit/s"),
        (rate_text(999_499.0), "999 kbit/s"),
        (rate_text(999_501.0), "1 Mbit/s"),
        (rate_text(21.6e3), "21.6 kbit/s"),
        (rate_text(0.0), "0 bit/s"),
        (rate_text(0.25), "0.25 bit/s"),
        (volume_text(999_999_999.0), "1 Gbit"),
        (power_text(0.0009996), "1 mW"),
        (frequency_text(999_949.0), "999.9 kHz"),
        (frequency_text(999_951.0), "1 MHz"),
        (duration_text(0.5), "500 ms"),
        (duration_text(59.0), "59 s"),
        (duration_text(59.96), "1 min"),
        (duration_text(60.0), "1 min"),
        (duration_text(90.0), "1.5 min"),
        (duration_text(3599.9), "1 h"),
        (duration_text(86_399.9), "1 d"),
        (duration_text(259_200.0), "3 d"),
        (duration_text(31_557_599.0), "365 d"),
        (duration_text(63_115_200.0), "2 years"),
        (part_of_day_text(1500.0), "0.4 h"),
        (distance_text(999.4), "999 m"),
        (distance_text(999.6), "1 km"),
        (distance_text(214e3), "214 km"),
        (distance_text(6_583e3), "6583 km"),
        (distance_text(975e6), "975 000 km"),
        (distance_text(999_999_499.0), "999 999 km"),
        (distance_text(999_999_501.0), "1 million km"),
        (distance_text(4e11), "400 million km"),
        (distance_text(28.485e9, 3), "28.5 million km"),
        (tick_text(0.05), "0.05"),
        (tick_text(550.0), "550"),
        (tick_text(1e5), "100 000"),
        (tick_text(2e6), "2 million"),
        (tick_text(999_960.0), "1 million"),
        (count_text(999.6), "1000"),
        (percent_text(0.00999), "1 %"),
        (percent_text(0.0101), "1 %"),
        (percent_text(0.9949), "99.5 %"),
        (percent_text(0.99999), "more than 99.9 %"),
        (error_rate_text(0.99999), "99.999 %"),
        (clock_text(parse_utc("1962-11-04T23:59:40")), "00:00"),
        (instant_text(parse_utc("1962-12-31T23:59:40")), "1963-01-01 00:00"),
        (quantity_text(0.05, "1/year"), "0.05 per year"),
        (exact_text(922.76e6, "Hz"), "922.76 MHz"),
    ],
)
def test_rounding_comes_before_the_unit(text, wanted):
    assert text == wanted


@given(numbers, st.integers(1, 9))
def test_figures_are_counted(value, figures):
    assert float(number_text(value, figures).replace(" ", "")) == float(f"{value:.{figures - 1}e}")


@given(levels, st.integers(0, 3))
def test_decimals_are_right_to_half_of_the_last(value, decimals):
    text = decimals_text(value, decimals)
    assert float(text.replace(" ", "")) == pytest.approx(value, abs=0.5 * 10.0**-decimals * (1.0 + EPS))


@given(levels, st.integers(0, 3))
def test_sign_of_a_change_is_never_lost_and_zero_has_none(value, decimals):
    text = decibels_text(value, decimals=decimals, sign=True)
    assert text[0] == ("+" if value >= 1e-6 else "-" if value <= -1e-6 else "0")
    if text[0] != "0":
        assert float(text.split(" dB")[0].replace(" ", "")) != 0.0


@given(levels)
def test_no_number_is_minus_zero(value):
    for text in (decimals_text(value), number_text(value), quantity_text(value, "dB"), *table_text(value, "dB")[:1]):
        assert not re.fullmatch(r"-0(\.0*)?( dB)?", text)


@given(st.tuples(levels, levels), st.booleans())
def test_decibels_keep_their_order(values, sign):
    less, more = (float(decimals_text(value, sign=sign).replace(" ", "")) for value in sorted(values))
    assert less <= more


@given(shares)
def test_percent_is_the_share_within_its_rounding(share):
    text = percent_text(share)
    if text.startswith(("less", "more")):
        assert 0.0 < share < 0.001 or 0.999 < share < 1.0
    else:
        near = 0.0005 if share < 0.01 or share > 0.99 else 0.005
        assert read(text) == pytest.approx(share, abs=near * (1.0 + EPS))
    assert (text == "0 %") == (share == 0.0)
    assert (text == "100 %") == (share == 1.0)


@given(st.tuples(shares, shares))
def test_shares_keep_their_order(values):
    less, more = (read(percent_text(share)) for share in sorted(values))
    assert less <= more * (1.0 + EPS)


@given(st.floats(1e-12, 1.0, exclude_min=True))
def test_odds_are_near_the_share(share):
    """In words a part is near enough to be pictured; a chance in so many is right to its two figures."""
    text = odds_text(share, "pixel")
    if text.startswith("1 pixel in "):
        count = text.removeprefix("1 pixel in ").replace(" million", "e6").replace(" ", "")
        assert 1.0 / float(count) == pytest.approx(share, rel=0.0501 if share < 0.1 else 0.15)
        assert share < 0.29
    else:
        part = {"a third": 1 / 3, "half": 0.5, "two thirds": 2 / 3, "three quarters": 0.75, "nine in ten": 0.9}
        assert (part | {"nearly all": 0.97, "all": 1.0})[text] == pytest.approx(share, abs=0.1)


def test_what_is_not_to_be_expected_in_a_picture_is_none():
    assert odds_text(1e-7, "pixel", 4_000_000) == "none"
    assert odds_text(2e-7, "pixel", 4_000_000) == "1 pixel in 5 million"
    assert odds_text(0.0, "pixel") == odds_text(1e-13, "pixel") == "none"


@given(st.floats(1e-12, 1.0))
def test_error_rates_have_two_figures(probability):
    text = error_rate_text(probability)
    assert read(text) == pytest.approx(probability, rel=0.05 * (1.0 + EPS))


@pytest.mark.parametrize(
    "name",
    sorted({name for name in vars(formatting) if name.endswith("_text")} - {"list_text", "note_text", "span_text"}),
)
def test_every_text_of_nan_is_stated(name):
    function = getattr(formatting, name)
    unit = {"quantity_text": ("K",), "exact_text": ("K",), "table_text": ("K",), "odds_text": ("bit",)}.get(name, ())
    text = function(math.nan, *unit)
    assert text in ("-", ("-", "K"), "- of cases")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (number_text(-math.inf), "-inf"),
        (decimals_text(math.inf, sign=True), "+inf"),
        (decibels_text(math.inf), "inf dB"),
        (distance_text(math.inf), "inf km"),
        (duration_text(math.inf), "inf s"),
        (rate_text(math.inf), "inf bit/s"),
        (tick_text(math.inf), "inf"),
        (cell_text(math.inf), "inf"),
        (percent_text(math.inf), "inf %"),
    ],
)
def test_infinity_is_stated(text, wanted):
    assert text == wanted


@pytest.mark.parametrize("unit", [*UNITS.values(), "-"])
@given(value=sizes)
def test_quantities_of_every_unit_read_as_their_value(unit, value):
    text = quantity_text(value, unit)
    number = re.match(r"[\d ]*\d(\.\d+)?(e-?\d+)?", text)[0]
    assert text.removeprefix(number).strip(" °") or unit in ("-", "deg")
    if unit not in ("m", "s") and not any(text.endswith(f"{prefix}{unit}") for prefix in PREFIXES):
        assert float(number.replace(" ", "")) == pytest.approx(value, rel=1e-3, abs=1e-6)


@given(st.floats(-5e9, 5e9))
def test_dates_are_those_of_iso_text(utc_s):
    whole = math.floor(utc_s)
    day = np.datetime64(format_utc(whole)[:10]).item()
    assert date_text(whole) == f"{day.day} {formatting.MONTHS[day.month - 1]} {day.year}"
    assert parse_utc(instant_text(utc_s, seconds=True)) == pytest.approx(utc_s, abs=0.5 + 1e-6)
    assert parse_utc(instant_text(utc_s)) == pytest.approx(utc_s, abs=30.0 + 1e-6)


def test_columns_of_a_table_have_one_unit():
    factor, unit = column_unit("m", 2e9)
    assert unit == "km"
    assert [cell_text(value, "m", factor) for value in (35e3, 2e9)] == ["35", "2 000 000"]


def test_arrays_in_tables_are_written_by_their_ends():
    assert table_text(np.array([1.0, np.nan, 3.0]), "dB") == ("1.00 ... 3.00", "dB")
    assert table_text(None, "-") == ("None", "")


def test_lists_and_ranges_are_written_as_in_a_sentence():
    assert list_text(f"{n}" for n in range(3)) == "0, 1 and 2"
    assert span_text("-3.0 dB", "-") == "-3.0 dB to -"
    assert span_text("1.5 million km", "2 million km") == "1.5 to 2 million km"


@given(st.text("abc-. 0123456789"))
def test_setting_signs_changes_nothing_else(text):
    assert typeset(text).replace("−", "-").replace("\N{NO-BREAK SPACE}", " ") == text
