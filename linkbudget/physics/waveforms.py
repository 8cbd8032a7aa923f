r"""Signals at complex baseband: the waveform of data, subcarriers and pulses, of power one.

The map: :func:`pseudorandom_bits` (the sequence that error counters know), :func:`held_average` (rectangular symbols as
a sampler with an integrator takes them), :func:`psk_symbols`, :func:`frequency_shift_phase_rad` and
:func:`gaussian_msk_phase_rad` (keyings), :func:`subcarrier_chips` (data on a square subcarrier).

Instants are those of the sender's clock.  What the way does to a signal, Doppler shift, delay and level, is applied by
:mod:`linkbudget.mission.signals`.
"""

from functools import lru_cache

import numpy as np
from scipy.special import erf

from linkbudget.errors import LinkBudgetError, require

PERIOD = 2**15 - 1
"""Bits after which :func:`pseudorandom_bits` begins again."""

_LOG2 = float(np.log(2.0))
_REACH = 4  # bits on either side within which the pulse of Gaussian MSK of BT 0.25 or more holds all but 1e-6


def pseudorandom_bits(first, count: int) -> np.ndarray:
    r"""Bits of the pseudorandom sequence of length 32 767, in which every error counter knows its place.

    .. math:: a_n = a_{n-14} \oplus a_{n-15}, \qquad b_n = 1 - a_n

    The sequence is sent inverted: its longest run of zeros is 15.

    Parameters
    ----------
    first : int
        Number of the first bit, from 0 [-].
    count : int
        How many bits [-].

    Returns
    -------
    ndarray
        Zeros and ones, shape (count,) [-].

    References
    ----------
    .. [1] ITU-T O.150 (1996), General requirements for instrumentation for performance measurements on digital
       transmission equipment, section 5.3 (2^15 - 1).

    Examples
    --------
    >>> bits = pseudorandom_bits(0, PERIOD)
    >>> int(bits.sum()), bool((pseudorandom_bits(PERIOD, 5) == bits[:5]).all())
    (16383, True)
    """
    first = int(require("first", first, at_least=0.0))
    return _sequence()[(first + np.arange(int(require("count", count, at_least=0.0)))) % PERIOD]


@lru_cache(maxsize=1)
def _sequence() -> np.ndarray:
    register, bits = [1] * 15, np.empty(PERIOD, dtype=np.int8)
    for place in range(PERIOD):
        new = register[13] ^ register[14]
        bits[place] = 1 - new
        register = [new, *register[:-1]]
    return bits


def held_average(values, symbol_rate_per_s, edges_s) -> np.ndarray:
    r"""Mean of a train of rectangular symbols over each interval between instants.

    .. math:: \bar s_k = \frac{1}{t_{k+1} - t_k} \int_{t_k}^{t_{k+1}} s(t)\,\mathrm{d}t

    That is what a sampler with an integrator takes, for which white noise of density N0 has the variance N0 times the
    sample rate, whatever the place of the symbols between the samples.

    Parameters
    ----------
    values : array_like
        Values of the symbols, the first from instant 0 on, real or complex [-].
    symbol_rate_per_s : float
        Symbols a second, above zero [1/s].
    edges_s : array_like
        Rising instants within the train, one more than the intervals [s].

    Returns
    -------
    ndarray
        One value an interval [-].

    Raises
    ------
    LinkBudgetError
        If an instant lies outside the train.

    References
    ----------
    .. [1] J. G. Proakis and M. Salehi, Digital Communications, 5th edition (2008), section 4.2 (the correlator).

    Examples
    --------
    >>> print(held_average([1.0, -1.0], 1.0, [0.0, 0.75, 1.25, 2.0]))
    [ 1.  0. -1.]
    """
    edges_s = require("edges_s", edges_s)
    values = np.asarray(values)
    rate = float(require("symbol_rate_per_s", symbol_rate_per_s, above=0.0))
    place = rate * np.asarray(edges_s, dtype=float)
    if place.size and not (place.min() >= -1e-9 and place.max() <= values.size + 1e-9):
        raise LinkBudgetError("edges_s: expected instants within the train of symbols")
    total = np.concatenate([[0.0], np.cumsum(values)])
    whole = np.clip(np.floor(place).astype(np.int64), 0, values.size - 1)
    integral = total[whole] + (place - whole) * values[whole]
    return np.diff(integral) / np.diff(place)


