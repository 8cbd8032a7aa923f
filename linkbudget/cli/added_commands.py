"""Commands for the studies that other packages add; they are looked for only when no other command has the name."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from linkbudget.cli.options import (
    AT_RECEIVER,
    AsJson,
    At,
    Elevation,
    LinkName,
    Range,
    ReferencePlane,
    ScenarioName,
    Settings,
    requested_case,
)
from linkbudget.cli.printing import plain_dataset, print_json, say_notes

Output = Annotated[Path | None, typer.Option("-o", "--output", help="File to write: .nc, .csv, .xlsx or .zarr.")]

_CASE = {
    "scenario": (ScenarioName, inspect.Parameter.empty),
    "link": (LinkName, None),
    "at": (At, None),
    "range_": (Range, None),
    "elevation": (Elevation, None),
    "settings": (Settings, None),
    "plane": (ReferencePlane, AT_RECEIVER),
}
_ANSWER = {"output": (Output, None), "as_json": (AsJson, False)}


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
    one.command(name)(run)
    return get_command(one)


def _run(name: str, study: Callable, values: dict, options: list[str]) -> None:
    from linkbudget.cli.terminal_tables import print_dataset
    from linkbudget.studies.added import checked_answer
    from linkbudget.studies.saving import check_ending, save

    output = values["output"]
    if output is not None:
        check_ending(output)
    case = requested_case(*(values[key] for key in _CASE))
    answer = checked_answer(name, study(case, **{key: values[key] for key in options}))
    if output is not None:
        save(answer, output)
        print(output)
    elif values["as_json"]:
        print_json(plain_dataset(answer))
    else:
        print_dataset(answer)
    say_notes(case)
