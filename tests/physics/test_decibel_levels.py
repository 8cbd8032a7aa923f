"""Decibels: ratios, levels and sums of levels."""

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.decibel_levels import (
    coherent_level_sum_dbm,
    field_strength_level_dbuv_per_m,
    gain_over_dipole_dbd,
    level_sum_dbm,
    level_without_dbm,
    output_level_dbm,
    power_in_resistance_w,
    power_level_dbm,
    voltage_level_dbuv,
    voltage_level_of_power_dbuv,
)
from linkbudget.physics.decibel_ratios import (
    amplitude_ratio_db,
    bandwidth_ratio_db,
    power_change_db,
    power_gain_db,
    power_ratio_db,
    voltage_gain_db,
)


def test_a_voltage_ratio_has_twice_the_decibels_of_a_power_ratio():
    for ratio in (0.02, 1.0, 3.0, 500.0):
        assert amplitude_ratio_db(ratio) == pytest.approx(2.0 * power_ratio_db(ratio), abs=1e-12)
        assert amplitude_ratio_db(ratio) == pytest.approx(power_ratio_db(ratio**2), abs=1e-12)


def test_voltage_gain_is_the_power_gain_across_one_resistance():
    powers = [power_in_resistance_w(voltage, 75.0) for voltage in (3e-3, 0.4)]
    assert voltage_gain_db(3e-3, 0.4) == pytest.approx(power_gain_db(*powers), abs=1e-12)


def test_a_loss_of_one_decibel_takes_a_fifth_of_the_power():
    assert power_change_db(-20.5671765) == pytest.approx(-1.0, abs=1e-7)
    assert power_change_db(25.8925412) == pytest.approx(1.0, abs=1e-7)
    assert power_change_db(100.0) == pytest.approx(3.0103, abs=1e-5)


def test_noise_falls_by_the_ratio_of_the_bandwidths():
    assert bandwidth_ratio_db(6e3, 600.0) == pytest.approx(10.0, abs=1e-12)


def test_a_milliwatt_in_fifty_ohm_is_107_dbuv():
    assert power_level_dbm(1e-3) == 0.0
    assert voltage_level_of_power_dbuv(1e-3) == pytest.approx(106.9897, abs=1e-4)
    assert voltage_level_of_power_dbuv(1e-3, 75.0) == pytest.approx(108.7506, abs=1e-4)
    volts = 0.2236068  # root of 0.001 W times 50 ohm
    assert voltage_level_dbuv(volts) == pytest.approx(voltage_level_of_power_dbuv(1e-3), abs=1e-6)


def test_a_volt_per_metre_is_120_dbuv_per_metre():
    assert field_strength_level_dbuv_per_m(1.0) == pytest.approx(120.0, abs=1e-12)


def test_gain_over_a_dipole():
    assert gain_over_dipole_dbd(2.15) == 0.0
    assert gain_over_dipole_dbd(12.15) == pytest.approx(10.0)


def test_two_equal_levels_make_three_decibels_and_in_phase_six():
    assert level_sum_dbm([-20.0, -20.0]) == pytest.approx(-16.9897, abs=1e-4)
    assert coherent_level_sum_dbm([-20.0, -20.0]) == pytest.approx(-13.9794, abs=1e-4)
    assert level_sum_dbm([7.0]) == pytest.approx(7.0)


def test_levels_are_summed_along_the_last_axis():
    levels = np.array([[1.0, 5.0, -3.0], [0.0, 0.0, 0.0]])
    assert level_sum_dbm(levels) == pytest.approx([level_sum_dbm(row) for row in levels])


def test_taking_one_signal_away_undoes_the_sum():
    assert level_without_dbm(level_sum_dbm([-71.0, -76.5]), -76.5) == pytest.approx(-71.0, abs=1e-12)
    with pytest.raises(LinkBudgetError, match="below total_level_dbm"):
        level_without_dbm(-80.0, -79.0)


def test_gains_in_a_row_are_added():
    assert output_level_dbm(1e-3, [10.0, -4.0, 30.0]) == pytest.approx(36.0)
    assert output_level_dbm(1e-3, 10.0) == pytest.approx(10.0)
