"""Antenna patterns from GRASP, the reflector antenna software of TICRA: far fields in cuts (``.cut``)."""

from collections import Counter
from pathlib import Path

import numpy as np

from linkbudget.errors import InputError
from linkbudget.hardware._pattern_text import (
    at_line,
    chosen_block,
    lines_of,
    number,
    plain_rows,
    quoted,
    whole_number,
)
from linkbudget.hardware.pattern_sphere import SpherePoints, cuts_of_points, mean_gain
from linkbudget.hardware.sampled_pattern import SampledPattern
from linkbudget.physics.polarization import right_hand_share

COMPONENTS = {
    1: "theta and phi",
    2: "right and left hand circular",
    3: "co- and cross-polar by Ludwig's third definition",
    4: "major and minor axis",
    9: "magnitude and ratio",
}
"""Field components by ICOMP that have a power; the others are ratios."""

MEAN_WITHIN = 0.1
"""Share by which the mean gain over the sphere may differ from one without a remark."""


def read_cuts_grasp(file, *, block: int | None = None) -> dict[str, SampledPattern]:
    r"""All cuts of a far field from a GRASP cut file.

    Parameters
    ----------
    file : str or Path
        The file.
    block : int, optional
        Which of several blocks, one a frequency, counted from one; none: the only one [-].

    Returns
    -------
    dict
        ``"phi 0"`` and so on to the cut; a negative angle is the other side.

    Raises
    ------
    InputError
        As :func:`read_points_grasp` does.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "feed.cut"
    ...     _ = file.write_text("feed\n-10 10 3 0 3 1 2\n2 0 0 0\n0 4 0 0\n2 0 0 0\n")
    ...     print(f"{read_cuts_grasp(file)['phi 0'].peak_gain_dbi:.2f} dBi")
    12.04 dBi
    """
    return cuts_of_points(read_points_grasp(file, block=block))


def read_points_grasp(file, *, block: int | None = None) -> SpherePoints:
    r"""Directivity and polarisation in all directions of a GRASP cut file.

    Each cut has a line of text, a line ``V_INI V_INC V_NUM C ICOMP ICUT NCOMP``, and a line of real and imaginary parts
    for each angle.  The field is normalised to a radiated power of :math:`4 \pi` watts, so that its squared magnitude
    is the directivity:

    .. math:: G = |F_1|^2 + |F_2|^2

    Parameters
    ----------
    file : str or Path
        The file.
    block : int, optional
        Which of several blocks, one a frequency, counted from one; none: the only one [-].

    Returns
    -------
    SpherePoints
        A negative theta is the other side.

    Raises
    ------
    InputError
        If the file cannot be read, is cut short, holds near fields (three components), ratios of components or
        cuts that are no spherical ones, or if no block is chosen where there are several.

    Notes
    -----
    No frequency stands in the file; a cut at the same angle as an earlier one belongs to the next block.

    Planar and cylindrical cuts look the same and are not distinguished.  Where the cuts cover the whole sphere and the
    mean of the directivity differs from one by more than 10 %, the pattern has a remark.

    The polarisation follows from components along theta and phi, co- and cross-polar, right and left hand, and from
    their ratio (ICOMP 9); major and minor axis do not tell the sense.

    References
    ----------
    .. [1] TICRA, GRASP Reference Manual, field data in cuts (tabulated file formats).

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "feed.cut"
    ...     _ = file.write_text("feed\n-10 10 3 0 3 1 2\n2 0 0 0\n0 4 0 0\n2 0 0 0\n")
    ...     print(*read_points_grasp(file).theta_deg, "deg")
    -10.0 0.0 10.0 deg
    """
    file = Path(file)
    lines = lines_of(file)
    while lines and not lines[-1].strip():
        lines.pop()
    if len(lines) < 2:
        raise InputError(f"{file}: has no cut; expected a line of text and a line of seven numbers")
    blocks: list[list[np.ndarray]] = []
    seen: Counter[tuple[int, float]] = Counter()
    place = 0
    while place < len(lines):
        running_deg, fixed_deg, icomp, icut = _heading(file, lines, place + 1)
        blocks += [[]] if seen[icut, fixed_deg] == len(blocks) else []
        place += 2
        rows = plain_rows([line.split() for line in lines[place : place + running_deg.size]], 4)
        if rows is None or len(rows) < running_deg.size:
            rows = np.array([_row(file, lines, place + row) for row in range(running_deg.size)])
        place += running_deg.size
        gain_dbi, share = field_of_components(rows, icomp)
        fixed = np.full(running_deg.size, fixed_deg)
        theta_deg, phi_deg = (running_deg, fixed) if icut == 1 else (fixed, running_deg)
        blocks[seen[icut, fixed_deg]].append(np.array([theta_deg, phi_deg, gain_dbi, share]))
        seen[icut, fixed_deg] += 1
    theta_deg, phi_deg, gain_dbi, share = np.concatenate(blocks[chosen_block(file, len(blocks), block)], axis=1)
    mean = mean_gain(theta_deg, phi_deg, gain_dbi)  # NaN of a part of the sphere, which leaves no remark
    remark = f"{file.name}: the mean directivity over the sphere is {mean:.2f} instead of 1"
    remarks = (remark,) if abs(mean - 1.0) > MEAN_WITHIN else ()
    right_share = None if np.isnan(share).any() else share
    return SpherePoints(file, theta_deg, phi_deg, gain_dbi, right_share, remarks=remarks)


