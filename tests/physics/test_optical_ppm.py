"""Pulse-position modulation with counted photons."""

import math
from itertools import product

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import gammaln

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.optical_ppm import (
    erasure_probability,
    hard_decision_capacity,
    photon_efficiency,
    required_signal_photons,
)
from linkbudget.physics.photon_counting import noiseless_capacity, soft_decision_capacity, symbol_error_probability
from tests.published import agrees, rows

# Exact multinomial enumeration of log2 M - E log2(1 + sum (1 + Ks/Kb)^(yj - y1)): M, Ks, Kb, bits.
ENUMERATED = [
    (2, 0.5, 0.01, 0.359568343965),
    (2, 5.0, 1.0, 0.920178957320),
    (4, 10.0, 0.2, 1.999332244060),
    (16, 2.0, 0.01, 3.325090354750),
    (64, 10.0, 0.01, 5.999336516370),
    (64, 2.0, 0.2, 3.328548739360),
]

# The sum over k of p1(k) (F0(k)^M - F0(k-1)^M) / (M p0(k)) in 200 digits: M, Ks, Kb, error probability.  In 16 digits
# the difference of powers loses everything beyond the first ten photons: a sum that stops there is wrong by half.
TWO_HUNDRED_DIGITS = [
    (2, 10.0, 0.2, 8.21901881321552e-5),
    (2, 10.0, 0.01, 2.50040741518303e-5),
    (16, 10.0, 0.2, 6.29964151973848e-4),
    (64, 10.0, 0.01, 1.64668261025382e-4),
    (64, 0.5, 0.01, 0.674934327204504),
    (64, 5.0, 1.0, 0.234355577224859),
    (4, 5.0, 0.1, 9.9412979846738e-3),
]

# Reference -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("slots", "signal", "background", "bits"), ENUMERATED)
def test_soft_capacity_agrees_with_enumeration(slots, signal, background, bits):
    assert soft_decision_capacity(signal, background, slots) == pytest.approx(bits, abs=2e-9)


@pytest.mark.parametrize(("slots", "signal", "background", "probability"), TWO_HUNDRED_DIGITS)
def test_error_probability_agrees_with_long_arithmetic(slots, signal, background, probability):
    assert symbol_error_probability(signal, background, slots) == pytest.approx(probability, rel=1e-13)


def test_two_slots_err_as_two_poisson_numbers_compare():
    # a double sum over both counts, in which nothing cancels
    signal, background = 10.0, 0.2
    counts = np.arange(80)
    log_factorial = gammaln(counts + 1.0)
    pulse = np.exp(counts * math.log(signal + background) - signal - background - log_factorial)
    empty = np.exp(counts * math.log(background) - background - log_factorial)
    loses = np.where(counts > counts[:, None], 1.0, np.where(counts == counts[:, None], 0.5, 0.0))
    assert symbol_error_probability(signal, background, 2) == pytest.approx(pulse @ loses @ empty, rel=1e-13)


def test_published_capacities_and_clean_errors_agree():
    checked = 0
    for row in rows("ppm_poisson"):
        slots, background = float(row["M"]), float(row["Kb_per_slot"])
        if row["quantity"] == "capacity":
            value = soft_decision_capacity(float(row["Ks"]), background, slots)
        elif row["quantity"] == "Ks_at_capacity":
            above, below = row["code_rate"].split("/")
            value = required_signal_photons(float(above) / float(below), background, slots)
        elif background == 0.0:
            value = symbol_error_probability(float(row["Ks"]), background, slots)
        else:  # see TWO_HUNDRED_DIGITS
            continue
        assert agrees(row, value), row["case_id"]
        checked += 1
    assert checked == 0 or checked > 80


@pytest.mark.parametrize(("signal", "background"), [(0.5, 300.0), (20.0, 300.0), (50.0, 80.0), (3.0, 0.001)])
def test_soft_capacity_of_two_slots_agrees_with_the_double_sum(signal, background):
    # bright backgrounds, where the counts are many and the ratio of the slots near one
    counts = np.arange(int(signal + background + 12.0 * math.sqrt(signal + background) + 30.0))
    pulse, empty = (
        [float(mpmath.exp(k * mpmath.log(mean) - mean - mpmath.loggamma(k + 1))) for k in counts.tolist()]
        for mean in (signal + background, background)
    )
    lost = np.logaddexp(0.0, (counts - counts[:, None]) * math.log1p(signal / background)) / math.log(2.0)
    expected = 1.0 - np.array(pulse) @ lost @ np.array(empty)
    assert soft_decision_capacity(signal, background, 2) == pytest.approx(expected, abs=2e-12)


# Identity ------------------------------------------------------------------------------------------------------------


