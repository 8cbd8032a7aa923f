r"""Symbols: the rate at which they follow each other, the bits they carry, the bandwidth they take.

The map: :func:`bits_of_scheme` (bits of a symbol by the keying), :func:`code_rate` (information bits of a code bit),
:func:`information_bits_per_symbol` and :func:`information_bits_at_code_rate` (both together);
:func:`bit_rate_of_symbols_bps`,
:func:`symbol_rate_of_bits_symbols_per_s`, :func:`occupied_bandwidth_hz` and
:func:`symbol_rate_in_bandwidth_symbols_per_s`; :func:`symbol_rate_dbhz`.

Three numbers hang together, bit rate, symbol rate and occupied bandwidth: one of them is stated, the others follow.
The bit rate is that of all bits that enter the encoder; what frames add to them is in :mod:`linkbudget.physics.frames`.
"""

import re

import numpy as np

from linkbudget.errors import LinkBudgetError, require

_BINARY = (
    "bpsk",
    "dpsk",
    "differentially-encoded-psk",
    "msk",
    "coherent-fsk",
    "noncoherent-fsk",
    "coherent-ook",
    "noncoherent-ook",
)
_BITS = dict.fromkeys(_BINARY, 1.0) | {"qpsk": 2.0, "dqpsk": 2.0, "d8psk": 3.0}
_MANY = re.compile(r"(?:(?:non)?coherent-)?(\d+)(?:psk|qam|fsk)")
_LINEAR = re.compile(r"bpsk|qpsk|dpsk|dqpsk|d8psk|differentially-encoded-psk|\d+(?:psk|qam)")
_FRACTION = r"(\d+)/(\d+)"
_TAIL_BITS = 4


def bits_of_scheme(scheme):
    r"""Bits that a symbol of a keying carries.

    .. math:: m = \log_2 M

    Parameters
    ----------
    scheme : str
        A name of :func:`linkbudget.physics.modulation.modulations`.

    Returns
    -------
    float
        Bits per symbol [-].

    Raises
    ------
    LinkBudgetError
        If the keying is not one of this package.

    References
    ----------
    .. [1] Proakis and Salehi, Digital Communications, 5th edition (2008), chapter 3.

    Examples
    --------
    >>> bits_of_scheme("bpsk"), bits_of_scheme("8psk"), bits_of_scheme("gmsk-0.3"), bits_of_scheme("noncoherent-16fsk")
    (1.0, 3.0, 1.0, 4.0)
    """
    name = str(scheme).casefold()
    if name in _BITS:
        return _BITS[name]
    if name.startswith("gmsk-"):
        return 1.0
    found = _MANY.fullmatch(name)
    if found is None:
        raise LinkBudgetError(f"scheme {scheme!r}: the bits of its symbols are not known; expected a bit rate")
    return float(np.log2(int(found[1])))


def is_linear(scheme):
    r"""True for a keying by a train of shaped pulses, which takes a bandwidth of one and a roll-off symbol rates.

    .. math:: s(t) = \sum_k a_k \, p(t - k / R_s)

    Parameters
    ----------
    scheme : str
        A name of :func:`linkbudget.physics.modulation.modulations`.

    Returns
    -------
    bool
        True of phase and quadrature amplitude keying [-].

    References
    ----------
    .. [1] Proakis and Salehi, Digital Communications, 5th edition (2008), section 3.2.

    Examples
    --------
    >>> is_linear("qpsk"), is_linear("gmsk-0.3")
    (True, False)
    """
    return _LINEAR.fullmatch(str(scheme).casefold()) is not None


