"""``linkbudget show``: what a scenario says, and where each value is from.  Heavy imports happen inside the command."""

from typing import Annotated

import typer

from linkbudget.cli import completion
from linkbudget.cli.app import app
from linkbudget.cli.options import AsJson, ScenarioName
from linkbudget.cli.printing import print_json


@app.command()
def show(
    scenario: ScenarioName,
    link: Annotated[
        str | None,
        typer.Option("--link", help="One link with its station; all without it.", autocompletion=completion.links),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print every value of a scenario, those of defaults and the catalogue too, and where it is from."""
    from linkbudget.mission.inputs import inputs
    from linkbudget.mission.scenario import load

    mission = load(scenario)
    values = inputs(mission, link)
    if as_json:
        print_json({"scenario": mission.name, "file": str(mission.file), "values": [one.to_dict() for one in values]})
    else:
        from linkbudget.cli.terminal_tables import print_inputs

        print_inputs(mission.config.mission.title, values)
