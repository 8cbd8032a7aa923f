"""Bit errors of libfec's Viterbi decoders, through its C interface: frames of 1784 bits, symbols of eight bits.

    python benchmarks/receivers/viterbi.py conv-9-1/2-libfec 2 2.5 3 --frames 1000

Frames are terminated.  Soft symbols are 127.5 + 60 times +-1 and Gaussian noise of variance N0 / 2, held between 0 and
255; Eb is the energy of an information bit, tail bits not counted.
"""

import ctypes
import ctypes.util

import numpy as np
import points

FRAME_BITS = 1784
AMPLITUDE = 60.0
SERIES = {  # name of the decoder in the library, its polynomials, the oldest bit on the left
    "conv-7-1/2-libfec": ("27", (0x6D, 0x4F)),
    "conv-9-1/2-libfec": ("29", (0x1AF, 0x11D)),
    "conv-9-1/3-libfec": ("39", (0x1ED, 0x19B, 0x127)),
    "conv-15-1/6-libfec": ("615", (0o42631, 0o47245, 0o56507, 0o73363, 0o77267, 0o64537)),
}


def encoded(bits, polynomials):
    """Code bits, an array of steps times outputs: the newest bit is the lowest of the register."""
    taps = np.array([[taps >> place & 1 for place in range(max(polynomials).bit_length())] for taps in polynomials])
    outputs = [np.convolve(bits, one)[: bits.size] & 1 for one in taps]
    return np.stack(outputs, axis=1)


def count(series, ebn0_db, frames, generator):
    """Frames, those without an error, bits, and bits in error."""
    library = ctypes.CDLL(ctypes.util.find_library("fec") or "libfec.so.0")
    name, polynomials = SERIES[series]
    create, start, update, chain, delete = (
        getattr(library, f"{verb}_viterbi{name}{rest}")
        for verb, rest in (("create", ""), ("init", ""), ("update", "_blk"), ("chainback", ""), ("delete", ""))
    )
    create.restype = ctypes.c_void_p
    tail = max(polynomials).bit_length() - 1
    decoder = ctypes.c_void_p(create(FRAME_BITS))
    found = (ctypes.c_ubyte * (FRAME_BITS // 8))()
    sigma = np.sqrt(len(polynomials) / (2.0 * 10.0 ** (ebn0_db / 10.0)))
    right = wrong = 0
    for _ in range(frames):
        bits = np.concatenate([generator.integers(0, 2, FRAME_BITS), np.zeros(tail, dtype=int)])
        sent = 2.0 * encoded(bits, polynomials) - 1.0
        heard = 127.5 + AMPLITUDE * (sent + sigma * generator.standard_normal(sent.shape))
        symbols = np.clip(heard, 0.0, 255.0).astype(np.uint8).tobytes()
        start(decoder, 0)
        update(decoder, symbols, FRAME_BITS + tail)
        chain(decoder, found, FRAME_BITS, 0)
        errors = np.count_nonzero(np.unpackbits(np.frombuffer(found, dtype=np.uint8)) != bits[:FRAME_BITS])
        right, wrong = right + (errors == 0), wrong + int(errors)
    delete(decoder)
    return frames, right, frames * FRAME_BITS, wrong


if __name__ == "__main__":
    points.measure(points.options(__doc__, SERIES, frames=500), count)
