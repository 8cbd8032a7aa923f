"""What must be true: of each thing that may have ended contact, how far it must have gone, and how likely that is.

All uncertain numbers are drawn; only cases count that agree with the observations of the scenario
(:mod:`linkbudget.studies.inference`), or without any, in which the link closed in every session until the last, since
it was heard.  In each of them a cause must eat up the margin that was left.  Where the distance alone would have
ended contact by the next session, no cause is needed at all; that chance is stated beside them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from scipy.special import logsumexp

from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.formatting import date_text, decibels_text, duration_text, percent_text, quantity_text, span_text
from linkbudget.geometry.clock import DAY_S, format_utc, parse_utc
from linkbudget.link.case import Case
from linkbudget.link.verdict import CLOSING
from linkbudget.mission.operations import operate
from linkbudget.mission.reports import instants_of, nearest_culminations
from linkbudget.mission.scenario import Scenario
from linkbudget.mission.sessions import POWER_FAILED, planned_slots
from linkbudget.mission.sight import scenario_link
from linkbudget.parameters import Parameter, parameter_from_table
from linkbudget.physics.carrier import lock_in_range_hz
from linkbudget.physics.solar_power import remaining_share, solar_array_power_w, solar_flux_w_per_m2
from linkbudget.scenario_files.config_observations import Observation
from linkbudget.scenario_files.config_operations import Cause, ContactLoss
from linkbudget.studies.annealing import effective_size, resampled
from linkbudget.studies.draws import IN_DECIBELS, Draw, draws_of, shares
from linkbudget.studies.inference import Inference, inferred
from linkbudget.studies.record import read_record, reading_of
from linkbudget.studies.solve import solve
from linkbudget.units import read_quantity

FEWEST = 100
"""Cases that must be left for a statement."""

MOST_SAMPLES = 2**16
"""Cases that are drawn at most."""

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
    samples : int
        Cases drawn.
    share : float
        Probability of the record by the ranges alone, doubts in its reports included.
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
    share: float
    margin_db: tuple[float, float, float]
    distance_alone: float
    next_session: str
    causes: tuple[CauseAnswer, ...]
    threshold: tuple[float, float] = (np.nan, np.nan)

    def sentences(self) -> list[str]:
        """The paragraph of a report."""
        low, middle, high = self.margin_db
        text = [
            f"By the ranges alone, what is reported of the links until {date_text(parse_utc(self.at))} has a "
            f"probability of {percent_text(self.share)}, doubts included; the cases that agree with it leave "
            f"{decibels_text(middle)} ({span_text(decibels_text(low), decibels_text(high))}) at the last session."
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
            "probability_of_the_record": self.share,
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
    """Cases that agree with what was heard: the link at its last session, its numbers, the margin left.

    ``drawn`` holds all unknowns of the record, by unknown and case, ``share`` says how much of all cases these are.
    """

    scenario: Scenario
    case: Case
    values: dict[str, np.ndarray]
    margin_db: np.ndarray
    seed: int
    drawn: np.ndarray
    share: float

    def draw(self, number: Parameter, logarithmic: bool, stream: int = 0) -> np.ndarray:
        """How far a cause went in each case, by its own distribution; another stream is independent of the first."""
        shape = number.shape or ("none" if not number.is_uncertain else self.case.default_shape)
        draw = Draw("extent", replace(number, shape=shape), logarithmic, (-np.inf, np.inf))
        chance = np.random.default_rng([self.seed, stream] if stream else self.seed)
        return draw.values(chance.random(self.margin_db.size))


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
    if seed < 0:
        raise InputError(f"seed = {seed}: expected a number at least 0")
    if not FEWEST <= samples <= MOST_SAMPLES:
        raise InputError(f"samples = {samples}: expected {FEWEST} to {MOST_SAMPLES}")
    at = format_utc(said.time_utc_s.value)
    case = scenario.case(said.link, at)
    if not draws_of(case):
        raise InputError(f"{scenario.file}: links.{said.link}: no number is uncertain; nothing to draw")
    record = read_record(scenario, _reports(scenario, said), also=[said.link])
    found = inferred(scenario, record, samples, seed=seed)
    kept = _agreeing(found, case)
    days = (said.time_utc_s.value - said.since_utc_s.value) / DAY_S
    answers = sorted((_answer(kept, cause, days) for cause in said.causes), key=lambda one: -one.probability)
    following = _next_session(scenario, said.time_utc_s.value)
    alone = np.nan
    if following is not None:
        when = nearest_culminations(scenario, scenario_link(case).far_end_name, np.array([following]))
        (later,) = [each for _, each in scenario.cases_over(said.link, when)]
        (margin,) = reading_of(scenario, record, later).lines(kept.drawn, [CLOSING])
        assert margin is not None  # every budget has it
        alone = float(np.mean(margin < 0.0))
    return ContactLossAnswer(
        said.link,
        at,
        samples,
        kept.share,
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


def _reports(scenario: Scenario, said: ContactLoss) -> list[Observation]:
    """Reports that cases must agree with: those of the scenario, or that the link was held in all its sessions."""
    if scenario.config.observations:
        return scenario.config.observations
    last = Observation(title="Last session", link=said.link, report="held", times_utc_s=(said.time_utc_s,))
    if scenario.config.sessions is None:
        return [last]
    start = scenario.config.mission.start_utc_s
    every = Observation(title="Sessions", link=said.link, report="held", from_utc_s=start, until_utc_s=said.time_utc_s)
    try:
        instants_of(scenario, every)
    except InputError:  # no session of its own but the last
        return [last]
    return [every, last]


def _agreeing(found: Inference, case: Case) -> "_Cases":
    """Cases that agree with the record and in which the link closed in its last session, of equal weight."""
    scenario, record = found.scenario, found.record
    reading = reading_of(scenario, record, case)
    (margin,) = reading.lines(found.values, [CLOSING])
    assert margin is not None  # every budget has it
    weights = np.where(margin[0] >= 0.0, found.log_weights, -np.inf)
    if effective_size(weights) < FEWEST:
        raise InputError(
            f"{scenario.file}: contact_loss: the link closes in its last session in {effective_size(weights):.0f} of "
            f"{found.draws} cases that agree with the observations; expected {FEWEST} or more: more samples, or ranges "
            "that allow what was heard"
        )
    share = float(np.exp(logsumexp(weights)) / found.draws)
    count = int(np.isfinite(weights).sum())
    is_even = np.ptp(weights[np.isfinite(weights)]) == 0.0
    kept = (
        np.flatnonzero(np.isfinite(weights))
        if is_even
        else resampled(weights, count, np.random.default_rng(found.seed))
    )
    drawn = found.values[:, kept]
    values = {key: drawn[place] for key, place in reading.places.items()}
    return _Cases(scenario, case, values, margin[0, kept], found.seed, drawn, share)


def _next_session(scenario: Scenario, utc_s: float) -> float | None:
    """The first planned session a day or more after an instant, or the next interval of the calendar [s]."""
    plan = scenario.config.sessions
    if plan is None or not plan.calendar:
        return None
    later = [slot.date_utc_s for slot in planned_slots(scenario) if slot.date_utc_s > utc_s + DAY_S]
    every = plan.calendar[-1].every_s
    following = min(later, default=utc_s + every.value if every else np.inf)
    return following if following <= scenario.config.mission.end_utc_s.value else None


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


def _of_starved(cases: _Cases, cause: Cause, days: float) -> CauseAnswer:
    """Gyroscopes that the array no longer feeds, so that the antenna wanders from then on.

    ``needed`` is the share of what it is thought to make at which the array just feeds the loads that are always on.
    """
    number = _extent(cause, lambda text: read_quantity(str(text), "deg"), 0.0, np.inf)
    config, said = cases.scenario.config, cases.scenario.config.contact_loss
    assert said is not None
    if config.power is None:
        return CauseAnswer(cause, "-", 1.0, (np.nan,) * 3, np.nan, 0.0, number.status or "")
    utc_s = np.append(np.arange(said.since_utc_s.value, said.time_utc_s.value, DAY_S), said.time_utc_s.value)
    array_w, load_w = _powers_w(cases, utc_s)
    starved_days = (array_w < load_w).sum(axis=1)
    wander_deg = cases.draw(number, logarithmic=False) * starved_days
    key = "transmitter.pointing_error"
    own = cases.values.get(key, np.full(cases.margin_db.shape, float(cases.case.value(key).value)))
    reached = np.minimum(own + wander_deg, 180.0)
    died = cases.case.with_values(cases.values | {key: reached}).budget()[CLOSING] < 0.0
    needed = _three(load_w[:, 0] / array_w[:, -1])
    return CauseAnswer(cause, "-", 1.0, needed, np.nan, float(np.mean(died & (starved_days > 0))), number.status or "")


def _powers_w(cases: _Cases, utc_s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Power of the array by case and instant, and of the loads that are always on by case [W]."""
    power = cases.scenario.config.power_system
    array, loads = power.array, [load for load in power.loads.values() if load.drawn == "always"]
    numbers = [array.area_m2, array.efficiency, array.off_pointing_deg, array.fade_per_year]
    numbers += [load.power_w for load in loads if load.power_w is not None]
    area_m2, efficiency, off_pointing_deg, fade, *loads_w = (
        cases.draw(each, logarithmic=False, stream=stream)[:, None] for stream, each in enumerate(numbers, 1)
    )
    flux = solar_flux_w_per_m2(cases.scenario.track.heliocentric_distance_m(utc_s))
    age_s = utc_s - cases.scenario.config.mission.start_utc_s.value
    array_w = solar_array_power_w(area_m2, efficiency, flux, off_pointing_deg, remaining_share(fade, age_s))
    return array_w, sum(loads_w, np.zeros_like(area_m2))


_ANSWERS = {
    "number": _of_number,
    "switch": _of_switch,
    "drift": _of_drift,
    "battery": _of_battery,
    "starved": _of_starved,
}


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
    if one.cause.kind == "starved":
        return (
            f"{one.title}: begins once the array makes {span} of what it is thought to make, which the loads that are "
            f"always on need; with array and loads as uncertain as assumed, it ended contact in {likely}."
        )
    if one.cause.relative:
        return f"{one.title}: ends contact at {span} of what it was; {assumed}"
    growth = f", {_extent_text(one.per_day, one.unit)} a day" if np.isfinite(one.per_day) else ""
    return f"{one.title}: ends contact at {span}{growth}; {assumed}"


def _extent_text(value: float, unit: str) -> str:
    """An extent with its unit; one without a unit is a share."""
    return percent_text(value) if unit == "-" else quantity_text(value, unit, 3)


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
