r"""Inference from the record of a mission: the posterior of unpublished numbers, margins and evidence.

    found = infer(lb.load("mars1"))
    found.quantiles("links.telemetry-32cm-dish.transmitter.power")
    found.margins("telemetry-32cm-semi", utc_s)          of any line at any instant

Draws of the prior are weighted by the likelihood of the reports (importance sampling).  Where fewer than
:data:`FEWEST_EFFECTIVE` of them would be left, each block of draws is annealed instead
(:mod:`linkbudget.studies.annealing`).  Either way the mean weight is the evidence, by which alternatives are compared.
Seed, method and number of draws fix every bit of the answer, however many processes work on it.

The map: :func:`infer` and :class:`Inference`; the rows of its tables stand in
:mod:`linkbudget.studies.inference_rows`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Literal, get_args

import numpy as np
from scipy.special import logsumexp

from linkbudget.errors import InputError, suggestion
from linkbudget.formatting import count_text, date_text, distance_text
from linkbudget.geometry.clock import format_utc
from linkbudget.link.verdict import CLOSING
from linkbudget.mission.scenario import Scenario
from linkbudget.notebook import Shown
from linkbudget.scenario_files.config_observations import Alternative
from linkbudget.studies.annealing import anneal, effective_size, resampled, shares_of
from linkbudget.studies.blocks import Block, Study, Variable
from linkbudget.studies.draws import check_seed, shares
from linkbudget.studies.inference_rows import Answer, Comparison, Influence, Shift, Worth
from linkbudget.studies.record import Reading, Record, Unknown, read_record, reading_of, stated_record
from linkbudget.studies.weighted import share_explained, weighted_mean, weighted_quantiles, weighted_variance
from linkbudget.studies.where import Where, run_study

Method = Literal["auto", "importance", "annealing"]
"""Way to the posterior: by weights, by annealing, or by weights unless too few draws would be left."""

DRAWS_A_BLOCK = 2**12
"""Draws of one stream of random numbers, which are annealed together."""

FEWEST_EFFECTIVE = 400.0
"""Effective draws below which the prior is annealed."""

LEAST_EFFECTIVE = 100.0
"""Effective draws below which there is no answer."""

MOST_DRAWS = 2**24

REPORT_DRAWS = 2**15
"""Draws of the inference that reports and figures show."""

EQUAL_DRAWS = 2**12
"""Draws of equal weight, of the prior and of the posterior, that margins are computed for."""

QUANTILES = (0.05, 0.5, 0.95)

MEASURED_DB = 1.0
"""Standard uncertainty of the measurements whose worth is asked for."""

_MEASURABLE = (
    "received_power_dbw",
    "cn0_dbhz",
    "carrier_cn0_dbhz",
    "eirp_dbw",
    "system_noise_temperature_dbk",
    "g_over_t_db_per_k",
)
"""Lines that somebody may have written down, in decibels."""


@dataclass(frozen=True)
class _Evaluate:
    """Draws of a block, and how they agree with the record."""

    record: Record
    method: Method
    seed: int

    def __call__(self, block: Block) -> dict[str, np.ndarray]:
        part = block.slices["draw"]
        count, stream = part.stop - part.start, block.generator(self.seed, "draw")
        uniform = shares("sobol", len(self.record.unknowns), part.start, count, self.seed, stream)
        if self.method == "annealing":
            done = anneal(self.record, uniform, stream)
            uniform, likelihoods = shares_of(done.scores), done.log_likelihoods
            weight = np.full(count, done.log_evidence)
        else:
            residuals = self.record.residuals_db(self.record.values(uniform))
            likelihoods = self.record.log_likelihoods(residuals)
            weight = likelihoods.sum(axis=0)
        return {"value": self.record.values(uniform), "log_likelihood": likelihoods, "log_weight": weight}


@dataclass(frozen=True, eq=False, repr=False)
class Inference(Shown):
    """The posterior of the unknown numbers of a mission, given its record.

    Attributes
    ----------
    scenario : Scenario
        The mission.
    record : Record
        Unknowns and reports.
    method : {"importance", "annealing"}
        How it was found.
    draws : int
        Draws, of the prior or of the posterior.
    values : ndarray
        Values of the unknowns, by unknown and draw, each in its unit.
    log_weights : ndarray
        Logarithms of the weights of the draws; their mean weight is the evidence.
    log_likelihoods : ndarray
        Logarithms of the likelihoods, by report and draw.
    """

    scenario: Scenario
    record: Record
    method: Method
    seed: int
    values: np.ndarray
    log_weights: np.ndarray
    log_likelihoods: np.ndarray
    where: Where = field(default_factory=Where)

    _PARTS = "linkbudget.studies.inference_tables:inference_parts"
    _INDEX = "name"

    def _in_short(self) -> str:
        return f"{len(self.record.unknowns)} unknowns, {count_text(self.draws)} draws, {self.scenario.name}"

    @property
    def draws(self) -> int:
        """Number of draws."""
        return self.log_weights.size

    @cached_property
    def weights(self) -> np.ndarray:
        """Weights of the draws; their sum is one."""
        weights = np.exp(self.log_weights - self.log_weights.max())
        return weights / weights.sum()

    @cached_property
    def effective_draws(self) -> float:
        """Number of independent equal draws the answer is worth; copies that annealing has not moved count once."""
        if self.method == "importance" or not np.isfinite(self.log_weights).any():
            return effective_size(self.log_weights)
        _, place = np.unique(self.values[self._continuous], return_inverse=True)
        together = np.bincount(place, self.weights)
        return float(together.sum() ** 2 / (together * together).sum())

    @property
    def _continuous(self) -> int:
        """Place of an unknown whose values do not repeat by themselves."""
        return int(np.argmax([np.unique(row[:DRAWS_A_BLOCK]).size for row in self.values]))

    @property
    def log_evidence(self) -> float:
        """Logarithm of the probability of the record, before anything else is known."""
        return float(logsumexp(self.log_weights)) - np.log(self.draws)

    @cached_property
    def evidence_error(self) -> float:
        """Standard error of the evidence, relative to it, from its scatter from block to block."""
        parts = [self.log_weights[first : first + DRAWS_A_BLOCK] for first in range(0, self.draws, DRAWS_A_BLOCK)]
        blocks = [logsumexp(part) - np.log(part.size) for part in parts]  # the last may be a short one
        if len(blocks) < 2:
            return float(1.0 / np.sqrt(self.effective_draws))
        means = np.exp(np.array(blocks) - self.log_evidence)
        return float(means.std(ddof=1) / np.sqrt(means.size))

    def place(self, name: str) -> int:
        """Place of an unknown, by its name."""
        names = [one.name for one in self.record.unknowns]
        if name not in names:
            raise InputError(f"{name}: no such unknown number; {suggestion(name, names, most=3)}")
        return names.index(name)

    def quantiles(self, name: str, shares=QUANTILES) -> np.ndarray:
        """Percentiles of an unknown after the evidence, in its unit."""
        return weighted_quantiles(self.values[self.place(name)], self.weights, shares)

    def prior_quantiles(self, name: str, shares=QUANTILES) -> np.ndarray:
        """Percentiles of an unknown before the evidence, in its unit."""
        return self.record.unknowns[self.place(name)].draw.values(np.asarray(shares, dtype=float))

    @cached_property
    def shifts(self) -> tuple[Shift, ...]:
        """All unknowns before and after the evidence, those that it narrows most first."""
        found = []
        for place, one in enumerate(self.record.unknowns):
            prior, posterior = self.prior_quantiles(one.name), self.quantiles(one.name)
            variance = weighted_variance(on_scale(one, self.values[place]), self.weights)
            narrowing = 1.0 - variance / one.draw.standard_deviation**2
            found.append(Shift(one, _three(prior), _three(posterior), float(narrowing)))
        return tuple(sorted(found, key=lambda each: -each.narrowing))

    @cached_property
    def equal_draws(self) -> tuple[np.ndarray, np.ndarray]:
        """Draws of the prior and of the posterior, of equal weight: two arrays of (unknown, draw)."""
        stream = np.random.default_rng(self.seed)
        uniform = shares("sobol", len(self.record.unknowns), 0, EQUAL_DRAWS, self.seed, stream)
        with np.errstate(divide="ignore"):
            kept = resampled(np.log(self.weights), EQUAL_DRAWS, stream)
        return self.record.values(uniform), self.values[:, kept]

    def margins(self, link: str, utc_s, line: str = CLOSING) -> tuple[np.ndarray, np.ndarray]:
        """A line of a link's budget at some instants, before and after the evidence.

        Parameters
        ----------
        link : str
            Name of the link.
        utc_s : array_like
            Instants inside the mission [s].
        line : str
            Name of the line.

        Returns
        -------
        before, after : ndarray
            Arrays of (instant, draw), draws of equal weight, in the unit of the line.
        """
        utc_s = np.atleast_1d(np.asarray(utc_s, dtype=float))
        both = np.full((2, utc_s.size, EQUAL_DRAWS), np.nan)
        for inside, case in self.scenario.cases_over(link, utc_s):
            both[:, inside] = self.before_and_after(reading_of(self.scenario, self.record, case), line)
        return both[0], both[1]

    def before_and_after(self, reading: Reading, line: str = CLOSING) -> tuple[np.ndarray, np.ndarray]:
        """A line of a budget before and after the evidence, arrays of (instant, draw), draws of equal weight."""
        (before,), (after,) = (reading.lines(values, [line]) for values in self.equal_draws)
        if before is None or after is None:
            raise InputError(f"{line}: no such line in the budget of {reading.case.name}")
        return before, after

    @cached_property
    def influences(self) -> tuple[Influence, ...]:
        """Weight of each report, in the order in which the scenario has them."""
        return tuple(self._influence(number) for number in range(len(self.record.accounts)))

    @cached_property
    def _prior_likelihoods(self) -> np.ndarray:
        """Logarithms of the likelihoods of draws of the prior, by report and draw."""
        prior = self.equal_draws[0]
        return self.record.log_likelihoods(self.record.residuals_db(prior))

    def _influence(self, number: int) -> Influence:
        prior, account = self.equal_draws[0], self.record.accounts[number]
        weights = np.exp(self._prior_likelihoods[number])
        is_level = account.said.report == "level"
        alone = np.nan if is_level else float(weights.mean())
        rest = None if is_level else self._without(number)
        given = np.nan if rest is None else min(float(np.exp(self.log_evidence - rest.log_evidence)), 1.0)
        if not weights.any():
            return Influence(account.title, alone, given, self.record.unknowns[0], np.nan, np.nan, np.nan)
        weights = weights / weights.sum()
        changes = []
        for one, row in zip(self.record.unknowns, prior, strict=True):
            row = on_scale(one, row)
            changes.append((weighted_mean(row, weights) - row.mean()) / one.draw.standard_deviation)
        most = int(np.argmax(np.abs(changes)))
        moved = self.record.unknowns[most]
        before, after = np.median(prior[most]), weighted_quantiles(prior[most], weights, [0.5])[0]
        return Influence(account.title, alone, given, moved, float(before), float(after), float(changes[most]))

    def _without(self, number: int) -> "Inference | None":
        """Inference without one report; None if that has no answer."""
        record = self.record.without(number)
        if self.method == "importance":
            rest = np.delete(self.log_likelihoods, number, axis=0)
            weights = rest.sum(axis=0)
            return Inference(self.scenario, record, self.method, self.seed, self.values, weights, rest, self.where)
        try:
            return inferred(self.scenario, record, self.draws, "auto", self.seed, self.where)
        except InputError:
            return None

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Alternatives of the scenario against what it states, by the same record; the likeliest first."""
        found = [self.compared(one) for one in self.scenario.config.alternatives]
        return tuple(sorted(found, key=lambda one: -one.ratio))

    def compared(self, alternative: Alternative) -> Comparison:
        """One alternative against what the scenario states."""
        record = read_record(self.scenario, alternative=alternative)
        other = _sampled(self.scenario, record, self.draws, self.method, self.seed, self.where)
        if not np.isfinite(other.log_evidence):
            return Comparison(alternative.title, 0.0, 0.0)
        ratio = float(np.exp(other.log_evidence - self.log_evidence))
        return Comparison(alternative.title, ratio, ratio * float(np.hypot(other.evidence_error, self.evidence_error)))

    def worths(self, reading: Reading, line: str = CLOSING) -> tuple[Worth, ...]:
        """Worth of numbers found in an archive, and of levels measured within a decibel, for an answer.

        Parameters
        ----------
        reading : Reading
            A link at one instant, or at a distance, such as :attr:`answer` has.
        line : str
            The line of its budget that is the answer.

        Returns
        -------
        tuple of Worth
            Shares of the answer's variance after the evidence that would go on average, the largest first.
        """
        posterior, terms = self.equal_draws[1], reading.case.budget().terms
        names = [line, *(name for name in _MEASURABLE if name in terms)]
        lines = [each[0] for each in reading.lines(posterior, names) if each is not None]
        answer, stream = lines[0], np.random.default_rng(self.seed)
        found = [
            Worth(one.title, share_explained(answer, posterior[place]), False)
            for place, one in enumerate(self.record.unknowns)
            if place in reading.places.values()
        ]
        for name, levels in zip(names[1:], lines[1:], strict=True):
            noisy = levels + MEASURED_DB * stream.standard_normal(levels.size)
            found.append(Worth(terms[name].name, share_explained(answer, noisy), True))
        return tuple(sorted(found, key=lambda one: -one.share))

    @cached_property
    def answer(self) -> Answer:
        """Default question: the link that was heard last, with its instant or distance."""
        heard = [one for one in self.record.accounts if one.said.report != "silent"] or list(self.record.accounts)
        dated = [one for one in heard if one.instants_utc_s]
        if not dated:
            account = heard[-1]
            assert account.said.range_m is not None  # a report has instants or a distance
            words = f"at {distance_text(account.said.range_m.value)}"
            return Answer(account.said.link, words, None, account.readings[-1])
        account = max(dated, key=lambda one: max(one.instants_utc_s))
        utc_s = max(account.instants_utc_s)
        ((_, case),) = self.scenario.cases_over(account.said.link, np.array([utc_s]))
        reading = reading_of(self.scenario, self.record, case)
        return Answer(account.said.link, f"on {date_text(utc_s)}", utc_s, reading)

    def to_dict(self) -> dict[str, Any]:
        """Plain data, fit for JSON."""
        answer = self.answer
        return {
            "scenario": self.scenario.name,
            "method": self.method,
            "draws": self.draws,
            "effective_draws": self.effective_draws,
            "log_evidence": self.log_evidence,
            "relative_error_of_evidence": self.evidence_error,
            "unknowns": [
                {
                    "name": one.unknown.name,
                    "unit": one.unknown.unit,
                    "status": one.unknown.status,
                    "prior": list(one.prior),
                    "posterior": list(one.posterior),
                    "variance_gone": one.narrowing,
                }
                for one in self.shifts
            ],
            "reports": [
                {
                    "title": one.title,
                    "chance_alone": _known(one.alone),
                    "chance_given_the_others": _known(one.given_others),
                    "moved": one.moved.name,
                    "median_before": _known(one.before),
                    "median_after": _known(one.after),
                    "change_in_prior_deviations": _known(one.change),
                }
                for one in self.influences
            ],
            "alternatives": [
                {"title": one.title, "evidence_ratio": one.ratio, "standard_error": one.error}
                for one in self.comparisons
            ],
            "answer": {
                "link": answer.link,
                "at": None if answer.utc_s is None else format_utc(round(answer.utc_s)),
                "line": CLOSING,
            }
            | {
                name: [_known(value) for value in np.nanquantile(values[0], QUANTILES)]
                for name, values in zip(("prior", "posterior"), self.before_and_after(answer.reading), strict=True)
            }
            | {
                "worth": [
                    {"title": one.title, "share_of_variance": one.share, "is_a_measurement": one.is_measured}
                    for one in self.worths(answer.reading)
                ]
            },
        }


