"""The path between the two antennas: free space, the atmosphere, polarisation, and the losses that a user names."""

import numpy as np

from linkbudget.errors import LinkBudgetError, note
from linkbudget.formatting import decibels_text
from linkbudget.hardware.defaults import WATER_VAPOUR
from linkbudget.hardware.light import TelescopeAntenna
from linkbudget.hardware.loss_models import LossPart
from linkbudget.hardware.named_losses import loss_of_kind
from linkbudget.hardware.parts import Link
from linkbudget.hardware.zenith_air import ZenithAir, band_of
from linkbudget.link import antenna_models
from linkbudget.link.covers import enter_radome
from linkbudget.link.heat import AIR, MEAN_RADIATING_TEMPERATURE
from linkbudget.link.hop import enter_hop
from linkbudget.link.ledger import KeyTakenError, Ledger
from linkbudget.link.orientation import mismatch_tilt_deg
from linkbudget.link.stated_losses import key_of_loss, stated_loss
from linkbudget.link.terms import term
from linkbudget.link.weather import enter_weather
from linkbudget.parameters import Parameter, plain
from linkbudget.physics.free_space import flux_density_dbw_per_m2, free_space_loss_db
from linkbudget.physics.gas_paths import path_elevation_deg, path_gas_loss_db, path_lowest_height_m
from linkbudget.physics.gases import slant_gas_loss_db
from linkbudget.physics.ground_stations import (
    atmosphere_physical_temperature_k,
    slant_attenuation_db,
    zenith_attenuation_db,
)
from linkbudget.physics.light_turbulence import lognormal_fade_db, optical_scintillation_index
from linkbudget.physics.photons import air_loss_db
from linkbudget.physics.polarization import polarization_mismatch_loss_db
from linkbudget.physics.refraction import apparent_elevation_deg

LOOKED_UP = frozenset(AIR)
"""Losses that not every budget has and that others of its lines look for by key; no other loss may have these keys."""


def enter_path(ledger: Ledger, link: Link, path) -> None:
    """The lines from EIRP to the receiving antenna."""
    _enter_free_space(ledger, link, path)
    if link.is_light:
        _enter_air_of_light(ledger, link, path)
        _enter_turbulence(ledger, link)
    else:
        _enter_atmosphere(ledger, link, path)
        if link.hop is not None:
            enter_hop(ledger, link, link.hop, path)
        elif path.far_height_m is not None and path.weather is not None:
            raise LinkBudgetError("far_height: expected a hop of the link to go with the weather beside it")
    ledger.once(_enter_polarization, link)
    for name, loss in _losses_beside(ledger, link, path).items():
        key = key_of_loss(name)
        if key in LOOKED_UP:
            raise KeyTakenError(f"{key}: a key of lines that budgets have of their own")
        ledger.less(key, f"{name.capitalize()} loss", loss)
        if name in link.loss_temperatures:
            ledger.absorbs(key, link.loss_temperatures[name])
    enter_radome(ledger, link, path)
    for name, model in link.loss_models.by_name.items() if link.loss_models else ():
        _enter_model(ledger, link, path, name, model)
    excess = ledger.since("free_space_loss_db")
    beside = ledger.subtotal("excess_loss_db", "Losses on the path beside free space", excess)
    ledger.subtotal("propagation_loss_db", "Propagation loss", [ledger["free_space_loss_db"], beside])


def _losses_beside(ledger: Ledger, link: Link, path) -> dict[str, Parameter]:
    """The named losses that no other line stands for."""
    kinds = ["atmospheric", "polarization"]
    kinds += ["gas"] if "gas_loss_db" in ledger else []
    kinds += ["rain", "cloud", "scintillation"] if "rain_loss_db" in ledger else []
    used = {loss_of_kind(link.losses, kind) for kind in kinds}
    return {name: loss for name, loss in link.losses.items() if name not in used}


def _enter_model(ledger: Ledger, link: Link, path, name: str, model: LossPart) -> None:
    """The lines of a loss from another package, which may lower the signal and nothing else."""
    before = set(ledger)
    try:
        model.enter(ledger, link, path)
    except KeyTakenError as error:
        raise LinkBudgetError(f"loss_models.{name}: {error}") from None
    for key in ledger.keys() - before:
        line = ledger[key]
        if line.sign not in ("", "-"):
            raise LinkBudgetError(f"loss_models.{name}: {key} is not a loss: expected lines by ledger.less or .state")
        if line.sign == "-" and np.any(np.asarray(line.value) < 0.0):
            raise LinkBudgetError(f"loss_models.{name}: {key} = {np.min(line.value):g} dB: expected a loss, 0 or more")


