"""Base class of every part of a link, and the types of the numbers on its datasheet.

A part is a frozen model whose Python names carry units (``power_w``) and whose scenario keys are the same names without
them (``power = "30 W"``).  The map: :class:`Part`; the types :data:`Meters`, :data:`Hertz`, :data:`Watts`, ..., each a
number in the unit of its name, within limits.
"""

import re
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic_core import core_schema

from linkbudget.errors import TableError, did_you_mean, nearest, shortened
from linkbudget.hidden_signs import SEEN, hidden_sign, without_hidden_signs
from linkbudget.labels import without_unit
from linkbudget.parameters import Parameter, Quantity, Status

# upper limits are far beyond anything built, and keep slips of the pen out of the models
Meters = Annotated[Parameter, Quantity("m", above=0.0, at_most=1e15)]
SquareMeters = Annotated[Parameter, Quantity("m2", above=0.0, at_most=1e12)]
Hertz = Annotated[Parameter, Quantity("Hz", at_least=1e3, at_most=1e12)]
Bandwidth = Annotated[Parameter, Quantity("Hz", above=0.0, at_most=1e12)]
Watts = Annotated[Parameter, Quantity("W", above=0.0, at_most=1e15)]
Kelvins = Annotated[Parameter, Quantity("K", at_least=0.0, at_most=1e9)]
SignedKelvins = Annotated[Parameter, Quantity("K", at_least=-1e9, at_most=1e9)]
Decibels = Annotated[Parameter, Quantity("dB", at_least=-300.0, at_most=300.0)]
Level = Annotated[Parameter, Quantity("dBW", at_least=-400.0, at_most=200.0)]
LevelDensity = Annotated[Parameter, Quantity("dBW/Hz", at_least=-400.0, at_most=200.0)]
DensityRatio = Annotated[Parameter, Quantity("dBHz", at_least=-300.0, at_most=300.0)]
FigureOfMerit = Annotated[Parameter, Quantity("dB/K", at_least=-150.0, at_most=150.0)]
FluxLevel = Annotated[Parameter, Quantity("dBW/m2", at_least=-400.0, at_most=200.0)]
Loss = Annotated[Parameter, Quantity("dB", at_least=0.0, at_most=300.0)]
Gain = Annotated[Parameter, Quantity("dBi", at_least=-100.0, at_most=150.0)]
Angle = Annotated[Parameter, Quantity("deg", at_least=0.0, at_most=180.0)]
Beamwidth = Annotated[Parameter, Quantity("deg", above=0.0, below=180.0)]
Elevation = Annotated[Parameter, Quantity("deg", at_least=0.0, at_most=90.0)]
Curvature = Annotated[Parameter, Quantity("dB/deg2", at_least=0.0, at_most=100.0)]
Decay = Annotated[Parameter, Quantity("1/deg", at_least=0.0, at_most=100.0)]
Orientation = Annotated[Parameter, Quantity("deg", at_least=-180.0, at_most=180.0)]
Turn = Annotated[Parameter, Quantity("deg", at_least=-360.0, at_most=360.0)]
Height = Annotated[Parameter, Quantity("m", at_least=-500.0, at_most=20e3)]
RainRate = Annotated[Parameter, Quantity("mm/h", at_least=0.0, at_most=400.0)]
Share = Annotated[Parameter, Quantity("-", at_least=0.0, at_most=1.0)]
Efficiency = Annotated[Parameter, Quantity("-", above=0.0, at_most=1.0)]
DeviationRatio = Annotated[Parameter, Quantity("-", at_least=0.1, at_most=100.0)]
FilterWidth = Annotated[Parameter, Quantity("-", at_least=0.1, at_most=1000.0)]
LoopDamping = Annotated[Parameter, Quantity("-", at_least=0.5, at_most=3.0)]
SlipTime = Annotated[Parameter, Quantity("s", above=0.0, at_most=1e10)]
Count = Annotated[Parameter, Quantity("-", at_least=1.0, at_most=1e9)]
GreyLevels = Annotated[Parameter, Quantity("-", at_least=2.0, at_most=65536.0)]
Jitter = Annotated[Parameter, Quantity("-", at_least=0.0, at_most=0.35)]
ClockLoopGain = Annotated[Parameter, Quantity("-", at_least=0.02, at_most=1.0)]
ClockWalk = Annotated[Parameter, Quantity("-", at_least=0.0, at_most=0.3)]
NonNegative = Annotated[Parameter, Quantity("-", at_least=0.0)]
ErrorRate = Annotated[Parameter, Quantity("-", above=0.0, at_most=0.1)]
FrameSuccess = Annotated[Parameter, Quantity("-", above=0.0, below=1.0)]
Deviation = Annotated[Parameter, Quantity("-", at_least=-6.0, at_most=6.0)]
BitRate = Annotated[Parameter, Quantity("bit/s", above=0.0, at_most=1e15)]
SymbolRate = Annotated[Parameter, Quantity("symbol/s", above=0.0, at_most=1e12)]
PixelRate = Annotated[Parameter, Quantity("pixel/s", above=0.0, at_most=1e12)]


