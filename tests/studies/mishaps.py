"""Mishaps of the work of a study, for its workers to import quickly: a death, Ctrl-C, a slow block."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Once:
    """Evaluator like another, but that once, in the block given, something happens."""

    evaluate: Any
    what: Any
    number: tuple
    marker: Path

    def __call__(self, block):
        if tuple(block.index.values()) == self.number and not self.marker.exists():
            self.marker.touch()
            self.what()
        return self.evaluate(block)


class NeverThere:
    """A marker that nothing leaves."""

    def exists(self) -> bool:
        return False

    def touch(self) -> None:
        pass


@dataclass(frozen=True)
class Slow:
    """Evaluator that takes its time."""

    evaluate: Any

    def __call__(self, block):
        time.sleep(0.03)
        return self.evaluate(block)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def interrupt() -> None:
    raise KeyboardInterrupt
