"""Bodies and distances against published ephemeris values."""

import warnings

import numpy as np
import pytest
from skyfield.constants import AU_KM
from skyfield.errors import EphemerisRangeError

from linkbudget.constants import ASTRONOMICAL_UNIT_M, SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import LinkBudgetError
from linkbudget.geometry import kernel
from linkbudget.geometry.clock import parse_utc, skyfield_time, timescale
from linkbudget.geometry.kernel import (
    GM_M3_PER_S2,
    RADIUS_M,
    angle_between_deg,
    body,
    ephemeris,
    ephemeris_span_utc_s,
    geocentric_distance_m,
    require_inside_ephemeris,
    sun_earth_target_deg,
)
from tests.published import agrees, rows


def _time(tdb: str):
    year, month, day = (int(part) for part in tdb[:10].split("-"))
    hour, minute, second = (float(part) for part in tdb[11:].split(":"))
    return timescale().tdb(year, month, day, hour, minute, second)


# Reference -----------------------------------------------------------------------------------------------------------


def test_mars_in_1962_and_1963():
    """Geometric distances of DE421 (IPN Progress Report 42-178) at 0 h TDB, kilometres."""
    for tdb, expected in (("1962-11-01T00:00:0.0", 187523555.773), ("1963-03-21T00:00:0.0", 130889235.411)):
        assert kernel._geocentric_distance_m_at("mars", _time(tdb)) / 1e3 == pytest.approx(expected, abs=50.0)


@pytest.mark.parametrize(("instant", "expected"), [("2020-01-05T07:48", 0.983244), ("2020-07-04T11:35", 1.016694)])
def test_earth_is_nearest_the_sun_in_january_and_farthest_in_july(instant, expected):
    """Perihelion and aphelion of 2020, U.S. Naval Observatory, Earth's Seasons, au."""
    assert geocentric_distance_m("sun", parse_utc(instant)) / ASTRONOMICAL_UNIT_M == pytest.approx(expected, abs=2e-6)


def test_published_distances_light_times_and_sun_angles():
    checked = 0
    for row in rows("planet_distances"):
        time, name = _time(row["epoch_tdb"]), row["body"]
        distance_m = kernel._geocentric_distance_m_at(name, time)
        value = {
            "geocentric_distance": distance_m / 1e3,
            "geocentric_distance_lowprec": distance_m / 1e3,
            "light_time_instantaneous": distance_m / SPEED_OF_LIGHT_M_PER_S,
            "SEP": kernel._sun_earth_target_deg_at(name, time),
        }[row["quantity"]]
        assert agrees(row, value), row
        checked += 1
    assert checked in (0, 81)


# Identity ------------------------------------------------------------------------------------------------------------


def test_opening_the_ephemeris_is_silent_and_done_once():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert ephemeris() is ephemeris()


def test_names_do_not_mind_case_and_outer_planets_are_barycentres():
    assert body(" Mars ").target == 499
    assert body("SATURN").target == 6
    assert set(GM_M3_PER_S2) == set(RADIUS_M)


@pytest.mark.parametrize(
    ("wrong", "near"), [("marz", "mars"), ("jupter", "jupiter"), ("plutto", "pluto"), ("x", "sun")]
)
def test_an_unknown_body_is_answered_with_near_names(wrong, near):
    with pytest.raises(LinkBudgetError, match=f"body '{wrong}'.*(did you mean|expected one of) .*{near}"):
        body(wrong)


@pytest.mark.parametrize("day", ["1899-07-28", "2053-10-10", "1600-01-01"])
def test_a_date_outside_the_ephemeris_is_refused_with_the_span(day):
    with pytest.raises(LinkBudgetError, match=f"{day}.*DE421 spans 1899-07-29 to 2053-10-08"):
        geocentric_distance_m("mars", parse_utc(day))


def test_not_a_number_is_not_a_date():
    with pytest.raises(LinkBudgetError, match="date = nan"):
        require_inside_ephemeris(float("nan"))


def test_the_whole_span_can_be_evaluated():
    span = np.array(ephemeris_span_utc_s())
    assert np.isfinite(geocentric_distance_m("pluto", span)).all()
    assert np.isfinite(body("moon").at(skyfield_time(span)).xyz.m).all()


def test_small_angles_keep_their_digits():
    assert angle_between_deg([1.0, 0.0, 0.0], [1.0, 1e-9, 0.0]) == pytest.approx(np.degrees(1e-9), rel=1e-12)
    assert angle_between_deg([1.0, 0.0, 0.0], [-2.0, 0.0, 0.0]) == pytest.approx(180.0, abs=1e-12)


# Shape ---------------------------------------------------------------------------------------------------------------


def test_an_array_of_dates_equals_its_elements():
    utc_s = parse_utc("1962-11-01") + 86_400.0 * np.arange(5)
    distance_m, angle_deg = geocentric_distance_m("mars", utc_s), sun_earth_target_deg("mars", utc_s)
    for index, one in enumerate(utc_s):
        assert distance_m[index] == pytest.approx(geocentric_distance_m("mars", one), rel=1e-13)
        assert angle_deg[index] == pytest.approx(sun_earth_target_deg("mars", one), rel=1e-12)


# Single instants -----------------------------------------------------------------------------------------------------


def _instants(first: float, last: float, count: int):
    rng = np.random.default_rng(421)
    for tdb, fraction in zip(np.floor(rng.uniform(first, last, count)), rng.uniform(-0.3, 1.3, count), strict=True):
        yield timescale().tt_jd(tdb - 0.5, fraction)


def test_segments_answer_for_one_instant_as_jplephem_does():
    for segment in ephemeris().segments:
        first, last = segment.spk_segment.start_jd + 2.0, segment.spk_segment.end_jd - 2.0
        for time in [*_instants(first, last, 30), timescale().tdb_jd(segment.spk_segment.end_jd)]:
            position, velocity, _, _ = segment._at(time)
            exact = segment.spk_segment.compute_and_differentiate(time.whole, time.tdb_fraction)
            np.testing.assert_array_equal([position, velocity], np.array(exact) / AU_KM)


def test_segments_refuse_an_instant_outside_as_skyfield_does():
    with pytest.raises(EphemerisRangeError, match="only covers dates"):
        body("sun").at(timescale().tt_jd(1e6))


def test_a_remembered_state_is_not_that_of_the_caller():
    time = skyfield_time(parse_utc("1963-03-21"))
    first, _, _, _ = body("sun")._at(time)
    again, _, _, _ = body("sun")._at(time)
    again += 1.0
    third, _, _, _ = body("sun")._at(time)
    np.testing.assert_array_equal(first, third)


def test_a_trajectory_forgets_old_instants():
    sun = body("sun")
    for time in _instants(2.44e6, 2.45e6, 200):
        sun._at(time)
    assert len(sun._states) <= 64
