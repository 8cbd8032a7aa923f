"""Saving of answers as NetCDF, CSV, spreadsheet or Zarr by the ending of the name; a file is whole or absent.

The map: :func:`save` (a dataset), :func:`save_budget`, :func:`save_control_table`, :func:`save_sensitivity`,
:func:`save_comparison` (which is no dataset), :func:`check_ending` (before the work is done).
"""

import math
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from linkbudget.cells import csv_table
from linkbudget.errors import InputError
from linkbudget.formatting import list_text
from linkbudget.geometry.clock import format_times
from linkbudget.link.budget import Budget
from linkbudget.link.budget_sheet import write_budget
from linkbudget.link.budget_tables import budget_table, markdown_table
from linkbudget.link.control_sheet import write_control_table
from linkbudget.studies import stores
from linkbudget.studies.answer_sheets import write_comparison, write_dataset, write_sensitivity
from linkbudget.studies.netcdf import write_netcdf
from linkbudget.studies.one_writer import only_writer
from linkbudget.writing import whole_file, whole_store

if TYPE_CHECKING:
    from linkbudget.link.control_table import ControlTable
    from linkbudget.studies.compare import Comparison
    from linkbudget.studies.sensitivity import Sensitivity

TABLES = (".nc", ".csv", ".xlsx")
"""Endings of files that hold a dataset whole."""

ENDINGS = (*TABLES, ".zarr")
"""Endings of what :func:`save` writes."""

BUDGETS = (".xlsx", ".csv", ".md")
"""Endings of what :func:`save_budget` writes."""

SHEETS = (".xlsx",)
"""Endings of answers that are no dataset: several tables, which a spreadsheet has room for."""

ROWS_AT_A_TIME = 2**17


def check_ending(file: str | os.PathLike, endings: Sequence[str] = ENDINGS) -> str:
    """The ending of a name that can be written; to be asked before the work is done.

    Examples
    --------
    >>> check_ending("sweep.nc")
    '.nc'
    """
    ending = Path(file).suffix
    if ending not in endings:
        raise InputError(f"{file}: expected a name that ends in {list_text(endings, 'or')}")
    return ending


def save(dataset, file: str | os.PathLike) -> None:
    """Write an ``xarray.Dataset`` to NetCDF (``.nc``), CSV or Excel (``.csv``, ``.xlsx``: a row a point), or Zarr.

    Parameters
    ----------
    dataset : xarray.Dataset
        What a study answered.
    file : str or Path
        Where to; an old file there, or an old Zarr store, is replaced when the new one is whole.

    Raises
    ------
    InputError
        When the ending is another one, the file cannot be written, or a sheet has too few rows; nothing is left behind
        then.
    """
    ending = check_ending(file)
    if ending == ".zarr":
        _save_zarr(dataset, file)
        return
    with whole_file(file) as temporary:
        if ending == ".nc":
            write_netcdf(dataset, temporary)
        elif ending == ".csv":
            _write_csv(dataset, temporary)
        else:
            _write_sheet(dataset, temporary)


def save_budget(budget: "Budget", file: str | os.PathLike) -> None:
    """Write a budget as a live spreadsheet (``.xlsx``), as CSV, or as Markdown (``.md``).

    Parameters
    ----------
    budget : Budget
        Of one instant.
    file : str or Path
        Where to.

    Raises
    ------
    InputError
        When the ending is another one, the file cannot be written, or a line is an array.
    """
    ending = check_ending(file, BUDGETS)
    if any(np.ndim(line.value) for line in budget):
        raise InputError(f"{file}: a table is of one instant; expected numbers, not arrays")
    if ending == ".xlsx" and not isinstance(budget, Budget):
        raise InputError(f"{file}: a live sheet is of one link, {budget.name} is a relay; expected .csv or .md")
    with whole_file(file) as temporary:
        if ending == ".xlsx":
            write_budget(budget, temporary)
        elif ending == ".csv":
            temporary.write_text(budget_table(budget).csv(), encoding="utf-8", newline="")
        else:
            temporary.write_text(markdown_table(budget) + "\n", encoding="utf-8")


def save_control_table(table: "ControlTable", file: str | os.PathLike) -> None:
    """Write a design control table as a spreadsheet (``.xlsx``)."""
    check_ending(file, SHEETS)
    with whole_file(file) as temporary:
        write_control_table(table, temporary)


def save_sensitivity(answer: "Sensitivity", file: str | os.PathLike) -> None:
    """Write what a sensitivity study found as a spreadsheet (``.xlsx``)."""
    check_ending(file, SHEETS)
    with whole_file(file) as temporary:
        write_sensitivity(answer, temporary)


def save_comparison(comparison: "Comparison", file: str | os.PathLike) -> None:
    """Write two links side by side as a spreadsheet (``.xlsx``)."""
    check_ending(file, SHEETS)
    with whole_file(file) as temporary:
        write_comparison(comparison, temporary)


def _save_zarr(dataset, store) -> None:
    stores.require_zarr(store)
    with only_writer(Path(store)), whole_store(store) as temporary:
        stores.put(dataset, temporary)
        stores.gather_metadata(temporary, [str(name) for name in dataset.variables])


def _columns(dataset) -> dict[str, tuple[tuple, np.ndarray]]:
    """Dimensions and values of each column, the axes first."""
    axes = {dim: dataset[dim] for dim in dataset.sizes}  # a dimension without labels is counted from 0
    others = {name: dataset[name] for name in (*dataset.coords, *dataset.data_vars) if name not in axes}
    return {name: (values.dims, values.values) for name, values in {**axes, **others}.items()}


def _blocks(sizes: Mapping, columns: dict[str, tuple[tuple, np.ndarray]]) -> Iterator[tuple[np.ndarray, dict]]:
    """Some rows after the other, a row a point in the order of the axes: their numbers, and their columns."""
    dims, shape = list(sizes), tuple(sizes.values())
    count = math.prod(shape)
    for start in range(0, count, ROWS_AT_A_TIME):
        rows = np.arange(start, min(start + ROWS_AT_A_TIME, count))
        where = dict(zip(dims, np.unravel_index(rows, shape) if dims else (), strict=True))
        yield (
            rows,
            {
                name: np.broadcast_to(values[tuple(where[dim] for dim in along)], rows.shape)
                for name, (along, values) in columns.items()
            },
        )


def _write_csv(dataset, file: Path) -> None:
    """One row per point in the order of the axes; numbers as short as they can be written exactly."""
    columns = {name: (along, _plain(values)) for name, (along, values) in _columns(dataset).items()}
    with open(file, "w", encoding="utf-8", newline="") as text:
        for rows, table in _blocks(dataset.sizes, columns):
            csv_table(table, index=rows).to_csv(text, index=False, header=rows[0] == 0)


def _write_sheet(dataset, file: Path) -> None:
    columns = _columns(dataset)
    blocks = (table for _, table in _blocks(dataset.sizes, columns))
    kinds = {name: values for name, (_, values) in columns.items()}
    write_dataset(dataset, kinds, blocks, math.prod(dataset.sizes.values()), file)


def _plain(values: np.ndarray) -> np.ndarray:
    """Times as ISO text in UTC, and yes or no as 1 or 0."""
    if values.dtype.kind == "M":
        return format_times(values)
    return values.astype(int) if values.dtype.kind == "b" else values
