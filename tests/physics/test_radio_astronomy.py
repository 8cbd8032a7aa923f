"""Figures of radio telescopes, ITU-R RA.769, and samples of a few bits."""

import math

import numpy as np
import pytest
from scipy.integrate import quad

from linkbudget.constants import BOLTZMANN_J_PER_K
from linkbudget.errors import LinkBudgetError
from linkbudget.physics.antennas import aperture_gain_dbi
from linkbudget.physics.radio_astronomy import (
    JANSKY_W_PER_M2_HZ,
    detrimental_flux_dbw_per_m2,
    detrimental_flux_density_dbw_per_m2_hz,
    detrimental_power_dbw,
    g_over_t_of_sefd_db_per_k,
    gain_of_sensitivity_dbi,
    quantization_loss_db,
    sensitivity_k_per_jy,
    system_equivalent_flux_density_jy,
)


def test_sefd_is_twice_the_noise_over_the_area():
    """A source of that flux density delivers k T in a bandwidth of 1 Hz, of one polarisation."""
    area_m2, temperature_k, frequency_hz = 3000.0, 40.0, 5e9
    g_over_t = aperture_gain_dbi(frequency_hz, area_m2) - 10.0 * math.log10(temperature_k)
    sefd_jy = system_equivalent_flux_density_jy(frequency_hz, g_over_t)
    received = 0.5 * sefd_jy * JANSKY_W_PER_M2_HZ * area_m2
    assert received == pytest.approx(BOLTZMANN_J_PER_K * temperature_k, rel=1e-12)
    sensitivity = sensitivity_k_per_jy(frequency_hz, aperture_gain_dbi(frequency_hz, area_m2))
    assert sefd_jy * sensitivity == pytest.approx(temperature_k, rel=1e-12)


def test_2760_square_metres_are_one_kelvin_a_jansky():
    """2 k / 1 Jy = 2761 m2, as every observer knows."""
    assert sensitivity_k_per_jy(1e9, aperture_gain_dbi(1e9, 2761.3)) == pytest.approx(1.0, abs=1e-4)


def test_inverses():
    frequency_hz = np.array([408e6, 1.4e9, 22e9])
    assert g_over_t_of_sefd_db_per_k(
        frequency_hz, system_equivalent_flux_density_jy(frequency_hz, 41.7)
    ) == pytest.approx([41.7] * 3)
    assert gain_of_sensitivity_dbi(frequency_hz, sensitivity_k_per_jy(frequency_hz, 55.5)) == pytest.approx([55.5] * 3)


@pytest.mark.parametrize(
    ("frequency_hz", "bandwidth_hz", "antenna_k", "receiver_k", "power_dbw", "flux_dbw_per_m2"),
    [  # ITU-R RA.769-2, Tables 1 and 2, printed to whole decibels
        (1413.5e6, 27e6, 12.0, 10.0, -205.0, -180.0),
        (1420e6, 20e3, 12.0, 10.0, -220.0, -196.0),
    ],
)
def test_threshold_levels_of_ra769(frequency_hz, bandwidth_hz, antenna_k, receiver_k, power_dbw, flux_dbw_per_m2):
    noise = bandwidth_hz, antenna_k, receiver_k
    assert detrimental_power_dbw(*noise) == pytest.approx(power_dbw, abs=0.6)
    assert detrimental_flux_dbw_per_m2(frequency_hz, *noise) == pytest.approx(flux_dbw_per_m2, abs=0.6)


def test_hydrogen_line_is_disturbed_by_125_jansky():
    """As the Committee on Radio Astronomy Frequencies quotes RA.769: -239 dB(W/(m2 Hz)), rounded, is 125 Jy."""
    level = detrimental_flux_density_dbw_per_m2_hz(1420e6, 20e3, 12.0, 10.0)
    assert level == pytest.approx(10.0 * math.log10(125.0 * JANSKY_W_PER_M2_HZ), abs=0.5)


def test_a_tenth_of_the_noise_left():
    """The interferer over the noise of the radiometer is 0.1, whatever the bandwidth and time."""
    for width_hz, time_s in ((1e6, 2000.0), (50e6, 10.0)):
        left_w = BOLTZMANN_J_PER_K * 30.0 * width_hz / math.sqrt(width_hz * time_s)
        assert 10.0 ** (0.1 * detrimental_power_dbw(width_hz, 10.0, 20.0, time_s)) == pytest.approx(
            0.1 * left_w, rel=1e-12
        )


def test_quantisation_agrees_with_published_efficiencies():
    """Thompson, Emerson and Schwab (2007): 0.636620, 0.881154, 0.962560 for 2, 4 and 8 even levels."""
    assert 10.0 ** (-0.1 * quantization_loss_db([1, 2, 3])) == pytest.approx([0.636620, 0.881154, 0.962560], abs=1e-6)


def test_best_levels_agree_with_max():
    """Max (1960), Table I: distortion 0.3634, 0.1175, 0.03454, 0.009497 of 2, 4, 8 and 16 levels."""
    share = 10.0 ** (-0.1 * quantization_loss_db([1, 2, 3, 4], evenly=False))
    assert 1.0 - share == pytest.approx([0.3634, 0.1175, 0.03454, 0.009497], rel=1e-3)


def test_even_steps_lose_little_more_than_the_best():
    bits = np.arange(1, 9)
    even, best = quantization_loss_db(bits), quantization_loss_db(bits, evenly=False)
    assert (np.diff(even) < 0.0).all()
    assert (np.diff(best) < 0.0).all()
    assert (even >= best - 1e-9).all()


def test_loss_of_one_bit_by_its_definition():
    along = quad(lambda x: abs(x) * math.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi), -12.0, 12.0, points=[0.0])[0]
    assert quantization_loss_db(1) == pytest.approx(-20.0 * math.log10(along), abs=1e-9)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: quantization_loss_db(2.5), "bits = 2.5: expected a whole number"),
        (lambda: quantization_loss_db(9), "bits = 9"),
        (lambda: system_equivalent_flux_density_jy(0.0, 10.0), "frequency_hz"),
        (lambda: g_over_t_of_sefd_db_per_k(1e9, 0.0), "system_equivalent_flux_density_jy"),
        (lambda: detrimental_power_dbw(1e6, -1.0, 10.0), "antenna_temperature_k"),
    ],
)
def test_wrong_requests(call, name):
    with pytest.raises(LinkBudgetError, match=name):
        call()
