"""Lines of printed tables beyond a plain link: back-off, shared power, C/N, ranging as a loss, carrier power, sums."""

import pytest

import linkbudget as lb
from linkbudget.errors import LinkBudgetError
from linkbudget.hardware.parts import Link
from linkbudget.link.budget import Path, budget
from linkbudget.link.case import Case
from linkbudget.link.control_table import control_table

STATED = {"kind": "stated", "gain": "0 dBi"}
END = {"antenna": STATED, "pointing_loss": "0 dB", "line_loss": "0 dB"}
CARRIER = {"suppression": "6 dB", "subcarrier": "square", "loop_bandwidth": "10 Hz", "required_loop_snr": "7 dB"}
DATA = {"kind": "digital", "scheme": "bpsk", "bit_rate": "100 bit/s", "required_ebn0": "5 dB"}
DATA |= {"implementation_loss": "1 dB"}


def a_link(transmitter=None, receiver=None, modulation=None, **more) -> Link:
    return Link(
        title="As printed",
        frequency="8.4 GHz",
        polarization_loss="0.1 dB",
        required_margin="3 dB",
        transmitter=END | {"power": "20 dBW"} | (transmitter or {}),
        receiver=END | {"system_noise_temperature": "100 K"} | (receiver or {}),
        modulation=DATA | (modulation or {}),
        **more,
    )


def lines_of(link: Link, **path):
    return budget(link, Path(**(path or {"free_space_loss_db": 200.0})))


# ---- reference


def test_half_a_transponder_backed_off_by_three_decibels():
    """Pratt and Allnutt, Satellite Communications, Example 6.2: 20 dBW saturated, 15 of 30 MHz, gives 14 dBW."""
    lines = lines_of(a_link({"output_back_off": "3 dB", "power_share": 0.5}))
    assert lines["signal_power_dbw"] == pytest.approx(14.0, abs=0.05)
    assert lines["eirp_dbw"] == lines["signal_power_dbw"]


def test_ranging_beside_the_carrier_of_voyager_2():
    """DESCANSO article 4, Table 5-3: 60 deg and 0.22 dB of ranging leave a carrier 6.2 dB below the total power."""
    carrier = {key: value for key, value in CARRIER.items() if key != "suppression"} | {"modulation_index": "60 deg"}
    modulation = {"carrier": carrier, "ranging": {"suppression": "0.22 dB", "waveform": "square"}}
    lines = lines_of(a_link(modulation=modulation))
    assert lines["received_power_dbw"] - lines["carrier_power_dbw"] == pytest.approx(6.2, abs=0.06)
    assert lines["cn0_dbhz"] - lines["carrier_cn0_dbhz"] == pytest.approx(6.2, abs=0.06)
    assert "ranging_margin_db" not in lines.terms


# ---- identity


def test_back_off_alone_and_share_alone_stand_alone():
    assert lines_of(a_link({"output_back_off": "2 dB"}))["eirp_dbw"] == pytest.approx(18.0)
    assert lines_of(a_link({"power_share": 0.1}))["eirp_dbw"] == pytest.approx(10.0)
    assert "signal_power_dbw" not in lines_of(a_link()).terms


def test_carrier_margin_is_carrier_power_over_the_required_one():
    modulation = {"carrier": CARRIER | {"implementation_loss": "1 dB"}}
    modulation |= {"ranging": {"suppression": "0.5 dB", "waveform": "sine"}}
    lines = lines_of(a_link(modulation=modulation))
    margin = lines["carrier_power_dbw"] - lines["required_carrier_power_dbw"]
    assert margin == pytest.approx(lines["carrier_margin_db"], abs=1e-9)


def test_margin_is_what_there_is_over_what_the_data_require():
    modulation = {"carrier": CARRIER, "ranging": {"modulation_index": "20 deg", "waveform": "sine"}}
    for changes in ({}, modulation):
        lines = lines_of(a_link(modulation=changes))
        assert lines["cn0_dbhz"] - lines["required_cn0_dbhz"] == pytest.approx(lines["margin_db"], abs=1e-9)


