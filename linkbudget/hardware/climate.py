"""The climate of a station's site: the values that the ITU models of rain, cloud, gases and scintillation ask for.

The map: a :class:`Climate` holds them, from local measurements or from the ITU's digital maps; :func:`climate_at` reads
the maps at a latitude and longitude.  Maps come from a folder of the ITU's grids or from the optional package ITU-Rpy:
:mod:`linkbudget.hardware.digital_maps` says which are used, and reads single maps at many places.

Shares of the year are fractions here, as in :mod:`linkbudget.physics`; the maps count in per cent.
"""

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from linkbudget.errors import LinkBudgetError, require
from linkbudget.hardware import digital_maps
from linkbudget.hardware.climate_maps import ClimateMaps
from linkbudget.hardware.map_folder import CLOUD_PERCENT, MAPPED_PERCENT
from linkbudget.physics.atmosphere import LOWEST_HEIGHT_M, reference_pressure_hpa
from linkbudget.physics.attenuation import gas_and_cloud_probability

LOOKUPS = {
    "station_height_m": "topographic_height_km",
    "rain_rate_mm_per_h": "rain_rate_mm_per_h",
    "rain_height_m": "rain_height_km",
    "surface_temperature_k": "surface_temperature_k",
    "water_vapour_density_g_per_m3": "water_vapour_density_g_per_m3",
    "water_vapour_content_kg_per_m2": "water_vapour_content_kg_per_m2",
    "wet_refractivity": "wet_refractivity",
    "cloud_liquid": "cloud_liquid_kg_per_m2",
    "rain_probability": "rain_probability_percent",
}
"""Fields of a climate, and the maps that they are read from."""


