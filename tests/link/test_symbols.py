"""Symbols, bandwidths and MODCODs in a budget: one rate is stated, the others follow."""

import numpy as np
import pytest
from pydantic import ValidationError

from linkbudget.hardware.parts import Link
from linkbudget.hardware.symbols import fastest_bps
from linkbudget.link.budget import Budget, Path, budget
from linkbudget.link.case import Case

PLAIN = {"kind": "digital", "implementation_loss": "1 dB"}
CODED = PLAIN | {"scheme": "qpsk", "code": "conv-7-1/2", "error_rate": 1e-5}
S2 = PLAIN | {"modcod": "8psk-3/4", "symbol_rate": "27.5 MBd"}
BEST = PLAIN | {"modcod": "best", "modcods": ["dvb-s2"], "symbol_rate": "27.5 MBd"}


def a_link(modulation: dict) -> Link:
    return Link.model_validate(
        {
            "title": "Any",
            "frequency": "8.2 GHz",
            "polarization_loss": "0 dB",
            "required_margin": "1 dB",
            "transmitter": {"eirp": "12 dBW"},
            "receiver": {"g_over_t": "25 dB/K"},
            "modulation": modulation,
        }
    )


def lines_of(modulation: dict, range_m=2000e3) -> Budget:
    return budget(a_link(modulation), Path(range_m=range_m))


# ---- reference


def test_a_forty_megabit_carrier_of_dvb_s2():
    """27.5 Msymbol/s of 8PSK 3/4, 2.228124 bit a symbol (Table 13): 61.27 Mbit/s, 33 MHz at a roll-off of 0.2."""
    lines = lines_of(S2 | {"roll_off": 0.2})
    assert lines["bit_rate_bps"] == pytest.approx(61.273e6, rel=1e-4)
    assert lines["occupied_bandwidth_hz"] == pytest.approx(33e6)
    assert lines["required_ebn0_db"] == pytest.approx(7.91 - 10.0 * np.log10(2.228124), abs=1e-5)
    assert lines["required_esn0_db"] == 7.91


# ---- identity


def test_the_margin_of_a_modcod_is_that_of_its_symbols():
    """C/N in a bandwidth of the symbol rate, less the loss and the Es/N0 that is printed: no bits needed."""
    for pilots in (False, True):
        lines = lines_of(S2 | {"pilots": pilots})
        esn0_db = lines["cn0_dbhz"] - 1.0 - 10.0 * np.log10(27.5e6)
        assert lines["margin_db"] == pytest.approx(esn0_db - 7.91, abs=1e-9)


def test_three_ways_to_state_one_rate_give_one_budget():
    stated = ({"symbol_rate": "2 MBd"}, {"bit_rate": "2 Mbit/s"}, {"occupied_bandwidth": "2.7 MHz"})
    first, *others = (lines_of(CODED | {"roll_off": 0.35} | rate) for rate in stated)
    for other in others:
        for key in ("bit_rate_bps", "symbol_rate_symbols_per_s", "occupied_bandwidth_hz", "margin_db"):
            assert other[key] == pytest.approx(first[key], rel=1e-12), key


def test_a_bit_rate_alone_has_no_lines_of_symbols():
    assert "symbol_rate_symbols_per_s" not in lines_of(CODED | {"bit_rate": "2 Mbit/s"}).terms


def test_the_best_modcod_keeps_the_required_margin_and_the_next_would_not():
    ranges = np.geomspace(500e3, 60000e3, 200)
    lines = lines_of(BEST, ranges)
    esn0_db, bits = lines["esn0_db"], lines["information_bits_per_symbol"]
    assert np.all(np.diff(bits) <= 0.0)
    assert len(np.unique(bits)) > 20
    closes = lines["closing_margin_db"] >= 0.0
    assert np.array_equal(closes, esn0_db - 1.0 >= -2.35)
    assert lines["bit_rate_bps"] == pytest.approx(27.5e6 * bits)
    for place in (0, 100, 150, 199):
        one = lines_of(BEST, float(ranges[place]))
        for key in ("bit_rate_bps", "closing_margin_db", "required_esn0_db"):
            assert one[key] == pytest.approx(lines[key][place], rel=1e-12), key


def test_the_best_modcod_is_the_one_that_would_be_stated():
    best = lines_of(BEST)
    name = best.terms["required_esn0_db"].name.rpartition(" ")[2]
    assert best["margin_db"] == pytest.approx(lines_of(S2 | {"modcod": name})["margin_db"], abs=1e-9)
    assert any("a slower one may reach farther" in note for note in best.notes)


def test_notes_say_what_is_an_approximation():
    assert any("0.2 to 0.3 dB" in note for note in lines_of(S2 | {"modcod": "qpsk-1/2-short"}).notes)
    assert any("frame error rate of 1e-5" in note for note in lines_of(BEST | {"modcods": ["dvb-s2x"]}).notes)


