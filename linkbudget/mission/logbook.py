"""A mission's life as plain rows, for tables, files and reports: sessions, data by instrument, power by day.

The map: :func:`session_rows`, :func:`data_rows`, :func:`day_rows`, :func:`load_rows`, :func:`transmitter_rows`,
:func:`fault_rows`.  What does not exist is None.
"""

import math
from collections import Counter

import numpy as np

from linkbudget.geometry.clock import DAY_S, datetime64, format_utc
from linkbudget.mission.energy import CASES, transmitters_of
from linkbudget.mission.operations import Operations
from linkbudget.mission.scenario import Scenario

SESSION_NAMES = ("kind", "station", "link", "command_link", "outcome")
SPREAD = ("low", "stated", "high")


def session_rows(life: Operations) -> list[dict]:
    """A row a session: number, when, over which link, how well, how many bits."""
    table = life.sessions
    numbers = {
        name: table[name].values for name in table.data_vars if name not in ("start_utc_s", "end_utc_s", "capacity_bit")
    }
    rows = []
    for place, number in enumerate(table.session.values.tolist()):
        row = {"session": number, "start": _when(table.start_utc_s, place), "end": _when(table.end_utc_s, place)}
        row |= {name: str(table[name].values[place]) or None for name in SESSION_NAMES}
        rows.append(row | {name: _number(values[place]) for name, values in numbers.items()})
    return rows


def session_summary(scenario: Scenario, life: Operations) -> dict:
    """Counts of planned sessions by kind and outcome, the published number, and the bits returned."""
    kinds, outcomes = Counter(life.sessions.kind.values.tolist()), Counter(life.sessions.outcome.values.tolist())
    reported = scenario.config.session_plan.reported_count
    return {
        "sessions": life.sessions.sizes["session"],
        "reported": None if reported is None else int(reported.value),
        "automatic": kinds.get("automatic", 0),
        "commanded": kinds.get("commanded", 0),
        "outcomes": dict(outcomes),
        "returned_bit": float(life.sessions.returned_bit.sum()),
    }


def data_rows(scenario: Scenario, life: Operations) -> list[dict]:
    """A row an instrument, and their sum: bits made, returned, lost and left on board, with the spread of returned."""
    data = life.data
    returned = data.returned_bit.sum("session")
    lost = data.lost_bit.sum("session") + data.lost_after_bit
    rows = []
    for name, instrument in scenario.config.instruments.items():
        stated = {"case": "stated", "instrument": name}
        rows.append(
            {
                "instrument": name,
                "title": instrument.title,
                "rate_bps": instrument.rate_bps.value,
                "status": instrument.rate_bps.status,
                "source": instrument.rate_bps.source,
                "priority": int(instrument.priority.value),
                "produced_bit": float(data.produced_bit.sel(stated)),
                "returned_bit": float(returned.sel(stated)),
                "lost_bit": float(lost.sel(stated)),
                "left_bit": float(data.left_bit.sel(stated)),
                "returned_by_case_bit": {
                    str(case): float(returned.sel(case=case, instrument=name)) for case in data.case.values
                },
            }
        )
    return rows


def data_total(life: Operations) -> dict[str, float]:
    """Bits returned over the mission, by case."""
    returned = life.data.returned_bit.sum(("session", "instrument"))
    return {str(case): float(returned.sel(case=case)) for case in life.data.case.values}


