"""Electric power through a mission: array, battery and loads, the state of charge, and what sessions cost.

The map: :func:`follow_energy` (the labelled result), :class:`Case` (all values as stated, or all at their worse or
better ends), :data:`CASES`.

Power is constant between two instants of a grid that holds every start and end of a session, so the charge between
them is a straight line and the only clipping is at the battery's floor and its full charge:
:func:`~linkbudget.physics.battery.stored_energy_j` takes all instants at once.  Energy is counted on the bus::

    array = load - unserved + spilled + charging loss + change of stored energy
"""

from collections.abc import Callable

import numpy as np

from linkbudget.errors import InputError
from linkbudget.geometry.clock import DAY_S, datetime64
from linkbudget.mission.model import Model
from linkbudget.mission.sessions import SILENT
from linkbudget.mission.timeline import instants
from linkbudget.parameters import Parameter, plain
from linkbudget.physics.battery import battery_energy_j, longest_load_duration_s, stored_energy_j
from linkbudget.physics.solar_power import remaining_share, solar_array_power_w, solar_flux_w_per_m2, sunlight
from linkbudget.scenario_files.config_operations import PowerSystem

CASES = ("low", "stated", "high")
"""Every ranged value at its worse end, as stated, at its better end."""

SESSION_STEP_S = 300.0
"""Steps inside sessions are no longer than this [s]."""

ORBIT_STEP_S = 60.0
"""Steps of missions that the Earth's shadow may fall on are no longer than this [s]."""

SHADOW_REACH_M = 1e9
"""Farther from the Earth than this its shadow is not looked for: the Earth is then smaller than the Sun [m]."""


def worse_to_better(parameter: Parameter | None, more_is_better: bool = True) -> np.ndarray:
    """Values of a parameter for :data:`CASES`, as a column."""
    if parameter is None:
        return np.full((3, 1), np.nan)
    ends = [float(plain(parameter.at(end))) for end in ("low", "value", "high")]
    return np.array(ends if more_is_better else ends[::-1])[:, None]


def follow_energy(scenario: Model, sessions=None):
    """Array, loads and charge over a mission.

    Parameters
    ----------
    scenario : Model
        A mission with ``[power]``.
    sessions : xarray.Dataset, optional
        What :func:`~linkbudget.mission.sessions.plan_sessions` gave; without it the loads that are always on.

    Returns
    -------
    xarray.Dataset
        Dimensions ``case`` (:data:`CASES`), ``time`` (ends of the steps), ``day`` and ``load``.  Powers are means of
        the step before each instant.

    Raises
    ------
    InputError
        If the scenario has no power system, or its battery is empty from the start on.
    """
    power = scenario.config.power
    if power is None:
        raise InputError(f"{scenario.file}: power: missing; expected a table with array, battery and loads")
    edges = _grid(scenario, sessions)
    step_s = np.diff(edges)
    values = _Values(scenario, 0.5 * (edges[1:] + edges[:-1]))
    array_w = _array_power_w(scenario, values)
    loads = {name: _load_power_w(scenario, values, name, sessions) for name in power.loads}
    load_w = sum(loads.values(), np.zeros((3, step_s.size)))
    flows = _charge(values, array_w, load_w, step_s)
    _refuse_a_dead_start(scenario, array_w, load_w, flows)
    return _labelled(scenario, values, edges, array_w, loads, load_w, flows)


def _grid(scenario: Model, sessions) -> np.ndarray:
    """Instants between which power is taken as constant: those of the timeline, and sessions in fine steps."""
    mission = scenario.config.mission
    grid = np.append(instants(scenario), mission.end_utc_s.value)
    if scenario.track.geocentric_distance_m(grid).min() < SHADOW_REACH_M and mission.step_s.value > ORBIT_STEP_S:
        near = scenario.track.geocentric_distance_m(grid) < SHADOW_REACH_M
        fine = np.arange(grid[near][0], grid[near][-1], ORBIT_STEP_S)
        grid = np.union1d(grid, fine)
    pieces = [grid, np.array([since for since, _ in scenario.power_phases[1:]])]
    if sessions is not None:
        for first, last in zip(*_on_board(sessions), strict=True):
            pieces.append(np.linspace(first, last, 2 + int((last - first) / SESSION_STEP_S)))
    grid = np.unique(np.concatenate(pieces))
    return grid[(grid >= mission.start_utc_s.value) & (grid <= mission.end_utc_s.value)]


def _on_board(sessions) -> tuple[np.ndarray, np.ndarray]:
    """Start and end of each session on board: one light time before reception on Earth."""
    light_time_s = np.nan_to_num(sessions.light_time_s.values)
    return sessions.start_utc_s.values - light_time_s, sessions.end_utc_s.values - light_time_s


