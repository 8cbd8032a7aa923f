"""A parameter: a number, how far it may be off, and where it comes from.

Scenario files write a parameter as ``"30 W"``, or, when there is more to say, as a table::

    power = { value = "30 W", low = "10 W", high = "100 W", status = "assumed", source = "no figure was published" }

:func:`quantity` makes the pydantic type that reads either form into a :class:`Parameter` of plain SI numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, get_args

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema

from linkbudget.errors import LinkBudgetError, require, shortened
from linkbudget.units import EXAMPLES, read_quantity

Status = Literal["documented", "derived", "assumed"]
"""How well a number is known: read in a source, computed from documented numbers, or an engineering assumption."""

Shape = Literal["none", "uniform", "triangular", "gaussian"]
"""Shape of the distribution between low and high."""

RANKED_STATUSES: tuple[Status, ...] = get_args(Status)
"""Best known first: what is computed from several numbers is no better known than the worst of them."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number in the unit that the name of its holder carries, with its range, status and source.

    Examples
    --------
    >>> power = Parameter(30.0, low=10.0, high=100.0, status="assumed")
    >>> power.value, power.at("low"), Parameter(5.0).at("low")
    (30.0, 10.0, 5.0)
    """

    value: Any
    low: float | None = None
    high: float | None = None
    shape: Shape = "none"
    status: Status | None = None
    source: str = ""
    note: str = ""

    def at(self, end: Literal["value", "low", "high"]) -> Any:
        """The value, or the low or high end of the range where there is one."""
        number = getattr(self, end)
        return self.value if number is None else number

    def with_value(self, value) -> "Parameter":
        """The same parameter with another value; the range goes, since it belonged to the old one."""
        return replace(self, value=value, low=None, high=None, shape="none")


def plain(value):
    """The bare number of a parameter or term; anything else as it is."""
    return getattr(value, "value", value)


_KEYS = {"value", "low", "high", "shape", "status", "source", "note"}


def quantity(unit: str, *, above=None, at_least=None, below=None, at_most=None):
    """The pydantic type of a parameter in ``unit`` whose value and range lie within the given limits.

    In scenario files (validation context ``{"file": True}``) a value is a string with its unit, a bare number only for
    pure ratios; in Python a bare number is taken to be in ``unit`` already.
    """
    limits = {"above": above, "at_least": at_least, "below": below, "at_most": at_most}
    words = _words(limits)

    def number(text, from_file: bool):
        if isinstance(text, str):
            value = read_quantity(text, unit)
        elif isinstance(text, bool | dict | None) or (from_file and not isinstance(text, int | float)):
            raise LinkBudgetError(f'{shortened(text)}: expected a value like "{EXAMPLES.get(unit, unit)}"')
        elif from_file and unit != "-":
            raise LinkBudgetError(f'{text!r} has no unit; expected a value like "{EXAMPLES.get(unit, "1 " + unit)}"')
        else:
            value = text
        if from_file and not abs(value) < float("inf"):
            raise LinkBudgetError(f"{shortened(text)}: expected a finite number")
        try:
            return require("value", value, **limits)
        except LinkBudgetError:
            said = f"{words} {unit}".removesuffix(" -")
            raise LinkBudgetError(f"{shortened(text)}: expected a number {said}") from None

    def read(raw, info: ValidationInfo) -> Parameter:
        if isinstance(raw, Parameter):
            return raw
        from_file = bool(info.context and info.context.get("file"))
        if not isinstance(raw, dict):
            return Parameter(number(raw, from_file))
        return parameter_from_table(raw, lambda text: number(text, from_file))

    return Annotated[Parameter, PlainValidator(read), WithJsonSchema(_schema(unit, limits))]


def parameter_from_table(raw: dict, number: Callable[[Any], float]) -> Parameter:
    """A parameter from a table of a scenario file, whose numbers ``number`` reads."""
    unknown = sorted(set(raw) - _KEYS)
    if unknown:
        raise LinkBudgetError(f"unknown key {unknown[0]!r}; a parameter may say {', '.join(sorted(_KEYS))}")
    if "value" not in raw:
        raise LinkBudgetError("a parameter written as a table needs a 'value'")
    for key, allowed in (("shape", get_args(Shape)), ("status", RANKED_STATUSES)):
        if key in raw and raw[key] not in allowed:
            raise LinkBudgetError(f"{key} = {shortened(raw[key])}: expected one of {', '.join(allowed)}")
    for key in ("source", "note"):
        if not isinstance(raw.get(key, ""), str):
            raise LinkBudgetError(f"{key} = {shortened(raw[key])}: expected text")
    ends = {end: number(raw[end]) for end in ("low", "high") if end in raw}
    value = number(raw["value"])
    if ends.get("low", value) > value or ends.get("high", value) < value:
        raise LinkBudgetError(
            f"value {raw['value']!r} lies outside its range {raw.get('low', '...')!r} to {raw.get('high', '...')!r}"
        )
    return Parameter(value, **ends, **{key: raw[key] for key in ("shape", "status", "source", "note") if key in raw})


def _words(limits: dict) -> str:
    return " and ".join(f"{word.replace('_', ' ')} {limit:g}" for word, limit in limits.items() if limit is not None)


def _schema(unit: str, limits: dict) -> dict:
    words = _words(limits)
    value = {"type": "string" if unit != "-" else ["number", "string"], "examples": [EXAMPLES.get(unit, f"1 {unit}")]}
    description = f"[{unit}]" + (f", {words}" if words else "")
    table = {
        "type": "object",
        "additionalProperties": False,
        "required": ["value"],
        "properties": {
            "value": value,
            "low": value,
            "high": value,
            "shape": {"enum": list(get_args(Shape))},
            "status": {"enum": list(RANKED_STATUSES)},
            "source": {"type": "string"},
            "note": {"type": "string"},
        },
    }
    return {"anyOf": [value, table], "description": description, "x-unit": unit, "x-limits": words}
