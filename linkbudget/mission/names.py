"""Names in a scenario replaced by what they stand for.

A name (``antenna = "dish"``) is looked up in the scenario and then in the catalogue.  A table with ``like = "dish"``
starts from that entry and overrides it in place; a link may be ``like`` another link of the scenario.  The map:
:class:`Names` resolves them and collects all mistakes; :func:`merged` merges tables.
"""

import tomllib
from copy import deepcopy
from difflib import get_close_matches
from typing import Any

from linkbudget.errors import LinkBudgetError, shortened
from linkbudget.mission.files import catalogue
from linkbudget.mission.mistakes import Key, Mistake

Overrides = dict[str, dict[str, Any]]
"""For each link name, values to set by dotted path."""


class Names:
    """The tables of a scenario while their names are resolved, in place.

    Attributes
    ----------
    data : dict
        The tables.
    mistakes : list of Mistake
        Names that stand for nothing, and tables that are none.
    refused : set
        Paths of names that stand for nothing: nothing more need be said of them.
    partial : set
        Paths of tables of which a part is not known because of such a mistake.
    likes : dict
        For the path of a table that starts from another one of the scenario, the path of that one.
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
        for kind in ("stations", "antennas"):
            entries = self.data.setdefault(kind, {})
            for name in entries:
                entries[name] = self._like((kind, name), entries[name], kind, (name,))
        links = self.data.setdefault("links", {})
        for name in links:
            links[name] = self._like_link(name)
        for name, changes in overrides.items():
            for dotted, value in changes.items():
                if is_name(dotted):
                    self.set_value(name, dotted, value, make=True)
        for name, link in links.items():
            if isinstance(link, dict):
                self._resolve_link(name, link)

    def set_value(self, link: str, dotted: str, value: Any, make: bool = False) -> None:
        """Set a value of a link; what cannot be set is a mistake."""
        if not isinstance(self.data["links"].get(link), dict):
            return
        try:
            _set(self.data["links"][link], dotted, value, make)
        except LinkBudgetError as error:
            self.mistakes.append(Mistake((), str(error)))

    def explains(self, mistake: Mistake) -> bool:
        """True where a mistake is only what follows from a name that stands for nothing."""
        starts = [mistake.path[:count] for count in range(1, len(mistake.path) + 1)]
        if any(start in self.refused for start in starts):
            return True
        return not mistake.is_about_a_value and any(start in self.partial for start in starts)

    def _resolve_link(self, name: str, link: dict) -> None:
        for end in ("transmitter", "receiver"):
            if isinstance(link.get(end), dict) and "antenna" in link[end]:
                path = ("links", name, end, "antenna")
                link[end]["antenna"] = self._entry(path, link[end]["antenna"], "antennas")
        if "station" not in link:
            return
        path, station = ("links", name, "station"), link["station"]
        if not isinstance(station, str):
            self._refuse(path, f" = {shortened(station)}: expected the name of a station")
        elif station in self.data["stations"] or self._knows(path, station, "stations"):
            self.data["stations"].setdefault(station, deepcopy(self.catalogue["stations"].get(station)))

    def _entry(self, path: Key, said: Any, kind: str) -> Any:
        """What stands for a name, or for a table that may be like another."""
        if not isinstance(said, str):
            return self._like(path, said, kind, ())
        if not self._knows(path, said, kind):
            return said
        if said in self.data[kind]:
            self.likes[path] = (kind, said)
            return deepcopy(self.data[kind][said])
        return deepcopy(self.catalogue[kind][said])

    def _like(self, path: Key, entry: Any, kind: str, waiting: tuple[str, ...]) -> Any:
        """A table with what it takes from the one it is like; ``waiting`` are those that it cannot be like."""
        if not isinstance(entry, dict) or "like" not in entry:
            return entry
        name, rest = entry["like"], {key: value for key, value in entry.items() if key != "like"}
        if not self._knows((*path, "like"), name, kind, waiting):
            self.partial.add(path)
            return rest
        own = name in self.data[kind] and name not in waiting
        base = self.data[kind][name] if own else self.catalogue[kind][name]
        if own:
            self.likes[path] = (kind, name)
            base = self._like((kind, name), base, kind, (*waiting, name))
        if not isinstance(base, dict):
            self._refuse((*path, "like"), f" = {shortened(name)}: expected the name of a table")
            self.partial.add(path)
            return rest
        return deepcopy(base) | rest

    def _like_link(self, name: str, waiting: tuple[str, ...] = ()) -> Any:
        """A link with what it inherits from the link it is ``like``; tables merge, values replace."""
        links = self.data["links"]
        link = links[name]
        if not isinstance(link, dict):
            self._refuse(("links", name), f" = {shortened(link)}: expected a table")
            return link
        if "like" not in link:
            return link
        other, rest = link["like"], {key: value for key, value in link.items() if key != "like"}
        if not isinstance(other, str) or other not in links or other in (name, *waiting):
            others = ", ".join(key for key in links if key != name)
            self._refuse(("links", name, "like"), f" = {shortened(other)}: expected another link, one of {others}")
            self.partial.add(("links", name))
            return rest
        self.likes["links", name] = ("links", other)
        base = self._like_link(other, (*waiting, name))
        if ("links", other) in self.partial or not isinstance(base, dict):
            self.partial.add(("links", name))
        return merged(base, rest) if isinstance(base, dict) else rest

    def _knows(self, path: Key, name: Any, kind: str, waiting: tuple[str, ...] = ()) -> bool:
        """True where a name stands for something; else it is a mistake."""
        known = self.catalogue[kind] | {key: value for key, value in self.data[kind].items() if key not in waiting}
        if isinstance(name, str) and name in known:
            return True
        near = get_close_matches(str(name), known, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"expected one of {', '.join(sorted(known))}"
        self._refuse(path, f" = {shortened(name)}: unknown {kind.removesuffix('s')}; {hint}")
        return False

    def _refuse(self, path: Key, text: str) -> None:
        self.refused.add(path)
        self.mistakes.append(Mistake(path, text))


def merged(base: dict, changes: dict) -> dict:
    """A table with changes: tables inside it merge, values and parameters replace."""
    result = deepcopy(base)
    for key, value in changes.items():
        both = isinstance(value, dict) and isinstance(result.get(key), dict)
        # a parameter is replaced whole: a new value does not keep the old one's range and source
        result[key] = merged(result[key], value) if both and "value" not in value else deepcopy(value)
    return result


def is_name(dotted: str) -> bool:
    """True for keys that hold the name of a station or antenna: those are set before names are looked up."""
    return dotted.split(".")[-1] in ("station", "antenna")


def _set(link: dict[str, Any], dotted: str, value: str, make: bool = False) -> None:
    """Set a value of a link; a list is written as in TOML, and ``none`` takes a key away."""
    *folders, key = dotted.split(".")
    table = link
    for depth, folder in enumerate(folders):
        if make and isinstance(table.get(folder, {}), dict):
            table = table.setdefault(folder, {})
            continue
        table = table.get(folder)
        if not isinstance(table, dict):
            raise LinkBudgetError(f"{'.'.join(folders[: depth + 1])}: the link has no such table to set {key!r} in")
    if value == "none":
        table.pop(key, None)
    elif isinstance(value, str) and value.startswith("["):
        try:
            table[key] = tomllib.loads(f"value = {value}")["value"]
        except ValueError:
            raise LinkBudgetError(f'{dotted} = {value!r}: expected a list such as ["1 bit/s", "2 bit/s"]') from None
    else:
        table[key] = value
