"""Safe writing of results: a file or folder appears whole or not at all, even if the process is killed.

Everything is written into a hidden folder ``.linkbudget-*`` on the same file system.  It moves to its name at the end,
while signals wait; a move that fails brings all old files back.  After ``kill -9`` at any moment:

- **One file** (:func:`whole_file`) has its old or its new content, on every system: ``os.replace`` is one step.
- **A folder that is one result** (:func:`whole_folder`, :func:`whole_store`) is old or new where one system call
  exchanges two folders: Linux (``renameat2``) and macOS (``renamex_np``), on the usual file systems.
- **Several files in a folder of others** (:func:`whole_files`), and folders that cannot be exchanged: a kill between
  two renames leaves whole files, each old or new, but not all of one run.  What is left to do is written
  down first, and the next command that writes there, or calls :func:`finish_moves` before it reads, completes it.
  Folders that cannot be exchanged are those on Windows, the current folder, a mount point, and folders with other
  folders in them.  On Windows alone an old Zarr store may have no name until then.

The hidden folder of a killed process goes when the next command writes there.  That of a living one carries a lock and
is left alone.  A loss of power is another matter: nothing is forced out to the disk.
"""

import ctypes
import importlib.util
import os
import secrets
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO

from linkbudget.errors import InputError

# Windows has none; there an open file cannot be removed, which serves as the lock
fcntl = importlib.import_module("fcntl") if importlib.util.find_spec("fcntl") else None

PREFIX = ".linkbudget-"
"""Beginning of the name of a temporary folder."""

_LOCK, _NEW, _OLD, _MOVING = "lock", "new", "old", "moving"
"""Names in a temporary folder: lock, new files, replaced files, and the note that the new ones are moving."""

_AT_CURRENT_FOLDER, _EXCHANGE = -100, 2
"""Of ``renameat2`` on Linux; ``renamex_np`` on macOS has the same number for the exchange."""


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
    with whole_files(file.parent, what=file) as folder:
        yield folder / file.name


@contextmanager
def whole_store(store: str | os.PathLike) -> Iterator[Path]:
    """The same for a folder that is one thing, such as a Zarr store; it replaces only a folder of its kind."""
    store = Path(store)
    if os.path.exists(store) and not os.path.isfile(store / "zarr.json"):
        raise InputError(f"{store}: exists and is no Zarr store; expected a new name")
    with whole_files(store.parent, what=store) as folder:
        yield folder / store.name


@contextmanager
def whole_files(folder: str | os.PathLike, what: Path | None = None) -> Iterator[Path]:
    """A temporary folder whose files move into ``folder`` when the block ends well; other files there stay.

    ``what`` is named in errors, where the folder itself is not what the user asked for.
    """
    folder = Path(folder)
    with _temporary(folder, folder if what is None else what) as temporary:
        yield temporary / _NEW
        _move_all(temporary, folder)


@contextmanager
def whole_folder(folder: str | os.PathLike) -> Iterator[Path]:
    """The same for a folder that is one result: all its files change in one step, where the system has one."""
    folder = Path(folder)
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: is a file; expected a folder to write to")
    real = folder.resolve()
    finish_moves(real.parent)
    with _temporary(real, folder) as temporary:
        yield temporary / _NEW
        _refuse_blocked(temporary, real)
        with _signals_waiting():
            if not _put_in_place(temporary, real):
                _move_all(temporary, real)


def finish_moves(folder: str | os.PathLike) -> None:
    """Complete in a folder what killed processes had begun to move, and remove what they had not finished writing."""
    with suppress(OSError):
        for name in os.listdir(folder):
            if name.startswith(PREFIX):
                with suppress(OSError):
                    _finish(Path(folder) / name)


@contextmanager
def _temporary(place: Path, what: Path) -> Iterator[Path]:
    """A temporary folder, locked while the block runs."""
    created: list[Path] = []
    temporary = lock = None
    try:
        if place.exists() and not place.is_dir():
            raise InputError(f"{place}: is a file; expected a folder to write to; nothing was written")
        created = _make_folders(place)
        finish_moves(place)
        while lock is None:
            # named before it is made: a stop in between leaves none
            temporary = place / f"{PREFIX}{secrets.token_hex(8)}"
            temporary.mkdir(mode=0o700)
            lock = _lock(temporary)
        assert temporary is not None
        (temporary / _NEW).mkdir()
        yield temporary
        created = []
    except OSError as error:
        raise InputError(f"{what}: {error.strerror or error}; nothing was written") from None
    except ValueError:
        if "\0" not in f"{place}{what}":
            raise
        raise InputError(f"{what}: a zero character in its name; nothing was written") from None
    finally:
        if lock is not None:
            lock.close()
        if temporary is not None and not (temporary / _MOVING).exists():
            shutil.rmtree(temporary, ignore_errors=True)
        with suppress(OSError):  # a folder that is not empty stays
            for made in reversed(created):
                made.rmdir()


def _lock(temporary: Path) -> IO | None:
    """The lock of a new temporary folder; none if another process took the folder for one left behind."""
    try:
        lock = (temporary / _LOCK).open("w")
    except FileNotFoundError:
        return None
    if fcntl is not None:
        with suppress(OSError):  # a file system without locks, where nothing counts as left behind
            fcntl.flock(lock, fcntl.LOCK_EX)
    if (temporary / _LOCK).exists():
        return lock
    lock.close()
    return None


