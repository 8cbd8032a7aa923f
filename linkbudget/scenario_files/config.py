"""What a scenario file may say: strict models, every value checked, every mistake named in one line.

The map: :class:`Mission`, the kinds of :data:`Trajectory`, :class:`StationConfig`, :class:`LinkConfig` (a
:class:`~linkbudget.hardware.parts.Link` with its station and dates), :class:`Event`, and :class:`ScenarioConfig`, which
holds them all.  Files are read in :mod:`linkbudget.scenario_files.reading`.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    Field,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from linkbudget.errors import LinkBudgetError, shortened
from linkbudget.formatting import frequency_text, number_text
from linkbudget.geometry.element_sets import Checksum, require_element_line, require_same_satellite
from linkbudget.hardware.datasheet import Angle, Height, Meters, NonNegative, OtherNames, Part, RainRate
from linkbudget.hardware.defaults import WATER_VAPOUR, WET_REFRACTIVITY
from linkbudget.hardware.named_losses import loss_of_kind
from linkbudget.hardware.parts import Antenna, Link
from linkbudget.hardware.relays import Relay
from linkbudget.labels import without_unit
from linkbudget.parameters import Parameter, Quantity, Shape, beyond
from linkbudget.physics.terrestrial_rain import HIGHEST_PROBABILITY
from linkbudget.scenario_files.config_operations import (
    ContactLoss,
    Fault,
    Instrument,
    PowerSystem,
    Recorder,
    SessionPlan,
    is_whole,
    unfitting_operations,
)
from linkbudget.scenario_files.config_relays import unfitting_relays
from linkbudget.scenario_files.horizon_masks import HorizonMaskChoice
from linkbudget.scenario_files.instants import Duration, EpochChoice, Instant

PartT = TypeVar("PartT")

LinkDirection = Annotated[Literal["downlink", "uplink"], OtherNames({"return": "downlink", "forward": "uplink"})]
"""Which end sends; what is a downlink to a station is called a return link to another spacecraft."""

Latitude = Annotated[Parameter, Quantity("deg", at_least=-90.0, at_most=90.0, hemispheres="NS")]
Longitude = Annotated[Parameter, Quantity("deg", at_least=-360.0, at_most=360.0, hemispheres="EW")]
FullAngle = Annotated[Parameter, Quantity("deg", at_least=-360.0, at_most=360.0)]
Elevation = Annotated[Parameter, Quantity("deg", at_least=0.0, at_most=90.0)]
Eccentricity = Annotated[Parameter, Quantity("-", at_least=0.0, below=1.0)]
OpenEccentricity = Annotated[Parameter, Quantity("-", at_least=0.0, at_most=1e3)]
RainHeight = Annotated[Parameter, Quantity("m", at_least=0.0, at_most=20e3)]
CloudLiquid = Annotated[Parameter, Quantity("kg/m2", at_least=0.0, at_most=50.0)]
WetRefractivity = Annotated[Parameter, Quantity("-", at_least=0.0, at_most=300.0)]
RainProbability = Annotated[Parameter, Quantity("-", above=1e-4, at_most=1.0)]
GeoidHeight = Annotated[Parameter, Quantity("m", at_least=-150.0, at_most=150.0)]
FreeSpaceLoss = Annotated[Parameter, Quantity("dB", at_least=0.0, at_most=500.0)]
ClearHeight = Annotated[Parameter, Quantity("m", at_least=0.0, at_most=1e7)]
FarHeight = Annotated[Parameter, Quantity("m", at_least=-500.0, at_most=99e3)]
WeatherShare = Annotated[Parameter, Quantity("-", at_least=1e-5, at_most=0.05)]
WeatherAvailability = Annotated[Parameter, Quantity("-", at_least=0.95, at_most=0.99999)]
WaterVapour = Annotated[Parameter, Quantity("g/m3", at_least=0.0, at_most=60.0)]


def _require_one_range(part: Any) -> None:
    """Raise where a part states its distance under both names."""
    if part.range_m is not None and part.reference_range_m is not None:
        raise ValueError("range: expected none beside reference_range, which is the same")


class Mission(Part):
    """What the scenario is about, from when to when, and at which steps."""

    title: str = Field(description="What figures and reports call the mission")
    description: str = Field("", description="A paragraph for the report")
    start_utc_s: Instant = Field(description="First instant of the timeline")
    end_utc_s: Instant = Field(description="Last instant of the timeline")
    step_s: Duration = Field(description="Time between two instants of the timeline")
    reference_utc_s: Instant | None = Field(None, description="Instant that budgets speak of unless told otherwise")
    reference_range_m: Meters | None = Field(
        None, description="Distance that budgets speak of unless told otherwise, instead of an instant"
    )
    range_m: Meters | None = Field(
        None, description="Short for reference_range: how far the two ends of every link are, without a date"
    )
    reference_elevation_deg: Elevation | None = Field(
        None,
        description="Elevation used when a distance is given instead of a date; none: the lowest at which the station "
        "works; needed with a station and without a trajectory",
    )
    default_shape: Shape = Field(
        "none", description="Distribution of values that state a range and no shape; none: statistics leave them alone"
    )

    @property
    def stated_range_m(self) -> Parameter | None:
        """Distance that budgets speak of without a date, by either key [m]."""
        return self.range_m or self.reference_range_m

    @model_validator(mode="after")
    def _range_is_said_once(self) -> Self:
        _require_one_range(self)
        return self

    @model_validator(mode="after")
    def _starts_before_it_ends(self) -> Self:
        if self.end_utc_s.value <= self.start_utc_s.value:
            raise ValueError("end: expected a date after start")
        if self.step_s.value > self.end_utc_s.value - self.start_utc_s.value:
            raise ValueError("step: expected at most the time from start to end")
        return self


class TransferTrajectory(Part):
    """An interplanetary flight: escape hyperbola, heliocentric arc, and a flyby at a stated distance."""

    kind: Literal["transfer"] = "transfer"
    departure_body: str = Field(description="Planet left")
    departure_utc_s: Instant = Field(description="Injection, at the perigee of the escape hyperbola")
    perigee_altitude_m: Meters = Field(description="Height of that perigee")
    inclination_deg: Angle = Field(description="Inclination of the hyperbola to the equator")
    plane: Literal["northbound", "southbound"] = Field(
        description="Which of the two planes through the departure asymptote"
    )
    arrival_body: str = Field(description="Planet passed")
    arrival_utc_s: Instant = Field(description="Closest approach")
    miss_distance_m: Meters = Field(description="Closest distance to the centre of the planet passed")
    b_plane_angle_deg: FullAngle = Field(description="Side on which the planet is passed")

    @model_validator(mode="after")
    def _leaves_before_it_arrives(self) -> Self:
        if self.arrival_utc_s.value <= self.departure_utc_s.value:
            raise ValueError("arrival: expected a date after departure")
        return self


class ElementsTrajectory(Part):
    """An Earth orbit from mean elements (equator and equinox of date), propagated by SGP4."""

    kind: Literal["elements"] = "elements"
    epoch_utc_s: Instant = Field(description="Instant the elements are for")
    semi_major_axis_m: Meters = Field(description="Semi-major axis")
    eccentricity: Eccentricity = Field(description="Eccentricity")
    inclination_deg: Angle = Field(description="Inclination to the equator")
    raan_deg: FullAngle = Field(description="Right ascension of the ascending node")
    argument_of_perigee_deg: FullAngle = Field(description="Argument of perigee")
    mean_anomaly_deg: FullAngle = Field(description="Mean anomaly")
    bstar: NonNegative = Field(description="SGP4 drag term, per Earth radius; 0 for none")


def _read_satellite(raw: Any) -> int | str:
    is_number = isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw <= 999_999_999
    if is_number or (isinstance(raw, str) and raw.strip()):
        return raw
    raise LinkBudgetError(f"{shortened(raw)}: expected a catalogue number of up to nine digits, or a name")


SatelliteChoice = Annotated[
    int | str, PlainValidator(_read_satellite), WithJsonSchema({"type": ["integer", "string"], "examples": [25544]})
]
"""A satellite of a file, by its catalogue number or name."""

ELEMENT_KINDS = ("elements", "tle", "omm")
"""Kinds of trajectory that are an orbit of SGP4."""


class TleTrajectory(Part):
    """An Earth orbit from a two-line element set, written here or in a file, propagated by SGP4."""

    kind: Literal["tle"] = "tle"
    checksum: Checksum = Field(
        "required", description="Whether column 69 of each line has to be its checksum, or is ignored"
    )
    line1: str | None = Field(None, description="First line, 69 columns; blanks count")
    line2: str | None = Field(None, description="Second line")
    file: str | None = Field(
        None, description="Instead of the lines, a file of two- or three-line sets, from the folder of the scenario"
    )
    satellite: SatelliteChoice | None = Field(
        None, description="Which satellite of the file, by catalogue number or name; none: its only one"
    )
    epoch: EpochChoice | None = Field(
        None, description="Which of several sets of the satellite: latest, earliest, or nearest to a date"
    )

    @field_validator("line1", "line2")
    @classmethod
    def _is_read_as_columns(cls, line: str, info: ValidationInfo) -> str:
        number = 1 if info.field_name == "line1" else 2
        line = require_element_line(number, line, checksum=info.data.get("checksum", "ignored"))
        if number == 2 and "line1" in info.data:
            require_same_satellite(info.data["line1"], line)
        return line

    @model_validator(mode="after")
    def _says_where_the_lines_are(self) -> Self:
        missing = [key for key in ("line1", "line2") if getattr(self, key) is None]
        if self.file is not None and len(missing) < 2:
            raise ValueError("file: expected none beside line1 and line2")
        if self.file is None and missing:
            beside = "beside the other line" if len(missing) == 1 else "and line2, or a file of element sets"
            raise ValueError(f"{missing[0]}: missing; expected it {beside}")
        for key in ("satellite", "epoch"):
            if self.file is None and getattr(self, key) is not None:
                raise ValueError(f"{key}: expected only beside a file, of which it chooses a set")
        return self


class OmmTrajectory(Part):
    """An Earth orbit from a file of orbit mean-elements messages (OMM, CCSDS 502.0-B), propagated by SGP4."""

    kind: Literal["omm"] = "omm"
    file: str = Field(description="The file, from the folder of the scenario")
    format: Literal["kvn", "xml", "json", "csv"] | None = Field(
        None, description="Its format; none: by its ending, else by how it begins"
    )
    satellite: SatelliteChoice | None = Field(
        None, description="Which satellite of the file, by catalogue number or name; none: its only one"
    )
    epoch: EpochChoice | None = Field(
        None, description="Which of several sets of the satellite: latest, earliest, or nearest to a date"
    )


class BodyTrajectory(Part):
    """The spacecraft is at a body of the solar system: a planet's orbiter, or the Moon."""

    kind: Literal["body"] = "body"
    body: str = Field(description="Name of the body")


