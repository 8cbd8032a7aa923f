r"""Capacity of a channel with white Gaussian noise: the limit for every code.

The map:

- any signal: :func:`shannon_capacity_bps` (rate that a C/N0 can carry), :func:`shannon_ebn0_limit_db` (least Eb/N0 at a
  spectral efficiency, -1.59 dB at zero), :func:`gap_to_shannon_db` (how far a link stands above that limit);
- signals of two values, each quadrature of BPSK and QPSK: :func:`binary_input_capacity`,
  :func:`binary_input_ebn0_limit_db`;
- Eb/N0 from Es/N0: :func:`ebn0_from_esn0_db`.

What blocks of finite length reach is in :mod:`linkbudget.physics.finite_blocks`.

Where Es/N0 is meant, Es is the energy of one use of a real channel: a BPSK symbol, or one quadrature of a QPSK symbol.
The signal-to-noise ratio of that use is :math:`2 E_s / N_0`.
"""

import math

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start

from linkbudget.decibels import ratio
from linkbudget.errors import require
from linkbudget.roots import bracketed_root

_TINY = 1e-300  # stands for zero where log(1 + x) / x and (2^x - 1) / x are 0 / 0
_LN2 = math.log(2.0)


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

    Notes
    -----
    Books state the signal-to-noise ratio in the bandwidth: :func:`linkbudget.physics.shannon.capacity_of_snr_bps`.

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

    .. math::

        \left( \frac{E_b}{N_0} \right)_{min} = \frac{2^\eta - 1}{\eta}, \quad
        \lim_{\eta \to 0} \left( \frac{E_b}{N_0} \right)_{min} = \ln 2

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
    r"""Gap to Shannon's limit: Eb/N0 of a link above the least Eb/N0 for its rate.

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
    series = sum(term * scipy.special.erfcx((2.0 * k + 3.0) * root) for k, term in enumerate(_SERIES))
    bracket = 2.0 * root / math.sqrt(math.pi) + (0.5 - 2.0 * esn0) * scipy.special.erfcx(root) + 0.5 * series
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
