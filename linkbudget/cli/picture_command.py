"""``linkbudget picture``: what would have been seen on the ground.  Heavy imports happen inside the command."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from linkbudget.cli.answers import note_what_a_reader_may_miss, print_json
from linkbudget.cli.app import app
from linkbudget.cli.options import AsJson, At, Elevation, LinkName, Plane, Range, Settings, requested_case_and_budget

ROWS = "{:28s} {:>16s}  {}"


@app.command()
def picture(
    image: Annotated[str, typer.Argument(metavar="IMAGE", help="A picture file, or the word test-chart.")],
    link: LinkName,
    scenario: Annotated[str, typer.Option("--scenario", help="A packaged scenario or a .toml file.")] = "mars1",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="PNG file to write; received.png without it.")
    ] = None,
    at: At = None,
    range_: Range = None,
    elevation: Elevation = None,
    settings: Settings = None,
    compare: Annotated[
        str | None, typer.Option("--compare", help="A second link, whose picture is put beside the first.")
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
        requested_case_and_budget(scenario, name, at, range_, elevation, settings, Plane.receiver)[1] for name in names
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
        print(f"linkbudget: {note}", file=sys.stderr)


def _description(image, arrived) -> str:
    from linkbudget.link.budget_tables import heading

    links = "; ".join(f"{heading(each.budget)}, {_distance(each)}, seed {each.seed}" for each in arrived)
    return f"{Path(image).name} as received over {links}"


def _distance(received) -> str:
    km = received.budget["range_m"] / 1e3
    return f"{km / 1e6:.4g} million km" if km >= 1e6 else f"{km:,.0f} km".replace(",", " ")


def _print_received(received) -> None:
    from linkbudget.link.budget_tables import heading

    lines, columns = received.grey.shape
    analog = received.budget.link.modulation.kind == "analog-video"
    formula = "expected; clicks counted as noise" if analog else "expected exactly"
    coded = received.coded
    print(f"{heading(received.budget)}")
    rows = [
        ("Distance", _distance(received), str(received.budget.verdict)),
        ("Picture", f"{columns} x {lines}", f"{received.budget.link.modulation.grey_levels.value:g} grey levels"),
        (
            "Transmission time",
            _duration(received.transmission_time_s),
            f"at {received.budget['pixel_rate_pixels_per_s']:g} pixel/s",
        ),
        (
            "Wrong pixels",
            f"{received.pixel_error_rate:.3g}",
            f"{received.expected_pixel_error_rate:.3g} {formula}",
        ),
        ("Lines out of sync", f"{received.lost_lines}", f"{received.expected_lost_lines:.2g} expected"),
        (
            "Peak signal-to-noise ratio",
            f"{received.psnr_db:.1f} dB",
            f"{received.best_psnr_db:.1f} dB without errors",
        ),
        (
            "Structural similarity",
            f"{received.structural_similarity:.3f}",
            f"{received.best_structural_similarity:.3f} without errors",
        ),
        (
            "A modern coded link",
            _duration(received.coded_time_s),
            f"{coded.title}, {_rate(coded.bit_rate_bps)} from the same power, not compressed",
        ),
    ]
    for row in rows:
        print(ROWS.format(*row).rstrip())


def _duration(seconds: float) -> str:
    """A time as people say it."""
    for unit, length in (("years", 31_557_600.0), ("days", 86_400.0), ("hours", 3600.0), ("min", 60.0)):
        if seconds >= 2.0 * length:
            return f"{seconds / length:.1f} {unit}"
    return f"{seconds:.3g} s" if seconds >= 0.1 else f"{1e3 * seconds:.2g} ms"


def _rate(bit_rate_bps: float) -> str:
    for unit, size in (("Gbit/s", 1e9), ("Mbit/s", 1e6), ("kbit/s", 1e3)):
        if bit_rate_bps >= size:
            return f"{bit_rate_bps / size:.3g} {unit}"
    return f"{bit_rate_bps:.3g} bit/s"
