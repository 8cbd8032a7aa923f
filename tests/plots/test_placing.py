"""Rules by which text finds its place."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from linkbudget.plots.placing import Event, Heading, SideLabel, SideLabels
from linkbudget.plots.stacking import spread, stacked_rows
from linkbudget.plots.style import LinkStyle

PLACES = st.lists(st.floats(0.0, 1000.0), min_size=1, max_size=7)
STYLE = LinkStyle("#000000", (4, 2), "o")


# ---------------------------------------------------------------- identity


def test_labels_with_room_stay_in_the_first_row():
    assert stacked_rows([0.0, 200.0, 400.0], [100.0, 100.0, 100.0]) == ([0, 0, 0], [False, False, False])


def test_a_label_turns_left_rather_than_take_a_row():
    assert stacked_rows([200.0, 210.0], [100.0, 100.0]) == ([0, 0], [True, False])


def test_a_label_without_room_on_the_left_takes_a_row():
    assert stacked_rows([20.0, 30.0], [100.0, 100.0]) == ([1, 0], [False, False])


def test_many_labels_are_stacked_too():
    rows, turned = stacked_rows([float(place) for place in range(12)], [100.0] * 12)
    assert rows == list(range(11, -1, -1))
    assert not any(turned)


def test_no_labels_need_no_rows():
    assert stacked_rows([], []) == ([], [])


def test_spread_leaves_alone_what_has_room():
    centres = [10.0, 50.0, 30.0]
    np.testing.assert_array_equal(spread(centres, [10.0] * 3, 0.0, 100.0), centres)


def test_spread_shares_out_a_room_that_is_too_small():
    np.testing.assert_allclose(spread([5.0, 5.0], [10.0, 10.0], 0.0, 10.0), [0.0, 10.0])


def test_spread_of_nothing_is_nothing():
    assert spread([], [], 0.0, 1.0).size == 0


# ---------------------------------------------------------------- property


@settings(max_examples=100)
@given(PLACES, st.floats(1.0, 300.0))
def test_labels_never_cover_each_other_or_a_leader(places, width):
    places = sorted(places)
    rows, turned = stacked_rows(places, [width] * len(places))
    starts = [place - width if left else place for place, left in zip(places, turned, strict=True)]
    for one in range(len(places)):
        for other in range(len(places)):
            if one != other and starts[one] < places[other] < starts[one] + width:
                assert rows[one] > rows[other]
            if one < other and rows[one] == rows[other]:
                assert starts[one] + width <= starts[other] or starts[other] + width <= starts[one]


@settings(max_examples=100)
@given(PLACES, st.floats(1.0, 80.0))
def test_spread_keeps_order_and_distance(centres, size):
    placed = spread(centres, [size] * len(centres), 0.0, 1000.0)
    order = np.argsort(centres, kind="stable")
    assert np.all(np.diff(placed[order]) >= size - 1e-6)
    assert placed.min() >= 0.5 * size - 1e-6
    assert placed.max() <= 1000.0 - 0.5 * size + 1e-6


# ---------------------------------------------------------------- shape


def drawn_axes():
    figure = Figure(layout="constrained")
    ax = figure.subplots()
    ax.plot([0.0, 10.0], [0.0, 10.0])
    ax.set_xlim(0.0, 10.0)
    return figure, ax


def test_heading_leaves_out_events_beyond_the_axis():
    _, ax = drawn_axes()
    heading = Heading(ax, "Title", events=[Event(-1.0, "before"), Event(5.0, "within"), Event(11.0, "after")])
    assert [text.get_text() for text in heading.event_texts] == ["within"]


def test_heading_makes_room_above_the_plot():
    heights = []
    for subtitle in ("", "A line that says more"):
        figure, ax = drawn_axes()
        Heading(ax, "Title", subtitle)
        FigureCanvasAgg(figure).draw()
        heights.append(ax.get_position().y1)
    assert heights[1] < heights[0] < 1.0


def test_side_labels_make_room_beside_the_plot():
    figure, ax = drawn_axes()
    SideLabels(ax, [SideLabel(10.0, 10.0, "A name that takes two lines of it", STYLE)])
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    (text,) = ax.findobj(SideLabels)[0].texts
    assert "\n" in text.get_text()
    assert text.get_window_extent(canvas.get_renderer()).x1 <= figure.bbox.x1
    assert ax.get_position().x1 < 0.8


def test_a_number_stays_with_its_unit():
    _, ax = drawn_axes()
    labels = SideLabels(ax, [SideLabel(10.0, 10.0, "imaging, one dish of 16 m", STYLE)], width=24)
    assert labels.texts[0].get_text().split("\n")[1] == "16\N{NO-BREAK SPACE}m"


def test_hidden_labels_draw_nothing():
    figure, ax = drawn_axes()
    labels = SideLabels(ax, [SideLabel(10.0, 10.0, "name", STYLE)])
    labels.set_visible(False)
    FigureCanvasAgg(figure).draw()
    assert labels.texts[0].get_position() == (0.0, 0.0)
