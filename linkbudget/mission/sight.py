"""Visibility of the spacecraft at the instant of a budget, and the instant used instead when it is out of view.

A budget that names an instant is that of the instant, and a note says where the spacecraft is below the station's
lowest elevation.  A budget that names none is that of the scenario's reference instant or, if the spacecraft is down
then, of the nearest culmination, and a note says so.  The map: :func:`sighted` decides, :class:`NotedCase` carries the
notes to every budget made of it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from linkbudget.errors import InputError
from linkbudget.formatting import angle_text
from linkbudget.geometry.clock import format_utc
from linkbudget.link.budget import Budget
from linkbudget.link.case import Case
from linkbudget.mission.far_ends import StationEnd
from linkbudget.mission.model import Model
from linkbudget.scenario_files.config import LinkConfig


@dataclass(frozen=True, slots=True, repr=False)
class NotedCase(Case):
    """A case of a scenario; ``notes`` explain its instant, and are part of all its budgets.

    ``settings`` are the values that faults and whoever asked have set in its link, by key.
    """

    notes: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def budget(self) -> Budget:
        """The budget, the notes of the case behind those of its models."""
        found = Case.budget(self)  # not super(): a class with slots is made twice
        return replace(found, notes=(*found.notes, *self.notes)) if self.notes else found


def scenario_link(case: Case) -> LinkConfig:
    """The link of a case of a scenario, which has a station and dates."""
    if not isinstance(case.link, LinkConfig):
        raise InputError(f"{case.link.title}: expected the case of a scenario, whose link has a station")
    return case.link


def is_seen(scenario: "Model", station: str, utc_s: float) -> bool:
    """True where the spacecraft is above a station's lowest elevation, and no body hides it."""
    look = scenario.look_at(station, utc_s)
    return bool(scenario.far_end(station).is_up(look)) and scenario.hiding_body(station, utc_s, look) is None


def sighted(scenario: "Model", station: str) -> tuple[float, str] | None:
    """Instant used in place of the reference instant over a station, and a note about it.

    The instant itself, with nothing to say, where the spacecraft is up; the nearest culmination where it is not; none
    where it never rises.
    """
    utc_s = scenario.reference_utc_s
    if is_seen(scenario, station, utc_s):
        return utc_s, ""
    for one in sorted(scenario.passes(station), key=lambda one: abs(one.culmination_utc_s - utc_s)):
        # to the second where the spacecraft is still up then: a pass that only grazes the lowest elevation is shorter;
        # a pass that is highest where it comes out from behind a body is taken at its middle
        top_utc_s, middle_utc_s = one.culmination_utc_s, 0.5 * (one.rise_utc_s + one.set_utc_s)
        for when_utc_s in (float(round(top_utc_s)), top_utc_s, middle_utc_s):
            if _is_inside(scenario, when_utc_s) and is_seen(scenario, station, when_utc_s):
                below, when = _below_text(scenario, station, utc_s), format_utc(when_utc_s)
                top = "culmination" if scenario.far_end(station).has_horizon else "approach"
                return when_utc_s, f"{below} at {format_utc(utc_s)}; taken at the nearest {top}, {when}"
    return None


def _is_inside(scenario: "Model", utc_s: float) -> bool:
    return scenario.config.mission.start_utc_s.value <= utc_s <= scenario.config.mission.end_utc_s.value


def unseen_note(scenario: "Model", station: str, utc_s: float) -> str:
    """A sentence for an instant at which the spacecraft is down: its elevation, and when it is next up."""
    look, end = scenario.look_at(station, utc_s), scenario.far_end(station)
    below = f"{_below_text(scenario, station, utc_s)} at this instant"
    if isinstance(end, StationEnd):
        if end.is_up(look):
            return below
        lowest_deg = float(end.station.lowest_elevation_deg(look.azimuth_deg))
        below += f" (elevation {angle_text(float(look.elevation_deg), 1)}, lowest elevation {angle_text(lowest_deg)})"
    try:
        passes = scenario.passes(station)
    except InputError as error:  # the instant has an answer, the rest of the mission has none
        return f"{below}; no search for the next pass: {str(error).removeprefix(f'{scenario.file}: ')}"
    rise_utc_s = next((one.rise_utc_s for one in passes if one.rise_utc_s > utc_s), None)
    if rise_utc_s is not None:
        then = f"the next pass begins at {format_utc(math.ceil(rise_utc_s))}"
    else:
        then = "no later pass in this mission" if passes else "no pass in this mission"
    return f"{below}; {then}"


def never_seen_text(scenario: "Model", station: str) -> str:
    """Words for a station, or another spacecraft, that never sees the spacecraft."""
    return scenario.far_end(station).never_up_text


def _below_text(scenario: "Model", station: str, utc_s: float) -> str:
    look = scenario.look_at(station, utc_s)
    if scenario.far_end(station).is_up(look):
        return f"the spacecraft is behind {scenario.hiding_body(station, utc_s, look)} as seen from {station}"
    line = "horizon" if look.elevation_deg < 0.0 else "lowest elevation"
    return f"the spacecraft is below the {line} of {station}"
