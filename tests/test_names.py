"""Names carry units, and docstrings say the same unit: checked for every public function of the lower layers."""

import importlib
import inspect
import pkgutil
import re

import pytest

import linkbudget
from linkbudget.hardware import antenna_kinds, parts
from linkbudget.hardware.datasheet import Part
from linkbudget.labels import RATIO, UNITS, unit_of
from linkbudget.link.docstrings import equation_latex
from linkbudget.scenario_files import config, config_operations

LAYERS = ("linkbudget.physics", "linkbudget.link")
PARAMETER = re.compile(
    r"^(?:\*\*)?(?P<names>[\w, ]+) : (?P<type>[^\n]*)\n(?P<text>(?:[ ]{4,}[^\n]*\n|\n)*)", re.MULTILINE
)
SECTION = r"^{}\n-+\n(.*?)(?=^\w[^\n]*\n-{{3,}}\n|\Z)"


def modules():
    for name in LAYERS:
        module = importlib.import_module(name)
        if not hasattr(module, "__path__"):
            yield module
            continue
        for found in pkgutil.iter_modules(module.__path__):
            if not found.name.startswith("_"):  # serves other modules, is not documented
                yield importlib.import_module(f"{name}.{found.name}")


def functions():
    for module in modules():
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("_") or function.__module__ != module.__name__:
                continue
            if ".physics." in module.__name__ or equation_latex(function):
                yield pytest.param(function, id=f"{module.__name__.removeprefix('linkbudget.')}.{name}")


def section(function, title: str) -> str:
    match = re.search(SECTION.format(title), inspect.getdoc(function) + "\n", re.DOTALL | re.MULTILINE)
    return match[1] if match else ""


@pytest.mark.parametrize("function", list(functions()))
def test_units_in_names_and_docstrings_agree(function):
    documented = {}
    for match in PARAMETER.finditer(section(function, "Parameters")):
        unit = re.search(r"\[([^\]\[]+)\]\.?\s*$", match["text"].strip() + "\n")
        for name in match["names"].split(", "):
            documented[name] = (match["type"], unit[1] if unit else None)
    for name in inspect.signature(function).parameters:
        assert name in documented, f"{name} is not documented"
        kind, unit = documented[name]
        if re.search(r"array_like|float|int|sequence", kind):
            assert unit == unit_of(name), f"{name}: the name says {unit_of(name)!r}, the docstring {unit!r}"


@pytest.mark.parametrize("function", list(functions()))
def test_result_unit_agrees_with_function_name(function):
    returns = section(function, "Returns")
    units = re.findall(r"\[([^\]\[]+)\]", returns)
    assert units, "Returns names no unit"
    if not re.match(r"tuple|dict", returns.strip()):
        assert units[0] == unit_of(function.__name__)


@pytest.mark.parametrize("function", list(functions()))
def test_every_function_has_equation_source_and_example(function):
    doc = inspect.getdoc(function)
    assert re.search(r"^References\n-+\n\.\. \[1\]", doc, re.MULTILINE), "no reference"
    assert ".. math::" in doc or "read off a figure" in doc, "no equation"
    assert ">>> " in doc, "no example"


def part_models():
    for module in (antenna_kinds, parts, config, config_operations):
        for name, model in inspect.getmembers(module, inspect.isclass):
            if issubclass(model, Part) and model.__module__ == module.__name__:
                yield pytest.param(model, id=name)


@pytest.mark.parametrize("model", list(part_models()))
def test_scenario_fields_carry_the_unit_they_are_read_in(model):
    properties = model.model_json_schema(by_alias=False)["properties"]
    for name, schema in properties.items():
        if schema.get("type") == "object":
            continue  # names of the user's own
        options = [schema, *schema.get("anyOf", [])]
        if "items" in schema:
            options.append(schema["items"])
        unit = next((option["x-unit"] for option in options if "x-unit" in option), None)
        if unit not in (None, "UTC"):
            assert unit_of(name) == unit, f"{name} is read in {unit}"
        assert schema.get("description") or name == "kind", f"{name} has no description"


def test_units_are_printed_one_way_each():
    assert RATIO not in UNITS.values()
    assert all(unit.strip() == unit for unit in UNITS.values())


def test_package_has_a_version():
    assert re.fullmatch(r"\d+\.\d+\.\d+", linkbudget.__version__)
