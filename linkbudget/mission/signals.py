"""The signal of a link as a receiver's samples: carrier, data or pulses in their noise, at the levels of the budget.

The map: :func:`make_signal` makes a :class:`Signal` of a stretch of time, :func:`write_sigmf` writes it as a SigMF
recording, :func:`write_iq_wav` as a sound of two channels; :func:`read_bits` reads the bits to send.
:mod:`linkbudget.mission.measuring` finds the signal again.

What is sent.  Data are the pseudorandom sequence of ITU-T O.150 (2^15 - 1), a bit a channel symbol bit: a code of the
link is not applied, so that an error counter behind a demodulator finds the error rate of the channel.  A residual
carrier is phase modulated by the data, on a subcarrier of whole half periods a symbol; pulses stand at pseudorandom
slots.  Symbols are rectangular, of GMSK Gaussian.

What the way does.  Doppler shift turns the carrier and stretches the symbols; the level follows the C/N0 of the budget
along the recording.  Losses of the receiver's own electronics (``implementation_loss``) are not in the samples: a real
receiver, or a demodulator in software, has its own.
"""

import hashlib
import json
import os
import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from linkbudget.errors import InputError
from linkbudget.formatting import (
    angle_text,
    decibels_text,
    distance_text,
    frequency_text,
    number_text,
    rate_text,
)
from linkbudget.geometry.clock import format_utc
from linkbudget.hardware.modulation_kinds import DigitalModulation, PulsePositionModulation
from linkbudget.link.budget import Budget, budget
from linkbudget.mission.listening import SHORTEST_S, Tone, start_of
from linkbudget.mission.paths import seen_path
from linkbudget.mission.scenario import Scenario
from linkbudget.physics.doppler import one_way_doppler_shift_hz
from linkbudget.physics.symbol_rates import (
    information_bits_at_code_rate,
    information_bits_per_symbol,
    symbol_rate_of_bits_symbols_per_s,
)
from linkbudget.physics.waveforms import (
    frequency_shift_phase_rad,
    gaussian_msk_phase_rad,
    held_average,
    pseudorandom_bits,
    psk_symbols,
    subcarrier_chips,
)
from linkbudget.text_files import whole_bytes
from linkbudget.version import VERSION

LARGEST_SIGNAL = 60_000_000
"""Samples of a recording: 480 MB."""

LARGEST_BITS_BYTES = 1 << 24
"""Size of a text of bits that is read [byte]."""

SIGMF_VERSION = "1.2.0"
"""Edition of the SigMF specification that recordings are written by."""

NOISE_LEVEL = 0.05
"""Noise in the whole sampled band, rms of each of its two parts against full scale."""

SUBCARRIER_HALF_PERIODS = 16
"""Half periods of the subcarrier a symbol, where a carrier is left: eight whole periods."""

_OVERSAMPLING = 8.0
_LOWEST_RATE_HZ = 8000.0
_KNOT_S = 1.0
_BLOCK = 1 << 20
_PSK = {"bpsk": 1, "qpsk": 2, "8psk": 3, "16psk": 4, "32psk": 5}
_DIFFERENTIAL = ("dpsk", "differentially-encoded-psk")


Data = Callable[[int, int], np.ndarray]
"""The bits that are sent: number of the first, how many."""


