"""Transmission equation and radiated power in one call."""

import numpy as np
import pytest

from linkbudget.physics.antennas import aperture_gain_dbi, dish_gain_dbi, effective_area_m2
from linkbudget.physics.free_space import free_space_loss_db, level_dbw
from linkbudget.physics.power_flux import field_strength_v_per_m
from linkbudget.physics.radiated_power import (
    effective_radiated_power_w,
    eirp_of_erp_w,
    eirp_of_power_dbw,
    field_strength_of_erp_v_per_m,
    field_strength_of_power_v_per_m,
    flux_of_eirp_w_per_m2,
    radiated_power_w,
)
from linkbudget.physics.transmission_equation import (
    effective_area_of_gain_m2,
    eirp_for_flux_dbw,
    flux_of_field_w_per_m2,
    flux_of_received_power_dbw_per_m2,
    friis_area_power_w,
    friis_dish_level_dbw,
    friis_received_level_dbw,
    friis_received_power_w,
    power_of_field_w,
)


def test_received_power_by_the_areas_of_friis():
    # equation (1) of 1946: P_r / P_t = A_r A_t / (d lambda)^2, without decibels
    wave_m, distance_m = 0.05, 30e3
    areas_m2 = 1.5, 0.8
    gains_dbi = [10.0 * np.log10(4.0 * np.pi * area / wave_m**2) for area in areas_m2]
    expected_w = 2.0 * areas_m2[0] * areas_m2[1] / (distance_m * wave_m) ** 2
    found_w = friis_received_power_w(distance_m, 299_792_458.0 / wave_m, 2.0, *gains_dbi)
    assert found_w == pytest.approx(expected_w, rel=1e-12)


def test_losses_come_off_and_levels_are_those_of_the_power():
    whole = friis_received_level_dbw(5e6, 2.2e9, 10.0, 3.0, 20.0)
    assert friis_received_level_dbw(5e6, 2.2e9, 10.0, 3.0, 20.0, 4.0) == pytest.approx(whole - 4.0)
    assert level_dbw(friis_received_power_w(5e6, 2.2e9, 10.0, 3.0, 20.0)) == pytest.approx(whole)
    assert whole == pytest.approx(10.0 + 3.0 + 20.0 - free_space_loss_db(5e6, 2.2e9))


def test_dishes_enter_by_their_gains():
    gains = dish_gain_dbi(11e9, 1.2, 0.6), dish_gain_dbi(11e9, 0.8, 0.5)
    expected = friis_received_level_dbw(20e3, 11e9, 0.25, *gains, 1.0)
    assert friis_dish_level_dbw(20e3, 11e9, 0.25, 1.2, 0.8, 0.6, 0.5, 1.0) == pytest.approx(expected)


def test_an_area_collects_the_same_as_its_gain():
    gain_dbi = aperture_gain_dbi(7e9, effective_area_m2(3.0, 0.65))
    assert effective_area_of_gain_m2(7e9, gain_dbi) == pytest.approx(effective_area_m2(3.0, 0.65), rel=1e-12)
    by_gain = friis_received_power_w(1e6, 7e9, 100.0, 0.0, gain_dbi)
    assert friis_area_power_w(1e6, 100.0, effective_area_m2(3.0, 0.65)) == pytest.approx(by_gain, rel=1e-12)


def test_flux_of_a_transmitter_from_both_ends():
    power_w = friis_received_power_w(3e6, 4e9, 20.0, 12.0, 30.0)
    at_receiver = flux_of_received_power_dbw_per_m2(4e9, power_w, 30.0)
    assert at_receiver == pytest.approx(level_dbw(flux_of_eirp_w_per_m2(3e6, radiated_power_w(20.0, 12.0))), abs=1e-9)


def test_field_and_flux_of_a_plane_wave_agree():
    field = field_strength_of_power_v_per_m(40.0, 10.0, 8.0, 2.0)
    assert field == pytest.approx(field_strength_v_per_m(40.0, radiated_power_w(10.0, 8.0, 2.0)))
    assert flux_of_field_w_per_m2(field) == pytest.approx(flux_of_eirp_w_per_m2(40.0, radiated_power_w(10.0, 6.0)))
    assert field == pytest.approx(np.sqrt(30.0 * 10.0 * 10.0**0.6) / 40.0)


def test_a_dipole_receives_from_a_field():
    # 1 V/m at 100 MHz: 2.653 mW/m2 on 0.1306 lambda^2
    area_m2 = 10.0**0.215 / (4.0 * np.pi) * 2.99792458**2
    assert power_of_field_w(100e6, 1.0, 2.15) == pytest.approx(area_m2 / (120.0 * np.pi), rel=1e-8)


def test_erp_counts_from_a_dipole():
    assert eirp_of_erp_w(10.0) == pytest.approx(16.406, abs=1e-3)
    assert effective_radiated_power_w(10.0, 3.0, 3.0) == pytest.approx(10.0)
    assert radiated_power_w(10.0, 3.0 + 2.15, 3.0) == pytest.approx(eirp_of_erp_w(10.0))
    assert field_strength_of_erp_v_per_m(1e3, 10.0) == pytest.approx(7.016 * np.sqrt(10.0) / 1e3, rel=1e-3)


def test_eirp_as_level_and_power():
    assert eirp_of_power_dbw(4.0, 20.0, 1.0) == pytest.approx(level_dbw(radiated_power_w(4.0, 20.0, 1.0)))


def test_eirp_for_a_flux_is_the_flux_of_that_eirp():
    distance_m, frequency_hz = 36e6, 14.25e9
    eirp_dbw = eirp_for_flux_dbw(frequency_hz, -100.0, free_space_loss_db(distance_m, frequency_hz))
    assert level_dbw(flux_of_eirp_w_per_m2(distance_m, 10.0 ** (eirp_dbw / 10.0))) == pytest.approx(-100.0, abs=1e-9)
