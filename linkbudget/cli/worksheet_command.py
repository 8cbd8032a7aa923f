"""``linkbudget worksheet``: a sheet of exercises for each pupil, and the key.

Heavy imports happen inside the command.
"""

from pathlib import Path
from typing import Annotated

import typer

from linkbudget.cli.app import command
from linkbudget.cli.help_pages import TEACHING
from linkbudget.cli.messages import say


@command(
    TEACHING,
    "linkbudget worksheet --lessons 1-5 --seed 7 --copies 30 -o sheets/",
    "linkbudget worksheet --lessons 1 --count 6 --format html --format moodle",
)
def worksheet(
    lessons: Annotated[str, typer.Option("--lessons", metavar="NUMBERS", help="Lessons, such as 1-5 or 2, 4.")],
    seed: Annotated[int, typer.Option(metavar="N", help="Seed; the same one gives the same sheets.", min=0)] = 1962,
    copies: Annotated[int, typer.Option(metavar="N", help="Sheets with other values, one a pupil.")] = 1,
    count: Annotated[int, typer.Option(metavar="N", help="Questions on each.")] = 10,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="pdf, html, markdown, moodle, gift or qti; repeatable. Without it pdf, or html without typst.",
        ),
    ] = None,
    sounds: Annotated[
        bool, typer.Option("--sounds", help="Draw questions with sounds too, for formats that play them.")
    ] = False,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FOLDER", help="Folder to write to.")] = Path(
        "sheets"
    ),
) -> None:
    """Write worksheets for a class, with solutions and the key.

    All copies have the same kinds of questions, each with values of its own.
    """
    from linkbudget.lessons.bank import read_lessons
    from linkbudget.lessons.worksheet_files import read_formats, worksheet_notes, write_worksheet
    from linkbudget.lessons.worksheets import worksheet

    wanted = read_formats(formats or [], sounds=sounds)
    drawn = worksheet(read_lessons(lessons), seed, copies, count, sounds=sounds)
    for file in write_worksheet(drawn, output, wanted):
        print(file)
    for note in worksheet_notes(drawn, wanted):
        say(note)
