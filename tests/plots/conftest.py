"""Scenarios and timelines that the tests of figures share, and the text that a figure really draws."""

import sys
from functools import cache

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

import linkbudget

SCENARIOS = ("mars1", "sputnik24", "cubesat")


@cache
def loaded(name: str):
    """A packaged scenario, loaded once."""
    return linkbudget.load(name)


@cache
def timeline_of(name: str):
    """The timeline of a packaged scenario, run once; two-hourly where the mission is long."""
    scenario = loaded(name)
    return scenario.run(step_s=7200.0) if name == "mars1" else scenario.run()


def in_one_line(text: str) -> str:
    """A text of a figure without the line breaks and fixed spaces that its place gave it."""
    return " ".join(text.replace("-\n", "-").split())


@pytest.fixture(params=SCENARIOS)
def scenario(request):
    """Each packaged scenario."""
    return loaded(request.param)


@pytest.fixture
def mars1():
    """The reference mission."""
    return loaded("mars1")


@pytest.fixture
def mars1_timeline():
    """Its timeline."""
    return timeline_of("mars1")


@pytest.fixture
def sputnik24():
    """A low orbit."""
    return loaded("sputnik24")


@pytest.fixture(autouse=True)
def _close_figures():
    """Leave no figure open where pyplot is in use."""
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


@pytest.fixture
def drawn_texts(monkeypatch):
    """A function that draws a figure and gives the texts it drew, each with its box in pixels."""

    def draw(figure):
        seen = []
        original = Text.draw

        def recorded(self, renderer):
            if self.get_visible() and self.get_text().strip():
                seen.append((self.get_text(), self.get_window_extent(renderer)))
            return original(self, renderer)

        with monkeypatch.context() as patch:
            patch.setattr(Text, "draw", recorded)
            FigureCanvasAgg(figure).draw()
        return seen

    return draw
