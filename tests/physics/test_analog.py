"""Analogue frequency modulation: the threshold formula against a simulated discriminator and Rice's click rate."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import erf, erfc

from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics import analog

RATIOS = st.floats(0.5, 10.0)


def cn0_dbhz(cnr_db, video_bandwidth_hz, deviation_ratio):
    """C/N0 that gives a carrier-to-noise ratio in Carson's bandwidth."""
    return cnr_db + 10.0 * np.log10(2.0 * (deviation_ratio + 1.0) * video_bandwidth_hz)


def simulated_snr_db(deviation_ratio, cnr_db, samples=2**20, oversampling=6):
    """A tone at half the video bandwidth, noise in Carson's bandwidth, a discriminator, an ideal low-pass."""
    rng, bandwidth = np.random.default_rng(1962), 2.0 * (deviation_ratio + 1.0)  # video bandwidth 1 Hz
    rate = oversampling * bandwidth
    frequency = np.fft.fftfreq(samples, 1.0 / rate)
    bin_of_tone = round(0.5 * samples / rate)
    tone = bin_of_tone * rate / samples
    phase = deviation_ratio / tone * np.sin(2.0 * np.pi * tone * np.arange(samples) / rate)
    spectrum = (rng.standard_normal(samples) + 1j * rng.standard_normal(samples)) * (np.abs(frequency) <= bandwidth / 2)
    noise = np.fft.ifft(spectrum)
    noise *= 10.0 ** (-cnr_db / 20.0) / np.sqrt(np.mean(np.abs(noise) ** 2))
    received = np.exp(1j * phase) + noise
    turned = np.angle(received * np.conj(np.roll(received, 1))) * rate / (2.0 * np.pi)
    power = np.abs(np.fft.fft(turned) / samples) ** 2 * (np.abs(frequency) <= 1.0)
    signal = 2.0 * power[bin_of_tone]
    return 10.0 * np.log10(signal / (power.sum() - signal - power[0]))


# Reference ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("deviation_ratio", [1.0, 5.0])
@pytest.mark.parametrize("cnr_db", [0.0, 3.0, 6.0, 9.0, 15.0])
def test_a_simulated_discriminator_delivers_the_same_ratio(deviation_ratio, cnr_db):
    computed = analog.fm_output_snr_db(cn0_dbhz(cnr_db, 1.0, deviation_ratio), 1.0, deviation_ratio)
    # stated 0.5 dB above 3 dB and 0.8 dB at 0 dB; the scatter of a million samples, a few hundred clicks, adds 0.3 dB
    assert simulated_snr_db(deviation_ratio, cnr_db) == pytest.approx(computed, abs=0.8 if cnr_db > 2.0 else 1.1)


def test_the_simulation_shows_the_knee_that_the_straight_line_lacks():
    line_db = [10.0 * np.log10(1.5 * 25.0 * 12.0) + cnr_db for cnr_db in (6.0, 14.0)]
    assert simulated_snr_db(5.0, 14.0) == pytest.approx(line_db[1], abs=0.2)
    assert simulated_snr_db(5.0, 6.0) < line_db[0] - 10.0


@pytest.mark.parametrize("deviation_ratio", [1.0, 2.0, 5.0, 10.0])
@pytest.mark.parametrize("cnr_db", [5.0, 7.0, 9.0])
def test_clicks_of_the_unmodulated_carrier_are_worth_little(deviation_ratio, cnr_db):
    """S. O. Rice, Noise in FM receivers (1963): the click rate at every offset, averaged over a sinusoid."""
    rho, radius = 10.0 ** (cnr_db / 10.0), 2.0 * (deviation_ratio + 1.0) / np.sqrt(12.0)
    offset = np.abs(deviation_ratio * np.cos(np.pi * (np.arange(400) + 0.5) / 400.0)) / radius
    rate = radius * np.mean(
        np.sqrt(1.0 + offset**2) * erfc(np.sqrt(rho * (1.0 + offset**2)))
        + offset * np.exp(-rho) * erf(offset * np.sqrt(rho))
    )
    gamma = 2.0 * (deviation_ratio + 1.0) * rho
    noise = 1.0 / (3.0 * gamma) + 2.0 * rate
    exact_db = 10.0 * np.log10(0.5 * deviation_ratio**2 * (1.0 - np.exp(-rho)) ** 2 / noise)
    computed = analog.fm_output_snr_db(cn0_dbhz(cnr_db, 1.0, deviation_ratio), 1.0, deviation_ratio)
    assert exact_db == pytest.approx(computed, abs=0.3)  # the share stated in the docstring


def test_the_formula_is_the_textbook_fraction_times_the_suppression_of_the_signal():
    # H. Taub, D. L. Schilling, Principles of Communication Systems, 2nd edition, chapter 10; beta 5, S/(N0 fm) 20 dB
    rho = 100.0 / 12.0
    fraction = 1.5 * 25.0 * 100.0 / (1.0 + 12.0 * 5.0 / np.pi * 100.0 * np.exp(-rho))
    expected = 10.0 * np.log10(fraction * (1.0 - np.exp(-rho)) ** 2)
    assert analog.fm_output_snr_db(20.0 + 10.0 * np.log10(45.0), 45.0, 5.0) == pytest.approx(expected, abs=1e-12)


