"""Two recipes of CONTRIBUTING followed step by step in a copy of the tree, and the slips that the quick tests catch."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from matplotlib import get_cachedir

ROOT = Path(__file__).parents[1]
COPIED = ("linkbudget", "configs", "tests", "docs/_ext", "README.md", "CONTRIBUTING.md", "pyproject.toml", "Makefile")

EQUATION = '''
"""Layers: the loss of a lossy layer across the path."""

from linkbudget.errors import require


def layer_loss_db(depth_m):
    r"""Loss of a layer that takes a tenth of a decibel each metre.

    .. math:: L = 0.1 d

    Parameters
    ----------
    depth_m : array_like
        Depth of the layer [m].

    Returns
    -------
    ndarray or float
        Loss, same shape [dB].

    References
    ----------
    .. [1] A toy.

    Examples
    --------
    >>> print(f"{layer_loss_db(20.0):.1f} dB")
    2.0 dB
    """
    return 0.1 * require("depth_m", depth_m, at_least=0.0)
'''

LINE = '''
"""The layer across the path: its loss."""

from linkbudget.hardware.parts import Link
from linkbudget.link.ledger import Ledger
from linkbudget.physics.layers import layer_loss_db


def enter_layer(ledger: Ledger, link: Link) -> None:
    """The loss of the layer, which also adds noise."""
    if link.layer_depth_m is not None:
        ledger.less("layer_loss_db", "Layer loss", layer_loss_db, depth_m=link.layer_depth_m)
        ledger.absorbs("layer_loss_db", 290.0)
'''

TEST = """
import pytest

import linkbudget as lb
from tests.link.test_ledger import assert_sums


def test_the_layer_lowers_the_signal_by_its_loss():
    scenario = lb.load("cubesat")
    without, with_it = (
        scenario.budget("uhf-downlink", range_m=1e6, elevation_deg=30.0, settings=settings)
        for settings in ({}, {"layer_depth": "20 m"})
    )
    assert with_it["layer_loss_db"] == pytest.approx(2.0)
    assert without["received_power_dbw"] - with_it["received_power_dbw"] == pytest.approx(2.0)
    assert without["cn0_dbhz"] - with_it["cn0_dbhz"] > 2.0  # noise, too
    assert_sums(with_it)
"""

LOSS = (
    ("linkbudget/physics/layers.py", None, EQUATION),
    ("linkbudget/formulas/topics.py", "low_angle_fading ", "layers "),
    ("linkbudget/hardware/parts.py", "    Part,\n", "    Meters,\n"),
    (
        "linkbudget/hardware/parts.py",
        "    losses: dict[str, Loss] = Field(\n",
        '    layer_depth_m: Meters | None = Field(None, description="Depth of a lossy layer across the path")\n',
    ),
    ("linkbudget/link/layers.py", None, LINE),
    (
        "linkbudget/link/propagation.py",
        "from linkbudget.link.ledger import",
        "from linkbudget.link.layers import enter_layer\n",
    ),
    ("linkbudget/link/propagation.py", "    enter_radome(ledger, link, path)\n", "    enter_layer(ledger, link)\n"),
    ("tests/link/test_layers.py", None, TEST),
)
"""Steps: file, the text before which something is put (None: a new file), what is put there."""

DRAWING = '''
"""Closing margins as bars."""

from linkbudget.mission.scenario import Scenario
from linkbudget.plots.style import Canvas, canvas, chosen_links, in_house_style, settled


@in_house_style
def margin_bars(scenario: Scenario, links=None, ax: Canvas = None):
    """A bar for each link."""
    given, (ax,) = ax, canvas(ax)
    names = chosen_links(scenario, links)
    ax.barh(names, [scenario.budget_when_up(name)["closing_margin_db"] for name in names])
    ax.set_xlabel("Closing margin [dB]")
    return settled(ax, given)
'''

ENTRY = """    "bars": FigureKind(
        "linkbudget.plots.bar_plots:margin_bars",
        "Closing margins",
        "A bar for each link.",
        uses=("links",),
    ),
