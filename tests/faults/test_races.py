"""One writer of a store at a time: the second one is refused, or comes when the first is done."""

import shutil
import signal
import subprocess
import sys

import pytest
import xarray as xr
import zarr

from linkbudget.errors import InputError
from linkbudget.studies import stores
from linkbudget.studies.one_writer import only_writer
from linkbudget.studies.saving import save
from linkbudget.studies.where import run_study
from tests.faults import races
from tests.faults.grid import filled, study


def test_two_processes_at_once_leave_whole_stores(tmp_path):
    counts = races.run(3, tmp_path)
    assert (counts["survived"], counts["lost"], counts["silent"]) == (3, 0, 0)


def test_the_lock_is_taken_before_the_store_is_looked_for(tmp_path):
    with only_writer(tmp_path / "grid.zarr"):
        with pytest.raises(InputError, match=r"grid\.zarr: another process is filling this store; wait for it or"):
            run_study(study(), store=tmp_path / "grid.zarr")
        with pytest.raises(InputError, match=r"grid\.zarr: another process is filling this store; wait for it or"):
            save(xr.Dataset({"a": 1.0}), tmp_path / "grid.zarr")
        assert not (tmp_path / "grid.zarr").exists()
    assert run_study(study(), store=tmp_path / "grid.zarr").identical(run_study(study()))


def test_a_store_has_one_lock_under_all_its_names(tmp_path):
    store = filled(tmp_path / "grid.zarr")
    (tmp_path / "link.zarr").symlink_to(store)
    with only_writer(tmp_path / "link.zarr"), pytest.raises(InputError, match="another process is filling this store"):
        run_study(study(), store=store)


def test_a_store_that_appears_meanwhile_is_not_replaced(tmp_path):
    store = filled(tmp_path / "grid.zarr")
    before = (store / "checksums.json").read_bytes()
    with pytest.raises(InputError, match=r"grid\.zarr: Directory not empty; nothing was written"):
        stores.create(store, study(), study().units())
    assert (store / "checksums.json").read_bytes() == before


HOLD = """
import os, signal, sys
from pathlib import Path
from linkbudget.studies.one_writer import only_writer
with only_writer(Path(sys.argv[1])):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_lock_of_a_killed_process_is_free_and_its_file_goes(tmp_path):
    store = tmp_path / "grid.zarr"
    assert subprocess.run([sys.executable, "-c", HOLD, str(store)]).returncode == -signal.SIGKILL
    assert [file.name for file in tmp_path.iterdir()] == [".grid.zarr.lock"]
    run_study(study(), store=store)
    assert [file.name for file in tmp_path.iterdir()] == ["grid.zarr"]


def test_folders_that_were_made_for_a_lock_go_with_it(tmp_path):
    with pytest.raises(KeyError), only_writer(tmp_path / "new" / "deep" / "grid.zarr"):
        raise KeyError
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("fraction", [0.0, 0.4, 1.0])
def test_a_store_that_is_deleted_while_it_is_filled_is_one_line(tmp_path, fraction):
    store = tmp_path / "grid.zarr"

    def delete(done: float, doing: str) -> None:
        if done >= fraction:
            shutil.rmtree(store, ignore_errors=True)

    with pytest.raises(InputError) as stop:
        run_study(study(), store=store, progress=delete)
    assert str(stop.value) == f"{store}: deleted while it was being filled; run the same command again"
    assert list(tmp_path.iterdir()) == []
    assert run_study(study(), store=store).identical(run_study(study()))


def test_fragments_that_a_worker_writes_after_the_store_was_deleted_go(tmp_path, monkeypatch):
    store, write = tmp_path / "grid.zarr", zarr.Array.__setitem__

    def delete_first(array, where, values):
        shutil.rmtree(store, ignore_errors=True)
        write(array, where, values)  # Zarr makes the folders again

    monkeypatch.setattr(zarr.Array, "__setitem__", delete_first)
    with pytest.raises(InputError, match="deleted while it was being filled; run the same command again"):
        run_study(study(), store=store)
    assert list(tmp_path.iterdir()) == []


def test_a_chunk_that_is_deleted_while_the_store_is_filled_is_told_at_the_end(tmp_path):
    store = tmp_path / "grid.zarr"

    def delete(done: float, doing: str) -> None:
        if done > 0.5:
            (store / "margin_db" / "c" / "0" / "0").unlink(missing_ok=True)

    said = r"grid\.zarr: margin_db/c/0/0 was deleted while the store was being filled; run the same command again, and"
    with pytest.raises(InputError, match=said):
        run_study(study(), store=store, progress=delete)
    with pytest.warns(UserWarning, match=r"margin_db/c/0/0 was missing or damaged"):
        assert run_study(study(), store=store).identical(run_study(study()))


def test_a_chunk_that_is_deleted_as_soon_as_it_is_written_is_one_line(tmp_path, monkeypatch):
    store, write = tmp_path / "grid.zarr", zarr.Array.__setitem__

    def delete_last(array, where, values):
        write(array, where, values)
        if array.basename == "loss_db" and where[0].start > 0:
            shutil.rmtree(store / "loss_db" / "c")

    with monkeypatch.context() as patch:
        patch.setattr(zarr.Array, "__setitem__", delete_last)
        with pytest.raises(InputError, match=r"grid\.zarr: deleted while it was being filled; run the same"):
            run_study(study(), store=store)
    with pytest.warns(UserWarning, match=r"loss_db/c/0 was missing or damaged"):
        assert run_study(study(), store=store).identical(run_study(study()))


def test_ctrl_c_after_the_store_was_deleted_does_not_say_that_it_goes_on(tmp_path):
    def delete_and_stop(done: float, doing: str) -> None:
        shutil.rmtree(tmp_path / "grid.zarr")
        raise KeyboardInterrupt

    with pytest.raises(InputError, match="deleted while it was being filled"):
        run_study(study(), store=tmp_path / "grid.zarr", progress=delete_and_stop)
