"""Stations whose gain and noise were measured against elevation, their air, and G/T that contains the air."""

import math

import numpy as np
import pytest
from pydantic import ValidationError

import linkbudget as lb
from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.hardware.parts import Link
from linkbudget.link.budget import Path, budget
from linkbudget.physics.ground_stations import DsnAntenna, antenna_microwave_noise_temperature_k, zenith_attenuation_db
from linkbudget.scenario_files.files import catalogue

DIGITAL = {
    "kind": "digital", "scheme": "bpsk", "bit_rate": "1 kbit/s", "required_ebn0": "3 dB", "implementation_loss": "0 dB",
}  # fmt: skip
FAR = {"antenna": {"kind": "stated", "gain": "40 dBi"}, "pointing_loss": "0 dB", "line_loss": "0 dB"}


def downlink(antenna: str, frequency: str, air: dict | None, **changes) -> Link:
    entry = catalogue()["antennas"][antenna]
    if "gain" not in entry:
        entry["gain"] = "74 dBi"
    receiver = {"antenna": entry, "pointing_loss": "0 dB", "line_loss": "0 dB"} | changes.pop("receiver", {})
    said = {
        "title": "Down", "frequency": frequency, "transmitter": FAR | {"power": "10 W"}, "receiver": receiver,
        "polarization_loss": "0 dB", "modulation": DIGITAL, "required_margin": "0 dB", "air": air,
    }  # fmt: skip
    return Link(**{key: value for key, value in (said | changes).items() if value is not None})


def weather(complex_name: str, share: float = 0.25) -> dict:
    return {"complex": complex_name, "cumulative_distribution": share}


# Reference: DSN 810-005, equations to, evaluated elsewhere ----------------------------------------------

ELEVATIONS_DEG = np.array([10.0, 20.0, 30.0, 45.0, 90.0])


@pytest.mark.parametrize(
    ("antenna", "complex_name", "temperatures_k", "gains_dbi", "through_the_air"),
    [
        (
            "dss-24-x-only-maser-1-diplexed", "Goldstone", [47.11, 40.14, 37.82, 36.40, 35.43],
            [68.19, 68.21, 68.23, 68.24, 68.20], [51.24, 52.06, 52.37, 52.57, 52.67],
        ),
        (
            "dss-35-x-ka-hemt-1-rcp-diplexed", "Canberra", [32.08, 24.97, 22.61, 21.10, 20.03],
            [68.29, 68.32, 68.34, 68.35, 68.26], [52.98, 54.22, 54.71, 55.04, 55.20],
        ),
    ],
)  # fmt: skip
def test_34_metres_at_x_band(antenna, complex_name, temperatures_k, gains_dbi, through_the_air):
    link = downlink(antenna, "8425 MHz", weather(complex_name))
    found = budget(link, Path(range_m=1e11, elevation_deg=ELEVATIONS_DEG))
    assert found["system_noise_temperature_k"] == pytest.approx(temperatures_k, abs=0.006)
    assert found["receive_antenna_gain_dbi"] == pytest.approx(gains_dbi, abs=0.006)
    assert found["g_over_t_db_per_k"] - found["atmospheric_loss_db"] == pytest.approx(through_the_air, abs=0.006)


@pytest.mark.parametrize(
    ("share", "temperatures_k", "in_vacuum"),
    [
        (0.25, [83.52, 63.28, 49.52, 45.39], [58.10, 59.47, 60.73, 60.66]),
        (0.90, [140.0, 97.4, 67.6, 58.6], [55.86, 57.60, 59.38, 59.56]),
    ],
)
def test_34_metres_at_26_ghz_whose_noise_falls_towards_the_horizon(share, temperatures_k, in_vacuum):
    link = downlink("dss-34-k-hemt-1-rcp-diplexed", "26.25 GHz", weather("Canberra", share))
    found = budget(link, Path(range_m=4e8, elevation_deg=ELEVATIONS_DEG[[0, 1, 3, 4]]))
    assert found["receive_antenna_gain_dbi"] == pytest.approx([77.32, 77.49, 77.68, 77.23], abs=0.006)
    assert found["system_noise_temperature_k"] == pytest.approx(temperatures_k, abs=0.055)
    assert found["g_over_t_db_per_k"] == pytest.approx(in_vacuum, abs=0.01)
    own = found["antenna_microwave_noise_temperature_k"]
    assert own[0] < own[-1]


