"""Element sets column by column: what is read, what is refused, and which columns the message names."""

import re

import numpy as np
import pytest

from linkbudget.errors import InputError
from linkbudget.geometry.element_sets import line_checksum, require_element_line
from linkbudget.geometry.orbit import tle_orbit

# The International Space Station on 20 September 2008 and Vanguard 1 of the SGP4 verification set
ISS = (
    "1 25544U 98067A   08264.51782528 -.00002182  00000-0 -11606-4 0  2927",
    "2 25544  51.6416 247.4627 0006703 130.5360 325.0288 15.72125391563537",
)


def summed(line: str) -> str:
    """A line of 68 columns or more with its right checksum, added up as the format says."""
    total = 0
    for sign in line[:68]:
        if sign in "0123456789":
            total += int(sign)
        elif sign == "-":
            total += 1
    return line[:68] + str(total % 10)


def put(line: str, first: int, text: str) -> str:
    """A line with other text from a column on, and its right checksum."""
    return summed(line[: first - 1] + text + line[first - 1 + len(text) :])


def one(first: int, text: str) -> tuple[str, str]:
    return put(ISS[0], first, text), ISS[1]


def two(first: int, text: str) -> tuple[str, str]:
    return ISS[0], put(ISS[1], first, text)


def both(text: str) -> tuple[str, str]:
    return put(ISS[0], 3, text), put(ISS[1], 3, text)


def test_checksums_of_a_published_set_are_right():
    for line in ISS:
        assert line_checksum(line) == int(line[68])
        assert summed(line) == line


# What is read ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["25544", "A0001", "Z9999", "    5", "00005", "J2345"])
def test_catalogue_numbers_with_digits_blanks_or_alpha_5_are_read(number):
    model = tle_orbit(*both(number)).model
    assert np.degrees(model.inclo) == pytest.approx(51.6416, abs=1e-9)


@pytest.mark.parametrize(
    ("lines", "attribute", "factor", "expected"),
    [
        (one(54, " 11606-4"), "bstar", 1.0, 0.11606e-4),
        (one(54, "-11606-4"), "bstar", 1.0, -0.11606e-4),
        (one(54, "+11606-4"), "bstar", 1.0, 0.11606e-4),
        (one(54, "011606-4"), "bstar", 1.0, 0.11606e-4),
        (one(54, " 13519+0"), "bstar", 1.0, 0.13519),
        (one(54, " 00000 0"), "bstar", 1.0, 0.0),
        (one(54, " 00000+0"), "bstar", 1.0, 0.0),
        (one(34, "0.00110000"), "bstar", 1.0, -0.11606e-4),
        (one(21, "  1.00000000"), "epochdays", 1.0, 1.0),
        (one(19, "08366.99999999"), "epochdays", 1.0, 366.99999999),
        (one(19, "09365.99999999"), "epochdays", 1.0, 365.99999999),
        (one(10, "        "), "bstar", 1.0, -0.11606e-4),
        (one(63, " "), "bstar", 1.0, -0.11606e-4),
        (one(8, " "), "bstar", 1.0, -0.11606e-4),
        (two(9, "180.0000"), "inclo", 180.0 / np.pi, 180.0),
        (two(9, "  0.0004"), "inclo", 180.0 / np.pi, 0.0004),
        (two(18, "007.4627"), "nodeo", 180.0 / np.pi, 7.4627),
        (two(27, "0000000"), "ecco", 1.0, 0.0),
        (two(44, "360.0000"), "mo", 180.0 / np.pi, 360.0),
        (two(53, " 1.00273847"), "no_kozai", 720.0 / np.pi, 1.00273847),
        (two(64, "    7"), "revnum", 1.0, 7),
    ],
)
def test_unusual_columns_are_read_for_what_they_say(lines, attribute, factor, expected):
    assert getattr(tle_orbit(*lines).model, attribute) * factor == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_blanks_behind_a_line_do_not_matter():
    assert require_element_line(1, ISS[0] + "  \r\n") == ISS[0]


