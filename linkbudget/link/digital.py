"""Bits: Eb/N0 against what the keying or the code needs, with the carrier and the ranging signal beside them."""

from collections.abc import Callable
from typing import Any

import numpy as np

from linkbudget.errors import note
from linkbudget.formatting import decibels_text, quantity_text, rate_text
from linkbudget.hardware.modulation_kinds import DigitalModulation
from linkbudget.link import symbols
from linkbudget.link.carrier_and_ranging import enter_carrier, enter_data_share, enter_ranging
from linkbudget.link.ledger import Ledger
from linkbudget.link.terms import Term
from linkbudget.parameters import Parameter
from linkbudget.physics.coded_schemes import OWN_SCHEMES, required_coded_scheme_ebn0_db
from linkbudget.physics.coding import codes, required_coded_ebn0_db
from linkbudget.physics.error_curves import ErrorCurve
from linkbudget.physics.measured_modems import measured_modems, required_bit_ebn0_db, required_frame_ebn0_db
from linkbudget.physics.modulation import IDEAL_ONLY, modulations, required_ebn0_db
from linkbudget.physics.scrambling import channel_bit_error_rate

_SAME_RATE = 0.01  # share by which rates may differ and still be those of one modem


def enter_digital(ledger: Ledger, modulation: DigitalModulation, required_margin_db: Parameter) -> None:
    """The lines from C/N0 to the margins of data, carrier and ranging."""
    ledger.once(_enter_share, modulation)
    if symbols.is_adaptive(modulation):
        symbols.enter_best(ledger, modulation, required_margin_db)
        symbols.enter_bit_rate_in_decibels(ledger)
    else:
        ledger.once(_enter_rate, modulation)
    between = ledger.since("cn0_dbhz")
    ledger.total("ebn0_db", "Eb/N0")
    if modulation.modcod is not None:
        symbols.enter_required_of_modcod(ledger, modulation)
    else:
        ledger.once(_enter_required_ebn0, modulation)
    symbols.enter_framed_requirement(ledger)
    ledger.total("margin_db", "Data margin")
    needed = [ledger["required_ebn0_db"], *between]
    ledger.subtotal("required_cn0_dbhz", "Required C/N0 of the data", needed)
    if modulation.carrier is None:
        return
    enter_carrier(ledger, modulation.carrier, modulation.ranging)
    if modulation.ranging is not None:
        enter_ranging(ledger, modulation.ranging, modulation.carrier)


def _enter_share(ledger: Ledger, modulation: DigitalModulation) -> None:
    """The losses between C/N0 and Eb/N0."""
    if modulation.carrier:
        enter_data_share(ledger, modulation.carrier, modulation.ranging)
    ledger.less("implementation_loss_db", "Implementation loss", modulation.implementation_loss_db)


def _enter_rate(ledger: Ledger, modulation: DigitalModulation) -> None:
    """The rate between C/N0 and Eb/N0."""
    symbols.enter_rate(ledger, modulation)
    symbols.enter_bit_rate_in_decibels(ledger)


def _place(ledger: Ledger, modulation: DigitalModulation) -> tuple[Callable[..., Term], str]:
    """Ledger method and key for the required Eb/N0; with frames, the code's own requirement is informative only."""
    return (ledger.less, "required_ebn0_db") if modulation.frames is None else (ledger.state, "code_ebn0_db")


def _enter_required_of_code(ledger: Ledger, modulation: DigitalModulation) -> None:
    """The Eb/N0 that the code needs: by its curve, and with another keying by the difference of the keyings."""
    code, scheme, error_rate, metric = modulation.code, modulation.scheme, modulation.error_rate, "bit"
    assert code is not None
    if modulation.frame_error_rate is not None:
        error_rate, metric = modulation.frame_error_rate, modulation.frame_metric or ""
    counted = {} if metric == "bit" else {"metric": metric}
    enter, key = _place(ledger, modulation)
    name, told = "Required Eb/N0, coded", {"error_rate": error_rate, "code": code}
    document = codes()[code][metric].reference
    if scheme in OWN_SCHEMES:
        line = enter(key, name, required_coded_ebn0_db, **told, **counted)
        line.document = document
        return
    assert scheme is not None
    _note_ideal_detection(scheme)
    line = enter(key, name, required_coded_scheme_ebn0_db, **told, scheme=scheme, **counted)
    line.document = f"{document}; {modulations()[scheme].reference}"
    note(
        f"code: the curve of {code} is that of BPSK; for {scheme} the difference of the uncoded keyings at the error "
        "rate of the code's channel symbols is added, which is an approximation"
    )


