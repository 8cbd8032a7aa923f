"""Paths along the ground, dimensions of antennas and measures of noise, as textbooks set them."""

import math

import pytest

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.antenna_dimensions import (
    focal_length_m,
    half_wave_length_m,
    quarter_wave_impedance_ohm,
    short_dipole_resistance_ohm,
    stacking_gain_db,
)
from linkbudget.physics.free_space import free_space_loss_db
from linkbudget.physics.ground_paths import (
    log_distance_loss_db,
    outage_time_s,
    radio_horizon_m,
    two_ray_received_power_w,
)
from linkbudget.physics.noise import noise_temperature_k
from linkbudget.physics.noise_measures import (
    energy_of_bit_j,
    excess_noise_ratio_db,
    line_noise_figure_db,
    noise_bandwidth_hz,
    noise_figure_of_ratios_db,
    wrong_bits,
)


def test_two_rays_fall_by_forty_decibels_a_decade():
    near, far = (two_ray_received_power_w(d, 30.0, 1.5, 10.0, 3.0, 0.0) for d in (5e3, 50e3))
    assert near / far == pytest.approx(1e4)
    assert near == pytest.approx(10.0 * 10.0**0.3 * (30.0 * 1.5) ** 2 / 5e3**4)


def test_the_exponent_two_is_free_space():
    known = free_space_loss_db(100.0, 900e6)
    assert log_distance_loss_db(5e3, 100.0, known, 2.0) == pytest.approx(free_space_loss_db(5e3, 900e6))


def test_radio_horizon_by_the_rule_of_thumb():
    assert radio_horizon_m(100.0) / 1e3 == pytest.approx(4.12 * 10.0, rel=1e-3)
    assert radio_horizon_m(100.0, 25.0) / 1e3 == pytest.approx(4.12 * 15.0, rel=1e-3)
    assert radio_horizon_m(100.0, earth_factor=1.0) / 1e3 == pytest.approx(3.57 * 10.0, rel=1e-3)


def test_three_nines_are_nine_hours_of_a_year():
    assert outage_time_s(0.999) / 3600.0 == pytest.approx(8.766)
    with pytest.raises(LinkBudgetError, match=r"did you mean 0.999\?"):
        outage_time_s(99.9)


def test_lengths_and_resistances():
    assert half_wave_length_m(299_792_458.0 / 2.0) == pytest.approx(1.0)
    assert short_dipole_resistance_ohm(299_792_458.0, 0.02) == pytest.approx(0.316, abs=1e-3)  # Balanis, example 4.1
    assert quarter_wave_impedance_ohm(50.0, 200.0) == pytest.approx(100.0)
    assert stacking_gain_db(2) == pytest.approx(3.0103, abs=1e-4)


def test_the_rim_of_a_paraboloid_lies_on_it():
    focal_m = focal_length_m(2.4, 0.3)
    assert pytest.approx(4.0 * focal_m * 0.3) == (2.4 / 2.0) ** 2


def test_noise_figures_of_lines_and_ratios():
    assert line_noise_figure_db(4.0) == pytest.approx(4.0)
    assert line_noise_figure_db(4.0, 0.0) == 0.0
    assert noise_figure_of_ratios_db(20.0, 14.0) == 6.0
    assert excess_noise_ratio_db(290.0 * (1.0 + 10.0**1.5)) == pytest.approx(15.0)
    assert noise_temperature_k(line_noise_figure_db(2.0, 100.0)) == pytest.approx(100.0 * (10.0**0.2 - 1.0))


def test_noise_bandwidth_of_one_pole_and_of_many():
    assert noise_bandwidth_hz(1.0) == pytest.approx(math.pi / 2.0)
    assert noise_bandwidth_hz(1.0, 2.0) == pytest.approx(1.1107, abs=1e-4)
    assert noise_bandwidth_hz(1.0, 100.0) == pytest.approx(1.0, abs=1e-3)


def test_bits_and_their_energy():
    assert energy_of_bit_j(8e-12, 4e6) == pytest.approx(2e-18)
    assert wrong_bits(1e-5, 1e6, 10.0) == pytest.approx(100.0)
