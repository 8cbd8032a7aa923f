"""Phase modulation of a reading: against a detector in the time domain, the loop's distribution, and limits."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import j0

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.carrier import carrier_to_noise_ratio_in_loop_db
from linkbudget.physics.phase_telemetry import pm_output_snr_db, pm_threshold_cn0_dbhz


@pytest.mark.parametrize("index_deg", [20.0, 60.0, 100.0])
def test_agrees_with_a_detector_in_the_time_domain(index_deg):
    """A clean reference, a million samples: 8000 samples of noise in the low-pass, so 0.07 dB (one sigma)."""
    rng = np.random.default_rng(1962)
    count, cycles, passed = 2**20, 1024, 4096  # passed: highest line of the low-pass
    time = np.arange(count) / count
    signal = np.exp(1j * np.radians(index_deg) * np.sin(2.0 * np.pi * cycles * time))
    noise = 30.0 * (rng.standard_normal(count) + 1j * rng.standard_normal(count)) / np.sqrt(2.0)  # density over count
    clean, noisy = (np.fft.rfft(wave)[: passed + 1] / count for wave in (signal.imag, noise.imag))
    measured_db = 10.0 * np.log10(2.0 * abs(clean[cycles]) ** 2 / (2.0 * np.sum(abs(noisy[1:]) ** 2)))
    cn0_dbhz = -10.0 * np.log10(30.0**2 / count)
    assert pm_output_snr_db(cn0_dbhz, passed, index_deg, 1e-9) == pytest.approx(measured_db, abs=0.25)


def test_signal_shrinks_by_the_mean_cosine_of_the_loop():
    """The distribution of the phase error integrated outright."""
    cn0_dbhz, index_deg, loop_bandwidth_hz = 20.0, 45.0, 30.0
    rho = 100.0 / 30.0 * j0(np.radians(index_deg)) ** 2
    weight = quad(lambda phase: np.exp(rho * np.cos(phase)), 0.0, np.pi)[0]
    cosine = quad(lambda phase: np.cos(phase) * np.exp(rho * np.cos(phase)), 0.0, np.pi)[0] / weight
    clean = pm_output_snr_db(cn0_dbhz, 1.0, index_deg, 1e-9)
    real = pm_output_snr_db(cn0_dbhz, 1.0, index_deg, loop_bandwidth_hz)
    assert clean - real == pytest.approx(-20.0 * np.log10(cosine), rel=1e-9)


def test_small_index_is_linear_phase_modulation():
    r"""Half the index squared times S / (N0 fm)."""
    expected = 10.0 * np.log10(0.5 * np.radians(1.0) ** 2 * 1e6 / 10.0)
    assert pm_output_snr_db(60.0, 10.0, 1.0, 1e-9) == pytest.approx(expected, abs=1e-3)


def test_threshold_and_loop_give_the_same_ratio():
    cn0_dbhz = pm_threshold_cn0_dbhz(np.array([10.0, 60.0, 100.0]), 20.0, required_loop_snr_db=8.0)
    carrier_dbhz = cn0_dbhz + 20.0 * np.log10(j0(np.radians([10.0, 60.0, 100.0])))
    assert carrier_to_noise_ratio_in_loop_db(carrier_dbhz, 20.0) == pytest.approx(8.0, rel=1e-12)


def test_no_signal_gives_nothing_and_warns_of_nothing():
    assert pm_output_snr_db(float("-inf"), 1.0, 60.0, 20.0) == float("-inf")


def test_wider_loops_never_help():
    snr_db = pm_output_snr_db(30.0, 1.0, 60.0, np.geomspace(0.1, 1e4, 60))
    assert np.all(np.diff(snr_db) < 0.0)


def test_array_result_equals_loop_of_scalars():
    levels = np.linspace(0.0, 60.0, 13)
    one_by_one = [pm_output_snr_db(level, 1.0, 60.0, 20.0) for level in levels]
    assert pm_output_snr_db(levels, 1.0, 60.0, 20.0) == pytest.approx(one_by_one, rel=1e-13)


@pytest.mark.parametrize("arguments", [(30.0, 0.0, 60.0, 20.0), (30.0, 1.0, 140.0, 20.0), (30.0, 1.0, 60.0, -1.0)])
def test_refuses_what_cannot_be(arguments):
    with pytest.raises(LinkBudgetError):
        pm_output_snr_db(*arguments)