class PositionsTrajectory(Part):
    """Positions from a file: CCSDS OEM, STK ephemeris, JPL Horizons vectors, or comma-separated values."""

    kind: Literal["positions"] = "positions"
    file: str = Field(description="The file, from the folder of the scenario")
    format: Literal["csv", "oem", "stk", "horizons"] | None = Field(
        None, description="Format of the file; by its ending or its content unless stated"
    )
    center: str | None = Field(
        None, description="Body from which a CSV file counts its positions, or 'barycenter' of the solar system"
    )
    frame: Literal["icrf", "ecliptic", "itrf", "teme"] | None = Field(
        None, description="Axes of the positions of a CSV file; 'icrf' unless stated"
    )
    object: str | None = Field(None, description="Name or designator of the spacecraft in a message with several")


class KernelTrajectory(Part):
    """A body of SPICE kernels (SPK)."""

    kind: Literal["spk"] = "spk"
    files: list[str] = Field(min_length=1, description="The kernels, from the folder of the scenario; the later holds")
    target: int | str = Field(description="NAIF number of the spacecraft, or its name")


class GeostationaryTrajectory(Part):
    """A satellite that turns with the Earth at 42 164.17 km from its centre, over one longitude of the equator."""

    kind: Literal["geostationary"] = "geostationary"
    longitude_deg: Longitude = Field(description="Longitude of the satellite, east positive")
    inclination_deg: Angle | None = Field(None, description="Inclination to the equator; none: 0")
    ascending_node_utc_s: Instant | None = Field(
        None, description="Beside an inclination, a date at which the satellite crosses the equator northwards"
    )
    eccentricity: Eccentricity | None = Field(None, description="Eccentricity, up to 0.5; none: 0")
    perigee_utc_s: Instant | None = Field(None, description="Beside an eccentricity, a date of a perigee")

    @model_validator(mode="after")
    def _dates_go_with_their_angles(self) -> Self:
        for date, shape in (("ascending_node", "inclination"), ("perigee", "eccentricity")):
            said = self.inclination_deg if shape == "inclination" else self.eccentricity
            instant = self.ascending_node_utc_s if date == "ascending_node" else self.perigee_utc_s
            if said is not None and said.value > 0.0 and instant is None:
                raise ValueError(f"{date}: missing; expected a date beside {shape}")
            if said is None and instant is not None:
                raise ValueError(f"{date}: expected only beside {shape}")
        return self


