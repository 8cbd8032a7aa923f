r"""Noise of two-ports as the correlation of the waves that leave their ports.

The correlations [2]_ are over the Boltzmann constant, in kelvins, shape (n, 2, 2), beside scattering parameters ``s``
of the same shape.  Noise parameters are the least noise factor F, the source reflection of that factor, and Lange's
N = R_n G_opt [1]_, which like F no lossless line before the two-port changes.

The map: :func:`waves_of_parameters_k` from noise parameters, :func:`waves_of_losses_k` from losses,
:func:`joined_waves_k` for two in a row, :func:`waves_between_k` at other frequencies.

References
----------
.. [1] Lange, Noise characterization of linear twoports in terms of invariant parameters, IEEE J. Solid-State Circuits 2
   (1967) 37.
.. [2] Wedge and Rutledge, Wave techniques for noise modeling and measurement, IEEE Trans. Microwave Theory Tech. 40
   (1992) 2004.
"""

import numpy as np

from linkbudget.constants import STANDARD_NOISE_TEMPERATURE_K
from linkbudget.hardware.interpolation import Between, _at_ends, in_decibels, phase_turns_rad, turning


def _matrix(a, b, c, d) -> np.ndarray:
    """Two-by-two matrices from arrays of their elements, row by row."""
    return np.stack([np.stack([a, b], axis=-1), np.stack([c, d], axis=-1)], axis=-2)


def _adjoint(matrices) -> np.ndarray:
    """Conjugate transposes."""
    return np.conj(np.swapaxes(matrices, -1, -2))


def optimum_conductance_siemens(best_reflection, reference_impedance_ohm):
    r"""Real part of the source admittance at a reflection.

    .. math:: G_{opt} = \frac{1}{Z_0} \mathrm{Re} \frac{1 - \Gamma_{opt}}{1 + \Gamma_{opt}}

    Parameters
    ----------
    best_reflection : array_like
        Reflection, complex, below one in magnitude [-].
    reference_impedance_ohm : array_like
        Real impedance of the port [ohm].

    Returns
    -------
    ndarray or float
        Conductance [S].

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 12.3 (low-noise amplifier design).

    Examples
    --------
    >>> print(f"{optimum_conductance_siemens(0.0, 50.0):.2f} S")
    0.02 S
    """
    return np.real((1.0 - best_reflection) / (1.0 + best_reflection)) / reference_impedance_ohm


def waves_of_parameters_k(s, least_factor, best_reflection, invariant) -> np.ndarray:
    r"""Correlation of the waves that leave the ports, from noise parameters.

    .. math:: F = F_{min} + \frac{4 N |\Gamma_s - \Gamma_{opt}|^2}{(1 - |\Gamma_s|^2) (1 - |\Gamma_{opt}|^2)}

    Parameters
    ----------
    s : array_like
        Scattering parameters, shape (n, 2, 2) [-].
    least_factor : array_like
        Least noise factor, one or more, shape (n,) [-].
    best_reflection : array_like
        Source reflection of the least noise factor, complex, shape (n,) [-].
    invariant : array_like
        N = R_n G_opt, shape (n,) [-].

    Returns
    -------
    ndarray
        Correlation over the Boltzmann constant, shape (n, 2, 2) [K].

    References
    ----------
    .. [1] Lange, Noise characterization of linear twoports in terms of invariant parameters, IEEE J. Solid-State
       Circuits 2 (1967) 37.
    .. [2] Wedge and Rutledge, Wave techniques for noise modeling and measurement, IEEE Trans. Microwave Theory Tech.
       40 (1992) 2004.

    Examples
    --------
    A noise factor of 2 without a better source: 290 K at the input, 100 times that at port 2.

    >>> s = np.array([[[0.0, 0.0], [10.0, 0.0]]])
    >>> waves_k = waves_of_parameters_k(s, np.array([2.0]), np.array([0.0]), np.array([0.5]))
    >>> print(f"{waves_k[0, 1, 1].real:.0f} K")
    29000 K
    """
    kelvins = STANDARD_NOISE_TEMPERATURE_K * 4.0 * invariant / (1.0 - abs(best_reflection) ** 2)
    least_k = STANDARD_NOISE_TEMPERATURE_K * (least_factor - 1.0)
    # waves at the input of a noiseless two-port: x leaves towards it, y towards the source
    cross = -kelvins * best_reflection
    inputs = _matrix(least_k + kelvins * abs(best_reflection) ** 2, cross, np.conj(cross), kelvins - least_k)
    outward = _matrix(s[:, 0, 0], np.ones(len(s)), s[:, 1, 0], np.zeros(len(s)))
    return outward @ inputs @ _adjoint(outward)