def _enter_free_space(ledger: Ledger, link: Link, path) -> None:
    """Spreading over the range, or the loss that is stated in its place."""
    distance, stated = path.range_m, path.free_space_loss_db
    if distance is not None:
        ledger.state("range_m", "Range", distance)
    if stated is not None:
        ledger.less("free_space_loss_db", "Free-space loss", stated)
        if distance is None:
            return
        _note_other_loss(plain(stated), free_space_loss_db(plain(distance), plain(link.carrier_hz)))
    else:
        ledger.less(
            "free_space_loss_db",
            "Free-space loss",
            free_space_loss_db,
            distance_m=distance,
            frequency_hz=ledger["frequency_hz"] if link.is_light else link.frequency_hz,
        )
    ledger.state(
        "flux_density_dbw_per_m2",
        "Power flux density",
        flux_density_dbw_per_m2,
        distance_m=distance,
        eirp_dbw=ledger["eirp_dbw"],
    )


def _enter_air_of_light(ledger: Ledger, link: Link, path) -> None:
    """The loss of light in the air, stated or by the air mass; no model of radio holds for it."""
    if path.weather is not None or path.far_height_m is not None or path.bodies:
        raise LinkBudgetError(
            "path: weather, far_height and bodies: expected none with a wavelength; they are for radio"
        )
    key, name = "atmospheric_loss_db", "Atmospheric loss"
    if path.elevation_deg is None:
        if link.zenith_air_loss_db is not None:
            raise LinkBudgetError("zenith_air_loss: expected none without an elevation; state an atmospheric_loss")
        if link.atmospheric_loss_db is not None:
            ledger.less(key, name, link.atmospheric_loss_db)
        return
    elevation = ledger.state("elevation_deg", "Elevation", path.elevation_deg)
    if link.atmospheric_loss_db is not None:
        ledger.less(key, name, link.atmospheric_loss_db)
    elif link.zenith_air_loss_db is not None:
        air = {"elevation_deg": elevation, "zenith_air_loss_db": link.zenith_air_loss_db}
        ledger.less(key, name, air_loss_db, **air)
    else:
        raise LinkBudgetError("expected atmospheric_loss or zenith_air_loss: it is not computed for light")


def _enter_turbulence(ledger: Ledger, link: Link) -> None:
    """The fade by scintillation that is exceeded for the share of the time that the link states."""
    said = link.turbulence
    if said is None:
        return
    key, name = "scintillation_index", "Scintillation index"
    if said.scintillation_index is not None:
        index = ledger.state(key, name, said.scintillation_index)
    elif "elevation_deg" not in ledger:
        raise LinkBudgetError("turbulence.profile: expected an elevation, or a scintillation_index instead")
    else:
        antenna = link.receiver.antenna
        assert isinstance(antenna, TelescopeAntenna)  # which the part has checked
        where = {"wavelength_m": link.wavelength_m, "elevation_deg": ledger["elevation_deg"]}
        index = ledger.state(key, name, optical_scintillation_index, **where, diameter_m=antenna.diameter_m)
    fade = {"scintillation_index": index, "exceedance_probability": said.exceedance}
    ledger.less("turbulence_loss_db", "Fade by turbulence", lognormal_fade_db, **fade)


def _note_other_loss(stated_db, computed_db) -> None:
    """A note that a stated loss stands in place of the one that range and frequency give."""
    if np.ndim(stated_db) or np.ndim(computed_db):
        note("free_space_loss: the stated loss is used, whatever range and frequency are")
    else:
        found = (
            f"{decibels_text(float(stated_db))} as stated; range and frequency give {decibels_text(float(computed_db))}"
        )
        note(f"free_space_loss: {found}")


def _enter_atmosphere(ledger: Ledger, link: Link, path) -> None:
    stated = link.atmospheric_loss_db
    if stated is None:
        stated = stated_loss(link, "atmospheric")
    if link.receiver.g_over_t_contains_air:
        if path.elevation_deg is not None:
            ledger.state("elevation_deg", "Elevation", path.elevation_deg)
    elif link.air is not None:
        _enter_zenith_air(ledger, link, link.air, path)
    elif stated is not None:
        if path.elevation_deg is not None:
            ledger.state("elevation_deg", "Elevation", path.elevation_deg)
        ledger.less("atmospheric_loss_db", "Atmospheric loss", stated)
        ledger.absorbs("atmospheric_loss_db", _temperature_of_air(link, "atmospheric"))
    elif path.far_height_m is not None:
        _enter_path_in_air(ledger, link, path)
    elif path.elevation_deg is not None:
        site = path.station_height_m, path.water_vapour_density_g_per_m3
        ledger.once(_enter_slant_path, link, path.elevation_deg, *site, path.weather)


def _enter_zenith_air(ledger: Ledger, link: Link, air: ZenithAir, path) -> None:
    """A flat atmosphere of one attenuation at the zenith, and its temperature in such weather."""
    if path.elevation_deg is None:
        raise LinkBudgetError("air: expected a path with an elevation")
    elevation = ledger.state("elevation_deg", "Elevation", path.elevation_deg)
    key, name = "zenith_attenuation_db", "Attenuation at the zenith"
    share = {"cumulative_distribution": air.cumulative_distribution}
    if air.complex is None:
        zenith = ledger.state(key, name, air.zenith_attenuation_db)
    else:
        where = {"complex_name": air.complex, "band": band_of(float(np.ravel(plain(link.frequency_hz))[0]))}
        zenith = ledger.state(key, name, zenith_attenuation_db, **where, **share)
    name = "Atmospheric loss"
    slant = {"elevation_deg": elevation, "zenith_attenuation_db": zenith}
    ledger.less("atmospheric_loss_db", name, slant_attenuation_db, **slant)
    key, name = "air_temperature_k", "Physical temperature of the air"
    ledger.absorbs("atmospheric_loss_db", ledger.enter(key, term(name, atmosphere_physical_temperature_k, **share)))


