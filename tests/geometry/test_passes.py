"""Passes against skyfield, and Sputnik 24 and Mars 1 over Evpatoria."""

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError
from linkbudget.geometry.clock import DAY_S, parse_utc, skyfield_time
from linkbudget.geometry.horizon_masks import HorizonMask
from linkbudget.geometry.kernel import body
from linkbudget.geometry.look_angles import look_angles, look_angles_at
from linkbudget.geometry.orbit import elements_orbit, tle_orbit
from linkbudget.geometry.passes import Pass, find_passes, predict_passes
from linkbudget.geometry.stations import Station
from linkbudget.geometry.track import sample

LOW_ORBIT = (
    "1 29238U 06022G   06177.28732010  .00766286  10823-4  13334-2 0   101",
    "2 29238  51.5595 213.7903 0202579  95.2503 267.9010 15.73823839  1061",
)
"""A space-station-like orbit, from the SGP4 verification set."""


@pytest.fixture(scope="module")
def low_orbit():
    start_utc_s = parse_utc("2006-06-26")
    satellite = tle_orbit(*LOW_ORBIT)
    return satellite, sample(satellite, start_utc_s, start_utc_s + 3.0 * DAY_S)


# Reference -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mask_deg", [0.0, 10.0, 40.0])
def test_passes_agree_with_skyfield(low_orbit, evpatoria, mask_deg):
    satellite, track = low_orbit
    found = find_passes(track, evpatoria, track.start_utc_s, track.end_utc_s, minimum_elevation_deg=mask_deg)
    ends = skyfield_time(track.start_utc_s), skyfield_time(track.end_utc_s)
    time, event = satellite.find_events(evpatoria.skyfield_position(), *ends, altitude_degrees=mask_deg)
    theirs = track.start_utc_s + (time.tt - ends[0].tt) * DAY_S
    for kind, name in enumerate(("rise_utc_s", "culmination_utc_s", "set_utc_s")):
        ours = np.array([getattr(each, name) for each in found])
        assert len(ours) == (event == kind).sum() > 0
        assert ours == pytest.approx(theirs[event == kind], abs=0.6)  # skyfield stops searching at half a second


def test_rise_and_set_are_right_to_a_tenth_of_a_second(low_orbit, evpatoria):
    """Skyfield's exact elevation crosses the mask within 0.1 s of each rise and set, and peaks at the culmination."""
    satellite, track = low_orbit
    for each in find_passes(track, evpatoria, track.start_utc_s, track.end_utc_s, minimum_elevation_deg=10.0):
        around = np.array([each.rise_utc_s, each.set_utc_s])
        before, after = (look_angles_at(satellite, evpatoria, around + shift).elevation_deg for shift in (-0.1, 0.1))
        assert before[0] < 10.0 < after[0]
        assert after[1] < 10.0 < before[1]
        beside = look_angles_at(satellite, evpatoria, each.culmination_utc_s + np.array([-1.0, 0.0, 1.0]))
        assert beside.elevation_deg.argmax() == 1
        # 1e-8 of 6700 km at a range of 400 km
        assert each.maximum_elevation_deg == pytest.approx(beside.elevation_deg[1], abs=1e-5)


START = parse_utc("2026-03-19")
ORBITS = {
    "low": (6780e3, 0.001, 51.6),
    "very low": (6640e3, 0.0005, 28.5),
    "polar": (7080e3, 0.001, 98.2),
    "equatorial": (6900e3, 0.002, 0.1),
    "retrograde": (9000e3, 0.1, 140.0),
    "Molniya": (26_560e3, 0.72, 63.4),
    "transfer": (24_400e3, 0.73, 7.0),
    "half a day": (26_560e3, 0.001, 55.0),
    "inclined geostationary": (42_164e3, 0.001, 12.0),
}
PLACES = (("Tromso", 69.7, 18.9), ("Quito", -0.2, -78.5), ("South Pole", -90.0, 0.0), ("Madrid", 40.4, -4.2))


def _elevation_deg(satellite, station, utc_s):
    """Skyfield's elevation; the axes of date cancel between satellite and station, and are left out as it does itself.

    No line of this package but the orbit's own.
    """
    time = skyfield_time(utc_s)
    time.gast, time.M = 0.0 * time.tt, np.broadcast_to(np.eye(3)[..., None], (3, 3, utc_s.size))
    time.MT = time.M
    return (satellite - station.skyfield_position()).at(time).altaz()[0].degrees


