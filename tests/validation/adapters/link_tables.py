"""Whole link tables: textbook examples, deep-space design control tables, the AMSAT/IARU sheets.

Each quantity follows from the row's printed inputs through the public functions that a budget uses.  Levels in the
tables are in dBm and in dBW; losses that a table prints as negative numbers are read as losses.
"""

import math
from functools import reduce

from linkbudget.constants import ASTRONOMICAL_UNIT_M, SPEED_OF_LIGHT_M_PER_S
from linkbudget.link import equations
from linkbudget.physics import antennas, carrier, free_space, noise, patterns, power_flux, sky_noise
from tests.validation.rows import NotModelledError, Row

ROOM_TEMPERATURE_K = 290.0
"""Of a lossy line where a table does not say."""


def answer(quantities: dict, row: Row) -> float:
    """Value of the row's quantity."""
    if row.quantity not in quantities:
        raise NotModelledError(f"quantity {row.quantity}")
    return quantities[row.quantity](row)


def decibels(ratio: float) -> float:
    """A pure number in decibels."""
    return free_space.level_dbw(ratio)


# ---- textbook_links -------------------------------------------------------------------------------------------------


def textbook_frequency_hz(row: Row) -> float:
    wavelength_m = row.number("wavelength_m")
    return SPEED_OF_LIGHT_M_PER_S / wavelength_m if wavelength_m else row.number("f_Hz")


def textbook_loss_db(row: Row) -> float:
    loss_db = row.number("path_loss_dB")
    return free_space.free_space_loss_db(row.number("range_m"), row.number("f_Hz")) if loss_db is None else loss_db


def textbook_flux(row: Row) -> float:
    spreading_db = row.number("spreading_plus_atm_dB")
    if spreading_db is not None:  # the table's own sum of spreading and atmosphere
        return free_space.received_power_dbw(row.number("eirp_dBW"), spreading_db, 0.0, 0.0)
    return free_space.flux_density_dbw_per_m2(row.number("range_m"), row.number("eirp_dBW"))


def textbook_gain_dbi(row: Row) -> float:
    beamwidth_deg = row.number("bw3dB_deg")
    if row.number("D_m") is None and beamwidth_deg is not None:
        # at a wavelength of 1 m the rule for the beamwidth, which is its own inverse, gives the diameter in wavelengths
        one_metre_hz = SPEED_OF_LIGHT_M_PER_S
        diameter_m = antennas.half_power_beamwidth_deg(one_metre_hz, beamwidth_deg, row.number("k_deg", 70.0))
        return antennas.dish_gain_dbi(one_metre_hz, diameter_m, row.number("eta", 1.0))
    return antennas.dish_gain_dbi(textbook_frequency_hz(row), row.number("D_m"), row.number("eta", 1.0))


def textbook_beamwidth_deg(row: Row) -> float:
    beamwidth_deg = row.number("bw3dB_deg")
    if beamwidth_deg is not None:
        return beamwidth_deg
    return antennas.half_power_beamwidth_deg(row.number("f_Hz"), row.number("D_m"), row.number("k_deg", 70.0))


def textbook_receiver_k(row: Row) -> float:
    """Noise temperature of the receiver at its input, in whichever way the example tells it."""
    temperatures_k = row.numbers("stage_T_K")
    figures_db = row.numbers("stage_NF_dB")
    if not temperatures_k and figures_db:
        temperatures_k = noise.noise_temperature_k(figures_db).tolist()
    if temperatures_k:
        gains_db = row.numbers("stage_G_dB")
        gains_db += [0.0] * (len(temperatures_k) - len(gains_db))  # that of the last stage has no effect
        return noise.cascade_noise_temperature_k(temperatures_k, gains_db)
    if row.number("NF_dB") is not None:
        return noise.noise_temperature_k(row.number("NF_dB"))
    return row.number("Te_K") if row.number("T_rx_K") is None else row.number("T_rx_K")


def textbook_system_k(row: Row) -> float:
    """System noise temperature at the receiver's input, behind the feed."""
    feed_k = row.number("T_phys_K", row.number("T_feed_K", ROOM_TEMPERATURE_K))
    return noise.system_noise_temperature_at_receiver_k(
        textbook_antenna_k(row), row.number("feed_loss_dB", 0.0), feed_k, textbook_receiver_k(row)
    )


