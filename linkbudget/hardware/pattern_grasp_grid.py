"""Antenna patterns from GRASP, the reflector antenna software of TICRA: far fields in grids (``.grd``)."""

import re
from pathlib import Path
from typing import NamedTuple

import numpy as np

from linkbudget.errors import InputError
from linkbudget.formatting import angle_text
from linkbudget.hardware._pattern_text import (
    at_line,
    chosen_block,
    lines_of,
    number,
    plain_rows,
    quoted,
    whole_number,
)
from linkbudget.hardware.pattern_grasp import COMPONENTS, MEAN_WITHIN, field_of_components
from linkbudget.hardware.pattern_sphere import SpherePoints, cuts_of_points, mean_gain
from linkbudget.hardware.sampled_pattern import SampledPattern

GRIDS = {
    1: "u and v",
    4: "azimuth and elevation",
    5: "azimuth and elevation",
    6: "azimuth and elevation",
    7: "phi and theta",
    9: "azimuth and elevation",
    10: "azimuth and elevation",
}
"""Grids by IGRID; those of azimuth and elevation differ in the angle that turns first, and are refused."""

PHI_STEP_DEG = 5.0
"""Step between the half planes on which a grid in u and v is read off."""

_UNIT_HZ = {"hz": 1.0, "khz": 1e3, "mhz": 1e6, "ghz": 1e9}
_FREQUENCIES = re.compile(r"FREQUENCIES\s*\[\s*(?P<unit>[a-z]*hz)\s*\]\s*:?(?P<values>.*)", re.IGNORECASE)
_HEADING_ENDS = "++++"


def read_cuts_grasp_grid(file, *, block: int | None = None) -> dict[str, SampledPattern]:
    """All cuts of a far field from a GRASP grid file.

    Parameters
    ----------
    file : str or Path
        The file.
    block : int, optional
        Which of several sets, one a frequency or field, counted from one; none: the only one [-].

    Returns
    -------
    dict
        ``"phi 0"`` and so on to the cut; a negative angle is the other side.

    Raises
    ------
    InputError
        As :func:`read_points_grasp_grid` does.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> rows = "\\n".join(["2 0 0 0"] * 2 + ["1 0 0 0"] * 2)
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "feed.grd"
    ...     _ = file.write_text(f"feed\\n++++\\n1\\n1 3 2 7\\n0 0\\n0 0 180 10\\n2 2 0\\n" + rows)
    ...     print(*read_cuts_grasp_grid(file))
    phi 0
    """
    return cuts_of_points(read_points_grasp_grid(file, block=block))


class _Set(NamedTuple):
    """A field: x and y of its columns and rows, and at each row (first) and column the four numbers, NaN if absent."""

    x: np.ndarray
    y: np.ndarray
    parts: np.ndarray


class _Reader:
    """The lines of a file one after the other, blank ones passed over."""

    def __init__(self, file: Path, lines: list[str], place: int):
        self.file, self.lines, self.place = file, lines, place

    def row(self, wanted: str) -> tuple[str, list[str]]:
        """Place of the next line (for messages) and its cells."""
        while self.place < len(self.lines) and not self.lines[self.place].strip():
            self.place += 1
        if self.place >= len(self.lines):
            raise InputError(f"{at_line(self.file, len(self.lines))}: the file ends; expected {wanted}")
        self.place += 1
        return at_line(self.file, self.place), self.lines[self.place - 1].split()

    def whole(self, size: int, wanted: str) -> list[int]:
        """So many whole numbers of the next line, negative ones as well."""
        where, cells = self.row(wanted)
        values = [number(cell, where, wanted) for cell in cells[:size]]
        if len(cells) < size or any(value != int(value) for value in values):
            raise InputError(f"{where}: {quoted(' '.join(cells))}; expected {wanted}")
        return [int(value) for value in values]


