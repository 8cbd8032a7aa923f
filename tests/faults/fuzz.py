"""Damaged files for every reader: ``python -m tests.faults.fuzz 300 --seed 1`` tries them for 300 s.

Each trial takes a file that is known, valid at first, changes it with its structure in mind (lines, numbers, words,
bytes), and reads it.  A file that reaches lines of the package that none has reached is kept and changed further.  A
trial is refused (one line that names the file), answered (with finite numbers), or a fault: a traceback, a message that
is no line, or a hang.  Files of faults are saved.

The map: :class:`Fuzzer`; :func:`changed`, one change of a file.
"""

import argparse
import json
import re
import resource
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np

from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.hidden_signs import MOST_LETTERS
from linkbudget.mission.scenario import load
from linkbudget.scenario_files.files import packaged_folder
from tests.faults.readers import READERS, Reader


def budgets(file: Path) -> None:
    """All budgets of a scenario at a distance, as text."""
    scenario = load(file)
    for link in scenario.links:
        str(scenario.budget(link, range_m=1e7).verdict)


WHOLE = {
    f"scenario {name}": Reader(f"{name}.toml", budgets, (packaged_folder() / f"{name}.toml").read_bytes)
    for name in ("cubesat", "geostationary")
}
EVERY = READERS | WHOLE

HANG_S = 20
"""Time after which a reader is taken to hang [s]."""

LARGEST_BYTES = 200_000
"""Bytes of a file that is tried."""

MEMORY_BYTES = 3_000_000_000
"""Memory that a file of some kilobytes may take beside what is used already."""

NUMBER = re.compile(rb"[-+]?\d+\.?\d*(?:[eE][-+]?\d+)?")
EXTREMES = (
    *(
        b"0",
        b"-0",
        b"-1",
        b"1e400",
        b"-1e400",
        b"1e-320",
        b"1e308",
        b"1e-400",
        b"nan",
        b"inf",
        b"-inf",
        b"1e5",
        b"90.001",
    ),
    *(
        b"9" * 30,
        b"9" * 5000,
        b"2147483648",
        b"9223372036854775808",
        b"0x10",
        b"1_0",
        b"1,5",
        b"+",
        b"1e",
        b".",
        b"--1",
    ),
    *("٣".encode(), "−1".encode(), b"1d3", b"360", b"181", b"0.5", b"2", b"65536", b"100000000"),
)
WORDS = (
    *(
        b"km",
        b"m",
        b"dB",
        b"dBi",
        b"dBd",
        b"GHz",
        b"Hz",
        b"deg",
        b"rad",
        b"W",
        b"%",
        b"true",
        b"none",
        b"null",
        b"[",
        b"]",
    ),
    *(
        b"{",
        b"}",
        b'"',
        b"'",
        b",",
        b";",
        b"=",
        b":",
        b"#",
        b"!",
        b"*",
        b"&a",
        b"<",
        b"</x>",
        b"&amp;",
        b"\t",
        b"\r",
        b"\0",
    ),
    *(
        b"\xff",
        b"\xef\xbb\xbf",
        "\u202e".encode(),
        "\u2028".encode(),
        b"\x1b[31m",
        b"\xed\xa0\x80",
        b"- ",
        b"  ",
        b"END",
    ),
    *(
        b"2026-02-30T00:00:00",
        b"2016-12-31T23:59:60",
        b"0000-01-01",
        b"9999-12-31T23:59:59.999999999",
        b"TDB",
        b"EARTH",
    ),
)


