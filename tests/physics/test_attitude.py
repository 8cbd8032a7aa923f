"""Directions of a mounted antenna, against rotations by another library and by hand."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.attitude import cone_directions_deg, mounted_phi_deg, mounted_theta_deg


def vector(theta_deg, phi_deg):
    theta, phi = np.radians(theta_deg), np.radians(phi_deg)
    return np.stack([np.sin(theta) * np.cos(phi), np.sin(theta) * np.sin(phi), np.cos(theta)], axis=-1)


@pytest.mark.parametrize(
    ("direction", "turns", "expected"),
    [
        ((30.0, 70.0), (0.0, 0.0, 0.0), (30.0, 70.0)),
        ((90.0, 30.0), (0.0, 0.0, 20.0), (90.0, 10.0)),
        ((90.0, 0.0), (0.0, 90.0, 0.0), (0.0, 0.0)),  # pitched by 90 degrees, boresight is along x
        ((90.0, 270.0), (90.0, 0.0, 0.0), (0.0, 0.0)),  # rolled by 90 degrees, it is along -y
        ((0.0, 0.0), (0.0, 90.0, 0.0), (90.0, 180.0)),  # and the z of the spacecraft is the antenna's -x
        ((90.0, 90.0), (0.0, 90.0, 90.0), (0.0, 0.0)),  # yaw first, then pitch about the new y: boresight along y
    ],
)
def test_turns_by_hand(direction, turns, expected):
    assert mounted_theta_deg(*direction, *turns) == pytest.approx(expected[0], abs=1e-9)
    assert mounted_phi_deg(*direction, *turns) == pytest.approx(expected[1], abs=1e-9)


def test_turns_agree_with_those_of_scipy():
    random = np.random.default_rng(5)
    theta_deg, phi_deg = random.uniform(0.0, 180.0, 500), random.uniform(0.0, 360.0, 500)
    roll, pitch, yaw = random.uniform(-180.0, 180.0, (3, 500))
    mounted = Rotation.from_euler("ZYX", np.stack([yaw, pitch, roll], axis=-1), degrees=True)
    expected = mounted.inv().apply(vector(theta_deg, phi_deg))
    found = vector(
        mounted_theta_deg(theta_deg, phi_deg, roll, pitch, yaw), mounted_phi_deg(theta_deg, phi_deg, roll, pitch, yaw)
    )
    assert found == pytest.approx(expected, abs=1e-12)


def test_a_cone_is_all_directions_at_one_angle_from_its_axis():
    clock_deg = np.arange(0.0, 360.0, 1.0)
    theta_deg, phi_deg = cone_directions_deg(25.0, 70.0, 200.0, clock_deg)
    directions = vector(theta_deg, phi_deg)
    assert np.degrees(np.arccos(directions @ vector(70.0, 200.0))) == pytest.approx(np.full(360, 25.0), abs=1e-6)
    steps = np.linalg.norm(np.diff(directions, axis=0), axis=1)
    assert np.ptp(steps) < 1e-12  # in equal steps, all the way round
    assert np.linalg.norm(directions.sum(axis=0)) == pytest.approx(360.0 * np.cos(np.radians(25.0)))


def test_a_theta_that_is_no_angle_is_refused():
    with pytest.raises(LinkBudgetError, match="theta_deg"):
        mounted_theta_deg(361.0, 0.0)