@dataclass(frozen=True)
class Signal:
    """Samples of a link."""

    scenario: Scenario
    link: str
    samples: np.ndarray
    """Complex, single precision, full scale 1."""
    sample_rate_hz: float
    centre_hz: float
    """Frequency at zero of the samples: where the carrier arrives in the middle of the recording [Hz]."""
    start_utc_s: float
    noise_density_dbfs_per_hz: float
    """Density of the noise against full scale [dB/Hz]."""
    time_s: np.ndarray
    """Instants of the following, from the start [s]."""
    doppler_shift_hz: np.ndarray
    range_m: np.ndarray
    cn0_dbhz: np.ndarray
    """All power of the link over noise density; NaN where the spacecraft is down [dBHz]."""
    symbol_rate_per_s: float
    """Channel symbols, or pulses, a second at the sender."""
    what: str
    """The waveform in words."""
    seed: int
    notes: tuple[str, ...] = ()

    @property
    def duration_s(self) -> float:
        """Length [s]."""
        return self.samples.size / self.sample_rate_hz

    def to_dict(self) -> dict:
        """Figures as plain data, fit for JSON."""
        return {
            "scenario": self.scenario.name,
            "link": self.link,
            "start": format_utc(self.start_utc_s),
            "duration_s": self.duration_s,
            "sample_rate_hz": self.sample_rate_hz,
            "centre_hz": self.centre_hz,
            "waveform": self.what,
            "symbol_rate_per_s": self.symbol_rate_per_s,
            "lowest_cn0_dbhz": float(np.nanmin(self.cn0_dbhz)),
            "highest_cn0_dbhz": float(np.nanmax(self.cn0_dbhz)),
            "lowest_doppler_shift_hz": float(self.doppler_shift_hz.min()),
            "highest_doppler_shift_hz": float(self.doppler_shift_hz.max()),
            "noise_density_dbfs_per_hz": self.noise_density_dbfs_per_hz,
            "seed": self.seed,
            "notes": list(self.notes),
        }


@dataclass(frozen=True)
class _Waveform:
    """Transmitted waveform of a link: symbol rate, half bandwidth, and a function that gives its samples."""

    symbol_rate_per_s: float
    half_bandwidth_hz: float
    what: str
    between: Callable[[np.ndarray], np.ndarray]
    """Complex values of power one (pulses: of mean power one) for rising edges of samples, by the sender's clock."""


def make_signal(
    scenario: Scenario,
    link: str,
    at: str | None = None,
    *,
    duration_s: float = 10.0,
    sample_rate_hz: float | None = None,
    bits=None,
    settings: dict[str, str] | None = None,
    seed: int = 0,
) -> Signal:
    """Make the samples of a link.

    Parameters
    ----------
    scenario : Scenario
        The mission; it needs a trajectory.
    link : str
        Name of a link by radio that carries data, or pictures by pulses.
    at : str, optional
        Start in UTC; without it, the recording has its middle at the scenario's reference instant or, if the
        spacecraft is then down, at the nearest culmination.
    duration_s : float, optional
        Length [s].
    sample_rate_hz : float, optional
        Samples a second; without it, eight times the highest frequency of the waveform, in whole kilohertz [Hz].
    bits : array_like, optional
        Zeros and ones to send, over and over, instead of the pseudorandom sequence [-].
    settings : dict, optional
        Values to set in the link first, by key: ``{"transmitter.power": "20 W"}``.
    seed : int, optional
        Of the noise.

    Returns
    -------
    Signal
        The same for the same seed.

    Raises
    ------
    InputError
        If there is no such link, its waveform is not known, it is down, or time and rate do not fit.

    Examples
    --------
    >>> import linkbudget
    >>> signal = make_signal(linkbudget.load("mars1"), "telemetry-32cm-dish", "1963-03-21T17:00", duration_s=2.0)
    >>> signal.what, signal.samples.size
    ('BPSK by phase modulation of 44.9° on a square subcarrier of 64 Hz, residual carrier', 16000)
    """
    model = scenario.link_at(link, scenario.reference_utc_s, settings)
    if model.is_light:
        raise InputError(f"{link}: sends light, which a receiver counts; expected a radio link")
    if not SHORTEST_S <= duration_s < np.inf:
        raise InputError(f"duration = {duration_s:g} s: expected at least {SHORTEST_S:g} s")
    start = start_of(scenario, link, at, duration_s)
    time_s = np.linspace(0.0, duration_s, int(np.clip(duration_s / _KNOT_S, 32, 20_000)) + 1)
    look = scenario.looks(model.far_end_name, start + time_s)
    path = seen_path(scenario, model, start + time_s, look)
    lines = budget(model, path, scenario=scenario.name, name=link)
    cn0 = np.where(path.in_sight, np.broadcast_to(lines["cn0_dbhz"], time_s.shape), np.nan)
    if np.isnan(cn0).all():
        raise InputError(f"{link}: down from {format_utc(start)} on: no signal")
    wave = _waveform(link, model.modulation, lines, pseudorandom_bits if bits is None else _repeated(bits))
    rate = _sample_rate_hz(sample_rate_hz, wave)
    if duration_s * rate > LARGEST_SIGNAL:
        raise InputError(
            f"duration = {duration_s:g} s: expected at most {LARGEST_SIGNAL / rate:.6g} s at {rate:.6g} samples/s"
        )
    doppler = one_way_doppler_shift_hz(look.range_rate_m_per_s, model.carrier_hz.value)
    tuned = float(np.interp(0.5 * duration_s, time_s, doppler))
    samples = _samples(wave, time_s, doppler / model.carrier_hz.value, doppler - tuned, cn0, duration_s, rate, seed)
    gain = min(NOISE_LEVEL * np.sqrt(2.0 / rate), 0.98 / float(np.abs(samples).max()))
    return Signal(
        scenario=scenario,
        link=link,
        samples=(gain * samples).astype(np.complex64),
        sample_rate_hz=rate,
        centre_hz=model.carrier_hz.value + tuned,
        start_utc_s=start,
        noise_density_dbfs_per_hz=float(20.0 * np.log10(gain)),
        time_s=time_s,
        doppler_shift_hz=doppler,
        range_m=np.broadcast_to(look.range_m, time_s.shape),
        cn0_dbhz=cn0,
        symbol_rate_per_s=wave.symbol_rate_per_s,
        what=wave.what,
        seed=seed,
        notes=_notes(model.modulation),
    )


