r"""Tables of :mod:`linkbudget.physics.pulse_jitter` for long arrays, each point with its own energy, clock, slots.

Quintic splines through the logarithms of both error probabilities.  What goes wrong at a given offset of the clock does
not depend on how often the offset occurs: it is integrated once for each energy, at nodes that serve all jitters and
all numbers of slots of an octave, and averaged with the weights of each.

The map

- :func:`groups`: which points share a table.  Called with energies (ratios), jitters and slots, a table returns the
  logarithms of the neighbour error and of the distant error per empty slot;
- :func:`surface`: over energy and jitter, for one number of slots or for an octave of them;
- :func:`curve`: over energy, for one number of slots and one jitter;
- :func:`strong_surface`: strong pulses, up to endless energy: only the neighbour error is left, whatever the slots.
"""

import math
from functools import lru_cache

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start
from numpy.polynomial.chebyshev import chebpts1, chebvander
from numpy.polynomial.legendre import leggauss

from linkbudget.physics._pulse_gates import log_two_gate_errors, mean_over_clock

JITTER_LIMIT = 0.35
"""Largest rms error of the slot clock, as a fraction of a slot."""

STRONG = 1600.0
"""Es/N0, a ratio, beyond which a distant error is rarer than 1e-100."""

ENOUGH = 1000
"""Points that share a table, from which it is worth its time."""

ENOUGH_OF_ONE_JITTER = 250
"""The same where they share the jitter as well, and for strong pulses."""

A_STUDY = 10_000
"""Points of a call that will not be the only one: in it a table is worth its time for :data:`FEW_OF_A_STUDY`."""

FEW_OF_A_STUDY = 50

_DEPTHS = np.linspace(0.0, math.log1p(2000.0), 160)  # of energy: ln(1 + Es/N0)
_SHARES = np.hypot(np.linspace(0.03, 1.0, 200), 0.2)  # of jitter; denser near zero, where jitter times Es/N0 counts
_SHARES = (_SHARES - _SHARES[0]) / (_SHARES[-1] - _SHARES[0])
_SLOT_NODES = chebpts1(7)  # over an octave, on a logarithmic scale
_X, _W = leggauss(12)
_LEAST_JITTER = 0.016  # with less, strong pulses err less often than 1e-100
_STRONG_NODES = 50, 150
_BLOCK = 8192  # points whose logarithms at all nodes of an octave stay in the cache


def groups(energy, jitter, slots, integrals=1):
    """Points that share a table, as pairs of indices and the table, and last the others, with None.

    ``integrals`` tells how many a point would take without the table.
    """
    worth = integrals * (ENOUGH / FEW_OF_A_STUDY if energy.size >= A_STUDY else 1)  # of a point
    strong = energy > STRONG
    weak, alone = np.flatnonzero(~strong), []
    if np.count_nonzero(strong) * worth >= ENOUGH_OF_ONE_JITTER:
        yield np.flatnonzero(strong), strong_surface()
    else:
        alone.append(np.flatnonzero(strong))
    octaves = np.floor(np.log2(slots[weak]))
    for octave in np.unique(octaves):
        for members in _alike(weak[octaves == octave], slots):
            table = _table_for(jitter[members], slots[members], octave, worth * members.size)
            if table is None:
                alone.append(members)
            else:
                yield members, table
    yield np.concatenate(alone) if alone else weak[:0], None


def _alike(members, slots):
    """Split by the number of slots, unless there are several."""
    counts = np.unique(slots[members])
    return [members] if counts.size > 2 else [members[slots[members] == count] for count in counts]


def _table_for(jitter, slots, octave, worth):
    one = slots.min() == slots.max()
    if one and worth >= ENOUGH_OF_ONE_JITTER and 0.0 < jitter.min() == jitter.max():
        return curve(float(slots[0]), float(jitter[0]))
    if worth < ENOUGH:
        return None
    return surface(float(slots[0])) if one else octave_surface(float(octave))


@lru_cache(maxsize=32)
def surface(slots):
    """Both logarithms over energy and jitter, for one number of slots."""
    return _surface(np.array([slots]))


@lru_cache(maxsize=16)
def octave_surface(octave):
    """Both logarithms over energy, jitter and slots from two to the power of ``octave`` to twice as many."""
    nodes = _surface(2.0 ** (octave + 0.5 + 0.5 * _SLOT_NODES))
    to_coefficients = np.linalg.inv(chebvander(_SLOT_NODES, _SLOT_NODES.size - 1)).T

    def logs(energy, jitter, slots):
        out = np.empty((2, energy.size))
        for start in range(0, energy.size, _BLOCK):
            block = slice(start, start + _BLOCK)
            across = chebvander(2.0 * (np.log2(slots[block]) - octave) - 1.0, _SLOT_NODES.size - 1) @ to_coefficients.T
            at_nodes = nodes(energy[block], jitter[block]).reshape(2, _SLOT_NODES.size, -1)
            out[:, block] = np.einsum("qkp,pk->qp", at_nodes, across)
        return out

    return logs


