"""Comparison of two links: changed numbers, their cost in decibels line by line, and both verdicts.

The two may be of different scenarios, two links of one, or one link twice: at two instants, or with a value set.  The
map: :func:`compare` makes a :class:`Comparison` of :class:`Change` (inputs), :class:`Line` and margins.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.formatting import cell_text, column_unit, decibels_text, exact_text, number_text
from linkbudget.hardware.datasheet import Part
from linkbudget.labels import spoken
from linkbudget.link.budget import Budget
from linkbudget.link.budget_tables import heading, stands_out, verdict_dict
from linkbudget.link.case import Case
from linkbudget.link.terms import Sign, Term
from linkbudget.link.verdict import CLOSING, MARGINS
from linkbudget.notebook import Shown, dataframe_of
from linkbudget.parameters import Parameter
from linkbudget.studies.answers import require_answer
from linkbudget.tables import Column, Table

if TYPE_CHECKING:
    import pandas as pd

SMALLEST_DB = 0.005
"""Changes that would print as 0.00 are none [dB]."""

_SAID = ("status", "source", "note", "title", "in_use_from_utc_s", "in_use_until_utc_s", "purpose", "coherent_with")
"""Keys of links that no line depends on."""


@dataclass(frozen=True, slots=True)
class Change:
    """An input that differs; None on a side that has none.

    ``alone_db`` is what this change alone, made on the first side, does to the closing margin; None where it cannot be
    made alone.
    """

    key: str
    unit: str
    old: Any
    new: Any
    alone_db: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the budgets; None on a side that has none.

    ``worth_db`` is what its change adds to the sum of decibels it belongs to; None for lines that only inform.
    """

    key: str
    name: str
    unit: str
    sign: Sign
    old: float | None
    new: float | None
    worth_db: float | None

    @property
    def change(self) -> float | None:
        """New less old, in the unit of the line."""
        return None if self.old is None or self.new is None else self.new - self.old

    @property
    def differs(self) -> bool:
        """True where the two sides do not print alike."""
        if self.change is None or self.old is None or self.new is None:
            return True
        if np.isnan(self.change):
            return bool(np.isnan(self.old) != np.isnan(self.new))
        if self.unit.startswith("dB"):
            return abs(self.change) >= SMALLEST_DB
        return not np.isclose(self.old, self.new, rtol=1e-6, atol=0.0)


@dataclass(frozen=True, slots=True, repr=False)
class Comparison(Shown):
    """Two budgets, what differs between what was put in, and all lines of both in reading order."""

    old: Budget
    new: Budget
    changes: tuple[Change, ...]
    lines: tuple[Line, ...]

    _PARTS = "linkbudget.studies.study_tables:comparison_parts"

    def _in_short(self) -> str:
        sides = " and ".join(" ".join(filter(None, (one.scenario, one.name))) for one in (self.old, self.new))
        return f"{len(self.changes)} inputs differ, {sides}"

    def to_dataframe(self) -> "pd.DataFrame":
        """A row for each line of the two budgets: its value in both, the change, and what it is worth in decibels."""
        return dataframe_of(lines_table(self), "key")

    @property
    def margins(self) -> tuple[Line, ...]:
        """The lines that are margins, of carrier, data and whatever else is judged; the closing margin last."""
        keys = (*MARGINS, CLOSING)
        return tuple(line for line in self.lines if line.key in keys)

    def __str__(self) -> str:
        parts = [f"Old: {heading(self.old)}", f"New: {heading(self.new)}", "", changes_table(self).text()]
        ends = [f"{side} {one.verdict}" for side, one in (("Old:", self.old), ("New:", self.new))]
        return "\n".join([*parts, "", lines_table(self).text(), "", *ends])

    def to_dict(self) -> dict:
        """Plain data, fit for JSON: numbers that do not exist are null."""
        return {
            "old": _side(self.old),
            "new": _side(self.new),
            "inputs": [
                {"key": one.key, "unit": one.unit, "old": _plain(one.old), "new": _plain(one.new)}
                | {"margin_change_alone_db": _plain(one.alone_db)}
                for one in self.changes
            ],
            "lines": [_line_dict(line) for line in self.lines],
            "margins": [_line_dict(line) for line in self.margins],
        }


def compare(old: Case, new: Case) -> Comparison:
    """Two cases side by side.

    Parameters
    ----------
    old, new : Case
        Links at an instant or a distance, of plain numbers.

    Raises
    ------
    InputError
        If a number of either is an array, or neither has a margin that is a number.

    Examples
    --------
    >>> import linkbudget as lb
    >>> mars1 = lb.load("mars1")
    >>> old = mars1.case("telemetry-32cm-dish")
    >>> new = mars1.case("telemetry-32cm-dish", settings={"transmitter.power": "60 W"})
    >>> for change in compare(old, new).changes:
    ...     print(f"{change.key}: {change.old:g} -> {change.new:g} {change.unit}, {change.alone_db:+.2f} dB")
    transmitter.power: 30 -> 60 W, +3.01 dB
    """
    for case in (old, new):
        wide = [key for key, number in case.values().items() if np.ndim(number.value)]
        if wide:
            raise InputError(
                f"{case.name or case.link.title}: {wide[0]} is an array; expected plain numbers to compare"
            )
    before, after = old.budget(), new.budget()
    found = Comparison(before, after, tuple(_changes(old, new, before)), tuple(_lines(before, after)))
    if found.margins:
        sides = [[math.nan if side is None else side for side in (line.old, line.new)] for line in found.margins]
        require_answer(new, "comparison", sides)
    return found


