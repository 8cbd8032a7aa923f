"""First screen of a report: its words for missions of every kind, and its numbers against budgets and draws."""

import json

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.formatting import decibels_text
from linkbudget.mission.story import CLOSED, GONE, SHORT
from linkbudget.report.first_screen import (
    HEADS,
    answer_groups,
    answer_rows,
    answers_dict,
    answers_table,
    dates_and_reach,
    first_sentence,
    margin_heading,
    probability_text,
    reference_words,
    summary,
    what_moves_it,
)
from linkbudget.studies.link_answers import LinkAnswer, probabilities
from linkbudget.studies.montecarlo import montecarlo
from tests.report.missions import answered, told

NAN = float("nan")


def answers_of(name, step_s, *, sure=False):
    scenario, _, stories = told(name, step_s)
    return scenario, answered(name, step_s) if sure else [LinkAnswer(one, NAN, NAN) for one in stories]


@pytest.fixture(scope="module")
def mars1():
    return answers_of("mars1", 6 * 3600.0, sure=True)


def test_mars1_in_one_minute(mars1):
    scenario, answers = mars1
    assert first_sentence(scenario) == "Mars 1 was the first spacecraft sent past Mars that was heard for months."
    assert dates_and_reach(scenario, 261.6e9).startswith("1 November 1962 to 30 June 1963, as far as 261.6 million km")
    text = summary(scenario, answers)
    assert text.startswith("3 of the 6 links in use closed on 21 March 1963 (last contact).")
    assert "“922.76 MHz telemetry, semi-directional antenna”, with 0.96 dB to spare" in text
    assert margin_heading(scenario, answers) == "Margin on 21 March 1963"


def test_links_stand_in_three_groups_and_the_dead_say_until_when_they_were_in_use(mars1):
    groups = answer_groups(answer_rows(*mars1), reference_words(*mars1))
    assert [heading for heading, _ in groups] == [
        "Closed on 21 March 1963 (last contact)",
        "Too weak on 21 March 1963 (last contact)",
        "In use until 7 November 1962",
    ]
    assert [len(rows) for _, rows in groups] == [3, 3, 4]
    assert [{row.state for row in rows} for _, rows in groups] == [{CLOSED}, {SHORT}, {GONE}]
    dish = next(row for _, rows in groups for row in rows if row.name == "telemetry-32cm-dish")
    assert (dish.until, dish.how_far, dish.when) == ("6 November 1962", "1.87 million km", "on 6 November 1962")


def test_margins_are_those_of_the_verdicts(mars1):
    scenario, answers = mars1
    for answer in answers:
        story, row = answer.story, next(row for row in answer_rows(*mars1) if row.name == answer.story.name)
        verdict = scenario.budget(story.name, story.budget.at).verdict
        assert row.margin == decibels_text(verdict.closing_margin_db, decimals=2, sign=True)
        assert (row.state == SHORT) == (story.in_use and not verdict.closes)


def test_chances_by_the_ranges_are_those_of_a_monte_carlo(mars1):
    scenario, answers = mars1
    semi = next(one for one in answers if one.story.name == "telemetry-32cm-semi")
    drawn = montecarlo(scenario.case("telemetry-32cm-semi", semi.story.budget.at), 2**16)
    assert semi.probability == pytest.approx(drawn.probability()[0], abs=0.02)  # 4096 draws: three standard errors
    assert semi.probability_with_record > 0.9  # it was heard
    assert semi.likeliest == semi.probability_with_record


def test_what_is_recorded_of_other_links_says_nothing_of_a_link_that_shares_no_number(mars1):
    _, answers = mars1
    omni = next(one for one in answers if one.story.name == "telemetry-160cm")
    assert np.isnan(omni.probability_with_record)
    assert omni.likeliest == omni.probability == 0.0


def test_a_link_without_ranges_has_no_chance():
    scenario = lb.load("cubesat")
    assert np.isnan(probabilities(scenario, scenario.case_when_up("uhf-downlink"))).all()


def test_one_link_is_not_counted():
    scenario, answers = answers_of("cubesat", None)
    text = summary(scenario, answers)
    assert text == "The link “UHF downlink, 9600 bit/s” closed at 05:22 on 1 March 2026, with 12.97 dB to spare."
    assert first_sentence(scenario) == "One link with My roof."
    assert dates_and_reach(scenario, 6.8e6) == "1 March 2026 to 2 March 2026"  # no word of its distance
    assert what_moves_it(answers).startswith(
        "What moves “UHF downlink, 9600 bit/s” most is the transmitter antenna gain"
    )
    (row,) = answer_rows(scenario, answers)
    assert (row.until, row.how_far, row.rate, row.probability) == ("all 4 passes", "1845 km", "9.6 kbit/s", "")


def test_links_at_stated_distances_say_so():
    scenario, answers = answers_of("marco", 6 * 3600.0)
    assert summary(scenario, answers).startswith("All 3 links in use closed at 160 million km.")
    assert margin_heading(scenario, answers) == "Margin at 160 million km"
    rows = {row.name: row for row in answer_rows(scenario, answers)}
    assert rows["mga-34m"].when == "at 74.8 million km"
    assert rows["hga-34m"].when == ""


def test_a_satellite_that_never_sets_has_no_passes_to_count():
    scenario, answers = answers_of("geostationary", None)
    assert {row.until for row in answer_rows(scenario, answers)} == {"always in sight"}


def test_an_event_that_begins_with_an_abbreviation_keeps_its_capitals():
    scenario, answers = answers_of("venera2", 86400.0)
    assert reference_words(scenario, answers) == "on 31 December 1965 (TASS: 15.5 million km)"


def test_both_links_of_two_and_numbers_have_names_in_words():
    scenario, answers = answers_of("sputnik24", 60.0)
    assert summary(scenario, answers).startswith("Both links in use closed at 17:08 on 4 November 1962.")
    assert "the transmitter power (assumed)" in what_moves_it(answers)


def test_the_same_as_data_has_numbers_beside_its_words(mars1):
    data = answers_dict(*mars1)
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    semi = data["links"][0]
    assert (semi["link"], semi["state"], semi["rate"], semi["rate_unit"]) == (
        "telemetry-32cm-semi",
        CLOSED,
        1.0,
        "bit/s",
    )
    assert tuple(semi["words"]) == HEADS
    assert list(semi["words"].values())[1:] == ["21 March 1963", "106.7 million km", "1 bit/s", "+0.96 dB", "98 %"]
    dish = data["links"][6]
    assert (dish["state"], dish["group"]) == (GONE, "In use until 7 November 1962")


def test_a_terminal_has_the_same_words_under_the_same_groups(mars1):
    table = answers_table(answers_dict(*mars1))
    text = table.text(80)
    assert max(map(len, text.splitlines())) <= 80
    assert [row[0] for row in table.rows if len(row) == 1] == [
        heading for heading, _ in answer_groups(answer_rows(*mars1), reference_words(*mars1))
    ]
    assert "+0.96 dB" in text
    assert table.csv().startswith("link,state,closed_until,distance_m,rate,")


def test_a_chance_is_no_surer_than_its_draws():
    assert [probability_text(one) for one in (0.0, 0.0004, 0.006, 0.5, 0.994, 0.9996, 1.0)] == [
        "< 0.1 %",
        "< 0.1 %",
        "0.6 %",
        "50 %",
        "99.4 %",
        "> 99.9 %",
        "> 99.9 %",
    ]
