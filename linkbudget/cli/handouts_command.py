"""``linkbudget handouts``: the formula sheet and posters of the course.  Heavy imports happen inside the command."""

from pathlib import Path
from typing import Annotated

import typer

from linkbudget.cli.app import command
from linkbudget.cli.help_pages import TEACHING


@command(TEACHING, "linkbudget handouts -o handouts/")
def handouts(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FOLDER", help="Folder to write to.")] = Path(
        "handouts"
    ),
) -> None:
    """Write the formula sheet and the posters of the course as PDF.

    The sheet is A4; the posters print in any size.
    """
    from linkbudget.lessons.handouts import write_handouts

    for file in write_handouts(output):
        print(file)
