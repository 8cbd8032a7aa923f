"""The command that writes tracks and tracking predictions for other programs."""

import time
from pathlib import Path
from typing import Annotated

import typer

from linkbudget.cli import completion
from linkbudget.cli.app import command
from linkbudget.cli.help_pages import OPERATIONS
from linkbudget.cli.options import ScenarioName, chosen_link, quantity


@command(
    OPERATIONS,
    "linkbudget export mars1 --csv track.csv",
    "linkbudget export mars1 --oem track.oem --object-id 1962-061A",
    "linkbudget export mars1 --tdm doppler.tdm --link telemetry-32cm-semi --start 1963-03-21 --end 1963-03-22",
)
def export(
    scenario: ScenarioName,
    oem: Annotated[
        Path | None,
        typer.Option("--oem", metavar="FILE", help="Write the track as a CCSDS orbit message; XML for .xml."),
    ] = None,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write the track as a table.")] = None,
    tdm: Annotated[
        Path | None,
        typer.Option("--tdm", metavar="FILE", help="Write predicted Doppler and range of --link as a CCSDS message."),
    ] = None,
    link: Annotated[
        str | None,
        typer.Option(
            "--link",
            help="Downlink for --tdm; not needed where the scenario has one link.",
            autocompletion=completion.links,
        ),
    ] = None,
    start: Annotated[str | None, typer.Option("--start", metavar="ISO-TIME", help="First instant, in UTC.")] = None,
    end: Annotated[str | None, typer.Option("--end", metavar="ISO-TIME", help="Last instant, in UTC.")] = None,
    step: Annotated[
        str | None, typer.Option("--step", help='Time between rows, such as "1 min"; as fine as needed without it.')
    ] = None,
    object_id: Annotated[
        str | None, typer.Option("--object-id", help="Designator of the spacecraft for --oem, such as 1962-061A.")
    ] = None,
) -> None:
    """Write a track, Doppler or range for other programs."""
    from linkbudget.errors import InputError
    from linkbudget.mission.export import csv_of, oem_of, tdm_of, track_states
    from linkbudget.mission.scenario import load
    from linkbudget.writing import whole_file

    if oem is None and csv is None and tdm is None:
        raise InputError("nothing to write; expected --oem FILE, --csv FILE or --tdm FILE")
    if tdm is None and link is not None:
        raise InputError("--link: expected together with --tdm")
    named = [str(file.resolve()) for file in (oem, csv, tdm) if file is not None]
    for name in named:
        if named.count(name) > 1:
            raise InputError(f"--oem, --csv, --tdm: {name} twice; expected another file for each")
    mission, created_utc_s = load(scenario), time.time()
    step_s = None if step is None else quantity("--step", step, "s", above=0.0)
    texts: dict[Path, str] = {}
    for note in mission.trajectory_notes:
        print(f"Note: {note}.")
    if oem is not None or csv is not None:
        states = track_states(mission, start, end, step_s)
        for note in () if mission.trajectory_notes else states.notes:
            print(f"Note: {note}.")
        if oem is not None:
            texts[oem] = oem_of(mission, states, created_utc_s, object_id=object_id, xml=oem.suffix.lower() == ".xml")
        if csv is not None:
            texts[csv] = csv_of(mission, states)
    if tdm is not None:
        texts[tdm] = tdm_of(mission, chosen_link(mission, link), created_utc_s, start, end, step_s)
    for file, text in texts.items():
        with whole_file(file) as temporary:
            temporary.write_text(text, encoding="utf-8")
        print(file)
