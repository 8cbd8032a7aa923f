"""Refraction: the ray through the layers against integration along the ray, astronomy and the formula of P.834."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics.atmosphere import (
    radio_refractivity,
    reference_pressure_hpa,
    reference_temperature_k,
    reference_water_vapour_density_g_per_m3,
    water_vapour_pressure_hpa,
)
from linkbudget.physics.gases import ray_bending_deg
from linkbudget.physics.refraction import (
    apparent_elevation_deg,
    geometric_elevation_deg,
    p834_apparent_elevation_deg,
)

EARTH_M = 6_371_000.0
quick = settings(max_examples=50)


def reference_excess(height_m):
    """Refractive index less one of the reference atmosphere (P.835-7 and P.453-14)."""
    temperature, density = reference_temperature_k(height_m), reference_water_vapour_density_g_per_m3(height_m)
    dry = reference_pressure_hpa(height_m) - water_vapour_pressure_hpa(density, temperature)
    return 1e-6 * radio_refractivity(dry, temperature, density)


def exponential_excess(height_m):
    """The atmosphere of P.834, for which its formula is a fit: 315 N-units, 0.1361 per kilometre."""
    return 315e-6 * math.exp(-0.1361e-3 * height_m)


def traced_bending_deg(apparent_deg, station_height_m, excess, top_m=99_000.0):
    """Bending by integrating the ray's equation d(tau)/ds = -(dn/dh) cos(psi) / n; no layers, no law of Snell."""

    def ray(_, state):
        height_m, climb, _ = state
        gradient = (excess(height_m + 0.5) - excess(height_m - 0.5)) / (1.0 + excess(height_m))
        return [math.sin(climb), math.cos(climb) * (1.0 / (EARTH_M + height_m) + gradient), -gradient * math.cos(climb)]

    def at_top(_, state):
        return state[0] - top_m

    at_top.terminal = True
    start = [station_height_m, math.radians(apparent_deg), 0.0]
    ray = solve_ivp(ray, [0.0, 3e6], start, rtol=1e-8, atol=1e-9, events=at_top, max_step=5000.0)
    return math.degrees(ray.y[2, -1])


# ----------------------------------------------------------------------------------------------------------- reference


@pytest.mark.parametrize("apparent_deg", [0.0, 0.5, 1.0, 3.0, 10.0])
def test_bending_agrees_with_integration_along_the_ray(apparent_deg):
    traced = traced_bending_deg(apparent_deg, 0.5, reference_excess)  # half a metre up: the profile starts at sea level
    geometric = geometric_elevation_deg(apparent_deg)
    # 1e-4 of the bending: the layers are 1 % of their height thick; the first is 10 cm, which the horizontal ray feels
    assert apparent_deg - geometric == pytest.approx(traced, rel=2e-4 if apparent_deg else 5e-3)


@pytest.mark.parametrize(("apparent_deg", "tolerance"), [(0.5, 9e-3), (1.0, 5e-3), (3.0, 3e-3), (10.0, 3e-3)])
def test_from_three_kilometres_the_layers_are_right_where_the_formula_of_p834_is_not(apparent_deg, tolerance):
    # layers of P.676 are 30 m thick there: the ray is bent somewhat too little
    traced = traced_bending_deg(apparent_deg, 3000.0, reference_excess)
    geometric = geometric_elevation_deg(apparent_deg, station_height_m=3000.0)
    assert apparent_deg - geometric == pytest.approx(traced, rel=tolerance)


@pytest.mark.parametrize(
    ("station_height_m", "errors_deg"), [(0.0, (0.006, 0.011, 0.006, -0.006)), (3000.0, (0.011, 0.005, -0.002, -0.011))]
)
def test_the_fit_of_p834_departs_from_its_own_atmosphere_as_documented(station_height_m, errors_deg):
    for apparent_deg, error_deg in zip((1.43, 3.26, 5.18, 10.06), errors_deg, strict=True):
        bending = traced_bending_deg(apparent_deg, station_height_m, exponential_excess, 150_000.0)
        fitted = p834_apparent_elevation_deg(apparent_deg - bending, station_height_m)
        assert fitted - apparent_deg == pytest.approx(error_deg, abs=6e-4)  # to the last printed digit


