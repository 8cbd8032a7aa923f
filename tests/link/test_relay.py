"""Two hops through one transponder: by hand, and against a published sheet."""

import math
from dataclasses import replace

import numpy as np
import pytest
from pydantic import ValidationError

import linkbudget as lb
from linkbudget.hardware.relays import Relay
from linkbudget.link.budget import Path, budget
from linkbudget.link.relay import driven_downlink, relay_budget
from linkbudget.physics.transponder import hard_limiter_back_off_db, hard_limiter_loss_db

C_BAND = lb.load("c_band_carrier")
BOLTZMANN_DB = 10.0 * math.log10(1.380649e-23)


def power(decibels: float) -> float:
    return 10.0 ** (decibels / 10.0)


def hop_by_hand(eirp_dbw: float, distance_m: float, frequency_hz: float, g_over_t_db: float) -> float:
    free_space_db = 20.0 * math.log10(4.0 * math.pi * distance_m * frequency_hz / 299792458.0)
    return eirp_dbw - free_space_db + g_over_t_db - BOLTZMANN_DB - 10.0 * math.log10(8.25e6)


# Reference -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "printed"),
    [
        ("uplink_eirp_dbw", 58.6),
        ("uplink_propagation_loss_db", 199.9),
        ("uplink_cnr_db", 16.1),
        ("uplink_cnir_db", 11.3),
        ("downlink_eirp_dbw", 26.1),
        ("downlink_propagation_loss_db", 195.9),
        ("downlink_cnir_db", 10.4),
        ("cnir_db", 7.9),
        ("cnir_margin_db", 1.0),
    ],
)
def test_the_published_carrier_agrees_to_its_digits(key, printed):
    """FCC SAT-LOI-20081223-00238, attachment 693515, 8M25G7W: every line but one rounds to what is printed."""
    assert C_BAND.relay("8m25g7w")[key] == pytest.approx(printed, abs=0.055)


def test_the_published_carrier_contradicts_itself_in_one_line():
    """The page prints 12.2 dB down; its EIRP, loss, G/T and bandwidth give 12.13, as does the C/(N+I) it prints."""
    thermal = C_BAND.relay("8m25g7w")["downlink_cnr_db"]
    assert thermal == pytest.approx(26.1 - 195.9 + 22.5 + 228.6 - 69.165, abs=0.005)
    assert abs(thermal - 12.2) > 0.05
    assert round(-10.0 * math.log10(power(-12.2) + power(-15.3)), 1) == 10.5  # and not the printed 10.4
    assert round(-10.0 * math.log10(power(-thermal) + power(-15.3)), 1) == 10.4


def test_both_hops_by_hand():
    up = hop_by_hand(11.5 + 47.1, 39504e3, 5.97e9, -2.0)
    down = hop_by_hand(26.1, 39681e3, 3.75e9, 22.5)
    total = C_BAND.relay("8m25g7w")
    assert total["uplink_cnr_db"] == pytest.approx(up, abs=1e-9)
    assert total["downlink_cnr_db"] == pytest.approx(down, abs=1e-9)
    noises = (power(-up), power(-13.1), power(-down), power(-15.3))
    assert total["cnir_db"] == pytest.approx(-10.0 * math.log10(sum(noises)), abs=1e-9)
    assert total.verdict.closing_margin_db == pytest.approx(total["cnir_db"] - 6.9, abs=1e-12)


# A transponder that is driven ---------------------------------------------------------------------------------------

DRIVEN = {
    "title": "Driven", "uplink": "uplink", "downlink": "downlink", "bandwidth": "8.25 MHz", "required_cnir": "6 dB",
    "required_margin": "1 dB", "saturation_flux_density": "-92 dBW/m2", "input_back_off": "8 dB",
    "output_back_off": "3.5 dB",
}  # fmt: skip


