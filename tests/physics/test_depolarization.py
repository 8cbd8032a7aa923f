"""Cross-polarisation by rain and ice: ITU-R P.618-14, sections 4.1 and 4.3."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics.depolarization import (
    hydrometeor_discrimination_db,
    ice_discrimination_loss_db,
    rain_discrimination_db,
    scaled_discrimination_db,
)

# ITU validation examples CG-3M3J-13-ValEx, Rev 8.3.0 (2024-12-02), sheet "P.618-14 XPD": elevation [deg], f [Hz],
# A [dB], tilt [deg], share of the year, XPD of rain, of rain and ice [dB].
LONDON = (31.0769912357, 14.25e9, 0.49531707, 0.0, 1e-2, 58.20905817, 49.4776994445)


# --- reference ---------------------------------------------------------------------------------------------------


def test_discrimination_agrees_with_the_workbook():
    *link, rain_db, both_db = LONDON
    assert rain_discrimination_db(*link) == pytest.approx(rain_db, rel=1e-10)
    assert hydrometeor_discrimination_db(*link) == pytest.approx(both_db, rel=1e-10)


# --- identity ----------------------------------------------------------------------------------------------------


def test_ice_takes_the_difference_of_the_two():
    link = LONDON[:5]
    ice_db = ice_discrimination_loss_db(rain_discrimination_db(*link), link[-1])
    assert rain_discrimination_db(*link) - ice_db == pytest.approx(hydrometeor_discrimination_db(*link), rel=1e-13)


def test_ice_takes_nothing_for_the_rarest_share_of_the_year():
    assert ice_discrimination_loss_db(40.0, 1e-5) == pytest.approx(0.0, abs=1e-13)


def test_horizontal_polarisation_gains_15_db_over_circular():
    horizontal, circular = rain_discrimination_db(30.0, 20e9, 5.0, np.array([0.0, 45.0]), 1e-3)
    assert horizontal - circular == pytest.approx(15.0, abs=0.06)  # the Recommendation rounds to a decibel


def test_listed_spreads_of_the_canting_angle_are_met():
    found = rain_discrimination_db(30.0, 20e9, 5.0, 45.0, np.array([1e-2, 1e-3, 1e-4, 1e-5]))
    assert found - found[0] == pytest.approx(0.0053 * np.array([0.0, 5.0, 10.0, 15.0]) ** 2, abs=1e-12)


@pytest.mark.parametrize(("ghz", "jump_db"), [(9.0, 0.3), (20.0, 0.3), (36.0, 0.1), (40.0, 0.1)])
def test_pieces_of_the_frequency_terms_nearly_meet(ghz, jump_db):
    low, high = rain_discrimination_db(30.0, np.array([ghz - 1e-6, ghz]) * 1e9, 10.0, 45.0, 1e-3)
    assert low == pytest.approx(high, abs=jump_db)


def test_no_rain_leaves_the_polarisation_alone():
    assert hydrometeor_discrimination_db(30.0, 20e9, 0.0, 45.0, 1e-2) == np.inf


def test_scaling_to_the_same_link_changes_nothing_and_back_again_inverts():
    there = scaled_discrimination_db(6e9, 4e9, 30.0, 45.0, 10.0)
    assert scaled_discrimination_db(6e9, 6e9, 30.0, 20.0, 20.0) == pytest.approx(30.0, rel=1e-14)
    assert scaled_discrimination_db(4e9, 6e9, there, 10.0, 45.0) == pytest.approx(30.0, rel=1e-14)


# --- shape and limits --------------------------------------------------------------------------------------------


def test_arrays_agree_with_a_loop_of_scalars():
    frequency_hz, loss_db = np.array([6e9, 12e9, 30e9, 50e9]), np.array([0.3, 2.0, 9.0, 30.0])
    found = hydrometeor_discrimination_db(30.0, frequency_hz, loss_db, 45.0, 1e-3)
    one_by_one = [
        hydrometeor_discrimination_db(30.0, float(f), float(a), 45.0, 1e-3)
        for f, a in zip(frequency_hz, loss_db, strict=True)
    ]
    assert found == pytest.approx(one_by_one, rel=1e-14)
    assert isinstance(one_by_one[0], float)
    assert hydrometeor_discrimination_db(np.full((2, 1), 30.0), frequency_hz, 2.0, 45.0, 1e-3).shape == (2, 4)


def test_there_is_no_formula_below_6_or_above_55_ghz_nor_below_the_horizon():
    frequency_hz = np.array([5.9e9, 6e9, 55e9, 55.1e9])
    assert np.isnan(rain_discrimination_db(30.0, frequency_hz, 2.0, 45.0, 1e-3)).tolist() == [True, False, False, True]
    assert np.isnan(rain_discrimination_db(-5.0, 20e9, 2.0, 45.0, 1e-3))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((95.0, 20e9, 2.0, 45.0, 1e-3), "elevation_deg = 95.0"),
        ((30.0, 0.0, 2.0, 45.0, 1e-3), "frequency_hz = 0.0"),
        ((30.0, 20e9, -2.0, 45.0, 1e-3), "rain_loss_db = -2.0"),
        ((30.0, 20e9, 2.0, 45.0, 0.0), "exceedance_probability = 0.0"),
    ],
)
@pytest.mark.filterwarnings("ignore::linkbudget.errors.ModelRangeWarning")
def test_impossible_requests_name_value_and_limit(arguments, message):
    with pytest.raises(LinkBudgetError, match=message):
        hydrometeor_discrimination_db(*arguments)


def test_steep_paths_and_common_shares_of_the_year_warn():
    with pytest.warns(ModelRangeWarning, match="elevation_deg"):
        rain_discrimination_db(70.0, 20e9, 2.0, 45.0, 1e-3)
    with pytest.warns(ModelRangeWarning, match="exceedance_probability"):
        rain_discrimination_db(30.0, 20e9, 2.0, 45.0, 0.05)


# --- property ----------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.floats(0.0, 60.0), st.floats(6e9, 55e9), st.floats(0.1, 50.0), st.floats(0.0, 90.0), st.floats(1e-5, 1e-2))
def test_more_rain_leaks_more(elevation_deg, frequency_hz, loss_db, tilt_deg, probability):
    less, more = rain_discrimination_db(
        elevation_deg, frequency_hz, np.array([loss_db, 1.2 * loss_db]), tilt_deg, probability
    )
    assert np.isfinite(less)
    assert more < less


@settings(max_examples=60)
@given(st.floats(0.0, 59.0), st.floats(6e9, 55e9), st.floats(0.1, 50.0), st.floats(0.0, 90.0), st.floats(1e-5, 1e-2))
def test_steeper_paths_leak_less(elevation_deg, frequency_hz, loss_db, tilt_deg, probability):
    low, high = rain_discrimination_db(
        np.array([elevation_deg, elevation_deg + 1.0]), frequency_hz, loss_db, tilt_deg, probability
    )
    assert high > low
