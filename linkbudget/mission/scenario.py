"""A scenario: the object a scenario file becomes, which answers for any link at any instant or distance."""

import os
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from linkbudget.errors import InputError, LinkBudgetError, as_numbers, shortened, suggestion
from linkbudget.formatting import angle_text
from linkbudget.geometry.clock import format_utc
from linkbudget.hardware.relays import HOPS, Relay
from linkbudget.link.budget import Budget
from linkbudget.link.case import Case
from linkbudget.link.planes import PLANES, Plane
from linkbudget.link.relay import RelayBudget
from linkbudget.link.relay_case import RelayCase
from linkbudget.mission.asked import At, Text, one_of_two, read_elevation_deg, read_range_m
from linkbudget.mission.faults import phase_at
from linkbudget.mission.model import Model
from linkbudget.mission.near_bodies import MEAN_DISTANCE_M, stated_bodies
from linkbudget.mission.operations import Operations, operate
from linkbudget.mission.sight import NotedCase, never_seen_text, sighted, unseen_note
from linkbudget.mission.timeline import timeline
from linkbudget.parameters import Parameter, plain
from linkbudget.scenario_files.config import LinkConfig, ScenarioConfig
from linkbudget.scenario_files.files import find_scenario, read_scenario_tables
from linkbudget.scenario_files.reading import read_scenario
from linkbudget.units import read_argument

if TYPE_CHECKING:
    import xarray as xr

MOON_M = MEAN_DISTANCE_M["moon"]
"""Distance of a budget for which neither the file nor the request gives one [m]."""


def load(scenario: str | os.PathLike) -> "Scenario":
    """Load a scenario by its packaged name or from a file.

    Parameters
    ----------
    scenario : str or Path
        ``"mars1"``, ``"mariner4"`` or another of ``linkbudget catalog scenarios``, or a TOML file.

    Raises
    ------
    InputError
        One line that names file, key, value and what was expected.

    Examples
    --------
    >>> load("mars1").config.mission.title
    'Mars 1'
    """
    file = find_scenario(scenario)
    data = read_scenario_tables(file)
    loaded = Scenario(file.stem, file, data, read_scenario(file, data=data))
    if loaded.config.faults:
        _ = loaded.phases, loaded.power_phases  # what a fault cannot set is found here
    return loaded


