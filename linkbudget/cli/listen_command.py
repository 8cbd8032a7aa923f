"""``linkbudget listen``: the carrier as a receiver would hear it.  Heavy imports happen inside the command."""

from pathlib import Path
from typing import Annotated

import typer

from linkbudget.cli.answers import print_json
from linkbudget.cli.app import app
from linkbudget.cli.options import AsJson, At, LinkName, ScenarioName, quantity

WHOLE_PASS = "pass"
"""The duration that stands for a whole pass."""


@app.command()
def listen(
    scenario: ScenarioName,
    link: LinkName,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="WAV file to write; SCENARIO-LINK.wav without it."),
    ] = None,
    at: At = None,
    duration: Annotated[str, typer.Option(help='How long, such as "5 min", or the word pass.')] = "60 s",
    bandwidth: Annotated[str, typer.Option(help="Noise bandwidth of the receiver.")] = "3 kHz",
    seed: Annotated[int, typer.Option(help="Of the random numbers.", min=0)] = 1962,
    as_json: AsJson = False,
) -> None:
    """Hear a link's carrier: a WAV file, and its waterfall as a PNG beside it."""
    from linkbudget.errors import InputError
    from linkbudget.geometry.clock import format_utc
    from linkbudget.mission.listening import listen as record
    from linkbudget.mission.listening import pass_around, require_wav, write_wav
    from linkbudget.mission.scenario import load
    from linkbudget.writing import whole_folder

    mission = load(scenario)
    mission.link(link)
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
    with whole_folder(output.parent, what=output) as folder:
        write_wav(recording, folder / output.name)
        _draw(recording, folder / waterfall.name)
    if as_json:
        print_json(recording.to_dict() | {"files": [str(output), str(waterfall)]})
    else:
        _print_recording(recording)
        for note in recording.notes:
            print(f"Note: {note}.")
        print(output)
        print(waterfall)


def _draw(recording, file: Path) -> None:
    import matplotlib
    from matplotlib.figure import Figure

    from linkbudget.plots.kinds import write
    from linkbudget.plots.sound import carrier_waterfall
    from linkbudget.plots.style import HOUSE_STYLE

    with matplotlib.rc_context(HOUSE_STYLE):
        figure = Figure(figsize=(10.0, 7.6), layout="constrained")
        figure.set_label(f"{recording.scenario.config.mission.title}: {recording.link} as heard")
        carrier_waterfall(recording, ax=figure)
    write(figure, file)


def _print_recording(recording) -> None:
    said = recording.to_dict()

    def span(key: str, unit: str, scale: float = 1.0, digits: str = ".1f") -> str:
        low, high = (format(said[f"{end}_{key}"] * scale, digits) for end in ("lowest", "highest"))
        return f"{low} {unit}" if low == high else f"{low} to {high} {unit}"

    rows = [
        ("Start, length", f"{said['start']}, {said['duration_s']:.4g} s"),
        (
            "Distance",
            span("range_m", "million km", 1e-9, ".4g") if _is_far(said) else span("range_m", "km", 1e-3, ".0f"),
        ),
        ("Doppler shift", span("doppler_shift_hz", "Hz")),
        ("C/N0 of the carrier", span("carrier_cn0_dbhz", "dBHz")),
        (f"Over noise in {said['bandwidth_hz']:g} Hz", span("snr_db", "dB")),
        ("Heard at", f"{said['pitch_hz']:g} Hz, tuned {said['tuned_hz']:+.0f} Hz from nominal"),
        (
            "Level of the noise",
            f"{said['noise_level_db']:.1f} dB of full scale, turned down {said['turned_down_db']:.1f} dB",
        ),
    ]
    for name, text in rows:
        print(f"{name:28s} {text}")


def _is_far(said: dict) -> bool:
    return said["lowest_range_m"] >= 1e9