def psk_symbols(bits, bits_per_symbol: int) -> np.ndarray:
    r"""Phases of Gray-coded PSK, as complex symbols of power one.

    .. math:: s = e^{j 2\pi (g + \phi_0) / M}

    with the place g of the bits in the Gray code; an offset of half a step for four phases, none for others.

    Parameters
    ----------
    bits : array_like
        Zeros and ones, as many as fill whole symbols [-].
    bits_per_symbol : int
        1 for BPSK, 2 for QPSK, 3 for 8-PSK [-].

    Returns
    -------
    ndarray
        Complex symbols [-].

    Raises
    ------
    LinkBudgetError
        If the bits do not fill whole symbols.

    References
    ----------
    .. [1] J. G. Proakis and M. Salehi, Digital Communications, 5th edition (2008), section 3.2.

    Examples
    --------
    >>> print(psk_symbols([0, 1], 1).real)
    [ 1. -1.]
    """
    bits = require("bits", bits)
    size = int(require("bits_per_symbol", bits_per_symbol, at_least=1.0, at_most=8.0))
    bits = np.asarray(bits, dtype=np.int64)
    if bits.size % size:
        raise LinkBudgetError(f"bits: {bits.size} of them; expected a multiple of {size}")
    coded = bits.reshape(-1, size) @ (1 << np.arange(size)[::-1])
    place, shift = coded.copy(), coded >> 1
    while shift.any():
        place ^= shift
        shift >>= 1
    return np.exp(2j * np.pi * (place + (0.5 if size == 2 else 0.0)) / 2**size)


def frequency_shift_phase_rad(tones, symbol_rate_per_s, spacing_hz, instants_s) -> np.ndarray:
    r"""Phase of frequency-shift keying without jumps: the integral of the keyed frequency.

    .. math:: \phi(t) = 2\pi \Delta f \int_0^t \left( m(\tau) - \frac{M - 1}{2} \right) \mathrm{d}\tau

    Parameters
    ----------
    tones : array_like
        Number of the tone of each symbol, from 0; centred about the middle of 0 and the highest [-].
    symbol_rate_per_s : float
        Symbols a second, above zero [1/s].
    spacing_hz : float
        Frequency from tone to tone [Hz].
    instants_s : array_like
        Instants within the train [s].

    Returns
    -------
    ndarray
        Phase, shape of ``instants_s`` [rad].

    References
    ----------
    .. [1] J. G. Proakis and M. Salehi, Digital Communications, 5th edition (2008), section 3.3 (signals with memory).

    Examples
    --------
    >>> print(frequency_shift_phase_rad([1, 0], 1.0, 1.0, [1.0, 2.0]) / np.pi)
    [1. 0.]
    """
    tones = require("tones", tones)
    spacing_hz = require("spacing_hz", spacing_hz)
    instants_s = require("instants_s", instants_s)
    tones = np.asarray(tones, dtype=float)
    rate = float(require("symbol_rate_per_s", symbol_rate_per_s, above=0.0))
    levels = tones - 0.5 * tones.max(initial=1.0)
    turns = np.concatenate([[0.0], np.cumsum(levels)]) * spacing_hz / rate
    return 2.0 * np.pi * np.interp(rate * np.asarray(instants_s, dtype=float), np.arange(turns.size), turns)