class Scenario(Model):
    """A mission: its trajectory, stations and links (:class:`~linkbudget.mission.model.Model`), and its answers.

    :func:`linkbudget.load` makes one.  :meth:`budget` is one link at an instant or a distance, :meth:`case` the same
    before it is computed, for studies, and :meth:`run` all links over the whole mission.

    Examples
    --------
    >>> import linkbudget as lb
    >>> mars1 = lb.load("mars1")
    >>> mars1
    <Scenario: mars1, Mars 1, 10 links>
    >>> print(f"{mars1.budget('imaging-5cm', range='106.76e6 km').closing_margin_db:.1f} dB")
    16.4 dB
    """

    def budget(
        self,
        link: str,
        at: At | None = None,
        *,
        range: Text | None = None,
        elevation: Text | None = None,
        range_m: float | np.ndarray | Parameter | None = None,
        elevation_deg: float | None = None,
        settings: dict[str, str] | None = None,
        plane: Plane = "receiver",
    ) -> Budget:
        """Budget of a link at an instant, or at a distance; its ``notes`` explain either.

        Parameters
        ----------
        link : str
            Name of the link.
        at : str, date, datetime or numpy.datetime64, optional
            Instant in UTC; without it and without a distance, the scenario's reference instant or, where the spacecraft
            is below the station's lowest elevation then, the nearest culmination.
        range : str, or list of str, optional
            Distance instead of an instant, with its unit: ``"106.76e6 km"``; the elevation is then the scenario's
            reference elevation.
        elevation : str, or list of str, optional
            Elevation to go with the distance: ``"45 deg"``.
        range_m : float or ndarray, optional
            The distance as a number, in place of ``range`` [m].
        elevation_deg : float, optional
            The elevation as a number [deg].
        settings : dict, optional
            Values to set in the link first, by key: ``{"transmitter.power": "20 W"}``.
        plane : {"receiver", "antenna"}
            Reference plane of received power and noise.

        Returns
        -------
        Budget
            At an instant ``at`` below the station's lowest elevation the lines that need the atmosphere are NaN.

        Raises
        ------
        InputError
            If no instant and no distance is given and the spacecraft never rises, or a value cannot be.

        Examples
        --------
        >>> budget = load("mars1").budget("telemetry-32cm-dish", range="106.76e6 km")
        >>> print(f"{budget['free_space_loss_db']:.2f} dB")
        252.32 dB
        """
        asked: dict[str, Any] = {"range_m": range_m, "elevation_deg": elevation_deg, "settings": settings}
        return self.budget_of(self.case(link, at, range=range, elevation=elevation, plane=plane, **asked))

    def budget_of(self, case: Case) -> Budget:
        """Budget of a case of this scenario; what its equations refuse is an error that names file and link."""
        return self._answer(case)

    def _answer(self, case: Case) -> Any:
        """Budget of a case of a link or a relay; errors name the file and the link."""
        try:
            return case.budget()
        except LinkBudgetError as error:
            kind = "relays" if isinstance(case, RelayCase) else "links"
            raise InputError(f"{self.file}: {kind}.{case.name}: {error}") from None

    def relay(
        self, relay: str, at: At | None = None, *, settings: dict[str, dict[str, str]] | None = None
    ) -> RelayBudget:
        """Budget of a relay: both hops at an instant, or at their stated distances, added up to one C/(N+I).

        Parameters
        ----------
        relay : str
            Name of the relay.
        at : str, date, datetime or numpy.datetime64, optional
            Instant in UTC; without it the stated distance of each link or, where it has none, the reference instant.
        settings : dict, optional
            Values to set in the links of the hops first: ``{"uplink": {"transmitter.power": "20 W"}}``.

        Returns
        -------
        RelayBudget
            Lines of both hops and of the total; the whole budgets of the hops are its ``uplink`` and ``downlink``.

        Raises
        ------
        InputError
            If there is no such relay, a value cannot be, or both hops are not up at one instant.

        Examples
        --------
        >>> total = load("c_band_carrier").relay("8m25g7w")
        >>> print(f"{total['cnir_db']:.2f} dB")
        7.85 dB
        """
        return self._answer(self.relay_case(relay, at, settings=settings))

    def relay_case(
        self, relay: str, at: At | None = None, *, settings: dict[str, dict[str, str]] | None = None
    ) -> RelayCase:
        """Both hops of a relay as one case, whose numbers may be replaced; arguments as of :meth:`relay`."""
        said = self._relay(relay)
        settings = settings or {}
        for hop in settings:
            if hop not in HOPS:
                raise InputError(f"settings.{hop}: expected one of {', '.join(HOPS)}")
        up = self.case(said.uplink, at, settings=settings.get("uplink"))
        down = self.case(said.downlink, at, settings=settings.get("downlink"))
        if up.at is not None and down.at is not None and up.at != down.at:
            raise InputError(
                f"{self.file}: relays.{relay}: its links are up at different instants; expected an instant at which "
                "both stations see the spacecraft"
            )
        mixed = (up.at is None) != (down.at is None)
        notes = ("one link is taken at its stated distance, the other at the instant",) if mixed else ()
        return RelayCase.of(said, up, down, relay, notes)

    def _relay(self, name: str) -> Relay:
        """One relay, or a helpful error."""
        known = self.config.relays
        if name not in known:
            wanted = suggestion(name, known) if known else "the scenario has none"
            raise InputError(f"{self.file}: relays.{name}: unknown relay; {wanted}")
        return known[name]

    def case(
        self,
        link: str,
        at: At | None = None,
        *,
        range: Text | None = None,
        elevation: Text | None = None,
        range_m: float | np.ndarray | Parameter | None = None,
        elevation_deg: float | None = None,
        settings: dict[str, str] | None = None,
        plane: Plane = "receiver",
    ) -> NotedCase:
        """A link at an instant, or at a distance, whose numbers may be replaced; arguments as of :meth:`budget`."""
        self.link(link)
        one_of_two("range", range, "range_m", range_m)
        one_of_two("elevation", elevation, "elevation_deg", elevation_deg)
        range_m = range_m if range is None else read_range_m("range", range)
        elevation_deg = elevation_deg if elevation is None else read_elevation_deg("elevation", elevation)
        if plane not in PLANES:
            raise InputError(f"plane = {plane!r}: {suggestion(plane, PLANES)}")
        mission = self.config.mission
        if at is not None and range_m is not None:
            raise InputError("expected either an instant or a distance, not both")
        if at is not None:
            _require_no_elevation(elevation_deg)
            return self._case_at(link, at, settings, plane)
        model = self._with(link, settings) if settings else self.links[link]
        if range_m is None:
            range_m = model.stated_range_m or mission.stated_range_m
        if range_m is None and not self._needs_no_range(model):
            _require_no_elevation(elevation_deg)
            return self._case_at(link, at, settings, plane)
        for name, given in (("range_m", range_m), ("elevation_deg", elevation_deg)):
            if given is not None:
                _require_finite(name, plain(given))
        path = self.path_at_range(model, range_m, elevation_deg)
        return NotedCase(model, path, plane, self.name, link, None, mission.default_shape, settings=settings or {})

    def _needs_no_range(self, link: LinkConfig) -> bool:
        """True for a link whose geometry is given by its stated free-space loss, or flux, alone."""
        stated = link.free_space_loss_db is not None or link.receiver.flux_dbw_per_m2 is not None
        return self.config.trajectory is None and stated and link.far_height_m is None

    def _case_at(self, link: str, at: At | None, settings: dict[str, str] | None, plane: Plane) -> NotedCase:
        """A link at an instant, or without one when the spacecraft is up nearest to the reference instant."""
        self._need_trajectory()
        utc_s = self._instant(at)
        notes: tuple[str, ...] = ()
        model = self.link_at(link, utc_s, settings)
        path = self.path_at(model, utc_s)
        if not path.in_sight and at is None:
            found = sighted(self, model.far_end_name)
            if found is None:
                raise InputError(
                    f"{self.file}: links.{link}: {never_seen_text(self, model.far_end_name)}; "
                    "expected a distance instead of a date"
                )
            utc_s, notes = found[0], (found[1],)
            model = self.link_at(link, utc_s, settings)
            path = self.path_at(model, utc_s)
        elif not path.in_sight:
            notes = (unseen_note(self, model.far_end_name, utc_s),)
        notes += (self._fault_notes(link, utc_s) if self.config.faults else ()) + self.trajectory_notes
        return NotedCase(
            model,
            path,
            plane,
            self.name,
            link,
            format_utc(utc_s),
            self.config.mission.default_shape,
            notes,
            phase_at(self.phases[link], utc_s).settings | (settings or {}),
        )

    def case_at_any_range(
        self, link: str, at: At | None = None, *, settings: dict[str, str] | None = None, plane: Plane = "receiver"
    ) -> NotedCase:
        """A link for studies over its range: as it is at an instant, but at the scenario's reference elevation.

        The elevation of the instant belongs to its range alone, and there may be none; so do the bodies near its beam,
        in whose place stand those that the link states.  Without a trajectory the range is the stated reference range,
        or else that of the Moon, until another is put in.

        Examples
        --------
        >>> load("cubesat").case_at_any_range("uhf-downlink").path.elevation_deg.value
        20.0
        """
        said, mission = self.link(link), self.config.mission
        if self.config.trajectory is None:
            range_m = said.stated_range_m or mission.stated_range_m or MOON_M
            return self.case(link, range_m=range_m, settings=settings, plane=plane)
        utc_s = self._instant(at)
        model = self.link_at(link, utc_s, settings)
        elevation_deg = None if model.station is None else self._reference_elevation_deg(model)
        path = replace(self.path_at(model, utc_s), elevation_deg=elevation_deg, bodies=stated_bodies(model))
        notes = self._fault_notes(link, utc_s) if self.config.faults else ()
        changed = phase_at(self.phases[link], utc_s).settings | (settings or {})
        return NotedCase(model, path, plane, self.name, link, None, mission.default_shape, notes, changed)

    def as_stated(self, case: NotedCase, settings: dict[str, str] | None = None) -> NotedCase:
        """A case for studies over time: its link without what faults have made of it at the instant of the case."""
        link = self._with(case.name, settings) if settings else self.link(case.name)
        return replace(case, link=link, at=None, notes=self.trajectory_notes, settings=settings or {})

    def _fault_notes(self, link: str, utc_s: float) -> tuple[str, ...]:
        """Notes on the faults of a link at an instant."""
        phase = phase_at(self.phases[link], utc_s)
        if not phase.faults:
            return ()
        state = "out of use" if phase.lost else "not as stated"
        return (f"{link} is {state} at this instant: {'; '.join(phase.faults)}",)

    def with_config(self, config: ScenarioConfig) -> "Scenario":
        """The same mission on the same trajectory with another configuration of its life: power, faults, causes."""
        changed = copy(self)
        changed.config = config
        for cached in ("phases", "power_phases"):
            changed.__dict__.pop(cached, None)
        return changed

    def case_over(self, link: str, utc_s, *, settings: dict[str, str] | None = None, plane: Plane = "receiver") -> Case:
        """A link at many instants at once, as one case whose range, elevation and Sun angle are arrays.

        The link is as the scenario states it: faults, which change it from a date on, are for budgets at one instant.

        Parameters
        ----------
        link : str
            Name of the link.
        utc_s : array_like
            Instants inside the mission, in none of which faults have changed the link (:meth:`cases_over` otherwise);
            the elevation is NaN below the station's lowest [s].
        settings, plane
            As of :meth:`budget`.

        Examples
        --------
        >>> mars1 = load("mars1")
        >>> day = mars1.config.mission.reference_utc_s.value + np.arange(0.0, 86400.0, 21600.0)
        >>> print(mars1.case_over("imaging-5cm", day).budget()["margin_db"].round(1))
        [19.5 19.4  nan 19.1]
        """
        stretches = self.cases_over(link, utc_s, settings=settings, plane=plane)
        if len(stretches) > 1:
            raise InputError(f"{link}: faults change it between these instants; expected instants of one stretch")
        return stretches[0][1]

    def cases_over(
        self, link: str, utc_s, *, settings: dict[str, str] | None = None, plane: Plane = "receiver"
    ) -> list[tuple[np.ndarray, NotedCase]]:
        """The same across faults: for each stretch in which the link keeps its values, which instants, and their case.

        What a stretch alone holds is an array of one dimension; where there is one stretch, the shape is that of
        ``utc_s``.
        """
        self.link(link)
        self._need_trajectory()
        utc_s, mission = np.asarray(utc_s, dtype=float), self.config.mission
        outside = ~((utc_s >= mission.start_utc_s.value) & (utc_s <= mission.end_utc_s.value))
        if outside.any():
            raise InputError(
                f"{format_utc(utc_s[outside].flat[0])}: outside the mission; expected dates from "
                f"{format_utc(mission.start_utc_s.value)} to {format_utc(mission.end_utc_s.value)}"
            )
        found: list[tuple[np.ndarray, NotedCase]] = []
        for inside, phase in self._stretches(link, utc_s):
            when = utc_s if inside.all() else utc_s[inside]
            model = self.link_in(link, phase, when, settings)
            path = self.path_over(model, when)
            notes, changed = self.trajectory_notes, phase.settings | (settings or {})
            case = NotedCase(model, path, plane, self.name, link, None, mission.default_shape, notes, changed)
            found.append((inside, case))
        return found

    def _stretches(self, link: str, utc_s: np.ndarray) -> list[tuple[np.ndarray, Any]]:
        """Group the instants by phase; neighbouring phases in which the link is the same are joined."""
        found: list[tuple[np.ndarray, Any]] = []
        for phase in self.phases[link]:
            inside = np.asarray((utc_s >= phase.since_utc_s) & (utc_s < phase.until_utc_s))
            if not inside.any():
                continue
            last = found[-1][1] if found else None
            if last is not None and (last.settings, last.growths) == (phase.settings, phase.growths):
                found[-1] = found[-1][0] | inside, last
            else:
                found.append((inside, phase))
        return found

    def budget_when_up(self, link: str, at: At | None = None) -> Budget:
        """The budget at an instant; without one, at the reference instant or, if then down, the nearest culmination.

        Without any pass, or without a trajectory, it is the budget at the reference elevation: over the distance of the
        reference instant, or as far as the Moon.
        """
        return self.budget_of(self.case_when_up(link, at))

    def case_when_up(self, link: str, at: At | None = None) -> NotedCase:
        """The case whose budget :meth:`budget_when_up` is."""
        said, mission = self.link(link), self.config.mission
        if at is None and not (said.stated_range_m or mission.stated_range_m or self._needs_no_range(said)):
            if self.config.trajectory is None:
                return self.case(link, range_m=MOON_M)
            if sighted(self, said.far_end_name) is None:
                look = self.look_at(said.far_end_name, self.reference_utc_s)
                elevation = self._reference_elevation_deg(said)
                at_it = "" if elevation is None else f"at an elevation of {angle_text(elevation.value)}"
                taken = "of that instant" if said.station is None else at_it
                note = f"{never_seen_text(self, said.far_end_name)}; taken {taken}"
                return replace(self.case(link, range_m=float(look.range_m)), notes=(note,))
        case = self.case(link, at)
        if case.at is not None and not case.path.in_sight:
            down = "hidden" if said.station is None else "below the station's lowest elevation"
            raise InputError(f"{link}: {down} at {case.at}: no link to show")
        return case

    def run(
        self,
        step_s: float | None = None,
        progress: Callable[[float], None] | None = None,
        *,
        step: str | None = None,
    ) -> "xr.Dataset":
        """Compute all links over the whole mission.

        Parameters
        ----------
        step_s : float, optional
            Time between instants as a number; the scenario's own without it [s].
        progress : callable, optional
            Called with the fraction done, from 0 to 1.
        step : str, optional
            Time between instants with its unit: ``"1 d"``, ``"10 min"``.

        Returns
        -------
        xarray.Dataset
            Dimensions link and time; each variable has its unit in ``attrs["units"]``, and ``to_dataframe()`` makes a
            table of it.

        Examples
        --------
        >>> timeline = load("mars1").run(step="30 d")
        >>> print(timeline.sizes["time"], f"{timeline.closing_margin_db.max().item():.0f} dB")
        9 37 dB
        """
        one_of_two("step", step, "step_s", step_s)
        return timeline(self, step_s if step is None else read_argument("step", step, "s", above=0.0), progress)

    @cached_property
    def operations(self) -> Operations:
        """Sessions, data and electric power over the mission: :class:`~linkbudget.mission.operations.Operations`."""
        return operate(self)


def _require_no_elevation(elevation_deg: float | None) -> None:
    """Refuse an elevation beside an instant."""
    if elevation_deg is not None:
        raise InputError("elevation: expected together with a range; an instant has its own elevation")


def _require_finite(name: str, value: Any) -> None:
    """Refuse NaN, and an empty list."""
    numbers = as_numbers(name, value, InputError)
    if not (numbers.size and np.isfinite(numbers).all()):
        raise InputError(f"{name} = {shortened(value)}: expected finite numbers")
