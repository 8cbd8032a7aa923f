"""Tables of a scenario file turned into a checked configuration, and every mistake on the way.

The map: :func:`read_scenario` gives the configuration or raises the first mistake; :func:`read_all` gives what can be
read and all mistakes that can be found independently of each other.
"""

import re
from copy import deepcopy
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from linkbudget.errors import InputError
from linkbudget.scenario_files.config import LinkConfig, ScenarioConfig, unfitting
from linkbudget.scenario_files.config_operations import BROKEN
from linkbudget.scenario_files.files import read_scenario_tables
from linkbudget.scenario_files.mistakes import Key, Mistake, distinct, missing_values, repair, validation_mistakes
from linkbudget.scenario_files.names import Names, Overrides, is_name
from linkbudget.scenario_files.renamed_keys import with_new_settings
from linkbudget.scenario_files.unstated import fill

MOST_REPAIRS = 1000
"""Most rounds of repairs; each sets at least one key right, and no file has so many wrong."""


def read_scenario(file: Path, overrides: Overrides | None = None, data: dict[str, Any] | None = None) -> ScenarioConfig:
    """A checked scenario.

    Parameters
    ----------
    file : Path
        The file.
    overrides : dict, optional
        For each link name, values to set by key: ``{"imaging-5cm": {"transmitter.power": "20 W"}}``.
    data : dict, optional
        Tables of the file where it has been read before.

    Raises
    ------
    InputError
        One line that names file, key, value and what was expected, and how many more mistakes there are.
    """
    config, mistakes = read_all(read_scenario_tables(file) if data is None else data, file.parent, overrides)
    if mistakes:
        more = f" (and {len(mistakes) - 1} more)" if len(mistakes) > 1 else ""
        raise InputError(f"{file}: {mistakes[0]}{more}")
    return config


def read_all(data: dict[str, Any], folder: Path, overrides: Overrides | None = None) -> tuple[Any, list[Mistake]]:
    """A scenario as far as it can be read, and all mistakes that can be found independently of each other.

    Files that it names are looked for from ``folder`` on.

    Returns
    -------
    config : ScenarioConfig or SimpleNamespace
        The configuration; with mistakes, its attributes, of which a part that cannot be read is
        :data:`~linkbudget.scenario_files.config_operations.BROKEN`.
    mistakes : list of Mistake
        In the order of the file, as far as it has one.
    """
    names, context = resolved(data, overrides or {}), _context(folder)
    config, found = _validated(names, context)
    if config is not None and not names.mistakes and not found:
        return config, []
    found += _hidden_by_missing_values(names, context, found)
    parts = _parts(names.data, context)
    mistakes = distinct([*names.mistakes, *(one for one in found if not names.explains(one))], names.likes)
    mistakes.sort(key=lambda one: _place(one, names.data))
    return parts, [*mistakes, *(Mistake((), text) for text in unfitting(parts))]


def resolved(data: dict[str, Any], overrides: Overrides) -> Names:
    """The tables of a scenario with all names looked up and values of links set; what cannot be is a mistake."""
    names = Names(deepcopy(data))
    overrides = with_new_settings(overrides)
    names.resolve(overrides)
    for link, changes in overrides.items():
        for key, value in changes.items():
            if not is_name(key):
                names.set_value(link, key, value)
    fill(names.data)
    return names


def read_resolved(names: Names, folder: Path) -> ScenarioConfig | None:
    """The configuration of resolved tables without mistakes; none where there is one."""
    config, found = _validated(names, _context(folder))
    return None if names.mistakes or found else config


def read_link(table: dict[str, Any], folder: Path) -> LinkConfig:
    """One link of a scenario from its resolved table.

    Raises
    ------
    pydantic.ValidationError
        If the table has a mistake.
    """
    return _adapter("links").validate_python(table, context=_context(folder))


def _context(folder: Path) -> dict[str, Any]:
    """Facts that pydantic passes to all parts: they are those of a file in that folder."""
    return {"file": True, "folder": folder}


