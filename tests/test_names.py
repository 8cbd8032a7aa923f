"""Names carry units, and docstrings say the same unit: checked for every public function of the lower layers."""

import importlib
import inspect
import pkgutil
import re

import pytest

import linkbudget
from linkbudget.hardware import antenna_kinds, modulation_kinds, parts, terminals
from linkbudget.hardware.datasheet import Part
from linkbudget.labels import RATIO, UNITS, unit_of
from linkbudget.link.docstrings import equation_latex
from linkbudget.scenario_files import config, config_operations, config_places, config_trajectories

LAYERS = ("physics", "geometry", "hardware", "link")
OBJECTS = ("link",)  # layers most of whose functions fill objects: those that give numbers or show an equation count
PARAMETER = re.compile(
    r"^\*{0,2}(?P<names>[\w, ]+) : (?P<type>[^\n]*)\n(?P<text>(?:[ ]{4,}[^\n]*\n|\n)*)", re.MULTILINE
)
NUMBER = re.compile(r"\b(?:array_like|ndarray|float|int|complex|sequence)\b")
ORIGIN = re.compile(r"\.\. math::|\bread\s+off\b|\bequation\s+of\s+:func:`", re.IGNORECASE)
READERS = ("parse_", "read_")  # named after what they read, not after their result
ANY_UNIT = "any unit"  # of a value that is interpolated, checked or passed on, whatever it is
SECTION = r"^{}\n-+\n(.*?)(?=^\w[^\n]*\n-{{3,}}\n|\Z)"


def modules():
    for layer in LAYERS:
        package = importlib.import_module(f"linkbudget.{layer}")
        for found in pkgutil.iter_modules(package.__path__):
            if not found.name.startswith("_"):  # serves other modules, is not documented
                yield layer, importlib.import_module(f"{package.__name__}.{found.name}")


def functions():
    for layer, module in modules():
        for name, function in inspect.getmembers(module, is_function):
            if name.startswith("_") or function.__module__ != module.__name__:
                continue
            if layer not in OBJECTS or gives_numbers(function) or equation_latex(function):
                yield pytest.param(function, id=f"{module.__name__.removeprefix('linkbudget.')}.{name}")


def is_function(member) -> bool:
    """True for functions, those that keep their results among them."""
    return inspect.isfunction(inspect.unwrap(member)) if callable(member) else False


def gives_numbers(function) -> bool:
    """True unless the annotation of the result says that it is something else; dates and text are no numbers."""
    result = inspect.signature(function).return_annotation
    is_other = any(kind in str(result) for kind in ("datetime64", "str_"))
    return result is inspect.Signature.empty or bool(NUMBER.search(str(result)) and not is_other)


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
        if NUMBER.search(kind):
            assert unit in units_of(name), f"{name}: the name says {unit_of(name)!r}, the docstring {unit!r}"


def units_of(name: str) -> set[str]:
    """Units that a docstring may give to a name."""
    return {RATIO, ANY_UNIT} if unit_of(name) == RATIO else {unit_of(name)}


@pytest.mark.parametrize("function", list(functions()))
def test_result_unit_agrees_with_function_name(function):
    returns = section(function, "Returns")
    assert returns or inspect.signature(function).return_annotation is None, "the result is not documented"
    if gives_numbers(function):
        units = re.findall(r"\[([^\]\[]+)\]", returns)
        assert units, "Returns names no unit"
        if not re.match(r"tuple|dict", returns.strip()) and not function.__name__.startswith(READERS):
            assert units[0] in units_of(function.__name__)


@pytest.mark.parametrize("function", list(functions()))
def test_every_function_has_an_example(function):
    assert ">>> " in inspect.getdoc(function)


@pytest.mark.parametrize("function", list(functions()))
def test_every_equation_has_its_source(function):
    if equation_latex(function) or ".physics." in function.__module__:
        assert re.search(r"^References\n-+\n\.\. \[1\]", inspect.getdoc(function), re.MULTILINE), "no reference"


@pytest.mark.parametrize("function", list(functions()))
def test_every_number_has_an_equation_or_is_read_off(function):
    """A number without an equation of its own is ``read off`` something, or by the ``equation of :func:`name```."""
    if gives_numbers(function):
        assert ORIGIN.search(inspect.getdoc(function))


def test_names_of_functions_with_equations_are_unique():
    names = [param.values[0].__name__ for param in functions() if equation_latex(param.values[0])]
    assert len(names) == len(set(names)), sorted({name for name in names if names.count(name) > 1})


def part_models():
    for module in (
        antenna_kinds,
        modulation_kinds,
        parts,
        terminals,
        config,
        config_operations,
        config_places,
        config_trajectories,
    ):
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