def test_ranging_stated_as_a_loss_is_ranging_stated_as_an_index():
    by_index = {"modulation_index": "30 deg", "waveform": "sine", "required_pr_n0": "20 dBHz"}
    first = lines_of(a_link(modulation={"carrier": CARRIER, "ranging": by_index}))
    by_loss = {"suppression": f"{first['carrier_ranging_suppression_db']} dB"} | by_index
    del by_loss["modulation_index"]
    second = lines_of(a_link(modulation={"carrier": CARRIER, "ranging": by_loss}))
    for key in first.terms:
        assert second[key] == pytest.approx(first[key], rel=1e-9), key


@pytest.mark.parametrize("known", ["parts", "figure of merit"])
def test_ratio_in_a_bandwidth_and_its_margin(known):
    wanted = {"noise_bandwidth": "1 kHz", "required_cnr": "4 dB"}
    link = a_link(receiver=wanted)
    if known == "figure of merit":
        link = link.model_copy(update={"receiver": type(link.receiver)(**wanted, g_over_t="10 dB/K")})
    lines = lines_of(link)
    assert lines["cnr_db"] == pytest.approx(lines["cn0_dbhz"] - 30.0)
    assert lines["cnr_margin_db"] == pytest.approx(lines["cnr_db"] - 4.0)
    assert control_table(Case(link, lines.path)).margins["cnr_margin_db"].name == "C/N"
    if known == "parts":
        assert lines["received_power_dbw"] - lines["noise_power_dbw"] == pytest.approx(lines["cnr_db"])


def test_further_bandwidths_are_lines_beside_the_one_that_is_required():
    wanted = {
        "noise_bandwidth": "1 kHz",
        "required_cnr": "4 dB",
        "bandwidths": {"narrow": "100 Hz", "very-wide": "1 MHz"},
    }
    lines = lines_of(a_link(receiver=wanted, interference={"co-channel": "20 dB"}))
    assert lines["cnr_in_narrow_db"] == pytest.approx(lines["cnr_db"] + 10.0)
    assert lines["cnr_in_very_wide_db"] == pytest.approx(lines["cnr_db"] - 30.0)
    assert lines["noise_power_in_narrow_dbw"] == pytest.approx(lines["noise_power_dbw"] - 10.0)
    assert lines.terms["cnr_in_narrow_db"].name == "C/(N+I), narrow"
    plain = lines_of(
        a_link(receiver={"noise_bandwidth": "1 kHz", "required_cnr": "4 dB"}, interference={"co-channel": "20 dB"})
    )
    assert lines["closing_margin_db"] == plain["closing_margin_db"]


@pytest.mark.parametrize("width", [{"noise_bandwidth": "1 kHz"}, {"bandwidths": {"wide": "1 kHz"}}])
def test_a_bandwidth_without_noise_is_refused(width):
    receiver = END | {"sensitivity": "-110 dBm"} | width
    said = {"title": "Voice", "frequency": "437 MHz", "polarization_loss": "0 dB", "required_margin": "0 dB"}
    with pytest.raises(ValueError, match="expected the noise of the receiver beside it, for its C/N"):
        Link(**said, transmitter={"eirp": "10 dBW"}, receiver=receiver, modulation={"kind": "threshold"})


def test_noise_of_an_antenna_is_said_once():
    noise = {"sky_noise_temperature": "2 K", "ground_share": 0.25, "ground_temperature": "300 K"}
    noise |= {"radiation_efficiency": 0.4, "antenna_temperature": "300 K"}
    parts = {"system_noise_temperature": None, "noise_figure": "2 dB", "antenna_noise": noise}
    lines = lines_of(a_link(receiver=parts))
    assert lines["antenna_noise_temperature_k"] == pytest.approx(210.6)
    assert lines["system_noise_temperature_k"] == pytest.approx(210.6 + 290.0 * (10.0**0.2 - 1.0))
    with pytest.raises(ValueError, match="antenna_noise: expected none beside antenna_noise_temperature"):
        a_link(receiver=parts | {"antenna_noise_temperature": "200 K"})


