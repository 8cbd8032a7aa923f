"""Questions of a worksheet for learning platforms: pools of one question with many values, names, texts and numbers.

The map: :func:`pools`, :func:`question_name`, :func:`asked`, :func:`media_html`, :func:`solution_html`,
:func:`perhaps`, :func:`not_right`, :func:`exact_number`.  Numbers have the minus of the keyboard and no spaces, since
no platform reads another one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape

from linkbudget.formatting import list_text
from linkbudget.lessons.bank import LESSONS
from linkbudget.lessons.exercise_media import Medium
from linkbudget.lessons.worksheets import ChoiceQuestion, SomeQuestion, Worksheet

TOP = "Link budgets"
"""Category that the others are in."""

RIGHT = "Right."
"""Feedback for a right answer."""

LEAST_PLAIN, MOST_PLAIN = 1e-3, 1e4
"""Numbers outside these are asked for as powers of ten."""


@dataclass(frozen=True)
class Pool:
    """A numbered question of a worksheet with the values of all copies, each set of values once, with its copy."""

    lesson: int
    name: str
    questions: tuple[tuple[int, SomeQuestion], ...]

    @property
    def category(self) -> tuple[str, ...]:
        """Category of its questions, from the top."""
        return (TOP, f"Lesson {self.lesson}: {LESSONS[self.lesson]}", self.name)


def pools(drawn: Worksheet) -> list[Pool]:
    """The questions of a worksheet, those of each place together.

    A platform that draws one of each pool gives every pupil a sheet of its own.
    """
    found = []
    for place, first in enumerate(drawn.copies[0].questions):
        distinct: dict[tuple[str, ...], tuple[int, SomeQuestion]] = {}
        for copy in drawn.copies:
            question = copy.questions[place]
            distinct.setdefault(question.exercise.identity, (copy.number, question))
        kind = first.exercise.kind
        found.append(Pool(kind.lesson, f"{first.number:02d} {kind.name}", tuple(distinct.values())))
    return found


def question_name(drawn: Worksheet, copy: int, question: SomeQuestion) -> str:
    """Name by which the question is found in the key."""
    return f"{question.exercise.kind.name}, seed {drawn.seed}, copy {copy}, question {question.number}"


def asked(question: SomeQuestion) -> str:
    """Sentence on the number that is to be typed, and its unit, which is not; or on the letters to choose from."""
    if isinstance(question, ChoiceQuestion):
        return f"Choose {list_text(question.choices, 'or')}."
    unit = f" in {question.unit}, without the unit" if question.unit else " alone"
    is_plain = LEAST_PLAIN <= abs(question.answer) < MOST_PLAIN or question.answer == 0.0
    return f"Type the number{unit}{'' if is_plain else '; a power of ten as in 2.5e-13'}."


def solution_html(question: SomeQuestion) -> str:
    """The worked solution as HTML."""
    lines = [*question.steps, f"Answer: {question.answer_text}", f"Source: {question.source}"]
    return "<p>" + "<br>".join(escape(line, quote=False) for line in lines) + "</p>"


def media_html(media: Iterable[Medium], address: Callable[[Medium], str]) -> str:
    """Figures and sounds as HTML, at addresses."""
    return "".join(f"<p>{_tag(one, escape(address(one)))}</p>" for one in media)


def _tag(one: Medium, address: str) -> str:
    if one.is_sound:
        return f'{one.letter} <audio controls="controls" src="{address}"></audio>'
    return f'<img src="{address}" alt="{escape(one.says)}" width="{one.width}">'


def perhaps(says: str) -> str:
    """Feedback that names a mistake."""
    return f"Perhaps {says}."


def not_right(question: SomeQuestion) -> str:
    """Feedback for an answer that is neither right nor a known mistake."""
    return f"Not right. {question.exercise.kind.hint}".strip()


def exact_number(value: float) -> str:
    """A number as all platforms read it.

    Examples
    --------
    >>> exact_number(-126.05), exact_number(1.25e-13), exact_number(384400.0)
    ('-126.05', '1.25e-13', '384400.0')
    """
    return repr(float(value))
