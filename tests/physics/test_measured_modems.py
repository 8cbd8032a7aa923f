"""Modems as measured, and the catalogue's curves judged by the points."""

import numpy as np
import pytest
from scipy.stats import beta

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.coding import (
    coded_error_rate,
    reed_solomon_codeword_error_rate,
    symbol_error_rate,
)
from linkbudget.physics.measured_modems import (
    measured_modems,
    measured_series,
    measured_success,
    required_bit_ebn0_db,
    required_frame_ebn0_db,
)
from linkbudget.physics.modulation import bit_error_rate, required_ebn0_db

CONFIDENCE = 0.999  # of each interval: sixty points inside it all pass 94 times in 100

EIGHT_BITS_DB = (
    0.05  # soft symbols of eight bits, and bits that are wrong in bursts scatter more than the interval says
)


def keyed(scheme):
    return lambda ebn0_db: bit_error_rate(ebn0_db, scheme)


def coded(code, metric="bit"):
    return lambda ebn0_db: coded_error_rate(ebn0_db, code, metric)


def uncoded_words(ebn0_db):
    """Reed-Solomon words of 255 octets of BPSK, whose energy also pays for 32 bits of sync marker."""
    channel_db = ebn0_db + 10.0 * np.log10(223.0 / (255.0 + 4.0))
    return reed_solomon_codeword_error_rate(symbol_error_rate(bit_error_rate(channel_db, "bpsk"), 8))


CLIPPED_DB = 0.25  # of rate 1/6 the noise is larger than the symbols, and eight bits clip it at 1.3 sigma


JUDGED = {
    "2fsk-codec2": (keyed("noncoherent-fsk"), 0.0),
    "4fsk-codec2": (keyed("noncoherent-4fsk"), 0.0),
    "bpsk-gnuradio-narrow-loop": (keyed("bpsk"), 0.0),
    "bpsk-gnuradio-wide-loop": (keyed("bpsk"), 0.0),
    "gmsk-0.35-gnuradio": (keyed("gmsk-0.35-discriminator"), 0.0),
    "gmsk-0.5-gnuradio": (keyed("gmsk-0.5-discriminator"), 0.0),
    "rs-255-223-symbols": (uncoded_words, 0.0),
    "conv-7-1/2-libfec": (coded("conv-7-1/2"), EIGHT_BITS_DB),
    "conv-7-1/2-gnuradio": (coded("conv-7-1/2"), EIGHT_BITS_DB),
    "conv-7-1/2-gnuradio-streaming": (coded("conv-7-1/2"), EIGHT_BITS_DB),
    "conv-7-1/2-komm": (coded("conv-7-1/2"), EIGHT_BITS_DB),
    "conv-7-1/2-commpy": (coded("conv-7-1/2"), EIGHT_BITS_DB),
    "conv-9-1/2-libfec": (coded("conv-9-1/2"), EIGHT_BITS_DB),
    "conv-9-1/3-libfec": (coded("conv-9-1/3"), EIGHT_BITS_DB),
    "conv-15-1/6-libfec": (coded("conv-15-1/6"), CLIPPED_DB),
    "ldpc-1024-1/2-ldpc": (coded("ldpc-1024-1/2", "frame"), 0.0),
    "ldpc-1024-2/3-ldpc": (coded("ldpc-1024-2/3", "frame"), 0.0),
}
"""Series -> curve of the catalogue that its points can judge, and how far that may be off for a reason stated here."""

