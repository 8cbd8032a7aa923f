"""The path between the two antennas: free space, the atmosphere, polarisation, and the losses that a user names."""

from linkbudget.hardware.parts import Link
from linkbudget.link import antennas
from linkbudget.link.heat import MEAN_RADIATING_TEMPERATURE
from linkbudget.link.ledger import Ledger
from linkbudget.link.orientation import mismatch_tilt
from linkbudget.link.weather import enter_weather
from linkbudget.physics.free_space import flux_density_dbw_per_m2, free_space_loss_db
from linkbudget.physics.gases import slant_gas_loss_db
from linkbudget.physics.polarization import polarization_mismatch_loss_db


def enter_path(ledger: Ledger, link: Link, path) -> None:
    """The lines from EIRP to the receiving antenna."""
    _enter_free_space(ledger, link, path)
    _enter_atmosphere(ledger, link, path)
    _enter_polarization(ledger, link)
    for name, loss in link.losses.items():
        key = f"{name.replace('-', '_')}_loss_db"
        ledger.less(key, f"{name.capitalize()} loss", loss)
        if name in link.loss_temperatures:
            ledger.absorbs(key, link.loss_temperatures[name])
    excess = ledger.since("free_space_loss_db")
    ledger.subtotal("excess_loss_db", "Losses on the path beside free space", excess)
    ledger.subtotal("propagation_loss_db", "Propagation loss", ledger.present("free_space_loss_db", "excess_loss_db"))


def _enter_free_space(ledger: Ledger, link: Link, path) -> None:
    """Spreading over the range, or the loss that is stated instead of one."""
    if path.range_m is None:
        ledger.less("free_space_loss_db", "Free-space loss", path.free_space_loss_db)
        return
    distance = path.range_m
    ledger.state("range_m", "Range", distance)
    ledger.less(
        "free_space_loss_db",
        "Free-space loss",
        free_space_loss_db,
        distance_m=distance,
        frequency_hz=link.frequency_hz,
    )
    ledger.state(
        "flux_density_dbw_per_m2",
        "Power flux density",
        flux_density_dbw_per_m2,
        distance_m=distance,
        eirp_dbw=ledger["eirp_dbw"],
    )


def _enter_atmosphere(ledger: Ledger, link: Link, path) -> None:
    if path.elevation_deg is not None:
        ledger.state("elevation_deg", "Elevation", path.elevation_deg)
    air = MEAN_RADIATING_TEMPERATURE
    if link.atmospheric_loss_db is not None:
        ledger.less("atmospheric_loss_db", "Atmospheric loss", link.atmospheric_loss_db)
        ledger.absorbs("atmospheric_loss_db", air)
    elif path.elevation_deg is not None:
        gas = {
            "elevation_deg": path.elevation_deg,
            "frequency_hz": link.frequency_hz,
            "station_height_m": path.station_height_m,
            "surface_water_vapour_density_g_per_m3": path.water_vapour_density_g_per_m3,
        }
        if path.weather is None:
            ledger.less("gas_loss_db", "Atmospheric gas loss", slant_gas_loss_db, **gas)
            ledger.absorbs("gas_loss_db", air)
        else:
            ledger.state("gas_loss_db", "Atmospheric gas loss", slant_gas_loss_db, **gas)
            enter_weather(ledger, link, path, air)


def _enter_polarization(ledger: Ledger, link: Link) -> None:
    key, name = "polarization_loss_db", "Polarisation mismatch loss"
    if link.polarization_loss_db is not None:
        ledger.less(key, name, link.polarization_loss_db)
        return
    sent, heard = link.transmitter.antenna, link.receiver.antenna
    ledger.less(
        key,
        name,
        polarization_mismatch_loss_db,
        axial_ratio_1_db=antennas.axial_ratio_db(sent),
        axial_ratio_2_db=antennas.axial_ratio_db(heard),
        tilt_deg=mismatch_tilt(ledger, link),
        same_sense=sent.is_linear or heard.is_linear or sent.polarization == heard.polarization,
    )
