"""Signals as samples: demodulated by receivers written here, they have the error rates that the budget says."""

import json
import wave

import numpy as np
import pytest
import sigmf
from scipy.stats import binom

import linkbudget as lb
from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.mission.measuring import Received, expected, measure_carrier, read_recording
from linkbudget.mission.signals import SUBCARRIER_HALF_PERIODS, make_signal, read_bits, write_iq_wav, write_sigmf
from linkbudget.physics.keying import noncoherent_fsk_bit_error_rate
from linkbudget.physics.modulation import bit_error_rate
from linkbudget.physics.psk import bpsk_bit_error_rate
from linkbudget.physics.pulse_position import slot_error_probability
from linkbudget.physics.waveforms import pseudorandom_bits
from linkbudget.writing import PREFIX
from tests.test_bad_input import assert_one_line, run

MARS1, AT = lb.load("mars1"), "1963-03-21T17:00:00Z"
CUBESAT = lb.load("cubesat")


@pytest.fixture
def command(capsys, monkeypatch):
    return lambda *arguments: run(capsys, monkeypatch, *arguments)


def assert_as_often(errors: int, count: int, probability: float):
    """Errors within the middle 99.98 % of the binomial distribution that the budget asks for."""
    assert binom.ppf(1e-4, count, probability) <= errors <= binom.ppf(1.0 - 1e-4, count, probability)


def sender_s(signal):
    """Edges of samples by the sender's clock, its carrier's phase taken out already."""
    edges_s = np.arange(signal.samples.size + 1) / signal.sample_rate_hz
    nominal = MARS1.links[signal.link].carrier_hz.value if signal.link in MARS1.links else None
    carrier = nominal or CUBESAT.links[signal.link].carrier_hz.value
    rate = 1.0 + np.interp(edges_s, signal.time_s, signal.doppler_shift_hz) / carrier
    return np.concatenate([[0.0], np.cumsum(0.5 * (rate[1:] + rate[:-1]) / signal.sample_rate_hz)])


