"""One list of figures: what is drawn anywhere stands in it, and what stands in it is everywhere."""

import ast
import inspect
from pathlib import Path

import pytest

import linkbudget.plots
from linkbudget.plots.figures import BUILT_IN, FigureKind, figures
from linkbudget.shelves import SHELVES

ROOT = Path(__file__).parents[2]
PLOTS = ROOT / "linkbudget" / "plots"
LISTED = {figure.function for figure in BUILT_IN.values()}
OPTIONS = {"link", "links", "at", "station", "timeline"}


def drawing_functions():
    """Functions of ``plots`` that draw a scenario: the first argument is one, and ``ax`` is where to draw."""
    for file in sorted(PLOTS.glob("*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                names = [argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)]
                if names[:1] == ["scenario"] and "ax" in names:
                    yield f"linkbudget.plots.{file.stem}:{node.name}"


def test_every_function_that_draws_a_scenario_is_in_the_list():
    assert set(drawing_functions()) == LISTED


@pytest.mark.parametrize("name", BUILT_IN)
def test_what_a_figure_uses_are_arguments_of_its_function(name):
    figure = BUILT_IN[name]
    module, _, function = figure.function.partition(":")
    assert set(figure.uses) <= OPTIONS
    tree = ast.parse((ROOT / (module.replace(".", "/") + ".py")).read_text(encoding="utf-8"))
    (node,) = (one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == function)
    assert set(figure.uses) <= {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}


def test_the_package_offers_every_figure_by_its_function():
    assert {function.partition(":")[2] for function in LISTED} <= set(linkbudget.plots.__all__)


def test_checkers_see_the_functions_that_the_package_offers():
    tree = ast.parse((PLOTS / "__init__.py").read_text(encoding="utf-8"))
    (hints,) = (node for node in tree.body if isinstance(node, ast.If))
    named = {name.name for node in hints.body if isinstance(node, ast.ImportFrom) for name in node.names}
    given = {node.targets[0].id: node.value.id for node in hints.body if isinstance(node, ast.Assign)}
    assert named | set(given) == set(linkbudget.plots.__all__)
    functions = {kind: figure.function.partition(":")[2] for kind, figure in BUILT_IN.items()}
    assert given == {kind: function for kind, function in functions.items() if kind != function}


@pytest.mark.parametrize("kind", BUILT_IN)
def test_every_figure_has_in_python_the_name_that_it_has_on_the_command_line(kind):
    function = BUILT_IN[kind].function.partition(":")[2]
    vars(linkbudget.plots).pop(kind, None)  # an old module of that name, if another test has imported it
    assert getattr(linkbudget.plots, kind) is getattr(linkbudget.plots, function)


def test_no_module_of_the_package_has_the_name_of_a_figure():
    assert not {file.stem for file in PLOTS.glob("*.py")} & set(linkbudget.plots.__all__)


def test_the_catalogue_and_the_help_of_plot_name_every_figure():
    from linkbudget.cli.mission_commands import plot

    assert [entry["name"] for entry in SHELVES["figures"]()] == list(figures())
    said = inspect.signature(plot).parameters["figure"].annotation.__metadata__[0].help
    assert all(name in said for name in BUILT_IN)


def test_every_figure_has_title_caption_and_need():
    for figure in BUILT_IN.values():
        assert isinstance(figure, FigureKind)
        assert figure.title
        assert figure.caption.endswith(".")
        assert figure.needs.text or figure.needs.met(None)
