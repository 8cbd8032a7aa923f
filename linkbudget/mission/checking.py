"""Check of a whole scenario: all mistakes in the file, the flight, the faults and each link's budget.

The map: :func:`check` reads a scenario and lists its mistakes; what can be found independently of each other is found,
and what only follows from another mistake is left out.
"""

import math
from collections.abc import Iterator
from typing import Any

from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.formatting import quantity_text
from linkbudget.hardware.values import unit_at
from linkbudget.link.budget import Budget
from linkbudget.link.gaps import gap_key
from linkbudget.mission.assumptions import swings
from linkbudget.mission.faults import fault_leaves, growth_of
from linkbudget.mission.reports import report_mistakes
from linkbudget.mission.scenario import Scenario
from linkbudget.scenario_files.config import LinkConfig, ScenarioConfig
from linkbudget.scenario_files.config_operations import is_whole, numbered
from linkbudget.scenario_files.config_places import StationConfig
from linkbudget.scenario_files.files import find_scenario, read_scenario_tables
from linkbudget.scenario_files.mistakes import Mistake
from linkbudget.scenario_files.names import merged
from linkbudget.scenario_files.reading import read_all


def check(name) -> tuple[Scenario | None, list[str]]:
    """A scenario and its mistakes, each a line that names file, key, value and what was expected.

    Parameters
    ----------
    name : str or Path
        A packaged scenario or a TOML file.

    Returns
    -------
    scenario : Scenario or None
        The scenario, where there are no mistakes.
    mistakes : list of str
        In the order of the file as far as possible.

    Raises
    ------
    InputError
        If there is no such file, or it is no TOML.

    Examples
    --------
    >>> scenario, mistakes = check("cubesat")
    >>> scenario.name, mistakes
    ('cubesat', [])
    """
    file = find_scenario(name)
    data = read_scenario_tables(file)
    config, found = read_all(data, file.parent)
    scenario = Scenario(file.stem, file, data, config if isinstance(config, ScenarioConfig) else _usable(config))
    lines = [str(mistake) for mistake in found]
    faults = list(_fault_mistakes(scenario, config, data, found))
    if faults:
        scenario = scenario.with_config(scenario.config.model_copy(update={"faults": []}))
    lines += [*faults, *_cause_mistakes(scenario, config, data, found)]
    lines += _alternative_mistakes(scenario, config, data, found)
    if is_whole(config.mission) and (config.trajectory is None or is_whole(config.trajectory)):
        lines += _flight_mistakes(scenario)
    if not lines:
        lines += _life_mistakes(scenario) or report_mistakes(scenario)
    lines = list(dict.fromkeys(line.removeprefix(f"{file}: ") for line in lines))
    return (None if lines else scenario), [" ".join(f"{file}: {line}".split("\n")) for line in lines]


def _usable(config) -> ScenarioConfig:
    """Parts of a scenario that were read and need no unreadable part; without sessions, data and power."""
    stations = {name: station for name, station in config.stations.items() if is_whole(station)}
    spacecraft = {name: other for name, other in config.spacecraft.items() if is_whole(other)}
    links = {
        name: link
        for name, link in config.links.items()
        if is_whole(link) and _is_placed(link, stations, spacecraft, config.trajectory)
    }
    return ScenarioConfig.model_construct(
        mission=config.mission, trajectory=config.trajectory, stations=stations, spacecraft=spacecraft, links=links
    )


def _is_placed(link: LinkConfig, stations: dict[str, StationConfig], spacecraft: dict, trajectory) -> bool:
    """True where the path of a link can be made: its other end is known, or needed by nothing."""
    if link.spacecraft is not None:
        return link.station is None and trajectory is not None and link.spacecraft in spacecraft
    if link.station is None:
        return trajectory is None and link.weather_share is None
    if link.station not in stations:
        return False
    has_rain = link.hop is not None and link.hop.rain_rate_mm_per_h is not None
    return link.weather_share is None or has_rain or stations[link.station].climate is not None


def _flight_mistakes(scenario: Scenario) -> list[str]:
    """A trajectory that cannot be flown, dates without an ephemeris, and budgets that the equations refuse."""
    if scenario.config.trajectory is not None:
        try:
            _ = scenario.trajectory, [scenario.other_trajectory(name) for name in scenario.config.spacecraft]
            lines = list(scenario.span_mistakes())
            if lines:
                return lines
            _ = scenario.track
        except LinkBudgetError as error:
            return [str(error)]
    if scenario.config.faults:
        try:
            _ = scenario.phases, scenario.power_phases
        except LinkBudgetError as error:
            return [str(error)]
    lines = [line for name in scenario.links for line in _budget_mistakes(scenario, name)]
    return lines or [line for name in scenario.config.relays for line in _relay_mistakes(scenario, name)]


