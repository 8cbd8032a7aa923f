"""Two-line element sets as text: fixed columns, read as columns before any orbit model sees them.

The map: :func:`require_element_line` checks one line, :func:`require_same_satellite` that two lines belong together,
:func:`line_checksum` adds up a line.  A line that lacks a blank or has one too many would be read as another orbit;
here it is refused, with its columns.  :func:`linkbudget.geometry.orbit.tle_orbit` makes a satellite of the lines,
:mod:`linkbudget.geometry.element_files` reads files of them.  :data:`MOST_DEG` and :func:`misfit_of_orbit` are the
limits of elements in any format; :data:`SOUND_LINES` are patterns for files of many lines.

Numbers may have blanks instead of leading zeros; the sign of a drag term
may be a zero; a catalogue number above 99999 begins with a letter other than I and O (Alpha-5).
"""

import calendar
import math
import re
import unicodedata
from datetime import date
from typing import Literal, NamedTuple

from linkbudget.errors import InputError, shortened
from linkbudget.formatting import distance_text, number_text

Checksum = Literal["required", "ignored"]
"""Rule for the last column of a line: a checksum is required, or it is ignored."""

WGS72_GM_M3_PER_S2 = 3.986008e14
"""Gravitational parameter of the Earth inside SGP4; WGS 72 [m3/s2]."""

WGS72_EQUATORIAL_RADIUS_M = 6_378_135.0
"""Radius of the Earth inside SGP4; WGS 72 [m]."""

FARTHEST_APOGEE_M = 1.5e9
"""Radius of the Earth's Hill sphere, beyond which nothing orbits the Earth [m]."""

_LEAST_REVOLUTIONS = 1e-6  # a day; what follows divides by the square

COLUMNS = 69


MOST_DEG = {
    "inclination": 180,
    "right ascension of the ascending node": 360,
    "argument of perigee": 360,
    "mean anomaly": 360,
}
"""Largest value of each angle of an element set [deg]."""


class Columns(NamedTuple):
    """A field of a line: its first and last column counted from one, a pattern of all of them, and words for it."""

    first: int
    last: int
    name: str
    pattern: str
    expected: str
    sound: str = ""
    """A narrower pattern, as wide as the field wherever it matches, whose numbers lie within the limits beyond doubt;
    empty: ``pattern`` itself."""

    def of(self, line: str) -> str:
        """The characters of the field."""
        return line[self.first - 1 : self.last]

    def __str__(self) -> str:
        where = f"column {self.first}" if self.first == self.last else f"columns {self.first} to {self.last}"
        return f"{where} ({self.name})" if self.name else where


def _blank(column: int) -> Columns:
    return Columns(column, column, "", " ", "a blank")


def _digits(width: int, least: int = 1) -> str:
    """A pattern of digits with blanks before them, as wide as a field."""
    return "|".join(" " * (width - count) + f"[0-9]{{{count}}}" for count in range(least, width + 1))


_CATALOGUE_NUMBER = Columns(
    3,
    7,
    "catalogue number",
    r" *[0-9]+|[A-HJ-NP-Z][0-9]{4}",
    "five digits, or a letter (not I or O) and four digits",
    rf"{_digits(5)}|[A-HJ-NP-Z][0-9]{{4}}",
)
_DRAG = r"[ +\-0][0-9]{5}[+\-][0-9]|[ +\-0]00000 0"
_DRAG_EXPECTED = "five digits behind an implied point, and an exponent, such as ' 28098-4'"
_ANGLE, _ANGLE_EXPECTED = r" *[0-9]*\.[0-9]{4}", "degrees with four decimals, such as ' 34.2682'"
_BELOW_360 = r"(?:  [ 0-9]| [0-9]{2}|[0-2][0-9]{2}|3[0-5][0-9])\.[0-9]{4}"
_BELOW_180 = r"(?:  [ 0-9]| [0-9]{2}|0[0-9]{2}|1[0-7][0-9])\.[0-9]{4}"
_UP_TO_365 = r"(?:  [1-9]| [1-9][0-9]|00[1-9]|0[1-9][0-9]|[12][0-9]{2}|3[0-5][0-9]|36[0-5])\.[0-9]{8}"
_DAY = Columns(
    21, 32, "day of the epoch", r" *[0-9]+\.[0-9]{8}", "a day of the year such as '179.78495062'", _UP_TO_365
)
_YEAR = Columns(19, 20, "year of the epoch", "[0-9]{2}", "two digits")
_INCLINATION = Columns(9, 16, "inclination", _ANGLE, _ANGLE_EXPECTED, _BELOW_180)
_NODE = Columns(18, 25, "right ascension of the ascending node", _ANGLE, _ANGLE_EXPECTED, _BELOW_360)
_PERIGEE = Columns(35, 42, "argument of perigee", _ANGLE, _ANGLE_EXPECTED, _BELOW_360)
_ANOMALY = Columns(44, 51, "mean anomaly", _ANGLE, _ANGLE_EXPECTED, _BELOW_360)
_ECCENTRICITY = Columns(27, 33, "eccentricity", "[0-9]{7}", "seven digits behind an implied point, such as '1859667'")
_MOTION_EXPECTED = "revolutions a day with eight decimals, such as '10.82419157'"
_MOTION = Columns(53, 63, "mean motion", r" *[0-9]+\.[0-9]{8}", _MOTION_EXPECTED, rf"(?:{_digits(2)})\.[0-9]{{8}}")

