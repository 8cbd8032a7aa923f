"""Free space: spreading, levels and the two sums of a budget."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics.free_space import (
    eirp_dbw,
    flux_density_dbw_per_m2,
    free_space_loss_db,
    level_dbw,
    light_time_s,
    received_power_dbw,
    watts_from_level_w,
    wavelength_m,
)
from linkbudget.physics.noise import noise_power_dbw
from tests.published import agrees, rows

FREE_SPACE_IMPEDANCE_OHM = 120.0 * math.pi  # the rounded value that P.525 uses

# ---- reference ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("distance_m", "frequency_hz", "expected_db", "tolerance_db"),
    [
        (1e3, 1e9, 92.4478, 5e-5),  # ITU-R P.525-4, the constant before rounding
        (149_597_870_700.0, 8.42e9, 274.452533, 1e-6),  # one astronomical unit at X band
        (10e3, 10e9, 132.4478, 1e-4),  # MathWorks, fspl reference page
        (40e6, 14e9, 207.41, 0.01),  # after Maral and Bousquet, 3rd edition, section 2.3.2
        (7273000000e3, 8415e6, 308.19, 0.01),  # Voyager 2, DESCANSO article 4 (2002), Table 5-3
    ],
)
def test_free_space_loss_agrees_with_published_values(distance_m, frequency_hz, expected_db, tolerance_db):
    assert free_space_loss_db(distance_m, frequency_hz) == pytest.approx(expected_db, abs=tolerance_db)


def test_eirp_agrees_with_mars_global_surveyor():
    # PDS instrument description mgs.rss: 44.23 dBm, 0.97 dB, 38.72 dBi, 0.3 dB -> 81.68 dBm
    assert eirp_dbw(44.23 - 30.0, 0.97, 38.72, 0.3) + 30.0 == pytest.approx(81.68, abs=0.006)


def test_flux_density_agrees_with_pratt_and_allnutt():
    # Pratt and Allnutt, Satellite Communications, 3rd edition, example 4.1, printed to 0.1 dB
    assert flux_density_dbw_per_m2(40e6, 27.0) == pytest.approx(-136.0, abs=0.06)


def test_received_power_agrees_with_maral_and_bousquet():
    # 3rd edition, section 2.3.2: 73.15 dBW, 207.41 dB, 38.23 dBi -> -96.03 dBW
    assert received_power_dbw(73.15, 207.41, 0.0, 38.23) == pytest.approx(-96.03, abs=0.01)


def field_strength_v_per_m(distance_m, eirp_dbw):
    return math.sqrt(FREE_SPACE_IMPEDANCE_OHM * watts_from_level_w(flux_density_dbw_per_m2(distance_m, eirp_dbw)))


ANSWERS = {
    "free_space_loss": lambda c: free_space_loss_db(c["range_km"] * 1e3, c["f_GHz"] * 1e9),
    "free_space_loss_p525_eq6": lambda c: free_space_loss_db(c["range_km"] * 1e3, c["f_GHz"] * 1e9),
    "spreading_loss": lambda c: -flux_density_dbw_per_m2(c["range_km"] * 1e3, 0.0),
    "isotropic_aperture_loss": lambda c: -10.0 * math.log10(wavelength_m(c["f_GHz"] * 1e9) ** 2 / (4.0 * math.pi)),
    "noise_power": lambda c: noise_power_dbw(c["bw_Hz"], c["T_K"]),
    "field_strength": lambda c: field_strength_v_per_m(c["range_km"] * 1e3, level_dbw(c["eirp_W"])),
    "E_from_Pt": lambda c: 20.0 * math.log10(1e6 * field_strength_v_per_m(c["range_km"] * 1e3, c["Pt_dBW"])),
}


def numbers(row):
    """Cells of a row that are numbers, as numbers."""
    found = {}
    for name, cell in row.items():
        try:
            found[name] = float(cell)
        except ValueError:
            continue
    return found


def test_every_published_free_space_row_of_a_known_quantity_agrees():
    for row in rows("free_space"):
        if row["quantity"] != "pfd_from_E":  # field strength to flux density: no function here has it
            assert agrees(row, ANSWERS[row["quantity"]](numbers(row))), row["case_id"]


def test_every_published_eirp_row_agrees():
    for row in rows("eirp_published"):
        power_dbw = level_dbw(float(row["tx_power_W"])) if row["tx_power_W"] else float(row["tx_power_dBm"]) - 30.0
        losses_and_gain = (float(row[name]) for name in ("circuit_loss_dB", "gain_dBi", "pointing_loss_dB"))
        assert agrees(row, eirp_dbw(power_dbw, *losses_and_gain) + 30.0), row["case_id"]


def test_published_textbook_links_agree():
    for row in rows("textbook_links"):
        case = numbers(row)
        if row["quantity"] == "free_space_loss":
            answer = free_space_loss_db(case["range_m"], case["f_Hz"])
        elif row["quantity"] == "flux_density":
            answer = flux_density_dbw_per_m2(case["range_m"], case["eirp_dBW"])
        elif row["quantity"] == "EIRP":
            answer = eirp_dbw(level_dbw(case["tx_power_W"]), 0.0, case["gain_dBi"], 0.0)
        elif row["quantity"] == "received_power":
            answer = received_power_dbw(case["eirp_dBW"], case["path_loss_dB"], 0.0, case["rx_gain_dBi"])
        else:
            continue
        assert agrees(row, answer), row["case_id"]


# ---- identity -------------------------------------------------------------------------------------------------------


def test_doubling_distance_adds_six_decibels():
    step_db = free_space_loss_db(2e9, 1e9) - free_space_loss_db(1e9, 1e9)
    assert step_db == pytest.approx(20.0 * math.log10(2.0), abs=1e-12)


def test_loss_is_zero_at_a_wavelength_over_four_pi():
    assert free_space_loss_db(wavelength_m(1e9) / (4.0 * math.pi), 1e9) == pytest.approx(0.0, abs=1e-12)


def test_loss_is_flux_density_caught_by_an_isotropic_antenna():
    area_m2 = wavelength_m(922.76e6) ** 2 / (4.0 * math.pi)
    caught_dbw = flux_density_dbw_per_m2(1e9, 0.0) + 10.0 * math.log10(area_m2)
    assert -caught_dbw == pytest.approx(free_space_loss_db(1e9, 922.76e6), abs=1e-10)


def test_light_takes_one_second_over_its_speed():
    assert light_time_s(SPEED_OF_LIGHT_M_PER_S) == 1.0
    assert light_time_s(0.0) == 0.0


def test_ten_decibels_are_a_factor_of_ten():
    assert level_dbw(10.0) == pytest.approx(10.0, abs=1e-14)
    assert level_dbw(1.0) == 0.0


# ---- shape ----------------------------------------------------------------------------------------------------------

BROADCAST = [
    (free_space_loss_db, ([[1e6], [1e9]], [1e9, 2e9, 8e9])),
    (flux_density_dbw_per_m2, ([[1e6], [1e9]], [0.0, 10.0, 20.0])),
    (eirp_dbw, ([[0.0], [10.0]], 1.0, [20.0, 30.0, 40.0], 0.5)),
    (received_power_dbw, ([[0.0], [10.0]], 200.0, 3.0, [20.0, 30.0, 40.0])),
]


@pytest.mark.parametrize(("function", "arguments"), BROADCAST, ids=lambda value: getattr(value, "__name__", ""))
def test_array_equals_scalars(function, arguments):
    answer = function(*arguments)
    assert answer.shape == (2, 3)
    for index, expected in np.ndenumerate(answer):
        one = [float(np.broadcast_to(argument, answer.shape)[index]) for argument in arguments]
        assert function(*one) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("function", [wavelength_m, level_dbw, watts_from_level_w, light_time_s])
def test_list_keeps_its_shape_and_nan(function):
    answer = function([1.0, math.nan, 4.0])
    assert answer.shape == (3,)
    assert np.isnan(answer).tolist() == [False, True, False]
    assert answer[2] == pytest.approx(function(4.0), rel=1e-15)


# ---- refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "arguments", "name"),
    [
        (free_space_loss_db, (0.0, 1e9), "distance_m"),
        (free_space_loss_db, (1e9, -1e9), "frequency_hz"),
        (flux_density_dbw_per_m2, (0.0, 1.0), "distance_m"),
        (level_dbw, (0.0,), "power_w"),
        (level_dbw, ([1.0, -1.0],), "power_w"),
        (light_time_s, (-1.0,), "distance_m"),
        (eirp_dbw, (10.0, -1.0, 20.0, 0.0), "line_loss_db"),
        (eirp_dbw, (10.0, 1.0, 20.0, -0.5), "pointing_loss_db"),
        (received_power_dbw, (10.0, 200.0, -3.0, 20.0), "other_losses_db"),
    ],
)
def test_impossible_number_is_named(function, arguments, name):
    with pytest.raises(LinkBudgetError, match=name):
        function(*arguments)


# ---- range ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("distance_m", "frequency_hz"),
    [
        (0.02, 1e9),  # lambda / (4 pi) is 0.0239 m
        ([1e3, 0.02], 1e9),
        ([1e3, math.nan, 0.02], 1e9),
        ([[1e3], [0.02]], [1e9, 1e12]),  # near at the lower frequency only
        (np.array([1, 2]), 1e7),  # whole numbers
    ],
)
def test_negative_loss_warns_once(distance_m, frequency_hz):
    with pytest.warns(ModelRangeWarning, match="free-space loss") as caught:
        loss_db = free_space_loss_db(distance_m, frequency_hz)
    assert len(caught) == 1
    assert np.nanmin(loss_db) < 0.0  # computed all the same


def test_near_distance_and_low_frequency_of_different_points_do_not_warn():
    # 2 mm at 1 THz and 1000 km at 100 MHz are both far; 2 mm at 100 MHz, which is not asked for, would be near
    assert (free_space_loss_db([2e-3, 1e6], [1e12, 1e8]) > 0.0).all()


def test_no_distance_at_all_gives_no_loss_at_all():
    assert free_space_loss_db([], 1e9).shape == (0,)


# ---- property -------------------------------------------------------------------------------------------------------


@given(st.floats(-300.0, 300.0))
def test_level_and_watts_are_inverse(level):
    assert level_dbw(watts_from_level_w(level)) == pytest.approx(level, abs=1e-12)


@given(st.floats(30.0, 1e13), st.floats(1e6, 1e11))  # from lambda / (4 pi) of 1 MHz
def test_received_power_falls_as_loss_rises(distance_m, frequency_hz):
    near = received_power_dbw(30.0, free_space_loss_db(distance_m, frequency_hz), 1.0, 40.0)
    far = received_power_dbw(30.0, free_space_loss_db(1.01 * distance_m, frequency_hz), 1.0, 40.0)
    assert near - far == pytest.approx(20.0 * math.log10(1.01), abs=1e-9)
