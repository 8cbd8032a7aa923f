"""A hop between two masts: rain, multipath and an obstacle, by ITU-R P.530.

The fade of the budget is the one whose outages by rain and by multipath add up to the share of the year that the link
allows.  Rain and multipath seldom come together, since the still layers of air that cause multipath do not stand in
rain and wind: to add both fades at the same small share would count events that do not happen, and to take the deeper
one alone would forget that the other has outages too.  Both outages are lines of the budget.
"""

import numpy as np

from linkbudget.errors import LinkBudgetError, note
from linkbudget.formatting import percent_text
from linkbudget.hardware.hop import EARTH_FACTOR, Hop
from linkbudget.hardware.parts import Link
from linkbudget.link.heat import MEAN_RADIATING_TEMPERATURE
from linkbudget.link.ledger import Ledger
from linkbudget.link.orientation import rain_tilt_deg
from linkbudget.link.terms import Term
from linkbudget.link.weather import share_text
from linkbudget.parameters import plain
from linkbudget.physics.multipath import (
    SHORTEST_PATH_M,
    geoclimatic_conversion_db,
    multipath_fade_db,
    multipath_occurrence,
    multipath_occurrence_by_gradient,
    multipath_occurrence_on_terrain,
    multipath_outage,
    rain_and_multipath_fade_db,
)
from linkbudget.physics.path_clearance import fresnel_radius_m, obstruction_loss_db, path_clearance_m
from linkbudget.physics.rain_specific import specific_rain_attenuation_db_per_km
from linkbudget.physics.terrestrial_rain import (
    rain_distance_factor,
    terrestrial_rain_loss_001_db,
    terrestrial_rain_loss_db,
    terrestrial_rain_outage,
)


def enter_hop(ledger: Ledger, link: Link, hop: Hop, path) -> None:
    """The fade by rain and multipath for the share of the year, both outages at it, and the loss by an obstacle."""
    weather = path.weather
    if path.far_height_m is None or path.range_m is None or weather is None:
        raise LinkBudgetError(
            "hop: expected a range, far_height and the share of the year in which fades may be deeper beside it"
        )
    share = {"exceedance_probability": weather.exceedance_probability}
    rain = _enter_rain(ledger, link, hop, path)
    heights = {"station_height_m": path.station_height_m, "far_height_m": path.far_height_m}
    occurrence = _enter_occurrence(ledger, link, hop, path, heights)
    key, name = "geoclimatic_conversion_db", "Step from the worst month to the year"
    where = {"range_m": path.range_m, "latitude_deg": weather.latitude_deg}
    step = {"conversion_db": ledger.state(key, name, geoclimatic_conversion_db, **where, **heights)}
    words = share_text(weather.exceedance_probability)
    one = {"frequency_hz": link.frequency_hz, "loss_001_db": rain}
    ledger.state("hop_rain_loss_db", f"Rain loss{words}", terrestrial_rain_loss_db, **one, **share)
    # A multipath fade absorbs nothing.  The noise is that of the rain exceeded for the whole share, also where
    # multipath decides and there would be none: adverse by less than a decibel of an antenna that looks at the ground.
    ledger.absorbs("hop_rain_loss_db", MEAN_RADIATING_TEMPERATURE)
    many = {"occurrence": occurrence, **step}
    ledger.state("multipath_fade_db", f"Multipath fade{words}", multipath_fade_db, **many, **share)
    both = {"frequency_hz": link.frequency_hz, "rain_loss_001_db": rain, **many, **share}
    fade = ledger.less("hop_fade_db", f"Fade by rain or multipath{words}", rain_and_multipath_fade_db, **both)
    wet = ledger.state("rain_outage", "Outage by rain", terrestrial_rain_outage, **one, fade_db=fade)
    clear = ledger.state("multipath_outage", "Outage by multipath", multipath_outage, fade_db=fade, **many)
    month = {"fade_db": fade, "occurrence": occurrence}
    key, name = "worst_month_multipath_outage", "Outage by multipath, worst month"
    worst = ledger.state(key, name, multipath_outage, **month)
    _note_outages(wet, clear, worst)
    if hop.obstacle_height_m is not None:
        _enter_obstacle(ledger, link, hop, path, heights)


