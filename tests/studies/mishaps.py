"""Mishaps of the work of a study, for its workers to import quickly: a death, Ctrl-C, a slow block."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from linkbudget.errors import InputError


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
    seconds: float = 0.03

    def __call__(self, block):
        time.sleep(self.seconds)
        return self.evaluate(block)


class Pid:
    """Work that says who did it."""

    def __call__(self, number: int) -> tuple[int, int]:
        time.sleep(0.03)
        return number, os.getpid()


class Arrays:
    """Work that gives arrays, of which some are empty and one is no whole block of memory."""

    def __call__(self, number: int) -> tuple[int, dict[str, np.ndarray]]:
        time.sleep(0.03)
        line = np.arange(20.0) + number
        return number, {"line": line, "none": line[:0], "second": line[::2], "times": line.astype("M8[s]")}


@dataclass(frozen=True)
class Refusing:
    """Work that every process refuses but one."""

    process: int

    def __call__(self, number: int) -> int:
        time.sleep(0.03)
        if os.getpid() != self.process:
            raise InputError("only this process")
        return number


@dataclass(frozen=True)
class Deadly:
    """Work that ends every process but one."""

    process: int

    def __call__(self, number: int) -> int:
        time.sleep(0.03)
        if os.getpid() != self.process:
            die()
        return number


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def interrupt() -> None:
    raise KeyboardInterrupt
