"""Sound of a link: levels in the file against C/N0 of the budget, pitch against the Doppler shift."""

import wave

import numpy as np
import pytest
from scipy.io import wavfile
from scipy.signal import periodogram

import linkbudget
from linkbudget.errors import InputError
from linkbudget.geometry.clock import format_utc
from linkbudget.mission.listening import LARGEST_RECORDING, listen, pass_around, require_wav, write_wav

MARS1 = linkbudget.load("mars1")
CUBESAT = linkbudget.load("cubesat")
NEAR, FAR = "1962-11-04T21:00", "1963-03-21T17:00"
LINK = "telemetry-32cm-semi"


def measured(recording, tmp_path, half_width_hz: float = 8.0):
    """C/N0 and the noise level of a WAV file [dBHz, dB of full scale], by its periodogram, with nothing else known."""
    write_wav(recording, tmp_path / "heard.wav")
    rate, samples = wavfile.read(tmp_path / "heard.wav")
    assert samples.dtype == np.int16
    frequency, density = periodogram(samples / 32768.0, rate, window="hann")
    off = np.abs(frequency - recording.pitch_hz)
    beside = (off > 3.0 * half_width_hz) & (off < 0.4 * recording.bandwidth_hz)
    noise = density[beside].mean()
    step = frequency[1]
    tone = np.sum(density[off < half_width_hz] - noise) * step
    return 10.0 * np.log10(tone / noise), 10.0 * np.log10(noise * recording.bandwidth_hz)


# ---------------------------------------------------------------- identity


@pytest.mark.parametrize(("at", "tolerance_db"), [(NEAR, 0.1), ("1962-12-20T18:00", 0.15), (FAR, 0.6)])
def test_carrier_over_noise_in_the_file_is_that_of_the_budget(at, tolerance_db, tmp_path):
    """60 s: noise good to 0.02 dB; at 17 dBHz the tone's own power is known to 0.15 dB (1 sigma), 4 of them allowed."""
    recording = listen(MARS1, LINK, at, duration_s=60.0, seed=1)
    cn0_dbhz, noise_db = measured(recording, tmp_path)
    budget = MARS1.budget(LINK, at)
    assert recording.carrier_cn0_dbhz[0] == pytest.approx(budget["carrier_cn0_dbhz"], abs=0.01)
    assert cn0_dbhz == pytest.approx(budget["carrier_cn0_dbhz"], abs=tolerance_db)
    assert noise_db == pytest.approx(recording.noise_level_db, abs=0.1)


@pytest.mark.parametrize("bandwidth_hz", [200.0, 3000.0, 20_000.0])
def test_power_in_the_file_is_tone_and_noise_at_any_bandwidth(bandwidth_hz):
    recording = listen(MARS1, LINK, FAR, duration_s=30.0, bandwidth_hz=bandwidth_hz, seed=2)
    ratio = 10.0 ** (recording.snr_db.mean() / 10.0)
    expected = recording.gain**2 * bandwidth_hz * (1.0 + ratio)
    power = np.mean((recording.samples / 32767.0) ** 2)
    assert power == pytest.approx(expected, rel=4.0 * np.sqrt(1.0 / (bandwidth_hz * 30.0)) + 1e-3)


def test_noise_is_as_loud_everywhere_and_the_tone_follows_the_square_of_the_distance():
    near, far = (listen(MARS1, LINK, at, duration_s=1.0) for at in (NEAR, FAR))
    assert near.noise_level_db == far.noise_level_db == pytest.approx(-30.0)
    lost = 20.0 * np.log10(far.range_m[0] / near.range_m[0])
    # the angle to the Sun, at which the antenna is aimed, is another: 3 dB
    assert near.snr_db[0] - far.snr_db[0] == pytest.approx(lost, abs=4.0)
    assert near.snr_db[0] > 15.0 > -15.0 > far.snr_db[0]


def test_what_would_not_fit_is_turned_down_as_a_whole(tmp_path):
    recording = listen(MARS1, LINK, "1962-11-02T10:00", duration_s=20.0, seed=4)
    assert recording.turned_down_db > 3.0
    assert np.abs(recording.samples.astype(int)).max() == round(0.98 * 32767)
    cn0_dbhz, noise_db = measured(recording, tmp_path)
    assert cn0_dbhz == pytest.approx(recording.carrier_cn0_dbhz.mean(), abs=0.1)
    assert noise_db == pytest.approx(-30.0 - recording.turned_down_db, abs=0.1)