def driven(power_change_db: float = 0.0):
    relay = Relay(**DRIVEN)
    link = C_BAND.link("uplink")
    sent = link.transmitter.power_w.with_value(power(11.5 + power_change_db))
    link = link.model_copy(update={"transmitter": link.transmitter.model_copy(update={"power_w": sent})})
    up = budget(link, Path(range_m=39504e3))
    down = driven_downlink(relay, "driven", up, C_BAND.link("downlink"))
    return relay_budget(relay, up, budget(down, Path(range_m=39681e3)))


def test_the_flux_of_the_uplink_sets_the_power_down():
    total = driven()
    flux = 58.6 - 10.0 * math.log10(4.0 * math.pi * 39504e3**2)
    carrier = -92.0 - flux
    assert total["flux_density_dbw_per_m2"] == pytest.approx(flux, abs=1e-9)
    assert total["carrier_input_back_off_db"] == pytest.approx(carrier, abs=1e-9)
    assert total["carrier_output_back_off_db"] == pytest.approx(3.5 + carrier - 8.0, abs=1e-9)
    assert total["downlink_eirp_dbw"] == pytest.approx(26.1 - 3.5 - carrier + 8.0, abs=1e-9)
    assert total.downlink["output_back_off_db"] == pytest.approx(total["carrier_output_back_off_db"], abs=1e-12)


def test_a_weaker_uplink_comes_down_weaker():
    before, after = driven(), driven(-3.0)
    for key in ("uplink_cnr_db", "downlink_cnr_db", "downlink_eirp_dbw", "cnir_db"):
        assert before[key] - after[key] == pytest.approx(3.0, abs=1e-9)


def test_losses_on_the_way_up_lower_the_flux():
    relay, link = Relay(**DRIVEN), C_BAND.link("uplink")
    rain = link.atmospheric_loss_db.with_value(2.0)
    wet = budget(link.model_copy(update={"atmospheric_loss_db": rain}), Path(range_m=39504e3))
    dry = budget(link, Path(range_m=39504e3))
    backs = [
        driven_downlink(relay, "driven", one, C_BAND.link("downlink")).transmitter.output_back_off_db.value
        for one in (dry, wet)
    ]
    assert backs[1] - backs[0] == pytest.approx(2.0, abs=1e-9)


# A hard limiter -----------------------------------------------------------------------------------------------------

LIMITED = {key: DRIVEN[key] for key in ("uplink", "downlink", "bandwidth", "required_cnir", "required_margin")}
LIMITED |= {"title": "Limited", "limiter_bandwidth": "36 MHz"}


def limited(power_change_db: float = 0.0, **changes):
    relay = Relay(**LIMITED | changes)
    link = C_BAND.link("uplink")
    sent = link.transmitter.power_w.with_value(power(11.5 + power_change_db))
    link = link.model_copy(update={"transmitter": link.transmitter.model_copy(update={"power_w": sent})})
    up = budget(link, Path(range_m=39504e3))
    down = driven_downlink(relay, "limited", up, C_BAND.link("downlink"))
    return relay_budget(relay, up, budget(down, Path(range_m=39681e3)))


@pytest.mark.parametrize("change_db", [0.0, -15.0, -40.0])
def test_a_hard_limiter_shares_its_power_between_carrier_and_noise(change_db):
    total = limited(change_db)
    before = total["uplink_cn0_dbhz"] - 10.0 * math.log10(36e6)
    assert total["limiter_cnr_db"] == pytest.approx(before, abs=1e-12)
    assert total["carrier_output_back_off_db"] == pytest.approx(hard_limiter_back_off_db(before), abs=1e-12)
    assert total["downlink_eirp_dbw"] == pytest.approx(26.1 - hard_limiter_back_off_db(before), abs=1e-9)
    behind = total["uplink_cnr_db"] - hard_limiter_loss_db(before)
    assert total["limited_cnr_db"] == pytest.approx(behind, abs=1e-12)
    noises = power(-behind) + power(-total["downlink_cnr_db"])
    assert total["cnir_db"] == pytest.approx(-10.0 * math.log10(noises), abs=1e-9)


