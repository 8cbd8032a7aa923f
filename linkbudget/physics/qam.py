r"""Quadrature amplitude modulation: exact error rates of Gray-coded squares and rectangles.

The map: :func:`square_qam_bit_error_rate`, :func:`rectangular_qam_bit_error_rate` (also pulse amplitudes),
:func:`square_qam_symbol_error_rate`.  Inverses are in :mod:`linkbudget.physics.modulation`.
"""

import math
from functools import cache

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.psk import (
    _ebn0,
    _power_of_two,
)


@cache
def _gray_levels_terms(levels):
    """Pairs (odd multiple of the half distance, weight) of the error rate of Gray mapped amplitudes along one axis."""
    weights = {}
    bits = levels.bit_length() - 1
    for bit in range(1, bits + 1):
        for i in range(levels - levels // 2**bit):
            flips = i * 2 ** (bit - 1)
            nearest = (2 * flips + levels) // (2 * levels)  # flips / levels, rounded
            weight = (-1) ** (flips // levels) * (2 ** (bit - 1) - nearest) / (levels * bits)
            weights[2 * i + 1] = weights.get(2 * i + 1, 0.0) + weight
    return tuple((multiple, weight) for multiple, weight in weights.items() if weight)


def _levels_bit_error_rate(half_distance, levels):
    rate = sum(weight * scipy.special.erfc(multiple * half_distance) for multiple, weight in _gray_levels_terms(levels))
    return np.minimum(rate, 0.5)  # rounding may end a bit above one half


def _half_distance(ebn0_db, in_phase_levels, quadrature_levels):
    """Half the distance of neighbours over sqrt(N0), from the mean energy per bit."""
    bits = math.log2(in_phase_levels * quadrature_levels)
    return np.sqrt(3.0 * bits / (in_phase_levels**2 + quadrature_levels**2 - 2.0) * _ebn0(ebn0_db))


def _side(points):
    side = math.isqrt(points) if isinstance(points, (int, np.integer)) and points > 0 else 0
    squares = [4**k for k in range(1, 7)]
    if points not in squares:
        raise LinkBudgetError(f"points = {points}: expected one of {', '.join(map(str, squares))}")
    return side


def square_qam_bit_error_rate(ebn0_db, points):
    r"""Bit error rate of square quadrature amplitude modulation, Gray mapped.

    .. math::

       P_b = \sum_i w_i \operatorname{erfc} \left[ (2 i + 1) \sqrt{\frac{3 \gamma \log_2 M}{2 (M - 1)}} \right]

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit over noise density [dB].
    points : int
        Points M of the constellation: 4 (QPSK), 16, 64, 256, 1024 or 4096 [-].

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
    side = _side(points)
    return _levels_bit_error_rate(_half_distance(ebn0_db, side, side), side)


def rectangular_qam_bit_error_rate(ebn0_db, in_phase_levels, quadrature_levels):
    r"""Bit error rate of rectangular quadrature amplitude modulation, Gray mapped; of amplitudes alone with one level.

    .. math::

       P_b = \frac{P_I \log_2 I + P_J \log_2 J}{\log_2 (I J)}, \quad
       P_I = \sum_i w_i \operatorname{erfc} \left[ (2 i + 1) \sqrt{\frac{3 \gamma \log_2 (I J)}{I^2 + J^2 - 2}} \right]

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit over noise density [dB].
    in_phase_levels : int
        Levels I along one axis, a power of two from 2 to 4096 [-].
    quadrature_levels : int
        Levels J along the other, a power of two from 1 to 4096; 1 stands for pulse amplitude modulation [-].

    Returns
    -------
    ndarray or float
        Bit error rate, same shape as ``ebn0_db`` [-].

    Raises
    ------
    LinkBudgetError
        If a number of levels is no such power of two.

    References
    ----------
    .. [1] Cho and Yoon, On the general BER expression of one- and two-dimensional amplitude modulations, IEEE Trans.
       Commun. 50 (2002) 1074.

    Examples
    --------
    >>> print(f"{rectangular_qam_bit_error_rate(12.0, 8, 4):.4g}")
    0.004404
    """
    in_phase_levels, in_phase_bits = _power_of_two("in_phase_levels", in_phase_levels)
    quadrature_levels, quadrature_bits = _power_of_two("quadrature_levels", quadrature_levels, least=1)
    half_distance = _half_distance(ebn0_db, in_phase_levels, quadrature_levels)
    wrong = in_phase_bits * _levels_bit_error_rate(half_distance, in_phase_levels)
    if quadrature_bits:
        wrong = wrong + quadrature_bits * _levels_bit_error_rate(half_distance, quadrature_levels)
    return wrong / (in_phase_bits + quadrature_bits)


def square_qam_symbol_error_rate(ebn0_db, points):
    r"""Symbol error rate of square quadrature amplitude modulation.

    .. math::

       P_s = 1 - (1 - p)^2, \quad p = \left( 1 - \frac{1}{\sqrt M} \right)
       \operatorname{erfc} \sqrt{\frac{3 \gamma \log_2 M}{2 (M - 1)}}

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit over noise density [dB].
    points : int
        Points M of the constellation: 4 (QPSK), 16, 64, 256, 1024 or 4096 [-].

    Returns
    -------
    ndarray or float
        Symbol error rate, same shape as ``ebn0_db`` [-].

    Raises
    ------
    LinkBudgetError
        If ``points`` is none of those numbers.

    References
    ----------
    .. [1] Proakis and Salehi, Digital Communications, 5th edition (2008), chapter 4 (QAM signalling).

    Examples
    --------
    >>> print(f"{square_qam_symbol_error_rate(12.0, 16):.4g}")
    0.0005546
    """
    side = _side(points)
    axis_error_rate = (1.0 - 1.0 / side) * scipy.special.erfc(_half_distance(ebn0_db, side, side))
    return axis_error_rate * (2.0 - axis_error_rate)
