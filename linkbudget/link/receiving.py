"""The receiving end of a budget: gain, received power, system noise, and the figure of merit they make.

A receiver tells its noise part by part, as one system temperature, or within a figure of merit; C/N0 is the same.
"""

from typing import Literal

from linkbudget.constants import BOLTZMANN_DBW_PER_K_HZ, COSMIC_BACKGROUND_K
from linkbudget.hardware.parts import Link, Receiver
from linkbudget.link import antennas, equations
from linkbudget.link.terms import Term, given, term
from linkbudget.parameters import Parameter
from linkbudget.physics.free_space import received_power_dbw
from linkbudget.physics.noise import (
    carrier_to_noise_density_dbhz,
    g_over_t_db_per_k,
    noise_density_dbw_per_hz,
    noise_temperature_k,
    system_noise_temperature_at_antenna_k,
    system_noise_temperature_at_receiver_k,
)
from linkbudget.physics.sky_noise import galactic_noise_temperature_k, sky_noise_temperature_k

Plane = Literal["antenna", "receiver"]
"""Where received power and system noise are stated: at the antenna's terminals or at the receiver's input."""

COSMIC_BACKGROUND = Parameter(COSMIC_BACKGROUND_K, status="documented", source="Fixsen, Astrophys. J. 707 (2009) 916")
MEAN_RADIATING_TEMPERATURE = Parameter(275.0, status="documented", source="ITU-R P.618-14, section 3: 275 K")
BOLTZMANN = Parameter(BOLTZMANN_DBW_PER_K_HZ, status="documented", source="SI Brochure, 9th edition (2019), exact")
NO_LOSS_DB = 0.0


def receiver_terms(link: Link, path, lines: dict[str, Term], plane: Plane) -> dict[str, Term]:
    """The lines from the receiving antenna to C/N0."""
    receiver = link.receiver
    if receiver.g_over_t_db_per_k is not None:
        return _figure_of_merit(receiver, lines)
    new = _gain(receiver, link.frequency_hz, path)
    new |= _received_power(receiver, lines | new, plane)
    new |= _noise(receiver, link.frequency_hz, lines, plane)
    temperature = {"system_noise_temperature_k": new["system_noise_temperature_k"]}
    new["noise_density_dbw_per_hz"] = term("Noise density", noise_density_dbw_per_hz, "-", **temperature)
    gain = term(
        f"Antenna gain at the {plane}",
        equations.gain_after_losses_dbi,
        antenna_gain_dbi=new["receive_antenna_gain_dbi"],
        line_loss_db=new.get("receive_line_loss_db", NO_LOSS_DB),
    )
    new["g_over_t_db_per_k"] = term("Figure of merit G/T", g_over_t_db_per_k, antenna_gain_dbi=gain, **temperature)
    new["cn0_dbhz"] = term(
        "C/N0",
        carrier_to_noise_density_dbhz,
        "=",
        received_power_dbw=new["received_power_dbw"],
        **temperature,
    )
    return new


def _figure_of_merit(receiver: Receiver, lines: dict[str, Term]) -> dict[str, Term]:
    """Of a station known by its figure of merit: the power a lossless isotropic antenna would receive, then C/N0."""
    new = {"receive_pointing_loss_db": given("Receive pointing loss", _or_none(receiver.pointing_loss_db), "dB", "-")}
    new |= _sum_of_losses(lines | new)
    new["isotropic_power_dbw"] = term(
        "Received isotropic power",
        received_power_dbw,
        "=",
        eirp_dbw=lines["eirp_dbw"],
        free_space_loss_db=lines["free_space_loss_db"],
        other_losses_db=new["other_losses_db"],
        antenna_gain_dbi=0.0,
    )
    new["g_over_t_db_per_k"] = given("Figure of merit G/T", receiver.g_over_t_db_per_k, "dB/K", "+")
    new["boltzmann_dbw_per_k_hz"] = given("Boltzmann's constant", BOLTZMANN, "dBW/(K Hz)", "-")
    new["cn0_dbhz"] = term(
        "C/N0",
        equations.cn0_of_figure_of_merit_dbhz,
        "=",
        isotropic_power_dbw=new["isotropic_power_dbw"],
        g_over_t_db_per_k=new["g_over_t_db_per_k"],
    )
    return new


def _or_none(loss):
    return NO_LOSS_DB if loss is None else loss


def _gain(receiver: Receiver, frequency_hz, path) -> dict[str, Term]:
    lines = {"receive_antenna_gain_dbi": antennas.gain("Receive antenna gain", receiver.antenna, frequency_hz)}
    return lines | antennas.pointing("Receive", receiver, frequency_hz, path.sun_angle_deg)


