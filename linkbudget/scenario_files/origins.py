"""Origins of the values of a scenario: in which table of the file, in the catalogue, or nowhere.

The tables are resolved by :class:`~linkbudget.scenario_files.names.Names` itself, with every value marked by the table
that it stood in, so that the answer follows the rules by which names and ``like`` are read.
"""

from collections.abc import Iterator
from typing import Any

from linkbudget.hardware.curve_files import REQUIREMENT, TOLD_KEYS
from linkbudget.scenario_files.files import catalogue
from linkbudget.scenario_files.names import Names

DEFAULT = "default"
"""Origin of a value that is written nowhere: what the package takes without it."""

CATALOGUE = "catalogue"
"""First word of the origin of a value of the catalogue."""


class _Marked(str):
    """A value as text, with the table that it was written in."""

    origin: str = ""


class Origins:
    """Origins of the values of a scenario.

    Parameters
    ----------
    data : dict
        Tables of a scenario file without mistakes.

    Examples
    --------
    >>> data = {"stations": {"near": {"like": "dss-14", "minimum_elevation": "12 deg"}}, "links": {}}
    >>> origins = Origins(data)
    >>> origins.of("stations", "near", "minimum_elevation"), origins.of("stations", "near", "latitude")
    ('stations.near', 'catalogue stations.dss-14')
    >>> origins.of("stations", "near", "geoid_height")
    'default'
    """

    def __init__(self, data: dict[str, Any]):
        names = Names({key: _marked(value, (key,), "") for key, value in data.items()})
        names.catalogue = {key: _marked(value, (key,), f"{CATALOGUE} ") for key, value in catalogue().items()}
        names.resolve({})
        self._data = names.data

    def of(self, *key: str) -> str:
        """The table in which the value of a key was written, such as ``links.downlink``, or ``default``."""
        found: Any = self._data
        for name in key:
            if isinstance(found, dict) and name in found:
                found = found[name]
            elif isinstance(found, list) and name.isdigit() and int(name) < len(found):
                found = found[int(name)]
            elif isinstance(found, dict) and name in TOLD_KEYS:
                found = found.get(REQUIREMENT, ())
            else:
                return DEFAULT
        return next(_origins_in(found), DEFAULT)


def _marked(value: Any, key: tuple[str, ...], before: str) -> Any:
    """Values as text, marked; tables and lists remain."""
    if isinstance(value, dict):
        return {name: _marked(inner, (*key, name), before) for name, inner in value.items()}
    if isinstance(value, list):
        return [_marked(inner, (*key, str(place)), before) for place, inner in enumerate(value)]
    text = _Marked(value)
    text.origin = before + ".".join(key[: 2 if key[0] in ("links", "stations", "antennas") else 1])
    return text


def _origins_in(value: Any) -> Iterator[str]:
    """Origin of a value, that of a parameter's number first."""
    if isinstance(value, _Marked):
        yield value.origin
    elif isinstance(value, dict):
        for inner in (value[name] for name in sorted(value, key=lambda name: name != "value")):
            yield from _origins_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _origins_in(inner)
