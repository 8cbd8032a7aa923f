"""``linkbudget listen``: the carrier as a receiver would hear it.  Heavy imports happen inside the command."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from linkbudget.cli.app import app
from linkbudget.cli.options import (
    AsJson,
    At,
    FigureTheme,
    FigureWidth,
    LinkName,
    ScenarioName,
    chosen_link,
    figure_look,
    quantity,
)
from linkbudget.cli.printing import print_json
from linkbudget.formatting import decibels_text, distance_text, duration_text, frequency_text, span_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkbudget.mission.listening import Recording

WHOLE_PASS = "pass"
"""The duration that stands for a whole pass."""


@app.command()
def listen(
    scenario: ScenarioName,
    link: LinkName = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="WAV file to write; SCENARIO-LINK.wav without it."),
    ] = None,
    at: At = None,
    duration: Annotated[str, typer.Option(help='How long, such as "5 min", or the word pass.')] = "60 s",
    bandwidth: Annotated[str, typer.Option(help="Noise bandwidth of the receiver.")] = "3 kHz",
    seed: Annotated[int, typer.Option(help="Of the random numbers.", min=0)] = 1962,
    width: FigureWidth = None,
    theme: FigureTheme = "paper",
    as_json: AsJson = False,
) -> None:
    """Hear a link's carrier: a WAV file, and its waterfall as a PNG beside it."""
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
    if as_json:
        print_json(recording.to_dict() | {"files": [str(output), str(waterfall)]})
    else:
        _print_recording(recording)
        for note in recording.notes:
            print(f"Note: {note}.")
        print(output)
        print(waterfall)


def _draw(recording: "Recording", file: Path) -> None:
    from linkbudget.plots.drawing import write
    from linkbudget.plots.sound import carrier_waterfall
    from linkbudget.plots.style import whole_figure

    figure = whole_figure(carrier_waterfall(recording))
    figure.set_label(f"{recording.scenario.config.mission.title}: {recording.link} as heard")
    write(figure, file)


def _print_recording(recording: "Recording") -> None:
    said = recording.to_dict()

    def span(key: str, text: "Callable[[float], str]") -> str:
        return span_text(*(text(said[f"{end}_{key}"]) for end in ("lowest", "highest")))

    side = "above" if said["tuned_hz"] >= 0.0 else "below"
    level, less = (decibels_text(said[f"{key}_db"]) for key in ("noise_level", "turned_down"))
    rows = [
        ("Start, length", f"{said['start']}, {duration_text(said['duration_s'])}"),
        ("Distance", span("range_m", distance_text)),
        ("Doppler shift", span("doppler_shift_hz", lambda hz: frequency_text(hz, 6))),
        ("C/N0 of the carrier", span("carrier_cn0_dbhz", lambda level: decibels_text(level, "dBHz"))),
        (f"Over noise in {frequency_text(said['bandwidth_hz'])}", span("snr_db", decibels_text)),
        (
            "Heard at",
            f"{frequency_text(said['pitch_hz'])}, tuned {frequency_text(abs(said['tuned_hz']), 6)} {side} nominal",
        ),
        ("Level of the noise", f"{level} of full scale, turned down {less}"),
    ]
    for name, text in rows:
        print(f"{name:28s} {text}")
