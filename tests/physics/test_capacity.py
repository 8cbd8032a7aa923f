"""Capacity: Shannon's limit, signals of two values, blocks of finite length."""

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics.capacity import (
    binary_input_capacity,
    binary_input_ebn0_limit_db,
    gap_to_shannon_db,
    shannon_capacity_bps,
    shannon_ebn0_limit_db,
)
from linkbudget.physics.finite_blocks import (
    finite_block_ebn0_limit_db,
    finite_block_error_rate,
    finite_block_rate,
)
from tests.published import agrees, rows

ULTIMATE_DB = 10.0 * math.log10(math.log(2.0))

# ---- reference -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code_rate", "expected_db"),
    [(0.0, -1.59174538955), (1 / 3, -0.54974020985), (1 / 2, 0.0), (9 / 10, 1.39564660401)],
)
def test_limit_agrees_with_closed_form_in_thirty_digits(code_rate, expected_db):
    assert shannon_ebn0_limit_db(2.0 * code_rate) == pytest.approx(expected_db, abs=1e-10)


@pytest.mark.parametrize(("snr_db", "expected_bps"), [(-20.0, 0.014355293), (0.0, 1.0), (20.0, 6.65821148)])
def test_capacity_agrees_with_published_values(snr_db, expected_bps):
    # sdr 0.0.30, test_awgn_capacity: bits per complex sample, so that 1 Hz carries one a second
    assert shannon_capacity_bps(snr_db, 1.0) == pytest.approx(expected_bps, rel=1e-8)


def test_every_published_row_agrees():
    for row in rows("shannon_limits"):
        binary = row["channel"].startswith("BPSK-input")
        if row["quantity"] == "EbN0_limit":
            rate = float(Fraction(row["rate"]))
            answer = binary_input_ebn0_limit_db(rate) if binary else shannon_ebn0_limit_db(2.0 * rate)
        elif binary:
            answer = binary_input_capacity(float(row["SNR_dB"]) - 10.0 * math.log10(2.0))
        else:
            answer = shannon_capacity_bps(float(row["SNR_dB"]), 1.0)
        assert agrees(row, answer), row["case_id"]


@pytest.mark.parametrize(
    ("code_rate", "expected_db"),
    [(0.5, 0.187), (1 / 3, -0.495), (0.25, -0.794), (0.75, 1.626)],  # textbook figures, in thousandths
)
def test_limit_of_binary_codes_agrees_with_the_literature(code_rate, expected_db):
    assert binary_input_ebn0_limit_db(code_rate) == pytest.approx(expected_db, abs=0.00051)


def expectation(esn0, function):
    """Expectation over the log-likelihood ratio, of mean 4 x and variance 8 x, in thirty digits."""
    mpmath.mp.dps = 30
    x = mpmath.mpf(esn0)

    def integrand(t):
        return mpmath.exp(-t * t) * function(
            mpmath.log(1 + mpmath.exp(-4 * x - 4 * mpmath.sqrt(x) * t)) / mpmath.log(2)
        )

    return mpmath.quad(integrand, [-12, -8, -6, -4, -3, -2, -1, 0, 1, 2, 4, 8]) / mpmath.sqrt(mpmath.pi)


@pytest.mark.parametrize("esn0_db", [-60.0, -30.1, -29.9, -12.0, 0.0, 7.0, 10.0])
def test_binary_capacity_agrees_with_quadrature(esn0_db):
    esn0 = mpmath.mpf(10) ** (mpmath.mpf(esn0_db) / 10)
    expected = 1 - expectation(esn0, lambda bits: bits)
    # at -30 dB a series of five terms takes over, and the six it leaves out are 3e-12 of the sum
    assert binary_input_capacity(esn0_db) == pytest.approx(float(expected), rel=5e-12)


