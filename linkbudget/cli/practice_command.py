"""``linkbudget practice``: exercises one after another, marked at once.  Heavy imports happen inside the command."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from linkbudget.cli.app import command
from linkbudget.cli.help_pages import TEACHING

if TYPE_CHECKING:
    from linkbudget.lessons.choices import SomeExercise
    from linkbudget.lessons.exercise import Marked

HELP = "Answer with or without the unit; or h for a hint, s for the solution, q to stop."


@command(TEACHING, "linkbudget practice", "linkbudget practice noise", "linkbudget practice 2 --count 5 --seed 7")
def practice(
    topic: Annotated[
        str | None, typer.Argument(help="A lesson by its number or a word of its title, or a kind; all without it.")
    ] = None,
    count: Annotated[int | None, typer.Option("--count", metavar="N", min=1, help="Stop after so many.")] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another seed gives other values.")] = 1,
    progress: Annotated[
        Path | None,
        typer.Option("--progress", metavar="FILE", help="File of what is known; that of the user without it."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="A line of JSON for each question and mark, for other front ends.")
    ] = False,
) -> None:
    """Ask exercises, mark each answer, and show solutions.

    Progress is kept, so that practice resumes.  Figures and sounds of a question are files beside it.
    """
    from linkbudget.lessons.practice import Progress, next_exercise, of_topic, write_media

    file = progress or Path(typer.get_app_dir("linkbudget")) / "practice.json"
    kinds = of_topic(topic)
    known = Progress.read(file)
    show = _Json() if as_json else _Screen()
    asked = right = 0
    while count is None or asked < count:
        exercise = next_exercise(kinds, known, seed)
        marked = _asked(exercise, write_media(exercise, file), show, asked + 1)
        if marked is None:
            break
        asked, right = asked + 1, right + marked.is_right
        known.note(exercise, marked.is_right)
        known.write(file)
    show.end(asked, right)


class _Screen:
    """Questions and marks for a person."""

    def question(self, exercise: "SomeExercise", files: list[Path], number: int) -> None:
        print(f"\n{number}. {exercise.text}")
        for one in files:
            print(f"Open {one}")
        if number == 1:
            print(HELP)

    def hint(self, exercise: "SomeExercise") -> None:
        print(exercise.kind.hint or "No hint for this one.")

    def mark(self, exercise: "SomeExercise", marked: "Marked", *, is_last: bool) -> None:
        if marked.is_right:
            print(f"Right: {exercise.answer_text}.")
            return
        print(f"{marked.says[:1].upper()}{marked.says[1:]}.")
        if is_last:
            print("\n".join(["The solution:", *(f"    {line}" for line in exercise.solution())]))

    def end(self, asked: int, right: int) -> None:
        if asked:
            print(f"\n{right} of {asked} right.")


class _Json:
    """The same as lines of JSON."""

    def question(self, exercise: "SomeExercise", files: list[Path], number: int) -> None:
        said = {"question": number, "kind": exercise.kind.name, "text": exercise.text, "unit": exercise.kind.unit}
        if isinstance(exercise.answer, str):
            said["choices"] = exercise.choices
        self._say(**said, files=[str(one) for one in files])

    def hint(self, exercise: "SomeExercise") -> None:
        self._say(hint=exercise.kind.hint)

    def mark(self, exercise: "SomeExercise", marked: "Marked", *, is_last: bool) -> None:
        said: dict[str, Any] = {"state": marked.state, "right": marked.is_right, "says": marked.says}
        if marked.is_right or is_last:
            said |= {"answer": exercise.answer, "solution": exercise.solution()}
            if isinstance(exercise.answer, float):
                said["tolerance"] = exercise.tolerance
        self._say(**said)

    def end(self, asked: int, right: int) -> None:
        self._say(asked=asked, right=right)

    def _say(self, **said: Any) -> None:
        print(json.dumps(said), flush=True)


TRIES = 2
"""Tries before the solution is shown."""


def _asked(exercise: "SomeExercise", files: list[Path], show: _Screen | _Json, number: int) -> "Marked | None":
    """The last mark of an exercise; None where the pupil stops."""
    from linkbudget.lessons.exercise import Marked

    show.question(exercise, files, number)
    tries = 0
    while True:
        line = _line("> " if isinstance(show, _Screen) and sys.stdin.isatty() else "")
        if line is None or line in ("q", "quit"):
            return None
        if line in ("h", "hint", "?"):
            show.hint(exercise)
            continue
        gives_up = line in ("s", "solution")
        marked = Marked("unread", None, "no answer") if gives_up else exercise.mark(line)
        tries += marked.value is not None
        is_last = gives_up or tries >= TRIES
        show.mark(exercise, marked, is_last=is_last)
        if marked.is_right:
            return marked if tries == 1 else Marked("wrong", marked.value, "right at the second try")
        if is_last:
            return marked


def _line(prompt: str) -> str | None:
    """A line that the pupil writes; None at the end of the input."""
    print(prompt, end="", flush=True)
    line = sys.stdin.readline()
    return line.strip() if line else None
