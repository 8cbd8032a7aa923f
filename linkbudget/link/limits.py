"""Margins beside those of carrier and data: received power against what the receiver needs, flux against its limit."""

from linkbudget.hardware.parts import FluxLimit, Link
from linkbudget.link import equations
from linkbudget.link.terms import Term, given, restated, term
from linkbudget.physics.power_flux import (
    article_21_bandwidth_hz,
    article_21_limit_dbw_per_m2,
    power_flux_in_bandwidth_dbw_per_m2,
    power_flux_limit_dbw_per_m2,
)

MARGINS = {
    "received_power_margin_db": "Received power",
    "carrier_margin_db": "Carrier",
    "margin_db": "Data",
    "ranging_margin_db": "Ranging",
    "flux_margin_db": "Power flux density",
}
"""Lines that are margins, in the order of a budget, and what people call them."""


def limit_terms(link: Link, lines: dict[str, Term]) -> dict[str, Term]:
    """The lines of received power and of power flux density, where the link states what they are held against."""
    new = {}
    if link.receiver.required_power_dbw is not None:
        new["received_power_again_dbw"] = restated("Received power, again", lines["received_power_dbw"])
        new["required_power_dbw"] = given("Required received power", link.receiver.required_power_dbw, "dBW", "-")
        new["received_power_margin_db"] = _margin("Received power margin", lines["received_power_dbw"], new)
    if link.flux_limit is not None and "range_m" in lines and "elevation_deg" in lines:
        new |= _flux(link.flux_limit, link.frequency_hz, lines)
    return new


def _margin(name: str, power: Term, new: dict[str, Term]) -> Term:
    return term(name, equations.margin_db, "=", available_db=power, required_db=new["required_power_dbw"])


def _flux(limit: FluxLimit, frequency_hz, lines: dict[str, Term]) -> dict[str, Term]:
    """The limit, less the flux in its reference bandwidth; the elevation is the angle of arrival."""
    angle = {"arrival_angle_deg": lines["elevation_deg"]}
    if limit.reference_bandwidth_hz is None:
        width = term("Reference bandwidth of the limit", article_21_bandwidth_hz, frequency_hz=frequency_hz)
        allowed = term(
            "Limit of power flux density", article_21_limit_dbw_per_m2, "=", **angle, frequency_hz=frequency_hz
        )
    else:
        width = given("Reference bandwidth of the limit", limit.reference_bandwidth_hz, "Hz")
        allowed = term(
            "Limit of power flux density",
            power_flux_limit_dbw_per_m2,
            "=",
            **angle,
            limit_at_horizon_dbw_per_m2=limit.limit_at_horizon_dbw_per_m2,
            limit_overhead_dbw_per_m2=limit.limit_overhead_dbw_per_m2,
        )
    flux = term(
        "Power flux density in that bandwidth",
        power_flux_in_bandwidth_dbw_per_m2,
        "-",
        distance_m=lines["range_m"],
        eirp_dbw=lines["eirp_dbw"],
        signal_bandwidth_hz=limit.signal_bandwidth_hz,
        reference_bandwidth_hz=width,
    )
    margin = term("Margin of power flux density", equations.margin_db, "=", available_db=allowed, required_db=flux)
    return {
        "flux_reference_bandwidth_hz": width,
        "flux_limit_dbw_per_m2": allowed,
        "flux_in_bandwidth_dbw_per_m2": flux,
        "flux_margin_db": margin,
    }
