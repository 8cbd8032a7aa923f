"""Rows of a file of positions: gathered in blocks, so that a long file takes little memory, and made into segments."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from linkbudget.errors import InputError, LinkBudgetError, shortened

LARGEST_FILE_BYTES = 500_000_000
"""Some four million states; a larger file of positions, of whatever format, is refused [byte]."""

_BLOCK = 2048


LARGEST_NUMBER = 1e30
"""Numbers beyond this are no position or velocity in any unit, and their products overflow."""


class Rows:
    """Dates and numbers of the rows of one segment.

    Parameters
    ----------
    file : Path
        The file, for messages.
    to_tt_s : callable
        Makes seconds of Terrestrial Time since 1970 of a list of dates as the file writes them.
    """

    def __init__(self, file: Path, to_tt_s: Callable[[list[str]], np.ndarray]):
        self._file, self._to_tt_s = file, to_tt_s
        self._lines: list[int] = []
        self._dates: list[str] = []
        self._numbers: list[list[float]] = []
        self._done: list[tuple[np.ndarray, np.ndarray]] = []

    def __len__(self) -> int:
        return len(self._dates) + sum(tt_s.size for tt_s, _ in self._done)

    def add(self, line: int, date: str, words: Sequence[str]) -> None:
        """Add a row, found in a line of the file; every row has as many words."""
        try:
            self._numbers.append([float(word) for word in words])
        except ValueError:
            raise self._no_number(line, words) from None
        self._lines.append(line)
        self._dates.append(date)
        if len(self._dates) == _BLOCK:
            self._flush()

    def _no_number(self, line: int, words: Sequence[str]) -> InputError:
        for word in words:
            try:
                float(word)
            except ValueError:
                comma = " (a decimal comma: expected a point)" if "," in word else ""
                return InputError(f"{self._file}, line {line}: {shortened(word)}; expected a number{comma}")
        raise AssertionError("every word is a number")

    def _flush(self) -> None:
        numbers = np.array(self._numbers)
        possible = abs(numbers) <= LARGEST_NUMBER
        if not possible.all():
            row = int(np.argmin(possible.all(axis=1)))
            wrong = shortened(float(numbers[row][~possible[row]][0]))
            raise InputError(f"{self._file}, line {self._lines[row]}: {wrong}; expected finite numbers up to 1e30")
        try:
            tt_s = self._to_tt_s(self._dates)
        except LinkBudgetError:
            for line, date in zip(self._lines, self._dates, strict=True):
                try:
                    self._to_tt_s([date])
                except LinkBudgetError as error:
                    raise InputError(f"{self._file}, line {line}: {error}") from None
            raise
        self._done.append((tt_s, numbers))
        self._lines, self._dates, self._numbers = [], [], []

    def arrays(self) -> tuple[np.ndarray, np.ndarray]:
        """Seconds of Terrestrial Time since 1970, shape (n,), and the numbers, shape (n, columns)."""
        if self._dates:
            self._flush()
        if not self._done:
            return np.empty(0), np.empty((0, 0))
        tt_s = np.concatenate([one for one, _ in self._done])
        return tt_s, np.concatenate([one for _, one in self._done])
