"""Curves of success through counts: the greatest likelihood, and how well it tells the Eb/N0 needed."""

import numpy as np
import pytest
from scipy.optimize import minimize

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.keying import noncoherent_fsk_bit_error_rate
from linkbudget.physics.psk import bpsk_bit_error_rate
from linkbudget.physics.success_curves import BIT_SHAPES, FRAME_SHAPES, SHAPES, fit_success

EBN0_DB = np.array([7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0])
RECEIVED = np.array([4, 24, 79, 148, 188, 199, 200])  # 200 frames, a gaussian about 9.3 dB, 1.1 dB wide


# ---- identity --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", FRAME_SHAPES)
@pytest.mark.parametrize("lost", [0.0, 0.1])
def test_the_curve_that_made_the_counts_is_found_again(shape, lost):
    trials = np.full(EBN0_DB.shape, 1e7)
    exact = (1.0 - lost) * SHAPES[shape].share((EBN0_DB - 9.6) / 0.8)
    fit = fit_success(EBN0_DB, trials, trials * exact)
    assert fit.shape == shape
    assert fit.location_db == pytest.approx(9.6, abs=1e-6)
    assert fit.width_db == pytest.approx(0.8, abs=1e-6)
    assert fit.lost_share == pytest.approx(lost, abs=1e-6)
    assert fit.goodness == pytest.approx(1.0, abs=1e-3)


def test_bits_of_bpsk_have_the_width_of_a_square_root():
    ebn0_db = np.arange(4.0, 11.0)
    trials = np.full(7, 1e9)
    fit = fit_success(ebn0_db, trials, trials * (1.0 - bpsk_bit_error_rate(ebn0_db)), BIT_SHAPES)
    assert fit.width_db == pytest.approx(20.0 / np.log(10.0), rel=1e-5)
    assert fit.required_ebn0_db(1.0 - 1e-4) == pytest.approx(8.398, abs=0.001)  # erfc inverted


def test_the_curve_of_bits_follows_noncoherent_fsk_within_a_tenth_of_a_decibel():
    ebn0_db = np.linspace(6.0, 12.0, 7)
    trials = np.full(7, 1e6)
    fit = fit_success(ebn0_db, trials, trials * (1.0 - noncoherent_fsk_bit_error_rate(ebn0_db)), BIT_SHAPES)
    exact_db = 10.0 * np.log10(-2.0 * np.log(2e-3))
    assert fit.required_ebn0_db(1.0 - 1e-3) == pytest.approx(exact_db, abs=0.1)  # another formula than the shape's


def test_required_ebn0_is_the_inverse_of_success():
    fit = fit_success(EBN0_DB, [200] * 7, RECEIVED)
    share = np.array([0.1, 0.5, 0.9, 0.97])
    np.testing.assert_allclose(fit.success(fit.required_ebn0_db(share)), share, rtol=1e-12)


# ---- reference -------------------------------------------------------------------------------------------------------


def test_no_search_finds_a_greater_likelihood():
    fit = fit_success(EBN0_DB, [200] * 7, RECEIVED)

    def minus_log_likelihood(parameters):
        share = SHAPES[fit.shape].share((EBN0_DB - parameters[0]) / np.exp(parameters[1]))
        return -np.sum(RECEIVED * np.log(share) + (200 - RECEIVED) * np.log1p(-share))

    options = {"xatol": 1e-9, "fatol": 1e-12, "maxiter": 4000}
    found = minimize(minus_log_likelihood, [9.0, -0.5], method="Nelder-Mead", options=options)
    assert fit.lost_share == 0.0
    assert fit.location_db == pytest.approx(found.x[0], abs=1e-6)
    assert fit.width_db == pytest.approx(np.exp(found.x[1]), abs=1e-6)


def test_standard_uncertainty_is_the_scatter_of_repeated_measurements():
    success = np.array([0.5, 0.9, 0.97])
    fit = fit_success(EBN0_DB, [200] * 7, RECEIVED)
    generator = np.random.default_rng(5)
    again_db = []
    for _ in range(400):
        counts = generator.binomial(200, fit.success(EBN0_DB))
        again_db.append(fit_success(EBN0_DB, [200] * 7, counts, (fit.shape,)).required_ebn0_db(success))
    assert fit.widening == 1.0
    # 400 repetitions tell a scatter to 3.5 %; those that find a lost share scatter more at high success
    assert fit.standard_uncertainty_db(success) == pytest.approx(np.nanstd(again_db, axis=0), rel=0.15)


# ---- shape -----------------------------------------------------------------------------------------------------------


def test_arrays_are_loops_of_numbers():
    fit = fit_success(EBN0_DB, [200] * 7, RECEIVED)
    shares = np.array([[0.3, 0.5], [0.9, 0.9999]])
    for ask in (fit.required_ebn0_db, fit.standard_uncertainty_db):
        np.testing.assert_array_equal(ask(shares), [[ask(float(share)) for share in row] for row in shares])


def test_nothing_is_said_outside_what_was_measured():
    fit = fit_success(EBN0_DB, [200] * 7, RECEIVED)
    assert np.isnan(fit.success([6.9, 13.1])).all()
    assert np.isnan(fit.required_ebn0_db([1e-6, 1.0 - 1e-6])).all()
    assert np.isnan(fit.standard_uncertainty_db(1.0 - 1e-6))


def test_more_than_is_ever_received_has_no_answer():
    fit = fit_success(EBN0_DB, [200] * 7, [0, 2, 50, 95, 101, 99, 100])
    assert fit.lost_share == pytest.approx(0.5, abs=0.03)
    assert np.isnan(fit.required_ebn0_db(0.9))
    assert fit.required_ebn0_db(0.4) == pytest.approx(9.6, abs=0.3)


def test_points_that_scatter_widen_the_uncertainty():
    scattered = [40, 20, 120, 90, 190, 150, 199]
    fit = fit_success(EBN0_DB, [200] * 7, scattered)
    assert fit.goodness < 1e-6
    assert fit.widening == pytest.approx((fit.deviance / fit.degrees_of_freedom) ** 0.5)
    assert fit.widening > 2.0


@pytest.mark.parametrize(
    ("ebn0_db", "trials", "received", "match"),
    [
        ([1.0], [10], [5], "expected two or more"),
        ([1.0, 2.0], [10, 10], [5], "expected two or more"),
        ([1.0, 2.0, 3.0], [10, 10, 10], [5, 6, 11], "received / trials"),
        ([1.0, 2.0, 3.0], [10, 10, 10], [0, 0, 0], "no curve that rises"),
        ([1.0, 2.0, 3.0], [10, 10, 10], [10, 10, 10], "no curve that rises"),
        ([1.0, 2.0, 3.0], [10, 10, 10], [9, 5, 1], "no curve that rises"),
    ],
)
def test_counts_without_a_curve_are_refused(ebn0_db, trials, received, match):
    with pytest.raises(LinkBudgetError, match=match):
        fit_success(ebn0_db, trials, received)
