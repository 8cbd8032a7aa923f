"""Orientation in which the wave of a geostationary satellite arrives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.constants import EARTH_EQUATORIAL_RADIUS_M
from linkbudget.errors import LinkBudgetError
from linkbudget.geometry.polarization_angles import geostationary_polarization_angle_deg
from linkbudget.geometry.satellites import GEOSTATIONARY_RADIUS_M, geostationary_look_angles
from linkbudget.physics.polarization import tilt_between_deg

LATITUDES = st.floats(-75.0, 75.0).filter(lambda latitude: abs(latitude) > 0.5)
LONGITUDES = st.floats(-60.0, 60.0)
DIRECTIONS = st.floats(-180.0, 180.0)


# dishpointer.com: satellite, station, skew; printed to 0.1 deg for a satellite infinitely far away, which is worth
# 0.35 deg
@pytest.mark.parametrize(
    ("satellite", "latitude", "longitude", "skew"),
    [
        (-113.0, -23.5505, -46.6333, -64.6),
        (-113.0, 38.9072, -77.0369, 36.0),
        (-37.5, 52.52, 13.405, 30.8),
        (138.0, -33.8688, 151.2093, -18.8),
    ],
)
def test_horizontal_waves_arrive_with_the_skew_that_installers_set(satellite, latitude, longitude, skew):
    arrived = geostationary_polarization_angle_deg(latitude, satellite - longitude)
    assert tilt_between_deg(arrived, skew) < 0.4
    assert tilt_between_deg(arrived, skew) < 0.01 * abs(skew) + 0.05


def test_vertical_wave_of_a_textbook_arrives_as_worked_there():
    # Roddy, Satellite Communications, example 5.1: a worked solution has 58.67 deg from the vertical, with a radius
    # of 6371 km and vectors rounded to three decimals, which is worth 0.05 deg
    arrived = geostationary_polarization_angle_deg(18.0, -32.0, satellite_angle_deg=90.0)
    assert arrived - 90.0 == pytest.approx(58.67, abs=0.06)


@settings(max_examples=200)
@given(latitude=LATITUDES, east=LONGITUDES, angle=DIRECTIONS)
def test_angle_is_that_of_vectors_projected_across_the_line_of_sight(latitude, east, angle):
    phi, delta, direction = np.radians([latitude, east, angle])
    up = np.array([np.cos(phi), 0.0, np.sin(phi)])
    outwards = np.array([np.cos(delta), np.sin(delta), 0.0])
    axis = np.array([0.0, 0.0, 1.0])
    field = np.cos(direction) * np.cross(outwards, axis) - np.sin(direction) * axis
    sight = GEOSTATIONARY_RADIUS_M * outwards - EARTH_EQUATORIAL_RADIUS_M * up
    right = np.cross(sight, up)
    above = np.cross(right, sight)
    expected = np.arctan2(-(field @ above) / np.linalg.norm(above), (field @ right) / np.linalg.norm(right))
    arrived = geostationary_polarization_angle_deg(latitude, east, satellite_angle_deg=angle)
    assert 0.0 <= arrived <= 180.0
    assert tilt_between_deg(arrived, np.degrees(expected)) < 1e-6  # rounding of the longer route


@settings(max_examples=100)
@given(latitude=LATITUDES, east=LONGITUDES)
def test_skew_of_the_look_angles_is_the_limit_of_a_distant_satellite(latitude, east):
    arrived = geostationary_polarization_angle_deg(latitude, east)
    assert tilt_between_deg(arrived, geostationary_look_angles(latitude, 0.0, east).skew_deg) < 0.35


@pytest.mark.parametrize("latitude", [-40.0, 10.0, 65.0])
def test_on_the_satellites_meridian_horizontal_stays_horizontal(latitude):
    assert tilt_between_deg(geostationary_polarization_angle_deg(latitude, 0.0), 0.0) < 1e-9
    vertical = geostationary_polarization_angle_deg(latitude, 0.0, satellite_angle_deg=90.0)
    assert vertical == pytest.approx(90.0, abs=1e-9)


def test_horizontal_and_vertical_arrive_nearly_at_right_angles():
    # exactly so only for a satellite infinitely far away; off its nadir by 8.7 deg at most, 1 - cos = 1.2 %, 0.7 deg
    latitude, east = np.meshgrid(np.linspace(-70.0, 70.0, 15), np.linspace(-60.0, 60.0, 13))
    across = geostationary_polarization_angle_deg(latitude, east, satellite_angle_deg=90.0)
    apart = tilt_between_deg(across, geostationary_polarization_angle_deg(latitude, east))
    assert np.nanmin(apart[np.abs(latitude) + np.abs(east) > 0.0]) > 89.3


def test_arrays_are_loops_of_scalars_and_below_the_horizon_there_is_no_angle():
    latitudes, east = np.array([-30.0, 45.0, 75.0]), np.array([[0.0], [50.0], [100.0]])
    together = geostationary_polarization_angle_deg(latitudes, east)
    alone = [[geostationary_polarization_angle_deg(float(a), float(b)) for a in latitudes] for b in east[:, 0]]
    np.testing.assert_array_equal(together, alone)
    assert np.isnan(together[2]).all()
    assert np.isfinite(together[0]).all()


def test_latitude_beyond_the_pole_is_refused():
    with pytest.raises(LinkBudgetError, match="latitude_deg"):
        geostationary_polarization_angle_deg(91.0, 0.0)