def test_without_background_only_erasures_are_left():
    signal = np.array([0.1, 1.0, 5.0])
    assert noiseless_capacity(signal, 16) == pytest.approx(4.0 * (1.0 - erasure_probability(signal)), rel=1e-14)
    assert soft_decision_capacity(signal, 0.0, 16) == pytest.approx(noiseless_capacity(signal, 16), rel=1e-14)
    assert symbol_error_probability(signal, 0.0, 16) == pytest.approx(15.0 / 16.0 * np.exp(-signal), rel=1e-13)


def test_little_background_comes_near_the_clean_channel():
    assert soft_decision_capacity(2.0, 1e-12, 64) == pytest.approx(noiseless_capacity(2.0, 64), abs=1e-9)
    assert symbol_error_probability(2.0, 1e-12, 64) == pytest.approx(63.0 / 64.0 * math.exp(-2.0), rel=1e-9)


def test_no_signal_is_a_guess():
    assert soft_decision_capacity(0.0, [0.01, 1.0, 30.0], 16) == pytest.approx(np.zeros(3), abs=1e-10)
    assert symbol_error_probability(0.0, [0.0, 0.01, 1.0, 30.0], 16) == pytest.approx(
        np.full(4, 15.0 / 16.0), rel=1e-12
    )
    assert hard_decision_capacity(0.0, 1.0, 16) == pytest.approx(0.0, abs=1e-10)


def test_many_photons_carry_all_bits():
    assert soft_decision_capacity(200.0, 1.0, 64) == pytest.approx(6.0, abs=1e-11)
    assert hard_decision_capacity(200.0, 1.0, 64) == pytest.approx(6.0, abs=1e-11)


def test_small_errors_keep_their_digits():
    # without background the probability is known in closed form at any size
    assert symbol_error_probability(300.0, 0.0, 16) == pytest.approx(15.0 / 16.0 * math.exp(-300.0), rel=1e-11)
    assert 0.0 < symbol_error_probability(100.0, 1.0, 16) < 1e-30


def test_required_photons_invert_the_capacity():
    rates, backgrounds = np.array([[0.1], [0.5], [0.9]]), np.array([0.0, 0.01, 1.0, 50.0])
    photons = required_signal_photons(rates, backgrounds, 64)
    assert soft_decision_capacity(photons, backgrounds, 64) / 6.0 == pytest.approx(
        np.broadcast_to(rates, (3, 4)), abs=1e-10
    )
    assert required_signal_photons(0.5, 0.0, 16) == pytest.approx(math.log(2.0), rel=1e-14)


def test_erasure_needs_every_slot_empty():
    assert erasure_probability(2.0, 0.1, 16) == pytest.approx(math.exp(-2.0 - 1.6), rel=1e-14)


def test_photon_efficiency_of_faint_pulses_is_the_size_of_the_alphabet():
    assert photon_efficiency(1e-9, noiseless_capacity(1e-9, 1024)) == pytest.approx(10.0, rel=1e-8)


def test_a_million_slots_need_no_enumeration():
    found = soft_decision_capacity(20.0, 0.001, 2.0**20)
    assert 19.0 < found < 20.0
    assert 0.0 < symbol_error_probability(20.0, 0.001, 2.0**20) < 0.01


# Shape ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "function", [soft_decision_capacity, symbol_error_probability, hard_decision_capacity], ids=lambda f: f.__name__
)
def test_array_equals_scalars(function):
    signals, backgrounds, slots = [0.0, 0.3, 4.0, 60.0], [0.0, 0.02, 3.0], [2.0, 64.0]
    found = function(np.array(signals)[:, None, None], np.array(backgrounds)[:, None], np.array(slots))
    assert found.shape == (4, 3, 2)
    for value, point in zip(found.ravel(), product(signals, backgrounds, slots), strict=True):
        assert value == pytest.approx(function(*point), rel=1e-12, abs=2e-11)
    assert isinstance(function(2.0, 0.1, 16), float)


def test_points_of_a_long_array_do_not_depend_on_their_neighbours():
    random = np.random.default_rng(5)
    signal, background = 10.0 ** random.uniform(-3.0, 2.0, 3000), 10.0 ** random.uniform(-6.0, 2.0, 3000)
    slots = 2.0 ** random.integers(1, 13, 3000)
    for function, tolerance in (
        (soft_decision_capacity, {"abs": 1e-11}),
        (symbol_error_probability, {"rel": 1e-12, "abs": 1e-300}),
    ):
        found = function(signal, background, slots)
        alone = [function(*point) for point in zip(signal[::60], background[::60], slots[::60], strict=True)]
        assert found[::60] == pytest.approx(np.array(alone), **tolerance)


