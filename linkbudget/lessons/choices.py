"""Questions whose answer is one of a few letters: pictures to compare, sounds to hear.

The map: :class:`ChoiceKind`, :meth:`ChoiceKind.exercise` (a :class:`ChoiceExercise` of a seed).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from linkbudget.formulas.answers import Answer, formula
from linkbudget.lessons.draws import LIST_MARK
from linkbudget.lessons.exercise import AnyExercise, AnyKind, Exercise, Kind, Marked
from linkbudget.lessons.exercise_figures import Pictures
from linkbudget.lessons.exercise_media import Medium
from linkbudget.lessons.exercise_sounds import Sounds

LETTERS = "ABCD"
"""Letters of choices."""


@dataclass(frozen=True, kw_only=True)
class ChoiceKind(AnyKind):
    """A kind of exercise whose answer is a letter.

    Attributes
    ----------
    of : str
        Argument with a drawn list of values, one a choice: A has the first.
    wanted : str
        Whether the right choice is that for which the equation gives the ``"least"`` or the ``"most"``.
    shown : Pictures or Sounds
        What a pupil sees or hears of each choice.
    wrong : str
        What is said to a pupil who takes another choice.
    """

    of: str
    wanted: Literal["least", "most"]
    shown: Pictures | Sounds
    wrong: str

    def exercise(self, seed: int | str) -> "ChoiceExercise":
        """The exercise of a seed."""
        return ChoiceExercise(self, str(seed), self.values(seed))

    @property
    def has_sounds(self) -> bool:
        """True where a pupil has to hear something."""
        return isinstance(self.shown, Sounds)


@dataclass(frozen=True)
class ChoiceExercise(AnyExercise):
    """An exercise whose answer is a letter."""

    kind: ChoiceKind

    @property
    def choices(self) -> list[str]:
        """Letters to choose from."""
        return list(LETTERS[: len(self.parts)])

    @property
    def parts(self) -> list[str]:
        """Drawn values of the choices."""
        return self.values[self.kind.of].split(LIST_MARK)

    @cached_property
    def worked(self) -> list[Answer]:
        """The equation worked out for each choice."""
        others = {name: value for name, value in self.values.items() if name != self.kind.of} | {**self.kind.fixed}
        return [formula(self.kind.formula, **{self.kind.of: part}, **others) for part in self.parts]

    @cached_property
    def answer(self) -> str:
        """Letter of the right choice."""
        found = [float(one) for one in self.worked]
        return self.choices[found.index(min(found) if self.kind.wanted == "least" else max(found))]

    @property
    def answer_text(self) -> str:
        """The right answer as the solution prints it."""
        return self.answer

    @property
    def wrong_choices(self) -> list[str]:
        """The other letters."""
        return [letter for letter in self.choices if letter != self.answer]

    @property
    def media(self) -> list[Medium]:
        """Pictures or sounds that come with the question."""
        shown = self.kind.shown
        if isinstance(shown, Sounds):
            return shown.drawn([float(one) for one in self.worked], self.choices)
        return shown.drawn(self.parts, self.choices)

    @property
    def source(self) -> str:
        """Documents that the equation is from."""
        return "; ".join(self.worked[0].formula.references)

    def solution(self) -> list[str]:
        """The worked solution: the equation, each choice, the answer, and the source of the equation."""
        lines = [self.worked[0].formula.entry.equation]
        for letter, found in zip(self.choices, self.worked, strict=True):
            lines.append(f"{letter}: {', '.join(found.inputs)}: {found.line}")
        return [line for line in (*lines, f"Answer: {self.answer}", self.source) if line]

    def mark(self, written: str) -> Marked:
        """Mark what a pupil wrote, a letter."""
        letter = written.strip().strip("().").upper()
        if not letter:
            return Marked("unread", None, "no answer")
        if letter not in self.choices:
            return Marked("unread", None, f"expected {' or '.join(self.choices)}")
        if letter == self.answer:
            return Marked("right", letter, "right")
        return Marked("mistake", letter, self.kind.wrong)


SomeKind = Kind | ChoiceKind
"""A kind of exercise of either sort."""

SomeExercise = Exercise | ChoiceExercise
"""An exercise of either sort."""
