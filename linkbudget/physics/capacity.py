r"""Capacity: what no code can beat on a channel with white Gaussian noise.

The map:

- any signal: :func:`shannon_capacity_bps` (rate that a C/N0 can carry), :func:`shannon_ebn0_limit_db` (least Eb/N0 at a
  spectral efficiency, -1.59 dB at zero), :func:`gap_to_shannon_db` (how far a link stands above that limit);
- signals of two values, each quadrature of BPSK and QPSK: :func:`binary_input_capacity`,
  :func:`binary_input_ebn0_limit_db`;
- blocks of finite length, by the normal approximation: :func:`finite_block_rate`, :func:`finite_block_error_rate`,
  :func:`finite_block_ebn0_limit_db`.

Where Es/N0 is meant, Es is the energy of one use of a real channel: a BPSK symbol, or one quadrature of a QPSK symbol.
The signal-to-noise ratio of that use is :math:`2 E_s / N_0`.
"""

import math
from functools import cache, partial

import numpy as np
from scipy.special import erfcx, ndtr, ndtri

from linkbudget.decibels import ratio
from linkbudget.errors import LinkBudgetError, require, warn_outside
from linkbudget.physics._many_points import MANY, root_near
from linkbudget.roots import bracketed_root

SIGNALS = ("gaussian", "binary")
"""Signals that the functions of finite blocks know: any of a given power, or two values (BPSK, QPSK)."""

_LOWEST_DB, _HIGHEST_DB = -120.0, 45.0  # Es/N0 at which nothing and all is carried
_TINY = 1e-300  # stands for zero where log(1 + x) / x and (2^x - 1) / x are 0 / 0
_LN2 = math.log(2.0)
_LEAST_BLOCK = 100  # uses; below, the terms left out are as large as those kept
_DEVIATIONS = np.arange(-6.5, 6.51, 0.125)  # of the noise, in units of sqrt(N0)
_DEVIATION_WEIGHTS = 0.125 / math.sqrt(math.pi) * np.exp(-_DEVIATIONS * _DEVIATIONS)


def _alternating_weights(terms):
    """Weights that sum an alternating series of ``terms`` terms to 5.8 to the power of minus that many."""
    size = (3.0 + math.sqrt(8.0)) ** terms
    size = 0.5 * (size + 1.0 / size)
    weights, left, step = [], -size, -1.0
    for k in range(terms):
        left = step - left
        weights.append(left / size)
        step *= (k + terms) * (k - terms) / ((k + 0.5) * (k + 1.0))
    return weights


# (-1)^(k + 1) / (k (k + 1)) for k = 1, 2, ... with the weights of the accelerated sum, which holds the signs
_SERIES = [weight / ((k + 1.0) * (k + 2.0)) for k, weight in enumerate(_alternating_weights(20))]


def shannon_capacity_bps(cn0_dbhz, bandwidth_hz=math.inf):
    r"""Capacity of a channel with white Gaussian noise.

    .. math::

       R = B \log_2 \left( 1 + \frac{C}{N_0 B} \right), \quad
       \lim_{B \to \infty} R = \frac{C}{N_0 \ln 2}

    Parameters
    ----------
    cn0_dbhz : array_like
        Signal power over noise density [dBHz].
    bandwidth_hz : array_like, optional
        Bandwidth, above zero; without it, no limit [Hz].

    Returns
    -------
    ndarray or float
        Largest rate of error-free information, broadcast shape of the arguments [bit/s].

    Raises
    ------
    LinkBudgetError
        If any bandwidth is zero or negative.

    References
    ----------
    .. [1] Shannon, Communication in the presence of noise, Proc. IRE 37 (1949) 10, theorem 2.

    Examples
    --------
    Mars 1 at loss of contact, 33.3 dBHz:

    >>> print(f"{shannon_capacity_bps(33.3):.0f} bit/s, in 1 kHz {shannon_capacity_bps(33.3, 1e3):.0f} bit/s")
    3084 bit/s, in 1 kHz 1650 bit/s
    """
    cn0_hz = ratio(require("cn0_dbhz", cn0_dbhz))
    snr = np.maximum(cn0_hz / require("bandwidth_hz", bandwidth_hz, above=0.0), _TINY)
    return cn0_hz / math.log(2.0) * (np.log1p(snr) / snr)


