"""``linkbudget lesson``: the course in the terminal, or as a notebook.  Heavy imports happen inside the command."""

from pathlib import Path
from typing import Annotated

import typer

from linkbudget.cli.app import command
from linkbudget.cli.help_pages import TEACHING


@command(
    TEACHING,
    "linkbudget lesson",
    "linkbudget lesson 4",
    "linkbudget lesson noise --solutions --figures figures/",
    "linkbudget lesson 4 --notebook noise.ipynb",
)
def lesson(
    topic: Annotated[
        str | None, typer.Argument(help="A lesson by its number or a word of its title; the list without it.")
    ] = None,
    solutions: Annotated[bool, typer.Option("--solutions", help="Show the solutions of the exercises.")] = False,
    figures: Annotated[
        Path | None, typer.Option("--figures", metavar="FOLDER", help="Write the figures of the lesson there, as PNG.")
    ] = None,
    notebook: Annotated[
        Path | None,
        typer.Option("--notebook", metavar="FILE", help="Write the lesson as a notebook of this name instead."),
    ] = None,
) -> None:
    """Read a lesson of the course, with its exercises.

    Every number of a lesson is computed when it is shown.
    """
    from linkbudget.cli.lesson_pages import lesson_list, notebook_of, print_lesson, write_figures
    from linkbudget.cli.terminal_tables import print_parts
    from linkbudget.errors import InputError
    from linkbudget.lessons.bank import lesson_of_topic
    from linkbudget.lessons.course import lesson as lesson_of
    from linkbudget.writing import whole_file

    if topic is None:
        if figures or notebook:
            raise InputError("--figures and --notebook: expected the number of a lesson too")
        print_parts(lesson_list())
        return
    found = lesson_of(lesson_of_topic(topic))
    drawn = write_figures(found, figures) if figures else {}
    if notebook:
        content = notebook_of(found)
        with whole_file(notebook) as temporary:
            temporary.write_text(content, encoding="utf-8")
        print(notebook)
    else:
        print_lesson(found, with_solutions=solutions, figures=drawn)
