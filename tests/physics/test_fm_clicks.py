"""Clicks of a discriminator: Rice's rate against counted turns and an integral, the filtered carrier against limits."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import erf

from linkbudget.errors import LinkBudgetError
from linkbudget.physics import fm_clicks

# Reference ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cnr_db", [3.0, 6.0])
@pytest.mark.parametrize("offset_hz", [0.0, 2.0])
def test_turns_counted_in_noise_come_at_the_stated_rate(cnr_db, offset_hz):
    """A carrier in noise of a rectangular filter 6 Hz wide; a turn is a passage of the phase through 180 degrees.

    Up to some thousand turns: four standard deviations of their number, taken as Poisson; and samples at 40 times the
    width of the filter, with straight lines between them, miss turns: 3 % of them, 6 % at ten times the width.
    """
    rng, samples, rate = np.random.default_rng(3), 2**21, 240.0
    frequency = np.fft.fftfreq(samples, 1.0 / rate)
    noise = np.fft.ifft((rng.standard_normal(samples) + 1j * rng.standard_normal(samples)) * (np.abs(frequency) <= 3.0))
    noise *= 10.0 ** (-cnr_db / 20.0) / np.sqrt(np.mean(np.abs(noise) ** 2))
    seen = 1.0 + noise * np.exp(-2j * np.pi * offset_hz * np.arange(samples) / rate)
    jump = np.diff(np.angle(seen)) - np.angle(seen[1:] * seen[:-1].conj())
    up, down = np.sum(jump < -3.0), np.sum(jump > 3.0)
    rho, seconds = 10.0 ** (cnr_db / 10.0), samples / rate
    total = fm_clicks.click_rate_hz(rho, offset_hz, 6.0 / np.sqrt(12.0)) * seconds
    against = offset_hz * np.exp(-rho) * seconds
    assert up + down == pytest.approx(total, abs=4.0 * np.sqrt(total) + 0.03 * total)
    assert down - up == pytest.approx(against, abs=4.0 * np.sqrt(total) + 0.03 * total)


@pytest.mark.parametrize("offset_hz", [0.0, 0.3, -2.0])
def test_the_rate_is_the_integral_over_crossings(offset_hz):
    """Rice's formula itself: the mean size of the quadrature's derivative where the noise hides the carrier."""
    rho, radius = 2.5, 1.7
    spread = np.sqrt(0.5 / rho)  # of either part of the noise, carrier 1

    def crossings(x):
        width = 2.0 * np.pi * radius * spread
        z = 2.0 * np.pi * offset_hz * x / width
        mean = width * (np.sqrt(2.0 / np.pi) * np.exp(-0.5 * z**2) + z * erf(z / np.sqrt(2.0)))
        return mean * np.exp(-0.5 * (x / spread) ** 2) / (2.0 * np.pi * spread**2)

    integral = quad(crossings, 1.0, 12.0, epsabs=1e-12)[0]
    assert fm_clicks.click_rate_hz(rho, offset_hz, radius) == pytest.approx(integral, rel=1e-8)


# Limits -------------------------------------------------------------------------------------------------------------


def test_far_off_the_middle_the_rate_is_the_offset_times_the_share_of_noise_beyond_the_carrier():
    rho = np.array([1.0, 4.0, 9.0])
    assert fm_clicks.click_rate_hz(rho, 50.0, 1.0) == pytest.approx(50.0 * np.exp(-rho), rel=1e-3)
    assert fm_clicks.click_rate_hz(0.0, 0.0, 2.0) == pytest.approx(2.0)  # noise alone turns at its rms bandwidth


def test_a_slow_tone_keeps_its_carrier_and_a_fast_one_dips():
    amplitude, offset, cosine, noise = fm_clicks.filtered_tone(5.0, 0.02)
    assert amplitude == pytest.approx(1.0, abs=0.005)
    assert offset == pytest.approx(5.0 * cosine, abs=0.05)
    assert noise == pytest.approx(1.0, abs=0.02)
    assert fm_clicks.filtered_tone(5.0, 0.9)[0].min() == pytest.approx(0.82, abs=0.005)


@pytest.mark.parametrize(("beta", "tone"), [(1.0, 0.3), (2.0, 0.9), (5.0, 0.55), (10.0, 0.93)])
def test_the_filtered_carrier_is_that_of_a_sampled_filter(beta, tone):
    phase = 2.0 * np.pi * np.arange(4096) / 4096
    spectrum = np.fft.fft(np.exp(1j * beta / tone * np.sin(phase)))
    order = np.fft.fftfreq(4096, 1.0 / 4096)
    passed = spectrum * (np.abs(order) * tone <= beta + 1.0)
    carrier, slope = np.fft.ifft(passed), np.fft.ifft(passed * order * tone)
    amplitude, offset, cosine, _ = fm_clicks.filtered_tone(beta, tone)
    here = np.arccos(cosine)
    assert np.interp(here, phase, np.abs(carrier)) == pytest.approx(amplitude, abs=1e-4)
    assert np.interp(here, phase, (slope / carrier).real) == pytest.approx(offset, abs=1e-3)


def test_the_table_is_the_integral_between_its_nodes():
    for beta in (0.53, 1.31, 3.07, 4.44, 9.95):
        for cnr_db in (-7.3, 3.2, 8.1, 9.8, 13.7):
            direct = fm_clicks.tone_loss_db(10.0 ** (cnr_db / 10.0), beta, *fm_clicks._fine_tones(beta))
            assert fm_clicks.discriminator_loss_db(cnr_db, beta) == pytest.approx(direct, abs=0.05)


def test_the_integral_stands_still_with_more_tones():
    """Two tones between neighbouring jumps; 400 tones evenly spread miss the jumps by 0.05 dB at the knee."""
    for beta in (1.0, 2.6, 5.0):
        tones = 0.5 + (np.arange(400) + 0.5) / 800.0
        even = fm_clicks.tone_loss_db(8.0, beta, tones, np.full(400, 1.0 / 400.0))
        assert fm_clicks.tone_loss_db(8.0, beta, *fm_clicks._fine_tones(beta)) == pytest.approx(even, abs=0.05)


def test_arrays_equal_loops_of_scalars_beyond_the_table_too():
    cnr_db, betas = np.array([-40.0, -3.0, 8.0, 30.0])[:, None], np.array([0.01, 0.5, 2.0, 7.77, 29.99, 45.0])
    for fine in (True, False):
        one_by_one = [
            [fm_clicks.discriminator_loss_db(float(c), float(b), fine_detail=fine) for b in betas] for c in cnr_db[:, 0]
        ]
        assert fm_clicks.discriminator_loss_db(cnr_db, betas, fine_detail=fine) == pytest.approx(np.array(one_by_one))
    rho, offset = np.array([0.5, 5.0])[:, None], np.array([0.0, 1.0, -3.0])
    one_by_one = [[fm_clicks.click_rate_hz(float(r), float(f), 2.0) for f in offset] for r in rho[:, 0]]
    assert fm_clicks.click_rate_hz(rho, offset, 2.0) == pytest.approx(np.array(one_by_one), rel=1e-12)


def test_without_a_carrier_the_loss_is_infinite_at_every_deviation_ratio():
    """Ratios on a row of the table and beyond its last among them."""
    ratios = np.array([0.3, 2.0, 2.06, 30.0, 40.0])
    assert np.all(fm_clicks.discriminator_loss_db(-np.inf, ratios) == np.inf)
    assert np.all(np.isnan(fm_clicks.discriminator_loss_db(np.nan, ratios)))


@pytest.mark.parametrize("fine_detail", [True, False])
@pytest.mark.parametrize("slope", [1.0, 0.0])
def test_the_inverse_gives_the_value_back(slope, fine_detail):
    """More values than one block; below, within and above the columns of the table."""
    rng = np.random.default_rng(5)
    ratio, most_db = rng.uniform(0.5, 6.0, 5000), 20.0 + 40.0 * slope
    value_db = slope * rng.uniform(-60.0, most_db, 5000) - (1.0 - slope) * rng.uniform(0.5, 60.0, 5000)
    cnr_db = fm_clicks.cnr_where_db(slope, value_db, ratio, fine_detail)
    back_db = slope * cnr_db - fm_clicks.discriminator_loss_db(cnr_db, ratio, fine_detail=fine_detail)
    assert back_db == pytest.approx(value_db, abs=1e-11)
    few = np.arange(0, 5000, 500)
    alone = [fm_clicks.cnr_where_db(slope, value_db[n], ratio[n], fine_detail) for n in few]
    assert cnr_db[few] == pytest.approx(alone, abs=1e-11)


def test_the_inverse_leaves_what_is_not_finite():
    found = fm_clicks.cnr_where_db(1.0, [-np.inf, np.nan, np.inf], 2.0, True)
    assert found == pytest.approx([-np.inf, np.nan, np.inf], nan_ok=True)


def test_impossible_requests_are_refused():
    for call in (
        lambda: fm_clicks.click_rate_hz(-1.0, 0.0, 1.0),
        lambda: fm_clicks.click_rate_hz(1.0, 0.0, 0.0),
    ):
        with pytest.raises(LinkBudgetError):
            call()
    with pytest.raises(LinkBudgetError, match=r"deviation_ratio = 0\.0: expected a number above 0\.0"):
        fm_clicks.discriminator_loss_db(10.0, 0.0)
    with pytest.raises(
        LinkBudgetError, match=r"deviation_ratio = 31\.0: expected a number above 0\.0 and at most 30\.0"
    ):
        fm_clicks.cnr_where_db(1.0, 10.0, 31.0, True)
    with pytest.raises(LinkBudgetError, match=r"carrier_to_noise_ratio = -1\.0: expected a number at least 0\.0"):
        fm_clicks.tone_loss_db(-1.0, 2.0, [0.5])
