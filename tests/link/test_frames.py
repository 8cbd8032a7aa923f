"""Frames of a link: symbol rate, bandwidth, Eb/N0 and margin with sync markers, virtual fill and idle symbols."""

import numpy as np
import pytest
from pydantic import ValidationError

from linkbudget.hardware.parts import Link
from linkbudget.hardware.symbols import fastest_bps
from linkbudget.link.budget import Budget, Path, budget
from linkbudget.link.case import Case
from linkbudget.link.modulations import SNR_KEYS
from tests.link.test_ledger import assert_sums

PLAIN = {"kind": "digital", "scheme": "qpsk", "implementation_loss": "1 dB"}
CONCATENATED = PLAIN | {"code": "rs-255-223-i5-conv-7-1/2", "error_rate": 1e-5}
MARKED = CONCATENATED | {"frames": {"sync_marker": "32 bit"}}
STATED = PLAIN | {"required_ebn0": "4.5 dB", "symbol_rate": "1 MBd"}


def a_link(modulation: dict) -> Link:
    return Link.model_validate(
        {
            "title": "Any",
            "frequency": "8.4 GHz",
            "polarization_loss": "0 dB",
            "required_margin": "1 dB",
            "transmitter": {"eirp": "12 dBW"},
            "receiver": {"g_over_t": "25 dB/K"},
            "modulation": modulation,
        }
    )


def lines_of(modulation: dict) -> Budget:
    return budget(a_link(modulation), Path(range_m=2000e3))


# ---- reference


def test_a_concatenated_link_by_the_sheet_of_an_engineer():
    """2 Mbit/s of transfer frames of 1115 octets: 224.2 frames/s of 20 464 code bits, two a symbol of QPSK."""
    lines = lines_of(MARKED | {"bit_rate": "2 Mbit/s", "roll_off": 0.35})
    frames_per_s = 2e6 / 8920.0
    assert lines["symbol_rate_symbols_per_s"] == pytest.approx(frames_per_s * 20464.0 / 2.0, rel=1e-12)
    assert lines["occupied_bandwidth_hz"] == pytest.approx(1.35 * frames_per_s * 10232.0, rel=1e-12)
    assert lines["ebn0_db"] == pytest.approx(lines["cn0_dbhz"] - 1.0 - 10.0 * np.log10(2e6), abs=1e-9)
    assert lines["frame_overhead_db"] == pytest.approx(10.0 * np.log10(10232.0 / 10200.0), abs=1e-12)
    assert lines["required_ebn0_db"] == pytest.approx(lines["code_ebn0_db"] + lines["frame_overhead_db"], abs=1e-12)
    plain = lines_of(CONCATENATED | {"bit_rate": "2 Mbit/s"})
    assert lines["code_ebn0_db"] == plain["required_ebn0_db"]
    assert lines["required_cn0_dbhz"] == pytest.approx(
        plain["required_cn0_dbhz"] + lines["frame_overhead_db"], abs=1e-9
    )
    assert_sums(lines)


def test_the_margin_is_that_of_the_channel_symbols():
    """Es/N0 at the symbol rate against Es/N0 at the threshold of the code: no bits of information needed."""
    for more in ({}, {"virtual_fill": 12}, {"idle_share": "5 %"}, {"virtual_fill": 100, "idle_share": 0.3}):
        lines = lines_of(CONCATENATED | {"bit_rate": "2 Mbit/s", "frames": {"sync_marker": "32 bit"} | more})
        esn0_db = lines["cn0_dbhz"] - 1.0 - 10.0 * np.log10(lines["symbol_rate_symbols_per_s"])
        needed_db = lines["code_ebn0_db"] + 10.0 * np.log10(2.0 * 223.0 / 255.0 / 2.0)
        assert lines["margin_db"] == pytest.approx(esn0_db - needed_db, abs=1e-9)


# ---- identity


