"""Doppler shift of one and two ways."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import LinkBudgetError
from linkbudget.physics.doppler import doppler_rate_hz_per_s, one_way_doppler_shift_hz, two_way_doppler_shift_hz
from tests.published import agrees, rows

# ---- reference -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("range_rate_km_per_s", "expected_khz"),
    [(3.90, -12.0), (6.53, -20.1), (12.96, -39.9), (16.66, -51.3), (18.57, -57.2)],
)
def test_shift_agrees_with_the_reference_mission(range_rate_km_per_s, expected_khz):
    # Mars 1 at 922.76 MHz, 11 November 1962 to 15 May 1963; both columns rounded
    shift_khz = one_way_doppler_shift_hz(range_rate_km_per_s * 1e3, 922.76e6) / 1e3
    assert shift_khz == pytest.approx(expected_khz, abs=0.05 + 0.005 * 922.76e6 / SPEED_OF_LIGHT_M_PER_S)


def test_shift_agrees_with_a_low_satellite():
    # SGP4 pass of NORAD 28057 computed with skyfield 1.55: -4.1157538553 km/s
    assert one_way_doppler_shift_hz(-4115.7538553, 437e6) == pytest.approx(5999.4318962, abs=1e-6)
    assert one_way_doppler_shift_hz(-4115.7538553, 2.2e9) == pytest.approx(30203.0896376, abs=1e-6)


def test_every_published_pass_agrees():
    range_rates = {
        row["case_id"]: float(row["expected"]) for row in rows("leo_pass") if row["quantity"] == "range_rate"
    }
    for row in rows("leo_pass"):
        if row["quantity"].startswith("doppler"):
            frequency_hz = {"doppler_437MHz": 437e6, "doppler_2200MHz": 2.2e9}[row["quantity"]]
            shift_hz = one_way_doppler_shift_hz(range_rates[row["case_id"]] * 1e3, frequency_hz)
            assert agrees(row, shift_hz), row["case_id"]
            # first order: nearer to the rows than the relativistic form would allow
            assert shift_hz == pytest.approx(float(row["expected"]), abs=1e-4)


# ---- identity --------------------------------------------------------------------------------------------------------


def test_growing_distance_lowers_the_frequency():
    assert one_way_doppler_shift_hz(1e3, 1e9) < 0.0 < one_way_doppler_shift_hz(-1e3, 1e9)
    assert doppler_rate_hz_per_s(1.0, 1e9) < 0.0


def test_relativistic_shift_is_the_square_root():
    ratio = 0.6
    exact = one_way_doppler_shift_hz(ratio * SPEED_OF_LIGHT_M_PER_S, 1e9, relativistic=True)
    assert exact == pytest.approx(1e9 * (math.sqrt((1.0 - ratio) / (1.0 + ratio)) - 1.0), rel=1e-14)


def test_first_order_leaves_out_half_the_square_of_the_velocity_ratio():
    left_out_hz = one_way_doppler_shift_hz(16.66e3, 922.76e6, relativistic=True) - one_way_doppler_shift_hz(
        16.66e3, 922.76e6
    )
    assert left_out_hz == pytest.approx(0.5 * 922.76e6 * (16.66e3 / SPEED_OF_LIGHT_M_PER_S) ** 2, rel=1e-4)
    assert left_out_hz == pytest.approx(1.4, abs=0.05)


def test_two_ways_are_twice_one_way_at_the_downlink_frequency():
    downlink_hz = 880.0 / 749.0 * 7155.377315e6  # Mars Odyssey, PDS ody.rss: 8406.851852 MHz
    assert downlink_hz == pytest.approx(8406.851852e6, abs=1.0)
    two_way_hz = two_way_doppler_shift_hz(1e4, 7155.377315e6, 880.0 / 749.0)
    assert two_way_hz == pytest.approx(2.0 * one_way_doppler_shift_hz(1e4, downlink_hz), rel=1e-14)


def test_rate_is_the_slope_of_the_shift():
    slope = (one_way_doppler_shift_hz(1e4 + 25.0, 437e6) - one_way_doppler_shift_hz(1e4, 437e6)) / 0.25
    assert doppler_rate_hz_per_s(100.0, 437e6) == pytest.approx(slope, rel=1e-9)


# ---- shape -----------------------------------------------------------------------------------------------------------

BROADCAST = [
    (one_way_doppler_shift_hz, ([[-1e3], [2e4]], [1e8, 1e9, 8.4e9])),
    (two_way_doppler_shift_hz, ([[-1e3], [2e4]], [1e8, 1e9, 7.2e9], 1.175)),
    (doppler_rate_hz_per_s, ([[-1.0], [100.0]], [1e8, 1e9, 8.4e9])),
]


@pytest.mark.parametrize(("function", "arguments"), BROADCAST, ids=lambda value: getattr(value, "__name__", ""))
def test_array_equals_scalars(function, arguments):
    answer = function(*arguments)
    assert answer.shape == (2, 3)
    for index, expected in np.ndenumerate(answer):
        one = [float(np.broadcast_to(argument, answer.shape)[index]) for argument in arguments]
        assert function(*one) == pytest.approx(expected, rel=1e-14)


def test_nan_stays_nan():
    assert np.isnan(one_way_doppler_shift_hz([1.0, math.nan], 1e9)).tolist() == [False, True]


# ---- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: one_way_doppler_shift_hz(3e8, 1e9), "range_rate_m_per_s"),
        (lambda: one_way_doppler_shift_hz(-3e8, 1e9), "range_rate_m_per_s"),
        (lambda: one_way_doppler_shift_hz(1e3, 0.0), "frequency_hz"),
        (lambda: two_way_doppler_shift_hz(1e3, -1e9, 1.0), "uplink_frequency_hz"),
        (lambda: two_way_doppler_shift_hz(1e3, 1e9, 0.0), "turnaround_ratio"),
        (lambda: doppler_rate_hz_per_s(1.0, 0.0), "frequency_hz"),
    ],
)
def test_impossible_number_is_named(call, name):
    with pytest.raises(LinkBudgetError, match=name):
        call()


# ---- property --------------------------------------------------------------------------------------------------------


@given(st.floats(-2.9e8, 2.9e8), st.floats(1e6, 1e11))
def test_received_frequency_stays_above_zero(range_rate_m_per_s, frequency_hz):
    assert frequency_hz + one_way_doppler_shift_hz(range_rate_m_per_s, frequency_hz, relativistic=True) > 0.0
    shift_hz = one_way_doppler_shift_hz(range_rate_m_per_s, frequency_hz)
    assert shift_hz == -one_way_doppler_shift_hz(-range_rate_m_per_s, frequency_hz)
