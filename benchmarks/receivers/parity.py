"""LDPC codes of CCSDS, decoded by the belief propagation of the package `ldpc`: points that judge curves of codes.csv.

    python benchmarks/receivers/parity.py ldpc-1024-1/2-ldpc 0.75 1 1.25 --frames 400

The matrices are those of the AR4JA codes, CCSDS 131.0-B-5 section 7.4.  Random information bits are encoded and sent as
+-1 in noise of variance N0 / 2; Eb is the energy of an information bit.  The decoder is given the sign of each symbol
and the probability that it is wrong; for the last block of each word, which is not sent, that is one half.  200
iterations.
"""

from functools import cache

import ldpc
import numpy as np
import points
import scipy.sparse

ITERATIONS = 200
SHIFTS = (3, 0, 1, 2, 2, 3, 0, 1, 0, 1, 2, 0, 2, 3)  # theta of the permutations 1 to 14
TURNS = {  # phi of the permutations 1 to 14, for the four quarters of a block of so many
    512: (
        (16, 103, 105, 0, 50, 29, 115, 30, 92, 78, 70, 66, 39, 84),
        (0, 53, 74, 45, 47, 0, 59, 102, 25, 3, 88, 65, 62, 68),
        (0, 8, 119, 89, 31, 122, 1, 69, 92, 47, 11, 31, 19, 66),
        (0, 35, 97, 112, 64, 93, 99, 94, 103, 91, 3, 6, 39, 113),
    ),
    256: (
        (59, 18, 52, 23, 11, 7, 22, 25, 27, 30, 43, 14, 46, 62),
        (0, 32, 21, 36, 30, 29, 44, 29, 39, 14, 22, 15, 48, 55),
        (0, 46, 45, 27, 48, 37, 41, 13, 9, 49, 36, 10, 11, 18),
        (0, 44, 51, 12, 15, 12, 4, 7, 2, 30, 53, 23, 29, 37),
    ),
}
HALF = (  # blocks of a row: the identity is 0, a permutation its number, and what stands together is added
    ((), (), (0,), (), (0, 1)),
    ((0,), (0,), (), (0,), (2, 3, 4)),
    ((0,), (5, 6), (), (7, 8), (0,)),
)
TWO_THIRDS = tuple(
    left + right for left, right in zip((((), ()), ((9, 10, 11), (0,)), ((0,), (12, 13, 14))), HALF, strict=True)
)
SERIES = {"ldpc-1024-1/2-ldpc": (HALF, 512), "ldpc-1024-2/3-ldpc": (TWO_THIRDS, 256)}


def permutation(number, size):
    """Columns of the ones of a permutation, row by row."""
    row = np.arange(size)
    if number == 0:
        return row
    quarter = 4 * row // size
    turn = np.array([TURNS[size][part][number - 1] for part in range(4)])[quarter]
    return size // 4 * ((SHIFTS[number - 1] + quarter) % 4) + (turn + row) % (size // 4)


@cache
def matrices(series):
    """Parity check matrix, and the matrix that makes check bits of information bits."""
    blocks, size = SERIES[series]
    checks = np.zeros((len(blocks) * size, len(blocks[0]) * size), dtype=np.uint8)
    for down, line in enumerate(blocks):
        for across, numbers in enumerate(line):
            for number in numbers:
                checks[down * size + np.arange(size), across * size + permutation(number, size)] ^= 1
    information = checks.shape[1] - checks.shape[0]
    work = np.packbits(np.concatenate([checks[:, information:], checks[:, :information]], axis=1), axis=1)
    for column in range(checks.shape[0]):  # elimination over two elements: what stands beside the unit matrix remains
        place, bit = column // 8, 7 - column % 8
        pivot = column + np.argmax(work[column:, place] >> bit & 1)
        work[[column, pivot]] = work[[pivot, column]]
        ones = np.flatnonzero(work[:, place] >> bit & 1)
        work[ones[ones != column]] ^= work[column]
    answer = np.unpackbits(work, axis=1)[:, checks.shape[0] : checks.shape[1]]
    assert not (checks[:, :information] ^ checks[:, information:].astype(int) @ answer & 1).any()
    return checks, answer


def count(series, ebn0_db, frames, generator):
    """Frames, those decoded, information bits, and those in error."""
    size = SERIES[series][1]
    checks, answer = matrices(series)
    information, sent = answer.shape[1], checks.shape[1] - size
    decoder = ldpc.BpDecoder(
        scipy.sparse.csr_matrix(checks),
        error_rate=0.1,
        max_iter=ITERATIONS,
        bp_method="product_sum",
        schedule="serial",
        input_vector_type="received_vector",
    )
    variance = sent / information / (2.0 * 10.0 ** (ebn0_db / 10.0))
    right = wrong = 0
    for _ in range(frames):
        bits = generator.integers(0, 2, information)
        word = np.concatenate([bits, answer.astype(int) @ bits & 1])
        heard = 1.0 - 2.0 * word[:sent] + np.sqrt(variance) * generator.standard_normal(sent)
        doubt = np.concatenate([1.0 / (1.0 + np.exp(2.0 * np.abs(heard) / variance)), np.full(size, 0.5)])
        signs = np.concatenate([heard < 0.0, generator.integers(0, 2, size)]).astype(np.uint8)
        decoder.update_channel_probs(doubt)
        errors = np.count_nonzero(decoder.decode(signs)[:information] != bits)
        right, wrong = right + (errors == 0), wrong + int(errors)
    return frames, right, frames * information, wrong


if __name__ == "__main__":
    points.measure(points.options(__doc__, SERIES, frames=400), count)
