"""Lines of a case as a plain function of some of its numbers: the inner loop of a sweep, a Monte Carlo or a search.

    margin = case.function("closing_margin_db", of=["range"])
    margin(106.76e9)

A budget knows which function made each of its lines, and of which inputs.  So from one budget of arrays follows a
program for some of its lines: the lines that depend on none of the numbers are constants, the lines that nobody asks
for are left out, and the rest are the same calls in the same order, without records.  A budget that does not tell all
of this is computed as a whole instead (:attr:`CaseFunction.is_short` is then False), which is slower and as right.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from operator import is_not
from typing import Any, NamedTuple

import numpy as np

from linkbudget.errors import LinkBudgetError, as_numbers, collected_notes, note
from linkbudget.link.budget import Budget
from linkbudget.link.terms import LINES, Term
from linkbudget.parameters import Parameter


class _UntoldError(Exception):
    """A budget has a line that its recorded inputs do not give."""


class _Slot(int):
    """Place of a value that is computed, among inputs that are constants."""


class _Step(NamedTuple):
    """One line to compute: its function with the inputs that do not change and those that do, by place.

    A sum has no function; its constant is what stands before the first part that changes, None where there is none.
    """

    function: Callable | None
    constants: Any
    inputs: tuple
    depends_on: frozenset[int]


class CaseFunction:
    """Lines of a case for other values of some of its numbers, without the records of a budget.

    :meth:`linkbudget.link.case.Case.function` makes one.

    Attributes
    ----------
    keys : tuple of str
        The numbers that the function takes, in order.
    lines : tuple of str
        The lines that it gives.
    is_short : bool
        True where only what the lines need is computed, False where every call makes a whole budget.
    notes : tuple of str
        Notes of the budget it was made of; a call warns of any other.
    """

    def __init__(self, case, probe: Mapping[str, Any], lines: Sequence[str], is_one_line: bool = False):
        self._case, self._is_one_line = case, is_one_line
        self.keys, self.lines = tuple(probe), tuple(lines)
        values = {key: np.array(value, dtype=float) for key, value in probe.items()}
        budget = case.with_values(values).budget()
        for line in self.lines:
            _ = budget[line]  # an unknown line is refused
        self.notes = budget.notes
        self._gaps = {key for key, value in values.items() if np.isnan(value).any()}
        own = [number.value for number in case.values().values()]
        program = _Program(values.values(), {id(array) for array in own if isinstance(array, np.ndarray)})
        try:
            if not case._tells_all:
                raise _UntoldError
            self._results = {line: program.result(budget.terms[line]) for line in self.lines}
            self._steps: list[_Step] | None = program.steps
            self._require_same(values, budget)
        except _UntoldError:
            self._steps = None

    @property
    def is_short(self) -> bool:
        """True where only what the lines need is computed, False where every call makes a whole budget."""
        return self._steps is not None

    def __repr__(self) -> str:
        return f"<{', '.join(self.lines)} of {', '.join(self.keys)}>"

    def __call__(self, *values):
        """The line for these values, in the order of the keys and in their units; of several lines a dictionary."""
        if len(values) != len(self.keys):
            raise LinkBudgetError(f"expected {len(self.keys)} values, of {', '.join(self.keys)}; {len(values)} given")
        named = zip(self.keys, values, strict=True)
        result = self._of([value if type(value) is float else as_numbers(key, value) for key, value in named])
        plain = {line: value.item() if type(value) is np.float64 else value for line, value in result.items()}
        return plain[self.lines[0]] if self._is_one_line else plain

    def at(self, values: Mapping[str, Any], kept: dict | None = None) -> dict[str, Any]:
        """Every line for values by key.

        ``kept`` holds what lines that depend on some of the keys alone gave in the call before; they are not computed
        again while the same arrays come again.
        """
        return self._of([values[key] for key in self.keys], kept)

    def _of(self, given: list, kept: dict | None = None) -> dict[str, Any]:
        with collected_notes() as notes:
            if self._steps is None or self._has_new_gap(given):
                budget = self._case.with_values(dict(zip(self.keys, given, strict=True))).budget().told()
                result = {line: budget[line] for line in self.lines}
            else:
                places = self._places(self._steps, given, kept)
                result = {line: places[at] if type(at) is _Slot else at for line, at in self._results.items()}
        for text in notes:
            if text not in self.notes:
                note(text)
        return result

    def _places(self, steps: list[_Step], given: list, kept: dict | None) -> list:
        """Values that are given and, behind them, that of each step."""
        places = given.copy()
        for step in steps:
            if kept is None or len(step.depends_on) == len(given):
                places.append(_value(places, step))
                continue
            now = [given[place] for place in step.depends_on]
            before = kept.get(len(places))
            if before is None or any(map(is_not, before[0], now)):
                before = kept[len(places)] = now, _value(places, step)
            places.append(before[1])
        return places

    def _has_new_gap(self, given: list) -> bool:
        """Test whether a number is missing where none was in the first budget, which lines may tell otherwise then."""
        for key, value in zip(self.keys, given, strict=True):
            is_missing = value != value if type(value) is float else np.size(value) and np.isnan(np.min(value))
            if is_missing and key not in self._gaps:
                return True
        return False

    def _require_same(self, values: Mapping[str, np.ndarray], budget: Budget) -> None:
        """Give up where the program does not give the lines of the budget it was made of, to the last bit."""
        try:
            found = self.at(values)
        except TypeError:  # inputs that are recorded under other names than the function's own
            raise _UntoldError from None
        for line in self.lines:
            if not np.array_equal(found[line], budget[line], equal_nan=True):
                raise _UntoldError


def _value(places: list, step: _Step):
    """Value of a step, from those at the places before it."""
    if step.function is not None:
        given = step.constants.copy()
        for name, place in step.inputs:
            given[name] = places[place]
        return step.function(**given)
    total = step.constants
    for is_less, part in step.inputs:
        value = places[part] if type(part) is _Slot else part
        total = value if total is None else total - value if is_less else total + value
    return total


class _Program:
    """Steps that lead to lines of a budget, each after those that it needs."""

    def __init__(self, leaves: Collection[np.ndarray], own_arrays: Collection[int]):
        self.steps: list[_Step] = []
        self._leaves = {id(value): _Slot(place) for place, value in enumerate(leaves)}
        self._depends_on = [frozenset((place,)) for place in range(len(leaves))]
        self._known: dict[Any, Any] = {}
        self._held: list = []
        self._own_arrays = own_arrays

    def result(self, item):
        """Place of a value that depends on the numbers, or the value itself."""
        if type(item) in LINES:
            name = id(item) if item.function is None else (id(item.inputs), item.function)
            if name not in self._known:
                self._known[name] = self._line(item)
                self._held.append(item)  # or another line might get its number
            return self._known[name]
        value = item.value if isinstance(item, Parameter) else item
        if isinstance(value, np.ndarray) and value.ndim:
            if id(value) in self._leaves:
                return self._leaves[id(value)]
            if id(value) not in self._own_arrays:
                raise _UntoldError  # something that was worked out beside the lines
        return value

    def _line(self, line: Term):
        if line.parts is not None:
            return self._sum(line)
        if line.function is None:
            return self.result(line.inputs["given"])
        inputs = {name: self.result(item) for name, item in line.inputs.items()}
        varying = tuple((name, what) for name, what in inputs.items() if type(what) is _Slot)
        if not varying:
            return line.value
        constants = {name: what for name, what in inputs.items() if type(what) is not _Slot}
        return self._entered(line.function, constants, varying, (what for _, what in varying))

    def _sum(self, line: Term):
        parts = [(sign < 0.0, self.result(part)) for sign, part in line.signed_parts]
        slots = [what for _, what in parts if type(what) is _Slot]
        if not slots:
            return line.value
        total = None
        while type(parts[0][1]) is not _Slot:
            (is_less, value), *parts = parts
            total = value if total is None else total - value if is_less else total + value
        return self._entered(None, total, tuple(parts), slots)

    def _entered(self, function: Callable | None, constants, inputs: tuple, slots: Iterable[_Slot]) -> _Slot:
        depends_on = frozenset[int]().union(*(self._depends_on[slot] for slot in slots))
        self.steps.append(_Step(function, constants, inputs, depends_on))
        self._depends_on.append(depends_on)
        return _Slot(len(self._depends_on) - 1)
