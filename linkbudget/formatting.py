"""Values as text: one function for each kind of value that screens, figures, reports and notes print.

The map: numbers (:func:`number_text`, :func:`decimals_text`, :func:`count_text`, :func:`tick_text`); quantities
(:func:`quantity_text` and :func:`exact_text` by unit, :func:`distance_text`, :func:`duration_text`,
:func:`part_of_day_text`, :func:`rate_text`, :func:`volume_text`, :func:`bytes_text`, :func:`frequency_text`,
:func:`power_text`, :func:`decibels_text`, :func:`angle_text`); shares (:func:`percent_text`, :func:`share_text`,
:func:`cases_text`, :func:`odds_text`, :func:`error_rate_text`); dates in UTC (:func:`date_text`, :func:`instant_text`,
:func:`clock_text`); columns of tables (:func:`column_unit`, :func:`cell_text`, :func:`table_text`); lists and ranges
(:func:`list_text`, :func:`span_text`, :func:`unit_once`); notes (:func:`note_text`); signs (:func:`typeset`,
:func:`typeset_for_paper`).

The rules, the same for all:

- Rounding comes first, then the unit: 999.96 kbit/s to three figures is ``1 Mbit/s``, not ``1000 kbit/s``.
- Thousands are set apart by a space, numbers of four digits stay together, as in the SI brochure (9th edition, 5.4.4):
  ``384 400 km``, ``8420.432 MHz``.
- Zeros after the point are dropped where a text counts figures (``100 Mbit/s``) and kept where it counts decimals.
- A sign is never rounded away (:func:`decimals_text` adds decimals instead), and zero has none.
- NaN is ``-``, without a unit; infinity is ``inf`` or ``-inf`` with the unit.
- The minus is the one of the keyboard, so that numbers can be copied out of a terminal; figures and web pages set it as
  a minus sign by :func:`typeset`.
"""

import math
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from numbers import Real
from typing import Any, SupportsFloat

from linkbudget.labels import RATIO, spoken, unit_of, without_unit

Number = SupportsFloat | None
"""Value that is written as a number; None is written as NaN is."""

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

NO_VALUE = "-"
"""The text of NaN and of None."""

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_ROUNDING = 1e-6  # what arithmetic leaves of zero, in decibels and other numbers written by decimals

# ---------------------------------------------------------------- numbers


def number_text(value: Number, figures: int = 3) -> str:
    """Write a number to some significant figures; powers of ten below 0.0001 and from 1e15 on.

    Examples
    --------
    >>> number_text(8.3333), number_text(48_211.0), number_text(0.25), number_text(4.44e-8), number_text(float("nan"))
    ('8.33', '48 200', '0.25', '4.44e-8', '-')
    >>> number_text(106_760_000.0, 6), number_text(-0.0)
    ('106 760 000', '0')
    """
    value = _plain(value)
    if math.isnan(value):
        return NO_VALUE
    if value == 0.0:
        return "0"
    if math.isinf(value):
        return "inf" if value > 0.0 else "-inf"
    mantissa, exponent = f"{value:.{figures - 1}e}".split("e")
    power = int(exponent)
    if not -4 <= power < 15:
        return f"{_without_zeros(mantissa)}e{power}"
    text = f"{float(f'{mantissa}e{power}'):.{max(figures - 1 - power, 0)}f}"
    return _grouped(_without_zeros(text))


def decimals_text(value: Number, decimals: int = 1, *, sign: bool = False) -> str:
    """Write a number to some decimals; with ``sign``, also a plus.

    A sign is never lost: a number below zero, and with ``sign`` one above it, that would round to zero gets the
    decimals that its first figure needs.  Less than a millionth is zero, which has no sign.

    Examples
    --------
    >>> decimals_text(3.14159), decimals_text(3.14159, 2, sign=True), decimals_text(-12_345.0, 0)
    ('3.1', '+3.14', '-12 345')
    >>> decimals_text(-0.04), decimals_text(0.04, sign=True), decimals_text(0.04), decimals_text(-1e-12)
    ('-0.04', '+0.04', '0.0', '0.0')
    """
    value = _plain(value)
    if math.isnan(value):
        return NO_VALUE
    if math.isinf(value):
        return "-inf" if value < 0.0 else "+inf" if sign else "inf"
    text = f"{value:.{decimals}f}"
    if float(text) == 0.0:
        if abs(value) < _ROUNDING or (value > 0.0 and not sign):
            return f"{0.0:.{decimals}f}"
        mantissa, exponent = f"{value:.0e}".split("e")
        text = f"{float(f'{mantissa}e{exponent}'):.{-int(exponent)}f}"
    return f"{'+' if sign and value > 0.0 else ''}{_grouped(text)}"