def day_rows(life: Operations) -> list[dict]:
    """A row a day: mean power of array and loads, lowest charge, longest session with each transmitter."""
    energy = life.energy
    days = energy.day.values
    middle = energy.time.values - (0.5e9 * energy.step_s.values).astype("timedelta64[ns]")
    place = np.searchsorted(days, middle, side="right") - 1
    step_s = energy.step_s.values
    total_s = np.bincount(place, step_s, days.size)
    means = {
        name: np.bincount(place, energy[name].sel(case="stated").values * step_s, days.size) / total_s
        for name in ("array_power_w", "load_power_w", "unserved_power_w", "spilled_power_w")
    }
    lowest = np.full((len(CASES), days.size), np.inf)
    for row, case in enumerate(CASES):
        np.minimum.at(lowest[row], place, energy.state_of_charge.sel(case=case).values)
    longest_s = energy.longest_session_s.sel(case="stated")
    return [
        {"day": str(day)[:10]}
        | {name: float(values[number]) for name, values in means.items()}
        | {"lowest_charge": {case: float(lowest[row, number]) for row, case in enumerate(CASES)}}
        | {
            "longest_session_s": {
                str(name): float(longest_s.sel(transmitter=name)[number]) for name in energy.transmitter.values
            }
        }
        for number, day in enumerate(days)
    ]


def load_rows(scenario: Scenario, life: Operations) -> list[dict]:
    """One row per load: its power when on, and its energy over the mission, low, stated and high."""
    rows = []
    for name, load in scenario.config.power_system.loads.items():
        said = load.power_w or load.efficiency
        assert said is not None
        energy_j = life.energy.load_energy_j.sel(load=name).values[::-1]  # the better end of a load is its lower one
        rows.append(
            {
                "load": name,
                "title": load.title,
                "drawn": load.drawn or "while it transmits",
                "power_w": said.value if load.power_w else _sent_w(scenario, load) / said.value,
                "status": said.status,
                "source": said.source,
                "energy_kwh": dict(zip(SPREAD, (energy_j / 3.6e6).tolist(), strict=True)),
            }
        )
    return rows


def transmitter_rows(scenario: Scenario, life: Operations, at_utc_s: float) -> list[dict]:
    """Energy use of each transmitter on one day: power, longest session, and the picture sent in that session."""
    if life.energy is None:
        return []
    energy = life.energy
    day = int(np.clip(np.searchsorted(energy.day.values, datetime64(at_utc_s), side="right") - 1, 0, None))
    rows = []
    for name in transmitters_of(scenario):
        load = scenario.config.power_system.loads[name]
        here = energy.sel(transmitter=name).isel(day=day)
        longest_s = dict(zip(SPREAD, here.longest_session_s.values.tolist(), strict=True))
        pixel_rate = _pixel_rate(scenario, load)
        rows.append(
            {
                "load": name,
                "title": load.title,
                "day": str(energy.day.values[day])[:10],
                "session_power_w": float(here.session_power_w.sel(case="stated")),
                "longest_session_s": longest_s,
                "whole_day": longest_s["stated"] >= DAY_S,
                "pixel_rate_pixels_per_s": pixel_rate,
                "square_picture_pixels": None
                if pixel_rate is None
                else math.isqrt(int(pixel_rate * longest_s["stated"])),
            }
        )
    return rows


def _pixel_rate(scenario: Scenario, load) -> float | None:
    rate = getattr(scenario.links[load.links[0]].modulation, "pixel_rate_pixels_per_s", None)
    return None if rate is None else rate.value


def _sent_w(scenario: Scenario, load) -> float:
    power_w = scenario.links[load.links[0]].transmitter.power_w
    assert power_w is not None  # which the loads have checked
    return power_w.value


def fault_rows(scenario: Scenario) -> list[dict]:
    """One row per fault: its date, its changes and their status."""
    return [
        {
            "title": fault.title,
            "time": format_utc(fault.time_utc_s.value),
            "until": None if fault.until_utc_s is None else format_utc(fault.until_utc_s.value),
            "changes": [*fault.links, *fault.stations, *(["power"] if fault.power else [])],
            "set": fault.set | fault.power,
            "growth_per_day": fault.growth_per_day,
            "lost": fault.lost,
            "status": fault.status or fault.time_utc_s.status,
            "source": fault.source or fault.time_utc_s.source,
            "description": fault.description,
        }
        for fault in sorted(scenario.config.faults, key=lambda fault: fault.time_utc_s.value)
    ]


def _when(column, place: int) -> str:
    return format_utc(round(float(column.values[place])))


def _number(value) -> float | None:
    return float(value) if math.isfinite(value) else None
