"""Ephemeris files of STK (``.e``), read into tables of positions.

The map: :func:`read_stk`.

Rows are seconds from ``ScenarioEpoch``, which is UTC, and positions, with velocities or without, or latitudes,
longitudes and heights.  The heading has to state what has no safe default: the unit of distance, the coordinate system
and the central body.
"""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from skyfield.api import wgs84

from linkbudget.errors import InputError, LinkBudgetError, shortened
from linkbudget.geometry.clock import parse_utc, tt_minus_utc_s
from linkbudget.geometry.frames import EARTH_FRAMES, center_key, frame_key, to_icrf
from linkbudget.geometry.position_rows import LARGEST_FILE_BYTES, Rows
from linkbudget.geometry.position_table import DEGREE, PositionTable, Segment
from linkbudget.text_files import counted, text_lines

_EXPECTED = "an STK ephemeris file (.e)"
_BEGINNING = re.compile(r"stk\.v\.\d+(?:\.\d+)*", re.ASCII | re.IGNORECASE)
_UNITS_M = {"meters": 1.0, "kilometers": 1e3}
_COLUMNS = {
    "ephemeristimepos": 3,
    "ephemeristimeposvel": 6,
    "ephemeristimeposvelacc": 9,
    "ephemerisllatimepos": 3,
}
_ROOM_S = 1e-5  # rounding of times as they are written
_FRAMES = ("fixed", "j2000", "icrf")
_KEYWORDS = {
    "numberofephemerispoints": "NumberOfEphemerisPoints",
    "scenarioepoch": "ScenarioEpoch",
    "interpolationmethod": "InterpolationMethod",
    "interpolationorder": "InterpolationOrder",
    "interpolationsamplesm1": "InterpolationSamplesM1",
    "centralbody": "CentralBody",
    "coordinatesystem": "CoordinateSystem",
    "distanceunit": "DistanceUnit",
    "blockingfactor": "BlockingFactor",
}


@dataclass
class _Sheet:
    """Contents of a file: its heading, the times of its boundaries, and its rows."""

    said: dict[str, tuple[int, str]] = field(default_factory=dict)
    boundaries_s: list[float] = field(default_factory=list)
    layout: str = ""
    rows: Rows | None = None


def read_stk(file: str | os.PathLike) -> PositionTable:
    """Trajectory from an STK ephemeris file.

    Parameters
    ----------
    file : str or Path
        The file.

    Returns
    -------
    PositionTable
        Vector function from the Earth's centre, or from the solar-system barycentre.

    Raises
    ------
    InputError
        If the file cannot be read, or leaves out its unit, frame, centre or epoch; the message names file and line.

    References
    ----------
    .. [1] Ansys Government Initiatives, STK Help, "Ephemeris File Format (.e)" (version 12).

    Examples
    --------
    >>> read_stk("no-such-file.e")
    Traceback (most recent call last):
        ...
    linkbudget.errors.InputError: no-such-file.e: no such file; expected an STK ephemeris file (.e)
    """
    file = Path(file)
    sheet = _sheet(file)
    try:
        return PositionTable(_segments(file, sheet), _notes(file, sheet))
    except InputError:
        raise
    except LinkBudgetError as error:
        raise InputError(f"{file}: {error}") from None


def _sheet(file: Path) -> _Sheet:
    """The file taken apart."""
    sheet = _Sheet()
    inside: list[str] = []
    begun = ended = False
    for number, line in text_lines(file, _EXPECTED, LARGEST_FILE_BYTES):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        word = words[0].lower()
        if not begun:
            if not _BEGINNING.fullmatch(word):
                raise InputError(f"{file}, line {number}: {shortened(line.strip())}; expected stk.v. and a version")
            begun = True
        elif word == "begin" and len(words) == 2:
            inside.append(words[1].lower())
        elif word == "end" and inside and words[1:2] and words[1].lower() == inside[-1]:
            ended = ended or inside == ["ephemeris"]
            inside.pop()
        elif inside == ["ephemeris", "segmentboundarytimes"]:
            sheet.boundaries_s.append(_number(file, number, words[0]))
        elif inside == ["ephemeris"]:
            _take(file, number, words, sheet)
    if not begun or sheet.rows is None:
        raise InputError(f"{file}: no rows of an ephemeris; expected {_EXPECTED}")
    if not ended:
        raise InputError(f"{file}: no END Ephemeris: the file is cut short; expected {_EXPECTED}")
    return sheet


