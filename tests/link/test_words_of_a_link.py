"""A link in the words of its sheet: EIRP, EIRP density, thresholds of power, flux and C/N0, no bit rate."""

import numpy as np
import pytest
from pydantic import ValidationError

from linkbudget.hardware.parts import Link
from linkbudget.link.budget import Budget, Path, budget
from linkbudget.link.case import Case
from linkbudget.physics.power_flux import flux_of_isotropic_power_dbw_per_m2
from linkbudget.plots.levels import level_rows

STATED = {"kind": "stated", "gain": "0 dBi"}
END = {"antenna": STATED, "pointing_loss": "0 dB", "line_loss": "0 dB"}


def a_link(**changes) -> Link:
    said = {
        "title": "As a sheet says it",
        "frequency": "2 GHz",
        "polarization_loss": "0 dB",
        "required_margin": "0 dB",
        "transmitter": {"eirp": "10 dBW"},
        "receiver": END | {"system_noise_temperature": "290 K", "required_cn0": "40 dBHz"},
        "modulation": {"kind": "threshold"},
    }
    return Link.model_validate(said | changes)


def lines_of(path: Path | None = None, **changes) -> Budget:
    return budget(a_link(**changes), path or Path(range_m=1000e3))


def refusal(**changes) -> str:
    with pytest.raises(ValidationError) as error:
        a_link(**changes)
    return str(error.value)


# ---- reference


@pytest.mark.parametrize(
    ("frequency", "transmitter", "g_over_t", "bandwidth", "losses", "free_space", "cnr"),
    [
        ("20 GHz", ("4 dBW/MHz", "400 MHz"), 15.9, "400 MHz", (0.5, 0.0, 0.3), 179.1, 8.5),
        ("2 GHz", ("34 dBW/MHz", "30 MHz"), -31.6, "30 MHz", (0.1, 3.0, 2.2), 159.1, 6.6),
        ("30 GHz", "76.2 dBm", 13.0, "400 MHz", (0.5, 0.0, 0.3), 182.6, 18.4),
        ("2 GHz", "23 dBm", 1.1, "360 kHz", (0.1, 3.0, 2.2), 159.1, 2.8),
    ],
)
def test_links_of_3gpp_tr_38_821(frequency, transmitter, g_over_t, bandwidth, losses, free_space, cnr):
    """Table 6.1.3.3-1, LEO at 600 km and 30 deg: 1075.1 km; inputs of one decimal are known to 0.12 dB together."""
    sent = (
        {"eirp": transmitter}
        if isinstance(transmitter, str)
        else dict(zip(("eirp_density", "signal_bandwidth"), transmitter, strict=True))
    )
    named = dict(zip(("air", "shadow", "twinkling"), (f"{loss} dB" for loss in losses), strict=True))
    receiver = {"g_over_t": f"{g_over_t} dB/K", "noise_bandwidth": bandwidth, "required_cnr": "0 dB"}
    lines = lines_of(Path(range_m=1075.1e3), frequency=frequency, transmitter=sent, receiver=receiver, losses=named)
    assert lines["free_space_loss_db"] == pytest.approx(free_space, abs=0.05)
    assert lines["cnr_db"] == pytest.approx(cnr, abs=0.12)
    assert lines.verdict.limited_by == "C/N"


@pytest.mark.parametrize(
    ("frequency", "power", "gains", "loss", "sensitivity", "level", "margin"),
    [
        ("145.9 MHz", 7.0, (5.0, -6.0), 138.6, "-110 dBm", -106.6, 3.4),
        ("437 MHz", 0.0, (-6.0, 10.0), 148.2, "-121 dBm", -118.2, 2.8),
    ],
)
def test_fm_voice_by_the_sensitivity_of_its_receiver(frequency, power, gains, loss, sensitivity, level, margin):
    """VR2Sat (2026), 1399.3 km, neither a noise temperature nor a rate: level and margin as printed."""
    receiver = END | {"antenna": STATED | {"gain": f"{gains[1]} dBi"}, "sensitivity": sensitivity}
    lines = lines_of(
        Path(range_m=1399.3e3),
        frequency=frequency,
        transmitter={"eirp": f"{power + gains[0]} dBW"},
        receiver=receiver,
        polarization_loss="3 dB",
        losses={"other": "1 dB"},
    )
    assert lines["free_space_loss_db"] == pytest.approx(loss, abs=0.1)
    assert lines["received_power_dbw"] + 30.0 == pytest.approx(level, abs=0.1)
    assert lines["closing_margin_db"] == pytest.approx(margin, abs=0.1)
    assert lines.verdict.limited_by == "Received power"
    assert "cn0_dbhz" not in lines.terms


