"""``linkbudget mark``: the answers of a class against the key of its worksheet."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from linkbudget.cli.app import command
from linkbudget.cli.forms import Form, in_any_form, print_answer
from linkbudget.cli.help_pages import TEACHING
from linkbudget.cli.messages import say
from linkbudget.cli.options import OUTPUT

if TYPE_CHECKING:
    from linkbudget.lessons.marking import Marks
    from linkbudget.tables import Table


@command(TEACHING, "linkbudget mark answers.csv sheets/key.json", "linkbudget mark answers.csv key.json -o marks.csv")
@in_any_form("pupils", "questions")
def mark(
    answers: Annotated[Path, typer.Argument(metavar="ANSWERS.csv", help="A row a pupil: pupil, copy, 1, 2, ...")],
    key: Annotated[Path, typer.Argument(metavar="KEY.json", help="The key that worksheet wrote.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="File of the marks (.csv).", rich_help_panel=OUTPUT),
    ] = None,
    *,
    form: Form,
) -> None:
    """Mark the answers of a class against the key of its worksheet.

    A row of marks a pupil; of each question the share right, how well it tells pupils apart, and the commonest mistake.
    """
    from linkbudget.errors import InputError
    from linkbudget.formatting import list_text
    from linkbudget.lessons.marking import mark as marked
    from linkbudget.writing import whole_file

    if output is not None and output.suffix.lower() != ".csv":
        raise InputError(f"{output}: unknown kind of file {output.suffix!r}; expected .csv")
    found = marked(answers, key)
    parts = [_pupils(found), _questions(found)]
    if output is not None:
        with whole_file(output) as temporary:
            temporary.write_text(parts[0].csv(), encoding="utf-8", newline="")
    print_answer(form, found.to_dict, lambda: parts, written=output)
    if found.absent:
        say(f"no answers for copy {list_text(map(str, found.absent))}")


SIGNS = {"right": "+", "mistake": "m", "unit": "u", "wrong": "-", "unread": "."}
"""State of an answer -> its sign in the table."""


def _pupils(found: "Marks") -> "Table":
    from linkbudget.tables import Column, Table

    rows = [
        (one.name, str(one.copy), f"{one.right} of {len(one.marks)}", "".join(SIGNS[each.state] for each in one.marks))
        for one in found.pupils
    ]
    columns = (Column("Pupil", is_name=True), Column("Copy", right=True), Column("Right"), Column("Answers"))
    title = "+ right, m a known mistake, u wrong unit, - wrong, . no answer"
    return Table("pupils", title, columns, rows, lambda: [one.to_dict() for one in found.pupils])


def _questions(found: "Marks") -> "Table":
    from linkbudget.formatting import decimals_text, percent_text
    from linkbudget.tables import Column, Table

    rows = [
        (
            str(one.number),
            one.kind,
            percent_text(one.share_right),
            decimals_text(one.discrimination, 2),
            f"{one.mistakes}: {one.mistake}" if one.mistakes else "",
        )
        for one in found.items
    ]
    columns = (
        Column("Question", right=True),
        Column("Kind", is_name=True, fold=12),
        Column("Right", right=True),
        Column("Discrimination", right=True),
        Column("Commonest mistake", fold=24),
    )
    return Table("questions", "Questions", columns, rows, lambda: [one.to_dict() for one in found.items])
