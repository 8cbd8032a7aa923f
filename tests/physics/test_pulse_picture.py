"""Pixels through the pulse-position channel: outcomes against the formulas and against noise in every slot."""

import numpy as np
import pytest
from scipy.stats import binom, binomtest, chisquare

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.picture import pulse_picture_snr_db, pulse_pixel_error_probability
from linkbudget.physics.pulse_jitter import neighbour_and_distant_error_probability, slot_error_probability_with_jitter
from linkbudget.physics.pulse_picture import (
    expected_pixel_error_probability,
    grey_level_of_slot,
    grey_of_level,
    received_slot,
    slot_of_grey,
    sync_miss_probability,
)
from linkbudget.physics.pulse_position import required_es_over_n0_db

UNLIKELY = 1e-4
"""A test with a fixed seed fails by chance once in ten thousand choices of the seed."""

# Reference: noise in every slot --------------------------------------------------------------------------------------


def noisy_receiver(sent, slots, es_db, jitter, generator):
    """Every slot of every symbol measured: signal and complex noise of unit power, largest envelope wins."""
    amplitude = 10.0 ** (es_db / 20.0)
    offset = np.clip(jitter * generator.standard_normal(sent.size), -1.0, 1.0)
    signal = np.zeros((sent.size, slots))
    row = np.arange(sent.size)
    signal[row, sent] = amplitude * (1.0 - np.abs(offset))
    signal[row, sent + np.where(offset < 0.0, -1, 1)] += amplitude * np.abs(offset)
    noise = generator.standard_normal((2, sent.size, slots)) / np.sqrt(2.0)
    return np.argmax(np.hypot(signal + noise[0], noise[1]), axis=1)


@pytest.mark.parametrize(("es_db", "jitter"), [(3.0, 0.0), (6.0, 0.1), (9.0, 0.3)])
def test_outcomes_are_those_of_noise_in_every_slot(es_db, jitter):
    """Histograms of the received slot agree, for 16 slots with the sent one inside the scale."""
    slots, count = 16, 200_000
    generator = np.random.default_rng(1962)
    sent = np.full(count, 6)
    brute = np.bincount(noisy_receiver(sent, slots, es_db, jitter, generator), minlength=slots)
    neighbour, distant = neighbour_and_distant_error_probability(es_db, slots, jitter)
    drawn = np.bincount(received_slot(sent, slots, neighbour, distant, generator), minlength=slots)
    # a distant error spares the neighbour to which the clock leans; either side is as likely
    expected = np.full(slots, distant / (slots - 2.0))
    expected[[5, 7]] = 0.5 * neighbour + 0.5 * distant / (slots - 2.0)
    expected[6] = 1.0 - neighbour - distant
    assert expected.sum() == pytest.approx(1.0, abs=1e-12)
    for counts in (brute, drawn):
        assert chisquare(counts, expected * count).pvalue > UNLIKELY


# Identity -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("decade", range(1, 9))
def test_slot_errors_are_as_frequent_as_the_formula_says_over_eight_decades(decade):
    """500 slots, perfect clock: a thousand million pulses where one in a hundred million errs."""
    wanted = 10.0**-decade
    es_db = required_es_over_n0_db(wanted, 500)
    neighbour, distant = neighbour_and_distant_error_probability(es_db, 500, 0.0)
    assert neighbour + distant == pytest.approx(wanted, rel=1e-6)
    generator = np.random.default_rng(decade)
    pixels = min(2_000_000, 10**decade * 2000)
    turns = max(round(10.0 / wanted / pixels), 1)
    sent = generator.integers(0, 500, pixels).astype(np.uint16)
    wrong = sum(
        int(np.count_nonzero(received_slot(sent, 500, neighbour, distant, generator) != sent)) for _ in range(turns)
    )
    assert wrong > 0
    assert binomtest(wrong, turns * pixels, wanted).pvalue > UNLIKELY


@pytest.mark.parametrize(("es_db", "jitter"), [(8.0, 0.1), (11.0, 0.2), (13.0, 0.1), (16.0, 0.3), (20.0, 0.15)])
def test_a_picture_of_all_greys_has_error_rate_and_noise_of_the_formulas(es_db, jitter):
    slots, levels, pixels = 512, 64, 2_000_000
    generator = np.random.default_rng(1963)
    grey = generator.random(pixels)
    sent = slot_of_grey(grey, slots)
    neighbour, distant = neighbour_and_distant_error_probability(es_db, slots, jitter)
    received = received_slot(sent, slots, neighbour, distant, generator)
    at_ends = np.count_nonzero((received == sent) & ((sent == 0) | (sent == slots - 1)))
    errors = np.count_nonzero(received != sent)
    slot_error = slot_error_probability_with_jitter(es_db, slots, jitter)
    # a neighbour beyond either end is shown as the end slot: 1/M of the neighbour errors are none
    assert binomtest(errors, pixels, slot_error - neighbour / slots).pvalue > UNLIKELY
    assert at_ends > 0
    shown = grey_of_level(grey_level_of_slot(received, slots, levels), levels)
    wrong = np.count_nonzero(grey_level_of_slot(received, slots, levels) != grey_level_of_slot(sent, slots, levels))
    expected = pulse_pixel_error_probability(es_db, slots, levels, timing_jitter=jitter)
    assert binomtest(wrong, pixels, expected).pvalue > UNLIKELY
    square = (shown - grey) ** 2
    computed = 10.0 ** (-pulse_picture_snr_db(es_db, slots, levels, timing_jitter=jitter) / 10.0)
    assert abs(square.mean() - computed) < 4.0 * square.std() / np.sqrt(pixels)  # 4 sigma


