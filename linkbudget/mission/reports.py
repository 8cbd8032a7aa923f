"""Reports of a scenario (observations) with the instants, link cases and measured levels that they are about.

The map: :func:`read_report` (a report with its cases), :func:`instants_of`, :func:`nearest_culminations`, and
:func:`report_mistakes`, which says of all reports and alternatives what cannot be.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.geometry.clock import format_utc
from linkbudget.link.case import Case, line_of
from linkbudget.mission.faults import phase_at
from linkbudget.mission.scenario import Scenario
from linkbudget.mission.sessions import is_in_use, placed_slots
from linkbudget.mission.sight import NotedCase
from linkbudget.scenario_files.config_observations import Alternative, Observation
from linkbudget.units import read_quantity


@dataclass(frozen=True)
class ReadReport:
    """A report with its instants [s], the cases of its link, and the level."""

    instants_utc_s: np.ndarray
    cases: tuple[NotedCase, ...]
    level: float


def read_report(
    scenario: Scenario, number: int, said: Observation, alternative: Alternative | None = None
) -> ReadReport:
    """A report of a scenario, held against its link, or the link as an alternative has it.

    ``number`` is the place of the report in the file.

    Raises
    ------
    InputError
        A line that names the report: if it concerns what is not in sight or not in use, or lines that its link does not
        have.
    """
    try:
        utc_s = instants_of(scenario, said)
        cases = tuple(_cases(scenario, said, utc_s, alternative))
        levels = [_measured(said, case) for case in cases]
    except LinkBudgetError as error:
        text = str(error).removeprefix(f"{scenario.file}: ")
        other = "" if alternative is None else f"{_place(scenario, alternative)}: "
        raise InputError(f"{scenario.file}: {other}observations.{number} ({said.title}): {text}") from None
    return ReadReport(utc_s, cases, levels[0])


def report_mistakes(scenario: Scenario) -> Iterator[str]:
    """Mistakes of reports, as the scenario states their links and under each alternative, a line each."""
    config = scenario.config
    for number, said in enumerate(config.observations):
        try:
            read_report(scenario, number, said)
        except InputError as error:
            yield str(error)
            continue
        for other in config.alternatives:
            try:
                if other.link == said.link:
                    read_report(scenario, number, said, other)
            except InputError as error:
                yield str(error)


def _place(scenario: Scenario, alternative: Alternative) -> str:
    """Place of an alternative in its file, if it has one."""
    known = scenario.config.alternatives
    number = f".{known.index(alternative)}" if alternative in known else ""
    return f"alternatives{number} ({alternative.title})"


def _cases(
    scenario: Scenario, said: Observation, utc_s: np.ndarray, alternative: Alternative | None
) -> Iterator[NotedCase]:
    link, settings = said.link, {} if alternative is None else alternative.set
    if said.range_m is not None:
        other = settings if _is_other(alternative, link) else {}
        yield scenario.case(link, range_m=said.range_m.value, settings=other or None)
        return
    changed = np.array([_is_other(alternative, link, when) for when in utc_s])
    for inside, other in ((~changed, dict[str, str]()), (changed, settings)):
        if inside.any():
            for _, case in scenario.cases_over(link, utc_s[inside], settings=other or None):
                yield case


def _is_other(alternative: Alternative | None, link: str, utc_s: float | None = None) -> bool:
    if alternative is None or alternative.link != link:
        return False
    since, until = alternative.from_utc_s, alternative.until_utc_s
    return utc_s is None or ((since is None or utc_s >= since.value) and (until is None or utc_s <= until.value))


def _measured(said: Observation, case: Case) -> float:
    """The level of a report in the unit of its line, NaN of one without; what it needs of its link must be there."""
    if said.report == "rate" and "data_rate_limit_bps" not in case.budget().terms:
        raise InputError(f"bit_rate: {said.link} has no data rate; expected a link that carries bits")
    if said.level is None:
        return np.nan
    line = line_of(case, str(said.line))
    if not line.unit.startswith("dB"):
        raise InputError(f"line = {said.line!r}: in {line.unit}; expected one in decibels")
    try:
        return read_quantity(said.level, line.unit)
    except LinkBudgetError as error:
        raise InputError(f"level = {error}") from None


def instants_of(scenario: Scenario, said: Observation) -> np.ndarray:
    """Instants of a report; none of a report at a distance [s].

    Sessions stand at the culmination nearest to them: their hours are seldom published, and a link that was heard may
    have been heard best.

    Raises
    ------
    InputError
        If the spacecraft is not in sight then, or no planned session falls into the time of the report.
    """
    if said.range_m is not None:
        return np.zeros(0)
    link = scenario.link(said.link)
    if said.times_utc_s:
        utc_s = np.array([time.value for time in said.times_utc_s])
        for when in utc_s:
            if not scenario.path_at(scenario.link_at(said.link, when), when).in_sight:
                raise InputError(f"times = {format_utc(when)}: {link.far_end_name} does not see the spacecraft then")
            is_lost = phase_at(scenario.phases[said.link], when).lost
            if is_lost or (said.report != "silent" and not is_in_use(scenario, said.link, when)):
                raise InputError(
                    f"times = {format_utc(when)}: {said.link} is out of use then; expected when it is in use"
                )
        return utc_s
    _, start, end, _ = placed_sessions(scenario)
    assert said.from_utc_s is not None
    until = scenario.config.mission.end_utc_s if said.until_utc_s is None else said.until_utc_s
    middle = 0.5 * (start + end)
    within = (middle >= said.from_utc_s.value) & (middle <= until.value) & (end > start)
    inside = np.array([when for when in middle[within] if is_in_use(scenario, said.link, when)])
    if inside.size == 0:
        raise InputError("from: no planned session in which the link was in use falls into this time")
    return nearest_culminations(scenario, link.far_end_name, inside)


@lru_cache(maxsize=4)  # every report on sessions, and the story of a report, ask for the same
def placed_sessions(scenario: Scenario):
    """Sessions in their places, as :func:`~linkbudget.mission.sessions.placed_slots` gives them; found once."""
    return placed_slots(scenario)


def nearest_culminations(scenario: Scenario, far_end: str, utc_s: np.ndarray) -> np.ndarray:
    """Instants moved to the nearest culmination over a station, or closest approach to another spacecraft [s]."""
    tops = np.array([one.culmination_utc_s for one in scenario.passes(far_end)])
    if not tops.size:
        raise InputError(f"{scenario.file}: {far_end}: the spacecraft never rises in the mission")
    return tops[np.abs(tops[:, None] - utc_s).argmin(axis=0)]
