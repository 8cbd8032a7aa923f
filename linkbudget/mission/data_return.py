"""Data return: bits that instruments produce, a recorder stores, sessions return, and an overflow loses.

The map: :func:`bits_through_sessions` (the flow of bits, for any number of cases at once), :func:`follow_data` (a
scenario's instruments through its sessions).

Between sessions every instrument fills the recorder, or a store of its own.  What does not fit is lost from the lowest
priority up; in a session the highest priority is sent first, and what is made during the session is sent with it.  So
at the end, to the bit::

    produced = returned + lost + still stored
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from linkbudget.hardware.values import parameters_of, with_values
from linkbudget.mission.assumptions import KINDS, OTHER_END, Swing, swings
from linkbudget.mission.energy import worse_to_better
from linkbudget.mission.model import Model
from linkbudget.mission.sessions import HELD, NOT_CLOSED, rates_bps
from linkbudget.scenario_files.config import LinkConfig

CASES = ("low", "stated", "high", "link worst", "link best")
"""Instruments, recorder, sessions and power at their low ends, as stated, at their high ends; links as stated.  Then
all of these as stated, and every ranged value of the links at its worse and at its better end."""

STATED_RATES = ("modulation.bit_rate", "modulation.pixel_rate")
"""Rates that a link is judged at; its capacity does not depend on them."""


@dataclass(frozen=True)
class Flow:
    """Bits by case, session and instrument; ``lost`` has one more row, for what is lost after the last session."""

    produced_bit: np.ndarray
    returned_bit: np.ndarray
    lost_bit: np.ndarray
    stored_bit: np.ndarray


def bits_through_sessions(
    start_utc_s, end_utc_s, capacity_bit, produced_bit, may_send, priority, recorder_bit, buffer_bit
) -> Flow:
    """Fill and empty the stores of instruments through a row of sessions.

    The loop runs over sessions; cases (the ends of ranges, or samples of a Monte Carlo) run along the first dimension
    of the arrays.

    Parameters
    ----------
    start_utc_s, end_utc_s : ndarray
        Sessions in order of time, S of them [s].
    capacity_bit : ndarray
        What each session can carry, of shape (cases, S) [bit].
    produced_bit : callable
        ``produced_bit(t0, t1)``: bits made from one instant to another, of shape (cases, instruments).
    may_send : ndarray of bool
        Whether a session's link carries an instrument's bits, of shape (S, instruments).
    priority : ndarray
        1 is first; of shape (instruments,) [-].
    recorder_bit : ndarray
        Capacity that instruments without a store of their own share, of shape (cases, 1) [bit].
    buffer_bit : ndarray
        Capacity of an instrument's own store, NaN where it has none, of shape (cases, instruments) [bit].

    Returns
    -------
    Flow
        The first and the last instant of production are those at which ``produced_bit`` is asked, minus and plus
        infinity.
    """
    order = np.argsort(priority, kind="stable")
    back = np.argsort(order, kind="stable")
    cases, count = capacity_bit.shape
    own = np.broadcast_to(buffer_bit, (cases, order.size))[:, order]
    stored = np.zeros((cases, order.size))
    produced, previous = np.zeros_like(stored), -np.inf
    returned, kept = np.zeros((cases, count, order.size)), np.zeros((cases, count, order.size))
    lost = np.zeros((cases, count + 1, order.size))

    def make(until: float) -> np.ndarray:
        nonlocal previous
        made = produced_bit(previous, until)[:, order]
        previous = until
        return made

    for session in range(count):
        made = make(start_utc_s[session])
        produced += made
        stored, lost[:, session] = _fitted(stored + made, own, recorder_bit)
        made = make(end_utc_s[session])
        produced += made
        offered = np.where(may_send[session][order], stored + made, 0.0)
        sent = _by_priority(offered, capacity_bit[:, session, None])
        stored, spilled = _fitted(stored + made - sent, own, recorder_bit)
        lost[:, session] += spilled
        returned[:, session], kept[:, session] = sent, stored
    made = make(np.inf)
    produced += made
    stored, lost[:, count] = _fitted(stored + made, own, recorder_bit)
    return Flow(produced[:, back], returned[..., back], lost[..., back], np.append(kept, stored[:, None], 1)[..., back])


def _by_priority(wanted: np.ndarray, room: np.ndarray) -> np.ndarray:
    """Fill the room in order of priority."""
    before = np.cumsum(wanted, axis=-1) - wanted
    return np.clip(room - before, 0.0, wanted)


def _fitted(wanted: np.ndarray, own: np.ndarray, recorder_bit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Bits that fit into the recorder and the instruments' own stores, and bits that are lost."""
    has_own = ~np.isnan(own)
    shared = _by_priority(np.where(has_own, 0.0, wanted), recorder_bit)
    kept = np.where(has_own, np.minimum(wanted, np.nan_to_num(own)), shared)
    return kept, wanted - kept


