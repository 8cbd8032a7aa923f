"""Vector tables of JPL Horizons, read into tables of positions.

The map: :func:`read_horizons`.

A table is read with its heading: the units, the reference frame, the centre and the type of the states stand there and
nowhere else.  Tables of before 2020 call their frame ICRF/J2000.0 even where the states refer to the ecliptic: a line
of its own says so, and is obeyed.  Read are geometric states from the centre of a body, in AU or km, in the layout of
three lines a row or as comma-separated values; the dates are TDB.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from linkbudget.constants import ASTRONOMICAL_UNIT_M
from linkbudget.errors import InputError, LinkBudgetError, shortened
from linkbudget.geometry.clock import DAY_S
from linkbudget.geometry.frames import center_key, frame_key, to_icrf
from linkbudget.geometry.position_rows import LARGEST_FILE_BYTES, Rows
from linkbudget.geometry.position_table import PositionTable, Segment
from linkbudget.geometry.time_systems import clock_tt_s
from linkbudget.text_files import text_lines

_EXPECTED = "a vector table of JPL Horizons, with its heading"
_HEADINGS = ("Output units", "Reference frame", "Center body name", "Center-site name", "Output type")
_HEADING = re.compile(r"\s*([A-Za-z][A-Za-z -]*?)\s*:\s*(.*?)\s*")
_UNITS = {
    "AU-D": (ASTRONOMICAL_UNIT_M, ASTRONOMICAL_UNIT_M / DAY_S),
    "KM-S": (1e3, 1e3),
    "KM-D": (1e3, 1e3 / DAY_S),
}
_NUMBER = r"([+-]?\d+(?:\.\d*)?(?:[ED][+-]?\d+)?)"
_FIELDS = re.compile(rf"\b(V?[XYZ])\s*=\s*{_NUMBER}", re.ASCII)
_STATE = ("X", "Y", "Z", "VX", "VY", "VZ")
_DATE = re.compile(r"\s*(\d+\.\d+)\s*=\s*A\.D\. .*\bTDB\b.*", re.ASCII)
_JD_1970 = 2_440_587.5
_LAST_JD = 1e7  # in the year 22666, beyond any ephemeris
_PLANES = {
    "ecliptic and mean equinox of reference epoch": "ecliptic",
    "earth mean equator and equinox of reference epoch": "icrf",
}

_Lines = Iterator[tuple[int, str]]


def read_horizons(file: str | os.PathLike) -> PositionTable:
    """Trajectory from a vector table of JPL Horizons.

    Parameters
    ----------
    file : str or Path
        The text that Horizons gives, whole, as plain text or with comma-separated values.

    Returns
    -------
    PositionTable
        Vector function from the Earth's centre, or from the solar-system barycentre.

    Raises
    ------
    InputError
        If the file cannot be read, a line of the heading is missing, or the states are not geometric ones from the
        centre of a body; the message names file and line.

    References
    ----------
    .. [1] J. D. Giorgini, Horizons System manual, Jet Propulsion Laboratory (section "Vector tables").

    Examples
    --------
    >>> read_horizons("no-such-file.txt")
    Traceback (most recent call last):
        ...
    linkbudget.errors.InputError: no-such-file.txt: no such file; expected a vector table of JPL
    Horizons, with its heading
    """
    file = Path(file)
    heading, rows = _taken_apart(file)
    try:
        length_m, speed_m_per_s = _units(file, heading)
        center, frame = _center(file, heading), _frame(file, heading)
        tt_s, numbers = rows.arrays()
        if not tt_s.size:
            raise InputError(f"{file}: no rows between $$SOE and $$EOE; expected {_EXPECTED}")
        velocity = numbers[:, 3:] * speed_m_per_s if numbers.shape[1] > 3 else None
        position_m, velocity_m_per_s = to_icrf(frame, tt_s, numbers[:, :3] * length_m, velocity)
        return PositionTable([Segment(tt_s, position_m, velocity_m_per_s, center=center)])
    except InputError:
        raise
    except LinkBudgetError as error:
        raise InputError(f"{file}: {error}") from None


def _taken_apart(file: Path) -> tuple[dict[str, tuple[int, str]], Rows]:
    """The heading, each line with its number, and the rows."""
    heading: dict[str, tuple[int, str]] = {}
    rows = Rows(file, _tt_s)
    before = ""
    lines = text_lines(file, _EXPECTED, LARGEST_FILE_BYTES)
    for number, line in lines:
        if line.strip() == "$$SOE":
            break
        match = _HEADING.fullmatch(line)
        if match:
            heading[match[1]] = number, match[2]
        before = line if line.strip(" *") else before
    else:
        raise InputError(f"{file}: no $$SOE; expected {_EXPECTED}")
    for key in _HEADINGS:
        if key not in heading:
            raise InputError(f"{file}: no line {key!r} in the heading; expected the text of Horizons as a whole")
    line, kind = heading["Output type"]
    if kind.upper() != "GEOMETRIC CARTESIAN STATES":
        raise InputError(f"{file}, line {line}: Output type {shortened(kind)}; expected GEOMETRIC cartesian states")
    columns = [word.strip() for word in before.split(",")]
    reader = _comma_rows(file, lines, columns) if "JDTDB" in columns else _plain_rows(file, lines)
    for number, date, words in reader:
        rows.add(number, date, words)
    return heading, rows


def _comma_rows(
    file: Path, lines: Iterator[tuple[int, str]], columns: list[str]
) -> Iterator[tuple[int, str, list[str]]]:
    """Rows of comma-separated values, by the names of their columns."""
    wanted = _STATE if "VX" in columns else _STATE[:3]
    for name in wanted:
        if name not in columns:
            raise InputError(
                f"{file}: no column {name} in the heading of the table; expected JDTDB, X, Y, Z, VX, VY, VZ"
            )
    places = [columns.index(name) for name in wanted]
    date = columns.index("JDTDB")
    for number, line in lines:
        if line.strip() == "$$EOE":
            return
        words = line.split(",")
        if len(words) < len([column for column in columns if column]):
            raise InputError(f"{file}, line {number}: {len(words)} values; expected {len(columns)}, as in the heading")
        yield number, words[date].strip(), [words[place] for place in places]
    raise InputError(f"{file}: no $$EOE: the file is cut short")


def _plain_rows(file: Path, lines: _Lines) -> Iterator[tuple[int, str, list[str]]]:
    """Rows of a line with the date and lines with named numbers below it."""
    date, date_line, found = "", 0, {}
    for number, line in lines:
        match = _DATE.fullmatch(line)
        ends = line.strip() == "$$EOE"
        if match or ends:
            if date:
                yield date_line, date, _state(file, date_line, found)
            if ends:
                return
            date, date_line, found = match[1], number, {}
        else:
            fields = _FIELDS.findall(line)
            if not date or (not fields and not re.match(r"\s*LT\s*=", line)):
                expected = "a date such as '2459000.5 = A.D. ... TDB' or numbers such as 'X = ...'"
                raise InputError(f"{file}, line {number}: {shortened(line.strip())}; expected {expected}")
            found |= dict(fields)
    raise InputError(f"{file}: no $$EOE: the file is cut short")


def _state(file: Path, number: int, found: dict[str, str]) -> list[str]:
    wanted = _STATE if "VX" in found else _STATE[:3]
    missing = [name for name in wanted if name not in found]
    if missing:
        raise InputError(f"{file}, line {number}: no {missing[0]} below the date; expected X, Y, Z, VX, VY, VZ")
    return [found[name].replace("D", "E") for name in wanted]


def _tt_s(words: list[str]) -> np.ndarray:
    """Seconds of Terrestrial Time of Julian dates of TDB; days and their fractions are kept apart."""
    try:
        parts = [word.partition(".") for word in words]
        days = np.array([float(whole) for whole, _, _ in parts])
        fraction = np.array([float(f"0.{rest}") for _, _, rest in parts])
        wrong = next((word for word, day in zip(words, days, strict=True) if not 0.0 <= day <= _LAST_JD), None)
    except ValueError:
        wrong = words[0]
    if wrong is not None:
        raise LinkBudgetError(f"{shortened(wrong)}; expected a Julian date")
    return clock_tt_s((days - (_JD_1970 - 0.5)) * DAY_S + (fraction - 0.5) * DAY_S, "TDB")


def _units(file: Path, heading: dict[str, tuple[int, str]]) -> tuple[float, float]:
    number, said = heading["Output units"]
    key = said.upper().partition(",")[0].strip()
    if key not in _UNITS:
        raise InputError(f"{file}, line {number}: Output units {shortened(said)}; expected {', '.join(_UNITS)}")
    return _UNITS[key]


def _center(file: Path, heading: dict[str, tuple[int, str]]) -> str:
    number, site = heading["Center-site name"]
    if site.upper() != "BODY CENTER":
        raise InputError(f"{file}, line {number}: Center-site name {shortened(site)}; expected BODY CENTER")
    number, said = heading["Center body name"]
    name = re.sub(r"\s*\(-?\d+\).*", "", said)
    try:
        return center_key(name)
    except InputError as error:
        raise InputError(f"{file}, line {number}: {error}") from None


def _frame(file: Path, heading: dict[str, tuple[int, str]]) -> str:
    """Frame of the states; in tables of before 2020 the line below "Reference frame" says which plane they refer to."""
    for key in ("Coordinate systm", "Coordinate system"):
        if key in heading:
            number, said = heading[key]
            plane = _PLANES.get(said.lower())
            if plane is None or frame_key(heading["Reference frame"][1]) != "icrf":
                expected = "an ecliptic or an equator of the reference epoch, in ICRF/J2000.0"
                raise InputError(f"{file}, line {number}: {key}: {shortened(said)}; expected {expected}")
            return plane
    number, said = heading["Reference frame"]
    try:
        return frame_key(said)
    except InputError as error:
        raise InputError(f"{file}, line {number}: {error}") from None
