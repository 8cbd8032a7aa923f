"""Passes of a trajectory over a station: rise, culmination, set.

The map: :class:`Pass` and :func:`find_passes`.

Elevation is sampled coarsely (at the track's own samples and at least every five minutes), every local maximum and
minimum between samples is refined, and each crossing of the mask between neighbours is refined in turn, all of them at
once.  So a pass that rises above the mask for seconds only is found as surely as a long one.

Elevations and masks are geometric, without refraction.  A pass with a mask of 0 degrees starts when the source stands
on the geometric horizon; its ray then arrives at 0.58 degrees (at sea level).  The refracted horizon, where the ray
arrives horizontally, is a mask of -0.77 degrees there: ``geometric_elevation_deg(0.0)`` of
``linkbudget.physics.refraction`` gives it for a station, and with another argument the mask of an apparent elevation.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from linkbudget.errors import LinkBudgetError, require
from linkbudget.formatting import angle_text, distance_text
from linkbudget.geometry._crossings import TOLERANCE_S, Stretch, extremes, half_turn_deg, search_grid, stretches
from linkbudget.geometry.clock import format_utc
from linkbudget.geometry.horizon_masks import HorizonMask
from linkbudget.geometry.look_angles import look_angles
from linkbudget.geometry.stations import Station
from linkbudget.geometry.track import Track
from linkbudget.roots import bracketed_root


@dataclass(frozen=True)
class Pass:
    """One stretch of time above the mask; elevations are geometric.

    ``culmination_utc_s`` is where the elevation is greatest; ``minimum_range_m`` is the least range at rise,
    culmination, set and the track's samples between.  ``rise_is_cut`` and ``set_is_cut`` say that the stretch began
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
    mask_deg = station.minimum_elevation_deg if minimum_elevation_deg is None else minimum_elevation_deg
    require("minimum_elevation_deg", float(mask_deg), at_least=-90.0, at_most=90.0)
    if not end_utc_s > start_utc_s:
        raise LinkBudgetError(f"end {format_utc(end_utc_s)}: expected later than the start {format_utc(start_utc_s)}")

    hills = station.horizon_mask

    def elevation(utc_s):
        return look_angles(track, station, utc_s).elevation_deg

    def clearance(utc_s):
        if hills is None:
            return elevation(utc_s) - mask_deg
        look = look_angles(track, station, utc_s)
        return look.elevation_deg - np.maximum(hills.elevation_deg(look.azimuth_deg), mask_deg)

    times = search_grid(track, float(start_utc_s), float(end_utc_s))
    times = np.union1d(times, extremes(elevation, times, elevation(times)))
    if hills is not None:
        times = _with_corners(track, station, hills, float(mask_deg), times)
        times = np.union1d(times, extremes(clearance, times, clearance(times)))
    return tuple(
        _pass(track, station, times, part) for up in stretches(clearance, times) for part in _parts(up, hidden_utc_s)
    )


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


def _pass(track: Track, station: Station, times: np.ndarray, up: Stretch) -> Pass:
    """One pass, described from the refined times that lie in it."""
    rise, down = up.start_utc_s, up.end_utc_s
    inside = np.concatenate([[rise], times[(times > rise) & (times < down)], [down]])
    seen = look_angles(track, station, inside)
    top = int(np.argmax(seen.elevation_deg))
    return Pass(
        rise_utc_s=rise,
        culmination_utc_s=float(inside[top]),
        set_utc_s=down,
        maximum_elevation_deg=float(seen.elevation_deg[top]),
        minimum_range_m=float(seen.range_m.min()),
        rise_azimuth_deg=float(seen.azimuth_deg[0]),
        set_azimuth_deg=float(seen.azimuth_deg[-1]),
        rise_is_cut=up.start_is_cut,
        set_is_cut=up.end_is_cut,
    )
