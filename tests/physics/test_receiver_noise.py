"""Noise of receivers as textbooks set it."""

import math

import numpy as np
import pytest

from linkbudget import physics
from linkbudget.decibels import ratio
from linkbudget.errors import LinkBudgetError, RenamedWarning
from linkbudget.physics import noise
from linkbudget.physics.receiver_noise import (
    cascade_noise_figure_db,
    line_and_stages_noise_temperature_k,
    noise_floor_dbm,
    receiver_sensitivity_dbm,
    system_noise_temperature_at_lna_k,
    system_noise_temperature_of_efficiencies_k,
    system_noise_temperature_of_stages_k,
    thermal_noise_power_w,
    thermal_noise_voltage_v,
)


def test_cascade_of_figures_written_out():
    # F = 1.5 + (4 - 1) / 20 + (10 - 1) / (20 / 2)
    figures = [10.0 * math.log10(factor) for factor in (1.5, 4.0, 10.0)]
    gains = [10.0 * math.log10(gain) for gain in (20.0, 0.5, 1.0)]
    expected = 1.5 + 3.0 / 20.0 + 9.0 / 10.0
    assert ratio(cascade_noise_figure_db(figures, gains)) == pytest.approx(expected, rel=1e-12)


def test_a_pad_at_290_kelvin_has_the_figure_of_its_loss():
    assert cascade_noise_figure_db([6.0, 3.0], [-6.0, 20.0]) == pytest.approx(9.0, abs=1e-12)


def test_lists_of_other_lengths_are_refused():
    with pytest.raises(LinkBudgetError, match="as many as"):
        cascade_noise_figure_db([1.0, 2.0], [10.0])


def test_a_line_at_its_input_and_at_its_output():
    loss_db, line_k = 1.7, 285.0
    at_output = noise.line_output_noise_temperature_k(loss_db, line_k)
    at_input = noise.line_input_noise_temperature_k(loss_db, line_k)
    assert at_input == pytest.approx(at_output * ratio(loss_db))
    assert noise.line_input_noise_temperature_k(0.0, line_k) == 0.0
    assert noise.line_input_noise_temperature_k(3.0, 290.0) == pytest.approx(noise.noise_temperature_k(3.0))


def test_the_old_name_of_a_line_is_that_at_its_output():
    with pytest.warns(RenamedWarning, match="line_output_noise_temperature_k"):
        old = physics.noise.line_noise_temperature_k
    assert old is noise.line_output_noise_temperature_k


def test_a_line_is_the_first_stage_of_a_cascade():
    stages_k, gains_db = [40.0, 500.0], [18.0, 0.0]
    line_k = noise.line_input_noise_temperature_k(1.2, 300.0)
    expected = noise.cascade_noise_temperature_k([line_k, *stages_k], [-1.2, *gains_db])
    assert line_and_stages_noise_temperature_k(1.2, 300.0, stages_k, gains_db) == pytest.approx(expected)


def test_system_at_an_amplifier_is_a_cascade_with_a_cable():
    cable_k, receiver_k = noise.line_input_noise_temperature_k(7.0, 290.0), noise.noise_temperature_k(9.0)
    expected = system_noise_temperature_of_stages_k(30.0, [55.0, cable_k, receiver_k], [28.0, -7.0, 0.0])
    assert system_noise_temperature_at_lna_k(30.0, 55.0, 28.0, 7.0, 9.0) == pytest.approx(expected)


def test_efficiencies_are_losses():
    line_db, antenna_k = -10.0 * math.log10(0.8), 45.0
    by_line = noise.system_noise_temperature_at_antenna_k(antenna_k, line_db, 300.0, 70.0)
    found = system_noise_temperature_of_efficiencies_k(antenna_k, 1.0, 300.0, 0.8, 300.0, 70.0)
    assert found == pytest.approx(by_line)
    warmer = system_noise_temperature_of_efficiencies_k(antenna_k, 0.9, 300.0, 0.8, 300.0, 70.0)
    assert warmer - found == pytest.approx(300.0 / 9.0)
    many = system_noise_temperature_of_efficiencies_k([45.0, 50.0], 0.9, 300.0, 0.8, 300.0, [60.0, 300.0], [15.0, 0.0])
    assert np.diff(many) == pytest.approx(5.0)


def test_noise_floor_is_minus_174_dbm_in_a_hertz():
    assert noise_floor_dbm(1.0, 0.0) == pytest.approx(-173.975, abs=1e-3)
    assert noise_floor_dbm(1e6, 3.0) == pytest.approx(-173.975 + 60.0 + 3.0, abs=1e-3)
    assert receiver_sensitivity_dbm(1e6, 3.0, 10.0) == pytest.approx(-100.975, abs=1e-3)


def test_thermal_noise_voltage_gives_the_noise_power_to_a_matched_load():
    volts = thermal_noise_voltage_v(2e6, 50.0, 290.0)
    assert (volts / 2.0) ** 2 / 50.0 == pytest.approx(thermal_noise_power_w(2e6, 290.0), rel=1e-12)
    assert thermal_noise_voltage_v(1e4, 1e6, 290.0) == pytest.approx(12.655e-6, rel=1e-4)
