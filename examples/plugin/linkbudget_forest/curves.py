"""A modulation by its formula, and a code by its curve."""

from itertools import product

import numpy as np
from scipy.special import ndtr

from linkbudget.physics.error_curves import error_curve
from linkbudget.physics.modulation import Modulation


def pam_4_bit_error_rate(ebn0_db):
    """Bit error rate of four amplitudes with Gray labels."""
    distance = np.sqrt(0.8 * 10.0 ** (np.asarray(ebn0_db) / 10.0))
    return 0.75 * ndtr(-distance) + 0.5 * ndtr(-3.0 * distance) - 0.25 * ndtr(-5.0 * distance)


PAM_4 = Modulation(
    "pam-4",
    "4-PAM",
    pam_4_bit_error_rate,
    None,  # the inverse is searched
    "Cho and Yoon, IEEE Trans. Commun. 50 (2002) 1074, equation (9)",
)


def hamming_bit_error_rate(channel_error_rate: float) -> float:
    """Bit error rate after decoding by the nearest code word, from all 128 patterns of errors."""
    parity = np.array([[1, 1, 0], [1, 0, 1], [0, 1, 1], [1, 1, 1]])
    check = np.vstack([parity, np.eye(3, dtype=int)])
    total = 0.0
    for pattern in product((0, 1), repeat=7):
        errors = np.array(pattern)
        syndrome = errors @ check % 2
        if syndrome.any():
            errors = errors ^ (check == syndrome).all(axis=1)
        weight = sum(pattern)
        total += errors[:4].mean() * channel_error_rate**weight * (1.0 - channel_error_rate) ** (7 - weight)
    return total


_EBN0_DB = np.linspace(0.0, 12.0, 61)

HAMMING_7_4 = error_curve(
    "hamming-7-4",
    "Hamming (7,4), hard decisions",
    _EBN0_DB,
    [hamming_bit_error_rate(p) for p in ndtr(-np.sqrt(2.0 * 4.0 / 7.0 * 10.0 ** (_EBN0_DB / 10.0)))],
    "all 128 patterns of errors of a perfect code, BPSK",
)
