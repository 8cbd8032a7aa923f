"""Dates and lengths of time as scenario files write them: :data:`Instant`, :data:`Duration`, :data:`EpochChoice`."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, PlainValidator, WithJsonSchema
from pydantic_core.core_schema import CoreSchema, no_info_plain_validator_function

from linkbudget.errors import LinkBudgetError, shortened
from linkbudget.geometry.clock import parse_utc
from linkbudget.parameters import Parameter, Quantity, parameter_from_table

Duration = Annotated[Parameter, Quantity("s", above=0.0)]
"""A length of time above zero, in seconds once read."""


class _UtcDate:
    """Pydantic annotation that reads a parameter from a date, or from a table whose numbers are dates."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_plain_validator_function(_read_instant)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": ["string", "object"], "examples": ["1962-11-01T17:24:00Z"], "x-unit": "UTC"}


def _read_instant(raw: Any) -> Parameter:
    if isinstance(raw, Parameter):
        return raw
    if isinstance(raw, dict):
        return parameter_from_table(raw, _seconds)
    return Parameter(_seconds(raw))


def _seconds(raw: Any) -> float:
    if not isinstance(raw, (str, date, datetime)):
        raise LinkBudgetError(f'{raw!r}: expected a date in UTC such as "1962-11-01T17:24:00Z"')
    return parse_utc(raw if isinstance(raw, (str, datetime)) else raw.isoformat())


Instant = Annotated[Parameter, _UtcDate()]
"""A date in UTC, in seconds since 1970 once read."""


def _read_epoch_choice(raw: Any) -> str | float:
    if isinstance(raw, float) or (isinstance(raw, str) and raw in ("latest", "earliest")):
        return raw
    try:
        return _seconds(raw)
    except LinkBudgetError:
        raise LinkBudgetError(
            f"{shortened(raw)}: expected 'latest', 'earliest', or a date in UTC such as '2026-03-01T00:00:00Z'"
        ) from None


EpochChoice = Annotated[
    str | float,
    PlainValidator(_read_epoch_choice),
    WithJsonSchema({"type": "string", "examples": ["latest"], "description": "latest, earliest, or a date in UTC"}),
]
"""Choice among several element sets of a satellite; a date in seconds since 1970 once read."""