@pytest.mark.parametrize("esn0_db", [-20.0, -3.0, 3.0])
def test_dispersion_of_binary_signals_agrees_with_quadrature(esn0_db):
    esn0 = mpmath.mpf(10) ** (mpmath.mpf(esn0_db) / 10)
    lost = expectation(esn0, lambda bits: bits)
    dispersion = expectation(esn0, lambda bits: bits**2) - lost**2
    quantile = 3.0902323061678136  # of one in a thousand
    expected = 1 - lost - mpmath.sqrt(dispersion / 10000) * quantile + mpmath.log(10000) / mpmath.log(2) / 20000
    assert finite_block_rate(esn0_db, 10000, 1e-3, signal="binary") == pytest.approx(float(max(expected, 0)), abs=1e-10)


# ---- identity --------------------------------------------------------------------------------------------------------


def test_endless_bandwidth_carries_the_ratio_over_log_two():
    assert shannon_capacity_bps(30.0) == pytest.approx(1000.0 / math.log(2.0), rel=1e-14)
    assert shannon_capacity_bps(30.0, 1e15) == pytest.approx(shannon_capacity_bps(30.0), rel=1e-11)


def test_no_signal_carries_nothing():
    assert shannon_capacity_bps(-math.inf) == 0.0
    assert shannon_capacity_bps(-math.inf, 1e3) == 0.0


def test_limit_approaches_the_ultimate_one():
    assert shannon_ebn0_limit_db(0.0) == pytest.approx(ULTIMATE_DB, abs=1e-14)
    assert shannon_ebn0_limit_db(1e-9) == pytest.approx(ULTIMATE_DB, abs=1e-8)


@pytest.mark.parametrize("bandwidth_hz", [10.0, 1e3, 1e6, math.inf])
def test_rate_at_capacity_has_no_gap(bandwidth_hz):
    rate_bps = shannon_capacity_bps(33.3, bandwidth_hz)
    assert gap_to_shannon_db(33.3, rate_bps, bandwidth_hz=bandwidth_hz) == pytest.approx(0.0, abs=1e-12)


def test_gap_is_ebn0_above_the_ultimate_limit():
    assert gap_to_shannon_db(33.3, 100.0) == pytest.approx(13.3 - ULTIMATE_DB, abs=1e-12)


def test_binary_signals_carry_at_most_a_bit_and_less_than_any():
    esn0_db = np.linspace(-60.0, 40.0, 201)
    binary = binary_input_capacity(esn0_db)
    assert np.all(np.diff(binary) >= 0.0)
    assert binary[-1] == 1.0
    anything = 0.5 / math.log(2.0) * np.log1p(2.0 * 10.0 ** (esn0_db / 10.0))
    assert np.all(binary <= anything * (1.0 + 1e-14))
    assert binary_input_capacity(-math.inf) == 0.0
    assert binary_input_capacity(math.inf) == 1.0


def test_slow_binary_codes_lose_nothing():
    for code_rate in (0.0, 1e-9, 1e-5):
        assert binary_input_ebn0_limit_db(code_rate) == pytest.approx(shannon_ebn0_limit_db(2.0 * code_rate), abs=1e-8)
    assert binary_input_ebn0_limit_db(0.5) - shannon_ebn0_limit_db(1.0) == pytest.approx(0.187, abs=0.0005)


def test_capacity_at_the_limit_is_the_rate():
    code_rate = np.concatenate([[1e-6, 1e-3], np.linspace(0.01, 0.99, 50), [0.999999]])
    esn0_db = binary_input_ebn0_limit_db(code_rate) + 10.0 * np.log10(code_rate)
    assert binary_input_capacity(esn0_db) == pytest.approx(code_rate, rel=1e-10)


@pytest.mark.parametrize("signal", ["gaussian", "binary"])
def test_endless_blocks_reach_capacity(signal):
    limit_db = finite_block_ebn0_limit_db(0.5, 1e14, 1e-3, signal=signal)
    expected_db = binary_input_ebn0_limit_db(0.5) if signal == "binary" else shannon_ebn0_limit_db(1.0)
    assert limit_db == pytest.approx(expected_db, abs=1e-5)