"""

FIGURE = (
    ("linkbudget/plots/bar_plots.py", None, DRAWING),
    ("linkbudget/plots/figures.py", '}\n"""Figures of this package by name', ENTRY),
    ("linkbudget/plots/__init__.py", "    snr = snr_vs_distance", "    bars = margin_bars\n"),
    (
        "linkbudget/plots/__init__.py",
        "    from linkbudget.plots.dates import",
        "    from linkbudget.plots.bar_plots import margin_bars as margin_bars\n",
    ),
)


def follow(root: Path, steps) -> None:
    """Do the steps of a recipe."""
    for name, before, new in steps:
        file = root / name
        if before is None:
            file.write_text(new.lstrip("\n"), encoding="utf-8")
            continue
        text = file.read_text(encoding="utf-8")
        place = text.index(before)
        file.write_text(text[:place] + new + text[place:], encoding="utf-8")


@pytest.fixture
def tree(tmp_path):
    """A copy of what the quick tests need."""
    for name in COPIED:
        source, target = ROOT / name, tmp_path / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("_build"))  # with what is compiled of it
        else:
            shutil.copy(source, target)
    return tmp_path


def run(tree: Path, *command: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", *command],
        capture_output=True,
        text=True,
        cwd=tree,
        env={"PYTHONPATH": str(tree), "PATH": "", "MPLCONFIGDIR": get_cachedir()},  # fonts are found once
    )


def quick(tree: Path, *tests: str) -> subprocess.CompletedProcess:
    return run(tree, "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests)


def steps_of(title: str) -> str:
    """Text of a recipe."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return text.partition(f"\n### {title}\n")[2].partition("\n### ")[0]


@pytest.mark.parametrize(("title", "steps"), [("A loss", LOSS), ("A figure", FIGURE)])
def test_a_recipe_names_every_file_that_its_steps_touch(title, steps):
    named = set(re.findall(r"`([\w./-]+/[\w./-]*|\w+\.md)`", steps_of(title)))
    for name, before, _ in steps:
        folder = name.rpartition("/")[0] + "/"
        assert (folder if before is None else name) in named, name


def test_a_loss_and_a_figure_by_their_recipes_pass_the_quick_tests(tree):
    follow(tree, LOSS)
    follow(tree, FIGURE)
    for command in (("ruff", "check", "."), ("ruff", "format", "--check", ".")):
        result = run(tree, *command)
        assert result.returncode == 0, result.stdout
    result = quick(
        tree,
        "tests/link/test_layers.py",
        "tests/plots/test_figures.py",
        "tests/test_names.py",
        "tests/test_docs.py::test_formula_sheet_has_a_place_for_every_module_with_equations",
        "linkbudget/physics/layers.py",
    )
    assert result.returncode == 0, result.stdout[-3000:]
    drawn = run(tree, "linkbudget", "plot", "cubesat", "bars", "-o", "bars.png")
    assert drawn.returncode == 0, drawn.stderr
    assert (tree / "bars.png").stat().st_size > 10_000


@pytest.mark.parametrize("left_out", ["linkbudget/plots/figures.py", "linkbudget/plots/__init__.py"])
def test_a_figure_without_one_of_its_steps_fails_the_quick_tests(left_out, tree):
    follow(tree, [step for step in FIGURE if step[0] != left_out])
    result = quick(tree, "tests/plots/test_figures.py")
    assert result.returncode == 1, result.stdout[-3000:]
    assert "bars" in result.stdout


def test_a_new_equation_without_its_place_on_the_sheet_fails_the_quick_tests(tree):
    follow(tree, [step for step in LOSS if step[0] != "linkbudget/formulas/topics.py"])
    test = "tests/test_docs.py::test_formula_sheet_has_a_place_for_every_module_with_equations"
    result = quick(tree, test)
    assert result.returncode == 1, result.stdout[-3000:]
    assert "layers" in result.stdout