class CircularTrajectory(Part):
    """A circle about the Earth at a constant height; the Earth's oblateness (J2) turns its plane."""

    kind: Literal["circular"] = "circular"
    height_m: Meters = Field(description="Height above the equatorial radius of the Earth, 6378.137 km")
    inclination_deg: Angle = Field(description="Inclination to the equator")
    raan_deg: FullAngle | None = Field(
        None, description="Right ascension of the ascending node at the epoch; none: 0, and a note says so"
    )
    argument_of_latitude_deg: FullAngle | None = Field(
        None, description="Angle from the ascending node to the satellite at the epoch; none: 0, and a note says so"
    )
    epoch_utc_s: Instant | None = Field(None, description="Instant of the two angles; none: the start of the mission")


class HeliocentricTrajectory(Part):
    """An orbit about the Sun from its elements (ecliptic and equinox of J2000), by Kepler's laws alone."""

    kind: Literal["heliocentric"] = "heliocentric"
    semi_major_axis_m: Meters | None = Field(None, description="Half axis of an ellipse, unless perihelion_distance is")
    perihelion_distance_m: Meters | None = Field(
        None, description="Distance of the perihelion from the centre of the Sun, unless semi_major_axis is stated"
    )
    eccentricity: OpenEccentricity = Field(description="Eccentricity; from 1 on, with perihelion_distance")
    inclination_deg: Angle = Field(description="Inclination to the ecliptic")
    node_deg: FullAngle = Field(description="Longitude of the ascending node")
    argument_of_perihelion_deg: FullAngle = Field(description="Argument of perihelion")
    perihelion_utc_s: Instant | None = Field(None, description="Date of a perihelion passage, unless mean_anomaly is")
    mean_anomaly_deg: FullAngle | None = Field(None, description="Mean anomaly at the epoch, instead of perihelion")
    epoch_utc_s: Instant | None = Field(None, description="Instant of the mean anomaly")

    @model_validator(mode="after")
    def _size_and_phase_are_said_once(self) -> Self:
        if (self.semi_major_axis_m is None) == (self.perihelion_distance_m is None):
            raise ValueError("expected either semi_major_axis or perihelion_distance")
        if (self.perihelion_utc_s is None) == (self.mean_anomaly_deg is None):
            raise ValueError("expected either perihelion, a date, or mean_anomaly and epoch")
        if (self.mean_anomaly_deg is None) != (self.epoch_utc_s is None):
            raise ValueError("epoch: expected beside mean_anomaly, and only there")
        closed = self.semi_major_axis_m is not None or self.mean_anomaly_deg is not None
        if closed and self.eccentricity.value >= 1.0:
            raise ValueError(
                f"eccentricity = {number_text(self.eccentricity.value)}: expected below 1, or perihelion_distance "
                "and perihelion for an orbit that is not closed"
            )
        return self


