r"""Pulse-position modulation with a jittering slot clock: errors to the next slot, and to any other.

The receiver's clock is off by x slots, x being Gaussian.  A rectangular gate matched to a rectangular pulse then
holds the amplitude ``1 - |x|`` of the pulse, and the gate beside it ``|x|``.  Two kinds of error follow, which cost a
picture very different amounts: :func:`neighbour_error_probability` (one slot off) and
:func:`distant_error_probability` (any).
:func:`neighbour_and_distant_error_probability` has both for the price of one, and
:func:`slot_error_probability_with_jitter` their sum.

Every point is an integral over the clock of integrals over an amplitude.  Where many points lie close together their
logarithms are interpolated from Chebyshev polynomials, one table a cell of Es/N0 and jitter, kept for later calls.
"""

from functools import lru_cache, partial
from math import factorial

import numpy as np
from numpy.polynomial.chebyshev import chebval, chebval2d, chebvander
from numpy.polynomial.legendre import leggauss
from scipy.special import erfc, erfcx, i0e

from linkbudget.errors import require
from linkbudget.physics.pulse_position import (
    _BLOCK,
    _energy,
    _log_below,
    _nodes,
    _pointwise,
    _rice,
    _slot_error,
)

_HANKEL = [  # coefficients of the expansion of I0 and I1 for large arguments
    [np.prod([k + 0.5 + order for k in range(-n, n)]) / (2.0**n * factorial(n)) for order in (0, 1)]
    for n in range(1, 12)
]
_OFFSETS = (24, 24, 14)
_OFFSET_X = np.concatenate([leggauss(count)[0] for count in _OFFSETS])
_OFFSET_W = np.concatenate([leggauss(count)[1] for count in _OFFSETS])
_OFFSET_PANEL = np.repeat(np.arange(3), _OFFSETS)
_HIGHEST_JITTER_DB = 120.0
_FLUSH = 1e-100
_JITTER_LIMIT = 0.35
_REMEMBERED = 32_768  # points a call, at most
_CELL_DB = 2.5
_CELL_JITTER = 0.35
_CELL_NODES = (12, 10)  # along Es/N0, along jitter
_CHEBYSHEV = [np.cos(np.pi * (np.arange(count) + 0.5) / count) for count in _CELL_NODES]
_TO_COEFFICIENTS = [np.linalg.inv(chebvander(points, points.size - 1)) for points in _CHEBYSHEV]


def slot_error_probability_with_jitter(es_over_n0_db, slots, timing_jitter):
    r"""Probability of a wrong slot when the receiver's slot clock jitters.

    .. math:: P_e = P_n + P_d

    The sum of :func:`neighbour_error_probability` and :func:`distant_error_probability`; without jitter it is
    :func:`slot_error_probability`.

    Parameters
    ----------
    es_over_n0_db : array_like
        Energy of a pulse over noise density; minus infinity stands for no pulse [dB].
    slots : array_like
        Number of slots M, two or more [-].
    timing_jitter : array_like
        Root-mean-square error of the slot clock as a fraction of a slot, from 0 to 0.35 [-].

    Returns
    -------
    ndarray or float
        Symbol error probability, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a number of slots is below two, or a jitter outside 0 to 0.35.

    References
    ----------
    .. [1] J. G. Proakis, Digital Communications, 4th edition (2001), sections 5.4.2 and 5.4.3, with unequal amplitudes.
    .. [2] S. Stein, Unified analysis of certain coherent and noncoherent binary communications systems, IEEE Trans.
       Inf. Theory IT-10 (1964) 43-51 (two gates of unequal energy: the case of two slots).

    Examples
    --------
    >>> print(f"{slot_error_probability_with_jitter(16.0, 500, 0.1):.2e}")
    2.02e-04
    """
    neighbour, distant = neighbour_and_distant_error_probability(es_over_n0_db, slots, timing_jitter)
    return neighbour + distant


