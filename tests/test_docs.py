"""The written pages keep their word: their code runs, their commands exist, and their links lead somewhere."""

import importlib.util
import inspect
import re
import tomllib
from pathlib import Path

import pytest

from linkbudget.cli import executed

DOCS = Path(__file__).parents[1] / "docs"
MADE = {"gallery", "api", "lessons"}
"""Folders of pages that the build makes."""

PAGES = [page for page in sorted(DOCS.rglob("*.md")) if not {"_build", *MADE} & set(page.parts)]
ROOMS = ("learn", "do", "understand", "lookup")


def _extension(name: str):
    spec = importlib.util.spec_from_file_location(f"docs_{name}", DOCS / "_ext" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


mathsvg = _extension("mathsvg")


def _id(page: Path) -> str:
    return str(page.relative_to(DOCS))


def test_every_room_has_pages():
    assert all(sum(page.parent.name == room for page in PAGES) >= 3 for room in ROOMS)


def is_run_by_the_build(page: Path) -> bool:
    """True of a page whose blocks all run when the site is built, which fails with any of them."""
    text = page.read_text(encoding="utf-8")
    return executed.runs(text) and not executed.has_quiet_blocks(text)


@pytest.mark.parametrize("page", [page for page in PAGES if not is_run_by_the_build(page)], ids=_id)
def test_code_that_the_build_leaves_out_runs(page, monkeypatch):
    import linkbudget.report.run

    monkeypatch.setattr(linkbudget.report.run, "drawn_figures", lambda *_: {})  # the tests of figures draw them
    executed.executed(page.read_text(encoding="utf-8"), quiet=True)


def test_the_build_leaves_out_little():
    quiet = [page for page in PAGES if executed.has_quiet_blocks(page.read_text(encoding="utf-8"))]
    assert 0 < len(quiet) < 10 < sum(map(is_run_by_the_build, PAGES))


@pytest.mark.parametrize("page", PAGES, ids=_id)
def test_links_of_the_page_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#\s]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target and not MADE & set(Path(target).parts):
            assert (page.parent / target).is_file(), target
        if "gallery/plot_" in target:
            assert (DOCS.parent / "examples" / f"{Path(target).stem}.py").is_file(), target


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "index.md"], ids=_id)
def test_page_is_in_the_index_of_its_room(page):
    index = (page.parent / "index.md").read_text(encoding="utf-8")
    assert re.search(rf"^({page.stem}|\*)$", index, re.M), "no line of its own, and the index takes not all pages"


def test_block_that_fails_is_named():
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        executed.executed("```python\n1 / 0\n```\n")


def test_block_that_warns_is_named():
    with pytest.raises(RuntimeError, match="UserWarning: soon"):
        executed.executed('```python\nimport warnings\nwarnings.warn("soon")\n```\n')


def test_value_that_is_not_closed_is_told():
    with pytest.raises(RuntimeError, match=r"'\{\{' is left"):
        executed.executed("Four is {{ 2 + 2:.1f }.\n")


def test_command_that_should_fail_and_does_not_is_told():
    with pytest.raises(RuntimeError, match="exit status 0"):
        executed.executed("```console fails\n$ linkbudget --version\n```\n")


def test_value_in_the_text_is_computed():
    assert (
        executed.executed("Four is {{ 2 + 2:.1f }}, minus one is {{ -1:.0f }}.\n")[0].text
        == "Four is 4.0, minus one is −1.\n"
    )


def test_every_command_in_an_equation_of_a_docstring_can_be_drawn():
    """The site draws all equations; a command that cannot be set fails here, not first there."""
    generated = _extension("generated")
    from linkbudget.link import docstrings

    equations = [
        docstrings.equation_latex(function) for _, functions in generated.formulas() for _, function in functions
    ]
    assert len(equations) > 400
    seen: set[str] = set()
    for equation in filter(None, equations):
        for part in mathsvg.parts(equation):
            assert part.count("{") == part.count("}"), part
            commands = set(re.findall(r"\\(?:[a-zA-Z]+|.)|[^\x20-\x7e]", part))
            if commands - seen:
                assert mathsvg.svg(part, "math_block").startswith("<svg")
            seen |= commands
    assert len(seen) > 50


def test_formula_sheet_has_a_place_for_every_module_with_equations():
    from linkbudget.formulas.topics import ORDER

    modules = [module.__name__.rpartition(".")[2] for module, _ in _extension("generated").formulas()]
    assert set(modules) ^ set(ORDER) == set()
    assert len(modules) == len(ORDER), "two modules of one name, or one with two places"


def test_formula_sheet_shows_every_equation_of_the_lower_layers():
    generated = _extension("generated")
    from linkbudget.link import docstrings

    shown = [function for _, functions in generated.formulas() for _, function in functions]
    for layer in ("physics", "geometry", "hardware", "link"):
        for module in generated.modules()[layer]:
            with_equation = [thing for _, thing in generated.public_members(module) if docstrings.equation_latex(thing)]
            assert [thing for thing in with_equation if inspect.isfunction(thing) and thing not in shown] == []
    names = [function.__name__ for function in shown]
    assert len(names) == len(set(names)), "the sheet links functions by name"


@pytest.mark.parametrize(
    ("page", "heading"), [("CONTRIBUTING.md", "## How the package"), ("docs/understand/design.md", "## Layers")]
)
def test_the_picture_of_the_layers_is_what_the_linter_checks(page, heading):
    project = tomllib.loads((DOCS.parent / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(one for one in project["tool"]["importlinter"]["contracts"] if one["type"] == "layers")
    layers = [set(re.findall(r"linkbudget\.(\w+)", row)) for row in contract["layers"]]
    picture = (DOCS.parent / page).read_text(encoding="utf-8").partition(heading)[2].split("```")[1]
    names = set().union(*layers)
    drawn = [set(re.findall(r"\w+", row)) & names for row in picture.splitlines()]
    assert [row for row in drawn if row] == layers


def test_scenario_reference_knows_every_model():
    generated = _extension("generated")
    from linkbudget.scenario_files.config import ScenarioConfig

    assert set(ScenarioConfig.model_json_schema(by_alias=True)["$defs"]) == set(generated._PLACES)


@pytest.mark.parametrize("module", ["hardware/terminals.py", "link/covers.py"])
def test_worked_example_of_the_recipe_for_a_loss_is_the_code_of_the_package(module):
    recipe = (DOCS.parent / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("### A loss")[2]
    blocks = re.findall(r"```python\n(.*?)```", recipe.partition("\n### ")[0], re.S)
    code = (DOCS.parent / "linkbudget" / module).read_text(encoding="utf-8")
    assert sum(block in code for block in blocks) == {"hardware/terminals.py": 1, "link/covers.py": 2}[module]
    assert len(blocks) == 3


def test_command_line_page_names_every_option():
    text = _extension("generated").command_line()
    for option in ("--link LINK", "--range TEXT", "--set KEY=VALUE", "--json", "-o, --output FILE"):
        assert option.replace(" TEXT", "") in text
