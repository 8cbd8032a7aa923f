"""The house style."""

import re
import subprocess
import sys
from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

import linkbudget.plots
from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.plots import style
from linkbudget.plots.style import canvas, chosen_links, crossings, link_style, spans, thinned


def relative_luminance(colour: str) -> float:
    """WCAG 2.2, definition of relative luminance."""
    channels = np.array(to_rgb(colour))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


# ---------------------------------------------------------------- identity


def test_links_differ_in_colour_marker_and_dashes(mars1):
    styles = [link_style(mars1, name) for name in mars1.links]
    for one, other in combinations(styles[:9], 2):  # there are no more colours that all can tell
        assert one.color != other.color
        assert one.marker != other.marker
        assert one.dashes != other.dashes
    for one, other in combinations(styles, 2):
        assert (one.color, one.marker) != (other.color, other.marker)


def test_colours_return_with_other_markers():
    many = SimpleNamespace(links={str(number): None for number in range(30)})
    styles = [link_style(many, name) for name in many.links]
    assert len(set(styles)) == 30
    assert styles[9].color == styles[0].color


def test_colours_show_on_white():
    # WCAG 2.2, 1.4.11: 3:1 where colour alone carries the meaning; markers and dashes carry it too, so 2:1 will do
    for colour in style.COLOURS:
        assert 1.05 / (relative_luminance(colour) + 0.05) > 2.0


def test_text_stands_out_from_white():
    # WCAG 2.2, 1.4.3: 4.5:1
    for colour in (style.INK, style.GREY):
        assert 1.05 / (relative_luminance(colour) + 0.05) > 4.5


def test_crossings_are_exact_for_straight_lines():
    x = np.linspace(0.0, 10.0, 7)
    np.testing.assert_allclose(crossings(x, 3.3 - x), [3.3])


def test_crossings_ignore_what_is_not_there():
    assert crossings([0.0, 1.0, 2.0, 3.0], [1.0, np.nan, -1.0, -2.0]).size == 0


def test_spans_of_flags():
    assert spans([]) == []
    assert spans([False, True, True]) == [(1, 2)]


def test_thinning_keeps_one_point_in_each_gap():
    value = np.array([np.nan, 1.0, np.nan, np.nan, 2.0, np.nan])
    (kept,) = thinned(value, keep=~np.isnan(value))
    np.testing.assert_array_equal(kept, [1.0, np.nan, 2.0])


# ---------------------------------------------------------------- shape


def test_canvas_uses_what_it_is_given():
    figure = Figure()
    (ax,) = canvas(figure)
    assert ax.figure is figure
    assert canvas(ax, 2) == [ax]
    assert len(canvas(Figure(), 2)) == 2


def test_canvas_refuses_axes_of_another_kind():
    with pytest.raises(LinkBudgetError, match="ax is a rectilinear plot: expected 'polar' axes"):
        canvas(Figure().subplots(), projection="polar")


def test_links_may_be_one_name_or_several(mars1):
    assert chosen_links(mars1, "command-3m") == ["command-3m"]
    assert chosen_links(mars1, ("command-3m", "imaging-5cm"), ("digital",)) == ["command-3m"]
    with pytest.raises(InputError, match="unknown link"):
        chosen_links(mars1, "command")
    with pytest.raises(InputError, match="mars1: nothing to draw; expected a link with pulse-position"):
        chosen_links(mars1, "command-3m", ("pulse-position",))


def test_the_package_offers_the_figures_and_nothing_else():
    assert sorted(linkbudget.plots.__all__) == linkbudget.plots.__all__ == dir(linkbudget.plots)
    for name in linkbudget.plots.__all__:
        assert callable(getattr(linkbudget.plots, name))
    with pytest.raises(AttributeError, match="no attribute 'pie'"):
        _ = linkbudget.plots.pie


def run_python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_matplotlib_is_imported_with_the_first_figure_only():
    code = (
        "import sys, linkbudget, linkbudget.plots; before = 'matplotlib' in sys.modules; "
        "linkbudget.plots.waterfall; print(before, 'matplotlib' in sys.modules, 'matplotlib.pyplot' in sys.modules)"
    )
    assert run_python(code) == "False True False"


def test_pyplot_shows_figures_where_it_is_in_use():
    code = (
        "import matplotlib; matplotlib.use('agg'); from matplotlib import pyplot; import linkbudget as lb; "
        "ax = lb.plots.snr_vs_distance(lb.load('cubesat')); print(pyplot.get_fignums(), pyplot.gcf() is ax.figure)"
    )
    assert run_python(code) == "[1] True"


def test_the_style_names_only_parameters_that_exist():
    import matplotlib

    assert set(style.HOUSE_STYLE) <= set(matplotlib.rcParams)
    assert all(re.fullmatch("#[0-9A-F]{6}", colour) for colour in style.COLOURS)


def test_no_text_is_mathematics_and_powers_are_told_by_their_letters():
    """Names and titles are strangers' text, so Matplotlib's own labels of logarithmic axes must do without it too."""

    @style.in_house_style
    def figure():
        ax = Figure().subplots()
        ax.set_title(r"Last $\frac$ contact")
        ax.loglog([1e-3, 1e2], [2e-6, 7e4])
        return ax.figure

    drawn = figure()
    drawn.draw_without_rendering()
    (ax,) = drawn.axes
    labels = [label.get_text() for axis in (ax.xaxis, ax.yaxis) for label in axis.get_ticklabels()]
    assert "10⁻³" in labels
    assert "10²" in labels
    assert not any("$" in label for label in labels)
