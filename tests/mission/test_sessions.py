"""Sessions: the calendar of Mars 1 against what is published, and every reason for which one does not take place."""

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.geometry.clock import format_utc
from linkbudget.mission.energy import transmitters_of
from linkbudget.mission.sessions import HELD, HIDDEN, NO_LINK, NOT_COMMANDED, TOO_SHORT, planned_slots
from tests.mission.conftest import CUBESAT, CUBESAT_LIFE, MARS1

# ---- reference


def test_calendar_of_mars_1_makes_41_of_61_sessions(mars1_life):
    """Every two days to 13 December 1962, every five to 21 March 1963; 61 were reported, 20 are left to commands."""
    mars1 = lb.load("mars1")
    kinds = [slot.kind for slot in planned_slots(mars1)]
    reported = mars1.config.sessions.reported_count
    assert (reported.value, reported.status) == (61, "documented")
    assert kinds.count("automatic") == 41
    assert reported.value - kinds.count("automatic") == kinds.count("commanded") == 20
    said = "61 sessions are reported; the calendar makes 41, which leaves 20 to commands; the scenario names 20"
    assert said in mars1_life.notes


def test_a_scenario_without_sessions_or_power_says_so():
    cubesat = lb.load("cubesat")
    with pytest.raises(LinkBudgetError, match="sessions: missing"):
        planned_slots(cubesat)
    with pytest.raises(LinkBudgetError, match="power: missing"):
        transmitters_of(cubesat)


def test_last_session_is_that_of_the_last_contact(mars1_life):
    last = mars1_life.sessions.isel(session=-1)
    assert str(last.start.values)[:10] == "1963-03-21"
    assert float(last.range_m) == pytest.approx(106.76e9, rel=0.01)
    assert float(last.light_time_s) == pytest.approx(350.9, rel=0.015)  # fact sheet, at 00 UT
    assert float(last.doppler_shift_hz) == pytest.approx(-51.3e3, rel=0.01)


# ---- identities


def test_a_session_says_what_the_budget_says(mars1_life):
    mars1, table = lb.load("mars1"), mars1_life.sessions
    for number in (2, 30, 50, 61):
        row = table.sel(session=number)
        ends = float(row.start_utc_s), float(row.end_utc_s)
        margins = [mars1.budget(str(row.link.values), format_utc(when))["closing_margin_db"] for when in ends]
        assert float(row.closing_margin_db) <= min(margins) + 1e-4
        assert float(row.closing_margin_db) == pytest.approx(min(margins), abs=0.05)  # least at an end, or between


def test_rate_is_the_rung_that_holds_throughout(mars1_life):
    mars1, table = lb.load("mars1"), mars1_life.sessions
    rungs = {0.0, *(rate.value for rate in mars1.links["telemetry-32cm-semi"].modulation.rate_ladder_bps)}
    assert set(table.rate_bps.values.tolist()) <= rungs
    row = table.sel(session=55)
    limit = mars1.budget("telemetry-32cm-semi", format_utc(float(row.end_utc_s)))["data_rate_limit_bps"]
    assert row.rate_bps <= limit < 2.0 * row.rate_bps


def test_light_time_is_range_over_the_speed_of_light(mars1_life):
    table = mars1_life.sessions
    assert table.light_time_s.values == pytest.approx(table.range_m.values / SPEED_OF_LIGHT_M_PER_S, rel=1e-12)


def test_doppler_rate_is_that_of_the_turning_earth(mars1_life):
    """At culmination f w^2 R cos(latitude) cos(declination) / c: 0.053 Hz/s at 44 degrees of declination."""
    table = mars1_life.sessions
    row = table.isel(session=np.flatnonzero(table.kind.values == "automatic")[7])  # at a culmination of November
    expected = 922.76e6 * (7.292e-5) ** 2 * 6.378e6 * np.cos(np.radians(45.2)) * np.cos(np.radians(44.4)) / 2.998e8
    assert -float(row.doppler_rate_hz_per_s) == pytest.approx(expected, rel=0.05)


def test_data_need_the_time_behind_acquisition(mars1_life):
    table = mars1_life.sessions
    held = table.outcome.values == HELD
    expected = table.rate_bps.values * (table.duration_s.values - 17.0 * 60.0)
    assert table.capacity_bit.values[held] == pytest.approx(expected[held])
    assert (table.capacity_bit.values[~held] == 0.0).all()


def test_commands_leave_two_light_times_before_the_answer(mars1_life):
    table = mars1_life.sessions
    commanded = table.kind.values == "commanded"
    assert np.isfinite(table.command_margin_db.values[commanded]).all()
    assert np.isnan(table.command_margin_db.values[~commanded]).all()
    mars1, row = lb.load("mars1"), table.isel(session=-1)
    sent = float(row.start_utc_s - row.two_way_light_time_s)
    budget = mars1.budget(str(row.command_link.values), format_utc(sent))
    assert float(row.command_margin_db) == pytest.approx(budget["closing_margin_db"], abs=1e-3)


def test_every_variable_says_its_unit(mars1_life):
    for dataset in (mars1_life.sessions, mars1_life.data, mars1_life.energy):
        for name, variable in dataset.data_vars.items():
            assert variable.attrs["long_name"], name
            assert variable.attrs["units"], name


