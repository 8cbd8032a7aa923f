"""Long arrays of pulses with jitter: splines against the integrals they stand for, and searches against each other."""

import numpy as np
import pytest
from scipy.special import erfc

from linkbudget.physics import _pulse_tables, picture
from linkbudget.physics import pulse_jitter as jittered
from linkbudget.physics.pulse_position import slot_error_probability

MANY = 3000


def own_jitters(count, seed):
    """Anything from a perfect clock to the worst, small ones often."""
    rng = np.random.default_rng(seed)
    return 0.35 * rng.uniform(0.0, 1.0, count) ** rng.choice([1, 3], count)


def some(count, seed=0):
    return np.random.default_rng(seed).choice(MANY, count, replace=False)


# Identity: long arrays against points alone, which are integrated ---------------------------------------------------


@pytest.mark.parametrize(
    "slots",
    [2.0, 500.0, 65_536.0, np.floor(np.random.default_rng(3).uniform(300.0, 900.0, MANY)), np.linspace(2.0, 5.0, MANY)],
    ids=["two", "500", "65536", "drawn whole numbers", "real numbers"],
)
def test_errors_of_long_arrays_agree_with_the_integrals(slots):
    es_db, jitter = np.random.default_rng(1).uniform(-20.0, 45.0, MANY), own_jitters(MANY, 2)
    slots = np.broadcast_to(slots, MANY)
    many = np.array(jittered.neighbour_and_distant_error_probability(es_db, slots, jitter))
    chosen = some(100)
    few = np.array(jittered.neighbour_and_distant_error_probability(es_db[chosen], slots[chosen], jitter[chosen]))
    sizeable = few > 1e-12
    # 1e-9 of the integral and of the spline
    assert many[:, chosen][sizeable] == pytest.approx(few[sizeable], rel=3e-9)
    rare = (few > 1e-98) & ~sizeable
    assert many[:, chosen][rare] == pytest.approx(few[rare], rel=2e-6)
    assert np.all(many[:, chosen][few == 0.0] <= 1e-98)


def test_strong_pulses_in_long_arrays_fall_to_the_floor_of_the_clock():
    es_db, jitter = np.random.default_rng(4).uniform(32.1, 130.0, MANY), np.geomspace(0.01, 0.35, MANY)
    near, far = jittered.neighbour_and_distant_error_probability(es_db, 500, jitter)
    chosen = some(60)
    few = jittered.neighbour_error_probability(es_db[chosen], 500, jitter[chosen])
    assert near[chosen] == pytest.approx(few, rel=3e-9)
    assert np.all(far == 0.0)
    endless = jittered.neighbour_error_probability(np.full(MANY, 120.0), 500, jitter)
    floor = erfc(np.sqrt(0.125) / jitter)
    assert endless == pytest.approx(np.where(floor > 1e-100, floor, 0.0), rel=1e-6)


def test_little_jitter_in_long_arrays_joins_the_perfect_clock():
    es_db = np.linspace(-30.0, 13.0, MANY)
    jitter = np.random.default_rng(0).uniform(1e-9, 2e-9, MANY)
    perfect = slot_error_probability(es_db, 64)
    assert jittered.slot_error_probability_with_jitter(es_db, 64, jitter) == pytest.approx(perfect, rel=1e-6)


def test_errors_in_a_long_array_fall_with_energy_across_all_tables():
    es_db = np.linspace(-10.0, 60.0, 2 * MANY)
    for jitter in (0.15, np.linspace(0.15, 0.150001, es_db.size)):  # a curve, and a surface
        error = jittered.slot_error_probability_with_jitter(es_db, 500, jitter)
        assert np.all(np.diff(error) <= 2e-9 * error[1:] + 1e-6 * np.ptp(jitter))


def channels(slots, seed):
    """Wanted quality, slots, grey levels and jitter, all different."""
    rng = np.random.default_rng(seed)
    slots = np.broadcast_to(slots, MANY)
    levels = 2.0 * (slots / 2.0) ** rng.uniform(0.0, 1.0, MANY)
    return rng.uniform(0.0, 60.0, MANY), slots, levels, own_jitters(MANY, seed + 1)


@pytest.mark.parametrize(
    "slots",
    [2.0, 500.0, 65_536.0, np.floor(np.random.default_rng(3).uniform(300.0, 900.0, MANY)), np.linspace(2.0, 5.0, MANY)],
    ids=["two", "500", "65536", "drawn whole numbers", "real numbers"],
)
def test_required_energy_in_a_long_array_is_that_of_each_point(slots):
    wanted, slots, levels, jitter = channels(slots, 7)
    many = picture.required_es_over_n0_for_picture_snr_db(wanted, slots, levels, timing_jitter=jitter)
    for point in some(10, 8):
        alone = picture.required_es_over_n0_for_picture_snr_db(
            wanted[point], slots[point], levels[point], timing_jitter=jitter[point]
        )
        assert many[point] == pytest.approx(alone, abs=1e-6, nan_ok=True)


