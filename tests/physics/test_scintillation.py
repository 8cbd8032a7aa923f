"""Scintillation and low-angle fading by ITU-R P.618-14, with the wet refractivity of P.453-14."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics.atmosphere import radio_refractivity
from linkbudget.physics.low_angle_fading import (
    deep_fade_db,
    geoclimatic_factor_db,
    shallow_fade_db,
)
from linkbudget.physics.refraction import p834_apparent_elevation_deg
from linkbudget.physics.scintillation import (
    aperture_averaging,
    reference_deviation_db,
    saturation_vapour_pressure_hpa,
    scintillation_deviation_db,
    scintillation_fade_db,
    wet_refractivity,
)
from tests.published import agrees, rows

# ITU validation examples CG-3M3J-13-ValEx, Rev 8.3.0 (2024-12-02), sheet "P.618-14 A_Scint": elevation [deg], GHz,
# Nwet, 1 m antenna of efficiency 0.65; probability, then sigma_ref [dB], g(x), sigma [dB], fade [dB].
WORKBOOK = [
    (31.0769912357, 14.25, 50.3892622222, 0.01, 0.00863892622222, 0.970330341352, 0.087310629657, 0.261931888971),
    (31.0769912357, 14.25, 50.3892622222, 1e-4, 0.00863892622222, 0.970330341352, 0.087310629657, 0.628287291012),
    (22.2783346841, 20.0, 104.358474667, 0.01, 0.0140358474667, 0.969674180997, 0.25019893637, 0.75059680911),
    (48.2411705405, 20.0, 75.6601354667, 1e-3, 0.0111660135467, 0.950959563569, 0.0866441774651, 0.419617751464),
]

# The same workbook, sections 2.4.2 and 2.4.3.  Its three sites: latitude [deg], p_L, part of the path on water, and two
# numbers that it takes from ITU maps and does not print, each one number a site that satisfies all of its fades: height
# [m] and Nwet.
SITES = {
    68.438212: (0.0287820063553, 0.0, 332.39, 25.7426),
    23.444073: (0.287898063194, 1.0, 604.47, 91.7357),
    -18.41158: (0.263002315929, 0.0, 369.59, 101.5844),
}
# Latitude, free-space elevation [deg], GHz, probability, fade [dB]
WORKBOOK_DEEP = [
    (68.438212, 0.105219942, 14.5, 0.01, 34.4047692215),
    (23.444073, 0.506484115, 14.5, 0.01, 43.033063249),
    (-18.41158, 0.5091753, 14.5, 0.001, 46.1910509748),
    (23.444073, 4.084630971, 14.5, 1e-4, 25.8199573923),
    (68.438212, 0.687509739, 20.0, 0.001, 31.847673272),
]
WORKBOOK_SHALLOW = [
    (-18.41158, 2.50616999, 14.5, 0.01, 11.2224031894),
    (68.438212, 3.00691387, 14.5, 0.001, 6.7409624107),
    (23.444073, 3.71551551, 14.5, 0.001, 12.9778708007),
    (23.444073, 4.96232257, 14.5, 0.01, 3.4110466895),
    (68.438212, 2.52966909, 20.0, 0.01, 5.69519030788),
    (-18.41158, 4.99133822, 20.0, 1e-4, 10.5326540943),
]

quick = settings(max_examples=50)

# ----------------------------------------------------------------------------------------------------------- reference


@pytest.mark.parametrize(
    ("elevation_deg", "ghz", "nwet", "probability", "reference", "averaging", "sigma", "fade"), WORKBOOK
)
def test_scintillation_agrees_with_the_itu_workbook(
    elevation_deg, ghz, nwet, probability, reference, averaging, sigma, fade
):
    antenna = 1.0, 0.65
    assert reference_deviation_db(nwet) == pytest.approx(reference, rel=1e-11)  # printed to 12 figures
    assert aperture_averaging(elevation_deg, ghz * 1e9, *antenna) == pytest.approx(averaging, rel=1e-11)
    assert scintillation_deviation_db(elevation_deg, ghz * 1e9, nwet, *antenna) == pytest.approx(sigma, rel=1e-11)
    assert scintillation_fade_db(elevation_deg, ghz * 1e9, nwet, *antenna, probability) == pytest.approx(
        fade, rel=1e-11
    )


def test_scintillation_agrees_with_every_published_row():
    for row in rows("itu_p618_scint"):
        if row["quantity"] == "As":
            signal = float(row["elev_deg"]), float(row["f_GHz"]) * 1e9, float(row["Nwet"])
            fade_db = scintillation_fade_db(*signal, float(row["D_m"]), float(row["eta"]), float(row["p_pct"]) / 100.0)
            assert agrees(row, fade_db), row["case_id"]


def low_angle(latitude_deg, elevation_deg):
    """Apparent elevation, climate [dB], height and Nwet of a site of the workbook."""
    gradient, water, height_m, nwet = SITES[latitude_deg]
    climate_db = geoclimatic_factor_db(latitude_deg, gradient, water, height_m)
    return p834_apparent_elevation_deg(elevation_deg, height_m), climate_db, height_m, nwet


@pytest.mark.filterwarnings("ignore::linkbudget.errors.ModelRangeWarning")
@pytest.mark.parametrize(("latitude_deg", "elevation_deg", "ghz", "probability", "expected_db"), WORKBOOK_DEEP)
def test_deep_fades_agree_with_the_itu_workbook(latitude_deg, elevation_deg, ghz, probability, expected_db):
    apparent_deg, climate_db, _, _ = low_angle(latitude_deg, elevation_deg)
    fade_db = deep_fade_db(apparent_deg, latitude_deg, ghz * 1e9, climate_db, probability)
    assert fade_db == pytest.approx(expected_db, abs=2e-4)  # the heights above are good to 1 cm


@pytest.mark.parametrize(("latitude_deg", "elevation_deg", "ghz", "probability", "expected_db"), WORKBOOK_SHALLOW)
def test_shallow_fades_agree_with_the_itu_workbook(latitude_deg, elevation_deg, ghz, probability, expected_db):
    apparent_deg, climate_db, height_m, nwet = low_angle(latitude_deg, elevation_deg)
    fade_db = shallow_fade_db(
        apparent_deg, latitude_deg, ghz * 1e9, climate_db, nwet, 1.0, 0.65, probability, station_height_m=height_m
    )
    assert fade_db == pytest.approx(expected_db, abs=2e-4)


def test_geoclimatic_factors_agree_with_the_itu_workbook():
    # sheet for section 2.4.2, Kw as printed
    assert 10.0 ** (geoclimatic_factor_db(68.438212, 0.0287820063553) / 10.0) == pytest.approx(974275086.296, rel=1e-9)


@pytest.mark.filterwarnings("ignore::linkbudget.errors.ModelRangeWarning")
def test_every_published_low_angle_row_agrees_with_one_height_and_one_nwet_a_site():
    for row in rows("itu_p618_scint"):
        if row["quantity"] not in ("As_deep", "As_shallow"):
            continue
        latitude_deg, frequency_hz, probability = (float(row[c]) for c in ("lat_deg", "f_GHz", "p_pct"))
        frequency_hz, probability = frequency_hz * 1e9, probability / 100.0
        apparent_deg, climate_db, height_m, nwet = low_angle(latitude_deg, float(row["elev_deg"]))
        if row["quantity"] == "As_deep":
            fade_db = deep_fade_db(apparent_deg, latitude_deg, frequency_hz, climate_db, probability)
        else:
            signal = apparent_deg, latitude_deg, frequency_hz, climate_db, nwet
            antenna = float(row["D_m"]), float(row["eta"])
            fade_db = shallow_fade_db(*signal, *antenna, probability, station_height_m=height_m)
        assert fade_db == pytest.approx(float(row["expected"]), abs=1e-3), row["case_id"]


def test_saturation_pressure_agrees_with_steam_tables():
    # IAPWS-IF97 over pure water at 0.01, 20 and 40 degrees Celsius, IAPWS R14-08 over ice at -20, in hPa; moist air at
    # 1013 hPa holds some 0.4 % more
    table = {273.16: 6.1166, 293.15: 23.393, 313.15: 73.849, 253.15: 1.0326}
    for temperature_k, vapour_hpa in table.items():
        assert saturation_vapour_pressure_hpa(temperature_k, 0.0) == pytest.approx(vapour_hpa, rel=2e-3)
        assert saturation_vapour_pressure_hpa(temperature_k) == pytest.approx(1.004 * vapour_hpa, rel=3e-3)


# ------------------------------------------------------------------------------------------------------------ identity


def test_wet_refractivity_is_what_humidity_adds_to_the_refractivity():
    vapour_hpa = 0.7 * saturation_vapour_pressure_hpa(290.0)
    density = 216.7 * vapour_hpa / 290.0
    added = radio_refractivity(1000.0, 290.0, density) - radio_refractivity(1000.0, 290.0, 0.0)
    assert wet_refractivity(290.0, 0.7) == pytest.approx(added, rel=1e-9)


def test_a_small_antenna_does_not_smooth_and_a_large_one_smooths_all():
    assert aperture_averaging(30.0, 10e9, 0.0, 0.5) == pytest.approx(1.0, abs=1e-3)  # sqrt(3.86 sin(165 deg)) = 0.9995
    assert aperture_averaging(30.0, 50e9, 60.0, 0.7) == 0.0
    assert scintillation_fade_db(30.0, 50e9, 50.0, 60.0, 0.7, 0.01) == 0.0


def test_shallow_fading_touches_both_its_neighbours():
    latitude_deg, frequency_hz, probability, height_m, nwet = 45.0, 14e9, 0.003, 100.0, 60.0
    climate_db = geoclimatic_factor_db(latitude_deg, 0.1)
    five_deg = p834_apparent_elevation_deg(5.0, height_m)

    def shallow(apparent_deg):
        return shallow_fade_db(
            apparent_deg, latitude_deg, frequency_hz, climate_db, nwet, 1.2, 0.6, probability, station_height_m=height_m
        )

    deep = np.linspace(0.5, 5.0, 45001)
    fade_db = deep_fade_db(deep, latitude_deg, frequency_hz, climate_db, probability)
    last = np.flatnonzero(fade_db >= 25.0)[-1]
    assert shallow(deep[last + 1]) == pytest.approx(25.0, abs=2e-3)
    slope = (fade_db[last] - fade_db[last - 100]) / 100.0
    assert (shallow(deep[last + 101]) - shallow(deep[last + 1])) / 100.0 == pytest.approx(slope, rel=0.02)

    def scintillation(elevation_deg):
        return scintillation_fade_db(elevation_deg, frequency_hz, nwet, 1.2, 0.6, probability)

    assert shallow(five_deg) == pytest.approx(scintillation(5.0), rel=1e-9)
    # the slope is taken against the free-space elevation in the one and the apparent in the other, as printed
    step = 1e-4
    assert (shallow(five_deg) - shallow(five_deg - step)) / step == pytest.approx(
        (scintillation(5.0 + step) - scintillation(5.0)) / step, rel=1e-3
    )


def test_ten_times_rarer_deep_fades_are_ten_decibels_deeper():
    rare, often = deep_fade_db(1.0, 50.0, 10e9, 100.0, np.array([1e-4, 1e-3]))
    assert rare - often == pytest.approx(10.0, rel=1e-12)


def test_the_worst_month_is_worse_than_the_year():
    year, month = (deep_fade_db(1.0, 50.0, 10e9, 100.0, 1e-3, worst_month=worst) for worst in (False, True))
    assert month > year


def test_geoclimatic_factor_follows_latitude_and_path():
    assert geoclimatic_factor_db(56.0, 0.01) - geoclimatic_factor_db(50.0, 0.01) == pytest.approx(3.0)
    assert geoclimatic_factor_db(-80.0, 0.01) - geoclimatic_factor_db(0.0, 0.01) == pytest.approx(7.0)
    assert geoclimatic_factor_db(0.0, 0.01, 0.5) - geoclimatic_factor_db(0.0, 0.01) == pytest.approx(3.0)
    assert geoclimatic_factor_db(0.0, 0.01, 0.0, 800.0) == pytest.approx(70.0)


def test_models_say_nothing_where_they_do_not_hold():
    assert math.isnan(scintillation_fade_db(0.0, 10e9, 50.0, 1.0, 0.5, 0.01))
    assert math.isnan(scintillation_fade_db(-5.0, 10e9, 50.0, 1.0, 0.5, 0.01))
    with pytest.warns(ModelRangeWarning):
        assert math.isnan(scintillation_fade_db(30.0, 10e9, 50.0, 1.0, 0.5, 0.6))  # half the time there is no fade
    assert math.isnan(deep_fade_db(4.9, 50.0, 10e9, 60.0, 0.5))  # less than 25 dB
    assert math.isnan(deep_fade_db(-0.1, 50.0, 10e9, 100.0, 1e-3))
    assert math.isnan(shallow_fade_db(20.0, 50.0, 10e9, 90.0, 50.0, 1.0, 0.5, 0.01))


# --------------------------------------------------------------------------------------------------------------- shape


def test_arrays_equal_scalars():
    elevation_deg, probability = np.array([[6.0], [30.0], [90.0]]), np.array([1e-4, 0.01, 0.5])
    fade_db = scintillation_fade_db(elevation_deg, 20e9, 60.0, 1.0, 0.6, probability)
    assert fade_db.shape == (3, 3)
    one_by_one = [
        [scintillation_fade_db(e, 20e9, 60.0, 1.0, 0.6, p) for p in probability.tolist()]
        for e in elevation_deg.ravel().tolist()
    ]
    assert np.allclose(fade_db, one_by_one, rtol=1e-14)
    apparent_deg = np.array([1.0, 2.5, 5.0])
    for function, more in ((deep_fade_db, ()), (shallow_fade_db, (50.0, 1.0, 0.6))):
        together = function(apparent_deg, 40.0, 14e9, 92.0, *more, 0.001)
        single = [function(angle, 40.0, 14e9, 92.0, *more, 0.001) for angle in apparent_deg.tolist()]
        assert np.allclose(together, single, rtol=1e-13, equal_nan=True)


# ------------------------------------------------------------------------------------------------------------ property


@quick
@given(st.floats(5.0, 89.0), st.floats(4e9, 55e9), st.floats(0.0, 150.0), st.floats(0.0, 4.0), st.floats(1e-4, 0.45))
def test_fades_never_grow_with_the_share_of_time_the_elevation_or_the_antenna(
    elevation_deg, frequency_hz, nwet, diameter_m, probability
):
    def fade(elevation_deg=elevation_deg, diameter_m=diameter_m, probability=probability):
        return scintillation_fade_db(elevation_deg, frequency_hz, nwet, diameter_m, 0.6, probability)

    assert fade() >= 0.0
    assert fade(probability=1.1 * probability) <= fade()
    assert fade(diameter_m=diameter_m + 0.1) <= fade() * (1.0 + 1e-12)
    if fade() > 0.0 and diameter_m < 1.0:  # a large antenna smooths less from higher up
        assert fade(elevation_deg=elevation_deg + 1.0) < fade()


@quick
@given(st.floats(200.0, 320.0), st.floats(0.0, 0.95))
def test_wet_refractivity_grows_with_humidity(temperature_k, humidity):
    dry, wet = wet_refractivity(temperature_k, np.array([humidity, humidity + 0.05]))
    assert 0.0 <= dry < wet


# -------------------------------------------------------------------------------------------------------------- limits


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: wet_refractivity(290.0, 60.0), "relative_humidity = 60.0"),
        (lambda: wet_refractivity(0.0, 0.6), "temperature_k = 0.0"),
        (lambda: reference_deviation_db(-1.0), "wet_refractivity = -1.0"),
        (lambda: aperture_averaging(30.0, 10e9, -1.0, 0.5), "antenna_diameter_m = -1.0"),
        (lambda: aperture_averaging(30.0, 10e9, 1.0, 0.0), "antenna_efficiency = 0.0"),
        (lambda: scintillation_fade_db(30.0, 10e9, 50.0, 1.0, 0.5, 0.0), "exceedance_probability = 0.0"),
        (lambda: geoclimatic_factor_db(91.0, 0.1), "latitude_deg = 91.0"),
        (lambda: geoclimatic_factor_db(50.0, 0.1, 2.0), "water_fraction = 2.0"),
    ],
)
def test_impossible_numbers_raise(call, name):
    with pytest.raises(LinkBudgetError, match=name):
        call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: scintillation_deviation_db(4.0, 10e9, 50.0, 1.0),
        lambda: scintillation_deviation_db(30.0, 2e9, 50.0, 1.0),
        lambda: scintillation_fade_db(30.0, 10e9, 50.0, 1.0, 0.5, 5e-5),
        lambda: deep_fade_db(0.2, 50.0, 10e9, 100.0, 1e-3),
        lambda: saturation_vapour_pressure_hpa(333.15),
    ],
)
def test_outside_the_stated_range_warns(call):
    with pytest.warns(ModelRangeWarning):
        assert call() > 0.0