def test_in_strong_noise_both_hops_fall_with_the_uplink():
    """Far below the noise a decibel less power up is a decibel less in both hops; far above it changes nothing down."""
    weak, weaker = limited(-50.0), limited(-60.0)
    for key in ("limited_cnr_db", "downlink_cnr_db", "cnir_db"):
        assert weak[key] - weaker[key] == pytest.approx(10.0, abs=0.01), key
    strong, stronger = limited(20.0), limited(30.0)
    assert stronger["downlink_cnr_db"] == pytest.approx(strong["downlink_cnr_db"], abs=0.01)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"limiter_bandwidth": "1 MHz"}, "limiter_bandwidth: expected at least the bandwidth of the carrier"),
        (
            {"uplink_interference": {"co-channel": "20 dB"}},
            "expected none beside limiter_bandwidth, of one",
        ),
        (
            {key: DRIVEN[key] for key in ("saturation_flux_density", "input_back_off", "output_back_off")},
            "limiter_bandwidth: expected none beside saturation_flux_density",
        ),
    ],
)
def test_what_a_limiter_does_not_go_with_is_said_in_a_line(changes, said):
    with pytest.raises(ValidationError, match=said):
        Relay(**LIMITED | changes)


# Shape and words -----------------------------------------------------------------------------------------------------


def hops(range_m, elevation_deg=None):
    up = budget(C_BAND.link("uplink"), Path(range_m=range_m, elevation_deg=elevation_deg))
    return up, budget(C_BAND.link("downlink"), Path(range_m=39681e3))


def test_arrays_equal_numbers():
    relay = C_BAND.config.relays["8m25g7w"]
    ranges = np.array([36e6, 39e6, 41e6])
    many = relay_budget(relay, *hops(ranges))
    one_by_one = [relay_budget(relay, *hops(float(one)))["cnir_db"] for one in ranges]
    assert many["cnir_db"] == pytest.approx(one_by_one, abs=1e-12)
    assert many.verdict.closes.tolist() == [True, True, True]
    assert str(many.verdict).startswith("The link closes in ")


def test_without_interference_the_thermal_ratios_stand():
    relay = C_BAND.config.relays["8m25g7w"].model_copy(update={"uplink_interference": {}, "downlink_interference": {}})
    total = relay_budget(relay, *hops(39504e3))
    assert total["uplink_cnir_db"] == pytest.approx(total["uplink_cnr_db"], abs=1e-12)
    assert not [key for key in total.terms if key.endswith("cir_db")]


def test_no_answer_says_which_hop_has_none():
    up, down = hops(39504e3)
    lost = dict(up.terms)
    lost["cn0_dbhz"] = replace(lost["cn0_dbhz"], value=math.nan)
    lost["free_space_loss_db"] = replace(lost["free_space_loss_db"], value=math.nan)
    lost["closing_margin_db"] = replace(
        lost["closing_margin_db"], value=math.nan, inputs={"x": lost["free_space_loss_db"]}
    )
    total = relay_budget(C_BAND.config.relays["8m25g7w"], replace(up, terms=lost), down)
    assert not total.verdict.closes
    assert "Uplink: Free-space loss is not a number" in str(total.verdict)


def test_the_table_the_explanation_and_the_data_say_the_same():
    total = C_BAND.relay("8m25g7w")
    data = total.to_dict()
    assert data["results"]["cnir_db"] == total["cnir_db"]
    assert data["verdict"] == {"closes": True, "closing_margin_db": total["closing_margin_db"], "limited_by": "C/(N+I)"}
    assert (data["relay"], data["uplink"], data["downlink"]) == ("8m25g7w", "uplink", "downlink")
    assert "uplink = 11.35, downlink = 10.42" in total.explanation()
    assert "= C/(N+I) of both hops 7.85 dB derived" in " ".join(str(total).split())
    for term in data["terms"]:
        assert term["status"], term["key"]
        assert term["source"] or term["key"] == "downlink_frequency_hz", term["key"]


def test_a_total_is_no_better_known_than_its_hops():
    total = C_BAND.relay("8m25g7w")
    assert total.terms["cnir_db"].status == "derived"
    assert total.terms["required_cnir_db"].status == "documented"
    assert total.terms["closing_margin_db"].status == "assumed"  # by its required margin