def _enter_slant_path(ledger: Ledger, link: Link, elevation_deg, station_height_m, vapour_g_per_m3, weather) -> None:
    """Gases through the whole atmosphere, at the elevation from which the ray arrives, and the weather."""
    ledger.state("elevation_deg", "Elevation", elevation_deg)
    site = {"station_height_m": station_height_m, "surface_water_vapour_density_g_per_m3": vapour_g_per_m3}
    key, name = "apparent_elevation_deg", "Apparent elevation"
    arrives = ledger.state(key, name, apparent_elevation_deg, geometric_elevation_deg=elevation_deg, **site)
    gas = {"elevation_deg": arrives, "frequency_hz": link.frequency_hz, **site}
    _enter_default_vapour(ledger, vapour_g_per_m3)
    stated, enter = stated_loss(link, "gas"), ledger.less if weather is None else ledger.state
    if stated is not None:
        enter("gas_loss_db", "Atmospheric gas loss", stated)
    else:
        enter("gas_loss_db", "Atmospheric gas loss", slant_gas_loss_db, **gas)
    if weather is None:
        ledger.absorbs("gas_loss_db", _temperature_of_air(link, "gas"))
    else:
        enter_weather(ledger, link, elevation_deg, station_height_m, weather)


def _enter_default_vapour(ledger: Ledger, vapour_g_per_m3) -> None:
    """The water vapour, where it is not that of the station but that of a book."""
    if vapour_g_per_m3 is WATER_VAPOUR:
        ledger.state("water_vapour_density_g_per_m3", "Water vapour at sea level", WATER_VAPOUR)


def _temperature_of_air(link: Link, kind: str) -> Parameter:
    """Physical temperature of the air: that of a loss by name which states one, or the mean of the Recommendation."""
    name = loss_of_kind(link.losses, kind)
    return link.loss_temperatures.get(name or "", MEAN_RADIATING_TEMPERATURE)


def _enter_path_in_air(ledger: Ledger, link: Link, path) -> None:
    """Gases between two heights; the antenna sees past the other end, through the whole atmosphere behind it."""
    site = {
        "station_height_m": path.station_height_m,
        "surface_water_vapour_density_g_per_m3": path.water_vapour_density_g_per_m3,
    }
    _enter_default_vapour(ledger, path.water_vapour_density_g_per_m3)
    ends = {"range_m": path.range_m, "far_height_m": path.far_height_m, **site}
    if (stated := stated_loss(link, "gas")) is not None:
        ledger.less("gas_loss_db", "Gas loss along the path", stated)
    else:
        ledger.less("gas_loss_db", "Gas loss along the path", path_gas_loss_db, frequency_hz=link.frequency_hz, **ends)
    elevation = ledger.state("path_elevation_deg", "Elevation of the path", path_elevation_deg, **ends)
    lowest = ledger.state("path_lowest_height_m", "Lowest height of the path", path_lowest_height_m, **ends)
    if np.any(lowest.value < 0.0):
        note("far_height: the path runs below mean sea level; obstruction by the ground is not checked")
    up = {"elevation_deg": np.maximum(elevation.value, 0.0), "frequency_hz": link.frequency_hz}
    ledger.state("sky_gas_loss_db", "Gas loss of the sky behind the path", slant_gas_loss_db, **up, **site)
    ledger.absorbs("sky_gas_loss_db", MEAN_RADIATING_TEMPERATURE)


def _enter_polarization(ledger: Ledger, link: Link) -> None:
    key, name = "polarization_loss_db", "Polarisation mismatch loss"
    stated = link.polarization_loss_db
    if stated is None:
        stated = stated_loss(link, "polarization")
    if link.is_light and stated is None:
        return
    if stated is not None:
        ledger.less(key, name, stated)
        return
    sent, heard = link.transmitter.antenna, link.receiver.antenna
    assert sent is not None
    assert heard is not None
    ratio_1, as_stated_1 = antenna_models.axial_ratio_seen(ledger, "Transmit", link.transmitter)
    ratio_2, as_stated_2 = antenna_models.axial_ratio_seen(ledger, "Receive", link.receiver)
    same = (as_stated_1 == as_stated_2) == (sent.polarization == heard.polarization)  # of no effect on a linear end
    ledger.less(
        key,
        name,
        polarization_mismatch_loss_db,
        axial_ratio_1_db=ratio_1,
        axial_ratio_2_db=ratio_2,
        tilt_deg=mismatch_tilt_deg(ledger, link),
        same_sense=sent.is_linear or heard.is_linear or (same if np.ndim(same) else bool(same)),
    )