def test_every_total_of_such_a_link_is_the_sum_of_its_lines():
    modulation = {"carrier": CARRIER, "ranging": {"suppression": "0.5 dB", "waveform": "sine"}}
    receiver = {"noise_bandwidth": "1 kHz", "required_cnr": "4 dB", "required_power": "-180 dBW"}
    link = a_link({"output_back_off": "3 dB", "power_share": 0.5}, receiver, modulation, losses={"wind": "0.3 dB"})
    lines = lines_of(link)
    totals = {key: line for key, line in lines.terms.items() if line.parts is not None}
    wanted = {"signal_power_dbw", "eirp_dbw", "received_power_margin_db", "cnr_margin_db", "carrier_margin_db"}
    assert wanted <= set(totals)
    for key, line in totals.items():
        assert sum(sign * part.value for sign, part in line.entries()) == pytest.approx(lines[key], abs=1e-9), key


# ---- design control table


def test_variances_of_the_sums_beside_the_running_one_add_up():
    """Two gaussian losses of a variance of 0.01 and 0.04 make one of 0.05, not one of (0.1 + 0.2)^2."""
    link = a_link(
        modulation={"carrier": CARRIER},
        atmospheric_loss={"value": "1 dB", "low": "0.7 dB", "high": "1.3 dB", "shape": "gaussian"},
        losses={"wind": {"value": "1 dB", "low": "0.4 dB", "high": "1.6 dB", "shape": "gaussian"}},
    )
    table = control_table(Case(link, Path(free_space_loss_db=200.0)))
    for key in ("excess_loss_db", "propagation_loss_db", "other_losses_db", "carrier_power_dbw", "received_power_dbw"):
        assert table[key].variance == pytest.approx(0.05), key
    assert table["propagation_loss_db"].mean == pytest.approx(202.1)
    assert table["carrier_power_dbw"].mean == pytest.approx(table["received_power_dbw"].mean - 6.0)
    assert table["required_carrier_power_dbw"].variance == 0.0


def test_what_is_required_is_worse_when_higher():
    scenario = lb.load("mars_express")
    table = control_table(scenario.case("telecommand"))
    for key in ("required_carrier_power_dbw", "required_cn0_dbhz"):
        line = table[key]
        assert line.favourable < line.nominal < line.adverse


# ---- refusals


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"receiver": {"required_cnr": "4 dB"}}, "noise_bandwidth"),
        ({"receiver": {"bandwidths": {"Wide": "1 kHz"}}}, r"bandwidths\.Wide: expected a name such as narrow"),
        ({"receiver": {"bandwidths": {"a-b": "1 kHz", "a_b": "2 kHz"}}}, "expected a name other than a-b"),
        ({"receiver": {"bandwidths": {"wide": "0 Hz"}}}, "above 0"),
        (
            {"modulation": {"carrier": CARRIER, "ranging": {"waveform": "sine"}}},
            "either suppression or modulation_index",
        ),
        ({"transmitter": {"power_share": 1.5}}, "at most 1"),
        ({"transmitter": {"power_share": 0.5, "peak_power": "1 MW"}}, "beside peak_power"),
        ({"losses": {"Wind": "1 dB"}}, "a name of its own"),
        ({"losses": {"wind": "1 dB"}, "loss_temperatures": {"wnd": "290 K"}}, "one of the losses"),
    ],
)
def test_what_contradicts_itself_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        a_link(**change)


@pytest.mark.parametrize("name", ["free-space", "absorption", "excess"])
def test_a_loss_with_the_name_of_another_line_is_refused(name):
    with pytest.raises(LinkBudgetError, match=rf"losses\.{name}: expected a name of its own"):
        lines_of(a_link(losses={name: "1 dB"}))
