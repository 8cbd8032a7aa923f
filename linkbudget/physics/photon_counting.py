r"""Integrals and sums of :mod:`linkbudget.physics.optical_ppm`, over blocks of points.

How the soft-decision capacity is done.  It is :math:`\log_2 M - E \log_2 (1 + X / Y)` with :math:`Y = \rho^{y_1}` from
the slot with the pulse, :math:`X = \sum_{j > 1} \rho^{y_j}` from the others and :math:`\rho = 1 + K_s / K_b`.
Frullani's integral :math:`\ln(1 + X/Y) = \int_0^\infty (e^{-uY} - e^{-u(X + Y)}) \, du / u` makes one integral of it
whatever M,

.. math:: E \ln\left(1 + \frac{X}{Y}\right) = \int_{-\infty}^\infty \Phi_1(e^w) \left(1 - \Phi_0(e^w)^{M-1}\right) dw,
    \quad \Phi_i(u) = E \, e^{-u \rho^{y_i}}

whose integrand is analytic and falls off at both ends, so that equal steps of 0.35 give it to twelve digits.  Nothing
is enumerated and nothing is drawn at random.

The steps are made commensurate with :math:`\ln \rho`.  Then :math:`w + y \ln \rho` takes its values for all nodes and
counts from one row of equal steps, and a few hundred exponentials do the work of some thousand.

The map: :func:`soft_capacity`, :func:`symbol_error`, and :func:`required_signal_by_table`, a start for the inverse.
"""

import math
from collections.abc import Callable
from functools import lru_cache, partial

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.polynomial.chebyshev import chebpts1, chebvander
from numpy.polynomial.legendre import leggauss
from scipy.special import gammaln, lambertw, xlogy

_STEP = 0.35  # of w: the error of the trapezoidal rule is exp(-pi^2 / step)
_HIGHEST = 4.0  # exp(-exp(4)) is nothing
_LOWEST = -29.0  # below, u E X is
_RARE = 37.0  # counts of a chance of e to the power of minus this are left out
_ELEMENTS = 1 << 17  # size of the arrays of points by nodes and counts, so that they stay in the cache
_FEW, _MORE = leggauss(3), leggauss(12)  # for the lot among equals; few suffice where it is below 1e-3
_LEAST_FOR_TABLE = 500  # points that share it: to search for so many takes as long
_DEGREE = 13  # over a decade of background
_RATES = 0.001, 0.9999  # of the table


def in_blocks(kernel: Callable, size_of: Callable, *arguments, group=None):
    """Run a kernel of flat arrays over broadcast arguments, block by block; NaN in, NaN out.

    ``group`` tells from the flat arguments which points may share a block; the costliest are taken first, and
    ``size_of`` tells from one of them how many.
    """
    arrays = np.broadcast_arrays(*(np.asarray(argument, dtype=float) for argument in arguments))
    flat = [array.ravel() for array in arrays]
    out = np.full(flat[0].size, np.nan)
    sound = np.flatnonzero(np.isfinite(sum(flat)))
    kind = np.zeros(sound.size) if group is None else group(*(array[sound] for array in flat))
    order = np.lexsort((-(flat[0] + flat[1])[sound], kind))
    sound, kind = sound[order], kind[order]
    for alike in np.split(sound, np.flatnonzero(np.diff(kind)) + 1):
        while alike.size:
            size = size_of(*(array[alike[0]] for array in flat))
            block, alike = alike[:size], alike[size:]
            out[block] = kernel(*(array[block] for array in flat))
    return out.reshape(arrays[0].shape)[()]


def _counts(mean, rare=_RARE):
    """Counts outside which a Poisson number of any of these means has a chance below e to the power of -rare."""
    # where Chernoff's bound k ln(k / m) - k + m is that number
    least, most = float(np.min(mean)), max(float(np.max(mean)), 1e-300)
    high = most * math.exp(1.0 + lambertw((rare / most - 1.0) / math.e).real)
    low = least * math.exp(1.0 + lambertw((rare / least - 1.0) / math.e, -1).real) if least > rare else 0.0
    return np.arange(math.floor(low), math.ceil(high) + 2.0)


