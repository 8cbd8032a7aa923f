"""Energy over the number of slots: curves and remembered points against a search for each, and when they are made."""

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError
from linkbudget.physics import _slot_curves, picture

CHANNELS = [
    (25.0, 64.0, 0.1),
    (30.0, 64.0, 0.25),
    (40.0, 32.0, 0.02),
    (20.0, 16.0, 0.3),
    (25.0, 64.0, 0.0),
    (12.0, 8.0, 0.2),
]
NEAR_DB = 1e-10


@pytest.fixture(autouse=True)
def forgotten():
    _slot_curves._curve.cache_clear()
    _slot_curves._once.cache_clear()


def searched(slots, snr_db, levels, jitter):
    """Each number of slots by a search of its own."""
    return np.array([picture._required(each, snr_db, levels, jitter) for each in slots])


@pytest.mark.parametrize(("snr_db", "levels", "jitter"), CHANNELS)
def test_curves_agree_with_a_search_for_each_number_of_slots(snr_db, levels, jitter):
    slots = np.unique(np.floor(np.geomspace(levels, 2.0**27, 55)))
    many = picture.required_es_over_n0_for_picture_snr_db(snr_db, slots, levels, timing_jitter=jitter)
    made = [_slot_curves._curve(picture._required, stretch, snr_db, levels, jitter) for stretch in range(3, 9)]
    assert sum(curve is not None for curve in made) >= 5  # or else the test would compare searches with searches
    assert many == pytest.approx(searched(slots, snr_db, levels, jitter), abs=NEAR_DB)


def test_two_slots_and_a_clock_that_hardly_allows_the_quality_are_searched():
    slots = np.array([2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 6.0, 7.0, 8.0, 9.0, 11.0, 13.0, 16.0])
    for snr_db, jitter in ((8.0, 0.05), (10.0, 0.25), (11.0, 0.3), (12.0, 0.35)):
        many = picture.required_es_over_n0_for_picture_snr_db(snr_db, slots, 2.0, timing_jitter=jitter)
        assert many == pytest.approx(searched(slots, snr_db, 2.0, jitter), abs=NEAR_DB, nan_ok=True)


def test_the_secant_method_finds_what_bracketing_finds(monkeypatch):
    rng = np.random.default_rng(3)
    snr_db, slots = rng.uniform(10.0, 44.0, 30), np.floor(2.0 ** rng.uniform(6.0, 14.0, 30))
    channel = slots, snr_db, 64.0, np.linspace(0.01, 0.33, 30)
    loop = slots, snr_db, 64.0, rng.uniform(0.02, 1.0, 30), 0.01 * rng.uniform(size=30)
    quick = [picture._required(*channel), picture._required_with_loop(*loop)]
    monkeypatch.setattr(picture, "secant_root", lambda function, first, second: np.full(first.shape, np.nan))
    for fast, slow in zip(quick, (picture._required(*channel), picture._required_with_loop(*loop)), strict=True):
        assert np.isfinite(fast).sum() > 20
        assert fast == pytest.approx(slow, abs=NEAR_DB, nan_ok=True)


def test_a_clock_loop_remembers_its_numbers_of_slots():
    slots = np.array([[64.0, 300.0, 300.0], [1000.0, 64.0, 16_000.0]])
    many = picture.required_es_over_n0_with_clock_loop_db(25.0, slots, 64, 0.1, 0.02)
    alone = [[picture._required_with_loop(each, 25.0, 64.0, 0.1, 0.02) for each in row] for row in slots]
    assert many == pytest.approx(np.array(alone), abs=NEAR_DB)
    assert _slot_curves._once.cache_info().misses == 4
    with pytest.raises(LinkBudgetError, match="slots"):
        picture.required_es_over_n0_with_clock_loop_db(25.0, [64.0, 20_000.0], 64, 0.1, 0.02)


def test_a_solver_searches_the_points_of_a_curve_and_no_more():
    counted = []

    def count(slots, *given):
        counted.append(np.size(slots))
        return picture._required(slots, *given)

    for moved in np.linspace(0.0, 0.9, 20):  # a solver that moves the power
        _slot_curves.over_slots(count, np.arange(520.0, 600.0) + moved, 25.0, 64.0, 0.1)
    assert counted == [_slot_curves._POINTS.size]
    _slot_curves.over_slots(count, np.array([520.0, 530.0, 540.0]), 30.0, 64.0, 0.1)
    assert counted[1:] == [1, 1, 1]  # too few for a curve


def test_values_that_are_not_numbers_and_shapes_stay():
    slots = np.array([[100.0, np.nan, 200.0], [300.0, 400.0, 500.0]])
    es_db = picture.required_es_over_n0_for_picture_snr_db(25.0, slots, 64, timing_jitter=0.1)
    assert es_db.shape == slots.shape
    assert (np.isnan(es_db) == np.isnan(slots)).all()
    assert np.isnan(picture.required_es_over_n0_for_picture_snr_db(np.nan, slots, 64, timing_jitter=0.1)).all()
    assert np.all(picture.required_es_over_n0_for_picture_snr_db(5.0, slots[1], 64, timing_jitter=0.1) == -np.inf)
    empty = picture.required_es_over_n0_for_picture_snr_db(25.0, np.array([]), 64, timing_jitter=0.1)
    assert empty.shape == (0,)
