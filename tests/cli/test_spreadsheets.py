"""Commands that write spreadsheets: the name of the file is printed, and nothing else changes."""

import json
import subprocess
import sys

import openpyxl
import pandas as pd
import pytest

from tests.cli.answers import loaded_once

SEMI = ("mars1", "--link", "telemetry-32cm-semi", "--range", "106.76e6 km")

COMMANDS = {
    "budget": (("budget", *SEMI), ["telemetry-32cm-semi", "Notes"]),
    "control table": (("budget", *SEMI, "--table", "full"), ["Lines", "Margins", "Notes"]),
    "sessions": (("sessions", "mars1"), ["Sessions", "Data", "Notes"]),
    "energy": (("energy", "mars1"), ["Days", "Loads", "Transmitters", "Notes"]),
    "sweep": (("sweep", *SEMI[:3], "--axis", "transmitter.power=1 W..10 W:4", "-q"), ["Data", "Columns"]),
    "montecarlo": (("montecarlo", *SEMI, "--samples", "64", "-q"), ["Data", "Columns"]),
    "sensitivity": (("sensitivity", *SEMI, "--samples", "64", "-q"), ["Inputs", "By status"]),
    "compare": (("compare", *SEMI, "--set", "transmitter.power=60 W"), ["Lines", "Inputs", "Links"]),
    "solve": (("solve", *SEMI[:3], "--for", "transmitter.power", "--every", "30 d"), ["Data", "Columns"]),
    "pareto": (
        (
            *("pareto", *SEMI, "--axis", "transmitter.power=1 W..10 W:4"),
            *("--maximise", "closing_margin_db", "--minimise", "transmitter.power"),
        ),
        ["Data", "Columns"],
    ),
}


@pytest.fixture(autouse=True)
def _missions_are_flown_once():
    with loaded_once():
        yield


@pytest.mark.parametrize("name", COMMANDS)
def test_spreadsheet_of_a_command(name, command, tmp_path):
    arguments, sheets = COMMANDS[name]
    file = tmp_path / "sheet.xlsx"
    code, out, _ = command(*arguments, "-o", str(file))
    assert (code, out) == (0, f"{file}\n")
    assert openpyxl.load_workbook(file).sheetnames == sheets
    assert [each.name for each in tmp_path.iterdir()] == ["sheet.xlsx"]


def test_sessions_of_the_sheet_are_those_of_the_json(command, tmp_path):
    assert command("sessions", "mars1", "-o", str(tmp_path / "sessions.xlsx"))[0] == 0
    said = json.loads(command("sessions", "mars1", "--json")[1])["sessions"]
    table = pd.read_excel(tmp_path / "sessions.xlsx", header=2, na_values="-")
    assert table["start [UTC]"].dt.strftime("%Y-%m-%dT%H:%M:%SZ").tolist() == [row["start"] for row in said]
    assert table["range_m"].tolist() == pytest.approx([row["range_m"] for row in said])
    assert table["outcome"].tolist() == [row["outcome"] for row in said]


def test_must_close_counts_beside_a_file(command, tmp_path):
    far = ("budget", *SEMI[:3], "--range", "106.76e9 km", "--must-close", "-o", str(tmp_path / "far.xlsx"))
    assert command(*far)[0] == 1
    assert (tmp_path / "far.xlsx").exists()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("budget", *SEMI, "-o", "b.xls"), "b.xls: expected a name that ends in .xlsx, .csv or .md"),
        (("budget", *SEMI, "--table", "full", "-o", "b.csv"), "b.csv: expected a name that ends in .xlsx"),
        (("sessions", "mars1", "-o", "s.csv"), "s.csv: expected a name that ends in .xlsx"),
        (("energy", "mars1", "-o", "s.ods"), "s.ods: expected a name that ends in .xlsx"),
        (
            ("compare", *SEMI, "--set", "transmitter.power=60 W", "-o", "c.nc"),
            "c.nc: expected a name that ends in .xlsx",
        ),
    ],
)
def test_other_endings_are_refused_in_one_line(arguments, expected, command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = command(*arguments)
    assert (code, out, err) == (2, "", f"linkbudget: {expected}\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [("--help",), ("budget", *SEMI)])
def test_what_writes_no_sheet_does_not_import_the_library(arguments):
    asked = f"import sys; sys.argv[1:] = {list(arguments)!r}\nfrom linkbudget.cli import main\n"
    asked += "try:\n    main()\nexcept SystemExit:\n    pass\nprint('xlsxwriter' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "False"
