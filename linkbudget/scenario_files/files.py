"""Scenario files and the catalogue: found, and read into tables.

What the tables mean is read in :mod:`linkbudget.scenario_files.reading`.
"""

import os
import tomllib
from copy import deepcopy
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from linkbudget.errors import InputError
from linkbudget.formatting import bytes_text

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
                f"{path}: {bytes_text(path.stat().st_size)}; expected a scenario file of at most "
                f"{bytes_text(LARGEST_FILE_BYTES)}"
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
