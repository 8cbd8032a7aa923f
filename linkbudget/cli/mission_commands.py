"""Commands on one mission and its links: run, budget, explain, plot, check; and the schema and the catalogue."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from linkbudget.cli import completion
from linkbudget.cli.app import app
from linkbudget.cli.exit_statuses import WRONG_REQUEST
from linkbudget.cli.messages import say
from linkbudget.cli.options import (
    AT_RECEIVER,
    AsJson,
    At,
    Elevation,
    FigureTheme,
    FigureWidth,
    LinkName,
    Range,
    ReferencePlane,
    ScenarioName,
    Settings,
    quantity,
    requested_case,
    requested_case_and_budget,
)
from linkbudget.cli.printing import leave, note_what_a_reader_may_miss, print_json, progress_shown, say_notes
from linkbudget.cli.shelves import SHELVES
from linkbudget.plots.figures import ALL, BUILT_IN

if TYPE_CHECKING:
    from linkbudget.link.budget import Budget
    from linkbudget.mission.sight import NotedCase


class Table(StrEnum):
    """Columns that a budget shows."""

    plain = "plain"
    full = "full"


Shelf = StrEnum("Shelf", list(SHELVES))  # type: ignore[misc]  # the names stand in cli.shelves
"""Shelves of the catalogue, as an argument takes them."""


def _folder(text: str) -> Path:
    """A folder by its name; an empty one is not taken for the folder one stands in."""
    if not text.strip():
        raise typer.BadParameter("is empty; expected the name of a folder")
    return Path(text)


@app.command()
def run(
    scenario: ScenarioName,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="FOLDER", parser=_folder, help="Folder to write to; out/SCENARIO without it."
        ),
    ] = None,
    step: Annotated[str | None, typer.Option(help='Time between instants, such as "1 min".')] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Show no progress.")] = False,
    must_close: Annotated[
        bool,
        typer.Option(
            "--must-close", help="Exit status 1 if a link in use at the reference instant does not close there."
        ),
    ] = False,
) -> None:
    """Do a whole mission: timeline, budgets, figures and a report."""
    from linkbudget.mission.scenario import load
    from linkbudget.report.run import links_that_fail, run_mission

    mission = load(scenario)
    folder = output or Path("out") / mission.name
    step_s = None if step is None else quantity("--step", step, "s", above=0.0)
    with progress_shown(quiet) as progress:
        files = run_mission(mission, folder, step_s=step_s, progress=progress)
    failing = links_that_fail(folder)
    if failing:
        print(f"In use at the reference instant and not closing: {', '.join(failing)}")
    print(f"{len(files)} files in {folder}; open {folder / 'report.html'}")
    leave(must_close, closes=not failing)


@app.command()
def budget(
    scenario: ScenarioName,
    link: LinkName = None,
    at: At = None,
    range_: Range = None,
    elevation: Elevation = None,
    settings: Settings = None,
    plane: ReferencePlane = AT_RECEIVER,
    table: Annotated[
        Table, typer.Option("--table", help="plain: values and sources; full: adverse, favourable, mean, verdicts.")
    ] = Table.plain,
    must_close: Annotated[
        bool, typer.Option("--must-close", help="Exit status 1 if the link does not close or has no answer; else 0.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="File to write instead: .xlsx, a live sheet, .csv or .md; full: .xlsx.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print a link's budget from transmitter to verdict."""
    if output is not None:
        from linkbudget.studies.saving import BUDGETS, SHEETS, check_ending

        check_ending(output, SHEETS if table is Table.full else BUDGETS)
    if table is Table.full:
        shown = _full_table(requested_case(scenario, link, at, range_, elevation, settings, plane), output, as_json)
        leave(must_close, closes=shown.verdict.closes)
        return
    case, result = requested_case_and_budget(scenario, link, at, range_, elevation, settings, plane)
    if output is not None:
        from linkbudget.studies.saving import save_budget

        save_budget(result, output)
        print(output)
        say_notes(case)
    elif as_json:
        print_json(result.to_dict())
        say_notes(case)
    else:
        from linkbudget.cli.terminal_tables import print_budget

        print_budget(result)
    note_what_a_reader_may_miss(result)
    leave(must_close, closes=result.verdict.closes)


@app.command()
def explain(
    scenario: ScenarioName,
    link: LinkName = None,
    at: At = None,
    range_: Range = None,
    elevation: Elevation = None,
    settings: Settings = None,
    plane: ReferencePlane = AT_RECEIVER,
) -> None:
    """Print a link's budget with equations, numbers and sources."""
    case, result = requested_case_and_budget(scenario, link, at, range_, elevation, settings, plane)
    print(result.explanation())
    say_notes(case)
    note_what_a_reader_may_miss(result)


