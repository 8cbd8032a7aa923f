"""Schema of a scenario file: strict models that check every value and report every mistake in one line.

The map: :class:`Mission`, :class:`LinkConfig` (a :class:`~linkbudget.hardware.parts.Link` with its station and dates),
:class:`Event`, and :class:`ScenarioConfig`, which holds them all.  Trajectories, stations and the life of a mission
have modules of their own beside this one; files are read in :mod:`linkbudget.scenario_files.reading`.
"""

from collections.abc import Container, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    Field,
    model_validator,
)

from linkbudget.errors import LinkBudgetError, suggestion
from linkbudget.formatting import frequency_text
from linkbudget.hardware.datasheet import Angle, Count, Meters, OtherNames, Part
from linkbudget.hardware.named_losses import loss_of_kind
from linkbudget.hardware.parts import Link
from linkbudget.hardware.relays import Relay
from linkbudget.hardware.terminals import Antenna
from linkbudget.labels import without_unit
from linkbudget.parameters import Parameter, Quantity, Shape, beyond
from linkbudget.physics.terrestrial_rain import HIGHEST_PROBABILITY
from linkbudget.renamed import old_names
from linkbudget.scenario_files.config_observations import Alternative, Observation, unfitting_observations
from linkbudget.scenario_files.config_operations import (
    ContactLoss,
    Fault,
    Instrument,
    PowerSystem,
    Recorder,
    SessionPlan,
    is_whole,
    unfitting_operations,
    unfitting_uses,
)
from linkbudget.scenario_files.config_places import Elevation, SpacecraftConfig, StationConfig
from linkbudget.scenario_files.config_relays import unfitting_relays
from linkbudget.scenario_files.config_trajectories import Trajectory
from linkbudget.scenario_files.instants import Duration, Instant

PartT = TypeVar("PartT")

LinkDirection = Annotated[Literal["downlink", "uplink"], OtherNames({"return": "downlink", "forward": "uplink"})]
"""Direction of the link; a downlink to a station is called a return link to another spacecraft."""

FreeSpaceLoss = Annotated[Parameter, Quantity("dB", at_least=0.0, at_most=500.0)]
FarHeight = Annotated[Parameter, Quantity("m", at_least=-500.0, at_most=99e3)]
WeatherShare = Annotated[Parameter, Quantity("-", at_least=1e-5, at_most=0.05)]
WeatherAvailability = Annotated[Parameter, Quantity("-", at_least=0.95, at_most=0.99999)]


def _require_one_range(part: Any) -> None:
    """Raise where a part states its distance under both names."""
    if part.range_m is not None and part.reference_range_m is not None:
        raise ValueError("range: expected none beside reference_range, which is the same")


