r"""Phase-shift keying: exact error rates of two, four and more phases, coherent and differential.

The map: :func:`bpsk_bit_error_rate` (and QPSK), :func:`differentially_encoded_psk_bit_error_rate`,
:func:`dpsk_bit_error_rate`, :func:`dqpsk_bit_error_rate`, :func:`d8psk_bit_error_rate`,
:func:`psk_symbol_error_rate`, :func:`psk_bit_error_rate`.
Inverses and the table of all modulations are in :mod:`linkbudget.physics.modulation`.
"""

import math
from functools import cache
from itertools import pairwise

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start
from numpy.polynomial.legendre import leggauss

from linkbudget.errors import LinkBudgetError, require
from linkbudget.physics._many_points import pointwise

_DQPSK_INTERVALS = 24  # leaves an error below 1e-14 of the rate


_TURN_X, _TURN_W = leggauss(48)  # leaves an error below 1e-12 of the chance of a turn


_MOST_POINTS = 4096


_SQRT_HALF = math.sqrt(0.5)


def _ebn0(ebn0_db):
    return 10.0 ** (require("ebn0_db", ebn0_db) / 10.0)


def bpsk_bit_error_rate(ebn0_db):
    r"""Bit error rate of binary phase-shift keying, coherent; the same for QPSK (Gray) and precoded MSK.

    .. math:: P_b = \tfrac{1}{2} \operatorname{erfc} \sqrt{\gamma}

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit over noise density [dB].

    Returns
    -------
    ndarray or float
        Bit error rate, same shape as ``ebn0_db`` [-].

    References
    ----------
    .. [1] Proakis and Salehi, Digital Communications, 5th edition (2008), chapter 4 (binary antipodal signalling).

    Examples
    --------
    >>> print(f"{bpsk_bit_error_rate(9.588):.3g}")
    1e-05
    """
    return 0.5 * scipy.special.erfc(np.sqrt(_ebn0(ebn0_db)))


def differentially_encoded_psk_bit_error_rate(ebn0_db):
    r"""Bit error rate of differentially encoded BPSK or QPSK with coherent detection.

    .. math:: P_b = 2 p (1 - p), \quad p = \tfrac{1}{2} \operatorname{erfc} \sqrt{\gamma}

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit over noise density [dB].

    Returns
    -------
    ndarray or float
        Bit error rate, same shape as ``ebn0_db`` [-].

    Notes
    -----
    A bit is read from two decisions and is wrong when exactly one of them is.  Not to be taken for
    :func:`dpsk_bit_error_rate`, whose detector has no carrier reference.

    References
    ----------
    .. [1] Simon and Alouini, Digital Communication over Fading Channels, 2nd edition (2005), chapter 8.

    Examples
    --------
    >>> print(f"{differentially_encoded_psk_bit_error_rate(9.588):.3g}")
    2e-05
    """
    decision_error_rate = bpsk_bit_error_rate(ebn0_db)
    return 2.0 * decision_error_rate * (1.0 - decision_error_rate)


def dpsk_bit_error_rate(ebn0_db):
    r"""Bit error rate of binary differential phase-shift keying, each bit compared with the one before.

    .. math:: P_b = \tfrac{1}{2} e^{-\gamma}

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit over noise density [dB].

    Returns
    -------
    ndarray or float
        Bit error rate, same shape as ``ebn0_db`` [-].

    References
    ----------
    .. [1] Proakis and Salehi, Digital Communications, 5th edition (2008), chapter 4 (differential PSK).

    Examples
    --------
    >>> print(f"{dpsk_bit_error_rate(10.342):.3g}")
    1e-05
    """
    return 0.5 * np.exp(-_ebn0(ebn0_db))


def dqpsk_bit_error_rate(ebn0_db):
    r"""Bit error rate of four-phase differential phase-shift keying, Gray mapped, each symbol compared with the last.

    .. math::

       P_b = \frac{1 - \zeta^2}{2 \pi} \int_0^{\pi} \frac{e^{-\gamma (1 + 1 / \sqrt{2}) u(\phi)}}{u(\phi)} \, d\phi,
       \quad u = 1 - 2 \zeta \cos \phi + \zeta^2, \quad \zeta = \sqrt{2} - 1

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit over noise density [dB].

    Returns
    -------
    ndarray or float
        Bit error rate, same shape as ``ebn0_db`` [-].

    Notes
    -----
    The usual form with Marcum's function is a difference of nearly equal numbers; this one is a sum of positive ones.
    Its error is below 1e-12 of the rate.

    References
    ----------
    .. [1] Simon and Alouini, Digital Communication over Fading Channels, 2nd edition (2005), chapter 8.

    Examples
    --------
    >>> print(f"{dqpsk_bit_error_rate(8.0):.4g}")
    0.003643
    """
    ebn0_db = require("ebn0_db", ebn0_db)
    return pointwise(_dqpsk, ebn0_db)