Trajectory = Annotated[
    TransferTrajectory
    | GeostationaryTrajectory
    | CircularTrajectory
    | HeliocentricTrajectory
    | ElementsTrajectory
    | TleTrajectory
    | OmmTrajectory
    | BodyTrajectory
    | PositionsTrajectory
    | KernelTrajectory,
    Field(discriminator="kind"),
]


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
        None, description="Share of an average year in which it rains; needed for the water on a radome"
    )


class StationConfig(Part):
    """A ground station: where it stands, how low it looks, what air is above it."""

    title: str = Field(description="What figures and reports call it")
    latitude_deg: Latitude = Field(description="Geodetic latitude, WGS 84, north positive")
    longitude_deg: Longitude = Field(description="Longitude, WGS 84, east positive")
    height_m: Height | None = Field(None, description="Height above the WGS 84 ellipsoid, as surveys mean it")
    height_above_sea_level_m: Height | None = Field(
        None, description="Height above mean sea level, as models of the atmosphere mean it"
    )
    geoid_height_m: GeoidHeight | None = Field(
        None, description="Height of mean sea level above the ellipsoid here; none: told by the two heights, or zero"
    )
    minimum_elevation_deg: Elevation = Field(description="Lowest elevation at which the station works")
    horizon_mask: HorizonMaskChoice | None = Field(
        None,
        description="Hills and houses: pairs of azimuth and elevation in degrees, straight between them, or the name "
        "of a CSV file with azimuth_deg and elevation_deg; counts where it is above minimum_elevation",
    )
    water_vapour_density_g_per_m3: WaterVapour = Field(
        WATER_VAPOUR, description="Water vapour at sea level, where the gas model begins; none: 7.5 g/m3"
    )
    climate: ClimateConfig | None = Field(None, description="Weather, for links that say how often it may be worse")

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

    title: str = Field(description="What figures and reports call it")
    trajectory: Trajectory = Field(description="Where it is, stated as that of the mission")
    least_height_m: ClearHeight | None = Field(
        None,
        description="Height above the sphere of every body that the way to it must clear, for the air or the "
        "ionosphere of a planet; none: the sphere itself",
    )


