"""Directivity and width of beams from few numbers."""

import math

import numpy as np
import pytest

from linkbudget.physics.beam_shapes import (
    beamwidth_between_nulls_deg,
    cosine_power_directivity_dbi,
    directivity_of_beamwidths_dbi,
    far_field_distance_m,
    gain_of_directivity_dbi,
    helix_axial_ratio,
    helix_beamwidth_of_turns_deg,
    helix_directivity_of_turns_dbi,
    linear_polarization_loss_db,
    radiation_efficiency,
)
from linkbudget.physics.patterns import airy_half_power_beamwidth_deg, airy_pattern_loss_db


def test_a_beam_of_a_degree_each_way_has_41253_times_the_power():
    assert directivity_of_beamwidths_dbi(1.0, 1.0) == pytest.approx(10.0 * math.log10(41252.96), abs=1e-6)
    assert directivity_of_beamwidths_dbi(1.0, 1.0, 0.7854) == pytest.approx(10.0 * math.log10(32400.0), abs=1e-3)


@pytest.mark.parametrize("exponent", [0.0, 1.0, 2.5, 10.0])
def test_cosine_directivity_by_its_integral(exponent):
    theta = np.linspace(0.0, np.pi / 2.0, 20_001)
    mean = np.trapezoid(np.cos(theta) ** exponent * np.sin(theta), theta) / 2.0
    assert cosine_power_directivity_dbi(exponent) == pytest.approx(-10.0 * math.log10(mean), abs=1e-6)


def test_the_null_of_an_even_circle_lies_where_the_airy_pattern_has_none():
    half_deg = beamwidth_between_nulls_deg(10e9, 2.0, 1.2196699) / 2.0
    assert airy_pattern_loss_db(half_deg, 10e9, 2.0) > 100.0
    ratio = beamwidth_between_nulls_deg(10e9, 2.0) / airy_half_power_beamwidth_deg(10e9, 2.0)
    assert ratio == pytest.approx(2.37, abs=0.01)
    assert math.isnan(beamwidth_between_nulls_deg(100e6, 1.0))


def test_far_field_of_a_dish_of_a_hundred_wavelengths():
    assert far_field_distance_m(299_792_458.0 / 0.03, 3.0) == pytest.approx(600.0)


def test_efficiency_of_resistances_takes_gain():
    assert radiation_efficiency(50.0, 0.0) == 1.0
    assert gain_of_directivity_dbi(7.0, radiation_efficiency(30.0, 30.0)) == pytest.approx(7.0 - 3.0103, abs=1e-4)


def test_linear_polarisations_at_an_angle():
    assert linear_polarization_loss_db(0.0) == pytest.approx(0.0, abs=1e-12)
    assert linear_polarization_loss_db(45.0) == pytest.approx(3.0103, abs=1e-4)
    assert linear_polarization_loss_db(30.0) == pytest.approx(-20.0 * math.log10(math.cos(math.radians(30.0))))


def test_helix_in_wavelengths_by_both_factors():
    assert helix_directivity_of_turns_dbi(10.0, 1.0, 0.25) == pytest.approx(10.0 * math.log10(37.5))
    assert helix_directivity_of_turns_dbi(10.0, 1.0, 0.25, 12.0) == pytest.approx(10.0 * math.log10(30.0))
    assert helix_beamwidth_of_turns_deg(9.0, 1.0, 0.25) == pytest.approx(52.0 / 1.5)
    assert helix_axial_ratio(5.0) == pytest.approx(1.1)
