"""States of trajectories at single instants: remembered, and without the objects that skyfield makes of them."""

from collections.abc import Callable
from functools import wraps

import numpy as np
from skyfield.constants import AU_M
from skyfield.timelib import Time
from skyfield.vectorlib import VectorFunction

MOST_INSTANTS = 64
"""Instants of which a trajectory remembers the state."""


def remembers_instants(at: Callable) -> Callable:
    """Decorator of the method ``_at`` by which a trajectory answers skyfield: states at single instants are kept.

    What is asked of one instant, the way of the light, bodies in the beam and the angle to the Sun, asks a trajectory
    for the same state again and again.
    """

    @wraps(at)
    def remembered(self, t):
        if t.shape:
            return at(self, t)
        states = self.__dict__.setdefault("_states", {})
        instant = float(t.whole), float(t.tt_fraction), float(t.tdb_fraction)
        found = states.get(instant)
        if found is None:
            if len(states) >= MOST_INSTANTS:
                states.clear()
            found = states[instant] = at(self, t)
        position, velocity, *others = found
        return position.copy(), velocity.copy(), *others

    return remembered


def position_m(function: VectorFunction, time: Time) -> np.ndarray:
    """Position from where a vector function starts, ICRF axes; without the objects that skyfield makes of it [m]."""
    return function._at(time)[0] * AU_M
