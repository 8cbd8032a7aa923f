"""Turbulence and clouds: numbers that name the profile, an independent law of large telescopes, drawn fades."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics import light_turbulence


def profile(height_m):
    """Hufnagel-Valley 5/7, written out."""
    high = 0.00594 * (21.0 / 27.0) ** 2 * (1e-5 * height_m) ** 10 * math.exp(-height_m / 1000.0)
    return high + 2.7e-16 * math.exp(-height_m / 1500.0) + 1.7e-14 * math.exp(-height_m / 100.0)


def moment(power):
    parts = ((0.0, 500.0), (500.0, 5e3), (5e3, 2e4), (2e4, 8e4))
    return sum(quad(lambda h: profile(h) * h**power, *part, limit=200)[0] for part in parts)


def test_the_profile_is_called_by_its_fried_length():
    """HV 5/7: 5 cm at 500 nm, straight up."""
    assert light_turbulence.fried_length_m(500e-9, 90.0) == pytest.approx(0.05, rel=0.01)


def test_the_integrals_in_another_way():
    k = 2.0 * math.pi / 1.55e-6
    point = 2.25 * k ** (7.0 / 6.0) * math.sqrt(2.0) ** (11.0 / 6.0) * moment(5.0 / 6.0)
    assert light_turbulence.optical_scintillation_index(1.55e-6, 45.0, 0.0) == pytest.approx(point, rel=1e-6)
    assert light_turbulence.fried_length_m(1.55e-6, 30.0) == pytest.approx(
        (0.423 * k**2 * 2.0 * moment(0.0)) ** -0.6, rel=1e-6
    )


@pytest.mark.parametrize("elevation", [90.0, 45.0, 30.0])
def test_large_telescopes_scintillate_as_stars_do(elevation):
    """Astronomers' law for D far above the Fresnel zone: 17.34 D^(-7/3) sec^3 of the second moment, any wavelength."""
    airmass = 1.0 / math.sin(math.radians(elevation))
    law = 17.34 * 4.0 ** (-7.0 / 3.0) * airmass**3 * moment(2.0)
    for wavelength in (0.85e-6, 1.55e-6):
        index = light_turbulence.optical_scintillation_index(wavelength, elevation, 4.0)
        assert index == pytest.approx(law, rel=0.02)


def test_drawn_fades_are_as_deep():
    index, generator = 0.15, np.random.default_rng(5)
    deviation = math.sqrt(math.log1p(index))
    power = np.exp(generator.normal(-0.5 * deviation**2, deviation, 500_000))
    assert power.mean() == pytest.approx(1.0, abs=3e-3)
    assert power.var() == pytest.approx(index, rel=0.02)
    fade = light_turbulence.lognormal_fade_db(index, 0.01)
    assert np.mean(-10.0 * np.log10(power) > fade) == pytest.approx(0.01, abs=6e-4)


@given(st.floats(0.0, 1.0), st.floats(1e-6, 0.5))
def test_no_turbulence_no_fade_and_never_a_gain(index, share):
    assert light_turbulence.lognormal_fade_db(0.0, share) == 0.0
    assert light_turbulence.lognormal_fade_db(index, share) >= 0.0


def test_fluctuations_that_are_not_weak_are_noted():
    with pytest.warns(ModelRangeWarning, match="weak turbulence"):
        light_turbulence.optical_scintillation_index(1.55e-6, 5.0, 1.0)


def test_sites_without_cloud():
    """Four sites of 50 to 70 %: 94 to 99 %, about 99 % as cited for excellent ones; one site is itself."""
    assert light_turbulence.cloud_free_availability([0.7] * 4) == pytest.approx(0.9919)
    assert light_turbulence.cloud_free_availability([0.5] * 4) == pytest.approx(0.9375)
    assert light_turbulence.cloud_free_availability([0.62]) == pytest.approx(0.62)
    np.testing.assert_allclose(light_turbulence.cloud_free_availability([[0.0, 0.5], [1.0, 0.5]]), [0.5, 1.0])


def test_arrays_are_loops():
    elevation, diameter = np.array([30.0, 60.0, 90.0]), np.array([0.0, 0.4, 1.0])
    whole = light_turbulence.optical_scintillation_index(1.55e-6, elevation[:, None], diameter)
    each = [
        [light_turbulence.optical_scintillation_index(1.55e-6, float(e), float(d)) for d in diameter] for e in elevation
    ]
    np.testing.assert_allclose(whole, each, rtol=1e-13)
    assert (np.diff(whole, axis=1) < 0.0).all()


@pytest.mark.parametrize("share", [0.0, 0.6])
def test_a_share_of_the_time_outside_its_limits_is_refused(share):
    with pytest.raises(LinkBudgetError, match="exceedance_probability"):
        light_turbulence.lognormal_fade_db(0.1, share)
