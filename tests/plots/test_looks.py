"""Figures fitted to a phone and to a projector: whole, legible, nothing over anything else."""

from functools import cache
from itertools import combinations

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

import linkbudget.plots
from linkbudget.errors import InputError
from linkbudget.plots.drawing import draw, save_figure, write
from linkbudget.plots.figures import BUILT_IN
from linkbudget.plots.looks import WIDTHS, current, for_width, is_narrow, look_of, sized_figure
from linkbudget.plots.placing import Event, Heading, SideLabel, SideLabels
from linkbudget.plots.style import LinkStyle, appearance, whole_figure
from tests.plots.conftest import loaded, timeline_of

PHONE_PIXELS, LEAST_PIXELS = 360.0, 11.0
"""Width at which a narrow figure is shown, and the height that its type then has at least [CSS pixels]."""

CASES = [("mars1", kind) for kind in BUILT_IN if kind not in ("passes", "poster", "evidence")]
CASES += [("sputnik24", kind) for kind in ("trajectory", "margin", "pattern", "passes", "sky")]


@cache
def drawn(name: str, kind: str, width: str) -> Figure:
    timeline = timeline_of(name) if "timeline" in BUILT_IN[kind].uses else None
    return draw(loaded(name), kind, timeline=timeline, width=width)


def assert_whole(figure: Figure, texts) -> None:
    """All text inside the figure, and none over another."""
    room = figure.bbox
    for text, box in texts:
        inside = box.x0 >= room.x0 - 1 and box.x1 <= room.x1 + 1 and box.y0 >= room.y0 - 1 and box.y1 <= room.y1 + 1
        assert inside, f"{text!r} at {box} leaves {room}"
    for (one, a), (other, b) in combinations(texts, 2):
        wide, high = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        assert wide <= 1.0 or high <= 2.0, f"{one!r} and {other!r} overlap by {wide:.1f} x {high:.1f} pixels"


# ---------------------------------------------------------------- every figure


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_narrow_figures_are_whole(name, kind, drawn_texts):
    figure = drawn(name, kind, "narrow")
    assert_whole(figure, drawn_texts(figure))


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_narrow_figures_can_be_read_on_a_phone(name, kind):
    figure = drawn(name, kind, "narrow")
    across, height = figure.get_size_inches()
    assert 4.0 <= across <= 4.5
    assert height > (0.8 if (name, kind) == ("sputnik24", "trajectory") else 1.0) * across
    points = min(text.get_fontsize() for text in figure.findobj(Text) if text.get_text() and text.get_visible())
    assert points * PHONE_PIXELS / (72.0 * across) >= LEAST_PIXELS


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_plots_of_narrow_figures_have_most_of_the_width(name, kind):
    figure = drawn(name, kind, "narrow")
    boxes = [ax.get_position(original=True) for ax in figure.axes]
    assert max(box.x1 for box in boxes) - min(box.x0 for box in boxes) > 0.6


@pytest.mark.parametrize("kind", ["snr", "margin", "waterfall", "histogram", "sky"])
def test_slides_are_whole_and_fill_a_screen(kind, drawn_texts):
    figure = drawn("mars1", kind, "slide")
    across, height = figure.get_size_inches()
    assert across / height == pytest.approx(16.0 / 9.0, rel=0.01)
    page_points_per_height = 11.0 / draw(loaded("sputnik24"), "snr").get_size_inches()[1]
    assert 11.0 / height > page_points_per_height, "type is larger than that of a page"
    assert_whole(figure, drawn_texts(figure))


# ---------------------------------------------------------------- how they are drawn


