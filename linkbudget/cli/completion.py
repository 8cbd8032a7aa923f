"""Completion for the shell: scenarios, links, figures, templates; nothing heavy is imported, no mistake is told."""

import os
from pathlib import Path
from typing import Any

import typer

from linkbudget.plots.figures import ALL, BUILT_IN, figures_stated
from linkbudget.plots.look_names import THEME_NAMES, WIDTH_NAMES
from linkbudget.scenario_files.packaged import packaged_folder, packaged_names, template_files


def scenarios(incomplete: str) -> list[str]:
    """Packaged scenarios, scenario files and folders that begin so.

    Examples
    --------
    >>> scenarios("mars")
    ['mars1', 'mars_express']
    """
    return [name for name in packaged_names() if name.startswith(incomplete)] + files(incomplete, ".toml")


def files(incomplete: str, ending: str) -> list[str]:
    """Files with an ending, and folders, that begin so."""
    before, slash, start = incomplete.rpartition("/")
    try:
        found = sorted(Path(before + slash or ".").iterdir())
    except OSError:
        return []
    begun = [one for one in found if one.name.startswith(start) and (start or not one.name.startswith("."))]
    folders = [f"{before}{slash}{one.name}/" for one in begun if one.is_dir()]
    return [f"{before}{slash}{one.name}" for one in begun if one.is_file() and one.suffix == ending] + folders


def links(context: typer.Context, incomplete: str) -> list[str]:
    """Links of the scenario that stands on the line."""
    return [name for name in _links_of(_scenarios_on_line(context)[:1]) if name.startswith(incomplete)]


def other_links(context: typer.Context, incomplete: str) -> list[str]:
    """Links of the second scenario that stands on the line, or of the only one."""
    return [name for name in _links_of(_scenarios_on_line(context)[-1:]) if name.startswith(incomplete)]


def figures(context: typer.Context, incomplete: str) -> list[str]:
    """Figures of the package that the scenario on the line may have, and the word for all of them."""
    data = [_data_of(name) for name in _scenarios_on_line(context)[:1]]
    offered = figures_stated(data[0]) if data and data[0] else list(BUILT_IN)
    return [name for name in (*offered, ALL) if name.startswith(incomplete)]


def formulas(incomplete: str) -> list[str]:
    """Equations whose names begin so.

    Examples
    --------
    >>> formulas("free-sp")
    ['free-space-loss']
    """
    from linkbudget.formulas.index import entries

    return [one.name for one in entries().values() if one.name.startswith(incomplete)]


def widths(incomplete: str) -> list[str]:
    """Widths of figures that begin so.

    Examples
    --------
    >>> widths("n")
    ['narrow']
    """
    return [name for name in WIDTH_NAMES if name.startswith(incomplete)]


def themes(incomplete: str) -> list[str]:
    """Themes of figures that begin so.

    Examples
    --------
    >>> themes("d")
    ['dark']
    """
    return [name for name in THEME_NAMES if name.startswith(incomplete)]


def templates(incomplete: str) -> list[str]:
    """Templates that begin so.

    Examples
    --------
    >>> templates("c")
    ['cubesat']
    """
    return [name for name in template_files() if name.startswith(incomplete)]


def satyaml_files(incomplete: str) -> list[str]:
    """YAML files and folders that begin so."""
    return files(incomplete, ".yml")


def _scenarios_on_line(context: typer.Context) -> list[str]:
    """Words of the line that are scenarios; else what the command takes without one.

    An option that still lacks its value keeps the arguments before it from the context, so the line is read itself:
    bash and fish or zsh hand it over under different names.
    """
    import shlex

    line = os.environ.get("_TYPER_COMPLETE_ARGS") or os.environ.get("COMP_WORDS", "")
    try:
        words = shlex.split(line)
    except ValueError:  # a quotation mark that is still open
        words = line.split()
    known = packaged_names()
    found = [word for word in words if word in known or word.endswith(".toml")]
    default = next((one.default for one in context.command.params if one.name == "scenario"), None)
    return found or [word for word in (context.params.get("scenario"), default) if isinstance(word, str)]


def _links_of(scenarios: list[str]) -> list[str]:
    found = _data_of(scenarios[0]).get("links") if scenarios else None
    return list(found) if isinstance(found, dict) else []


def _data_of(name: str) -> dict[str, Any]:
    """Contents of a scenario file; empty where it cannot be read."""
    import tomllib

    file = packaged_folder() / f"{name}.toml" if name in packaged_names() else Path(name)
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return {}