_LINES = {
    1: (
        Columns(1, 1, "line number", "1", "'1'"),
        _blank(2),
        _CATALOGUE_NUMBER,
        Columns(8, 8, "classification", "[A-Z ]", "a letter such as 'U'"),
        _blank(9),
        Columns(10, 17, "international designator", "[A-Za-z0-9 -]{8}", "such as '98067A  '"),
        _blank(18),
        _YEAR,
        _DAY,
        _blank(33),
        Columns(34, 43, "first derivative of the mean motion", r"[ +\-0]\.[0-9]{8}", "a number such as '-.00002182'"),
        _blank(44),
        Columns(45, 52, "second derivative of the mean motion", _DRAG, _DRAG_EXPECTED),
        _blank(53),
        Columns(54, 61, "drag term B*", _DRAG, _DRAG_EXPECTED),
        _blank(62),
        Columns(63, 63, "ephemeris type", "[ 0-3]", "'0', elements for SGP4"),
        _blank(64),
        Columns(65, 68, "number of the element set", " *[0-9]+", "digits", _digits(4)),
    ),
    2: (
        Columns(1, 1, "line number", "2", "'2'"),
        _blank(2),
        _CATALOGUE_NUMBER,
        _blank(8),
        _INCLINATION,
        _blank(17),
        _NODE,
        _blank(26),
        _ECCENTRICITY,
        _blank(34),
        _PERIGEE,
        _blank(43),
        _ANOMALY,
        _blank(52),
        _MOTION,
        Columns(64, 68, "revolution at the epoch", " *[0-9]*", "digits", _digits(5, 0)),
    ),
}
_CHECKSUM = Columns(69, 69, "checksum", "[0-9]", "a digit")


def _sound_line(number: int) -> re.Pattern[bytes]:
    fields = {field.first: f"(?:{field.sound or field.pattern})" for field in _LINES[number]}
    return re.compile(("".join(fields[first] for first in sorted(fields)) + r"[0-9][ \t]*\r?\n?").encode())


SOUND_LINES = {number: _sound_line(number) for number in _LINES}
"""Patterns of lines 1 and 2 whose columns and limits are right beyond doubt; a file's other lines need a closer look.

Whether the checksum is right, and whether the orbit lies outside the Earth, they do not tell.
"""


def line_checksum(line: str) -> int:
    r"""Sum of the digits of the first 68 columns, a minus sign counting one, modulo ten.

    .. math:: c = \sum_{i=1}^{68} d_i \; \mathrm{mod} \; 10, \qquad d_i = 1 \; (\mathrm{minus}), \quad
        d_i = 0 \; (\mathrm{letters, blanks, points, plus})

    Parameters
    ----------
    line : str
        A line of an element set, with its checksum or without.

    Returns
    -------
    int
        The digit that belongs into column 69 [-].

    References
    ----------
    .. [1] F. R. Hoots and R. L. Roehrich, "Models for Propagation of NORAD Element Sets", Spacetrack Report No. 3
       (1980); T. S. Kelso, "NORAD Two-Line Element Set Format", CelesTrak.

    Examples
    --------
    >>> line_checksum("2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667")
    7
    """
    return sum(int(sign) if sign in "0123456789" else sign == "-" for sign in line[: COLUMNS - 1]) % 10


