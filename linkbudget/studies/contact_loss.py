"""What must be true: of each thing that may have ended contact, how far it must have gone, and how likely that is.

All uncertain numbers of the link are drawn; only cases count in which the link closed in every session until the last,
since it was heard.  In each of them a cause must eat up the margin that was left.  Where the distance alone would have
ended contact by the next session, no cause is needed at all; that chance is stated beside them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

import numpy as np

from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.formatting import date_text, decibels_text, duration_text, percent_text, quantity_text, span_text
from linkbudget.geometry.clock import DAY_S, format_utc, parse_utc
from linkbudget.link.case import Case
from linkbudget.link.verdict import CLOSING
from linkbudget.mission.operations import operate
from linkbudget.mission.scenario import Scenario
from linkbudget.mission.sessions import POWER_FAILED, planned_slots
from linkbudget.mission.sight import scenario_link
from linkbudget.parameters import Parameter, parameter_from_table
from linkbudget.physics.carrier import lock_in_range_hz
from linkbudget.scenario_files.config_operations import Cause
from linkbudget.studies.draws import IN_DECIBELS, Draw, draws_of, shares
from linkbudget.studies.solve import solve
from linkbudget.units import read_quantity

FEWEST = 50
"""Cases that must be left for a statement."""

MOST_SAMPLES = 2**16
"""Cases that are drawn at most: all of them, in every session, are held at once."""

QUANTILES = (0.05, 0.5, 0.95)

BATTERY_STEPS = 7
"""Halvings of the search for the battery that no longer carries a session: to a hundredth of its capacity."""


@dataclass(frozen=True)
class CauseAnswer:
    """What one cause needed, and how likely it went so far.

    ``needed`` has the percentiles 5, 50 and 95 over the cases; ``per_day`` the growth that reaches the middle one.
    NaN where nothing would do.
    """

    cause: Cause
    unit: str
    present: float
    needed: tuple[float, float, float]
    per_day: float
    probability: float
    status: str

    @property
    def title(self) -> str:
        """A few words."""
        return self.cause.title


@dataclass(frozen=True)
class ContactLossAnswer:
    """What the causes of a loss of contact come to.

    Attributes
    ----------
    link, at : str
        Link, and its last session.
    samples, kept : int
        Cases drawn, and those in which the link closed in every session.
    margin_db : tuple of float
        Closing margin left at the last session, percentiles over the cases kept.
    distance_alone : float
        Share of the cases kept in which the link would not have closed in the next session, nothing having happened.
    next_session : str
        That session; empty where none was planned.
    causes : tuple of CauseAnswer
        The likeliest first.
    threshold : tuple of float
        Loop signal-to-noise ratio at which the carrier counts as lost, and the mean time between cycle slips there [dB,
        s]; NaN of a link without a carrier loop.
    """

    link: str
    at: str
    samples: int
    kept: int
    margin_db: tuple[float, float, float]
    distance_alone: float
    next_session: str
    causes: tuple[CauseAnswer, ...]
    threshold: tuple[float, float] = (np.nan, np.nan)

    def sentences(self) -> list[str]:
        """The paragraph of a report."""
        low, middle, high = self.margin_db
        text = [
            f"The link closed in every session until {date_text(parse_utc(self.at))} in "
            f"{percent_text(self.kept / self.samples)} of the cases drawn; only these agree with what was heard, and "
            f"they leave {decibels_text(middle)} ({span_text(decibels_text(low), decibels_text(high))}) at the last "
            "session."
        ]
        if self.next_session:
            text.append(
                "Distance alone would have ended contact by the session of "
                f"{date_text(parse_utc(self.next_session))} in {percent_text(self.distance_alone)} of them."
            )
        if np.isfinite(self.threshold[0]):
            ratio_db, time_s = self.threshold
            text.append(
                f"The carrier counts as lost below {decibels_text(ratio_db)} in its loop, which slips a cycle every "
                f"{duration_text(time_s, 2)} on average there."
            )
        return text + [_sentence(one) for one in self.causes]

    def to_dict(self) -> dict:
        """Plain data, fit for JSON."""
        return {
            "link": self.link,
            "last_session": self.at,
            "samples": self.samples,
            "kept": self.kept,
            "margin_left_db": [_number(value) for value in self.margin_db],
            "distance_alone": _number(self.distance_alone),
            "next_session": self.next_session or None,
            "threshold_loop_snr_db": _number(self.threshold[0]),
            "threshold_slip_time_s": _number(self.threshold[1]),
            "causes": [
                {
                    "title": one.title,
                    "kind": one.cause.kind,
                    "key": one.cause.key,
                    "unit": one.unit,
                    "present": _number(one.present),
                    "needed": [_number(value) for value in one.needed],
                    "per_day": _number(one.per_day),
                    "probability": _number(one.probability),
                    "status": one.status,
                }
                for one in self.causes
            ],
        }


@dataclass(frozen=True)
class _Cases:
    """Cases that agree with what was heard: the link at its last session, its numbers, the margin left."""

    scenario: Scenario
    case: Case
    values: dict[str, np.ndarray]
    margin_db: np.ndarray
    seed: int

    def draw(self, number: Parameter, logarithmic: bool) -> np.ndarray:
        """How far a cause went in each case, by its own distribution."""
        shape = number.shape or ("none" if not number.is_uncertain else self.case.default_shape)
        draw = Draw("extent", replace(number, shape=shape), logarithmic, (-np.inf, np.inf))
        return draw.values(np.random.default_rng(self.seed).random(self.margin_db.size))


@lru_cache(maxsize=4)  # a figure and a paragraph ask the same
def contact_loss(scenario: Scenario, samples: int = 2**13, *, seed: int = 1963) -> ContactLossAnswer:
    """How far each cause of a loss of contact must have gone, and how likely it did.

    Parameters
    ----------
    scenario : Scenario
        A mission with ``[contact_loss]``.
    samples : int
        Cases drawn [-].
    seed : int
        Of the draws [-].

    Returns
    -------
    ContactLossAnswer
        Causes, the likeliest first.

    Raises
    ------
    InputError
        If the scenario says nothing of a loss, too few cases agree with what was heard, or a cause cannot be.
    """
    said = scenario.config.contact_loss
    if said is None:
        raise InputError(f"{scenario.file}: contact_loss: missing; expected a table that names a link and causes")
    if not FEWEST <= samples <= MOST_SAMPLES:
        raise InputError(f"samples = {samples}: expected {FEWEST} to {MOST_SAMPLES}")
    if seed < 0:
        raise InputError(f"seed = {seed}: expected a number at least 0")
    at = format_utc(said.time_utc_s.value)
    case = scenario.case(said.link, at)
    draws = draws_of(case)
    if not draws:
        raise InputError(f"{scenario.file}: links.{said.link}: no number is uncertain; nothing to draw")
    uniform = shares("sobol", len(draws), 0, samples, seed, np.random.default_rng(seed))
    values = {draw.key: draw.values(row) for draw, row in zip(draws, uniform, strict=True)}
    heard = _margins(scenario, case, values, _sessions_until(scenario, said)).min(axis=0) >= 0.0
    last = np.broadcast_to(case.with_values(values).budget()[CLOSING], samples)
    heard &= last >= 0.0
    if heard.sum() < FEWEST:
        raise InputError(
            f"{scenario.file}: contact_loss: the link closes in every session in {heard.sum()} of {samples} cases; "
            f"expected {FEWEST} or more: more samples, or ranges that allow what was heard"
        )
    kept = _Cases(scenario, case, {key: row[heard] for key, row in values.items()}, last[heard], seed)
    days = (said.time_utc_s.value - said.since_utc_s.value) / DAY_S
    answers = sorted((_answer(kept, cause, days) for cause in said.causes), key=lambda one: -one.probability)
    following = _next_session(scenario, said.time_utc_s.value)
    alone = np.nan
    if following is not None:
        alone = float(np.mean(_margins(scenario, case, kept.values, np.array([following])) < 0.0))
    return ContactLossAnswer(
        said.link,
        at,
        samples,
        int(heard.sum()),
        _three(kept.margin_db),
        alone,
        "" if following is None else format_utc(round(following)),
        tuple(answers),
        _threshold(case),
    )


def _threshold(case: Case) -> tuple[float, float]:
    """Loop signal-to-noise ratio at the threshold of the carrier, and the mean time between its cycle slips there."""
    lines = case.budget()
    ratio_db, time_s = (lines.get(key, np.nan) for key in ("required_loop_snr_db", "threshold_slip_time_s"))
    return float(ratio_db), float(time_s)


def _sessions_until(scenario: Scenario, said) -> np.ndarray:
    """Middles of the sessions up to the last in which the link was heard, or that session alone [s]."""
    if scenario.config.sessions is None:
        return np.array([said.time_utc_s.value])
    link = scenario.links[said.link]
    since = link.in_use_from_utc_s.value if link.in_use_from_utc_s else -np.inf
    table = operate(scenario).sessions
    middle = 0.5 * (table.start_utc_s.values + table.end_utc_s.values)
    return middle[(table.link.values == said.link) & (middle >= since) & (middle <= said.time_utc_s.value)]


def _next_session(scenario: Scenario, utc_s: float) -> float | None:
    """The first planned session a day or more after an instant, or the next interval of the calendar [s]."""
    plan = scenario.config.sessions
    if plan is None or not plan.calendar:
        return None
    later = [slot.date_utc_s for slot in planned_slots(scenario) if slot.date_utc_s > utc_s + DAY_S]
    every = plan.calendar[-1].every_s
    following = min(later, default=utc_s + every.value if every else np.inf)
    return following if following <= scenario.config.mission.end_utc_s.value else None


def _margins(scenario: Scenario, case: Case, values: dict, utc_s: np.ndarray) -> np.ndarray:
    """Closing margin at some instants, each with the station looking as high as that day allows, in all cases."""
    if utc_s.size == 0:
        return np.full((1, len(next(iter(values.values())))), np.inf)
    path = scenario.path_over(scenario_link(case), _highest(scenario, case, utc_s))
    leaves = {"range": path.range_m, "elevation": path.elevation_deg, "sun_angle": path.sun_angle_deg}
    columns = {key: value[:, None] for key, value in leaves.items() if value is not None}
    margin = case.with_values(columns | values).budget()[CLOSING]
    return np.broadcast_to(margin, (utc_s.size, len(next(iter(values.values())))))


def _highest(scenario: Scenario, case: Case, utc_s: np.ndarray) -> np.ndarray:
    """Instants moved to the nearest culmination over the station of the link."""
    tops = np.array([one.culmination_utc_s for one in scenario.passes(scenario_link(case).far_end_name)])
    return tops[np.abs(tops[:, None] - utc_s).argmin(axis=0)]


def _answer(cases: _Cases, cause: Cause, days: float) -> CauseAnswer:
    """What a cause comes to; what is wrong with it is said with its name."""
    try:
        return _ANSWERS[cause.kind](cases, cause, days)
    except LinkBudgetError as error:
        file = cases.scenario.file
        said = str(error).removeprefix(f"{file}: ")
        raise InputError(f"{file}: contact_loss.causes ({cause.title}): {said}") from None


def _extent(cause: Cause, number: Callable[[Any], float], low: float, high: float) -> Parameter:
    """How far a cause may have gone, within what its kind allows."""
    assert cause.extent is not None  # but of a switch
    extent = parameter_from_table(cause.extent, number)
    ends: tuple[Literal["low", "value", "high"], ...] = ("low", "value", "high")
    for end in ends:
        if not low <= extent.at(end) <= high:
            limit = f"{low:g} or more" if np.isinf(high) else f"{low:g} to {high:g}"
            raise InputError(f"extent = {cause.extent.get(end, cause.extent['value'])!r}: expected {limit}")
    return extent


def _share(text) -> float:
    return read_quantity(str(text), "-")


def _number_at(case: Case, key: str, text) -> float:
    """A number for a key, with its unit where it has one."""
    if isinstance(text, bool) or (case.unit(key) != "-" and not isinstance(text, str)):
        raise InputError(f"{key} = {text!r}: expected a number with its unit, {case.unit(key)}")
    return float(case.checked(key, text))


# ---- one function a kind of cause


def _of_number(cases: _Cases, cause: Cause, days: float) -> CauseAnswer:
    """A number of the link that came to a value of its own, or to a share of what it was."""
    place, key = cases.case, cause.key
    assert key is not None  # its kind
    own = cases.values.get(key, np.full(cases.margin_db.shape, float(place.value(key).value)))
    unit = "-" if cause.relative else place.unit(key)
    if cause.relative:
        number = _extent(cause, _share, 0.0, np.inf)
        if not own.all():
            raise InputError(f"relative: {key} is 0, of which there is no share; expected an extent in its unit")
        for share in (number.at("low"), number.at("high")):
            place.checked(key, float(own.min() * share))
            place.checked(key, float(own.max() * share))
    else:
        number = _extent(cause, lambda text: _number_at(place, key, text), -np.inf, np.inf)
    drawn = cases.draw(number, logarithmic=unit in IN_DECIBELS and number.at("low") > 0.0)
    reached = place.checked(key, own * drawn if cause.relative else drawn)
    case = place.with_values(cases.values)
    died = case.with_values({key: reached}).budget()[CLOSING] < 0.0
    found = solve(case, key, CLOSING, target=0.0).value
    change = (found / own - 1.0) if cause.relative else found - own
    return CauseAnswer(
        cause,
        unit,
        _three(own / own if cause.relative else own)[1],
        _three(found / own if cause.relative else found),
        _three(change)[1] / days if days > 0.0 else np.nan,
        float(np.mean(died)),
        number.status or "",
    )


def _of_switch(cases: _Cases, cause: Cause, days: float) -> CauseAnswer:
    """Other parts in the link: what they do not change stays as in each case, their own uncertain numbers are drawn."""
    changed = cases.scenario.case(cases.case.name, cases.case.at, settings=cause.set)
    known = changed.values()
    values = {key: row for key, row in cases.values.items() if key in known and not _under(key, cause.set)}
    brought = [draw for draw in draws_of(changed) if draw.key not in values]
    uniform = shares("random", len(brought), 0, cases.margin_db.size, cases.seed, np.random.default_rng(cases.seed))
    values |= {draw.key: draw.values(row) for draw, row in zip(brought, uniform, strict=True)}
    margin = np.broadcast_to(changed.with_values(values).budget()[CLOSING], cases.margin_db.shape)
    lost = float(np.median(cases.margin_db - margin))
    status = cause.status or ""
    return CauseAnswer(cause, "dB", lost, _three(cases.margin_db), np.nan, float(np.mean(margin < 0.0)), status)


def _under(key: str, tables) -> bool:
    return any(key == table or key.startswith(f"{table}.") for table in tables)


def _of_drift(cases: _Cases, cause: Cause, days: float) -> CauseAnswer:
    number = _extent(cause, lambda text: read_quantity(str(text), "Hz"), -np.inf, np.inf)
    width = cases.values.get("modulation.carrier.loop_bandwidth", None)
    if width is None:
        width = np.full(cases.margin_db.shape, cases.case.value("modulation.carrier.loop_bandwidth").value)
    range_hz = lock_in_range_hz(width)
    died = np.abs(cases.draw(number, logarithmic=False)) > range_hz
    needed = _three(range_hz)
    return CauseAnswer(
        cause, "Hz", 0.0, needed, needed[1] / days if days > 0.0 else np.nan, float(np.mean(died)), number.status or ""
    )


def _of_battery(cases: _Cases, cause: Cause, days: float) -> CauseAnswer:
    """The least share of the capacity whose loss makes the power fail in the last session."""
    number = _extent(cause, _share, 0.0, 1.0)
    low, high = 0.0, 1.0 - 1e-6
    if not _fails(cases, high):
        needed = np.nan
    else:
        for _ in range(BATTERY_STEPS):
            middle = 0.5 * (low + high)
            low, high = (low, middle) if _fails(cases, middle) else (middle, high)
        needed = high
    died = cases.draw(number, logarithmic=False) >= needed
    rate = needed / days if days > 0.0 else np.nan
    return CauseAnswer(cause, "-", 0.0, (needed,) * 3, rate, float(np.mean(died)), number.status or "")


def _fails(cases: _Cases, lost: float) -> bool:
    """Whether the power fails in the last session with a share of the battery's capacity lost."""
    scenario = cases.scenario
    if scenario.config.power is None:
        return False
    capacity_ah = scenario.config.power.battery.capacity_ah.value * (1.0 - lost)
    power = scenario.with_power([{"battery": {"capacity": f"{capacity_ah:.9g} Ah"}}])
    changed = scenario.with_config(scenario.config.model_copy(update={"power": power}))
    try:
        table = operate(changed).sessions
    except InputError:  # with so little left the battery does not even start
        return True
    assert scenario.config.contact_loss is not None
    at_utc_s = scenario.config.contact_loss.time_utc_s.value
    last = int(np.abs(0.5 * (table.start_utc_s.values + table.end_utc_s.values) - at_utc_s).argmin())
    return bool(table.outcome.values[last] == POWER_FAILED)


