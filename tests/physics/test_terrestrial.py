"""Rain, multipath and clearance on paths along the ground: other programs, limits, and the sum of two outages.

The numbers of crc-covlib are those of version 4.6.2 (commit bc72be0 of April 2026, its helper of ITU-R P.530-18, with
its digital maps replaced by the K, dN75 and rain rate that stand here), asked in November 2026.  Those of ITU-Rpy are
of version 0.4.0, which follows P.530-17.
"""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics.multipath import (
    geoclimatic_conversion_db,
    multipath_fade_db,
    multipath_occurrence,
    multipath_occurrence_by_gradient,
    multipath_occurrence_on_terrain,
    multipath_outage,
    rain_and_multipath_fade_db,
)
from linkbudget.physics.path_clearance import (
    effective_earth_factor,
    fresnel_radius_m,
    obstruction_loss_db,
    path_clearance_m,
)
from linkbudget.physics.rain_specific import specific_rain_attenuation_db_per_km
from linkbudget.physics.terrestrial_rain import (
    rain_distance_factor,
    terrestrial_rain_loss_001_db,
    terrestrial_rain_loss_db,
    terrestrial_rain_outage,
)

# GHz, km, mm/h, % of the year, tilt deg, fade dB, heights of both antennas and the ground m, K, dN75; then of
# crc-covlib: rain dB, p0 %, % of the worst month beyond the fade, and beyond a quarter of it
HOPS = """
    7.5 30.0 30.0 0.010 90 30  300  250 180 2e-5 10 4.2433594  10.112267    0.010112267  1.3669895
    18. 10.0 42.0 0.001  0 35  300  250 180 1e-4 40 47.744332  1.2509053    3.9557098e-4 0.23173786
    23. 5.50 60.0 0.100 90 20  420  450 380 5e-6  2 9.5242491  0.0098916506 1.052317e-4  0.11893036
    6.0 55.0 22.0 1.000  0 40  900 1200 300 3e-5 30 0.19805349 11.888435    0.0011888435 0.80082845
"""
PRINTED = 1e-7
"""The numbers above have eight digits, and their second program the same constants."""


def rain_db(frequency_hz, range_m, rate, share, tilt_deg):
    gamma = specific_rain_attenuation_db_per_km(0.0, frequency_hz, rate, tilt_deg)
    factor = rain_distance_factor(range_m, frequency_hz, rate, polarization_tilt_deg=tilt_deg)
    return terrestrial_rain_loss_db(frequency_hz, terrestrial_rain_loss_001_db(range_m, gamma, factor), share)


@pytest.mark.parametrize("hop", HOPS.strip().splitlines())
def test_against_crc_covlib(hop):
    ghz, km, rate, percent, tilt, fade, near, far, ground, k, increase, *found = map(float, hop.split())
    rain, p0, month, quarter = found
    assert rain_db(1e9 * ghz, 1e3 * km, rate, percent / 100.0, tilt) == pytest.approx(rain, rel=PRINTED)
    heights = {"station_height_m": near, "far_height_m": far, "mean_terrain_height_m": ground}
    occurrence = multipath_occurrence(1e3 * km, 1e9 * ghz, k, increase, **heights)
    assert 100.0 * occurrence == pytest.approx(p0, rel=PRINTED)
    assert 100.0 * multipath_outage(fade, occurrence) == pytest.approx(month, rel=PRINTED)
    assert 100.0 * multipath_outage(0.25 * fade, occurrence) == pytest.approx(quarter, rel=PRINTED)


@pytest.mark.parametrize(
    ("ghz", "km", "rate", "share", "tilt", "found_db"),
    [
        (7.5, 30.0, 30.0, 1e-4, 90.0, 4.243359394201931),
        (6.0, 55.0, 22.0, 1e-2, 0.0, 0.19805348583353277),
        (38.0, 3.0, 95.0, 1e-4, 45.0, 48.62851688433483),
    ],
)
def test_rain_of_itu_rpy(ghz, km, rate, share, tilt, found_db):
    # 38 GHz within 0.002 %: at 0.01 % the two readings of the bracket in C0 are nearly one
    assert rain_db(1e9 * ghz, 1e3 * km, rate, share, tilt) == pytest.approx(found_db, rel=1e-9 if ghz < 10.0 else 2e-5)


