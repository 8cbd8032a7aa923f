"""An equation that can be called: its arguments with their units and meanings, its answers, and the call itself.

The map: :func:`named` (a :class:`Formula` by its name), :class:`Argument`, :class:`Output`; :meth:`Formula.read` makes
what people write into what the function takes, :meth:`Formula.values` works it out.
"""

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np

from linkbudget.errors import InputError, LinkBudgetError, collected_notes, did_you_mean, nearest, shortened
from linkbudget.formulas.index import Entry, entry
from linkbudget.formulas.values import DATE, read_value, value_text
from linkbudget.geometry.clock import parse_utc
from linkbudget.labels import RATIO, suffix_of, unit_of, without_unit
from linkbudget.link import docstrings

NUMBER, WHOLE, LIST, WORD, SWITCH, THING = "number", "whole number", "list of numbers", "word", "yes or no", "object"
"""Kinds of arguments."""

_KINDS = {
    "array_like": NUMBER,
    "float": NUMBER,
    "int": WHOLE,
    "sequence of float": LIST,
    "bool": SWITCH,
    "str": WORD,
}
_ARGUMENT = re.compile(r"^(\*{0,2}\w[\w, *]*?) : ([^\n]*)\n((?:(?:[ ]{4}[^\n]*)?\n)*)", re.MULTILINE)
_SWITCHES = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}
_NOT_GIVEN = inspect.Parameter.empty


@dataclass(frozen=True)
class Argument:
    """An argument of an equation.

    Attributes
    ----------
    name : str
        Name in the function, with its unit: ``distance_m``.
    key : str
        The same without it: ``distance``; as the function has it where two differ in their units alone.
    unit : str
        Unit in which the function takes it, ``-`` of a pure number or a word.
    kind : str
        What it is: :data:`NUMBER`, :data:`WHOLE` and so on.
    meaning : str
        Its description.
    default : object
        Value where none is given; ``inspect.Parameter.empty`` where one must be.
    """

    name: str
    key: str
    unit: str
    kind: str
    meaning: str
    default: Any

    @property
    def is_needed(self) -> bool:
        """True where a value must be given."""
        return self.default is _NOT_GIVEN

    @property
    def wanted(self) -> str:
        """Key and unit, for messages: ``distance [m]``."""
        return self.key if self.unit == RATIO else f"{self.key} [{self.unit}]"

    def read(self, value: Any) -> Any:
        """The value that the function takes, from text or from a number in the unit of its name."""
        if not isinstance(value, str):
            return value if self.kind in (THING, WORD, SWITCH) else _numbers(value, self)
        text = value.strip()
        if self.kind == WORD:
            return text
        if self.kind == THING:
            raise InputError(
                f"{self.key} = {shortened(value)}: {self.meaning} cannot be written as text; call it in Python"
            )
        if self.kind == SWITCH:
            if text.lower() not in _SWITCHES:
                raise InputError(f"{self.key} = {shortened(value)}: expected yes or no")
            return _SWITCHES[text.lower()]
        if self.unit == DATE:
            return parse_utc(text)
        hemispheres = {"latitude": "NS", "longitude": "EW"}.get(self.key.rpartition("_")[2], "")
        return read_value(text, self.unit, where=self.key, hemispheres=hemispheres)


def _numbers(value: Any, argument: Argument) -> Any:
    """Numbers in the unit of the argument; of a list of texts, each read."""
    if isinstance(value, list | tuple) and any(isinstance(one, str) for one in value):
        return np.array([argument.read(one) for one in value])
    return value


@dataclass(frozen=True)
class Output:
    """A number that an equation gives: its key, its name with the unit, and the unit."""

    name: str
    key: str
    unit: str


