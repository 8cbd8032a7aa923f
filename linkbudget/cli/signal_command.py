"""``linkbudget signal`` and ``linkbudget measure``: samples of a link, and what a recording holds of one.

Heavy imports happen inside the commands.
"""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from linkbudget.cli.app import command
from linkbudget.cli.forms import Form, in_any_form, print_answer
from linkbudget.cli.help_pages import SIGNALS
from linkbudget.cli.options import (
    OUTPUT,
    At,
    LinkName,
    ScenarioName,
    Settings,
    changes_of,
    chosen_link,
    quantity,
)


@command(
    SIGNALS,
    "linkbudget signal mars1 --link telemetry-32cm-dish -o far.sigmf-meta",
    'linkbudget signal cubesat --duration "1 s" -o pass.wav --json',
)
@in_any_form()
def signal(
    scenario: ScenarioName,
    link: LinkName = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="File to write: .sigmf-meta, or .wav of I and Q.",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    at: At = None,
    duration: Annotated[str, typer.Option(metavar="TIME", help='Duration, such as "10 s".')] = "10 s",
    sample_rate: Annotated[
        str | None,
        typer.Option(metavar="FREQUENCY", help="Samples a second; none: eight times the band."),
    ] = None,
    bits: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Text of 0 and 1 to send over and over; none: ITU-T O.150.")
    ] = None,
    settings: Settings = None,
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of the noise.", min=0)] = 1962,
    *,
    form: Form,
) -> None:
    """Write a link's signal in noise as a SigMF recording.

    The signal is a carrier, data or pulses, at the levels of the budget.
    """
    from linkbudget.cli.fact_tables import signal_parts
    from linkbudget.mission.scenario import load
    from linkbudget.mission.signals import make_signal, read_bits, signal_files, write_iq_wav, write_sigmf
    from linkbudget.writing import whole_files

    mission = load(scenario)
    link = chosen_link(mission, link)
    output = output or Path(f"{mission.name}-{link}.sigmf-meta")
    files = signal_files(output)
    made = make_signal(
        mission,
        link,
        at,
        duration_s=quantity("--duration", duration, "s", above=0.0),
        sample_rate_hz=None if sample_rate is None else quantity("--sample-rate", sample_rate, "Hz", above=0.0),
        bits=None if bits is None else read_bits(bits),
        settings=changes_of(settings, 'transmitter.power="20 W"') or None,
        seed=seed,
    )
    with whole_files(output.parent, what=output) as folder:
        write = write_sigmf if len(files) > 1 else write_iq_wav
        write(made, folder / output.name)
    said = made.to_dict() | {"files": [str(file) for file in files]}
    print_answer(form, lambda: said, lambda: signal_parts(made, said))


@command(
    SIGNALS,
    "linkbudget measure far.sigmf-meta",
    "linkbudget measure far.sigmf-meta --csv",
)
@in_any_form()
def measure(
    recording: Annotated[Path, typer.Argument(metavar="RECORDING", help="A .sigmf-meta or a .wav file.")],
    scenario: Annotated[
        str | None,
        typer.Option("--scenario", metavar="SCENARIO", help="Scenario to compare with, unless it names one."),
    ] = None,
    link: LinkName = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="ISO-TIME", help="Start in UTC, where the recording tells none.")
    ] = None,
    centre: Annotated[
        str | None, typer.Option(metavar="FREQUENCY", help="Radio frequency at zero of the samples, as --at.")
    ] = None,
    begin: Annotated[str, typer.Option("--from", metavar="TIME", help="Where in the recording to begin.")] = "0 s",
    duration: Annotated[str | None, typer.Option(metavar="TIME", help="How much of it; none: to its end.")] = None,
    slide: Annotated[str, typer.Option(metavar="HZ/S", help="Slides up to this are looked through, in Hz/s.")] = "0.1",
    square: Annotated[
        bool, typer.Option("--square", help="Look for the tone of the squared signal: BPSK without a carrier.")
    ] = False,
    *,
    form: Form,
) -> None:
    """Find the carrier in a recording, and compare it with a budget.

    The table has its frequency, its slide and its C/N0.
    """
    from linkbudget.cli.fact_tables import measured_table
    from linkbudget.errors import InputError
    from linkbudget.geometry.clock import parse_utc
    from linkbudget.mission.measuring import expected, measure_carrier, read_recording
    from linkbudget.mission.scenario import load

    try:
        most = float(slide)
    except ValueError:
        raise InputError(f"--slide {slide!r}: expected a number of Hz/s, such as 2.5") from None
    from_s = quantity("--from", begin, "s", at_least=0.0)
    length = None if duration is None else quantity("--duration", duration, "s", above=0.0)
    received = read_recording(recording, from_s=from_s, duration_s=length)
    start = received.start_utc_s if at is None else parse_utc(at) + from_s
    zero = received.centre_hz if centre is None else quantity("--centre", centre, "Hz", above=0.0)
    received = replace(received, centre_hz=zero, start_utc_s=start)
    scenario, link = scenario or received.scenario, link or received.link
    said: dict[str, float] = {}
    length_s = received.samples.size / received.sample_rate_hz
    if scenario is not None:
        if start is None:
            raise InputError(f"{recording}: tells no date; expected --at, the start of the recording, to compare")
        mission = load(scenario)
        said = expected(mission, chosen_link(mission, link), start, length_s)
    elif link is not None:
        raise InputError(f"{recording}: names no scenario; expected --scenario beside --link")
    about = said.get("slide_hz_per_s", 0.0)
    found = measure_carrier(received, square=square, slide_hz_per_s=about, most_slide_hz_per_s=most)
    data = found.to_dict() | {"duration_s": length_s} | {f"expected_{key}": value for key, value in said.items()}
    print_answer(form, lambda: data, lambda: [measured_table(found, said, data, square=square)])
