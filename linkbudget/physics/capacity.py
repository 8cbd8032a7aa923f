"""Capacity: what no code can beat on a channel with white Gaussian noise.

The map: :func:`shannon_capacity_bps` (rate that a C/N0 can carry), :func:`shannon_ebn0_limit_db` (least Eb/N0 at a
spectral efficiency, -1.59 dB at zero), :func:`gap_to_shannon_db` (how far a link stands above that limit).
"""

import math

import numpy as np

from linkbudget.errors import require

_TINY = 1e-300  # stands for zero where log(1 + x) / x and (2^x - 1) / x are 0 / 0


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
    cn0_hz = 10.0 ** (require("cn0_dbhz", cn0_dbhz) / 10.0)
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
