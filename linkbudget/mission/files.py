"""Scenario files: found, read, names replaced by what they stand for, checked; every mistake is one line.

A name (``antenna = "dish"``) is looked up in the scenario and then in the catalogue.  A table with ``like = "dish"``
starts from that entry and overrides it in place; a link may be ``like`` another link of the scenario.
"""

import os
import re
import tomllib
from copy import deepcopy
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from linkbudget.errors import InputError, LinkBudgetError, shortened
from linkbudget.mission.config import ScenarioConfig

LARGEST_FILE_BYTES = 1_000_000
"""A scenario is written by hand; anything larger is something else."""

DEEPEST = 20
"""Tables inside each other; scenarios need five."""

_PACKAGE = Path(__file__).resolve().parents[1]


def packaged_folder() -> Path:
    """Where the packaged scenarios are: inside an installed package, beside it in a checkout."""
    installed = _PACKAGE / "configs"
    return installed if installed.is_dir() else _PACKAGE.parent / "configs"


def packaged_names() -> list[str]:
    """Names of the packaged scenarios.

    Examples
    --------
    >>> "mars1" in packaged_names()
    True
    """
    return sorted(path.stem for path in packaged_folder().glob("*.toml"))


def find_scenario(name: str | os.PathLike) -> Path:
    """The file a packaged name or a path stands for."""
    if not str(name).strip():
        raise InputError(f"no scenario named; expected one of {', '.join(packaged_names())}, or a .toml file")
    path = Path(name)
    if path.suffix or path.exists() or path.parent != Path("."):
        return path
    if path.name in packaged_names():
        return packaged_folder() / f"{path.name}.toml"
    near = get_close_matches(str(name).lower(), packaged_names(), n=1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    raise InputError(
        f"{name}: no such scenario; {hint}expected one of {', '.join(packaged_names())}, or the path of a .toml file"
    )


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file."""
    try:
        if path.is_dir():
            raise InputError(f"{path}: is a folder; expected a scenario file")
        if path.exists() and not path.is_file():
            raise InputError(f"{path}: is not a regular file; expected a scenario file")
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise InputError(
                f"{path}: {path.stat().st_size / 1e6:.1f} MB; expected a scenario file of at most "
                f"{LARGEST_FILE_BYTES / 1e6:.0f} MB"
            )
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; expected a readable scenario file") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: not text in UTF-8; expected a scenario file in TOML") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: not valid TOML: {error}") from None
    except ValueError as error:  # a number of thousands of digits
        raise InputError(f"{path}: not valid TOML: {error}") from None
    except RecursionError:
        raise InputError(f"{path}: nested too deeply; expected a scenario file in TOML") from None
    if _depth(data) > DEEPEST:
        raise InputError(f"{path}: nested too deeply; expected at most {DEEPEST} tables inside each other")
    if not data:
        raise InputError(f"{path}: is empty; expected a scenario with [mission], [stations] and [links]")
    return data


def _depth(data: Any) -> int:
    """How many tables and lists stand inside each other."""
    level, depth = [data], 0
    while level:
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        depth += 1
    return depth


@cache
def _catalogue_file() -> dict[str, Any]:
    return read_toml(_PACKAGE / "data" / "catalogue.toml")


def catalogue() -> dict[str, Any]:
    """Catalogue of stations and antennas, each value with its status and source."""
    return deepcopy(_catalogue_file())


def read_scenario(
    path: Path, overrides: dict[str, dict[str, str]] | None = None, data: dict[str, Any] | None = None
) -> ScenarioConfig:
    """A checked scenario.

    Parameters
    ----------
    path : Path
        The file.
    overrides : dict, optional
        For each link name, values to set by dotted path: ``{"imaging-5cm": {"transmitter.power": "20 W"}}``.
    data : dict, optional
        Tables of the file where it has been read before.

    Raises
    ------
    InputError
        One line that names file, path, value and what was expected.
    """
    data = deepcopy(read_toml(path) if data is None else data)
    try:
        resolved = data
        resolved = resolve_names(data, overrides)
        for link, changes in (overrides or {}).items():
            for dotted, value in changes.items():
                if not _is_name(dotted):
                    _set(resolved["links"][link], dotted, value)
        return ScenarioConfig.model_validate(resolved, context={"file": True})
    except ValidationError as error:
        raise InputError(f"{path}: {_first_mistake(error, resolved)}") from None
    except LinkBudgetError as error:
        raise InputError(f"{path}: {error}") from None


def resolve_names(data: dict[str, Any], overrides: dict[str, dict[str, str]] | None = None) -> dict[str, Any]:
    """Replace names of stations and antennas, and tables with ``like``, by what they stand for.

    Names that ``overrides`` set in a link are not passed on to links that are ``like`` it.
    """
    for table in ("mission", "trajectory", "stations", "antennas", "links"):
        if not isinstance(data.get(table, {}), dict):
            raise LinkBudgetError(f"{table} = {shortened(data[table])}: expected a table")
    known = catalogue()
    stations, antennas = data.setdefault("stations", {}), data.setdefault("antennas", {})
    for kind, entries in (("stations", stations), ("antennas", antennas)):
        for name, entry in entries.items():
            others = {other: said for other, said in entries.items() if other != name}
            entries[name] = _like(f"{kind}.{name}", entry, known[kind] | others)
    links = data.setdefault("links", {})
    for name in links:
        links[name] = _like_link(name, links)
    for name, changes in (overrides or {}).items():
        for dotted, value in changes.items():
            if _is_name(dotted):
                _set(links[name], dotted, value, make=True)
    for name, link in links.items():
        for end in ("transmitter", "receiver"):
            if isinstance(link.get(end), dict) and "antenna" in link[end]:
                path = f"links.{name}.{end}.antenna"
                link[end]["antenna"] = _entry(path, link[end]["antenna"], antennas, known["antennas"])
        if "station" in link:
            path = f"links.{name}.station"
            if not isinstance(link["station"], str):
                raise LinkBudgetError(f"{path} = {shortened(link['station'])}: expected the name of a station")
            stations[link["station"]] = _entry(path, link["station"], stations, known["stations"])
    return data


def _entry(path: str, said: Any, own: dict, known: dict) -> Any:
    if isinstance(said, str):
        return deepcopy(_lookup(path, said, own | {key: known[key] for key in known if key not in own}))
    return _like(path, said, known | own)


def _like(path: str, entry: Any, known: dict) -> Any:
    if not isinstance(entry, dict) or "like" not in entry:
        return entry
    base = _lookup(f"{path}.like", entry["like"], known)
    if not isinstance(base, dict):
        raise LinkBudgetError(f"{path}.like = {shortened(entry['like'])}: expected the name of a table")
    return deepcopy(base) | {key: value for key, value in entry.items() if key != "like"}


def _like_link(name: str, links: dict, waiting: tuple[str, ...] = ()) -> dict:
    """A link with what it inherits from the link it is ``like``; tables merge, values replace."""
    link = links[name]
    if not isinstance(link, dict):
        raise LinkBudgetError(f"links.{name} = {shortened(link)}: expected a table")
    if "like" not in link:
        return link
    other = link["like"]
    if not isinstance(other, str) or other not in links or other in (name, *waiting):
        others = ", ".join(key for key in links if key != name)
        raise LinkBudgetError(f"links.{name}.like = {shortened(other)}: expected another link, one of {others}")
    base = _like_link(other, links, (*waiting, name))
    return merged(base, {key: value for key, value in link.items() if key != "like"})


def merged(base: dict, changes: dict) -> dict:
    """A table with changes: tables inside it merge, values and parameters replace."""
    result = deepcopy(base)
    for key, value in changes.items():
        both = isinstance(value, dict) and isinstance(result.get(key), dict)
        # a parameter is replaced whole: a new value does not keep the old one's range and source
        result[key] = merged(result[key], value) if both and "value" not in value else deepcopy(value)
    return result


def _lookup(path: str, name: Any, known: dict) -> Any:
    if isinstance(name, str) and name in known:
        return known[name]
    what = "station" if "station" in path else "antenna"
    near = get_close_matches(str(name), known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"expected one of {', '.join(sorted(known))}"
    raise LinkBudgetError(f"{path} = {shortened(name)}: unknown {what}; {hint}")


def _is_name(dotted: str) -> bool:
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


def _first_mistake(error: ValidationError, data: Any) -> str:
    """The first mistake as path, value and expectation; how many more there are."""
    mistakes = error.errors(include_url=False)
    first = mistakes[0]
    path, value = _locate(first["loc"], data)
    message = first["msg"].removeprefix("Value error, ")
    if first["type"] == "missing":
        text = f"{path}: missing; expected a value"
    elif first["type"] in ("union_tag_not_found", "union_tag_invalid"):
        kinds = first["ctx"].get("expected_tags", "those of the scenario reference")
        said = "no kind" if not isinstance(value, dict) else f"kind = {shortened(value.get('kind'))}"
        text = f"{path}: {said}: expected a table with kind one of {kinds}"
    elif first["type"] == "literal_error":
        text = f"{path} = {shortened(value)}: expected {first['ctx']['expected']}"
    elif first["type"] == "value_error":
        text = message if message.startswith(("links.", "stations.")) else _joined(path, message)
    elif first["type"] in ("model_type", "dict_type", "model_attributes_type"):
        text = f"{path} = {shortened(value)}: expected a table"
    elif first["type"] in ("tuple_type", "list_type"):
        text = f"{path} = {shortened(value)}: expected a list"
    else:
        text = f"{path} = {shortened(value)}: {message[0].lower()}{message[1:]}"
    more = f" (and {len(mistakes) - 1} more)" if len(mistakes) > 1 else ""
    return f"{text}{more}"


def _joined(path: str, message: str) -> str:
    if not path:
        return message
    if re.match(r"\w+: missing", message):
        return f"{path}.{message}"
    return f"{path} = {message}" if message.startswith(("'", '"')) else f"{path}: {message}"


def _locate(loc: tuple, data: Any) -> tuple[str, Any]:
    """Dotted path and value of a mistake; union tags in pydantic's location are not part of the path."""
    names, value = [], data
    for index, item in enumerate(loc):
        inside = (isinstance(value, dict) and item in value) or (isinstance(value, list) and isinstance(item, int))
        if inside:
            value = value[item]
        elif index < len(loc) - 1:
            continue
        else:
            value = None if not isinstance(value, dict) or item not in value else value[item]
            if isinstance(item, str) and item == data_kind(data, names):
                break
        names.append(str(item))
    return ".".join(names), value


def data_kind(data: Any, names: list[str]) -> str | None:
    """The ``kind`` said by the table at a path, if any."""
    for name in names:
        data = data[int(name)] if isinstance(data, list) else data.get(name, {})
    return data.get("kind") if isinstance(data, dict) else None
