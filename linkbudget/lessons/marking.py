"""Marking a class: answers of pupils against the key of their worksheet, and statistics of the questions.

Answers are a CSV file with a row a pupil: ``pupil``, ``copy`` and the numbers of the questions as headings.  The map:
:func:`mark` (a :class:`Marks` of two files), :func:`discrimination`.
"""

import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from linkbudget.errors import InputError, shortened
from linkbudget.lessons.bank import kind
from linkbudget.lessons.choices import SomeExercise
from linkbudget.lessons.exercise import Marked
from linkbudget.lessons.worksheets import SCHEMA
from linkbudget.text_files import csv_cells, text_lines, whole_bytes

PUPIL, COPY = "pupil", "copy"
"""Headings beside the numbers of the questions."""

_LARGEST_BYTES = 50_000_000


@dataclass(frozen=True)
class Pupil:
    """The marks of one pupil, a mark a question."""

    name: str
    copy: int
    marks: tuple[Marked, ...]

    @property
    def right(self) -> int:
        """Number of right answers."""
        return sum(mark.is_right for mark in self.marks)

    def to_dict(self) -> dict[str, Any]:
        """Marks as a row: the state of each answer."""
        states = {str(number): mark.state for number, mark in enumerate(self.marks, start=1)}
        return {PUPIL: self.name, COPY: self.copy, "right": self.right, **states}


@dataclass(frozen=True)
class Item:
    """Statistics of a question over a class.

    ``share_right`` is the share of right answers, ``discrimination`` as :func:`discrimination` has it, ``mistake`` the
    sentence on the commonest known mistake and ``mistakes`` how many made it.
    """

    number: int
    kind: str
    share_right: float
    discrimination: float
    mistake: str
    mistakes: int

    def to_dict(self) -> dict[str, Any]:
        """The statistics as plain data; null where there is no discrimination."""
        found = None if np.isnan(self.discrimination) else self.discrimination
        said = {"question": self.number, "kind": self.kind, "share_right": self.share_right}
        return said | {"discrimination": found, "mistake": self.mistake, "mistakes": self.mistakes}


