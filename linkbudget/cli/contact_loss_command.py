"""The command that asks what must be true of a loss of contact."""

from typing import Annotated

import typer

from linkbudget.cli.app import command
from linkbudget.cli.forms import Form, in_any_form, print_answer
from linkbudget.cli.help_pages import RECORD
from linkbudget.cli.options import ScenarioName


@command(RECORD, "linkbudget causes mars1", "linkbudget causes mars1 --samples 1024 --csv")
@in_any_form()
def causes(
    scenario: ScenarioName,
    samples: Annotated[int, typer.Option("--samples", metavar="N", help="Cases drawn.")] = 2**13,
    seed: Annotated[int, typer.Option("--seed", help="Another seed gives other cases.")] = 1963,
    *,
    form: Form,
) -> None:
    """Give each cause of lost contact, its extent and probability."""
    from linkbudget.mission.scenario import load
    from linkbudget.studies.contact_loss import contact_loss
    from linkbudget.studies.study_tables import causes_parts

    answer = contact_loss(load(scenario), samples, seed=seed)
    print_answer(form, answer.to_dict, lambda: causes_parts(answer))