@pytest.mark.parametrize(
    ("gradient", "roughness_m", "ends", "km", "ghz", "found_percent"),
    [
        (-194.12113333333332, 116.484, (300.0, 250.0), 30.0, 7.5, 1.7811650729816364),
        (-109.56289866666683, 30.22, (60.0, 45.0), 22.0, 13.0, 2.220321467655343),
    ],
)
def test_occurrence_of_itu_rpy(gradient, roughness_m, ends, km, ghz, found_percent):
    heights = {"station_height_m": ends[0], "far_height_m": ends[1]}
    found = multipath_occurrence_on_terrain(1e3 * km, 1e9 * ghz, gradient, roughness_m, **heights)
    assert 100.0 * found == pytest.approx(found_percent, rel=1e-12)


def test_quick_occurrence_by_hand():
    """10^(-4.6 + 0.0027 * 200) * 10^3.1 * 6^-1.29 * 10^0.8 * 10^-0.089, of a path of 10 km at 10 GHz."""
    found = multipath_occurrence_by_gradient(10e3, 10e9, -200.0, station_height_m=100.0, far_height_m=150.0)
    assert 100.0 * found == pytest.approx(10 ** (-4.6 + 0.54 + 3.1 + 0.8 - 0.089) * 6.0**-1.29, rel=1e-12)


def test_a_year_fades_at_least_as_much_as_its_worst_month():
    """The step is at most a twelfth; crc-covlib 4.6.2 and the Matlab of eeveetza/p530 make it at least that."""
    latitude = np.linspace(-90.0, 90.0, 181)
    for km in (1.0, 5.0, 30.0, 200.0):
        factor_db = geoclimatic_conversion_db(1e3 * km, latitude, station_height_m=500.0, far_height_m=20.0)
        assert np.all(factor_db <= 10.8)
    assert np.all(factor_db < 10.8)  # the last path: on a long one the months are more alike
    level = {"station_height_m": 0.0, "far_height_m": 0.0}
    assert geoclimatic_conversion_db(10e3, 45.0, **level) == pytest.approx(10.5 - 5.6 * np.log10(1.1) - 2.7, rel=1e-9)
    assert geoclimatic_conversion_db(1e3, 90.0, **level) == 10.8
    assert geoclimatic_conversion_db(10e3, -30.0, **level) == geoclimatic_conversion_db(10e3, 30.0, **level)


@pytest.mark.parametrize("conversion_db", [0.0, 7.5, 10.8])
@pytest.mark.parametrize("occurrence", [1e-6, 1e-3, 0.05, 2.0, 15.0])
def test_shallow_and_deep_fades_meet(occurrence, conversion_db):
    """ITU-Rpy 0.4.0 jumps here by a factor of 13: findings/itur-multipath-jumps.sh."""
    start_db = 25.0 + 1.2 * np.log10(100.0 * occurrence)
    below, above = multipath_outage(start_db + np.array([-1e-9, 1e-9]), occurrence, conversion_db)
    assert below == pytest.approx(above, rel=1e-8)
    fades = np.linspace(0.0, 60.0, 601)
    assert np.all(np.diff(multipath_outage(fades, occurrence, conversion_db)) < 0.0)
    assert multipath_outage(0.0, occurrence, conversion_db) == pytest.approx(1.0 - np.exp(-1.0), rel=1e-12)


def test_deep_fades_fall_ten_decibels_a_decade_and_by_the_step_to_the_year():
    assert multipath_outage(40.0, 0.05) == pytest.approx(0.05e-4, rel=1e-12)
    assert multipath_outage(40.0, 0.05, 10.0) == pytest.approx(0.05e-5, rel=1e-12)


@given(occurrence=st.floats(1e-7, 15.0), share=st.floats(1e-6, 0.5), conversion_db=st.floats(0.0, 10.8))
def test_a_fade_and_its_share_are_inverse(occurrence, share, conversion_db):
    fade_db = multipath_fade_db(occurrence, share, conversion_db)
    assert multipath_outage(fade_db, occurrence, conversion_db) == pytest.approx(share, rel=1e-9)


@given(ghz=st.floats(1.0, 100.0), loss_db=st.floats(0.01, 200.0), share=st.floats(1e-5, 0.01))
def test_rain_and_its_share_are_inverse(ghz, loss_db, share):
    found_db = terrestrial_rain_loss_db(1e9 * ghz, loss_db, share)
    assert terrestrial_rain_outage(1e9 * ghz, loss_db, found_db) == pytest.approx(share, rel=1e-9)
    assert terrestrial_rain_loss_db(1e9 * ghz, loss_db, 1e-4) == pytest.approx(loss_db, rel=3e-3)


