"""Station coordinates against published and independent ones."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError
from linkbudget.geometry.stations import Station, geodetic_from_cylindrical, geodetic_from_geocentric
from tests.published import agrees, rows

# Reference -----------------------------------------------------------------------------------------------------------

# Geocentric radius and latitude of Deep Space Network stations as published in the PDS; geodetic by the ERFA library.
DSN = [
    ("DSS-13", 6372125.096, 35.066018, 35.247164222, 1070.44485734),
    ("DSS-43", 6371688.998, -35.2209189, -35.4024242012, 688.866793529),
]

# Spin-axis distance and height above the equator, kilometres, of Soviet planetary radar stations (E. Pitjeva, IAA RAS).
EVPATORIA = [
    ("transmit array", 4504.198165, 4500.751416, 45.17049, 35.0),
    ("receive array", 4500.234786, 4504.698850, 45.22082, 43.0),
]


@pytest.mark.parametrize(("name", "radius_m", "geocentric_deg", "latitude_deg", "height_m"), DSN)
def test_deep_space_network_stations(name, radius_m, geocentric_deg, latitude_deg, height_m):
    found = geodetic_from_geocentric(radius_m, geocentric_deg)
    assert found[0] == pytest.approx(latitude_deg, abs=1e-8)
    assert found[1] == pytest.approx(height_m, abs=1e-4)


def test_published_station_coordinates():
    checked = 0
    for row in rows("dsn_stations"):
        latitude_deg, height_m = geodetic_from_geocentric(
            float(row["geocentric_radius_m"]), float(row["geocentric_lat_deg"])
        )
        assert agrees(row, {"geodetic_lat": latitude_deg, "geodetic_height": height_m}[row["quantity"]]), row
        checked += 1
    assert checked in (0, 14)


@pytest.mark.parametrize(("name", "axis_km", "equator_km", "latitude_deg", "height_m"), EVPATORIA)
def test_evpatoria(name, axis_km, equator_km, latitude_deg, height_m):
    found = geodetic_from_cylindrical(axis_km * 1e3, equator_km * 1e3)
    assert found[0] == pytest.approx(latitude_deg, abs=6e-6)
    assert found[1] == pytest.approx(height_m, abs=0.6)


def test_arrays_of_evpatoria_are_eight_and_a_half_kilometres_apart():
    """8.5 km documented, 8.503 km from the published radar coordinates."""
    transmit, receive = Station("K1", 45.17049, 33.25272, 35.0), Station("K2", 45.22082, 33.17122, 43.0)
    assert np.linalg.norm(transmit.itrs_m() - receive.itrs_m()) == pytest.approx(8503.0, abs=5.0)


# Identity ------------------------------------------------------------------------------------------------------------


@settings(max_examples=100)
@given(st.floats(-90.0, 90.0), st.floats(-180.0, 360.0), st.floats(-1000.0, 100_000.0))
def test_geodetic_coordinates_survive_the_way_round(latitude_deg, longitude_deg, height_m):
    station = Station("anywhere", latitude_deg, longitude_deg, height_m)
    found = geodetic_from_cylindrical(*station.axis_distance_and_height_m())
    assert found[0] == pytest.approx(latitude_deg, abs=1e-10)
    assert found[1] == pytest.approx(height_m, abs=1e-6)


def test_skyfield_has_the_same_place():
    station = Station("Canberra", -35.4, 148.98, 690.0)
    assert station.itrs_m() == pytest.approx(station.skyfield_position().itrs_xyz.m, abs=1e-6)


def test_poles_and_equator():
    assert Station("North Pole", 90.0, 0.0, 0.0).itrs_m() == pytest.approx([0.0, 0.0, 6356752.3142], abs=1e-4)
    assert Station("Gulf of Guinea", 0.0, 0.0, 0.0).itrs_m() == pytest.approx([6378137.0, 0.0, 0.0])


def test_height_above_the_sea_is_that_above_the_ellipsoid_less_the_undulation():
    """h = H + N (NGA.STND.0036, section 6): a beach south of India, where the geoid lies 107 m below the ellipsoid."""
    beach = Station("Beach", 4.7, 78.8, -105.0, geoid_height_m=-107.0)
    assert beach.height_above_sea_level_m == pytest.approx(2.0)
    without = Station("Beach", 4.7, 78.8, -105.0)
    assert without.height_above_sea_level_m == without.height_m
    assert (beach.itrs_m() == without.itrs_m()).all()  # the geoid moves no antenna


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((91.0, 0.0, 0.0), "latitude_deg = 91.0"),
        ((0.0, 361.0, 0.0), "longitude_deg = 361.0"),
        ((0.0, 0.0, -2000.0), "height_m = -2000.0"),
        ((0.0, 0.0, 0.0, 91.0), "minimum_elevation_deg = 91.0"),
        ((0.0, 0.0, 0.0, 0.0, 200.0), "geoid_height_m = 200.0"),
    ],
)
def test_impossible_places_are_refused(values, message):
    with pytest.raises(LinkBudgetError, match=message):
        Station("nowhere", *values)


# Shape ---------------------------------------------------------------------------------------------------------------


def test_arrays_equal_their_elements():
    radius_m, latitude_deg = np.array([6.37e6, 6.38e6]), np.array([[35.0], [-80.0], [90.0]])
    latitudes, heights = geodetic_from_geocentric(radius_m, latitude_deg)
    assert latitudes.shape == heights.shape == (3, 2)
    assert latitudes[1, 0] == geodetic_from_geocentric(6.37e6, -80.0)[0]
