"""Optical links judged by photons per bit: received against required photons."""

from linkbudget.hardware.light import PhotonsPerBitModulation
from linkbudget.link.ledger import Ledger
from linkbudget.link.rates import bit_rate_dbhz
from linkbudget.physics.photons import photons_db, photons_of_level


def enter_photons_per_bit(ledger: Ledger, modulation: PhotonsPerBitModulation) -> None:
    """The lines from photons a second to the margin of the data."""
    ledger.less("implementation_loss_db", "Implementation loss", modulation.implementation_loss_db)
    rate = modulation.bit_rate_bps
    ledger.state("bit_rate_bps", "Bit rate", rate)
    ledger.less("bit_rate_dbhz", "Bit rate in decibels", bit_rate_dbhz, bit_rate_bps=rate)
    level = ledger.total("photons_per_bit_db", "Photons per bit in decibels")
    ledger.state("signal_photons", "Photons per bit", photons_of_level, level_db=level)
    needed = {"photons": modulation.required_photons}
    ledger.less("required_photons_per_bit_db", "Required photons per bit", photons_db, **needed)
    ledger.total("margin_db", "Data margin")
