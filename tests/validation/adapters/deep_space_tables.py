"""Design control tables of deep space: MarCO, Voyager, Galileo, Giotto, Magellan, and those of AMAT.

Every row builds the link that its table describes and reads one line of its budget; where a table prints means and
variances, one line of its design control table.  What a row asks of no budget at all follows from a public function.
"""

from linkbudget.constants import ASTRONOMICAL_UNIT_M
from linkbudget.hardware.parts import Link
from linkbudget.link.budget import Budget, Path, budget
from linkbudget.link.case import Case
from linkbudget.link.control_table import control_table
from linkbudget.link.rates import maximum_range_m
from linkbudget.parameters import Parameter
from linkbudget.physics.free_space import free_space_loss_db
from tests.validation.rows import NotModelledError, Row
from tests.validation.table_links import (
    given_or_zero,
    kelvins,
    printed,
    ratio,
    spread,
    stated,
    table_link,
    table_path,
    watts,
)

VARIANCE = "_variance"

VARIANCES = (
    *("tx_power_dBm", "tx_circuit_loss_dB", "tx_gain_dBi", "tx_pointing_loss_dB", "given_path_loss_dB"),
    *("atm_loss_dB", "pol_loss_dB", "rx_gain_dBi", "rx_pointing_loss_dB", "rx_circuit_loss_dB"),
)
"""Columns whose variances a list of them gives, in the order of the printed lines."""

NAMED_VARIANCES = {"N0": "N0_dBmHz", "mod": "modulation_loss_dB", "2BL": "loop_bw_dBHz"}

LOSSES = {"wind": "wind_loss_dB", "system": "system_loss_dB", "other": "other_loss_dB"}
"""Lines on the path that tables give names of their own."""

BEFORE_POINTING = "EIRP_before_pointing_loss"
"""A table that books the transmitting antenna's pointing loss below its EIRP."""

LINES = {
    "EIRP": ("eirp_dbw", 30.0),
    BEFORE_POINTING: ("eirp_dbw", 30.0),
    "free_space_loss": ("free_space_loss_db", 0.0),
    "net_loss": ("received_power_dbw", 30.0),
    "received_power": ("received_power_dbw", 30.0),
    "N0": ("noise_density_dbw_per_hz", 30.0),
    "Pt_N0": ("cn0_dbhz", 0.0),
    "receiver_noise_temp": ("receiver_noise_temperature_k", 0.0),
    "cable_noise_temp": ("system_noise_temperature_k", 0.0),
    "carrier_power": ("carrier_power_dbw", 30.0),
    "loop_bw_dBHz": ("loop_bandwidth_dbhz", 0.0),
    "loop_SNR": ("loop_snr_db", 0.0),
    "carrier_margin": ("carrier_margin_db", 0.0),
    "carrier_threshold_power": ("required_carrier_power_dbw", 30.0),
    "data_rate_dB": ("bit_rate_dbhz", 0.0),
    "required_Pt_N0": ("required_cn0_dbhz", 0.0),
    "EbN0": ("ebn0_db", 0.0),
    "margin": ("margin_db", 0.0),
}
"""Quantity -> line of the budget, and decibels between their references."""

PRINTED_NEGATIVE = {
    "carrier_suppression": "carrier_suppression_db",
    "data_modulation_loss": "data_modulation_loss_db",
}
"""Losses that tables print as levels below the total."""


def variances(row: Row) -> dict[str, float]:
    """Column -> variance of its line."""
    inputs = {"tx_power_dBm": "received_power_variance", "modulation_loss_dB": "modulation_loss_variance"}
    found = given_or_zero(row, inputs)  # what is received varies as a transmitter would make it
    lines, *named = row.text("variances").split(";")
    if lines:
        texts = zip(VARIANCES, lines.split(), strict=True)
        found |= {column: float(text) for column, text in texts if text != "-"}
    for text in named:
        name, value = text.split()
        found[NAMED_VARIANCES[name]] = float(value)
    return found


def link(row: Row) -> Link:
    """The link of a row's table."""
    quantity, varies = row.quantity.removesuffix(VARIANCE), variances(row)

    def line(column: str, unit=float):
        mean = row.number(column)
        if mean is not None and column.endswith("_loss_dB"):
            mean = abs(mean)  # some tables print losses as negative numbers
        return spread(mean, varies.get(column, 0.0), unit)

    losses = {name: value for name, value in given_or_zero(row, LOSSES).items() if value}
    transmitter = {
        "power_w": watts(0.0) if quantity == "net_loss" else line("tx_power_dBm", watts),
        "antenna": stated(line("tx_gain_dBi")),
        "line_loss_db": line("tx_circuit_loss_dB"),
        "pointing_loss_db": line("tx_pointing_loss_dB"),
    }
    if quantity == BEFORE_POINTING:
        losses["pointing"] = transmitter.pop("pointing_loss_db")
    receiver = {
        "antenna": stated(line("rx_gain_dBi")),
        "line_loss_db": line("rx_circuit_loss_dB"),
        "pointing_loss_db": line("rx_pointing_loss_dB"),
        **noise(row, line),
    }
    return table_link(
        row.number("frequency_MHz", 1e3) * 1e6,
        transmitter,
        receiver,
        modulation(row, line),
        atmospheric_loss_db=line("atm_loss_dB"),
        polarization_loss_db=line("pol_loss_dB"),
        losses=losses,
    )