def shannon_ebn0_limit_db(spectral_efficiency):
    r"""Least Eb/N0 for error-free information at a spectral efficiency.

    .. math:: \left( \frac{E_b}{N_0} \right)_{min} = \frac{2^\eta - 1}{\eta}, \quad \lim_{\eta \to 0} = \ln 2

    Parameters
    ----------
    spectral_efficiency : array_like
        Information rate over bandwidth, bit/s per hertz, zero or more; a binary code of rate R over both quadratures
        (QPSK) has 2 R [-].

    Returns
    -------
    ndarray or float
        Least energy per information bit over noise density, same shape as ``spectral_efficiency`` [dB].

    Raises
    ------
    LinkBudgetError
        If any spectral efficiency is negative.

    Notes
    -----
    For any input signal.  Two-valued signals need more at high rates: 0.19 dB instead of 0.00 dB at R = 1/2.

    References
    ----------
    .. [1] Shannon, Communication in the presence of noise, Proc. IRE 37 (1949) 10, theorem 2.

    Examples
    --------
    >>> print(f"{shannon_ebn0_limit_db(0.0):.3f} dB, at 2 bit/s/Hz {shannon_ebn0_limit_db(2.0):.3f} dB")
    -1.592 dB, at 2 bit/s/Hz 1.761 dB
    """
    efficiency = np.maximum(require("spectral_efficiency", spectral_efficiency, at_least=0.0), _TINY)
    return 10.0 * np.log10(np.expm1(math.log(2.0) * efficiency) / efficiency)


def gap_to_shannon_db(cn0_dbhz, bit_rate_bps, *, bandwidth_hz=math.inf):
    r"""How far the Eb/N0 of a link stands above the least that its rate needs.

    .. math:: \Delta = \frac{C}{N_0} - 10 \log_{10} R - \left( \frac{E_b}{N_0} \right)_{min}

    Parameters
    ----------
    cn0_dbhz : array_like
        Signal power over noise density [dBHz].
    bit_rate_bps : array_like
        Information rate, above zero [bit/s].
    bandwidth_hz : array_like, optional
        Bandwidth, above zero; without it, no limit [Hz].

    Returns
    -------
    ndarray or float
        Gap, broadcast shape of the arguments; below zero the rate is above capacity [dB].

    Raises
    ------
    LinkBudgetError
        If any rate or bandwidth is zero or negative.

    References
    ----------
    .. [1] Shannon, Communication in the presence of noise, Proc. IRE 37 (1949) 10, theorem 2.

    Examples
    --------
    >>> print(f"{gap_to_shannon_db(33.3, 100.0):.1f} dB")
    14.9 dB
    """
    bit_rate_bps = require("bit_rate_bps", bit_rate_bps, above=0.0)
    limit_db = shannon_ebn0_limit_db(bit_rate_bps / require("bandwidth_hz", bandwidth_hz, above=0.0))
    return require("cn0_dbhz", cn0_dbhz) - 10.0 * np.log10(bit_rate_bps) - limit_db


def _binary_deficit(esn0):
    """One bit less the capacity of binary input; the ratio Es/N0 is finite and not zero."""
    root = np.sqrt(esn0)
    series = sum(term * erfcx((2.0 * k + 3.0) * root) for k, term in enumerate(_SERIES))
    bracket = 2.0 * root / math.sqrt(math.pi) + (0.5 - 2.0 * esn0) * erfcx(root) + 0.5 * series
    return np.exp(-esn0) / _LN2 * bracket


def binary_input_capacity(esn0_db):
    r"""Capacity of a real channel with white Gaussian noise whose input has two values, +1 and -1.

    .. math::

       C = 1 - \frac{e^{-x}}{\ln 2} \left[ 2 \sqrt{\frac{x}{\pi}} + \left( \tfrac{1}{2} - 2 x \right)
       \operatorname{erfcx} \sqrt x + \tfrac{1}{2} \sum_{k=1}^\infty \frac{(-1)^{k+1}}{k (k + 1)}
       \operatorname{erfcx} \left( (2 k + 1) \sqrt x \right) \right], \quad x = \frac{E_s}{N_0}

    Parameters
    ----------
    esn0_db : array_like
        Energy per use over noise density [dB].

    Returns
    -------
    ndarray or float
        Bits per use, from 0 to 1, same shape as ``esn0_db`` [-].

    Notes
    -----
    The expectation of :math:`1 - \log_2(1 + e^{-u})`, u normal with mean 4x and variance 8x, term by term;
    :math:`\operatorname{erfcx} t = e^{t^2} \operatorname{erfc} t`.  Twenty terms with the weights of reference 2 leave
    1e-15.

    References
    ----------
    .. [1] Richardson and Urbanke, Modern Coding Theory (2008), chapter 4 (binary-input additive white Gaussian noise).
    .. [2] Cohen, Rodriguez Villegas and Zagier, Convergence acceleration of alternating series, Exp. Math. 9 (2000) 3.

    Examples
    --------
    >>> print(f"{binary_input_capacity(0.0):.4f} bit a use, without the restriction {0.5 * np.log2(3.0):.4f}")
    0.7215 bit a use, without the restriction 0.7925
    """
    esn0 = np.minimum(10.0 ** (require("esn0_db", esn0_db) / 10.0), 1e3)  # above, the capacity is one bit
    snr = 2.0 * np.minimum(esn0, 1e-3)
    # power series: half the integral, over the signal-to-noise ratio, of the mean-square error of the best estimate
    bracket = 0.5 - snr * (1.0 / 3.0 - snr * (5.0 / 12.0 - snr * 2.0 / 3.0))
    power_series = 0.5 / _LN2 * snr * (1.0 - snr * bracket)
    return np.where(esn0 < 1e-3, power_series, 1.0 - _binary_deficit(np.maximum(esn0, 1e-3)))[()]


