"""Text of pattern files: lines and numbers, each refused in one line that names file and place."""

import math
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from linkbudget.errors import InputError, shortened
from linkbudget.formatting import frequency_text
from linkbudget.text_files import require_short, whole_bytes

LARGEST_FILE_BYTES = 100_000_000
"""A sphere in steps of half a degree has some 30 MB; anything larger than this is something else."""

LARGEST_NUMBER = 1e100
"""Numbers beyond this are no field, gain or angle, and their squares overflow."""

MOST_NAMES = 12
"""Names of cuts, or frequencies of blocks, that a refusal lists."""

_EXPECTED = "an antenna pattern"
_LINE_END = re.compile(r"\r\n|\r|\n")
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+")
_EXPONENT_WITHOUT_E = re.compile(r"([+-]?\d*\.\d+)([+-]\d{3})")


def lines_of(file: Path) -> list[str]:
    """Lines of a text file in UTF-8 or, as older programs write it, in the Western code page of Windows."""
    raw = whole_bytes(file, _EXPECTED, LARGEST_FILE_BYTES)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    if _NO_TEXT.search(text) or "\ufffd" in text:
        raise InputError(f"{file}: is not text; expected {_EXPECTED}")
    lines = _LINE_END.split(text.rstrip("\x1a"))
    for place, line in enumerate(lines, start=1):
        require_short(line, at_line(file, place), _EXPECTED)
    return lines[:-1] if not lines[-1] else lines


def at_line(file: Path, number: int) -> str:
    """Place in a file, as refusals name it; lines count from one."""
    return f"{file}: line {number}"


def quoted(text: str) -> str:
    """Text of a line, shortened to fit an error message."""
    return shortened(" ".join(text.split()), 60)


def number(text: str, where: str, wanted: str) -> float:
    """A finite number, with a decimal point or comma, and with an exponent of three digits that has lost its E."""
    said = text.strip()
    if _DECIMAL_COMMA.fullmatch(said):
        said = said.replace(",", ".")
    try:
        value = float(_EXPONENT_WITHOUT_E.sub(r"\1e\2", said))
    except ValueError:
        value = math.nan
    if not abs(value) <= LARGEST_NUMBER or "_" in said:
        raise InputError(f"{where}: {quoted(text)}; expected {wanted}")
    return value


MOST_SAMPLES = 10_000_000
"""Greatest credible number of samples in a file; memory is taken by that number."""


def whole_number(text: str, where: str, wanted: str, *, at_least: int = 0) -> int:
    """A whole number from a smallest one on."""
    value = number(text, where, wanted)
    if value != int(value) or not at_least <= value <= MOST_SAMPLES:
        raise InputError(f"{where}: {quoted(text)}; expected {wanted}")
    return int(value)


def plain_rows(rows: Sequence[Sequence[str]], width: int) -> np.ndarray | None:
    """All rows of cells at once, None where some cell is no plain number: then each is to be read by :func:`number`."""
    try:
        values = np.array(rows, dtype=float)
    except ValueError:  # words, decimal commas, exponents without an E, or rows of different lengths
        return None
    if values.shape != (len(rows), width) or not (abs(values) <= LARGEST_NUMBER).all():
        return None
    return None if any("_" in cell for row in rows for cell in row) else values


def chosen_block(file: Path, size: int, block: int | None, frequencies_hz: Sequence[float | None] = ()) -> int:
    """Index of the block of a file to read; messages count blocks from one and give their frequencies."""
    if block is None and size > 1:
        known = [frequency_text(each, 6) for each in frequencies_hz[:MOST_NAMES] if each is not None]
        more = ", ..." if size > len(known) else ""
        said = f"of {', '.join(known)}{more}" if known else f"as of {size} frequencies"
        raise InputError(f"{file}: holds {size} blocks, {said}; expected block = 1 to {size} to choose one")
    if block is not None and block > size:
        raise InputError(f"{file}: holds {size} blocks; expected block = {'1' if size == 1 else f'1 to {size}'}")
    return (block or 1) - 1
