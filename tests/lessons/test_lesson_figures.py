"""Figures of the lessons: whole, legible, in the colours of the house."""

from itertools import combinations

import pytest
from matplotlib.text import Text

from linkbudget.errors import InputError
from linkbudget.lessons.figures import lesson_figure, names
from linkbudget.plots.style import THEMES
from tests.plots.conftest import colours_of, texts_drawn


@pytest.mark.parametrize("name", names())
def test_a_figure_of_a_lesson_is_whole_and_legible(name):
    figure = lesson_figure(name)
    texts = texts_drawn(figure)
    room = figure.bbox
    for text, box in texts:
        inside = box.x0 >= room.x0 - 1 and box.x1 <= room.x1 + 1 and box.y0 >= room.y0 - 1 and box.y1 <= room.y1 + 1
        assert inside, f"{text!r} leaves the figure"
    for (one, a), (other, b) in combinations(texts, 2):
        wide, high = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        assert wide <= 1.0 or high <= 1.5, f"{one!r} and {other!r} overlap by {wide:.1f} x {high:.1f} pixels"
    assert min(text.get_fontsize() for text in figure.findobj(Text) if text.get_text()) >= 11.0
    pixels = {one for one in colours_of(figure) if one[1:3] == one[3:5] == one[5:]}  # greys that are pixels
    assert colours_of(figure) - pixels <= set(THEMES["paper"])
    assert figure.get_label(), "a name for its file"


def test_a_figure_that_there_is_not():
    with pytest.raises(InputError, match="did you mean 'where-noise-comes-from'"):
        lesson_figure("where-noise-comes")