def _dqpsk(ebn0_db):
    ebn0 = _ebn0(ebn0_db)[:, np.newaxis]
    zeta = math.sqrt(2.0) - 1.0
    # a trapezoidal sum over a whole period converges exponentially; so does one that stops where 17 digits are gone
    cosine_end = np.maximum(1.0 - 30.0 / np.maximum(ebn0, 1.0), -1.0)
    step_rad = np.arccos(cosine_end) / _DQPSK_INTERVALS
    # 1 - cos, by the half angle: the difference keeps its digits at small angles
    one_less_cosine = 2.0 * np.sin(0.5 * step_rad * np.arange(_DQPSK_INTERVALS + 1)) ** 2
    u = (1.0 - zeta) ** 2 + 2.0 * zeta * one_less_cosine
    terms = np.exp(-ebn0 * (1.0 + math.sqrt(0.5)) * u) / u
    total = np.sum(terms, axis=-1) - 0.5 * (terms[..., 0] + terms[..., -1])
    error_rate = (1.0 - zeta * zeta) / (2.0 * math.pi) * total * step_rad[..., 0]
    return np.minimum(error_rate, 0.5)  # rounding may end a bit above one half


def d8psk_bit_error_rate(ebn0_db):
    r"""Bit error rate of eight-phase differential phase-shift keying, Gray mapped, each symbol compared with the last.

    .. math::

       P_b = \tfrac{1}{3} \left[ P(\pi / 8) + P(3 \pi / 8) \right], \quad
       P(\psi) = \frac{\sin \psi}{2 \pi} \int_{-\pi / 2}^{\pi / 2}
       \frac{e^{-\gamma_s (1 - \cos \psi \cos t)}}{1 - \cos \psi \cos t} \, dt, \quad \gamma_s = 3 \gamma

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit over noise density [dB].

    Returns
    -------
    ndarray or float
        Bit error rate, same shape as ``ebn0_db`` [-].

    Notes
    -----
    P is the probability that noise turns the difference of two phases by more than an angle, to either side.  One bit
    is wrong beyond pi/8, and two in the mean beyond 3 pi/8.

    References
    ----------
    .. [1] Pawula, Asymptotics and error rate bounds for M-ary DPSK, IEEE Trans. Commun. COM-32 (1984) 294.
    .. [2] Simon and Alouini, Digital Communication over Fading Channels, 2nd edition (2005), chapter 8 (M-DPSK).

    Examples
    --------
    >>> print(f"{d8psk_bit_error_rate(12.0):.4g}")
    0.002433
    """
    ebn0_db = require("ebn0_db", ebn0_db)
    return pointwise(_d8psk, ebn0_db)


def _d8psk(ebn0_db):
    esn0 = 3.0 * _ebn0(ebn0_db)
    total = _turn_beyond(esn0, math.pi / 8.0) + _turn_beyond(esn0, 3.0 * math.pi / 8.0)
    return np.minimum(total / 3.0, 0.5)  # rounding may end a bit above one half


def _turn_beyond(esn0, angle_rad):
    """Probability that the difference of two phases is off by more than an angle, below a right one."""
    cosine = math.cos(angle_rad)
    end = np.arccos(np.maximum(1.0 - 40.0 / np.maximum(esn0 * cosine, 1.0), 0.0))  # beyond, e^-40 of the middle
    turn = 0.5 * end[:, np.newaxis] * (1.0 + _TURN_X)
    # 1 - cos psi cos t by half angles, which keep the digits of small ones
    energy = 2.0 * math.sin(0.5 * angle_rad) ** 2 + 2.0 * cosine * np.sin(0.5 * turn) ** 2
    return math.sin(angle_rad) / math.pi * 0.5 * end * ((np.exp(-esn0[:, np.newaxis] * energy) / energy) @ _TURN_W)


def _power_of_two(name, number, *, least=2):
    """``number`` as an integer and its bits, or a refusal."""
    if number not in (2**bits for bits in range(least.bit_length() - 1, _MOST_POINTS.bit_length())):
        raise LinkBudgetError(f"{name} = {number}: expected a power of two from {least} to {_MOST_POINTS}")
    return int(number), int(number).bit_length() - 1


