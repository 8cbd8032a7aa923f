"""A study of nothing but NaN is an error that says why."""

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.studies.answers import require_answer
from linkbudget.studies.axes import axis, linear
from linkbudget.studies.compare import compare
from linkbudget.studies.fan import fan
from linkbudget.studies.montecarlo import montecarlo
from linkbudget.studies.pareto import maximise, minimise, pareto
from linkbudget.studies.sensitivity import sensitivity
from linkbudget.studies.stores import notes_of
from linkbudget.studies.sweep import sweep
from tests.test_bad_input import run

NIGHT = "1963-03-21T06:00Z"
"""Mars 1 is below the horizon of Evpatoria."""


@pytest.fixture(scope="module")
def mars1():
    return lb.load("mars1")


@pytest.fixture(scope="module")
def down(mars1):
    return mars1.case("telemetry-32cm-semi", NIGHT)


def powers(case):
    return linear(case, "transmitter.power", "10 W", "100 W", 3)


STUDIES = {
    "sweep": lambda case: sweep(case, [powers(case)]),
    "map": lambda case: sweep(case, [powers(case), linear(case, "modulation.bit_rate", 1.0, 2.0, 2)], ["margin_db"]),
    "fan": lambda case: fan(case, powers(case), samples=16),
    "montecarlo": lambda case: montecarlo(case, samples=16),
    "sensitivity": lambda case: sensitivity(case, samples=16),
    "slopes": lambda case: sensitivity(case, indices=False),
    "compare": lambda case: compare(case, case.with_values({"transmitter.power": 60.0})),
    "pareto": lambda case: pareto(case, [powers(case)], [maximise("margin_db"), minimise("transmitter.power")]),
}


@pytest.mark.parametrize("study", STUDIES)
def test_a_study_below_the_horizon_is_one_line_that_says_so(study, down):
    with pytest.raises(InputError) as refused:
        STUDIES[study](down)
    said = str(refused.value)
    assert "below the horizon of evpatoria-receive at this instant" in said
    assert "the next pass begins at 1963-03-21T10:45:15Z" in said
    assert "\n" not in said


def test_a_sweep_over_times_at_which_the_spacecraft_is_down_says_so(mars1):
    case = mars1.case("telemetry-32cm-semi")
    night = axis("time=1963-03-21T04:00,1963-03-21T06:00", case, mars1)
    with pytest.raises(InputError, match="at none of these instants is the spacecraft above"):
        sweep(case, [night])


def test_one_number_is_an_answer(mars1, down):
    case = mars1.case("telemetry-32cm-semi")
    times = axis("time=1963-03-21T06:00,1963-03-21T17:00", case, mars1)
    assert np.isnan(sweep(case, [times]).margin_db.values).tolist() == [True, False]
    assert np.isfinite(sweep(down, [powers(down)], ["eirp_dbw"]).eirp_dbw.values).all()
    assert compare(down, case).margins


def test_infinities_are_answers_and_the_last_row_of_a_long_array_counts(down):
    require_answer(down, "sweep", [np.array(-np.inf)])
    rows = np.full((3, 2**22), np.nan)
    with pytest.raises(InputError):
        require_answer(down, "sweep", [rows])
    rows[-1, -1] = 0.0
    require_answer(down, "sweep", [rows])


def test_studies_say_which_models_are_used_outside_their_range(tmp_path):
    case = lb.load("cubesat").case("uhf-downlink", range_m=1e6, elevation_deg=30.0)
    usual = case.budget().notes
    within = sweep(case, [axis("frequency=400 MHz..450 MHz:3", case)], ["gas_loss_db"])
    assert within.attrs["notes"].split(" | ") == sorted(usual)  # P.676 from 1 GHz on
    above = lb.load("lro").case("science", range_m=4e8, elevation_deg=30.0)
    spans = [axis("frequency=0.5 GHz..20 GHz:9:log", above)]
    here = sweep(above, spans, ["gas_loss_db"])
    stored = sweep(above, spans, ["gas_loss_db"], store=tmp_path / "sweep.zarr")
    assert "ITU-R P.676-13 Annex 1 is stated for frequency_hz" in here.attrs["notes"] not in above.budget().notes
    assert stored.attrs["notes"] == here.attrs["notes"]
    assert notes_of(here, stored)[: len(notes_of(here))] == notes_of(here)


def test_the_command_line_says_what_a_sweep_adds_and_not_what_the_budget_says(capsys, monkeypatch):
    words = ("sweep", "cubesat", "--link", "uhf-downlink", "--range", "1000 km", "--line", "closing_margin_db")
    _, _, err = run(capsys, monkeypatch, *words, "--axis", "transmitter.power=1 W..2 W:2")
    assert err == ""
