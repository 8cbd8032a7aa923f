"""Commands for the studies that other packages add; they are looked for only when no other command has the name."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from linkbudget.cli.forms import Form, in_any_form, print_answer
from linkbudget.cli.help_pages import OTHER_PACKAGES, Command, write_groups
from linkbudget.cli.options import (
    AT_RECEIVER,
    OUTPUT,
    At,
    Elevation,
    LinkName,
    Range,
    ReferencePlane,
    ScenarioName,
    Settings,
    requested_case,
)
from linkbudget.cli.printing import plain_dataset, say_notes

Output = Annotated[
    Path | None,
    typer.Option(
        "-o", "--output", metavar="FILE", help="File to write: .nc, .csv, .xlsx or .zarr.", rich_help_panel=OUTPUT
    ),
]

_CASE = {
    "scenario": (ScenarioName, inspect.Parameter.empty),
    "link": (LinkName, None),
    "at": (At, None),
    "range_": (Range, None),
    "elevation": (Elevation, None),
    "settings": (Settings, None),
    "plane": (ReferencePlane, AT_RECEIVER),
}
_ANSWER = {"output": (Output, None), "answer_form": (Form, Form())}


class Commands(TyperGroup):
    """The commands of the application, and those of the studies that are installed."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Names of all commands."""
        own = super().list_commands(ctx)
        return [*own, *_studies(own)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command by its name."""
        own = super().get_command(ctx, cmd_name)
        study = None if own else _studies(super().list_commands(ctx)).get(cmd_name)
        return own if study is None else _command(cmd_name, study)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that words begin with; a misspelt one is answered with the nearest."""
        if (
            args
            and not args[0].startswith("-")
            and not ctx.resilient_parsing
            and self.get_command(ctx, args[0]) is None
        ):
            from linkbudget.errors import InputError, shortened, suggestion

            raise InputError(f"{shortened(args[0])}: no such command; {suggestion(args[0], self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write all commands, group by group."""
        write_groups(((name, self.get_command(ctx, name)) for name in self.list_commands(ctx)), formatter)


def _studies(taken: list[str]) -> dict[str, Callable]:
    from linkbudget.studies.added import studies

    return studies(tuple(taken))


def _command(name: str, study: Callable) -> Any:
    """A command with the options of a case, those of the study, and where the answer goes."""
    from linkbudget.studies.added import options_of

    options = {one.name: (one.annotation, one.default) for one in options_of(name, study)}

    def run(**values: Any) -> None:
        _run(name, study, values, list(options))

    everything = _CASE | options | _ANSWER
    kind = inspect.Parameter.KEYWORD_ONLY
    vars(run)["__signature__"] = inspect.Signature(
        [inspect.Parameter(key, kind, default=default, annotation=said) for key, (said, default) in everything.items()]
    )
    run.__annotations__ = {key: said for key, (said, _) in everything.items()}
    run.__doc__ = (inspect.getdoc(study) or f"The study {name} of another package.").partition("\n\n")[0]
    one = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    example = f"linkbudget {name} cubesat"
    one.command(name, cls=Command, rich_help_panel=OTHER_PACKAGES, epilog=example)(in_any_form()(run))
    return get_command(one)


def _run(name: str, study: Callable, values: dict, options: list[str]) -> None:
    from linkbudget.studies.added import checked_answer
    from linkbudget.studies.saving import check_ending, save
    from linkbudget.studies.study_tables import dataset_table

    output = values["output"]
    if output is not None:
        check_ending(output)
    case = requested_case(*(values[key] for key in _CASE))
    answer = checked_answer(name, study(case, **{key: values[key] for key in options}))
    if output is not None:
        save(answer, output)
    print_answer(values["answer_form"], lambda: plain_dataset(answer), lambda: [dataset_table(answer)], written=output)
    say_notes(case)