class Mission(Part):
    """Title and description of the mission, its time span and its time step."""

    title: str = Field(description="Name of the mission in figures and reports")
    description: str = Field("", description="A paragraph for the report")
    start_utc_s: Instant = Field(description="First instant of the timeline")
    end_utc_s: Instant = Field(description="Last instant of the timeline")
    step_s: Duration = Field(description="Time between two instants of the timeline")
    reference_utc_s: Instant | None = Field(None, description="Instant of budgets for which no other instant is given")
    reference_range_m: Meters | None = Field(
        None, description="Distance of budgets for which no other distance or date is given"
    )
    range_m: Meters | None = Field(
        None, description="Short for reference_range: distance between the two ends of every link, without a date"
    )
    reference_elevation_deg: Elevation | None = Field(
        None,
        description="Elevation used when a distance is given instead of a date; none: the lowest elevation of the "
        "station; required with a station and without a trajectory",
    )
    default_shape: Shape = Field(
        "none", description="Distribution of values that state a range and no shape; none: statistics do not vary them"
    )

    @property
    def stated_range_m(self) -> Parameter | None:
        """Distance of budgets without a date, by either key [m]."""
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
        "telemetry", description="Purpose of the link"
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
        None, description="Distance of budgets of this link for which no other is given, instead of the mission's"
    )
    range_m: Meters | None = Field(
        None, description="Short for reference_range: distance between the two ends of the link, without a date"
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
        """Distance of budgets of this link without a date, by either key [m]."""
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
                raise ValueError(f"{without_unit(name)}: expected none with a wavelength; it is for radio links")
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
            raise ValueError("body_separations: expected only on a downlink from space")
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
    """Event of the mission, marked in figures and described in the report."""

    title: str = Field(description="A few words for figures")
    time_utc_s: Instant = Field(description="Instant of the event")
    distance_m: Meters | None = Field(None, description="Published distance from the Earth, if there is one")
    description: str = Field("", description="A sentence for the report")
    heard: tuple[str, ...] = Field((), description="Names of links that were heard then, to be compared with the model")
    sessions_so_far: Count | None = Field(
        None, description="Published number of sessions until then, to be compared with the plan"
    )


class ScenarioConfig(Part):
    """A whole scenario file."""

    mission: Mission = Field(description="Title, time span and reference of the mission")
    trajectory: Trajectory | None = Field(None, description="Trajectory of the spacecraft")
    stations: dict[str, StationConfig] = Field(default_factory=dict, description="Ground stations by name")
    spacecraft: dict[str, SpacecraftConfig] = Field(
        default_factory=dict, description="Other spacecraft by name, for links from one to another"
    )
    antennas: dict[str, Antenna] = Field(default_factory=dict, description="Antennas by name")
    links: dict[str, LinkConfig] = Field(description="Links by name")
    relays: dict[str, Relay] = Field(default_factory=dict, description="Pairs of links through one transponder by name")
    events: list[Event] = Field(default_factory=list, description="Events of the mission")
    sessions: SessionPlan | None = Field(None, description="Plan of the sessions between spacecraft and ground")
    instruments: dict[str, Instrument] = Field(default_factory=dict, description="Sources of bits by name")
    recorder: Recorder | None = Field(None, description="Recorder that instruments share")
    power: PowerSystem | None = Field(None, description="Solar array, battery and loads")
    faults: list[Fault] = Field(
        default_factory=list, description="Changes of links or of the power system from a date on"
    )
    contact_loss: ContactLoss | None = Field(None, description="Loss of contact and its possible causes")
    observations: list[Observation] = Field(
        default_factory=list, description="Observations: reports that a link was heard, held, silent or measured"
    )
    alternatives: list[Alternative] = Field(
        default_factory=list, description="Alternatives to the stated links, compared by the same observations"
    )

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
    """Mistakes between parts of a scenario, one line each: statements about other parts that do not hold.

    Parts that are :data:`~linkbudget.scenario_files.config_operations.BROKEN` are passed over.
    """
    yield from unfitting_operations(config)
    yield from unfitting_observations(config)
    if not config.links:
        yield "links: expected at least one"
    for name in config.spacecraft if is_whole(config.spacecraft) else ():
        if name in config.stations:
            yield f"spacecraft.{name}: expected another name than that of a station"
    for name, link in config.links.items():
        if is_whole(link):
            yield from _unfitting_link(config, name, link)
    yield from unfitting_relays(config)


def unfitting_links(config: Any, changed: Container[str]) -> Iterator[str]:
    """The same for a scenario that fitted before numbers of some links were changed: what these numbers can have done.

    The names of links, their stations and their directions are those that fitted.
    """
    yield from unfitting_uses(config)
    for name, link in config.links.items():
        if name in changed or (link.coherent_with is not None and link.coherent_with.link in changed):
            yield from _unfitting_link(config, name, link)
    yield from unfitting_relays(config)


def _unfitting_link(config: Any, name: str, link: LinkConfig) -> Iterator[str]:
    """Mistakes between a link and the other parts of a scenario."""
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


def _unplaced(config: Any, name: str, link: LinkConfig) -> Iterator[str]:
    """Mistakes of a link without a station, or between two heights: keys that it cannot have."""
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
    """Mistakes in the other spacecraft of a crosslink."""
    said = f"links.{name}.spacecraft = {link.spacecraft!r}"
    if link.station is not None:
        yield f"{said}: expected none beside station, which is the other end"
    if link.spacecraft not in config.spacecraft:
        known = config.spacecraft
        hint = suggestion(link.spacecraft, known) if known else "expected a table [spacecraft.NAME]"
        yield f"{said}: unknown spacecraft; {hint}"
    elif config.trajectory is None:
        yield f"{said}: expected a [trajectory], that of the spacecraft at this end"


def _incoherent(config: Any, name: str, link: LinkConfig) -> Iterator[str]:
    """Mistakes in the carrier that a link is coherent with."""
    if link.coherent_with is None:
        return
    other = config.links.get(link.coherent_with.link)
    if other is None:
        hint = suggestion(link.coherent_with.link, config.links)
        yield f"links.{name}.coherent_with.link = {link.coherent_with.link!r}: unknown link; {hint}"
    elif is_whole(other):
        if other.is_light or link.is_light:
            yield f"links.{name}.coherent_with.link = {link.coherent_with.link!r}: expected a radio link"
            return
        expected = other.carrier_hz.value * float(Fraction(link.coherent_with.ratio))
        if abs(link.carrier_hz.value - expected) > 1e-9 * abs(expected):
            yield (
                f"links.{name}.frequency = {frequency_text(link.carrier_hz.value, 10)}: expected "
                f"{link.coherent_with.ratio} times that of {link.coherent_with.link}, {frequency_text(expected, 10)}"
            )


if not TYPE_CHECKING:  # of a module with a __getattr__ a type checker would believe any name
    __getattr__ = old_names(__name__)
