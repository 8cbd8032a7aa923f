"""From C/N0 to margin: the kinds of modulation, each in a module of its own.

``digital``: carrier and data split, Eb/N0, required Eb/N0, rate.  ``lora``: the ratio in the chirp's
bandwidth, its limit, time on air.  ``threshold``: nothing, as the receiver states all.
``pulse-position``: energy of a pulse, slot errors, picture.  ``analog-video``: the threshold of frequency modulation,
picture.  ``photons-per-bit`` and ``photon-counting-ppm``: photons of light.
"""

from linkbudget.hardware.parts import Link
from linkbudget.link import (
    analog_video,
    chirps,
    digital,
    photon_counting_ppm,
    photons_per_bit,
    pulse_position_video,
)
from linkbudget.link.ledger import Ledger
from linkbudget.link.rates import enter_pixel_rate_limit, enter_rate_limit
from linkbudget.physics.capacity import shannon_capacity_bps

SNR_KEYS = {
    "digital": ("ebn0_db", "required_ebn0_db"),
    "lora": ("chirp_snr_db", "required_chirp_snr_db"),
    "pulse-position": ("es_over_n0_db", "required_es_over_n0_db"),
    "analog-video": ("video_cnr_db", "required_video_cnr_db"),
    "photons-per-bit": ("photons_per_bit_db", "required_photons_per_bit_db"),
    "photon-counting-ppm": ("photons_per_pulse_db", "required_photons_per_pulse_db"),
}
"""Kind of modulation -> the lines whose difference is the margin: the ratio there is, and the ratio that is needed.

A threshold alone has no such ratio."""


def enter_modulation(ledger: Ledger, link: Link) -> None:
    """The lines from C/N0 to the margins of data, carrier and ranging."""
    modulation = link.modulation
    if modulation.kind == "digital":
        digital.enter_digital(ledger, modulation, link.required_margin_db)
    elif modulation.kind == "lora":
        chirps.enter_lora(ledger, modulation)
    elif modulation.kind == "threshold":
        return  # the receiver states the required ratio
    elif modulation.kind == "pulse-position":
        pulse_position_video.enter_pulse_position(ledger, link.transmitter, modulation)
    elif modulation.kind == "photons-per-bit":
        photons_per_bit.enter_photons_per_bit(ledger, modulation)
    elif modulation.kind == "photon-counting-ppm":
        photon_counting_ppm.enter_photon_counting(ledger, link, modulation)
    else:
        analog_video.enter_analog_video(ledger, modulation)


def enter_rates(ledger: Ledger, link: Link) -> None:
    """The rates that the margins allow, and the Shannon limit."""
    if link.modulation.kind == "photon-counting-ppm":
        photon_counting_ppm.enter_rates(ledger, link.modulation, link.required_margin_db)
        return
    if link.modulation.kind == "threshold":
        ledger.state("required_margin_db", "Required margin", link.required_margin_db)
    elif (
        link.modulation.kind == "digital" or link.modulation.kind == "lora" or link.modulation.kind == "photons-per-bit"
    ):
        enter_rate_limit(ledger, link.modulation, link.required_margin_db)
    else:
        enter_pixel_rate_limit(ledger, link.modulation, link.required_margin_db)
    if "cn0_dbhz" not in ledger:
        return
    name = "Shannon limit, any bandwidth"
    ledger.state("shannon_limit_bps", name, shannon_capacity_bps, cn0_dbhz=ledger["cn0_dbhz"])
