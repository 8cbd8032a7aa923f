r"""LoRa: chirps by their spreading factor and bandwidth, and what follows: limit, sensitivity, rate and time on air.

The map: :func:`lora_snr_limit_db` and :func:`lora_sensitivity_dbm`; :func:`lora_symbol_time_s` and
:func:`lora_bit_rate_bps`; :func:`lora_payload_symbols` and :func:`lora_time_on_air_s`.

The limits are what the makers state for their receivers, in noise of the bandwidth of the chirp; they hold without
Doppler drift within a packet.
"""

import numpy as np

from linkbudget.constants import STANDARD_NOISE_TEMPERATURE_K
from linkbudget.errors import LinkBudgetError, require
from linkbudget.physics.noise import noise_power_dbw

CODING_RATES = {"4/5": 1, "4/6": 2, "4/7": 3, "4/8": 4}
"""Coding rate -> parity bits beside four bits of information."""

SLOWEST_SPREADING_FACTOR = 12
LOW_RATE_SYMBOL_S = 16e-3
"""Length of a symbol from which on the optimisation for low rates is switched on [s]."""

_SYNC_SYMBOLS = 4.25
_HEADER_SYMBOLS = 8


def _factor(spreading_factor):
    factor = require("spreading_factor", spreading_factor, at_least=6, at_most=SLOWEST_SPREADING_FACTOR)
    if np.any(np.asarray(factor) != np.floor(factor)):
        raise LinkBudgetError(f"spreading_factor = {spreading_factor}: expected whole numbers from 6 to 12")
    return factor


def _parity(coding_rate):
    if coding_rate not in CODING_RATES:
        raise LinkBudgetError(f"coding_rate = {coding_rate!r}: expected one of {', '.join(CODING_RATES)}")
    return CODING_RATES[coding_rate]


def lora_snr_limit_db(spreading_factor):
    r"""Least signal-to-noise ratio, in the bandwidth of the chirp, that a receiver demodulates.

    .. math:: \mathrm{SNR}_\mathrm{min} = -2.5 \, (\mathrm{SF} - 4) \ \mathrm{dB}

    Parameters
    ----------
    spreading_factor : array_like
        Spreading factor, whole, from 6 to 12 [-].

    Returns
    -------
    ndarray or float
        Signal-to-noise ratio, same shape [dB].

    Raises
    ------
    LinkBudgetError
        If a spreading factor is not whole, or outside 6 to 12.

    Notes
    -----
    The straight line is the table: -5, -7.5, -10, -12.5, -15, -17.5 and -20 dB.

    References
    ----------
    .. [1] Semtech SX1276/77/78/79 datasheet, revision 5, Table 13 (range of spreading factors).
    .. [2] Semtech AN1200.22, LoRa Modulation Basics (2015).

    Examples
    --------
    >>> print(f"{lora_snr_limit_db(12):.1f} dB")
    -20.0 dB
    """
    return -2.5 * (_factor(spreading_factor) - 4.0)


def lora_sensitivity_dbm(spreading_factor, bandwidth_hz, noise_figure_db):
    r"""Power at the receiver's input that it demodulates, with an antenna at 290 K.

    .. math:: S = 10 \log_{10} \frac{k T_0 B}{1 \ \mathrm{mW}} + F + \mathrm{SNR}_\mathrm{min}

    Parameters
    ----------
    spreading_factor : array_like
        Spreading factor, whole, from 6 to 12 [-].
    bandwidth_hz : array_like
        Bandwidth of the chirp, above zero [Hz].
    noise_figure_db : array_like
        Noise figure of the receiver [dB].

    Returns
    -------
    ndarray or float
        Sensitivity, broadcast shape of the arguments [dBm].

    Raises
    ------
    LinkBudgetError
        If a spreading factor is not whole or outside 6 to 12, or a bandwidth is not above zero.

    References
    ----------
    .. [1] Semtech AN1200.22, LoRa Modulation Basics (2015), receiver sensitivity.

    Examples
    --------
    >>> print(f"{lora_sensitivity_dbm(12, 125e3, 6.0):.1f} dBm")
    -137.0 dBm
    """

    floor_dbm = noise_power_dbw(bandwidth_hz, STANDARD_NOISE_TEMPERATURE_K) + 30.0
    return floor_dbm + require("noise_figure_db", noise_figure_db, at_least=0.0) + lora_snr_limit_db(spreading_factor)


def lora_symbol_time_s(spreading_factor, bandwidth_hz):
    r"""Length of a chirp.

    .. math:: T_s = 2^\mathrm{SF} / B

    Parameters
    ----------
    spreading_factor : array_like
        Spreading factor, whole, from 6 to 12 [-].
    bandwidth_hz : array_like
        Bandwidth of the chirp, above zero [Hz].

    Returns
    -------
    ndarray or float
        Time, broadcast shape of the arguments [s].

    Raises
    ------
    LinkBudgetError
        If a spreading factor is not whole or outside 6 to 12, or a bandwidth is not above zero.

    References
    ----------
    .. [1] Semtech SX1276/77/78/79 datasheet, revision 5, section 4.1.1.

    Examples
    --------
    >>> print(f"{lora_symbol_time_s(12, 125e3) * 1e3:.3f} ms")
    32.768 ms
    """
    return 2.0 ** _factor(spreading_factor) / require("bandwidth_hz", bandwidth_hz, above=0.0)


