"""Lines of a case as a plain function: the numbers of the whole budget, without the budget."""

import math
import pickle

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.errors import InputError, LinkBudgetError, ModelRangeWarning, UnknownLineError
from linkbudget.link.bodies import BodyInBeam
from linkbudget.link.case_function import CaseFunction
from linkbudget.link.verdict import CLOSING, MARGINS
from linkbudget.scenario_files.packaged import packaged_folder, template_files

SCENARIOS = sorted(file.stem for file in packaged_folder().glob("*.toml"))

BELOW_1_GHZ = pytest.mark.filterwarnings("ignore:ITU-R P.676-13:linkbudget.errors.ModelRangeWarning")


def margins_of(budget) -> list[str]:
    return [line for line in (*MARGINS, CLOSING) if line in budget.terms]


def moved(number: float) -> np.ndarray:
    """A number and others near it, within the limits that most numbers have."""
    return number * np.array([1.0, 1.0 - 1e-3, 1.0 + 1e-4])


@pytest.mark.filterwarnings("ignore::linkbudget.errors.ModelRangeWarning")
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_its_lines_are_those_of_the_budget_to_the_last_bit(scenario):
    """Over every number of a link in turn, and over a grid of two of them."""
    random, loaded, short = np.random.default_rng(1963), lb.load(scenario), 0
    for link in loaded.links:
        case = loaded.case(link)
        keys = [key for key, number in case.values().items() if np.ndim(number.value) == 0]
        for key in random.permutation(keys)[:4].tolist():
            other = str(random.choice([one for one in keys if one != key]))
            grid = {key: moved(case.values()[key].value)[:, None], other: moved(case.values()[other].value)}
            try:
                budget = case.with_values(grid).budget()
            except LinkBudgetError:  # just outside what the equations take
                continue
            function = CaseFunction(case, grid, margins_of(budget))
            found = function.at(grid)
            short += function.is_short
            for line in margins_of(budget):
                np.testing.assert_array_equal(found[line], budget[line], f"{link} {key} {other} {line}")
                elsewhere = {name: value[::-1].copy() for name, value in grid.items()}
                again = case.with_values(elsewhere).budget()[line]
                np.testing.assert_array_equal(function.at(elsewhere)[line], again, f"{link} {key} {other} {line}")
    assert short or not loaded.links


def test_numbers_are_those_of_the_budget():
    case = lb.load("mars1").case("telemetry-32cm-dish")
    function = case.function(["margin_db", "eirp_dbw", "frequency_hz"], of=["range", "transmitter.power"])
    assert function.is_short
    assert repr(function) == "<margin_db, eirp_dbw, frequency_hz of range, transmitter.power>"
    found, budget = function(70e9, 12.0), case.with_values({"range": 70e9, "transmitter.power": 12.0}).budget()
    assert found == {line: budget[line] for line in function.lines}
    assert isinstance(found["margin_db"], float)


def test_a_list_and_whole_numbers_are_taken():
    margin = lb.load("mars1").case("telemetry-32cm-dish").function("margin_db", of="range")
    assert margin([50e9, 100e9])[1] == margin(100_000_000_000) == margin(1e11)
    assert margin([]).shape == (0,)
    with pytest.raises(LinkBudgetError, match="'far': expected a number"):
        margin("far")
    with pytest.raises(LinkBudgetError, match="expected 1 values, of range; 2 given"):
        margin(1e9, 2e9)


def test_unknown_numbers_and_lines_are_refused():
    case = lb.load("mars1").case("telemetry-32cm-dish")
    with pytest.raises(InputError, match=r"transmiter\.power.*transmitter\.power"):
        case.function("margin_db", of="transmiter.power")
    with pytest.raises(UnknownLineError, match="did you mean 'margin_db'"):
        case.function("margn_db", of="range")


@BELOW_1_GHZ
def test_no_answer_where_the_ends_do_not_see_each_other():
    """A budget enters the elevation in its verdict only where one is missing."""
    case = lb.load("cubesat").case("uhf-downlink")
    closing = case.function(CLOSING, of="elevation")
    assert math.isnan(closing(math.nan))
    seen = closing([10.0, math.nan, 40.0])
    np.testing.assert_array_equal(seen, case.with_values({"elevation": [10.0, math.nan, 40.0]}).budget()[CLOSING])
    assert np.isnan(seen).tolist() == [False, True, False]


@pytest.mark.filterwarnings("ignore:hop:linkbudget.errors.ModelRangeWarning")
def test_what_is_checked_between_the_lines_of_a_hop_is_checked_by_its_function():
    """A hop refuses an obstacle beyond its other mast, which no line says."""
    case = lb.load(template_files()["terrestrial"]).case("relay")
    function = case.function(CLOSING, of="range")
    assert not function.is_short
    assert function(20e3) == case.with_values({"range": 20e3}).budget()[CLOSING]
    with pytest.raises(LinkBudgetError, match="obstacle_distance"):
        function(1e3)


def test_a_call_warns_of_what_the_first_budget_did_not_say():
    case = lb.load("geostationary").case("downlink")
    function = case.function("gas_loss_db", of="frequency")
    with pytest.warns(ModelRangeWarning, match=r"P\.676-13"):
        function(0.5e9)
    assert not any("P.676" in text for text in function.notes)


def test_parts_that_come_again_are_kept():
    case = lb.load("mars1").case("telemetry-32cm-dish")
    function = case.function(["margin_db"], of=["range", "transmitter.power"])
    kept, power = {}, np.array([1.0, 10.0, 100.0])
    for range_m in (np.array([[1e9], [2e9]]), np.array([[3e9], [4e9]])):
        found = function.at({"range": range_m, "transmitter.power": power}, kept)
        budget = case.with_values({"range": range_m, "transmitter.power": power}).budget()
        np.testing.assert_array_equal(found["margin_db"], budget["margin_db"])
    other = function.at({"range": range_m, "transmitter.power": 2.0 * power}, kept)
    np.testing.assert_allclose(other["margin_db"] - found["margin_db"], 10.0 * math.log10(2.0), rtol=0, atol=1e-12)


@BELOW_1_GHZ
@pytest.mark.parametrize("name", ["sun", "moon"])
def test_bodies_in_the_beam_are_told(name):
    """The losses before a body are lines that its noise knows, so a function of their inputs follows them."""
    case = lb.load("mars1").case("telemetry-32cm-dish")
    body = BodyInBeam(name, separation_deg=0.2, diameter_deg=0.53, phase_deg=0.0)
    case = lb.Case(case.link, lb.Path(range_m=50e9, elevation_deg=30.0, bodies=(body,)))
    keys = ["elevation", f"body_separations.{name}", "receiver.line_loss"]
    function = case.function("cn0_dbhz", of=keys)
    assert function.is_short
    for values in ([30.0, 0.2, 0.5], [12.0, 0.1, 1.5], [80.0, 3.0, 0.0]):
        expected = case.with_values(dict(zip(keys, values, strict=True))).budget().cn0_dbhz
        assert function(*values) == pytest.approx(expected, abs=1e-12)


def test_it_travels_to_other_processes():
    function = lb.load("mars1").case("imaging-5cm").function(CLOSING, of="range")
    again = pickle.loads(pickle.dumps(function))
    assert again.is_short
    assert again(80e9) == function(80e9)
