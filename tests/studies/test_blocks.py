"""Cuttings cover the grid once, and blocks do not move when units do."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbudget.errors import InputError
from linkbudget.studies import blocks
from linkbudget.studies.blocks import Block, Cutting, Study, Variable, compute


def nothing(block):
    return {}


def study(sizes: dict, **more) -> Study:
    return Study("grid", sizes, {"term_db": Variable(tuple(sizes))}, nothing, {}, **more)


sizes = st.lists(st.integers(1, 12), min_size=0, max_size=3).map(lambda each: dict(zip("abc", each, strict=False)))


@given(sizes, st.floats(5e8, 1e10), st.integers(1, 300))
def test_units_are_whole_numbers_of_blocks_and_cover_the_grid_once(grid, memory_bytes, points):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK_POINTS", points)
        work = study(grid)
        covered = np.zeros(tuple(grid.values()), dtype=int)
        units = work.units(memory_bytes)
        for unit in map(units.__getitem__, range(len(units))):
            for block in work.blocks.inside(unit):
                number = int(np.ravel_multi_index(tuple(block.index.values()), work.blocks.counts)) if grid else 0
                assert block == work.blocks[number]
                assert np.prod(block.shape()) <= points
                covered[tuple(block.slices.values())] += 1
        assert np.all(covered == 1)


@given(sizes, st.floats(5e8, 1e12), st.floats(5e8, 1e12))
def test_blocks_do_not_depend_on_memory(grid, one_bytes, other_bytes):
    work = study({**grid, "sample": 100_000})
    work.units(one_bytes), work.units(other_bytes)
    assert work.blocks == study({**grid, "sample": 100_000}).blocks


def test_units_fit_the_memory_they_are_given():
    work = study({"range": 100_000, "power": 100_000})
    for memory_bytes in (5e8, 7e8, 1e9, 1e10):
        unit = work.units(memory_bytes)[0]
        room = (memory_bytes - blocks.PROCESS_BYTES) / blocks.COPIES
        assert np.prod(unit.shape()) * 8 <= min(room, blocks.UNIT_BYTES)
        assert np.prod(unit.shape()) * 8 > min(room, blocks.UNIT_BYTES) / 2


def test_streams_stay_when_another_axis_grows():
    few = study({"range": 3, "sample": 5000}, block_sizes={"sample": 1024})
    many = study({"range": 300, "sample": 5000}, block_sizes={"sample": 1024})

    def samples(work):
        first = Block({"range": slice(0, 1), "sample": slice(0, 5000)}, {"range": 0, "sample": 0})
        parts = [block.generator(7, "sample").random(block.shape(("sample",))) for block in work.blocks.inside(first)]
        return np.concatenate(parts)

    assert np.array_equal(samples(few), samples(many))
    assert len(np.unique(samples(few))) == 5000


def test_a_variable_with_fewer_axes_is_taken_from_the_first_blocks():
    def evaluate(block):
        return {"loss_db": block.along("x", np.arange(6.0))[:, 0] + 100.0 * block.index["y"]}

    work = Study("few", {"x": 6, "y": 6}, {"loss_db": Variable(("x",))}, evaluate, {}, block_sizes={"x": 2, "y": 2})
    whole = Block({"x": slice(0, 6), "y": slice(0, 6)}, {"x": 0, "y": 0})
    assert compute(work, whole)["loss_db"].tolist() == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    later = Block({"x": slice(0, 6), "y": slice(2, 4)}, {"x": 0, "y": 1})
    assert compute(work, later) == {}


def test_along_broadcasts_with_the_other_axes():
    block = Block({"a": slice(1, 3), "b": slice(0, 4), "c": slice(2, 3)}, {"a": 1, "b": 0, "c": 2})
    assert [block.along(dim, np.arange(9)).shape for dim in "abc"] == [(2, 1, 1), (4, 1), (1,)]


def test_numbers_count_in_c_order():
    cutting = Cutting({"a": 3, "b": 5}, {"a": 2, "b": 2})
    found = [tuple(cutting[number].index.values()) for number in range(len(cutting))]
    assert found == list(itertools.product(range(2), range(3)))
    with pytest.raises(IndexError):
        cutting[6]


def test_an_empty_axis_is_refused():
    with pytest.raises(InputError, match="grid: axis 'power' is empty; expected one value or more"):
        study({"range": 3, "power": 0})
