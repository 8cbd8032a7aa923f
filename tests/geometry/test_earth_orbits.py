"""Geostationary satellites and circular orbits, against skyfield, published look angles and SGP4."""

import numpy as np
import pytest
from skyfield.api import wgs84

from linkbudget.errors import LinkBudgetError
from linkbudget.geometry.clock import DAY_S, parse_utc, skyfield_time
from linkbudget.geometry.earth_orbits import CircularOrbit, Geostationary
from linkbudget.geometry.look_angles import look_angles, look_angles_at
from linkbudget.geometry.orbit import elements_orbit
from linkbudget.geometry.satellites import sun_synchronous_inclination_deg
from linkbudget.geometry.stations import Station
from linkbudget.geometry.track import sample
from tests.geometry.test_satellites import DISHPOINTER

START = parse_utc("2031-06-02T03:00:00")
DAY = START + np.linspace(0.0, DAY_S, 97)


def _velocity_error(orbit):
    """Largest difference of the velocity from the rate of the position, in parts of the velocity."""
    before, now, after = (orbit.at(skyfield_time(DAY + shift)) for shift in (-0.5, 0.0, 0.5))
    miss = np.linalg.norm(now.velocity.m_per_s - (after.xyz.m - before.xyz.m), axis=0)
    return (miss / np.linalg.norm(now.velocity.m_per_s, axis=0)).max()


# Reference -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("satellite", "latitude", "longitude", "elevation", "azimuth", "range_km", "_"), DISHPOINTER)
def test_dishes_are_turned_as_installers_turn_them(satellite, latitude, longitude, elevation, azimuth, range_km, _):
    """dishpointer.com computes on a sphere: 0.1 deg and 12 km."""
    orbit, station = Geostationary(satellite), Station("dish", latitude, longitude, 0.0)
    slow = look_angles_at(orbit, station, DAY)
    fast = look_angles(sample(orbit, DAY[0], DAY[-1]), station, DAY)
    for look in (slow, fast):
        assert look.elevation_deg == pytest.approx(elevation, abs=0.1)
        assert look.azimuth_deg == pytest.approx(azimuth, abs=0.1)
        assert look.range_m / 1e3 == pytest.approx(range_km, abs=12.0)
        assert look.range_rate_m_per_s == pytest.approx(0.0, abs=0.01)


def test_a_geostationary_satellite_is_a_tall_tower_on_the_equator():
    orbit, tower = Geostationary(-31.5), wgs84.latlon(0.0, -31.5, elevation_m=42_164.17e3 - 6_378_137.0)
    time = skyfield_time(DAY)
    assert np.abs(orbit.at(time).xyz.m - tower.at(time).xyz.m).max() < 10.0
    assert np.abs(orbit.at(time).velocity.m_per_s - tower.at(time).velocity.m_per_s).max() < 0.001


def test_an_inclined_satellite_draws_an_eight():
    """Soop, Handbook of Geostationary Orbits: half width (1 - cos i) / (1 + cos i) as a sine, half height i."""
    node = parse_utc("2031-06-01T20:00:00")
    orbit = Geostationary(74.0, inclination_deg=6.0, ascending_node_utc_s=node)
    times = skyfield_time(START + np.linspace(0.0, DAY_S, 2001))
    latitude, longitude = wgs84.latlon_of(orbit.at(times))
    geocentric = np.degrees(np.arcsin(np.sin(np.radians(6.0))))
    assert latitude.degrees.max() == pytest.approx(geocentric, abs=0.01)
    assert latitude.degrees.min() == pytest.approx(-geocentric, abs=0.01)
    half = np.degrees(np.arcsin((1.0 - np.cos(np.radians(6.0))) / (1.0 + np.cos(np.radians(6.0)))))
    assert longitude.degrees.max() - 74.0 == pytest.approx(half, abs=1e-3)
    at_node = wgs84.latlon_of(orbit.at(skyfield_time(np.array([node, node + 600.0]))))
    assert at_node[0].degrees[0] == pytest.approx(0.0, abs=1e-4)
    assert at_node[0].degrees[1] > 0.2
    assert at_node[1].degrees[0] == pytest.approx(74.0, abs=1e-4)


