"""Dates and lengths of time as scenario files write them: :data:`Instant`, :data:`Duration`."""

from datetime import date, datetime
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from linkbudget.errors import LinkBudgetError
from linkbudget.geometry.clock import parse_utc
from linkbudget.parameters import Parameter, parameter_from_table, quantity

Duration = quantity("s", above=0.0)
"""A length of time above zero, in seconds once read."""


def _read_instant(raw) -> Parameter:
    if isinstance(raw, Parameter):
        return raw
    if isinstance(raw, dict):
        return parameter_from_table(raw, _seconds)
    return Parameter(_seconds(raw))


def _seconds(raw) -> float:
    if not isinstance(raw, (str, date, datetime)):
        raise LinkBudgetError(f'{raw!r}: expected a date in UTC such as "1962-11-01T17:24:00Z"')
    return parse_utc(raw if isinstance(raw, (str, datetime)) else raw.isoformat())


Instant = Annotated[
    Parameter,
    PlainValidator(_read_instant),
    WithJsonSchema({"type": ["string", "object"], "examples": ["1962-11-01T17:24:00Z"], "x-unit": "UTC"}),
]
"""A date in UTC, in seconds since 1970 once read."""
