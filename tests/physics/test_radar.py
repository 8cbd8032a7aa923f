"""Echoes: cross-section of a round body, and the radar equation."""

import math

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.free_space import flux_density_dbw_per_m2
from linkbudget.physics.power_flux import radar_free_space_loss_db
from linkbudget.physics.radar import disc_cross_section_m2, echo_power_dbw

MOON_M2 = disc_cross_section_m2(1737.4e3, 0.065)


@pytest.mark.parametrize(("frequency_hz", "printed_db"), [(144e6, 252.0), (432e6, 261.0), (1296e6, 271.0)])
def test_the_moon_at_its_mean_distance_agrees_with_what_is_printed(frequency_hz, printed_db):
    """hamradio.engineering (2026), "empirically about" 252, 261 and 271 dB.

    The second is cut, not rounded: a factor of three in frequency is 9.54 dB, so that 252 and 271 want 261.5.
    """
    assert radar_free_space_loss_db(384.4e6, frequency_hz, MOON_M2) == pytest.approx(printed_db, abs=0.65)


def test_the_moon_by_another_form_of_the_equation():
    """rho r^2 lambda^2 / (64 pi^2 d^4), as a public C program writes it with 631.65468167 for 64 pi^2."""
    wavelength_m = 299792458.0 / 432e6
    by_hand = 0.065 * 1.738e6**2 * wavelength_m**2 / (631.65468167 * 384.4e6**4)
    found = radar_free_space_loss_db(384.4e6, 432e6, disc_cross_section_m2(1.738e6, 0.065))
    assert found == pytest.approx(-10.0 * math.log10(by_hand), abs=1e-9)


def test_loss_grows_with_frequency_and_the_fourth_power_of_distance():
    """Another published sheet treats the Moon as a flat plate, whose path gets better with frequency: it is not one."""
    losses = radar_free_space_loss_db(384.4e6, np.array([144e6, 432e6, 1296e6]), MOON_M2)
    assert np.diff(losses) == pytest.approx([20.0 * math.log10(3.0)] * 2, abs=1e-9)
    farther = radar_free_space_loss_db(np.array([356.5e6, 406.7e6]), 144e6, MOON_M2)
    assert np.diff(farther)[0] == pytest.approx(40.0 * math.log10(406.7 / 356.5), abs=1e-9)


def test_an_echo_is_flux_out_and_flux_back():
    """Out to the body, its cross-section of that flux spread again, back into the aperture of the antenna."""
    distance_m, frequency_hz, gain_dbi = 384.4e6, 1296e6, 32.0
    caught_dbw = flux_density_dbw_per_m2(distance_m, 59.0) + 10.0 * math.log10(MOON_M2)
    aperture_db = gain_dbi + 20.0 * math.log10(299792458.0 / frequency_hz) - 10.0 * math.log10(4.0 * math.pi)
    back_dbw = flux_density_dbw_per_m2(distance_m, caught_dbw) + aperture_db
    assert echo_power_dbw(distance_m, frequency_hz, 59.0, gain_dbi, MOON_M2) == pytest.approx(back_dbw, abs=1e-9)


def test_a_smooth_sphere_has_its_disc():
    assert disc_cross_section_m2(2.0, 1.0) == pytest.approx(4.0 * math.pi, rel=1e-14)
    assert disc_cross_section_m2([1.0, 2.0], 0.5).tolist() == pytest.approx([0.5 * math.pi, 2.0 * math.pi])


def test_array_equals_scalars():
    ranges = np.array([1e5, 4e8])
    many = echo_power_dbw(ranges, 1e9, 30.0, 20.0, 5.0)
    assert many.tolist() == [echo_power_dbw(one, 1e9, 30.0, 20.0, 5.0) for one in ranges.tolist()]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: disc_cross_section_m2(0.0, 0.1), "radius_m = 0"),
        (lambda: disc_cross_section_m2(1.0, 0.0), "reflectivity = 0"),
        (lambda: disc_cross_section_m2(1.0, 65.0), "reflectivity = 65"),
        (lambda: echo_power_dbw(-1.0, 1e9, 0.0, 0.0, 1.0), "distance_m = -1"),
        (lambda: echo_power_dbw(1.0, 1e9, 0.0, 0.0, 0.0), "radar_cross_section_m2 = 0"),
    ],
)
def test_what_cannot_be_is_refused(call, said):
    with pytest.raises(LinkBudgetError, match=said):
        call()
