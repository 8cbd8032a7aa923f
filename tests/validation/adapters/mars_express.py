"""The telecommand link of Mars Express, a whole design control table: every expected line in every column.

The file has a row a line of the printed table, with a column for each of nominal, adverse, favourable, mean and
variance; here each printed number becomes a row of its own.  The packaged scenario ``mars_express`` holds the inputs
of the same table, which a test compares with the file.
"""

from functools import cache
from pathlib import Path

import linkbudget as lb
from linkbudget.link.control_table import ControlTable, control_table
from tests.validation.rows import NotModelledError, Row, read_rows

COLUMNS = ("nominal", "adverse", "favourable", "mean", "variance")

TOLERANCE, TOLERANCE_OF_VARIANCE = "0.02", "0.005"
"""The table is printed to two decimals, and rounds levels on its way."""

LINES = {
    "6": ("eirp_dbw", 0.0),
    "9": ("free_space_loss_db", 0.0),
    "13": ("propagation_loss_db", 0.0),
    "14": ("flux_density_dbw_per_m2", 30.0),
    "22": ("system_noise_temperature_k", 0.0),
    "23": ("system_noise_temperature_dbk", 0.0),
    "24": ("g_over_t_db_per_k", 0.0),
    "25": ("received_power_dbw", 30.0),
    "27": ("received_power_margin_db", 0.0),
    "30": ("cn0_dbhz", 0.0),
    "32": ("carrier_suppression_db", 0.0),
    "34": ("loop_bandwidth_dbhz", 0.0),
    "37": ("carrier_margin_db", 0.0),
    "40": ("data_modulation_loss_db", 0.0),
    "44": ("margin_db", 0.0),
}
"""Printed line -> line of the table, and decibels between their references."""

STATISTICS = {
    "28": ("received_power_margin_db", "three_sigma_db"),
    "29": ("received_power_margin_db", "rss_db"),
    "38": ("carrier_margin_db", "three_sigma_db"),
    "39": ("carrier_margin_db", "rss_db"),
    "45": ("margin_db", "three_sigma_db"),
    "46": ("margin_db", "rss_db"),
}
"""Printed line -> margin, and its statistic."""


def read(path: Path) -> list[Row]:
    """A row for every expected number of the file."""
    return [
        Row(
            case_id=f"line {line['line']}, {column}",
            quantity=line.text("item"),
            line=line.text("line"),
            column=column,
            expected=line.text(column),
            unit=line.text("unit"),
            tolerance=TOLERANCE_OF_VARIANCE if column == "variance" else TOLERANCE,
            trust="T1",
        )
        for line in read_rows(path)
        if line.text("role") == "expected"
        for column in COLUMNS
        if line.text(column)
    ]


@cache
def table() -> ControlTable:
    """The table of the packaged scenario."""
    return control_table(lb.load("mars_express").case("telecommand"))


def mars_express_uplink(row: Row) -> float:
    """Value of a row."""
    line, column = row.text("line"), row.text("column")
    if line in STATISTICS:
        margin, statistic = STATISTICS[line]
        return getattr(table().margins[margin], statistic)
    if line not in LINES:
        raise NotModelledError(f"line {line}, {row.quantity}")
    key, reference_db = LINES[line]
    return getattr(table()[key], column) + (0.0 if column == "variance" else reference_db)


ADAPTERS = {"mars_express_uplink": mars_express_uplink}
READERS = {"mars_express_uplink": read}
