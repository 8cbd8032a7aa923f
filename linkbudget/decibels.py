"""Conversion of decibels to ratios, and the least of several values."""

import math
from typing import Any

import numpy as np

_LN_10_OVER_10 = math.log(10.0) / 10.0


def ratio(decibels: Any) -> Any:
    """Power ratio from decibels; for arrays by the exponential, which takes a tenth of the time of a power.

    Examples
    --------
    >>> print(f"{ratio(20.0):.0f}", ratio(np.array([0.0, 10.0])).round(12))
    100 [ 1. 10.]
    """
    if isinstance(decibels, float):
        return 10.0 ** (decibels / 10.0)
    return np.exp(np.asarray(decibels) * _LN_10_OVER_10)


def least(first: Any, *others: Any) -> Any:
    """The least of several numbers or arrays, NaN where one is; without NumPy where all are plain numbers.

    Examples
    --------
    >>> least(3.0, 1.0), least(3.0, math.nan), least(3.0, np.array([1.0, 9.0])).tolist()
    (1.0, nan, [1.0, 3.0])
    """
    for other in others:
        if other is math.inf:
            continue
        if isinstance(first, float) and isinstance(other, float):
            first = other if other < first or other != other else first
        else:
            first = np.minimum(first, other)
    return first