OUTSIDE = {
    ("gmsk-0.5-gnuradio", 6.0): "the clock was lost",
    ("gmsk-0.5-gnuradio", 8.0): "the clock was lost",
    ("gmsk-0.5-gnuradio", 10.0): "the clock was lost",
    ("gmsk-0.5-gnuradio", 11.0): "the clock was lost",
    ("gmsk-0.5-gnuradio", 12.0): "the clock, on the edge of being lost, costs 0.4 dB",
    ("gmsk-0.35-gnuradio", 6.0): "the clock was lost",
    ("gmsk-0.35-gnuradio", 8.0): "the clock was lost",
    ("gmsk-0.35-gnuradio", 10.0): "the clock was lost",
    ("gmsk-0.35-gnuradio", 11.0): "the clock was lost",
    ("gmsk-0.35-gnuradio", 12.0): "the clock was lost",
    ("bpsk-gnuradio-narrow-loop", 4.0): "loops of carrier and clock lose 0.2 dB at low Eb/N0",
    ("bpsk-gnuradio-wide-loop", 4.0): "loops of carrier and clock lose 0.4 dB at low Eb/N0",
    ("conv-7-1/2-gnuradio-streaming", 3.0): "the end of each frame is decided without a tail",
}
"""Points outside, each with its reason."""

NOT_JUDGED = {
    "conv-7-1/2-gnuradio-streaming-80": "the decoder forgets its path every 80 bits",
    "conv-7-1/2-commpy-15": "decisions after 15 bits, two constraint lengths",
    "conv-7-1/2-dsp-comm": "soft symbols of three bits",
    "conv-7-1/2-dsp-comm-10": "soft symbols of three bits, decisions after 10 bits",
    "ccsds-concatenated-symbols": "its inner decoder forgets its path every 80 bits, which costs 0.3 dB",
    "bpsk-rs-255-223-gr-satellites": "an open loop of the clock and carrier: no curve of the catalogue",
    "bpsk-rs-255-223-offset-gr-satellites": "frames are lost whenever the loop holds the inverted phase",
    "bpsk-rs-255-223-inverted-gr-satellites": "an inverted lock decodes nothing",
    "ccsds-concatenated-gr-satellites": "carrier, clock and the inner decoder of 80 bits: no curve of the catalogue",
    "ccsds-concatenated-offset-gr-satellites": "frames are lost whenever the loop holds the inverted phase",
    "ccsds-concatenated-inverted-gr-satellites": "an inverted lock decodes nothing",
    "gmsk-0.5-gnuradio-unfiltered": "no channel filter, the clock is lost",
    "gmsk-0.35-gnuradio-unfiltered": "no channel filter, the clock is lost",
    "gmsk-0.5-rs-255-223": "a discriminator behind a wider filter than that of the catalogue",
} | dict.fromkeys(
    (
        *("afsk-1200-audio", "afsk-1200-fx25-16-audio", "afsk-1200-fx25-32-audio", "g3ruh-9600-audio"),
        *("v26-2400-audio", "v27-4800-audio", "afsk-300-ssb", "afsk-1200-fm", "g3ruh-9600-fm"),
        *("afsk-1200-audio-multimon-ng", "afsk-1200-fm-multimon-ng", "g3ruh-9600-fm-multimon-ng", "bell-202-audio"),
        *(
            "bell-103-audio",
            "ft8",
            "ft8-deep",
            "ft8-other-count",
            "ft8-deep-other-count",
            "wspr-2",
            "fst4w-120",
            "g3ruh-9600-fsk-gr-satellites",
        ),
        *("g3ruh-9600-gmsk-gr-satellites", "afsk-1200-fm-gr-satellites-unfiltered", "afsk-1200-fm-gr-satellites"),
        *("lora-sf7-lora-phy", "lora-sf7-softlora", "lora-sf10-softlora"),
        *(f"lora-sf{factor}-{tool}" for factor in (8, 9, 11, 12) for tool in ("lora-phy", "softlora")),
        *("ft4", "jt65a", "q65-60a", "q65-60a-known", "freedv-datac0", "freedv-datac1", "freedv-datac3"),
        *("pocsag-1200-fm-multimon-ng", "tx29-rtl-433", "nexus-rtl-433"),
    ),
    "a whole modem, for which the catalogue has no other curve",
)
"""Series that judge no curve of the catalogue, each with its reason."""


def interval(wrong, trials):
    """Ends of the exact interval of Clopper and Pearson for a share."""
    tail = 0.5 * (1.0 - CONFIDENCE)
    low = 0.0 if wrong == 0 else beta.ppf(tail, wrong, trials - wrong + 1)
    high = 1.0 if wrong == trials else beta.ppf(1.0 - tail, wrong + 1, trials - wrong)
    return low, high


