"""Pulse-position modulation with counted photons: signal and background of a slot, capacity, margin, ladder."""

from linkbudget.hardware.light import PhotonCountingModulation, TelescopeAntenna
from linkbudget.hardware.parts import Link
from linkbudget.link.ledger import Ledger
from linkbudget.link.rates import bit_rate_dbhz, margin_inputs
from linkbudget.link.terms import Term, term
from linkbudget.parameters import Parameter
from linkbudget.physics.optical_ppm import required_signal_photons
from linkbudget.physics.photon_counting import soft_decision_capacity, symbol_error_probability
from linkbudget.physics.photon_ladder import (
    adaptive_code_rate_bps,
    background_photons,
    counted_background_per_s,
    ladder_code_rate,
    ladder_rate_bps,
    ladder_slot_width_s,
    ladder_slots,
)
from linkbudget.physics.photons import (
    background_rate_per_s,
    capacity_rate_bps,
    detection_loss_db,
    photons_db,
    photons_of_level,
    ppm_bit_rate_bps,
    ppm_symbol_rate_hz,
)

NOTHING_HIDDEN = 0.0


def enter_photon_counting(ledger: Ledger, link: Link, modulation: PhotonCountingModulation) -> None:
    """The lines from photons a second to the margin of the data and the capacity."""
    detector = link.receiver.detector
    assert detector is not None  # which the part has checked
    _enter_background(ledger, link, modulation)
    efficiency = {"detection_efficiency": detector.detection_efficiency}
    ledger.less("detection_loss_db", "Photons not counted", detection_loss_db, **efficiency)
    symbol = {
        "slots": modulation.slots,
        "slot_width_s": modulation.slot_width_s,
        "guard_share": modulation.guard_share,
    }
    ledger.state("slots", "Slots per symbol", modulation.slots)
    ledger.state("slot_width_s", "Width of a slot", modulation.slot_width_s)
    rate = ledger.state("symbol_rate_hz", "Symbols a second", ppm_symbol_rate_hz, **symbol)
    ledger.state("bit_rate_bps", "Bit rate", ppm_bit_rate_bps, **symbol, code_rate=modulation.code_rate)
    ledger.less("symbol_rate_dbhz", "Symbol rate in decibels", bit_rate_dbhz, bit_rate_bps=rate)
    level = ledger.total("photons_per_pulse_db", "Counted photons per pulse in decibels")
    signal = ledger.state("photons_per_pulse", "Counted photons per pulse", photons_of_level, level_db=level)
    ledger.less("implementation_loss_db", "Implementation loss", modulation.implementation_loss_db)
    channel = {"background_photons": ledger["background_photons"], "slots": modulation.slots}
    needed = ledger.state(
        "required_photons_per_pulse",
        "Photons per pulse at which capacity is enough",
        required_signal_photons,
        code_rate=modulation.code_rate,
        **channel,
    )
    name = "Required photons per pulse"
    ledger.less("required_photons_per_pulse_db", name, photons_db, photons=needed)
    ledger.total("margin_db", "Data margin")
    name = "Symbol error probability before decoding"
    ledger.state("symbol_error_probability", name, symbol_error_probability, signal_photons=signal, **channel)
    name = "Capacity of a symbol"
    bits = ledger.state("capacity_bit", name, soft_decision_capacity, signal_photons=signal, **channel)
    ledger.state("capacity_bps", "Capacity", capacity_rate_bps, capacity_bit=bits, symbol_rate_hz=rate)


def _enter_background(ledger: Ledger, link: Link, modulation: PhotonCountingModulation) -> None:
    """Counts of everything that is not the signal, each second and in each slot."""
    detector, antenna = link.receiver.detector, link.receiver.antenna
    assert detector is not None
    assert isinstance(antenna, TelescopeAntenna)  # which the part has checked
    ledger.state("dark_count_rate_per_s", "Dark count rate", detector.dark_count_rate_per_s)
    key, name = "sky_count_rate_per_s", "Count rate of the sky"
    if detector.background_count_rate_per_s is not None:
        sky = ledger.state(key, name, detector.background_count_rate_per_s)
    else:
        photons = term(
            "Photon rate from the sky",
            background_rate_per_s,
            sky_radiance_w_per_m2_sr_um=detector.sky_radiance_w_per_m2_sr_um,
            field_of_view_deg=detector.field_of_view_deg,
            filter_width_m=detector.filter_width_m,
            diameter_m=antenna.diameter_m,
            obscuration=NOTHING_HIDDEN if antenna.obscuration is None else antenna.obscuration,
            wavelength_m=link.wavelength_m,
        )
        sky = ledger.state(
            key,
            name,
            counted_background_per_s,
            photon_rate_per_s=photons,
            optics_loss_db=link.receiver.line_loss_db,
            detection_efficiency=detector.detection_efficiency,
        )
    ledger.state(
        "background_photons",
        "Background counts per slot",
        background_photons,
        sky_count_rate_per_s=sky,
        dark_count_rate_per_s=detector.dark_count_rate_per_s,
        slot_width_s=modulation.slot_width_s,
    )


def enter_rates(ledger: Ledger, modulation: PhotonCountingModulation, required_margin_db: Parameter) -> None:
    """The required margin, the rate that a code of any rate would reach, and the highest rung of the ladder."""
    margins = margin_inputs(ledger, required_margin_db)
    kept: dict[str, Term | Parameter] = {
        "implementation_loss_db": modulation.implementation_loss_db,
        "required_margin_db": margins["required_margin_db"],
    }
    if "received_power_margin_db" in margins:
        kept["received_power_margin_db"] = margins["received_power_margin_db"]
    ledger.state(
        "data_rate_limit_bps",
        "Highest data rate with these slots, any code rate",
        adaptive_code_rate_bps,
        photons_per_pulse=ledger["photons_per_pulse"],
        background_photons=ledger["background_photons"],
        slots=modulation.slots,
        symbol_rate_hz=ledger["symbol_rate_hz"],
        **kept,
    )
    if not modulation.ladder_slots:
        return
    counts = {
        "photons_per_pulse": ledger["photons_per_pulse"],
        "symbol_rate_hz": ledger["symbol_rate_hz"],
        "background_photons": ledger["background_photons"],
        "slot_width_s": modulation.slot_width_s,
        **kept,
    }
    for key, name, function in (
        ("data_rate_on_ladder_bps", "Highest rate of the equipment", ladder_rate_bps),
        ("ladder_slots", "Slots per symbol at that rate", ladder_slots),
        ("ladder_slot_width_s", "Width of a slot at that rate", ladder_slot_width_s),
        ("ladder_code_rate", "Code rate at that rate", ladder_code_rate),
    ):
        ledger.state(key, name, function, **counts, **ledger.kept(_ladder, modulation))


def _ladder(modulation: PhotonCountingModulation) -> dict:
    """Orders, slot widths and code rates that the equipment can switch to, as plain numbers."""
    orders, widths = modulation.ladder_slots, modulation.ladder_slot_widths_s
    return {
        "slots_on_ladder": tuple(float(each.value) for each in orders),
        "slot_widths_on_ladder_s": tuple(float(each.value) for each in widths),
        "code_rates_on_ladder": tuple(float(each.value) for each in modulation.ladder_code_rates),
        "guard_share": modulation.guard_share,
    }
