"""Division of a study's work: a labelled grid in blocks that fit the cache, and blocks in units that fit memory.

A study asks ``evaluate(block)`` for arrays over one block of its grid at a time.  The blocks follow from the study
alone: not from the number of workers, nor from the memory they have.  Workers are handed units, which are whole
numbers of blocks.  So however the units are cut, the same calls happen on arrays of the same shape, and the answer has
the same bits.  For the same reason random streams belong to blocks (:meth:`Block.generator`), and ``evaluate`` does
without functions whose answer depends on the number of threads (``@`` and what else calls BLAS).
"""

import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from linkbudget.errors import InputError

BLOCK_POINTS = 2**15
"""Points of a block: the dozens of arrays that a budget makes of them (256 KiB each) fit the cache of one core."""

UNITS = 64
"""About how many units a study is cut into where memory allows so few: each ends with a step of the progress bar."""

UNIT_BYTES = 2**24
"""Most bytes of results in a unit, however much memory there is: what a lost worker or an interruption costs."""

COPIES = 4
"""Memory a unit takes while its results are compressed and written, as a multiple of its results."""

PROCESS_BYTES = 300e6
"""Memory a process takes before it does anything: the interpreter with NumPy, SciPy, xarray, Dask and Zarr."""


@dataclass(frozen=True)
class Block:
    """A part of the grid: a slice of each dimension, and which part it is along each dimension.

    Examples
    --------
    >>> block = Block({"range": slice(2, 4), "power": slice(0, 3)}, {"range": 1, "power": 0})
    >>> block.shape()
    (2, 3)
    >>> block.along("range", [10.0, 20.0, 30.0, 40.0]).tolist()
    [[30.0], [40.0]]
    """

    slices: dict[str, slice]
    index: dict[str, int]

    def shape(self, dims: tuple[str, ...] | None = None) -> tuple[int, ...]:
        """Size along the dimensions given, or along all."""
        parts = (self.slices[dim] for dim in (self.slices if dims is None else dims))
        return tuple(part.stop - part.start for part in parts)

    def along(self, dim: str, values) -> np.ndarray:
        """Values of one axis within this block, shaped to broadcast with the other axes of the block."""
        behind = len(self.slices) - 1 - list(self.slices).index(dim)
        return np.asarray(values)[self.slices[dim]].reshape(-1, *[1] * behind)

    def generator(self, seed: int, dim: str) -> np.random.Generator:
        """Random stream of this part of a dimension; blocks that share the part of ``dim`` share the stream.

        Examples
        --------
        >>> first = Block({"sample": slice(0, 8)}, {"sample": 0})
        >>> float(first.generator(1963, "sample").random()) == float(first.generator(1963, "sample").random())
        True
        """
        return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(self.index[dim],)))


