"""Pointing of beams of light: a published example, limits, integrals and drawn jitter."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import rice

from linkbudget.physics import beam_pointing
from linkbudget.physics.patterns import gaussian_pattern_loss_db
from linkbudget.physics.pointing import mean_pointing_loss_db

WIDTH = 15.0  # any unit of angle


def intensity(angle):
    return 2.0 ** (-4.0 * (angle / WIDTH) ** 2)


def test_the_pointing_loss_of_the_teaching_example():
    """5 urad off a beam of 15 urad between half-power points: 1.338 dB."""
    assert beam_pointing.beam_pointing_loss_db(5.0, WIDTH) == pytest.approx(1.338, abs=5e-4)


def test_half_of_the_beamwidth_is_half_of_the_power():
    assert beam_pointing.beam_pointing_loss_db(WIDTH / 2.0, WIDTH) == pytest.approx(10.0 * math.log10(2.0), abs=1e-12)


def test_the_rounded_pattern_of_antennas_is_near():
    assert beam_pointing.beam_pointing_loss_db(5.0, WIDTH) == pytest.approx(
        gaussian_pattern_loss_db(5.0, WIDTH), rel=4e-3
    )
    assert beam_pointing.mean_beam_pointing_loss_db(0.0, 3.0, WIDTH) == pytest.approx(
        mean_pointing_loss_db(3.0, WIDTH), rel=4e-3
    )


@pytest.mark.parametrize("jitter", [0.5, 2.0, 6.0])
def test_the_mean_without_a_bias_is_the_published_ratio(jitter):
    """Toyoshima (2002): the mean is beta / (beta + 1) with beta = w^2 / (4 sigma^2), w the half-angle of 1/e2."""
    half_angle = WIDTH / math.sqrt(2.0 * math.log(2.0))
    beta = half_angle**2 / (4.0 * jitter**2)
    mean = 10.0 ** (-beam_pointing.mean_beam_pointing_loss_db(0.0, jitter, WIDTH) / 10.0)
    assert mean == pytest.approx(beta / (beta + 1.0), rel=1e-12)


@pytest.mark.parametrize(("bias", "jitter"), [(1.0, 2.0), (5.0, 1.0), (8.0, 4.0)])
def test_the_mean_is_the_integral_over_rices_distribution(bias, jitter):
    mean = quad(lambda a: intensity(a) * rice.pdf(a, bias / jitter, scale=jitter), 0.0, 100.0, epsabs=1e-12, limit=200)[
        0
    ]
    loss = beam_pointing.mean_beam_pointing_loss_db(bias, jitter, WIDTH)
    assert loss == pytest.approx(-10.0 * math.log10(mean), abs=1e-7)


@pytest.mark.parametrize("share", [0.5, 0.1, 0.01, 1e-4])
@pytest.mark.parametrize(("bias", "jitter"), [(0.0, 2.0), (1.0, 2.0), (5.0, 0.5), (5.0, 0.1)])
def test_the_loss_exceeded_is_a_quantile_of_rices_distribution(bias, jitter, share):
    angle = rice.isf(share, bias / jitter, scale=jitter)
    loss = beam_pointing.beam_pointing_loss_exceeded_db(bias, jitter, WIDTH, share)
    assert loss == pytest.approx(-10.0 * math.log10(intensity(angle)), rel=1e-6)


def test_drawn_jitter_loses_as_much():
    generator = np.random.default_rng(1974)
    off = np.hypot(*(generator.normal((3.0, 0.0), 2.0, (400_000, 2)).T))
    mean = -10.0 * math.log10(intensity(off).mean())
    assert beam_pointing.mean_beam_pointing_loss_db(3.0, 2.0, WIDTH) == pytest.approx(mean, abs=0.01)
    loss = -10.0 * np.log10(intensity(off))
    exceeded = beam_pointing.beam_pointing_loss_exceeded_db(3.0, 2.0, WIDTH, 0.05)
    assert np.mean(loss > exceeded) == pytest.approx(0.05, abs=0.0015)


@given(st.floats(0.0, 20.0), st.floats(1e-6, 0.9))
def test_without_jitter_all_are_the_plain_loss(bias, share):
    plain = beam_pointing.beam_pointing_loss_db(bias, WIDTH)
    assert beam_pointing.mean_beam_pointing_loss_db(bias, 0.0, WIDTH) == pytest.approx(plain, abs=1e-12)
    assert beam_pointing.beam_pointing_loss_exceeded_db(bias, 0.0, WIDTH, share) == pytest.approx(plain, abs=1e-12)


def test_arrays_are_loops():
    bias, jitter = np.array([0.0, 1.0, 4.0]), np.array([0.0, 0.5, 3.0])
    whole = beam_pointing.beam_pointing_loss_exceeded_db(bias[:, None], jitter, WIDTH, 0.01)
    each = [
        [beam_pointing.beam_pointing_loss_exceeded_db(float(a), float(b), WIDTH, 0.01) for b in jitter] for a in bias
    ]
    np.testing.assert_allclose(whole, each, rtol=1e-12)
    assert np.isfinite(whole).all()
