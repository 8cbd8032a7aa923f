"""Tables of positions as comma-separated values, read and written.

The map: :func:`read_positions_csv` and :func:`positions_csv_text`.

The header names the columns: a date (``utc``, or ``tai``, ``tt``, ``tdb``, ``gps``, ``ut1``), ``x_km``, ``y_km``,
``z_km`` or the same in metres, and, if there are velocities, ``vx_km_per_s``, ``vy_km_per_s``, ``vz_km_per_s`` or the
same in metres per second.  The order is free, and other columns are passed over.
"""

import os
from pathlib import Path

import numpy as np

from linkbudget.errors import InputError, LinkBudgetError, shortened
from linkbudget.geometry.clock import parse_utc, tt_minus_utc_s
from linkbudget.geometry.frames import EARTH_FRAMES, FRAMES, to_icrf
from linkbudget.geometry.position_rows import LARGEST_FILE_BYTES, Rows
from linkbudget.geometry.position_table import PositionTable, Segment
from linkbudget.geometry.time_systems import TIME_SYSTEMS, dates_tt_s, tt_dates
from linkbudget.text_files import csv_cells, text_lines

_EXPECTED = "a table of positions (.csv)"
_LENGTHS_M = {"km": 1e3, "m": 1.0}
_HEADER = "utc,x_km,y_km,z_km"


def read_positions_csv(file: str | os.PathLike, *, center: str = "earth", frame: str = "icrf") -> PositionTable:
    """Trajectory from a CSV file with a header such as ``utc,x_km,y_km,z_km``, one instant a row.

    Parameters
    ----------
    file : str or Path
        The file.
    center : str
        Where the positions start: "earth", "sun", another body, or "barycenter" of the solar system.
    frame : str
        Axes of the positions, one of :data:`linkbudget.geometry.frames.FRAMES`.

    Returns
    -------
    PositionTable
        Vector function from the Earth's centre, or from the solar-system barycentre.

    Raises
    ------
    InputError
        If the file is missing, its header lacks a column, or a row cannot be read; the message names file and line.

    Examples
    --------
    >>> read_positions_csv("no-such-file.csv")
    Traceback (most recent call last):
        ...
    linkbudget.errors.InputError: no-such-file.csv: no such file; expected a table of positions (.csv)
    """
    file = Path(file)
    if frame not in FRAMES:
        raise InputError(f"frame = {frame!r}: expected one of {', '.join(FRAMES)}")
    if frame in EARTH_FRAMES and center != "earth":
        raise InputError(f"frame = {frame!r} with center = {center!r}: expected center = 'earth'")
    rows, scales = _rows(file)
    try:
        tt_s, numbers = rows.arrays()
        if not tt_s.size:
            raise InputError(f"{file}: no rows below the header; expected dates and positions")
        numbers = numbers * scales
        velocity = numbers[:, 3:] if numbers.shape[1] > 3 else None
        position_m, velocity_m_per_s = to_icrf(frame, tt_s, numbers[:, :3].reshape(-1, 3), velocity)
        return PositionTable([Segment(tt_s, position_m, velocity_m_per_s, center=center)])
    except InputError:
        raise
    except LinkBudgetError as error:
        raise InputError(f"{file}: {error}") from None


def _rows(file: Path) -> tuple[Rows, np.ndarray]:
    """The rows of a table, and what turns its numbers into metres and metres per second."""
    rows, places, width, scales = None, [], 0, np.empty(0)
    for number, line in text_lines(file, _EXPECTED, LARGEST_FILE_BYTES):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        words = line.split(",") if '"' not in line else csv_cells(line, f"{file}, line {number}", _EXPECTED)
        if rows is None:
            columns = [word.strip() for word in words]
            system, places, scales = _columns(file, number, columns)
            rows, width = Rows(file, _reader(system)), len(columns)
            continue
        if len(words) != width:
            raise InputError(f"{file}, line {number}: {len(words)} values; expected {width}, as in the header")
        rows.add(number, words[places[0]].strip(), [words[place] for place in places[1:]])
    if rows is None:
        raise InputError(f"{file}: is empty; expected the header {_HEADER!r} and rows")
    return rows, scales


