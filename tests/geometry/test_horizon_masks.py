"""Horizon masks by azimuth: their lines, their files, and passes behind hills found second by second with skyfield."""

from itertools import pairwise

import numpy as np
import pytest
from skyfield.api import wgs84

from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.geometry.clock import DAY_S, parse_utc, skyfield_time
from linkbudget.geometry.earth_orbits import CircularOrbit
from linkbudget.geometry.horizon_masks import HorizonMask, read_horizon_mask
from linkbudget.geometry.kernel import body
from linkbudget.geometry.passes import find_passes
from linkbudget.geometry.stations import Station
from linkbudget.geometry.track import sample

HILLS = HorizonMask(
    ((350.0, 8.0), (20.0, 3.0), (45.0, 25.0), (55.0, 4.0), (130.0, 0.0), (200.0, 15.0), (203.0, 40.0), (206.0, 15.0))
)
START = parse_utc("2028-10-05")
PLACE = (47.3, 8.5, 600.0)


def _by_hand(azimuth):
    """The mask unrolled to three turns, without any wrapping."""
    azimuths, elevations = zip(*sorted(HILLS.points), strict=True)
    turns = np.concatenate([np.array(azimuths) + turn for turn in (-360.0, 0.0, 360.0)])
    return np.interp(azimuth, turns, np.tile(elevations, 3))


def _edges(up, times):
    change = np.flatnonzero(up[1:] != up[:-1])
    return times[change], times[change + 1]


# Reference -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def seen():
    """An orbit, and where skyfield sees it every two seconds of a day."""
    orbit, times = CircularOrbit(550e3, 60.0, START, 30.0, 0.0), START + np.arange(0.0, DAY_S + 1.0, 2.0)
    elevation, azimuth, _ = (orbit - wgs84.latlon(*PLACE[:2], elevation_m=PLACE[2])).at(skyfield_time(times)).altaz()
    return orbit, times, elevation.degrees, azimuth.degrees


@pytest.mark.parametrize("lowest_deg", [0.0, 10.0])
def test_passes_behind_hills_are_those_of_skyfield_step_by_step(lowest_deg, seen):
    orbit, times, elevation, azimuth = seen
    station = Station("hut", *PLACE, minimum_elevation_deg=lowest_deg, horizon_mask=HILLS)
    found = find_passes(sample(orbit, START, START + DAY_S), station, START, START + DAY_S)
    up = elevation >= np.maximum(_by_hand(azimuth), lowest_deg)
    before, after = _edges(up, times)
    ours = np.sort([edge for each in found for edge in (each.rise_utc_s, each.set_utc_s)])
    assert ours.size == before.size > 8
    assert np.all((ours > before - 0.01) & (ours < after + 0.01))


def test_mars_sets_behind_a_tower_for_minutes():
    """A tower half a degree wide in the south: Mars behind it, twice an edge, found at ten seconds by skyfield."""
    tower = HorizonMask(((179.75, 5.0), (179.8, 80.0), (180.2, 80.0), (180.25, 5.0)))
    station = Station("hut", *PLACE, horizon_mask=tower)
    found = find_passes(sample(body("mars"), START, START + DAY_S), station, START, START + DAY_S)
    times = START + np.arange(0.0, DAY_S + 1.0, 10.0)
    observer = body("earth") + wgs84.latlon(*PLACE[:2], elevation_m=PLACE[2])
    elevation, azimuth, _ = observer.at(skyfield_time(times)).observe(body("mars")).apparent().altaz()
    lowest = np.interp(azimuth.degrees, [0.0, 179.75, 179.8, 180.2, 180.25, 360.0], [5.0, 5.0, 80.0, 80.0, 5.0, 5.0])
    before, after = _edges(elevation.degrees >= lowest, times)
    ours = [edge for each in found for edge in (each.rise_utc_s, each.set_utc_s)]
    ours = [edge for edge in ours if START < edge < START + DAY_S]
    assert len(ours) == before.size >= 4
    assert np.all((ours > before - 0.1) & (ours < after + 0.1))
    gap_s = min(later.rise_utc_s - earlier.set_utc_s for earlier, later in pairwise(found))
    assert 40.0 < gap_s < 200.0


