"""Practice: which exercise comes next, and what a pupil knows so far, kept in one small file.

A kind is known when it was right twice in a row.  The next exercise is of the first lesson with kinds that are not
known, the easiest first; when all are known, they come round again.  The map: :class:`Progress` (:meth:`Progress.read`,
:meth:`Progress.write`), :func:`next_exercise`, :func:`write_media`, :func:`of_topic` (kinds of a lesson, a title or a
name).
"""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from linkbudget.errors import InputError, suggestion
from linkbudget.lessons.bank import LESSONS, chosen, kinds, lessons_of_topic, title_words
from linkbudget.lessons.choices import SomeExercise, SomeKind
from linkbudget.text_files import whole_bytes
from linkbudget.writing import whole_file

FORMAT = 1
"""Number of the file's format."""

KNOWN = 2
"""Right answers in a row that make a kind known."""

_LARGEST_BYTES = 1_000_000


@dataclass
class Record:
    """Answers to one kind: how often it was asked and right, and right answers in a row."""

    asked: int = 0
    right: int = 0
    in_a_row: int = 0

    @property
    def is_known(self) -> bool:
        """True where it was right twice in a row."""
        return self.in_a_row >= KNOWN


@dataclass
class Progress:
    """Answers of a pupil, counted by the names of kinds."""

    records: dict[str, Record] = field(default_factory=dict)

    @classmethod
    def read(cls, file: str | os.PathLike) -> "Progress":
        """Progress of a file; none where there is no file.

        Raises
        ------
        InputError
            If the file is no progress of practice.
        """
        path = Path(file)
        if not path.exists():
            return cls()
        expected = "progress of linkbudget practice"
        try:
            data = json.loads(whole_bytes(path, expected, _LARGEST_BYTES))
            if data["format"] != FORMAT:
                raise InputError(f"{path}: format {data['format']!r}; expected {FORMAT}")
            return cls({str(name): Record(**_counts(said)) for name, said in data["kinds"].items()})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(f"{path}: not the {expected}; move it away to begin anew") from None

    def write(self, file: str | os.PathLike) -> None:
        """Write the file, whole or not at all."""
        path = Path(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        data = {"format": FORMAT, "kinds": {name: asdict(record) for name, record in self.records.items()}}
        with whole_file(path) as temporary:
            temporary.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")

    def of(self, name: str) -> Record:
        """Record of a kind."""
        return self.records.get(name, Record())

    def note(self, exercise: SomeExercise, is_right: bool) -> None:
        """Count an answer."""
        record = self.records.setdefault(exercise.kind.name, Record())
        record.asked += 1
        record.right += is_right
        record.in_a_row = record.in_a_row + 1 if is_right else 0


def write_media(exercise: SomeExercise, file: str | os.PathLike) -> list[Path]:
    """Write what comes with a question beside the file of progress, over that of the last question."""
    path = Path(file)
    found = []
    for one in exercise.media:
        place = path.with_name(f"{path.stem}-{f'sound-{one.letter.lower()}' if one.is_sound else 'figure'}{one.end}")
        place.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(place) as temporary:
            temporary.write_bytes(one.content)
        found.append(place)
    return found


def _counts(said: dict) -> dict[str, int]:
    """Counts of a record, whole numbers from zero."""
    counts = {name: said[name] for name in ("asked", "right", "in_a_row")}
    if not all(isinstance(count, int) and not isinstance(count, bool) and count >= 0 for count in counts.values()):
        raise ValueError
    return counts


def of_topic(topic: str | None) -> list[SomeKind]:
    """Kinds of a lesson by its number or a word of its title, or one kind by its name; all without a topic.

    Raises
    ------
    InputError
        If there is no such topic.

    Examples
    --------
    >>> {one.lesson for one in of_topic("decibels")}, [one.name for one in of_topic("power-to-dbm")]
    ({1}, ['power-to-dbm'])
    """
    every = list(kinds().values())
    if topic is None:
        return every
    said = topic.strip().lower()
    if said in kinds():
        return [kinds()[said]]
    found = chosen(lessons_of_topic(topic))
    if not found:
        names = [*map(str, LESSONS), *title_words(), *kinds()]
        raise InputError(f"topic {topic!r}: unknown; {suggestion(said, names, 3)}")
    return found


def next_exercise(of: Sequence[SomeKind], progress: Progress, seed: int) -> SomeExercise:
    """The exercise to ask next."""
    unknown = [one for one in of if not progress.of(one.name).is_known]
    chosen = min(unknown or of, key=lambda one: (one.lesson, one.level, progress.of(one.name).asked))
    return chosen.exercise(f"practice-{seed}-{progress.of(chosen.name).asked}")
