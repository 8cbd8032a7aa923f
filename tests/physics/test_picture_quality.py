"""Likeness of pictures: another implementation, identities and limits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.picture_quality import peak_snr_db, structural_similarity

Y, X = np.mgrid[0:48, 0:64]
WAVES = 127.5 + 100.0 * np.sin(X / 5.0) * np.cos(Y / 7.0)
SENT = np.floor(WAVES).astype(np.uint8)
RECEIVED = np.floor(WAVES + 25.0 * np.sin(1.7 * X * Y)).clip(0, 255).astype(np.uint8)

# Reference ----------------------------------------------------------------------------------------------------------


def test_both_measures_agree_with_scikit_image():
    """scikit-image: data_range=255, gaussian_weights=True, sigma=1.5, use_sample_covariance=False; both in float."""
    assert structural_similarity(SENT, RECEIVED) == pytest.approx(0.6483340552254427, rel=1e-12)
    assert peak_snr_db(SENT, RECEIVED) == pytest.approx(23.305817606538128, rel=1e-12)


# Identity -----------------------------------------------------------------------------------------------------------


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.integers(11, 30), st.integers(11, 30))
def test_similarity_is_symmetric_at_most_one_and_one_for_equal_pictures(seed, lines, columns):
    one, other = np.random.default_rng(seed).integers(0, 256, (2, lines, columns))
    assert structural_similarity(one, one) == pytest.approx(1.0, abs=1e-12)
    both = structural_similarity(one, other)
    assert both == pytest.approx(structural_similarity(other, one), abs=1e-12)
    assert -1.0 <= both < 1.0


def test_similarity_of_one_window_is_the_formula():
    """A picture of 11 x 11 pixels has one window; its moments are written out here."""
    one, other = np.random.default_rng(7).integers(0, 256, (2, 11, 11)).astype(float)
    weight = np.exp(-0.5 * ((np.arange(11) - 5) / 1.5) ** 2)
    weight = np.outer(weight, weight) / np.outer(weight, weight).sum()
    mx, my = (weight * one).sum(), (weight * other).sum()
    vx, vy = (weight * (one - mx) ** 2).sum(), (weight * (other - my) ** 2).sum()
    covariance = (weight * (one - mx) * (other - my)).sum()
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    expected = (2 * mx * my + c1) * (2 * covariance + c2) / ((mx**2 + my**2 + c1) * (vx + vy + c2))
    assert structural_similarity(one, other) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("lines", [11, 74, 75, 138, 200])
def test_blocks_of_lines_join_without_a_seam(lines):
    one, other = np.random.default_rng(lines).integers(0, 256, (2, lines, 13), dtype=np.uint8)
    alone = [structural_similarity(one[first : first + 11], other[first : first + 11]) for first in range(lines - 10)]
    assert structural_similarity(one, other) == pytest.approx(np.mean(alone), abs=1e-12)


def test_similarity_falls_with_noise_and_knows_the_scale():
    noise = np.random.default_rng(3).standard_normal(SENT.shape)
    values = [structural_similarity(SENT, SENT + sigma * noise) for sigma in (0.0, 3.0, 10.0, 30.0, 100.0)]
    assert values == sorted(values, reverse=True)
    assert structural_similarity(SENT / 255.0, RECEIVED / 255.0, peak=1.0) == pytest.approx(
        structural_similarity(SENT, RECEIVED), abs=1e-12
    )


def test_halving_the_error_gains_six_decibels():
    error = np.random.default_rng(5).standard_normal(SENT.shape)
    gain = peak_snr_db(SENT, SENT + 0.5 * error) - peak_snr_db(SENT, SENT + error)
    assert gain == pytest.approx(20.0 * np.log10(2.0), abs=1e-9)
    assert peak_snr_db(SENT, SENT) == np.inf


# Errors -------------------------------------------------------------------------------------------------------------


def test_small_pictures_have_no_similarity_and_unlike_shapes_are_refused():
    assert np.isnan(structural_similarity(SENT[:10], RECEIVED[:10]))
    for function in (structural_similarity, peak_snr_db):
        with pytest.raises(LinkBudgetError, match="the same shape"):
            function(SENT, RECEIVED[:-1])
        with pytest.raises(LinkBudgetError, match="without pixels"):
            function(SENT[:0], RECEIVED[:0])
        with pytest.raises(LinkBudgetError, match="peak = 0"):
            function(SENT, RECEIVED, peak=0.0)
    with pytest.raises(LinkBudgetError, match="expected two"):
        structural_similarity(SENT[0], RECEIVED[0])
