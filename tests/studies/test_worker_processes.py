"""Worker processes of a study: as many as are asked for, replaced when they die, and closed by Ctrl-C."""

import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
import zarr

from linkbudget.errors import InputError
from linkbudget.studies import cluster as cluster_module
from linkbudget.studies import processes
from linkbudget.studies.where import Where, run_study
from tests.faults import grid
from tests.studies.mishaps import Arrays, Deadly, Pid, Refusing, Slow


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """A scheduler that exists answers late on a busy machine."""
    monkeypatch.setattr(cluster_module, "ANSWER_WITHIN_S", 60.0)


@pytest.fixture(scope="module")
def study():
    """One that a new process imports quickly."""
    return grid.study()


@pytest.fixture(scope="module")
def answer(study):
    return run_study(study)


@pytest.fixture
def started_at_once(monkeypatch):
    """Other processes are started before this one works."""
    monkeypatch.setattr(processes, "FEW", 10**9)


@pytest.mark.parametrize("stored", [False, True])
def test_bits_do_not_depend_on_the_number_of_workers(study, answer, stored, tmp_path, started_at_once):
    slow = replace(study, evaluate=Slow(study.evaluate))  # so that the others start before all is done
    for workers in (1, 2, 3):
        store = tmp_path / f"{workers}.zarr" if stored else None
        assert run_study(slow, Where(workers=workers), store).identical(answer)


def test_answers_come_from_all_processes_and_each_unit_once(started_at_once):
    found = sorted(processes.outcomes(Pid(), range(60), workers=3))
    assert [number for number, _ in found] == list(range(60))
    assert len({process for _, process in found}) == 3


@pytest.mark.parametrize("answer_bytes", [0, 80, 10_000])
def test_arrays_come_whole_through_shared_memory_or_beside_it(answer_bytes, started_at_once):
    arrays = Arrays()
    for number, parts in processes.outcomes(arrays, range(40), 2, answer_bytes):
        expected = arrays(number)[1]
        assert parts.keys() == expected.keys()
        assert all(np.array_equal(part, expected[name]) for name, part in parts.items())


def test_a_short_study_starts_no_process(study, answer, monkeypatch):
    monkeypatch.setattr(processes, "_Other", None)
    assert run_study(study, Where(workers=2)).identical(answer)


def test_others_are_started_where_much_is_left(monkeypatch):
    monkeypatch.setattr(processes, "WORTH_IT_S", 0.1)
    assert len({process for _, process in processes.outcomes(Pid(), range(60), workers=2)}) == 2


def test_a_mistake_of_another_process_comes_through(started_at_once):
    with pytest.raises(InputError, match="only this process"):
        list(processes.outcomes(Refusing(os.getpid()), range(60), workers=2))
    assert not multiprocessing.active_children()


def test_work_that_ends_every_worker_is_given_up(started_at_once, capfd):
    with pytest.raises(InputError, match="a part of the work ended 4 workers; is their memory too small"):
        list(processes.outcomes(Deadly(os.getpid()), range(60), workers=2))
    assert capfd.readouterr().err == ""
    assert not multiprocessing.active_children()


UNGUARDED = """
from linkbudget.studies.processes import outcomes
from tests.studies.mishaps import Pid
import linkbudget.studies.processes as processes
processes.FEW = 10**9
list(outcomes(Pid(), range(200), workers=2))
"""


def test_a_script_without_a_guard_is_told_in_one_line(tmp_path):
    script = tmp_path / "unguarded.py"
    script.write_text(UNGUARDED)
    command = [sys.executable, str(script)]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": os.getcwd()}, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith("under: if __name__ == '__main__':")
    assert done.stderr.count("Traceback") == 1  # of this script, and of no other process


def test_a_scheduler_without_workers_is_told(study, monkeypatch):
    from distributed import Client, LocalCluster

    patient = Client.wait_for_workers
    monkeypatch.setattr(Client, "wait_for_workers", lambda client, number, timeout: patient(client, number, 0.1))
    with (
        LocalCluster(n_workers=0, dashboard_address=":0", silence_logs=50) as running,
        pytest.raises(InputError, match="the scheduler has no workers; start some with: dask worker"),
    ):
        run_study(study, Where(scheduler=running.scheduler_address))


COMMAND = """
import time
from pathlib import Path
import numpy as np
from linkbudget.cli import main
from linkbudget.cli.printing import progress_shown
from linkbudget.cli.app import app
from linkbudget.studies.blocks import Study, Variable
from linkbudget.studies.where import Where, run_study

def evaluate(block):
    if Path(__file__).with_name("slow").exists():
        time.sleep(0.2)
    return {"x": block.along("x", np.arange(100.0))}

@app.command()
def slow(store: str, workers: int = 0):
    with progress_shown(quiet=False) as progress:
        study = Study("slow", {"x": 100}, {"x": Variable(("x",))}, evaluate, {}, block_sizes={"x": 1})
        run_study(study, Where(workers=workers or None), store, progress)

if __name__ == "__main__":
    main()
"""


@pytest.mark.parametrize("workers", ["0", "2"])
def test_ctrl_c_on_the_command_line_says_how_to_go_on(workers, tmp_path):
    script, store = tmp_path / "command.py", tmp_path / "slow.zarr"
    script.write_text(COMMAND)
    (tmp_path / "slow").touch()
    command = [sys.executable, str(script), "slow", str(store), "--workers", workers]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0)
    while process.poll() is None:
        time.sleep(0.05)
        with suppress(Exception):
            if re.search(r"x/c/\d", (store / "checksums.json").read_text()):
                break
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to every process
    said = process.communicate()
    assert process.returncode == 130, said
    assert re.fullmatch(
        r"linkbudget: interrupted; \S+slow\.zarr holds \d+ of 100 parts; the same command resumes from there\n",
        said[1],
    )
    (tmp_path / "slow").unlink()
    subprocess.run(command, check=True, capture_output=True)
    assert np.array_equal(zarr.open_group(store, mode="r")["x"][:], np.arange(100.0))


def test_a_request_to_end_waits_until_a_process_is_started_whole():
    heard: list[str] = []
    handler = lambda *_: heard.append("end")  # noqa: E731
    before = signal.signal(signal.SIGTERM, handler)
    try:
        with processes.stops_wait():
            signal.raise_signal(signal.SIGTERM)
            assert heard == []
        assert heard == ["end"]
        assert signal.getsignal(signal.SIGTERM) is handler
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # as nohup does with another
        with processes.stops_wait():
            assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGTERM, before)
