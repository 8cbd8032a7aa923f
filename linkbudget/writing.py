"""Files that appear whole or not at all: written beside their place under a temporary name, then renamed."""

import os
import secrets
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linkbudget.errors import InputError


@contextmanager
def whole_file(file: str | os.PathLike) -> Iterator[Path]:
    """A temporary file beside ``file`` that takes its place when the block ends well.

    Examples
    --------
    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp()) / "note.txt"
    >>> with whole_file(target) as temporary:
    ...     _ = temporary.write_text("whole")
    >>> target.read_text(), len(list(target.parent.iterdir()))
    ('whole', 1)
    """
    file = Path(file)
    if os.path.isdir(file):
        raise InputError(f"{file}: is a folder; expected the name of a file")
    with whole_folder(file.parent, what=file) as folder:
        yield folder / file.name


@contextmanager
def whole_store(store: str | os.PathLike) -> Iterator[Path]:
    """The same for a folder that is one thing, such as a Zarr store; it replaces only a folder of its kind."""
    store = Path(store)
    if os.path.exists(store) and not os.path.isfile(store / "zarr.json"):
        raise InputError(f"{store}: exists and is no Zarr store; expected a new name")
    with whole_folder(store.parent, what=store) as folder:
        yield folder / store.name


@contextmanager
def whole_folder(folder: str | os.PathLike, what: Path | None = None) -> Iterator[Path]:
    """A temporary folder whose files move into ``folder`` when the block ends well; other files there stay.

    The folder is made on the same file system, so each move is a rename; signals wait while the files move, and
    a move that fails brings all old files back.
    """
    folder = Path(folder)
    what = folder if what is None else what
    created: list[Path] = []
    temporary = None
    try:
        if folder.exists() and not folder.is_dir():
            raise InputError(f"{folder}: is a file; expected a folder to write to")
        created = _make_folders(folder)
        # named before it is made: a stop in between leaves none
        temporary = folder / f".linkbudget-{secrets.token_hex(8)}"
        temporary.mkdir(mode=0o700)
        yield temporary
        _move_all(sorted(temporary.iterdir()), folder, temporary / ".old")
        created = []
    except OSError as error:
        raise InputError(f"{what}: {error.strerror or error}; nothing was written") from None
    except ValueError:
        if "\0" not in str(folder):
            raise
        raise InputError(f"{what}: a zero character in its name; nothing was written") from None
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)
        for made in reversed(created):
            if made.is_dir() and not any(made.iterdir()):
                made.rmdir()


def _move_all(files: list[Path], folder: Path, old: Path) -> None:
    """Move files into a folder, all or none: what stood there comes back if one cannot be moved."""
    blocked = next((folder / file.name for file in files if (folder / file.name).is_dir() and not file.is_dir()), None)
    if blocked is not None:
        raise InputError(f"{blocked}: is a folder where a file is to be written; nothing was written")
    old.mkdir()
    waiting = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    moved: list[Path] = []
    try:
        for file in files:
            target = folder / file.name
            if target.exists():
                os.replace(target, old / file.name)
            moved.append(target)
            file.chmod((0o777 if file.is_dir() else 0o666) & ~_umask())
            os.replace(file, target)
    except BaseException:
        for target in moved:
            _remove(target)
            if (old / target.name).exists():
                os.replace(old / target.name, target)
        raise
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, waiting)


def _remove(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)


def _make_folders(folder: Path) -> list[Path]:
    missing = [each for each in (folder, *folder.parents) if not each.exists()][::-1]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
