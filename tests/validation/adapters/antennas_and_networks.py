"""Antennas, reference patterns, networks, noise cascades, free space and polarisation."""

import cmath
import math
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.hardware import network
from linkbudget.physics import antennas, free_space, noise, patterns, polarization, power_flux, reference_patterns
from tests.validation.rows import NotModelledError, Row

TYPICAL_EFFICIENCY = 0.60
"""Of published dishes, which do not say theirs; the rows allow for it."""

TYPICAL_BEAMWIDTH_FACTOR_DEG = 62.0
"""Middle of the factors that published pairs of diameter and beamwidth imply, 55 to 72."""


def unknown(row: Row):
    """Error for a quantity that the adapter does not know."""
    return NotModelledError(f"quantity {row.quantity}")


# ---- itu_patterns ---------------------------------------------------------------------------------------------------


def itu_patterns(row: Row) -> float:
    wavelength_m = row.number("wavelength_m")
    frequency_hz = SPEED_OF_LIGHT_M_PER_S / wavelength_m if wavelength_m else row.number("f_GHz") * 1e9
    angle_deg, diameter_m = row.number("offset_deg"), row.number("D_m")
    gain_dbi = row.number("Gmax_dBi")
    efficiency = row.number("eta", 1.0)
    if gain_dbi is None and diameter_m is not None:
        gain_dbi = antennas.dish_gain_dbi(frequency_hz, diameter_m, efficiency)
    mask = row.text("mask").removeprefix("ITU-R ").upper()
    if mask.startswith("F.699"):
        return reference_patterns.f699_gain_dbi(angle_deg, frequency_hz, diameter_m, gain_dbi)
    if mask.startswith("S.465"):
        return reference_patterns.s465_gain_dbi(angle_deg, frequency_hz, diameter_m)
    if mask.startswith("S.580"):
        return reference_patterns.s580_gain_dbi(angle_deg, frequency_hz, diameter_m)
    if mask.startswith("RA.1631"):
        return reference_patterns.ra1631_gain_dbi(angle_deg, frequency_hz, diameter_m, efficiency)
    if mask.startswith("BO.1213"):
        return reference_patterns.bo1213_gain_dbi(angle_deg, frequency_hz, diameter_m, gain_dbi)
    raise NotModelledError(f"mask {row.text('mask')}")


# ---- touchstone -----------------------------------------------------------------------------------------------------


@cache
def shipped(name: str) -> network.TwoPort:
    """A file of the folder of Touchstone files that scikit-rf ships."""
    return network.read_touchstone(Path(find_spec("skrf").submodule_search_locations[0]) / "data" / name)


@cache
def shipped_cascade(names: str) -> network.TwoPort:
    return network.cascade(*(shipped(name.strip()) for name in names.split("**")))


def touchstone(row: Row) -> float:
    part = network.at_frequency(shipped_cascade(row.text("file")), row.number("f_Hz"))
    quantity = row.quantity
    if quantity == "available_gain_dB":
        return network.available_gain_db(part)[0]
    if quantity == "NF_passive_T0":
        return network.two_port_noise_figure_db(part)[0]
    if quantity[:1] == "S" and quantity[1:3].isdigit():
        ports = int(quantity[1]), int(quantity[2])
        if quantity.endswith("_dB"):
            return network.s_parameter_db(part, *ports)[0]
        if quantity.endswith("_phase"):
            return network.s_parameter_phase_deg(part, *ports)[0]
    raise unknown(row)


# ---- noise_cascade --------------------------------------------------------------------------------------------------


def reflection(text: str) -> complex:
    """A reflection written as a magnitude, or as magnitude@degrees."""
    magnitude, _, angle_deg = text.partition("@")
    return cmath.rect(float(magnitude), math.radians(float(angle_deg or 0.0)))


def cascade_k(row: Row) -> float:
    gains_db = row.numbers("stage_G_dB")
    temperatures_k = row.numbers("stage_T_K") or noise.noise_temperature_k(row.numbers("stage_NF_dB")).tolist()
    gains_db += [0.0] * (len(temperatures_k) - len(gains_db))  # that of the last stage, which has no effect
    return noise.cascade_noise_temperature_k(temperatures_k, gains_db)


def noise_cascade(row: Row) -> float:
    quantity = row.quantity
    if quantity == "Te":
        return cascade_k(row)
    if quantity == "NF":
        return noise.noise_figure_db(cascade_k(row))
    if quantity == "loss_noise_at_output":
        return noise.line_output_noise_temperature_k(row.number("loss_dB"), row.number("T_phys_K"))
    if quantity == "loss_noise_at_input":
        return noise.system_noise_temperature_at_antenna_k(0.0, row.number("loss_dB"), row.number("T_phys_K"), 0.0)
    if quantity == "NF_to_T":
        return noise.noise_temperature_k(row.number("NF_dB"))
    if quantity == "T_to_NF":
        return noise.noise_figure_db(row.number("stage_T_K"))
    if quantity == "Te_yfactor":
        return noise.y_factor_noise_temperature_k(row.number("Y_dB"), row.number("T_hot_K"), row.number("T_cold_K"))
    if quantity == "NF_vs_source":
        # through the waves of a two-port, which the formula for noise parameters does not touch
        s = [[[row.number("S11", 0.0), 0.0], [row.number("S21"), row.number("S22", 0.0)]]]
        part = network.with_noise_parameters(
            network.two_port("amplifier", [1e9], s),
            row.number("Fmin_dB"),
            reflection(row.text("Gopt")),
            row.number("Rn_ohm"),
        )
        source = network.reflection_of_impedance(row.number("Zs_ohm"))
        return network.two_port_noise_figure_db(part, source_reflection=source)[0]
    raise unknown(row)