def read_points_grasp_grid(file, *, block: int | None = None) -> SpherePoints:
    r"""Directivity and polarisation in all directions of a GRASP grid file.

    Under a heading that ends with ``++++`` stand KTYPE, ``NSET ICOMP NCOMP IGRID``, the centre ``IX IY`` of each set,
    and then for each set its corners ``XS YS XE YE``, ``NX NY KLIMIT`` and the field, X running faster.  The centre
    counts:

    .. math:: X = I_X \, \Delta X + X_S + \Delta X (i - 1), \quad \Delta X = \frac{X_E - X_S}{N_X - 1}

    and the same in Y.  In a grid of u and v the directions are

    .. math:: u = \sin \theta \cos \phi, \quad v = \sin \theta \sin \phi

    Parameters
    ----------
    file : str or Path
        The file.
    block : int, optional
        Which of several sets, one a frequency or field, counted from one; none: the only one [-].

    Returns
    -------
    SpherePoints
        Those of a grid in phi and theta as they are; those of a grid in u and v read off in half planes every 5
        degrees, along straight lines in decibels between the four points around each direction.

    Raises
    ------
    InputError
        If the file cannot be read or is cut short, holds near fields (three components), ratios of components, a grid
        in azimuth and elevation or one without the direction u = v = 0, or if no block is chosen where there are
        several sets.

    Notes
    -----
    The frequency is that of the heading where there are as many as sets; older files do not state it in numbers.

    References
    ----------
    .. [1] TICRA, GRASP Reference Manual, field data in grids (tabulated file formats).

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> rows = "\n".join(["2 0 0 0"] * 2 + ["1 0 0 0"] * 2)
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "feed.grd"
    ...     _ = file.write_text(f"feed\n++++\n1\n1 3 2 7\n0 0\n0 0 180 10\n2 2 0\n" + rows)
    ...     print(*read_points_grasp_grid(file).theta_deg, "deg")
    0.0 0.0 10.0 10.0 deg
    """
    file = Path(file)
    lines = lines_of(file)
    start = next((place for place, line in enumerate(lines) if line.strip().startswith(_HEADING_ENDS)), None)
    if start is None:
        raise InputError(f"{file}: has no line {_HEADING_ENDS}; expected a grid file of GRASP")
    reader = _Reader(file, lines, start + 1)
    (ktype,) = reader.whole(1, "KTYPE, 1")
    if ktype != 1:
        raise InputError(f"{at_line(file, reader.place)}: KTYPE = {ktype}; expected 1")
    nset, icomp, ncomp, igrid = reader.whole(4, "NSET ICOMP NCOMP IGRID")
    _require_far_field(at_line(file, reader.place), nset, icomp, ncomp, igrid)
    centres = [reader.whole(2, "the centre IX IY of each set") for _ in range(nset)]
    frequencies_hz = _frequencies_hz(file, lines[:start])
    of_sets = frequencies_hz if len(frequencies_hz) == nset else [None] * nset
    chosen = chosen_block(file, nset, block, of_sets)
    sets = [_set(reader, centre, wanted=place == chosen) for place, centre in enumerate(centres)]
    known = sets[chosen]
    assert known is not None
    shape = known.parts.shape[:2]
    gain_dbi, share = (part.reshape(shape) for part in field_of_components(known.parts.reshape(-1, 4), icomp))
    theta_deg, phi_deg, gain_dbi, share, remarks = (_of_uv if igrid == 1 else _of_angles)(file, known, gain_dbi, share)
    mean = mean_gain(theta_deg, phi_deg, gain_dbi)  # NaN of a part of the sphere, which leaves no remark
    if abs(mean - 1.0) > MEAN_WITHIN:
        remarks = (*remarks, f"{file.name}: the mean directivity over the sphere is {mean:.2f} instead of 1")
    right_share = None if np.isnan(share).any() else share
    return SpherePoints(file, theta_deg, phi_deg, gain_dbi, right_share, of_sets[chosen], remarks=remarks)