def _enter_rain(ledger: Ledger, link: Link, hop: Hop, path) -> Term:
    """Rain exceeded for 0.01 % of the year, from its rate."""
    rate = path.weather.rain_rate_mm_per_h if hop.rain_rate_mm_per_h is None else hop.rain_rate_mm_per_h
    if rate is None:
        raise LinkBudgetError("hop.rain_rate: missing; expected it, or a climate of the station")
    rain = {"frequency_hz": link.frequency_hz, "rain_rate_mm_per_h": rate}
    rain |= {"elevation_deg": ledger["path_elevation_deg"], "polarization_tilt_deg": rain_tilt_deg(link)}
    key, name = "specific_rain_attenuation_db_per_km", "Specific attenuation by rain"
    gamma = ledger.state(key, name, specific_rain_attenuation_db_per_km, **rain)
    key, name = "rain_distance_factor", "Distance factor of rain"
    factor = ledger.state(key, name, rain_distance_factor, range_m=path.range_m, **rain)
    return ledger.state(
        "hop_rain_loss_001_db",
        "Rain loss A0.01",
        terrestrial_rain_loss_001_db,
        range_m=path.range_m,
        specific_attenuation_db_per_km=gamma,
        distance_factor=factor,
    )


def _enter_occurrence(ledger: Ledger, link: Link, hop: Hop, path, heights: dict) -> Term:
    """Enter the multipath occurrence factor of the worst month, from the keys that are stated."""
    key, name = "multipath_occurrence", "Multipath occurrence factor, worst month"
    where = {"range_m": path.range_m, "frequency_hz": link.frequency_hz}
    if hop.follows_maps:
        maps = {"geoclimatic_factor": hop.geoclimatic_factor, "refractivity_increase": hop.refractivity_increase}
        ground = {"mean_terrain_height_m": hop.mean_terrain_height_m}
        return ledger.state(key, name, multipath_occurrence, **where, **maps, **heights, **ground)
    if hop.refractivity_gradient is None:
        if np.any(plain(path.range_m) > SHORTEST_PATH_M):
            raise LinkBudgetError(
                "hop.refractivity_gradient: missing; expected it, or geoclimatic_factor, on a path of more than 5 km"
            )
        return ledger.state(key, name, 0.0)
    note(
        "hop.refractivity_gradient: multipath by ITU-R P.530-17, which edition 18 has replaced by geoclimatic_factor "
        "and refractivity_increase"
    )
    gradient = {"refractivity_gradient": hop.refractivity_gradient}
    if hop.terrain_roughness_m is None:
        return ledger.state(key, name, multipath_occurrence_by_gradient, **where, **gradient, **heights)
    rough = {"terrain_roughness_m": hop.terrain_roughness_m}
    return ledger.state(key, name, multipath_occurrence_on_terrain, **where, **gradient, **rough, **heights)


def _note_outages(wet: Term, clear: Term, worst: Term) -> None:
    """Note how the outage is divided between rain and multipath, and which effects are not counted."""
    parts = ""
    if not any(np.ndim(line.value) for line in (wet, clear, worst)):
        rain, multipath, month = (percent_text(line.value, 3) for line in (wet, clear, worst))
        parts = f": {rain} by rain and {multipath} by multipath ({month} of the worst month)"
    note(
        f"hop: at this fade the outages by rain and multipath add up to the allowed share of the year{parts}; "
        "rain and multipath seldom coincide, so their fades do not add"
    )
    note(
        "hop: flat fading and rain only; selective fading within a wide band, wet snow and reflections are not counted"
    )


def _enter_obstacle(ledger: Ledger, link: Link, hop: Hop, path, heights: dict) -> None:
    """The loss of a ray that passes an obstacle too closely, and its measure."""
    if np.any(plain(hop.obstacle_distance_m) > plain(path.range_m)):
        raise LinkBudgetError("hop.obstacle_distance: expected no more than the range, at whose end the other mast is")
    factor = EARTH_FACTOR if hop.earth_factor is None else hop.earth_factor
    ledger.state("earth_factor", "Effective Earth radius factor", factor)
    place = {"range_m": path.range_m, "obstacle_distance_m": hop.obstacle_distance_m}
    over = {**place, **heights, "obstacle_height_m": hop.obstacle_height_m, "earth_factor": factor}
    clearance = ledger.state("path_clearance_m", "Clearance over the obstacle", path_clearance_m, **over)
    zone = {**place, "frequency_hz": link.frequency_hz}
    radius = ledger.state("fresnel_radius_m", "Radius of the first Fresnel ellipsoid", fresnel_radius_m, **zone)
    room = {"clearance_m": clearance, "fresnel_radius_m": radius}
    ledger.less("obstruction_loss_db", "Diffraction over the obstacle", obstruction_loss_db, **room)
    if np.any(clearance.value < radius.value):
        note(
            "hop.obstacle_height: the clearance is less than the radius of the first Fresnel ellipsoid, which ITU-R "
            "P.530-18, section 2.2.2, asks for at the median k without diversity"
        )
