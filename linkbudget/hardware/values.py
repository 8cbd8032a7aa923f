"""The numbers of a part by key: found, replaced, checked.

A key is written as scenario files write it: ``transmitter.antenna.gain``, ``losses.ionospheric``.  The map:
:func:`parameters_of` lists them, :func:`choices_of` all else a part says, :func:`with_values` makes the same part with
other numbers, :func:`checked_values` holds new numbers to the limits of their place.
"""

import math
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Annotated, Any, TypeVar, get_args

from pydantic import TypeAdapter, ValidationError

from linkbudget.errors import InputError, suggestion
from linkbudget.hardware.datasheet import Part
from linkbudget.hardware.parts import Acceptance
from linkbudget.hardware.terminals import Transmitter
from linkbudget.labels import unit_of
from linkbudget.parameters import Parameter, Quantity


def parameters_of(part: Part) -> Iterator[tuple[str, Parameter]]:
    """Key, as scenario files write it, and parameter, for all numbers of a part.

    Parameters
    ----------
    part : Part
        The part.

    Returns
    -------
    iterator of tuple of str and Parameter
        Key and parameter of each number.

    Examples
    --------
    >>> from linkbudget.hardware.antenna_kinds import OmnidirectionalAntenna
    >>> antenna = OmnidirectionalAntenna(gain="0 dBi", polarization="linear")
    >>> [(key, parameter.value) for key, parameter in parameters_of(antenna)]
    [('gain', 0.0)]
    """
    for name, first_key in _keys(type(part)):
        value = getattr(part, name)
        if isinstance(value, Parameter):
            yield first_key, value
        elif isinstance(value, Part) and not isinstance(value, Acceptance):  # rules, not numbers of the radio
            yield from ((f"{first_key}.{key}", parameter) for key, parameter in parameters_of(value))
        elif isinstance(value, dict):
            yield from ((f"{first_key}.{key}", item) for key, item in value.items() if isinstance(item, Parameter))


def choices_of(part: Part) -> Iterator[tuple[str, str]]:
    """Key and text of all else that a part says: kinds, codes, ladders, names.

    Parameters
    ----------
    part : Part
        The part.

    Returns
    -------
    iterator of tuple of str
        Key and text of each.

    Examples
    --------
    >>> from linkbudget.hardware.antenna_kinds import OmnidirectionalAntenna
    >>> dict(choices_of(OmnidirectionalAntenna(gain="0 dBi", polarization="linear")))["polarization"]
    "'linear'"
    """
    for name, first_key in _keys(type(part)):
        value = getattr(part, name)
        if isinstance(value, Transmitter) and value.is_unknown:
            continue  # a flux at the receiver stands for it
        if isinstance(value, Part):
            yield from ((f"{first_key}.{key}", text) for key, text in choices_of(value))
        elif isinstance(value, dict):
            others = {key: item for key, item in value.items() if not isinstance(item, Parameter)}
            yield from ((f"{first_key}.{key}", repr(item)) for key, item in others.items())
        elif not isinstance(value, Parameter):
            yield first_key, repr(value)


PartT = TypeVar("PartT", bound=Part)


def with_value(part: PartT, key: str, value) -> PartT:
    """The part with another number at a key.

    Parameters
    ----------
    part : Part
        The part.
    key : str
        Key as scenario files write it.
    value : float or array_like
        The number [any unit].

    Returns
    -------
    Part
        A new part of the same kind.

    Raises
    ------
    InputError
        If the part has no number there.

    Examples
    --------
    >>> from linkbudget.hardware.antenna_kinds import OmnidirectionalAntenna
    >>> antenna = OmnidirectionalAntenna(gain="0 dBi", polarization="linear")
    >>> with_value(antenna, "gain", 2.0).gain_dbi.value
    2.0
    """
    return with_values(part, {key: value})


def with_values(part: PartT, values: dict[str, Any]) -> PartT:
    """The part with other numbers, or arrays of them, at keys; ranges go with the numbers they belonged to.

    Parameters
    ----------
    part : Part
        The part.
    values : dict
        Key -> number, or array of numbers.

    Returns
    -------
    Part
        A new part of the same kind.

    Raises
    ------
    InputError
        If the part has no number at a key.

    Examples
    --------
    >>> from linkbudget.hardware.antenna_kinds import OmnidirectionalAntenna
    >>> antenna = OmnidirectionalAntenna(gain="0 dBi", polarization="linear")
    >>> with_values(antenna, {"gain": 2.0}).gain_dbi.value
    2.0
    """
    update: dict[str, Any] = {}
    for first_key, inner in _by_first_key(values).items():
        name = _names(type(part)).get(first_key)
        if name is None:
            raise _unknown(part, next(f"{first_key}.{rest}".rstrip(".") for rest in inner))
        old = getattr(part, name)
        if isinstance(old, Parameter) and set(inner) == {""}:
            update[name] = old.with_value(inner[""])
        elif isinstance(old, Part) and "" not in inner:
            update[name] = with_values(old, inner)
        elif isinstance(old, dict) and set(inner) <= set(old):
            update[name] = old | {item: old[item].with_value(value) for item, value in inner.items()}
        else:
            raise _unknown(part, next(f"{first_key}.{rest}".rstrip(".") for rest in inner))
    return part.model_copy(update=update)


