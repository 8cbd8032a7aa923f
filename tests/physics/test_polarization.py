"""Polarisation mismatch between elliptical waves and antennas."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.polarization import (
    axial_ratio_of_share_db,
    polarization_mismatch_extremes_db,
    polarization_mismatch_loss_db,
    right_hand_share,
)
from tests.published import agrees, rows

HALF_DB = 10.0 * math.log10(2.0)

# ---- reference ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("axial_ratio_1_db", "axial_ratio_2_db", "tilt_deg", "expected_db", "tolerance_db"),
    [
        (3.0, 4.0, 90.0, 0.684, 0.001),  # P. M. Feldman, polarization mismatch calculator, digits cut at the third
        (4.0, 5.0, 90.0, 1.114, 0.001),  # the same
        (10.88, 0.8, 90.0, 1.40, 0.006),  # MarCO, DESCANSO 18 (2021), Table 5-4, 0.8 dB of station inferred
        (6.0, 2.0, 30.0, 0.343117209588, 1e-9),  # from the Poincare sphere, arbitrary precision
        (10.0, 3.0, 90.0, 1.97080435887, 1e-9),  # the same
    ],
)
def test_loss_agrees_with_published_values(axial_ratio_1_db, axial_ratio_2_db, tilt_deg, expected_db, tolerance_db):
    loss_db = polarization_mismatch_loss_db(axial_ratio_1_db, axial_ratio_2_db, tilt_deg)
    assert loss_db == pytest.approx(expected_db, abs=tolerance_db)


def test_every_published_row_agrees():
    for row in rows("polarization_mismatch"):
        ratios = float(row["AR1_dB"]), float(row["AR2_dB"])
        loss_db = polarization_mismatch_loss_db(*ratios, float(row["tilt_deg"]), row["sense"] == "same")
        assert agrees(row, loss_db), row["case_id"]


# ---- identity -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tilt_deg", [0.0, 17.0, 45.0, 90.0, 180.0])
@pytest.mark.parametrize("same_sense", [True, False])
def test_linear_and_circular_lose_half(tilt_deg, same_sense):
    assert polarization_mismatch_loss_db(math.inf, 0.0, tilt_deg, same_sense) == pytest.approx(HALF_DB, abs=1e-12)
    assert polarization_mismatch_loss_db(0.0, math.inf, tilt_deg, same_sense) == pytest.approx(HALF_DB, abs=1e-12)


@pytest.mark.parametrize("tilt_deg", [90.0, -90.0, 270.0, 450.0])
def test_crossed_linear_waves_lose_everything(tilt_deg):
    assert polarization_mismatch_loss_db(math.inf, math.inf, tilt_deg) == math.inf


def test_tilted_linear_waves_follow_malus():
    tilts_deg = np.array([0.0, 10.0, 45.0, 80.0, 89.9999])
    expected_db = -20.0 * np.log10(np.sin(np.radians(90.0 - tilts_deg)))
    assert polarization_mismatch_loss_db(math.inf, math.inf, tilts_deg) == pytest.approx(expected_db, abs=1e-9)


def test_circular_waves_of_opposite_sense_lose_everything():
    assert polarization_mismatch_loss_db(0.0, 0.0, [0.0, 37.0, 90.0], same_sense=False).tolist() == [math.inf] * 3


def test_orthogonal_ellipses_lose_everything():
    assert polarization_mismatch_loss_db(3.0, 3.0, 90.0, same_sense=False) == math.inf


def test_equal_ellipses_lose_nothing():
    ratios_db = [0.0, 0.1, 1.0, 3.0, 20.0, math.inf]
    assert polarization_mismatch_loss_db(ratios_db, ratios_db, 0.0) == pytest.approx(np.zeros(6), abs=1e-14)
    assert polarization_mismatch_loss_db(3.0, 3.0, 180.0) == pytest.approx(0.0, abs=1e-14)


def test_loss_is_the_arc_between_two_points_of_the_poincare_sphere():
    def stokes(axial_ratio_db, tilt_deg, sense):
        ellipticity = sense * math.atan(10.0 ** (-axial_ratio_db / 20.0))
        longitude = math.radians(2.0 * tilt_deg)
        latitude = 2.0 * ellipticity
        return np.array(
            [math.cos(latitude) * math.cos(longitude), math.cos(latitude) * math.sin(longitude), math.sin(latitude)]
        )

    for ratio_1, ratio_2, tilt_deg, same in [(3, 6, 20, True), (1, 12, 70, False), (0.5, 40, 110, True)]:
        cosine = stokes(ratio_1, 0.0, 1) @ stokes(ratio_2, tilt_deg, 1 if same else -1)
        expected_db = -10.0 * math.log10(0.5 * (1.0 + cosine))
        assert polarization_mismatch_loss_db(ratio_1, ratio_2, tilt_deg, same) == pytest.approx(expected_db, abs=1e-12)


def test_mean_is_that_of_the_power_over_every_tilt():
    tilts_deg = np.arange(0.0, 180.0, 1.0)
    for same_sense in (True, False):
        passed = 10.0 ** (-polarization_mismatch_loss_db(2.0, 5.0, tilts_deg, same_sense) / 10.0)
        extremes = polarization_mismatch_extremes_db(2.0, 5.0, same_sense)
        assert extremes.mean_db == pytest.approx(-10.0 * math.log10(passed.mean()), abs=1e-12)
        assert extremes.worst_db == pytest.approx(-10.0 * math.log10(passed.min()), abs=1e-12)
        assert extremes.best_db == pytest.approx(-10.0 * math.log10(passed.max()), abs=1e-12)


def test_linear_antennas_of_unknown_tilt_lose_half_on_average():
    assert polarization_mismatch_extremes_db(math.inf, math.inf) == (math.inf, pytest.approx(HALF_DB), 0.0)


# ---- shape ----------------------------------------------------------------------------------------------------------


def test_array_equals_scalars():
    ratios_db = np.array([[0.0], [3.0], [math.inf]])
    tilts_deg = np.array([0.0, 30.0, 90.0, 200.0])
    losses_db = polarization_mismatch_loss_db(ratios_db, 2.0, tilts_deg)
    assert losses_db.shape == (3, 4)
    for (i, j), expected in np.ndenumerate(losses_db):
        one = polarization_mismatch_loss_db(float(ratios_db[i, 0]), 2.0, float(tilts_deg[j]))
        assert one == pytest.approx(expected, rel=1e-13)
    assert polarization_mismatch_extremes_db(ratios_db, [1.0, 2.0]).worst_db.shape == (3, 2)


def test_nan_stays_nan():
    assert np.isnan(polarization_mismatch_loss_db([1.0, math.nan], 2.0, 0.0)).tolist() == [False, True]
    assert math.isnan(polarization_mismatch_loss_db(1.0, 2.0, math.nan))


# ---- refusals -------------------------------------------------------------------------------------------------------


def test_negative_axial_ratio_is_refused():
    with pytest.raises(LinkBudgetError, match="axial_ratio_1_db"):
        polarization_mismatch_loss_db(-1.0, 1.0, 0.0)
    with pytest.raises(LinkBudgetError, match="axial_ratio_2_db"):
        polarization_mismatch_extremes_db(1.0, -1.0)


# ---- property -------------------------------------------------------------------------------------------------------


@given(st.floats(0.0, 100.0), st.floats(0.0, 100.0), st.floats(-360.0, 360.0), st.booleans())
def test_loss_is_symmetric_and_lies_between_the_extremes(ratio_1_db, ratio_2_db, tilt_deg, same_sense):
    loss_db = polarization_mismatch_loss_db(ratio_1_db, ratio_2_db, tilt_deg, same_sense)
    swapped_db = polarization_mismatch_loss_db(ratio_2_db, ratio_1_db, -tilt_deg, same_sense)
    assert swapped_db == pytest.approx(loss_db, rel=1e-9, abs=1e-12)
    worst_db, mean_db, best_db = polarization_mismatch_extremes_db(ratio_1_db, ratio_2_db, same_sense)
    assert 0.0 <= best_db <= loss_db + 1e-9
    assert loss_db <= worst_db * (1.0 + 1e-9) + 1e-9
    assert best_db <= mean_db <= worst_db + 1e-12


# ---- fields of antennas


@pytest.mark.parametrize(
    ("theta_field", "phi_field", "share", "ratio_db"),
    [
        (1.0, -1j, 1.0, 0.0),  # phi a quarter of a period late: right-handed, IEEE Std 145
        (1.0, 1j, 0.0, 0.0),
        (1.0, 0.0, 0.5, 100.0),
        (3.0 + 4j, 3.0 + 4j, 0.5, 100.0),
        (2.0, -1j, 0.9, 20.0 * math.log10(2.0)),  # axes 2 and 1: (2 + 1)^2 over 2 (4 + 1)
        (1j, 2.0, 0.9, 20.0 * math.log10(2.0)),
        (0.0, 0.0, 0.5, 100.0),
    ],
)
def test_a_field_has_the_ellipse_of_its_components(theta_field, phi_field, share, ratio_db):
    assert right_hand_share(theta_field, phi_field) == pytest.approx(share, abs=1e-12)
    assert axial_ratio_of_share_db(share) == pytest.approx(ratio_db, abs=1e-9)


def test_the_ellipse_does_not_depend_on_the_axes():
    """Co- and cross-polar components by Ludwig's third definition are theta and phi, turned."""
    random = np.random.default_rng(3)
    theta_field, phi_field = (random.normal(size=100) + 1j * random.normal(size=100) for _ in range(2))
    turn = random.uniform(0.0, 6.0, 100)
    co = theta_field * np.cos(turn) - phi_field * np.sin(turn)
    cross = theta_field * np.sin(turn) + phi_field * np.cos(turn)
    assert right_hand_share(co, cross) == pytest.approx(right_hand_share(theta_field, phi_field), abs=1e-12)


def test_shares_outside_nought_to_one_are_refused():
    with pytest.raises(LinkBudgetError, match="right_share"):
        axial_ratio_of_share_db(1.1)


def test_senses_may_differ_from_element_to_element():
    both = polarization_mismatch_loss_db(1.0, 2.0, 90.0, np.array([True, False]))
    assert both.tolist() == [
        polarization_mismatch_loss_db(1.0, 2.0, 90.0, True),
        polarization_mismatch_loss_db(1.0, 2.0, 90.0, False),
    ]
