"""Scenarios whose trajectory is a file: notes stand wherever numbers stand, and files that cannot be are one line."""

import os

import numpy as np
import pytest
import xarray as xr

import linkbudget.report.run
from linkbudget.geometry.clock import format_utc, parse_utc
from linkbudget.scenario_files.files import packaged_folder

NOTE = "the rows of the table of positions are 10 min apart"
LINK = ("--link", "uhf-downlink")
SWEEP = (*LINK, "--axis", "time=2026-03-01..2026-03-02:50", "--line", "range_m")


@pytest.fixture
def coarse(tmp_path, monkeypatch):
    """The packaged cubesat on rows of positions alone, ten minutes apart."""
    monkeypatch.chdir(tmp_path)
    radius_m, start_utc_s = 7e6, parse_utc("2026-03-01")
    angle_rad = np.sqrt(3.986004418e14 / radius_m**3) * 600.0 * np.arange(150)
    tilt_rad = np.radians(98.0)
    path = np.stack([np.cos(angle_rad), np.sin(angle_rad) * np.cos(tilt_rad), np.sin(angle_rad) * np.sin(tilt_rad)], 1)
    rows = [
        ",".join([format_utc(start_utc_s + 600.0 * row), *(f"{part:.6f}" for part in radius_m / 1e3 * each)])
        for row, each in enumerate(path)
    ]
    (tmp_path / "rows.csv").write_text("\n".join(["utc,x_km,y_km,z_km", *rows, ""]), encoding="utf-8")
    return with_trajectory('kind = "positions"\nfile = "rows.csv"\ncenter = "earth"')


def with_trajectory(said: str, base: str = "cubesat") -> str:
    text = (packaged_folder() / f"{base}.toml").read_text(encoding="utf-8")
    before, _, behind = text.partition("[trajectory]")
    behind = behind.partition("\n[")[2]
    with open("own.toml", "w", encoding="utf-8") as file:
        file.write(f"{before}[trajectory]\n{said}\n\n[{behind}")
    return "own.toml"


def test_a_sweep_over_time_says_that_rows_are_far_apart(command, coarse):
    code, _, error = command("sweep", coarse, *SWEEP, "--json")
    assert code == 0
    assert error.count(NOTE) == 1
    code, _, _ = command("sweep", coarse, *SWEEP, "-o", "answer.nc")
    assert code == 0
    with xr.open_dataset("answer.nc") as answer:
        assert NOTE in answer.attrs["notes"]


def test_a_solution_over_the_mission_says_that_rows_are_far_apart(command, coarse):
    asked = ("solve", coarse, *LINK, "--for", "transmitter.power", "--between", "1e-3 W", "100 W", "--every", "10 min")
    code, _, error = command(*asked, "--json")
    assert code == 0
    assert error.count(NOTE) == 1


def test_a_run_and_an_export_say_that_rows_are_far_apart(command, coarse, monkeypatch):
    monkeypatch.setattr(linkbudget.report.run, "drawn_figures", lambda *_: {})
    code, _, _ = command("run", coarse, "-o", "out", "--quiet", "--step", "5 min")
    assert code == 0
    with xr.open_dataset("out/timeline.nc") as timeline:
        assert NOTE in timeline.attrs["note"]
    code, out, _ = command("export", coarse, "--tdm", "own.tdm", *LINK, "--step", "1 min")
    assert code == 0
    assert out.count(NOTE) == 1


@pytest.mark.parametrize("kind", ["positions", "omm", "tle", "spk"])
def test_a_pipe_is_refused_and_not_waited_for(command, tmp_path, monkeypatch, kind):
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    scenario = with_trajectory(
        f'kind = "{kind}"\n' + ('files = ["pipe"]\ntarget = -9' if kind == "spk" else 'file = "pipe"')
    )
    code, _, error = command("budget", scenario, *LINK)
    assert code == 2
    assert "own.toml: trajectory: pipe: is a pipe or a device, not a file; expected" in error
    assert error.count("own.toml") == error.count("\n") == 1


def test_one_file_for_two_tables_is_refused(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, _, error = command("export", "lro", "--oem", "track.txt", "--csv", str(tmp_path / "track.txt"))
    assert code == 2
    assert "track.txt twice; expected another file for each" in error
    assert not (tmp_path / "track.txt").exists()
