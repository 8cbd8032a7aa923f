"""Kinds of exercises and the exercises made of them: text, values, answer, tolerance, mistakes, worked solution.

A :class:`Kind` names an equation of the package by which its answer is worked out, either way round; nothing of the
physics is written twice.  Its answer is a number; that of a :class:`~linkbudget.lessons.choices.ChoiceKind` is a
letter.
The map: :class:`Kind`, :class:`Mistake`, :meth:`Kind.exercise` (an :class:`Exercise` of a seed), :meth:`Exercise.mark`
(a pupil's text into a :class:`Marked`), :class:`AnyKind` and :class:`AnyExercise` (what both have).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import Any, Literal

import numpy as np

from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.formatting import decimals_text, number_text
from linkbudget.formulas.answers import Answer, formula
from linkbudget.formulas.values import in_unit, read_value
from linkbudget.labels import without_unit
from linkbudget.lessons.draws import LIST_MARK, Draw
from linkbudget.lessons.exercise_figures import Curve
from linkbudget.lessons.exercise_media import Medium

STEP_DB = 0.1
"""Tolerance of one step in decibels: what honest rounding of constants and steps moves an answer by."""

BUDGET_DB = 0.2
"""Tolerance of a whole budget."""

SHARE = 0.01
"""Tolerance of other answers, of the answer."""

State = Literal["right", "mistake", "unit", "wrong", "unread"]
_GROUP = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_VALUE = re.compile(r"\{(\w+)\}")
_BARE = re.compile(r"\s*[-+\u2212]?[\d.]+(?:[eE][-+\u2212]?\d+)?\s*")


@dataclass(frozen=True)
class Mistake:
    """A common wrong answer.

    ``wrong`` makes it of the values, by name in the units of the equation's arguments, and of the right answer, all in
    the unit of the answer; those of a list have numbers, ``levels_1``.  ``says`` tells the pupil what it looks like.
    """

    wrong: Callable[[Mapping[str, float], float], float]
    says: str


@dataclass(frozen=True, kw_only=True)
class AnyKind:
    """Name, text, draws and equation, which all kinds of exercises have.

    Attributes
    ----------
    name : str
        Name in small letters with hyphens, unique in the bank.
    lesson : int
        Number of the lesson that it belongs to.
    level : int
        1 for one step, 2 for two, 3 for a whole problem.
    text : str
        The question; ``{distance}`` stands for the drawn value of that name, ``{levels_2}`` for the second of a list.
    draws : mapping
        Draws by the names of the equation's arguments, without units.
    formula : str
        Name of the equation.
    unit : str
        Unit in which the answer is wanted.
    fixed : mapping
        Further arguments, as text.
    hint : str
        A sentence that helps a pupil who is stuck.
    """

    name: str
    lesson: int
    level: int
    text: str
    draws: Mapping[str, Draw]
    formula: str
    unit: str = ""
    fixed: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""

    def values(self, seed: int | str) -> dict[str, str]:
        """Drawn values of a seed."""
        generator = Random(f"{self.name}:{seed}")
        return {name: draw.text(generator) for name, draw in self.draws.items()}

    @property
    def has_sounds(self) -> bool:
        """True where a pupil has to hear something."""
        return False


@dataclass(frozen=True, kw_only=True)
class Kind(AnyKind):
    """A kind of exercise whose answer is a number.

    Attributes
    ----------
    asks : str
        Argument that is asked for, where the relation is turned round; the answer of the equation is then drawn.
    is_bare : bool
        Whether the equation takes bare numbers of any unit: the question writes the unit, and the answer has ``unit``.
    decimals : int
        Decimals that the question asks for.
    tolerance : float
        Largest error of a right answer, in the unit of the answer where ``is_share`` is false, else of the answer.
    is_share : bool
        Whether the tolerance is a share of the answer; of answers in decibels it never is.
    mistakes : tuple of Mistake
        Common wrong answers.
    figure : Curve, optional
        Curve that comes with the question; where values are read off it, the tolerance is what its grid allows.
    """

    asks: str = ""
    is_bare: bool = False
    decimals: int = 1
    tolerance: float = 0.0
    is_share: bool = False
    mistakes: tuple[Mistake, ...] = ()
    figure: Curve | None = None

    @property
    def is_in_decibels(self) -> bool:
        """True where the answer is a level or a ratio in decibels."""
        return self.unit.startswith("dB")

    def exercise(self, seed: int | str) -> "Exercise":
        """The exercise of a seed."""
        return Exercise(self, str(seed), self.values(seed))


@dataclass(frozen=True)
class Marked:
    """A pupil's answer, marked: its state, the number or letter that was read, and a sentence for the pupil."""

    state: State
    value: float | str | None
    says: str

    @property
    def is_right(self) -> bool:
        """True of a right answer."""
        return self.state == "right"