def count_text(count: Number) -> str:
    """Write a whole number.

    Examples
    --------
    >>> count_text(65_536), count_text(12), count_text(-1_500)
    ('65 536', '12', '-1500')
    """
    return decimals_text(count, 0)


def tick_text(value: float) -> str:
    """Write a mark on an axis whose label has the unit: four figures, and millions in words.

    Examples
    --------
    >>> tick_text(0.01), tick_text(10.0), tick_text(1e4), tick_text(4e8), tick_text(25.9e9)
    ('0.01', '10', '10 000', '400 million', '25 900 million')
    """
    text = number_text(value, 4)
    in_millions = 1e6 <= abs(_number(text)) < math.inf
    return f"{number_text(value / 1e6, 4)} million" if in_millions else text


def power_of_ten_text(value: float) -> str:
    """Write a mark of a logarithmic axis that spans many decades; a value between two powers to three figures.

    Examples
    --------
    >>> power_of_ten_text(1e-6), power_of_ten_text(1.0), power_of_ten_text(1e12), power_of_ten_text(2e-6)
    ('10⁻⁶', '1', '10¹²', '2·10⁻⁶')
    """
    if not math.isfinite(value) or value == 0.0:
        return number_text(value, 3)
    factor, exponent = f"{value:.2e}".split("e")
    factor = factor.rstrip("0").rstrip(".")
    power = "10" + str(int(exponent)).translate(_RAISED)
    return number_text(value, 3) if int(exponent) == 0 else power if factor == "1" else f"{factor}·{power}"


# ---------------------------------------------------------------- quantities


def quantity_text(value: Number, unit: str, figures: int = 4) -> str:
    """Write a value of ``unit``, one of :data:`linkbudget.labels.UNITS`, to some figures, with a prefix where it helps.

    Examples
    --------
    >>> quantity_text(100e3, "W"), quantity_text(922.76e6, "Hz", 8), quantity_text(1e-5, "-"), quantity_text(-2.5, "dB")
    ('100 kW', '922.76 MHz', '1e-5', '-2.5 dB')
    >>> quantity_text(106.76e9, "m"), quantity_text(1800.0, "s"), quantity_text(5.0, "deg"), quantity_text(290.0, "K")
    ('106.8 million km', '30 min', '5°', '290 K')
    >>> quantity_text(2.8e-14, "dB"), quantity_text(0.05, "1/year")  # the first is what rounding left of nothing
    ('0 dB', '0.05 per year')
    """
    value = _plain(value)
    if math.isnan(value):
        return NO_VALUE
    if unit == "m":
        return distance_text(value, figures)
    if unit == "s":
        return duration_text(value, figures)
    if unit in _PREFIXES:
        return _prefixed(value, unit, _PREFIXES[unit], figures)
    if unit.startswith("dB"):
        value = round(value, 6) if math.isfinite(value) else value
    number = number_text(value, figures)
    if unit == RATIO:
        return number
    return f"{number}°" if unit == "deg" else f"{number} {re.sub('^1/', 'per ', unit)}"


def exact_text(value: Number, unit: str) -> str:
    """Write a value of ``unit`` as :func:`quantity_text` does, to six figures, nine of distances and frequencies.

    For inputs and answers that are compared or put in again.

    Examples
    --------
    >>> exact_text(20.28891, "W"), exact_text(106_763_412e3, "m"), exact_text(8_420.4321e6, "Hz")
    ('20.2889 W', '106.763412 million km', '8.4204321 GHz')
    """
    return quantity_text(value, unit, 9 if unit in ("m", "Hz") else 6)


