r"""Finite blocks: the best rate, error rate and Eb/N0 of codes of a given length, by the normal approximation.

The map: :func:`finite_block_rate`, :func:`finite_block_error_rate`, :func:`finite_block_ebn0_limit_db`; each for
any signal of a given power, or for two values (BPSK, QPSK).  The limit of endless blocks is
:mod:`linkbudget.physics.capacity`, whose conventions hold here.
"""

import math
from functools import cache, partial

import numpy as np
from scipy.special import ndtr, ndtri

from linkbudget.errors import known_name, require, warn_outside
from linkbudget.physics._many_points import MANY, root_near
from linkbudget.physics.capacity import binary_input_capacity
from linkbudget.roots import bracketed_root

SIGNALS = ("gaussian", "binary")
"""Signals that the functions of finite blocks know: any of a given power, or two values (BPSK, QPSK)."""

_LOWEST_DB, _HIGHEST_DB = -120.0, 45.0  # Es/N0 at which nothing and all is carried
_LEAST_BLOCK = 100  # uses; below, the terms left out are as large as those kept
_DEVIATIONS = np.arange(-6.5, 6.51, 0.125)  # of the noise, in units of sqrt(N0)
_DEVIATION_WEIGHTS = 0.125 / math.sqrt(math.pi) * np.exp(-_DEVIATIONS * _DEVIATIONS)
_TINY = 1e-300  # stands for zero
_LN2 = math.log(2.0)


def _capacity_and_dispersion(esn0_db, signal):
    """Capacity [bit] and dispersion [bit squared] of one use."""
    signal = known_name("signal", signal, SIGNALS)
    snr = 2.0 * 10.0 ** (require("esn0_db", esn0_db) / 10.0)
    if signal == "gaussian":
        inverse = 1.0 / (1.0 + snr)
        return 0.5 / _LN2 * np.log1p(snr), 0.5 / _LN2**2 * (1.0 - inverse) * (1.0 + inverse)
    snr = np.minimum(snr, 2e3)
    square = sum(
        weight * np.logaddexp(0.0, -2.0 * snr - math.sqrt(8.0) * np.sqrt(snr) * deviation) ** 2
        for deviation, weight in zip(_DEVIATIONS, _DEVIATION_WEIGHTS, strict=True)
    )
    capacity = binary_input_capacity(esn0_db)
    return capacity, np.maximum(square / _LN2**2 - (1.0 - capacity) ** 2, 0.0)


def _block(block_length):
    block_length = require("block_length", block_length, at_least=1.0)
    warn_outside("normal approximation", "block_length", block_length, _LEAST_BLOCK, math.inf)
    return block_length, 0.5 * np.log2(block_length) / block_length


def finite_block_rate(esn0_db, block_length, error_rate, *, signal="gaussian"):
    r"""Highest rate of a code of finite length at a block error rate, by the normal approximation.

    .. math::

       R = C - \sqrt{\frac{V}{n}} \, Q^{-1}(\varepsilon) + \frac{\log_2 n}{2 n}, \quad
       C = \tfrac{1}{2} \log_2 (1 + P), \quad V = \frac{P (P + 2)}{2 (P + 1)^2} \log_2^2 e, \quad P = \frac{2 E_s}{N_0}

    Parameters
    ----------
    esn0_db : array_like
        Energy per use over noise density [dB].
    block_length : array_like
        Uses n of the channel in a block, 1 or more; for BPSK and QPSK the code bits [-].
    error_rate : array_like
        Block error rate, above 0 and below 1 [-].
    signal : str, optional
        ``"gaussian"`` (any signal of this energy) or ``"binary"`` (BPSK, QPSK).

    Returns
    -------
    ndarray or float
        Information bits per use, zero or more, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a length is below 1, an error rate outside 0 to 1, or the signal unknown.

    Notes
    -----
    For two-valued signals C is :func:`binary_input_capacity` and V the variance of the same logarithm.  Good to a few
    thousandths of a bit from about 100 uses; shorter blocks warn.

    References
    ----------
    .. [1] Polyanskiy, Poor and Verdu, Channel coding rate in the finite blocklength regime, IEEE Trans. Inf. Theory 56
       (2010) 2307, theorem 54 and the normal approximation after it.

    Examples
    --------
    >>> print(f"{finite_block_rate(-3.0, 2048, 1e-4):.4f} of {finite_block_rate(-3.0, 1e9, 1e-4):.4f} bit a use")
    0.4309 of 0.5008 bit a use
    """
    error_rate = require("error_rate", error_rate, above=0.0, below=1.0)
    block_length, constant = _block(block_length)
    capacity, dispersion = _capacity_and_dispersion(esn0_db, signal)
    return np.maximum(capacity + np.sqrt(dispersion / block_length) * ndtri(error_rate) + constant, 0.0)