@pytest.mark.parametrize("last", ["0", "x", " ", ""])
def test_an_ignored_checksum_may_be_anything(last):
    line2 = ISS[1][:68] + last
    with pytest.raises(InputError, match="line 2"):
        tle_orbit(ISS[0], line2)
    assert tle_orbit(ISS[0], line2, checksum="ignored").model.revnum == 56353


# What is refused ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ((ISS[1], ISS[0]), "line 1, column 1 (line number) = '2' cannot be read: expected '1'"),
        (("", ""), "line 1, column 1 (line number) = '' cannot be read"),
        ((ISS[0], ISS[0]), "line 2, column 1 (line number) = '1' cannot be read: expected '2'"),
        ((" " + ISS[0], ISS[1]), "line 1, column 1 (line number) = ' ' cannot be read"),
        ((ISS[0][:40], ISS[1]), "line 1 has 40 columns, from columns 34 to 43 (first derivative"),
        ((ISS[0] + "1", ISS[1]), "line 1 has 70 columns: expected 69"),
        (
            (ISS[0][:68], ISS[1]),
            "line 1 has 68 columns, from column 69 (checksum) = '' on they do not fit: expected 69",
        ),
        ((ISS[0].replace("A   0", "A 0"), ISS[1]), "line 1 has 67 columns, from column 18 = '8' on they do not fit"),
        (
            (ISS[0], ISS[1].replace("  51", " 51")),
            "line 2 has 68 columns, from columns 9 to 16 (inclination) = '51.6416 '",
        ),
        (
            (ISS[0].replace("  00000-0", " 00000-0"), ISS[1]),
            "line 1 has 68 columns, from columns 45 to 52 (second derivative of the mean motion) = '00000-0 ' on",
        ),
        ((ISS[0][:-1] + "0", ISS[1]), "line 1, column 69 (checksum) = '0': expected 7"),
        ((ISS[0], ISS[1][:-1] + "x"), "line 2, column 69 (checksum) = 'x' cannot be read: expected a digit"),
        (one(3, "25545"), "line 2, columns 3 to 7 (catalogue number) = '25544': expected '25545' as in line 1"),
        (both("I0001"), "line 1, columns 3 to 7 (catalogue number) = 'I0001' cannot be read"),
        (both("O0001"), "line 1, columns 3 to 7 (catalogue number) = 'O0001' cannot be read"),
        (both("AA001"), "line 1, columns 3 to 7 (catalogue number) = 'AA001' cannot be read"),
        (both("a0001"), "line 1, columns 3 to 7 (catalogue number) = 'a0001' cannot be read"),
        (both("2554 "), "line 1, columns 3 to 7 (catalogue number) = '2554 ' cannot be read"),
        (one(2, "\t"), "line 1, column 2, is a tab (U+0009): expected plain ASCII"),
        (one(9, "\xa0"), "line 1, column 9, is NO-BREAK SPACE (U+00A0): expected plain ASCII"),
        (one(9, "\u2009"), "line 1, column 9, is THIN SPACE (U+2009): expected plain ASCII"),
        (one(54, "\u221211606-4"), "line 1, column 54, is MINUS SIGN (U+2212): expected plain ASCII"),
        (one(54, "\u201311606-4"), "line 1, column 54, is EN DASH (U+2013): expected plain ASCII"),
        (two(10, "\u0665"), "line 2, column 10, is ARABIC-INDIC DIGIT FIVE (U+0665): expected plain ASCII"),
        (one(9, "x"), "line 1, column 9 = 'x' cannot be read: expected a blank"),
        (one(19, "O8"), "line 1, columns 19 to 20 (year of the epoch) = 'O8' cannot be read: expected two digits"),
        (one(24, ","), "line 1, columns 21 to 32 (day of the epoch) = '264,51782528' cannot be read"),
        (one(21, "26l"), "line 1, columns 21 to 32 (day of the epoch) = '26l.51782528' cannot be read"),
        (one(32, " "), "line 1, columns 21 to 32 (day of the epoch) = '264.5178252 ' cannot be read"),
        (
            one(21, "000.99999999"),
            "(day of the epoch) = '000.99999999': expected from 1 to 366.99999999, the days of 2008",
        ),
        (
            one(21, "367.00000000"),
            "(day of the epoch) = '367.00000000': expected from 1 to 366.99999999, the days of 2008",
        ),
        (one(21, "400.51782528"), "(day of the epoch) = '400.51782528': expected from 1 to 366.99999999"),
        (
            one(19, "09366.00000000"),
            "(day of the epoch) = '366.00000000': expected from 1 to 365.99999999, the days of 2009",
        ),
        (one(34, "-,00002182"), "line 1, columns 34 to 43 (first derivative of the mean motion) = '-,00002182' cannot"),
        (one(45, " 0.000-0"), "line 1, columns 45 to 52 (second derivative of the mean motion) = ' 0.000-0' cannot be"),
        (
            one(54, " 1.16e-5"),
            "line 1, columns 54 to 61 (drag term B*) = ' 1.16e-5' cannot be read: expected five digits",
        ),
        (one(54, " 11606 4"), "line 1, columns 54 to 61 (drag term B*) = ' 11606 4' cannot be read"),
        (one(54, "11606-4 "), "line 1, columns 54 to 61 (drag term B*) = '11606-4 ' cannot be read"),
        (one(63, "4"), "line 1, column 63 (ephemeris type) = '4' cannot be read: expected '0', elements for SGP4"),
        (one(65, "    "), "line 1, columns 65 to 68 (number of the element set) = '    ' cannot be read"),
        (two(9, "180.0001"), "line 2, columns 9 to 16 (inclination) = '180.0001': expected from 0 to 180 degrees"),
        (two(9, "-51.6416"), "line 2, columns 9 to 16 (inclination) = '-51.6416' cannot be read"),
        (two(12, ","), "line 2, columns 9 to 16 (inclination) = ' 51,6416' cannot be read"),
        (
            two(18, "360.0001"),
            "line 2, columns 18 to 25 (right ascension of the ascending node) = '360.0001': expected",
        ),
        (two(35, "361.0000"), "line 2, columns 35 to 42 (argument of perigee) = '361.0000': expected from 0 to 360"),
        (two(44, "999.0000"), "line 2, columns 44 to 51 (mean anomaly) = '999.0000': expected from 0 to 360 degrees"),
        (
            two(27, "   6703"),
            "line 2, columns 27 to 33 (eccentricity) = '   6703' cannot be read: expected seven digits",
        ),
        (
            two(27, "0.00067"),
            "line 2, columns 27 to 33 (eccentricity) = '0.00067' cannot be read: expected seven digits",
        ),
        (two(53, " 0.00000000"), "line 2, columns 53 to 63 (mean motion) = ' 0.00000000': expected above zero"),
        (two(53, "17.20000000"), "(mean motion) = '17.20000000': expected an orbit outside the Earth"),
        (two(27, "0600000"), "(mean motion) = '15.72125391': expected an orbit outside the Earth"),
        (two(53, " 0.00010000"), "(mean motion) = ' 0.00010000': expected an orbit around the Earth"),
        (two(53, "15,72125391"), "line 2, columns 53 to 63 (mean motion) = '15,72125391' cannot be read"),
        (two(64, "5635x"), "line 2, columns 64 to 68 (revolution at the epoch) = '5635x' cannot be read"),
    ],
)
def test_a_wrong_column_is_refused_by_its_number(lines, message):
    with pytest.raises(InputError, match=re.escape(message)) as refused:
        tle_orbit(*lines)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("number", [1, 2])
def test_no_blank_may_be_lost(number):
    """A line without one of its blanks, filled up or not, is never read as another orbit."""
    line = ISS[number - 1]
    for column in (place for place, sign in enumerate(line) if sign == " "):
        shorter = line[:column] + line[column + 1 :]
        for damaged in (shorter, shorter + " ", summed(shorter[:67] + " " + shorter[67:])):
            with pytest.raises(InputError, match=f"line {number}"):
                require_element_line(number, damaged)
