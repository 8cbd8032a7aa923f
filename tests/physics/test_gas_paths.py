"""Gases between two points: against the slant path of P.676, integration along shot rays, and the limits."""

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
from linkbudget.physics.gas_paths import (
    path_brightness_temperature_k,
    path_elevation_deg,
    path_gas_loss_db,
    path_lowest_height_m,
    path_radiating_temperature_k,
)
from linkbudget.physics.gases import slant_gas_loss_db, specific_gas_attenuation_db_per_km
from linkbudget.physics.refraction import apparent_elevation_deg
from linkbudget.physics.sky_brightness import clear_sky_brightness_temperature_k

EARTH_M = 6_371_000.0
quick = settings(max_examples=30)


def air(height_m):
    """Dry pressure, temperature and vapour density of the reference atmosphere."""
    temperature, density = reference_temperature_k(height_m), reference_water_vapour_density_g_per_m3(height_m)
    return reference_pressure_hpa(height_m) - water_vapour_pressure_hpa(density, temperature), temperature, density


def specific_db_per_m(height_m, frequency_hz):
    return specific_gas_attenuation_db_per_km(frequency_hz, *air(height_m)) / 1e3


def distance_m(geometric_deg, station_height_m, far_height_m):
    """From a station to a height at a geometric elevation, over the sphere."""
    radius, sine = EARTH_M + station_height_m, math.sin(math.radians(geometric_deg))
    return math.sqrt((EARTH_M + far_height_m) ** 2 - radius**2 * (1.0 - sine * sine)) - radius * sine


def shot_ray(elevation_deg, station_height_m, range_m, frequency_hz):
    """Height and loss where a ray, shot at an apparent elevation, has come the distance: the differential equation."""

    def ray(_, state):
        height_m, climb, _, _ = state
        excess = [1e-6 * radio_refractivity(*air(max(height_m + step, 0.0))) for step in (-0.5, 0.5)]
        gradient = (excess[1] - excess[0]) / (1.0 + excess[0])
        level = math.cos(climb) / (EARTH_M + height_m)
        loss = specific_db_per_m(max(height_m, 0.0), frequency_hz)
        return [math.sin(climb), level + gradient * math.cos(climb), level, loss]

    def arrived(_, state):
        radius, start = EARTH_M + state[0], EARTH_M + station_height_m
        # distance by the theorem of cosines, with the small difference formed first
        return (radius - start) ** 2 + 4.0 * radius * start * math.sin(state[2] / 2.0) ** 2 - range_m**2

    arrived.terminal, arrived.direction = True, 1.0
    start = [station_height_m, math.radians(elevation_deg), 0.0, 0.0]
    steps = {"rtol": 1e-8, "atol": 1e-10, "max_step": range_m / 40.0}
    found = solve_ivp(ray, [0.0, 1.01 * range_m], start, events=arrived, **steps)
    return found.y[0, -1], found.y[3, -1]


# ----------------------------------------------------------------------------------------------------------- reference


@pytest.mark.parametrize(("station_m", "loss_db"), [(0.0, 0.470811734729), (1300.0, 0.277441106046)])
def test_a_path_through_the_whole_atmosphere_agrees_with_the_itu_workbook(station_m, loss_db):
    # ITU validation examples CG-3M3J-13-ValEx, Rev 8.3.0, P.676-13 Annex 1 section 2.2.1: 28 GHz, apparent 30 degrees
    geometric = 30.0 - np.degrees({0.0: 0.000547980809186, 1300.0: 0.00045579353224}[station_m])
    ends = {"station_height_m": station_m, "far_height_m": 1e9}
    path_db = path_gas_loss_db(distance_m(geometric, station_m, 1e9), 28e9, **ends)
    assert path_db == pytest.approx(loss_db, rel=2e-4)


@pytest.mark.parametrize(
    ("range_m", "station_m", "far_m"),
    [
        (40e3, 200.0, 350.0),  # between hills
        (250e3, 50.0, 10_500.0),  # to an aircraft near the horizon
        (25e3, 11_000.0, 100.0),  # down from an aircraft
        (500e3, 18_000.0, 12_000.0),  # from a balloon to an aircraft, by a lowest point between them
        (600e3, 30_000.0, 30_000.0),  # between balloons, lowest at 23 km
    ],
)
@pytest.mark.parametrize("frequency_hz", [8e9, 22.235e9, 60e9])
def test_the_ray_arrives_and_its_loss_is_the_integral_along_it(range_m, station_m, far_m, frequency_hz):
    ends = {"station_height_m": station_m, "far_height_m": far_m}
    height_m, loss_db = shot_ray(path_elevation_deg(range_m, **ends), station_m, range_m, frequency_hz)
    assert height_m == pytest.approx(far_m, abs=3e-5 * range_m)  # the elevation is right to 0.002 degrees
    assert path_gas_loss_db(range_m, frequency_hz, **ends) == pytest.approx(loss_db, rel=1e-3)


