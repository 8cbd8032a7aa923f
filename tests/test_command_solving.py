"""solve, compare and pareto from the outside."""

import json
import sys

import pandas as pd
import pytest
import xarray as xr

from linkbudget.cli import main

SEMI = ("mars1", "--link", "telemetry-32cm-semi")
WIDE = ("--set", "modulation.carrier.loop_bandwidth=20 Hz")
"""With so wide a loop the link does not close."""
POWER = ("solve", *SEMI, "--for", "transmitter.power", "--target")
TRADE = ("pareto", "mars1", "--link", "telemetry-32cm-dish", "--axis", "transmitter.power=1 W..100 W:9:log")
WANTED = ("--maximise", "margin_db", "--minimise", "transmitter.power")


@pytest.fixture
def command(capsys, monkeypatch):
    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["linkbudget", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main()
        printed = capsys.readouterr()
        return stop.value.code, printed.out, printed.err

    return run


def test_solved_power_set_in_a_budget_gives_the_margin(command):
    code, out, _ = command(*POWER, 'margin_db="3 dB"', "--json")
    assert code == 0
    power = json.loads(out)["value"]
    code, out, _ = command("budget", *SEMI, "--set", f"transmitter.power={power} W", "--json")
    assert json.loads(out)["results"]["margin_db"] == pytest.approx(3.0, abs=1e-9)


def test_without_a_target_the_question_is_what_closes_the_link(command):
    """3.02 dB short with 30 W, and every requirement rises with the power."""
    code, out, _ = command(*POWER[:-1], *WIDE, "--json")
    assert code == 0
    found = json.loads(out)
    assert (found["line"], found["target"]) == ("closing_margin_db", 0.0)
    assert found["value"] == pytest.approx(30.0 * 10.0**0.302, rel=1e-2)
    for factor, status in ((1.0001, 0), (0.9999, 1)):
        power = f"transmitter.power={found['value'] * factor} W"
        assert command("budget", *SEMI, *WIDE, "--set", power, "--must-close")[0] == status


def test_solve_says_it_in_one_line(command):
    code, out, err = command(*POWER, "margin_db=3 dB", "--range", "100e6 km", "--set", "transmitter.line_loss=2 dB")
    assert code == 0
    assert out.startswith("transmitter power = ")
    assert out.endswith("W gives data margin = 3 dB\n")
    assert err == ""


def test_without_a_solution_the_nearest_miss_is_printed_with_status_1(command):
    code, out, err = command(*POWER, "margin_db=3 dB", "--between", "10 W", "100 W")
    assert code == 1
    assert "nearest is transmitter power = 10 W" in out
    assert err == ""
    code, out, _ = command(*POWER, "margin_db=3 dB", "--between", "10 W", "100 W", "--json")
    assert code == 1
    assert json.loads(out)["value"] is None


def test_every_step_of_the_mission_as_table_file_and_json(command, tmp_path):
    every = (*POWER, "closing_margin_db=0 dB", "--every", "30 d")
    code, table, _ = command(*every)
    assert code == 0
    assert "no link" in table
    file = tmp_path / "power.csv"
    assert command(*every, "-o", file)[:2] == (0, f"{file}\n")
    rows = pd.read_csv(file)
    plain = json.loads(command(*every, "--json")[1])
    assert rows.time.tolist() == plain["time"]
    assert rows.status.tolist() == plain["status"]
    assert rows.value.dropna().tolist() == [value for value in plain["value"] if value is not None]


def test_compare_set_makes_the_other_and_other_set_belongs_to_it(command):
    compare = ("compare", *SEMI, "--json")
    alone = json.loads(command(*compare, "--set", "transmitter.power=60 W")[1])
    other = json.loads(command(*compare, "--other-set", "transmitter.power=60 W")[1])
    assert alone == other
    assert alone["inputs"][0]["new"] == 60.0
    assert alone["inputs"][0]["margin_change_alone_db"] == pytest.approx(3.0103, abs=1e-4)
    assert [alone[side]["verdict"]["closes"] for side in ("old", "new")] == [True, True]
    assert alone["new"]["verdict"]["closing_margin_db"] == pytest.approx(0.96 + 3.0103, abs=0.006)
    both = json.loads(command(*compare, "--set", "transmitter.power=60 W", "--other-link", "telemetry-32cm-dish")[1])
    assert {one["key"]: one["old"] for one in both["inputs"]}["transmitter.power"] == 60.0


def test_compare_prints_both_headings_inputs_and_lines(command):
    code, out, _ = command("compare", "mars1", "cubesat", "--link", "imaging-5cm", "--other-link", "uhf-downlink")
    assert code == 0
    for words in (
        "Old: mars1 · imaging-5cm",
        "New: cubesat · uhf-downlink",
        "modulation kind",
        "Free-space loss",
        "none",
        "Old: The link closes with 16.48 dB to spare; data decides.",
        "New: The link closes with 12.97 dB to spare; data decides.",
    ):
        assert words in out
    assert command("compare", *SEMI, "--other-range", "50e6 km", "--elevation", "30 deg")[0] == 0


def test_pareto_as_table_files_figure_and_json(command, tmp_path):
    code, out, _ = command(*TRADE, *WANTED)
    assert code == 0
    assert "9 of 9 designs" in out
    for ending in ("nc", "csv", "png"):
        assert command(*TRADE, *WANTED, "-o", tmp_path / f"front.{ending}")[0] == 0
    assert (tmp_path / "front.png").stat().st_size > 10_000
    with xr.open_dataset(tmp_path / "front.nc") as front:
        plain = json.loads(command(*TRADE, *WANTED, "--json")[1])
        assert front["margin_db"].values.tolist() == plain["designs"]["margin_db"]["values"]
    assert len(pd.read_csv(tmp_path / "front.csv")) == 9


def test_axis_without_a_count_takes_one(command):
    axes = ("--axis", "transmitter.antenna.diameter=0.5 m..4 m", "--axis", "receiver.line_loss=0 dB..1 dB")
    code, out, _ = command(
        "pareto", "mars1", "--link", "telemetry-32cm-dish", *axes, *WANTED[:2], "--maximise", "cn0_dbhz", "--json"
    )
    assert code == 0
    assert json.loads(out)["tried"] == 10_000


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((*POWER, "3 dB"), "expected a line of the budget and its value"),
        ((*POWER, "margin_db=3 W"), "W is not a value in dB"),
        ((*POWER, "margn_db=3 dB"), "did you mean 'margin_db'?"),
        ((*POWER[:5], "transmitter.powr", "--target", "margin_db=3 dB"), "did you mean 'transmitter.power'?"),
        ((*POWER[:5], "modulation.scheme", "--target", "margin_db=3 dB"), "no such number"),
        ((*POWER, "margin_db=3 dB", "--between", "2 W", "1 W"), "low end below the high one"),
        ((*POWER, "margin_db=3 dB", "--every", "30 d", "--at", "1963-03-21"), "--every: expected without"),
        ((*POWER, "margin_db=3 dB", "--every", "-1 d"), "--every"),
        ((*POWER, "margin_db=3 dB", "--every", "30 d", "-o", "x.txt"), "ends in .nc, .csv or .xlsx"),
        ((*POWER, "margin_db=3 dB", "-o", "x.csv"), "expected together with --every"),
        (("compare", *SEMI), "nothing to compare with"),
        (("compare", *SEMI, "--set", "transmitter.power=60 km"), "not a unit of power"),
        (("compare", *SEMI, "--set", "receiver.line_loss=1 dB", "--elevation", "3 deg"), "--elevation"),
        (("compare", *SEMI, "--other-link", "telemetry"), "unknown link"),
        ((*TRADE, "--maximise", "margin_db"), "expected two or more"),
        ((*TRADE, "--maximise", "margin_db", "--minimise", "open('x')"), "unknown function"),
        ((*TRADE, "--maximise", "margin_db", "--minimise", "transmitter.powr"), "did you mean 'transmitter.power'?"),
        ((*TRADE, *WANTED, "--axis", "transmitter.power=1 W..2 W:3"), "given twice"),
        ((*TRADE, *WANTED, "--axis", "modulation.scheme=1..2:3"), "no such number"),
        ((*TRADE, *WANTED, "--at-least", "margin_db=90 dB"), "no design reaches"),
        ((*TRADE, *WANTED, "--at-least", "margin_db=90 W"), "W is not a value in dB"),
        ((*TRADE, *WANTED, "-o", "x.txt"), "ends in .nc, .csv"),
        ((*TRADE, *WANTED, "--samples", "0"), "expected 1 to"),
    ],
)
def test_wrong_requests_are_one_line_with_status_2(command, arguments, said):
    code, out, err = command(*arguments)
    assert code == 2
    assert out == ""
    assert err.count("\n") == 1
    assert said in err
