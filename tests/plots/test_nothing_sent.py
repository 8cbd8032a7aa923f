"""Figures of a mission whose only session returns nothing, and of a link without a rate."""

import numpy as np
import pytest

import linkbudget as lb
import linkbudget.report.run
from linkbudget.plots.drawing import draw
from linkbudget.plots.figures import figures_for
from linkbudget.report.html import MAIN
from linkbudget.report.run import run_mission
from tests.mission.conftest import CUBESAT

LIFE = """
[sessions]
answers = ["uhf-downlink"]
acquisition = "1 min"
[[sessions.calendar]]
from = "2026-03-01T00:00:00Z"
every = "30 d"
[instruments.camera]
title = "Camera"
rate = "1 kbit/s"
priority = 1
[recorder]
capacity = "1 Mbit"
"""


@pytest.fixture
def silent(tmp_path):
    """A satellite of a nanowatt with one session, in which its link never closes."""
    text = CUBESAT.replace('power = "30 dBm"', 'power = "1e-9 W"')
    assert text != CUBESAT
    file = tmp_path / "silent.toml"
    file.write_text(text + LIFE, encoding="utf-8")
    loaded = lb.load(file)
    sessions = loaded.operations.sessions
    assert sessions.sizes["session"] == 1
    assert not np.any(sessions.rate_bps.values > 0.0)
    return loaded


@pytest.mark.parametrize(("kind", "words"), [("sessions", "no session had a rate"), ("data", "nothing came home")])
def test_a_figure_says_that_nothing_came(silent, kind, words):
    figure = draw(silent, kind)
    figure.draw_without_rendering()
    assert words in [text.get_text() for ax in figure.axes for text in ax.texts]


def test_all_other_figures_are_drawn_too(silent):
    timeline = silent.run()
    for kind in set(figures_for(silent)) - {"overview", "sessions", "data", "poster"}:
        for width in ("page", "narrow") if kind in MAIN else ("page",):
            draw(silent, kind, timeline=timeline, width=width)


def test_a_whole_run_of_a_mission_that_says_nothing(silent, tmp_path, monkeypatch):
    """With the figures of its silence; those of every mission are drawn above."""
    monkeypatch.setattr(linkbudget.report.run, "figures_for", lambda scenario: ["overview", "sessions", "data"])
    files = run_mission(silent, tmp_path / "out")
    assert {"sessions.png", "report.html"} <= set(files)


def test_the_margin_of_a_threshold_alone_is_drawn():
    ax = draw(lb.load("unitec1"), "margin").axes[0]
    drawn = [line.get_ydata() for line in ax.lines if not str(line.get_label()).startswith("_")]
    assert any(np.isfinite(values).any() for values in drawn)
    assert "Data margin" not in [text.get_text() for text in ax.texts]