# ------------------------------------------------------------------------------------------------------------ identity


@pytest.mark.parametrize("frequency_hz", [2e9, 22.235e9, 60e9, 118.75e9, 300e9])
@pytest.mark.parametrize("height_m", [0.0, 400.0, 3000.0])
def test_a_short_level_path_has_the_specific_attenuation_times_its_length(height_m, frequency_hz):
    # P.676-13, Annex 1, section 2.1; 2e-3: the layers of 1 % and, at 10 km, 1.5 m of sag
    range_m = np.array([1.0, 100.0, 1e3, 10e3])
    loss_db = path_gas_loss_db(range_m, frequency_hz, station_height_m=height_m, far_height_m=height_m)
    np.testing.assert_allclose(loss_db, specific_db_per_m(height_m, frequency_hz) * range_m, rtol=2e-3)


@pytest.mark.parametrize("frequency_hz", [1e9, 8.4e9, 22.235e9, 60e9, 118.75e9, 183.31e9, 500e9])
@pytest.mark.parametrize("geometric_deg", [-0.4, 0.0, 1.0, 5.0, 30.0, 90.0])
def test_a_path_to_space_is_the_slant_path(geometric_deg, frequency_hz):
    far_m = 1e9  # so far that all rays are parallel
    ends = {"station_height_m": 0.0, "far_height_m": far_m}
    range_m = distance_m(geometric_deg, 0.0, far_m)
    apparent = path_elevation_deg(range_m, **ends)
    assert apparent == pytest.approx(apparent_elevation_deg(geometric_deg), abs=0.004)
    slant_db = slant_gas_loss_db(apparent, frequency_hz)
    assert path_gas_loss_db(range_m, frequency_hz, **ends) == pytest.approx(slant_db, rel=1e-3)  # as documented


def test_the_top_of_the_atmosphere_is_as_good_as_space():
    for elevation_deg in (0.0, 10.0, 90.0):
        top = path_gas_loss_db(distance_m(elevation_deg, 0.0, 100e3), 60e9, station_height_m=0.0, far_height_m=100e3)
        space = path_gas_loss_db(distance_m(elevation_deg, 0.0, 500e3), 60e9, station_height_m=0.0, far_height_m=500e3)
        assert top == pytest.approx(space, rel=3e-2 if elevation_deg == 0.0 else 1e-3)  # a near end bends less


def test_above_the_atmosphere_there_is_no_loss():
    ends = {"station_height_m": 400e3, "far_height_m": 600e3}
    assert path_gas_loss_db(1000e3, 60e9, **ends) == 0.0
    assert math.isnan(path_radiating_temperature_k(1000e3, 60e9, **ends))
    assert path_brightness_temperature_k(1000e3, 60e9, 2.7, **ends) == 2.7


def test_negative_elevations_follow_the_grazing_height():
    """P.676-13, Annex 1, section 2.2.2: from the grazing height to the station and, again, to space."""
    station_m, apparent_deg, frequency_hz = 25_000.0, -3.0, 60e9

    def index_radius(height_m):
        return (1.0 + 1e-6 * radio_refractivity(*air(height_m))) * (EARTH_M + height_m)

    heights = np.linspace(0.0, station_m, 250_001)
    invariant = index_radius(station_m) * math.cos(math.radians(apparent_deg))
    grazing_m = float(np.interp(invariant, index_radius(heights), heights))
    level_db = slant_gas_loss_db(0.0, frequency_hz, station_height_m=grazing_m)
    expected_db = 2.0 * level_db - slant_gas_loss_db(-apparent_deg, frequency_hz, station_height_m=station_m)
    far_m = 1e9
    geometric = np.linspace(-3.2, -2.9, 61)
    ends = {"station_height_m": station_m, "far_height_m": far_m}
    ranges = np.array([distance_m(each, station_m, far_m) for each in geometric])
    arriving = path_elevation_deg(ranges, **ends)
    range_m = np.interp(apparent_deg, arriving, ranges)
    assert path_lowest_height_m(range_m, **ends) == pytest.approx(grazing_m, abs=15.0)
    # 1 %: layers of P.676 are 170 m thick at the grazing height of 16 km
    assert path_gas_loss_db(range_m, frequency_hz, **ends) == pytest.approx(expected_db, rel=1e-2)