@dataclass(frozen=True)
class Cutting:
    """A grid cut into equal blocks, the last along each dimension as short as need be; counted in C order.

    Examples
    --------
    >>> cutting = Cutting({"range": 5, "power": 3}, {"range": 2, "power": 3})
    >>> len(cutting), cutting[2].slices
    (3, {'range': slice(4, 5, None), 'power': slice(0, 3, None)})
    """

    sizes: dict[str, int]
    steps: dict[str, int]

    @property
    def counts(self) -> tuple[int, ...]:
        """Number of blocks along each dimension."""
        return tuple(-(-size // self.steps[dim]) for dim, size in self.sizes.items())

    def __len__(self) -> int:
        return math.prod(self.counts)

    def __getitem__(self, number: int) -> Block:
        if not 0 <= number < len(self):
            raise IndexError(number)
        return self._block(np.unravel_index(number, self.counts) if self.sizes else ())

    def inside(self, unit: Block) -> Iterator[Block]:
        """The blocks of this cutting that make up a unit cut at their edges."""
        ranges = [
            range(part.start // self.steps[dim], -(-part.stop // self.steps[dim])) for dim, part in unit.slices.items()
        ]
        return map(self._block, itertools.product(*ranges))

    def _block(self, index) -> Block:
        index = dict(zip(self.sizes, map(int, index), strict=True))
        slices = {}
        for dim, size in self.sizes.items():
            start = index[dim] * self.steps[dim]
            slices[dim] = slice(start, min(start + self.steps[dim], size))
        return Block(slices, index)


@dataclass(frozen=True)
class Variable:
    """One array of a study's answer: its dimensions, in the order of the grid, its kind of number, its attributes."""

    dims: tuple[str, ...]
    dtype: str = "float64"
    attributes: dict[str, Any] = field(default_factory=dict)

    def is_taken_from(self, block: Block) -> bool:
        """Test whether the block computes this variable: it is the first along the dimensions that the variable lacks.

        Examples
        --------
        >>> later = Block({"x": slice(0, 2), "y": slice(4, 8)}, {"x": 0, "y": 1})
        >>> Variable(("x", "y")).is_taken_from(later), Variable(("x",)).is_taken_from(later)
        (True, False)
        """
        return all(part.start == 0 for dim, part in block.slices.items() if dim not in self.dims)


@dataclass(frozen=True)
class Study:
    """Study to compute: its grid, its variables and the function that evaluates a block.

    Parameters
    ----------
    name : str
        Name of the study in the progress bar and in messages.
    sizes : dict of str to int
        The grid: dimensions in order, and how many points each has [-].
    variables : dict of str to Variable
        Results of ``evaluate``.  If a variable does not depend on a dimension, its values are computed once, in the
    evaluate : callable
        ``evaluate(block)`` gives a dictionary of arrays that broadcast to each variable's part of the block.  It must
        be picklable and depend on nothing but what it carries and the block.
    definition : dict
        What makes this study this one and not another, as JSON can say it: scenario, settings, seed.  An interrupted
        study goes on only where the definition is the same.
    coordinates, attributes : dict
        Labels of the answer, as ``xarray.Dataset`` takes them.
    block_sizes : dict of str to int
        Points of a block along the dimensions where they must not follow from the rest of the grid, such as samples:
        the streams of random numbers then stay the same when another axis gets more points [-].

    Examples
    --------
    >>> def evaluate(block):
    ...     return {"square": block.along("x", np.arange(5.0)) ** 2}
    >>> study = Study("squares", {"x": 5}, {"square": Variable(("x",))}, evaluate, {"what": "squares"})
    >>> compute(study, study.units()[0])["square"].tolist()
    [0.0, 1.0, 4.0, 9.0, 16.0]
    """

    name: str
    sizes: dict[str, int]
    variables: dict[str, Variable]
    evaluate: Callable[[Block], Mapping[str, Any]]
    definition: dict[str, Any]
    coordinates: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
    block_sizes: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for dim, size in self.sizes.items():
            if size < 1:
                raise InputError(f"{self.name}: axis {dim!r} is empty; expected one value or more")

    @property
    def blocks(self) -> Cutting:
        """The cutting that the answer's bits depend on: it follows from the study alone."""
        fixed = {dim: min(size, self.sizes[dim]) for dim, size in self.block_sizes.items()}
        return Cutting(self.sizes, _steps(self.sizes, fixed, BLOCK_POINTS))

    @property
    def nbytes(self) -> int:
        """Bytes of the whole answer."""
        return self.bytes_of(self.sizes)

    def units(self, memory_bytes: float = 1e9) -> Cutting:
        """Whole numbers of blocks: few enough units to be quick, each small enough for a process of so much memory."""
        blocks = self.blocks
        block_bytes = self.bytes_of(blocks.steps)
        room = min(UNIT_BYTES, (memory_bytes - PROCESS_BYTES) / COPIES, self.nbytes / UNITS)
        counts = dict(zip(self.sizes, blocks.counts, strict=True))
        together = _steps(counts, {}, max(int(room // block_bytes), 1))
        return Cutting(self.sizes, {dim: min(together[dim] * blocks.steps[dim], self.sizes[dim]) for dim in self.sizes})

    def bytes_of(self, sizes: dict[str, int]) -> int:
        """Bytes of the answer of a grid of these sizes."""
        return sum(
            np.dtype(variable.dtype).itemsize * math.prod(sizes[dim] for dim in variable.dims)
            for variable in self.variables.values()
        )


def compute(study: Study, unit: Block, whole: Mapping[str, np.ndarray] | None = None) -> dict[str, np.ndarray]:
    """A unit's part of every variable, block by block; written into its place in the whole where that is given.

    A variable that lacks a dimension appears only in the units that come first along it.
    """
    _keep_freed_memory()
    parts = {
        name: np.empty(unit.shape(variable.dims), variable.dtype)
        if whole is None
        else whole[name][_place(unit, variable.dims)]
        for name, variable in study.variables.items()
        if variable.is_taken_from(unit)
    }
    for block in study.blocks.inside(unit):
        values = study.evaluate(block)
        for name, part in parts.items():
            variable = study.variables[name]
            if variable.is_taken_from(block):
                part[_within(block, unit, variable.dims)] = values[name]
    return parts


def _place(unit: Block, dims: tuple[str, ...]) -> tuple[Any, ...]:
    return (*(unit.slices[dim] for dim in dims), ...)


@cache
def _keep_freed_memory() -> None:
    """Take 4 MiB and let it go, never touched: where the C library is glibc, it then keeps as much freed memory.

    Else it would hand the arrays of every block back to the system when a budget is let go, and have them zeroed, page
    by page, for the next block: more work than the decibels themselves.
    """
    np.empty(2**19)


def _within(block: Block, unit: Block, dims: tuple[str, ...]) -> tuple[slice, ...]:
    starts = [unit.slices[dim].start for dim in dims]
    parts = [block.slices[dim] for dim in dims]
    return tuple(slice(part.start - start, part.stop - start) for part, start in zip(parts, starts, strict=True))


def _steps(sizes: dict[str, int], fixed: dict[str, int], most: int) -> dict[str, int]:
    """Sizes of the parts of a grid of at most so many points in all, longest along the last dimensions."""
    steps = dict(fixed)
    room = most // math.prod(fixed.values()) if fixed else most
    for dim in reversed(sizes):
        if dim not in fixed:
            steps[dim] = max(min(sizes[dim], room), 1)
            room //= steps[dim]
    return {dim: steps[dim] for dim in sizes}
