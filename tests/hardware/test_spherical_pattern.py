"""Patterns in all directions: poles, the seam at 360 degrees, signs of theta, and the error between samples."""

from pathlib import Path

import numpy as np
import pytest

from linkbudget.errors import InputError, LinkBudgetError, ModelRangeWarning
from linkbudget.hardware.pattern_files import read_sphere
from linkbudget.hardware.pattern_sphere import SpherePoints
from linkbudget.hardware.spherical_pattern import (
    axial_ratio_towards_db,
    direction_pattern_loss_db,
    gain_towards_dbi,
    right_share_towards,
    spherical_pattern,
)
from tests.hardware.antenna_worlds import cosine_beam, dbi, feko, grasp_cuts, hfss, sphere, turnstile

RANDOM = np.random.default_rng(1962)
THETA = np.degrees(np.arccos(RANDOM.uniform(-1.0, 1.0, 4000)))
PHI = RANDOM.uniform(-360.0, 720.0, 4000)


def tilted(theta_deg, phi_deg) -> np.ndarray:
    """Gain of a smooth beam that leans to theta = 40, phi = 350 degrees: it depends on both angles [dBi]."""
    theta, phi = np.radians(theta_deg), np.radians(phi_deg)
    lean = np.radians(40.0)
    cosine = np.sin(theta) * np.cos(phi - np.radians(350.0)) * np.sin(lean) + np.cos(theta) * np.cos(lean)
    return 10.0 + 6.0 * cosine


def points(theta_deg, phi_deg, gain_dbi, **more) -> SpherePoints:
    return SpherePoints(Path("tilted.ffe"), theta_deg, phi_deg, gain_dbi, **more)


def pattern(step_deg: float, phi_step_deg: float | None = None):
    theta_deg, phi_deg = sphere(step_deg, phi_step_deg)
    return spherical_pattern(points(theta_deg, phi_deg, tilted(theta_deg, phi_deg)))


@pytest.mark.parametrize("step_deg", [2.0, 5.0, 10.0])
def test_between_samples_the_error_is_that_of_straight_lines(step_deg):
    """The second derivative is at most 6 dB per square radian both ways, and h^2/8 of it is lost between samples."""
    error_db = gain_towards_dbi(THETA, PHI, pattern(step_deg)) - tilted(THETA, PHI)
    bound_db = 2.0 * 6.0 * np.radians(step_deg) ** 2 / 8.0
    assert 0.3 * bound_db < abs(error_db).max() <= bound_db


def test_a_parabolic_main_lobe_is_low_by_at_most_the_documented_part_of_its_width():
    theta_deg, phi_deg = sphere(2.0, 10.0)
    beam = spherical_pattern(points(theta_deg, phi_deg, 20.0 - 12.0 * (theta_deg / 20.0) ** 2))
    at = np.linspace(0.0, 20.0, 401)
    error_db = gain_towards_dbi(at, 5.0, beam) - (20.0 - 12.0 * (at / 20.0) ** 2)
    assert error_db.min() == pytest.approx(-3.0 * (2.0 / 20.0) ** 2, rel=1e-3)
    assert error_db.max() <= 1e-9


def test_samples_are_read_off_as_they_are_and_any_turn_is_the_same_direction():
    known = pattern(10.0)
    theta_deg, phi_deg = sphere(10.0)
    assert gain_towards_dbi(theta_deg, phi_deg, known) == pytest.approx(tilted(theta_deg, phi_deg), abs=1e-9)
    for turned in ((theta_deg, phi_deg + 720.0), (-theta_deg, phi_deg + 180.0), (360.0 - theta_deg, phi_deg - 180.0)):
        assert gain_towards_dbi(*turned, known) == pytest.approx(tilted(theta_deg, phi_deg), abs=1e-9)


def test_nothing_jumps_at_the_poles_and_at_the_seam():
    known = pattern(5.0)
    phi_deg = np.linspace(0.0, 360.0, 73)
    for pole in (0.0, 180.0):
        assert np.ptp(gain_towards_dbi(pole, phi_deg, known)) < 1e-9
        near = abs(pole - 0.001)
        assert np.ptp(gain_towards_dbi(near, phi_deg, known)) < 0.001
    left, right = gain_towards_dbi(60.0, [359.999, 0.001], known)
    assert left == pytest.approx(right, abs=0.001)
    # between 350 and 360 lies the last step, not the way back to 0
    assert gain_towards_dbi(60.0, 357.5, known) == pytest.approx(
        np.mean(tilted(60.0, np.array([355.0, 360.0]))), abs=1e-9
    )