@lru_cache(maxsize=64)
def curve(slots, jitter):
    """Both logarithms over energy, for one number of slots and one jitter."""
    from scipy.interpolate import make_interp_spline  # 0.1 s of every command's start, for long arrays only

    energy_db = 10.0 * np.log10(np.maximum(np.expm1(_DEPTHS), 1e-30))
    errors = mean_over_clock(energy_db, np.full(energy_db.size, slots), np.full(energy_db.size, jitter))
    errors[1] /= max(slots - 2.0, 1.0)
    spline = make_interp_spline(_DEPTHS, np.log(np.maximum(errors, 1e-305)).T, 5)
    return lambda energy, jitter, slots: spline(np.log1p(energy)).T


@lru_cache(maxsize=1)
def strong_surface():
    """Logarithm of the neighbour error over one over the energy and the logarithm of the jitter."""
    inverse = np.linspace(0.0, 1.0 / STRONG, _STRONG_NODES[0])
    jitter = np.geomspace(_LEAST_JITTER, JITTER_LIMIT, _STRONG_NODES[1])
    floor = math.log(2.0) + scipy.special.log_ndtr(-0.5 / jitter)
    rows = [floor, *(_strong_row(math.sqrt(1.0 / one), jitter) for one in inverse[1:])]
    spline = _spline(inverse, np.log(jitter), np.array(rows)[..., None])

    def logs(energy, jitter, slots):
        where = np.stack([1.0 / energy, np.log(np.maximum(jitter, _LEAST_JITTER))], axis=-1)
        found = np.where(jitter < _LEAST_JITTER, -np.inf, spline(where)[:, 0])
        return np.stack([found, np.full(energy.size, -np.inf)])

    return logs


def _strong_row(amplitude, jitter):
    """Near half a slot, where the error steps from nothing to certainty over a width of one over the amplitude."""
    edges = np.arange(0.5 - min(20.0 / amplitude, 0.5), 0.5 + 5.0 / amplitude, 1.0 / amplitude)
    offset, weight = _panels(edges)
    offset, weight = np.append(offset, edges[-1]), np.append(weight, 1.0)
    logs = log_two_gate_errors(amplitude * (1.0 - offset), amplitude * offset, np.array([2.0]), 1)
    return _averaged(logs, offset, weight, jitter)[:, 0, 0]


def _surface(slots):
    """Spline over energy and jitter, both kinds of error for each number of slots."""
    rows = np.array([_row(energy, slots) for energy in np.expm1(_DEPTHS)])
    spline = _spline(_DEPTHS, _SHARES, rows.reshape(*rows.shape[:2], -1))

    def logs(energy, jitter, slots=None):
        stretch = 2.0 * np.sqrt(np.maximum(energy, 1e-12))
        share = np.arcsinh(stretch * jitter) / np.arcsinh(stretch * JITTER_LIMIT)
        return spline(np.stack([np.log1p(energy), share], axis=-1)).T

    return logs


def _row(energy, slots):
    """Both logarithms for every jitter at one energy, ``(jitters, 2, slots)``."""
    amplitude, stretch = math.sqrt(energy), 2.0 * math.sqrt(max(energy, 1e-12))
    jitter = np.sinh(_SHARES * math.asinh(stretch * JITTER_LIMIT)) / stretch
    edges = [0.0, 4.0 * jitter[1]]  # panels grow twofold until they are as wide as what the noise lets through
    while edges[-1] < 1.0:
        edges.append(edges[-1] + min(edges[-1], 2.0 / max(amplitude, 2.0)))
    offset, weight = _panels(np.minimum(edges, 1.0))
    offset, weight = np.append(offset, [1.0, 0.0]), np.append(weight, 1.0)
    logs = log_two_gate_errors(amplitude * (1.0 - offset), amplitude * offset, slots)
    jittered = _averaged(logs[..., :-1], offset[:-1], weight, jitter[1:])
    return np.concatenate([logs[None, ..., -1], jittered])


def _panels(edges):
    half = 0.5 * np.diff(edges)[:, None]
    return (edges[:-1, None] + half * (1.0 + _X)).ravel(), (half * _W).ravel()


def _averaged(logs, offset, weight, jitter):
    """Clock's mean of errors at offsets, the last of which stands for all beyond; ``(jitters, kinds, slots)``."""
    jitter = jitter[:, None]
    log_weight = np.log(weight * np.sqrt(2.0 / np.pi) / jitter) - 0.5 * (offset / jitter) ** 2
    log_weight[:, -1] = math.log(2.0) + scipy.special.log_ndtr(-offset[-1] / jitter[:, 0])
    means = []
    for kind in logs:
        middle = kind[kind.shape[0] // 2]
        size = log_weight + middle
        most = size.max(axis=1, keepdims=True)
        means.append(np.log(np.einsum("jx,kx->jk", np.exp(size - most), np.exp(kind - middle))) + most)
    return np.stack(means, axis=1)


def _spline(x, y, values):
    """Quintic spline over two coordinates through any number of quantities, the last axis."""
    from scipy.interpolate import NdBSpline, make_interp_spline  # 0.1 s of every command's start, for long arrays only

    along = make_interp_spline(x, values, 5)
    across = make_interp_spline(y, np.moveaxis(along.c, 1, 0), 5)
    return NdBSpline((along.t, across.t), np.ascontiguousarray(np.moveaxis(across.c, 0, 1)), 5)
