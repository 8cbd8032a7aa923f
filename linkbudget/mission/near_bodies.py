"""Sun, Moon and planets near the beam of a station, from the geometry of the mission or as a link states them.

A body counts as near within five degrees of the spacecraft or three beamwidths, whichever is more; a planet within two
beamwidths.  The Moon adds less than a tenth of a kelvin to beams wider than 20 degrees, and planets to beams wider than
one degree; they are left out there.  Farther off, the noise of a body belongs to the sidelobes of the station, which
its ground noise or its stated noise temperature holds.  The map: :func:`bodies_at` for one instant, :func:`bodies_over`
for many, :func:`stated_bodies` for a distance without a date.
"""

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from linkbudget.constants import ASTRONOMICAL_UNIT_M
from linkbudget.geometry.stations import Station
from linkbudget.hardware.antenna_kinds import StatedAntenna
from linkbudget.link import antenna_models
from linkbudget.link.bodies import BodyInBeam
from linkbudget.scenario_files.config import LinkConfig

if TYPE_CHECKING:
    from linkbudget.geometry.look_angles import LookAngles

FAR_DEG = 5.0
"""Separation up to which the Sun and the Moon count as near, whatever the beam [deg]."""

BEAMWIDTHS, PLANET_BEAMWIDTHS = 3.0, 2.0
PLANETS = ("mercury", "venus", "mars", "jupiter", "saturn")
"""Planets that can add a kelvin to a large antenna."""

WIDEST_FOR_MOON_DEG, WIDEST_FOR_PLANETS_DEG = 20.0, 1.0
"""Beamwidths beyond which such a body adds less than 0.1 K [deg]."""

COARSE_S = 3600.0
"""Step at which the way of a body past a distant spacecraft is looked at first [s]."""

COARSE_SLACK_DEG = 1.5
"""The Moon moves half a degree in such a step, and its parallax by a quarter [deg]."""

MEAN_DISTANCE_M = {"sun": ASTRONOMICAL_UNIT_M, "moon": 384_400e3}
"""Mean distance from the Earth [m]."""


def limits_deg(link: LinkConfig) -> dict[str, float]:
    """Separation up to which each body counts as near the beam of a link; empty where none can be in the beam."""
    antenna = link.receiver.antenna
    if link.is_light or link.direction != "downlink" or antenna is None or isinstance(antenna, StatedAntenna):
        return {}
    if link.receiver.noise_contains_bodies:
        return {}
    width = antenna_models.beamwidth("Beamwidth", antenna, link.frequency_hz)
    beam_deg = 180.0 if width is None else float(np.max(width.value))
    far_deg = min(max(FAR_DEG, BEAMWIDTHS * beam_deg), 180.0)
    limits = {"sun": far_deg}
    if beam_deg <= WIDEST_FOR_MOON_DEG:
        limits["moon"] = far_deg
    if beam_deg <= WIDEST_FOR_PLANETS_DEG:
        limits |= dict.fromkeys(PLANETS, PLANET_BEAMWIDTHS * beam_deg)
    return limits


def bodies_at(
    link: LinkConfig, station: Station, trajectory, utc_s: float, look: "LookAngles"
) -> tuple[BodyInBeam, ...]:
    """Bodies near the beam at one instant."""
    from linkbudget.geometry.bodies_in_view import (
        body_in_view_at,
        geocentric_separation_deg,
        moon_phase_deg,
        separation_over_station_deg,
    )
    from linkbudget.geometry.kernel import EARTH_CENTER, body
    from linkbudget.geometry.track import sample

    found, limits = [], limits_deg(link)
    if limits:
        if trajectory.center == EARTH_CENTER:
            coarse = separation_over_station_deg(trajectory, station, utc_s, tuple(limits))
        else:
            coarse = geocentric_separation_deg(trajectory, utc_s, tuple(limits))
        near = zip(limits.items(), coarse, strict=True)
        limits = {name: limit_deg for (name, limit_deg), angle in near if angle <= limit_deg + COARSE_SLACK_DEG}
    for name, limit_deg in limits.items():
        seen = body_in_view_at(station, utc_s, name, look)
        if seen.elevation_deg > 0.0 and seen.separation_deg - 0.5 * seen.diameter_deg <= limit_deg:
            around = sample(body("moon"), utc_s - 60.0, utc_s + 60.0) if name == "moon" else None
            phase = None if around is None else float(moon_phase_deg(around, utc_s))
            found.append(BodyInBeam(name, float(seen.separation_deg), float(seen.diameter_deg), phase))
    return tuple(found)


def bodies_over(link: LinkConfig, station: Station, track, utc_s: np.ndarray, look: "LookAngles"):
    """Bodies near the beam at some of many instants; a diameter of zero, which adds no noise, where they are not."""
    from linkbudget.geometry.bodies_in_view import body_in_view, moon_phase_deg

    shape, utc_s = utc_s.shape, utc_s.ravel()
    look = type(look)(*map(np.ravel, look))
    found = []
    for name, limit_deg in limits_deg(link).items():
        where = _perhaps_near(track, station, utc_s, name, limit_deg)
        if not where.size:
            continue
        there = type(look)(*(quantity[where] for quantity in look))
        seen = body_in_view(track, station, utc_s[where], name, spacecraft=there)
        near = (seen.elevation_deg > 0.0) & (seen.separation_deg - 0.5 * seen.diameter_deg <= limit_deg)
        if not near.any():
            continue
        separation_deg, diameter_deg = np.full(utc_s.shape, 180.0), np.zeros(utc_s.shape)
        separation_deg[where] = seen.separation_deg
        diameter_deg[where[near]] = seen.diameter_deg[near]
        phase_deg = moon_phase_deg(track, utc_s).reshape(shape) if name == "moon" else None
        found.append(BodyInBeam(name, separation_deg.reshape(shape), diameter_deg.reshape(shape), phase_deg))
    return tuple(found)


def _perhaps_near(track, station: Station, utc_s: np.ndarray, name: str, limit_deg: float) -> np.ndarray:
    """Places of the instants that are worth a closer look; of a distant spacecraft, by a coarse one first."""
    if not track.counts_light_time or limit_deg >= 180.0:
        return np.arange(utc_s.size)
    coarse_s, separation_deg = _coarse_separation(track, station, name)
    return np.flatnonzero(np.interp(utc_s, coarse_s, separation_deg) <= limit_deg + COARSE_SLACK_DEG)


@lru_cache(maxsize=64)
def _coarse_separation(track, station: Station, name: str):
    """Instants an hour apart over a track, and the separation of a body at each."""
    from linkbudget.geometry.bodies_in_view import body_in_view

    steps = int(np.ceil((track.end_utc_s - track.start_utc_s) / COARSE_S)) + 1
    coarse_s = np.linspace(track.start_utc_s, track.end_utc_s, max(steps, 2))
    return coarse_s, body_in_view(track, station, coarse_s, name).separation_deg


def stated_bodies(link: LinkConfig) -> tuple[BodyInBeam, ...]:
    """Bodies as a link states them: Sun and Moon at their mean distances, a planet at that of the spacecraft."""
    if link.receiver.noise_contains_bodies or not link.body_separations:
        return ()
    from linkbudget.geometry.bodies_in_view import apparent_diameter_deg  # brings the ephemeris, which is slow to start

    mean_deg = {name: float(apparent_diameter_deg(name, far_m)) for name, far_m in MEAN_DISTANCE_M.items()}
    return tuple(BodyInBeam(name, angle, mean_deg.get(name)) for name, angle in link.body_separations.items())