def _require_far_field(where: str, nset: int, icomp: int, ncomp: int, igrid: int) -> None:
    if not 1 <= nset <= 10_000:
        raise InputError(f"{where}: NSET = {nset}; expected 1 or more")
    if ncomp != 2:
        raise InputError(f"{where}: NCOMP = {ncomp}; expected 2: a far field")
    if icomp not in COMPONENTS:
        raise InputError(
            f"{where}: ICOMP = {icomp}; expected one of {', '.join(map(str, COMPONENTS))}: field components"
        )
    if igrid not in (1, 7):
        said = f" ({GRIDS[igrid]})" if igrid in GRIDS else ""
        raise InputError(f"{where}: IGRID = {igrid}{said}; expected 1 ({GRIDS[1]}) or 7 ({GRIDS[7]})")


def _frequencies_hz(file: Path, heading: list[str]) -> list[float]:
    """Frequencies of a newer heading, whose values stand behind the key or in the lines after it."""
    found: list[float] = []
    unit_hz = None
    for count, line in enumerate(heading, start=1):
        match = _FREQUENCIES.match(line.strip())
        if match is not None:
            unit_hz = _UNIT_HZ.get(match["unit"].lower())
        elif unit_hz is None or ":" in line:
            unit_hz = None
            continue
        where, cells = at_line(file, count), (match["values"] if match is not None else line).split()
        if unit_hz is None:
            raise InputError(f"{where}: {quoted(line)}; expected frequencies in Hz, kHz, MHz or GHz")
        found += [unit_hz * number(cell, where, "a frequency") for cell in cells]
    return found


def _set(reader: _Reader, centre: list[int], *, wanted: bool) -> _Set | None:
    """The next set, or none where its field is only passed over."""
    file = reader.file
    where, cells = reader.row("XS YS XE YE")
    if len(cells) < 4:
        raise InputError(f"{where}: {quoted(' '.join(cells))}; expected XS YS XE YE")
    xs, ys, xe, ye = (number(cell, where, "XS YS XE YE") for cell in cells[:4])
    where, cells = reader.row("NX NY KLIMIT")
    if len(cells) < 3:
        raise InputError(f"{where}: {quoted(' '.join(cells))}; expected NX NY KLIMIT")
    nx, ny = (whole_number(cell, where, "NX and NY, 1 or more", at_least=1) for cell in cells[:2])
    klimit = whole_number(cells[2], where, "KLIMIT, 0 or 1")
    if klimit not in (0, 1) or nx * ny > 10_000_000:
        raise InputError(f"{where}: {quoted(' '.join(cells))}; expected NX NY KLIMIT, the last 0 or 1")
    step_x, step_y = _step(xs, xe, nx), _step(ys, ye, ny)
    x = centre[0] * step_x + xs + step_x * np.arange(nx)
    y = centre[1] * step_y + ys + step_y * np.arange(ny)
    parts = np.full((ny, nx, 4), np.nan) if wanted else None
    for row in range(ny):
        first, size = 0, nx
        if klimit:
            where, cells = reader.row("IS IN")
            if len(cells) != 2:
                raise InputError(
                    f"{where}: {quoted(' '.join(cells))}; expected IS IN, the first point and their number"
                )
            begins, size = (whole_number(cell, where, "IS IN") for cell in cells)
            first = begins - 1 if size else 0
            if first < 0 or first + size > nx:
                raise InputError(f"{where}: {quoted(' '.join(cells))}; expected points from 1 to NX = {nx}")
        values = _field(file, reader, size)
        if parts is not None:
            parts[row, first : first + size] = values
    return None if parts is None else _Set(x, y, parts)


def _step(first: float, last: float, size: int) -> float:
    return (last - first) / (size - 1) if size > 1 else 0.0


def _field(file: Path, reader: _Reader, size: int) -> np.ndarray:
    """The next lines of the field."""
    rows = [line.split() for line in reader.lines[reader.place : reader.place + size]]
    values = plain_rows(rows, 4) if len(rows) == size and size else None
    if values is not None:
        reader.place += size
        return values
    found = []
    for _ in range(size):
        where, cells = reader.row("real and imaginary parts of two components")
        if len(cells) != 4:
            raise InputError(f"{where}: {quoted(' '.join(cells))}; expected real and imaginary parts of two components")
        found.append([number(cell, where, "a part of a field component") for cell in cells])
    return np.array(found).reshape(size, 4)


