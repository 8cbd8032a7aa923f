"""POCSAG calls of twenty characters at 1200 bit/s over FM that multimon-ng decodes.

    python benchmarks/receivers/pagers.py pocsag-1200-fm-multimon-ng 12 14 16 --frames 100

The carrier is 4.5 kHz below its place in a one and above it in a zero (ITU-R M.584-2, Annex 1).  Eb is its power over
the bit rate, N0 the variance over the sample rate of 48 kHz; a filter of 12 kHz and a discriminator stand before the
program.  Each call has a preamble of its own, and half a second of noise after it; it counts if its text is right.
"""

import re

import numpy as np
import packets
import points

BIT_RATE_BPS = 1200
DEVIATION_HZ = 4500.0
SYNC, IDLE = 0x7CD215D8, 0x7A89C197
ADDRESS = 133703  # its three lowest bits tell the frame of a batch
LETTERS = 20
SERIES = {"pocsag-1200-fm-multimon-ng": 12e3}


def code_word(bits):
    """Thirty-two bits: 21, ten check bits of the generator 11101101001, and even parity."""
    word = bits << 10
    for place in range(30, 9, -1):
        if word >> place & 1:
            word ^= 0b11101101001 << place - 10
    word = (bits << 10 | word) << 1
    return word | word.bit_count() & 1


def call(text):
    """Bits of a call: preamble, then batches of a sync word and sixteen code words."""
    letters = [ord(letter) >> place & 1 for letter in text for place in range(7)]
    letters += [0] * (-len(letters) % 20)
    parts = np.array(letters).reshape(-1, 20) @ (1 << np.arange(19, -1, -1))
    words = [IDLE] * (2 * (ADDRESS & 7)) + [code_word(ADDRESS >> 3 << 2 | 3)]
    words += [code_word(1 << 20 | int(part)) for part in parts]
    words += [IDLE] * (-len(words) % 16)
    batches = [word for start in range(0, len(words), 16) for word in [SYNC, *words[start : start + 16]]]
    return [1, 0] * 288 + [word >> place & 1 for word in batches for place in range(31, -1, -1)]


def count(series, ebn0_db, frames, generator):
    """Calls, and those whose text is right."""
    texts = ["".join(map(chr, generator.integers(65, 91, LETTERS))) for _ in range(frames)]
    samples = packets.RATE_HZ // BIT_RATE_BPS
    waves = [np.repeat(1.0 - 2.0 * np.array(call(text)), samples) for text in texts]
    pause = np.zeros(packets.RATE_HZ // 2)
    wave = np.concatenate([pause, *(part for one in waves for part in (one, pause))])
    audio = packets.over_fm(wave, BIT_RATE_BPS, ebn0_db, SERIES[series], generator, DEVIATION_HZ)
    said = packets.heard_by_multimon(audio, "POCSAG1200", "-f", "alpha")
    found = re.findall(r"Alpha: +(\S+)", said)
    return frames, sum(any(text in one for one in found) for text in texts), None, None


if __name__ == "__main__":
    points.measure(points.options(__doc__, SERIES), count)
