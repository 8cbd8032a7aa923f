"""Geostationary look angles, slant ranges and turning orbits."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError
from linkbudget.geometry.clock import parse_utc
from linkbudget.geometry.conics import orbital_period_s
from linkbudget.geometry.look_angles import look_angles_at
from linkbudget.geometry.orbit import elements_orbit
from linkbudget.geometry.satellites import (
    GEOSTATIONARY_RADIUS_M,
    eccentricity,
    elevation_from_hour_angle_deg,
    geostationary_look_angles,
    horizon_range_m,
    hour_angle_deg,
    node_drift_deg_per_day,
    perigee_drift_deg_per_day,
    semi_major_axis_m,
    slant_range_m,
    sun_synchronous_inclination_deg,
)
from linkbudget.geometry.stations import Station
from tests.published import agrees, rows

# Reference -----------------------------------------------------------------------------------------------------------

# dishpointer.com: satellite, station, elevation, azimuth, range in km, skew; printed to 0.1 deg and a kilometre, on a
# sphere (which is worth 0.1 deg and 12 km).
DISHPOINTER = [
    (-113.0, -23.5505, -46.6333, 13.1, 279.9, 40260.0, -64.6),
    (-113.0, 38.9072, -77.0369, 31.6, 229.1, 38469.0, 36.0),
    (-37.5, 52.52, 13.405, 14.1, 237.2, 40151.0, 30.8),
    (138.0, -33.8688, 151.2093, 48.1, 337.2, 37202.0, -18.8),
]


@pytest.mark.parametrize(
    ("satellite", "latitude", "longitude", "elevation", "azimuth", "range_km", "skew"), DISHPOINTER
)
def test_geostationary_satellites_stand_where_installers_find_them(
    satellite, latitude, longitude, elevation, azimuth, range_km, skew
):
    look = geostationary_look_angles(latitude, longitude, satellite)
    assert look.elevation_deg == pytest.approx(elevation, abs=0.1)
    assert look.azimuth_deg == pytest.approx(azimuth, abs=0.1)
    assert look.range_m / 1e3 == pytest.approx(range_km, abs=12.0)
    assert look.skew_deg == pytest.approx(skew, abs=0.06)


def test_horizon_ranges_are_those_of_the_textbook():
    # Space Mission Analysis and Design, Earth satellite parameters, column "range to horizon"
    heights_km = np.array([150.0, 550.0, 1250.0, 5000.0, 20184.0, 35786.0])
    expected_km = [1391.0, 2705.0, 4184.0, 9422.0, 25785.0, 41679.0]
    assert horizon_range_m(heights_km * 1e3) / 1e3 == pytest.approx(expected_km, abs=0.6)


def test_slant_range_and_drifts_agree_with_a_link_model():
    # AMSAT/IARU link model 2.5.5a, sheet "Orbit": 403 x 408 km, 51.6 deg
    assert slant_range_m(10.0, 405.5e3, earth_radius_m=6378.136e3) / 1e3 == pytest.approx(1454.4339506, abs=0.001)
    axis_m, shape = semi_major_axis_m(403e3, 408e3), eccentricity(403e3, 408e3)
    assert shape == pytest.approx(0.000368533924875, abs=1e-9)
    assert perigee_drift_deg_per_day(axis_m, shape, 51.6) == pytest.approx(3.72907098597, abs=0.01)
    assert sun_synchronous_inclination_deg(axis_m, 0.0) == pytest.approx(97.0529329905, abs=0.01)


def test_drifts_agree_with_curtis():
    # Curtis, Orbital Mechanics for Engineering Students, section 4.7, an example: 280 x 400 km, 51.43 deg, the space
    # shuttle: -1.0465e-6 and 7.9193e-7 rad/s from J2 = 1.08263e-3, R = 6378 km, mu = 398 600 km3/s2
    axis_m, shape = semi_major_axis_m(280e3, 400e3, earth_radius_m=6378e3), 0.008931
    to_rad_per_s = math.radians(1.0) / 86400.0
    node = node_drift_deg_per_day(axis_m, shape, 51.43) * to_rad_per_s
    perigee = perigee_drift_deg_per_day(axis_m, shape, 51.43) * to_rad_per_s
    assert node == pytest.approx(-1.0465e-6, rel=2e-3)
    assert perigee == pytest.approx(7.9193e-7, rel=2e-3)


@pytest.mark.parametrize(
    ("utc", "elevation"),
    [
        ("1996-01-29T17:45", 11.66),
        ("1996-01-29T21:15", 47.81),
        ("1996-01-30T00:45", 84.40),
        ("1996-01-30T05:15", 38.85),
    ],
)
def test_voyager_2_rises_and_sets_over_canberra(utc, elevation):
    # JPL DESCANSO article 4 (2002), Table 5-5; declination and transit fitted to the same table
    transit_utc_s = parse_utc("1996-01-29") + 24.84439 * 3600.0
    angle_deg = hour_angle_deg(parse_utc(utc), transit_utc_s)
    assert elevation_from_hour_angle_deg(-35.4024, -40.8937, angle_deg) == pytest.approx(elevation, abs=0.03)


def test_every_published_slant_range_agrees():
    for row in rows("orbit_basics"):
        if row["quantity"] == "slant_range":
            radius_m = float(row["Re_km"]) * 1e3
            found = slant_range_m(float(row["elev_deg"]), float(row["h_km"]) * 1e3, earth_radius_m=radius_m)
            assert agrees(row, found / 1e3), row["case_id"]


# Identity ------------------------------------------------------------------------------------------------------------


def test_geostationary_orbit_takes_a_sidereal_day():
    assert orbital_period_s(GEOSTATIONARY_RADIUS_M, 3.986004418e14) == pytest.approx(86164.1, abs=0.1)


def test_satellite_overhead_at_the_equator():
    look = geostationary_look_angles(0.0, 13.0, 13.0)
    assert look.elevation_deg == pytest.approx(90.0, abs=1e-9)
    assert look.range_m == pytest.approx(GEOSTATIONARY_RADIUS_M - 6_378_137.0, abs=1e-6)


def test_satellite_on_the_meridian_is_due_south_or_north():
    assert geostationary_look_angles(45.0, 20.0, 20.0).azimuth_deg == pytest.approx(180.0, abs=1e-12)
    assert geostationary_look_angles(-45.0, 20.0, 20.0).azimuth_deg % 360.0 == pytest.approx(0.0, abs=1e-12)
    assert geostationary_look_angles([45.0, -45.0], 20.0, 20.0).skew_deg == pytest.approx([0.0, 0.0], abs=1e-12)


def test_skew_at_the_equator_is_a_quarter_turn():
    assert geostationary_look_angles(0.0, 0.0, -10.0).skew_deg == pytest.approx(90.0)
    assert geostationary_look_angles(0.0, 0.0, 10.0).skew_deg == pytest.approx(-90.0)


def test_geostationary_angles_agree_with_skyfield():
    """A body held at a fixed place of the turning Earth, through skyfield's own frames."""
    from skyfield.api import wgs84

    station = Station("Jodrell Bank", 53.2367, -2.3085, 78.0)
    satellite = wgs84.latlon(0.0, 19.2, elevation_m=GEOSTATIONARY_RADIUS_M - 6_378_137.0)
    seen = look_angles_at(satellite, station, parse_utc("2020-01-01"))
    look = geostationary_look_angles(53.2367, -2.3085, 19.2, height_m=78.0)
    assert look.range_m == pytest.approx(seen.range_m, abs=1.0)
    assert look.azimuth_deg == pytest.approx(seen.azimuth_deg, abs=1e-5)
    assert look.elevation_deg == pytest.approx(seen.elevation_deg, abs=1e-5)


