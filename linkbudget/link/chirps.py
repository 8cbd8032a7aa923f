"""LoRa in a budget: the signal-to-noise ratio in the bandwidth of the chirp against its limit, rate and time on air."""

from linkbudget.hardware.lora import LoraModulation
from linkbudget.link.ledger import Ledger
from linkbudget.physics.lora import lora_bit_rate_bps, lora_snr_limit_db, lora_symbol_time_s, lora_time_on_air_s
from linkbudget.physics.noise import bandwidth_dbhz


def enter_lora(ledger: Ledger, modulation: LoraModulation) -> None:
    """The lines from C/N0 to the margin, and the packet."""
    ledger.once(_enter_chirp, modulation)
    between = ledger.since("cn0_dbhz")
    ledger.total("chirp_snr_db", "Signal-to-noise ratio in the chirp's bandwidth")
    ledger.once(_enter_limit, modulation)
    ledger.total("margin_db", "Data margin")
    needed = [ledger["required_chirp_snr_db"], *between]
    ledger.subtotal("required_cn0_dbhz", "Required C/N0 of the data", needed)
    if "noise_density_dbw_per_hz" in ledger:
        name = "Sensitivity with this noise"
        ledger.subtotal("lora_sensitivity_dbw", name, [ledger["noise_density_dbw_per_hz"], *needed])


def _enter_chirp(ledger: Ledger, modulation: LoraModulation) -> None:
    width = {"bandwidth_hz": modulation.bandwidth_hz}
    chirp = {"spreading_factor": modulation.spreading_factor} | width
    coded = chirp | {"coding_rate": modulation.coding_rate}
    ledger.less("implementation_loss_db", "Implementation loss", modulation.implementation_loss_db)
    ledger.state("chirp_bandwidth_hz", "Bandwidth of the chirp", modulation.bandwidth_hz)
    ledger.state("symbol_time_s", "Length of a chirp", lora_symbol_time_s, **chirp)
    ledger.state("bit_rate_bps", "Bit rate", lora_bit_rate_bps, **coded)
    if modulation.payload_bit is not None:
        packet = {"payload_bit": modulation.payload_bit, "preamble_symbols": modulation.preamble_symbols}
        words = {"header": modulation.header, "crc": modulation.crc}
        ledger.state("time_on_air_s", "Time on air of a packet", lora_time_on_air_s, **coded, **packet, **words)
    ledger.less("chirp_bandwidth_dbhz", "Bandwidth of the chirp in decibels", bandwidth_dbhz, **width)


def _enter_limit(ledger: Ledger, modulation: LoraModulation) -> None:
    key, name, factor = "required_chirp_snr_db", "Required signal-to-noise ratio", modulation.spreading_factor
    if modulation.required_snr_db is not None:
        ledger.less(key, name, modulation.required_snr_db)
    else:
        ledger.less(key, f"{name} of the spreading factor", lora_snr_limit_db, spreading_factor=factor)
