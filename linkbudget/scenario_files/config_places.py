"""The other ends of links: ground stations with their air, and other spacecraft.

The map: :class:`StationConfig` with its :class:`ClimateConfig`, :class:`SpacecraftConfig`.
"""

from dataclasses import replace
from typing import Annotated, Self

from pydantic import Field, model_validator

from linkbudget.hardware.datasheet import Height, Part, RainRate
from linkbudget.hardware.defaults import WATER_VAPOUR, WET_REFRACTIVITY
from linkbudget.parameters import Parameter, Quantity
from linkbudget.scenario_files.config_trajectories import Longitude, Trajectory
from linkbudget.scenario_files.horizon_masks import HorizonMaskChoice

Latitude = Annotated[Parameter, Quantity("deg", at_least=-90.0, at_most=90.0, hemispheres="NS")]
Elevation = Annotated[Parameter, Quantity("deg", at_least=0.0, at_most=90.0)]
RainHeight = Annotated[Parameter, Quantity("m", at_least=0.0, at_most=20e3)]
CloudLiquid = Annotated[Parameter, Quantity("kg/m2", at_least=0.0, at_most=50.0)]
WetRefractivity = Annotated[Parameter, Quantity("-", at_least=0.0, at_most=300.0)]
RainProbability = Annotated[Parameter, Quantity("-", above=1e-4, at_most=1.0)]
GeoidHeight = Annotated[Parameter, Quantity("m", at_least=-150.0, at_most=150.0)]
ClearHeight = Annotated[Parameter, Quantity("m", at_least=0.0, at_most=1e7)]
WaterVapour = Annotated[Parameter, Quantity("g/m3", at_least=0.0, at_most=60.0)]


class ClimateConfig(Part):
    """The weather of a station as the rain, cloud and scintillation models of ITU-R P.618 want it."""

    rain_rate_mm_per_h: RainRate = Field(description="Rain rate exceeded for 0.01 % of an average year")
    rain_height_m: RainHeight = Field(description="Mean rain height above sea level")
    cloud_liquid_kg_per_m2: CloudLiquid = Field(
        description="Liquid water of clouds by ITU-R P.840-9, exceeded for 5 % of the year, or for the share that a "
        "link allows where that is more"
    )
    wet_refractivity: WetRefractivity = Field(
        WET_REFRACTIVITY,
        description="Median wet term of the refractivity at the ground, N-units; none: 47.5, of the mean atmosphere",
    )
    rain_probability: RainProbability | None = Field(
        None, description="Share of an average year in which it rains; required for the water on a radome"
    )


class StationConfig(Part):
    """A ground station: where it stands, how low it looks, what air is above it."""

    title: str = Field(description="Name in figures and reports")
    latitude_deg: Latitude = Field(description="Geodetic latitude, WGS 84, north positive")
    longitude_deg: Longitude = Field(description="Longitude, WGS 84, east positive")
    height_m: Height | None = Field(None, description="Height above the WGS 84 ellipsoid, as in surveys")
    height_above_sea_level_m: Height | None = Field(
        None, description="Height above mean sea level, as in models of the atmosphere"
    )
    geoid_height_m: GeoidHeight | None = Field(
        None, description="Height of mean sea level above the ellipsoid here; none: from the two heights, or zero"
    )
    minimum_elevation_deg: Elevation = Field(description="Lowest elevation of the station")
    horizon_mask: HorizonMaskChoice | None = Field(
        None,
        description="Hills and houses: pairs of azimuth and elevation in degrees, linear between them, or the name "
        "of a CSV file with azimuth_deg and elevation_deg; used where it is above minimum_elevation",
    )
    water_vapour_density_g_per_m3: WaterVapour = Field(
        WATER_VAPOUR, description="Water vapour at sea level, where the gas model begins; none: 7.5 g/m3"
    )
    climate: ClimateConfig | None = Field(
        None, description="Climate, for links with a weather_exceedance or availability"
    )

    @model_validator(mode="after")
    def _height_is_said(self) -> Self:
        heights = (self.height_m, self.height_above_sea_level_m, self.geoid_height_m)
        if self.height_m is None and self.height_above_sea_level_m is None:
            raise ValueError("height: missing; expected it above the ellipsoid, or height_above_sea_level")
        if all(height is not None for height in heights):
            raise ValueError("geoid_height: expected none beside height and height_above_sea_level, which tell it")
        return self

    @property
    def ellipsoid_height_m(self) -> Parameter:
        """Height above the ellipsoid [m]."""
        if self.height_m is not None:
            return self.height_m
        assert self.height_above_sea_level_m is not None
        return self._moved(self.height_above_sea_level_m, 1.0)

    @property
    def sea_level_height_m(self) -> Parameter:
        """Height above mean sea level [m]."""
        if self.height_above_sea_level_m is not None:
            return self.height_above_sea_level_m
        assert self.height_m is not None
        return self._moved(self.height_m, -1.0)

    def _moved(self, height: Parameter, sign: float) -> Parameter:
        """A height counted from the other surface; as it is where nothing says how far the two are apart."""
        if self.geoid_height_m is None or not self.geoid_height_m.value:
            return height
        shift_m = sign * self.geoid_height_m.value
        low, high = (None if end is None else end + shift_m for end in (height.low, height.high))
        return replace(height, value=height.value + shift_m, low=low, high=high)


class SpacecraftConfig(Part):
    """Another spacecraft, with which that of the mission has links: a relay, a sister, a lander."""

    title: str = Field(description="Name in figures and reports")
    trajectory: Trajectory = Field(description="Trajectory of the spacecraft, in the same form as that of the mission")
    least_height_m: ClearHeight | None = Field(
        None,
        description="Height above the sphere of every body that the path must clear, for the atmosphere or "
        "ionosphere of a planet; none: the sphere itself",
    )