class OtherNames:
    """Other names of some words of a :class:`~typing.Literal`, read without regard to case: {"RHCP": "right"}."""

    def __init__(self, names: dict[str, str]):
        self._names = {name.lower(): word for name, word in names.items()}
        self._said = list(names)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(self._usual, handler(source))

    def __get_pydantic_json_schema__(self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> dict:
        found = handler(schema)
        return found | {"enum": [*found["enum"], *self._said]}

    def _usual(self, said: Any) -> Any:
        return self._names.get(said.lower(), said) if isinstance(said, str) else said


class Part(BaseModel):
    """Anything a scenario file describes: unknown keys are refused, values never change.

    Numbers carry their own status and source; those of the part itself belong to its choices, such as a polarisation.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=without_unit, validate_by_name=True, validate_by_alias=True
    )

    status: Status | None = Field(None, description="How well the choices made here are known")
    source: str = Field("", description="Where they come from")
    note: str = Field("", description="Anything a reader should know")

    @classmethod
    def is_spelled_well(cls, data: Any) -> bool:
        """True for a table whose keys are all known: only then is it worth looking for what is missing."""
        known = {name for key, field in cls.model_fields.items() for name in (key, field.alias)}
        return isinstance(data, dict) and data.keys() <= known

    @classmethod
    def _keys_described_by(cls, word: str) -> list[str]:
        """The key whose description uses a word, where there is one such key: other words for the same thing."""
        said = {field.alias or name: field.description or "" for name, field in cls.model_fields.items()}
        if not 3 < len(word) <= max(map(len, said.values())):
            return []
        spoken = re.compile(rf"\b{re.escape(word.replace('_', ' '))}\b", re.IGNORECASE)
        found = [key for key, description in said.items() if spoken.search(description)]
        return found if len(found) == 1 else []

    @model_validator(mode="before")
    @classmethod
    def _no_unknown_keys(cls, data):
        if not isinstance(data, dict):
            return data
        known = [field.alias or name for name, field in cls.model_fields.items()]
        for key, value in data.items():
            if isinstance(value, str) and hidden_sign(value):
                raise TableError(
                    f"{key} = {shortened(value)}: expected {SEEN}", data | {key: without_hidden_signs(value)}
                )
        for key in data:
            if key not in known and key not in cls.model_fields:
                near = nearest(key, known) or cls._keys_described_by(str(key))
                hint = did_you_mean(near) if near else f"expected one of {', '.join(known)}"
                rest = {other: value for other, value in data.items() if other != key}
                split = bool(near) and isinstance(data[key], dict) and isinstance(data.get(near[0]), dict)
                guessed = near[0] if near and (split or near[0] not in data) else None
                raise TableError(
                    f"{shortened(str(key))[1:-1]} = {shortened(data[key])}: unknown key; {hint}",
                    rest | ({guessed: _joined(data.get(guessed, {}), data[key])} if guessed else {}),
                    guessed,
                )
        return data


def _joined(table: Any, more: Any) -> Any:
    """Join two halves of a table, one under a misspelt key; a value that is no table replaces the other."""
    if not (isinstance(table, dict) and isinstance(more, dict)):
        return more
    return table | {key: _joined(table.get(key, {}), value) for key, value in more.items()}
