"""The same bits wherever the work runs, however it is cut, and whatever happens on the way."""

import errno
import os
import re
import signal
import socket
import subprocess
import sys
import warnings
from dataclasses import dataclass, replace

import numpy as np
import pytest
import zarr

from linkbudget.errors import InputError, Interrupted, ModelRangeWarning
from linkbudget.hardware.parts import Link
from linkbudget.link.budget import Path as LinkPath
from linkbudget.link.budget import budget
from linkbudget.mission.scenario import load
from linkbudget.studies import blocks, stores
from linkbudget.studies import cluster as cluster_module
from linkbudget.studies.blocks import Study, Variable
from linkbudget.studies.where import Where, run_study
from tests.studies.mishaps import NeverThere, Once, die, interrupt

RANGE_M = np.geomspace(5e5, 3e6, 40)
POWER_W = np.linspace(0.5, 2.0, 30)
SAMPLES = 300


@dataclass(frozen=True)
class Margins:
    """Margins of a link over range, power and random pointing losses."""

    link: Link

    def __call__(self, block) -> dict:
        power = replace(self.link.transmitter.power_w, value=block.along("power_w", POWER_W))
        transmitter = self.link.transmitter.model_copy(update={"power_w": power})
        link = self.link.model_copy(update={"transmitter": transmitter})
        lines = budget(link, LinkPath(block.along("range_m", RANGE_M), 45.0))
        loss_db = block.generator(1963, "sample").exponential(0.5, block.shape(("sample",)))
        return {
            "margin_db": lines["margin_db"] - loss_db,
            "free_space_loss_db": lines["free_space_loss_db"][:, 0, 0],
            "closes": lines["margin_db"] > loss_db,
        }


def refuse(*_) -> None:
    raise InputError("transmitter.power = -1: expected a number above 0")


def warn() -> None:
    warnings.warn("weather model used outside its range", ModelRangeWarning, stacklevel=2)


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """A scheduler that exists answers late on a busy machine."""
    monkeypatch.setattr(cluster_module, "ANSWER_WITHIN_S", 60.0)


@pytest.fixture(scope="module")
def study() -> Study:
    return Study(
        "margins",
        {"range_m": RANGE_M.size, "power_w": POWER_W.size, "sample": SAMPLES},
        {
            "margin_db": Variable(("range_m", "power_w", "sample"), attributes={"units": "dB"}),
            "free_space_loss_db": Variable(("range_m",)),
            "closes": Variable(("range_m", "power_w", "sample"), "bool"),
        },
        Margins(load("cubesat").link("uhf-downlink")),
        {"scenario": "cubesat", "seed": 1963},
        {"range_m": RANGE_M, "power_w": POWER_W},
        {"scenario": "cubesat"},
        block_sizes={"range_m": 16, "power_w": 10, "sample": 128},
    )


@pytest.fixture(scope="module")
def answer(study):
    return run_study(study)


@pytest.fixture(scope="module")
def cluster():
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50) as running:
        yield Where(scheduler=running.scheduler_address)


@pytest.mark.parametrize("units", [0.1, 7, 10_000])
def test_bits_do_not_depend_on_the_cutting(study, answer, cluster, units, monkeypatch, tmp_path):
    monkeypatch.setattr(blocks, "UNITS", units)
    for where in (Where(), cluster):
        assert run_study(study, where).identical(answer)
        stored = run_study(study, where, tmp_path / f"{where.is_here}.zarr")
        assert stored.identical(answer)
        expected = tuple(study.units().steps.values())
        assert stored["margin_db"].encoding["chunks"] == expected
    assert (len(study.units()) == 1) == (units < 1)


@pytest.mark.parametrize("stored", [False, True])
def test_a_worker_that_dies_costs_a_retry(study, answer, cluster, stored, tmp_path):
    marker = tmp_path / "died"
    fatal = replace(study, evaluate=Once(study.evaluate, die, (1, 1, 0), marker))
    result = run_study(fatal, cluster, tmp_path / "sweep.zarr" if stored else None)
    assert marker.exists()
    assert result.identical(answer)


