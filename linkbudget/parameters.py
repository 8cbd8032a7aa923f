"""A parameter: a number with its range, status and source.

Scenario files write a parameter as ``"30 W"``, or, when there is more to say, as a table::

    power = { value = "30 W", low = "10 W", high = "100 W", status = "assumed", source = "no figure was published" }

:class:`Quantity` stands in the type of a key, ``Annotated[Parameter, Quantity("W", above=0.0)]``, and makes pydantic
read either form into a :class:`Parameter` of plain SI numbers.
"""

import math
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, replace
from functools import partial
from typing import Any, Literal, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core.core_schema import CoreSchema, with_info_plain_validator_function

from linkbudget.errors import LinkBudgetError, require, shortened
from linkbudget.hidden_signs import SEEN, hidden_sign
from linkbudget.key_examples import KEY_EXAMPLES
from linkbudget.units import EXAMPLES, read_quantity

Status = Literal["documented", "measured", "derived", "inferred", "default", "assumed"]
"""Status of a number, best known first.

documented: a named source states it; measured: somebody measured it; derived: computed from documented or measured
numbers; inferred: concluded from indirect evidence; default: a usual value from a book or a standard, because nothing
is known of this case; assumed: an engineering assumption.
"""

Shape = Literal["none", "uniform", "triangular", "gaussian", "percentiles"]
"""Shape of the distribution between low and high; ``none`` leaves the value where it is in all statistics, and the ends
of ``percentiles`` are the 5th and the 95th percentile about the median."""

RANKED_STATUSES: tuple[Status, ...] = get_args(Status)
"""Best known first: what is computed from several numbers is no better known than the worst of them."""

ASSUMED_STATUSES: tuple[Status, ...] = ("default", "assumed")
"""Statuses that count as assumed in the share of a result that depends on assumptions: nothing is known of the
case itself, neither directly nor from indirect evidence."""


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
    shape: Shape | None = None
    status: Status | None = None
    source: str = ""
    note: str = ""

    def at(self, end: Literal["value", "low", "high"]) -> Any:
        """The value, or the low or high end of the range where there is one."""
        number = getattr(self, end)
        return self.value if number is None else number

    @property
    def is_assumed(self) -> bool:
        """True where nothing is known of the case itself: an assumption, or the usual value of a book."""
        return self.status in ASSUMED_STATUSES

    @property
    def is_uncertain(self) -> bool:
        """True where the parameter says how far it may be off."""
        return self.low is not None or self.high is not None

    def with_value(self, value: Any) -> "Parameter":
        """The same parameter with another value; the range goes, since it belonged to the old one."""
        return replace(self, value=value, low=None, high=None, shape=None)


def plain(value: Any) -> Any:
    """The bare number of a parameter or term; anything else as it is."""
    return getattr(value, "value", value)


def beyond(share: Any) -> Any:
    """The rest of a share, without the last bits of the subtraction.

    Examples
    --------
    >>> beyond(0.999), beyond(0.99999)
    (0.001, 1e-05)
    """
    rest = (1.0 - share) * 1e12
    return (round(rest) if isinstance(rest, float) else rest.round()) / 1e12


_KEYS = {"value", "low", "high", "adverse", "favourable", "shape", "status", "source", "note"}
_ENDS = (("low", "high"), ("adverse", "favourable"))
_EXAMPLE = "linkbudget-example"


