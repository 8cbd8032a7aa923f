"""Symbols and MODCODs in a budget: the rates that follow from one of them, and adaptive coding and modulation."""

from typing import Any

import numpy as np

from linkbudget.errors import note
from linkbudget.formatting import decibels_text, volume_text
from linkbudget.hardware.frames import Frames
from linkbudget.hardware.modulation_kinds import DigitalModulation
from linkbudget.hardware.symbols import BEST
from linkbudget.link.ledger import Ledger
from linkbudget.link.rates import bit_rate_dbhz
from linkbudget.parameters import Parameter
from linkbudget.physics.capacity import ebn0_from_esn0_db
from linkbudget.physics.dvbs2 import (
    DVB_S2,
    DVB_S2_SHORT,
    DVB_S2X,
    DVB_S2X_SHORT,
    DVB_S2X_VLSNR,
    SHORT_FRAME_LOSS_DB,
    all_modcods,
    best_modcod_efficiency,
    best_modcod_esn0_db,
    modcod_spectral_efficiency,
    modcods_of,
    required_modcod_esn0_db,
)
from linkbudget.physics.frames import (
    frame_information_bit,
    frame_overhead_db,
    framed_code_rate,
    framed_ebn0_db,
    inner_code,
    shortened_code_rate,
    sync_marker_bit,
)
from linkbudget.physics.symbol_rates import (
    bit_rate_of_symbols_bps,
    code_rate,
    information_bits_at_code_rate,
    information_bits_per_symbol,
    occupied_bandwidth_hz,
    symbol_rate_dbhz,
    symbol_rate_in_bandwidth_symbols_per_s,
    symbol_rate_of_bits_symbols_per_s,
)

_BITS = "information_bits_per_symbol"
_SYMBOLS = "symbol_rate_symbols_per_s"


def enter_rate(ledger: Ledger, modulation: DigitalModulation) -> None:
    """The bit rate, stated or from the symbols, with the symbol rate and the bandwidth where they are spoken of."""
    if modulation.bit_rate_bps is not None:
        ledger.state("bit_rate_bps", "Bit rate", modulation.bit_rate_bps)
        if not modulation.counts_symbols:
            return
    if modulation.frames is not None:
        _enter_frames(ledger, modulation, modulation.frames)
    _enter_bits_per_symbol(ledger, modulation)
    if modulation.bit_rate_bps is not None:
        bits = {"bits_per_symbol": ledger[_BITS], "bit_rate_bps": modulation.bit_rate_bps}
        ledger.state(_SYMBOLS, "Symbol rate", symbol_rate_of_bits_symbols_per_s, **bits)
        _enter_bandwidth(ledger, modulation)
    else:
        _enter_symbol_rate(ledger, modulation)
        _enter_bit_rate(ledger)


def _enter_frames(ledger: Ledger, modulation: DigitalModulation, frames: Frames) -> None:
    """Enter the overhead of the frames beside the code words, and the information bits per channel bit."""
    code = modulation.code
    sent: dict[str, Any] = {}
    if modulation.code_rate is not None:
        rate = ledger.state("code_rate", "Code rate", modulation.code_rate)
    else:
        rate = ledger.state("code_rate", "Code rate", code_rate, code=code)
        _note_unnamed_code(modulation)
    if frames.virtual_fill is not None:
        filled = {"code": code, "virtual_fill": frames.virtual_fill}
        rate = ledger.state("shortened_code_rate", "Code rate, with virtual fill", shortened_code_rate, **filled)
        note("frames.virtual_fill: symbols of shortened words are assumed to need as much energy as whole ones")
    marker = frames.sync_marker_bit
    if marker is not None:
        bits, name = "frame_information_bit", "Information bits of a frame"
        if frames.length_bit is not None:
            sent["frame_information_bit"] = ledger.state(bits, name, frames.length_bit)
        else:
            what = {} if frames.virtual_fill is None else {"virtual_fill": frames.virtual_fill}
            sent["frame_information_bit"] = ledger.state(bits, name, frame_information_bit, code=code, **what)
        sent["sync_marker_bit"] = ledger.state("sync_marker_bit", "Sync marker", marker)
        if (inner := inner_code(code)) is not None:
            sent["inner_code_rate"] = code_rate(inner)
        usual = sync_marker_bit(code)
        if not _has_unnamed_code(modulation) and np.any(marker.value != usual):
            note(f"frames.sync_marker: CCSDS 131.0-B has {volume_text(usual)} with this code")
    if frames.idle_share is not None:
        sent["idle_share"] = frames.idle_share
    name = "Information bits per transmitted bit"
    ledger.state("framed_code_rate", name, framed_code_rate, code_rate=rate, **sent)


