"""Monte Carlo: the budget of a link for many draws of all its uncertain numbers at once.

    result = montecarlo(lb.load("mars1").case("telemetry-32cm-semi"), samples=2**16)
    result.probability()                          probability that the link closes
    result.quantiles()                            of every line that varies

The budget is the one that answers for a single instant.  Seed, method and number of samples fix every bit of the
answer, however many processes work on it.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from linkbudget.errors import InputError, note, suggestion
from linkbudget.formatting import count_text, percent_text
from linkbudget.hardware.values import choices_of, unknown_key
from linkbudget.link.case import IGNORED, Case
from linkbudget.link.case_function import CaseFunction
from linkbudget.link.verdict import CLOSING, MARGINS
from linkbudget.notebook import Shown
from linkbudget.parameters import plain
from linkbudget.studies.answers import require_answer
from linkbudget.studies.blocks import Block, Study, Variable
from linkbudget.studies.draws import Draw, Method, check_seed, correlated, correlation_factor, draws_of, shares
from linkbudget.studies.where import Where, run_study

if TYPE_CHECKING:
    import xarray as xr

SAMPLES_A_BLOCK = 2**14
"""Samples of one stream of random numbers: some fifty arrays of them fit the cache."""

LARGEST = 2**30
"""Samples that Sobol's sequence has."""

TERM_SAMPLES = 2**18
"""Samples from which lines that are no margins have their percentiles."""

QUANTILES = (0.001, 0.01, 0.05, 0.16, 0.5, 0.84, 0.95, 0.99, 0.999)
"""Shares of cases at which a result states its lines."""


@dataclass(frozen=True)
class _Evaluate:
    """Draws of a block, and the lines they give."""

    function: CaseFunction
    draws: tuple[Draw, ...]
    method: Method
    seed: int
    factor: np.ndarray | None

    def __call__(self, block: Block) -> dict[str, np.ndarray]:
        part = block.slices["sample"]
        count = part.stop - part.start
        stream = block.generator(self.seed, "sample")
        uniform = shares(self.method, len(self.draws), part.start, count, self.seed, stream)
        uniform = correlated(uniform, self.factor)
        values = {draw.key: draw.values(row) for draw, row in zip(self.draws, uniform, strict=True)}
        if block.index["sample"] == 0:
            for text in self.function.notes:
                note(text)
        return {line: np.broadcast_to(value, count) for line, value in self.function.at(values).items()}


