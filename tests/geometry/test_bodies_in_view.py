"""Bodies beside the beam: against skyfield's apparent places, eclipses and transits, and the phases of the Moon."""

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError
from linkbudget.geometry.bodies_in_view import (
    BODIES,
    apparent_diameter_deg,
    body_in_view,
    body_in_view_at,
    body_track,
    moon_phase_deg,
    separation_over_station_deg,
)
from linkbudget.geometry.clock import DAY_S, parse_utc, skyfield_time
from linkbudget.geometry.earth_orbits import CircularOrbit, Geostationary
from linkbudget.geometry.kernel import POLAR_RADIUS_M, RADIUS_M, body
from linkbudget.geometry.look_angles import look_angles, look_angles_at
from linkbudget.geometry.orbit import elements_orbit
from linkbudget.geometry.stations import Station
from linkbudget.geometry.track import sample

AU_M = 149_597_870_700.0
SKYFIELD_DEG = 1e-4  # look angles agree within 3e-5
BENT_DEG = 5e-4  # rays that graze the Sun are bent by this, which is left out here and counted by skyfield


@pytest.fixture(scope="module")
def canberra():
    return Station("Canberra", -35.4, 148.98, 690.0)


def seen_by_skyfield(name, station, utc_s):
    observer = (body("earth") + station.skyfield_position()).at(skyfield_time(utc_s))
    return observer.observe(body(name)).apparent()


# Reference -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BODIES)
def test_angle_from_a_planet_is_that_of_skyfields_apparent_places(name, canberra):
    target = "mars" if name == "venus" else "venus"
    start_utc_s = parse_utc("2023-03-01")
    track = sample(body(target), start_utc_s, start_utc_s + 300.0 * DAY_S)
    utc_s = np.sort(start_utc_s + np.random.default_rng(8).uniform(0.0, 300.0 * DAY_S, 80))
    found = body_in_view(track, canberra, utc_s, name)
    apparent = seen_by_skyfield(name, canberra, utc_s)
    expected_deg = apparent.separation_from(seen_by_skyfield(target, canberra, utc_s)).degrees
    assert found.separation_deg == pytest.approx(expected_deg, abs=BENT_DEG)
    assert np.median(np.abs(found.separation_deg - expected_deg)) < SKYFIELD_DEG / 2.0
    assert found.elevation_deg == pytest.approx(apparent.altaz()[0].degrees, abs=BENT_DEG)
    radius_m = np.sqrt(RADIUS_M[name] * POLAR_RADIUS_M[name])
    diameter_deg = 2.0 * np.degrees(np.arcsin(radius_m / apparent.distance().m))
    assert found.diameter_deg == pytest.approx(diameter_deg, rel=1e-6)


@pytest.mark.parametrize("name", ["sun", "moon", "jupiter"])
def test_angle_from_mars1_is_that_of_skyfields_apparent_places(name, mars1, mars1_track, evpatoria):
    utc_s = np.linspace(mars1.start_utc_s + DAY_S, mars1.arrival_utc_s, 60)
    observer = (body("earth") + evpatoria.skyfield_position()).at(skyfield_time(utc_s))
    probe = observer.observe(mars1).apparent()
    expected_deg = probe.separation_from(seen_by_skyfield(name, evpatoria, utc_s)).degrees
    assert body_in_view(mars1_track, evpatoria, utc_s, name).separation_deg == pytest.approx(expected_deg, abs=BENT_DEG)


@pytest.mark.parametrize("name", ["sun", "moon"])
def test_angle_from_a_satellite_counts_where_the_station_stands(name, evpatoria):
    start_utc_s = parse_utc("2024-05-01")
    satellite = elements_orbit(start_utc_s, 6790e3, 0.001, 51.6, 40.0, 270.0, 10.0)
    track = sample(satellite, start_utc_s, start_utc_s + DAY_S)
    utc_s = start_utc_s + np.linspace(0.0, DAY_S, 200)
    path = (satellite - evpatoria.skyfield_position()).at(skyfield_time(utc_s))
    expected_deg = path.separation_from(seen_by_skyfield(name, evpatoria, utc_s)).degrees
    found = body_in_view(track, evpatoria, utc_s, name)
    assert found.separation_deg == pytest.approx(expected_deg, abs=SKYFIELD_DEG)


