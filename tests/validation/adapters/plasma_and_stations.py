"""Plasma between Earth and probe, ground stations, the noise of the sky, counted photons and ranging."""

from fractions import Fraction
from functools import reduce

from linkbudget.constants import ASTRONOMICAL_UNIT_M
from linkbudget.physics import (
    corona,
    ground_stations,
    hot_bodies,
    ionosphere,
    optical_ppm,
    photon_counting,
    ranging,
    sky_noise,
)
from tests.validation.rows import Row, not_modelled

ANGLE = {"rad": 0.017453292519943295, "deg": 1.0, "cycle": 1.0 / 360.0, "cycles": 1.0 / 360.0}
TIME = {"ns": 1e9, "us": 1e6, "ms": 1e3, "s": 1.0, "ps": 1e12}


def scaled(value: float, row: Row, units: dict[str, float]) -> float:
    """A value in the row's unit."""
    return value * units[row.text("unit")]


def ionospheric(row: Row) -> float:
    """Delay, phase, Faraday rotation and dispersion."""
    plasma = row.number("f_GHz") * 1e9, row.number("TEC_elm2")
    match row.quantity:
        case "group_delay":
            return scaled(ionosphere.group_delay_s(*plasma), row, TIME)
        case "range_error" | "group_range":
            return scaled(ionosphere.group_delay_s(*plasma), row, {"m": 299_792_458.0})
        case "phase_advance":
            return scaled(ionosphere.phase_advance_deg(*plasma), row, ANGLE)
        case "faraday_rotation":
            return scaled(ionosphere.faraday_rotation_deg(*plasma, row.number("B_av_T")), row, ANGLE)
        case "dispersion":
            units = {"s/Hz": 1.0, "ns/MHz": 1e15, "ps/Hz": 1e12, "ps/MHz": 1e18, "ns/Hz": 1e9, "ps/kHz": 1e15}
            return scaled(ionosphere.dispersion_s_per_hz(*plasma), row, units)
    return not_modelled(row)


def solar_corona(row: Row) -> float:
    """Triangle Sun, Earth, probe, and the plasma along its third side."""
    if row.quantity in ("SEP", "range"):
        sides = row.number("r_earth_AU"), row.number("r_probe_AU"), row.number("sun_angle_deg")
        if row.quantity == "SEP":
            return corona.sun_earth_probe_angle_deg(*sides)
        return corona.earth_probe_distance_m(*sides)  # in the unit of the sides
    terms = tuple(
        corona.DensityTerm(row.number(column), exponent)
        for column, exponent in (("ne_r6", 6.0), ("ne_r2", 2.0))
        if row.number(column) is not None
    )
    if not terms or row.number("SEP_deg") is None or row.number("geocentric_range_AU") is None:
        return not_modelled(row)
    ray = row.number("SEP_deg"), row.number("geocentric_range_AU") * ASTRONOMICAL_UNIT_M
    match row.quantity:
        case "two_way_range_correction":
            frequency_hz = row.number("f_GHz") * 1e9
            return corona.two_way_range_correction_m(*ray, frequency_hz, frequency_hz, terms)
        case "column_density" | "electron_column" | "TEC":
            per = {"1/m2": 1.0, "el/m2": 1.0, "m-2": 1.0, "1/cm2": 1e-4, "TECU": 1e-16}
            return scaled(corona.electron_column_per_m2(*ray, terms), row, per)
        case "group_delay":
            frequency_hz = row.number("f_GHz") * 1e9
            return scaled(corona.coronal_group_delay_s(*ray, frequency_hz, terms), row, TIME)
    return not_modelled(row)


def dsn_810_005_model(row: Row) -> float:
    """Gain and noise of a station of the Deep Space Network."""
    elevation_deg, zenith_db = row.number("elev_deg"), row.number("zenith_att_dB")

    def sky_k():
        return ground_stations.station_sky_noise_temperature_k(elevation_deg, zenith_db, row.number("CD"))

    def antenna_k():
        coefficients = row.number("T1_K"), row.number("T2_K"), row.number("a_noise")
        return ground_stations.antenna_microwave_noise_temperature_k(elevation_deg, *coefficients)

    match row.quantity:
        case "zenith_attenuation":
            return ground_stations.zenith_attenuation_db(row.text("site"), row.number("CD"))
        case "T_sky":
            return sky_k()
        case "T_AMW":
            return antenna_k()
        case "T_op":
            return ground_stations.operating_noise_temperature_k(antenna_k(), sky_k())
        case "T_op_sum":
            parts = [row.number(name) for name in ("T_vacuum_zenith_K", "T_elevation_K", "T_sky_K")]
            parts = [part for part in parts if part is not None] + row.numbers("T_components_K")
            return reduce(ground_stations.operating_noise_temperature_k, parts)
        case "G_rx_with_atm" | "G_tx_with_atm":
            peak_dbi = row.number("G0_rx_dBi" if row.quantity.startswith("G_rx") else "G0_tx_dBi")
            sag = row.number("G1"), row.number("theta_ref_deg")
            return ground_stations.station_gain_dbi(elevation_deg, zenith_db, peak_dbi, *sag)
    return not_modelled(row)