def textbook_antenna_k(row: Row) -> float:
    rain_db = row.number("rain_att_dB")
    clear_k = row.number("T_ant_K", 0.0)
    return clear_k if rain_db is None else sky_noise.sky_noise_temperature_k(clear_k, rain_db, row.number("T_medium_K"))


def textbook_received_dbw(row: Row) -> float:
    area_m2 = row.number("Ae_m2")
    if area_m2 is not None:  # flux times area
        gain_dbi = antennas.aperture_gain_dbi(SPEED_OF_LIGHT_M_PER_S, area_m2)
        isotropic_dbi = antennas.aperture_gain_dbi(SPEED_OF_LIGHT_M_PER_S, 1.0)
        return textbook_flux(row) + gain_dbi - isotropic_dbi
    gain_dbi = row.number("rx_gain_dBi")
    if gain_dbi is None:
        gain_dbi = textbook_gain_dbi(row)
    return free_space.received_power_dbw(
        row.number("eirp_dBW"), textbook_loss_db(row), row.number("other_loss_dB", 0.0), gain_dbi
    )


def textbook_eirp_dbw(row: Row) -> float:
    power_w = row.number("tx_power_W")
    power_dbw = row.number("p_dBW") if power_w is None else free_space.level_dbw(power_w)
    return free_space.eirp_dbw(power_dbw, row.number("feed_loss_dB", 0.0), row.number("gain_dBi"), 0.0)


def textbook_transponder_dbw(row: Row) -> float:
    """Share of a transponder, backed off, that a carrier of part of its bandwidth has."""
    backed_off_dbw = free_space.eirp_dbw(row.number("tp_sat_power_dBW"), row.number("obo_dB"), 0.0, 0.0)
    share_db = noise.bandwidth_dbhz(row.number("peb_Hz")) - noise.bandwidth_dbhz(row.number("tp_bw_Hz"))
    return backed_off_dbw + share_db


def textbook_system_db(row: Row) -> float:
    level_db = row.number("Tsys_dBK")
    return decibels(textbook_system_k(row)) if level_db is None else level_db


def textbook_noise_dbw(row: Row) -> float:
    return noise.noise_power_dbw(row.number("bw_Hz"), free_space.watts_from_level_w(textbook_system_db(row)))


def textbook_cn0_dbhz(row: Row) -> float:
    cn0_dbhz = row.number("C_N0_dBHz")
    if cn0_dbhz is not None:
        return cn0_dbhz
    g_over_t = row.number("g_over_t_dBK")
    if g_over_t is not None:  # a figure of merit is a gain over one kelvin
        received_dbw = free_space.received_power_dbw(
            row.number("eirp_dBW"), textbook_loss_db(row), row.number("other_loss_dB", 0.0), g_over_t
        )
        return noise.carrier_to_noise_density_dbhz(received_dbw, 1.0)
    system_k = free_space.watts_from_level_w(textbook_system_db(row))
    return noise.carrier_to_noise_density_dbhz(textbook_received_dbw(row), system_k)


def textbook_ebn0_db(row: Row) -> float:
    ebn0_db = row.number("EbN0_dB")
    if ebn0_db is not None:
        return ebn0_db
    return equations.ebn0_db(textbook_cn0_dbhz(row), 0.0, 0.0, row.number("rate_bps"))


def textbook_optical_w(row: Row) -> float:
    frequency_hz = textbook_frequency_hz(row)
    sent_dbi = antennas.dish_gain_dbi(frequency_hz, row.number("Dt_m"), row.number("eta", 1.0))
    received_dbi = antennas.dish_gain_dbi(frequency_hz, row.number("Dr_m"), row.number("eta", 1.0))
    eirp_dbw = free_space.eirp_dbw(free_space.level_dbw(row.number("tx_power_W")), 0.0, sent_dbi, 0.0)
    loss_db = free_space.free_space_loss_db(row.number("range_m"), frequency_hz)
    return free_space.watts_from_level_w(free_space.received_power_dbw(eirp_dbw, loss_db, 0.0, received_dbi))


def optical_gain(column: str):
    """Gain of a telescope of full efficiency as a number."""

    def gain(row: Row) -> float:
        diameter_m = row.number("D_m") if row.number(column) is None else row.number(column)
        return free_space.watts_from_level_w(antennas.dish_gain_dbi(textbook_frequency_hz(row), diameter_m, 1.0))

    return gain