class Coherence(Part):
    """A carrier made from another one by multiplying its frequency."""

    link: str = Field(description="Name of the link whose carrier is multiplied")
    ratio: str = Field(description="Frequency ratio as a whole number or a fraction, such as 4 or 9/5")

    @model_validator(mode="after")
    def _ratio_is_a_fraction(self) -> Self:
        try:
            Fraction(self.ratio)
        except (ValueError, ZeroDivisionError):
            raise ValueError(f"ratio = {self.ratio!r}: expected a whole number or a fraction such as '9/5'") from None
        return self


class LinkConfig(Link):
    """A link of the scenario: its radio or its light, the station at its ground end, and when it was in use."""

    purpose: Literal["telemetry", "command", "television", "imaging"] = Field(
        "telemetry", description="What the link is for"
    )
    station: str | None = Field(
        None, description="Name of the ground station; none: a path in vacuum, in a scenario without a trajectory"
    )
    spacecraft: str | None = Field(
        None, description="Name of another spacecraft at the other end, instead of a station: a crosslink"
    )
    direction: LinkDirection = Field(
        description="downlink: from the spacecraft to the station; uplink: from the station to the spacecraft.  Of a "
        "crosslink also return, from the spacecraft of the mission to the other, and forward, from the other to it"
    )
    in_use_from_utc_s: Instant | None = Field(None, description="First instant of use; none: from the start")
    in_use_until_utc_s: Instant | None = Field(None, description="Last instant of use; none: to the end")
    reference_range_m: Meters | None = Field(
        None, description="Distance that budgets of this link speak of unless told otherwise, instead of the mission's"
    )
    range_m: Meters | None = Field(
        None, description="Short for reference_range: how far the two ends of the link are, without a date"
    )
    free_space_loss_db: FreeSpaceLoss | None = Field(
        None,
        description="Free-space loss as one number, in place of the one that range and frequency give; a budget then "
        "needs neither a range nor a date",
    )
    far_height_m: FarHeight | None = Field(
        None,
        description="Height of the other end above mean sea level, for a terrestrial or air-to-ground path; its gases "
        "are those between the two heights",
    )
    body_separations: dict[Literal["sun", "moon", "mercury", "venus", "mars", "jupiter", "saturn"], Angle] = Field(
        default_factory=dict,
        description='Angles at the station between the other end and hot bodies, without a date: sun = "2 deg"',
    )
    coherent_with: Coherence | None = Field(None, description="The carrier this one is a multiple of")
    weather_exceedance: WeatherShare | None = Field(
        None,
        description="Share of an average year in which rain, clouds and scintillation may take more, of a hop rain and "
        "multipath; none: clear sky",
    )

    availability: WeatherAvailability | None = Field(
        None,
        description="Share of an average year in which rain, clouds and scintillation, of a hop rain and multipath, "
        "take no more, instead of weather_exceedance; that of a tumbling antenna stands with its transmitter or "
        "receiver",
    )

    @property
    def weather_share(self) -> Parameter | None:
        """Share of an average year in which the weather may take more, as it is stated or less than the whole."""
        if self.availability is None:
            return self.weather_exceedance
        low, high = self.availability.low, self.availability.high
        return replace(
            self.availability,
            value=beyond(self.availability.value),
            low=None if high is None else beyond(high),
            high=None if low is None else beyond(low),
        )

    @property
    def far_end_name(self) -> str:
        """Name of the station or the other spacecraft of a link that has one, as all with a trajectory have."""
        return _stated("station", self.station or self.spacecraft)

    @property
    def stated_range_m(self) -> Parameter | None:
        """Distance that budgets of this link speak of without a date, by either key [m]."""
        return self.range_m or self.reference_range_m

    @model_validator(mode="after")
    def _range_is_said_once(self) -> Self:
        _require_one_range(self)
        return self

    @model_validator(mode="after")
    def _flux_has_no_way(self) -> Self:
        if self.receiver.flux_dbw_per_m2 is None:
            return self
        names = ("range_m", "reference_range_m", "free_space_loss_db", "far_height_m", "weather_share")
        for name in names:
            if getattr(self, name) is not None:
                key = "weather_exceedance or availability" if name == "weather_share" else without_unit(name)
                raise ValueError(f"{key}: expected none beside receiver.flux, which stands for the way to the receiver")
        return self

    @model_validator(mode="after")
    def _light_is_no_radio(self) -> Self:
        if not self.is_light:
            return self
        for name in ("weather_exceedance", "far_height_m", "hop", "body_separations", "coherent_with"):
            if getattr(self, name):
                raise ValueError(f"{without_unit(name)}: expected none with a wavelength; it is of links by radio")
        stated = self.atmospheric_loss_db is not None or self.zenith_air_loss_db is not None
        if self.station is not None and not stated:
            raise ValueError(
                "atmospheric_loss: missing; expected it, or zenith_air_loss: the air is not computed for light"
            )
        for name in ("zenith_air_loss_db", "turbulence"):
            if self.station is None and getattr(self, name) is not None:
                raise ValueError(f"{without_unit(name)}: expected a station, over which there is air")
        return self

    @model_validator(mode="after")
    def _the_sun_is_aimed_at_from_space(self) -> Self:
        computed_sky = self.receiver.galactic_noise_at_1_m_k is not None
        if self.direction == "uplink" and computed_sky:
            raise ValueError(
                "receiver: expected antenna_noise_temperature on an uplink; a sky seen through the air is for stations"
            )
        if self.station_end.boresight == "sun":
            raise ValueError("boresight = 'sun': expected only at the spacecraft's end")
        return self

    @model_validator(mode="after")
    def _the_air_is_said_once(self) -> Self:
        if self.weather_exceedance is not None and self.availability is not None:
            raise ValueError("availability: expected none beside weather_exceedance, which is the rest of the year")
        key = "weather_exceedance" if self.availability is None else "availability"
        whole = None if self.atmospheric_loss_db is None else "atmospheric_loss"
        if whole is None and (name := loss_of_kind(self.losses, "atmospheric")) is not None:
            whole = f"losses.{name}"
        if self.weather_share is not None and whole is not None:
            raise ValueError(f"{key}: expected none beside {whole}, which stands for all weather")
        for field in ("weather_exceedance", "availability", "far_height_m"):
            if getattr(self, field) is not None and (self.air is not None or self.receiver.g_over_t_contains_air):
                other = "air" if self.air is not None else "g_over_t_contains_air"
                raise ValueError(f"{without_unit(field)}: expected none beside {other}, which stands for the air")
        if self.body_separations and (self.far_height_m is not None or self.direction == "uplink"):
            raise ValueError("body_separations: expected only on a downlink from space, whose station hears the bodies")
        if self.flux_limit is not None and self.far_height_m is not None:
            raise ValueError("flux_limit: expected none beside far_height; the limits are for paths from space")
        if self.weather_share is not None and self.far_height_m is not None and self.hop is None:
            raise ValueError(
                f"{key}: expected a hop beside far_height, with rain and multipath along the ground; the other models "
                "of weather are for paths to space"
            )
        receiver = self.receiver
        unknown = receiver.states_figure_of_merit and not receiver.states_system_noise
        warmed = self.weather_share is not None and self.direction == "downlink"
        if unknown and warmed and not receiver.noise_contains_weather:
            raise ValueError(
                "receiver.system_noise_temperature: missing; expected beside g_over_t the temperature that figure "
                "contains, to which the noise of the weather adds, or noise_contains_weather = true"
            )
        return self

    @model_validator(mode="after")
    def _hop_has_two_masts_and_a_share(self) -> Self:
        if self.hop is None:
            return self
        if self.far_height_m is None:
            raise ValueError(
                "hop: expected far_height beside it; ITU-R P.530 is for paths between two heights above the ground, "
                "and climate with weather_exceedance for paths to space"
            )
        key = "weather_exceedance" if self.availability is None else "availability"
        if self.weather_share is None:
            raise ValueError(
                "hop: expected availability or weather_exceedance beside it, the share of the year that it is for"
            )
        if self.weather_share.value > 1.000001 * HIGHEST_PROBABILITY:
            limit = "at most 1 %" if self.availability is None else "at least 99 %"
            raise ValueError(
                f"{key}: expected {limit} with a hop; ITU-R P.530 states rain for 0.001 % to 1 % of the year"
            )
        if (name := loss_of_kind(self.losses, "rain")) is not None:
            raise ValueError(f"losses.{name}: expected none beside hop, which computes it")
        return self


