"""Faults change links and power from a date on: in budgets, in the timeline, in sessions."""

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.geometry.clock import parse_utc
from tests.mission.conftest import MARS1

SEMI, JODRELL = "telemetry-32cm-semi", "telemetry-32cm-jodrell"

DRIFT = f"""
[[faults]]
title = "The antenna drifts"
time = "1963-03-01T00:00:00Z"
links = ["{SEMI}"]
growth_per_day = {{ transmitter.pointing_error = "1 deg" }}
status = "assumed"
source = "a test"
"""
WEAKER = f"""
[[faults]]
title = "Half of the transmitter"
time = "1963-02-01T00:00:00Z"
until = "1963-02-11T00:00:00Z"
links = ["{SEMI}"]
set = {{ transmitter.power = "15 W" }}
"""
SWITCHED = f"""
[[faults]]
title = "Antenna switched"
time = "1963-01-01T00:00:00Z"
links = ["{SEMI}"]
set = {{ transmitter.antenna = "whips", transmitter.boresight = "target" }}
"""
LOST = """
[[faults]]
title = "Station lost"
time = "1963-01-01T00:00:00Z"
until = "1963-01-10T00:00:00Z"
stations = ["jodrell-bank"]
lost = true
"""
DEGRADED = """
[[faults]]
title = "Receiver degraded"
time = "1963-01-01T00:00:00Z"
stations = ["evpatoria-receive"]
set = { receiver.noise_temperature = "500 K" }
"""
BATTERY = """
[[faults]]
title = "Battery cells fail"
time = "1963-01-01T00:00:00Z"
power = { battery = { capacity = "5 Ah" } }
"""


def margin(scenario, at, link=SEMI, **options):
    return float(scenario.budget(link, at, **options)["closing_margin_db"])


@pytest.fixture(scope="module")
def mars1():
    return lb.load("mars1")


def test_power_reduced_for_ten_days(scenario_of, mars1):
    faulty = scenario_of(MARS1, add=WEAKER)
    for at, lost_db in (
        ("1963-01-31T18:00", 0.0),
        ("1963-02-05T18:00", 10.0 * np.log10(2.0)),
        ("1963-02-11T18:00", 0.0),
    ):
        assert margin(mars1, at) - margin(faulty, at) == pytest.approx(lost_db, abs=1e-9)


def test_pointing_error_grows_day_by_day(scenario_of):
    faulty = scenario_of(MARS1, add=DRIFT)
    angles = [
        float(faulty.budget(SEMI, f"1963-03-{day:02d}T18:00")["transmit_off_boresight_deg"])
        - float(lb.load("mars1").budget(SEMI, f"1963-03-{day:02d}T18:00")["transmit_off_boresight_deg"])
        for day in (1, 2, 11)
    ]
    assert angles == pytest.approx([0.75, 1.75, 10.75], abs=1e-9)


def test_timeline_says_what_the_budget_says_under_faults(scenario_of):
    faulty = scenario_of(MARS1, add=DRIFT + WEAKER + DEGRADED)
    row = faulty.run().sel(link=SEMI)
    for at in ("1962-12-31T20:24", "1963-01-05T19:24", "1963-02-05T18:24", "1963-03-21T17:24"):
        assert float(row.closing_margin_db.sel(time=at)) == pytest.approx(margin(faulty, at), abs=1e-3)


def test_links_without_faults_are_untouched(scenario_of, mars1):
    faulty = scenario_of(MARS1, add=DRIFT + WEAKER)
    assert margin(faulty, "1963-03-10T18:00", link=JODRELL) == margin(mars1, "1963-03-10T18:00", link=JODRELL)


def test_a_fault_does_not_pass_on_to_links_that_are_like_it(scenario_of):
    """Jodrell Bank's link is like the semi-directional one; its own transmitter is stated anew by what it inherits."""
    faulty = scenario_of(MARS1, add=SWITCHED)
    antennas = [faulty.link_at(name, parse_utc("1963-02-01")).transmitter.antenna.kind for name in (SEMI, JODRELL)]
    assert antennas == ["omnidirectional", "broad"]


def test_station_lost_is_out_of_use(scenario_of):
    timeline = scenario_of(MARS1, add=LOST).run(step_s=6 * 3600.0)
    used = timeline.in_use.sel(link=JODRELL)
    assert not used.sel(time=slice("1963-01-01T00", "1963-01-09T23")).any()
    assert used.sel(time=slice("1962-12-25", "1962-12-31")).all()
    assert used.sel(time=slice("1963-01-10T00", "1963-02-01")).all()
    assert timeline.in_use.sel(link=SEMI, time="1963-01-05").all()


