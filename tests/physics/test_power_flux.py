"""Power flux density, field strength and the limits set for them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.antennas import aperture_gain_dbi
from linkbudget.physics.free_space import flux_density_dbw_per_m2, free_space_loss_db, level_dbw
from linkbudget.physics.power_flux import (
    article_21_bandwidth_hz,
    article_21_limit_dbw_per_m2,
    field_strength_dbuv_per_m,
    field_strength_v_per_m,
    power_flux_density_dbw_per_m2,
    power_flux_in_bandwidth_dbw_per_m2,
    power_flux_limit_dbw_per_m2,
    radar_free_space_loss_db,
)

# ---- reference ------------------------------------------------------------------------------------------------------


def test_field_strength_of_a_kilowatt_at_ten_kilometres():
    assert field_strength_v_per_m(10e3, 1000.0) == pytest.approx(0.0173205080757, abs=1e-12)  # P.525-5, eq. (1)


@pytest.mark.parametrize(("distance_km", "eirp_dbw"), [(1.0, 0.0), (100.0, 10.0), (36000.0, 50.0)])
def test_field_strength_agrees_with_the_printed_constant(distance_km, eirp_dbw):
    # P.525-5, eq. (8) prints 74.8 for 74.77
    printed = eirp_dbw - 20.0 * np.log10(distance_km) + 74.8
    assert field_strength_dbuv_per_m(distance_km * 1e3, eirp_dbw) == pytest.approx(printed, abs=0.05)


def test_power_flux_density_agrees_with_the_printed_constant():
    assert power_flux_density_dbw_per_m2(60.0) == pytest.approx(60.0 - 145.8, abs=0.05)  # P.525-5, eq. (11)


def test_moon_bounce_at_1296_mhz_loses_270_decibels():
    # Lindgren (2015), quoted to the decibel for a distance of 364 288 km and 6.5 % of the disc
    assert radar_free_space_loss_db(364.288e6, 1296e6, 6.1685e11) == pytest.approx(270.0, abs=0.25)


def test_radar_loss_agrees_with_the_printed_constant():
    # P.525-5: 103.4 + 20 log10(f in MHz) + 40 log10(d in km) - 10 log10(sigma)
    printed = 103.4 + 20.0 * np.log10(1000.0) + 40.0 * np.log10(10.0) - 10.0 * np.log10(2.0)
    assert radar_free_space_loss_db(10e3, 1e9, 2.0) == pytest.approx(printed, abs=0.05)


@pytest.mark.parametrize(
    ("frequency_hz", "angle_deg", "expected"),
    [
        # 47 CFR 25.208 (a), the same as Table 21-4 of the Radio Regulations: -152 + (delta - 5) / 2, then -142
        (3.9e9, 0.0, -152.0),
        (3.9e9, 5.0, -152.0),
        (3.9e9, 15.0, -147.0),
        (3.9e9, 25.0, -142.0),
        (3.9e9, 90.0, -142.0),
        (11.0e9, 10.0, -147.5),  # 25.208 (b)
        (8.2e9, 25.0, -140.0),
    ],
)
def test_limits_agree_with_published_masks(frequency_hz, angle_deg, expected):
    assert article_21_limit_dbw_per_m2(angle_deg, frequency_hz) == pytest.approx(expected, abs=1e-12)
    assert article_21_bandwidth_hz(frequency_hz) == 4000.0


# ---- identity -------------------------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(distance_m=st.floats(1.0, 1e12), power_w=st.floats(1e-6, 1e9))
def test_flux_by_way_of_the_field_is_the_flux(distance_m, power_w):
    eirp_dbw = level_dbw(power_w)
    field = field_strength_dbuv_per_m(distance_m, eirp_dbw)
    assert field == pytest.approx(20.0 * np.log10(field_strength_v_per_m(distance_m, power_w) * 1e6), abs=1e-9)
    flux = flux_density_dbw_per_m2(distance_m, eirp_dbw)
    assert power_flux_density_dbw_per_m2(field) == pytest.approx(flux, abs=1e-9)


def test_radar_loss_is_two_paths_less_the_gain_of_the_scatterer():
    # sigma = area whose gain is that of the scattering: L = 2 L_bf - 10 log10(4 pi sigma / lambda^2)
    there_and_back = 2.0 * free_space_loss_db(5e6, 3e9) - aperture_gain_dbi(3e9, 7.0)
    assert radar_free_space_loss_db(5e6, 3e9, 7.0) == pytest.approx(there_and_back, abs=1e-9)


def test_carrier_keeps_all_its_power_in_the_reference_bandwidth():
    whole = flux_density_dbw_per_m2(600e3, 16.0)
    assert power_flux_in_bandwidth_dbw_per_m2(600e3, 16.0, 1.0, 4e3) == whole
    assert power_flux_in_bandwidth_dbw_per_m2(600e3, 16.0, 40e3, 4e3) == pytest.approx(whole - 10.0)


def test_other_knees_move_the_ramp():
    assert power_flux_limit_dbw_per_m2(20.0, -127.0, -107.0, rise_from_deg=10.0, rise_to_deg=30.0) == -117.0


# ---- shape and property ---------------------------------------------------------------------------------------------


def test_array_equals_loop_of_scalars():
    angle_deg = np.array([[0.0, 5.0], [17.0, 60.0]])
    answer = article_21_limit_dbw_per_m2(angle_deg, 8.2e9)
    assert np.array_equal(answer, [[article_21_limit_dbw_per_m2(float(a), 8.2e9) for a in row] for row in angle_deg])
    bands = article_21_bandwidth_hz(np.array([1e9, 4e9, 8.2e9]))
    assert np.array_equal(bands, [np.nan, 4e3, 4e3], equal_nan=True)
    assert isinstance(article_21_limit_dbw_per_m2(5.0, 8.2e9), float)


@settings(max_examples=50)
@given(low_deg=st.floats(0.0, 90.0), more_deg=st.floats(0.0, 90.0))
def test_limit_never_falls_with_the_angle(low_deg, more_deg):
    high_deg = min(low_deg + more_deg, 90.0)
    low, high = (power_flux_limit_dbw_per_m2(angle, -154.0, -144.0) for angle in (low_deg, high_deg))
    assert -154.0 <= low <= high <= -144.0


# ---- limits ---------------------------------------------------------------------------------------------------------


def test_no_limit_is_made_up():
    assert np.isnan(article_21_limit_dbw_per_m2(-1.0, 8.2e9))
    assert np.isnan(article_21_limit_dbw_per_m2(10.0, 2.35e9))


@pytest.mark.parametrize(
    ("function", "arguments", "name"),
    [
        (field_strength_v_per_m, (0.0, 1.0), "distance_m"),
        (field_strength_v_per_m, (1.0, -1.0), "eirp_w"),
        (power_flux_in_bandwidth_dbw_per_m2, (1.0, 0.0, 0.0, 4e3), "signal_bandwidth_hz"),
        (power_flux_limit_dbw_per_m2, (91.0, -154.0, -144.0), "arrival_angle_deg"),
        (radar_free_space_loss_db, (1.0, 1e9, 0.0), "radar_cross_section_m2"),
    ],
)
def test_impossible_numbers_are_refused_by_name(function, arguments, name):
    with pytest.raises(LinkBudgetError, match=name):
        function(*arguments)


def test_knees_must_stand_in_order():
    with pytest.raises(LinkBudgetError, match="rise_to_deg"):
        power_flux_limit_dbw_per_m2(10.0, -154.0, -144.0, rise_from_deg=30.0)
