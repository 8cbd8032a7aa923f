"""The lessons as text: Markdown files of the folder ``text``, which the terminal, notebooks and the site are made of.

A lesson is Markdown with code that runs when it is shown, and three marks, each on a line of its own:

- ``{figure NAME: words for who cannot see it}`` stands for a figure of :mod:`linkbudget.lessons.figures`;
- ``{exercise KIND SEED}`` stands for an exercise of the bank, with its worked solution;
- ``{solution}`` to ``{end}`` enclose the solution of an exercise that the lesson itself asks.

A word in bold is explained where it stands, and used from there on only.  The map: :class:`Lesson`, :func:`lesson`
(one by its number), :func:`all_lessons`, :meth:`Lesson.shown` (the text with its marks replaced) and
:func:`first_lessons` (word -> the lesson that explains it).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from linkbudget.errors import InputError
from linkbudget.lessons.bank import LESSONS, kind
from linkbudget.lessons.choices import SomeExercise
from linkbudget.lessons.exercise_media import Medium

SECTIONS = (
    "You will be able to",
    "The picture",
    "The formula",
    "By hand",
    "In one line",
    "Three things people get wrong",
    "Exercises",
    "Read next",
)
"""Sections of every lesson, in their order."""

QUESTIONS = ("Number", "Read a figure", "Explain", "Design", "Estimate")
"""The five exercises of every lesson, by what they ask for."""

FOLDER = Path(__file__).parent / "text"
"""Folder of the texts."""

_FIGURE = re.compile(r"^\{figure (?P<name>[\w-]+): (?P<words>[^}]+)\}$", re.MULTILINE)
_EXERCISE = re.compile(r"^\{exercise (?P<kind>[\w-]+) (?P<seed>\d+)\}$", re.MULTILINE)
_SOLUTION = re.compile(r"^\{solution\}\n(?P<text>.*?)^\{end\}$", re.MULTILINE | re.DOTALL)
_BOLD = re.compile(r"\*\*([A-Za-z][\w\s/&-]*\w)\*\*")
_CODE = re.compile(r"^```.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Lesson:
    """A lesson: its number, the name of its file without the ending, and its text."""

    number: int
    name: str
    text: str

    @property
    def title(self) -> str:
        """Title of the lesson."""
        return LESSONS[self.number]

    @property
    def sections(self) -> dict[str, str]:
        """Text of each section by its title."""
        _, *parts = re.split(r"^## (.+)\n", self.text, flags=re.MULTILINE)
        return {title.strip(): text.strip() for title, text in zip(parts[::2], parts[1::2], strict=True)}

    @property
    def aims(self) -> list[str]:
        """The things that one is able to do after it."""
        return [" ".join(one.split()) for one in re.split(r"^- ", self.sections[SECTIONS[0]], flags=re.MULTILINE)[1:]]

    @property
    def figures(self) -> list[tuple[str, str]]:
        """Names of its figures, each with its words."""
        return [(found["name"], " ".join(found["words"].split())) for found in _FIGURE.finditer(self.text)]

    @property
    def exercises(self) -> list[SomeExercise]:
        """Its exercises from the bank."""
        return [kind(found["kind"]).exercise(int(found["seed"])) for found in _EXERCISE.finditer(self.text)]

    @property
    def media(self) -> list[Medium]:
        """Figures and sounds of its exercises."""
        return [medium for one in self.exercises for medium in one.media]

    @property
    def equations(self) -> list[str]:
        """LaTeX of the equations that it displays."""
        return [" ".join(one.split()) for one in re.findall(r"\$\$(.+?)\$\$", self.text, re.DOTALL)]

    @property
    def words(self) -> list[str]:
        """Words that it explains."""
        return list(dict.fromkeys(" ".join(one.split()) for one in _BOLD.findall(_CODE.sub("", self.text))))

    def shown(
        self,
        figure: Callable[[str, str], str],
        exercise: Callable[[SomeExercise], str],
        solution: Callable[[str], str],
    ) -> str:
        """The text with its marks replaced.

        Parameters
        ----------
        figure : callable
            Takes the name and the words of a figure.
        exercise : callable
            Takes an exercise of the bank.
        solution : callable
            Takes a solution of the lesson's own, in Markdown.
        """
        text = _FIGURE.sub(lambda found: figure(found["name"], " ".join(found["words"].split())), self.text)
        text = _EXERCISE.sub(lambda found: exercise(kind(found["kind"]).exercise(int(found["seed"]))), text)
        return _SOLUTION.sub(lambda found: solution(found["text"].strip()), text)


@cache
def all_lessons() -> tuple[Lesson, ...]:
    """Every lesson in order."""
    files = sorted(FOLDER.glob("lesson-*.md"))
    return tuple(Lesson(int(file.stem.split("-")[1]), file.stem, file.read_text(encoding="utf-8")) for file in files)


def lesson(number: int) -> Lesson:
    """The lesson of a number.

    Raises
    ------
    InputError
        If there is none.

    Examples
    --------
    >>> lesson(4).title, list(lesson(4).sections)[:2]
    ('Noise', ['You will be able to', 'The picture'])
    """
    found = {one.number: one for one in all_lessons()}
    if number not in found:
        raise InputError(f"lesson {number}: expected a number from {min(found)} to {max(found)}")
    return found[number]


@cache
def first_lessons() -> dict[str, int]:
    """Word in small letters -> the first lesson that explains it."""
    first: dict[str, int] = {}
    for one in all_lessons():
        for word in one.words:
            first.setdefault(word.lower(), one.number)
    return first
