"""Tables for screens, Markdown and CSV: what a width leaves out, folds and never cuts."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbudget.formatting import decimals_text
from linkbudget.tables import GAP, LEAST_FOLD, Column, Paragraph, Table, facts, folded, width_of

WORDS = st.lists(st.text("abcdefghijklmno-./_", min_size=1, max_size=14), min_size=1, max_size=6).map(" ".join)
NUMBERS = st.floats(-1e9, 1e9).map(lambda value: decimals_text(value, 2))


@st.composite
def tables(draw) -> Table:
    """A table of a name, texts and numbers, some of which a narrow screen may do without."""
    columns = (
        Column("Name", fold=10, is_name=True),
        Column("Closing margin [dB]", right=True),
        Column("Number", right=True, spare=draw(st.integers(0, 3))),
        Column("What it is", fold=draw(st.integers(8, 30)), spare=draw(st.integers(0, 3))),
        Column("Source", fold=12, cut=True, spare=draw(st.integers(1, 3))),
    )
    rows = draw(st.lists(st.tuples(WORDS, NUMBERS, NUMBERS, WORDS, WORDS), min_size=1, max_size=4))
    return Table("any", "Any table", columns, rows)


@given(tables(), st.integers(20, 160))
def test_no_number_is_folded_or_cut_at_any_width(table, width):
    lines = table.text(width).splitlines()
    left_out = table.left_out(width)
    for row in table.rows:
        assert any(row[1] in line for line in lines)
        assert "Number" in left_out or any(row[2] in line for line in lines)


@given(tables(), st.integers(20, 160))
def test_a_width_is_kept_wherever_numbers_leave_room(table, width):
    widest = max(map(width_of, table.text(width).splitlines()))
    needed = len("Closing") + sum(max(len(row[place]) for row in table.rows) for place in (1, 2)) + 4 * len(GAP)
    if width >= needed + len("Closing") + 2 * LEAST_FOLD + len("Source"):
        assert widest <= width


@given(tables(), st.integers(20, 160))
def test_every_word_of_a_folded_text_is_there(table, width):
    if "What it is" in table.left_out(width):
        return
    text = "".join(table.text(width).split())
    for row in table.rows:
        for word in row[3].split():
            assert set(word) <= set(text)
    assert sum(len(row[0].replace(" ", "")) for row in table.rows) <= len(text)


@given(WORDS, st.integers(6, 40))
def test_folded_lines_are_the_text(text, width):
    lines = folded(text, width)
    assert all(width_of(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("text", ["106 760 000 km", "-0.25 dB", "1e-5", "45 Hz"])
def test_a_quantity_stays_on_one_line(text):
    assert any(text in line for line in folded(f"it has {text} at least of something", 20))


def test_columns_of_least_worth_go_first_and_come_back_where_there_is_room():
    columns = (
        Column("Link"),
        Column("Long one", spare=2),
        Column("S", spare=1),
        Column("Value", right=True),
    )
    table = Table("links", "", columns, [("up", "x" * 20, "y", "1.5")])
    assert table.left_out(80) == []
    assert table.left_out(34) == ["S"]
    assert table.left_out(20) == ["Long one"]  # without it there is room for the short one again
    assert table.left_out(12) == ["Long one", "S"]


def test_names_are_folded_last():
    columns = (Column("Link", fold=6, is_name=True), Column("Note", fold=6, spare=1))
    table = Table("links", "", columns, [("telemetry-semi", "some words")])
    assert table.text(24).splitlines()[1].startswith("telemetry-semi  some")
    assert table.left_out(20) == ["Note"]
    assert table.text(12).splitlines()[1:] == ["telemetry-", "semi"]


def test_headings_fold_before_anything_is_left_out():
    columns = Column("Closing margin by it alone", right=True), Column("B", spare=1)
    table = Table("a", "", columns, [("+3.01 dB", "b")])
    assert table.text(13).splitlines() == ["   Closing", " margin by", "  it alone  B", "  +3.01 dB  b"]


def test_wide_letters_take_two_places():
    table = Table("a", "", (Column("Name"), Column("N", right=True)), [("火星一号", "1"), ("Mars 1", "2")])
    assert table.text().splitlines()[1:] == ["火星一号  1", "Mars 1    2"]


def test_headings_between_rows_are_lines_of_their_own():
    table = Table("a", "", (Column("Key"), Column("Value")), [("[mission]",), ("title", "Mars 1")])
    assert table.text().splitlines() == ["Key    Value", "", "[mission]", "title  Mars 1"]
    assert table.markdown().splitlines()[2:] == [r"| \[mission\] |  |", "| title | Mars 1 |"]


def test_text_of_cells_is_neither_markup_nor_formula():
    rows, records = [("a|b", "*x*")], [{"name": "=1+1", "value": 3.0}]
    table = Table("a", "t|u", (Column("Na|me"), Column("B")), rows, lambda: records)
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in table.markdown().splitlines()[2:]} == {3}
    assert table.csv() == "name,value\n'=1+1,3.0\n"


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=5))
def test_numbers_in_csv_have_all_their_figures(values):
    records = [{"value_db": value} for value in values]
    rows = list(csv.DictReader(io.StringIO(Table("a", "", (), [], lambda: records).csv())))
    assert [float(row["value_db"]) for row in rows] == values


def test_units_stand_in_headings_of_csv_once():
    records = [{"range_m": 1.0, "range": 2.0, "share": 0.5, "spread": {"low_db": 1.0, "low": 2.0}, "links": ["a", "b"]}]
    units = {"range_m": "m", "range": "m", "share": "-", "spread.low": "dB"}
    heads = Table("a", "", (), [], lambda: records, units).csv().splitlines()[0]
    assert heads == "range_m,range [m],share,spread.low_db,spread.low [dB],links"


def test_a_table_without_rows_has_its_headings():
    assert Table("a", "", (Column("A"),), [], fields=("a", "b_m")).csv() == "a,b_m\n"
    assert Table("a", "", (Column("A"),), []).text(80) == "A"


def test_facts_are_a_row_each_and_one_record():
    table = facts("a", "", [("Frequency", "3 MHz"), ("Doppler shift", "2 Hz")], {"frequency_hz": 3e6})
    assert table.text().splitlines() == ["Frequency      3 MHz", "Doppler shift  2 Hz"]
    assert table.markdown().splitlines()[0] == "| Quantity | Value |"


def test_paragraphs_in_markdown():
    assert [Paragraph("a*b", role).markdown() for role in ("", "note", "verdict", "title")] == [
        r"a\*b",
        r"*a\*b*",
        r"**a\*b**",
        r"# a\*b",
    ]
