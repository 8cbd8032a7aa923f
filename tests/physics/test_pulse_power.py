"""Trains of pulses, ranges of pulsed radar, photons."""

import math

import pytest

from linkbudget.constants import PLANCK_J_S, SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import LinkBudgetError
from linkbudget.physics.photon_energy import (
    bit_photons,
    energy_of_photon_j,
    light_energy_per_bit_j,
    photons_of_power_per_s,
)
from linkbudget.physics.pulse_power import (
    average_pulse_power_w,
    blind_speed_m_per_s,
    duty_cycle,
    duty_cycle_of_powers,
    duty_cycle_of_rate,
    echo_distance_m,
    energy_of_pulse_j,
    radar_echo_power_w,
    range_resolution_m,
    unambiguous_range_m,
)


def test_average_power_by_every_duty_cycle():
    average_w = average_pulse_power_w(40e3, 0.5e-6, 2500.0)
    assert average_w == pytest.approx(50.0)
    assert duty_cycle_of_powers(average_w, 40e3) == pytest.approx(duty_cycle(0.5e-6, 1.0 / 2500.0))
    assert duty_cycle_of_rate(0.5e-6, 2500.0) == pytest.approx(0.00125)
    assert energy_of_pulse_j(40e3, 0.5e-6) * 2500.0 == pytest.approx(average_w)


def test_a_pulse_longer_than_its_period_is_refused():
    with pytest.raises(LinkBudgetError, match="duty cycle"):
        duty_cycle(2e-3, 1e-3)


def test_light_goes_to_the_target_and_back():
    assert echo_distance_m(2.0 / SPEED_OF_LIGHT_M_PER_S) == pytest.approx(1.0)
    assert unambiguous_range_m(1500.0) == pytest.approx(SPEED_OF_LIGHT_M_PER_S / 3000.0)
    assert range_resolution_m(1e-6) == pytest.approx(149.896, abs=1e-3)


def test_blind_speed_is_half_a_wave_each_period():
    assert blind_speed_m_per_s(SPEED_OF_LIGHT_M_PER_S / 0.1, 800.0) == pytest.approx(40.0)
    assert blind_speed_m_per_s(SPEED_OF_LIGHT_M_PER_S / 0.1, 800.0, 3) == pytest.approx(120.0)


def test_radar_equation_written_out():
    gain, wave_m, distance_m = 1000.0, 0.1, 20e3
    expected = 1e5 * gain**2 * wave_m**2 * 5.0 / ((4.0 * math.pi) ** 3 * distance_m**4)
    found = radar_echo_power_w(distance_m, SPEED_OF_LIGHT_M_PER_S / wave_m, 1e5, 30.0, 5.0)
    assert found == pytest.approx(expected, rel=1e-9)


def test_photons_of_green_light():
    assert energy_of_photon_j(532e-9) == pytest.approx(PLANCK_J_S * SPEED_OF_LIGHT_M_PER_S / 532e-9, rel=1e-12)
    assert photons_of_power_per_s(1e-3, 532e-9) == pytest.approx(2.678e15, rel=1e-3)
    assert bit_photons(1e-12, 1550e-9, 1e6) == pytest.approx(7.803, abs=1e-3)
    assert light_energy_per_bit_j(532e-9, 2.0) == pytest.approx(energy_of_photon_j(532e-9) / 2.0)
