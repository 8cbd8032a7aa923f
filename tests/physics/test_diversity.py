"""Two sites: ITU-R P.618-14, section 2.2.4, and the differential loss of P.1815-1."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics.diversity import (
    differential_loss_probability,
    joint_loss_probability,
    joint_rain_probability,
    rain_loss_correlation,
    rain_loss_distribution,
    rain_rate_correlation,
    site_diversity_gain_db,
    two_site_outage_probability,
)
from linkbudget.physics.rain_probability import joint_normal_exceedance, rain_threshold

# ITU validation examples CG-3M3J-13-ValEx, Rev 8.3.0 (2024-12-02), sheet "P.618-14 SD-JP", row 43.
SEPARATION_M = 44025.6567528
RAIN = 0.0289548140637, 0.0285807179944
SITES = (0.164887502901, 0.956471358549), (0.20259656467, 0.9495895353)
RHO_A, RHO_R, P_R, P_A = 0.276202830285, 0.634885627407, 0.00824539953969, 0.00120077118521

# The same workbook, sheet "P.618-14 SD-Gain": d [m], elevation, baseline [deg], f [Hz], A and G [dB].
GAINS = [
    (1e3, 31.07694309, 0.0, 14.25e9, 6.727844246, 0.882622657763),
    (12e3, 31.07694309, 0.0, 14.25e9, 7.530548343, 3.87873060242),
    (3e3, 46.35969261, 45.0, 29e9, 12.98824177, 4.22802533391),
]


# --- reference ---------------------------------------------------------------------------------------------------


def test_joint_outage_agrees_with_the_workbook_in_every_step():
    assert rain_loss_correlation(SEPARATION_M) == pytest.approx(RHO_A, rel=1e-9)
    assert rain_rate_correlation(SEPARATION_M) == pytest.approx(RHO_R, rel=1e-9)
    assert joint_rain_probability(SEPARATION_M, *RAIN) == pytest.approx(P_R, rel=1e-9)
    assert joint_loss_probability(SEPARATION_M, 9.0, 9.0, *SITES) == pytest.approx(P_A, rel=1e-8)
    assert two_site_outage_probability(SEPARATION_M, 9.0, 9.0, *RAIN, *SITES) == pytest.approx(P_R * P_A, rel=1e-8)


@pytest.mark.parametrize(("d_m", "elevation_deg", "baseline_deg", "frequency_hz", "loss_db", "expected"), GAINS)
def test_diversity_gain_agrees_with_the_workbook(d_m, elevation_deg, baseline_deg, frequency_hz, loss_db, expected):
    found = site_diversity_gain_db(d_m, elevation_deg, baseline_deg, frequency_hz, loss_db)
    assert found == pytest.approx(expected, rel=1e-9)


# --- identity ----------------------------------------------------------------------------------------------------


def test_fit_recovers_the_distribution_that_made_the_losses():
    probability = np.array([1e-4, 3e-4, 1e-3, 3e-3, 1e-2])
    losses_db = np.exp(0.3 + 1.1 * rain_threshold(probability / 0.04))
    assert rain_loss_distribution(losses_db, probability, 0.04) == pytest.approx((0.3, 1.1), rel=1e-12)


def test_sites_at_one_place_gain_nothing():
    rain = joint_rain_probability(0.0, 0.03, 0.02)
    assert rain == pytest.approx(0.02, rel=1e-12)
    alone = joint_normal_exceedance((np.log(9.0) - SITES[0][0]) / SITES[0][1], -9.0, 0.0)
    assert joint_loss_probability(0.0, 9.0, 9.0, SITES[0], SITES[0]) == pytest.approx(alone, rel=1e-12)
    assert site_diversity_gain_db(0.0, 30.0, 0.0, 20e9, 10.0) == 0.0


def test_very_distant_sites_are_independent():
    assert joint_rain_probability(5e6, 0.03, 0.02) == pytest.approx(0.03 * 0.02, rel=1e-9)


def test_any_loss_at_both_sites_is_rain_at_both():
    found = two_site_outage_probability(SEPARATION_M, 0.0, 0.0, *RAIN, *SITES)
    assert found == pytest.approx(joint_rain_probability(SEPARATION_M, *RAIN), rel=1e-12)


def test_whenever_it_rains_one_of_two_paths_has_the_greater_loss():
    first = differential_loss_probability(SEPARATION_M, 0.0, np.inf, 0.0, *RAIN, *SITES)
    second = differential_loss_probability(SEPARATION_M, 0.0, np.inf, 0.0, *RAIN[::-1], *SITES[::-1])
    rain_anywhere = sum(RAIN) - joint_rain_probability(SEPARATION_M, *RAIN)
    assert first + second == pytest.approx(rain_anywhere, rel=1e-12)


def test_differential_loss_agrees_with_a_staircase_of_joint_outages():
    steps_db = np.linspace(3.0, 20.0, 4001)
    middle_db = 0.5 * (steps_db[:-1] + steps_db[1:]) - 2.0
    one = two_site_outage_probability(SEPARATION_M, steps_db, 0.0, 1.0, 1.0, *SITES)  # of A1 alone, while it rains
    above = two_site_outage_probability(SEPARATION_M, steps_db[:-1], middle_db, *RAIN, *SITES)
    beyond = two_site_outage_probability(SEPARATION_M, steps_db[1:], middle_db, *RAIN, *SITES)
    expected = RAIN[0] * (one[0] - one[-1]) - np.sum(above - beyond)
    found = differential_loss_probability(SEPARATION_M, 3.0, 20.0, 2.0, *RAIN, *SITES)
    assert found == pytest.approx(expected, rel=1e-6)  # the staircase's own error


def test_empty_range_has_no_probability():
    assert differential_loss_probability(SEPARATION_M, 5.0, 5.0, 1.0, *RAIN, *SITES) == 0.0
    assert differential_loss_probability(SEPARATION_M, 1.0, 4.0, 6.0, *RAIN, *SITES) == 0.0


# --- shape and limits --------------------------------------------------------------------------------------------


def test_arrays_agree_with_a_loop_of_scalars():
    separation_m, loss_db = np.array([1e3, 30e3, 200e3]), np.array([2.0, 9.0, 30.0])
    found = two_site_outage_probability(separation_m, loss_db, 9.0, *RAIN, *SITES)
    one_by_one = [
        two_site_outage_probability(float(d), float(a), 9.0, *RAIN, *SITES)
        for d, a in zip(separation_m, loss_db, strict=True)
    ]
    assert found == pytest.approx(one_by_one, rel=1e-13)
    grid = differential_loss_probability(separation_m[:, None], loss_db, 50.0, 3.0, *RAIN, *SITES)
    assert grid.shape == (3, 3)
    assert grid[1, 2] == pytest.approx(differential_loss_probability(30e3, 30.0, 50.0, 3.0, *RAIN, *SITES))
    assert isinstance(differential_loss_probability(30e3, 30.0, 50.0, 3.0, *RAIN, *SITES), float)


def test_fit_of_many_paths_agrees_with_one_by_one():
    losses_db, probability = np.array([[9.0, 3.0, 1.0], [20.0, 8.0, 2.0]]), [1e-4, 1e-3, 1e-2]
    found = rain_loss_distribution(losses_db, probability, 0.05)
    assert found.log_mean == pytest.approx([rain_loss_distribution(row, probability, 0.05)[0] for row in losses_db])
    assert found.log_deviation.shape == (2,)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: joint_rain_probability(-1.0, *RAIN), "separation_m = -1.0"),
        (lambda: joint_loss_probability(1e3, -2.0, 9.0, *SITES), "loss_1_db = -2.0"),
        (lambda: joint_loss_probability(1e3, 2.0, 9.0, (0.1, 0.0), SITES[1]), "log_deviation = 0.0"),
        (lambda: rain_loss_distribution([3.0, 1.0], [1e-3, 0.1], 0.05), "rain_probability"),
        (lambda: site_diversity_gain_db(1e3, 30.0, 120.0, 20e9, 9.0), "baseline_deg = 120.0"),
        (lambda: differential_loss_probability(0.0, 1.0, 2.0, 0.0, *RAIN, *SITES), "separation_m = 0.0"),
    ],
)
def test_impossible_requests_name_value_and_limit(call, message):
    with pytest.raises(LinkBudgetError, match=message):
        call()


def test_use_outside_the_stated_ranges_warns():
    with pytest.warns(ModelRangeWarning, match="20000"):
        site_diversity_gain_db(30e3, 30.0, 0.0, 20e9, 9.0)
    with pytest.warns(ModelRangeWarning, match="250000"):
        differential_loss_probability(300e3, 1.0, 2.0, 0.0, *RAIN, *SITES)


# --- property ----------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.floats(0.0, 1e6), st.floats(0.0, 60.0), st.floats(0.0, 60.0))
def test_distance_and_margin_make_joint_outage_rarer(separation_m, loss_1_db, loss_2_db):
    here = two_site_outage_probability(separation_m, loss_1_db, loss_2_db, *RAIN, *SITES)
    assert 0.0 <= here <= min(RAIN)
    assert two_site_outage_probability(separation_m + 1e3, loss_1_db, loss_2_db, *RAIN, *SITES) <= here + 1e-16
    assert two_site_outage_probability(separation_m, loss_1_db + 1.0, loss_2_db, *RAIN, *SITES) <= here + 1e-16


@settings(max_examples=60)
@given(st.floats(1.0, 250e3), st.floats(0.0, 30.0), st.floats(0.0, 30.0))
def test_greater_differences_are_rarer(separation_m, lowest_db, difference_db):
    here = differential_loss_probability(separation_m, lowest_db, np.inf, difference_db, *RAIN, *SITES)
    more = differential_loss_probability(separation_m, lowest_db, np.inf, difference_db + 1.0, *RAIN, *SITES)
    assert -1e-15 <= more <= here + 1e-12
    assert here <= RAIN[0] + 1e-15


@settings(max_examples=60)
@given(st.floats(0.0, 20e3), st.floats(0.0, 90.0), st.floats(0.0, 90.0), st.floats(5e9, 50e9), st.floats(0.0, 60.0))
def test_gain_lies_between_nothing_and_the_loss(separation_m, elevation_deg, baseline_deg, frequency_hz, loss_db):
    assert 0.0 <= site_diversity_gain_db(separation_m, elevation_deg, baseline_deg, frequency_hz, loss_db) <= loss_db
