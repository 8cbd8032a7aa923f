"""The page on reliability states what the last long run found: everything tried, nothing lost, nothing silent."""

import json

import pytest

from tests.faults.torture import JOBS
from tests.test_docs import DOCS, _extension

KEPT = json.loads((DOCS / "_data" / "reliability.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("job", JOBS)
def test_nothing_was_lost_or_silent(job):
    found = KEPT[job]
    assert (found["lost"], found["silent"]) == (0, 0)
    assert found["tried"] == found["survived"] > 0


def test_each_kind_of_fault_has_its_row(monkeypatch):
    monkeypatch.syspath_prepend(str(DOCS / "_ext"))
    text = _extension("reliability").figures()
    assert len(text.splitlines()) == 2 + len(JOBS)
    for job in JOBS:
        assert KEPT[job]["date"] in text
