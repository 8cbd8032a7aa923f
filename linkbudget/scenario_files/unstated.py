"""Values that a scenario may omit: titles (then the name), and keys that have no effect without a trajectory.

The map: :func:`fill` puts it into the tables of a scenario before they are checked.
"""

from typing import Any

from linkbudget.geometry.clock import parse_utc
from linkbudget.hardware.defaults import MINIMUM_ELEVATION
from linkbudget.parameters import Parameter

_UNUSED = "of no effect without a trajectory"


def _unused(value: float) -> Parameter:
    return Parameter(value, status="default", source=_UNUSED)


_DATES = {
    "start": _unused(parse_utc("2000-01-01T00:00:00Z")),
    "end": _unused(parse_utc("2000-01-02T00:00:00Z")),
    "step": _unused(3600.0),
}
"""Dates of a mission without a trajectory; nothing is computed for them."""


def fill(data: dict[str, Any]) -> None:
    """Put in, in place, what resolved tables do not state and no budget depends on.

    Stations, spacecraft and links are called by their names where they have no title.  Without a trajectory a mission
    has no dates, no station a lowest elevation, and a link without another end no direction.

    Examples
    --------
    >>> data = {"links": {"down": {"station": "roof"}}, "stations": {"roof": {}}}
    >>> fill(data)
    >>> data["links"]["down"]["title"], data["stations"]["roof"]["title"], data["mission"]["step"].value
    ('down', 'roof', 3600.0)
    """
    for kind in ("stations", "spacecraft", "links"):
        for name, table in _tables(data.get(kind)):
            table.setdefault("title", name)
    if data.get("trajectory") is not None:
        return
    mission = data.setdefault("mission", {})
    if isinstance(mission, dict):
        mission.setdefault("title", "Links without a trajectory")
        for key, value in _DATES.items():
            mission.setdefault(key, value)
    for _, station in _tables(data.get("stations")):
        station.setdefault("minimum_elevation", MINIMUM_ELEVATION)
    for _, link in _tables(data.get("links")):
        if link.get("station") is None and link.get("spacecraft") is None:
            link.setdefault("direction", "downlink")


def _tables(said: Any) -> list[tuple[str, dict]]:
    """Tables by name; other values are left out."""
    return [(name, table) for name, table in said.items() if isinstance(table, dict)] if isinstance(said, dict) else []
