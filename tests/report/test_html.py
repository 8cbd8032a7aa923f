"""Sentences of the report say what their numbers belong to, in words."""

import linkbudget as lb
from linkbudget.mission.story import tell
from linkbudget.report.html import lead, verdict


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
