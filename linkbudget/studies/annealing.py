r"""Sequential Monte Carlo for records with which hardly any draw of the prior agrees.

Draws go by steps from the prior to the posterior [1]_.  The record is blurred at first: a spread :math:`b` of hundreds
of decibels is added to every report, so that all draws agree with it, and then taken away step by step, each so large
that half of the draws still count.  At each step draws are multiplied by what they agree (systematic resampling) and
moved among their likes: in normal scores, in which the prior is a standard gaussian, by the autoregressive proposal

.. math:: z' = \sqrt{1 - \beta^2} \, z + \beta \xi, \qquad \xi \sim N(0, 1)

which keeps the prior, so that the ratio of likelihoods alone decides whether a move is taken [2]_.  The last step has
no blur, so what is left is a sample of the posterior, and the product of the means of the steps is its evidence.
Blocks of draws are annealed by themselves and weighed by their evidence [3]_.

References
----------
.. [1] Del Moral, Doucet and Jasra, Sequential Monte Carlo samplers, J. R. Statist. Soc. B 68 (2006) 411.
.. [2] Cotter, Roberts, Stuart and White, MCMC methods for functions, Statistical Science 28 (2013) 424, section 4.
.. [3] Verge, Dubarry, Del Moral and Moulines, On parallel implementation of sequential Monte Carlo methods: the island
   particle model, Statistics and Computing 25 (2015) 243.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import logsumexp, ndtr, ndtri

from linkbudget.studies.draws import LEAST_SHARE
from linkbudget.studies.record import Record

LARGEST_BLUR_DB = 300.0
SMALLEST_BLUR_DB = 1e-3
"""End of the search for the next step: the remainder is then one step."""

KEPT_SHARE = 0.5
"""Share of the draws that still count after a step."""

HALVINGS = 30
"""Of the search for the size of a step."""

MOVES_TAKEN = 5.0
"""Moves that draws have taken on average when a step ends."""

MOST_MOVES = 60
"""Moves that are tried at most in a step."""

SMALLEST_STRIDE = 1e-2

OUT_OF_REACH = 6.0
"""Blurs by which even the best draw misses a report that allows nothing, from where on it is given up."""


@dataclass(frozen=True)
class Annealed:
    """A sample of the posterior: normal scores (unknown, draw), likelihoods of reports (report, draw), the evidence.

    ``log_evidence`` is minus infinity where no draw was left that agrees.
    """

    scores: np.ndarray
    log_likelihoods: np.ndarray
    log_evidence: float


def effective_size(log_weights: np.ndarray) -> float:
    r"""Number of equal draws that weighted ones are worth: :math:`(\sum w)^2 / \sum w^2`.

    Examples
    --------
    >>> print(effective_size(np.log([1.0, 1.0, 1.0])), effective_size(np.array([0.0, -np.inf, -np.inf])))
    3.0 1.0
    """
    if not np.isfinite(log_weights).any():
        return 0.0
    weights = np.exp(log_weights - log_weights.max())
    return float(weights.sum() ** 2 / (weights * weights).sum())


def resampled(log_weights: np.ndarray, count: int, stream: np.random.Generator) -> np.ndarray:
    """Places of ``count`` draws, each as often as its weight asks for (systematic resampling).

    Draws are shuffled first: every fourth point of Sobol's sequence lies in a quarter of the cases.

    Examples
    --------
    >>> np.sort(resampled(np.log([0.5, 0.25, 0.25]), 4, np.random.default_rng(1))).tolist()
    [0, 0, 1, 2]
    """
    order = stream.permutation(log_weights.size)
    total = np.cumsum(np.exp(log_weights[order] - log_weights.max()))
    wanted = (np.arange(count) + stream.random()) / count * total[-1]
    return order[np.minimum(np.searchsorted(total, wanted), log_weights.size - 1)]


def shares_of(scores: np.ndarray) -> np.ndarray:
    """Shares of cases for normal scores."""
    return np.clip(ndtr(scores), LEAST_SHARE, 1.0 - LEAST_SHARE)


def anneal(record: Record, shares: np.ndarray, stream: np.random.Generator) -> Annealed:
    """A sample of the posterior of a record from draws of its prior.

    Parameters
    ----------
    record : Record
        Unknowns and reports.
    shares : ndarray
        Draws of the prior, shares of cases by unknown and draw [-].
    stream : numpy.random.Generator
        Chance.

    Returns
    -------
    Annealed
        As many draws.
    """
    scores, count = ndtri(shares), shares.shape[1]
    residuals = record.residuals_db(record.values(shares))
    present, blur_db, log_evidence = np.zeros(count), np.inf, 0.0
    while blur_db > 0.0:
        blur_db, wanted = _next_blur(record, residuals, present, blur_db)
        change = _difference(wanted, present)
        log_evidence += float(logsumexp(change)) - np.log(count)
        if not np.isfinite(log_evidence):
            return Annealed(scores, record.log_likelihoods(residuals), -np.inf)
        kept = resampled(change, count, stream)
        scores, present = scores[:, kept], wanted[kept]
        residuals = [each[:, kept] for each in residuals]
        scores, residuals, present = _moved(record, scores, residuals, present, blur_db, stream)
        if _is_out_of_reach(record, residuals, blur_db):
            return Annealed(scores, record.log_likelihoods(residuals), -np.inf)
    return Annealed(scores, record.log_likelihoods(residuals), log_evidence)


def _is_out_of_reach(record: Record, residuals: list[np.ndarray], blur_db: float) -> bool:
    """True where no draw comes near what a report without doubt and spread asks for."""
    return any(
        account.is_sharp and each.min(axis=0).max() < -OUT_OF_REACH * blur_db
        for account, each in zip(record.accounts, residuals, strict=True)
    )


def _difference(wanted: np.ndarray, present: np.ndarray) -> np.ndarray:
    """Logarithms of ratios; a draw that counted for nothing still does."""
    known = np.isfinite(wanted) & np.isfinite(present)
    return np.where(known, wanted - np.where(known, present, 0.0), -np.inf)


def _total(record: Record, residuals: list[np.ndarray], blur_db: float) -> np.ndarray:
    return record.log_likelihoods(residuals, blur_db).sum(axis=0)


def _next_blur(record: Record, residuals, present: np.ndarray, blur_db: float) -> tuple[float, np.ndarray]:
    """The next blur and the likelihoods with it: the least with which enough draws still count."""
    fewest = KEPT_SHARE * present.size
    wanted = _total(record, residuals, 0.0)
    if effective_size(_difference(wanted, present)) >= fewest or blur_db < 1.01 * SMALLEST_BLUR_DB:
        return 0.0, wanted
    low, high = np.log(SMALLEST_BLUR_DB), np.log(min(blur_db, LARGEST_BLUR_DB))
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        enough = effective_size(_difference(_total(record, residuals, np.exp(middle)), present)) >= fewest
        low, high = (low, middle) if enough else (middle, high)
    return float(np.exp(high)), _total(record, residuals, float(np.exp(high)))


def _moved(record: Record, scores, residuals, present, blur_db: float, stream: np.random.Generator):
    """Draws after moves that leave their distribution as it is."""
    taken = 0.0
    for _ in range(MOST_MOVES):
        stride = SMALLEST_STRIDE ** stream.random(present.size)
        proposed = np.sqrt(1.0 - stride * stride) * scores + stride * stream.standard_normal(scores.shape)
        found = record.residuals_db(record.values(shares_of(proposed)))
        likelihood = _total(record, found, blur_db)
        with np.errstate(divide="ignore"):
            accepted = np.log(stream.random(present.size)) < _difference(likelihood, present)
        scores = np.where(accepted, proposed, scores)
        present = np.where(accepted, likelihood, present)
        residuals = [np.where(accepted, new, old) for new, old in zip(found, residuals, strict=True)]
        taken += accepted.mean()
        if taken >= MOVES_TAKEN:
            break
    return scores, residuals, present
