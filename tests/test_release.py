"""Conditions of a release: bounds of the dependencies, version and changelog, contents of the wheel, the recipe."""

import re
import tomllib
import zipfile
from importlib.util import module_from_spec, spec_from_file_location
from itertools import pairwise
from pathlib import Path

import pytest

from linkbudget.version import VERSION

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
HEADINGS = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
RECIPE = (ROOT / "CONTRIBUTING.md").read_text().partition("## A release\n")[2].partition("\n## ")[0]


def tool(name: str):
    """A script of the folder .ci as a module."""
    spec = spec_from_file_location(name, ROOT / ".ci" / f"{name}.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "requirement", [*PROJECT["dependencies"], *(each for extra in EXTRAS.values() for each in extra)]
)
def test_every_requirement_has_a_lower_bound_and_no_other(requirement):
    if not requirement.startswith(PROJECT["name"]):  # an extra within an extra
        assert re.fullmatch(r"[A-Za-z][\w-]*>=\d+(\.\d+)*", requirement)


def test_oldest_environment_pins_every_bound_of_the_named_extras():
    project = {"dependencies": ["numpy>=2.0"], "optional-dependencies": {"maps": ["itur>=0.4"], "docs": ["sphinx>=8"]}}
    assert tool("oldest").lower_bounds(project, ["maps"]) == ["numpy==2.0", "itur==0.4"]


def test_changelog_names_versions_newest_first_and_ends_with_the_first():
    numbered = HEADINGS[1:] if HEADINGS[0] == "Unreleased" else HEADINGS
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", heading) for heading in numbered)
    versions = [tuple(map(int, heading.split("."))) for heading in numbered]
    assert all(newer > older for newer, older in pairwise(versions))
    assert versions[-1] == (0, 1, 0)


def test_version_is_the_newest_of_the_changelog():
    assert next(heading for heading in HEADINGS if heading != "Unreleased") == VERSION


def test_release_recipe_calls_what_exists_in_this_order():
    named = re.findall(r"`([^`]+)`", RECIPE)
    steps = [name.removeprefix("make ") for name in named if name.startswith("make ")]
    assert steps == ["test", "oldest", "pythons", "release-check"]
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert set(steps) <= set(targets)
    files = [name for name in named if name.endswith((".py", ".md"))]
    assert files == ["linkbudget/version.py", "CHANGELOG.md"]
    assert all((ROOT / name).is_file() for name in files)


def packed(path: Path, names) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "")
    return path


def test_wheel_holds_the_package_its_data_and_the_scenarios_alone(tmp_path, capsys):
    release = tool("release")
    inside = release.expected_in_wheel()
    assert "linkbudget/configs/templates/deep-space.toml" in inside
    assert {"linkbudget/configs/mars1.toml", "linkbudget/data/catalogue.toml", "linkbudget/version.py"} <= inside
    assert not any("__pycache__" in name or name.startswith("tests/") for name in inside)
    whole = packed(tmp_path / "whole.whl", [*inside, f"{release.NAME}.dist-info/METADATA"])
    release.check_wheel(whole)
    assert capsys.readouterr().out == f"whole.whl: {len(inside)} files of the package and its scenarios\n"
    for changed in (inside - {"linkbudget/data/codes.csv"}, inside | {"linkbudget/data/codes.csv.orig"}):
        with pytest.raises(AssertionError, match=r"broken\.whl: .*: linkbudget/data/codes\.csv"):
            release.check_wheel(packed(tmp_path / "broken.whl", changed))


def test_least_covered_modules_come_lowest_first():
    def counted(percent, missing):
        return {"summary": {"percent_covered": percent, "missing_lines": missing}}

    files = {f"m{number}.py": counted(90.0 + number / 10.0, number) for number in range(12, 0, -1)}
    shown = tool("coverage").least_covered(files)
    assert shown[0] == (90.1, 1, "m1.py")
    assert [name for _, _, name in shown] == [f"m{number}.py" for number in range(1, 11)]