@dataclass(frozen=True, eq=False)
class Formula:
    """An equation with its arguments.

    Attributes
    ----------
    entry : Entry
        Name, summary, equation and topic.
    function : callable
        The function.
    arguments : tuple of Argument
        Its arguments in order.
    """

    entry: Entry
    function: Callable
    arguments: tuple[Argument, ...]

    def __repr__(self) -> str:
        """One short line: the name and the arguments."""
        text = f"<formula {self.entry.name}: {', '.join(one.wanted for one in self.arguments)}>"
        return text if len(text) < 80 else f"{text[:74]} ...>"

    @property
    def name(self) -> str:
        """Name with hyphens."""
        return self.entry.name

    @property
    def output(self) -> Output:
        """The result, named as the function is."""
        name = self.entry.function
        keys = {one.key for one in self.arguments}
        return Output(name, name if without_unit(name) in keys else without_unit(name), _unit(name))

    def to_dict(self) -> dict[str, Any]:
        """The equation and its arguments as plain data."""
        arguments = [
            {"key": one.key, "unit": one.unit, "kind": one.kind, "needed": one.is_needed, "meaning": one.meaning}
            for one in self.arguments
        ]
        return self.entry.to_dict() | {
            "unit": self.output.unit,
            "arguments": arguments,
            "sources": list(self.references),
        }

    @property
    def references(self) -> tuple[str, ...]:
        """The documents that it is from."""
        return docstrings.references(self.function)

    def argument(self, written: str) -> Argument | None:
        """The argument of a name as people write it, or of its last words where no other ends in them; else None."""
        said = _plain(written)
        found = [one for one in self.arguments if said in (one.name.lower(), one.key.lower())]
        if not found and len(said) > 2:
            found = [one for one in self.arguments if one.key.lower().endswith(f"_{said}")]
        return found[0] if len(found) == 1 else None

    def is_output(self, written: str) -> bool:
        """True where a name means what the equation gives: ``free-space-loss``, ``loss`` or ``result``."""
        said, key = _plain(written), self.output.key.lower()
        return self.argument(written) is None and (
            said in ("result", self.output.name.lower(), key, without_unit(self.entry.function).lower())
            or (len(said) > 2 and key.endswith(f"_{said}"))
        )

    def read(self, given: Mapping[str, Any]) -> tuple[dict[str, Any], Any]:
        """Values that the function takes, by its names, and the value of the answer where it was given.

        Raises
        ------
        InputError
            If a name is unknown or given twice, or a value is none of its argument.
        """
        values: dict[str, Any] = {}
        target = None
        for written, value in given.items():
            argument = self.argument(written)
            if argument is not None:
                if argument.name in values:
                    raise InputError(f"{argument.key}: given twice")
                is_named_in_full = _plain(written) == argument.name.lower() != argument.key.lower()
                values[argument.name] = _read(argument, value, is_named_in_full)
            elif self.is_output(written):
                if target is not None:
                    raise InputError(f"{self.output.key}: given twice")
                output = Argument(self.output.name, self.output.key, self.output.unit, NUMBER, "", _NOT_GIVEN)
                target = _read(output, value, _plain(written) == output.name.lower() != output.key.lower())
            else:
                raise self._unknown(written)
        return values, target

    def known_argument(self, written: str) -> Argument:
        """The argument of a name.

        Raises
        ------
        InputError
            If there is none, with the nearest ones.
        """
        found = self.argument(written)
        if found is None:
            raise self._unknown(written)
        return found

    def _unknown(self, written: str) -> InputError:
        near = nearest(_plain(written), [one.key for one in self.arguments])
        said = did_you_mean(near) if near else f"expected {', '.join(one.wanted for one in self.arguments)}"
        return InputError(f"{self.name}: no {shortened(written)}; {said}")

    def missing(self, values: Mapping[str, Any]) -> list[Argument]:
        """Arguments that are needed and not given."""
        return [one for one in self.arguments if one.is_needed and one.name not in values]

    def work_out(self, values: Mapping[str, Any]) -> tuple[Any, list[str]]:
        """The result of the function, and notes on models used outside their range.

        Raises
        ------
        InputError
            If a value lies outside its limits.
        """
        with collected_notes() as notes:
            try:
                found = call(self.function, values)
            except LinkBudgetError as error:
                raise InputError(f"{self.name}: {error}") from None
        return found, list(notes)

    def input_texts(self, values: Mapping[str, Any]) -> list[str]:
        """Arguments with their values: ``distance = 42 000 km``."""
        return [
            f"{one.key} = {values_text(values[one.name], one.unit)}" for one in self.arguments if one.name in values
        ]


def call(function: Callable, values: Mapping[str, Any]) -> Any:
    """Call a function with values by name; those of ``*names`` are spread out."""
    parameters = inspect.signature(function).parameters
    spread = next((one.name for one in parameters.values() if one.kind is inspect.Parameter.VAR_POSITIONAL), None)
    if spread is None or not values.get(spread):
        return function(**{name: value for name, value in values.items() if name != spread})
    names = list(parameters)
    before = names[: names.index(spread)]
    named = {name: value for name, value in values.items() if name != spread and name not in before}
    return function(*(values[name] for name in before), *values[spread], **named)


