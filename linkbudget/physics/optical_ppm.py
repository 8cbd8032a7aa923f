r"""Optical pulse-position modulation: counted photons, one pulse in one of M slots.

The detector counts photons; a slot with the pulse holds a Poisson number with mean :math:`K_s + K_b`, an empty one with
mean :math:`K_b`.  Every number of photons here is a mean of *detected* photons: multiply by the detector's efficiency
first.  The map:

- the channel itself is in :mod:`linkbudget.physics.photon_counting`: its capacity without background, its soft-decision
  capacity (the limit for any decoder), and its symbol error probability (largest count wins, ties are drawn);
- :func:`erasure_probability`, and :func:`hard_decision_capacity`, what is left when only the decided slot goes to the
  decoder;
- back again: :func:`required_signal_photons`; and :func:`photon_efficiency`, bits for each signal photon.
"""

import math

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start

from linkbudget.errors import require
from linkbudget.physics._many_points import root_near
from linkbudget.physics._photon_tables import signal_photons_by_table
from linkbudget.physics.photon_counting import soft_decision_capacity, symbol_error_probability
from linkbudget.roots import bracketed_root


def erasure_probability(signal_photons, background_photons=0.0, slots=1):
    r"""Probability that no slot of a symbol holds a photon.

    .. math:: P = e^{-K_s - M K_b}

    Parameters
    ----------
    signal_photons : array_like
        Mean of the signal photons in the pulse, zero or more [-].
    background_photons : array_like
        Mean of the background photons in each slot, zero or more [-].
    slots : array_like
        Number of slots M, of no effect without background [-].

    Returns
    -------
    ndarray or float
        Probability, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a number of photons is negative or there is less than one slot.

    References
    ----------
    .. [1] B. Moision and J. Hamkins, "Deep-Space Optical Communications Downlink Budget: Modulation and Coding", IPN
       Progress Report 42-154 (2003): without background the channel is an erasure channel.

    Examples
    --------
    >>> print(f"{erasure_probability(2.0):.4f}")
    0.1353
    """
    signal = require("signal_photons", signal_photons, at_least=0.0)
    background = require("background_photons", background_photons, at_least=0.0)
    return np.exp(-signal - require("slots", slots, at_least=1.0) * background)


def hard_decision_capacity(signal_photons, background_photons, slots):
    r"""Capacity in bits for each symbol when the decoder is given only the decided slot.

    .. math:: C = \log_2 M + (1 - P_e) \log_2 (1 - P_e) + P_e \log_2 \frac{P_e}{M - 1}

    Parameters
    ----------
    signal_photons : array_like
        Mean of the signal photons in the pulse, zero or more [-].
    background_photons : array_like
        Mean of the background photons in each slot, zero or more [-].
    slots : array_like
        Number of slots M, two or more [-].

    Returns
    -------
    ndarray or float
        Bits for each symbol, from 0 to log2 M, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a number of photons is negative or there are less than two slots.

    References
    ----------
    .. [1] T. M. Cover and J. A. Thomas, Elements of Information Theory, 2nd edition (2006), chapter 7 (symmetric
       channels).

    Examples
    --------
    >>> print(f"{hard_decision_capacity(2.0, 0.2, 64):.4f} bits")
    2.2086 bits
    """
    slots = require("slots", slots, at_least=2.0)
    error = symbol_error_probability(signal_photons, background_photons, slots)
    lost = scipy.special.xlogy(1.0 - error, 1.0 - error) + scipy.special.xlogy(error, error / (slots - 1.0))
    return np.maximum(np.log2(slots) + lost / math.log(2.0), 0.0)


def required_signal_photons(code_rate, background_photons, slots):
    r"""Mean of the signal photons in a pulse at which the soft-decision capacity reaches the rate of a code.

    .. math:: C(K_s, K_b, M) = R \log_2 M, \qquad K_s = -\ln(1 - R) \text{ without background}

    Parameters
    ----------
    code_rate : array_like
        Rate R of the code, above 0 and below 1 [-].
    background_photons : array_like
        Mean of the background photons in each slot, zero or more [-].
    slots : array_like
        Number of slots M, two or more [-].

    Returns
    -------
    ndarray or float
        Signal photons, a limit that no code beats and good ones miss by some tenths of a decibel; broadcast shape of
        the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a rate is not between 0 and 1, a number of photons is negative or there are less than two slots.

    References
    ----------
    .. [1] B. Moision and J. Hamkins, "Deep-Space Optical Communications Downlink Budget: Modulation and Coding", IPN
       Progress Report 42-154 (2003).

    Examples
    --------
    >>> print(f"{required_signal_photons(0.5, 0.2, 16):.3f} photons")
    1.544 photons
    """
    rate = require("code_rate", code_rate, above=0.0, below=1.0)
    background = require("background_photons", background_photons, at_least=0.0)
    slots = require("slots", slots, at_least=2.0)
    rate, background, slots = np.broadcast_arrays(rate, background, slots)
    flat = [np.asarray(array, dtype=float).ravel() for array in (rate, background, slots)]
    told = ~np.isnan(sum(flat))
    flat = [array[told] for array in flat]
    start, slope = signal_photons_by_table(*flat)
    photons = np.full(rate.size, np.nan)
    photons[told] = root_near(_surplus, _search_signal_photons, start, slope, *flat)
    return photons.reshape(rate.shape)[()]


def _surplus(signal, rate, background, slots):
    return soft_decision_capacity(signal, background, slots) - rate * np.log2(slots)


def _search_signal_photons(rate, background, slots):
    least, dark = -np.log1p(-rate), background == 0.0
    # Twice the photons of a clean channel and as many as the noise of the background, until the capacity is enough.
    most = 2.0 * least + 10.0 * np.sqrt(background) + 1.0
    while np.any(short := _surplus(most, rate, background, slots) < 0.0):
        most = np.where(short, 2.0 * most, most)
    photons = bracketed_root(
        lambda signal: _surplus(signal, rate, background, slots),
        np.where(dark, 0.0, 0.5 * least),
        most,
        tolerance=1e-11,
    )
    return np.where(dark, least, photons)


def photon_efficiency(signal_photons, bits_per_symbol):
    r"""Information for each signal photon.

    .. math:: \eta = \frac{C}{K_s}

    Parameters
    ----------
    signal_photons : array_like
        Mean of the signal photons in a symbol, above zero [-].
    bits_per_symbol : array_like
        Information in a symbol, zero or more [-].

    Returns
    -------
    ndarray or float
        Bits for each photon, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If the photons are not above zero or the information is negative.

    References
    ----------
    .. [1] J. R. Pierce, "Optical channels: practical limits with photon counting", IEEE Trans. Commun. 26 (1978) 1819.

    Examples
    --------
    >>> from linkbudget.physics.photon_counting import noiseless_capacity
    >>> print(f"{photon_efficiency(2.0, noiseless_capacity(2.0, 64)):.2f} bits per photon")
    2.59 bits per photon
    """
    bits = require("bits_per_symbol", bits_per_symbol, at_least=0.0)
    return bits / require("signal_photons", signal_photons, above=0.0)
