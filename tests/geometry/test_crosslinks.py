"""From one spacecraft to another: states of SPICE and skyfield, rays of SPICE, and triangles by hand."""

import numpy as np
import pytest
import spiceypy

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import LinkBudgetError
from linkbudget.geometry.clock import parse_utc, skyfield_time
from linkbudget.geometry.crosslinks import (
    clearance_between_m,
    find_occultations_between,
    find_sights,
    hiding_body_between,
    look_between,
    sun_angle_between_deg,
)
from linkbudget.geometry.earth_orbits import CircularOrbit, Geostationary
from linkbudget.geometry.heliocentric import HeliocentricOrbit
from linkbudget.geometry.kernel import RADIUS_M, body, ephemeris
from linkbudget.geometry.track import sample

START = parse_utc("2026-03-20")
END = parse_utc("2026-03-21")
LOW, HIGH = CircularOrbit(700e3, 98.2, START), Geostationary(10.0)
PROBE = HeliocentricOrbit(1.1e11, 0.2, 3.0, 40.0, 120.0, parse_utc("2026-01-10"))


@pytest.fixture(scope="module")
def tracks():
    return sample(LOW, START, END), sample(HIGH, START, END)


@pytest.fixture(scope="module")
def occultations(tracks):
    return find_occultations_between(*tracks, START, END)


def test_the_range_is_that_of_spice():
    """Phobos is not in DE421: the Moon as received at Mars, light time of up to twenty minutes."""
    utc_s = np.linspace(parse_utc("2024-01-01"), parse_utc("2026-06-01"), 60)
    seen = look_between(body("moon"), body("mars"), utc_s)
    kernel = str(ephemeris().path)
    spiceypy.furnsh(kernel)
    try:
        seconds = (skyfield_time(utc_s).tdb - 2451545.0) * 86400.0
        states = [spiceypy.spkezr("MOON", float(each), "J2000", "CN", "MARS")[0] for each in seconds]
    finally:
        spiceypy.unload(kernel)
    state_m = np.array(states).T * 1e3
    range_m = np.sqrt((state_m[:3] ** 2).sum(axis=0))
    # a Julian date holds 20 microseconds, in which the two planets move by a metre
    assert seen.range_m == pytest.approx(range_m, abs=2.0)
    assert seen.range_rate_m_per_s == pytest.approx((state_m[:3] * state_m[3:]).sum(axis=0) / range_m, abs=1e-3)


def test_the_range_about_the_earth_is_that_of_skyfield_with_light_time():
    utc_s = START + np.linspace(0.0, 86400.0, 97)
    time = skyfield_time(utc_s)
    observed = (body("earth") + HIGH).at(time).observe(body("earth") + LOW)
    seen = look_between(LOW, HIGH, utc_s)
    # skyfield counts light time from the barycentre, where the Earth's own motion is first-order in v/c: 1e-4 of 0.13 s
    toward = observed.xyz.m / observed.distance().m
    drift = (toward * body("earth").at(time).velocity.m_per_s).sum(axis=0) * seen.range_m / SPEED_OF_LIGHT_M_PER_S
    assert seen.range_m == pytest.approx(observed.distance().m + drift, abs=3.0)


def test_without_light_time_the_range_is_geometric():
    utc_s = START + np.linspace(0.0, 86400.0, 97)
    time = skyfield_time(utc_s)
    geometric_m = (LOW - HIGH).at(time).distance().m
    seen = look_between(LOW, HIGH, utc_s)
    assert np.abs(seen.range_m - geometric_m).max() < 7.5e3 * 0.16  # what the low one moves in the light time
    assert np.abs(seen.range_m - geometric_m).max() > 300.0


def test_range_rate_is_the_slope_of_the_range():
    utc_s = START + np.linspace(600.0, 80_000.0, 51)
    for ends in ((LOW, HIGH), (HIGH, LOW), (PROBE, HIGH), (body("mars"), PROBE)):
        step_s = 0.5
        after, before = (look_between(*ends, utc_s + sign * step_s).range_m for sign in (1.0, -1.0))
        slope = (after - before) / (2.0 * step_s)
        # rounding of a Julian date, 20 microseconds of 60 km/s in a second, about the Sun; curvature about the Earth
        assert look_between(*ends, utc_s).range_rate_m_per_s == pytest.approx(slope, abs=2.0 if PROBE in ends else 0.05)