def _validated(names: Names, context: dict[str, Any]) -> tuple[ScenarioConfig | None, list[Mistake]]:
    """The configuration, and what pydantic finds; tables with wrong keys are set right to look for more."""
    found: list[Mistake] = []
    for _ in range(MOST_REPAIRS):
        try:
            return ScenarioConfig.model_validate(names.data, context=context), found
        except ValidationError as error:
            mistakes, repairs = validation_mistakes(error, names.data)
        found += mistakes
        for key, wrong in repairs:
            names.data = repair(names.data, key, wrong.repaired)
            if wrong.guessed is not None:
                names.refused.add((*key, wrong.guessed))  # a guess: its value gets no message
        if not repairs:
            break
    return None, [one for one in found if one.key or one.is_about_a_value]  # others of the whole: unfitting


def _hidden_by_missing_values(names: Names, context: dict[str, Any], found: list[Mistake]) -> list[Mistake]:
    """Mistakes of tables that lack values, found with usual values in their place."""
    tried, said = deepcopy(names.data), set(found)
    guesses: set[Key] = set()
    hidden: list[Mistake] = []
    for _ in range(MOST_REPAIRS):
        try:
            ScenarioConfig.model_validate(tried, context=context)
            break
        except ValidationError as error:
            mistakes, repairs = validation_mistakes(error, tried)
            missing = [(key, value) for key, value in missing_values(error, tried) if key not in guesses]
        hidden += [one for one in mistakes if one not in said and one.key and not _follows(one, guesses)]
        said.update(mistakes)
        for key, wrong in repairs:
            tried = repair(tried, key, wrong.repaired)
            if wrong.guessed is not None:
                guesses.add((*key, wrong.guessed))
        for key, value in missing:
            guesses.add(key)
            holder: Any = tried
            for name in key[:-1]:
                holder = holder[int(name) if isinstance(holder, list) else name]
            holder[key[-1]] = value
        if not repairs and not missing:
            break
    return hidden


def _follows(mistake: Mistake, guesses: set[Key]) -> bool:
    """True where a mistake concerns a value that was put in only to find more mistakes."""
    words = set(re.findall(r"[a-z][a-z0-9_]*", mistake.text))
    return any(
        mistake.key[: len(key)] == key or (key[: len(mistake.key)] == mistake.key and key[-1] in words)
        for key in guesses
    )


def _parts(data: dict[str, Any], context: dict[str, Any]) -> SimpleNamespace:
    """Each part of a scenario by itself, as :class:`ScenarioConfig` has it, or broken."""
    parts: dict[str, Any] = {}
    for name, field in ScenarioConfig.model_fields.items():
        said, shape = data.get(field.alias or name), get_origin(field.annotation)
        if said is None:
            parts[name] = BROKEN if field.is_required() else field.get_default(call_default_factory=True)
        elif shape not in (dict, list):
            parts[name] = _part(name, said, context)
        elif not isinstance(said, shape):
            parts[name] = BROKEN
        else:
            parts[name] = (
                {key: _part(name, each, context) for key, each in said.items()}
                if shape is dict
                else [_part(name, each, context) for each in said]
            )
    for name in ("stations", "spacecraft", "links"):
        parts[name] = {} if parts[name] is BROKEN else parts[name]
    return SimpleNamespace(**parts)


@cache
def _adapter(name: str) -> TypeAdapter:
    """Validator for one part of a scenario; for a table or list of parts, the validator of one entry."""
    kind: Any = ScenarioConfig.model_fields[name].annotation
    return TypeAdapter(get_args(kind)[-1] if get_origin(kind) in (dict, list) else kind)


def _part(name: str, said: Any, context: dict[str, Any]) -> Any:
    try:
        return _adapter(name).validate_python(said, context=context)
    except ValidationError:
        return BROKEN


def _place(mistake: Mistake, data: dict[str, Any]) -> tuple[int, int]:
    """Position of a mistake's table in its file, for sorting; mistakes without a table come last."""
    order, key = list(data), mistake.key
    if not key or key[0] not in order:
        return len(order), 0
    inner = data[key[0]]
    keys = list(inner) if isinstance(inner, dict) else []
    if len(key) > 1 and key[1].isdigit() and isinstance(inner, list):
        return order.index(key[0]), int(key[1])
    return order.index(key[0]), keys.index(key[1]) if len(key) > 1 and key[1] in keys else len(keys)
