"""The carrier as heard through a receiver of given bandwidth: sound whose levels follow from the budget.

The map: :func:`listen` makes a :class:`Recording` of a stretch of time, :func:`write_wav` writes it; both ends of the
:func:`pass_around` an instant.

What is heard.  The receiver stands still on the frequency at which the carrier arrives in the middle of the recording
and lays its passband into the audible range, that frequency at :attr:`Recording.pitch_hz`; as the range rate changes,
the tone slides.  Beside the tone there is the noise of the link's system noise temperature, white within the passband.
The volume never follows the signal: noise of 3 kHz bandwidth is always 30 dB below full scale (rms against the largest
sample a file can hold), so that near the Earth the tone is loud and far away it is a whisper in the same hiss.  Only
where the sum would not fit is the whole recording turned down, and :attr:`Recording.turned_down_db` says by how much.

Of a link with a residual carrier the carrier is heard, not its sidebands; other digital links are heard as if they sent
their whole power unmodulated.
"""

import io
import os
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.formatting import duration_text
from linkbudget.geometry.clock import format_utc, parse_utc
from linkbudget.geometry.passes import Pass
from linkbudget.link.budget import budget
from linkbudget.mission.paths import seen_path
from linkbudget.mission.scenario import Scenario
from linkbudget.physics.doppler import one_way_doppler_shift_hz

SAMPLE_RATES_HZ = (8000, 16_000, 22_050, 44_100, 48_000, 96_000, 192_000)
"""Sample rates that players know [Hz]."""

NARROWEST_HZ = 10.0
"""Narrowest passband [Hz]."""

SHORTEST_S = 0.1
"""Shortest recording [s]."""

LARGEST_RECORDING = 60_000_000
"""Samples; two hours at 8000 a second."""

NOISE_LEVEL_DB, NOISE_BANDWIDTH_HZ = -30.0, 3000.0
"""Level of the noise in a bandwidth, rms against full scale [dB, Hz]."""

_USUAL_GAIN = 10.0 ** (NOISE_LEVEL_DB / 20.0) / np.sqrt(NOISE_BANDWIDTH_HZ)

LOWEST_PITCH_HZ = 1000.0
LOWEST_AUDIO_HZ = 100.0
LOUDEST = 0.98
_OVERSAMPLING = 2.1  # samples a second over the highest frequency
_BLOCK = 1 << 19
_KNOT_S = 1.0


@dataclass(frozen=True)
class Recording:
    """Sound of a link's receiver: audio samples, and the pitch and level they were made with."""

    scenario: Scenario
    link: str
    samples: np.ndarray
    """16-bit samples."""
    sample_rate_hz: int
    bandwidth_hz: float
    """Noise bandwidth of the receiver [Hz]."""
    pitch_hz: float
    """Audio frequency of the frequency that the receiver is tuned to [Hz]."""
    tuned_hz: float
    """That frequency, less the link's nominal one [Hz]."""
    gain: float
    """Samples of full scale 1 for noise of density 1/Hz [-]."""
    turned_down_db: float
    """Attenuation of the whole sound that makes it fit [dB]."""
    start_utc_s: float
    time_s: np.ndarray
    """Instants of the following, from the start [s]."""
    doppler_shift_hz: np.ndarray
    range_m: np.ndarray
    carrier_cn0_dbhz: np.ndarray
    """Carrier over noise density; NaN where the spacecraft is too low to be heard [dBHz]."""
    seed: int

    @property
    def duration_s(self) -> float:
        """Length [s]."""
        return self.samples.size / self.sample_rate_hz

    @property
    def snr_db(self) -> np.ndarray:
        """Carrier over the noise in the receiver's bandwidth, at each of the instants [dB]."""
        return self.carrier_cn0_dbhz - 10.0 * np.log10(self.bandwidth_hz)

    @property
    def notes(self) -> tuple[str, ...]:
        """Notes for the listener."""
        carrier = getattr(self.scenario.links[self.link].modulation, "carrier", None)
        return () if carrier else ("no residual carrier: heard as if all its power were sent unmodulated",)

    @property
    def noise_level_db(self) -> float:
        """Level of the noise, rms against full scale [dB]."""
        return 20.0 * np.log10(self.gain) + 10.0 * np.log10(self.bandwidth_hz)

    def to_dict(self) -> dict:
        """Figures as plain data, fit for JSON."""
        heard = np.isfinite(self.carrier_cn0_dbhz)
        ends = {
            "range_m": self.range_m,
            "doppler_shift_hz": self.doppler_shift_hz,
            "carrier_cn0_dbhz": np.where(heard, self.carrier_cn0_dbhz, np.nan),
            "snr_db": self.snr_db,
        }
        said = {
            "scenario": self.scenario.name,
            "link": self.link,
            "start": format_utc(self.start_utc_s),
            "duration_s": self.duration_s,
            "sample_rate_hz": self.sample_rate_hz,
            "bandwidth_hz": self.bandwidth_hz,
            "pitch_hz": self.pitch_hz,
            "tuned_hz": self.tuned_hz,
            "noise_level_db": float(self.noise_level_db),
            "turned_down_db": self.turned_down_db,
            "seed": self.seed,
            "notes": list(self.notes),
        }
        return said | {
            f"{extreme}_{name}": float(function(values))
            for name, values in ends.items()
            for extreme, function in (("lowest", np.nanmin), ("highest", np.nanmax))
        }


