"""Reflections, mismatch and the noise of an amplifier at a source impedance: numbers alone, without a two-port.

The map: :func:`reflection_of_impedance`, :func:`reflection_loss_db` of one port, :func:`mismatch_loss_db` between two,
:func:`noise_figure_at_source_db`.
"""

import numpy as np

from linkbudget.errors import require


def _below_one(name, reflection):
    """A reflection as a complex array, refused from magnitude one."""
    reflection = np.asarray(reflection, dtype=complex)
    require(f"magnitude of {name}", np.abs(reflection), below=1.0)
    return reflection


def reflection_of_impedance(impedance_ohm, *, reference_impedance_ohm=50.0):
    r"""Reflection of an impedance at a real reference impedance.

    .. math:: \Gamma = \frac{Z - Z_0}{Z + Z_0}

    Parameters
    ----------
    impedance_ohm : array_like
        Impedance, complex, its real part zero or more [ohm].
    reference_impedance_ohm : array_like, optional
        Real impedance of the port, above zero [ohm].

    Returns
    -------
    ndarray or complex
        Reflection, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If the reference impedance is not above zero or the real part of the impedance is negative.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012) (terminated lossless line).

    Examples
    --------
    >>> print(f"{reflection_of_impedance(100.0).real:.4f}")
    0.3333
    """
    reference_impedance_ohm = require("reference_impedance_ohm", reference_impedance_ohm, above=0.0)
    impedance_ohm = np.asarray(impedance_ohm, dtype=complex)
    require("real part of impedance_ohm", impedance_ohm.real, at_least=0.0)
    return ((impedance_ohm - reference_impedance_ohm) / (impedance_ohm + reference_impedance_ohm))[()]


def reflection_loss_db(reflection):
    r"""Power available less power taken by a port of some reflection, from a matched source.

    .. math:: L = -10 \log_{10} (1 - |\Gamma|^2)

    Parameters
    ----------
    reflection : array_like
        Reflection of the port, complex, at most one in magnitude [-].

    Returns
    -------
    ndarray or float
        Loss, same shape as the reflection; infinite for a total reflection [dB].

    Raises
    ------
    LinkBudgetError
        If a reflection is above one in magnitude.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), sections 2.6 and 12.1.

    Examples
    --------
    A standing-wave ratio of 2:

    >>> print(f"{reflection_loss_db(1 / 3):.2f} dB")
    0.51 dB
    """
    return mismatch_loss_db(reflection, 0.0)


def mismatch_loss_db(reflection_1, reflection_2):
    r"""Power available from one port less the power that another takes from it.

    .. math:: L = -10 \log_{10} \frac{(1 - |\Gamma_1|^2) (1 - |\Gamma_2|^2)}{|1 - \Gamma_1 \Gamma_2|^2}

    Parameters
    ----------
    reflection_1, reflection_2 : array_like
        Reflections of the two ports, complex, at most one in magnitude [-].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments; zero for conjugates, infinite for a total reflection [dB].

    Raises
    ------
    LinkBudgetError
        If a reflection is above one in magnitude.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), sections 2.6 and 12.1.

    Examples
    --------
    >>> print(f"{mismatch_loss_db(0.2, 0.2):.3f} and {mismatch_loss_db(0.2, -0.2):.3f} dB")
    0.000 and 0.695 dB
    """
    first, second = np.asarray(reflection_1, dtype=complex), np.asarray(reflection_2, dtype=complex)
    for name, reflection in (("reflection_1", first), ("reflection_2", second)):
        require(f"magnitude of {name}", np.abs(reflection), at_most=1.0)
    taken = (1.0 - abs(first) ** 2) * (1.0 - abs(second) ** 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.where(taken > 0.0, taken / abs(1.0 - first * second) ** 2, 0.0)
        return (0.0 - 10.0 * np.log10(np.minimum(part, 1.0)))[()]


def noise_figure_at_source_db(
    minimum_noise_figure_db,
    optimum_reflection,
    noise_resistance_ohm,
    source_impedance_ohm,
    *,
    reference_impedance_ohm=50.0,
):
    r"""Noise figure of an amplifier with given noise parameters at a source impedance.

    .. math:: F = F_{min} + \frac{R_n}{G_s} |Y_s - Y_{opt}|^2, \quad Y = 1 / Z

    Parameters
    ----------
    minimum_noise_figure_db : array_like
        Least noise figure, zero or more [dB].
    optimum_reflection : array_like
        Source reflection at which it is reached, complex, below one in magnitude [-].
    noise_resistance_ohm : array_like
        Equivalent noise resistance, zero or more [ohm].
    source_impedance_ohm : array_like
        Impedance of the source, complex, its real part above zero [ohm].
    reference_impedance_ohm : array_like, optional
        Real impedance of the optimum reflection, above zero [ohm].

    Returns
    -------
    ndarray or float
        Noise figure, broadcast shape of the arguments [dB].

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 12.3 (low-noise amplifier design).

    Examples
    --------
    >>> print(f"{noise_figure_at_source_db(0.5, 0.0, 5.795, 100.0):.3f} dB")
    0.719 dB
    """
    least = 10.0 ** (require("minimum_noise_figure_db", minimum_noise_figure_db, at_least=0.0) / 10.0)
    best = _below_one("optimum_reflection", optimum_reflection)
    resistance_ohm = require("noise_resistance_ohm", noise_resistance_ohm, at_least=0.0)
    reference_ohm = require("reference_impedance_ohm", reference_impedance_ohm, above=0.0)
    source = 1.0 / np.asarray(source_impedance_ohm, dtype=complex)
    require("real part of source_impedance_ohm", np.real(source_impedance_ohm), above=0.0)
    apart = abs(source - (1.0 - best) / (1.0 + best) / reference_ohm) ** 2
    return (10.0 * np.log10(least + resistance_ohm * apart / source.real))[()]
