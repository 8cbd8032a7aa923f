"""Sensitivity: influence of each uncertain number on a line, and the share of the variance by status.

Three answers to the same question.  *Slopes*: decibels of a line for one unit, and for one standard deviation, of each
number.  *Tornado*: the line with each number at either end of its range, one at a time.  *Sobol indices*: the share of
the line's variance that each number makes alone, and together with others; and the same for all numbers of one status.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from linkbudget.errors import InputError, ModelRangeWarning
from linkbudget.link.case import Case, unknown_line
from linkbudget.link.verdict import CLOSING
from linkbudget.notebook import Shown
from linkbudget.parameters import RANKED_STATUSES
from linkbudget.studies.answers import require_answer
from linkbudget.studies.draws import Draw, check_seed, draws_of

STEP = 1e-4
"""Step of a slope, as a share of the standard deviation on either side."""

SAMPLES = 2**10
"""Base samples of the Sobol indices; the budget is computed 2 d + 2 times as often for d numbers."""

UNSTATED = "unstated"


@dataclass(frozen=True)
class Influence:
    """Influence of one number on a line.

    Attributes
    ----------
    key, status, unit : str
        Which number, how well it is known, its unit.
    per_unit : float
        Change of the line for one more of that unit, at the nominal value.
    per_sigma : float
        Change of the line for one standard deviation more of the number.
    at_low, at_high : float
        The line with the number at the ends of its range, all others nominal.
    first, total : float
        Sobol indices: share of the variance by this number alone, and with all it interacts with.
    """

    key: str
    status: str
    unit: str
    per_unit: float
    per_sigma: float
    at_low: float
    at_high: float
    first: float
    total: float

    @property
    def swing(self) -> float:
        """Change of the line between the ends of the range."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True, repr=False)
class Sensitivity(Shown):
    """Influences on one line, greatest share of its variance first, and the shares by status."""

    case: Case
    line: str
    nominal: float
    variance: float
    influences: tuple[Influence, ...]
    by_status: dict[str, tuple[float, float]]

    _PARTS = "linkbudget.studies.study_tables:sensitivity_parts"
    _INDEX = "key"

    def _in_short(self) -> str:
        return f"{self.line} by {len(self.influences)} numbers, {self.case.scenario} {self.case.name}"

    def to_dict(self) -> dict:
        """Plain data, fit for JSON."""
        names = ("status", "unit", "per_unit", "per_sigma", "at_low", "at_high", "first", "total")
        return {
            "scenario": self.case.scenario,
            "link": self.case.name,
            "at": self.case.at,
            "line": self.line,
            "nominal": _plain(self.nominal),
            "standard_deviation": _plain(np.sqrt(self.variance)),
            "inputs": [
                {"key": one.key} | {name: _plain(getattr(one, name)) for name in names} for one in self.influences
            ],
            "by_status": {
                status: {"first": _plain(first), "total": _plain(total)}
                for status, (first, total) in self.by_status.items()
            },
        }


def sensitivity(
    case: Case,
    line: str = CLOSING,
    samples: int = SAMPLES,
    *,
    seed: int = 1963,
    indices: bool = True,
    progress: Callable[[float, str], None] = lambda fraction, doing: None,
) -> Sensitivity:
    """Influence of every uncertain number of a case on one line of its budget.

    Parameters
    ----------
    case : Case
        A link at an instant or a distance.
    line : str
        Line of the budget, by its name with unit.
    samples : int
        Base samples of the Sobol indices; a power of two [-].
    seed : int
        Scrambles Sobol's sequence [-].
    indices : bool
        Whether Sobol indices are wanted; they are NaN without it, and the line may then be no number in some cases.
    progress : callable
        Called with the fraction done and the name of the step.

    Returns
    -------
    Sensitivity
        Influences, greatest total index first.

    Raises
    ------
    InputError
        If nothing is uncertain, the budget has no such line, or the line is not a number everywhere or never varies.

    References
    ----------
    .. [1] A. Saltelli et al., Variance based sensitivity analysis of model output, Comput. Phys. Commun. 181 (2010)
       259-270; the indices are those of the SALib package.

    Examples
    --------
    >>> import linkbudget as lb
    >>> answer = sensitivity(lb.load("mars_express").case("telecommand"), "margin_db", 256)
    >>> answer.influences[0].key
    'transmitter.antenna.gain'
    """
    if samples < 2 or samples & (samples - 1):
        raise InputError(f"samples = {samples}: expected a power of two, 2 or more")
    check_seed(seed)
    draws = draws_of(case)
    if not draws:
        raise InputError(f"{case.name or case.link.title}: no number has a range and a shape; nothing to compare")
    terms = case.budget().terms
    if line not in terms:
        raise unknown_line(line, terms)
    progress(0.0, "one at a time")
    nominal, slopes, ends = _one_at_a_time(case, draws, line)
    require_answer(case, "sensitivity", [nominal, ends])
    statuses = [draw.parameter.status or UNSTATED for draw in draws]
    first = total = np.full(len(draws), np.nan)
    variance, by_status = np.nan, {}
    if indices:
        progress(0.1, "Sobol indices")
        first, total, variance = _indices(case, draws, line, samples, seed, None)
        progress(0.6, "Sobol indices by status")
        by_status = _by_status(case, draws, line, samples, seed, statuses)
    progress(1.0, "done")
    influences = [
        Influence(draw.key, status, case.unit(draw.key), per_unit, per_sigma, at_low, at_high, alone, in_all)
        for draw, status, (per_unit, per_sigma), (at_low, at_high), alone, in_all in zip(
            draws,
            statuses,
            slopes.tolist(),
            ends.tolist(),
            first.tolist(),
            total.tolist(),
            strict=True,
        )
    ]
    influences.sort(key=lambda one: (one.total, one.swing) if indices else np.nan_to_num(one.swing), reverse=True)
    return Sensitivity(case, line, nominal, variance, tuple(influences), by_status)


