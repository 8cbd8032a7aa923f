"""The commands.  Heavy imports happen inside them, so that ``linkbudget --help`` answers at once."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="linkbudget",
    help="Link budgets and radio models, from one formula to the telemetry timeline of a mission.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A packaged scenario (see catalog) or a .toml file.")
]
LinkName = Annotated[str, typer.Option("--link", help="Name of the link.")]
At = Annotated[str | None, typer.Option("--at", metavar="ISO-TIME", help="Instant in UTC, such as 1963-03-21T17:00Z.")]
Range = Annotated[str | None, typer.Option("--range", help='Distance instead of an instant, such as "106.76e6 km".')]
Elevation = Annotated[str | None, typer.Option("--elevation", help='Elevation to go with --range, such as "45 deg".')]
Settings = Annotated[
    list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help='Such as transmitter.power="20 W"; repeatable.')
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]

DOES_NOT_CLOSE = 1
"""Exit status of --must-close where a link does not close."""


class Plane(StrEnum):
    """Reference planes of received power and noise."""

    receiver = "receiver"
    antenna = "antenna"


class Table(StrEnum):
    """What a budget shows of each line."""

    plain = "plain"
    full = "full"


ReferencePlane = Annotated[Plane, typer.Option("--plane", help="Where received power and noise are stated.")]


class Kind(StrEnum):
    """Kinds of figure; :data:`linkbudget.plots.kinds.FIGURES` draws them."""

    snr = "snr"
    margin = "margin"
    rate = "rate"
    waterfall = "waterfall"
    picture = "picture"
    montage = "montage"
    time = "time"
    pattern = "pattern"
    sky = "sky"
    passes = "passes"
    fan = "fan"
    histogram = "histogram"
    tornado = "tornado"
    trajectory = "trajectory"
    causes = "causes"
    sessions = "sessions"
    energy = "energy"
    data = "data"


class Shelf(StrEnum):
    """What the catalogue lists."""

    scenarios = "scenarios"
    stations = "stations"
    antennas = "antennas"
    modulations = "modulations"
    codes = "codes"


def _version(wanted: bool) -> None:
    if wanted:
        import linkbudget

        print(f"linkbudget {linkbudget.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    pass


@app.command()
def run(
    scenario: ScenarioName,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Folder to write to; out/SCENARIO without it.")
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
    step_s = None if step is None else _quantity("--step", step, "s", above=0.0)
    with _progress(quiet) as progress:
        files = run_mission(mission, folder, step_s=step_s, progress=progress)
    failing = links_that_fail(folder)
    if failing:
        print(f"In use at the reference instant and not closing: {', '.join(failing)}")
    print(f"{len(files)} files in {folder}; open {folder / 'report.html'}")
    _leave(must_close, closes=not failing)


@app.command()
def budget(
    scenario: ScenarioName,
    link: LinkName,
    at: At = None,
    range_: Range = None,
    elevation: Elevation = None,
    settings: Settings = None,
    plane: ReferencePlane = Plane.receiver,
    table: Annotated[
        Table, typer.Option("--table", help="plain: values and sources; full: adverse, favourable, mean, verdicts.")
    ] = Table.plain,
    must_close: Annotated[
        bool, typer.Option("--must-close", help="Exit status 1 if the link does not close or has no answer; else 0.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print a link's budget from transmitter to verdict."""
    if table is Table.full:
        shown = _full_table(_case(scenario, link, at, range_, elevation, settings, plane), as_json)
        _leave(must_close, closes=shown.verdict.closes)
        return
    case, result = _case_and_budget(scenario, link, at, range_, elevation, settings, plane)
    if as_json:
        _print_json(result.to_dict())
        _say_notes(case)
    else:
        from linkbudget.cli.tables import print_budget

        print_budget(result)
    _note_what_a_reader_may_miss(result)
    _leave(must_close, closes=result.verdict.closes)


@app.command()
def explain(
    scenario: ScenarioName,
    link: LinkName,
    at: At = None,
    range_: Range = None,
    elevation: Elevation = None,
    settings: Settings = None,
    plane: ReferencePlane = Plane.receiver,
) -> None:
    """Print a link's budget with equations, numbers and sources."""
    case, result = _case_and_budget(scenario, link, at, range_, elevation, settings, plane)
    print(result.explanation())
    _say_notes(case)
    _note_what_a_reader_may_miss(result)


@app.command()
def plot(
    scenario: ScenarioName,
    kind: Annotated[Kind, typer.Argument(help="What to draw.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File to write (.png, .svg, .pdf); SCENARIO-KIND.png without.")
    ] = None,
    link: Annotated[str | None, typer.Option("--link", help="Link, for figures of one link.")] = None,
    at: At = None,
) -> None:
    """Draw one figure."""
    from linkbudget.mission.scenario import load
    from linkbudget.plots.kinds import save_figure

    mission = load(scenario)
    if link is not None:
        mission.link(link)
    file = output or Path(f"{mission.name}-{kind.value}.png")
    save_figure(mission, kind.value, file, link=link, at=at)
    print(file)


