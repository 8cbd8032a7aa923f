"""The command that asks what a mission's record says of its unknown numbers."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from linkbudget.cli.app import command
from linkbudget.cli.forms import Form, in_any_form, print_answer
from linkbudget.cli.help_pages import RECORD
from linkbudget.cli.options import OUTPUT, FigureTheme, FigureWidth, ScenarioName, figure_look
from linkbudget.cli.printing import progress_shown
from linkbudget.cli.study_commands import Memory, Quiet, Scheduler, Seed, Workers, where

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from linkbudget.studies.inference import Inference, Method


@command(
    RECORD,
    "linkbudget infer mars1",
    "linkbudget infer mars1 --table reports",
    "linkbudget infer mars1 -o margins.png --margins",
)
@in_any_form("numbers", "reports", "alternatives")
def infer(
    scenario: ScenarioName,
    draws: Annotated[int, typer.Option("--draws", metavar="N", help="How many draws; a power of two.")] = 2**17,
    method: Annotated[str, typer.Option("--method", help="auto, importance or annealing.")] = "auto",
    seed: Seed = 1963,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="File to write: .csv for numbers, .png, .svg, .pdf.",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    margins: Annotated[
        bool,
        typer.Option(
            "--margins", help="Draw margins over the mission, not the uncertain numbers.", rich_help_panel=OUTPUT
        ),
    ] = False,
    workers: Workers = None,
    scheduler: Scheduler = None,
    memory: Memory = "1 GB",
    width: FigureWidth = None,
    theme: FigureTheme = "paper",
    quiet: Quiet = False,
    *,
    form: Form,
) -> None:
    """Infer the uncertain numbers of a mission from its record.

    The tables also show what would narrow them most.
    """
    from linkbudget.mission.scenario import load
    from linkbudget.studies.inference import infer as run
    from linkbudget.studies.inference_tables import inference_parts

    _check_output(output, margins)
    with progress_shown(quiet) as progress:
        found = run(
            load(scenario),
            draws,
            method=cast("Method", method),  # others are refused there
            seed=seed,
            where=where(workers, scheduler, memory),
            progress=progress,
        )
    if output is not None:
        with figure_look(width, theme):
            _write(found, output, margins)
    print_answer(form, found.to_dict, lambda: inference_parts(found), written=output)


def _check_output(output: Path | None, margins: bool) -> None:
    """Refuse a name that nothing can be written to before the work is done."""
    from linkbudget.errors import InputError
    from linkbudget.plots.drawing import SUFFIXES

    if output is not None and output.suffix not in (".csv", *SUFFIXES):
        raise InputError(f"{output}: expected a name that ends in {', '.join(('.csv', *SUFFIXES))}")
    if margins and (output is None or output.suffix not in SUFFIXES):
        raise InputError(f"--margins: expected together with -o and a name that ends in {', '.join(SUFFIXES)}")


def _write(found: "Inference", output: Path, margins: bool) -> None:
    from linkbudget.plots.drawing import SUFFIXES, write

    if output.suffix in SUFFIXES:
        write(_figure(found, margins), output)
    else:
        from linkbudget.studies.inference_tables import numbers_table
        from linkbudget.writing import whole_file

        with whole_file(output) as file:
            file.write_text(numbers_table(found).csv(), encoding="utf-8", newline="")


def _figure(found: "Inference", margins: bool) -> "Figure":
    from linkbudget.plots.inferred import margins_before_and_after, prior_and_posterior
    from linkbudget.plots.style import whole_figure

    kind = margins_before_and_after if margins else prior_and_posterior
    return whole_figure(kind(found.scenario, found))
