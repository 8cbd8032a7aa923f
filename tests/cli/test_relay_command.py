"""``linkbudget relay``, and what is wrong with relays in a scenario, a line each."""

import json
from types import SimpleNamespace

import pytest

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.mission.checking import check
from linkbudget.scenario_files.config_relays import unfitting_relays
from linkbudget.scenario_files.files import packaged_folder

TEXT = (packaged_folder() / "c_band_carrier.toml").read_text(encoding="utf-8")
NAMED = ("relay", "c_band_carrier", "--relay", "8m25g7w")


def test_the_table_ends_in_a_verdict(command):
    status, out, err = command(*NAMED)
    assert (status, err) == (0, "")
    assert "Uplink C/I, total" in out
    assert out.rstrip().endswith("The link closes with 0.95 dB to spare; C/(N+I) decides.")


def test_data_and_explanation(command):
    data = json.loads(command(*NAMED, "--json")[1])
    assert data["results"]["cnir_db"] == pytest.approx(7.85, abs=0.005)
    assert data["verdict"]["limited_by"] == "C/(N+I)"
    assert "(C/(N + I))^-1 = ∑_i r_i^-1" in command(*NAMED, "--explain")[1]


def test_an_instant_moves_both_hops(command):
    data = json.loads(command(*NAMED, "--at", "2026-03-21T00:00Z", "--json")[1])
    assert data["at"] == "2026-03-21T00:00:00Z"
    losses = {term["key"]: term["value"] for term in data["terms"]}
    apart = losses["uplink_propagation_loss_db"] - losses["downlink_propagation_loss_db"]
    assert apart == pytest.approx(4.0388, abs=1e-3)  # 20 log (5.97 / 3.75) over one distance


def test_values_are_set_by_hop_and_the_exit_status_tells(command):
    data = json.loads(command(*NAMED, "--set", "uplink.transmitter.power=8.5 dBW", "--json")[1])
    assert data["results"]["uplink_cnir_db"] == pytest.approx(10.107, abs=0.001)  # 13.13 dB thermal with 13.1
    assert command(*NAMED, "--set", "downlink.transmitter.power=23 dBW", "--must-close")[0] == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--relay", "x"), "relays.x: unknown relay; expected one of 8m25g7w"),
        ((*NAMED[2:], "--set", "transmitter.power=1 W"), "expected a key that begins with uplink. or downlink."),
        ((*NAMED[2:], "--set", "uplink"), "expected a key and a value such as uplink.transmitter.power"),
        ((*NAMED[2:], "--at", "2030-01-01"), "outside the mission"),
    ],
)
def test_wrong_requests_are_one_line(words, said, command):
    status, _, err = command(*NAMED[:2], *words)
    assert status == 2
    assert said in err
    assert len(err.strip().splitlines()) == 1


def test_a_scenario_without_relays_says_so():
    with pytest.raises(InputError, match=r"relays\.tv: unknown relay; the scenario has none"):
        lb.load("oresat").relay("tv")
    with pytest.raises(InputError, match=r"settings\.up: expected one of uplink, downlink"):
        lb.load("c_band_carrier").relay("8m25g7w", settings={"up": {}})


def test_check_lists_relays(command):
    assert "8m25g7w uplink downlink +1.0" in " ".join(command("check", "c_band_carrier")[1].split())


DRIVE = 'saturation_flux_density = "-90 dBW/m2"\ninput_back_off = "6 dB"\noutput_back_off = "3 dB"\n'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('uplink = "uplink"', 'uplink = "up"', "relays.8m25g7w.uplink = 'up': unknown link; expected one of uplink"),
        ('uplink = "uplink"', 'uplink = "downlink"', "relays.8m25g7w.uplink = 'downlink': expected an uplink"),
        ('downlink = "downlink"', 'downlink = "uplink"', "relays.8m25g7w.downlink = 'uplink': expected a downlink"),
        ("required_cnir =", "required_cnr =", "required_cnr"),
        ('downlink = "downlink"', 'downlink = "downlink"\ninput_back_off = "6 dB"', "saturation_flux_density: missing"),
        (
            "[relays.8m25g7w.uplink_interference]\ntotal",
            "[relays.8m25g7w.uplink_interference]\nTotal",
            "expected a name",
        ),
        (
            "[relays.8m25g7w.uplink_interference]\n",
            '[relays.8m25g7w.uplink_interference]\nco-channel = "20 dB"\nco_channel = "21 dB"\n',
            "co_channel: expected a name other than co-channel",
        ),
        ('downlink = "downlink"', f'downlink = "downlink"\n{DRIVE.replace("-90", "-101")}', "the carrier alone stands"),
    ],
)
def test_check_finds_mistakes_of_relays(tmp_path, old, new, said):
    assert old in TEXT
    file = tmp_path / "wrong.toml"
    file.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    scenario, mistakes = check(file)
    assert scenario is None
    assert len(mistakes) == 1, mistakes
    assert said in mistakes[0]
    assert str(file) in mistakes[0]


def test_a_stated_back_off_beside_saturation_is_refused(tmp_path):
    file = tmp_path / "twice.toml"
    text = TEXT.replace('downlink = "downlink"', f'downlink = "downlink"\n{DRIVE}', 1)
    head, transmitter, tail = text.partition("[links.downlink.transmitter]\n")
    file.write_text(f'{head}{transmitter}output_back_off = "3 dB"\n{tail}', encoding="utf-8")
    assert "transmitter.output_back_off is stated; expected none beside" in check(file)[1][0]


def test_a_hop_by_its_flux_is_refused():
    config, flux = lb.load("c_band_carrier").config, lb.load("command_by_flux").config.links["on-station"]
    parts = SimpleNamespace(relays=config.relays, links=config.links | {"uplink": flux})
    (mistake,) = unfitting_relays(parts)
    assert mistake.startswith("relays.8m25g7w.uplink = 'uplink': links.uplink.receiver.flux is stated; expected a link")


def test_a_driven_relay_of_a_scenario(tmp_path):
    file = tmp_path / "driven.toml"
    file.write_text(TEXT.replace('downlink = "downlink"', f'downlink = "downlink"\n{DRIVE}', 1), encoding="utf-8")
    relay = lb.load(file).relay("8m25g7w")
    assert relay["downlink_eirp_dbw"] == pytest.approx(26.1 - relay["carrier_output_back_off_db"], abs=1e-9)
    assert relay.downlink.terms["output_back_off_db"].source == "relays.8m25g7w: flux of the uplink below saturation"