def _probability(counts, mean):
    """Poisson probabilities, one row a mean; all that matter are there, so that their sum takes out common rounding."""
    chance = np.exp(xlogy(counts, mean[:, None]) - mean[:, None] - gammaln(counts + 1.0))
    return chance / np.sum(chance, axis=1, keepdims=True)


def _steps(signal, background):
    """Parts of ln(rho) to a step of the row, and steps of the row to a step of w; 0 where a row would be too long."""
    log_ratio = np.log1p(signal / np.maximum(background, 1e-300))
    stride = 2.0 ** np.floor(np.log2(_STEP / np.clip(log_ratio, 1e-9, _STEP)))
    worth = stride <= 8.0 * (1.0 + np.sqrt(signal + background))
    return np.maximum(np.ceil(log_ratio / _STEP), 1.0), np.where(worth, stride, 0.0)


def _kind(signal, background, slots):
    parts, stride = _steps(signal, background)
    return parts + 1e6 * stride


def _soft_size(signal, background, slots):
    parts, stride = _steps(signal, background)
    counts = _counts(signal + background).size
    nodes = (_HIGHEST - _LOWEST + math.log(slots) + min(signal, 100.0)) / _STEP
    return max(1, int(_ELEMENTS / (nodes * (stride + 2.0) + parts * counts if stride else nodes * counts)))


def soft_capacity(signal, background, slots):
    """Bits for each symbol; without background, or with too little of it to matter, the closed form."""
    clean = background * slots < 1e-14
    some = np.where(clean, np.nan, background)
    capacity = in_blocks(_soft_capacity, _soft_size, signal, some, slots, group=_kind)
    clean = clean & np.isfinite(signal + slots)
    return np.where(clean, -np.expm1(-signal) * np.log2(slots), capacity)[()]


def _soft_capacity(signal, background, slots):
    parts, stride = (int(number[0]) for number in _steps(signal, background))
    log_ratio = np.log1p(signal / background)
    of_empty = _counts(background, _RARE + math.log(slots.max()))
    of_pulse = _counts(signal + background)
    # Left of the lowest node u E X is below 1e-12, with E X = (M - 1) exp(K_s) or the largest X that ever occurs.
    lowest = _LOWEST - np.log(slots) - np.minimum(log_ratio * of_empty[-1], signal)
    highest = _HIGHEST - log_ratio * of_pulse[0]
    counts = np.arange(min(of_empty[0], of_pulse[0]), max(of_empty[-1], of_pulse[-1]) + 1.0)
    width = log_ratio / parts * stride if stride else np.full(signal.size, _STEP)
    nodes = max(1, math.ceil(np.max((highest - lowest) / width))) + 1
    if stride:
        row = np.arange((nodes - 1) * stride + (counts.size - 1) * parts + 1) / parts
        row = log_ratio[:, None] * row
        row += (lowest + log_ratio * counts[0])[:, None]
        row = _less(row)
        per_point, per_value = row.strides
        shape = signal.size, nodes, counts.size
        part = as_strided(row, shape, (per_point, stride * per_value, parts * per_value), writeable=False)
    else:
        part = lowest[:, None, None] + width[:, None, None] * np.arange(nodes)[:, None]
        part = _less(part + log_ratio[:, None, None] * counts)
    none_other = _mean(part, of_empty - counts[0], _probability(of_empty, background))  # as 1 less, here and below
    np.maximum(none_other, -1.0, out=none_other)
    with np.errstate(divide="ignore"):
        np.log1p(none_other, out=none_other)
    none_other *= slots[:, None] - 1.0
    np.expm1(none_other, out=none_other)
    pulse = _mean(part, of_pulse - counts[0], _probability(of_pulse, signal + background))
    pulse += 1.0
    lost = -width * np.einsum("pw,pw->p", pulse, none_other) / math.log(2.0)
    return np.clip(np.log2(slots) - lost, 0.0, np.log2(slots))


