"""Links by light: whole budgets that others printed, what is refused, and properties that hold for any of them."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from linkbudget.errors import LinkBudgetError
from linkbudget.hardware.parts import Link
from linkbudget.link.budget import Path, budget
from linkbudget.physics.beam_pointing import mean_beam_pointing_loss_db
from linkbudget.physics.light_turbulence import lognormal_fade_db, optical_scintillation_index
from linkbudget.physics.optical_ppm import required_signal_photons
from linkbudget.physics.photon_counting import soft_decision_capacity
from linkbudget.physics.photons import detection_loss_db
from linkbudget.physics.telescopes import truncated_gain_dbi

PER_BIT = {
    "kind": "photons-per-bit",
    "bit_rate": "100 Gbit/s",
    "required_photons_per_bit": 5.0,
    "implementation_loss": "0 dB",
}
PULSES = {
    "kind": "photon-counting-ppm",
    "slots": 16,
    "slot_width": "0.5 ns",
    "code_rate": 0.6667,
    "implementation_loss": "1 dB",
}
DETECTOR = {"detection_efficiency": 0.5, "dark_count_rate": "1e5 1/s", "background_count_rate": "1e6 1/s"}


def link_of(transmitter=None, receiver=None, modulation=None, **said):
    """A geostationary optical link: case C of the public calculation."""
    sending = {
        "power": "39.5 dBm",
        "antenna": {"kind": "telescope", "diameter": "10 cm"},
        "line_loss": "5.1 dB",
        "pointing_loss": "0 dB",
    }
    receiving = {
        "antenna": {"kind": "telescope", "diameter": "60 cm"},
        "line_loss": "8.9 dB",
        "pointing_loss": "0 dB",
    }
    whole = {
        "title": "Light",
        "wavelength": "1550 nm",
        "atmospheric_loss": "1 dB",
        "losses": {"other": "0.66 dB"},
        "required_margin": "0 dB",
        "transmitter": sending | (transmitter or {}),
        "receiver": receiving | (receiver or {}),
        "modulation": modulation or PER_BIT,
    }
    whole = whole | said
    for table in (whole, whole["transmitter"], whole["receiver"]):
        for key in [key for key, value in table.items() if value is None]:
            del table[key]
    return Link(**whole)


GEO = Path(range_m=40e6)


@pytest.mark.parametrize(
    ("power", "sent", "received", "rate_gbps"),
    [
        ("40 dBm", "10 cm", "60 cm", 244.897),
        ("40 dBm", "2 cm", "3 m", 244.897),
        ("39.5 dBm", "10 cm", "60 cm", 218.265),
        ("42.5 dBm", "10 cm", "60 cm", 435.496),
    ],
)
def test_the_geostationary_rates_as_printed(power, sent, received, rate_gbps):
    """LinkBudget.py, Event Horizon Explorer, prints these within 0.001 Gbit/s."""
    link = link_of(
        {"power": power, "antenna": {"kind": "telescope", "diameter": sent}},
        {"antenna": {"kind": "telescope", "diameter": received}},
    )
    assert budget(link, GEO)["data_rate_limit_bps"] / 1e9 == pytest.approx(rate_gbps, abs=1e-3)


def test_the_geostationary_ledger_line_by_line():
    lines = budget(link_of(), GEO)
    assert lines["received_power_dbm"] == pytest.approx(-38.543, abs=5e-4)
    assert 1e9 * 10.0 ** (lines["received_power_dbw"] / 10.0) == pytest.approx(139.862, abs=1e-3)
    assert lines["free_space_loss_db"] == pytest.approx(290.219, abs=5e-4)
    geometry = lines["transmit_antenna_gain_dbi"] + lines["receive_antenna_gain_dbi"] - lines["free_space_loss_db"]
    assert geometry == pytest.approx(-62.383, abs=5e-4)
    assert lines["signal_photons"] == pytest.approx(218.265 / 100.0 * 5.0, rel=1e-5)
    assert lines["margin_db"] == pytest.approx(10.0 * math.log10(2.18265), abs=1e-4)
    assert lines.verdict.closes
    assert lines.verdict.limited_by == "Data"


def test_the_teaching_example_with_a_pointing_error():
    """MIT STAR Lab, Optical-Link-Budget, example_1: -45.559 dB on axis, 1.338 dB by pointing, 1.026 uW."""
    link = link_of(
        {
            "power": "200 mW",
            "antenna": {"kind": "telescope", "beamwidth": "15 urad"},
            "pointing_loss": None,
            "pointing_error": "5 urad",
            "line_loss": "3 dB",
        },
        {"antenna": {"kind": "telescope", "diameter": "95 mm"}, "line_loss": "3 dB"},
        atmospheric_loss=None,
        losses={},
    )
    lines = budget(link, Path(range_m=1000e3))
    captured = lines["transmit_antenna_gain_dbi"] + lines["receive_antenna_gain_dbi"] - lines["free_space_loss_db"]
    assert captured == pytest.approx(-45.559, abs=1e-3)
    assert lines["transmit_pointing_loss_db"] == pytest.approx(1.338, abs=5e-4)
    assert captured - lines["transmit_pointing_loss_db"] == pytest.approx(-46.897, abs=1e-3)
    assert 1e6 * 10.0 ** (lines["received_power_dbw"] / 10.0) == pytest.approx(1.026, rel=5e-3)


# ---- other published numbers: no whole budgets, but lines that a budget must have

LOSSLESS = {"line_loss": "0 dB", "pointing_loss": "0 dB"}


def without_losses(power: str, sent: str, received: str, range_m: float, **modulation):
    """A budget by light of two telescopes and nothing else."""
    link = link_of(
        LOSSLESS | {"power": power, "antenna": {"kind": "telescope", "diameter": sent}},
        LOSSLESS | {"antenna": {"kind": "telescope", "diameter": received}},
        PER_BIT | modulation,
        atmospheric_loss=None,
        losses={},
    )
    return budget(link, Path(range_m=range_m))


def test_the_losses_of_the_geostationary_budget_add_up_to_what_is_printed():
    lines = budget(link_of(), GEO)
    keys = ("transmit_line_loss_db", "atmospheric_loss_db", "other_loss_db", "receive_line_loss_db")
    assert sum(lines[key] for key in keys) == pytest.approx(15.66, abs=1e-9)
    assert lines["transmit_power_dbw"] == pytest.approx(9.5, abs=1e-9)


@pytest.mark.parametrize(
    ("million_km", "rate_mbps", "photons_per_s", "photons_per_bit"),
    [
        (31, 267.0, 1.05e10, 39.0),
        (55, 267.0, 3.33e9, 12.5),
        (226, 25.0, 1.98e8, 7.9),
        (400, 8.3, 6.31e7, 7.6),
        (494, None, 4.13e7, None),
    ],
)
def test_photons_of_dsoc_without_any_loss(million_km, rate_mbps, photons_per_s, photons_per_bit):
    """4 W, 22 cm into 5.1 m at 1550 nm, worked out by hand to three and two figures; 494 million km had no rate."""
    lines = without_losses("4 W", "22 cm", "5.1 m", million_km * 1e9, bit_rate=f"{rate_mbps or 1.0} Mbit/s")
    arrive = 10.0 ** ((lines["received_power_dbw"] - lines["photon_energy_dbj"]) / 10.0)
    assert arrive == pytest.approx(photons_per_s, rel=5e-3)
    if photons_per_bit is not None:
        assert lines["signal_photons"] == pytest.approx(photons_per_bit, abs=0.06 if photons_per_bit < 20.0 else 0.5)


def test_a_lunar_lander_with_two_apertures():
    """19.89 Mbit/s from 1 cm; 3.5 mm have 9.1 dB less and keep the 2 Mbit/s of the study (docslib 11695036)."""
    large, small = (without_losses("300 mW", size, "1.5 m", 400e6) for size in ("1 cm", "3.5 mm"))
    fall_db = large["received_power_dbw"] - small["received_power_dbw"]
    assert fall_db == pytest.approx(9.1, abs=0.05)
    assert 2.0 < 19.89 * 10.0 ** (-fall_db / 10.0) < 2.5


@pytest.mark.parametrize("half_angle_mrad", [0.2, 1.0, 7.0])
def test_a_narrow_lambertian_source_is_a_gaussian_beam(half_angle_mrad):
    """Crosslink study (github:kirlf/cubesats@0899660): A (1 - ln 2 / ln cos theta) P / (2 pi R^2), 1 W over 100 km."""
    theta, range_m, diameter_m = half_angle_mrad * 1e-3, 100e3, 0.1
    area = math.pi * diameter_m**2 / 4.0
    by_hand = area * (1.0 - math.log(2.0) / math.log(math.cos(theta))) / (2.0 * math.pi * range_m**2)
    link = link_of(
        LOSSLESS | {"power": "1 W", "antenna": {"kind": "telescope", "beamwidth": f"{2e3 * half_angle_mrad} urad"}},
        LOSSLESS | {"antenna": {"kind": "telescope", "diameter": f"{diameter_m} m"}},
        atmospheric_loss=None,
        losses={},
    )
    power_w = 10.0 ** (budget(link, Path(range_m=range_m))["received_power_dbw"] / 10.0)
    assert power_w == pytest.approx(by_hand, rel=2e-4)  # the second order of the small angle, squared


def test_a_decoder_stands_nine_tenths_of_a_decibel_over_capacity():
    """github:plex1/turpy_scppm_sim@940cd89: M = 16, rate 1/2, Kb = 0.2, 2.8 dB; the limit is 1.544 photons a pulse."""
    limit = required_signal_photons(0.5, 0.2, 16)
    assert limit == pytest.approx(1.544, abs=5e-4)
    assert 2.8 - 10.0 * math.log10(limit) == pytest.approx(0.91, abs=0.01)


def test_forty_photoelectrons_at_three_tenths_are_133_photons():
    """A published crosslink exercise for on-off keying at an error rate of 1e-9."""
    assert 40.0 * 10.0 ** (detection_loss_db(0.3) / 10.0) == pytest.approx(133.0, abs=0.5)


def test_the_two_ways_to_say_a_width_agree():
    half = {"pointing_loss": None, "pointing_error": "5 urad", "pointing_jitter": "2 urad"}
    full = math.degrees(15e-6) * math.sqrt(2.0 / math.log(2.0))
    by_half_power = link_of(half | {"antenna": {"kind": "telescope", "beamwidth": "15 urad"}})
    by_divergence = link_of(half | {"antenna": {"kind": "telescope", "divergence": full}})
    one, other = (budget(link, GEO) for link in (by_half_power, by_divergence))
    assert one["received_power_dbw"] == pytest.approx(other["received_power_dbw"], abs=1e-12)
    loss = mean_beam_pointing_loss_db(5.0, 2.0, 15.0)
    assert one["transmit_pointing_loss_db"] == pytest.approx(loss, abs=1e-12)


def test_jitter_for_a_share_of_the_time_costs_more_than_in_the_mean():
    jitter = {"pointing_loss": None, "pointing_error": "1 urad", "pointing_jitter": "2 urad"}
    mean = budget(link_of(jitter), GEO)["transmit_pointing_loss_db"]
    rare = budget(link_of(jitter | {"pointing_exceedance": "1 %"}), GEO)["transmit_pointing_loss_db"]
    assert rare > mean > 0.0


def test_a_gaussian_illumination_takes_the_best_truncation():
    antenna = {"kind": "telescope", "diameter": "22 cm", "obscuration": 0.2, "illumination": "gaussian"}
    chosen = budget(link_of({"antenna": antenna}), GEO)["transmit_antenna_gain_dbi"]
    assert chosen == pytest.approx(truncated_gain_dbi(1.55e-6, 0.22, 1.12 - 1.3 * 0.04 + 2.12 * 0.0016, 0.2), abs=1e-9)
    stated = budget(link_of({"antenna": antenna | {"truncation": 1.0}}), GEO)["transmit_antenna_gain_dbi"]
    assert stated == pytest.approx(truncated_gain_dbi(1.55e-6, 0.22, 1.0, 0.2), abs=1e-9)


def test_the_air_grows_with_the_air_mass():
    link = link_of(atmospheric_loss=None, zenith_air_loss="0.5 dB")
    lines = budget(link, Path(range_m=40e6, elevation_deg=np.array([90.0, 30.0])))
    np.testing.assert_allclose(lines["atmospheric_loss_db"], [0.5, 1.0], rtol=4e-3)


def counting(**said):
    return link_of(receiver={"detector": DETECTOR}, modulation=PULSES | said, required_margin="3 dB")


def test_pulses_are_counted_line_by_line():
    lines = budget(counting(), GEO)
    assert lines["symbol_rate_hz"] == pytest.approx(100e6)
    assert lines["bit_rate_bps"] == pytest.approx(266.68e6)
    assert lines["background_photons"] == pytest.approx(1.1e6 * 0.5e-9)
    counted = lines["photon_rate_per_s"] * 0.5 / 100e6
    assert lines["photons_per_pulse"] == pytest.approx(counted, rel=1e-12)
    margin = 10.0 * math.log10(counted / lines["required_photons_per_pulse"]) - 1.0
    assert lines["margin_db"] == pytest.approx(margin, abs=1e-9)


def test_at_no_margin_the_capacity_is_the_rate():
    """At zero margin over the implementation loss, capacity equals the information rate."""
    lines = budget(counting(implementation_loss="0 dB"), GEO)
    farther = GEO.range_m * 10.0 ** (lines["margin_db"] / 20.0)
    there = budget(counting(implementation_loss="0 dB"), Path(range_m=farther))
    assert there["margin_db"] == pytest.approx(0.0, abs=1e-9)
    assert there["capacity_bps"] == pytest.approx(there["bit_rate_bps"], rel=1e-8)
    bits = soft_decision_capacity(there["photons_per_pulse"], there["background_photons"], 16.0)
    assert there["capacity_bit"] == pytest.approx(bits, rel=1e-12)


def test_the_maximum_range_is_where_the_margin_is_spent():
    lines = budget(counting(), GEO)
    there = budget(counting(), Path(range_m=lines["maximum_range_m"]))
    assert there["closing_margin_db"] == pytest.approx(0.0, abs=1e-9)


LADDER = {
    "ladder_slots": [16, 32, 64, 128],
    "ladder_slot_widths": ["0.5 ns", "1 ns", "2 ns", "4 ns", "8 ns"],
    "ladder_code_rates": [0.3333, 0.5, 0.6667],
}


def test_the_ladder_has_a_top_and_falls_behind_it():
    range_m = np.geomspace(1e6, 1e13, 60)
    rate = budget(counting(**LADDER), Path(range_m=range_m))["data_rate_on_ladder_bps"]
    assert rate[0] == rate.max() == pytest.approx(266.68e6)
    assert (np.diff(rate) <= 0.0).all()
    assert rate[-1] == 0.0


def test_the_radiance_of_the_sky_is_counted_behind_the_optics():
    sky = {"sky_radiance": "10 W/(m2 sr um)", "field_of_view": "50 urad", "filter_width": "0.2 nm"}
    detector = {"detection_efficiency": 0.5, "dark_count_rate": "0 1/s"} | sky
    said = {"detector": detector, "antenna": {"kind": "telescope", "diameter": "1 m", "obscuration": 0.3}}
    lines = budget(link_of(receiver=said, modulation=PULSES), GEO)
    watts = 10.0 * (math.pi / 4.0) ** 2 * 50e-6**2 * (1.0 - 0.09) * 2e-4
    photons = watts / (6.62607015e-34 * 299792458.0 / 1.55e-6)
    assert lines["sky_count_rate_per_s"] == pytest.approx(photons * 10.0**-0.89 * 0.5, rel=1e-9)


def test_an_array_is_a_loop():
    range_m = np.array([1e7, 4e7, 3e8])
    whole = budget(counting(**LADDER), Path(range_m=range_m))
    each = [budget(counting(**LADDER), Path(range_m=float(one))) for one in range_m]
    for key in ("margin_db", "capacity_bps", "data_rate_limit_bps", "data_rate_on_ladder_bps", "closing_margin_db"):
        np.testing.assert_allclose(whole[key], [one[key] for one in each], rtol=1e-12)


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(["line", "air", "named", "polarization", "receive"]), st.floats(0.01, 30.0))
def test_no_loss_ever_raises_the_margin(where, loss_db):
    worse = {
        "line": lambda: link_of({"line_loss": 5.1 + loss_db}),
        "air": lambda: link_of(atmospheric_loss=1.0 + loss_db),
        "named": lambda: link_of(losses={"other": 0.66, "scintillation": loss_db}),
        "polarization": lambda: link_of(polarization_loss=loss_db),
        "receive": lambda: link_of(receiver={"line_loss": 8.9 + loss_db}),
    }[where]()
    lost = budget(link_of(), GEO)["closing_margin_db"] - budget(worse, GEO)["closing_margin_db"]
    assert lost == pytest.approx(loss_db, abs=1e-9)


def test_a_required_power_is_a_requirement_of_its_own():
    lines = budget(link_of(receiver={"required_power": "-40 dBm"}), GEO)
    assert lines.verdict.limited_by == "Received power"
    assert lines["closing_margin_db"] == pytest.approx(-38.543 + 40.0, abs=5e-4)


RADIO = {"kind": "digital", "scheme": "bpsk", "bit_rate": "1 kbit/s", "error_rate": 1e-5, "implementation_loss": "0 dB"}


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"frequency": "10 GHz"}, "either frequency, for a radio link, or wavelength"),
        ({"wavelength": None}, "either frequency, for a radio link, or wavelength"),
        ({"wavelength": "1.5 mm"}, "1.5 mm"),
        ({"modulation": RADIO}, r"modulation\.kind = 'digital'"),
        ({"receiver": {"noise_temperature": "50 K"}}, "noise_temperature: expected none with a telescope"),
        ({"receiver": {"system_noise_temperature": "50 K"}}, "system_noise_temperature: expected none"),
        ({"receiver": {"noise_bandwidth": "1 kHz"}}, "noise_bandwidth: expected none with a telescope"),
        ({"receiver": {"pointing_error": "1 urad", "pointing_loss": None}}, r"receiver\.pointing_error: expected"),
        ({"receiver": {"detector": DETECTOR}}, r"receiver\.detector: expected with kind"),
        ({"modulation": PULSES}, r"receiver\.detector: expected with kind"),
        ({"loss_temperatures": {"other": "290 K"}}, "loss_temperatures: expected none with a wavelength"),
        ({"flux_limit": {"signal_bandwidth": "1 MHz"}}, "flux_limit: expected none with a wavelength"),
        ({"zenith_air_loss": "1 dB"}, "either atmospheric_loss or zenith_air_loss"),
        ({"polarization_tilt": "10 deg"}, "polarization_tilt: expected none with a wavelength"),
        ({"transmitter": {"pointing_jitter": "1 urad"}}, "pointing_jitter: expected a pointing_error"),
        ({"transmitter": {"pointing_exceedance": 0.1}}, "pointing_exceedance: expected only beside"),
        ({"transmitter": {"peak_power": "100 W"}}, "peak_power with pulse-position"),
        ({"transmitter": {"antenna": {"kind": "telescope"}}}, "expected one of diameter, beamwidth"),
        (
            {"transmitter": {"antenna": {"kind": "telescope", "diameter": "1 m", "divergence": "10 urad"}}},
            "expected one of diameter, beamwidth",
        ),
        (
            {"transmitter": {"antenna": {"kind": "telescope", "divergence": "10 urad", "obscuration": 0.2}}},
            "obscuration: expected none beside a stated width",
        ),
        (
            {"transmitter": {"antenna": {"kind": "telescope", "diameter": "1 m", "truncation": 1.1}}},
            "truncation: expected only with illumination",
        ),
        (
            {"receiver": {"antenna": {"kind": "telescope", "divergence": "10 urad"}}},
            r"receiver\.antenna: expected a diameter",
        ),
        (
            {"transmitter": {"antenna": {"kind": "stated", "gain": "100 dBi"}}},
            r"transmitter\.antenna: expected kind = 'telescope'",
        ),
    ],
)
def test_what_belongs_to_radio_or_is_said_twice_is_refused(said, message):
    with pytest.raises(ValidationError, match=message) as caught:
        link_of(**said)
    assert len(caught.value.errors()) == 1


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"slots": 12}, "power of two"),
        ({"ladder_slots": [16]}, "ladder_slots, ladder_slot_widths and ladder_code_rates together"),
        ({"code_rate": 1.5}, "below 1"),
        ({"guard_share": -0.1}, "at least 0"),
    ],
)
def test_symbols_that_cannot_be_are_refused(said, message):
    with pytest.raises(ValidationError, match=message):
        counting(**said)


def test_telescopes_and_jitter_are_refused_on_radio():
    stated = {"kind": "stated", "gain": "20 dBi"}
    sending = {"power": "1 W", "antenna": stated, "line_loss": "0 dB", "pointing_loss": "0 dB"}
    receiving = {"antenna": stated, "line_loss": "0 dB", "pointing_loss": "0 dB", "system_noise_temperature": "50 K"}
    radio = {
        "title": "Radio",
        "frequency": "10 GHz",
        "polarization_loss": "0 dB",
        "required_margin": "0 dB",
        "transmitter": sending,
        "receiver": receiving,
        "modulation": RADIO,
    }
    Link(**radio)
    telescope = {"kind": "telescope", "diameter": "1 m"}
    with pytest.raises(ValidationError, match="another kind than 'telescope'"):
        Link(**(radio | {"transmitter": sending | {"antenna": telescope}}))
    with pytest.raises(ValidationError, match="pointing_jitter: expected only with an antenna of kind 'telescope'"):
        Link(**(radio | {"transmitter": sending | {"pointing_jitter": "1 deg"}}))
    with pytest.raises(ValidationError, match="zenith_air_loss: expected only with a wavelength"):
        Link(**(radio | {"zenith_air_loss": "1 dB"}))
    with pytest.raises(ValidationError, match=r"receiver\.detector: expected only with a wavelength"):
        Link(**(radio | {"receiver": receiving | {"detector": DETECTOR}}))


def test_air_that_nobody_stated_is_asked_for():
    link = link_of(atmospheric_loss=None)
    with pytest.raises(LinkBudgetError, match="expected atmospheric_loss or zenith_air_loss"):
        budget(link, Path(range_m=40e6, elevation_deg=45.0))
    assert "atmospheric_loss_db" not in budget(link, GEO).terms


def test_turbulence_is_a_fade_for_a_share_of_the_time():
    stated = budget(link_of(turbulence={"scintillation_index": 0.05, "exceedance": "1 %"}), GEO)
    computed = link_of(turbulence={"profile": "hufnagel-valley-5-7", "exceedance": "1 %"})
    lines = budget(computed, Path(range_m=40e6, elevation_deg=45.0))
    assert stated["turbulence_loss_db"] == pytest.approx(lognormal_fade_db(0.05, 0.01), abs=1e-12)
    assert lines["scintillation_index"] == pytest.approx(optical_scintillation_index(1.55e-6, 45.0, 0.6), rel=1e-12)
    lost = budget(link_of(), GEO)["margin_db"] - lines["margin_db"]
    assert lost == pytest.approx(lines["turbulence_loss_db"], abs=1e-9)
    with pytest.raises(LinkBudgetError, match=r"turbulence\.profile: expected an elevation"):
        budget(computed, GEO)


@pytest.mark.parametrize(
    ("turbulence", "said", "message"),
    [
        ({"exceedance": "1 %"}, {}, "either profile or scintillation_index"),
        ({"exceedance": "1 %", "profile": "hufnagel-valley-5-7", "scintillation_index": 0.1}, {}, "either profile"),
        ({"exceedance": "1 %", "profile": "hufnagel-valley-5-7"}, {"direction": "uplink"}, "on an uplink"),
    ],
)
def test_turbulence_said_twice_or_not_known_is_refused(turbulence, said, message):
    with pytest.raises(ValidationError, match=message):
        link_of(turbulence=turbulence, **said)