def distance_text(distance_m: Number, figures: int | None = None) -> str:
    """Write a distance in metres [m]: in m, km or million km, which the literature of planetary flight counts in.

    Without ``figures``: to the whole kilometre below a million, at least three figures; five figures in millions.

    Examples
    --------
    >>> distance_text(106.76e9), distance_text(384.4e6), distance_text(999_999_600.0), distance_text(35.0)
    ('106.76 million km', '384 400 km', '1 million km', '35 m')
    >>> distance_text(405_500e3, 3), distance_text(25.902e12, 3), distance_text(float("nan"))
    ('406 000 km', '25 900 million km', '-')
    """
    distance_m = _plain(distance_m)
    if math.isnan(distance_m):
        return NO_VALUE
    if math.isinf(distance_m):
        return f"{number_text(distance_m)} km"
    if figures is None:
        rounded_km = abs(float(f"{distance_m / 1e3:.0f}"))
        figures = 5 if rounded_km >= 1e6 else max(len(f"{rounded_km:.0f}"), 3)
    return _scaled(
        distance_m, ((1e9, "million km"), (1e3, "km"), (1.0, "m"), (1e-3, "mm"), (1e-6, "µm"), (1e-9, "nm")), figures
    )


def duration_text(duration_s: Number, figures: int = 3) -> str:
    """Write a length of time in seconds [s] in the largest unit that it reaches; years of 365.25 days.

    Examples
    --------
    >>> duration_text(23_040.0), duration_text(158.8), duration_text(59.96), duration_text(3600.0), duration_text(0.0)
    ('6.4 h', '2.65 min', '1 min', '1 h', '0 s')
    >>> duration_text(0.25), duration_text(2.0 * 86_400.0), duration_text(31_557_600.0), duration_text(1e9)
    ('250 ms', '2 d', '1 year', '31.7 years')
    """
    text = _scaled(_plain(duration_s), _DURATIONS, figures)
    return text.removesuffix("s") if text in ("1 years", "-1 years") else text


def part_of_day_text(duration_s: float) -> str:
    """Write a length of time within a day [s], to a tenth of an hour, or that it fills the day.

    Examples
    --------
    >>> part_of_day_text(23_040.0), part_of_day_text(86_400.0), part_of_day_text(86_399.0)
    ('6.4 h', 'all day', '24.0 h')
    """
    if duration_s >= _DAY_S:
        return "all day"
    hours = decimals_text(duration_s / 3600.0, 1)
    return hours if hours == NO_VALUE else f"{hours} h"


def rate_text(rate: Number, unit: str = "bit/s", figures: int = 3) -> str:
    """Write a rate of bits, or of what ``unit`` says, with a prefix; of pixels from a million on.

    Examples
    --------
    >>> rate_text(8.3333), rate_text(117.6e3), rate_text(999_960.0), rate_text(4008.0, "pixel/s"), rate_text(None)
    ('8.33 bit/s', '118 kbit/s', '1 Mbit/s', '4010 pixel/s', '-')
    """
    return _prefixed(_plain(rate), unit, _PREFIXES.get(unit, _FROM_ONE), figures)


def volume_text(bits: Number, figures: int = 3) -> str:
    """Write an amount of data [bit].

    Examples
    --------
    >>> volume_text(2_352_100.0), volume_text(71_000.0), volume_text(999_999.0), volume_text(0.0)
    ('2.35 Mbit', '71 kbit', '1 Mbit', '0 bit')
    """
    return _prefixed(_plain(bits), "bit", _FROM_ONE, figures)


def bytes_text(size_bytes: Number, figures: int = 3) -> str:
    """Write a size of a file or of memory [byte], in thousands.

    Examples
    --------
    >>> bytes_text(4_200_000), bytes_text(16e9), bytes_text(512)
    ('4.2 MB', '16 GB', '512 B')
    """
    return _prefixed(_plain(size_bytes), "B", _FROM_ONE, figures)