@pytest.mark.parametrize("signal", ["gaussian", "binary"])
def test_rate_error_rate_and_limit_of_finite_blocks_are_one_relation(signal):
    code_rate, error_rate = np.array([0.1, 0.5, 0.9]), 1e-5
    esn0_db = finite_block_ebn0_limit_db(code_rate, 2000, error_rate, signal=signal) + 10.0 * np.log10(code_rate)
    assert finite_block_rate(esn0_db, 2000, error_rate, signal=signal) == pytest.approx(code_rate, abs=1e-9)
    assert finite_block_error_rate(esn0_db, 2000, code_rate, signal=signal) == pytest.approx(error_rate, rel=1e-6)


def test_many_limits_by_the_table_equal_few_by_the_search():
    random = np.random.default_rng(7)
    code_rate, length = random.uniform(0.002, 0.999, 2000), 10.0 ** random.uniform(2.0, 7.0, 2000)
    error_rate = 10.0 ** random.uniform(-12.0, -0.02, 2000)
    code_rate[3] = math.nan
    many_db = finite_block_ebn0_limit_db(code_rate, length, error_rate)
    few_db = finite_block_ebn0_limit_db(code_rate[:1000], length[:1000], error_rate[:1000])
    assert np.isnan(many_db[:1000]).tolist() == np.isnan(few_db).tolist()
    assert many_db[:1000] == pytest.approx(few_db, abs=1e-10, nan_ok=True)
    assert finite_block_ebn0_limit_db(code_rate.reshape(2, 1000), 1e4, 1e-3).shape == (2, 1000)


def test_half_of_the_blocks_fail_near_capacity():
    rate = finite_block_rate(0.0, 1000, 0.5)
    assert rate == pytest.approx(0.5 * math.log2(3.0) + math.log2(1000.0) / 2000.0, rel=1e-14)


def test_rates_that_the_normal_approximation_does_not_describe_have_no_limit():
    assert math.isnan(finite_block_ebn0_limit_db(0.004, 1000, 1e-3))


def test_short_blocks_warn():
    with pytest.warns(ModelRangeWarning, match="block_length from 100"):
        finite_block_rate(0.0, 50, 1e-3)


# ---- shape -----------------------------------------------------------------------------------------------------------


def test_array_equals_scalars():
    cn0_dbhz, bandwidth_hz = np.array([[10.0], [50.0]]), np.array([1.0, 1e6, math.inf])
    capacity_bps = shannon_capacity_bps(cn0_dbhz, bandwidth_hz)
    gap_db = gap_to_shannon_db(cn0_dbhz, 8.0, bandwidth_hz=bandwidth_hz)
    assert capacity_bps.shape == gap_db.shape == (2, 3)
    for (i, j), expected in np.ndenumerate(capacity_bps):
        one = float(cn0_dbhz[i, 0]), float(bandwidth_hz[j])
        assert shannon_capacity_bps(*one) == pytest.approx(expected, rel=1e-14)
        assert gap_to_shannon_db(one[0], 8.0, bandwidth_hz=one[1]) == pytest.approx(gap_db[i, j], abs=1e-12)