def write_sigmf(signal: Signal, file: str | os.PathLike) -> tuple[Path, Path]:
    """Write a signal as a SigMF recording: ``NAME.sigmf-meta`` and ``NAME.sigmf-data`` beside it.

    Parameters
    ----------
    signal : Signal
        What :func:`make_signal` made.
    file : str or Path
        Name of the ``.sigmf-meta`` file.

    Returns
    -------
    tuple of Path
        Both files.
    """
    meta, data = Path(file), Path(file).with_suffix(".sigmf-data")
    samples = signal.samples.astype("<c8").tobytes()
    data.write_bytes(samples)
    meta.write_text(json.dumps(_metadata(signal, samples), indent=2) + "\n", encoding="utf-8")
    return meta, data


def write_iq_wav(signal: Signal, file: str | os.PathLike) -> None:
    """Write a signal as a WAV file of two channels, I and Q, of 16 bits, as programs for radio receivers read it."""
    numbers = np.empty((signal.samples.size, 2), dtype="<i2")
    numbers[:, 0], numbers[:, 1] = (np.rint(32767.0 * part) for part in (signal.samples.real, signal.samples.imag))
    with wave.open(os.fspath(file), "wb") as wav:
        wav.setnchannels(2)
        wav.setsampwidth(2)
        wav.setframerate(round(signal.sample_rate_hz))
        wav.writeframes(numbers.tobytes())


def read_bits(file: str | os.PathLike) -> np.ndarray:
    """Bits of a text file: the characters 0 and 1, spaces and ends of lines between them passed over.

    Raises
    ------
    InputError
        One line that names file, place and what was expected.
    """
    path = Path(file)
    try:
        text = "".join(whole_bytes(path, "a text of 0 and 1", LARGEST_BITS_BYTES).decode("ascii").split())
    except UnicodeDecodeError:
        raise InputError(f"{path}: is no plain text; expected a text of 0 and 1") from None
    wrong = next((place for place, letter in enumerate(text) if letter not in "01"), None)
    if wrong is not None or not text:
        said = "is empty" if wrong is None else f"{text[wrong]!r} at bit {wrong + 1}"
        raise InputError(f"{path}: {said}; expected a text of 0 and 1")
    return np.frombuffer(text.encode(), dtype=np.int8) - ord("0")


def signal_files(file: str | os.PathLike) -> tuple[Path, ...]:
    """Names of the files of a recording; another ending than ``.sigmf-meta`` and ``.wav`` is refused."""
    path = Path(file)
    if path.suffix == ".wav":
        return (path,)
    if path.suffix != ".sigmf-meta":
        raise InputError(f"{path}: unknown kind of file {path.suffix!r}; expected .sigmf-meta or .wav")
    return path, path.with_suffix(".sigmf-data")


