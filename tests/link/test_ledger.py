"""The ledger: every total is the sum of its signed lines, keys are stable, and a loss is entered once."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.errors import LinkBudgetError
from linkbudget.hardware.parts import Link
from linkbudget.link.budget import Path, Weather, budget
from linkbudget.link.ledger import _FIXED, Ledger
from linkbudget.physics.free_space import level_dbw
from linkbudget.physics.noise_of_losses import noise_temperature_behind_loss_k
from linkbudget.scenario_files.files import packaged_names

SUM_DB = 1e-9
"""Rounding of some twenty additions of numbers up to 300 [dB]."""


def packaged():
    for name in packaged_names():
        for link in lb.load(name).links:
            yield pytest.param(name, link, id=f"{name}-{link}")


PACKAGED = list(packaged())


def packaged_budget(name: str, link: str, plane: str):
    scenario = lb.load(name)
    at = scenario.case_when_up(link)
    return budget(at.link, at.path, plane)


def assert_sums(lines) -> int:
    """Check each total against its own parts, and the sign column against the running sum; the number of totals."""
    running, totals = 0.0, 0
    for key, line in lines.terms.items():
        if line.parts is not None:
            own = sum(sign * part.value for sign, part in line.signed_parts)
            assert line.value == pytest.approx(own, abs=SUM_DB), key
            opened = sum(sign * part.value for sign, part in line.entries())
            assert line.value == pytest.approx(opened, abs=SUM_DB), key
            totals += 1
        if line.unit == "K":
            continue
        if line.sign == "=":
            restarts = line.parts is None or line.name.endswith("(carried forward)")
            assert restarts or line.value == pytest.approx(running, abs=SUM_DB), key
            running = line.value
        running += {"+": 1.0, "-": -1.0}.get(line.sign, 0.0) * line.value
    return totals


@pytest.mark.parametrize(("scenario", "name"), PACKAGED)
@pytest.mark.parametrize("plane", ["receiver", "antenna"])
def test_every_total_of_a_packaged_link_is_the_sum_of_its_signed_lines(scenario, name, plane):
    assert assert_sums(packaged_budget(scenario, name, plane)) >= 5


# ---- every kind of antenna, receiver, modulation and weather with every other

ANTENNAS = {
    "dish": {"diameter": "3 m", "aperture_efficiency": "0.6", "beamwidth_factor": "70 deg"},
    "array": {
        "element_count": 4,
        "element_effective_area": "10 m2",
        "combining_efficiency": 0.9,
        "length": "30 m",
        "beamwidth_factor": "60 deg",
    },
    "beam": {"gain": "20 dBi", "beamwidth": "15 deg"},
    "broad": {"gain": "5 dBi", "beamwidth": "100 deg"},
    "omnidirectional": {"gain": "0 dBi"},
    "pattern": {"file": ""},
    "stated": {"gain": "30 dBi"},
}


@pytest.fixture(autouse=True, scope="module")
def _pattern_file(tmp_path_factory):
    """The file of the antenna that has one."""
    file = tmp_path_factory.mktemp("patterns") / "horn.csv"
    file.write_text("-90, -10\n-10, 12\n0, 15\n10, 13\n90, -12\n", encoding="utf-8")
    ANTENNAS["pattern"]["file"] = str(file)


SKY = {"galactic_noise_at_1_m": "60 K", "ground_noise_temperature": "12 K"}
LINE = {"line_loss": "0.8 dB", "pointing_error": "0.1 deg"}
RECEIVERS = {
    "parts": LINE | SKY | {"line_temperature": "290 K", "noise_figure": "1 dB"},
    "antenna": LINE | {"line_temperature": "290 K", "noise_temperature": "80 K", "antenna_noise_temperature": "40 K"},
    "system": LINE | {"system_noise_temperature": "150 K"},
    "figure of merit": {"g_over_t": "20 dB/K", "pointing_loss": "0.2 dB", "system_noise_temperature": "150 K"},
}
CARRIER = {"suppression": "4 dB", "subcarrier": "square", "loop_bandwidth": "10 Hz", "required_loop_snr": "7 dB"}
RANGING = {"modulation_index": "20 deg", "waveform": "sine", "required_pr_n0": "10 dBHz"}
PICTURE = {
    "pixel_rate": "90 pixel/s",
    "grey_levels": 64,
    "required_picture_snr": "20 dB",
    "implementation_loss": "2 dB",
}
BITS = {"kind": "digital", "bit_rate": "64 bit/s", "implementation_loss": "1 dB", "scheme": "bpsk"}
MODULATIONS = {
    "uncoded": BITS | {"error_rate": 1e-5, "rate_ladder": ["8 bit/s", "64 bit/s"]},
    "carrier": BITS | {"required_ebn0": "5 dB", "carrier": CARRIER},
    "ranging": BITS
    | {"code": "conv-7-1/2", "error_rate": 1e-5, "carrier": CARRIER | {"implementation_loss": "1 dB"}}
    | {"ranging": RANGING | {"implementation_loss": "0.5 dB"}},
    "pulses": PICTURE | {"kind": "pulse-position", "timing_jitter": 0.05, "rate_ladder": ["90 pixel/s"]},
    "video": PICTURE | {"kind": "analog-video", "deviation_ratio": 2.0, "carrier": CARRIER},
}
FLOORS = {"required_cn0": "0 dBHz", "required_flux": "-200 dBW/m2"}
WEATHER = {"clear": None, "rain": Weather(45.0, 35.0, 3000.0, 0.8, 50.0, 1e-3)}
LIMIT = {
    "signal_bandwidth": "1 MHz",
    "reference_bandwidth": "4 kHz",
    "limit_at_horizon": "-150 dBW/m2",
    "limit_overhead": "-140 dBW/m2",
}


def a_link(antenna: str, receiver: str, modulation: str, **more) -> Link:
    """A link of one kind of each part."""
    own = {"kind": antenna, "polarization": "right", "axial_ratio": "2 dB"} | ANTENNAS[antenna]
    power = {"power": "50 W"} | ({"peak_power": "25 kW"} if modulation == "pulses" else {})
    heard = dict(RECEIVERS[receiver])
    if receiver != "figure of merit":
        heard |= {"antenna": own, "required_power": "-170 dBW"}
    data = {
        "title": "Any",
        "frequency": "8.4 GHz",
        "polarization_loss": "0.3 dB",
        "required_margin": "3 dB",
        "transmitter": power | {"antenna": own, "pointing_error": "1 deg", "line_loss": "1 dB"},
        "receiver": heard | {"noise_bandwidth": "1 kHz", "required_cnr": "3 dB"} | FLOORS,
        "modulation": MODULATIONS[modulation],
        "losses": {"ionospheric": "0.1 dB"},
        "flux_limit": LIMIT,
    }
    return Link(**data | more)


ANY = list(itertools.product(ANTENNAS, RECEIVERS, MODULATIONS, WEATHER))


@pytest.mark.parametrize(("antenna", "receiver", "modulation", "weather"), ANY)
def test_every_total_of_any_link_is_the_sum_of_its_signed_lines(antenna, receiver, modulation, weather):
    link, path = a_link(antenna, receiver, modulation), Path(36e6, 30.0, weather=WEATHER[weather])
    for plane in ("receiver", "antenna"):
        assert assert_sums(budget(link, path, plane)) >= 8


def test_cn0_does_not_depend_on_the_reference_plane():
    for antenna, receiver, modulation, weather in ANY[::7]:
        link, path = a_link(antenna, receiver, modulation), Path(36e6, 30.0, weather=WEATHER[weather])
        at_receiver, at_antenna = (budget(link, path, plane)["cn0_dbhz"] for plane in ("receiver", "antenna"))
        assert at_receiver == pytest.approx(at_antenna, abs=SUM_DB)


def test_arrays_have_the_totals_of_their_scalars():
    elevation_deg = np.array([5.0, 20.0, 80.0])
    for antenna, receiver, modulation, weather in ANY[::11]:
        link = a_link(antenna, receiver, modulation)
        together = budget(link, Path(36e6, elevation_deg, weather=WEATHER[weather]))
        assert_sums_of_arrays(together)
        for place, one in enumerate(elevation_deg.tolist()):
            alone = budget(link, Path(36e6, one, weather=WEATHER[weather]))
            for key, line in together.terms.items():
                value = np.broadcast_to(line.value, 3)[place]
                assert alone[key] == pytest.approx(value, rel=1e-7, abs=1e-12, nan_ok=True), key


def assert_sums_of_arrays(lines) -> None:
    for key, line in lines.terms.items():
        if line.parts is not None:
            own = sum(sign * np.asarray(part.value) for sign, part in line.signed_parts)
            np.testing.assert_allclose(line.value, own, atol=SUM_DB, rtol=0.0, err_msg=key)


# ---- keys that users have written down

_KEYS = """
    absorption_loss_db antenna_noise_temperature_k atmospheric_loss_db background_noise_temperature_k bit_rate_bps
    bit_rate_dbhz boltzmann_dbw_per_k_hz carrier_cn0_dbhz carrier_implementation_loss_db carrier_margin_db
    carrier_power_dbw carrier_ranging_suppression_db carrier_start_dbhz carrier_suppression_db closing_margin_db
    cloud_loss_db cn0_dbhz cnr_db cnr_margin_db cnr_start_dbhz contrast_snr_db data_modulation_loss_db
    data_ranging_suppression_db data_rate_limit_bps data_rate_on_ladder_bps ebn0_db eirp_dbw elevation_deg
    es_over_n0_db excess_loss_db flux_density_dbw_per_m2 flux_in_bandwidth_dbw_per_m2 flux_limit_dbw_per_m2
    flux_margin_db flux_reference_bandwidth_hz free_space_loss_db g_over_t_db_per_k galactic_noise_temperature_k
    gas_loss_db implementation_loss_db ionospheric_loss_db isotropic_power_dbw loop_bandwidth_dbhz loop_snr_db
    margin_db maximum_range_m modulation_index_deg noise_bandwidth_dbhz noise_density_dbw_per_hz noise_power_dbw
    other_losses_db output_back_off_db picture_snr_db pixel_error_probability pixel_rate_dbhz
    pixel_rate_limit_pixels_per_s pixel_rate_on_ladder_pixels_per_s pixel_rate_pixels_per_s polarization_loss_db
    propagation_loss_db pulse_energy_j pulse_width_s rain_loss_db range_m ranging_data_suppression_db
    ranging_implementation_loss_db ranging_margin_db ranging_modulation_loss_db ranging_pr_n0_dbhz ranging_start_dbhz
    receive_antenna_gain_dbi receive_line_loss_db receive_off_boresight_deg receive_pointing_loss_db
    received_power_again_dbw received_power_dbw received_power_margin_db receiver_noise_temperature_k
    required_carrier_power_dbw required_cn0_dbhz required_cnr_db required_ebn0_db required_es_over_n0_db
    required_loop_snr_db required_margin_db required_power_dbw required_pr_n0_dbhz required_video_cnr_db
    scintillation_loss_db shannon_limit_bps sharing_loss_db signal_power_dbw sky_noise_temperature_k
    slot_error_probability slots system_noise_temperature_dbk system_noise_temperature_k transmit_antenna_gain_dbi
    transmit_line_loss_db transmit_off_boresight_deg transmit_pointing_loss_db transmit_power_dbw video_bandwidth_dbhz
    video_bandwidth_hz video_cnr_db video_snr_db video_threshold_db