def test_an_eccentric_satellite_swings_by_twice_the_eccentricity():
    """Soop: 2 e rad to either side, on the mean longitude in perigee and apogee."""
    orbit = Geostationary(10.0, eccentricity=0.002, perigee_utc_s=START)
    times = skyfield_time(START + np.linspace(0.0, DAY_S, 2001))
    place = orbit.at(times)
    swing = wgs84.latlon_of(place)[1].degrees - 10.0
    assert (swing.max(), swing.min()) == pytest.approx((np.degrees(0.004), -np.degrees(0.004)), rel=1e-3)
    assert place.distance().m[0] == pytest.approx(42_164.17e3 * 0.998, abs=20.0)
    assert swing[0] == pytest.approx(0.0, abs=1e-4)
    assert swing[100] > 0.0  # faster than the Earth after perigee


@pytest.mark.parametrize("inclination", [97.6, 51.6, 5.0])
def test_a_circle_stays_beside_sgp4_for_two_days(inclination):
    """SGP4 adds changes within a turn, up to 15 km here; the same mean elements, Kozai's mean motion made equal."""
    orbit = CircularOrbit(621.863e3, inclination, START, 77.0, 200.0)  # 7000 km
    j2, cosine = 1.0826267e-3, np.cos(np.radians(inclination))
    kozai = 1.0 + 0.75 * j2 * (6378.137 / 7000.0) ** 2 * (3.0 * cosine**2 - 1.0)
    sgp4 = elements_orbit(START, 7000e3 / kozai ** (2.0 / 3.0), 0.0, inclination, 77.0, 0.0, 200.0)
    times = skyfield_time(START + np.linspace(0.0, 2.0 * DAY_S, 400))
    apart = np.linalg.norm(orbit.at(times).xyz.m - sgp4.at(times).xyz.m, axis=0)
    assert apart.max() < 20e3  # without the secular rates more than 1000 km
    assert apart.max() > 100.0  # they are not the same model


# Identity ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "orbit",
    [
        Geostationary(100.0),
        Geostationary(-100.0, inclination_deg=10.0, ascending_node_utc_s=START, eccentricity=0.1, perigee_utc_s=START),
        CircularOrbit(550e3, 97.6, START, 10.0, 20.0),
        CircularOrbit(20_200e3, 55.0, START),
    ],
    ids=["geostationary", "inclined", "low", "medium"],
)
def test_velocity_is_the_rate_of_the_position(orbit):
    assert _velocity_error(orbit) < 1e-6


def test_a_circle_is_where_its_angles_say_at_the_epoch():
    orbit = CircularOrbit(700e3, 60.0, START, 0.0, 90.0)
    latitude = np.degrees(
        np.arcsin(orbit.at(skyfield_time(START)).frame_xyz_and_velocity(_teme())[0].m[2] / 7078.137e3)
    )
    assert latitude == pytest.approx(60.0, abs=1e-9)


def _teme():
    from skyfield.sgp4lib import TEME

    class Frame:
        rotation_at = staticmethod(TEME.rotation_at)
        _dRdt_times_RT_at = staticmethod(lambda t: np.zeros((3, 3)))

    return Frame


def test_a_sun_synchronous_circle_keeps_its_local_time():
    """The node goes round once in a tropical year: after 100 days the plane has turned as the mean Sun has."""
    orbit = CircularOrbit(700e3, float(sun_synchronous_inclination_deg(7078.137e3, 0.0)), START, 30.0)
    normals = []
    for when in (START, START + 100.0 * DAY_S):
        state = orbit.at(skyfield_time(when))
        normals.append(np.cross(state.xyz.m, state.velocity.m_per_s))
    turns = [np.degrees(np.arctan2(normal[0], -normal[1])) for normal in normals]
    assert (turns[1] - turns[0]) % 360.0 == pytest.approx(100.0 * 360.0 / 365.2422, abs=0.05)


def test_what_cannot_be_is_refused():
    with pytest.raises(LinkBudgetError, match="ascending_node: missing"):
        Geostationary(0.0, inclination_deg=1.0)
    with pytest.raises(LinkBudgetError, match="perigee: missing"):
        Geostationary(0.0, eccentricity=0.01)
    with pytest.raises(LinkBudgetError, match="longitude_deg"):
        Geostationary(400.0)
    with pytest.raises(LinkBudgetError, match="height_m"):
        CircularOrbit(50e3, 10.0, START)
    with pytest.raises(LinkBudgetError, match="inclination_deg"):
        CircularOrbit(500e3, -10.0, START)
    with pytest.raises(LinkBudgetError, match="epoch"):
        CircularOrbit(500e3, 10.0, parse_utc("2060-01-01"))
