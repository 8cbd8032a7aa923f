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
from linkbudget.studies.sweep import sweep

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
