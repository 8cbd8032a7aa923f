"""Kill a writer, or let it fail, before its first system call, its second, and so on: ``python -m tests.faults.steps``.

Python announces system calls on files as audit events; a forked child ends itself before the n-th of them.  For each
way to write one line of JSON says how many calls there were and what was wrong after a stop at which of them.
"""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from linkbudget import writing
from linkbudget.errors import InputError

KILLED, REFUSED, DONE = 9, 2, 0
WATCHED = ("os.", "open", "ctypes.")


def stop_at(number, raises=None, before=lambda: None):
    """End this process before its n-th watched call, or let the call raise an error once."""
    left = [number]

    def count(event, _):
        if event.startswith(WATCHED):
            left[0] -= 1
            if left[0] == 0:
                if raises is None:
                    os._exit(KILLED)
                before()
                raise raises

    sys.addaudithook(count)


def outcome(work):
    """Exit status of a child that does some work."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except InputError:
            os._exit(REFUSED)
        except BaseException as error:
            print(type(error).__name__, error, file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(DONE)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class Way:
    """A way to write a result of some names, over an old one or none."""

    def __init__(self, name, write, names, old=True, patch=lambda: None, one_step=True, hides=False):
        self.name, self.write, self.names, self.old = name, write, names, old
        self.patch, self.one_step, self.hides = patch, one_step, hides

    def prepare(self, place):
        """Make an old result, and a file of somebody else."""
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        if self.old:
            (place / "out").mkdir()
            (place / "out" / "mine.txt").write_text("mine")
            self.write(place / "out", "old")

    def state(self, place):
        """The text in each name of the result."""
        texts = []
        for name in self.names:
            file = place / "out" / name
            texts.append(file.read_text() if file.exists() else None)
        return texts

    def is_whole(self, place, *texts):
        """True if the result is one of some runs, or none where there was none before, and the other file is there."""
        states = [[text] * len(self.names) for text in texts] + ([] if self.old else [[None] * len(self.names)])
        others = not self.old or (place / "out" / "mine.txt").read_text() == "mine"
        return self.state(place) in states and others

    def wrong(self, place):
        """Mistake in the files just after a kill; None if there is none."""
        if self.one_step:
            return None if self.is_whole(place, "old", "new") else f"mixture {self.state(place)}"
        if self.old and not self.hides and None in self.state(place):
            return f"hidden {self.state(place)}"
        return None if set(self.state(place)) <= {"old", "new", None} else f"torn {self.state(place)}"

    def wrong_later(self, place, *texts):
        """Mistake after the next command that reads there, and after the next that writes; None if there is none."""
        folders = place, place / "out"
        for folder in folders:
            writing.finish_moves(folder)
        if not self.is_whole(place, *texts):
            return f"not recovered {self.state(place)}"
        self.write(place / "out", "next")
        left = [path.name for folder in folders for path in folder.iterdir() if path.name.startswith(writing.PREFIX)]
        if left or not self.is_whole(place, "next"):
            return f"left {left}, {self.state(place)}"
        return None


def files(how, *names):
    """Write texts to files of a folder."""

    def write(folder, text):
        with how(folder) as temporary:
            for name in names:
                (temporary / name).write_text(text)

    return write


def one_file(folder, text):
    """Write one file."""
    with writing.whole_file(folder / "a.txt") as temporary:
        temporary.write_text(text)


def store(folder, text):
    """Write a folder that is one thing."""
    with writing.whole_store(folder / "a.zarr") as temporary:
        temporary.mkdir()
        for name in ("zarr.json", "chunk"):
            (temporary / name).write_text(text)


def no_exchange():
    """Be as on a system that cannot exchange folders."""
    writing._exchanged = lambda *_: False


def no_links():
    """Be as on a file system without links, too."""
    no_exchange()

    def refused(*_, **__):
        raise PermissionError(1, "Operation not permitted")

    os.link = refused


PAIR, STORE = ("a.txt", "b.txt", "c.txt"), ("a.zarr/zarr.json", "a.zarr/chunk")
WAYS = (
    Way("file", one_file, ("a.txt",)),
    Way("new file", one_file, ("a.txt",), old=False),
    Way("folder", files(writing.whole_folder, *PAIR), PAIR),
    Way("new folder", files(writing.whole_folder, *PAIR), PAIR, old=False),
    Way("store", store, STORE),
    Way("files", files(writing.whole_files, *PAIR), PAIR, one_step=False),
    Way("folder, no exchange", files(writing.whole_folder, *PAIR), PAIR, patch=no_exchange, one_step=False),
    Way("store, no exchange", store, STORE, patch=no_exchange, one_step=False, hides=True),
    Way("files, no links", files(writing.whole_files, *PAIR), PAIR, patch=no_links, one_step=False, hides=True),
)


def killed_at_each_call(way, place):
    """Stops, and what was wrong after them."""
    faults, number, status = [], 0, KILLED
    while status == KILLED:
        number += 1
        way.prepare(place)

        def work(number=number):
            way.patch()
            stop_at(number)
            way.write(place / "out", "new")

        status = outcome(work)
        wrong = way.wrong(place) or way.wrong_later(place, "old", "new")
        if wrong or status not in (KILLED, DONE):
            faults.append(f"call {number}, status {status}: {wrong}")
    return number - 1, faults


def failing_at_each_call(way, place):
    """The same for a full disk: the old result is there if the writer says so, the new one if it says nothing."""
    faults, number, reached = [], 0, True
    while reached:
        number += 1
        way.prepare(place)
        mark = place / "reached"

        def work(number=number, mark=mark):
            way.patch()
            stop_at(number, OSError(28, os.strerror(28)), lambda: mark.touch())
            way.write(place / "out", "new")

        status, reached = outcome(work), mark.exists()
        text = {DONE: "new", REFUSED: "old"}.get(status)
        wrong = None if text and way.is_whole(place, text) else f"{way.state(place)}"
        wrong = wrong or way.wrong_later(place, text)
        if wrong:
            faults.append(f"call {number}, status {status}: {wrong}")
    return number - 1, faults


def killed_again(way, place):
    """A kill between two renames, then one at each call of the recovery."""
    faults, stops, first, seen = [], 0, 0, set()
    while first < 50:
        first += 1

        def work(first=first):
            way.patch()
            stop_at(first)
            way.write(place / "out", "new")

        way.prepare(place)
        outcome(work)
        state = tuple(way.state(place))
        if len({*state}) == 1 or state in seen:
            continue
        seen.add(state)
        again, second = KILLED, 0
        while again == KILLED:
            second += 1
            way.prepare(place)

            def recover(second=second):
                way.patch()
                stop_at(second)
                writing.finish_moves(place / "out")

            outcome(work)
            again = outcome(recover)
            stops += 1
            wrong = way.wrong_later(place, "new")
            if wrong:
                faults.append(f"calls {first} and {second}: {wrong}")
    return stops, faults


def main():
    """Print what was found, a line for each way to write."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        place = Path(folder) / "place"
        for stop in (killed_at_each_call, failing_at_each_call):
            for way in WAYS:
                calls, faults = stop(way, place)
                print(json.dumps({"stop": stop.__name__, "way": way.name, "calls": calls, "faults": faults}))
        way = next(way for way in WAYS if way.name == "files")
        stops, faults = killed_again(way, place)
        print(json.dumps({"stop": "killed_again", "way": way.name, "calls": stops, "faults": faults}))


if __name__ == "__main__":
    main()