@pytest.mark.parametrize(
    ("antenna", "complex_name", "temperatures_k"),
    [
        ("dss-14-x-only", "Goldstone", [31.10, 22.99, 19.97, 18.00, 16.69]),
        ("dss-43-x-only", "Canberra", [32.82, 24.03, 20.83, 18.78, 17.43]),
        ("dss-63-x-only", "Madrid", [31.92, 23.11, 19.93, 17.94, 16.67]),
        ("dss-14-x-s-x", "Goldstone", [32.04, 23.93, 20.91, 18.94, 17.63]),
        ("dss-43-x-s-x", "Canberra", [34.56, 25.01, 21.75, 19.84, 18.65]),
        ("dss-63-x-s-x", "Madrid", [32.01, 24.01, 21.10, 19.18, 17.85]),
    ],
)
def test_70_metres_at_x_band(antenna, complex_name, temperatures_k):
    link = downlink(antenna, "8420 MHz", weather(complex_name))
    found = budget(link, Path(range_m=1e12, elevation_deg=ELEVATIONS_DEG))
    assert found["system_noise_temperature_k"] == pytest.approx(temperatures_k, abs=0.006)
    assert any("its change with elevation is not stated" in text for text in found.notes)


def test_uplink_power_of_a_34_metre_station():
    """20 kW into DSS-24: 66.88 dBi + 43.01 dBW, at its best elevation and 0.02 dB less at the zenith's side."""
    entry = catalogue()["antennas"]["dss-24-x-only-maser-1-diplexed"]
    sender = {"antenna": entry, "power": "20 kW", "pointing_loss": "0 dB", "line_loss": "0 dB"}
    heard = FAR | {"system_noise_temperature": "300 K"}
    link = downlink(
        "dss-24-x-only-maser-1-diplexed", "7167 MHz", None, direction="uplink", transmitter=sender, receiver=heard,
        atmospheric_loss="0 dB",
    )  # fmt: skip
    link_budget = budget(Link(**link_keys(link, heard)), Path(range_m=1e11, elevation_deg=np.array([51.5, 80.0])))
    best = 66.88 + 10.0 * math.log10(20e3)
    assert link_budget["eirp_dbw"] == pytest.approx([best, best - 2.7e-5 * 28.5**2], abs=1e-9)


def link_keys(link: Link, receiver: dict) -> dict:
    return {name: getattr(link, name) for name in type(link).model_fields} | {"receiver": receiver}


# The table ----------------------------------------------------------------------------------------------------------


def test_every_row_of_the_table_is_an_antenna_of_the_catalogue():
    rows, entries = DsnAntenna.all(), catalogue()["antennas"]
    measured = {name: entry for name, entry in entries.items() if entry["kind"] == "measured-dish"}
    assert len(measured) == len(rows) == 22
    for row, entry in zip(rows, measured.values(), strict=True):
        assert entry["t2"]["value"] == f"{row.t2_k!r} K"
        assert row.configuration in entry["source"]
        assert "module 10" in entry["source"]
        for value in entry.values():
            assert not isinstance(value, dict) or (value["status"] and value["source"])
    assert "Rev. Q" in measured["dss-34-k-hemt-1-rcp-diplexed"]["source"]
    assert "Rev. I" in measured["dss-14-x-only"]["gain"]["source"]
    assert "Rev. L" in measured["dss-24-x-only-maser-1-diplexed"]["gain"]["source"]


