"""Faults and events that change links from a date on: a mission's links as they were at any instant.

The map: :class:`Phase` (a stretch of time in which a link keeps its settings, but for what grows day by day),
:func:`phases` (all phases of all links), :func:`phase_at`, :func:`power_phases` (the same of the power system).

Faults apply in the order of their dates.  What a fault sets, the next one may set again; what grows is added to the
value that stands, until the fault ends or a later one sets the value anew.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from linkbudget.errors import InputError, LinkBudgetError, shortened
from linkbudget.geometry.clock import DAY_S, format_utc
from linkbudget.hardware.values import checked_values, parameters_of, unit_at, with_values
from linkbudget.scenario_files.config import LinkConfig, ScenarioConfig
from linkbudget.units import read_quantity


@dataclass(frozen=True)
class Growth:
    """Steady growth of a link's value from a date on, in the value's own unit per day."""

    key: str
    since_utc_s: float
    per_day: float


@dataclass(frozen=True)
class Phase:
    """A link from one date to the next; ``faults`` names what has changed it, ``lost`` says that it is out of use."""

    since_utc_s: float
    until_utc_s: float
    link: LinkConfig
    lost: bool = False
    growths: tuple[Growth, ...] = ()
    settings: dict[str, Any] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    def link_at(self, utc_s) -> LinkConfig:
        """The link with what has grown by some instants: numbers, or arrays of the instants' shape."""
        return with_values(self.link, _grown(self, utc_s)) if self.growths else self.link


Read = Callable[[dict[str, dict[str, Any]]], ScenarioConfig]
"""Reads a scenario anew with values of links set, by name of the link and key."""


def phases(config: ScenarioConfig, file: Path, read: Read) -> dict[str, tuple[Phase, ...]]:
    """Phases of every link by name, in the order of time and without gaps; one each where there are no faults.

    Parameters
    ----------
    config : ScenarioConfig
        The scenario as it is stated.
    file : Path
        Its file, which errors name.
    read : callable
        Reads the scenario with values of links set, as :meth:`~linkbudget.mission.model.Model.with_settings` does.

    Raises
    ------
    InputError
        If a fault sets or lets grow a number that a link does not have, or beyond its limits.
    """
    faults = sorted(config.faults, key=lambda fault: fault.time_utc_s.value)
    changes = {fault.time_utc_s.value for fault in faults}
    changes |= {fault.until_utc_s.value for fault in faults if fault.until_utc_s is not None}
    edges = [-np.inf, *sorted(changes), np.inf]
    found: dict[str, list[Phase]] = {name: [] for name in config.links}
    for since, until in pairwise(edges):
        active = [fault for fault in faults if _is_active(fault, since)]
        for name, phase in _stretch(config, file, read, active, since, until).items():
            found[name].append(phase)
    return {name: tuple(each) for name, each in found.items()}


def power_phases(config: ScenarioConfig, file: Path, read_power: Callable[[list[dict]], Any]) -> list:
    """First instant and power system of each stretch of time in which it keeps its values [s].

    ``read_power`` reads the power system with changes, each a table as a file would write it.

    Raises
    ------
    InputError
        If a fault sets a number that a power system does not have, or beyond its limits.
    """
    if config.power is None:
        return []
    faults = sorted((fault for fault in config.faults if fault.power), key=lambda fault: fault.time_utc_s.value)
    edges = {fault.time_utc_s.value for fault in faults}
    edges |= {fault.until_utc_s.value for fault in faults if fault.until_utc_s is not None}
    found = [(-np.inf, config.power)]
    for since in sorted(edges):
        active = [fault for fault in faults if _is_active(fault, since)]
        try:
            found.append((since, read_power([fault.power for fault in active])))
        except InputError as error:
            said, where = str(error).removeprefix(f"{file}: "), "; ".join(fault.title for fault in active)
            raise InputError(f"{file}: faults ({where}): {said}") from None
    return found


def phase_at(some: tuple[Phase, ...], utc_s: float) -> Phase:
    """The phase an instant lies in."""
    return next(phase for phase in some if phase.since_utc_s <= utc_s < phase.until_utc_s)


