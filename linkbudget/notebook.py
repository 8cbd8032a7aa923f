"""Objects that show themselves in a notebook and at a prompt: tables as HTML, one short line, a pandas table.

A budget, a case, a scenario and the answer of a study are :class:`Shown`: their class says which tables and sentences
they consist of, and everything else follows from these.  The HTML takes its colours from the page around it, loads
nothing, and is readable without its style sheet.  The map: :class:`Shown`, :func:`html_of` (tables and sentences as
HTML), :func:`dataframe_of` (the records of a table), :func:`short` (one line of a length that a prompt shows).
"""

from collections.abc import Iterable, Sequence
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from linkbudget.formatting import typeset
from linkbudget.hidden_signs import one_line, with_escapes
from linkbudget.tables import MORE, Column, Paragraph, Table, flat

if TYPE_CHECKING:
    import pandas as pd

Parts = Sequence[Table | Paragraph]

LONGEST_REPR = 79
"""Letters of the line that a prompt shows for an object."""

MOST_ROWS = 400
"""Rows of a table that a notebook shows; of more, the first and the last."""

STYLE = """
.linkbudget{color:inherit;background:transparent;line-height:1.35;max-width:100%;overflow-x:auto}
.linkbudget.linkbudget table{border-collapse:collapse;margin:.3em 0 .6em;font-size:inherit;table-layout:auto}
.linkbudget caption{text-align:left;font-weight:600;padding:.2em 0;color:inherit;caption-side:top}
.linkbudget.linkbudget table th,.linkbudget.linkbudget table td{text-align:left;vertical-align:top;
padding:.1em 1em .1em 0;color:inherit;background:transparent;border:0;font-weight:400;white-space:normal;
max-width:34em}
.linkbudget.linkbudget table thead th{border-bottom:1px solid;font-weight:600;vertical-align:bottom}
.linkbudget.linkbudget table tbody tr{background:transparent;border-bottom:1px solid rgba(128,128,128,.3)}
.linkbudget.linkbudget table .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.linkbudget.linkbudget table tr.strong th,.linkbudget.linkbudget table tr.strong td,.linkbudget .verdict,
.linkbudget .title{font-weight:700}
.linkbudget p{margin:.3em 0;color:inherit}
.linkbudget .verdict{border-left:.25em solid;padding-left:.6em}
.linkbudget summary{cursor:pointer}
.linkbudget details>div{width:0;min-width:100%}
.linkbudget details pre{width:max-content;max-width:min(46em,85vw);margin:.2em 0 .5em;padding:0 0 0 1.1em;
font-size:.92em;font-weight:400;line-height:1.4;white-space:pre-wrap;text-align:left;color:inherit;
background:transparent;border:0}
"""
"""Style sheet of everything that is shown: borders and text in the colours of the page around it."""

_STYLE = "".join(STYLE.split("\n"))


class Shown:
    """An object that a notebook shows as tables, a prompt as one line, and pandas as rows.

    A class of its own has :meth:`_parts`, or names in ``_PARTS`` the function that gives them, and :meth:`_in_short`.
    """

    __slots__ = ()

    _PARTS: ClassVar[str] = ""
    """``module:function`` that makes tables and sentences of the object, where they are in a module above its own."""

    _INDEX: ClassVar[str] = ""
    """Record that becomes the index of the pandas table."""

    def _parts(self) -> Parts:
        """Tables and sentences, in the order in which they are shown."""
        module, _, function = self._PARTS.partition(":")
        return getattr(import_module(module), function)(self)

    def _in_short(self) -> str:
        """A few words for the line of a prompt."""
        return ""

    def __repr__(self) -> str:
        return short(self, self._in_short())

    def _repr_html_(self) -> str:
        return html_of(self._parts())

    def to_dataframe(self) -> "pd.DataFrame":
        """The rows of the table as a :class:`pandas.DataFrame`, numbers in the SI units that their names say."""
        table = next(part for part in self._parts() if isinstance(part, Table))
        return dataframe_of(table, self._INDEX)


