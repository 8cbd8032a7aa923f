"""Checksums of the files of a store: which files it must have, and what each of them holds.

Zarr reads a chunk that is not there as NaN, and takes a chunk of another place or another store for this one.  So a
store has one more file, :data:`NAME`: its study, the cutting into units, and the CRC-32 of every other file.  It is
replaced as a whole and has a checksum of its own.  A file that differs from its entry is damaged.
"""

import json
import os
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path

from linkbudget.errors import InputError

NAME = "checksums.json"
"""Name of the file in the store."""

PIECE_BYTES = 2**20

READERS = 4
"""Files that are read at a time."""


@dataclass
class Checksums:
    """Checksums of a store's files, and the state of the study in it.

    Parameters
    ----------
    study : str
        The record of the study, as :func:`linkbudget.studies.stores.record` writes it.
    unit_sizes : dict of str to int
        Points of a unit along each dimension [-].
    files : dict of str to str
        Checksum of each file that has been written, by its path within the store.
    notes : list of str
        Notes on models used outside their range, so far.
    finished : bool
        Whether all is in, and the metadata are gathered.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a").write_bytes(b"123456789")
    >>> sums = Checksums("{}", {}, {"a": checksum(folder / "a"), "b": "00000000"})
    >>> sums.save(folder)
    >>> Checksums.read(folder).damaged(folder)
    ['b']
    """

    study: str
    unit_sizes: dict[str, int]
    files: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    finished: bool = False

    @classmethod
    def read(cls, folder: Path) -> "Checksums":
        """Read the checksums of a store; without them nothing in it can be trusted."""
        try:
            text = json.loads((folder / NAME).read_text(encoding="utf-8"))
            if text["checksum"] != _checksum_of(text["store"]):
                raise ValueError
            return cls(**text["store"])
        except (OSError, KeyError, TypeError, ValueError, RecursionError):
            raise InputError(
                f"{folder}: its {NAME} is missing or damaged, so what it holds cannot be checked; delete the store, and"
                " the same command begins anew"
            ) from None

    def save(self, folder: Path) -> None:
        """Replace the file; it is on the disk, or the old one still is, whenever the power goes."""
        content = asdict(self)
        file = folder / f"{NAME}.partial"
        with open(file, "w", encoding="utf-8") as opened:
            json.dump({"checksum": _checksum_of(content), "store": content}, opened, ensure_ascii=False)
            opened.flush()
            os.fsync(opened.fileno())
        os.replace(file, folder / NAME)

    def damaged(self, folder: Path) -> list[str]:
        """Files that are missing or do not hold what was written."""
        with ThreadPoolExecutor(READERS) as readers:
            found = readers.map(lambda name: _checksum_if_there(folder / name), self.files)
            return [name for name, here in zip(self.files, found, strict=True) if here != self.files[name]]


def checksum(file: Path) -> str:
    """CRC-32 of a file, as eight hexadecimal digits.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "digits"
    >>> _ = file.write_bytes(b"123456789")
    >>> checksum(file)
    'cbf43926'
    """
    crc = 0
    with open(file, "rb") as opened:
        while piece := opened.read(PIECE_BYTES):
            crc = zlib.crc32(piece, crc)
    return hexadecimal(crc)


def hexadecimal(crc: int) -> str:
    """A checksum as eight digits."""
    return f"{crc:08x}"


def _checksum_if_there(file: Path) -> str | None:
    try:
        return checksum(file)
    except OSError:
        return None


def _checksum_of(content: dict) -> str:
    return hexadecimal(zlib.crc32(json.dumps(content).encode()))
