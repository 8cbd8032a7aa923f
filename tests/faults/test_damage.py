"""Whatever happens to a store, its study answers with the right bits or with one line; never wrongly or silently."""

import re

import numpy as np
import pytest

from linkbudget.errors import InputError, StoreWarning
from linkbudget.studies.where import run_study
from tests.faults.damage import CHUNK, KINDS, Stores, edit
from tests.faults.grid import filled, study

IN_CHUNKS = [kind for kind in KINDS if "chunk" in kind]


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    return Stores(tmp_path_factory.mktemp("stores"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_store_is_told_of_and_answers_rightly_or_is_refused(stores, kind):
    for state in ("finished", "half filled"):
        assert stores.outcome(kind, state, np.random.default_rng(1962))[0] == "survived", state


@pytest.mark.parametrize("kind", IN_CHUNKS)
def test_an_answer_that_is_read_later_has_the_right_bits_or_is_refused(stores, kind):
    became, said = stores.read(kind, np.random.default_rng(1962))
    assert (became, bool(said)) == ("survived", True)


def test_only_what_is_damaged_is_computed_anew(tmp_path):
    counted = []
    once = study()
    store = filled(tmp_path / "grid.zarr")
    (store / CHUNK).unlink()
    counting = type(once)(**{**vars(once), "evaluate": lambda block: counted.append(block) or once.evaluate(block)})
    said = rf"grid\.zarr: {CHUNK} was missing or damaged; what should be there is computed anew$"
    with pytest.warns(StoreWarning, match=said):
        assert run_study(counting, store=store).identical(run_study(once))
    assert [tuple(block.index.values()) for block in counted] == [(0, 0)]
    counted.clear()
    assert run_study(counting, store=store).identical(run_study(once))
    assert counted == [], "a store that is whole has nothing to be done, and nothing to be said"


def test_any_reader_of_zarr_finds_a_chunk_that_is_flipped(tmp_path):
    import xarray as xr

    store = filled(tmp_path / "grid.zarr")
    assert xr.open_zarr(store, chunks=None)["margin_db"].load().equals(run_study(study())["margin_db"])
    content = bytearray((store / CHUNK).read_bytes())
    content[len(content) // 2] ^= 1
    (store / CHUNK).write_bytes(content)
    with pytest.raises(ValueError, match="checksum"):
        xr.open_zarr(store, chunks=None)["margin_db"].load()


def test_a_chunk_of_nothing_but_nan_is_there(tmp_path):
    store = filled(tmp_path / "grid.zarr")
    assert np.isnan(run_study(study(), store=store)["excess_db"][-1]).all()
    assert (store / "excess_db" / "c" / "2" / "2").is_file()


def test_a_store_without_checksums_says_what_to_do(tmp_path):
    store = filled(tmp_path / "grid.zarr")
    edit(store / "checksums.json", '"finished": true', '"finished": false')
    said = re.escape(
        f"{store}: its checksums.json is missing or damaged, so what it holds cannot be checked; delete the store, and"
        " the same command begins anew"
    )
    with pytest.raises(InputError, match=f"^{said}$"):
        run_study(study(), store=store)
