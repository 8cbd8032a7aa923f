"""One writer of a store at a time: a lock beside the store, taken before anybody looks whether there is one.

The lock of ``out/sweep.zarr`` is the file ``out/.sweep.zarr.lock``.  The operating system gives it free when its
process ends, however that happens.  The file goes when the work is done; one that a killed process left is harmless.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from linkbudget.errors import InputError

WAIT_S = 0.5
"""Time to wait for a lock: another process that only looks whether all is done is done by then."""


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Keep other processes from writing the same store, or refuse where one does.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp()) / "sweep.zarr"
    >>> with only_writer(folder):
    ...     print([file.name for file in folder.parent.iterdir()])
    ['.sweep.zarr.lock']
    >>> list(folder.parent.iterdir())
    []
    """
    place = Path(os.path.realpath(folder))  # the same store by another name has the same lock
    file = place.with_name(f".{place.name}.lock")
    missing = [each for each in file.parents if not each.exists()]
    try:
        lock = _acquired(folder, file)
        try:
            yield
        finally:
            if lock is not None:
                with suppress(OSError):  # before the release: who has opened it already sees that it is gone
                    file.unlink()
                lock.release()  # on Windows this removes the file
    finally:
        for made in missing:
            with suppress(OSError):  # not empty, or never made
                made.rmdir()


def _acquired(folder: Path, file: Path):
    """The lock; None for a store that this process may read only, and so cannot fill."""
    from filelock import FileLock, Timeout  # takes 0.15 s, and only stores need it

    lock = FileLock(file)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=WAIT_S)
    except Timeout:
        if file.exists():
            raise InputError(
                f"{folder}: another process is filling this store; wait for it or choose another name"
            ) from None
        raise InputError(f"{folder}: cannot be locked; expected a folder in which files can be made") from None
    except (OSError, NotImplementedError) as error:
        if folder.is_dir() and not os.access(folder, os.W_OK):
            return None
        said = getattr(error, "strerror", None) or error
        raise InputError(f"{folder}: {said}; expected a folder in which files can be made") from None
    return lock
