"""The timeline is filled a stretch of instants at a time: the same bits, and little memory beside the answer."""

import tracemalloc

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.mission import timeline
from tests.mission.conftest import MARS1
from tests.mission.test_crosslinks import RELAYED
from tests.mission.test_faults import DRIFT, WEAKER


def bits_of(scenario, **arguments):
    found = scenario.run(**arguments)
    return {name: (found[name].shape, found[name].values.tobytes()) for name in found.variables}


@pytest.mark.parametrize(
    ("text", "step"),
    [(MARS1 + WEAKER + DRIFT, "12 h"), (RELAYED, "1 min"), ("oresat", "1 min")],
    ids=["links that faults change", "a relay and a station", "a satellite"],
)
def test_the_size_of_stretches_and_blocks_changes_no_bit(scenario_of, monkeypatch, text, step):
    scenario = scenario_of(text) if "\n" in text else lb.load(text)
    at_once = bits_of(scenario, step=step)
    assert at_once["time"][0][0] < timeline.BLOCK
    for stretch, block in ((97, 97), (500, 13)):
        monkeypatch.setattr(timeline, "STRETCH", stretch)
        monkeypatch.setattr(timeline, "BLOCK", block)
        assert bits_of(scenario, step=step) == at_once


def test_progress_rises_to_one(monkeypatch):
    monkeypatch.setattr(timeline, "STRETCH", 100)
    done = []
    lb.load("oresat").run(step="5 min", progress=done.append)
    assert (np.diff(done) > 0.0).all()
    assert len(done) > 7
    assert done[-1] == 1.0


def test_a_fine_timeline_needs_little_memory_beside_its_answer(monkeypatch):
    """A stretch of 2 048 instants beside an answer of 35 000 is as one of 32 768 beside 560 000."""
    mars1 = lb.load("mars1")
    monkeypatch.setattr(timeline, "STRETCH", 2048)
    mars1.run(step="10 min")  # imports, track and tables, which do not grow with the number of instants
    tracemalloc.start()
    try:
        answer = mars1.run(step="10 min")
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert answer.nbytes > 30e6
    assert most < 1.2 * answer.nbytes