def code_rate(code):
    r"""Information bits of a code bit, by the name of the code.

    .. math:: R = k / n

    Parameters
    ----------
    code : str or None
        A name of :func:`linkbudget.physics.coding.codes`; none for bits that are sent as they are.

    Returns
    -------
    float
        Code rate, with the tail bits of turbo codes, without markers [-].

    Raises
    ------
    LinkBudgetError
        If the code is not one of this package.

    References
    ----------
    .. [1] CCSDS 131.0-B-5, TM Synchronization and Channel Coding (2023), sections 3 to 7.

    Examples
    --------
    >>> for code in ("conv-7-1/2", "rs-255-223-i5-conv-7-1/2", "turbo-1784-1/6", "ldpc-7136-7/8"):
    ...     print(f"{code}: {code_rate(code):.4f}")
    conv-7-1/2: 0.5000
    rs-255-223-i5-conv-7-1/2: 0.4373
    turbo-1784-1/6: 0.1663
    ldpc-7136-7/8: 0.8745
    """
    if code is None:
        return 1.0
    code = code.casefold()
    if code == "ldpc-7136-7/8":
        return 7136.0 / 8160.0
    if found := re.fullmatch(rf"(?:rs-(\d+)-(\d+)(?:-i\d+)?)?-?(?:conv-\d+-{_FRACTION})?", code):
        length, information, bits, code_bits = (int(number or 1) for number in found.groups())
        return information / length * bits / code_bits
    if found := re.fullmatch(rf"turbo-(\d+)-{_FRACTION}", code):
        information, bits, code_bits = map(int, found.groups())
        return information / (information + _TAIL_BITS) * bits / code_bits
    if found := re.fullmatch(rf"ldpc-\d+-{_FRACTION}", code):
        return int(found[1]) / int(found[2])
    raise LinkBudgetError(f"code {code!r}: its rate is not known; expected a bit rate")


def information_bits_per_symbol(scheme, code=None):
    r"""Information bits that a symbol carries.

    .. math:: \eta = m R

    Parameters
    ----------
    scheme : str
        A name of :func:`linkbudget.physics.modulation.modulations`.
    code : str or None, optional
        A name of :func:`linkbudget.physics.coding.codes`.

    Returns
    -------
    float
        Information bits per symbol [-].

    Raises
    ------
    LinkBudgetError
        If keying or code is not one of this package.

    References
    ----------
    .. [1] Proakis and Salehi, Digital Communications, 5th edition (2008), section 7.1.

    Examples
    --------
    >>> print(f"{information_bits_per_symbol('qpsk', 'conv-7-1/2'):.1f} bit a symbol")
    1.0 bit a symbol
    """
    return bits_of_scheme(scheme) * code_rate(code)


def information_bits_at_code_rate(scheme, code_rate):
    r"""Information bits that a symbol carries, by the rate of the code.

    .. math:: \eta = m R

    Parameters
    ----------
    scheme : str
        A name of :func:`linkbudget.physics.modulation.modulations`.
    code_rate : array_like
        Information bits R of a bit on the channel, above 0 and at most 1 [-].

    Returns
    -------
    ndarray or float
        Information bits per symbol, same shape as ``code_rate`` [-].

    Raises
    ------
    LinkBudgetError
        If the keying is not one of this package, or the rate outside 0 to 1.

    References
    ----------
    .. [1] Proakis and Salehi, Digital Communications, 5th edition (2008), section 7.1.

    Examples
    --------
    >>> print(f"{information_bits_at_code_rate('8psk', 0.75):.2f} bit a symbol")
    2.25 bit a symbol
    """
    return bits_of_scheme(scheme) * require("code_rate", code_rate, above=0.0, at_most=1.0)


def bit_rate_of_symbols_bps(symbol_rate_symbols_per_s, bits_per_symbol):
    r"""Rate of information bits that symbols carry.

    .. math:: R_b = \eta R_s

    Parameters
    ----------
    symbol_rate_symbols_per_s : array_like
        Symbol rate, above zero [symbol/s].
    bits_per_symbol : array_like
        Information bits per symbol, above zero [-].

    Returns
    -------
    ndarray or float
        Bit rate, broadcast shape of the arguments [bit/s].

    Raises
    ------
    LinkBudgetError
        If a rate or a number of bits is zero or negative.

    References
    ----------
    .. [1] ETSI EN 302 307-1 V1.4.1 (2014), Table 13 (spectral efficiency).

    Examples
    --------
    >>> print(f"{bit_rate_of_symbols_bps(27.5e6, 1.487473) / 1e6:.2f} Mbit/s")
    40.91 Mbit/s
    """
    rate = require("symbol_rate_symbols_per_s", symbol_rate_symbols_per_s, above=0.0)
    return rate * require("bits_per_symbol", bits_per_symbol, above=0.0)


