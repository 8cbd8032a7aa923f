"""The first lines of a budget: the transmit power, or the power flux density at the receiving antenna."""

from linkbudget.hardware.parts import Link
from linkbudget.hardware.terminals import Transmitter
from linkbudget.link.ledger import Ledger
from linkbudget.physics.free_space import level_dbw, sharing_loss_db
from linkbudget.physics.power_flux import isotropic_aperture_dbm2


def enter_power(ledger: Ledger, transmitter: Transmitter) -> None:
    """The lines up to the power that is sent."""
    ledger.add("transmit_power_dbw", "Transmit power", level_dbw, power_w=transmitter.power_w)
    if enter_share_of_amplifier(ledger, transmitter):
        ledger.total("signal_power_dbw", "Transmit power of this signal")


def enter_share_of_amplifier(ledger: Ledger, transmitter: Transmitter) -> bool:
    """Enter the output back-off and the share of the amplifier's power; return False if the signal has all of it."""
    if transmitter.output_back_off_db is None and transmitter.power_share is None:
        return False
    if transmitter.output_back_off_db is not None:
        ledger.less("output_back_off_db", "Output back-off", transmitter.output_back_off_db)
    if transmitter.power_share is not None:
        share = transmitter.power_share
        ledger.less("sharing_loss_db", "Power of the other signals", sharing_loss_db, power_share=share)
    return True


def enter_arriving_flux(ledger: Ledger, link: Link, path) -> None:
    """The lines from a stated flux at the receiving antenna to the power that an isotropic one would receive."""
    if path.elevation_deg is not None:
        ledger.state("elevation_deg", "Elevation", path.elevation_deg)
    ledger.add("stated_flux_dbw_per_m2", "Stated power flux density", link.receiver.flux_dbw_per_m2)
    key, name = "isotropic_aperture_dbm2", "Aperture of an isotropic antenna"
    ledger.add(key, name, isotropic_aperture_dbm2, frequency_hz=link.frequency_hz)
    if link.polarization_loss_db is not None:
        ledger.less("polarization_loss_db", "Polarisation mismatch loss", link.polarization_loss_db)
    ledger.total("arriving_power_dbw", "Power over an isotropic antenna")