def test_an_antenna_whose_gain_was_not_read_asks_for_one(tmp_path):
    text = SCENARIO.replace("ANTENNA", '"dss-43-x-only"')
    (tmp_path / "silent.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"receiver\.antenna\.gain: missing"):
        lb.load(tmp_path / "silent.toml")
    said = text.replace('"dss-43-x-only"', '{ like = "dss-43-x-only", gain = "74.2 dBi" }')
    (tmp_path / "said.toml").write_text(said, encoding="utf-8")
    found = lb.load(tmp_path / "said.toml").budget("down")
    assert found["receive_antenna_gain_dbi"] == pytest.approx(74.2, abs=1e-12)
    assert found["system_noise_temperature_k"] == pytest.approx(24.03, abs=0.006)


SCENARIO = """
[mission]
title = "Far"
start = "2026-01-01T00:00:00Z"
end = "2026-01-02T00:00:00Z"
step = "1 h"
reference_range = "1e8 km"
reference_elevation = "20 deg"
[links.down]
title = "Down"
purpose = "telemetry"
direction = "downlink"
station = "dss-43"
frequency = "8420 MHz"
polarization_loss = "0 dB"
required_margin = "0 dB"
air = { complex = "Canberra", cumulative_distribution = 0.25 }
[links.down.transmitter]
power = "20 W"
antenna = { kind = "stated", gain = "48 dBi" }
pointing_loss = "0 dB"
line_loss = "0 dB"
[links.down.receiver]
antenna = ANTENNA
pointing_error = "0.005 deg"
line_loss = "0 dB"
[links.down.modulation]
kind = "digital"
scheme = "bpsk"
bit_rate = "1 kbit/s"
required_ebn0 = "3 dB"
implementation_loss = "0 dB"
"""


# The noise and the air ----------------------------------------------------------------------------------------------


def test_noise_may_fall_towards_the_horizon():
    assert antenna_microwave_noise_temperature_k(10.0, 32.4, -40.0, 0.2) == pytest.approx(32.4 - 40.0 * math.exp(-2.0))
    with pytest.warns(UserWarning, match="DSN 810-005"):
        none = antenna_microwave_noise_temperature_k(np.array([0.5, 6.0]), 32.4, -40.0, 0.2)
    assert np.isnan(none).tolist() == [True, False]


def test_weather_at_26_ghz_is_that_of_module_105():
    assert zenith_attenuation_db("Canberra", [0.25, 0.5, 0.9, 0.99], "K").tolist() == [0.176, 0.212, 0.387, 1.213]
    with pytest.raises(LinkBudgetError, match="complex_name = 'Madrid': expected one of 'Canberra' at K band"):
        zenith_attenuation_db("Madrid", 0.5, "K")
    with pytest.raises(LinkBudgetError, match="band = 'S': expected X or K"):
        zenith_attenuation_db("Madrid", 0.5, "S")
    with pytest.raises(LinkBudgetError, match=r"cumulative_distribution = 0\.1"):
        zenith_attenuation_db("Canberra", 0.1, "K")


def test_stated_zenith_attenuation_is_that_of_the_table():
    path = Path(range_m=1e11, elevation_deg=15.0)
    tabled = budget(downlink("dss-24-x-only-maser-1-diplexed", "8425 MHz", weather("Goldstone", 0.9)), path)
    air = {"zenith_attenuation": "0.047 dB", "cumulative_distribution": 0.9}
    stated = budget(downlink("dss-24-x-only-maser-1-diplexed", "8425 MHz", air), path)
    assert stated["cn0_dbhz"] == pytest.approx(tabled["cn0_dbhz"], abs=1e-12)
    assert stated["atmospheric_loss_db"] == pytest.approx(0.047 / math.sin(math.radians(15.0)), abs=1e-12)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"receiver": {"line_loss": "0.2 dB"}}, "line_loss: expected 0 dB behind a measured dish"),
        (
            {"receiver": {"system_noise_temperature": "30 K"}},
            "system_noise_temperature: expected none beside an",
        ),
        ({"receiver": {"noise_figure": "1 dB"}}, "noise_figure: expected none beside an antenna of kind"),
        ({"frequency": "2295 MHz"}, "its gain was measured at 8.425 GHz, the link is at 2.295 GHz"),
        ({"atmospheric_loss": "0.1 dB"}, "air: expected none beside atmospheric_loss"),
        ({"air": {"cumulative_distribution": 0.5}}, "expected either complex or zenith_attenuation"),
        ({"direction": "uplink"}, "expected it at the earth station"),
    ],
)
def test_contradictions_are_refused(changes, said):
    keys = {"frequency": "8425 MHz", "air": weather("Goldstone")} | changes
    with pytest.raises(ValidationError, match=said.replace(".", r"\.")):
        downlink("dss-24-x-only-maser-1-diplexed", **keys)


