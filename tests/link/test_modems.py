"""Measured modems in a budget: the Eb/N0 for a share of frames, its uncertainty, and what is refused."""

import numpy as np
import pytest
from pydantic import ValidationError

from linkbudget.hardware.modulation_kinds import DigitalModulation
from linkbudget.hardware.parts import Link
from linkbudget.link.budget import Budget, Path, budget
from linkbudget.link.case import Case
from linkbudget.link.control_table import control_table
from linkbudget.physics.measured_modems import measured_modems, required_bit_ebn0_db, required_frame_ebn0_db
from linkbudget.physics.modulation import required_ebn0_db
from linkbudget.physics.scrambling import channel_bit_error_rate
from linkbudget.studies.draws import draws_of

PLAIN = {"kind": "digital", "implementation_loss": "1 dB", "bit_rate": "9600 bit/s"}
PACKET = PLAIN | {"modem": "g3ruh-9600-fm", "frame_success": "90 %"}
BITS = PLAIN | {"modem": "2fsk-codec2", "error_rate": 1e-3}


def a_link(modulation: dict) -> Link:
    return Link.model_validate(
        {
            "title": "Any",
            "frequency": "437 MHz",
            "polarization_loss": "0 dB",
            "atmospheric_loss": "0 dB",
            "required_margin": "1 dB",
            "transmitter": {"eirp": "0 dBW"},
            "receiver": {"g_over_t": "-15 dB/K"},
            "modulation": modulation,
        }
    )


def lines_of(modulation: dict, range_m=2000e3) -> Budget:
    return budget(a_link(modulation), Path(range_m=range_m))


# ---- identity


@pytest.mark.parametrize("share", [0.5, 0.9, 0.99])
def test_the_margin_is_what_is_left_for_that_share_of_frames(share):
    lines = lines_of(PACKET | {"frame_success": share})
    needed_db = required_frame_ebn0_db(share, "g3ruh-9600-fm")
    assert lines["required_ebn0_db"] == pytest.approx(needed_db, rel=1e-12)
    assert lines["margin_db"] == pytest.approx(lines["ebn0_db"] - needed_db, abs=1e-12)


def test_a_modem_whose_bits_were_counted_keeps_an_error_rate():
    assert lines_of(BITS)["required_ebn0_db"] == pytest.approx(required_bit_ebn0_db(1e-3, "2fsk-codec2"), rel=1e-12)


def test_the_range_of_the_fit_is_a_gaussian_of_its_standard_uncertainty():
    share, modem = 0.9, "g3ruh-9600-fm"
    uncertainty_db = float(measured_modems()[modem].curve.standard_uncertainty_db(share))
    link = a_link(PACKET)
    assert [draw.key for draw in draws_of(Case(link, Path(range_m=2000e3)))] == ["modulation.modem_deviation"]
    draw = draws_of(Case(link, Path(range_m=2000e3)))[0]
    assert (draw.mean, draw.standard_deviation) == (0.0, pytest.approx(1.0))
    row = control_table(Case(link, Path(range_m=2000e3))).lines["required_ebn0_db"]
    nominal_db = required_frame_ebn0_db(share, modem)
    assert row.adverse == pytest.approx(nominal_db + 3.0 * uncertainty_db)
    assert row.favourable == pytest.approx(nominal_db - 3.0 * uncertainty_db)
    assert row.variance == pytest.approx(uncertainty_db**2)


def test_a_stated_deviation_stands():
    known = DigitalModulation(**PACKET, modem_deviation=0.0)
    assert not known.modem_deviation.is_uncertain
    shifted = lines_of(PACKET | {"modem_deviation": 2.0})["required_ebn0_db"]
    uncertainty_db = measured_modems()["g3ruh-9600-fm"].curve.standard_uncertainty_db(0.9)
    assert shifted - lines_of(PACKET)["required_ebn0_db"] == pytest.approx(2.0 * uncertainty_db)


def test_a_scrambler_asks_for_a_third_of_the_errors():
    said = PLAIN | {"scheme": "noncoherent-fsk", "error_rate": 3e-5}
    scrambled, plain = lines_of(said | {"scrambler": "g3ruh"}), lines_of(said)
    assert scrambled["channel_bit_error_rate"] == pytest.approx(channel_bit_error_rate(3e-5, "g3ruh"))
    expected_db = required_ebn0_db(channel_bit_error_rate(3e-5, "g3ruh"), "noncoherent-fsk")
    assert scrambled["required_ebn0_db"] == pytest.approx(expected_db)
    assert "channel_bit_error_rate" not in plain.terms


# ---- shape


def test_many_ranges_are_a_loop_of_one():
    ranges = np.array([500e3, 1000e3, 2000e3])
    np.testing.assert_allclose(
        lines_of(PACKET, ranges)["margin_db"], [lines_of(PACKET, one)["margin_db"] for one in ranges], rtol=1e-12
    )


def test_the_line_names_tool_version_and_definition():
    document = lines_of(PACKET).terms["required_ebn0_db"].document
    assert "direwolf atest 1.6+dfsg-3" in document
    assert "radio frequency: Eb = carrier power / channel bit rate" in document
    wanted = {"value": "90 %", "status": "documented", "source": "the customer"}
    assert (
        lines_of(PACKET | {"frame_success": wanted}).terms["required_ebn0_db"].status == "derived"
    )  # computed from documented and measured numbers


