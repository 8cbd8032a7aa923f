"""Inputs of a scenario after defaults and catalogue entries are filled in: every key, its value and its source."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from linkbudget.formatting import exact_text, span_text
from linkbudget.geometry.clock import format_utc
from linkbudget.hardware.datasheet import Part
from linkbudget.hardware.terminals import Transmitter
from linkbudget.hardware.values import quantity_of
from linkbudget.labels import suffix_of, unit_of
from linkbudget.mission.scenario import Scenario
from linkbudget.parameters import Parameter
from linkbudget.scenario_files.files import read_scenario_tables
from linkbudget.scenario_files.origins import Origins

UTC = "UTC"
"""Unit of a date."""


@dataclass(frozen=True, slots=True)
class Input:
    """A value of a scenario: a number with its unit, or a choice as text; ``origin`` is the table that has it."""

    table: str
    key: str
    value: Any
    unit: str
    low: float | None
    high: float | None
    shape: str | None
    status: str | None
    source: str
    note: str
    origin: str

    @property
    def value_text(self) -> str:
        """The value with its unit."""
        return _text(self.value, self.unit)

    @property
    def range_text(self) -> str:
        """The range with its unit; empty where there is none."""
        if self.low is None and self.high is None:
            return ""
        return span_text(*(_text(self.value if end is None else end, self.unit) for end in (self.low, self.high)))

    def to_dict(self) -> dict[str, Any]:
        """The same as plain data; dates as text, numbers in the unit stated."""
        low, high = (None if end is None else _plain(end, self.unit) for end in (self.low, self.high))
        said = {"table": self.table, "key": self.key, "value": _plain(self.value, self.unit), "unit": self.unit}
        said |= {"low": low, "high": high, "shape": self.shape}
        return said | {"status": self.status, "source": self.source, "note": self.note, "origin": self.origin}


def inputs(scenario: Scenario, link: str | None = None) -> list[Input]:
    """Every value of a scenario, or those behind one link.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    link : str, optional
        Name of a link: mission, trajectory, the link and its station alone.

    Returns
    -------
    list of Input
        In the order of the scenario reference; keys that are left out and have no default are not among them.

    Raises
    ------
    InputError
        If there is no such link.

    Examples
    --------
    >>> from linkbudget.mission.scenario import load
    >>> values = {(one.table, one.key): one for one in inputs(load("cubesat"))}
    >>> gain = values["links.uhf-downlink", "receiver.antenna.gain"]
    >>> gain.value_text, gain.status, gain.origin
    ('15 dBi', 'assumed', 'catalogue antennas.yagi-70cm')
    """
    config = scenario.config
    if link is not None:
        scenario.link(link)
    origins = Origins(read_scenario_tables(scenario.file))
    found: list[Input] = []
    for name in type(config).model_fields:
        if link is not None and name not in ("mission", "trajectory", "stations", "spacecraft", "links"):
            continue
        part = getattr(config, name)
        of_link = {} if link is None else _tables_of(link, config.links[link])
        if isinstance(part, Part):
            found += _of_part(part, name, (name,), origins)
        elif isinstance(part, dict):
            for each, inner in part.items():
                if each == of_link.get(name, each):
                    found += _of_part(inner, f"{name}.{each}", (name, each), origins)
        elif isinstance(part, list):
            for place, inner in enumerate(part):
                found += _of_part(inner, f"{name}.{place}", (name, str(place)), origins)
    return found


def _tables_of(name: str, link) -> dict[str, str | None]:
    """Names of the tables that a link needs, by the kind of table."""
    return {"stations": link.station, "spacecraft": link.spacecraft, "links": name}


_OF_THE_PART = ("status", "source", "note")


def _of_part(part: Part, table: str, where: tuple[str, ...], origins: Origins) -> Iterator[Input]:
    for key, value, unit, holder in _leaves(part, ()):
        origin = origins.of(*where, *key)
        said = value if isinstance(value, Parameter) else None
        yield Input(
            table,
            ".".join(key),
            value.value if said is not None else value,
            unit,
            *((said.low, said.high, said.shape) if said is not None else (None, None, None)),
            said.status if said is not None else holder.status,
            said.source if said is not None else holder.source,
            said.note if said is not None else holder.note,
            origin,
        )


def _leaves(part: Part, before: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any, str, Part]]:
    """Key, value, unit and holder of all that a part says."""
    for name, field in type(part).model_fields.items():
        value, key = getattr(part, name), (*before, field.alias or name)
        if name in _OF_THE_PART or value is None or (isinstance(value, str | tuple | list | dict) and not value):
            continue
        if isinstance(value, Transmitter) and value.is_unknown:
            continue  # a flux at the receiver stands for it
        items = _items(value)
        if isinstance(value, Part):
            yield from _leaves(value, key)
        elif items and isinstance(items[0][1], Part):
            for each, inner in items:
                yield from _leaves(inner, (*key, each))
        elif isinstance(value, dict):
            unit = quantity_of(get_args(field.annotation)[-1]).unit
            for each, inner in items:
                yield (*key, each), inner, unit if isinstance(inner, Parameter) else "", part
        else:
            numbers = [inner for _, inner in items] or [value]
            is_number = isinstance(numbers[0], Parameter)
            yield key, value, _unit(name) if is_number else "", part


def _items(value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [(str(name), inner) for name, inner in value.items()]
    return [(str(place), inner) for place, inner in enumerate(value)] if isinstance(value, tuple | list) else []


def _unit(name: str) -> str:
    return UTC if suffix_of(name) == "utc_s" else unit_of(name)


def _text(value: Any, unit: str) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(_text(one, unit) for one in value)
    if isinstance(value, Parameter):
        value = value.value
    if unit == UTC:
        return format_utc(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return exact_text(value, unit) if unit else str(value)


def _plain(value: Any, unit: str) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(one, unit) for one in value]
    if isinstance(value, Parameter):
        value = value.value
    if unit == UTC:
        return format_utc(value)
    return value if isinstance(value, bool | int | float | str) else str(value)