def test_a_frequency_without_a_table_is_refused():
    link = downlink("dss-24-x-only-maser-1-diplexed", "8800 MHz", weather("Goldstone"))
    with pytest.raises(LinkBudgetError, match=r"air\.complex: no table for 8\.8 GHz"):
        budget(link, Path(range_m=1e11, elevation_deg=20.0))


def test_a_path_in_vacuum_has_no_elevation():
    with pytest.raises(LinkBudgetError, match="expects a path with an elevation"):
        budget(downlink("dss-24-x-only-maser-1-diplexed", "8425 MHz", None), Path(range_m=1e11))


# G/T that contains the air ------------------------------------------------------------------------------------------


def misasa(figure: str, **changes) -> Link:
    receiver = {"g_over_t": figure} | changes.pop("receiver", {})
    said = {
        "title": "Down", "frequency": "8.45 GHz", "transmitter": FAR | {"power": "10 W"}, "receiver": receiver,
        "polarization_loss": "0 dB", "modulation": DIGITAL, "required_margin": "0 dB",
    }  # fmt: skip
    return Link(**(said | changes))


def test_misasa_with_and_without_its_air_is_one_station():
    """isas.jaxa.jp: 53.80 dB/K, or 53.35 dB/K with 0.45 dB of propagation loss."""
    path = Path(range_m=1e11, elevation_deg=15.0)
    without = budget(misasa("53.80 dB/K", atmospheric_loss="0.45 dB"), path)
    contained = budget(misasa("53.35 dB/K", receiver={"g_over_t_contains_air": True}), path)
    assert contained["cn0_dbhz"] == pytest.approx(without["cn0_dbhz"], abs=1e-9)
    assert not {"gas_loss_db", "atmospheric_loss_db"} & set(contained.terms)
    twice = budget(misasa("53.35 dB/K"), path)
    assert twice["cn0_dbhz"] < contained["cn0_dbhz"] - 0.1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"atmospheric_loss": "0.45 dB"}, "atmospheric_loss: expected none beside g_over_t_contains_air"),
        ({"air": weather("Madrid")}, "air: expected none beside g_over_t_contains_air"),
        ({"direction": "uplink"}, "expected only of an earth station"),
    ],
)
def test_air_beside_a_figure_that_contains_it_is_refused(changes, said):
    with pytest.raises(ValidationError, match=said):
        misasa("53.35 dB/K", receiver={"g_over_t_contains_air": True}, **changes)


def test_the_word_needs_a_figure_of_merit():
    with pytest.raises(ValidationError, match="g_over_t_contains_air: expected beside a g_over_t"):
        downlink("dss-24-x-only-maser-1-diplexed", "8425 MHz", None, receiver={"g_over_t_contains_air": True})


def test_weather_beside_the_air_is_refused(tmp_path):
    text = SCENARIO.replace("ANTENNA", '{ like = "dss-43-x-only", gain = "74.2 dBi" }')
    (tmp_path / "wet.toml").write_text(
        text.replace('required_margin = "0 dB"', 'required_margin = "0 dB"\nweather_exceedance = "0.1 %"', 1),
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="weather_exceedance: expected none beside air"):
        lb.load(tmp_path / "wet.toml")
