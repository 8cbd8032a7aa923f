"""Antenna patterns from FEKO, the field solver of Altair: far fields on a sphere (``.ffe``)."""

import re
from pathlib import Path
from typing import NamedTuple

import numpy as np

from linkbudget.errors import InputError
from linkbudget.hardware._pattern_text import at_line, chosen_block, lines_of, number, plain_rows, quoted
from linkbudget.hardware.pattern_sphere import SpherePoints, cuts_of_points
from linkbudget.hardware.sampled_pattern import SampledPattern
from linkbudget.physics.polarization import right_hand_share

RESULTS = {
    "gain": "",
    "directivity": "the directivity is taken for the gain: losses of the antenna are not in it",
    "realised gain": "the realised gain is taken for the gain: mismatch of the antenna is in it",
}
"""Result types that can be read, with the remark that each leaves."""

_ANGLES = ("theta", "phi")
_FIELD = ("re(etheta)", "im(etheta)", "re(ephi)", "im(ephi)")
_QUOTED = re.compile(r'"([^"]*)"')
_TOTAL = re.compile(r"(?P<result>gain|directivity|reali[sz]ed\s*gain)\s*\(total\)")


def read_cuts_feko(file, *, block: int | None = None) -> dict[str, SampledPattern]:
    """All cuts of a far field from a FEKO file.

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
        As :func:`read_points_feko` does.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "patch.ffe"
    ...     _ = file.write_text('#Frequency: 2.4e9\\n#"Theta" "Phi" "Gain(Total)"\\n0 0 7.5\\n45 0 4.1\\n90 0 -3\\n')
    ...     print(read_cuts_feko(file)["phi 0"])
    patch.ffe, phi 0: 3 angles from 0° to 90°
    """
    return cuts_of_points(read_points_feko(file, block=block))


def read_points_feko(file, *, block: int | None = None) -> SpherePoints:
    """Gain and polarisation in all directions of a FEKO file, read off the column of its total gain in decibels.

    Parameters
    ----------
    file : str or Path
        The file.
    block : int, optional
        Which of several blocks, one a frequency, counted from one; none: the only one [-].

    Returns
    -------
    SpherePoints
        In decibels over an isotropic antenna.

    Raises
    ------
    InputError
        If the file cannot be read, if no block is chosen where there are several, if it is in other than spherical
        coordinates, or has no column ``Gain(Total)``, ``Directivity(Total)`` or ``Realised Gain(Total)``.

    Notes
    -----
    Directivity and realised gain leave a remark: the one lacks the losses of the antenna, the other has its mismatch.

    The polarisation follows from ``Re(Etheta)``, ``Im(Etheta)``, ``Re(Ephi)`` and ``Im(Ephi)``, where they are.

    References
    ----------
    .. [1] Altair, Feko User Guide, far field file format (.ffe).

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "patch.ffe"
    ...     _ = file.write_text('#Frequency: 2.4e9\\n#"Theta" "Phi" "Gain(Total)"\\n0 0 7.5\\n45 0 4.1\\n90 0 -3\\n')
    ...     print(*read_points_feko(file).gain_dbi, "dBi")
    7.5 4.1 -3.0 dBi
    """
    file = Path(file)
    blocks = _blocks(file)
    if not blocks:
        raise InputError(f"{file}: has no rows; expected a far field with columns Theta, Phi and Gain(Total)")
    chosen = blocks[chosen_block(file, len(blocks), block, [each.frequency_hz for each in blocks])]
    remarks = (f"{file.name}: {RESULTS[chosen.result]}",) if RESULTS[chosen.result] else ()
    rows = _numbers(file, chosen)
    theta_deg, phi_deg, gain_dbi = (rows[:, chosen.columns.index(name)] for name in (*_ANGLES, "total"))
    share = None
    if set(_FIELD) <= set(chosen.columns):
        real_theta, imaginary_theta, real_phi, imaginary_phi = (rows[:, chosen.columns.index(name)] for name in _FIELD)
        share = right_hand_share(real_theta + 1j * imaginary_theta, real_phi + 1j * imaginary_phi)
    return SpherePoints(file, theta_deg, phi_deg, gain_dbi, share, chosen.frequency_hz, remarks=remarks)


class _Block(NamedTuple):
    """A far field: its frequency [Hz], which gain it holds, its columns, and the cells of each line with its number."""

    frequency_hz: float | None
    result: str
    columns: list[str]
    rows: list[tuple[int, list[str]]]


def _blocks(file: Path) -> list[_Block]:
    blocks: list[_Block] = []
    columns: list[str] = []
    frequency_hz, result, is_open = None, "", False
    for count, line in enumerate(lines_of(file), start=1):
        where, text = at_line(file, count), line.strip()
        if not text or text.startswith("**"):
            continue
        if not text.startswith("#"):
            if not columns:
                raise InputError(f'{where}: {quoted(text)}; expected a line #"Theta" "Phi" ... before it')
            blocks += [] if is_open else [_Block(frequency_hz, result, columns, [])]
            is_open = True
            blocks[-1].rows.append((count, text.split()))
            continue
        is_open = False
        names = [" ".join(name.lower().split()) for name in _QUOTED.findall(text)]
        key, _, value = (word.strip() for word in text.lstrip("#").partition(":"))
        if set(_ANGLES) <= set(names):
            columns, result = _columns(where, text, names)
        elif key.lower() == "frequency":
            frequency_hz = number(value, where, "a frequency in hertz")
        elif key.lower() == "coordinate system" and value.lower() != "spherical":
            raise InputError(f"{where}: {quoted(value)}; expected spherical coordinates")
    return blocks


def _columns(where: str, text: str, names: list[str]) -> tuple[list[str], str]:
    """Names of the columns, that of the gain as ``total``, and which gain it is."""
    totals = {name: match["result"] for name in names if (match := _TOTAL.fullmatch(name)) is not None}
    if len(totals) != 1:
        raise InputError(
            f"{where}: {quoted(text)}; expected one of Gain(Total), Directivity(Total), Realised Gain(Total)"
        )
    ((name, result),) = totals.items()
    spelled = "realised gain" if result.startswith("reali") else result
    return ["total" if each == name else each for each in names], spelled


def _numbers(file: Path, block: _Block) -> np.ndarray:
    """All numbers of a block, as many a line as it has columns."""
    width = len(block.columns)
    values = plain_rows([cells for _, cells in block.rows], width)
    return (
        np.array([_row(at_line(file, count), cells, width) for count, cells in block.rows])
        if values is None
        else values
    )


def _row(where: str, cells: list[str], width: int) -> list[float]:
    if len(cells) != width:
        raise InputError(f"{where}: {quoted(' '.join(cells))}; expected {width} numbers")
    return [number(cell, where, "a number") for cell in cells]
