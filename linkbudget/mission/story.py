"""What a timeline tells of each link: what closed, what did not, until when and how far, at what rate."""

from dataclasses import dataclass

import numpy as np

from linkbudget.link.budget import Budget
from linkbudget.mission.assumptions import Swing, count_statuses, swings
from linkbudget.mission.config import LinkConfig
from linkbudget.mission.scenario import Scenario

A_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class LinkStory:
    """One link's part in the story."""

    name: str
    link: LinkConfig
    budget: Budget
    visible_share: float
    closed_share: float
    last_closed: np.datetime64 | None
    last_closed_distance_m: float
    closes_to_the_end: bool
    in_use_closed_share: float
    best_rate: float
    rate_unit: str
    statuses: dict[str, int]
    swings: tuple[Swing, ...]

    @property
    def assumed_swing_db(self) -> float:
        """Root sum of squares of what the assumed values move the closing margin by, each over its whole range."""
        return float(np.sqrt(sum(s.size_db**2 for s in self.swings if s.parameter.status == "assumed")))

    @property
    def margin_span_db(self) -> tuple[float, float]:
        """Closing margin with every ranged value at its worse end, and with every one at its better end."""
        nominal = float(self.budget["closing_margin_db"])
        worse = sum(min(s.at_low_db, s.at_high_db, 0.0) for s in self.swings)
        better = sum(max(s.at_low_db, s.at_high_db, 0.0) for s in self.swings)
        return nominal + worse, nominal + better


def closes(timeline, name: str) -> np.ndarray:
    """Instants at which a link keeps its required margin, carrier in lock."""
    return timeline.sel(link=name).closing_margin_db.values >= 0.0


def tell(scenario: Scenario, timeline) -> list[LinkStory]:
    """The story of every link, from the timeline and from its budget at the reference instant."""
    return [_tell_link(scenario, timeline, name, link) for name, link in scenario.links.items()]


def _tell_link(scenario: Scenario, timeline, name: str, link: LinkConfig) -> LinkStory:
    row = timeline.sel(link=name)
    visible, in_use = row.visible.values, row.in_use.values
    closed = closes(timeline, name)
    last = np.flatnonzero(closed)[-1] if closed.any() else None
    last_visible = np.flatnonzero(visible)[-1] if visible.any() else None
    budget = budget_to_show(scenario, name, timeline)
    picture = link.modulation.kind != "digital"
    rate = row["pixel_rate_limit_pixels_per_s" if picture else "data_rate_limit_bps"].values
    return LinkStory(
        name=name,
        link=link,
        budget=budget,
        visible_share=float(visible.mean()),
        closed_share=_share(closed, visible),
        last_closed=None if last is None else row.time.values[last],
        last_closed_distance_m=np.nan if last is None else float(timeline.geocentric_distance_m.values[last]),
        # the last pass may end a little lower than it closes: a day's grace
        closes_to_the_end=last is not None
        and row.time.values[last_visible] - row.time.values[last] < np.timedelta64(1, "D"),
        in_use_closed_share=_share(closed & in_use, visible & in_use),
        best_rate=float(np.nanmax(rate)) if visible.any() else np.nan,
        rate_unit="pixel/s" if picture else "bit/s",
        statuses=count_statuses(link),
        swings=tuple(swings(budget.link, budget.path)),
    )


def _share(part: np.ndarray, whole: np.ndarray) -> float:
    return float(part.sum() / whole.sum()) if whole.any() else 0.0


def budget_to_show(scenario: Scenario, name: str, timeline) -> Budget:
    """The budget at the reference instant; at the link's highest elevation of that day if it is not up then."""
    budget = scenario.budget(name)
    if not np.isnan(budget["margin_db"]):
        return budget
    row = timeline.sel(link=name)
    reference = np.datetime64(budget.at.rstrip("Z"))
    near = np.abs(row.time.values - reference) <= np.timedelta64(12, "h")
    elevation = np.where(near & row.visible.values, row.elevation_deg.values, -np.inf)
    best = int(np.argmax(elevation))
    if not np.isfinite(elevation[best]):
        return scenario.budget(name, range_m=float(row.range_m.values[best]))
    return scenario.budget(name, str(row.time.values[best].astype("datetime64[s]")) + "Z")
