"""A budget as a live spreadsheet: change the range, a power or a loss in it, and totals and margins follow.

Three kinds of cells.  An *input* was given: it may be changed.  A *formula* is a total of the ledger, or an equation
of :mod:`linkbudget.link.sheet_formulas`.  A *number* was computed by the package from an equation that no spreadsheet
has, such as the loss in the atmosphere: it stays as it is.  Where an input moves such a number, its remark says so;
a line that only informs and depends on cells of the sheet is blanked when they are changed.

The map: :func:`write_budget` (one budget), :func:`write_budgets` (a sheet a link, and their summary).
"""

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.formatting import NO_VALUE, list_text
from linkbudget.hardware.values import parameters_of, with_values
from linkbudget.labels import spoken, unit_of, without_unit
from linkbudget.link import docstrings
from linkbudget.link.budget import Budget, budget
from linkbudget.link.budget_tables import heading, stands_out
from linkbudget.link.sheet_formulas import sheet_formula
from linkbudget.link.sheets import HEAD, TITLE, Book, Sheet, number_format, workbook, write_table
from linkbudget.link.terms import Sign, Term
from linkbudget.link.verdict import CLOSING
from linkbudget.parameters import Parameter

if TYPE_CHECKING:
    from linkbudget.parameters import Status

COLUMNS = ("", "Line", "Value", "Unit", "Equation", "Status", "Source", "Remark", "Key")

HEADS_ROW = 8
"""Row of the heads, from 0; the lines follow it."""

FILLS = {"input": "#FFF2CC", "moves more": "#FCE4D6", "formula": "", "number": "#EDEDED"}
"""Kind of a cell -> its colour."""

LEGEND = {
    "input": "Input: may be changed, and everything that depends on it follows.",
    "moves more": "Input that moves more than these formulas: its remark names the lines that stay unchanged.",
    "formula": "A total, or an equation that the sheet works out.",
    "number": "Computed by the package: stays unchanged, or becomes blank when one of its inputs is changed.",
}

WIDTHS = (2, 42, 20, 12, 46, 12, 50, 36, 40)
"""Widths of the columns, in digits."""

SMALL = 9
"""Size of the letters of equations, sources and remarks; others have 11 points."""

SHARED = "Of a part that stands in several places of the link: each has a cell of its own here"

VALUE = "C"
"""Column of the values."""

_TOKEN = re.compile("«([^»]+)»")


@dataclass(slots=True)
class _Row:
    """A line of the sheet; ``formula`` has keys of other rows where it will have cells."""

    key: str
    sign: Sign
    name: str
    value: float
    unit: str
    kind: str
    equation: str = ""
    status: "Status | str" = ""
    source: str = ""
    remark: str = ""
    formula: str | None = None
    rests_on: list[str] = field(default_factory=list)


def write_budget(one: Budget, file: Path) -> None:
    """Write a budget as a live sheet, with a second sheet of notes.

    Parameters
    ----------
    one : Budget
        Of one instant.
    file : Path
        Name of the file; use :func:`linkbudget.writing.whole_file` around it.

    Raises
    ------
    InputError
        If a line is an array.
    """
    with workbook(file) as book:
        _write_lines(book, one, one.name or "Budget")
        _write_notes(book, {one.name: one})


def write_budgets(budgets: Mapping[str, Budget], file: Path, title: str) -> None:
    """Write a summary, a live sheet for each budget, and their notes.

    Parameters
    ----------
    budgets : mapping of str to Budget
        Name of the link -> its budget.
    file : Path
        Name of the file.
    title : str
        Of the summary.
    """
    with workbook(file) as book:
        summary = book.sheet("Summary")
        written = {name: _write_lines(book, one, name) for name, one in budgets.items()}
        _write_summary(summary, budgets, written, title)
        _write_notes(book, budgets)


