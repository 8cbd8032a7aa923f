"""Text files read line by line, so that a long one takes little memory, and refused in one line where they are none."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from linkbudget.errors import InputError
from linkbudget.formatting import bytes_text

_CHUNK = 1 << 16  # characters
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")


def text_lines(file: str | os.PathLike, expected: str, largest_bytes: int) -> Iterator[tuple[int, str]]:
    """Lines of a text file with their numbers from one, without the end of the line; a byte order mark is passed over.

    Parameters
    ----------
    file : str or Path
        The file, in UTF-8.
    expected : str
        What the file should be, for messages: "an orbit ephemeris".
    largest_bytes : int
        Size beyond which the file is refused.

    Raises
    ------
    InputError
        If the file is missing, a folder, too large, or no text.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "two.txt")
    ...     _ = file.write_bytes(b"one\\r\\ntwo")
    ...     print(list(text_lines(file, "two lines", 100)))
    [(1, 'one'), (2, 'two')]
    """
    file = require_size(file, expected, largest_bytes)
    try:
        with file.open(encoding="utf-8-sig", errors="replace", newline=None) as text:
            number, begun = 0, ""
            while chunk := text.read(_CHUNK):
                wrong = _NO_TEXT.search(chunk)
                if wrong:
                    where = number + 1 + chunk.count("\n", 0, wrong.start())
                    raise InputError(f"{file}, line {where}: is not text in UTF-8; expected {expected}")
                *whole, begun = (begun + chunk).split("\n")
                for line in whole:
                    number += 1
                    yield number, line
            if begun:
                yield number + 1, begun
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror or error}; expected {expected}") from None


def require_size(file: str | os.PathLike, expected: str, largest_bytes: int) -> Path:
    """The file, or an error where there is none or it is larger than it should be."""
    file = Path(file)
    try:
        require_regular(file, expected)
        size = file.stat().st_size
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror or error}; expected {expected}") from None
    if size > largest_bytes:
        raise InputError(f"{file}: {bytes_text(size)}; expected {expected} of at most {bytes_text(largest_bytes)}")
    return file


def require_regular(file: Path, expected: str) -> None:
    """Raise for a folder, a pipe or a device: reading them fails, waits for ever, or never ends."""
    if file.is_dir():
        raise InputError(f"{file}: is a folder; expected {expected}")
    if file.exists() and not file.is_file():
        raise InputError(f"{file}: is a pipe or a device; expected {expected} as a file")