def _one_at_a_time(case: Case, draws: list[Draw], line: str) -> tuple[float, np.ndarray, np.ndarray]:
    """Nominal line; change for a unit and for a sigma of each number; the line at both ends of each."""
    count = len(draws)
    values = {}
    for index, draw in enumerate(draws):
        middle = draw.ends[0]
        step = STEP * draw.standard_deviation
        near = draw.on_scale(np.array([middle - step, middle + step]))
        values[draw.key] = np.full(4 * count + 1, float(draw.parameter.value))
        values[draw.key][4 * index : 4 * index + 2] = near
        values[draw.key][4 * index + 2 : 4 * index + 4] = draw.parameter.at("low"), draw.parameter.at("high")
    answers = np.broadcast_to(_line(case, values, line), 4 * count + 1)
    per_number = answers[:-1].reshape(count, 4)
    moved = np.array([np.diff(values[draw.key][4 * i : 4 * i + 2])[0] for i, draw in enumerate(draws)])
    rise = per_number[:, 1] - per_number[:, 0]
    with np.errstate(invalid="ignore", divide="ignore"):
        slopes = np.stack([rise / moved, rise / (2.0 * STEP)], axis=1)
    return float(answers[-1]), slopes, per_number[:, 2:]


def _line(case: Case, values: dict, line: str):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ModelRangeWarning)
        return case.with_values(values).budget()[line]


def _indices(case: Case, draws: list[Draw], line: str, samples: int, seed: int, groups: list[str] | None):
    """First-order and total indices, and the variance; of each number, or of each group of them."""
    from SALib.analyze import sobol as analyse
    from SALib.sample import sobol as sample

    problem = {"num_vars": len(draws), "names": [draw.key for draw in draws], "bounds": [[0.0, 1.0]] * len(draws)}
    if groups is not None:
        problem["groups"] = groups
    shares = sample.sample(problem, samples, calc_second_order=False, scramble=True, seed=seed)
    shares = np.clip(shares, 2.0**-53, 1.0 - 2.0**-53)
    values = {draw.key: draw.values(column) for draw, column in zip(draws, shares.T, strict=True)}
    answers = np.broadcast_to(_line(case, values, line), len(shares))
    if not np.isfinite(answers).all():
        share = float(np.mean(~np.isfinite(answers)))
        raise InputError(
            f"{line}: no number in {100 * share:.1f} % of the cases drawn; expected a line that always has one"
        )
    if answers.min() == answers.max():
        raise InputError(f"{line}: no uncertain number moves it; expected a line that varies")
    variance = float(answers.var())
    found = analyse.analyze(problem, answers, calc_second_order=False, num_resamples=2, seed=seed)
    return np.asarray(found["S1"]), np.asarray(found["ST"]), variance


def _by_status(case, draws, line, samples, seed, statuses: list[str]) -> dict[str, tuple[float, float]]:
    """Indices of all numbers of one status together, best known first."""
    present = [status for status in (*RANKED_STATUSES, UNSTATED) if status in statuses]
    if len(present) == 1:
        return {present[0]: (1.0, 1.0)}
    first, total, _ = _indices(case, draws, line, samples, seed, statuses)
    order = list(dict.fromkeys(statuses))
    return {status: (float(first[order.index(status)]), float(total[order.index(status)])) for status in present}


def _plain(value):
    if isinstance(value, str) or value is None:
        return value
    return float(value) if np.isfinite(value) else None