def test_the_geostationary_belt_by_its_chords():
    axis_m = 42_164.2e3
    for apart_deg in (10.0, 90.0, 160.0):
        seen = look_between(Geostationary(0.0), Geostationary(apart_deg), START)
        # light time: the sender was 3.07 km/s along its circle before, by up to 0.28 s
        assert seen.range_m == pytest.approx(2.0 * axis_m * np.sin(np.radians(0.5 * apart_deg)), abs=900.0)
        assert abs(seen.range_rate_m_per_s) < 1.0
    edge_deg = 2.0 * np.degrees(np.arccos(RADIUS_M["earth"] / axis_m))
    for apart_deg, hidden in ((edge_deg - 0.01, None), (edge_deg + 0.01, "earth")):
        assert hiding_body_between(Geostationary(0.0), Geostationary(apart_deg), START) == hidden
    assert (
        hiding_body_between(Geostationary(0.0), Geostationary(edge_deg - 0.01), START, least_height_m=50e3) == "earth"
    )


def test_occultations_are_those_of_rays_of_spice(occultations):
    utc_s = np.arange(START, END, 20.0)
    time = skyfield_time(utc_s)
    low, high = LOW.at(time).xyz.km, HIGH.at(time).xyz.km
    hidden = np.zeros(utc_s.size, dtype=bool)
    for each in occultations:
        hidden |= (utc_s >= each.ingress_utc_s) & (utc_s <= each.egress_utc_s)
    near = np.zeros_like(hidden)
    for each in occultations:
        for edge_utc_s in (each.ingress_utc_s, each.egress_utc_s):
            near |= np.abs(utc_s - edge_utc_s) < 0.5  # SPICE is asked without light time
    for place in np.flatnonzero(~near)[::7]:
        try:
            ray = low[:, place] - high[:, place]
            hit = np.array(spiceypy.surfpt(high[:, place].tolist(), ray.tolist(), *[RADIUS_M["earth"] / 1e3] * 3))
            blocked = np.linalg.norm(hit - high[:, place]) < np.linalg.norm(ray)
        except spiceypy.exceptions.NotFoundError:
            blocked = False
        assert blocked == hidden[place]
    assert 10 <= len(occultations) <= 16


def test_clearance_is_zero_at_ingress_and_egress(occultations):
    edges = [each.ingress_utc_s for each in occultations if not each.ingress_is_cut]
    edges += [each.egress_utc_s for each in occultations if not each.egress_is_cut]
    assert clearance_between_m(LOW, HIGH, np.array(edges), "earth") == pytest.approx(0.0, abs=2.0)  # 1e-4 s of 7 km/s


def test_a_higher_limb_hides_longer(tracks, occultations):
    with_air = find_occultations_between(*tracks, START, END, least_height_m=100e3)
    assert sum(each.duration_s for each in with_air) > sum(each.duration_s for each in occultations) + 600.0
    edges = np.array([each.egress_utc_s for each in with_air if not each.egress_is_cut])
    assert clearance_between_m(LOW, HIGH, edges, "earth") == pytest.approx(100e3, abs=2.0)


def test_sights_and_occultations_fill_the_time(tracks, occultations):
    sights = find_sights(*tracks, START, END, [(each.ingress_utc_s, each.egress_utc_s) for each in occultations])
    whole_s = sum(each.duration_s for each in sights) + sum(each.duration_s for each in occultations)
    assert whole_s == pytest.approx(END - START, abs=1e-3)
    for each in sights:
        inside = np.linspace(each.rise_utc_s + 1.0, each.set_utc_s - 1.0, 50)
        assert (clearance_between_m(LOW, HIGH, inside, "earth") > 0.0).all()
        range_m = look_between(LOW, HIGH, inside).range_m
        assert each.minimum_range_m <= range_m.min() * (1.0 + 1e-4)
        assert each.rise_utc_s <= each.culmination_utc_s <= each.set_utc_s
        assert np.isnan([each.maximum_elevation_deg, each.rise_azimuth_deg, each.set_azimuth_deg]).all()
    assert sights[-1].set_is_cut
    assert not sights[0].rise_is_cut
    assert "nearest" in str(sights[0])
    assert "az" not in str(sights[0])