TEXTBOOK = {
    "flux_density": textbook_flux,
    "pfd_from_spreading": textbook_flux,
    "free_space_loss": textbook_loss_db,
    "two_way_moon_loss": lambda row: power_flux.radar_free_space_loss_db(
        row.number("range_m"), row.number("f_Hz"), row.number("rcs_m2")
    ),
    "parabolic_gain": textbook_gain_dbi,
    "gain_from_beamwidth": textbook_gain_dbi,
    "beamwidth": textbook_beamwidth_deg,
    "hpbw": textbook_beamwidth_deg,
    "pointing_loss": lambda row: patterns.gaussian_pattern_loss_db(
        row.number("offset_deg"), textbook_beamwidth_deg(row)
    ),
    "EIRP": textbook_eirp_dbw,
    "received_power": textbook_received_dbw,
    "carrier_power": textbook_transponder_dbw,
    "noise_temp_from_NF": lambda row: noise.noise_temperature_k(row.number("NF_dB")),
    "receiver_noise_temp": textbook_receiver_k,
    "T_ant_rain": textbook_antenna_k,
    "Tsys": textbook_system_k,
    "Tsys_at_antenna_out_with_waveguide": textbook_system_k,
    "Tsys_at_receiver_input": textbook_system_k,
    "Tsys_dBK": lambda row: decibels(textbook_system_k(row)),
    "noise_power": textbook_noise_dbw,
    "C_N0": textbook_cn0_dbhz,
    "CN0": textbook_cn0_dbhz,
    "CNR": lambda row: noise.carrier_to_noise_ratio_db(textbook_cn0_dbhz(row), row.number("bw_Hz")),
    "CN": lambda row: noise.carrier_to_noise_ratio_db(textbook_cn0_dbhz(row), row.number("bw_Hz")),
    "G_over_T": lambda row: noise.g_over_t_db_per_k(row.number("rx_gain_dBi"), textbook_system_k(row)),
    "EbN0": textbook_ebn0_db,
    "margin": lambda row: equations.margin_db(textbook_ebn0_db(row), row.number("required_dB")),
    "optical_rx_gain_(pi D/lambda)^2": optical_gain("Dr_m"),
    "optical_tx_gain_(pi D/lambda)^2": optical_gain("Dt_m"),
    "optical_received_power": textbook_optical_w,
}


def textbook_links(row: Row) -> float:
    return answer(TEXTBOOK, row)


# ---- dct_deep_space -------------------------------------------------------------------------------------------------


def dct_loss_db(row: Row) -> float:
    given_db = row.number("given_path_loss_dB")
    if given_db is not None:
        return given_db
    return free_space.free_space_loss_db(row.number("range_km") * 1e3, row.number("frequency_MHz") * 1e6)


def dct_eirp_dbm(row: Row, pointing: bool = True, power: bool = True) -> float:
    power_dbm = row.number("tx_power_dBm") if power else 0.0
    circuit_db, gain_dbi = row.number("tx_circuit_loss_dB", 0.0), row.number("tx_gain_dBi")
    pointing_db = row.number("tx_pointing_loss_dB", 0.0) if pointing else 0.0
    return free_space.eirp_dbw(power_dbm, circuit_db, gain_dbi, pointing_db)


DCT_LOSSES = (
    "atm_loss_dB",
    "pol_loss_dB",
    "rx_pointing_loss_dB",
    "wind_loss_dB",
    "rx_circuit_loss_dB",
    "system_loss_dB",
    "other_loss_dB",
)
"""Every line between the transmitting antenna and the receiver but free space."""


def dct_received_dbm(row: Row, power: bool = True) -> float:
    losses_db = reduce(
        lambda total, column: equations.sum_of_losses_db(total, row.number(column, 0.0), 0.0, 0.0), DCT_LOSSES, 0.0
    )
    return free_space.received_power_dbw(
        dct_eirp_dbm(row, power=power), dct_loss_db(row), losses_db, row.number("rx_gain_dBi")
    )


def dct_system_k(row: Row) -> float:
    level_db = row.number("Tsys_dBK")
    return row.number("Tsys_K") if level_db is None else free_space.watts_from_level_w(level_db)


def dct_density_dbm(row: Row) -> float:
    given_dbm = row.number("N0_dBmHz")
    return noise.noise_density_dbw_per_hz(dct_system_k(row)) + 30.0 if given_dbm is None else given_dbm


def dct_over_density_dbhz(row: Row) -> float:
    return equations.margin_db(dct_received_dbm(row), dct_density_dbm(row))


