"""Microwave hop between two masts: climate, terrain and obstacle as ITU-R P.530 requires them.

The map: :class:`Hop`.  Range, heights and the share of the year stand with the link and its station.
"""

from typing import Annotated, Self

from pydantic import Field, model_validator

from linkbudget.hardware.datasheet import Height, Meters, Part, RainRate
from linkbudget.labels import without_unit
from linkbudget.parameters import Parameter, Quantity
from linkbudget.physics.path_clearance import MEDIAN_EARTH_FACTOR

GeoclimaticFactor = Annotated[Parameter, Quantity("-", above=0.0, at_most=1.0)]
RefractivityIncrease = Annotated[Parameter, Quantity("-", at_least=0.0, at_most=500.0)]
RefractivityGradient = Annotated[Parameter, Quantity("-", at_least=-2000.0, at_most=500.0)]
Roughness = Annotated[Parameter, Quantity("m", at_least=0.0, at_most=5e3)]
EarthFactor = Annotated[Parameter, Quantity("-", above=0.0, at_most=100.0)]

EARTH_FACTOR = Parameter(
    MEDIAN_EARTH_FACTOR,
    status="default",
    source="ITU-R P.530-18 (09/2021), section 2.2: the median where none is known",
)

_BY_MAPS = ("geoclimatic_factor", "refractivity_increase", "mean_terrain_height_m")
"""Keys by which edition 18 of the Recommendation computes multipath."""

_BY_GRADIENT = ("refractivity_gradient", "terrain_roughness_m")
"""Keys by which edition 17 does, the second one optional."""


class Hop(Part):
    """A hop between two masts by ITU-R P.530: rain and multipath, whose outages of the year add up.

    Multipath by geoclimatic_factor, refractivity_increase and mean_terrain_height (P.530-18), or by
    refractivity_gradient with or without terrain_roughness (P.530-17); a hop of up to 5 km needs none of them.
    """

    rain_rate_mm_per_h: RainRate | None = Field(
        None, description="Rain rate exceeded for 0.01 % of an average year; none: that of the station's climate"
    )
    geoclimatic_factor: GeoclimaticFactor | None = Field(
        None, description="Geoclimatic factor K, 10 to the power of log K on the map of P.530-18"
    )
    refractivity_increase: RefractivityIncrease | None = Field(
        None, description="dN75 on the map of P.530-18, N-units; beside geoclimatic_factor"
    )
    mean_terrain_height_m: Height | None = Field(
        None, description="Mean height of the ground along the path above sea level; beside geoclimatic_factor"
    )
    refractivity_gradient: RefractivityGradient | None = Field(
        None, description="dN1 on the map of ITU-R P.453, N-units per kilometre, instead of geoclimatic_factor"
    )
    terrain_roughness_m: Roughness | None = Field(
        None,
        description="Standard deviation of the terrain heights within 110 km, beside refractivity_gradient; none: the "
        "method for quick planning",
    )
    obstacle_distance_m: Meters | None = Field(None, description="Distance of an obstacle from the station")
    obstacle_height_m: Height | None = Field(
        None,
        description="Height of its top above sea level; the budget then includes the loss by insufficient clearance",
    )
    earth_factor: EarthFactor | None = Field(
        None, description="Effective Earth radius factor k at the obstacle; none: 4/3"
    )

    @property
    def follows_maps(self) -> bool:
        """True where multipath follows the maps of P.530-18, False where it follows dN1."""
        return self.geoclimatic_factor is not None

    @property
    def states_multipath(self) -> bool:
        """True where one of the two ways to multipath is stated."""
        return self.follows_maps or self.refractivity_gradient is not None

    @model_validator(mode="after")
    def _multipath_is_said_in_one_way(self) -> Self:
        maps = [name for name in _BY_MAPS if getattr(self, name) is not None]
        gradient = [name for name in _BY_GRADIENT if getattr(self, name) is not None]
        if maps and gradient:
            raise ValueError(
                f"{without_unit(gradient[0])}: expected none beside {without_unit(maps[0])}; multipath follows either "
                "geoclimatic_factor, refractivity_increase and mean_terrain_height, or refractivity_gradient"
            )
        if maps and len(maps) < len(_BY_MAPS):
            missing = next(name for name in _BY_MAPS if name not in maps)
            raise ValueError(f"{without_unit(missing)}: missing; expected beside {without_unit(maps[0])}")
        if gradient and self.refractivity_gradient is None:
            raise ValueError("terrain_roughness: expected only beside refractivity_gradient")
        return self

    @model_validator(mode="after")
    def _obstacle_is_whole(self) -> Self:
        if (self.obstacle_distance_m is None) != (self.obstacle_height_m is None):
            raise ValueError("expected obstacle_distance and obstacle_height together, or neither")
        if self.earth_factor is not None and self.obstacle_height_m is None:
            raise ValueError("earth_factor: expected only beside obstacle_height")
        return self