@given(
    ghz=st.floats(1.0, 100.0),
    loss_db=st.one_of(st.just(0.0), st.floats(1e-3, 150.0)),
    occurrence=st.one_of(st.just(0.0), st.floats(1e-7, 15.0)),
    share=st.floats(1e-5, 0.01),
    conversion_db=st.floats(0.0, 10.8),
)
def test_outages_add_and_fades_do_not(ghz, loss_db, occurrence, share, conversion_db):
    inputs = 1e9 * ghz, loss_db, occurrence, share, conversion_db
    fade_db = rain_and_multipath_fade_db(*inputs)
    rain, multipath = (
        terrestrial_rain_loss_db(1e9 * ghz, loss_db, share),
        multipath_fade_db(occurrence, share, conversion_db),
    )
    assert max(rain, multipath) - 1e-9 <= fade_db <= rain + multipath + 1e-9
    together = terrestrial_rain_outage(1e9 * ghz, loss_db, fade_db) + multipath_outage(
        fade_db, occurrence, conversion_db
    )
    if loss_db > 0.0 or occurrence > 0.0:
        assert together == pytest.approx(share, rel=1e-8)
    else:
        assert fade_db == 0.0


def test_one_cause_alone_is_its_own_fade():
    assert rain_and_multipath_fade_db(18e9, 20.0, 0.0, 1e-4, 8.0) == pytest.approx(
        terrestrial_rain_loss_db(18e9, 20.0, 1e-4), rel=1e-9
    )
    assert rain_and_multipath_fade_db(18e9, 0.0, 0.05, 1e-4, 8.0) == pytest.approx(
        multipath_fade_db(0.05, 1e-4, 8.0), rel=1e-9
    )


def test_short_paths_have_no_multipath():
    heights = {"station_height_m": 100.0, "far_height_m": 120.0}
    ranges = np.array([1e3, 5e3, 5.001e3])
    for found in (
        multipath_occurrence(ranges, 23e9, 1e-4, 20.0, mean_terrain_height_m=50.0, **heights),
        multipath_occurrence_on_terrain(ranges, 23e9, -300.0, 50.0, **heights),
        multipath_occurrence_by_gradient(ranges, 23e9, -300.0, **heights),
    ):
        assert found[:2].tolist() == [0.0, 0.0]
        assert found[2] > 0.0
    assert multipath_outage(3.0, 0.0) == 0.0
    assert multipath_fade_db(0.0, 1e-4) == 0.0


def test_the_distance_factor_ends_at_two_and_a_half():
    assert rain_distance_factor(0.1e3, 38e9, 10.0) == 2.5
    assert rain_distance_factor(60e3, 7e9, 0.0) == 2.5
    lengths = np.linspace(1e3, 50e3, 50)
    factor = rain_distance_factor(lengths, 18e9, 40.0)
    assert np.all(np.diff(factor * lengths) > 0.0)  # a longer path has more rain on it


def test_rain_grows_with_rate_and_from_vertical_to_horizontal():
    rates = np.linspace(5.0, 120.0, 24)
    vertical, horizontal = (rain_db(18e9, 15e3, rates, 1e-4, tilt_deg) for tilt_deg in (90.0, 0.0))
    assert np.all(np.diff(vertical) > 0.0)
    assert np.all(horizontal > vertical)


def test_arrays_are_loops_of_numbers():
    ghz, share = np.array([7.5, 18.0, 38.0])[:, None], np.array([1e-5, 1e-4, 1e-3, 1e-2])
    together = rain_and_multipath_fade_db(1e9 * ghz, 12.0, 0.05, share, 7.8)
    assert together.shape == (3, 4)
    for (row, column), found in np.ndenumerate(together):
        one = rain_and_multipath_fade_db(1e9 * ghz[row, 0], 12.0, 0.05, share[column], 7.8)
        assert found == pytest.approx(one, rel=1e-9)
        assert isinstance(one, float)
    fades, factor_db = np.array([0.0, 3.0, 20.0, 60.0]), np.array([[0.0], [8.0]])
    assert multipath_outage(fades, 0.05, factor_db).shape == (2, 4)
    assert multipath_outage(fades, 0.05, factor_db)[1, 2] == multipath_outage(20.0, 0.05, 8.0)
    assert terrestrial_rain_outage(18e9, 12.0, fades)[2] == terrestrial_rain_outage(18e9, 12.0, 20.0)
    ranges = np.array([10e3, 30e3])
    heights = {"station_height_m": np.array([[100.0], [200.0]]), "far_height_m": 150.0}
    found = multipath_occurrence(ranges, 7.5e9, 1e-4, 20.0, mean_terrain_height_m=50.0, **heights)
    assert found.shape == (2, 2)
    heights = {"station_height_m": 200.0, "far_height_m": 150.0}
    assert found[1, 0] == multipath_occurrence(10e3, 7.5e9, 1e-4, 20.0, mean_terrain_height_m=50.0, **heights)