def test_slant_range_closes_the_triangle():
    elevation, height, radius = np.array([0.0, 5.0, 40.0, 90.0]), 800e3, 6371e3
    slant = slant_range_m(elevation, height, earth_radius_m=radius)
    third = np.sqrt(radius**2 + slant**2 + 2.0 * radius * slant * np.sin(np.radians(elevation)))
    assert third == pytest.approx(np.full(4, radius + height), rel=1e-14)
    assert slant[-1] == height


def test_critical_inclination_holds_the_perigee():
    critical_deg = math.degrees(math.asin(math.sqrt(0.8)))
    assert perigee_drift_deg_per_day(26.6e6, 0.7, critical_deg) == pytest.approx(0.0, abs=1e-14)
    assert node_drift_deg_per_day(7e6, 0.0, 90.0) == pytest.approx(0.0, abs=1e-14)


def test_sun_synchronous_orbit_turns_once_a_year():
    inclination_deg = sun_synchronous_inclination_deg(7.2e6, 0.01)
    assert node_drift_deg_per_day(7.2e6, 0.01, inclination_deg) * 365.2421897 == pytest.approx(360.0, rel=1e-12)
    assert math.isnan(sun_synchronous_inclination_deg(13e6, 0.0))


def test_node_drift_is_that_of_sgp4():
    """Over a day SGP4's node moves as the first-order formula says, but for higher zonal terms (0.5 %)."""
    orbit = elements_orbit(parse_utc("2020-01-01"), 6.9e6, 0.001, 65.0, 100.0, 0.0, 0.0)
    rate = math.degrees(orbit.model.nodedot) * 1440.0
    assert node_drift_deg_per_day(6.9e6, 0.001, 65.0) == pytest.approx(rate, rel=5e-3)