@pytest.mark.parametrize(
    ("modulation", "words"),
    [
        (PACKET, "Eb of g3ruh-9600-fm is the energy of a channel bit"),
        (PACKET | {"bit_rate": "19200 bit/s"}, "g3ruh-9600-fm was measured at 9.6 kbit/s"),
        (PACKET | {"modem": "wspr-2"}, "single-sideband receivers shift the frequency and keep C/N0"),
        (PACKET | {"modem": "rs-255-223-symbols"}, "is a decoder on ideal symbols"),
        (PLAIN | {"scheme": "gmsk-0.5", "error_rate": 1e-5}, "gmsk-0.5 is maximum-likelihood detection"),
        (
            PLAIN | {"scheme": "gmsk-0.3", "code": "conv-7-1/2", "error_rate": 1e-5},
            "gmsk-0.3 is maximum-likelihood detection",
        ),
    ],
)
def test_notes_say_what_a_number_is_of(modulation, words):
    assert any(words in note for note in lines_of(modulation).notes)


def test_a_stated_requirement_needs_no_note_on_detection():
    assert not any(
        "maximum-likelihood" in note
        for note in lines_of(PLAIN | {"scheme": "gmsk-0.5", "required_ebn0": "10 dB"}).notes
    )


# ---- wrong requests


@pytest.mark.parametrize(
    ("said", "match"),
    [
        ({"modem": "nix"}, r"modem = 'nix': unknown modem; expected one of afsk-300-ssb, afsk-1200-fm"),
        ({"modem": "g3ruh-9600-audio"}, r"its Eb/N0 is that of the audio .*; expected g3ruh-9600-fm or "),
        ({"modem": "v26-2400-audio"}, r"its Eb/N0 is that of the audio .*; expected one measured at radio frequency"),
        ({"modem": "conv-7-1/2-libfec"}, r"a decoder, not a modem"),
        ({"frame_success": None}, r"frame_success: missing"),
        ({"frame_success": 0.999999}, r"expected at most 99\.98 %, since modem 'g3ruh-9600-fm' was measured up to 16"),
        ({"frame_success": 1e-9}, r"expected at least .* %, since modem 'g3ruh-9600-fm' was measured down to 7"),
        ({"modem": "lora-sf7-lora-phy"}, r"frame_success = 90 %: expected at most 47\.6 %"),
        ({"error_rate": 1e-3}, r"error_rate: expected a frame_success"),
        ({"scheme": "gmsk-0.5"}, r"scheme: expected none beside modem"),
        ({"code": "conv-7-1/2"}, r"code: expected none beside modem"),
        ({"required_ebn0": "5 dB"}, r"required_ebn0: expected none beside modem"),
        ({"scrambler": "g3ruh"}, r"scrambler: expected none beside modem"),
        ({"modcod": "qpsk-1/2"}, r"modem: expected none beside modcod"),
        ({"frames": {"idle_share": 0.1}}, r"frames: expected none beside modem"),
        ({"roll_off": 0.35}, r"roll_off: expected none beside modem"),
        ({"bit_rate": None}, r"bit_rate: missing"),
        (
            {"carrier": {"modulation_index": "60 deg", "loop_bandwidth": "30 Hz", "required_loop_snr": "10 dB"}},
            r"carrier",
        ),
    ],
)
def test_what_does_not_go_with_a_modem_is_refused_in_one_line(said, match):
    with pytest.raises(ValidationError, match=match):
        DigitalModulation(**(PACKET | said))


@pytest.mark.parametrize(
    ("said", "match"),
    [
        ({"frame_success": 0.9}, r"frame_success: expected an error_rate"),
        ({"error_rate": None}, r"error_rate: missing"),
        ({"error_rate": 1e-9}, r"expected at least .*, since modem '2fsk-codec2' was measured up to 11"),
        ({"error_rate": 0.1}, r"expected at most .*, since modem '2fsk-codec2' was measured down to 5"),
    ],
)
def test_a_modem_of_bits_keeps_an_error_rate_that_was_measured(said, match):
    with pytest.raises(ValidationError, match=match):
        DigitalModulation(**(BITS | said))


@pytest.mark.parametrize(
    ("said", "match"),
    [
        ({"frame_success": 0.9}, "frame_success: expected only beside a modem"),
        ({"modem_deviation": 1.0}, "modem_deviation: expected only beside a modem"),
        ({"scrambler": "g3ruh", "code": "conv-7-1/2"}, "scrambler: expected with a scheme and an error_rate alone"),
        ({"scrambler": "g3ruh", "error_rate": None, "required_ebn0": "9 dB"}, "scrambler: expected with a scheme"),
        ({"scrambler": "nix"}, "scrambler"),
    ],
)
def test_keys_of_modems_and_scramblers_have_their_place(said, match):
    with pytest.raises(ValidationError, match=match):
        DigitalModulation(**(PLAIN | {"scheme": "bpsk", "error_rate": 1e-5} | said))
