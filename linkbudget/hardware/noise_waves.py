r"""Noise of two-ports as the correlation of the waves that leave their ports.

The correlations [2]_ are over the Boltzmann constant, in kelvins, shape (n, 2, 2), beside scattering parameters ``s``
of the same shape.  Noise parameters are the least noise factor F, the source reflection of that factor, and Lange's
N = R_n G_opt [1]_, which like F no lossless line before the two-port changes.

The map: :func:`waves_of_parameters` from noise parameters, :func:`waves_of_losses` from losses,
:func:`joined_waves` for two in a row, :func:`waves_between` at other frequencies.

References
----------
.. [1] Lange, Noise characterization of linear twoports in terms of invariant parameters, IEEE J. Solid-State Circuits 2
   (1967) 37.
.. [2] Wedge and Rutledge, Wave techniques for noise modeling and measurement, IEEE Trans. Microwave Theory Tech. 40
   (1992) 2004.
"""

import numpy as np

from linkbudget.constants import STANDARD_NOISE_TEMPERATURE_K
from linkbudget.hardware.interpolation import Between, at_ends, in_decibels, phase_turns, turning


def matrix(a, b, c, d) -> np.ndarray:
    """Two-by-two matrices from arrays of their elements, row by row."""
    return np.stack([np.stack([a, b], axis=-1), np.stack([c, d], axis=-1)], axis=-2)


def adjoint(matrices) -> np.ndarray:
    """Conjugate transposes."""
    return np.conj(np.swapaxes(matrices, -1, -2))


def optimum_conductance_s(best_reflection, reference_impedance_ohm):
    """Real part of the source admittance at a reflection [S]."""
    return np.real((1.0 - best_reflection) / (1.0 + best_reflection)) / reference_impedance_ohm


def waves_of_parameters(s, least_factor, best_reflection, invariant) -> np.ndarray:
    r"""Correlation of the waves that leave the ports, from noise parameters (``invariant`` is R_n G_opt) [K].

    .. math:: F = F_{min} + \frac{4 N |\Gamma_s - \Gamma_{opt}|^2}{(1 - |\Gamma_s|^2) (1 - |\Gamma_{opt}|^2)}
    """
    kelvins = STANDARD_NOISE_TEMPERATURE_K * 4.0 * invariant / (1.0 - abs(best_reflection) ** 2)
    least_k = STANDARD_NOISE_TEMPERATURE_K * (least_factor - 1.0)
    # waves at the input of a noiseless two-port: x leaves towards it, y towards the source
    cross = -kelvins * best_reflection
    inputs = matrix(least_k + kelvins * abs(best_reflection) ** 2, cross, np.conj(cross), kelvins - least_k)
    outward = matrix(s[:, 0, 0], np.ones(len(s)), s[:, 1, 0], np.zeros(len(s)))
    return outward @ inputs @ adjoint(outward)


def waves_of_losses(s, temperature_k) -> np.ndarray:
    r"""Correlation of the waves of a passive two-port at a physical temperature [K].

    .. math:: \langle c c^* \rangle = k T (1 - S S^*)

    References
    ----------
    .. [1] Bosma, On the theory of linear noisy systems, Philips Research Reports Supplement 10 (1967).
    """
    return temperature_k * (np.eye(2) - s @ adjoint(s))


def joined_waves(s_a, waves_a, s_b, waves_b) -> np.ndarray:
    """Correlation of the waves of two two-ports in a row, port 2 of the first on port 1 of the second [K]."""
    between = 1.0 / (1.0 - s_a[:, 1, 1] * s_b[:, 0, 0])
    one, none = np.ones(len(s_a)), np.zeros(len(s_a))
    from_a = matrix(one, s_a[:, 0, 1] * between * s_b[:, 0, 0], none, s_b[:, 1, 0] * between)
    from_b = matrix(s_a[:, 0, 1] * between, none, s_b[:, 1, 0] * between * s_a[:, 1, 1], one)
    return from_a @ waves_a @ adjoint(from_a) + from_b @ waves_b @ adjoint(from_b)


def waves_between(waves_k, place: Between) -> np.ndarray:
    """Correlation of the waves at frequencies between those of a table [K].

    Powers run straight in decibels, as gains do, so that noise temperatures stay between those of the points; the
    coherence of the two waves turns evenly and its magnitude runs straight: none above one arises.
    """
    first, second = waves_k[:, 0, 0].real, waves_k[:, 1, 1].real
    scale = np.sqrt(np.maximum(first * second, 0.0))
    coherence = np.where(scale > 0.0, waves_k[:, 0, 1] / np.where(scale > 0.0, scale, 1.0), waves_k[:, 0, 1] * 0.0)
    first, second = in_decibels(first, place), in_decibels(second, place)
    turned = turning(coherence, phase_turns(coherence, delayed=False), place)
    cross = turned * np.sqrt(np.maximum(first * second, 0.0))
    inner = matrix(first + 0j, cross, np.conj(cross), second + 0j)
    return at_ends(waves_k[place.left], waves_k[place.right], place.share[:, None, None], inner)
