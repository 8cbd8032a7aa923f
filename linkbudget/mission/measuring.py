"""Measurement of the carrier in a recording: frequency, drift and C/N0.

The map: :func:`read_recording` (SigMF or WAV to a :class:`Received`), :func:`measure_carrier` (to a
:class:`Measurement`), :func:`expected` (what the budget of a link says of the same stretch of time).

How a carrier is found.  The spectrum is taken along every slide within reach; the highest line of all is the carrier.
Frequency and slide are then refined within a bin.  The noise is measured near by, in phase with the carrier, where data
that modulate its phase leave nothing.  Of BPSK without a carrier the square of the signal has a tone at twice the
frequency, which tells frequency and slide, but no level.
"""

import hashlib
import json
import os
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from linkbudget.errors import InputError, LinkBudgetError, shortened
from linkbudget.formatting import count_text, duration_text
from linkbudget.geometry.clock import parse_utc
from linkbudget.link.budget import budget
from linkbudget.mission.paths import seen_path
from linkbudget.mission.scenario import Scenario
from linkbudget.physics.doppler import one_way_doppler_shift_hz
from linkbudget.text_files import require_file, whole_bytes
from linkbudget.writing import finish_moves

LARGEST_METADATA_BYTES = 1 << 24
"""Size of a metadata file that is read [byte]."""

MOST_SAMPLES = 1 << 24
"""Samples that are looked at in one go [-]."""

LEAST_SAMPLES = 1024
"""Fewest samples that allow an estimate [-]."""

LEAST_RATIO = 6.0
"""Carrier over the usual scatter of the spectrum below which nothing is found, in standard deviations [-]."""

_KINDS = {"f32": "f4", "f64": "f8", "i32": "i4", "i16": "i2", "i8": "i1", "u8": "u1", "u16": "u2", "u32": "u4"}
_MOST_SLIDES = 801
_NEAR_BINS = 400  # from the tone, in which the noise is measured


@dataclass(frozen=True)
class Received:
    """Samples of a recording.

    ``samples`` are complex, or real of a sound; ``centre_hz`` is the radio frequency at zero of them, and
    ``start_utc_s`` the instant of the first, none where the file does not tell.
    """

    samples: np.ndarray
    sample_rate_hz: float
    centre_hz: float | None = None
    start_utc_s: float | None = None
    scenario: str | None = None
    """Scenario and link that a simulated recording names."""
    link: str | None = None


@dataclass(frozen=True)
class Measurement:
    """Carrier measured in a recording; frequencies are those at the middle of the recording."""

    frequency_hz: float
    """Of the carrier, from zero of the samples [Hz]."""
    slide_hz_per_s: float
    """Rate of its change [Hz/s]."""
    carrier_cn0_dbhz: float
    """Carrier over noise density [dBHz]."""
    frequency_error_hz: float
    """Standard error of the frequency, by the bound for a tone in white noise [Hz]."""
    cn0_error_db: float
    """Standard error of the ratio [dB]."""
    significance: float
    """Carrier over the usual scatter of the spectrum, in standard deviations [-]."""
    radio_frequency_hz: float | None = None
    """The same at the antenna, where the recording tells what zero is [Hz]."""

    def to_dict(self) -> dict[str, Any]:
        """As plain data, fit for JSON: what has no value is None."""
        values = {key: getattr(self, key) for key in self.__dataclass_fields__}
        return {key: None if value is None or not np.isfinite(value) else value for key, value in values.items()}


def read_recording(file: str | os.PathLike, *, from_s: float = 0.0, duration_s: float | None = None) -> Received:
    """Read a SigMF recording (``.sigmf-meta`` or ``.sigmf-data``) or a WAV file of one or two channels.

    Parameters
    ----------
    file : str or Path
        One of the two files of a SigMF recording, or a WAV file; two channels of it are I and Q.
    from_s, duration_s : float, optional
        The stretch of it that is read; to its end without a length [s].

    Returns
    -------
    Received
        Samples of the first capture.

    Raises
    ------
    InputError
        One line that names the file, the mistake and what was expected.
    """
    path = Path(file)
    readers = {".wav": _read_wav, ".sigmf-meta": _read_sigmf, ".sigmf-data": _read_sigmf}
    if path.suffix.lower() not in readers:
        raise InputError(f"{path}: unknown kind of file {path.suffix!r}; expected .sigmf-meta or .wav")
    try:
        require_file(path, "a recording")
        received = readers[path.suffix.lower()](path, from_s, duration_s)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; expected a readable recording") from None
    if received.samples.size < LEAST_SAMPLES:
        raise InputError(f"{path}: {received.samples.size} samples; expected at least {LEAST_SAMPLES}")
    if not np.isfinite(received.samples).all():
        raise InputError(f"{path}: holds samples that are no numbers; expected a whole recording")
    return received


