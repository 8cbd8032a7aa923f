"""Occultations and eclipses: Mariner 4 at Mars, rays of SPICE, eclipses of a textbook."""

import numpy as np
import pytest
import spiceypy
from skyfield.api import wgs84
from skyfield.vectorlib import VectorFunction

from linkbudget.constants import ASTRONOMICAL_UNIT_M
from linkbudget.errors import LinkBudgetError
from linkbudget.geometry.clock import DAY_S, parse_utc, skyfield_time
from linkbudget.geometry.earth_orbits import CircularOrbit, Geostationary
from linkbudget.geometry.kernel import RADIUS_M, body
from linkbudget.geometry.look_angles import look_angles_at
from linkbudget.geometry.occultations import (
    find_eclipses,
    find_occultations,
    hiding_body_at,
    sun_clearance_deg,
)
from linkbudget.geometry.stations import Station
from linkbudget.geometry.track import sample
from linkbudget.geometry.transfer import Transfer

GOLDSTONE = Station("Goldstone", 35.39, -116.85, 1036.0)
START = parse_utc("2027-09-03")


class LunarOrbiter(VectorFunction):
    """A circle about the Moon, 100 km up, in axes that stand still."""

    center = 0
    radius_m, period_s = 1_837.4e3, 7066.0

    @property
    def target(self):
        return self

    def _at(self, t):
        moon_au, moon_rate, _, _ = body("moon")._at(t)
        angle = 2.0 * np.pi * (t.tt - skyfield_time(START).tt) * DAY_S / self.period_s
        scale, motion = self.radius_m / ASTRONOMICAL_UNIT_M, 2.0 * np.pi / self.period_s * DAY_S
        along, across = np.array([0.6, 0.0, 0.8]), np.array([0.48, 0.8, -0.36])
        place = np.multiply.outer(along, np.cos(angle)) + np.multiply.outer(across, np.sin(angle))
        rate = np.multiply.outer(across, np.cos(angle)) - np.multiply.outer(along, np.sin(angle))
        return moon_au + scale * place, moon_rate + scale * motion * rate, None, None


def _spice_blocks(start_m, end_m, radius_m):
    """CSPICE surfpt: whether the way between two points, from the centre of a sphere, meets the sphere."""
    try:
        hit = np.array(spiceypy.surfpt(start_m.tolist(), (end_m - start_m).tolist(), *[radius_m] * 3))
    except spiceypy.exceptions.NotFoundError:
        return False
    return bool(np.linalg.norm(hit - start_m) < np.linalg.norm(end_m - start_m))


def _apparent(name_or_trajectory, times):
    observer = (body("earth") + wgs84.latlon(35.39, -116.85, elevation_m=1036.0)).at(times)
    return observer.observe(name_or_trajectory).apparent().xyz.m


def _inside(found, times, kind="occultation"):
    up = np.zeros(times.size, dtype=bool)
    for each in found:
        if each.kind == kind:
            up |= (times >= each.ingress_utc_s) & (times <= each.egress_utc_s)
    return up


# Reference -----------------------------------------------------------------------------------------------------------


def test_mariner_4_went_behind_mars_when_it_was_heard_to():
    """Kliore and others, Science 149 (1965): ingress 02:31:12, egress 03:25:06 UTC as received, 15 July 1965.

    One number of the flyby is free, the side on which Mars is passed; two instants agree with it to two minutes.
    """
    arrival, span = parse_utc("1965-07-15T01:00:57"), (parse_utc("1965-07-14T20:00"), parse_utc("1965-07-15T06:00"))
    misses = []
    for side in (52.0, 60.0, 68.0):
        probe = Transfer(
            departure_utc_s=parse_utc("1964-11-28T15:15:00"), arrival_utc_s=arrival, miss_distance_m=13_201e3,
            perigee_altitude_m=185e3, inclination_deg=28.5, plane="southbound", b_plane_angle_deg=side,
        )  # fmt: skip
        (found,) = find_occultations(sample(probe, *span), GOLDSTONE, *span)
        assert (found.body, found.ingress_is_cut, found.egress_is_cut) == ("mars", False, False)
        misses.append(
            max(
                abs(found.ingress_utc_s - parse_utc("1965-07-15T02:31:12")),
                abs(found.egress_utc_s - parse_utc("1965-07-15T03:25:06")),
            )
        )
    assert min(misses) < 120.0


def test_an_orbiter_goes_behind_the_moon_when_spice_says_so():
    times = START + np.arange(0.0, 6.0 * 3600.0, 20.0)
    orbiter = LunarOrbiter()
    found = find_occultations(sample(orbiter, times[0], times[-1]), GOLDSTONE, times[0], times[-1])
    assert 2 <= len(found) <= 4
    assert {each.body for each in found} == {"moon"}
    sky = skyfield_time(times)
    craft, moon = _apparent(orbiter, sky), _apparent(body("moon"), sky)
    theirs = np.array([_spice_blocks(-moon[:, n], craft[:, n] - moon[:, n], 1_737.4e3) for n in range(times.size)])
    ours = _inside(found, times)
    assert np.array_equal(ours, theirs)
    assert 0.2 < ours.mean() < 0.6
    for each in found:  # and to the tenth of a second, by skyfield alone
        for utc_s, cut in ((each.ingress_utc_s, each.ingress_is_cut), (each.egress_utc_s, each.egress_is_cut)):
            if not cut:
                ends = [
                    hiding_body_at(orbiter, GOLDSTONE, utc_s + shift, _look(orbiter, utc_s + shift))
                    for shift in (-0.2, 0.2)
                ]
                assert sorted(map(str, ends)) == ["None", "moon"]


