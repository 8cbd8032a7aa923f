"""A study's answer as a Zarr store: filled unit by unit, and able to say which units are still missing.

The chunks of every variable are the units, so each unit is written by one worker and no two touch the same file.
While a study is under way the store holds one more array, ``units_done``; it goes when the last unit is in.  The
attribute ``study`` records what the study is, and a store of another study is refused.
"""

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import warnings
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from linkbudget.errors import InputError, shortened
from linkbudget.studies.blocks import Block, Cutting, Study, Variable
from linkbudget.version import VERSION
from linkbudget.writing import whole_store

NOTES, BETWEEN_NOTES = "notes", " | "
"""Attribute of an answer that holds notes on models used outside their range, and what stands between two."""

STORE_FORMAT = 1
"""Version of what a store holds and under which names; another one is refused."""

JOURNAL = "units_done"


class Store:
    """A study's store, empty, half or wholly filled: :attr:`missing` are the numbers of the units to be computed."""

    def __init__(self, folder: Path, study: Study):
        self.folder = folder
        self._group = _open(folder, study)
        self._journal = self._group.get(JOURNAL)
        if self._journal is None:
            self.units, self._done = study.units(), np.ones(0, dtype=bool)
        else:
            self.units = Cutting(study.sizes, dict(self._journal.attrs["unit_sizes"]))
            self._done = self._journal[:]
        self.missing = np.flatnonzero(~self._done).tolist()

    @property
    def done(self) -> int:
        """How many units are in the store."""
        return int(self._done.sum())

    def mark(self, number: int) -> None:
        """Record that a unit has been written."""
        self._done[number] = True
        with one_line(self.folder):
            self._journal[:] = self._done

    def note(self, notes: set[str]) -> None:
        """Add notes on models that were used outside their range."""
        known = set(str(self._group.attrs.get(NOTES, "")).split(BETWEEN_NOTES)) - {""}
        if not notes <= known:
            with one_line(self.folder):
                self._group.attrs.update(notes_attribute(known | notes))

    def abandon(self) -> None:
        """Take the store away if nothing is in it."""
        if not self.done and self._journal is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def finish(self) -> None:
        """Take away what only a study under way needs, and gather the metadata so that the store opens at once."""
        if self._group.metadata.consolidated_metadata is not None:
            return
        with one_line(self.folder):
            for left_by_a_lost_worker in self.folder.rglob("*.partial"):
                left_by_a_lost_worker.unlink(missing_ok=True)
            shutil.rmtree(self.folder / JOURNAL, ignore_errors=self._journal is None)
            gather_metadata(self.folder)


def notes_attribute(notes: set[str]) -> dict[str, str]:
    """The notes as an attribute; none where there are none.

    Examples
    --------
    >>> notes_attribute({"b is stated for 1 to 2", "a is stated for 3 to 4"})
    {'notes': 'a is stated for 3 to 4 | b is stated for 1 to 2'}
    >>> notes_attribute(set())
    {}
    """
    return {NOTES: BETWEEN_NOTES.join(sorted(notes))} if notes else {}


def notes_of(*answers) -> list[str]:
    """The notes that answers carry.

    Examples
    --------
    >>> import xarray
    >>> notes_of(xarray.Dataset(attrs={"notes": "a | b"}), xarray.Dataset())
    ['a', 'b']
    """
    return [note for answer in answers for note in answer.attrs.get(NOTES, "").split(BETWEEN_NOTES) if note]


def write(folder: Path, unit: Block, variables: dict[str, Variable], parts: dict[str, np.ndarray]) -> None:
    """Write a unit's part of every variable."""
    import zarr

    with one_line(folder):
        group = zarr.open_group(folder, mode="r+")
        for name, part in parts.items():
            array = group[name]
            assert isinstance(array, zarr.Array)
            array[tuple(unit.slices[dim] for dim in variables[name].dims)] = part


def opened(folder: Path, study: Study):
    """The answer as an xarray.Dataset that reads from the store what is asked of it."""
    import xarray as xr

    return xr.open_zarr(folder, chunks=None)[[*study.variables]]


def require_zarr(folder) -> None:
    """Say how to get Zarr where it is not installed."""
    if importlib.util.find_spec("zarr") is None:
        raise InputError(f"{folder}: needs Zarr: pip install 'deepspace-linkbudget[cluster]'")


def put(dataset, folder: Path) -> None:
    """Write a dataset as a new store."""
    texts = {name: values.astype(object) for name, values in dataset.variables.items() if values.dtype.kind == "U"}
    plain = dataset.assign(texts).drop_encoding()  # Zarr 3 knows text of any length, not of a fixed one
    plain.to_zarr(folder, zarr_format=3, consolidated=False)


