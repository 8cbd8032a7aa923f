"""The bank: every kind of exercise, by lesson, and the sheets made of it.

The map: :data:`LESSONS`, :func:`kinds`, :func:`kind` (one by its name), :func:`chosen` (those of some lessons) and
:func:`sheet` (exercises of a seed).
"""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from random import Random
from types import MappingProxyType

from linkbudget.errors import InputError, suggestion
from linkbudget.formatting import list_text
from linkbudget.lessons.choices import SomeExercise, SomeKind

LESSONS = {
    1: "Decibels and levels",
    2: "How a wave thins out",
    3: "Antennas",
    4: "Noise",
    5: "The first whole budget",
    6: "Bits in noise",
    7: "Coding and Shannon",
    8: "The carrier",
    9: "Pulses",
    10: "Pictures",
    11: "Moving ends and weather",
    12: "Not knowing",
}
"""Number of a lesson -> its title."""


@cache
def kinds() -> MappingProxyType[str, SomeKind]:
    """Every kind of exercise by name, in the order of the lessons."""
    modules = sorted(file.stem for file in Path(__file__).parent.glob("lesson_*.py"))
    found = [one for module in modules for one in import_module(f"linkbudget.lessons.{module}").KINDS]
    return MappingProxyType({one.name: one for one in found})


def kind(name: str) -> SomeKind:
    """The kind of a name.

    Raises
    ------
    InputError
        If there is none, with the nearest names.
    """
    if name not in kinds():
        raise InputError(f"exercise {name!r}: unknown; {suggestion(name, kinds(), 3)}")
    return kinds()[name]


def read_lessons(text: str) -> list[int]:
    """Numbers of lessons, from ``1-5``, ``2, 4`` or both.

    Raises
    ------
    InputError
        If one is no lesson.

    Examples
    --------
    >>> read_lessons("1-3, 5")
    [1, 2, 3, 5]
    """
    found: list[int] = []
    for part in text.split(","):
        low, dash, high = (one.strip() for one in part.partition("-"))
        ends = (low, high if dash else low)
        if not all(end.isdecimal() and int(end) in LESSONS for end in ends) or int(ends[0]) > int(ends[1]):
            raise InputError(f"lessons {text!r}: expected numbers from 1 to {max(LESSONS)}, such as 1-5 or 2, 4")
        found += range(int(ends[0]), int(ends[1]) + 1)
    return list(dict.fromkeys(found))


def lessons_of_topic(topic: str) -> list[int]:
    """Lessons of a number or a title, or else of a word of titles, whatever its capitals; none where nothing fits.

    Examples
    --------
    >>> lessons_of_topic("4"), lessons_of_topic("Noise"), lessons_of_topic("bits"), lessons_of_topic("soup")
    ([4], [4], [6], [])
    """
    said = topic.strip().lower()
    titles = {number: title.lower() for number, title in LESSONS.items()}
    exact = [number for number, title in titles.items() if said in (str(number), title)]
    return exact or [number for number, title in titles.items() if said in title.split()]


def title_words() -> list[str]:
    """Words of the titles by which a lesson is found."""
    return [word for title in LESSONS.values() for word in title.lower().split() if len(word) > 3]


def lesson_of_topic(topic: str) -> int:
    """The one lesson of a number, a title or a word of it.

    Raises
    ------
    InputError
        If there is none, or several.

    Examples
    --------
    >>> lesson_of_topic("noise")
    4
    """
    found = lessons_of_topic(topic)
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(f"lesson {topic!r}: could be {list_text([str(one) for one in found], 'or')}")
    said = topic.strip().lower()
    raise InputError(f"lesson {topic!r}: unknown; {suggestion(said, [*map(str, LESSONS), *title_words()], 3)}")


def chosen(lessons: Sequence[int]) -> list[SomeKind]:
    """Kinds of some lessons, in their order."""
    return [one for one in kinds().values() if one.lesson in lessons]


def sheet(
    lessons: Sequence[int], seed: int, copy: int = 1, count: int = 10, *, sounds: bool = False
) -> list[SomeExercise]:
    """Exercises of a sheet: the same kinds for every copy of a seed, in rising order, with values of the copy.

    Kinds with sounds are passed over without ``sounds``; the others are then those of the same order.

    Raises
    ------
    InputError
        If the lessons have no exercises.
    """
    generator = Random(f"sheet:{seed}")
    order = sorted(chosen(lessons), key=lambda one: generator.random())
    order = [one for one in order if sounds or not one.has_sounds]
    if not order:
        raise InputError(f"lessons {', '.join(map(str, lessons))}: no exercises")
    taken = [order[place % len(order)] for place in range(count)]
    rounds = [place // len(order) for place in range(count)]
    pairs = sorted(zip(taken, rounds, strict=True), key=lambda pair: (pair[0].lesson, pair[0].level, pair[1]))
    return [one.exercise(f"{seed}-{copy}-{again}") for one, again in pairs]
