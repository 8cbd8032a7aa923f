r"""The slot-clock loop of :mod:`linkbudget.physics.pulse_clock` as a Markov chain: what its table is solved from.

The receiver.  Lengths are in slots, amplitudes in units of :math:`\sqrt{N_0}`, the pulse has the amplitude
:math:`A = \sqrt{E_s/N_0}`.  The pulse comes x slots late against the clock.  In steps of half a slot the receiver
integrates complex samples; each half slot holds noise of variance 1/2 and its share of the pulse.  Around the slot that
is decided they are :math:`z_1` (before), :math:`z_2, z_3` (the two halves of the slot), :math:`z_4` (behind).  Gates:
the slot itself :math:`w = z_2 + z_3`, early :math:`E = z_1 + z_2`, late :math:`L = z_3 + z_4`.  The greatest
:math:`|w|` of M decides; the discriminator and the clock are

.. math:: e = \frac{|L|^2 - |E|^2}{2 E_s/N_0}, \qquad x' = x - g e + n

with n Gaussian, of the walk's rms.  Without noise e = x up to half a slot.

The moments of e.  With :math:`S = L + E`, :math:`D = L - E` it is :math:`\mathrm{Re}(D S^*)` over twice the energy.
With :math:`d = z_2 - z_3`, which is independent of w, :math:`S = w + z_1 + z_4` and :math:`D = z_4 - z_1 - d`: given w
the noises of S and D are independent, of variances 1 and 2.  So all moments follow from integrals over r = \|w\| alone,
with the density that the gate has where it wins.  A decision can only be for the slot of the pulse, for the slot into
which it spills, or for one of the M - 2 others, which hold noise; the mean counts that the gate on the pulse's other
side, of which :math:`z_4` is a half, is known to be below r.

Two simplifications.  The variance does not count this last knowledge, nor the one distant slot in M - 2 whose late gate
touches the pulse; and the step of each of the three decisions is Gaussian, with the exact mean and variance.  Both are
judged by ``python benchmarks/pulse_clock.py simulate``, a receiver that draws the noise of the gates.

The chain.  All offsets count modulo one slot for the loop, which holds any slot as well as its own.  The mean number of
pixels T(x) until the clock, from x, is first a whole slot off solves :math:`T = 1 + K T` on :math:`|x| < 1`, with K
the density of a step; the clock error of a loop that holds is the stationary density of the same steps, modulo one
slot.  Gauss-Legendre points; no difference of large numbers, as the diagonal of 1 - K is the sum of the rest of its row
and the probability of leaving.

The map: :func:`winning_energy` and :class:`Steps` (moments at one Es/N0 and number of slots), :func:`mean_pixels`,
:func:`slow_log_pixels` (for times too long to be resolved) and :func:`stationary_jitter`.
"""

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start
from numpy.polynomial.legendre import leggauss

from linkbudget.physics._pulse_gates import _rice_distribution
from linkbudget.physics.pulse_position import _log_below, _rice

UNIFORM_JITTER = 1.0 / np.sqrt(12.0)
"""Rms error of a clock without information, modulo one slot [-]."""

_RADII, _OFFSETS = 241, 65
_MOST_POINTS = 400
_PART = np.sqrt(0.5)


def _simpson(low, high, count):
    """Points and weights."""
    weight = np.full(count, 2.0)
    weight[1::2], weight[0], weight[-1] = 4.0, 1.0, 1.0
    return np.linspace(low, high, count), weight * (high - low) / (count - 1) / 3.0


def winning_energy(energy, slots):
    """Mean energy in the greatest of M gates, one with a centred pulse, for flat arrays, in units of N0."""
    energy, slots = np.asarray(energy, dtype=float), np.asarray(slots, dtype=float)
    amplitude, log_slots = np.sqrt(energy)[:, None], np.log(slots)[:, None]
    x, weight = leggauss(48)
    low = np.maximum(amplitude - 5.0, np.sqrt(np.maximum(log_slots - 3.7, 0.0)))  # some gate is greater than that
    half = 0.5 * (np.maximum(amplitude, np.sqrt(log_slots)) + 5.0 - low)
    r = low + half * (1.0 + x)
    above = 1.0 - _rice_distribution(r, amplitude) * np.exp((slots[:, None] - 1.0) * _log_below(r))
    return low[:, 0] ** 2 + np.sum(2.0 * r * above * half * weight, axis=1)


