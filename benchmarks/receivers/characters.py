"""Characters of minimodem, Bell 202 or Bell 103: tens of characters 8-N-1 that are received whole.

    python benchmarks/receivers/characters.py bell-202-audio 10 11 12 --frames 100

Each word is a transmission of its own.  Eb is the mean power over the rate of the line, start and stop bits among it,
and N0 twice the variance over the sample rate.
"""

import tempfile
from pathlib import Path

import numpy as np
import points

RATE_HZ = 48000
SERIES = {"bell-202-audio": 1200, "bell-103-audio": 300}
WORD = 10


def count(series, ebn0_db, frames, generator):
    """Words of ten characters, and those that come out whole and in their order."""
    bit_rate_bps = SERIES[series]
    words = ["".join(map(chr, generator.integers(65, 91, WORD))) for _ in range(frames)]
    gap = np.zeros(RATE_HZ // 10)
    with tempfile.TemporaryDirectory() as folder:
        sent, heard = Path(folder, "sent.wav"), Path(folder, "heard.wav")
        pieces = [gap]
        for word in words:
            points.said_by("minimodem", "--tx", bit_rate_bps, "-R", RATE_HZ, "-f", sent, stdin=word.encode())
            pieces += [points.read_wav(sent), gap]
        wave = np.concatenate(pieces)
        power = np.mean(wave[np.flatnonzero(wave)] ** 2)
        noise = points.noisy(wave, power, bit_rate_bps, ebn0_db, RATE_HZ, generator)
        points.write_wav(heard, noise, RATE_HZ)
        said = points.said_by("minimodem", "--rx", bit_rate_bps, "-q", "-R", RATE_HZ, "-f", heard)
    right, place = 0, 0
    for word in words:
        found = said.find(word, place)
        if found >= 0:
            right, place = right + 1, found + WORD
    return frames, right, None, None


if __name__ == "__main__":
    points.measure(points.options(__doc__, SERIES), count)
