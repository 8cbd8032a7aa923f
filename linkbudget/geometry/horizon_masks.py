"""Horizon masks of stations: hills, trees and houses, as an elevation for each azimuth.

The map: :class:`HorizonMask`, and :func:`read_horizon_mask` for a mask in a CSV file.
"""

import os
from dataclasses import dataclass

import numpy as np

from linkbudget.errors import InputError, LinkBudgetError, shortened
from linkbudget.formatting import angle_text
from linkbudget.text_files import csv_cells, text_lines

LARGEST_MASK_BYTES = 1_000_000
"""A mask is some hundred points; anything larger is something else."""

LOWEST_MASK_DEG = -10.0
"""Elevation of the lowest horizon, seen from a mountain beside the sea [deg]."""

_COLUMNS = ("azimuth_deg", "elevation_deg")
_EXPECTED = f"a horizon mask, a CSV file with the columns {', '.join(_COLUMNS)}"


@dataclass(frozen=True, slots=True)
class HorizonMask:
    """Elevation below which a station sees nothing, by azimuth: straight lines between points, once round the horizon.

    Parameters
    ----------
    points : tuple
        Pairs of azimuth, from north through east, 0 to 360, and elevation, -10 to 90; in any order [deg].

    Raises
    ------
    LinkBudgetError
        If there is no point, a number lies outside its range, or an azimuth has two elevations.

    Examples
    --------
    A hill in the east:

    >>> mask = HorizonMask(((60.0, 2.0), (90.0, 12.0), (120.0, 2.0)))
    >>> print(mask.elevation_deg([75.0, 90.0, 300.0]), "deg")
    [ 7. 12.  2.] deg
    """

    points: tuple[tuple[float, float], ...]

    def __post_init__(self):
        found: dict[float, float] = {}
        for azimuth, elevation in self.points:
            if not 0.0 <= azimuth <= 360.0:
                raise LinkBudgetError(f"azimuth {shortened(azimuth)}: expected 0 to 360 deg, from north through east")
            if not LOWEST_MASK_DEG <= elevation <= 90.0:
                raise LinkBudgetError(f"elevation {shortened(elevation)}: expected {LOWEST_MASK_DEG:.0f} to 90 deg")
            around = float(azimuth) % 360.0
            if found.setdefault(around, float(elevation)) != elevation:
                raise LinkBudgetError(f"azimuth {angle_text(around, 2)}: has two elevations; expected one")
        if not found:
            raise LinkBudgetError("expected at least one pair of azimuth and elevation")
        object.__setattr__(self, "points", tuple(sorted(found.items())))

    def elevation_deg(self, azimuth_deg):
        """Elevation of the horizon at an azimuth, array_like [deg]."""
        azimuths, elevations = zip(*self.points, strict=True)
        return np.interp(azimuth_deg, azimuths, elevations, period=360.0)

    def corners_deg(self, minimum_elevation_deg: float) -> np.ndarray:
        """Azimuths where the higher of the mask and a lowest elevation has a corner [deg]."""
        azimuth, height = np.array(self.points).T
        ahead, above = np.roll(azimuth, -1), np.roll(height, -1) - minimum_elevation_deg
        below = height - minimum_elevation_deg
        through = below * above < 0.0
        part = below[through] / (below[through] - above[through])
        between = azimuth[through] + part * ((ahead[through] - azimuth[through]) % 360.0)
        return np.union1d(azimuth, between % 360.0)


def read_horizon_mask(file: str | os.PathLike) -> HorizonMask:
    """Horizon mask from a CSV file with the columns azimuth_deg and elevation_deg; lines with # are comments.

    Parameters
    ----------
    file : str or Path
        The file, in UTF-8.

    Returns
    -------
    HorizonMask
        The mask.

    Raises
    ------
    InputError
        If the file cannot be read or is no such mask; the message names the line.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "roof.csv")
    ...     _ = file.write_text("azimuth_deg,elevation_deg\\n0,5\\n90,12.5\\n180,5\\n")
    ...     print(read_horizon_mask(file).points)
    ((0.0, 5.0), (90.0, 12.5), (180.0, 5.0))
    """
    lines = text_lines(file, _EXPECTED, LARGEST_MASK_BYTES)
    rows = [
        (number, csv_cells(line, f"{file}, line {number}", _EXPECTED))
        for number, line in lines
        if line.strip() and line.lstrip()[0] != "#"
    ]
    if not rows:
        raise InputError(f"{file}: is empty; expected {_EXPECTED}")
    header = tuple(word.strip().lower() for word in rows[0][1])
    if header != _COLUMNS:
        raise InputError(f"{file}, line {rows[0][0]}: {shortened(','.join(rows[0][1]))}; expected {_EXPECTED}")
    points = []
    for number, row in rows[1:]:
        try:
            azimuth, elevation = map(float, row)
        except ValueError:
            said = shortened(",".join(row))
            raise InputError(f"{file}, line {number}: {said}; expected two numbers, azimuth and elevation") from None
        try:
            points.extend(HorizonMask(((azimuth, elevation),)).points)
        except LinkBudgetError as error:
            raise InputError(f"{file}, line {number}: {error}") from None
    try:
        return HorizonMask(tuple(points))
    except LinkBudgetError as error:
        raise InputError(f"{file}: {error}") from None
