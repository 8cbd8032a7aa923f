"""Bit rate, symbol rate and bandwidth: rates of codes as documents state them, and round trips."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.coding import codes
from linkbudget.physics.modulation import modulations
from linkbudget.physics.symbol_rates import (
    bit_rate_of_symbols_bps,
    bits_of_scheme,
    code_rate,
    information_bits_per_symbol,
    is_linear,
    occupied_bandwidth_hz,
    symbol_rate_dbhz,
    symbol_rate_in_bandwidth_symbols_per_s,
    symbol_rate_of_bits_symbols_per_s,
)

# ---- reference


@pytest.mark.parametrize(
    ("code", "information", "sent"),
    [
        ("conv-7-1/2", 1, 2),
        ("rs-255-223-i5-conv-7-1/2", 223, 510),
        ("turbo-1784-1/2", 1784, 3576),
        ("turbo-8920-1/6", 8920, 53544),
        ("ldpc-1024-4/5", 1024, 1280),
        ("ldpc-7136-7/8", 7136, 8160),
        (None, 1, 1),
    ],
)
def test_code_rates_are_bits_in_over_bits_out(code, information, sent):
    """CCSDS 131.0-B-5: code words of (k + 4)/r bits for turbo codes, (8160, 7136) of the code of rate 7/8."""
    assert code_rate(code) == pytest.approx(information / sent)


def test_a_carrier_of_a_whole_transponder():
    """36 MHz with a roll-off of 0.35: 26.67 Msymbol/s, QPSK 3/4 of DVB-S2 39.66 Mbit/s."""
    rate = symbol_rate_in_bandwidth_symbols_per_s(36e6, 0.35)
    assert rate == pytest.approx(26.667e6, rel=1e-4)
    assert bit_rate_of_symbols_bps(rate, 1.487473) == pytest.approx(39.666e6, rel=1e-4)


# ---- identity


@pytest.mark.parametrize("scheme", modulations())
def test_every_keying_of_the_package_has_bits(scheme):
    points = next(
        (
            int(part)
            for part in scheme.removeprefix("d").replace("psk", "").replace("qam", "").replace("fsk", "").split("-")
            if part.isdigit()
        ),
        0,
    )
    bits = bits_of_scheme(scheme)
    assert 2.0**bits == points if points else bits in (1.0, 2.0)
    assert is_linear(scheme) == scheme.endswith(("psk", "qam"))


@pytest.mark.parametrize("code", codes())
def test_every_code_of_the_package_has_a_rate(code):
    assert 0.1 < code_rate(code) < 0.95
    assert information_bits_per_symbol("8psk", code) == pytest.approx(3.0 * code_rate(code))


# ---- property

RATES = st.floats(1e-3, 1e12)


@given(
    RATES, st.sampled_from(sorted(codes())), st.sampled_from(["bpsk", "qpsk", "8psk", "256qam"]), st.floats(0.0, 1.0)
)
def test_rates_come_back_from_a_round_trip(bit_rate_bps, code, scheme, roll_off):
    bits = information_bits_per_symbol(scheme, code)
    symbols = symbol_rate_of_bits_symbols_per_s(bit_rate_bps, bits)
    assert bit_rate_of_symbols_bps(symbols, bits) == pytest.approx(bit_rate_bps, rel=1e-12)
    width_hz = occupied_bandwidth_hz(symbols, roll_off)
    assert symbols * (1.0 - 1e-12) <= width_hz <= 2.0 * symbols * (1.0 + 1e-12)
    assert symbol_rate_in_bandwidth_symbols_per_s(width_hz, roll_off) == pytest.approx(symbols, rel=1e-12)
    assert 10.0 ** (symbol_rate_dbhz(symbols) / 10.0) == pytest.approx(symbols, rel=1e-9)


# ---- refusals


def test_what_is_not_known_is_not_guessed():
    with pytest.raises(LinkBudgetError, match="the bits of its symbols are not known"):
        bits_of_scheme("chirp")
    for code in ("reed-muller", "turbo-1784", ""):
        if code:
            with pytest.raises(LinkBudgetError, match="its rate is not known"):
                code_rate(code)
    with pytest.raises(LinkBudgetError, match="roll_off"):
        occupied_bandwidth_hz(1e6, 1.5)