@cache
def _gray_distance_steps(phases, sent):
    """Mean number of wrong bits when the decision is k phases off, as steps from k - 1 to k, for k = 1 to M / 2."""
    labels = [i ^ (i >> 1) for i in range(phases)]
    senders = range(phases) if sent == "any" else (0,)
    wrong = [
        sum((labels[i] ^ labels[(i + step) % phases]).bit_count() for i in senders for step in (k, -k))
        / (2.0 * len(senders))
        for k in range(phases // 2 + 1)
    ]
    return [after - before for before, after in pairwise(wrong)]


def _phase_beyond(amplitude, angle_rad):
    """Probability that noise turns a symbol of ``amplitude`` by ``angle_rad`` or more to one side, up to pi."""
    across, slope = amplitude * math.sin(angle_rad), 1.0 / math.tan(angle_rad)
    half_tail = 0.25 * scipy.special.erfc(across * _SQRT_HALF)
    if abs(slope) <= 1.0:
        return half_tail + scipy.special.owens_t(across, slope)
    # Owen's function keeps its digits for slopes up to one; the others follow from its reflection
    along = across * abs(slope)
    along_tail = 0.5 * scipy.special.erfc(along * _SQRT_HALF)
    turned = half_tail + (0.5 - 2.0 * half_tail) * along_tail - scipy.special.owens_t(along, 1.0 / abs(slope))
    return half_tail + math.copysign(1.0, slope) * turned


def psk_symbol_error_rate(ebn0_db, phases):
    r"""Symbol error rate of phase-shift keying with any number of phases, coherent.

    .. math::

       P_s = \frac{1}{\pi} \int_0^{\pi - \pi / M}
       \exp \left( -\frac{\gamma_s \sin^2 (\pi / M)}{\sin^2 \phi} \right) d\phi

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit over noise density [dB].
    phases : int
        Number of phases M, a power of two from 2 to 4096 [-].

    Returns
    -------
    ndarray or float
        Symbol error rate, same shape as ``ebn0_db`` [-].

    Raises
    ------
    LinkBudgetError
        If ``phases`` is no such power of two.

    Notes
    -----
    The integral is Owen's function T in disguise: half of it is a Gaussian tail, the rest T of slope cot(pi/M).

    References
    ----------
    .. [1] Simon and Alouini, Digital Communication over Fading Channels, 2nd edition (2005), chapter 8 (M-PSK).
    .. [2] Owen, Tables for computing bivariate normal probabilities, Ann. Math. Statist. 27 (1956) 1075.

    Examples
    --------
    >>> print(f"{psk_symbol_error_rate(10.0, 8):.4g}")
    0.003034
    """
    phases, bits = _power_of_two("phases", phases)
    return 2.0 * _phase_beyond(np.sqrt(2.0 * bits * _ebn0(ebn0_db)), math.pi / phases)


def psk_bit_error_rate(ebn0_db, phases, *, sent="any"):
    r"""Bit error rate of phase-shift keying with any number of phases, Gray mapped, coherent.

    .. math::

       P_b = \frac{2}{\log_2 M} \sum_{k=1}^{M/2} (\bar d_k - \bar d_{k-1})
       \Pr \left[ \theta > (2 k - 1) \frac{\pi}{M} \right]

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit over noise density [dB].
    phases : int
        Number of phases M, a power of two from 2 to 4096 [-].
    sent : str, optional
        ``"any"``: the mean over all symbols; ``"zero"``: the symbol whose bits are all zero, as in reference 2.

    Returns
    -------
    ndarray or float
        Bit error rate, same shape as ``ebn0_db`` [-].

    Raises
    ------
    LinkBudgetError
        If ``phases`` is no such power of two, or ``sent`` unknown.

    Notes
    -----
    Exact: theta is the phase error, and the sum counts the bits by which the labels of two phases k apart differ in the
    mean.  The usual :math:`P_s / \log_2 M` counts one wrong bit a wrong symbol; at 0 dB it is 6 % low for 8 phases.

    The sources disagree from 16 phases on.  Reference 2 takes every symbol to err like the one of all zeros, and so do
    programs that follow it (``berawgn`` of MATLAB): 0.4 % high for 16 phases at -5 dB, the same at high Eb/N0.
    Reference 1 shows why that does not hold.

    References
    ----------
    .. [1] Lassing, Strom, Agrell and Ottosson, Computation of the exact bit-error rate of coherent M-ary PSK with Gray
       code bit mapping, IEEE Trans. Commun. 51 (2003) 1758.
    .. [2] Lee, Computation of the bit error rate of coherent M-ary PSK with Gray code bit mapping, IEEE Trans. Commun.
       COM-34 (1986) 488.

    Examples
    --------
    >>> print(f"{psk_bit_error_rate(10.0, 8):.4g}")
    0.001011
    """
    if sent not in ("any", "zero"):
        raise LinkBudgetError(f"sent = {sent!r}: expected one of any, zero")
    phases, bits = _power_of_two("phases", phases)
    amplitude = np.sqrt(2.0 * bits * _ebn0(ebn0_db))
    steps = enumerate(_gray_distance_steps(phases, sent))
    total = sum(step * _phase_beyond(amplitude, (2 * k + 1) * math.pi / phases) for k, step in steps if step)
    return np.minimum(2.0 / bits * total, 0.5)  # rounding may end a bit above one half