def require_element_line(number: int, line: str, *, checksum: Checksum = "required") -> str:
    """Return a line of an element set without blanks behind it, or raise with the columns that cannot be read.

    Parameters
    ----------
    number : int
        Which of the two lines, 1 or 2 [-].
    line : str
        The line.
    checksum : {"required", "ignored"}
        With "ignored" the last column may hold another character, or be missing.

    Returns
    -------
    str
        The line, 69 columns (68 where its checksum is ignored and missing).

    Raises
    ------
    InputError
        If a column holds what does not belong there, an element is none of an orbit around the Earth, or the checksum
        is another.

    References
    ----------
    .. [1] T. S. Kelso, "NORAD Two-Line Element Set Format", CelesTrak.

    Examples
    --------
    >>> require_element_line(2, "2 00005 34.2682 348.7242 1859667 331.7664 19.3264 10.82419157413667")
    Traceback (most recent call last):
        ...
    linkbudget.errors.InputError: line 2 has 67 columns, from columns 9 to 16 (inclination) = '34.2682 ' on they do not
    fit: expected 69, blanks counted
    """
    line = require_columns(number, line, checksum=checksum)
    if number == 2:
        _require_orbit(line)
    return line


def require_columns(number: int, line: str, *, checksum: Checksum = "required") -> str:
    """Return a line of an element set whose columns can be read, whatever orbit it describes, or raise.

    Files hold satellites that are about to come down, whose elements may be none of an orbit outside the Earth.  Such
    a line is part of a file all the same.

    Parameters
    ----------
    number : int
        Which of the two lines, 1 or 2 [-].
    line : str
        The line.
    checksum : {"required", "ignored"}
        As for :func:`require_element_line`.

    Returns
    -------
    str
        The line without blanks behind it.

    Raises
    ------
    InputError
        If a column holds what does not belong there, a day or an angle cannot be, or the checksum is another.

    Examples
    --------
    >>> low = "2 00005  34.2682 348.7242 7859667 331.7664  19.3264 10.82419157413663"
    >>> require_columns(2, low) == low
    True
    """
    line = line.rstrip(" \t\r\n")
    _require_ascii(number, line)
    fields = _LINES[number]
    if line[:1] != str(number):
        raise _mistake(number, fields[0], line)
    fields = (*fields, _CHECKSUM) if checksum == "required" else fields
    wrong = next((field for field in fields if not re.fullmatch(field.pattern, field.of(line))), None)
    if len(line) != COLUMNS and not (checksum == "ignored" and len(line) == COLUMNS - 1):
        first = f", from {wrong} = {shortened(wrong.of(line))} on they do not fit" if wrong else ""
        raise InputError(f"line {number} has {len(line)} columns{first}: expected {COLUMNS}, blanks counted")
    if wrong:
        raise _mistake(number, wrong, line)
    (_require_epoch if number == 1 else _require_angles)(line)
    if checksum == "required" and int(_CHECKSUM.of(line)) != line_checksum(line):
        raise _mistake(number, _CHECKSUM, line, f"{line_checksum(line)} for these columns, or checksum = 'ignored'")
    return line


def require_same_satellite(line1: str, line2: str) -> None:
    """Raise unless two lines have the same catalogue number.

    Parameters
    ----------
    line1, line2 : str
        The two lines, each checked.

    Raises
    ------
    InputError
        If the numbers differ.

    Examples
    --------
    >>> require_same_satellite("1 00005U", "2 00006 ")
    Traceback (most recent call last):
        ...
    linkbudget.errors.InputError: line 2, columns 3 to 7 (catalogue number) = '00006': expected '00005' as in line 1
    """
    first, second = _CATALOGUE_NUMBER.of(line1), _CATALOGUE_NUMBER.of(line2)
    if first.replace(" ", "0") != second.replace(" ", "0"):
        raise InputError(f"line 2, {_CATALOGUE_NUMBER} = {second!r}: expected {first!r} as in line 1")


def _mistake(number: int, field: Columns, line: str, expected: str | None = None) -> InputError:
    """The error of a field that cannot be read, or that holds a wrong value where one was ``expected``."""
    problem = " cannot be read" if expected is None else ""
    return InputError(
        f"line {number}, {field} = {shortened(field.of(line))}{problem}: expected {expected or field.expected}"
    )


def _require_ascii(number: int, line: str) -> None:
    for column, sign in enumerate(line, start=1):
        if not " " <= sign <= "~":
            named = unicodedata.name(sign, {"\t": "a tab"}.get(sign, "a control character"))
            raise InputError(f"line {number}, column {column}, is {named} (U+{ord(sign):04X}): expected plain ASCII")