def _take(file: Path, number: int, words: list[str], sheet: _Sheet) -> None:
    """Take a line of the heading, the name of the layout, or a row."""
    word = words[0].lower()
    if word[0].isalpha():
        if word in _COLUMNS and sheet.rows is None:
            sheet.layout, sheet.rows = word, Rows(file, _seconds_from(_epoch_tt_s(file, sheet.said)))
        elif word.startswith("ephemeris") and sheet.rows is None:
            expected = "EphemerisTimePos, EphemerisTimePosVel, EphemerisTimePosVelAcc or EphemerisLLATimePos"
            raise InputError(f"{file}, line {number}: {shortened(words[0])}; expected {expected}")
        elif word.startswith("covariance"):
            sheet.layout += " then covariance"
        elif word not in _KEYWORDS:
            known = ", ".join(_KEYWORDS.values())
            raise InputError(f"{file}, line {number}: {shortened(words[0])}; expected one of {known}")
        else:
            sheet.said[word] = number, " ".join(words[1:])
        return
    if sheet.layout.endswith("covariance"):
        return
    if sheet.rows is None:
        raise InputError(f"{file}, line {number}: {shortened(' '.join(words))}; expected a keyword")
    columns = _COLUMNS[sheet.layout]
    if len(words) != columns + 1:
        raise InputError(f"{file}, line {number}: {len(words)} numbers; expected a time and {columns} numbers")
    sheet.rows.add(number, words[0], words[1:7])


def _number(file: Path, number: int, word: str) -> float:
    try:
        return float(word)
    except ValueError:
        raise InputError(f"{file}, line {number}: {shortened(word)}; expected seconds") from None


def _epoch_tt_s(file: Path, said: dict[str, tuple[int, str]]) -> float:
    number, text = _needed(file, said, "scenarioepoch")
    try:
        utc_s = parse_utc(text)
    except LinkBudgetError as error:
        raise InputError(f"{file}, line {number}: ScenarioEpoch: {error}") from None
    return utc_s + float(tt_minus_utc_s(utc_s))


_LONGEST_S = 1e12  # thirty thousand years


def _seconds_from(epoch_tt_s: float):
    def to_tt_s(words: list[str]) -> np.ndarray:
        try:
            seconds = np.array([float(word) for word in words])
            wrong = next(
                (word for word, value in zip(words, seconds, strict=True) if not abs(value) <= _LONGEST_S), None
            )
        except ValueError:
            wrong = words[0]
        if wrong is not None:
            raise LinkBudgetError(f"{shortened(wrong)}; expected seconds from ScenarioEpoch")
        return epoch_tt_s + seconds

    return to_tt_s


def _needed(file: Path, said: dict[str, tuple[int, str]], key: str) -> tuple[int, str]:
    """Line number and value of a required keyword in the heading."""
    if key not in said:
        raise InputError(f"{file}: no {_KEYWORDS[key]} in front of the rows; expected it to be stated")
    return said[key]


