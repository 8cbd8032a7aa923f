"""Output of the commands on a screen, by rich: tables and sentences of its width, in colours, and progress.

Without a terminal, in a pipe or a file, tables are 80 columns wide, as help and most tools are; the environment
variable COLUMNS says otherwise, in a terminal too.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text

from linkbudget.cli import interruption
from linkbudget.formatting import list_text
from linkbudget.parameters import RANKED_STATUSES
from linkbudget.tables import Paragraph, Segment, Table, folded

STYLES: dict[str, str] = dict(
    zip(RANKED_STATUSES, ("green", "bright_green", "cyan", "blue", "magenta", "yellow"), strict=True)
)
"""Colour of each status."""

MOST_NAMED = 3
"""Columns without room that are named."""

_ROLES = {"head": "bold", "strong": "bold", "weak": "yellow", "title": "bold", "note": "dim", "verdict": "bold"}


def _console() -> Console:
    """The screen, which prints text as it stands: names, titles and sources may have square brackets."""
    return Console(highlight=False, markup=False, width=shutil.get_terminal_size().columns)


def print_parts(parts: Iterable[Table | Paragraph]) -> None:
    """Print tables and sentences one below the other."""
    console = _console()
    before: Table | Paragraph | None = None
    for part in parts:
        if isinstance(part, Paragraph):
            if isinstance(before, Table) and not part.role:
                console.print()
            _print_paragraph(console, part)
        elif part.is_on_screen:
            if before is not None:
                console.print()
            _print_table(console, part)
        else:
            continue
        before = part


def _print_table(console: Console, table: Table) -> None:
    width = console.width
    text = Text()
    for line in folded(table.title, width) if table.title else ():
        text.append(f"{line}\n", "bold")
    for segments in table.lines(width):
        for segment in segments:
            text.append(segment.text, _style(segment))
        text.append("\n")
    console.print(text, end="", soft_wrap=True)
    if table.tells_omissions and (left_out := table.left_out(width)):
        what = (
            list_text(left_out) if len(left_out) <= MOST_NAMED else f"{len(left_out)} of {len(table.columns)} columns"
        )
        note = f"No room for {what}; --csv and --markdown have every column."
        _print_paragraph(console, Paragraph(note, "note"))


def _print_paragraph(console: Console, part: Paragraph) -> None:
    """A sentence, folded at words where a person reads it, and one line where a program may look for it."""
    for line in part.lines(console.width if console.is_terminal else None):
        console.print(Text(line, _ROLES.get(part.role, "")), soft_wrap=True)


def _style(segment: Segment) -> str:
    """Colours and weight of a piece of a line, by its roles."""
    found = []
    for role in segment.role.split():
        if role == "status":
            found.append(STYLES.get(segment.text, ""))
        elif role == "margin":
            found.append("red" if segment.text.startswith("-") else "")
        else:
            found.append(_ROLES.get(role, ""))
    return " ".join(filter(None, found))


@contextmanager
def progress_bar(shown: bool) -> Iterator[Callable[[float, str], None]]:
    """A function to be told the fraction done and what is being done."""
    if not shown:
        with interruption.keeping_words():
            yield lambda fraction, doing: interruption.check()
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with (
        interruption.keeping_words(),
        Progress(
            TextColumn("{task.description:<28}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        ) as bar,
    ):
        task = bar.add_task("", total=1.0)

        def update(fraction: float, doing: str = "") -> None:
            interruption.check()
            bar.update(task, completed=fraction, description=doing)

        yield update