def test_a_planet_hides_another_planet():
    """Mars behind the Sun as an orbiter of the Earth receives it: the conjunction of November 2023."""
    start_utc_s, end_utc_s = parse_utc("2023-11-15"), parse_utc("2023-11-21")
    tracks = sample(body("mars"), start_utc_s, end_utc_s), sample(Geostationary(0.0), start_utc_s, end_utc_s)
    (each,) = find_occultations_between(*tracks, start_utc_s, end_utc_s)
    assert each.body == "sun"
    # conjunction is on 18 November at 06 h; the disc is crossed at some 0.4 degrees a day
    assert parse_utc("2023-11-17T06:00") < each.ingress_utc_s < parse_utc("2023-11-18T06:00") < each.egress_utc_s
    middle = 0.5 * (each.ingress_utc_s + each.egress_utc_s)
    assert hiding_body_between(body("mars"), Geostationary(0.0), middle) == "sun"


def test_a_body_at_whose_centre_an_end_stands_hides_nothing():
    start_utc_s, end_utc_s = parse_utc("2026-03-20"), parse_utc("2026-03-22")
    tracks = sample(body("moon"), start_utc_s, end_utc_s), sample(PROBE, start_utc_s, end_utc_s)
    assert all(each.body != "moon" for each in find_occultations_between(*tracks, start_utc_s, end_utc_s))


def test_the_angle_of_the_sun():
    time = skyfield_time(START)
    sun = body("sun").at(time).xyz.m - body("earth").at(time).xyz.m - LOW.at(time).xyz.m
    other = (HIGH - LOW).at(time).xyz.m
    angle_deg = np.degrees(np.arccos(sun @ other / np.linalg.norm(sun) / np.linalg.norm(other)))
    assert sun_angle_between_deg(LOW, HIGH, START) == pytest.approx(angle_deg, abs=0.01)  # light time moves LOW by 1 km


def test_array_equals_loop():
    utc_s = START + np.array([[0.0, 1000.0, 5000.0], [7000.0, 9000.0, 40_000.0]])
    for ends in ((LOW, HIGH), (PROBE, HIGH)):
        together = look_between(*ends, utc_s)
        for place in np.ndindex(utc_s.shape):
            alone = look_between(*ends, float(utc_s[place]))
            # the turns of light time stop where all instants are settled
            assert together.range_m[place] == pytest.approx(alone.range_m, abs=2.0 if PROBE in ends else 1e-3)
            assert np.isnan(alone.elevation_deg)
            assert together.elevation_deg.shape == utc_s.shape
        clear_m = clearance_between_m(*ends, utc_s, "earth")
        assert clear_m[1, 2] == pytest.approx(clearance_between_m(*ends, utc_s[1, 2], "earth"), abs=2.0)


def test_the_way_there_is_as_long_as_the_way_back_but_for_light_time():
    utc_s = START + np.linspace(0.0, 80_000.0, 40)
    there, back = look_between(LOW, HIGH, utc_s), look_between(HIGH, LOW, utc_s)
    assert there.range_m == pytest.approx(back.range_m, abs=2_000.0)


def test_what_cannot_be():
    with pytest.raises(LinkBudgetError, match="same place"):
        look_between(body("mars"), body("mars"), START)
    with pytest.raises(LinkBudgetError, match="later than the start"):
        find_occultations_between(sample(LOW, START, END), sample(HIGH, START, END), END, START)
    with pytest.raises(LinkBudgetError, match="ephemeris"):
        look_between(LOW, HIGH, parse_utc("2150-01-01"))
    with pytest.raises(LinkBudgetError, match="vulcan"):
        clearance_between_m(LOW, HIGH, START, "vulcan")
