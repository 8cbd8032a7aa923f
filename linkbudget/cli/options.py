"""Arguments and options that several commands share, and the case of a link that they ask for."""

from contextlib import nullcontext
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from linkbudget.cli import completion
from linkbudget.link.planes import PLANES

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from linkbudget.link.budget import Budget
    from linkbudget.mission.scenario import Scenario
    from linkbudget.mission.sight import NotedCase

CASE, WORK, OUTPUT = "Which link, when, and with what", "Where the work runs", "What is printed or written"
"""Headings of options in the help of commands that have many."""

ScenarioName = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO",
        help="A packaged scenario (see catalog) or a .toml file.",
        autocompletion=completion.scenarios,
    ),
]
LinkName = Annotated[
    str | None,
    typer.Option(
        "--link",
        metavar="NAME",
        help="Name of the link, or of a relay; not needed where the scenario has one link.",
        autocompletion=completion.links,
        rich_help_panel=CASE,
    ),
]
At = Annotated[
    str | None,
    typer.Option("--at", metavar="ISO-TIME", help="Instant in UTC, such as 1963-03-21T17:00Z.", rich_help_panel=CASE),
]
Range = Annotated[
    str | None,
    typer.Option(
        "--range",
        metavar="DISTANCE",
        help='Distance instead of an instant, such as "106.76e6 km".',
        rich_help_panel=CASE,
    ),
]
Elevation = Annotated[
    str | None,
    typer.Option(
        "--elevation",
        metavar="ANGLE",
        help='Elevation to go with --range, such as "45 deg".',
        rich_help_panel=CASE,
    ),
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help='Such as transmitter.power="20 W"; repeatable.',
        rich_help_panel=CASE,
    ),
]


def _check_width(name: str | None) -> str | None:
    if name is not None:
        from linkbudget.plots.look_names import WIDTH_NAMES, check_name

        check_name("width", name, WIDTH_NAMES)
    return name


def _check_theme(name: str) -> str:
    from linkbudget.plots.look_names import THEME_NAMES, check_name

    check_name("theme", name, THEME_NAMES)
    return name


FigureWidth = Annotated[
    str | None,
    typer.Option(
        "--width",
        callback=_check_width,
        help="Of a figure: page, narrow (a phone) or slide (16:9); page without it, slide in that theme.",
        autocompletion=completion.widths,
    ),
]
FigureTheme = Annotated[
    str,
    typer.Option(
        "--theme",
        callback=_check_theme,
        help="Of a figure: paper, screen, dark or slide (a projector).",
        autocompletion=completion.themes,
    ),
]


def figure_look(width: str | None, theme: str) -> "AbstractContextManager[None]":
    """Draw figures as --width and --theme say as long as the block lasts."""
    if width in (None, "page") and theme == "paper":
        return nullcontext()
    from linkbudget.plots.style import appearance  # brings Matplotlib

    return appearance(width, theme)


Plane = StrEnum("Plane", list(PLANES))  # type: ignore[misc]  # the names stand in link.planes
"""Reference planes, as an option takes them."""

AT_RECEIVER = Plane("receiver")

ReferencePlane = Annotated[
    Plane, typer.Option("--plane", help="Where received power and noise are stated.", rich_help_panel=CASE)
]


def requested_case(
    scenario: str,
    link: str | None,
    at: str | None,
    range_: str | None,
    elevation: str | None,
    settings: list[str] | None,
    plane: Plane,
) -> "NotedCase":
    """The case of a link at the instant or range that options ask for."""
    return _mission_and_case(scenario, link, at, range_, elevation, settings, plane)[1]


def requested_case_and_budget(
    scenario: str,
    link: str | None,
    at: str | None,
    range_: str | None,
    elevation: str | None,
    settings: list[str] | None,
    plane: Plane,
) -> "tuple[NotedCase, Budget]":
    """The same case, and its budget."""
    mission, case = _mission_and_case(scenario, link, at, range_, elevation, settings, plane)
    return case, mission.budget_of(case)


