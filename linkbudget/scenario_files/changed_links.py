"""Values set in links of a scenario that was read before: the changed links alone are read and checked again.

The rest of a file stays as it is where a value of a link is set.  Whatever a link cannot answer alone, a mistake or the
name of another station, is left to :mod:`linkbudget.scenario_files.reading`, which reads the whole file and words every
mistake.  The map: :class:`ChangedLinks`.
"""

from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from linkbudget.errors import LinkBudgetError
from linkbudget.hardware.datasheet import Part
from linkbudget.parameters import Parameter
from linkbudget.scenario_files.config import LinkConfig, ScenarioConfig, unfitting_links
from linkbudget.scenario_files.names import Overrides, is_name, set_in_table
from linkbudget.scenario_files.reading import read_link, read_resolved, resolved
from linkbudget.scenario_files.renamed_keys import new_key

_OF_THE_FILE = ("title", "station", "spacecraft", "direction")
"""Keys of a link whose values the file may fill in, or on which other tables depend."""

_ANTENNAS = ("transmitter.antenna", "receiver.antenna")


class _UnusualError(Exception):
    """Something that only a reading of the whole file can answer."""


class ChangedLinks:
    """Links of a scenario file, of which each may be had with values set.

    Parameters
    ----------
    file : Path
        The file.
    data : dict
        Its tables.

    Examples
    --------
    >>> from linkbudget.scenario_files.files import find_scenario, read_scenario_tables
    >>> file = find_scenario("mars1")
    >>> links = ChangedLinks(file, read_scenario_tables(file))
    >>> links.config_with({"imaging-5cm": {"transmitter.power": "20 W"}}).links["imaging-5cm"].transmitter.power_w.value
    20.0
    >>> links.config_with({"imaging-5cm": {"transmitter.power": "20 dB"}}) is None
    True
    """

    def __init__(self, file: Path, data: dict[str, Any]):
        self._folder = file.parent
        self._names = resolved(data, {})
        self._config = read_resolved(self._names, self._folder)

    def config_with(self, settings: Overrides) -> ScenarioConfig | None:
        """The scenario with values of links set, by link and key; none where only the whole file gives the answer."""
        if self._config is None:
            return None
        try:
            links = {name: self._link(name, changes) for name, changes in settings.items()}
        except (LinkBudgetError, ValidationError, _UnusualError):
            return None
        config = self._config.model_copy(update={"links": self._config.links | links})
        return None if any(unfitting_links(config, links)) else config

    def _link(self, name: str, changes: dict[str, Any]) -> LinkConfig:
        """One link with values set, names of antennas before all others."""
        if self._config is None or name not in self._config.links:
            raise _UnusualError
        for key in changes:
            if not isinstance(key, str) or new_key(name, key) is not None or key.partition(".")[0] in _OF_THE_FILE:
                raise _UnusualError
        table = _opened(self._names.data["links"][name], self._config.links[name], list(changes))
        for key in filter(is_name, changes):
            end = table.get(key.partition(".")[0])
            if key not in _ANTENNAS or not isinstance(end, dict):
                raise _UnusualError
            end["antenna"] = self._antenna(changes[key])
        for key, value in changes.items():
            if not is_name(key):
                set_in_table(table, key, value)
        return read_link(table, self._folder)

    def _antenna(self, name: Any) -> dict[str, Any]:
        """A copy of the table of an antenna, of the file or of the catalogue."""
        known = self._names.data["antennas"], self._names.catalogue["antennas"]
        found = next((some[name] for some in known if isinstance(name, str) and name in some), None)
        if found is None or name == "none":
            raise _UnusualError
        return _copied(found)


def _opened(said: dict[str, Any], part: Part, keys: list[str]) -> dict[str, Any]:
    """The table of a part in which keys may be set; parts and numbers that they leave alone stand there as read."""
    names = _names(type(part))
    table = {}
    for key, value in said.items():
        read = getattr(part, names[key])
        inner = [rest for first, _, rest in (one.partition(".") for one in keys) if first == key]
        if not inner:
            table[key] = read if isinstance(read, Part | Parameter) else value
        elif "" not in inner and isinstance(read, Part) and isinstance(value, dict) and "kind" not in value:
            table[key] = _opened(value, read, inner)
        else:  # a kind tells how all else is read
            table[key] = _copied(value)
    return table


@cache
def _names(kind: type[Part]) -> dict[str, str]:
    """Name in Python of every key of a part."""
    return {key: name for name, field in kind.model_fields.items() for key in (name, field.alias or name)}


def _copied(value: Any) -> Any:
    """Tables and lists anew; what stands in them remains."""
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value