def noise(row: Row, line) -> dict:
    """Noise of the receiver: the cable alone, or the receiver's figure, or the printed system."""
    if row.quantity == "cable_noise_temp":
        return {"line_temperature_k": row.number("T_physical_K", 290.0), "noise_temperature_k": 0.0}
    if row.quantity == "receiver_noise_temp":
        return {"noise_figure_db": row.number("rx_noise_figure_dB")}
    if row.number("N0_dBmHz") is not None:
        return {"system_noise_temperature_k": line("N0_dBmHz", kelvins)}
    if row.number("Tsys_dBK") is not None:
        return {"system_noise_temperature_k": ratio(row.number("Tsys_dBK"))}
    return printed(row, {"system_noise_temperature_k": "Tsys_K"})


def modulation(row: Row, line) -> dict:
    """Data, and the carrier where the table has one."""
    data = {"bit_rate_bps": "data_rate_bps", "required_ebn0_db": "ebn0_required_dB"}
    said = printed(row, data | {"implementation_loss_db": "impl_loss_dB"})
    share = data_share(row, line)
    if not share:
        return said
    loop = {"loop_bandwidth_hz": row.number("loop_bw_Hz") or line("loop_bw_dBHz", ratio)}
    subcarrier = "sine" if row.text("subcarrier").startswith("sine") else "square"
    carrier = share | loop | {"subcarrier": subcarrier, "required_loop_snr_db": row.number("required_loop_snr_dB", 0.0)}
    taken = printed(row, {"suppression_db": "ranging_suppression_dB"})
    return said | {"carrier": carrier} | ({"ranging": taken | {"waveform": "square"}} if taken else {})


def data_share(row: Row, line) -> dict:
    """Share of the power in the data, as a modulation index or as a suppression of the carrier."""
    if row.number("mod_index_rad") is not None:
        return {"modulation_index_deg": f"{row.number('mod_index_rad')} rad"}
    if row.number("mod_index_deg") is not None:
        return {"modulation_index_deg": row.number("mod_index_deg")}
    loss = line("modulation_loss_dB")
    tracked = row.text("loop_bw_Hz") or row.text("loop_bw_dBHz")
    return {"suppression_db": loss} if loss or tracked else {}


def path(row: Row) -> Path:
    """Over the printed range, or with the printed loss where there is none."""
    loss, variance = row.number("given_path_loss_dB"), variances(row).get("given_path_loss_dB", 0.0)
    if variance:
        return table_path(None, Parameter(**spread(loss, variance)))
    return table_path(row.number("range_km", 0.0) * 1e3 or None, loss)


def table_budget(row: Row) -> Budget:
    """The budget of the row's table; a scene in front of the antenna is booked there, and so is the cable."""
    at_antenna = row.quantity == "cable_noise_temp" and row.text("T_scene_K")
    return budget(link(row), path(row), "antenna" if at_antenna else "receiver")


def of_statistics(row: Row) -> float:
    """A mean or a variance, from the design control table."""
    table = control_table(Case(link(row), path(row)))
    if row.quantity.endswith(VARIANCE):
        return table[LINES[row.quantity.removesuffix(VARIANCE)][0]].variance
    key, reference_db = LINES[row.quantity]
    return table[key].mean + reference_db


def carrier_over_total_db(row: Row) -> float:
    """Carrier over total power, after data and ranging; negative."""
    lines = table_budget(row)
    return lines["carrier_cn0_dbhz"] - lines["cn0_dbhz"]


def system_sum_k(row: Row) -> float:
    """Sum of the printed temperatures, which stand at one plane as the table has them."""
    components_k = [float(text) for text in row.text("Tsys_components_K").split("+")]
    return sum(components_k)


def range_from_loss_km(row: Row) -> float:
    """No budget: a metre, made longer by what its loss is short of the printed one."""
    metre_db = free_space_loss_db(1.0, row.number("frequency_MHz") * 1e6)
    short_db = row.number("given_path_loss_dB") - metre_db
    return maximum_range_m(1.0, short_db) / 1e3


BESIDE = {
    "carrier_over_total": carrier_over_total_db,
    "margin_over_threshold": lambda row: table_budget(row)["margin_db"] - row.number("margin_threshold_dB"),
    "Tsys_sum": system_sum_k,
    "range_AU": lambda row: row.number("range_km") * 1e3 / ASTRONOMICAL_UNIT_M,
    "range_from_loss": range_from_loss_km,
}
"""Quantities that are a difference of two lines, or of no budget."""


def dct_deep_space(row: Row) -> float:
    """Value of a row."""
    quantity = row.quantity
    if quantity in BESIDE:
        return BESIDE[quantity](row)
    if quantity in PRINTED_NEGATIVE:
        return -table_budget(row)[PRINTED_NEGATIVE[quantity]]
    if quantity.removesuffix(VARIANCE) not in LINES:
        raise NotModelledError(f"quantity {quantity}")
    if quantity.endswith(VARIANCE) or row.text("column") == "mean":
        return of_statistics(row)
    key, reference_db = LINES[quantity]
    return table_budget(row)[key] + reference_db


ADAPTERS = {"dct_deep_space": dct_deep_space}