def measure_carrier(
    received: Received, *, square: bool = False, slide_hz_per_s: float = 0.0, most_slide_hz_per_s: float = 0.0
) -> Measurement:
    """Find the carrier of a recording.

    Parameters
    ----------
    received : Received
        The samples.
    square : bool, optional
        True for BPSK without a carrier: the tone of the squared signal is looked for; the level is then NaN.
    slide_hz_per_s, most_slide_hz_per_s : float, optional
        Slides about the first are looked through, by up to the second either way [Hz/s].

    Returns
    -------
    Measurement
        Of the strongest tone.

    Raises
    ------
    LinkBudgetError
        If nothing stands out of the noise.

    References
    ----------
    .. [1] D. C. Rife and R. R. Boorstyn, "Single-tone parameter estimation from discrete-time observations", IEEE
       Trans. Inf. Theory IT-20 (1974) 591-598 (bound of the frequency).

    Examples
    --------
    A tone of 40 dBHz at 123.4 Hz, in noise, for four seconds:

    >>> generator, rate = np.random.default_rng(1), 2000.0
    >>> time_s = np.arange(8000) / rate
    >>> noise = np.sqrt(0.5 * rate) * (generator.standard_normal(8000) + 1j * generator.standard_normal(8000))
    >>> found = measure_carrier(Received(100.0 * np.exp(2j * np.pi * 123.4 * time_s) + noise, rate))
    >>> print(f"{found.frequency_hz:.1f} Hz, {found.carrier_cn0_dbhz:.0f} dBHz")
    123.4 Hz, 40 dBHz
    """
    samples, rate = _analytic(received.samples), received.sample_rate_hz
    times = 2.0 if square else 1.0
    if square:
        samples = samples**2
    length_s = samples.size / rate
    time_s = (np.arange(samples.size) - 0.5 * (samples.size - 1)) / rate
    best = 0.0, 0.0, 0
    for slide in times * (slide_hz_per_s + _slides(times * most_slide_hz_per_s, length_s) / times):
        spectrum = np.abs(np.fft.fft(_straight(samples, time_s, slide))) ** 2
        place = int(np.argmax(spectrum))
        if spectrum[place] > best[0]:
            best = float(spectrum[place]), float(slide), place
    _, slide, place = best
    straight = _straight(samples, time_s, slide)
    frequency, rest_of_slide, amplitude = _refined(straight, time_s, place, rate)
    slide += rest_of_slide
    straight = _straight(samples, time_s, slide)
    noise, error_of_noise = _noise_density(straight, time_s, frequency, amplitude, rate)
    power = amplitude**2
    scatter = noise / length_s  # power of the noise in one bin
    significance = power / scatter
    if significance < LEAST_RATIO + np.log(samples.size):
        raise LinkBudgetError(
            f"no carrier: the strongest line is {10.0 * np.log10(significance):.1f} dB over the noise in "
            f"{1.0 / length_s:.3g} Hz; expected {10.0 * np.log10(LEAST_RATIO + np.log(samples.size)):.1f} dB"
        )
    cn0 = power / noise
    half = 0.5 if square else 1.0
    return Measurement(
        frequency_hz=half * frequency,
        slide_hz_per_s=half * slide,
        carrier_cn0_dbhz=float("nan") if square else float(10.0 * np.log10(cn0)),
        frequency_error_hz=half * float(np.sqrt(6.0 / (4.0 * np.pi**2 * cn0 * length_s**3))),
        cn0_error_db=float("nan") if square else _error_db(significance, error_of_noise),
        significance=float(significance),
        radio_frequency_hz=None if received.centre_hz is None else received.centre_hz + half * frequency,
    )


def _error_db(significance: float, of_noise: float) -> float:
    """Standard error of carrier and noise together."""
    return float(10.0 / np.log(10.0) * np.sqrt(2.0 / significance + of_noise**2))


def expected(scenario: Scenario, link: str, start_utc_s: float, duration_s: float) -> dict[str, float]:
    """Expected carrier from the budget of a link: frequency and its drift at the middle of a time span, and level.

    Parameters
    ----------
    scenario : Scenario
        The mission.
    link : str
        Name of the link.
    start_utc_s, duration_s : float
        The stretch of time, inside the mission [s].

    Returns
    -------
    dict
        ``radio_frequency_hz``, ``doppler_shift_hz``, ``slide_hz_per_s`` and ``carrier_cn0_dbhz``: that of the residual
        carrier, or of the whole power where there is none; NaN where the spacecraft is down.
    """
    model = scenario.link(link)
    utc_s = start_utc_s + 0.5 * duration_s + np.array([-0.5, 0.0, 0.5])
    look = scenario.looks(model.far_end_name, utc_s)
    lines = budget(model, seen_path(scenario, model, utc_s, look), scenario=scenario.name, name=link)
    shift = one_way_doppler_shift_hz(look.range_rate_m_per_s, model.carrier_hz.value)
    level = np.broadcast_to(lines.get("carrier_cn0_dbhz", lines["cn0_dbhz"]), utc_s.shape)
    return {
        "radio_frequency_hz": float(model.carrier_hz.value + shift[1]),
        "doppler_shift_hz": float(shift[1]),
        "slide_hz_per_s": float(shift[2] - shift[0]),
        "carrier_cn0_dbhz": float(level[1]),
    }


