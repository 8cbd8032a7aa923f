r"""The record of a mission as a likelihood: what each report implies for the uncertain numbers of its links.

The map: :class:`Unknown` and :class:`Record` (the uncertain numbers of all links that reports concern, and the
reports), :func:`read_record`.

A report that a link was *heard* or *held*, or that data came at a rate, is a margin :math:`m` that was not negative; a
report of *silence* one that was.  What the budget leaves out from one instant to the next has the standard deviation
:math:`s` in decibels, so that a report on the instants :math:`i` has the likelihood

.. math:: \ell = \prod_i \Phi(\pm m_i / s), \qquad L = (1 - d) \ell + d (1 - \ell)

with the probability :math:`d` that it is wrong.  Without a spread :math:`\ell` is one or zero.  A measured level is
gaussian about its line of the budget; one that is wrong is as likely as if its uncertainty were ten times as large
(the mixture of good and bad data in section 3 of [1]_).  Bayes' rule and the place of the prior: chapter 1 of [2]_.

References
----------
.. [1] Hogg, Bovy and Lang, Data analysis recipes: Fitting a model to data, arXiv:1008.4686 (2010).
.. [2] Gelman and others, Bayesian Data Analysis, 3rd edition (2014).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start

from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.formatting import quantity_text, span_text
from linkbudget.labels import spoken
from linkbudget.link.case import Case
from linkbudget.link.verdict import CLOSING
from linkbudget.mission.reports import read_report
from linkbudget.mission.scenario import Scenario
from linkbudget.mission.sight import NotedCase
from linkbudget.scenario_files.config_observations import Alternative, Observation
from linkbudget.studies.blocks import BLOCK_POINTS
from linkbudget.studies.draws import Draw, draws_of

WRONG_LEVEL = 10.0
"""Uncertainty of a wrong level over that of a right one."""

_CARRIER = "carrier_margin_db"


@dataclass(frozen=True)
class Unknown:
    """An uncertain number of one link or of several: those that took it over by ``like``, or share its antenna.

    ``identity`` tells it from all others.  ``stated`` is its range in words where the link has another one at another
    time; the name ends in it then.
    """

    name: str
    identity: Any
    draw: Draw
    unit: str
    stated: str = ""

    @property
    def title(self) -> str:
        """Words for it in figures and reports."""
        return spoken(self.draw.key)

    @property
    def holder(self) -> str:
        """The link or the antenna that it is a number of."""
        kind, rest = self.name.removesuffix(f" {self.stated}").split(".", 1)
        holder = rest.removesuffix(f".{self.draw.key}") if kind == "links" else rest.partition(".")[0]
        return f"{holder}, {self.stated}" if self.stated else holder

    @property
    def status(self) -> str:
        """Its status."""
        return self.draw.parameter.status or ""


@dataclass(frozen=True)
class Reading:
    """A link at the instants of a report, and where its uncertain numbers stand among the unknowns."""

    case: Case
    places: dict[str, int]
    instants: int

    def lines(self, values: np.ndarray, names: Sequence[str]) -> list[np.ndarray | None]:
        """Lines of the budget for values of all unknowns, arrays of (instant, draw); none of one that is not there.

        ``values`` has a row an unknown and a column a draw.  Draws that the equations refuse, such as a peak power
        below the average, have NaN in every line.
        """
        count = values.shape[1]
        found: dict[str, np.ndarray] = {}
        step = max(BLOCK_POINTS // self.instants, 1)
        for first in range(0, count, step):
            self._fill(found, values, names, slice(first, min(first + step, count)))
        if not found:  # all refused
            return [np.full((self.instants, count), np.nan) for _ in names]
        return [found.get(name) for name in names]

    def _fill(self, found: dict[str, np.ndarray], values: np.ndarray, names: Sequence[str], part: slice) -> None:
        """Put lines of a part of the draws where they belong; where the equations refuse some, by halves."""
        drawn = {key: values[place, part] for key, place in self.places.items()}
        try:
            with np.errstate(all="ignore"):  # NaN and infinity are answers here
                budget = self.case.with_values(drawn).budget()
        except LinkBudgetError:
            middle = (part.start + part.stop) // 2
            if middle > part.start:
                self._fill(found, values, names, slice(part.start, middle))
                self._fill(found, values, names, slice(middle, part.stop))
            return
        for name in names:
            line = budget.get(name)
            if line is not None:
                found.setdefault(name, np.full((self.instants, values.shape[1]), np.nan))[:, part] = line


@dataclass(frozen=True)
class Account:
    """A report, ready to be held against draws."""

    said: Observation
    readings: tuple[Reading, ...]
    level: float = np.nan
    instants_utc_s: tuple[float, ...] = ()

    @property
    def title(self) -> str:
        """A few words."""
        return self.said.title

    @property
    def is_sharp(self) -> bool:
        """True of a report that a margin a hair too small contradicts: one without doubt and spread, and no level."""
        said = self.said
        allowances = (said.doubt, said.spread_db)
        return said.report != "level" and all(each is None or each.value == 0.0 for each in allowances)

    def residuals_db(self, values: np.ndarray) -> np.ndarray:
        """By how much draws agree with the report [dB]: an array of (instant, draw).

        Margins, positive where a draw agrees, or how far a level lies above the measured one.
        """
        return np.concatenate([self._residual_db(reading, values) for reading in self.readings])

    def _residual_db(self, reading: Reading, values: np.ndarray) -> np.ndarray:
        said = self.said
        if said.report == "level":
            (line,) = reading.lines(values, [str(said.line)])
            assert line is not None  # looked up when the record was read
            return line - self.level
        if said.report == "rate":
            limit, carrier = reading.lines(values, ["data_rate_limit_bps", _CARRIER])
            assert said.bit_rate_bps is not None
            assert limit is not None  # looked up when the record was read
            with np.errstate(divide="ignore"):
                margin = 10.0 * np.log10(limit / said.bit_rate_bps.value)
            margin = margin if carrier is None else np.minimum(margin, carrier)
        else:
            closing, carrier = reading.lines(values, [CLOSING, _CARRIER])
            margin = closing if said.report == "held" or carrier is None else carrier
        assert margin is not None
        margin = np.where(np.isnan(margin), -np.inf, margin)
        return -margin if said.report == "silent" else margin

    def log_likelihood(self, residuals_db: np.ndarray, blur_db: float = 0.0) -> np.ndarray:
        """Logarithm of the likelihood of each draw; ``blur_db`` is added to the spread, root sum square."""
        said, doubt = self.said, 0.0 if self.said.doubt is None else float(self.said.doubt.value)
        if said.report == "level":
            assert said.uncertainty_db is not None
            right = _log_gaussian(residuals_db, np.hypot(said.uncertainty_db.value, blur_db)).sum(axis=0)
            if doubt == 0.0:
                return right
            wide = np.hypot(WRONG_LEVEL * said.uncertainty_db.value, blur_db)
            return _log_mixture(doubt, right, _log_gaussian(residuals_db, wide).sum(axis=0))
        spread_db = np.hypot(0.0 if said.spread_db is None else said.spread_db.value, blur_db)
        if spread_db == 0.0:
            right = np.where((residuals_db >= 0.0).all(axis=0), 0.0, -np.inf)
        else:
            right = scipy.special.log_ndtr(residuals_db / spread_db).sum(axis=0)
        if doubt == 0.0:
            return right
        with np.errstate(divide="ignore"):
            return _log_mixture(doubt, right, np.log(-np.expm1(right)))


def _log_gaussian(residuals_db: np.ndarray, sigma_db: float) -> np.ndarray:
    known = np.where(np.isfinite(residuals_db), residuals_db, np.inf)
    with np.errstate(over="ignore"):  # however far away: minus infinity
        squared = (known / sigma_db) ** 2
    return -0.5 * squared - np.log(sigma_db * np.sqrt(2.0 * np.pi))


def _log_mixture(doubt: float, right: np.ndarray, wrong: np.ndarray) -> np.ndarray:
    return np.logaddexp(np.log1p(-doubt) + right, np.log(doubt) + wrong)


@dataclass(frozen=True)
class Record:
    """The unknown numbers of a scenario's links, and the reports on them."""

    unknowns: tuple[Unknown, ...]
    accounts: tuple[Account, ...]

    def values(self, shares: np.ndarray) -> np.ndarray:
        """Values of the unknowns for shares of cases, both arrays of (unknown, draw)."""
        rows = [one.draw.values(row) for one, row in zip(self.unknowns, shares, strict=True)]
        return np.array(rows).reshape(len(self.unknowns), -1)

    def residuals_db(self, values: np.ndarray) -> list[np.ndarray]:
        """By how much draws agree with each report [dB]."""
        return [account.residuals_db(values) for account in self.accounts]

    def log_likelihoods(self, residuals_db: Iterable[np.ndarray], blur_db: float = 0.0) -> np.ndarray:
        """Logarithms of likelihoods, an array of (report, draw)."""
        pairs = zip(self.accounts, residuals_db, strict=True)
        return np.array([account.log_likelihood(each, blur_db) for account, each in pairs])

    @property
    def instants(self) -> int:
        """Number of instants, or distances, of the reports."""
        return sum(len(account.instants_utc_s) or 1 for account in self.accounts)

    def without(self, number: int) -> "Record":
        """The same unknowns and all reports but one."""
        return Record(self.unknowns, self.accounts[:number] + self.accounts[number + 1 :])


