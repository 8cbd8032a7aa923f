"""LoRa: limits, sensitivities and times on air as makers and calculators print them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.lora import (
    CODING_RATES,
    lora_bit_rate_bps,
    lora_payload_symbols,
    lora_sensitivity_dbm,
    lora_snr_limit_db,
    lora_symbol_time_s,
    lora_time_on_air_s,
)

# ---- reference


def test_limits_of_the_datasheet():
    """SX1276/77/78/79, Table 13: from SF 6 to SF 12."""
    assert lora_snr_limit_db(np.arange(6, 13)).tolist() == [-5.0, -7.5, -10.0, -12.5, -15.0, -17.5, -20.0]


def test_sensitivities_at_125_khz():
    """-174 dBm/Hz, 51 dB of bandwidth and a noise figure of 6 dB: -124.5 dBm at SF 7, -137.0 dBm at SF 12."""
    assert lora_sensitivity_dbm([7, 12], 125e3, 6.0) == pytest.approx([-124.5, -137.0], abs=0.05)


@pytest.mark.parametrize("crc", [True, False])
def test_a_packet_of_twelve_octets(crc):
    """SF 9, 125 kHz, 4/5, preamble 8, explicit header: 144.384 ms, with and without a checksum."""
    assert lora_time_on_air_s(9, 125e3, "4/5", 96, crc=crc) == pytest.approx(144.384e-3, rel=1e-9)


def test_fourteen_chirps_of_the_slowest_kind_take_458_ms():
    assert 14 * lora_symbol_time_s(12, 125e3) == pytest.approx(458.752e-3)


def test_nominal_bit_rates():
    """AN1200.22: SF 7 at 125 kHz and 4/5 carries 5469 bit/s, SF 12 293 bit/s."""
    assert lora_bit_rate_bps([7, 12], 125e3, "4/5") == pytest.approx([5468.75, 292.97], abs=0.01)


# ---- identity


def test_low_rates_are_optimised_from_sixteen_milliseconds_on():
    """SF 11 at 125 kHz lasts 16.384 ms and takes two bits a chirp fewer; at 250 kHz it does not."""
    slow, fast = lora_payload_symbols(11, 125e3, "4/5", 400), lora_payload_symbols(11, 250e3, "4/5", 400)
    assert slow == 8 + np.ceil((400 - 44 + 28 + 16) / 36) * 5
    assert fast == 8 + np.ceil((400 - 44 + 28 + 16) / 44) * 5


def test_a_short_payload_fits_beside_the_header():
    assert lora_payload_symbols(12, 125e3, "4/5", 8, header="implicit", crc=False) == 8


# ---- property


@given(
    st.integers(6, 12),
    st.sampled_from([125e3, 250e3, 500e3]),
    st.sampled_from(sorted(CODING_RATES)),
    st.integers(1, 254),
)
def test_more_payload_and_more_spreading_take_longer(factor, bandwidth_hz, coding_rate, octets):
    here = lora_time_on_air_s(factor, bandwidth_hz, coding_rate, 8 * octets)
    assert lora_time_on_air_s(factor, bandwidth_hz, coding_rate, 8 * (octets + 1)) >= here
    if factor < 12:
        assert lora_time_on_air_s(factor + 1, bandwidth_hz, coding_rate, 8 * octets) > here
    assert 8 * octets / here < lora_bit_rate_bps(factor, bandwidth_hz, coding_rate)


def test_arrays_are_their_elements():
    factors = np.array([[6], [9], [12]])
    found = lora_time_on_air_s(factors, [125e3, 500e3], "4/7", 160)
    assert found.shape == (3, 2)
    assert found[2, 1] == lora_time_on_air_s(12, 500e3, "4/7", 160)


# ---- refusals


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: lora_snr_limit_db(13), "spreading_factor"),
        (lambda: lora_snr_limit_db(7.5), "expected whole numbers"),
        (lambda: lora_bit_rate_bps(7, 125e3, "1/2"), "coding_rate"),
        (lambda: lora_payload_symbols(7, 125e3, "4/5", 4000), "payload_bit"),
        (lambda: lora_payload_symbols(7, 125e3, "4/5", 80, header="none"), "header"),
    ],
)
def test_what_no_chip_does_is_refused(call, words):
    with pytest.raises(LinkBudgetError, match=words):
        call()
