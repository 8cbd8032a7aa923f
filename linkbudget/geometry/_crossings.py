"""Changes of sign of a quantity along a track: sampled coarsely, every extreme refined, then every crossing.

The map: :func:`search_grid`, :func:`extremes` (by :func:`turns`) and :func:`stretches`.  Occultations and eclipses are
found so; passes use parts of it.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from linkbudget.errors import LinkBudgetError
from linkbudget.geometry.clock import format_utc
from linkbudget.geometry.track import Track
from linkbudget.roots import bracketed_root

TOLERANCE_S = 1e-4
"""Error of a crossing allowed by the search [s]."""

_STEP_S = 300.0
NUDGE_S = 0.5  # half-step of the central difference whose zero is the extreme


class Stretch(NamedTuple):
    """A stretch of time; ``start_is_cut`` and ``end_is_cut`` where it goes on beyond the times searched."""

    start_utc_s: float
    end_utc_s: float
    start_is_cut: bool
    end_is_cut: bool


def search_grid(track: Track, start_utc_s: float, end_utc_s: float) -> np.ndarray:
    """Coarse times: even steps with both ends, and the track's own samples, which crowd where things change fast."""
    even = np.linspace(start_utc_s, end_utc_s, 2 + int((end_utc_s - start_utc_s) / _STEP_S))
    own = track.sample_utc_s
    return np.union1d(even, own[(own > start_utc_s) & (own < end_utc_s)])


def extremes(
    function: Callable, times: np.ndarray, values: np.ndarray, *, around: bool = False, near_zero: bool = False
) -> np.ndarray:
    """Times of the local maxima and minima of a function between the outer samples.

    ``around``: of an angle in degrees that begins again after a full turn.  ``near_zero``: only of those that may lie
    on the other side of zero than their samples: no further from it than their neighbours differ.
    """

    def change(difference):
        return half_turn_deg(difference) if around else difference

    rising = change(np.diff(values)) > 0.0
    turn = np.flatnonzero(rising[1:] != rising[:-1]) + 1
    if near_zero:
        steps = np.abs(np.diff(values))
        turn = turn[np.abs(values[turn]) <= np.maximum(steps[turn - 1], steps[turn])]
    low = np.maximum(times[turn - 1], times[0] + NUDGE_S)
    high = np.minimum(times[turn + 1], times[-1] - NUDGE_S)
    return turns(lambda utc_s, _: change(function(utc_s + NUDGE_S) - function(utc_s - NUDGE_S)), low, high)[0]


def turns(slope: Callable, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Times between ``low`` and ``high`` at which a slope changes sign, and the places of the brackets where it does.

    The slope is a function of times and of the places of their brackets.
    """
    place = np.flatnonzero(high > low)
    low, high = low[place], high[place]
    at_ends = slope(low, place), slope(high, place)
    sound = np.sign(at_ends[0]) * np.sign(at_ends[1]) <= 0.0  # samples closer than the nudge need no refining
    place, low, high = place[sound], low[sound], high[sound]
    if not place.size:
        return low, place
    at_low, at_high = (value[sound] for value in at_ends)
    roots = bracketed_root(
        lambda utc_s: slope(utc_s, place), low, high, tolerance=TOLERANCE_S, at_ends=(at_low, at_high)
    )
    return roots, place


def stretches(function: Callable, times: np.ndarray, values: np.ndarray | None = None) -> tuple[Stretch, ...]:
    """Stretches of time in which a function is zero or more, between samples that hold its extremes."""
    values = function(times) if values is None else values
    up = values >= 0.0
    crossing = np.flatnonzero(up[1:] != up[:-1])
    edges = np.empty(0)
    if crossing.size:
        ends = values[crossing], values[crossing + 1]
        edges = bracketed_root(function, times[crossing], times[crossing + 1], tolerance=TOLERANCE_S, at_ends=ends)
    starts, ends = edges[~up[crossing]], edges[up[crossing]]
    if up[0]:
        starts = np.concatenate([times[:1], starts])
    if up[-1]:
        ends = np.concatenate([ends, times[-1:]])
    return tuple(
        Stretch(float(start), float(end), bool(start == times[0] and up[0]), bool(end == times[-1] and up[-1]))
        for start, end in zip(starts, ends, strict=True)
    )


def half_turn_deg(angle_deg):
    """Angle between -180 and 180 deg."""
    return (angle_deg + 180.0) % 360.0 - 180.0


def require_span(start_utc_s: float, end_utc_s: float) -> None:
    """Raise where an interval does not rise."""
    if not end_utc_s > start_utc_s:
        raise LinkBudgetError(f"end {format_utc(end_utc_s)}: expected later than the start {format_utc(start_utc_s)}")


def way_clearance_m(to_craft, to_body, radius_m: float):
    """Distance by which the way to a spacecraft clears the sphere of a body, from vectors of one origin [m]."""
    share = np.clip((to_craft * to_body).sum(axis=0) / (to_craft**2).sum(axis=0), 0.0, 1.0)
    return np.sqrt(((to_body - share * to_craft) ** 2).sum(axis=0)) - radius_m
