"""Scenarios and timelines that the tests of figures share, and the text that a figure really draws."""

import sys
from functools import cache
from unittest import mock

import numpy as np
import pytest
from matplotlib.collections import Collection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
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


def colours_of(figure: Figure) -> set[str]:
    """Colours of everything that is drawn, but of pictures and colour maps."""
    found = []
    for artist in figure.findobj(lambda one: one.get_visible()):
        if isinstance(artist, Text):
            if artist.get_text():
                found += [artist.get_color()]
            found += [artist.get_bbox_patch().get_facecolor()] if artist.get_bbox_patch() is not None else []
        elif isinstance(artist, Line2D):
            found += [artist.get_color(), artist.get_markerfacecolor(), artist.get_markeredgecolor()]
        elif isinstance(artist, Patch):
            found += [artist.get_facecolor(), artist.get_edgecolor()]
        elif isinstance(artist, Collection) and artist.get_array() is None:
            found += [*artist.get_facecolor(), *artist.get_edgecolor()]
    return {
        to_hex(one).upper()
        for one in found
        if not (isinstance(one, str) and one in ("none", "None")) and np.ravel(one)[-1] != 0.0
    }


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


def texts_drawn(figure: Figure) -> list:
    """The texts that a figure draws, each with its box in pixels; it is laid out in full, and no pixel is painted."""
    seen = []
    original = Text.draw

    def recorded(self, renderer):
        if self.get_visible() and self.get_text().strip():
            seen.append((self.get_text(), self.get_window_extent(renderer)))
        return original(self, renderer)

    with mock.patch.object(Text, "draw", recorded):
        figure.draw_without_rendering()
    return seen


@pytest.fixture
def drawn_texts():
    """:func:`texts_drawn`."""
    return texts_drawn
