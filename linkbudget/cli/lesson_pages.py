"""Lessons on a screen, as a notebook and as files of figures.

The map: :func:`lesson_list`, :func:`print_lesson`, :func:`notebook_of`, :func:`write_figures`.
"""

import json
import re
import shutil
from base64 import b64encode
from collections.abc import Mapping
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from linkbudget.cli.executed import Piece, executed, page_text
from linkbudget.formatting import list_text, typeset
from linkbudget.lab.challenges import CHALLENGES
from linkbudget.lessons.choices import SomeExercise
from linkbudget.lessons.course import Lesson, all_lessons
from linkbudget.lessons.exercise_media import Medium
from linkbudget.lessons.figures import lesson_figure
from linkbudget.link.plain_latex import plain_latex
from linkbudget.plots.drawing import write
from linkbudget.tables import Column, Paragraph, Table
from linkbudget.writing import whole_files

MOST_COLUMNS = 100
"""Width of a lesson on a wide screen; longer lines are hard to read."""

_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\.(?:md|rst)[^)]*\)")
_DISPLAYED = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
_INLINE = re.compile(r"(?<![\w$])\$(?! )([^$\n]+?)(?<! )\$(?!\d)")
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def lesson_list() -> list[Table | Paragraph]:
    """The course as a table: number, title and aims of each lesson."""
    rows = [(str(one.number), one.title, "; ".join(aim.rstrip(";.") for aim in one.aims)) for one in all_lessons()]
    columns = (Column("Lesson", right=True), Column("Title"), Column("After it you can", fold=True))
    return [
        Table("lessons", "", columns, rows),
        Paragraph("linkbudget lesson 1 shows one; linkbudget practice 1 asks its exercises.", "note"),
    ]


def print_lesson(lesson: Lesson, *, with_solutions: bool, figures: Mapping[str, Path]) -> None:
    """Print a lesson; ``figures`` are the files of its figures by name, where there are any."""
    from rich.console import Console
    from rich.markdown import Markdown

    width = min(shutil.get_terminal_size().columns, MOST_COLUMNS)

    def figure(name: str, words: str) -> str:
        return f"> Figure{f' {figures[name]}' if name in figures else ''}: {words}"

    def exercise(one: SomeExercise) -> str:
        shown = [figure(medium.name, medium.says) for medium in one.media]
        return "\n\n".join([one.text, *shown, solution(solution_text(one))])

    def solution(text: str) -> str:
        return f"**Solution:** {text}" if with_solutions else ""

    text = page_text(executed(lesson.shown(figure, exercise, solution), columns=width - 2), "text")
    text += f"\n\n{challenges_text(lesson)}"
    Console(width=width, highlight=False).print(Markdown(_plain(text), code_theme="ansi_dark", hyperlinks=False))
    options = [
        option for option, is_shown in (("--solutions", with_solutions), ("--figures FOLDER", figures)) if not is_shown
    ]
    if options:
        print(f"\nMore: linkbudget lesson {lesson.number} {' '.join(options)}")


def challenges_text(lesson: Lesson, link: str = "the lab") -> str:
    """Challenges of the lab for a lesson, as a sentence in Markdown; empty where there are none."""
    titles = [one.title for one in CHALLENGES if one.lesson == lesson.number]
    return f"In {link} (`linkbudget lab`): {list_text([f'*{title}*' for title in titles])}." if titles else ""


def notebook_of(lesson: Lesson) -> str:
    """The lesson as a Jupyter notebook of format 4.5: its numbers and figures are there, its code is to be run."""

    def figure(name: str, words: str) -> str:
        return f"![{words}](attachment:{name}.png)"

    pieces = executed(lesson.shown(figure, page_exercise, folded_solution))
    images = {f"{name}.png": _png(name) for name, _ in lesson.figures}
    cells = [_cell(place, piece, images) for place, piece in enumerate(pieces) if _is_shown(piece)]
    metadata = {"language_info": {"name": "python"}, "title": f"Lesson {lesson.number}: {lesson.title}"}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _is_shown(piece: Piece) -> bool:
    return bool(piece.shown if piece.language else piece.text.strip())


def _cell(place: int, piece: Piece, images: Mapping[str, bytes]) -> dict[str, Any]:
    """A cell of a notebook; commands run behind an exclamation mark."""
    if not piece.language:
        text = _LINK.sub(r"\1", piece.text.strip())
        used = {name: image for name, image in images.items() if f"(attachment:{name})" in text}
        attachments = {name: {"image/png": b64encode(image).decode()} for name, image in used.items()}
        return _cell_of(place, "markdown", text) | ({"attachments": attachments} if used else {})
    code = piece.text.rstrip()
    if piece.language == "console":
        code = re.sub(r"^\$ ", "!", code, flags=re.MULTILINE)
    return _cell_of(place, "code", code) | {"execution_count": None, "outputs": []}


def _cell_of(place: int, cell_type: str, source: str) -> dict[str, Any]:
    return {"cell_type": cell_type, "id": f"part-{place}", "metadata": {}, "source": source.splitlines(keepends=True)}


def _png(name: str) -> bytes:
    """A figure of a lesson."""
    with TemporaryDirectory() as folder:
        write(lesson_figure(name), Path(folder) / "figure.png")
        return (Path(folder) / "figure.png").read_bytes()


def write_figures(lesson: Lesson, folder: Path) -> dict[str, Path]:
    """Write the figures of a lesson and of its exercises into a folder, all or none, and name the files."""
    with whole_files(folder) as new:
        for name, _ in lesson.figures:
            write(lesson_figure(name), new / f"{name}.png")
        for medium in lesson.media:
            (new / medium.name).write_bytes(medium.content)
    drawn = {name: folder / f"{name}.png" for name, _ in lesson.figures}
    return drawn | {medium.name: folder / medium.name for medium in lesson.media}


def page_exercise(exercise: SomeExercise) -> str:
    """An exercise as a page shows it, its figures and sounds within, its solution folded."""
    return "\n\n".join([exercise.text, *map(_within, exercise.media), folded_solution(solution_text(exercise))])


def _within(medium: Medium) -> str:
    """A figure or a sound as a part of a page."""
    if medium.is_sound:
        return f'<audio controls src="{medium.data_url}" title="{medium.says}"></audio>'
    return f'<img src="{medium.data_url}" alt="{escape(medium.says)}">'


def solution_text(exercise: SomeExercise) -> str:
    """The worked solution of an exercise as Markdown, a line a step."""
    return "  \n".join(typeset(line) for line in exercise.solution())


def folded_solution(text: str) -> str:
    """A solution that a page shows when it is asked for."""
    return f"<details>\n<summary>Solution</summary>\n\n{text}\n\n</details>"


def _plain(text: str) -> str:
    """Markdown with its mathematics as plain text, and links without the pages of the site."""
    pieces, done = [], 0
    for fence in _FENCED.finditer(text):
        pieces += [_plain_words(text[done : fence.start()]), fence[0]]
        done = fence.end()
    return "".join([*pieces, _plain_words(text[done:])])


def _plain_words(text: str) -> str:
    text = _DISPLAYED.sub(lambda found: f"    {plain_latex(' '.join(found[1].split()))}", text)
    text = _INLINE.sub(lambda found: plain_latex(found[1]), text)
    return _LINK.sub(r"\1", text)
