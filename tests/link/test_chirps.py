"""LoRa in a budget: the margin is the distance to the sensitivity, whichever way it is worked out."""

import numpy as np
import pytest
from pydantic import ValidationError

from linkbudget.hardware.parts import Link
from linkbudget.link.budget import Budget, Path, budget
from linkbudget.link.case import Case
from linkbudget.physics.lora import lora_sensitivity_dbm
from linkbudget.plots.levels import level_rows

LORA = {"kind": "lora", "spreading_factor": 9, "bandwidth": "125 kHz", "coding_rate": "4/5"}


def a_link(**changes) -> Link:
    stated = {"kind": "stated", "gain": "0 dBi"}
    return Link.model_validate(
        {
            "title": "LoRa",
            "frequency": "433 MHz",
            "polarization_loss": "3 dB",
            "required_margin": "0 dB",
            "transmitter": {"eirp": "22 dBm"},
            "receiver": {
                "antenna": stated,
                "pointing_loss": "0 dB",
                "line_loss": "0 dB",
                "line_temperature": "290 K",
                "noise_figure": "6 dB",
                "antenna_noise_temperature": "290 K",
            },
            "modulation": LORA | changes,
        }
    )


def lines_of(**changes) -> Budget:
    return budget(a_link(**changes), Path(range_m=1000e3))


@pytest.mark.parametrize("factor", range(6, 13))
def test_the_margin_is_the_distance_to_the_sensitivity(factor):
    lines = lines_of(spreading_factor=factor)
    sensitivity_dbm = lora_sensitivity_dbm(factor, 125e3, 6.0)
    assert lines["lora_sensitivity_dbw"] + 30.0 == pytest.approx(sensitivity_dbm, abs=1e-9)
    assert lines["margin_db"] == pytest.approx(lines["received_power_dbw"] + 30.0 - sensitivity_dbm, abs=1e-9)
    assert lines["cn0_dbhz"] - lines["required_cn0_dbhz"] == pytest.approx(lines["margin_db"], abs=1e-9)
    assert lines.verdict.limited_by == "Data"


def test_the_packet_has_its_time_on_air():
    assert lines_of(payload="12 B")["time_on_air_s"] == pytest.approx(144.384e-3)
    assert "time_on_air_s" not in lines_of().terms


def test_what_is_not_stated_is_a_default_with_its_book():
    loss = lines_of().terms["implementation_loss_db"]
    assert (loss.value, loss.status) == (0.0, "default")
    assert "Semtech" in loss.source


def test_a_required_ratio_of_ones_own_replaces_the_makers():
    own, makers = lines_of(required_snr="-10 dB"), lines_of()
    assert own["margin_db"] == pytest.approx(makers["margin_db"] - 2.5)


def test_spreading_factors_are_swept():
    case = Case(a_link(), Path(range_m=1000e3))
    swept = case.with_values({"modulation.spreading_factor": np.arange(7.0, 13.0)}).budget()
    assert np.diff(swept["margin_db"]) == pytest.approx(2.5)
    assert np.all(np.diff(swept["bit_rate_bps"]) < 0.0)


def test_levels_have_the_noise_of_the_chirp():
    rows = level_rows(lines_of())
    assert any(row.name == "Noise in 125 kHz, the chirp" for row in rows)
    assert rows[-1].change_db == pytest.approx(lines_of()["closing_margin_db"])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"spreading_factor": 13}, "expected a number at least 6 and at most 12"),
        ({"spreading_factor": 7.5}, "spreading_factor = 7.5: expected a whole number"),
        ({"payload": "13 bit"}, "payload = 13 bit: expected whole octets"),
        ({"coding_rate": "1/2"}, "4/5"),
    ],
)
def test_what_no_chip_does_is_refused(changes, words):
    with pytest.raises(ValidationError) as error:
        a_link(**changes)
    assert words in str(error.value)
