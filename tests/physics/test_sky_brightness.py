"""Brightness of the clear sky against its own limits, and against the loss of the same layers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.gases import slant_gas_loss_db
from linkbudget.physics.sky_brightness import clear_sky_brightness_temperature_k, clear_sky_radiating_temperature_k

# ---- reference


def test_zenith_sky_at_the_water_line_is_a_few_tens_of_kelvin():
    """ITU-R P.372-17 shows about 30 to 40 K at 22.2 GHz for 7.5 g/m3, zenith (read off its figure)."""
    assert 25.0 < clear_sky_brightness_temperature_k(90.0, 22.235e9, 2.7) < 45.0


def test_mean_radiating_temperature_is_near_that_of_the_recommendation():
    """ITU-R P.618-14 section 3 takes 275 K where nothing is known; between 10 and 30 GHz the layers are near it."""
    for frequency_hz in (10e9, 20e9, 30e9):
        assert clear_sky_radiating_temperature_k(30.0, frequency_hz) == pytest.approx(275.0, abs=15.0)


# ---- identity


@pytest.mark.parametrize("frequency_hz", [1.5e9, 12e9, 22.235e9, 60e9])
@pytest.mark.parametrize("elevation_deg", [5.0, 30.0, 90.0])
def test_background_is_dimmed_by_the_loss_of_the_same_layers(elevation_deg, frequency_hz):
    difference = clear_sky_brightness_temperature_k(
        elevation_deg, frequency_hz, 1000.0
    ) - clear_sky_brightness_temperature_k(elevation_deg, frequency_hz, 0.0)
    loss_db = slant_gas_loss_db(elevation_deg, frequency_hz)
    assert difference == pytest.approx(1000.0 * 10.0 ** (-loss_db / 10.0), rel=1e-6, abs=1e-9)


def test_opaque_air_shines_with_the_temperature_of_its_lowest_layers():
    assert clear_sky_brightness_temperature_k(5.0, 60e9, 2.7) == pytest.approx(288.15, abs=1.5)


def test_below_the_horizon_there_is_no_sky():
    assert np.isnan(clear_sky_brightness_temperature_k(-1.0, 12e9, 2.7))


# ---- shape


def test_array_result_equals_loop_of_scalars():
    elevation_deg = np.linspace(1.0, 90.0, 600)
    together = clear_sky_brightness_temperature_k(elevation_deg, 22.235e9, 2.7)
    for index in (0, 255, 256, 599):
        alone = clear_sky_brightness_temperature_k(float(elevation_deg[index]), 22.235e9, 2.7)
        assert together[index] == pytest.approx(alone, rel=1e-12)


def test_frequencies_broadcast_against_elevations_and_backgrounds():
    """In any order and repeated: each value is that of its own frequency, elevation and background, to the last bit."""
    elevation_deg = np.array([5.0, 90.0, -1.0, 30.0])
    frequency_hz = np.array([22.235e9, 1.5e9, 60e9, 1.5e9])[:, None]
    background_k = np.array([2.7, 100.0])[:, None, None]
    together = clear_sky_brightness_temperature_k(elevation_deg, frequency_hz, background_k)
    each = np.vectorize(clear_sky_brightness_temperature_k)(elevation_deg, frequency_hz, background_k)
    assert together.shape == (2, 4, 4)
    assert np.array_equal(together, each, equal_nan=True)
    radiating = clear_sky_radiating_temperature_k(elevation_deg, frequency_hz)
    each = np.vectorize(clear_sky_radiating_temperature_k)(elevation_deg, frequency_hz)
    assert radiating == pytest.approx(each, rel=1e-12, nan_ok=True)


def test_no_points_give_no_answers():
    assert clear_sky_brightness_temperature_k(np.empty((0, 3)), 12e9, 2.7).shape == (0, 3)


# ---- limits


@pytest.mark.parametrize("frequency_hz", [0.0, [1e9, -2e9]])
def test_frequencies_that_cannot_be_are_refused(frequency_hz):
    with pytest.raises(LinkBudgetError, match="frequency_hz = "):
        clear_sky_brightness_temperature_k(30.0, frequency_hz, 2.7)


# ---- property


@settings(max_examples=40)
@given(elevation_deg=st.floats(1.0, 80.0), step_deg=st.floats(0.5, 10.0), frequency_hz=st.floats(1e9, 300e9))
def test_sky_is_colder_higher_up_and_never_hotter_than_the_ground(elevation_deg, step_deg, frequency_hz):
    low, high = (
        clear_sky_brightness_temperature_k(e, frequency_hz, 2.7) for e in (elevation_deg, elevation_deg + step_deg)
    )
    assert high <= low + 1e-9
    assert 2.7 <= low <= 288.15 + 1e-9
