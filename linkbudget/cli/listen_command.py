"""``linkbudget listen``: the carrier as a receiver would hear it.  Heavy imports happen inside the command."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from linkbudget.cli.app import command
from linkbudget.cli.forms import Form, in_any_form, print_answer
from linkbudget.cli.help_pages import SIGNALS
from linkbudget.cli.options import (
    OUTPUT,
    At,
    FigureTheme,
    FigureWidth,
    LinkName,
    ScenarioName,
    chosen_link,
    figure_look,
    quantity,
)

if TYPE_CHECKING:
    from linkbudget.mission.listening import Recording

WHOLE_PASS = "pass"
"""The duration that stands for a whole pass."""


@command(
    SIGNALS,
    "linkbudget listen mars1 --link telemetry-32cm-semi -o far.wav",
    'linkbudget listen sputnik24 --link telemetry-160cm --duration "2 min" --json',
)
@in_any_form()
def listen(
    scenario: ScenarioName,
    link: LinkName = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="WAV file to write; SCENARIO-LINK.wav without it.",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    at: At = None,
    duration: Annotated[
        str, typer.Option(metavar="TIME", help='Duration, such as "5 min", or the word pass.')
    ] = "60 s",
    bandwidth: Annotated[str, typer.Option(metavar="FREQUENCY", help="Noise bandwidth of the receiver.")] = "3 kHz",
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of the random numbers.", min=0)] = 1962,
    width: FigureWidth = None,
    theme: FigureTheme = "paper",
    *,
    form: Form,
) -> None:
    """Write a link's carrier as sound, and its waterfall.

    The sound is a WAV file, the waterfall a PNG beside it.
    """
    from linkbudget.cli.fact_tables import recording_parts
    from linkbudget.errors import InputError
    from linkbudget.geometry.clock import format_utc
    from linkbudget.mission.listening import listen as record
    from linkbudget.mission.listening import pass_around, require_wav, write_wav
    from linkbudget.mission.scenario import load
    from linkbudget.writing import whole_files

    mission = load(scenario)
    link = chosen_link(mission, link)
    output = output or Path(f"{mission.name}-{link}.wav")
    require_wav(output)
    if output.is_dir():
        raise InputError(f"{output}: is a folder; expected the name of a file")
    bandwidth_hz = quantity("--bandwidth", bandwidth, "Hz", above=0.0)
    if duration.strip() == WHOLE_PASS:
        stretch = pass_around(mission, link, at)
        at, duration_s = format_utc(stretch.rise_utc_s), stretch.duration_s
    else:
        duration_s = quantity("--duration", duration, "s", above=0.0)
    recording = record(mission, link, at, duration_s=duration_s, bandwidth_hz=bandwidth_hz, seed=seed)
    waterfall = output.with_suffix(".png")
    with whole_files(output.parent, what=output) as folder:
        write_wav(recording, folder / output.name)
        with figure_look(width, theme):
            _draw(recording, folder / waterfall.name)
    data = recording.to_dict() | {"files": [str(output), str(waterfall)]}
    print_answer(form, lambda: data, lambda: recording_parts(recording, data))


def _draw(recording: "Recording", file: Path) -> None:
    from linkbudget.plots.drawing import write
    from linkbudget.plots.sound import carrier_waterfall
    from linkbudget.plots.style import whole_figure

    figure = whole_figure(carrier_waterfall(recording))
    figure.set_label(f"{recording.scenario.config.mission.title}: {recording.link} as heard")
    write(figure, file)
