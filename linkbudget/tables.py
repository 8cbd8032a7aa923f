"""Tables: columns and texts for people, records for programs; printed as lines of a width, as Markdown or as CSV.

A :class:`Table` has rows of texts, in the units that a reader wants, and records: the same things as plain values in SI
units, by name.  The map: :class:`Column` (heading, alignment, what a narrow screen does with it), :class:`Table` with
:meth:`Table.lines` and :meth:`Table.text` for screens, :meth:`Table.markdown` and :meth:`Table.csv`; :func:`folded`
breaks a text at words.

A width is kept in this order: headings fold, columns of least worth are left out, texts fold at words.  No number is
ever folded or cut.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from linkbudget.cells import csv_lines, markdown_text
from linkbudget.labels import RATIO, unit_of

GAP = "  "
"""Space between two columns of a screen."""

MORE = "…"
"""End of a text that is cut."""

_PLACES_TO_BREAK = re.compile(r"(?<=[-/._:,;·|])(?=[^\W\d_])")  # before letters: no number is broken
_BETWEEN_WORDS = re.compile(r" +(?!\d{3}(?!\d))|(?<!\d) +")  # nor one with spaces between its thousands


@dataclass(frozen=True, slots=True)
class Column:
    """A column as people see it.

    Attributes
    ----------
    head : str
        Heading.
    right : bool
        Numbers stand to the right.
    fold : int
        Least width to which the text is folded at words; 0: never folded.
    spare : int
        Order in which a narrow screen does without columns, 1 first; 0: it never does.
    cut : bool
        Text that is too long for its column is cut instead of folded.
    role : str
        What the texts are, for colours: ``status`` or ``margin``.
    """

    head: str
    right: bool = False
    fold: int = 0
    spare: int = 0
    cut: bool = False
    role: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a line, and its role: that of its column or row."""

    text: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts and their records.

    Attributes
    ----------
    name : str
        One word, by which it is chosen among others.
    title : str
        What it shows.
    columns : sequence of Column
        Columns of the rows.
    rows : sequence of sequences of str
        Texts; a row of one text is a heading between rows.
    records : sequence of mappings
        Plain values by name, in SI units; those within others count by dotted names.
    units : mapping of str
        Units of records whose names do not end in one.
    roles : sequence of str
        What rows are: ``strong`` or ``weak``; as many as rows, or none.
    has_heads : bool
        Whether the screen shows headings of columns.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    records: Sequence[Mapping[str, Any]]
    units: Mapping[str, str] = field(default_factory=dict)
    roles: Sequence[str] = ()
    has_heads: bool = True

    def lines(self, width: int | None = None) -> list[list[Segment]]:
        """Lines of a screen of some width, without title; as wide as its texts without one.

        Examples
        --------
        >>> columns = (Column("Line", fold=8), Column("Closing margin", right=True), Column("Source", spare=1))
        >>> table = Table("lines", "", columns, [("Polarisation loss", "-12 345.0", "a paper")], [])
        >>> print(table.text(26))
                         Closing
        Line              margin
        Polarisation  -12 345.0
        loss
        """
        kept, widths = self._fitted(width)
        if not kept:
            return []
        printed: list[list[Segment]] = []
        if self.has_heads and any(self.columns[place].head for place in kept):
            heads = [folded(self.columns[place].head, room) for place, room in zip(kept, widths, strict=True)]
            deepest = max(map(len, heads))
            heads = [[""] * (deepest - len(head)) + head for head in heads]
            printed += self._line_by_line(heads, kept, widths, ["head"] * len(kept))
        for number, row in enumerate(self.rows):
            role = self.roles[number] if self.roles else ""
            if len(row) < len(self.columns):
                printed += [*([[]] if number else []), [Segment(row[0], "strong")]]
                continue
            cells = [_cell(self.columns[place], row[place], room) for place, room in zip(kept, widths, strict=True)]
            roles = [role or self.columns[place].role for place in kept]
            printed += self._line_by_line(cells, kept, widths, roles)
        return printed

    def text(self, width: int | None = None) -> str:
        """The lines of a screen as plain text."""
        return "\n".join("".join(one.text for one in line) for line in self.lines(width))

    def markdown(self) -> str:
        r"""The table as Markdown, title and all columns with it.

        Examples
        --------
        >>> columns = Column("Link"), Column("Margin", right=True)
        >>> print(Table("links", "A | B", columns, [("up", "+3.0")], []).markdown())
        ## A \| B
        <BLANKLINE>
        | Link | Margin |
        |---|---:|
        | up | +3.0 |
        """
        rows = [[*row, *[""] * (len(self.columns) - len(row))] for row in self.rows]
        lines = [f"## {markdown_text(self.title)}", ""] if self.title else []
        lines += [_markdown_row([column.head for column in self.columns])]
        lines += [f"|{'|'.join('---:' if column.right else '---' for column in self.columns)}|"]
        return "\n".join([*lines, *map(_markdown_row, rows)])

    def csv(self) -> str:
        """The records as CSV, every number with all its figures; headings end in a unit or have it in brackets.

        Examples
        --------
        >>> records = [{"key": "range", "value": {"low": 1e9}, "rate_bps": 8.0}, {"key": "=1", "value": {"low": None}}]
        >>> print(Table("a", "A", (), [], records, {"value.low": "m"}).csv(), end="")
        key,value.low [m],rate_bps
        range,1000000000.0,8.0
        '=1,,
        """
        flat = [_flat(record) for record in self.records]
        names = list(dict.fromkeys(name for record in flat for name in record))
        heads = [self._csv_head(name) for name in names]
        return csv_lines(heads, ([record.get(name) for name in names] for record in flat))

    def _csv_head(self, name: str) -> str:
        unit = self.units.get(name, RATIO)
        return name if unit in (RATIO, "", unit_of(name)) else f"{name} [{unit}]"

    def _fitted(self, width: int | None) -> tuple[list[int], list[int]]:
        """Places of the columns that are shown, and their widths."""
        kept, natural, least = list(range(len(self.columns))), self._natural(), self._least()
        if width is None:
            return kept, natural
        for group in (0, *sorted({column.spare for column in self.columns} - {0})):
            kept = [place for place in kept if not group or self.columns[place].spare != group]
            if sum(least[place] for place in kept) + len(GAP) * (len(kept) - 1) <= width:
                break
        spare = width - sum(least[place] for place in kept) - len(GAP) * (len(kept) - 1)
        if spare < 0:  # nothing more to leave out: texts give way, numbers never
            for place in kept:
                if self.columns[place].fold and spare < 0:
                    given = min(-spare, max(least[place] - 8, 0))
                    least[place], spare = least[place] - given, spare + given
        room = {place: least[place] for place in kept}
        for wanting in ([p for p in kept if self.columns[p].fold], [p for p in kept if not self.columns[p].fold]):
            wanting.sort(key=lambda place: natural[place] - least[place])
            for count, place in enumerate(wanting):
                given = min(natural[place] - room[place], max(spare, 0) // (len(wanting) - count))
                room[place], spare = room[place] + given, spare - given
        return kept, [room[place] for place in kept]

    def _natural(self) -> list[int]:
        """Widths of columns in which nothing is folded."""
        return [
            max([width_of(column.head) if self.has_heads else 0, *map(width_of, self._texts(place))])
            for place, column in enumerate(self.columns)
        ]

    def _least(self) -> list[int]:
        """Widths below which a word would be broken, or a number."""
        found = []
        for place, column in enumerate(self.columns):
            texts = self._texts(place)
            head = max(map(width_of, _words(column.head)), default=0) if self.has_heads else 0
            if column.fold and column.cut:
                wide = min(column.fold, max(map(width_of, texts), default=0))
            elif column.fold:
                longest = max((width_of(word) for text in texts for word in _words(text)), default=0)
                wide = min(max(column.fold, longest), max(map(width_of, texts), default=0))
            else:
                wide = max(map(width_of, texts), default=0)
            found.append(max(head, wide))
        return found

    def _texts(self, place: int) -> list[str]:
        return [row[place] for row in self.rows if len(row) == len(self.columns)]

    def _line_by_line(
        self, cells: list[list[str]], kept: list[int], widths: list[int], roles: list[str]
    ) -> list[list[Segment]]:
        """Lines of one row, whose cells have several each."""
        lines = []
        for number in range(max(map(len, cells))):
            line: list[Segment] = []
            for place, cell, room, role in zip(kept, cells, widths, roles, strict=True):
                text = cell[number] if number < len(cell) else ""
                blank = " " * (room - width_of(text))
                before, after = (blank, "") if self.columns[place].right else ("", blank)
                line += [Segment(f"{GAP if line else ''}{before}"), Segment(text, role), Segment(after)]
            lines.append(_stripped(line))
        return lines


def folded(text: str, width: int) -> list[str]:
    """Lines of a text that are no wider than ``width``, broken at words; a longer word is broken at its signs.

    Examples
    --------
    >>> folded("telemetry of 106 760 000 km", 12)
    ['telemetry of', '106 760 000', 'km']
    >>> folded("telemetry-32cm-semi", 16)
    ['telemetry-32cm-', 'semi']
    """
    lines, line = [], ""
    for word in _BETWEEN_WORDS.split(text):
        if line and width_of(line) + 1 + width_of(word) <= width:
            line = f"{line} {word}"
            continue
        if line:
            lines.append(line)
        *whole, line = _pieces(word, width)
        lines += whole
    return [*lines, line]


def width_of(text: str) -> int:
    """Places that a text takes on a screen: letters of east Asia take two, marks above letters none.

    Examples
    --------
    >>> width_of("Mars 1"), width_of("火星"), width_of("e\N{COMBINING ACUTE ACCENT}")
    (6, 4, 1)
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def _pieces(word: str, width: int) -> list[str]:
    """A word in pieces that fit, broken behind its signs where it has some."""
    if width_of(word) <= width:
        return [word]
    pieces, piece = [], ""
    for part in _PLACES_TO_BREAK.split(word):
        for some in (part[start : start + width] for start in range(0, len(part), width)):
            if piece and width_of(piece) + width_of(some) > width:
                pieces.append(piece)
                piece = ""
            piece += some
    return [*pieces, piece]


def _words(text: str) -> list[str]:
    """Pieces of a text at which it may be folded without harm."""
    return [part for word in _BETWEEN_WORDS.split(text) for part in _PLACES_TO_BREAK.split(word)]


def _cell(column: Column, text: str, room: int) -> list[str]:
    if width_of(text) <= room or not column.fold:
        return [text]
    return [f"{text[: room - 1]}{MORE}"] if column.cut else folded(text, room)


def _stripped(line: list[Segment]) -> list[Segment]:
    """A line without the space at its end."""
    while line and not line[-1].text.strip():
        line = line[:-1]
    return line


def _markdown_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(markdown_text, cells))} |"


def _flat(record: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """A record without others in it: their names are put before those of their values."""
    found: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{before}{name}.")
        else:
            found[f"{before}{name}"] = "; ".join(map(str, value)) if isinstance(value, list | tuple) else value
    return found
