"""A design control table as a spreadsheet: its lines, and its margins with their verdicts, on a sheet each."""

import math
from pathlib import Path
from typing import TYPE_CHECKING

from linkbudget.link.budget_tables import heading, stands_out
from linkbudget.link.sheets import HEAD, TITLE, number_format, workbook, write_table

if TYPE_CHECKING:
    from linkbudget.link.control_table import ControlTable

LINE_HEADS = ("", "Line", "Unit", "Nominal", "Adverse", "Favourable", "Mean", "Variance", "Shape", "Key")

MARGIN_HEADS = (
    "Margin",
    "Nominal, dB",
    "Adverse, dB",
    "Favourable, dB",
    "Mean, dB",
    "Mean-3σ, dB",
    "RSS, dB",
    "Accepted",
    "Shortfalls",
)


def write_control_table(table: "ControlTable", file: Path) -> None:
    """Write a design control table.

    Parameters
    ----------
    table : ControlTable
        What :func:`linkbudget.link.control_table.control_table` gave.
    file : Path
        Name of the file; use :func:`linkbudget.writing.whole_file` around it.
    """
    with workbook(file) as book:
        sheet = book.sheet("Lines")
        sheet.widths(2, 44, 12, 15, 15, 15, 12, 12, 12, 34)
        sheet.text(0, 0, heading(table.budget), **TITLE)
        sheet.text(1, 0, str(table.budget.verdict), bold=True)
        for column, head in enumerate(LINE_HEADS):
            sheet.text(3, column, head, **HEAD | ({"align": "right"} if 3 <= column <= 7 else {}))
        for row, line in enumerate(table.lines.values(), 4):
            look = {"bold": True, "top": 1} if stands_out(line.key, line.sign) else {}
            for column, text in ((0, line.sign), (1, line.name), (2, line.unit), (9, line.key)):
                sheet.text(row, column, "" if text == "-" and column == 2 else text, **look)
            ends = (line.nominal, line.adverse, line.favourable, line.mean)
            for column, value in enumerate(ends, 3):
                sheet.number(row, column, value, num_format=number_format(line.unit), **look)
            varies = line.adverse != line.favourable and not math.isnan(line.variance)
            sheet.number(row, 7, line.variance if varies else math.nan, num_format="0.000", **look)
            sheet.text(row, 8, line.shape if varies and line.sign in ("+", "-") else "", **look)
        sheet.set_print(heads_row=3)
        rows = [
            (
                margin.name,
                *(margin.nominal_db, margin.adverse_db, margin.favourable_db),
                *(margin.mean_db, margin.three_sigma_db, margin.rss_db),
                margin.accepted,
                "; ".join(margin.shortfalls),
            )
            for margin in table.margins.values()
        ]
        write_table(book, "Margins", MARGIN_HEADS, rows, ["-", *["dB"] * 6, "-", "-"])
        write_table(book, "Notes", ("Note",), [(note,) for note in table.budget.notes])