def binary_input_ebn0_limit_db(code_rate):
    r"""Least Eb/N0 for error-free information by a binary code of a given rate, sent as BPSK or QPSK.

    .. math:: C \left( R \, \frac{E_b}{N_0} \right) = R

    Parameters
    ----------
    code_rate : array_like
        Information bits per code bit, from 0 and below 1 [-].

    Returns
    -------
    ndarray or float
        Least energy per information bit over noise density, same shape as ``code_rate`` [dB].

    Raises
    ------
    LinkBudgetError
        If any rate is negative, or one and more, which would take endless energy.

    Notes
    -----
    C is :func:`binary_input_capacity`; the root is sought between Shannon's limit and the cutoff rate, which no
    capacity is below.

    References
    ----------
    .. [1] Richardson and Urbanke, Modern Coding Theory (2008), chapter 4 (binary-input additive white Gaussian noise).

    Examples
    --------
    >>> print(f"{binary_input_ebn0_limit_db(0.5):.3f} dB")
    0.187 dB
    """
    rate = require("code_rate", code_rate, at_least=0.0, below=1.0)
    shannon_db = shannon_ebn0_limit_db(2.0 * rate)
    sought = np.clip(np.where(np.isnan(rate), 0.5, rate), 1e-7, None)  # below, both limits agree to 1e-13 dB
    low = np.log(np.expm1(2.0 * _LN2 * sought) / 2.0) - 1e-9
    high = np.log(-np.log(np.expm1(_LN2 * (1.0 - sought)))) + 1e-9

    def excess(log_esn0):
        esn0 = np.exp(log_esn0)
        strong = np.log((1.0 - sought) / _binary_deficit(np.maximum(esn0, 0.3)))  # keeps its digits near one bit
        return np.where(esn0 > 0.3, strong, binary_input_capacity(10.0 * np.log10(esn0)) / sought - 1.0)

    found_db = 10.0 / math.log(10.0) * (bracketed_root(excess, low, high, tolerance=1e-13) - np.log(sought))
    return np.where(np.isnan(rate), np.nan, np.where(rate < 1e-7, shannon_db, found_db))[()]


def _capacity_and_dispersion(esn0_db, signal):
    """Capacity [bit] and dispersion [bit squared] of one use."""
    if signal not in SIGNALS:
        raise LinkBudgetError(f"signal = {signal!r}: expected one of {', '.join(SIGNALS)}")
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


def ebn0_from_esn0_db(esn0_db, spectral_efficiency):
    r"""Eb/N0 of information bits from the Es/N0 of symbols.

    .. math:: \frac{E_b}{N_0} = \frac{E_s}{N_0} - 10 \log_{10} \eta

    Parameters
    ----------
    esn0_db : array_like
        Energy per symbol over noise density [dB].
    spectral_efficiency : array_like
        Information bits per symbol, above zero [-].

    Returns
    -------
    ndarray or float
        Energy per information bit over noise density, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If any spectral efficiency is zero or negative.

    References
    ----------
    .. [1] ETSI EN 302 307-1 V1.4.1 (2014), section 6 (error performance, note to Table 13).

    Examples
    --------
    >>> print(f"{ebn0_from_esn0_db(4.03, 1.487473):.2f} dB")
    2.31 dB
    """
    spectral_efficiency = require("spectral_efficiency", spectral_efficiency, above=0.0)
    return require("esn0_db", esn0_db) - 10.0 * np.log10(spectral_efficiency)
