"""Worksheets: the same questions with other values for each pupil, and the key to all of them.

The map: :func:`worksheet` draws a :class:`Worksheet` of some lessons, which has a :class:`Copy` a pupil, each with its
:class:`Question` or :class:`ChoiceQuestion`; :meth:`Worksheet.key` is the key as plain data, :func:`key_parts` as
tables.  The modules ``worksheet_*`` write them in the formats of paper and of learning platforms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from linkbudget.constants import BOLTZMANN_J_PER_K, SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import InputError
from linkbudget.formatting import list_text, number_text, percent_text, span_text
from linkbudget.lessons.bank import LESSONS, sheet
from linkbudget.lessons.choices import ChoiceExercise, SomeExercise
from linkbudget.lessons.draws import rounded
from linkbudget.lessons.exercise import SHARE, Exercise
from linkbudget.lessons.exercise_media import Medium
from linkbudget.tables import Column, Paragraph, Table
from linkbudget.version import VERSION

SCHEMA = "linkbudget-worksheet-key-1"
"""Name of the form of ``key.json``; its number grows when a field changes its meaning."""

ANSWER_FIGURES, TOLERANCE_FIGURES = 9, 4
"""Figures of answers and tolerances in files: the last ones of a float differ from machine to machine."""

MOST_COPIES, MOST_QUESTIONS = 1000, 100
"""Copies of a worksheet and questions of a copy at most."""

ROOM_MM = {1: 12, 2: 22, 3: 40}
"""Height of the room to work in, by the level of the question."""

READING_MM = 4
"""That below a figure whose reading is the answer."""

COLUMNS_OF_KEY = 5
"""Questions side by side in the table of the key, as many as a sheet of paper holds."""

MOST_DRAWS = 50
"""Draws of an exercise that is to be unlike the others of its copy."""

FIRST_WITH_CONSTANTS = 2
"""First lesson whose questions need the speed of light or the Boltzmann constant."""

APART = 0.99
"""Share of the distance to another answer up to which a wrong answer is recognised."""


@dataclass(frozen=True)
class WrongAnswer:
    """A common wrong answer with the tolerance within which it is recognised, and what it looks like."""

    answer: float
    tolerance: float
    says: str


@dataclass(frozen=True)
class AnyQuestion:
    """A numbered exercise of a copy, of either sort."""

    number: int
    exercise: SomeExercise

    @property
    def text(self) -> str:
        """The question."""
        return self.exercise.text

    @property
    def unit(self) -> str:
        """Unit of the answer; empty for a pure number and a letter."""
        return self.exercise.kind.unit

    @property
    def media(self) -> list[Medium]:
        """Figures and sounds that come with the question."""
        return self.exercise.media

    @property
    def room_mm(self) -> int:
        """Height of the room to work in."""
        level = self.exercise.kind.level
        return READING_MM if self.media and level == 1 else ROOM_MM[level]

    @property
    def figures(self) -> list[Medium]:
        """Those that paper holds."""
        return [one for one in self.media if not one.is_sound]

    @property
    def source(self) -> str:
        """Documents that the equation is from."""
        return self.exercise.source

    @property
    def steps(self) -> list[str]:
        """The worked solution, line by line, without its source and the answer at its end."""
        lines = [line for line in self.exercise.solution() if line != self.source]
        return lines[:-1] if lines[-1].endswith(self.exercise.answer_text) else lines

    def _said(self) -> dict[str, Any]:
        """Entries that ``key.json`` has of every question."""
        kind = self.exercise.kind
        return {
            "number": self.number,
            "kind": kind.name,
            "lesson": kind.lesson,
            "level": kind.level,
            "seed": self.exercise.seed,
            "text": self.text,
            "values": dict(self.exercise.values),
        }


@dataclass(frozen=True)
class Question(AnyQuestion):
    """A question whose answer is a number, with its answers rounded to :data:`ANSWER_FIGURES`."""

    exercise: Exercise

    @property
    def asks(self) -> str:
        """Words before the line to write the answer on."""
        return "Answer"

    @cached_property
    def answer(self) -> float:
        """The right answer."""
        return rounded(self.exercise.answer, ANSWER_FIGURES)

    @cached_property
    def tolerance(self) -> float:
        """Largest error of a right answer."""
        return rounded(self.exercise.tolerance, TOLERANCE_FIGURES)

    @cached_property
    def wrong_answers(self) -> tuple[WrongAnswer, ...]:
        """Common wrong answers; none is within the tolerance of the right one or of another."""
        found = self.exercise.wrong_answers
        return tuple(WrongAnswer(rounded(wrong, ANSWER_FIGURES), self._room(wrong), says) for wrong, says in found)

    def _room(self, wrong: float) -> float:
        """Tolerance of a wrong answer: that of its own size, but short of the right answer's and of other ones."""
        kind, own = self.exercise.kind, self.exercise.tolerance
        is_share = not kind.is_in_decibels and (kind.is_share or not kind.tolerance)
        wanted = (kind.tolerance or SHARE) * abs(wrong) if is_share else own
        others = [abs(wrong - other) / 2.0 for other, _ in self.exercise.wrong_answers if other != wrong]
        return rounded(min(wanted, APART * min([abs(wrong - self.exercise.answer) - own, *others])), TOLERANCE_FIGURES)

    @property
    def answer_text(self) -> str:
        """The right answer and its tolerance, as the solution prints them."""
        return f"{self.exercise.answer_text} ± {number_text(self.tolerance, 2)} {self.error_unit}".strip()

    @property
    def error_unit(self) -> str:
        """Unit of an error of the answer: levels differ by decibels."""
        return "dB" if self.exercise.kind.is_in_decibels else self.unit

    @property
    def bare_answer(self) -> str:
        """The answer without its unit."""
        return self.exercise.number_text(self.answer)

    @property
    def allowed(self) -> str:
        """Unit and tolerance of all answers of the kind, which is a share or a number with its unit."""
        kind = self.exercise.kind
        in_unit = f" in {kind.unit}" if kind.unit else ""
        if kind.is_in_decibels or (kind.tolerance and not kind.is_share):
            return f"{in_unit}, ± {number_text(self.tolerance, 2)} {self.error_unit}".rstrip()
        return f"{in_unit}, ± {percent_text(kind.tolerance or SHARE)}"

    @property
    def says_of_wrong(self) -> list[str]:
        """Sentences on the wrong answers."""
        return [one.says for one in self.wrong_answers]

    @property
    def mistakes(self) -> list[str]:
        """Common wrong answers as the solution prints them, each with what it looks like."""
        return [f"{self._written(one.answer)}: {one.says}" for one in self.wrong_answers]

    def _written(self, value: float) -> str:
        return f"{self.exercise.number_text(value)} {self.unit}".strip()

    def to_dict(self) -> dict[str, Any]:
        """The question as ``key.json`` has it."""
        return self._said() | {
            "answer": self.answer,
            "tolerance": self.tolerance,
            "unit": self.unit,
            "answer_text": self.exercise.answer_text,
            "wrong_answers": [vars(one).copy() for one in self.wrong_answers],
        }