@dataclass(frozen=True, repr=False)
class MonteCarlo(Shown):
    """Result of a Monte Carlo study: every varying line and every drawn number, sample by sample.

    Attributes
    ----------
    case : Case
        What was varied.
    draws : tuple of Draw
        The uncertain numbers.
    margins : xarray.Dataset
        Every margin, over all samples.
    terms : xarray.Dataset
        Every line that varies, in single precision, over the first samples (:data:`TERM_SAMPLES` at most): their
        percentiles need no more, and memory is spared.
    """

    case: Case
    draws: tuple[Draw, ...]
    margins: "xr.Dataset"
    terms: "xr.Dataset"
    method: Method = "sobol"

    _PARTS = "linkbudget.studies.study_tables:montecarlo_parts"
    _INDEX = "line"

    def _in_short(self) -> str:
        chance, samples = percent_text(self.probability()[0], 4), count_text(self.margins.sizes["sample"])
        return f"closes in {chance} of {samples} cases, {self.case.scenario} {self.case.name}"

    @property
    def lines(self) -> list[str]:
        """Lines of the budget that vary."""
        return [str(name) for name in self.terms.data_vars]

    def values(self, line: str) -> np.ndarray:
        """Samples of a line: all of them of a margin, the first ones of others."""
        if line in self.margins:
            return self.margins[line].values
        if line in self.terms:
            return self.terms[line].values
        raise unknown_key(line, self.lines)

    def probability(self, line: str = CLOSING, at_least: float = 0.0) -> tuple[float, float]:
        """Share of cases in which a line is at least so much, and its standard error.

        The error is that of independent draws; Sobol's sequence and the hypercube are better than it says.
        """
        values = self.values(line)
        share = float(np.mean(values >= at_least))
        return share, math.sqrt(max(share * (1.0 - share), 0.25 / values.size) / values.size)

    def moments(self, line: str) -> tuple[float, float]:
        """Mean and standard deviation of a line."""
        values = self.values(line)
        return float(values.mean(dtype=float)), float(values.std(dtype=float))

    def quantiles(self, shares=QUANTILES):
        """Mean, standard deviation and percentiles of every varying line, as an ``xarray.Dataset`` over line."""
        import xarray as xr

        names, terms = self.lines, self.case.budget().terms
        table = np.array([_quantiles(self.values(name), shares) for name in names]).reshape(-1, len(shares))
        mean, deviation = np.array([self.moments(name) for name in names]).reshape(-1, 2).T
        return xr.Dataset(
            {
                "nominal": ("line", [float(terms[name].value) for name in names]),
                "mean": ("line", mean),
                "standard_deviation": ("line", deviation),
                "quantile": (("line", "share"), table),
            },
            {
                "line": names,
                "share": ("share", list(shares), {"long_name": "Share of cases below"}),
                "name": ("line", [terms[name].name for name in names]),
                "units": ("line", [terms[name].unit for name in names]),
            },
        )

    def convergence(self, line: str = CLOSING):
        """Mean, standard deviation and probability of being at least zero after 2, 4, 8, ... samples, as a dataset."""
        import xarray as xr

        values = self.values(line).astype(float)
        counts = 2 ** np.arange(1, int(math.log2(values.size)) + 1)
        counts = np.unique(np.append(counts, values.size))
        first, second = np.cumsum(values)[counts - 1] / counts, np.cumsum(values * values)[counts - 1] / counts
        chance = np.cumsum(values >= 0.0)[counts - 1] / counts
        spread = np.sqrt(np.maximum(second - first * first, 0.0))
        return xr.Dataset(
            {
                "mean": ("samples", first),
                "standard_deviation": ("samples", spread),
                "probability": ("samples", chance),
            },
            {"samples": ("samples", counts, {"long_name": "Samples"})},
        )

    def to_dict(self) -> dict:
        """Summary as plain data, fit for JSON."""
        table = self.quantiles()
        chance, error = self.probability()
        return {
            "scenario": self.case.scenario,
            "link": self.case.name,
            "at": self.case.at,
            "samples": int(self.margins.sizes["sample"]),
            "method": self.method,
            "uncertain": [
                {"key": draw.key, "shape": draw.parameter.shape, "status": draw.parameter.status} for draw in self.draws
            ],
            "probability_that_the_link_closes": chance,
            "standard_error": error,
            "lines": {
                str(line): {
                    "nominal": _finite(table.nominal.values[row]),
                    "mean": _finite(table["mean"].values[row]),
                    "standard_deviation": _finite(table.standard_deviation.values[row]),
                    "quantiles": {
                        f"{share:g}": _finite(v) for share, v in zip(table.share.values, values, strict=True)
                    },
                }
                for row, (line, values) in enumerate(zip(table.line.values, table["quantile"].values, strict=True))
            },
        }


def montecarlo(
    case: Case,
    samples: int = 2**16,
    *,
    method: Method = "sobol",
    seed: int = 1963,
    correlations: Mapping[tuple[str, str], float] | None = None,
    only_margins: bool = False,
    where: Where | None = None,
    store=None,
    progress: Callable[[float, str], None] = lambda fraction, doing: None,
) -> MonteCarlo:
    """Draw all uncertain numbers of a case many times and compute its budget for each draw.

    Parameters
    ----------
    case : Case
        A link at an instant or a distance.
    samples : int
        How many draws; powers of two suit Sobol's sequence best [-].
    method : {"sobol", "latin", "random"}
        How the samples are spread.
    seed : int
        Another seed gives other samples of the same distribution [-].
    correlations : dict, optional
        For pairs of keys, the correlation of their normal scores: ``{("a", "b"): 0.8}``.
    only_margins : bool
        Keep the margins alone, of all lines that vary: half the time and less, for the same samples of them.
    where : Where, optional
        Who does the work; this process without it.
    store : str or Path, optional
        A Zarr store for the samples of all lines.
    progress : callable
        Called with the fraction done and the name of the step.

    Returns
    -------
    MonteCarlo
        Samples of every line that varies, with statistics.

    Raises
    ------
    InputError
        If nothing is uncertain, the method is unknown, correlations make no sense, or no margin is ever a number.

    Examples
    --------
    >>> import linkbudget as lb
    >>> result = montecarlo(lb.load("mars_express").case("telecommand"), 2**12)
    >>> print("{:.2f} dB, sigma {:.2f} dB".format(*result.moments("margin_db")))
    9.79 dB, sigma 0.42 dB
    """
    asked: dict[str, Any] = {"method": method, "seed": seed, "correlations": correlations}
    where = where or Where()
    if store is not None or only_margins:
        study, draws = montecarlo_study(case, samples, **asked, only_margins=only_margins)
        everything = run_study(study, where, store, progress)
        _require_margins(case, everything)
        return MonteCarlo(case, draws, everything, everything.isel(sample=slice(TERM_SAMPLES)).load(), method)
    study, draws = montecarlo_study(case, min(samples, TERM_SAMPLES), **asked)
    terms = run_study(study, where, None, lambda done, doing: progress(done * _first_share(samples), doing))
    _require_margins(case, terms)
    study, draws = montecarlo_study(case, samples, **asked, only_margins=True)
    margins = terms if samples <= TERM_SAMPLES else run_study(study, where, None, progress)
    return MonteCarlo(case, draws, margins, terms, method)


