"""Waveforms: the sequence of ITU-T O.150, integrals of pulses, phases by a route of their own."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import erfc

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.waveforms import (
    PERIOD,
    frequency_shift_phase_rad,
    gaussian_msk_phase_rad,
    held_average,
    pseudorandom_bits,
    psk_symbols,
    subcarrier_chips,
)


def test_the_sequence_is_that_of_its_shift_register():
    bits = 1 - pseudorandom_bits(0, 2 * PERIOD).astype(int)  # the output is inverted
    assert (bits[15:] == bits[1:-14] ^ bits[:-15]).all()  # 1 + x^14 + x^15
    runs = np.diff(np.flatnonzero(np.diff(np.concatenate([[2], 1 - bits, [2]]))))
    assert runs.max() == 15
    assert pseudorandom_bits(5, PERIOD).sum() == (PERIOD - 1) // 2
    windows = np.lib.stride_tricks.sliding_window_view(np.concatenate([bits[:PERIOD], bits[:14]]), 15)
    assert np.unique(windows @ (1 << np.arange(15))).size == PERIOD  # every pattern but one, each once


def test_a_held_average_is_the_integral_of_the_train():
    generator = np.random.default_rng(4)
    values = generator.choice([-1.0, 1.0], 40)
    edges = np.sort(generator.uniform(0.0, 40.0 / 3.0, 30))
    fine = np.linspace(edges[0], edges[-1], 2_000_001)
    train = values[np.minimum((3.0 * fine).astype(int), 39)]
    for average, first, last in zip(held_average(values, 3.0, edges), edges[:-1], edges[1:], strict=True):
        inside = (fine >= first) & (fine < last)
        # the fine grid blurs each step by its spacing, 7e-6 of some hundredths
        assert average == pytest.approx(train[inside].mean(), abs=2e-3)
    with pytest.raises(LinkBudgetError, match="within the train"):
        held_average(values, 3.0, [0.0, 14.0])


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_neighbours_of_psk_differ_in_one_bit(size):
    words = (np.arange(2**size)[:, None] >> np.arange(size)[::-1]) & 1
    symbols = psk_symbols(words.ravel(), size)
    assert np.abs(symbols) == pytest.approx(1.0)
    around = np.argsort(np.angle(symbols) % (2.0 * np.pi))
    turned = np.roll(around, 1)
    assert (np.abs(words[around] - words[turned]).sum(axis=1) == 1).all()
    with pytest.raises(LinkBudgetError, match="multiple of"):
        psk_symbols([0, 1, 0], 2)


def test_frequency_shift_phase_is_the_integral_of_the_frequency():
    tones = np.array([0, 3, 1, 2])
    phase = frequency_shift_phase_rad(tones, 10.0, 7.0, np.array([0.0, 0.1, 0.2, 0.3, 0.4]))
    assert np.diff(phase) == pytest.approx(2.0 * np.pi * 7.0 / 10.0 * (tones - 1.5))


def test_gaussian_msk_is_the_integral_of_the_filtered_bits():
    bits, product = np.array([1, 0, 0, 1, 1, 1, 0, 1, 0, 0]), 0.3
    beta = 2.0 * np.pi * product / np.sqrt(np.log(2.0))

    def frequency(x):
        ends = (0.5 * (erfc(beta * (x - k - 1) / 2**0.5) - erfc(beta * (x - k) / 2**0.5)) for k in range(bits.size))
        return 0.5 * np.pi * sum((2 * bit - 1) * end for bit, end in zip(bits, ends, strict=True))

    found = gaussian_msk_phase_rad(bits, 1.0, product, np.array([2.3, 7.9]))
    assert np.diff(found)[0] == pytest.approx(quad(frequency, 2.3, 7.9)[0], abs=1e-6)


def test_chips_alternate_within_each_symbol():
    assert (subcarrier_chips([1, 1, -1], 4) == [1, -1, 1, -1, 1, -1, 1, -1, -1, 1, -1, 1]).all()
    assert (subcarrier_chips([1, -1], 1) == [1, -1]).all()