@dataclass(frozen=True, slots=True)
class Quantity:
    """The unit of a parameter and the limits of its value and range, as they stand in its type.

    In scenario files (validation context ``{"file": True}``) a value is a string with its unit, a bare number only for
    pure ratios; in Python a bare number is taken to be in ``unit`` already.

    Examples
    --------
    >>> from typing import Annotated
    >>> from pydantic import TypeAdapter
    >>> Watts = Annotated[Parameter, Quantity("W", above=0.0)]
    >>> TypeAdapter(Watts).validate_python("25 kW").value
    25000.0
    """

    unit: str
    _: KW_ONLY
    above: float | None = None
    at_least: float | None = None
    below: float | None = None
    at_most: float | None = None
    hemispheres: str = ""
    """``NS`` of a latitude, ``EW`` of a longitude: letters that may stand beside an angle, positive first."""

    @property
    def ends(self) -> tuple[float, float]:
        """Lowest and highest number allowed, infinite where there is no limit."""
        low = max((limit for limit in (self.above, self.at_least) if limit is not None), default=-math.inf)
        return low, min((limit for limit in (self.below, self.at_most) if limit is not None), default=math.inf)

    @property
    def _limits(self) -> dict[str, float | None]:
        return {"above": self.above, "at_least": self.at_least, "below": self.below, "at_most": self.at_most}

    def example(self, name: str | None) -> str:
        """A well-written value of the key of that name in Python, or of the unit where none is listed for it."""
        return KEY_EXAMPLES.get(name or "") or EXAMPLES.get(self.unit, f"1 {self.unit}")

    def _read(self, example: str, raw: Any, info: ValidationInfo) -> Parameter:
        if isinstance(raw, Parameter):
            return raw
        from_file = bool(info.context and info.context.get("file"))
        if not isinstance(raw, dict):
            return Parameter(self._number(raw, from_file, example))
        return parameter_from_table(raw, lambda text: self._number(text, from_file, example))

    def _number(self, text: Any, from_file: bool, example: str) -> Any:
        unit = self.unit
        if isinstance(text, str):
            value = read_quantity(text, unit, hemispheres=self.hemispheres, example=example)
        elif isinstance(text, bool | dict | None) or (from_file and not isinstance(text, int | float)):
            raise LinkBudgetError(f'{shortened(text)}: expected a value like "{example}"')
        elif from_file and unit != "-":
            raise LinkBudgetError(f'{text!r} has no unit; expected a value like "{example}"')
        else:
            value = float(text) if isinstance(text, int) else text
        if from_file and not abs(value) < float("inf"):
            raise LinkBudgetError(f"{shortened(text)}: expected a finite number")
        try:
            return require(
                "value", value, above=self.above, at_least=self.at_least, below=self.below, at_most=self.at_most
            )
        except LinkBudgetError:
            said = f"{_words(self._limits)} {unit}".removesuffix(" -")
            raise LinkBudgetError(f"{shortened(text)}: expected a number {said}") from None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        example = self.example(handler.field_name)
        return with_info_plain_validator_function(partial(self._read, example), metadata={_EXAMPLE: example})

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return _schema(self.unit, self._limits, schema["metadata"][_EXAMPLE])


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
        if hidden_sign(raw.get(key, "")):
            raise LinkBudgetError(f"{key} = {shortened(raw[key])}: expected {SEEN}")
    value = number(raw["value"])
    low, high = _range(raw, value, number)
    return Parameter(value, low, high, **{key: raw[key] for key in ("shape", "status", "source", "note") if key in raw})


def _range(raw: dict, value: float, number: Callable[[Any], float]) -> tuple[float | None, float | None]:
    """Low and high end; written as favourable and adverse, whichever way round, the budget distinguishes them."""
    said = [pair for pair in _ENDS if any(end in raw for end in pair)]
    if len(said) == 2:
        raise LinkBudgetError("expected either low and high, or adverse and favourable, and not both")
    if not said:
        if raw.get("shape", "none") != "none":
            raise LinkBudgetError(f"shape = {shortened(raw['shape'])}: expected a range, low and high, to go with it")
        return None, None
    ends = {end: number(raw[end]) for end in said[0] if end in raw}
    if said[0] == _ENDS[1]:
        both = (*ends.values(), value)
        ends = {"low": min(both), "high": max(both)}
    elif ends.get("low", value) > value or ends.get("high", value) < value:
        raise LinkBudgetError(
            f"value {raw['value']!r} lies outside its range {raw.get('low', '...')!r} to {raw.get('high', '...')!r}"
        )
    return ends.get("low"), ends.get("high")


def _words(limits: dict) -> str:
    return " and ".join(f"{word.replace('_', ' ')} {limit:g}" for word, limit in limits.items() if limit is not None)


def _schema(unit: str, limits: dict, example: str) -> dict:
    words = _words(limits)
    value = {"type": "string" if unit != "-" else ["number", "string"], "examples": [example]}
    description = f"[{unit}]" + (f", {words}" if words else "")
    table = {
        "type": "object",
        "additionalProperties": False,
        "required": ["value"],
        "properties": {
            "value": value,
            "low": value,
            "high": value,
            "adverse": value,
            "favourable": value,
            "shape": {"enum": list(get_args(Shape))},
            "status": {"enum": list(RANKED_STATUSES)},
            "source": {"type": "string"},
            "note": {"type": "string"},
        },
    }
    return {"anyOf": [value, table], "description": description, "x-unit": unit, "x-limits": words}
