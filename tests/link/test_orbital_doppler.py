"""Doppler shift of satellites on circular orbits, and of radar echoes."""

import numpy as np
import pytest

from linkbudget.constants import EARTH_EQUATORIAL_RADIUS_M, SPEED_OF_LIGHT_M_PER_S
from linkbudget.geometry.simple_orbits import circular_orbit_period_s, radius_of_mean_motion_m
from linkbudget.link.orbital_doppler import (
    horizon_doppler_shift_hz,
    mean_motion_doppler_shift_hz,
    orbital_doppler_limit_hz,
    overhead_doppler_rate_hz_per_s,
    radar_doppler_shift_hz,
)

ALTITUDE_M, FREQUENCY_HZ = 900e3, 400e6


def range_m(time_s):
    """Distance of a satellite that passes overhead at time zero, from a station that does not turn."""
    radius_m = EARTH_EQUATORIAL_RADIUS_M + ALTITUDE_M
    angle = 2.0 * np.pi * time_s / circular_orbit_period_s(ALTITUDE_M)
    return np.sqrt(
        radius_m**2 + EARTH_EQUATORIAL_RADIUS_M**2 - 2.0 * radius_m * EARTH_EQUATORIAL_RADIUS_M * np.cos(angle)
    )


def test_shift_at_the_horizon_by_the_change_of_range():
    angle = np.arccos(EARTH_EQUATORIAL_RADIUS_M / (EARTH_EQUATORIAL_RADIUS_M + ALTITUDE_M))
    rise_s = -angle / (2.0 * np.pi) * circular_orbit_period_s(ALTITUDE_M)
    rate_m_per_s = (range_m(rise_s + 0.5) - range_m(rise_s - 0.5)) / 1.0
    expected = -rate_m_per_s / SPEED_OF_LIGHT_M_PER_S * FREQUENCY_HZ
    assert horizon_doppler_shift_hz(ALTITUDE_M, FREQUENCY_HZ) == pytest.approx(expected, rel=1e-6)


def test_rate_overhead_by_the_second_difference_of_range():
    acceleration = range_m(1.0) - 2.0 * range_m(0.0) + range_m(-1.0)
    expected = acceleration / SPEED_OF_LIGHT_M_PER_S * FREQUENCY_HZ
    assert overhead_doppler_rate_hz_per_s(ALTITUDE_M, FREQUENCY_HZ) == pytest.approx(expected, rel=1e-4)


def test_no_station_sees_the_whole_speed():
    share = EARTH_EQUATORIAL_RADIUS_M / (EARTH_EQUATORIAL_RADIUS_M + ALTITUDE_M)
    limit_hz = orbital_doppler_limit_hz(ALTITUDE_M, FREQUENCY_HZ)
    assert horizon_doppler_shift_hz(ALTITUDE_M, FREQUENCY_HZ) == pytest.approx(share * limit_hz)


def test_mean_motion_and_height_say_the_same():
    altitude_m = radius_of_mean_motion_m(14.5) - EARTH_EQUATORIAL_RADIUS_M
    expected = horizon_doppler_shift_hz(altitude_m, SPEED_OF_LIGHT_M_PER_S / 0.7)
    assert mean_motion_doppler_shift_hz(14.5, 0.7) == pytest.approx(expected)


def test_echo_of_a_car():
    assert radar_doppler_shift_hz(30.0, 10e9) == pytest.approx(2.0 * 30.0 * 10e9 / SPEED_OF_LIGHT_M_PER_S)
    assert radar_doppler_shift_hz(30.0, 10e9, 60.0) == pytest.approx(radar_doppler_shift_hz(15.0, 10e9))
    assert radar_doppler_shift_hz(-30.0, 10e9) == pytest.approx(-radar_doppler_shift_hz(30.0, 10e9))
