"""Packaged missions that the tests of reports share: each is flown, told and answered once a process."""

from functools import cache

from linkbudget.mission.story import tell
from linkbudget.studies.link_answers import link_answers
from tests.plots.conftest import loaded


@cache
def told(name: str, step_s: float | None):
    """Mission, timeline and stories."""
    scenario = loaded(name)
    timeline = scenario.run(step_s)
    return scenario, timeline, tell(scenario, timeline)


@cache
def answered(name: str, step_s: float | None):
    """Answers on the links of a mission, with their probabilities."""
    scenario, _, stories = told(name, step_s)
    return link_answers(scenario, stories)
