"""Figures of a mission's life show what was computed, for months of flight and for a day in low orbit."""

from functools import cache
from itertools import combinations

import numpy as np
import pytest

from linkbudget.formatting import percent_text, volume_text
from linkbudget.plots.drawing import draw
from linkbudget.plots.mission_life import data_volume, session_calendar, state_of_charge
from linkbudget.plots.style import PAPER
from tests.mission.conftest import CUBESAT, CUBESAT_LIFE
from tests.plots.conftest import in_one_line, loaded, texts_drawn

KINDS = ("sessions", "data", "energy")


@pytest.fixture(scope="module")
def low_orbit(tmp_path_factory):
    """A satellite that talks in every pass and flies through the Earth's shadow."""
    import linkbudget as lb

    file = tmp_path_factory.mktemp("life") / "low-orbit.toml"
    file.write_text(CUBESAT.replace('raan = "80 deg"', 'raan = "341 deg"') + CUBESAT_LIFE, encoding="utf-8")
    return lb.load(file)


@pytest.fixture(scope="module")
def texts_of(low_orbit):
    """A function that gives the texts of a figure, drawn once: of the low orbit, or of Mars 1."""

    @cache
    def texts(name: str, kind: str):
        return texts_drawn(draw(low_orbit if name == "low orbit" else loaded(name), kind))

    return texts


def points(ax):
    """All points drawn as markers, in the order of the horizontal axis."""
    drawn = [line.get_xydata() for line in ax.lines if line.get_linestyle() == "None" and len(line.get_xydata())]
    together = np.concatenate(drawn)
    return together[np.argsort(together[:, 0], kind="stable")]


def test_every_session_is_one_marker_at_its_margin(mars1):
    ax = session_calendar(mars1)
    assert points(ax)[:, 1] == pytest.approx(mars1.operations.sessions.closing_margin_db.values)


def test_filled_markers_are_sessions_that_brought_data(mars1):
    ax = session_calendar(mars1)
    filled = [
        len(line.get_xydata())
        for line in ax.lines
        if line.get_linestyle() == "None" and line.get_markerfacecolor() != PAPER
    ]
    assert sum(filled) == int((mars1.operations.sessions.outcome == "held").sum())


def test_charge_is_that_of_the_day_or_of_the_instant(mars1, low_orbit):
    for scenario, count in ((mars1, 241), (low_orbit, low_orbit.operations.energy.sizes["time"])):
        line = state_of_charge(scenario).lines[0]
        assert len(line.get_xdata()) == count
        lowest = float(scenario.operations.energy.state_of_charge.sel(case="stated").min())
        assert min(line.get_ydata()) == pytest.approx(100.0 * lowest)


def test_volume_says_what_came_home(mars1):
    ax = data_volume(mars1)
    dots = [line for line in ax.lines if line.get_marker() == "o" and line.get_markerfacecolor() != PAPER]
    returned = mars1.operations.data.returned_bit.sel(case="stated").sum("session").values
    assert sorted(float(line.get_xdata()[0]) for line in dots) == pytest.approx(sorted(returned[returned > 0.0]))
    assert sum(text.get_text() == "nothing came home" for text in ax.texts) == int((returned == 0.0).sum())


@pytest.mark.parametrize("kind", KINDS)
def test_text_of_a_low_orbit_does_not_overlap(kind, texts_of):
    for (one, a), (other, b) in combinations(texts_of("low orbit", kind), 2):
        wide, high = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        assert wide <= 1.0 or high <= 1.5, f"{one!r} and {other!r}"


def test_panels_of_sessions_have_names_and_links_their_titles(mars1, texts_of):
    seen = [in_one_line(text) for text, _ in texts_of("mars1", "sessions")]
    assert "Mars 1: all 61 sessions brought data" in seen
    assert {"Margin left at the worst moment of each session", "Rate at which each session sent"} <= set(seen)
    assert "922.76 MHz telemetry, semi-directional antenna" in seen
    assert not set(mars1.links) & set(seen)
    assert "brought no data" not in seen  # all of them did


def test_titles_say_what_came_home_and_how_far_the_battery_empties(mars1, low_orbit, texts_of):
    for name, scenario in (("mars1", mars1), ("low orbit", low_orbit)):
        seen = in_one_line(" ".join(text for text, _ in texts_of(name, "data")))
        returned = float(scenario.operations.data.returned_bit.sel(case="stated").sum())
        assert f"{volume_text(returned)} came home" in seen
        seen = in_one_line(" ".join(text for text, _ in texts_of(name, "energy")))
        lowest = float(scenario.operations.energy.state_of_charge.sel(case="stated").min())
        assert f"its battery never falls below {percent_text(lowest)}" in seen
        assert ("Bands:" in seen) == (scenario is mars1)  # the other has no ranges
