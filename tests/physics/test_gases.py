"""Gaseous absorption by ITU-R P.676-13, Annex 1: per kilometre and along the slant path."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import linkbudget
from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics.atmosphere import (
    radio_refractivity,
    reference_pressure_hpa,
    reference_temperature_k,
    reference_water_vapour_density_g_per_m3,
    water_vapour_pressure_hpa,
)
from linkbudget.physics.gases import (
    ray_bending_deg,
    slant_gas_loss_db,
    specific_gas_attenuation_db_per_km,
    specific_oxygen_attenuation_db_per_km,
    specific_water_vapour_attenuation_db_per_km,
)
from tests.published import agrees, rows

SPECIFIC = {
    "gamma_oxygen": specific_oxygen_attenuation_db_per_km,
    "gamma_water": specific_water_vapour_attenuation_db_per_km,
    "gamma_total": specific_gas_attenuation_db_per_km,
}

# ITU validation examples CG-3M3J-13-ValEx, Rev 8.3.0 (2024-12-02), sheet "P.676-13 SpAtt": dry pressure 1013.25 hPa,
# 288.15 K, 7.5 g/m3; GHz, dry air and water vapour in dB/km.
WORKBOOK_SPECIFIC = [
    (1.0, 0.00538865816791, 5.0904617325e-05),
    (23.0, 0.0138472778555, 0.1804416981),
    (61.0, 15.007159086, 0.159826896312),
    (119.0, 1.30637904078, 0.617993479947),
    (183.0, 0.0127339088359, 27.6650083142),
    (349.0, 0.0363536940897, 9.93212190525),
]

# The same workbook, slant path of Annex 1 section 2.2.1, 28 GHz at 30 degrees: station [m], loss [dB], bending [rad].
WORKBOOK_SLANT = [(0.0, 0.470811734729, 0.000547980809186), (1300.0, 0.277441106046, 0.00045579353224)]

# The same workbook, surface values of its instantaneous Annex 2 examples: 38.5 GHz,
# dry pressure [hPa], temperature [K], density [g/m3], dry air and water vapour in dB/km.
WORKBOOK_WARM = [
    (988.819461639, 294.45, 14.0422912644, 0.0400566754874, 0.146627441184),
    (990.601624437, 303.25, 12.9329529579, 0.0367854973402, 0.120127158485),
]


def annex_1_loss_and_bending(elevation_deg, frequency_hz, station_km=0.0, density=7.5):
    """Section 2.2.1 as it is printed, layer by layer with angles from the vertical: loss [dB], bending [rad]."""
    growth = np.exp(0.01)
    first = np.floor(100.0 * np.log(1e4 * station_km * (growth - 1.0) + 1.0) + 1.0)
    last = np.ceil(100.0 * np.log(1e4 * 100.0 * (growth - 1.0) + 1.0) + 1.0)
    m = (np.exp(0.02) - growth) / (np.exp(last / 100.0) - np.exp(first / 100.0)) * (100.0 - station_km)
    delta = m * np.exp((np.arange(first, last) - 1.0) / 100.0)
    bottom = station_km + np.concatenate([[0.0], np.cumsum(delta)[:-1]])
    middle_m = 1e3 * (bottom + delta / 2.0)
    temperature = reference_temperature_k(middle_m)
    vapour = reference_water_vapour_density_g_per_m3(middle_m, density)
    dry = reference_pressure_hpa(middle_m) - water_vapour_pressure_hpa(vapour, temperature)
    n = 1.0 + 1e-6 * radio_refractivity(dry, temperature, vapour)
    gamma = specific_gas_attenuation_db_per_km(frequency_hz, dry, temperature, vapour)
    r = 6371.0 + bottom
    sin_beta = n[0] * r[0] / (n * r) * np.cos(np.radians(np.atleast_1d(elevation_deg)))[:, None]
    cos_beta = np.sqrt(1.0 - sin_beta**2)
    path = -r * cos_beta + np.sqrt((r * cos_beta) ** 2 + 2.0 * r * delta + delta**2)
    alpha = np.arcsin(r / (r + delta) * sin_beta)
    return path @ gamma, np.sum(np.arcsin(sin_beta)[:, 1:] - alpha[:, :-1], axis=1)


# Reference


def test_line_tables_hold_the_44_and_35_lines_of_the_recommendation():
    folder = Path(linkbudget.__file__).parent / "data"
    oxygen = np.loadtxt(folder / "p676_oxygen_lines.csv", delimiter=",", skiprows=4)
    water = np.loadtxt(folder / "p676_water_lines.csv", delimiter=",", skiprows=4)
    assert oxygen.shape == (44, 7)
    assert water.shape == (35, 7)
    assert (np.diff(oxygen[:, 0]) > 0.0).all()
    assert (np.diff(water[:, 0]) > 0.0).all()
    assert not oxygen[:, 4].any()  # a4 is zero in all of Table 1, which the code relies on


@pytest.mark.parametrize(("frequency_ghz", "oxygen", "water"), WORKBOOK_SPECIFIC)
def test_specific_attenuation_agrees_with_the_itu_workbook(frequency_ghz, oxygen, water):
    air = frequency_ghz * 1e9, 1013.25, 288.15, 7.5
    # 1e-9: the workbook prints 12 digits
    assert specific_oxygen_attenuation_db_per_km(*air) == pytest.approx(oxygen, rel=1e-9)
    assert specific_water_vapour_attenuation_db_per_km(*air) == pytest.approx(water, rel=1e-9)
    assert specific_gas_attenuation_db_per_km(*air) == pytest.approx(oxygen + water, rel=1e-9)


@pytest.mark.parametrize(("dry_hpa", "temperature_k", "density", "oxygen", "water"), WORKBOOK_WARM)
def test_specific_attenuation_agrees_in_warm_moist_air(dry_hpa, temperature_k, density, oxygen, water):
    air = 38.5e9, dry_hpa, temperature_k, density
    assert specific_oxygen_attenuation_db_per_km(*air) == pytest.approx(oxygen, rel=1e-9)
    assert specific_water_vapour_attenuation_db_per_km(*air) == pytest.approx(water, rel=1e-9)


def test_specific_attenuation_agrees_with_every_published_row():
    wrong = [
        (row["case_id"], row["quantity"])
        for row in rows("itu_p676_specific")
        if not agrees(
            row,
            SPECIFIC[row["quantity"]](
                float(row["f_GHz"]) * 1e9, float(row["p_dry_hPa"]), float(row["T_K"]), float(row["rho_gm3"])
            ),
        )
    ]
    assert wrong == []


def test_specific_attenuation_of_the_instantaneous_rows_agrees():
    for row in rows("itu_p676_slant"):
        if row["quantity"] in SPECIFIC:
            air = float(row["P_dry_hPa"]), float(row["T_K"]), float(row["rho_gm3"])
            assert agrees(row, SPECIFIC[row["quantity"]](float(row["f_GHz"]) * 1e9, *air)), row["case_id"]


@pytest.mark.parametrize(("station_m", "loss_db", "bending_rad"), WORKBOOK_SLANT)
def test_slant_path_agrees_with_the_itu_workbook(station_m, loss_db, bending_rad):
    # 2e-6: at sea level the workbook lets the last layer end above 100 km, here the layers end there
    assert slant_gas_loss_db(30.0, 28e9, station_height_m=station_m) == pytest.approx(loss_db, rel=2e-6)
    assert np.radians(ray_bending_deg(30.0, station_height_m=station_m)) == pytest.approx(bending_rad, rel=1e-8)


def test_slant_path_agrees_with_published_rows_of_annex_1():
    for row in rows("itu_p676_slant"):
        if not row["method"].startswith("annex1"):
            continue
        elevation_deg, station_m = float(row["elev_deg"]), 1e3 * float(row["h1_km"])
        if row["quantity"] == "attenuation":
            value = slant_gas_loss_db(elevation_deg, float(row["f_GHz"]) * 1e9, station_height_m=station_m)
        else:
            value = np.radians(ray_bending_deg(elevation_deg, station_height_m=station_m))
        assert agrees(row, value), (row["case_id"], row["quantity"])


def test_bending_at_low_elevation_lies_between_the_climates_of_p618():
    # ITU-R P.618-14, section 7: polar continental and tropical maritime air bend by these at 1, 3 and 5 degrees
    bending = ray_bending_deg(np.array([1.0, 3.0, 5.0]))
    assert (bending > [0.44, 0.25, 0.165]).all()
    assert (bending < [0.65, 0.35, 0.25]).all()


# Identity


@pytest.mark.parametrize("station_km", [0.0, 0.6, 3.0])
@pytest.mark.parametrize("frequency_hz", [1e9, 22.235e9, 60e9, 118.75e9, 500e9])
def test_table_equals_the_printed_sum(station_km, frequency_hz):
    elevation_deg = np.concatenate([np.linspace(1.0, 10.0, 181), np.linspace(10.0, 90.0, 161)])
    expected, _ = annex_1_loss_and_bending(elevation_deg, frequency_hz, station_km)
    loss_db = slant_gas_loss_db(elevation_deg, frequency_hz, station_height_m=1e3 * station_km)
    np.testing.assert_allclose(loss_db, expected, rtol=1e-8)  # what the module promises above 1 degree


@pytest.mark.parametrize("station_km", [0.0, 0.005, 2.0])
def test_table_equals_the_printed_sum_down_to_the_horizon(station_km):
    elevation_deg = np.geomspace(1e-3, 1.0, 300)
    expected, _ = annex_1_loss_and_bending(elevation_deg, 3.69104e9, station_km)
    loss_db = slant_gas_loss_db(elevation_deg, 3.69104e9, station_height_m=1e3 * station_km)
    np.testing.assert_allclose(loss_db, expected, rtol=1e-5)  # what the module promises below 1 degree


def test_bending_equals_the_printed_sum():
    elevation_deg = np.array([0.5, 2.0, 10.0, 45.0, 80.0])
    _, expected = annex_1_loss_and_bending(elevation_deg, 1e9, 0.3)
    np.testing.assert_allclose(np.radians(ray_bending_deg(elevation_deg, station_height_m=300.0)), expected, rtol=1e-9)


def test_zenith_loss_is_the_integral_of_specific_attenuation():
    height_m = np.linspace(0.0, 100e3, 40_001)
    temperature, density = reference_temperature_k(height_m), reference_water_vapour_density_g_per_m3(height_m)
    dry = reference_pressure_hpa(height_m) - water_vapour_pressure_hpa(density, temperature)
    for frequency_hz in (5.865e9, 22.235e9, 94e9):
        gamma = specific_gas_attenuation_db_per_km(frequency_hz, dry, temperature, density)
        # 3e-5: how well layers of 1 % growth sum up a smooth profile
        zenith_db = np.trapezoid(gamma, height_m / 1e3)
        assert slant_gas_loss_db(90.0, frequency_hz) == pytest.approx(zenith_db, rel=3e-5)


def test_high_elevations_follow_the_cosecant():
    # the flat Earth's 1 / sin(elevation) is exact to H cot^2 / R, with H of 2 to 5 km over 6371 km
    elevation_deg = np.array([45.0, 60.0, 75.0])
    ratio = slant_gas_loss_db(elevation_deg, 5.865e9) / slant_gas_loss_db(90.0, 5.865e9)
    np.testing.assert_allclose(ratio * np.sin(np.radians(elevation_deg)), 1.0, atol=1e-3)


def test_mars_1_downlinks_lose_a_few_hundredths_at_the_zenith():
    # pin: values of this package, of the size that Annex 2 estimates (height of 5 to 6 km of dry air)
    with pytest.warns(ModelRangeWarning):
        loss_db = slant_gas_loss_db(90.0, np.array([183.6e6, 922.76e6, 3.69104e9, 5.865e9]))
    np.testing.assert_allclose(loss_db, [0.00844, 0.03035, 0.03738, 0.04055], atol=5e-6)


def test_without_vapour_water_takes_next_to_nothing():
    assert specific_water_vapour_attenuation_db_per_km(22.235e9, 1013.25, 288.15, 0.0) == 0.0
    assert specific_oxygen_attenuation_db_per_km(60e9, 0.0, 288.15, 0.0) == 0.0


# Shape


def test_specific_array_equals_loop_of_scalars():
    frequency_hz = np.linspace(1e9, 350e9, 12).reshape(3, 4)
    for function in SPECIFIC.values():
        loop = [function(float(f), 1013.25, 288.15, 7.5) for f in frequency_hz.ravel()]
        np.testing.assert_allclose(function(frequency_hz, 1013.25, 288.15, 7.5).ravel(), loop, rtol=1e-13)
        assert isinstance(function(1e9, 1013.25, 288.15, 7.5), float)


def test_specific_points_broadcast_and_run_over_blocks():
    result = specific_gas_attenuation_db_per_km(np.full((40, 1), 22e9), np.linspace(100, 1000, 60), 280.0, 5.0)
    assert result.shape == (40, 60)
    np.testing.assert_array_equal(result[0], result[-1])


def test_slant_array_equals_loop_of_scalars():
    elevation_deg = np.concatenate([np.linspace(0.0, 2.0, 101), np.linspace(2.0, 90.0, 401), [-3.0, np.nan]])
    loop = [slant_gas_loss_db(float(e), 8.4e9) for e in elevation_deg]
    # the same table serves both; only the last bits of NumPy's and Python's logarithms may differ
    np.testing.assert_allclose(slant_gas_loss_db(elevation_deg, 8.4e9), loop, rtol=1e-13)


def test_slant_broadcasts_frequency_height_and_density():
    elevation_deg = np.array([5.0, 30.0, 90.0, -1.0])
    frequency_hz = np.array([2e9, 8e9, 2e9])[:, None]
    height_m = np.array([0.0, 1e3])[:, None, None]
    loss_db = slant_gas_loss_db(elevation_deg, frequency_hz, station_height_m=height_m)
    assert loss_db.shape == (2, 3, 4)
    for index in np.ndindex(2, 3, 4):
        h, f, e = height_m[index[0], 0, 0], frequency_hz[index[1], 0], elevation_deg[index[2]]
        alone = slant_gas_loss_db(float(e), float(f), station_height_m=float(h))
        assert loss_db[index] == pytest.approx(alone, rel=1e-13, nan_ok=True)
    moist = slant_gas_loss_db(90.0, 22e9, surface_water_vapour_density_g_per_m3=np.array([0.0, 7.5, 20.0]))
    assert (np.diff(moist) > 0.0).all()
    assert isinstance(slant_gas_loss_db(30, 8e9), float)
    assert isinstance(slant_gas_loss_db(30.0, np.float64(8e9)), float)
    assert isinstance(slant_gas_loss_db(30.0, np.array(8e9)), float)


@pytest.mark.parametrize(
    "varied",
    [
        {"frequency_hz": np.linspace(5.84e9, 5.89e9, 500)},
        {"frequency_hz": np.linspace(58e9, 62e9, 90)},  # narrow lines: nothing to interpolate between
        {"station_height_m": np.linspace(200.0, 4000.0, 300)},
        {"surface_water_vapour_density_g_per_m3": np.linspace(0.0, 20.0, 300)},
        {
            "frequency_hz": np.linspace(8.4e9, 8.5e9, 80),
            "surface_water_vapour_density_g_per_m3": np.linspace(3.0, 12.0, 80)[::-1],
        },
    ],
)
def test_many_different_values_give_what_each_gives_alone(varied):
    values = {"elevation_deg": 20.0, "frequency_hz": 28e9} | varied
    many = slant_gas_loss_db(**values)
    for place in (0, 1, 37, 79, -1):
        alone = slant_gas_loss_db(**{k: float(v[place]) if np.ndim(v) else v for k, v in values.items()})
        assert many[place] == pytest.approx(alone, abs=1e-6, rel=1e-6)  # what interpolation may cost


def test_bending_keeps_its_shape():
    elevation_deg = np.linspace(0.0, 90.0, 40).reshape(4, 10)
    bending = ray_bending_deg(elevation_deg)
    assert bending.shape == (4, 10)
    loop = [ray_bending_deg(float(e)) for e in elevation_deg.ravel()]
    np.testing.assert_allclose(bending.ravel(), loop, rtol=1e-12, atol=1e-15)
    assert (np.diff(bending.ravel()) < 0.0).all()


# Property


@settings(max_examples=200)
@given(st.floats(1e9, 350e9), st.floats(1e-4, 1100.0), st.floats(160.0, 330.0), st.floats(0.0, 50.0))
def test_specific_attenuation_is_never_negative(frequency_hz, dry_hpa, temperature_k, density):
    assert specific_oxygen_attenuation_db_per_km(frequency_hz, dry_hpa, temperature_k, density) > 0.0
    assert specific_water_vapour_attenuation_db_per_km(frequency_hz, dry_hpa, temperature_k, density) >= 0.0


@settings(max_examples=60)
@given(st.floats(1e9, 350e9), st.floats(0.0, 89.0), st.floats(0.0, 5e3))
def test_slant_loss_is_positive_and_falls_with_elevation(frequency_hz, elevation_deg, height_m):
    low, high = (
        slant_gas_loss_db(elevation_deg + step, frequency_hz, station_height_m=height_m) for step in (0.0, 0.5)
    )
    assert low > high > 0.0


def test_slant_loss_falls_with_elevation_everywhere():
    elevation_deg = np.linspace(0.0, 90.0, 20_001)
    for frequency_hz in (1e9, 60e9, 183.31e9, 999e9):
        assert (np.diff(slant_gas_loss_db(elevation_deg, frequency_hz)) < 0.0).all()


def test_higher_stations_lose_less():
    height_m = np.array([-400.0, 0.0, 10.0, 100.0, 1e3, 5e3, 20e3, 90e3, 99.9e3])
    with pytest.warns(ModelRangeWarning):
        loss_db = slant_gas_loss_db(10.0, 8.4e9, station_height_m=height_m)
    assert (np.diff(loss_db) < 0.0).all()
    assert (loss_db > 0.0).all()


def test_below_the_horizon_there_is_no_answer():
    assert np.isnan(slant_gas_loss_db(-0.1, 8e9))
    assert np.isnan(slant_gas_loss_db(float("nan"), 8e9))
    assert np.isnan(slant_gas_loss_db(np.array([-90.0, -1e-9]), 8e9)).all()
    assert np.isnan(ray_bending_deg(-0.1))
    assert slant_gas_loss_db(0.0, 8e9) > slant_gas_loss_db(0.1, 8e9)


def test_a_trapped_ray_has_no_answer():
    loss_db = slant_gas_loss_db(np.array([0.01, 30.0]), 8e9, surface_water_vapour_density_g_per_m3=90.0)
    assert np.isnan(loss_db[0])
    assert loss_db[1] > 0.0


@pytest.mark.parametrize("frequency_hz", [922.76e6, 1.1e12])
def test_outside_one_to_a_thousand_gigahertz_computes_with_a_warning(frequency_hz):
    for function in SPECIFIC.values():
        with pytest.warns(ModelRangeWarning, match="P.676-13"):
            assert function(frequency_hz, 1013.25, 288.15, 7.5) > 0.0
    with pytest.warns(ModelRangeWarning, match="P.676-13"):
        assert slant_gas_loss_db(30.0, frequency_hz) > 0.0


@pytest.mark.parametrize(
    ("arguments", "options", "name"),
    [
        ((91.0, 8e9), {}, "elevation_deg"),
        ((30.0, -8e9), {}, "frequency_hz"),
        ((30.0, 0.0), {}, "frequency_hz"),
        ((30.0, 8e9), {"station_height_m": 100e3}, "station_height_m"),
        ((30.0, 8e9), {"station_height_m": -501.0}, "station_height_m"),
        ((30.0, 8e9), {"surface_water_vapour_density_g_per_m3": -1.0}, "surface_water_vapour_density_g_per_m3"),
    ],
)
@pytest.mark.filterwarnings("ignore::linkbudget.errors.ModelRangeWarning")
def test_impossible_slant_paths_are_refused(arguments, options, name):
    with pytest.raises(LinkBudgetError, match=name):
        slant_gas_loss_db(*arguments, **options)


def test_impossible_air_is_refused():
    for air, name in (
        ((1e9, -1.0, 288.0, 7.5), "dry_pressure_hpa"),
        ((1e9, 1013.0, 0.0, 7.5), "temperature_k"),
        ((1e9, 1013.0, 288.0, -7.5), "water_vapour_density_g_per_m3"),
    ):
        for function in SPECIFIC.values():
            with pytest.raises(LinkBudgetError, match=name):
                function(*air)


def test_nothing_asked_is_nothing_answered():
    none = np.array([])
    assert slant_gas_loss_db(none, none).shape == (0,)
    assert slant_gas_loss_db(none, 8e9).shape == (0,)
