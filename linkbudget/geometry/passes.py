"""Passes of trajectories over stations: rise, culmination, set.

The map: :class:`Pass`, :func:`find_passes` (one trajectory over one station) and :func:`predict_passes` (many over
many).

A pass lasts while the spacecraft stands above a cone about the zenith of the station, that of its lowest elevation.
The height above this cone changes smoothly, however short the pass, and bends down near it, since the spacecraft falls
freely.  The height is computed at least every five minutes and four times in each step of the track, for all stations
at once; each greatest and least height near zero is refined, then each crossing, all of them at once.  So a pass that
rises above the mask for seconds only is found as surely as a long one.

Elevations and masks are geometric, without refraction.  A pass with a mask of 0 degrees starts when the source stands
on the geometric horizon; its ray then arrives at 0.58 degrees (at sea level).  The refracted horizon, where the ray
arrives horizontally, is a mask of -0.77 degrees there: ``geometric_elevation_deg(0.0)`` of
``linkbudget.physics.refraction`` gives it for a station, and with another argument the mask of an apparent elevation.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
from skyfield.vectorlib import VectorFunction

from linkbudget.errors import require
from linkbudget.formatting import angle_text, distance_text
from linkbudget.geometry._crossings import (
    NUDGE_S,
    TOLERANCE_S,
    Stretch,
    extremes,
    half_turn_deg,
    require_span,
    stretches,
    turns,
)
from linkbudget.geometry.clock import format_utc
from linkbudget.geometry.horizon_masks import HorizonMask
from linkbudget.geometry.look_angles import LookAngles, look_angles, look_angles_from
from linkbudget.geometry.stations import Station
from linkbudget.geometry.track import Track, sample
from linkbudget.roots import bracketed_root

_STEP_S = 300.0
_TOLERANCE = 1e-7  # of the distance, an eighth of it met: a low satellite moves so far in a hundredth of a millisecond
_END_S = 1.0  # from the ends of the interval: an extreme beside an end shows between three times
_ROOM = 1.5  # for extremes of curves that bend a little the other way


@dataclass(frozen=True)
class Pass:
    """One stretch of time above the mask; elevations are geometric.

    ``culmination_utc_s`` is where the elevation is greatest; ``minimum_range_m`` is the least range between
    rise and set.  ``rise_is_cut`` and ``set_is_cut`` say that the stretch began
    before, or goes on after, the interval that was searched: rise or set is then the interval's end.

    Of a crosslink (:func:`~linkbudget.geometry.crosslinks.find_sights`) a pass is the time in which nothing stands
    between the two spacecraft: its culmination is where they are nearest, elevation and azimuths are NaN.
    """

    rise_utc_s: float
    culmination_utc_s: float
    set_utc_s: float
    maximum_elevation_deg: float
    minimum_range_m: float
    rise_azimuth_deg: float
    set_azimuth_deg: float
    rise_is_cut: bool = False
    set_is_cut: bool = False

    @property
    def duration_s(self) -> float:
        """Time from rise to set [s]."""
        return self.set_utc_s - self.rise_utc_s

    def __str__(self) -> str:
        rise, top, down = (format_utc(round(t)) for t in (self.rise_utc_s, self.culmination_utc_s, self.set_utc_s))
        if np.isnan(self.maximum_elevation_deg):
            ends = f"{rise}{' (cut)' if self.rise_is_cut else ''} to {down}{' (cut)' if self.set_is_cut else ''}"
            return f"{ends}, nearest {top} at {distance_text(self.minimum_range_m)}"
        return (
            f"{rise}{' (cut)' if self.rise_is_cut else ''} az {angle_text(self.rise_azimuth_deg, 0)}, "
            f"{top} at {angle_text(self.maximum_elevation_deg, 1)}, "
            f"{down}{' (cut)' if self.set_is_cut else ''} az {angle_text(self.set_azimuth_deg, 0)}"
        )


def find_passes(
    track: Track,
    station: Station,
    start_utc_s: float,
    end_utc_s: float,
    *,
    minimum_elevation_deg: float | None = None,
    hidden_utc_s: Sequence[tuple[float, float]] = (),
) -> tuple[Pass, ...]:
    """Passes of a sampled trajectory over a station, in order of time.

    Parameters
    ----------
    track : Track
        Sampled trajectory.
    station : Station
        Where the antenna stands.
    start_utc_s, end_utc_s : float
        Interval to search, inside the track [s].
    minimum_elevation_deg : float, optional
        Mask, a geometric elevation; the station's own when left out.  The station's horizon mask counts beside it
        [deg].
    hidden_utc_s : sequence of tuple
        First and last instant of the times in which a body hides the spacecraft, in order; they divide passes [s].

    Returns
    -------
    tuple of Pass
        Empty when the trajectory stays below the mask.

    Raises
    ------
    LinkBudgetError
        If the interval does not rise or lies outside the track, or the mask lies outside -90 to 90 degrees.

    Examples
    --------
    >>> from linkbudget.geometry.clock import parse_utc
    >>> from linkbudget.geometry.kernel import body
    >>> from linkbudget.geometry.track import sample
    >>> station = Station("Evpatoria", 45.22082, 33.17122, 43.0, minimum_elevation_deg=5.0)
    >>> start_utc_s, end_utc_s = parse_utc("1963-03-20T06:00"), parse_utc("1963-03-21T06:00")
    >>> track = sample(body("mars"), start_utc_s, end_utc_s)
    >>> for each in find_passes(track, station, start_utc_s, end_utc_s):
    ...     print(each)
    1963-03-20T11:28:20Z az 63°, 1963-03-20T18:31:48Z at 67.0°, 1963-03-21T01:35:11Z az 297°
    """
    hidden = [hidden_utc_s]
    return _passes(track, [station], float(start_utc_s), float(end_utc_s), minimum_elevation_deg, hidden)[0]


def predict_passes(
    trajectories: Sequence[VectorFunction],
    stations: Sequence[Station],
    start_utc_s: float,
    end_utc_s: float,
    *,
    minimum_elevation_deg: float | None = None,
) -> tuple[tuple[tuple[Pass, ...], ...], ...]:
    """Passes of many trajectories over many stations, each trajectory sampled once and searched for all stations.

    Trajectories are sampled to a tenth of the accuracy of :func:`~linkbudget.geometry.track.sample` itself: rises and
    sets differ by less than 0.1 ms, and by some milliseconds where a pass hardly rises above the mask.

    Parameters
    ----------
    trajectories : tuple of skyfield VectorFunction
        As :func:`~linkbudget.geometry.track.sample` takes them, such as satellites of
        :func:`~linkbudget.geometry.orbit.tle_orbit`.
    stations : tuple of Station
        Where the antennas stand.
    start_utc_s, end_utc_s : float
        Interval to search [s].
    minimum_elevation_deg : float, optional
        Mask of all stations, a geometric elevation; each station's own when left out.  The horizon mask of a station
        counts beside it [deg].

    Returns
    -------
    tuple of tuple of tuple of Pass
        By trajectory, then station, then time.

    Raises
    ------
    LinkBudgetError
        If the interval does not rise, the mask lies outside -90 to 90 degrees, or a trajectory cannot be sampled.

    Examples
    --------
    >>> from linkbudget.geometry.clock import parse_utc
    >>> from linkbudget.geometry.earth_orbits import CircularOrbit
    >>> start_utc_s, end_utc_s = parse_utc("2026-03-20"), parse_utc("2026-03-21")
    >>> satellites = [CircularOrbit(550e3, 97.6, start_utc_s, node_deg) for node_deg in (0.0, 90.0)]
    >>> stations = [Station("Svalbard", 78.23, 15.39, 450.0), Station("Berlin", 52.5, 13.4, 50.0)]
    >>> for satellite in predict_passes(satellites, stations, start_utc_s, end_utc_s, minimum_elevation_deg=5.0):
    ...     print([len(passes) for passes in satellite])
    [13, 5]
    [14, 5]
    """
    found = []
    for trajectory in trajectories:
        track = sample(trajectory, float(start_utc_s), float(end_utc_s), tolerance=_TOLERANCE)
        found.append(_passes(track, stations, float(start_utc_s), float(end_utc_s), minimum_elevation_deg))
    return tuple(found)


def _passes(
    track: Track,
    stations: Sequence[Station],
    start_utc_s: float,
    end_utc_s: float,
    minimum_elevation_deg: float | None,
    hidden_utc_s: Sequence[Sequence[tuple[float, float]]] = (),
) -> tuple[tuple[Pass, ...], ...]:
    """Passes over each station, divided by the times in which a body hides the spacecraft from it."""
    own = minimum_elevation_deg is None
    masks_deg = np.array([each.minimum_elevation_deg if own else minimum_elevation_deg for each in stations])
    for mask_deg in masks_deg:
        require("minimum_elevation_deg", float(mask_deg), at_least=-90.0, at_most=90.0)
    require_span(start_utc_s, end_utc_s)
    if not stations:
        return ()
    times, view = _grid(track, start_utc_s, end_utc_s), _View(track, stations)
    found: list[Stretch] = []
    which: list[int] = []
    for place, above in enumerate(_above_masks(view, masks_deg, times)):
        station = stations[place]
        if station.horizon_mask is not None:
            above = _above_hills(track, station, station.horizon_mask, float(masks_deg[place]), times, above)
        parts = [part for up in above for part in _parts(up, hidden_utc_s[place] if hidden_utc_s else ())]
        found += parts
        which += [place] * len(parts)
    described = _described(view, np.array(which, dtype=int), times, found)
    ends = np.searchsorted(which, np.arange(len(stations) + 1))
    return tuple(tuple(described[first:last]) for first, last in pairwise(ends))


def _grid(track: Track, start_utc_s: float, end_utc_s: float) -> np.ndarray:
    """Times at which heights are computed: both ends, times beside them, and parts of the track's steps."""
    track.seconds([start_utc_s, end_utc_s])  # raises outside the track
    own = np.concatenate([track.grid_utc_s(_STEP_S), [start_utc_s + _END_S, end_utc_s - _END_S]])
    return np.unique(np.concatenate([[start_utc_s, end_utc_s], own[(own > start_utc_s) & (own < end_utc_s)]]))


