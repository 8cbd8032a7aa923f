"""Gain of bodies that tumble or spin, against distributions known by formula."""

from pathlib import Path

import numpy as np
import pytest

from linkbudget.errors import InputError, LinkBudgetError, ModelRangeWarning
from linkbudget.hardware.gain_distribution import (
    gain_exceeded_dbi,
    hat_weights,
    mean_gain_dbi,
    share_above,
    spin_gains_dbi,
    spinning_pattern_loss_db,
    tumbling_pattern_loss_db,
)
from linkbudget.hardware.pattern_sphere import SpherePoints
from linkbudget.hardware.spherical_pattern import gain_towards_dbi, spherical_pattern
from tests.hardware.antenna_worlds import cosine_beam, dbi, dipole, sphere, turnstile


def known(antenna, step_deg: float = 1.0, phi_step_deg: float = 10.0, lost_db: float = 0.0):
    theta_deg, phi_deg = sphere(step_deg, phi_step_deg)
    gain_dbi = dbi(antenna(theta_deg, phi_deg)) - lost_db
    return spherical_pattern(SpherePoints(Path("own.ffe"), theta_deg, phi_deg, gain_dbi))


SHARES = np.array([0.01, 0.1, 0.5, 0.9, 0.95, 0.99])


@pytest.mark.parametrize("step_deg", [1.0, 2.0])
def test_a_short_dipole_has_the_distribution_of_the_book(step_deg):
    """G = 1.5 sin^2 theta is at least 1.5 (1 - p^2) in the share p of all directions."""
    pattern = known(dipole, step_deg)
    wanted_dbi = 10.0 * np.log10(1.5 * (1.0 - SHARES**2))
    # straight lines in decibels lie below the pattern near its null: 3.2 dB of half a step over the angle, squared
    assert gain_exceeded_dbi(SHARES, pattern) == pytest.approx(wanted_dbi, abs=0.01 if step_deg == 1.0 else 0.04)
    # near the flat peak a hundredth of a decibel is a large share
    assert share_above(wanted_dbi, pattern)[1:] == pytest.approx(SHARES[1:], abs=1e-3)


def test_a_turnstile_has_the_distribution_of_the_book():
    """G = 0.75 (1 + z^2) with z uniform on -1 to 1 is at least 0.75 (1 + (1 - p)^2) in the share p."""
    wanted_dbi = 10.0 * np.log10(0.75 * (1.0 + (1.0 - SHARES) ** 2))
    assert gain_exceeded_dbi(SHARES, known(turnstile)) == pytest.approx(wanted_dbi, abs=1e-3)


def test_a_pattern_that_turns_with_phi_as_well_is_weighted_by_solid_angle():
    """A quarter of the sphere in front by 6 dB: half of phi within 90 degrees of the axis."""
    theta_deg, phi_deg = sphere(1.0, 1.0)
    strong = (theta_deg < 90.0) & (phi_deg < 180.0) & (theta_deg > 0.0)
    pattern = spherical_pattern(SpherePoints(Path("own.ffe"), theta_deg, phi_deg, np.where(strong, 6.0, -20.0)))
    assert share_above(0.0, pattern) == pytest.approx(0.25, abs=0.005)  # half a step at the edges
    assert gain_exceeded_dbi([0.2, 0.3], pattern).tolist() == [6.0, -20.0]


def test_the_ends_of_the_distribution_are_the_greatest_and_the_least_gain():
    pattern = known(turnstile)
    assert gain_exceeded_dbi([0.0, 1.0], pattern) == pytest.approx(
        [10.0 * np.log10(1.5), 10.0 * np.log10(0.75)], abs=1e-9
    )
    assert share_above([-50.0, 10.0 * np.log10(0.75), 1.7, 50.0], pattern).tolist()[::3] == [1.0, 0.0]
    assert share_above(10.0 * np.log10(0.75) - 1e-9, pattern) == 1.0
    with pytest.raises(LinkBudgetError, match=r"availability = 1\.1"):
        gain_exceeded_dbi(1.1, pattern)


@pytest.mark.parametrize("antenna", [dipole, turnstile, cosine_beam])
@pytest.mark.parametrize(("step_deg", "within_db"), [(1.0, 0.001), (5.0, 0.012)])
def test_the_mean_over_the_sphere_is_the_efficiency(antenna, step_deg, within_db):
    """Straight lines in power between samples: h^2/12 of the second derivative, 0.003 dB for 5 degrees of a dipole."""
    assert mean_gain_dbi(known(antenna, step_deg)) == pytest.approx(0.0, abs=within_db)
    assert mean_gain_dbi(known(antenna, step_deg, lost_db=1.5)) == pytest.approx(-1.5, abs=within_db)


def test_weights_of_angles_are_exact_for_straight_lines():
    angles = np.array([0.0, 3.0, 20.0, 90.0, 95.0, 170.0, 180.0])
    assert hat_weights(angles).sum() == pytest.approx(2.0, abs=1e-14)
    # the integral of theta sin theta from 0 to pi is pi
    assert hat_weights(angles) @ np.radians(angles) == pytest.approx(np.pi, abs=1e-14)


