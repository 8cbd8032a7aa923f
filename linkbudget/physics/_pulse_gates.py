r"""Integrals of :mod:`linkbudget.physics.pulse_jitter`: two gates share a pulse, and the clock that splits it jitters.

With amplitudes in units of :math:`\sqrt{N_0}`, the pulse leaves :math:`a_0` in its own gate and :math:`a_1` in the
next.  Both kinds of error are integrals over the amplitude :math:`r` of the winner of a density times the distributions
of all others; all terms are positive, so that the smallest probabilities keep their digits.

The map: :func:`mean_over_clock`, both errors for flat arrays of points; :func:`two_gate_errors`, the same at given
amplitudes; :func:`log_two_gate_errors`, their logarithms for several numbers of slots at once, however small.
"""

from math import factorial

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start
from numpy.polynomial.legendre import leggauss

from linkbudget.physics._many_points import BLOCK
from linkbudget.physics.pulse_position import _energy, _log_below, _nodes

HIGHEST_DB = 120.0
"""Es/N0 beyond which nothing changes."""

_HANKEL = [  # coefficients of the expansion of I0 and I1 for large arguments
    [np.prod([k + 0.5 + order for k in range(-n, n)]) / (2.0**n * factorial(n)) for order in (0, 1)]
    for n in range(1, 12)
]
_OFFSETS = (24, 24, 14)
_OFFSET_X = np.concatenate([leggauss(count)[0] for count in _OFFSETS])
_OFFSET_W = np.concatenate([leggauss(count)[1] for count in _OFFSETS])
_OFFSET_PANEL = np.repeat(np.arange(3), _OFFSETS)
_MOST_SCALING = 690.0  # exp of it, and of minus it, are numbers


def mean_over_clock(es_over_n0_db, slots, jitter):
    """Mean over the clock's offset, one row a point; panels below and above the offset likeliest in an error."""
    amplitude = np.sqrt(_energy(es_over_n0_db, HIGHEST_DB))
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
    weight = np.concatenate([weight, scipy.special.erfc(np.sqrt(0.5) / jitter)[:, None]], axis=1)
    own, next_one = (amplitude[:, None] * (1.0 - offset)).ravel(), (amplitude[:, None] * offset).ravel()
    many = np.broadcast_to(slots[:, None], offset.shape).ravel()
    errors = np.empty((2, own.size))
    for start in range(0, own.size, BLOCK):
        block = slice(start, start + BLOCK)
        errors[:, block] = two_gate_errors(own[block], next_one[block], many[block])
    return np.einsum("kij,ij->ki", errors.reshape(2, *offset.shape), weight)


def two_gate_errors(own, neighbour, slots):
    """Neighbour and distant error probability at given amplitudes of the pulse in its own and the next gate."""
    r, weight = _nodes(*_neighbour_window(own, neighbour, slots), slots)
    empty = slots[:, None] - 2.0
    next_wins = _next_density(r, own, neighbour) * np.exp(empty * _log_below(r))
    next_wins = np.einsum("ij,ij->i", next_wins, weight)
    r, weight = _nodes(*_distant_window(own, neighbour, slots), slots)
    far_wins = empty * _far_density(r, own, neighbour) * np.exp((empty - 1.0) * _log_below(r))
    return next_wins, np.einsum("ij,ij->i", far_wins, weight)


def log_two_gate_errors(own, neighbour, slots, kinds=2):
    """Logarithms of the neighbour error and of the distant error per empty gate, ``(kinds, slots, points)``.

    The numbers of slots lie close together, so that they share their nodes.  The integrands are scaled up by what is
    known of their largest exponent, so that errors down to exp(-1300) do not vanish.
    """
    logs = np.empty((kinds, slots.size, own.size))
    for start in range(0, own.size, BLOCK):
        block = slice(start, start + BLOCK)
        for kind in range(kinds):
            logs[kind, :, block] = _log_errors(kind, own[block], neighbour[block], slots)
    return logs


