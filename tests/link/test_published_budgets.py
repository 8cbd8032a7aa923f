"""Whole published budgets, each written in the words of a scenario file from its printed inputs, line by line.

A tolerance is half a unit of the last printed digit for one line; for a total, the root of the sum of squares of the
halves of its inputs, never less than its own half digit.  What a page contradicts of itself is a test of its own.
"""

import math

import pytest

from linkbudget.hardware.parts import Link
from linkbudget.link.budget import Budget, Path, budget

STATED = {"kind": "stated", "gain": "0 dBi"}
END = {"antenna": STATED, "pointing_loss": "0 dB", "line_loss": "0 dB"}


def lines_of(path: Path, **said) -> Budget:
    whole = {"title": "As published", "polarization_loss": "0 dB", "required_margin": "0 dB"}
    return budget(Link.model_validate(whole | {"modulation": {"kind": "threshold"}} | said), path)


def end(gain_dbi: float, **said) -> dict:
    return END | {"antenna": STATED | {"gain": f"{gain_dbi} dBi"}} | said


# ---- UNITEC-1 (2010), 5.84 GHz, as a radio amateur's page "unitec-1-link-budget" has it


def unitec_1(range_m: float) -> Budget:
    return lines_of(
        Path(range_m=range_m),
        frequency="5840 MHz",
        transmitter=end(5.0, power="4.8 W"),
        receiver={
            "g_over_t": "23 dB/K",
            "pointing_loss": "0.4 dB",
            "required_cn0": "27 dBHz",
            "bandwidths": {"wide": "500 Hz", "narrow": "100 Hz"},
        },
        losses={"path": "2 dB"},
    )


@pytest.mark.parametrize(
    ("range_km", "free_space", "level", "cn0", "wide", "narrow"),
    [
        (20e3, 194.0, -184.0, 67.0, 40.0, 47.0),
        (200e3, 214.0, -204.0, 47.0, 20.0, 27.0),
        (2e6, 234.0, -224.0, 27.0, 0.0, 7.0),
        (15e6, 251.0, -242.0, 10.0, -17.0, -10.0),
        (20e6, 254.0, -244.0, 7.0, -20.0, -13.0),
    ],
)
def test_unitec_1_at_five_distances(range_km, free_space, level, cn0, wide, narrow):
    """Everything is printed in whole decibels: half a decibel on every line, as each is rounded from exact ones."""
    lines = unitec_1(range_km * 1e3)
    assert lines["transmit_power_dbw"] == pytest.approx(6.8, abs=0.05)
    assert lines["eirp_dbw"] == pytest.approx(11.8, abs=0.05)
    assert lines["free_space_loss_db"] == pytest.approx(free_space, abs=0.5)
    at_the_antenna = lines["eirp_dbw"] - lines["propagation_loss_db"]
    assert at_the_antenna == pytest.approx(level, abs=0.52)  # inputs of 0.1 dB: -241.5 at 15 million km, printed -242
    assert lines["cn0_dbhz"] == pytest.approx(cn0, abs=0.5)
    assert lines["cnr_in_wide_db"] == pytest.approx(wide, abs=0.5)
    assert lines["cnr_in_narrow_db"] == pytest.approx(narrow, abs=0.5)


def test_the_pointing_of_unitec_1_is_that_of_a_beam_of_half_a_degree():
    """Printed 0.4 dB for 0.1 deg in 0.5 deg; a Gaussian beam has 0.48 dB, so 0.4 is cut off and not rounded."""
    beam = {"kind": "beam", "polarization": "right", "axial_ratio": "0 dB", "gain": "50 dBi", "beamwidth": "0.5 deg"}
    lines = lines_of(
        Path(range_m=2e9),
        frequency="5840 MHz",
        transmitter=end(5.0, power="4.8 W"),
        receiver=END
        | {"antenna": beam, "system_noise_temperature": "100 K", "required_cn0": "27 dBHz"}
        | {"pointing_error": "0.1 deg", "pointing_loss": None},
    )
    assert lines["receive_pointing_loss_db"] == pytest.approx(0.48, abs=0.005)
    assert math.floor(10.0 * lines["receive_pointing_loss_db"]) / 10.0 == 0.4


# ---- GPS L1 C/A, a note of the Advanced Electronics Laboratory (ael.cbnu.ac.kr)

SEEN = {5: (13.8, 25150.0, 0.0, 22.0), 50: (15.1, 21410.0, 2.0, 3.0), 90: (11.8, 20180.0, 4.0, 2.0)}
"""Elevation -> gain of the satellite [dBi], range [km], gain of the receiver [dBi], sky [K]."""


