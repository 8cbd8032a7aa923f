"""Shannon and Nyquist from what a textbook gives: an SNR, a bandwidth, a number of levels, a roll-off.

The map: :func:`capacity_of_snr_bps` (turned round for the SNR or the bandwidth that a rate needs),
:func:`spectral_efficiency_limit` (inverse of :func:`~linkbudget.physics.capacity.shannon_ebn0_limit_db`),
:func:`snr_limit_db`; :func:`nyquist_bit_rate_bps`, :func:`bits_of_points`; :func:`bandwidth_of_bit_rate_hz` and
:func:`baseband_bandwidth_hz`.
"""

import numpy as np

from linkbudget.errors import require
from linkbudget.physics.block_codes import coded_bit_rate_bps
from linkbudget.physics.capacity import shannon_capacity_bps, shannon_ebn0_limit_db
from linkbudget.physics.noise import bandwidth_dbhz
from linkbudget.physics.symbol_rates import occupied_bandwidth_hz, symbol_rate_of_bits_symbols_per_s
from linkbudget.roots import bracketed_root

_EBN0_AT_ZERO_DB = float(shannon_ebn0_limit_db(0.0))


def capacity_of_snr_bps(snr_db, bandwidth_hz):
    r"""Capacity of a channel of known signal-to-noise ratio and bandwidth.

    .. math:: C = B \log_2 \left( 1 + 10^{\mathrm{SNR} / 10} \right)

    Parameters
    ----------
    snr_db : array_like
        Signal-to-noise ratio in the bandwidth [dB].
    bandwidth_hz : array_like
        Bandwidth, above zero [Hz].

    Returns
    -------
    ndarray or float
        Capacity, broadcast shape of the arguments [bit/s].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Shannon, Communication in the presence of noise, Proc. IRE 37 (1949) 10, theorem 2.

    Examples
    --------
    >>> print(f"{capacity_of_snr_bps(12.0, 5e6) / 1e6:.3f} Mbit/s")
    20.373 Mbit/s
    """
    cn0_dbhz = require("snr_db", snr_db) + bandwidth_dbhz(bandwidth_hz)
    return shannon_capacity_bps(cn0_dbhz, bandwidth_hz)


def snr_limit_db(spectral_efficiency):
    r"""Least signal-to-noise ratio for error-free information at a spectral efficiency.

    .. math:: \mathrm{SNR} = 10 \log_{10} (2^\eta - 1)

    Parameters
    ----------
    spectral_efficiency : array_like
        Bit rate over bandwidth, above zero [-].

    Returns
    -------
    ndarray or float
        Signal-to-noise ratio, same shape as ``spectral_efficiency`` [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Shannon, Communication in the presence of noise, Proc. IRE 37 (1949) 10, theorem 2.

    Examples
    --------
    >>> print(f"{snr_limit_db(4.5):.2f} dB")
    13.35 dB
    """
    spectral_efficiency = require("spectral_efficiency", spectral_efficiency, above=0.0)
    return shannon_ebn0_limit_db(spectral_efficiency) + 10.0 * np.log10(spectral_efficiency)


def spectral_efficiency_limit(ebn0_db):
    r"""Highest spectral efficiency for error-free information at an Eb/N0; zero up to -1.59 dB.

    .. math:: \eta = \log_2 \left( 1 + \eta \, E_b / N_0 \right)

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit over noise density, at most 300 [dB].

    Returns
    -------
    ndarray or float
        Bits a second for each hertz, same shape as ``ebn0_db`` [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    The inverse of :func:`~linkbudget.physics.capacity.shannon_ebn0_limit_db`; it has no closed form.

    References
    ----------
    .. [1] Proakis and Salehi, Digital Communications, 5th edition (2008), section 6.5.

    Examples
    --------
    >>> print(f"{spectral_efficiency_limit(3.0):.3f} bit/s/Hz")
    2.655 bit/s/Hz
    """
    ebn0_db = np.asarray(require("ebn0_db", ebn0_db, at_most=300.0), dtype=float)
    can_carry = ebn0_db > _EBN0_AT_ZERO_DB
    wanted = np.where(can_carry, ebn0_db, 0.0)
    low, high = np.full(wanted.shape, 1e-12), np.full(wanted.shape, 200.0)
    found = bracketed_root(lambda efficiency: shannon_ebn0_limit_db(efficiency) - wanted, low, high)
    return np.where(np.isnan(ebn0_db), np.nan, np.where(can_carry, found, 0.0))[()]


