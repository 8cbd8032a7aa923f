"""A second process draws figures meanwhile: the same files, whatever becomes of it."""

import os
import warnings
from dataclasses import dataclass
from pathlib import Path

import pytest

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.report import run
from linkbudget.report.run import drawn_figure, drawn_figures, for_helper, run_mission
from linkbudget.report.two_at_once import Helper

KINDS = ["overview", "snr", "pattern"]


@dataclass
class Nothing:
    """A scenario without anything."""

    def _afresh(self):
        return self


def words(scenario, folder: Path, kind: str) -> dict:
    """Draw nothing, warn, and name the process."""
    warnings.warn(f"{kind} is odd", stacklevel=1)
    return {"kind": kind, "process": os.getpid()}


def stop(scenario, folder: Path, kind: str) -> dict:
    """Stop the second process as a lack of memory would; answer in the first, whose marker there is."""
    if not (folder / "first").exists() or (folder / "first").read_text() != str(os.getpid()):
        os._exit(1)
    return {"kind": kind}


def refuse(scenario, folder: Path, kind: str) -> dict:
    """Refuse every figure."""
    raise InputError(f"no {kind}")


def test_every_figure_is_drawn_once_and_its_warnings_are_heard(tmp_path):
    kinds = [str(number) for number in range(20)]
    with pytest.warns(UserWarning, match="is odd") as heard, Helper(words, Nothing(), tmp_path, kinds) as helper:
        drawn = dict(helper.rest())
    assert sorted(drawn) == sorted(kinds)
    assert all(drawn[kind]["kind"] == kind for kind in kinds)
    assert len(heard) == len(kinds)


def test_what_a_process_that_died_has_left_is_drawn_here(tmp_path):
    (tmp_path / "first").write_text(str(os.getpid()))
    with Helper(stop, Nothing(), tmp_path, ["a", "b", "c"]) as helper:
        helper._process.join(60.0)
        assert dict(helper.rest()) == {kind: {"kind": kind} for kind in "abc"}


def test_an_error_is_the_one_of_a_single_process(tmp_path):
    with Helper(refuse, Nothing(), tmp_path, ["a"]) as helper:
        helper._process.join(60.0)
        with pytest.raises(InputError, match="no a"):
            dict(helper.rest())


def test_files_are_the_same_with_two_processes(tmp_path):
    cubesat = lb.load("cubesat")
    timeline = cubesat.run(600.0)
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    alone = drawn_figures(cubesat, timeline, tmp_path / "one", KINDS)
    with Helper(drawn_figure, cubesat, tmp_path / "two", for_helper(KINDS)) as helper:
        helper._process.join(120.0)  # it draws all that it may
        both = drawn_figures(cubesat, timeline, tmp_path / "two", KINDS, helper=helper)
    assert both == alone
    assert list(both) == KINDS
    files = sorted((tmp_path / "one").iterdir())
    assert [file.name for file in files] == sorted(file.name for file in (tmp_path / "two").iterdir())
    assert all(file.read_bytes() == (tmp_path / "two" / file.name).read_bytes() for file in files)


def test_an_interruption_ends_the_second_process(tmp_path, monkeypatch):
    started = []

    class Watched(Helper):
        def __enter__(self):
            started.append(self._process)
            return super().__enter__()

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "Helper", Watched)
    monkeypatch.setattr(run, "write_csv", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run_mission(lb.load("cubesat"), tmp_path / "out", 600.0, processes=2)
    assert not started[0].is_alive()
    assert not (tmp_path / "out").exists()


def test_rows_do_not_depend_on_how_many_are_written_at_a_time(tmp_path, monkeypatch):
    timeline = lb.load("cubesat").run(600.0)
    run.write_csv(timeline, tmp_path / "whole.csv")
    monkeypatch.setattr(run, "ROWS_AT_A_TIME", 7)
    run.write_csv(timeline, tmp_path / "parts.csv")
    whole = (tmp_path / "whole.csv").read_bytes()
    assert (tmp_path / "parts.csv").read_bytes() == whole
    assert whole.count(b"\n") == 1 + timeline.time.size * timeline.link.size
