"""Cells of spreadsheets, read by another library: text, numbers, dates, names, and what no sheet takes."""

import datetime
import math

import numpy as np
import openpyxl
import pytest

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.link.control_sheet import write_control_table
from linkbudget.link.control_table import control_table
from linkbudget.link.sheets import check_size, sheet_name, workbook, write_table


def written(tmp_path, heads, rows, **more):
    with workbook(tmp_path / "sheet.xlsx") as book:
        write_table(book, "Table", heads, rows, **more)
    return openpyxl.load_workbook(tmp_path / "sheet.xlsx")["Table"]


def test_values_of_every_kind_are_read_as_they_are(tmp_path):
    row = ["=SUM(1)", "=", "+1", 2.5, 7, True, None, math.nan, -math.inf, np.datetime64("1962-11-01T16:14:00")]
    sheet = written(tmp_path, [f"h{column}" for column in range(len(row))], [row])
    read = [cell.value for cell in sheet[2]]
    assert read[:9] == ["=SUM(1)", "=", "+1", 2.5, 7, "yes", "-", "-", "-inf"]
    assert read[9] == datetime.datetime(1962, 11, 1, 16, 14)
    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "s", "n", "n", "s", "s", "s", "s", "d"]


def test_instants_before_the_calendar_and_missing_ones_are_text(tmp_path):
    instants = np.array(["1900-02-28T23:59:59", "1900-03-01T00:00:00", "NaT"], "M8[ns]")
    sheet = written(tmp_path, ["at [UTC]"], [[instant] for instant in instants])
    assert [sheet.cell(row, 1).value for row in (2, 3, 4)] == [
        "1900-02-28T23:59:59Z",
        datetime.datetime(1900, 3, 1),
        "-",
    ]


def test_heads_stay_in_sight_below_a_title(tmp_path):
    sheet = written(tmp_path, ["a", "b"], [[1.0, "x"]], units=["dB", "-"], title="What it is")
    assert sheet["A1"].value == "What it is"
    assert [cell.value for cell in sheet[3]] == ["a", "b"]
    assert sheet.freeze_panes == "A4"
    assert sheet["A4"].number_format == "0.00"
    assert sheet.page_setup.orientation == "landscape"


def test_names_of_sheets_are_made_to_fit():
    assert sheet_name("[a]:b") == "_a__b"
    assert sheet_name("History") == "History_"
    taken: list[str] = []
    for _ in range(3):
        taken.append(sheet_name("a-link-with-a-name-that-is-far-too-long", taken))
    assert len(set(taken)) == 3
    assert max(map(len, taken)) == 31


def test_what_no_sheet_has_room_for_is_refused():
    check_size(1_048_575, 16_384, "most.xlsx")
    with pytest.raises(InputError, match=r"more\.xlsx: 1 048 576 rows; a sheet has 1 048 575 below its heads"):
        check_size(1_048_576, 1, "more.xlsx")
    with pytest.raises(InputError, match=r"wide\.xlsx: 16385 columns; a sheet has 16384"):
        check_size(1, 16_385, "wide.xlsx")


def test_control_table_is_written_with_its_margins(tmp_path):
    table = control_table(lb.load("mars_express").case("telecommand"))
    write_control_table(table, tmp_path / "table.xlsx")
    book = openpyxl.load_workbook(tmp_path / "table.xlsx")
    rows = {row[9].value: [cell.value for cell in row] for row in book["Lines"].iter_rows(min_row=5)}
    assert rows.keys() == table.lines.keys()
    for key, line in table.lines.items():
        assert rows[key][3:6] == pytest.approx([line.nominal, line.adverse, line.favourable], rel=1e-15)
    margins = list(book["Margins"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in margins] == [margin.name for margin in table.margins.values()]
    assert [row[6] for row in margins] == pytest.approx([margin.rss_db for margin in table.margins.values()])
    assert [row[7] for row in margins] == ["yes" if one.accepted else "no" for one in table.margins.values()]
