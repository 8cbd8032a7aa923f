"""Picture quality: figures of merit against enumeration, simulation and their own inverses."""

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError
from linkbudget.physics import analog, picture
from linkbudget.physics.pulse_jitter import neighbour_and_distant_error_probability
from linkbudget.physics.pulse_position import slot_error_probability


def shown(slot, slots, levels):
    """Grey shown for a received slot: the middle of the level into which the middle of the slot falls."""
    return (np.floor((slot + 0.5) * levels / slots) + 0.5) / levels


# Reference ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("es_db", "slots", "levels"), [(6.0, 16, 16), (9.0, 64, 8), (13.0, 512, 64), (4.0, 2, 2)])
def test_enumerating_every_pair_of_slots_gives_the_same_picture(es_db, slots, levels):
    """Every sent and received slot, the grey spread evenly inside the sent one; no jitter, all errors alike."""
    sent = np.arange(slots)[:, None]
    shown_grey = shown(np.arange(slots), slots, levels)
    middle_error = (sent + 0.5) / slots - shown_grey
    square = middle_error**2 + 1.0 / (12.0 * slots**2)
    wrong_level = shown_grey[:, None] != shown_grey
    error = slot_error_probability(es_db, slots)
    probability = np.where(sent == np.arange(slots), 1.0 - error, error / (slots - 1)) / slots
    expected_db = -10.0 * np.log10(np.sum(probability * square))
    assert picture.pulse_picture_snr_db(es_db, slots, levels) == pytest.approx(expected_db, abs=1e-10)
    expected = np.sum(probability * wrong_level)
    assert picture.pulse_pixel_error_probability(es_db, slots, levels) == pytest.approx(expected, rel=1e-11)


@pytest.mark.parametrize(("es_db", "jitter"), [(8.0, 0.1), (14.0, 0.3)])
def test_a_simulated_picture_comes_out_as_good(es_db, jitter):
    slots, levels, pixels = 64, 16, 400_000
    rng = np.random.default_rng(1963)
    grey = rng.random(pixels)
    sent = np.floor(grey * slots)
    neighbour, distant = neighbour_and_distant_error_probability(es_db, slots, jitter)
    side, fate = rng.choice([-1, 1], pixels), rng.random(pixels)
    other = rng.integers(0, slots, pixels)
    for _ in range(30):  # a distant error picks neither its own slot nor the neighbour
        again = (other == sent) | (other == sent + side)
        other[again] = rng.integers(0, slots, again.sum())
    received = np.where(fate < neighbour, np.clip(sent + side, 0, slots - 1), sent)
    received = np.where(fate > 1.0 - distant, other, received)
    square = (shown(received, slots, levels) - grey) ** 2
    computed = 10.0 ** (-picture.pulse_picture_snr_db(es_db, slots, levels, timing_jitter=jitter) / 10.0)
    assert abs(square.mean() - computed) < 4.0 * square.std() / np.sqrt(pixels)  # 4 sigma
    wrong = shown(received, slots, levels) != shown(sent, slots, levels)
    computed = picture.pulse_pixel_error_probability(es_db, slots, levels, timing_jitter=jitter)
    assert abs(wrong.mean() - computed) < 4.0 * np.sqrt(computed / pixels)


@pytest.mark.parametrize(("snr_db", "levels"), [(10.0, 4), (30.0, 64), (45.0, 64), (52.0, 64)])
def test_analogue_pixel_errors_agree_with_the_sum_over_levels(snr_db, levels):
    half_step = mp.mpf(10) ** (mp.mpf(snr_db) / 20) / (2 * levels)
    one_side = mp.ncdf(-half_step)
    expected = (2 * one_side + (levels - 2) * 2 * one_side) / levels  # black and white to one side only
    assert picture.analog_pixel_error_probability(snr_db, levels) == pytest.approx(float(expected), rel=1e-12)