@app.command()
def check(scenario: ScenarioName, as_json: AsJson = False) -> None:
    """Say all that is wrong with a scenario, a line each, or what is in it."""
    from linkbudget.cli.tables import print_summary
    from linkbudget.mission.checking import check as find_mistakes
    from linkbudget.mission.summary import summarise

    found, mistakes = find_mistakes(scenario)
    for mistake in mistakes:
        print(f"linkbudget: {mistake}", file=sys.stderr)
    if found is None:
        raise typer.Exit(2)
    summary = summarise(found)
    if as_json:
        _print_json(summary)
    else:
        print_summary(summary)


@app.command()
def schema() -> None:
    """Print the JSON schema of scenario files, for editors."""
    from linkbudget.mission.schema import file_schema

    _print_json(file_schema())


@app.command()
def catalog(
    shelf: Annotated[Shelf | None, typer.Argument(help="What to list; everything without it.")] = None,
    as_json: AsJson = False,
) -> None:
    """List packaged scenarios, stations, antennas and modulations."""
    from linkbudget.cli.tables import print_catalogue
    from linkbudget.mission.summary import catalogue_contents

    contents = catalogue_contents()
    if shelf is not None:
        contents = {shelf.value: contents[shelf.value]}
    if as_json:
        _print_json(contents)
    else:
        print_catalogue(contents)


def _leave(must_close: bool, closes: bool) -> None:
    """Exit status of a command that may be asked whether a link closes."""
    if must_close and not closes:
        raise typer.Exit(DOES_NOT_CLOSE)


def _full_table(case, as_json: bool):
    from linkbudget.cli.tables import print_control_table
    from linkbudget.link.tolerances import control_table

    table = control_table(case)
    if as_json:
        _print_json(table.to_dict())
        _say_notes(case)
    else:
        print_control_table(table)
    _note_what_a_reader_may_miss(table.budget)
    return table.budget


def _budget(scenario, link, at, range_, elevation, settings, plane):
    return _case_and_budget(scenario, link, at, range_, elevation, settings, plane)[1]


def _case_and_budget(scenario, link, at, range_, elevation, settings, plane):
    from linkbudget.mission.scenario import load

    mission = load(scenario)
    case = mission.case(link, at, **_request(at, range_, elevation, settings, plane))
    return case, mission.budget_of(case)


def _case(scenario, link, at, range_, elevation, settings, plane):
    from linkbudget.mission.scenario import load

    mission = load(scenario)
    return mission.case(link, at, **_request(at, range_, elevation, settings, plane))


def _study_case(mission, link, at, range_, elevation, settings, plane, axes: list[str]):
    """The case that axes vary: over a range at the reference elevation, over time without notes of one instant."""
    varied = {axis.partition("=")[0].strip() for axis in axes}
    request = _request(at, range_, elevation, settings, plane)
    if "range" in varied and range_ is None:
        case = mission.case_at_any_range(link, at, settings=request["settings"], plane=request["plane"])
    else:
        case = mission.case(link, at, **request)
    if "time" in varied:
        return mission.as_stated(case, request["settings"])
    return case


def _request(at, range_, elevation, settings, plane) -> dict:
    """Options that say where and how a link is looked at, as a scenario's methods take them."""
    from linkbudget.errors import InputError

    if at is not None and range_ is not None:
        raise InputError("--at and --range: expected one of them, not both")
    if elevation is not None and range_ is None:
        raise InputError("--elevation: expected together with --range; a date has its own elevation")
    changes = {}
    for setting in settings or []:
        path, equals, value = setting.partition("=")
        if not (path.strip() and equals and value.strip()):
            raise InputError(f'--set {setting!r}: expected a path and a value such as transmitter.power="20 W"')
        changes[path.strip()] = value.strip().strip("\"'")
    return {
        "range_m": None if range_ is None else _quantity("--range", range_, "m", at_least=1.0),
        "elevation_deg": None
        if elevation is None
        else _quantity("--elevation", elevation, "deg", at_least=0.0, at_most=90.0),
        "settings": changes,
        "plane": plane.value,
    }


def _quantity(option: str, text: str, unit: str, **limits: float) -> float:
    from linkbudget.errors import InputError, LinkBudgetError, require
    from linkbudget.units import read_quantity

    try:
        return require(text, read_quantity(text, unit), **limits)
    except LinkBudgetError as error:
        raise InputError(f"{option} {error}") from None


def _note_what_a_reader_may_miss(result) -> None:
    from linkbudget.geometry.clock import parse_utc

    since, until = result.link.in_use_from_utc_s, result.link.in_use_until_utc_s
    utc_s = parse_utc(result.at) if result.at else None
    if utc_s is not None and ((since and utc_s < since.value) or (until and utc_s >= until.value)):
        print("linkbudget: the link was not in use at this instant", file=sys.stderr)


def _say_notes(*cases) -> None:
    """Print the notes of cases on their instants, where the output itself has no room for them."""
    for note in dict.fromkeys(note for case in cases for note in case.notes):
        print(f"linkbudget: {note}", file=sys.stderr)


def _print_json(data) -> None:
    print(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False))


def _progress(quiet: bool):
    from linkbudget.cli.tables import progress_bar

    return progress_bar(shown=not quiet and sys.stderr.isatty())
