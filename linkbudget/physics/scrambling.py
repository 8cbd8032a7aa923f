r"""Self-synchronising scramblers: the bit errors that a descrambler multiplies.

The map: :func:`descrambled_bit_error_rate` and its inverse, :func:`channel_bit_error_rate`, by the names of
:data:`SCRAMBLERS`.

A self-synchronising descrambler adds the bit received to some that were received before it.  A wrong bit of the channel
thus makes as many wrong bits as its polynomial has terms.  Scramblers that add a fixed sequence, such as those of CCSDS
and DVB, multiply nothing and need no key.
"""

import numpy as np

from linkbudget.errors import known_name, require

SCRAMBLERS = {
    "g3ruh": (0, 12, 17),
    "v27": (0, 6, 7),
}
"""Delays, in bits, of the terms of the polynomial: 1 + x^12 + x^17 (G3RUH, 9600 bit/s), 1 + x^6 + x^7 (ITU-T V.27)."""


def _terms(scrambler):
    scrambler = known_name("scrambler", scrambler, SCRAMBLERS)
    return len(SCRAMBLERS[scrambler])


def descrambled_bit_error_rate(error_rate, scrambler):
    r"""Bit error rate behind a self-synchronising descrambler.

    .. math:: P = \tfrac{1}{2} \left[ 1 - (1 - 2 p)^w \right] \approx w \, p

    Parameters
    ----------
    error_rate : array_like
        Bit error rate p of the channel, errors independent, from 0 to 0.5 [-].
    scrambler : str
        A name of :data:`SCRAMBLERS`, whose polynomial has w terms.

    Returns
    -------
    ndarray or float
        Bit error rate, same shape [-].

    Raises
    ------
    LinkBudgetError
        If an error rate is outside 0 to 0.5, or the scrambler unknown.

    Notes
    -----
    A bit is wrong where an odd number of its terms is: the sum of w independent bits.

    References
    ----------
    .. [1] Gallager, Low-Density Parity-Check Codes (1963), Lemma 4.1 (an odd number of errors).
    .. [2] Miller, 9600 Baud Packet Radio Modem Design, ARRL 7th Computer Networking Conference (1988) (G3RUH).

    Examples
    --------
    >>> print(f"{descrambled_bit_error_rate(1e-4, 'g3ruh'):.6f}")
    0.000300
    """
    terms = _terms(scrambler)
    error_rate = require("error_rate", error_rate, at_least=0.0, at_most=0.5)
    with np.errstate(divide="ignore"):  # an error rate of one half
        return -0.5 * np.expm1(terms * np.log1p(-2.0 * error_rate))


def channel_bit_error_rate(error_rate, scrambler):
    r"""Bit error rate of the channel that a descrambler turns into a given one; the inverse.

    .. math:: p = \tfrac{1}{2} \left[ 1 - (1 - 2 P)^{1 / w} \right] \approx P / w

    Parameters
    ----------
    error_rate : array_like
        Bit error rate P behind the descrambler, from 0 to 0.5 [-].
    scrambler : str
        A name of :data:`SCRAMBLERS`, whose polynomial has w terms.

    Returns
    -------
    ndarray or float
        Bit error rate before it, same shape [-].

    Raises
    ------
    LinkBudgetError
        If an error rate is outside 0 to 0.5, or the scrambler unknown.

    References
    ----------
    .. [1] Gallager, Low-Density Parity-Check Codes (1963), Lemma 4.1 (an odd number of errors).

    Examples
    --------
    >>> print(f"{channel_bit_error_rate(3e-4, 'g3ruh'):.3g}")
    0.0001
    """
    terms = _terms(scrambler)
    error_rate = require("error_rate", error_rate, at_least=0.0, at_most=0.5)
    with np.errstate(divide="ignore"):  # an error rate of one half
        return -0.5 * np.expm1(np.log1p(-2.0 * error_rate) / terms)