def gps(elevation_deg: int, lossy: bool = True, **said) -> Budget:
    gain, range_km, receive_gain, sky = SEEN[elevation_deg]
    noise = {
        "sky_noise_temperature": f"{sky} K",
        "ground_share": 10.0**-0.6,  # a front-to-back ratio of 6 dB
        "ground_temperature": "300 K",
        "radiation_efficiency": 0.4,
        "antenna_temperature": "300 K",
    }
    own = 300.0 * (10.0**0.13 - 1.0)  # the page counts its noise figure of 1.3 dB over 300 K
    receiver = end(receive_gain, antenna_noise=noise, noise_temperature=f"{own} K", required_cn0="38.5 dBHz")
    losses = {"atmospheric_loss": "0.4 dB", "polarization_loss": "3.4 dB", "losses": {"mismatch": "0.2 dB"}}
    return lines_of(
        Path(range_m=range_km * 1e3, elevation_deg=float(elevation_deg)),
        frequency="1575.42 MHz",
        transmitter=end(gain, power="16.5 dBW"),
        receiver=receiver,
        **(losses if lossy else {"atmospheric_loss": "0 dB"}),
    )


def test_gps_noise_as_printed():
    """Printed 211 K, 316 K and -203.6 dBW/Hz; the page adds a whole sky to a quarter of ground, which is 0.2 K more."""
    lines = gps(90)
    assert lines["antenna_noise_temperature_k"] == pytest.approx(211.0, abs=0.5)
    assert lines["system_noise_temperature_k"] == pytest.approx(316.0, abs=0.6)
    assert lines["noise_density_dbw_per_hz"] == pytest.approx(-203.6, abs=0.05)


@pytest.mark.parametrize(("elevation", "carrier"), [(5, -154.10), (50, -149.40), (90, -150.19)])
def test_gps_carrier_by_the_inputs_of_the_page(elevation, carrier):
    """By hand with the page's wavelength of 19.04 cm (19.029 cm exact, 0.005 dB) and rounded to 0.01 dB."""
    assert gps(elevation, lossy=False)["received_power_dbw"] == pytest.approx(carrier, abs=0.01)
    assert gps(elevation)["received_power_dbw"] == pytest.approx(carrier - 4.0, abs=0.01)


@pytest.mark.parametrize("elevation", [5, 50, 90])
def test_gps_density_ratio_over_its_own_noise(elevation):
    """C/N0 after all losses: over the 316 K of the zenith 45.50, 50.20 and 49.42 dBHz."""
    lines, over_316_k = gps(elevation), {5: 45.50, 50: 50.20, 90: 49.42}
    warmer = 10.0 * math.log10(lines["system_noise_temperature_k"] / 315.63)
    assert lines["cn0_dbhz"] == pytest.approx(over_316_k[elevation] - warmer, abs=0.01)
    assert lines["cn0_dbhz"] >= 38.5


def test_the_gps_page_contradicts_itself_in_three_lines():
    """The page prints -154.2 and -158.2 dBW overhead: both lack the 4 dB of losses, the second one twice.

    The page's noise of -108.5 dBm in 2 MHz needs 507 K, not the 316 K that it states.
    """
    without, with_losses = gps(90, lossy=False), gps(90)
    assert without["received_power_dbw"] - 4.0 == pytest.approx(-154.2, abs=0.05)
    assert with_losses["received_power_dbw"] - 4.0 == pytest.approx(-158.2, abs=0.05)
    in_2_mhz = with_losses["noise_density_dbw_per_hz"] + 10.0 * math.log10(2e6) + 30.0
    assert in_2_mhz == pytest.approx(-110.6, abs=0.05)
    needed_k = with_losses["system_noise_temperature_k"] * 10.0 ** ((-108.5 - in_2_mhz) / 10.0)
    assert needed_k == pytest.approx(507.0, abs=6.0)


def test_the_second_gps_budget_of_the_page():
    """EIRP 26.25 dBW, 0.5 dB, free space 184.4 dB: -158.65 dBW, as printed."""
    lines = lines_of(
        Path(free_space_loss_db=184.4),
        frequency="1575.42 MHz",
        transmitter={"eirp": "26.25 dBW"},
        receiver=END | {"sensitivity": "-160 dBW"},
        losses={"air": "0.5 dB"},
    )
    assert lines["received_power_dbw"] == pytest.approx(-158.65, abs=1e-9)


# ---- Lunar OSCAR II, 437 MHz (github:BY2HIT/BY2HIT.github.io@02d37df)


