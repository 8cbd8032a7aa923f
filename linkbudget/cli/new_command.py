"""``linkbudget new``: a commented scenario to begin with.  Heavy imports happen inside the command."""

from pathlib import Path
from typing import Annotated

import typer

from linkbudget.cli import completion
from linkbudget.cli.app import command
from linkbudget.cli.help_pages import FIRST_STEPS
from linkbudget.cli.messages import say
from linkbudget.scenario_files.packaged import DEFAULT_TEMPLATE, template_files


@command(
    FIRST_STEPS,
    "linkbudget new my-satellite.toml",
    "linkbudget new my-probe.toml --from deep-space",
)
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml", help="File to write.")],
    template: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="TEMPLATE",
            help=f"Template to begin with: {', '.join(template_files())}; {DEFAULT_TEMPLATE} without it.",
            autocompletion=completion.templates,
        ),
    ] = None,
    satyaml: Annotated[
        Path | None,
        typer.Option(
            "--from-satyaml",
            metavar="FILE.yml",
            help="Satellite to begin with, as gr-satellites has it.",
            autocompletion=completion.satyaml_files,
        ),
    ] = None,
    transmitter: Annotated[
        str | None, typer.Option("--transmitter", metavar="NAME", help="The one transmitter of --from-satyaml.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file of that name.")] = False,
) -> None:
    """Write a commented scenario to begin with.

    It is made from a template, or from a satellite's SatYAML file.
    """
    import shlex

    from linkbudget.errors import InputError
    from linkbudget.scenario_files.new_file import require_new, template_text, write_new

    if template is not None and satyaml is not None:
        raise InputError("--from and --from-satyaml: expected one of them, not both")
    if transmitter is not None and satyaml is None:
        raise InputError("--transmitter: expected together with --from-satyaml, whose transmitter it names")
    require_new(file, force)
    unsaid: list[str] = []
    if satyaml is None:
        text = template_text(template or DEFAULT_TEMPLATE)
    else:
        from linkbudget.scenario_files.satyaml import read_satyaml
        from linkbudget.scenario_files.satyaml_scenario import scenario_of

        text, unsaid = scenario_of(read_satyaml(satyaml), transmitter)
    print(write_new(file, text, force))
    for line in unsaid:
        say(f"{line}; left out")
    print(f"Next: linkbudget check {shlex.quote(str(file))}")