def _metadata(signal: Signal, samples: bytes) -> dict[str, Any]:
    rate = signal.sample_rate_hz
    knots = np.linspace(0, signal.time_s.size - 1, min(signal.time_s.size, 61)).round().astype(int)
    edges = np.round(signal.time_s[knots] * rate).astype(int)
    half = 0.5 * rate
    annotations: list[dict[str, Any]] = []
    for first, last, knot in zip(edges[:-1], edges[1:], knots[:-1], strict=True):
        if last <= first:
            continue
        cn0, level = float(signal.cn0_dbhz[knot]), ""
        if np.isfinite(cn0):
            level = f"C/N0 {decibels_text(cn0, 'dBHz', decimals=2)}, "
        said: dict[str, Any] = {
            "core:sample_start": int(first),
            "core:sample_count": int(last - first),
            "core:freq_lower_edge": signal.centre_hz - half,
            "core:freq_upper_edge": signal.centre_hz + half,
            "core:label": signal.link,
            "core:comment": f"{level}Doppler shift {frequency_text(float(signal.doppler_shift_hz[knot]), 9)}, "
            f"range {distance_text(float(signal.range_m[knot]), 7)}",
            "linkbudget:doppler_shift_hz": float(signal.doppler_shift_hz[knot]),
            "linkbudget:range_m": float(signal.range_m[knot]),
        }
        annotations.append(said | ({"linkbudget:cn0_dbhz": cn0} if np.isfinite(cn0) else {}))
    return {
        "global": {
            "core:datatype": "cf32_le",
            "core:sample_rate": rate,
            "core:version": SIGMF_VERSION,
            "core:num_channels": 1,
            "core:sha512": hashlib.sha512(samples).hexdigest(),  # tells data of another run
            "core:description": f"{signal.scenario.config.mission.title}, {signal.scenario.links[signal.link].title}: "
            f"{signal.what}; simulated, not received",
            "core:recorder": f"linkbudget {VERSION}",
            "core:extensions": [{"name": "linkbudget", "version": "1.0.0", "optional": True}],
            "linkbudget:scenario": signal.scenario.name,
            "linkbudget:link": signal.link,
            "linkbudget:symbol_rate_per_s": signal.symbol_rate_per_s,
            "linkbudget:noise_density_dbfs_per_hz": signal.noise_density_dbfs_per_hz,
            "linkbudget:seed": signal.seed,
        },
        "captures": [
            {
                "core:sample_start": 0,
                "core:frequency": signal.centre_hz,
                "core:datetime": format_utc(signal.start_utc_s),
            }
        ],
        "annotations": annotations,
    }


def _notes(modulation) -> tuple[str, ...]:
    notes = []
    if getattr(modulation, "code", None) is not None:
        notes.append("the code is not applied: errors are those of channel symbols, before decoding")
    if getattr(modulation, "ranging", None) is not None:
        notes.append("the ranging signal is left out; its share of the power stays in carrier and data")
    return tuple(notes)


def _sample_rate_hz(asked: float | None, wave: _Waveform) -> float:
    if asked is None:
        return max(_LOWEST_RATE_HZ, float(np.ceil(_OVERSAMPLING * wave.half_bandwidth_hz / 1e3) * 1e3))
    if not asked >= 2.0 * wave.half_bandwidth_hz:
        raise InputError(
            f"sample rate = {asked:g} Hz: expected at least {frequency_text(2.0 * wave.half_bandwidth_hz)}, twice the "
            f"highest frequency of {wave.what}"
        )
    return float(asked)


def _samples(wave, time_s, stretch, offset_hz, cn0, duration_s: float, rate: float, seed: int) -> np.ndarray:
    """Signal and noise, the noise of density one."""
    generator = np.random.default_rng(seed)
    count, tone = max(round(duration_s * rate), 1), Tone(time_s, offset_hz, cn0)
    # the sender's clock: what a Doppler shift of s of the carrier does to it, summed up
    sender_s = time_s + np.concatenate([[0.0], np.cumsum(0.5 * (stretch[1:] + stretch[:-1]) * np.diff(time_s))])
    out = np.empty(count, dtype=np.complex128)
    for first in range(0, count, _BLOCK):
        edges_s = np.arange(first, min(first + _BLOCK, count) + 1) / rate
        middle_s = 0.5 * (edges_s[1:] + edges_s[:-1])
        sent = wave.between(np.maximum(np.interp(edges_s, time_s, sender_s), 0.0))
        noise = np.sqrt(0.5 * rate) * generator.standard_normal((2, middle_s.size))
        out[first : first + middle_s.size] = tone.at(np.minimum(middle_s, time_s[-1])) * sent + noise[0] + 1j * noise[1]
    return out