# Identity ------------------------------------------------------------------------------------------------------------


def test_a_flat_mask_is_a_lowest_elevation():
    track = sample(CircularOrbit(700e3, 98.0, START), START, START + DAY_S)
    flat = find_passes(track, Station("hut", *PLACE, horizon_mask=HorizonMask(((90.0, 7.0),))), START, START + DAY_S)
    plain = find_passes(track, Station("hut", *PLACE, minimum_elevation_deg=7.0), START, START + DAY_S)
    assert len(flat) == len(plain) > 3
    for one, other in zip(flat, plain, strict=True):
        assert one.rise_utc_s == pytest.approx(other.rise_utc_s, abs=1e-3)
        assert one.maximum_elevation_deg == pytest.approx(other.maximum_elevation_deg)


def test_the_line_goes_once_round_the_horizon():
    azimuths = np.linspace(0.0, 360.0, 1441)
    assert HILLS.elevation_deg(azimuths) == pytest.approx(_by_hand(azimuths))
    assert HILLS.elevation_deg(5.0) == pytest.approx(5.5)  # half way from 350 to 20 deg, through north
    assert HILLS.elevation_deg(365.0) == pytest.approx(5.5)


def test_corners_are_where_the_higher_line_bends():
    mask = HorizonMask(((300.0, 0.0), (20.0, 8.0), (100.0, 0.0)))
    # from 300 to 20 deg the line rises by 0.1 a degree: 4 deg at 340; from 20 to 100 it falls as fast: 60
    assert mask.corners_deg(4.0) == pytest.approx([20.0, 60.0, 100.0, 300.0, 340.0])


def test_north_may_be_said_twice_if_it_is_the_same():
    assert HorizonMask(((0.0, 5.0), (180.0, 7.0), (360.0, 5.0))).points == ((0.0, 5.0), (180.0, 7.0))


# Refused -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ((), "at least one pair"),
        (((0.0, 5.0), (360.0, 6.0)), "two elevations"),
        (((-90.0, 5.0),), "0 to 360 deg, from north"),  # PVGIS counts from south, west positive
        (((90.0, 91.0),), "-10 to 90"),
        (((float("nan"), 1.0),), "azimuth"),
    ],
)
def test_what_is_no_mask_is_refused(points, expected):
    with pytest.raises(LinkBudgetError, match=expected):
        HorizonMask(points)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "is empty"),
        ("az,el\n0,5\n", "line 1: 'az,el'"),
        ("azimuth_deg,elevation_deg\n", "at least one pair"),
        ("azimuth_deg,elevation_deg\n0;5\n", "line 2"),
        ("azimuth_deg,elevation_deg\n0,5\n90,five\n", "line 3"),
        ("# roof\nazimuth_deg,elevation_deg\n0,5\n\n400,5\n", "line 5: azimuth 400"),
        ("azimuth_deg,elevation_deg\n0,5\n0,6\n", "two elevations"),
        ("azimuth_deg,elevation_deg\n0,5,7\n", "line 2"),
    ],
)
def test_files_that_are_no_mask_are_refused_in_one_line(tmp_path, text, expected):
    file = tmp_path / "roof.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_horizon_mask(file)
    assert expected in str(refused.value)
    assert str(file) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_with_comments_spaces_and_a_byte_order_mark_is_read(tmp_path):
    file = tmp_path / "roof.csv"
    file.write_bytes(b"\xef\xbb\xbf# survey of 2027\r\nAzimuth_deg , Elevation_deg\r\n10, 5.5\r\n\r\n200,-0.5\r\n")
    assert read_horizon_mask(file).points == ((10.0, 5.5), (200.0, -0.5))