def listen(
    scenario: Scenario,
    link: str,
    at: str | None = None,
    *,
    duration_s: float = 60.0,
    bandwidth_hz: float = 3000.0,
    sample_rate_hz: int | None = None,
    seed: int = 0,
) -> Recording:
    """Record the carrier of a link.

    Parameters
    ----------
    scenario : Scenario
        The mission; it needs a trajectory.
    link : str
        Name of a link with a carrier.
    at : str, optional
        Start in UTC; without it, the recording has its middle at the scenario's reference instant or, if the
        spacecraft is then down, at the nearest culmination.
    duration_s : float, optional
        Length [s].
    bandwidth_hz : float, optional
        Noise bandwidth of the receiver [Hz].
    sample_rate_hz : int, optional
        Samples a second; the lowest usual one without it.
    seed : int, optional
        Of the noise.

    Returns
    -------
    Recording
        The same for the same seed.

    Raises
    ------
    InputError
        If there is no such link, it has no carrier, nothing can be heard, or time, bandwidth or sample rate do not fit.

    Examples
    --------
    >>> import linkbudget
    >>> near = listen(linkbudget.load("mars1"), "telemetry-32cm-semi", "1962-11-02T10:00", duration_s=1.0)
    >>> far = listen(linkbudget.load("mars1"), "telemetry-32cm-semi", "1963-03-21T17:00", duration_s=1.0)
    >>> print(f"{near.snr_db[0]:.0f} dB near, {far.snr_db[0]:.0f} dB far")
    31 dB near, -18 dB far
    """
    model = scenario.link(link)
    if model.is_light:
        raise InputError(f"{link}: sends light, which a receiver counts and does not mix down; expected a radio link")
    if model.modulation.kind == "pulse-position":
        others = [name for name, other in scenario.links.items() if other.modulation.kind != "pulse-position"]
        raise InputError(f"{link}: sends pulses and has no carrier; expected one of {', '.join(others) or 'none'}")
    rate, pitch = _audio(bandwidth_hz, sample_rate_hz)
    if not SHORTEST_S <= duration_s < np.inf:
        raise InputError(f"duration = {duration_s:g} s: expected at least {SHORTEST_S:g} s")
    if duration_s * rate > LARGEST_RECORDING:
        raise InputError(
            f"duration = {duration_s:g} s: expected at most {LARGEST_RECORDING / rate:.0f} s at {rate} samples a second"
        )
    start = start_of(scenario, link, at, duration_s)
    time_s = np.linspace(0.0, duration_s, int(np.clip(duration_s / _KNOT_S, 32, 20_000)) + 1)
    look, cn0 = _heard(scenario, link, start + time_s)
    if np.isnan(cn0).all():
        raise InputError(f"{link}: below the station's lowest elevation from {format_utc(start)} on: nothing to hear")
    doppler = one_way_doppler_shift_hz(look.range_rate_m_per_s, model.carrier_hz.value)
    tuned = float(np.interp(0.5 * duration_s, time_s, doppler))
    sound = _sound(time_s, doppler - tuned, cn0, max(round(duration_s * rate), 1), rate, bandwidth_hz, pitch, seed)
    samples, gain = _levelled(sound)
    return Recording(
        scenario=scenario,
        link=link,
        samples=samples,
        sample_rate_hz=rate,
        bandwidth_hz=float(bandwidth_hz),
        pitch_hz=pitch,
        tuned_hz=tuned,
        gain=gain,
        turned_down_db=20.0 * float(np.log10(_USUAL_GAIN / gain)),
        start_utc_s=start,
        time_s=time_s,
        doppler_shift_hz=doppler,
        range_m=look.range_m,
        carrier_cn0_dbhz=cn0,
        seed=seed,
    )