@app.command()
def plot(
    scenario: ScenarioName,
    figure: Annotated[
        str,
        typer.Argument(
            help=f"What to draw: {', '.join(BUILT_IN)}, or a figure of another package (see catalog); {ALL} of them.",
            autocompletion=completion.figures,
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="File (.png, .svg, .pdf), or of all the folder; SCENARIO-KIND.png or SCENARIO-figures without.",
        ),
    ] = None,
    link: Annotated[
        str | None, typer.Option("--link", help="Link, for figures of one link.", autocompletion=completion.links)
    ] = None,
    at: At = None,
    width: FigureWidth = None,
    theme: FigureTheme = "paper",
    form: Annotated[str, typer.Option("--format", help="With all: png, svg or pdf.")] = "png",
) -> None:
    """Draw one figure, or with all in its place every figure that makes sense for the scenario."""
    from linkbudget.mission.scenario import load
    from linkbudget.plots.drawing import checked_kind, save_all, save_figure

    if figure != ALL:
        checked_kind(figure)
    mission = load(scenario)
    if link is not None:
        mission.link(link)
    if figure == ALL:
        folder = output or Path(f"{mission.name}-figures")
        save_all(mission, folder, link=link, at=at, width=width, theme=theme, suffix=f".{form}", written=_tell)
        return
    file = output or Path(f"{mission.name}-{figure}.png")
    save_figure(mission, figure, file, link=link, at=at, width=width, theme=theme)
    print(file)


def _tell(file: Path) -> None:
    """Say at once that a file is there, for whoever waits for the next one."""
    print(file, flush=True)


@app.command()
def animate(
    scenario: ScenarioName,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="File to write (.gif, .webp); SCENARIO-LINK.gif without."),
    ] = None,
    link: Annotated[
        str | None,
        typer.Option("--link", help="Link that sends pictures; the first without it.", autocompletion=completion.links),
    ] = None,
    theme: FigureTheme = "paper",
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Show no progress.")] = False,
) -> None:
    """Let a picture dissolve with distance, beside it the flight and the margin: a GIF or WebP file."""
    from linkbudget.mission.scenario import load
    from linkbudget.plots.animation import checked_animation, dissolving, picture_link

    if output is not None:
        checked_animation(output)
    mission = load(scenario)
    name = picture_link(mission, link)
    with progress_shown(quiet) as progress:
        moving = dissolving(mission, name, theme=theme, progress=progress)
    print(moving.write(output or Path(f"{mission.name}-{name}.gif")))
    print(f"In words: {moving.caption}")


@app.command()
def check(scenario: ScenarioName, as_json: AsJson = False) -> None:
    """Say all that is wrong with a scenario, a line each, or what is in it."""
    from linkbudget.cli.terminal_tables import print_summary
    from linkbudget.mission.checking import check as find_mistakes
    from linkbudget.mission.summary import summarise

    found, mistakes = find_mistakes(scenario)
    for mistake in mistakes:
        say(mistake)
    if found is None:
        raise typer.Exit(WRONG_REQUEST)
    summary = summarise(found)
    if as_json:
        print_json(summary)
    else:
        print_summary(summary)


@app.command()
def schema() -> None:
    """Print the JSON schema of scenario files, for editors."""
    from linkbudget.scenario_files.schema import file_schema

    print_json(file_schema())


@app.command()
def catalog(
    shelf: Annotated[Shelf | None, typer.Argument(help="What to list; everything without it.")] = None,
    as_json: AsJson = False,
) -> None:
    """List what can be named: scenarios, stations, antennas, modulations, codes, figures, reference planes."""
    from linkbudget.cli.terminal_tables import print_catalogue

    contents = {name: SHELVES[name]() for name in ([shelf.value] if shelf else SHELVES)}
    if as_json:
        print_json(contents)
    else:
        print_catalogue(contents)


def _full_table(case: "NotedCase", output: Path | None, as_json: bool) -> "Budget":
    from linkbudget.cli.terminal_tables import print_control_table
    from linkbudget.link.control_table import control_table

    table = control_table(case)
    if output is not None:
        from linkbudget.studies.saving import save_control_table

        save_control_table(table, output)
        print(output)
        say_notes(case)
    elif as_json:
        print_json(table.to_dict())
        say_notes(case)
    else:
        print_control_table(table)
    note_what_a_reader_may_miss(table.budget)
    return table.budget
