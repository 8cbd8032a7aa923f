"""Tables: columns and texts for people, records for programs; printed as lines of a width, as Markdown or as CSV.

A :class:`Table` has rows of texts, in the units that a reader wants, and records: the same things as plain values in SI
units, by name.  The map: :class:`Column` (heading, alignment, what a narrow screen does with it), :class:`Table` with
:meth:`Table.lines` and :meth:`Table.text` for screens, :meth:`Table.markdown` and :meth:`Table.csv`; a
:class:`Paragraph` stands between tables, :func:`facts` makes a table of one thing, :func:`folded` breaks a text.

A width is kept in this order: headings fold, columns of least worth are left out, texts fold at words.  No number is
ever folded or cut.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from linkbudget.cells import csv_lines, markdown_text
from linkbudget.labels import RATIO, unit_of

GAP = "  "
"""Space between two columns of a screen."""

MORE = "…"
"""End of a text that is cut."""

LEAST_FOLD = 8
"""Width to which texts fold where a screen has no room for their columns."""

MOST_HEAD_LINES = 4
"""Lines of a heading where there is little room."""

_PLACES_TO_BREAK = re.compile(r"(?<=[-.:,;·|])(?=[^\W\d_])|(?<=/)(?=[^\W\d_]{3})")  # no number is broken, no unit
_BEFORE_UNITS = re.compile(r" +(?=\D)")
_BETWEEN_WORDS = re.compile(r"(?<!\d) +| +(?=[^\d\s]\S{4})")  # nor parted: thousands, and most units, stay together


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
    is_name : bool
        Names are folded only where no more columns can be left out.
    role : str
        What the texts are, for colours: ``status`` or ``margin``.
    """

    head: str
    right: bool = False
    fold: int = 0
    spare: int = 0
    cut: bool = False
    is_name: bool = False
    role: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence beside tables; its role: ``title``, ``note`` or ``verdict``, or none.  Its own lines stay lines."""

    text: str
    role: str = ""

    def lines(self, width: int | None = None) -> list[str]:
        """Lines of a screen of some width; what is indented stays so when it is folded.

        Examples
        --------
        >>> Paragraph("Loss = 3 dB\\n    by a rule of thumb").lines(16)
        ['Loss = 3 dB', '    by a rule of', '    thumb']
        """
        found: list[str] = []
        for line in self.text.split("\n"):
            words = line.lstrip(" ")
            indent = line[: len(line) - len(words)]
            found += [line] if width is None else [f"{indent}{one}" for one in folded(words, width - len(indent))]
        return found

    def markdown(self) -> str:
        """The sentence as Markdown: notes are emphasised, verdicts strong, and lines end in a break."""
        text = "\\\n".join(markdown_text(line.strip()) for line in self.text.split("\n"))
        return {"title": f"# {text}", "note": f"*{text}*", "verdict": f"**{text}**"}.get(self.role, text)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a line, and the roles of its column and row, with a space between them."""

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
    records : callable
        Gives plain values by name, a mapping a row, in SI units; those within others count by dotted names.
    units : mapping of str
        Units of records whose names do not end in one.
    roles : sequence of str
        What rows are: ``strong`` or ``weak``; as many as rows, or none.
    fields : sequence of str
        Names of records, for a table that may have none.
    has_heads, is_on_screen : bool
        Whether a screen shows headings of columns, and the table at all.
    tells_omissions : bool
        Whether a screen that leaves columns out says which.
    folds : callable
        Gives a text a row, of several lines, that unfolds under the row in a notebook; or none.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    records: Callable[[], Iterable[Mapping[str, Any]]] = tuple
    units: Mapping[str, str] = field(default_factory=dict)
    roles: Sequence[str] = ()
    fields: Sequence[str] = ()
    has_heads: bool = True
    is_on_screen: bool = True
    tells_omissions: bool = False
    folds: Callable[[], Sequence[str]] = tuple

    def lines(self, width: int | None = None) -> list[list[Segment]]:
        """Lines of a screen of some width, without title; as wide as its texts without one.

        Examples
        --------
        >>> columns = (Column("Line", fold=8), Column("Closing margin", right=True), Column("Source", spare=1))
        >>> table = Table("lines", "", columns, [("Polarisation loss", "-12 345.0", "a paper")])
        >>> print(table.text(26))
                         Closing
        Line              margin
        Polarisation  -12 345.0
        loss
        """
        kept, widths = self._fitted(width)
        shown = [(self.columns[place], place, room) for place, room in zip(kept, widths, strict=True)]
        printed: list[list[Segment]] = []
        if self.has_heads and any(column.head for column, _, _ in shown):
            heads = [folded(column.head, room) for column, _, room in shown]
            deepest = max(map(len, heads))
            printed += _beside([([""] * (deepest - len(head)) + head, "head") for head in heads], shown)
        for number, row in enumerate(self.rows):
            if len(row) < len(self.columns):
                printed += [*([[]] if printed else []), [Segment(row[0], "strong")]]
                continue
            role = self.roles[number] if self.roles else ""
            cells = [
                (_cell(column, row[place], room), f"{role} {column.role}".strip()) for column, place, room in shown
            ]
            printed += _beside(cells, shown)
        return printed

    def text(self, width: int | None = None) -> str:
        """The lines of a screen as plain text."""
        return "\n".join("".join(one.text for one in line) for line in self.lines(width))

    def left_out(self, width: int) -> list[str]:
        """Headings of the columns for which a screen of some width has no room."""
        kept, _ = self._fitted(width)
        return [column.head for place, column in enumerate(self.columns) if place not in kept]

    def markdown(self) -> str:
        r"""The table as Markdown, title and all columns with it.

        Examples
        --------
        >>> columns = Column("Link"), Column("Margin", right=True)
        >>> print(Table("links", "A | B", columns, [("up", "+3.0")]).markdown())
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
        >>> print(Table("a", "A", (), [], lambda: records, {"value.low": "m"}).csv(), end="")
        key,value.low [m],rate_bps
        range,1000000000.0,8.0
        '=1,,
        """
        rows = [flat(record) for record in self.records()]
        names = list(dict.fromkeys([*self.fields, *(name for row in rows for name in row)]))
        heads = [self._csv_head(name) for name in names]
        return csv_lines(heads, ([row.get(name) for name in names] for row in rows))

    def _csv_head(self, name: str) -> str:
        unit = self.units.get(name, RATIO)
        return name if unit in (RATIO, "", unit_of(name)) else f"{name} [{unit}]"

    def _fitted(self, width: int | None) -> tuple[list[int], list[int]]:
        """Places of the columns that are shown, and their widths."""
        every, natural = list(range(len(self.columns))), self._natural()
        if width is None or not every:
            return every, natural
        least = self._least()
        kept = self._kept(every, least, width)
        spare = width - _total(least, kept)
        for shortest in (self._longest_piece, lambda place: LEAST_FOLD):  # texts give way, numbers never
            for place in kept:
                if self.columns[place].fold and spare < 0:
                    given = min(-spare, max(least[place] - shortest(place), 0))
                    least[place], spare = least[place] - given, spare + given
        for is_next in (lambda one: one.fold and not one.cut, lambda one: one.cut, lambda one: not one.fold):
            wanting = [place for place in kept if is_next(self.columns[place])]
            wanting.sort(key=lambda place: natural[place] - least[place])
            for count, place in enumerate(wanting):
                given = min(natural[place] - least[place], max(spare, 0) // (len(wanting) - count))
                least[place], spare = least[place] + given, spare - given
        return kept, [least[place] for place in kept]

    def _kept(self, every: list[int], least: list[int], width: int) -> list[int]:
        """Columns that there is room for: some are left out in their order, and brought back where others made room."""
        groups, kept = sorted({column.spare for column in self.columns} - {0}), every
        for group in groups:
            if _total(least, kept) <= width:
                break
            kept = [place for place in kept if self.columns[place].spare != group]
        for group in reversed(groups):
            more = [place for place in every if place in kept or self.columns[place].spare == group]
            if _total(least, more) <= width:
                kept = more
        return kept

    def _natural(self) -> list[int]:
        """Widths of columns in which nothing is folded."""
        return [
            max([width_of(column.head) if self.has_heads else 0, *map(width_of, self._texts(place))])
            for place, column in enumerate(self.columns)
        ]

    def _least(self) -> list[int]:
        """Widths below which a word would be broken, or a number."""
        return [
            max(_head_width(column.head) if self.has_heads else 0, _least_width(column, self._texts(place)))
            for place, column in enumerate(self.columns)
        ]

    def _longest_piece(self, place: int) -> int:
        return _longest_piece([self.columns[place].head, *self._texts(place)])

    def _texts(self, place: int) -> list[str]:
        return [row[place] for row in self.rows if len(row) == len(self.columns)]


def facts(name: str, title: str, rows: Sequence[tuple[str, ...]], record: Mapping[str, Any]) -> Table:
    """A table of one thing: on screens a row a fact, its name and its texts; in CSV one row.

    Examples
    --------
    >>> print(facts("a", "", [("Frequency", "922.76 MHz")], {"frequency_hz": 922.76e6}).csv(), end="")
    frequency_hz
    922760000.0
    """
    heads = ("Quantity", "Value", "")[: max(map(len, rows), default=2)]
    columns = tuple(Column(head, fold=16 if head else 12) for head in heads)
    texts = [(*row, *[""] * (len(columns) - len(row))) for row in rows]
    return Table(name, title, columns, texts, lambda: [record], has_heads=False)


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
    words = (
        part
        for word in _BETWEEN_WORDS.split(text)
        for part in ([word] if width_of(word) <= width else _BEFORE_UNITS.split(word))
    )
    for word in words:
        if line and width_of(line) + 1 + width_of(word) <= width:
            line = f"{line} {word}"
            continue
        if line:
            lines.append(line)
        *whole, line = _pieces(word, width)
        lines += whole
    return [*lines, line]


def width_of(text: str) -> int:
    r"""Places that a text takes on a screen: letters of east Asia take two, marks above letters none.

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


def _total(widths: list[int], places: list[int]) -> int:
    return sum(widths[place] for place in places) + len(GAP) * (len(places) - 1)


def _least_width(column: Column, texts: list[str]) -> int:
    widest = max(map(width_of, texts), default=0)
    if not column.fold or column.is_name:
        return widest
    return min(widest, column.fold if column.cut else max(column.fold, _longest_piece(texts)))


def _head_width(head: str) -> int:
    """Least width of a heading: that of its longest word, or with which it has few enough lines."""
    wide = max(map(width_of, head.split()), default=0)
    while len(folded(head, wide)) > MOST_HEAD_LINES:
        wide += 1
    return wide


def _longest_piece(texts: Iterable[str]) -> int:
    """Width of the longest piece at which texts may be folded without harm."""
    words = (part for text in texts for word in _BETWEEN_WORDS.split(text) for part in _PLACES_TO_BREAK.split(word))
    return max(map(width_of, words), default=0)


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


def _cell(column: Column, text: str, room: int) -> list[str]:
    if width_of(text) <= room or not column.fold:
        return [text]
    return [f"{text[: room - 1]}{MORE}"] if column.cut else folded(text, room)


def _beside(cells: Sequence[tuple[list[str], str]], shown: Sequence[tuple[Column, int, int]]) -> list[list[Segment]]:
    """Lines of one row, whose cells have several lines each, and a role."""
    lines = []
    for number in range(max((len(texts) for texts, _ in cells), default=0)):
        line: list[Segment] = []
        for (texts, role), (column, _, room) in zip(cells, shown, strict=True):
            text = texts[number] if number < len(texts) else ""
            blank = " " * (room - width_of(text))
            before, after = (blank, "") if column.right else ("", blank)
            line += [Segment(f"{GAP if line else ''}{before}"), Segment(text, role), Segment(after)]
        while line and not line[-1].text.strip():
            line.pop()
        lines.append(line)
    return lines


def _markdown_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(markdown_text, cells))} |"


def flat(record: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """A record without others in it: their names are put before those of their values."""
    found: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, Mapping):
            found |= flat(value, f"{before}{name}.")
        else:
            found[f"{before}{name}"] = "; ".join(map(str, value)) if isinstance(value, list | tuple) else value
    return found
