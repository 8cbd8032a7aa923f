"""Satellite links: worked examples of textbooks, and the AMSAT/IARU link model.

A row builds the link that its columns describe and reads one line of its budget.  What belongs to no budget (a radar,
light, a gain from a beamwidth, what follows from a ratio that is printed alone) follows from a public function.
"""

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.hardware.chain import Stage, chain_noise_temperature_k
from linkbudget.hardware.parts import Link
from linkbudget.link.budget import budget
from linkbudget.link.rates import bit_rate_dbhz
from linkbudget.physics import antennas, free_space, noise, power_flux, sky_noise
from tests.validation.rows import NotModelledError, Row
from tests.validation.table_links import printed, ratio, stated, table_link, table_path

# ---- textbook_links: the link


def textbook_link(row: Row) -> Link:
    """The link of an example."""
    losses = printed(row, {"other": "other_loss_dB"})
    return table_link(
        row.number("f_Hz"),
        transmitter(row),
        receiver(row),
        printed(row, {"bit_rate_bps": "rate_bps", "required_ebn0_db": "required_dB"}),
        losses=losses,
    )


def transmitter(row: Row) -> dict:
    """An EIRP, or a power, a line and an antenna; perhaps a transponder, backed off and shared."""
    if row.number("eirp_dBW") is not None:
        return {"power_w": ratio(row.number("eirp_dBW"))}
    said = printed(row, {"output_back_off_db": "obo_dB", "power_w": "tx_power_W"})
    for column in ("p_dBW", "tp_sat_power_dBW"):
        if row.number(column) is not None:
            said["power_w"] = ratio(row.number(column))
    if row.number("peb_Hz") is not None:
        said["power_share"] = row.number("peb_Hz") / row.number("tp_bw_Hz")
    if row.quantity == "EIRP":
        said |= printed(row, {"line_loss_db": "feed_loss_dB"})
    return said | {"antenna": stated(row.number("gain_dBi", 0.0))}


def receiver(row: Row) -> dict:
    """A figure of merit, or an antenna and noise."""
    width = printed(row, {"noise_bandwidth_hz": "bw_Hz"})
    if row.number("g_over_t_dBK") is not None:
        return {"g_over_t_db_per_k": row.number("g_over_t_dBK")} | width
    error = printed(row, {"pointing_error_deg": "offset_deg"})
    return {"antenna": antenna(row)} | width | error | receiver_noise(row)


def antenna(row: Row) -> dict:
    """A dish, an area, a beam, or a gain."""
    linear = {"polarization": "linear"}
    if row.number("rx_gain_dBi") is not None:
        return stated(row.number("rx_gain_dBi"))
    if row.number("D_m") is not None:
        known = {"diameter_m": row.number("D_m"), "aperture_efficiency": row.number("eta", 1.0)}
        return linear | known | {"kind": "dish", "beamwidth_factor_deg": row.number("k_deg", 70.0)}
    if row.number("Ae_m2") is not None:
        area = {"element_count": 1.0, "element_effective_area_m2": row.number("Ae_m2"), "combining_efficiency": 1.0}
        return linear | area | {"kind": "array", "length_m": 1.0, "beamwidth_factor_deg": 70.0}
    if row.number("bw3dB_deg") is not None:
        return linear | {"kind": "beam", "gain_dbi": 0.0, "beamwidth_deg": row.number("bw3dB_deg")}
    return stated(0.0)


def receiver_noise(row: Row) -> dict:
    """The system as one number, or the sky, the feed and the receiver."""
    if row.number("Tsys_dBK") is not None:
        return {"system_noise_temperature_k": ratio(row.number("Tsys_dBK"))}
    own = printed(row, {"noise_figure_db": "NF_dB"})
    for column in ("T_rx_K", "Te_K"):
        own = own or printed(row, {"noise_temperature_k": column})
    own = stages(row) or own
    if not own and row.number("T_ant_K") is None:
        return {}
    line = {"line_temperature_k": row.number("T_phys_K", row.number("T_feed_K", 290.0))}
    return own | line | printed(row, {"line_loss_db": "feed_loss_dB"}) | {"antenna_noise_temperature_k": sky_k(row)}


