"""Access to the lines of a budget by their keys, and a budget as it shows itself; for links and relays alike."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from linkbudget.errors import UnknownLineError, did_you_mean, note, shortened, suggestion
from linkbudget.habits import by_habit, meant
from linkbudget.link.budget_tables import as_dataset as dataset_of
from linkbudget.link.budget_tables import budget_in_short, budget_parts, explanation, text_table
from linkbudget.link.terms import Term
from linkbudget.notebook import Parts, Shown

if TYPE_CHECKING:
    import pandas as pd

    from linkbudget.link.verdict import Verdict

ELSEWHERE = ("verdict.closes", "verdict.closing_margin_db", "verdict.limited_by", "terms.keys", "terms.items")
"""Names that people look for in a budget itself."""


class Lines(Shown):
    """The lines of a budget in reading order.

    A line has a key with its unit, and its value is read by that key, ``budget["margin_db"]`` or ``budget.margin_db``,
    as a variable of an :class:`xarray.Dataset` is.  The line itself, with its equation and source, is one of
    :attr:`terms`.
    """

    __slots__ = ()

    link: Any
    terms: dict[str, Term]
    notes: tuple[str, ...]
    scenario: str
    name: str
    at: str | None

    _INDEX = "key"

    @property
    def verdict(self) -> "Verdict":
        """The verdict: closes or not, by how many decibels, and which requirement decides."""
        raise NotImplementedError

    def __getitem__(self, key: str) -> Any:
        """Value of a line: ``budget["margin_db"]``."""
        try:
            return self.terms[key].value
        except KeyError:
            near = by_habit(str(key), self.terms)
            hint = did_you_mean(near) if near else suggestion(key, self.terms, most=3)
            raise UnknownLineError(f"{shortened(key)}: the budget has no such line; {hint}") from None

    def __getattr__(self, name: str) -> Any:
        """Value of a line, ``budget.margin_db``; only names that the class does not have come here."""
        if name.startswith("_") or name in type(self).__slots__:  # a copy that is being filled has no lines yet
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        if name in self.terms:
            return self.terms[name].value
        own = (one for one in object.__dir__(self) if not one.startswith("_"))
        near = meant(name, [*self.terms, *own, *ELSEWHERE])
        hint = did_you_mean(near) if near else "its lines are named by .terms"
        raise AttributeError(f"{type(self).__name__!r} object has no line or attribute {name!r}; {hint}")

    def __dir__(self) -> Iterable[str]:
        return [*object.__dir__(self), *self.terms]

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.terms)

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms.values())

    def __contains__(self, key: object) -> bool:
        """True for the key of a line, and for a line."""
        return key in self.terms if isinstance(key, str) else any(key is line for line in self)

    def get(self, key: str, default: Any = None) -> Any:
        """Value of a line, or ``default`` where there is no such line."""
        return self.terms[key].value if key in self.terms else default

    def told(self) -> Self:
        """Give the notes as warnings and return the budget, for callers that keep its lines only."""
        for text in self.notes:
            note(text)
        return self

    def __str__(self) -> str:
        return text_table(self)

    def explanation(self, *lines: str) -> str:
        """Each line with its equation, the numbers put in, and the document it comes from; or some lines alone."""
        for key in lines:
            _ = self[key]  # an unknown line is refused
        return explanation(self, lines)

    def explain(self, *lines: str) -> None:
        """Print :meth:`explanation`."""
        print(self.explanation(*lines))

    def to_dataframe(self) -> "pd.DataFrame":
        """Lines as a :class:`pandas.DataFrame`.

        Of plain numbers one row per line: its key as the index, then name, value, unit, sign, status and source.  Of
        arrays one column per line, named by its key, and one row per element.
        """
        if any(np.ndim(line.value) for line in self):
            return dataset_of(self).to_dataframe()
        return super().to_dataframe()

    def _parts(self) -> Parts:
        return budget_parts(self)

    def _in_short(self) -> str:
        return budget_in_short(self)
