"""Spreadsheets (.xlsx): cells that every reader shows alike, whoever works the formulas out.

The map: :func:`workbook` (a file), :class:`Book` (its sheets and formats), :class:`Sheet` (cells), :func:`write_table`
(heads and rows on a sheet of their own).  The rules: text is written as text, also where it begins with ``=``; a
formula carries the number that the package found, since LibreOffice and pandas show that one; what is no number is
``-``; dates are dates of the program, in UTC.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from linkbudget.errors import InputError
from linkbudget.formatting import NO_VALUE, count_text
from linkbudget.version import VERSION

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""Rows and columns of a sheet."""

INSTANT = "yyyy-mm-dd hh:mm:ss"

FIRST_DATE_S = -2_203_891_200.0
"""1900-03-01, before which spreadsheets count days in two ways, or not at all [s since 1970]."""

DECIBELS, ENGINEERING, PLAIN = "0.00", "[>=100000]##0.000E+0;[<0.01]##0.000E+0;0.00", "0.00"

_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_LONGEST_CELL = 32_767


def number_format(unit: str) -> str:
    """The format of numbers of some unit: two decimals for decibels and degrees, powers of ten in threes for others.

    Examples
    --------
    >>> number_format("dBHz"), number_format("deg"), number_format("K")
    ('0.00', '0.00', '[>=100000]##0.000E+0;[<0.01]##0.000E+0;0.00')
    """
    return DECIBELS if unit.startswith("dB") else PLAIN if unit == "deg" else ENGINEERING


def excel_date(utc_s: float) -> datetime | None:
    """An instant as a spreadsheet has it, to the millisecond; None before its calendar begins.

    Parameters
    ----------
    utc_s : float
        Seconds since 1970-01-01T00:00 UTC [s].

    Returns
    -------
    datetime or None
        Without a zone, which spreadsheets do not know.

    Examples
    --------
    >>> print(excel_date(-226132560.0), excel_date(-3e9))
    1962-11-01 17:24:00 None
    """
    if not utc_s >= FIRST_DATE_S:
        return None
    return datetime(1970, 1, 1) + timedelta(milliseconds=round(utc_s * 1e3))


class Sheet:
    """A sheet and its cells, by row and column from 0."""

    def __init__(self, book: "Book", inner: "Worksheet"):
        self.book, self.inner = book, inner
        self.name: str = inner.get_name()

    def text(self, row: int, column: int, text: str, **look: Any) -> None:
        """Write text as text, cut to what a cell holds."""
        self.inner.write_string(row, column, text[:_LONGEST_CELL], self.book.format(**look))

    def number(self, row: int, column: int, value: Any, **look: Any) -> None:
        """Write a number; a dash for NaN, and ``inf`` in words."""
        value = float(value)
        if math.isfinite(value):
            self.inner.write_number(row, column, value, self.book.format(**look))
        else:
            text = NO_VALUE if math.isnan(value) else "inf" if value > 0.0 else "-inf"
            self.text(row, column, text, **look | {"align": "right"})

    def formula(self, row: int, column: int, formula: str, value: float | str, **look: Any) -> None:
        """Write a formula with the value that it has."""
        self.inner.write_formula(row, column, f"={formula}", self.book.format(**look), value)

    def instant(self, row: int, column: int, utc_s: float, **look: Any) -> None:
        """Write an instant as a date in UTC; as text where there is no such date."""
        date = excel_date(utc_s)
        if date is None:
            from linkbudget.geometry.clock import format_utc  # brings skyfield

            self.text(row, column, format_utc(utc_s) if math.isfinite(utc_s) else NO_VALUE, **look)
        else:
            self.inner.write_datetime(row, column, date, self.book.format(num_format=INSTANT, align="left", **look))

    def value(self, row: int, column: int, value: Any, unit: str = "-", **look: Any) -> None:
        """Write a value of any kind: text, number, yes or no, instant, or nothing."""
        if value is None:
            self.text(row, column, NO_VALUE, **look | {"align": "right"})
        elif isinstance(value, str):
            self.text(row, column, value, **look)
        elif isinstance(value, (bool, np.bool_)):
            self.text(row, column, "yes" if value else "no", **look)
        elif isinstance(value, np.datetime64):
            missing = np.isnat(value)
            self.instant(row, column, math.nan if missing else value.astype("M8[us]").astype(float) / 1e6, **look)
        else:
            whole = isinstance(value, (int, np.integer))
            self.number(row, column, value, num_format="0" if whole else number_format(unit), **look)

    def widths(self, *widths: float) -> None:
        """Set the widths of columns, in digits."""
        for column, width in enumerate(widths):
            self.inner.set_column(column, column, width)

    def set_print(self, *, heads_row: int) -> None:
        """One page wide, across, with the heads on each page; on a screen they stay in sight too."""
        self.inner.set_landscape()
        self.inner.set_paper(9)  # A4
        self.inner.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        self.inner.fit_to_pages(1, 0)
        self.inner.repeat_rows(heads_row)
        self.inner.set_footer("&L&A&RPage &P of &N")
        self.inner.freeze_panes(heads_row + 1, 0)