def changed(content: bytes, rng: np.random.Generator, other: bytes = b"") -> bytes:
    """A file with one change."""
    lines = content.split(b"\n")
    place, second = (int(rng.integers(len(lines))) for _ in range(2))
    at = int(rng.integers(len(content) + 1))
    to = min(len(content), at + int(rng.choice([1, 1, 2, 8, 64])))
    match int(rng.integers(14)):
        case 0:
            lines[place], lines[second] = lines[second], lines[place]
        case 1:
            lines.insert(second, lines[place])
        case 2:
            del lines[place]
        case 3 | 4 | 5:
            found = list(NUMBER.finditer(content))
            if not found:
                return content + _picked(EXTREMES, rng)
            one = found[int(rng.integers(len(found)))]
            return content[: one.start()] + _picked(EXTREMES, rng) + content[one.end() :]
        case 6:
            words = re.split(rb"([\s,;=:]+)", lines[place])
            spot, from_ = (int(rng.integers(len(words))) for _ in range(2))
            words[spot] = _picked(WORDS, rng) if rng.random() < 0.7 else words[from_]
            lines[place] = b"".join(words)
        case 7:
            return content[:at] + _picked(WORDS, rng) + content[at:]
        case 8:
            return content[:at] + content[to:]
        case 9:
            return content[:at]
        case 10:
            return content[:at] + rng.bytes(to - at) + content[to:]
        case 11:
            start = int(rng.integers(len(other) + 1))
            return content[:at] + other[start : start + int(rng.choice([4, 40, 400]))] + content[to:]
        case 12:
            lines[place] = lines[place] * int(rng.choice([2, 10, 1000]))
        case _:
            return _encoded(content, rng)
    return b"\n".join(lines)


def _picked(words: tuple[bytes, ...], rng: np.random.Generator) -> bytes:
    return words[int(rng.integers(len(words)))]


def _encoded(content: bytes, rng: np.random.Generator) -> bytes:
    """The text in another encoding, or with other ends of lines."""
    text = content.decode("latin-1")
    ways = (
        lambda: text.encode("utf-16"),
        lambda: text.encode("utf-8-sig"),
        lambda: text.replace("\n", "\r\n").encode("latin-1"),
        lambda: text.replace("\n", "\r").encode("latin-1"),
        lambda: text.upper().encode("utf-8"),
        lambda: text.translate({digit: chr(digit + 0xFEE0) for digit in range(0x30, 0x3A)}).encode("utf-8"),
    )
    return ways[int(rng.integers(len(ways)))]()


class _Lines:
    """Lines of the package that a call runs: ``sys.monitoring`` would be cheaper, from Python 3.12 on."""

    def __init__(self) -> None:
        self.seen: set[tuple[str, int]] = set()
        self._own: dict[str, bool] = {}

    def _called(self, frame: FrameType, event: str, argument: Any) -> Any:
        file = frame.f_code.co_filename
        if file not in self._own:
            self._own[file] = "/linkbudget/" in file and not any(part in file for part in ("/physics/", "/link/"))
        return self._line if self._own[file] else None

    def _line(self, frame: FrameType, event: str, argument: Any) -> Any:
        self.seen.add((frame.f_code.co_filename, frame.f_lineno))
        return self._line

    def __enter__(self) -> "_Lines":
        self._before = sys.gettrace()
        sys.settrace(self._called)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(self._before)


