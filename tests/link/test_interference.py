"""Stated C/I of a single link."""

import math

import numpy as np
import pytest
from pydantic import ValidationError

from linkbudget.hardware.parts import Link
from linkbudget.hardware.values import with_value
from linkbudget.link.budget import Path, budget
from linkbudget.link.relay import relay_budget
from linkbudget.physics.noise import combined_ratio_db, interference_loss_db
from tests.link.test_relay import C_BAND

STATED = {"adjacent-satellite": "20 dB", "cross-polarization": "24 dB"}


def link(interference: dict | None = STATED, **receiver) -> Link:
    heard = {"g_over_t": "22.5 dB/K", "noise_bandwidth": "8.25 MHz", "required_cnr": "9 dB"} | receiver
    return Link(
        title="Down", frequency="3.75 GHz", polarization_loss="0 dB", required_margin="0 dB", atmospheric_loss="0 dB",
        transmitter={"power": "26.1 dBW", "antenna": {"kind": "stated", "gain": "0 dBi"}, "pointing_loss": "0 dB",
                     "line_loss": "0 dB"},
        receiver={key: value for key, value in heard.items() if value is not None},
        interference=interference or {},
        modulation={"kind": "digital", "scheme": "qpsk", "bit_rate": "8.25 Mbit/s", "required_ebn0": "6 dB",
                    "implementation_loss": "0 dB"},
    )  # fmt: skip


FAR = Path(range_m=39681e3)


def test_c_over_n_plus_i_by_hand():
    clean, found = budget(link(None), FAR), budget(link(), FAR)
    by_hand = -10.0 * math.log10(sum(10.0 ** (-one / 10.0) for one in (clean["cnr_db"], 20.0, 24.0)))
    assert found["cnr_db"] == pytest.approx(by_hand, abs=1e-9)
    assert found["thermal_cnr_db"] == pytest.approx(clean["cnr_db"], abs=1e-12)
    assert found.terms["cnr_db"].name == "C/(N+I)"
    assert clean.terms["cnr_db"].name == "C/N"
    assert found["cnr_margin_db"] == pytest.approx(by_hand - 9.0, abs=1e-9)


def test_data_and_carrier_lose_as_much():
    clean, found = budget(link(None), FAR), budget(link(), FAR)
    lost = found["interference_loss_db"]
    assert lost > 0.5
    for key in ("cn0_dbhz", "ebn0_db", "margin_db", "cnr_margin_db", "closing_margin_db"):
        assert clean[key] - found[key] == pytest.approx(lost, abs=1e-9)


def test_there_is_no_maximum_range_and_a_note_says_why():
    found = budget(link(), FAR)
    assert "maximum_range_m" not in found.terms
    assert any("no maximum range" in text for text in found.notes)
    assert "maximum_range_m" in budget(link(None), FAR).terms


def test_more_power_cannot_beat_interference():
    strong = with_value(link(), "transmitter.power", 1e12)
    assert budget(strong, FAR)["cnr_db"] == pytest.approx(combined_ratio_db([20.0, 24.0]), abs=1e-4)


def test_the_loss_is_the_difference_of_both_ratios():
    for cnr, cir in ((10.0, 30.0), (30.0, 10.0), (5.0, 5.0)):
        assert interference_loss_db(cnr, cir) == pytest.approx(cnr - combined_ratio_db([cnr, cir]), abs=1e-12)
    assert interference_loss_db(10.0, math.inf) == 0.0


def test_arrays_equal_numbers():
    ranges = np.array([30e6, 39e6, 60e6])
    many = budget(link(), Path(range_m=ranges))["cnr_db"]
    assert many.tolist() == [budget(link(), Path(range_m=one))["cnr_db"] for one in ranges.tolist()]


def test_a_relay_counts_the_interference_of_its_links():
    up = budget(C_BAND.link("uplink"), Path(range_m=39504e3))
    relay = C_BAND.config.relays["8m25g7w"].model_copy(update={"downlink_interference": {}})
    total = relay_budget(relay, up, budget(link(), FAR))
    assert total["downlink_cnir_db"] == pytest.approx(budget(link(), FAR)["cnr_db"], abs=1e-9)
    assert total.terms["downlink_cnr_db"].name == "Downlink C/(N+I) of the link"


@pytest.mark.parametrize(
    ("interference", "receiver", "said"),
    [
        (STATED, {"noise_bandwidth": None, "required_cnr": None}, "expected receiver.noise_bandwidth beside it"),
        ({"Adjacent": "20 dB"}, {}, "interference.Adjacent: expected a name such as"),
        ({"co-channel": "20 dB", "co_channel": "20 dB"}, {}, "expected a name other than co-channel"),
        ({"co-channel": "20 dBm"}, {}, "20 dBm"),
    ],
)
def test_mistakes_are_refused(interference, receiver, said):
    with pytest.raises(ValidationError, match=said):
        link(interference, **receiver)