def _has_unnamed_code(modulation: DigitalModulation) -> bool:
    """True where a number or a curve states the required Eb/N0, so that the code is not known."""
    return modulation.required_ebn0_db is not None or modulation.curve is not None


def _note_unnamed_code(modulation: DigitalModulation) -> None:
    if _has_unnamed_code(modulation):
        note("code_rate: none is stated, so the symbols are assumed to be uncoded; code_rate = 1 means the same")


def enter_framed_requirement(ledger: Ledger) -> None:
    """The Eb/N0 that a link with frames needs, from that of its code; nothing where it states none."""
    if "framed_code_rate" not in ledger:
        return
    rates = {key: ledger[key] for key in ("code_rate", "framed_code_rate")}
    overhead = ledger.state("frame_overhead_db", "Energy of marker, fill and idle symbols", frame_overhead_db, **rates)
    energy = {"ebn0_db": ledger["code_ebn0_db"], "frame_overhead_db": overhead}
    ledger.less("required_ebn0_db", "Required Eb/N0 with frames", framed_ebn0_db, **energy)


def _enter_bits_per_symbol(ledger: Ledger, modulation: DigitalModulation) -> None:
    name = "Information bits per symbol"
    if "framed_code_rate" in ledger or modulation.code_rate is not None:
        rate = ledger.get("framed_code_rate", modulation.code_rate)
        ledger.state(_BITS, name, information_bits_at_code_rate, scheme=modulation.scheme, code_rate=rate)
        return
    if modulation.modcod is None:
        what = {"scheme": modulation.scheme} | ({} if modulation.code is None else {"code": modulation.code})
        ledger.state(_BITS, name, information_bits_per_symbol, **what)
        _note_unnamed_code(modulation)
        return
    modcod = modulation.modcod
    line = ledger.state(_BITS, name, modcod_spectral_efficiency, modcod=modcod, pilots=modulation.pilots)
    line.document = all_modcods()[modcod].reference


def _enter_symbol_rate(ledger: Ledger, modulation: DigitalModulation) -> None:
    if modulation.symbol_rate_symbols_per_s is not None:
        ledger.state(_SYMBOLS, "Symbol rate", modulation.symbol_rate_symbols_per_s)
    else:
        band = {"bandwidth_hz": modulation.occupied_bandwidth_hz, "roll_off": modulation.roll_off}
        ledger.state(_SYMBOLS, "Symbol rate", symbol_rate_in_bandwidth_symbols_per_s, **band)
    _enter_bandwidth(ledger, modulation)


def _enter_bandwidth(ledger: Ledger, modulation: DigitalModulation) -> None:
    key, name = "occupied_bandwidth_hz", "Occupied bandwidth"
    if modulation.occupied_bandwidth_hz is not None:
        ledger.state(key, name, modulation.occupied_bandwidth_hz)
    elif modulation.roll_off is not None:
        pulses = {_SYMBOLS: ledger[_SYMBOLS], "roll_off": modulation.roll_off}
        ledger.state(key, name, occupied_bandwidth_hz, **pulses)


def _enter_bit_rate(ledger: Ledger) -> None:
    rates = {_SYMBOLS: ledger[_SYMBOLS], "bits_per_symbol": ledger[_BITS]}
    ledger.state("bit_rate_bps", "Bit rate", bit_rate_of_symbols_bps, **rates)


