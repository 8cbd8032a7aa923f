"""Photons: numbers recomputed from SI constants, rates of slots, the sky, the air, and the ladder of rates."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.physics import photon_ladder, photons
from linkbudget.physics.optical_ppm import required_signal_photons
from linkbudget.physics.photon_counting import noiseless_capacity, soft_decision_capacity, symbol_error_probability

WAVE_M = 1.55e-6
EQUIPMENT = ((4.0, 16.0, 64.0), (0.5e-9, 2e-9, 8e-9), (0.3333, 0.5, 0.6667))


def test_photons_a_second_of_the_diffraction_limited_link():
    """4 W through 22 cm over 31 million km into 5.1 m without losses: 1.05e10 photons a second."""
    captured = (math.pi * 0.22 * 5.1 / (4.0 * WAVE_M * 31e9)) ** 2
    rate = photons.photon_rate_per_s(10.0 * math.log10(4.0 * captured), WAVE_M)
    assert rate == pytest.approx(1.05e10, rel=5e-3)
    assert rate / 267e6 == pytest.approx(39.0, abs=0.5)


def test_the_energy_of_a_photon():
    joules = 6.62607015e-34 * 299792458.0 / WAVE_M
    assert photons.photon_energy_dbj(WAVE_M) == pytest.approx(10.0 * math.log10(joules), abs=1e-12)


def test_levels_go_there_and_back():
    assert photons.photons_of_level(photons.photons_db(7.3)) == pytest.approx(7.3, rel=1e-14)
    assert photons.level_in_dbm(-30.0) == 0.0


def test_the_top_of_the_ladder_is_the_rate_that_was_flown():
    """M = 16, rate 2/3, 0.5 ns: 333 Mbit/s without guard slots, 267 Mbit/s with a quarter of them."""
    assert photons.ppm_bit_rate_bps(16.0, 0.5e-9, 2.0 / 3.0, 0.0) == pytest.approx(1e9 / 3.0, rel=1e-12)
    assert photons.ppm_bit_rate_bps(16.0, 0.5e-9, 2.0 / 3.0) == pytest.approx(266.667e6, rel=2e-6)


def test_the_air_mass_is_that_of_flat_layers_high_up_and_of_a_sphere_low_down():
    """One over the sine within 0.3 % above 30 deg, and 38 of Bemporad's tables at the horizon."""
    elevation = np.array([30.0, 45.0, 60.0, 90.0])
    np.testing.assert_allclose(photons.relative_air_mass(elevation), 1.0 / np.sin(np.radians(elevation)), rtol=3e-3)
    assert photons.relative_air_mass(0.0) == pytest.approx(38.0, abs=0.3)
    assert photons.air_loss_db(90.0, 0.5) == pytest.approx(0.5, rel=1e-3)


def test_the_sky_in_the_field_from_a_sum_of_its_parts():
    """Radiance times solid angle times area times width of the filter, over the energy of a photon."""
    solid_angle = 2.0 * math.pi * (1.0 - math.cos(25e-6))
    watts = 5.0 * 1e6 * solid_angle * math.pi * (0.5**2 - 0.1**2) * 0.3e-9
    rate = photons.background_rate_per_s(5.0, math.degrees(50e-6), 0.3e-9, 1.0, 0.2, WAVE_M)
    assert rate == pytest.approx(watts / (6.62607015e-34 * 299792458.0 / WAVE_M), rel=1e-6)


def test_symbol_errors_of_drawn_photons():
    """Largest of 16 Poisson counts, ties by lot, 200 000 symbols with a fixed seed."""
    generator, count, slots = np.random.default_rng(142), 200_000, 16
    counts = generator.poisson(0.2, (count, slots)).astype(float)
    counts[:, 0] += generator.poisson(3.0, count)
    winner = (counts + generator.random(counts.shape) * 1e-3).argmax(axis=1)
    expected = symbol_error_probability(3.0, 0.2, slots)
    assert np.mean(winner != 0) == pytest.approx(expected, abs=4.0 * math.sqrt(expected / count))


def ladder_by_loop(counts_per_s, background_per_s, losses_db):
    """The highest rung, looked for rung by rung."""
    best = (0.0, math.nan, math.nan, math.nan)
    for slots, width, rate in itertools.product(*EQUIPMENT):
        needed = required_signal_photons(rate, background_per_s * width, slots) / (1.25 * slots * width)
        bits = rate * math.log2(slots) / (1.25 * slots * width)
        if counts_per_s * 10.0 ** (-losses_db / 10.0) >= needed and bits > best[0] * (1.0 + 1e-9):
            best = (bits, slots, width, rate)
    return best


def climb(counts_per_s, background_per_s, function=photon_ladder.ladder_rate_bps):
    symbols = photons.ppm_symbol_rate_hz(16.0, 0.5e-9)
    background = np.asarray(background_per_s) * 0.5e-9
    return function(np.asarray(counts_per_s) / symbols, symbols, background, 0.5e-9, 1.0, 3.0, *EQUIPMENT)