def test_an_interrupted_study_goes_on_where_it_stopped(study, answer, cluster, tmp_path):
    store = tmp_path / "sweep.zarr"
    units = len(study.units())
    stopped = replace(study, evaluate=Once(study.evaluate, interrupt, (1, 0, 0), tmp_path / "first"))
    with pytest.raises(Interrupted) as first:
        run_study(stopped, store=store)
    done = int(re.search(r"sweep\.zarr holds (\d+) of", str(first.value))[1])
    assert 0 < done < units
    assert str(first.value) == (
        f"interrupted; {store} holds {done} of {units} parts; the same command resumes from there"
    )

    def stop_later(fraction, doing):
        if fraction > 0.7:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted, match=rf"holds \d+ of {units} parts"):
        run_study(study, cluster, store, stop_later)

    counted, told = [], []
    counting = replace(study, evaluate=lambda block: counted.append(block) or study.evaluate(block))
    assert run_study(counting, store=store, progress=lambda *step: told.append(step)).identical(answer)
    assert 0 < len(counted) < 0.35 * len(study.blocks)
    assert told[0][0] > 0.7
    assert told[-1] == (1.0, "margins")
    counted.clear()
    assert run_study(counting, store=store).identical(answer)
    assert counted == []


def test_a_killed_process_leaves_a_store_to_go_on_with(study, answer, tmp_path):
    store = tmp_path / "sweep.zarr"
    fatal = replace(study, evaluate=Once(study.evaluate, die, (1, 2, 1), tmp_path / "died"))
    from multiprocessing import get_context

    process = get_context("spawn").Process(target=run_study, args=(fatal, Where(), store))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    (store / "margin_db" / "c" / "0.left.partial").write_bytes(b"half a chunk")
    assert run_study(study, store=store).identical(answer)
    assert not list(store.rglob("*.partial"))


def test_a_store_goes_on_in_the_units_it_was_begun_with(study, answer, tmp_path, monkeypatch):
    store = tmp_path / "sweep.zarr"
    with pytest.raises(Interrupted):
        run_study(replace(study, evaluate=Once(study.evaluate, interrupt, (1, 0, 0), tmp_path / "one")), store=store)
    monkeypatch.setattr(blocks, "UNITS", 2)
    assert run_study(study, store=store).identical(answer)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"definition": {"scenario": "cubesat", "seed": 1964}}, r"'seed' was 1963, is 1964"),
        ({"sizes": {"range_m": 40, "power_w": 30, "sample": 301}}, r"'sample' was 300, is 301"),
        ({"coordinates": {"range_m": RANGE_M, "power_w": POWER_W + 1.0}}, r"'power_w' was '\w+', is '\w+'"),
        ({"block_sizes": {}}, r"'range_m' was 16, is \d"),
    ],
)
def test_a_store_of_another_study_is_refused(study, answer, tmp_path, change, said):
    store = tmp_path / "sweep.zarr"
    run_study(study, store=store)
    with pytest.raises(InputError, match=rf"sweep\.zarr: holds another study \({said}\); choose another name or"):
        run_study(replace(study, **change), store=store)
    assert run_study(study, store=store).identical(answer)


def test_what_is_no_store_is_refused(study, tmp_path):
    (tmp_path / "notes.zarr").mkdir()
    zarr.create_group(tmp_path / "other.zarr")
    for name in ("notes.zarr", "other.zarr"):
        with pytest.raises(InputError, match=rf"{name}: exists and is no store of a study; expected a new name"):
            run_study(study, store=tmp_path / name)
    with pytest.raises(InputError, match=r"sweep\.nc: expected a name that ends in \.zarr"):
        run_study(study, store=tmp_path / "sweep.nc")


def test_two_processes_do_not_fill_one_store(study, tmp_path):
    store = tmp_path / "sweep.zarr"

    def again(fraction, doing):
        with pytest.raises(InputError, match="another process is filling this store"):
            run_study(study, store=store)
        raise KeyboardInterrupt

    with pytest.raises(Interrupted):
        run_study(study, store=store, progress=again)