def _columns(file: Path, number: int, columns: list[str]) -> tuple[str, list[int], np.ndarray]:
    """Time system, places of date and numbers in a row, and scales of the numbers."""
    known = [column.lower() for column in columns]
    twice = next((column for column in known if column and known.count(column) > 1), None)
    dates = [column for column in known if column.upper() in TIME_SYSTEMS]
    lengths = [unit for unit in _LENGTHS_M if all(f"{axis}_{unit}" in known for axis in "xyz")]
    if twice or len(dates) != 1 or len(lengths) != 1:
        problem = f"; column {twice!r} occurs twice" if twice else ""
        raise InputError(
            f"{file}, line {number}: header is {shortened(','.join(columns))}{problem}: expected {_HEADER!r}, in any "
            "order, velocities and other columns beside them"
        )
    names = [f"{axis}_{lengths[0]}" for axis in "xyz"]
    speeds = [unit for unit in _LENGTHS_M if all(f"v{axis}_{unit}_per_s" in known for axis in "xyz")]
    some = [column for column in known if column[:3] in ("vx_", "vy_", "vz_")]
    if some and len(speeds) != 1:
        expected = "vx_km_per_s, vy_km_per_s, vz_km_per_s, or the same in m_per_s"
        raise InputError(f"{file}, line {number}: columns {', '.join(some)}; expected {expected}")
    scales = [_LENGTHS_M[lengths[0]]] * 3
    if speeds:
        names += [f"v{axis}_{speeds[0]}_per_s" for axis in "xyz"]
        scales += [_LENGTHS_M[speeds[0]]] * 3
    return dates[0].upper(), [known.index(name) for name in (dates[0], *names)], np.array(scales)


def _reader(system: str):
    """Converter of dates to Terrestrial Time [s]; UTC may also be written as in scenario files."""

    def to_tt_s(dates: list[str]) -> np.ndarray:
        try:
            return dates_tt_s(dates, system)
        except LinkBudgetError:
            if system != "UTC":
                raise
            utc_s = np.array([parse_utc(date) for date in dates])
            return utc_s + tt_minus_utc_s(utc_s)

    return to_tt_s


def positions_csv_text(tt_s, position_m, velocity_m_per_s, system: str = "UTC") -> str:
    """Text of a table of positions and velocities that :func:`read_positions_csv` reads.

    Parameters
    ----------
    tt_s : array_like
        Instants, rising, seconds since 1970-01-01T00:00 TT, shape (n,) [s].
    position_m : array_like
        Positions in ICRF axes, shape (n, 3) [m].
    velocity_m_per_s : array_like
        Velocities, shape (n, 3) [m/s].
    system : str
        Time system of the dates.

    Returns
    -------
    str
        Header and rows; dates in UTC have a Z.

    Examples
    --------
    >>> print(positions_csv_text([1e9], [[7e6, 0.0, 0.0]], [[0.0, 7.5e3, 0.0]], "TT").splitlines()[1])
    2001-09-09T01:46:40.000000,7000.000000,0.000000,0.000000,0.000000000,7.500000000,0.000000000
    """
    zone = "Z" if system == "UTC" else ""
    lines = [f"{system.lower()},x_km,y_km,z_km,vx_km_per_s,vy_km_per_s,vz_km_per_s"]
    states = zip(tt_dates(tt_s, system), np.asarray(position_m), np.asarray(velocity_m_per_s), strict=True)
    for date, position, velocity in states:
        numbers = [f"{value / 1e3:.6f}" for value in position] + [f"{value / 1e3:.9f}" for value in velocity]
        lines.append(",".join([f"{date}{zone}", *numbers]))
    return "\n".join([*lines, ""])