class _View:
    """Heights of a spacecraft above the horizon planes of stations, and its ranges."""

    def __init__(self, track: Track, stations: Sequence[Station]):
        self.track, self.stations = track, stations
        latitude, longitude = np.radians([(each.latitude_deg, each.longitude_deg) for each in stations]).T
        level = np.cos(latitude)
        self._zenith = np.stack([level * np.cos(longitude), level * np.sin(longitude), np.sin(latitude)], axis=1)
        self._place = np.array([each.itrs_m() for each in stations])
        self._plane_m = (self._zenith * self._place).sum(axis=1)

    def of_all(self, utc_s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Height and range of every station, a row each, at the same instants [m]."""
        if self.track.counts_light_time:
            looks = [_height_and_range(look_angles(self.track, station, utc_s)) for station in self.stations]
            up_m, range_m = np.array(looks).transpose(1, 0, 2)
            return up_m, range_m
        fixed = self.track.earth_fixed_m(utc_s)
        square = (
            (fixed**2).sum(axis=0)
            - 2.0 * np.einsum("si,in->sn", self._place, fixed)
            + (self._place**2).sum(axis=1, keepdims=True)
        )
        return np.einsum("si,in->sn", self._zenith, fixed) - self._plane_m[:, None], np.sqrt(np.maximum(square, 0.0))

    def of_each(self, utc_s: np.ndarray, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Height and range at each instant of one of the stations [m]."""
        if self.track.counts_light_time:
            return _height_and_range(self.looks(utc_s, which))
        fixed = self.track.earth_fixed_m(utc_s)
        path = fixed - self._place.T[:, which]
        return (fixed * self._zenith.T[:, which]).sum(axis=0) - self._plane_m[which], np.sqrt((path**2).sum(axis=0))

    def looks(self, utc_s: np.ndarray, which: np.ndarray) -> LookAngles:
        """Look angles at each instant of one of the stations."""
        return look_angles_from(self.track, self.stations, which, utc_s)


def _height_and_range(look: LookAngles) -> tuple[np.ndarray, np.ndarray]:
    """Height above the horizon plane of a station and range [m]."""
    return look.range_m * np.sin(np.radians(look.elevation_deg)), look.range_m


def _above_masks(view: _View, masks_deg: np.ndarray, times: np.ndarray) -> list[tuple[Stretch, ...]]:
    """Stretches of time above the mask of each station, whatever its horizon mask."""
    sine = np.sin(np.radians(masks_deg))

    def height_m(utc_s, which):
        """Height above the cone of the mask."""
        up_m, range_m = view.of_each(utc_s, which)
        return up_m - sine[which] * range_m

    up_m, range_m = view.of_all(times)
    heights = up_m - sine[:, None] * range_m
    up = heights >= 0.0
    which, first = np.nonzero(up[:, 1:] != up[:, :-1])
    low, high = times[first], times[first + 1]
    at_low, at_high = heights[which, first], heights[which, first + 1]

    # what is on the other side of zero between two times on this side
    turned, at = _near_zero(times, heights)

    def slope(utc_s, place):
        return height_m(utc_s + NUDGE_S, turned[place]) - height_m(utc_s - NUDGE_S, turned[place])

    extreme, place = turns(
        slope, np.maximum(times[at], times[0] + NUDGE_S), np.minimum(times[at + 1], times[-1] - NUDGE_S)
    )
    turned, at = turned[place], at[place]
    at_extreme = height_m(extreme, turned)
    other = (at_extreme >= 0.0) != up[turned, at]
    turned, at, extreme, at_extreme = turned[other], at[other], extreme[other], at_extreme[other]

    which = np.concatenate([which, turned, turned])
    low, high = np.concatenate([low, times[at], extreme]), np.concatenate([high, extreme, times[at + 1]])
    at_low = np.concatenate([at_low, heights[turned, at], at_extreme])
    at_high = np.concatenate([at_high, at_extreme, heights[turned, at + 1]])
    crossing = low
    if low.size:
        crossing = bracketed_root(
            partial(height_m, which=which), low, high, tolerance=TOLERANCE_S, at_ends=(at_low, at_high)
        )
    order = np.lexsort([crossing, which])
    rises = (at_low < 0.0)[order]
    which, crossing = which[order], crossing[order]
    return [
        _stretches(times, bool(up[each, 0]), bool(up[each, -1]), crossing[which == each], rises[which == each])
        for each in range(masks_deg.size)
    ]


def _near_zero(times: np.ndarray, heights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Station and first time of the intervals whose ends are on one side of zero and an extreme between may not be.

    A curve that bends one way stays within the straight lines through its neighbours on either side.
    """
    slopes, up = np.diff(heights) / np.diff(times), heights >= 0.0
    before, after = slopes[:, :-2], slopes[:, 2:]
    below = ~up[:, 1:-2] & ~up[:, 2:-1] & (before > 0.0) & (after < 0.0)
    above = up[:, 1:-2] & up[:, 2:-1] & (before < 0.0) & (after > 0.0)
    which, at = np.nonzero(below | above)
    before, after, at = before[which, at], after[which, at], at + 1
    first, last, step = heights[which, at], heights[which, at + 1], times[at + 1] - times[at]
    beyond = np.abs(before * np.clip((last - first - after * step) / (before - after), 0.0, step))
    near = np.abs(first) <= _ROOM * beyond
    return which[near], at[near]


def _stretches(times: np.ndarray, up_first: bool, up_last: bool, crossing: np.ndarray, rises: np.ndarray):
    """Stretches of time between crossings up and down, and the ends of the interval where it begins or ends above."""
    starts, ends = crossing[rises].tolist(), crossing[~rises].tolist()
    starts, ends = [*[float(times[0])] * up_first, *starts], [*ends, *[float(times[-1])] * up_last]
    last = len(starts) - 1
    return tuple(
        Stretch(start, end, up_first and place == 0, up_last and place == last)
        for place, (start, end) in enumerate(zip(starts, ends, strict=True))
    )


def _above_hills(
    track: Track, station: Station, hills: HorizonMask, mask_deg: float, times: np.ndarray, above: tuple[Stretch, ...]
) -> tuple[Stretch, ...]:
    """Stretches of time above the horizon mask as well, searched where the spacecraft is above the other mask."""
    if not above:
        return ()

    def elevation(utc_s):
        return look_angles(track, station, utc_s).elevation_deg

    def clearance(utc_s):
        look = look_angles(track, station, utc_s)
        return look.elevation_deg - np.maximum(hills.elevation_deg(look.azimuth_deg), mask_deg)

    starts, ends = (np.array(each) for each in list(zip(*above, strict=True))[:2])
    first, last = np.searchsorted(times, starts) - 1, np.searchsorted(times, ends, side="right")
    count = np.zeros(times.size + 1, dtype=int)
    np.add.at(count, np.maximum(first, 0), 1)
    np.add.at(count, np.minimum(last, times.size - 1) + 1, -1)
    near = np.cumsum(count)[:-1] > 0
    near[[0, -1]] = True
    times = np.union1d(times[near], np.concatenate([starts, ends]))
    times = np.union1d(times, extremes(elevation, times, elevation(times)))
    times = _with_corners(track, station, hills, mask_deg, times)
    times = np.union1d(times, extremes(clearance, times, clearance(times)))
    return stretches(clearance, times)


def _parts(up: Stretch, hidden_utc_s: Sequence[tuple[float, float]]) -> Iterator[Stretch]:
    """Parts of a stretch of time in which no body hides the source."""
    start_utc_s, is_cut = up.start_utc_s, up.start_is_cut
    for ingress_utc_s, egress_utc_s in hidden_utc_s:
        if egress_utc_s <= start_utc_s or ingress_utc_s >= up.end_utc_s:
            continue
        if ingress_utc_s > start_utc_s:
            yield Stretch(start_utc_s, ingress_utc_s, is_cut, False)
        start_utc_s, is_cut = egress_utc_s, False
    if start_utc_s < up.end_utc_s:
        yield Stretch(start_utc_s, up.end_utc_s, is_cut, up.end_is_cut)


def _with_corners(track: Track, station: Station, mask: HorizonMask, mask_deg: float, times: np.ndarray) -> np.ndarray:
    """Times and, between them, those at which the azimuth turns back or passes a corner of the horizon mask."""

    def azimuth(utc_s):
        return look_angles(track, station, utc_s).azimuth_deg

    times = np.union1d(times, extremes(azimuth, times, azimuth(times), around=True))
    look = look_angles(track, station, times)
    reached = np.maximum(look.elevation_deg[1:], look.elevation_deg[:-1]) >= mask_deg
    highest_deg = max(elevation for _, elevation in mask.points)
    reached &= np.minimum(look.elevation_deg[1:], look.elevation_deg[:-1]) <= highest_deg
    start, ahead = look.azimuth_deg[:-1], half_turn_deg(np.diff(look.azimuth_deg))
    found = [times]
    for corner_deg in mask.corners_deg(mask_deg):
        before = half_turn_deg(start - corner_deg)
        passed = np.flatnonzero(reached & (before * (before + ahead) < 0.0) & (np.abs(before) < 180.0 - np.abs(ahead)))
        if passed.size:
            low, high = times[passed], times[passed + 1]
            found.append(
                bracketed_root(
                    lambda utc_s, corner_deg=corner_deg: half_turn_deg(azimuth(utc_s) - corner_deg),
                    low,
                    high,
                    tolerance=TOLERANCE_S,
                )
            )
    return np.unique(np.concatenate(found))


def _described(view: _View, which: np.ndarray, times: np.ndarray, found: Sequence[Stretch]) -> list[Pass]:
    """Passes of stretches of time, each over one of the stations."""
    if not found:
        return []
    rise, down = np.array([(each.start_utc_s, each.end_utc_s) for each in found]).T
    begin, count = np.searchsorted(times, rise, side="right"), 2
    count = 2 + np.maximum(np.searchsorted(times, down) - begin, 0)
    first = np.cumsum(count) - count
    owner = np.repeat(np.arange(count.size), count)
    inside = times[np.clip(np.arange(owner.size) - np.repeat(first + 1 - begin, count), 0, times.size - 1)]
    inside[first], inside[first + count - 1] = rise, down

    def slopes(utc_s, owner):
        """Slopes of the sine of the elevation and of nearness, the range with the other sign; made linear in time."""
        utc_s = np.clip(utc_s, times[0] + NUDGE_S, times[-1] - NUDGE_S)
        (early_up, early), (late_up, late) = (
            view.of_each(utc_s + shift_s, which[owner]) for shift_s in (-NUDGE_S, NUDGE_S)
        )
        return np.stack([(late_up / late - early_up / early) * late**3, (early - late) * late])

    slope = slopes(inside, owner)
    kind, at = np.nonzero((owner[1:] == owner[:-1]) & (slope[:, :-1] > 0.0) & (slope[:, 1:] <= 0.0))
    refined = inside[at]
    if at.size:

        def slope_of_kind(utc_s):
            return slopes(utc_s, owner[at])[kind, np.arange(at.size)]

        ends = slope[kind, at], slope[kind, at + 1]
        refined = bracketed_root(slope_of_kind, inside[at], inside[at + 1], tolerance=TOLERANCE_S, at_ends=ends)

    utc_s, owner = np.concatenate([inside, refined]), np.concatenate([owner, owner[at]])
    look = view.looks(utc_s, which[owner])
    order, count_all = np.lexsort([look.elevation_deg, owner]), np.cumsum(np.bincount(owner))
    top = order[count_all - 1]
    least_m = np.minimum.reduceat(look.range_m[order], np.concatenate([[0], count_all[:-1]]))
    columns = (
        utc_s[top],
        look.elevation_deg[top],
        least_m,
        look.azimuth_deg[first],
        look.azimuth_deg[first + count - 1],
    )
    return [
        Pass(
            each.start_utc_s,
            top_s,
            each.end_utc_s,
            up_deg,
            range_m,
            from_deg,
            to_deg,
            each.start_is_cut,
            each.end_is_cut,
        )
        for each, top_s, up_deg, range_m, from_deg, to_deg in zip(
            found, *(column.tolist() for column in columns), strict=True
        )
    ]
