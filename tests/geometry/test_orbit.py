"""SGP4 against its verification set, elements before 1972, and tables of positions."""

import re

import numpy as np
import pytest

from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.geometry.clock import DAY_S, parse_utc, skyfield_time
from linkbudget.geometry.conics import orbital_period_s
from linkbudget.geometry.decay import time_to_decay_s
from linkbudget.geometry.kernel import body
from linkbudget.geometry.orbit import elements_orbit, tle_orbit
from linkbudget.geometry.position_table import SampledTrajectory
from linkbudget.geometry.positions_csv import read_positions_csv
from tests.published import agrees, rows

LINE1 = "1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753"
LINE2 = "2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667"
SPUTNIK24 = {
    "epoch_utc_s": parse_utc("1962-11-04T15:45"),
    "semi_major_axis_m": 6591.1e3,
    "eccentricity": 0.0020,
    "inclination_deg": 64.7,
    "raan_deg": 311.0,
    "argument_of_perigee_deg": 0.0,
    "mean_anomaly_deg": 75.0,
}


def _teme(satellite, minutes):
    error, position, velocity = satellite.model.sgp4_tsince(minutes)
    assert error == 0
    return dict(zip(("x", "y", "z", "vx", "vy", "vz"), (*position, *velocity), strict=True))


# Reference -----------------------------------------------------------------------------------------------------------


def test_vanguard_1_of_the_sgp4_verification_set():
    """AIAA 2006-6753, verification output for satellite 00005, TEME, km and km/s."""
    satellite = tle_orbit(LINE1, LINE2)
    for minutes, expected in (
        (0.0, (7022.46529266, -1400.08296755, 0.03995155, 1.893841015, 6.405893759, 4.53480725)),
        (1800.0, (-9680.56121728, 2802.47771354, 124.10688038, -0.905874102, -4.65946797, -3.2099)),
    ):
        found = list(_teme(satellite, minutes).values())
        assert found[:5] == pytest.approx(expected[:5], abs=1e-6)


def test_velocity_is_the_derivative_of_position_and_near_sgp4s_own():
    """SGP4's own velocity formula leaves small terms out: below 2 m/s for this orbit of eccentricity 0.19."""
    satellite, time = tle_orbit(LINE1, LINE2), parse_utc("2000-06-28") + np.linspace(0.0, DAY_S, 50)
    before, now, after = (satellite.at(skyfield_time(time + shift)) for shift in (-2.0, 0.0, 2.0))
    assert now.velocity.m_per_s == pytest.approx((after.xyz.m - before.xyz.m) / 4.0, abs=0.05)
    own, _, _ = satellite._position_and_velocity_TEME_km(skyfield_time(time))
    minutes = (time - parse_utc("2000-01-01")) / 60.0 - (179.78495062 - 1.0) * 1440.0
    theirs = np.array([satellite.model.sgp4_tsince(minute)[1:] for minute in minutes])
    assert own == pytest.approx(theirs[:, 0].T, abs=1e-3)
    speed = satellite._position_and_velocity_TEME_km(skyfield_time(time))[1]
    assert 0.0 < np.abs(speed - theirs[:, 1].T).max() < 2e-3


def test_the_whole_sgp4_verification_set():
    checked = 0
    for row in rows("sgp4_reference"):
        satellite = tle_orbit(row["line1"], row["line2"])
        assert agrees(row, _teme(satellite, float(row["minutes"]))[row["quantity"]]), row["case_id"]
        checked += 1
    assert checked in (0, 156)


def test_skyfield_moves_the_satellite_by_the_same_model():
    """The position at the element set's epoch, through skyfield's clock, is SGP4's at zero minutes."""
    satellite = tle_orbit(LINE1, LINE2)
    epoch_utc_s = parse_utc("2000-01-01") + (179.78495062 - 1.0) * DAY_S
    raw, _, _ = satellite._position_and_velocity_TEME_km(skyfield_time(epoch_utc_s))
    assert raw == pytest.approx([7022.46529266, -1400.08296755, 0.03995155], abs=1e-3)  # 0.1 ms at 7 km/s


# Identity ------------------------------------------------------------------------------------------------------------


