"""Figures that a file allows: where passes are, and files that are wrong; the other scenarios are in another file."""

import pytest

from linkbudget.plots import stated_needs
from linkbudget.plots.figures import BUILT_IN, figures_for, figures_stated
from tests.plots.conftest import loaded


@pytest.mark.parametrize(
    ("name", "there"), [("sputnik24", True), ("lro", True), ("mars1", False), ("geostationary", False)]
)
def test_passes_are_offered_where_something_rises_or_sets(name, there):
    assert ("passes" in figures_for(loaded(name))) == there


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"links": 3, "trajectory": 7},
        {"links": {"a": 1, "b": {"modulation": "digital", "receiver": []}}},
        {"observations": {"report": "held"}, "antennas": [1], "trajectory": {"kind": ["tle"]}},
        {"mission": "x", "links": {"a": {"transmitter": {"antenna": {"kind": {"value": None}}, "pointing_error": 1}}}},
    ],
)
def test_files_that_are_wrong_are_no_mistake_here(data):
    assert set(figures_stated(data)) <= set(BUILT_IN)


def test_a_value_may_have_a_status():
    assert stated_needs.value_of({"value": "tle", "status": "documented"}) == "tle"
    assert stated_needs.value_of("tle") == "tle"
