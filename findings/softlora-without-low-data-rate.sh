#!/usr/bin/env bash
# softlora 0.5.0: packets of SF11 and SF12 at 125 kHz are found, and their octets are wrong.
#
# Surprise: a symbol longer than 16 ms carries two bits fewer, so that a drifting clock does no harm (low data rate
# optimisation).  LoRa chips have it on at SF11 and SF12 with 125 kHz, LoRaWAN requires it there, and no header says so.
# The functions of softlora.coding take an argument for it; the decoder, said to be for SF 7 to 12, never sets it and
# has no switch.  It finds header and length, says ok = True, and the octets of each packet are wrong; only crc_valid
# tells.  The same packets sent without it, which no chip of today does at this rate, are decoded.
# Source: Semtech, SX1276/77/78/79 datasheet, section 4.1.1.6 (mandatory above 16 ms); table of class LoRaDecoder in the
# package's description.  softlora 0.5.0; the packets are those of lora-phy 0.3.0, which needs Python 3.12; asked in
# November 2026.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3.12}" -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet softlora==0.5.0 lora-phy==0.3.0 numpy scipy
"$folder/env/bin/python" - <<'PYTHON'
import logging
from importlib.metadata import version

import lora_phy
import numpy as np
import softlora

logging.disable()
print("softlora", version("softlora"), "lora-phy", version("lora-phy"))
generator = np.random.default_rng(1)
PACKETS = 4


def heard(factor, optimised):
    """Packets with the right octets, and packets said to be ok, of PACKETS without noise."""
    sender = lora_phy.LoRaTransmitter(factor, 125000, 250000, coding_rate=4, preamble_len=8)
    sender._proc.low_data_rate_optimization = optimised
    right = called_ok = 0
    for _ in range(PACKETS):
        octets = generator.integers(0, 256, 16, dtype=np.uint8)
        silence = np.zeros(8 * 2**factor)
        wave = np.concatenate([silence, sender.modulate(sender.encode(octets)), silence, silence])
        receiver = softlora.LoRaDecoder(sf=factor, bw=125000, fs=250000, fc=868e6, preamble_len=8)
        for packet in receiver.decode_iq(wave):
            right += bool(np.array_equal(packet.payload_bytes, octets))
            called_ok += packet.ok
    return right, called_ok


cases = {(factor, optimised): heard(factor, optimised) for factor, optimised in
         ((10, False), (11, True), (11, False), (12, True), (12, False))}
for (factor, optimised), (right, called_ok) in cases.items():
    how = "with" if optimised else "without"
    print(f"SF{factor} {how} low data rate optimisation: {called_ok} of {PACKETS} packets ok, {right} right")
assert version("softlora") == "0.5.0"
assert all(case == ((0 if optimised else PACKETS), PACKETS) for (_, optimised), case in cases.items()), "changed"
PYTHON