_ANSWERS = {"number": _of_number, "switch": _of_switch, "drift": _of_drift, "battery": _of_battery}


def _three(values) -> tuple[float, float, float]:
    known = np.asarray(values, dtype=float)
    known = known[~np.isnan(known)]
    if known.size == 0:
        return np.nan, np.nan, np.nan
    low, median, high = np.quantile(known, QUANTILES).tolist()
    return low, median, high


def _sentence(one: CauseAnswer) -> str:
    likely = f"{percent_text(one.probability)} of the cases"
    low, middle, high = (_extent_text(value, one.unit) for value in one.needed)
    if np.isnan(one.needed[1]):
        return f"{one.title}: no extent would have ended contact."
    if one.cause.kind == "switch":
        return f"{one.title}: costs {decibels_text(one.present)}, which ends contact in {likely}."
    span = middle if low == high else f"{middle} ({span_text(low, high)})"
    assumed = f"if it went as far as assumed, it did in {likely}."
    if one.cause.kind == "battery":
        return f"{one.title}: ends contact with {span} of its capacity lost; {assumed}"
    if one.cause.relative:
        return f"{one.title}: ends contact at {span} of what it was; {assumed}"
    growth = f", {_extent_text(one.per_day, one.unit)} a day" if np.isfinite(one.per_day) else ""
    return f"{one.title}: ends contact at {span}{growth}; {assumed}"


def _extent_text(value: float, unit: str) -> str:
    """An extent with its unit; one without a unit is a share."""
    return percent_text(value) if unit == "-" else quantity_text(value, unit, 3)


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
