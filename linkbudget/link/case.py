"""One case: a link over a path, any number of which may be replaced by an array; and its budget.

This is the evaluator behind everything that varies: tolerances, sweeps, Monte Carlo, sensitivities, solvers.  They
differ in the arrays they put in; the equations are those of :func:`linkbudget.link.budget.budget`.

A number is addressed by its key: those of the link as scenario files write them (``transmitter.power``), and
``range``, ``elevation``, ``station.height`` and the like for the path.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import TypeAdapter, ValidationError

from linkbudget.errors import InputError, LinkBudgetError, as_numbers, shortened, suggestion
from linkbudget.formatting import span_text, table_text
from linkbudget.hardware.datasheet import Angle, Meters
from linkbudget.hardware.parts import Link
from linkbudget.hardware.values import checked_values, parameters_of, unit_at, unknown_key, with_values
from linkbudget.labels import spoken, unit_of, without_unit
from linkbudget.link.bodies import BodyInBeam
from linkbudget.link.budget import Budget, Path, Weather, budget
from linkbudget.link.planes import Plane
from linkbudget.link.terms import Term
from linkbudget.notebook import Parts, Shown
from linkbudget.parameters import Parameter, Shape, beyond, plain
from linkbudget.tables import Column, Table
from linkbudget.units import read_quantity

if TYPE_CHECKING:
    from linkbudget.link.case_function import CaseFunction

IGNORED = ("in_use", "acceptance", "reference_range", "range", "body_separations")
"""Key prefixes of a link that do not affect any budget line; separations do as numbers of the path."""

_PATH_FIELDS = {
    "range": "range_m",
    "elevation": "elevation_deg",
    "sun_angle": "sun_angle_deg",
    "free_space_loss": "free_space_loss_db",
    "far_height": "far_height_m",
    "station.height": "station_height_m",
    "station.water_vapour_density": "water_vapour_density_g_per_m3",
}
_BODY_FIELDS = {
    "body_separations": "separation_deg",
    "body_diameters": "diameter_deg",
    "body_phases": "phase_deg",
}
_WEATHER_FIELDS = {
    f"station.climate.{without_unit(field.name)}": field.name
    for field in fields(Weather)
    if field.name not in ("latitude_deg", "exceedance_probability")
}


@dataclass(frozen=True, slots=True, repr=False)
class Case(Shown):
    """A link over a path, as it is or with some of its numbers replaced by arrays.

    Examples
    --------
    >>> import linkbudget as lb
    >>> case = lb.load("mars1").case("telemetry-32cm-dish", range_m=50e9)
    >>> twice = case.with_values({"transmitter.power": [30.0, 60.0]})
    >>> print((twice.budget()["margin_db"] - case.budget()["margin_db"]).round(2))
    [0.   3.01]
    """

    link: Link
    path: Path
    plane: Plane = "receiver"
    scenario: str = ""
    name: str = ""
    at: str | None = None
    default_shape: Shape = "none"

    _INDEX = "key"

    def values(self) -> dict[str, Parameter]:
        """Every number that the budget depends on, by its key."""
        known = {key: value for key, value in parameters_of(self.link) if not key.startswith(IGNORED)}
        for key, holder, field in self._places():
            value = getattr(holder, field)
            if value is not None:
                known[key] = value if isinstance(value, Parameter) else Parameter(value)
        return known

    def value(self, key: str) -> Parameter:
        """One number, or an error with the nearest known keys."""
        known = self.values()
        if key not in known:
            raise unknown_key(key, known)
        return known[key]

    def uncertain(self) -> dict[str, Parameter]:
        """The numbers that have a range, each with a shape: its own, or the one the scenario takes for the rest."""
        ranged = {key: value for key, value in self.values().items() if value.is_uncertain}
        return {key: replace(value, shape=value.shape or self.default_shape) for key, value in ranged.items()}

    def unit(self, key: str) -> str:
        """Unit of a number, ``-`` for a pure one."""
        self.value(key)
        place = (_PATH_FIELDS | _WEATHER_FIELDS | self._body_fields()).get(key)
        return unit_of(place) if place else unit_at(self.link, key)

    def checked(self, key: str, values):
        """Finite numbers for a key, read from text with units where they are such, within the limits of their place."""
        numbers = self._numbers(key, values)
        if not np.isfinite(as_numbers(key, plain(numbers), InputError)).all():
            raise InputError(f"{key} = {shortened(values)}: expected finite numbers")
        return numbers

    def _numbers(self, key: str, values):
        self.value(key)
        kinds = {"range": Meters, "elevation": Angle, "sun_angle": Angle} | dict.fromkeys(self._body_fields(), Angle)
        if key in kinds:
            return _checked(key, kinds[key], values)
        if key in _PATH_FIELDS or key in _WEATHER_FIELDS:
            return _read(key, self.unit(key), values)
        return checked_values(self.link, key, values)

    def with_values(self, values: dict[str, Any]) -> "Case":
        """The same case with other numbers, or arrays of them, at some keys."""
        for key, value in values.items():
            as_numbers(key, plain(value), InputError)
        of_path = {_PATH_FIELDS[key]: value for key, value in values.items() if key in _PATH_FIELDS}
        of_weather = {_WEATHER_FIELDS[key]: value for key, value in values.items() if key in _WEATHER_FIELDS}
        of_link = {key: value for key, value in values.items() if key not in _PATH_FIELDS | _WEATHER_FIELDS}
        if "weather_exceedance" in of_link:
            of_weather["exceedance_probability"] = of_link["weather_exceedance"]
        if "availability" in of_link:
            of_weather["exceedance_probability"] = beyond(of_link["availability"])
        if of_weather:
            assert self.path.weather is not None
            of_path["weather"] = replace(self.path.weather, **of_weather)
        of_bodies = {key: of_link.pop(key) for key in values if key.partition(".")[0] in _BODY_FIELDS}
        if of_bodies:
            of_path["bodies"] = self._bodies_with(of_bodies)
        link = with_values(self.link, of_link) if of_link else self.link
        return replace(self, link=link, path=replace(self.path, **of_path) if of_path else self.path)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.values())

    def __getitem__(self, key: str) -> Parameter:
        """One number by its key: ``case["transmitter.power"]``."""
        return self.value(key)

    def _parts(self) -> Parts:
        return [numbers_table(self)]

    def _in_short(self) -> str:
        where = " ".join(filter(None, (self.scenario, self.name or self.link.title)))
        return f"{where}{f' at {self.at}' if self.at else ''}, {len(self.values())} numbers"

    def budget(self) -> Budget:
        """The budget, arrays where numbers are arrays."""
        return budget(self.link, self.path, self.plane, scenario=self.scenario, name=self.name, at=self.at)

    def function(self, lines: str | Iterable[str], of: str | Iterable[str]) -> "CaseFunction":
        """Lines of the budget as a plain function of some of its numbers, for loops that call it very often.

        What depends on none of these numbers is computed once, here; a call computes what the lines need of the rest,
        and keeps no records.  The values are those of :meth:`budget`, to the last bit.

        Parameters
        ----------
        lines : str or iterable of str
            A line, or several: the function then gives a dictionary.
        of : str or iterable of str
            Keys of the numbers that the function takes, in its order.

        Returns
        -------
        CaseFunction
            To be called with numbers, or arrays that broadcast together, in the units of the keys.

        Raises
        ------
        InputError
            If the case has no such number, or its budget no such line.

        Examples
        --------
        >>> import linkbudget as lb
        >>> case = lb.load("mars1").case("telemetry-32cm-dish", range_m=106.76e9)
        >>> margin = case.function("closing_margin_db", of="range")
        >>> print(f"{margin(106.76e9):.2f} dB", margin([50e9, 100e9]).round(2))
        15.68 dB [22.27 16.25]
        """
        from linkbudget.link.case_function import CaseFunction  # which is made of budgets

        keys = [of] if isinstance(of, str) else [*of]
        wanted = [lines] if isinstance(lines, str) else [*lines]
        present = {key: float(np.ravel(self.value(key).value)[0]) for key in keys}

        def made(second: float) -> "CaseFunction":
            probe = {key: np.array([number, second * number]) for key, number in present.items()}
            return CaseFunction(self, probe, wanted, is_one_line=isinstance(lines, str))

        try:
            return made(1.0 - 1e-9)  # another number shows whether the function follows it
        except LinkBudgetError:  # it is one that must be whole
            return made(1.0)

    @property
    def _tells_all(self) -> bool:
        """True where nothing is checked between the lines of the budget, so that they can be computed without it."""
        return self.link.hop is None and not self.link.loss_models and self.path.far_height_m is None

    def _bodies_with(self, values: dict[str, Any]) -> tuple:
        """The bodies near the beam with other angles, by keys such as ``body_separations.sun``; and new ones, whole."""
        bodies = {body.name: body for body in self.path.bodies}
        changes: dict[str, dict[str, Any]] = {}
        for key, value in values.items():
            kind, _, name = key.partition(".")
            changes.setdefault(name, {})[_BODY_FIELDS[kind]] = value
        for name, change in changes.items():
            if name not in bodies and not {"separation_deg", "diameter_deg"} <= change.keys():
                raise unknown_key(f"body_separations.{name}", self.values())
            bodies[name] = replace(bodies[name], **change) if name in bodies else BodyInBeam(name, **change)
        return tuple(bodies.values())

    def _body_places(self):
        """Key, body and field of every angle of the bodies near the beam."""
        for body in self.path.bodies:
            yield from ((f"{key}.{body.name}", body, field) for key, field in _BODY_FIELDS.items())

    def _body_fields(self) -> dict[str, str]:
        return {key: field for key, _, field in self._body_places()}

    def _places(self):
        """Key, holder and field of every number of the path."""
        yield from ((key, self.path, field) for key, field in _PATH_FIELDS.items())
        yield from self._body_places()
        if self.path.weather is not None:
            yield from ((key, self.path.weather, field) for key, field in _WEATHER_FIELDS.items())


def _checked(key: str, kind, values):
    try:
        return TypeAdapter(kind).validate_python(values).value
    except ValidationError as error:
        message = error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
        raise InputError(f"{key} = {message}") from None


def _read(key: str, unit: str, values):
    return read_quantity(values, unit) if isinstance(values, str) else values


def numbers_table(case: Case) -> Table:
    """Every number that the budget of a case depends on, as a table."""
    columns = (
        Column("Number"),
        Column("Value", right=True),
        Column("Unit"),
        Column("Range"),
        Column("Status", role="status"),
        Column("Key"),
        Column("Source", cut=True),
    )
    rows, folds, records = [], [], []
    for key, number in case.values().items():
        unit = case.unit(key)
        ends = [number.value if end is None else end for end in (number.low, number.high)]
        span = span_text(*(" ".join(table_text(end, unit)).rstrip() for end in ends)) if number.is_uncertain else ""
        rows.append((spoken(key), *table_text(number.value, unit), span, number.status or "", key, number.source))
        folds.append("; ".join(filter(None, (number.source, number.note))))
        record = {"key": key, "value": number.value, "unit": unit, "low": number.low, "high": number.high}
        records.append(record | {"shape": number.shape, "status": number.status, "source": number.source})
    title = " · ".join(filter(None, (case.scenario, case.name, case.link.title, case.at)))
    return Table("numbers", title, columns, rows, lambda: records, folds=lambda: folds)


def line_of(case: Case, name: str) -> Term:
    """One line of a budget of plain numbers, or an error with the nearest names there are."""
    terms = case.budget().terms
    if name not in terms:
        raise unknown_line(name, terms)
    return terms[name]


def unknown_line(name: str, known: Iterable[str]) -> InputError:
    """The error for a line that a budget does not have, with the nearest ones."""
    return InputError(f"{name}: the budget has no such line; {suggestion(name, known, most=3)}")
