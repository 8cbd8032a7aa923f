"""Work on the cores of this machine: this process and others beside it, without a scheduler.

The others are started where it is worth it, while this process works already, so a short study does not wait for them.
They are given one unit at a time.  One that dies costs a retry: its unit is computed again by another.  They leave
Ctrl-C to this process, listen to nobody, and end with it.

They are started by :mod:`multiprocessing` itself, not by a pool of :mod:`concurrent.futures`, which does not say
whether a process has started, gives up all its work when one dies, and at the end of Python waits for those that start.
"""

import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import accumulate, pairwise
from multiprocessing import connection, resource_tracker
from typing import Any

from linkbudget.errors import InputError

MOST_DEATHS = 4
"""Processes that one unit may end before the study is given up."""

_STOPS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
_FIRST_THREAD = threading.main_thread()

FEW = 4
"""Units a process at which all of them start at once; with more, this process does one first, to see what they take."""

WORTH_IT_S = 2.0
"""Work left from which other processes are started, which takes half a second."""

_NOT_STARTED = (
    "worker processes end while they start; a script that uses workers has its own work under: "
    "if __name__ == '__main__':"
)
_TOO_LARGE = f"a part of the work ended {MOST_DEATHS} workers; is their memory too small?"


def outcomes(
    job: Callable[[int], Any], numbers: Iterable[int], workers: int, answer_bytes: int = 0
) -> Generator[Any, None, None]:
    """``job(number)`` for every number, in the order in which they end, by this process and ``workers - 1`` others.

    Arrays of answers of up to ``answer_bytes`` come through shared memory, and hold until the next answer is asked for.
    """
    _leave_a_script_that_starts()
    fresh, again, deaths = deque(numbers), deque[int](), Counter[int | None]()
    most, few, began_s = len(fresh), FEW * workers, time.monotonic()
    others: list[_Other] = []
    try:
        while fresh or again or _at_work(others):
            left_s = len(fresh) * (time.monotonic() - began_s) / max(most - len(fresh), 1)
            if not others and (most <= few or left_s > WORTH_IT_S):
                others = [_Other(job, answer_bytes) for _ in range(min(workers - 1, len(fresh)))]
            for other in others:
                if other.is_free and (again or fresh):
                    other.give(again.popleft() if again else fresh.popleft())
            if fresh:
                yield job(fresh.popleft())
            for other in _heard(others, at_once=bool(fresh or not (again or _at_work(others)))):
                try:
                    answer = other.answer()
                except EOFError:
                    _count(deaths, other.number)
                    again += [] if other.number is None else [other.number]
                    others[others.index(other)] = _Other(job, answer_bytes)
                    continue
                if isinstance(answer, BaseException):
                    raise answer
                if answer is not None:
                    yield answer
    finally:
        for other in others:
            other.end()


def _count(deaths: Counter, number: int | None) -> None:
    """Give up where a unit ends one process after another, or none starts."""
    deaths[number] += 1
    if deaths[number] == MOST_DEATHS:
        raise InputError(_NOT_STARTED if number is None else _TOO_LARGE) from None


class _Other:
    """One process beside this one: the number of the unit that it works on, and whether it has started."""

    def __init__(self, job: Callable[[int], Any], answer_bytes: int):
        self.connection, far = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")  # forks of a process with threads may hang
        self._shared = context.RawArray("B", answer_bytes)
        self.process = context.Process(target=_serve, args=(far, pickle.dumps(job), self._shared), daemon=True)
        with stops_wait():
            self.process.start()
        far.close()
        self.number: int | None = None
        self.has_started = False

    @property
    def is_free(self) -> bool:
        return self.has_started and self.number is None

    def give(self, number: int) -> None:
        self.number = number
        with suppress(OSError):  # it has died, as will be heard
            self.connection.send(number)

    def answer(self):
        """Answer of its unit; None once, when it has started."""
        try:
            content, sizes = self.connection.recv()
        except OSError:
            raise EOFError from None
        self.has_started, self.number = True, None
        shared, ends = memoryview(self._shared).cast("B"), [0, *accumulate(sizes)]
        return pickle.loads(content, buffers=[shared[start:end] for start, end in pairwise(ends)])

    def end(self) -> None:
        if self.number is not None:
            self.process.terminate()
        self.connection.close()  # which tells it, at rest or while it starts, that nobody asks any more
        self.process.join()


def _at_work(others: list[_Other]) -> bool:
    return any(other.number is not None for other in others)


def _heard(others: list[_Other], at_once: bool) -> list[_Other]:
    """Processes that say something, or have died."""
    if not others:
        return []
    heard = set(connection.wait([other.connection for other in others], timeout=0 if at_once else None))
    return [other for other in others if other.connection in heard]


def _serve(near: connection.Connection, packed_job: bytes, shared) -> None:
    """Work of a process beside: unit after unit, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # tidily: what libraries hold of the system is given back
    with suppress(EOFError, OSError):
        job = pickle.loads(packed_job)  # brings all that the job needs
        near.send(_packed(None, shared))
        while True:
            number = near.recv()
            try:
                answer = job(number)
            except BaseException as error:  # which the other side raises
                answer = error
            near.send(_packed(answer, shared))


def _packed(answer, shared) -> tuple[bytes, list[int]]:
    """An answer whose arrays were put in shared memory, and their sizes there [byte]; without sizes whole."""
    buffers: list[pickle.PickleBuffer] = []
    content = pickle.dumps(answer, protocol=5, buffer_callback=buffers.append)
    arrays = [buffer.raw() for buffer in buffers]
    sizes = [array.nbytes for array in arrays]
    if sum(sizes) > len(shared):
        return pickle.dumps(answer), []
    room = memoryview(shared).cast("B")
    for array, end in zip(arrays, accumulate(sizes), strict=True):
        room[end - array.nbytes : end] = array
    return content, sizes


@contextmanager
def stops_wait() -> Iterator[None]:
    """Keep Ctrl-C and requests to end until a process has been started whole; Ctrl-C is never delivered to that.

    A process that is given half of what it must know says so at length.  Where Ctrl-C cannot be kept, as on Windows, a
    new process receives it while it starts.
    """
    mask = getattr(signal, "pthread_sigmask", None)
    if mask is not None:
        resource_tracker.ensure_running()  # or it starts with the first process, and lets Ctrl-C through
    heard: list[int] = []
    handled = {number: signal.getsignal(number) for number in _STOPS if threading.current_thread() is _FIRST_THREAD}
    handled = {number: handler for number, handler in handled.items() if callable(handler)}
    for number in handled:
        signal.signal(number, lambda stop, _: heard.append(stop))
    before = mask and mask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        for number, handler in handled.items():
            signal.signal(number, handler)
        if mask is not None:
            mask(signal.SIG_SETMASK, before)
        if heard:
            signal.raise_signal(heard[0])


def _leave_a_script_that_starts() -> None:
    """End a process that reads the script of its parent and finds the work of the parent there, not under a guard."""
    if getattr(multiprocessing.current_process(), "_inheriting", False):
        os._exit(1)