def lunar_oscar_ii(range_km, power, gains, polarization, noise_figure) -> Budget:
    """A link of JT4G, known by the C/N0 that it needs; the noise figure counts over an antenna of 290 K."""
    receiver = end(gains[1], noise_figure=f"{noise_figure} dB", antenna_noise_temperature="290 K")
    return lines_of(
        Path(range_m=range_km * 1e3),
        frequency="437 MHz",
        transmitter=end(gains[0], power=f"{power} dBW"),
        receiver=receiver | {"required_cn0": "17 dBHz"},
        polarization_loss=f"{polarization} dB",
        losses={"other": "1 dB"},
    )


@pytest.mark.parametrize(
    ("said", "level", "cn0", "margin"),
    [
        ((400e3, 3.0, (-6.0, 22.0), 3.0, 2.0), -152.3, 19.7, 2.7),
        ((400e3, 14.0, (22.0, -6.0), 3.0, 10.0), -141.3, 22.7, 5.7),
    ],
    ids=["down", "up"],
)
def test_jt4g_of_lunar_oscar_ii(said, level, cn0, margin):
    lines = lunar_oscar_ii(*said)
    assert lines["free_space_loss_db"] == pytest.approx(197.3, abs=0.05)
    assert lines["received_power_dbw"] + 30.0 == pytest.approx(level, abs=0.1)
    assert lines["cn0_dbhz"] == pytest.approx(cn0, abs=0.1)
    assert lines["closing_margin_db"] == pytest.approx(margin, abs=0.1)
    assert lines.verdict.limited_by == "C/N0"


def test_the_lucky_case_of_lunar_oscar_ii_contradicts_itself_by_a_decibel():
    """3 dBW, -1 and 15 dBi, losses of 1, 196.8 and 1 dB make -151.8 dBm and 20.2 dBHz; printed -152.8 and 19.2.

    The totals are those of a transmitter of -2 dBi; so are those of the GMSK downlink beside it on the page.
    """
    printed, exact = {"level": -152.8, "cn0": 19.2, "margin": 2.2}, lunar_oscar_ii(380e3, 3.0, (-1.0, 15.0), 1.0, 2.0)
    assert exact["free_space_loss_db"] == pytest.approx(196.8, abs=0.06)  # 196.853, cut off
    assert exact["received_power_dbw"] + 30.0 == pytest.approx(printed["level"] + 1.0, abs=0.1)
    lines = lunar_oscar_ii(380e3, 3.0, (-2.0, 15.0), 1.0, 2.0)
    assert lines["received_power_dbw"] + 30.0 == pytest.approx(printed["level"], abs=0.1)
    assert lines["cn0_dbhz"] == pytest.approx(printed["cn0"], abs=0.1)
    assert lines["closing_margin_db"] == pytest.approx(printed["margin"], abs=0.1)


def test_command_of_lunar_oscar_ii_by_a_threshold_of_power():
    """GMSK up: 23 dBW, 22 dBi; -132.3 dBm arrive where -140 dBm are needed."""
    lines = lines_of(
        Path(range_m=400e6),
        frequency="437 MHz",
        transmitter=end(22.0, power="23 dBW"),
        receiver=end(-6.0, sensitivity="-140 dBm"),
        polarization_loss="3 dB",
        losses={"other": "1 dB"},
    )
    assert lines["free_space_loss_db"] == pytest.approx(197.3, abs=0.05)
    assert lines["received_power_dbw"] + 30.0 == pytest.approx(-132.3, abs=0.1)
    assert lines["closing_margin_db"] == pytest.approx(7.7, abs=0.1)


# ---- A transponder at the distance of the Moon (amsat-bb 200807/msg00073)


def test_a_145_mhz_transponder_at_400_000_km():
    """All lines in whole decibels; the floor in 2500 Hz is one more than seven below that in 500 Hz."""
    receiver = end(13.0, noise_figure="0.7 dB", antenna_noise_temperature="200 K", required_cn0="40 dBHz")
    lines = lines_of(
        Path(range_m=400e6),
        frequency="145.9 MHz",
        transmitter=end(10.0, power="10 dBW"),
        receiver=receiver | {"bandwidths": {"telegraphy": "500 Hz", "speech": "2500 Hz"}},
    )
    assert lines["eirp_dbw"] == pytest.approx(20.0, abs=1e-9)
    assert lines["propagation_loss_db"] == pytest.approx(188.0, abs=0.5)
    assert lines["eirp_dbw"] - lines["propagation_loss_db"] == pytest.approx(-168.0, abs=0.5)
    assert lines["received_power_dbw"] == pytest.approx(-155.0, abs=0.5)
    assert lines["receiver_noise_temperature_k"] == pytest.approx(51.0, abs=0.5)
    assert lines["noise_power_in_telegraphy_dbw"] == pytest.approx(-178.0, abs=0.5)
    assert lines["noise_power_in_speech_dbw"] == pytest.approx(-171.0, abs=0.5)
    assert lines["cnr_in_telegraphy_db"] == pytest.approx(23.0, abs=0.5)


