"""A row of a topic file, as adapters read it."""

import csv
from pathlib import Path


class NotModelledError(Exception):
    """Raised by an adapter for a row whose quantity the package does not offer; the message says why."""


class Row(dict):
    """One row: a dictionary of strings in which an empty cell means "does not apply"."""

    def number(self, column: str, default: float | None = None) -> float | None:
        """Number in a column, ``default`` where the cell is empty or the column absent."""
        text = (self.get(column) or "").strip()
        return float(text) if text else default

    def numbers(self, column: str) -> list[float]:
        """Numbers of a list, which a cell separates by blanks."""
        return [float(text) for text in (self.get(column) or "").split()]

    def text(self, column: str) -> str:
        """Text in a column, empty where there is none."""
        return (self.get(column) or "").strip()

    @property
    def frequency_hz(self) -> float:
        """The frequency of rows that state it in gigahertz."""
        return self.number("f_GHz") * 1e9

    @property
    def quantity(self) -> str:
        """Name of the row's quantity."""
        return self.text("quantity")

    @property
    def expected(self) -> float:
        """The published number."""
        return float(self["expected"])

    @property
    def tolerance(self) -> float:
        """Absolute difference within which a row agrees."""
        return float(self["tolerance"])

    @property
    def trust(self) -> str:
        """T1 to T4."""
        return self.text("trust")


def read_rows(path: Path) -> list[Row]:
    """All rows of a topic file."""
    with path.open(newline="", encoding="utf-8") as file:
        return [Row(row) for row in csv.DictReader(file)]


def not_modelled(row: Row):
    """Refuse a row for whose quantity the package has no function."""
    raise NotModelledError(f"no function for {row.quantity}")
