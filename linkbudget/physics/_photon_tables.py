"""Tables of signal photons over code rate and background, a start for the inverse of the soft-decision capacity.

:func:`signal_photons_by_table` serves long arrays of :func:`linkbudget.physics.optical_ppm.required_signal_photons`.
"""

import math
from functools import lru_cache

import numpy as np
from numpy.polynomial.chebyshev import chebpts1, chebvander

from linkbudget.physics.photon_counting import soft_decision_capacity

_LEAST_FOR_TABLE = 500  # points that share it: to search for so many takes as long
_DEGREE = 13  # over a decade of background
_RATES = 0.001, 0.9999  # of the table


def signal_photons_by_table(code_rate, background, slots):
    """Signal photons at which the soft-decision capacity is a part of all bits, and the slope of the capacity there.

    NaN where too few points share slots and decade of background for a table, or where it ends.
    """
    start, slope = np.full((2, code_rate.size), np.nan)
    if code_rate.size < _LEAST_FOR_TABLE:
        return start, slope
    with np.errstate(divide="ignore", invalid="ignore"):
        decade = np.floor(np.log10(background))
    told = np.flatnonzero((decade >= -8.0) & (decade <= 1.0) & (code_rate > _RATES[0]) & (code_rate < _RATES[1]))
    kinds, kind, sizes = np.unique(slots[told] + 1j * decade[told], return_inverse=True, return_counts=True)
    for number in np.flatnonzero(sizes >= _LEAST_FOR_TABLE):
        these, pair = told[kind == number], kinds[number]
        table = _signal_table(float(pair.real), float(pair.imag))
        depth = np.log(-np.log1p(-code_rate[these]))
        across = chebvander(2.0 * (np.log10(background[these]) - pair.imag) - 1.0, _DEGREE)
        signal = np.exp(np.einsum("pk,pk->p", table(depth), across))
        stretch = np.einsum("pk,pk->p", table(depth, 1), across)  # d ln K_s / d depth
        left = 1.0 - code_rate[these]
        start[these] = signal
        slope[these] = -left * np.log(left) * math.log2(pair.real) / (signal * stretch)
    return start, slope


@lru_cache(maxsize=128)
def _signal_table(slots, decade):
    """Logarithm of the signal photons over ln(-ln(1 - R)), a straight line without background.

    A spline of the coefficients of Chebyshev polynomials over the logarithm of the background, for one decade of it.
    """
    from scipy.interpolate import CubicSpline  # 0.1 s of every command's start, for inverses of long arrays only

    nodes = chebpts1(_DEGREE + 1)
    background = 10.0 ** (decade + 0.5 * (nodes + 1.0))
    log_signal = np.linspace(math.log(2e-4), math.log(400.0), 300)
    rate = soft_decision_capacity(np.exp(log_signal), background[:, None], slots) / math.log2(slots)
    depth = np.linspace(*np.log(-np.log1p(-np.array(_RATES))), 200)
    rows = np.full((nodes.size, depth.size), np.nan)
    for row, part in zip(rows, rate, strict=True):
        told = (part > 0.5 * _RATES[0]) & (
            1.0 - part > 0.5 * (1.0 - _RATES[1])
        )  # further out it is rounded too coarsely
        row[:] = CubicSpline(np.log(-np.log1p(-part[told])), log_signal[told], extrapolate=False)(depth)
    whole = np.isfinite(rows).all(axis=0)
    return CubicSpline(depth[whole], np.linalg.solve(chebvander(nodes, _DEGREE), rows[:, whole]).T, extrapolate=False)
