r"""Energy that a pulse needs, as a curve over the number of slots, where everything else is one number.

A solver that moves the power of a pulse transmitter asks for the energy at a hundred numbers of slots, and a few dozen
times over.  The energy is a smooth function of :math:`\log_2 M`, so each stretch of it is searched at a few Chebyshev
points and is a polynomial from then on.  A stretch whose last coefficients are not lost in rounding, such as one where
the slot clock hardly allows the quality, has no curve: every number of slots is searched.
"""

from functools import lru_cache

import numpy as np
from numpy.polynomial.chebyshev import chebfit, chebpts1, chebval

from linkbudget.physics.pulse_position import RISE_AT

_EDGES = np.array([1.0, 2.0, 3.0, RISE_AT / np.log(2.0), 7.0, 9.0, 13.0, 17.0, 21.0, 29.0])
"""Ends of the stretches, as powers of two; two slots themselves are a case of their own.  The panels of the integrals
change at one of them, and with them their last digits."""

_POINTS = chebpts1(14)
_LOST_DB = 2e-11
"""Last two coefficients of a curve, at most [dB]."""

_WORTH = 4
"""Different numbers of slots on a stretch from which its curve is worth 14 searches, as more will come."""

_FEW = 250
"""Searches that cost about as much as a table of :mod:`linkbudget.physics._pulse_tables`."""

_NO_CURVE = -1


def over_slots(required, slots, *given, smooth=True):
    """``required(slots, *given)`` in decibels, a search, for any shapes; of slots alone by curves where it is smooth.

    What was searched for a single number of slots is remembered.
    """
    if any(np.ndim(each) for each in given):
        return required(slots, *given)
    given = tuple(float(each) for each in given)
    if np.ndim(slots) == 0:
        return _once(required, float(slots), *given)
    different, places = np.unique(np.asarray(slots, dtype=float), return_inverse=True)
    found = np.full(different.size, np.nan)
    stretches = np.searchsorted(_EDGES, np.log2(different), side="left") - 1
    for stretch in np.unique(stretches).tolist():
        here = stretches == stretch
        found[here] = _on_stretch(required, stretch if smooth else _NO_CURVE, different[here], given)
    return found[places].reshape(np.shape(slots))


def _on_stretch(required, stretch, slots, given):
    many = slots.size >= _WORTH
    curve = _curve(required, stretch, *given) if many and 0 <= stretch < _EDGES.size - 1 else None
    if curve is not None:
        return chebval(_share(stretch, np.log2(slots)), curve)
    if slots.size <= _FEW:
        return [_once(required, each, *given) for each in slots.tolist()]
    return required(slots, *given)


def _share(stretch, octave):
    """Place on a stretch, from -1 to 1."""
    low, high = _EDGES[stretch : stretch + 2]
    return (2.0 * octave - low - high) / (high - low)


@lru_cache(maxsize=8192)
def _once(required, *given):
    return float(required(*given))


@lru_cache(maxsize=256)
def _curve(required, stretch, *given):
    """Coefficients, or none where they do not die away."""
    low, high = _EDGES[stretch : stretch + 2]
    octaves = 0.5 * (low + high + (high - low) * _POINTS)
    searched_db = required(2.0**octaves, *given)
    if not np.isfinite(searched_db).all():
        return None
    curve = chebfit(_POINTS, searched_db, _POINTS.size - 1)
    return curve if np.max(np.abs(curve[-2:])) <= _LOST_DB else None