def waves_of_losses_k(s, temperature_k) -> np.ndarray:
    r"""Correlation of the waves of a passive two-port at a physical temperature.

    .. math:: \langle c c^* \rangle = k T (1 - S S^*)

    Parameters
    ----------
    s : array_like
        Scattering parameters, shape (n, 2, 2) [-].
    temperature_k : float
        Physical temperature [K].

    Returns
    -------
    ndarray
        Correlation over the Boltzmann constant, shape (n, 2, 2) [K].

    References
    ----------
    .. [1] Bosma, On the theory of linear noisy systems, Philips Research Reports Supplement 10 (1967).

    Examples
    --------
    Half of the power goes through a matched pad, and each port sends half of what a body at 290 K would:

    >>> print(waves_of_losses_k(np.array([[[0.0, 0.5**0.5], [0.5**0.5, 0.0]]]), 290.0)[0].diagonal().round(), "K")
    [145. 145.] K
    """
    return temperature_k * (np.eye(2) - s @ _adjoint(s))


def joined_waves_k(s_first, waves_first_k, s_second, waves_second_k) -> np.ndarray:
    r"""Correlation of the waves of two two-ports in a row, port 2 of the first on port 1 of the second.

    .. math:: c_1 = c_1^a + \frac{S_{12}^a (S_{11}^b c_2^a + c_1^b)}{1 - S_{22}^a S_{11}^b}, \qquad
        c_2 = c_2^b + \frac{S_{21}^b (c_2^a + S_{22}^a c_1^b)}{1 - S_{22}^a S_{11}^b}

    Parameters
    ----------
    s_first, s_second : array_like
        Scattering parameters of both, shape (n, 2, 2) [-].
    waves_first_k, waves_second_k : array_like
        Correlations of their waves, shape (n, 2, 2) [K].

    Returns
    -------
    ndarray
        Correlation over the Boltzmann constant, shape (n, 2, 2) [K].

    References
    ----------
    .. [1] Wedge and Rutledge, Wave techniques for noise modeling and measurement, IEEE Trans. Microwave Theory Tech.
       40 (1992) 2004.

    Examples
    --------
    Two matched pads of 3 dB at one temperature send as much as one of 6 dB:

    >>> pad = np.array([[[0.0, 0.5**0.5], [0.5**0.5, 0.0]]])
    >>> waves_k = waves_of_losses_k(pad, 290.0)
    >>> print(f"{joined_waves_k(pad, waves_k, pad, waves_k)[0, 1, 1].real:.1f} K")
    217.5 K
    """
    between = 1.0 / (1.0 - s_first[:, 1, 1] * s_second[:, 0, 0])
    one, none = np.ones(len(s_first)), np.zeros(len(s_first))
    from_a = _matrix(one, s_first[:, 0, 1] * between * s_second[:, 0, 0], none, s_second[:, 1, 0] * between)
    from_b = _matrix(s_first[:, 0, 1] * between, none, s_second[:, 1, 0] * between * s_first[:, 1, 1], one)
    return from_a @ waves_first_k @ _adjoint(from_a) + from_b @ waves_second_k @ _adjoint(from_b)


def waves_between_k(waves_k, place: Between) -> np.ndarray:
    r"""Correlation of the waves at frequencies between those of a table.

    .. math:: C_{12} = \gamma \sqrt{C_{11} C_{22}}

    Powers run straight in decibels, as gains do, so that noise temperatures stay between those of the points; the
    coherence of the two waves turns evenly and its magnitude runs straight: none above one arises.

    Parameters
    ----------
    waves_k : array_like
        Correlations at the frequencies of the table, shape (n, 2, 2) [K].
    place : Between
        Neighbours of the frequencies wanted.

    Returns
    -------
    ndarray
        Correlations at the frequencies wanted [K].

    References
    ----------
    .. [1] Wedge and Rutledge, Wave techniques for noise modeling and measurement, IEEE Trans. Microwave Theory Tech.
       40 (1992) 2004.

    Examples
    --------
    >>> from linkbudget.hardware.interpolation import between
    >>> waves_k = np.array([[[100.0, 0.0], [0.0, 100.0]], [[400.0, 0.0], [0.0, 400.0]]])
    >>> print(waves_between_k(waves_k, between([1e9, 2e9], [1.5e9]))[0].diagonal().real.round(), "K")
    [200. 200.] K
    """
    first, second = waves_k[:, 0, 0].real, waves_k[:, 1, 1].real
    scale = np.sqrt(np.maximum(first * second, 0.0))
    coherence = np.where(scale > 0.0, waves_k[:, 0, 1] / np.where(scale > 0.0, scale, 1.0), waves_k[:, 0, 1] * 0.0)
    first, second = in_decibels(first, place), in_decibels(second, place)
    turned = turning(coherence, phase_turns_rad(coherence, delayed=False), place)
    cross = turned * np.sqrt(np.maximum(first * second, 0.0))
    inner = _matrix(first + 0j, cross, np.conj(cross), second + 0j)
    return _at_ends(waves_k[place.left], waves_k[place.right], place.share[:, None, None], inner)
