"""Commands on one mission and its links: run, budget, explain, plot, check; and the schema and the catalogue."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from linkbudget.cli import completion
from linkbudget.cli.app import command
from linkbudget.cli.exit_statuses import WRONG_REQUEST
from linkbudget.cli.forms import Form, in_any_form, print_answer
from linkbudget.cli.help_pages import FIGURES, FIRST_STEPS, LOOK_UP, ONE_LINK
from linkbudget.cli.messages import say
from linkbudget.cli.options import (
    AT_RECEIVER,
    CASE,
    OUTPUT,
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
from linkbudget.plots.figures import ALL, BUILT_IN
from linkbudget.shelves import SHELVES

if TYPE_CHECKING:
    from linkbudget.link.budget import Budget
    from linkbudget.mission.sight import NotedCase


class Table(StrEnum):
    """Tables that a budget has."""

    plain = "plain"
    full = "full"
    margins = "margins"


def _folder(text: str) -> Path:
    """A folder by its name; an empty one is not taken for the folder one stands in."""
    if not text.strip():
        raise typer.BadParameter("is empty; expected the name of a folder")
    return Path(text)


@command(
    FIRST_STEPS,
    "linkbudget run mars1",
    'linkbudget run cubesat -o out/cubesat --step "1 min"',
    "linkbudget run sputnik24 --must-close",
)
@in_any_form()
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
            "--must-close",
            help="Exit status 1 if a link in use at the scenario's reference instant does not close.",
        ),
    ] = False,
    *,
    form: Form,
) -> None:
    """Compute a whole mission: timeline, budgets, figures, report."""
    from linkbudget.mission.scenario import load
    from linkbudget.report.first_screen import answers_table
    from linkbudget.report.run import links_that_fail, read_answers, run_mission
    from linkbudget.report.two_at_once import usable_processes
    from linkbudget.tables import Paragraph

    mission = load(scenario)
    folder = output or Path("out") / mission.name
    step_s = None if step is None else quantity("--step", step, "s", above=0.0)
    with progress_shown(quiet) as progress:
        files = run_mission(mission, folder, step_s, progress, usable_processes())
    failing = links_that_fail(folder)
    answers = read_answers(folder)
    where = f"{len(files)} files in {folder}; open {folder / 'report.html'}"
    print_answer(
        form,
        lambda: answers | {"folder": str(folder), "files": files},
        lambda: [Paragraph(answers["summary"], "verdict"), answers_table(answers), Paragraph(where)],
    )
    leave(must_close, closes=not failing)


@command(
    ONE_LINK,
    "linkbudget budget mars1 --link imaging-5cm --at 1963-03-21T17:00Z",
    'linkbudget budget mars1 --link imaging-5cm --range "106.76e6 km" --set transmitter.power="20 W" --csv',
    "linkbudget budget mars_express --link telecommand --table full",
    "linkbudget budget cubesat --must-close",
)
@in_any_form()
def budget(
    scenario: ScenarioName,
    link: LinkName = None,
    at: At = None,
    range_: Range = None,
    elevation: Elevation = None,
    settings: Settings = None,
    plane: ReferencePlane = AT_RECEIVER,
    table: Annotated[
        Table,
        typer.Option(
            "--table",
            help="plain: values, sources; full: adverse, favourable, mean, margins; margins: these and verdicts alone.",
            rich_help_panel=OUTPUT,
        ),
    ] = Table.plain,
    must_close: Annotated[
        bool,
        typer.Option(
            "--must-close",
            help="Exit status 1 if the link does not close or has no answer; else 0.",
            rich_help_panel=OUTPUT,
        ),
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="File to write instead: .xlsx, a live sheet, .csv or .md; full: .xlsx.",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    *,
    form: Form,
) -> None:
    """Print a link's budget from transmitter to verdict."""
    from linkbudget.link.budget_tables import budget_table, notes_and_verdict

    if output is not None:
        from linkbudget.studies.saving import BUDGETS, SHEETS, check_ending

        check_ending(output, BUDGETS if table is Table.plain else SHEETS)
    if table is not Table.plain:
        case = requested_case(scenario, link, at, range_, elevation, settings, plane)
        shown = _full_table(case, output, form, margins_alone=table is Table.margins)
        leave(must_close, closes=shown.verdict.closes)
        return
    case, result = requested_case_and_budget(scenario, link, at, range_, elevation, settings, plane)
    if output is not None:
        from linkbudget.studies.saving import save_budget

        save_budget(result, output)
    print_answer(form, result.to_dict, lambda: [budget_table(result), *notes_and_verdict(result)], written=output)
    if output is not None or not form.has_notes:
        say_notes(case)
    note_what_a_reader_may_miss(result)
    leave(must_close, closes=result.verdict.closes)


