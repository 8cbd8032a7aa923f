"""Requirements beside those of carrier and data: received power, flux, C/N0, C/N, and the limit on flux density."""

from collections.abc import Callable

from linkbudget.errors import note
from linkbudget.hardware.parts import FluxLimit, Link
from linkbudget.hardware.terminals import Receiver
from linkbudget.link.ledger import Ledger
from linkbudget.physics.noise import bandwidth_dbhz, carrier_to_noise_ratio_db, noise_power_dbw
from linkbudget.physics.power_flux import (
    article_21_bandwidth_hz,
    article_21_limit_dbw_per_m2,
    flux_of_isotropic_power_dbw_per_m2,
    power_flux_in_bandwidth_dbw_per_m2,
    power_flux_limit_dbw_per_m2,
)


def enter_limits(ledger: Ledger, link: Link) -> None:
    """The lines of received power, C/N and power flux density, where the link has such requirements."""
    receiver = link.receiver
    if receiver.needed_power_dbw is not None:
        name = "Received power (carried forward)"
        ledger.start("received_power_again_dbw", name, ledger["received_power_dbw"])
        ledger.less("required_power_dbw", "Required received power", receiver.needed_power_dbw)
        ledger.total("received_power_margin_db", "Received power margin")
    if receiver.required_flux_dbw_per_m2 is not None:
        _enter_incident_flux(ledger, receiver, link.frequency_hz)
    if receiver.required_cn0_dbhz is not None:
        ledger.start("cn0_again_dbhz", f"{ledger['cn0_dbhz'].name} (carried forward)", ledger["cn0_dbhz"])
        ledger.less("receiver_required_cn0_dbhz", "Required C/N0", receiver.required_cn0_dbhz)
        ledger.total("cn0_margin_db", "C/N0 margin")
    if link.receiver.noise_bandwidth_hz is not None:
        _enter_ratio_in_bandwidth(ledger, link.receiver, ratio_title(link))
    _enter_further_bandwidths(ledger, link.receiver, ratio_title(link))
    if link.flux_limit is None:
        return
    if "range_m" in ledger and "elevation_deg" in ledger:
        _enter_flux(ledger, link.flux_limit, link.frequency_hz)
    else:
        note("flux_limit is left out of the verdict: the path has no range or no elevation")


def ratio_title(link: Link) -> str:
    """Name of the ratio in the noise bandwidth: C/N, or C/(N+I) with stated interference."""
    return "C/(N+I)" if link.interference else "C/N"


def _enter_incident_flux(ledger: Ledger, receiver: Receiver, frequency_hz) -> None:
    """The flux that arrives at the antenna, behind every loss of the path, against the flux that is needed."""
    key, name = "arriving_power_dbw", "Power over an isotropic antenna"
    if key not in ledger:  # where a flux is stated the budget begins with it
        ledger.subtotal(key, name, [ledger["eirp_dbw"]], [ledger["propagation_loss_db"]])
    power = ledger[key]
    ledger.start(
        "incident_flux_dbw_per_m2",
        "Power flux density at the receiver",
        flux_of_isotropic_power_dbw_per_m2,
        frequency_hz=frequency_hz,
        isotropic_power_dbw=power,
    )
    ledger.less("required_flux_dbw_per_m2", "Required power flux density", receiver.required_flux_dbw_per_m2)
    ledger.total("incident_flux_margin_db", "Margin of the flux at the receiver")


def _enter_ratio_in_bandwidth(ledger: Ledger, receiver: Receiver, ratio: str) -> None:
    """C/N in the receiver's noise bandwidth, and the noise power there where the noise temperature is known."""
    width = {"bandwidth_hz": receiver.noise_bandwidth_hz}
    ledger.start("cnr_start_dbhz", f"{ledger['cn0_dbhz'].name} (carried forward)", ledger["cn0_dbhz"])
    ledger.less("noise_bandwidth_dbhz", "Noise bandwidth", bandwidth_dbhz, **width)
    ledger.total("cnr_db", ratio)
    if "system_noise_temperature_k" in ledger:
        temperature = {"system_noise_temperature_k": ledger["system_noise_temperature_k"]}
        ledger.state("noise_power_dbw", "Noise power", noise_power_dbw, **width, **temperature)
    if receiver.required_cnr_db is not None:
        ledger.less("required_cnr_db", f"Required {ratio}", receiver.required_cnr_db)
        ledger.total("cnr_margin_db", f"{ratio} margin")


def _enter_further_bandwidths(ledger: Ledger, receiver: Receiver, ratio: str) -> None:
    """C/N, and the noise power where the noise temperature is known, in each bandwidth that the receiver names."""
    for name, width_hz in receiver.bandwidths.items():
        key, width = name.replace("-", "_"), {"bandwidth_hz": width_hz}
        what = {"cn0_dbhz": ledger["cn0_dbhz"]} | width
        ledger.state(f"cnr_in_{key}_db", f"{ratio}, {name}", carrier_to_noise_ratio_db, **what)
        if "system_noise_temperature_k" in ledger:
            temperature = {"system_noise_temperature_k": ledger["system_noise_temperature_k"]}
            ledger.state(f"noise_power_in_{key}_dbw", f"Noise power, {name}", noise_power_dbw, **width, **temperature)


def _enter_flux(ledger: Ledger, limit: FluxLimit, frequency_hz) -> None:
    """The limit, less the flux in its reference bandwidth; the elevation is the angle of arrival."""
    angle = {"arrival_angle_deg": ledger["elevation_deg"]}
    key, name = "flux_reference_bandwidth_hz", "Reference bandwidth of the limit"
    if limit.reference_bandwidth_hz is None:
        width = ledger.state(key, name, article_21_bandwidth_hz, frequency_hz=frequency_hz)
        model: Callable = article_21_limit_dbw_per_m2
        inputs = angle | {"frequency_hz": frequency_hz}
    else:
        width = ledger.state(key, name, limit.reference_bandwidth_hz)
        model = power_flux_limit_dbw_per_m2
        inputs = angle | {
            "limit_at_horizon_dbw_per_m2": limit.limit_at_horizon_dbw_per_m2,
            "limit_overhead_dbw_per_m2": limit.limit_overhead_dbw_per_m2,
        }
    ledger.start("flux_limit_dbw_per_m2", "Limit of power flux density", model, **inputs)
    ledger.less(
        "flux_in_bandwidth_dbw_per_m2",
        "Power flux density in that bandwidth",
        power_flux_in_bandwidth_dbw_per_m2,
        distance_m=ledger["range_m"],
        eirp_dbw=ledger["eirp_dbw"],
        signal_bandwidth_hz=limit.signal_bandwidth_hz,
        reference_bandwidth_hz=width,
    )
    ledger.total("flux_margin_db", "Margin of power flux density")