def neighbour_error_probability(es_over_n0_db, slots, timing_jitter):
    r"""Probability that the slot into which a late or early pulse spills is taken for its own.

    .. math::

       P_n = \mathrm E_x \int_0^\infty f(r; a_1) F(r; a_0) (1 - e^{-r^2})^{M-2} dr,
       \quad a_0 = (1 - |x|) \sqrt{E_s/N_0}, \; a_1 = |x| \sqrt{E_s/N_0}

    with :math:`f, F` density and distribution of a gate's amplitude (Rice) and :math:`x` Gaussian with the stated rms.

    Parameters
    ----------
    es_over_n0_db : array_like
        Energy of a pulse over noise density; minus infinity stands for no pulse [dB].
    slots : array_like
        Number of slots M, two or more [-].
    timing_jitter : array_like
        Root-mean-square error of the slot clock as a fraction of a slot, from 0 to 0.35 [-].

    Returns
    -------
    ndarray or float
        Probability, broadcast shape of the arguments [-].  It falls with Es/N0 to the floor of the clock,
        the probability of :math:`|x| > 1/2`.

    Raises
    ------
    LinkBudgetError
        If a number of slots is below two, or a jitter outside 0 to 0.35.

    Notes
    -----
    A rectangular gate matched to a rectangular pulse is meant: an offset of x slots leaves the amplitude 1 - \|x\| in
    its own slot and \|x\| in the next.  Offsets beyond one slot (0.43 % of all at the highest jitter accepted) count as
    one slot; the first and last slot are taken to have neighbours (a guard slot) like all others.

    The integrals are exact but for quadrature, 1e-9 (relative).  Many points that lie close together are interpolated
    from Chebyshev polynomials of the logarithm instead: above 1e-12 that costs 2e-8 (relative) where they share a
    jitter, 1e-6 where each has its own.  Below 1e-100 the result is zero.

    References
    ----------
    .. [1] J. G. Proakis, Digital Communications, 4th edition (2001), section 5.4.2, with unequal amplitudes.
    .. [2] A. Gil, J. Segura, N. M. Temme, Algorithm 939: computation of the Marcum Q-function, ACM Trans. Math. Softw.
       40 (2014), arXiv:1311.0681 (the expansion in error functions behind F).

    Examples
    --------
    >>> print(f"{neighbour_error_probability(16.0, 500, 0.1):.2e}")
    9.01e-05
    """
    return neighbour_and_distant_error_probability(es_over_n0_db, slots, timing_jitter)[0]


def distant_error_probability(es_over_n0_db, slots, timing_jitter):
    r"""Probability that one of the M - 2 slots without any part of the pulse is taken for its own.

    .. math::

       P_d = \mathrm E_x \int_0^\infty \frac{d\left[F(r; a_0) F(r; a_1)\right]}{dr}
       \left[1 - (1 - e^{-r^2})^{M-2}\right] dr

    Parameters
    ----------
    es_over_n0_db : array_like
        Energy of a pulse over noise density; minus infinity stands for no pulse [dB].
    slots : array_like
        Number of slots M, two or more [-].
    timing_jitter : array_like
        Root-mean-square error of the slot clock as a fraction of a slot, from 0 to 0.35 [-].

    Returns
    -------
    ndarray or float
        Probability, broadcast shape of the arguments; symbols, accuracy and conventions of
        :func:`neighbour_error_probability` [-].

    Raises
    ------
    LinkBudgetError
        If a number of slots is below two, or a jitter outside 0 to 0.35.

    References
    ----------
    .. [1] J. G. Proakis, Digital Communications, 4th edition (2001), section 5.4.2, with unequal amplitudes.

    Examples
    --------
    >>> print(f"{distant_error_probability(16.0, 500, 0.1):.2e}")
    1.12e-04
    """
    return neighbour_and_distant_error_probability(es_over_n0_db, slots, timing_jitter)[1]


