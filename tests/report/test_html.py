"""Sentences of the report say what their numbers belong to, in words."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.mission.story import CLOSED, SHORT, tell
from linkbudget.plots.standing import out_of_use_text
from linkbudget.report.first_screen import what_is_lacking
from linkbudget.report.html import _events, _heard, verdict
from linkbudget.report.story_section import story
from tests.plots.conftest import loaded


@pytest.mark.parametrize(
    ("reference", "when", "state"),
    [
        ("1962-11-03T12:00:00Z", "In use from 7 November 1962.", "to come"),
        ("1963-04-20T12:00:00Z", "In use until 21 March 1963.", "gone"),
    ],
)
def test_a_link_that_is_not_in_use_at_the_reference_is_yet_to_come_or_has_gone(tmp_path, reference, when, state):
    text = lb.load("mars1").file.read_text(encoding="utf-8")
    file = tmp_path / "mars1.toml"
    file.write_text(text.replace('{ value = "1963-03-21T17:00:00Z"', f'{{ value = "{reference}"', 1), encoding="utf-8")
    scenario = lb.load(file)
    stories = {story.name: story for story in tell(scenario, scenario.run(5 * 86400.0))}
    semi = stories["telemetry-32cm-semi"]
    assert verdict(semi, "then", out_of_use_text(scenario, semi.name)).endswith(when)
    assert semi.is_to_come == (state == "to come")
    assert ("1962-11-07" if semi.is_to_come else "1963-03-21") in semi.budget.at  # its first or last pass in use


def a_story(closing_margin_db, decides="Data", **more):
    verdict = SimpleNamespace(limited_by=decides)
    state = CLOSED if closing_margin_db >= 0.0 else SHORT
    return SimpleNamespace(
        closing_margin_db=closing_margin_db, state=state, budget=SimpleNamespace(verdict=verdict), **more
    )


@pytest.mark.parametrize(
    ("margin_db", "decides", "said"),
    [
        (math.nan, "Data", "the quality asked for cannot be had"),
        (-math.inf, "Carrier", "no signal in that direction"),
        (-3.02, "Carrier", "carrier too weak"),
        (-3.02, "Data", "data too weak"),
        (-0.55, "C/N0", "C/N0 too low"),
    ],
)
def test_what_is_lacking_names_the_requirement_that_decides(margin_db, decides, said):
    assert what_is_lacking(a_story(margin_db, decides)) == said


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
    words = f"{said.format(far='100 million km away')} 1.0 dB to spare on 21 March 1963."
    assert verdict(a_story(1.0, passes=passes), "on 21 March 1963") == words


def test_verdict_of_a_link_that_has_become_too_weak_says_what_it_lacks():
    words = verdict(a_story(-2.0, "Carrier", passes=passes_of(True, False, kept_until=True)), "at 36 million km")
    assert words.endswith("and then no more. Carrier too weak at 36 million km, 2.0 dB short.")


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
    text = " ".join(story(loaded("mars1")))
    assert text.startswith(
        "At the stated values all 61 planned sessions are held, the last on 21 March 1963 over 922.76 MHz"
    )
    chosen, record, silence = (
        text.index(words) for words in ("One choice was made", "No document states", "nothing was")
    )
    assert chosen < record < silence
    assert "the carrier loop bandwidth of 8 Hz (with 20 Hz" in text
    assert "stay guesses" in text
    assert "As far as they are assumed to go, these would not: Battery" in text


def test_a_mission_without_sessions_record_and_loss_has_no_story():
    assert story(lb.load("cubesat")) == []


def test_published_numbers_of_sessions_stand_beside_those_of_the_plan():
    rows = {row["title"]: row["sessions"] for row in _events(loaded("mars1"))}
    assert rows.pop("A month: 37 sessions") == "37 sessions are published until then; the scenario plans 37."
    assert set(rows.values()) == {""}
