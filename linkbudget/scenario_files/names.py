"""Resolution of names in a scenario: each is replaced by its full entry.

A name (``antenna = "dish"``) is looked up in the scenario and then in the catalogue.  A table with ``like = "dish"``
starts from that entry and overrides it in place; a link may be ``like`` another link of the scenario.  The map:
:class:`Names` resolves them and collects all mistakes; :func:`merged` merges tables.
"""

import re
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from linkbudget.errors import LinkBudgetError, shortened, suggestion
from linkbudget.labels import A_NAME, NAME
from linkbudget.scenario_files.files import catalogue
from linkbudget.scenario_files.mistakes import Key, Mistake

NAMED = (
    ("stations",),
    ("spacecraft",),
    ("antennas",),
    ("links",),
    ("relays",),
    ("instruments",),
    ("power", "loads"),
)
"""Keys of tables of tables, each with a name of the user's choice."""

Overrides = dict[str, dict[str, Any]]
"""For each link name, values to set by key."""


class Names:
    """The tables of a scenario while their names are resolved, in place.

    Attributes
    ----------
    data : dict
        The tables.
    mistakes : list of Mistake
        Names that stand for nothing, and tables that are none.
    refused : set
        Keys of names that stand for nothing; other mistakes in them need no message.
    partial : set
        Keys of tables with a part that is not known because of such a mistake.
    likes : dict
        For the key of a table that starts from another one of the scenario, the key of that one.
    """

    def __init__(self, data: dict[str, Any]):
        self.data, self.catalogue = data, catalogue()
        self.mistakes: list[Mistake] = []
        self.refused: set[Key] = set()
        self.partial: set[Key] = set()
        self.likes: dict[Key, Key] = {}

    def resolve(self, overrides: Overrides) -> None:
        """Resolve all names; those that ``overrides`` sets after the links have taken over what they are like."""
        for table in ("mission", "trajectory", "stations", "antennas", "links"):
            if not isinstance(self.data.get(table, {}), dict):
                self._refuse((table,), f" = {shortened(self.data[table])}: expected a table")
                self.data[table] = {}
        self._refuse_words_that_are_no_names()
        for kind in ("stations", "antennas"):
            entries = self.data.setdefault(kind, {})
            for name, waiting in _bases_first(entries):
                entries[name] = self._like((kind, name), entries[name], kind, waiting)
        links = self.data.setdefault("links", {})
        for name, waiting in _bases_first(links):
            links[name] = self._like_link(name, waiting)
        for name, changes in overrides.items():
            for key, value in changes.items():
                if is_name(key):
                    self.set_value(name, key, value, make=True)
        for name, link in links.items():
            if isinstance(link, dict):
                self._resolve_link(name, link)

    def _refuse_words_that_are_no_names(self) -> None:
        """Names become file names, keys and cells of tables: they have letters, digits, - and _ alone."""
        for key in NAMED:
            entries: Any = self.data
            for table in key:
                entries = entries.get(table) if isinstance(entries, dict) else None
            for name in entries if isinstance(entries, dict) else ():
                if not re.fullmatch(NAME, name):
                    self.mistakes.append(Mistake((*key, name), f": expected {A_NAME}"))

    def set_value(self, link: str, key: str, value: Any, make: bool = False) -> None:
        """Set a value of a link; what cannot be set is a mistake."""
        if not isinstance(self.data["links"].get(link), dict):
            return
        try:
            set_in_table(self.data["links"][link], key, value, make)
        except LinkBudgetError as error:
            self.mistakes.append(Mistake((), str(error)))

    def explains(self, mistake: Mistake) -> bool:
        """True where a mistake is only what follows from a name that stands for nothing."""
        starts = [mistake.key[:count] for count in range(1, len(mistake.key) + 1)]
        if any(start in self.refused for start in starts):
            return True
        return not mistake.is_about_a_value and any(start in self.partial for start in starts)

    def _resolve_link(self, name: str, link: dict) -> None:
        for end in ("transmitter", "receiver"):
            if isinstance(link.get(end), dict) and "antenna" in link[end]:
                key = ("links", name, end, "antenna")
                link[end]["antenna"] = self._entry(key, link[end]["antenna"], "antennas")
        if "station" not in link:
            return
        of_station, station = ("links", name, "station"), link["station"]
        if not isinstance(station, str):
            self._refuse(of_station, f" = {shortened(station)}: expected the name of a station")
        elif station in self.data["stations"] or self._knows(of_station, station, "stations"):
            self.data["stations"].setdefault(station, deepcopy(self.catalogue["stations"].get(station)))

    def _entry(self, key: Key, said: Any, kind: str) -> Any:
        """Replace a name, or a table that is ``like`` another, by its full entry."""
        if not isinstance(said, str):
            return self._like(key, said, kind, ())
        if not self._knows(key, said, kind):
            return said
        if said in self.data[kind]:
            self.likes[key] = (kind, said)
            return deepcopy(self.data[kind][said])
        return deepcopy(self.catalogue[kind][said])

    def _like(self, key: Key, entry: Any, kind: str, waiting: tuple[str, ...]) -> Any:
        """A table with what it takes from the one it is like; ``waiting`` are those that it cannot be like."""
        if not isinstance(entry, dict) or "like" not in entry:
            return entry
        name, rest = entry["like"], {key: value for key, value in entry.items() if key != "like"}
        if not self._knows((*key, "like"), name, kind, waiting):
            self.partial.add(key)
            return rest
        own = name in self.data[kind] and name not in waiting
        base = self.data[kind][name] if own else self.catalogue[kind][name]
        if own:
            self.likes[key] = (kind, name)
            if (kind, name) in self.partial:
                self.partial.add(key)
        if not isinstance(base, dict):
            self._refuse((*key, "like"), f" = {shortened(name)}: expected the name of a table")
            self.partial.add(key)
            return rest
        return deepcopy(base) | rest

    def _like_link(self, name: str, waiting: tuple[str, ...]) -> Any:
        """A link with what it inherits from the link it is ``like``; tables merge, values replace."""
        links = self.data["links"]
        link = links[name]
        if not isinstance(link, dict):
            self._refuse(("links", name), f" = {shortened(link)}: expected a table")
            return link
        if "like" not in link:
            return link
        other, rest = link["like"], {key: value for key, value in link.items() if key != "like"}
        if not isinstance(other, str) or other not in links or other in waiting:
            others = ", ".join(key for key in links if key != name)
            self._refuse(("links", name, "like"), f" = {shortened(other)}: expected another link, one of {others}")
            self.partial.add(("links", name))
            return rest
        self.likes["links", name] = ("links", other)
        base = deepcopy(links[other])
        if ("links", other) in self.partial or not isinstance(base, dict):
            self.partial.add(("links", name))
        if not isinstance(base, dict):
            return rest
        for end, other in (("station", "spacecraft"), ("spacecraft", "station")):
            if end in rest:  # the other end of the link it is like gives way to its own
                base.pop(other, None)
        return merged(base, rest)

    def _knows(self, key: Key, name: Any, kind: str, waiting: tuple[str, ...] = ()) -> bool:
        """True where a name stands for something; else it is a mistake."""
        known = self.catalogue[kind] | {key: value for key, value in self.data[kind].items() if key not in waiting}
        if isinstance(name, str) and name in known:
            return True
        hint = suggestion(name, sorted(known))
        self._refuse(key, f" = {shortened(name)}: unknown {kind.removesuffix('s')}; {hint}")
        return False

    def _refuse(self, key: Key, text: str) -> None:
        self.refused.add(key)
        self.mistakes.append(Mistake(key, text))