class Fuzzer:
    """Files of each reader, the lines that they have reached, and what became of the trials."""

    def __init__(self, folder: Path, seed: int, names: tuple[str, ...] = tuple(EVERY), saved: Path | None = None):
        self.folder, self.saved, self.rng = folder, saved, np.random.default_rng(seed)
        self.files = {name: [EVERY[name].content()] for name in names}
        self.counts: Counter[str] = Counter()
        self.faults: dict[tuple, str] = {}
        self.lines = _Lines()

    def trial(self, name: str) -> str:
        """Change a file of a reader and read it; the outcome."""
        kept = self.files[name]
        # one in two starts from the first file, lest all become rubble
        content = kept[0] if self.rng.random() < 0.5 else kept[int(self.rng.integers(len(kept)))]
        other = kept[int(self.rng.integers(len(kept)))]
        for _ in range(int(self.rng.choice([1, 1, 1, 2, 3, 6]))):
            content = changed(content, self.rng, other)[:LARGEST_BYTES]
        known = len(self.lines.seen)
        outcome = self._outcome(name, content)
        if len(self.lines.seen) > known and len(kept) < 300:
            kept.append(content)
        self.counts["tried"] += 1
        self.counts[outcome] += 1
        return outcome

    def _outcome(self, name: str, content: bytes) -> str:
        file = EVERY[name].written(self.folder, content)
        signal.alarm(HANG_S)
        try:
            with warnings.catch_warnings(), self.lines:
                warnings.simplefilter("error")
                warnings.simplefilter("ignore", ModelRangeWarning)
                answer = EVERY[name].read(file)
            signal.alarm(0)
            require_finite(answer)
            return "answered"
        except AssertionError as wrong:
            return self._fault(name, content, "silent", (name, str(wrong)), str(wrong))
        except LinkBudgetError as refusal:
            said = str(refusal)
            if "\n" not in said and len(said) <= MOST_LETTERS + 5 and file.stem in said:
                return "refused"
            return self._fault(name, content, "message", (name, said[:30]), said[:300])
        except _Hang as hang:
            return self._fault(name, content, "hang", (name, "hang"), str(hang))
        except Exception as error:
            own = [place for place in traceback.extract_tb(error.__traceback__) if "/linkbudget/" in place.filename]
            where = f"{own[-1].filename}:{own[-1].lineno}" if own else ""
            return self._fault(name, content, "traceback", (type(error), where), f"{error!r} {where}"[:400])
        finally:
            signal.alarm(0)

    def _fault(self, name: str, content: bytes, outcome: str, kind: tuple, said: str) -> str:
        if kind not in self.faults:
            self.faults[kind] = f"{name}: {said}"
            if self.saved is not None:
                self.saved.mkdir(exist_ok=True)
                EVERY[name].written(self.saved, content).rename(
                    self.saved / f"{len(self.faults)}-{name.replace(' ', '-')}{Path(EVERY[name].name).suffix}"
                )
        return {"hang": "hangs", "silent": "silent"}.get(outcome, "tracebacks")

    def run(self, *, seconds: float = np.inf, trials: float = np.inf) -> None:
        """Trials of all readers in turn until time or number is used up."""
        limits = resource.getrlimit(resource.RLIMIT_AS)
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY_BYTES, limits[1]))
        before = signal.signal(signal.SIGALRM, _stop)
        end_s = time.monotonic() + seconds
        try:
            while True:
                for name in self.files:
                    if self.counts["tried"] >= trials or time.monotonic() > end_s:
                        return
                    if name not in WHOLE or self.counts["tried"] % 5 == 0:  # they take long
                        self.trial(name)
                    else:
                        self.rng.random()
        finally:
            signal.signal(signal.SIGALRM, before)
            resource.setrlimit(resource.RLIMIT_AS, limits)


class _Hang(BaseException):
    """No exception that a reader catches."""


def _stop(*_: object) -> None:
    raise _Hang(f"no answer within {HANG_S} s")


def require_finite(answer: object) -> None:
    """Raise where what was read holds numbers that are none."""
    if isinstance(answer, dict):
        for one in answer.values():
            require_finite(one)
    for name in ("gain_dbi", "angle_deg", "s", "frequency_hz", "points", "samples", "ebn0_db", "sample_rate_hz"):
        values = getattr(answer, name, None)
        if values is not None and not callable(values) and not np.isfinite(np.asarray(values)).all():
            raise AssertionError(f"{name} of {type(answer).__name__} is not finite")


def main() -> None:
    """Try damaged files, and print what became of them as one line of JSON; exit status 1 where there was a fault."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("seconds", type=float, nargs="?", default=60.0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", action="append", choices=list(EVERY), help="Readers to try; all without it.")
    options.add_argument("--save", type=Path, default=Path("faults"), help="Folder for the files of faults.")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        fuzzer = Fuzzer(Path(folder), asked.seed, tuple(asked.only or EVERY), asked.save)
        fuzzer.run(seconds=asked.seconds)
    for fault in fuzzer.faults.values():
        print(fault)
    kept = sum(len(files) for files in fuzzer.files.values())
    counts = fuzzer.counts
    said = {"what": "files changed at random", "seed": asked.seed, "tried": counts["tried"]}
    said |= {"survived": counts["refused"] + counts["answered"], "lost": counts["tracebacks"] + counts["hangs"]}
    said |= {name: counts[name] for name in ("silent", "refused", "answered", "tracebacks", "hangs")}
    print(json.dumps(said | {"kept": kept, "lines": len(fuzzer.lines.seen)}))
    sys.exit(bool(fuzzer.faults))


if __name__ == "__main__":
    main()