def frequency_text(frequency_hz: Number, figures: int = 4) -> str:
    """Write a frequency or bandwidth [Hz].

    Examples
    --------
    >>> frequency_text(3000.0), frequency_text(7.8125, 2), frequency_text(8_420.432e6, 7), frequency_text(-42.0)
    ('3 kHz', '7.8 Hz', '8.420432 GHz', '-42 Hz')
    """
    return _prefixed(_plain(frequency_hz), "Hz", _PREFIXES["Hz"], figures)


def power_text(power_w: Number, figures: int = 3) -> str:
    """Write a power [W].

    Examples
    --------
    >>> power_text(30.0), power_text(119.43), power_text(0.5), power_text(25e3), power_text(999.9)
    ('30 W', '119 W', '500 mW', '25 kW', '1 kW')
    """
    return _prefixed(_plain(power_w), "W", _PREFIXES["W"], figures)


def decibels_text(value: Number, unit: str = "dB", decimals: int = 1, *, sign: bool = False) -> str:
    """Write decibels, or a level in ``unit``; by the rule of :func:`decimals_text` no sign is lost.

    Examples
    --------
    >>> decibels_text(-3.02), decibels_text(5.0, decimals=2), decibels_text(-158.07, "dBW")
    ('-3.0 dB', '5.00 dB', '-158.1 dBW')
    >>> decibels_text(6.02, sign=True), decibels_text(-0.04, sign=True), decibels_text(-0.0, sign=True)
    ('+6.0 dB', '-0.04 dB', '0.0 dB')
    """
    text = decimals_text(value, decimals, sign=sign)
    return text if text == NO_VALUE else f"{text} {unit}"


def angle_text(angle_deg: Number, decimals: int | None = None) -> str:
    """Write an angle [deg], to four figures or to some decimals.

    Examples
    --------
    >>> angle_text(5.0), angle_text(67.25, 0), angle_text(67.0, 1), angle_text(-0.04, 1)
    ('5°', '67°', '67.0°', '-0.04°')
    """
    text = number_text(angle_deg, 4) if decimals is None else decimals_text(angle_deg, decimals)
    return text if text == NO_VALUE else f"{text}°"


# ---------------------------------------------------------------- shares


def percent_text(share: Number, figures: int | None = None) -> str:
    """Write a share [-] in percent: whole ones, tenths near nothing and near all; or to some figures.

    Only nothing is ``0 %`` and only all is ``100 %``.

    Examples
    --------
    >>> [percent_text(share) for share in (0.1424, 0.003, 1e-5, 0.0, 0.996, 0.9996, 1.0, 1.5)]
    ['14 %', '0.3 %', 'less than 0.1 %', '0 %', '99.6 %', 'more than 99.9 %', '100 %', '150 %']
    >>> percent_text(0.001, 6), percent_text(0.00005, 6), percent_text(0.99998, 4)
    ('0.1 %', '0.005 %', '99.998 %')
    """
    share = _plain(share)
    if math.isnan(share):
        return NO_VALUE
    if figures is not None or math.isinf(share):
        figures = figures or 3
        text = number_text(100.0 * share, figures)
        while share < 1.0 and text == "100" and figures < 15:
            figures += 1
            text = number_text(100.0 * share, figures)
        return f"{text} %"
    if 0.0 < share < 0.001:
        return "less than 0.1 %"
    if 0.999 < share < 1.0:
        return "more than 99.9 %"
    is_near_an_end = 0.0 < abs(share) < 0.01 or 0.99 < share < 1.0
    return f"{_without_zeros(decimals_text(100.0 * share, 1 if is_near_an_end else 0))} %"


def share_text(share: float) -> str:
    """Write a share [-] as :func:`percent_text` does, but all and nothing in words.

    Examples
    --------
    >>> share_text(0.1424), share_text(1.0), share_text(0.0)
    ('14 %', 'all', 'none')
    """
    return {0.0: "none", 1.0: "all"}.get(share) or percent_text(share)