class Book:
    """A workbook: its sheets, and one format for each look."""

    def __init__(self, inner: "xlsxwriter.Workbook"):
        self.inner = inner
        self._formats: dict[tuple, Format] = {}

    def sheet(self, name: str) -> Sheet:
        """A new sheet, its name cut and changed to one that spreadsheets take."""
        taken = [sheet.get_name() for sheet in self.inner.worksheets()]
        return Sheet(self, self.inner.add_worksheet(sheet_name(name, taken)))

    def format(self, **look: Any) -> "Format":
        """A format by its properties."""
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self.inner.add_format({"valign": "top", **look})
        return self._formats[key]


def sheet_name(name: str, taken: Iterable[str] = ()) -> str:
    """A name that a sheet may have: 31 signs at most, without brackets and slashes, unlike the others.

    Examples
    --------
    >>> sheet_name("telemetry-32cm-dish"), sheet_name("a/b", ["A_B"])
    ('telemetry-32cm-dish', 'a_b 2')
    >>> sheet_name("the-telemetry-link-with-the-long-name")
    'the-telemetry-link-with-the-lon'
    """
    plain = _FORBIDDEN_IN_NAMES.sub("_", name).strip("'") or "Sheet"
    plain = f"{plain}_" if plain.lower() == "history" else plain  # a name that Excel keeps for itself
    others = {other.lower() for other in taken}
    found, number = plain[:_LONGEST_NAME], 1
    while found.lower() in others:
        number += 1
        found = f"{plain[: _LONGEST_NAME - len(f' {number}')]} {number}"
    return found


@contextmanager
def workbook(file: Path, *, row_by_row: bool = False) -> Iterator[Book]:
    """A book that is in the file when the block ends well.

    Parameters
    ----------
    file : Path
        Name of the file; use :func:`linkbudget.writing.whole_file` around it.
    row_by_row : bool
        Keep one row in memory; cells are then to be written in the order of rows.
    """
    import xlsxwriter  # most commands write no sheet
    from xlsxwriter.exceptions import FileCreateError

    options = {"constant_memory": row_by_row, "tmpdir": str(file.parent)} if row_by_row else {}
    inner = xlsxwriter.Workbook(str(file), options)
    inner.set_properties({"comments": f"linkbudget {VERSION}"})
    try:
        yield Book(inner)
        inner.close()
    except FileCreateError as error:
        raise error.args[0] from None
    finally:
        for sheet in inner.worksheets() if row_by_row else ():
            with suppress(AttributeError, ValueError):
                sheet.row_data_fh.close()


def check_size(rows: int, columns: int, file: Path | str) -> None:
    """Refuse what no sheet has room for.

    Examples
    --------
    >>> check_size(2_000_000, 3, "sweep.xlsx")
    Traceback (most recent call last):
        ...
    linkbudget.errors.InputError: sweep.xlsx: 2 000 000 rows; a sheet has 1 048 575 below its heads: use .nc or .csv
    """
    if rows >= MOST_ROWS:
        raise InputError(
            f"{file}: {count_text(rows)} rows; a sheet has {count_text(MOST_ROWS - 1)} below its heads: use .nc or .csv"
        )
    if columns > MOST_COLUMNS:
        raise InputError(f"{file}: {columns} columns; a sheet has {MOST_COLUMNS}: use .nc or .csv")


TITLE = {"bold": True, "font_size": 14}
HEAD = {"bold": True, "bottom": 1, "bg_color": "#D9E2F3", "text_wrap": True}


def write_table(
    book: Book,
    name: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Any]],
    units: Sequence[str] | None = None,
    title: str = "",
) -> Sheet:
    """Heads and rows on a sheet of their own, under a title where there is one.

    Parameters
    ----------
    heads : sequence of str
        A head a column.
    rows : iterable of sequences
        Text, numbers, yes or no, instants, or None.
    units : sequence of str, optional
        Unit of each column, which decides on the format of its numbers.
    """
    sheet = book.sheet(name)
    rows = [tuple(row) for row in rows]
    units = units or ["-"] * len(heads)
    sheet.widths(*(_width([head, *(row[column] for row in rows)]) for column, head in enumerate(heads)))
    top = 2 if title else 0
    if title:
        sheet.text(0, 0, title, **TITLE)
    for column, head in enumerate(heads):
        sheet.text(top, column, head, **HEAD)
    for place, row in enumerate(rows, top + 1):
        for column, (value, unit) in enumerate(zip(row, units, strict=True)):
            sheet.value(place, column, value, unit)
    if rows:
        sheet.inner.autofilter(top, 0, top + len(rows), len(heads) - 1)
    sheet.set_print(heads_row=top)
    return sheet


def _width(cells: Sequence[Any]) -> float:
    lengths = (len(cell) if isinstance(cell, str) else 19 if isinstance(cell, np.datetime64) else 10 for cell in cells)
    return min(max(lengths, default=10) + 2, 48)
