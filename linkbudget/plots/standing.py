"""Standing of the links of a mission at its reference: which of them matter, and the label of each.

The map: :class:`Standing` and :func:`standings` (a link, its budget and whether it was in use); :func:`where_text`,
:func:`own_where_text` and :func:`place_text` (the instant or the distance); :func:`claim` (how many of them close);
:func:`main_link`, the link to show where there is room for one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from linkbudget.formatting import clock_text, date_text, decibels_text, distance_text, typeset
from linkbudget.geometry.clock import parse_utc
from linkbudget.link.budget import Budget
from linkbudget.link.verdict import CLOSING
from linkbudget.mission.faults import phase_at
from linkbudget.mission.scenario import Scenario
from linkbudget.mission.sessions import is_in_use
from linkbudget.studies.certainty import heard_links
from linkbudget.studies.fan import is_long


@dataclass(frozen=True)
class Standing:
    """A link at the reference of its mission.

    Attributes
    ----------
    title : str
        What people call it.
    budget : Budget
        At the reference instant, or if then down at the nearest culmination; without a date at the stated distance.
    out_of_use : str
        Where the link was not in use at the reference, when it was; empty where it was in use.
    """

    title: str
    budget: Budget
    out_of_use: str

    @property
    def margin_text(self) -> str:
        """The number of the verdict, with its sign."""
        margin = self.budget.verdict.closing_margin_db
        return decibels_text(margin, decimals=2, sign=True) if np.isfinite(margin) else self.budget.verdict.in_short

    def label(self, said: str, where: str = "") -> str:
        """Title of the link, what is said of it and where that is so; or when it was in use."""
        whole = said.replace(" ", "\N{NO-BREAK SPACE}")
        return typeset(f"{self.title}: {self.out_of_use or f'{whole} {where}'.rstrip()}")


def standings(scenario: Scenario, names: Iterable[str]) -> dict[str, Standing]:
    r"""Standing of each link at the reference of the mission.

    Examples
    --------
    >>> import linkbudget
    >>> mars1 = linkbudget.load("mars1")
    >>> for one in standings(mars1, ["telemetry-32cm-dish", "telemetry-32cm-semi"]).values():
    ...     one.label(one.margin_text)
    '922.76 MHz telemetry, 1.7 m dish: in use until 7 November 1962'
    '922.76 MHz telemetry, semi-directional antenna: +0.96\xa0dB'
    """
    return {
        name: Standing(scenario.links[name].title, scenario.budget_when_up(name), out_of_use_text(scenario, name))
        for name in names
    }


def out_of_use_text(scenario: Scenario, name: str, utc_s: float | None = None) -> str:
    """Time in which a link was in use that was not at an instant, by default the reference; empty of one that was."""
    utc_s = scenario.reference_utc_s if utc_s is None else utc_s
    if is_in_use(scenario, name, utc_s):
        return ""
    link = phase_at(scenario.phases[name], utc_s).link
    since, until = link.in_use_from_utc_s, link.in_use_until_utc_s
    if since is not None and utc_s < since.value:
        return f"in use from {date_text(since.value)}"
    return "out of use" if until is None else f"in use until {date_text(until.value)}"


def where_text(scenario: Scenario, budgets: Iterable[Budget]) -> str:
    """Date, instant or stated distance that budgets share, for a sentence; the instant of a short mission.

    It is empty where they differ.

    Examples
    --------
    >>> import linkbudget
    >>> for name, link in (("mars1", "command-3m"), ("cubesat", "uhf-downlink"), ("mars_express", "telemetry")):
    ...     scenario = linkbudget.load(name)
    ...     print(where_text(scenario, [scenario.budget_when_up(link)]))
    on 21 March 1963
    at 05:22 on 1 March 2026
    at 120 million km
    """
    words = {place_text(scenario, budget) for budget in budgets}
    return words.pop() if len(words) == 1 else ""


def own_where_text(scenario: Scenario, one: Standing, found: Iterable[Standing]) -> str:
    """The instant or distance of one link's budget, where that of the others in use differs; else empty."""
    shared = where_text(scenario, (other.budget for other in found if not other.out_of_use))
    return "" if shared else where_text(scenario, [one.budget])


def place_text(scenario: Scenario, budget: Budget) -> str:
    """Date, instant or stated distance of a budget, for a sentence; empty where it has none."""
    if budget.at:
        utc_s = parse_utc(budget.at)
        day = f"on {date_text(utc_s)}"
        return day if is_long(scenario) else f"at {clock_text(utc_s)} {day}"
    range_m = budget.get("range_m")
    return "" if range_m is None else f"at {distance_text(float(range_m), 4)}"


def claim(scenario: Scenario, found: Iterable[Standing]) -> str:
    """Count of the links in use that close at the reference, for a title.

    Examples
    --------
    >>> import linkbudget
    >>> mars1 = linkbudget.load("mars1")
    >>> claim(mars1, standings(mars1, mars1.links).values())
    '3 of the 6 links in use close on 21 March 1963'
    >>> claim(mars1, standings(mars1, ["command-3m"]).values())
    'the link does not close: 13.20 dB short on 21 March 1963'
    """
    found = list(found)
    used = [one for one in found if not one.out_of_use]
    if not used:
        return "the link was " + found[0].out_of_use if len(found) == 1 else "no link in use"
    where = where_text(scenario, (one.budget for one in used))
    closing = sum(one.budget[CLOSING] >= 0.0 for one in used)
    which = f"{len(used)} links" if len(used) == len(found) else f"{len(used)} links in use"
    if len(used) == 1:
        said = f"the link {used[0].budget.verdict.in_short.removesuffix(' to spare')}"
    elif closing == 0:
        said = f"none of the {which} closes"
    elif closing == len(used):
        said = f"{'both links close' if len(used) == len(found) == 2 else f'all {which} close'}"
    else:
        said = f"{closing} of the {which} close"
    return typeset(f"{said} {where}".strip())


def main_link(scenario: Scenario, names: Iterable[str]) -> str:
    """The link to show where there is room for one: of those in use at the reference the one heard last, or the first.

    Examples
    --------
    >>> import linkbudget
    >>> mars1 = linkbudget.load("mars1")
    >>> main_link(mars1, mars1.links)
    'telemetry-32cm-semi'
    """
    names = list(names)
    used = [name for name in names if is_in_use(scenario, name, scenario.reference_utc_s)] or names
    return next((name for name in reversed(heard_links(scenario)) if name in used), used[0])
