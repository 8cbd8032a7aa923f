"""Probability that a link closed, in a sentence, with the uncertain numbers that matter most.

A scenario's events may say which links were *heard*.  For each of them :func:`certainties` draws all uncertain numbers
at that instant and asks which of them make the variance; :func:`sentence` says it, and :func:`meaning` what follows
from the fact that the link was heard.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from linkbudget.errors import InputError
from linkbudget.formatting import cases_text, date_text, list_text, quantity_text, share_text
from linkbudget.geometry.clock import format_utc, parse_utc
from linkbudget.labels import spoken
from linkbudget.link.case import Case
from linkbudget.link.verdict import CLOSING
from linkbudget.mission.paths import path_over
from linkbudget.mission.scenario import Scenario
from linkbudget.parameters import ASSUMED_STATUSES
from linkbudget.studies.draws import draws_of, shares
from linkbudget.studies.montecarlo import MonteCarlo, montecarlo
from linkbudget.studies.sensitivity import Sensitivity, sensitivity

SAMPLES = 2**16
"""Draws of a Monte Carlo, as on the command line."""

SEED = 1963

SMALL_SHARE = 0.1
"""Share of the variance from which an unknown is named after the first one [-]."""


@dataclass(frozen=True, eq=False)
class Certainty:
    """A link at an instant, all its uncertain numbers drawn, and what each of them does.

    ``sensitivity`` has no shares of the variance (NaN) where the closing margin is not a number in all cases.
    """

    case: Case
    title: str
    montecarlo: MonteCarlo
    sensitivity: Sensitivity

    @property
    def chance(self) -> float:
        """Share of cases in which the link closes."""
        return self.montecarlo.probability()[0]

    def middles(self, key: str) -> tuple[float, float]:
        """Median of a drawn number in all cases, and in those in which the link closes."""
        draws = self.montecarlo.draws
        place = [draw.key for draw in draws].index(key)
        closing = self.montecarlo.values(CLOSING) >= 0.0
        uniform = shares("sobol", len(draws), 0, closing.size, SEED, np.random.default_rng(SEED))[place]
        values = draws[place].values(uniform)
        return float(np.median(values)), float(np.median(values[closing])) if closing.any() else float("nan")


def is_uncertain(scenario: Scenario, link: str) -> bool:
    """True where some number of a link has a range and a shape."""
    model = scenario.link(link)
    station = None if model.station is None else scenario.config.stations[model.station]
    path = path_over(station, model, 1e9, 90.0, 0.0)
    return bool(draws_of(Case(model, path, default_shape=scenario.config.mission.default_shape)))


def heard_links(scenario: Scenario) -> dict[str, str]:
    """Links that an event says were heard, each with the last such instant in UTC, latest last."""
    events = sorted(scenario.config.events, key=lambda event: event.time_utc_s.value)
    last: dict[str, str] = {}
    for event in events:
        for name in event.heard:
            last.pop(name, None)
            last[name] = format_utc(event.time_utc_s.value)
    return last


def usual_link(scenario: Scenario) -> str | None:
    """The uncertain link that is asked about first: the one heard last, or else the first; none without any."""
    names = [*reversed(heard_links(scenario)), *scenario.links]
    return next((name for name in names if is_uncertain(scenario, name)), None)


def usual_case(scenario: Scenario, link: str, at: str | None = None) -> Case:
    """A link at an instant: without one, when it was last heard, or else when it is up nearest to the reference."""
    heard = heard_links(scenario).get(link) if at is None else None
    if heard is not None and is_up(case := scenario.case(link, heard)):
        return case
    return scenario.case_when_up(link, at)


def is_up(case: Case) -> bool:
    """True where the two ends see each other."""
    return bool(case.path.in_sight)


def is_in_use(case: Case) -> bool:
    """True where the link was in use at the instant of the case, or no instant is named."""
    since, until = (getattr(case.link, f"in_use_{end}_utc_s", None) for end in ("from", "until"))
    if case.at is None:
        return True
    utc_s = parse_utc(case.at)
    return (since is None or utc_s >= since.value) and (until is None or utc_s < until.value)


@lru_cache(maxsize=4)
def certainty(scenario: Scenario, link: str, at: str | None = None) -> Certainty:
    """All uncertain numbers of a link drawn, and their shares of the variance; the last few answers are kept.

    Raises
    ------
    InputError
        If nothing is uncertain, or the spacecraft is not up at that instant.

    Examples
    --------
    >>> import linkbudget as lb
    >>> print(sentence(certainty(lb.load("mars_express"), "telecommand")))
    Telecommand, high-gain antenna, 1 kbit/s: with all 11 uncertain numbers drawn from their ranges, it closes in all
    65 536 cases; the transmitter antenna gain matters most (38 % of the variance), then the implementation loss (24 %)
    and the transmitter line loss (17 %); all of it comes from documented values.
    """
    case = usual_case(scenario, link, at)
    drawn = montecarlo(case, SAMPLES, seed=SEED)
    try:
        shares_of = sensitivity(case, seed=SEED)
    except InputError:  # no answer for some draws: no variance to share
        shares_of = sensitivity(case, seed=SEED, indices=False)
    return Certainty(case, scenario.links[link].title, drawn, shares_of)


def certainties(scenario: Scenario) -> list[Certainty]:
    """One for each uncertain link that was heard while above the horizon of its station."""
    return [
        certainty(scenario, name, at)
        for name, at in heard_links(scenario).items()
        if is_uncertain(scenario, name) and is_up(scenario.case(name, at))
    ]


def sentence(found: Certainty) -> str:
    """Sentence on the probability that the link closed, the numbers that matter most, and the assumed variance."""
    numbers, samples = len(found.montecarlo.draws), found.montecarlo.margins.sizes["sample"]
    drawn = "with its one uncertain number" if numbers == 1 else f"with all {numbers} uncertain numbers"
    when = f"closed on {date_text(parse_utc(found.case.at))}" if found.case.at else "closes"
    if not is_in_use(found.case):
        when = f"would have {when}"
    cases = cases_text(found.chance, samples)
    parts = [
        f"{found.title}: {drawn} drawn from {'its range' if numbers == 1 else 'their ranges'}, it {when} in {cases}"
    ]
    return "; ".join([*parts, *_who_matters(found.sensitivity)]) + "."


def _who_matters(found: Sensitivity) -> list[str]:
    """Parts of the sentence: the uncertain numbers that matter most, and the status behind most of the variance."""
    ranked = [one for one in found.influences if one.total > 0.0]
    if not ranked:
        return []
    first, *others = ranked
    text = f"the {spoken(first.key)} matters most ({share_text(first.total)} of the variance)"
    beside = [f"the {spoken(one.key)} ({share_text(one.total)})" for one in others[:2] if one.total >= SMALL_SHARE]
    text += f", then {list_text(beside)}" if beside else ""
    assumed = [status for status in ASSUMED_STATUSES if status in found.by_status]
    statuses: list[str] = [*assumed] or [max(found.by_status, key=lambda key: found.by_status[key])]
    status = "assumed" if assumed else statuses[0]
    share = sum(found.by_status[status][0] for status in statuses)
    share = min(max(share, 0.0), 1.0 if len(found.by_status) == len(statuses) else 0.9999)
    return [text, f"{share_text(share)} of it comes from {status} values"]


def meaning(found: Certainty) -> str:
    """Sentences on the uncertain numbers, given that the link was heard."""
    if found.chance == 0.0:
        return (
            "It was heard all the same. So some range or some model must be wrong, or less than is required here was "
            "enough."
        )
    if found.chance >= 0.5:
        return "It was heard, as most of these cases have it; that says little of the uncertain numbers."
    moved = [one.key for one in found.sensitivity.influences[:2]]
    units = {key: found.case.unit(key) for key in moved}
    middles = {key: [quantity_text(value, units[key], 2) for value in found.middles(key)] for key in moved}
    shifts = list_text(f"{spoken(key)} {closed} rather than {every}" for key, (every, closed) in middles.items())
    return (
        "It was heard all the same. So either the true values lie in the favourable part of these ranges (in the "
        f"cases that closed, the middle values are {shifts}), or less than is required here was enough. The "
        "probability refers to the assumptions, not to the event."
    )
