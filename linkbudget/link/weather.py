"""Rain, clouds and scintillation on the path of one link, and what they take together with the gases."""

import numpy as np

from linkbudget.hardware.parts import Antenna, Link
from linkbudget.link import antennas
from linkbudget.link.equations import equivalent_diameter_m
from linkbudget.link.terms import Term, term
from linkbudget.physics.attenuation import total_atmospheric_loss_db
from linkbudget.physics.clouds import cloud_loss_db
from linkbudget.physics.rain import rain_loss_db
from linkbudget.physics.scintillation import scintillation_fade_db

TILT_DEG = {"linear": 90.0, "right": 45.0, "left": 45.0}
"""Tilt of the polarisation that the rain model is given: vertical for a linear wave, 45 deg for a circular one or one
of which nothing is said."""


def weather_terms(link: Link, path, gas: Term) -> dict[str, Term]:
    """The losses to weather that are exceeded for the share of the year that the path states, and the total."""
    weather, share = path.weather, {"exceedance_probability": path.weather.exceedance_probability}
    sky = {"elevation_deg": path.elevation_deg, "frequency_hz": link.frequency_hz}
    rain = term(
        "Rain loss",
        rain_loss_db,
        **sky,
        rain_rate_mm_per_h=weather.rain_rate_mm_per_h,
        rain_height_m=weather.rain_height_m,
        latitude_deg=weather.latitude_deg,
        **share,
        station_height_m=path.station_height_m,
        polarization_tilt_deg=TILT_DEG.get(link.transmitter.antenna.polarization, 45.0),
    )
    cloud = term("Cloud loss", cloud_loss_db, **sky, cloud_liquid_kg_per_m2=weather.cloud_liquid_kg_per_m2)
    scintillation = term(
        "Scintillation fade",
        scintillation_fade_db,
        **sky,
        wet_refractivity=weather.wet_refractivity,
        **_aperture(larger_antenna(link), link.frequency_hz),
        **share,
    )
    losses = {"gas_loss_db": gas, "cloud_loss_db": cloud, "rain_loss_db": rain, **share}
    absorbed = term(
        "Absorption, which is heard as noise", total_atmospheric_loss_db, scintillation_loss_db=0.0, **losses
    )
    total = term(
        "Atmospheric loss in all weather",
        total_atmospheric_loss_db,
        "-",
        scintillation_loss_db=scintillation,
        **losses,
    )
    return {
        "rain_loss_db": rain,
        "cloud_loss_db": cloud,
        "scintillation_loss_db": scintillation,
        "absorption_loss_db": absorbed,
        "atmospheric_loss_db": total,
    }


def larger_antenna(link: Link) -> Antenna:
    """The antenna with the greater gain: its aperture averages the scintillation."""
    ends = [end.antenna for end in (link.transmitter, link.receiver) if end.antenna is not None]
    return max(ends, key=lambda antenna: np.max(antennas.gain("", antenna, link.frequency_hz).value))


def _aperture(antenna: Antenna, frequency_hz) -> dict:
    if antenna.kind == "dish":
        return {"antenna_diameter_m": antenna.diameter_m, "antenna_efficiency": antenna.aperture_efficiency}
    gain = antennas.gain("Antenna gain", antenna, frequency_hz)
    diameter = term("Equivalent diameter", equivalent_diameter_m, frequency_hz=frequency_hz, antenna_gain_dbi=gain)
    return {"antenna_diameter_m": diameter, "antenna_efficiency": 1.0}
