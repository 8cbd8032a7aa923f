"""Figures that a scenario file allows, without computing or loading anything: for completion.

A file says less than a scenario knows (whether an orbit ever rises, say), so each of these is true wherever the figure
can be drawn, and seldom where it cannot.  The map: :func:`has`, :func:`has_link_with`, and what else figures ask.
"""

from collections.abc import Iterator
from typing import Any

FAR_BODIES_KINDS = ("transfer", "heliocentric")
"""Kinds of trajectory that lead away from the Earth."""


def value_of(entry: Any) -> Any:
    """A value of a file, with or without its status and source."""
    return entry.get("value") if isinstance(entry, dict) and "value" in entry else entry


def table(data: Any, *path: str) -> dict[str, Any]:
    """A table of a file; empty where there is none."""
    for name in path:
        data = data.get(name) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def has(data: dict[str, Any], *names: str) -> bool:
    """True of a file that has all of these tables."""
    return all(data.get(name) for name in names)


def links_of(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Links of a file as they stand there; one that is like another says what differs."""
    for link in table(data, "links").values():
        if isinstance(link, dict):
            yield link


def kinds_of(data: dict[str, Any]) -> set[str]:
    """Kinds of modulation in a file."""
    return {str(value_of(table(link, "modulation").get("kind"))) for link in links_of(data)} - {"None"}


def carries(data: dict[str, Any]) -> bool:
    """True where some link carries data or pictures, and is not a threshold alone."""
    return bool(kinds_of(data) - {"threshold"})


def sends_pictures(data: dict[str, Any]) -> bool:
    """True where some link sends pictures."""
    return bool(kinds_of(data) & {"pulse-position", "analog-video"})


def has_link_with(data: dict[str, Any], end: str, *keys: str) -> bool:
    """True where some link states all of these keys of its transmitter or receiver."""
    return any(all(key in table(link, end) for key in keys) for link in links_of(data))


def sees_a_station(data: dict[str, Any]) -> bool:
    """True where something flies and some link ends at a station."""
    return has(data, "trajectory") and any("station" in link for link in links_of(data))


def stays_near(data: dict[str, Any]) -> bool:
    """True where what flies may stay with the Earth, and is not always at one place of the sky."""
    said = table(data, "trajectory")
    kind, body = value_of(said.get("kind")), value_of(said.get("body"))
    far = kind in (*FAR_BODIES_KINDS, "geostationary") or (kind == "body" and str(body).lower() != "moon")
    return sees_a_station(data) and not far and value_of(said.get("center")) != "sun"


def has_shape(data: dict[str, Any]) -> bool:
    """True where some number has a range and a shape; the curve of a measured modem has both."""
    usual = "default_shape" in table(data, "mission")
    shaped = (any(end in one for end in _ENDS) and (usual or "shape" in one) for one in _tables(data))
    return any("modem" in table(link, "modulation") for link in links_of(data)) or any(shaped)


def _tables(data: Any) -> Iterator[dict[str, Any]]:
    """Every table below."""
    if isinstance(data, dict):
        yield data
    for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _tables(inner)


def has_pattern(data: dict[str, Any]) -> bool:
    """True where some antenna is met at an angle that is stated, and has no gain stated instead of a shape."""
    named = table(data, "antennas")
    for link in links_of(data):
        for end in ("transmitter", "receiver"):
            said = table(link, end)
            antenna = said.get("antenna")
            one = named.get(antenna, {}) if isinstance(antenna, str) else antenna
            if "pointing_error" in said and isinstance(one, dict) and value_of(one.get("kind")) not in _WITHOUT_PATTERN:
                return True
    return False


_ENDS = ("low", "high", "adverse", "favourable")

_WITHOUT_PATTERN = ("stated", "telescope")


def has_dated_reports(data: dict[str, Any]) -> bool:
    """True where some report of a link, not of its silence, names an instant."""
    reports = data.get("observations")
    return has(data, "trajectory") and any(
        isinstance(one, dict) and value_of(one.get("report")) != "silent" and "range" not in one
        for one in (reports if isinstance(reports, list) else ())
    )
