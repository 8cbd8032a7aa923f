"""Every example runs by itself, without a warning, and draws figures whose axes say what they show."""

import runpy
from pathlib import Path

import matplotlib
import pytest

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("plot_*.py"))


@pytest.fixture
def pyplot():
    matplotlib.use("Agg")
    from matplotlib import pyplot

    pyplot.close("all")
    yield pyplot
    pyplot.close("all")


def test_there_are_examples():
    assert len(EXAMPLES) >= 5


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_example_draws_labelled_figures(file, pyplot, monkeypatch, capsys):
    monkeypatch.setattr(pyplot, "show", lambda: None)
    runpy.run_path(str(file), run_name="__main__")
    figures = [pyplot.figure(number) for number in pyplot.get_fignums()]
    assert figures
    for figure in figures:
        drawn = [ax for ax in figure.axes if ax.has_data()]
        assert drawn
        for ax in drawn:
            no_scale = ax.name == "polar" or len(ax.get_yticks()) == 0 or _has_names_for_rows(ax)
            assert ax.get_ylabel() or no_scale or _is_beside_a_labelled_one(ax, drawn)
        assert any(ax.get_xlabel() for ax in drawn)


def _has_names_for_rows(ax) -> bool:
    return all(label.get_text()[:1].isalpha() for label in ax.get_yticklabels())


def _is_beside_a_labelled_one(ax, others) -> bool:
    return any(other.get_ylabel() for other in ax.get_shared_y_axes().get_siblings(ax) if other in others)


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_example_opens_with_a_title_and_what_it_shows(file):
    _, title, underline, blank, idea = file.read_text(encoding="utf-8").splitlines()[0:5]
    del _
    assert underline == "=" * len(title)
    assert blank == ""
    assert idea