def finite_block_error_rate(esn0_db, block_length, code_rate, *, signal="gaussian"):
    r"""Least block error rate of a code of finite length, by the normal approximation.

    .. math:: \varepsilon = Q \left[ \sqrt{\frac{n}{V}} \left( C - R + \frac{\log_2 n}{2 n} \right) \right]

    Parameters
    ----------
    esn0_db : array_like
        Energy per use over noise density [dB].
    block_length : array_like
        Uses n of the channel in a block, 1 or more; for BPSK and QPSK the code bits [-].
    code_rate : array_like
        Information bits per use, above zero [-].
    signal : str, optional
        ``"gaussian"`` (any signal of this energy) or ``"binary"`` (BPSK, QPSK).

    Returns
    -------
    ndarray or float
        Block error rate, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a length is below 1, a rate zero or negative, or the signal unknown.

    Notes
    -----
    The inverse of :func:`finite_block_rate`, and good where that is.

    References
    ----------
    .. [1] Polyanskiy, Poor and Verdu, Channel coding rate in the finite blocklength regime, IEEE Trans. Inf. Theory 56
       (2010) 2307, theorem 54 and the normal approximation after it.

    Examples
    --------
    >>> print(f"{finite_block_error_rate(-2.0, 2048, 0.5, signal='binary'):.1e}")
    9.7e-05
    """
    code_rate = require("code_rate", code_rate, above=0.0)
    block_length, constant = _block(block_length)
    capacity, dispersion = _capacity_and_dispersion(esn0_db, signal)
    deviations = np.sqrt(block_length / np.maximum(dispersion, _TINY)) * (code_rate - capacity - constant)
    return ndtr(deviations)


def finite_block_ebn0_limit_db(code_rate, block_length, error_rate, *, signal="binary"):
    r"""Least Eb/N0 of a code of finite length at a block error rate, by the normal approximation.

    .. math:: R_\mathrm{normal} \left( R \, \frac{E_b}{N_0}, n, \varepsilon \right) = R

    Parameters
    ----------
    code_rate : array_like
        Information bits per use, above zero; for two-valued signals below 1 [-].
    block_length : array_like
        Uses n of the channel in a block, 1 or more; for BPSK and QPSK the code bits [-].
    error_rate : array_like
        Block error rate, above 0 and below 1 [-].
    signal : str, optional
        ``"binary"`` (BPSK, QPSK) or ``"gaussian"`` (any signal of this energy).

    Returns
    -------
    ndarray or float
        Least energy per information bit over noise density, broadcast shape of the arguments; NaN where the rate is
        below log2(n) / (2 n), which the approximation does not describe [dB].

    Raises
    ------
    LinkBudgetError
        If a length is below 1, a rate zero or negative or too high for the signal, an error rate outside 0 to 1, or
        the signal unknown.

    Notes
    -----
    What a code of this length could reach at best: real ones lie some tenths of a decibel above.

    References
    ----------
    .. [1] Polyanskiy, Poor and Verdu, Channel coding rate in the finite blocklength regime, IEEE Trans. Inf. Theory 56
       (2010) 2307, theorem 54 and the normal approximation after it.

    Examples
    --------
    >>> print(f"{finite_block_ebn0_limit_db(0.5, 2048, 1e-4):.2f} dB")
    1.01 dB
    """
    code_rate = require("code_rate", code_rate, above=0.0, below=1.0 if signal == "binary" else None)
    error_rate = require("error_rate", error_rate, above=0.0, below=1.0)
    block_length, constant = _block(block_length)
    rate, length, quantile, constant = np.broadcast_arrays(code_rate, block_length, ndtri(error_rate), constant)
    described = rate > constant  # NaN is not
    missing = np.where(described, rate - constant, 0.495).ravel()
    deviations = np.where(described, quantile / np.sqrt(length), -0.1).ravel()

    def excess(esn0_db, missing, deviations):
        capacity, dispersion = _capacity_and_dispersion(esn0_db, signal)
        return capacity + np.sqrt(dispersion) * deviations - missing

    def search(missing, deviations):
        high_db = 40.0 + 6.1 * (missing + 1.0)
        low_db = np.full(missing.shape, _LOWEST_DB)
        return bracketed_root(partial(excess, missing=missing, deviations=deviations), low_db, high_db, tolerance=1e-10)

    if signal == "binary" and missing.size >= MANY:
        near_db, slope = _near_by_table(missing, deviations)
        found_db = root_near(excess, search, near_db, slope, missing, deviations)
    else:
        found_db = search(missing, deviations)
    return np.where(described, found_db.reshape(rate.shape) - 10.0 * np.log10(rate), np.nan)[()]


def _near_by_table(missing, deviations):
    """Es/N0 of binary signals where C + V^(1/2) times ``deviations`` is ``missing``, and the slope of the sum there."""
    table = _binary_table()

    def excess(esn0_db):
        capacity, spread = table(esn0_db).T
        return capacity + spread * deviations - missing

    low_db, high_db = (np.full(missing.shape, end) for end in (_LOWEST_DB, _HIGHEST_DB))
    near_db = bracketed_root(excess, low_db, high_db, tolerance=1e-8)
    of_capacity, of_spread = table(near_db, 1).T
    return near_db, of_capacity + of_spread * deviations


@cache
def _binary_table():
    """Spline through the capacity of binary input and the square root of its dispersion over Es/N0 in decibels."""
    from scipy.interpolate import CubicSpline  # 0.1 s of every command's start, for inverses of long arrays only

    esn0_db = np.linspace(_LOWEST_DB, _HIGHEST_DB, 3301)
    capacity, dispersion = _capacity_and_dispersion(esn0_db, "binary")
    return CubicSpline(esn0_db, np.stack([capacity, np.sqrt(dispersion)], axis=-1))