def test_cuts_from_minus_180_to_180_make_the_same_sphere():
    theta_deg, phi_deg = np.meshgrid(np.arange(-180.0, 181.0, 10.0), np.arange(0.0, 180.0, 10.0))
    theta_deg, phi_deg = theta_deg.ravel(), phi_deg.ravel()
    folded = np.where(theta_deg < 0.0, phi_deg + 180.0, phi_deg)
    halves = spherical_pattern(points(theta_deg, phi_deg, tilted(abs(theta_deg), folded)))
    assert halves.gain_dbi == pytest.approx(pattern(10.0).gain_dbi, abs=1e-9)
    assert halves.covered_share == pytest.approx(1.0)


def test_theta_from_0_to_360_makes_the_same_sphere():
    theta_deg, phi_deg = np.meshgrid(np.arange(0.0, 360.0, 10.0), np.arange(0.0, 180.0, 10.0))
    theta_deg, phi_deg = theta_deg.ravel(), phi_deg.ravel()
    behind = theta_deg > 180.0
    gain_dbi = tilted(np.where(behind, 360.0 - theta_deg, theta_deg), np.where(behind, phi_deg + 180.0, phi_deg))
    assert spherical_pattern(points(theta_deg, phi_deg, gain_dbi)).gain_dbi == pytest.approx(pattern(10.0).gain_dbi)


def test_a_phi_of_360_is_that_of_0_and_must_say_the_same():
    theta_deg, phi_deg = (
        each.ravel() for each in np.meshgrid(np.arange(0.0, 181.0, 10.0), np.arange(0.0, 361.0, 10.0))
    )
    gain_dbi = tilted(theta_deg, phi_deg)
    assert spherical_pattern(points(theta_deg, phi_deg, gain_dbi)).gain_dbi == pytest.approx(pattern(10.0).gain_dbi)
    other = np.where((phi_deg == 360.0) & (theta_deg == 90.0), gain_dbi + 1.0, gain_dbi)
    with pytest.raises(InputError, match=r"at theta 90°, phi 0°; expected one gain in one direction"):
        spherical_pattern(points(theta_deg, phi_deg, other))


def test_cuts_that_drift_on_their_axis_are_averaged_and_refused_where_they_differ_much():
    theta_deg, phi_deg = sphere(10.0)
    for drift_db, fits in ((0.4, True), (3.0, False)):
        gain_dbi = tilted(theta_deg, phi_deg) + np.where(theta_deg == 0.0, drift_db * np.sin(np.radians(phi_deg)), 0.0)
        if fits:
            assert gain_towards_dbi(
                0.0, 77.0, spherical_pattern(points(theta_deg, phi_deg, gain_dbi))
            ) == pytest.approx(tilted(0.0, 0.0))
        else:
            with pytest.raises(InputError, match="at theta 0°; expected one gain in one direction"):
                spherical_pattern(points(theta_deg, phi_deg, gain_dbi))


def test_beside_the_samples_and_across_wide_gaps_nothing_is_known():
    theta_deg, phi_deg = sphere(10.0)
    front = (theta_deg <= 90.0) & ((phi_deg <= 180.0) | (theta_deg == 0.0))
    half = spherical_pattern(points(theta_deg[front], phi_deg[front], tilted(theta_deg, phi_deg)[front]))
    assert half.covered_share == pytest.approx(0.25)
    gain_dbi = gain_towards_dbi([45.0, 45.0, 91.0, 0.0, 45.0], [90.0, 270.0, 90.0, 270.0, 180.0], half)
    assert np.isnan(gain_dbi).tolist() == [False, True, True, False, False]
    assert np.isnan(gain_towards_dbi(np.nan, 0.0, half))
    with pytest.raises(LinkBudgetError, match="theta_deg"):
        gain_towards_dbi(400.0, 0.0, half)


def test_half_planes_of_different_angles_share_one_grid():
    theta_deg, phi_deg = sphere(5.0, 10.0)
    kept = (phi_deg % 20.0 == 0.0) | (theta_deg % 10.0 == 0.0)
    known = spherical_pattern(points(theta_deg[kept], phi_deg[kept], tilted(theta_deg, phi_deg)[kept]))
    assert known.gain_dbi.shape == (36, 37)
    assert np.isfinite(known.gain_dbi).all()
    between = np.mean(tilted(np.array([10.0, 20.0]), 10.0))
    assert gain_towards_dbi(15.0, 10.0, known) == pytest.approx(between, abs=1e-9)


