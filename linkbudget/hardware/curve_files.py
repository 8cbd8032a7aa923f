"""Error-rate curves of modems and codes from CSV files: the Eb/N0 of each point and the error rate there.

The map: :func:`read_error_curve`; :data:`CurveFile`, the type of such a file in a scenario.
"""

import csv
import os
from pathlib import Path
from typing import Annotated, Any

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema

from linkbudget.errors import InputError, LinkBudgetError, shortened
from linkbudget.physics.error_curves import METRICS, ErrorCurve, error_curve
from linkbudget.text_files import require_regular

LARGEST_FILE_BYTES = 1_000_000
"""A curve is a few points, or some thousands from a simulation; anything larger is something else."""

_ENERGY = "ebn0_db"
_RATES = {f"{metric}_error_rate": metric for metric in METRICS}
_EXPECTED = f"expected columns {_ENERGY} and {' or '.join(_RATES)}"


def read_error_curve(file: str | os.PathLike) -> ErrorCurve:
    """Error rates against Eb/N0 from a CSV file.

    The file has a header, ``ebn0_db,bit_error_rate`` (or ``octet``, ``word``, ``frame``), and a row for each point,
    Eb/N0 rising and error rate falling.  Lines that begin with ``#`` are comments; ``# title:`` and ``# reference:``
    give the curve's title and source.

    Parameters
    ----------
    file : str or path
        The CSV file, in UTF-8.

    Returns
    -------
    ErrorCurve
        Named like the file.

    Raises
    ------
    InputError
        If the file cannot be read or is no such curve.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "modem.csv")
    ...     _ = file.write_text("# reference: test report 7\\nebn0_db,bit_error_rate\\n4.0,1e-2\\n6.0,1e-4\\n")
    ...     curve = read_error_curve(file)
    >>> print(f"{curve.name}: {curve.required_ebn0_db(1e-3):.1f} dB, from {curve.reference}")
    modem.csv: 5.0 dB, from test report 7
    """
    file = Path(file)
    said, rows = _lines(file)
    if not rows:
        raise InputError(f"{file}: is empty; {_EXPECTED}")
    header = [word.strip().lower() for word in rows[0][1]]
    if len(header) != 2 or header[0] != _ENERGY or header[1] not in _RATES:
        raise InputError(f"{file}, line {rows[0][0]}: {shortened(','.join(rows[0][1]))}; {_EXPECTED}")
    points = [_numbers(file, number, row) for number, row in rows[1:]]
    ebn0_db, error_rate = zip(*points, strict=True) if points else ((), ())
    title, reference = said.get("title", file.stem), said.get("reference", f"file {file.name}")
    try:
        return error_curve(file.name, title, ebn0_db, error_rate, reference, metric=_RATES[header[1]])
    except LinkBudgetError as error:
        raise InputError(f"{file.parent / str(error)}" if str(error).startswith(file.name) else str(error)) from None


def _lines(file: Path) -> tuple[dict[str, str], list[tuple[int, list[str]]]]:
    """What the comments say, and rows with the numbers of their lines."""
    try:
        require_regular(file, "a CSV file of a curve")
        if file.stat().st_size > LARGEST_FILE_BYTES:
            raise InputError(f"{file}: {file.stat().st_size / 1e6:.1f} MB; expected a curve of at most 1 MB")
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{file}: {error.strerror or error}; expected a CSV file of a curve") from None
    except UnicodeDecodeError:
        raise InputError(f"{file}: not text in UTF-8; expected a CSV file of a curve") from None
    said: dict[str, str] = {}
    rows: list[tuple[int, list[str]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#"):
            word, colon, rest = line.lstrip("# ").partition(":")
            said |= {word.strip().lower(): rest.strip()} if colon else {}
        elif line.strip():
            rows.append((number, next(csv.reader([line]))))
    return said, rows


def _numbers(file: Path, number: int, row: list[str]) -> tuple[float, float]:
    try:
        ebn0_db, error_rate = map(float, row)
    except ValueError:
        raise InputError(f"{file}, line {number}: {shortened(','.join(row))}; expected two numbers") from None
    return ebn0_db, error_rate


def _read(raw: Any, info: ValidationInfo) -> ErrorCurve:
    """A curve from the name of its file, which a scenario file states beside itself."""
    if isinstance(raw, ErrorCurve):
        return raw
    if not isinstance(raw, str | os.PathLike) or not str(raw).strip():
        raise LinkBudgetError(f"{shortened(raw)}: expected the name of a CSV file")
    folder = (info.context or {}).get("folder") or Path()
    return read_error_curve(folder / Path(raw))


CurveFile = Annotated[
    ErrorCurve,
    PlainValidator(_read),
    WithJsonSchema({"type": "string", "examples": ["modem.csv"], "description": "Name of a CSV file"}),
]
"""An error-rate curve; in a scenario the name of its file, from the folder of the scenario on."""