def symbol_rate_of_bits_symbols_per_s(bit_rate_bps, bits_per_symbol):
    r"""Symbol rate that a rate of information bits needs.

    .. math:: R_s = R_b / \eta

    Parameters
    ----------
    bit_rate_bps : array_like
        Bit rate, above zero [bit/s].
    bits_per_symbol : array_like
        Information bits per symbol, above zero [-].

    Returns
    -------
    ndarray or float
        Symbol rate, broadcast shape of the arguments [symbol/s].

    Raises
    ------
    LinkBudgetError
        If a rate or a number of bits is zero or negative.

    References
    ----------
    .. [1] ETSI EN 302 307-1 V1.4.1 (2014), Table 13 (spectral efficiency).

    Examples
    --------
    >>> print(f"{symbol_rate_of_bits_symbols_per_s(10e3, 0.5):.0f} symbol/s")
    20000 symbol/s
    """
    rate = require("bit_rate_bps", bit_rate_bps, above=0.0)
    return rate / require("bits_per_symbol", bits_per_symbol, above=0.0)


def occupied_bandwidth_hz(symbol_rate_symbols_per_s, roll_off):
    r"""Bandwidth that pulses of a raised-cosine spectrum take, from edge to edge.

    .. math:: B = (1 + \alpha) R_s

    Parameters
    ----------
    symbol_rate_symbols_per_s : array_like
        Symbol rate, above zero [symbol/s].
    roll_off : array_like
        Roll-off, from 0 to 1 [-].

    Returns
    -------
    ndarray or float
        Bandwidth, broadcast shape of the arguments [Hz].

    Raises
    ------
    LinkBudgetError
        If a rate is zero or negative, or a roll-off outside 0 to 1.

    References
    ----------
    .. [1] ETSI EN 302 307-1 V1.4.1 (2014), section 5.6 (baseband shaping).

    Examples
    --------
    >>> print(f"{occupied_bandwidth_hz(27.5e6, 0.2) / 1e6:.0f} MHz")
    33 MHz
    """
    rate = require("symbol_rate_symbols_per_s", symbol_rate_symbols_per_s, above=0.0)
    return rate * (1.0 + require("roll_off", roll_off, at_least=0.0, at_most=1.0))


def symbol_rate_in_bandwidth_symbols_per_s(bandwidth_hz, roll_off):
    r"""Symbol rate that fills a bandwidth; the inverse of :func:`occupied_bandwidth_hz`.

    .. math:: R_s = B / (1 + \alpha)

    Parameters
    ----------
    bandwidth_hz : array_like
        Bandwidth from edge to edge, above zero [Hz].
    roll_off : array_like
        Roll-off, from 0 to 1 [-].

    Returns
    -------
    ndarray or float
        Symbol rate, broadcast shape of the arguments [symbol/s].

    Raises
    ------
    LinkBudgetError
        If a bandwidth is zero or negative, or a roll-off outside 0 to 1.

    References
    ----------
    .. [1] ETSI EN 302 307-1 V1.4.1 (2014), section 5.6 (baseband shaping).

    Examples
    --------
    >>> print(f"{symbol_rate_in_bandwidth_symbols_per_s(36e6, 0.35) / 1e6:.2f} Msymbol/s")
    26.67 Msymbol/s
    """
    width = require("bandwidth_hz", bandwidth_hz, above=0.0)
    return width / (1.0 + require("roll_off", roll_off, at_least=0.0, at_most=1.0))


def symbol_rate_dbhz(symbol_rate_symbols_per_s):
    r"""A symbol rate in decibels over one a second; C/N0 less it is Es/N0.

    .. math:: 10 \log_{10} R_s

    Parameters
    ----------
    symbol_rate_symbols_per_s : array_like
        Symbol rate, above zero [symbol/s].

    Returns
    -------
    ndarray or float
        Same shape [dBHz].

    Raises
    ------
    LinkBudgetError
        If a rate is zero or negative.

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1 (levels and their references).

    Examples
    --------
    >>> print(f"{symbol_rate_dbhz(27.5e6):.2f} dBHz")
    74.39 dBHz
    """
    return 10.0 * np.log10(require("symbol_rate_symbols_per_s", symbol_rate_symbols_per_s, above=0.0))