def test_no_answer_stays_no_answer():
    assert np.isnan(multipath_fade_db(np.nan, 1e-4))
    found = rain_and_multipath_fade_db(18e9, np.array([10.0, np.nan]), 0.05, 1e-4, 8.0)
    assert np.isfinite(found[0])
    assert np.isnan(found[1])


def test_a_knife_edge_lies_between_the_recommendation_and_zero():
    assert obstruction_loss_db(10.0, 10.0) == 0.0
    assert obstruction_loss_db(5.0, 10.0) == 0.0
    assert obstruction_loss_db(-10.0, 10.0) == pytest.approx(30.0)
    with pytest.warns(ModelRangeWarning, match="diffraction"):
        assert obstruction_loss_db(0.0, 10.0) == 10.0


def test_the_ellipsoid_has_half_a_wavelength_more():
    """17.3 is the rounded sqrt(299.79): the radius from the wavelength is 0.08 % larger."""
    wavelength_m = 299_792_458.0 / 18e9
    assert fresnel_radius_m(20e3, 18e9, 4e3) == pytest.approx(np.sqrt(wavelength_m * 4e3 * 16e3 / 20e3), rel=1e-3)


def test_the_bulge_of_the_earth_in_the_middle_is_a_square():
    level = {"station_height_m": 100.0, "far_height_m": 100.0, "obstacle_height_m": 0.0}
    bulge_m = 100.0 - path_clearance_m(40e3, 20e3, **level)
    assert bulge_m == pytest.approx(20.0**2 * 1e6 / (2 * 4 / 3 * 6371e3), rel=1e-12)
    flat_m = path_clearance_m(
        40e3, np.array([0.0, 40e3]), station_height_m=80.0, far_height_m=30.0, obstacle_height_m=0.0
    )
    assert flat_m == pytest.approx([80.0, 30.0])
    assert effective_earth_factor(0.0) == 1.0
    assert effective_earth_factor(-157.0 / 4.0) == pytest.approx(4.0 / 3.0)


def test_outside_the_stated_ranges_there_is_a_warning():
    heights = {"station_height_m": 100.0, "far_height_m": 100.0}
    for call, match in (
        (lambda: rain_distance_factor(80e3, 18e9, 30.0), "P.530-18 rain is stated for range_m"),
        (lambda: rain_distance_factor(8e3, 120e9, 30.0), "P.530-18 rain is stated for frequency_hz"),
        (lambda: terrestrial_rain_loss_db(18e9, 20.0, 0.05), "exceedance_probability from 1e-05 to 0.01"),
        (lambda: multipath_occurrence_by_gradient(20e3, 60e9, -300.0, **heights), "15 GHz km"),
        (lambda: multipath_occurrence_by_gradient(10e3, 1e9, -300.0, **heights), "15 GHz km"),
        (lambda: multipath_outage(30.0, 25.0), "occurrence from 0 to 20"),
    ):
        with pytest.warns(ModelRangeWarning, match=match):
            call()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        multipath_occurrence_by_gradient(20e3, 18e9, -300.0, **heights)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: rain_distance_factor(0.0, 18e9, 30.0), "range_m = 0.0"),
        (lambda: rain_distance_factor(1e3, 18e9, -1.0), "rain_rate_mm_per_h = -1.0"),
        (lambda: terrestrial_rain_loss_db(18e9, 20.0, 0.0), "exceedance_probability = 0.0"),
        (lambda: multipath_outage(-1.0, 0.1), "fade_db = -1.0"),
        (lambda: multipath_fade_db(0.1, 2.0), "exceedance_probability = 2.0"),
        (lambda: geoclimatic_conversion_db(9e3, 91.0, station_height_m=0.0, far_height_m=0.0), "latitude_deg = 91.0"),
        (lambda: effective_earth_factor(-157.0), "refractivity_gradient = -157.0"),
        (lambda: fresnel_radius_m(9e3, 18e9, 10e3), "range_m less obstacle_distance_m = -1.0"),
    ],
)
def test_wrong_requests_are_one_line(call, message):
    with pytest.raises(LinkBudgetError, match=message):
        call()