@dataclass(frozen=True)
class ChoiceQuestion(AnyQuestion):
    """A question whose answer is a letter."""

    exercise: ChoiceExercise
    allowed = ""

    @property
    def asks(self) -> str:
        """Words before the line to write the answer on."""
        return f"Answer ({list_text(self.choices, 'or')})"

    @property
    def choices(self) -> list[str]:
        """Letters to choose from."""
        return self.exercise.choices

    @property
    def answer(self) -> str:
        """The right letter."""
        return self.exercise.answer

    @property
    def answer_text(self) -> str:
        """The right letter."""
        return self.answer

    @property
    def bare_answer(self) -> str:
        """The right letter."""
        return self.answer

    @property
    def says_of_wrong(self) -> list[str]:
        """Sentences on the wrong letters."""
        return [self.exercise.kind.wrong for _ in self.exercise.wrong_choices]

    @property
    def mistakes(self) -> list[str]:
        """The other letters as the solution prints them, each with what is wrong with it."""
        return [f"{letter}: {self.exercise.kind.wrong}" for letter in self.exercise.wrong_choices]

    def to_dict(self) -> dict[str, Any]:
        """The question as ``key.json`` has it."""
        return self._said() | {
            "choices": self.choices,
            "answer": self.answer,
            "unit": "",
            "answer_text": self.answer,
            "wrong_answers": [
                {"answer": letter, "says": self.exercise.kind.wrong} for letter in self.exercise.wrong_choices
            ],
        }


SomeQuestion = Question | ChoiceQuestion
"""A question of either sort."""


def question(number: int, exercise: SomeExercise) -> SomeQuestion:
    """The numbered question of an exercise."""
    if isinstance(exercise, ChoiceExercise):
        return ChoiceQuestion(number, exercise)
    return Question(number, exercise)


@dataclass(frozen=True)
class Copy:
    """The sheet of one pupil; its number is also in its foot."""

    number: int
    questions: tuple[SomeQuestion, ...]