def test_a_degraded_receiver_is_that_of_all_links_of_its_station(scenario_of):
    faulty = scenario_of(MARS1, add=DEGRADED)
    names = [name for name, link in faulty.links.items() if link.station == "evpatoria-receive"]
    assert len(names) > 3
    for name in names:
        assert faulty.link_at(name, parse_utc("1963-01-02")).receiver.noise_temperature_k.value == 500.0
        assert faulty.link_at(name, parse_utc("1962-12-31")).receiver.noise_temperature_k.value != 500.0


def test_sessions_honour_faults(scenario_of, mars1_life):
    life = scenario_of(MARS1, add=SWITCHED).operations
    before = life.sessions.start.values < np.datetime64("1963-01-01")
    after = ~before
    stated = mars1_life.sessions
    assert life.sessions.closing_margin_db.values[before] == pytest.approx(stated.closing_margin_db.values[before])
    here = after & (life.sessions.link.values == SEMI)
    assert (life.sessions.closing_margin_db.values[here] < stated.closing_margin_db.values[here]).all()


def test_a_battery_that_fails_shortens_sessions(scenario_of, mars1_life):
    life = scenario_of(MARS1, add=BATTERY).operations
    longest = [
        float(each.longest_session_s.sel(case="stated", transmitter="transmitter-5cm", day="1963-03-01").squeeze())
        for each in (life.energy, mars1_life.energy)
    ]
    assert longest[0] < 0.2 * longest[1]
    joules = life.energy.sel(case="stated")
    balance = joules.array_power_w - joules.load_power_w + joules.unserved_power_w
    balance = float(((balance - joules.spilled_power_w - joules.charging_loss_w) * joules.step_s).sum())
    assert balance == pytest.approx(float(joules.stored_j[-1] - joules.start_stored_j), abs=1.0)


def test_settings_stand_over_faults(scenario_of, mars1):
    faulty = scenario_of(MARS1, add=WEAKER)
    at = "1963-02-05T18:00"
    assert margin(faulty, at, settings={"transmitter.power": "30 W"}) == pytest.approx(margin(mars1, at), abs=1e-9)
    assert margin(faulty, at, settings={"transmitter.line_loss": "2 dB"}) == pytest.approx(margin(faulty, at) - 1.0)


def test_a_later_setting_ends_a_growth(scenario_of):
    fixed = DRIFT.replace("1963-03-01", "1963-03-11").replace("growth_per_day", "set").replace("1 deg", "12 deg")
    faulty = scenario_of(MARS1, add=DRIFT + fixed)
    for at in ("1963-03-12", "1963-03-20"):
        assert faulty.link_at(SEMI, parse_utc(at)).transmitter.pointing_error_deg.value == 12.0


def test_a_budget_names_the_faults_behind_it(scenario_of):
    faulty = scenario_of(MARS1, add=WEAKER + LOST)
    assert (
        faulty.budget(SEMI, "1963-02-05T18:00")
        .notes[-1]
        .endswith("not as stated at this instant: Half of the transmitter")
    )
    assert faulty.budget(JODRELL, "1963-01-05T18:00").notes[-1].endswith("out of use at this instant: Station lost")
    assert faulty.budget(SEMI, "1963-03-05T18:00").notes == lb.load("mars1").budget(SEMI, "1963-03-05T18:00").notes


def test_a_sweep_over_time_does_not_pass_over_faults(scenario_of):
    """A study varies numbers of one link; where the link itself changes it says so instead of being wrong."""
    from linkbudget.studies.axes import instants

    faulty = scenario_of(MARS1, add=WEAKER)
    case = faulty.case(SEMI, "1963-01-15T18:00")
    assert instants(faulty, case, [parse_utc("1963-01-15T18:00"), parse_utc("1963-01-16T18:00")]).coordinate.size == 2
    with pytest.raises(InputError, match=r"time: telemetry-32cm-semi changes under faults \(Half of the transmitter\)"):
        instants(faulty, case, [parse_utc("1963-01-15T18:00"), parse_utc("1963-02-05T18:00")])