# ---- antennas -------------------------------------------------------------------------------------------------------


def antenna_gain_beamwidth(row: Row) -> float:
    frequency_hz, diameter_m = row.number("f_MHz") * 1e6, row.number("D_m")
    if row.quantity == "gain_measured":
        return antennas.dish_gain_dbi(frequency_hz, diameter_m, TYPICAL_EFFICIENCY)
    if row.quantity == "implied_efficiency":
        return antennas.aperture_efficiency(frequency_hz, diameter_m, row.number("gain_dBi"))
    if row.quantity == "hpbw":
        return antennas.half_power_beamwidth_deg(frequency_hz, diameter_m, TYPICAL_BEAMWIDTH_FACTOR_DEG)
    raise unknown(row)


def ruze_and_beams(row: Row) -> float:
    frequency_hz = row.number("f_Hz") or (row.number("f_GHz", 0.0) * 1e9)
    diameter_m = row.number("D_m")
    if row.quantity == "ruze_loss":
        return antennas.surface_loss_db(frequency_hz, row.number("rms_mm") * 1e-3)
    if row.quantity == "ideal_gain":
        return antennas.dish_gain_dbi(frequency_hz, diameter_m, row.number("eta", 1.0))
    if row.quantity == "hpbw_uniform":
        return patterns.airy_half_power_beamwidth_deg(frequency_hz, diameter_m)
    if row.quantity == "pattern_uniform":  # a level below the maximum, where the package tells a loss
        return -patterns.airy_pattern_loss_db(row.number("offset_deg"), frequency_hz, diameter_m)
    if row.quantity == "pointing_loss_parabolic":
        return patterns.gaussian_pattern_loss_db(row.number("offset_deg"), row.number("hpbw_deg"))
    raise unknown(row)


def polarization_mismatch(row: Row) -> float:
    if row.quantity != "mismatch_loss":
        raise unknown(row)
    return polarization.polarization_mismatch_loss_db(
        row.number("AR1_dB"), row.number("AR2_dB"), row.number("tilt_deg"), row.text("sense") != "opposite"
    )


# ---- free space -----------------------------------------------------------------------------------------------------


def free_space_rows(row: Row) -> float:
    distance_m = row.number("range_km", 0.0) * 1e3
    frequency_hz = row.number("f_GHz", 0.0) * 1e9 or row.number("f_MHz", 0.0) * 1e6
    quantity = row.quantity
    if quantity in ("free_space_loss", "free_space_loss_p525_eq6"):
        return free_space.free_space_loss_db(distance_m, frequency_hz)
    if quantity == "spreading_loss":
        return -free_space.flux_density_dbw_per_m2(distance_m, 0.0)
    if quantity == "isotropic_aperture_loss":  # that of an isotropic antenna against one square metre
        return antennas.aperture_gain_dbi(frequency_hz, 1.0)
    if quantity == "noise_power":
        return noise.noise_power_dbw(row.number("bw_Hz"), row.number("T_K"))
    if quantity == "noise_density":
        return noise.noise_density_dbw_per_hz(row.number("T_K"))
    if quantity == "field_strength":
        return power_flux.field_strength_v_per_m(distance_m, row.number("eirp_W"))
    if quantity == "E_from_Pt":
        return power_flux.field_strength_dbuv_per_m(distance_m, row.number("Pt_dBW"))
    if quantity == "pfd_from_E":
        return power_flux.power_flux_density_dbw_per_m2(row.number("E_dBuVm"))
    if "radar" in quantity:
        return power_flux.radar_free_space_loss_db(distance_m, frequency_hz, row.number("sigma_m2"))
    raise unknown(row)


def eirp_published(row: Row) -> float:
    if row.quantity != "EIRP":
        raise unknown(row)
    power_w = row.number("tx_power_W")
    power_dbw = row.number("tx_power_dBm", 0.0) - 30.0 if power_w is None else free_space.level_dbw(power_w)
    eirp_dbw = free_space.eirp_dbw(
        power_dbw, row.number("circuit_loss_dB", 0.0), row.number("gain_dBi"), row.number("pointing_loss_dB", 0.0)
    )
    return eirp_dbw + 30.0


ADAPTERS = {
    "itu_patterns": itu_patterns,
    "touchstone": touchstone,
    "noise_cascade": noise_cascade,
    "antenna_gain_beamwidth": antenna_gain_beamwidth,
    "ruze_and_beams": ruze_and_beams,
    "polarization_mismatch": polarization_mismatch,
    "free_space": free_space_rows,
    "eirp_published": eirp_published,
}
