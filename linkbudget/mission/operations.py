"""Operations of a mission: sessions, electric power and data return, computed together.

The map: :class:`Operations`, :func:`operate`; :func:`powered`, sessions and power alone.  Sessions come first; power
follows from them; where it fails, a session is shorter by that; the bits follow from both.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from linkbudget.errors import InputError, suggestion
from linkbudget.formatting import quantity_text, rate_text, volume_text
from linkbudget.hardware.symbols import fastest_bps
from linkbudget.mission.data_return import follow_data
from linkbudget.mission.energy import follow_energy
from linkbudget.mission.model import Model
from linkbudget.mission.sessions import HELD, NOT_CLOSED, POWER_FAILED, SILENT, plan_sessions
from linkbudget.mission.shown import TABLES, operations_html, operations_in_short
from linkbudget.notebook import Shown

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Operations(Shown):
    """Sessions, data return and energy of a mission, as labelled datasets; None for each that the scenario lacks.

    ``sessions`` has a row a session, ``data`` the bits by case, session and instrument, ``energy`` the power and charge
    by case and time; ``notes`` explains decisions made on the way.
    """

    sessions: Any = None
    data: Any = None
    energy: Any = None
    notes: tuple[str, ...] = ()

    def _in_short(self) -> str:
        return operations_in_short(self)

    def _repr_html_(self) -> str:
        return operations_html(self)

    def to_dataframe(self, table: str = "sessions") -> "pd.DataFrame":
        """The sessions as a :class:`pandas.DataFrame`, one row per session.

        Parameters
        ----------
        table : {"sessions", "data", "energy"}
            Data have a row for each case, session and instrument; energy has one for each case and time, its parts by
            load, transmitter and day left out.
        """
        if table not in TABLES:
            raise InputError(f"table = {table!r}: {suggestion(table, TABLES)}")
        dataset = getattr(self, table)
        if dataset is None:
            raise InputError(f"{table}: the scenario has none")
        return dataset.drop_dims(set(dataset.dims) - TABLES[table]).to_dataframe()


def operate(scenario: Model) -> Operations:
    """Sessions, data and power of a scenario.

    Parameters
    ----------
    scenario : Model
        The mission; parts of its life that the file does not describe are left out.

    Raises
    ------
    InputError
        If sessions overlap, or the battery cannot start.

    Examples
    --------
    >>> from linkbudget.mission.scenario import load
    >>> life = operate(load("mars1"))
    >>> life.sessions.sizes["session"]
    61
    """
    config, notes = scenario.config, list(scenario.trajectory_notes)
    sessions = plan_sessions(scenario) if config.sessions is not None else None
    energy = follow_energy(scenario, sessions) if config.power is not None else None
    powered_s = None
    if sessions is not None and energy is not None:
        powered_s = _powered_s(sessions, energy)
        sessions = _with_power(scenario, sessions, powered_s[1])
        notes += _power_notes(sessions, energy)
    data = follow_data(scenario, sessions, powered_s) if config.instruments else None
    if sessions is not None:
        returned = data.returned_bit.sel(case="stated").sum("instrument").values if data is not None else None
        sessions = _with_returned(sessions, returned)
        notes += _session_notes(scenario, sessions)
    if data is not None:
        notes += _data_notes(scenario, sessions, data)
    return Operations(sessions, data, energy, tuple(notes))


def powered(scenario: Model, planned):
    """Sessions as ``plan_sessions`` gives them, with the time for which there was power, and outcomes that follow."""
    return _with_power(scenario, planned, _powered_s(planned, follow_energy(scenario, planned))[1])


def _powered_s(sessions, energy) -> np.ndarray:
    """Time of each session for which there was power, by case: a step counts by the share it got beside the array."""
    end_utc_s = energy.time.values.astype("datetime64[us]").astype(np.int64) * 1e-6
    middle, step_s = end_utc_s - 0.5 * energy.step_s.values, energy.step_s.values
    light_time_s = np.nan_to_num(sessions.light_time_s.values)
    first = np.searchsorted(middle, sessions.start_utc_s.values - light_time_s)
    last = np.searchsorted(middle, sessions.end_utc_s.values - light_time_s)
    lacking = np.maximum(energy.load_power_w.values - energy.array_power_w.values, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(lacking > 0.0, np.clip(1.0 - energy.unserved_power_w.values / lacking, 0.0, 1.0), 1.0)
    total_s = np.concatenate([np.zeros((3, 1)), np.cumsum(share * step_s, axis=1)], axis=1)
    powered_s = total_s[:, last] - total_s[:, first]
    planned_s = sessions.duration_s.values
    return np.where(powered_s > planned_s - 1e-3, planned_s, powered_s)


def _with_power(scenario: Model, sessions, powered_s: np.ndarray):
    """Sessions with the time for which there was power, and what that leaves of their bits."""
    failed = (powered_s < sessions.duration_s.values) & ~np.isin(sessions.outcome.values, SILENT)
    left_s = np.maximum(powered_s - scenario.config.session_plan.acquisition_s.value, 0.0)
    short = failed & np.isin(sessions.outcome.values, (HELD, NOT_CLOSED))
    capacity_bit = np.where(
        failed, np.minimum(sessions.rate_bps * left_s, sessions.capacity_bit), sessions.capacity_bit
    )
    outcome = np.where(short & (capacity_bit <= 0.0), POWER_FAILED, sessions.outcome.values)
    return sessions.assign(
        powered_s=("session", powered_s, {"long_name": "Time for which there was power", "units": "s"}),
        capacity_bit=("session", capacity_bit, sessions.capacity_bit.attrs),
    ).assign_coords(outcome=("session", outcome, sessions.outcome.attrs))


def _with_returned(sessions, returned_bit):
    """Sessions with the bits returned; without instruments, all bits that could be sent."""
    values = sessions.capacity_bit.values if returned_bit is None else returned_bit
    return sessions.assign(returned_bit=("session", values, {"long_name": "Bits returned", "units": "bit"}))


def _session_notes(scenario: Model, sessions) -> list[str]:
    notes, kinds = [], sessions.kind.values
    reported = scenario.config.session_plan.reported_count
    automatic, commanded = int((kinds == "automatic").sum()), int((kinds == "commanded").sum())
    if reported is not None:
        rest = reported.value - automatic
        notes.append(
            f"{reported.value:.0f} sessions are reported; the calendar makes {automatic}, which leaves {rest:.0f} to "
            f"commands; the scenario names {commanded}"
        )
    for outcome in dict.fromkeys(sessions.outcome.values.tolist()):
        count = int((sessions.outcome.values == outcome).sum())
        if outcome != HELD:
            notes.append(f"{count} of {kinds.size} sessions: {outcome}")
    return notes


def _power_notes(sessions, energy) -> list[str]:
    stated = energy.sel(case="stated")
    short_j = float((stated.unserved_power_w * stated.step_s).sum())
    notes = []
    if short_j > 0.0:
        when = str(stated.time.values[stated.unserved_power_w.values > 0.0][0])[:10]
        short = quantity_text(short_j / 3.6e6, "kWh", 3)
        notes.append(f"the battery is at its floor from {when} at times; {short} of load get nothing")
    failed = int((sessions.powered_s.values < sessions.duration_s.values).sum())
    if failed:
        notes.append(f"{failed} sessions are cut short for want of power")
    return notes


def _data_notes(scenario: Model, sessions, data) -> list[str]:
    notes, used = [], set(sessions.link.values.tolist())
    stated = data.sel(case="stated")
    for name, instrument in scenario.config.instruments.items():
        links = instrument.links or scenario.config.session_plan.answers
        fastest = max(_fastest_bps(scenario.links[link]) for link in links)
        if instrument.rate_bps.value > fastest:
            notes.append(
                f"{name}: {rate_text(instrument.rate_bps.value)}, faster than any link that may carry it "
                f"({rate_text(fastest)}): what does not fit its store is lost"
            )
        if not used & set(links):
            left = float(stated.left_bit.sel(instrument=name))
            notes.append(f"{name}: no session uses a link that carries it; {volume_text(left)} stay on board")
    return notes


def _fastest_bps(link) -> float:
    """Highest rate of a link's equipment."""
    modulation = link.modulation
    if modulation.kind == "lora":
        return modulation.highest_rate_bps
    if modulation.kind == "digital":
        return fastest_bps(modulation)
    if modulation.carries == "bits":
        return max([modulation.bit_rate_bps.value, *(rung.value for rung in modulation.rate_ladder_bps)])
    rates = [modulation.pixel_rate_pixels_per_s.value, *(rung.value for rung in modulation.rate_ladder_pixels_per_s)]
    return max(rates) * float(np.log2(modulation.grey_levels.value))