class _Values:
    """Values of the power system for :data:`CASES` at some instants, as faults leave them then."""

    def __init__(self, scenario: Model, utc_s: np.ndarray):
        since, self._systems = zip(*scenario.power_phases, strict=True)
        self._place = np.searchsorted(np.array(since), utc_s, side="right") - 1
        self.utc_s, self.age_s = utc_s, utc_s - scenario.config.mission.start_utc_s.value

    def __call__(self, read: Callable[[PowerSystem], Parameter | None], more_is_better: bool = True) -> np.ndarray:
        """Values of one parameter of the power system: rows of cases, columns of instants."""
        columns = [worse_to_better(read(system), more_is_better) for system in self._systems]
        return np.concatenate(columns, axis=1)[:, self._place]


def _array_power_w(scenario: Model, values: _Values) -> np.ndarray:
    track, utc_s = scenario.track, values.utc_s
    flux = solar_flux_w_per_m2(track.heliocentric_distance_m(utc_s))
    distance_m = track.geocentric_distance_m(utc_s)
    light, near = np.ones_like(utc_s), distance_m < SHADOW_REACH_M
    light[near] = sunlight(track.sun_probe_earth_deg(utc_s[near]), distance_m[near])
    return solar_array_power_w(
        values(lambda power: power.array.area_m2),
        values(lambda power: power.array.efficiency),
        flux * light,
        values(lambda power: power.array.off_pointing_deg, more_is_better=False),
        remaining_share(values(lambda power: power.array.fade_per_year, more_is_better=False), values.age_s),
    )


def _drawn_w(scenario: Model, values: _Values, name: str, link: str | None = None) -> np.ndarray:
    """Power that a load draws when it is on; a transmitter draws its link's transmit power over its efficiency."""
    load = scenario.config.power_system.loads[name]
    if load.power_w is not None:
        return values(lambda power: power.loads[name].power_w, more_is_better=False)
    sent_w = _sent_w(scenario, link or load.links[0], values.utc_s)
    return sent_w / values(lambda power: power.loads[name].efficiency)


def _sent_w(scenario: Model, link: str, utc_s: np.ndarray) -> np.ndarray:
    """Radio-frequency power of a link's transmitter, as faults leave it."""
    sent_w = np.zeros_like(utc_s)
    for phase in scenario.phases[link]:
        here = (utc_s >= phase.since_utc_s) & (utc_s < phase.until_utc_s)
        power_w = phase.link_at(utc_s[here]).transmitter.power_w
        assert power_w is not None  # which the loads have checked
        sent_w[here] = power_w.value
    return sent_w


def _load_power_w(scenario: Model, values: _Values, name: str, sessions) -> np.ndarray:
    """Power of a load at each instant: rows of cases."""
    load, result = scenario.config.power_system.loads[name], np.zeros((3, values.utc_s.size))
    if load.drawn == "always":
        return _drawn_w(scenario, values, name)
    if sessions is None:
        return result
    drawn_w = {link: _drawn_w(scenario, values, name, link) for link in np.unique(sessions.link.values).tolist()}
    for first, last, link, outcome in zip(
        *_on_board(sessions), sessions.link.values.tolist(), sessions.outcome.values, strict=True
    ):
        if outcome not in SILENT and (not load.links or link in load.links):
            on = slice(*np.searchsorted(values.utc_s, (first, last)))
            result[:, on] = drawn_w[link][:, on]
    return result


def _charge(values: _Values, array_w, load_w, step_s) -> dict[str, np.ndarray]:
    """Energy that flows in each step, and stored energy at its end: rows of cases."""
    efficiency = values(lambda power: power.battery.charge_efficiency)
    voltage_v = values(lambda power: power.battery.voltage_v)
    as_new_j = battery_energy_j(values(lambda power: power.battery.capacity_ah), voltage_v)
    fade = values(lambda power: power.battery.fade_per_year, more_is_better=False)
    full_j = as_new_j * remaining_share(fade, values.age_s + 0.5 * step_s)
    allowed = values(lambda power: power.battery.depth_of_discharge)
    floor_j = full_j * (1.0 - allowed)
    start = np.maximum(values(lambda power: power.battery.starting_charge)[:, 0], 1.0 - allowed[:, 0])
    start_j = as_new_j[:, 0] * start
    net_j = (array_w - load_w) * step_s
    offered_j = np.maximum(net_j, 0.0)
    taken_j = np.minimum(offered_j, values(lambda power: power.battery.charge_current_a) * voltage_v * step_s)
    change_j = np.where(net_j > 0.0, efficiency * taken_j, net_j)
    stored_j = stored_energy_j(start_j, change_j, floor_j, full_j)
    before_j = np.concatenate([start_j[:, None], stored_j[:, :-1]], axis=1)
    over_j = np.maximum(before_j + change_j - full_j, 0.0)
    refused_j = np.minimum(over_j, np.maximum(change_j, 0.0)) / efficiency
    faded_j = over_j - refused_j * efficiency  # charge beyond the present capacity of the battery
    return {
        "start_j": start_j,
        "as_new_j": as_new_j[:, :1],
        "stored_j": stored_j,
        "floor_j": floor_j,
        "unserved_j": np.maximum(floor_j - before_j - change_j, 0.0),
        "spilled_j": offered_j - taken_j + refused_j,
        "loss_j": (1.0 - efficiency) * (taken_j - refused_j) + faded_j,
    }