@command(
    ONE_LINK,
    "linkbudget explain mars1 --link telemetry-32cm-semi",
    "linkbudget explain mars1 --link telemetry-32cm-semi --line free_space_loss_db",
    'linkbudget explain cubesat --range "1200 km" --elevation "20 deg"',
)
def explain(
    scenario: ScenarioName,
    link: LinkName = None,
    at: At = None,
    range_: Range = None,
    elevation: Elevation = None,
    settings: Settings = None,
    plane: ReferencePlane = AT_RECEIVER,
    lines: Annotated[
        list[str] | None,
        typer.Option("--line", metavar="KEY", help="One line alone, such as free_space_loss_db; repeatable."),
    ] = None,
) -> None:
    """Print a link's budget with equations, numbers and sources."""
    case, result = requested_case_and_budget(scenario, link, at, range_, elevation, settings, plane)
    print(result.explanation(*lines or ()))
    say_notes(case)
    note_what_a_reader_may_miss(result)


@command(
    FIGURES,
    "linkbudget plot mars1 snr -o snr.png",
    "linkbudget plot mars1 waterfall --link imaging-5cm",
    "linkbudget plot sputnik24 passes -o passes.svg",
)
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
        str | None,
        typer.Option(
            "--link",
            metavar="NAME",
            help="Link, for figures of one link.",
            autocompletion=completion.links,
            rich_help_panel=CASE,
        ),
    ] = None,
    at: At = None,
    width: FigureWidth = None,
    theme: FigureTheme = "paper",
    form: Annotated[str, typer.Option("--format", help="With all: png, svg or pdf.")] = "png",
) -> None:
    """Draw one figure, or all that make sense for the scenario.

    The word all stands in the place of a figure then.
    """
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
    """Print the name of a file as soon as it is written, for whoever waits for the next one."""
    print(file, flush=True)


@command(
    FIGURES,
    "linkbudget animate mars1 -o dissolve.gif",
    "linkbudget animate mars1 --link television-8cm --theme dark -o television.webp",
)
def animate(
    scenario: ScenarioName,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="File to write (.gif, .webp); SCENARIO-LINK.gif without."),
    ] = None,
    link: Annotated[
        str | None,
        typer.Option(
            "--link",
            metavar="NAME",
            help="Link that sends pictures; the first without it.",
            autocompletion=completion.links,
        ),
    ] = None,
    theme: FigureTheme = "paper",
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Show no progress.")] = False,
) -> None:
    """Let a picture dissolve with distance, as a GIF or WebP file.

    Beside it the flight and the margin.
    """
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


@command(
    FIRST_STEPS,
    "linkbudget check mars1",
    "linkbudget check cubesat --json",
    "linkbudget check mars1 --csv",
)
@in_any_form("links", "relays")
def check(scenario: ScenarioName, *, form: Form) -> None:
    """Check a scenario: print its mistakes, or its contents.

    Each mistake is one line.
    """
    from linkbudget.cli.scenario_tables import summary_parts
    from linkbudget.mission.checking import check as find_mistakes
    from linkbudget.mission.summary import summarise

    found, mistakes = find_mistakes(scenario)
    for mistake in mistakes:
        say(mistake)
    if found is None:
        raise typer.Exit(WRONG_REQUEST)
    summary = summarise(found)
    print_answer(form, lambda: summary, lambda: summary_parts(summary))


@command(
    LOOK_UP,
    "linkbudget catalog",
    "linkbudget catalog stations",
    "linkbudget catalog codes --csv",
)
@in_any_form()
def catalog(
    shelf: Annotated[
        str | None,
        typer.Argument(
            metavar="SHELF",
            help=f"What to list: {', '.join(SHELVES)}; everything without it.",
            autocompletion=lambda incomplete: [shelf for shelf in SHELVES if shelf.startswith(incomplete)],
        ),
    ] = None,
    *,
    form: Form,
) -> None:
    """List scenarios, stations, antennas and all else with a name.

    Modulations, codes, modems, figures and reference planes are listed too.
    """
    from linkbudget.cli.scenario_tables import catalogue_parts

    if shelf is not None and shelf not in SHELVES:
        from linkbudget.errors import InputError, suggestion

        raise InputError(f"{shelf!r}: no such shelf; {suggestion(shelf, SHELVES)}")
    contents = {name: SHELVES[name]() for name in ([shelf] if shelf else SHELVES)}
    print_answer(form, lambda: contents, lambda: catalogue_parts(contents, as_one=form.kind == "csv"))


@command(LOOK_UP, "linkbudget schema > scenario.schema.json")
def schema() -> None:
    """Print the JSON schema of scenario files, for editors."""
    from linkbudget.scenario_files.schema import file_schema

    print_json(file_schema())


def _full_table(case: "NotedCase", output: Path | None, form: Form, *, margins_alone: bool) -> "Budget":
    from linkbudget.link.budget_tables import control_lines, control_margins, notes_and_verdict
    from linkbudget.link.control_table import control_table

    table = control_table(case)
    if output is not None:
        from linkbudget.studies.saving import save_control_table

        save_control_table(table, output)
    parts = [*([] if margins_alone else [control_lines(table)]), control_margins(table)]
    print_answer(form, table.to_dict, lambda: [*parts, *notes_and_verdict(table.budget)], written=output)
    if output is not None or not form.has_notes:
        say_notes(case)
    note_what_a_reader_may_miss(table.budget)
    return table.budget