"""
KEYS = frozenset(_KEYS.split())
"""Keys of lines since 0.1; they never change."""


def test_every_key_that_was_ever_public_is_still_in_use():
    used = set()
    for antenna, receiver, modulation, weather in ANY[::5] + ANY[1::7]:
        used |= set(budget(a_link(antenna, receiver, modulation), Path(36e6, 30.0, weather=WEATHER[weather])).terms)
    shared = {"power": "50 W", "output_back_off": "1 dB", "power_share": 0.5, "pointing_loss": "0 dB"}
    sender = shared | {"antenna": {"kind": "stated", "gain": "10 dBi"}, "line_loss": "0 dB"}
    used |= set(budget(a_link("dish", "parts", "uncoded", transmitter=sender), Path(36e6, 30.0)).terms)
    assert used >= KEYS


# ---- the book-keeping itself


def test_a_key_entered_twice_is_an_error_where_it_is_made():
    ledger = Ledger()
    ledger.add("transmit_power_dbw", "Transmit power", level_dbw, power_w=30.0)
    for enter in (ledger.add, ledger.less, ledger.state, ledger.start):
        with pytest.raises(LinkBudgetError, match="transmit_power_dbw: a line with this key"):
            enter("transmit_power_dbw", "Transmit power", 3.0)
    with pytest.raises(LinkBudgetError, match="transmit_power_dbw"):
        ledger.total("transmit_power_dbw", "Transmit power")


def test_a_loss_cannot_take_the_name_of_a_line():
    link = a_link("dish", "parts", "uncoded", losses={"free-space": "0.1 dB"})
    with pytest.raises(LinkBudgetError, match=r"losses\.free-space: expected a name of its own"):
        budget(link, Path(36e6, 30.0))


@pytest.mark.parametrize("name", ["sky-gas", "absorption"])
def test_a_loss_cannot_take_the_key_of_a_line_that_other_budgets_have(name):
    """Such a loss beside a stated atmosphere would be taken for the clear sky."""
    link = a_link("dish", "system", "uncoded", atmospheric_loss="3 dB", losses={name: "0.2 dB"})
    with pytest.raises(LinkBudgetError, match=rf"losses\.{name}: expected a name of its own"):
        budget(link, Path(36e6, 30.0))


def test_a_limit_of_flux_that_cannot_be_judged_leaves_a_note():
    """Beside a stated free-space loss the verdict passed over it without a word."""
    lines = budget(a_link("dish", "antenna", "uncoded"), Path(free_space_loss_db=200.0, elevation_deg=30.0))
    assert "flux_margin_db" not in lines.terms
    assert any("flux_limit is left out" in text for text in lines.notes)


def test_kelvins_and_decibels_have_sums_of_their_own():
    ledger = Ledger()
    ledger.add("eirp_dbw", "EIRP", 10.0)
    ledger.add("sky_noise_temperature_k", "Sky noise", 8.0)
    ledger.less("line_loss_db", "Line loss", 1.0)
    ledger.add("ground_noise_temperature_k", "Noise of the ground", 12.0)
    assert ledger.total("antenna_noise_temperature_k", "Antenna noise temperature").value == 20.0
    assert ledger.total("received_power_dbw", "Received power").value == 9.0


def test_the_losses_since_a_line_add_up_to_a_loss():
    ledger = Ledger()
    ledger.add("eirp_dbw", "EIRP", 10.0)
    ledger.less("free_space_loss_db", "Free-space loss", 200.0)
    ledger.less("gas_loss_db", "Gas", 0.5)
    ledger.add("relay_gain_db", "Relay", 3.0)
    ledger.less("wind_loss_db", "Wind", 0.25)
    assert ledger.subtotal("excess_loss_db", "Excess loss", ledger.since("free_space_loss_db")).value == 0.75


@pytest.mark.parametrize(("scenario", "name"), PACKAGED[::5])
def test_explanation_of_a_total_names_its_lines_and_their_numbers(scenario, name):
    lines = packaged_budget(scenario, name, "receiver")
    text = lines.explanation()
    for line in lines:
        if line.parts is not None:
            assert line.sum_text in text
    eirp = lines.terms["eirp_dbw"]
    assert f"{eirp.signed_parts[0][1].value:.2f} dBW" in text


# ---- losses that absorb


def test_a_named_loss_that_absorbs_warms_the_sky_by_its_own_temperature():
    """1 dB at 290 K before a sky of T: T / L + 290 (1 - 1/L)."""
    link = a_link("dish", "parts", "uncoded", losses={"foliage": "1 dB"}, loss_temperatures={"foliage": "290 K"})
    cold, warm = (budget(one, Path(36e6, 30.0)) for one in (a_link("dish", "parts", "uncoded"), link))
    expected = noise_temperature_behind_loss_k(cold["sky_noise_temperature_k"], 1.0, 290.0)
    assert warm["noise_behind_foliage_k"] == pytest.approx(expected, abs=1e-9)
    rise = warm["antenna_noise_temperature_k"] - cold["antenna_noise_temperature_k"]
    assert rise == pytest.approx(expected - cold["sky_noise_temperature_k"], abs=1e-9)


def test_a_stated_atmospheric_loss_glows():
    """ITU-R P.618-14, equation (69): 3 dB before 2.73 K and 275 K of air give 138.4 K, the galaxy aside."""
    link = a_link("dish", "parts", "uncoded", frequency="20 GHz", atmospheric_loss="3 dB")
    through = 10.0**-0.3
    background = budget(link, Path(36e6, 30.0))["background_noise_temperature_k"]
    assert background == pytest.approx(2.73, abs=0.01)
    expected = background * through + 275.0 * (1.0 - through)
    assert expected == pytest.approx(138.5, abs=0.1)
    assert budget(link, Path(36e6, 30.0))["sky_noise_temperature_k"] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("receiver", ["antenna", "system", "figure of merit"])
def test_rain_adds_its_noise_to_a_figure_stated_for_a_clear_sky(receiver):
    """The rise is that of ITU-R P.618-14, equation (69), in rain less in clear sky, behind the line if any."""
    link, path = a_link("dish", receiver, "uncoded", frequency="20 GHz"), Path(36e6, 30.0)
    clear, wet = budget(link, path), budget(link, Path(36e6, 30.0, weather=WEATHER["rain"]))
    gas, absorbed = 10.0 ** (-wet["gas_loss_db"] / 10.0), 10.0 ** (-wet["absorption_loss_db"] / 10.0)
    rise_k = (275.0 - 2.7255) * (gas - absorbed)
    line = 10.0 ** (-(0.8 if receiver != "figure of merit" else 0.0) / 10.0)
    stated = {"antenna": clear.get("system_noise_temperature_k"), "system": 150.0, "figure of merit": 150.0}[receiver]
    expected = 10.0 * np.log10(1.0 + rise_k * line / stated)
    dimmed = wet["atmospheric_loss_db"] - wet["gas_loss_db"]
    assert clear["cn0_dbhz"] - wet["cn0_dbhz"] == pytest.approx(dimmed + expected, abs=1e-6)
    assert expected > 1.0
    told = link.model_copy(update={"receiver": link.receiver.model_copy(update={"noise_contains_weather": True})})
    contained = budget(told, Path(36e6, 30.0, weather=WEATHER["rain"]))
    assert clear["cn0_dbhz"] - contained["cn0_dbhz"] == pytest.approx(dimmed, abs=1e-6)


def test_rain_adds_no_noise_to_the_spacecraft_end_of_an_uplink():
    link = a_link("dish", "antenna", "uncoded", direction="uplink")
    wet = budget(link, Path(36e6, 30.0, weather=WEATHER["rain"]))
    assert wet["antenna_noise_temperature_k"] == 40.0


# ---- lines that are kept


def test_kept_lines_are_those_of_a_fresh_link():
    """A third budget of a link takes lines from the second; with another path, station or weather it must not."""
    rain = WEATHER["rain"]
    paths = [
        Path(36e6, 30.0),
        Path(72e6, 30.0),
        Path(36e6, 10.0),
        Path(36e6, 10.0, station_height_m=2000.0),
        Path(36e6, 10.0, weather=rain),
        Path(36e6, 10.0, weather=replace(rain, rain_rate_mm_per_h=5.0)),
        Path(36e6, np.array([10.0, 50.0])),
        Path(36e6, 30.0),
    ]
    for receiver, modulation in itertools.product(RECEIVERS, MODULATIONS):
        link = a_link("dish", receiver, modulation)
        for path in [each for each in paths for _ in range(3)]:
            for plane in ("receiver", "antenna"):
                kept, fresh = budget(link, path, plane), budget(a_link("dish", receiver, modulation), path, plane)
                assert list(kept.terms) == list(fresh.terms)
                for key, line in fresh.terms.items():
                    np.testing.assert_array_equal(kept[key], line.value, err_msg=key)
                assert kept.notes == fresh.notes


def test_kept_lines_go_when_their_link_goes():
    before = len(_FIXED)
    link = a_link("dish", "parts", "uncoded")
    for _ in range(3):
        budget(link, Path(36e6, 30.0))
    assert len(_FIXED) == before + 1
    del link
    assert len(_FIXED) == before