def _require_epoch(line: str) -> None:
    year, day = _year(line), float(_DAY.of(line))
    last = 366 if calendar.isleap(year) else 365
    if not 1.0 <= day < last + 1:
        raise _mistake(1, _DAY, line, f"from 1 to {last}.99999999, the days of {year}")


def _year(line: str) -> int:
    short_year = int(_YEAR.of(line))
    return short_year + (1900 if short_year >= 57 else 2000)


def _require_angles(line: str) -> None:
    for field in (_INCLINATION, _NODE, _PERIGEE, _ANOMALY):
        if float(field.of(line)) > MOST_DEG[field.name]:
            raise _mistake(2, field, line, f"from 0 to {MOST_DEG[field.name]} degrees")


def _require_orbit(line: str) -> None:
    misfit = misfit_of_orbit(float(_MOTION.of(line)), float(f"0.{_ECCENTRICITY.of(line)}"))
    if misfit:
        raise _mistake(2, _MOTION, line, misfit)


def misfit_of_orbit(revolutions_per_day: float, eccentricity: float) -> str:
    """Return the expected text where elements are of no orbit around the Earth; an empty text where they are.

    Parameters
    ----------
    revolutions_per_day : float
        Mean motion, revolutions a day [-].
    eccentricity : float
        Eccentricity, from 0 to below 1 [-].

    Returns
    -------
    str
        Words behind "expected".

    References
    ----------
    .. [1] F. R. Hoots and R. L. Roehrich, "Models for Propagation of NORAD Element Sets", Spacetrack Report No. 3
       (1980): constants of WGS 72.

    Examples
    --------
    >>> misfit_of_orbit(15.7, 0.001), misfit_of_orbit(17.2, 0.0)
    ('', "an orbit outside the Earth (at most 17.04 revolutions a day); here the perigee lies 6339 km from the
    Earth's centre")
    """
    if revolutions_per_day <= 0.0:
        return "above zero revolutions a day"
    if revolutions_per_day < _LEAST_REVOLUTIONS:
        return f"at least {number_text(_LEAST_REVOLUTIONS)} revolutions a day"
    rate = revolutions_per_day * 2.0 * math.pi / 86_400.0
    half_axis_m = (WGS72_GM_M3_PER_S2 / rate**2) ** (1.0 / 3.0)
    perigee_m, apogee_m = half_axis_m * (1.0 - eccentricity), half_axis_m * (1.0 + eccentricity)
    if perigee_m <= WGS72_EQUATORIAL_RADIUS_M:
        inside = f"here the perigee lies {distance_text(perigee_m)} from the Earth's centre"
        return f"an orbit outside the Earth (at most 17.04 revolutions a day); {inside}"
    if apogee_m > FARTHEST_APOGEE_M:
        return f"an orbit around the Earth; here the apogee lies {distance_text(apogee_m)} away"
    return ""


def catalogue_number(text: str) -> int:
    """Catalogue number of five columns; the first may be a letter for 10 to 33 (Alpha-5).

    Parameters
    ----------
    text : str
        The columns, checked.

    Returns
    -------
    int
        The number, read off the columns [-].

    References
    ----------
    .. [1] "Alpha-5", Space-Track.org documentation.

    Examples
    --------
    >>> catalogue_number("25544"), catalogue_number("A0001"), catalogue_number("Z9999")
    (25544, 100001, 339999)
    """
    if text[0] in _ALPHA_5:
        return (10 + _ALPHA_5.index(text[0])) * 10_000 + int(text[1:])
    return int(text)


_ALPHA_5 = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def epoch_utc_s(line1: str) -> float:
    """Instant of the epoch in line 1: a two-digit year, from 57 (1957) to 56 (2056), and a day from 1 on.

    Parameters
    ----------
    line1 : str
        The line, checked.

    Returns
    -------
    float
        Seconds since 1970-01-01T00:00 UTC, read off the line [s].

    Examples
    --------
    >>> print(f"{epoch_utc_s('1 25544U 98067A   08264.51782528'):.6f} s")
    1221913540.104192 s
    """
    days = date(_year(line1), 1, 1).toordinal() - _EPOCH_ORDINAL - 1
    return 86_400.0 * days + 86_400.0 * float(_DAY.of(line1))


_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
