"""The battery's charge: the scan against a plain loop, and its limits."""

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.battery import battery_energy_j, longest_load_duration_s, stored_energy_j


def looped(start_j, change_j, floor_j, full_j):
    """The same, step by step."""
    stored, result = start_j, []
    for change, floor, full in zip(change_j, floor_j, full_j, strict=True):
        stored = min(full, max(floor, stored + change))
        result.append(stored)
    return np.array(result)


@pytest.mark.parametrize("count", [1, 2, 3, 7, 64, 1000])
def test_scan_equals_the_loop(count):
    random = np.random.default_rng(count)
    full_j = 10.0 - 3.0 * np.sort(random.random(count))  # ages
    floor_j = 0.3 * full_j
    change_j = random.normal(0.0, 3.0, count)
    expected = looped(9.0, change_j, floor_j, full_j)
    assert stored_energy_j(9.0, change_j, floor_j, full_j) == pytest.approx(expected, abs=1e-9)


def test_rows_are_cases_of_their_own():
    random = np.random.default_rng(1)
    change_j = random.normal(0.0, 3.0, (4, 500))
    start_j, full_j = np.array([2.0, 5.0, 8.0, 10.0]), np.array([[8.0], [9.0], [10.0], [11.0]])
    together = stored_energy_j(start_j, change_j, 1.0, full_j)
    for row in range(4):
        alone = stored_energy_j(start_j[row], change_j[row], 1.0, full_j[row, 0])
        assert together[row] == pytest.approx(alone, abs=1e-12)


def test_far_from_its_limits_it_is_a_sum():
    change_j = np.linspace(-1.0, 1.0, 99)
    assert stored_energy_j(0.0, change_j, -1e9, 1e9) == pytest.approx(np.cumsum(change_j), abs=1e-12)


def test_a_long_mission_keeps_its_digits():
    """A minute a step for twenty years: rounding of the scan stays far below a joule."""
    random = np.random.default_rng(2)
    change_j = random.normal(0.0, 1e4, 2_000_000)
    floor_j, full_j = np.full(change_j.size, 1e6), np.full(change_j.size, 4e6)
    got = stored_energy_j(4e6, change_j, floor_j, full_j)
    tail = slice(-50_000, None)
    expected = looped(got[-50_001], change_j[tail], floor_j[tail], full_j[tail])
    assert got[tail] == pytest.approx(expected, abs=1e-3)


def test_energy_of_the_battery_of_mars_1():
    assert battery_energy_j(42.0, 27.0) == pytest.approx(1134.0 * 3600.0)


def test_a_load_within_the_array_lasts_for_ever():
    assert longest_load_duration_s(1.0, [50.0, 100.0, 101.0], 100.0).tolist() == [np.inf, np.inf, 1.0]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: stored_energy_j(0.0, [1.0], 5.0, 4.0),
        lambda: battery_energy_j(-1.0, 27.0),
        lambda: battery_energy_j(42.0, 0.0),
        lambda: longest_load_duration_s(-1.0, 2.0, 1.0),
    ],
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(LinkBudgetError, match="expected a number"):
        wrong()
