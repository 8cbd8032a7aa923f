#!/usr/bin/env bash
# lora-phy 0.3.0: a packet whose carrier is a few hertz above its place is never decoded, however strong it is.
#
# Surprise: a receiver estimates the carrier's offset and takes its drift over the packet out of the symbols, which are
# whole numbers.  LoRaReceiver.demodulate subtracts the drift, some millionths of a symbol, and then cuts the fraction
# off instead of rounding: any positive offset makes each symbol one too small.  Of packets without noise, 60 Hz below
# their place all are decoded, 60 Hz above none, although one step of frequency is 122 Hz at SF10; in noise the estimate
# is positive half of the time, and half of all packets of SF7 to SF10 are lost at any signal level.  From SF11 on, the
# two lowest bits of a symbol are not used, and the loss does not show.
# Source: lora_phy.rx, the end of LoRaReceiver.demodulate and the example of RxProcessing.dynamic_compensation, whose
# answers of 0.9999991 for a symbol of 1 show it; MATLAB, from which the package is translated, rounds in uint16.
# lora-phy 0.3.0, which needs Python 3.12, asked in November 2026.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3.12}" -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet lora-phy==0.3.0 numpy scipy
"$folder/env/bin/python" - <<'PYTHON'
import logging
from importlib.metadata import version

import lora_phy
import numpy as np

logging.disable()
print("lora-phy", version("lora-phy"))
generator = np.random.default_rng(1)
RATE_HZ, PACKETS = 250000, 8


def decoded(factor, offset_hz):
    sender = lora_phy.LoRaTransmitter(factor, 125000, RATE_HZ, coding_rate=4, preamble_len=8)
    receiver = lora_phy.LoRaReceiver(868e6, factor, 125000, RATE_HZ, preamble_len=8)
    right = 0
    for _ in range(PACKETS):
        octets = generator.integers(0, 256, 16, dtype=np.uint8)
        silence = np.zeros(8 * 2**factor)
        wave = np.concatenate([silence, sender.modulate(sender.encode(octets)), silence, silence])
        wave = wave * np.exp(2j * np.pi * offset_hz * np.arange(wave.size) / RATE_HZ)
        symbols, _, _ = receiver.demodulate(wave)
        right += bool(np.array_equal(receiver.decode(symbols[0])[0][:16], octets))
    return right


counts = {(factor, offset_hz): decoded(factor, offset_hz) for factor in (8, 10) for offset_hz in (-60, 0, 60)}
for (factor, offset_hz), right in counts.items():
    print(f"SF{factor}, carrier {offset_hz:+d} Hz off, no noise: {right} of {PACKETS} packets decoded")
assert version("lora-phy") == "0.3.0"
assert all(right == (0 if offset_hz > 0 else PACKETS) for (_, offset_hz), right in counts.items()), "behaviour changed"
PYTHON
