"""``linkbudget picture``: what would have been seen on the ground.  Heavy imports happen inside the command."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from linkbudget.cli import completion
from linkbudget.cli.app import app
from linkbudget.cli.messages import say
from linkbudget.cli.options import (
    AT_RECEIVER,
    AsJson,
    At,
    Elevation,
    LinkName,
    Range,
    Settings,
    requested_case_and_budget,
)
from linkbudget.cli.printing import note_what_a_reader_may_miss, print_json
from linkbudget.formatting import (
    count_text,
    decibels_text,
    decimals_text,
    distance_text,
    duration_text,
    number_text,
    odds_text,
    percent_text,
    rate_text,
)

if TYPE_CHECKING:
    from linkbudget.mission.imaging import ReceivedPicture

ROWS = "{:28s} {:>16s}  {}"


@app.command()
def picture(
    image: Annotated[str, typer.Argument(metavar="IMAGE", help="A picture file, or the word test-chart.")],
    link: LinkName = None,
    scenario: Annotated[
        str,
        typer.Option("--scenario", help="A packaged scenario or a .toml file.", autocompletion=completion.scenarios),
    ] = "mars1",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="PNG file to write; received.png without it.")
    ] = None,
    at: At = None,
    range_: Range = None,
    elevation: Elevation = None,
    settings: Settings = None,
    compare: Annotated[
        str | None,
        typer.Option(
            "--compare",
            help="A second link, whose picture is put beside the first.",
            autocompletion=completion.links,
        ),
    ] = None,
    beside: Annotated[bool, typer.Option("--beside", help="Put the picture as sent beside it, on the left.")] = False,
    perfect_sync: Annotated[bool, typer.Option("--perfect-sync", help="Lose no line's synchronisation.")] = False,
    seed: Annotated[int, typer.Option(help="Of the random numbers.", min=0)] = 1962,
    as_json: AsJson = False,
) -> None:
    """Send a picture through a link and show what arrives."""
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
    if as_json:
        said = [each.to_dict() for each in arrived]
        print_json({"picture": str(image), "file": str(output), "notes": list(source.notes), "links": said})
    else:
        for note in source.notes:
            print(f"{image}: {note}")
        for each in arrived:
            _print_received(each)
        print(output)
    for budget in budgets:
        note_what_a_reader_may_miss(budget)
    for note in dict.fromkeys(note for each in arrived for note in each.notes):
        say(note)


def _description(image: str, arrived: "list[ReceivedPicture]") -> str:
    from linkbudget.link.budget_tables import heading

    links = "; ".join(
        f"{heading(each.budget)}, {distance_text(each.budget['range_m'])}, seed {each.seed}" for each in arrived
    )
    return f"{Path(image).name} as received over {links}"


def _print_received(received: "ReceivedPicture") -> None:
    from linkbudget.link.budget_tables import heading
    from linkbudget.mission.imaging import picture_modulation

    lines, columns = received.grey.shape
    coded, greys = received.coded, picture_modulation(received.budget.link).grey_levels.value
    print(f"{heading(received.budget)}")
    rows = [
        ("Distance", distance_text(received.budget.get("range_m")), str(received.budget.verdict)),
        ("Picture", f"{columns} x {lines}", f"{count_text(greys)} grey levels"),
        (
            "Transmission time",
            duration_text(received.transmission_time_s),
            f"at {rate_text(received.budget['pixel_rate_pixels_per_s'], 'pixel/s')}",
        ),
        _flaws_row(received),
        (
            "Lines out of sync",
            count_text(received.lost_lines),
            f"{number_text(received.expected_lost_lines, 2)} expected",
        ),
        *_clock_rows(received),
        (
            "Peak signal-to-noise ratio",
            decibels_text(received.psnr_db),
            f"{decibels_text(received.best_psnr_db)} without errors",
        ),
        (
            "Structural similarity",
            decimals_text(received.structural_similarity, 3),
            f"{decimals_text(received.best_structural_similarity, 3)} without errors",
        ),
        (
            "A modern coded link",
            duration_text(received.coded_time_s),
            f"{coded.title}, {rate_text(coded.bit_rate_bps)} from the same power, not compressed",
        ),
    ]
    for row in rows:
        print(ROWS.format(*row).rstrip())


def _flaws_row(received: "ReceivedPicture") -> tuple[str, str, str]:
    """What is wrong with the pixels: of an analogue link how far the greys are off, of pulses how many are wrong."""
    from linkbudget.mission.imaging import grey_noise

    noise, wrong = grey_noise(received.budget), odds_text(received.pixel_error_rate, "pixel")
    if noise is not None:
        said = f"of black to white, rms, clicks counted; in another grey level: {wrong}"
        return "Greys off by", percent_text(noise, 2), said
    how = "expected while the slot clock holds" if received.clock_losses else "expected exactly"
    return "Wrong pixels", wrong, f"{odds_text(received.expected_pixel_error_rate, 'pixel')} {how}"


def _clock_rows(received: "ReceivedPicture") -> list[tuple[str, str, str]]:
    """The slot clock of a link whose loop makes it."""
    if received.clock_losses is None:
        return []
    expected = number_text(received.expected_clock_losses, 2)
    return [("Slot clock lost", count_text(received.clock_losses), f"{expected} expected")]
