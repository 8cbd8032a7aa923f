"""Bit errors of convolutional codes with an unquantised Viterbi decoder, counted: the points of codes.csv.

    python benchmarks/receivers/convolutional.py conv-9-1/2 2.0 2.5 3.0 --frames 2000 --seed 1

Terminated frames of 1784 information bits, soft symbols of +-1 and Gaussian noise of variance N0 / 2; Eb is the energy
of an information bit, tail bits not counted.  Random information bits are sent, and the decoder sees the whole frame
before it decides.  Each line: code, Eb/N0 in decibels, frames, frames decoded, bits, bit errors, seed.
"""

import argparse

import numpy as np

GENERATORS = {
    "conv-7-1/2": (0o171, 0o133),
    "conv-9-1/2": (0o753, 0o561),
    "conv-9-1/3": (0o557, 0o663, 0o711),
    "conv-15-1/6": (0o42631, 0o47245, 0o56507, 0o73363, 0o77267, 0o64537),
}
FRAME_BITS = 1784


def trellis(generators):
    """Outputs, +-1, of each word of K bits, newest bit on the left: an array of (outputs, words)."""
    words = np.arange(1 << max(generators).bit_length())
    return np.array([[1 - 2 * ((word & taps).bit_count() & 1) for word in words.tolist()] for taps in generators])


def decoded(received, outputs):
    """Information bits of the likeliest path from state zero to state zero; received: (frames, steps, outputs)."""
    frames, steps, _ = received.shape
    states = outputs.shape[1] // 2
    # the word newest bit b, then the state it leaves; the state it leads to is the word without its oldest bit
    metric = np.full((frames, states), -1e9, dtype=np.float32)
    metric[:, 0] = 0.0
    chosen = np.empty((steps, frames, states), dtype=bool)
    signs = outputs.astype(np.float32)
    for step in range(steps):
        branch = received[:, step] @ signs  # (frames, words)
        total = branch.reshape(frames, 2, states) + metric[:, np.newaxis]
        pairs = total.reshape(frames, states, 2)  # words 2s and 2s + 1 lead to state s
        chosen[step] = pairs[..., 1] > pairs[..., 0]
        metric = np.maximum(pairs[..., 0], pairs[..., 1])
        metric -= metric.max(axis=1, keepdims=True)
    state = np.zeros(frames, dtype=int)
    bits = np.empty((frames, steps), dtype=np.int8)
    top = states // 2
    for step in range(steps - 1, -1, -1):
        bits[:, step] = state // top
        word = 2 * state + chosen[step, np.arange(frames), state]
        state = word % states
    return bits


def count(name, ebn0_db, frames, generator, batch, amplitude=None):
    """Frames, frames decoded, bits and bit errors."""
    generators = GENERATORS[name]
    outputs, tail = trellis(generators), max(generators).bit_length() - 1
    states = outputs.shape[1] // 2
    sigma = np.sqrt(len(generators) / (2.0 * 10.0 ** (ebn0_db / 10.0)))
    right = errors = done = 0
    while done < frames:
        size = min(batch, frames - done)
        bits = np.concatenate([generator.integers(0, 2, (size, FRAME_BITS)), np.zeros((size, tail), dtype=int)], axis=1)
        state, sent = np.zeros(size, dtype=int), np.empty((size, bits.shape[1], len(generators)), dtype=np.float32)
        for step in range(bits.shape[1]):
            word = bits[:, step] * states + state
            sent[:, step] = outputs[:, word].T
            state = word >> 1
        noise = generator.standard_normal(sent.shape, dtype=np.float32) * np.float32(sigma)
        received = sent + noise
        if amplitude is not None:  # soft symbols of eight bits
            received = np.floor(np.clip(127.5 + amplitude * received, 0.0, 255.0)) - np.float32(127.5)
        wrong = (decoded(received, outputs) != bits).sum(axis=1)
        right, errors, done = right + int((wrong == 0).sum()), errors + int(wrong.sum()), done + size
    return frames, right, frames * FRAME_BITS, errors


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("code", choices=GENERATORS)
    parser.add_argument("ebn0_db", type=float, nargs="+")
    parser.add_argument("--frames", type=int, default=200)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--amplitude", type=float, help="of soft symbols of eight bits, as libfec has; none: unquantised"
    )
    told = parser.parse_args()
    for ebn0_db in told.ebn0_db:
        counts = count(told.code, ebn0_db, told.frames, np.random.default_rng(told.seed), told.batch, told.amplitude)
        print(told.code, f"{ebn0_db:g}", *counts, told.seed, sep=",", flush=True)
