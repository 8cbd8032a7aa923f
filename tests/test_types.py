"""Hints for type checkers: what users see of the package, and how much of it no checker sees.

mypy, which ``make lint`` runs, reads this file too and holds the types that are asserted here against the package.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import assert_type

import numpy as np
import xarray as xr
from matplotlib.axes import Axes

import linkbudget as lb
from linkbudget.hardware.antenna_kinds import AntennaPart, OmnidirectionalAntenna
from linkbudget.hardware.values import with_value
from linkbudget.link.budget import Budget
from linkbudget.mission.scenario import Scenario
from linkbudget.mission.sight import NotedCase
from linkbudget.parameters import Parameter, Status
from linkbudget.studies.axes import axis
from linkbudget.studies.montecarlo import MonteCarlo, montecarlo
from linkbudget.studies.sweep import sweep

PACKAGE = Path(lb.__file__).parent

MOST_IGNORES = 5
"""Lines of the package that no checker looks at.  Each says why; the number only falls."""


def test_the_types_of_a_scenario_and_its_budgets_are_known() -> None:
    scenario = assert_type(lb.load("mars1"), Scenario)
    budget = assert_type(scenario.budget("imaging-5cm-one-dish", range_m=106.76e9), Budget)
    assert budget.verdict.closes
    case = assert_type(scenario.case("imaging-5cm-one-dish", range_m=106.76e9), NotedCase)
    power = assert_type(case.link.transmitter.power_w, Parameter | None)
    assert power is not None
    assert assert_type(power.status, Status | None) == "documented"


def test_the_types_of_studies_are_known() -> None:
    case = lb.load("mars1").case("imaging-5cm-one-dish", range_m=106.76e9)
    found = assert_type(montecarlo(case, 64), MonteCarlo)
    assert_type(lb.montecarlo(case, 64), MonteCarlo)
    assert_type(lb.sweep(case, "range=10e6 km..20e6 km:3"), xr.Dataset)
    assert_type(found.margins, xr.Dataset)
    answer = assert_type(sweep(case, [axis("range=10e6 km..20e6 km:3", case)]), xr.Dataset)
    assert answer.sizes["range"] == 3


def test_figures_have_their_parameters_and_results() -> None:
    drawn: Callable[[Scenario], Axes] = lb.plots.snr_vs_distance
    assert isinstance(assert_type(lb.plots.waterfall(lb.load("cubesat"), "uhf-downlink"), Axes), Axes)
    assert callable(drawn)


def test_a_part_with_another_number_is_of_the_same_kind() -> None:
    antenna = OmnidirectionalAntenna.model_validate({"gain": "0 dBi", "polarization": "linear"})
    other = assert_type(with_value(antenna, "gain", np.float64(2.0)), OmnidirectionalAntenna)
    assert assert_type(other.gain_dbi, Parameter).value == 2.0
    assert isinstance(other, AntennaPart)


def test_the_package_tells_checkers_that_it_has_hints() -> None:
    assert (PACKAGE / "py.typed").is_file()


def test_lines_that_no_checker_looks_at_become_fewer() -> None:
    texts = {file: file.read_text(encoding="utf-8").splitlines() for file in PACKAGE.rglob("*.py")}
    ignored = [line for lines in texts.values() for line in lines if "# type: ignore" in line]
    assert len(ignored) <= MOST_IGNORES, "give the line a hint that holds, or say in the review why none does"
    assert len(ignored) >= MOST_IGNORES, f"fewer than before: set MOST_IGNORES to {len(ignored)}"
    assert all(re.search(r"# type: ignore\[[a-z-]+\]  # \w", line) for line in ignored)
