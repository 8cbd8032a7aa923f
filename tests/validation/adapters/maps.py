"""Rows that only the ITU's digital maps can answer: with the optional ``maps`` extra, as far as its editions allow."""

from collections.abc import Callable
from functools import cache

from linkbudget.errors import LinkBudgetError
from linkbudget.hardware import climate
from linkbudget.physics.rain import rain_height_m
from tests.validation.rows import NotModelledError, Row

MONTHS = {"T_annual": None, "T_jan": 1, "T_jul": 7}


@cache
def _lookups() -> climate.ClimateMaps | None:
    try:
        return climate.itur_maps()
    except LinkBudgetError:
        return None


def maps() -> climate.ClimateMaps:
    """The maps, or the reason why there are none."""
    if _lookups() is None:
        raise NotModelledError("needs the ITU's digital map: the optional extra 'maps' is not installed")
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
        return maps().rain_probability_percent(*place(row))
    return climate.rain_rate_mm_per_h(*place(row), share(row), maps=maps())


def rain_height(row: Row) -> float:
    """itu_p839_rain_height: the map holds the isotherm, the rain height lies 0.36 km above."""
    height_km = maps().rain_height_km(*place(row))
    return height_km if row.quantity == "hR" else height_km - rain_height_m(0.0) / 1e3


def temperature(row: Row) -> float:
    """itu_p1510_temp."""
    return climate.surface_temperature_k(*place(row), month=MONTHS[row.quantity], maps=maps())


def refractivity(row: Row) -> float:
    """itu_p453_nwet."""
    return climate.wet_refractivity(*place(row), 0.5, maps=maps())


def water_vapour(row: Row) -> float:
    """itu_p836_wv."""
    if row.number("p_pct") >= 1.0:
        raise NotModelledError(
            "not of the annual map of P.836-6: exceeded there for 3 to 55 % of the year, not for 1 or 3 %; "
            "rows below 1 % agree with that map (perhaps those of a month, which the row does not name)"
        )
    return climate.water_vapour_density_g_per_m3(
        *place(row), share(row), station_height_m=row.number("hs_m"), maps=maps()
    )


def ground_height(row: Row) -> float:
    """itu_p1511_topo."""
    if row.quantity == "geoid_egm2008":
        raise NotModelledError("no lookup of the geoid in ITU-Rpy, whose data, of P.1511-2, are up to 0.2 m off")
    return climate.ground_height_m(*place(row), maps=maps())


def surface_meteorology(row: Row) -> float:
    """itu_p2145_maps."""
    raise NotModelledError("needs the ITU's digital maps of P.2145, which ITU-Rpy does not have")


ADAPTERS: dict[str, Callable[[Row], float]] = {
    "itu_p837_rain": rain_rate,
    "itu_p839_rain_height": rain_height,
    "itu_p1510_temp": temperature,
    "itu_p453_nwet": refractivity,
    "itu_p836_wv": water_vapour,
    "itu_p1511_topo": ground_height,
    "itu_p2145_maps": surface_meteorology,
}
