"""Antenna patterns from HFSS, the field solver of Ansys: far fields on a sphere (``.ffd``)."""

import re
from pathlib import Path

import numpy as np

from linkbudget.errors import InputError
from linkbudget.hardware._pattern_text import at_line, chosen_block, lines_of, number, plain_rows, quoted, whole_number
from linkbudget.hardware.pattern_sphere import SpherePoints, cuts_of_points
from linkbudget.hardware.sampled_pattern import SampledPattern
from linkbudget.physics.polarization import right_hand_share

_SEPARATOR = re.compile(r"[\s,;]+")


def read_cuts_hfss(file, *, block: int | None = None) -> dict[str, SampledPattern]:
    r"""The shape of a far field, in cuts, from an HFSS file.

    Parameters
    ----------
    file : str or Path
        The file.
    block : int, optional
        Which of several blocks, one a frequency, counted from one; none: the only one [-].

    Returns
    -------
    dict
        ``"phi 0"`` and so on to the cut, relative to its greatest gain; a negative angle is the other side.

    Raises
    ------
    InputError
        As :func:`read_points_hfss` does.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "patch.ffd"
    ...     _ = file.write_text("0 90 2\n0 180 2\n2 0 0 0\n2 0 0 0\n1 0 0 0\n0 0.5 0 0\n")
    ...     print(*read_cuts_hfss(file)["phi 0"].gain_dbi.round(2), "dB")
    -12.04 0.0 -6.02 dB
    """
    return cuts_of_points(read_points_hfss(file, block=block))


def read_points_hfss(file, *, block: int | None = None) -> SpherePoints:
    r"""The shape and the polarisation of a far field, in all directions of an HFSS file.

    Two lines give first angle, last angle and number of theta and of phi, a third the number of frequencies, and each
    row the real and imaginary parts of two field components, phi running faster.  The file tells no power, so the gain
    is not known:

    .. math:: G(\theta, \phi) / G_{max} = (|E_\theta|^2 + |E_\phi|^2) / \max(|E_\theta|^2 + |E_\phi|^2)

    Parameters
    ----------
    file : str or Path
        The file.
    block : int, optional
        Which of several blocks, one a frequency, counted from one; none: the only one [-].

    Returns
    -------
    SpherePoints
        Relative to the greatest gain.

    Raises
    ------
    InputError
        If the file cannot be read, if no block is chosen where there are several, or if it has another number of rows
        than its angles ask for.

    References
    ----------
    .. [1] Ansys, HFSS Help, exporting far fields to a file.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "patch.ffd"
    ...     _ = file.write_text("0 90 2\n0 180 2\n2 0 0 0\n2 0 0 0\n1 0 0 0\n0 0.5 0 0\n")
    ...     print(*read_points_hfss(file).gain_dbi.round(2), "dB")
    0.0 0.0 -6.02 -12.04 dB
    """
    file = Path(file)
    rows = [(count, [cell for cell in _SEPARATOR.split(line) if cell]) for count, line in enumerate(lines_of(file), 1)]
    rows = [(count, cells) for count, cells in rows if cells]
    if len(rows) < 3:
        raise InputError(f"{file}: holds {len(rows)} lines; expected two lines of angles and the field")
    thetas_deg, phis_deg = (_angles(file, row, word) for row, word in zip(rows[:2], ("theta", "phi"), strict=True))
    blocks = _blocks(file, rows[2:])
    frequency_hz, field = blocks[chosen_block(file, len(blocks), block, [frequency_hz for frequency_hz, _ in blocks])]
    size = thetas_deg.size * phis_deg.size
    if len(field) != size:
        raise InputError(
            f"{file}: {len(field)} rows of the field; expected {thetas_deg.size} x {phis_deg.size} = {size}"
        )
    parts = plain_rows([cells for _, cells in field], 4)
    if parts is None:
        parts = np.array([_row(file, row) for row in field])
    with np.errstate(
        divide="ignore", invalid="ignore", over="ignore"
    ):  # a null, no field at all, or no field's numbers
        power = np.sum(parts**2, axis=1)
        level_db = 10.0 * np.log10(power / power.max())
    theta_deg, phi_deg = np.repeat(thetas_deg, phis_deg.size), np.tile(phis_deg, thetas_deg.size)
    share = right_hand_share(parts[:, 0] + 1j * parts[:, 1], parts[:, 2] + 1j * parts[:, 3])
    return SpherePoints(file, theta_deg, phi_deg, level_db, share, frequency_hz, states_gain=False)


_Row = tuple[int, list[str]]


def _angles(file: Path, row: _Row, word: str) -> np.ndarray:
    where, cells = at_line(file, row[0]), row[1]
    wanted = f"first angle, last angle and number of {word}"
    if len(cells) != 3:
        raise InputError(f"{where}: {quoted(' '.join(cells))}; expected {wanted}")
    first_deg, last_deg = (number(cell, where, wanted) for cell in cells[:2])
    if max(abs(first_deg), abs(last_deg)) > 360.0:
        raise InputError(f"{where}: {quoted(' '.join(cells))}; expected angles from -360 to 360 degrees")
    return np.linspace(first_deg, last_deg, whole_number(cells[2], where, wanted, at_least=1)).round(9)


def _blocks(file: Path, rows: list[_Row]) -> list[tuple[float | None, list[_Row]]]:
    """The frequency of each block, where the file says one, and the rows of its field."""
    blocks: list[tuple[float | None, list[_Row]]] = []
    promised = None
    for count, cells in rows:
        where, word, said = at_line(file, count), cells[0].lower(), cells[1] if len(cells) == 2 else ""
        if word == "frequencies":
            promised = whole_number(said, where, "a number of frequencies", at_least=1)
        elif word == "frequency":
            blocks.append((number(said, where, "a frequency in hertz"), []))
        else:
            blocks += [] if blocks else [(None, [])]
            blocks[-1][1].append((count, cells))
    if promised not in (None, len(blocks)):
        raise InputError(f"{file}: {len(blocks)} blocks of a frequency; expected {promised}")
    return blocks or [(None, [])]


def _row(file: Path, row: _Row) -> list[float]:
    where, cells = at_line(file, row[0]), row[1]
    if len(cells) != 4:
        raise InputError(f"{where}: {quoted(' '.join(cells))}; expected real and imaginary parts of two components")
    return [number(cell, where, "a part of a field component") for cell in cells]
