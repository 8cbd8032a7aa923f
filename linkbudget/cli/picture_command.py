"""``linkbudget picture``: what would have been seen on the ground.  Heavy imports happen inside the command."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from linkbudget.cli import completion
from linkbudget.cli.app import command
from linkbudget.cli.forms import Form, in_any_form, print_answer
from linkbudget.cli.help_pages import SIGNALS
from linkbudget.cli.messages import say
from linkbudget.cli.options import (
    AT_RECEIVER,
    CASE,
    OUTPUT,
    At,
    Elevation,
    LinkName,
    Range,
    Settings,
    requested_case_and_budget,
)
from linkbudget.cli.printing import note_what_a_reader_may_miss

if TYPE_CHECKING:
    from linkbudget.mission.imaging import ReceivedPicture


@command(
    SIGNALS,
    'linkbudget picture test-chart --link imaging-5cm --range "400e6 km" -o received.png',
    "linkbudget picture test-chart --link imaging-5cm --compare television-8cm --beside -o both.png",
)
@in_any_form()
def picture(
    image: Annotated[str, typer.Argument(metavar="IMAGE", help="A picture file, or the word test-chart.")],
    link: LinkName = None,
    scenario: Annotated[
        str,
        typer.Option(
            "--scenario",
            metavar="SCENARIO",
            help="A packaged scenario or a .toml file.",
            autocompletion=completion.scenarios,
            rich_help_panel=CASE,
        ),
    ] = "mars1",
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="PNG file to write; received.png without it.",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    at: At = None,
    range_: Range = None,
    elevation: Elevation = None,
    settings: Settings = None,
    compare: Annotated[
        str | None,
        typer.Option(
            "--compare",
            metavar="NAME",
            help="A second link, whose picture is put beside the first.",
            autocompletion=completion.links,
        ),
    ] = None,
    beside: Annotated[bool, typer.Option("--beside", help="Put the picture as sent beside it, on the left.")] = False,
    perfect_sync: Annotated[bool, typer.Option("--perfect-sync", help="Lose no line's synchronisation.")] = False,
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of the random numbers.", min=0)] = 1962,
    *,
    form: Form,
) -> None:
    """Send a picture through a link and show what arrives."""
    from linkbudget.cli.fact_tables import picture_parts
    from linkbudget.mission.imaging import DEFAULT_SYNC, send_picture
    from linkbudget.mission.picture_files import read_picture, require_png, side_by_side, write_picture

    output = output or Path("received.png")
    require_png(output)
    names = [link, *([compare] if compare else [])]
    budgets = [
        requested_case_and_budget(scenario, name, at, range_, elevation, settings, AT_RECEIVER)[1] for name in names
    ]
    source = read_picture(image)
    sync = None if perfect_sync else DEFAULT_SYNC
    arrived = [send_picture(budget, source.grey, seed=seed, sync=sync) for budget in budgets]
    shown = [*([source.grey] if beside else []), *(each.grey for each in arrived)]
    write_picture(output, side_by_side(*shown), _description(image, arrived))
    data: dict[str, Any] = {"picture": str(image), "file": str(output), "notes": list(source.notes)}
    data |= {"links": [each.to_dict() for each in arrived]}
    print_answer(form, lambda: data, lambda: picture_parts(data, arrived))
    for budget in budgets:
        note_what_a_reader_may_miss(budget)
    for note in dict.fromkeys(note for each in arrived for note in each.notes):
        say(note)


def _description(image: str, arrived: "list[ReceivedPicture]") -> str:
    from linkbudget.formatting import distance_text
    from linkbudget.link.budget_tables import heading

    links = "; ".join(
        f"{heading(each.budget)}, {distance_text(each.budget['range_m'])}, seed {each.seed}" for each in arrived
    )
    return f"{Path(image).name} as received over {links}"