def _refuse_a_dead_start(scenario: Model, array_w, load_w, flows) -> None:
    """A battery that is at its floor all through the mission, with loads that get too little, never starts."""
    stated = CASES.index("stated")
    at_floor = flows["stored_j"][stated] <= flows["floor_j"][stated] * (1.0 + 1e-9)
    if at_floor.all() and flows["unserved_j"][stated].all():
        raise InputError(
            f"{scenario.file}: power: the battery cannot start: it is at its floor from the first step on, with "
            f"{load_w[stated, 0]:.0f} W drawn and {array_w[stated, 0]:.0f} W from the array; expected a larger array, "
            "smaller loads or a higher starting_charge"
        )


def _labelled(scenario: Model, values: _Values, edges, array_w, loads, load_w, flows):
    import xarray as xr

    step_s, transmitters = np.diff(edges), transmitters_of(scenario)
    days, day_of_step = np.unique(np.floor(values.utc_s / DAY_S), return_inverse=True)
    spread = {
        "array_power_w": (array_w, "Power of the array", "W"),
        "load_power_w": (load_w, "Power asked for by the loads", "W"),
        "unserved_power_w": (flows["unserved_j"] / step_s, "Power asked for and not given", "W"),
        "spilled_power_w": (flows["spilled_j"] / step_s, "Power of the array not taken", "W"),
        "charging_loss_w": (flows["loss_j"] / step_s, "Power lost in charging and ageing", "W"),
        "stored_j": (flows["stored_j"], "Energy stored", "J"),
        "state_of_charge": (flows["stored_j"] / flows["as_new_j"], "State of charge, of the capacity as new", "-"),
        "floor_of_charge": (flows["floor_j"] / flows["as_new_j"], "Lowest state of charge allowed", "-"),
    }
    data: dict[str, tuple] = {}
    for name, (each, text, unit) in spread.items():
        data[name] = ("case", "time"), each, _label(text, unit)
    data["start_stored_j"] = ("case", flows["start_j"], _label("Energy stored at the start", "J"))
    data["step_s"] = ("time", step_s, _label("Length of the step before", "s"))
    asked_j = [(each * step_s).sum(axis=1) for each in loads.values()]
    data["load_energy_j"] = (("load", "case"), np.array(asked_j).reshape(-1, 3), _label("Energy asked for", "J"))
    longest_s, drawn_w = _longest_sessions_s(scenario, values, step_s, array_w, flows, day_of_step)
    by_day = ("case", "transmitter", "day")
    data["longest_session_s"] = (by_day, longest_s, _label("Longest session with this transmitter", "s"))
    data["session_power_w"] = (by_day, drawn_w, _label("Power asked for in a session with this transmitter", "W"))
    coordinates = {
        "case": ("case", list(CASES), {"long_name": "Values at their worse ends, as stated, at their better ends"}),
        "time": ("time", datetime64(edges[1:]), {"long_name": "UTC"}),
        "load": ("load", list(loads), {"long_name": "Load"}),
        "transmitter": ("transmitter", transmitters, {"long_name": "Load of a transmitter"}),
        "day": ("day", datetime64(days * DAY_S), {"long_name": "Day, UTC"}),
    }
    return xr.Dataset(data, coordinates, {"title": scenario.config.mission.title, "scenario": scenario.name})


def transmitters_of(scenario: Model) -> list[str]:
    """Names of the loads that are transmitters."""
    return [name for name, load in scenario.config.power_system.loads.items() if load.links]


def _longest_sessions_s(scenario: Model, values: _Values, step_s, array_w, flows, day_of_step):
    """Longest session of each day with each transmitter [s], and its power draw [W]: from the day's best charge."""
    days = day_of_step[-1] + 1
    best_j, above_j = np.zeros((3, days)), np.maximum(flows["stored_j"] - flows["floor_j"], 0.0)
    for case in range(3):
        np.maximum.at(best_j[case], day_of_step, above_j[case])
    mean_w = np.array([np.bincount(day_of_step, row * step_s) for row in array_w]) / np.bincount(day_of_step, step_s)
    last = _Values(scenario, values.utc_s[np.searchsorted(day_of_step, np.arange(days), side="right") - 1])
    others = [name for name, load in scenario.config.power_system.loads.items() if load.drawn]
    others_w = sum((_drawn_w(scenario, last, name) for name in others), np.zeros((3, days)))
    transmitters = transmitters_of(scenario)
    drawn_w = np.zeros((3, len(transmitters), days))
    for row, name in enumerate(transmitters):
        drawn_w[:, row] = others_w + _drawn_w(scenario, last, name)
    longest_s = longest_load_duration_s(best_j[:, None], drawn_w, mean_w[:, None])
    return np.minimum(longest_s, DAY_S), drawn_w


def _label(long_name: str, units: str) -> dict[str, str]:
    return {"long_name": long_name, "units": units}