def test_clipped_noise_would_look_better_by_the_stated_decibels():
    rng = np.random.default_rng(5)
    grey, noise = rng.random(400_000), rng.standard_normal(400_000)
    for snr_db, better_db in ((27.0, 0.2), (20.0, 0.5), (10.0, 1.8)):
        seen = np.clip(grey + 10.0 ** (-snr_db / 20.0) * noise, 0.0, 1.0)
        assert -10.0 * np.log10(np.mean((seen - grey) ** 2)) - snr_db == pytest.approx(
            better_db, abs=0.07
        )  # printed 0.1


# Identity -----------------------------------------------------------------------------------------------------------


def test_quantising_alone_limits_a_strong_link():
    limit_db = 20.0 * np.log10(64.0) + 10.0 * np.log10(12.0)
    assert picture.pulse_picture_snr_db(40.0, 512, 64) == pytest.approx(limit_db, abs=1e-9)
    assert picture.analog_picture_snr_db(200.0, grey_levels=64) == pytest.approx(limit_db, abs=1e-9)


def test_noise_alone_gives_a_random_grey():
    for slots, levels in ((64, 8), (500, 64), (64, 64), (3, 2), (2, 2)):
        square = 1.0 / 6.0 - 1.0 / (12.0 * levels**2)
        assert picture.pulse_picture_snr_db(-np.inf, slots, levels) == pytest.approx(-10.0 * np.log10(square), abs=1e-9)
        wrong = picture.pulse_pixel_error_probability(-np.inf, slots, levels, timing_jitter=0.1)
        assert wrong == pytest.approx((levels - 1) / levels, rel=1e-10)
        assert picture.analog_pixel_error_probability(-np.inf, levels) == pytest.approx((levels - 1) / levels)


def test_as_many_levels_as_slots_make_every_slot_error_a_pixel_error():
    assert picture.pulse_pixel_error_probability(9.0, 64, 64) == pytest.approx(
        slot_error_probability(9.0, 64), rel=0.001
    )  # but for neighbours beyond the ends, 1/M of 1/M


@pytest.mark.parametrize("jitter", [0.0, 0.1, 0.3])
def test_required_energy_gives_back_the_picture(jitter):
    wanted = np.array([10.0, 20.0, 30.0, 40.0, 45.0])
    es_db = picture.required_es_over_n0_for_picture_snr_db(wanted, 500, 64, timing_jitter=jitter)
    assert picture.pulse_picture_snr_db(es_db, 500, 64, timing_jitter=jitter) == pytest.approx(wanted, abs=1e-6)


def test_quality_out_of_reach_is_nan_and_quality_of_noise_needs_nothing():
    required = picture.required_es_over_n0_for_picture_snr_db([47.0, 46.9, 5.0, np.nan], 500, 64, timing_jitter=0.35)
    assert np.isnan(required[[0, 1, 3]]).all()  # beyond 64 levels; within, but beyond the clock; not a number
    assert required[2] == -np.inf
    assert np.isfinite(picture.required_es_over_n0_for_picture_snr_db(46.9, 500, 64))
    assert (
        picture.required_es_over_n0_for_picture_snr_db(46.5, 500, 64, timing_jitter=0.02) < 20.0
    )  # no error at 100 dB
    assert np.isnan(picture.required_cn0_for_picture_snr_dbhz(47.0, 45.0, 5.0, grey_levels=64))


def test_analogue_requirement_gives_back_the_picture():
    cn0 = picture.required_cn0_for_picture_snr_dbhz(38.0, 45.0, 5.0, grey_levels=64)
    noise_db = analog.peak_to_peak_snr_db(analog.fm_output_snr_db(cn0, 45.0, 5.0))
    assert picture.analog_picture_snr_db(noise_db, grey_levels=64) == pytest.approx(38.0, abs=1e-6)


# Shape --------------------------------------------------------------------------------------------------------------


