"""The sampled track against the trajectory it was made from."""

import numpy as np
import pytest
from skyfield.nutationlib import iau2000b_radians

from linkbudget.errors import LinkBudgetError
from linkbudget.geometry.clock import DAY_S, parse_utc, skyfield_time
from linkbudget.geometry.kernel import body, geocentric_distance_m, sun_earth_target_deg
from linkbudget.geometry.orbit import elements_orbit
from linkbudget.geometry.position_table import SampledTrajectory
from linkbudget.geometry.track import sample

# Reference: skyfield itself ------------------------------------------------------------------------------------------


def test_distance_and_light_time_agree_with_skyfield(mars1, mars1_track):
    rng = np.random.default_rng(1)
    span_s = mars1_track.end_utc_s - mars1_track.start_utc_s
    utc_s = mars1_track.start_utc_s + np.sort(
        np.append(10.0 ** rng.uniform(0.0, 7.0, 100), rng.uniform(0, span_s, 100))
    )
    # an eighth of the tolerance of 1e-8, and rounding of dates
    assert mars1_track.geocentric_distance_m(utc_s) == pytest.approx(geocentric_distance_m(mars1, utc_s), rel=2e-9)
    seen = body("earth").at(skyfield_time(utc_s)).observe(mars1)
    assert mars1_track.light_time_s(utc_s) == pytest.approx(seen.light_time * DAY_S, rel=2e-9)


def test_sun_angles_agree_with_the_ephemeris(mars1, mars1_track):
    utc_s = np.linspace(mars1_track.start_utc_s, mars1_track.end_utc_s, 57)
    assert mars1_track.sun_earth_probe_deg(utc_s) == pytest.approx(sun_earth_target_deg(mars1, utc_s), abs=1e-6)
    time = skyfield_time(utc_s)
    sun, earth, probe = (each.at(time).xyz.m for each in (body("sun"), body("earth"), mars1))
    assert mars1_track.heliocentric_distance_m(utc_s) == pytest.approx(np.linalg.norm(probe - sun, axis=0), rel=1e-9)
    cosine = ((sun - probe) * (earth - probe)).sum(axis=0)
    cosine = cosine / np.linalg.norm(sun - probe, axis=0) / np.linalg.norm(earth - probe, axis=0)
    assert mars1_track.sun_probe_earth_deg(utc_s) == pytest.approx(np.degrees(np.arccos(cosine)), abs=1e-5)


def test_sidereal_time_and_the_sun_are_those_of_skyfield_between_the_instants_at_which_they_are_computed(mars1_track):
    utc_s = np.random.default_rng(2).uniform(mars1_track.start_utc_s, mars1_track.end_utc_s, 200)
    time = skyfield_time(utc_s)
    time._nutation_angles_radians = iau2000b_radians(time)
    sidereal_rad, _ = mars1_track.sidereal_rad(mars1_track.seconds(utc_s))
    turn = (sidereal_rad - time.gast * np.pi / 12.0 + np.pi) % (2.0 * np.pi) - np.pi
    assert np.abs(turn).max() < 2e-9  # 1 cm at the equator
    from_sun = (body("earth") - body("sun")).at(time).xyz.m
    assert mars1_track.geometric_m(utc_s)[1] == pytest.approx(from_sun, abs=10.0)


# Identity ------------------------------------------------------------------------------------------------------------


def test_the_three_angles_of_sun_earth_and_probe_close(mars1_track):
    utc_s = np.linspace(mars1_track.start_utc_s, mars1_track.end_utc_s, 50)
    at_probe, at_earth = mars1_track.sun_probe_earth_deg(utc_s), mars1_track.sun_earth_probe_deg(utc_s)
    distance = mars1_track.geocentric_distance_m(utc_s) / mars1_track.heliocentric_distance_m(utc_s)
    at_sun = np.degrees(
        np.arctan2(distance * np.sin(np.radians(at_probe)), 1.0 - distance * np.cos(np.radians(at_probe)))
    )
    assert at_probe + at_earth + at_sun == pytest.approx(180.0, abs=1e-6)


def test_a_finer_tolerance_needs_more_samples_and_is_finer(mars1):
    start_utc_s = mars1.start_utc_s + 0.1 * DAY_S  # near the Earth, where steps are short
    errors, counts = [], []
    for tolerance in (1e-5, 1e-7, 1e-9):
        track = sample(mars1, start_utc_s, start_utc_s + 40.0 * DAY_S, tolerance=tolerance)
        utc_s = np.linspace(track.start_utc_s, track.end_utc_s, 501)
        exact = geocentric_distance_m(mars1, utc_s)
        errors.append(np.abs(track.geocentric_distance_m(utc_s) / exact - 1.0).max())
        counts.append(track.sample_utc_s.size)
        assert errors[-1] < tolerance
    assert counts == sorted(counts)
    assert errors[0] > errors[2]


