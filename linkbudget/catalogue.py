"""The catalogue as an object: shelves by name, and entries by name on each; what ``lb.catalog`` is."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from linkbudget.errors import UnknownNameError, suggestion
from linkbudget.formatting import count_text
from linkbudget.notebook import Parts, Shown
from linkbudget.shelves import SHELVES
from linkbudget.tables import Column, Table


class Shelf(Shown, Mapping[str, dict[str, Any]]):
    """Entries of one shelf by name; each has a ``title``, and those of the catalogue file their ``values``.

    Examples
    --------
    >>> import linkbudget as lb
    >>> lb.catalog["scenarios"]["mars1"]["title"]
    'Mars 1'
    """

    _INDEX = "name"

    def __init__(self, name: str, entries: list[dict]):
        self.name, self._entries = name, {entry["name"]: entry for entry in entries}

    def __getitem__(self, name: str) -> dict[str, Any]:
        if name not in self._entries:
            raise UnknownNameError(f"{self.name}.{name}: not in the catalogue; {suggestion(name, self._entries)}")
        return self._entries[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def _parts(self) -> Parts:
        entries = list(self._entries.values())
        rows = [(entry["name"], entry["title"]) for entry in entries]
        records = [{"name": entry["name"], "title": entry["title"]} for entry in entries]
        columns = Column("Name"), Column("What it is", fold=24)
        return [Table(self.name, self.name, columns, rows, lambda: records, fields=("name", "title"))]

    def _in_short(self) -> str:
        return f"{self.name}, {count_text(len(self))} entries"


class Catalogue(Shown, Mapping[str, Shelf]):
    """Everything that scenarios and commands can name: stations, antennas, codes, figures and so on.

    A shelf is ``lb.catalog["stations"]`` or ``lb.catalog.stations``, an entry of it ``lb.catalog.stations["dss-14"]``;
    ``linkbudget catalog`` prints the same.  Values are as scenario files write them, text with units.

    Examples
    --------
    >>> import linkbudget as lb
    >>> list(lb.catalog)[:3]
    ['scenarios', 'stations', 'antennas']
    >>> "mars1" in lb.catalog.scenarios
    True
    """

    _INDEX = "shelf"

    @cached_property
    def _shelves(self) -> dict[str, Shelf]:
        return {}

    def __getitem__(self, shelf: str) -> Shelf:
        if shelf not in SHELVES:
            raise UnknownNameError(f"catalogue: {shelf}: no such shelf; {suggestion(shelf, SHELVES)}")
        if shelf not in self._shelves:
            self._shelves[shelf] = Shelf(shelf, SHELVES[shelf]())
        return self._shelves[shelf]

    def __getattr__(self, name: str) -> Shelf:
        if name in SHELVES:
            return self[name]
        raise AttributeError(f"the catalogue has no shelf {name!r}; {suggestion(name, SHELVES)}")

    def __dir__(self) -> Iterable[str]:
        return [*object.__dir__(self), *SHELVES]

    def __iter__(self) -> Iterator[str]:
        return iter(SHELVES)

    def __len__(self) -> int:
        return len(SHELVES)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def _parts(self) -> Parts:
        records = [
            {"shelf": name, "name": entry["name"], "title": entry["title"]}
            for name, shelf in self.items()
            for entry in shelf.values()
        ]
        rows = [(name, count_text(len(shelf)), ", ".join(shelf)) for name, shelf in self.items()]
        columns = Column("Shelf"), Column("Entries", right=True), Column("Names", fold=24)
        return [Table("catalogue", "Catalogue", columns, rows, lambda: records, fields=("shelf", "name", "title"))]

    def _in_short(self) -> str:
        return f"shelves {', '.join(SHELVES)}"


catalog = Catalogue()
"""The catalogue of the package and of the packages that add to it."""
