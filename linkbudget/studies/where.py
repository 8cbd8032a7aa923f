"""Run a study in this process, on this machine's cores, or on a Dask cluster.

    run_study(study)                                            in this process, the answer in memory
    run_study(study, Where(workers=4), "sweep.zarr")            four workers, the answer into a store
    run_study(study, Where(scheduler="tcp://10.0.0.5:8786"), "/shared/sweep.zarr")

The answer has the same bits whichever is chosen.  A study that goes to a store may be interrupted; asked for again
with the same store, it is resumed where it stopped.
"""

import os
import warnings
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, replace
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from linkbudget.errors import InputError, Interrupted, ModelRangeWarning, StoreWarning, shortened
from linkbudget.formatting import bytes_text
from linkbudget.studies import processes, stores
from linkbudget.studies.blocks import Cutting, Study, compute
from linkbudget.studies.one_writer import only_writer

if TYPE_CHECKING:
    import xarray as xr

LEAST_MEMORY_BYTES = 500e6


@dataclass(frozen=True)
class Where:
    """One switch for where the work runs, and how much memory each process of it may use.

    Parameters
    ----------
    workers : int, optional
        So many processes on this machine, this one among them; without it, and without a scheduler, this process does
        the work alone [-].
    scheduler : str, optional
        Address of a Dask scheduler, such as ``tcp://10.0.0.5:8786``; its workers do the work.
    memory_bytes : float
        What each process may use.  An answer larger than this must go to a store.

    Raises
    ------
    InputError
        When both workers and a scheduler are named, or there is too little of either workers or memory.
    """

    workers: int | None = None
    scheduler: str | None = None
    memory_bytes: float = 1e9

    def __post_init__(self) -> None:
        if self.workers is not None and self.scheduler is not None:
            raise InputError("workers and scheduler: expected one of them, not both")
        if self.workers is not None and not (isinstance(self.workers, Integral) and self.workers >= 1):
            raise InputError(f"workers = {shortened(self.workers)}: expected a whole number of 1 or more")
        if not self.memory_bytes >= LEAST_MEMORY_BYTES:
            raise InputError(
                f"memory = {bytes_text(self.memory_bytes)}: expected {bytes_text(LEAST_MEMORY_BYTES)} or more a process"
            )

    @property
    def is_here(self) -> bool:
        """True if this process does the work alone."""
        return self.workers in (None, 1) and self.scheduler is None


def run_study(
    study: Study,
    where: Where = Where(),
    store: str | os.PathLike | None = None,
    progress: Callable[[float, str], None] = lambda fraction, doing: None,
) -> "xr.Dataset":
    """Compute a study and return its answer as an ``xarray.Dataset``.

    Parameters
    ----------
    study : Study
        The study to compute.
    where : Where
        Who computes it.
    store : str or Path, optional
        A Zarr store (``.zarr``) that the answer goes to; without it the answer is held in memory.
    progress : callable
        Called with the fraction done and the name of the step.

    Raises
    ------
    InputError
        When the answer does not fit, the store belongs to another study, another process is filling it, it was deleted
        meanwhile, the scheduler does not answer, the disk is full, or a block raises it.
    Interrupted
        On Ctrl-C, where a store was given: the same call resumes it.

    Warns
    -----
    StoreWarning
        When files of the store were missing or damaged; what they held is computed anew.

    Examples
    --------
    >>> from linkbudget.studies.blocks import Variable
    >>> def evaluate(block):
    ...     return {"total": block.along("x", np.arange(3)) + block.along("y", np.arange(2))}
    >>> sums = Study("sums", {"x": 3, "y": 2}, {"total": Variable(("x", "y"))}, evaluate, {"what": "sums"})
    >>> run_study(sums).total.values.tolist()
    [[0.0, 1.0], [1.0, 2.0], [2.0, 3.0]]
    """
    if store is None:
        return _in_memory(study, where, progress)
    folder = Path(store).absolute()
    if folder.suffix != ".zarr":
        raise InputError(f"{folder}: expected a name that ends in .zarr")
    return _in_store(study, where, folder, progress)


