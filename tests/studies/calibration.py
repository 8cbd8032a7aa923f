"""Simulation-based calibration: what was true ranks evenly among draws of the posterior.

For each of many missions the truth is drawn from the prior and reports from the model; the rank of the truth among
equal draws of the posterior must then be uniform (Talts and others, arXiv:1804.06788, 2018).
"""

import numpy as np
from scipy.stats import chisquare, norm

from linkbudget.studies.annealing import resampled
from linkbudget.studies.inference import inferred
from linkbudget.studies.record import read_record
from tests.studies.two_ends import MEAN, SIGMA, SLOPE, in_decibels, observation

RANKED = 19
"""Draws of the posterior among which the truth ranks: twenty ranks, which go four at a time into five parts."""


def ranks(mission, missions: int, draws: int, method: str, seed: int) -> np.ndarray:
    """Rank of the true power, line loss and margin in each mission: an array of (number, mission)."""
    chance = np.random.default_rng(seed)
    budget = mission.budget("down")
    level, margin = float(budget["received_power_dbw"]), float(budget["closing_margin_db"])
    found = np.empty((3, missions), dtype=int)
    for number in range(missions):
        truth = MEAN + SIGMA * chance.standard_normal(2)
        true_change = SLOPE @ (truth - MEAN)
        said = [
            _margin_report(chance, margin + true_change, spread_db=1.0, doubt=0.1),
            _level_report(chance, level + true_change, sigma_db=1.5),
        ]
        record = read_record(mission, said)
        posterior = inferred(mission, record, draws, method, seed=int(chance.integers(2**31)))
        with np.errstate(divide="ignore"):
            kept = resampled(np.log(posterior.weights), RANKED, chance)
        both = in_decibels(record, posterior.values[:, kept])
        change = SLOPE @ (both - MEAN[:, None])
        found[:, number] = [
            (row < true).sum() for row, true in zip((*both, change), (*truth, true_change), strict=True)
        ]
    return found


def _margin_report(chance, margin_db: float, spread_db: float, doubt: float):
    held = chance.random() < norm.cdf(margin_db / spread_db)
    if chance.random() < doubt:
        held = not held
    return observation("held" if held else "silent", spread=f"{spread_db} dB", doubt=doubt)


def _level_report(chance, level_dbw: float, sigma_db: float):
    seen = level_dbw + sigma_db * chance.standard_normal()
    return observation("level", line="received_power_dbw", level=f"{seen:.12g} dBW", uncertainty=f"{sigma_db} dB")


def uniformity(row: np.ndarray, parts: int = 5) -> float:
    """Probability of ranks at least as uneven as these, were they even (chi-square over equal parts)."""
    counts = np.bincount(row * parts // (RANKED + 1), minlength=parts)
    return float(chisquare(counts).pvalue)