def neighbour_and_distant_error_probability(es_over_n0_db, slots, timing_jitter):
    r"""Both kinds of wrong slots, for the price of one.

    .. math:: P_e = P_n + P_d

    Parameters
    ----------
    es_over_n0_db : array_like
        Energy of a pulse over noise density; minus infinity stands for no pulse [dB].
    slots : array_like
        Number of slots M, two or more [-].
    timing_jitter : array_like
        Root-mean-square error of the slot clock as a fraction of a slot, from 0 to 0.35 [-].

    Returns
    -------
    tuple of ndarray or float
        :func:`neighbour_error_probability` and :func:`distant_error_probability` [-].

    Raises
    ------
    LinkBudgetError
        If a number of slots is below two, or a jitter outside 0 to 0.35.

    References
    ----------
    .. [1] J. G. Proakis, Digital Communications, 4th edition (2001), section 5.4.2, with unequal amplitudes.

    Examples
    --------
    >>> neighbour, distant = neighbour_and_distant_error_probability(16.0, 500, 0.0)
    >>> print(f"{distant / neighbour:.0f}")
    498
    """
    slots = require("slots", slots, at_least=2.0)
    timing_jitter = require("timing_jitter", timing_jitter, at_least=0.0, at_most=_JITTER_LIMIT)
    if np.ndim(slots) or np.ndim(timing_jitter) or np.size(es_over_n0_db) > _REMEMBERED:
        return tuple(_both(es_over_n0_db, slots, timing_jitter))
    es = np.asarray(es_over_n0_db, dtype=float)  # a picture asks thrice for the same points: error, quality, slots
    remembered = _remembered_point if es.size == 1 else _remembered_array
    both = remembered(es.tobytes(), float(slots), float(timing_jitter)).reshape(2, *es.shape)
    return both[0].copy()[()], both[1].copy()[()]


@lru_cache(maxsize=4096)
def _remembered_point(es_over_n0_db, slots, timing_jitter):
    return _both(np.frombuffer(es_over_n0_db), slots, timing_jitter)


@lru_cache(maxsize=4)
def _remembered_array(es_over_n0_db, slots, timing_jitter):
    return _both(np.frombuffer(es_over_n0_db), slots, timing_jitter)


def _both(es_over_n0_db, slots, timing_jitter):
    arrays = np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in (es_over_n0_db, slots, timing_jitter)))
    es, slots, jitter = (array.ravel() for array in arrays)
    es = np.minimum(es, _HIGHEST_JITTER_DB)
    out = np.full((2, es.size), np.nan)
    plain = (jitter == 0.0) | (es == -np.inf)
    if plain.any():
        each = _pointwise(_slot_error, es[plain], slots[plain]) / (slots[plain] - 1.0)
        out[:, plain] = each, each * (slots[plain] - 2.0)
    rest = np.flatnonzero(~plain & ~np.isnan(es + slots + jitter))
    for members, cell in _cells(rest, es, slots, jitter):
        out[:, members] = _flushed(cell(es[members], jitter[members]))
    return out.reshape(2, *arrays[0].shape)


def _flushed(probability):
    return np.where(probability < _FLUSH, 0.0, probability)


def _cells(rest, es, slots, jitter):
    """Split points into cells dense enough to interpolate in, and the others; yield members and a function of both."""
    if rest.size <= _CELL_NODES[0]:
        yield rest, lambda es_db, rms: _jitter_direct(es_db, slots[rest], rms)
        return
    for count in np.unique(slots[rest]):
        group = rest[slots[rest] == count]
        row = np.floor(es[group] / _CELL_DB)
        rms = np.unique(jitter[group])
        single = rms.size <= 4
        column = jitter[group] if single else np.floor(_stretched(jitter[group], row) / _CELL_JITTER)
        keys, cell_of = np.unique(np.stack([row, column]), axis=1, return_inverse=True)
        order = np.argsort(cell_of, kind="stable")
        starts = np.searchsorted(cell_of[order], np.arange(1, keys.shape[1]))
        sparse = [np.empty(0, dtype=int)]
        for key, members in zip(keys.T, np.split(group[order], starts), strict=True):
            enough = members.size > _CELL_NODES[0] * (1 if single else _CELL_NODES[1])
            table = _table(float(count), *map(float, key), single) if enough else None
            if table is None:
                sparse.append(members)
            else:
                yield members, partial(_interpolated, table, *key, single)
        sparse = np.concatenate(sparse)
        if sparse.size:
            yield sparse, lambda es_db, rms, count=count: _jitter_direct(es_db, np.full(es_db.shape, count), rms)


