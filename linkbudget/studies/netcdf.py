"""A labelled dataset as NetCDF by the CF conventions, so that other programs know its units, its times and its flags.

Inside the package ``units`` are those that people read: ``dBHz``, ``deg``, ``pixel/s``.  UDUNITS, which reads the units
of NetCDF files, knows none of them.  They are translated when a file is written, and only then; ``display_units`` keeps
the words.  The map: :func:`cf_units` (one unit), :func:`cf_dataset` (a dataset), :func:`write_netcdf` (a file).
"""

import os
from typing import TYPE_CHECKING, Any

import numpy as np

from linkbudget.geometry.clock import STEERED_UTC_END_S, datetime64
from linkbudget.labels import RATIO
from linkbudget.version import VERSION

if TYPE_CHECKING:
    import xarray as xr

CONVENTIONS = "CF-1.8"

TIME_UNITS = "seconds since 1970-01-01T00:00:00Z"

CALENDAR = "standard"

EARLY_UTC = (
    "UTC. Before 1972-01-01 it is read as UT1, which it was steered to follow within 0.1 s; there are no leap seconds "
    "in this count"
)

LATER_UTC = "UTC, in days of 86400 s: leap seconds are not counted"

CF_UNITS = {
    "-": "1",
    "deg": "degree",
    "rad": "radian",
    "Hz/s": "Hz s-1",
    "m/s": "m s-1",
    "bit/s": "bit s-1",
    "pixel/s": "s-1",
    "chip/s": "s-1",
    "symbol/s": "s-1",
    "dB": "0.1 lg(re 1)",
    "dBi": "0.1 lg(re 1)",
    "dBHz": "0.1 lg(re 1 Hz)",
    "dBm2": "0.1 lg(re 1 m2)",
    "dBK": "0.1 lg(re 1 K)",
    "dB/K": "0.1 lg(re 1 K-1)",
    "dBW/Hz": "0.1 lg(re 1 W Hz-1)",
    "dBW/m2": "0.1 lg(re 1 W m-2)",
    "dBW/(K Hz)": "0.1 lg(re 1 W K-1 Hz-1)",
    "dB(W/(m2 Hz))": "0.1 lg(re 1 W m-2 Hz-1)",
    "Jy": "1e-26 W m-2 Hz-1",
    "K/Jy": "1e26 K m2 Hz W-1",
    "dBJ": "0.1 lg(re 1 J)",
    "dBuV": "0.05 lg(re 1e-6 V)",
    "dBuV/m": "0.05 lg(re 1e-6 V m-1)",
    "dB/km": "0.230258509299405 km-1",
    "dB/s": "0.230258509299405 s-1",
    "dB/deg2": "0.230258509299405 degree-2",
    "dB/(kg/m2)": "0.230258509299405 m2 kg-1",
    "V/m": "V m-1",
    "W/Hz": "W Hz-1",
    "W/m2": "W m-2",
    "W/(m2 Hz)": "W m-2 Hz-1",
    "g/m3": "g m-3",
    "kg/m2": "kg m-2",
    "m3/s2": "m3 s-2",
    "J/K": "J K-1",
    "rad/s": "radian s-1",
    "m/s2": "m s-2",
    "mm/h": "mm h-1",
    "1/m2": "m-2",
    "1/m3": "m-3",
    "s/Hz": "s Hz-1",
    "1/deg": "degree-1",
    "deg/day": "degree day-1",
    "Ah": "A h",
    "1/year": "Julian_year-1",
}
"""Unit as printed -> as UDUNITS reads it, where the two differ.

UDUNITS divides no logarithmic unit by another one: a decibel a kilometre is ln(10)/10 nepers of power a kilometre.
"""

STANDARD_NAMES = {"azimuth_deg": ("platform_azimuth_angle", "Reference direction: true north")}
"""Variables that have a standard name in the CF table, of the same meaning, and the comment that it asks for."""


def cf_units(unit: str) -> str:
    """A unit of the package as UDUNITS reads it; one that it knows, or that is not known here, as it is.

    Examples
    --------
    >>> cf_units("dBHz"), cf_units("bit/s"), cf_units("dBW")
    ('0.1 lg(re 1 Hz)', 'bit s-1', 'dBW')
    """
    return CF_UNITS.get(unit, unit)


