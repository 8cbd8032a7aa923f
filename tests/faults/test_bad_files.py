"""Each reader refuses what is no file of its kind in one line that names it, and soon."""

import os
import re
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError
from linkbudget.hidden_signs import MOST_LETTERS
from tests.faults.readers import READERS, Reader

MEMORY_BYTES = 4_000_000_000
"""Memory beside what is used already, so that a device read to its end fails here and not the machine."""

LONG = b"1" * 2_000_000
SECONDS = 20
"""Time that a refusal may take on a busy machine; what waits for ever is found by it."""


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Raise where the block takes longer, or very much memory."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"no answer within {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    limits = resource.getrlimit(resource.RLIMIT_AS)
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY_BYTES, limits[1]))
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
        resource.setrlimit(resource.RLIMIT_AS, limits)


def link(file: Path, target: str) -> None:
    file.unlink(missing_ok=True)
    file.symlink_to(target)


def pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def sparse(file: Path) -> None:
    os.truncate(file, 40_000_000_000)


def in_the_middle(file: Path, line: bytes) -> None:
    lines = file.read_bytes().split(b"\n")
    file.write_bytes(b"\n".join([*lines[: len(lines) // 2], line, *lines[len(lines) // 2 :]]))


BAD: dict[str, Callable[[Path], object]] = {
    "missing": Path.unlink,
    "folder": folder,
    "pipe": pipe,
    "/dev/zero": lambda file: link(file, "/dev/zero"),
    "/dev/full": lambda file: link(file, "/dev/full"),
    "link to itself": lambda file: link(file, file.name),
    "empty": lambda file: file.write_bytes(b""),
    "too large": sparse,
    "noise": lambda file: file.write_bytes(np.random.default_rng(1).bytes(100_000)),
    "one long line": lambda file: file.write_bytes(LONG),
    "a long line": lambda file: in_the_middle(file, LONG),
    "a long quoted cell": lambda file: in_the_middle(file, b'"' + LONG + b'",1'),
    "a long word": lambda file: in_the_middle(file, b"x" * len(LONG) + b" = 1"),
}

ANSWERED = {
    *(("SigMF data", kind) for kind in ("one long line", "a long line", "a long quoted cell", "a long word")),
    *(("WAV", kind) for kind in ("too large", "a long line", "a long quoted cell", "a long word")),
    *(("TIFF", kind) for kind in ("a long line", "a long quoted cell", "a long word")),
    *(
        (f"{name} in XML", kind)
        for name in ("OEM", "OMM")
        for kind in ("a long line", "a long quoted cell", "a long word")
    ),
    ("bits", "one long line"),
    ("bits", "a long line"),
}
"""Good files: samples and pixels of any bits, recordings of any size, long lines of bits, text between XML elements."""


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("name", READERS)
def test_a_bad_file_is_refused_in_one_line(name, kind, tmp_path):
    reader: Reader = READERS[name]
    file = reader.written(tmp_path)
    BAD[kind](file)
    if (name, kind) in ANSWERED:
        reader.read(file)
        return
    with at_most(SECONDS), pytest.raises(LinkBudgetError) as refusal:
        reader.read(file)
    said = str(refusal.value)
    assert file.name in said
    assert len(said) <= MOST_LETTERS + 5
    assert not re.search(r"[\x00-\x1f]", said)


@pytest.mark.parametrize("name", READERS)
def test_a_good_file_is_read(name, tmp_path):
    reader: Reader = READERS[name]
    assert reader.read(reader.written(tmp_path)) is not None


@pytest.mark.parametrize("name", READERS)
def test_a_file_whose_name_cannot_be_is_refused_in_one_line(name, tmp_path):
    reader: Reader = READERS[name]
    ending = Path(reader.name).suffix
    for stem in ("a\0b", "a" * 5000):
        with at_most(SECONDS), pytest.raises(LinkBudgetError) as refusal:
            reader.read(tmp_path / f"{stem}{ending}")
        assert "\n" not in str(refusal.value)
