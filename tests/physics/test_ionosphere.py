"""Delay, rotation, dispersion and absorption by the ionosphere."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics.ionosphere import (
    DISTURBED_ABSORPTION_DB_AT_1_GHZ,
    FARADAY_CONSTANT,
    MAGNETIC_FIELD_TESLA,
    PLASMA_CONSTANT_M3_PER_S2,
    SHELL_HEIGHT_M,
    VERTICAL_ELECTRON_CONTENT_PER_M2,
    absorption_loss_db,
    delay_spread_s,
    dispersion_s_per_hz,
    faraday_cross_polar_discrimination_db,
    faraday_polarization_loss_db,
    faraday_rotation_deg,
    group_delay_s,
    obliquity,
    phase_advance_deg,
    slant_electron_content_per_m2,
)
from tests.published import agrees, rows

# Reference -----------------------------------------------------------------------------------------------------------


def test_constants_are_those_of_the_electron():
    # CODATA 2018: charge, electric constant, mass of the electron
    charge, epsilon, mass = 1.602176634e-19, 8.8541878128e-12, 9.1093837015e-31
    assert charge**2 / (8 * math.pi**2 * epsilon * mass) == pytest.approx(PLASMA_CONSTANT_M3_PER_S2, rel=1e-7)
    faraday = charge**3 / (8 * math.pi**2 * epsilon * mass**2 * SPEED_OF_LIGHT_M_PER_S)
    assert faraday == pytest.approx(FARADAY_CONSTANT, rel=3e-3)  # P.531 keeps three digits


def test_delay_is_that_of_the_recommendation():
    # ITU-R P.531: t = 1.345e-7 N_T / f^2 seconds, a constant rounded to four digits
    assert group_delay_s(1e9, 1e18) == pytest.approx(1.345e-7 * 1e18 / 1e18, rel=5e-4)


@pytest.mark.parametrize(
    ("frequency_hz", "turns_deg", "delay_s", "delay_tolerance"),
    [(100e6, 30 * 360.0, 25e-6, 0.01), (1e9, 108.0, 250e-9, 0.01), (10e9, 1.08, 2.5e-9, 0.01)],
)
def test_table_of_the_recommendation_scales_as_printed(frequency_hz, turns_deg, delay_s, delay_tolerance):
    # ITU-R P.531-9 (2007), maximum effects at 30 degrees: the electrons and field that its 1 GHz column implies
    content = 250e-9 / group_delay_s(1e9, 1.0)
    assert content == pytest.approx(1.86e18, rel=0.01)  # 1e18 straight up, and the slant
    field = 108.0 / faraday_rotation_deg(1e9, content, 1.0)
    assert 2e-5 < field < 5e-5
    assert group_delay_s(frequency_hz, content) == pytest.approx(delay_s, rel=delay_tolerance)
    assert faraday_rotation_deg(frequency_hz, content, field) == pytest.approx(turns_deg, rel=0.01)


def test_disturbed_absorption_scales_as_in_the_table():
    # The same table: 5 dB at 100 MHz, 0.05 dB at 1 GHz, 0.0005 dB at 10 GHz
    known = DISTURBED_ABSORPTION_DB_AT_1_GHZ.value, 1e9, 30.0
    assert absorption_loss_db(30.0, [100e6, 10e9], *known) == pytest.approx([5.0, 0.0005], rel=1e-12)


def test_published_rows_agree():
    for row in rows("ionosphere"):
        frequency_hz, content = float(row["f_GHz"]) * 1e9, float(row["TEC_elm2"])
        if row["quantity"] == "group_delay":
            value = group_delay_s(frequency_hz, content) * 1e9
        else:
            value = math.radians(faraday_rotation_deg(frequency_hz, content, float(row["B_av_T"])))
        assert agrees(row, value), row["case_id"]


# Identity ------------------------------------------------------------------------------------------------------------


def test_phase_runs_ahead_by_as_many_cycles_as_the_group_is_late():
    assert phase_advance_deg(2.3e9, 3e17) == pytest.approx(360.0 * 2.3e9 * group_delay_s(2.3e9, 3e17), rel=1e-15)


def test_dispersion_is_the_slope_of_the_delay():
    slope = (group_delay_s(1.0001e9, 1e18) - group_delay_s(0.9999e9, 1e18)) / 0.0002e9
    assert dispersion_s_per_hz(1e9, 1e18) == pytest.approx(-slope, rel=1e-7)
    assert delay_spread_s(1e9, 1e5, 1e18) == pytest.approx(1e5 * dispersion_s_per_hz(1e9, 1e18), rel=1e-8)


def test_no_electrons_do_nothing():
    assert group_delay_s(1e9, 0.0) == faraday_rotation_deg(1e9, 0.0, 5e-5) == delay_spread_s(1e9, 1e8, 0.0) == 0.0


def test_field_across_the_path_does_not_turn_the_wave():
    assert faraday_rotation_deg(1e9, 1e18, 0.0) == 0.0


def test_turn_of_linear_waves_follows_malus():
    angles = np.array([0.0, 10.0, 45.0, 80.0, 180.0, 370.0])
    expected = -20.0 * np.log10(np.abs(np.cos(np.radians(angles))))
    assert faraday_polarization_loss_db(angles) == pytest.approx(expected, abs=1e-12)
    assert faraday_polarization_loss_db(90.0) == math.inf


def test_circular_antenna_does_not_notice_the_turn():
    losses = faraday_polarization_loss_db(np.linspace(0.0, 90.0, 7), antenna_axial_ratio_db=0.0)
    assert losses == pytest.approx(np.full(7, 10.0 * math.log10(2.0)), abs=1e-12)


def test_discrimination_is_the_ratio_of_the_two_components():
    assert faraday_cross_polar_discrimination_db(0.0) == math.inf
    assert faraday_cross_polar_discrimination_db(45.0) == pytest.approx(0.0, abs=1e-12)
    assert faraday_cross_polar_discrimination_db(10.0) == pytest.approx(-20 * math.log10(math.tan(math.radians(10))))


def test_obliquity_runs_from_one_to_that_of_a_grazing_path():
    assert obliquity(90.0, 400e3) == 1.0
    assert obliquity(0.0, 400e3) == pytest.approx(1.0 / math.sqrt(1.0 - (6371.0 / 6771.0) ** 2), rel=1e-14)
    assert slant_electron_content_per_m2(30.0, 1e17, 350e3) == pytest.approx(1e17 * obliquity(30.0, 350e3))


def test_typical_numbers_lie_in_their_spread_and_name_a_source():
    for typical in (VERTICAL_ELECTRON_CONTENT_PER_M2, MAGNETIC_FIELD_TESLA, SHELL_HEIGHT_M):
        assert typical.low <= typical.value <= typical.high
        assert typical.source


# Shape ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("function", [group_delay_s, phase_advance_deg, dispersion_s_per_hz])
def test_array_equals_scalars(function):
    frequencies, contents = [[145e6], [437e6], [8.4e9]], [0.0, 1e16, 1e18]
    found = function(frequencies, contents)
    assert found.shape == (3, 3)
    for (i, j), value in np.ndenumerate(found):
        assert value == pytest.approx(function(frequencies[i][0], contents[j]), rel=1e-15)


def test_rotation_and_absorption_broadcast():
    assert faraday_rotation_deg([1e9, 2e9], [[1e17], [1e18]], 3e-5).shape == (2, 2)
    assert absorption_loss_db([[10.0], [90.0]], [100e6, 1e9, 2e9], 0.05, 1e9, 30.0).shape == (2, 3)
    assert delay_spread_s([1e9, 2e9], [1e6], 1e18).shape == (2,)


def test_nan_stays_nan():
    assert math.isnan(group_delay_s(math.nan, 1e17))
    assert np.isnan(faraday_rotation_deg(1e9, [1e17, math.nan], 3e-5)).tolist() == [False, True]


# Refusals ------------------------------------------------------------------------------------------------------------


def test_impossible_numbers_are_refused():
    with pytest.raises(LinkBudgetError, match="frequency_hz"):
        group_delay_s(0.0, 1e17)
    with pytest.raises(LinkBudgetError, match="electron_content_per_m2"):
        faraday_rotation_deg(1e9, -1.0, 3e-5)
    with pytest.raises(LinkBudgetError, match="elevation_deg"):
        slant_electron_content_per_m2(-1.0, 1e17, 400e3)
    with pytest.raises(LinkBudgetError, match="shell_height_m"):
        obliquity(30.0, 0.0)
    with pytest.raises(LinkBudgetError, match="half of bandwidth_hz"):
        delay_spread_s(1e8, 2e8, 1e17)
    with pytest.raises(LinkBudgetError, match="reference_loss_db"):
        absorption_loss_db(30.0, 1e9, -0.1, 1e9, 30.0)


def test_low_frequencies_warn():
    with pytest.warns(ModelRangeWarning, match="P.531"):
        group_delay_s(30e6, 1e17)
    with pytest.warns(ModelRangeWarning, match="absorption"):
        absorption_loss_db(30.0, 20e6, 0.05, 1e9, 30.0)


# Property ------------------------------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(st.floats(0.1e9, 40e9), st.floats(1e14, 1e19), st.floats(0.0, 89.0))
def test_everything_shrinks_with_frequency_and_elevation(frequency_hz, content, elevation_deg):
    assert 0.0 < group_delay_s(2.0 * frequency_hz, content) < group_delay_s(frequency_hz, content)
    assert 0.0 < phase_advance_deg(2.0 * frequency_hz, content) < phase_advance_deg(frequency_hz, content)
    assert obliquity(elevation_deg + 1.0, 4e5) < obliquity(elevation_deg, 4e5)
    loss = absorption_loss_db([elevation_deg, elevation_deg + 1.0], frequency_hz, 0.05, 1e9, 30.0)
    assert loss[0] > loss[1] > 0.0
