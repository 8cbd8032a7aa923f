"""Axes of a study: the values that one number of a case goes through, or the instants of a mission.

On the command line an axis is ``KEY=LOW..HIGH:COUNT``, with ``:log`` behind it for equal ratios, or a list
``KEY=A, B, C``::

    transmitter.power=1 W..100 W:50:log        modulation.bit_rate=8 bit/s, 16 bit/s, 32 bit/s
    range=1e6 km..400e6 km:200:log             time=1962-11-07..1963-03-21:135
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from linkbudget.errors import InputError, LinkBudgetError, shortened
from linkbudget.geometry.clock import datetime64, parse_utc
from linkbudget.link.case import Case
from linkbudget.mission.scenario import Scenario
from linkbudget.mission.sight import scenario_link
from linkbudget.studies.scales import limits

TIME = "time"
"""Name of the axis that goes through the mission."""

_SPAN = re.compile(r"(?P<low>.+?)\.\.(?P<high>.+):(?P<count>(?!log$)[^:]+?)(?P<log>:log)?")
LARGEST_AXIS = 10**9


@dataclass(frozen=True)
class Axis:
    """Values along one dimension of a study.

    Attributes
    ----------
    key : str
        What varies: a number of the case, or ``time``.
    coordinate : ndarray
        Values in the unit of the key, or instants.
    unit : str
        That unit; empty for time.
    leaves : dict
        Numbers of the case that vary along the axis, by key: the number itself, or what time moves.
    logarithmic : bool
        Whether the values stand in equal ratios, as figures then show them.
    """

    key: str
    coordinate: np.ndarray
    unit: str
    leaves: dict[str, np.ndarray]
    logarithmic: bool = False

    @property
    def dim(self) -> str:
        """Name of the dimension in a dataset."""
        return self.key

    def __len__(self) -> int:
        return len(self.coordinate)


def linear(case: Case, key: str, low, high, count: int | str) -> Axis:
    """An axis of equal steps; ends are numbers in the unit of the key, or text with one.

    Examples
    --------
    >>> import linkbudget as lb
    >>> linear(lb.load("mars1").case("imaging-5cm"), "transmitter.power", "10 W", 50, 5).coordinate.tolist()
    [10.0, 20.0, 30.0, 40.0, 50.0]
    """
    return _number_axis(case, key, np.linspace(*_ends(case, key, low, high), _count(key, count)))


def logarithmic(case: Case, key: str, low, high, count: int | str) -> Axis:
    """An axis of equal ratios."""
    first, last = _ends(case, key, low, high)
    if first <= 0.0 or last <= 0.0:
        raise InputError(f"{key} = {first:g} to {last:g}: expected both ends above 0 on a logarithmic axis")
    return _number_axis(case, key, np.geomspace(first, last, _count(key, count)), logarithmic=True)


def listed(case: Case, key: str, values: Iterable) -> Axis:
    """An axis of the values given."""
    numbers = [float(case.checked(key, value)) for value in values]
    if not numbers:
        raise InputError(f"{key}: the axis is empty; expected one value or more")
    return _number_axis(case, key, np.array(numbers))


def instants(scenario: Scenario, case: Case, utc_s: np.ndarray) -> Axis:
    """An axis of instants of the mission: range, elevation, the Sun's direction and bodies near the beam follow."""
    utc_s = np.asarray(utc_s, dtype=float)
    if utc_s.size == 0:
        raise InputError("time: the axis is empty; expected one instant or more")
    for phase in scenario.phases[case.name] if scenario.config.faults else ():
        if phase.faults and np.any((utc_s >= phase.since_utc_s) & (utc_s < phase.until_utc_s)):
            raise InputError(
                f"time: {case.name} changes under faults ({'; '.join(phase.faults)}); expected instants without them, "
                "or linkbudget run, which follows them"
            )
    path = scenario.path_over(scenario_link(case), utc_s)
    leaves = {"range": path.range_m, "elevation": path.elevation_deg, "sun_angle": path.sun_angle_deg}
    leaves |= {f"body_diameters.{body.name}": np.zeros(utc_s.shape) for body in case.path.bodies}  # set, or far away
    for body in path.bodies:
        leaves[f"body_separations.{body.name}"] = body.separation_deg
        leaves[f"body_diameters.{body.name}"] = body.diameter_deg
        leaves[f"body_phases.{body.name}"] = body.phase_deg
    return Axis(
        TIME, np.asarray(datetime64(utc_s)), "", {key: value for key, value in leaves.items() if value is not None}
    )