def _require_margins(case: Case, drawn) -> None:
    """Refuse samples in which no margin that varies is ever a number."""
    margins = [drawn[name] for name in (*MARGINS, CLOSING) if name in drawn]
    if margins:
        require_answer(case, "montecarlo", margins)


def _first_share(samples: int) -> float:
    return min(samples, TERM_SAMPLES) / (samples + TERM_SAMPLES)


def montecarlo_study(
    case: Case,
    samples: int,
    *,
    method: Method = "sobol",
    seed: int = 1963,
    correlations: Mapping[tuple[str, str], float] | None = None,
    only_margins: bool = False,
) -> tuple[Study, tuple[Draw, ...]]:
    """The study that :func:`montecarlo` runs, and the numbers it draws."""
    if method not in get_args(Method):
        raise InputError(f"method = {method!r}: {suggestion(method, get_args(Method))}")
    if not 1 <= samples <= LARGEST:
        raise InputError(f"samples = {samples}: expected 1 to {LARGEST}")
    check_seed(seed)
    draws = tuple(draws_of(case))
    if not draws:
        raise InputError(f"{case.name or case.link.title}: no number has a range and a shape; nothing to draw")
    factor = correlation_factor(list(draws), correlations or {})
    telling = dict(zip((draw.key for draw in draws), _telling(draws), strict=True))
    lines = varying_lines(case, telling)
    if only_margins:
        lines = {name: said for name, said in lines.items() if name in (*MARGINS, CLOSING)}
    evaluate = _Evaluate(CaseFunction(case, telling, tuple(lines)), draws, method, seed, factor)
    variables = {name: Variable(("sample",), kind, said) for name, (kind, said) in lines.items()}
    definition = definition_of(case) | {
        "samples": samples,
        "method": method,
        "seed": seed,
        "correlations": [[*pair, value] for pair, value in (correlations or {}).items()],
    }
    title = f"{case.scenario} · {case.name} · {samples} draws"
    sizes, blocks = {"sample": samples}, {"sample": SAMPLES_A_BLOCK}
    return Study("Monte Carlo", sizes, variables, evaluate, definition, {}, {"title": title}, blocks), draws


def _telling(draws: tuple[Draw, ...]) -> list[np.ndarray]:
    """Values of the numbers whose budget shows which lines vary, and says all notes: each number at either end."""
    shares = np.full((len(draws), 2 + 2 * len(draws)), 0.5)
    shares[:, :2] = 0.25, 0.75
    for place in range(len(draws)):
        shares[place, 2 + 2 * place :][:2] = 0.001, 0.999
    return [draw.values(row) for draw, row in zip(draws, shares, strict=True)]


def varying_lines(case: Case, values: Mapping[str, np.ndarray]) -> dict[str, tuple[str, dict]]:
    """Lines of the budget that arrays in some places make arrays of: kind of number and labels of each."""
    terms = case.with_values(dict(values)).budget().terms
    return {
        name: (
            "float64" if name in MARGINS or name == CLOSING else "float32",
            {"long_name": line.name, "units": line.unit},
        )
        for name, line in terms.items()
        if np.ndim(line.value)
    }


def definition_of(case: Case) -> dict:
    """Definition of a case, for the record of a study: every number with its range, every choice, and the path."""
    numbers = {
        key: {name: _said(value) for name, value in asdict(number).items() if name in ("value", "low", "high", "shape")}
        for key, number in case.values().items()
    }
    return {
        "scenario": case.scenario,
        "link": case.name,
        "at": case.at,
        "plane": case.plane,
        "default_shape": case.default_shape,
        "numbers": numbers,
        "choices": {key: text for key, text in choices_of(case.link) if not key.startswith(IGNORED)},
        "latitude": None if case.path.weather is None else _said(plain(case.path.weather.latitude_deg)),
    }


def _said(value):
    return np.asarray(value).tolist() if isinstance(value, np.ndarray | np.generic) else value


def _quantiles(values: np.ndarray, shares) -> np.ndarray:
    """Percentiles of finite values, infinite ones included, NaN left out."""
    known = values[~np.isnan(values)]
    if known.size == 0:
        return np.full(len(shares), np.nan)
    return np.quantile(known, shares, method="linear")


def _finite(value) -> float | None:
    return float(value) if np.isfinite(value) else None