@dataclass(frozen=True)
class AnyExercise:
    """An exercise with its drawn values, as texts with units by the names of the equation's arguments."""

    kind: AnyKind
    seed: str
    values: Mapping[str, str]

    @property
    def text(self) -> str:
        """The question."""
        return _VALUE.sub(lambda found: self._written(found[1]), self.kind.text)

    @property
    def identity(self) -> tuple[str, ...]:
        """Text and values, by which questions differ: values may stand in a figure alone."""
        return (self.text, *self.values.values())

    def _written(self, name: str) -> str:
        """A drawn value, or one of a drawn list."""
        if name in self.values:
            return self.values[name]
        listed, _, place = name.rpartition("_")
        return self.values[listed].split(LIST_MARK)[int(place) - 1]


@dataclass(frozen=True)
class Exercise(AnyExercise):
    """An exercise whose answer is a number."""

    kind: Kind

    @cached_property
    def worked(self) -> Answer:
        """The equation worked out."""
        return formula(self.kind.formula, solve_for=self.kind.asks or None, **self.values, **self.kind.fixed)

    @cached_property
    def answer(self) -> float:
        """The right answer, in the unit that is asked for; of several the largest, since lengths are positive."""
        value = max(self.worked.roots) if self.worked.roots else float(self.worked)
        return float(_in(value, self._unit, self.kind.unit))

    @property
    def _unit(self) -> str:
        """Unit in which the equation gives the answer."""
        return self.kind.unit if self.kind.is_bare else self.worked.unit

    @property
    def tolerance(self) -> float:
        """Largest error of a right answer, in its unit."""
        return self._room(self.answer)

    def _room(self, value: float) -> float:
        """Largest error of a value that an answer may be compared with."""
        if self.kind.is_in_decibels:
            return self.kind.tolerance or STEP_DB
        if self.kind.tolerance and not self.kind.is_share:
            return self.kind.tolerance
        return (self.kind.tolerance or SHARE) * abs(value)

    @property
    def answer_text(self) -> str:
        """The right answer as the solution prints it."""
        return f"{self.number_text(self.answer)} {self.kind.unit}".strip()

    def number_text(self, value: float) -> str:
        """A number as an answer is written: with decimals, or some figures where it is no decibel."""
        return decimals_text(value, self.kind.decimals) if self.kind.is_in_decibels else number_text(value, 4)

    @cached_property
    def wrong_answers(self) -> tuple[tuple[float, str], ...]:
        """Common wrong answers and what they look like, those that differ from the right one by both tolerances."""
        values: dict[str, float] = {}
        for name, value in self.worked.given.items():
            values |= _numbers(_key(name), value)
        found: list[tuple[float, str]] = []
        for mistake in self.kind.mistakes:
            wrong = float(mistake.wrong(values, self.answer))
            others = [self.answer, *(other for other, _ in found)]
            if all(abs(wrong - other) > self._room(wrong) + self._room(other) for other in others):
                found.append((wrong, mistake.says))
        return tuple(found)

    @property
    def media(self) -> list[Medium]:
        """Figures that come with the question."""
        figure = self.kind.figure
        return [figure.drawn(self.kind.formula, {**self.kind.fixed, **self.values})] if figure else []

    @property
    def source(self) -> str:
        """Documents that the equation is from."""
        return "; ".join(self.worked.formula.references)

    def solution(self) -> list[str]:
        """The worked solution: the equation, the numbers put in, the answer, and the source of the equation."""
        found = self.worked
        name = found.line.partition(" = ")[0]
        lines = [found.formula.entry.equation, ", ".join(found.inputs), f"{name} = {self.answer_text}"]
        return [line for line in (*lines, self.source) if line]

    def mark(self, written: str) -> Marked:
        """Mark what a pupil wrote, a number with or without its unit."""
        text = _GROUP.sub("", written.strip().replace("\u2212", "-"))
        if not text:
            return Marked("unread", None, "no answer")
        try:
            if _BARE.fullmatch(text) or not self.kind.unit:
                value = read_value(text, "-") if not _BARE.fullmatch(text) else float(text)
            else:
                value = _in(read_value(text, self._unit), self._unit, self.kind.unit)
        except (InputError, LinkBudgetError, ValueError) as error:
            state: State = "unit" if re.match(r"\s*[-+]?[\d.]", text) else "unread"
            return Marked(state, None, str(error))
        return self._marked(float(value))

    def _marked(self, value: float) -> Marked:
        room = self.tolerance * (1.0 + 1e-9)
        if abs(value - self.answer) <= room:
            return Marked("right", value, "right")
        for wrong, says in self.wrong_answers:
            if abs(value - wrong) <= self._room(wrong):
                return Marked("mistake", value, says)
        return Marked("wrong", value, f"not {self.number_text(value)} {self.kind.unit}".strip())


def _in(value: float, unit: str, wanted: str) -> float:
    return value if wanted in ("", unit) else in_unit(value, unit, wanted)


def _numbers(key: str, value: Any) -> dict[str, float]:
    """A value by its key, those of a list by numbered keys; none of words."""
    if isinstance(value, str):
        return {}
    if np.ndim(value):
        return {f"{key}_{place}": float(one) for place, one in enumerate(value, 1)}
    return {key: float(value)}


def _key(name: str) -> str:
    return without_unit(name) or "answer"
