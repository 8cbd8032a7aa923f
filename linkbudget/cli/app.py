"""The application: one command a function of the modules that :data:`COMMANDS` names.

Heavy imports happen inside the commands, so that ``linkbudget --help`` answers at once.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Annotated

import typer

from linkbudget.cli.added_commands import Commands
from linkbudget.cli.help_pages import Command

COMMANDS = (
    "new_command",
    "mission_commands",
    "show_command",
    "formula_command",
    "lesson_command",
    "practice_command",
    "mark_command",
    "relay_command",
    "study_commands",
    "solving_commands",
    "operation_commands",
    "occultations_command",
    "export_command",
    "inference_command",
    "contact_loss_command",
    "history_command",
    "lab_command",
    "worksheet_command",
    "handouts_command",
    "picture_command",
    "listen_command",
    "signal_command",
    "pattern_command",
)
"""Modules of this folder whose commands join the application, in the order in which they are listed in their groups."""

app = typer.Typer(
    cls=Commands,
    name="linkbudget",
    help="Link budgets and radio models, from one formula to the telemetry timeline of a mission.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def command(group: str, *examples: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A command of the application.

    Parameters
    ----------
    group : str
        One of :data:`~linkbudget.cli.help_pages.GROUPS`, under which it is listed.
    *examples : str
        Whole lines that run, for its help.
    """
    return app.command(cls=Command, rich_help_panel=group, epilog="\n".join(examples))


def _version(wanted: bool) -> None:
    if wanted:
        import linkbudget

        print(f"linkbudget {linkbudget.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    pass


def application() -> typer.Typer:
    """The application with all its commands."""
    for module in COMMANDS:
        import_module(f"linkbudget.cli.{module}")
    return app
