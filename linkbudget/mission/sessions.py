"""Sessions: times, links, margins, rates, and the bits that each could carry.

The map: :class:`Slot` and :func:`planned_slots` (the calendar and the commands, as dates), :func:`plan_sessions` (the
labelled table).

A session that cannot take place stays in the table with its reason in ``outcome``:

- ``held``: the link closed all through the session;
- ``link did not close``: the spacecraft transmitted, and nothing was read;
- ``no link in use``, ``below the horizon``: nothing was sent, or could be heard;
- ``command not heard``: the command of a commanded session did not get through;
- ``too short``: over before the carrier was acquired;
- ``power failed``: the battery reached its floor in the session (found by :mod:`linkbudget.mission.operations`).

Times are those of the ground; the spacecraft transmits one light time earlier, and a command leaves two before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import InputError
from linkbudget.geometry.clock import DAY_S, datetime64, format_utc
from linkbudget.mission.faults import phase_at
from linkbudget.mission.model import Model
from linkbudget.mission.timeline import follow_link, looks_at
from linkbudget.scenario_files.config_operations import MOST_SESSIONS, CommandedSessions, SessionPlan

HELD, NOT_CLOSED, NO_LINK, HIDDEN, NOT_COMMANDED, TOO_SHORT, POWER_FAILED = (
    "held",
    "link did not close",
    "no link in use",
    "below the horizon",
    "command not heard",
    "too short",
    "power failed",
)
"""Outcomes of a session."""

SILENT = (NO_LINK, HIDDEN, NOT_COMMANDED)
"""Outcomes of sessions in which the spacecraft does not transmit."""

INSTANTS = 5
"""Instants of a session at which its link is computed, both ends among them; the worst of them counts."""

FARTHEST_PASS_S = DAY_S
"""A session is not moved farther than this from its date to a pass [s]."""

EDGE_S = 0.01
"""Distance of a session from rise and set, which are known to a tenth of a millisecond [s]."""

_LINES = (
    "range_m",
    "elevation_deg",
    "doppler_shift_hz",
    "closing_margin_db",
    "data_rate_limit_bps",
    "data_rate_on_ladder_bps",
    "bit_rate_bps",
    "pixel_rate_on_ladder_pixels_per_s",
    "pixel_rate_pixels_per_s",
)


class Slot(NamedTuple):
    """A session as planned: its date, and whether the spacecraft's calendar or a command asks for it.

    ``placing`` is how it finds its hour where that is not as the plan says, ``share`` where in its pass the middle of
    it stands: halfway, but of several in one pass.
    """

    date_utc_s: float
    kind: str
    placing: str = ""
    share: float = 0.5


@dataclass(frozen=True)
class _Link:
    """A link at the instants of all sessions: arrays of sessions by instants."""

    name: str
    station: str
    lines: dict[str, np.ndarray]
    usable: np.ndarray
    rate_bps: np.ndarray


def planned_slots(scenario: Model) -> list[Slot]:
    """Dates of all sessions in order; a rule ends where the next one begins.

    Examples
    --------
    >>> from linkbudget.mission.scenario import load
    >>> slots = planned_slots(load("mars1"))
    >>> sum(slot.kind == "automatic" for slot in slots), len(slots)
    (41, 61)
    """
    plan, mission = scenario.config.session_plan, scenario.config.mission
    rules = sorted(plan.calendar, key=lambda rule: rule.from_utc_s.value)
    ends = [*(rule.from_utc_s.value for rule in rules[1:]), mission.end_utc_s.value]
    slots = []
    for rule, end in zip(rules, ends, strict=True):
        until = min(rule.until_utc_s.value if rule.until_utc_s else end, end)
        slots += [Slot(float(date), "automatic") for date in _dates(scenario, plan, rule, until)]
    slots += [slot for group in plan.commanded for slot in _commanded(group)]
    return sorted(slots)


def _commanded(group: CommandedSessions) -> Iterator[Slot]:
    """Sessions of a group of commands; several in a pass stand in the middles of equal parts of it."""
    count = 1 if group.a_pass is None else round(group.a_pass.value)
    placing = (group.placing or "") if group.a_pass is None else "culmination"
    for date in group.dates_utc_s:
        yield from (Slot(date.value, "commanded", placing, (part + 0.5) / count) for part in range(count))


def _dates(scenario: Model, plan: SessionPlan, rule, until: float) -> np.ndarray:
    since = rule.from_utc_s.value
    if rule.every_s is None:
        tops = np.array([one.culmination_utc_s for one in _passes(scenario, plan, since)])
        return tops[(tops >= since) & (tops < until)]
    count = (until - since) / rule.every_s.value
    if count > MOST_SESSIONS:
        raise InputError(
            f"{scenario.file}: sessions.calendar: every {rule.every_s.value:g} s makes {count:.0f} sessions; expected "
            f"at most {MOST_SESSIONS}"
        )
    return np.arange(since, until, rule.every_s.value)


def _passes(scenario: Model, plan: SessionPlan, utc_s: float):
    """Passes over the station of the first link that may answer at an instant."""
    name = next((name for name in plan.answers if is_in_use(scenario, name, utc_s)), plan.answers[0])
    return _passes_over(scenario, plan, scenario.link_at(name, utc_s).far_end_name)


def _passes_over(scenario: Model, plan: SessionPlan, station: str):
    lowest = plan.minimum_elevation_deg.value if plan.minimum_elevation_deg else 0.0
    return scenario.passes_above(station, max(lowest, scenario.far_end(station).minimum_elevation_deg))


def is_in_use(scenario: Model, name: str, utc_s: float) -> bool:
    phase = phase_at(scenario.phases[name], utc_s)
    since, until = phase.link.in_use_from_utc_s, phase.link.in_use_until_utc_s
    return not phase.lost and (since is None or since.value <= utc_s) and (until is None or utc_s < until.value)


def placed_slots(scenario: Model) -> tuple[list[Slot], np.ndarray, np.ndarray, np.ndarray]:
    """All sessions in their places, in the order of time: slots, their starts and ends, and lengths of passes [s].

    Raises
    ------
    InputError
        If the scenario plans no sessions, or two of them overlap.
    """
    if scenario.config.sessions is None:
        raise InputError(f"{scenario.file}: sessions: missing; expected a table that says when the spacecraft talks")
    plan, slots = scenario.config.sessions, planned_slots(scenario)
    if not slots:
        raise InputError(
            f"{scenario.file}: sessions.calendar: no session: there is no pass, or no date before the calendar ends"
        )
    placed = np.array([_placed(scenario, plan, slot) for slot in slots])
    order = np.argsort(placed[:, 0], kind="stable")
    slots, (start, end, pass_s) = [slots[place] for place in order], placed[order].T
    _refuse_overlaps(scenario, slots, start, end)
    return slots, start, end, pass_s


def plan_sessions(scenario: Model):
    """The table of all sessions.

    Parameters
    ----------
    scenario : Model
        A mission with ``[sessions]``.

    Returns
    -------
    xarray.Dataset
        Dimension ``session``, in the order of time; every variable has ``long_name`` and ``units``.  Margin and rate
        are the lowest of the session, range, elevation and Doppler those of its middle.

    Raises
    ------
    InputError
        If the scenario plans no sessions, or two of them overlap.
    """
    slots, start, end, pass_s = placed_slots(scenario)
    plan = scenario.config.session_plan
    links = [_followed(scenario, name, start, end) for name in plan.answers]
    chosen = _chosen(links)
    table = _table(scenario, plan, slots, start, end, links, chosen)
    return table.assign(pass_s=("session", pass_s, {"long_name": "Length of the pass", "units": "s"}))


def _placed(scenario: Model, plan: SessionPlan, slot: Slot) -> tuple[float, float, float]:
    """Start and end of a session, cut to its pass and to the mission, and the length of the pass.

    Both are its date where there is no pass.
    """
    mission, missed = scenario.config.mission, (slot.date_utc_s, slot.date_utc_s, 0.0)
    passes = _passes(scenario, plan, slot.date_utc_s)
    by_clock = (slot.placing or plan.placing) == "clock"
    if by_clock or (plan.duration_s is not None and _is_always_up(passes, slot.date_utc_s)):
        assert plan.duration_s is not None
        start, end = slot.date_utc_s, slot.date_utc_s + plan.duration_s.value
        one = max(passes, key=lambda one: min(one.set_utc_s, end) - max(one.rise_utc_s, start), default=None)
    else:
        one = min(passes, key=lambda one: abs(one.culmination_utc_s - slot.date_utc_s), default=None)
        if one is None or abs(one.culmination_utc_s - slot.date_utc_s) > FARTHEST_PASS_S:
            return missed
        length = min(plan.duration_s.value if plan.duration_s else np.inf, one.duration_s)
        middle = one.culmination_utc_s if slot.share == 0.5 else one.rise_utc_s + slot.share * one.duration_s
        start = min(max(middle - 0.5 * length, one.rise_utc_s), one.set_utc_s - length)
        end = start + length
    if one is None:
        return missed
    start = max(start, one.rise_utc_s + EDGE_S, mission.start_utc_s.value)
    end = min(end, one.set_utc_s - EDGE_S, mission.end_utc_s.value)
    return (start, end, one.duration_s) if end > start else missed


def _is_always_up(passes, utc_s: float) -> bool:
    """True inside a pass of more than a day, as of a geostationary satellite or a crosslink: it has no top."""
    return any(one.rise_utc_s <= utc_s < one.set_utc_s and one.duration_s > DAY_S for one in passes)


def _refuse_overlaps(scenario: Model, slots: list[Slot], start: np.ndarray, end: np.ndarray) -> None:
    wrong = np.flatnonzero(start[1:] < end[:-1])
    if wrong.size:
        one, other = slots[wrong[0]], slots[wrong[0] + 1]
        raise InputError(
            f"{scenario.file}: sessions: the {one.kind} session of {format_utc(round(one.date_utc_s))} and the "
            f"{other.kind} one of {format_utc(round(other.date_utc_s))} overlap: both are on the air at "
            f"{format_utc(round(start[wrong[0] + 1]))}; expected dates further apart, or shorter sessions"
        )


def rates_bps(scenario: Model, name: str, start_utc_s: np.ndarray, end_utc_s: np.ndarray, alter) -> np.ndarray:
    """Rate that holds all through sessions over a link that is altered first.

    Parameters
    ----------
    scenario : Model
        The mission.
    name : str
        Name of the link.
    start_utc_s, end_utc_s : ndarray
        Sessions [s].
    alter : callable
        Makes another link of the link as it was at each instant.

    Returns
    -------
    ndarray
        Highest rung of the ladder, or the stated rate where the link closes; zero where it does not [bit/s].
    """
    return _followed(scenario, name, start_utc_s, end_utc_s, alter).rate_bps


def _followed(scenario: Model, name: str, start: np.ndarray, end: np.ndarray, alter=lambda link: link) -> _Link:
    """A link through every session."""
    utc_s = np.linspace(start, end, INSTANTS, axis=1)
    rows = {key: np.full(utc_s.size, np.nan) for key in _LINES}
    flags = {key: np.zeros(utc_s.size, dtype=bool) for key in ("visible", "in_use")}
    follow_link(scenario, name, utc_s.ravel(), looks_at(scenario, utc_s.ravel()), rows | flags, alter)
    lines = {key: values.reshape(utc_s.shape) for key, values in (rows | flags).items()}
    link = scenario.links[name]
    return _Link(name, link.far_end_name, lines, _all_in_use(lines), _rate_bps(link, lines))


def _all_in_use(lines: dict[str, np.ndarray]) -> np.ndarray:
    """Sessions with a link in use at their middle; its use may end at their last instant."""
    return lines["in_use"][:, INSTANTS // 2]


def _rate_bps(link, lines: dict[str, np.ndarray]) -> np.ndarray:
    """Rate that holds all through a session: a rung of the ladder, or the stated rate where it closes."""
    pixels = link.modulation.carries == "pixels"
    ladder = lines["pixel_rate_on_ladder_pixels_per_s" if pixels else "data_rate_on_ladder_bps"]
    stated = lines["pixel_rate_pixels_per_s" if pixels else "bit_rate_bps"]
    bits = np.log2(link.modulation.grey_levels.value) if pixels else 1.0
    has_ladder = link.modulation.rate_ladder_pixels_per_s if pixels else link.modulation.rate_ladder_bps
    rate = ladder if has_ladder else np.where(lines["closing_margin_db"] >= 0.0, stated, 0.0)
    return bits * np.nan_to_num(rate, nan=0.0).min(axis=1)


def _chosen(links: list[_Link]) -> np.ndarray:
    """For each session the number of the link that answers: the first in use that closes, or else the first in use."""
    usable = np.array([link.usable & link.lines["visible"].all(axis=1) for link in links])
    closes = usable & (np.array([link.rate_bps for link in links]) > 0.0)
    in_use = np.array([link.usable for link in links])
    first = [np.argmax(flags, axis=0) for flags in (closes, usable, in_use)]
    return np.where(closes.any(axis=0), first[0], np.where(usable.any(axis=0), first[1], first[2]))


def _table(scenario: Model, plan: SessionPlan, slots, start, end, links: list[_Link], chosen: np.ndarray):
    import xarray as xr

    rows, middle = np.arange(len(slots)), INSTANTS // 2
    every = {key: np.array([link.lines[key] for link in links])[chosen, rows] for key in links[0].lines}
    light_time_s = every["range_m"][:, middle] / SPEED_OF_LIGHT_M_PER_S
    commanded = np.array([slot.kind == "commanded" for slot in slots])
    sent_utc_s = np.clip(start - 2.0 * light_time_s, scenario.config.mission.start_utc_s.value, None)
    command, command_margin_db = _commands(scenario, plan, sent_utc_s, commanded)
    duration_s = end - start
    rate_bps = np.array([link.rate_bps for link in links])[chosen, rows]
    in_use = np.array([link.usable for link in links])[chosen, rows]
    outcome = np.select(
        [
            ~in_use,
            (duration_s <= 0.0) | ~every["visible"].all(axis=1),
            commanded & ~(command_margin_db >= 0.0) & bool(plan.commands),
            duration_s <= plan.acquisition_s.value,
            rate_bps <= 0.0,
        ],
        [NO_LINK, HIDDEN, NOT_COMMANDED, TOO_SHORT, NOT_CLOSED],
        default=HELD,
    )
    rate_bps = np.where(np.isin(outcome, SILENT), 0.0, rate_bps)
    with np.errstate(invalid="ignore", divide="ignore"):
        doppler_rate = (every["doppler_shift_hz"][:, -1] - every["doppler_shift_hz"][:, 0]) / duration_s
    data = {
        "start_utc_s": (start, "Start on the ground, since 1970-01-01 UTC", "s"),
        "end_utc_s": (end, "End on the ground, since 1970-01-01 UTC", "s"),
        "duration_s": (duration_s, "Length", "s"),
        "range_m": (every["range_m"][:, middle], "Slant range", "m"),
        "elevation_deg": (every["elevation_deg"][:, middle], "Elevation", "deg"),
        "light_time_s": (light_time_s, "One-way light time", "s"),
        "two_way_light_time_s": (2.0 * light_time_s, "Two-way light time", "s"),
        "doppler_shift_hz": (every["doppler_shift_hz"][:, middle], "One-way Doppler shift", "Hz"),
        "doppler_rate_hz_per_s": (doppler_rate, "One-way Doppler rate", "Hz/s"),
        "closing_margin_db": (every["closing_margin_db"].min(axis=1), "Closing margin, at its lowest", "dB"),
        "command_margin_db": (command_margin_db, "Closing margin of the command", "dB"),
        "rate_bps": (rate_bps, "Rate chosen from the ladder", "bit/s"),
        "capacity_bit": (
            np.where(outcome == HELD, rate_bps * np.maximum(duration_s - plan.acquisition_s.value, 0.0), 0.0),
            "Bits that could be sent",
            "bit",
        ),
    }
    names = np.array([link.name for link in links])[chosen]
    stations = np.array([scenario.link_at(name, when).far_end_name for name, when in zip(names, start, strict=True)])
    coordinates = {
        "session": ("session", rows + 1, {"long_name": "Session"}),
        "start": ("session", datetime64(start), {"long_name": "Start, UTC"}),
        "end": ("session", datetime64(end), {"long_name": "End, UTC"}),
        "kind": ("session", [slot.kind for slot in slots], {"long_name": "What asked for it"}),
        "link": ("session", names, {"long_name": "Link that answers"}),
        "station": ("session", stations, {"long_name": "Station or other spacecraft"}),
        "command_link": ("session", command, {"long_name": "Link of the command"}),
        "outcome": ("session", outcome.astype("<U24"), {"long_name": "Outcome"}),
    }
    labelled = {
        name: (("session",), values, {"long_name": text, "units": unit}) for name, (values, text, unit) in data.items()
    }
    attributes = {"title": scenario.config.mission.title, "scenario": scenario.name}
    return xr.Dataset(labelled, coordinates, attributes)


def _commands(scenario: Model, plan: SessionPlan, sent_utc_s: np.ndarray, commanded: np.ndarray):
    """Link and closing margin of the command of each commanded session: the first in use that closes."""
    names = np.full(sent_utc_s.size, "", dtype=f"<U{max(map(len, ['', *plan.commands]))}")
    margin_db = np.full(sent_utc_s.size, np.nan)
    sent = np.where(np.isfinite(sent_utc_s), sent_utc_s, scenario.config.mission.start_utc_s.value)
    for name in reversed(plan.commands):  # the preferred one last, over the others
        rows = {"closing_margin_db": np.full(sent.size, np.nan)}
        flags = {key: np.zeros(sent.size, dtype=bool) for key in ("visible", "in_use")}
        follow_link(scenario, name, sent, looks_at(scenario, sent), rows | flags)
        here = commanded & flags["visible"] & flags["in_use"]
        better = here & ((rows["closing_margin_db"] >= 0.0) | ~(margin_db >= 0.0))
        names = np.where(better, name, names)
        margin_db = np.where(better, rows["closing_margin_db"], margin_db)
    return names, margin_db