class Event(Part):
    """Something that happened, marked in figures and told in the report."""

    title: str = Field(description="A few words for figures")
    time_utc_s: Instant = Field(description="When")
    distance_m: Meters | None = Field(None, description="Published distance from the Earth, where there is one")
    description: str = Field("", description="A sentence for the report")
    heard: tuple[str, ...] = Field((), description="Names of links that were heard then, to be compared with the model")


class ScenarioConfig(Part):
    """A whole scenario file."""

    mission: Mission = Field(description="What the scenario is about")
    trajectory: Trajectory | None = Field(None, description="Where the spacecraft is")
    stations: dict[str, StationConfig] = Field(default_factory=dict, description="Ground stations by name")
    spacecraft: dict[str, SpacecraftConfig] = Field(
        default_factory=dict, description="Other spacecraft by name, for links from one to another"
    )
    antennas: dict[str, Antenna] = Field(default_factory=dict, description="Antennas by name")
    links: dict[str, LinkConfig] = Field(description="Links by name")
    relays: dict[str, Relay] = Field(default_factory=dict, description="Pairs of links through one transponder by name")
    events: list[Event] = Field(default_factory=list, description="What happened when")
    sessions: SessionPlan | None = Field(None, description="When spacecraft and ground talk")
    instruments: dict[str, Instrument] = Field(default_factory=dict, description="Sources of bits by name")
    recorder: Recorder | None = Field(None, description="The store that instruments share")
    power: PowerSystem | None = Field(None, description="Array, battery and loads")
    faults: list[Fault] = Field(default_factory=list, description="What changed links from a date on")
    contact_loss: ContactLoss | None = Field(None, description="The end of contact, and what may have caused it")

    @property
    def session_plan(self) -> SessionPlan:
        """The sessions of a scenario that has some."""
        return _stated("sessions", self.sessions)

    @property
    def power_system(self) -> PowerSystem:
        """The power system of a scenario that has one."""
        return _stated("power", self.power)

    @model_validator(mode="after")
    def _parts_fit_together(self) -> Self:
        for mistake in unfitting(self):
            raise LinkBudgetError(mistake)
        return self