def dct_subcarrier(row: Row) -> str:
    return "sine" if row.text("subcarrier").startswith("sine") else "square"


def dct_index_deg(row: Row) -> float:
    index_rad = row.number("mod_index_rad")
    return row.number("mod_index_deg") if index_rad is None else math.degrees(index_rad)


def dct_suppression_db(row: Row) -> float:
    given_db = row.number("modulation_loss_dB")
    if given_db is not None:
        return abs(given_db)
    return carrier.carrier_suppression_loss_db(dct_index_deg(row), dct_subcarrier(row))


def dct_data_loss_db(row: Row) -> float:
    return carrier.data_modulation_loss_db(dct_index_deg(row), dct_subcarrier(row))


def dct_carrier_share_db(row: Row) -> float:
    """Carrier over total power, what ranging takes included; a level, so negative."""
    after_ranging_db = equations.cn0_after_loss_dbhz(0.0, row.number("ranging_suppression_dB", 0.0))
    return equations.cn0_after_loss_dbhz(after_ranging_db, dct_suppression_db(row))


def dct_carrier_dbm(row: Row) -> float:
    return equations.cn0_after_loss_dbhz(dct_received_dbm(row), -dct_carrier_share_db(row))


def dct_loop_dbhz(row: Row) -> float:
    given_dbhz = row.number("loop_bw_dBHz")
    return noise.bandwidth_dbhz(row.number("loop_bw_Hz")) if given_dbhz is None else given_dbhz


def dct_loop_snr_db(row: Row) -> float:
    carrier_cn0_dbhz = equations.margin_db(dct_carrier_dbm(row), dct_density_dbm(row))
    loop_hz = free_space.watts_from_level_w(dct_loop_dbhz(row))
    return carrier.carrier_to_noise_ratio_in_loop_db(carrier_cn0_dbhz, loop_hz)


def dct_carrier_margin_db(row: Row) -> float:
    return equations.margin_db(dct_loop_snr_db(row), row.number("required_loop_snr_dB"))


def dct_ebn0_db(row: Row, total_dbhz: float) -> float:
    modulated = row.number("mod_index_deg") is not None or row.number("mod_index_rad") is not None
    loss_db = dct_data_loss_db(row) + row.number("ranging_suppression_dB", 0.0) if modulated else 0.0
    return equations.ebn0_db(total_dbhz, loss_db, row.number("impl_loss_dB", 0.0), row.number("data_rate_bps"))


def dct_margin_db(row: Row, total_dbhz: float | None = None) -> float:
    total_dbhz = dct_over_density_dbhz(row) if total_dbhz is None else total_dbhz
    return equations.margin_db(dct_ebn0_db(row, total_dbhz), row.number("ebn0_required_dB"))


def dct_cable_k(row: Row) -> float:
    """Noise of the cable: at the receiver's input, or at the antenna where the table books a scene there."""
    loss_db = row.number("rx_circuit_loss_dB")
    temperature_k = row.number("T_physical_K", ROOM_TEMPERATURE_K)
    if row.number("T_scene_K") is None:
        return noise.line_noise_temperature_k(loss_db, temperature_k)
    return noise.system_noise_temperature_at_antenna_k(0.0, loss_db, temperature_k, 0.0)


def dct_system_sum_k(row: Row) -> float:
    """Sum of the printed components."""
    components_k = [float(text) for text in row.text("Tsys_components_K").split("+")]
    return reduce(equations.antenna_noise_temperature_k, components_k)


def dct_variance(row: Row) -> float:
    raise NotModelledError("variances of the lines of a design control table")


