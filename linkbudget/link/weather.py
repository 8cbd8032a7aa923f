"""Rain, clouds and scintillation on the path of one link, and their total with the gases."""

from collections.abc import Callable

import numpy as np

from linkbudget.errors import note
from linkbudget.formatting import percent_text
from linkbudget.hardware.antenna_kinds import DishAntenna
from linkbudget.hardware.defaults import WET_REFRACTIVITY
from linkbudget.hardware.named_losses import loss_of_kind
from linkbudget.hardware.parts import Link
from linkbudget.hardware.terminals import Antenna
from linkbudget.link import antenna_models
from linkbudget.link.heat import MEAN_RADIATING_TEMPERATURE
from linkbudget.link.ledger import Ledger
from linkbudget.link.orientation import rain_tilt_deg
from linkbudget.link.stated_losses import stated_loss
from linkbudget.link.terms import Term, term
from linkbudget.parameters import plain
from linkbudget.physics.antennas import equivalent_diameter_m
from linkbudget.physics.attenuation import gas_and_cloud_probability, total_atmospheric_loss_db
from linkbudget.physics.clouds import cloud_loss_db
from linkbudget.physics.depolarization import hydrometeor_discrimination_db
from linkbudget.physics.rain import rain_loss_db
from linkbudget.physics.scintillation import scintillation_fade_db

STATED = {"elevation_deg": (0.0, 60.0), "frequency_hz": (6e9, 55e9), "exceedance_probability": (1e-5, 0.01)}
"""Ranges for which ITU-R P.618-14, section 4.1, states cross-polarisation."""


def enter_weather(ledger: Ledger, link: Link, elevation_deg, station_height_m, weather) -> None:
    """Enter the weather losses exceeded for the stated share of the year, and their total."""
    share = {"exceedance_probability": weather.exceedance_probability}
    sky = {"elevation_deg": elevation_deg, "frequency_hz": link.frequency_hz}
    tilt = {"polarization_tilt_deg": rain_tilt_deg(link)}
    rain = _enter_one(
        ledger,
        link,
        "rain",
        "Rain loss",
        rain_loss_db,
        **sky,
        rain_rate_mm_per_h=weather.rain_rate_mm_per_h,
        rain_height_m=weather.rain_height_m,
        latitude_deg=weather.latitude_deg,
        **share,
        station_height_m=station_height_m,
        **tilt,
    )
    _enter_discrimination(ledger, sky, rain, tilt | share)
    liquid = weather.cloud_liquid_kg_per_m2
    cloud = _enter_one(
        ledger,
        link,
        "cloud",
        f"Cloud loss{share_text(_cloud_share(weather))}",
        cloud_loss_db,
        **sky,
        cloud_liquid_kg_per_m2=liquid,
    )
    aperture = {}
    if loss_of_kind(link.losses, "scintillation") is None:
        aperture = _aperture(link.station_end.antenna, link.frequency_hz)
    if weather.wet_refractivity is WET_REFRACTIVITY:
        ledger.state("wet_refractivity", "Wet refractivity at the ground", WET_REFRACTIVITY)
    scintillation = _enter_one(
        ledger,
        link,
        "scintillation",
        "Scintillation fade",
        scintillation_fade_db,
        **sky,
        wet_refractivity=weather.wet_refractivity,
        **aperture,
        **share,
    )
    losses = {"gas_loss_db": ledger["gas_loss_db"], "cloud_loss_db": cloud, "rain_loss_db": rain, **share}
    ledger.state(
        "absorption_loss_db",
        "Absorptive loss (adds sky noise)",
        total_atmospheric_loss_db,
        scintillation_loss_db=0.0,
        **losses,
    )
    ledger.absorbs("absorption_loss_db", MEAN_RADIATING_TEMPERATURE)
    ledger.less(
        "atmospheric_loss_db",
        f"Atmospheric loss{share_text(weather.exceedance_probability)}",
        total_atmospheric_loss_db,
        scintillation_loss_db=scintillation,
        **losses,
    )


def _enter_one(ledger: Ledger, link: Link, kind: str, name: str, function: Callable, **inputs) -> Term:
    """One kind of loss by its function, or as it is stated among the named losses."""
    stated = stated_loss(link, kind)
    if stated is None:
        return ledger.state(f"{kind}_loss_db", name, function, **inputs)
    return ledger.state(f"{kind}_loss_db", name, stated)


def _cloud_share(weather):
    """Share of the year of the cloud loss, which P.618 does not let fall below 5 %."""
    return gas_and_cloud_probability(plain(weather.exceedance_probability))


def _enter_discrimination(ledger: Ledger, sky: dict, rain: Term, tilt_and_share: dict) -> None:
    """Cross-polarisation discrimination; NaN outside the ranges of its model, no line at a frequency outside them."""
    inputs = sky | tilt_and_share
    for name, (low, high) in STATED.items():
        value = plain(inputs[name])
        inside = (value >= low) & (value <= high)
        if inside is True:
            continue
        if name == "frequency_hz" and not np.any(inside):
            return
        inputs[name] = np.where(inside, value, np.nan)[()]
    ledger.state(
        "cross_polarization_discrimination_db",
        "Cross-polarisation discrimination in weather",
        hydrometeor_discrimination_db,
        **inputs,
        rain_loss_db=rain,
    )


def share_text(exceedance_probability) -> str:
    """Words for the share of the year at the end of a line's name; without the share where there are several."""
    share = plain(exceedance_probability)
    return " with weather" if np.ndim(share) else f", {percent_text(share, 6)} of the year"


def _aperture(antenna: Antenna | None, frequency_hz) -> dict:
    """Size of the antenna of the earth station, whose aperture averages the scintillation."""
    if antenna is None:
        note(
            "scintillation: the station is known by its g_over_t or eirp, without an antenna; averaging by its "
            "aperture is not counted, which is conservative"
        )
        return {"antenna_diameter_m": 0.0, "antenna_efficiency": 0.5}
    if isinstance(antenna, DishAntenna):
        return {"antenna_diameter_m": antenna.diameter_m, "antenna_efficiency": antenna.aperture_efficiency}
    gain = antenna_models.gain("Antenna gain", antenna, frequency_hz)
    diameter = term("Equivalent diameter", equivalent_diameter_m, frequency_hz=frequency_hz, antenna_gain_dbi=gain)
    return {"antenna_diameter_m": diameter, "antenna_efficiency": 1.0}