def infer(
    scenario: Scenario,
    draws: int = 2**17,
    *,
    method: Method = "auto",
    seed: int = 1963,
    where: Where | None = None,
    progress: Callable[[float, str], None] = lambda fraction, doing: None,
) -> Inference:
    """The posterior of every uncertain number of the links that a scenario's observations concern.

    Parameters
    ----------
    scenario : Scenario
        A mission with ``[[observations]]``.
    draws : int
        How many; powers of two suit Sobol's sequence best [-].
    method : {"auto", "importance", "annealing"}
        Weights on draws of the prior, annealing, or the first unless fewer than 400 effective draws would be left.
    seed : int
        Another seed gives other draws [-].
    where : Where, optional
        Who does the work; this process without it.
    progress : callable
        Called with the fraction done and the name of the step.

    Returns
    -------
    Inference
        Posterior, evidence, and what follows from them.

    Raises
    ------
    InputError
        If there are no observations, one cannot be, or fewer than 100 effective draws agree with them.

    Examples
    --------
    >>> import linkbudget as lb
    >>> found = infer(lb.load("mars1"), 2**12)
    >>> narrowest = found.shifts[0]
    >>> narrowest.unknown.name
    'links.telemetry-32cm-dish.modulation.carrier.loop_bandwidth'
    """
    if method not in get_args(Method):
        raise InputError(f"method = {method!r}: {suggestion(method, get_args(Method))}")
    if not LEAST_EFFECTIVE <= draws <= MOST_DRAWS:
        raise InputError(f"draws = {draws}: expected {LEAST_EFFECTIVE:.0f} to {MOST_DRAWS}")
    check_seed(seed)
    return inferred(scenario, stated_record(scenario), draws, method, seed, where, progress)