def test_the_tone_slides_with_the_range_rate_of_a_pass():
    stretch = pass_around(CUBESAT, "uhf-downlink")
    recording = listen(
        CUBESAT,
        "uhf-downlink",
        format_utc(stretch.rise_utc_s),
        duration_s=stretch.duration_s,
        bandwidth_hz=20_000.0,
        seed=5,
    )
    rate = recording.sample_rate_hz
    for second in range(2, int(stretch.duration_s) - 2, 20):
        piece = recording.samples[second * rate : second * rate + rate // 10] * np.hanning(rate // 10)
        heard = np.argmax(np.abs(np.fft.rfft(piece))) * 10.0 - recording.pitch_hz + recording.tuned_hz
        expected = np.interp(second + 0.05, recording.time_s, recording.doppler_shift_hz)
        assert heard == pytest.approx(expected, abs=15.0)  # bins of 10 Hz, and 5 Hz of slide within a tenth of a second
    assert np.ptp(recording.doppler_shift_hz) > 5000.0


def test_outside_the_passband_there_is_no_tone():
    """A pass of 12 kHz of Doppler through 1 kHz: heard in the middle, gone at both ends, and nothing folded back."""
    stretch = pass_around(CUBESAT, "uhf-downlink")
    recording = listen(
        CUBESAT,
        "uhf-downlink",
        format_utc(stretch.rise_utc_s + 5.0),
        duration_s=stretch.duration_s - 10.0,
        bandwidth_hz=1000.0,
    )
    rate = recording.sample_rate_hz
    ends = np.concatenate([recording.samples[: 20 * rate], recording.samples[-20 * rate :]]) / 32767.0
    assert np.mean(ends**2) == pytest.approx(recording.gain**2 * 1000.0, rel=0.05)
    middle = recording.samples[recording.samples.size // 2 :][:rate] / 32767.0
    assert np.mean(middle**2) > 100.0 * np.mean(ends**2)


def test_below_the_lowest_elevation_there_is_only_noise():
    stretch = pass_around(CUBESAT, "uhf-downlink")
    recording = listen(
        CUBESAT, "uhf-downlink", format_utc(stretch.rise_utc_s - 30.0), duration_s=60.0, bandwidth_hz=20_000.0
    )
    assert np.isnan(recording.carrier_cn0_dbhz[0])
    rate = recording.sample_rate_hz
    before, after = (
        np.mean((part / 32767.0) ** 2) for part in (recording.samples[: 20 * rate], recording.samples[-20 * rate :])
    )
    assert before == pytest.approx(recording.gain**2 * 20_000.0, rel=0.02)
    assert after > 50.0 * before


# ---------------------------------------------------------------- shape


def test_same_seed_same_sound_and_length_as_asked(tmp_path):
    one, same, other = (listen(MARS1, LINK, FAR, duration_s=2.0, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.samples, same.samples)
    assert not np.array_equal(one.samples, other.samples)
    assert one.samples.size == 2 * one.sample_rate_hz == 16_000
    write_wav(one, tmp_path / "a.wav")
    with wave.open(str(tmp_path / "a.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate(), file.getnframes()) == (
            1,
            2,
            8000,
            16_000,
        )


def test_without_an_instant_the_reference_is_in_the_middle():
    recording = listen(MARS1, LINK, duration_s=10.0)
    assert format_utc(recording.start_utc_s) == "1963-03-21T16:59:55Z"
    assert recording.tuned_hz == pytest.approx(np.median(recording.doppler_shift_hz), abs=0.1)


def test_blocks_join_without_a_seam():
    """A quarter of a million samples in one block and the same in several: the tone is the same."""
    from linkbudget.mission import listening

    long = listen(MARS1, LINK, NEAR, duration_s=100.0, seed=1)
    assert long.samples.size > listening._BLOCK
    seam = listening._BLOCK
    piece = long.samples[seam - 4000 : seam + 4000] * np.hanning(8000)
    spectrum = np.abs(np.fft.rfft(piece)) ** 2
    top = int(np.argmax(spectrum))
    assert spectrum[top - 4 : top + 5].sum() > 0.9 * spectrum.sum()


# ---------------------------------------------------------------- errors

MISTAKES = {
    "pulses": (("imaging-5cm", FAR), {}, "sends pulses and has no carrier; expected one of telemetry-32cm-dish"),
    "unknown link": (("telemetry", FAR), {}, "unknown link"),
    "before the mission": ((LINK, "1961-01-01"), {}, "outside the mission; expected a date from 1962-11-01"),
    "beyond the mission": ((LINK, "1963-06-29T23:59"), {"duration_s": 3600.0}, "outside the mission"),
    "no date": ((LINK, "yesterday"), {}, "yesterday"),
    "below the horizon": ((LINK, "1963-03-21T06:00"), {}, "below the station's lowest elevation from 1963-03-21T06"),
    "too wide": ((LINK, FAR), {"bandwidth_hz": 2e5}, "bandwidth = 200000 Hz: expected at most 91329 Hz"),
    "too narrow": ((LINK, FAR), {"bandwidth_hz": 1.0}, "bandwidth = 1 Hz: expected at least 10 Hz"),
    "nan": ((LINK, FAR), {"bandwidth_hz": float("nan")}, "bandwidth = nan Hz"),
    "beyond the sampling": (
        (LINK, FAR),
        {"bandwidth_hz": 4000.0, "sample_rate_hz": 8000},
        "8000 samples a second hold",
    ),
    "odd sampling": ((LINK, FAR), {"sample_rate_hz": 100}, "sample rate = 100 Hz: expected 8000 to 192000 Hz"),
    "no time": ((LINK, FAR), {"duration_s": 0.0}, "duration = 0 s: expected at least 0.1 s"),
    "too long": ((LINK, FAR), {"duration_s": 1e6}, f"expected at most {LARGEST_RECORDING // 8000} s"),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_what_cannot_be_heard_is_refused_in_one_line(what):
    arguments, options, said = MISTAKES[what]
    with pytest.raises(InputError) as error:
        listen(MARS1, *arguments, **options)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_after_the_last_pass_there_is_none():
    with pytest.raises(InputError, match="no pass from then to the end of the mission"):
        pass_around(CUBESAT, "uhf-downlink", "2026-03-01T23:59:59")
    with pytest.raises(InputError, match=r"expected \.wav"):
        require_wav("heard.mp3")


def test_links_without_a_residual_carrier_say_so():
    assert listen(CUBESAT, "uhf-downlink", duration_s=1.0).notes
    assert not listen(MARS1, LINK, FAR, duration_s=1.0).notes