def _stated(key: str, part: PartT | None) -> PartT:
    if part is None:
        raise LinkBudgetError(f"{key}: missing; expected in the scenario for what is asked")
    return part


def unfitting(config: Any) -> Iterator[str]:
    """Parts of a scenario that do not fit together, one line each: what a part says of others that is not so.

    Parts that are :data:`~linkbudget.scenario_files.config_operations.BROKEN` are passed over.
    """
    yield from unfitting_operations(config)
    if not config.links:
        yield "links: expected at least one"
    for name in config.spacecraft if is_whole(config.spacecraft) else ():
        if name in config.stations:
            yield f"spacecraft.{name}: expected another name than that of a station"
    for name, link in config.links.items():
        if not is_whole(link):
            continue
        yield from _unplaced(config, name, link)
        station = config.stations.get(link.station)
        mission = config.mission
        is_told = config.trajectory is not None or not is_whole(mission) or mission.reference_elevation_deg is not None
        looks_up = station is not None and link.far_height_m is None and link.receiver.flux_dbw_per_m2 is None
        if looks_up and not is_told:
            yield (
                "mission.reference_elevation: missing; expected the elevation at which the station sees the other end, "
                "since no trajectory tells it"
            )
        if link.weather_share is not None and is_whole(station) and station.climate is None:
            key = "weather_exceedance" if link.availability is None else "availability"
            if link.hop is None:
                yield f"links.{name}.{key}: expected stations.{link.station}.climate to go with it"
            elif link.hop.rain_rate_mm_per_h is None:
                yield f"links.{name}.hop.rain_rate: missing; expected it, or stations.{link.station}.climate"
        yield from _incoherent(config, name, link)
    yield from unfitting_relays(config)


