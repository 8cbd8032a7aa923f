r"""Pulse-position modulation with counted photons and background: capacity and symbol errors of the Poisson channel.

A slot with the pulse holds a Poisson number of detected photons with mean :math:`K_s + K_b`, an empty one with mean
:math:`K_b`.  The map: :func:`noiseless_capacity`, :func:`soft_decision_capacity`, :func:`symbol_error_probability`;
what follows from them is in :mod:`linkbudget.physics.optical_ppm`.

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
"""

import math
from collections.abc import Callable
from functools import partial

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start
from numpy.lib.stride_tricks import as_strided
from numpy.polynomial.legendre import leggauss

from linkbudget.errors import require

_STEP = 0.35  # of w: the error of the trapezoidal rule is exp(-pi^2 / step)
_HIGHEST = 4.0  # exp(-exp(4)) is nothing
_LOWEST = -29.0  # below, u E X is
_RARE = 37.0  # counts with a probability below e to the power of minus this are left out
_ENOUGH = 1000.0  # photons of a pulse without background that is never missed
_MOST_BACKGROUND = 1e7  # counts are added up one by one
_ELEMENTS = 1 << 17  # size of the arrays of points by nodes and counts, so that they stay in the cache
_FEW, _MORE = leggauss(3), leggauss(12)  # for the lot among equals; few suffice where it is below 1e-3


def noiseless_capacity(signal_photons, slots):
    r"""Capacity in bits for each symbol when there is no background.

    .. math:: C = (1 - e^{-K_s}) \log_2 M

    Parameters
    ----------
    signal_photons : array_like
        Mean of the signal photons in the pulse, zero or more [-].
    slots : array_like
        Number of slots M, two or more [-].

    Returns
    -------
    ndarray or float
        Bits for each symbol, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a number of photons is negative or there are less than two slots.

    References
    ----------
    .. [1] B. Moision and J. Hamkins, "Deep-Space Optical Communications Downlink Budget: Modulation and Coding", IPN
       Progress Report 42-154 (2003).

    Examples
    --------
    >>> print(f"{noiseless_capacity(2.0, 64):.3f} bits")
    5.188 bits
    """
    signal = require("signal_photons", signal_photons, at_least=0.0)
    return -np.expm1(-signal) * np.log2(require("slots", slots, at_least=2.0))


def soft_decision_capacity(signal_photons, background_photons, slots):
    r"""Capacity in bits for each symbol when the decoder is given the counts of all slots.

    .. math:: C = \log_2 M - E \log_2 \left[1 + \sum_{j=2}^M
        \left(1 + \frac{K_s}{K_b}\right)^{y_j - y_1}\right]

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
        Bits for each symbol, from 0 to log2 M, broadcast shape of the arguments; absolute error below 1e-10 [-].

    Raises
    ------
    LinkBudgetError
        If a number of photons is negative or there are less than two slots.

    Notes
    -----
    Without background, or with too little of it to matter, that of
    :func:`noiseless_capacity`.

    References
    ----------
    .. [1] B. Moision and J. Hamkins, "Deep-Space Optical Communications Downlink Budget: Modulation and Coding", IPN
       Progress Report 42-154 (2003).
    .. [2] CCSDS 130.11-G-1, Optical Communications Coding and Synchronization (capacity of the Poisson PPM channel).

    Examples
    --------
    >>> print(f"{soft_decision_capacity(2.0, 0.2, 64):.4f} bits")
    3.3285 bits
    """
    signal, background, slots = _checked(signal_photons, background_photons, slots)
    clean = background * slots < 1e-14
    some = np.where(clean, np.nan, background)
    capacity = _in_blocks(_soft_capacity, _soft_size, signal, some, slots, group=_kind)
    clean = clean & np.isfinite(signal + slots)
    return np.where(clean, noiseless_capacity(signal, slots), capacity)[()]


def symbol_error_probability(signal_photons, background_photons, slots):
    r"""Probability that the slot with the largest count, drawn by lot among equals, is not that of the pulse.

    .. math:: P_e = 1 - \sum_{k=0}^\infty p_1(k) \, \frac{F_0(k)^M - F_0(k - 1)^M}{M p_0(k)}

    with the Poisson probabilities p1 of the slot with the pulse and p0 of an empty one, and F0 the sum of p0 up to k.

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
        Probability, from (M - 1)/M without signal down to the smallest floats, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a number of photons is negative or there are less than two slots.

    Notes
    -----
    The sum is over errors, not over right decisions, so that small probabilities keep their digits.

    References
    ----------
    .. [1] R. M. Gagliardi and S. Karp, Optical Communications, 2nd edition (1995), on pulse-position
       modulation with photon counting.

    Examples
    --------
    >>> print(f"{symbol_error_probability(5.0, 0.1, 16):.5f}")
    0.02449
    """
    return _in_blocks(_symbol_error, _error_size, *_checked(signal_photons, background_photons, slots))


def _checked(signal_photons, background_photons, slots):
    signal = require("signal_photons", signal_photons, at_least=0.0)
    background = require("background_photons", background_photons, at_least=0.0)
    require("background_photons", np.where(np.isfinite(background), background, 0.0), at_most=_MOST_BACKGROUND)
    # Bound on the probability of an error: M exp(-(sqrt(Ks + Kb) - sqrt(Kb))^2); with more photons it underflows.
    enough = _ENOUGH + 2.0 * np.sqrt(_ENOUGH * background)
    signal = np.where(np.isfinite(signal), np.minimum(signal, enough), signal)[()]
    return signal, background, require("slots", slots, at_least=2.0)


def _in_blocks(kernel: Callable, size_of: Callable, *arguments, group=None):
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
    """Counts outside which a Poisson number of any of these means has a probability below e to the power of -rare."""
    # where Chernoff's bound k ln(k / m) - k + m is that number
    least, most = float(np.min(mean)), max(float(np.max(mean)), 1e-300)
    high = most * math.exp(1.0 + scipy.special.lambertw((rare / most - 1.0) / math.e).real)
    low = (
        least * math.exp(1.0 + scipy.special.lambertw((rare / least - 1.0) / math.e, -1).real) if least > rare else 0.0
    )
    return np.arange(math.floor(low), math.ceil(high) + 2.0)


def _probability(counts, mean):
    """Poisson probabilities, one row a mean; all that matter are there, so that their sum takes out common rounding."""
    chance = np.exp(scipy.special.xlogy(counts, mean[:, None]) - mean[:, None] - scipy.special.gammaln(counts + 1.0))
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


def _error_size(signal, background, slots):
    mean = signal + background
    return max(1, int(_ELEMENTS / 10.0 / _every_count(np.array([mean])).size))


def _every_count(mean):
    """Counts from none: the smallest errors are those of few photons in the pulse."""
    most = float(np.max(mean))
    return np.arange(math.ceil(most + 9.5 * math.sqrt(most) + 20.0))


def _symbol_error(signal, background, slots):
    """Sum over the count k of the slot with the pulse of the probability that it does not win."""
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
