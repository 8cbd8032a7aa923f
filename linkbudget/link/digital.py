"""Bits: Eb/N0 against what the keying or the code needs, with the carrier and the ranging signal beside them."""

from collections.abc import Callable

import numpy as np

from linkbudget.errors import note
from linkbudget.formatting import decibels_text, quantity_text
from linkbudget.hardware.parts import DigitalModulation
from linkbudget.link import symbols
from linkbudget.link.carrier_and_ranging import enter_carrier, enter_data_share, enter_ranging
from linkbudget.link.ledger import Ledger
from linkbudget.link.terms import Term
from linkbudget.parameters import Parameter
from linkbudget.physics.coded_schemes import OWN_SCHEMES, required_coded_scheme_ebn0_db
from linkbudget.physics.coding import codes, required_coded_ebn0_db
from linkbudget.physics.error_curves import ErrorCurve
from linkbudget.physics.modulation import modulations, required_ebn0_db


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
    """How and under which key the requirement is entered; of a link with frames, that of its code informs alone."""
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


def _enter_required_ebn0(ledger: Ledger, modulation: DigitalModulation) -> None:
    enter, key = _place(ledger, modulation)
    name, error_rate = "Required Eb/N0", modulation.error_rate
    if modulation.required_ebn0_db is not None:
        enter(key, name, modulation.required_ebn0_db)
    elif modulation.curve is not None:
        curve = modulation.curve
        kept = error_rate if modulation.frame_error_rate is None else modulation.frame_error_rate
        line = enter(key, f"{name}, by its curve", curve.required_ebn0_db, error_rate=kept)
        line.document = _source_of_point(curve, kept)
    elif modulation.code is not None:
        _enter_required_of_code(ledger, modulation)
    else:
        scheme = modulation.scheme
        assert scheme is not None  # its check
        line = enter(key, name, required_ebn0_db, error_rate=error_rate, modulation=scheme)
        line.document = modulations()[scheme].reference
