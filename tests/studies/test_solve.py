"""Solving: the value found gives the target; a target out of reach is reported with the nearest miss."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import linkbudget
from linkbudget.errors import InputError
from linkbudget.studies.scales import limits, scale_around, scale_between
from linkbudget.studies.solve import CLOSE, solve

LINK = "telemetry-32cm-dish"


@pytest.fixture(scope="module")
def mars1():
    return linkbudget.load("mars1")


@pytest.fixture(scope="module")
def case(mars1):
    return mars1.case(LINK, range_m=106.76e9)


def line(case, key, value, name):
    return float(case.with_values({key: value}).budget()[name])


@pytest.mark.parametrize(
    ("link", "key", "name", "target"),
    [
        (LINK, "transmitter.power", "margin_db", 3.0),
        (LINK, "transmitter.power", "carrier_margin_db", -2.0),
        (LINK, "transmitter.power", "data_rate_limit_bps", 123.0),
        (LINK, "modulation.bit_rate", "margin_db", 0.5),
        (LINK, "modulation.error_rate", "margin_db", 15.0),
        (LINK, "receiver.noise_temperature", "system_noise_temperature_k", 400.0),
        (LINK, "receiver.ground_noise_temperature", "cn0_dbhz", 30.0),
        (LINK, "transmitter.pointing_error", "margin_db", 3.0),
        (LINK, "range", "received_power_dbw", -180.0),
        (LINK, "elevation", "gas_loss_db", 0.1),
        (LINK, "frequency", "free_space_loss_db", 240.0),
        ("television-8cm", "range", "picture_snr_db", 20.0),
        ("television-8cm", "transmitter.power", "pixel_error_probability", 1e-6),
        ("imaging-5cm", "range", "slot_error_probability", 1e-5),
    ],
)
def test_what_is_found_gives_the_target(mars1, link, key, name, target):
    case = mars1.case(link, range_m=106.76e9)
    solution = solve(case, key, name, target=target)
    assert solution.solved
    assert line(case, key, solution.value, name) == pytest.approx(target, rel=2 * CLOSE)
    assert solution.gives == pytest.approx(target, rel=2 * CLOSE)


@given(st.floats(-20.0, 40.0))
@settings(max_examples=25)
def test_ten_decibels_of_margin_cost_ten_times_the_power(target):
    case = linkbudget.load("cubesat").case("uhf-downlink", range_m=1000e3)
    power, more = (solve(case, "transmitter.power", target=wanted).value for wanted in (target, target + 10.0))
    assert more / power == pytest.approx(10.0, rel=1e-9)  # the search stops within 1e-10 dB


@pytest.mark.parametrize("link", [LINK, "telemetry-160cm", "television-8cm", "imaging-5cm"])
def test_range_without_closing_margin_is_the_distance_at_which_the_link_ends(mars1, link):
    case = mars1.case(link, range_m=80e9)
    found = solve(case, "range", "closing_margin_db", target=0.0).value
    assert found == pytest.approx(float(case.budget()["maximum_range_m"]), rel=1e-9)


def test_highest_rate_is_the_bit_rate_without_closing_margin(case):
    found = solve(case, "modulation.bit_rate", "closing_margin_db", target=0.0)
    assert found.value == pytest.approx(float(case.budget()["data_rate_limit_bps"]), rel=1e-9)


def test_array_is_the_loop_of_its_elements(mars1):
    start = mars1.config.mission.start_utc_s.value
    utc_s = start + 86400.0 * np.array([[20.0, 20.3, 60.1], [100.7, 139.98, 200.5]])
    case = mars1.case_over("telemetry-32cm-semi", utc_s)
    together = solve(case, "transmitter.power", "closing_margin_db", target=0.0)
    assert together.value.shape == (2, 3)
    assert {"solved", "no link"} == set(together.status.ravel())
    for place in np.ndindex(2, 3):
        alone = solve(
            mars1.case_over("telemetry-32cm-semi", utc_s[place]), "transmitter.power", "closing_margin_db", target=0.0
        )
        assert alone.status == together.status[place]
        np.testing.assert_allclose(alone.value, together.value[place], rtol=1e-9)


def test_targets_may_be_an_array(case):
    found = solve(case, "transmitter.power", target=[0.0, 10.0, 20.0])
    np.testing.assert_allclose(found.value[1:] / found.value[:-1], 10.0, rtol=1e-9)


def test_case_over_agrees_with_case(mars1):
    reference = mars1.config.mission.reference_utc_s.value
    many = mars1.case_over(LINK, [reference, reference + 43200.0]).budget()
    one = mars1.case(LINK).budget()
    assert many["margin_db"][0] == pytest.approx(one["margin_db"], abs=1e-4)  # the track is sampled
    assert np.isnan(many["margin_db"][1])
    with pytest.raises(InputError, match="outside the mission"):
        mars1.case_over(LINK, [0.0])


def test_below_the_horizon_there_is_no_link_but_an_elevation(mars1):
    down = mars1.case(LINK, "1963-03-21T06:00Z")
    missed = solve(down, "transmitter.power", target=3.0)
    assert missed.status == "no link"
    assert np.isnan(missed.value)
    assert np.isnan(missed.nearest)
    assert "nothing to compute" in str(missed)
    assert solve(down, "elevation", "gas_loss_db", target=0.1).solved


def test_nearest_miss_of_a_rising_line_is_the_end_of_the_bracket(case):
    missed = solve(case, "transmitter.power", target="30 dB", bracket=("1 W", "100 W"))
    assert missed.status == "out of reach"
    assert np.isnan(missed.value)
    assert missed.nearest == 100.0
    assert missed.gives == pytest.approx(line(case, "transmitter.power", 100.0, "closing_margin_db"))
    assert "nearest is transmitter power = 100 W" in str(missed)


def test_nearest_miss_of_a_line_with_a_summit_is_the_summit(mars1):
    case = mars1.case("telemetry-32cm-semi")
    key, name = "modulation.carrier.suppression", "closing_margin_db"
    missed = solve(case, key, name, target=20.0)
    grid = np.linspace(0.01, 10.0, 100_001)
    best = case.with_values({key: grid}).budget()[name].max()
    assert missed.status == "out of reach"
    assert missed.gives == pytest.approx(best, abs=1e-4)  # a kink, between two points of the grid
    assert missed.gives >= best


def test_summit_just_above_the_target_is_climbed(mars1):
    case = mars1.case("telemetry-32cm-semi")
    key, name = "modulation.carrier.suppression", "closing_margin_db"
    summit = solve(case, key, name, target=20.0).gives
    found = solve(case, key, name, target=summit - 1e-4)
    assert found.solved
    assert line(case, key, found.value, name) == pytest.approx(summit - 1e-4, abs=1e-9)


def test_of_two_solutions_the_one_near_the_present_value_is_found(mars1):
    narrow, wide = (
        solve(mars1.case("television-8cm").with_values({"transmitter.antenna.diameter": present}), key, target=7.0)
        for key in ["transmitter.antenna.diameter"]
        for present in (1.0, 12.0)
    )
    assert narrow.value < 3.0 < 8.0 < wide.value
    assert narrow.gives == pytest.approx(wide.gives)


def test_ladder_is_climbed_to_the_foot_of_its_rung(mars1):
    case = mars1.case("telemetry-32cm-semi")
    found = solve(case, "transmitter.power", "data_rate_on_ladder_bps", target="8 bit/s")
    assert found.solved
    assert line(case, "transmitter.power", found.value * 1.000001, "data_rate_on_ladder_bps") == 8.0
    assert line(case, "transmitter.power", found.value * 0.999999, "data_rate_on_ladder_bps") < 8.0


def test_step_over_the_target_is_told_from_a_solution(mars1):
    missed = solve(mars1.case("telemetry-32cm-semi"), "transmitter.power", "data_rate_on_ladder_bps", target=6.0)
    assert missed.status == "steps over"
    assert missed.gives == 8.0
    assert np.isnan(missed.value)


def test_solution_stays_inside_the_limits_of_its_place(case):
    missed = solve(case, "transmitter.antenna.aperture_efficiency", target=60.0)
    assert missed.nearest == 1.0
    assert limits(case, "transmitter.antenna.beamwidth_factor")[1] < 180.0
    assert limits(case, "elevation") == (0.0, 90.0)
    assert scale_around(case, "modulation.carrier.suppression").low == 0.0
    assert scale_around(case, "transmitter.power").logarithmic
    assert not scale_between(case, "receiver.line_temperature", 0.0, "300 K").logarithmic


def test_dataset_and_plain_data_say_the_same(mars1):
    utc_s = mars1.config.mission.reference_utc_s.value + np.array([0.0, 43200.0])
    solution = solve(mars1.case_over(LINK, utc_s), "transmitter.power", target=3.0)
    dataset, plain = solution.to_dataset({"time": utc_s}), solution.to_dict()
    assert dataset.value.attrs["units"] == "W"
    assert dataset.value.dims == ("time",)
    assert plain["value"] == [dataset.value.values[0], None]
    assert plain["status"] == ["solved", "no link"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"key": "transmitter.powr"}, r"transmitter\.powr.*did you mean 'transmitter\.power'"),
        ({"key": "modulation.scheme"}, "no such number"),
        ({"target_line": "margin"}, "no such line.*did you mean 'margin_db'"),
        ({"target": "3 W"}, "target closing_margin_db.*W is not a value in dB"),
        ({"target": "three"}, "target closing_margin_db"),
        ({"target": np.nan}, "finite"),
        ({"target": object()}, "expected a number in dB"),
        ({"key": "receiver.line_loss", "target_line": "eirp_dbw"}, "does not depend on"),
        ({"bracket": ("5 W", "1 W")}, "low end below the high one"),
        ({"bracket": ("0 W", "1 W")}, "above 0"),
        ({"bracket": ("1 km", "1 W")}, "not a unit of power"),
        ({"bracket": 3.0}, "a low and a high end"),
        ({"key": "elevation", "target_line": "gas_loss_db", "bracket": (10.0, 120.0)}, "from 0 to 90"),
    ],
)
def test_wrong_requests_are_one_line(case, arguments, said):
    with pytest.raises(InputError, match=said) as error:
        solve(case, **({"key": "transmitter.power", "target": 3.0} | arguments))
    assert "\n" not in str(error.value)


def test_shapes_that_do_not_fit_are_refused(case):
    with pytest.raises(InputError, match="shapes that do not fit"):
        solve(case.with_values({"range": np.array([1e9, 2e9])}), "transmitter.power", target=[1.0, 2.0, 3.0])