def carrier_sound(
    cn0_dbhz: float, *, duration_s: float = 3.0, bandwidth_hz: float = 3000.0, seed: int = 0
) -> tuple[np.ndarray, int]:
    """A carrier of one C/N0 and no drift, as it sounds: 16-bit samples, and how many there are a second.

    Parameters
    ----------
    cn0_dbhz : float
        Carrier over noise density [dBHz].
    duration_s, bandwidth_hz, seed
        As :func:`listen` takes them.

    Returns
    -------
    samples : ndarray
        The noise at the level of :func:`listen`, or less where the carrier is so strong that it would not fit.
    sample_rate_hz : int
        Samples a second.

    Raises
    ------
    InputError
        If the C/N0 is no number, or the recording would be too short or too long.

    Examples
    --------
    >>> samples, rate = carrier_sound(40.0, duration_s=1.0)
    >>> samples.dtype, samples.size == rate
    (dtype('int16'), True)
    """
    if not np.isfinite(cn0_dbhz):
        raise InputError("C/N0 is no number there: nothing to hear")
    rate, pitch = _audio(bandwidth_hz, None)
    if not SHORTEST_S <= duration_s <= LARGEST_RECORDING / rate:
        raise InputError(f"duration = {duration_s:g} s: expected {SHORTEST_S:g} to {LARGEST_RECORDING / rate:.0f} s")
    time_s = np.array([0.0, duration_s])
    levels = np.full(2, float(cn0_dbhz))
    sound = _sound(time_s, np.zeros(2), levels, round(duration_s * rate), rate, bandwidth_hz, pitch, seed)
    return _levelled(sound)[0], rate


def _levelled(sound: np.ndarray) -> tuple[np.ndarray, float]:
    """16-bit samples, their noise at the usual level or as loud as fits, and the gain that was taken."""
    gain = min(_USUAL_GAIN, LOUDEST / float(np.abs(sound).max()))
    return np.rint(32767.0 * gain * sound).astype(np.int16), gain


def pass_around(scenario: Scenario, link: str, at: str | None = None) -> Pass:
    """The pass over a link's station that holds an instant, or else the next one.

    Without an instant it is the one nearest to the scenario's reference instant.
    """
    found = scenario.passes(scenario.link(link).far_end_name)
    if not found:
        raise InputError(f"{link}: never above the station's lowest elevation: nothing to hear")
    if at is None:
        top = scenario.nearest_culmination_utc_s(scenario.link(link).far_end_name)
        return next(one for one in found if one.culmination_utc_s == top)
    utc_s = _instant(scenario, at)
    chosen = next((one for one in found if one.set_utc_s > utc_s), None)
    if chosen is None:
        raise InputError(f"at = {at!r}: no pass from then to the end of the mission; the last set at {found[-1]}")
    return chosen


def write_wav(recording: Recording, file: str | os.PathLike) -> None:
    """Write a recording as a WAV file of one channel and 16 bits."""
    with open(file, "wb") as out:
        out.write(wav_bytes(recording.samples, recording.sample_rate_hz))


def wav_bytes(samples: np.ndarray, sample_rate_hz: int) -> bytes:
    """A WAV file of one channel and 16 bits."""
    with io.BytesIO() as out:
        with wave.open(out, "wb") as wav:
            wav.setnchannels(1)
            wav.setsampwidth(2)
            wav.setframerate(sample_rate_hz)
            wav.writeframes(samples.astype("<i2").tobytes())
        return out.getvalue()


def require_wav(file: str | os.PathLike) -> None:
    """Refuse a name that does not end with ``.wav``, before any work is done."""
    if Path(file).suffix.lower() != ".wav":
        raise InputError(f"{file}: unknown kind of file {Path(file).suffix!r}; expected .wav")


def _audio(bandwidth_hz: float, sample_rate_hz: int | None) -> tuple[int, float]:
    """Sample rate and the pitch of the passband's middle."""
    if not NARROWEST_HZ <= bandwidth_hz < np.inf:
        raise InputError(f"bandwidth = {bandwidth_hz:g} Hz: expected at least {NARROWEST_HZ:g} Hz")
    pitch = max(LOWEST_PITCH_HZ, LOWEST_AUDIO_HZ + 0.5 * bandwidth_hz)
    needed = _OVERSAMPLING * (pitch + 0.5 * bandwidth_hz)
    rates = SAMPLE_RATES_HZ if sample_rate_hz is None else (sample_rate_hz,)
    if sample_rate_hz is not None and not SAMPLE_RATES_HZ[0] <= sample_rate_hz <= SAMPLE_RATES_HZ[-1]:
        raise InputError(
            f"sample rate = {sample_rate_hz:g} Hz: expected {SAMPLE_RATES_HZ[0]} to {SAMPLE_RATES_HZ[-1]} Hz"
        )
    if needed > rates[-1]:
        most = rates[-1] / _OVERSAMPLING - LOWEST_AUDIO_HZ
        raise InputError(
            f"bandwidth = {bandwidth_hz:g} Hz: expected at most {most:.0f} Hz, what {rates[-1]} samples a second hold"
        )
    return next(rate for rate in rates if rate >= needed), pitch