class _Rows:
    """The rows of a budget, in order, each found by its key."""

    def __init__(self, one: Budget):
        if any(np.ndim(line.value) for line in one):
            raise InputError("a sheet is of one instant; expected numbers, not arrays")
        self.of: dict[str, _Row] = {}
        self._keys = {id(line): key for key, line in one.terms.items()}
        self._range = one.path.range_m
        counts = Counter(id(parameter) for _, parameter in parameters_of(one.link))
        self._shared = {number for number, count in counts.items() if count > 1}
        for key, line in one.terms.items():
            self._enter(key, line)
        used = {key for row in self.of.values() if row.formula for key in row.rests_on}
        for key, row in self.of.items():
            if row.kind == "input" and key not in used:
                row.kind, row.remark = "number", "No formula here depends on it"
            elif row.kind == "number" and row.rests_on and not row.sign and key not in used:
                self._blank_on_change(row)

    def _enter(self, key: str, line: Term) -> str:
        """Enter a line, after those of its inputs that have no line yet; its key."""
        given = line.inputs.get("given")
        value = float(line.value)
        row = _Row(key, line.sign, line.name, value, line.unit, "number", status=line.status or "")
        row.source = "" if line.parts else line.source
        if line.parts:
            row.equation = line.sum_text
            row.rests_on = [self._keys[id(part)] for _, part in line.signed_parts]
            words = (f"{'+' if sign > 0.0 else '-'}«{self._keys[id(part)]}»" for sign, part in line.signed_parts)
            row.formula = "".join(words).removeprefix("+")
        elif line.function is None:
            row.kind = "input"
            if id(given) in self._shared:
                row.kind, row.remark = "moves more", SHARED
            elif isinstance(given, Parameter) and self._keys.setdefault(id(given), key) != key:
                row.rests_on = [self._keys[id(given)]]
                row.formula = f"«{self._keys[id(given)]}»"  # stated above already: one cell for one number
        else:
            row.equation = docstrings.equation_text(line.function)
            self._enter_equation(row, line)
        if row.formula is not None:
            row.kind = "formula"
        self.of[key] = row
        self._keys[id(line)] = key
        return key

    def _enter_equation(self, row: _Row, line: Term) -> None:
        """The formula of a computed line, if a sheet has one, and the cells that it depends on."""
        assert line.function is not None
        numbers = {name: item for name, item in line.inputs.items() if _is_number(item)}
        words = {name: item for name, item in line.inputs.items() if name not in numbers}
        wanted = sheet_formula(line.function, {name: name for name in numbers}, words)
        if wanted is None or not math.isfinite(row.value):
            row.rests_on = [key for key in map(self._known, numbers.values()) if key]
            return
        cells = {name: self._cell(row.key, name, item) for name, item in numbers.items()}
        row.rests_on = list(cells.values())
        row.formula = sheet_formula(line.function, {name: f"«{key}»" for name, key in cells.items()}, words)

    def _known(self, item: Any) -> str | None:
        """Key of the row that holds an input, if there is one."""
        if id(item) in self._keys and isinstance(item, (Term, Parameter)):
            return self._keys[id(item)]
        return "range_m" if item is self._range and "range_m" in self.of else None

    def _cell(self, key: str, name: str, item: Any) -> str:
        """Key of the row of an input, which is entered where there is none."""
        known = self._known(item)
        if known is not None:
            return known
        own = f"{key}.{name}"
        if isinstance(item, Term):
            return self._enter(own, item)
        said = spoken(without_unit(name))
        row = _Row(own, "", said[:1].upper() + said[1:], float(getattr(item, "value", item)), unit_of(name), "input")
        if isinstance(item, Parameter):
            row.status, row.source = item.status or "", item.source or ""
            if id(item) in self._shared:
                row.kind, row.remark = "moves more", SHARED
            else:
                self._keys[id(item)] = own
        self.of[own] = row
        return own

    def key_of(self, parameter: Parameter) -> str | None:
        """Key of the row of a parameter."""
        return self._keys.get(id(parameter))

    def _blank_on_change(self, row: _Row) -> None:
        """Show a number only while the cells that it depends on are unchanged."""
        on = [key for key in dict.fromkeys(row.rests_on) if math.isfinite(self.of[key].value)]
        if not on or not math.isfinite(row.value):
            return
        same = ",".join(_is_still(key, self.of[key].value) for key in on)
        row.formula = f'IFERROR(IF(AND({same}),{_exact(row.value)},"{NO_VALUE}"),"{NO_VALUE}")'
        row.remark = "Blank after a change of its inputs"


def _is_number(item: Any) -> bool:
    value = getattr(item, "value", item)
    return isinstance(value, (int, float, np.floating, np.integer)) and not isinstance(value, bool)


def _exact(value: float) -> str:
    return repr(float(value)).upper()


def _is_still(key: str, value: float) -> str:
    """Sheet condition: the row still has its original value, to nine figures."""
    return f"ABS(«{key}»-({_exact(value)}))<={_exact(max(1e-9 * abs(value), 1e-300))}"