def test_carson_bandwidth_of_broadcasting_is_180_kilohertz():
    assert analog.carson_bandwidth_hz(75e3, 15e3) == 180e3


# Identity -----------------------------------------------------------------------------------------------------------


def test_far_above_threshold_the_output_follows_the_straight_line():
    line_db = 10.0 * np.log10(1.5 * 5.0**2 / 45.0) + 60.0
    assert analog.fm_output_snr_db(60.0, 45.0, 5.0) == pytest.approx(line_db, abs=1e-12)


def test_at_threshold_the_output_lies_the_stated_loss_below_the_straight_line():
    for loss_db in (0.1, 1.0, 3.0):
        cn0 = analog.fm_threshold_cn0_dbhz(45.0, np.array([0.5, 2.0, 10.0]), threshold_loss_db=loss_db)
        line_db = 10.0 * np.log10(1.5 * np.array([0.5, 2.0, 10.0]) ** 2 / 45.0) + cn0
        output_db = analog.fm_output_snr_db(cn0, 45.0, np.array([0.5, 2.0, 10.0]))
        assert line_db - output_db == pytest.approx(loss_db, abs=1e-6)


def test_threshold_ratio_and_density_differ_by_carson_bandwidth():
    difference = analog.fm_threshold_cn0_dbhz(45.0, 5.0) - analog.fm_threshold_cnr_db(5.0)
    assert difference == pytest.approx(10.0 * np.log10(analog.carson_bandwidth_hz(225.0, 45.0)))


def test_without_a_carrier_nothing_comes_out():
    assert analog.fm_output_snr_db(-np.inf, 45.0, 5.0) == -np.inf


def test_black_to_white_is_nine_decibels_above_the_rms_of_a_sinusoid():
    assert analog.peak_to_peak_snr_db(30.0) == pytest.approx(39.0309, abs=1e-4)


# Shape --------------------------------------------------------------------------------------------------------------


def test_arrays_equal_loops_of_scalars():
    cn0, ratios = np.linspace(15.0, 60.0, 6)[:, None], np.array([0.5, 1.0, 5.0])
    for function in (analog.fm_output_snr_db, analog.fm_required_cn0_dbhz):
        one_by_one = [[function(float(c), 45.0, float(b)) for b in ratios] for c in cn0[:, 0]]
        assert function(cn0, 45.0, ratios) == pytest.approx(np.array(one_by_one), abs=1e-9)
    one_by_one = [analog.fm_threshold_cn0_dbhz(45.0, float(b)) for b in ratios]
    assert analog.fm_threshold_cn0_dbhz(45.0, ratios) == pytest.approx(one_by_one, abs=1e-9)
    assert isinstance(analog.fm_output_snr_db(40.0, 45.0, 5.0), float)
    assert isinstance(analog.fm_required_cn0_dbhz(40.0, 45.0, 5.0), float)


def test_nan_and_infinite_levels_pass_through():
    assert np.isnan(analog.fm_output_snr_db(np.nan, 45.0, 5.0))
    required = analog.fm_required_cn0_dbhz([np.nan, -np.inf, np.inf, 30.0], 45.0, 5.0)
    assert np.isnan(required[0])
    assert required[1:3].tolist() == [-np.inf, np.inf]


# Property -----------------------------------------------------------------------------------------------------------


@given(cn0=st.floats(-20.0, 90.0), ratio=RATIOS, more_db=st.floats(0.01, 10.0))
def test_output_rises_with_carrier_and_never_passes_the_straight_line(cn0, ratio, more_db):
    output_db = analog.fm_output_snr_db(cn0, 45.0, ratio)
    assert analog.fm_output_snr_db(cn0 + more_db, 45.0, ratio) > output_db
    assert output_db <= cn0 + 10.0 * np.log10(1.5 * ratio**2 / 45.0) + 1e-9


@settings(max_examples=50)
@given(snr_db=st.floats(-40.0, 70.0), ratio=RATIOS)
def test_required_density_gives_back_the_ratio(snr_db, ratio):
    assert analog.fm_output_snr_db(analog.fm_required_cn0_dbhz(snr_db, 45.0, ratio), 45.0, ratio) == pytest.approx(
        snr_db, abs=1e-6
    )


def test_deviation_ratios_beyond_the_compared_range_warn():
    with pytest.warns(ModelRangeWarning, match="deviation_ratio"):
        analog.fm_output_snr_db(40.0, 45.0, 0.2)


@pytest.mark.parametrize(
    "call",
    [
        lambda: analog.carson_bandwidth_hz(-1.0, 45.0),
        lambda: analog.carson_bandwidth_hz(225.0, 0.0),
        lambda: analog.fm_output_snr_db(40.0, 0.0, 5.0),
        lambda: analog.fm_output_snr_db(40.0, 45.0, 0.0),
        lambda: analog.fm_required_cn0_dbhz(40.0, 45.0, -1.0),
        lambda: analog.fm_threshold_cnr_db(5.0, threshold_loss_db=0.0),
    ],
)
def test_impossible_numbers_raise(call):
    with pytest.raises(LinkBudgetError):
        call()