def symbol_sums(values, edges_s, rate, count):
    """Sums of samples over each of the first symbols, samples at a border shared by both."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    return np.diff(np.interp(np.arange(count + 1) / rate, edges_s, total.real)) + 1j * np.diff(
        np.interp(np.arange(count + 1) / rate, edges_s, total.imag)
    )


def locked(samples, rate, bandwidth_hz, offset_hz):
    """A second-order loop of damping 0.707 on the residual carrier, from its offset on: the samples without it."""
    natural = bandwidth_hz / 0.53
    first, second = 2.0 * 0.7071 * natural / rate, (natural / rate) ** 2
    block = max(int(rate / (200.0 * bandwidth_hz)), 1)  # the loop is slow: it sees means over short blocks
    frequency = 2.0 * np.pi * offset_hz * block / rate
    phase, out = 0.0, np.empty(samples.size // block, dtype=complex)
    start = np.exp(-2j * np.pi * offset_hz * np.arange(int(2.0 * rate)) / rate)
    scale = np.abs(np.mean(samples[: start.size] * start))
    for place, mean in enumerate(samples[: out.size * block].reshape(-1, block).mean(axis=1)):
        turned = mean * np.exp(-1j * phase)
        error = np.clip(turned.imag / scale, -3.0, 3.0)
        frequency += second * block**2 * error
        phase += frequency + first * block * error
        out[place] = np.exp(-1j * phase)
    return samples[: out.size * block] * np.repeat(out, block)


def test_a_loop_locks_to_the_carrier_and_the_data_have_the_errors_of_the_budget():
    settings = {"transmitter.power": "0.19 W"}  # 2.6 dB of Eb/N0 instead of 25
    options = {"duration_s": 600.0, "sample_rate_hz": 4096.0, "settings": settings, "seed": 3}
    signal = make_signal(MARS1, "telemetry-32cm-dish", AT, **options)
    budget = MARS1.budget("telemetry-32cm-dish", AT, settings=settings)
    offset_hz = signal.doppler_shift_hz[0] - np.interp(300.0, signal.time_s, signal.doppler_shift_hz)
    straight = locked(signal.samples.astype(complex), signal.sample_rate_hz, 2.0, offset_hz)
    rate, count = signal.symbol_rate_per_s, 4700
    edges_s = sender_s(signal)
    chip = np.floor(edges_s[:-1] * rate * SUBCARRIER_HALF_PERIODS + 1e-9).astype(int)[: straight.size]
    sums = symbol_sums(straight * (1 - 2 * (chip % 2)), edges_s[: straight.size + 1], rate, count)
    skipped = 480  # while the loop settles
    errors = int(((sums.imag < 0.0) != pseudorandom_bits(0, count))[skipped:].sum())
    eb_over_n0 = budget["ebn0_db"] + budget["implementation_loss_db"]  # the samples have no losses of electronics
    assert 1.5 < eb_over_n0 < 5.5
    # the phase of the loop wanders about its lag behind the slide; samples at borders of chips cost 0.13 dB
    lag = 2.0 * np.pi * 0.0683 / (2.0 / 0.53) ** 2
    wander = 10.0 ** (-0.05 * (budget["carrier_cn0_dbhz"] - 10.0 * np.log10(2.0)))
    phase = lag + wander * np.linspace(-5.0, 5.0, 2001)
    weight = np.exp(-0.5 * ((phase - lag) / wander) ** 2)
    worst = np.average(bpsk_bit_error_rate(eb_over_n0 - 0.13 + 20.0 * np.log10(np.cos(phase))), weights=weight)
    assert binom.ppf(1e-4, count - skipped, bpsk_bit_error_rate(eb_over_n0)) <= errors
    assert errors <= binom.ppf(1.0 - 1e-4, count - skipped, worst)


def test_noncoherent_tones_have_the_errors_of_the_budget():
    settings = {"transmitter.power": "4 mW"}
    signal = make_signal(CUBESAT, "uhf-downlink", duration_s=1.2, settings=settings, seed=5)
    rate, count = signal.symbol_rate_per_s, 11_000
    edges_s = sender_s(signal)
    middle_s = 0.5 * (edges_s[1:] + edges_s[:-1])
    shifts = [signal.samples * np.exp(sign * 1j * np.pi * rate * middle_s) for sign in (1, -1)]
    tones = [symbol_sums(shifted, edges_s, rate, count) for shifted in shifts]
    decided = np.abs(tones[1]) > np.abs(tones[0])
    errors = int((decided != pseudorandom_bits(0, count).astype(bool)).sum())
    cn0 = float(np.nanmean(signal.cn0_dbhz))
    assert_as_often(errors, count, float(noncoherent_fsk_bit_error_rate(cn0 - 10.0 * np.log10(rate))))
    assert errors > 100


@pytest.mark.parametrize(("scheme", "size"), [("bpsk", 1), ("qpsk", 2), ("8psk", 3)])
def test_phases_have_the_errors_of_their_formula(scheme, size):
    settings = {"transmitter.power": "2.5 mW", "modulation.scheme": scheme}
    signal = make_signal(CUBESAT, "uhf-downlink", duration_s=1.0, settings=settings, seed=size)
    rate, count = signal.symbol_rate_per_s, int(0.95 * signal.symbol_rate_per_s)
    assert rate == pytest.approx(9600.0 / size)
    cn0 = float(np.nanmean(signal.cn0_dbhz))
    offset = signal.doppler_shift_hz - np.interp(0.5, signal.time_s, signal.doppler_shift_hz)
    middle_s = (np.arange(signal.samples.size) + 0.5) / signal.sample_rate_hz
    fine_hz = np.interp(middle_s, signal.time_s, offset)
    straight = signal.samples * np.exp(-2j * np.pi * np.cumsum(fine_hz) / signal.sample_rate_hz)
    sums = symbol_sums(straight, sender_s(signal), rate, count)
    step = 2.0 * np.pi / 2**size
    place = np.round(np.angle(sums) / step - (0.5 if size == 2 else 0.0)).astype(int) % 2**size
    words = place ^ (place >> 1)
    bits = ((words[:, None] >> np.arange(size)[::-1]) & 1).ravel()
    errors = int((bits != pseudorandom_bits(0, size * count)).sum())
    ebn0_db = cn0 - 10.0 * np.log10(9600.0)
    probability = float(bit_error_rate(ebn0_db, scheme))
    low, high = probability * 0.93, float(bit_error_rate(ebn0_db - 0.05, scheme)) * 1.07  # phase of the first block
    assert binom.ppf(1e-4, bits.size, low) <= errors <= binom.ppf(1.0 - 1e-4, bits.size, high)
    assert errors > 30


def test_pulses_stand_in_their_slots_as_often_as_the_budget_says():
    settings = {"transmitter.power": "0.25 W", "transmitter.peak_power": "16 W"}
    options = {"duration_s": 20.0, "sample_rate_hz": 16 * 90.0 * 64.0, "settings": settings, "seed": 2}
    signal = make_signal(MARS1, "imaging-5cm", AT, **options)
    slots, pixels, count = 64, 90.0, 1790
    edges_s = sender_s(signal)
    sums = np.abs(symbol_sums(signal.samples, edges_s, pixels * slots, slots * count)).reshape(count, slots)
    sent = (pseudorandom_bits(0, 15 * count).reshape(count, 15).astype(int) @ (1 << np.arange(15))) % slots
    errors = int((sums.argmax(axis=1) != sent).sum())
    es_over_n0 = float(np.nanmean(signal.cn0_dbhz)) - 10.0 * np.log10(pixels)
    assert_as_often(errors, count, float(slot_error_probability(es_over_n0, slots)))
    assert errors > 20


def test_noise_has_the_density_that_the_recording_names():
    signal = make_signal(MARS1, "telemetry-32cm-semi", AT, duration_s=20.0, seed=9)
    power = 10.0 * np.log10(np.mean(np.abs(signal.samples.astype(complex)) ** 2))
    band = 10.0 * np.log10(signal.sample_rate_hz)
    total = np.log10(1.0 + 10.0 ** (0.1 * (float(np.nanmean(signal.cn0_dbhz)) - band))) * 10.0
    # 160 000 samples: 0.011 dB, four of them
    assert power == pytest.approx(signal.noise_density_dbfs_per_hz + band + total, abs=0.045)


def test_the_sigmf_package_takes_the_recording(tmp_path):
    signal = make_signal(CUBESAT, "uhf-downlink", duration_s=2.0, seed=1)
    meta, data = write_sigmf(signal, tmp_path / "pass.sigmf-meta")
    recording = sigmf.fromfile(str(meta))
    recording.validate()
    assert recording.get_global_field("core:sample_rate") == signal.sample_rate_hz
    assert recording.get_captures()[0]["core:frequency"] == pytest.approx(signal.centre_hz)
    assert (recording.read_samples() == signal.samples).all()
    first = recording.get_annotations()[0]
    assert first["linkbudget:doppler_shift_hz"] == pytest.approx(signal.doppler_shift_hz[0])
    assert first["linkbudget:cn0_dbhz"] == pytest.approx(signal.cn0_dbhz[0])
    assert sum(each["core:sample_count"] for each in recording.get_annotations()) == signal.samples.size
    assert data.stat().st_size == 8 * signal.samples.size


def test_ones_own_bits_are_sent_over_and_over(tmp_path):
    (tmp_path / "bits.txt").write_text("10 11\n0", encoding="utf-8")
    bits = read_bits(tmp_path / "bits.txt")
    assert bits.tolist() == [1, 0, 1, 1, 0]
    settings = {"modulation.scheme": "bpsk", "transmitter.power": "100 W"}
    signal = make_signal(CUBESAT, "uhf-downlink", duration_s=0.1, bits=bits, settings=settings)
    sums = symbol_sums(signal.samples, sender_s(signal), signal.symbol_rate_per_s, 90)
    assert ((sums[0] * sums.conj()).real < 0.0).tolist() == ([False, True, False, False, True] * 18)
    (tmp_path / "bits.txt").write_text("1021", encoding="utf-8")
    with pytest.raises(InputError, match=r"bits\.txt: '2' at bit 3; expected a text of 0 and 1"):
        read_bits(tmp_path / "bits.txt")


def test_two_channels_of_a_sound_are_i_and_q(tmp_path):
    signal = make_signal(MARS1, "telemetry-32cm-dish", AT, duration_s=5.0, seed=4)
    write_iq_wav(signal, tmp_path / "far.wav")
    received = read_recording(tmp_path / "far.wav")
    assert received.samples == pytest.approx(signal.samples, abs=2.0 / 32768.0)  # rounded, and scaled by 32767
    assert received.sample_rate_hz == signal.sample_rate_hz


def test_the_same_seed_gives_the_same_samples():
    one, same, other = (make_signal(CUBESAT, "uhf-downlink", duration_s=0.2, seed=seed).samples for seed in (1, 1, 2))
    assert (one == same).all()
    assert (one != other).any()


def test_a_carrier_is_found_where_the_budget_has_it(tmp_path):
    signal = make_signal(MARS1, "telemetry-32cm-dish", AT, duration_s=20.0, seed=4)
    meta, _ = write_sigmf(signal, tmp_path / "far.sigmf-meta")
    said = expected(MARS1, "telemetry-32cm-dish", signal.start_utc_s, 20.0)
    found = measure_carrier(read_recording(meta), slide_hz_per_s=said["slide_hz_per_s"], most_slide_hz_per_s=0.05)
    room_hz = 5.0 * found.frequency_error_hz + 1e-3
    assert found.radio_frequency_hz == pytest.approx(said["radio_frequency_hz"], abs=room_hz)
    assert found.slide_hz_per_s == pytest.approx(said["slide_hz_per_s"], abs=5e-4)
    assert found.carrier_cn0_dbhz == pytest.approx(said["carrier_cn0_dbhz"], abs=4.0 * found.cn0_error_db)


@pytest.mark.parametrize("seed", range(4))
def test_a_weak_tone_among_noise_is_measured_within_its_errors(seed):
    generator, rate, count = np.random.default_rng(seed), 4000.0, 40_000
    time_s = (np.arange(count) - 0.5 * (count - 1)) / rate
    noise = np.sqrt(0.5 * rate) * (generator.standard_normal(count) + 1j * generator.standard_normal(count))
    tone = 10.0 ** (25.0 / 20.0) * np.exp(2j * np.pi * (-321.7 * time_s + 0.5 * 0.9 * time_s**2))
    found = measure_carrier(Received(tone + noise, rate), most_slide_hz_per_s=2.0)
    assert found.frequency_hz == pytest.approx(-321.7, abs=5.0 * found.frequency_error_hz)
    assert found.slide_hz_per_s == pytest.approx(0.9, abs=0.02)
    assert found.carrier_cn0_dbhz == pytest.approx(25.0, abs=4.0 * found.cn0_error_db)


def test_a_sound_is_measured_as_its_samples_are():
    generator, rate, count = np.random.default_rng(7), 8000.0, 80_000
    time_s = np.arange(count) / rate
    tone, noise = np.cos(2.0 * np.pi * 1234.5 * time_s), np.sqrt(0.5 * rate) * generator.standard_normal(count)
    found = measure_carrier(Received(np.sqrt(2.0) * 30.0 * tone + noise, rate))
    assert found.frequency_hz == pytest.approx(1234.5, abs=1e-2)
    assert found.carrier_cn0_dbhz == pytest.approx(20.0 * np.log10(30.0), abs=4.0 * found.cn0_error_db)


def test_bpsk_without_a_carrier_shows_in_its_square():
    settings = {"transmitter.power": "1 W", "modulation.scheme": "bpsk"}
    signal = make_signal(CUBESAT, "uhf-downlink", duration_s=1.0, settings=settings, seed=6)
    received = Received(signal.samples, signal.sample_rate_hz, signal.centre_hz, signal.start_utc_s)
    said = expected(CUBESAT, "uhf-downlink", signal.start_utc_s, 1.0)
    found = measure_carrier(received, square=True, slide_hz_per_s=said["slide_hz_per_s"], most_slide_hz_per_s=5.0)
    assert found.radio_frequency_hz == pytest.approx(said["radio_frequency_hz"], abs=0.5)
    assert np.isnan(found.carrier_cn0_dbhz)


def test_noise_alone_has_no_carrier():
    generator = np.random.default_rng(8)
    with pytest.raises(LinkBudgetError, match="no carrier"):
        measure_carrier(Received(generator.standard_normal(20_000) + 1j * generator.standard_normal(20_000), 1000.0))


def test_the_commands(command, tmp_path):
    file = tmp_path / "far.sigmf-meta"
    code, out, err = command(
        "signal", "mars1", "--link", "telemetry-32cm-dish", "--at", AT, "--duration", "10 s", "-o", file
    )
    assert (code, err) == (0, "")
    assert "residual carrier" in out
    assert {each.name for each in tmp_path.iterdir()} == {"far.sigmf-meta", "far.sigmf-data"}
    code, out, err = command("measure", file, "--json")
    assert (code, err) == (0, "")
    said = json.loads(out)
    assert said["radio_frequency_hz"] == pytest.approx(said["expected_radio_frequency_hz"], abs=0.01)
    code, out, _ = command("measure", file)
    assert code == 0
    assert "Budget" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("signal", "mars1", "--link", "telemetry-32cm-dish", "-o", "x.iq"), "expected .sigmf-meta or .wav"),
        (("signal", "mars1", "--link", "telemetry-32cm-dish", "--bits", "none.txt"), "none.txt"),
        (("signal", "optical_leo"), "expected a radio link"),
        (("signal", "mars1", "--link", "television-8cm"), "expected a digital or a pulse-position link"),
        (("signal", "mars1", "--link", "telemetry-32cm-dish", "--sample-rate", "20 Hz"), "twice the highest frequency"),
        (("signal", "mars1", "--link", "imaging-5cm", "--duration", "1 d"), "expected at most"),
        (("measure", "nothing.sigmf-meta"), "no such file"),
        (("measure", "nothing.mp3"), "expected .sigmf-meta or .wav"),
    ],
)
def test_mistakes_are_one_line(command, monkeypatch, tmp_path, arguments, words):
    monkeypatch.chdir(tmp_path)
    answer = command(*arguments)
    assert_one_line(answer, words)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("meta", "words"),
    [
        ("{", "expected SigMF with"),
        ("[]", "expected SigMF with"),
        ("[" * 100_000, "expected SigMF with"),
        ('{"global": {"core:datatype": "cf32_le", "core:sample_rate": "fast"}, "captures": []}', "expected SigMF with"),
        ('{"global": {"core:datatype": "cq5", "core:sample_rate": 1}, "captures": []}', "core:datatype = 'cq5'"),
        ('{"global": {"core:datatype": "cf32_le", "core:sample_rate": 0}, "captures": []}', "expected above zero"),
        (
            '{"global": {"core:datatype": "cf32_le", "core:sample_rate": 1, "core:num_channels": 2}, "captures": []}',
            "expected 1",
        ),
        (
            '{"global": {"core:datatype": "cf32_le", "core:sample_rate": 1}, "captures": [{"core:datetime": "then"}]}',
            "core:datetime",
        ),
    ],
)
def test_a_recording_that_is_none_is_one_line(tmp_path, meta, words):
    (tmp_path / "a.sigmf-meta").write_text(meta, encoding="utf-8")
    (tmp_path / "a.sigmf-data").write_bytes(bytes(16_384))
    with pytest.raises(InputError, match=words):
        read_recording(tmp_path / "a.sigmf-meta")


@pytest.mark.parametrize(
    ("kind", "scale"), [("ci16_le", 32768.0), ("ci16_be", 32768.0), ("cf64_le", 1.0), ("cu8", 128.0)]
)
def test_kinds_of_samples_are_read(tmp_path, kind, scale):
    generator = np.random.default_rng(3)
    values = np.round(generator.uniform(-100.0, 100.0, 4096)) / 128.0
    raw = {"ci16_le": "<i2", "ci16_be": ">i2", "cf64_le": "<f8", "cu8": "u1"}[kind]
    stored = values * (scale if scale > 1.0 else 1.0) + (128.0 if kind == "cu8" else 0.0)
    (tmp_path / "a.sigmf-data").write_bytes(stored.astype(raw).tobytes())
    said = {
        "global": {"core:datatype": kind, "core:sample_rate": 10.0, "core:version": "1.2.0"},
        "captures": [],
        "annotations": [],
    }
    (tmp_path / "a.sigmf-meta").write_text(json.dumps(said), encoding="utf-8")
    received = read_recording(tmp_path / "a.sigmf-meta")
    assert received.samples == pytest.approx(values[0::2] + 1j * values[1::2], abs=1e-9)


def test_samples_of_another_recording_are_refused(tmp_path):
    """The metadata hold a digest of the samples; letters of either case are read."""
    signals = [make_signal(MARS1, "telemetry-32cm-dish", AT, duration_s=5.0, seed=seed) for seed in (4, 5)]
    meta, data = write_sigmf(signals[0], tmp_path / "a.sigmf-meta")
    _, other = write_sigmf(signals[1], tmp_path / "b.sigmf-meta")
    said = json.loads(meta.read_text())
    said["global"]["core:sha512"] = said["global"]["core:sha512"].upper()
    meta.write_text(json.dumps(said))
    assert read_recording(meta).samples.size == signals[0].samples.size
    data.write_bytes(other.read_bytes())
    with pytest.raises(InputError, match=r"a\.sigmf-data: core:sha512 of a\.sigmf-meta is of other data"):
        read_recording(meta)


def test_a_recording_whose_writer_was_killed_between_its_files_is_completed_first(tmp_path):
    """Its new metadata are still where they were written, with the note that they are moving."""
    signals = [make_signal(MARS1, "telemetry-32cm-dish", AT, duration_s=5.0, seed=seed) for seed in (4, 5)]
    meta, data = write_sigmf(signals[0], tmp_path / "a.sigmf-meta")
    left = tmp_path / f"{PREFIX}0123456789abcdef"
    (left / "new").mkdir(parents=True)
    (left / "moving").touch()
    _, moved = write_sigmf(signals[1], left / "new" / "a.sigmf-meta")
    moved.rename(data)
    assert read_recording(meta).samples == pytest.approx(signals[1].samples)
    assert {file.name for file in tmp_path.iterdir()} == {"a.sigmf-meta", "a.sigmf-data"}


def test_a_stretch_of_a_recording_is_read_alone(tmp_path):
    signal = make_signal(MARS1, "telemetry-32cm-dish", AT, duration_s=5.0, seed=4)
    meta, _ = write_sigmf(signal, tmp_path / "far.sigmf-meta")
    write_iq_wav(signal, tmp_path / "far.wav")
    inner = slice(8000, 24_000)
    received = read_recording(meta, from_s=1.0, duration_s=2.0)
    assert (received.samples == signal.samples[inner]).all()
    assert received.start_utc_s == signal.start_utc_s + 1.0
    assert read_recording(tmp_path / "far.wav", from_s=1.0, duration_s=2.0).samples.size == 16_000
    assert read_recording(meta, from_s=4.0).samples.size == 8000
    with pytest.raises(InputError, match="5 s long; expected a stretch that begins in it"):
        read_recording(meta, from_s=6.0)


def test_more_samples_than_are_looked_at_in_one_go_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("linkbudget.mission.measuring.MOST_SAMPLES", 10_000)
    signal = make_signal(MARS1, "telemetry-32cm-dish", AT, duration_s=5.0, seed=4)
    meta, _ = write_sigmf(signal, tmp_path / "far.sigmf-meta")
    with pytest.raises(InputError, match=r"expected at most 10 000 in one go, a stretch of 1\.25 s"):
        read_recording(meta)
    assert read_recording(meta, duration_s=1.0).samples.size == 8000


def test_a_recording_whose_parts_reach_behind_its_end_is_refused(tmp_path):
    file = tmp_path / "cut.wav"
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(8000))
    whole = file.read_bytes()
    for content in (whole.replace(b"data", b"dat_"), whole[:24] + bytes(4) + whole[28:], whole[:40]):
        file.write_bytes(content)
        with pytest.raises(InputError, match=r"cut\.wav: "):
            read_recording(file)


@pytest.mark.parametrize("frequency", ['"x"', "{}", "NaN", "Infinity", "[1]"])
def test_a_frequency_that_is_no_number_is_refused(frequency, tmp_path):
    meta = tmp_path / "a.sigmf-meta"
    said = '"core:datatype": "cf32_le", "core:sample_rate": 8000'
    meta.write_text(f'{{"global": {{{said}}}, "captures": [{{"core:frequency": {frequency}}}]}}', encoding="utf-8")
    meta.with_suffix(".sigmf-data").write_bytes(np.ones(4096, "<f4").tobytes())
    with pytest.raises(InputError, match=r"a\.sigmf-meta: "):
        read_recording(meta)


def test_samples_that_are_no_numbers_are_refused_without_a_word_of_numpy(tmp_path):
    meta = tmp_path / "a.sigmf-meta"
    meta.write_text('{"global": {"core:datatype": "cf32_le", "core:sample_rate": 8000}, "captures": [{}]}')
    meta.with_suffix(".sigmf-data").write_bytes(np.array([1.0, np.inf] * 2048, "<f4").tobytes())
    with pytest.raises(InputError, match=r"a\.sigmf-meta: holds samples that are no numbers"):
        read_recording(meta)