def stages(row: Row) -> dict:
    """Amplifiers one after another; the gain of the last has no effect and may be missing."""
    temperatures, figures = row.numbers("stage_T_K"), row.numbers("stage_NF_dB")
    count = len(temperatures or figures)
    gains = (row.numbers("stage_G_dB") + [0.0] * count)[:count]
    said = [{"noise_temperature_k": value} for value in temperatures] or [{"noise_figure_db": nf} for nf in figures]
    chain = [Stage("stage", gain_db, **own) for gain_db, own in zip(gains, said, strict=True)]
    return {"noise_temperature_k": chain_noise_temperature_k(chain)} if chain else {}


def sky_k(row: Row) -> float:
    """Noise at the antenna, behind rain where there is some."""
    clear_k, rain_db = row.number("T_ant_K", 0.0), row.number("rain_att_dB")
    return clear_k if rain_db is None else sky_noise.sky_noise_temperature_k(clear_k, rain_db, row.number("T_medium_K"))


# ---- textbook_links: the answers

TEXTBOOK_LINES = {
    "flux_density": "flux_density_dbw_per_m2",
    "free_space_loss": "free_space_loss_db",
    "parabolic_gain": "receive_antenna_gain_dbi",
    "pointing_loss": "receive_pointing_loss_db",
    "EIRP": "eirp_dbw",
    "received_power": "received_power_dbw",
    "carrier_power": "signal_power_dbw",
    "noise_temp_from_NF": "receiver_noise_temperature_k",
    "receiver_noise_temp": "receiver_noise_temperature_k",
    "Tsys": "system_noise_temperature_k",
    "Tsys_at_antenna_out_with_waveguide": "system_noise_temperature_k",
    "Tsys_at_receiver_input": "system_noise_temperature_k",
    "Tsys_dBK": "system_noise_temperature_dbk",
    "noise_power": "noise_power_dbw",
    "C_N0": "cn0_dbhz",
    "CN0": "cn0_dbhz",
    "CNR": "cnr_db",
    "CN": "cnr_db",
    "G_over_T": "g_over_t_db_per_k",
    "EbN0": "ebn0_db",
    "margin": "margin_db",
}
"""Quantity -> line of the budget."""


def spreading_flux(row: Row) -> float:
    """Flux behind the table's own sum of spreading and atmosphere."""
    return free_space.received_power_dbw(row.number("eirp_dBW"), row.number("spreading_plus_atm_dB"), 0.0, 0.0)


def optical_frequency_hz(row: Row) -> float:
    return SPEED_OF_LIGHT_M_PER_S / row.number("wavelength_m")


def telescope_gain_dbi(row: Row, column: str) -> float:
    diameter_m = row.number(column, row.number("D_m"))
    return antennas.dish_gain_dbi(optical_frequency_hz(row), diameter_m, row.number("eta", 1.0))


def optical_power_w(row: Row) -> float:
    """Links of light are no radio links: noise there is the photons' own."""
    loss_db = free_space.free_space_loss_db(row.number("range_m"), optical_frequency_hz(row))
    sent_dbw = free_space.eirp_dbw(
        free_space.level_dbw(row.number("tx_power_W")), 0.0, telescope_gain_dbi(row, "Dt_m"), 0.0
    )
    return ratio(free_space.received_power_dbw(sent_dbw, loss_db, 0.0, telescope_gain_dbi(row, "Dr_m")))


def beamwidth_deg(row: Row) -> float:
    return antennas.half_power_beamwidth_deg(row.number("f_Hz"), row.number("D_m"), row.number("k_deg", 70.0))


def gain_from_beamwidth_dbi(row: Row) -> float:
    """At a wavelength of 1 m the rule for the beamwidth, its own inverse, gives the diameter in wavelengths."""
    one_metre_hz = SPEED_OF_LIGHT_M_PER_S
    diameter_m = antennas.half_power_beamwidth_deg(one_metre_hz, row.number("bw3dB_deg"), row.number("k_deg", 70.0))
    return antennas.dish_gain_dbi(one_metre_hz, diameter_m, row.number("eta", 1.0))


BESIDE = {
    "pfd_from_spreading": spreading_flux,
    "two_way_moon_loss": lambda row: power_flux.radar_free_space_loss_db(
        row.number("range_m"), row.number("f_Hz"), row.number("rcs_m2")
    ),
    "gain_from_beamwidth": gain_from_beamwidth_dbi,
    "beamwidth": beamwidth_deg,
    "hpbw": beamwidth_deg,
    "T_ant_rain": sky_k,
    "optical_rx_gain_(pi D/lambda)^2": lambda row: ratio(telescope_gain_dbi(row, "Dr_m")),
    "optical_tx_gain_(pi D/lambda)^2": lambda row: ratio(telescope_gain_dbi(row, "Dt_m")),
    "optical_received_power": optical_power_w,
}
"""Quantities of no budget."""