@pytest.mark.parametrize("background_per_s", [0.0, 1e5, 1e8])
@pytest.mark.parametrize("counts_per_s", [1e5, 3e6, 7e7, 1e9, 1e11])
def test_the_ladder_is_that_of_a_loop(counts_per_s, background_per_s):
    bits, *_ = ladder_by_loop(counts_per_s, background_per_s, 4.0)
    assert climb(counts_per_s, background_per_s) == pytest.approx(bits, rel=1e-9)


def test_a_rung_says_its_order_width_and_code():
    found = [
        climb(1e9, 1e5, function)
        for function in (
            photon_ladder.ladder_slots,
            photon_ladder.ladder_slot_width_s,
            photon_ladder.ladder_code_rate,
        )
    ]
    assert photons.ppm_bit_rate_bps(*found[:2], found[2]) == pytest.approx(climb(1e9, 1e5), rel=1e-12)
    assert np.isnan(climb(1e2, 1e5, photon_ladder.ladder_slots))


def test_arrays_are_loops():
    counts, background = np.geomspace(1e5, 1e11, 7), np.array([0.0, 1e6, 1e8])
    whole = climb(counts[:, None], background)
    each = [[climb(float(one), float(other)) for other in background] for one in counts]
    np.testing.assert_allclose(whole, each, rtol=1e-12)


def test_a_missed_power_allows_no_rate():
    symbols = photons.ppm_symbol_rate_hz(16.0, 0.5e-9)
    kept = (10.0, symbols, 0.0, 0.5e-9, 1.0, 3.0, *EQUIPMENT, 0.25)
    assert photon_ladder.ladder_rate_bps(*kept, received_power_margin_db=3.0) > 0.0
    assert photon_ladder.ladder_rate_bps(*kept, received_power_margin_db=2.9) == 0.0
    assert photon_ladder.adaptive_code_rate_bps(10.0, 0.0, 16.0, 1.0, 0.0, 3.0, 2.9) == 0.0


def test_no_photons_known_is_no_rate_known():
    assert np.isnan(climb(math.nan, 0.0))


@settings(deadline=None, max_examples=40)
@given(st.floats(1e4, 1e12), st.floats(1.0, 10.0), st.floats(0.0, 1e9))
def test_more_photons_never_lower_the_rate(counts_per_s, factor, background_per_s):
    background_per_s = float(f"{background_per_s:.1e}")
    low, high = climb([counts_per_s, counts_per_s * factor], background_per_s)
    assert low <= high <= photons.ppm_bit_rate_bps(4.0, 0.5e-9, 0.6667) * (1.0 + 1e-9)


def test_without_background_the_rate_is_that_of_the_erasure_channel():
    rate = photon_ladder.adaptive_code_rate_bps(4.0, 0.0, 64.0, 1e6, 2.0, 1.0)
    assert rate == pytest.approx(1e6 * noiseless_capacity(4.0 * 10.0**-0.3, 64.0), rel=1e-12)


def test_counts_of_the_sky_go_through_optics_and_detector():
    assert photon_ladder.counted_background_per_s(1e6, 10.0, 0.5) == pytest.approx(5e4)
    assert photon_ladder.background_photons(3e6, 1e6, 0.5e-9) == pytest.approx(2e-3)


@pytest.mark.parametrize("background", [0.0, 1e-3, 50.0])
def test_a_flood_of_photons_is_never_missed_and_quickly_counted(background):
    """Ten million photons in a pulse: no error, and all the bits of the symbol."""
    assert symbol_error_probability(1e7, background, 256.0) == 0.0
    assert soft_decision_capacity(1e7, background, 256.0) == pytest.approx(8.0, abs=1e-10)


def test_guard_slots_may_be_an_array():
    """Each share of guard slots has a ladder of its own."""
    equipment = ((16.0, 64.0), (0.5e-9, 8e-9), (0.3333, 0.5, 0.6667))
    photons, share = np.array([[2.0], [5.0], [20.0], [np.nan]]), np.array([0.0, 0.25, 0.5])
    for function in (photon_ladder.ladder_rate_bps, photon_ladder.ladder_slots):
        found = function(photons, 100e6, 0.001, 0.5e-9, 1.0, 3.0, *equipment, share)
        assert found.shape == (4, 3)
        for place, one in enumerate(share):
            alone = function(photons[:, 0], 100e6, 0.001, 0.5e-9, 1.0, 3.0, *equipment, float(one))
            np.testing.assert_array_equal(found[:, place], alone)
    assert (np.diff(photon_ladder.ladder_rate_bps(20.0, 100e6, 0.001, 0.5e-9, 1.0, 3.0, *equipment, share)) < 0.0).all()