def _relay_mistakes(scenario: Scenario, name: str) -> Iterator[str]:
    """Mistakes in the budget of a relay whose links have none."""
    try:
        scenario.relay(name)
    except LinkBudgetError as error:
        text = str(error).removeprefix(f"{scenario.file}: ")
        yield text if text.startswith(("relays.", "links.")) else f"relays.{name}: {text}"


def _budget_mistakes(scenario: Scenario, name: str) -> Iterator[str]:
    """Mistakes in the budget of a link, at its stated values and at the ends of every range."""
    try:
        budget = scenario.budget_when_up(name)
    except LinkBudgetError as error:
        text = str(error).removeprefix(f"{scenario.file}: ")
        yield text if text.startswith("links.") else f"links.{name}: {text}"
        return
    if math.isnan(budget["closing_margin_db"]):
        yield f"links.{name}{_no_margin(budget)}"
        return
    try:
        swings(budget.link, budget.path)
    except LinkBudgetError as error:
        yield f"links.{name}: at an end of a range: {error}"


def _no_margin(budget: Budget) -> str:
    """Reason why a link with its spacecraft in view has no margin."""
    snr = getattr(budget.link.modulation, "required_picture_snr_db", None)
    if snr is not None and math.isnan(budget["margin_db"]) and not math.isnan(budget["cn0_dbhz"]):
        return (
            f".modulation.required_picture_snr = {quantity_text(snr.value, 'dB')}: beyond what grey levels and timing "
            "jitter allow at any power; expected less"
        )
    return f": no margin: {gap_key(budget.terms)} is no number; expected values for which it has one"


def _life_mistakes(scenario: Scenario) -> list[str]:
    """Mistakes in sessions, recorder, battery and solar array."""
    if scenario.config.sessions is None and scenario.config.power is None:
        return []
    try:
        _ = scenario.operations
    except LinkBudgetError as error:
        return [str(error)]
    return []


def _fault_mistakes(scenario: Scenario, config, data: dict[str, Any], known: list[Mistake]) -> Iterator[str]:
    """Mistakes in the values that each fault sets, or lets grow, on its own."""
    for fault in config.faults if isinstance(config.faults, list) else ():
        if not is_whole(fault):
            continue
        where = f"faults ({fault.title})"
        changed = [
            name for name, link in scenario.links.items() if name in fault.links or link.station in fault.stations
        ]
        settings = {name: dict(fault_leaves(fault.set)) for name in changed}
        lines = _new_mistakes(scenario, data, known, settings) if fault.set and changed else []
        if fault.power and isinstance(data.get("power"), dict):
            lines += _new_mistakes(scenario, data | {"power": merged(data["power"], fault.power)}, known)
        yield from (f"{where}: {line}" for line in lines)
        for name in changed if not lines else ():
            for key, said in fault_leaves(fault.growth_per_day):
                try:
                    growth_of(scenario.file, _with(data, scenario, name, settings), name, key, said, fault)
                except InputError as error:
                    yield str(error)


def _with(data: dict[str, Any], scenario: Scenario, name: str, settings: dict) -> Any:
    """A link with values set that are known to be right."""
    return read_all(data, scenario.file.parent, settings)[0].links[name] if settings[name] else scenario.links[name]


def _cause_mistakes(scenario: Scenario, config, data: dict[str, Any], known: list[Mistake]) -> Iterator[str]:
    """Mistakes in the causes of a loss of contact: keys and settings that the link does not accept."""
    loss = config.contact_loss
    if not is_whole(loss) or not is_whole(config.links.get(loss.link)):
        return
    for number, cause in enumerate(loss.causes):
        place = f"contact_loss.causes.{number}"
        if cause.key is not None:
            try:
                unit_at(config.links[loss.link], cause.key)
            except LinkBudgetError as error:
                yield f"{place}.key = {cause.key!r}: {error}"
        if cause.set:
            yield from (f"{place}.set: {line}" for line in _new_mistakes(scenario, data, known, {loss.link: cause.set}))


def _alternative_mistakes(scenario: Scenario, config, data: dict[str, Any], known: list[Mistake]) -> Iterator[str]:
    """Mistakes in the alternatives of the scenario."""
    for number, other in numbered(config.alternatives):
        if is_whole(config.links.get(other.link)):
            lines = _new_mistakes(scenario, data, known, {other.link: other.set})
            yield from (f"alternatives.{number}.set: {line}" for line in lines)


def _new_mistakes(
    scenario: Scenario, data: dict[str, Any], known: list[Mistake], settings: dict | None = None
) -> list[str]:
    """New mistakes made by changed settings; the same mistake in several links is reported once."""
    new: dict[tuple, str] = {}
    for mistake in read_all(data, scenario.file.parent, settings)[1]:
        if mistake not in known:
            same = mistake.key[2:] if mistake.key[:1] == ("links",) else mistake.key
            new.setdefault((same, mistake.text), str(mistake))
    return list(new.values())