def error_interval(series, point):
    """The same for the errors of a point; where bits are wrong in bursts, that of frames, times their wrong bits."""
    if series.name.startswith("conv-") and point.frames is not None:
        lost = point.frames - point.frames_decoded
        scale = point.bit_errors / lost * point.frames / point.bits
        return tuple(end * scale for end in interval(lost, point.frames))
    if series.counts == "bits":
        return interval(point.bit_errors, point.bits)
    return interval(point.frames - point.frames_decoded, point.frames)


# ---- reference -------------------------------------------------------------------------------------------------------


def judgements():
    for name in JUDGED:
        for point in measured_series()[name].points:
            yield pytest.param(name, point, id=f"{name}-{point.ebn0_db:g}dB")


@pytest.mark.parametrize(("name", "point"), list(judgements()))
def test_every_curve_lies_within_the_interval_of_the_points_that_judge_it(name, point):
    curve, allowed_db = JUDGED[name]
    low, high = error_interval(measured_series()[name], point)
    highest, lowest = (float(curve(point.ebn0_db + shift_db)) for shift_db in (-allowed_db, allowed_db))
    agrees = low <= highest and not lowest > high  # beyond the end of a curve there is no lower limit
    assert agrees == ((name, point.ebn0_db) not in OUTSIDE), f"{low:.2e} to {high:.2e}, curve {lowest:.2e}"


def test_every_series_judges_a_curve_or_says_why_not():
    assert not JUDGED.keys() & NOT_JUDGED.keys()
    assert JUDGED.keys() | NOT_JUDGED.keys() == measured_series().keys()


def test_ideal_gmsk_is_five_to_six_decibels_better_than_the_receivers():
    # against what the counted rates need with the best receiver, BT 0.35 against 0.3, the next of the catalogue
    point = next(point for point in measured_series()["gmsk-0.5-gnuradio"].points if point.ebn0_db == 12.0)
    rate = point.bit_errors / point.bits
    assert 12.0 - required_ebn0_db(rate, "gmsk-0.5") == pytest.approx(5.03, abs=0.05)
    point = next(point for point in measured_series()["gmsk-0.35-gnuradio"].points if point.ebn0_db == 14.0)
    rate = point.bit_errors / point.bits
    assert 14.0 - required_ebn0_db(rate, "gmsk-0.3") == pytest.approx(6.4, abs=0.05)


@pytest.mark.parametrize(
    ("modem", "success", "expected_db"),
    [  # as read off the counts by eye, between two points
        ("g3ruh-9600-fm", 0.5, 12.2),
        ("afsk-1200-fm", 0.9, 18.3),
        ("gmsk-0.5-rs-255-223", 0.5, 10.99),
        ("gmsk-0.5-rs-255-223", 0.9, 11.56),
        ("ft8", 0.5, 5.6),
        ("ccsds-concatenated-symbols", 0.5, 2.26),
    ],
)
def test_required_ebn0_lies_where_the_counts_pass_the_share(modem, success, expected_db):
    assert required_frame_ebn0_db(success, modem) == pytest.approx(expected_db, abs=0.1)


def test_ft8_needs_what_its_authors_found():
    # Franke, Somerville and Taylor, QEX (2020), July: half of all messages at -20.8 dB in 2500 Hz, one at a time
    ebn0_db = -20.8 + 10.0 * np.log10(2500.0 * 12.64 / 77.0)
    assert required_frame_ebn0_db(0.5, "ft8-deep") == pytest.approx(ebn0_db, abs=0.5)
    assert required_frame_ebn0_db(0.5, "ft8") == pytest.approx(ebn0_db, abs=0.5)
    assert required_frame_ebn0_db(0.5, "ft8-other-count") < ebn0_db - 0.5


