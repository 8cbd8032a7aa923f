"""Sentences of the report say what their numbers belong to, in words."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.mission.story import tell
from linkbudget.report.html import _events, _heard, lead, state, verdict
from linkbudget.report.story_section import story


def stories_of(name, step_s):
    scenario = lb.load(name)
    return {story.name: story for story in tell(scenario, scenario.run(step_s))}


def test_links_that_are_compared_at_a_distance_are_not_called_those_of_an_instant():
    stories = stories_of("marco", 6 * 3600.0)
    assert lead(list(stories.values())).startswith("At the reference distance 3 of the 3 links in use closed.")
    assert "at the reference distance it would have closed" in verdict(stories["lga-34m"])


def test_links_that_are_compared_at_an_instant_are_and_numbers_have_names_in_words():
    text = lead(list(stories_of("cubesat", 60.0).values()))
    assert text.startswith("At the reference instant 1 of the 1 links in use closed.")
    assert "What moves it most is the transmitter antenna gain (assumed)" in text


@pytest.mark.parametrize(
    ("reference", "when"),
    [("1962-11-03T12:00:00Z", "before 7 November 1962"), ("1963-04-20T12:00:00Z", "after 21 March")],
)
def test_a_link_that_is_not_in_use_at_the_reference_is_yet_to_come_or_has_gone(tmp_path, reference, when):
    text = lb.load("mars1").file.read_text(encoding="utf-8")
    file = tmp_path / "mars1.toml"
    file.write_text(text.replace('{ value = "1963-03-21T17:00:00Z"', f'{{ value = "{reference}"', 1), encoding="utf-8")
    scenario = lb.load(file)
    stories = {story.name: story for story in tell(scenario, scenario.run(5 * 86400.0))}
    assert f"Not in use {when}" in verdict(stories["telemetry-32cm-semi"])


def a_story(closing_margin_db, decides="Data", **more):
    verdict = SimpleNamespace(limited_by=decides)
    closed = closing_margin_db >= 0.0
    return SimpleNamespace(
        closing_margin_db=closing_margin_db, closed=closed, budget=SimpleNamespace(verdict=verdict), **more
    )


@pytest.mark.parametrize(
    ("margin_db", "decides", "said"),
    [
        (math.nan, "Data", "quality beyond reach"),
        (-math.inf, "Carrier", "no signal in that direction"),
        (0.0, "Data", "closed"),
        (-3.02, "Carrier", "carrier lost, 3.0 dB short"),
        (-3.02, "Data", "3.0 dB short"),
        (-0.55, "Ranging", "0.6 dB short (Ranging)"),
    ],
)
def test_state_says_what_is_lacking(margin_db, decides, said):
    assert state(a_story(margin_db, decides)) == said


def passes_of(*closed, last="1963-03-21", distance_m=100e9, kept_until=False):
    heard = any(closed)
    return SimpleNamespace(
        closed=np.array(closed, dtype=bool),
        last=np.datetime64(last) if heard else None,
        last_distance_m=distance_m,
        kept_until=kept_until,
    )


@pytest.mark.parametrize(
    ("passes", "said"),
    [
        (passes_of(), "Never above the lowest elevation while in use."),
        (passes_of(False, False), "Closed in none of 2 passes while in use."),
        (passes_of(True, True, distance_m=1e6), "Closed in every pass while in use, to 21 March 1963."),
        (passes_of(True, False, kept_until=True), "Closed in every pass until 21 March 1963, {far}, and then no more."),
        (passes_of(False, True, False), "Closed in 1 of 3 passes while in use, last on 21 March 1963, {far}."),
    ],
)
def test_verdict_tells_how_long_the_link_closed(passes, said):
    assert verdict(a_story(1.0, passes=passes, in_use=True)) == said.format(far="100 million km away")


@pytest.mark.parametrize(
    ("margin_db", "said"),
    [
        (2.04, "a was heard: the stated values leave it 2.0 dB."),
        (-2.04, "a was heard, though the stated values leave it 2.0 dB short: something was better."),
        (-math.inf, "a was heard, though the stated values let nothing through."),
    ],
)
def test_link_that_was_heard_is_held_against_the_stated_values(margin_db, said):
    scenario = SimpleNamespace(budget=lambda name, at: {"closing_margin_db": margin_db})
    assert _heard(scenario, "a", 0.0) == said


def test_story_of_mars1_goes_from_launch_to_silence_and_says_what_each_number_rests_on():
    text = " ".join(story(lb.load("mars1")))
    assert text.startswith(
        "At the stated values all 61 planned sessions are held, the last on 21 March 1963 over 922.76 MHz"
    )
    chosen, record, silence = (
        text.index(words) for words in ("One choice was made", "No document states", "nothing was")
    )
    assert chosen < record < silence
    assert "the carrier loop bandwidth of 8 Hz (with 20 Hz" in text
    assert "stay guesses" in text
    assert "As far as they are assumed to go, these would not: battery" in text


def test_a_mission_without_sessions_record_and_loss_has_no_story():
    assert story(lb.load("cubesat")) == []


def test_published_numbers_of_sessions_stand_beside_those_of_the_plan():
    rows = {row["title"]: row["sessions"] for row in _events(lb.load("mars1"))}
    assert rows.pop("A month: 37 sessions") == "37 sessions are published until then; the scenario plans 37."
    assert set(rows.values()) == {""}