def cases_text(share: Number, count: int | None = None) -> str:
    """Write the share [-] of the cases of a study, whose number may be given.

    Examples
    --------
    >>> cases_text(0.1424), cases_text(1.0), cases_text(0.0), cases_text(1.0, 65_536)
    ('14 % of cases', 'all cases', 'no case', 'all 65 536 cases')
    """
    cases = "cases" if count is None else f"{count_text(count)} cases"
    if share == 0.0:
        return "no case" if count is None else f"none of {cases}"
    return f"all {cases}" if share == 1.0 else f"{percent_text(share)} of {cases}"


def error_rate_text(probability: Number) -> str:
    """Write a rate of errors [-] to two figures: percent, or a power of ten below 0.01 %.

    Examples
    --------
    >>> error_rate_text(0.0346), error_rate_text(4.44e-8), error_rate_text(0.0), error_rate_text(0.00009996)
    ('3.5 %', '4.4e-8', '0 %', '0.01 %')
    """
    text = number_text(probability, 2)
    return text if text == NO_VALUE or 0.0 < _number(text) < 1e-4 else percent_text(probability, 2)


_PARTS = (
    (0.29, "a third"),
    (0.42, "half"),
    (0.58, "two thirds"),
    (0.71, "three quarters"),
    (0.85, "nine in ten"),
    (0.95, "nearly all"),
)
"""Share from which a part is called so; below the first one, a share is so many in so many."""

_NO_ODDS = 1e-12


def odds_text(share: Number, thing: str, count: int | None = None) -> str:
    """Write a share [-] of many things as a reader grasps it: ``1 pixel in 40 000``, or a part in words.

    Of a known number of things it is "none" where less than half of one is to be expected; of an unknown number, below
    one in a million million.

    Examples
    --------
    >>> odds_text(2.5e-5, "pixel"), odds_text(0.0346, "pixel"), odds_text(0.34, "pixel"), odds_text(1.0, "pixel")
    ('1 pixel in 40 000', '1 pixel in 29', 'a third', 'all')
    >>> odds_text(0.18, "pixel")
    '1 pixel in 6'
    >>> odds_text(4.3e-8, "pixel"), odds_text(4.3e-8, "pixel", 1440 * 1440), odds_text(0.0, "bit")
    ('1 pixel in 23 million', 'none', 'none')
    """
    share = _plain(share)
    if math.isnan(share):
        return NO_VALUE
    if share < _NO_ODDS or (count is not None and share * count < 0.5):
        return "none"
    if share >= 1.0:
        return "all"
    if share >= _PARTS[0][0]:
        return [name for least, name in _PARTS if share >= least][-1]
    count_of = 1.0 / share
    return f"1 {thing} in {tick_text(round(count_of) if count_of < 10.0 else _number(number_text(count_of, 2)))}"


# ---------------------------------------------------------------- dates, in UTC


def date_text(utc_s: float, *, short: bool = False) -> str:
    """Write the date of an instant in seconds since 1970 UTC [s].

    Examples
    --------
    >>> date_text(-214_124_400.0), date_text(-214_124_400.0, short=True), date_text(float("nan"))
    ('20 March 1963', '20 Mar 1963', '-')
    """
    if not math.isfinite(utc_s):
        return NO_VALUE
    day = _EPOCH + timedelta(seconds=utc_s)
    month = MONTHS[day.month - 1]
    return f"{day.day} {month[:3] if short else month} {day.year}"


def instant_text(utc_s: float, *, seconds: bool = False) -> str:
    """Write date and time of an instant in seconds since 1970 UTC [s], to the nearest minute or second.

    Examples
    --------
    >>> instant_text(-226_132_560.0), instant_text(-226_132_520.0), instant_text(-226_132_520.0, seconds=True)
    ('1962-11-01 17:24', '1962-11-01 17:25', '1962-11-01 17:24:40')
    """
    if not math.isfinite(utc_s):
        return NO_VALUE
    step_s = 1 if seconds else 60
    rounded = _EPOCH + timedelta(seconds=math.floor(utc_s / step_s + 0.5) * step_s)
    return rounded.replace(tzinfo=None).isoformat(" ", "seconds" if seconds else "minutes")


