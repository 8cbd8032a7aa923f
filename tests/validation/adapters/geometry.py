"""Positions and directions: planets, satellites, stations, passes."""

import re

from linkbudget.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_GM_M3_PER_S2
from linkbudget.geometry import satellites
from linkbudget.geometry.clock import parse_utc, tt_minus_utc_s
from linkbudget.geometry.conics import orbital_period_s
from linkbudget.geometry.kernel import geocentric_distance_m, sun_earth_target_deg
from linkbudget.geometry.look_angles import look_angles_at
from linkbudget.geometry.orbit import tle_orbit
from linkbudget.geometry.stations import Station, geodetic_from_geocentric
from linkbudget.link.rates import bit_rate_dbhz
from linkbudget.physics.doppler import one_way_doppler_shift_hz
from linkbudget.physics.free_space import free_space_loss_db, light_time_s, received_power_dbw
from tests.validation.rows import NotModelledError, Row, not_modelled


def planet_distances(row: Row) -> float:
    """Bodies at instants of dynamical time."""
    tdb_s = parse_utc(row.text("epoch_tdb"))  # the clock reads it as UTC; what lies between is taken off
    utc_s = tdb_s - tt_minus_utc_s(tdb_s)
    utc_s = tdb_s - tt_minus_utc_s(utc_s)
    body = row.text("body")
    match row.quantity:
        case "geocentric_distance" | "geocentric_distance_lowprec":
            return geocentric_distance_m(body, utc_s) / 1e3
        case "light_time_instantaneous":
            return light_time_s(geocentric_distance_m(body, utc_s))
        case "SEP":
            return sun_earth_target_deg(body, utc_s)
    return not_modelled(row)


def light_times(row: Row) -> float:
    """Light time, ranges of spacecraft at a planet, and the sums of a budget."""
    match row.quantity:
        case "one_way_light_time":
            return light_time_s(row.number("distance_km") * 1e3)
        case "range":
            at = re.search(r"\((\w+)\)", row.text("spacecraft"))
            if at is None:
                raise NotModelledError(f"no trajectory of {row.text('spacecraft')} in the package or the row")
            return geocentric_distance_m(at[1], parse_utc(row.text("epoch_utc"))) / 1e3
        case "flux_level":
            return received_power_dbw(row.number("eirp_dBW"), row.number("path_loss_dB"), 0.0, 0.0)
        case "received_power":
            path = row.number("eirp_dBW"), row.number("path_loss_dB"), 0.0, row.number("rx_gain_dBi")
            return received_power_dbw(*path)
        case "energy_per_bit":
            # over a noise density of one watt a hertz, which is one joule
            return row.number("received_power_dBW") - bit_rate_dbhz(row.number("rate_bps"))
        case "EbN0":
            return row.number("Eb_dBJ") - row.number("N0_dBWHz")
    return not_modelled(row)


def leo_pass(row: Row) -> float:
    """A satellite from its element set, as a station sees it."""
    satellite = tle_orbit(row["line1"], row["line2"])
    station = Station("station", row.number("lat_deg"), row.number("lon_deg"), row.number("h_m"))
    seen = look_angles_at(satellite, station, parse_utc(row.text("utc")))
    if row.quantity.startswith("doppler_"):
        megahertz = float(re.search(r"([\d.]+)MHz", row.quantity)[1])
        return one_way_doppler_shift_hz(float(seen.range_rate_m_per_s), megahertz * 1e6)
    match row.quantity:
        case "range":
            return seen.range_m / 1e3
        case "elevation":
            return seen.elevation_deg
        case "azimuth":
            return seen.azimuth_deg
        case "range_rate":
            return seen.range_rate_m_per_s / 1e3
    return not_modelled(row)


def sgp4_reference(row: Row) -> float:
    """Position and velocity of SGP4 itself, in its own frame."""
    names = ("x", "y", "z", "vx", "vy", "vz")
    if row.quantity not in names:
        return not_modelled(row)
    _, position, velocity = tle_orbit(row["line1"], row["line2"]).model.sgp4_tsince(row.number("minutes"))
    return (*position, *velocity)[names.index(row.quantity)]


