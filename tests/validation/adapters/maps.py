"""Rows that only the ITU's digital maps can answer: of the folder LINKBUDGET_MAPS names, or of the ``maps`` extra."""

import os
from collections.abc import Callable
from functools import cache

from linkbudget.errors import LinkBudgetError
from linkbudget.hardware import digital_maps
from linkbudget.hardware.climate_maps import ClimateMaps
from linkbudget.hardware.digital_maps import FOLDER_VARIABLE
from linkbudget.physics.rain import rain_height_m
from tests.validation.rows import NotModelledError, Row

MONTHS = {"T_annual": None, "T_jan": 1, "T_jul": 7}


@cache
def _lookups() -> ClimateMaps | None:
    try:
        return digital_maps.available_maps()
    except LinkBudgetError:
        return None


def maps(name: str) -> ClimateMaps:
    """The maps, if one of a name is among them, or the reason why there is none."""
    if _lookups() is None:
        raise NotModelledError("needs the ITU's digital map: neither the extra 'maps' nor a folder of grids is there")
    if getattr(_lookups(), name) is None:
        reason = _lookups().refusals.get(name, f"no {name}").removeprefix(f"{os.environ.get(FOLDER_VARIABLE)}: ")
        raise NotModelledError(f"needs the ITU's digital map: {reason}")
    return _lookups()


def place(row: Row) -> tuple[float, float]:
    """Latitude and longitude."""
    return row.number("lat_deg"), row.number("lon_deg")


def share(row: Row) -> float:
    """Share of the year."""
    return row.number("p_pct") / 100.0


def rain_rate(row: Row) -> float:
    """itu_p837_rain."""
    if row.quantity == "P0_annual":
        return maps("rain_probability_percent").rain_probability_percent(*place(row))
    return digital_maps.rain_rate_mm_per_h(*place(row), share(row), maps=maps("rain_rate_mm_per_h"))


def rain_height(row: Row) -> float:
    """itu_p839_rain_height: the map holds the isotherm, the rain height lies 0.36 km above."""
    height_km = maps("rain_height_km").rain_height_km(*place(row))
    return height_km if row.quantity == "hR" else height_km - rain_height_m(0.0) / 1e3


def temperature(row: Row) -> float:
    """itu_p1510_temp."""
    month = MONTHS[row.quantity]
    held = maps("surface_temperature_k" if month is None else "monthly_temperature_k")
    return digital_maps.surface_temperature_k(*place(row), month=month, maps=held)


def refractivity(row: Row) -> float:
    """itu_p453_nwet."""
    return digital_maps.wet_refractivity(*place(row), 0.5, maps=maps("wet_refractivity"))


def water_vapour(row: Row) -> float:
    """itu_p836_wv."""
    if row.number("p_pct") >= 1.0:
        raise NotModelledError(
            "needs the ITU's digital map of February: the table of 1 % and 3 % of the ITU's workbook is by month, this "
            "column of it is February's, and only the annual maps of P.836-6 are read"
        )
    held = maps("water_vapour_density_g_per_m3")
    height_m = row.number("hs_m")
    return digital_maps.water_vapour_density_g_per_m3(*place(row), share(row), station_height_m=height_m, maps=held)


def ground_height(row: Row) -> float:
    """itu_p1511_topo."""
    if row.quantity == "geoid_egm2008":
        return digital_maps.geoid_undulation_m(*place(row), maps=maps("geoid_undulation_m"))
    return digital_maps.ground_height_m(*place(row), maps=maps("topographic_height_km"))


def cloud_liquid(row: Row) -> float:
    """The rows of itu_p840_cloud that ask for the map."""
    return digital_maps.cloud_liquid_kg_per_m2(*place(row), share(row), maps=maps("cloud_liquid_kg_per_m2"))


def surface_meteorology(row: Row) -> float:
    """itu_p2145_maps."""
    raise NotModelledError("needs the ITU's digital maps of P.2145-0, which neither ITU-Rpy 0.4 nor itu-rs 1.2 has")


ADAPTERS: dict[str, Callable[[Row], float]] = {
    "itu_p837_rain": rain_rate,
    "itu_p839_rain_height": rain_height,
    "itu_p1510_temp": temperature,
    "itu_p453_nwet": refractivity,
    "itu_p836_wv": water_vapour,
    "itu_p1511_topo": ground_height,
    "itu_p2145_maps": surface_meteorology,
}
