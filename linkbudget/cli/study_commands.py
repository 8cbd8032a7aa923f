"""The commands for studies: sweep, montecarlo, sensitivity."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from linkbudget.cli.app import command
from linkbudget.cli.forms import Form, in_any_form, print_answer
from linkbudget.cli.help_pages import STUDIES
from linkbudget.cli.options import (
    AT_RECEIVER,
    OUTPUT,
    WORK,
    At,
    Elevation,
    FigureTheme,
    FigureWidth,
    LinkName,
    Range,
    ReferencePlane,
    ScenarioName,
    Settings,
    figure_look,
    requested_case,
    study_case,
)
from linkbudget.cli.printing import plain_dataset, progress_shown, say_new_notes, say_notes

if TYPE_CHECKING:
    from collections.abc import Callable

    import xarray as xr
    from matplotlib.figure import Figure

    from linkbudget.studies.axes import Axis
    from linkbudget.studies.montecarlo import MonteCarlo
    from linkbudget.studies.sensitivity import Sensitivity
    from linkbudget.studies.where import Where

Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="File to write: .nc, .csv, .xlsx, .zarr for numbers, .png, .svg, .pdf.",
        rich_help_panel=OUTPUT,
    ),
]
Workers = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", help="Number of workers on this machine.", rich_help_panel=WORK),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="A Dask scheduler, such as tcp://10.0.0.5:8786.",
        rich_help_panel=WORK,
    ),
]
Memory = Annotated[
    str,
    typer.Option("--memory", metavar="SIZE", help='Memory of each process, such as "1 GB".', rich_help_panel=WORK),
]
Line = Annotated[
    str, typer.Option("--line", metavar="LINE", help="Line of the budget, by its name with unit, such as cn0_dbhz.")
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="Another seed gives other samples.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Show no progress.", rich_help_panel=OUTPUT)]


@command(
    STUDIES,
    'linkbudget sweep mars1 --link telemetry-32cm-semi --axis "range=1e6 km..400e6 km:20:log"',
    'linkbudget sweep cubesat --axis "time=2026-03-01T05:18..2026-03-01T05:26:9" --line closing_margin_db --csv',
    'linkbudget sweep mars1 --link imaging-5cm --axis "transmitter.power=10 W, 25 W, 50 W" -o power.png',
)
@in_any_form()
def sweep(
    scenario: ScenarioName,
    axes: Annotated[
        list[str],
        typer.Option("--axis", metavar="KEY=LOW..HIGH:COUNT", help="What varies; :log behind it, or a list A, B, C."),
    ],
    link: LinkName = None,
    lines: Annotated[
        list[str] | None,
        typer.Option(
            "--line", metavar="LINE", help="Line of the budget to keep, such as cn0_dbhz; repeatable; all: every one."
        ),
    ] = None,
    at: At = None,
    range_: Range = None,
    elevation: Elevation = None,
    settings: Settings = None,
    plane: ReferencePlane = AT_RECEIVER,
    output: Output = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    memory: Memory = "1 GB",
    width: FigureWidth = None,
    theme: FigureTheme = "paper",
    quiet: Quiet = False,
    *,
    form: Form,
) -> None:
    """Compute a link's budget over a grid of its numbers.

    Time and distance may be axes of the grid.
    """
    from linkbudget.mission.scenario import load
    from linkbudget.studies.axes import axis
    from linkbudget.studies.stores import notes_of
    from linkbudget.studies.study_tables import dataset_table
    from linkbudget.studies.sweep import sweep as run

    mission = load(scenario)
    case = study_case(mission, link, at, range_, elevation, settings, plane, axes)
    spans = [axis(text, case, mission) for text in axes]
    _check_output(output, figure_of=len(spans))
    with progress_shown(quiet) as progress:
        answer = run(
            case, spans, lines, where=where(workers, scheduler, memory), store=_store(output), progress=progress
        )
    if output is not None:
        with figure_look(width, theme):
            _write(answer, output, lambda: _sweep_figure(answer, spans))
    print_answer(form, lambda: plain_dataset(answer), lambda: [dataset_table(answer)], written=output)
    say_notes(case)
    say_new_notes(case, notes_of(answer))


@command(
    STUDIES,
    "linkbudget montecarlo mars1 --link telemetry-32cm-semi",
    'linkbudget montecarlo mars1 --link telemetry-32cm-semi --range "50e6 km" --samples 4096 -o margins.png',
    "linkbudget montecarlo mars_express --link telemetry --samples 1024 --csv",
)
@in_any_form()
def montecarlo(
    scenario: ScenarioName,
    link: LinkName = None,
    samples: Annotated[int, typer.Option("--samples", metavar="N", help="How many draws; a power of two.")] = 2**16,
    method: Annotated[str, typer.Option("--method", metavar="NAME", help="sobol, latin or random.")] = "sobol",
    seed: Seed = 1963,
    correlations: Annotated[
        list[str] | None,
        typer.Option("--correlate", metavar="KEY,KEY=VALUE", help="Correlation of two numbers; repeatable."),
    ] = None,
    at: At = None,
    range_: Range = None,
    elevation: Elevation = None,
    settings: Settings = None,
    plane: ReferencePlane = AT_RECEIVER,
    output: Output = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    memory: Memory = "1 GB",
    width: FigureWidth = None,
    theme: FigureTheme = "paper",
    quiet: Quiet = False,
    *,
    form: Form,
) -> None:
    """Find the probability that a link closes.

    All uncertain numbers are drawn from their ranges. The table has the percentiles of every line.
    """
    from linkbudget.studies.montecarlo import montecarlo as run
    from linkbudget.studies.stores import notes_of
    from linkbudget.studies.study_tables import montecarlo_parts

    case = requested_case(scenario, link, at, range_, elevation, settings, plane)
    _check_output(output)
    with progress_shown(quiet) as progress:
        answer = run(
            case,
            samples,
            method=method,  # type: ignore[arg-type]  # others are refused there
            seed=seed,
            correlations=_correlations(correlations or []),
            where=where(workers, scheduler, memory),
            store=_store(output),
            progress=progress,
        )
    if output is not None:
        numbers = answer.terms if output.suffix != ".zarr" else answer.margins
        with figure_look(width, theme):
            _write(numbers, output, lambda: _histogram(answer))
    print_answer(form, answer.to_dict, lambda: montecarlo_parts(answer), written=output)
    say_notes(case)
    say_new_notes(case, notes_of(answer.terms, answer.margins))


@command(
    STUDIES,
    "linkbudget sensitivity mars1 --link telemetry-32cm-semi",
    "linkbudget sensitivity mars_express --link telemetry --line cn0_dbhz --samples 64 --csv",
)
@in_any_form()
def sensitivity(
    scenario: ScenarioName,
    link: LinkName = None,
    line: Line = "closing_margin_db",
    samples: Annotated[int, typer.Option("--samples", metavar="N", help="Base samples; a power of two.")] = 2**10,
    seed: Seed = 1963,
    at: At = None,
    range_: Range = None,
    elevation: Elevation = None,
    settings: Settings = None,
    plane: ReferencePlane = AT_RECEIVER,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="File to write: .xlsx for numbers, .png, .svg, .pdf.",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    width: FigureWidth = None,
    theme: FigureTheme = "paper",
    quiet: Quiet = False,
    *,
    form: Form,
) -> None:
    """Rank the uncertain numbers of a link by their effect.

    The effect is measured by slopes, by the ends of the ranges, and by shares of the variance.
    """
    from linkbudget.studies.sensitivity import sensitivity as run
    from linkbudget.studies.study_tables import sensitivity_parts

    case = requested_case(scenario, link, at, range_, elevation, settings, plane)
    if output is not None:
        from linkbudget.studies.saving import SHEETS, check_ending

        check_ending(output, (*SHEETS, *_figures()))
    with progress_shown(quiet) as progress:
        answer = run(case, line, samples, seed=seed, progress=progress)
    if output is not None:
        with figure_look(width, theme):
            _write_influences(answer, output)
    print_answer(form, answer.to_dict, lambda: sensitivity_parts(answer), written=output)
    say_notes(case)


def _figures() -> tuple[str, ...]:
    from linkbudget.plots.drawing import SUFFIXES

    return SUFFIXES


def _check_output(output: Path | None, figure_of: int = 1) -> None:
    """Refuse a name that nothing can be written to before the work is done."""
    from linkbudget.errors import InputError
    from linkbudget.formatting import list_text
    from linkbudget.studies.saving import ENDINGS

    if output is None:
        return
    if output.suffix not in (*ENDINGS, *_figures()):
        raise InputError(f"{output}: expected a name that ends in {', '.join((*ENDINGS, *_figures()))}")
    if output.suffix in _figures() and figure_of > 2:
        raise InputError(
            f"{output}: a figure shows one axis or two, not {figure_of}; expected {list_text(ENDINGS, 'or')}"
        )


def where(workers: int | None, scheduler: str | None, memory: str) -> "Where":
    from linkbudget.studies.where import Where

    return Where(workers, scheduler, _bytes(memory))


def _bytes(text: str) -> float:
    from linkbudget.errors import InputError

    number, unit = text.strip()[:-2].strip(), text.strip()[-2:].upper()
    try:
        return float(number) * {"MB": 1e6, "GB": 1e9}[unit]
    except (ValueError, KeyError):
        raise InputError(f'--memory {text!r}: expected a size such as "500 MB" or "2 GB"') from None


def _store(output: Path | None) -> Path | None:
    return output if output is not None and output.suffix == ".zarr" else None


def _write(dataset: "xr.Dataset", output: Path, figure: "Callable[[], Figure]") -> None:
    """The answer as numbers or as a figure; a Zarr store has been written on the way."""
    if output.suffix in _figures():
        from linkbudget.plots.drawing import write

        write(figure(), output)
    elif output.suffix != ".zarr":
        from linkbudget.studies.saving import save

        save(dataset, output)


def _write_influences(answer: "Sensitivity", output: Path) -> None:
    """Save the answer of a sensitivity study as a spreadsheet or as a tornado."""
    if output.suffix in _figures():
        from linkbudget.plots.drawing import write

        write(_tornado(answer), output)
    else:
        from linkbudget.studies.saving import save_sensitivity

        save_sensitivity(answer, output)


def _correlations(texts: list[str]) -> dict[tuple[str, str], float]:
    from linkbudget.errors import InputError

    pairs: dict[tuple[str, str], float] = {}
    for text in texts:
        left, equals, value = text.partition("=")
        try:
            one, other = (key.strip() for key in left.split(","))
            number = float(value)
        except ValueError:
            equals = ""
        if not equals:
            raise InputError(f"--correlate {text!r}: expected KEY,KEY=VALUE with a value from -1 to 1")
        if (one, other) in pairs:
            raise InputError(f"--correlate {text!r}: given twice; expected each pair once")
        pairs[one, other] = number
    return pairs


def _sweep_figure(answer: "xr.Dataset", spans: "list[Axis]") -> "Figure":
    from linkbudget.plots.sweeps import sweep_figure

    return sweep_figure(answer, spans)


def _histogram(answer: "MonteCarlo") -> "Figure":
    from linkbudget.plots.uncertainty import histogram_figure

    return histogram_figure(answer)


def _tornado(answer: "Sensitivity") -> "Figure":
    from linkbudget.plots.uncertainty import tornado_figure

    return tornado_figure(answer)