@pytest.mark.parametrize(
    "required", [{"required_ebn0": "4 dB"}, {"error_rate": 1e-5}, {"code": "conv-7-1/2", "error_rate": 1e-5}]
)
@pytest.mark.parametrize("scheme", ["bpsk", "noncoherent-fsk"])
def test_the_margin_is_the_difference_of_what_there_is_and_what_is_needed(required, scheme):
    """Figures draw these two lines: the requirement has the frames in it, whatever it is read off."""
    frames = {"sync_marker": "32 bit", "length": "1024 bit", "idle_share": 0.2}
    lines = lines_of(PLAIN | {"scheme": scheme, "bit_rate": "1 Mbit/s", "frames": frames} | required)
    there, needed = (lines[key] for key in SNR_KEYS["digital"])
    assert lines["margin_db"] == pytest.approx(there - needed, abs=1e-12)
    assert needed > lines["code_ebn0_db"] + 0.9


def test_no_answer_says_why():
    case = Case(a_link(MARKED | {"bit_rate": "1 Mbit/s"}), Path(range_m=2000e3))
    lines = case.with_values({"modulation.error_rate": 1e-20}).budget()
    assert "lies outside the curve" in lines.verdict.gap


def test_three_ways_to_state_one_rate_give_one_budget():
    bits = 2.0 * 8920.0 / 20464.0
    first, *others = (
        lines_of(MARKED | {"roll_off": 0.35} | rate)
        for rate in ({"symbol_rate": "2 MBd"}, {"bit_rate": 2e6 * bits}, {"occupied_bandwidth": "2.7 MHz"})
    )
    for other in others:
        for key in ("bit_rate_bps", "symbol_rate_symbols_per_s", "occupied_bandwidth_hz", "margin_db"):
            assert other[key] == pytest.approx(first[key], rel=1e-12), key
    assert fastest_bps(a_link(MARKED | {"symbol_rate": "2 MBd"}).modulation) == pytest.approx(first["bit_rate_bps"])


@pytest.mark.parametrize(
    "frames",
    [
        {"virtual_fill": 12},
        {"idle_share": 0.1},
        {"sync_marker": "32 bit", "virtual_fill": 3, "idle_share": 0.1},
    ],
)
def test_the_fastest_rate_is_that_of_the_budget(frames):
    modulation = CONCATENATED | {"symbol_rate": "2 MBd", "frames": frames}
    assert fastest_bps(a_link(modulation).modulation) == pytest.approx(lines_of(modulation)["bit_rate_bps"], rel=1e-12)


def test_a_length_says_the_frame_where_the_code_does_not():
    told = {"sync_marker": "32 bit", "length": "1115 B"}
    convolutional = PLAIN | {"code": "conv-7-1/2", "error_rate": 1e-5, "bit_rate": "8920 bit/s", "frames": told}
    assert lines_of(convolutional)["symbol_rate_symbols_per_s"] == pytest.approx(8952.0, rel=1e-12)
    uncoded = PLAIN | {"error_rate": 1e-5, "bit_rate": "8920 bit/s", "frames": told}
    assert lines_of(uncoded)["symbol_rate_symbols_per_s"] == pytest.approx(8952.0 / 2.0, rel=1e-12)


def test_a_code_without_a_name_has_its_rate_stated():
    """Eb is of information: 1 MBd of QPSK at rate 1/2 is 1 Mbit/s, 2 Mbit/s without a code."""
    assert lines_of(STATED)["bit_rate_bps"] == 2e6
    coded = lines_of(STATED | {"code_rate": 0.5})
    assert coded["bit_rate_bps"] == 1e6
    assert coded["margin_db"] == pytest.approx(lines_of(STATED)["margin_db"] + 10.0 * np.log10(2.0), abs=1e-9)
    framed = lines_of(STATED | {"code_rate": 0.5, "frames": {"sync_marker": "64 bit", "length": "1024 bit"}})
    assert framed["bit_rate_bps"] == pytest.approx(2e6 * 1024.0 / (2048.0 + 64.0), rel=1e-12)
    assert fastest_bps(a_link(STATED | {"code_rate": 0.5}).modulation) == 1e6


def test_notes_say_what_is_taken():
    assert any(
        "energy as whole ones" in note
        for note in lines_of(MARKED | {"bit_rate": 1e6, "frames": {"virtual_fill": 1}}).notes
    )
    turbo = PLAIN | {"code": "turbo-1784-1/2", "error_rate": 1e-5, "bit_rate": 1e6}
    said = [lines_of(turbo | {"frames": {"sync_marker": marker}}).notes for marker in ("32 bit", "64 bit")]
    assert any("CCSDS 131.0-B has 64 bit" in note for note in said[0])
    assert said[1] == ()
    assert any("code_rate" in note for note in lines_of(STATED).notes)
    assert not any("code_rate" in note for note in lines_of(STATED | {"code_rate": 1.0}).notes)


