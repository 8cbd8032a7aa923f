"""Digital maps from a folder that the user names: the ITU's own grids, or those of ITU-Rpy and itu-rs.

The map: :func:`folder_maps` offers what a folder holds as :class:`linkbudget.hardware.climate_maps.ClimateMaps`; the
names of files are in :mod:`linkbudget.hardware.map_files`, the interpolation in :mod:`linkbudget.hardware.map_grids`.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from linkbudget.errors import LinkBudgetError
from linkbudget.hardware.climate_maps import ClimateMaps
from linkbudget.hardware.map_files import PRODUCTS, MapFolder
from linkbudget.hardware.map_grids import MapGrid, _weighted, between_shares

CLOUD_PERCENT = (0.01, 0.02, 0.03, 0.05)
"""Shares of the year, in per cent, for which P.840-9 has maps beside those of :data:`MAPPED_PERCENT`."""

MAPPED_PERCENT = (0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 30.0, 50.0, 60.0, 70.0, 80.0, 90.0, 95.0, 99.0)
"""Shares of the year, in per cent, for which maps of cloud, water vapour and refractivity are drawn."""

RAIN_HEIGHT_ABOVE_ISOTHERM_KM = 0.36
"""ITU-R P.839-4: the rain height above the mean annual isotherm of 0 deg C."""

_OLD_CLOUDS = ("v7_lred_1", "lred_1_v4", "v6_lred_1", "lred_1")


def folder_maps(folder: str | Path) -> ClimateMaps:
    """Offer the maps of a folder.

    Known are the maps of P.840-9 (integrated liquid water of clouds), P.836-6 (water vapour), P.837-7 (rain rate
    exceeded for 0.01 % of the year), P.839-4 (rain height), P.453-13 and -14 (wet refractivity), P.1510-1 (temperature)
    and P.1511-2 and -3 (ground and geoid), as the ITU's archives have them after unpacking or as NumPy files.  Files
    are read and checked when they are first asked for.  Reduced liquid water of P.840-8 and before is refused.

    Water vapour is scaled from the height of the grid's points to that of the station before it is interpolated, by
    the scale height of each point; everything else is bilinear, heights of the ground are bicubic, and shares of the
    year are interpolated in their logarithm.

    Parameters
    ----------
    folder : str or Path
        Folder, searched with the folders in it.

    Returns
    -------
    ClimateMaps
        Look-ups that broadcast; a map that is not in the folder is refused with the reason when it is asked for.

    Raises
    ------
    LinkBudgetError
        If there is no such folder or no known map in it.

    References
    ----------
    .. [1] ITU-R P.1144-12 (08/2023), Annex 1.
    .. [2] ITU-R P.836-6 (12/2017), Annex 1 and Annex 2.
    .. [3] ITU-R P.840-9 (08/2023), Annex 1, section 3.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> files = {"Lat.txt": [[90.0], [0.0], [-90.0]], "Lon.txt": [[0.0, 180.0, 360.0]], "h0.txt": np.full((3, 3), 3.0)}
    >>> with TemporaryDirectory() as folder:  # the 0 deg isotherm of P.839-4, here 3 km high everywhere
    ...     for name, values in files.items():
    ...         np.savetxt(Path(folder) / name, values)
    ...     print(f"{folder_maps(folder).rain_height_km(50.0, 10.0):.2f} km")
    3.36 km
    """
    here = MapFolder(Path(folder))
    vapour = {
        "water_vapour_density_g_per_m3": "density",
        "water_vapour_content_kg_per_m2": "content",
    }
    found: dict[str, tuple[str, str, Callable]] = {
        "topographic_height_km": ("ground", "", lambda *place: here.grid("ground").bicubic(*place) / 1e3),
        "geoid_undulation_m": ("geoid", "", lambda *place: here.grid("geoid").bicubic(*place)),
        "rain_rate_mm_per_h": ("rain_rate", "", partial(_rain_rate, here)),
        "rain_height_km": ("isotherm", "", partial(_rain_height, here)),
        "surface_temperature_k": ("temperature", "", lambda *place: here.grid("temperature").bilinear(*place)),
        "monthly_temperature_k": ("monthly_temperature", "01", partial(_monthly_temperature, here)),
        "wet_refractivity": ("wet_refractivity", "50", partial(_at_share, here, "wet_refractivity", MAPPED_PERCENT)),
        "cloud_liquid_kg_per_m2": (
            "cloud_liquid",
            "1",
            partial(_at_share, here, "cloud_liquid", CLOUD_PERCENT + MAPPED_PERCENT),
        ),
        **{name: (product, "50", partial(_water_vapour, here, product)) for name, product in vapour.items()},
    }
    lookups = {name: lookup for name, (product, level, lookup) in found.items() if here.has(product, level)}
    if not lookups:
        raise LinkBudgetError(f"{here.folder}: no digital maps of the ITU that are known here")
    sources = {
        name: f"ITU-R {here.edition(*found[name][:2])}, grids in the folder {here.folder.name}" for name in lookups
    }
    return ClimateMaps(**lookups, sources=sources, refusals=_refusals(here, found, lookups))


def level_text(level_percent: float) -> str:
    """Level as file names write it.

    Parameters
    ----------
    level_percent : float
        Share of the year [%].

    Returns
    -------
    str
        The number without its point.

    Examples
    --------
    >>> [level_text(percent) for percent in (0.01, 0.3, 1.0, 95.0)]
    ['001', '03', '1', '95']
    """
    return f"{level_percent:g}".replace(".", "")


def _refusals(here: MapFolder, found: dict, lookups: dict) -> dict[str, str]:
    refusals = {}
    for name, (product, *_) in found.items():
        if name not in lookups:
            edition = PRODUCTS[product].text_edition or PRODUCTS[product].edition
            refusals[name] = f"{here.folder}: no map of ITU-R {edition} for {name} in this folder"
    refusals["rain_probability_percent"] = f"{here.folder}: the share of the year with rain is not read from folders"
    if "cloud_liquid_kg_per_m2" in refusals and any(stem in here.files for stem in _OLD_CLOUDS):
        refusals["cloud_liquid_kg_per_m2"] = (
            f"{here.folder}: reduced liquid water of ITU-R P.840-8 or before: expected the integrated liquid water "
            "content of P.840-9, another quantity"
        )
    return refusals


def _at_share(here: MapFolder, product: str, levels, latitude_deg, longitude_deg, percent):
    def at_level(level, *place):
        return here.grid(product, level_text(level)).bilinear(*place)

    return between_shares(levels, at_level, percent, latitude_deg, longitude_deg)


def _rain_rate(here: MapFolder, latitude_deg, longitude_deg, percent):
    if np.any(np.abs(np.asarray(percent, dtype=float) - 0.01) > 1e-9):
        raise LinkBudgetError(
            f"{here.folder}: the map of rain rate is that of 0.01 % of the year (P.837-7, Annex 2): other shares are "
            "answered by ITU-Rpy"
        )
    rate = here.grid("rain_rate").bilinear(latitude_deg, longitude_deg)
    return np.broadcast_to(rate, np.broadcast_shapes(np.shape(rate), np.shape(percent)))[()]


def _rain_height(here: MapFolder, latitude_deg, longitude_deg):
    return here.grid("isotherm").bilinear(latitude_deg, longitude_deg) + RAIN_HEIGHT_ABOVE_ISOTHERM_KM


def _monthly_temperature(here: MapFolder, latitude_deg, longitude_deg, month):
    shape = np.broadcast_shapes(*map(np.shape, (latitude_deg, longitude_deg, month)))
    latitude, longitude, month = (np.broadcast_to(part, shape) for part in (latitude_deg, longitude_deg, month))
    result = np.full(shape, np.nan)
    for one in np.unique(month).tolist():
        at = month == one
        result[at] = here.grid("monthly_temperature", f"{int(one):02d}").bilinear(latitude[at], longitude[at])
    return result[()]


def _water_vapour(here: MapFolder, product: str, latitude_deg, longitude_deg, percent, height_km):
    """Scale the four points around a place to the station's height, then interpolate: P.836-6, steps c) to f)."""

    def at_level(level, latitude, longitude, height):
        grid = here.grid(product, level_text(level))
        scale: MapGrid = here.grid("scale_height", level_text(level))
        if scale.values.shape != grid.values.shape:
            shapes = f"{scale.values.shape} and {grid.values.shape}"
            raise LinkBudgetError(f"{here.folder}: scale heights and {product} of P.836-6 have shapes {shapes}")
        rows, columns, weights = grid.cell(latitude, longitude)
        ground = here.grid("coarse_ground").bicubic(grid.latitude_deg[rows], grid.longitude_deg[columns])
        scaled = grid.values[rows, columns] * np.exp((ground - height) / scale.values[rows, columns])
        return _weighted(scaled, weights)

    return between_shares(MAPPED_PERCENT, at_level, percent, latitude_deg, longitude_deg, height_km)