def checked_values(part: Part, key: str, values) -> Any:
    """Numbers, or an array, for a key, within the limits that its place sets.

    Parameters
    ----------
    part : Part
        The part.
    key : str
        Key as scenario files write it.
    values : float or array_like
        The numbers, in the unit of the key [any unit].

    Returns
    -------
    float or ndarray
        The same numbers [any unit].

    Raises
    ------
    InputError
        If the part has no number there, or a value lies outside the limits.

    Examples
    --------
    >>> from linkbudget.hardware.antenna_kinds import OmnidirectionalAntenna
    >>> antenna = OmnidirectionalAntenna(gain="0 dBi", polarization="linear")
    >>> checked_values(antenna, "gain", 200.0)
    Traceback (most recent call last):
        ...
    linkbudget.errors.InputError: gain = 200.0: expected a number at least -100 and at most 150 dBi
    """
    annotation = _annotation(part, key)
    try:
        return _reader(annotation).validate_python(values).value
    except ValidationError as error:
        message = error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
        raise InputError(f"{key} = {message}") from None


@cache
def _reader(annotation: Any) -> TypeAdapter:
    """Reader of what stands in a place; it takes longer to make than to use."""
    return TypeAdapter(annotation)


def unit_at(part: Part, key: str) -> str:
    """Unit of the number at a key, ``-`` for a pure number.

    Parameters
    ----------
    part : Part
        The part.
    key : str
        Key as scenario files write it.

    Returns
    -------
    str
        Unit as printed.

    Raises
    ------
    InputError
        If the part has no number there.

    Examples
    --------
    >>> from linkbudget.hardware.antenna_kinds import OmnidirectionalAntenna
    >>> unit_at(OmnidirectionalAntenna(gain="0 dBi", polarization="linear"), "gain")
    'dBi'
    """
    first_key, _, rest = key.partition(".")
    name = _names(type(part)).get(first_key)
    if name is None:
        raise _unknown(part, key)
    inner = getattr(part, name)
    if rest and isinstance(inner, Part):
        return unit_at(inner, rest)
    if rest and isinstance(inner, dict) and rest in inner:
        return quantity_of(_annotation(part, key)).unit  # names that users choose carry no unit
    if rest or not isinstance(inner, Parameter):
        raise _unknown(part, key)
    return unit_of(name)


def unknown_key(key: str, known: Iterable[str], where: str = "") -> InputError:
    """The error for a key that leads nowhere, with the nearest known ones.

    Parameters
    ----------
    key : str
        Key as somebody wrote it.
    known : iterable of str
        Keys that lead somewhere.
    where : str
        Put in front of the key, for messages.

    Returns
    -------
    InputError
        To be raised.

    Examples
    --------
    >>> print(unknown_key("transmitter.powr", ["transmitter.power", "frequency"]))
    transmitter.powr: no such number; did you mean 'transmitter.power'?
    """
    return InputError(f"{where}{key}: no such number; {suggestion(key, known, most=3)}")


def _unknown(part: Part, key: str) -> InputError:
    return unknown_key(key, (known for known, _ in parameters_of(part)))


def _by_first_key(values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    groups: dict[str, dict[str, Any]] = {}
    for key, value in values.items():
        first_key, _, rest = key.partition(".")
        groups.setdefault(first_key, {})[rest] = value
    return groups


@cache
def _keys(kind: type[Part]) -> tuple[tuple[str, str], ...]:
    """Names of a part's fields in Python, and in scenario files."""
    return tuple((name, field.alias or name) for name, field in kind.model_fields.items())


@cache
def _names(kind: type[Part]) -> dict[str, str]:
    """Key of a scenario file, or name in Python -> name in Python."""
    return {key: name for name, key in _keys(kind)} | {name: name for name, _ in _keys(kind)}


def _annotation(whole: Part, key: str):
    """Pydantic annotation of the number at a key."""
    *tables, last_key = key.split(".")
    part = whole
    for table in tables:
        name = _names(type(part)).get(table)
        if name is None:
            raise _unknown(whole, key)
        inner = getattr(part, name)
        if isinstance(inner, dict) and last_key in inner:
            return get_args(type(part).model_fields[name].annotation)[1]
        if not isinstance(inner, Part):
            raise _unknown(whole, key)
        part = inner
    name = _names(type(part)).get(last_key)
    if name is None or not isinstance(getattr(part, name), Parameter):
        raise _unknown(whole, key)
    field = type(part).model_fields[name]
    return Annotated[(Parameter, *field.metadata)] if field.annotation is Parameter else field.annotation


def limits_at(part: Part, key: str) -> tuple[float, float]:
    """Lowest and highest number that a place allows, read off the part's field; no limits for a key of another part.

    Parameters
    ----------
    part : Part
        The part.
    key : str
        Key as scenario files write it.

    Returns
    -------
    tuple of float
        Lowest and highest, infinite without a limit [any unit].

    Examples
    --------
    >>> from linkbudget.hardware.antenna_kinds import OmnidirectionalAntenna
    >>> limits_at(OmnidirectionalAntenna(gain="0 dBi", polarization="linear"), "gain")
    (-100.0, 150.0)
    """
    try:
        annotation = _annotation(part, key)
    except InputError:
        return -math.inf, math.inf
    return quantity_of(annotation).ends


def quantity_of(annotation: Any) -> Quantity:
    """Unit and limits that ride along in a type, inside a union with None too.

    Parameters
    ----------
    annotation : type
        Type of a key, such as ``Annotated[Parameter, Quantity("W", above=0.0)]``.

    Returns
    -------
    Quantity
        A pure number without limits where the type has none.

    Examples
    --------
    >>> from linkbudget.hardware.datasheet import Efficiency
    >>> quantity_of(Efficiency | None).ends
    (0.0, 1.0)
    """
    for item in getattr(annotation, "__metadata__", ()):
        if isinstance(item, Quantity):
            return item
    inner = (option for option in get_args(annotation) if hasattr(option, "__metadata__"))
    return next((quantity_of(option) for option in inner), Quantity("-"))