DCT = {
    "EIRP": dct_eirp_dbm,
    "EIRP_before_pointing_loss": lambda row: dct_eirp_dbm(row, pointing=False),
    "free_space_loss": dct_loss_db,
    "net_loss": lambda row: dct_received_dbm(row, power=False),
    "received_power": dct_received_dbm,
    "N0": dct_density_dbm,
    "Pt_N0": dct_over_density_dbhz,
    "receiver_noise_temp": lambda row: noise.noise_temperature_k(row.number("rx_noise_figure_dB")),
    "cable_noise_temp": dct_cable_k,
    "Tsys_sum": dct_system_sum_k,
    "carrier_suppression": lambda row: -dct_suppression_db(row),
    "carrier_over_total": dct_carrier_share_db,
    "carrier_power": dct_carrier_dbm,
    "loop_bw_dBHz": dct_loop_dbhz,
    "loop_SNR": dct_loop_snr_db,
    "carrier_margin": dct_carrier_margin_db,
    "carrier_threshold_power": lambda row: equations.margin_db(dct_carrier_dbm(row), dct_carrier_margin_db(row)),
    "data_modulation_loss": lambda row: -dct_data_loss_db(row),
    "data_rate_dB": lambda row: equations.bit_rate_dbhz(row.number("data_rate_bps")),
    "required_Pt_N0": lambda row: -dct_margin_db(row, 0.0),
    "EbN0": lambda row: dct_ebn0_db(row, dct_over_density_dbhz(row)),
    "margin": dct_margin_db,
    "margin_over_threshold": lambda row: equations.margin_db(dct_margin_db(row), row.number("margin_threshold_dB")),
    "range_AU": lambda row: row.number("range_km") * 1e3 / ASTRONOMICAL_UNIT_M,
    # a metre whose loss is less than the printed one by as much as a margin would be
    "range_from_loss": lambda row: (
        equations.maximum_range_m(
            1.0,
            equations.margin_db(
                dct_loss_db(row), free_space.free_space_loss_db(1.0, row.number("frequency_MHz") * 1e6)
            ),
        )
        / 1e3
    ),
    "net_loss_variance": dct_variance,
    "received_power_variance": dct_variance,
    "carrier_power_variance": dct_variance,
}


def dct_deep_space(row: Row) -> float:
    return answer(DCT, row)


# ---- amsat_iaru_budgets ---------------------------------------------------------------------------------------------


def amsat_eirp_dbw(row: Row) -> float:
    """The sheet takes the transmitting antenna's pointing loss off on the path."""
    power_dbw = free_space.level_dbw(row.number("tx_power_W"))
    return free_space.eirp_dbw(power_dbw, row.number("tx_line_loss_dB"), row.number("tx_gain_dBi"), 0.0)


def amsat_behind_path_dbw(row: Row, pointing_db: float, gain_dbi: float) -> float:
    """Power behind the path, a pointing loss and a gain."""
    atmosphere_db = row.number("atm_loss_dB") + row.number("iono_loss_dB") + row.number("rain_loss_dB")
    losses_db = equations.sum_of_losses_db(
        atmosphere_db, row.number("pol_loss_dB"), row.number("tx_point_loss_dB") + pointing_db, 0.0
    )
    return free_space.received_power_dbw(amsat_eirp_dbw(row), row.number("path_loss_dB"), losses_db, gain_dbi)


def amsat_gain_dbi(row: Row) -> float:
    """Gain at the receiver's input."""
    return free_space.eirp_dbw(0.0, row.number("rx_line_loss_dB"), row.number("rx_gain_dBi"), 0.0)


def amsat_received_dbw(row: Row) -> float:
    return amsat_behind_path_dbw(row, row.number("rx_point_loss_dB"), amsat_gain_dbi(row))


def amsat_cn0_dbhz(row: Row) -> float:
    return noise.carrier_to_noise_density_dbhz(amsat_received_dbw(row), row.number("Tsys_K"))


def amsat_ebn0_db(row: Row, implementation_db: float = 0.0) -> float:
    return equations.ebn0_db(amsat_cn0_dbhz(row), 0.0, implementation_db, row.number("rate_bps"))


AMSAT = {
    "EIRP": amsat_eirp_dbw,
    "isotropic_level": lambda row: amsat_behind_path_dbw(row, 0.0, 0.0),
    "G_over_T": lambda row: noise.g_over_t_db_per_k(amsat_gain_dbi(row), row.number("Tsys_K")),
    "C_N0": amsat_cn0_dbhz,
    "EbN0": amsat_ebn0_db,
    "margin": lambda row: equations.margin_db(
        amsat_ebn0_db(row, row.number("impl_loss_dB")), row.number("ebn0_required_dB")
    ),
    "LNA_input_power": amsat_received_dbw,
    "noise_power": lambda row: noise.noise_power_dbw(row.number("bw_Hz"), row.number("Tsys_K")),
    "SNR": lambda row: noise.carrier_to_noise_ratio_db(amsat_cn0_dbhz(row), row.number("bw_Hz")),
}


def amsat_iaru_budgets(row: Row) -> float:
    return answer(AMSAT, row)


ADAPTERS = {
    "textbook_links": textbook_links,
    "dct_deep_space": dct_deep_space,
    "amsat_iaru_budgets": amsat_iaru_budgets,
}