def test_a_hole_in_one_half_plane_is_not_filled_across_more_than_30_degrees():
    theta_deg, phi_deg = sphere(10.0)
    kept = (phi_deg != 90.0) | (theta_deg <= 60.0) | (theta_deg >= 110.0)
    known = spherical_pattern(points(theta_deg[kept], phi_deg[kept], tilted(theta_deg, phi_deg)[kept]))
    assert np.isnan(gain_towards_dbi([80.0, 80.0, 80.0, 80.0], [90.0, 85.0, 95.0, 100.0], known)).tolist() == [
        True, True, True, False,
    ]  # fmt: skip
    assert known.covered_share < 0.995


@pytest.mark.parametrize(
    ("theta_deg", "phi_deg", "said"),
    [
        (np.tile(np.arange(-180.0, 181.0, 5.0), 2), np.repeat([0.0, 90.0], 73), "stand 90° apart, which is no sphere"),
        (np.full(36, 90.0), np.arange(0.0, 360.0, 10.0), "36 half planes of 1 angles are no sphere"),
        (np.arange(0.0, 181.0, 5.0), np.zeros(37), "1 half planes of 37 angles are no sphere"),
        (np.tile([0.0, 60.0, 120.0, 180.0], 12), np.repeat(np.arange(0.0, 360.0, 30.0), 4), "no sphere; expected"),
    ],
)  # fmt: skip
def test_single_cuts_are_no_sphere(theta_deg, phi_deg, said):
    with pytest.raises(InputError, match=said) as refusal:
        spherical_pattern(points(theta_deg, phi_deg, np.zeros(theta_deg.size)))
    assert str(refusal.value).startswith("tilted.ffe: ")


def test_the_loss_counts_from_the_greatest_gain_and_tells_what_the_file_left_open():
    theta_deg, phi_deg = sphere(5.0)
    known = spherical_pattern(points(theta_deg, phi_deg, tilted(theta_deg, phi_deg), remarks=("a remark",)))
    assert known.peak_direction_deg == (40.0, 350.0)
    assert known.reference_gain_dbi == pytest.approx(16.0)
    with pytest.warns(ModelRangeWarning, match="a remark"):
        loss_db = direction_pattern_loss_db([40.0, 130.0], [350.0, 350.0], known)
    assert loss_db == pytest.approx([0.0, 6.0], abs=1e-9)


def test_two_patterns_are_the_same_where_all_that_they_say_is():
    assert pattern(10.0) == pattern(10.0)
    assert hash(pattern(10.0)) == hash(pattern(10.0))
    assert pattern(10.0) != pattern(5.0)
    assert str(pattern(10.0)) == "tilted.ffe: 36 x 19 directions, 100 % of the sphere"


# ---- polarisation


@pytest.mark.parametrize("form", ["ffe", "ffd", "cut 1", "cut 2", "cut 3"])
def test_the_sense_of_a_turnstile_is_right_in_front_and_left_behind(form, tmp_path):
    theta_deg, phi_deg = sphere(10.0)
    ending, _, icomp = form.partition(" ")
    file = tmp_path / f"turnstile.{ending}"
    if icomp:
        text = grasp_cuts(turnstile, np.arange(0.0, 181.0, 10.0), np.arange(0.0, 360.0, 10.0), int(icomp))
    else:
        text = {"ffe": feko, "ffd": hfss}[ending](turnstile, theta_deg, phi_deg)
    file.write_text(text, encoding="utf-8")
    known = read_sphere(file)
    at = np.array([0.0, 60.0, 90.0, 120.0, 180.0])
    # axes of the ellipse are 1 and cos theta: the axial ratio is 1 / |cos theta|
    cosine = np.cos(np.radians(at))
    assert right_share_towards(at, 30.0, known) == pytest.approx((1 + cosine) ** 2 / (2 * (1 + cosine**2)), abs=1e-9)
    expected_db = np.minimum(-20.0 * np.log10(np.maximum(abs(cosine), 1e-5)), 100.0)
    assert axial_ratio_towards_db(at, 30.0, known)[[0, 1, 3, 4]] == pytest.approx(expected_db[[0, 1, 3, 4]], abs=1e-6)
    assert axial_ratio_towards_db(90.0, 30.0, known) >= 90.0


def test_a_file_of_gains_alone_tells_no_polarisation():
    with pytest.raises(InputError, match=r"tilted\.ffe: tells no polarisation; expected complex field components"):
        right_share_towards(0.0, 0.0, pattern(10.0))


def test_a_beam_without_power_behind_is_read(tmp_path):
    file = tmp_path / "beam.ffe"
    theta_deg, phi_deg = sphere(10.0)
    file.write_text(feko(cosine_beam, theta_deg, phi_deg), encoding="utf-8")
    assert read_sphere(file).reference_gain_dbi == pytest.approx(dbi(cosine_beam(np.zeros(1), np.zeros(1)))[0])
