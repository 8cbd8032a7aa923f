"""Telegrams of weather sensors that rtl_433 decodes: frequency keying at 17.24 kbit/s, and pulses at 433 MHz.

    python benchmarks/receivers/sensors.py tx29-rtl-433 18 20 22 --frames 40

`tx29`: LaCrosse TX29-IT, 17.24 kbit/s in two tones 60 kHz apart: four octets of preamble and sync word, five octets of
which the last is a check sum.  `nexus`: pulses of 0.5 ms with gaps of 1 ms for a zero and 2 ms for a one, 36 bits
and a last pulse, twelve times over, without a check sum.  Samples are complex, 250 000 a second; N0 is their variance
over that rate.  Eb is the energy of tx29's telegram over its 72 bits, preamble and sync word among them, and of nexus
that of one pulse.  Each transmission is a file of its own, in noise before and after; it counts if number, temperature
and humidity are right.
"""

import json
import tempfile
from pathlib import Path

import numpy as np
import points

RATE_HZ = 250000
SERIES = {"tx29-rtl-433": 72, "nexus-rtl-433": 12 * 37}  # bits or pulses
PROTOCOL = {"tx29-rtl-433": 76, "nexus-rtl-433": 19}


def bits_of(number, width):
    """Bits, the highest first."""
    return [number >> place & 1 for place in range(width - 1, -1, -1)]


def check_sum(octets):
    """CRC of eight bits, polynomial x^8 + x^5 + x^4 + 1."""
    crc = 0
    for octet in octets:
        crc ^= octet
        for _ in range(8):
            crc = (crc << 1 ^ (0x31 if crc & 0x80 else 0)) & 0xFF
    return crc


def tx29(number, tenths, humidity):
    """Two tones: nine, number, temperature plus 40 degrees in decimal digits, humidity, check sum."""
    digits = f"{tenths + 400:03d}"
    bits = bits_of(9, 4) + bits_of(number, 6) + [0, 0] + [b for d in digits for b in bits_of(int(d), 4)]
    bits += bits_of(humidity, 8)
    octets = np.packbits(bits).tolist()
    bits = bits_of(0xAAAA2DD4, 32) + bits + bits_of(check_sum(octets), 8)
    places = np.arange(int(len(bits) * 58e-6 * RATE_HZ)) / RATE_HZ / 58e-6
    frequency_hz = 30e3 * (2.0 * np.array(bits)[places.astype(int)] - 1.0)
    return np.exp(2j * np.pi * np.cumsum(frequency_hz) / RATE_HZ)


def nexus(number, tenths, humidity):
    """Pulses: number, battery, channel, temperature, ones, humidity; the repeats 4 ms apart."""
    bits = [*bits_of(number, 8), 1, 0, 0, 1, *bits_of(tenths & 0xFFF, 12), 1, 1, 1, 1, *bits_of(humidity, 8)]
    pulse, unit = [1] * (RATE_HZ // 2000), RATE_HZ // 1000
    telegram = [level for bit in bits for level in pulse + [0] * unit * (1 + bit)] + pulse + [0] * unit * 4
    return np.array(telegram * 12, dtype=complex)


def count(series, ebn0_db, frames, generator):
    """Telegrams, and those decoded with what was sent."""
    right = 0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "heard_433.92M_250k.cs16")
        for _ in range(frames):
            number = int(generator.integers(1, 60))
            tenths, humidity = int(generator.integers(50, 350)), int(generator.integers(20, 90))
            wave = (tx29 if series.startswith("tx29") else nexus)(number, tenths, humidity)
            energy = np.sum(np.abs(wave) ** 2) / RATE_HZ
            wave = np.concatenate([np.zeros(RATE_HZ // 10), wave, np.zeros(RATE_HZ // 10)])
            noise = points.noisy(wave, energy, SERIES[series], ebn0_db, RATE_HZ, generator)
            parts = np.stack([noise.real, noise.imag], axis=1)
            file.write_bytes(np.round(parts / np.abs(parts).max() * 20000.0).astype("<i2").tobytes())
            said = points.said_by("rtl_433", "-c", "/dev/null", "-R", PROTOCOL[series], "-F", "json", "-r", file)
            heard = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
            right += any(
                one["id"] == number and abs(one["temperature_C"] - tenths / 10) < 0.05 and one["humidity"] == humidity
                for one in heard
            )
    return frames, right, None, None


if __name__ == "__main__":
    points.measure(points.options(__doc__, SERIES, frames=40), count)
