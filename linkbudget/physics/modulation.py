r"""Modulation: bit error rate of uncoded signals in white Gaussian noise, and the Eb/N0 that a rate asks for.

The map: one ``*_bit_error_rate`` function for each way to modulate and detect; :data:`MODULATIONS`, the table of them
under the names that scenario files use; :func:`bit_error_rate` and :func:`required_ebn0_db`, which look up that table
and are each other's inverse.

Every formula is exact for ideal synchronisation and a matched filter, written with :math:`\gamma = E_b / N_0`.  What
an imperfect carrier costs is in :mod:`linkbudget.physics.carrier`.  Not here yet: phase-shift keying of eight and more
phases, and keying of more than two frequencies.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import erfc, erfcinv

from linkbudget.errors import LinkBudgetError, require

_DQPSK_INTERVALS = 24  # leaves an error below 1e-14 of the rate
_SEARCH_DB = (-400.0, 60.0)  # error rates from one half to zero, for every modulation here


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
    return 0.5 * erfc(np.sqrt(_ebn0(ebn0_db)))


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
    ebn0 = np.asarray(_ebn0(ebn0_db))[..., np.newaxis]
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


def coherent_fsk_bit_error_rate(ebn0_db):
    r"""Bit error rate of two orthogonal frequencies, coherent; the same for coherent on-off keying.

    .. math:: P_b = \tfrac{1}{2} \operatorname{erfc} \sqrt{\gamma / 2}

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit (for on-off keying, the mean of both bits) over noise density [dB].

    Returns
    -------
    ndarray or float
        Bit error rate, same shape as ``ebn0_db`` [-].

    References
    ----------
    .. [1] Proakis and Salehi, Digital Communications, 5th edition (2008), chapter 4 (binary orthogonal signalling).

    Examples
    --------
    >>> print(f"{coherent_fsk_bit_error_rate(12.598):.3g}")
    1e-05
    """
    return 0.5 * erfc(np.sqrt(0.5 * _ebn0(ebn0_db)))


def noncoherent_fsk_bit_error_rate(ebn0_db):
    r"""Bit error rate of two orthogonal frequencies, detected by their envelopes.

    .. math:: P_b = \tfrac{1}{2} e^{-\gamma / 2}

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
    .. [1] Proakis and Salehi, Digital Communications, 5th edition (2008), chapter 4 (noncoherent detection).

    Examples
    --------
    >>> print(f"{noncoherent_fsk_bit_error_rate(13.352):.3g}")
    1e-05
    """
    return 0.5 * np.exp(-0.5 * _ebn0(ebn0_db))


def _gray_qam_terms(side):
    """Pairs (odd multiple of the half distance, weight) of the error rate of a Gray mapped square constellation."""
    weights = {}
    bits = side.bit_length() - 1
    for bit in range(1, bits + 1):
        for i in range(side - side // 2**bit):
            flips = i * 2 ** (bit - 1)
            nearest = (2 * flips + side) // (2 * side)  # flips / side, rounded
            weight = (-1) ** (flips // side) * (2 ** (bit - 1) - nearest) / (side * bits)
            weights[2 * i + 1] = weights.get(2 * i + 1, 0.0) + weight
    return tuple((multiple, weight) for multiple, weight in weights.items() if weight)


_GRAY_QAM_TERMS = {points: _gray_qam_terms(math.isqrt(points)) for points in (4, 16, 64, 256)}


def square_qam_bit_error_rate(ebn0_db, points):
    r"""Bit error rate of square quadrature amplitude modulation, Gray mapped.

    .. math::

       P_b = \sum_i w_i \operatorname{erfc} \left[ (2 i + 1) \sqrt{\frac{3 \gamma \log_2 M}{2 (M - 1)}} \right]

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit over noise density [dB].
    points : int
        Points M of the constellation: 4 (QPSK), 16, 64 or 256 [-].

    Returns
    -------
    ndarray or float
        Bit error rate, same shape as ``ebn0_db`` [-].

    Raises
    ------
    LinkBudgetError
        If ``points`` is none of those numbers.

    Notes
    -----
    The weights follow from the distance of each bit of the label to its nearest change, bit by bit; for M = 16 they
    are 3/8, 1/4 and -1/8.

    References
    ----------
    .. [1] Cho and Yoon, On the general BER expression of one- and two-dimensional amplitude modulations, IEEE Trans.
       Commun. 50 (2002) 1074.

    Examples
    --------
    >>> print(f"{square_qam_bit_error_rate(12.0, 16):.4g}")
    0.0001387
    """
    if points not in _GRAY_QAM_TERMS:
        raise LinkBudgetError(f"points = {points}: expected one of {', '.join(map(str, _GRAY_QAM_TERMS))}")
    half_distance = np.sqrt(1.5 * math.log2(points) / (points - 1) * _ebn0(ebn0_db))
    return sum(weight * erfc(multiple * half_distance) for multiple, weight in _GRAY_QAM_TERMS[points])


@dataclass(frozen=True)
class Modulation:
    """A way to modulate and detect: its names, its error rate, and where the formula comes from."""

    name: str
    """Name in scenario files."""
    title: str
    """Name in reports."""
    bit_error_rate: Callable
    """Bit error rate as a function of Eb/N0 in decibels."""
    required_ebn0_db: Callable | None
    """Inverse of ``bit_error_rate`` where a closed form exists; without it the inverse is found numerically."""
    reference: str
    """Document of the formula."""


def _bpsk_required_ebn0_db(error_rate):
    return 20.0 * np.log10(erfcinv(2.0 * error_rate))


def _differentially_encoded_psk_required_ebn0_db(error_rate):
    decision_error_rate = error_rate / (1.0 + np.sqrt(1.0 - 2.0 * error_rate))
    return _bpsk_required_ebn0_db(decision_error_rate)


def _dpsk_required_ebn0_db(error_rate):
    return 10.0 * np.log10(-np.log(2.0 * error_rate))


_TWICE_DB = 10.0 * math.log10(2.0)
_PROAKIS = "Proakis and Salehi, Digital Communications, 5th edition (2008), chapter 4"
_SIMON = "Simon and Alouini, Digital Communication over Fading Channels, 2nd edition (2005), chapter 8"
_CHO = "Cho and Yoon, IEEE Trans. Commun. 50 (2002) 1074"

MODULATIONS: dict[str, Modulation] = {
    modulation.name: modulation
    for modulation in (
        Modulation("bpsk", "BPSK", bpsk_bit_error_rate, _bpsk_required_ebn0_db, _PROAKIS),
        Modulation("qpsk", "QPSK", bpsk_bit_error_rate, _bpsk_required_ebn0_db, _PROAKIS),
        Modulation("dpsk", "DPSK", dpsk_bit_error_rate, _dpsk_required_ebn0_db, _PROAKIS),
        Modulation(
            "coherent-fsk",
            "FSK, coherent",
            coherent_fsk_bit_error_rate,
            lambda error_rate: _bpsk_required_ebn0_db(error_rate) + _TWICE_DB,
            _PROAKIS,
        ),
        Modulation(
            "noncoherent-fsk",
            "FSK, noncoherent",
            noncoherent_fsk_bit_error_rate,
            lambda error_rate: _dpsk_required_ebn0_db(error_rate) + _TWICE_DB,
            _PROAKIS,
        ),
        Modulation(
            "differentially-encoded-psk",
            "PSK, differentially encoded, coherent",
            differentially_encoded_psk_bit_error_rate,
            _differentially_encoded_psk_required_ebn0_db,
            _SIMON,
        ),
        Modulation("dqpsk", "DQPSK", dqpsk_bit_error_rate, None, _SIMON),
        Modulation("16qam", "16-QAM", lambda ebn0_db: square_qam_bit_error_rate(ebn0_db, 16), None, _CHO),
        Modulation("64qam", "64-QAM", lambda ebn0_db: square_qam_bit_error_rate(ebn0_db, 64), None, _CHO),
    )
}
"""Modulations by the name that scenario files use."""


def _modulation(modulation):
    if modulation not in MODULATIONS:
        raise LinkBudgetError(f"modulation = {modulation!r}: expected one of {', '.join(MODULATIONS)}")
    return MODULATIONS[modulation]


def bit_error_rate(ebn0_db, modulation):
    r"""Bit error rate of an uncoded signal, by the name of its modulation.

    .. math:: P_b = f_{modulation}(E_b / N_0)

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit over noise density [dB].
    modulation : str
        A name of :data:`MODULATIONS`.

    Returns
    -------
    ndarray or float
        Bit error rate, from 1/2 down to zero, same shape as ``ebn0_db`` [-].

    Raises
    ------
    LinkBudgetError
        If the modulation is not in the table.

    References
    ----------
    .. [1] The ``reference`` of each entry of :data:`MODULATIONS`.

    Examples
    --------
    >>> print(f"{bit_error_rate(8.0, 'noncoherent-fsk'):.4f}")
    0.0213
    """
    return _modulation(modulation).bit_error_rate(ebn0_db)


def required_ebn0_db(error_rate, modulation):
    r"""Eb/N0 at which an uncoded signal has a given bit error rate; the inverse of :func:`bit_error_rate`.

    .. math:: f_{modulation}(E_b / N_0) = P_b

    Parameters
    ----------
    error_rate : array_like
        Bit error rate, above 0 and below 0.5 [-].
    modulation : str
        A name of :data:`MODULATIONS`.

    Returns
    -------
    ndarray or float
        Energy per bit over noise density, same shape as ``error_rate`` [dB].

    Raises
    ------
    LinkBudgetError
        If any error rate lies outside 0 to 0.5, which no signal reaches, or the modulation is not in the table.

    References
    ----------
    .. [1] The ``reference`` of each entry of :data:`MODULATIONS`.

    Examples
    --------
    >>> print(f"{required_ebn0_db(1e-5, 'bpsk'):.2f} dB")
    9.59 dB
    """
    entry = _modulation(modulation)
    error_rate = require("error_rate", error_rate, above=0.0, below=0.5)
    if entry.required_ebn0_db is not None:
        return entry.required_ebn0_db(error_rate)
    return _search_ebn0_db(entry.bit_error_rate, error_rate)


def _search_ebn0_db(function, error_rate):
    """Root of ``function(ebn0_db) = error_rate``, sought in the logarithm of the rate, element by element."""
    from scipy.optimize.elementwise import find_root  # heavy to import, and needed by few

    smallest = np.finfo(float).smallest_subnormal

    def excess(ebn0_db, logarithm):
        return np.log(np.maximum(function(ebn0_db), smallest)) - logarithm

    return find_root(excess, _SEARCH_DB, args=(np.log(error_rate),)).x