def test_elements_before_1972_start_at_their_epoch():
    satellite = elements_orbit(**SPUTNIK24)
    found, _, _ = satellite._position_and_velocity_TEME_km(skyfield_time(SPUTNIK24["epoch_utc_s"]))
    assert found == pytest.approx(list(_teme(satellite, 0.0).values())[:3], abs=1e-3)
    later, _, _ = satellite._position_and_velocity_TEME_km(skyfield_time(SPUTNIK24["epoch_utc_s"] + 5400.0))
    assert later == pytest.approx(list(_teme(satellite, 90.0).values())[:3], abs=1e-2)


def test_an_element_set_before_1972_is_read_in_utc():
    """The verification set's Vanguard moved to 1965."""
    line1 = LINE1.replace("00179.78495062", "65179.78495062")[:68]
    satellite = tle_orbit(line1, LINE2, checksum="ignored")
    epoch_utc_s = parse_utc("1965-01-01") + (179.78495062 - 1.0) * DAY_S
    raw, _, _ = satellite._position_and_velocity_TEME_km(skyfield_time(epoch_utc_s))
    assert raw == pytest.approx(list(_teme(satellite, 0.0).values())[:3], abs=1e-3)


def test_elements_and_lines_make_the_same_satellite():
    lines = tle_orbit(LINE1, LINE2)
    epoch_utc_s = parse_utc("2000-01-01") + (179.78495062 - 1.0) * DAY_S
    mean_motion = 10.82419157 * 2.0 * np.pi / DAY_S
    elements = elements_orbit(
        epoch_utc_s,
        (3.986008e14 / mean_motion**2) ** (1.0 / 3.0),
        0.1859667,
        34.2682,
        348.7242,
        331.7664,
        19.3264,
        bstar=0.28098e-4,
        name="Vanguard 1",
    )
    time = skyfield_time(epoch_utc_s + np.array([0.0, 86_400.0]))
    # the lines carry the mean motion to eight decimals: metres after a day
    assert np.abs(lines.at(time).xyz.m - elements.at(time).xyz.m).max() < 10.0
    assert elements.name == "Vanguard 1"


def test_sputnik_24_stays_in_its_parking_orbit():
    """200 x 226 km, 88.7 minutes (Sputnik 24 as catalogued): the height over a day without drag."""
    satellite = elements_orbit(**SPUTNIK24)
    time = skyfield_time(SPUTNIK24["epoch_utc_s"] + np.linspace(0.0, DAY_S, 500))
    height_km = satellite.at(time).distance().km - 6378.1
    assert 185.0 < height_km.min() < 202.0
    assert 215.0 < height_km.max() < 240.0
    assert orbital_period_s(6591.1e3, 3.986004418e14) / 60.0 == pytest.approx(88.7, abs=0.1)


# Where the elements end -----------------------------------------------------------------------------------------------

# A fragment of a rocket in its last hours, decayed on 19 June 2006; from the SGP4 verification set
FRAGMENT = (
    "1 29141U 85108AA  06170.26783845  .99999999  00000-0  13519-0 0   718",
    "2 29141  82.4288 273.4882 0015848 277.2124  83.9133 15.93343074  6828",
)
FRAGMENT_DOWN = r"on 2006-06-19T13:28:1\dZ"


def _first_below_s(satellite, end_s, step_s):
    """First step at which SGP4 reports an error or a position below the equator's distance."""
    elapsed_s = np.arange(0.0, end_s, step_s)
    start = np.full(elapsed_s.shape, satellite.model.jdsatepoch)
    errors, position, _ = satellite.model.sgp4_array(start, satellite.model.jdsatepochF + elapsed_s / DAY_S)
    below = (errors != 0) | ~(np.linalg.norm(position, axis=1) >= 6378.135)
    return elapsed_s[np.argmax(below)] if below.any() else None