def field_of_components(rows: np.ndarray, icomp: int) -> tuple[np.ndarray, np.ndarray]:
    r"""Directivity and right-hand share of field components as GRASP writes them.

    .. math:: G = |F_1|^2 + |F_2|^2

    Parameters
    ----------
    rows : ndarray
        Real and imaginary part of both components, one row a direction [any unit].
    icomp : int
        Which components, one of :data:`COMPONENTS` [-].

    Returns
    -------
    tuple of ndarray
        Directivity, minus infinity in a null [dBi], and share of the power in right-hand circular polarisation, NaN
        where the components do not tell it [-].

    References
    ----------
    .. [1] TICRA, GRASP Reference Manual, field data (tabulated file formats).

    Examples
    --------
    >>> gain_dbi, share = field_of_components(np.array([[2.0, 0.0, 0.0, 0.0]]), 2)
    >>> print(f"{gain_dbi[0]:.2f} dBi, {share[0]:.0f}")
    6.02 dBi, 1
    """
    first, second = rows[:, 0] + 1j * rows[:, 1], rows[:, 2] + 1j * rows[:, 3]
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # a null, or numbers that are no field
        squares = abs(first) ** 2, abs(second) ** 2
        gain_dbi = 10.0 * np.log10(squares[0] + (0.0 if icomp == 9 else squares[1]))
        if icomp in (1, 3):
            share = right_hand_share(first, second)
        elif icomp == 2:
            share = right_hand_share(first + second, -1j * (first - second))
        elif icomp == 9:  # the second is the root of right over left
            share = 1.0 / (1.0 + 1.0 / squares[1] ** 2)
        else:
            share = np.full(len(rows), np.nan)
    return gain_dbi, share


_WANTED = "V_INI V_INC V_NUM C ICOMP ICUT NCOMP"


def _heading(file: Path, lines: list[str], index: int) -> tuple[np.ndarray, float, int, int]:
    """Angles that run and the one that is fixed [deg], ICOMP and ICUT from the numbers of a cut."""
    where = at_line(file, index + 1)
    cells = lines[index].split() if index < len(lines) else []
    if len(cells) != 7:
        said = quoted(lines[index]) if index < len(lines) else "the file ends"
        raise InputError(f"{where}: {said}; expected {_WANTED}")
    first_deg, step_deg, fixed_deg = (number(cells[each], where, _WANTED) for each in (0, 1, 3))
    size = whole_number(cells[2], where, "V_NUM, one angle or more", at_least=1)
    icomp, icut, ncomp = (whole_number(cell, where, _WANTED) for cell in cells[4:])
    if icomp not in COMPONENTS:
        raise InputError(
            f"{where}: ICOMP = {icomp}; expected one of {', '.join(map(str, COMPONENTS))}: field components"
        )
    if icut not in (1, 2):
        raise InputError(f"{where}: ICUT = {icut}; expected 1 or 2: a cut over theta or over phi")
    if ncomp != 2:
        raise InputError(f"{where}: NCOMP = {ncomp}; expected 2: a far field")
    running_deg = first_deg + step_deg * np.arange(size)
    if max(abs(running_deg[0]), abs(running_deg[-1])) > 360.0 + 1e-6 or (size > 1 and step_deg == 0.0):
        raise InputError(f"{where}: {quoted(lines[index])}; expected angles from -360 to 360 degrees")
    return np.round(running_deg, 9), fixed_deg, icomp, icut


def _row(file: Path, lines: list[str], index: int) -> list[float]:
    where = at_line(file, index + 1)
    cells = lines[index].split() if index < len(lines) else []
    if len(cells) != 4:
        said = quoted(lines[index]) if index < len(lines) else "the file ends"
        raise InputError(f"{where}: {said}; expected real and imaginary parts of two components")
    return [number(cell, where, "a part of a field component") for cell in cells]
