"""An answer as a file: NetCDF, CSV or Zarr by the ending of its name, whole or not at all."""

import math
import os
from pathlib import Path

import numpy as np

from linkbudget.errors import InputError
from linkbudget.geometry.clock import format_times
from linkbudget.studies import stores
from linkbudget.studies.netcdf import write_netcdf
from linkbudget.writing import whole_file, whole_store

ENDINGS = (".nc", ".csv", ".zarr")

ROWS_AT_A_TIME = 2**17


def check_ending(file: str | os.PathLike) -> str:
    """The ending of a name that :func:`save` knows; to be asked before the work is done.

    Examples
    --------
    >>> check_ending("sweep.nc")
    '.nc'
    """
    ending = Path(file).suffix
    if ending not in ENDINGS:
        raise InputError(f"{file}: expected a name that ends in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}")
    return ending


def save(dataset, file: str | os.PathLike) -> None:
    """Write an ``xarray.Dataset`` to NetCDF (``.nc``), CSV (``.csv``: a row a point) or Zarr (``.zarr``).

    Parameters
    ----------
    dataset : xarray.Dataset
        What a study answered.
    file : str or Path
        Where to; an old file there, or an old Zarr store, is replaced when the new one is whole.

    Raises
    ------
    InputError
        When the ending is another one, or the file cannot be written; nothing is left behind then.
    """
    ending = check_ending(file)
    if ending == ".zarr":
        _save_zarr(dataset, file)
        return
    with whole_file(file) as temporary:
        if ending == ".nc":
            write_netcdf(dataset, temporary)
        else:
            _write_csv(dataset, temporary)


def _save_zarr(dataset, store) -> None:
    stores.require_zarr(store)
    with whole_store(store) as temporary:
        stores.put(dataset, temporary)
        stores.gather_metadata(temporary)


def _write_csv(dataset, file: Path) -> None:
    """A row a point in the order of the axes; numbers as short as they can be said exactly."""
    import pandas as pd

    dims, shape = list(dataset.sizes), tuple(dataset.sizes.values())
    axes = {dim: dataset[dim] for dim in dims}  # a dimension without labels is counted from 0
    others = {name: dataset[name] for name in (*dataset.coords, *dataset.data_vars) if name not in dims}
    columns = {name: (values.dims, _plain(values.values)) for name, values in {**axes, **others}.items()}
    count = math.prod(shape)
    with open(file, "w", encoding="utf-8", newline="") as text:
        for start in range(0, count, ROWS_AT_A_TIME):
            rows = np.arange(start, min(start + ROWS_AT_A_TIME, count))
            where = dict(zip(dims, np.unravel_index(rows, shape) if dims else (), strict=True))
            table = {name: values[tuple(where[dim] for dim in along)] for name, (along, values) in columns.items()}
            pd.DataFrame(table, index=rows).to_csv(text, index=False, header=start == 0)


def _plain(values: np.ndarray) -> np.ndarray:
    """Times as ISO text in UTC, and yes or no as 1 or 0."""
    if values.dtype.kind == "M":
        return format_times(values)
    return values.astype(int) if values.dtype.kind == "b" else values