def _of_angles(file: Path, known: _Set, gain_dbi: np.ndarray, share: np.ndarray):
    """Points of a grid in phi and theta, those that are there."""
    if max(abs(known.y)) > 360.0 + 1e-6:
        raise InputError(f"{file}: theta to {angle_text(max(abs(known.y)))}; expected angles from -360 to 360 degrees")
    phi_deg, theta_deg = np.meshgrid(np.round(known.x, 9), np.round(known.y, 9))
    there = ~np.isnan(gain_dbi)
    return theta_deg[there], phi_deg[there], gain_dbi[there], share[there], ()


def _of_uv(file: Path, known: _Set, gain_dbi: np.ndarray, share: np.ndarray):
    """Points read off a grid in u and v: in half planes, from its middle as far as all four neighbours are there."""
    u, v = known.x, known.y
    if u.size < 2 or v.size < 2 or u[-1] <= u[0] or v[-1] <= v[0]:
        raise InputError(f"{file}: {u.size} x {v.size} points; expected rising u and v, two or more of each")
    if not (u[0] <= 0.0 <= u[-1] and v[0] <= 0.0 <= v[-1]):
        raise InputError(f"{file}: the grid lies beside u = v = 0; expected cuts through theta = 0")
    step = min(u[1] - u[0], v[1] - v[0])
    reach = min(max(abs(u[0]), abs(u[-1]), abs(v[0]), abs(v[-1])) * np.sqrt(2.0), 1.0)
    sines = np.append(np.arange(0.0, reach - 1e-9, step), reach)
    phi_deg, sine = (each.ravel() for each in np.meshgrid(np.arange(0.0, 360.0, PHI_STEP_DEG), sines, indexing="ij"))
    at_u, at_v = sine * np.cos(np.radians(phi_deg)), sine * np.sin(np.radians(phi_deg))
    with np.errstate(invalid="ignore"):  # a null beside a null
        gain_dbi = np.maximum(gain_dbi, np.nanmax(gain_dbi) - 100.0)
    level, part = (_bilinear(u, v, values, at_u, at_v) for values in (gain_dbi, share))
    there = np.logical_and.accumulate(~np.isnan(level).reshape(-1, sines.size), axis=1).ravel()
    theta_deg = np.degrees(np.arcsin(np.minimum(sine, 1.0)))
    if there.sum() < 2:
        raise InputError(f"{file}: holds no points around u = v = 0; expected cuts through theta = 0")
    remark = f"{file.name}: a grid in u and v is read off in half planes every {angle_text(PHI_STEP_DEG)}"
    return theta_deg[there], phi_deg[there], level[there], part[there], (remark,)


def _bilinear(u: np.ndarray, v: np.ndarray, values: np.ndarray, at_u: np.ndarray, at_v: np.ndarray) -> np.ndarray:
    """Values between the points of a grid whose rows run along v; NaN beside it and beside points that are absent."""
    column, row = ((place - axis[0]) / (axis[1] - axis[0]) for axis, place in ((u, at_u), (v, at_v)))
    within = (column >= -1e-9) & (column <= u.size - 1 + 1e-9) & (row >= -1e-9) & (row <= v.size - 1 + 1e-9)
    column, row = (np.where(abs(each - np.round(each)) < 1e-9, np.round(each), each) for each in (column, row))
    low_column = np.clip(np.maximum(column, 0.0).astype(int), 0, u.size - 2)
    low_row = np.clip(np.maximum(row, 0.0).astype(int), 0, v.size - 2)
    p, q = column - low_column, row - low_row
    weights = {(0, 0): (1 - q) * (1 - p), (0, 1): (1 - q) * p, (1, 0): q * (1 - p), (1, 1): q * p}
    total = np.zeros(at_u.shape)
    for (down, along), weight in weights.items():
        total += np.where(weight > 0.0, weight * values[low_row + down, low_column + along], 0.0)
    return np.where(within, total, np.nan)
