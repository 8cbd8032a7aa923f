"""The slot clock of pulse position: closed forms, the chain against drawn noise, the table against the chain."""

from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from linkbudget.errors import LinkBudgetError
from linkbudget.physics import pulse_clock
from linkbudget.physics._pulse_clock_chain import UNIFORM_JITTER, Steps, mean_pixels, stationary_jitter, winning_energy
from linkbudget.physics._pulse_gates import two_gate_errors
from linkbudget.physics.picture import (
    pulse_picture_snr_db,
    required_es_over_n0_for_picture_snr_db,
    required_es_over_n0_with_clock_loop_db,
)
from linkbudget.physics.pulse_clock import (
    best_clock_loop_gain,
    clock_jitter,
    clock_loss_pixels,
    clock_loss_probability,
    clock_loss_time_s,
    linear_clock_jitter,
)

ROOT = Path(__file__).parents[2]


@pytest.fixture
def receivers(monkeypatch):
    """The receivers of the benchmark, which draw the noise of their gates."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    from pulse_clock import Receivers

    return Receivers


# ---------------------------------------------------------------- reference


@pytest.mark.parametrize("es_db", [20.0, 25.0, 40.0])
def test_a_strong_pulse_is_timed_as_by_an_early_late_power_loop(es_db):
    """Kaplan and Hegarty: B_L T d/(2 Es/N0) (1 + 2/((2 - d) Es/N0)), gates one chip apart, B_L T = g/(2 (2 - g))."""
    gain, over = 0.2, 10.0 ** (-es_db / 10.0)
    loop = gain / (2.0 * (2.0 - gain))
    published = loop / 2.0 * over * (1.0 + 2.0 * over)
    assert linear_clock_jitter(es_db, 500, gain, 0.0) ** 2 == pytest.approx(published, rel=1e-6)
    assert clock_jitter(es_db, 500, gain, 0.0) ** 2 == pytest.approx(published, rel=0.01)


@pytest.mark.parametrize("slots", [2, 16, 500, 16384])
def test_the_greatest_of_many_empty_gates_has_a_harmonic_number(slots):
    harmonic = np.sum(1.0 / np.arange(1, slots + 1))
    assert winning_energy([1e-12], [slots])[0] == pytest.approx(harmonic, rel=1e-5)


@pytest.mark.parametrize(("es_db", "slots"), [(4.0, 16), (8.0, 500), (12.0, 500), (16.0, 4096)])
def test_decisions_are_as_frequent_as_two_gates_that_share_a_pulse_have_them(es_db, slots):
    """The quadrature of :mod:`linkbudget.physics.pulse_jitter`, at fixed offsets of the clock."""
    offset, amplitude = np.array([0.0, 0.1, 0.3, 0.45, 0.5]), 10.0 ** (es_db / 20.0)
    own, following, distant = Steps(amplitude**2, slots)(offset)[0]
    both = two_gate_errors(amplitude * (1.0 - offset), amplitude * offset, np.full(5, float(slots)))
    assert following == pytest.approx(both[0], rel=2e-4, abs=1e-9)
    assert distant == pytest.approx(both[1], rel=2e-4, abs=1e-9)
    assert own + following + distant == pytest.approx(1.0, abs=1e-12)


# ---------------------------------------------------------------- drawn noise


@pytest.mark.parametrize(
    ("es_db", "slots", "gain", "walk"), [(8.0, 500, 0.5, 0.02), (8.0, 500, 0.3, 0.05), (10.0, 64, 0.5, 0.1)]
)
def test_receivers_that_draw_their_noise_lose_the_clock_as_soon(receivers, es_db, slots, gain, walk):
    """800 runs each: 3.5 % standard error of the time; the jitter of 300 pixels of each, 1 %."""
    run = receivers(np.random.default_rng(1962), es_db, slots, gain, walk, 800)
    pixels, error = run.mean_pixels()
    chain = Steps(10.0 ** (es_db / 10.0), slots)
    assert mean_pixels(chain, gain, walk) == pytest.approx(pixels, abs=3.0 * error + 0.03 * pixels)
    assert stationary_jitter(chain, gain, walk) == pytest.approx(run.jitter(), rel=0.02)


def test_nine_runs_in_ten_lose_a_fast_clock_at_8_db(receivers):
    """Gain 0.5 within 160 pixels; a gain of 0.1 keeps it in as many."""
    fast = receivers(np.random.default_rng(3), 8.0, 500, 0.5, 0.02, 800)
    fast.go(160)
    told = clock_loss_probability(160, clock_loss_pixels(8.0, 500, 0.5, 0.02))
    assert fast.lost.mean() == pytest.approx(told, abs=0.03)
    assert 0.88 < told < 0.93
    assert clock_loss_probability(160, clock_loss_pixels(8.0, 500, 0.1, 0.02)) < 0.05


# ---------------------------------------------------------------- the table


@pytest.mark.parametrize(
    ("es_db", "slots", "gain", "walk_jitter"),
    [
        (8.0, 500, 0.1, 0.05),
        (10.3, 500, 0.3, 0.07),
        (12.6, 500, 0.5, 0.11),
        (6.2, 40, 0.06, 0.02),
        (13.1, 3000, 0.8, 0.14),
        (3.0, 500, 0.03, 0.25),
    ],
)
def test_the_table_has_what_the_chain_has_between_its_points(es_db, slots, gain, walk_jitter):
    walk = walk_jitter * np.sqrt(gain * (2.0 - gain))
    chain = Steps(10.0 ** (es_db / 10.0), slots)
    given = es_db, slots, gain, walk
    assert clock_loss_pixels(*given) == pytest.approx(mean_pixels(chain, gain, walk), rel=0.05)
    assert clock_jitter(*given) == pytest.approx(stationary_jitter(chain, gain, walk), rel=0.01)


@pytest.mark.parametrize(("es_db", "gain", "walk"), [(8.0, 0.1, 0.02), (8.0, 0.5, 0.02), (12.0, 0.3, 0.08)])
def test_more_points_change_nothing(es_db, gain, walk):
    chain = Steps(10.0 ** (es_db / 10.0), 500)
    assert mean_pixels(chain, gain, walk, 400) == pytest.approx(mean_pixels(chain, gain, walk), rel=1e-3)
    assert stationary_jitter(chain, gain, walk, 400) == pytest.approx(stationary_jitter(chain, gain, walk), rel=1e-3)


def test_a_single_loop_and_many_give_the_same():
    es_db = np.array([[-3.0], [8.0], [12.0], [30.0], [-np.inf], [np.nan]])
    gain = np.array([0.05, 0.1, 0.7])
    for function in (clock_jitter, clock_loss_pixels, linear_clock_jitter):
        whole = function(es_db, 500, gain, 0.03)
        assert whole.shape == (6, 3)
        each = [[function(float(one), 500, float(other), 0.03) for other in gain] for one in es_db[:, 0]]
        assert whole == pytest.approx(np.array(each), rel=1e-9, nan_ok=True)


# ---------------------------------------------------------------- limits


def test_a_clock_that_knows_nothing_is_uniform_and_lost_at_once():
    assert clock_jitter(-np.inf, 500, 0.1, 0.02) == pytest.approx(UNIFORM_JITTER, rel=1e-4)
    assert clock_loss_pixels(-np.inf, 500, 0.1, 0.02) == 1.0


def test_a_strong_signal_leaves_the_walk_alone():
    gain, walk = 0.2, 0.05
    assert clock_jitter(100.0, 500, gain, walk) == pytest.approx(walk / np.sqrt(gain * (2.0 - gain)), rel=0.005)


def test_jitter_falls_and_time_rises_with_the_signal():
    """But for the interpolation: 1e-3 of either."""
    es_db = np.linspace(-10.0, 40.0, 1001)
    for slots, gain, walk in ((500, 0.1, 0.02), (64, 0.5, 0.0), (5000, 0.9, 0.1)):
        assert np.all(np.diff(np.log(clock_jitter(es_db, slots, gain, walk))) < 1e-3)
        assert np.all(np.diff(np.log(clock_loss_pixels(es_db, slots, gain, walk))) > -1e-3)


def test_linear_theory_holds_where_the_clock_is_good():
    es_db = np.array([14.0, 16.0, 20.0])
    assert clock_jitter(es_db, 500, 0.1, 0.01) == pytest.approx(linear_clock_jitter(es_db, 500, 0.1, 0.01), rel=0.01)


@pytest.mark.parametrize(("es_db", "walk"), [(8.0, 0.01), (12.0, 0.05), (20.0, 0.2)])
def test_no_other_gain_is_better_than_the_best(es_db, walk):
    found = minimize_scalar(
        lambda gain: linear_clock_jitter(es_db, 500, gain, walk), bounds=(1e-3, 1.0), options={"xatol": 1e-9}
    )
    assert best_clock_loop_gain(es_db, 500, walk) == pytest.approx(found.x, rel=1e-5)


def test_time_is_pixels_over_the_pixel_rate():
    assert clock_loss_time_s(8.0, 500, 0.1, 0.02, 90.0) * 90.0 == pytest.approx(clock_loss_pixels(8.0, 500, 0.1, 0.02))


def test_chance_of_a_loss_is_small_or_certain():
    assert clock_loss_probability(1e6, 1e12) == pytest.approx(1e-6, rel=1e-6)
    assert clock_loss_probability(1e6, 10.0) == 1.0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((8.0, 500, 0.01, 0.0), "clock_loop_gain"),
        ((8.0, 500, 1.2, 0.0), "clock_loop_gain"),
        ((8.0, 8, 0.1, 0.0), "slots"),
        ((8.0, 500, 0.1, 0.2), "clock_walk = 0.2: expected at most 0.131 beside clock_loop_gain = 0.1"),
        (
            (8.0, 500, [0.1, 0.3], [[0.1], [0.2]]),
            "clock_walk = 0.2: expected at most 0.131 beside clock_loop_gain = 0.1",
        ),
        ((8.0, 500, 0.1, -0.1), "clock_walk"),
    ],
)
def test_loops_outside_the_table_are_refused(given, said):
    with pytest.raises(LinkBudgetError, match=said):
        clock_jitter(*given)


# ---------------------------------------------------------------- the picture


@pytest.mark.parametrize("wanted_db", [20.0, 25.0, 35.0])
def test_required_signal_is_that_with_the_jitter_it_makes(wanted_db):
    gain, walk = np.array([0.1, 0.5]), 0.03
    es_db = required_es_over_n0_with_clock_loop_db(wanted_db, 500, 64, gain, walk)
    jitter = clock_jitter(es_db, 500, gain, walk)
    assert pulse_picture_snr_db(es_db, 500, 64, timing_jitter=jitter) == pytest.approx(wanted_db, abs=1e-5)
    fixed = required_es_over_n0_for_picture_snr_db(wanted_db, 500, 64, timing_jitter=jitter)
    assert es_db == pytest.approx(fixed, abs=1e-6)
    alone = [required_es_over_n0_with_clock_loop_db(wanted_db, 500, 64, one, walk) for one in gain]
    assert es_db == pytest.approx(alone, abs=1e-6)


def test_a_quality_that_no_signal_gives_has_no_answer():
    """64 grey levels allow 46.9 dB."""
    assert np.isnan(required_es_over_n0_with_clock_loop_db(60.0, 500, 64, 0.1, 0.02))
    assert required_es_over_n0_with_clock_loop_db(5.0, 500, 64, 0.1, 0.02) == -np.inf


def test_the_table_is_where_the_package_looks_for_it():
    assert pulse_clock._table().shape == (2, 6, 11, 11, pulse_clock.ES_OVER_LOG_SLOTS_DB.size)