def from_ratio(row: Row) -> float | None:
    """Answer from a ratio that is printed without its link; None if the row states the link."""
    carrier_dbhz, bit_db = row.number("C_N0_dBHz"), row.number("EbN0_dB")
    if row.number("CN_dB") is not None and row.number("CI_dB") is not None:
        return noise.combined_ratio_db([row.number("CN_dB"), row.number("CI_dB")])
    if carrier_dbhz is not None and row.quantity in ("CNR", "CN"):
        return noise.carrier_to_noise_ratio_db(carrier_dbhz, row.number("bw_Hz"))
    if carrier_dbhz is not None:
        bit_db = carrier_dbhz - bit_rate_dbhz(row.number("rate_bps"))
    if bit_db is None or row.quantity == "EbN0":
        return bit_db
    return bit_db - row.number("required_dB") if row.quantity == "margin" else None


def textbook_links(row: Row) -> float:
    """Value of a row."""
    alone = from_ratio(row)
    if alone is not None:
        return alone
    if row.quantity in BESIDE:
        return BESIDE[row.quantity](row)
    if row.quantity == "parabolic_gain" and row.number("D_m") is None:
        return gain_from_beamwidth_dbi(row)
    if row.quantity == "parabolic_gain" and row.number("wavelength_m") is not None:
        return telescope_gain_dbi(row, "D_m")
    if row.quantity not in TEXTBOOK_LINES:
        raise NotModelledError(f"quantity {row.quantity}")
    path = table_path(row.number("range_m"), row.number("path_loss_dB"))
    return budget(textbook_link(row), path)[TEXTBOOK_LINES[row.quantity]]


# ---- amsat_iaru_budgets

AMSAT_LINES = {
    "EIRP": "eirp_dbw",
    "isotropic_level": "received_power_dbw",
    "G_over_T": "g_over_t_db_per_k",
    "C_N0": "cn0_dbhz",
    "EbN0": "ebn0_db",
    "margin": "margin_db",
    "LNA_input_power": "received_power_dbw",
    "noise_power": "noise_power_dbw",
    "SNR": "cnr_db",
}
"""Quantity -> line of the budget."""


def amsat_link(row: Row) -> Link:
    """The link of a sheet, which takes the transmitting antenna's pointing loss off on the path."""
    transmitting = {"power_w": "tx_power_W", "line_loss_db": "tx_line_loss_dB"}
    receiving = {"line_loss_db": "rx_line_loss_dB", "pointing_loss_db": "rx_point_loss_dB"}
    isotropic = row.quantity == "isotropic_level"  # what an antenna of no gain would hear
    heard = {} if isotropic else printed(row, receiving) | {"antenna": stated(row.number("rx_gain_dBi"))}
    noise_columns = {"system_noise_temperature_k": "Tsys_K", "noise_bandwidth_hz": "bw_Hz"}
    margin = (
        {"implementation_loss_db": "impl_loss_dB"} if row.quantity == "margin" else {}
    )  # which the sheet's Eb/N0 has not
    return table_link(
        None,
        printed(row, transmitting) | {"antenna": stated(row.number("tx_gain_dBi"))},
        heard | printed(row, noise_columns),
        printed(row, {"bit_rate_bps": "rate_bps", "required_ebn0_db": "ebn0_required_dB"} | margin),
        atmospheric_loss_db=row.number("atm_loss_dB"),
        polarization_loss_db=row.number("pol_loss_dB"),
        losses=printed(
            row, {"ionospheric": "iono_loss_dB", "rain-allowance": "rain_loss_dB", "pointing": "tx_point_loss_dB"}
        ),
    )


def amsat_iaru_budgets(row: Row) -> float:
    """Value of a row."""
    if row.quantity not in AMSAT_LINES:
        raise NotModelledError(f"quantity {row.quantity}")
    return budget(amsat_link(row), table_path(None, row.number("path_loss_dB")))[AMSAT_LINES[row.quantity]]


ADAPTERS = {"textbook_links": textbook_links, "amsat_iaru_budgets": amsat_iaru_budgets}
