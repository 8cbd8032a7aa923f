"""Zeros of many functions at once: near the start, at turning points, at borders beyond which nothing is."""

import numpy as np
import pytest

from linkbudget.studies.cases import lines_of
from linkbudget.studies.searching import search


def found(function, start=0.5):
    result = search(lambda share, index: function(share) + 0.0 * index, np.array([start]), np.array([0]))
    return result.share[0], result.crossed[0]


@pytest.mark.parametrize("root", [0.0, 1e-9, 0.1, 0.4999, 0.5, 0.77, 1.0])
def test_root_of_a_rising_function(root):
    share, _ = found(lambda share: share - root)
    assert share == pytest.approx(root, abs=1e-9)


def test_bowl_about_the_start_has_both_its_roots_in_reach():
    share, crossed = found(lambda share: (share - 0.5) ** 2 - 0.04)
    assert crossed
    assert abs(share - 0.5) == pytest.approx(0.2)


@pytest.mark.parametrize("start", [0.1, 0.9])
def test_summit_between_two_looks_is_seen(start):
    place = 0.5 + 0.4 / 64.0
    share, crossed = found(lambda share: 1e-3 - (64.0 * (share - place)) ** 2, start)
    assert crossed
    assert abs(share - place) == pytest.approx(np.sqrt(1e-3) / 64.0)


def test_summit_below_zero_is_the_nearest_miss():
    share, crossed = found(lambda share: -0.3 - (share - 0.321) ** 2)
    assert not crossed
    assert share == pytest.approx(0.321, abs=1e-6)


def test_root_just_before_the_border_of_nothing_is_found():
    border = 0.7003
    share, crossed = found(lambda share: np.where(share < border, share - 0.70029, np.nan), 0.2)
    assert crossed
    assert share == pytest.approx(0.70029, abs=1e-9)


def test_border_is_the_nearest_miss_of_what_rises_towards_it():
    share, crossed = found(lambda share: np.where(share < 0.7003, share - 0.9, np.nan), 0.2)
    assert not crossed
    assert share == pytest.approx(0.7003, abs=1e-9)


def test_start_beyond_the_border_does_not_matter():
    share, crossed = found(lambda share: np.where(share < 0.3, share - 0.1, np.nan), 0.9)
    assert crossed
    assert share == pytest.approx(0.1)


def test_step_ends_on_its_nearer_side():
    share, crossed = found(lambda share: np.where(share < 0.4, -3.0, 1.0))
    assert crossed
    assert share == pytest.approx(0.4)
    assert share >= 0.4


def test_flat_stretch_of_zeros_is_entered_at_its_foot():
    share, _ = found(lambda share: np.clip(np.floor(share * 4.0) - 2.0, -1.0, 1.0), 0.1)
    assert share == pytest.approx(0.5, abs=1e-9)


def test_refused_combinations_are_nan_and_leave_the_others_alone():
    import linkbudget

    case = linkbudget.load("mars1").case("imaging-5cm", range_m=50e9)  # 25 kW peak, 64 grey levels
    powers = np.array([[50.0, 26e3], [1e3, 50.0]])
    with_refused = lines_of(case, {"transmitter.power": powers}, ["margin_db"])["margin_db"]
    assert np.isnan(with_refused).tolist() == [[False, True], [True, False]]
    alone = case.budget()["margin_db"]
    np.testing.assert_allclose(with_refused[[0, 1], [0, 1]], alone, rtol=1e-12)
