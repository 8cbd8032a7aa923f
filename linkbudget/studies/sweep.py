"""Sweeps: the budget of a link over a grid of any of its numbers, time and distance among them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from linkbudget.errors import note
from linkbudget.labels import spoken
from linkbudget.link.case import Case, unknown_line
from linkbudget.link.case_function import CaseFunction
from linkbudget.link.verdict import CLOSING, MARGINS
from linkbudget.studies.answers import require_answer
from linkbudget.studies.axes import TIME, Axis, check_axes, read_axes
from linkbudget.studies.blocks import Block, Study, Variable
from linkbudget.studies.montecarlo import definition_of
from linkbudget.studies.where import Where, run_study

if TYPE_CHECKING:
    import xarray as xr

USUAL_LINES = ("received_power_dbw", "cn0_dbhz", *MARGINS, CLOSING, "data_rate_limit_bps", "picture_snr_db")
"""Lines that a sweep keeps by default, as far as the link has them."""


@dataclass(frozen=True)
class _Evaluate:
    """Lines of the budget over a block of the grid; what one part of an axis gives is kept while blocks share it."""

    function: CaseFunction
    axes: tuple[Axis, ...]
    dims: dict[str, tuple[str, ...]]
    kept: dict = field(default_factory=dict, compare=False)

    def __call__(self, block: Block) -> dict[str, np.ndarray]:
        if not any(block.index.values()):
            for text in self.function.notes:
                note(text)
        values = {key: value for axis in self.axes for key, value in self._values(axis, block).items()}
        result = self.function.at(values, self.kept)
        return {line: self._along(result[line], dims) for line, dims in self.dims.items()}

    def __getstate__(self) -> dict:
        return self.__dict__ | {"kept": {}}

    def _values(self, axis: Axis, block: Block) -> dict[str, np.ndarray]:
        """Numbers along an axis within a block: the same arrays as before while the part is the same."""
        part, held = block.slices[axis.dim], self.kept.get(axis.dim)
        if held is None or held[0] != part:
            held = part, {key: block.along(axis.dim, numbers) for key, numbers in axis.leaves.items()}
            self.kept[axis.dim] = held
        return held[1]

    def _along(self, value, dims: tuple[str, ...]) -> np.ndarray:
        """A line over the axes it depends on, the others taken away."""
        whole = np.reshape(value, (1,) * (len(self.axes) - np.ndim(value)) + np.shape(value))
        return whole[tuple(slice(None) if axis.dim in dims else 0 for axis in self.axes)]


def sweep(
    case: Case,
    axes: str | Axis | Iterable[str | Axis],
    lines: Iterable[str] | None = None,
    *,
    where: Where | None = None,
    store=None,
    progress: Callable[[float, str], None] = lambda fraction, doing: None,
) -> "xr.Dataset":
    """The budget of a case over the grid that some axes span.

    Parameters
    ----------
    case : Case
        A link at an instant or a distance.
    axes : str, Axis, or iterable of them
        What varies: ``"transmitter.power=1 W..100 W:50"``, or of :mod:`linkbudget.studies.axes`.
    lines : iterable of str, optional
        Lines of the budget to keep; ``["all"]`` for every one, the margins and what leads to them without it.
    where : Where, optional
        Who does the work; this process without it.
    store : str or Path, optional
        A Zarr store that the answer goes to.
    progress : callable
        Called with the fraction done and the name of the step.

    Returns
    -------
    xarray.Dataset
        A dimension an axis; each line over the axes it depends on.

    Raises
    ------
    InputError
        If there is no axis, a number varies along two, the budget has no such line, or no line is a number anywhere.

    Examples
    --------
    >>> import linkbudget as lb
    >>> case = lb.load("mars1").case("telemetry-32cm-dish")
    >>> answer = lb.sweep(case, "range=50e6 km, 100e6 km")
    >>> print((answer.cn0_dbhz[0] - answer.cn0_dbhz[1]).item().__format__(".2f"), answer.cn0_dbhz.units)
    6.02 dBHz
    """
    along = read_axes(axes, case)
    answer = run_study(sweep_study(case, along, lines), where or Where(), store, progress)
    over_time = next((axis.leaves for axis in along if axis.key == TIME), {})
    require_answer(case, "sweep", answer.data_vars.values(), over_time.get("elevation"))
    return answer


def sweep_study(case: Case, axes: Iterable[Axis], lines: Iterable[str] | None = None) -> Study:
    """The study that :func:`sweep` runs."""
    axes = check_axes(axes)
    told = _telling(axes)
    terms = case.with_values(told).budget().terms
    wanted = [line for line in USUAL_LINES if line in terms] if lines is None else list(dict.fromkeys(lines))
    if wanted == ["all"]:
        wanted = [key for key, line in terms.items() if line.unit != "" or np.ndim(line.value)]
    for line in wanted:
        if line not in terms:
            raise unknown_line(line, terms)
    dims = {line: _dims(terms[line].value, axes) for line in wanted}
    variables = {line: Variable(dims[line], "float64", _labels(terms[line])) for line in wanted}
    sizes = {axis.dim: len(axis) for axis in axes}
    coordinates = {axis.dim: (axis.dim, axis.coordinate, _axis_labels(axis)) for axis in axes}
    definition = definition_of(case) | {
        "axes": [[axis.key, len(axis), axis.coordinate[:1].astype(str).tolist()] for axis in axes],
        "leaves": {axis.key: _checksum(axis) for axis in axes if axis.key == TIME},  # others are the coordinates
        "lines": wanted,
    }
    title = {"title": f"{case.scenario} · {case.name or case.link.title}"}
    evaluate = _Evaluate(CaseFunction(case, told, wanted), axes, dims)
    return Study("sweep", sizes, variables, evaluate, definition, coordinates, title)


def _telling(axes: tuple[Axis, ...]) -> dict[str, np.ndarray]:
    """Numbers along each axis whose budget shows by its shapes which line depends on which axis, and says all notes.

    They are the ends of an axis, the least and greatest of its numbers, and one that is missing.
    """
    values = {}
    for place, axis in enumerate(axes):
        others: set[int] = set()
        for numbers in axis.leaves.values():
            missing = np.isnan(numbers)
            others |= {int(np.argmax(missing))} if missing.any() else set()
            others |= set() if missing.all() else {int(np.nanargmin(numbers)), int(np.nanargmax(numbers))}
        ends = [0, len(axis) - 1]  # one value twice, of an axis of one
        telling = [*ends, *sorted(others.difference(ends))]
        behind = [1] * (len(axes) - 1 - place)
        for key, numbers in axis.leaves.items():
            values[key] = numbers[telling].reshape(-1, *behind)
    return values


def _dims(value, axes: tuple[Axis, ...]) -> tuple[str, ...]:
    shape = (1,) * (len(axes) - np.ndim(value)) + np.shape(value)
    return tuple(axis.dim for axis, size in zip(axes, shape, strict=True) if size > 1)


def _labels(line) -> dict[str, str]:
    return {"long_name": line.name, "units": line.unit}


def _axis_labels(axis: Axis) -> dict[str, str]:
    return {"long_name": spoken(axis.key)} | ({"units": axis.unit} if axis.unit else {})


def _checksum(axis: Axis) -> str:
    """Checksum of the numbers that vary along an axis."""
    content = sha256()
    for key, numbers in axis.leaves.items():
        content.update(key.encode())
        content.update(np.ascontiguousarray(numbers, dtype=float).data)
    return content.hexdigest()[:16]
