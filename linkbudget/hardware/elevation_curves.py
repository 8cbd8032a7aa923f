"""Figures of an earth station against elevation: pairs of elevation and value, or a CSV file of them.

A station's G/T and its system noise temperature are usually measured or computed at some elevations.  The map:
:class:`ElevationCurve`; :data:`FigureOfMeritCurve` and :data:`NoiseCurve`, what a scenario file may say;
:func:`g_over_t_at_elevation_db_per_k` and :func:`system_noise_temperature_at_elevation_k`, which read them.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from pydantic import PlainSerializer, PlainValidator, ValidationInfo, WithJsonSchema

from linkbudget.errors import InputError, LinkBudgetError, require, shortened
from linkbudget.formatting import angle_text
from linkbudget.text_files import csv_cells, text_lines
from linkbudget.units import read_quantity

LARGEST_CURVE_BYTES = 1_000_000
"""A curve is some ten points; anything larger is something else."""

_ELEVATION = "elevation_deg"
_LIMITS = {"g_over_t_db_per_k": ("dB/K", -150.0, 150.0), "system_noise_temperature_k": ("K", 1e-3, 1e9)}
"""Column of a file -> unit of its values, the least and the greatest of them."""


@dataclass(frozen=True, slots=True)
class ElevationCurve:
    """Values at some elevations, straight lines between them; beside the first and the last nothing is known.

    Parameters
    ----------
    points : tuple
        Pairs of elevation, 0 to 90 deg, and value; in any order.
    file : str
        Name of the file they were read from, if any.

    Raises
    ------
    LinkBudgetError
        If there are fewer than two points, an elevation lies outside its range, or one has two values.

    Examples
    --------
    >>> curve = ElevationCurve(((10.0, 20.5), (40.0, 22.0), (90.0, 22.4)))
    >>> print(curve.at([10.0, 25.0, 5.0]))
    [20.5  21.25   nan]
    """

    points: tuple[tuple[float, float], ...]
    file: str = ""

    def __post_init__(self):
        found: dict[float, float] = {}
        for elevation, value in self.points:
            if not 0.0 <= elevation <= 90.0:
                raise LinkBudgetError(f"elevation {shortened(elevation)}: expected 0 to 90 deg")
            if not np.isfinite(value):
                raise LinkBudgetError(f"value {shortened(value)}: expected a finite number")
            if found.setdefault(float(elevation), float(value)) != value:
                raise LinkBudgetError(f"elevation {elevation:g} deg: has two values; expected one")
        if len(found) < 2:
            raise LinkBudgetError("expected at least two pairs of elevation and value")
        object.__setattr__(self, "points", tuple(sorted(found.items())))

    def at(self, elevation_deg):
        """Value at an elevation [deg], NaN beside the first and the last point."""
        elevations, values = zip(*self.points, strict=True)
        return np.interp(elevation_deg, elevations, values, left=np.nan, right=np.nan)[()]

    @property
    def source(self) -> str:
        """The file in words; empty for pairs of the scenario itself."""
        return f"file {self.file}" if self.file else ""

    def __str__(self) -> str:
        (first, _), (last, _) = self.points[0], self.points[-1]
        return f"{self.file or 'curve'}, {len(self.points)} points from {angle_text(first)} to {angle_text(last)}"


def g_over_t_at_elevation_db_per_k(elevation_deg, curve: ElevationCurve):
    r"""Figure of merit of a station at an elevation, by straight lines between the points of a curve.

    .. math:: G/T(e) = (G/T)_i + \frac{e - e_i}{e_{i+1} - e_i} \left[ (G/T)_{i+1} - (G/T)_i \right]

    Parameters
    ----------
    elevation_deg : array_like
        Elevation, -90 to 90 [deg].
    curve : ElevationCurve
        Elevations and figures of merit.

    Returns
    -------
    ndarray or float
        Figure of merit, same shape as ``elevation_deg``; NaN beside the points of the curve [dB/K].

    Raises
    ------
    LinkBudgetError
        If any elevation lies outside -90 to 90.

    References
    ----------
    .. [1] Definition of linear interpolation; the points are those of the station.

    Examples
    --------
    >>> curve = ElevationCurve(((10.0, 20.5), (40.0, 22.0)))
    >>> print(f"{g_over_t_at_elevation_db_per_k(25.0, curve):.2f} dB/K")
    21.25 dB/K
    """
    return curve.at(require("elevation_deg", elevation_deg, at_least=-90.0, at_most=90.0))


def system_noise_temperature_at_elevation_k(elevation_deg, curve: ElevationCurve):
    r"""System noise temperature of a station at an elevation, by straight lines between the points of a curve.

    .. math:: T(e) = T_i + \frac{e - e_i}{e_{i+1} - e_i} (T_{i+1} - T_i)

    Parameters
    ----------
    elevation_deg : array_like
        Elevation, -90 to 90 [deg].
    curve : ElevationCurve
        Elevations and system noise temperatures.

    Returns
    -------
    ndarray or float
        System noise temperature, same shape as ``elevation_deg``; NaN beside the points of the curve [K].

    Raises
    ------
    LinkBudgetError
        If any elevation lies outside -90 to 90.

    References
    ----------
    .. [1] Definition of linear interpolation; the points are those of the station.

    Examples
    --------
    >>> curve = ElevationCurve(((10.0, 120.0), (40.0, 90.0)))
    >>> print(f"{system_noise_temperature_at_elevation_k(25.0, curve):.0f} K")
    105 K
    """
    return curve.at(require("elevation_deg", elevation_deg, at_least=-90.0, at_most=90.0))


def read_elevation_curve(file: str | os.PathLike, column: str) -> ElevationCurve:
    """Values against elevation from a CSV file with the columns elevation_deg and ``column``; # begins a comment.

    Parameters
    ----------
    file : str or Path
        The file, in UTF-8.
    column : str
        Name of the second column, ``g_over_t_db_per_k`` or ``system_noise_temperature_k``.

    Returns
    -------
    ElevationCurve
        The curve, with the name of its file.

    Raises
    ------
    InputError
        If the file cannot be read or is no such curve; the message names the line.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "station.csv")
    ...     _ = file.write_text("elevation_deg,g_over_t_db_per_k\\n10,20.5\\n40,22\\n")
    ...     print(read_elevation_curve(file, "g_over_t_db_per_k"))
    station.csv, 2 points from 10° to 40°
    """
    expected = f"a CSV file with the columns {_ELEVATION},{column}"
    lines = text_lines(file, expected, LARGEST_CURVE_BYTES)
    rows = [
        (number, csv_cells(line, f"{file}, line {number}", expected))
        for number, line in lines
        if line.strip() and line.lstrip()[0] != "#"
    ]
    if not rows:
        raise InputError(f"{file}: is empty; expected {expected}")
    if tuple(word.strip().lower() for word in rows[0][1]) != (_ELEVATION, column):
        raise InputError(f"{file}, line {rows[0][0]}: {shortened(','.join(rows[0][1]))}; expected {expected}")
    points = []
    for number, row in rows[1:]:
        try:
            elevation, value = map(float, row)
        except ValueError:
            said = shortened(",".join(row))
            raise InputError(f"{file}, line {number}: {said}; expected two numbers, elevation and value") from None
        try:
            points.append((elevation, _within(value, column)))
        except LinkBudgetError as error:
            raise InputError(f"{file}, line {number}: {error}") from None
    try:
        return ElevationCurve(tuple(points), Path(file).name)
    except LinkBudgetError as error:
        raise InputError(f"{file}: {error}") from None


def _within(value: float, column: str) -> float:
    unit, least, most = _LIMITS[column]
    if not least <= value <= most:
        raise LinkBudgetError(f"{shortened(value)}: expected {least:g} to {most:g} {unit}")
    return value


def _number(raw: Any, unit: str) -> float:
    if isinstance(raw, str):
        return read_quantity(raw, unit)
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise LinkBudgetError(f"{shortened(raw)}: expected a number in {unit}")
    return float(raw)


def _reader(column: str):
    unit = _LIMITS[column][0]

    def read(raw: Any, info: ValidationInfo) -> ElevationCurve:
        if isinstance(raw, ElevationCurve):
            return raw
        if isinstance(raw, str | os.PathLike) and str(raw).strip():
            return read_elevation_curve(((info.context or {}).get("folder") or Path()) / Path(raw), column)
        if not isinstance(raw, list | tuple) or not raw:
            raise LinkBudgetError(
                f"{shortened(raw)}: expected pairs of elevation and value in {unit}, or the name of a CSV file"
            )
        points = []
        for pair in raw:
            if not isinstance(pair, list | tuple) or len(pair) != 2:
                raise LinkBudgetError(f"{shortened(pair)}: expected a pair of elevation and value in {unit}")
            points.append((_number(pair[0], "deg"), _within(_number(pair[1], unit), column)))
        return ElevationCurve(tuple(points))

    return read


def _points(curve: ElevationCurve) -> list:
    return [list(point) for point in curve.points]


def _schema(example: list) -> WithJsonSchema:
    return WithJsonSchema({"type": ["array", "string"], "examples": [example]})


FigureOfMeritCurve = Annotated[
    ElevationCurve,
    PlainValidator(_reader("g_over_t_db_per_k")),
    PlainSerializer(_points, return_type=list),
    _schema([[10, 20.5], [40, 22.0], [90, 22.4]]),
]
"""G/T by elevation, read once."""

NoiseCurve = Annotated[
    ElevationCurve,
    PlainValidator(_reader("system_noise_temperature_k")),
    PlainSerializer(_points, return_type=list),
    _schema([[10, 120], [40, 95], [90, 88]]),
]
"""System noise temperature by elevation, read once."""
