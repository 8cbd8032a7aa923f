r"""Interpolation of waves between the frequencies of a table: power in straight lines, phase by turning evenly.

A wave that passes a length of line turns with frequency, by :math:`2 \pi \tau \Delta f` between two points for a delay
:math:`\tau`.  Straight lines between real and imaginary parts cut that corner and make losses which the part does not
have: 13 dB in the middle of a step that turns by 0.4 of a turn.  Here the delay between two neighbouring points follows
from their phases, and magnitude and phase are interpolated apart:

.. math::

   |S|^2 = (1 - x) |S_a|^2 + x |S_b|^2, \quad \arg S = \arg S_a + x \Delta\varphi

Straight lines in power keep the balance of powers: between the points of a part without losses nothing is lost.

The map: :func:`between` finds the neighbours of each frequency, :func:`phase_turns` the turns, :func:`doubtful_steps`
the steps that the table cannot resolve, :func:`straight` and :func:`turning` interpolate.
"""

from dataclasses import dataclass

import numpy as np

_HALF_TURN = np.radians(170.0)  # half a turn, less what measured phases are uncertain by
_JUMP = np.pi / 2.0  # a step that differs from both its neighbours by more is a notch, or a grid too coarse


@dataclass(frozen=True, eq=False)
class Between:
    """The neighbours of frequencies in a table."""

    left: np.ndarray
    """Index of the point at or below each frequency."""
    right: np.ndarray
    """Index of the next point."""
    share: np.ndarray
    """Part of the step that lies below the frequency, 0 to 1 [-]."""


def between(known_hz, wanted_hz) -> Between:
    """Neighbours of each frequency among those known, which rise; frequencies outside belong to the nearest end.

    Examples
    --------
    >>> place = between([1e9, 2e9, 4e9], [2e9, 3e9])
    >>> print(place.left, place.right, place.share)
    [1 1] [2 2] [0.  0.5]
    """
    known_hz, wanted_hz = np.asarray(known_hz, dtype=float), np.asarray(wanted_hz, dtype=float)
    last = len(known_hz) - 1
    left = np.clip(np.searchsorted(known_hz, wanted_hz, side="right") - 1, 0, max(last - 1, 0))
    right = np.minimum(left + 1, last)
    step_hz = np.where(right > left, known_hz[right] - known_hz[left], 1.0)
    return Between(left, right, np.clip((wanted_hz - known_hz[left]) / step_hz, 0.0, 1.0))


def straight(values, place: Between) -> np.ndarray:
    """Straight lines between the points of a table; at a point its value, whatever its neighbours are."""
    values = np.asarray(values)
    share = place.share.reshape(-1, *(1,) * (values.ndim - 1))
    first, second = values[place.left], values[place.right]
    return _ends(first, second, share, first + share * (second - first))


def _ends(first, second, share, middle):
    return np.where(share == 0.0, first, np.where(share == 1.0, second, middle))


def phase_turns(values, *, delayed: bool = True) -> np.ndarray:
    """Turn of phase over each step of a table, along its first axis [rad].

    Delay turns phases backwards, so that a delayed wave is taken to turn from three quarters of a turn back to one
    quarter forward; others turn by up to half a turn either way.  Zeros have no phase and do not turn.

    Examples
    --------
    A cable of 11 ns at points 50 MHz apart, which turns by more than half a turn:

    >>> turns = phase_turns(np.exp(-2j * np.pi * 11e-9 * np.array([1.0e9, 1.05e9])))
    >>> print(f"{np.degrees(turns[0]):.0f} deg")
    -198 deg
    """
    values = np.asarray(values)
    step = values[1:] * np.conj(values[:-1])
    centre = -np.pi / 2.0 if delayed else 0.0
    return np.where(step == 0.0, 0.0, np.angle(step * np.exp(-1j * centre)) + centre)


def turning(values, turns, place: Between) -> np.ndarray:
    """Waves at frequencies between those of a table: straight lines in power, phase by even turning."""
    values = np.asarray(values)
    if len(values) == 1:
        return values[place.left]
    share = place.share.reshape(-1, *(1,) * (values.ndim - 1))
    first, second = values[place.left], values[place.right]
    power = (1.0 - share) * np.abs(first) ** 2 + share * np.abs(second) ** 2
    phase = np.angle(np.where(first == 0.0, second, first)) + share * turns[place.left]
    return _ends(first, second, share, np.sqrt(power) * np.exp(1j * phase))


def doubtful_steps(known_hz, values, turns, least) -> np.ndarray:
    """True for the steps of a table over which the phase cannot be known.

    These are turns of about half a turn or more, and turns that differ by over a quarter of a turn from both
    neighbouring steps: a zero between the points, or a grid too coarse.  Steps between magnitudes of at most ``least``
    have no effect and are never doubtful.
    """
    magnitude = np.abs(values)
    matters = np.maximum(magnitude[1:], magnitude[:-1]) > least
    step_hz = np.diff(known_hz).reshape(-1, *(1,) * (turns.ndim - 1))
    apart = np.full(turns.shape, np.inf)
    for here, other in ((slice(1, None), slice(None, -1)), (slice(None, -1), slice(1, None))):
        expected = turns[other] / step_hz[other] * step_hz[here]
        off = np.abs(np.angle(np.exp(1j * (turns[here] - expected))))
        apart[here] = np.minimum(apart[here], np.where(matters[other], off, np.inf))
    jumps = np.isfinite(apart) & (apart > _JUMP)
    return matters & ((np.abs(turns) > _HALF_TURN) | jumps)
