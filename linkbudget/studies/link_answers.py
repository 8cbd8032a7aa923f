"""Answer on each link of a mission: until when and how far it closed, at which rate, with which margin, how surely.

The map: :func:`link_answers` and :class:`LinkAnswer`; :func:`probabilities`, the probability that a case closes.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from linkbudget.link.verdict import CLOSING
from linkbudget.mission.scenario import Scenario
from linkbudget.mission.sight import NotedCase
from linkbudget.mission.story import LinkStory
from linkbudget.studies.draws import draws_of, shares
from linkbudget.studies.inference import EQUAL_DRAWS, usual_inference
from linkbudget.studies.record import Reading, reading_of

SEED = 1963


@dataclass(frozen=True)
class LinkAnswer:
    """Answer on a link, from its story.

    Attributes
    ----------
    story : LinkStory
        When and how far the link closed, and its budget at the reference or when it was last in use.
    probability : float
        Probability that it closes in that budget, every uncertain number drawn from its range; NaN without any [-].
    probability_with_record : float
        The same where the numbers also agree with the observations of the scenario; NaN where they concern
        no number of this link [-].
    """

    story: LinkStory
    probability: float
    probability_with_record: float

    @property
    def likeliest(self) -> float:
        """The probability that uses most of what is known [-]."""
        return self.probability if np.isnan(self.probability_with_record) else self.probability_with_record

    @property
    def rate(self) -> float:
        """Rate that the link is judged at [bit/s or pixel/s]; NaN of a link that carries nothing."""
        budget = self.story.budget
        key = "pixel_rate_pixels_per_s" if self.story.carries_pixels else "bit_rate_bps"
        return float(budget.get(key, np.nan))


def link_answers(scenario: Scenario, stories: Iterable[LinkStory]) -> list[LinkAnswer]:
    """Answers on the links of a scenario, in its order.

    Parameters
    ----------
    scenario : Scenario
        The mission.
    stories : iterable of LinkStory
        Those of its links, as :func:`linkbudget.mission.story.tell` makes them of a timeline.

    Examples
    --------
    >>> import linkbudget as lb
    >>> from linkbudget.mission.story import tell
    >>> cubesat = lb.load("cubesat")
    >>> (answer,) = link_answers(cubesat, tell(cubesat, cubesat.run(60.0)))
    >>> f"{answer.rate:.0f} bit/s, {answer.story.closing_margin_db:.1f} dB"
    '9600 bit/s, 13.0 dB'
    """
    return [LinkAnswer(story, *probabilities(scenario, story.case)) for story in stories]


def probabilities(scenario: Scenario, case: NotedCase) -> tuple[float, float]:
    """Probabilities that a case closes: by the ranges of its numbers alone, and with the observations of the scenario.

    NaN stands for the first where nothing is uncertain, and for the second where no observation concerns any of its
    numbers.
    """
    draws = draws_of(case)
    if not draws:
        return np.nan, np.nan
    uniform = shares("sobol", len(draws), 0, EQUAL_DRAWS, SEED, np.random.default_rng(SEED))
    values = np.array([draw.values(row) for draw, row in zip(draws, uniform, strict=True)])
    reading = Reading(case, {draw.key: place for place, draw in enumerate(draws)}, 1)
    alone = _closing(reading, values)
    if not scenario.config.observations:
        return alone, np.nan
    found = usual_inference(scenario)
    known = reading_of(scenario, found.record, case).places
    if not known:
        return alone, np.nan
    for key, place in known.items():
        values[reading.places[key]] = found.equal_draws[1][place]
    return alone, _closing(reading, values)


def _closing(reading: Reading, values: np.ndarray) -> float:
    """Share of draws in which a case closes."""
    (margin,) = reading.lines(values, [CLOSING])
    return float(np.mean(margin >= 0.0)) if margin is not None else np.nan