def _unplaced(config: Any, name: str, link: LinkConfig) -> Iterator[str]:
    """What a link without a station, or between two heights, cannot have."""
    if link.far_height_m is not None and config.trajectory is not None:
        yield f"links.{name}.far_height: expected only in a scenario without a trajectory, which tells where the end is"
    if link.spacecraft is not None:
        yield from _uncrossed(config, name, link)
    elif link.station is None and config.trajectory is not None:
        yield (
            f"links.{name}.station: missing; expected a station, or a spacecraft at the other end, which only a "
            "scenario without a trajectory may omit"
        )
    if link.station is not None:
        return
    for field in ("weather_exceedance", "availability", "far_height_m", "body_separations", "flux_limit", "air"):
        if getattr(link, field):
            key = without_unit(field)
            yield f"links.{name}.{key}: expected a station to go with it"
    for field in ("g_over_t_by_elevation", "system_noise_temperature_by_elevation"):
        if getattr(link.receiver, field) is not None:
            yield f"links.{name}.receiver.{field}: expected a station to go with it, which tells the elevation"


def _uncrossed(config: Any, name: str, link: LinkConfig) -> Iterator[str]:
    """What is wrong with the other spacecraft of a crosslink."""
    said = f"links.{name}.spacecraft = {link.spacecraft!r}"
    if link.station is not None:
        yield f"{said}: expected none beside station, which is the other end"
    if link.spacecraft not in config.spacecraft:
        known = ", ".join(config.spacecraft)
        yield f"{said}: unknown spacecraft; expected " + (f"one of {known}" if known else "a table [spacecraft.NAME]")
    elif config.trajectory is None:
        yield f"{said}: expected a [trajectory], that of the spacecraft at this end"


def _incoherent(config: Any, name: str, link: LinkConfig) -> Iterator[str]:
    """What is wrong with the carrier that a link is coherent with."""
    if link.coherent_with is None:
        return
    other = config.links.get(link.coherent_with.link)
    if other is None:
        known = ", ".join(config.links)
        yield f"links.{name}.coherent_with.link = {link.coherent_with.link!r}: unknown link; expected one of {known}"
    elif is_whole(other):
        if other.is_light or link.is_light:
            yield f"links.{name}.coherent_with.link = {link.coherent_with.link!r}: expected a link by radio"
            return
        expected = other.carrier_hz.value * float(Fraction(link.coherent_with.ratio))
        if abs(link.carrier_hz.value - expected) > 1e-9 * abs(expected):
            yield (
                f"links.{name}.frequency = {frequency_text(link.carrier_hz.value, 10)}: expected "
                f"{link.coherent_with.ratio} times that of {link.coherent_with.link}, {frequency_text(expected, 10)}"
            )
