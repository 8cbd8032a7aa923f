"""Antenna patterns are those the budget uses."""

import numpy as np
import pytest

from linkbudget.plots.antenna_patterns import antenna_pattern, gain_dbi, has_beams, met_angles_deg, spacecraft_end

# ---------------------------------------------------------------- identity


@pytest.mark.parametrize("name", ["telemetry-32cm-dish", "telemetry-32cm-semi", "telemetry-160cm", "command-39cm"])
def test_gain_at_the_budgets_angle_is_the_budgets(mars1, name):
    budget = mars1.budget(name)
    end = spacecraft_end(mars1.links[name])
    side = "transmit" if mars1.links[name].direction == "downlink" else "receive"
    gain = gain_dbi(end, mars1.links[name].frequency_hz.value, float(budget[f"{side}_off_boresight_deg"]))
    expected = budget[f"{side}_antenna_gain_dbi"] - budget[f"{side}_pointing_loss_db"]
    assert gain == pytest.approx(expected, abs=1e-9)


def test_half_power_lies_at_half_the_beamwidth(mars1):
    link = mars1.links["telemetry-32cm-dish"]
    width = 70.0 * 299_792_458.0 / 922.76e6 / 1.7  # 70 wavelengths over the diameter
    boresight, edge = gain_dbi(link.transmitter, 922.76e6, np.array([0.0, 0.5 * width]))
    assert boresight - edge == pytest.approx(3.0)


def test_a_narrow_beam_is_drawn_no_further_than_its_main_lobe(mars1):
    link = mars1.links["imaging-5cm"]
    gain = gain_dbi(link.transmitter, 5865e6, np.geomspace(0.1, 180.0, 500))
    assert np.nanmax(gain) - np.nanmin(gain) <= 20.0
    assert np.isnan(gain[-1])


def test_a_broad_beam_has_its_back_lobe_behind(mars1):
    link = mars1.links["telemetry-32cm-semi"]
    boresight, *behind = gain_dbi(link.transmitter, 922.76e6, np.array([0.0, 90.0, 180.0]))
    assert boresight - np.array(behind) == pytest.approx(20.0)  # typical, where the scenario states none


def test_antennas_that_face_the_sun_meet_the_earth_off_boresight(mars1):
    link = mars1.links["telemetry-32cm-semi"]
    low, high = met_angles_deg(mars1, link, link.transmitter)
    utc_s = np.linspace(link.in_use_from_utc_s.value, link.in_use_until_utc_s.value, 51)
    offset = mars1.track.sun_probe_earth_deg(utc_s)
    assert low <= offset.min()
    assert high >= offset.max() + 15.0 - 1e-6  # the pointing error reaches 15 deg
    assert met_angles_deg(mars1, link, link.receiver) == (0.0, 0.06)


# ---------------------------------------------------------------- shape


def test_all_spacecraft_antennas_are_drawn_once(mars1):
    _, labels = antenna_pattern(mars1).get_legend_handles_labels()
    assert labels == [
        "dish, 922.76 MHz: 0.5 dB",
        "semi-directional, 922.76 and 768.967 MHz: 1.0 dB",
        "whips, 183.6 and 101.965 MHz: nothing",
        "dish, 3.69104 GHz: 0.3 dB",
        "dish-5cm, 5.865 GHz: 0.7 dB",
    ]


def test_a_link_has_two_antennas(mars1):
    _, labels = antenna_pattern(mars1, "command-3m").get_legend_handles_labels()
    assert [label.split(":")[0] for label in labels] == ["transmit", "receive"]


def test_spacecraft_without_beams_show_both_ends(sputnik24):
    assert not has_beams(sputnik24)
    _, labels = antenna_pattern(sputnik24).get_legend_handles_labels()
    assert labels == ["transmit: body-antenna, 922.76 MHz: nothing", "receive: tracking-helix, 922.76 MHz: 0.2 dB"]


def test_what_is_lost_is_the_pointing_loss_of_the_budget(mars1):
    said = antenna_pattern(mars1).get_legend_handles_labels()[1]
    for label, name in zip(said, ("telemetry-32cm-dish", "telemetry-32cm-semi"), strict=False):
        lost = mars1.budget_when_up(name)["transmit_pointing_loss_db"]
        assert label.endswith(f": {lost:.1f} dB")


def test_the_sun_is_only_named_where_an_antenna_faces_it(mars1, sputnik24, drawn_texts):
    for scenario, faces in ((mars1, True), (sputnik24, False)):
        said = " ".join(text for text, _ in drawn_texts(antenna_pattern(scenario).figure))
        assert ("Sun" in said) == faces