def _crossings_by_bisection(satellite, station, mask_deg, utc_s, elevation_deg):
    """Instants at which the elevation crosses the mask, halved from ten seconds to ten microseconds."""
    up = elevation_deg >= mask_deg
    at = np.flatnonzero(up[1:] != up[:-1])
    low, high, falls = utc_s[at], utc_s[at + 1], up[at]
    for _ in range(20):
        middle = 0.5 * (low + high)
        early = (_elevation_deg(satellite, station, middle) >= mask_deg) == falls
        low, high = np.where(early, middle, low), np.where(early, high, middle)
    return low


def _ends(passes: tuple[Pass, ...]) -> np.ndarray:
    """Instants of rise and set that the ends of the search did not cut."""
    return np.array(
        [
            utc_s
            for each in passes
            for utc_s, is_cut in ((each.rise_utc_s, each.rise_is_cut), (each.set_utc_s, each.set_is_cut))
            if not is_cut
        ]
    )


@pytest.mark.parametrize("name", ORBITS)
def test_passes_are_those_of_sampling_every_ten_seconds_and_bisection(name):
    satellite = elements_orbit(START, *ORBITS[name], 40.0, 270.0, 100.0)
    utc_s = np.arange(START, START + 2.0 * DAY_S + 1.0, 10.0)
    span = utc_s[0], utc_s[-1]
    stations = [Station(place, latitude_deg, longitude_deg, 500.0) for place, latitude_deg, longitude_deg in PLACES]
    track, crossings = sample(satellite, *span), 0
    elevations_deg = [_elevation_deg(satellite, station, utc_s) for station in stations]
    for mask_deg in (-1.0, 10.0, 65.0):
        predicted = predict_passes([satellite], stations, *span, minimum_elevation_deg=mask_deg)[0]
        for station, elevation_deg, over in zip(stations, elevations_deg, predicted, strict=True):
            found = find_passes(track, station, *span, minimum_elevation_deg=mask_deg)
            expected = _crossings_by_bisection(satellite, station, mask_deg, utc_s, elevation_deg)
            assert _ends(found) == pytest.approx(expected, abs=0.001, rel=0.0)
            assert _ends(over) == pytest.approx(expected, abs=0.002, rel=0.0)
            crossings += expected.size
            for each in found:
                inside = elevation_deg[(utc_s >= each.rise_utc_s) & (utc_s <= each.set_utc_s)]
                assert each.maximum_elevation_deg >= inside.max(initial=mask_deg) - 1e-5
                middle = np.array([each.culmination_utc_s])
                top_deg = _elevation_deg(satellite, station, middle)
                assert top_deg == pytest.approx(each.maximum_elevation_deg, abs=1e-5)
                assert each.minimum_range_m <= look_angles(track, station, middle).range_m[0]
    assert crossings > 2


def test_sputnik_24_over_evpatoria(evpatoria):
    """Synthetic elements of 4 November 1962, 15:45 UT, argument of perigee 0, mean anomaly 75 deg.  A pin."""
    start_utc_s, end_utc_s = parse_utc("1962-11-04T15:45"), parse_utc("1962-11-06")
    satellite = elements_orbit(start_utc_s, 6591.1e3, 0.0020, 64.7, 311.0, 0.0, 75.0)
    found = find_passes(sample(satellite, start_utc_s, end_utc_s), evpatoria, start_utc_s, end_utc_s)
    seen = [(round((each.culmination_utc_s - start_utc_s) / 60.0), round(each.maximum_elevation_deg)) for each in found]
    assert seen == [(82, 28), (174, 7), (544, 14), (635, 14), (1503, 27), (1594, 8)]
    assert all(150.0 < each.duration_s < 310.0 for each in found)


def test_mars1_was_up_seventeen_hours_a_day_in_november_and_fourteen_in_march(mars1_track, evpatoria):
    """Above 10 degrees for 17 h a day in November, 13.7 h in March, estimated from the declination alone."""
    for day, hours in (("1962-11-12", 17.0), ("1963-03-20", 13.7)):
        found = find_passes(
            mars1_track, evpatoria, parse_utc(day), parse_utc(day) + 2.0 * DAY_S, minimum_elevation_deg=10.0
        )
        whole = [each.duration_s for each in found if not (each.rise_is_cut or each.set_is_cut)]
        assert np.array(whole) / 3600.0 == pytest.approx(hours, abs=0.6)


