"""Fans: percentiles of a budget line along an axis, such as the date, over all cases drawn.

    mission = lb.load("mars1")
    case = mission.case("telemetry-32cm-semi")
    fan(case, instants(mission, case, best_of_each_day_utc_s(mission, "evpatoria-receive")))

The same draws serve every place along the axis, so that a case which is better today is better tomorrow, and the edges
of the fan are as smooth as the budget itself.  Places are worked through a few at a time, whatever the number of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from linkbudget.errors import InputError
from linkbudget.geometry.clock import DAY_S
from linkbudget.labels import spoken
from linkbudget.link.case import Case, unknown_line
from linkbudget.link.verdict import CLOSING, MARGINS
from linkbudget.mission.scenario import Scenario
from linkbudget.studies.answers import require_answer
from linkbudget.studies.axes import Axis, instants, read_axes
from linkbudget.studies.blocks import BLOCK_POINTS, Block, Study, Variable
from linkbudget.studies.draws import Draw, check_seed, draws_of, shares
from linkbudget.studies.montecarlo import SAMPLES_A_BLOCK, definition_of
from linkbudget.studies.where import Where, run_study

if TYPE_CHECKING:
    import xarray as xr

SAMPLES = 2**11
"""Draws at each place: enough for edges at one case in a hundred."""

MOST_SAMPLES = 2**22
"""Draws of one place are held in memory together, for their percentiles [-]."""

QUANTILES = (0.01, 0.05, 0.16, 0.5, 0.84, 0.95, 0.99)
"""Edges of the fan: the middle, and what holds about 68, 90 and 98 of a hundred cases."""

LONG_S = 3 * DAY_S
"""Missions from this length on are shown by the best instant of each day [s]."""

_INSTANTS_A_PASS = 41


@dataclass(frozen=True)
class _Evaluate:
    """Percentiles of a line over a block of places, of draws that are the same in all of them."""

    case: Case
    axis: Axis
    draws: tuple[Draw, ...]
    line: str
    samples: int
    seed: int
    shares: tuple[float, ...]

    def __call__(self, block: Block) -> dict[str, np.ndarray]:
        part = block.slices[self.axis.dim]
        places = {key: numbers[part, np.newaxis] for key, numbers in self.axis.leaves.items()}
        nominal = self.case.with_values(places).budget()[self.line]
        lines = np.empty((part.stop - part.start, self.samples))
        for first in range(0, self.samples, SAMPLES_A_BLOCK):
            count = min(SAMPLES_A_BLOCK, self.samples - first)
            uniform = shares("sobol", len(self.draws), first, count, self.seed, np.random.default_rng(self.seed))
            values = {draw.key: draw.values(row) for draw, row in zip(self.draws, uniform, strict=True)}
            lines[:, first : first + count] = self.case.with_values(places | values).budget().told()[self.line]
        known = ~np.all(np.isnan(lines), axis=1)
        return {
            "quantile": _quantiles(_ranked(lines, known, self.line), self.shares),
            "probability": np.where(known, (lines >= 0.0).mean(axis=1), np.nan),
            "nominal": np.broadcast_to(nominal, (len(lines), 1))[:, 0],
        }


def fan(
    case: Case,
    axis: str | Axis,
    line: str = CLOSING,
    samples: int = SAMPLES,
    *,
    shares: tuple[float, ...] = QUANTILES,
    seed: int = 1963,
    where: Where | None = None,
    store=None,
    progress: Callable[[float, str], None] = lambda fraction, doing: None,
) -> "xr.Dataset":
    """Percentiles of a line along an axis, over all uncertain numbers of a case.

    Parameters
    ----------
    case : Case
        A link at an instant or a distance.
    axis : str or Axis
        What goes along: instants of the mission, or any number; see :mod:`linkbudget.studies.axes`.
    line : str
        Line of the budget, by its name with unit.
    samples : int
        Draws at each place; powers of two suit Sobol's sequence best [-].
    shares : tuple of float
        Shares of cases below each edge of the fan [-].
    seed : int
        Scrambles Sobol's sequence [-].
    where : Where, optional
        Who does the work; this process without it.
    store : str or Path, optional
        A Zarr store that the answer goes to.
    progress : callable
        Called with the fraction done and the name of the step.

    Returns
    -------
    xarray.Dataset
        Over the axis: ``quantile`` of the line for each share, ``nominal``, the line as the stated values have it, and
        ``probability``, the share of cases in which the line is at least zero.  All are NaN where there is no link, as
        below the horizon; a margin that no power could give counts as endlessly bad.

    Raises
    ------
    InputError
        If nothing is uncertain beside the axis, the budget has no such line, shares or samples make no sense, or the
        line is a number nowhere.

    Examples
    --------
    >>> import linkbudget as lb
    >>> case = lb.load("mars1").case("telemetry-32cm-semi")
    >>> answer = lb.fan(case, "range=50e6 km, 100e6 km", samples=2**10)
    >>> print([f"{chance:.0%}" for chance in answer.probability.values])
    ['77%', '26%']
    """
    (along,) = read_axes(axis, case)
    answer = run_study(fan_study(case, along, line, samples, shares, seed), where or Where(), store, progress)
    require_answer(case, "fan", [answer["quantile"]], along.leaves.get("elevation"))
    return answer


def fan_study(case: Case, axis: Axis, line: str, samples: int, shares: tuple[float, ...], seed: int) -> Study:
    """The study that :func:`fan` runs."""
    if not 1 <= samples <= MOST_SAMPLES:
        raise InputError(f"samples = {samples}: expected 1 to {MOST_SAMPLES}")
    shares = tuple(float(share) for share in shares)
    if not shares or not all(0.0 <= share <= 1.0 for share in shares):
        raise InputError(f"shares = {shares}: expected one or more, each from 0 to 1")
    terms = case.budget().terms
    if line not in terms:
        raise unknown_line(line, terms)
    check_seed(seed)
    draws = tuple(draw for draw in draws_of(case) if draw.key not in axis.leaves)
    if not draws:
        raise InputError(f"{case.name or case.link.title}: no number has a range and a shape; nothing to draw")
    of_line = {"long_name": terms[line].name, "units": terms[line].unit}
    variables = {
        "quantile": Variable((axis.dim, "share"), "float64", of_line),
        "probability": Variable(
            (axis.dim,), "float64", {"long_name": f"Share of cases with {line} >= 0", "units": "-"}
        ),
        "nominal": Variable((axis.dim,), "float64", of_line),
    }
    definition = definition_of(case) | {
        "axis": [axis.key, axis.coordinate.astype(str).tolist()],
        "line": line,
        "samples": samples,
        "seed": seed,
        "shares": list(shares),
    }
    labels = {"long_name": spoken(axis.key)} | ({"units": axis.unit} if axis.unit else {})
    return Study(
        "fan",
        {axis.dim: len(axis), "share": len(shares)},
        variables,
        _Evaluate(case, axis, draws, line, samples, seed, shares),
        definition,
        {
            axis.dim: (axis.dim, axis.coordinate, labels),
            "share": ("share", list(shares), {"long_name": "Share of cases below", "units": "-"}),
        },
        {"title": f"{case.scenario} · {case.name or case.link.title}", "line": line, "samples": samples},
        {axis.dim: max(1, BLOCK_POINTS // min(samples, SAMPLES_A_BLOCK)), "share": len(shares)},
    )


def is_long(scenario: Scenario) -> bool:
    """True for a mission that is shown by its days rather than by its instants."""
    mission = scenario.config.mission
    return mission.end_utc_s.value - mission.start_utc_s.value >= LONG_S


def best_of_each_day_utc_s(scenario: Scenario, station: str) -> np.ndarray:
    """Instants at which the spacecraft is highest over a station, one for each UTC day on which it rises [s].

    Examples
    --------
    >>> import linkbudget as lb
    >>> len(best_of_each_day_utc_s(lb.load("mars1"), "evpatoria-receive"))
    240
    """
    passes = scenario.passes(station)
    top_utc_s = np.array([one.culmination_utc_s for one in passes])
    height = np.array([one.maximum_elevation_deg for one in passes])
    order = np.lexsort((height, top_utc_s // DAY_S))
    day = top_utc_s[order] // DAY_S
    return top_utc_s[order][np.append(day[1:] != day[:-1], True)] if order.size else top_utc_s


def through_each_pass_utc_s(scenario: Scenario, station: str) -> np.ndarray:
    """Instants from rise to set of every pass, with one in each gap between them, at which there is no link [s]."""
    found = []
    for one in scenario.passes(station):
        found.append(np.linspace(one.rise_utc_s + 0.5, one.set_utc_s - 0.5, _INSTANTS_A_PASS))
        found.append(np.array([one.set_utc_s + 1.0]))
    utc_s = np.concatenate(found) if found else np.empty(0)
    return utc_s[utc_s <= scenario.config.mission.end_utc_s.value]


def fan_against_date(
    scenario: Scenario, link: str, line: str = CLOSING, samples: int = SAMPLES, **options
) -> "xr.Dataset":
    """The fan of a link over its mission: by the best instant of each day, or through each pass of a short mission.

    Parameters
    ----------
    scenario : Scenario
        The mission.
    link : str
        Name of a link.
    line : str
        Line of the budget, by its name with unit.
    samples : int
        Draws at each instant [-].
    **options
        As :func:`fan` takes them.

    Returns
    -------
    xarray.Dataset
        As :func:`fan` gives it, over ``time``.

    Raises
    ------
    InputError
        If the spacecraft never rises, or as :func:`fan` does.
    """
    station = scenario.link(link).far_end_name
    utc_s = (best_of_each_day_utc_s if is_long(scenario) else through_each_pass_utc_s)(scenario, station)
    if not utc_s.size:
        raise InputError(f"{scenario.name}: {link}: the spacecraft never rises over {station}; no dates to show")
    case = scenario.case_when_up(link)
    return fan(case, instants(scenario, case, utc_s), line, samples, **options)


def _ranked(lines: np.ndarray, known: np.ndarray, line: str) -> np.ndarray:
    """Lines fit for ranking: a margin that is not a number beside others that are is out of reach of any power."""
    if line in MARGINS or line == CLOSING:
        return np.where(np.isnan(lines) & known[:, np.newaxis], -np.inf, lines)
    return lines


def _quantiles(lines: np.ndarray, shares: tuple[float, ...]) -> np.ndarray:
    """Percentiles along the samples, infinite values included; others that are not numbers are left out."""
    if np.isfinite(lines).all():
        return np.quantile(lines, shares, axis=1).T
    answer = np.full((len(lines), len(shares)), np.nan)
    for row, values in enumerate(lines):  # the few places at which some case has no answer
        values = np.sort(values[~np.isnan(values)])
        if values.size:
            place = np.array(shares) * (values.size - 1)
            low, high = values[np.floor(place).astype(int)], values[np.ceil(place).astype(int)]
            with np.errstate(invalid="ignore"):
                between = low + (high - low) * (place % 1.0)
            answer[row] = np.where(np.isfinite(low) & np.isfinite(high), between, low)
    return answer
