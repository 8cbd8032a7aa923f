"""Imports stand at the top of a module; those inside functions are there for start-up time, and say so."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "linkbudget"
HEAVY = (
    "dask",
    "distributed",
    "linkbudget.geometry",  # brings skyfield and the ephemeris
    "matplotlib",
    "pandas",
    "PIL",
    "pint",
    "rich",
    "SALib",
    "scipy",
    "xarray",
    "zarr",
)
"""Modules that are slow to import: a reason that needs no comment."""

COMMANDS = PACKAGE / "cli"
"""Commands import inside functions, as the docstring of ``cli.app`` says: ``linkbudget --help`` answers at once."""

MODULES = sorted(file for file in PACKAGE.rglob("*.py") if file.parent != COMMANDS)


def unexplained(file: Path) -> list[str]:
    """Imports inside the functions of a module for which neither comment, docstring nor weight gives a reason."""
    text = file.read_text(encoding="utf-8")
    tree, lines = ast.parse(text), text.splitlines()
    if "imports stand inside functions" in " ".join((ast.get_docstring(tree) or "").lower().split()):
        return []
    found = []
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)):
        imports = [node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
        if any("#" in lines[node.end_lineno - 1] for node in imports):
            continue
        for node in imports:
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [name.name for name in node.names]
            if not all(f"{name}.".startswith(tuple(f"{heavy}." for heavy in HEAVY)) for name in names):
                found.append(f"{file.relative_to(PACKAGE.parent)}:{node.lineno}: {', '.join(names)}")
    return found


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_an_import_inside_a_function_says_why(file):
    assert unexplained(file) == []