def _finish(temporary: Path) -> None:
    """Complete the moves of a temporary folder and remove it, unless a living process or a stranger owns it."""
    status = temporary.lstat()
    if hasattr(os, "geteuid") and status.st_uid != os.geteuid():
        return
    if fcntl is None:
        if os.name != "nt":
            return  # there is no way to tell
        (temporary / _LOCK).unlink(missing_ok=True)  # refused while it is open
        _finish_locked(temporary)
        return
    with closing((temporary / _LOCK).open("a")) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _finish_locked(temporary)


def _finish_locked(temporary: Path) -> None:
    folder = temporary.parent
    with _signals_waiting():
        if (temporary / _MOVING).exists():
            for file in (temporary / _NEW).iterdir():
                if file.is_dir() and (folder / file.name).exists():
                    os.replace(folder / file.name, temporary / _OLD / file.name)
                os.replace(file, folder / file.name)
        shutil.rmtree(temporary, ignore_errors=True)


def _put_in_place(temporary: Path, folder: Path) -> bool:
    """Let the new files take the place of a whole folder in one step, with its other files; False if they cannot."""
    aside, linked = folder.parent / temporary.name, list[Path]()
    new = aside / _NEW
    try:
        if Path.cwd().samefile(folder):
            return False  # who works in it would stay in the old one
        os.rename(temporary, aside)  # refused where the folder is a mount point, or the one it is in cannot be written
    except OSError:
        return False
    with suppress(OSError):
        old, made = folder.stat(), new.stat()
        names = {file.name for file in new.iterdir()}
        if (old.st_uid, old.st_gid) == (made.st_uid, made.st_gid):
            for other in folder.iterdir():
                if other.name not in names:
                    linked.append(new / other.name)
                    os.link(other, new / other.name, follow_symlinks=False)  # refused for folders
            shutil.copystat(folder, new)
            os.utime(new)
            if _exchanged(new, folder):
                _bring_late_files(new, folder)
                shutil.rmtree(aside, ignore_errors=True)
                return True
    for link in linked:
        link.unlink(missing_ok=True)
    os.rename(aside, temporary)
    return False


def _bring_late_files(old: Path, folder: Path) -> None:
    """Keep what came into a folder between its copy and the exchange."""
    with suppress(OSError):
        for name in set(os.listdir(old)) - set(os.listdir(folder)):
            os.replace(old / name, folder / name)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system or the file system has no such step."""
    if sys.platform not in ("linux", "darwin"):
        return False
    libc = ctypes.CDLL(None)
    names = os.fsencode(one), os.fsencode(other)
    if hasattr(libc, "renameat2"):
        return libc.renameat2(_AT_CURRENT_FOLDER, names[0], _AT_CURRENT_FOLDER, names[1], _EXCHANGE) == 0
    return hasattr(libc, "renamex_np") and libc.renamex_np(*names, _EXCHANGE) == 0


def _move_all(temporary: Path, folder: Path) -> None:
    """Move all that is new into a folder, all or none: what stood there comes back if one cannot be moved."""
    files = sorted((temporary / _NEW).iterdir())
    _refuse_blocked(temporary, folder)
    with _signals_waiting():
        for file in files:
            file.chmod((0o777 if file.is_dir() else 0o666) & ~_umask())
        if len(files) == 1 and _moved_in_one_step(files[0], folder / files[0].name):
            return
        (temporary / _OLD).mkdir()
        (temporary / _MOVING).touch()
        begun: list[Path] = []
        try:
            for file in files:
                begun.append(file)
                if os.path.lexists(folder / file.name):
                    _swap(file, folder / file.name, temporary / _OLD / file.name)
                else:
                    os.replace(file, folder / file.name)
        except BaseException:
            for file in reversed(begun):
                _put_back(file, folder / file.name, temporary / _OLD / file.name)
            (temporary / _MOVING).unlink()
            raise
        with suppress(OSError):
            (temporary / _MOVING).unlink()


def _refuse_blocked(temporary: Path, folder: Path) -> None:
    for file in (temporary / _NEW).iterdir():
        if (folder / file.name).is_dir() and not file.is_dir():
            raise InputError(f"{folder / file.name}: is a folder where a file is to be written; nothing was written")


def _moved_in_one_step(new: Path, target: Path) -> bool:
    if new.is_dir() and os.path.lexists(target):
        return _exchanged(new, target)
    os.replace(new, target)
    return True


def _swap(new: Path, target: Path, old: Path) -> None:
    """Put ``new`` in the place of ``target`` and keep that as ``old``; a file has its name at every moment."""
    try:
        os.link(target, old)
    except OSError:  # a folder, or a file system without links
        os.replace(target, old)
    os.replace(new, target)


def _put_back(new: Path, target: Path, old: Path) -> None:
    """Undo a swap, however far it came; the new file is kept, so that a kill on the way leaves one whole result."""
    if not os.path.lexists(new):
        if not os.path.lexists(old):
            os.replace(target, new)
            return
        _swap(old, target, new)
    elif os.path.lexists(old):
        os.replace(old, target)


@contextmanager
def _signals_waiting() -> Iterator[None]:
    """Hold back Ctrl-C and requests to end while files move, where the system can."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    asked = {getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)}
    waiting = signal.pthread_sigmask(signal.SIG_BLOCK, asked)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, waiting)


def _make_folders(folder: Path) -> list[Path]:
    missing = [each for each in (folder, *folder.parents) if not each.exists()][::-1]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
