"""Codes with any keying: exact where it can be known, and no worse than the uncoded keyings differ."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbudget.physics.coded_schemes import channel_symbol_error_rate, required_coded_scheme_ebn0_db
from linkbudget.physics.coding import (
    coded_error_rate,
    codes,
    convolutional_bit_error_bound,
    reed_solomon_codeword_error_rate,
    required_coded_ebn0_db,
    symbol_error_rate,
)
from linkbudget.physics.keying import gmsk_distance_loss_db, noncoherent_fsk_bit_error_rate
from linkbudget.physics.symbol_rates import code_rate

# ---- limits


@pytest.mark.parametrize("code", ["conv-7-1/2", "rs-255-223-i5-conv-7-1/2", "turbo-1784-1/3", "ldpc-1024-1/2"])
def test_coherent_keyings_lose_what_they_lose_without_a_code(code):
    """Coherent FSK is BPSK 3.01 dB down, and Gaussian MSK by its distance loss, at every error rate."""
    own_db = required_coded_ebn0_db(1e-4, code)
    fsk_db, gmsk_db = (required_coded_scheme_ebn0_db(1e-4, code, name) for name in ("coherent-fsk", "gmsk-0.3"))
    assert fsk_db - own_db == pytest.approx(10.0 * np.log10(2.0), abs=1e-6)
    assert gmsk_db - own_db == pytest.approx(gmsk_distance_loss_db(0.3), abs=1e-6)
    assert required_coded_scheme_ebn0_db(1e-4, code, "qpsk") == own_db


@pytest.mark.parametrize("information", [223, 239])
def test_hard_decisions_are_exact_with_any_keying(information):
    """A Reed-Solomon decoder sees bit errors alone: noncoherent FSK by its own formula gives the same code words."""
    code = f"rs-255-{information}"
    needed_db = required_coded_scheme_ebn0_db(1e-6, code, "noncoherent-fsk", "word")
    bits = noncoherent_fsk_bit_error_rate(needed_db + 10.0 * np.log10(information / 255.0))
    words = reed_solomon_codeword_error_rate(symbol_error_rate(bits, 8), information_length=information)
    assert words == pytest.approx(1e-6, rel=0.02)


def test_reed_solomon_alone_corrects_sixteen_octets():
    """(255,223) at a bit error rate of 1e-5: 6.3 dB or so, 3.3 dB less than uncoded BPSK (9.59 dB)."""
    assert required_coded_ebn0_db(1e-5, "rs-255-223") == pytest.approx(6.3, abs=0.2)


@pytest.mark.parametrize("rate", ["2/3", "3/4", "5/6", "7/8"])
def test_punctured_codes_are_their_union_bound(rate):
    code = f"conv-7-{rate}"
    for error_rate in (1e-5, 1e-8):
        bound = convolutional_bit_error_bound(required_coded_ebn0_db(error_rate, code), code_rate=rate)
        assert bound == pytest.approx(error_rate, rel=0.02)
    assert np.isnan(coded_error_rate(2.0, code))  # there the bound says nothing


def test_higher_rates_need_more_energy():
    needed_db = [required_coded_ebn0_db(1e-6, f"conv-7-{rate}") for rate in ("1/2", "2/3", "3/4", "5/6", "7/8")]
    assert np.all(np.diff(needed_db) > 0.2)


# ---- property


@given(st.sampled_from(sorted(codes())), st.sampled_from(["dpsk", "noncoherent-fsk", "gmsk-0.25", "8psk"]))
def test_a_worse_keying_needs_more_energy(code, scheme):
    metric, curve = next(iter(codes()[code].items()))
    middle = 10.0 ** float(np.mean(curve.log10_error_rate))
    own_db = required_coded_ebn0_db(middle, code, metric)
    assert own_db < required_coded_scheme_ebn0_db(middle, code, scheme, metric) < own_db + 12.0
    channel = channel_symbol_error_rate(middle, code, metric)
    assert 0.0 < channel < 0.5
    assert code_rate(code) < 1.0
