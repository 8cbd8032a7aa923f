"""LoRa packets of sixteen octets that two packages of the index decode: lora-phy (from Python 3.12 on) and softlora.

    python benchmarks/receivers/lora.py lora-sf8-softlora 5 6 7 --frames 60

The sender is lora-phy's: 125 kHz, code rate 4/8, explicit header, check sum, eight chirps before them, 250 000 complex
samples a second.  N0 is the variance over the sample rate, Eb the power over the information bit rate of a symbol: of
spreading factor S times bandwidth over 2^S, times the code rate.  From SF11 on a symbol is longer than 16 ms and chips
send S - 2 bits in it; softlora reads S bits always, so its packets of SF11 and SF12 are sent without that.  Each packet
is a piece of its own in noise, begun at a random sample, and counts if its octets are right.
"""

import logging

import lora_phy
import numpy as np
import points
import softlora

BANDWIDTH_HZ, RATE_HZ = 125000, 250000
OCTETS, CHIRPS = 16, 8
CODE_RATE = 4  # four check bits beside four
SERIES = {
    f"lora-sf{factor}-{tool}": (factor, tool)
    for tool, factors in (("lora-phy", range(7, 13)), ("softlora", range(7, 13)))
    for factor in factors
}


def heard_by_lora_phy(factor, samples):
    """Octets of each packet that lora-phy finds."""
    receiver = lora_phy.LoRaReceiver(868e6, factor, BANDWIDTH_HZ, RATE_HZ, preamble_len=CHIRPS)
    try:
        symbols, _, _ = receiver.demodulate(samples)
        return [receiver.decode(one)[0][:OCTETS] for one in symbols]
    except (lora_phy.errors.LoRaPHYError, ValueError, IndexError):
        return []


def heard_by_softlora(factor, samples):
    """Octets of each packet that softlora finds."""
    receiver = softlora.LoRaDecoder(sf=factor, bw=BANDWIDTH_HZ, fs=RATE_HZ, fc=868e6, preamble_len=CHIRPS)
    return [one.payload_bytes for one in receiver.decode_iq(samples) if one.payload_bytes is not None]


def count(series, ebn0_db, frames, generator):
    """Packets, and those decoded."""
    factor, tool = SERIES[series]
    sender = lora_phy.LoRaTransmitter(factor, BANDWIDTH_HZ, RATE_HZ, coding_rate=CODE_RATE, preamble_len=CHIRPS)
    if tool == "softlora":
        sender._proc.low_data_rate_optimization = False
    bits = factor - 2 * sender._proc.low_data_rate_optimization
    bit_rate_bps = bits * BANDWIDTH_HZ / 2**factor * 4 / (4 + CODE_RATE)
    heard = heard_by_softlora if tool == "softlora" else heard_by_lora_phy
    symbol = 2**factor * RATE_HZ // BANDWIDTH_HZ
    right = 0
    for _ in range(frames):
        octets = generator.integers(0, 256, OCTETS, dtype=np.uint8)
        wave = sender.modulate(sender.encode(octets))
        ends = [np.zeros(4 * symbol + generator.integers(symbol)), np.zeros(6 * symbol)]
        wave = np.concatenate([ends[0], wave, ends[1]])
        noise = points.noisy(wave, 1.0, bit_rate_bps, ebn0_db, RATE_HZ, generator)
        right += any(np.array_equal(one, octets) for one in heard(factor, noise))
    return frames, right, None, None


if __name__ == "__main__":
    logging.disable()
    points.measure(points.options(__doc__, SERIES, frames=60), count)
