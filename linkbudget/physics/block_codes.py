"""Block codes by their numbers alone: length, rate and correctable errors.

The map: :func:`coded_bit_rate_bps`, :func:`codeword_error_probability`.  Codes by name are in
:mod:`linkbudget.physics.coding`.
"""

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start

from linkbudget.errors import LinkBudgetError, require


def coded_bit_rate_bps(bit_rate_bps, code_rate):
    r"""Bit rate on the channel behind an encoder.

    .. math:: R_c = R / r

    Parameters
    ----------
    bit_rate_bps : array_like
        Bit rate, above zero [bit/s].
    code_rate : array_like
        Information bits of a code bit, above 0 to 1 [-].

    Returns
    -------
    ndarray or float
        Bit rate, broadcast shape of the arguments [bit/s].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Proakis and Salehi, Digital Communications, 5th edition (2008), section 7.1.

    Examples
    --------
    >>> print(f"{coded_bit_rate_bps(6e6, 0.5) / 1e6:.1f} Mbit/s")
    12.0 Mbit/s
    """
    bit_rate_bps = require("bit_rate_bps", bit_rate_bps, above=0.0)
    return bit_rate_bps / require("code_rate", code_rate, above=0.0, at_most=1.0)


def codeword_error_probability(error_rate, length, correctable):
    r"""Probability that a word of a block code holds more errors than can be corrected.

    .. math:: P_w = \sum_{j=t+1}^n \binom{n}{j} p^j (1 - p)^{n-j}

    Parameters
    ----------
    error_rate : array_like
        Error rate of the bits (or symbols) before the decoder, 0 to 1 [-].
    length : array_like
        Bits (or symbols) of a word, one or more [-].
    correctable : array_like
        Errors that the decoder corrects, such as (d - 1) / 2, below the length [-].

    Returns
    -------
    ndarray or float
        Probability, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    With no correctable error it is the error probability of a frame or packet of independent bits.

    References
    ----------
    .. [1] Proakis and Salehi, Digital Communications, 5th edition (2008), section 7.5.

    Examples
    --------
    >>> print(f"{codeword_error_probability(1e-3, 15, 1):.3g}")
    0.000104
    """
    error_rate = require("error_rate", error_rate, at_least=0.0, at_most=1.0)
    length = require("length", length, at_least=1.0)
    correctable = require("correctable", correctable, at_least=0.0)
    if np.any(correctable >= length):
        raise LinkBudgetError("correctable: expected fewer errors than the length of the word")
    return scipy.special.betainc(correctable + 1.0, length - correctable, error_rate)
