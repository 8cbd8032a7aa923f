"""Files of worksheets in the formats of paper and of learning platforms, written all or none.

The map: :data:`FORMATS`, :func:`usual_format`, :func:`read_formats`, :func:`write_worksheet`.
"""

import importlib.util
import json
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from linkbudget.errors import InputError, known_name
from linkbudget.lessons.worksheet_gift import gift_notes
from linkbudget.lessons.worksheets import Worksheet
from linkbudget.writing import whole_files

FORMATS = ("pdf", "html", "markdown", "moodle", "gift", "qti")
"""Formats, each with a module ``worksheet_FORMAT`` whose ``FORMAT_files`` makes its files."""

SILENT = ("pdf", "markdown")
"""Formats of paper, which plays no sound."""

KEY = "key.json"
"""File with the answers of all copies, for programs; every format has it."""

EXTRA = "pip install 'deepspace-linkbudget[teach]'"


def has_typst() -> bool:
    """True where the package that sets PDF is installed."""
    return importlib.util.find_spec("typst") is not None


def usual_format() -> str:
    """PDF where the package that sets it is installed, else HTML."""
    return "pdf" if has_typst() else "html"


def read_formats(names: Sequence[str], *, sounds: bool = False) -> list[str]:
    """Formats by their names, whatever their capitals; the usual one without any, or one that plays sounds.

    Raises
    ------
    InputError
        If one is unknown, cannot be made here, or has no sounds where there are to be some.

    Examples
    --------
    >>> read_formats(["HTML", "markdown", "html"])
    ['html', 'markdown']
    """
    found = list(dict.fromkeys(known_name("--format", name, FORMATS, error=InputError) for name in names))
    if "pdf" in found and not has_typst():
        raise InputError(f"--format pdf: needs typst: {EXTRA}; or --format html, which a browser prints")
    if sounds and (silent := [name for name in found if name in SILENT]):
        raise InputError(f"--sounds: {silent[0]} plays none; expected --format html, moodle or qti")
    return found or ["html" if sounds else usual_format()]


def worksheet_files(drawn: Worksheet, formats: Sequence[str]) -> dict[str, bytes]:
    """Contents of all files of a worksheet, by their names."""
    key = json.dumps(drawn.key(), indent=1, ensure_ascii=False)
    files: dict[str, bytes] = {}
    for name in formats:
        make: Callable[[Worksheet], dict[str, bytes]] = getattr(
            import_module(f"linkbudget.lessons.worksheet_{name}"), f"{name}_files"
        )
        files |= make(drawn)
    return files | {KEY: f"{key}\n".encode()}


def worksheet_notes(drawn: Worksheet, formats: Sequence[str]) -> list[str]:
    """Sentences on what a format has no room for."""
    return gift_notes(drawn) if "gift" in formats else []


def write_worksheet(drawn: Worksheet, folder: Path, formats: Sequence[str]) -> list[Path]:
    """Write a worksheet into a folder, whose other files stay, and name its files.

    Examples
    --------
    >>> import tempfile
    >>> from linkbudget.lessons.worksheets import worksheet
    >>> files = write_worksheet(worksheet([1], seed=7, count=2), Path(tempfile.mkdtemp()), ["markdown"])
    >>> [file.name for file in files]
    ['sheets.md', 'solutions.md', 'key.md', 'key.json']
    """
    made = worksheet_files(drawn, formats)
    with whole_files(folder) as new:
        for name, content in made.items():
            (new / name).write_bytes(content)
    return [folder / name for name in made]
