"""Files of positions of any format that is read, by a word for the format, the ending or the beginning of the file.

The map: :data:`FORMATS` and :func:`read_positions`.
"""

import os
from pathlib import Path
from typing import NamedTuple

from linkbudget.errors import InputError
from linkbudget.geometry.horizons import read_horizons
from linkbudget.geometry.oem import read_oem
from linkbudget.geometry.position_rows import LARGEST_FILE_BYTES
from linkbudget.geometry.position_table import PositionTable
from linkbudget.geometry.positions_csv import read_positions_csv
from linkbudget.geometry.stk_ephemeris import read_stk
from linkbudget.text_files import require_size


class PositionFormat(NamedTuple):
    """A format: endings of its files, the beginning of each file, and its description."""

    endings: tuple[str, ...]
    beginning: bytes
    title: str


FORMATS = {
    "csv": PositionFormat((".csv",), b"utc,", "comma-separated values"),
    "oem": PositionFormat((".oem",), b"CCSDS_OEM_VERS", "orbit ephemeris message, KVN or XML"),
    "stk": PositionFormat((".e",), b"stk.v.", "STK ephemeris"),
    "horizons": PositionFormat((), b"$$SOE", "vector table of JPL Horizons"),
}
"""Formats of files of positions."""

_LOOK_BYTES = 20_000


def read_positions(
    file: str | os.PathLike,
    format: str | None = None,
    *,
    center: str | None = None,
    frame: str | None = None,
    object_name: str | None = None,
) -> PositionTable:
    """Trajectory from a file of positions.

    Parameters
    ----------
    file : str or Path
        The file.
    format : str, optional
        One of :data:`FORMATS`; by the ending or the content of the file without it.
    center : str, optional
        Where the positions of a CSV file start, which does not say so itself: "earth", "sun", another body, or
        "barycenter".
    frame : str, optional
        Axes of the positions of a CSV file, one of :data:`linkbudget.geometry.frames.FRAMES`; "icrf" without it.
    object_name : str, optional
        Name or designator of the spacecraft, for messages with several.

    Returns
    -------
    PositionTable
        Vector function from the Earth's centre, or from the solar-system barycentre.

    Raises
    ------
    InputError
        If the format is unknown, the file cannot be read or is refused, or what is asked does not go with the format.

    Examples
    --------
    >>> read_positions("no-such-file.oem")
    Traceback (most recent call last):
        ...
    linkbudget.errors.InputError: no-such-file.oem: no such file; expected a file of positions
    """
    file = require_size(file, "a file of positions", LARGEST_FILE_BYTES)
    format = format or _format(file)
    if format not in FORMATS:
        raise InputError(f"format = {format!r}: expected one of {', '.join(FORMATS)}")
    table = _read(file, format, center, frame, object_name)
    table.file_name = file.name
    return table


def _read(file: Path, format: str, center: str | None, frame: str | None, object_name: str | None) -> PositionTable:
    if format == "csv":
        if center is None:
            raise InputError(f"{file}: a CSV file does not say where its positions start; expected center = 'earth'")
        _refuse(file, format, {"object": object_name})
        return read_positions_csv(file, center=center, frame=frame or "icrf")
    _refuse(file, format, {"center": center, "frame": frame} | ({} if format == "oem" else {"object": object_name}))
    if format == "oem":
        return read_oem(file, object_name)
    return read_stk(file) if format == "stk" else read_horizons(file)


def _format(file: Path) -> str:
    """Format of a file by its ending, or else by its content."""
    for name, known in FORMATS.items():
        if file.suffix.lower() in known.endings:
            return name
    with file.open("rb") as raw:
        start = raw.read(_LOOK_BYTES).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        if b"CCSDS_OEM_VERS" in start:
            return "oem"
    else:
        for name, known in FORMATS.items():
            if start.lower().startswith(known.beginning.lower()) or (name == "horizons" and known.beginning in start):
                return name
    titles = ", ".join(f"{name} ({known.title})" for name, known in FORMATS.items())
    raise InputError(f"{file}: neither ending nor beginning tells its format; expected format = one of {titles}")


def _refuse(file: Path, format: str, said: dict[str, str | None]) -> None:
    for key, value in said.items():
        if value is not None:
            raise InputError(f"{file}: {key} = {value!r}; expected none with {FORMATS[format].title}")
