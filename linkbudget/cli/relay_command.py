"""Command on two hops through one transponder: ``relay``."""

from typing import Annotated

import typer

from linkbudget.cli.app import app
from linkbudget.cli.options import AsJson, At, ScenarioName, changes_of
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

    total = load(scenario).relay(relay, at, settings=_by_hop(settings))
    if as_json:
        print_json(total.to_dict())
    elif explain:
        print(total.explanation())
    else:
        print_budget(total)
    leave(must_close, closes=bool(total.verdict.closes))


def _by_hop(settings: list[str] | None) -> dict[str, dict[str, str]]:
    """Values to set by hop and key."""
    from linkbudget.errors import InputError
    from linkbudget.hardware.relays import HOPS

    found: dict[str, dict[str, str]] = {}
    for key, value in changes_of(settings, 'uplink.transmitter.power="20 W"').items():
        hop, dot, rest = key.partition(".")
        if hop not in HOPS or not dot or not rest:
            raise InputError(f"--set {key!r}: expected a key that begins with {' or '.join(f'{hop}.' for hop in HOPS)}")
        found.setdefault(hop, {})[rest] = value
    return found
