"""Story of each link of a mission, from its timeline: until when and how far it closed, and its budget at the end.

The map: :func:`tell` and :class:`LinkStory`, :class:`Passes`; :func:`by_state`, the order of a summary.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from linkbudget.geometry.clock import format_utc
from linkbudget.link.budget import Budget
from linkbudget.mission.assumptions import Swing, count_statuses, span_db, swings, values_behind
from linkbudget.mission.scenario import Scenario
from linkbudget.mission.sight import NotedCase
from linkbudget.scenario_files.config import LinkConfig

CLOSED, SHORT, GONE = "closed", "short", "gone"
"""States of a link at the reference: it closes, it is too weak, or it is not in use."""


@dataclass(frozen=True)
class Passes:
    """The stretches of time in which a link was in use and its spacecraft above the lowest elevation.

    ``closed`` says of each whether the link closed at some instant of it; ``first`` and ``last`` are the first and last
    instants at which it did, with the distance from the Earth's centre at the last; ``farthest_range_m`` is the longest
    range at which it did; ``is_always_up`` is true of a spacecraft that never sets.
    """

    closed: np.ndarray
    first: np.datetime64 | None = None
    last: np.datetime64 | None = None
    last_distance_m: float = float("nan")
    farthest_range_m: float = float("nan")
    is_always_up: bool = False

    @property
    def kept_until(self) -> bool:
        """True when the link closed from the first pass on and then no more."""
        count = int(self.closed.sum())
        return 0 < count < self.closed.size and bool(self.closed[:count].all())


@dataclass(frozen=True)
class LinkStory:
    """One link's part in the story.

    ``case`` and ``budget`` are those of the reference instant, or of the nearest culmination; of a link that was not in
    use then, those of the last culmination while it was, or of the first where it came into use later.
    """

    name: str
    link: LinkConfig
    case: NotedCase
    budget: Budget
    in_use: bool
    is_to_come: bool
    passes: Passes

    @cached_property
    def statuses(self) -> dict[str, int]:
        """Number of values behind the link, by status."""
        return count_statuses(values_behind(self.link))

    @cached_property
    def swings(self) -> tuple[Swing, ...]:
        """Changes of the closing margin by each ranged value, the largest first."""
        return tuple(swings(self.budget.link, self.budget.path))

    @cached_property
    def span_db(self) -> tuple[float, float]:
        """Closing margin with every ranged value at its worse end, and at its better one."""
        return span_db(self.budget.link, self.budget.path, list(self.swings))

    @property
    def closing_margin_db(self) -> float:
        """Closing margin of the budget; NaN where the quality asked for cannot be had at any power."""
        return float(self.budget["closing_margin_db"])

    @property
    def closed(self) -> bool:
        """True when the link closes at the instant of its budget."""
        return self.closing_margin_db >= 0.0

    @property
    def state(self) -> str:
        """State at the reference: one of :data:`CLOSED`, :data:`SHORT` and :data:`GONE`."""
        if not self.in_use:
            return GONE
        return CLOSED if self.closed else SHORT

    @property
    def carries_pixels(self) -> bool:
        """True of a link that sends pictures."""
        return self.link.modulation.carries == "pixels"

    @property
    def assumed_swing_db(self) -> float:
        """Root sum of squares of what the assumed values move the closing margin by, each over its whole range."""
        return float(np.sqrt(sum(s.size_db**2 for s in self.swings if s.parameter.is_assumed)))


def by_state(stories: Iterable[LinkStory]) -> list[LinkStory]:
    """Stories in the order of a summary: links that close, those that are too weak, those that are not in use."""
    return sorted(stories, key=lambda story: (CLOSED, SHORT, GONE).index(story.state))


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
    return Passes(
        per_pass,
        times[first],
        times[last],
        float(timeline.geocentric_distance_m.values[last]),
        float(row.range_m.values[where].max()),
        bool(row.visible.values.all()),
    )


def tell(scenario: Scenario, timeline) -> list[LinkStory]:
    """The story of every link, from the timeline and from its budget at the reference instant."""
    return [_tell_link(scenario, timeline, name, link) for name, link in scenario.links.items()]


def _tell_link(scenario: Scenario, timeline, name: str, link: LinkConfig) -> LinkStory:
    mission = scenario.config.mission
    reference = (mission.reference_utc_s or mission.start_utc_s).value
    since, until = link.in_use_from_utc_s, link.in_use_until_utc_s
    is_to_come = since is not None and reference < since.value
    in_use = not is_to_come and (until is None or reference < until.value)
    case = scenario.case_when_up(name, None if in_use else _last_in_use(scenario, link, first=is_to_come))
    budget = scenario.budget_of(case)
    return LinkStory(
        name=name,
        link=link,
        case=case,
        budget=budget,
        is_to_come=is_to_come,
        in_use=in_use,
        passes=passes_of(timeline, name),
    )


def _last_in_use(scenario: Scenario, link: LinkConfig, first: bool) -> str | None:
    """Instant in UTC of the last culmination while a link was in use, or of the first; none without any."""
    if link.stated_range_m or scenario.config.mission.stated_range_m or scenario.config.trajectory is None:
        return None
    since, until = link.in_use_from_utc_s, link.in_use_until_utc_s
    tops = [one.culmination_utc_s for one in scenario.passes(link.far_end_name)]
    inside = [top for top in tops if (not since or since.value <= top) and (not until or top < until.value)]
    return format_utc(inside[0 if first else -1]) if inside else None