def test_body_culminates_on_the_meridian():
    assert elevation_from_hour_angle_deg(40.0, 25.0, 0.0) == pytest.approx(75.0, abs=1e-12)
    assert elevation_from_hour_angle_deg(40.0, 40.0, 0.0) == pytest.approx(90.0, abs=1e-9)
    assert elevation_from_hour_angle_deg(90.0, 12.0, [0.0, 77.0]) == pytest.approx([12.0, 12.0], abs=1e-12)


# Shape ---------------------------------------------------------------------------------------------------------------


def test_array_equals_scalars():
    latitudes, satellites = np.array([[60.0], [-10.0]]), np.array([0.0, 10.0, -40.0])
    look = geostationary_look_angles(latitudes, 5.0, satellites)
    for name, values in look._asdict().items():
        assert values.shape == (2, 3)
        for (i, j), value in np.ndenumerate(values):
            one = geostationary_look_angles(float(latitudes[i, 0]), 5.0, float(satellites[j]))
            assert value == pytest.approx(getattr(one, name), rel=1e-13, abs=1e-12)
    assert slant_range_m([[5.0], [50.0]], [4e5, 8e5, 2e6]).shape == (2, 3)
    assert elevation_from_hour_angle_deg(45.0, [10.0, 20.0], [[0.0], [30.0]]).shape == (2, 2)


# Refusals ------------------------------------------------------------------------------------------------------------


def test_impossible_numbers_are_refused():
    with pytest.raises(LinkBudgetError, match="latitude_deg"):
        geostationary_look_angles(91.0, 0.0, 0.0)
    with pytest.raises(LinkBudgetError, match="orbit_radius_m"):
        geostationary_look_angles(0.0, 0.0, 0.0, orbit_radius_m=6e6)
    with pytest.raises(LinkBudgetError, match="elevation_deg"):
        slant_range_m(-1.0, 4e5)
    with pytest.raises(LinkBudgetError, match="apogee_height_m"):
        eccentricity(500e3, 400e3)
    with pytest.raises(LinkBudgetError, match="eccentricity"):
        node_drift_deg_per_day(7e6, 1.0, 50.0)


# Property ------------------------------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(st.floats(0.0, 89.0), st.floats(1e5, 4e7))
def test_slant_range_falls_with_elevation_and_grows_with_height(elevation_deg, altitude_m):
    here = slant_range_m(elevation_deg, altitude_m)
    assert altitude_m <= slant_range_m(elevation_deg + 1.0, altitude_m) < here <= horizon_range_m(altitude_m)
    assert slant_range_m(elevation_deg, 1.1 * altitude_m) > here


@settings(max_examples=50)
@given(st.floats(-80.0, 80.0), st.floats(-180.0, 180.0), st.floats(-70.0, 70.0))
def test_mirrored_stations_see_mirrored_satellites(latitude_deg, longitude_deg, east_deg):
    north = geostationary_look_angles(latitude_deg, longitude_deg, longitude_deg + east_deg)
    south = geostationary_look_angles(-latitude_deg, longitude_deg, longitude_deg + east_deg)
    assert south.elevation_deg == pytest.approx(north.elevation_deg, abs=1e-9)
    assert south.range_m == pytest.approx(north.range_m, rel=1e-12)
    assert 35.7e6 < north.range_m < 42.2e6