@lru_cache(maxsize=8)  # a figure, a paragraph and a table ask for the same
def stated_record(scenario: Scenario) -> Record:
    """The record that a scenario states; see :func:`read_record`."""
    return read_record(scenario)


def read_record(
    scenario: Scenario,
    observations: Sequence[Observation] | None = None,
    *,
    alternative: Alternative | None = None,
    also: Iterable[NotedCase] = (),
) -> Record:
    """The record of a scenario as a likelihood.

    Parameters
    ----------
    scenario : Scenario
        A mission.
    observations : sequence of Observation, optional
        Reports; without them those of the scenario.
    alternative : Alternative, optional
        A link as it may have been instead.
    also : iterable of NotedCase
        Cases whose uncertain numbers count although no report concerns their links.

    Raises
    ------
    InputError
        If there are no reports, one concerns what is not in sight or a line that its link does not have, or no
        number of their links is uncertain.

    Examples
    --------
    >>> import linkbudget as lb
    >>> record = read_record(lb.load("mars1"))
    >>> len(record.unknowns), record.accounts[4].title
    (35, 'Last contact')
    """
    said = list(scenario.config.observations if observations is None else observations)
    if not said:
        raise InputError(f"{scenario.file}: observations: missing; expected reports of what was heard, or was not")
    maker = _Maker(scenario, alternative)
    accounts = tuple(maker.account(number, one) for number, one in enumerate(said))
    for case in also:
        maker.places(case)
    if not maker.unknowns:
        raise InputError(
            f"{scenario.file}: observations: no number of their links has a range with a shape; expected one, or "
            "mission.default_shape for ranges without"
        )
    return Record(tuple(maker.unknowns.values()), accounts)