@dataclass(frozen=True)
class _Job:
    """Task of a worker: compute a unit, then write it to the store, put it in its place, or return it."""

    study: Study
    units: Cutting
    folder: Path | None = None
    whole: dict[str, np.ndarray] | None = None

    def __call__(self, number: int):
        unit = self.units[number]
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            parts = compute(self.study, unit, self.whole)
        notes = {(warning.category, str(warning.message)) for warning in caught}
        if self.folder is None:
            return number, notes, parts if self.whole is None else {}
        return number, notes, stores.write(self.folder, unit, self.study.variables, parts)


def _outcomes(job: _Job, numbers, where: Where) -> Generator[tuple[int, Any, set[str]], None, None]:
    """Number, result and new notes on models of every unit, as they end; other warnings are issued once."""
    if where.is_here:
        results: Generator[Any, None, None] = (job(number) for number in numbers)
    else:
        job = replace(job, study=replace(job.study, coordinates={}, attributes={}))  # labels need not travel
        if where.scheduler is None:
            assert where.workers is not None
            arrays = 0 if job.folder else job.study.bytes_of(job.units.steps)
            results = processes.outcomes(job, numbers, where.workers, arrays)
        else:
            from linkbudget.studies import cluster  # brings Dask

            results = cluster.outcomes(job, numbers, where.scheduler)
    said: set[tuple[type[Warning], str]] = set()
    with closing(results):
        for number, notes, parts in results:
            for category, message in sorted(notes - said, key=str):
                if not issubclass(category, ModelRangeWarning):
                    warnings.warn(message, category, stacklevel=4)
            yield number, parts, {text for category, text in notes - said if issubclass(category, ModelRangeWarning)}
            said |= notes


def _in_memory(study: Study, where: Where, progress):
    import xarray as xr

    if study.nbytes > where.memory_bytes:
        raise InputError(
            f"{study.name}: its answer takes {bytes_text(study.nbytes)}, more than the {bytes_text(where.memory_bytes)}"
            " it may use; expected a .zarr store to write it to, or fewer points"
        )
    units = study.units(where.memory_bytes)
    arrays = {
        name: np.empty([study.sizes[dim] for dim in variable.dims], variable.dtype)
        for name, variable in study.variables.items()
    }
    progress(0.0, study.name)
    job, told = _Job(study, units, whole=arrays if where.is_here else None), set[str]()
    with closing(_outcomes(job, range(len(units)), where)) as outcomes:
        for count, (number, parts, notes) in enumerate(outcomes, 1):
            told |= notes
            slices = units[number].slices
            for name, part in parts.items():
                arrays[name][tuple(slices[dim] for dim in study.variables[name].dims)] = part
            progress(count / len(units), study.name)
    variables = {name: (variable.dims, arrays[name], variable.attributes) for name, variable in study.variables.items()}
    attributes = {**study.attributes, "study": stores.record(study)} | stores.notes_attribute(told)
    return xr.Dataset(variables, study.coordinates, attributes)


def _in_store(study: Study, where: Where, folder: Path, progress):
    stores.require_zarr(folder)
    with only_writer(folder):
        is_new = not folder.exists()
        if is_new:
            stores.create(folder, study, study.units(where.memory_bytes))
        store = stores.Store(folder, study)
        if store.damaged:
            warnings.warn(store.damage, StoreWarning, stacklevel=3)
        job, total = _Job(study, store.units, folder), len(store.units)
        try:
            progress(1.0 - len(store.missing) / total, study.name)
            with closing(_outcomes(job, store.missing, where)) as outcomes:
                for number, files, notes in outcomes:
                    store.note(notes)
                    store.mark(number, files)
                    progress(store.done / total, study.name)
            store.finish()
            return stores.opened(folder, study)
        except BaseException as stop:
            if store.is_gone:
                store.clear()
                raise stores.deleted(folder) from None
            if isinstance(stop, KeyboardInterrupt):
                store.save()
                raise Interrupted(
                    f"interrupted; {folder} holds {store.done} of {total} parts; the same command resumes from there"
                ) from None
            if is_new and not store.done:  # no scheduler, a first block that refuses: as if nothing had been asked
                store.abandon()
            else:
                store.save()
            if where.scheduler is None and isinstance(stop, stores.NotSeen):  # in part, or just now
                raise stores.deleted(folder) from None
            raise
