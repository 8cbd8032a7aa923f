"""A satellite that comes down during a mission, and elements that have grown old: every question answers alike."""

import re

import numpy as np
import pytest

from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.geometry.clock import parse_utc
from linkbudget.geometry.passes import find_passes
from linkbudget.geometry.track import sample
from linkbudget.mission.checking import check
from tests.mission.conftest import CUBESAT, FRAGMENT

LINK = "uhf-downlink"
DOWN = (
    r"by the orbital elements of its trajectory the satellite has come down on 2006-08-07T1\d:\d\d:\d\dZ; "
    "expected an earlier date"
)
OLD = "expected at most 1 year from the epoch of the orbital elements, 2006-06-26T06:53:44Z"


@pytest.fixture(scope="module")
def flown(scenario_of):
    """A scenario of the fragment between two dates."""

    def between(start: str, end: str):
        orbit = CUBESAT[CUBESAT.index('kind = "elements"') : CUBESAT.index("[stations.my-roof]")]
        return scenario_of(
            CUBESAT,
            (orbit, f'kind = "tle"\nline1 = "{FRAGMENT[0]}"\nline2 = "{FRAGMENT[1]}"\n\n'),
            ('start = "2026-03-01T00:00:00Z"', f'start = "{start}"'),
            ('end = "2026-03-02T00:00:00Z"', f'end = "{end}"'),
        )

    return between


def test_a_mission_that_ends_before_the_decay_knows_nothing_of_it(flown):
    scenario = flown("2006-08-04T00:00:00Z", "2006-08-06T00:00:00Z")
    assert len(scenario.passes("my-roof")) > 2
    assert np.isfinite(scenario.budget(LINK)["margin_db"])
    assert check(str(scenario.file))[1] == []


QUESTIONS = {
    "track": lambda scenario: scenario.track,
    "passes": lambda scenario: scenario.passes("my-roof"),
    "run": lambda scenario: scenario.run(3600.0),
    "case over time": lambda scenario: scenario.case_over(LINK, scenario.reference_utc_s + np.array([0.0, 3600.0])),
    "budget": lambda scenario: scenario.budget(LINK),
    "budget when up": lambda scenario: scenario.budget_when_up(LINK),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_whole_of_a_mission_with_the_decay_in_it_is_refused(question, flown):
    scenario = flown("2006-08-05T00:00:00Z", "2006-08-08T00:00:00Z")
    with pytest.raises(InputError, match=rf"mission\.end = 2006-08-08T00:00:00Z: {DOWN}$"):
        QUESTIONS[question](scenario)


def test_check_says_the_date_of_decay_once(flown):
    for start, end, name in (("05", "08", "end"), ("08", "09", "start")):
        _, mistakes = check(str(flown(f"2006-08-{start}T00:00:00Z", f"2006-08-{end}T00:00:00Z").file))
        assert len(mistakes) == 1
        assert re.search(rf": mission\.{name} = .*{DOWN}$", mistakes[0])


def test_instants_before_the_decay_have_budgets_and_later_ones_none(flown):
    scenario = flown("2006-08-05T00:00:00Z", "2006-08-08T00:00:00Z")
    before = flown("2006-08-05T00:00:00Z", "2006-08-06T00:00:00Z")
    top_utc_s = before.passes("my-roof")[0].culmination_utc_s
    at = np.datetime_as_string(np.datetime64(round(top_utc_s), "s"))
    assert scenario.budget(LINK, at)["margin_db"] == before.budget(LINK, at)["margin_db"]
    for later in ("2006-08-07T12:00:00Z", "2006-08-07T23:59:00Z"):
        with pytest.raises(InputError, match=rf"date = {later}: {DOWN}$"):
            scenario.budget(LINK, later)


def test_an_instant_below_the_horizon_before_the_decay_says_why_no_pass_was_searched(flown):
    notes = flown("2006-08-05T00:00:00Z", "2006-08-08T00:00:00Z").budget(LINK, "2006-08-05T01:00:00Z").notes
    expected = re.compile(rf"below the horizon .*; no search for the next pass: mission\.end = .*{DOWN}$")
    assert any(expected.search(note) for note in notes)


def test_no_passes_are_found_beyond_the_decay(flown):
    scenario = flown("2006-08-05T00:00:00Z", "2006-08-06T00:00:00Z")
    start_utc_s, end_utc_s = parse_utc("2006-08-05"), parse_utc("2006-09-05")
    with pytest.raises(LinkBudgetError, match=DOWN):
        find_passes(
            sample(scenario.trajectory, start_utc_s, end_utc_s), scenario.station("my-roof"), start_utc_s, end_utc_s
        )


@pytest.mark.parametrize("question", QUESTIONS)
def test_elements_that_are_too_old_answer_no_question_about_time(question, flown):
    scenario = flown("2008-06-26T12:00:00Z", "2008-06-27T12:00:00Z")
    with pytest.raises(InputError, match=f"2008-06-2.*: {OLD}$"):
        QUESTIONS[question](scenario)
    with pytest.raises(InputError, match=f"date = 2008-06-26T13:00:00Z: {OLD}$"):
        scenario.budget(LINK, "2008-06-26T13:00:00Z")


def test_a_distance_needs_no_orbit(flown):
    scenario = flown("2008-06-26T12:00:00Z", "2008-06-27T12:00:00Z")
    assert np.isfinite(scenario.budget(LINK, range_m=1e6)["margin_db"])


def test_mistakes_in_both_lines_are_named_with_file_and_key(flown, tmp_path):
    text = flown("2006-08-04T00:00:00Z", "2006-08-06T00:00:00Z").file.read_text(encoding="utf-8")
    file = tmp_path / "damaged.toml"
    file.write_text(text.replace("06177.", "06177,").replace("  51.5595", " 151,5595"), encoding="utf-8")
    _, mistakes = check(str(file))
    assert [one.split(" cannot be read")[0] for one in mistakes] == [
        f"{file}: trajectory.line1: line 1, columns 21 to 32 (day of the epoch) = '177,28732010'",
        f"{file}: trajectory.line2: line 2, columns 9 to 16 (inclination) = '151,5595'",
    ]


def test_a_scenario_may_ignore_checksums(flown, tmp_path):
    text = flown("2006-08-04T00:00:00Z", "2006-08-06T00:00:00Z").file.read_text(encoding="utf-8")
    file = tmp_path / "unchecked.toml"
    wrong = text.replace(FRAGMENT[0], f"{FRAGMENT[0][:68]}9")
    file.write_text(wrong, encoding="utf-8")
    (mistake,) = check(str(file))[1]
    assert "trajectory.line1: line 1, column 69 (checksum) = '9': expected 1 for these columns" in mistake
    file.write_text(wrong.replace('kind = "tle"\n', 'kind = "tle"\nchecksum = "ignored"\n'), encoding="utf-8")
    assert check(str(file))[1] == []
