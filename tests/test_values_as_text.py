"""Values become text in one module: no other writes a number with its unit, groups digits or sets signs by itself."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import linkbudget

PACKAGE = Path(linkbudget.__file__).parent
MODULES = sorted(file for file in PACKAGE.rglob("*.py") if file.name != "formatting.py")
TEMPLATES = sorted(PACKAGE.rglob("*.html"))

UNIT = re.compile(
    r"\s?[%°]"
    r"|\s(million km|[km]?m|[kMGT]?bit(/s)?|[kMG]?pixel/s|[kMGT]?B|[mkMGT]?Hz(/s)?|[mk]?Wh?|dB\w*|deg|[AKV]|Ah|GHz"
    r"|[mµn]?s|min|h|d|seconds|minutes|hours|days|years)(?![\w/])"
)
"""A unit right behind a number."""

ALLOWED = {
    ("hardware/map_files.py", "_array"): "reads numbers that stand apart by commas",
    ("lessons/figures/lesson_01.py", "_power_text"): "writes a power of ten where pupils know no prefix",
    ("lessons/exercise_figures.py", "_grid"): "writes a path of SVG",
    ("lessons/exercise_figures.py", "_legend"): "writes a path of SVG",
    ("studies/loss_causes.py", "_fails"): "writes a setting that is read back, to nine figures",
}
"""Functions that write a number with a unit all the same, each with its reason."""


def _functions(tree: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Every node that is no part of a raised error, with the name of the function around it."""
    waiting = [("", tree)]
    while waiting:
        name, node = waiting.pop()
        if isinstance(node, ast.Raise):
            continue
        if isinstance(node, ast.FunctionDef):
            name = node.name
        yield name, node
        waiting += [(name, child) for child in ast.iter_child_nodes(node)]


def _has_unit(node: ast.JoinedStr) -> bool:
    """True where a number of an f-string is followed by a unit."""
    return any(
        isinstance(value, ast.FormattedValue)
        and isinstance(after, ast.Constant)
        and UNIT.match(str(after.value)) is not None
        for value, after in zip(node.values, node.values[1:], strict=False)
    )


def _called(node: ast.Call) -> tuple[str, list]:
    """Name of what is called, and the constants that it is given."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return name, [arg.value for arg in node.args if isinstance(arg, ast.Constant)]


def _formats(node: ast.AST) -> bool:
    """True for what only the module of formatting does."""
    if isinstance(node, ast.JoinedStr):
        return _has_unit(node)
    if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
        spec = "".join(str(part.value) for part in node.format_spec.values if isinstance(part, ast.Constant))
        return bool(re.search(r"[,_]|%[A-Za-z]", spec))
    if isinstance(node, ast.Call):
        name, given = _called(node)
        is_spec = name == "format" and any(re.fullmatch(r"[-+ ]?,?(\.\d+)?[efg%]", str(arg)) for arg in given)
        return name == "strftime" or is_spec or (name == "replace" and given in ([",", " "], ["-", "−"]))
    return False


def found_in(source: str) -> set[str]:
    """Functions of a module that format values by themselves."""
    return {name for name, node in _functions(ast.parse(source)) if _formats(node)}


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_no_other_module_writes_a_value_with_its_unit(file):
    place = file.relative_to(PACKAGE).as_posix()
    found = found_in(file.read_text(encoding="utf-8"))
    assert found == {name for module, name in ALLOWED if module == place}


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_templates_leave_numbers_and_dates_to_filters(file):
    text = file.read_text(encoding="utf-8")
    assert re.findall(r"\|\s*(?:format|round|int|replace)\b", text) == []
    assert re.findall(r"\[:\d+\]\s*}}", text) == []
    bare = re.findall(r"{{([^}|]*)}}(?=" + UNIT.pattern + ")", text)
    assert bare == []


@pytest.mark.parametrize(
    "line",
    [
        'f"{distance_m / 1e9:.2f} million km"',
        'f"{rate:g} bit/s"',
        'f"{share:.0f} %"',
        'f"{angle}°"',
        'f"{gain:+.1f} dBi"',
        'f"{count:,}"',
        'f"{moment:%B %Y}"',
        'format(value, "+.1f")',
        'text.replace("-", "−")',
        'moment.strftime("%d %b")',
    ],
)
def test_a_format_of_its_own_is_found(line):
    assert found_in(f"def said():\n    return {line}") == {"said"}


@pytest.mark.parametrize(
    "line",
    [
        'f"{path} must hold {count} samples"',
        'f"{name} divided by {other}"',
        'f"{text} {unit}"',
        'f"{number:>12} {row}"',
        'name.replace("-", "_")',
        '"{:28s}".format(name)',
    ],
)
def test_other_text_is_no_value_with_its_unit(line):
    assert found_in(f"def said():\n    return {line}") == set()


def test_every_allowance_has_a_reason():
    assert all(ALLOWED.values())