def dsn_stations(row: Row) -> float:
    """Geodetic coordinates of stations."""
    coordinates = geodetic_from_geocentric(row.number("geocentric_radius_m"), row.number("geocentric_lat_deg"))
    match row.quantity:
        case "geodetic_lat":
            return coordinates[0]
        case "geodetic_height":
            return coordinates[1]
    return not_modelled(row)


def gso_look_angles(row: Row) -> float:
    """A geostationary satellite from a place."""
    radius_km = row.number("r_gso_km")
    options = {} if radius_km is None else {"orbit_radius_m": radius_km * 1e3}
    place = row.number("lat_deg"), row.number("lon_deg"), row.number("sat_lon_deg")
    look = satellites.geostationary_look_angles(*place, **options)
    match row.quantity:
        case "elevation":
            return look.elevation_deg
        case "azimuth":
            return look.azimuth_deg
        case "range":
            return look.range_m / 1e3
        case "skew":
            return look.skew_deg
    return not_modelled(row)


def orbit_basics(row: Row) -> float:
    """Sizes, turns and distances of orbits."""
    radius_m = row.number("Re_km", EARTH_EQUATORIAL_RADIUS_M / 1e3) * 1e3
    match row.quantity:
        case "free_space_loss":
            return free_space_loss_db(row.number("range_km") * 1e3, row.number("f_MHz") * 1e6)
        case "slant_range":
            height_m = row.number("h_km") * 1e3
            return satellites.slant_range_m(row.number("elev_deg"), height_m, earth_radius_m=radius_m) / 1e3
    perigee_km = row.number("hp_km", row.number("h_km"))
    apogee_km = row.number("ha_km", row.number("h_km"))
    if perigee_km is None or apogee_km is None:
        return not_modelled(row)
    heights = perigee_km * 1e3, apogee_km * 1e3
    axis_m = satellites.semi_major_axis_m(*heights, earth_radius_m=radius_m)
    shape = satellites.eccentricity(*heights, earth_radius_m=radius_m)
    match row.quantity:
        case "semi_major_axis":
            return axis_m / 1e3
        case "eccentricity":
            return shape
        case "period":
            return orbital_period_s(axis_m, EARTH_GM_M3_PER_S2) * {"min": 1 / 60, "s": 1.0}[row.text("unit")]
        case "raan_rate" | "node_rate":
            return satellites.node_drift_deg_per_day(axis_m, shape, row.number("inc_deg"))
        case "argp_rate":
            return satellites.perigee_drift_deg_per_day(axis_m, shape, row.number("inc_deg"))
        case "sun_sync_inclination":
            return satellites.sun_synchronous_inclination_deg(axis_m, shape)
    return not_modelled(row)


def voyager2_pass_elevation(row: Row) -> float:
    """A body of fixed declination through a day."""
    if row.quantity != "elevation":
        return not_modelled(row)
    column = next(name for name in row if name.startswith("transit_hours_after_"))
    day = column.removeprefix("transit_hours_after_")[:10]
    transit_utc_s = parse_utc(day) + row.number(column) * 3600.0
    angle_deg = satellites.hour_angle_deg(parse_utc(row.text("utc")), transit_utc_s)
    place = row.number("station_lat_geodetic_deg"), row.number("dec_fit_deg")
    return satellites.elevation_from_hour_angle_deg(*place, angle_deg)


ADAPTERS = {
    "planet_distances": planet_distances,
    "light_times": light_times,
    "leo_pass": leo_pass,
    "sgp4_reference": sgp4_reference,
    "dsn_stations": dsn_stations,
    "gso_look_angles": gso_look_angles,
    "orbit_basics": orbit_basics,
    "voyager2_pass_elevation": voyager2_pass_elevation,
}
