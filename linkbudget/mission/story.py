"""Summary of a timeline for each link: when and how far it closed, at what rate, and what ended it."""

from dataclasses import dataclass

import numpy as np

from linkbudget.link.budget import Budget
from linkbudget.mission.assumptions import Swing, count_statuses, span_db, swings, values_behind
from linkbudget.mission.scenario import Scenario
from linkbudget.scenario_files.config import LinkConfig


@dataclass(frozen=True)
class Passes:
    """The stretches of time in which a link was in use and its spacecraft above the lowest elevation.

    ``closed`` says of each whether the link closed at some instant of it; ``first`` and ``last`` are the first and last
    instants at which it did, with the distance at the last.
    """

    closed: np.ndarray
    first: np.datetime64 | None = None
    last: np.datetime64 | None = None
    last_distance_m: float = float("nan")

    @property
    def kept_until(self) -> bool:
        """True when the link closed from the first pass on and then no more."""
        count = int(self.closed.sum())
        return 0 < count < self.closed.size and bool(self.closed[:count].all())


@dataclass(frozen=True)
class LinkStory:
    """One link's part in the story; ``budget`` is that of the reference instant, or of the nearest culmination."""

    name: str
    link: LinkConfig
    budget: Budget
    in_use: bool
    is_to_come: bool
    passes: Passes
    statuses: dict[str, int]
    swings: tuple[Swing, ...]
    span_db: tuple[float, float]

    @property
    def closing_margin_db(self) -> float:
        """Closing margin of the budget; NaN where the quality asked for cannot be had at any power."""
        return float(self.budget["closing_margin_db"])

    @property
    def closed(self) -> bool:
        """True when the link closes at the reference instant."""
        return self.closing_margin_db >= 0.0

    @property
    def assumed_swing_db(self) -> float:
        """Root sum of squares of what the assumed values move the closing margin by, each over its whole range."""
        return float(np.sqrt(sum(s.size_db**2 for s in self.swings if s.parameter.is_assumed)))


def closes(timeline, name: str) -> np.ndarray:
    """Instants at which a link keeps its required margin, carrier in lock."""
    return timeline.sel(link=name).closing_margin_db.values >= 0.0


def passes_of(timeline, name: str) -> Passes:
    """The passes of a link while it was in use, and in which of them it closed."""
    row = timeline.sel(link=name)
    heard = row.visible.values & row.in_use.values
    closed = closes(timeline, name) & heard
    starts = np.flatnonzero(heard & ~np.concatenate([[False], heard[:-1]]))
    if starts.size == 0:
        return Passes(np.zeros(0, dtype=bool))
    per_pass = np.logical_or.reduceat(closed, starts)
    where = np.flatnonzero(closed)
    if where.size == 0:
        return Passes(per_pass)
    first, last = where[0], where[-1]
    times = row.time.values
    return Passes(per_pass, times[first], times[last], float(timeline.geocentric_distance_m.values[last]))


def tell(scenario: Scenario, timeline) -> list[LinkStory]:
    """The story of every link, from the timeline and from its budget at the reference instant."""
    return [_tell_link(scenario, timeline, name, link) for name, link in scenario.links.items()]


def _tell_link(scenario: Scenario, timeline, name: str, link: LinkConfig) -> LinkStory:
    budget = scenario.budget_when_up(name)
    moved = swings(budget.link, budget.path)
    mission = scenario.config.mission
    reference = (mission.reference_utc_s or mission.start_utc_s).value
    since, until = link.in_use_from_utc_s, link.in_use_until_utc_s
    return LinkStory(
        name=name,
        link=link,
        budget=budget,
        is_to_come=since is not None and reference < since.value,
        in_use=(since is None or since.value <= reference) and (until is None or reference < until.value),
        passes=passes_of(timeline, name),
        statuses=count_statuses(values_behind(link)),
        swings=tuple(moved),
        span_db=span_db(budget.link, budget.path, moved),
    )