def clock_text(utc_s: float) -> str:
    """Write hours and minutes of an instant in seconds since 1970 UTC [s], to the nearest minute.

    Examples
    --------
    >>> clock_text(-225_873_980.0), clock_text(-225_849_620.0)
    ('17:14', '00:00')
    """
    return instant_text(utc_s).rpartition(" ")[2]


# ---------------------------------------------------------------- columns of tables


def column_unit(unit: str, largest: Any) -> tuple[float, str]:
    """Factor and unit of a column of values up to ``largest``: long ranges in kilometres, high frequencies in MHz.

    Wavelengths of light are in nanometres, its frequencies in THz and its beams in microradians.

    Examples
    --------
    >>> column_unit("m", 106.76e9), column_unit("Hz", 922.76e6), column_unit("m", 9e3), column_unit("-", 0.5)
    ((0.001, 'km'), (1e-06, 'MHz'), (1.0, 'm'), (1.0, ''))
    >>> column_unit("s", 599.0), column_unit("s", 7200.0)[1], column_unit("s", 1e9)[1]
    ((1.0, 's'), 'h', 'years')
    """
    if unit == "s":
        return next(((1.0 / size, name) for size, name in _LONG_TIMES if abs(largest) >= 2.0 * size), (1.0, unit))
    if unit == "m" and abs(largest) >= 1e4:
        return 1e-3, "km"
    if unit == "m" and 0.0 < abs(largest) < 1e-4:
        return 1e9, "nm"
    if unit == "deg" and 0.0 < abs(largest) < 1e-3:
        return math.radians(1e6), "urad"
    if unit == "Hz" and abs(largest) >= 1e12:
        return 1e-12, "THz"
    if unit == "Hz" and abs(largest) >= 1e6:
        return 1e-6, "MHz"
    return 1.0, "" if unit == RATIO else unit


def cell_text(value: Any, unit: str = RATIO, factor: float = 1.0) -> str:
    """Write a value of ``unit`` in a column, which has the factor of :func:`column_unit`; an array by its ends.

    Kilometres are whole, megahertz have all their figures, decibels two decimals however small they are, as have hours,
    days and years, other numbers two decimals or, below 0.01 and from a million on, a power of ten.

    Examples
    --------
    >>> cell_text(252.3179, "dB"), cell_text(2.5e-7), cell_text(106.76e9), cell_text(math.nan), cell_text([1.0, 3.0])
    ('252.32', '2.5000e-07', '1.0676e+11', '-', '1.00 ... 3.00')
    >>> cell_text(106.76e9, "m", 1e-3), cell_text(922.76e6, "Hz", 1e-6), cell_text(0.003, "dB"), cell_text(-0.003, "dB")
    ('106 760 000', '922.76', '0.00', '-0.003')
    """
    if isinstance(value, (str, bool)) or value is None:
        return str(value)
    if isinstance(value, tuple) and value and isinstance(value[0], str):
        return list_text(value)
    if not isinstance(value, Real):
        import numpy as np  # here, so that commands which print no arrays start without it

        if np.asarray(value).dtype == object:  # a curve or a pattern has a text of its own
            return str(value)
        low, high = float(np.nanmin(value)), float(np.nanmax(value))
        if np.ndim(value):
            return f"{cell_text(low, unit, factor)} ... {cell_text(high, unit, factor)}"
        value = low
    if factor == 1e-3:
        return decimals_text(value * factor, 0)
    if unit == "s" and factor != 1.0:
        return decimals_text(value * factor, 2)
    if factor != 1.0:
        return number_text(value * factor, 8)
    is_plain = unit.startswith("dB") or value == 0.0 or abs(value) >= 0.01
    return decimals_text(value, 2) if (is_plain and abs(value) < 1e6) or not math.isfinite(value) else f"{value:.4e}"