def test_a_low_orbit_talks_in_every_pass(cubesat_life, scenario_of):
    passes = scenario_of(CUBESAT).passes("my-roof")
    table = cubesat_life.sessions
    assert table.sizes["session"] == len(passes)
    assert table.duration_s.values == pytest.approx([one.duration_s for one in passes], abs=0.1)
    assert (table.elevation_deg.values >= 10.0).all()


# ---- what may go wrong


def test_several_commanded_sessions_are_spread_over_a_pass(mars1_life):
    """Two in a pass stand a quarter and three quarters through it, so that a session at its top finds room."""
    table = mars1_life.sessions
    pair = table.sel(session=[7, 8])
    assert set(pair.kind.values) == {"commanded"}
    middle = 0.5 * (pair.start_utc_s.values + pair.end_utc_s.values)
    passes = lb.load("mars1").passes("evpatoria-receive")
    one = next(one for one in passes if one.rise_utc_s < middle[0] < one.set_utc_s)
    shares = (middle - one.rise_utc_s) / one.duration_s
    assert shares == pytest.approx([0.25, 0.75], abs=1e-9)


def test_commanded_sessions_may_start_by_the_clock(scenario_of):
    said = 'dates = ["1962-11-24T22:00:00Z"]'
    table = scenario_of(MARS1, (said, 'dates = ["1962-11-24T19:30:00Z"]\nplacing = "clock"')).operations.sessions
    assert "1962-11-24T19:30:00" in [str(start)[:19] for start in table.start.values]


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ('a_pass = "2"', 'a_pass = "2"\nplacing = "clock"', "a_pass: expected none with placing = 'clock'"),
        ('duration = { value = "1 h"', 'duration_ = { value = "1 h"', "duration"),
        ('a_pass = "2"', 'a_pass = "40"', "overlap"),
    ],
)
def test_passes_that_cannot_hold_their_sessions_are_refused(scenario_of, old, new, wrong):
    with pytest.raises(InputError, match=wrong):
        _ = scenario_of(MARS1, (old, new)).operations


def test_sessions_that_overlap_are_refused(scenario_of):
    with pytest.raises(InputError, match=r"sessions: the automatic session of .* and the commanded one of .* overlap"):
        _ = scenario_of(MARS1, ("1962-11-24T22:00:00Z", "1962-11-23T17:30:00Z")).operations


def test_dates_of_a_calendar_closer_than_a_session_are_refused(scenario_of):
    with pytest.raises(InputError, match=r"calendar.0.every = 1800 s: sessions would overlap"):
        scenario_of(MARS1, ('every = { value = "2 d"', 'every = { value = "30 min"'))


def test_a_session_after_the_links_are_gone_stays_in_the_table(scenario_of):
    table = scenario_of(MARS1, ('"1963-03-21T17:00:00Z"]', '"1963-04-21T17:00:00Z"]')).operations.sessions
    assert table.outcome.values[-1] == NO_LINK
    assert table.rate_bps.values[-1] == 0.0


def test_a_command_that_is_not_heard_makes_no_session(scenario_of):
    life = scenario_of(
        MARS1,
        ('power = { value = "50 kW", low = "50 kW", high = "120 kW"', 'power = { value = "1 W"'),
        ('commands = ["command-39cm", "command-3m"]', 'commands = ["command-39cm"]'),
    ).operations
    late = life.sessions.isel(session=-1)
    assert str(late.outcome.values) == NOT_COMMANDED
    assert float(late.command_margin_db) < 0.0


def test_a_session_shorter_than_acquisition_brings_nothing(scenario_of):
    life = scenario_of(
        MARS1, ('duration = { value = "1 h", low = "30 min"', 'duration = { value = "10 min"')
    ).operations
    assert (life.sessions.outcome.values[:50] == TOO_SHORT).all()
    assert float(life.sessions.capacity_bit.sum()) == 0.0


def test_a_session_at_the_clock_may_be_below_the_horizon(scenario_of):
    life = scenario_of(
        MARS1,
        ('placing = "culmination"', 'placing = "clock"'),
        ('"1963-03-21T17:00:00Z"]', '"1963-03-21T06:00:00Z"]'),
    ).operations
    assert str(life.sessions.outcome.values[-1]) == HIDDEN
    assert np.isnan(life.sessions.closing_margin_db.values[-1])


def test_the_backup_answers_where_the_first_link_does_not_close(scenario_of):
    """With 1 mW at 32 cm the 1.6 m transmitter is heard, as long as it can be."""
    life = scenario_of(
        MARS1, ('power = { value = "30 W", low = "10 W"', 'power = { value = "1 mW", low = "1 mW"')
    ).operations
    links = life.sessions.link.values
    assert links[0] == "telemetry-32cm-dish"  # even so: the craft is near
    assert (links[5:10] == "telemetry-160cm").all()
    assert (life.sessions.outcome.values[5:10] == HELD).all()


def test_a_scenario_without_sessions_says_so(scenario_of):
    from linkbudget.mission.sessions import plan_sessions

    with pytest.raises(InputError, match="sessions: missing"):
        plan_sessions(scenario_of(CUBESAT))


def test_a_link_without_a_ladder_uses_its_own_rate(scenario_of):
    text = CUBESAT + CUBESAT_LIFE
    start = text.index("rate_ladder")
    life = scenario_of(text[:start] + text[text.index("\n", start) + 1 :]).operations
    assert set(life.sessions.rate_bps.values.tolist()) <= {0.0, 9600.0}