def nyquist_bit_rate_bps(bandwidth_hz, levels):
    r"""Highest bit rate of a low-pass channel without noise, for a number of levels (Nyquist and Hartley).

    .. math:: R = 2 B \log_2 M

    Parameters
    ----------
    bandwidth_hz : array_like
        Bandwidth of the low-pass channel, above zero [Hz].
    levels : array_like
        Levels of a symbol, one or more [-].

    Returns
    -------
    ndarray or float
        Bit rate, broadcast shape of the arguments [bit/s].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    It counts levels that can be told apart and knows no noise; what noise allows is :func:`capacity_of_snr_bps`.

    References
    ----------
    .. [1] Nyquist, Certain topics in telegraph transmission theory, Trans. AIEE 47 (1928) 617; Proakis and Salehi,
       Digital Communications, 5th edition (2008), section 9.2.

    Examples
    --------
    >>> print(f"{nyquist_bit_rate_bps(3400.0, 8.0) / 1e3:.1f} kbit/s")
    20.4 kbit/s
    """
    bandwidth_hz = require("bandwidth_hz", bandwidth_hz, above=0.0)
    return 2.0 * bandwidth_hz * np.log2(require("levels", levels, at_least=1.0))


def bits_of_points(points):
    r"""Bits that a symbol of a number of points carries.

    .. math:: m = \log_2 M

    Parameters
    ----------
    points : array_like
        Points of the constellation, one or more [-].

    Returns
    -------
    ndarray or float
        Bits of a symbol, same shape as ``points`` [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Proakis and Salehi, Digital Communications, 5th edition (2008), section 3.2.

    Examples
    --------
    >>> print(f"{bits_of_points(32):.0f} bit")
    5 bit
    """
    return np.log2(require("points", points, at_least=1.0))


def bandwidth_of_bit_rate_hz(bit_rate_bps, bits_per_symbol, roll_off, code_rate=1.0):
    r"""Bandwidth that a bit rate takes with pulses of a raised-cosine spectrum.

    .. math:: B = \frac{R}{r m} (1 + \alpha)

    Parameters
    ----------
    bit_rate_bps : array_like
        Bit rate, above zero [bit/s].
    bits_per_symbol : array_like
        Bits of a symbol: 1 for BPSK, 2 for QPSK, 3 for 8-PSK, above zero [-].
    roll_off : array_like
        Roll-off of the pulses, 0 to 1 [-].
    code_rate : array_like, optional
        Information bits of a code bit, above 0 to 1 [-].

    Returns
    -------
    ndarray or float
        Bandwidth from edge to edge at radio frequency, broadcast shape of the arguments [Hz].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Proakis and Salehi, Digital Communications, 5th edition (2008), section 9.2; ETSI EN 300 421 V1.1.2 (1997),
       annex C.

    Examples
    --------
    >>> print(f"{bandwidth_of_bit_rate_hz(34e6, 2.0, 0.25, 0.75) / 1e6:.2f} MHz")
    28.33 MHz
    """
    channel_rate_bps = coded_bit_rate_bps(bit_rate_bps, code_rate)
    return occupied_bandwidth_hz(symbol_rate_of_bits_symbols_per_s(channel_rate_bps, bits_per_symbol), roll_off)


def baseband_bandwidth_hz(symbol_rate_symbols_per_s, roll_off):
    r"""Bandwidth of a low-pass signal whose pulses have a raised-cosine spectrum.

    .. math:: B = \frac{R_s}{2} (1 + \alpha)

    Parameters
    ----------
    symbol_rate_symbols_per_s : array_like
        Symbol rate, above zero [symbol/s].
    roll_off : array_like
        Roll-off of the pulses, 0 to 1 [-].

    Returns
    -------
    ndarray or float
        Bandwidth from zero to the edge, broadcast shape of the arguments [Hz].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    Half of what the same symbols take on a carrier.

    References
    ----------
    .. [1] Nyquist, Certain topics in telegraph transmission theory, Trans. AIEE 47 (1928) 617; Proakis and Salehi,
       Digital Communications, 5th edition (2008), section 9.2.

    Examples
    --------
    >>> print(f"{baseband_bandwidth_hz(9600.0, 0.5):.0f} Hz")
    7200 Hz
    """
    return occupied_bandwidth_hz(symbol_rate_symbols_per_s, roll_off) / 2.0
