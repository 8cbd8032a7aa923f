"""Look-ups of the ITU's digital maps, from any source of data: :class:`ClimateMaps`.

The map: :func:`linkbudget.hardware.itur_maps.itur_maps` makes them of the package ITU-Rpy,
:func:`linkbudget.hardware.map_folder.folder_maps` of a folder with the ITU's grids, and
:mod:`linkbudget.hardware.digital_maps` asks them, place by place or for arrays.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace

from linkbudget.errors import LinkBudgetError

NOT_MAPS = ("sources", "refusals")
"""Fields of :class:`ClimateMaps` that are no look-ups."""


@dataclass(frozen=True, kw_only=True)
class ClimateMaps:
    """Look-ups of digital maps, in the units of the Recommendations: km, per cent of the year.

    Each takes latitude and longitude in degrees, then what its description adds.  The look-ups of a folder and of
    ITU-Rpy broadcast arrays; :func:`linkbudget.hardware.climate.climate_at` asks every map but the monthly one, for
    one place at a time.  A map that is not given matters only to those who ask for it.
    """

    topographic_height_km: Callable | None = None
    """Height of the ground above mean sea level."""
    geoid_undulation_m: Callable | None = None
    """Height of mean sea level above the ellipsoid of WGS 84."""
    rain_rate_mm_per_h: Callable | None = None
    """Latitude, longitude, per cent of the year."""
    rain_probability_percent: Callable | None = None
    """Share of the year with rain."""
    rain_height_km: Callable | None = None
    """Mean annual rain height above mean sea level."""
    surface_temperature_k: Callable | None = None
    """Mean annual temperature."""
    monthly_temperature_k: Callable | None = None
    """Latitude, longitude, month from 1 to 12."""
    water_vapour_density_g_per_m3: Callable | None = None
    """Latitude, longitude, per cent of the year, height in km."""
    water_vapour_content_kg_per_m2: Callable | None = None
    """Latitude, longitude, per cent of the year, height in km."""
    wet_refractivity: Callable | None = None
    """Latitude, longitude, per cent of the year."""
    cloud_liquid_kg_per_m2: Callable | None = None
    """Integrated liquid water content of ITU-R P.840-9, not reduced liquid water: latitude, longitude, per cent."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Edition and holder of each map, by the name of the look-up."""
    refusals: Mapping[str, str] = field(default_factory=dict)
    """Reason why a map is not offered, by the name of the look-up."""

    def lookup(self, name: str) -> Callable:
        """Return the map of a name, or raise with the reason why there is none."""
        lookup = getattr(self, name)
        if lookup is None:
            raise LinkBudgetError(f"maps: {self.refusals.get(name, f'expected {name} among them')}")
        return lookup

    def completed_by(self, other: "ClimateMaps") -> "ClimateMaps":
        """Take the maps that are missing here from another holder.

        Examples
        --------
        >>> here = ClimateMaps(rain_height_km=lambda latitude, longitude: 3.0, sources={"rain_height_km": "a gauge"})
        >>> there = ClimateMaps(wet_refractivity=lambda *asked: 50.0, sources={"wet_refractivity": "a sounding"})
        >>> here.completed_by(there).sources
        {'rain_height_km': 'a gauge', 'wet_refractivity': 'a sounding'}
        """
        missing = {
            name: getattr(other, name)
            for name in (entry.name for entry in fields(self) if entry.name not in NOT_MAPS)
            if getattr(self, name) is None and getattr(other, name) is not None
        }
        sources = {**self.sources, **{name: other.sources[name] for name in missing if name in other.sources}}
        refusals = {name: why for name, why in {**other.refusals, **self.refusals}.items() if name not in missing}
        return replace(self, **missing, sources=sources, refusals=refusals)