# ---- A geostationary transponder for five users (amsat-bb 200307/msg01288)


@pytest.mark.parametrize(
    ("frequency", "transmitter", "receive_gain", "eirp", "path", "level", "required", "margin"),
    [
        ("29.4 MHz", {"power": "40 dBm"}, 0.0, 40.0, 153.0, -113.0, -119.0, 6.0),
        ("145.9 MHz", {"power": "10 W", "power_share": 0.2}, 15.0, 33.0, 167.0, -119.0, -120.0, 1.0),
    ],
    ids=["10 m up", "2 m down"],
)
def test_a_geostationary_transponder_for_five_users(
    frequency, transmitter, receive_gain, eirp, path, level, required, margin
):
    """Whole decibels, and 3 dB of gain less 3 dB of polarisation in the printed EIRP; 38 000 km as the sums need it."""
    lines = lines_of(
        Path(range_m=38e6),
        frequency=frequency,
        transmitter=end(3.0, **transmitter),
        receiver=end(receive_gain, sensitivity=f"{required} dBm"),
        polarization_loss="3 dB",
    )
    assert lines["eirp_dbw"] - lines["polarization_loss_db"] + 30.0 == pytest.approx(eirp, abs=0.5)
    assert lines["free_space_loss_db"] == pytest.approx(path, abs=0.5)
    assert lines["received_power_dbw"] + 30.0 == pytest.approx(level, abs=0.5)
    assert lines["closing_margin_db"] == pytest.approx(margin, abs=0.5)


# ---- Command links judged by the flux that arrives: filings at the FCC


def by_flux(**said) -> Budget:
    return lines_of(Path(), direction="uplink", polarization_loss=None, **said)


def test_a_command_link_on_station_by_its_flux():
    """SAT-PPL-20120717-00117, attachment 961524.  The printed G/T of -12.0 dB/K is gain less temperature; the losses
    are in neither, so the line G/T of the budget, at the input of the receiver, is the 14.8 dB below it.
    """
    receiver = end(17.2, line_loss="14.8 dB", flux="-90 dBW/m2", required_power="-142 dBW")
    lines = by_flux(frequency="14 GHz", receiver=receiver | {"system_noise_temperature": "29.2 dBK"})
    assert lines["isotropic_aperture_dbm2"] == pytest.approx(-44.4, abs=0.05)
    assert lines["arriving_power_dbw"] == pytest.approx(-134.4, abs=0.05)
    assert lines["received_power_dbw"] == pytest.approx(-132.0, abs=0.05)
    assert lines["closing_margin_db"] == pytest.approx(10.0, abs=0.05)
    assert lines.verdict.limited_by == "Received power"
    gain_less_temperature = lines["receive_antenna_gain_dbi"] - lines["system_noise_temperature_dbk"]
    assert gain_less_temperature == pytest.approx(-12.0, abs=1e-9)
    assert lines["g_over_t_db_per_k"] == pytest.approx(-12.0 - 14.8, abs=1e-9)
    assert not {"eirp_dbw", "free_space_loss_db", "maximum_range_m"} & lines.terms.keys()


@pytest.mark.parametrize(
    ("flux", "isotropic", "level", "margin"), [(-60, -106.5, -88.5, 23.5), (-80, -126.5, -108.5, 3.5)]
)
def test_a_command_link_in_transfer_orbit_by_its_flux(flux, isotropic, level, margin):
    """SAT-LOA-20061222-00157, attachment 540772: 17.791 GHz; input and threshold are in dBm, the rest in dBW."""
    receiver = end(0.0, line_loss="12 dB", flux=f"{flux} dBW/m2", required_power="-112 dBm")
    lines = by_flux(frequency="17.791 GHz", receiver=receiver | {"system_noise_temperature": "35 dBK"})
    assert lines["isotropic_aperture_dbm2"] == pytest.approx(-46.5, abs=0.05)
    assert lines["arriving_power_dbw"] == pytest.approx(isotropic, abs=0.05)
    assert lines["received_power_dbw"] + 30.0 == pytest.approx(level, abs=0.05)
    assert lines["closing_margin_db"] == pytest.approx(margin, abs=0.05)
    gain_less_temperature = lines["receive_antenna_gain_dbi"] - lines["system_noise_temperature_dbk"]
    assert gain_less_temperature == pytest.approx(-35.0, abs=1e-9)
