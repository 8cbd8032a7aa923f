"""Trades: the designs that no other design beats in everything.

    front = pareto(case, [axis("transmitter.power=1 W..100 W:60:log", case), ...],
                   [maximise("closing_margin_db"), minimise("mass_kg = 0.6 * transmitter.power")])

What is wanted is a line of the budget, an input, or arithmetic over both (:mod:`linkbudget.studies.expressions`);
masses and costs are the user's to state.  The map: :func:`maximise` and :func:`minimise` make an :class:`Objective`,
:func:`pareto` searches a grid or a Sobol sample, :func:`non_dominated` is the filter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from linkbudget.errors import InputError
from linkbudget.hardware.values import unknown_key
from linkbudget.labels import spoken, unit_of, without_unit
from linkbudget.link.budget_tables import heading
from linkbudget.link.case import Case, line_of
from linkbudget.studies.answers import reason
from linkbudget.studies.axes import Axis, read_axes
from linkbudget.studies.cases import lines_of
from linkbudget.studies.draws import check_seed
from linkbudget.studies.expressions import Expression, read
from linkbudget.studies.scales import Scale

if TYPE_CHECKING:
    import xarray as xr

MOST = 20_000_000
"""Designs tried at most."""

_BLOCK = 65_536
"""Designs whose budgets are computed at once."""

_COMPARED = 1024
"""Designs compared with each other at once."""


@dataclass(frozen=True, slots=True)
class Objective:
    """Something wanted as great, or as small, as can be; ``name`` is the expression where it has been given none."""

    name: str
    expression: Expression
    greatest: bool


def maximise(text: str) -> Objective:
    """As much as can be of a line, an input, or an expression of them, which may have a name before it.

    Examples
    --------
    >>> maximise("closing_margin_db").name, minimise("mass_kg = 2.3 * transmitter.power").name
    ('closing_margin_db', 'mass_kg')
    """
    return _objective(text, greatest=True)


def minimise(text: str) -> Objective:
    """As little as can be of a line, an input, or an expression of them, which may have a name before it.

    Examples
    --------
    >>> minimise("mass_kg = 2.3 * transmitter.power").name
    'mass_kg'
    """
    return _objective(text, greatest=False)


def _objective(text: str, greatest: bool) -> Objective:
    name, equals, said = text.partition("=")
    if not equals:
        expression = read(text)
        return Objective(expression.text, expression, greatest)
    if not name.strip().isidentifier():
        raise InputError(f"objective {text!r}: expected a name of letters, digits and _ before =, such as mass_kg")
    return Objective(name.strip(), read(said), greatest)


def pareto(
    case: Case,
    axes: str | Axis | Iterable[str | Axis],
    objectives: Iterable[Objective],
    *,
    at_least: Mapping[str, float] | None = None,
    samples: int | None = None,
    seed: int = 1963,
) -> "xr.Dataset":
    """Designs that are non-dominated: whatever is better in one objective is worse in another.

    Parameters
    ----------
    case : Case
        A link at an instant or a distance.
    axes : str, Axis, or iterable of them
        What may be chosen, from where to where: ``"transmitter.power=1 W..100 W:21:log"``; every combination of their
        values is tried.
    objectives : iterable of Objective
        Two or more.
    at_least : mapping, optional
        Lines of the budget that designs must reach, such as ``{"closing_margin_db": 0.0}``.
    samples : int, optional
        Try so many designs of a Sobol sequence between the ends of the axes instead of a grid.
    seed : int
        Scrambles that sequence.

    Returns
    -------
    xarray.Dataset
        Dimension ``design``, in the order of the first objective: the inputs chosen and the objectives.

    Raises
    ------
    InputError
        If there are fewer than two objectives, a name is neither input nor line, an axis is given twice, or no design
        can be computed or meets its limits.

    Examples
    --------
    >>> import linkbudget as lb
    >>> from linkbudget.studies.axes import logarithmic
    >>> case = lb.load("mars1").case("telemetry-32cm-dish", range_m=106.76e9)
    >>> choice = [logarithmic(case, "transmitter.power", "1 W", "100 W", 21)]
    >>> choice += [logarithmic(case, "transmitter.antenna.diameter", "0.5 m", "3 m", 21)]
    >>> mass = "mass_kg = 2.3 * transmitter.power + 4 * transmitter.antenna.diameter ** 2"
    >>> front = pareto(case, choice, [maximise("closing_margin_db"), minimise(mass)])
    >>> dict(front.sizes), front.attrs["tried"]
    ({'design': 98}, 441)
    """
    choices, wanted, at_least = read_axes(axes, case), tuple(objectives), dict(at_least or {})
    check_seed(seed)
    units = _check(case, choices, wanted, at_least)
    designs = _grid(choices) if samples is None else _sobol(choices, samples, seed)
    values, reached = _evaluated(case, designs, wanted, at_least)
    usable = np.flatnonzero(reached & np.isfinite(values).all(axis=1))
    if not usable.size:
        raise InputError(_nothing(case, at_least, np.isfinite(values).all(axis=1).any()))
    costs = np.where([one.greatest for one in wanted], -values[usable], values[usable])
    kept = usable[non_dominated(costs)]
    kept = kept[np.lexsort(values[kept].T[::-1])]
    return _dataset(case, choices, designs, values, kept, wanted, units)


def non_dominated(costs) -> np.ndarray:
    """Numbers of the rows that no other row beats: none is as low everywhere and lower somewhere.

    Two columns are done by sorting; more by comparing blocks of rows, sorted so that what beats a row stands before.

    Parameters
    ----------
    costs : array_like
        Rows of two or more numbers, the lower the better [-].

    Returns
    -------
    ndarray of int
        Rising; rows that are alike stay together.

    References
    ----------
    .. [1] H. T. Kung, F. Luccio, F. P. Preparata, "On finding the maxima of a set of vectors", J. ACM 22 (1975)
       469-476.

    Examples
    --------
    >>> print(non_dominated([[1.0, 4.0], [2.0, 2.0], [3.0, 3.0], [4.0, 1.0], [2.0, 2.0]]))
    [0 1 3 4]
    """
    costs = np.asarray(costs, dtype=float)
    order = np.lexsort(costs.T[::-1])
    rows = costs[order]
    first = np.ones(len(rows), dtype=bool)  # of rows that are alike
    first[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    best = _best_of_two(rows[first]) if rows.shape[1] == 2 else _best_of_many(rows[first])
    return np.sort(order[best[np.cumsum(first) - 1]])


def _best_of_two(rows: np.ndarray) -> np.ndarray:
    """Of sorted rows, those whose second number is below all before them."""
    least_before = np.minimum.accumulate(np.concatenate([[np.inf], rows[:-1, 1]]))
    return (rows[:, 1] < least_before) | (np.arange(len(rows)) == 0)


def _best_of_many(rows: np.ndarray) -> np.ndarray:
    """Of sorted rows: those of a block that the front so far does not beat, less those that the block itself beats."""
    best = np.zeros(len(rows), dtype=bool)
    front = np.empty((0, rows.shape[1]))
    for first in range(0, len(rows), _COMPARED):
        places = np.arange(first, min(first + _COMPARED, len(rows)))
        for start in range(0, len(front), _COMPARED):
            places = places[~_beaten(rows[places], front[start : start + _COMPARED])]
        places = places[~_beaten(rows[places], rows[places])]
        best[places] = True
        front = np.concatenate([front, rows[places]])
    return best


def _beaten(rows: np.ndarray, others: np.ndarray) -> np.ndarray:
    """True for rows that one of the others is nowhere above and somewhere below; column by column, to spare memory."""
    nowhere_above = np.ones((len(rows), len(others)), dtype=bool)
    below = np.zeros_like(nowhere_above)
    for mine, theirs in zip(rows.T, others.T, strict=True):
        nowhere_above &= theirs <= mine[:, None]
        below |= theirs < mine[:, None]
    return np.any(nowhere_above & below, axis=1)


def _check(case: Case, axes, wanted, at_least) -> dict[str, tuple[str, str]]:
    """Long name and unit of each objective, once all names are known to be inputs or lines."""
    if len(wanted) < 2:
        raise InputError(f"{len(wanted)} objective: expected two or more, of which one costs what another gains")
    names = [one.name for one in wanted]
    if len(set(names)) < len(names):
        raise InputError(f"objective {max(names, key=names.count)!r} given twice; expected different ones")
    if any(axis.unit == "" for axis in axes):
        raise InputError("time is no choice of a designer; expected axes of numbers of the link")
    inputs, terms = case.values(), case.budget().terms
    found = {}
    for one in wanted:
        for name in one.expression.names:
            if name not in inputs and name not in terms:
                raise unknown_key(name, [*inputs, *terms], where=f"objective {one.name!r}: ")
        bare = one.name == one.expression.text
        if not bare and (one.name in inputs or one.name in terms):
            raise InputError(f"objective {one.name}: the link has this already; expected another name")
        if one.name in inputs:
            found[one.name] = spoken(one.name), case.unit(one.name)
        elif one.name in terms:
            found[one.name] = terms[one.name].name, terms[one.name].unit
        else:
            found[one.name] = (one.name, "-") if bare else (spoken(without_unit(one.name)), unit_of(one.name))
    for name in at_least:
        line_of(case, name)
    return found


def _grid(axes: tuple[Axis, ...]) -> dict[str, np.ndarray]:
    _count(int(np.prod([float(len(axis)) for axis in axes])))
    mesh = np.meshgrid(*(axis.coordinate for axis in axes), indexing="ij")
    return {axis.key: numbers.ravel() for axis, numbers in zip(axes, mesh, strict=True)}


def _sobol(axes: tuple[Axis, ...], samples: int, seed: int) -> dict[str, np.ndarray]:
    from scipy.stats import qmc

    count = 1 << max(_count(samples) - 1, 0).bit_length()  # whole powers of two keep the sequence even
    shares = qmc.Sobol(len(axes), scramble=True, rng=np.random.default_rng(seed)).random(count)[:samples]
    ends = [(float(axis.coordinate.min()), float(axis.coordinate.max()), axis.logarithmic) for axis in axes]
    return {axis.key: Scale(*span).at(share) for axis, span, share in zip(axes, ends, shares.T, strict=True)}


def _count(designs: int) -> int:
    if not 1 <= designs <= MOST:
        raise InputError(f"samples = {designs}: expected 1 to {MOST} designs")
    return designs


def _evaluated(case: Case, designs: dict[str, np.ndarray], wanted, at_least) -> tuple[np.ndarray, np.ndarray]:
    """Objectives of all designs, and which designs reach what they must."""
    inputs = case.values()
    names = dict.fromkeys(name for one in wanted for name in one.expression.names)
    lines = dict.fromkeys([*(name for name in names if name not in inputs), *at_least])
    present = {name: float(inputs[name].value) for name in names if name in inputs}
    size = len(next(iter(designs.values())))
    values, reached = np.empty((size, len(wanted))), np.ones(size, dtype=bool)
    for first in range(0, size, _BLOCK):
        block = slice(first, min(first + _BLOCK, size))
        chosen = {key: numbers[block] for key, numbers in designs.items()}
        found = lines_of(case, chosen, lines)
        numbers = present | chosen | found
        for place, one in enumerate(wanted):
            values[block, place] = one.expression.value(numbers)
        for name, least in at_least.items():
            reached[block] &= found[name] >= least
        if found:  # a design that the equations refuse is none, whatever its mass
            reached[block] &= np.all([np.isfinite(line) for line in found.values()], axis=0)
    return values, reached


def _nothing(case: Case, at_least: dict, computed: bool) -> str:
    if not computed:
        return f"{heading(case.budget())}: no design can be computed there: {reason(case)}; expected other axes"
    said = " and ".join(f"{name} of {least:g}" for name, least in at_least.items())
    return f"no design reaches {said}; expected wider axes, or less"


def _dataset(case: Case, axes, designs, values, kept, wanted, units):
    import xarray as xr

    variables, keys = {}, []
    for axis in axes:
        label = {"long_name": spoken(axis.key), "units": axis.unit, "role": "input"}
        variables[axis.key] = ("design", designs[axis.key][kept], label)
    for place, one in enumerate(wanted):
        long_name, unit = units[one.name]
        sense = "maximise" if one.greatest else "minimise"
        label = {"long_name": long_name, "units": unit, "role": sense, "expression": one.expression.text}
        plain = one.name.replace(".", "").replace("_", "").isalnum()
        key = one.name if plain else f"objective_{place + 1}"  # files take no signs in names
        variables[key] = "design", values[kept, place], label
        keys.append(key)
    attributes = {
        "title": heading(case.budget()),
        "tried": len(values),
        "objectives": "; ".join(keys),
        "logarithmic": "; ".join(axis.key for axis in axes if axis.logarithmic),
    }
    return xr.Dataset(variables, {"design": np.arange(len(kept))}, attributes)