@lru_cache(maxsize=4)  # a figure, a paragraph and a table ask for the same
def usual_inference(scenario: Scenario) -> Inference:
    """The inference of a report and of figures."""
    return infer(scenario, REPORT_DRAWS)


def inferred(
    scenario: Scenario,
    record: Record,
    draws: int,
    method: Method = "auto",
    seed: int = 1963,
    where: Where | None = None,
    progress: Callable[[float, str], None] = lambda fraction, doing: None,
) -> Inference:
    """The posterior of a record that has been read; arguments as of :func:`infer`."""
    where = where or Where()
    found = _sampled(scenario, record, draws, "importance" if method == "auto" else method, seed, where, progress)
    if method == "auto" and found.effective_draws < FEWEST_EFFECTIVE:
        found = _sampled(scenario, record, draws, "annealing", seed, where, progress)
    if found.effective_draws < LEAST_EFFECTIVE:
        raise InputError(f"{scenario.file}: observations: {_why_none(found)}")
    return found


def _why_none(found: Inference) -> str:
    """Error text if no draw agrees with the record; it names the report with which fewest agree."""
    total = found.effective_draws
    if found.method == "annealing":
        return (
            f"{total:.0f} effective draws agree with them; expected {LEAST_EFFECTIVE:.0f} or more: reports "
            "that do not contradict each other, or wider ranges of the uncertain numbers"
        )
    agree = [effective_size(row) for row in found.log_likelihoods]
    worst = int(np.argmin(agree))
    return (
        f"{total:.0f} of {found.draws} draws agree with them, with {found.record.accounts[worst].title!r} alone "
        f"{agree[worst]:.0f}; expected {LEAST_EFFECTIVE:.0f} or more: more draws, or method annealing"
    )


