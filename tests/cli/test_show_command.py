"""linkbudget show prints what a scenario says after defaults and the catalogue, and where it is from."""

import json

import pytest

import linkbudget as lb
from linkbudget.hardware.values import choices_of, parameters_of
from linkbudget.scenario_files.packaged import packaged_names


def shown(command, *arguments) -> dict:
    code, out, err = command("show", *arguments, "--json")
    assert (code, err) == (0, "")
    values = json.loads(out)["values"]
    found = {(one["table"], one["key"]): one for one in values}
    assert len(found) == len(values)
    return found


@pytest.mark.parametrize("name", packaged_names())
def test_every_number_and_choice_of_every_link_is_shown(name, command):
    values = shown(command, name)
    for link, config in lb.load(name).links.items():
        own = {key: one for (table, key), one in values.items() if table == f"links.{link}"}
        for key, parameter in parameters_of(config):
            one = own[key]
            assert one["unit"] == "UTC" or (one["value"], one["low"]) == (parameter.value, parameter.low)
            assert (one["status"], one["source"]) == (parameter.status, parameter.source)
        for key, text in choices_of(config):
            last = key.rpartition(".")[2]
            assert key in own or text in ("None", "''", "()", "{}") or last in ("status", "source", "note")
    assert {one["origin"] for one in values.values()} >= {"mission", "default"}


def test_units_dates_ranges_and_defaults(command):
    values = shown(command, "mars1", "--link", "telemetry-32cm-dish")
    assert values["mission", "start"]["value"] == "1962-11-01T17:24:00Z"
    assert values["mission", "start"]["unit"] == "UTC"
    frequency = values["links.telemetry-32cm-dish", "frequency"]
    assert (frequency["value"], frequency["unit"], frequency["origin"]) == (922.76e6, "Hz", "links.telemetry-32cm-dish")
    assert values["mission", "default_shape"]["origin"] == "mission"
    attitude = values["links.telemetry-32cm-dish", "transmitter.attitude"]
    assert (attitude["value"], attitude["origin"]) == ("aimed", "default")
    assert {table.partition(".")[0] for table, _ in values} == {"mission", "trajectory", "stations", "links"}
    assert {table for table, _ in values if table.startswith("links")} == {"links.telemetry-32cm-dish"}
    assert len({table for table, _ in values if table.startswith("stations")}) == 1
    assert len(shown(command, "mars1")) > 2 * len(values)


def test_table_says_the_same(command, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    code, out, _ = command("show", "cubesat")
    assert code == 0
    rows = {line.split()[0]: line for line in out.splitlines() if line.strip()}
    gain = rows["receiver.antenna.gain"]
    for words in ("15 dBi", "assumed", "catalogue antennas.yagi-70cm", "13 to 16 dBi", "18 elements in all"):
        assert words in gain
    assert "default" in rows["receiver.attitude"]
    assert "default" not in rows["receiver.noise_figure"]
    assert rows["modulation.bit_rate"].split()[1:3] == ["9.6", "kbit/s"]
    assert "[links.uhf-downlink]" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("cubesat", "--link", "uhf-down"), "links.uhf-down: unknown link; did you mean 'uhf-downlink'?"),
        (("nothing",), "no such scenario"),
        (("nothing.toml",), "no such file"),
    ],
)
def test_wrong_request_is_one_line(arguments, said, command):
    code, out, err = command("show", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_a_flux_has_no_transmitter_to_show(command):
    values = shown(command, "command_by_flux", "--link", "on-station")
    assert values["links.on-station", "receiver.flux"]["value"] == -90.0
    assert not [key for _, key in values if key.startswith("transmitter")]
