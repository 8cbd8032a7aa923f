"""Scenario files and the catalogue: found, and read into tables.

What the tables mean is read in :mod:`linkbudget.scenario_files.reading`.
"""

import os
import tomllib
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linkbudget.errors import InputError, suggestion
from linkbudget.renamed import old_names
from linkbudget.scenario_files.packaged import packaged_folder, packaged_names
from linkbudget.scenario_files.renamed_keys import with_new_keys
from linkbudget.text_files import whole_bytes

LARGEST_FILE_BYTES = 1_000_000
"""A scenario is written by hand; anything larger is something else."""

DEEPEST = 20
"""Tables inside each other; scenarios need five."""

MOST_FAULTS = 100
"""Faults of a mission; each makes links to be read anew."""

_PACKAGE = Path(__file__).resolve().parents[1]


def find_scenario(name: str | os.PathLike) -> Path:
    """The file a packaged name or the name of a file stands for."""
    if not str(name).strip():
        raise InputError(f"no scenario named; expected one of {', '.join(packaged_names())}, or a .toml file")
    file = Path(name)
    is_packaged = file.name in packaged_names()
    is_there = os.path.isfile(file) if is_packaged else os.path.exists(file)  # a folder may have the name of one
    if file.suffix or is_there or file.parent != Path("."):
        return file
    if is_packaged:
        return packaged_folder() / f"{file.name}.toml"
    hint = suggestion(name, packaged_names(), besides=", or a .toml file")
    raise InputError(f"{name}: no such scenario; {hint}")


def read_toml(file: Path) -> dict[str, Any]:
    """The tables of a TOML file."""
    try:
        data = tomllib.loads(whole_bytes(file, "a scenario file", LARGEST_FILE_BYTES).decode("utf-8-sig"))
    except InputError:
        raise
    except UnicodeDecodeError:
        raise InputError(f"{file}: not text in UTF-8; expected a scenario file in TOML") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{file}: not valid TOML: {error}") from None
    except ValueError as error:  # a number of thousands of digits
        raise InputError(f"{file}: not valid TOML: {error}") from None
    except RecursionError:
        raise InputError(f"{file}: nested too deeply; expected a scenario file in TOML") from None
    if _depth(data) > DEEPEST:
        raise InputError(f"{file}: nested too deeply; expected at most {DEEPEST} tables inside each other")
    if not data:
        raise InputError(f"{file}: is empty; expected a scenario with [mission], [stations] and [links]")
    return data


def read_scenario_tables(file: Path) -> dict[str, Any]:
    """The tables of a scenario file, under the names that their keys have now; a mission is called by its file."""
    data = with_new_keys(read_toml(file), str(file))
    faults = data.get("faults")
    if isinstance(faults, list) and len(faults) > MOST_FAULTS:
        raise InputError(f"{file}: faults: {len(faults)} of them; expected at most {MOST_FAULTS}")
    if isinstance(data.setdefault("mission", {}), dict):
        data["mission"].setdefault("title", file.stem)
    return data


def _depth(data: Any) -> int:
    """Depth of nested tables and lists."""
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
    from linkbudget.scenario_files.dsn_catalogue import dsn_antennas  # brings the physics of stations

    entries = read_toml(_PACKAGE / "data" / "catalogue.toml")
    return entries | {"antennas": entries["antennas"] | dsn_antennas()}


def catalogue() -> dict[str, Any]:
    """Catalogue of stations and antennas, each value with its status and source."""
    return deepcopy(_catalogue_file())


if not TYPE_CHECKING:
    __getattr__ = old_names(__name__)