def _rows_of(one: Budget) -> dict[str, _Row]:
    """The rows of a budget, with remarks on inputs that move numbers which do not follow."""
    rows = _Rows(one)
    still = [key for key, row in rows.of.items() if row.kind == "number" and not row.formula]
    for key, other in _changed(one, rows).items():
        row = rows.of[key]
        if row.kind != "input":
            continue
        if other is None:
            row.kind, row.remark = "moves more", "May move lines that stay unchanged here"
            continue
        moved = [rows.of[name].name for name in still if not _same(_value_at(other, name), rows.of[name].value)]
        if moved or other.terms.keys() != one.terms.keys():
            row.kind, row.remark = "moves more", f"Also moves lines that stay unchanged here: {list_text(moved)}"
    for row in rows.of.values():
        if row.kind == "number" and row.equation and not row.remark and row.sign:
            row.remark = "Stays as it is"
    return rows.of


def _value_at(one: Budget, key: str) -> Any:
    """Value of the row with a key in another budget: of a line, or of an input of a line; None where it has none."""
    line, _, name = key.rpartition(".")
    found = one.terms.get(key) or _inputs_at(one, line).get(name)
    return getattr(found, "value", found)


def _inputs_at(one: Budget, key: str) -> dict[str, Any]:
    """Inputs of the line with a key, or of one among its inputs."""
    line, _, name = key.rpartition(".")
    found = one.terms.get(key) or (_inputs_at(one, line).get(name) if line else None)
    return found.inputs if isinstance(found, Term) else {}


def _same(value: Any, other: Any) -> bool:
    if value is None:
        return False
    return math.isclose(value, other, rel_tol=1e-12, abs_tol=1e-12) or (math.isnan(value) and math.isnan(other))


def _changed(one: Budget, rows: _Rows) -> dict[str, Budget | None]:
    """Key of each input -> the budget with that input a little higher; None where there is none."""
    found: dict[str, Budget | None] = {}
    if "range_m" in rows.of:
        farther = replace(one.path, range_m=1.01 * one["range_m"])
        found["range_m"] = _tried(lambda: budget(one.link, farther, one.plane))
    for key, parameter in parameters_of(one.link):
        row = rows.key_of(parameter)
        if row is None or rows.of[row].kind != "input":
            continue
        for value in (parameter.value * 1.01 + 0.01 * (parameter.value == 0.0), parameter.value * 0.99):
            found[row] = _tried(lambda key=key, value=value: _with(one, key, value))
            if found[row] is not None:
                break
    return found


def _with(one: Budget, key: str, value: float) -> Budget:
    return budget(with_values(one.link, {key: value}), one.path, one.plane)


def _tried(work: Any) -> Budget | None:
    try:
        return work()
    except LinkBudgetError:
        return None


def _write_lines(book: Book, one: Budget, name: str) -> tuple[Sheet, str]:
    """A sheet of the lines of a budget, and the cell of its closing margin."""
    rows = _rows_of(one)
    place = {key: HEADS_ROW + 1 + number for number, key in enumerate(rows)}
    cells = {key: f"{VALUE}{row + 1}" for key, row in place.items()}
    sheet = book.sheet(name)
    sheet.widths(*WIDTHS)
    _write_head(sheet, one, cells[CLOSING])
    for column, head in enumerate(COLUMNS):
        sheet.text(HEADS_ROW, column, head, **HEAD | ({"align": "right"} if head == "Value" else {}))
    for key, row in rows.items():
        _write_row(sheet, place[key], row, cells)
    sheet.set_print(heads_row=HEADS_ROW)
    sheet.inner.print_area(0, 0, HEADS_ROW + len(rows), 7)
    return sheet, cells[CLOSING]


