"""Duration and slope of fades by ITU-R P.1623-1."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics.fade_dynamics import (
    fade_count,
    fade_duration_distribution,
    fade_occurrence_probability,
    fade_slope_density,
    fade_slope_deviation_db_per_s,
    fade_slope_exceedance,
    fade_slope_magnitude_exceedance,
    fade_time_fraction,
    fade_time_s,
)
from tests.published import agrees, rows

# ITU validation examples CG-3M3J-13-ValEx, Rev 8.3.0 (2024-12-02), sheet "P.1623-1 Fade Dur": elevation [deg], GHz,
# threshold [dB], duration [s], total time [s]; share of fades, share of time, number, time [s].
WORKBOOK = [
    (20.33, 30.0, 12.51, 30.0, 315576.0, 0.183841589429, 0.923603873427, 810.190987217, 291467.215961),
    (37.63, 39.6, 11.59, 1.0, 157788.0, 1.0, 0.971179428774, 3075.07928039, 153240.459707),
    (37.63, 39.6, 11.59, 3600.0, 157788.0, 0.00143925608829, 0.193791009988, 4.4258265763, 30577.895884),
]

# The same workbook, fade slope: 10 dB, 0.02 Hz, 1 s; slope [dB/s], exceedance, exceedance of the magnitude.
WORKBOOK_SLOPE = [
    (-1.71717171717, 0.999970702104, 5.85957921474e-05),
    (-0.020202020202, 0.639988069968, 0.720023860063),
    (1.11111111111, 0.00010766544898, 0.00021533089796),
]

quick = settings(max_examples=60)
LINK = st.tuples(st.floats(5.0, 60.0), st.floats(10e9, 50e9), st.floats(1.0, 40.0))

# ----------------------------------------------------------------------------------------------------------- reference


@pytest.mark.parametrize(
    ("elevation_deg", "ghz", "threshold_db", "duration_s", "total_s", "p", "f", "n", "t"), WORKBOOK
)
def test_durations_agree_with_the_itu_workbook(elevation_deg, ghz, threshold_db, duration_s, total_s, p, f, n, t):
    fade = elevation_deg, ghz * 1e9, threshold_db, duration_s
    assert fade_occurrence_probability(*fade) == pytest.approx(p, rel=1e-10)  # printed to 12 figures
    assert fade_time_fraction(*fade) == pytest.approx(f, rel=1e-10)
    assert fade_count(*fade, total_s) == pytest.approx(n, rel=1e-10)
    assert fade_time_s(*fade, total_s) == pytest.approx(t, rel=1e-10)


@pytest.mark.filterwarnings("ignore:.*interval_s.*:linkbudget.errors.ModelRangeWarning")
@pytest.mark.parametrize(("slope", "exceedance", "magnitude"), WORKBOOK_SLOPE)
def test_slope_exceedances_agree_with_the_itu_workbook(slope, exceedance, magnitude):
    deviation = fade_slope_deviation_db_per_s(10.0, cutoff_hz=0.02, interval_s=1.0)
    assert fade_slope_exceedance(slope, deviation) == pytest.approx(exceedance, rel=1e-9)
    assert fade_slope_magnitude_exceedance(slope, deviation) == pytest.approx(magnitude, rel=1e-9)


@pytest.mark.filterwarnings("ignore:.*interval_s.*:linkbudget.errors.ModelRangeWarning")
def test_durations_and_slopes_agree_with_every_published_row():
    for row in rows("itu_p1623_fade"):
        if row["quantity"] in ("P", "F"):
            function = {"P": fade_occurrence_probability, "F": fade_time_fraction}[row["quantity"]]
            fade = float(row["elev_deg"]), float(row["f_GHz"]) * 1e9, float(row["A_dB"]), float(row["D_s"])
            assert agrees(row, function(*fade)), row["case_id"]
        if row["quantity"] == "slope_ccdf":
            deviation = fade_slope_deviation_db_per_s(
                float(row["A_dB"]), cutoff_hz=float(row["f_3dB_Hz"]), interval_s=float(row["dt_s"])
            )
            assert agrees(row, fade_slope_exceedance(float(row["slope_dBs"]), deviation)), row["case_id"]


# ------------------------------------------------------------------------------------------------------------ identity


def test_density_is_the_derivative_of_the_exceedance_and_integrates_to_one():
    deviation = fade_slope_deviation_db_per_s(10.0)
    for slope in (-0.3, -0.02, 0.0, 0.05, 0.5):
        step = 1e-5
        fall = fade_slope_exceedance(slope - step, deviation) - fade_slope_exceedance(slope + step, deviation)
        assert fade_slope_density(slope, deviation) == pytest.approx(fall / (2.0 * step), rel=1e-6)
    whole, _ = quad(lambda u: deviation * fade_slope_density(u * deviation, deviation), -np.inf, np.inf)
    assert whole == pytest.approx(1.0, rel=1e-9)


def test_slope_deviation_is_that_of_its_density():
    # the second moment of 2 / (pi (1 + u^2)^2) is one
    second, _ = quad(lambda u: u * u * fade_slope_density(u, 1.0), -np.inf, np.inf)
    assert second == pytest.approx(1.0, rel=1e-6)


def test_power_law_and_log_normal_part_meet():
    link = 25.0, 20e9, 8.0
    boundary_s = fade_duration_distribution(*link).boundary_s
    below, above = boundary_s * (1.0 - 1e-9), boundary_s * (1.0 + 1e-9)
    for function in (fade_occurrence_probability, fade_time_fraction):
        assert function(*link, below) == pytest.approx(function(*link, above), rel=1e-7)


def test_fading_time_is_the_number_of_fades_times_their_length():
    # in the power law, the time between two durations is the integral of duration times the density of fades
    link, total_s = (25.0, 20e9, 8.0), 1e5
    low, high = 2.0, 0.9 * fade_duration_distribution(*link).boundary_s
    spent = fade_time_s(*link, low, total_s) - fade_time_s(*link, high, total_s)
    outlasting, _ = quad(lambda duration_s: fade_count(*link, duration_s, total_s), low, high, epsrel=1e-10)
    ends = low * fade_count(*link, low, total_s) - high * fade_count(*link, high, total_s)
    assert outlasting + ends == pytest.approx(spent, rel=1e-8)


def test_slopes_up_and_down_are_alike():
    assert fade_slope_exceedance(0.0, 0.1) == pytest.approx(0.5)
    assert fade_slope_exceedance(0.07, 0.1) + fade_slope_exceedance(-0.07, 0.1) == pytest.approx(1.0)
    assert 2.0 * fade_slope_exceedance(0.07, 0.1) == pytest.approx(fade_slope_magnitude_exceedance(-0.07, 0.1))


def test_far_tails_keep_their_digits():
    # 1 - F(u) tends to 4 / (3 pi u^3) for a slope u times the deviation
    assert fade_slope_magnitude_exceedance(1e3, 1.0) == pytest.approx(4.0 / (3.0 * math.pi) * 1e-9, rel=1e-5)


def test_the_model_says_nothing_of_fades_shorter_than_a_second():
    assert math.isnan(fade_occurrence_probability(30.0, 20e9, 5.0, 0.5))
    assert math.isnan(fade_time_fraction(30.0, 20e9, 5.0, 0.5))


# --------------------------------------------------------------------------------------------------------------- shape


def test_arrays_equal_scalars():
    threshold_db, duration_s = np.array([[3.0], [10.0]]), np.array([1.0, 60.0, 3600.0])
    for function in (fade_occurrence_probability, fade_time_fraction):
        together = function(20.0, 20e9, threshold_db, duration_s)
        assert together.shape == (2, 3)
        single = [[function(20.0, 20e9, a, d) for d in duration_s.tolist()] for a in threshold_db.ravel().tolist()]
        assert np.allclose(together, single, rtol=1e-13)
    slope = np.array([-0.5, 0.0, 0.5])
    for function in (fade_slope_density, fade_slope_exceedance, fade_slope_magnitude_exceedance):
        assert np.allclose(function(slope, 0.1), [function(value, 0.1) for value in slope.tolist()], rtol=1e-14)


# ------------------------------------------------------------------------------------------------------------ property


@quick
@given(LINK, st.floats(1.0, 1e5))
def test_longer_fades_are_fewer_and_take_less_time(link, duration_s):
    for function in (fade_occurrence_probability, fade_time_fraction):
        here, longer = function(*link, np.array([duration_s, 1.01 * duration_s]))
        assert 0.0 <= longer < here <= 1.0


@quick
@given(LINK)
def test_numbers_of_a_distribution_are_sound(link):
    fades = fade_duration_distribution(*link)
    assert 0.0 < fades.short_time_fraction < 1.0
    assert 0.0 < fades.exponent < 1.0
    assert 0.0 < fades.event_median_s < fades.time_median_s


@quick
@given(st.floats(-2.0, 2.0), st.floats(1e-3, 1.0))
def test_faster_slopes_are_rarer(slope, deviation):
    here, faster = fade_slope_exceedance(np.array([slope, slope + 0.01]), deviation)
    assert 0.0 <= faster < here <= 1.0


# -------------------------------------------------------------------------------------------------------------- limits


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: fade_time_fraction(0.0, 20e9, 5.0, 10.0), "elevation_deg = 0.0"),
        (lambda: fade_time_fraction(30.0, 20e9, 0.0, 10.0), "threshold_db = 0.0"),
        (lambda: fade_time_fraction(30.0, 20e9, 5.0, -1.0), "duration_s = -1.0"),
        (lambda: fade_count(30.0, 20e9, 5.0, 10.0, -1.0), "total_fade_time_s = -1.0"),
        (lambda: fade_slope_density(0.1, 0.0), "deviation_db_per_s = 0.0"),
        (lambda: fade_slope_deviation_db_per_s(-1.0), "attenuation_db = -1.0"),
        (lambda: fade_slope_deviation_db_per_s(5.0, interval_s=0.0), "interval_s = 0.0"),
    ],
)
def test_impossible_numbers_raise(call, name):
    with pytest.raises(LinkBudgetError, match=name):
        call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: fade_duration_distribution(70.0, 20e9, 5.0).boundary_s,
        lambda: fade_duration_distribution(30.0, 5e9, 5.0).boundary_s,
        lambda: fade_slope_deviation_db_per_s(30.0),
        lambda: fade_slope_deviation_db_per_s(5.0, cutoff_hz=5.0),
        lambda: fade_slope_deviation_db_per_s(5.0, interval_s=1.0),
    ],
)
def test_outside_the_stated_range_warns(call):
    with pytest.warns(ModelRangeWarning):
        assert call() > 0.0