@pytest.mark.parametrize(("slots", "levels"), [(512, 64), (64, 64), (500, 50)])
def test_expected_error_of_even_greys_is_the_formula(slots, levels):
    """The levels divide the slots here; only the ends differ, by 1/M of the distant errors at two of M slots."""
    neighbour, distant = neighbour_and_distant_error_probability(9.0, slots, 0.2)
    expected = expected_pixel_error_probability(np.ones(slots), levels, neighbour, distant)
    formula = pulse_pixel_error_probability(9.0, slots, levels, timing_jitter=0.2)
    assert expected == pytest.approx(formula, rel=2.0 / slots**2 + 1e-12)


def test_expected_error_of_a_picture_of_one_grey_is_counted_by_hand():
    """Slot 7 of 16, levels of four slots: 7 is the last of level 1, so only its upper neighbour is another level."""
    counts = np.zeros(16)
    counts[7] = 100
    assert expected_pixel_error_probability(counts, 4, 0.1, 0.0) == pytest.approx(0.05)
    # distant, clock leaning down: 14 slots without 6 and 7, of which 12 are of other levels; leaning up: without 8, 11
    assert expected_pixel_error_probability(counts, 4, 0.0, 0.1) == pytest.approx(0.1 * 0.5 * (12 + 11) / 14)


def test_expected_error_is_what_is_drawn_for_few_greys():
    slots, levels, pixels = 500, 64, 1_000_000
    generator = np.random.default_rng(4)
    sent = generator.choice([0, 7, 250, 499], pixels)
    neighbour, distant = 0.2, 0.05
    received = received_slot(sent, slots, neighbour, distant, generator)
    wrong = np.count_nonzero(grey_level_of_slot(received, slots, levels) != grey_level_of_slot(sent, slots, levels))
    expected = expected_pixel_error_probability(np.bincount(sent, minlength=slots), levels, neighbour, distant)
    assert binomtest(wrong, pixels, float(expected)).pvalue > UNLIKELY


def test_a_perfect_channel_and_a_hopeless_one():
    sent = np.arange(500)
    generator = np.random.default_rng(0)
    assert np.array_equal(received_slot(sent, 500, 0.0, 0.0, generator), sent)
    assert np.all(received_slot(sent, 500, 0.0, 1.0, generator) != sent)
    two = received_slot(np.array([0, 1] * 50), 2, 1.0, 0.0, generator)
    assert set(two) == {0, 1}


def test_a_distant_error_never_falls_on_the_own_slot_nor_beyond_the_scale():
    generator = np.random.default_rng(9)
    for slots in (3, 4, 17):
        sent = generator.integers(0, slots, 20_000)
        received = received_slot(sent, slots, 0.0, 1.0, generator)
        assert received.min() >= 0
        assert received.max() < slots
        assert np.all(received != sent)


def test_missed_words_are_counted_by_the_binomial_distribution():
    for error in (1e-9, 1e-3, 0.2, 0.9, 1.0):
        assert sync_miss_probability(error, 7, 5) == pytest.approx(binom.sf(2, 7, error), rel=1e-12)
    assert sync_miss_probability(1e-6, 7, 5) == pytest.approx(35e-18, rel=1e-4)  # three wrong of seven
    assert sync_miss_probability(0.0, 7, 5) == 0.0


# Shape --------------------------------------------------------------------------------------------------------------


def test_shape_and_type_are_kept_and_the_sent_slots_left_alone():
    sent = np.full((30, 40), 7, dtype=np.uint16)
    received = received_slot(sent, 500, 0.3, 0.3, np.random.default_rng(1))
    assert received.shape == (30, 40)
    assert received.dtype == np.uint16
    assert np.all(sent == 7)
    assert np.any(received != 7)


def test_every_grey_has_its_slot_and_every_slot_its_level():
    assert slot_of_grey(0.999999, 500) == 499
    level = grey_level_of_slot(np.arange(500), 500, 64)
    assert np.array_equal(np.unique(level), np.arange(64))
    assert np.all(np.diff(level) >= 0)
    assert set(np.bincount(level)) == {7, 8}


# Errors -------------------------------------------------------------------------------------------------------------


def test_impossible_requests_are_refused():
    generator = np.random.default_rng(0)
    for call in (
        lambda: slot_of_grey(1.1, 500),
        lambda: slot_of_grey(0.5, 1),
        lambda: grey_level_of_slot(500, 500, 64),
        lambda: grey_level_of_slot(0, 32, 64),
        lambda: grey_of_level(64, 64),
        lambda: received_slot([500], 500, 0.1, 0.1, generator),
        lambda: received_slot([0], 500, 0.7, 0.7, generator),
        lambda: received_slot([0], 500, -0.1, 0.1, generator),
        lambda: expected_pixel_error_probability([1.0], 2, 0.1, 0.1),
        lambda: sync_miss_probability(0.1, 7, 8),
        lambda: sync_miss_probability(1.1, 7, 5),
    ):
        with pytest.raises(LinkBudgetError, match="expected a number"):
            call()
