"""Every packaged scenario is checked, run and reported."""

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.mission.story import tell
from linkbudget.mission.summary import summarise
from linkbudget.scenario_files.files import packaged_names
from linkbudget.shelves import SHELVES


@pytest.mark.parametrize("name", packaged_names())
def test_scenario_is_checked_run_and_told(name):
    scenario = lb.load(name)
    summary = summarise(scenario)
    assert len(summary["links"]) == len(scenario.links)
    timeline = scenario.run(max(600.0, scenario.config.mission.step_s.value) if name != "mars1" else None)
    assert bool(timeline.visible.any())
    for story in tell(scenario, timeline):
        assert np.isfinite(story.closing_margin_db)
        assert story.passes.closed.size > 0


def test_sputnik_24_passes_over_evpatoria():
    """Height 200 to 226 km: a pass lasts minutes, its range is between the height and the horizon's distance."""
    scenario = lb.load("sputnik24")
    passes = scenario.passes("evpatoria")
    assert passes
    for one in passes:
        assert one.rise_utc_s < one.culmination_utc_s < one.set_utc_s
        assert one.set_utc_s - one.rise_utc_s < 600.0
        assert 195e3 < one.minimum_range_m < 1.4e6
    timeline = scenario.run()
    shown = timeline.sel(link="telemetry-32cm")
    visible = shown.visible.values
    assert bool((np.abs(shown.doppler_shift_hz.values[visible]) < 25e3).all())
    assert bool(np.isfinite(shown.margin_db.values[visible]).all())


def test_catalogue_lists_what_scenarios_may_name():
    contents = {name: shelf() for name, shelf in SHELVES.items()}
    assert {"evpatoria-receive", "simferopol", "jodrell-bank"} <= {entry["name"] for entry in contents["stations"]}
    assert "pluton-array" in {entry["name"] for entry in contents["antennas"]}
    assert "bpsk" in {entry["name"] for entry in contents["modulations"]}
    for shelf in ("stations", "antennas"):
        for entry in contents[shelf]:
            for key, value in entry["values"].items():
                if isinstance(value, dict):
                    assert value["status"], (entry["name"], key)
                    assert value["source"], (entry["name"], key)


def test_voyager_at_neptune_needs_no_python(tmp_path):
    """A planet's name is a trajectory: Voyager 2 at Neptune, received power as Karn worked it out in 1989."""
    text = """
[mission]
title = "Voyager 2"
start = "1989-08-24T00:00:00Z"
end = "1989-08-26T00:00:00Z"
step = "1 h"
reference = "1989-08-25T06:00:00Z"
reference_elevation = "45 deg"
[trajectory]
kind = "body"
body = "neptune"
[stations.dss-43]
like = "dss-43"
[antennas.hga]
kind = "beam"
polarization = "right"
axial_ratio = "0.8 dB"
gain = "48.13 dBi"
beamwidth = "0.6 deg"
[links.x-band]
title = "X band, 21.6 kbit/s"
purpose = "telemetry"
direction = "downlink"
station = "dss-43"
frequency = "8415 MHz"
polarization_tilt = "0 deg"
required_margin = "0 dB"
[links.x-band.transmitter]
power = "11.04 dBW"
antenna = "hga"
pointing_error = "0 deg"
line_loss = "0 dB"
[links.x-band.receiver]
antenna = { like = "dsn-70m-x", aperture_efficiency = "0.6296" } # 73.8 dBi as printed
pointing_error = "0 deg"
line_loss = "0 dB"
line_temperature = "290 K"
noise_temperature = "10 K"
antenna_noise_temperature = "0 K"
[links.x-band.modulation]
kind = "digital"
scheme = "bpsk"
bit_rate = "21.6 kbit/s"
required_ebn0 = "2.3 dB"
implementation_loss = "0 dB"
"""
    file = tmp_path / "voyager.toml"
    file.write_text(text, encoding="utf-8")
    budget = lb.load(file).budget("x-band")
    assert budget["eirp_dbw"] == pytest.approx(59.17, abs=0.005)
    assert budget["free_space_loss_db"] == pytest.approx(303.85, abs=0.05)
    assert budget["received_power_dbw"] == pytest.approx(-170.88, abs=0.1)  # and some gas, which was left out in 1989
    assert budget["ebn0_db"] == pytest.approx(4.38, abs=0.15)
