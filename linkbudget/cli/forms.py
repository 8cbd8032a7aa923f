"""The form of an answer: tables on the screen, JSON, CSV or Markdown, by options that all commands with tables share.

The map: :func:`in_any_form` gives a command the options, a :class:`Form` is what they ask for, and
:func:`print_answer` prints it.
"""

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from linkbudget.cli.options import OUTPUT
from linkbudget.cli.printing import print_json

if TYPE_CHECKING:
    from linkbudget.tables import Paragraph, Table

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.", rich_help_panel=OUTPUT)]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV, in SI units with all figures.", rich_help_panel=OUTPUT)]
AsMarkdown = Annotated[bool, typer.Option("--markdown", help="Print Markdown.", rich_help_panel=OUTPUT)]

FLAGS: dict[str, Any] = {"as_json": AsJson, "as_csv": AsCsv, "as_markdown": AsMarkdown}
"""Parameters of the forms, and their options."""

SCREEN = "screen"


class Form(NamedTuple):
    """Form of the output: ``screen``, ``json``, ``csv`` or ``markdown``; ``table`` names one table to print alone."""

    kind: str = SCREEN
    table: str | None = None

    @property
    def is_screen(self) -> bool:
        """True where people read the answer as it appears."""
        return self.kind == SCREEN

    @property
    def has_notes(self) -> bool:
        """True where notes stand in the answer itself."""
        return self.kind in (SCREEN, "markdown") and self.table is None


def in_any_form(*tables: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of all forms in place of its parameter of type :class:`Form`.

    Parameters
    ----------
    *tables : str
        Names of its tables, the main one first, which CSV has; of several, ``--table`` chooses one.
    """

    def decorated(function: Callable[..., None]) -> Callable[..., None]:
        options = FLAGS | ({"only": _one_of(tables)} if len(tables) > 1 else {})
        signature = inspect.signature(function)
        place = next(one.name for one in signature.parameters.values() if one.annotation is Form)

        @wraps(function)
        def command(**values: Any) -> None:
            form = _form({name: values.pop(name) for name in options}, tables)
            function(**values, **{place: form})

        parameters = [one for one in signature.parameters.values() if one.name != place]
        kind = inspect.Parameter.KEYWORD_ONLY
        parameters += [
            inspect.Parameter(name, kind, default=None if name == "only" else False, annotation=said)
            for name, said in options.items()
        ]
        vars(command)["__signature__"] = signature.replace(parameters=parameters)
        command.__annotations__ = {one.name: one.annotation for one in parameters}
        return command

    return decorated


def _one_of(tables: tuple[str, ...]) -> Any:
    """The option that chooses a table."""
    return Annotated[
        str | None,
        typer.Option(
            "--table",
            metavar="NAME",
            help=f"One table alone: {', '.join(tables)}. CSV is the first without it.",
            autocompletion=lambda incomplete: [name for name in tables if name.startswith(incomplete)],
            rich_help_panel=OUTPUT,
        ),
    ]


def _form(asked: dict[str, Any], tables: tuple[str, ...]) -> Form:
    """The form that options ask for."""
    from linkbudget.errors import InputError, suggestion

    only = asked.pop("only", None)
    wanted = [name.removeprefix("as_") for name, is_wanted in asked.items() if is_wanted]
    if len(wanted) > 1:
        raise InputError(f"--{wanted[0]} and --{wanted[1]}: expected one of them, not both")
    if only is not None and only not in tables:
        raise InputError(f"--table {only!r}: no such table; {suggestion(only, tables)}")
    if only is not None and wanted == ["json"]:
        raise InputError("--table: expected without --json, which has all tables")
    if wanted == ["csv"] and tables:
        only = only or tables[0]
    return Form(wanted[0] if wanted else SCREEN, only)


def print_answer(
    form: Form,
    data: Callable[[], Any],
    parts: "Callable[[], Iterable[Table | Paragraph]]",
    written: Path | None = None,
) -> None:
    """Print an answer in its form; on a screen, the name of the file that it was written to instead.

    Parameters
    ----------
    form : Form
        As :func:`in_any_form` gives it.
    data : callable
        Gives the plain data that JSON has.
    parts : callable
        Gives tables, and the sentences between them, in the order of a screen.
    written : Path, optional
        File with the answer.
    """
    if written is not None and form.is_screen:
        print(written)
        return
    if form.kind == "json":
        print_json(data())
        return
    from linkbudget.tables import Table

    found = list(parts())
    tables = {part.name: part for part in found if isinstance(part, Table)}
    if form.table is not None:
        found = [_chosen(form.table, tables)]
    if form.kind == "csv":
        print(next(part for part in found if isinstance(part, Table)).csv(), end="")
    elif form.kind == "markdown":
        print("\n\n".join(part.markdown() for part in found))
    else:
        from linkbudget.cli.terminal_tables import print_parts

        print_parts(found)


def _chosen(name: str, tables: "dict[str, Table]") -> "Table":
    """The table that is wanted alone."""
    if name not in tables:
        from linkbudget.errors import InputError

        raise InputError(f"--table {name}: nothing to show in it here; expected {' or '.join(tables)}")
    return tables[name]
