"""Causes of a loss of contact: how far each must have gone to end it, and with what probability.

All uncertain numbers are drawn; only cases count that agree with the observations of the scenario
(:mod:`linkbudget.studies.inference`), or without any, in which the link closed in every session until the last, since
it was heard.  In each of them a cause must eat up the margin that was left.  Where the distance alone would have
ended contact by the next session, no cause is needed at all; that probability is stated beside them.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import logsumexp

from linkbudget.errors import InputError
from linkbudget.formatting import date_text, decibels_text, duration_text, percent_text, quantity_text, span_text
from linkbudget.geometry.clock import DAY_S, format_utc, parse_utc
from linkbudget.link.case import Case
from linkbudget.link.verdict import CLOSING
from linkbudget.mission.reports import instants_of, nearest_culminations
from linkbudget.mission.scenario import Scenario
from linkbudget.mission.sessions import planned_slots
from linkbudget.mission.sight import NotedCase, scenario_link
from linkbudget.notebook import Shown
from linkbudget.scenario_files.config_observations import Observation
from linkbudget.scenario_files.config_operations import ContactLoss
from linkbudget.studies.annealing import effective_size, resampled
from linkbudget.studies.draws import draws_of
from linkbudget.studies.inference import Inference, inferred
from linkbudget.studies.loss_causes import CauseAnswer, KeptCases, answer_of_cause, middle_and_ends
from linkbudget.studies.record import read_record, reading_of

FEWEST = 100
"""Cases that must be left for a statement."""

MOST_SAMPLES = 2**16
"""Cases that are drawn at most."""


@dataclass(frozen=True, repr=False)
class ContactLossAnswer(Shown):
    """Answer of the study of a loss of contact: the causes and their probabilities.

    Attributes
    ----------
    link, at : str
        Link, and its last session.
    samples : int
        Cases drawn.
    share : float
        Probability of the record by the ranges alone, doubts in its reports included.
    margin_db : tuple of float
        Closing margin left at the last session, percentiles over the cases kept.
    distance_alone : float
        Share of the cases kept in which the link would not have closed in the next session, nothing having happened.
    next_session : str
        That session; empty where none was planned.
    causes : tuple of CauseAnswer
        The likeliest first.
    threshold : tuple of float
        Loop signal-to-noise ratio at which the carrier counts as lost, and the mean time between cycle slips there [dB,
        s]; NaN of a link without a carrier loop.
    """

    link: str
    at: str
    samples: int
    share: float
    margin_db: tuple[float, float, float]
    distance_alone: float
    next_session: str
    causes: tuple[CauseAnswer, ...]
    threshold: tuple[float, float] = (np.nan, np.nan)

    _PARTS = "linkbudget.studies.study_tables:causes_parts"

    def _in_short(self) -> str:
        return f"{len(self.causes)} causes, {self.link} after {self.at}"

    def sentences(self) -> list[str]:
        """The paragraph of a report."""
        low, middle, high = self.margin_db
        text = [
            f"By the ranges alone, what is reported of the links until {date_text(parse_utc(self.at))} has a "
            f"probability of {percent_text(self.share)}, doubts included; the cases that agree with it leave "
            f"{decibels_text(middle)} ({span_text(decibels_text(low), decibels_text(high))}) at the last session."
        ]
        if self.next_session:
            text.append(
                "Distance alone would have ended contact by the session of "
                f"{date_text(parse_utc(self.next_session))} in {percent_text(self.distance_alone)} of them."
            )
        if np.isfinite(self.threshold[0]):
            ratio_db, time_s = self.threshold
            text.append(
                f"The carrier counts as lost below {decibels_text(ratio_db)} in its loop, which slips a cycle every "
                f"{duration_text(time_s, 2)} on average there."
            )
        return text + [_sentence(one) for one in self.causes]

    def to_dict(self) -> dict:
        """Plain data, fit for JSON."""
        return {
            "link": self.link,
            "last_session": self.at,
            "samples": self.samples,
            "probability_of_the_record": self.share,
            "margin_left_db": [_number(value) for value in self.margin_db],
            "distance_alone": _number(self.distance_alone),
            "next_session": self.next_session or None,
            "threshold_loop_snr_db": _number(self.threshold[0]),
            "threshold_slip_time_s": _number(self.threshold[1]),
            "causes": [
                {
                    "title": one.title,
                    "kind": one.cause.kind,
                    "key": one.cause.key,
                    "unit": one.unit,
                    "present": _number(one.present),
                    "needed": [_number(value) for value in one.needed],
                    "per_day": _number(one.per_day),
                    "probability": _number(one.probability),
                    "status": one.status,
                }
                for one in self.causes
            ],
        }


@lru_cache(maxsize=4)  # a figure and a paragraph ask the same
def contact_loss(scenario: Scenario, samples: int = 2**13, *, seed: int = 1963) -> ContactLossAnswer:
    """Compute for each cause of a loss of contact how far it must have gone, and the probability that it did.

    Parameters
    ----------
    scenario : Scenario
        A mission with ``[contact_loss]``.
    samples : int
        Cases drawn [-].
    seed : int
        Of the draws [-].

    Returns
    -------
    ContactLossAnswer
        Causes, the likeliest first.

    Raises
    ------
    InputError
        If the scenario says nothing of a loss, too few cases agree with what was heard, or a cause cannot be.

    Examples
    --------
    >>> import linkbudget as lb
    >>> answer = lb.contact_loss(lb.load("mars1"))
    >>> print(f"{answer.causes[0].title}: {answer.causes[0].probability:.0%}")
    Antenna switched to the whips: 89%
    """
    said = scenario.config.contact_loss
    if said is None:
        raise InputError(f"{scenario.file}: contact_loss: missing; expected a table that names a link and causes")
    if seed < 0:
        raise InputError(f"seed = {seed}: expected a number at least 0")
    if not FEWEST <= samples <= MOST_SAMPLES:
        raise InputError(f"samples = {samples}: expected {FEWEST} to {MOST_SAMPLES}")
    at = format_utc(said.time_utc_s.value)
    case = scenario.case(said.link, at)
    if not draws_of(case):
        raise InputError(f"{scenario.file}: links.{said.link}: no number is uncertain; nothing to draw")
    record = read_record(scenario, _reports(scenario, said), also=[case])
    found = inferred(scenario, record, samples, seed=seed)
    kept = _agreeing(found, case)
    days = (said.time_utc_s.value - said.since_utc_s.value) / DAY_S
    answers = sorted((answer_of_cause(kept, cause, days) for cause in said.causes), key=lambda one: -one.probability)
    following = _next_session(scenario, said.time_utc_s.value)
    alone = np.nan
    if following is not None:
        when = nearest_culminations(scenario, scenario_link(case).far_end_name, np.array([following]))
        (later,) = [each for _, each in scenario.cases_over(said.link, when)]
        (margin,) = reading_of(scenario, record, later).lines(kept.drawn, [CLOSING])
        assert margin is not None  # every budget has it
        alone = float(np.mean(margin < 0.0))
    return ContactLossAnswer(
        said.link,
        at,
        samples,
        kept.share,
        middle_and_ends(kept.margin_db),
        alone,
        "" if following is None else format_utc(round(following)),
        tuple(answers),
        _threshold(case),
    )


def _threshold(case: Case) -> tuple[float, float]:
    """Loop signal-to-noise ratio at the threshold of the carrier, and the mean time between its cycle slips there."""
    lines = case.budget()
    ratio_db, time_s = (lines.get(key, np.nan) for key in ("required_loop_snr_db", "threshold_slip_time_s"))
    return float(ratio_db), float(time_s)


def _reports(scenario: Scenario, said: ContactLoss) -> list[Observation]:
    """Reports that cases must agree with: those of the scenario, or that the link was held in all its sessions."""
    if scenario.config.observations:
        return scenario.config.observations
    last = Observation(title="Last session", link=said.link, report="held", times_utc_s=(said.time_utc_s,))
    if scenario.config.sessions is None:
        return [last]
    start = scenario.config.mission.start_utc_s
    every = Observation(title="Sessions", link=said.link, report="held", from_utc_s=start, until_utc_s=said.time_utc_s)
    try:
        instants_of(scenario, every)
    except InputError:  # no session of its own but the last
        return [last]
    return [every, last]


def _agreeing(found: Inference, case: NotedCase) -> KeptCases:
    """Cases that agree with the record and in which the link closed in its last session, of equal weight."""
    scenario, record = found.scenario, found.record
    reading = reading_of(scenario, record, case)
    (margin,) = reading.lines(found.values, [CLOSING])
    assert margin is not None  # every budget has it
    weights = np.where(margin[0] >= 0.0, found.log_weights, -np.inf)
    if effective_size(weights) < FEWEST:
        raise InputError(
            f"{scenario.file}: contact_loss: the link closes in its last session in {effective_size(weights):.0f} of "
            f"{found.draws} cases that agree with the observations; expected {FEWEST} or more: more samples, or ranges "
            "that allow what was heard"
        )
    share = float(np.exp(logsumexp(weights)) / found.draws)
    kept = np.flatnonzero(np.isfinite(weights))
    if np.ptp(weights[kept]) > 0.0:
        kept = resampled(weights, kept.size, np.random.default_rng(found.seed))
    drawn = found.values[:, kept]
    values = {key: drawn[place] for key, place in reading.places.items()}
    return KeptCases(scenario, case, values, margin[0, kept], found.seed, drawn, share)


def _next_session(scenario: Scenario, utc_s: float) -> float | None:
    """The first planned session a day or more after an instant, or the next interval of the calendar [s]."""
    plan = scenario.config.sessions
    if plan is None or not plan.calendar:
        return None
    later = [slot.date_utc_s for slot in planned_slots(scenario) if slot.date_utc_s > utc_s + DAY_S]
    every = plan.calendar[-1].every_s
    following = min(later, default=utc_s + every.value if every else np.inf)
    return following if following <= scenario.config.mission.end_utc_s.value else None


def _sentence(one: CauseAnswer) -> str:
    likely = f"{percent_text(one.probability)} of the cases"
    low, middle, high = (_extent_text(value, one.unit) for value in one.needed)
    if np.isnan(one.needed[1]):
        return f"{one.title}: no extent would have ended contact."
    if one.cause.kind == "switch":
        return f"{one.title}: costs {decibels_text(one.present)}, which ends contact in {likely}."
    span = middle if low == high else f"{middle} ({span_text(low, high)})"
    assumed = f"if it went as far as assumed, it did in {likely}."
    if one.cause.kind == "battery":
        return f"{one.title}: ends contact with {span} of its capacity lost; {assumed}"
    if one.cause.kind == "starved":
        return (
            f"{one.title}: begins once the array makes {span} of what it is thought to make, which the loads that are "
            f"always on need; with array and loads as uncertain as assumed, it ended contact in {likely}."
        )
    if one.cause.relative:
        return f"{one.title}: ends contact at {span} of what it was; {assumed}"
    growth = f", {_extent_text(one.per_day, one.unit)} a day" if np.isfinite(one.per_day) else ""
    return f"{one.title}: ends contact at {span}{growth}; {assumed}"


def _extent_text(value: float, unit: str) -> str:
    """An extent with its unit; one without a unit is a share."""
    return percent_text(value) if unit == "-" else quantity_text(value, unit, 3)


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