def reading_of(scenario: Scenario, record: Record, case: NotedCase) -> Reading:
    """A case of a link, over arrays of instants or at one; numbers that the record does not know stay as they are."""
    known = {one.identity: place for place, one in enumerate(record.unknowns)}
    found = {draw.key: known.get(_identity(scenario, case, draw)) for draw in draws_of(case)}
    return _reading(case, {key: place for key, place in found.items() if place is not None})


def _reading(case: Case, places: dict[str, int]) -> Reading:
    """A case whose arrays of instants stand across the draws."""
    columns = {key: np.asarray(each.value) for key, each in case.values().items() if np.ndim(each.value)}
    instants = max((column.size for column in columns.values()), default=1)
    return Reading(case.with_values({key: column[:, None] for key, column in columns.items()}), places, instants)


class _Maker:
    """Makes reports ready one by one, and numbers the unknowns on the way."""

    def __init__(self, scenario: Scenario, alternative: Alternative | None):
        self.scenario, self.alternative = scenario, alternative
        self.unknowns: dict[Any, Unknown] = {}

    def account(self, number: int, said: Observation) -> Account:
        found = read_report(self.scenario, number, said, self.alternative)
        readings = tuple(_reading(case, self.places(case)) for case in found.cases)
        return Account(said, readings, found.level, tuple(found.instants_utc_s))

    def places(self, case: NotedCase) -> dict[str, int]:
        """Places of the uncertain numbers of a case among the unknowns; new ones are added."""
        found = {}
        for draw in draws_of(case):
            identity = _identity(self.scenario, case, draw)
            if identity not in self.unknowns:
                name, unit = _name(self.scenario, case, draw.key), case.unit(draw.key)
                is_taken = any(one.name == name for one in self.unknowns.values())
                stated = _stated(draw, unit) if is_taken else ""  # as a fault, or an alternative, has it from a date on
                self.unknowns[identity] = Unknown(f"{name} {stated}".rstrip(), identity, draw, unit, stated)
            found[draw.key] = list(self.unknowns).index(identity)
        return found


def _named_antenna(scenario: Scenario, case: NotedCase, key: str) -> tuple[str, str] | None:
    """Name of the antenna that a number is of, and its key there; none of other numbers and antennas without a name."""
    end, _, rest = key.partition(".")
    if not rest.startswith("antenna."):
        return None
    name = scenario.antenna_name(case.name, end, case.settings)
    return None if name is None else (name, rest.removeprefix("antenna."))


def _identity(scenario: Scenario, case: NotedCase, draw: Draw) -> Any:
    """Identity of a number, the same in two links where it is one number.

    A named antenna is the same wherever it is used; of links that are ``like`` one another, what was taken over is the
    same, at the ground only where the station is.
    """
    antenna = _named_antenna(scenario, case, draw.key)
    if antenna is not None:
        return (*antenna, draw.parameter)
    said = scenario.links[case.name]
    ground = "receiver" if said.direction in ("downlink", "return") else "transmitter"
    station = said.far_end_name if said.station is not None and draw.key.startswith(f"{ground}.") else None
    return scenario.origin_of(case.name), station, draw.parameter, draw.key


def _name(scenario: Scenario, case: NotedCase, key: str) -> str:
    antenna = _named_antenna(scenario, case, key)
    return f"links.{case.name}.{key}" if antenna is None else "antennas.{}.{}".format(*antenna)


def _stated(draw: Draw, unit: str) -> str:
    value, low, high = (quantity_text(float(draw.parameter.at(end)), unit, 3) for end in ("value", "low", "high"))
    return f"{value} ({span_text(low, high)})"
