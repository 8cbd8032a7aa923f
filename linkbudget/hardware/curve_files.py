"""Error-rate curves of modems and codes from CSV files: the Eb/N0 of each point and the error rate there.

The map: :func:`read_error_curve`; :data:`CurveFile`, the type of such a file in a scenario; :func:`told_by_curve`, a
requirement written as a table with a curve; :func:`or_by_curve`, its schema.
"""

import os
from pathlib import Path
from typing import Annotated, Any

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema

from linkbudget.errors import InputError, LinkBudgetError, shortened
from linkbudget.hidden_signs import LONGEST_NAME, one_line
from linkbudget.physics.error_curves import METRICS, ErrorCurve, error_curve
from linkbudget.text_files import csv_cells, text_lines

LARGEST_FILE_BYTES = 1_000_000
"""A curve is a few points, or some thousands from a simulation; anything larger is something else."""

_ENERGY = "ebn0_db"
_RATES = {f"{metric}_error_rate": metric for metric in METRICS}
_UNNAMED = "error_rate"
_A_CURVE = "a CSV file of a curve"
_EXPECTED = f"expected columns {_ENERGY} and {' or '.join(_RATES)}"

KEPT = {"bit": "error_rate", "word": "frame_error_rate", "frame": "frame_error_rate"}
"""Kind of error that a curve counts -> the key that says which rate of it is to be kept."""

REQUIREMENT = "required_ebn0"
"""Key of a requirement, which may be a table with a curve."""

TOLD_KEYS = ("curve", *KEPT.values())
"""Keys of a modulation that such a table says instead."""

_TABLE_KEYS = ("curve", "error_rate", "of")

_TABLE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["curve", "error_rate"],
    "properties": {
        "curve": {"type": "string", "description": "Name of a CSV file of error rates against Eb/N0"},
        "error_rate": {"type": ["number", "string"], "description": "Error rate to be kept, of what the curve counts"},
        "of": {
            "enum": list(KEPT),
            "description": "What it counts, where the header of its file does not say it",
        },
    },
}


def or_by_curve(schema: dict[str, Any]) -> None:
    """Add to the schema of a requirement that it may be a table, the point of a curve at an error rate.

    Parameters
    ----------
    schema : dict
        Schema of the number alone, which is changed.

    Examples
    --------
    >>> schema = {"anyOf": [{"anyOf": [{"type": "string"}]}, {"type": "null"}]}
    >>> or_by_curve(schema)
    >>> list(schema["anyOf"][0]["anyOf"][1]["properties"])
    ['curve', 'error_rate', 'of']
    """
    number, none = schema["anyOf"]
    schema["anyOf"] = [number | {"anyOf": [*number["anyOf"], _TABLE]}, none]


