"""Sixty years of links as a figure: what it draws, and that its names find room."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from linkbudget.errors import InputError
from linkbudget.mission.history import COMPANY, LINE, SHARES, milestone, steps
from linkbudget.plots.link_history import save_sixty_years, sixty_years
from linkbudget.plots.point_labels import PointLabels
from linkbudget.plots.style import PAPER


@pytest.fixture(scope="module")
def drawn():
    figure = Figure(figsize=(11.0, 12.0), layout="constrained")
    sixty_years(ax=figure)
    figure.draw_without_rendering()
    return figure


def test_every_link_is_a_point_at_its_value(drawn):
    points = {line.get_label(): line.get_xydata() for line in drawn.axes[0].lines}
    for name in COMPANY:
        one = milestone(name)
        assert points[name][0] == pytest.approx([one.year, one.rate_distance_bps_km2])


def test_assumed_bit_rates_are_hollow(drawn):
    faces = {line.get_label(): line.get_markerfacecolor() for line in drawn.axes[0].lines}
    assert {name for name in COMPANY if faces[name] == PAPER} == {
        name for name in COMPANY if milestone(name).is_assumed
    }


def test_columns_hold_every_part_of_every_step(drawn):
    heights = sorted(patch.get_height() for patch in drawn.axes[1].patches if patch.get_width() > 0.0)
    expected = sorted(value for step in steps() for value in step.shares_db.values())
    assert heights == pytest.approx(expected)
    assert len(heights) == len(SHARES) * (len(LINE) - 1)


def test_names_cover_neither_each_other_nor_the_points(drawn):
    ax = drawn.axes[0]
    labels = next(artist for artist in ax.artists if isinstance(artist, PointLabels))
    renderer = drawn._get_renderer()
    boxes = [text.get_window_extent(renderer) for text in labels.texts]
    names = [Bbox.union(pair) for pair in zip(boxes[::2], boxes[1::2], strict=True)]
    assert len(names) == len(COMPANY)
    for one, other in combinations(names, 2):
        assert not one.padded(-1.0).overlaps(other)
    spots = ax.transData.transform([(milestone(name).year, milestone(name).rate_distance_bps_km2) for name in COMPANY])
    for box in names:
        assert not any(box.contains(*spot) for spot in spots)
        assert ax.bbox.padded(1.0).contains(box.x0, box.y0)
        assert ax.bbox.padded(1.0).contains(box.x1, box.y1)


def test_axes_given_hold_the_upper_panel_alone():
    figure = Figure()
    ax = figure.subplots()
    assert sixty_years(ax=ax) is ax
    assert len(figure.axes) == 1


def test_the_figure_is_written_whole_and_the_same_twice(tmp_path):
    files = [save_sixty_years(tmp_path / f"{number}.png", ["cubesat:uhf-downlink"]) for number in range(2)]
    assert files[0].read_bytes() == files[1].read_bytes()
    with pytest.raises(InputError, match="unknown kind of file"):
        save_sixty_years(tmp_path / "years.bmp")


def test_right_axis_reads_the_rate_from_mars(drawn):
    right = drawn.axes[0].child_axes[0]
    low, high = right.get_ylim()
    assert np.array(drawn.axes[0].get_ylim()) / 225e6**2 == pytest.approx([low, high])


def test_all_text_is_inside_the_figure_and_none_overlaps(drawn, drawn_texts):
    texts = drawn_texts(drawn)
    for text, box in texts:
        assert drawn.bbox.x0 - 1 <= box.x0 and box.x1 <= drawn.bbox.x1 + 1, text  # noqa: PT018
    for (one, a), (other, b) in combinations(texts, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert wide <= 1.0 or high <= 1.5, f"{one!r} and {other!r} overlap by {wide:.1f} x {high:.1f} pixels"