def test_a_leap_second_inside_a_track_does_no_harm():
    """2016 ended with a leap second: the satellite moves 7 km in it, and the clock does not show it."""
    satellite = elements_orbit(parse_utc("2016-12-31T20:00"), 6790e3, 0.001, 51.6, 10.0, 20.0, 30.0)
    midnight = parse_utc("2017-01-01")
    track = sample(satellite, midnight - 3600.0, midnight + 3600.0)
    utc_s = midnight + np.array([-3600.0, -10.0, -0.5, 0.0, 0.5, 10.0, 3600.0])
    exact = satellite.at(skyfield_time(utc_s)).distance().m
    assert track.geocentric_distance_m(utc_s) == pytest.approx(exact, abs=0.2)
    assert track.sample_utc_s[0] == track.start_utc_s
    assert track.sample_utc_s[-1] == pytest.approx(track.end_utc_s, abs=1e-3)


def test_a_track_may_span_1972():
    track = sample(body("mars"), parse_utc("1971-12-20"), parse_utc("1972-01-10"))
    utc_s = parse_utc("1972-01-01") + np.array([-5e5, -1.0, 0.0, 1.0, 5e5])
    assert track.geocentric_distance_m(utc_s) == pytest.approx(geocentric_distance_m("mars", utc_s), rel=1e-9)


# Shape ---------------------------------------------------------------------------------------------------------------


def test_any_shape_of_instants_gives_that_shape(mars1_track):
    utc_s = np.linspace(mars1_track.start_utc_s, mars1_track.end_utc_s, 12).reshape(3, 4)
    for method in ("geocentric_distance_m", "light_time_s", "sun_probe_earth_deg", "sun_earth_probe_deg"):
        values = getattr(mars1_track, method)(utc_s)
        assert values.shape == (3, 4)
        assert values[1, 2] == getattr(mars1_track, method)(utc_s[1, 2])
        assert np.shape(getattr(mars1_track, method)(float(utc_s[0, 1]))) == ()


# Errors --------------------------------------------------------------------------------------------------------------


def test_instants_outside_the_track_are_refused(mars1_track):
    for utc_s in (mars1_track.start_utc_s - 1.0, [mars1_track.start_utc_s, mars1_track.end_utc_s + 1.0]):
        with pytest.raises(LinkBudgetError, match="is outside the track, 1962-11-01T17:24:00Z to 1963-06-20T12:00:00Z"):
            mars1_track.geocentric_distance_m(utc_s)
    with pytest.raises(LinkBudgetError, match="nan is outside the track"):
        mars1_track.light_time_s(np.nan)


def test_sampling_before_departure_is_refused(mars1):
    with pytest.raises(LinkBudgetError, match="is before the departure at 1962-11-01T17:24:00Z"):
        sample(mars1, mars1.start_utc_s - DAY_S, mars1.arrival_utc_s)


def test_sampling_outside_the_ephemeris_is_refused():
    with pytest.raises(LinkBudgetError, match="DE421 spans"):
        sample(body("mars"), parse_utc("2053-01-01"), parse_utc("2054-01-01"))


def test_an_empty_interval_is_refused():
    with pytest.raises(LinkBudgetError, match="expected later than the start 2001-01-01"):
        sample(body("mars"), parse_utc("2001-01-01"), parse_utc("2000-01-01"))


def test_a_decayed_satellite_is_refused_with_the_date():
    satellite = elements_orbit(parse_utc("2005-11-29"), 6540e3, 0.001, 65.0, 0.0, 0.0, 0.0, bstar=0.01)
    told = r"date = 2005-12-09\S+: by the orbital elements .* the satellite has come down on 2005-11-29T04:1"
    with pytest.raises(LinkBudgetError, match=told):
        sample(satellite, parse_utc("2005-11-29"), parse_utc("2005-12-09"))


def test_a_trajectory_from_elsewhere_is_refused():
    with pytest.raises(LinkBudgetError, match="expected the Earth's centre or the solar-system barycentre"):
        sample(body("mars") - body("jupiter"), parse_utc("2000-01-01"), parse_utc("2000-02-01"))


def test_a_jump_is_refused():
    class Jump(SampledTrajectory):
        def _at(self, t):
            au, au_per_d, _, _ = super()._at(t)
            late = t.tt > skyfield_time(50_000.0).tt
            return au * (1.0 + 0.01 * late), au_per_d, None, None

    hours = 3600.0 * np.arange(25)
    path = Jump(hours, np.outer([1.0, 1.0, 0.0], 1e7 + 100.0 * hours))
    with pytest.raises(LinkBudgetError, match="not smooth near 1970-01-01T13:53:2"):
        sample(path, 0.0, DAY_S)


def test_a_jump_of_an_orbit_model_is_kept():
    """SGP4's resonance terms move a geostationary satellite by a metre between two instants, now and then."""
    geostationary = elements_orbit(parse_utc("2026-03-20"), 42164.2e3, 0.0001, 0.02, 0.0, 0.0, 315.54)
    track = sample(geostationary, parse_utc("2026-03-20"), parse_utc("2026-03-22"))
    utc_s = parse_utc("2026-03-20") + np.linspace(0.0, 2.0 * DAY_S, 500)
    expected_m = geostationary.at(skyfield_time(utc_s)).distance().m
    assert track.geocentric_distance_m(utc_s) == pytest.approx(expected_m, rel=1e-7)
