"""Figures drawn by a second process, while this one computes and draws the rest.

The map: :class:`Helper`; :func:`usable_processes`.

The second process starts anew instead of as a fork, which is not safe beside threads.  Both take the next figure of one
list that neither has begun, and draw it with the same function into the same folder: files have the same bytes however
many processes there are.  What the second does not deliver, for whatever reason, this one draws, and so reports the
error as it would alone.
"""

import contextlib
import multiprocessing
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

from linkbudget.studies.processes import stops_wait

_ENDED: tuple[str, None, list] = ("", None, [])

Draw = Callable[[Any, Path, str], dict]
"""Draws and writes a figure of a scenario: scenario, folder and kind; what a page needs of it."""


def usable_processes() -> int:
    """One process, or two where this process may use two cores or more."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        cores = os.cpu_count() or 1
    return min(cores, 2)


class Helper:
    """A second process that draws figures of a list from its head on, while :meth:`rest` draws here.

    Parameters
    ----------
    draw : callable
        A function of a module, which the second process imports.
    scenario : Scenario
        The mission.
    folder : Path
        Where files go.
    kinds : sequence of str
        Figures that need nothing but the scenario.
    """

    def __init__(self, draw: Draw, scenario: Any, folder: Path, kinds: Sequence[str]):
        self._draw, self._scenario, self._folder, self._kinds = draw, scenario, folder, list(kinds)
        self._heard: SimpleQueue[tuple[str, dict | None, list]] = SimpleQueue()
        context = multiprocessing.get_context("spawn")
        self._begun = context.Value("i", 0)
        self._answers, answers = context.Pipe(duplex=False)
        self._process = context.Process(
            target=_work, args=(draw, scenario._afresh(), folder, self._kinds, self._begun, answers), daemon=True
        )
        try:
            with stops_wait():
                self._process.start()
            answers.close()  # only the other process holds it now, so that its end is seen
            Thread(target=self._listen, daemon=True).start()  # a pipe holds less than one figure
        except BaseException:
            self._end()
            raise

    def __enter__(self) -> "Helper":
        return self

    def __exit__(self, *error: object) -> None:
        self._end()

    def _end(self) -> None:
        if self._process.pid is not None:
            self._process.terminate()
            self._process.join()

    def _listen(self) -> None:
        try:
            with self._answers, contextlib.suppress(EOFError, OSError):  # it has ended
                while True:
                    self._heard.put(self._answers.recv())
        finally:
            self._heard.put(_ENDED)

    def rest(self) -> Iterator[tuple[str, dict]]:
        """Each figure of the list and what a page needs of it, in any order; drawn here, or by the other process."""
        missing = set(self._kinds)
        for kind in _claimed(self._begun, self._kinds):
            missing.remove(kind)
            yield kind, self._draw(self._scenario, self._folder, kind)
        while missing:
            kind, answer, heard = self._heard.get()
            if answer is None:
                break
            for one in heard:
                warnings.warn_explicit(*one)
            missing.remove(kind)
            yield kind, answer
        for kind in self._kinds:
            if kind in missing:
                yield kind, self._draw(self._scenario, self._folder, kind)


def _claimed(begun: Any, kinds: Sequence[str]) -> Iterator[str]:
    """The next figures that nobody has begun, one by one."""
    while True:
        with begun.get_lock():
            place = begun.value
            begun.value = place + 1
        if place >= len(kinds):
            return
        yield kinds[place]


def _work(draw: Draw, scenario: Any, folder: Path, kinds: Sequence[str], begun: Any, answers: Any) -> None:
    """Draw in the second process until nothing is left, and answer with what pages need and with warnings."""
    with contextlib.suppress(OSError):  # nobody listens any more
        first = multiprocessing.parent_process()
        for kind in _claimed(begun, kinds):
            if first is not None and not first.is_alive():
                return
            with warnings.catch_warnings(record=True) as heard:
                warnings.simplefilter("always")
                try:
                    answer = draw(scenario, folder, kind)
                except Exception:  # the first process will draw it, and say what is wrong
                    return
            answers.send((kind, answer, [(str(one.message), one.category, one.filename, one.lineno) for one in heard]))
