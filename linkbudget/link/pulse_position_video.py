"""Pictures by pulse position: energy of a pulse, slot errors, pixel errors, and the picture they leave."""

import numpy as np

from linkbudget.errors import note
from linkbudget.formatting import number_text
from linkbudget.hardware.modulation_kinds import PulsePositionModulation
from linkbudget.hardware.terminals import Transmitter
from linkbudget.link.ledger import Ledger
from linkbudget.link.rates import pixel_rate_dbhz
from linkbudget.link.terms import Term, term
from linkbudget.parameters import plain
from linkbudget.physics.capacity import ebn0_from_esn0_db
from linkbudget.physics.matched_filters import (
    filter_bandwidth_hz,
    gaussian_filter_loss_db,
    single_pole_filter_loss_db,
)
from linkbudget.physics.picture import (
    pulse_picture_snr_db,
    pulse_pixel_error_probability,
    required_es_over_n0_for_picture_snr_db,
    required_es_over_n0_with_clock_loop_db,
)
from linkbudget.physics.picture_rates import bits_per_pixel
from linkbudget.physics.pulse_clock import (
    clock_jitter,
    clock_loss_pixels,
    clock_loss_probability,
    clock_loss_time_s,
)
from linkbudget.physics.pulse_jitter import slot_error_probability_with_jitter
from linkbudget.physics.pulse_position import pulse_energy_j, pulse_width_s, slot_count

_FILTERS = {"single-pole": single_pole_filter_loss_db, "gaussian": gaussian_filter_loss_db}
_NARROW = 0.75
"""Bandwidth times width below which a tenth of the pulse's amplitude is left in a single tuned circuit a slot later."""


def enter_pulse_position(ledger: Ledger, transmitter: Transmitter, modulation: PulsePositionModulation) -> None:
    """The lines from C/N0 to margin and picture quality."""
    _enter_pulse(ledger, transmitter, modulation)
    channel = {"slots": ledger["slots"], "grey_levels": modulation.grey_levels}
    energy = {"es_over_n0_db": ledger.total("es_over_n0_db", "Pulse energy over noise density")}
    wanted = {"picture_snr_db": modulation.required_picture_snr_db}
    key, name = "required_es_over_n0_db", "Required pulse energy over noise density"
    if modulation.timing_jitter is not None:
        jitter: dict = {"timing_jitter": modulation.timing_jitter}
        ledger.less(key, name, required_es_over_n0_for_picture_snr_db, **wanted, **channel, **jitter)
        ledger.total("margin_db", "Data margin")
    else:
        loop = {"clock_loop_gain": modulation.clock_loop_gain, "clock_walk": modulation.clock_walk}
        ledger.less(key, name, required_es_over_n0_with_clock_loop_db, **wanted, **channel, **loop)
        ledger.total("margin_db", "Data margin")
        jitter = {"timing_jitter": _enter_clock(ledger, modulation, energy, loop)}
    _enter_picture(ledger, energy, channel | jitter)


def _enter_clock(ledger: Ledger, modulation: PulsePositionModulation, energy: dict, loop: dict) -> Term:
    """The slot clock that its loop makes: the line of its rms error, after which come those of its loss."""
    clock = energy | {"slots": ledger["slots"]} | loop
    line = ledger.state("clock_jitter", "Slot clock error, rms", clock_jitter, **clock)
    rate = {"pixel_rate_pixels_per_s": modulation.pixel_rate_pixels_per_s}
    name = "Mean time to loss of the slot clock"
    ledger.state("clock_loss_time_s", name, clock_loss_time_s, **clock, **rate)
    if modulation.picture_pixels is not None:
        pixels = term("Mean pixels to loss of the slot clock", clock_loss_pixels, **clock)
        ledger.state(
            "clock_loss_probability",
            "Probability of losing the slot clock in a picture",
            clock_loss_probability,
            picture_pixels=modulation.picture_pixels,
            clock_loss_pixels=pixels,
        )
    return line


def _enter_pulse(ledger: Ledger, transmitter: Transmitter, modulation: PulsePositionModulation) -> None:
    """The pulse as it is sent, and the losses and the rate that C/N0 is divided by."""
    power = {"average_power_w": transmitter.power_w}
    peak = power | {"peak_power_w": transmitter.peak_power_w}
    rate = {"pixel_rate_pixels_per_s": modulation.pixel_rate_pixels_per_s}
    ledger.state("pulse_energy_j", "Energy of a sent pulse", pulse_energy_j, **power, **rate)
    ledger.state("pulse_width_s", "Width of a pulse", pulse_width_s, **peak, **rate)
    ledger.state("slots", "Slots per pixel", slot_count, **peak)
    if modulation.filter_bandwidth_ratio is not None:
        _enter_filter(ledger, modulation)
    ledger.less("implementation_loss_db", "Implementation loss", modulation.implementation_loss_db)
    ledger.state("pixel_rate_pixels_per_s", "Pixel rate", modulation.pixel_rate_pixels_per_s)
    ledger.less("pixel_rate_dbhz", "Pixel rate in decibels", pixel_rate_dbhz, **rate)


def _enter_filter(ledger: Ledger, modulation: PulsePositionModulation) -> None:
    """The loss of a filter that does not match the pulse; a note where the pulse extends into the next slot."""
    ratio, width = modulation.filter_bandwidth_ratio, ledger["pulse_width_s"]
    told = {"bandwidth_ratio": ratio, "pulse_duration_s": width}
    bandwidth = ledger.state("filter_bandwidth_hz", "Bandwidth of the filter", filter_bandwidth_hz, **told)
    told = {"bandwidth_hz": bandwidth, "pulse_duration_s": width}
    ledger.less("filter_loss_db", "Loss of the mismatched filter", _FILTERS[modulation.filter_shape or ""], **told)
    narrowest = np.min(plain(ratio))
    if narrowest < _NARROW:
        note(
            f"filter_bandwidth_ratio = {number_text(narrowest)}: below {number_text(_NARROW)} the pulse extends into "
            "the next slot, and errors to it are not counted"
        )


def _enter_picture(ledger: Ledger, energy: dict, channel: dict) -> None:
    slot = {"slots": channel["slots"], "timing_jitter": channel["timing_jitter"]}
    name = "Slot error probability"
    ledger.inform("slot_error_probability", name, slot_error_probability_with_jitter, **energy, **slot)
    name = "Pixel error probability"
    ledger.inform("pixel_error_probability", name, pulse_pixel_error_probability, **energy, **channel)
    ledger.inform("picture_snr_db", "Picture signal-to-noise ratio", pulse_picture_snr_db, **energy, **channel)
    bits = term("Bits per pixel", bits_per_pixel, grey_levels=channel["grey_levels"])
    for key, name in (("", "Eb/N0"), ("required_", "Required Eb/N0")):
        ledger.state(
            f"{key}ebn0_db",
            f"{name}, a bit of grey",
            ebn0_from_esn0_db,
            esn0_db=ledger[f"{key}es_over_n0_db"],
            spectral_efficiency=bits,
        )
