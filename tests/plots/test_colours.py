"""The colours of the house in every theme: apart for colour-blind readers, and clear of what they are drawn on.

Colour vision as G. M. Machado, M. M. Oliveira and L. A. F. Fernandes (2009) simulate it, at its most severe, and
distances as CIEDE2000, both by the package ColorAide.
"""

import re
from itertools import combinations

import matplotlib
import numpy as np
import pytest
from coloraide import Color
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from linkbudget.plots import style
from linkbudget.plots.drawing import draw
from linkbudget.plots.look_names import THEME_NAMES, WIDTH_NAMES
from linkbudget.plots.looks import WIDTHS, repaint
from linkbudget.plots.style import THEMES, appearance, house_style, text_on
from tests.plots.conftest import colours_of, loaded

KINDS_OF_SIGHT = ("usual", "protan", "deutan", "tritan")

FIRST, FIRST_APART, ALL_APART = 5, 11.5, 9.0
"""So many colours keep this far apart, and all of them that far [CIEDE2000]; 1 is just seen, 10 at a glance."""


def seen(colour: str, sight: str) -> Color:
    """A colour as someone sees it."""
    return Color(colour) if sight == "usual" else Color(colour).filter(sight, 1.0, method="machado")


def apart(one: str, other: str, sight: str) -> float:
    """Distance between two colours for someone."""
    return Color.delta_e(seen(one, sight), seen(other, sight), method="2000")


def themed(theme: str, *colours: str) -> list[str]:
    """Colours of the house in a theme."""
    return [THEMES[theme][colour] for colour in colours]


# ---------------------------------------------------------------- colour vision


def test_the_simulation_is_that_of_the_paper():
    """Table 1 of Machado, Oliveira and Fernandes, deuteranomaly of severity 1.0, applied to linear red."""
    red = Color("srgb-linear", [1.0, 0.0, 0.0]).filter(
        "deutan", 1.0, method="machado", space="srgb-linear", out_space="srgb-linear"
    )
    np.testing.assert_allclose(red.coords(), [0.367322, 0.280085, -0.011820], atol=1e-6)


def test_the_distance_is_that_of_its_test_data():
    """G. Sharma, W. Wu and E. N. Dalal (2005), Table 1, pairs 1 and 25."""
    pairs = (
        ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
        ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
    )
    for one, other, distance in pairs:
        assert Color.delta_e(
            Color("lab-d65", one), Color("lab-d65", other), method="2000", space="lab-d65"
        ) == pytest.approx(distance, abs=1e-4)


@pytest.mark.parametrize("sight", KINDS_OF_SIGHT)
@pytest.mark.parametrize("theme", THEMES)
def test_lines_keep_apart_for_everyone(theme, sight):
    colours = themed(theme, *style.COLOURS)
    for one, other in combinations(colours[:FIRST], 2):
        assert apart(one, other, sight) >= FIRST_APART, f"{one} and {other}"
    for one, other in combinations(colours, 2):
        assert apart(one, other, sight) >= ALL_APART, f"{one} and {other}"


@pytest.mark.parametrize("sight", KINDS_OF_SIGHT)
@pytest.mark.parametrize("theme", THEMES)
def test_good_and_bad_keep_apart_for_everyone(theme, sight):
    assert apart(*themed(theme, style.GAIN, style.LOSS), sight) >= FIRST_APART
    assert apart(*themed(theme, style.GAIN_TEXT, style.LOSS_TEXT), sight) >= FIRST_APART


@pytest.mark.parametrize("theme", THEMES)
def test_bands_go_from_pale_to_strong(theme):
    (paper,) = themed(theme, style.PAPER)
    contrast = [Color(colour).contrast(paper) for colour in themed(theme, *style.WASHES, style.DEEP)]
    assert contrast == sorted(contrast)
    assert contrast[-1] > 4.5


# ---------------------------------------------------------------- contrast, WCAG 2.1


@pytest.mark.parametrize("theme", THEMES)
def test_text_has_the_contrast_that_wcag_asks_for(theme):
    (paper,) = themed(theme, style.PAPER)
    for colour in themed(theme, style.INK, style.GREY, style.GAIN_TEXT, style.LOSS_TEXT, style.DEEP):
        assert Color(colour).contrast(paper) >= 4.5, colour


@pytest.mark.parametrize("theme", THEMES)
def test_text_on_shaded_areas_has_it_too(theme):
    (palest,) = themed(theme, style.PALEST)
    for colour in themed(theme, style.INK, style.GREY):
        assert Color(colour).contrast(palest) >= 4.5, colour


@pytest.mark.parametrize("theme", THEMES)
def test_lines_have_the_contrast_that_wcag_asks_for(theme):
    (paper,) = themed(theme, style.PAPER)
    for colour in themed(theme, *style.COLOURS, style.PALE):
        assert Color(colour).contrast(paper) >= 3.0, colour


@pytest.mark.parametrize("theme", THEMES)
def test_text_on_bars_can_be_read(theme):
    for bar in (*style.COLOURS, style.GREY):
        assert Color(*themed(theme, text_on(bar))).contrast(*themed(theme, bar)) >= 4.5, bar


# ---------------------------------------------------------------- one source


def test_every_theme_has_a_colour_for_each_of_the_house():
    assert tuple(THEMES) == THEME_NAMES
    assert tuple(WIDTHS) == WIDTH_NAMES
    for theme in THEMES.values():
        assert list(theme) == list(THEMES["paper"])
        assert all(re.fullmatch("#[0-9A-F]{6}", colour) for colour in theme.values())
    assert all(old == new for old, new in THEMES["paper"].items())


def test_a_figure_can_be_painted_twice():
    """No colour of a theme is one that the theme exchanges."""
    for theme in THEMES.values():
        assert all(theme.get(colour, colour) == colour for colour in theme.values())


@pytest.mark.parametrize(
    ("kind", "theme"),
    [(kind, "dark") for kind in ("snr", "waterfall", "pattern", "sky", "trajectory", "passes")]
    + [(kind, theme) for kind in ("snr", "passes") for theme in ("screen", "slide")],
)
def test_a_theme_leaves_no_colour_of_paper(kind, theme):
    """In the dark no colour of paper stays; the other themes change some, in a figure of lines and one of shades."""
    figure = draw(loaded("sputnik24"), kind, theme=theme)
    changed = {old for old, new in THEMES[theme].items() if old != new}
    kept = set(THEMES[theme].values())
    assert not colours_of(figure) & (changed - kept)
    assert to_hex(figure.get_facecolor()).upper() == THEMES[theme][style.PAPER]


def test_others_keep_their_colours():
    figure = Figure()
    (line,) = figure.subplots().plot([1.0, 2.0], color="#123456")
    repaint(figure, THEMES["dark"])
    assert line.get_color() == "#123456"


def test_a_colour_keeps_how_opaque_it_is():
    figure = Figure()
    area = figure.subplots().fill_between([1.0, 2.0], [3.0, 4.0], color=style.INK, alpha=0.35)
    repaint(figure, THEMES["dark"])
    (colour,) = area.get_facecolor()
    assert to_hex(colour).upper() == THEMES["dark"][style.INK]
    assert colour[3] == pytest.approx(0.35)


def test_the_style_of_a_theme_has_its_colours():
    with appearance(theme="dark"):
        told = house_style()
    assert told["figure.facecolor"] == THEMES["dark"][style.PAPER]
    assert told["text.color"] == THEMES["dark"][style.INK]
    assert house_style() == style.HOUSE_STYLE
    assert set(told) <= set(matplotlib.rcParams)