# Identity ------------------------------------------------------------------------------------------------------------


def test_a_cut_pass_says_so_and_ends_with_the_interval(low_orbit, evpatoria):
    _, track = low_orbit
    whole = find_passes(track, evpatoria, track.start_utc_s, track.end_utc_s)[2]
    middle = 0.5 * (whole.rise_utc_s + whole.set_utc_s)
    (first,) = find_passes(track, evpatoria, whole.rise_utc_s - 60.0, middle)
    (second,) = find_passes(track, evpatoria, middle, whole.set_utc_s + 60.0)
    assert (first.rise_is_cut, first.set_is_cut, second.rise_is_cut, second.set_is_cut) == (False, True, True, False)
    assert first.set_utc_s == second.rise_utc_s == middle
    assert first.rise_utc_s == pytest.approx(whole.rise_utc_s, abs=1e-3)
    assert second.set_utc_s == pytest.approx(whole.set_utc_s, abs=1e-3)
    assert (whole.rise_is_cut, whole.set_is_cut) == (False, False)
    assert "(cut)" in str(first)


def test_a_pass_of_seconds_above_the_mask_is_found(low_orbit, evpatoria):
    _, track = low_orbit
    every = find_passes(track, evpatoria, track.start_utc_s, track.end_utc_s)
    peak = every[1].maximum_elevation_deg
    above = find_passes(track, evpatoria, track.start_utc_s, track.end_utc_s, minimum_elevation_deg=peak - 1e-4)
    match = [each for each in above if abs(each.culmination_utc_s - every[1].culmination_utc_s) < 1.0]
    assert len(match) == 1
    assert match[0].duration_s < 5.0
    below = find_passes(track, evpatoria, track.start_utc_s, track.end_utc_s, minimum_elevation_deg=peak + 1e-4)
    assert not [each for each in below if abs(each.culmination_utc_s - every[1].culmination_utc_s) < 60.0]


def test_between_passes_the_trajectory_is_below_the_mask(low_orbit, evpatoria):
    _, track = low_orbit
    utc_s = np.linspace(track.start_utc_s, track.end_utc_s, 20_000)
    up = look_angles(track, evpatoria, utc_s).elevation_deg >= evpatoria.minimum_elevation_deg
    inside = np.zeros(utc_s.shape, dtype=bool)
    for each in find_passes(track, evpatoria, track.start_utc_s, track.end_utc_s):
        inside |= (utc_s >= each.rise_utc_s) & (utc_s <= each.set_utc_s)
    assert (inside == up).all()


def test_a_star_that_never_sets_is_one_cut_pass(mars1_track):
    arctic = Station("Tiksi", 71.6, 128.9, 10.0)
    start_utc_s = parse_utc("1962-11-20")
    (only,) = find_passes(mars1_track, arctic, start_utc_s, start_utc_s + 3.0 * DAY_S)
    assert only.rise_is_cut
    assert only.set_is_cut
    assert only.duration_s == 3.0 * DAY_S


def test_nothing_in_sight_is_no_pass(mars1_track):
    antarctic = Station("South Pole", -90.0, 0.0, 2835.0)
    start_utc_s = parse_utc("1962-11-20")
    assert find_passes(mars1_track, antarctic, start_utc_s, start_utc_s + 3.0 * DAY_S) == ()


def test_a_planet_rises_once_a_day(evpatoria):
    start_utc_s = parse_utc("2024-01-01")
    track = sample(body("jupiter"), start_utc_s, start_utc_s + 30.0 * DAY_S)
    found = find_passes(track, evpatoria, start_utc_s, start_utc_s + 30.0 * DAY_S)
    assert len(found) in (30, 31)
    sidereal = np.diff([each.culmination_utc_s for each in found[1:-1]])
    assert sidereal == pytest.approx(86_164.0 - 20.0, abs=60.0)


