"""From C/N0 to margin: what each kind of modulation makes of the received signal.

``digital``: carrier and data split, Eb/N0, required Eb/N0, rate.  ``pulse-position``: energy of a pulse, slot errors,
picture.  ``analog-video``: the threshold of frequency modulation, picture.
"""

from linkbudget.hardware.parts import DigitalModulation, Link, ResidualCarrier
from linkbudget.link import equations
from linkbudget.link.terms import Term, given, term
from linkbudget.physics.capacity import shannon_capacity_bps
from linkbudget.physics.carrier import (
    carrier_loop_margin_db,
    carrier_to_noise_ratio_in_loop_db,
    data_modulation_loss_db,
    modulation_index_for_suppression_deg,
)
from linkbudget.physics.modulation import required_ebn0_db

NO_LOSS_DB = 0.0


def modulation_terms(link: Link, cn0: Term, distance: Term) -> dict[str, Term]:
    """The lines of a budget below C/N0."""
    kind = link.modulation.kind
    lines = {"digital": _digital, "pulse-position": _pulse_position, "analog-video": _analog_video}[kind](link, cn0)
    lines["shannon_limit_bps"] = term("Shannon limit, any bandwidth", shannon_capacity_bps, cn0_dbhz=cn0)
    lines["maximum_range_m"] = term(
        "Distance at which the required margin is left",
        equations.maximum_range_m,
        range_m=distance,
        link_margin_db=lines["margin_db"],
        required_margin_db=link.required_margin_db,
    )
    return lines


def _residual_carrier(carrier: ResidualCarrier, cn0: Term) -> dict[str, Term]:
    suppression = given("Carrier suppression", carrier.suppression_db, "dB", "-")
    loop_snr = term(
        "Carrier loop signal-to-noise ratio",
        carrier_to_noise_ratio_in_loop_db,
        "=",
        carrier_cn0_dbhz=term("Carrier C/N0", equations.margin_db, available_db=cn0, required_db=suppression),
        loop_bandwidth_hz=carrier.loop_bandwidth_hz,
    )
    index = term(
        "Modulation index",
        modulation_index_for_suppression_deg,
        carrier_suppression_loss_db=suppression,
        subcarrier=carrier.subcarrier,
    )
    return {
        "carrier_suppression_db": suppression,
        "loop_snr_db": loop_snr,
        "required_loop_snr_db": given("Required loop signal-to-noise ratio", carrier.required_loop_snr_db, "dB"),
        "carrier_margin_db": term(
            "Carrier margin",
            carrier_loop_margin_db,
            "=",
            loop_snr_db=loop_snr,
            required_loop_snr_db=carrier.required_loop_snr_db,
        ),
        "modulation_index_deg": index,
        "data_modulation_loss_db": term(
            "Data modulation loss",
            data_modulation_loss_db,
            "-",
            modulation_index_deg=index,
            subcarrier=carrier.subcarrier,
        ),
    }


def _digital(link: Link, cn0: Term) -> dict[str, Term]:
    modulation: DigitalModulation = link.modulation
    lines = _residual_carrier(modulation.carrier, cn0) if modulation.carrier else {}
    lines["implementation_loss_db"] = given("Implementation loss", modulation.implementation_loss_db, "dB", "-")
    lines["bit_rate_bps"] = given("Bit rate", modulation.bit_rate_bps, "bit/s")
    lines["ebn0_db"] = term(
        "Eb/N0",
        equations.ebn0_db,
        "=",
        cn0_dbhz=cn0,
        modulation_loss_db=lines.get("data_modulation_loss_db", NO_LOSS_DB),
        implementation_loss_db=modulation.implementation_loss_db,
        bit_rate_bps=modulation.bit_rate_bps,
    )
    if modulation.required_ebn0_db is not None:
        lines["required_ebn0_db"] = given("Required Eb/N0", modulation.required_ebn0_db, "dB", "-")
    else:
        lines["required_ebn0_db"] = term(
            "Required Eb/N0",
            required_ebn0_db,
            "-",
            error_rate=modulation.error_rate,
            modulation=modulation.scheme,
        )
    lines["margin_db"] = term(
        "Margin",
        equations.margin_db,
        "=",
        available_db=lines["ebn0_db"],
        required_db=lines["required_ebn0_db"],
    )
    lines |= _rate_limit(link, lines, modulation.bit_rate_bps, modulation.rate_ladder_bps)
    return lines


def _rate_limit(link: Link, lines: dict[str, Term], rate, ladder) -> dict[str, Term]:
    carrier = {"carrier_margin_db": lines["carrier_margin_db"]} if "carrier_margin_db" in lines else {}
    limit = term(
        "Highest data rate",
        equations.data_rate_limit_bps,
        "=",
        data_rate_bps=rate,
        data_margin_db=lines["margin_db"],
        required_margin_db=link.required_margin_db,
        **carrier,
    )
    new = {"required_margin_db": given("Required margin", link.required_margin_db, "dB"), "data_rate_limit_bps": limit}
    if ladder:
        new["data_rate_on_ladder_bps"] = term(
            "Highest rate of the equipment",
            equations.rate_on_ladder_bps,
            "=",
            data_rate_limit_bps=limit,
            rate_ladder_bps=tuple(rung.value for rung in ladder),
        )
    return new