def test_refraction_high_up_is_that_of_astronomers():
    # R = A cot(e) - B cot(e)^3 with A = (n - 1)(1 - H), B = (n - 1)(H - (n - 1) / 2), H the height of the homogeneous
    # atmosphere over the Earth's radius (R. M. Green, Spherical Astronomy, 1985, section 4.4); good above some 15 deg
    excess = reference_excess(0.0)
    height = np.trapezoid(reference_excess(np.linspace(0.0, 99e3, 20_001)), dx=99e3 / 20_000) / excess / EARTH_M
    cotangent = 1.0 / np.tan(np.radians(apparent := np.array([20.0, 30.0, 45.0, 70.0])))
    series = excess * (1.0 - height) * cotangent - excess * (height - excess / 2.0) * cotangent**3
    np.testing.assert_allclose(apparent - geometric_elevation_deg(apparent), np.degrees(series), rtol=1e-3)


def test_both_refractions_agree_at_sea_level():
    # the formula is a fit, off by up to 0.011 deg for its own atmosphere, which bends like the reference to 0.002 deg
    geometric = np.linspace(-0.5, 10.0, 106)
    ours, theirs = apparent_elevation_deg(geometric), p834_apparent_elevation_deg(geometric, 0.0)
    np.testing.assert_allclose(ours, theirs, atol=0.018)
    np.testing.assert_allclose(ours[geometric >= 0.0], theirs[geometric >= 0.0], atol=0.012)


# ------------------------------------------------------------------------------------------------------------ identity


@pytest.mark.parametrize("station_height_m", [0.0, 800.0, 5000.0])
def test_the_table_is_the_bending_of_the_layers(station_height_m):
    apparent = np.concatenate([np.linspace(0.0, 1.0, 300), np.linspace(1.0, 90.0, 900)])
    bending = ray_bending_deg(apparent, station_height_m=station_height_m)
    geometric = geometric_elevation_deg(apparent, station_height_m=station_height_m)
    np.testing.assert_allclose(geometric, apparent - bending, atol=5e-6)  # what the module promises


@quick
@given(st.floats(0.0, 90.0), st.floats(-400.0, 6000.0), st.floats(0.0, 25.0))
@pytest.mark.filterwarnings("ignore::linkbudget.errors.ModelRangeWarning")
def test_each_is_the_inverse_of_the_other(apparent_deg, height_m, density):
    site = {"station_height_m": height_m, "surface_water_vapour_density_g_per_m3": density}
    geometric = geometric_elevation_deg(apparent_deg, **site)
    assert apparent_elevation_deg(max(geometric, -90.0), **site) == pytest.approx(apparent_deg, abs=1e-9)


def test_the_zenith_is_not_refracted():
    assert apparent_elevation_deg(90.0) == geometric_elevation_deg(90.0) == 90.0


# --------------------------------------------------------------------------------------------------------------- shape


def test_arrays_equal_scalars():
    geometric, height_m = np.array([-0.3, 0.0, 5.0, 60.0]), np.array([[0.0], [2000.0]])
    density = np.array([3.0, 7.5, 12.0])[:, None, None]
    site = {"station_height_m": height_m, "surface_water_vapour_density_g_per_m3": density}
    found = apparent_elevation_deg(geometric, **site)
    assert found.shape == (3, 2, 4)
    for index in np.ndindex(3, 2, 4):
        alone = {
            "station_height_m": float(height_m[index[1], 0]),
            "surface_water_vapour_density_g_per_m3": float(density[index[0], 0, 0]),
        }
        assert found[index] == apparent_elevation_deg(float(geometric[index[2]]), **alone)
    assert isinstance(apparent_elevation_deg(3.0), float)
    assert isinstance(geometric_elevation_deg(3), float)
    assert apparent_elevation_deg(np.array([])).shape == (0,)