def lora_bit_rate_bps(spreading_factor, bandwidth_hz, coding_rate):
    r"""Rate of information bits while the payload is sent.

    .. math:: R_b = \mathrm{SF} \frac{B}{2^\mathrm{SF}} \, \frac{4}{4 + n}

    Parameters
    ----------
    spreading_factor : array_like
        Spreading factor, whole, from 6 to 12 [-].
    bandwidth_hz : array_like
        Bandwidth of the chirp, above zero [Hz].
    coding_rate : str
        A key of :data:`CODING_RATES`, ``"4/5"`` to ``"4/8"``, with n parity bits.

    Returns
    -------
    ndarray or float
        Bit rate, broadcast shape of the arguments; preamble, header and low-rate optimisation take from it [bit/s].

    Raises
    ------
    LinkBudgetError
        If a spreading factor is not whole or outside 6 to 12, a bandwidth is not above zero, or a coding rate unknown.

    References
    ----------
    .. [1] Semtech AN1200.22, LoRa Modulation Basics (2015), nominal bit rate.

    Examples
    --------
    >>> print(f"{lora_bit_rate_bps(7, 125e3, '4/5'):.0f} bit/s")
    5469 bit/s
    """
    share = 4.0 / (4.0 + _parity(coding_rate))
    return _factor(spreading_factor) * share / lora_symbol_time_s(spreading_factor, bandwidth_hz)


def lora_payload_symbols(spreading_factor, bandwidth_hz, coding_rate, payload_bit, *, header="explicit", crc=True):
    r"""Symbols of a packet behind its preamble.

    .. math::

       n = 8 + \max \left( \left\lceil \frac{8 P - 4 \, \mathrm{SF} + 28 + 16 \, \mathrm{CRC} - 20 \, \mathrm{IH}}
       {4 (\mathrm{SF} - 2 \, \mathrm{DE})} \right\rceil (4 + n_\mathrm{parity}), 0 \right)

    Parameters
    ----------
    spreading_factor : array_like
        Spreading factor, whole, from 6 to 12 [-].
    bandwidth_hz : array_like
        Bandwidth of the chirp, above zero [Hz].
    coding_rate : str
        A key of :data:`CODING_RATES`.
    payload_bit : array_like
        Payload P, eight bits an octet, from one octet to 255 [bit].
    header : {"explicit", "implicit"}, optional
        With a header (IH = 0), or without (IH = 1).
    crc : bool, optional
        With a checksum of the payload.

    Returns
    -------
    ndarray or float
        Number of symbols, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an argument is outside its limits.

    Notes
    -----
    DE, the optimisation for low rates, is on where a symbol lasts 16 ms or more.

    References
    ----------
    .. [1] Semtech SX1276/77/78/79 datasheet, revision 5, section 4.1.1.6; SX1261/2 datasheet, section 6.1.4.

    Examples
    --------
    >>> print(f"{lora_payload_symbols(9, 125e3, '4/5', 96):.0f} symbols")
    23 symbols
    """
    if header not in ("explicit", "implicit"):
        raise LinkBudgetError(f"header = {header!r}: expected 'explicit' or 'implicit'")
    bits = require("payload_bit", payload_bit, at_least=8.0, at_most=2040.0)
    factor = _factor(spreading_factor)
    slow = np.asarray(lora_symbol_time_s(factor, bandwidth_hz)) >= LOW_RATE_SYMBOL_S
    left = bits - 4.0 * factor + 28.0 + 16.0 * bool(crc) - 20.0 * (header == "implicit")
    blocks = np.ceil(left / (4.0 * (factor - 2.0 * slow)))
    return (_HEADER_SYMBOLS + np.maximum(blocks * (4.0 + _parity(coding_rate)), 0.0))[()]


def lora_time_on_air_s(
    spreading_factor, bandwidth_hz, coding_rate, payload_bit, *, preamble_symbols=8.0, header="explicit", crc=True
):
    r"""Time that a packet is on the air.

    .. math:: T = (n_\mathrm{preamble} + 4.25 + n) \, T_s

    Parameters
    ----------
    spreading_factor : array_like
        Spreading factor, whole, from 6 to 12 [-].
    bandwidth_hz : array_like
        Bandwidth of the chirp, above zero [Hz].
    coding_rate : str
        A key of :data:`CODING_RATES`.
    payload_bit : array_like
        Payload, eight bits an octet, from one octet to 255 [bit].
    preamble_symbols : array_like, optional
        Symbols of the preamble, without the 4.25 that every packet has [-].
    header : {"explicit", "implicit"}, optional
        With a header, or without.
    crc : bool, optional
        With a checksum of the payload.

    Returns
    -------
    ndarray or float
        Time, broadcast shape of the arguments [s].

    Raises
    ------
    LinkBudgetError
        If an argument is outside its limits.

    References
    ----------
    .. [1] Semtech SX1276/77/78/79 datasheet, revision 5, section 4.1.1.7.

    Examples
    --------
    >>> print(f"{lora_time_on_air_s(9, 125e3, '4/5', 96) * 1e3:.3f} ms")
    144.384 ms
    """
    told = {"header": header, "crc": crc}
    payload = lora_payload_symbols(spreading_factor, bandwidth_hz, coding_rate, payload_bit, **told)
    preamble = require("preamble_symbols", preamble_symbols, at_least=0.0) + _SYNC_SYMBOLS
    return (preamble + payload) * lora_symbol_time_s(spreading_factor, bandwidth_hz)
