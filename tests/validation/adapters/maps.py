"""Rows that only the ITU's digital maps can answer: with the optional ``maps`` extra, as far as its editions allow."""

from collections.abc import Callable
from functools import cache

from linkbudget.errors import LinkBudgetError
from linkbudget.hardware.climate import ClimateMaps, itur_maps
from linkbudget.physics.rain import rain_height_m
from tests.validation.rows import NotModelledError, Row


@cache
def _lookups() -> ClimateMaps | None:
    try:
        return itur_maps()
    except LinkBudgetError:
        return None


def maps() -> ClimateMaps:
    """The maps, or the reason why there are none."""
    if _lookups() is None:
        raise NotModelledError("needs the ITU's digital map: the optional extra 'maps' is not installed")
    return _lookups()


def place(row: Row) -> tuple[float, float]:
    """Latitude and longitude."""
    return row.number("lat_deg"), row.number("lon_deg")


def rain_rate(row: Row) -> float:
    """itu_p837_rain."""
    if row.quantity == "P0_annual":
        return maps().rain_probability_percent(*place(row))
    if row.number("p_pct") != 0.01:
        raise NotModelledError("the climate of a site has the rain rate at 0.01 % only")
    return maps().rain_rate_mm_per_h(*place(row))


def rain_height(row: Row) -> float:
    """itu_p839_rain_height: the map holds the isotherm, the rain height lies 0.36 km above."""
    height_km = maps().rain_height_km(*place(row))
    return height_km if row.quantity == "hR" else height_km - rain_height_m(0.0) / 1e3


def temperature(row: Row) -> float:
    """itu_p1510_temp."""
    if row.quantity != "T_annual":
        raise NotModelledError("the climate of a site has the annual mean temperature only")
    return maps().surface_temperature_k(*place(row))


def refractivity(row: Row) -> float:
    """itu_p453_nwet."""
    return maps().wet_refractivity(*place(row), 50.0)


ADAPTERS: dict[str, Callable[[Row], float]] = {
    "itu_p837_rain": rain_rate,
    "itu_p839_rain_height": rain_height,
    "itu_p1510_temp": temperature,
    "itu_p453_nwet": refractivity,
}