def _sampled(
    scenario, record: Record, draws: int, method: Method, seed: int, where: Where, progress=lambda done, doing: None
) -> Inference:
    study = inference_study(scenario, record, draws, method, seed)
    answer = run_study(study, where, None, progress)
    value, weight, likelihood = (answer[name].values for name in ("value", "log_weight", "log_likelihood"))
    return Inference(scenario, record, method, seed, value, weight, likelihood, where)


def inference_study(scenario: Scenario, record: Record, draws: int, method: Method, seed: int) -> Study:
    """The study that :func:`infer` runs."""
    sizes = {"unknown": len(record.unknowns), "report": len(record.accounts), "draw": draws}
    variables = {
        "value": Variable(("unknown", "draw")),
        "log_likelihood": Variable(("report", "draw")),
        "log_weight": Variable(("draw",)),
    }
    definition = {"scenario": scenario.name, "draws": draws, "method": method, "seed": seed}
    title = f"{scenario.name} · {draws} draws"
    blocks = sizes | {"draw": DRAWS_A_BLOCK}
    return Study(
        "inference", sizes, variables, _Evaluate(record, method, seed), definition, {}, {"title": title}, blocks
    )


def on_scale(unknown: Unknown, values: np.ndarray) -> np.ndarray:
    """Values of an unknown on the scale of its shape: decibels of a power, the number itself of an angle."""
    return 10.0 * np.log10(values) if unknown.draw.logarithmic else values


def _three(values) -> tuple[float, float, float]:
    low, middle, high = (float(value) for value in values)
    return low, middle, high


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
