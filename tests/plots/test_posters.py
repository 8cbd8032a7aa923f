"""The poster: which links are on it, and what it says of them."""

import numpy as np
import pytest

from linkbudget.geometry.clock import parse_utc, skyfield_time
from linkbudget.geometry.kernel import body
from linkbudget.plots.drawing import draw
from linkbudget.plots.placing import SideLabels
from linkbudget.plots.posters import HEAVENLY, main_links, poster
from tests.plots.conftest import loaded

# ---------------------------------------------------------------- reference


@pytest.mark.parametrize(
    ("name", "tolerance"), [("Moon", 0.002), ("Venus", 0.05), ("Mars", 0.02), ("Jupiter", 0.01), ("Saturn", 0.02)]
)
def test_planets_lie_where_the_ephemeris_has_them(name, tolerance):
    """Over the 150 years of the ephemeris; of the outer planets the fact sheets go by mean orbits."""
    step_s = 0.25 * 86_400.0 if name == "Moon" else 4.0 * 86_400.0
    first, last = parse_utc("1961-01-01"), parse_utc("1991-01-01" if name != "Moon" else "1981-01-01")
    way = body(name.lower()) - body("earth")
    distance_m = way.at(skyfield_time(np.arange(first, last, step_s))).distance().m
    np.testing.assert_allclose([distance_m.min(), distance_m.max()], HEAVENLY[name], rtol=tolerance)


# ---------------------------------------------------------------- identity


def test_each_transmitter_of_mars_1_is_there_by_its_best_link(mars1):
    names = main_links(mars1)
    frequencies = {mars1.links[name].carrier_hz.value for name in names}
    assert len(names) == len(frequencies) == 4
    assert all(mars1.links[name].direction == "downlink" for name in names)


def test_main_links_come_in_the_order_of_their_reach(mars1):
    reaches = []
    for name in main_links(mars1):
        range_m = np.geomspace(1e9, 1e13, 400)
        closes = mars1.budget(name, range_m=range_m)["closing_margin_db"] >= 0.0
        reaches.append(range_m[closes].max())
    assert reaches == sorted(reaches, reverse=True)


def test_the_poster_says_what_each_ratio_is_of(mars1):
    figure = draw(mars1, "poster")
    (names,) = figure.findobj(SideLabels)
    said = " ".join(text.get_text().replace("\n", " ") for text in names.texts)
    assert [said.count(word) for word in ("per bit", "per pulse", "per pixel")] == [2, 1, 1]
    assert "707\N{NO-BREAK SPACE}million\N{NO-BREAK SPACE}km" in said


def test_the_poster_marks_planets_and_the_last_contact(mars1, drawn_texts):
    texts = [text for text, _ in drawn_texts(draw(mars1, "poster"))]
    assert "Last contact" in texts
    assert any(text.startswith("Mars, 55.7 to 401") for text in texts)
    assert not any("Gyroscopic" in text for text in texts)


def test_links_can_be_chosen(mars1):
    labels = {line.get_label() for line in poster(mars1, links=["command-3m", "command-39cm"]).lines}
    assert labels & set(mars1.links) == {"command-3m", "command-39cm"}


# ---------------------------------------------------------------- shape


@pytest.mark.parametrize("name", ["mars1", "sputnik24", "voyager1_jupiter", "lro", "geostationary"])
def test_the_sheet_is_a3_and_its_type_is_large(name):
    from matplotlib.text import Text

    figure = draw(loaded(name), "poster")
    assert figure.get_size_inches() * 25.4 == pytest.approx([420.0, 297.0], abs=0.2)
    assert min(text.get_fontsize() for text in figure.findobj(Text) if text.get_text()) >= 17.0


@pytest.mark.parametrize("name", ["mars1", "sputnik24", "voyager1_jupiter"])
def test_no_words_of_the_sheet_overlap(name, drawn_texts):
    from tests.plots.test_looks import assert_whole

    figure = draw(loaded(name), "poster")
    assert_whole(figure, drawn_texts(figure))