@pytest.mark.parametrize(
    ("half_axis_m", "eccentricity", "bstar", "days"),
    [
        (6600e3, 0.0005, 1e-3, 30.0),
        (6720e3, 0.0010, 2e-3, 100.0),
        (6900e3, 0.0450, 5e-3, 100.0),
        (9000e3, 0.2750, 2e-2, 30.0),
        (26560e3, 0.7540, 1e-1, 90.0),
    ],
)
def test_date_of_decay_is_the_first_below_the_ground(half_axis_m, eccentricity, bstar, days):
    """From circular to very eccentric orbits: as by looking at SGP4 every ten seconds."""
    epoch_utc_s = parse_utc("2024-03-01")
    satellite = elements_orbit(epoch_utc_s, half_axis_m, eccentricity, 63.0, 10.0, 40.0, 0.0, bstar=bstar)
    expected_s = _first_below_s(satellite, days * DAY_S, 10.0)
    assert expected_s is not None, "the orbit of this test stays up"
    satellite.require_orbit(epoch_utc_s + expected_s - 11.0)
    with pytest.raises(LinkBudgetError, match="come down") as refused:
        satellite.require_orbit(epoch_utc_s + days * DAY_S)
    said = re.search(r"on (\S+Z);", str(refused.value))[1]
    assert epoch_utc_s + expected_s - 11.0 <= parse_utc(said) <= epoch_utc_s + expected_s + 1.0


def test_satellite_that_has_come_down_has_no_position():
    """SGP4 gives finite positions with error code 6 below the ground, and far away with code 0 three hours later."""
    satellite = tle_orbit(*FRAGMENT)
    start_s = satellite.epoch_utc_s
    whole = satellite.at(skyfield_time(start_s + np.linspace(0.0, 7.0 * 3600.0, 100)))
    assert np.isfinite(whole.xyz.m).all()
    for hours in (7.1, 10.0, 24.0, 24.0 * 30.0):
        with pytest.raises(LinkBudgetError, match=FRAGMENT_DOWN):
            satellite.at(skyfield_time(start_s + 3600.0 * hours))
    with pytest.raises(LinkBudgetError, match=FRAGMENT_DOWN):
        satellite.at(skyfield_time(start_s + 3600.0 * np.array([1.0, 3.0, 8.0])))


def test_order_of_questions_does_not_move_the_date_of_decay():
    late, early = tle_orbit(*FRAGMENT), tle_orbit(*FRAGMENT)
    early.at(skyfield_time(early.epoch_utc_s + 3600.0))
    said = []
    for satellite, days in ((late, 300.0), (early, 1.0), (late, 1.0)):
        with pytest.raises(LinkBudgetError, match=FRAGMENT_DOWN) as refused:
            satellite.require_orbit(satellite.epoch_utc_s + days * DAY_S)
        said.append(str(refused.value).split(": ", 1)[1])
    assert len(set(said)) == 1


def test_elements_that_give_no_orbit_in_the_past_say_from_when_on_they_do():
    satellite = tle_orbit(*FRAGMENT)
    satellite.require_orbit(satellite.epoch_utc_s - 3600.0)
    with pytest.raises(LinkBudgetError, match=r"launch = 2006-06-09.*expected later than 2006-06-18T19:1"):
        satellite.require_orbit(parse_utc("2006-06-09"), "launch")


@pytest.mark.parametrize("days", [-367.0, 367.0])
def test_elements_are_of_no_use_a_year_from_their_epoch(days):
    satellite = tle_orbit(LINE1, LINE2)
    satellite.at(skyfield_time(satellite.epoch_utc_s + np.sign(days) * 366.0 * DAY_S))
    with pytest.raises(
        LinkBudgetError, match=r"date = .*at most 1 year from the epoch of the orbital elements, 2000-06"
    ):
        satellite.at(skyfield_time(satellite.epoch_utc_s + days * DAY_S))


def test_search_for_the_decay_is_made_once(monkeypatch):
    calls = []

    def counted(*arguments):
        calls.append(arguments)
        return time_to_decay_s(*arguments)

    monkeypatch.setattr("linkbudget.geometry.orbit.time_to_decay_s", counted)
    satellite = tle_orbit(LINE1, LINE2)
    for days in np.linspace(0.5, 29.5, 60):
        satellite.at(skyfield_time(satellite.epoch_utc_s + days * DAY_S))
    assert len(calls) == 1


