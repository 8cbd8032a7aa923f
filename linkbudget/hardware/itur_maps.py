"""The digital maps that the optional package ITU-Rpy (``itur``) carries, as far as their editions fit the models."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np

from linkbudget.errors import LinkBudgetError
from linkbudget.hardware.climate_maps import ClimateMaps
from linkbudget.hardware.map_folder import folder_maps

ACCEPTED_EDITIONS = {453: (13,), 836: (6,), 837: (7,), 839: (4,), 840: (), 1510: (1,), 1511: (2,)}
"""Editions of ITU-Rpy's maps that hold the quantity which :mod:`linkbudget.physics` takes, by Recommendation."""

_LOOKUPS = {
    "topographic_height_km": (1511, None, "km"),  # by the grids alone: see itur_maps
    "geoid_undulation_m": (1511, None, "m"),
    "rain_rate_mm_per_h": (837, "rainfall_rate", "mm / h"),
    "rain_probability_percent": (837, "rainfall_probability", "percent"),
    "rain_height_km": (839, "rain_height", "km"),
    "surface_temperature_k": (1510, "surface_mean_temperature", "K"),
    "monthly_temperature_k": (1510, "surface_month_mean_temperature", "K"),
    "water_vapour_density_g_per_m3": (836, "surface_water_vapour_density", "g / m3"),
    "water_vapour_content_kg_per_m2": (836, "total_water_vapour_content", "kg / m2"),
    "wet_refractivity": (453, "map_wet_term_radio_refractivity", None),  # ITU-Rpy labels this number g/m3
    "cloud_liquid_kg_per_m2": (840, "columnar_content_reduced_liquid", "kg / m2"),
}
_NO_CLOUDS = (
    "ITU-Rpy has the reduced liquid water of ITU-R P.840-{edition}, and P.840-9 asks for the integrated liquid water "
    "content: name a folder with the maps of P.840-9"
)


def itur_maps() -> ClimateMaps:
    """Offer the maps of ITU-Rpy whose editions fit the models.

    ITU-Rpy 0.4 reads P.837-7 (06/2017), P.839-4 (09/2013), P.1510-1 (06/2017), P.836-6 (12/2017), P.453-13 (12/2017)
    and P.1511-2 (08/2019), unless a program has called its ``change_version``: maps of any other edition are refused,
    and the reason stands in :attr:`ClimateMaps.refusals`.  What differs from the editions in force:

    - Its cloud map is that of P.840-7, whose *reduced* liquid water is another quantity than the integrated liquid
      water content of P.840-9 and comes from other data: from 1.5 to 15.5 % of the year 1.2 to 3.5 times as
      much at six points that the ITU publishes, 9 to 12 times on the equator at 0 E.  It is refused, for it would
      make cloud losses as much too large.
      (ITU-Rpy's P.840-8 reads the same grids.)
    - P.1511-2 where P.1511-3 is in force; ground and geoid agree with all the digits of the eight points that the ITU
      publishes of P.1511-3.  Only the grids are ITU-Rpy's: its own look-ups take ground below the sea, as at the Dead
      Sea, to be at sea level, and round the axes, which moves heights by up to 6 mm at those points.
    - P.453-13 where P.453-14 is in force; median wet refractivity agrees at the four points the ITU publishes.
    - P.837-7, which the models and the ITU's validation examples use, has been followed by P.837-8 (09/2025).
    - P.2145, from which the gas loss of P.618-14 takes mean pressure, temperature and water vapour, is not there.

    Each takes arrays of any shapes that broadcast.  The places of one share of the year, or month, are looked up
    together; rain rates are not, of which ITU-Rpy answers one place at a time correctly and takes some milliseconds for
    each.  At 0.01 % of the year it reads the map of rain rate itself, elsewhere it goes by the monthly rain.

    Returns
    -------
    ClimateMaps
        Look-ups, and the reasons for those that are refused.

    Raises
    ------
    LinkBudgetError
        If the package is not installed.

    Examples
    --------
    >>> try:
    ...     maps = itur_maps()
    ... except LinkBudgetError:  # not installed
    ...     maps = None
    >>> maps is None or "P.840-9" in maps.refusals["cloud_liquid_kg_per_m2"]
    True
    """
    try:
        with np.errstate():  # ITU-Rpy switches NumPy's division warnings off for the whole program; put them back
            models = {number: import_module(f"itur.models.itu{number}") for number in ACCEPTED_EDITIONS}
    except ImportError as error:
        raise LinkBudgetError("itur is not installed: install deepspace-linkbudget[maps]") from error
    return offered(models)


def offered(models: dict) -> ClimateMaps:
    """Offer the look-ups of ITU-Rpy's modules, by number of the Recommendation, that are of an accepted edition.

    Parameters
    ----------
    models : dict
        Number of a Recommendation -> module of ITU-Rpy.

    Returns
    -------
    ClimateMaps
        Look-ups, and the reasons for those that are refused.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> other = SimpleNamespace(get_version=lambda: 0)
    >>> print(offered(dict.fromkeys(ACCEPTED_EDITIONS, other)).refusals["rain_height_km"])
    rain_height_km: ITU-Rpy is set to ITU-R P.839-0: expected P.839-4
    """
    lookups, sources, refusals = {}, {}, {}
    for name, (number, function, unit) in _LOOKUPS.items():
        edition = models[number].get_version()
        if edition not in ACCEPTED_EDITIONS[number]:
            wanted = " or ".join(f"P.{number}-{accepted}" for accepted in ACCEPTED_EDITIONS[number])
            other = f"ITU-Rpy is set to ITU-R P.{number}-{edition}: expected {wanted}"
            refusals[name] = f"{name}: {_NO_CLOUDS.format(edition=edition) if number == 840 else other}"
            continue
        if function is None:
            lookups[name] = getattr(folder_maps(Path(models[number].__file__).parents[1] / "data" / str(number)), name)
        else:
            lookup = getattr(models[number], function)
            lookups[name] = _for_arrays(lookup, unit, one_by_one=name == "rain_rate_mm_per_h")
        sources[name] = f"ITU-R P.{number}-{edition} by ITU-Rpy"
    return ClimateMaps(**lookups, sources=sources, refusals=refusals)


def _for_arrays(lookup: Callable, unit: str | None, *, one_by_one: bool = False):
    """A look-up of ITU-Rpy, which takes places in a row but one share of the year, for whatever broadcasts.

    Where ``one_by_one``, ITU-Rpy would mix up places that it is given together.
    """

    def looked_up(latitude_deg, longitude_deg, *asked):
        points = np.broadcast_arrays(latitude_deg, longitude_deg, *asked)
        latitude, longitude, *further = (np.array(point, dtype=float).ravel() for point in points)
        share = further[0] if further else np.zeros(latitude.size)
        result = np.full(latitude.size, np.nan)
        for one in np.unique(share[~np.isnan(share)]).tolist():
            chosen = np.flatnonzero(share == one)
            for at in chosen[:, None] if one_by_one else (chosen,):
                beside = (one, *(height[at] for height in further[1:])) if further else ()
                result[at] = np.ravel(lookup(latitude[at], longitude[at], *beside).to_value(unit))
        return result.reshape(points[0].shape)[()]

    return looked_up