def _received_power(receiver: Receiver, lines: dict[str, Term], plane: Plane) -> dict[str, Term]:
    new = {}
    if plane == "receiver":
        new["receive_line_loss_db"] = given("Receive line loss", receiver.line_loss_db, "dB", "-")
    new |= _sum_of_losses(lines | new)
    new["received_power_dbw"] = term(
        f"Received power at the {plane}",
        received_power_dbw,
        "=",
        eirp_dbw=lines["eirp_dbw"],
        free_space_loss_db=lines["free_space_loss_db"],
        other_losses_db=new["other_losses_db"],
        antenna_gain_dbi=lines["receive_antenna_gain_dbi"],
    )
    return new


def _sum_of_losses(lines: dict[str, Term]) -> dict[str, Term]:
    return {
        "other_losses_db": term(
            "Losses beside free space",
            equations.sum_of_losses_db,
            propagation_loss_db=lines["excess_loss_db"],
            pointing_loss_db=lines["receive_pointing_loss_db"],
            line_loss_db=lines.get("receive_line_loss_db", NO_LOSS_DB),
        )
    }


def _noise(receiver: Receiver, frequency_hz, lines: dict[str, Term], plane: Plane) -> dict[str, Term]:
    name = f"System noise temperature at the {plane}"
    if receiver.system_noise_temperature_k is not None:
        temperature = receiver.system_noise_temperature_k
        if plane == "receiver":
            return _in_decibels({"system_noise_temperature_k": given(name, temperature, "K")})
        moved = term(
            name,
            equations.temperature_before_line_k,
            noise_temperature_k=temperature,
            line_loss_db=receiver.line_loss_db,
        )
        return _in_decibels({"system_noise_temperature_k": moved})
    new = _antenna_noise(receiver, frequency_hz, lines)
    if receiver.noise_temperature_k is not None:
        new["receiver_noise_temperature_k"] = given("Receiver noise temperature", receiver.noise_temperature_k, "K")
    else:
        new["receiver_noise_temperature_k"] = term(
            "Receiver noise temperature", noise_temperature_k, noise_figure_db=receiver.noise_figure_db
        )
    system = system_noise_temperature_at_receiver_k if plane == "receiver" else system_noise_temperature_at_antenna_k
    new["system_noise_temperature_k"] = term(
        name,
        system,
        antenna_noise_temperature_k=new["antenna_noise_temperature_k"],
        line_loss_db=receiver.line_loss_db,
        line_temperature_k=receiver.line_temperature_k,
        receiver_noise_temperature_k=new["receiver_noise_temperature_k"],
    )
    return _in_decibels(new)


def _in_decibels(lines: dict[str, Term]) -> dict[str, Term]:
    temperature = lines["system_noise_temperature_k"]
    level = term("System noise temperature in decibels", equations.temperature_dbk, noise_temperature_k=temperature)
    return lines | {"system_noise_temperature_dbk": level}


def _antenna_noise(receiver: Receiver, frequency_hz, lines: dict[str, Term]) -> dict[str, Term]:
    if receiver.antenna_noise_temperature_k is not None:
        return {
            "antenna_noise_temperature_k": given("Antenna noise temperature", receiver.antenna_noise_temperature_k, "K")
        }
    galaxy = term(
        "Galactic noise",
        galactic_noise_temperature_k,
        frequency_hz=frequency_hz,
        temperature_at_1_m_k=receiver.galactic_noise_at_1_m_k,
    )
    background = term(
        "Sky beyond the atmosphere",
        equations.background_noise_temperature_k,
        galactic_noise_temperature_k=galaxy,
        cosmic_noise_temperature_k=COSMIC_BACKGROUND,
    )
    sky = term(
        "Sky noise",
        sky_noise_temperature_k,
        background_k=background,
        loss_db=lines.get("absorption_loss_db", lines.get("gas_loss_db", NO_LOSS_DB)),
        mean_radiating_temperature_k=MEAN_RADIATING_TEMPERATURE,
    )
    antenna = term(
        "Antenna noise temperature",
        equations.antenna_noise_temperature_k,
        sky_noise_temperature_k=sky,
        ground_noise_temperature_k=receiver.ground_noise_temperature_k,
    )
    return {
        "galactic_noise_temperature_k": galaxy,
        "background_noise_temperature_k": background,
        "sky_noise_temperature_k": sky,
        "antenna_noise_temperature_k": antenna,
    }
