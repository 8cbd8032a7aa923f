"""A relay in studies: keys of its hops, arrays against loops, and the commands that take its name."""

import json

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.link.control_table import control_table
from linkbudget.physics.noise import interference_loss_db
from linkbudget.scenario_files.files import packaged_folder
from linkbudget.studies.solve import solve
from tests.test_bad_input import assert_one_line, run

RELAY = "8m25g7w"
G_OVER_T = "downlink.receiver.g_over_t"


@pytest.fixture(scope="module")
def case():
    return lb.load("c_band_carrier").relay_case(RELAY)


@pytest.fixture
def command(capsys, monkeypatch):
    return lambda *arguments: run(capsys, monkeypatch, *arguments)


def test_its_numbers_are_those_of_both_hops_and_of_the_relay(case):
    values = case.values()
    assert {"uplink.transmitter.power", G_OVER_T, "uplink.range", "bandwidth", "downlink_interference.total"} <= set(
        values
    )
    assert case.unit(G_OVER_T) == "dB/K"
    assert case.unit("required_cnir") == "dB"
    assert case.checked("uplink.transmitter.power", "20 W") == 20.0


def test_array_equals_loop(case):
    values = {
        G_OVER_T: np.array([16.0, 22.5, 30.0]),
        "uplink.range": np.array([38e6, 39e6, 40e6]),
        "uplink_interference.total": np.array([10.0, 13.1, 40.0]),
        "required_cnir": np.array([5.0, 6.9, 8.0]),
    }
    together = case.with_values(values).budget()
    for place in range(3):
        alone = case.with_values({key: value[place] for key, value in values.items()}).budget()
        for key in ("uplink_cnir_db", "downlink_cnir_db", "cnir_db", "closing_margin_db"):
            assert together[key][place] == pytest.approx(alone[key], abs=1e-12)


def test_the_total_by_hand(case):
    total = case.with_values({G_OVER_T: 20.0, "downlink_interference.total": 11.0}).budget()
    hops = total["uplink_cnir_db"], total["downlink_cnir_db"]
    assert total["cnir_db"] == pytest.approx(-10.0 * np.log10(sum(10.0 ** (-hop / 10.0) for hop in hops)), abs=1e-9)
    assert hops[1] == pytest.approx(
        total["downlink_cnr_db"] - interference_loss_db(total["downlink_cnr_db"], [11.0]), abs=1e-9
    )


def test_what_is_solved_for_closes_the_relay(case):
    found = solve(case, G_OVER_T, target="0 dB")
    assert case.with_values({G_OVER_T: found.value}).budget()["closing_margin_db"] == pytest.approx(0.0, abs=1e-9)


def test_a_driven_transponder_follows_the_flux(tmp_path):
    text = (packaged_folder() / "c_band_carrier.toml").read_text(encoding="utf-8")
    drive = 'saturation_flux_density = "-85 dBW/m2"\ninput_back_off = "5 dB"\noutput_back_off = "3 dB"\n'
    file = tmp_path / "driven.toml"
    file.write_text(text.replace('downlink = "downlink"\n', 'downlink = "downlink"\n' + drive, 1), encoding="utf-8")
    driven = lb.load(file).relay_case(RELAY)
    power_w = np.array([1.0, 2.0, 4.0])
    total = driven.with_values({"uplink.transmitter.power": power_w}).budget()
    assert np.diff(total["downlink_eirp_dbw"]) == pytest.approx(10.0 * np.log10(2.0), abs=1e-9)


def test_a_wrong_key_names_the_near_ones(case):
    with pytest.raises(InputError, match=r"powr: no such number; did you mean 'uplink\.transmitter\.power'"):
        case.value("uplink.transmitter.powr")


def test_a_control_table_is_of_a_link(case):
    with pytest.raises(InputError, match="a relay; expected a link"):
        control_table(case)


def test_commands_take_a_relay_where_they_take_a_link(tmp_path, command):
    status, out, _ = command("sweep", "c_band_carrier", "--link", RELAY, "--axis", f"{G_OVER_T}=16 dB/K..25 dB/K:4")
    assert status == 0
    assert "-2.65" in out
    status, out, _ = command("solve", "c_band_carrier", "--link", RELAY, "--for", G_OVER_T, "--json")
    assert status == 0
    assert json.loads(out)["value"] == pytest.approx(20.308, abs=1e-3)
    assert command("budget", "c_band_carrier", "--link", RELAY, "-o", tmp_path / "relay.csv")[0] == 0
    status, out, _ = command(
        "compare", "c_band_carrier", "--link", RELAY, "--other-set", "uplink.transmitter.power=20 W"
    )
    assert status == 0
    assert "uplink.transmitter.power" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ("budget", "c_band_carrier", "--link", RELAY, "--range", "5 km"),
        ("budget", "c_band_carrier", "--link", RELAY, "--set", "transmitter.power=20 W"),
        ("budget", "c_band_carrier", "--link", RELAY, "--table", "full"),
        ("budget", "c_band_carrier", "--link", RELAY, "-o", "relay.xlsx"),
        ("solve", "c_band_carrier", "--link", RELAY, "--for", G_OVER_T, "--every", "1 d"),
        ("montecarlo", "c_band_carrier", "--link", RELAY),
    ],
)
def test_what_a_relay_has_not_is_one_line(command, monkeypatch, tmp_path, arguments):
    monkeypatch.chdir(tmp_path)
    assert_one_line(command(*arguments), "8m25g7w" if "montecarlo" in arguments else "")
    assert not list(tmp_path.iterdir())


def test_a_relay_has_a_name_of_its_own(tmp_path):
    text = (packaged_folder() / "c_band_carrier.toml").read_text(encoding="utf-8")
    file = tmp_path / "same.toml"
    file.write_text(text.replace(f"relays.{RELAY}", "relays.uplink"), encoding="utf-8")
    with pytest.raises(InputError, match=r"relays\.uplink: expected another name than that of a link"):
        lb.load(file)
