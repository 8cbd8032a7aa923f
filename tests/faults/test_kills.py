"""Results after a kill, a full disk or a stop at any moment; ``kills.py`` kills real commands at random."""

import json
import os
import resource
import signal
import subprocess
import sys
import time

import pytest

from linkbudget import writing
from linkbudget.cli import interruption
from tests.faults import commands, kills, steps

PYTHON = [sys.executable, "-m"]


@pytest.fixture(scope="module")
def found():
    """Findings at every system call, from a process without threads."""
    done = subprocess.run([*PYTHON, "tests.faults.steps"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("stop", ["killed_at_each_call", "failing_at_each_call"])
@pytest.mark.parametrize("way", [way.name for way in steps.WAYS])
def test_result_is_old_or_new_wherever_its_writer_stops(stop, way, found):
    """Every way to write has at least 15 calls, several times as many as there are renames."""
    (one,) = [each for each in found if (each["stop"], each["way"]) == (stop, way)]
    assert one["faults"] == []
    assert one["calls"] >= 15


def test_recovery_may_be_killed_too(found):
    (one,) = [each for each in found if each["stop"] == "killed_again"]
    assert one["faults"] == []
    assert one["calls"] >= 15


def test_folders_are_exchanged_here(tmp_path):
    """The promise for Linux and macOS: without the exchange the tests above would pass with less."""
    if sys.platform not in ("linux", "darwin"):
        pytest.skip("this system cannot exchange folders")
    way = next(way for way in steps.WAYS if way.name == "folder")
    way.prepare(tmp_path / "place")
    folder = tmp_path / "place" / "out"
    inode = folder.stat().st_ino
    way.write(folder, "new")
    assert folder.stat().st_ino != inode


def test_a_mixture_would_be_noticed(tmp_path):
    """The judges of the trials, tried on faults that are made on purpose."""
    way = next(way for way in steps.WAYS if way.name == "folder")
    way.prepare(tmp_path / "place")
    out = tmp_path / "place" / "out"
    (out / "a.txt").write_text("new")
    assert "mixture" in way.wrong(tmp_path / "place")
    (out / "b.txt").unlink()
    assert not way.is_whole(tmp_path / "place", "old", "new")

    old, new = {"a": "1", "b": "1"}, {"a": "2", "b": "2"}
    for texts, state in (({"a": "2", "b": "1"}, "silent"), ({"a": "1"}, "lost"), (new, "survived")):
        place = tmp_path / state
        place.mkdir()
        for name, text in texts.items():
            (place / name).write_text(text)
        for known in (old, new):
            other = tmp_path / f"{state}-{known['a']}"
            other.mkdir()
            for name, text in known.items():
                (other / name).write_text(text)
        assert kills.state_of(place, *(kills.prints(tmp_path / f"{state}-{one}") for one in "12")) == state


STUCK = """
import time
from linkbudget.cli import main
from linkbudget.mission import signals

def write_half(made, file):
    file.write_text("half a recording")
    time.sleep(600.0)

signals.write_sigmf = write_half
main()
"""
"""A command that writes half a file and then waits to be stopped."""


def _as_from_a_terminal():
    """A child whose parent runs under nohup would ignore the signals too."""
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)


def stuck(folder):
    """The process, once it has begun to write over an old recording."""
    file = folder / "pass.sigmf-meta"
    file.write_text("the old recording")
    options = ("signal", "cubesat", "--link", "uhf-downlink", "-o", file, "--duration", "0.1 s")
    call = [sys.executable, "-c", STUCK, *options]
    running = subprocess.Popen(call, stderr=subprocess.PIPE, text=True, preexec_fn=_as_from_a_terminal)
    while not list(folder.glob(f"{writing.PREFIX}*/*/{file.name}")):
        assert running.poll() is None, running.communicate()[1]
        time.sleep(0.001)
    return running


def test_command_that_is_killed_leaves_the_old_result(tmp_path):
    """Its hidden folder goes with the next command."""
    running = stuck(tmp_path)
    running.kill()
    assert running.communicate()[1] == ""
    assert running.returncode == -signal.SIGKILL
    assert (tmp_path / "pass.sigmf-meta").read_text() == "the old recording"
    assert len(os.listdir(tmp_path)) == 2
    subprocess.run([*PYTHON, "linkbudget", "new", tmp_path / "mine.toml"], check=True, capture_output=True)
    assert sorted(os.listdir(tmp_path)) == ["mine.toml", "pass.sigmf-meta"]


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_signals_end_a_command_tidily(name, tmp_path):
    if not hasattr(signal, name):
        pytest.skip("no such signal here")
    running = stuck(tmp_path)
    running.send_signal(getattr(signal, name))
    assert running.communicate()[1] == "linkbudget: interrupted; nothing was written\n"
    assert running.returncode == 130
    assert os.listdir(tmp_path) == ["pass.sigmf-meta"]
    assert (tmp_path / "pass.sigmf-meta").read_text() == "the old recording"


STOPPED_IN_EXEC = """
from linkbudget.cli import app, main

def application():
    exec("raise KeyboardInterrupt")

app.application = application
main()
"""
"""A command that is stopped while an import makes a data class, which Python does by ``exec``."""


def test_a_stop_in_the_middle_of_exec_has_the_status_of_any_other(tmp_path):
    """`python -m` ended by SIGINT itself, status -2, although the stop had been handled."""
    (tmp_path / "stopped.py").write_text(STOPPED_IN_EXEC)
    done = subprocess.run(
        [*PYTHON, "stopped"], cwd=tmp_path, env=commands.environment(), capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (130, "linkbudget: interrupted; nothing was written\n")


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="no such signal here")
def test_nohup_is_respected():
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        interruption.listen()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_disk_that_is_full_is_one_line_and_leaves_what_was_there(tmp_path):
    """A bound of 3000 bytes on the size of a file stands for the full disk."""
    assert hasattr(resource, "RLIMIT_FSIZE")
    names = ["budget", "export", "signal", "run", "sweep"]
    written = {"budget.xlsx", "track.oem", "track.csv", "pass.sigmf-meta", "sweep.nc"}
    for name in written:
        (tmp_path / name).write_text("old")
    call = [*PYTHON, "tests.faults.commands", *names, "--bytes", "3000"]
    done = subprocess.run(call, cwd=tmp_path, env=commands.environment(), capture_output=True, text=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["name"] for answer in answers] == names, done.stderr
    for answer in answers:
        assert answer["status"] == 2, answer
        assert answer["said"].endswith(": File too large; nothing was written\n"), answer
        assert answer["said"].count("\n") == 1
    assert set(os.listdir(tmp_path)) == written
    assert {file.read_text() for file in tmp_path.iterdir()} == {"old"}
