"""Bits of codec2's FSK demodulator and packets of FreeDV's data modes, through the C interface of libcodec2.

    python benchmarks/receivers/codec2.py 2fsk-codec2 7 8 9 --frames 600
    python benchmarks/receivers/codec2.py freedv-datac3 0 1 2 --frames 100

FSK: 100 symbols a second, tones 200 Hz apart, 8000 complex samples a second; a frame is 100 bits, the first fifty
frames are left out, and N0 is the variance over the sample rate.  FreeDV: packets of random octets in real audio, each
between a preamble and a postamble, and a second of noise on either side; N0 is twice the variance over the sample rate,
and Eb the energy of the packet, preamble and postamble not counted, over its octets without the check sum.
"""

import ctypes
import ctypes.util

import numpy as np
import points

RATE_HZ = 8000
SYMBOLS_PER_S, FIRST_HZ, SPACING_HZ = 100, 1000, 200
FRAME_BITS, LEFT_OUT = 100, 50
TONES = {"2fsk-codec2": 2, "4fsk-codec2": 4}
DATA_MODES = {"freedv-datac0": 14, "freedv-datac1": 10, "freedv-datac3": 12}  # numbers in freedv_api.h
SCALE = 0.2  # of the sixteen-bit samples, so that noise is not clipped


def library():
    """The shared library, with pointers as results where it gives them."""
    found = ctypes.CDLL(ctypes.util.find_library("codec2") or "libcodec2.so.1.0")
    found.fsk_create.restype = found.freedv_open.restype = ctypes.c_void_p
    return found


def pointer(array):
    """An array as an argument."""
    return array.ctypes.data_as(ctypes.c_void_p)


def fsk(series, ebn0_db, frames, generator):
    """Bits, and bits in error, after the delay of the demodulator is found."""
    codec2, tones = library(), TONES[series]
    modem = ctypes.c_void_p(codec2.fsk_create(RATE_HZ, SYMBOLS_PER_S, tones, FIRST_HZ, SPACING_HZ))
    sent = generator.integers(0, 2, (frames + LEFT_OUT) * FRAME_BITS).astype(np.uint8)
    bits_per_symbol = tones.bit_length() - 1
    wave = np.zeros(sent.size // bits_per_symbol * RATE_HZ // SYMBOLS_PER_S, dtype=np.complex64)
    codec2.fsk_mod_c(modem, pointer(wave), pointer(sent), sent.size)
    power = np.mean(np.abs(wave) ** 2)
    noise = points.noisy(wave, power, bits_per_symbol * SYMBOLS_PER_S, ebn0_db, RATE_HZ, generator)
    noise = np.ascontiguousarray(noise, dtype=np.complex64)
    found, place = [], 0
    while place + (wanted := codec2.fsk_nin(modem)) <= noise.size:
        bits = np.zeros(50 * bits_per_symbol, dtype=np.uint8)  # the demodulator takes fifty symbols at a time
        codec2.fsk_demod(modem, pointer(bits), pointer(noise[place:]))
        found.append(bits)
        place += wanted
    found = np.concatenate(found)
    start = LEFT_OUT * FRAME_BITS

    def wrong(delay):
        length = min(sent.size, found.size - delay) - start
        return np.count_nonzero(found[start + delay :][:length] != sent[start:][:length]), length

    errors, bits = min((wrong(delay) for delay in range(0, 400)), key=lambda one: one[0] / one[1])
    return None, None, bits, errors


def packets(series, ebn0_db, frames, generator):
    """Packets, and those received with the octets that were sent."""
    codec2 = library()
    sender, receiver = (ctypes.c_void_p(codec2.freedv_open(DATA_MODES[series])) for _ in range(2))
    codec2.freedv_set_frames_per_burst(receiver, 1)
    size = codec2.freedv_get_bits_per_modem_frame(sender) // 8
    samples = codec2.freedv_get_n_tx_modem_samples(sender)
    right = 0
    pending = np.zeros(0)
    for _ in range(frames):
        octets = generator.integers(0, 256, size, dtype=np.uint8)
        check_sum = codec2.freedv_gen_crc16(pointer(octets), size - 2) & 0xFFFF
        octets[-2:] = check_sum >> 8, check_sum & 0xFF
        ends = np.zeros((2, 8 * samples), dtype=np.int16)
        body = np.zeros(samples, dtype=np.int16)
        before = codec2.freedv_rawdatapreambletx(sender, pointer(ends[0]))
        codec2.freedv_rawdatatx(sender, pointer(body), pointer(octets))
        after = codec2.freedv_rawdatapostambletx(sender, pointer(ends[1]))
        silence = np.zeros(RATE_HZ)
        burst = np.concatenate([silence, ends[0, :before], body, ends[1, :after], silence]).astype(float)
        energy = np.sum(body.astype(float) ** 2) / RATE_HZ
        noise = points.noisy(burst, energy, 8 * (size - 2), ebn0_db, RATE_HZ, generator)
        pending = np.concatenate([pending, np.clip(np.round(SCALE * noise), -32768, 32767)])
        heard = False
        while pending.size >= (wanted := codec2.freedv_nin(receiver)):
            given, pending = np.ascontiguousarray(pending[:wanted], dtype=np.int16), pending[wanted:]
            found = np.zeros(size, dtype=np.uint8)
            if codec2.freedv_rawdatarx(receiver, pointer(found), pointer(given)) > 0:
                heard = heard or np.array_equal(found[:-2], octets[:-2])
        right += heard
    return frames, right, None, None


def count(series, ebn0_db, frames, generator):
    """Frames and bits, and those that were right."""
    return (fsk if series in TONES else packets)(series, ebn0_db, frames, generator)


if __name__ == "__main__":
    points.measure(points.options(__doc__, TONES | DATA_MODES), count)
