"""A study's answer as a Zarr store: filled unit by unit, with a record of the units that are missing.

The chunks of every variable are the units, so each unit is written by one worker and no two touch the same file.
The study, the units that are in, and a checksum of every file stand in ``checksums.json``
(:mod:`linkbudget.studies.checksums`).  A store of another study is refused.  A chunk that is missing or damaged is
computed anew; metadata and axes follow from the study, and are written anew.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from linkbudget.errors import InputError, shortened
from linkbudget.studies import checksums
from linkbudget.studies.blocks import Block, Cutting, Study, Variable
from linkbudget.studies.checksums import Checksums, checksum
from linkbudget.version import VERSION
from linkbudget.writing import whole_store

NOTES, BETWEEN_NOTES = "notes", " | "
"""Attribute of an answer that holds notes on models used outside their range, and what stands between two."""

STORE_FORMAT = 2
"""Version of what a store holds and under which names; another one is refused."""

METADATA = "zarr.json"
"""Name of the file with the metadata of a store, and of each array in it."""

SAVE_EVERY_S = 0.5
"""Shortest time between savings of the checksums: units that end in between are computed again after a power cut."""


class NotSeen(InputError):
    """A store, or a file of it, that is not there."""


class Store:
    """A study's store, empty, half or wholly filled: :attr:`missing` are the numbers of the units to be computed.

    :attr:`damaged` are the files that were missing or did not hold what had been written; they count as not there.
    """

    def __init__(self, folder: Path, study: Study):
        self.folder, self._study = folder, study
        self._sums = _checksums_of(folder, study)
        self.units = Cutting(study.sizes, self._sums.unit_sizes)
        self.damaged = self._sums.damaged(folder)
        self._saved_s = time.monotonic()
        if self.damaged:
            self._mend()
        known = self._sums.files.keys()
        units = map(self.units.__getitem__, range(len(self.units)))
        self._done = np.array([known >= set(chunks(study.variables, unit).values()) for unit in units])
        self.missing = np.flatnonzero(~self._done).tolist()

    @property
    def done(self) -> int:
        """Number of units in the store."""
        return int(self._done.sum())

    @property
    def damage(self) -> str:
        """One line on the files that were damaged."""
        return f"{self.folder}: {_listed(self.damaged)} missing or damaged; what should be there is computed anew"

    @property
    def is_gone(self) -> bool:
        """True if the store has been deleted."""
        return not ((self.folder / METADATA).is_file() and (self.folder / checksums.NAME).is_file())

    def mark(self, number: int, files: dict[str, str]) -> None:
        """Record that a unit has been written, with the checksums of its files."""
        if self.is_gone:
            raise deleted(self.folder)
        self._sums.files |= files
        self._done[number] = True
        if time.monotonic() - self._saved_s > SAVE_EVERY_S:
            self.save()

    def note(self, notes: set[str]) -> None:
        """Add notes on models that were used outside their range."""
        self._sums.notes = sorted({*self._sums.notes, *notes})

    def save(self) -> None:
        """Write the record of the store's contents."""
        with one_line(self.folder):
            self._sums.save(self.folder)
        self._saved_s = time.monotonic()

    def abandon(self) -> None:
        """Delete the store if it is empty."""
        if not self.done:
            shutil.rmtree(self.folder, ignore_errors=True)

    def clear(self) -> None:
        """Take away what workers wrote after somebody had deleted the store, and nothing else."""
        if not self.folder.is_dir():
            return
        for number in range(len(self.units)):
            for name in chunks(self._study.variables, self.units[number]).values():
                (self.folder / name).unlink(missing_ok=True)
        (self.folder / checksums.NAME).unlink(missing_ok=True)
        folders = [place for place in self.folder.rglob("*") if place.is_dir()]
        for place in [*sorted(folders, reverse=True), self.folder]:
            if not any(place.iterdir()):
                place.rmdir()

    def finish(self) -> None:
        """Take away what only a study under way needs, and gather the metadata so that the store opens at once."""
        if self._sums.finished:
            return
        if self.is_gone:
            raise deleted(self.folder)
        lost = [name for name in self._sums.files if not (self.folder / name).is_file()]
        if lost:
            self.save()
            raise InputError(
                f"{self.folder}: {_listed(lost)} deleted while the store was being filled; run the same command again,"
                " and what is lost is computed anew"
            )
        with one_line(self.folder):
            for left_by_a_lost_worker in self.folder.rglob("*.partial"):
                left_by_a_lost_worker.unlink(missing_ok=True)
            gather_metadata(self.folder, _arrays(self._study), notes_attribute(set(self._sums.notes)))
            self._sums.files[METADATA] = checksum(self.folder / METADATA)
            self._sums.finished = True
            self._sums.save(self.folder)

    def _mend(self) -> None:
        """Forget chunks that are damaged, and write anew what follows from the study alone."""
        for name in self.damaged:
            del self._sums.files[name]
            if (self.folder / name).is_dir():
                shutil.rmtree(self.folder / name, ignore_errors=True)
        self._sums.finished = False
        with one_line(self.folder), TemporaryDirectory(prefix=".linkbudget-", dir=self.folder.parent) as beside:
            new = Path(beside) / self.folder.name
            _lay_out(new, self._study, self.units)
            for name in {*self.damaged} & {*_files(new)}:
                (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
                os.replace(new / name, self.folder / name)
                self._sums.files[name] = checksum(self.folder / name)
        self.save()


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


def chunks(variables: dict[str, Variable], unit: Block) -> dict[str, str]:
    """The file of a unit's part of each variable, by its path within the store.

    Examples
    --------
    >>> unit = Block({"x": slice(0, 2), "y": slice(4, 8)}, {"x": 0, "y": 1})
    >>> chunks({"margin_db": Variable(("x", "y")), "eirp_dbw": Variable(("x",))}, unit)
    {'margin_db': 'margin_db/c/0/1'}
    """
    return {
        name: "/".join([name, "c", *(str(unit.index[dim]) for dim in variable.dims)])
        for name, variable in variables.items()
        if variable.is_taken_from(unit)
    }


def write(folder: Path, unit: Block, variables: dict[str, Variable], parts: dict[str, np.ndarray]) -> dict[str, str]:
    """Write a unit's part of every variable; the checksums of the files are returned."""
    import zarr

    with one_line(folder), zarr.config.set(WHOLE):
        group = zarr.open_group(folder, mode="r+")
        for name, part in parts.items():
            array = group.get(name)
            if not isinstance(array, zarr.Array):
                raise FileNotFoundError(name)
            array[tuple(unit.slices[dim] for dim in variables[name].dims)] = part
        return {file: checksum(folder / file) for file in chunks(variables, unit).values()}


WHOLE = {"array.write_empty_chunks": True}
"""Setting of Zarr: a chunk of nothing but NaN is written too, or it would look as one that was lost."""


def codecs() -> list[Any]:
    """Codecs for chunks: a quarter of the usual codec's time, smaller files, a checksum that every reader checks."""
    from zarr.codecs import BloscCodec, Crc32cCodec

    return [BloscCodec(cname="lz4", shuffle="shuffle"), Crc32cCodec()]


def opened(folder: Path, study: Study):
    """The answer as an xarray.Dataset that reads from the store on demand, and compares checksums."""
    import xarray as xr

    from linkbudget.studies.store_reading import CheckedStore  # brings Zarr

    return xr.open_zarr(CheckedStore(folder, read_only=True), chunks=None)[[*study.variables]]


def require_zarr(folder) -> None:
    """Say how to get Zarr where it is not installed."""
    if importlib.util.find_spec("zarr") is None:
        raise InputError(f"{folder}: needs Zarr: pip install 'deepspace-linkbudget[cluster]'")


def put(dataset, folder: Path) -> None:
    """Write a dataset as a new store."""
    import zarr

    texts = {name: values.astype(object) for name, values in dataset.variables.items() if values.dtype.kind == "U"}
    plain = dataset.assign(texts).drop_encoding()  # Zarr 3 knows text of any length, not of a fixed one
    packed = {name: {"compressors": codecs()} for name in plain.variables}
    with zarr.config.set(WHOLE):
        plain.to_zarr(folder, zarr_format=3, consolidated=False, encoding=packed)


def gather_metadata(folder: Path, arrays: list[str], attributes: dict[str, str] | None = None) -> None:
    """Copy the metadata of all arrays to one place, as Zarr 3 reads them, so that the store opens at once."""
    root = json.loads((folder / METADATA).read_text(encoding="utf-8"))
    gathered = {name: json.loads((folder / name / METADATA).read_text(encoding="utf-8")) for name in arrays}
    root["attributes"] |= attributes or {}
    root["consolidated_metadata"] = {"kind": "inline", "must_understand": False, "metadata": gathered}
    new = folder / f"{METADATA}.partial"
    new.write_text(json.dumps(root, indent=2), encoding="utf-8")
    os.replace(new, folder / METADATA)


def record(study: Study) -> str:
    """Record of all that determines the bits of a study's answer, as one line of JSON."""
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
def one_line(folder: Path):
    """A file system that refuses (disk full, no permission) reported in one line."""
    try:
        yield
    except FileNotFoundError:
        raise NotSeen(
            f"{folder}: not seen by a worker, or deleted meanwhile; expected a folder that all workers share"
        ) from None
    except OSError as error:
        raise InputError(
            f"{folder}: {error.strerror or error}; finished parts are kept, and the same command resumes from there"
        ) from None


def create(folder: Path, study: Study, units: Cutting) -> None:
    """Make an empty store; one that exists is never replaced."""
    with whole_store(folder) as temporary:
        _lay_out(temporary, study, units)
        files = {name: checksum(temporary / name) for name in _files(temporary)}
        Checksums(record(study), units.steps, files).save(temporary)
        temporary.rename(folder)  # fails where there is something: the lock keeps only those away that ask for it


def _lay_out(folder: Path, study: Study, units: Cutting) -> None:
    """Write the metadata and axes of a store; all of them follow from the study."""
    import xarray as xr
    import zarr

    put(xr.Dataset(coords=study.coordinates, attrs={**study.attributes, "study": record(study)}), folder)
    group = zarr.open_group(folder, mode="r+")
    for name, variable in study.variables.items():
        group.create_array(
            name,
            shape=tuple(study.sizes[dim] for dim in variable.dims),
            chunks=tuple(units.steps[dim] for dim in variable.dims),
            dtype=variable.dtype,
            compressors=codecs(),
            fill_value=np.nan if np.dtype(variable.dtype).kind == "f" else 0,
            dimension_names=variable.dims,
            attributes=variable.attributes,
        )


def _files(folder: Path) -> list[str]:
    return [file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()]


def _arrays(study: Study) -> list[str]:
    return [*study.coordinates, *study.variables]


def _listed(names: list[str]) -> str:
    """Names of files as the beginning of a sentence.

    Examples
    --------
    >>> _listed(["x/c/0"]), _listed(["x/c/0", "x/c/1", "x/c/2"])
    ('x/c/0 was', 'x/c/0 and 2 more files were')
    """
    return f"{names[0]} was" if len(names) == 1 else f"{names[0]} and {len(names) - 1} more files were"


def deleted(folder: Path) -> InputError:
    return InputError(f"{folder}: deleted while it was being filled; run the same command again")


def _checksums_of(folder: Path, study: Study) -> Checksums:
    """The checksums of a store, once it is known to be of this study."""
    stated = _stated_study(folder)
    if stated is None and not (folder / checksums.NAME).exists():
        raise InputError(f"{folder}: exists and is no store of a study; expected a new name")
    format_ = STORE_FORMAT if stated is None else stated.get("store_format")
    if format_ != STORE_FORMAT:
        raise InputError(f"{folder}: a store of format {format_}, not {STORE_FORMAT}; choose another name or delete it")
    sums = Checksums.read(folder)
    found, wanted = json.loads(sums.study), json.loads(record(study))
    if found != wanted:
        differs = _difference(found, wanted)
        raise InputError(f"{folder}: holds another study ({differs}); choose another name or delete it")
    return sums


def _stated_study(folder: Path) -> dict | None:
    """The study that the metadata of a store name, as far as they can be read."""
    try:
        found = json.loads(json.loads((folder / METADATA).read_text(encoding="utf-8"))["attributes"]["study"])
    except (OSError, KeyError, TypeError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


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
