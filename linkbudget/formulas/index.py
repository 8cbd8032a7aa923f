"""Every public equation of the package by name, read from its source without importing it.

An equation is a public function of :data:`~linkbudget.formulas.topics.LAYERS` whose docstring displays one, or, in
:mod:`linkbudget.physics`, names its source.  Its name is that of the function without the unit, words parted by
hyphens: ``free-space-loss``.  The map: :func:`entries` (all of them, in the order of a budget), :func:`entry` (one by
whatever way its name is written), :data:`OTHER_NAMES` (names in use elsewhere).
"""

import inspect
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from linkbudget.errors import InputError, did_you_mean, nearest, shortened
from linkbudget.formulas.topics import LAYERS, ORDER
from linkbudget.habits import by_habit
from linkbudget.labels import without_unit
from linkbudget.link import docstrings
from linkbudget.link.plain_latex import plain_latex

_FUNCTION = re.compile(
    r'(?<=\n\n)def ([a-z]\w*)\((.*?)\)(?: -> [^\n]*)?:\n    r?"""(.*?)"""', re.DOTALL
)  # none that is decorated
_PACKAGE = Path(__file__).parents[1]


class Entry(NamedTuple):
    """An equation as the list shows it.

    ``name`` is written with hyphens, ``function`` is the name of its function in ``module``; ``symbol`` is what the
    equation gives, by its letter, empty where no equation is displayed.
    """

    name: str
    function: str
    module: str
    document: str

    def to_dict(self) -> dict[str, str]:
        """The equation as plain data."""
        said = {"formula": self.name, "topic": self.topic, "symbol": self.symbol, "gives": self.summary}
        return said | {"equation": self.equation, "function": f"{self.module}.{self.function}"}

    @property
    def topic(self) -> str:
        """Subject of its module: ``free space``."""
        return self.module.rpartition(".")[2].replace("_", " ")

    @property
    def summary(self) -> str:
        """First line of its docstring."""
        return self.document.partition("\n")[0]

    @property
    def equation(self) -> str:
        """The first equation as one line of plain text, empty where none is displayed."""
        return plain_latex(next(iter(docstrings.equations_of_text(self.document)), ""))

    @property
    def symbol(self) -> str:
        """Left side of the equation: ``L_bf``."""
        left, sign, _ = self.equation.partition(" = ")
        return left if sign else ""


@cache
def entries() -> Mapping[str, Entry]:
    """All equations by the names of their functions, in the order of a budget."""
    order = {name: place for place, name in enumerate(ORDER)}
    files = [file for layer in LAYERS for file in sorted((_PACKAGE / layer).glob("[a-z]*.py"))]
    files.sort(key=lambda file: order.get(file.stem, len(order)))
    found = {}
    for file in files:
        for function, arguments, document in _FUNCTION.findall(file.read_text(encoding="utf-8")):
            text = inspect.cleandoc(document)
            if arguments and _is_equation(text, file.parent.name):
                found[function] = (f"linkbudget.{file.parent.name}.{file.stem}", text)
    shared = _shared_names(found)
    return MappingProxyType(
        {
            function: Entry(_hyphened(function if function in shared else without_unit(function)), function, *place)
            for function, place in found.items()
        }
    )


def _is_equation(document: str, layer: str) -> bool:
    if docstrings.equations_of_text(document):
        return True
    return layer == "physics" and bool(docstrings.references_of_text(document))


def _shared_names(functions: Mapping) -> set[str]:
    """Functions that differ in their units alone: they keep them."""
    bare: dict[str, list[str]] = {}
    for function in functions:
        bare.setdefault(without_unit(function), []).append(function)
    return {function for several in bare.values() if len(several) > 1 for function in several}


_RATIOS = {"c/n0": "cn0", "eb/n0": "ebn0", "es/n0": "esn0", "c/n": "cnr", "g/t": "g over t"}
"""Ratios as they are written, and as names of functions have them."""


def _spelled(name: str) -> str:
    """A name in the spelling of functions.

    Examples
    --------
    >>> _spelled("Eb/N0 of C/N0"), _spelled("Free-space loss")
    ('ebn0_of_cn0', 'free_space_loss')
    """
    said = re.sub(r"\w+/\w+", lambda found: _RATIOS.get(found[0], found[0]), str(name).strip().lower())
    return re.sub(r"[\s_-]+", "_", said)


def _hyphened(name: str) -> str:
    return name.replace("_", "-")


def entry(name: str) -> Entry:
    """The equation of a name, as its function is called or as people say it; small and capital letters are the same.

    Raises
    ------
    InputError
        If there is none of this name, with the nearest names, or if units alone tell several apart.

    Examples
    --------
    >>> entry("Free-space loss").function, entry("free_space_loss_db").name
    ('free_space_loss_db', 'free-space-loss')
    """
    said = _spelled(name)
    known = entries()
    if said in known:
        return known[said]
    meant = [one for one in known.values() if without_unit(one.function) == said]
    if len({one.module for one in meant}) > 1:  # of one module: the same in another unit, which the answer can have
        raise InputError(f"formula {name!r}: expected {' or '.join(one.name for one in meant)}")
    if not meant:
        meant = [known[one] for one in by_habit(said, known)]
    if meant:
        return meant[0]
    near = nearest(_hyphened(said), [one.name for one in known.values()], 3)
    raise InputError(
        f"formula {shortened(name)}: unknown; {did_you_mean(near) if near else 'linkbudget formula lists them'}"
    )


def matching(word: str | None) -> list[Entry] | None:
    """Equations that a word lists: all without one, those of a topic, a symbol or a word of their name.

    None where the word is the name of one equation, or lists nothing.

    Examples
    --------
    >>> [one.name for one in matching("radome")][:2], matching("free-space loss")
    (['film-powers', 'cover-film-thickness'], None)
    """
    known = entries().values()
    if word is None:
        return list(known)
    said = _spelled(word).replace("_", " ")
    if any(said in (one.name.replace("-", " "), one.function.replace("_", " ")) for one in known):
        return None
    of_symbol = [one for one in known if one.symbol == word.strip()]
    return of_symbol or [one for one in known if said == one.topic or _has_words(one.name, said)] or None


def _has_words(name: str, said: str) -> bool:
    return f" {said} " in f" {name.replace('-', ' ')} "
