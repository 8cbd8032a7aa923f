"""Clouds and fog by ITU-R P.840-9."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics.clouds import (
    cloud_loss_db,
    cloud_mass_absorption_db_m2_per_kg,
    cloud_specific_attenuation_db_per_km,
    lognormal_cloud_liquid_kg_per_m2,
    water_permittivity,
)
from linkbudget.roots import bracketed_root
from tests.published import agrees, rows

# ITU validation examples CG-3M3J-13-ValEx, Rev 8.3.0 (2024-12-02), sheet "P.840-9 A_Clouds": GHz, elevation [deg],
# liquid water [kg/m2], then real and imaginary part of the permittivity at 273.75 K, K_L and the loss.
WORKBOOK = [
    (6.0, 15.0, 0.823592462356, 62.8336846556, 37.5710263758, 0.0311277818545, 0.0990522412874),
    (30.0, 75.0, 0.15246359239, 12.7504403875, 22.8966960654, 0.707853958387, 0.111729031822),
]

# The same workbook, log-normal method: GHz, elevation [deg], probability, m_L, sigma_L, P_L, loss [dB].
WORKBOOK_LOGNORMAL = [
    (6.0, 15.0, 1.5e-4, -3.129, 0.782, 0.88491, 0.086749599838),
    (30.0, 75.0, 0.155, -2.999, 0.75, 0.48724, 0.0520722011808),
    (6.0, 15.0, 1.5e-4, 0.0, 0.0, 8e-5, 0.0),  # less cloud than the Recommendation counts
]

quick = settings(max_examples=60)

# ----------------------------------------------------------------------------------------------------------- reference


@pytest.mark.parametrize(("frequency_ghz", "elevation_deg", "liquid", "real", "imaginary", "k_l", "loss_db"), WORKBOOK)
def test_clouds_agree_with_the_itu_workbook(frequency_ghz, elevation_deg, liquid, real, imaginary, k_l, loss_db):
    permittivity = water_permittivity(frequency_ghz * 1e9, 273.75)
    assert permittivity == pytest.approx(complex(real, -imaginary), rel=1e-11)  # printed to 12 figures
    assert cloud_mass_absorption_db_m2_per_kg(frequency_ghz * 1e9) == pytest.approx(k_l, rel=1e-11)
    assert cloud_loss_db(elevation_deg, frequency_ghz * 1e9, liquid) == pytest.approx(loss_db, rel=1e-11)


@pytest.mark.parametrize(
    ("frequency_ghz", "elevation_deg", "probability", "m", "s", "cloudy", "loss"), WORKBOOK_LOGNORMAL
)
def test_lognormal_method_agrees_with_the_itu_workbook(frequency_ghz, elevation_deg, probability, m, s, cloudy, loss):
    liquid = lognormal_cloud_liquid_kg_per_m2(probability, m, s, cloudy)
    # the workbook's inverse normal distribution is good to about 1e-9
    assert cloud_loss_db(elevation_deg, frequency_ghz * 1e9, liquid) == pytest.approx(loss, rel=1e-8)


def test_loss_agrees_with_every_published_row():
    for row in rows("itu_p840_cloud"):
        if row["quantity"] == "Ac":
            value = cloud_loss_db(float(row["elev_deg"]), float(row["f_GHz"]) * 1e9, float(row["L_kgm2"]))
            assert agrees(row, value), row["case_id"]


def test_specific_attenuation_of_fog_lies_where_the_itu_figure_has_it():
    # P.840-9, Figure 1, read off a figure: at 100 GHz and 10 degrees Celsius about 4.5 (dB/km)/(g/m3)
    assert cloud_specific_attenuation_db_per_km(100e9, 283.15, 1.0) == pytest.approx(4.5, rel=0.1)


# ------------------------------------------------------------------------------------------------------------ identity


def test_permittivity_tends_to_its_static_and_optical_values():
    excess = 300.0 / 280.0 - 1.0
    assert water_permittivity(1e3, 280.0).real == pytest.approx(77.66 + 103.3 * excess, rel=1e-9)
    assert water_permittivity(1e18, 280.0).real == pytest.approx(3.52, rel=1e-6)


def test_coefficient_is_the_absorption_of_small_spheres():
    # Rayleigh: 0.819 f / (e'' (1 + eta^2)) = (0.819 f / 3) Im(-(e - 1) / (e + 2)), with e'' > 0
    permittivity = water_permittivity(37e9, 278.0)
    polarisability = (permittivity - 1.0) / (permittivity + 2.0)
    rayleigh = -0.819 * 37.0 / 3.0 * polarisability.imag
    assert cloud_specific_attenuation_db_per_km(37e9, 278.0, 1.0) == pytest.approx(rayleigh, rel=1e-12)


def test_log_normal_quantiles_return_their_probability():
    def excess(liquid):
        from scipy.special import ndtr

        return 0.6 * ndtr(-(np.log(liquid) + 2.5) / 0.8) - 0.03

    liquid = lognormal_cloud_liquid_kg_per_m2(0.03, -2.5, 0.8, 0.6)
    assert bracketed_root(excess, [1e-6], [10.0])[0] == pytest.approx(liquid, rel=1e-9)


def test_no_cloud_is_exceeded_more_often_than_there_is_cloud():
    assert lognormal_cloud_liquid_kg_per_m2(0.5, -2.5, 0.8, 0.5) == 0.0
    assert lognormal_cloud_liquid_kg_per_m2(0.9, -2.5, 0.8, 0.5) == 0.0
    assert lognormal_cloud_liquid_kg_per_m2(0.1, -2.5, 0.8, 0.0) == 0.0


def test_no_loss_can_be_told_at_or_below_the_horizon():
    assert math.isnan(cloud_loss_db(0.0, 20e9, 0.1))
    assert math.isnan(cloud_loss_db(-10.0, 20e9, 0.1))


# --------------------------------------------------------------------------------------------------------------- shape


def test_arrays_equal_scalars():
    elevation_deg, frequency_hz = np.array([[10.0], [45.0], [90.0]]), np.array([2e9, 30e9, 150e9])
    loss_db = cloud_loss_db(elevation_deg, frequency_hz, 0.4)
    assert loss_db.shape == (3, 3)
    one_by_one = [[cloud_loss_db(e, f, 0.4) for f in frequency_hz.tolist()] for e in elevation_deg.ravel().tolist()]
    assert np.allclose(loss_db, one_by_one, rtol=1e-14)
    probabilities = np.array([1e-3, 0.2, 0.7])
    liquid = lognormal_cloud_liquid_kg_per_m2(probabilities, -2.5, 0.8, 0.5)
    assert np.array_equal(liquid, [lognormal_cloud_liquid_kg_per_m2(p, -2.5, 0.8, 0.5) for p in probabilities.tolist()])


def test_lists_are_taken_as_arrays():
    assert cloud_specific_attenuation_db_per_km([10e9, 20e9], 280.0, [0.1, 0.2]).shape == (2,)
    assert cloud_mass_absorption_db_m2_per_kg([10e9, 20e9]).shape == (2,)


# ------------------------------------------------------------------------------------------------------------ property


@quick
@given(st.floats(1e9, 200e9), st.floats(250.0, 320.0), st.floats(0.0, 5.0))
def test_specific_attenuation_grows_with_the_water(frequency_hz, temperature_k, density):
    one = cloud_specific_attenuation_db_per_km(frequency_hz, temperature_k, density)
    assert one >= 0.0
    assert cloud_specific_attenuation_db_per_km(frequency_hz, temperature_k, density + 0.1) > one


@quick
@given(st.floats(1e9, 199e9))
def test_mass_absorption_grows_with_frequency(frequency_hz):
    low, high = cloud_mass_absorption_db_m2_per_kg(np.array([frequency_hz, frequency_hz + 1e9]))
    assert 0.0 < low < high


@quick
@given(st.floats(1e-5, 0.99), st.floats(-5.0, 0.0), st.floats(0.0, 2.0), st.floats(0.0, 1.0))
def test_liquid_never_grows_with_the_share_of_the_time(probability, log_mean, deviation, cloudy):
    rare, often = lognormal_cloud_liquid_kg_per_m2(
        np.array([probability, min(1.0, 1.1 * probability)]), log_mean, deviation, cloudy
    )
    assert rare >= often >= 0.0


# -------------------------------------------------------------------------------------------------------------- limits


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: water_permittivity(0.0, 280.0), "frequency_hz = 0.0"),
        (lambda: water_permittivity(1e9, -1.0), "temperature_k = -1.0"),
        (lambda: cloud_specific_attenuation_db_per_km(1e9, 280.0, -0.1), "liquid_water_density_g_per_m3 = -0.1"),
        (lambda: cloud_loss_db(95.0, 1e9, 0.1), "elevation_deg = 95.0"),
        (lambda: cloud_loss_db(45.0, 1e9, -0.1), "cloud_liquid_kg_per_m2 = -0.1"),
        (lambda: lognormal_cloud_liquid_kg_per_m2(0.0, 0.0, 1.0, 0.5), "exceedance_probability = 0.0"),
        (lambda: lognormal_cloud_liquid_kg_per_m2(0.1, 0.0, 1.0, 50.0), "cloud_probability = 50.0"),
    ],
)
def test_impossible_numbers_raise(call, name):
    with pytest.raises(LinkBudgetError, match=name):
        call()


@pytest.mark.parametrize("call", [(4.0, 20e9), (45.0, 0.5e9), (45.0, 300e9)])
def test_outside_the_stated_range_warns(call):
    with pytest.warns(ModelRangeWarning, match=r"P\.840-9"):
        assert cloud_loss_db(*call, 0.1) > 0.0