def test_a_full_disk_is_one_line_and_the_study_goes_on_later(study, answer, tmp_path, monkeypatch):
    store, write = tmp_path / "sweep.zarr", zarr.Array.__setitem__

    def full(array, where, values):
        if array.basename == "margin_db" and where[0].start > 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "chunk")
        write(array, where, values)

    with monkeypatch.context() as patch:
        patch.setattr(zarr.Array, "__setitem__", full)
        with pytest.raises(InputError) as stop:
            run_study(study, store=store)
    assert str(stop.value) == (
        f"{store}: No space left on device; finished parts are kept, and the same command resumes from there"
    )
    assert 0 < stores.Store(store, study).done < len(study.units())
    assert run_study(study, store=store).identical(answer)


def test_a_folder_that_workers_do_not_see_is_told(study, cluster, tmp_path):
    unit = study.units()[0]
    with pytest.raises(InputError, match="not seen by a worker, or deleted meanwhile; expected a folder"):
        stores.write(tmp_path / "nowhere.zarr", unit, study.variables, blocks.compute(study, unit))


def test_what_a_block_refuses_comes_through_and_leaves_nothing(study, cluster, tmp_path):
    for where in (Where(), cluster):
        with pytest.raises(InputError, match=r"^transmitter\.power = -1: expected a number above 0$"):
            run_study(replace(study, evaluate=refuse), where)
        with pytest.raises(InputError, match=r"^transmitter\.power = -1"):
            run_study(replace(study, evaluate=refuse), where, tmp_path / "nothing.zarr")
    assert list(tmp_path.iterdir()) == []


def test_models_that_blocks_use_outside_their_range_are_noted_once(study, answer, cluster):
    for where in (Where(), cluster):
        noisy = replace(study, evaluate=Once(study.evaluate, warn, (0, 0, 0), NeverThere()))
        found = run_study(noisy, where)
        assert found.attrs.pop("notes") == "weather model used outside its range"
        assert found.identical(answer)


def test_an_answer_larger_than_the_memory_needs_a_store(study):
    large = replace(study, sizes={**study.sizes, "sample": 10**9})
    with pytest.raises(InputError, match=r"margins: its answer takes 10\.8 TB, more than the 1 GB it may use"):
        run_study(large)


def test_a_scheduler_that_does_not_answer_is_told_after_the_stated_time(study, monkeypatch):
    import distributed.comm

    waited_s = []

    def connect(address, timeout, **security):
        waited_s.append(timeout)
        return patient(address, timeout, **security)

    patient = distributed.comm.connect
    monkeypatch.setattr(distributed.comm, "connect", connect)
    monkeypatch.setattr(cluster_module, "ANSWER_WITHIN_S", 0.5)
    with socket.socket() as taken:  # listens to nobody
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(InputError, match=f"{address}: no answer; expected the address of a Dask scheduler"):
            run_study(study, Where(scheduler=address))
    assert waited_s == [0.5]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"workers": 2, "scheduler": "tcp://x:1"}, "workers and scheduler: expected one of them, not both"),
        ({"workers": 0}, "workers = 0: expected a whole number of 1 or more"),
        ({"memory_bytes": 1e6}, r"memory = 1 MB: expected 500 MB or more a process"),
    ],
)
def test_a_switch_that_cannot_be_is_refused(wanted, said):
    with pytest.raises(InputError, match=said):
        Where(**wanted)


def test_work_in_this_process_needs_no_cluster():
    code = (
        "import sys, numpy as np\n"
        "from linkbudget.studies.blocks import Study, Variable\n"
        "from linkbudget.studies.where import run_study\n"
        "print({'dask', 'distributed', 'zarr', 'xarray'} & set(sys.modules))\n"
        "run_study(Study('one', {'x': 3}, {'a': Variable(('x',))}, lambda block: {'a': 1.0}, {}))\n"
        "print({'distributed', 'zarr'} & set(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["set()", "set()"]