@pytest.mark.parametrize("slots", [500.0, np.floor(np.random.default_rng(3).uniform(300.0, 900.0, MANY))])
def test_required_energy_in_a_long_array_gives_back_the_picture(slots):
    wanted, slots, levels, jitter = channels(slots, 9)
    es_db = picture.required_es_over_n0_for_picture_snr_db(wanted, slots, levels, timing_jitter=jitter)
    best = picture.pulse_picture_snr_db(100.0, slots, levels, timing_jitter=jitter)
    worst = picture.pulse_picture_snr_db(-np.inf, slots, levels, timing_jitter=jitter)
    assert np.isnan(es_db[wanted > best + 1e-6]).all()
    assert np.all(es_db[wanted < worst - 1e-9] == -np.inf)
    within = (wanted > worst + 1e-9) & (wanted < best - 1e-6)
    assert np.isfinite(es_db[within]).all()
    assert within.sum() > 1000
    shown = picture.pulse_picture_snr_db(es_db, slots, levels, timing_jitter=jitter)
    assert shown[within] == pytest.approx(wanted[within], abs=1e-6)


def test_qualities_just_below_what_the_clock_allows_are_found_among_strong_pulses():
    jitter = np.random.default_rng(5).uniform(0.15, 0.35, MANY)
    best = picture.pulse_picture_snr_db(120.0, 500, 64, timing_jitter=jitter)
    wanted = best - 10.0 ** np.random.default_rng(6).uniform(-6.0, -2.0, MANY)
    es_db = picture.required_es_over_n0_for_picture_snr_db(wanted, 500, 64, timing_jitter=jitter)
    assert np.count_nonzero(es_db > 32.1) > 1000
    assert picture.pulse_picture_snr_db(es_db, 500, 64, timing_jitter=jitter) == pytest.approx(wanted, abs=1e-7)


def test_required_energy_rises_with_quality_and_jitter():
    wanted = np.linspace(8.0, 46.0, MANY)
    jitter = np.array([0.02, 0.0200001])[np.arange(MANY) % 2]  # two jitters: no curve
    es_db = picture.required_es_over_n0_for_picture_snr_db(wanted, 500, 64, timing_jitter=jitter)
    assert np.all(np.diff(es_db) > 0.0)
    jitter = np.linspace(0.0, 0.35, MANY)
    es_db = picture.required_es_over_n0_for_picture_snr_db(30.0, 500, 64, timing_jitter=jitter)
    assert np.all(np.diff(es_db) > -1e-6)


@pytest.mark.parametrize("counts", [(300.0, 500.0), (300.0, 400.0, 500.0), tuple(range(300, 900, 7))])
def test_a_perfect_clock_with_several_numbers_of_slots_is_solved_as_each_point(counts):
    rng = np.random.default_rng(2)
    wanted, slots = rng.uniform(5.0, 40.0, MANY), rng.choice(counts, MANY)
    many = picture.required_es_over_n0_for_picture_snr_db(wanted, slots, 64)
    for point in some(20):
        alone = picture.required_es_over_n0_for_picture_snr_db(wanted[point], slots[point], 64)
        assert many[point] == pytest.approx(alone, abs=1e-6, nan_ok=True)


# Shape --------------------------------------------------------------------------------------------------------------


def test_values_that_are_not_numbers_leave_their_neighbours_alone():
    wanted, slots, levels, jitter = channels(500.0, 11)
    whole = picture.required_es_over_n0_for_picture_snr_db(wanted, slots, levels, timing_jitter=jitter)
    wanted[::7], jitter[1::7] = np.nan, np.nan
    es_db = picture.required_es_over_n0_for_picture_snr_db(wanted, slots, levels, timing_jitter=jitter)
    missing = np.isnan(wanted + jitter)
    assert np.isnan(es_db[missing]).all()
    assert es_db[~missing] == pytest.approx(whole[~missing], abs=1e-7, nan_ok=True)
    shown = picture.pulse_picture_snr_db(np.where(missing, np.nan, 12.0), 500, levels, timing_jitter=jitter)
    assert (np.isnan(shown) == missing).all()


def test_long_arrays_keep_their_shape():
    es_db, jitter = np.linspace(0.0, 15.0, 60)[:, None], np.linspace(0.01, 0.3, 50)
    assert picture.pulse_picture_snr_db(es_db, 64, 16, timing_jitter=jitter).shape == (60, 50)
    required = picture.required_es_over_n0_for_picture_snr_db(es_db + 8.0, 64, 16, timing_jitter=jitter)
    assert required.shape == (60, 50)
    assert required.ravel() == pytest.approx(
        picture.required_es_over_n0_for_picture_snr_db(
            np.repeat(es_db.ravel() + 8.0, 50), 64, 16, timing_jitter=np.tile(jitter, 60)
        ),
        nan_ok=True,
    )


def test_tables_wait_for_enough_points(monkeypatch):
    def refuse(*arguments):
        raise AssertionError("a table for so few")

    monkeypatch.setattr(_pulse_tables, "surface", refuse)
    monkeypatch.setattr(_pulse_tables, "octave_surface", refuse)
    monkeypatch.setattr(_pulse_tables, "curve", refuse)
    jittered.slot_error_probability_with_jitter(np.linspace(0.0, 20.0, 50), 500, np.linspace(0.1, 0.2, 50))
    picture.required_es_over_n0_for_picture_snr_db(30.0, np.arange(200, 210), 64, timing_jitter=0.05)