def _less(exponent):
    """exp(-exp(x)) - 1, in the place of x; above 5 nothing changes, and denormal numbers are slow."""
    for function in (lambda x, out: np.minimum(x, 5.0, out=out), np.exp, np.negative, np.expm1):
        function(exponent, out=exponent)
    return exponent


def _mean(part, places, chance):
    return np.einsum("pwy,py->pw", part[:, :, int(places[0]) : int(places[-1]) + 1], chance)


def required_signal_by_table(code_rate, background, slots):
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
    rate = soft_capacity(np.exp(log_signal), background[:, None], slots) / math.log2(slots)
    depth = np.linspace(*np.log(-np.log1p(-np.array(_RATES))), 200)
    rows = np.full((nodes.size, depth.size), np.nan)
    for row, part in zip(rows, rate, strict=True):
        told = (part > 0.5 * _RATES[0]) & (
            1.0 - part > 0.5 * (1.0 - _RATES[1])
        )  # further out it is rounded too coarsely
        row[:] = CubicSpline(np.log(-np.log1p(-part[told])), log_signal[told], extrapolate=False)(depth)
    whole = np.isfinite(rows).all(axis=0)
    return CubicSpline(depth[whole], np.linalg.solve(chebvander(nodes, _DEGREE), rows[:, whole]).T, extrapolate=False)


def symbol_error(signal, background, slots):
    """Probability that the slot with the largest count is not that of the pulse."""
    return in_blocks(_symbol_error, _error_size, signal, background, slots)


def _error_size(signal, background, slots):
    mean = signal + background
    return max(1, int(_ELEMENTS / 10.0 / _every_count(np.array([mean])).size))


def _every_count(mean):
    """Counts from none: the smallest errors are those of few photons in the pulse."""
    most = float(np.max(mean))
    return np.arange(math.ceil(most + 9.5 * math.sqrt(most) + 20.0))


def _symbol_error(signal, background, slots):
    """Sum over the count k of the slot with the pulse of the chance that it does not win."""
    counts = _every_count(signal + background)
    chance = _probability(counts, signal + background)
    level = _probability(np.arange(counts.size + 30.0), background)
    above = np.cumsum(level[:, :0:-1], axis=1)[:, ::-1][:, : counts.size]  # smallest first: the digits stay
    level = level[:, : counts.size]
    above = np.minimum(above, 1.0 - level)  # but for rounding it is
    count = np.broadcast_to(slots[:, None], level.shape)
    some_above = count * (above + level)
    lost = np.empty(level.shape)
    for part, chance_of in (
        (some_above < 1e-3, partial(_lost_lot, *_FEW)),
        ((some_above >= 1e-3) & (some_above < 1.0), partial(_lost_lot, *_MORE)),
        (some_above >= 1.0, _not_won),
    ):
        lost[part] = chance_of(count[part], above[part], level[part])
    return np.minimum(np.einsum("pk,pk->p", chance, lost), (slots - 1.0) / slots)


def _lost_lot(x, weight, slots, above, level):
    """The lot among equals averages 1 - (1 - above - s level)^(M - 1) over s from 0 to 1: by nodes, if it is small."""
    excess = above[:, None] + level[:, None] * (0.5 + 0.5 * x)
    return -np.expm1((slots[:, None] - 1.0) * np.log1p(-excess)) @ (0.5 * weight)


def _not_won(slots, above, level):
    """The same in closed form, where it is not small."""
    with np.errstate(divide="ignore", invalid="ignore"):
        below = -np.expm1(slots * np.log1p(-np.minimum(level / (1.0 - above), 1.0)))
        return 1.0 - np.exp(slots * np.log1p(-above)) * below / (slots * level)