@dataclass(frozen=True)
class Worksheet:
    """The sheets of a class: the same kinds of questions in every copy, with values of the copy."""

    lessons: tuple[int, ...]
    seed: int
    copies: tuple[Copy, ...]

    @property
    def title(self) -> str:
        """Lessons of the worksheet in words."""
        if len(self.lessons) == 1:
            return f"Lesson {self.lessons[0]}: {LESSONS[self.lessons[0]]}"
        return f"Lessons {lessons_text(self.lessons)}"

    @property
    def instruction(self) -> str:
        """Sentences to pupils above the questions, with the constants that they need."""
        said = "Write down how you found each answer."
        if max(self.lessons) < FIRST_WITH_CONSTANTS:
            return said
        light, boltzmann = number_text(SPEED_OF_LIGHT_M_PER_S, 9), number_text(BOLTZMANN_J_PER_K, 7)
        return f"{said} Speed of light: c = {light} m/s. Boltzmann constant: k = {boltzmann} J/K."

    def foot(self, copy: Copy) -> str:
        """Foot of a sheet and of its solution, by which a teacher finds one for the other."""
        return f"{self.title} · seed {self.seed} · copy {copy.number}"

    def key(self) -> dict[str, Any]:
        """The key as plain data: the answers of all copies."""
        return {
            "schema": SCHEMA,
            "version": VERSION,
            "lessons": list(self.lessons),
            "seed": self.seed,
            "copies": [
                {"copy": copy.number, "questions": [one.to_dict() for one in copy.questions]} for copy in self.copies
            ],
        }


def worksheet(
    lessons: Sequence[int], seed: int, copies: int = 1, count: int = 10, *, sounds: bool = False
) -> Worksheet:
    """Draw a worksheet.

    Parameters
    ----------
    lessons : sequence of int
        Numbers of lessons.
    seed : int
        Seed; the same one gives the same questions and values on every machine.
    copies : int
        Number of pupils [-].
    count : int
        Questions of each copy [-].
    sounds : bool
        Whether questions with sounds are drawn as well, which no paper plays.

    Raises
    ------
    InputError
        If the lessons have no exercises, or a number is out of its range.

    Examples
    --------
    >>> drawn = worksheet([1], seed=7, copies=2, count=3)
    >>> print(drawn.title, len(drawn.copies), drawn.copies[1].questions[0].exercise.kind.lesson)
    Lesson 1: Decibels and levels 2 1
    """
    for name, number, most in (("copies", copies, MOST_COPIES), ("count", count, MOST_QUESTIONS)):
        if not 1 <= number <= most:
            raise InputError(f"{name} {number}: expected a whole number from 1 to {most}")
    drawn = []
    for number in range(1, copies + 1):
        exercises = _distinct(sheet(lessons, seed, number, count, sounds=sounds))
        drawn.append(Copy(number, tuple(question(place, one) for place, one in enumerate(exercises, start=1))))
    return Worksheet(tuple(lessons), seed, tuple(drawn))


def _distinct(exercises: Sequence[SomeExercise]) -> list[SomeExercise]:
    """The exercises of a copy; one that asks what another one asks is drawn again, a few times at most."""
    found: list[SomeExercise] = []
    taken: set[tuple[str, ...]] = set()
    for one in exercises:
        seeds = [one.seed, *(f"{one.seed}-{again}" for again in range(1, MOST_DRAWS))]
        draws = (one.kind.exercise(seed) for seed in seeds)
        found.append(next((drawn for drawn in draws if drawn.identity not in taken), one))
        taken.add(found[-1].identity)
    return found


def lessons_text(lessons: Sequence[int]) -> str:
    """Write numbers of lessons, those that follow each other as a range.

    Examples
    --------
    >>> lessons_text([1, 2, 3, 5]), lessons_text([2, 3])
    ('1 to 3 and 5', '2 and 3')
    """
    runs: list[list[int]] = []
    for one in sorted(lessons):
        if runs and one == runs[-1][-1] + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return list_text(text for run in runs for text in _run_texts(run))


def _run_texts(run: list[int]) -> list[str]:
    """Two numbers stay two; of more, the ends."""
    return [span_text(str(run[0]), str(run[-1]))] if len(run) > 2 else [str(one) for one in run]


def key_parts(drawn: Worksheet) -> list[Table | Paragraph]:
    """The key as tables: a row a copy, a column a question, with kind, unit and tolerance above.

    Examples
    --------
    >>> [type(part).__name__ for part in key_parts(worksheet([1], 7, copies=30, count=10))]
    ['Paragraph', 'Table', 'Table']
    """
    parts: list[Table | Paragraph] = [Paragraph(f"{drawn.title}, seed {drawn.seed}: answers", "title")]
    count = len(drawn.copies[0].questions)
    for first in range(0, count, COLUMNS_OF_KEY):
        places = range(first, min(first + COLUMNS_OF_KEY, count))
        heads = [_key_head(drawn.copies[0].questions[place]) for place in places]
        rows = [(str(copy.number), *(copy.questions[place].bare_answer for place in places)) for copy in drawn.copies]
        columns = (Column("Copy", right=True), *(Column(head, right=True) for head in heads))
        parts.append(Table(f"questions{first + 1}", f"Questions {_ends(places)}", columns, rows))
    return parts


def _ends(places: range) -> str:
    return span_text(str(places[0] + 1), str(places[-1] + 1))


def _key_head(asked: SomeQuestion) -> str:
    return f"{asked.number}. {asked.exercise.kind.name}{asked.allowed}"