def _changes(old: Case, new: Case, before: Budget):
    """Choices such as a modulation first, then numbers."""
    choices = _choices(old.link) | {"plane": old.plane}, _choices(new.link) | {"plane": new.plane}
    for key in _merged(*choices):
        was, now = (side.get(key) for side in choices)
        if was != now:
            yield Change(key, "", was, now, None)
    numbers = old.values(), new.values()
    for key in _merged(*numbers):
        first, second = (None if key not in side else float(side[key].value) for side in numbers)
        if _same(first, second):
            continue
        unit = (old if key in numbers[0] else new).unit(key)
        alone = None if first is None or second is None else _alone(old, key, second, before)
        yield Change(key, unit, first, second, alone)


def _alone(case: Case, key: str, value: float, before: Budget) -> float | None:
    try:
        change = float(case.with_values({key: value}).budget()[CLOSING] - before[CLOSING])
    except LinkBudgetError:  # two changes that only go together
        return None
    return change if np.isfinite(change) else None


def _choices(part: Part, within: str = "") -> dict[str, str]:
    """Choices of a part that are not numbers: kinds, modulations, polarisations, the station."""
    found: dict[str, str] = {}
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        key = f"{within}{field.alias or name}"
        if name in _SAID or isinstance(value, Parameter) or value is None:
            continue
        if isinstance(value, Part):
            found |= _choices(value, f"{key}.")
        elif isinstance(value, tuple):
            found[key] = ", ".join(number_text(item.value, 6) for item in value if isinstance(item, Parameter))
        elif not isinstance(value, dict):
            found[key] = str(value)
    return found


def _lines(before: Budget, after: Budget):
    for key in _merged(before.terms, after.terms):
        old, new = before.terms.get(key), after.terms.get(key)
        first, second = (None if side is None else float(side.value) for side in (old, new))
        term = after.terms[key] if old is None else old
        yield Line(key, term.name, term.unit, term.sign, first, second, _worth(old, new))


def _worth(old: Term | None, new: Term | None) -> float | None:
    """Change of the sum by a line; a ratio that counts on one side only is compared with 0 dB."""
    counts = [side for side in (old, new) if side is not None and side.sign]
    if not counts or not all(side.unit.startswith("dB") for side in counts):
        return None
    if len(counts) < 2 and (counts[0].unit not in ("dB", "dBi") or counts[0].sign == "="):
        return None
    gains = [
        0.0 if side is None or not side.sign else -side.value if side.sign == "-" else side.value for side in (old, new)
    ]
    return float(gains[1] - gains[0])


def _merged(one, other) -> list[str]:
    """Keys of both in the order of the first; those of the second alone follow what stands before them there."""
    keys, place = list(one), 0
    for key in other:
        if key in one:
            place = keys.index(key) + 1
        else:
            keys.insert(place, key)
            place += 1
    return keys


def _same(one, other) -> bool:
    return one == other or (None not in (one, other) and bool(np.isclose(one, other, rtol=1e-12, equal_nan=True)))


def changes_table(comparison: Comparison) -> Table:
    """Changed inputs, one per row; none where nothing changed."""
    columns = (
        Column("Input", fold=12),
        Column("Old", fold=10),
        Column("New", fold=10),
        Column("Closing margin by it alone", right=True),
        Column("Key", spare=1),
    )
    rows = []
    for change in comparison.changes:
        texts = [_input_text(value, change.unit) for value in (change.old, change.new)]
        alone = "" if change.alone_db is None else decibels_text(change.alone_db, decimals=2, sign=True)
        rows.append((spoken(change.key), *texts, alone, change.key))
    fields = ("key", "unit", "old", "new", "margin_change_alone_db")
    records = comparison.to_dict()["inputs"]
    return Table("inputs", "Inputs that differ", columns, rows, lambda: records, fields=fields)


def lines_table(comparison: Comparison) -> Table:
    """The lines of both budgets; the change is left out where there is none.

    The closing margin belongs to no sum; its change stands beside it all the same.
    """
    columns = (
        Column(""),
        Column("Line", fold=20),
        Column("Old", right=True),
        Column("New", right=True),
        Column("Unit"),
        Column("Worth", right=True),
    )
    rows = []
    for line in comparison.lines:
        factor, unit = column_unit(line.unit, max((abs(value) for value in (line.old, line.new) if value), default=0.0))
        old, new = (_line_text(value, line.unit, factor) for value in (line.old, line.new))
        change_db = line.change if line.key == CLOSING else line.worth_db
        worth = decibels_text(change_db, decimals=2, sign=True) if line.differs and change_db is not None else ""
        rows.append((line.sign, line.name, old, new, unit, worth))
    roles = ["strong" if stands_out(line.key, line.sign) else "" for line in comparison.lines]
    return Table("lines", "Lines", columns, rows, lambda: comparison.to_dict()["lines"], roles=roles)


def _input_text(value, unit: str) -> str:
    return "-" if value is None else value if isinstance(value, str) else exact_text(value, unit)


def _line_text(value: float | None, unit: str, factor: float) -> str:
    if value is None:
        return "none"
    return cell_text(value, unit, factor) if factor != 1.0 or unit.startswith("dB") else number_text(value, 6)


def _side(budget: Budget) -> dict:
    about = {"scenario": budget.scenario, "link": budget.name or budget.link.title, "at": budget.at}
    return about | {"verdict": verdict_dict(budget)}


def _line_dict(line: Line) -> dict:
    numbers = {name: _plain(getattr(line, name)) for name in ("old", "new", "change", "worth_db")}
    return {"key": line.key, "name": line.name, "unit": line.unit, "sign": line.sign} | numbers


def _plain(value):
    return None if isinstance(value, float) and not np.isfinite(value) else value