def _instant(scenario: Scenario, at: str) -> float:
    mission = scenario.config.mission
    try:
        utc_s = parse_utc(at)
    except LinkBudgetError as error:
        raise InputError(str(error)) from None
    _require_inside(mission, utc_s, f"at = {at!r}")
    return utc_s


def _require_inside(mission, utc_s: float, what: str) -> None:
    first, last = mission.start_utc_s.value, mission.end_utc_s.value
    if not first <= utc_s <= last:
        raise InputError(f"{what}: outside the mission; expected a date from {format_utc(first)} to {format_utc(last)}")


def start_of(scenario: Scenario, link: str, at: str | None, duration_s: float) -> float:
    """First instant of a recording, inside the mission [s]."""
    mission = scenario.config.mission
    first, last = mission.start_utc_s.value, mission.end_utc_s.value
    if at is not None:
        start = _instant(scenario, at)
    else:
        middle = scenario.budget_when_up(link).at
        if middle is None:
            raise InputError(f"{link}: no trajectory, or never above the station's lowest elevation: nothing to hear")
        start = float(np.clip(parse_utc(middle) - 0.5 * duration_s, first, max(last - duration_s, first)))
    end = start + duration_s
    _require_inside(
        mission, end, f"duration = {duration_text(duration_s, 6)}: from {format_utc(start)} it ends {format_utc(end)}"
    )
    return start


def _heard(scenario: Scenario, link: str, utc_s: np.ndarray):
    """Look angles and C/N0 of the carrier; NaN where the spacecraft is too low."""
    model = scenario.link(link)
    look = scenario.looks(model.far_end_name, utc_s)
    path = seen_path(scenario, model, utc_s, look)
    up = path.in_sight
    lines = budget(model, path, scenario=scenario.name, name=link)
    cn0 = lines.get("carrier_cn0_dbhz", lines["cn0_dbhz"])
    return look, np.where(up, np.broadcast_to(cn0, up.shape), np.nan)


def _sound(time_s, offset_hz, cn0_dbhz, size: int, rate: int, bandwidth_hz: float, pitch_hz: float, seed: int):
    """Tone and noise through the receiver's passband, in units in which the noise has a density of 1/Hz."""
    from scipy.signal import firwin, oaconvolve

    generator = np.random.default_rng(seed)
    taps = firwin(int(3.3 * rate / (0.05 * bandwidth_hz)) | 1, 0.5 * bandwidth_hz, fs=rate)
    noise = np.sqrt(
        0.5 * bandwidth_hz / np.sum(taps**2)
    )  # of each part, so that what passes is density times bandwidth
    delay, tone = taps.size // 2, Tone(time_s, offset_hz, cn0_dbhz)

    def received(first, count):
        both = noise * generator.standard_normal((2, count))
        return both[0] + 1j * both[1] + tone.at((np.arange(first, first + count) + delay) / rate)

    out = np.empty(size, dtype=np.float32)
    past = received(-(taps.size - 1), taps.size - 1)
    for first in range(0, size, _BLOCK):
        stream = np.concatenate([past, received(first, min(_BLOCK, size - first))])
        passed = oaconvolve(stream, taps, mode="valid")
        turn = np.exp(2j * np.pi * ((pitch_hz / rate * np.arange(first, first + passed.size)) % 1.0))
        out[first : first + passed.size] = np.sqrt(2.0) * (passed * turn).real
        past = stream[-(taps.size - 1) :]
    return out


class Tone:
    """The carrier at complex baseband: power C/N0, frequency and level straight between knots."""

    def __init__(self, time_s, offset_hz, cn0_dbhz):
        self.time_s, self.offset_hz = time_s, offset_hz
        self.amplitude = np.where(np.isnan(cn0_dbhz), 0.0, 10.0 ** (np.nan_to_num(cn0_dbhz) / 20.0))
        turns = 0.5 * (offset_hz[1:] + offset_hz[:-1]) * np.diff(time_s)
        self.turns = np.concatenate([[0.0], np.cumsum(turns)])

    def at(self, time_s):
        """Samples at instants."""
        step = self.time_s[1] - self.time_s[0]
        knot = np.clip((time_s / step).astype(np.int64), 0, self.time_s.size - 2)
        since = time_s - self.time_s[knot]
        slope = (self.offset_hz[knot + 1] - self.offset_hz[knot]) / step
        turns = self.turns[knot] + since * (self.offset_hz[knot] + 0.5 * slope * since)
        return np.interp(time_s, self.time_s, self.amplitude) * np.exp(2j * np.pi * (turns % 1.0))
