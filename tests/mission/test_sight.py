"""Which instant a budget is of where the spacecraft is down, and what its notes say of it."""

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.formatting import angle_text
from linkbudget.geometry.clock import format_utc, parse_utc
from linkbudget.geometry.look_angles import look_angles_at
from linkbudget.hardware.parts import Link
from linkbudget.link.case import Case
from linkbudget.mission.sight import scenario_link

LINK = "uhf-downlink"
DOWN = "2026-03-01T00:00:00Z"
"""Start of the packaged cubesat, at which it is on the far side of the Earth."""


@pytest.fixture(scope="module")
def cubesat():
    return lb.load("cubesat")


@pytest.fixture(scope="module")
def never_up(scenario_of):
    from tests.mission.conftest import CUBESAT

    return scenario_of(CUBESAT, ('minimum_elevation = "10 deg"', 'minimum_elevation = "90 deg"'))


def test_without_an_instant_the_budget_is_of_the_nearest_culmination_and_says_so(cubesat):
    budget = cubesat.budget(LINK)
    tops = np.array([one.culmination_utc_s for one in cubesat.passes("my-roof")])
    nearest_utc_s = tops[np.argmin(np.abs(tops - parse_utc(DOWN)))]
    assert parse_utc(budget.at) == pytest.approx(nearest_utc_s, abs=0.5)  # rounded to the second
    assert np.isfinite(budget["margin_db"])
    assert (
        f"at the reference date, {format_utc(parse_utc(DOWN))}, the spacecraft is below the horizon of my-roof; "
        f"taken at the nearest culmination, {budget.at}" in budget.notes
    )


def test_case_and_every_budget_made_of_it_carry_the_note(cubesat):
    case = cubesat.case(LINK)
    note = case.notes[0]
    assert note in case.with_values({"transmitter.power": 2.0}).budget().notes
    assert note in cubesat.budget_when_up(LINK).notes
    assert case.at == cubesat.case_when_up(LINK).at


def test_an_instant_that_is_named_is_kept_and_the_note_says_elevation_and_next_pass(cubesat):
    budget = cubesat.budget(LINK, DOWN)
    assert budget.at == DOWN
    assert np.isnan(budget["margin_db"])
    height_deg = look_angles_at(cubesat.trajectory, cubesat.station("my-roof"), parse_utc(DOWN)).elevation_deg
    rise = next(one.rise_utc_s for one in cubesat.passes("my-roof") if one.rise_utc_s > parse_utc(DOWN))
    (note,) = (note for note in budget.notes if "horizon" in note)
    assert f"elevation {angle_text(float(height_deg), 1)}, lowest elevation 10°" in note
    assert note.endswith(f"the next pass begins at {format_utc(np.ceil(rise))}")
    assert np.isfinite(cubesat.budget(LINK, format_utc(np.ceil(rise)))["margin_db"])


def test_after_the_last_pass_the_note_says_that_there_is_none(cubesat):
    last = max(one.set_utc_s for one in cubesat.passes("my-roof"))
    assert any(
        note.endswith("no later pass in this mission") for note in cubesat.budget(LINK, format_utc(last + 60)).notes
    )


def test_between_horizon_and_lowest_elevation_the_note_names_the_lowest_elevation(cubesat):
    rise = cubesat.passes("my-roof")[0].rise_utc_s
    budget = cubesat.budget(LINK, format_utc(round(rise - 20.0)))
    assert any("below the lowest elevation of my-roof at this instant" in note for note in budget.notes)


def test_a_reference_instant_with_the_spacecraft_up_stands_without_a_note():
    mars1 = lb.load("mars1")
    case = mars1.case("telemetry-32cm-dish")
    assert (case.at, case.notes) == ("1963-03-21T17:00:00Z", ())


def test_a_spacecraft_that_never_rises_is_one_line_that_asks_for_a_distance(never_up):
    with pytest.raises(InputError, match=r"never rises above the lowest elevation of my-roof, 90°; expected a dist"):
        never_up.budget(LINK)
    assert np.isfinite(never_up.budget(LINK, range_m=1e6)["margin_db"])
    budget = never_up.budget_when_up(LINK)
    assert np.isfinite(budget["margin_db"])
    assert any(note.endswith("taken at an elevation of 20°") for note in budget.notes)


def test_a_setting_of_the_station_decides_whose_horizon_counts():
    """Jodrell Bank and Evpatoria see Mars 1 at different hours: at 06:00 UTC it is down over both."""
    mars1 = lb.load("mars1")
    note = mars1.case("telemetry-32cm-semi", "1963-03-21T06:00", settings={"station": "jodrell-bank"}).notes[0]
    assert "horizon of jodrell-bank" in note


def test_a_case_for_any_range_has_the_reference_elevation_and_no_instant(cubesat, never_up):
    for scenario in (cubesat, never_up):
        case = scenario.case_at_any_range(LINK)
        assert case.path.elevation_deg.value == 20.0
        assert case.at is None
        same = scenario.budget(LINK, range_m=1.5e6)
        assert case.with_values({"range": 1.5e6}).budget()["margin_db"] == pytest.approx(same["margin_db"], abs=1e-9)


def test_dates_are_asked_with_the_case_of_a_scenario_and_not_of_a_bare_link():
    case = lb.load("mars1").case("telemetry-32cm-dish", range_m=50e9)
    assert scenario_link(case) is case.link
    bare = Link.model_validate({name: getattr(case.link, name) for name in Link.model_fields})
    with pytest.raises(InputError, match="expected the case of a scenario"):
        scenario_link(Case(bare, case.path))


STATED = """
[mission]
title = "A beacon known by its flux"
start = "2026-03-20T00:00:00Z"
end = "2026-03-20T12:00:00Z"
step = "60 s"
reference_elevation = "20 deg"

[trajectory]
kind = "circular"
height = "700 km"
inclination = "98.2 deg"
raan = "0 deg"
argument_of_latitude = "0 deg"

[stations.north]
title = "North"
latitude = "78 deg"
longitude = "15 deg"
height = "400 m"
minimum_elevation = "5 deg"

[links.beacon]
title = "Beacon"
purpose = "telemetry"
direction = "downlink"
station = "north"
frequency = "2.2 GHz"
free_space_loss = "160 dB"
atmospheric_loss = "1 dB"
polarization_loss = "0 dB"
required_margin = "3 dB"
transmitter = { eirp = "10 dBW" }
receiver = { g_over_t = "10 dB/K", required_cn0 = "40 dBHz" }
modulation = { kind = "threshold" }
"""


def test_a_link_below_the_horizon_does_not_close_whatever_its_stated_losses(scenario_of):
    scenario = scenario_of(STATED)
    one = scenario.passes("north")[0]
    middle, after = 0.5 * (one.rise_utc_s + one.set_utc_s), one.set_utc_s + 600.0
    up, down = (scenario.budget("beacon", format_utc(round(utc_s))) for utc_s in (middle, after))
    assert up["closing_margin_db"] == pytest.approx(10.0 - 160.0 - 1.0 + 10.0 + 228.599 - 40.0 - 3.0, abs=1e-3)
    assert np.isnan(down["closing_margin_db"])
    assert not down.verdict.closes
    assert "below the lowest elevation" in down.verdict.gap
    over = scenario.case_over("beacon", [middle, after]).budget()["closing_margin_db"]
    assert over[0] == pytest.approx(up["closing_margin_db"], abs=1e-9)
    assert np.isnan(over[1])
