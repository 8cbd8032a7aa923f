"""Causes of a loss of contact, one function for each kind: the extent needed in every case, and its probability.

The map: :class:`CauseAnswer`, :class:`KeptCases` (the cases that agree with what was heard), :func:`answer_of_cause`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.geometry.clock import DAY_S
from linkbudget.link.case import Case
from linkbudget.link.verdict import CLOSING
from linkbudget.mission.operations import powered
from linkbudget.mission.scenario import Scenario
from linkbudget.mission.sessions import POWER_FAILED, plan_sessions
from linkbudget.parameters import Parameter, parameter_from_table
from linkbudget.physics.carrier import lock_in_range_hz
from linkbudget.physics.solar_power import remaining_share, solar_array_power_w, solar_flux_w_per_m2
from linkbudget.scenario_files.config_operations import Cause
from linkbudget.studies.draws import IN_DECIBELS, Draw, draws_of, shares
from linkbudget.studies.solve import solve
from linkbudget.units import read_quantity

QUANTILES = (0.05, 0.5, 0.95)

BATTERY_STEPS = 7
"""Halvings of the search for the battery that no longer carries a session: to a hundredth of its capacity."""


@dataclass(frozen=True)
class CauseAnswer:
    """Answer on one cause: the extent needed to end contact, and the probability that it went so far.

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
class KeptCases:
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
        """Extent of a cause in each case, by its own distribution; another stream is independent of the first."""
        shape = number.shape or ("none" if not number.is_uncertain else self.case.default_shape)
        draw = Draw("extent", replace(number, shape=shape), logarithmic, (-np.inf, np.inf))
        chance = np.random.default_rng([self.seed, stream] if stream else self.seed)
        return draw.values(chance.random(self.margin_db.size))


def answer_of_cause(cases: KeptCases, cause: Cause, days: float) -> CauseAnswer:
    """Answer on a cause; an error in it names the cause."""
    try:
        return _ANSWERS[cause.kind](cases, cause, days)
    except LinkBudgetError as error:
        file = cases.scenario.file
        said = str(error).removeprefix(f"{file}: ")
        raise InputError(f"{file}: contact_loss.causes ({cause.title}): {said}") from None


def _extent(cause: Cause, number: Callable[[Any], float], low: float, high: float) -> Parameter:
    """Extent of a cause as stated, within the limits of its kind."""
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


def _of_number(cases: KeptCases, cause: Cause, days: float) -> CauseAnswer:
    """A number of the link that changed to a new value, or to a share of its former value."""
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
        middle_and_ends(own / own if cause.relative else own)[1],
        middle_and_ends(found / own if cause.relative else found),
        middle_and_ends(change)[1] / days if days > 0.0 else np.nan,
        float(np.mean(died)),
        number.status or "",
    )


def _of_switch(cases: KeptCases, cause: Cause, days: float) -> CauseAnswer:
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
    return CauseAnswer(
        cause, "dB", lost, middle_and_ends(cases.margin_db), np.nan, float(np.mean(margin < 0.0)), status
    )


def _under(key: str, tables) -> bool:
    return any(key == table or key.startswith(f"{table}.") for table in tables)


def _of_drift(cases: KeptCases, cause: Cause, days: float) -> CauseAnswer:
    number = _extent(cause, lambda text: read_quantity(str(text), "Hz"), -np.inf, np.inf)
    width = cases.values.get("modulation.carrier.loop_bandwidth", None)
    if width is None:
        width = np.full(cases.margin_db.shape, cases.case.value("modulation.carrier.loop_bandwidth").value)
    range_hz = lock_in_range_hz(width)
    died = np.abs(cases.draw(number, logarithmic=False)) > range_hz
    needed = middle_and_ends(range_hz)
    return CauseAnswer(
        cause, "Hz", 0.0, needed, needed[1] / days if days > 0.0 else np.nan, float(np.mean(died)), number.status or ""
    )


def _of_battery(cases: KeptCases, cause: Cause, days: float) -> CauseAnswer:
    """The least share of the capacity whose loss makes the power fail in the last session."""
    number = _extent(cause, _share, 0.0, 1.0)
    low, high = 0.0, 1.0 - 1e-6
    planned = plan_sessions(cases.scenario)
    if not _fails(cases, planned, high):
        needed = np.nan
    else:
        for _ in range(BATTERY_STEPS):
            middle = 0.5 * (low + high)
            low, high = (low, middle) if _fails(cases, planned, middle) else (middle, high)
        needed = high
    died = cases.draw(number, logarithmic=False) >= needed
    rate = needed / days if days > 0.0 else np.nan
    return CauseAnswer(cause, "-", 0.0, (needed,) * 3, rate, float(np.mean(died)), number.status or "")


def _fails(cases: KeptCases, planned, lost: float) -> bool:
    """True where the power fails in the last of the planned sessions with a share of the battery's capacity lost."""
    scenario = cases.scenario
    if scenario.config.power is None:
        return False
    capacity_ah = scenario.config.power.battery.capacity_ah.value * (1.0 - lost)
    power = scenario.with_power([{"battery": {"capacity": f"{capacity_ah:.9g} Ah"}}])
    changed = scenario.with_config(scenario.config.model_copy(update={"power": power}))
    try:
        table = powered(changed, planned)
    except InputError:  # with so little left the battery does not even start
        return True
    assert scenario.config.contact_loss is not None
    at_utc_s = scenario.config.contact_loss.time_utc_s.value
    last = int(np.abs(0.5 * (table.start_utc_s.values + table.end_utc_s.values) - at_utc_s).argmin())
    return bool(table.outcome.values[last] == POWER_FAILED)


def _of_starved(cases: KeptCases, cause: Cause, days: float) -> CauseAnswer:
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
    needed = middle_and_ends(load_w[:, 0] / array_w[:, -1])
    return CauseAnswer(cause, "-", 1.0, needed, np.nan, float(np.mean(died & (starved_days > 0))), number.status or "")


def _powers_w(cases: KeptCases, utc_s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
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


def middle_and_ends(values) -> tuple[float, float, float]:
    """Percentiles 5, 50 and 95 of the finite values; NaN where there are none."""
    known = np.asarray(values, dtype=float)
    known = known[~np.isnan(known)]
    if known.size == 0:
        return np.nan, np.nan, np.nan
    low, median, high = np.quantile(known, QUANTILES).tolist()
    return low, median, high
