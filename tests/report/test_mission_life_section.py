"""Sessions, data and electric power in the report: the numbers of the simulation, in files and in the chapter."""

import numpy as np
import pandas as pd
import pytest

import linkbudget as lb
from linkbudget.report.mission_life_section import operations_context, write_operations_csv
from tests.plots.conftest import loaded

KWH_J = 3.6e6


@pytest.fixture(scope="module")
def mars1():
    return loaded("mars1")


@pytest.fixture(scope="module")
def context(mars1):
    return operations_context(mars1)


def test_mission_without_operations_has_no_chapter_and_no_files(tmp_path):
    cubesat = lb.load("cubesat")
    assert operations_context(cubesat) is None
    write_operations_csv(cubesat, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_last_session_is_the_last_that_was_held(context):
    sessions = context["sessions"]
    held = [row for row in sessions["rows"] if row["outcome"] == "held"]
    assert sessions["last"] == held[-1]
    assert len(held) == sessions["summary"]["outcomes"]["held"] == len(sessions["rows"])


def test_stated_values_of_the_sessions_are_those_of_the_file(mars1, context):
    plan = mars1.config.sessions
    rows = {label: (parameter, unit) for label, parameter, unit in context["sessions"]["values"]}
    assert rows["Length of a session"] == (plan.duration_s, "s")
    assert rows["Recorder"] == (mars1.config.recorder.capacity_bit, "bit")
    assert [label for label in rows if label.startswith("Calendar")] == [
        "Calendar from 1 November 1962, every",
        "Calendar from 13 December 1962, every",
    ]


def test_energies_of_the_chapter_balance(mars1, context):
    """Energy of the array goes to loads, is spilled, is lost in charging, or is in the battery at the end."""
    kwh, stated = context["power"]["kwh"], mars1.operations.energy.sel(case="stated")
    kept = float(stated.stored_j[-1] - stated.start_stored_j) / KWH_J
    used = kwh["load_power"] - kwh["unserved_power"] + kwh["spilled_power"] + kwh["charging_loss"]
    assert kwh["array_power"] - used == pytest.approx(kept, abs=1e-6)


def test_lowest_charge_rises_from_the_worse_case_to_the_better(context):
    lowest = context["power"]["lowest"]
    assert 0.0 <= lowest["low"] < lowest["stated"] < lowest["high"] <= 1.0


def test_values_of_the_power_system_have_title_and_unit(mars1, context):
    values = {title: (parameter, unit) for title, parameter, unit in context["power"]["values"]}
    assert values["Array: area"] == (mars1.config.power.array.area_m2, "m2")
    assert len(values) == len(context["power"]["values"]) >= 8


def test_files_hold_the_sessions_and_the_energy_of_the_simulation(mars1, context, tmp_path):
    write_operations_csv(mars1, tmp_path)
    sessions, energy = (pd.read_csv(tmp_path / name) for name in ("sessions.csv", "energy.csv"))
    assert sessions["outcome"].tolist() == [row["outcome"] for row in context["sessions"]["rows"]]
    parts = [name for name in sessions if name.startswith("returned_") and name != "returned_bit"]
    assert sessions[parts].sum(axis=1).to_numpy() == pytest.approx(sessions["returned_bit"].to_numpy(), rel=1e-5)
    simulated = mars1.operations.energy
    assert len(energy) == simulated.time.size
    assert all(table[name].str.endswith("Z").all() for table, name in ((energy, "time"), (sessions, "start")))
    off = pd.to_datetime(energy["time"]).dt.tz_localize(None).to_numpy() - simulated.time.values
    assert np.max(np.abs(off)) <= np.timedelta64(500, "us")
    assert energy["stored_j"].to_numpy() == pytest.approx(simulated.sel(case="stated").stored_j.values, rel=1e-6)
    for case in ("low", "high"):
        charge = simulated.state_of_charge.sel(case=case).values
        assert energy[f"state_of_charge_{case}"].to_numpy() == pytest.approx(charge, rel=1e-6)
    assert np.all(energy["state_of_charge_low"] <= energy["state_of_charge_high"])
