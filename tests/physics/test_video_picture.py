"""Pixels through the analogue channel: noise and clicks against the formulas they are drawn from."""

import numpy as np
import pytest
from scipy.stats import binomtest

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.analog import fm_output_snr_db, fm_tone_snr_db, peak_to_peak_snr_db
from linkbudget.physics.fm_clicks import filtered_tone
from linkbudget.physics.picture import analog_picture_snr_db, analog_pixel_error_probability
from linkbudget.physics.video_picture import (
    carrier_of_picture,
    clicks_per_pixel,
    gaussian_pixel_error_probability,
    grey_level_of_video,
    parabolic_noise_sigma,
    received_video,
    sync_pulse_miss_probability,
)

UNLIKELY = 1e-4
BANDWIDTH_HZ, BETA = 45.0, 2.0
PIXELS = 200_000

# Identity -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cn0_dbhz", [20.0, 27.0, 31.0, 45.0])
@pytest.mark.parametrize("beta", [1.0, 2.0, 5.0])
def test_noise_is_that_of_the_formula_above_and_below_threshold(cn0_dbhz, beta):
    """Areas of greys that stand for a slow sinusoid, one after the other.

    Parabolic noise of 200 000 pixels has a variance good to 0.5 %, clicks to 1/sqrt(their number), 4 sigma of both.
    """
    tones = 0.5 + 0.5 * np.cos(np.pi * (np.arange(16) + 0.5) / 16.0)
    noise, clicks, generator = 0.0, 0.0, np.random.default_rng(1)
    for grey in tones:
        video = received_video(np.full(PIXELS // 16, grey), cn0_dbhz, BANDWIDTH_HZ, beta, generator)
        noise += video.var() / 16.0
        clicks += PIXELS // 16 * float(clicks_per_pixel(grey, cn0_dbhz, BANDWIDTH_HZ, beta))
    formula_db = peak_to_peak_snr_db(fm_output_snr_db(cn0_dbhz, BANDWIDTH_HZ, beta, fine_detail=False))
    tolerance = 4.0 * (0.005 + (1.0 / np.sqrt(clicks) if clicks > 1.0 else 0.0))
    assert noise == pytest.approx(10.0 ** (-formula_db / 10.0), rel=min(tolerance, 0.3))


def simulated_video(grey, cnr_db, beta, generator):
    """Noise of a simulated discriminator in a picture: filtered carrier and noise, less the filtered carrier alone."""
    steps = 2 * int(np.ceil(2.5 * (beta + 1.0)))
    size = grey.size * steps
    video = beta * np.clip(np.fft.irfft(np.fft.rfft(2.0 * grey - 1.0), size) * steps, -1.0, 1.0)
    passed = np.abs(np.fft.fftfreq(size, 0.5 / steps) + video.mean()) <= beta + 1.0
    phase = np.pi / steps * np.cumsum(video - video.mean())
    carrier = np.fft.ifft(np.fft.fft(np.exp(1j * phase)) * passed)
    noise = np.fft.ifft((generator.standard_normal(size) + 1j * generator.standard_normal(size)) * passed)
    noise *= 10.0 ** (-cnr_db / 20.0) / np.sqrt(np.mean(np.abs(noise) ** 2))
    with_noise, without = (np.angle(received * np.roll(received, 1).conj()) for received in (carrier + noise, carrier))
    spectrum = np.fft.rfft((with_noise - without) * steps / np.pi)[: grey.size // 2 + 1]
    added = np.fft.irfft(spectrum, grey.size) / steps / (2.0 * beta)
    return 0.5 + (grey - 0.5 + added) / -np.expm1(-(10.0 ** (cnr_db / 10.0)))


@pytest.mark.parametrize("pattern", ["random", "stripes", "edges"])
@pytest.mark.parametrize(("beta", "cnr_db"), [(2.0, 6.0), (2.0, 8.0), (5.0, 7.0)])
def test_detail_is_as_noisy_as_behind_a_simulated_discriminator(pattern, beta, cnr_db):
    """Stated 0.4 dB; the clicks of 32 768 pixels, a hundred at the fewest, scatter by as much (10 % of each)."""
    rng, pixels = np.random.default_rng(11), 1 << 15
    grey = {
        "random": rng.random(pixels),
        "stripes": np.resize([0.0, 0.0, 1.0, 1.0, 1.0], pixels),
        "edges": np.repeat(rng.integers(0, 2, pixels // 8), 8).astype(float),
    }[pattern]
    cn0_dbhz = cnr_db + 10.0 * np.log10(2.0 * (beta + 1.0) * BANDWIDTH_HZ)
    drawn = received_video(grey, cn0_dbhz, BANDWIDTH_HZ, beta, rng) - grey
    simulated = simulated_video(grey, cnr_db, beta, rng) - grey
    assert 10.0 * np.log10(drawn.var() / simulated.var()) == pytest.approx(0.0, abs=0.9)


def test_a_fast_pattern_is_noisier_than_a_slow_one_by_as_much_as_the_formula_says():
    """Full-scale sinusoids of 100 000 pixels; a thousand clicks and more in each: 4 sigma are 0.6 dB."""
    cn0_dbhz, beta, tones = 7.0 + 10.0 * np.log10(12.0 * BANDWIDTH_HZ), 5.0, np.array([0.05, 0.93])
    slow_db, fast_db = (
        10.0 * np.log10((received_video(grey, cn0_dbhz, BANDWIDTH_HZ, beta, np.random.default_rng(12)) - grey).var())
        for grey in 0.5 + 0.5 * np.cos(np.pi * tones[:, None] * np.arange(PIXELS // 2))
    )
    slow_snr_db, fast_snr_db = fm_tone_snr_db(cn0_dbhz, BANDWIDTH_HZ, beta, tones * BANDWIDTH_HZ)
    assert slow_snr_db - fast_snr_db > 2.0
    assert fast_db - slow_db == pytest.approx(slow_snr_db - fast_snr_db, abs=0.6)


def test_the_carrier_of_an_area_is_steady():
    for grey in (0.0, 0.3, 1.0):
        amplitude, offset = carrier_of_picture(np.full(100, grey), 2.0)
        assert amplitude == pytest.approx(np.ones_like(amplitude), abs=1e-5)
        assert offset == pytest.approx(np.full_like(offset, 2.0 * (2.0 * grey - 1.0)), abs=1e-4)


def test_the_carrier_of_a_sinusoid_is_that_of_the_formula():
    """A tone of whole periods: the least amplitude and the greatest offset, away from the mirrored ends."""
    tone = 0.31
    grey = 0.5 + 0.5 * np.cos(np.pi * tone * np.arange(4000))
    amplitude, offset = carrier_of_picture(grey, 5.0)
    expected_amplitude, expected_offset, _, _ = filtered_tone(5.0, tone)
    inside = slice(1000, 3000)
    assert amplitude[inside].min() == pytest.approx(expected_amplitude.min(), abs=0.003)
    assert np.abs(offset[inside]).max() == pytest.approx(np.abs(expected_offset).max(), abs=0.02)


def test_contrast_is_kept_in_the_mean():
    """Clicks take contrast away and the receiver turns it up again; white is exact in the mean, to 4 sigma."""
    for cn0_dbhz in (24.0, 28.0, 40.0):
        video = received_video(np.ones(PIXELS), cn0_dbhz, BANDWIDTH_HZ, BETA, np.random.default_rng(2))
        assert abs(video.mean() - 1.0) < 4.0 * video.std() / np.sqrt(PIXELS) + 1e-6


def test_clicks_go_towards_the_middle_and_middle_grey_has_few_of_both_directions():
    generator = np.random.default_rng(3)
    white, black, middle = (
        received_video(np.full(PIXELS, grey), 30.0, BANDWIDTH_HZ, BETA, generator) - grey for grey in (1.0, 0.0, 0.5)
    )
    sigma = parabolic_noise_sigma(30.0, BANDWIDTH_HZ, BETA)  # beyond 6 of them only clicks, and seldom their ripples
    assert np.sum(white < -6.0 * sigma) > 20 * max(np.sum(white > 6.0 * sigma), 1)
    assert np.sum(black > 6.0 * sigma) > 20 * max(np.sum(black < -6.0 * sigma), 1)
    up, down = np.sum(middle > 6.0 * sigma), np.sum(middle < -6.0 * sigma)
    assert abs(up - down) < 6.0 * np.sqrt(up + down)  # a click may show in two pixels, which widens its 4 sigma
    assert 0 < up + down < 0.5 * np.sum(white < -6.0 * sigma)


def test_noise_grows_with_the_square_of_the_frequency():
    video = received_video(np.full(1 << 18, 0.5), 45.0, BANDWIDTH_HZ, BETA, np.random.default_rng(4))
    power = np.abs(np.fft.rfft((video - 0.5).reshape(-1, 256))) ** 2
    mean = power.mean(axis=0)[8:121]
    slope = np.polyfit(np.log(np.arange(8, 121)), np.log(mean), 1)[0]
    assert slope == pytest.approx(2.0, abs=0.06)


@pytest.mark.parametrize("cn0_dbhz", [34.0, 38.0, 42.0])
def test_a_picture_of_all_greys_is_as_good_as_the_formula_above_threshold(cn0_dbhz):
    generator = np.random.default_rng(5)
    grey = generator.random(PIXELS)
    levels = grey_level_of_video(received_video(grey, cn0_dbhz, BANDWIDTH_HZ, BETA, generator), 64)
    shown_db = -10.0 * np.log10(np.mean(((levels + 0.5) / 64 - grey) ** 2))
    contrast_db = peak_to_peak_snr_db(fm_output_snr_db(cn0_dbhz, BANDWIDTH_HZ, BETA))
    # even greys stand off by half the deviation and suffer fewer clicks than sinusoids; near the knee 0.3 dB less noise
    assert -0.15 < shown_db - analog_picture_snr_db(contrast_db, grey_levels=64) < 0.4


def test_pixel_errors_of_gaussian_noise_are_as_frequent_as_the_formula_says():
    generator = np.random.default_rng(6)
    levels = generator.integers(0, 64, PIXELS)
    grey = (levels + 0.5) / 64
    for cn0_dbhz in (40.0, 46.0, 50.0, 52.0):
        video = received_video(grey, cn0_dbhz, BANDWIDTH_HZ, BETA, generator)
        wrong = np.count_nonzero(grey_level_of_video(video, 64) != levels)
        sigma = float(parabolic_noise_sigma(cn0_dbhz, BANDWIDTH_HZ, BETA))
        expected = float(np.mean(gaussian_pixel_error_probability(np.unique(grey), sigma, 64)))
        assert expected == pytest.approx(analog_pixel_error_probability(-20.0 * np.log10(sigma), 64), rel=1e-9)
        # neighbouring pixels' noise is correlated, which widens the binomial by less than a third
        assert abs(wrong - expected * PIXELS) < 4.0 * 1.33 * np.sqrt(expected * PIXELS)


def test_number_of_clicks_is_poisson_with_the_stated_mean():
    """Isolated clicks: their energy over that of one is their number."""
    cn0_dbhz, beta = 33.0, 2.0
    mean = float(clicks_per_pixel(1.0, cn0_dbhz, BANDWIDTH_HZ, beta))
    video = received_video(np.ones(PIXELS), cn0_dbhz, BANDWIDTH_HZ, beta, np.random.default_rng(8))
    energy = np.sum((video - 1.0) ** 2) - PIXELS * parabolic_noise_sigma(cn0_dbhz, BANDWIDTH_HZ, beta) ** 2
    assert energy * beta**2 == pytest.approx(mean * PIXELS, rel=0.26)  # 240 clicks: 6.5 % times 4


def test_sync_pulses_are_missed_as_often_as_means_of_noise_fall_below_half():
    generator = np.random.default_rng(10)
    means = generator.standard_normal((200_000, 7)).mean(axis=1) * 0.4
    wrong = int(np.count_nonzero(means > 0.2))
    assert binomtest(wrong, means.size, float(sync_pulse_miss_probability(0.4, 0.4, 7))).pvalue > UNLIKELY


# Limits and shape ---------------------------------------------------------------------------------------------------


def test_without_a_carrier_every_pixel_is_black_or_white_by_chance():
    video = received_video(np.full(10_000, 0.3), -np.inf, BANDWIDTH_HZ, BETA, np.random.default_rng(0))
    assert set(grey_level_of_video(video, 64)) == {0, 63}
    assert sync_pulse_miss_probability(np.inf, 0.4, 7) == 0.5


def test_a_strong_carrier_brings_the_picture_as_it_is():
    grey = np.random.default_rng(0).random(70_000)  # more than a block
    video = received_video(grey, 200.0, BANDWIDTH_HZ, BETA, np.random.default_rng(0))
    assert np.abs(video - grey).max() < 1e-6
    assert sync_pulse_miss_probability(0.0, 0.4, 7) == 0.0
    assert gaussian_pixel_error_probability(0.3, 0.0, 64) == 0.0


@pytest.mark.parametrize("size", [1, 2, 63, 65_536, 65_537])
def test_any_number_of_pixels_can_be_sent(size):
    video = received_video(np.full(size, 0.9), 28.0, BANDWIDTH_HZ, BETA, np.random.default_rng(0))
    assert video.shape == (size,)
    assert np.all(np.isfinite(video))


def test_impossible_requests_are_refused():
    for call in (
        lambda: received_video([1.5], 30.0, 45.0, 2.0, np.random.default_rng(0)),
        lambda: received_video([0.5], 30.0, 0.0, 2.0, np.random.default_rng(0)),
        lambda: clicks_per_pixel(0.5, 30.0, 45.0, -1.0),
        lambda: parabolic_noise_sigma(30.0, 45.0, 0.0),
        lambda: grey_level_of_video(0.5, 1),
        lambda: gaussian_pixel_error_probability(-0.1, 0.1, 64),
        lambda: sync_pulse_miss_probability(0.1, 0.0, 7),
    ):
        with pytest.raises(LinkBudgetError, match="expected a number"):
            call()
