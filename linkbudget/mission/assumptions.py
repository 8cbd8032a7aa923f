"""Effect of assumed values: every parameter of a link with its status and the decibels of margin that it moves."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from linkbudget.hardware.parts import Link
from linkbudget.hardware.values import parameters_of
from linkbudget.link.budget import Path
from linkbudget.link.case import Case
from linkbudget.link.verdict import CLOSING, MARGINS
from linkbudget.parameters import ASSUMED_STATUSES, RANKED_STATUSES, Parameter

KINDS = (
    CLOSING,
    "margin_db",
    "carrier_margin_db",
    *(key for key in MARGINS if key not in ("margin_db", "carrier_margin_db")),
)
"""Lines of a budget whose swings are followed."""


End = Literal["low", "high"]
"""An end of a range."""

OTHER_END: dict[End, End] = {"low": "high", "high": "low"}


@dataclass(frozen=True, slots=True)
class Swing:
    """Change of each margin when one parameter goes to the ends of its range, by key of the margin."""

    key: str
    parameter: Parameter
    at_low: dict[str, float]
    at_high: dict[str, float]

    @property
    def ends_db(self) -> tuple[float, float]:
        """Changes of the closing margin at the low and the high end."""
        return self.at_low["closing_margin_db"], self.at_high["closing_margin_db"]

    @property
    def size_db(self) -> float:
        """Decibels of closing margin between the ends of the range."""
        return abs(self.ends_db[1] - self.ends_db[0])

    def better_end(self, lines: Iterable[str]) -> End:
        """The end of the range at which the first of some lines that it moves is better."""
        rise = next((rise for line in lines if (rise := self.at_high[line] - self.at_low[line])), 0.0)
        return "high" if rise >= 0.0 else "low"


def count_statuses(parameters: Iterable[Parameter]) -> dict[str, int]:
    """Count the parameters of each status, best known first; "unstated" counts those without a status."""
    counts: Counter[str] = Counter(parameter.status or "unstated" for parameter in parameters)
    return {status: counts.get(status, 0) for status in (*RANKED_STATUSES, "unstated")}


def assumed_count(counts: dict[str, int]) -> int:
    """Number of assumed parameters among those counted by :func:`count_statuses`; a default counts as assumed.

    Examples
    --------
    >>> assumed_count(count_statuses([Parameter(1.0, status="default"), Parameter(2.0, status="inferred")]))
    1
    """
    return sum(counts[status] for status in ASSUMED_STATUSES)


def values_behind(link: Link) -> list[Parameter]:
    """Numbers that a link's margin depends on: all but the dates of its use."""
    return [parameter for key, parameter in parameters_of(link) if not key.startswith("in_use")]


def distinct_values(config) -> list[Parameter]:
    """Numbers that a scenario's results depend on: links, stations, trajectory; shared numbers are counted once."""
    links = [parameter for link in config.links.values() for parameter in values_behind(link)]
    used = dict.fromkeys(link.station for link in config.links.values() if link.station is not None)
    places = [parameter for name in used for _, parameter in parameters_of(config.stations[name])]
    others = [config.spacecraft[link.spacecraft] for link in config.links.values() if link.spacecraft is not None]
    flights = [part for part in (config.trajectory, *others) if part is not None]
    flight = [parameter for part in flights for _, parameter in parameters_of(part)]
    return list(dict.fromkeys([*links, *places, *flight]))


def swings(link: Link, path: Path) -> list[Swing]:
    """Margins at the ends of each parameter's range, one at a time, largest swing of the closing margin first.

    The closing margin is the least of all requirements, so what limits the link is what counts.  Ends at which there is
    no signal at all, or no finite margin, are left out.
    """
    case = Case(link, path)
    nominal = case.budget()
    lines = [line for line in KINDS if line in nominal.terms]
    rows = []
    for key, parameter in parameters_of(link):
        if parameter.low is None and parameter.high is None:
            continue
        low, high = (case.with_values({key: parameter.at(end)}).budget() for end in ("low", "high"))
        changes = [{line: float(end[line]) - float(nominal[line]) for line in lines} for end in (low, high)]
        if all(math.isfinite(change) for end in changes for change in end.values()):
            rows.append(Swing(key, parameter, *changes))
    return sorted(rows, key=lambda row: row.size_db, reverse=True)


def span_db(link: Link, path: Path, moved: Iterable[Swing]) -> tuple[float, float]:
    """Closing margin with every ranged value at its worse end, and with every one at its better end, all together.

    Where requirements want opposite ends, as data and carrier do of the carrier suppression, the worst is the worst of
    all choices and the best the best.
    """
    case, moved = Case(link, path), list(moved)
    lines = [line for line in KINDS[1:] if all(line in swing.at_low for swing in moved)] if moved else []

    def closing(line: str, better: bool) -> float:
        ends = {}
        for swing in moved:
            end = swing.better_end([line, *lines])
            ends[swing.key] = swing.parameter.at(end if better else OTHER_END[end])
        return float(case.with_values(ends).budget()[CLOSING])

    if not lines:
        nominal = float(case.budget()[CLOSING])
        return nominal, nominal
    return min(closing(line, False) for line in lines), max(closing(line, True) for line in lines)
