"""The command that asks what must be true of a loss of contact."""

from typing import Annotated

import typer

from linkbudget.cli.app import app
from linkbudget.cli.options import AsJson, ScenarioName
from linkbudget.cli.printing import print_json


@app.command()
def causes(
    scenario: ScenarioName,
    samples: Annotated[int, typer.Option("--samples", metavar="N", help="Cases drawn.")] = 2**13,
    seed: Annotated[int, typer.Option("--seed", help="Another seed gives other cases.")] = 1963,
    as_json: AsJson = False,
) -> None:
    """State what each possible cause of lost contact requires, and with what probability it occurs."""
    from linkbudget.mission.scenario import load
    from linkbudget.studies.contact_loss import contact_loss

    answer = contact_loss(load(scenario), samples, seed=seed)
    if as_json:
        print_json(answer.to_dict())
    else:
        print("\n".join(answer.sentences()))