@dataclass(frozen=True)
class Climate:
    """Climate of one site.

    Examples
    --------
    Rain at 20 GHz seen from a site with 30 mm/h, exceeded for 0.01 % of the year:

    >>> from linkbudget.physics.rain import rain_loss_db
    >>> site = Climate(51.5, 31.0, 30.0, 2900.0, 283.4, 1009.5, 7.6, 14.0, 44.0, ((0.001, 1.9), (0.01, 1.1)))
    >>> loss_db = rain_loss_db(
    ...     35.0, 20e9, site.rain_rate_mm_per_h, site.rain_height_m, site.latitude_deg, 1e-4,
    ...     station_height_m=site.station_height_m,
    ... )
    >>> print(f"{loss_db:.1f} dB")
    14.1 dB
    >>> print(f"{site.cloud_liquid_kg_per_m2(0.005):.2f} kg/m2")
    1.34 kg/m2

    The clouds that count together with that rain are those of 5 % of the year:

    >>> from dataclasses import replace
    >>> cloudy = replace(site, cloud_liquid=((0.01, 1.1), (0.05, 0.6), (0.1, 0.4)))
    >>> print(f"{cloudy.cloud_liquid_in_total_kg_per_m2(1e-4):.2f} kg/m2")
    0.60 kg/m2
    """

    latitude_deg: float
    """Geodetic latitude, north positive [deg]."""
    station_height_m: float
    """Height of the station above mean sea level [m]."""
    rain_rate_mm_per_h: float
    """Rain rate exceeded for 0.01 % of an average year, over one minute [mm/h]."""
    rain_height_m: float
    """Mean annual rain height above mean sea level [m]."""
    surface_temperature_k: float
    """Mean annual temperature 2 m above the ground [K]."""
    surface_pressure_hpa: float
    """Total air pressure at the station [hPa]."""
    water_vapour_density_g_per_m3: float
    """Density of water vapour at the station, exceeded for half the year [g/m3]."""
    water_vapour_content_kg_per_m2: float
    """Water vapour in the whole column above the station, exceeded for half the year [kg/m2]."""
    wet_refractivity: float
    """Wet term of the radio refractivity, exceeded for half the year [-]."""
    cloud_liquid: tuple[tuple[float, float], ...] = ()
    """Pairs of share of the year [-] and liquid water in the column of cloud exceeded for it [kg/m2], shares rising."""
    rain_probability: float = math.nan
    """Share of the year with rain; NaN where it is not known [-]."""
    sources: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Origin of each value, its edition and holder, by the name of the field."""
    missing: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Reason why a value is not known, by the name of the field."""

    def __post_init__(self):
        require("latitude_deg", float(self.latitude_deg), at_least=-90.0, at_most=90.0)
        require("station_height_m", float(self.station_height_m), at_least=LOWEST_HEIGHT_M)
        for name in ("rain_height_m", "surface_temperature_k", "surface_pressure_hpa"):
            require(name, float(getattr(self, name)), above=0.0)
        for name in (
            "rain_rate_mm_per_h",
            "water_vapour_density_g_per_m3",
            "water_vapour_content_kg_per_m2",
            "wet_refractivity",
        ):
            require(name, float(getattr(self, name)), at_least=0.0)
        require("rain_probability", float(self.rain_probability), at_least=0.0, at_most=1.0)
        shares = [float(share) for share, _ in self.cloud_liquid]
        for share, liquid in self.cloud_liquid:
            require("share of the year in cloud_liquid", float(share), above=0.0, at_most=1.0)
            require("liquid water in cloud_liquid", float(liquid), at_least=0.0)
        if any(later <= earlier for earlier, later in itertools.pairwise(shares)):
            raise LinkBudgetError(f"cloud_liquid = {shares}: expected rising shares of the year")

    def cloud_liquid_kg_per_m2(self, exceedance_probability):
        """Liquid water in the column of cloud exceeded for a share of the year [kg/m2].

        Between the pairs of :attr:`cloud_liquid` straight in the logarithm of the share, as ITU-R P.840 has it; NaN
        outside them, where the maps say nothing.
        """
        probability = require("exceedance_probability", exceedance_probability, above=0.0, at_most=1.0)
        if not self.cloud_liquid:
            reason = self.missing.get("cloud_liquid", "expected pairs of share of the year and liquid water")
            raise LinkBudgetError(f"cloud_liquid is empty: {reason}")
        share, liquid = np.array(self.cloud_liquid, dtype=float).T
        return np.interp(np.log(probability), np.log(share), liquid, left=np.nan, right=np.nan)

    def cloud_liquid_in_total_kg_per_m2(self, exceedance_probability):
        """Liquid water whose loss counts in the total loss exceeded for a share of the year [kg/m2].

        ITU-R P.618-14 counts the cloud of 5 % of the year for every smaller share: see
        :func:`linkbudget.physics.attenuation.gas_and_cloud_probability`.
        """
        return self.cloud_liquid_kg_per_m2(gas_and_cloud_probability(exceedance_probability))

    @property
    def sea_level_water_vapour_density_g_per_m3(self) -> float:
        """Density at sea level below the station [g/m3].

        With the 2 km scale height of ITU-R P.835: what :func:`linkbudget.physics.gases.slant_gas_loss_db` takes.
        """
        return self.water_vapour_density_g_per_m3 * math.exp(max(self.station_height_m, 0.0) / 2e3)


