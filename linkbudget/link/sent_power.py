"""The lines of a budget up to the power that is sent."""

from linkbudget.hardware.parts import Transmitter
from linkbudget.link.ledger import Ledger
from linkbudget.physics.free_space import level_dbw, sharing_loss_db


def enter_power(ledger: Ledger, transmitter: Transmitter) -> None:
    """The lines up to the power that is sent."""
    ledger.add("transmit_power_dbw", "Transmit power", level_dbw, power_w=transmitter.power_w)
    if enter_share_of_amplifier(ledger, transmitter):
        ledger.total("signal_power_dbw", "Transmit power of this signal")


def enter_share_of_amplifier(ledger: Ledger, transmitter: Transmitter) -> bool:
    """What this signal has less than the whole amplifier; False where it has all."""
    if transmitter.output_back_off_db is None and transmitter.power_share is None:
        return False
    if transmitter.output_back_off_db is not None:
        ledger.less("output_back_off_db", "Output back-off", transmitter.output_back_off_db)
    if transmitter.power_share is not None:
        share = transmitter.power_share
        ledger.less("sharing_loss_db", "Power of the other signals", sharing_loss_db, power_share=share)
    return True