def test_a_level_ray_sags_as_over_the_effective_earth():
    # gradient at the ground from P.835-7 and P.453-14: -48 N-units per kilometre, k = 1.44
    excess = [1e-6 * radio_refractivity(*air(height_m)) for height_m in (99.0, 101.0)]
    effective_m = EARTH_M / (1.0 + EARTH_M * (excess[1] - excess[0]) / 2.0)
    lowest = path_lowest_height_m(30e3, station_height_m=100.0, far_height_m=100.0)
    assert 100.0 - lowest == pytest.approx(30e3**2 / (8.0 * effective_m), rel=5e-3)


@pytest.mark.parametrize("elevation_deg", [1.0, 5.0, 30.0, 90.0])
@pytest.mark.parametrize("frequency_hz", [8e9, 22.235e9, 60e9, 183.31e9])
def test_brightness_of_a_path_to_space_is_that_of_the_clear_sky(elevation_deg, frequency_hz):
    range_m, ends = distance_m(elevation_deg, 0.0, 1e9), {"station_height_m": 0.0, "far_height_m": 1e9}
    apparent = path_elevation_deg(range_m, **ends)
    sky = clear_sky_brightness_temperature_k(apparent, frequency_hz, 2.7)
    assert path_brightness_temperature_k(range_m, frequency_hz, 2.7, **ends) == pytest.approx(sky, abs=0.3)


def test_air_of_one_temperature_shines_with_it():
    level = {"station_height_m": 500.0, "far_height_m": 500.0}
    for range_m in (10.0, 1e3, 20e3):
        found = path_radiating_temperature_k(range_m, 60e9, **level)
        assert found == pytest.approx(reference_temperature_k(500.0), abs=0.1)
    # in an opaque path the station sees its own air: 223 K at 10 km, 288 K on the ground
    assert path_brightness_temperature_k(50e3, 60e9, 0.0, station_height_m=10e3, far_height_m=9e3) == pytest.approx(
        reference_temperature_k(10e3), abs=3.0
    )
    assert path_brightness_temperature_k(50e3, 60e9, 0.0, station_height_m=0.0, far_height_m=9e3) == pytest.approx(
        288.15, abs=1.5
    )


@pytest.mark.parametrize("frequency_hz", [8e9, 22.235e9, 60e9])
def test_the_background_is_dimmed_by_the_loss(frequency_hz):
    ends = {"station_height_m": 9000.0, "far_height_m": 0.0}
    warm, cold = (path_brightness_temperature_k(12e3, frequency_hz, t, **ends) for t in (1000.0, 0.0))
    loss_db = path_gas_loss_db(12e3, frequency_hz, **ends)
    assert warm - cold == pytest.approx(1000.0 * 10.0 ** (-loss_db / 10.0), rel=1e-9)
    mean = path_radiating_temperature_k(12e3, frequency_hz, **ends)
    assert cold == pytest.approx(mean * (1.0 - 10.0 ** (-loss_db / 10.0)), rel=1e-9)


# --------------------------------------------------------------------------------------------------------------- shape


def test_arrays_equal_scalars():
    range_m, far_m = np.array([20e3, 80e3, 300e3]), np.array([[8000.0], [12_000.0]])
    frequency_hz, density = np.array([8e9, 60e9])[:, None, None], 12.0
    site = {"station_height_m": 100.0, "surface_water_vapour_density_g_per_m3": density}
    together = path_gas_loss_db(range_m, frequency_hz, far_height_m=far_m, **site)
    assert together.shape == (2, 2, 3)
    for index in np.ndindex(2, 2, 3):
        f, h, d = float(frequency_hz[index[0], 0, 0]), float(far_m[index[1], 0]), float(range_m[index[2]])
        assert together[index] == pytest.approx(path_gas_loss_db(d, f, far_height_m=h, **site), rel=1e-6)
    assert isinstance(path_gas_loss_db(20e3, 8e9, station_height_m=0.0, far_height_m=50.0), float)
    assert path_gas_loss_db(np.array([]), 8e9, station_height_m=0.0, far_height_m=50.0).shape == (0,)
    assert path_elevation_deg(range_m, far_height_m=far_m, **site).shape == (2, 3)


