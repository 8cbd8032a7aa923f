"""Capacity: Shannon's limit."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.capacity import gap_to_shannon_db, shannon_capacity_bps, shannon_ebn0_limit_db
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


def test_every_published_unconstrained_row_agrees():
    for row in rows("shannon_limits"):
        if row["channel"].startswith("BPSK-input"):
            continue
        if row["quantity"] == "EbN0_limit":
            answer = shannon_ebn0_limit_db(2.0 * float(Fraction(row["rate"])))
        else:
            answer = shannon_capacity_bps(float(row["SNR_dB"]), 1.0)
        assert agrees(row, answer), row["case_id"]


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
        (lambda: gap_to_shannon_db(30.0, 1.0, bandwidth_hz=-1.0), "bandwidth_hz"),
    ],
)
def test_impossible_number_is_named(call, name):
    with pytest.raises(LinkBudgetError, match=name):
        call()


# ---- property --------------------------------------------------------------------------------------------------------


@settings(deadline=None, derandomize=True)
@given(st.floats(-50.0, 120.0), st.floats(1e-3, 1e9))
def test_more_bandwidth_never_carries_less(cn0_dbhz, bandwidth_hz):
    narrow = shannon_capacity_bps(cn0_dbhz, bandwidth_hz)
    wide = shannon_capacity_bps(cn0_dbhz, 2.0 * bandwidth_hz)
    assert narrow <= wide * (1.0 + 1e-14) <= shannon_capacity_bps(cn0_dbhz) * (1.0 + 2e-14)