def _slides(most: float, length_s: float) -> np.ndarray:
    """Frequency drifts to search: fine enough that a tone smears over less than a bin."""
    step = 1.0 / length_s**2
    count = 2 * int(np.ceil(abs(most) / step)) + 1
    if count > _MOST_SLIDES:
        raise LinkBudgetError(
            f"slide = {most:g} Hz/s over {length_s:g} s: {count} slides to look through; expected at most "
            f"{_MOST_SLIDES}, a shorter stretch or a smaller slide"
        )
    return np.linspace(-abs(most), abs(most), count) if count > 1 else np.zeros(1)


def _straight(samples: np.ndarray, time_s: np.ndarray, slide: float) -> np.ndarray:
    """Samples with a frequency drift removed."""
    return samples * np.exp(-1j * np.pi * slide * time_s**2) if slide else samples


def _analytic(samples: np.ndarray) -> np.ndarray:
    """Complex samples; of real ones without their negative frequencies, which leaves the ratio to the noise alone."""
    if np.iscomplexobj(samples):
        return np.asarray(samples)
    spectrum = np.fft.fft(samples)
    spectrum[samples.size // 2 + 1 :] = 0.0
    return 2.0 * np.fft.ifft(spectrum)


def _refined(straight: np.ndarray, time_s: np.ndarray, place: int, rate: float) -> tuple[float, float, float]:
    """Frequency within a bin, remaining slide, and amplitude of the tone there."""
    from scipy.optimize import minimize  # half a second to import

    count = straight.size
    bin_hz, length_s = rate / count, count / rate
    middle = (place if place < count / 2 else place - count) * bin_hz
    block = max(count // 4096, 1)  # within a bin of the middle a mean over such a block loses nothing
    used = count // block * block
    shifted = (straight[:used] * np.exp(-2j * np.pi * middle * time_s[:used])).reshape(-1, block).mean(axis=1)
    when_s = time_s[:used].reshape(-1, block).mean(axis=1)

    def at(offset_and_slide):
        offset, slide = np.array(offset_and_slide) * (bin_hz, bin_hz / length_s)
        return abs(np.mean(shifted * np.exp(-2j * np.pi * (offset + 0.5 * slide * when_s) * when_s)))

    start = max(((offset, 0.0) for offset in np.linspace(-1.0, 1.0, 9)), key=at)
    found = minimize(lambda place: -at(place), start, method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-12})
    offset, slide = found.x * (bin_hz, bin_hz / length_s)
    return float(middle + offset), float(slide), float(at(found.x))


def _noise_density(straight, time_s, frequency: float, amplitude: float, rate: float) -> tuple[float, float]:
    """Density of the noise about a tone, and its relative standard error.

    It is taken from the part of the signal in phase with the tone: data that modulate the phase of a carrier are in the
    other part.
    """
    turned = straight * np.exp(-2j * np.pi * frequency * time_s)
    in_phase = (turned * np.exp(-1j * np.angle(np.mean(turned)))).real - amplitude
    near = np.abs(np.fft.rfft(in_phase))[1 : _NEAR_BINS + 1] ** 2 * 2.0 / in_phase.size / rate
    # the median of the power of Gaussian noise in a bin is ln 2 of its mean
    return float(np.median(near) / np.log(2.0)), float(1.0 / (np.log(2.0) * np.sqrt(near.size)))


def _stretch(path: Path, count: int, rate: float, from_s: float, duration_s: float | None) -> tuple[int, int]:
    """First sample and number of samples of a stretch of a recording."""
    if not 0.0 <= from_s < count / rate:
        raise InputError(
            f"{path}: {duration_text(count / rate, 6)} long; expected a stretch that begins in it, not after "
            f"{duration_text(from_s, 6)}"
        )
    first = round(from_s * rate)
    number = count - first if duration_s is None else min(round(duration_s * rate), count - first)
    if number > MOST_SAMPLES:
        raise InputError(
            f"{path}: {count_text(number)} samples; expected at most {count_text(MOST_SAMPLES)} in one go, a stretch "
            f"of {duration_text(MOST_SAMPLES / rate)}"
        )
    return first, number


def _read_wav(path: Path, from_s: float, duration_s: float | None) -> Received:
    try:
        with wave.open(str(path), "rb") as sound:
            channels, width, rate = sound.getnchannels(), sound.getsampwidth(), float(sound.getframerate())
            if not rate > 0.0:
                raise InputError(f"{path}: no samples a second; expected a rate above zero")
            if channels > 2 or width not in (1, 2, 4):
                raise InputError(
                    f"{path}: {channels} channels of {8 * width} bit; expected one or two of 8, 16 or 32 bit"
                )
            first, number = _stretch(path, sound.getnframes(), rate, from_s, duration_s)
            sound.setpos(first)
            frames = sound.readframes(number)
    except (wave.Error, EOFError, RuntimeError) as error:  # a RuntimeError: a part that reaches behind the end
        raise InputError(f"{path}: {error or 'ends too soon'}; expected a WAV file of whole numbers") from None
    kind = {1: "u1", 2: "<i2", 4: "<i4"}[width]
    numbers = np.frombuffer(frames[: len(frames) // (channels * width) * channels * width], dtype=kind)
    values = (numbers.astype(float) - (128.0 if width == 1 else 0.0)) / 2.0 ** (8 * width - 1)
    return Received(values if channels == 1 else values[0::2] + 1j * values[1::2], rate)


def _read_sigmf(path: Path, from_s: float, duration_s: float | None) -> Received:
    meta, data = path.with_suffix(".sigmf-meta"), path.with_suffix(".sigmf-data")
    finish_moves(path.parent)  # of a pair whose writer was killed
    for file in (meta, data):
        require_file(file, "both files of a SigMF recording")
    try:
        said = json.loads(whole_bytes(meta, "SigMF metadata", LARGEST_METADATA_BYTES).decode("utf-8"))
        whole = said["global"]
        kind, rate = str(whole["core:datatype"]), float(whole["core:sample_rate"])
        capture = (said["captures"] or [{}])[0]
        channels = int(whole.get("core:num_channels", 1))
        frequency = None if capture.get("core:frequency") is None else float(capture["core:frequency"])
        start = capture.get("core:datetime")
        digest = whole.get("core:sha512")
    except InputError:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise InputError(
            f"{meta}: {type(error).__name__}: {shortened(str(error))}; expected SigMF with core:datatype and "
            "core:sample_rate"
        ) from None
    base, _, order = kind[1:].partition("_")
    if kind[:1] not in ("c", "r") or base not in _KINDS or order not in ("le", "be", ""):
        raise InputError(f"{meta}: core:datatype = {shortened(kind)}; expected one such as cf32_le or ri16_le")
    if channels != 1:
        raise InputError(f"{meta}: core:num_channels = {channels}; expected 1")
    if not 0.0 < rate < np.inf:
        raise InputError(f"{meta}: core:sample_rate = {rate:g}; expected above zero")
    stored = np.dtype(_KINDS[base]).newbyteorder(">" if order == "be" else "<")
    if frequency is not None and not np.isfinite(frequency):
        raise InputError(f"{meta}: core:frequency = {frequency:g}; expected a finite number")
    parts = 2 if kind[0] == "c" else 1
    first, number = _stretch(data, data.stat().st_size // (parts * stored.itemsize), rate, from_s, duration_s)
    with data.open("rb") as samples:
        samples.seek(first * parts * stored.itemsize)
        read = samples.read(number * parts * stored.itemsize)
    is_read_whole = len(read) == data.stat().st_size
    if digest is not None and is_read_whole and str(digest).lower() != hashlib.sha512(read).hexdigest():
        raise InputError(f"{data}: core:sha512 of {meta.name} is of other data; expected both files of one recording")
    with np.errstate(invalid="ignore"):  # NaN is refused with the others
        values = np.frombuffer(read, dtype=stored).astype(float)
    if base[0] in "iu":
        scale = 2.0 ** (8 * np.dtype(_KINDS[base]).itemsize - 1)
        values = (values - (scale if base[0] == "u" else 0.0)) / scale
    if kind[0] == "c":
        values = values[: values.size // 2 * 2].view(complex)
    try:
        start_utc_s = None if start is None else parse_utc(str(start)) + from_s
    except LinkBudgetError as error:
        raise InputError(f"{meta}: core:datetime = {shortened(start)}: {error}") from None
    names = (whole.get(f"linkbudget:{key}") for key in ("scenario", "link"))
    scenario, link = (name if isinstance(name, str) else None for name in names)
    return Received(values, rate, frequency, start_utc_s, scenario, link)