@pytest.mark.parametrize(
    ("eirp", "gain", "noise_figure", "cn0", "margin"),
    [(-3.0, 22.0, 2.0, 19.7, 2.7), (36.0, -6.0, 10.0, 22.7, 5.7)],
)
def test_jt4g_by_the_cn0_of_its_threshold(eirp, gain, noise_figure, cn0, margin):
    """Lunar OSCAR II at 437 MHz, down and up: 17 dBHz are needed, whatever the keying; the noise is that of 290 K."""
    receiver = END | {
        "antenna": STATED | {"gain": f"{gain} dBi"},
        "system_noise_temperature": f"{290.0 * 10.0 ** (noise_figure / 10.0)} K",
        "required_cn0": "17 dBHz",
    }
    lines = lines_of(
        Path(range_m=400e6),
        frequency="437 MHz",
        transmitter={"eirp": f"{eirp} dBW"},
        receiver=receiver,
        polarization_loss="3 dB",
        losses={"other": "1 dB"},
    )
    assert lines["cn0_dbhz"] == pytest.approx(cn0, abs=0.1)
    assert lines["cn0_margin_db"] == pytest.approx(margin, abs=0.1)
    assert lines.verdict.limited_by == "C/N0"


@pytest.mark.parametrize(("frequency_hz", "flux", "isotropic"), [(14e9, -90.0, -134.4), (17.791e9, -60.0, -106.5)])
def test_flux_and_isotropic_power_of_filed_command_links(frequency_hz, flux, isotropic):
    """Filings SAT-PPL-20120717-00117 and SAT-LOA-20061222-00157: flux and isotropic power, as printed."""
    assert flux_of_isotropic_power_dbw_per_m2(frequency_hz, isotropic) == pytest.approx(flux, abs=0.1)


# ---- identity


def test_an_eirp_is_power_line_and_antenna():
    parts = {"power": "10 W", "line_loss": "1.5 dB", "antenna": STATED | {"gain": "12 dBi"}, "pointing_loss": "0.5 dB"}
    whole = {"eirp": "20.5 dBW", "pointing_loss": "0.5 dB"}
    by_parts, by_whole = (lines_of(transmitter=sent) for sent in (parts, whole))
    assert by_whole["eirp_dbw"] == pytest.approx(by_parts["eirp_dbw"], abs=1e-12)
    assert by_whole["closing_margin_db"] == pytest.approx(by_parts["closing_margin_db"], abs=1e-12)


def test_back_off_and_share_lower_a_stated_eirp():
    """A transponder of 40 dBW saturated, backed off by 3 dB, a tenth of it for this carrier: 27 dBW."""
    sent = {"eirp": "40 dBW", "output_back_off": "3 dB", "power_share": 0.1}
    assert lines_of(transmitter=sent)["eirp_dbw"] == pytest.approx(27.0)


def test_a_density_over_its_bandwidth_is_the_eirp():
    densities = ("4 dBW/MHz", "34 dBm/MHz", "-26 dBW/kHz", "-56 dBW/Hz")
    for density in densities:
        sent = {"eirp_density": density, "signal_bandwidth": "10 MHz"}
        assert lines_of(transmitter=sent)["eirp_dbw"] == pytest.approx(14.0), density


def test_sensitivity_is_the_required_power():
    noise = END | {"system_noise_temperature": "290 K"}
    one, other = (lines_of(receiver=noise | {key: "-110 dBm"}) for key in ("sensitivity", "required_power"))
    assert {key: line.value for key, line in one.terms.items()} == {
        key: line.value for key, line in other.terms.items()
    }