def cf_dataset(dataset: "xr.Dataset") -> "xr.Dataset":
    """A dataset with the attributes, the order of dimensions and the encoding of a CF file; its numbers are the same.

    Parameters
    ----------
    dataset : xarray.Dataset
        A timeline, or what a study answered.

    Returns
    -------
    xarray.Dataset
        To be written by ``to_netcdf``.

    Examples
    --------
    >>> import xarray
    >>> ready = cf_dataset(xarray.Dataset({"cn0_dbhz": ((), 30.0, {"units": "dBHz"})}))
    >>> ready.cn0_dbhz.attrs
    {'units': '0.1 lg(re 1 Hz)', 'display_units': 'dBHz', 'long_name': 'cn0 dbhz'}
    """
    dataset = _in_order(dataset)
    ready = {name: _variable(str(name), variable) for name, variable in dataset.variables.items()}
    for name in dataset.coords:
        ready[name].encoding = {} if np.any(ready[name].isnull()) else {"_FillValue": None}
    coordinates = {name: ready.pop(name) for name in dataset.coords}
    return type(dataset)(ready, coordinates, _global_attributes(dataset.attrs))


def write_netcdf(dataset: "xr.Dataset", file: str | os.PathLike) -> None:
    """Write a dataset as NetCDF-3 with 64-bit offsets, which every reader of NetCDF knows, by the CF conventions."""
    cf_dataset(dataset).to_netcdf(file, format="NETCDF3_64BIT", engine="scipy")


def _in_order(dataset: "xr.Dataset") -> "xr.Dataset":
    """Axes rising or falling, and time as the first dimension, as CDO and others expect them."""
    for dim in dataset.dims:
        values = dataset[dim].values if dim in dataset.coords else np.zeros(0)
        if values.size > 1 and values.dtype.kind in "iufM" and not _is_monotonic(values):
            dataset = dataset.sortby(dim)
    times = [dim for dim in dataset.dims if dim in dataset.coords and dataset[dim].dtype.kind == "M"]
    return dataset.transpose(*times, ...) if times else dataset


def _is_monotonic(values: np.ndarray) -> bool:
    return bool(np.all(values[1:] > values[:-1]) or np.all(values[1:] < values[:-1]))


def _variable(name: str, variable: "xr.Variable") -> "xr.Variable":
    """A variable as the file has it: times as numbers, with the attributes that say how to read it."""
    attributes, values, kind = dict(variable.attrs), variable.values, variable.dtype.kind
    said = attributes.pop("units", None)
    if kind == "M":
        attributes |= {
            "standard_name": "time",
            "units": TIME_UNITS,
            "calendar": CALENDAR,
            "comment": _comment_on(values),
        }
        attributes |= {"axis": "T"} if name in variable.dims else {}
        values = _seconds(values)
    elif kind == "b":
        attributes |= {"flag_values": np.array([0, 1], dtype=np.int8), "flag_meanings": "no yes"}
    elif kind in "iuf":
        units = cf_units(RATIO if said is None else said)
        attributes = {"units": units} | attributes | ({"display_units": said} if said not in (None, units) else {})
    if name in STANDARD_NAMES:
        attributes["standard_name"], attributes["comment"] = STANDARD_NAMES[name]
    attributes.setdefault("long_name", name.replace("_", " "))
    return type(variable)(variable.dims, values, attributes)


def _seconds(times: np.ndarray) -> np.ndarray:
    """Seconds since 1970; NaN where there is no time."""
    nanoseconds = times.astype("datetime64[ns]").astype(np.int64)
    return np.where(np.isnat(times), np.nan, nanoseconds / 1e9)


def _comment_on(times: np.ndarray) -> str:
    """Comment on the definition of UTC at these times."""
    known = times[~np.isnat(times)]
    return EARLY_UTC if np.any(known < datetime64(STEERED_UTC_END_S)) else LATER_UTC


def _global_attributes(given: dict[Any, Any]) -> dict[Any, Any]:
    maker = f"linkbudget {given.get('linkbudget_version', VERSION)}"
    when = f"{given['created']}: " if "created" in given else ""
    added = {
        "Conventions": CONVENTIONS,
        "title": "Link budget",
        "source": f"{maker}, computed from a scenario file",
        "history": f"{when}written by {maker}",
    }
    if "note" in given:
        added["comment"] = given["note"]
    return added | given | {"Conventions": CONVENTIONS}