# Tables of positions -------------------------------------------------------------------------------------------------


@pytest.fixture
def table():
    """A day of a satellite every minute."""
    satellite = tle_orbit(LINE1, LINE2)
    utc_s = parse_utc("2000-06-28") + 60.0 * np.arange(1441)
    return satellite, utc_s, satellite.at(skyfield_time(utc_s)).xyz.m


def test_a_sampled_orbit_follows_the_original(table):
    satellite, utc_s, position_m = table
    sampled = SampledTrajectory(utc_s, position_m)
    between = skyfield_time(utc_s[5:-5:7] + 27.0)
    assert np.abs(sampled.at(between).xyz.m - satellite.at(between).xyz.m).max() < 5.0
    assert np.abs(sampled.at(between).velocity.m_per_s - satellite.at(between).velocity.m_per_s).max() < 0.3


def test_a_table_about_the_sun_can_be_observed():
    utc_s = parse_utc("1963-03-01") + DAY_S * np.arange(40)
    time = skyfield_time(utc_s)
    sampled = SampledTrajectory(utc_s, body("mars").at(time).xyz.m - body("sun").at(time).xyz.m, center="sun")
    now = skyfield_time(parse_utc("1963-03-21T05:00"))
    seen = [body("earth").at(now).observe(path).distance().m for path in (sampled, body("mars"))]
    assert seen[0] == pytest.approx(seen[1], abs=200.0)


def test_a_csv_file_is_read(tmp_path, table):
    _, utc_s, position_m = table
    path = tmp_path / "orbit.csv"
    lines = [
        f"{np.datetime64(int(second), 's')}Z,{x / 1e3:.6f},{y / 1e3:.6f},{z / 1e3:.6f}"
        for second, (x, y, z) in zip(utc_s[:50], position_m.T[:50], strict=True)
    ]
    path.write_text("utc,x_km,y_km,z_km\n" + "\n".join(lines) + "\n", encoding="utf-8")
    trajectory = read_positions_csv(path)
    assert trajectory.start_utc_s == utc_s[0]
    assert trajectory.at(skyfield_time(utc_s[10])).xyz.m == pytest.approx(position_m[:, 10], abs=0.1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("time,x,y,z\n", "header is 'time,x,y,z': expected 'utc,x_km,y_km,z_km'"),
        ("", "is empty; expected the header"),
        ("utc,x_km,y_km,z_km\n2000-01-01,1,2\n", "line 2"),
        ("utc,x_km,y_km,z_km\n2000-01-01,1,2,3\nmonday,1,2,3\n", "line 3: 'monday' is not a date"),
        ("utc,x_km,y_km,z_km\n2000-01-01,1,2,x\n", "line 2: 'x'; expected a number"),
        ("utc,x_km,y_km,z_km\n2000-01-01,1,2,3\n", "1 rows: expected at least 4"),
        ("utc,x_km,y_km,z_km\n" + 4 * "2000-01-01,1,2,3\n", "instants that rise"),
    ],
)
def test_a_bad_file_is_named_with_its_line(tmp_path, text, message):
    path = tmp_path / "orbit.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=f"orbit.csv.*{message}"):
        read_positions_csv(path)


def test_no_extrapolation(table):
    _, utc_s, position_m = table
    sampled = SampledTrajectory(utc_s, position_m)
    with pytest.raises(LinkBudgetError, match=r"2000-06-29T00:00:10.* is outside the table of positions, 2000-06-28"):
        sampled.at(skyfield_time(utc_s[-1] + 10.0))


# Errors --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"eccentricity": 1.0}, "eccentricity = 1.0"),
        ({"eccentricity": 0.5}, "perigee radius_m = 3295550.0"),
        ({"inclination_deg": 181.0}, "inclination_deg = 181.0"),
        ({"semi_major_axis_m": -1.0}, "semi_major_axis_m = -1.0"),
        ({"epoch_utc_s": parse_utc("1950-01-01")}, "epoch = 1950-01-01"),
    ],
)
def test_impossible_elements_are_refused(change, message):
    with pytest.raises(LinkBudgetError, match=message):
        elements_orbit(**{**SPUTNIK24, **change})
