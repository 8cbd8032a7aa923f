"""The commands that ask backwards and sideways: solve, compare, pareto."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from linkbudget.cli import completion
from linkbudget.cli.app import command
from linkbudget.cli.exit_statuses import NOT_AS_HOPED
from linkbudget.cli.forms import Form, in_any_form, print_answer
from linkbudget.cli.help_pages import ONE_LINK, STUDIES
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
    chosen_link,
    figure_look,
    link_request,
    quantity,
    requested_case,
    study_case,
)
from linkbudget.cli.printing import note_what_a_reader_may_miss, say_new_notes, say_notes

if TYPE_CHECKING:
    import xarray as xr

    from linkbudget.mission.scenario import Scenario
    from linkbudget.studies.solve import Solution

GRID = 10_000
"""Designs of a grid whose axes do not say how many values they have."""

OTHER = "The other link"
"""Heading of options on the second of two links."""

OtherRange = Annotated[
    str | None,
    typer.Option(
        "--other-range",
        metavar="DISTANCE",
        help="Distance of the other link; --range without it.",
        rich_help_panel=OTHER,
    ),
]
OtherAt = Annotated[
    str | None,
    typer.Option(
        "--other-at", metavar="ISO-TIME", help="Instant of the other link; --at without it.", rich_help_panel=OTHER
    ),
]
OtherSettings = Annotated[
    list[str] | None,
    typer.Option(
        "--other-set",
        metavar="KEY=VALUE",
        help="Values to set in the other link; repeatable.",
        rich_help_panel=OTHER,
    ),
]


@command(
    ONE_LINK,
    "linkbudget solve mars1 --link telemetry-32cm-semi --for transmitter.power",
    'linkbudget solve mars1 --link imaging-5cm --for range --target cn0_dbhz="80 dBHz"',
    'linkbudget solve mars1 --link telemetry-32cm-semi --for transmitter.power --every "30 d" --csv',
)
@in_any_form()
def solve(
    scenario: ScenarioName,
    key: Annotated[str, typer.Option("--for", metavar="KEY", help="Number sought, such as transmitter.power.")],
    link: LinkName = None,
    target: Annotated[
        str, typer.Option("--target", metavar="LINE=VALUE", help='What a line is to be, such as cn0_dbhz="30 dBHz".')
    ] = 'closing_margin_db="0 dB"',
    between: Annotated[
        tuple[str, str] | None,
        typer.Option("--between", metavar="LOW HIGH", help='Ends of the search, such as "1 W" "100 W".'),
    ] = None,
    every: Annotated[
        str | None, typer.Option("--every", metavar="TIME", help='The whole mission in steps, such as "1 d".')
    ] = None,
    at: At = None,
    range_: Range = None,
    elevation: Elevation = None,
    settings: Settings = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="With --every, a file to write: .nc, .csv or .xlsx.",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    *,
    form: Form,
) -> None:
    """Find the value of a number with which a line reaches a target.

    The line is the closing margin without --target. Where no value does, the exit status is 1, and the answer is the
    nearest miss.
    """
    from linkbudget.mission.scenario import load
    from linkbudget.studies.solve import solve as find
    from linkbudget.studies.study_tables import solution_parts

    line, value = _pair("--target", target, 'closing_margin_db="0 dB"')
    mission = load(scenario)
    if every is None:
        if output is not None:
            _refuse("-o: expected together with --every; one value is printed")
        case = study_case(mission, link, at, range_, elevation, settings, AT_RECEIVER, [])
        solution = find(case, key, line, target=value, bracket=between)
        if solution.status == "no link":
            _refuse("; ".join([str(solution), *case.notes]))
        print_answer(form, solution.to_dict, lambda: solution_parts(solution))
        say_notes(case)
        say_new_notes(case, solution.notes)
        if solution.solved:
            note_what_a_reader_may_miss(case.with_values({key: solution.value}).budget())
    else:
        if at is not None or range_ is not None:
            _refuse("--every: expected without --at and --range; it goes through the whole mission")
        link = chosen_link(mission, link)
        solution = _over_mission(mission, link, key, line, value, between, every, settings, output, form)
    if not solution.solved.any():
        raise typer.Exit(NOT_AS_HOPED)


@command(
    ONE_LINK,
    'linkbudget compare mars1 --link telemetry-32cm-semi --set transmitter.power="60 W"',
    "linkbudget compare mars1 --link telemetry-32cm-dish --other-link telemetry-32cm-semi --table inputs",
    "linkbudget compare mars1 cubesat --link telemetry-32cm-dish --other-link uhf-downlink --csv",
)
@in_any_form("lines", "inputs")
def compare(
    scenario: ScenarioName,
    link: LinkName = None,
    other: Annotated[
        str | None,
        typer.Argument(
            metavar="OTHER",
            help="Another scenario; without it the same one.",
            autocompletion=completion.scenarios,
        ),
    ] = None,
    other_link: Annotated[
        str | None,
        typer.Option(
            "--other-link",
            metavar="NAME",
            help="Link of the other; without it that of the same name.",
            autocompletion=completion.other_links,
            rich_help_panel=OTHER,
        ),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="Values to set in the first link; where no other link is given, they make the other. Repeatable.",
            rich_help_panel=CASE,
        ),
    ] = None,
    other_settings: OtherSettings = None,
    at: At = None,
    other_at: OtherAt = None,
    range_: Range = None,
    other_range: OtherRange = None,
    elevation: Elevation = None,
    plane: ReferencePlane = AT_RECEIVER,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="File to write instead: .xlsx.", rich_help_panel=OUTPUT),
    ] = None,
    *,
    form: Form,
) -> None:
    """Compare two links: the effect of each change in decibels.

    The table has the inputs that differ, then all lines, and both verdicts.
    """
    from linkbudget.mission.scenario import load
    from linkbudget.studies.compare import compare as beside
    from linkbudget.studies.study_tables import comparison_parts

    if output is not None:
        from linkbudget.studies.saving import SHEETS, check_ending, save_comparison

        check_ending(output, SHEETS)
    if all(said is None for said in (other, other_link, other_settings, other_at, other_range)):
        if not settings:
            _refuse("nothing to compare with: expected OTHER, --other-link, --set, --other-set, --other-at, ...")
        settings, other_settings = None, settings
    if other_at is None and other_range is None:
        other_at, other_range = at, range_
    if elevation is not None and range_ is None and other_range is None:
        _refuse("--elevation: expected together with --range or --other-range; a date has its own elevation")
    old = requested_case(scenario, link, at, range_, elevation if range_ else None, settings, plane)
    angle = elevation if other_range else None
    if other_link is None and (link is not None or other is None or old.name in load(other).links):
        other_link = old.name
    new = requested_case(other or scenario, other_link, other_at, other_range, angle, other_settings, plane)
    comparison = beside(old, new)
    if output is not None:
        save_comparison(comparison, output)
    print_answer(form, comparison.to_dict, lambda: comparison_parts(comparison), written=output)
    say_notes(old, new)


@command(
    STUDIES,
    'linkbudget pareto mars1 --link telemetry-32cm-dish --axis "transmitter.power=1 W..100 W:20:log" '
    '--axis "transmitter.antenna.diameter=0.3 m..4 m:20:log" --maximise closing_margin_db '
    '--minimise "mass_kg = 2.3 * transmitter.power"',
    'linkbudget pareto cubesat --axis "transmitter.power=0.1 W..2 W" --maximise closing_margin_db '
    '--minimise transmitter.power --range "1200 km" --csv',
)
@in_any_form()
def pareto(
    scenario: ScenarioName,
    axes: Annotated[
        list[str],
        typer.Option("--axis", metavar="KEY=LOW..HIGH[:COUNT]", help="What may be chosen; :log for equal ratios."),
    ],
    link: LinkName = None,
    greatest: Annotated[
        list[str] | None,
        typer.Option("--maximise", metavar="OBJECTIVE", help="A line, a number, or arithmetic of them; repeatable."),
    ] = None,
    least: Annotated[
        list[str] | None,
        typer.Option("--minimise", metavar="OBJECTIVE", help='Such as "mass_kg = 2.3 * transmitter.power".'),
    ] = None,
    at_least: Annotated[
        list[str] | None,
        typer.Option("--at-least", metavar="LINE=VALUE", help='What designs must reach, as closing_margin_db="0 dB".'),
    ] = None,
    samples: Annotated[
        int | None, typer.Option("--samples", metavar="N", help="Designs of a Sobol sequence instead of a grid.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="Another seed gives other samples.")] = 1963,
    at: At = None,
    range_: Range = None,
    elevation: Elevation = None,
    settings: Settings = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="File to write: .nc, .csv, .xlsx for numbers, .png, .svg, .pdf.",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    width: FigureWidth = None,
    theme: FigureTheme = "paper",
    *,
    form: Form,
) -> None:
    """Find the designs that no other beats in everything."""
    from linkbudget.link.case import line_of
    from linkbudget.mission.scenario import load
    from linkbudget.studies.axes import axis
    from linkbudget.studies.pareto import maximise, minimise
    from linkbudget.studies.pareto import pareto as trade
    from linkbudget.studies.study_tables import front_parts

    _check_output(output, figures=True)
    case = study_case(load(scenario), link, at, range_, elevation, settings, AT_RECEIVER, axes)
    wanted = [maximise(text) for text in greatest or []] + [minimise(text) for text in least or []]
    count = max(round(GRID ** (1.0 / len(axes))), 2)
    spans = [axis(_with_count(text, count), case) for text in axes]
    floors = {}
    for text in at_least or []:
        name, value = _pair("--at-least", text, 'closing_margin_db="0 dB"')
        floors[name] = quantity(f"--at-least {name}", value, line_of(case, name).unit)
    front = trade(case, spans, wanted, at_least=floors, samples=samples, seed=seed)
    if output is not None:
        with figure_look(width, theme):
            _write(front, output)
    print_answer(form, lambda: _front_dict(front), lambda: front_parts(front), written=output)
    say_notes(case)


def _over_mission(
    mission: "Scenario",
    link: str,
    key: str,
    line: str,
    value: str,
    between: tuple[str, str] | None,
    every: str,
    settings: list[str] | None,
    output: Path | None,
    form: Form,
) -> "Solution":
    """The value sought at every step of the mission, as a table, a file or JSON; and the solution."""
    import numpy as np

    from linkbudget.geometry.clock import datetime64, format_times
    from linkbudget.mission.timeline import instants
    from linkbudget.studies.solve import solve_over
    from linkbudget.studies.study_tables import solutions_table

    _check_output(output)
    utc_s = instants(mission, quantity("--every", every, "s", above=0.0), "--every")
    request = link_request(None, None, None, settings, AT_RECEIVER)
    options = {"target": value, "bracket": between, "settings": request["settings"]}
    solution = solve_over(mission, link, utc_s, key, line, **options)
    for note in solution.notes:
        say(note)
    if np.all(solution.status == "no link"):
        _refuse(f"{key}: nothing to compute: {line} is no number at any of these instants, whatever {key} is")
    dataset = solution.to_dataset({"time": datetime64(utc_s)})
    dataset.attrs["title"] = f"{mission.name} · {link} · {solution.question}"
    if output is not None:
        _write(dataset, output)
    data = {"time": format_times(dataset.time.values).tolist()} | solution.to_dict()
    print_answer(form, lambda: data, lambda: [solutions_table(dataset, data)], written=output)
    return solution


def _with_count(text: str, count: int) -> str:
    """An axis that says how many values it has."""
    ends, colon, rest = text.partition("..")
    if not colon or any(part.strip().isdigit() for part in rest.split(":")[1:]):
        return text
    high, *log = rest.split(":")
    return ":".join([f"{ends}..{high}", str(count), *log])


def _pair(option: str, text: str, example: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name.strip() and equals and value.strip()):
        _refuse(f"{option} {text!r}: expected a line of the budget and its value, such as {example}")
    return name.strip(), value.strip().strip("\"'")


def _refuse(message: str) -> NoReturn:
    from linkbudget.errors import InputError

    raise InputError(message)


def _check_output(output: Path | None, figures: bool = False) -> None:
    """Refuse a name that nothing can be written to before the work is done."""
    if output is None:
        return
    from linkbudget.studies.saving import TABLES, check_ending

    endings: tuple[str, ...] = TABLES
    if figures:
        from linkbudget.plots.drawing import SUFFIXES

        endings = (*endings, *SUFFIXES)
    check_ending(output, endings)


def _write(dataset: "xr.Dataset", output: Path) -> None:
    """Numbers or a figure, by the ending of the name."""
    from linkbudget.studies.saving import ENDINGS, save

    if output.suffix in ENDINGS:
        save(dataset, output)
    else:
        from linkbudget.plots.drawing import write
        from linkbudget.plots.style import whole_figure
        from linkbudget.plots.trades import pareto_front

        write(whole_figure(pareto_front(dataset)), output)


def _front_dict(front: "xr.Dataset") -> dict[str, Any]:
    return {
        "title": front.attrs["title"],
        "tried": front.attrs["tried"],
        "objectives": {name: front[name].attrs["role"] for name in front.attrs["objectives"].split("; ")},
        "designs": {
            str(name): {"name": item.attrs["long_name"], "units": item.attrs["units"], "values": item.values.tolist()}
            for name, item in front.data_vars.items()
        },
    }
