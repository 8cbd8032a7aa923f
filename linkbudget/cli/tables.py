"""What the commands print on a terminal: tables and progress, by rich."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table

from linkbudget.cli import interruption
from linkbudget.link.budget import Budget
from linkbudget.link.tables import control_rows, heading, margin_rows, value_text

STYLES = {"documented": "green", "derived": "cyan", "assumed": "yellow"}
SIGN_STYLES = {"=": "bold"}


def _console() -> Console:
    """The terminal as wide as it is; a pipe or file as wide as a table likes."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=160)


def print_budget(budget: Budget) -> None:
    """The design control table; on a narrow terminal the source goes first, then the status, never a number."""
    console = _console()
    rows = [(line, *value_text(line)) for line in budget]
    room = console.width - 8 - max(len(value) for _, value, _ in rows) - max(len(unit) for _, _, unit in rows)
    table = Table(title=heading(budget), title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column("", width=1)
    table.add_column("Line", overflow="fold", max_width=max(room - 12 if room > 50 else room, 12))
    table.add_column("Value", justify="right", no_wrap=True)
    table.add_column("Unit", no_wrap=True)
    if room > 50:
        table.add_column("Status", no_wrap=True)
    if room > 75:
        table.add_column("Source", overflow="ellipsis", no_wrap=True, max_width=max(room - 60, 10))
    for line, value, unit in rows:
        status = line.status or ""
        styled = f"[{STYLES[status]}]{status}[/]" if status in STYLES else status
        cells = [line.sign, line.name, value, unit, styled, line.source.replace("[", "\\[")]
        table.add_row(*cells[: len(table.columns)], style=SIGN_STYLES.get(line.sign, ""))
    console.print(table)
    for note in budget.notes:
        console.print(f"Note: {note}.", style="dim", soft_wrap=True)


def print_control_table(table) -> None:
    """The full design control table, then its margins with their verdicts."""
    console = _console()
    head, rows = control_rows(table)
    _print_rows(console, heading(table.budget), head, rows, left=(0, 1, 2, 8), bold=lambda row: row[0] == "=")
    head, rows = margin_rows(table)
    _print_rows(console, "Margins", head, rows, left=(0, 7))
    for note in table.budget.notes:
        console.print(f"Note: {note}.", style="dim", soft_wrap=True)


def _print_rows(console, title, head, rows, left, bold=lambda row: False) -> None:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for column, name in enumerate(head):
        table.add_column(name, justify="left" if column in left else "right", no_wrap=column not in (1, len(head) - 1))
    for row in rows:
        table.add_row(*(cell.replace("[", "\\[") for cell in row), style="bold" if bold(row) else "")
    console.print(table)


def print_summary(summary: dict) -> None:
    """What a scenario holds, and that nothing is wrong with it."""
    console = _console()
    console.print(f"[bold]{summary['title']}[/]: nothing wrong with {summary['file']}", soft_wrap=True)
    console.print(f"{summary['start']} to {summary['end']}, {summary['trajectory']}", soft_wrap=True)
    table = Table(box=None, pad_edge=False)
    numbers = (*STYLES, "unstated", "frequency")
    names = ("link", "purpose", "frequency", "station", *STYLES, "unstated")
    for name in names if console.width >= 100 else ("link", "frequency", *STYLES):
        table.add_column(name, no_wrap=name in numbers, overflow="fold", justify="right" if name in numbers else "left")
    for link in summary["links"]:
        table.add_row(*(str(link[column.header]) for column in table.columns))
    _console().print(table)


def print_catalogue(contents: dict[str, list[dict]]) -> None:
    """The shelves of the catalogue."""
    for shelf, entries in contents.items():
        table = Table(title=shelf, title_justify="left", title_style="bold", box=None, pad_edge=False)
        table.add_column("name", no_wrap=True)
        table.add_column("what it is")
        for entry in entries:
            table.add_row(entry["name"], entry["title"].replace("[", "\\["))
        _console().print(table)


@contextmanager
def progress_bar(shown: bool) -> Iterator[Callable[[float, str], None]]:
    """A function to be told the fraction done and what is being done."""
    if not shown:
        with interruption.keeping_words():
            yield lambda fraction, doing="": interruption.check()
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
