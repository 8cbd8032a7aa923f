"""A small world of maps for tests: each value tells where and how it was asked for."""

import math

from linkbudget.hardware.climate_maps import ClimateMaps

SMALL_MAPS = ClimateMaps(
    topographic_height_km=lambda latitude, longitude: 0.5,
    geoid_undulation_m=lambda latitude, longitude: 40.0 + 0.1 * latitude,
    rain_rate_mm_per_h=lambda latitude, longitude, percent: 0.42 / percent,
    rain_probability_percent=lambda latitude, longitude: 4.5,
    rain_height_km=lambda latitude, longitude: 5.0 - 0.04 * abs(latitude),
    surface_temperature_k=lambda latitude, longitude: 290.0 + 0.01 * longitude,
    monthly_temperature_k=lambda latitude, longitude, month: 290.0 + month,
    water_vapour_density_g_per_m3=lambda latitude, longitude, percent, height: 0.2 * percent - height,
    water_vapour_content_kg_per_m2=lambda latitude, longitude, percent, height: 0.4 * percent - height,
    wet_refractivity=lambda latitude, longitude, percent: 2.0 * percent,
    cloud_liquid_kg_per_m2=lambda latitude, longitude, percent: 1.0 - 0.2 * math.log10(percent),
    sources={
        name: f"small world, {name}" for name in ("topographic_height_km", "rain_height_km", "cloud_liquid_kg_per_m2")
    },
)
