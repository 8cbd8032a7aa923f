"""Help of the commands in plain text: commands by group, options by heading, and examples that run.

Typer's own panels, by rich, take two thirds longer to start, and draw boxes into pipes.  The map: :data:`GROUPS`,
:class:`Command` (the help of one command), :func:`write_groups` (the list of all), :func:`summary`.
"""

import re
from collections.abc import Iterable
from typing import Any

from typer.core import TyperCommand

FIRST_STEPS = "First steps"
ONE_LINK = "One link"
STUDIES = "Studies"
OPERATIONS = "Operations"
RECORD = "Record of a mission"
FIGURES = "Figures"
TEACHING = "Teaching"
SIGNALS = "Pictures, sound and signals"
LOOK_UP = "Look up"
OTHER_PACKAGES = "Studies of other packages"

GROUPS = (FIRST_STEPS, ONE_LINK, STUDIES, OPERATIONS, RECORD, FIGURES, TEACHING, SIGNALS, LOOK_UP, OTHER_PACKAGES)
"""Groups of commands in the order in which they are listed."""

MOST_IN_ONE_LIST = 8
"""Options that stand in one list; more are listed under headings."""

OPTIONS = "Options"


class Command(TyperCommand):
    """A command whose help has its options under headings, where they are many, and its examples."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options."""
        lists: dict[str, list[tuple[str, str]]] = {"Arguments": [], OPTIONS: []}
        options = [one for one in self.get_params(ctx) if one.param_type_name == "option"]
        for one in self.get_params(ctx):
            record = one.get_help_record(ctx)
            if record is None:
                continue
            is_grouped = one in options and len(options) > MOST_IN_ONE_LIST
            heading = getattr(one, "rich_help_panel", None) if is_grouped else None
            lists.setdefault(heading or (OPTIONS if one in options else "Arguments"), []).append(record)
        if len(lists) > 2 and len(lists[OPTIONS]) == 1:  # --help alone
            last = list(lists)[-1]
            lists[last] += lists.pop(OPTIONS)
        for heading, records in lists.items():
            if records:
                with formatter.section(heading):
                    formatter.write_dl(records)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the examples, each as lines that a shell takes."""
        examples = (self.epilog or "").splitlines()
        if examples:
            with formatter.section("Examples"):
                for example in examples:
                    for line in shell_lines(example, formatter.width - formatter.current_indent):
                        formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


def shell_lines(command: str, width: int) -> list[str]:
    r"""A command as lines of a width, continued by backslashes before its options.

    Examples
    --------
    >>> print("\n".join(shell_lines('linkbudget budget mars1 --link imaging-5cm --set transmitter.power="20 W"', 50)))
    linkbudget budget mars1 --link imaging-5cm \
        --set transmitter.power="20 W"
    """
    first, *pieces = re.split(r" (?=-)", command)
    lines = [first]
    for piece in pieces:
        if len(lines[-1]) + len(piece) + len("  \\") <= width:
            lines[-1] += f" {piece}"
        else:
            lines[-1] += " \\"
            lines.append(f"    {piece}")
    return lines


def write_groups(commands: Iterable[tuple[str, Any]], formatter: Any) -> None:
    """Write the commands of each group under its name."""
    by_group: dict[str, list[tuple[str, str]]] = {group: [] for group in GROUPS}
    for name, command in commands:
        by_group.setdefault(command.rich_help_panel, []).append((name, summary(command)))
    widest = max(len(name) for rows in by_group.values() for name, _ in rows)
    for group, rows in by_group.items():
        if rows:
            with formatter.section(group):
                formatter.write_dl([(name.ljust(widest), said) for name, said in rows])


def summary(command: Any) -> str:
    """The first sentence of a command's help.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> summary(SimpleNamespace(help="Print a link's budget, from 1 W to a verdict.  More of it."))
    "Print a link's budget, from 1 W to a verdict."
    """
    first = " ".join((command.help or "").partition("\n\n")[0].split())
    return re.split(r"(?<=\.) (?=[A-Z])", first)[0]
