"""Bits: Eb/N0 against what the keying or the code needs, with the carrier and the ranging signal beside them."""

from linkbudget.hardware.parts import DigitalModulation, Link
from linkbudget.link.carrier_and_ranging import enter_carrier, enter_data_share, enter_ranging
from linkbudget.link.ledger import Ledger
from linkbudget.link.rates import bit_rate_dbhz
from linkbudget.physics.coding import codes, required_coded_ebn0_db
from linkbudget.physics.modulation import modulations, required_ebn0_db


def enter_digital(ledger: Ledger, link: Link) -> None:
    """The lines from C/N0 to the margins of data, carrier and ranging."""
    modulation: DigitalModulation = link.modulation
    ledger.once(_enter_share_and_rate, link)
    _, *between = ledger.total("ebn0_db", "Eb/N0").parts[0]  # the lines under it, C/N0 the first of them
    ledger.once(_enter_required_ebn0, link)
    ledger.total("margin_db", "Data margin")
    needed = [ledger["required_ebn0_db"], *between]
    ledger.subtotal("required_cn0_dbhz", "Required C/N0 of the data", needed)
    if modulation.carrier:
        enter_carrier(ledger, link)
    if modulation.ranging:
        enter_ranging(ledger, modulation.ranging, modulation.carrier)


def _enter_share_and_rate(ledger: Ledger, link: Link) -> None:
    """The losses and the rate between C/N0 and Eb/N0."""
    modulation = link.modulation
    if modulation.carrier:
        enter_data_share(ledger, modulation.carrier, modulation.ranging)
    ledger.less("implementation_loss_db", "Implementation loss", modulation.implementation_loss_db)
    rate = modulation.bit_rate_bps
    ledger.state("bit_rate_bps", "Bit rate", rate)
    ledger.less("bit_rate_dbhz", "Bit rate in decibels", bit_rate_dbhz, bit_rate_bps=rate)


def _enter_required_ebn0(ledger: Ledger, link: Link) -> None:
    modulation = link.modulation
    key, name, error_rate = "required_ebn0_db", "Required Eb/N0", modulation.error_rate
    if modulation.required_ebn0_db is not None:
        ledger.less(key, name, modulation.required_ebn0_db)
    elif modulation.curve is not None:
        curve = modulation.curve
        line = ledger.less(key, f"{name}, by its curve", curve.required_ebn0_db, error_rate=error_rate)
        line.document = curve.reference
    elif modulation.code is not None:
        code = modulation.code
        line = ledger.less(key, f"{name}, coded", required_coded_ebn0_db, error_rate=error_rate, code=code)
        line.document = codes()[code]["bit"].reference
    else:
        scheme = modulation.scheme
        line = ledger.less(key, name, required_ebn0_db, error_rate=error_rate, modulation=scheme)
        line.document = modulations()[scheme].reference