class Steps:
    """Probability, mean and variance of e for each decision, against the offset of the clock."""

    def __init__(self, energy, slots):
        self.at_rest = (1.0 + float(winning_energy([energy], [slots])[0])) / (4.0 * energy**2)
        self._offsets = np.linspace(0.0, 0.5, _OFFSETS)
        self._moments = _moments(float(energy), float(slots), self._offsets)

    def __call__(self, offset):
        """Moments ``(3, 3, points)``: probability, mean, variance by own, next and distant slot; offset from 0 to 1."""
        from scipy.interpolate import CubicSpline  # heavy to import, and the table is made but once

        folded = np.minimum(offset, 1.0 - offset)
        probability, mean, variance = CubicSpline(self._offsets, self._moments, axis=-1)(folded)
        probability = np.clip(probability, 0.0, 1.0)
        return np.stack([probability / probability.sum(axis=0), np.where(offset > 0.5, -mean, mean), variance])


def _moments(energy, slots, offset):
    """The same from the integrals, for offsets up to half a slot."""
    amplitude = np.sqrt(energy)
    r, weight = _simpson(0.0, max(amplitude + 5.5, np.sqrt(np.log(slots)) + 4.0), _RADII)
    own, spilled = amplitude * (1.0 - offset)[:, None], amplitude * offset[:, None]
    below_own, below_spilled = (_rice_distribution(*np.broadcast_arrays(r, each)) for each in (own, spilled))
    log_below = _log_below(r)
    others = np.exp((slots - 2.0) * log_below)
    late = offset[:, None]
    out = [
        _of_pulse(energy, r, weight * others * below_spilled, own, spilled, late),
        _of_pulse(energy, r, weight * others * below_own, spilled, own, 1.0 - late),
    ]
    out[1][1] *= -1.0  # the pulse is early for the next slot
    distant = weight * 2.0 * r * np.exp(-r * r + (slots - 3.0) * log_below) * below_own * below_spilled
    size = distant.sum(axis=1)
    out.append([(slots - 2.0) * size, 0.0 * size, distant @ (r * r + 1.0) / size / (4.0 * energy**2)])
    return np.moveaxis(np.array(out), 0, 1)


def _of_pulse(energy, r, others, held, beside, late):
    """Probability, mean and variance where the gate that holds ``held`` of the pulse wins, which is ``late`` for it."""
    amplitude = np.sqrt(energy)
    density = _rice(r, held) * others
    probability = density.sum(axis=1)
    z2, z3 = amplitude * np.maximum(0.5 - late, 0.0), amplitude * np.minimum(0.5, 1.0 - late)
    z4, z5 = amplitude * np.minimum(late, 0.5), amplitude * np.maximum(late - 0.5, 0.0)
    d, f = z2 - z3, z4 - z5  # means; the gate behind is z4 + z5
    in_phase = r * scipy.special.i1e(2.0 * held * r) / scipy.special.i0e(2.0 * held * r)  # mean of Re w given |w|
    squared = (
        0.5 * r * r * (1.0 + scipy.special.ive(2, 2.0 * held * r) / scipy.special.i0e(2.0 * held * r))
    )  # of its square
    behind, behind_energy = _below_winner(r, beside)
    half = 0.5 * (behind + f)
    half_energy = 0.25 * (behind_energy + 2.0 * f * behind + f * f)
    mean = half_energy + half * in_phase - d * (half + in_phase) - 0.25
    difference = z4 - d  # mean of D; S has w + z4
    plain = difference * (in_phase + z4)
    power = difference**2 * (squared + 2.0 * in_phase * z4 + z4**2) + 0.5 * difference**2
    power = power + r * r + 2.0 * in_phase * z4 + z4**2 + 1.0

    def over_winner(value):
        return (density * value).sum(axis=1) / probability

    variance = over_winner(power) - over_winner(plain) ** 2
    return [probability, over_winner(mean) / (2.0 * energy), variance / (4.0 * energy**2)]


def _below_winner(r, amplitude):
    """Means of the in-phase part and of the energy of a gate that is known to stay below each r."""
    from scipy.integrate import cumulative_simpson  # 0.1 s of every command's start, for pulse clocks only

    density, step = _rice(r, amplitude), r[1] - r[0]
    parts = [
        density,
        density * r * scipy.special.i1e(2.0 * amplitude * r) / scipy.special.i0e(2.0 * amplitude * r),
        density * r * r,
    ]
    size, first, second = (cumulative_simpson(part, dx=step, axis=-1, initial=0.0) for part in parts)
    known = size > 1e-12  # below, nothing of weight is left
    size = np.where(known, size, 1.0)
    return np.where(known, first / size, 0.0), np.where(known, second / size, 0.0)


