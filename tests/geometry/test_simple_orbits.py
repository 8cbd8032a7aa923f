"""Speeds, periods, heights and coverage of orbits."""

import math

import numpy as np
import pytest

from linkbudget.constants import EARTH_EQUATORIAL_RADIUS_M, MARS_GM_M3_PER_S2
from linkbudget.errors import ModelRangeWarning
from linkbudget.geometry.conics import orbital_period_s
from linkbudget.geometry.coverage import (
    coverage_angle_deg,
    coverage_area_m2,
    coverage_share,
    geostationary_azimuth_deg,
    geostationary_elevation_deg,
    geostationary_range_m,
    longest_eclipse_s,
    longest_pass_s,
    nadir_angle_deg,
)
from linkbudget.geometry.satellites import eccentricity, horizon_range_m, semi_major_axis_m, slant_range_m
from linkbudget.geometry.simple_orbits import (
    altitude_of_period_m,
    apogee_height_m,
    circular_orbit_period_s,
    circular_orbit_speed_m_per_s,
    elliptical_orbit_speed_m_per_s,
    escape_speed_m_per_s,
    mean_anomaly_of_eccentric_deg,
    orbit_radius_of_period_m,
    orbital_speed_m_per_s,
    perigee_height_m,
    radius_at_anomaly_m,
    radius_of_mean_motion_m,
)


def test_speed_times_period_is_the_circumference():
    radius_m = EARTH_EQUATORIAL_RADIUS_M + 700e3
    assert circular_orbit_speed_m_per_s(700e3) * circular_orbit_period_s(700e3) == pytest.approx(
        2.0 * math.pi * radius_m
    )
    assert orbital_speed_m_per_s(radius_m) == pytest.approx(circular_orbit_speed_m_per_s(700e3))
    assert escape_speed_m_per_s(radius_m) == pytest.approx(math.sqrt(2.0) * orbital_speed_m_per_s(radius_m))


def test_radius_of_a_period_is_the_inverse():
    for gm in (3.986004418e14, MARS_GM_M3_PER_S2):
        assert orbital_period_s(orbit_radius_of_period_m(7000.0, gm), gm) == pytest.approx(7000.0)
    assert altitude_of_period_m(circular_orbit_period_s(1234e3)) == pytest.approx(1234e3, rel=1e-9)
    assert radius_of_mean_motion_m(16.0) == pytest.approx(orbit_radius_of_period_m(5400.0))


def test_mars_is_another_body():
    # areostationary: 20 428 km from the centre, one turn in 88 642.66 s
    assert orbit_radius_of_period_m(88_642.66, MARS_GM_M3_PER_S2) == pytest.approx(20_428e3, rel=1e-4)
    assert circular_orbit_speed_m_per_s(400e3, 3396.2e3, MARS_GM_M3_PER_S2) == pytest.approx(3359.0, abs=1.0)


def test_momentum_is_the_same_at_both_ends_of_an_ellipse():
    axis_m, shape = 12_000e3, 0.3
    ends = [radius_at_anomaly_m(axis_m, shape, anomaly) for anomaly in (0.0, 180.0)]
    momenta = [radius * elliptical_orbit_speed_m_per_s(radius, axis_m) for radius in ends]
    assert momenta[0] == pytest.approx(momenta[1])
    assert math.isnan(elliptical_orbit_speed_m_per_s(25_000e3, axis_m))


def test_heights_and_elements_are_inverses():
    axis_m, shape = semi_major_axis_m(300e3, 5000e3), eccentricity(300e3, 5000e3)
    assert perigee_height_m(axis_m, shape) == pytest.approx(300e3)
    assert apogee_height_m(axis_m, shape) == pytest.approx(5000e3)


def test_keplers_equation_at_its_ends():
    assert mean_anomaly_of_eccentric_deg([0.0, 180.0], 0.6) == pytest.approx([0.0, 180.0])
    assert mean_anomaly_of_eccentric_deg(90.0, 0.5) == pytest.approx(90.0 - math.degrees(0.5))


def test_a_triangle_of_station_satellite_and_centre():
    altitude_m, elevation_deg = 1400e3, 25.0
    central, nadir = coverage_angle_deg(altitude_m, elevation_deg), nadir_angle_deg(altitude_m, elevation_deg)
    assert central + nadir + elevation_deg == pytest.approx(90.0)
    sides = slant_range_m(elevation_deg, altitude_m) / np.sin(np.radians(central))
    assert sides == pytest.approx(EARTH_EQUATORIAL_RADIUS_M / np.sin(np.radians(nadir)))
    edge_m = EARTH_EQUATORIAL_RADIUS_M * math.tan(math.radians(coverage_angle_deg(altitude_m)))
    assert horizon_range_m(altitude_m) == pytest.approx(edge_m)


def test_coverage_goes_from_nothing_to_half():
    assert coverage_share(1e15) == pytest.approx(0.5, abs=1e-6)
    assert coverage_share(500e3, 90.0) == pytest.approx(0.0, abs=1e-12)
    cap_m = EARTH_EQUATORIAL_RADIUS_M * 500e3 / (EARTH_EQUATORIAL_RADIUS_M + 500e3)
    assert coverage_area_m2(500e3) == pytest.approx(2.0 * math.pi * EARTH_EQUATORIAL_RADIUS_M * cap_m)


def test_longest_pass_and_eclipse_are_parts_of_the_period():
    assert longest_pass_s(800e3) == pytest.approx(circular_orbit_period_s(800e3) * coverage_angle_deg(800e3) / 180.0)
    assert longest_eclipse_s(800e3) == pytest.approx(circular_orbit_period_s(800e3) * nadir_angle_deg(800e3) / 180.0)
    assert longest_eclipse_s(35_786e3) / 60.0 == pytest.approx(69.4, abs=0.1)  # the one at the equinoxes


def test_a_geostationary_satellite_over_the_equator():
    assert geostationary_elevation_deg(0.0, 10.0, 10.0) == pytest.approx(90.0)
    assert geostationary_azimuth_deg(40.0, 10.0, 10.0) == pytest.approx(180.0)
    assert geostationary_range_m(0.0, 10.0, 10.0) == pytest.approx(35_786e3, rel=1e-4)


def test_heights_taken_for_kilometres_and_radii_warn():
    with pytest.warns(ModelRangeWarning, match="altitude_m 800 read as kilometres would give a height of 800 km"):
        circular_orbit_period_s(800.0)
    with pytest.warns(ModelRangeWarning, match="read as a height would give a radius of 7178 km"):
        orbital_speed_m_per_s(800e3)