def enter_bit_rate_in_decibels(ledger: Ledger) -> None:
    """The bit rate as it is subtracted from C/N0."""
    ledger.less("bit_rate_dbhz", "Bit rate in decibels", bit_rate_dbhz, bit_rate_bps=ledger["bit_rate_bps"])


def is_adaptive(modulation: DigitalModulation) -> bool:
    """True where the MODCOD is the best that closes, and so depends on C/N0."""
    return modulation.modcod == BEST


def enter_best(ledger: Ledger, modulation: DigitalModulation, required_margin_db: Parameter) -> None:
    """The best MODCOD at the Es/N0 that is left, and its bit rate."""
    lost = ledger.since("cn0_dbhz")
    _enter_symbol_rate(ledger, modulation)
    rate = ledger.state("symbol_rate_dbhz", "Symbol rate in decibels", symbol_rate_dbhz, **{_SYMBOLS: ledger[_SYMBOLS]})
    here = ledger.subtotal("esn0_db", "Es/N0", [ledger["cn0_dbhz"]], [*lost, rate])
    modcods, pilots = modulation.modcods, modulation.pilots
    told = {"esn0_db": here, "margin_db": required_margin_db, "modcods": modcods, "pilots": pilots}
    bits = ledger.state(_BITS, "Information bits per symbol", best_modcod_efficiency, **told)
    needed = ledger.state("required_esn0_db", "Required Es/N0", best_modcod_esn0_db, **told)
    name = _name_of(needed.value, bits.value, modulation)
    of = f" of {name}" if name else " of the best MODCOD"
    bits.name, needed.name = bits.name + of, needed.name + of
    documents = sorted({entry.reference for entry in modcods_of(modcods).values()})
    bits.document = needed.document = "; ".join(documents)
    if {DVB_S2, DVB_S2_SHORT} & set(documents) and {DVB_S2X, DVB_S2X_SHORT, DVB_S2X_VLSNR} & set(documents):
        note("modcods: those of DVB-S2 have a packet error rate of 1e-7, those of DVB-S2X a frame error rate of 1e-5")
    if DVB_S2_SHORT in documents:
        _note_short_frames()
    note("modcod = 'best': the maximum range is that of the MODCOD chosen here; a slower one may reach farther")
    _enter_bit_rate(ledger)


def _name_of(esn0_db, bits, modulation: DigitalModulation) -> str:
    """Name of the MODCOD that was chosen; empty for arrays, and where there is no answer."""
    if np.ndim(esn0_db):
        return ""
    names = modcods_of(modulation.modcods)
    chosen = (name for name, entry in names.items() if entry.esn0_db == esn0_db)
    return next((one for one in chosen if modcod_spectral_efficiency(one, pilots=modulation.pilots) == bits), "")


def enter_required_of_modcod(ledger: Ledger, modulation: DigitalModulation) -> None:
    """The Eb/N0 that the MODCOD needs."""
    if not is_adaptive(modulation):
        assert modulation.modcod is not None
        entry = all_modcods()[modulation.modcod]
        name = f"Required Es/N0 of {entry.name}"
        line = ledger.state("required_esn0_db", name, required_modcod_esn0_db, modcod=entry.name)
        line.document = entry.reference
        if entry.reference == DVB_S2_SHORT:
            _note_short_frames()
        if _BITS not in ledger:
            _enter_bits_per_symbol(ledger, modulation)
    energy = {"esn0_db": ledger["required_esn0_db"], "spectral_efficiency": ledger[_BITS]}
    ledger.less("required_ebn0_db", "Required Eb/N0", ebn0_from_esn0_db, **energy)


def _note_short_frames() -> None:
    more = decibels_text(SHORT_FRAME_LOSS_DB)
    note(f"modcod: short frames are taken to need {more} more than normal ones; the standard says 0.2 to 0.3 dB")