def test_settings_grown_and_set_go_together(scenario_of):
    """What has grown stays where something else is set."""
    faulty = scenario_of(MARS1, add=DRIFT)
    at = "1963-03-11T18:00"
    stated = faulty.budget(SEMI, at)["transmit_off_boresight_deg"]
    assert faulty.budget(SEMI, at, settings={"transmitter.power": "20 W"})["transmit_off_boresight_deg"] == stated


def test_a_distance_knows_no_faults(scenario_of, mars1):
    assert scenario_of(MARS1, add=SWITCHED).budget(SEMI, range_m=1e10)["margin_db"] == pytest.approx(
        mars1.budget(SEMI, range_m=1e10)["margin_db"]
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            f'links = ["{SEMI}"]',
            'links = ["semi"]',
            r"faults.0.links = 'semi': unknown link; did you mean 'telemetry-32cm-semi'",
        ),
        (f'links = ["{SEMI}"]', 'stations = ["goonhilly"]', r"faults.0.stations = 'goonhilly': unknown station"),
        ("1963-03-01", "1964-03-01", r"faults.0.time = 1964-03-01T00:00:00Z: outside the mission"),
        (
            "transmitter.pointing_error",
            "transmitter.pointing",
            r"growth_per_day.transmitter.pointing: .*no such number; did you mean 'pointing_error'",
        ),
        ("1 deg", "1 W", r"growth_per_day.transmitter.pointing_error: .*'1 W': W is not a unit of angle"),
        (
            'transmitter.pointing_error = "1 deg"',
            'receiver.noise_temperature = "3 degC"',
            r"growth_per_day.receiver.noise_temperature: .*'3 degC': a change is not counted in degC; expected .* in K",
        ),
        (
            "1 deg",
            "2 deg",
            r"faults \(The antenna drifts\): .*pointing_error = 247.0: .*at most 180 deg, by 1963-06-30",
        ),
        (f'links = ["{SEMI}"]', "", "expected links, or stations, that change"),
        (
            "growth_per_day = { transmitter.pointing_error",
            "set = { transmitter.powr",
            r"faults \(The antenna drifts\): .*powr",
        ),
        ('title = "The antenna drifts"', 'titel = "x"', "unknown key; did you mean 'title'"),
    ],
)
def test_mistakes_in_faults_are_one_line(scenario_of, old, new, said):
    assert old in DRIFT
    with pytest.raises(InputError, match=said) as caught:
        scenario_of(MARS1, add=DRIFT.replace(old, new, 1))
    assert "\n" not in str(caught.value)


# ---------------------------------------------------------------- cases over many instants


def test_cases_over_instants_are_the_link_as_it_was_at_each(scenario_of):
    scenario = scenario_of(MARS1, add=WEAKER + DRIFT)
    days = ["1963-01-20T17:00Z", "1963-02-05T17:00Z", "1963-02-20T17:00Z", "1963-03-05T17:00Z", "1963-03-15T17:00Z"]
    utc_s = np.array([parse_utc(day) for day in days])
    for settings in (None, {"transmitter.line_loss": "2 dB"}, {"transmitter.power": "50 W"}):
        stretches = scenario.cases_over(SEMI, utc_s, settings=settings)
        assert len(stretches) == 4
        margins = np.empty(utc_s.shape)
        for inside, case in stretches:
            margins[inside] = case.budget()["margin_db"]
        alone = [scenario.budget(SEMI, day, settings=settings)["margin_db"] for day in days]
        np.testing.assert_allclose(margins, alone, atol=1e-4)  # the track is sampled
    with pytest.raises(InputError, match="faults change it"):
        scenario.case_over(SEMI, utc_s)
    assert scenario.case_over(JODRELL, utc_s).budget()["range_m"].shape == utc_s.shape


def test_solution_over_a_mission_knows_of_faults(scenario_of):
    from linkbudget.studies.solve import solve, solve_over

    scenario = scenario_of(MARS1, add=WEAKER + DRIFT)
    days = ["1963-02-05T17:00Z", "1963-02-20T17:00Z", "1963-02-20T05:00Z", "1963-03-15T17:00Z"]
    utc_s = np.array([parse_utc(day) for day in days])
    found = solve_over(scenario, SEMI, utc_s, "transmitter.line_loss", "margin_db", target=3.0)
    assert found.status.tolist() == ["solved", "solved", "no link", "solved"]
    alone = [solve(scenario.case(SEMI, day), "transmitter.line_loss", "margin_db", target=3.0).value for day in days]
    np.testing.assert_allclose(found.value, alone, atol=1e-4)