def _is_active(fault, utc_s: float) -> bool:
    until = fault.until_utc_s
    return fault.time_utc_s.value <= utc_s and (until is None or utc_s < until.value)


def is_concerned(fault, name: str, link: LinkConfig) -> bool:
    """True for a link that a fault names, or whose station it names."""
    return name in fault.links or link.station in fault.stations


def _stretch(
    config: ScenarioConfig, file: Path, read: Read, active: list, since: float, until: float
) -> dict[str, Phase]:
    """One phase of each link, under the faults that are active in it."""
    stated = config.links
    settings: dict[str, dict[str, Any]] = {}
    growing: dict[str, list[tuple[str, Any, Any]]] = {}
    for fault in active:
        fresh, added = dict(fault_leaves(fault.set)), dict(fault_leaves(fault.growth_per_day))
        for name, link in stated.items():
            if is_concerned(fault, name, link):
                settings[name] = settings.get(name, {}) | fresh
                kept = [each for each in growing.get(name, []) if each[0] not in fresh]
                growing[name] = kept + [(key, said, fault) for key, said in added.items()]
    where = "; ".join(fault.title for fault in active)
    links = _read(file, read, settings, where).links if any(settings.values()) else stated
    result = {}
    for name in stated:
        mine = [fault for fault in active if is_concerned(fault, name, stated[name])]
        growths = tuple(growth_of(file, links[name], name, *each) for each in growing.get(name, []))
        phase = Phase(
            since,
            until,
            links[name],
            any(fault.lost for fault in mine),
            growths,
            settings.get(name, {}),
            tuple(fault.title for fault in mine),
        )
        _check_growth(config, file, name, phase, where)
        result[name] = phase
    return result


def fault_leaves(table: dict[str, Any], prefix: str = ""):
    """Keys and values of a table; a quantity written as a table, or one that says ``like``, is a value."""
    for key, value in table.items():
        if isinstance(value, dict) and "value" not in value and "like" not in value:
            yield from fault_leaves(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _read(file: Path, read: Read, settings: dict[str, dict[str, Any]], where: str) -> ScenarioConfig:
    try:
        return read(settings)
    except InputError as error:
        said = str(error).removeprefix(f"{file}: ")
        raise InputError(f"{file}: faults ({where}): {said}") from None


def growth_of(file: Path, link: LinkConfig, name: str, key: str, said: Any, fault) -> Growth:
    """Read the growth per day of a link's value from a fault; errors name the fault."""
    place = f"{file}: faults ({fault.title}): growth_per_day.{key}"
    text: Any = said.get("value") if isinstance(said, dict) else said
    try:
        unit = unit_at(link, key)
        per_day: float | None
        if isinstance(text, str):
            per_day = read_quantity(text, unit, is_difference=True)
        else:
            per_day = float(text) if unit == "-" else None
    except (LinkBudgetError, TypeError, ValueError) as error:
        raise InputError(f"{place}: links.{name}: {error}") from None
    if per_day is None or not math.isfinite(per_day):
        raise InputError(f'{place} = {shortened(text)}: expected what each day adds, such as "1 {unit}"')
    return Growth(key, fault.time_utc_s.value, per_day)


def _check_growth(config: ScenarioConfig, file: Path, name: str, phase: Phase, where: str) -> None:
    """Refuse growth that takes a value beyond its limits by the end of the phase."""
    if not phase.growths:
        return
    end_utc_s = min(phase.until_utc_s, config.mission.end_utc_s.value)
    for key, value in _grown(phase, end_utc_s).items():
        try:
            checked_values(phase.link, key, float(value))
        except InputError as error:
            raise InputError(f"{file}: faults ({where}): links.{name}.{error}, by {format_utc(end_utc_s)}") from None


def _grown(phase: Phase, utc_s) -> dict[str, Any]:
    """Values, by key, of what grows in a phase."""
    stated, grown = dict(parameters_of(phase.link)), dict[str, Any]()
    for growth in phase.growths:
        days = (np.asarray(utc_s, dtype=float) - growth.since_utc_s) / DAY_S
        grown[growth.key] = grown.get(growth.key, stated[growth.key].value) + growth.per_day * days[()]
    return grown
