"""Files that appear whole or not at all: written beside their place under a temporary name, then renamed."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linkbudget.errors import InputError


@contextmanager
def whole_file(path: str | os.PathLike) -> Iterator[Path]:
    """A temporary path beside ``path`` that takes its place when the block ends well.

    Examples
    --------
    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp()) / "note.txt"
    >>> with whole_file(target) as temporary:
    ...     _ = temporary.write_text("whole")
    >>> target.read_text(), len(list(target.parent.iterdir()))
    ('whole', 1)
    """
    path = Path(path)
    if path.is_dir():
        raise InputError(f"{path}: is a folder; expected the name of a file")
    with whole_folder(path.parent, what=path) as folder:
        yield folder / path.name


@contextmanager
def whole_store(path: str | os.PathLike) -> Iterator[Path]:
    """The same for a folder that is one thing, such as a Zarr store; it replaces only a folder of its kind."""
    path = Path(path)
    if path.exists() and not (path / "zarr.json").is_file():
        raise InputError(f"{path}: exists and is no Zarr store; expected a new name")
    with whole_folder(path.parent, what=path) as folder:
        yield folder / path.name


@contextmanager
def whole_folder(path: str | os.PathLike, what: Path | None = None) -> Iterator[Path]:
    """A temporary folder whose files move into ``path`` when the block ends well; other files there stay.

    The folder is made on the same file system, so each move is a rename; signals wait while the files move, and
    a move that fails brings all old files back.
    """
    path = Path(path)
    what = path if what is None else what
    created: list[Path] = []
    temporary = None
    try:
        if path.exists() and not path.is_dir():
            raise InputError(f"{path}: is a file; expected a folder to write to")
        created = _make_folders(path)
        temporary = Path(tempfile.mkdtemp(prefix=".linkbudget-", dir=path))
        yield temporary
        _move_all(sorted(temporary.iterdir()), path, temporary / ".old")
        created = []
    except OSError as error:
        raise InputError(f"{what}: {error.strerror or error}; nothing was written") from None
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)
        for folder in reversed(created):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()


def _move_all(files: list[Path], path: Path, old: Path) -> None:
    """Move files into a folder, all or none: what stood there comes back if one cannot be moved."""
    blocked = next((path / file.name for file in files if (path / file.name).is_dir() and not file.is_dir()), None)
    if blocked is not None:
        raise InputError(f"{blocked}: is a folder where a file is to be written; nothing was written")
    old.mkdir()
    waiting = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    moved: list[Path] = []
    try:
        for file in files:
            target = path / file.name
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


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _make_folders(path: Path) -> list[Path]:
    missing = [folder for folder in (path, *path.parents) if not folder.exists()][::-1]
    path.mkdir(parents=True, exist_ok=True)
    return missing


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