def follow_data(scenario: Model, sessions, powered_s=None):
    """Follow the data of a scenario's instruments: bits produced, stored, returned and lost.

    Parameters
    ----------
    scenario : Model
        A mission with ``[sessions]`` and ``[instruments]``.
    sessions : xarray.Dataset
        Sessions from :func:`~linkbudget.mission.sessions.plan_sessions`.
    powered_s : ndarray, optional
        Time of each session for which there was power, of shape (low, stated, high) by session [s].

    Returns
    -------
    xarray.Dataset
        Dimensions ``case`` (:data:`CASES`), ``session`` and ``instrument``.
    """
    import xarray as xr

    config = scenario.config
    names, instruments = list(config.instruments), list(config.instruments.values())
    rate_bps = _five([worse_to_better(one.rate_bps) for one in instruments])
    buffer_bit = _five([worse_to_better(one.buffer_bit) for one in instruments])
    recorder = worse_to_better(config.recorder.capacity_bit) if config.recorder else np.zeros((3, 1))
    mission = config.mission
    on = np.array(
        [
            [
                one.on_from_utc_s.value if one.on_from_utc_s else mission.start_utc_s.value,
                one.on_until_utc_s.value if one.on_until_utc_s else mission.end_utc_s.value,
            ]
            for one in instruments
        ]
    )
    on = np.clip(on, mission.start_utc_s.value, mission.end_utc_s.value)

    def produced(since: float, until: float) -> np.ndarray:
        overlap_s = np.maximum(np.minimum(on[:, 1], until) - np.maximum(on[:, 0], since), 0.0)
        return rate_bps * overlap_s

    links = sessions.link.values
    may_send = np.array([[not one.links or link in one.links for one in instruments] for link in links])
    flow = bits_through_sessions(
        sessions.start_utc_s.values,
        sessions.end_utc_s.values,
        _capacity_bit(scenario, sessions, powered_s),
        produced,
        may_send,
        np.array([one.priority.value for one in instruments]),
        _five([recorder]),
        buffer_bit,
    )
    coordinates = {
        "case": ("case", list(CASES), {"long_name": "Which ends of the ranges"}),
        "session": ("session", sessions.session.values, {"long_name": "Session"}),
        "instrument": ("instrument", names, {"long_name": "Instrument"}),
        "title": ("instrument", [one.title for one in instruments], {"long_name": "Title"}),
        "start": ("session", sessions.start.values, {"long_name": "Start, UTC"}),
    }
    by_session, total = ("case", "session", "instrument"), ("case", "instrument")
    data = {
        "produced_bit": (total, flow.produced_bit, _label("Bits made")),
        "returned_bit": (by_session, flow.returned_bit, _label("Bits returned")),
        "lost_bit": (by_session, flow.lost_bit[:, :-1], _label("Bits lost up to the end of the session")),
        "lost_after_bit": (total, flow.lost_bit[:, -1], _label("Bits lost after the last session")),
        "stored_bit": (by_session, flow.stored_bit[:, :-1], _label("Bits stored after the session")),
        "left_bit": (total, flow.stored_bit[:, -1], _label("Bits stored at the end of the mission")),
    }
    return xr.Dataset(data, coordinates, {"title": mission.title, "scenario": scenario.name})


def _five(columns: list[np.ndarray]) -> np.ndarray:
    """Columns of low, stated and high as rows of :data:`CASES`: links at their ends go with the stated values."""
    low_stated_high = np.concatenate(columns, axis=1)
    return low_stated_high[[0, 1, 2, 1, 1]]


def _capacity_bit(scenario: Model, sessions, powered_s) -> np.ndarray:
    """Bits that each session can carry, by case."""
    plan = scenario.config.session_plan
    planned_s = sessions.duration_s.values
    duration = worse_to_better(plan.duration_s) if plan.duration_s else np.ones((3, 1))
    duration_s = np.minimum(_five([planned_s * duration / duration[1]]), np.maximum(sessions.pass_s.values, planned_s))
    if powered_s is not None:
        without_power_s = _five([np.maximum(planned_s - powered_s, 0.0)])
        duration_s = np.maximum(duration_s - without_power_s, 0.0)
    acquisition_s = _five([worse_to_better(plan.acquisition_s, more_is_better=False)])
    held = sessions.outcome.values == HELD
    rate_bps = np.where(held, sessions.rate_bps.values, 0.0)
    rates = np.stack([rate_bps, rate_bps, rate_bps, *_rates_at_the_ends(scenario, sessions)])
    return rates * np.maximum(duration_s - acquisition_s, 0.0)


def _rates_at_the_ends(scenario: Model, sessions) -> np.ndarray:
    """Rates of all sessions with every ranged value of their links at its worse, and at its better end."""
    rates = np.zeros((2, sessions.sizes["session"]))
    could = np.isin(sessions.outcome.values, (HELD, NOT_CLOSED))
    start, end = sessions.start_utc_s.values, sessions.end_utc_s.values
    middle = 0.5 * (start + end)
    for name in np.unique(sessions.link.values[could]).tolist():
        for phase in scenario.phases[name]:  # a fault may bring other parts, with ranges of their own
            inside = (middle >= phase.since_utc_s) & (middle < phase.until_utc_s)
            here = np.flatnonzero((sessions.link.values == name) & could & inside)
            if not here.size:
                continue
            utc_s = float(middle[here[here.size // 2]])
            link = scenario.link_at(name, utc_s)
            moved = [each for each in swings(link, scenario.path_at(link, utc_s)) if each.key not in STATED_RATES]
            for row, better in enumerate((False, True)):
                rates[row, here] = rates_bps(scenario, name, start[here], end[here], _at_the_ends(moved, better))
    return rates


def _at_the_ends(moved: list[Swing], better: bool) -> Callable[[LinkConfig], LinkConfig]:
    """Function that sets all values of a link to their better, or worse, ends."""
    ends = {
        swing.key: swing.parameter.at(end if better else OTHER_END[end])
        for swing in moved
        for end in [swing.better_end([line for line in KINDS if line in swing.at_high])]
    }

    def altered(link: LinkConfig) -> LinkConfig:
        known = dict(parameters_of(link))  # a session may last into a fault that takes a part away
        return with_values(link, {key: value for key, value in ends.items() if key in known})

    return altered


def _label(long_name: str) -> dict[str, str]:
    return {"long_name": long_name, "units": "bit"}
