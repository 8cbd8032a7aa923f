"""Pointing errors with a spread, against a simulation and their limits."""

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.patterns import gaussian_pattern_loss_db
from linkbudget.physics.pointing import (
    mean_pointing_loss_db,
    pointing_error_exceeded_deg,
    pointing_loss_exceeded_db,
)


def test_mean_and_quantile_agree_with_a_simulation():
    """A million draws: the mean power is known to about 0.001 dB, the five per cent point to about 0.02 dB."""
    random = np.random.default_rng(1962)
    angle = np.hypot(*random.normal(0.0, 0.2, (2, 1_000_000)))
    loss = gaussian_pattern_loss_db(angle, 2.1)
    assert mean_pointing_loss_db(0.2, 2.1) == pytest.approx(
        -10.0 * np.log10(np.mean(10.0 ** (-loss / 10.0))), abs=0.003
    )
    assert pointing_loss_exceeded_db(0.2, 2.1, 0.05) == pytest.approx(np.quantile(loss, 0.95), abs=0.02)


def test_no_spread_costs_nothing():
    assert mean_pointing_loss_db(0.0, 2.1) == 0.0
    assert pointing_loss_exceeded_db(0.0, 2.1, 0.01) == 0.0


def test_rarer_losses_are_larger_and_losses_are_never_negative():
    losses = pointing_loss_exceeded_db(0.2, 2.1, np.array([1.0, 0.5, 0.1, 0.01]))
    assert (np.diff(losses) > 0.0).all()
    assert (losses >= 0.0).all()


def test_array_result_equals_loop_of_scalars():
    deviation = np.array([0.0, 0.1, 0.3])
    assert mean_pointing_loss_db(deviation, 2.1) == pytest.approx(
        [mean_pointing_loss_db(float(d), 2.1) for d in deviation]
    )


@pytest.mark.parametrize("arguments", [(-0.1, 0.5), (0.1, 0.0), (0.1, 1.5)])
def test_impossible_numbers_raise(arguments):
    with pytest.raises(LinkBudgetError):
        pointing_error_exceeded_deg(*arguments)
