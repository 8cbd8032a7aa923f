"""The command line from the outside: what it prints, and how fast it starts."""

import json
import os
import signal
import subprocess
import sys
import tomllib
from typing import get_args

import jsonschema
import numpy as np
import pytest

import linkbudget as lb
from linkbudget.cli import interruption, main
from linkbudget.cli.options import Plane
from linkbudget.errors import LinkBudgetError
from linkbudget.formatting import instant_text
from linkbudget.geometry.clock import parse_utc
from linkbudget.link import planes
from linkbudget.scenario_files.files import catalogue, packaged_folder, packaged_names
from linkbudget.shelves import SHELVES
from tests.cli.answers import loaded_once


@pytest.fixture
def command(capsys, monkeypatch):
    def run(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["linkbudget", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main()
        printed = capsys.readouterr()
        assert stop.value.code == 0, printed.err
        return printed.out

    return run


BUDGET = ("budget", "mars1", "--link", "telemetry-32cm-dish")


def test_budget_as_json_and_as_table_say_the_same(command):
    data = json.loads(command(*BUDGET, "--range", "106.76e6 km", "--json"))
    table = command(*BUDGET, "--range", "106.76e6 km")
    assert data["scenario"] == "mars1"
    assert data["link"] == "telemetry-32cm-dish"
    assert data["at"] is None
    assert data["results"]["range_m"] == 106.76e9
    assert data["results"]["free_space_loss_db"] == pytest.approx(252.32, abs=0.005)
    for term in data["terms"]:
        assert term["name"] in table
        assert term["sign"] in ("+", "-", "=", "")
    assert f"{data['results']['margin_db']:.2f}" in table


def test_signed_lines_add_up_to_the_received_power(command):
    data = json.loads(command(*BUDGET, "--range", "106.76e6 km", "--json"))
    total = 0.0
    for term in data["terms"]:
        if term["name"].startswith("Received power"):
            assert total == pytest.approx(term["value"], abs=1e-9)
            break
        total += {"+": 1.0, "-": -1.0}.get(term["sign"], 0.0) * term["value"]


def test_setting_a_value_moves_the_margin_by_what_it_is_worth(command):
    def margin(*more: str) -> float:
        return json.loads(command(*BUDGET, "--range", "1e6 km", "--json", *more))["results"]["margin_db"]

    assert margin("--set", "transmitter.power=60 W") - margin() == pytest.approx(10.0 * np.log10(2.0), abs=1e-9)
    assert margin(
        "--set", 'transmitter.power="60 W"', "--set", "transmitter.line_loss=2 dB"
    ) - margin() == pytest.approx(10.0 * np.log10(2.0) - 1.0, abs=1e-9)


def test_both_planes_have_the_same_cn0(command):
    planes = [json.loads(command(*BUDGET, "--json", "--plane", plane)) for plane in ("receiver", "antenna")]
    assert planes[0]["results"]["cn0_dbhz"] == pytest.approx(planes[1]["results"]["cn0_dbhz"], abs=1e-9)


def test_budget_below_the_horizon_is_null_and_said(command, capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["linkbudget", *BUDGET, "--at", "1963-03-21T06:00Z", "--json"])
    with pytest.raises(SystemExit) as stop:
        main()
    printed = capsys.readouterr()
    assert stop.value.code == 0
    assert "lowest elevation" in printed.err
    results = json.loads(printed.out)["results"]
    assert results["margin_db"] is None
    assert results["eirp_dbw"] is not None


def test_explain_names_equation_numbers_and_document(command):
    text = command("explain", "mars1", "--link", "imaging-5cm")
    assert "L_bf = 20 log_10 (4 π d f/c)" in text
    assert "ITU-R P.525" in text
    assert "frequency_hz = 5.8650e+09" in text
    assert "mission brief" in text


def test_check_and_catalog(command):
    assert "nothing wrong" in command("check", "cubesat")
    summary = json.loads(command("check", "mars1", "--json"))
    assert len(summary["links"]) == 10
    assert sum(summary["statuses"].values()) == 114
    assert "evpatoria-receive" in command("catalog", "stations")
    assert list(SHELVES) == list(json.loads(command("catalog", "--json")))


def test_every_table_of_the_catalogue_has_its_shelf_and_every_shelf_its_entries():
    assert set(catalogue()) <= set(SHELVES)
    for shelf, entries in SHELVES.items():
        names = [entry["name"] for entry in entries()]
        assert len(set(names)) == len(names)
        assert names or shelf in ("losses", "studies"), f"{shelf} is empty"
        assert all(entry["title"] for entry in entries())


def test_reference_planes_stand_in_one_place(command):
    assert get_args(planes.Plane) == tuple(planes.PLANES) == tuple(Plane)
    for plane in planes.PLANES:
        budget = json.loads(command("budget", "cubesat", "--link", "uhf-downlink", "--plane", plane, "--json"))
        assert budget["verdict"]["closes"]
    with pytest.raises(LinkBudgetError, match="plane = 'feed': expected one of receiver, antenna"):
        lb.load("cubesat").budget("uhf-downlink", plane="feed")


def test_schema_accepts_every_packaged_scenario_and_refuses_a_misspelt_key(command):
    schema = json.loads(command("schema"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for name in packaged_names():
        data = tomllib.loads((packaged_folder() / f"{name}.toml").read_text(encoding="utf-8"))
        assert not [f"{name}: {error.json_path}: {error.message}" for error in validator.iter_errors(data)]
    data["mission"]["titel"] = "x"
    assert not validator.is_valid(data)


def test_sessions_as_json_and_as_table_say_the_same(command):
    with loaded_once():
        data = json.loads(command("sessions", "mars1", "--json"))
        table = command("sessions", "mars1")
    assert data["summary"]["automatic"] == 41
    assert data["summary"]["reported"] == data["summary"]["sessions"] == len(data["sessions"]) == 61
    for row in data["sessions"]:
        assert instant_text(parse_utc(row["start"])) in table
        assert row["station"] == "evpatoria-receive"
        assert (row["kind"] == "commanded") == (row["command_margin_db"] is not None)
    assert sum(row["returned_bit"] for row in data["sessions"]) == pytest.approx(data["summary"]["returned_bit"])
    assert sum(row["returned_bit"] for row in data["data"]) == pytest.approx(data["returned_by_case_bit"]["stated"])
    for row in data["data"]:
        assert row["title"].split()[0] in table
        assert row["status"] == "assumed"
    for note in data["notes"]:
        assert note in table


def test_energy_as_json_and_as_table_say_the_same(command):
    with loaded_once():
        data = json.loads(command("energy", "mars1", "--json"))
        table = command("energy", "mars1", "--every", "30")
    assert len(data["days"]) == 241
    for row in data["loads"]:
        assert row["title"] in table
        assert row["energy_kwh"]["low"] <= row["energy_kwh"]["stated"] <= row["energy_kwh"]["high"]
    shown = [line.split()[0] for line in table.splitlines() if line.startswith("196")]
    assert shown == [row["day"] for row in data["days"][::30]]
    impulse = next(row for row in data["transmitters"] if row["load"] == "transmitter-5cm")
    assert impulse["session_power_w"] == pytest.approx(303.0)
    assert 0.0 == impulse["longest_session_s"]["low"] < impulse["longest_session_s"]["stated"] < 86_400.0


def test_help_and_package_import_only_what_they_need():
    """Heavy libraries are imported where they are used; the speed itself is measured in benchmarks."""
    heavy = ("numpy", "scipy", "matplotlib", "xarray", "skyfield", "pint", "pydantic", "pandas")
    for statement in ("import linkbudget", "import linkbudget.cli.mission_commands"):
        code = f"import sys; {statement}; print([name for name in {heavy} if name in sys.modules])"
        assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_output_to_a_closed_pipe_is_no_error():
    shell = f"{sys.executable} -m linkbudget explain mars1 --link command-39cm | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", shell], capture_output=True, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}
    )
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1


def test_every_command_has_help(command):
    for name in ("run", "budget", "explain", "plot", "check", "schema", "catalog", "picture", "listen"):
        assert "Usage" in command(name, "--help")
    assert command("--version").startswith("linkbudget ")


def test_a_reader_that_leaves_is_no_mistake():
    """`head` closes the pipe after a line; the writer sees no error, and ends well."""
    command = (
        f'"{sys.executable}" -m linkbudget explain mars1 --link telemetry-32cm-dish | head -1; exit ${{PIPESTATUS[0]}}'
    )
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_stop_asked_of_one_command_is_over_for_the_next():
    """In one process, as tests and notebooks run commands: the second must not end as interrupted."""
    with pytest.raises(KeyboardInterrupt):
        interruption._stop(signal.SIGINT, None)
    with pytest.raises(KeyboardInterrupt):
        interruption.check()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        interruption.listen()
        interruption.check()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
