"""Names that users rely on, gathered from the package: ``python -m tests.stable`` writes them to ``stable.json``."""

import contextlib
import importlib
import inspect
import io
import json
import pkgutil
import sys
from pathlib import Path

import linkbudget as lb
import linkbudget.geometry
import linkbudget.physics
from linkbudget.cli.app import application
from linkbudget.cli.exit_statuses import EXIT_STATUSES
from linkbudget.link.budget import Budget
from linkbudget.link.case import Case
from linkbudget.mission.operations import Operations
from linkbudget.mission.scenario import Scenario
from linkbudget.plugins import GROUPS
from linkbudget.scenario_files.config import ScenarioConfig
from linkbudget.scenario_files.files import packaged_names
from linkbudget.studies.stores import STORE_FORMAT

FILE = Path(__file__).with_name("stable.json")

POWER = ("--link", "telemetry-32cm-dish", "--range", "1e6 km")
COMMANDS = {
    "budget": ("budget", "mars1", *POWER),
    "budget --table full": ("budget", "mars1", *POWER, "--table", "full"),
    "catalog": ("catalog",),
    "check": ("check", "cubesat"),
    "compare": ("compare", "mars1", *POWER, "--other-set", "transmitter.power=30 W"),
    "solve": ("solve", "mars1", *POWER, "--for", "transmitter.power"),
    "sweep": ("sweep", "mars1", *POWER[:2], "--axis", "range=1e6 km..1e7 km:2"),
    "sessions": ("sessions", "mars1"),
    "energy": ("energy", "mars1"),
    "show": ("show", "cubesat"),
}


def names() -> dict[str, list]:
    """Everything that is stable, by what it is."""
    return {
        "scenario keys": sorted(_scenario_keys()),
        "budget lines": sorted(_budget_lines()),
        "columns": sorted(_columns()),
        "json": sorted(_json_keys()),
        "commands": sorted(_commands()),
        "python": sorted(_python()),
        "functions": sorted(_functions()),
        "entry points": sorted(GROUPS),
        "exit statuses": sorted(EXIT_STATUSES),
        "store format": [STORE_FORMAT],
    }


def _scenario_keys():
    schema = ScenarioConfig.model_json_schema(by_alias=True)
    for model, said in {"scenario": schema, **schema["$defs"]}.items():
        yield from (f"{model}.{key}" for key in said["properties"])


def _budget_lines():
    found = {}
    for name in packaged_names():
        scenario = lb.load(name)
        for link in scenario.links:
            for key, line in scenario.budget_when_up(link).terms.items():
                found[f"{key} [{line.unit}] {line.sign}".strip()] = None
    return found


def _columns():
    timeline = lb.load("mars1").run(step_s=30 * 86400.0)
    yield from (f"timeline {name} [{timeline[name].attrs.get('units', '')}]" for name in timeline.variables)
    life = lb.load("mars1").operations
    for table in ("sessions", "energy", "data"):
        dataset = getattr(life, table)
        yield from (f"{table} {name} [{dataset[name].attrs.get('units', '')}]" for name in dataset.variables)


def _json_keys():
    for name, words in COMMANDS.items():
        yield from (f"{name}: {key}" for key in _keys(json.loads(_printed(*words, "--json"))))


def _keys(data, place: str = "") -> set[str]:
    """Fields of nested data, elements of lists taken together; of tables by name one stands for all."""
    if isinstance(data, list):
        return set().union(*(_keys(one, f"{place}[]") for one in data)) if data else set()
    if not isinstance(data, dict):
        return set()
    return set().union(*({f"{place}.{key}"} | _keys(one, f"{place}.{key}") for key, one in data.items()))


def _printed(*words: str) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()):
        application()(list(words), standalone_mode=False)
    return out.getvalue()


def _commands():
    for command in application().registered_commands:
        name = command.name or command.callback.__name__
        for key, parameter in inspect.signature(command.callback, eval_str=True).parameters.items():
            spelt = [word for word in parameter.annotation.__metadata__[0].param_decls or () if word.startswith("--")]
            yield f"{name} {spelt[0] if spelt else key}"


def _python():
    yield from (f"linkbudget.{name}" for name in lb.__all__)
    yield from (f"linkbudget.plots.{name}" for name in lb.plots.__all__)
    for thing in (Scenario, Budget, Case, Operations):
        yield from (f"{thing.__name__}.{name}" for name in dir(thing) if not name.startswith("_"))


def _functions():
    """Functions of physics and geometry with their arguments in order; modules with an underscore serve others."""
    for layer in (linkbudget.physics, linkbudget.geometry):
        for entry in pkgutil.iter_modules(layer.__path__, f"{layer.__name__}."):
            module = importlib.import_module(entry.name)
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if function.__module__ == entry.name and not f"{entry.name}.{name}".count("._"):
                    place, arguments = entry.name.removeprefix("linkbudget."), inspect.signature(function).parameters
                    yield f"{place}.{name}({', '.join(arguments)})"


if __name__ == "__main__":
    FILE.write_text(json.dumps(names(), indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{FILE}\n")
