"""The application: one command a function of the modules that :data:`COMMANDS` names.

Heavy imports happen inside the commands, so that ``linkbudget --help`` answers at once.
"""

from importlib import import_module
from typing import Annotated

import typer

from linkbudget.cli.added_commands import Commands

COMMANDS = (
    "new_command",
    "mission_commands",
    "contact_loss_command",
    "export_command",
    "occultations_command",
    "history_command",
    "inference_command",
    "listen_command",
    "signal_command",
    "operation_commands",
    "pattern_command",
    "picture_command",
    "relay_command",
    "show_command",
    "solving_commands",
    "study_commands",
)
"""Modules of this folder whose commands join the application, in the order in which they are listed."""

app = typer.Typer(
    cls=Commands,
    name="linkbudget",
    help="Link budgets and radio models, from one formula to the telemetry timeline of a mission.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


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
