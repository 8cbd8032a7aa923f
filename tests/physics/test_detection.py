"""Detection of a carrier in a spectrum or behind a filter."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ncx2

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.detection import (
    detectable_cn0_dbhz,
    detection_probability,
    detection_threshold,
    drift_loss_db,
    filter_detection_probability,
    frequency_error_loss_db,
    longest_coherent_time_s,
)


def test_threshold_of_one_look_is_a_logarithm():
    for bins in (1.0, 1e3, 1e6):
        alarm = 1.0 - (1.0 - 1e-3) ** (1.0 / bins)
        assert detection_threshold(1e-3, bins=bins) == pytest.approx(-math.log(alarm), rel=1e-6)


@pytest.mark.parametrize(
    ("bins", "cn0_dbhz"),
    [  # independent computation with scipy.stats.ncx2 beforehand: detection 0.5, 0.9, 0.99 in one second
        (1, (8.06, 10.76, 12.46)),
        (100, (10.42, 12.53, 13.94)),
        (10_000, (11.94, 13.74, 14.97)),
        (1_000_000, (13.06, 14.66, 15.78)),
    ],
)
def test_needed_ratio_of_one_look(bins, cn0_dbhz):
    assert detectable_cn0_dbhz([0.5, 0.9, 0.99], 1.0, bins=bins) == pytest.approx(list(cn0_dbhz), abs=0.006)


def test_looks_without_phase_cost_more_energy():
    needed = detectable_cn0_dbhz(0.9, 1.0, bins=1e4, looks=np.array([1.0, 4.0, 16.0, 64.0]))
    assert needed == pytest.approx([13.74, 8.73, 4.25, 0.29], abs=0.006)


@given(signal_db=st.floats(-10.0, 25.0), looks=st.integers(1, 200), bins=st.integers(1, 10**6))
def test_probability_is_the_tail_of_a_noncentral_chi_square(signal_db, looks, bins):
    threshold = detection_threshold(1e-3, bins=bins, looks=looks)
    exact = ncx2.sf(2.0 * looks * threshold, 2 * looks, 2.0 * looks * 10.0 ** (0.1 * signal_db))
    assert detection_probability(signal_db, 1.0, bins=bins, looks=looks) == pytest.approx(exact, abs=1e-9)


def test_simulated_spectra_are_found_as_often():
    """Tones in noise through a Fourier transform: 4000 spectra of 64 bins, standard error 0.007."""
    rng = np.random.default_rng(7)
    bins, spectra, snr_db, alarm = 64, 4000, 9.0, 1e-2
    noise = (rng.normal(size=(spectra, bins)) + 1j * rng.normal(size=(spectra, bins))) * math.sqrt(0.5)
    tone = math.sqrt(10.0 ** (0.1 * snr_db) / bins) * np.exp(2j * math.pi * (5.3 * np.arange(bins) / bins))
    threshold = detection_threshold(alarm, bins=bins)
    power = np.abs(np.fft.fft(noise + tone, axis=1)) ** 2 / bins
    loss_db = frequency_error_loss_db(0.3, 1.0)
    found = detection_probability(snr_db, 1.0, bins=bins, false_alarm_probability=alarm, loss_db=loss_db)
    assert np.mean(power[:, 5] > threshold) == pytest.approx(found, abs=0.02)
    quiet = np.abs(np.fft.fft(noise, axis=1)) ** 2 / bins
    assert np.mean((quiet > threshold).any(axis=1)) == pytest.approx(alarm, abs=0.005)


def test_without_a_signal_only_false_alarms_are_left():
    assert detection_probability(-200.0, 1.0, false_alarm_probability=0.02) == pytest.approx(0.02, rel=1e-9)


@given(wanted=st.floats(0.01, 0.999), looks=st.floats(1.0, 300.0), loss_db=st.floats(0.0, 5.0))
def test_the_inverse_inverts(wanted, looks, loss_db):
    cn0_dbhz = detectable_cn0_dbhz(wanted, 3.0, bins=1000, looks=looks, loss_db=loss_db)
    assert detection_probability(cn0_dbhz, 3.0, bins=1000, looks=looks, loss_db=loss_db) == pytest.approx(
        wanted, abs=1e-7
    )


def test_a_filter_is_a_look_of_its_own_length():
    direct = detection_probability(12.0, 1.0 / 50.0, looks=50.0 * 3.0, bins=4)
    assert filter_detection_probability(12.0, 50.0, 3.0, channels=4) == direct


def test_scalloping():
    """Worst 3.92 dB, mean of the power 1.11 dB; Harris (1978), Table 1: 3.92 dB."""
    assert frequency_error_loss_db(0.5, 1.0) == pytest.approx(3.922, abs=5e-4)
    middle = (np.arange(10_000) + 0.5) / 10_000 - 0.5
    mean = np.mean(10.0 ** (-0.1 * frequency_error_loss_db(middle, 1.0)))
    assert -10.0 * math.log10(mean) == pytest.approx(1.114, abs=5e-4)
    assert frequency_error_loss_db(0.0, 1.0) == 0.0
    assert frequency_error_loss_db(2.0, 1.0) > 200.0


@pytest.mark.parametrize("bins_of_drift", [0.1, 1.0, 5.0, 30.0])
def test_drift_is_the_integral_of_a_chirp(bins_of_drift):
    time = (np.arange(200_000) + 0.5) / 200_000 - 0.5
    power = abs(np.mean(np.exp(1j * math.pi * bins_of_drift * time**2))) ** 2
    assert drift_loss_db(bins_of_drift, 1.0) == pytest.approx(-10.0 * math.log10(power), abs=1e-6)


def test_a_long_chirp_is_spread_evenly_over_its_bins():
    """As the energy is; the edges of the spectrum ripple."""
    assert drift_loss_db(1e4, 1.0) == pytest.approx(40.0, abs=0.1)


def test_longest_coherent_time():
    assert longest_coherent_time_s([0.01, -4.0]) == pytest.approx([10.0, 0.5])
    assert longest_coherent_time_s(0.0) == math.inf
    time_s = np.linspace(0.5, 3.0, 2501) * longest_coherent_time_s(0.3)
    gain_db = 10.0 * np.log10(time_s) - drift_loss_db(0.3, time_s)
    assert time_s[gain_db.argmax()] == pytest.approx(1.45 * longest_coherent_time_s(0.3), rel=0.01)


def test_arrays_equal_scalars():
    cn0_dbhz, looks = np.array([5.0, 10.0, 15.0]), np.array([[1.0], [4.0]])
    whole = detection_probability(cn0_dbhz, 0.5, looks=looks, bins=100)
    needed = detectable_cn0_dbhz(np.array([0.5, 0.9, 0.99]), 0.5, looks=looks, bins=100)
    for i in range(2):
        for j in range(3):
            one = detection_probability(float(cn0_dbhz[j]), 0.5, looks=float(looks[i, 0]), bins=100)
            assert whole[i, j] == one
            alone = detectable_cn0_dbhz([0.5, 0.9, 0.99][j], 0.5, looks=float(looks[i, 0]), bins=100)
            assert needed[i, j] == pytest.approx(alone, abs=1e-9)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: detection_threshold(0.0), "false_alarm_probability"),
        (lambda: detection_threshold(1e-3, bins=0.5), "bins"),
        (lambda: detection_probability(10.0, 0.0), "look_time_s"),
        (lambda: detection_probability(10.0, 1.0, loss_db=-1.0), "loss_db"),
        (lambda: detectable_cn0_dbhz(1e-4, 1.0), "detection_probability = 0.0001"),
        (lambda: detectable_cn0_dbhz(1.0, 1.0), "detection_probability"),
        (lambda: filter_detection_probability(10.0, 10.0, 0.01), r"averaging_time_s \* bandwidth_hz"),
    ],
)
def test_wrong_requests(call, name):
    with pytest.raises(LinkBudgetError, match=name):
        call()
