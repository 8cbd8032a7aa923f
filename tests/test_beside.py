"""The benchmark beside an earlier commit compares the least of each figure; no time is asserted."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

from tests.test_docs import DOCS, _extension

ROOT = Path(__file__).parents[1]


@pytest.fixture
def beside(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return import_module("beside")


@pytest.fixture
def page(monkeypatch):
    monkeypatch.syspath_prepend(str(DOCS / "_ext"))
    return _extension("performance")


def rounds(*times_ms, peak_mb=90.0):
    return [{"processor_s": 1e-3 * time, "peak_bytes": 1e6 * peak_mb + place} for place, time in enumerate(times_ms)]


def test_ratio_is_that_of_the_least_times(beside):
    line = beside.compared("a job", rounds(4.0, 2.0, 3.0, 9.0), rounds(8.0, 1.5, 1.0, 9.0))
    assert line["before"] == {"processor_s": 2e-3, "peak_bytes": 90e6}
    assert line["ratio"] == pytest.approx(1.0 / 2.0, rel=1e-12)


def test_one_quiet_round_hardly_moves_the_ratio_of_medians(beside):
    line = beside.compared("a job", rounds(4.0, 4.1, 3.9), rounds(4.0, 2.0, 4.1))
    assert line["ratio"] == pytest.approx(2.0 / 3.9, rel=1e-12)
    assert line["ratio_of_medians"] == pytest.approx(1.0, rel=1e-12)


def test_one_round_has_one_ratio(beside):
    line = beside.compared("a job", rounds(4.0), rounds(2.0))
    assert line["ratio"] == line["ratio_of_medians"] == pytest.approx(0.5, rel=1e-12)


def test_versions_change_places_from_round_to_round(beside, monkeypatch):
    asked = []
    monkeypatch.setattr(beside, "asked", lambda job, tree: asked.append((job, tree)) or rounds(1.0)[0])
    beside.measured(["budget", "help"], ("before", "after"), 2)
    places = [tree for _, tree in asked]
    assert places == ["before", "after", "before", "after", "after", "before", "after", "before"]
    assert [job for job, _ in asked] == ["budget", "budget", "help", "help"] * 2


def test_printed_and_generated_tables_hold_the_same_figures(beside, page):
    line = beside.compared("a job", rounds(2.0, 2.5), rounds(1.0, 1.1, peak_mb=99.0))
    printed = beside.text_table([line]).splitlines()[1]
    assert printed.split() == ["a", "job", "2.000", "ms", "1.000", "ms", "0.50", "0.47", "90", "MB", "99", "MB"]
    assert page.beside_table([line]).splitlines()[2] == ("| a job | 2.00 ms | 1.00 ms | 0.50 | 0.47 | 90 MB | 99 MB |")


def test_job_that_a_version_cannot_do_says_why(beside, page):
    line = beside.compared("a job", [{"missing": "ImportError: no sweep"}], rounds(1.0))
    assert "ratio" not in line
    assert beside.text_table([line]).splitlines()[1].split(maxsplit=2)[2] == "before: ImportError: no sweep"
    assert page.beside_table([line]).splitlines()[2] == "| a job | ImportError: no sweep |  |  |  |  |  |"


@pytest.mark.parametrize(("options", "status"), [([], 0), (["--write"], 1)])
def test_clone_without_the_commit_gets_one_line(beside, monkeypatch, capsys, options, status):
    monkeypatch.setattr(sys, "argv", ["beside.py", "--commit", "0" * 40, *options])
    with pytest.raises(SystemExit) as left:
        beside.main()
    said = capsys.readouterr()
    assert left.value.code == status
    assert said.out == "before and after: no commit 0000000 in this clone (git fetch --unshallow); not compared\n"


def test_fresh_process_runs_the_package_of_its_tree(beside, tmp_path):
    found = beside.asked("help", ROOT)
    assert set(found) == set(beside.FIGURES)
    assert min(found.values()) > 0.0
    with pytest.raises(AssertionError, match="expected the package in"):
        beside.asked("help", tmp_path)


def test_every_line_of_a_budget_is_read(beside):
    jobs = import_module("beside_jobs").JOBS
    read = jobs["budget"].prepared()()
    assert read == jobs["changed"].prepared()() == len(jobs["described"].prepared()()) > 50
