"""Answers of equations: :func:`formula`, which is ``linkbudget.formula``, and the :class:`Answer` that it gives.

>>> import linkbudget as lb
>>> lb.formula("free-space loss", distance="42000 km", frequency="6 GHz")
free-space-loss = 200.476 dB
>>> lb.formula("free-space loss", loss="200 dB", frequency="6 GHz")
distance = 39 761.2 km
"""

import html
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from linkbudget.errors import InputError, collected_notes
from linkbudget.formatting import list_text
from linkbudget.formulas.formula import LIST, NUMBER, THING, WHOLE, Argument, Formula, Output, call, named, values_text
from linkbudget.formulas.turning import Roots, gives_one, turned_round
from linkbudget.formulas.values import DATE, in_unit, value_text
from linkbudget.labels import RATIO, unit_of, without_unit

FIGURES = 6
"""Figures of an answer."""

MOST_ROOTS = 8
"""Answers of a relation turned round that are told; an angle may have many."""


@dataclass(frozen=True, eq=False)
class Answer:
    """The result of an equation for some values, or, turned round, the values of an argument.

    Attributes
    ----------
    formula : Formula
        The equation.
    key : str
        What was asked for, with its unit: ``free_space_loss_db``, ``distance_m``.
    value : float or ndarray
        The answer in ``unit``: a number, or an array shaped like the values; a word where the equation gives one.  Of
        a relation turned round with several answers, the first.
    unit : str
        Its unit.
    roots : tuple of float
        All answers of a relation turned round; empty where none was.
    given : mapping
        Values by the names of the function, in the units of those names.
    span : tuple of float, optional
        Ends of a range of values that all give the wanted answer, where there is one.
    parts : mapping
        Of an equation that gives several numbers, each by its name with the unit.
    notes : tuple of str
        Models used outside their range, and what else a reader should know.
    """

    formula: Formula
    key: str
    value: Any
    unit: str
    given: Mapping[str, Any]
    roots: tuple[float, ...] = ()
    span: tuple[float, float] | None = None
    parts: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    wanted_unit: str = ""

    def __float__(self) -> float:
        return float(self.value)

    def __format__(self, spec: str) -> str:
        """The number in the unit that was asked for, as ``format`` writes a number; the answer as text without more."""
        if not spec:
            return str(self)
        return format(float(self.to(self.wanted_unit) if self.wanted_unit else self), spec)

    def __array__(self, dtype=None, copy=None) -> np.ndarray:
        return np.array(self.value, dtype=dtype, copy=True if copy is None else copy)

    def to(self, unit: str) -> Any:
        """The answer as a number of another unit, such as ``"km"``, ``"pW"`` or ``"dBm"``.

        Raises
        ------
        InputError
            If it is of another kind.
        """
        return in_unit(self.value, self.unit, unit)

    @property
    def is_turned_round(self) -> bool:
        """True where an argument was looked for."""
        return any(one.name == self.key for one in self.formula.arguments)

    @property
    def line(self) -> str:
        """The answer in one line: ``distance = 39 760.8 km``."""
        if self.parts:
            return "; ".join(
                f"{without_unit(key)} = {values_text(one, unit_of(key), FIGURES)}" for key, one in self.parts.items()
            )
        name = without_unit(self.key) if self.is_turned_round else self.formula.name
        values = self.roots[:MOST_ROOTS] if len(self.roots) > 1 else (self.value,)
        return f"{name} = {' or '.join(self._text(one) for one in values)}"

    def _text(self, value: Any) -> str:
        if self.wanted_unit:
            return f"{values_text(in_unit(value, self.unit, self.wanted_unit), RATIO, FIGURES)} {self.wanted_unit}"
        return values_text(value, self.unit, FIGURES)

    def lines(self) -> list[str]:
        """The answer as ``explain`` prints a line: equation, values put in, source, notes."""
        details = [self.formula.entry.equation]
        details.append(", ".join(self.inputs))
        details.append("; ".join(self.formula.references))
        details += [f"Note: {note}" for note in self.notes]
        return [*self.line.split("; "), *(f"    {line}" for line in details if line)]

    @property
    def inputs(self) -> list[str]:
        """Values that were put in: ``frequency = 6 GHz``."""
        output = self.formula.output
        wanted = [f"{output.key} = {values_text(self.given[''], output.unit)}"] if "" in self.given else []
        return [*self.formula.input_texts(self.given), *wanted]

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def __repr__(self) -> str:
        text = self.line
        return text if len(text) < 80 else f"{text[:75]} ..."

    def _repr_html_(self) -> str:
        first, *details = (html.escape(line.strip()) for line in self.lines())
        return f"<b>{first}</b><br>{'<br>'.join(details)}"

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain data."""
        said: dict[str, Any] = {"formula": self.formula.name, "equation": self.formula.entry.equation}
        said |= {"given": {key or self.formula.output.name: _plain(value) for key, value in self.given.items()}}
        if self.parts:
            said |= {key: _plain(value) for key, value in self.parts.items()}
        else:
            said |= {self.key: _plain(self.value), "unit": self.unit}
        if self.is_turned_round:
            said["answers"] = list(self.roots)
        return said | {"sources": list(self.formula.references), "notes": list(self.notes)}


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, complex | np.complexfloating):
        return [value.real, value.imag]
    if isinstance(value, np.ndarray | np.generic):
        return _plain(value.tolist())
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def formula(name: str, /, *, solve_for: str | None = None, unit: str | None = None, **values: Any) -> Any:
    """Work out an equation of the package by its name, with units, in either direction.

    Parameters
    ----------
    name : str
        Name of the equation, as ``linkbudget formula`` lists them: ``"free-space loss"``.
    solve_for : str, optional
        Argument to look for, where the answer is given; needed only where several could be meant.
    unit : str, optional
        Unit of the answer, such as ``"km"``, ``"pW"`` or ``"dBm"``.
    **values
        Arguments by their names without a unit, as text: ``distance="42000 km"``, a range ``"1 GHz..30 GHz:9"`` or a
        list ``"1 km, 2 km"``; or with their unit, as numbers: ``distance_m=42e6``.  The answer itself may be given, by
        the name of the equation or its last word; the argument that is left out is then looked for.

    Returns
    -------
    Answer
        The answer, which prints with its equation, values and source; ``float()`` of it is the number.  Without any
        values the :class:`~linkbudget.formulas.formula.Formula` itself.

    Raises
    ------
    InputError
        If a name is unknown, a value is missing or has a wrong unit, or nothing gives the answer that was wanted.

    Examples
    --------
    >>> import linkbudget as lb
    >>> print(lb.formula("free-space loss", distance="42000 km", frequency="6 GHz"))
    free-space-loss = 200.476 dB
        L_bf = 20 log_10 (4 π d f/c)
        distance = 42 000 km, frequency = 6 GHz
        ITU-R P.525-5 (2024), section 2.2; equation (3) of earlier editions
    >>> round(lb.formula("wavelength", frequency="922.76 MHz").to("cm"), 2)
    32.49
    """
    found = named(name)
    if not values and solve_for is None:
        return found
    given, target = found.read(values)
    return answered(found, given, target, solve_for=solve_for, unit=unit)


def answered(
    found: Formula, given: Mapping[str, Any], target: Any, *, solve_for: str | None = None, unit: str | None = None
) -> Answer:
    """The answer for values that have been read: worked out, or looked for where the answer itself was given."""
    if solve_for is not None and target is None:
        raise InputError(f"{found.name}: to look for {solve_for}, give {found.output.key} too")
    if target is None:
        return _forwards(found, given, unit)
    return _backwards(found, given, target, _sought(found, given, solve_for), unit)


def _forwards(found: Formula, given: Mapping[str, Any], unit: str | None) -> Answer:
    missing = found.missing(given)
    if missing:
        raise InputError(f"{found.name}: {list_text([one.wanted for one in missing])} missing")
    value, notes = found.work_out(given)
    output = found.output
    parts = _parts(value)
    if unit is not None:
        if parts:
            raise InputError(f"{found.name} gives {list_text(list(parts))}: expected no unit for all of them")
        in_unit(value, output.unit, unit)
    shown = {} if parts is None else parts
    value = value[()] if isinstance(value, np.ndarray) and value.ndim == 0 else value
    return Answer(
        found, output.name, value, output.unit, dict(given), parts=shown, notes=tuple(notes), wanted_unit=unit or ""
    )


def _parts(value: Any) -> dict[str, Any]:
    """The numbers of an equation that gives several, by name."""
    names = getattr(value, "_fields", None)
    if names is None and hasattr(value, "__dataclass_fields__"):
        names = tuple(value.__dataclass_fields__)
    if names is not None:
        return {name: getattr(value, name) for name in names}
    if isinstance(value, tuple):
        return {_ORDINALS[place]: one for place, one in enumerate(value)}
    return {}


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


def _sought(found: Formula, given: Mapping[str, Any], solve_for: str | None) -> Argument:
    """The argument that is looked for."""
    if solve_for is not None:
        argument = found.known_argument(solve_for)
        if argument.name in given:
            raise InputError(f"{found.name}: {argument.key} is given; expected no value for what is looked for")
    else:
        missing = found.missing(given)
        if not missing:
            optional = [one for one in found.arguments if one.name not in given and one.kind in (NUMBER, WHOLE)]
            if len(optional) != 1:
                raise InputError(
                    f"{found.name}: nothing is left to look for; leave one value out, or say which to look for"
                )
            missing = optional
        if len(missing) > 1:
            raise InputError(
                f"{found.name}: {list_text([one.wanted for one in missing])} missing; expected all but one of them"
            )
        argument = missing[0]
    if argument.kind not in (NUMBER, WHOLE) or argument.unit == DATE:
        raise InputError(f"{found.name}: {argument.key} is a {argument.kind}, and cannot be looked for")
    return argument


def _backwards(found: Formula, given: Mapping[str, Any], target: Any, argument: Argument, unit: str | None) -> Answer:
    others = [one for one in found.missing(given) if one.name != argument.name]
    if others:
        raise InputError(f"{found.name}: {list_text([one.wanted for one in others])} missing")
    if unit is not None:
        in_unit(1.0, argument.unit, unit)
    shown = dict(given) | {"": target}
    arrays = [name for name, value in shown.items() if np.ndim(value) and _kind(found, name) not in (LIST, THING)]
    if arrays and not np.ndim(target) and gives_one(_one_argument(found, given, argument), argument.unit):
        arrays = []  # they are used up: a vector, or a list that is summed
    if not arrays:
        roots = _roots(found, given, target, argument)
        span = None if math.isnan(roots.any_from) else (roots.any_from, roots.any_to)
        notes = [] if span is None else [_any_text(argument, roots)]
        value = roots.values[0] if roots.values else roots.any_from
        value = int(value) if argument.kind == WHOLE and value == round(value) else value
        with collected_notes() as told, np.errstate(all="ignore"):
            call(found.function, {**given, argument.name: value})
        if len(roots.values) > MOST_ROOTS:
            notes.append(f"the first {MOST_ROOTS} of {len(roots.values)} answers")
        said: dict[str, Any] = {"roots": roots.values, "span": span, "notes": (*notes, *told)}
        return Answer(found, argument.name, value, argument.unit, shown, **said, wanted_unit=unit or "")
    several = _roots_of_each(found, given, target, argument, {name: np.asarray(shown[name]) for name in arrays})
    notes = ["of several answers, the least"] if any(len(one.values) > 1 for one in several.flat) else []
    values = np.vectorize(lambda one: one.values[0] if one.values else one.any_from, otypes=[float])(several)
    return Answer(found, argument.name, values, argument.unit, shown, notes=tuple(notes), wanted_unit=unit or "")


def _roots_of_each(found: Formula, given: Mapping, target: Any, argument: Argument, arrays: dict) -> np.ndarray:
    """Roots for each element of arrays; that of no name is the answer."""
    shape = np.broadcast_shapes(*(array.shape for array in arrays.values()))
    flat = {name: np.broadcast_to(array, shape).ravel().tolist() for name, array in arrays.items()}
    roots = np.empty(math.prod(shape), dtype=object)
    for place in range(len(roots)):
        row = {name: values[place] for name, values in flat.items()}
        wanted = row.pop("", target)
        roots[place] = _roots(found, {**given, **row}, wanted, argument)
    return roots.reshape(shape)


def _kind(found: Formula, name: str) -> str:
    argument = found.argument(name) if name else None
    return argument.kind if argument else NUMBER


def _any_text(argument: Argument, roots: Roots) -> str:
    ends = (value_text(end, argument.unit) for end in (roots.any_from, roots.any_to))
    return f"any {argument.key} from {' to '.join(ends)} gives it"


def _one_argument(found: Formula, given: Mapping[str, Any], argument: Argument) -> Callable:
    """The function of an equation as one of a single argument."""

    def function(value: Any) -> Any:
        return call(found.function, {**given, argument.name: int(value) if argument.kind == WHOLE else value})

    return function


def _roots(found: Formula, given: Mapping[str, Any], target: Any, argument: Argument) -> Roots:
    """Roots, or the reason why there are none."""
    output: Output = found.output
    try:
        roots = turned_round(
            _one_argument(found, given, argument), float(target), argument.unit, whole=argument.kind == WHOLE
        )
    except InputError as error:
        raise InputError(f"{found.name} turned round for {argument.key}: {error}") from None
    if not roots.values and math.isnan(roots.any_from):
        span = f"from {value_text(roots.low, output.unit)} to {value_text(roots.high, output.unit)}"
        raise InputError(
            f"{found.name}: no {'whole number' if argument.kind == WHOLE else 'value'} of {argument.key} gives "
            f"{value_text(target, output.unit)}; {output.key} goes {span}"
        )
    return roots