def _look(trajectory, utc_s):
    return look_angles_at(trajectory, GOLDSTONE, utc_s)


def test_shadow_of_the_earth_is_that_of_rays_to_the_limbs_of_the_sun():
    """Rays by CSPICE from the satellite to the nearest and the farthest point of the Sun's limb."""
    orbit, times = CircularOrbit(800e3, 30.0, START), START + np.arange(0.0, 4.0 * 3600.0, 10.0)
    found = find_eclipses(sample(orbit, times[0], times[-1]), times[0], times[-1])
    sky = skyfield_time(times)
    craft, sun = orbit.at(sky).xyz.m, body("sun").at(sky).xyz.m - body("earth").at(sky).xyz.m
    penumbra, umbra = [], []
    for place, centre in zip(craft.T, sun.T, strict=True):
        to_sun = centre - place
        across = -place - to_sun * (-place @ to_sun) / (to_sun @ to_sun)  # towards the Earth, square to the ray
        across *= RADIUS_M["sun"] / np.linalg.norm(across)
        hit = [_spice_blocks(place, centre + side * across, 6_378_137.0) for side in (1.0, -1.0)]
        penumbra.append(any(hit))
        umbra.append(all(hit))
    # a sample within a tenth of a second of an edge may fall on either side: the limb is taken square to the axis
    assert (_inside(found, times, "penumbra") != np.array(penumbra)).sum() <= 1
    assert (_inside(found, times, "umbra") != np.array(umbra)).sum() <= 1
    assert 0 < np.sum(umbra) < np.sum(penumbra) < times.size


def test_eclipse_of_a_geostationary_satellite_at_the_equinox():
    """Maral and Bousquet, Satellite Communications Systems, chapter 2: at most 71.5 minutes a day at the equinox."""
    start, end = parse_utc("2026-09-22T12:00"), parse_utc("2026-09-23T12:00")
    found = find_eclipses(sample(Geostationary(0.0), start, end), start, end)
    lengths = {each.kind: each.duration_s / 60.0 for each in found}
    assert lengths["penumbra"] == pytest.approx(71.5, abs=0.5)
    assert lengths["umbra"] == pytest.approx(67.5, abs=0.5)
    middle = 0.5 * sum((found[0].ingress_utc_s, found[0].egress_utc_s))
    assert middle == pytest.approx(parse_utc("2026-09-22T23:52:30"), abs=60.0)  # midnight less the equation of time


# Identity ------------------------------------------------------------------------------------------------------------


def test_nothing_is_hidden_by_the_body_it_is_at():
    span = START, START + 3.0 * DAY_S
    assert find_occultations(sample(body("moon"), *span), GOLDSTONE, *span, names=("moon",)) == ()
    assert hiding_body_at(body("moon"), GOLDSTONE, START, _look(body("moon"), START)) is None


def test_an_occultation_may_begin_before_and_end_after_the_search():
    start, end = parse_utc("2023-05-17T12:00"), parse_utc("2023-05-17T12:30")
    station = Station("New York", 40.71, -74.01, 10.0)
    (found,) = find_occultations(sample(body("jupiter"), start, end), station, start, end)
    assert (found.body, found.ingress_is_cut, found.egress_is_cut) == ("moon", True, True)
    assert (found.ingress_utc_s, found.egress_utc_s) == (start, end)
    assert "(cut)" in str(found)


def test_light_passes_before_a_body_and_beyond_the_sun():
    sun, near, far = [150e9, 0.0, 0.0], [2e9, 0.0, 0.0], [300e9, 0.0, 0.0]
    assert sun_clearance_deg(sun, near, 6e6, umbra=False) < 0.0
    assert sun_clearance_deg(sun, near, 6e6, umbra=True) > 0.0  # a transit: smaller than the Sun
    assert sun_clearance_deg(sun, near, 6e7, umbra=True) < 0.0
    assert sun_clearance_deg(sun, far, 6e7, umbra=False) > 0.0
    assert sun_clearance_deg(sun, [-1e9, 0.0, 0.0], 6e7, umbra=False) > 90.0


def test_what_cannot_be_is_refused():
    track = sample(body("mars"), START, START + DAY_S)
    with pytest.raises(LinkBudgetError, match="horizon of the station"):
        find_occultations(track, GOLDSTONE, START, START + DAY_S, names=("earth",))
    with pytest.raises(LinkBudgetError, match="throws a shadow"):
        find_eclipses(track, START, START + DAY_S, names=("sun",))
    with pytest.raises(LinkBudgetError, match="expected later"):
        find_occultations(track, GOLDSTONE, START, START)
    with pytest.raises(LinkBudgetError, match="outside the track"):
        find_eclipses(track, START, START + 2.0 * DAY_S)
