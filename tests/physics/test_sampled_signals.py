"""Quantisation, PCM, scanned pictures and the time to send them."""

import numpy as np
import pytest

from linkbudget.physics.picture_rates import video_bandwidth_hz
from linkbudget.physics.sampled_signals import (
    pcm_bit_rate_bps,
    pcm_bit_rate_of_levels_bps,
    picture_size_bit,
    picture_time_s,
    quantisation_step_v,
    scanned_video_bandwidth_hz,
    sine_quantisation_snr_db,
    transmission_time_s,
    video_quantisation_snr_db,
)


def test_quantisation_of_a_sine_by_its_samples():
    bits = 10
    signal = np.sin(2.0 * np.pi * np.sqrt(2.0) * np.arange(200_000))
    step = quantisation_step_v(2.0, bits)
    noise = (np.floor(signal / step) + 0.5) * step - signal
    measured = 10.0 * np.log10(np.mean(signal**2) / np.mean(noise**2))
    assert sine_quantisation_snr_db(bits) == pytest.approx(measured, abs=0.1)


def test_a_bit_more_is_six_decibels():
    assert sine_quantisation_snr_db(9) - sine_quantisation_snr_db(8) == pytest.approx(6.0206, abs=1e-4)
    assert sine_quantisation_snr_db(8) == pytest.approx(49.925, abs=1e-3)
    assert video_quantisation_snr_db(8) == pytest.approx(10.0 * np.log10(12.0 * 4.0**8), abs=1e-9)


def test_pcm_of_a_telephone():
    assert pcm_bit_rate_bps(8000.0, 8) == 64e3  # ITU-T G.711
    assert pcm_bit_rate_of_levels_bps(4000.0, 256) == pytest.approx(64e3)
    assert pcm_bit_rate_of_levels_bps(4000.0, 256, 2.5) == pytest.approx(80e3)


def test_video_bandwidth_of_square_elements_without_blanking():
    square = scanned_video_bandwidth_hz(500.0, 500.0, 25.0, 1.0, 1.0)
    assert square == pytest.approx(video_bandwidth_hz(500.0 * 500.0 * 25.0))
    assert scanned_video_bandwidth_hz(500.0, 500.0, 25.0, 4.0 / 3.0, 0.7, 0.8) == pytest.approx(square * 0.7 / 0.6)


def test_time_of_a_picture():
    assert picture_size_bit(100.0, 120.0, 6.0) == 72e3
    assert picture_time_s(100.0, 120.0, 6.0, 8.0) == pytest.approx(9000.0)
    assert transmission_time_s(72e3, 8.0) == pytest.approx(9000.0)
