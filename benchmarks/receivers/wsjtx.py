"""Messages of WSJT-X's modes that its own programs decode, in noise of known density.

    python benchmarks/receivers/wsjtx.py ft8 4.1 5.1 6.1 --frames 20

A program of the package makes one message without noise (of WSPR, the symbols of which a wave is made here).  Eb is the
energy of the whole message over its information bits, and N0 twice the variance over the sample rate.  Each message is
a file, a folder and a run of the decoder of its own, which so knows nothing from messages before; it counts if its text
is right.  The calls are not those that jt9 takes for the own station's and its partner's unless others are given; the
series that end in `known` have those calls, and jt9 then looks for just such messages.  MSK144 is not among the modes:
jt9 has no switch for it.
"""

import contextlib
import re
import tempfile
from pathlib import Path

import numpy as np
import points

RATE_HZ = 12000
CALL = "G4ABC PA9XYZ JO22"
KNOWN = "K1ABC W9XYZ EN37"
BEACON = "K1ABC FN42 37"


def made_by(*command):
    """The wave that a program of the package writes into an empty folder."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        # ft4sim_mult reads here what to send: level in decibels, time and frequency, the last in units of 5/3 Hz
        Path("messages.txt").write_text(f"File 1\n{'':34}{60:3d}{0.0:5.1f}{900:5d} {CALL}\nFile 2\n")
        points.said_by(*command)
        return points.read_wav(next(Path(folder).glob("*.wav")))


def wspr():
    """A message of WSPR in 114 s: 162 tones of 8192 samples, one in 8192 of the sample rate apart, from 1 s on."""
    listed = points.said_by("wsprcode", BEACON).split("Channel symbols:")[1].split("Decoded")[0]
    tone_hz = 1500.0 + (np.array(listed.split(), dtype=float) - 1.5) * RATE_HZ / 8192
    phase = 2.0 * np.pi * np.cumsum(np.repeat(tone_hz, 8192)) / RATE_HZ
    wave = np.zeros(114 * RATE_HZ)
    wave[RATE_HZ : RATE_HZ + phase.size] = np.sin(phase)
    return wave


MODES = {  # what makes the wave, its information bits, its text
    "ft8": (lambda: made_by("ft8sim", CALL, 1500, 0, 0, 0, 1, 99), 77, CALL),
    "ft4": (lambda: made_by("ft4sim_mult", 1, 1), 77, CALL),
    "jt65": (lambda: made_by("jt65sim", "-m", "A", "-n", 1, "-F", 1500, "-s", 99, "-p", "-M", CALL), 72, CALL),
    "q65": (lambda: made_by("q65sim", CALL, "A", 1500, 0, 0, 0, 1, 60, 1, 99), 77, CALL),
    "q65-known": (lambda: made_by("q65sim", KNOWN, "A", 1500, 0, 0, 0, 1, 60, 1, 99), 77, KNOWN),
    "wspr": (wspr, 50, BEACON),
    "fst4w": (lambda: made_by("fst4sim", BEACON, 120, 1500, 0, 0, 0, 1, 99, "T"), 50, BEACON),
}
SERIES = {  # mode, name of the file that the decoder expects, decoder
    "ft8": ("ft8", "260101_000000.wav", ("jt9", "-w", 0, "-8", "-d", 1)),
    "ft8-deep": ("ft8", "260101_000000.wav", ("jt9", "-w", 0, "-8", "-d", 3)),
    "ft4": ("ft4", "260101_000000.wav", ("jt9", "-w", 0, "-5", "-d", 3)),
    "jt65a": ("jt65", "260101_0000.wav", ("jt9", "-w", 0, "-6", "-d", 3)),
    "q65-60a": ("q65", "260101_0000.wav", ("jt9", "-w", 0, "-3", "-p", 60, "-b", "A", "-d", 1)),
    "q65-60a-known": ("q65-known", "260101_0000.wav", ("jt9", "-w", 0, "-3", "-p", 60, "-b", "A", "-d", 1)),
    "wspr-2": ("wspr", "260101_0000.wav", ("wsprd", "-H")),
    "fst4w-120": ("fst4w", "260101_0000.wav", ("jt9", "-w", 0, "-W", "-p", 120, "-d", 3)),
}


def count(series, ebn0_db, frames, generator):
    """Messages, and those decoded."""
    mode, name, decoder = SERIES[series]
    wave, bits, text = MODES[mode][0](), *MODES[mode][1:]
    energy = np.sum(wave**2) / RATE_HZ
    decoded = 0
    for _ in range(frames):
        noise = points.noisy(wave, energy, bits, ebn0_db, RATE_HZ, generator)
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            points.write_wav(name, noise, RATE_HZ, peak=2000.0)
            decoded += re.search(rf"\s{text}\s", points.said_by(*decoder, name)) is not None
    return frames, decoded, None, None


if __name__ == "__main__":
    points.measure(points.options(__doc__, SERIES, frames=20), count)
