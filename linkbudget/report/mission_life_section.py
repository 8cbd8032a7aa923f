"""Part of the report on a mission's life: sessions, data, electric power, faults, each number with its status.

:func:`operations_context` makes the values that ``templates/operations.html`` shows; :func:`write_operations_csv` the
files beside the report.
"""

from pathlib import Path

from linkbudget.cells import csv_table
from linkbudget.formatting import date_text
from linkbudget.geometry.clock import format_times
from linkbudget.labels import spoken, unit_of, without_unit
from linkbudget.mission.logbook import (
    data_rows,
    data_total,
    fault_rows,
    load_rows,
    session_rows,
    session_summary,
    transmitter_rows,
)
from linkbudget.mission.operations import Operations
from linkbudget.mission.scenario import Scenario
from linkbudget.mission.sessions import HELD
from linkbudget.parameters import Parameter


def operations_context(scenario: Scenario) -> dict | None:
    """Values for the template; none for a scenario that says nothing of its operations."""
    config = scenario.config
    if config.sessions is None and config.power is None and not config.faults:
        return None
    life = scenario.operations if config.trajectory is not None else Operations()
    reference = (config.mission.reference_utc_s or config.mission.start_utc_s).value
    return {
        "sessions": None if life.sessions is None else _sessions(scenario, life),
        "data": None if life.data is None else data_rows(scenario, life),
        "returned": None if life.data is None else data_total(life),
        "power": None if life.energy is None else _power(scenario, life),
        "transmitters": transmitter_rows(scenario, life, reference),
        "at_flyby": transmitter_rows(scenario, life, config.mission.end_utc_s.value),
        "faults": [row | {"words": _changes(scenario, row)} for row in fault_rows(scenario)],
        "notes": life.notes,
    }


def _changes(scenario: Scenario, row: dict) -> str:
    """Words for what a fault changes, and to what."""
    titles = [scenario.links[name].title if name in scenario.links else name for name in row["changes"]]
    text = ", ".join(titles)
    changes = [f"{spoken(key)} {value}" for key, value in row["set"].items()]
    changes += [f"{spoken(key)} {value} a day" for key, value in row["growth_per_day"].items()]
    changes += ["out of use"] if row["lost"] else []
    return f"{text}: {', '.join(changes)}" if changes else text


def _sessions(scenario: Scenario, life: Operations) -> dict:
    rows = session_rows(life)
    plan, recorder = scenario.config.session_plan, scenario.config.recorder
    held = [row for row in rows if row["outcome"] == HELD]
    return {
        "summary": session_summary(scenario, life),
        "rows": rows,
        "last": held[-1] if held else None,
        "values": [
            ("Sessions reported", plan.reported_count, "-"),
            ("Length of a session", plan.duration_s, "s"),
            ("Plain carrier before the data", plan.acquisition_s, "s"),
            ("Recorder", recorder.capacity_bit if recorder else None, "bit"),
            *(
                (f"Calendar from {date_text(rule.from_utc_s.value)}, every", rule.every_s, "s")
                for rule in plan.calendar
            ),
        ],
    }


def _power(scenario: Scenario, life: Operations) -> dict:
    power, energy = scenario.config.power, life.energy
    stated = energy.sel(case="stated")
    kwh = {
        name: float((stated[f"{name}_w"] * stated.step_s).sum()) / 3.6e6
        for name in ("array_power", "load_power", "unserved_power", "spilled_power", "charging_loss")
    }
    values = [
        (f"{part.title()}: {without_unit(name).replace('_', ' ')}", getattr(getattr(power, part), name), unit_of(name))
        for part in ("array", "battery")
        for name in type(getattr(power, part)).model_fields
        if isinstance(getattr(getattr(power, part), name), Parameter)
    ]
    return {
        "kwh": kwh,
        "values": values,
        "loads": load_rows(scenario, life),
        "lowest": {str(case): float(energy.state_of_charge.sel(case=case).min()) for case in energy.case.values},
    }


def write_operations_csv(scenario: Scenario, folder: Path) -> None:
    """``sessions.csv`` and ``energy.csv``, where the scenario has sessions and a power system."""
    if scenario.config.trajectory is None:
        return
    if scenario.config.sessions is not None:
        csv_table(_session_table(scenario)).to_csv(folder / "sessions.csv", index=False, float_format="%.7g")
    if scenario.config.power is not None:
        csv_table(_energy_table(scenario)).to_csv(folder / "energy.csv", index=False, float_format="%.7g")


def _session_table(scenario: Scenario) -> list[dict]:
    life = scenario.operations
    rows = session_rows(life)
    if life.data is not None:
        returned = life.data.returned_bit.sel(case="stated")
        for place, row in enumerate(rows):
            row |= {f"returned_{name}_bit": float(returned.sel(instrument=name)[place]) for name in _names(life)}
    return rows


def _names(life: Operations) -> list[str]:
    return life.data.instrument.values.tolist()


def _energy_table(scenario: Scenario) -> dict:
    energy = scenario.operations.energy
    stated = energy.sel(case="stated")
    table = {"time": format_times(energy.time.values), "step_s": energy.step_s.values}
    for name in ("array_power_w", "load_power_w", "unserved_power_w", "spilled_power_w", "charging_loss_w"):
        table[name] = stated[name].values
    table["stored_j"], table["state_of_charge"] = stated.stored_j.values, stated.state_of_charge.values
    for case in ("low", "high"):
        table[f"state_of_charge_{case}"] = energy.state_of_charge.sel(case=case).values
    return table