def read_error_curve(file: str | os.PathLike, of: str | None = None) -> ErrorCurve:
    """Error rates against Eb/N0 from a CSV file.

    The file has a header, ``ebn0_db,bit_error_rate`` (or ``octet``, ``word``, ``frame``; or ``error_rate`` alone, if
    ``of`` says what it counts), and a row for each point, Eb/N0 rising and error rate falling.  Lines that begin with
    ``#`` are comments; ``# title:`` and ``# reference:`` give the curve's title and source.

    Parameters
    ----------
    file : str or path
        The CSV file, in UTF-8.
    of : str, optional
        What the error rates count: one of :data:`~linkbudget.physics.error_curves.METRICS`; none: the header says it.

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
    if len(header) != 2 or header[0] != _ENERGY or header[1] not in (*_RATES, _UNNAMED):
        raise InputError(f"{file}, line {rows[0][0]}: {shortened(','.join(rows[0][1]))}; {_EXPECTED}")
    metric = _RATES.get(header[1], of)
    if metric is None:
        what = f"{_EXPECTED}, or of = 'bit' or 'frame' beside the curve"
        raise InputError(f"{file}, line {rows[0][0]}: {header[1]} does not say what it counts; {what}")
    if of not in (None, metric):
        raise InputError(f"{file}, line {rows[0][0]}: {header[1]}; expected {of}_error_rate, as of = {of!r} says")
    points = [_numbers(file, number, row) for number, row in rows[1:]]
    ebn0_db, error_rate = zip(*points, strict=True) if points else ((), ())
    title = one_line(said.get("title", file.stem), LONGEST_NAME)
    reference = one_line(said.get("reference", f"file {file.name}"), LONGEST_NAME)
    try:
        return error_curve(file.name, title, ebn0_db, error_rate, reference, metric=metric)
    except LinkBudgetError as error:
        raise InputError(f"{file.parent / str(error)}" if str(error).startswith(file.name) else str(error)) from None


def _lines(file: Path) -> tuple[dict[str, str], list[tuple[int, list[str]]]]:
    """Read the keywords in the comments, and the rows with their line numbers."""
    said: dict[str, str] = {}
    rows: list[tuple[int, list[str]]] = []
    for number, line in text_lines(file, _A_CURVE, LARGEST_FILE_BYTES):
        if line.startswith("#"):
            word, colon, rest = line.lstrip("# ").partition(":")
            said |= {word.strip().lower(): rest.strip()} if colon else {}
        elif line.strip():
            rows.append((number, csv_cells(line, f"{file}, line {number}", _A_CURVE)))
    return said, rows


def _numbers(file: Path, number: int, row: list[str]) -> tuple[float, float]:
    try:
        ebn0_db, error_rate = map(float, row)
    except ValueError:
        raise InputError(f"{file}, line {number}: {shortened(','.join(row))}; expected two numbers") from None
    return ebn0_db, error_rate


def _read(raw: Any, info: ValidationInfo, of: str | None = None) -> ErrorCurve:
    """A curve from the name of its file, which a scenario file states beside itself."""
    if isinstance(raw, ErrorCurve):
        return raw
    if not isinstance(raw, str | os.PathLike) or not str(raw).strip():
        raise LinkBudgetError(f"{shortened(raw)}: expected the name of a CSV file")
    folder = (info.context or {}).get("folder") or Path()
    return read_error_curve(folder / Path(raw), of)


def told_by_curve(data: Any, info: ValidationInfo) -> Any:
    """Replace the table ``required_ebn0 = { curve, error_rate }`` of a modulation by the two keys themselves.

    Parameters
    ----------
    data : dict or any
        What a file says of the modulation; anything but a table with such a requirement goes through as it is.
    info : pydantic.ValidationInfo
        Its context tells the folder of the scenario file.

    Returns
    -------
    dict or any
        The same with ``curve`` and with ``error_rate``, or ``frame_error_rate`` of a curve of frames or words.

    Raises
    ------
    ValueError
        In one line, if the table is not complete, or beside keys that say the same.

    Examples
    --------
    >>> from linkbudget.hardware.modulation_kinds import DigitalModulation
    >>> curve = error_curve("modem.csv", "A modem", [4.0, 6.0], [1e-2, 1e-4], "a measurement", metric="frame")
    >>> required = {"curve": curve, "error_rate": 1e-3}
    >>> said = {"bit_rate": "1 kbit/s", "implementation_loss": "1 dB"}
    >>> DigitalModulation(**said, required_ebn0=required).frame_error_rate.value
    0.001
    """
    said = data.get(REQUIREMENT) if isinstance(data, dict) else None
    if not isinstance(said, dict) or "curve" not in said:
        return data
    for key in said:
        if key not in _TABLE_KEYS:
            raise ValueError(f"{REQUIREMENT}.{shortened(str(key))[1:-1]}: expected only error_rate and of beside curve")
    if "error_rate" not in said:
        raise ValueError(f"{REQUIREMENT}.error_rate: missing; expected beside curve the error rate to be kept")
    for key in dict.fromkeys(TOLD_KEYS):
        if data.get(key) is not None:
            raise ValueError(
                f"{key}: expected none beside {REQUIREMENT}.curve, which goes with {REQUIREMENT}.error_rate"
            )
    of = said.get("of")
    if of is not None and of not in KEPT:
        raise ValueError(f"{REQUIREMENT}.of = {shortened(of)}: expected one of {', '.join(KEPT)}")
    try:
        curve = _read(said["curve"], info, of)
    except LinkBudgetError as error:
        raise ValueError(f"{REQUIREMENT}.curve: {error}") from None
    rest = {key: value for key, value in data.items() if key != REQUIREMENT}
    return rest | {"curve": curve, KEPT.get(curve.metric, "error_rate"): said["error_rate"]}


CurveFile = Annotated[
    ErrorCurve,
    PlainValidator(_read),
    WithJsonSchema({"type": "string", "examples": ["modem.csv"], "description": "Name of a CSV file"}),
]
"""An error-rate curve; in a scenario the name of its file, from the folder of the scenario on."""