def _segments(file: Path, sheet: _Sheet) -> list[Segment]:
    tt_s, numbers = sheet.rows.arrays()
    count = sheet.said.get("numberofephemerispoints")
    if count is not None and count[1].isdecimal() and counted(count[1]) != tt_s.size:
        raise InputError(f"{file}, line {count[0]}: NumberOfEphemerisPoints {count[1]}; the file has {tt_s.size} rows")
    if not tt_s.size:
        raise InputError(f"{file}: no rows; expected seconds and states")
    center_line, center_name = _needed(file, sheet.said, "centralbody")
    frame_line, frame_name = _needed(file, sheet.said, "coordinatesystem")
    unit_line, unit = _needed(file, sheet.said, "distanceunit")
    if unit.lower() not in _UNITS_M:
        raise InputError(f"{file}, line {unit_line}: DistanceUnit {shortened(unit)}; expected Meters or Kilometers")
    try:
        center = center_key(center_name)
    except InputError as error:
        raise InputError(f"{file}, line {center_line}: CentralBody: {error}") from None
    if frame_name.lower() not in _FRAMES:
        raise InputError(f"{file}, line {frame_line}: CoordinateSystem {frame_name}; expected Fixed, J2000 or ICRF")
    frame, scale_m = frame_key(frame_name), _UNITS_M[unit.lower()]
    if frame in EARTH_FRAMES and center != "earth":
        raise InputError(f"{file}, line {frame_line}: CoordinateSystem Fixed about {center_name}; expected Earth")
    position_m, velocity_m_per_s = numbers[:, :3] * scale_m, numbers[:, 3:6] * scale_m
    if sheet.layout.startswith("ephemerislla"):
        position_m = _from_geodetic_m(file, frame, numbers, scale_m)
    position_m, velocity_m_per_s = to_icrf(frame, tt_s, position_m, velocity_m_per_s if numbers.shape[1] > 3 else None)
    hermite, degree, _ = _curve(file, sheet.said)
    epoch_tt_s = _epoch_tt_s(file, sheet.said)
    return [
        Segment(
            tt_s[rows], position_m[rows], None if velocity_m_per_s is None else velocity_m_per_s[rows], degree, hermite,
            center,
        )
        for rows in _parts(file, tt_s - epoch_tt_s, sheet.boundaries_s)
    ]  # fmt: skip


def _parts(file: Path, seconds: np.ndarray, boundaries_s: list[float]) -> list[slice]:
    """Rows of each segment; the row of a boundary belongs to both sides, unless it stands there twice."""
    first, parts = 0, []
    for boundary_s in sorted(boundaries_s):
        if not seconds[0] + _ROOM_S < boundary_s < seconds[-1] - _ROOM_S:
            continue
        row = int(np.searchsorted(seconds, boundary_s - _ROOM_S))
        if seconds[row] > boundary_s + _ROOM_S:
            raise InputError(f"{file}: a boundary of segments at {boundary_s:g} s; expected a row at that time")
        parts.append(slice(first, row + 1))
        first = row + 1 if seconds[row + 1] <= boundary_s + _ROOM_S else row
    return [*parts, slice(first, None)]


def _from_geodetic_m(file: Path, frame: str, numbers: np.ndarray, scale_m: float) -> np.ndarray:
    if frame != "itrf":
        raise InputError(f"{file}: latitudes and longitudes; expected CoordinateSystem Fixed")
    latitude_deg, longitude_deg, height = numbers.T[:3]
    if (np.abs(latitude_deg) > 90.0).any():
        bad = float(latitude_deg[np.abs(latitude_deg) > 90.0][0])
        raise InputError(f"{file}: latitude {bad:g}: expected -90 to 90 degrees, then longitude and height")
    return wgs84.latlon(latitude_deg, longitude_deg, elevation_m=height * scale_m).itrs_xyz.m.T


def _curve(file: Path, said: dict[str, tuple[int, str]]) -> tuple[bool, int, str]:
    """Tell whether the interpolation is Hermite's (where there are velocities), its degree, and a note."""
    number, method = said.get("interpolationmethod", (0, ""))
    key = next((key for key in ("interpolationsamplesm1", "interpolationorder") if key in said), None)
    if method.lower() in ("", "lagrangevop", "gravitationalvop"):
        named = f"its interpolation {method}" if method else "no interpolation"
        return True, DEGREE, f"{file.name} names {named}; polynomials of degree {DEGREE} are used"
    if method.lower() not in ("lagrange", "hermite"):
        raise InputError(f"{file}, line {number}: InterpolationMethod {method}; expected Lagrange or Hermite")
    hermite = method.lower() == "hermite"
    if key is None:
        return hermite, DEGREE, f"{file.name} names no order of interpolation; degree {DEGREE} is used"
    line, degree = said[key]
    if not counted(degree):
        raise InputError(f"{file}, line {line}: {_KEYWORDS[key]} {degree}; expected a whole number")
    return hermite, int(degree) | 1 if hermite else int(degree), ""


def _notes(file: Path, sheet: _Sheet) -> tuple[str, ...]:
    note = _curve(file, sheet.said)[2]
    return (note,) if note else ()
