"""Command on two hops through one transponder: ``relay``."""

from typing import Annotated

import typer

from linkbudget.cli.app import app
from linkbudget.cli.options import AsJson, At, ScenarioName, settings_by_hop
from linkbudget.cli.printing import leave, print_json

RelayName = Annotated[str, typer.Option("--relay", help="Name of the relay.")]
HopSettings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="HOP.KEY=VALUE", help='Such as uplink.transmitter.power="20 W"; repeatable.'),
]


@app.command()
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
    as_json: AsJson = False,
) -> None:
    """Print both hops through a transponder, added up to one C/(N+I), its margin and the verdict."""
    from linkbudget.cli.terminal_tables import print_budget
    from linkbudget.mission.scenario import load

    total = load(scenario).relay(relay, at, settings=settings_by_hop(settings))
    if as_json:
        print_json(total.to_dict())
    elif explain:
        print(total.explanation())
    else:
        print_budget(total)
    leave(must_close, closes=bool(total.verdict.closes))