def test_arrays_of_binary_signals_and_blocks_equal_scalars():
    esn0_db, length, code_rate = np.array([[-10.0], [0.0]]), np.array([200.0, 1e4]), np.array([[0.3], [0.8]])
    rates = finite_block_rate(esn0_db, length, 1e-3, signal="binary")
    errors = finite_block_error_rate(esn0_db, length, 0.3, signal="binary")
    limits_db = finite_block_ebn0_limit_db(code_rate, length, 1e-3)
    assert rates.shape == errors.shape == limits_db.shape == (2, 2)
    for i, j in np.ndindex(2, 2):
        one = float(esn0_db[i, 0]), float(length[j])
        assert finite_block_rate(*one, 1e-3, signal="binary") == pytest.approx(rates[i, j], rel=1e-12)
        assert finite_block_error_rate(*one, 0.3, signal="binary") == pytest.approx(errors[i, j], rel=1e-9)
        assert finite_block_ebn0_limit_db(float(code_rate[i, 0]), one[1], 1e-3) == pytest.approx(limits_db[i, j])
        assert binary_input_capacity(one[0]) == pytest.approx(binary_input_capacity(esn0_db)[i, 0], rel=1e-14)
    limits_db = binary_input_ebn0_limit_db([0.2, 0.7, math.nan])
    assert limits_db[:2] == pytest.approx([binary_input_ebn0_limit_db(rate) for rate in (0.2, 0.7)], abs=1e-10)
    assert math.isnan(limits_db[2])


def test_list_keeps_its_shape_and_nan():
    assert np.isnan(shannon_ebn0_limit_db([0.5, math.nan])).tolist() == [False, True]
    assert np.isnan(shannon_capacity_bps([30.0, math.nan])).tolist() == [False, True]


# ---- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: shannon_capacity_bps(30.0, 0.0), "bandwidth_hz"),
        (lambda: shannon_ebn0_limit_db(-0.1), "spectral_efficiency"),
        (lambda: gap_to_shannon_db(30.0, 0.0), "bit_rate_bps"),
        (lambda: binary_input_ebn0_limit_db(1.0), "code_rate"),
        (lambda: binary_input_ebn0_limit_db(-0.1), "code_rate"),
        (lambda: finite_block_rate(0.0, 0.0, 1e-3), "block_length"),
        (lambda: finite_block_rate(0.0, 1000, 0.0), "error_rate"),
        (lambda: finite_block_rate(0.0, 1000, 1e-3, signal="ternary"), "signal = 'ternary': did you mean 'binary'?"),
        (lambda: finite_block_error_rate(0.0, 1000, 0.0), "code_rate"),
        (lambda: finite_block_ebn0_limit_db(1.0, 1000, 1e-3), "code_rate"),
        (lambda: gap_to_shannon_db(30.0, 1.0, bandwidth_hz=-1.0), "bandwidth_hz"),
    ],
)
def test_impossible_number_is_named(call, name):
    with pytest.raises(LinkBudgetError, match=name):
        call()


# ---- property --------------------------------------------------------------------------------------------------------


@given(st.floats(-50.0, 120.0), st.floats(1e-3, 1e9))
def test_more_bandwidth_never_carries_less(cn0_dbhz, bandwidth_hz):
    narrow = shannon_capacity_bps(cn0_dbhz, bandwidth_hz)
    wide = shannon_capacity_bps(cn0_dbhz, 2.0 * bandwidth_hz)
    assert narrow <= wide * (1.0 + 1e-14) <= shannon_capacity_bps(cn0_dbhz) * (1.0 + 2e-14)


@settings(max_examples=50)
@given(st.floats(0.01, 0.95), st.floats(200.0, 1e6), st.floats(1e-9, 0.4))
def test_longer_blocks_and_more_errors_need_less_energy(code_rate, length, error_rate):
    needed_db = finite_block_ebn0_limit_db(code_rate, length, error_rate)
    if not math.isnan(needed_db):
        assert finite_block_ebn0_limit_db(code_rate, length, 1.1 * error_rate) < needed_db
        if error_rate < 0.01:
            assert finite_block_ebn0_limit_db(code_rate, 2.0 * length, error_rate) < needed_db


@given(st.floats(1e-4, 0.9999))
def test_binary_codes_need_more_than_any_signal_and_less_than_the_cutoff_rate(code_rate):
    limit_db = binary_input_ebn0_limit_db(code_rate)
    cutoff_db = 10.0 * math.log10(-math.log(2.0 ** (1.0 - code_rate) - 1.0) / code_rate)
    assert shannon_ebn0_limit_db(2.0 * code_rate) - 1e-9 <= limit_db <= cutoff_db