def gaussian_msk_phase_rad(bits, bit_rate_bps, bandwidth_time, instants_s) -> np.ndarray:
    r"""Phase of Gaussian MSK: each bit turns it by a quarter turn, smoothed by a Gaussian filter.

    .. math:: \phi(t) = \frac{\pi}{2} \sum_k a_k\, q(t R - k), \qquad
        q(x) = \int_{-\infty}^{x} \frac{1}{2} \left[ \mathrm{erf}\frac{\beta u}{\sqrt 2}
        - \mathrm{erf}\frac{\beta (u - 1)}{\sqrt 2} \right] \mathrm{d}u, \qquad
        \beta = \frac{2 \pi B T}{\sqrt{\ln 2}}

    Parameters
    ----------
    bits : array_like
        Zeros and ones [-].
    bit_rate_bps : float
        Bits a second, above zero [bit/s].
    bandwidth_time : float
        Product of the filter's bandwidth at half power and the length of a bit, from 0.15 on [-].
    instants_s : array_like
        Instants within the train [s].

    Returns
    -------
    ndarray
        Phase, shape of ``instants_s`` [rad].

    References
    ----------
    .. [1] K. Murota and K. Hirade, "GMSK modulation for digital mobile radio telephony", IEEE Trans. Commun. COM-29
       (1981) 1044-1050.

    Examples
    --------
    A run of ones turns by a quarter a bit:

    >>> phase = gaussian_msk_phase_rad(np.ones(20), 1.0, 0.5, np.array([9.0, 10.0]))
    >>> print(f"{np.diff(phase)[0] / (0.5 * np.pi):.4f}")
    1.0000
    """
    bits = require("bits", bits)
    instants_s = require("instants_s", instants_s)
    signs = 2.0 * np.asarray(bits, dtype=float) - 1.0
    rate = float(require("bit_rate_bps", bit_rate_bps, above=0.0))
    steepness = 2.0 * np.pi * float(require("bandwidth_time", bandwidth_time, at_least=0.15)) / np.sqrt(_LOG2)
    place = rate * np.asarray(instants_s, dtype=float)
    whole = np.floor(place).astype(np.int64)
    before = np.concatenate([[0.0], np.cumsum(signs)])
    phase = before[np.clip(whole - _REACH, 0, signs.size)]  # bits that are over
    for late in range(-_REACH, _REACH + 1):
        number = whole + late
        inside = (number >= 0) & (number < signs.size)
        sign = np.where(inside, signs[np.clip(number, 0, signs.size - 1)], 0.0)
        phase = phase + sign * _ramp(place - number, steepness)
    return 0.5 * np.pi * phase


def _ramp(place, steepness: float):
    """Share of its quarter turn that a bit has made, by bits since it began."""

    def integral(u):
        x = steepness * u / np.sqrt(2.0)
        return u * erf(x) + np.sqrt(2.0 / np.pi) / steepness * np.exp(-(x**2))

    return 0.5 * (integral(place) - integral(place - 1.0)) + 0.5


def subcarrier_chips(signs, chips_per_symbol: int) -> np.ndarray:
    r"""Data on a square subcarrier: each symbol as alternating chips, as many as half periods of the subcarrier fit.

    .. math:: c_{k n + i} = (-1)^i\, s_k, \qquad 0 \leq i < n

    Parameters
    ----------
    signs : array_like
        Plus and minus ones, a symbol each [-].
    chips_per_symbol : int
        Half periods of the subcarrier a symbol, an even number; 1 for no subcarrier [-].

    Returns
    -------
    ndarray
        Plus and minus ones, shape (symbols times chips,) [-].

    References
    ----------
    .. [1] J. H. Yuen (ed.), Deep Space Telecommunications Systems Engineering, JPL Publication 82-76 (1982), chapter 5.

    Examples
    --------
    >>> print(subcarrier_chips([1, -1], 2))
    [ 1 -1 -1  1]
    """
    signs = require("signs", signs)
    pattern = 1 - 2 * (np.arange(int(require("chips_per_symbol", chips_per_symbol, at_least=1.0))) % 2)
    return np.multiply.outer(np.asarray(signs), pattern).ravel()
