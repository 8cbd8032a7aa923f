"""Keys of scenario files that have a new name: for two versions both are accepted, and the old one gives a warning.

To rename a key, rename the field of the part, and add a line to :data:`RENAMED`; a test fails when its time is up.
The map: :func:`with_new_keys` for the tables of a file, :func:`with_new_settings` for values that are set in a link.
"""

import warnings
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from linkbudget.errors import InputError, RenamedWarning, shortened


@dataclass(frozen=True)
class RenamedKey:
    """A key that has a new name."""

    old: str
    """The key as it was, with ``*`` for names and numbers: ``contact_loss.causes.*.path``."""
    new: str
    """The new name of its last part."""
    until: str
    """The version that will refuse the old name, two versions after the one that brought the new one."""


RENAMED: tuple[RenamedKey, ...] = (RenamedKey("contact_loss.causes.*.path", "key", until="0.4"),)
"""Keys that are on their way out."""


def with_new_keys(data: dict[str, Any], where: str) -> dict[str, Any]:
    """Tables with new names for keys that have been renamed, and one warning that names them.

    Examples
    --------
    >>> with_new_keys({"mission": {"title": "Mars 1"}}, "mars1.toml")
    {'mission': {'title': 'Mars 1'}}
    """
    data, found = deepcopy(data), []
    for renamed in RENAMED:
        *folders, last = renamed.old.split(".")
        for place, table in _tables(data, folders, ()):
            if last in table and renamed.new not in table:  # both: the old one is refused as unknown
                items = list(table.items())
                table.clear()
                table.update((renamed.new if key == last else key, value) for key, value in items)
                found.append((".".join((*place, last)), renamed))
    _warn(where, found)
    return data


def with_new_settings(settings: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Values to be set in links, by link and key, with new names for keys that have been renamed.

    Examples
    --------
    >>> with_new_settings({"imaging-5cm": {"transmitter.power": "20 W"}})
    {'imaging-5cm': {'transmitter.power': '20 W'}}
    """
    found: list[tuple[str, RenamedKey]] = []
    new: dict[str, dict[str, Any]] = {}
    for link, values in settings.items():
        new[link] = {}
        for key, value in values.items():
            if not isinstance(key, str):
                raise InputError(f"setting {shortened(key)}: expected a key such as transmitter.power")
            match = new_key(link, key)
            if match is not None:
                found.append((key, match))
            new[link][key if match is None else f"{key.rpartition('.')[0]}.{match.new}".lstrip(".")] = value
    _warn("setting", found)
    return new


def new_key(link: str, key: str) -> RenamedKey | None:
    """The new name of a key of a link; none where it has kept its name."""
    return next((one for one in RENAMED if _fits(one.old, f"links.{link}.{key}")), None)


def _fits(pattern: str, key: str) -> bool:
    wanted, given = pattern.split("."), key.split(".")
    return len(wanted) == len(given) and all(one in ("*", other) for one, other in zip(wanted, given, strict=True))


def _tables(data: Any, folders: list[str], place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Tables at a key with ``*`` in it, each with its own key."""
    if not folders:
        if isinstance(data, dict):
            yield place, data
        return
    first, *rest = folders
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, inner in list(items):
        if first in ("*", name):
            yield from _tables(inner, rest, (*place, str(name)))


def _warn(where: str, found: list[tuple[str, RenamedKey]]) -> None:
    if found:
        key, renamed = found[0]
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        text = f"{where}: {key} is now called {renamed.new}{more}; version {renamed.until} will refuse the old name"
        warnings.warn(text, RenamedWarning, stacklevel=3)