@dataclass(frozen=True)
class Marks:
    """Marks of a class."""

    pupils: tuple[Pupil, ...]
    items: tuple[Item, ...]
    absent: tuple[int, ...]

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data."""
        return {
            "pupils": [one.to_dict() for one in self.pupils],
            "questions": [one.to_dict() for one in self.items],
            "copies_without_a_pupil": list(self.absent),
        }


def mark(answers: str | os.PathLike, key: str | os.PathLike) -> Marks:
    """Mark a file of answers.

    Parameters
    ----------
    answers : str or Path
        CSV file with a row a pupil.
    key : str or Path
        The ``key.json`` of the worksheet.

    Raises
    ------
    InputError
        If a file is none of these, a heading is missing, a copy is unknown or stands twice, a pupil has no name,
        or the key is of other exercises than this version makes.
    """
    copies = _key(key)
    rows = _rows(answers, len(next(iter(copies.values()))))
    pupils, seen = [], dict[int, str]()
    for place, row in rows:
        name, number = row[PUPIL], _copy(place, row[COPY], copies)
        if number in seen:
            raise InputError(f"{place}: copy {number} is also that of {shortened(seen[number])}")
        seen[number] = name
        marks = tuple(each.mark(row[str(at)]) for at, each in enumerate(copies[number], start=1))
        pupils.append(Pupil(name, number, marks))
    absent = tuple(number for number in copies if number not in seen)
    return Marks(tuple(pupils), tuple(_items(pupils, copies)), absent)


def _key(file: str | os.PathLike) -> dict[int, list[SomeExercise]]:
    """Exercises of each copy, made anew and compared with the key."""
    path, expected = Path(file), "the key.json of a worksheet"
    try:
        data = json.loads(whole_bytes(path, expected, _LARGEST_BYTES))
        if data["schema"] != SCHEMA:
            raise InputError(f"{path}: schema {shortened(data['schema'])}; expected {SCHEMA}")
        copies = {int(copy["copy"]): [_exercise(path, one) for one in copy["questions"]] for copy in data["copies"]}
        if not copies or len({len(one) for one in copies.values()}) != 1 or not min(map(len, copies.values())):
            raise ValueError
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{path}: not {expected}") from None
    return copies


def _exercise(path: Path, question: Mapping[str, Any]) -> SomeExercise:
    exercise = kind(question["kind"]).exercise(question["seed"])
    if not _is_of(exercise, question):
        raise InputError(f"{path}: question {question['number']} is of another version; expected {exercise.text!r}")
    return exercise


def _is_of(exercise: SomeExercise, question: Mapping[str, Any]) -> bool:
    """True where a question of a key is this exercise; its values tell questions apart whose texts are alike."""
    if exercise.text != question["text"] or question.get("values", exercise.values) != exercise.values:
        return False
    if isinstance(exercise.answer, str):
        return exercise.answer == question["answer"]
    return bool(np.isclose(exercise.answer, question["answer"], rtol=1e-6))


def _rows(file: str | os.PathLike, count: int) -> list[tuple[str, dict[str, str]]]:
    """Rows with their places; every heading is there, and every pupil has a name."""
    expected = "answers: a row a pupil, with the headings pupil, copy, 1, 2, ..."
    wanted = [PUPIL, COPY, *map(str, range(1, count + 1))]
    found: list[tuple[str, dict[str, str]]] = []
    heads: list[str] = []
    for line_number, line in text_lines(file, expected, _LARGEST_BYTES):
        if not line.strip():
            continue
        place = f"{file}, line {line_number}"
        cells = [cell.strip() for cell in csv_cells(line.rstrip("\r\n"), place, expected)]
        if not heads:
            heads = [cell.lower() for cell in cells]
            if missing := [head for head in wanted if head not in heads]:
                raise InputError(f"{place}: no heading {missing[0]!r}; expected {PUPIL}, {COPY} and 1 to {count}")
            continue
        if len(cells) > len(heads):
            raise InputError(f"{place}: {len(cells)} cells; expected {len(heads)} as in the headings")
        row = dict(zip(heads, [*cells, *[""] * (len(heads) - len(cells))], strict=True))
        if not row[PUPIL]:
            raise InputError(f"{place}: no pupil; expected a name")
        found.append((place, row))
    if not found:
        raise InputError(f"{file}: no answers; expected a row a pupil")
    return found


def _copy(place: str, text: str, copies: Mapping[int, Any]) -> int:
    if not text.isdecimal() or int(text) not in copies:
        raise InputError(f"{place}: copy {shortened(text)}; expected one of the key, {min(copies)} to {max(copies)}")
    return int(text)


def _items(pupils: Sequence[Pupil], copies: Mapping[int, list[SomeExercise]]) -> list[Item]:
    right = np.array([[mark.is_right for mark in pupil.marks] for pupil in pupils], dtype=float)
    found = []
    for place, exercise in enumerate(next(iter(copies.values()))):
        said = Counter(one.marks[place].says for one in pupils if one.marks[place].state == "mistake")
        [(mistake, count)] = said.most_common(1) or [("", 0)]
        index = discrimination(right, place)
        found.append(Item(place + 1, exercise.kind.name, float(right[:, place].mean()), index, mistake, count))
    return found


def discrimination(right, question: int) -> float:
    """Correlation of a question with the rest of the sheet: near 1 where those who know the rest answer it.

    Parameters
    ----------
    right : array_like
        One where a pupil was right, a row a pupil [-].
    question : int
        Column [-].

    Returns
    -------
    float
        Corrected correlation of item and total; NaN where all or none were right, or the rest is the same for all [-].

    References
    ----------
    .. [1] Crocker and Algina, Introduction to Classical and Modern Test Theory (1986), chapter 14 (item analysis).

    Examples
    --------
    >>> print(round(discrimination([[1, 1, 1], [1, 1, 0], [0, 0, 0], [0, 0, 1]], 0), 3))
    0.707
    """
    right = np.asarray(right, dtype=float)
    item = right[:, question]
    rest = right.sum(axis=1) - item
    if item.size < 2 or np.ptp(item) == 0.0 or np.ptp(rest) == 0.0:
        return float("nan")
    return float(np.corrcoef(item, rest)[0, 1])
