"""Look angles: fast against skyfield, skyfield against published passes, rates against differences."""

import subprocess
import sys

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError
from linkbudget.geometry.clock import DAY_S, parse_utc
from linkbudget.geometry.kernel import body
from linkbudget.geometry.look_angles import look_angles, look_angles_at
from linkbudget.geometry.orbit import elements_orbit, tle_orbit
from linkbudget.geometry.stations import Station
from linkbudget.geometry.track import sample
from tests.published import agrees, rows

COROT_LIKE = (
    "1 28057U 03049A   06177.78615833  .00000060  00000-0  35940-4 0  1836",
    "2 28057  98.4283 247.6961 0000884  88.1964 271.9322 14.35478080140550",
)
"""CBERS 2, from the SGP4 verification set."""


def assert_same_direction(one, other, tolerance_deg):
    """Azimuth weighed by the cosine of the elevation, so that the zenith does not matter."""
    assert one.elevation_deg == pytest.approx(other.elevation_deg, abs=tolerance_deg)
    turn = (one.azimuth_deg - other.azimuth_deg + 180.0) % 360.0 - 180.0
    assert np.abs(turn * np.cos(np.radians(one.elevation_deg))).max() < tolerance_deg


# Reference -----------------------------------------------------------------------------------------------------------


def test_a_published_pass():
    """Skyfield 1.55, checked against astropy to 7 m: CBERS 2 over Madrid, 26 June 2006."""
    satellite, station = tle_orbit(*COROT_LIKE), Station("Madrid", 40.43, -4.25, 830.0)
    utc_s = parse_utc("2006-06-26T20:42:11.324")
    track = sample(satellite, utc_s - 600.0, utc_s + 600.0)
    for found in (look_angles(track, station, utc_s), look_angles_at(satellite, station, utc_s)):
        assert found.range_m / 1e3 == pytest.approx(2186.04233275, abs=0.002)
        assert found.elevation_deg == pytest.approx(11.8773376, abs=2e-5)
        assert found.range_rate_m_per_s / 1e3 == pytest.approx(-4.1157538553, abs=2e-5)


def test_published_passes():
    checked = 0
    for row in rows("leo_pass"):
        station = Station("row", float(row["lat_deg"]), float(row["lon_deg"]), float(row["h_m"]))
        utc_s = parse_utc(row["utc"])
        track = sample(tle_orbit(row["line1"], row["line2"]), utc_s - 300.0, utc_s + 300.0)
        found = look_angles(track, station, utc_s)
        doppler = -found.range_rate_m_per_s / 299_792_458.0
        value = {
            "range": found.range_m / 1e3,
            "elevation": found.elevation_deg,
            "range_rate": found.range_rate_m_per_s / 1e3,
            "doppler_437MHz": doppler * 437e6,
            "doppler_2200MHz": doppler * 2200e6,
        }[row["quantity"]]
        assert agrees(row, value), row["case_id"]
        checked += 1
    assert checked in (0, 65)


def test_the_fast_way_agrees_with_skyfield_for_mars1(mars1, mars1_track, evpatoria):
    rng = np.random.default_rng(3)
    span_s = mars1_track.end_utc_s - mars1_track.start_utc_s
    after = np.concatenate([[0.0, 1.0, 60.0], 10.0 ** rng.uniform(0.0, 7.2, 150), rng.uniform(0.0, span_s, 150)])
    utc_s = mars1_track.start_utc_s + np.sort(after)
    fast, exact = look_angles(mars1_track, evpatoria, utc_s), look_angles_at(mars1, evpatoria, utc_s)
    assert fast.range_m == pytest.approx(exact.range_m, rel=1e-8)
    # the larger part of both is skyfield's light time, good to 0.1 microseconds, over steps of a day
    assert fast.range_rate_m_per_s == pytest.approx(exact.range_rate_m_per_s, abs=0.01)
    assert_same_direction(fast, exact, 5e-6)


@pytest.mark.parametrize("name", ["moon", "venus", "jupiter"])
def test_the_fast_way_agrees_with_skyfield_for_other_bodies(name):
    station = Station("Canberra", -35.4, 148.98, 690.0)
    start_utc_s = parse_utc("2024-12-01")
    track = sample(body(name), start_utc_s, start_utc_s + 20.0 * DAY_S)
    utc_s = start_utc_s + np.random.default_rng(4).uniform(0.0, 20.0 * DAY_S, 60)
    fast, exact = look_angles(track, station, utc_s), look_angles_at(body(name), station, utc_s)
    assert fast.range_m == pytest.approx(exact.range_m, rel=1e-8)
    assert fast.range_rate_m_per_s == pytest.approx(exact.range_rate_m_per_s, abs=0.01)
    assert_same_direction(fast, exact, 2e-5)  # skyfield bends rays at Sun, Jupiter and Saturn


