"""A mission as its file states it: trajectory, stations, passes, and the path of a link at an instant or a distance.

:class:`Model` is what the modules of a mission compute with; :class:`~linkbudget.mission.scenario.Scenario` stands
above it and answers.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from linkbudget.errors import InputError, LinkBudgetError, UnknownNameError, did_you_mean, suggestion
from linkbudget.geometry.clock import format_utc, parse_utc
from linkbudget.geometry.kernel import EARTH_CENTER
from linkbudget.geometry.stations import Station
from linkbudget.habits import meant
from linkbudget.hardware.values import parameters_of, with_values
from linkbudget.link.budget import Path as LinkPath
from linkbudget.mission.asked import At
from linkbudget.mission.far_ends import FarEnd, SpacecraftEnd, StationEnd
from linkbudget.mission.faults import Phase, phase_at, phases, power_phases
from linkbudget.mission.near_bodies import bodies_at, stated_bodies
from linkbudget.mission.paths import aims_at_sun, path_over, seen_path
from linkbudget.mission.shown import scenario_in_short, scenario_parts
from linkbudget.mission.trajectories import build_trajectory
from linkbudget.notebook import Parts, Shown
from linkbudget.parameters import Parameter, plain
from linkbudget.scenario_files.changed_links import ChangedLinks
from linkbudget.scenario_files.config import LinkConfig, ScenarioConfig
from linkbudget.scenario_files.config_trajectories import ELEMENT_KINDS
from linkbudget.scenario_files.names import merged
from linkbudget.scenario_files.reading import read_scenario

if TYPE_CHECKING:
    from linkbudget.geometry.look_angles import LookAngles
    from linkbudget.geometry.occultations import Occultation
    from linkbudget.geometry.passes import Pass
    from linkbudget.geometry.track import Track


class Links(dict[str, LinkConfig]):
    """Links by name; a name that is none is an error with the nearest."""

    def __missing__(self, name: str) -> LinkConfig:
        raise UnknownNameError(f"links.{name}: unknown link; {suggestion(name, self)}")


class Model(Shown):
    """The configuration of a mission with its trajectory, stations and passes.

    Attributes
    ----------
    name : str
        Name of the file, without its ending.
    file : Path
        Where it was read from.
    config : ScenarioConfig
        Everything the file says, checked.
    """

    def __init__(self, name: str, file: Path, data: dict[str, Any], config: ScenarioConfig):
        self.name, self.file, self._data, self.config = name, file, data, config
        self._passes: dict[tuple[str, float], tuple] = {}
        self._occultations: dict[str, tuple] = {}
        self._far_ends: dict[str, FarEnd] = {}
        self._others: dict[str, Any] = {}

    _INDEX = "link"

    def _afresh(self) -> Self:
        """The same scenario with nothing computed yet: what is computed has open files, which no process hands on."""
        return type(self)(self.name, self.file, self._data, self.config)

    def _parts(self) -> Parts:
        return scenario_parts(self)

    def _in_short(self) -> str:
        return scenario_in_short(self)

    def __getattr__(self, name: str) -> Any:
        """Only names that the class does not have come here: an error with the nearest that it has."""
        if name.startswith("_") or "config" not in self.__dict__:  # a copy that is being filled
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        if hasattr(type(self), name):
            return object.__getattribute__(self, name)  # the error inside a property, as it was
        own = [one for one in dir(self) if not one.startswith("_")]
        inside = [f"config.{one}" for one in ScenarioConfig.model_fields]
        near = meant(name, [*own, *inside, *(f"links[{link!r}]" for link in self.links)])
        end = f"; {did_you_mean(near)}" if near else ""
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}{end}")

    @property
    def links(self) -> Links:
        """Links by name."""
        return Links(self.config.links)

    @property
    def reference_utc_s(self) -> float:
        """Instant of budgets for which no other is given: the stated one, or the start of the mission [s]."""
        return (self.config.mission.reference_utc_s or self.config.mission.start_utc_s).value

    def link(self, name: str) -> LinkConfig:
        """One link, or a helpful error."""
        if name not in self.links:
            raise InputError(f"{self.file}: links.{name}: unknown link; {suggestion(name, self.links)}")
        return self.links[name]

    def _line_of(self, link: str) -> list[str]:
        """A link, the one that it is ``like``, and so on to the first."""
        line = [link]
        while (other := self._data["links"][line[-1]].get("like")) is not None:
            line.append(other)
        return line

    def origin_of(self, link: str) -> str:
        """The link that a link takes its values over from, at the end of the line; itself where it is like none."""
        self.link(link)
        return self._line_of(link)[-1]

    def antenna_name(self, link: str, end: str, settings: Mapping[str, Any] | None = None) -> str | None:
        """Name under which the antenna at an end of a link stands; none where the link describes it itself.

        ``end`` is ``"transmitter"`` or ``"receiver"``; ``settings`` are values set in the link, by key.
        """
        self.link(link)
        name: Any = (settings or {}).get(f"{end}.antenna")
        for one in self._line_of(link) if name is None else ():
            said = self._data["links"][one].get(end)
            if isinstance(said, dict) and "antenna" in said:
                name = said["antenna"]
                break
        return name if isinstance(name, str) else None

    @cached_property
    def trajectory(self):
        """Trajectory of the spacecraft as a skyfield vector function; None for a scenario without a trajectory."""
        if self.config.trajectory is None:
            return None
        try:
            return build_trajectory(self.config.trajectory, self.file.parent, self.span_utc_s[0])
        except LinkBudgetError as error:
            raise InputError(f"{self.file}: {error}") from None

    @property
    def span_utc_s(self) -> tuple[float, float]:
        """First and last instant of the mission [s]."""
        mission = self.config.mission
        return mission.start_utc_s.value, mission.end_utc_s.value

    @property
    def trajectory_notes(self) -> tuple[str, ...]:
        """Notes on the trajectory, such as table rows that are far apart."""
        notes = getattr(self.trajectory, "notes", ())
        for name in self.config.spacecraft if self.config.trajectory is not None else ():
            others = getattr(self.other_trajectory(name), "notes", ())
            notes += tuple(f"spacecraft.{name}.{note}" for note in others)
        return notes

    @cached_property
    def track(self) -> "Track":
        """The trajectory sampled over the whole mission, for fast look-up."""
        from linkbudget.geometry.track import sample

        self._need_trajectory()
        trajectory = self.trajectory
        for mistake in self.span_mistakes():
            raise InputError(f"{self.file}: {mistake}")
        try:
            return sample(trajectory, *self.span_utc_s)
        except LinkBudgetError as error:
            raise InputError(f"{self.file}: {error}") from None

    def span_mistakes(self) -> Iterator[str]:
        """Dates without an ephemeris, and the first at which orbital elements give no orbit (too far, come down)."""
        from linkbudget.geometry.kernel import require_inside_ephemeris

        ends = tuple(zip(("mission.start", "mission.end"), self.span_utc_s, strict=True))
        inside = []
        for name, utc_s in ends:
            try:
                require_inside_ephemeris(utc_s, name)
                inside.append((name, utc_s))
            except LinkBudgetError as error:
                yield str(error)
        flights: dict[str | None, Any] = {None: self.config.trajectory}
        flights |= {other: said.trajectory for other, said in self.config.spacecraft.items()}
        for other, said in flights.items():
            if said is None or said.kind not in ELEMENT_KINDS:
                continue
            orbit = self.trajectory if other is None else self.other_trajectory(other)
            for name, utc_s in inside:
                try:
                    orbit.require_orbit(utc_s, name)
                except LinkBudgetError as error:
                    yield str(error) if other is None else f"spacecraft.{other}.{error}"
                    break

    @cached_property
    def is_ever_up(self) -> bool:
        """True when the spacecraft rises above the lowest elevation of some station that a link uses."""
        return any(self.passes(name) for name in dict.fromkeys(link.far_end_name for link in self.links.values()))

    def far_end(self, name: str) -> FarEnd:
        """The station or the other spacecraft of a name, at the other end of links."""
        if name not in self._far_ends:
            said = self.config.spacecraft.get(name)
            if said is None:
                self._far_ends[name] = StationEnd(self.station(name))
            else:
                height_m = 0.0 if said.least_height_m is None else said.least_height_m.value
                self._far_ends[name] = SpacecraftEnd(name, self.other_trajectory(name), height_m, self.span_utc_s)
        return self._far_ends[name]

    def other_trajectory(self, name: str):
        """Trajectory of another spacecraft as a skyfield vector function."""
        if name not in self._others:
            said = self.config.spacecraft[name].trajectory
            try:
                self._others[name] = build_trajectory(said, self.file.parent, self.span_utc_s[0])
            except LinkBudgetError as error:
                raise InputError(f"{self.file}: spacecraft.{name}.{error}") from None
        return self._others[name]

    def far_end_title(self, name: str) -> str:
        """Title of a station or of another spacecraft, for figures and reports."""
        return (self.config.stations | self.config.spacecraft)[name].title

    def station(self, name: str) -> Station:
        """Station with its coordinates, lowest elevation and horizon mask."""
        if name not in self.config.stations:
            raise InputError(f"{self.file}: {name}: unknown station; {suggestion(name, self.config.stations)}")
        said = self.config.stations[name]
        return Station(
            name,
            said.latitude_deg.value,
            said.longitude_deg.value,
            said.ellipsoid_height_m.value,
            said.minimum_elevation_deg.value,
            said.ellipsoid_height_m.value - said.sea_level_height_m.value,
            said.horizon_mask,
        )

    @cached_property
    def phases(self) -> dict[str, tuple[Phase, ...]]:
        """Phases of every link by name: the link between two instants, under the faults of the scenario."""
        return phases(self.config, self.file, self.with_settings)

    @cached_property
    def power_phases(self) -> list:
        """First instant and power system of each stretch of time, under the faults of the scenario."""
        return power_phases(self.config, self.file, self.with_power)

    def link_at(self, link: str, utc_s: float, settings: dict[str, str] | None = None) -> LinkConfig:
        """A link as it was at an instant, under the faults of the scenario; ``settings`` stand over them."""
        self.link(link)
        if not self.config.faults:
            return self._with(link, settings) if settings else self.links[link]
        return self.link_in(link, phase_at(self.phases[link], utc_s), utc_s, settings)

    def link_in(self, link: str, phase: Phase, utc_s, settings: dict[str, str] | None = None) -> LinkConfig:
        """A link in one phase, with what has grown by some instants; ``settings`` stand over both."""
        grown = phase.link_at(utc_s)
        if not settings:
            return grown
        values = dict(parameters_of(grown))
        kept = {growth.key: values[growth.key].value for growth in phase.growths if growth.key not in settings}
        stated = self._with(link, phase.settings | settings)
        return with_values(stated, kept) if kept else stated

    @cached_property
    def _changed_links(self) -> ChangedLinks:
        """Links of the file with values set, each read alone."""
        return ChangedLinks(self.file, self._data)

    def with_settings(self, settings: dict[str, dict[str, str]]) -> ScenarioConfig:
        """The scenario's configuration with values of links set, by name of the link and key."""
        config = self._changed_links.config_with(settings) or read_scenario(self.file, settings, self._data)
        for name in settings:
            station = config.links[name].station
            if station is not None and station not in self.config.stations:
                raise InputError(
                    f"{self.file}: links.{name}.station = {station!r}: expected a station of the scenario, one of "
                    f"{', '.join(self.config.stations)}"
                )
        return config

    def with_power(self, changes: list[dict]):
        """The power system of the scenario with changes, each a table as a file would write it."""
        return read_scenario(self.file, data=self._data | {"power": reduce(merged, changes, self._data["power"])}).power

    def _with(self, link: str, settings: dict[str, str]) -> LinkConfig:
        """A link with values set."""
        try:
            return self.with_settings({link: settings}).links[link]
        except InputError as error:
            said = ", ".join(f"{key}={value}" for key, value in settings.items())
            raise InputError(f"with {said}: {str(error).removeprefix(f'{self.file}: ')}") from None

    def nearest_culmination_utc_s(self, station: str) -> float | None:
        """Culmination over a station that is nearest to the reference instant; none if there is no pass [s]."""
        tops = [one.culmination_utc_s for one in self.passes(station)]
        return min(tops, key=lambda top: abs(top - self.reference_utc_s), default=None)

    def look_at(self, station: str, utc_s: float) -> "LookAngles":
        """Look angles from a station, or the distance from another spacecraft, at one instant."""
        self._need_trajectory()
        trajectory, end = self.trajectory, self.far_end(station)  # whose own mistakes name the file already
        try:
            return end.look_at(trajectory, utc_s)
        except LinkBudgetError as error:
            raise InputError(f"{self.file}: {error}") from None

    def path_at(self, link: LinkConfig, utc_s: float) -> LinkPath:
        """Geometry and air of a link at one instant."""
        look, end = self.look_at(link.far_end_name, utc_s), self.far_end(link.far_end_name)
        sun = end.sun_angle_at_deg(self.trajectory, utc_s) if aims_at_sun(link) else None
        clear = end.is_up(look) and self.hiding_body(link.far_end_name, utc_s, look) is None
        if isinstance(end, SpacecraftEnd):
            return self._path(link, look.range_m if clear else np.nan, None, sun, ())
        bodies = bodies_at(link, end.station, self.trajectory, utc_s, look) if clear else ()
        return self._path(link, look.range_m, float(look.elevation_deg) if clear else np.nan, sun, bodies)

    def path_over(self, link: LinkConfig, utc_s: np.ndarray) -> LinkPath:
        """Geometry and air of a link at many instants, no number where it is not in sight (:func:`seen_path`)."""
        return seen_path(self, link, utc_s, self.looks(link.far_end_name, utc_s))

    def looks(self, station: str, utc_s: np.ndarray) -> "LookAngles":
        """Look angles from a station, or distances from another spacecraft, at many instants."""
        self._need_trajectory()
        return self.far_end(station).looks(self.track, utc_s)

    def path_at_range(self, link: LinkConfig, range_m, elevation_deg: float | None = None) -> LinkPath:
        """Geometry and air of a link at a distance, all else as the scenario's reference has it.

        An antenna aimed at the Sun has the angle of the first instant at which the spacecraft was that far away, and
        beyond the mission that of its end.
        """
        elevation = self._reference_elevation_deg(link) if elevation_deg is None else elevation_deg
        sun = self._sun_angle_at_range_deg(range_m) if aims_at_sun(link) else None
        return self._path(link, range_m, elevation, sun, stated_bodies(link))

    def _reference_elevation_deg(self, link: LinkConfig) -> Parameter | None:
        """Elevation of a link at a distance: as stated, or the lowest of its station; None without one [deg]."""
        said = self.config.mission.reference_elevation_deg
        if said is not None or link.station is None:
            return said
        return self.config.stations[link.station].minimum_elevation_deg

    def passes(self, station: str) -> "tuple[Pass, ...]":
        """Passes over a station while the mission lasts; a body that hides the spacecraft divides them."""
        return self.passes_above(station, self.far_end(station).minimum_elevation_deg)

    def passes_above(self, station: str, minimum_elevation_deg: float) -> "tuple[Pass, ...]":
        """Passes over a station above an elevation, or in sight of another spacecraft; found once, then remembered."""
        key = (station, minimum_elevation_deg)
        if key not in self._passes:
            hidden = [(each.ingress_utc_s, each.egress_utc_s) for each in self.occultations(station)]
            end = self.far_end(station)
            self._passes[key] = end.find_passes(self.track, self.span_utc_s, hidden, minimum_elevation_deg)
        return self._passes[key]

    def occultations(self, station: str) -> "tuple[Occultation, ...]":
        """Occultations of the spacecraft as a station receives them, over the mission; found once, then remembered."""
        if station not in self._occultations:
            self._occultations[station] = self.far_end(station).find_occultations(self.track, self.span_utc_s)
        return self._occultations[station]

    @cached_property
    def eclipses(self) -> "tuple[Occultation, ...]":
        """Times of the spacecraft in the half-shadow and the full shadow of the Earth, the Moon and planets."""
        from linkbudget.geometry.occultations import SHADOW_BODIES, find_eclipses

        names = ("earth", "moon") if self.trajectory.center == EARTH_CENTER else SHADOW_BODIES
        return find_eclipses(self.track, *self.span_utc_s, names)

    def hidden(self, station: str, utc_s: np.ndarray) -> np.ndarray:
        """True at instants at which a body stands between the spacecraft and a station, or another spacecraft."""
        found = np.zeros(np.shape(utc_s), dtype=bool)
        for each in self.occultations(station):
            found |= (utc_s >= each.ingress_utc_s) & (utc_s <= each.egress_utc_s)
        return found

    def hiding_body(self, station: str, utc_s: float, look: "LookAngles | None" = None) -> str | None:
        """Body that stands between the spacecraft and the other end of a link at one instant; none where none does."""
        return self.far_end(station).hiding_body(self.trajectory, utc_s, look or self.look_at(station, utc_s))

    def _path(self, link: LinkConfig, range_m, elevation_deg, sun_angle_deg, bodies) -> LinkPath:
        station = None if link.station is None else self.config.stations[link.station]
        return path_over(station, link, range_m, elevation_deg, sun_angle_deg, bodies)

    def _sun_angle_at_range_deg(self, range_m):
        mission = self.config.mission
        utc_s = np.linspace(mission.start_utc_s.value, mission.end_utc_s.value, 4001)
        farthest_so_far = np.maximum.accumulate(self.track.geocentric_distance_m(utc_s))
        return np.interp(plain(range_m), farthest_so_far, self.track.sun_probe_earth_deg(utc_s))

    def _instant(self, at: At | None) -> float:
        mission = self.config.mission
        if at is None:
            return self.reference_utc_s
        try:
            utc_s = parse_utc(at)
        except LinkBudgetError as error:
            raise InputError(str(error)) from None
        if not mission.start_utc_s.value <= utc_s <= mission.end_utc_s.value:
            raise InputError(
                f"at = {at!r}: outside the mission; expected a date from {format_utc(mission.start_utc_s.value)} "
                f"to {format_utc(mission.end_utc_s.value)}"
            )
        return utc_s

    def _need_trajectory(self) -> None:
        if self.config.trajectory is None:
            raise InputError(f"{self.file}: trajectory: missing; expected one, or a distance instead of a date")
