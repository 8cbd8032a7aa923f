"""A term: one line of a budget, which remembers the function that computed it and the inputs it was given.

    loss = term("Free-space loss", free_space_loss_db, "-", distance_m=path.range_m, frequency_hz=link.frequency_hz)

Equation, source and status of the line follow from these; nothing is typed twice.  Inputs may be parameters, other
terms, plain numbers or arrays.  A total has parts instead: the lines that it adds up, each with its sign.  A budget
enters its terms in a :class:`~linkbudget.link.ledger.Ledger`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from linkbudget.formatting import table_text
from linkbudget.labels import unit_of
from linkbudget.link import docstrings
from linkbudget.notebook import short
from linkbudget.parameters import RANKED_STATUSES, Parameter, Status, plain

Sign = Literal["+", "-", "=", ""]
"""Effect of a line on the running sum: it adds, is subtracted, states the sum, or only informs."""


_UNASKED = object()


@dataclass(slots=True, eq=False, repr=False)  # frozen would triple the time of making one, and a budget makes fifty
class Term:
    """One line of a budget.

    ``document`` stands in for the references of its function where those depend on inputs.  A total has no function and
    no inputs but ``parts``: the lines under which it was struck, each by its own sign, and lines that are subtracted
    whatever their sign; :attr:`signed_parts` reads both.
    """

    name: str
    value: Any
    unit: str
    sign: Sign
    function: Callable | None
    inputs: dict[str, Any]
    document: str = ""
    parts: tuple[Sequence["Term"], Sequence["Term"]] | None = None
    _worked_out: Any = _UNASKED

    def __repr__(self) -> str:
        return short(self, f"{self.name} = {' '.join(table_text(self.value, self.unit))}")

    @property
    def signed_parts(self) -> list[tuple[float, "Term"]]:
        """The lines of a total with 1.0 where they add and -1.0 where they are subtracted; of another line, none."""
        if self.parts is None:
            return []
        lines, less = self.parts
        by_sign = self.sign == "="  # beside the running sum, losses add up to a loss
        signed = [(-1.0 if by_sign and line.sign == "-" else 1.0, line) for line in lines]
        return signed + [(-1.0, line) for line in less]

    @property
    def status(self) -> Status | None:
        """Status of a given number; a computed number has the status of its least known input.

        None where one of them says nothing, or where there are none: a range put in as a bare number.
        """
        if self._worked_out is _UNASKED:
            self._worked_out = self._status()
        return self._worked_out

    def _status(self) -> Status | None:
        known = [
            value.status
            for value in self._rests_on()
            if isinstance(value, Parameter) or (isinstance(value, Term) and not value.is_bare)
        ]
        if None in known:
            return None
        worst = max(known, key=RANKED_STATUSES.index, default=None)
        computed = self.function is not None or self.parts is not None
        if worst is None or not computed:
            return worst
        return max(worst, "derived", key=RANKED_STATUSES.index)  # a computed number is derived at best

    @property
    def is_bare(self) -> bool:
        """True for a plain number without status or source."""
        return self.function is None and not self.parts and not isinstance(self.inputs.get("given"), Parameter)

    @property
    def documents(self) -> tuple[str, ...]:
        """Documents of the equation."""
        if self.document or self.function is None:
            return (self.document,) if self.document else ()
        return docstrings.references(self.function)

    @property
    def source(self) -> str:
        """Document of the equation, then the sources of the numbers put in; of a total, the equation itself."""
        if self.parts:
            return f"{self.name} = {self.sum_text}"
        documents = self.documents[:1]
        given = (value.source for value in self.inputs.values() if isinstance(value, Parameter) and value.source)
        return "; ".join(dict.fromkeys([*documents, *given]))

    @property
    def sum_text(self) -> str:
        """The parts of a total in words: ``Transmit power - Transmit line loss + ...``."""
        words = (f"{'+' if sign > 0.0 else '-'} {part.name}" for sign, part in self.signed_parts)
        return " ".join(words).removeprefix("+ ")

    def entries(self, sign: float = 1.0) -> Iterator[tuple[float, "Term"]]:
        """The signed lines under a total, with every total among its parts opened in turn."""
        for own, part in self.signed_parts:
            if part.parts:
                yield from part.entries(sign * own)
            else:
                yield sign * own, part

    def _rests_on(self):
        return (part for _, part in self.signed_parts) if self.parts else self.inputs.values()


class Subtotal(Term):
    """A sum of lines beside the running sum, added up whenever its value is asked for."""

    __slots__ = ()

    def __init__(self, name: str, unit: str, lines: Sequence[Term], less: Sequence[Term]):
        self.name, self.unit, self.sign, self.document = name, unit, "", ""
        self.function, self.inputs, self.parts, self._worked_out = None, {}, (lines, less), _UNASKED

    @property
    def value(self):
        """The sum of the lines, less the others."""
        assert self.parts is not None
        lines, less = self.parts
        value = lines[0].value
        for line in lines[1:]:
            value = value + line.value
        for line in less:
            value = value - line.value
        return value


class Later(Term):
    """A line that informs and belongs to no sum, computed whenever its value is asked for."""

    __slots__ = ()

    def __init__(self, name: str, unit: str, function: Callable, inputs: dict[str, Any]):
        self.name, self.unit, self.sign, self.document = name, unit, "", ""
        self.function, self.inputs, self.parts, self._worked_out = function, inputs, None, _UNASKED

    @property
    def value(self):
        """Value of the function for these inputs."""
        assert self.function is not None
        given = {key: item.value if type(item) in HOLDERS else item for key, item in self.inputs.items()}
        return self.function(**given)


LINES = frozenset((Term, Subtotal, Later))
"""Types of lines."""

HOLDERS = LINES | {Parameter}
"""Types of inputs whose ``value`` an equation is given."""

unit_of_key = cache(unit_of)
"""Unit that the key of a line carries."""


def term(name: str, function: Callable, sign: Sign = "", /, **inputs) -> Term:
    """Compute a line of the budget with ``function`` and remember how.

    Examples
    --------
    >>> from linkbudget.physics.free_space import free_space_loss_db
    >>> loss = term("Free-space loss", free_space_loss_db, "-", distance_m=106.76e9, frequency_hz=922.76e6)
    >>> print(f"{loss.name}: {loss.value:.2f} {loss.unit} ({loss.source})")
    Free-space loss: 252.32 dB (ITU-R P.525-5 (2024), section 2.2; equation (3) of earlier editions)
    """
    value = function(**{key: item.value if type(item) in HOLDERS else item for key, item in inputs.items()})
    return Term(name, value, unit_of_key(function.__name__), sign, function, inputs)


def given(name: str, parameter, unit: str, sign: Sign = "") -> Term:
    """Line of a stated value."""
    return Term(name, plain(parameter), unit, sign, None, {"given": parameter})
