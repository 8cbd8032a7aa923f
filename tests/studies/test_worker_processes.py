"""Worker processes of a study: as many as are asked for, replaced when they die, and closed by Ctrl-C."""

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
from linkbudget.studies.where import Where, run_study
from tests.faults import grid
from tests.studies.mishaps import NeverThere, Once, Slow, die


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


def test_bits_do_not_depend_on_the_number_of_workers(study, answer):
    for workers in (1, 2):
        assert run_study(study, Where(workers=workers)).identical(answer)


def test_a_worker_that_is_not_restarted_is_replaced(study, answer, tmp_path):
    import dask
    from distributed import Nanny

    def lose_every_worker(fraction, doing):
        if fraction > 0.3 and not (tmp_path / "lost").exists():
            (tmp_path / "lost").touch()
            for nanny in Nanny._instances - others:
                nanny.loop.add_callback(nanny.close)

    others = set(Nanny._instances)
    slow = replace(study, evaluate=Slow(study.evaluate))
    with dask.config.set({"distributed.deploy.lost-worker-timeout": "500ms"}):
        assert run_study(slow, Where(workers=1), progress=lose_every_worker).identical(answer)
    assert (tmp_path / "lost").exists()


def test_work_that_ends_every_worker_is_given_up(study, capfd):
    hopeless = replace(study, evaluate=Once(study.evaluate, die, (0, 0), NeverThere()))
    with pytest.raises(InputError, match="a part of the work ended 4 workers; is their memory too small"):
        run_study(hopeless, Where(workers=1))
    assert capfd.readouterr().err == ""


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


def test_ctrl_c_while_workers_start_closes_them(monkeypatch):
    from linkbudget.studies.cluster import _local_cluster

    closed = []

    class Starting:
        def __init__(self, **options):
            signal.raise_signal(signal.SIGINT)

        def __enter__(self):
            return self

        def __exit__(self, *ending):
            closed.append(True)

    monkeypatch.setattr("distributed.LocalCluster", Starting)
    with pytest.raises(KeyboardInterrupt), _local_cluster(1, 1e9):
        pass
    assert closed == [True]
