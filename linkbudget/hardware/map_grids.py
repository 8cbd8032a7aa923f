"""Grids of the ITU's digital maps: interpolated as ITU-R P.1144-12 has it, and checked before they are used.

The map: :class:`MapGrid` holds values at regular latitudes and longitudes and interpolates between them;
:func:`regular_grid` makes one of the arrays of three files and refuses what cannot be a map of the world;
:class:`Limits` says what values a quantity can take; :func:`between_shares` interpolates from one share of the year to
the next.  Files are the matter of :mod:`linkbudget.hardware.map_files`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from linkbudget.errors import LinkBudgetError

ICE_CAP_DEG = 85.0
"""Latitude poleward of which a map may have gaps, as the map of P.836-6 in ITU-Rpy has at 88.875 N."""


@dataclass(frozen=True)
class Limits:
    """Values that a quantity can take in a map of the whole world, in the unit of the map."""

    lowest: float
    """No value lies below."""
    highest: float
    """No value lies above."""
    greatest: float = -np.inf
    """Somewhere on Earth the quantity is at least this."""
    at_poles: int = 0
    """-1 where the south pole has less than the north pole, 1 where it has more, 0 where either may be."""


@dataclass(frozen=True)
class MapGrid:
    """Values of a map at regular latitudes and longitudes, both rising.

    Examples
    --------
    >>> grid = MapGrid(np.array([-90.0, 0.0, 90.0]), np.arange(0.0, 361.0, 90.0), np.arange(15.0).reshape(3, 5))
    >>> float(grid.bilinear(45.0, -45.0))
    11.0
    """

    latitude_deg: np.ndarray
    longitude_deg: np.ndarray
    values: np.ndarray

    def cell(self, latitude_deg, longitude_deg):
        """Rows, columns and bilinear weights of the four points around each place, along a new first axis."""
        row, column = self._position(latitude_deg, longitude_deg)
        south = np.clip(np.floor(row), 0, self.latitude_deg.size - 2).astype(int)
        west = np.clip(np.floor(column), 0, self.longitude_deg.size - 2).astype(int)
        up, right = row - south, column - west
        rows, columns = np.stack([south, south, south + 1, south + 1]), np.stack([west, west + 1, west, west + 1])
        weights = [(1 - up) * (1 - right), (1 - up) * right, up * (1 - right), up * right]
        return rows, columns, np.stack(weights)

    def bilinear(self, latitude_deg, longitude_deg):
        """Bilinear interpolation: ITU-R P.1144-12, Annex 1, section 1b."""
        rows, columns, weights = self.cell(latitude_deg, longitude_deg)
        return _weighted(self.values[rows, columns], weights)

    def bicubic(self, latitude_deg, longitude_deg):
        """Bicubic interpolation over sixteen points: ITU-R P.1144-12, Annex 1, section 2."""
        row, column = self._position(latitude_deg, longitude_deg)
        first_row = np.clip(np.floor(row), 1, self.latitude_deg.size - 3).astype(int) - 1
        first_column = np.clip(np.floor(column), 1, self.longitude_deg.size - 3).astype(int) - 1
        result = 0.0
        for i in range(4):
            for j in range(4):
                value = self.values[first_row + i, first_column + j]
                result = result + value * _cubic(row - first_row - i) * _cubic(column - first_column - j)
        return result

    def _position(self, latitude_deg, longitude_deg):
        """Rows and columns of places as numbers with fractions; longitudes are turned into those of the grid."""
        latitude, longitude = np.broadcast_arrays(np.asarray(latitude_deg, float), np.asarray(longitude_deg, float))
        start = 0.0 if self.longitude_deg[0] > -90.0 else -180.0
        turned = np.mod(longitude - start, 360.0) + start
        step = (self.latitude_deg[-1] - self.latitude_deg[0]) / (self.latitude_deg.size - 1)
        along = (self.longitude_deg[-1] - self.longitude_deg[0]) / (self.longitude_deg.size - 1)
        return (latitude - self.latitude_deg[0]) / step, (turned - self.longitude_deg[0]) / along


def _weighted(values, weights):
    """Sum over the first axis of values times weights; a missing value of no weight does not count."""
    return np.sum(np.where(weights == 0.0, 0.0, values * weights), axis=0)


def _cubic(distance):
    """Kernel of cubic convolution with a = -0.5."""
    d = np.abs(distance)
    near, far = (1.5 * d - 2.5) * d * d + 1.0, ((-0.5 * d + 2.5) * d - 4.0) * d + 2.0
    return np.where(d <= 1.0, near, np.where(d < 2.0, far, 0.0))


def between_shares(levels_percent: Sequence[float], at_level: Callable, exceedance_percent, *places):
    r"""Interpolate straight in the logarithm of the share of the year.

    .. math:: v = v_1 + (v_2 - v_1) \frac{\ln (p / p_1)}{\ln (p_2 / p_1)}

    Parameters
    ----------
    levels_percent : sequence of float
        Shares of the year with a map, rising [%].
    at_level : callable
        Level and places -> values of the map of that level.
    exceedance_percent : array_like
        Shares asked for [%].
    *places : array_like
        Latitudes, longitudes and whatever else the map takes; they broadcast with the shares [any unit].

    Returns
    -------
    ndarray or float
        Values; NaN at shares outside the levels [any unit].

    References
    ----------
    .. [1] ITU-R P.836-6 (12/2017), Annex 1, and ITU-R P.840-9 (08/2023), Annex 1, section 3.

    Examples
    --------
    >>> float(between_shares([1.0, 10.0, 100.0], lambda level, latitude: latitude + level, 10**0.5, 0.0))
    5.5
    """
    shape = np.broadcast_shapes(np.shape(exceedance_percent), *map(np.shape, places))
    asked = (exceedance_percent, *places)
    percent, *points = (np.array(np.broadcast_to(part, shape), dtype=float).ravel() for part in asked)
    known, result = np.asarray(levels_percent, dtype=float), np.full(percent.size, np.nan)
    below = np.searchsorted(known, percent, side="right") - 1
    below[(percent < known[0]) | (percent > known[-1]) | np.isnan(percent)] = -1
    for index in np.unique(below[below >= 0]).tolist():
        at = np.flatnonzero(below == index)
        here = [place[at] for place in points]
        result[at] = at_level(float(known[index]), *here)
        between = percent[at] > known[index]
        if between.any():
            there, inner = at[between], [place[between] for place in here]
            step = np.log(percent[there] / known[index]) / np.log(known[index + 1] / known[index])
            result[there] += step * (at_level(float(known[index + 1]), *inner) - result[there])
    return result.reshape(shape)[()]


def regular_grid(latitude_deg, longitude_deg, values, limits: Limits, where: str) -> MapGrid:
    """Grid of the arrays of three files: axes as lines or as meshes of the shape of the values.

    Parameters
    ----------
    latitude_deg, longitude_deg : array_like
        Axes, either way round, in equal steps over the whole world [deg].
    values : array_like
        Values, rows of latitude and columns of longitude [any unit].
    limits : Limits
        Values that the quantity can take.
    where : str
        The file, which messages begin with.

    Returns
    -------
    MapGrid
        With rising axes.

    Raises
    ------
    LinkBudgetError
        In one line that begins with ``where``, if shapes differ, an axis is not regular or does not span the world,
        values are missing outside the ice caps or outside the limits, or north and south seem exchanged.

    Examples
    --------
    >>> regular_grid([90, 0, -90], [0, 180, 360], np.full((3, 3), 288.0), Limits(180.0, 330.0), "t.npz").values.shape
    (3, 3)
    >>> regular_grid([90, 0, -90], [0, 180, 360], np.full((3, 3), 15.0), Limits(180.0, 330.0), "t.npz")
    Traceback (most recent call last):
        ...
    linkbudget.errors.LinkBudgetError: t.npz: values from 15 to 15: expected 180 to 330
    """
    values = np.asarray(values, dtype=float)
    if values.ndim != 2 or min(values.shape) < 2:
        raise LinkBudgetError(f"{where}: shape {values.shape}: expected rows of latitude and columns of longitude")
    latitude = axis_line_deg(latitude_deg, values.shape, 0, where)
    longitude = axis_line_deg(longitude_deg, values.shape, 1, where)
    if latitude[0] > latitude[-1]:
        latitude, values = latitude[::-1], values[::-1]
    if longitude[0] > longitude[-1]:
        longitude, values = longitude[::-1], values[:, ::-1]
    if latitude[0] > -90.0 or latitude[-1] < 90.0 or abs(latitude).max() > 100.0:
        raise LinkBudgetError(f"{where}: latitudes from {latitude[0]:g} to {latitude[-1]:g}: expected -90 to 90")
    start = 0.0 if longitude[0] > -90.0 else -180.0
    if not start - 2.0 <= longitude[0] <= start or not start + 360.0 <= longitude[-1] <= start + 362.0:
        span = f"{longitude[0]:g} to {longitude[-1]:g}"
        raise LinkBudgetError(f"{where}: longitudes from {span}: expected 0 to 360 or -180 to 180")
    _check_values(latitude, values, limits, where)
    return MapGrid(latitude, longitude, values)


def axis_line_deg(axis_deg, shape: tuple[int, int], along: int, where: str) -> np.ndarray:
    """An axis as a line, read off a line or a mesh.

    Parameters
    ----------
    axis_deg : array_like
        Latitudes or longitudes: a line, or a mesh of the shape of the values [deg].
    shape : tuple of int
        Rows and columns of the values [-].
    along : int
        0 for latitudes, 1 for longitudes [-].
    where : str
        The file, which messages begin with.

    Returns
    -------
    ndarray
        The line, in the order of the file [deg].

    Raises
    ------
    LinkBudgetError
        If its size is not that of the values, a mesh varies along the other axis, or steps are not equal.

    Examples
    --------
    >>> print(axis_line_deg([[90, 90, 90], [0, 0, 0], [-90, -90, -90]], (3, 3), 0, "lat.npz"), "deg")
    [ 90.   0. -90.] deg
    """
    axis, name = np.asarray(axis_deg, dtype=float), ("latitudes", "longitudes")[along]
    if axis.ndim == 2 and axis.shape == shape:
        line = axis[:, 0] if along == 0 else axis[0]
        if np.ptp(axis, axis=1 - along).max() > 1e-4:
            raise LinkBudgetError(f"{where}: {name} vary along the other axis: expected a mesh of rows and columns")
        axis = line
    axis = axis.ravel()
    if axis.size != shape[along]:
        raise LinkBudgetError(f"{where}: {axis.size} {name} for values of shape {shape}")
    steps = np.diff(axis)
    if (
        not (np.all(steps > 0.0) or np.all(steps < 0.0))
        or np.ptp(axis - np.linspace(axis[0], axis[-1], axis.size)) > 0.01
    ):
        raise LinkBudgetError(f"{where}: {name} from {axis[0]:g} to {axis[-1]:g} do not go in equal steps one way")
    return axis


def _check_values(latitude, values, limits: Limits, where: str) -> None:
    gaps = np.isnan(values[np.abs(latitude) <= ICE_CAP_DEG])
    if gaps.any() or np.isnan(values).all():
        raise LinkBudgetError(f"{where}: {int(gaps.sum())} values are no numbers: expected none up to 85 deg latitude")
    lowest, highest = np.nanmin(values), np.nanmax(values)
    if lowest < limits.lowest or highest > limits.highest:
        raise LinkBudgetError(
            f"{where}: values from {lowest:g} to {highest:g}: expected {limits.lowest:g} to {limits.highest:g}"
        )
    if highest < limits.greatest:
        raise LinkBudgetError(
            f"{where}: values up to {highest:g}: expected at least {limits.greatest:g} somewhere, in the map's unit"
        )
    south, north = (np.nanmean(row) if np.isfinite(row).any() else np.nan for row in (values[0], values[-1]))
    if limits.at_poles * (south - north) < 0.0:
        raise LinkBudgetError(
            f"{where}: {south:g} at the south pole and {north:g} at the north pole: the latitudes seem to run the "
            "other way"
        )