def test_lines_are_named_below_a_narrow_plot_in_the_order_of_their_ends():
    with appearance("narrow"):
        figure = sized_figure((10.0, 6.4))
        ax = figure.subplots()
        ax.plot([0.0, 1.0], [0.0, 1.0])
        names = SideLabels(
            ax, [SideLabel(1.0, y, f"{y:g}", LinkStyle("#000000", (4, 2), "o")) for y in (0.2, 0.9, 0.5)]
        )
        figure.draw_without_rendering()
    places = {text.get_text(): text.get_position() for text in names.texts}
    assert [text for text, _ in sorted(places.items(), key=lambda one: one[1])] == ["0.9", "0.5", "0.2"]
    assert max(y for _, y in places.values()) < ax.bbox.y0


def test_events_without_room_are_numbered_and_explained():
    with appearance("narrow"):
        figure = sized_figure((10.0, 6.4))
        ax = figure.subplots()
        ax.set_xlim(0.0, 10.0)
        events = [Event(4.6 + 0.1 * place, f"An event with a long name, {place}") for place in range(3)]
        heading = Heading(ax, "Title", "", events)
        figure.draw_without_rendering()
    assert [text.get_text() for text in heading.event_texts] == ["1", "2", "3"]
    said = " ".join(text.get_text() for text in heading.texts).replace("\n", " ")
    assert all(event.text in said for event in events)


def test_events_with_room_stand_at_their_lines():
    with appearance("narrow"):
        figure = sized_figure((10.0, 6.4))
        ax = figure.subplots()
        ax.set_xlim(0.0, 10.0)
        heading = Heading(ax, "Title", "", [Event(9.0, "Last contact")])
        figure.draw_without_rendering()
    (text,) = heading.event_texts
    assert (text.get_text(), text.get_horizontalalignment()) == ("Last contact", "right")


def test_the_look_ends_with_its_block():
    with appearance("narrow", "dark"):
        assert is_narrow()
        assert for_width("page", "phone") == "phone"
        inner = linkbudget.plots.snr(loaded("cubesat"))
    assert not is_narrow()
    assert current().colours is None
    assert look_of(whole_figure(inner)).width is WIDTHS["narrow"]


def test_the_theme_of_a_projector_is_as_wide_as_one():
    assert draw(loaded("cubesat"), "pattern", theme="slide").get_size_inches()[0] >= 8.0
    with appearance(theme="slide"):
        assert current().width is WIDTHS["slide"]
    with appearance("narrow", "slide"):
        assert current().width is WIDTHS["narrow"]


def test_a_theme_does_not_move_anything(drawn_texts):
    paper, dark = (drawn_texts(draw(loaded("cubesat"), "snr", theme=theme)) for theme in ("paper", "dark"))
    assert [text for text, _ in paper] == [text for text, _ in dark]
    for (_, one), (_, other) in zip(paper, dark, strict=True):
        np.testing.assert_allclose(one.bounds, other.bounds, atol=0.01)


@pytest.mark.parametrize(("width", "pixels"), [("page", 1500), ("narrow", 1080), ("slide", 1920)])
def test_files_have_the_pixels_of_their_width(tmp_path, width, pixels):
    file = save_figure(loaded("cubesat"), "pattern", tmp_path / "figure.png", width=width)
    with Image.open(file) as image:
        assert image.size[0] == pixels


def test_a_dark_file_is_dark_to_its_edge(tmp_path):
    figure = draw(loaded("cubesat"), "pattern", theme="dark")
    write(figure, tmp_path / "figure.png")
    with Image.open(tmp_path / "figure.png") as image:
        assert np.asarray(image.convert("L"))[:3].max() < 40


def test_sheets_of_paper_keep_their_size():
    assert draw(loaded("cubesat"), "poster", width="narrow").get_size_inches().tolist() == [16.54, 11.69]


# ---------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("look", "said"),
    [
        ({"width": "narow"}, r"narow: unknown width; did you mean 'narrow'\?"),
        ({"theme": "drak"}, r"drak: unknown theme; did you mean 'dark'\?"),
        ({"theme": ""}, r": unknown theme; expected one of paper"),
    ],
)
def test_other_names_are_refused_in_one_line(look, said):
    with pytest.raises(InputError, match=said):
        draw(loaded("cubesat"), "snr", **look)