def _log_errors(kind, own, neighbour, slots):
    middle = np.full(own.size, np.sqrt(slots.min() * slots.max()))
    window, density, exponent = (
        (_neighbour_window, _next_density, _neighbour_exponent),
        (_distant_window, _far_density, _distant_exponent),
    )[kind]
    scaling = np.minimum(exponent(own, neighbour), _MOST_SCALING)
    r, weight = _nodes(*window(own, neighbour, middle), middle)
    parts, below = weight * density(r, own, neighbour, scaling[:, None]), _log_below(r)
    others = slots - (2.0 + kind)  # empty gates that stay below the winner
    errors = [np.einsum("ij,ij->i", parts, np.exp(count * below)) for count in others]
    return np.log(errors) - scaling


def _neighbour_exponent(own, neighbour):
    return 0.5 * np.maximum(own - neighbour, 0.0) ** 2


def _distant_exponent(own, neighbour):
    greater = np.maximum(own, neighbour)
    both_count = np.minimum(own, neighbour) > 0.5 * greater
    return np.where(both_count, own**2 + neighbour**2 - (own + neighbour) ** 2 / 3.0, 0.5 * greater**2)


def _neighbour_window(own, neighbour, slots):
    peak = np.where(neighbour > own, neighbour, 0.5 * (own + neighbour))
    ahead = np.maximum(own - neighbour, 0.0)
    return _window(peak, np.sqrt(25.0 + 0.5 * np.minimum(ahead, 4.0) ** 2) - 0.5 * np.minimum(ahead, 4.0), slots)


def _distant_window(own, neighbour, slots):
    greater = np.maximum(own, neighbour)
    peak = np.where(np.minimum(own, neighbour) > 0.5 * greater, (own + neighbour) / 3.0, 0.5 * greater)
    return _window(peak, np.where(greater - peak > 3.0, 3.8, 5.0), slots)


def _window(peak, half, slots):
    """Limits of integration: a product of two or three exponentials is narrower than one by sqrt(2) or more."""
    peak = np.maximum(peak, np.sqrt(np.log(slots)))
    return np.maximum(peak - half, 0.0), peak + half


def _next_density(r, own, neighbour, scaling=0.0):
    """Density of the next gate's amplitude where it beats the own one."""
    first, second = own[:, None], neighbour[:, None]
    scaled = 2.0 * r * np.exp(scaling - (r - second) ** 2) * scipy.special.i0e(2.0 * second * r)
    return scaled * _rice_distribution(r, first)


def _far_density(r, own, neighbour, scaling=0.0):
    """Density of an empty gate's amplitude where it beats the own and the next one."""
    of_two = _rice_distribution(r, own[:, None]) * _rice_distribution(r, neighbour[:, None])
    return 2.0 * r * np.exp(scaling - r * r) * of_two


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
    common = np.exp(-((r - amplitude) ** 2)) * scipy.special.i0e(z)
    return np.where(below, common * total, 1.0 - common * (1.0 + total))


def _rice_distribution_by_expansion(r, amplitude):
    """Temme's uniform expansion in complementary error functions, for 2 r a of 22 and more."""
    z, ratio, distance = 2.0 * r * amplitude, r / amplitude, np.abs(r - amplitude)
    gaussian = np.sqrt(np.pi) * scipy.special.erfcx(distance)
    tail = np.where(r > amplitude, 1.0, -1.0) * np.sqrt(z) / amplitude * gaussian
    power, last = np.sqrt(z), distance * gaussian
    for order, (zeroth, first) in enumerate(_HANKEL, start=1):
        integral = (1.0 - last) / (order - 0.5)
        power = -power / z
        tail = tail + (zeroth * ratio - first) * power * integral
        last = distance * distance * integral
    tail = tail * np.exp(-distance * distance) / np.sqrt(8.0 * np.pi)
    return np.where(r > amplitude, 1.0 - tail, -tail)
