"""A term: one line of a budget, which remembers the function that computed it and what it was given.

    loss = term("Free-space loss", free_space_loss_db, "-", distance_m=path.range_m, frequency_hz=link.frequency_hz)

Equation, source and status of the line follow from these; nothing is typed twice.  Inputs may be parameters, other
terms, plain numbers or arrays.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from linkbudget.labels import unit_of
from linkbudget.link import docstrings
from linkbudget.parameters import RANKED_STATUSES, Parameter, Status, plain

Sign = Literal["+", "-", "=", ""]
"""What a line does to the running sum of decibels: adds, is subtracted, states the sum, or only informs."""


@dataclass(slots=True)  # frozen would triple the time of making one, and a budget makes fifty
class Term:
    """One line of a budget; ``document`` stands in for the references of its function where those depend on inputs."""

    name: str
    value: Any
    unit: str
    sign: Sign
    function: Callable | None
    inputs: dict[str, Any]
    document: str = ""

    @property
    def status(self) -> Status | None:
        """Status of a given number; of a computed one, that of the least known number it rests on.

        None where one of them says nothing, or where there are none: a range put in as a bare number.
        """
        known = [
            value.status
            for value in self.inputs.values()
            if isinstance(value, Parameter) or (isinstance(value, Term) and not value.is_bare)
        ]
        if None in known:
            return None
        worst = max(known, key=RANKED_STATUSES.index, default=None)
        if worst is None or self.function is None:
            return worst
        return max(worst, "derived", key=RANKED_STATUSES.index)  # a computed number is derived at best

    @property
    def is_bare(self) -> bool:
        """True for a number put in as it is, of which nothing more is said."""
        return self.function is None and not isinstance(self.inputs.get("given"), Parameter)

    @property
    def documents(self) -> tuple[str, ...]:
        """Documents of the equation."""
        if self.document or self.function is None:
            return (self.document,) if self.document else ()
        return docstrings.references(self.function)

    @property
    def source(self) -> str:
        """Where the line comes from: the document of its equation, then the sources of the numbers put in."""
        documents = self.documents[:1]
        given = (value.source for value in self.inputs.values() if isinstance(value, Parameter) and value.source)
        return "; ".join(dict.fromkeys([*documents, *given]))


_HOLDERS = frozenset((Term, Parameter))


@cache
def _unit(function: Callable) -> str:
    return unit_of(function.__name__)


def term(name: str, function: Callable, sign: Sign = "", /, **inputs) -> Term:
    """Compute a line of the budget with ``function`` and remember how.

    Examples
    --------
    >>> from linkbudget.physics.free_space import free_space_loss_db
    >>> loss = term("Free-space loss", free_space_loss_db, "-", distance_m=106.76e9, frequency_hz=922.76e6)
    >>> print(f"{loss.name}: {loss.value:.2f} {loss.unit} ({loss.source})")
    Free-space loss: 252.32 dB (ITU-R P.525-5 (2024), section 2.2; equation (3) of earlier editions)
    """
    value = function(**{key: item.value if type(item) in _HOLDERS else item for key, item in inputs.items()})
    return Term(name, value, _unit(function), sign, function, inputs)


def restated(name: str, line: Term) -> Term:
    """A total stated once more, where another sum starts from it."""
    return Term(name, line.value, line.unit, "=", line.function, line.inputs, line.document)


def given(name: str, parameter, unit: str, sign: Sign = "") -> Term:
    """A line that stands in the budget as it was given."""
    return Term(name, plain(parameter), unit, sign, None, {"given": parameter})
