"""Shannon and Nyquist from an SNR, a bandwidth, levels and roll-off; block codes by their numbers."""

import math

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.block_codes import coded_bit_rate_bps, codeword_error_probability
from linkbudget.physics.capacity import shannon_ebn0_limit_db
from linkbudget.physics.shannon import (
    bandwidth_of_bit_rate_hz,
    baseband_bandwidth_hz,
    bits_of_points,
    capacity_of_snr_bps,
    nyquist_bit_rate_bps,
    snr_limit_db,
    spectral_efficiency_limit,
)


def test_an_snr_of_fifteen_carries_four_bits_a_hertz():
    assert capacity_of_snr_bps(10.0 * math.log10(15.0), 25e3) == pytest.approx(100e3, rel=1e-12)
    assert snr_limit_db(4.0) == pytest.approx(10.0 * math.log10(15.0))


def test_snr_below_zero_decibels_carries_something():
    assert capacity_of_snr_bps(-20.0, 1e6) == pytest.approx(1e6 * math.log2(1.01), rel=1e-9)


@pytest.mark.parametrize("efficiency", [1e-6, 0.3, 2.0, 9.0])
def test_spectral_efficiency_inverts_the_limit(efficiency):
    assert spectral_efficiency_limit(shannon_ebn0_limit_db(efficiency)) == pytest.approx(efficiency, rel=1e-6)


def test_nothing_passes_below_the_ultimate_limit():
    found = spectral_efficiency_limit([-2.0, -1.6, 0.0, math.nan])
    assert found[:3] == pytest.approx([0.0, 0.0, 1.0], abs=1e-9)
    assert math.isnan(found[3])


def test_levels_without_noise():
    assert nyquist_bit_rate_bps(4e3, 4.0) == pytest.approx(16e3)
    assert bits_of_points(1024) == 10.0


def test_bandwidth_of_rate_code_and_roll_off():
    assert bandwidth_of_bit_rate_hz(10e6, 2.0, 0.2) == pytest.approx(6e6)
    assert bandwidth_of_bit_rate_hz(10e6, 2.0, 0.2, 0.5) == pytest.approx(12e6)
    assert baseband_bandwidth_hz(8e3, 0.25) == pytest.approx(5e3)
    assert coded_bit_rate_bps(10e6, 0.8) == pytest.approx(12.5e6)


def test_word_errors_by_the_binomial_sum():
    p, n, t = 0.02, 23, 3
    expected = 1.0 - sum(math.comb(n, j) * p**j * (1.0 - p) ** (n - j) for j in range(t + 1))
    assert codeword_error_probability(p, n, t) == pytest.approx(expected, rel=1e-9)
    assert codeword_error_probability(1e-4, 1000, 0) == pytest.approx(1.0 - (1.0 - 1e-4) ** 1000, rel=1e-9)
    assert np.shape(codeword_error_probability([0.1, 0.2], 7, 1)) == (2,)
    with pytest.raises(LinkBudgetError, match="correctable"):
        codeword_error_probability(0.1, 7, 7)
