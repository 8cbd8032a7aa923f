"""Standing waves: SWR, reflection, return loss and mismatch."""

import math

import pytest

from linkbudget.errors import LinkBudgetError
from linkbudget.hardware.standing_waves import (
    mismatch_loss_of_impedances_db,
    mismatch_loss_of_swr_db,
    mismatch_uncertainty_db,
    reflection_of_swr,
    return_loss_db,
    return_loss_of_swr_db,
    standing_wave_ratio,
    standing_wave_ratio_of_impedances,
)


@pytest.mark.parametrize("swr", [1.0, 1.2, 3.0, 20.0])
def test_swr_and_reflection_are_inverses(swr):
    assert standing_wave_ratio(reflection_of_swr(swr)) == pytest.approx(swr, rel=1e-12)


def test_a_third_is_reflected_in_voltage_at_two_to_one():
    assert reflection_of_swr(2.0) == pytest.approx(1.0 / 3.0)
    assert return_loss_of_swr_db(2.0) == pytest.approx(9.5424, abs=1e-4)
    assert mismatch_loss_of_swr_db(2.0) == pytest.approx(-10.0 * math.log10(8.0 / 9.0))
    assert mismatch_loss_of_swr_db(1.0) == 0.0


def test_resistances_reflect_either_way():
    assert standing_wave_ratio_of_impedances(150.0, 50.0) == pytest.approx(3.0)
    assert standing_wave_ratio_of_impedances(25.0, 75.0) == pytest.approx(3.0)
    assert mismatch_loss_of_impedances_db(150.0, 50.0) == pytest.approx(mismatch_loss_of_swr_db(3.0))
    assert mismatch_loss_of_impedances_db(60.0, 60.0) == pytest.approx(0.0, abs=1e-12)


def test_return_loss_of_all_and_of_a_tenth():
    assert return_loss_db(1.0) == 0.0
    assert return_loss_db(0.1) == pytest.approx(20.0)


def test_mismatch_uncertainty_is_that_of_the_voltages_in_phase():
    assert mismatch_uncertainty_db(0.2, 0.3) == pytest.approx(20.0 * math.log10(1.06))
    assert mismatch_uncertainty_db(0.0, 0.3) == 0.0


def test_a_swr_below_one_is_refused():
    with pytest.raises(LinkBudgetError, match="swr"):
        reflection_of_swr(0.9)
