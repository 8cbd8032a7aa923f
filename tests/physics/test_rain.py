"""Rain: ITU-R P.838-3, P.839-4 and P.618-14, sections 2.2.1.1 and 2.2.1.2."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics.rain import (
    rain_exceedance_probability,
    rain_ground_length_m,
    rain_height_m,
    rain_loss_at_probability_db,
    rain_loss_db,
    rain_path,
    rain_path_length_m,
)
from linkbudget.physics.rain_probability import (
    joint_normal_exceedance,
    path_rain_probability,
    rain_correlation,
    rain_threshold,
)
from linkbudget.physics.rain_specific import (
    mixed_rain_coefficients,
    rain_coefficients,
    specific_rain_attenuation_db_per_km,
)

# ITU-R P.838-3 (03/2005), Table 5: GHz, kH, alphaH, kV, alphaV as printed.
P838_TABLE_5 = [
    (1.0, 0.0000259, 0.9691, 0.0000308, 0.8592),
    (12.0, 0.02386, 1.1825, 0.02455, 1.1216),
    (20.0, 0.09164, 1.0568, 0.09611, 0.9847),
    (30.0, 0.2403, 0.9485, 0.2291, 0.9129),
]

# ITU validation examples CG-3M3J-13-ValEx, Rev 8.3.0 (2024-12-02), sheet "P.618-14 A_Rain", row 23 (London): 1 %.
LONDON = (31.0769912357, 14.25e9, 26.48052, 2452.73333333, 51.5)
LONDON_STATION = {"station_height_m": 31.382984, "polarization_tilt_deg": 0.0}
LONDON_STEPS = (4690.8173921, 4017.56521936, 1.58130839367, 0.876477798466, 1.04563413964, 4299.01737938, 6.79807226655)
LONDON_LOSS_1_PERCENT_DB = 0.495317069023

# The same workbook, sheet "P.618-14 PofA", row 21 (London): rain at the station, and on the path.
LONDON_RAIN_PROBABILITY, LONDON_PATH_PROBABILITY = 0.0536150960371, 0.0734194156894

places = {
    "elevation_deg": st.floats(0.0, 90.0),
    "frequency_hz": st.floats(1e9, 55e9),
    "rate": st.floats(0.1, 180.0),
    "rain_m": st.floats(0.0, 5500.0),
    "latitude_deg": st.floats(-90.0, 90.0),
}


# --- reference ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ghz", "k_h", "alpha_h", "k_v", "alpha_v"), P838_TABLE_5)
def test_coefficients_agree_with_table_5_of_p838(ghz, k_h, alpha_h, k_v, alpha_v):
    found = rain_coefficients(ghz * 1e9)
    # the table prints four figures, and three at 1 GHz; half a unit of the last digit either way
    assert found.k_horizontal == pytest.approx(k_h, rel=2e-3 if ghz == 1.0 else 2.5e-4)
    assert found.k_vertical == pytest.approx(k_v, rel=2e-3 if ghz == 1.0 else 2.5e-4)
    assert found.alpha_horizontal == pytest.approx(alpha_h, abs=6e-5)
    assert found.alpha_vertical == pytest.approx(alpha_v, abs=6e-5)


def test_every_step_to_the_loss_of_london_agrees_with_the_workbook():
    assert rain_path(*LONDON, **LONDON_STATION) == pytest.approx(LONDON_STEPS, rel=1e-9)  # inputs print 12 figures


def test_loss_of_london_for_one_percent_agrees_with_the_workbook():
    assert rain_loss_db(*LONDON, 0.01, **LONDON_STATION) == pytest.approx(LONDON_LOSS_1_PERCENT_DB, rel=1e-9)


def test_probability_of_rain_on_the_path_agrees_with_the_workbook():
    found = path_rain_probability(LONDON[0], LONDON_STEPS[0], LONDON_RAIN_PROBABILITY)
    assert found == pytest.approx(LONDON_PATH_PROBABILITY, rel=1e-9)


def test_joint_normal_exceedance_agrees_with_quadrature_over_one_variable():
    node, weight = np.polynomial.legendre.leggauss(200)
    for first, second, correlation in [(0.3, 1.7, 0.6), (-1.2, 0.4, 0.95), (2.5, 2.0, 0.1), (1.0, -0.7, -0.4)]:
        x = first + 5.0 * (node + 1.0)  # ten standard deviations reach beyond rounding
        given_x = [0.5 * math.erfc((second - correlation * v) / math.sqrt(2.0 * (1.0 - correlation**2))) for v in x]
        expected = 5.0 * np.sum(weight * np.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi) * given_x)
        assert joint_normal_exceedance(first, second, correlation) == pytest.approx(expected, rel=1e-12)


# --- identity ----------------------------------------------------------------------------------------------------


def test_horizontal_and_vertical_polarisation_on_a_level_path_have_the_table_values():
    plain = rain_coefficients(20e9)
    assert mixed_rain_coefficients(0.0, 20e9, 0.0) == pytest.approx((plain.k_horizontal, plain.alpha_horizontal))
    assert mixed_rain_coefficients(0.0, 20e9, 90.0) == pytest.approx((plain.k_vertical, plain.alpha_vertical))


def test_polarisation_does_not_matter_at_the_zenith():
    losses = specific_rain_attenuation_db_per_km(90.0, 20e9, 30.0, np.array([0.0, 45.0, 90.0]))
    assert losses == pytest.approx(losses[0], rel=1e-14)


def test_rain_reaches_360_metres_above_the_isotherm():
    assert rain_height_m(4168.0) == 4528.0


def test_path_to_the_zenith_is_the_height_of_the_rain():
    assert rain_path_length_m(90.0, 3000.0, 500.0) == pytest.approx(2500.0)
    assert rain_ground_length_m(90.0, 2500.0) == pytest.approx(0.0, abs=1e-9)


def test_the_two_path_lengths_nearly_meet_at_five_degrees():
    below, at = rain_path_length_m(np.array([5.0 - 1e-9, 5.0]), 3000.0)
    assert 0.97 < below / at < 1.0


def test_level_path_is_a_chord_under_the_rain():
    assert rain_path_length_m(0.0, 3000.0) == pytest.approx(1e3 * math.sqrt(2.0 * 3.0 * 8500.0))


def test_no_rain_and_a_station_above_the_rain_have_no_loss():
    assert rain_loss_db(30.0, 20e9, 0.0, 3000.0, 40.0, 1e-4) == 0.0
    assert rain_loss_db(30.0, 20e9, 50.0, 3000.0, 40.0, 1e-4, station_height_m=3500.0) == 0.0
    assert rain_exceedance_probability(30.0, 40.0, 0.0, 0.0) == 0.0


def test_loss_at_the_reference_share_of_the_year_is_the_reference_loss():
    assert rain_loss_at_probability_db(31.0, 10.0, 12.3, 1e-4) == pytest.approx(12.3, rel=1e-12)


@pytest.mark.parametrize("latitude_deg", [51.5, -10.0])
def test_exceedance_probability_inverts_the_loss(latitude_deg):
    probability = np.geomspace(1.1e-4, 0.049, 12)
    elevation_deg = np.array([[10.0], [31.0], [80.0]])
    loss_db = rain_loss_at_probability_db(elevation_deg, latitude_deg, 20.0, probability)
    found = rain_exceedance_probability(elevation_deg, latitude_deg, 20.0, loss_db)
    assert found == pytest.approx(np.broadcast_to(probability, found.shape), rel=1e-10)


def test_loss_beyond_the_stated_shares_of_the_year_has_a_bound_or_no_answer():
    found = rain_exceedance_probability(31.0, 51.5, 7.0, np.array([0.01, 100.0]))
    assert np.isnan(found[0])
    assert found[1] == 1e-5


def test_turned_over_loss_is_still_found_on_the_common_side():
    # 12 degrees at the equator: the greatest loss lies near 0.003 % of the year, greater than at 0.001 %
    losses_db = rain_loss_at_probability_db(12.0, 0.0, 60.0, np.geomspace(1e-5, 1e-4, 200))
    assert losses_db[0] < losses_db.max()
    level_db = 0.5 * (losses_db[0] + losses_db.max())
    found = rain_exceedance_probability(12.0, 0.0, 60.0, level_db)
    assert rain_loss_at_probability_db(12.0, 0.0, 60.0, found) == pytest.approx(level_db, rel=1e-10)
    assert found > 1.05e-5


def test_independent_variables_multiply_and_equal_ones_take_the_rarer():
    single = 0.5 * math.erfc(1.0 / math.sqrt(2.0))
    assert joint_normal_exceedance(1.0, 0.0, 0.0) == pytest.approx(0.5 * single, rel=1e-14)
    assert joint_normal_exceedance(1.0, 0.0, 1.0) == pytest.approx(single, rel=1e-14)
    assert joint_normal_exceedance(1.0, 0.0, -1.0) == 0.0
    assert joint_normal_exceedance(math.inf, 0.0, 0.3) == 0.0
    assert joint_normal_exceedance(-math.inf, 1.0, 0.3) == pytest.approx(single, rel=1e-14)


def test_zero_thresholds_follow_sheppards_formula():
    correlation = np.linspace(-1.0, 1.0, 9)
    expected = 0.25 + np.arcsin(correlation) / (2.0 * math.pi)
    assert joint_normal_exceedance(0.0, 0.0, correlation) == pytest.approx(expected, abs=1e-15)


def test_rain_at_the_zenith_is_rain_at_the_station():
    assert path_rain_probability(90.0, 3000.0, 0.05) == pytest.approx(0.05, rel=1e-9)
    assert path_rain_probability(30.0, 6000.0, np.array([0.0, 1.0])) == pytest.approx([0.0, 1.0])


def test_rain_at_one_point_is_perfectly_correlated():
    assert rain_correlation(0.0) == 1.0


# --- shape and limits --------------------------------------------------------------------------------------------


def test_arrays_agree_with_a_loop_of_scalars():
    elevation_deg = np.array([0.0, 3.0, 5.0, 20.0, 60.0, 90.0])
    latitude_deg = np.array([-60.0, 0.0, 35.9, 36.0, 10.0, 80.0])
    frequency_hz = np.array([1e9, 8e9, 14e9, 20e9, 30e9, 50e9])
    together = rain_loss_db(elevation_deg, frequency_hz, 42.0, 3000.0, latitude_deg, 1e-3)
    one_by_one = [
        rain_loss_db(float(e), float(f), 42.0, 3000.0, float(lat), 1e-3)
        for e, f, lat in zip(elevation_deg, frequency_hz, latitude_deg, strict=True)
    ]
    assert together == pytest.approx(one_by_one, rel=1e-13)
    chances = path_rain_probability(elevation_deg, 5000.0, 0.03)
    assert chances == pytest.approx([path_rain_probability(float(e), 5000.0, 0.03) for e in elevation_deg])


def test_scalars_give_floats_and_arguments_broadcast():
    assert isinstance(rain_loss_db(30.0, 20e9, 42.0, 3000.0, 40.0, 1e-3), float)
    assert isinstance(rain_exceedance_probability(30.0, 40.0, 10.0, 5.0), float)
    assert isinstance(joint_normal_exceedance(1.0, 1.0, 0.5), float)
    elevation_deg, probability = np.linspace(5.0, 90.0, 4)[:, None], np.array([1e-4, 1e-3, 1e-2])
    assert rain_loss_db(elevation_deg, 20e9, 42.0, 3000.0, 40.0, probability).shape == (4, 3)
    assert rain_coefficients(np.full((2, 3), 20e9)).k_vertical.shape == (2, 3)


def test_below_the_horizon_there_is_no_answer():
    below_deg = np.array([-10.0, 30.0])
    for found in (
        rain_path_length_m(below_deg, 3000.0),
        rain_loss_db(below_deg, 20e9, 42.0, 3000.0, 40.0, 1e-3),
        path_rain_probability(below_deg, 5000.0, 0.05),
        rain_exceedance_probability(below_deg, 40.0, 20.0, 5.0),
    ):
        assert np.isnan(found).tolist() == [True, False]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: specific_rain_attenuation_db_per_km(30.0, 20e9, -1.0), "rain_rate_mm_per_h = -1.0"),
        (lambda: rain_coefficients(-1e9), "frequency_hz = -1"),
        (lambda: rain_loss_db(95.0, 20e9, 42.0, 3000.0, 40.0, 1e-3), "elevation_deg = 95.0"),
        (lambda: rain_loss_db(30.0, 20e9, 42.0, 3000.0, 140.0, 1e-3), "latitude_deg = 140.0"),
        (lambda: joint_normal_exceedance(0.0, 0.0, 1.1), "correlation = 1.1"),
        (lambda: path_rain_probability(30.0, 5000.0, 5.0), "rain_probability = 5.0"),
    ],
)
@pytest.mark.filterwarnings("ignore::linkbudget.errors.ModelRangeWarning")
def test_impossible_requests_name_value_and_limit(call, message):
    with pytest.raises(LinkBudgetError, match=message):
        call()


def test_use_outside_the_stated_ranges_warns():
    with pytest.warns(ModelRangeWarning, match="frequency_hz"):
        rain_loss_db(30.0, 70e9, 42.0, 3000.0, 40.0, 1e-3)
    with pytest.warns(ModelRangeWarning, match="exceedance_probability"):
        rain_loss_db(30.0, 20e9, 42.0, 3000.0, 40.0, 0.1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        rain_loss_db(30.0, 55e9, 42.0, 3000.0, 40.0, np.array([1e-5, 0.05]))


# --- property ----------------------------------------------------------------------------------------------------


@settings(max_examples=80)
@given(**places, probability=st.floats(1e-5, 0.05))
def test_loss_is_finite_and_never_a_gain(elevation_deg, frequency_hz, rate, rain_m, latitude_deg, probability):
    loss_db = rain_loss_db(elevation_deg, frequency_hz, rate, rain_m, latitude_deg, probability)
    assert np.isfinite(loss_db)
    assert loss_db >= 0.0


@settings(max_examples=80)
@given(**places)
def test_loss_falls_as_the_share_of_the_year_grows(elevation_deg, frequency_hz, rate, rain_m, latitude_deg):
    # below 36 degrees of latitude the published formula may turn over under 0.01 % of the year: see its notes
    rarest = 1e-5 if abs(latitude_deg) >= 36.0 else 1e-4
    probability = np.geomspace(rarest, 0.05, 60)
    loss_db = rain_loss_db(elevation_deg, frequency_hz, rate, rain_m, latitude_deg, probability)
    if loss_db[0] < 400.0:
        assert np.all(np.diff(loss_db) <= 1e-12 * loss_db[0])


@settings(max_examples=80)
@given(**places)
def test_loss_grows_with_rain(elevation_deg, frequency_hz, rate, rain_m, latitude_deg):
    rates = rate * np.array([1.0, 1.1, 1.5, 2.0])
    losses_db = rain_path(elevation_deg, frequency_hz, rates, rain_m, latitude_deg).loss_001_db
    assert np.all(np.diff(losses_db) >= -1e-12 * losses_db[-1])


@settings(max_examples=80)
@given(st.floats(-6.0, 6.0), st.floats(-6.0, 6.0), st.floats(0.0, 1.0))
def test_both_exceed_no_more_often_than_one_and_no_less_often_than_by_chance(first, second, correlation):
    singles = [0.5 * math.erfc(threshold / math.sqrt(2.0)) for threshold in (first, second)]
    found = joint_normal_exceedance(first, second, correlation)
    assert singles[0] * singles[1] - 1e-15 <= found <= min(singles) + 1e-15
    assert found == pytest.approx(joint_normal_exceedance(second, first, correlation), abs=1e-15)


@settings(max_examples=60)
@given(st.floats(0.0, 90.0), st.floats(0.0, 40e3), st.floats(1e-4, 0.3))
def test_rain_on_a_path_is_likelier_than_at_its_foot(elevation_deg, length_m, probability):
    found = path_rain_probability(elevation_deg, length_m, probability)
    assert probability * (1.0 - 1e-9) <= found <= 1.0


@settings(max_examples=40)
@given(st.floats(1e-6, 1.0 - 1e-6))
def test_threshold_is_exceeded_as_often_as_it_rains(probability):
    assert 0.5 * math.erfc(rain_threshold(probability) / math.sqrt(2.0)) == pytest.approx(probability, rel=1e-9)
