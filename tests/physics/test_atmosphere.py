"""The reference atmosphere of ITU-R P.835 and the refractivity of ITU-R P.453."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics.atmosphere import (
    radio_refractivity,
    reference_pressure_hpa,
    reference_temperature_k,
    reference_water_vapour_density_g_per_m3,
    water_vapour_pressure_hpa,
)
from tests.published import rows

PROFILES = [reference_temperature_k, reference_pressure_hpa, reference_water_vapour_density_g_per_m3]

# US Standard Atmosphere 1976 (NOAA-S/T 76-1562), Table I: geometric height [m], temperature [K], pressure [hPa].
# ITU-R P.835 follows it; the constants printed there are rounded to seven digits.
STANDARD_1976 = [
    (0, 288.150, 1013.25),
    (5_000, 255.676, 540.48),
    (11_000, 216.774, 226.99),
    (20_000, 216.650, 55.293),
    (32_000, 228.490, 8.8906),
    (50_000, 270.650, 0.79779),
    (71_000, 216.846, 0.044795),
    (80_000, 198.639, 0.010524),
    (90_000, 186.87, 0.0018359),
    (100_000, 195.08, 0.00032011),
]


# Reference


@pytest.mark.parametrize(("height_m", "temperature_k", "pressure_hpa"), STANDARD_1976)
def test_agrees_with_the_standard_atmosphere_of_1976(height_m, temperature_k, pressure_hpa):
    assert reference_temperature_k(height_m) == pytest.approx(temperature_k, abs=0.006)  # half a printed digit
    assert reference_pressure_hpa(height_m) == pytest.approx(pressure_hpa, rel=3e-4)  # P.835 fits the top to 0.03 %


def test_vapour_pressure_agrees_with_the_itu_validation_state():
    # CG-3M3J-13-ValEx Rev 8.3.0, sheet "P.676-13 SpAtt": 7.5 g/m3 at 288.15 K is 9.97288878634 hPa
    assert water_vapour_pressure_hpa(7.5, 288.15) == pytest.approx(9.97288878634, rel=1e-11)


def test_vapour_pressure_agrees_with_published_rows():
    for row in rows("itu_p676_specific"):
        e = water_vapour_pressure_hpa(float(row["rho_gm3"]), float(row["T_K"]))
        assert e == pytest.approx(float(row["e_hPa"]), rel=1e-11), row["case_id"]


# Identity


@pytest.mark.parametrize("joint_km", [11.0, 20.0, 32.0, 47.0, 51.0, 71.0, 84.852])
def test_profiles_are_continuous_where_layers_meet(joint_km):
    height_m = 1e3 * 6356.766 * joint_km / (6356.766 - joint_km)
    below, above = reference_pressure_hpa(height_m - 0.01), reference_pressure_hpa(height_m + 0.01)
    assert below == pytest.approx(above, rel=1e-4)  # the polynomial above 86 km starts 8e-5 off
    below, above = reference_temperature_k(height_m - 0.01), reference_temperature_k(height_m + 0.01)
    assert below == pytest.approx(above, abs=0.1)  # 186.946 K meets 186.867 K at 86 km


def test_pressure_falls_as_its_own_weight_demands():
    height_m = np.array([500.0, 5e3, 15e3, 25e3, 40e3, 49e3, 60e3, 75e3])
    slope = (reference_pressure_hpa(height_m + 1.0) - reference_pressure_hpa(height_m - 1.0)) / 2.0
    gravity = 9.80665 * (6_356_766.0 / (6_356_766.0 + height_m)) ** 2
    density = reference_pressure_hpa(height_m) / (8.31432 / 0.0289644 * reference_temperature_k(height_m))
    np.testing.assert_allclose(slope, -density * gravity, rtol=3e-6)


def test_water_vapour_halves_every_1386_metres():
    ratio = reference_water_vapour_density_g_per_m3(3e3) / reference_water_vapour_density_g_per_m3(
        3e3 + 2e3 * np.log(2)
    )
    assert ratio == pytest.approx(2.0, rel=1e-12)


def test_mixing_ratio_never_falls_below_two_millionths():
    height_m = np.linspace(20e3, 100e3, 81)
    density = reference_water_vapour_density_g_per_m3(height_m, 0.0)
    e = water_vapour_pressure_hpa(density, reference_temperature_k(height_m))
    np.testing.assert_allclose(e / reference_pressure_hpa(height_m), 2e-6, rtol=1e-12)


def test_refractivity_at_the_surface_is_about_318():
    e = water_vapour_pressure_hpa(7.5, 288.15)
    # by hand: 77.6 * 1003.277 / 288.15 + 72 * 9.97289 / 288.15 + 3.75e5 * 9.97289 / 288.15^2
    assert radio_refractivity(1013.25 - e, 288.15, 7.5) == pytest.approx(270.189 + 2.492 + 45.041, abs=2e-3)


# Shape


@pytest.mark.parametrize("profile", PROFILES)
def test_array_equals_loop_of_scalars(profile):
    height_m = np.linspace(0.0, 100e3, 24).reshape(4, 6)
    loop = [profile(float(h)) for h in height_m.ravel()]
    np.testing.assert_array_equal(profile(height_m).ravel(), loop)
    assert profile(height_m).shape == (4, 6)
    assert isinstance(profile(1e3), float)


def test_height_and_density_broadcast():
    assert reference_water_vapour_density_g_per_m3(np.zeros((3, 1)), np.ones(4)).shape == (3, 4)


# Property


@settings(max_examples=60)
@given(st.floats(0.0, 99e3))
def test_pressure_and_vapour_always_fall_with_height(height_m):
    assert 0.0 < reference_pressure_hpa(height_m + 1e3) < reference_pressure_hpa(height_m)
    above, here = (reference_water_vapour_density_g_per_m3(height_m + step) for step in (1e3, 0.0))
    assert 0.0 < above < here


@pytest.mark.parametrize("profile", PROFILES)
def test_above_the_atmosphere_is_nan_with_a_warning(profile):
    with pytest.warns(ModelRangeWarning, match="height_m from 0 to 100000"):
        assert np.isnan(profile(100_001.0))
    assert np.isnan(profile(float("nan")))


@pytest.mark.parametrize("profile", PROFILES)
def test_below_sea_level_continues_with_a_warning(profile):
    with pytest.warns(ModelRangeWarning):
        below = profile(-400.0)
    assert below == pytest.approx(2.0 * profile(0.0) - profile(400.0), rel=0.05)


@pytest.mark.parametrize("profile", PROFILES)
def test_far_below_the_lowest_land_is_refused(profile):
    with pytest.raises(LinkBudgetError, match="height_m = -501"):
        profile(-501.0)


def test_impossible_air_is_refused():
    with pytest.raises(LinkBudgetError, match="temperature_k"):
        water_vapour_pressure_hpa(7.5, 0.0)
    with pytest.raises(LinkBudgetError, match="water_vapour_density_g_per_m3"):
        water_vapour_pressure_hpa(-1.0, 288.0)
    with pytest.raises(LinkBudgetError, match="dry_pressure_hpa"):
        radio_refractivity(-1.0, 288.0, 7.5)
    with pytest.raises(LinkBudgetError, match="surface_water_vapour_density_g_per_m3"):
        reference_water_vapour_density_g_per_m3(0.0, -7.5)