def axis(text: str, case: Case, scenario: Scenario | None = None) -> Axis:
    """An axis of a study, as the command line writes it.

    Parameters
    ----------
    text : str
        Key and values: ``"transmitter.power=1 W..100 W:50"``, with ``:log`` behind it in equal ratios, or a list,
        ``"range=50e6 km, 100e6 km"``; ``"time=1962-11-05..1962-12-05:1 d"`` goes through a mission.
    case : Case
        The link that is varied.
    scenario : Scenario, optional
        The mission of an axis of time.

    Returns
    -------
    Axis
        For :func:`linkbudget.sweep`, :func:`linkbudget.pareto` and :func:`linkbudget.fan`.

    Raises
    ------
    InputError
        If the key is unknown or no number, the axis is empty, a value has a wrong unit or lies outside its limits.

    Examples
    --------
    >>> import linkbudget as lb
    >>> case = lb.load("mars1").case("telemetry-32cm-dish")
    >>> print(lb.axis("transmitter.power=1 W..100 W:3:log", case).coordinate.round(6), "W")
    [  1.  10. 100.] W
    """
    key, equals, said = (part.strip() for part in text.partition("="))
    if not (key and equals and said):
        raise InputError(f'axis {text!r}: expected KEY=LOW..HIGH:COUNT such as "transmitter.power=1 W..100 W:50"')
    span = _SPAN.fullmatch(said)
    if key == TIME:
        return _time_axis(text, span, said, case, scenario)
    case.value(key)  # an unknown key is the mistake to report first
    if "..." in said:
        raise InputError(f"axis {shortened(text)}: three dots; expected two between the ends, as in 0.5 W..100 W:50")
    if span is None:
        if ".." in said:
            raise InputError(f'axis {text!r}: expected a count behind the ends, such as "{said}:50"')
        return listed(case, key, [part.strip() for part in said.split(",") if part.strip()])
    make = logarithmic if span["log"] else linear
    return make(case, key, span["low"].strip(), span["high"].strip(), span["count"])


def read_axes(axes: str | Axis | Iterable[str | Axis], case: Case) -> tuple[Axis, ...]:
    """One axis or several, each as an :class:`Axis` or as the command line writes it.

    Examples
    --------
    >>> import linkbudget as lb
    >>> case = lb.load("mars1").case("telemetry-32cm-dish", range="50e6 km")
    >>> [len(one) for one in read_axes("range=10e6 km..100e6 km:10", case)]
    [10]
    """
    several = [axes] if isinstance(axes, str | Axis) else axes
    return check_axes(axis(one, case) if isinstance(one, str) else one for one in several)


def check_axes(axes: Iterable[Axis]) -> tuple[Axis, ...]:
    """Axes that may stand beside each other: no number varies along two of them."""
    axes, seen = tuple(axes), dict[str, str]()
    if not axes:
        raise InputError("expected one axis or more, such as transmitter.power=1 W..100 W:50")
    for one in axes:
        if not isinstance(one, Axis):
            raise InputError(f"axis {shortened(one)}: expected an Axis, as linkbudget.studies.axes.read_axis gives")
        for key in one.leaves:
            if key in seen:
                both = f"{one.key} given twice" if seen[key] == one.key else f"{one.key} and {seen[key]}"
                raise InputError(f"axis {both}: expected each number on one axis, and {key} is on two")
            seen[key] = one.key
    return axes


def _number_axis(case: Case, key: str, values: np.ndarray, logarithmic: bool = False) -> Axis:
    values = np.asarray(case.checked(key, values), dtype=float)
    least, most = limits(case, key)
    outside = values[~((values >= least) & (values <= most))]
    if outside.size:
        raise InputError(f"{key} = {outside[0]:g}: expected numbers from {least:.3g} to {most:.3g} {case.unit(key)}")
    return Axis(key, values, case.unit(key), {key: values}, logarithmic)


def _ends(case: Case, key: str, low, high) -> tuple[float, float]:
    return float(case.checked(key, low)), float(case.checked(key, high))


def _count(key: str, count) -> int:
    try:
        number = int(str(count))
    except ValueError:
        raise InputError(f"{key}: {shortened(count)} values: expected a whole number") from None
    if number < 1:
        raise InputError(f"{key}: {number} values: the axis is empty; expected one value or more")
    if number > LARGEST_AXIS:
        raise InputError(f"{key}: {number} values: expected at most {LARGEST_AXIS}")
    return number


def _time_axis(text: str, span, said: str, case: Case, scenario: Scenario | None) -> Axis:
    if scenario is None:
        raise InputError(f"axis {text!r}: a case alone has no dates; expected a scenario with it")
    try:
        if span is None:
            utc_s = np.array([parse_utc(part.strip()) for part in said.split(",") if part.strip()])
        else:
            ends = parse_utc(span["low"].strip()), parse_utc(span["high"].strip())
            utc_s = np.linspace(*ends, _count(TIME, span["count"]))
    except LinkBudgetError as error:
        raise InputError(f"axis {text!r}: {error}") from None
    mission = scenario.config.mission
    first, last = mission.start_utc_s.value, mission.end_utc_s.value
    if utc_s.size and not first <= utc_s.min() <= utc_s.max() <= last:
        said = " to ".join(str(datetime64(end).astype("M8[s]")) for end in (first, last))
        raise InputError(f"axis {text!r}: outside the mission; expected {said}")
    return instants(scenario, case, utc_s)