def gather_metadata(folder: Path) -> None:
    """Copy the metadata of all arrays to one place, so that the store opens at once."""
    import zarr
    from zarr.errors import ZarrUserWarning

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Consolidated metadata", ZarrUserWarning)
        zarr.consolidate_metadata(folder)


def record(study: Study) -> str:
    """What makes a study's bits what they are, as one line of JSON."""
    import scipy

    return json.dumps(
        {
            "store_format": STORE_FORMAT,
            "definition": study.definition,
            "axes": study.sizes,
            "blocks": study.blocks.steps,
            "variables": {name: [*variable.dims, variable.dtype] for name, variable in study.variables.items()},
            "coordinates": {name: _digest(values) for name, values in study.coordinates.items()},
            "versions": {"linkbudget": VERSION, "numpy": np.__version__, "scipy": scipy.__version__},
        },
        ensure_ascii=False,
    )


@contextmanager
def only_writer(folder: Path):
    """Keep other processes from filling the same store; the lock goes with the process."""
    with one_line(folder):
        descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise InputError(
            f"{folder}: another process is filling this store; wait for it or choose another name"
        ) from None
    finally:
        os.close(descriptor)


@contextmanager
def one_line(folder: Path):
    """A file system that refuses (disk full, no permission) said in one line."""
    try:
        yield
    except FileNotFoundError:
        raise InputError(f"{folder}: not seen by a worker; expected a folder that all workers share") from None
    except OSError as error:
        raise InputError(
            f"{folder}: {error.strerror or error}; what is written stays, and the same command goes on from there"
        ) from None


def create(folder: Path, study: Study, units: Cutting) -> None:
    """Make an empty store."""
    import xarray as xr
    import zarr
    from zarr.codecs import BloscCodec

    packed = BloscCodec(cname="lz4", shuffle="shuffle")  # a quarter of the time of the usual codec, and smaller
    with whole_store(folder) as temporary:
        put(
            xr.Dataset(
                coords=study.coordinates,
                attrs={**study.attributes, "study": record(study)},
            ),
            temporary,
        )
        group = zarr.open_group(temporary, mode="r+")
        for name, variable in study.variables.items():
            group.create_array(
                name,
                shape=tuple(study.sizes[dim] for dim in variable.dims),
                chunks=tuple(units.steps[dim] for dim in variable.dims),
                dtype=variable.dtype,
                compressors=packed,
                fill_value=np.nan if np.dtype(variable.dtype).kind == "f" else 0,
                dimension_names=variable.dims,
                attributes=variable.attributes,
            )
        group.create_array(
            JOURNAL,
            shape=(len(units),),
            chunks=(len(units),),
            dtype="bool",
            dimension_names=("unit",),
            attributes={"unit_sizes": units.steps},
        )


def _open(folder: Path, study: Study):
    import zarr

    try:
        group = zarr.open_group(folder, mode="r+")
        found = json.loads(str(group.attrs["study"]))
        format_ = found.get("store_format")
    except (OSError, KeyError, ValueError):
        raise InputError(f"{folder}: exists and is no store of a study; expected a new name") from None
    if format_ != STORE_FORMAT:
        raise InputError(f"{folder}: a store of format {format_}, not {STORE_FORMAT}; choose another name or delete it")
    wanted = json.loads(record(study))
    if found != wanted:
        differs = _difference(found, wanted)
        raise InputError(f"{folder}: holds another study ({differs}); choose another name or delete it")
    return group


def _difference(old, new, name: str = "study") -> str:
    """The first thing in which two records differ, by the nearest name.

    Examples
    --------
    >>> _difference({"definition": {"seed": 1}}, {"definition": {"seed": 2}})
    "'seed' was 1, is 2"
    >>> _difference({"axes": [["range", 400]]}, {"axes": [["range", 401]]})
    "'axes' was 400, is 401"
    """
    if isinstance(old, dict) and isinstance(new, dict):
        pairs = [(old.get(key), new.get(key), key) for key in {**old, **new}]
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = [(one, other, name) for one, other in zip(old, new, strict=True)]
    else:
        pairs = []
    differing = next((pair for pair in pairs if pair[0] != pair[1]), None)
    return _difference(*differing) if differing else f"{name!r} was {shortened(old, 40)}, is {shortened(new, 40)}"


def _digest(coordinate) -> str:
    parts = coordinate if isinstance(coordinate, tuple) else (coordinate,)
    values = np.asarray(parts[1] if len(parts) > 1 else parts[0])
    content = hashlib.sha256(f"{values.dtype} {values.shape} ".encode())
    plain = values.dtype.kind != "O"  # hashed as it lies, without a copy
    content.update(np.ascontiguousarray(values).view("u1").data if plain else repr(values.tolist()).encode())
    return content.hexdigest()[:16]
