"""Reading of input files line by line or whole; an unsuitable file is an error of one line.

A folder, a pipe, a device, a file that may not be read, is larger than it can be or has a line without end: each is one
error that names the file, for every reader.  The map: :func:`require_size`, :func:`text_lines`, :func:`whole_bytes`,
:func:`csv_cells`, :func:`counted`.
"""

import csv
import os
import re
from collections.abc import Iterator
from pathlib import Path

from linkbudget.errors import InputError
from linkbudget.formatting import bytes_text, count_text

LONGEST_LINE = 100_000
"""Characters of a line beyond which a file is no text of rows, comments or keywords."""

_CHUNK = 1 << 16  # characters
_MOST_DIGITS = 18
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
        If the file is missing, a folder, a pipe or a device, too large, or no text, or a line is too long.

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
                    require_short(line, f"{file}, line {number}", expected)
                    yield number, line
                require_short(begun, f"{file}, line {number + 1}", expected)
            if begun:
                yield number + 1, begun
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror or error}; expected {expected}") from None


def whole_bytes(file: str | os.PathLike, expected: str, largest_bytes: int) -> bytes:
    """Content of a file that fits into memory.

    Parameters
    ----------
    file : str or Path
        The file.
    expected : str
        What the file should be, for messages.
    largest_bytes : int
        Size beyond which the file is refused.

    Raises
    ------
    InputError
        If the file is missing, a folder, a pipe or a device, cannot be read, or is too large.

    Examples
    --------
    >>> whole_bytes("/dev/zero", "a picture", 100)
    Traceback (most recent call last):
        ...
    linkbudget.errors.InputError: /dev/zero: is a pipe or a device, not a file; expected a picture
    """
    file = require_size(file, expected, largest_bytes)
    try:
        with file.open("rb") as raw:
            content = raw.read(largest_bytes + 1)  # files of the system have no size, and some no end
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror or error}; expected {expected}") from None
    if len(content) > largest_bytes:
        raise InputError(f"{file}: has no end; expected {expected} of at most {bytes_text(largest_bytes)}")
    return content


def require_size(file: str | os.PathLike, expected: str, largest_bytes: int) -> Path:
    """The file, or an error where there is none that can be read, or it is larger than it should be."""
    file = require_file(file, expected)
    size = file.stat().st_size
    if size > largest_bytes:
        raise InputError(f"{file}: {bytes_text(size)}; expected {expected} of at most {bytes_text(largest_bytes)}")
    return file


def require_file(file: str | os.PathLike, expected: str) -> Path:
    """The file, or an error where there is none that can be read.

    Reading a folder fails; reading a pipe or a device waits for ever, or never ends.
    """
    file = Path(file)
    try:
        if file.is_dir():
            raise InputError(f"{file}: is a folder; expected {expected}")
        if file.exists() and not file.is_file():
            raise InputError(f"{file}: is a pipe or a device, not a file; expected {expected}")
        with file.open("rb"):  # what may not be read is refused here, before a reader goes to work
            return file
    except FileNotFoundError:
        raise InputError(f"{file}: no such file; expected {expected}") from None
    except InputError:
        raise
    except (OSError, ValueError) as error:  # a ValueError: a zero character in the name
        raise InputError(
            f"{file}: cannot be read: {getattr(error, 'strerror', None) or error}; expected {expected}"
        ) from None


def require_short(line: str, place: str, expected: str) -> None:
    """Raise if a line is longer than any line of a file of rows can be."""
    if len(line) > LONGEST_LINE:
        raise InputError(f"{place}: over {count_text(LONGEST_LINE)} letters long; expected {expected}")


def csv_cells(line: str, place: str, expected: str) -> list[str]:
    """Cells of a line of a CSV file.

    Examples
    --------
    >>> csv_cells('1,"a, b"', "p.csv, line 3", "a table")
    ['1', 'a, b']
    """
    try:
        return next(csv.reader([line]))
    except csv.Error as error:
        raise InputError(f"{place}: is no row of a table: {error}; expected {expected}") from None


def counted(text: str) -> int | None:
    """The whole number that a word is, none where it is no such number or one of more digits than anything counts.

    Examples
    --------
    >>> counted("12"), counted("1.5"), counted("9" * 5000)
    (12, None, None)
    """
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None
