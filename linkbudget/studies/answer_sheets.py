"""Answers of studies as spreadsheets: a row a point of a dataset, a row an influence, a row a line that is compared.

The map: :func:`write_dataset`, :func:`write_sensitivity`, :func:`write_comparison`.
"""

from collections.abc import Iterable
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from linkbudget.link.budget_tables import heading
from linkbudget.link.sheets import HEAD, Book, check_size, number_format, workbook, write_table
from linkbudget.studies.stores import notes_of

if TYPE_CHECKING:
    import xarray as xr

    from linkbudget.studies.compare import Comparison
    from linkbudget.studies.sensitivity import Sensitivity


def write_dataset(
    dataset: "xr.Dataset",
    columns: dict[str, np.ndarray],
    blocks: Iterable[dict[str, np.ndarray]],
    rows: int,
    file: Path,
) -> None:
    """Write the rows of a dataset, block by block, and a second sheet that says what its columns are.

    Parameters
    ----------
    dataset : xarray.Dataset
        What a study answered.
    columns : dict
        Name of each column and the values that it has, for its kind.
    blocks : iterable of dict
        Columns of some rows after the other.
    rows : int
        How many there are.
    file : Path
        Name of the file; use :func:`linkbudget.writing.whole_file` around it.
    """
    check_size(rows, len(columns), file.name)
    heads = [f"{name} [UTC]" if values.dtype.kind == "M" else name for name, values in columns.items()]
    units = [_unit(dataset, name) for name in columns]
    with workbook(file, row_by_row=True) as book:
        sheet = book.sheet("Data")
        sheet.widths(*(max(len(head) + 2, 20 if head.endswith("[UTC]") else 12) for head in heads))
        sheet.set_print(heads_row=0)
        for column, head in enumerate(heads):
            sheet.text(0, column, head, **HEAD)
        looks = [book.format(num_format=number_format(unit)) for unit in units]
        place = 0
        for block in blocks:
            parts = [_plain(part).tolist() for part in block.values()]
            for values in zip(*parts, strict=True):
                place += 1
                for column, value in enumerate(values):
                    if type(value) is float and isfinite(value):  # nearly all cells of large answers
                        sheet.inner.write_number(place, column, value, looks[column])
                    else:
                        sheet.value(place, column, value, units[column])
        if rows:
            sheet.inner.autofilter(0, 0, rows, len(heads) - 1)
        _write_about(book, dataset, columns)


def _unit(dataset: "xr.Dataset", name: str) -> str:
    return str(dataset[name].attrs.get("units", "-")) if name in dataset.variables else "-"


def _plain(values: np.ndarray) -> np.ndarray:
    """Values whose ``tolist`` a sheet can write: instants stay what they are."""
    if values.dtype.kind != "M":
        return values
    kept = np.empty(values.shape, dtype=object)
    kept[:] = list(values)
    return kept


def _write_about(book: Book, dataset: "xr.Dataset", columns: dict[str, np.ndarray]) -> None:
    rows: list[tuple[Any, ...]] = []
    for name in columns:
        about = dataset[name].attrs if name in dataset.variables else {}
        rows.append((name, str(about.get("long_name", "")), str(about.get("units", "")), str(about.get("source", ""))))
    rows += [("", "", "", "")]
    rows += [("title", str(dataset.attrs.get("title", "")), "", "")]
    rows += [("note", note, "", "") for note in notes_of(dataset)]
    write_table(book, "Columns", ("Column", "What it is", "Unit", "Source"), rows)


def write_sensitivity(answer: "Sensitivity", file: Path) -> None:
    """Write the influences on a line, a row an input, and the shares of the variance by status."""
    said = answer.to_dict()
    unit = answer.case.budget().terms[answer.line].unit
    keys = ("key", "status", "unit", "per_unit", "per_sigma", "at_low", "at_high", "first", "total")
    heads = (
        "Input",
        "Status",
        "Unit",
        f"Slope, {unit} a unit",
        f"Slope, {unit} a sigma",
        f"At its low end, {unit}",
        f"At its high end, {unit}",
        "Share of the variance, alone",
        "Share of the variance, in all",
    )
    title = f"{heading(answer.case.budget())}: {answer.line}"
    with workbook(file) as book:
        rows = [[one[key] for key in keys] for one in said["inputs"]]
        units = ["-", "-", "-", unit, unit, unit, unit, "deg", "deg"]
        write_table(book, "Inputs", heads, rows, units, title=title)
        shares = [(status, one["first"], one["total"]) for status, one in said["by_status"].items()]
        write_table(book, "By status", ("Status", "Alone", "In all"), shares, ["-", "deg", "deg"])


def write_comparison(comparison: "Comparison", file: Path) -> None:
    """Write two budgets side by side, and what was changed between them."""
    said = comparison.to_dict()
    with workbook(file) as book:
        sheet = book.sheet("Lines")
        sheet.widths(2, 44, 16, 16, 12, 16, 14, 34)
        sheet.set_print(heads_row=0)
        for column, head in enumerate(("", "Line", "Old", "New", "Unit", "Change", "Worth, dB", "Key")):
            sheet.text(0, column, head, **HEAD)
        for row, line in enumerate(said["lines"], 1):
            unit = line["unit"]
            for column, text in (
                (0, line["sign"]),
                (1, line["name"]),
                (4, "" if unit == "-" else unit),
                (7, line["key"]),
            ):
                sheet.text(row, column, text)
            for column, name in ((2, "old"), (3, "new"), (5, "change")):
                sheet.value(row, column, line[name], unit)
            sheet.value(row, 6, line["worth_db"], "dB")
        inputs = [
            (one["key"], one["old"], one["new"], one["unit"], one["margin_change_alone_db"]) for one in said["inputs"]
        ]
        heads = ("Input", "Old", "New", "Unit", "Closing margin by it alone, dB")
        write_table(book, "Inputs", heads, inputs, ["-", "-", "-", "-", "dB"])
        sides = [
            (side, str(said[side]["scenario"]), str(said[side]["link"]), said[side]["at"], verdict["closing_margin_db"])
            for side in ("old", "new")
            for verdict in (said[side]["verdict"],)
        ]
        heads = ("Side", "Scenario", "Link", "At, UTC", "Closing margin, dB")
        write_table(book, "Links", heads, sides, ["-", "-", "-", "-", "dB"])
