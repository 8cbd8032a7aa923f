"""``linkbudget show``: what a scenario says, and where each value is from.  Heavy imports happen inside the command."""

from typing import Annotated, Any

import typer

from linkbudget.cli import completion
from linkbudget.cli.app import command
from linkbudget.cli.forms import Form, in_any_form, print_answer
from linkbudget.cli.help_pages import FIRST_STEPS
from linkbudget.cli.options import ScenarioName


@command(
    FIRST_STEPS,
    "linkbudget show cubesat",
    "linkbudget show mars1 --link imaging-5cm",
    "linkbudget show mars1 --csv",
)
@in_any_form()
def show(
    scenario: ScenarioName,
    link: Annotated[
        str | None,
        typer.Option(
            "--link", metavar="NAME", help="One link with its station; all without it.", autocompletion=completion.links
        ),
    ] = None,
    *,
    form: Form,
) -> None:
    """Print every value of a scenario, with its source.

    Values of defaults and of the catalogue are included.
    """
    from linkbudget.cli.scenario_tables import inputs_parts
    from linkbudget.mission.inputs import inputs
    from linkbudget.mission.scenario import load

    mission = load(scenario)
    values = inputs(mission, link)

    def data() -> dict[str, Any]:
        return {"scenario": mission.name, "file": str(mission.file), "values": [one.to_dict() for one in values]}

    print_answer(form, data, lambda: inputs_parts(mission.config.mission.title, values))
