"""Command on two hops through one transponder: ``relay``."""

from typing import Annotated

import typer

from linkbudget.cli.app import command
from linkbudget.cli.forms import Form, in_any_form, print_answer
from linkbudget.cli.help_pages import ONE_LINK
from linkbudget.cli.options import At, ScenarioName, settings_by_hop
from linkbudget.cli.printing import leave

RelayName = Annotated[str, typer.Option("--relay", help="Name of the relay.")]
HopSettings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="HOP.KEY=VALUE", help='Such as uplink.transmitter.power="20 W"; repeatable.'),
]


@command(
    ONE_LINK,
    "linkbudget relay c_band_carrier --relay 8m25g7w",
    'linkbudget relay c_band_carrier --relay 8m25g7w --set uplink.transmitter.power="20 W" --csv',
)
@in_any_form()
def relay(
    scenario: ScenarioName,
    relay: RelayName,
    at: At = None,
    settings: HopSettings = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print equations, numbers and sources instead of a table.")
    ] = False,
    must_close: Annotated[
        bool, typer.Option("--must-close", help="Exit status 1 if the relay does not close or has no answer; else 0.")
    ] = False,
    *,
    form: Form,
) -> None:
    """Print both hops through a transponder, and their verdict.

    The hops combine to one C/(N+I), which has a margin.
    """
    from linkbudget.link.budget_tables import budget_table, notes_and_verdict
    from linkbudget.mission.scenario import load

    total = load(scenario).relay(relay, at, settings=settings_by_hop(settings))
    if explain and form.is_screen:
        print(total.explanation())
    else:
        print_answer(form, total.to_dict, lambda: [budget_table(total), *notes_and_verdict(total)])
    leave(must_close, closes=bool(total.verdict.closes))