def _waveform(link: str, modulation, lines: Budget, data: Data) -> _Waveform:
    if isinstance(modulation, PulsePositionModulation):
        return _pulses(modulation, lines, data)
    if not isinstance(modulation, DigitalModulation) or modulation.scheme is None:
        raise InputError(f"{link}: sends no data whose waveform is known; expected a digital or a pulse-position link")
    rate = _symbol_rate_per_s(modulation, lines)
    if modulation.carrier is not None:
        return _residual(link, modulation, lines, rate, data)
    scheme = modulation.scheme
    if scheme in _PSK or scheme in _DIFFERENTIAL:
        return _phases(scheme, rate, data)
    if scheme.startswith(("msk", "gmsk")):
        return _gaussian(scheme, rate, data)
    if "fsk" in scheme:
        return _tones(scheme, rate, data)
    if scheme.endswith("ook"):
        return _keyed(rate, data)
    raise InputError(f"{link}: no waveform of {scheme}; expected PSK, FSK, MSK, GMSK or on-off keying")


def _repeated(bits) -> Data:
    """Bits that are sent over and over."""
    sent = np.asarray(bits)
    if sent.ndim != 1 or not sent.size or not np.isin(sent, (0, 1)).all():
        raise InputError("bits: expected zeros and ones, at least one")
    sent = sent.astype(np.int8)
    return lambda first, count: sent[(first + np.arange(count)) % sent.size]


def _symbol_rate_per_s(modulation: DigitalModulation, lines: Budget) -> float:
    """Channel symbols a second, of the first instant."""
    stated = lines.get("symbol_rate_symbols_per_s")
    if stated is None:
        bits = information_bits_per_symbol(modulation.scheme, modulation.code)
        if modulation.code_rate is not None:
            bits = information_bits_at_code_rate(modulation.scheme, modulation.code_rate.value)
        stated = symbol_rate_of_bits_symbols_per_s(lines["bit_rate_bps"], bits)
    return float(np.ravel(stated)[0])


def _bits_until(data: Data, edges_s: np.ndarray, rate: float, size: int) -> tuple[int, np.ndarray]:
    """Number of the first symbol that instants touch, and the bits of all that they do."""
    first = int(np.floor(rate * edges_s[0]))
    count = int(np.floor(rate * edges_s[-1])) - first + 2
    return first, data(size * first, size * count)


def _phases(scheme: str, rate: float, data: Data) -> _Waveform:
    size = _PSK.get(scheme, 1)

    def between(edges_s):
        first, bits = _bits_until(data, edges_s, rate, size)
        if scheme in _DIFFERENTIAL:
            signs = 1.0 - 2.0 * (np.cumsum(data(0, first + bits.size)) % 2)[first:]
            return held_average(signs, rate, edges_s - first / rate).astype(complex)
        return held_average(psk_symbols(bits, size), rate, edges_s - first / rate)

    return _Waveform(rate, rate, f"{scheme.upper()} of {number_text(rate, 6)} symbols a second", between)


def _residual(link: str, modulation: DigitalModulation, lines: Budget, rate: float, data: Data) -> _Waveform:
    if modulation.scheme not in ("bpsk", *_DIFFERENTIAL):
        raise InputError(f"{link}: no waveform of {modulation.scheme} beside a carrier; expected bpsk")
    carrier = modulation.carrier
    assert carrier is not None
    index_deg = float(np.ravel(lines["modulation_index_deg"])[0])
    index, half_periods = np.radians(index_deg), SUBCARRIER_HALF_PERIODS
    subcarrier_hz = 0.5 * half_periods * rate

    def between(edges_s):
        first, bits = _bits_until(data, edges_s, rate, 1)
        signs = 1.0 - 2.0 * bits
        since_s = edges_s - first / rate
        if carrier.subcarrier == "square":
            chips = held_average(subcarrier_chips(signs, half_periods), half_periods * rate, since_s)
            return np.cos(index) + 1j * np.sin(index) * chips
        middle_s = 0.5 * (since_s[1:] + since_s[:-1])
        keyed = signs[np.floor(rate * middle_s).astype(int)]
        return np.exp(1j * index * keyed * np.sin(2.0 * np.pi * subcarrier_hz * middle_s))

    what = (
        f"BPSK by phase modulation of {angle_text(index_deg, 1)} on a {carrier.subcarrier} subcarrier of "
        f"{frequency_text(subcarrier_hz)}, residual carrier"
    )
    return _Waveform(rate, 2.0 * subcarrier_hz, what, between)