def _mission_and_case(
    scenario: str,
    link: str | None,
    at: str | None,
    range_: str | None,
    elevation: str | None,
    settings: list[str] | None,
    plane: Plane,
) -> "tuple[Scenario, NotedCase]":
    from linkbudget.mission.scenario import load

    mission = load(scenario)
    if link in mission.config.relays:
        return mission, _relay_case(mission, link, at, range_, elevation, settings)
    request = link_request(at, range_, elevation, settings, plane)
    return mission, mission.case(chosen_link(mission, link), at, **request)


def _relay_case(
    mission: "Scenario",
    relay: str,
    at: str | None,
    range_: str | None,
    elevation: str | None,
    settings: list[str] | None,
) -> Any:
    """The case of a relay, where ``--link`` names one."""
    from linkbudget.errors import InputError

    for name, said in (("--range", range_), ("--elevation", elevation)):
        if said is not None:
            raise InputError(f"{name}: expected none with a relay; state the range of its links")
    return mission.relay_case(relay, at, settings=settings_by_hop(settings))


def settings_by_hop(settings: list[str] | None) -> dict[str, dict[str, str]]:
    """Values to set in the links of a relay, by hop and key."""
    from linkbudget.errors import InputError
    from linkbudget.hardware.relays import HOPS

    found: dict[str, dict[str, str]] = {}
    for key, value in changes_of(settings, 'uplink.transmitter.power="20 W"').items():
        hop, dot, rest = key.partition(".")
        if hop not in HOPS or not dot or not rest:
            raise InputError(f"--set {key!r}: expected a key that begins with {' or '.join(f'{hop}.' for hop in HOPS)}")
        found.setdefault(hop, {})[rest] = value
    return found


def chosen_link(mission: "Scenario", link: str | None) -> str:
    """The link that ``--link`` names, or the only one of the scenario."""
    from linkbudget.errors import InputError

    if link is None and len(mission.links) != 1:
        raise InputError(f"{mission.file}: --link: missing; expected one of {', '.join(mission.links)}")
    name = next(iter(mission.links)) if link is None else link
    mission.link(name)
    return name


def study_case(
    mission: "Scenario",
    link: str | None,
    at: str | None,
    range_: str | None,
    elevation: str | None,
    settings: list[str] | None,
    plane: Plane,
    axes: list[str],
) -> "NotedCase":
    """The case that axes vary: over a range at the reference elevation, over time without notes of one instant."""
    if link in mission.config.relays:
        return _relay_case(mission, link, at, range_, elevation, settings)
    link = chosen_link(mission, link)
    varied = {axis.partition("=")[0].strip() for axis in axes}
    request = link_request(at, range_, elevation, settings, plane)
    if "range" in varied and range_ is None:
        case = mission.case_at_any_range(link, at, settings=request["settings"], plane=request["plane"])
    else:
        case = mission.case(link, at, **request)
    if "time" in varied:
        return mission.as_stated(case, request["settings"])
    return case


def link_request(
    at: str | None,
    range_: str | None,
    elevation: str | None,
    settings: list[str] | None,
    plane: Plane,
) -> dict[str, Any]:
    """Options that say where and how a link is looked at, as a scenario's methods take them."""
    from linkbudget.errors import InputError
    from linkbudget.mission.asked import read_elevation_deg, read_range_m

    if at is not None and range_ is not None:
        raise InputError("--at and --range: expected one of them, not both")
    if elevation is not None and range_ is None:
        raise InputError("--elevation: expected together with --range; a date has its own elevation")
    return {
        "range_m": None if range_ is None else read_range_m("--range", range_),
        "elevation_deg": None if elevation is None else read_elevation_deg("--elevation", elevation),
        "settings": changes_of(settings),
        "plane": plane.value,
    }


def changes_of(settings: list[str] | None, example: str = 'transmitter.power="20 W"') -> dict[str, str]:
    """Values to set by key, as ``--set KEY=VALUE`` gives them."""
    from linkbudget.errors import InputError

    changes = {}
    for setting in settings or []:
        key, equals, value = setting.partition("=")
        if not (key.strip() and equals and value.strip()):
            raise InputError(f"--set {setting!r}: expected a key and a value such as {example}")
        changes[key.strip()] = value.strip().strip("\"'")
    return changes


def quantity(option: str, text: str, unit: str, **limits: Any) -> float:
    from linkbudget.units import read_argument

    return read_argument(option, text, unit, **limits)