def _bases_first(entries: dict[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Names of tables, each after the one that it is like; beside it those that are still waiting, itself among them.

    A table that is ``like`` one that still waits closes a circle.
    """
    done: set[str] = set()
    for first in entries:
        chain = {first: None}
        name: Any = first
        while name not in done and isinstance(entry := entries[name], dict):
            name = entry.get("like")
            if not isinstance(name, str) or name not in entries or name in chain:
                break
            chain[name] = None
        waiting = [one for one in chain if one not in done]
        while waiting:
            yield waiting[-1], tuple(waiting)
            done.add(waiting.pop())


def merged(base: dict, changes: dict) -> dict:
    """A table with changes: tables inside it merge, values and parameters replace."""
    result = deepcopy(base)
    for key, value in changes.items():
        before = result.get(key)
        # a parameter is replaced whole: a new value, or a curve, does not keep the old one's range and source
        if (
            isinstance(value, dict)
            and isinstance(before, dict)
            and "value" not in value
            and not ("value" in before and "curve" in value)
        ):
            result[key] = merged(before, value)
        else:
            result[key] = deepcopy(value)
    return result


def is_name(key: str) -> bool:
    """True for keys that hold the name of a station or antenna: those are set before names are looked up."""
    return key.split(".")[-1] in ("station", "antenna")


def set_in_table(link: dict[str, Any], key: str, value: Any, make: bool = False) -> None:
    """Set a value of a link; a list is written as in TOML, and ``none`` takes a key away."""
    *tables, last_key = key.split(".")
    table = link
    for depth, name in enumerate(tables):
        if make and isinstance(table.get(name, {}), dict):
            table = table.setdefault(name, {})
            continue
        inner = table.get(name)
        if not isinstance(inner, dict):
            raise LinkBudgetError(f"{'.'.join(tables[: depth + 1])}: the link has no such table to set {last_key!r} in")
        table = inner
    if value == "none":
        table.pop(last_key, None)
    elif isinstance(value, str) and value.startswith("["):
        try:
            table[last_key] = tomllib.loads(f"value = {value}")["value"]
        except (ValueError, RecursionError):
            raise LinkBudgetError(
                f'{key} = {shortened(value)}: expected a list such as ["1 bit/s", "2 bit/s"]'
            ) from None
    else:
        table[last_key] = value