def _stretched(jitter, row):
    """Jitter on a scale in which the logarithm of the error probability is smooth at any Es/N0."""
    return np.arcsinh(2.0 * 10.0 ** ((row + 0.5) * _CELL_DB / 20.0) * jitter)


@lru_cache(maxsize=4096)
def _table(slots, row, column, single):
    """Chebyshev coefficients of the logarithms of both probabilities in one cell; None where they cannot serve."""
    es_db = (row + 0.5 + 0.5 * _CHEBYSHEV[0][:, None]) * _CELL_DB
    if single:
        jitter = np.array([column])
    else:
        stretched = (column + 0.5 + 0.5 * _CHEBYSHEV[1]) * _CELL_JITTER
        jitter = np.sinh(stretched) / (2.0 * 10.0 ** ((row + 0.5) * _CELL_DB / 20.0))
    es_db, jitter = np.broadcast_arrays(es_db, jitter)
    values = _jitter_direct(es_db.ravel(), np.full(es_db.size, slots), jitter.ravel())
    if np.any((values.min(axis=1) < 1e-300) & (values.max(axis=1) > _FLUSH)):
        return None
    logs = np.log(np.maximum(values, 1e-305)).reshape(2, *es_db.shape)
    coefficients = _TO_COEFFICIENTS[0] @ logs
    return coefficients[..., 0] if single else coefficients @ _TO_COEFFICIENTS[1].T


def _interpolated(table, row, column, single, es_db, jitter):
    x = 2.0 * (es_db / _CELL_DB - row) - 1.0
    if single:
        return np.exp(np.stack([chebval(x, coefficients) for coefficients in table]))
    y = 2.0 * (_stretched(jitter, row) / _CELL_JITTER - column) - 1.0
    return np.exp(np.stack([chebval2d(x, y, coefficients) for coefficients in table]))


def _jitter_direct(es_over_n0_db, slots, jitter):
    """Mean over the clock's offset, one row a point; panels below and above the offset likeliest in an error."""
    amplitude = np.sqrt(_energy(es_over_n0_db, _HIGHEST_JITTER_DB))
    narrowing = (amplitude * jitter) ** 2  # errors select offsets: the likeliest in a neighbour and in a distant error
    likeliest, spread = 0.5 * (1.0 - 1.0 / (1.0 + 4.0 * narrowing)), jitter / np.sqrt(1.0 + 4.0 * narrowing)
    distant, spread_distant = 1.0 - 1.0 / (1.0 + narrowing), jitter / np.sqrt(1.0 + narrowing)
    lowest = np.minimum(likeliest - 8.0 * spread, distant - 7.0 * spread_distant)
    certain = likeliest + 7.0 * spread
    edges = np.stack([lowest, likeliest, certain, np.sqrt(certain**2 + 72.0 * jitter**2)])
    edges = np.clip(edges, 0.0, 1.0)
    half = 0.5 * np.diff(edges, axis=0)
    offset = ((edges[:-1] + half)[_OFFSET_PANEL] + half[_OFFSET_PANEL] * _OFFSET_X[:, None]).T
    weight = (half[_OFFSET_PANEL] * _OFFSET_W[:, None]).T / jitter[:, None] * np.sqrt(2.0 / np.pi)
    weight = weight * np.exp(-0.5 * (offset / jitter[:, None]) ** 2)
    offset = np.concatenate([offset, np.ones((jitter.size, 1))], axis=1)  # a whole slot and more
    weight = np.concatenate([weight, erfc(np.sqrt(0.5) / jitter)[:, None]], axis=1)
    own, next_one = (amplitude[:, None] * (1.0 - offset)).ravel(), (amplitude[:, None] * offset).ravel()
    many = np.broadcast_to(slots[:, None], offset.shape).ravel()
    errors = np.empty((2, own.size))
    for start in range(0, own.size, _BLOCK):
        block = slice(start, start + _BLOCK)
        errors[:, block] = _two_gate_errors(own[block], next_one[block], many[block])
    return np.einsum("kij,ij->ki", errors.reshape(2, *offset.shape), weight)


