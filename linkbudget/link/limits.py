"""Margins beside those of carrier and data: received power and C/N against what is needed, flux against its limit."""

from linkbudget.hardware.parts import FluxLimit, Link, Receiver
from linkbudget.link import equations
from linkbudget.link.terms import Term, given, restated, term
from linkbudget.physics.noise import bandwidth_dbhz, carrier_to_noise_ratio_db, noise_power_dbw
from linkbudget.physics.power_flux import (
    article_21_bandwidth_hz,
    article_21_limit_dbw_per_m2,
    power_flux_in_bandwidth_dbw_per_m2,
    power_flux_limit_dbw_per_m2,
)

MARGINS = {
    "received_power_margin_db": "Received power",
    "cnr_margin_db": "C/N",
    "carrier_margin_db": "Carrier",
    "margin_db": "Data",
    "ranging_margin_db": "Ranging",
    "flux_margin_db": "Power flux density",
}
"""Lines that are margins, in the order of a budget, and what people call them."""

CLOSING = "closing_margin_db"
"""The line whose sign says whether a link works."""


def limit_terms(link: Link, lines: dict[str, Term]) -> dict[str, Term]:
    """The lines of received power, C/N and power flux density, where the link states what they are held against."""
    new = {}
    if link.receiver.required_power_dbw is not None:
        new["received_power_again_dbw"] = restated("Received power, again", lines["received_power_dbw"])
        new["required_power_dbw"] = given("Required received power", link.receiver.required_power_dbw, "dBW", "-")
        new["received_power_margin_db"] = _margin(
            "Received power margin", lines["received_power_dbw"], new["required_power_dbw"]
        )
    if link.receiver.noise_bandwidth_hz is not None:
        new |= _ratio_in_bandwidth(link.receiver, lines)
    if link.flux_limit is not None and "range_m" in lines and "elevation_deg" in lines:
        new |= _flux(link.flux_limit, link.frequency_hz, lines)
    return new


def _margin(name: str, available: Term, required: Term) -> Term:
    return term(name, equations.margin_db, "=", available_db=available, required_db=required)


def _ratio_in_bandwidth(receiver: Receiver, lines: dict[str, Term]) -> dict[str, Term]:
    """C/N in the receiver's noise bandwidth, and the noise power there where the noise temperature is known."""
    width = {"bandwidth_hz": receiver.noise_bandwidth_hz}
    new = {
        "cnr_start_dbhz": restated("C/N0, again", lines["cn0_dbhz"]),
        "noise_bandwidth_dbhz": term("Noise bandwidth", bandwidth_dbhz, "-", **width),
        "cnr_db": term("C/N", carrier_to_noise_ratio_db, "=", cn0_dbhz=lines["cn0_dbhz"], **width),
    }
    if "system_noise_temperature_k" in lines:
        temperature = {"system_noise_temperature_k": lines["system_noise_temperature_k"]}
        new["noise_power_dbw"] = term("Noise power", noise_power_dbw, **width, **temperature)
    if receiver.required_cnr_db is not None:
        new["required_cnr_db"] = given("Required C/N", receiver.required_cnr_db, "dB", "-")
        new["cnr_margin_db"] = _margin("C/N margin", new["cnr_db"], new["required_cnr_db"])
    return new


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
    return {
        "flux_reference_bandwidth_hz": width,
        "flux_limit_dbw_per_m2": allowed,
        "flux_in_bandwidth_dbw_per_m2": flux,
        "flux_margin_db": _margin("Margin of power flux density", allowed, flux),
    }