def test_the_flux_at_the_receiver_is_what_spreads_less_every_loss_of_the_path():
    lines = lines_of(losses={"foliage": "4 dB"}, polarization_loss="1 dB", receiver={"required_flux": "-130 dBW/m2"})
    assert lines["incident_flux_dbw_per_m2"] == pytest.approx(lines["flux_density_dbw_per_m2"] - 5.0, abs=1e-9)
    assert lines["closing_margin_db"] == pytest.approx(lines["incident_flux_dbw_per_m2"] + 130.0)
    assert lines.verdict.limited_by == "Flux at the receiver"


def test_the_maximum_range_is_where_the_threshold_is_met():
    lines = lines_of()
    there = lines_of(Path(range_m=lines["maximum_range_m"]))
    assert there["cn0_dbhz"] == pytest.approx(40.0, abs=1e-9)


def test_thresholds_are_swept_as_arrays():
    case = Case(a_link(), Path(range_m=1000e3))
    needed = np.array([30.0, 60.0, 90.0])
    swept = case.with_values(
        {"receiver.required_cn0": needed, "transmitter.eirp": np.array([0.0, 10.0, 20.0])}
    ).budget()
    one = case.with_values({"receiver.required_cn0": 90.0, "transmitter.eirp": 20.0}).budget()
    assert swept["closing_margin_db"].shape == (3,)
    assert swept["closing_margin_db"][2] == pytest.approx(one["closing_margin_db"])


def test_levels_of_a_threshold_end_at_the_power_that_is_needed():
    rows = level_rows(lines_of())
    assert rows[0].name == "Stated EIRP"
    assert rows[-2].name == "Power needed, by the C/N0 and the required margin"
    assert rows[-1].change_db == pytest.approx(lines_of()["closing_margin_db"])


# ---- refusals


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"transmitter": {"eirp": "1 dBW", "power": "1 W"}}, "power: expected none beside eirp, which contains it"),
        ({"transmitter": {"eirp": "1 dBW", "line_loss": "1 dB"}}, "line_loss: expected none beside eirp"),
        ({"transmitter": {"eirp": "1 dBW", "antenna": STATED}}, "antenna: expected none beside eirp"),
        ({"transmitter": {"eirp": "1 dBW", "boresight": "sun"}}, "attitude, boresight: expected none beside eirp"),
        ({"transmitter": {"eirp_density": "1 dBW/MHz"}}, "expected eirp_density and signal_bandwidth together"),
        (
            {"transmitter": {"eirp": "1 dBW", "eirp_density": "1 dBW/MHz", "signal_bandwidth": "1 MHz"}},
            "expected either eirp or eirp_density, and not both",
        ),
        ({"transmitter": {"eirp_density": "1 dBW/mHz", "signal_bandwidth": "1 MHz"}}, "unknown unit 'dBW/mHz'"),
        ({"transmitter": {"eirp": "1 W"}}, "W is not a value in dBW"),
        ({"transmitter": END}, "power: missing; expected it with an antenna and a line_loss, or an eirp"),
        ({"receiver": END | {"system_noise_temperature": "290 K"}}, "expected receiver.required_cn0, required_cnr"),
        ({"receiver": END | {"required_cn0": "40 dBHz"}}, "noise_figure: missing; expected it, or a noise_temperature"),
        (
            {"receiver": END | {"sensitivity": "-110 dBm", "required_power": "-110 dBm"}},
            "sensitivity: expected none beside required_power, which is the same",
        ),
        ({"receiver": {"required_flux": "-130 dBW/m2", "line_loss": "1 dB"}}, "line_loss: expected an antenna"),
        (
            {
                "receiver": END | {"sensitivity": "-110 dBm"},
                "modulation": {
                    "kind": "digital",
                    "scheme": "bpsk",
                    "bit_rate": "1 kbit/s",
                    "error_rate": 1e-5,
                    "implementation_loss": "1 dB",
                },
            },
            "receiver: expected its noise too",
        ),
    ],
)
def test_what_does_not_go_together_is_said_in_a_line(changes, words):
    assert words in refusal(**changes)
