"""Schema of a mission's operations: sessions, instruments and recorder, electric power, faults.

The map: :class:`SessionPlan` (calendar and commands), :class:`Instrument` and :class:`Recorder`, :class:`PowerSystem`
(array, battery, loads), :class:`Fault`, and :func:`unfitting_operations`, which finds what does not fit the rest of the
file.  What follows from them is computed in :mod:`~linkbudget.mission.faults`, :mod:`~linkbudget.mission.sessions`,
:mod:`~linkbudget.mission.energy` and :mod:`~linkbudget.mission.data_return`.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from linkbudget.errors import LinkBudgetError, suggestion
from linkbudget.geometry.clock import format_utc
from linkbudget.hardware.datasheet import Angle, Count, Efficiency, Part, SquareMeters
from linkbudget.parameters import Parameter, Quantity
from linkbudget.scenario_files.instants import Duration, Instant

Wait = Annotated[Parameter, Quantity("s", at_least=0.0)]
Elevation = Annotated[Parameter, Quantity("deg", at_least=0.0, at_most=90.0)]
SourceRate = Annotated[Parameter, Quantity("bit/s", at_least=0.0, at_most=1e15)]
Bits = Annotated[Parameter, Quantity("bit", at_least=0.0, at_most=1e18)]
LoadPower = Annotated[Parameter, Quantity("W", at_least=0.0, at_most=1e9)]
Capacity = Annotated[Parameter, Quantity("Ah", above=0.0, at_most=1e9)]
Voltage = Annotated[Parameter, Quantity("V", above=0.0, at_most=1e6)]
Current = Annotated[Parameter, Quantity("A", above=0.0, at_most=1e9)]
Fade = Annotated[Parameter, Quantity("1/year", at_least=0.0, below=1.0)]
Share = Annotated[Parameter, Quantity("-", at_least=0.0, at_most=1.0)]

Placing = Literal["culmination", "clock"]

MOST_SESSIONS = 100_000
"""Sessions of one plan; more than this is a slip in ``every``."""


class CalendarRule(Part):
    """Automatic sessions at even intervals, or at every pass."""

    from_utc_s: Instant = Field(description="Date of the first session")
    until_utc_s: Instant | None = Field(None, description="End of the rule; none: the next rule, or the mission's end")
    every_s: Duration | None = Field(None, description="Time from one session to the next; none: every pass")

    @model_validator(mode="after")
    def _starts_before_it_ends(self) -> Self:
        if self.until_utc_s is not None and self.until_utc_s.value <= self.from_utc_s.value:
            raise ValueError("until: expected a date after from")
        return self


class CommandedSessions(Part):
    """Sessions beside the calendar, asked for from the ground."""

    dates_utc_s: tuple[Instant, ...] = Field(description="Dates of the sessions")
    placing: Placing | None = Field(None, description="Placing of these sessions, if it differs from the plan's")
    a_pass: Count | None = Field(
        None,
        description="Sessions in the pass nearest to each date, spread evenly over it; none: one, placed by the rule",
    )

    @model_validator(mode="after")
    def _is_placed_once(self) -> Self:
        if self.a_pass is not None and self.placing == "clock":
            raise ValueError("a_pass: expected none with placing = 'clock', by which each session starts at its date")
        return self


class SessionPlan(Part):
    """Plan of sessions: calendar, links for answers and commands, durations."""

    answers: tuple[str, ...] = Field(
        description="Links that may answer, in order of preference; the first in use that closes answers"
    )
    commands: tuple[str, ...] = Field((), description="Links over which sessions are commanded, in order of preference")
    placing: Placing = Field(
        "culmination", description="A session is centred on the culmination nearest to its date, or starts at its date"
    )
    duration_s: Duration | None = Field(None, description="Length of a session; none: the whole pass")
    acquisition_s: Wait = Field(description="Plain carrier at the start of a session, before any data")
    minimum_elevation_deg: Elevation | None = Field(
        None, description="Lowest elevation of a session, if it is higher than that of the station"
    )
    calendar: list[CalendarRule] = Field(default_factory=list, description="Automatic sessions")
    commanded: list[CommandedSessions] = Field(default_factory=list, description="Commanded sessions")
    reported_count: Count | None = Field(None, description="Published number of sessions, for comparison")

    @model_validator(mode="after")
    def _something_is_planned(self) -> Self:
        if not self.answers:
            raise ValueError("answers: expected the name of at least one link")
        if not self.calendar and not self.commanded:
            raise ValueError("expected a calendar, or commanded sessions")
        placings = {self.placing, *(group.placing for group in self.commanded)}
        if self.duration_s is None and "clock" in placings:
            raise ValueError("duration: expected together with placing = 'clock'")
        if self.duration_s is None and any(group.a_pass for group in self.commanded):
            raise ValueError("duration: expected together with a_pass; without it a session fills its pass")
        for number, rule in enumerate(self.calendar):
            if rule.every_s and self.duration_s and rule.every_s.value < self.duration_s.value:
                raise LinkBudgetError(
                    f"sessions.calendar.{number}.every = {rule.every_s.value:g} s: sessions would overlap; expected at "
                    f"least their duration, {self.duration_s.value:g} s"
                )
        return self


class Instrument(Part):
    """A source of bits: an instrument, a camera, the housekeeping telemetry."""

    title: str = Field(description="Name in figures and reports")
    rate_bps: SourceRate = Field(description="Mean bit rate while it is on")
    priority: Count = Field(description="Priority; 1 is stored and sent first")
    on_from_utc_s: Instant | None = Field(None, description="First instant at which it is on; none: from the start")
    on_until_utc_s: Instant | None = Field(None, description="Last instant at which it is on; none: to the end")
    links: tuple[str, ...] = Field((), description="Links that may carry its bits; none: all that answer")
    buffer_bit: Bits | None = Field(None, description="Buffer of its own, such as film, instead of the recorder")


class Recorder(Part):
    """The store that instruments share between sessions."""

    capacity_bit: Bits = Field(description="Capacity; when the recorder is full, bits of the lowest priority are lost")


class SolarArray(Part):
    """A flat solar array."""

    area_m2: SquareMeters = Field(description="Area of the array")
    efficiency: Efficiency = Field(description="Electric power over sunlight on the whole area, as new")
    off_pointing_deg: Angle = Field(description="Angle between the Sun and the normal of the array")
    fade_per_year: Fade = Field(description="Share of the power lost each year to radiation and dust")


class Battery(Part):
    """A battery that is charged by the array and carries what the array cannot."""

    capacity_ah: Capacity = Field(description="Capacity as new")
    voltage_v: Voltage = Field(description="Mean voltage of the bus")
    depth_of_discharge: Share = Field(description="Share of the capacity that may be used")
    charge_efficiency: Efficiency = Field(description="Energy returned over energy supplied")
    charge_current_a: Current = Field(description="Highest charging current")
    fade_per_year: Fade = Field(description="Share of the capacity lost each year")
    starting_charge: Share = Field(description="State of charge at the start of the mission")

    @model_validator(mode="after")
    def _can_start(self) -> Self:
        floor = 1.0 - self.depth_of_discharge.value
        if self.depth_of_discharge.value == 0.0:
            raise ValueError("depth_of_discharge: expected above 0; nothing of this battery may be used")
        if self.starting_charge.value < floor - 1e-9:  # 1 - 0.7 is a little above 0.3
            raise ValueError(
                f"starting_charge = {self.starting_charge.value:g}: the battery cannot start; expected at least "
                f"{floor:g}, where its depth of discharge ends"
            )
        return self


class Load(Part):
    """Something that draws power: always, in sessions, or while a link transmits."""

    title: str = Field(description="Name in figures and reports")
    power_w: LoadPower | None = Field(None, description="Electric power that it draws")
    efficiency: Efficiency | None = Field(
        None, description="Radio-frequency power over electric power of a transmitter, instead of its electric power"
    )
    links: tuple[str, ...] = Field((), description="Links whose transmitter it is; it is on while they transmit")
    drawn: Literal["always", "sessions"] | None = Field(
        None, description="Time in which it is on, for loads without links"
    )

    @model_validator(mode="after")
    def _power_is_said_once(self) -> Self:
        if (self.power_w is None) == (self.efficiency is None):
            raise ValueError("expected either power or efficiency, and not both")
        if self.efficiency is not None and not self.links:
            raise ValueError("efficiency: expected together with links, whose transmit power it goes with")
        if bool(self.links) == (self.drawn is not None):
            raise ValueError("expected either links or drawn, and not both")
        return self


class PowerSystem(Part):
    """Power system of the spacecraft: solar array, battery and loads."""

    array: SolarArray = Field(description="Solar array")
    battery: Battery = Field(description="Battery")
    loads: dict[str, Load] = Field(description="Loads by name")


class Fault(Part):
    """Something that changes links or the power system from a date on: a fault, a decision, a decay."""

    title: str = Field(description="A few words for tables")
    time_utc_s: Instant = Field(description="Date from which it holds")
    until_utc_s: Instant | None = Field(None, description="Date until which it holds; none: to the end")
    links: tuple[str, ...] = Field((), description="Links that change")
    stations: tuple[str, ...] = Field((), description="Stations all of whose links change")
    set: dict[str, Any] = Field(default_factory=dict, description="Keys of the links with their new values")
    growth_per_day: dict[str, Any] = Field(
        default_factory=dict, description="Keys of the links with the daily change of their values"
    )
    lost: bool = Field(False, description="True if the links, or the stations, are out of use")
    power: dict[str, Any] = Field(default_factory=dict, description="Keys of the power system with their new values")
    description: str = Field("", description="A sentence for the report")

    @model_validator(mode="after")
    def _something_changes(self) -> Self:
        changes, targets = self.set or self.growth_per_day or self.lost, self.links or self.stations
        if not changes and not self.power:
            raise ValueError("expected set, growth_per_day, lost or power")
        if changes and not targets:
            raise ValueError("expected links, or stations, that change")
        if targets and not changes:
            raise ValueError("expected set, growth_per_day or lost, for the links that change")
        if self.until_utc_s is not None and self.until_utc_s.value <= self.time_utc_s.value:
            raise ValueError("until: expected a date after time")
        return self


class Cause(Part):
    """Something that may have ended contact, and how far it may have gone."""

    title: str = Field(description="A few words for tables")
    kind: Literal["number", "switch", "drift", "battery", "starved"] = Field(
        description="A number of the link that changed, keys of it that changed at once, the carrier's frequency that "
        "left the loop, the battery's capacity, or an attitude that was lost when the array no longer fed the loads "
        "that are always on"
    )
    key: str | None = Field(None, description="Key of the number of the link")
    set: dict[str, str] = Field(default_factory=dict, description="Keys of the link with their new values")
    relative: bool = Field(False, description="True if the extent is a share of the original value")
    extent: dict[str, Any] | None = Field(
        None,
        description="Possible extent, with range and shape: a frequency for a drift, a share for a battery, the "
        "daily change of the pointing angle for a starved attitude",
    )

    @model_validator(mode="after")
    def _says_what_its_kind_needs(self) -> Self:
        if (self.kind == "number") != (self.key is not None):
            raise ValueError("key: expected with kind 'number', and only with it")
        if (self.kind == "switch") != bool(self.set):
            raise ValueError("set: expected with kind 'switch', and only with it")
        if self.relative and self.kind != "number":
            raise ValueError("relative: expected only with kind 'number'")
        if (self.kind == "switch") == (self.extent is not None):
            raise ValueError("extent: expected with every kind but 'switch'")
        return self


class ContactLoss(Part):
    """The end of contact, and what may have caused it."""

    link: str = Field(description="Link that was heard until then")
    time_utc_s: Instant = Field(
        description="Last session in which the link was heard, and at the end of which it was lost"
    )
    since_utc_s: Instant = Field(description="Date from which a change may have grown")
    causes: list[Cause] = Field(description="Candidate causes")


BROKEN: Any = object()
"""Stands for a part of a scenario that is there but cannot be read."""


def is_whole(part: Any) -> bool:
    """True for a part of a scenario that is there and could be read."""
    return part is not None and part is not BROKEN


def unfitting_operations(config: Any) -> Iterator[str]:
    """Names of links and stations that a scenario does not have, and dates outside its mission, one line each.

    ``config`` may have parts that are :data:`BROKEN`, which get no message here.
    """
    for key, names in _link_names(config):
        for name in names:
            if name not in config.links:
                yield f"{key} = {name!r}: unknown link; {suggestion(name, config.links)}"
    for number, fault in numbered(config.faults):
        if fault.power and config.power is None:
            yield f"faults.{number}.power: expected [power] for it to change"
        for name in fault.stations:
            if name not in config.stations:
                hint = suggestion(name, config.stations)
                yield f"faults.{number}.stations = {name!r}: unknown station; {hint}"
    yield from _dates_outside(config)
    if config.instruments and config.sessions is None:
        yield "instruments: expected [sessions] to go with them, in which their bits are sent"
    yield from unfitting_uses(config)


def numbered(parts: Any) -> Iterator[tuple[int, Any]]:
    """The whole ones of a list of parts, with their numbers in the file."""
    return ((number, part) for number, part in enumerate(parts if is_whole(parts) else ()) if is_whole(part))


def _named(parts: Any) -> Iterator[tuple[str, Any]]:
    """The whole ones of named parts."""
    return ((name, part) for name, part in (parts if is_whole(parts) else {}).items() if is_whole(part))


def _link_names(config: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    if is_whole(config.sessions):
        yield "sessions.answers", config.sessions.answers
        yield "sessions.commands", config.sessions.commands
    for name, instrument in _named(config.instruments):
        yield f"instruments.{name}.links", instrument.links
    if is_whole(config.power):
        for name, load in config.power.loads.items():
            yield f"power.loads.{name}.links", load.links
    if is_whole(config.contact_loss):
        yield "contact_loss.link", (config.contact_loss.link,)
    for number, fault in numbered(config.faults):
        yield f"faults.{number}.links", fault.links
    for number, event in numbered(config.events):
        yield f"events.{number}.heard", event.heard
    for kind in ("observations", "alternatives"):
        for number, said in numbered(getattr(config, kind)):
            yield f"{kind}.{number}.link", (said.link,)


def _dates_outside(config: Any) -> Iterator[str]:
    if not is_whole(config.mission):
        return
    start, end = config.mission.start_utc_s.value, config.mission.end_utc_s.value
    for key, instant in _dates(config):
        if not start <= instant.value <= end:
            yield (
                f"{key} = {format_utc(instant.value)}: outside the mission; expected a date from "
                f"{format_utc(start)} to {format_utc(end)}"
            )


def _dates(config: Any) -> Iterator[tuple[str, Parameter]]:
    if is_whole(config.sessions):
        for number, rule in enumerate(config.sessions.calendar):
            yield f"sessions.calendar.{number}.from", rule.from_utc_s
            if rule.until_utc_s is not None:
                yield f"sessions.calendar.{number}.until", rule.until_utc_s
        for number, commanded in enumerate(config.sessions.commanded):
            yield from ((f"sessions.commanded.{number}.dates", date) for date in commanded.dates_utc_s)
    for number, fault in numbered(config.faults):
        yield f"faults.{number}.time", fault.time_utc_s
    for number, report in numbered(config.observations):
        yield from ((f"observations.{number}.times", time) for time in report.times_utc_s)
    for kind in ("observations", "alternatives"):
        for number, said in numbered(getattr(config, kind)):
            ends = (("from", said.from_utc_s), ("until", said.until_utc_s))
            yield from ((f"{kind}.{number}.{key}", end) for key, end in ends if end is not None)
    if is_whole(config.contact_loss):
        yield "contact_loss.time", config.contact_loss.time_utc_s
        yield "contact_loss.since", config.contact_loss.since_utc_s


def unfitting_uses(config: Any) -> Iterator[str]:
    """Links that cannot do what the operations of a scenario want of them, one line each.

    Answers come down, commands go up, and only the spacecraft's transmitters draw on its battery.
    """
    wanted, carriers = [], [(f"instruments.{name}.links", said.links) for name, said in _named(config.instruments)]
    if is_whole(config.sessions):
        carriers.insert(0, ("sessions.answers", config.sessions.answers))
        wanted += [("sessions.answers", name, "downlink") for name in config.sessions.answers]
        wanted += [("sessions.commands", name, "uplink") for name in config.sessions.commands]
    if is_whole(config.power):
        for load, said in config.power.loads.items():
            wanted += [(f"power.loads.{load}.links", name, "downlink") for name in said.links]
            for name in said.links if said.efficiency is not None else ():
                if is_whole(link := config.links.get(name)) and link.transmitter.states_eirp:
                    stated = "a flux" if link.transmitter.is_unknown else "an EIRP"
                    yield f"power.loads.{load}.efficiency: expected links.{name}.transmitter.power, not {stated}"
    for key, names in carriers:
        for name in names:
            if is_whole(link := config.links.get(name)) and link.modulation.carries == "nothing":
                yield f"{key} = {name!r}: expected a link that carries data or pictures, not a threshold alone"
    for key, name, direction in wanted:
        link = config.links.get(name)
        if is_whole(link) and link.direction != direction:
            yield f"{key} = {name!r}: expected {'a' if direction == 'downlink' else 'an'} {direction}"