def sky(row: Row) -> float:
    """Brightness of Sun, Moon and Galaxy, and what they and the atmosphere add."""
    body = row.text("body").lower()
    frequency_hz = row.number("f_GHz", 0.0) * 1e9
    match row.quantity:
        case "brightness_temp" if "sun" in body:
            return hot_bodies.quiet_sun_brightness_temperature_k(frequency_hz)
        case "brightness_temp" if "moon" in body:
            phase_deg = 180.0 if "new" in body else 0.0
            if "P.372" in row.text("source"):
                return hot_bodies.coarse_moon_brightness_temperature_k(phase_deg)
            return hot_bodies.moon_brightness_temperature_k(frequency_hz, phase_deg)
        case "brightness_temp" if "pole" in body:
            return sky_noise.galactic_pole_noise_temperature_k(frequency_hz)
        case "brightness_temp" if "galaxy" in body:
            return sky_noise.mean_galactic_brightness_temperature_k(frequency_hz)
        case "disk_temp_from_flux":
            diameter_deg, flux = 2.0 * row.number("disk_radius_deg"), row.number("flux_sfu") * 1e-22
            return hot_bodies.disc_brightness_temperature_k(diameter_deg, frequency_hz, flux)
        case "Fam":
            return sky_noise.median_galactic_noise_figure_db(row.number("f_MHz") * 1e6)
        case "Ta":
            return sky_noise.median_galactic_noise_temperature_k(row.number("f_MHz") * 1e6)
        case "atm_noise":
            return sky_noise.atmospheric_noise_temperature_k(row.number("att_dB"), row.number("T_medium_K"))
        case "disk_noise":
            disc = row.number("body_diam_deg"), row.number("body_T_K"), row.number("hpbw_deg")
            return hot_bodies.source_noise_temperature_k(*disc)
    return not_modelled(row)


def ppm_poisson(row: Row) -> float:
    """Pulse-position modulation with counted photons."""
    slots, background = row.number("M"), row.number("Kb_per_slot", 0.0)
    signal = row.number("Ks")
    match row.quantity:
        case "capacity" if background == 0.0:
            return photon_counting.noiseless_capacity(signal, slots)
        case "capacity":
            return photon_counting.soft_decision_capacity(signal, background, slots)
        case "hard_SER":
            return photon_counting.symbol_error_probability(signal, background, slots)
        case "erasure_probability" | "erasure" | "P_erasure":
            return optical_ppm.erasure_probability(signal, background, slots)
        case "photon_efficiency" | "bits_per_photon":
            bits = photon_counting.soft_decision_capacity(signal, background, slots)
            return optical_ppm.photon_efficiency(signal, bits)
        case "Ks_at_capacity":
            return optical_ppm.required_signal_photons(float(Fraction(row.text("code_rate"))), background, slots)
    return not_modelled(row)


def ranges(row: Row) -> float:
    """Codes and coherent frequencies of ranging."""
    clock_hz = row.number("ranging_clock_Hz") or row.number("chip_rate_or_clock_Hz")
    match row.quantity:
        case "chip_rate":
            selection = row.text("band"), row.number("l"), row.number("k")
            per = {"kchip/s": 1e-3, "Mchip/s": 1e-6, "chip/s": 1.0}
            return scaled(ranging.pn_chip_rate_chips_per_s(row.number("f_up_MHz") * 1e6, *selection), row, per)
        case "pn_ambiguity":
            return scaled(ranging.pn_ambiguity_m(clock_hz), row, {"km": 1e-3, "m": 1.0})
        case "coherent_downlink":
            ratio = float(Fraction(row.text("ratio")))
            downlink_hz = ranging.coherent_downlink_frequency_hz(row.number("f_up_MHz") * 1e6, ratio)
            return scaled(downlink_hz, row, {"MHz": 1e-6, "GHz": 1e-9, "Hz": 1.0})
        case "chip_snr" | "chip_SNR" | "pn_chip_snr":
            return ranging.chip_snr_db(clock_hz, row.number("PrN0_dBHz"))
    return not_modelled(row)


ADAPTERS = {
    "ionosphere": ionospheric,
    "solar_corona": solar_corona,
    "dsn_810_005_model": dsn_810_005_model,
    "sky_noise": sky,
    "ppm_poisson": ppm_poisson,
    "ranging": ranges,
}