@pytest.mark.parametrize("geometric_deg", [-0.2, 1.0, 20.0])
def test_many_different_stations_give_what_each_gives_alone(geometric_deg):
    height_m = np.linspace(0.0, 3000.0, 200)
    many = apparent_elevation_deg(geometric_deg, station_height_m=height_m)
    for place in (0, 57, 199):
        alone = apparent_elevation_deg(geometric_deg, station_height_m=float(height_m[place]))
        assert many[place] == pytest.approx(alone, abs=1e-4)  # what the module promises


# -------------------------------------------------------------------------------------------------------------- limits


def test_below_the_refracted_horizon_there_is_no_ray():
    lowest = geometric_elevation_deg(0.0)
    assert math.isnan(apparent_elevation_deg(lowest - 1e-6))
    assert apparent_elevation_deg(lowest + 1e-6) == pytest.approx(0.0, abs=1e-5)
    assert np.isnan(apparent_elevation_deg([-90.0, -1.0, float("nan")])).all()
    assert math.isnan(geometric_elevation_deg(-0.1))
    assert math.isnan(geometric_elevation_deg(float("nan")))


def test_a_trapped_ray_has_no_geometric_elevation():
    moist = {"surface_water_vapour_density_g_per_m3": 90.0}
    assert math.isnan(geometric_elevation_deg(0.01, **moist))
    assert geometric_elevation_deg(30.0, **moist) < 30.0
    assert math.isnan(apparent_elevation_deg(-60.0, **moist))


def test_the_formula_of_p834_says_nothing_above_ten_degrees():
    assert math.isnan(p834_apparent_elevation_deg(11.0, 0.0))
    assert math.isnan(p834_apparent_elevation_deg(-1.1, 0.0))
    with pytest.warns(ModelRangeWarning, match=r"P\.834"):
        assert p834_apparent_elevation_deg(1.0, 4000.0) > 1.0


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: apparent_elevation_deg(91.0), "geometric_elevation_deg = 91.0"),
        (lambda: geometric_elevation_deg(-91.0), "apparent_elevation_deg = -91.0"),
        (lambda: apparent_elevation_deg(5.0, station_height_m=100e3), "station_height_m"),
        (
            lambda: apparent_elevation_deg(5.0, surface_water_vapour_density_g_per_m3=-1.0),
            "surface_water_vapour_density_g_per_m3",
        ),
    ],
)
def test_impossible_numbers_raise(call, name):
    with pytest.raises(LinkBudgetError, match=name):
        call()


@pytest.mark.parametrize("varied", ["station_height_m", "surface_water_vapour_density_g_per_m3"])
def test_one_elevation_over_an_array_of_stations_is_that_of_each_station(varied):
    """One elevation and many densities ended in a TypeError."""
    values = np.array([3.0, 7.5, 12.0])
    each = [apparent_elevation_deg(5.0, **{varied: float(value)}) for value in values]
    assert apparent_elevation_deg(5.0, **{varied: values}) == pytest.approx(np.array(each), abs=1e-12)


# ------------------------------------------------------------------------------------------------------------ property


@quick
@given(st.floats(-1.0, 10.0), st.floats(0.0, 3000.0))
def test_p834_raises_a_satellite_less_from_higher_up(elevation_deg, height_m):
    assert elevation_deg < p834_apparent_elevation_deg(elevation_deg, height_m)
    assert p834_apparent_elevation_deg(elevation_deg, height_m) <= p834_apparent_elevation_deg(elevation_deg, 0.0)


@quick
@given(st.floats(-0.7, 89.0), st.floats(0.0, 1.0))
def test_a_higher_source_is_seen_higher_and_raised_less(geometric_deg, step_deg):
    low, high = apparent_elevation_deg(geometric_deg), apparent_elevation_deg(geometric_deg + step_deg)
    assert geometric_deg < low <= high
    assert (
        high - low <= step_deg * (1.0 + 2.0) + 1e-12
    )  # on the horizon a degree of geometry is a third of one in the sky
