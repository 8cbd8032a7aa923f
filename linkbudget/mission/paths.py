"""Paths of links through the air of their stations, as budgets take them."""

from typing import TYPE_CHECKING

import numpy as np

from linkbudget.link.bodies import BodyInBeam
from linkbudget.link.budget import Path, Weather
from linkbudget.mission.near_bodies import bodies_over
from linkbudget.scenario_files.config import LinkConfig
from linkbudget.scenario_files.config_places import StationConfig

if TYPE_CHECKING:
    from linkbudget.geometry.look_angles import LookAngles


def path_over(
    station: StationConfig | None,
    link: LinkConfig,
    range_m,
    elevation_deg,
    sun_angle_deg,
    bodies: tuple[BodyInBeam, ...] = (),
) -> Path:
    """Path of a link through the air of a station, with its weather where the link asks for it.

    Parameters
    ----------
    station : StationConfig or None
        Where the earth station stands; without one the path runs in vacuum.
    link : LinkConfig
        The link.
    range_m, elevation_deg, sun_angle_deg : array_like or Parameter
        Distance, none where the link states its free-space loss alone [m], geometric elevation [deg], and the angle at
        the spacecraft between Sun and Earth [deg].
    bodies : tuple of BodyInBeam
        Sun, Moon and planets near the beam.
    """
    if station is None:
        return Path(range_m, None, sun_angle_deg, free_space_loss_db=link.free_space_loss_db)
    air = station.sea_level_height_m, station.water_vapour_density_g_per_m3
    stated = link.free_space_loss_db
    if link.far_height_m is not None:
        weather = _weather_of_hop(station, link)
        return Path(range_m, None, sun_angle_deg, *air, weather, stated, far_height_m=link.far_height_m)
    return Path(range_m, elevation_deg, sun_angle_deg, *air, _weather(station, link), stated, bodies=bodies)


def _weather(station: StationConfig, link: LinkConfig) -> Weather | None:
    if link.weather_share is None:
        return None
    climate = station.climate
    assert climate is not None
    return Weather(
        station.latitude_deg,
        climate.rain_rate_mm_per_h,
        climate.rain_height_m,
        climate.cloud_liquid_kg_per_m2,
        climate.wet_refractivity,
        link.weather_share,
        climate.rain_probability,
    )


def _weather_of_hop(station: StationConfig, link: LinkConfig) -> Weather | None:
    """Latitude and rain rate for ITU-R P.530; a rain rate stated with the hop replaces the station's."""
    if link.hop is None:
        return None
    climate = station.climate if link.hop.rain_rate_mm_per_h is None else None
    rate = None if climate is None else climate.rain_rate_mm_per_h
    return Weather(station.latitude_deg, rate, exceedance_probability=link.weather_share)


def seen_path(scenario, link: LinkConfig, utc_s: np.ndarray, look: "LookAngles") -> Path:
    """Path at many instants from their look angles, no number where it is not in sight.

    Of a station the elevation is NaN there, of a crosslink, which has none, the range.
    """
    end = scenario.far_end(link.far_end_name)
    clear = end.is_up(look) & ~scenario.hidden(link.far_end_name, utc_s)
    sun = end.sun_angles_deg(scenario.track, utc_s) if aims_at_sun(link) else None
    if link.station is None:
        return path_over(None, link, np.where(clear, look.range_m, np.nan), None, sun)
    elevation_deg = np.where(clear, look.elevation_deg, np.nan)
    bodies = bodies_over(link, end.station, scenario.track, utc_s, look)
    return path_over(scenario.config.stations[link.station], link, look.range_m, elevation_deg, sun, bodies)


def aims_at_sun(link: LinkConfig) -> bool:
    """True where the spacecraft's antenna is aimed at the Sun."""
    return "sun" in (link.transmitter.boresight, link.receiver.boresight)