def _steps_from(steps, points, gain, walk):
    """Probabilities, places and spreads after a step from each point, one row a decision."""
    probability, mean, variance = steps(points)
    return probability, points - gain * mean, np.sqrt(gain**2 * variance + walk**2)


def _points(steps, gain, walk):
    """Enough points for the narrowest step, on 0 to 1."""
    return int(np.clip(2.4 / np.sqrt(gain**2 * steps.at_rest + walk**2), 32, _MOST_POINTS))


def _gaussian(place, middle, spread):
    return np.exp(-0.5 * ((place - middle) / spread) ** 2) / (spread * np.sqrt(2.0 * np.pi))


def mean_pixels(steps, gain, walk, points=None):
    """Mean pixels from rest until the clock is first a slot off; more of them than 1e12 are not resolved."""
    x, weight = leggauss(points or _points(steps, gain, walk))
    x, weight = 0.5 * (x + 1.0), 0.5 * weight  # the negative half is the same
    kernel, leave = np.zeros((x.size, x.size)), np.zeros(x.size)
    for share, middle, spread in zip(*_steps_from(steps, x, gain, walk), strict=True):
        from_here, wide = middle[:, None], spread[:, None]
        kernel += share[:, None] * (_gaussian(x, from_here, wide) + _gaussian(-x, from_here, wide)) * weight
        leave += (
            share
            * 0.5
            * (
                scipy.special.erfc((1.0 - middle) / spread * _PART)
                + scipy.special.erfc((1.0 + middle) / spread * _PART)
            )
        )
    np.fill_diagonal(kernel, 0.0)
    times = np.linalg.solve(np.diag(kernel.sum(axis=1) + leave) - kernel, np.ones(x.size))
    first = np.zeros(x.size)
    for share, middle, spread in zip(*_steps_from(steps, np.zeros(1), gain, walk), strict=True):
        first += share * (_gaussian(x, middle, spread) + _gaussian(-x, middle, spread)) * weight
    return 1.0 + float(first @ times)


def slow_log_pixels(steps, gain, walk):
    """Natural logarithm of the same for a loop of small steps, by the integrals of a diffusion, however long."""
    x = np.linspace(0.0, 1.0, 4001)
    probability, mean, variance = steps(x)
    drift = gain * np.sum(probability * mean, axis=0)
    spread = gain**2 * np.sum(probability * (variance + mean**2), axis=0) + walk**2
    slope = 2.0 * drift / spread
    potential = np.concatenate([[0.0], np.cumsum(0.5 * (slope[1:] + slope[:-1]))]) * x[1]
    before = np.logaddexp.accumulate(np.log(2.0 * x[1] / spread) - potential)
    return float(np.logaddexp.reduce(potential + before + np.log(x[1])))


def stationary_jitter(steps, gain, walk, points=None):
    """Rms offset from the nearest slot, in slots, of a loop that has run for long."""
    x, weight = leggauss(max((points or _points(steps, gain, walk)) // 2, 24))
    x, weight = 0.25 * (x + 1.0), 0.25 * weight  # 0 to 1/2; the negative half is the same
    kernel = np.zeros((x.size, x.size))
    for share, middle, spread in zip(*_steps_from(steps, x, gain, walk), strict=True):
        if np.max(spread) > 2.0:
            return float(UNIFORM_JITTER)
        from_here, wide = middle[:, None], spread[:, None]
        far = int(np.ceil(6.0 * np.max(spread) + np.max(np.abs(middle))))
        for turn in range(-far, far + 1):
            kernel += share[:, None] * (_gaussian(x + turn, from_here, wide) + _gaussian(turn - x, from_here, wide))
    kernel *= weight
    np.fill_diagonal(kernel, 0.0)
    balance = np.diag(kernel.sum(axis=1)) - kernel
    system = balance.T.copy()
    system[-1] = 1.0
    density = np.linalg.solve(system, np.append(np.zeros(x.size - 1), 1.0))
    return float(np.sqrt(density @ x**2))
