"""Frames: code bits and markers counted one by one, the limits, and what shortened code words need."""

import numpy as np
import pytest
from scipy.optimize import brentq

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.coding import codes, concatenated_bit_error_rate, reed_solomon_bit_error_rate, symbol_error_rate
from linkbudget.physics.frames import (
    frame_information_bit,
    frame_overhead_db,
    framed_code_rate,
    inner_code,
    reed_solomon_of,
    shortened_code_rate,
    sync_marker_bit,
)
from linkbudget.physics.psk import bpsk_bit_error_rate
from linkbudget.physics.symbol_rates import code_rate, information_bits_at_code_rate, information_bits_per_symbol

# ---- reference


@pytest.mark.parametrize(
    ("code", "fill", "length", "marker", "information", "sent"),
    [
        # CCSDS 131.0-B: five words of 255 octets, a marker of 32 bit, all of it through the convolutional code
        ("rs-255-223-i5-conv-7-1/2", 0, None, 32, 8920, 2 * (5 * 255 * 8 + 32)),
        ("rs-255-223-i1-conv-7-1/2", 100, None, 32, 123 * 8, 2 * (155 * 8 + 32)),
        ("rs-255-239", 3, 4 * 236 * 8, 32, 4 * 236 * 8, 4 * 252 * 8 + 32),
        ("conv-7-1/2", 0, 8920, 32, 8920, 2 * (8920 + 32)),
        ("conv-7-3/4", 0, 8896, 32, 8896, 4 * (8896 + 32) // 3),
        (None, 0, 2048, 32, 2048, 2048 + 32),
        # the marker of turbo and LDPC codes is sent as it is, in code bits; turbo codes end with four tail bits
        ("turbo-1784-1/2", 0, None, 64, 1784, 2 * 1788 + 64),
        ("turbo-8920-1/6", 0, None, 192, 8920, 6 * 8924 + 192),
        ("ldpc-1024-4/5", 0, None, 64, 1024, 1280 + 64),
        ("ldpc-7136-7/8", 0, None, 32, 7136, 8160 + 32),
    ],
)
def test_bits_of_a_frame_counted_one_by_one(code, fill, length, marker, information, sent):
    assert (length or frame_information_bit(code, fill)) == information
    assert sync_marker_bit(code) == marker
    inner = code_rate(inner_code(code))
    framed = framed_code_rate(shortened_code_rate(code, fill), information, marker, inner)
    assert framed == pytest.approx(information / sent, rel=1e-12)


@pytest.mark.parametrize(
    ("code", "bits"),
    [
        (None, 32),
        ("conv-7-7/8", 32),
        ("rs-255-223", 32),
        ("turbo-1784-1/2", 64),
        ("turbo-3568-1/3", 96),
        ("turbo-7136-1/4", 128),
        ("turbo-1784-1/6", 192),
        ("ldpc-4096-2/3", 64),
        ("ldpc-7136-7/8", 32),
    ],
)
def test_markers_of_ccsds(code, bits):
    """CCSDS 131.0-B, section of frame synchronization."""
    assert sync_marker_bit(code) == bits


# ---- identity


@pytest.mark.parametrize("code", [None, *codes()])
def test_without_marker_fill_and_idle_symbols_the_rate_is_that_of_the_code(code):
    rate = code_rate(code)
    assert shortened_code_rate(code) == pytest.approx(rate, rel=1e-12)
    assert framed_code_rate(rate, 1000.0, 0.0, code_rate(inner_code(code))) == pytest.approx(rate, rel=1e-12)
    assert frame_overhead_db(rate, framed_code_rate(rate)) == pytest.approx(0.0, abs=1e-12)
    assert information_bits_at_code_rate("8psk", rate) == pytest.approx(information_bits_per_symbol("8psk", code))


def test_structure_is_read_off_the_names():
    assert {code for code in codes() if reed_solomon_of(code)} == {code for code in codes() if code.startswith("rs-")}
    assert {code for code in codes() if inner_code(code)} == {code for code in codes() if "conv-" in code}
    assert [frame_information_bit(code) for code in (None, "conv-7-1/2", "rs-255-223")] == [None] * 3


def test_idle_symbols_take_their_share_of_time_and_of_energy():
    assert framed_code_rate(0.5, idle_share=0.2) == pytest.approx(0.4)
    assert frame_overhead_db(0.5, framed_code_rate(0.5, idle_share=0.5)) == pytest.approx(10.0 * np.log10(2.0))


def test_arrays_are_loops_of_scalars():
    fills, markers = np.array([0.0, 10.0, 200.0]), np.array([[32.0], [64.0]])
    rates = shortened_code_rate("rs-255-223-i5-conv-7-1/2", fills)
    bits = frame_information_bit("rs-255-223-i5-conv-7-1/2", fills)
    whole = framed_code_rate(rates, bits, markers, 0.5, 0.1)
    assert whole.shape == (2, 3)
    for row, marker in enumerate(markers[:, 0]):
        for column, fill in enumerate(fills):
            rate = shortened_code_rate("rs-255-223-i5-conv-7-1/2", fill)
            one = framed_code_rate(rate, bits[column], marker, 0.5, 0.1)
            assert whole[row, column] == pytest.approx(one, rel=1e-15)


# ---- limit


ALONE, CONCATENATED = "rs-255-223", "rs-255-223-i5-conv-7-1/2"


@pytest.mark.parametrize(
    ("code", "fill", "less_db"),
    [
        (ALONE, 0, 0.0),
        (ALONE, 12, 0.05),
        (ALONE, 50, 0.22),
        (ALONE, 123, 0.71),
        (CONCATENATED, 0, 0.0),
        (CONCATENATED, 12, 0.02),
        (CONCATENATED, 50, 0.10),
        (CONCATENATED, 123, 0.31),
    ],
)
def test_the_energy_of_virtual_fill_is_an_upper_limit(code, fill, less_db):
    """At BER 1e-5, bounded distance and ideal interleaving: what shortened words need less, as stated."""

    def needed_db(filled):
        words = {"length": 255 - filled, "information_length": 223 - filled}
        rate_db = 10.0 * np.log10(words["information_length"] / words["length"])

        def alone(ebn0_db):
            octets = symbol_error_rate(bpsk_bit_error_rate(ebn0_db + rate_db), 8)
            return reed_solomon_bit_error_rate(octets, **words)

        def concatenated(ebn0_db):
            return concatenated_bit_error_rate(ebn0_db, **words)

        error_rate, ends = (alone, (0.0, 12.0)) if code == ALONE else (concatenated, (1.8, 3.6))
        return brentq(lambda ebn0_db: np.log10(error_rate(ebn0_db)) + 5.0, *ends)

    taken_db = needed_db(0) + frame_overhead_db(code_rate(code), shortened_code_rate(code, fill))
    assert taken_db - needed_db(fill) == pytest.approx(less_db, abs=0.0051)


# ---- refusals


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (lambda: shortened_code_rate("conv-7-1/2", 1), "virtual_fill: expected only with a Reed-Solomon code"),
        (lambda: shortened_code_rate("rs-255-223", 223), "virtual_fill = 223"),
        (lambda: frame_information_bit("rs-255-223-i5-conv-7-1/2", -1), "virtual_fill = -1"),
        (lambda: framed_code_rate(0.0), "code_rate = 0.0"),
        (lambda: framed_code_rate(0.5, 0.0, 32.0), "frame_information_bit = 0.0"),
        (lambda: framed_code_rate(0.5, 1.0, -1.0), "sync_marker_bit = -1.0"),
        (lambda: framed_code_rate(0.5, idle_share=1.0), "idle_share = 1.0"),
        (lambda: frame_overhead_db(0.5, 0.0), "framed_code_rate = 0.0"),
        (lambda: information_bits_at_code_rate("bpsk", 1.5), "code_rate = 1.5"),
    ],
)
def test_what_cannot_be_is_refused(work, said):
    with pytest.raises(LinkBudgetError, match=said):
        work()