def test_fill_is_swept_as_an_array():
    fills = np.array([0.0, 12.0, 100.0])
    frames = {"sync_marker": "32 bit", "virtual_fill": 0}
    case = Case(a_link(CONCATENATED | {"bit_rate": "2 Mbit/s", "frames": frames}), Path(range_m=2000e3))
    swept = case.with_values({"modulation.frames.virtual_fill": fills}).budget()
    for place, fill in enumerate(fills):
        one = case.with_values({"modulation.frames.virtual_fill": float(fill)}).budget()
        for key in ("symbol_rate_symbols_per_s", "frame_overhead_db", "margin_db"):
            assert swept[key][place] == pytest.approx(one[key], rel=1e-12), key


# ---- refusals


@pytest.mark.parametrize(
    ("modulation", "said"),
    [
        (MARKED | {"frames": {}}, "expected a sync_marker, a virtual_fill or an idle_share"),
        (MARKED | {"frames": {"length": "8920 bit"}}, "expected a sync_marker, a virtual_fill or an idle_share"),
        (MARKED | {"frames": {"idle_share": 0.1, "length": "8920 bit"}}, "length: expected only beside a sync_marker"),
        (MARKED | {"frames": {"sync_marker": "32.5 bit"}}, "sync_marker = 32.5: expected a whole number"),
        (MARKED | {"frames": {"virtual_fill": 1.5}}, "virtual_fill = 1.5: expected a whole number"),
        (MARKED | {"frames": {"virtual_fill": 223}}, "frames.virtual_fill = 223: expected less than 223"),
        (
            MARKED | {"frames": {"sync_marker": "32 bit", "length": "8000 bit"}},
            "whose frames have 8.92 kbit; virtual_fill makes them shorter",
        ),
        (
            MARKED | {"code": "turbo-1784-1/2", "frames": {"sync_marker": "64 bit", "length": "1784 bit"}},
            "frames.length: expected none beside code = 'turbo-1784-1/2', whose frames have 1.784 kbit",
        ),
        (
            MARKED | {"code": "conv-7-1/2"},
            "frames.length: missing; expected it beside sync_marker with code = 'conv-7-1/2'",
        ),
        (
            MARKED | {"code": "conv-7-1/2", "frames": {"virtual_fill": 1}},
            "virtual_fill: expected only with a Reed-Solomon",
        ),
        (
            MARKED | {"code": "rs-255-223", "frames": {"sync_marker": "32 bit", "length": "1000 bit"}},
            "frames.length = 1 kbit: expected whole code words, a multiple of 1.784 kbit",
        ),
        (MARKED | {"scheme": None, "code": None}, "frames.length: missing"),
        (CONCATENATED | {"code_rate": 0.5}, "code_rate: expected beside required_ebn0 or curve, and without a code"),
        (PLAIN | {"error_rate": 1e-5, "code_rate": 0.5}, "code_rate: expected beside required_ebn0 or curve"),
        (
            {"kind": "digital", "modcod": "8psk-3/4", "implementation_loss": "1 dB", "frames": {"idle_share": 0.1}},
            "frames: expected none beside modcod",
        ),
        (
            {"kind": "digital", "modcod": "8psk-3/4", "implementation_loss": "1 dB", "code_rate": 0.5},
            "code_rate: expected none beside modcod",
        ),
    ],
)
def test_what_does_not_go_together_is_said_in_a_line(modulation, said):
    with pytest.raises(ValidationError) as refusal:
        a_link({"bit_rate": "2 Mbit/s"} | modulation)
    assert said in str(refusal.value)


def test_frames_ask_for_a_scheme():
    curve = {"kind": "digital", "required_ebn0": "4 dB", "bit_rate": 1e6, "implementation_loss": "1 dB"}
    with pytest.raises(ValidationError, match="scheme: missing; expected it beside frames"):
        a_link(curve | {"frames": {"idle_share": 0.1}})