@pytest.mark.parametrize(
    ("semi_major_axis_m", "eccentricity", "inclination_deg"),
    [(6790e3, 0.001, 51.6), (26_600e3, 0.74, 63.4), (42_164e3, 0.0002, 0.1)],
    ids=["space station", "Molniya", "geostationary"],
)
def test_the_fast_way_agrees_with_skyfield_for_satellites(semi_major_axis_m, eccentricity, inclination_deg):
    start_utc_s = parse_utc("2024-05-01")
    satellite = elements_orbit(start_utc_s, semi_major_axis_m, eccentricity, inclination_deg, 40.0, 270.0, 10.0)
    station = Station("Evpatoria", 45.22082, 33.17122, 43.0)
    track = sample(satellite, start_utc_s, start_utc_s + DAY_S)
    utc_s = start_utc_s + np.random.default_rng(6).uniform(0.0, DAY_S, 300)
    fast, exact = look_angles(track, station, utc_s), look_angles_at(satellite, station, utc_s)
    assert fast.range_m == pytest.approx(exact.range_m, abs=1e-8 * semi_major_axis_m)
    assert fast.range_rate_m_per_s == pytest.approx(exact.range_rate_m_per_s, abs=0.02)
    assert_same_direction(fast, exact, 2e-5)


def test_evpatoria_saw_mars1_culminate_high(mars1_track, evpatoria):
    """Declination +44.5 deg in mid November and +26 deg in March: culmination at 89 and 71 degrees."""
    for day, expected in (("1962-11-11", 89.0), ("1963-03-21", 71.0)):
        utc_s = parse_utc(day) + np.arange(0.0, DAY_S, 60.0)
        assert look_angles(mars1_track, evpatoria, utc_s).elevation_deg.max() == pytest.approx(expected, abs=1.0)


# Identity ------------------------------------------------------------------------------------------------------------


def test_range_rate_is_the_rate_of_the_range(mars1_track, evpatoria):
    span_s = mars1_track.end_utc_s - mars1_track.start_utc_s
    for after, step in ((10.0 ** np.linspace(1.0, 4.5, 40), 0.5), (np.linspace(1e5, 0.99 * span_s, 60), 50.0)):
        utc_s = mars1_track.start_utc_s + after
        early, now, late = (look_angles(mars1_track, evpatoria, utc_s + shift) for shift in (-step, 0.0, step))
        difference = (late.range_m - early.range_m) / (2.0 * step)
        assert now.range_rate_m_per_s == pytest.approx(difference, abs=0.05)


def test_range_from_a_pole_station_does_not_feel_the_turn_of_the_earth(mars1_track):
    pole = Station("North Pole", 90.0, 0.0, 0.0)
    utc_s = parse_utc("1963-02-01") + np.arange(0.0, DAY_S, 3600.0)
    rate = look_angles(mars1_track, pole, utc_s).range_rate_m_per_s
    smooth = mars1_track.geocentric_range_rate_m_per_s(utc_s)
    assert rate == pytest.approx(smooth, abs=0.5)
    assert np.ptp(look_angles(mars1_track, pole, utc_s).elevation_deg) < 0.3


def test_a_daily_swing_of_range_rate_is_the_stations_own_speed(mars1_track, evpatoria):
    utc_s = parse_utc("1963-02-01") + np.arange(0.0, DAY_S, 600.0)
    swing = look_angles(mars1_track, evpatoria, utc_s).range_rate_m_per_s
    swing = swing - mars1_track.geocentric_range_rate_m_per_s(utc_s)
    speed = 7.292115e-5 * evpatoria.axis_distance_and_height_m()[0] * np.cos(np.radians(33.5))  # declination
    assert np.ptp(swing) / 2.0 == pytest.approx(speed, rel=0.01)


# Shape ---------------------------------------------------------------------------------------------------------------


def test_many_instants_equal_one_each_and_blocks_do_not_show(mars1_track, evpatoria):
    utc_s = np.linspace(mars1_track.start_utc_s, mars1_track.end_utc_s, 20_000)
    many = look_angles(mars1_track, evpatoria, utc_s)
    for index in (0, 8191, 8192, 19_999):
        one = look_angles(mars1_track, evpatoria, utc_s[index])
        assert np.shape(one.range_m) == ()
        assert [quantity[index] for quantity in many] == pytest.approx(list(one), rel=1e-12)
    assert look_angles(mars1_track, evpatoria, utc_s[:6].reshape(2, 3)).azimuth_deg.shape == (2, 3)
    assert look_angles(mars1_track, evpatoria, np.empty(0)).range_m.shape == (0,)


def test_one_instant_needs_no_interpolation_library():
    """Importing SciPy's interpolation or optimisation takes longer than the whole answer."""
    code = (
        "import sys;"
        "from linkbudget.geometry import clock, kernel, look_angles, orbit, passes, stations, track, transfer;"
        "station = stations.Station('x', 45.0, 33.0, 0.0); t = clock.parse_utc('1963-03-21');"
        "look_angles.look_angles_at(kernel.body('mars'), station, t);"
        "path = track.sample(kernel.body('mars'), t - 9e4, t + 9e4); look_angles.look_angles(path, station, t);"
        "passes.find_passes(path, station, t - 8e4, t + 8e4);"
        "sys.exit(any(name.startswith(('scipy.optimize', 'scipy.interpolate')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Errors --------------------------------------------------------------------------------------------------------------


def test_instants_outside_are_refused(mars1, mars1_track, evpatoria):
    with pytest.raises(LinkBudgetError, match="is outside the track"):
        look_angles(mars1_track, evpatoria, mars1.start_utc_s - 60.0)
    with pytest.raises(LinkBudgetError, match="is before the departure"):
        look_angles_at(mars1, evpatoria, mars1.start_utc_s - 60.0)
    with pytest.raises(LinkBudgetError, match="DE421 spans"):
        look_angles_at(mars1, evpatoria, parse_utc("2060-01-01"))