def test_part_of_a_sphere_is_refused_with_the_share_that_it_covers():
    theta_deg, phi_deg = sphere(5.0)
    front = theta_deg <= 120.0
    part = spherical_pattern(SpherePoints(Path("part.ffe"), theta_deg[front], phi_deg[front], 0.0 * theta_deg[front]))
    for refused in (mean_gain_dbi, lambda pattern: tumbling_pattern_loss_db(0.5, pattern)):
        with pytest.raises(InputError, match=r"^part.ffe: covers 75 % of the sphere; expected the whole of it$"):
            refused(part)


def test_a_cone_of_a_few_degrees_may_be_missing():
    theta_deg, phi_deg = sphere(5.0)
    kept = theta_deg < 178.0
    part = spherical_pattern(
        SpherePoints(Path("own.ffe"), theta_deg[kept], phi_deg[kept], dbi(turnstile(theta_deg, phi_deg))[kept])
    )
    assert part.covered_share == pytest.approx(0.5 * (1.0 + np.cos(np.radians(5.0))))
    assert mean_gain_dbi(part) == pytest.approx(0.0, abs=0.02)


def test_shares_drawn_uniformly_draw_directions():
    pattern = known(dipole)
    random = np.random.default_rng(1)
    drawn_dbi = pattern.reference_gain_dbi - tumbling_pattern_loss_db(random.uniform(0.0, 1.0, 40_000), pattern)
    directions = np.degrees(np.arccos(random.uniform(-1.0, 1.0, 40_000))), random.uniform(0.0, 360.0, 40_000)
    seen_dbi = gain_towards_dbi(*directions, pattern)
    assert np.mean(10.0 ** (0.1 * drawn_dbi)) == pytest.approx(1.0, abs=0.01)
    assert np.percentile(drawn_dbi, [5, 50, 95]) == pytest.approx(np.percentile(seen_dbi, [5, 50, 95]), abs=0.3)


# ---- spin


def test_a_spin_about_the_axis_of_a_round_pattern_changes_nothing():
    pattern = known(turnstile)
    gains = spin_gains_dbi([0.0, 30.0, 100.0], 0.0, 0.0, pattern)
    wanted_dbi = 10.0 * np.log10(0.75 * (1.0 + np.cos(np.radians([0.0, 30.0, 100.0])) ** 2))
    for found in gains:
        assert found == pytest.approx(wanted_dbi, abs=1e-3)


def test_a_tilted_spin_runs_over_the_cone():
    """About an axis 90 degrees from the dipole, at 60 degrees from the axis: sin^2 of 30 to 90 degrees, and 1 - 3/8."""
    gains = spin_gains_dbi(60.0, 90.0, 0.0, known(dipole))
    assert gains.best_dbi == pytest.approx(10.0 * np.log10(1.5), abs=1e-3)
    assert gains.worst_dbi == pytest.approx(10.0 * np.log10(1.5 * 0.25), abs=1e-3)
    assert gains.mean_dbi == pytest.approx(10.0 * np.log10(1.5 * (1.0 - 0.75 / 2.0)), abs=1e-3)


def test_the_share_of_a_turn_runs_from_its_best_moment_to_its_worst():
    pattern = known(dipole)
    shares = np.array([0.0, 0.5, 1.0])
    # 1.5 (1 - 0.75 cos^2 psi): the median has cos^2 = 1/2
    wanted_db = -10.0 * np.log10([1.0, 0.625, 0.25])
    assert spinning_pattern_loss_db(60.0, 90.0, 0.0, pattern, shares) == pytest.approx(wanted_db, abs=0.01)
    many = spinning_pattern_loss_db(np.full(3, 60.0), 90.0, 0.0, pattern, shares)
    assert many == pytest.approx(spinning_pattern_loss_db(60.0, 90.0, 0.0, pattern, shares), abs=1e-9)
    assert spinning_pattern_loss_db(60.0, 90.0, 0.0, pattern) == pytest.approx(6.0206, abs=0.01)


def test_many_angles_are_each_as_one():
    pattern = known(cosine_beam)
    angles = np.linspace(0.0, 80.0, 2500)
    together = spinning_pattern_loss_db(angles, 20.0, 30.0, pattern, 0.8)
    for place in (0, 1023, 1024, 2499):
        alone = spinning_pattern_loss_db(float(angles[place]), 20.0, 30.0, pattern, 0.8)
        assert together[place] == pytest.approx(alone, abs=1e-9)


def test_a_turn_that_leaves_the_samples_has_no_gain():
    theta_deg, phi_deg = sphere(5.0)
    front = theta_deg <= 90.0
    half = spherical_pattern(SpherePoints(Path("half.ffe"), theta_deg[front], phi_deg[front], -theta_deg[front]))
    assert spinning_pattern_loss_db(60.0, 25.0, 0.0, half) == pytest.approx(85.0, abs=1e-6)
    assert np.isnan(spinning_pattern_loss_db([60.0, 70.0], 25.0, 0.0, half, 0.1)).tolist() == [False, True]


def test_remarks_of_the_file_are_told():
    theta_deg, phi_deg = sphere(10.0)
    pattern = spherical_pattern(
        SpherePoints(Path("own.ffe"), theta_deg, phi_deg, 0.0 * theta_deg, remarks=("a remark",))
    )
    for loss in (
        lambda: tumbling_pattern_loss_db(0.5, pattern),
        lambda: spinning_pattern_loss_db(1.0, 0.0, 0.0, pattern),
    ):
        with pytest.warns(ModelRangeWarning, match="a remark"):
            assert loss() == pytest.approx(0.0)