def table_text(value: Any, unit: str) -> tuple[str, str]:
    """Write a line of a table: the text of its value, and the unit that it is in.

    Examples
    --------
    >>> table_text(106.76e9, "m"), table_text(922.76e6, "Hz"), table_text(0.003, "dB"), table_text(0.003, "-")
    (('106 760 000', 'km'), ('922.76', 'MHz'), ('0.00', 'dB'), ('3.0000e-03', ''))
    """
    largest = value if isinstance(value, Real) else 0.0
    factor, name = column_unit(unit, largest)
    return cell_text(value, unit, factor), name


# ---------------------------------------------------------------- lists, ranges, signs


def list_text(items: Iterable[str], last: str = "and") -> str:
    """Write a list in a sentence.

    Examples
    --------
    >>> list_text(["a", "b", "c"]), list_text(["a", "b"], "or"), list_text(["a"]), list_text([])
    ('a, b and c', 'a or b', 'a', '')
    """
    *most, end = [*items] or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


def unit_once(texts: Iterable[str]) -> list[str]:
    """Leave the unit that texts of values share to the last of them.

    Examples
    --------
    >>> unit_once(["922.76 MHz", "769.4 MHz"]), unit_once(["900 kHz", "1 MHz"]), unit_once(["1", "2"])
    (['922.76', '769.4 MHz'], ['900 kHz', '1 MHz'], ['1', '2'])
    """
    texts = list(texts)
    unit = re.search(r"(?<=[\df]) [^\d ].*$", texts[-1]) if texts else None
    if unit is None or not all(re.fullmatch(r"[-+]?[\d .e-]+|[-+]?inf", text.removesuffix(unit[0])) for text in texts):
        return texts
    return [text.removesuffix(unit[0]) for text in texts[:-1]] + texts[-1:]


def span_text(low: str, high: str) -> str:
    """Write a range by the texts of its ends: once where they are equal, and a shared unit once.

    Examples
    --------
    >>> span_text("3 dB", "5 dB"), span_text("1.5 dB", "1.5 dB"), span_text("900 kHz", "1 MHz"), span_text("1", "2")
    ('3 to 5 dB', '1.5 dB', '900 kHz to 1 MHz', '1 to 2')
    """
    return low if low == high else " to ".join(unit_once([low, high]))


def note_text(note: str) -> str:
    """Write a note for people: the range of a model in words and units.

    Examples
    --------
    >>> note_text("ITU-R P.676-13 is stated for frequency_hz from 1e+09 to 1e+12; used outside it")
    'ITU-R P.676-13 is stated for a frequency of 1 GHz to 1 THz; used outside it'
    >>> note_text("union bound is stated for ebn0_db from 2.4 to inf; used outside it"), note_text("anything else")
    ('union bound is stated for an Eb/N0 from 2.4 dB on; used outside it', 'anything else')
    """
    from linkbudget.errors import STATED, outside_range  # brings NumPy

    found = outside_range(note)
    if found is None:
        return note
    model, name, *ends = found
    unit, words = unit_of(name), spoken(without_unit(name))
    low, high = (quantity_text(end, unit, 6) for end in ends)
    article = "an" if words[0] in "aeiouE" else "a"
    span = f"from {low} on" if math.isinf(ends[1]) else f"of {span_text(low, high)}"
    return f"{model}{STATED}{article} {words} {span}; used outside it"


def typeset(text: str) -> str:
    """Set the minus of every number in a text as a minus sign, and thousands so that no line breaks within a number.

    For figures and web pages.

    Examples
    --------
    >>> typeset("-3.0 dB on 1963-03-21, 4e-8 at a high-gain antenna"), typeset("14.77 dBW - (-1.00 dB)")
    ('−3.0 dB on 1963-03-21, 4e−8 at a high-gain antenna', '14.77 dBW - (−1.00 dB)')
    >>> typeset("all 65 536 cases").split(" ")
    ['all', '65\\xa0536', 'cases']
    """
    text = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "\N{NO-BREAK SPACE}", text)
    return re.sub(r"(?<![\w-])-(?=\.?\d|inf\b)|(?<=\de)-(?=\d)", "−", text)