def test_many_densities_give_what_each_gives_alone():
    density = np.linspace(2.0, 20.0, 150)
    ends = {"station_height_m": 0.0, "far_height_m": 9000.0}
    many = path_gas_loss_db(40e3, 22.235e9, surface_water_vapour_density_g_per_m3=density, **ends)
    for place in (0, 70, 149):
        alone = path_gas_loss_db(40e3, 22.235e9, surface_water_vapour_density_g_per_m3=float(density[place]), **ends)
        assert many[place] == pytest.approx(alone, rel=1e-5)


# ------------------------------------------------------------------------------------------------------------ property


@quick
@given(st.floats(0.0, 20e3), st.floats(0.0, 20e3), st.floats(1e3, 150e3), st.floats(1e9, 300e9))
def test_the_loss_is_the_same_both_ways_and_grows_with_the_range(one_m, other_m, more_m, frequency_hz):
    range_m = abs(one_m - other_m) + more_m
    there = path_gas_loss_db(range_m, frequency_hz, station_height_m=one_m, far_height_m=other_m)
    back = path_gas_loss_db(range_m, frequency_hz, station_height_m=other_m, far_height_m=one_m)
    assert there > 0.0
    assert there == pytest.approx(back, rel=2e-4)
    assert path_gas_loss_db(1.05 * range_m, frequency_hz, station_height_m=one_m, far_height_m=other_m) > there


# -------------------------------------------------------------------------------------------------------------- limits


def test_no_distance_has_no_loss():
    assert path_gas_loss_db(0.0, 60e9, station_height_m=10.0, far_height_m=10.0) == pytest.approx(0.0, abs=1e-7)
    assert math.isnan(path_gas_loss_db(float("nan"), 60e9, station_height_m=10.0, far_height_m=10.0))


def test_through_the_earth_there_is_no_ray():
    below = {"station_height_m": 0.0, "far_height_m": 500e3}
    for geometric_deg in (-3.0, -10.0, -90.0):
        assert math.isnan(path_gas_loss_db(distance_m(geometric_deg, 0.0, 500e3), 8e9, **below))
        assert math.isnan(path_elevation_deg(distance_m(geometric_deg, 0.0, 500e3), **below))


def test_behind_the_horizon_the_loss_goes_on_and_the_lowest_height_says_so():
    level = {"station_height_m": 20.0, "far_height_m": 20.0}
    assert path_lowest_height_m(50e3, **level) < 0.0 < path_lowest_height_m(10e3, **level)
    ratio = path_gas_loss_db(50e3, 8e9, **level) / path_gas_loss_db(10e3, 8e9, **level)
    assert ratio == pytest.approx(5.0, rel=1e-2)  # it sags into denser air


def test_outside_the_stated_frequencies_computes_with_a_warning():
    with pytest.warns(ModelRangeWarning, match=r"P\.676-13"):
        assert path_gas_loss_db(10e3, 400e6, station_height_m=0.0, far_height_m=100.0) > 0.0


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: path_gas_loss_db(-1.0, 8e9, station_height_m=0.0, far_height_m=0.0), "range_m = -1.0"),
        (lambda: path_gas_loss_db(5e3, 8e9, station_height_m=0.0, far_height_m=9e3), "range_m = 5000.0"),
        (lambda: path_gas_loss_db(2e7, 8e9, station_height_m=0.0, far_height_m=9e3), "range_m = 20000000.0"),
        (lambda: path_gas_loss_db(5e3, 0.0, station_height_m=0.0, far_height_m=0.0), "frequency_hz = 0.0"),
        (lambda: path_gas_loss_db(5e3, 8e9, station_height_m=-600.0, far_height_m=0.0), "station_height_m = -600.0"),
        (lambda: path_elevation_deg(5e3, station_height_m=0.0, far_height_m=-600.0), "far_height_m = -600.0"),
        (
            lambda: path_brightness_temperature_k(5e3, 8e9, -1.0, station_height_m=0.0, far_height_m=0.0),
            "background_k = -1.0",
        ),
    ],
)
def test_impossible_paths_are_refused(call, name):
    with pytest.raises(LinkBudgetError, match=name):
        call()
