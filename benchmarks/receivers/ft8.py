"""FT8 messages that jt9 of WSJT-X decodes, out of files of ft8sim with noise of known density.

    python benchmarks/receivers/ft8.py ft8 4.1 5.1 6.1 --frames 20

Eb is the mean power while sending times 12.64 s over 77 information bits, and N0 twice the variance over the sample
rate.  Each message is a file and a run of jt9 of its own, which so knows nothing from messages before.
"""

import contextlib
import tempfile
from pathlib import Path

import numpy as np
import points

RATE_HZ = 12000
BIT_RATE_BPS = 77.0 / 12.64
MESSAGE = "K1ABC W9XYZ EN37"
SERIES = {"ft8": "1", "ft8-deep": "3"}


def count(series, ebn0_db, frames, generator):
    """Messages, and those decoded."""
    decoded = 0
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        points.said_by("ft8sim", MESSAGE, "1500.0", "0.0", "0.0", "0.0", "1", "99")
        wave = points.read_wav(next(Path(folder).glob("*.wav")))
        power = np.mean(wave[int(0.6 * RATE_HZ) : int(13.0 * RATE_HZ)] ** 2)
        heard = Path(folder, "260101_000000.wav")
        for _ in range(frames):
            noise = points.noisy(wave, power, BIT_RATE_BPS, ebn0_db, RATE_HZ, generator)
            points.write_wav(heard, noise, RATE_HZ, peak=2000.0)
            said = points.said_by("jt9", "-8", "-d", SERIES[series], heard)
            decoded += MESSAGE in said
    return frames, decoded, None, None


if __name__ == "__main__":
    points.measure(points.options(__doc__, SERIES, frames=20), count)