def test_the_choice_is_explained_with_its_set():
    assert "modcods = dvb-s2, pilots = False" in lines_of(BEST).explanation()


def test_symbol_rates_are_swept():
    case = Case(a_link(BEST), Path(range_m=2000e3))
    swept = case.with_values({"modulation.symbol_rate": np.array([2e7, 1e8, 5e8])}).budget()
    assert np.all(np.diff(swept["information_bits_per_symbol"]) < 0.0)


def test_the_fastest_rate_is_that_of_the_fastest_modcod():
    assert fastest_bps(a_link(BEST).modulation) == pytest.approx(27.5e6 * 4.453027, rel=1e-6)
    assert fastest_bps(a_link(CODED | {"bit_rate": "1 kbit/s", "rate_ladder": ["2 kbit/s"]}).modulation) == 2000.0
    assert fastest_bps(a_link(CODED | {"occupied_bandwidth": "2.7 MHz", "roll_off": 0.35}).modulation) == pytest.approx(
        2e6
    )


# ---- refusals


@pytest.mark.parametrize(
    ("modulation", "words"),
    [
        (CODED, "bit_rate: missing; expected it, or a symbol_rate"),
        (CODED | {"bit_rate": "1 bit/s", "symbol_rate": "1 Bd"}, "symbol_rate: expected none beside bit_rate"),
        (
            CODED | {"symbol_rate": "1 Bd", "occupied_bandwidth": "1 Hz"},
            "occupied_bandwidth: expected none beside symbol",
        ),
        (CODED | {"occupied_bandwidth": "1 Hz"}, "roll_off: missing; expected it beside occupied_bandwidth"),
        (
            PLAIN | {"scheme": "gmsk-0.3", "error_rate": 1e-5, "symbol_rate": "1 Bd", "roll_off": 0.3},
            "roll_off: expected with",
        ),
        (S2 | {"scheme": "8psk"}, "scheme: expected none beside modcod, which contains it"),
        (S2 | {"error_rate": 1e-5}, "error_rate: expected none beside modcod"),
        (S2 | {"modcod": "8psk-7/8"}, "modcod = '8psk-7/8': unknown MODCOD; did you mean"),
        (S2 | {"modcods": ["dvb-s2"]}, "modcods: expected only beside modcod = 'best'"),
        (PLAIN | {"modcod": "best", "symbol_rate": "1 MBd"}, "modcods: missing; expected beside modcod = 'best'"),
        (BEST | {"modcods": ["dvb-s3"]}, "modcod = 'dvb-s3': unknown MODCOD"),
        (PLAIN | {"modcod": "best", "modcods": ["dvb-s2"], "bit_rate": "1 Mbit/s"}, "expected a symbol_rate or an"),
        (BEST | {"rate_ladder": ["1 Mbit/s"]}, "rate_ladder: expected none beside modcod = 'best'"),
        (CODED | {"bit_rate": "1 bit/s", "pilots": True}, "pilots: expected only beside a modcod"),
        (CODED | {"symbol_rate": "1 kbit/s"}, "kbit/s is not a unit of symbol rate"),
    ],
)
def test_what_does_not_go_together_is_said_in_a_line(modulation, words):
    with pytest.raises(ValidationError) as error:
        a_link(modulation)
    assert words in str(error.value)


# ---- codes with any keying, and error rates of frames


def test_a_code_goes_with_any_keying_and_a_note_says_that_it_is_an_approximation():
    coded = PLAIN | {"code": "rs-255-223-i1-conv-7-1/2", "error_rate": 1e-5, "bit_rate": "4800 bit/s"}
    bpsk, fsk = (lines_of(coded | {"scheme": scheme}) for scheme in ("bpsk", "coherent-fsk"))
    assert bpsk["margin_db"] - fsk["margin_db"] == pytest.approx(3.0103, abs=1e-3)
    assert not bpsk.notes
    assert any("which is an approximation" in note for note in fsk.notes)


def test_a_frame_error_rate_is_read_off_the_curve_of_frames():
    """CCSDS 130.1-G-3, Figure 7-6: turbo (1784, 1/2) loses one frame in 10 000 at 1.47 dB."""
    coded = PLAIN | {"scheme": "bpsk", "code": "turbo-1784-1/2", "bit_rate": "1 kbit/s"}
    assert lines_of(coded | {"frame_error_rate": 1e-4})["required_ebn0_db"] == pytest.approx(1.47, abs=0.03)
    words = coded | {"code": "rs-255-223-i4-conv-7-1/2", "frame_error_rate": 1e-3}
    assert lines_of(words)["required_ebn0_db"] == pytest.approx(2.30, abs=0.06)