def test_required_photons_of_many_points_by_the_table_equal_few_by_the_search():
    random = np.random.default_rng(6)
    rate, background = random.uniform(0.0005, 0.99995, 4000), 10.0 ** random.uniform(-2.0, 1.0, 4000)
    background[:5], slots = (0.0, 1e-9, 300.0, 1e-3, 0.1), np.where(np.arange(4000) % 2, 16.0, 256.0)
    many = required_signal_photons(rate, background, slots)
    few = required_signal_photons(rate[:300], background[:300], slots[:300])
    assert many[:300] == pytest.approx(few, rel=1e-8)  # next to 0 and 1 the capacity hardly moves
    easy = (rate[:300] > 0.05) & (rate[:300] < 0.95)
    assert many[:300][easy] == pytest.approx(few[easy], rel=1e-10)
    assert soft_decision_capacity(many, background, slots) / np.log2(slots) == pytest.approx(rate, abs=2e-11)
    rate[7] = math.nan
    again = required_signal_photons(rate.reshape(2, 2000), background.reshape(2, 2000), slots.reshape(2, 2000))
    assert again.shape == (2, 2000)
    assert np.isnan(again.ravel()).nonzero()[0].tolist() == [7]


def test_nan_stays_nan():
    assert np.isnan(soft_decision_capacity([1.0, math.nan], 0.1, 4)).tolist() == [False, True]
    assert np.isnan(soft_decision_capacity([1.0, math.nan], 0.0, 4)).tolist() == [False, True]
    assert np.isnan(required_signal_photons([0.5, math.nan], [0.1, 0.0], 4)).tolist() == [False, True]


def test_endless_light_has_no_answer():
    assert np.isnan(soft_decision_capacity([math.inf, 1.0, 1.0], [0.1, math.inf, 0.1], 4)).tolist() == [
        True,
        True,
        False,
    ]


def test_nothing_asked_is_nothing_answered():
    assert soft_decision_capacity([], 0.1, 4).shape == required_signal_photons([], 0.1, 4).shape == (0,)


# Refusals ------------------------------------------------------------------------------------------------------------


def test_impossible_numbers_are_refused():
    with pytest.raises(LinkBudgetError, match="signal_photons"):
        soft_decision_capacity(-1.0, 0.1, 16)
    with pytest.raises(LinkBudgetError, match="background_photons"):
        symbol_error_probability(1.0, -0.1, 16)
    with pytest.raises(LinkBudgetError, match="slots"):
        noiseless_capacity(1.0, 1)
    with pytest.raises(LinkBudgetError, match="code_rate"):
        required_signal_photons(1.0, 0.1, 16)
    with pytest.raises(LinkBudgetError, match="signal_photons"):
        photon_efficiency(0.0, 1.0)


# Property ------------------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.floats(0.01, 40.0), st.floats(0.001, 10.0), st.integers(1, 10))
def test_signal_helps_background_hurts_and_deciding_early_costs(signal, background, bits):
    slots = 2.0**bits
    soft = soft_decision_capacity([signal, 1.5 * signal, signal], [background, background, 1.5 * background], slots)
    assert (soft >= -1e-12).all()
    assert (soft <= bits + 1e-12).all()
    assert soft[1] >= soft[0] - 1e-10 >= soft[2] - 2e-10
    assert hard_decision_capacity(signal, background, slots) <= soft[0] + 1e-9
    errors = symbol_error_probability([signal, 1.5 * signal, signal], [background, background, 1.5 * background], slots)
    assert errors[1] <= errors[0] * (1.0 + 1e-12)
    assert errors[0] <= errors[2] + 1e-12


@pytest.mark.parametrize(
    ("slots", "signal", "background"), [(2, 10.0, 0.2), (4, 10.0, 0.01), (64, 10.0, 0.2), (16, 2.0, 0.01)]
)
def test_symbol_error_agrees_with_the_sum_over_counts_in_200_digits(slots, signal, background):
    """Ties broken at random: counts k of the pulse slot against the greatest of the others, summed without rounding."""
    with mpmath.workdps(200):
        background_mp, pulse = mpmath.mpf(background), mpmath.mpf(signal) + mpmath.mpf(background)
        below, correct = mpmath.mpf(0), mpmath.mpf(0)
        for count in range(160):
            noise = mpmath.exp(-background_mp) * background_mp**count / mpmath.factorial(count)
            light = mpmath.exp(-pulse) * pulse**count / mpmath.factorial(count)
            correct += light * ((below + noise) ** slots - below**slots) / (slots * noise)
            below += noise
        error = float(1 - correct)
    assert symbol_error_probability(signal, background, slots) == pytest.approx(error, rel=1e-9)