def _two_gate_errors(own, neighbour, slots):
    """Neighbour and distant error probability at given amplitudes of the pulse in its own and the next gate."""
    step, empty = np.sqrt(np.log(slots)), slots[:, None] - 2.0
    greater, total = np.maximum(own, neighbour), own + neighbour
    first, second = own[:, None], neighbour[:, None]

    peak = np.maximum(np.where(neighbour > own, neighbour, 0.5 * total), step)
    r, weight = _nodes(np.maximum(peak - 5.0, 0.0), peak + 5.0, slots)
    next_wins = _rice(r, second) * _rice_distribution(r, first) * np.exp(empty * _log_below(r))
    next_wins = np.einsum("ij,ij->i", next_wins, weight)

    peak = np.where(np.minimum(own, neighbour) > 0.5 * greater, total / 3.0, 0.5 * greater)
    peak = np.maximum(peak, step)
    r, weight = _nodes(np.maximum(peak - 5.0, 0.0), peak + 5.0, slots)
    largest_empty = empty * 2.0 * r * np.exp(-r * r + (empty - 1.0) * _log_below(r))
    far_wins = largest_empty * _rice_distribution(r, first) * _rice_distribution(r, second)
    return next_wins, np.einsum("ij,ij->i", far_wins, weight)


def _rice_distribution(r, amplitude):
    """Probability that a gate's amplitude stays below r (one less Marcum's Q), to 1e-10 of itself in the lower tail."""
    r, amplitude = np.broadcast_arrays(r, amplitude)
    out, few = np.empty(r.shape), 2.0 * r * amplitude < 22.0
    out[few] = _rice_distribution_by_series(r[few], amplitude[few])
    out[~few] = _rice_distribution_by_expansion(r[~few], amplitude[~few])
    return out


def _rice_distribution_by_series(r, amplitude):
    """Neumann series of Bessel functions, summed backwards with their ratios from the continued fraction."""
    z, below = 2.0 * r * amplitude, r < amplitude
    ratio = np.minimum(r, amplitude) / np.maximum(np.maximum(r, amplitude), 1e-300)
    bessel_ratio = total = np.zeros_like(z)
    for order in range(34, 0, -1):
        bessel_ratio = z / (2.0 * order + z * bessel_ratio)
        total = ratio * bessel_ratio * (1.0 + total)
    common = np.exp(-((r - amplitude) ** 2)) * i0e(z)
    return np.where(below, common * total, 1.0 - common * (1.0 + total))


def _rice_distribution_by_expansion(r, amplitude):
    """Temme's uniform expansion in complementary error functions, for 2 r a of 22 and more."""
    z, ratio, distance = 2.0 * r * amplitude, r / amplitude, np.abs(r - amplitude)
    gaussian = np.sqrt(np.pi) * erfcx(distance)
    tail = np.where(r > amplitude, 1.0, -1.0) * np.sqrt(z) / amplitude * gaussian
    power, last = np.sqrt(z), distance * gaussian
    for order, (zeroth, first) in enumerate(_HANKEL, start=1):
        integral = (1.0 - last) / (order - 0.5)
        power = -power / z
        tail = tail + (zeroth * ratio - first) * power * integral
        last = distance * distance * integral
    tail = tail * np.exp(-distance * distance) / np.sqrt(8.0 * np.pi)
    return np.where(r > amplitude, 1.0 - tail, -tail)
