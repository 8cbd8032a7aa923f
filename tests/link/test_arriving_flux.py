"""A link judged by the power flux density that arrives, in place of a transmitter, a distance and a path."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import linkbudget as lb
from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.hardware.parts import Link
from linkbudget.link.budget import Budget, Path, budget
from linkbudget.link.case import Case
from linkbudget.link.control_table import control_table
from linkbudget.physics.power_flux import flux_of_isotropic_power_dbw_per_m2, isotropic_aperture_dbm2
from linkbudget.plots.levels import level_rows

STATED = {"kind": "stated", "gain": "17.2 dBi"}
RECEIVER = {"antenna": STATED, "pointing_loss": "0.5 dB", "line_loss": "14.8 dB", "system_noise_temperature": "800 K"}
SENDER = {"eirp": "50 dBW"}


def a_link(**said) -> Link:
    whole = {"title": "Command", "frequency": "14 GHz", "direction": "uplink", "required_margin": "1 dB"}
    whole |= {"receiver": RECEIVER | {"flux": "-90 dBW/m2", "required_power": "-142 dBW"}}
    return Link.model_validate(whole | {"modulation": {"kind": "threshold"}} | said)


def lines_of(**said) -> Budget:
    return budget(a_link(**said), Path())


# ---- identity


def test_a_flux_and_the_transmitter_that_makes_it_give_the_same_lines():
    receiver = RECEIVER | {"required_power": "-142 dBW", "noise_bandwidth": "1 kHz", "required_flux": "-100 dBW/m2"}
    sent = a_link(transmitter=SENDER, receiver=receiver, polarization_loss="0.5 dB", losses={"rain": "3 dB"})
    by_way = budget(sent, Path(range_m=38e6))
    flux = by_way["incident_flux_dbw_per_m2"] + 0.5  # the mismatch is one of the receiving antenna
    by_flux = lines_of(receiver=receiver | {"flux": f"{flux} dBW/m2"}, polarization_loss="0.5 dB")
    for key in ("received_power_dbw", "cn0_dbhz", "cnr_db", "incident_flux_margin_db", "closing_margin_db"):
        assert by_flux[key] == pytest.approx(by_way[key], abs=1e-9), key
    assert by_flux["other_losses_db"] == pytest.approx(0.5 + 0.5 + 14.8)


@given(st.floats(1e6, 1e12), st.floats(-300.0, 0.0))
def test_aperture_and_flux_are_inverse(frequency_hz, flux):
    power = flux + isotropic_aperture_dbm2(frequency_hz)
    assert flux_of_isotropic_power_dbw_per_m2(frequency_hz, power) == pytest.approx(flux, abs=1e-9)


def test_a_flux_over_a_stated_figure_of_merit():
    receiver = {"flux": "-120 dBW/m2", "g_over_t": "-12 dB/K", "required_cn0": "50 dBHz"}
    lines = lines_of(receiver=receiver)
    by_hand = -120.0 + isotropic_aperture_dbm2(14e9) - 12.0 + 228.599
    assert lines["cn0_dbhz"] == pytest.approx(by_hand, abs=1e-3)


def test_every_total_is_the_sum_of_its_lines():
    for key, line in lines_of(polarization_loss="0.3 dB").terms.items():
        if line.parts is not None:
            assert sum(sign * part.value for sign, part in line.entries()) == pytest.approx(line.value, abs=1e-9), key


# ---- shape


def test_a_flux_is_swept_as_an_array_and_has_a_range():
    case = Case(a_link(), Path())
    fluxes = np.array([-100.0, -90.0, -80.0])
    margins = case.with_values({"receiver.flux": fluxes}).budget()["closing_margin_db"]
    one_by_one = [case.with_values({"receiver.flux": one}).budget()["closing_margin_db"] for one in fluxes.tolist()]
    assert margins == pytest.approx(one_by_one, abs=1e-12)
    ranged = {"value": "-90 dBW/m2", "low": "-92 dBW/m2", "high": "-89 dBW/m2", "shape": "uniform"}
    table = control_table(Case(a_link(receiver=RECEIVER | {"flux": ranged, "required_power": "-142 dBW"}), Path()))
    line = table["received_power_dbw"]
    assert line.nominal - line.adverse == pytest.approx(2.0)
    assert line.favourable - line.nominal == pytest.approx(1.0)


def test_levels_begin_with_the_power_over_an_isotropic_antenna():
    lines = lines_of()
    rows = level_rows(lines)
    assert rows[0].name == "Power over an isotropic antenna"
    assert rows[0].after_dbw == pytest.approx(lines["arriving_power_dbw"])
    assert rows[-2].name == "Power needed, with the required margin"
    assert rows[-1].after_dbw == pytest.approx(lines["received_power_dbw"])


# ---- refusals


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ({"transmitter": SENDER}, "transmitter"),
        ({"losses": {"rain": "1 dB"}}, "losses"),
        ({"atmospheric_loss": "1 dB"}, "atmospheric_loss"),
        ({"polarization_tilt": "10 deg"}, "polarization_tilt"),
    ],
)
def test_what_a_flux_stands_for_is_refused_in_a_line_that_says_what_goes_with_it(said, what):
    with pytest.raises(ValidationError) as error:
        a_link(**said)
    text = str(error.value)
    assert f"receiver.flux: expected no {what} beside it: a flux goes with antenna, line and stated noise" in text
    assert "in place of a transmitter, a distance and the losses of the path" in text


def test_a_sky_that_would_be_computed_is_refused_beside_a_flux():
    receiver = {key: value for key, value in RECEIVER.items() if key != "system_noise_temperature"}
    receiver |= {"galactic_noise_at_1_m": "10 K", "ground_noise_temperature": "5 K", "noise_figure": "2 dB"}
    with pytest.raises(ValidationError, match=r"expected no receiver\.galactic_noise_at_1_m beside it"):
        a_link(receiver=receiver | {"flux": "-90 dBW/m2", "required_cn0": "3 dBHz"})


def test_neither_flux_nor_transmitter_is_told_as_before():
    with pytest.raises(ValidationError, match="transmitter\n"):
        a_link(receiver=RECEIVER | {"required_power": "-142 dBW"}, polarization_loss="0 dB")


def test_a_path_without_a_distance_is_refused_where_there_is_no_flux():
    link = a_link(transmitter=SENDER, receiver=RECEIVER | {"required_power": "-142 dBW"}, polarization_loss="0 dB")
    with pytest.raises(LinkBudgetError, match="path: expected range_m or free_space_loss_db"):
        budget(link, Path())


SCENARIO = """
[mission]
title = "Command"
start = "2026-03-20T00:00:00Z"
end = "2026-03-21T00:00:00Z"
step = "1 h"
reference_elevation = "30 deg"
[links.command]
title = "Command"
purpose = "command"
direction = "uplink"
frequency = "14 GHz"
required_margin = "3 dB"
modulation = { kind = "threshold" }
[links.command.receiver]
flux = "-90 dBW/m2"
antenna = { kind = "stated", gain = "17.2 dBi" }
pointing_loss = "0 dB"
line_loss = "14.8 dB"
system_noise_temperature = "29.2 dBK"
required_power = "-142 dBW"
"""


def written(tmp_path, old: str = "", new: str = ""):
    file = tmp_path / "command.toml"
    file.write_text(SCENARIO.replace(old, new), encoding="utf-8")
    return file


def test_a_scenario_of_a_flux_needs_neither_trajectory_nor_range(tmp_path):
    scenario = lb.load(written(tmp_path))
    assert scenario.budget("command")["closing_margin_db"] == pytest.approx(7.0, abs=0.05)
    changed = scenario.budget("command", settings={"receiver.flux": "-95 dBW/m2"})
    assert changed["closing_margin_db"] == pytest.approx(2.0, abs=0.05)


@pytest.mark.parametrize("key", ['range = "38000 km"', 'free_space_loss = "207 dB"', 'far_height = "100 m"'])
def test_a_way_beside_a_flux_is_refused_in_one_line(tmp_path, key):
    file = written(tmp_path, 'purpose = "command"', f'purpose = "command"\n{key}')
    name = key.partition(" ")[0]
    with pytest.raises(InputError, match=rf"{name}: expected none beside receiver\.flux") as error:
        lb.load(file)
    assert "\n" not in str(error.value)