def typeset_for_paper(text: str) -> str:
    """Set a text as :func:`typeset` does, powers of ten as they are written by hand, and units beside their numbers.

    Examples
    --------
    >>> typeset_for_paper("-3.0 dB, 4.44e-8 W, 1e12 Hz").split(" ")
    ['−3.0\\xa0dB,', '4.44·10⁻⁸\\xa0W,', '10¹²\\xa0Hz']
    """
    text = re.sub(r"(?<![\w.])(?:1(?=e)|(\d[\d.]*))e(-?\d+)(?!\w)", _power, typeset(text).replace("e−", "e-"))
    return _BEFORE_UNIT.sub("\N{NO-BREAK SPACE}", text)


def _power(found: re.Match) -> str:
    return f"{f'{found[1]}·' if found[1] else ''}10{found[2].translate(_RAISED)}"


_BEFORE_UNIT = re.compile(r"(?<=[\d⁰¹²³⁴⁵⁶⁷⁸⁹]) (?=(?:dB\w*|[TGMkmµnpf]?(?:W|Hz|m|s|V)|K|%)(?![\w]))")

_DAY_S = 86_400.0
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FROM_ONE = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"), (1.0, ""))
_PREFIXES = {
    "W": (*_FROM_ONE, (1e-3, "m"), (1e-6, "µ"), (1e-9, "n"), (1e-12, "p"), (1e-15, "f"), (1e-18, "a")),
    "V": ((1e3, "k"), (1.0, ""), (1e-3, "m"), (1e-6, "µ"), (1e-9, "n")),
    "V/m": ((1e3, "k"), (1.0, ""), (1e-3, "m"), (1e-6, "µ"), (1e-9, "n")),
    "J": (*_FROM_ONE, (1e-3, "m"), (1e-6, "µ"), (1e-9, "n"), (1e-12, "p"), (1e-15, "f"), (1e-18, "a"), (1e-21, "z")),
    "Hz": _FROM_ONE,
    "bit/s": _FROM_ONE,
    "pixel/s": ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1.0, "")),
    "bit": _FROM_ONE,
}
_DURATIONS = (
    (365.25 * _DAY_S, "years"),
    (_DAY_S, "d"),
    (3600.0, "h"),
    (60.0, "min"),
    (1.0, "s"),
    (1e-3, "ms"),
    (1e-6, "µs"),
    (1e-9, "ns"),
    (1e-12, "ps"),
)
_LONG_TIMES = _DURATIONS[:3]  # in columns; seconds stay seconds up to two hours


def _plain(value: Number) -> float:
    return math.nan if value is None else float(value)


def _number(text: str) -> float:
    """A text of :func:`number_text` as a number."""
    return float(text.replace(" ", "")) if text != NO_VALUE else math.nan


def _grouped(text: str) -> str:
    """Thousands before the point set apart, of numbers of more than four digits."""
    whole, point, rest = text.partition(".")
    return f"{int(whole):,}".replace(",", " ") + point + rest if len(whole.lstrip("-")) > 4 else text


def _without_zeros(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _prefixed(value: float, unit: str, prefixes: Iterable[tuple[float, str]], figures: int) -> str:
    return _scaled(value, [(size, f"{prefix}{unit}") for size, prefix in prefixes], figures)


def _scaled(value: float, units: Sequence[tuple[float, str]], figures: int) -> str:
    """A number in the largest unit that its text reaches; units are given largest first.

    Zero and infinity are in the unit of size one; less than the least unit stays in that.
    """
    if math.isnan(value):
        return NO_VALUE
    if value == 0.0 or math.isinf(value):
        return f"{number_text(value)} {next(unit for size, unit in units if size == 1.0)}"
    text, next_sizes = "", [size for size, _ in units[-2::-1]]
    for (size, name), next_size in zip(units[::-1], [*next_sizes, math.inf], strict=True):
        count = value / size
        if abs(count) < 1.0 and size > units[-1][0]:  # the smaller unit rounds up to this one
            count = math.copysign(1.0, value)
        number = number_text(count, figures)
        text = f"{number} {name}"
        if max(abs(value), abs(_number(number)) * size) < next_size * (1.0 - 1e-12):
            break
    return text
