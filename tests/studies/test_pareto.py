"""Trades: the filter against brute force, and fronts whose shape is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import linkbudget
from linkbudget.errors import InputError
from linkbudget.studies.axes import axis
from linkbudget.studies.pareto import _COMPARED, maximise, minimise, non_dominated, pareto

MASS = "mass_kg = 2.3 * transmitter.power + 4 * transmitter.antenna.diameter ** 2"
AXES = ("transmitter.power=1 W..100 W:12:log", "transmitter.antenna.diameter=0.5 m..4 m:15")


@pytest.fixture(scope="module")
def case():
    return linkbudget.load("mars1").case("telemetry-32cm-dish", range_m=106.76e9)


def by_brute_force(costs):
    beats = (costs[:, None] <= costs[None]).all(axis=2) & (costs[:, None] < costs[None]).any(axis=2)
    return np.flatnonzero(~beats.any(axis=0))


@given(st.integers(2, 5).flatmap(lambda width: arrays(int, (40, width), elements=st.integers(0, 5))))
@settings(max_examples=150)
def test_filter_agrees_with_brute_force_on_many_ties(costs):
    np.testing.assert_array_equal(non_dominated(costs), by_brute_force(costs))


@pytest.mark.parametrize("width", [2, 3, 4])
def test_filter_agrees_with_brute_force_over_several_blocks(width):
    costs = np.random.default_rng(1963).random((2 * _COMPARED + 77, width))
    np.testing.assert_array_equal(non_dominated(costs), by_brute_force(costs))


def test_points_of_a_sphere_all_stay():
    points = np.abs(np.random.default_rng(1).normal(size=(3000, 3)))
    points /= np.linalg.norm(points, axis=1)[:, None]
    assert non_dominated(points).size == 3000


def test_rows_that_are_alike_stay_together():
    np.testing.assert_array_equal(non_dominated([[1.0, 2.0], [1.0, 2.0], [1.0, 3.0]]), [0, 1])


def test_front_is_that_of_brute_force_over_the_grid(case):
    front = pareto(case, [axis(text, case) for text in AXES], [maximise("margin_db"), minimise(MASS)])
    power, diameter = np.meshgrid(np.geomspace(1.0, 100.0, 12), np.linspace(0.5, 4.0, 15), indexing="ij")
    design = {"transmitter.power": power, "transmitter.antenna.diameter": diameter}
    margin = case.with_values(design).budget()["margin_db"]
    costs = np.stack([-margin.ravel(), (2.3 * power + 4.0 * diameter**2).ravel()], axis=1)
    best = costs[by_brute_force(costs)]
    np.testing.assert_allclose(front.margin_db, np.sort(-best[:, 0]))
    np.testing.assert_allclose(front.mass_kg, np.sort(best[:, 1]))
    assert front.mass_kg.attrs["units"] == "kg"
    assert front.mass_kg.attrs["long_name"] == "mass"


def test_designs_of_the_front_give_what_it_says(case):
    front = pareto(case, [axis(text, case) for text in AXES], [maximise("margin_db"), minimise(MASS)], samples=300)
    keys = ("transmitter.power", "transmitter.antenna.diameter")
    again = case.with_values({key: front[key].values for key in keys}).budget()
    np.testing.assert_allclose(again["margin_db"], front.margin_db)
    assert front.attrs["tried"] == 300


def test_same_seed_same_sample_another_seed_another(case):
    axes, wanted = [axis(text, case) for text in AXES], [maximise("margin_db"), minimise("transmitter.power")]
    one, same, other = (pareto(case, axes, wanted, samples=200, seed=seed) for seed in (1, 1, 2))
    assert one.identical(same)
    assert not np.array_equal(one.margin_db, other.margin_db)


def test_without_a_trade_one_design_is_left(case):
    front = pareto(case, [axis(AXES[0], case)], [maximise("margin_db"), maximise("cn0_dbhz")])
    assert front.sizes["design"] == 1
    assert front["transmitter.power"].item() == pytest.approx(100.0)


def test_floor_is_kept(case):
    wanted = [minimise("transmitter.power"), minimise("transmitter.antenna.diameter")]
    front = pareto(case, [axis(text, case) for text in AXES], wanted, at_least={"margin_db": 10.0})
    keys = ("transmitter.power", "transmitter.antenna.diameter")
    margin = case.with_values({key: front[key].values for key in keys}).budget()["margin_db"]
    assert margin.min() >= 10.0
    assert front.sizes["design"] > 3


def test_refused_designs_are_no_designs():
    imaging = linkbudget.load("mars1").case("imaging-5cm", range_m=50e9)
    wanted = [maximise("margin_db"), minimise("transmitter.power")]
    front = pareto(imaging, [axis("transmitter.power=50 W, 100 W, 30000 W", imaging)], wanted)
    assert front["transmitter.power"].max() <= 100.0


@pytest.mark.parametrize(
    ("wanted", "options", "said"),
    [
        ([maximise("margin_db")], {}, "expected two or more"),
        ([maximise("margin_db"), minimise("margin_db")], {}, "given twice"),
        ([maximise("margin_db"), minimise("3 * transmitter.powr")], {}, "did you mean 'transmitter.power'?"),
        ([maximise("margin_db"), minimise("cn0_dbhz = transmitter.power")], {}, "expected another name"),
        ([maximise("margin_db"), minimise("sqrt(-1 - transmitter.power)")], {}, "no design can be computed"),
        ([maximise("margin_db"), minimise(MASS)], {"at_least": {"margin_db": 90.0}}, "no design reaches margin_db"),
        ([maximise("margin_db"), minimise(MASS)], {"at_least": {"margin": 90.0}}, "no such line"),
        ([maximise("margin_db"), minimise(MASS)], {"samples": 0}, "expected 1 to"),
        ([maximise("margin_db"), minimise(MASS)], {"samples": 10**9}, "expected 1 to"),
    ],
)
def test_wrong_requests_are_one_line(case, wanted, options, said):
    with pytest.raises(InputError, match=said) as error:
        pareto(case, [axis(text, case) for text in AXES], wanted, **options)
    assert "\n" not in str(error.value)


def test_name_before_an_expression_is_a_name():
    with pytest.raises(InputError, match="expected a name"):
        minimise("2 mass = transmitter.power")
