"""Self-synchronising scramblers: counted errors behind a shift register."""

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.scrambling import SCRAMBLERS, channel_bit_error_rate, descrambled_bit_error_rate


@pytest.mark.parametrize("scrambler", list(SCRAMBLERS))
@pytest.mark.parametrize("error_rate", [0.002, 0.1])
def test_the_errors_are_those_of_a_descrambler(scrambler, error_rate):
    generator = np.random.default_rng(3)
    wrong = generator.random(1_000_000) < error_rate
    behind = np.zeros(wrong.size, dtype=bool)
    for delay in SCRAMBLERS[scrambler]:
        behind[delay:] ^= wrong[: wrong.size - delay]
    expected = descrambled_bit_error_rate(error_rate, scrambler) * wrong.size
    # one wrong bit of the channel makes three, so counts scatter by the root of three times their number
    assert np.count_nonzero(behind) == pytest.approx(expected, abs=4.0 * np.sqrt(3.0 * expected))


def test_a_scrambled_word_comes_back_and_the_taps_are_those_of_the_polynomial():
    bits = np.random.default_rng(4).integers(0, 2, 300)
    first, second = SCRAMBLERS["g3ruh"][1:]
    line = np.zeros(300, dtype=int)
    for i, bit in enumerate(bits):
        line[i] = bit ^ (line[i - first] if i >= first else 0) ^ (line[i - second] if i >= second else 0)
    back = line.copy()
    back[first:] ^= line[:-first]
    back[second:] ^= line[:-second]
    np.testing.assert_array_equal(back, bits)


def test_rare_errors_are_tripled():
    assert descrambled_bit_error_rate(1e-9, "g3ruh") == pytest.approx(3e-9, rel=1e-8)
    assert descrambled_bit_error_rate([0.0, 0.5], "v27").tolist() == [0.0, 0.5]


def test_the_inverse_is_the_inverse():
    rates = np.geomspace(1e-12, 0.49, 50)
    np.testing.assert_allclose(
        channel_bit_error_rate(descrambled_bit_error_rate(rates, "g3ruh"), "g3ruh"), rates, rtol=1e-9
    )
    assert channel_bit_error_rate(0.5, "g3ruh") == 0.5


@pytest.mark.parametrize("work", [descrambled_bit_error_rate, channel_bit_error_rate])
def test_unknown_scramblers_and_rates_above_one_half_are_refused(work):
    with pytest.raises(LinkBudgetError, match="scrambler = 'nix': expected one of g3ruh, v27"):
        work(1e-3, "nix")
    with pytest.raises(LinkBudgetError, match="error_rate"):
        work(0.6, "g3ruh")