def _source_of_point(curve: ErrorCurve, error_rate: Parameter | None) -> str:
    """Source and file of a curve, and for one error rate the points of it that it lies between."""
    assert error_rate is not None
    source = curve.reference if curve.name in curve.reference else f"{curve.reference}; {curve.name}"
    around = () if np.ndim(error_rate.value) else curve.around(error_rate.value)
    points = " to ".join(
        f"{decibels_text(ebn0_db, decimals=2)} at {quantity_text(rate, '-')}" for ebn0_db, rate in around
    )
    return f"{source}, {points}" if points else source


def _enter_required_of_modem(ledger: Ledger, modulation: DigitalModulation) -> None:
    """The Eb/N0 that a measured modem needs, and what its measurement was of."""
    modem, deviation = modulation.modem, modulation.modem_deviation
    assert modem is not None
    series, name = measured_modems()[modem], "Required Eb/N0, as measured"
    told: dict[str, Any] = {"modem": modem, "deviation": deviation}
    if modulation.frame_success is not None:
        told = {"frame_success": modulation.frame_success} | told
        line = ledger.less("required_ebn0_db", name, required_frame_ebn0_db, **told)
    else:
        told = {"error_rate": modulation.error_rate} | told
        line = ledger.less("required_ebn0_db", name, required_bit_ebn0_db, **told)
    line.document = f"{series.title}, received by {series.source}; {series.definition}"
    if series.energy_per != "information bit":
        note(f"modem: Eb of {modem} is the energy of a {series.energy_per}; bit_rate is assumed to count those bits")
    if series.ebn0_at == "single-sideband":
        note(f"modem: {modem} was measured in audio; single-sideband receivers shift the frequency and keep C/N0")
    if series.ebn0_at == "symbols":
        note(f"modem: {modem} is a decoder on ideal symbols; the demodulator's loss is in implementation_loss alone")
    if series.note:
        note(f"modem: {modem}: {series.note}")
    measured, bit_rate = series.bit_rate_bps, modulation.stated_rate.value
    if measured is not None and np.any(np.abs(bit_rate / measured - 1.0) > _SAME_RATE):
        note(
            f"modem: {modem} was measured at {rate_text(measured, figures=4)}; filters and deviation at another rate "
            "are assumed to be in proportion"
        )


def _note_ideal_detection(scheme: str) -> None:
    """Say where the formula of a keying is out of reach of the receivers that people run."""
    if scheme in IDEAL_ONLY:
        note(
            f"scheme: {scheme} is maximum-likelihood detection; receivers with a frequency discriminator were measured "
            "to need 5 dB to 6 dB more (linkbudget catalog modems)"
        )


def _enter_required_ebn0(ledger: Ledger, modulation: DigitalModulation) -> None:
    enter, key = _place(ledger, modulation)
    name, error_rate = "Required Eb/N0", modulation.error_rate
    if modulation.modem is not None:
        _enter_required_of_modem(ledger, modulation)
    elif modulation.required_ebn0_db is not None:
        enter(key, name, modulation.required_ebn0_db)
    elif modulation.curve is not None:
        curve = modulation.curve
        wanted = error_rate if modulation.frame_error_rate is None else modulation.frame_error_rate
        line = enter(key, f"{name}, by its curve", curve.required_ebn0_db, error_rate=wanted)
        line.document = _source_of_point(curve, wanted)
    elif modulation.code is not None:
        _enter_required_of_code(ledger, modulation)
    else:
        scheme = modulation.scheme
        assert scheme is not None  # its check
        _note_ideal_detection(scheme)
        kept: Any = error_rate
        if modulation.scrambler is not None:
            told = {"error_rate": error_rate, "scrambler": modulation.scrambler}
            what = "Bit error rate before the descrambler"
            kept = ledger.state("channel_bit_error_rate", what, channel_bit_error_rate, **told)
        line = enter(key, name, required_ebn0_db, error_rate=kept, modulation=scheme)
        line.document = modulations()[scheme].reference
