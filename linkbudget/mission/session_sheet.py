"""The sessions of a mission as a spreadsheet: a row a session, the data they bring, and notes."""

from pathlib import Path
from typing import Any

import numpy as np

from linkbudget.labels import unit_of
from linkbudget.link.sheets import workbook, write_table

INSTANTS = ("start", "end")
"""Columns of sessions that are instants."""


def write_sessions(title: str, result: dict[str, Any], file: Path) -> None:
    """Write what ``linkbudget sessions --json`` prints.

    Parameters
    ----------
    title : str
        Of the mission.
    result : dict
        Sessions, data and notes, as rows.
    file : Path
        Name of the file; use :func:`linkbudget.writing.whole_file` around it.
    """
    with workbook(file) as book:
        _write_rows(book, "Sessions", result["sessions"], f"{title}: sessions")
        if result["data"]:
            _write_rows(book, "Data", [_flat(row) for row in result["data"]], f"{title}: data by instrument")
        if result["faults"]:
            _write_rows(book, "Faults", [_flat(row) for row in result["faults"]], f"{title}: faults")
        write_table(book, "Notes", ("Note",), [(note,) for note in result["notes"]])


def write_energy(title: str, result: dict[str, Any], file: Path) -> None:
    """Write what ``linkbudget energy --json`` prints, by the same parameters."""
    with workbook(file) as book:
        for name in ("days", "loads", "transmitters"):
            if result[name]:
                _write_rows(book, name.capitalize(), [_flat(row) for row in result[name]], f"{title}: {name}")
        write_table(book, "Notes", ("Note",), [(note,) for note in result["notes"]])


def _write_rows(book, name: str, rows: list[dict[str, Any]], title: str) -> None:
    columns = list(dict.fromkeys(key for row in rows for key in row))
    heads = [f"{key} [UTC]" if key in INSTANTS else key for key in columns]
    cells = [[_cell(key, row.get(key)) for key in columns] for row in rows]
    write_table(book, name, heads, cells, [unit_of(key) for key in columns], title=title)


def _cell(key: str, value: Any) -> Any:
    if key in INSTANTS and isinstance(value, str):
        return np.datetime64(value.removesuffix("Z"))
    return "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else value


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """A row whose inner tables became columns: ``returned_by_case_bit`` by case."""
    flat: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, dict):
            flat |= {f"{key} ({inner})": one for inner, one in value.items()}
        else:
            flat[key] = value
    return flat