def test_total_eclipse_of_2024_is_total_where_and_as_published():
    """F. Espenak, NASA: greatest eclipse 18:17:20 UT, 25.3 N 104.1 W, magnitude 1.0566, the ratio of the diameters.

    His umbra has a Moon of 0.272281 equatorial radii of the Earth and a Sun of 959.63 arcseconds at unit distance.
    """
    station = Station("Nazas", 25.29, -104.14, 0.0)
    utc_s = parse_utc("2024-04-08T18:17:20")
    track = sample(body("moon"), utc_s - DAY_S, utc_s + DAY_S)
    sun, moon = (body_in_view(track, station, utc_s, name) for name in ("sun", "moon"))
    assert sun.separation_deg < 0.005  # the place is given to 0.05 degree, 6 km of the Moon's shadow: 0.001 degree
    assert moon.diameter_deg / sun.diameter_deg == pytest.approx(
        1.0566 * (1737.4 / (0.272281 * 6378.137)) / (959.22 / 959.63), abs=1e-4
    )
    assert moon.separation_deg < 1e-6


def test_transit_of_venus_passes_as_near_the_centre_of_the_sun_as_published():
    """F. Espenak, NASA: 6 June 2012, 01:29:36 UT, 554.4 arcseconds geocentric; parallax is at most 22 arcseconds."""
    utc_s = parse_utc("2012-06-06T01:29:36")
    track = sample(body("venus"), utc_s - DAY_S, utc_s + DAY_S)
    sun = body_in_view(track, Station("Mauna Kea", 19.82, -155.47, 4205.0), utc_s, "sun")
    assert sun.separation_deg * 3600.0 == pytest.approx(554.4, abs=22.0)
    venus = body_in_view(track, Station("Mauna Kea", 19.82, -155.47, 4205.0), utc_s, "venus")
    assert venus.diameter_deg * 3600.0 == pytest.approx(57.8, abs=0.1)  # the same source


@pytest.mark.parametrize(
    ("utc", "expected_deg"),
    [("2024-04-08T18:21", 180.0), ("2024-04-15T19:13", 270.0), ("2024-04-23T23:49", 0.0), ("2024-05-01T11:27", 90.0)],
    ids=["new", "first quarter", "full", "last quarter"],
)
def test_phases_of_the_moon_fall_on_their_published_instants(utc, expected_deg):
    """U.S. Naval Observatory, phases of 2024: longitudes at the Earth, 0.15 degree from the angle at the Moon."""
    utc_s = parse_utc(utc)
    phase_deg = moon_phase_deg(sample(body("mars"), utc_s - DAY_S, utc_s + DAY_S), utc_s)
    assert abs((phase_deg - expected_deg + 180.0) % 360.0 - 180.0) < 0.2


@pytest.mark.parametrize(
    ("name", "arcseconds"),
    [
        ("sun", 2 * 959.22),
        ("jupiter", 2 * 98.57 * (66854 / 71492) ** 0.5),
        ("venus", 2 * 8.34),
        ("mars", 2 * 4.68 * (3376.2 / 3396.2) ** 0.5),
    ],
)
def test_diameters_at_one_astronomical_unit_are_those_of_the_almanac(name, arcseconds):
    """Equatorial semidiameters at unit distance, in three digits for Venus (8.34) and Mars (4.68), flattened."""
    assert apparent_diameter_deg(name, AU_M) * 3600.0 == pytest.approx(arcseconds, rel=1.2e-3)


# Identity ------------------------------------------------------------------------------------------------------------


def test_a_planet_that_is_orbited_stays_in_the_beam(canberra):
    start_utc_s = parse_utc("2024-01-01")
    track = sample(body("mars"), start_utc_s, start_utc_s + 100.0 * DAY_S)
    mars = body_in_view(track, canberra, start_utc_s + np.linspace(0.0, 99.0, 50) * DAY_S, "mars")
    assert np.max(mars.separation_deg) < 1e-5
    assert np.all(mars.diameter_deg < 25.2 / 3600.0)