def climate_at(
    latitude_deg: float,
    longitude_deg: float,
    *,
    station_height_m: float | None = None,
    maps: ClimateMaps | str | Path | None = None,
) -> Climate:
    """Climate of a site from the ITU's digital maps.

    Editions and holders of the maps stand in :attr:`Climate.sources`, field by field.  The pressure is no map's: it is
    that of the mean reference atmosphere of ITU-R P.835 at the station's height.  The temperature is that of the map's
    ground, not corrected for the station's height.  Cloud and the share of the year with rain stay unknown where no map
    of a fitting edition is at hand; :attr:`Climate.missing` says why.

    Parameters
    ----------
    latitude_deg, longitude_deg : float
        Place, north and east positive; latitude -90 to 90, longitude -180 to 360 [deg].
    station_height_m : float, optional
        Height above mean sea level; the ground's by P.1511 if not given [m].
    maps : ClimateMaps, str or Path, optional
        Look-ups, or a folder of the ITU's grids; if not given, those of
        :func:`linkbudget.hardware.digital_maps.available_maps`.

    Returns
    -------
    Climate
        Floats throughout; NaN where a map has a gap (water vapour near the north pole; with ITU-Rpy the south pole).

    Raises
    ------
    LinkBudgetError
        If the place or height is outside its limits, there are no maps, or one other than those two is not there.

    Examples
    --------
    >>> temperate = ClimateMaps(
    ...     topographic_height_km=lambda latitude, longitude: 0.5,
    ...     rain_rate_mm_per_h=lambda latitude, longitude, percent: 30.0,
    ...     rain_height_km=lambda latitude, longitude: 2.9,
    ...     surface_temperature_k=lambda latitude, longitude: 283.4,
    ...     water_vapour_density_g_per_m3=lambda latitude, longitude, percent, height_km: 7.6,
    ...     water_vapour_content_kg_per_m2=lambda latitude, longitude, percent, height_km: 14.0,
    ...     wet_refractivity=lambda latitude, longitude, percent: 44.0,
    ... )
    >>> site = climate_at(51.5, -0.1, maps=temperate)
    >>> print(f"{site.station_height_m:.0f} m, {site.surface_pressure_hpa:.0f} hPa")
    500 m, 955 hPa
    """
    latitude_deg, longitude_deg = digital_maps._placed(float(latitude_deg), float(longitude_deg))
    place = float(latitude_deg), float(longitude_deg)
    maps = digital_maps.chosen_maps(maps)
    sources = {name: maps.sources[lookup] for name, lookup in LOOKUPS.items() if lookup in maps.sources}
    if station_height_m is None:
        station_height_m = float(digital_maps.ground_height_m(*place, maps=maps))
    else:
        sources.pop("station_height_m", None)
    height_m = require("station_height_m", float(station_height_m), at_least=LOWEST_HEIGHT_M)
    median = (*place, 50.0, height_m / 1e3)
    optional, missing = _optional(maps, place)
    return Climate(
        latitude_deg=place[0],
        station_height_m=height_m,
        rain_rate_mm_per_h=float(maps.lookup("rain_rate_mm_per_h")(*place, 0.01)),
        rain_height_m=1e3 * float(maps.lookup("rain_height_km")(*place)),
        surface_temperature_k=float(maps.lookup("surface_temperature_k")(*place)),
        surface_pressure_hpa=float(reference_pressure_hpa(height_m)),
        water_vapour_density_g_per_m3=float(maps.lookup("water_vapour_density_g_per_m3")(*median)),
        water_vapour_content_kg_per_m2=float(maps.lookup("water_vapour_content_kg_per_m2")(*median)),
        wet_refractivity=float(maps.lookup("wet_refractivity")(*place, 50.0)),
        **optional,
        sources=sources | {"surface_pressure_hpa": "ITU-R P.835-7, mean annual reference atmosphere"},
        missing=missing,
    )


def _optional(maps: ClimateMaps, place: tuple[float, float]) -> tuple[dict, dict[str, str]]:
    """Cloud and share of the year with rain where there is a map of them, and why not otherwise."""
    found: dict[str, Any] = {}
    missing: dict[str, str] = {}
    try:
        cloud = maps.lookup("cloud_liquid_kg_per_m2")
        pairs = ((percent / 100.0, float(cloud(*place, percent))) for percent in CLOUD_PERCENT + MAPPED_PERCENT)
        found["cloud_liquid"] = tuple((share, liquid) for share, liquid in pairs if not math.isnan(liquid))
    except LinkBudgetError as error:
        missing["cloud_liquid"] = str(error)
    try:
        found["rain_probability"] = float(maps.lookup("rain_probability_percent")(*place)) / 100.0
    except LinkBudgetError as error:
        missing["rain_probability"] = str(error)
    return found, missing