@pytest.mark.parametrize(
    ("modem", "seconds", "bits", "ratio_db"),
    [  # WSJT-X 2.6.1 User Guide, Table 7: half of all messages, noise in 2500 Hz
        ("ft4", 5.04, 77, -17.5),
        ("jt65a", 46.8, 72, -25.0),
        ("q65-60a", 51.0, 77, -27.6),
        ("wspr-2", 110.6, 50, -31.0),
        ("fst4w-120", 109.3, 50, -32.8),
    ],
)
def test_weak_signal_modes_need_what_their_handbook_says(modem, seconds, bits, ratio_db):
    # the guide rounds, some to whole decibels, and does not say how many messages it counted
    ebn0_db = ratio_db + 10.0 * np.log10(2500.0 * seconds / bits)
    allowed_db = 0.3 + 2.0 * measured_modems()[modem].curve.standard_uncertainty_db(0.5)
    assert required_frame_ebn0_db(0.5, modem) == pytest.approx(ebn0_db, abs=allowed_db)


def test_a_decoder_that_knows_both_calls_needs_decibels_less():
    assert required_frame_ebn0_db(0.5, "q65-60a") - required_frame_ebn0_db(0.5, "q65-60a-known") > 2.0


# ---- identity --------------------------------------------------------------------------------------------------------


def test_the_catalogue_has_every_point():
    series = measured_series()
    assert sum(len(one.points) for one in series.values()) == 508
    assert all(one.points for one in series.values())
    for one in series.values():
        ebn0_db = [point.ebn0_db for point in one.points]
        assert ebn0_db == sorted(ebn0_db)
        assert one.counts in ("frames", "bits")
        assert one.ebn0_at in ("radio", "symbols", "single-sideband", "audio")


@pytest.mark.parametrize("name", list(measured_modems()))
def test_the_curve_of_each_modem_goes_through_its_points(name):
    series = measured_modems()[name]
    assert series.curve.goodness > 0.01
    ebn0_db, trials, received = series.counted
    expected = series.curve.success(ebn0_db)
    allowed = series.curve.widening * 4.0 * np.sqrt(trials * expected * (1.0 - expected)) + 1.5
    assert (np.abs(received - trials * expected) < allowed).all()


@pytest.mark.parametrize("name", list(measured_modems()))
def test_more_success_needs_more(name):
    series = measured_modems()[name]
    answers = series.answers()
    needed = [answer["required_ebn0_db"] for answer in answers]
    assert needed == sorted(needed)
    assert all(0.0 < answer["standard_uncertainty_db"] < 0.5 for answer in answers)


def test_deviation_counts_standard_uncertainties():
    curve = measured_modems()["g3ruh-9600-fm"].curve
    shift_db = required_frame_ebn0_db(0.9, "g3ruh-9600-fm", 2.0) - required_frame_ebn0_db(0.9, "g3ruh-9600-fm")
    assert shift_db == pytest.approx(2.0 * curve.standard_uncertainty_db(0.9))


def test_success_is_the_inverse_of_what_is_required():
    needed_db = required_frame_ebn0_db(np.array([0.5, 0.9]), "afsk-1200-fm")
    np.testing.assert_allclose(measured_success(needed_db, "afsk-1200-fm"), [0.5, 0.9], rtol=1e-12)
    needed_db = required_bit_ebn0_db(1e-3, "2fsk-codec2")
    assert 1.0 - measured_success(needed_db, "2fsk-codec2") == pytest.approx(1e-3, rel=1e-9)


def test_two_programs_disagree_on_the_same_signal():
    # the same packets at 15.6 dB: one program receives all but a sixteenth, the other half
    assert measured_modems()["lora-sf7-softlora"].curve.lost_share == pytest.approx(0.06, abs=0.02)
    assert measured_modems()["lora-sf7-lora-phy"].curve.lost_share == pytest.approx(0.52, abs=0.02)


def test_unknown_modems_and_wrong_counts_are_refused():
    with pytest.raises(LinkBudgetError, match="modem = 'nix': expected one of afsk-1200-audio"):
        required_frame_ebn0_db(0.9, "nix")
    with pytest.raises(LinkBudgetError, match="bits were counted"):
        required_frame_ebn0_db(0.9, "2fsk-codec2")
    with pytest.raises(LinkBudgetError, match="frames were counted"):
        required_bit_ebn0_db(1e-3, "ft8")