def _write_head(sheet: Sheet, one: Budget, closing: str) -> None:
    """Write the heading: scenario, link and instant, the package's verdict and the verdict of the sheet's formulas."""
    sheet.text(0, 0, one.link.title or one.name, **TITLE)
    said = {"Scenario": one.scenario, "Link": one.name, "Plane": one.plane}
    for row, (name, text) in enumerate(said.items(), 1):
        sheet.text(row, 1, name)
        sheet.text(row, 2, text)
    sheet.text(4, 1, "Instant, UTC")
    if one.at:
        from linkbudget.geometry.clock import parse_utc  # brings skyfield

        sheet.instant(4, 2, parse_utc(one.at))
    else:
        sheet.text(4, 2, "none: a stated range")
    sheet.text(5, 1, "Verdict of the package")
    sheet.text(5, 2, str(one.verdict))
    sheet.text(6, 1, "Verdict of this sheet", bold=True)
    words = ("The link closes", "The link does not close")
    if math.isfinite(one[CLOSING]):
        formula = f'IF({closing}>=0,"{words[0]}","{words[1]}")'
        sheet.formula(6, 2, formula, words[0] if one.verdict.closes else words[1], bold=True)
    else:
        sheet.text(6, 2, NO_VALUE)
    for row, (kind, text) in enumerate(LEGEND.items(), 1):
        look = {"bg_color": FILLS[kind]} if FILLS[kind] else {"border": 4}
        sheet.inner.merge_range(row, 4, row, 7, text, sheet.book.format(**look))


def _write_row(sheet: Sheet, place: int, row: _Row, cells: dict[str, str]) -> None:
    bold: dict[str, Any] = {"bold": True, "top": 1} if stands_out(row.key, row.sign) else {}
    fill = {"bg_color": FILLS[row.kind]} if FILLS[row.kind] else {}
    sheet.text(place, 0, row.sign, **bold)
    sheet.text(place, 1, row.name, **bold)
    look = {"num_format": number_format(row.unit), **bold, **fill}
    if row.formula is not None and math.isfinite(row.value):
        sheet.formula(place, 2, _TOKEN.sub(lambda found: cells[found[1]], row.formula), row.value, **look)
    else:
        sheet.number(place, 2, row.value, **look)
    sheet.text(place, 3, "" if row.unit == "-" else row.unit, **bold, align="left", indent=1)
    words = (row.equation, row.status, row.source, row.remark, row.key)
    border = {"top": 1} if bold else {}
    for column, text in enumerate(words, 4):
        sheet.text(place, column, text, **border, text_wrap=True, font_size=SMALL, font_color="#404040")
    lines = max(math.ceil(len(text) / (1.35 * width)) for text, width in zip(words, WIDTHS[4:], strict=True))
    sheet.inner.set_row(place, 15 + 12 * (max(lines, 1) - 1))  # not every program finds the height of wrapped text


def _write_summary(
    sheet: Sheet, budgets: Mapping[str, Budget], written: Mapping[str, tuple[Sheet, str]], title: str
) -> None:
    sheet.widths(30, 46, 20, 20, 54)
    sheet.text(0, 0, title, **TITLE)
    for column, head in enumerate(("Link", "Title", "Instant, UTC", "Closing margin, dB", "Verdict of the package")):
        sheet.text(2, column, head, **HEAD)
    for row, (name, one) in enumerate(budgets.items(), 3):
        of, closing = written[name]
        sheet.inner.write_url(row, 0, f"internal:'{of.name}'!A1", sheet.book.format(font_color="#0563C1"), name)
        sheet.text(row, 1, one.link.title or "")
        if one.at:
            from linkbudget.geometry.clock import parse_utc  # brings skyfield

            sheet.instant(row, 2, parse_utc(one.at))
        if math.isfinite(one[CLOSING]):
            sheet.formula(row, 3, f"'{of.name}'!{closing}", one[CLOSING], num_format="0.00", bold=True)
        else:
            sheet.number(row, 3, one[CLOSING])
        sheet.text(row, 4, str(one.verdict), align="left", indent=1)
    sheet.set_print(heads_row=2)


def _write_notes(book: Book, budgets: Mapping[str, Budget]) -> None:
    """Notes of the budgets: models used outside their range, and how the sheet is to be read."""
    rows = [(name, note) for name, one in budgets.items() for note in one.notes]
    rows += [("All", text) for text in HOW_TO_READ]
    title = heading(next(iter(budgets.values()))) if len(budgets) == 1 else "Notes"
    sheet = write_table(book, "Notes", ("Link", "Note"), rows, title=title)
    sheet.widths(26, 140)


HOW_TO_READ = (
    "A line with + adds to the sum, one with - is subtracted, one with = is the sum of the lines above it.",
    "Values are in the unit beside them; distances are in metres, frequencies in hertz.",
    "Elevation and atmosphere stay unchanged when the range is changed: the sheet has no orbit.",
    "A value that does not exist is shown as -.",
    "Keys are those of the package: linkbudget budget --json, linkbudget sweep --line KEY.",
)
