"""AX.25 packets of 60 octets, AFSK 1200 and G3RUH 9600, in audio or over FM: frames that real programs decode.

    python benchmarks/receivers/packets.py g3ruh-9600-fm 11 12 13 --frames 100

In audio Eb is the mean power of the signal over the bit rate and N0 twice the variance over the sample rate.  Over FM
Eb is the carrier's power over the bit rate, N0 the variance over the sample rate of 48 kHz; a filter of 12 or 16 kHz
and a discriminator without de-emphasis stand before the program.
"""

import re
import tempfile
from pathlib import Path

import numpy as np
import points

RATE_HZ = 48000
DEVIATION_HZ = 3000.0
SERIES = {  # bit rate, program, channel filter over FM (both sides of the carrier)
    "afsk-1200-audio": (1200, "atest", None),
    "g3ruh-9600-audio": (9600, "atest", None),
    "afsk-1200-audio-multimon-ng": (1200, "multimon-ng", None),
    "afsk-1200-fm": (1200, "atest", 12e3),
    "g3ruh-9600-fm": (9600, "atest", 16e3),
    "afsk-1200-fm-multimon-ng": (1200, "multimon-ng", 12e3),
    "g3ruh-9600-fm-multimon-ng": (9600, "multimon-ng", 16e3),
}


def address(call, ssid, last):
    """Seven octets of an AX.25 address."""
    return bytes(ord(letter) << 1 for letter in call.ljust(6)) + bytes([0x60 | ssid << 1 | last])


def check_sum(octets):
    """CRC of ITU-T X.25, low octet first."""
    crc = 0xFFFF
    for octet in octets:
        crc ^= octet
        for _ in range(8):
            crc = crc >> 1 ^ (0x8408 if crc & 1 else 0)
    return (crc ^ 0xFFFF).to_bytes(2, "little")


def frame_bits(octets):
    """Bits of a frame between flags, with a zero stuffed after five ones."""
    bits, ones = [], 0
    for octet in octets + check_sum(octets):
        for place in range(8):
            bit = octet >> place & 1
            bits.append(bit)
            ones = ones + 1 if bit else 0
            if ones == 5:
                bits.append(0)
                ones = 0
    return bits


FLAG = [0, 1, 1, 1, 1, 1, 1, 0]


def line_bits(frames, generator, *, scrambled):
    """Bits as sent: flags, frames with noise-like text, gaps of flags; NRZI, and scrambled by 1 + x^12 + x^17."""
    bits = FLAG * 40
    for number in range(frames):
        head = address("CQ", 0, 0) + address("N0CALL", 1, 1) + b"\x03\xf0"
        text = f"{number:05d}".encode() + bytes(generator.integers(33, 127, 60 - len(head) - 5, dtype=np.uint8))
        bits += frame_bits(head + text) + FLAG * 30
    levels, level = [], 0
    for bit in bits:
        level ^= 1 - bit
        levels.append(level)
    if not scrambled:
        return np.array(levels)
    sent = [0] * 17
    for bit in levels:
        sent.append(bit ^ sent[-12] ^ sent[-17])
    return np.array(sent[17:])


def baseband(bits, bit_rate_bps):
    """A wave between -1 and 1: two tones (Bell 202), or levels shaped by a Gaussian filter of BT 0.5."""
    samples = RATE_HZ // bit_rate_bps
    levels = np.repeat(2.0 * bits - 1.0, samples)
    if bit_rate_bps == 1200:
        tone_hz = np.where(levels > 0.0, 1200.0, 2200.0)
        return np.sin(2.0 * np.pi * np.cumsum(tone_hz) / RATE_HZ)
    sigma = np.sqrt(np.log(2.0)) / (2.0 * np.pi * 0.5) * samples
    taps = np.exp(-0.5 * (np.arange(-4 * samples, 4 * samples + 1) / sigma) ** 2)
    return np.convolve(levels, taps / taps.sum(), "same")


def over_fm(wave, bit_rate_bps, ebn0_db, width_hz, generator, deviation_hz=DEVIATION_HZ):
    """Output of a discriminator behind a filter of the width."""
    carrier = np.exp(2j * np.pi * deviation_hz / RATE_HZ * np.cumsum(wave))
    heard = points.noisy(carrier, 1.0, bit_rate_bps, ebn0_db, RATE_HZ, generator)
    places = np.arange(-64, 65)
    taps = np.sinc(width_hz / RATE_HZ * places) * np.hamming(places.size)
    heard = np.convolve(heard, taps / taps.sum(), "same")
    return np.angle(heard[1:] * heard[:-1].conj())


def decoded(program, audio, bit_rate_bps):
    """Frames that a program finds."""
    if program == "atest":
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "heard.wav")
            points.write_wav(file, audio, RATE_HZ)
            found = re.search(r"(\d+) packets decoded", points.said_by("atest", "-B", bit_rate_bps, file))
            return int(found[1])
    mode = "AFSK1200" if bit_rate_bps == 1200 else "FSK9600"
    return len(re.findall(r"fm N0CALL", heard_by_multimon(audio, mode)))


def heard_by_multimon(audio, mode, *switches):
    """Output of multimon-ng, which takes 22.05 kHz."""
    rate_hz = 22050
    places = np.arange(int(audio.size * rate_hz / RATE_HZ)) * (RATE_HZ / rate_hz)
    heard = np.interp(places, np.arange(audio.size), smoothed(audio))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "heard.raw")
        file.write_bytes(np.round(30000.0 * heard / np.abs(heard).max()).astype("<i2").tobytes())
        return points.said_by("multimon-ng", "-q", "-t", "raw", "-a", mode, *switches, file)


def smoothed(audio):
    """Audio without what a sample rate of 22.05 kHz cannot hold."""
    places = np.arange(-48, 49)
    taps = np.sinc(2.0 * 10e3 / RATE_HZ * places) * np.hamming(places.size)
    return np.convolve(audio, taps / taps.sum(), "same")


def count(series, ebn0_db, frames, generator):
    """Frames, and those decoded."""
    bit_rate_bps, program, width_hz = SERIES[series]
    wave = baseband(line_bits(frames, generator, scrambled=bit_rate_bps == 9600), bit_rate_bps)
    if width_hz is None:
        audio = points.noisy(wave, np.mean(wave**2), bit_rate_bps, ebn0_db, RATE_HZ, generator)
    else:
        audio = over_fm(wave, bit_rate_bps, ebn0_db, width_hz, generator)
    return frames, decoded(program, audio, bit_rate_bps), None, None


if __name__ == "__main__":
    points.measure(points.options(__doc__, SERIES), count)