def _gaussian(scheme: str, rate: float, data: Data) -> _Waveform:
    product = 4.0 if scheme == "msk" else float(scheme.split("-")[1])  # of MSK a filter that hardly smooths

    def between(edges_s):
        first = max(int(np.floor(rate * edges_s[0])) - 8, 0)
        bits = data(first, int(np.floor(rate * edges_s[-1])) - first + 16)
        whole = data(0, first)
        turned = 0.5 * np.pi * (2.0 * whole.sum() - whole.size) % (2.0 * np.pi)
        middle_s = 0.5 * (edges_s[1:] + edges_s[:-1]) - first / rate
        return np.exp(1j * (gaussian_msk_phase_rad(bits, rate, product, middle_s) + turned))

    return _Waveform(rate, rate, f"{scheme.upper()} of {rate_text(rate, figures=6)}", between)


def _tones(scheme: str, rate: float, data: Data) -> _Waveform:
    name = scheme.split("-")[-1].removesuffix("fsk")
    tones = int(name) if name else 2
    size = tones.bit_length() - 1
    symbols = rate
    spacing = symbols  # orthogonal without a phase reference

    def between(edges_s):
        first, bits = _bits_until(data, edges_s, symbols, size)
        numbers = bits.reshape(-1, size).astype(int) @ (1 << np.arange(size)[::-1])
        middle_s = 0.5 * (edges_s[1:] + edges_s[:-1]) - first / symbols
        whole = numbers_before(first)
        levels = np.append(numbers, tones - 1)  # so that the middle of the tones is the same in every block
        return np.exp(1j * (frequency_shift_phase_rad(levels, symbols, spacing, middle_s) + whole))

    def numbers_before(first: int) -> float:
        bits = data(0, size * first).reshape(-1, size).astype(int) @ (1 << np.arange(size)[::-1])
        return float(2.0 * np.pi * (spacing / symbols * (bits - 0.5 * (tones - 1)).sum() % 1.0))

    what = f"{tones}-FSK of {number_text(symbols, 6)} symbols a second, {frequency_text(spacing)} apart"
    return _Waveform(symbols, 0.5 * tones * spacing + symbols, what, between)


def _keyed(rate: float, data: Data) -> _Waveform:
    def between(edges_s):
        first, bits = _bits_until(data, edges_s, rate, 1)
        return np.sqrt(2.0) * held_average(bits.astype(float), rate, edges_s - first / rate).astype(complex)

    return _Waveform(rate, rate, f"on-off keying of {rate_text(rate, figures=6)}", between)


def _pulses(modulation: PulsePositionModulation, lines: Budget, data: Data) -> _Waveform:
    pixels = float(modulation.pixel_rate_pixels_per_s.value)
    slots = int(np.ravel(lines["slots"])[0])
    height = np.sqrt(float(slots))

    def between(edges_s):
        first = int(np.floor(pixels * edges_s[0]))
        count = int(np.floor(pixels * edges_s[-1])) - first + 2
        bits = data(15 * first, 15 * count).reshape(count, 15).astype(np.int64)
        train = np.zeros((count, slots))
        train[np.arange(count), (bits @ (1 << np.arange(15))) % slots] = height
        return held_average(train.ravel(), pixels * slots, edges_s - first / pixels).astype(complex)

    width = frequency_text(pixels * slots)
    return _Waveform(
        pixels, pixels * slots, f"{number_text(pixels, 6)} pulses a second in {slots} slots each, {width}", between
    )