def test_arrays_equal_loops_of_scalars():
    es_db, levels = np.array([[6.0], [12.0]]), np.array([16, 64])
    for function in (picture.pulse_picture_snr_db, picture.pulse_pixel_error_probability):
        for jitter in (0.0, 0.1):
            one_by_one = [[function(float(e), 500, int(n), timing_jitter=jitter) for n in levels] for e in es_db[:, 0]]
            assert function(es_db, 500, levels, timing_jitter=jitter) == pytest.approx(np.array(one_by_one), rel=1e-12)
    wanted = np.array([[15.0], [25.0]])
    one_by_one = [
        [picture.required_es_over_n0_for_picture_snr_db(float(w), 500, int(n), timing_jitter=0.1) for n in levels]
        for w in wanted[:, 0]
    ]
    together = picture.required_es_over_n0_for_picture_snr_db(wanted, 500, levels, timing_jitter=0.1)
    assert together == pytest.approx(np.array(one_by_one), abs=1e-7)


def test_floats_come_back_as_floats():
    for value in (
        picture.pulse_picture_snr_db(12.0, 500, 64),
        picture.pulse_pixel_error_probability(12.0, 500, 64),
        picture.required_es_over_n0_for_picture_snr_db(30.0, 500, 64, timing_jitter=0.1),
        picture.analog_picture_snr_db(30.0, grey_levels=64),
        picture.analog_pixel_error_probability(30.0, 64),
        picture.required_cn0_for_picture_snr_dbhz(30.0, 45.0, 5.0),
        picture.quantisation_error(64),
    ):
        assert isinstance(value, float)


# Property -----------------------------------------------------------------------------------------------------------


@given(es_db=st.floats(-20.0, 25.0), levels=st.integers(2, 64), per_level=st.integers(1, 16))
def test_pictures_improve_with_energy_between_noise_and_quantising(es_db, levels, per_level):
    slots = levels * per_level
    snr_db = picture.pulse_picture_snr_db(es_db, slots, levels)
    assert picture.pulse_picture_snr_db(es_db + 0.5, slots, levels) >= snr_db - 1e-9
    limit_db = -10.0 * np.log10(picture.quantisation_error(levels))
    assert 7.78 <= snr_db <= limit_db + 1e-9
    wrong = picture.pulse_pixel_error_probability(es_db, slots, levels)
    assert 0.0 <= wrong <= (levels - 1) / levels * (1.0 + 1e-10)


@given(snr_db=st.floats(-40.0, 80.0), levels=st.integers(2, 1024))
def test_analogue_errors_fall_with_quality_and_stay_below_chance(snr_db, levels):
    wrong = picture.analog_pixel_error_probability(snr_db, levels)
    assert 0.0 <= wrong <= (levels - 1) / levels
    assert picture.analog_pixel_error_probability(snr_db + 1.0, levels) <= wrong
    shown = picture.analog_picture_snr_db(snr_db)
    assert (
        max(snr_db, 10.0 * np.log10(3.0)) <= shown + 1e-9
    )  # clipped at black and white, at worst black or white by chance
    assert picture.analog_picture_snr_db(snr_db, grey_levels=levels) <= shown


@pytest.mark.parametrize("snr_db", [-10.0, 0.0, 10.0, 20.0, 40.0])
def test_clipped_noise_agrees_with_a_simulated_picture(snr_db):
    """Four million pixels: the mean square is known to about 0.1 %, 0.005 dB."""
    random = np.random.default_rng(1962)
    grey = random.random(4_000_000)
    shown = np.clip(grey + 10.0 ** (-snr_db / 20.0) * random.standard_normal(grey.size), 0.0, 1.0)
    simulated_db = -10.0 * np.log10(np.mean((shown - grey) ** 2))
    assert picture.analog_picture_snr_db(snr_db) == pytest.approx(simulated_db, abs=0.01)


@pytest.mark.parametrize(
    "call",
    [
        lambda: picture.quantisation_error(1),
        lambda: picture.pulse_picture_snr_db(10.0, 32, 64),
        lambda: picture.pulse_picture_snr_db(10.0, 500, 64, timing_jitter=0.5),
        lambda: picture.analog_pixel_error_probability(30.0, 1),
        lambda: picture.required_cn0_for_picture_snr_dbhz(30.0, 0.0, 5.0),
    ],
)
def test_impossible_numbers_raise(call):
    with pytest.raises(LinkBudgetError):
        call()