def test_sun_seen_from_the_station_is_within_its_parallax_of_the_geocentric_angle(mars1_track, evpatoria):
    utc_s = np.linspace(parse_utc("1963-01-01"), parse_utc("1963-06-01"), 300)
    sun = body_in_view(mars1_track, evpatoria, utc_s, "sun")
    # 9 arcseconds for the Sun, 25 for a probe at 50 million km, 20 of aberration and as much of light time
    assert sun.separation_deg == pytest.approx(mars1_track.sun_earth_probe_deg(utc_s), abs=0.02)


def test_parallax_moves_the_moon_by_up_to_a_degree(evpatoria, canberra):
    utc_s = parse_utc("2024-04-10T08:00")
    track = sample(body("jupiter"), utc_s - DAY_S, utc_s + DAY_S)
    here, there = (body_in_view(track, station, utc_s, "moon").separation_deg for station in (evpatoria, canberra))
    assert 0.3 < abs(here - there) < 2.0


def test_look_angles_that_are_known_change_nothing(mars1_track, evpatoria):
    utc_s = parse_utc("1963-02-01") + np.linspace(0.0, DAY_S, 20)
    known = body_in_view(mars1_track, evpatoria, utc_s, "sun", spacecraft=look_angles(mars1_track, evpatoria, utc_s))
    for one, other in zip(known, body_in_view(mars1_track, evpatoria, utc_s, "sun"), strict=True):
        np.testing.assert_array_equal(one, other)


# Shape and errors ----------------------------------------------------------------------------------------------------


def test_shape_is_that_of_the_instants(mars1_track, evpatoria):
    utc_s = parse_utc("1963-02-01") + np.linspace(0.0, DAY_S, 6).reshape(2, 3)
    many = body_in_view(mars1_track, evpatoria, utc_s, "Sun")
    one = body_in_view(mars1_track, evpatoria, utc_s[1, 2], "sun")
    assert [quantity[1, 2] for quantity in many] == pytest.approx(list(one), rel=1e-12)
    assert many.separation_deg.shape == (2, 3)
    assert np.shape(one.diameter_deg) == ()
    assert moon_phase_deg(mars1_track, utc_s).shape == (2, 3)
    assert np.shape(moon_phase_deg(mars1_track, utc_s[0, 0])) == ()


def test_the_earth_and_unknown_bodies_are_refused(mars1_track, evpatoria):
    with pytest.raises(LinkBudgetError, match="stands on the Earth"):
        body_track(mars1_track, "Earth")
    with pytest.raises(LinkBudgetError, match="not in the ephemeris"):
        body_in_view(mars1_track, evpatoria, mars1_track.start_utc_s, "vulcan")
    with pytest.raises(LinkBudgetError, match="is outside the track"):
        body_in_view(mars1_track, evpatoria, mars1_track.end_utc_s + DAY_S, "sun")
    with pytest.raises(LinkBudgetError, match="range_m"):
        apparent_diameter_deg("sun", 1e8)


@pytest.mark.parametrize("orbit", [Geostationary(150.0), CircularOrbit(700e3, 98.2, parse_utc("2026-03-20"))])
def test_coarse_angles_from_a_satellite_leave_no_near_body_out(orbit, canberra):
    """Within 1.1 degree for the Moon, whose parallax it leaves out, and 0.1 degree for others."""
    for utc_s in parse_utc("2026-03-20") + DAY_S * np.linspace(0.0, 30.0, 40):
        look = look_angles_at(orbit, canberra, utc_s)
        coarse_deg = separation_over_station_deg(orbit, canberra, utc_s, BODIES)
        for name, angle_deg in zip(BODIES, coarse_deg, strict=True):
            exact_deg = body_in_view_at(canberra, utc_s, name, look).separation_deg
            assert angle_deg == pytest.approx(exact_deg, abs=1.1 if name == "moon" else 0.1)