def short(thing: object, words: str) -> str:
    """One line for a prompt: the class of an object and a few words, cut to :data:`LONGEST_REPR` letters.

    Examples
    --------
    >>> short(1.5, "volts of a battery"), len(short(1.5, "volts of a battery" * 9))
    ('<float: volts of a battery>', 79)
    """
    text = f"{type(thing).__name__}: {one_line(words)}" if words else type(thing).__name__
    return f"<{text}>" if len(text) <= LONGEST_REPR - 2 else f"<{text[: LONGEST_REPR - 3].rstrip()}{MORE}>"


def dataframe_of(table: Table, index: str = "") -> "pd.DataFrame":
    """The records of a table as a :class:`pandas.DataFrame`.

    Examples
    --------
    >>> records = [{"key": "eirp_dbw", "value": 21.5}, {"key": "margin_db", "value": 3.0}]
    >>> dataframe_of(Table("lines", "", (), [], lambda: records), "key").value["margin_db"].item()
    3.0
    """
    import pandas as pd

    frame = pd.DataFrame([flat(record) for record in table.records()], columns=list(table.fields) or None)
    return frame.set_index(index) if index else frame


def html_of(parts: Iterable[Table | Paragraph]) -> str:
    """Tables and sentences as HTML that depends on nothing around it.

    Examples
    --------
    >>> print(html_of([Paragraph("1 < 2", "note")]).partition("</style>")[2])
    <p class="note">1 &lt; 2</p></div>
    """
    shown = "".join(
        _table(part) if isinstance(part, Table) else _paragraph(part)
        for part in parts
        if isinstance(part, Paragraph) or part.is_on_screen
    )
    return f'<div class="linkbudget"><style>{_STYLE}</style>{shown}</div>'


def _paragraph(part: Paragraph) -> str:
    role = f' class="{part.role}"' if part.role else ""
    return f"<p{role}>{_text(part.text)}</p>"


def _table(table: Table) -> str:
    folds = table.folds()
    places = [place for place, column in enumerate(table.columns) if not (folds and column.cut)]
    columns = [table.columns[place] for place in places]
    named = next((place for place, column in zip(places, columns, strict=True) if column.head), 0)
    rows = []
    for number in _shown_rows(len(table.rows)):
        if number is None:
            rows.append(f'<tr><td colspan="{len(places)}">{MORE}</td></tr>')
            continue
        row = table.rows[number]
        role = f' class="{table.roles[number]}"' if table.roles and table.roles[number] else ""
        if len(row) < len(table.columns):
            rows.append(f'<tr class="strong"><th scope="rowgroup" colspan="{len(places)}">{_text(row[0])}</th></tr>')
            continue
        cells = [
            _cell(table.columns[place], row[place], place == named, folds[number] if folds else "") for place in places
        ]
        rows.append(f"<tr{role}>{''.join(cells)}</tr>")
    caption = f"<caption>{_text(table.title)}</caption>" if table.title else ""
    head = "".join(f'<th scope="col"{_side(column)}>{_text(column.head)}</th>' for column in columns)
    heads = f"<thead><tr>{head}</tr></thead>" if table.has_heads and any(one.head for one in columns) else ""
    return f"<table>{caption}{heads}<tbody>{''.join(rows)}</tbody></table>"


def _shown_rows(count: int) -> list[int | None]:
    """Numbers of the rows that are shown; None where some are left out."""
    if count <= MOST_ROWS:
        return [*range(count)]
    half = MOST_ROWS // 2
    return [*range(half), None, *range(count - half, count)]


def _cell(column: Column, text: str, is_name: bool, fold: str) -> str:
    if is_name:
        words = _text(text)
        if fold:
            words = f"<details><summary>{words}</summary><div><pre>{_lines(fold)}</pre></div></details>"
        return f'<th scope="row"{_side(column)}>{words}</th>'
    return f"<td{_side(column)}>{'−' if text == '-' else _text(text)}</td>"


def _side(column: Column) -> str:
    return ' class="n"' if column.right else ""


def _text(text: str) -> str:
    return escape(typeset(one_line(text)))


def _lines(text: str) -> str:
    return "\n".join(escape(typeset(with_escapes(line.rstrip()))) for line in text.splitlines())