def test_many_trajectories_over_many_stations_are_the_same_as_one_by_one(evpatoria):
    """A satellite and a planet; a station with hills, one that never sees either high enough, and two plain ones."""
    hills = HorizonMask(((0.0, 3.0), (120.0, 20.0), (240.0, 3.0)))
    stations = [
        evpatoria,
        Station("Hut", 47.3, 8.5, 600.0, horizon_mask=hills),
        Station("Zenith", 89.0, 0.0, 0.0, minimum_elevation_deg=89.9),
        Station("Hobart", -42.8, 147.4, 40.0, minimum_elevation_deg=20.0),
    ]
    trajectories = [tle_orbit(*LOW_ORBIT), body("mars")]
    start_utc_s = parse_utc("2006-06-26")
    span = start_utc_s, start_utc_s + 2.0 * DAY_S
    for trajectory, over in zip(trajectories, predict_passes(trajectories, stations, *span), strict=True):
        track = sample(trajectory, *span)
        for station, passes in zip(stations, over, strict=True):
            alone = find_passes(track, station, *span)
            assert len(passes) == len(alone)
            assert _ends(passes) == pytest.approx(_ends(alone), abs=0.005, rel=0.0)
    assert [len(over) for over in predict_passes(trajectories[:1], stations, *span)[0]][2] == 0
    assert predict_passes([], stations, *span) == ()
    assert predict_passes(trajectories[:1], [], *span) == ((),)


def test_the_least_range_is_that_between_rise_and_set(low_orbit, evpatoria):
    _, track = low_orbit
    for each in find_passes(track, evpatoria, track.start_utc_s, track.end_utc_s):
        dense = np.linspace(each.rise_utc_s, each.set_utc_s, 2000)
        range_m = look_angles(track, evpatoria, dense).range_m
        assert each.minimum_range_m == pytest.approx(range_m.min(), rel=5e-6)
        assert each.minimum_range_m <= range_m.min()


def test_a_pass_beside_an_end_of_the_search_is_found(low_orbit, evpatoria):
    """The greatest elevation a second and a half after the start, and before the end, of the search."""
    _, track = low_orbit
    top = find_passes(track, evpatoria, track.start_utc_s, track.end_utc_s)[1]
    mask_deg = top.maximum_elevation_deg - 1e-6
    for span in ((top.culmination_utc_s - 1.5, top.set_utc_s), (top.rise_utc_s, top.culmination_utc_s + 1.5)):
        (only,) = find_passes(track, evpatoria, *span, minimum_elevation_deg=mask_deg)
        assert only.culmination_utc_s == pytest.approx(top.culmination_utc_s, abs=1e-3)
        assert only.duration_s < 1.0


# Errors --------------------------------------------------------------------------------------------------------------


def test_impossible_searches_are_refused(low_orbit, evpatoria):
    _, track = low_orbit
    with pytest.raises(LinkBudgetError, match="expected later than the start"):
        find_passes(track, evpatoria, track.end_utc_s, track.start_utc_s)
    with pytest.raises(LinkBudgetError, match="is outside the track"):
        find_passes(track, evpatoria, track.start_utc_s - 60.0, track.end_utc_s)
    with pytest.raises(LinkBudgetError, match=r"minimum_elevation_deg = 95\.0"):
        find_passes(track, evpatoria, track.start_utc_s, track.end_utc_s, minimum_elevation_deg=95.0)


def test_times_in_which_a_body_hides_it_divide_passes(low_orbit, evpatoria):
    """Hidden at the start of a pass, in the middle, at the end, and from before to after."""
    _, track = low_orbit
    span = track.start_utc_s, track.end_utc_s
    whole = find_passes(track, evpatoria, *span)
    one, two, three, *rest = whole
    hidden = [
        (one.rise_utc_s - 10.0, one.rise_utc_s + 10.0),
        (two.rise_utc_s + 60.0, two.rise_utc_s + 90.0),
        (two.set_utc_s - 20.0, two.set_utc_s + 5.0),
        (three.rise_utc_s - 1.0, three.set_utc_s + 1.0),
    ]
    found = find_passes(track, evpatoria, *span, hidden_utc_s=hidden)
    ends = [(each.rise_utc_s, each.set_utc_s) for each in found[:3]]
    assert ends == [
        (hidden[0][1], one.set_utc_s),
        (two.rise_utc_s, hidden[1][0]),
        (hidden[1][1], hidden[2][0]),
    ]
    assert found[3:] == tuple(rest)
    assert not any(each.rise_is_cut or each.set_is_cut for each in found[:3])
