"""Tables of ``linkbudget formula``: lists of equations, one equation with its arguments, and answers."""

import inspect
from collections.abc import Sequence
from typing import Any

import numpy as np

from linkbudget.formatting import count_text
from linkbudget.formulas.answers import FIGURES, Answer
from linkbudget.formulas.formula import Argument, Formula, values_text
from linkbudget.formulas.index import Entry
from linkbudget.formulas.values import in_unit
from linkbudget.labels import RATIO, without_unit
from linkbudget.tables import Column, Paragraph, Table

TOPIC, SYMBOL = "topic", "symbol"
ORDERS = (TOPIC, SYMBOL)
"""Orders of a list of equations."""

NEXT_OF_ALL = "A topic, a symbol or a word lists what its equations give; a name shows its arguments."
NEXT = 'A name shows its arguments; with them, linkbudget formula NAME KEY="VALUE UNIT" works it out.'


def list_parts(listed: Sequence[Entry], word: str | None, by: str) -> list[Table | Paragraph]:
    """Equations under their topics or symbols: names alone of all, what they give of some."""
    title = f"{count_text(len(listed))} equations{f': {word}' if word else ''}"
    of = {SYMBOL: lambda one: one.symbol or "without a symbol", TOPIC: lambda one: capitalised(one.topic)}[by]
    groups: dict[str, list[Entry]] = {}
    for one in sorted(listed, key=lambda one: of(one).casefold()) if by == SYMBOL else listed:
        groups.setdefault(of(one), []).append(one)

    def records() -> list[dict[str, Any]]:
        return [one.to_dict() for one in listed]

    if word is None:
        names = [(group, ", ".join(one.name for one in several)) for group, several in groups.items()]
        columns: tuple[Column, ...] = (Column(capitalised(by), fold=12), Column("Equations", fold=28))
        return [Table("formulas", title, columns, names, records), Paragraph(NEXT_OF_ALL, "note")]
    rows: list[tuple[str, ...]] = []
    for group, several in groups.items():
        rows.append((group,))
        rows += [(one.name, one.symbol, one.summary.rstrip(".")) for one in several]
    columns = (Column("Equation", fold=24, is_name=True), Column("Symbol", fold=8), Column("Gives", fold=28))
    return [Table("formulas", title, columns, rows, records), Paragraph(NEXT, "note")]


def capitalised(text: str) -> str:
    """A text whose first letter is a capital."""
    return f"{text[:1].upper()}{text[1:]}"


def formula_parts(found: Formula) -> list[Table | Paragraph]:
    """One equation: what it gives, its arguments, its sources and a line to begin with."""
    rows = [(one.key, _wanted(one), one.meaning) for one in found.arguments]
    columns = (Column("Argument", is_name=True), Column("Value"), Column("Meaning", fold=24))
    records = found.to_dict()
    output = found.output
    unit = "" if output.unit == RATIO else f" [{output.unit}]"
    parts: list[Table | Paragraph] = [Paragraph(f"{found.name}{unit}: {found.entry.summary}")]
    if found.entry.equation:
        parts.append(Paragraph(f"    {found.entry.equation}"))
    parts.append(Table("arguments", "", columns, rows, lambda: records["arguments"]))
    parts.append(Paragraph(f"Source: {'; '.join(found.references)}."))
    return parts


def _wanted(argument: Argument) -> str:
    """Unit or kind of an argument, and its value where none is given."""
    said = argument.kind if argument.unit == RATIO else argument.unit
    if argument.is_needed or argument.default is None or argument.default == ():
        return said if argument.is_needed else f"{said}, optional"
    default = argument.default
    if isinstance(default, inspect.Parameter):
        return said
    return f"{said}, {values_text(default, argument.unit)} without it"


def answer_parts(answer: Answer) -> list[Table | Paragraph]:
    """An answer as ``explain`` prints a line; below it a table where a range or a list was given."""
    parts: list[Table | Paragraph] = [Paragraph(str(answer) if not _varied(answer) else _head(answer))]
    table = range_table(answer)
    return [*parts, table] if table is not None else [*parts, _record(answer)]


def _head(answer: Answer) -> str:
    first, *details = answer.lines()
    return "\n".join([first.partition(" = ")[0], *details])


def _record(answer: Answer) -> Table:
    """The values and the answer as rows, for other forms than a screen."""
    rows = [tuple(text.split(" = ", 1)) for text in (*answer.inputs, *answer.line.split("; "))]
    columns = (Column("Quantity", is_name=True), Column("Value", right=True))
    return Table("answer", "", columns, rows, lambda: [answer.to_dict()], is_on_screen=False)


def _varied(answer: Answer) -> dict[str, Any]:
    """Arguments that have several values in one dimension."""
    if answer.parts or np.ndim(answer.value) != 1 or not isinstance(answer.value, np.ndarray):
        return {}
    count = len(answer.value)
    return {name: value for name, value in answer.given.items() if np.ndim(value) == 1 and len(value) == count}


def range_table(answer: Answer) -> Table | None:
    """The answer for each value of a range; None where there is none."""
    varied = _varied(answer)
    if not varied:
        return None
    formula = answer.formula
    units = {one.name: (one.key, one.unit) for one in formula.arguments} | {
        "": (formula.output.key, formula.output.unit)
    }
    heads, texts = [], []
    for name, values in varied.items():
        key, unit = units[name]
        heads.append(key)
        texts.append([values_text(value, unit) for value in values])
    shown = in_unit(answer.value, answer.unit, answer.wanted_unit) if answer.wanted_unit else answer.value
    suffix = f" [{answer.wanted_unit}]" if answer.wanted_unit else ""
    heads.append(f"{without_unit(answer.key)}{suffix}")
    texts.append([values_text(one, RATIO if suffix else answer.unit, FIGURES) for one in shown])
    columns = [Column(head, right=True) for head in heads]

    def records() -> list[dict[str, Any]]:
        names = [*(name or formula.output.name for name in varied), answer.key]
        rows = zip(*(np.asarray(values).tolist() for values in (*varied.values(), answer.value)), strict=True)
        return [dict(zip(names, row, strict=True)) for row in rows]

    return Table("answers", "", columns, list(zip(*texts, strict=True)), records)