def values_text(value: Any, unit: str, figures: int | None = None) -> str:
    """A value, or those of an array, the first and the last of many."""
    if np.ndim(value) == 1 and len(value):
        texts = [value_text(one, unit, figures) for one in value]
        return ", ".join(texts) if len(texts) <= _MOST_LISTED else f"{texts[0]} to {texts[-1]} ({len(texts)} values)"
    if np.ndim(value):
        return f"values of shape {np.shape(value)}"
    try:
        return value_text(value[()] if isinstance(value, np.ndarray) else value, unit, figures)
    except (TypeError, ValueError):  # a part, a pattern, a generator
        return shortened(value)


_MOST_LISTED = 6


def _read(argument: Argument, value: Any, named_in_full: bool) -> Any:
    """The value of an argument; a number without a unit needs a name that has one."""
    is_number = isinstance(value, int | float | np.ndarray | np.generic) and not isinstance(value, bool)
    if (
        argument.kind in (NUMBER, WHOLE, LIST)
        and argument.unit not in (RATIO, DATE)
        and not named_in_full
        and is_number
    ):
        said = values_text(value, RATIO)
        raise InputError(
            f'{argument.key} = {said} has no unit; expected {argument.key}="{said} {argument.unit}" '
            f"or {argument.name}={said}"
        )
    if isinstance(value, str) and named_in_full and argument.kind in (NUMBER, WHOLE, LIST) and argument.unit != DATE:
        return read_value(value, argument.unit, where=argument.key, bare=True)
    found = argument.read(value)
    if argument.kind == WHOLE and isinstance(found, float):
        if found != round(found):
            raise InputError(f"{argument.key} = {value}: expected a whole number")
        return int(found)
    if argument.kind == LIST and np.ndim(found) == 0:
        return [found]
    return found


def _plain(written: str) -> str:
    return re.sub(r"[\s-]+", "_", str(written).strip().lower())


def _unit(name: str) -> str:
    return DATE if suffix_of(f"_{name}") == "utc_s" else unit_of(name)


@cache
def named(name: str) -> Formula:
    """The formula of a name.

    Raises
    ------
    InputError
        If there is none, with the nearest names.

    Examples
    --------
    >>> named("free-space loss")
    <formula free-space-loss: distance [m], frequency [Hz]>
    """
    found = entry(name)
    function = getattr(import_module(found.module), found.function)
    said = _described(found.document)
    parameters = list(inspect.signature(function).parameters.values())
    keys = [without_unit(one.name) for one in parameters]
    arguments = []
    for one, key in zip(parameters, keys, strict=True):
        kind, meaning = said.get(one.name, ("", one.name))
        words = WORD in kind or kind == SWITCH
        unit = RATIO if words or kind == THING else _unit(one.name)
        is_shared = keys.count(key) > 1
        default = () if one.kind is inspect.Parameter.VAR_POSITIONAL else one.default
        arguments.append(Argument(one.name, one.name if is_shared else key, unit, kind or THING, meaning, default))
    return Formula(found, function, tuple(arguments))


def _described(document: str) -> dict[str, tuple[str, str]]:
    """Kind and meaning of each argument, from the docstring."""
    section = re.search(r"^Parameters\n-+\n(.*?)(?=^\w[^\n]*\n-{3,}\n|\Z)", document, re.DOTALL | re.MULTILINE)
    found: dict[str, tuple[str, str]] = {}
    for names, type_, meaning in _ARGUMENT.findall((section[1] if section else "") + "\n"):
        kind = _kind(type_)
        for name in names.split(", "):
            words = docstrings.plain_text(" ".join(meaning.split()).rstrip("."))
            words = re.sub(r"\s*\[[^\]]+\]$", "", words)
            found[name.lstrip("*")] = (kind, type_.partition(",")[0] if kind == THING else words)
    return found


def _kind(type_: str) -> str:
    first = type_.partition(", optional")[0].strip()
    if first.startswith("{") or first.split(" or ")[0] == "str":
        return WORD
    return _KINDS.get(first, THING)
