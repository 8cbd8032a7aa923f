"""Every kind of figure on every packaged scenario: labelled, legible, whole."""

import re
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text

from linkbudget.errors import InputError
from linkbudget.plots import drawing
from linkbudget.plots.drawing import draw, save_figure, write
from linkbudget.plots.figures import BUILT_IN as FIGURES
from linkbudget.plots.figures import figures_for
from linkbudget.plots.placing import Heading, SideLabels
from linkbudget.plots.style import THEMES
from tests.plots.conftest import SCENARIOS, colours_of, in_one_line, loaded, texts_drawn, timeline_of

CASES = [(name, kind) for name in SCENARIOS for kind in FIGURES if FIGURES[kind].needs.met(loaded(name))]
CASES += [("mars_express", kind) for kind in ("fan", "histogram", "tornado")]
ONE_OF_EACH_KIND = [(name, kind) for kind, name in {kind: name for name, kind in reversed(CASES)}.items()]
NAMED_ROWS = {"overview", "waterfall", "sky", "montage", "causes", "implied", "tornado"}
"""Figures whose vertical axis carries names, or none."""


@cache
def drawn(name: str, kind: str):
    timeline = timeline_of(name) if "timeline" in FIGURES[kind].uses else None
    return draw(loaded(name), kind, timeline=timeline)


@cache
def texts_of(name: str, kind: str):
    return texts_drawn(drawn(name, kind))


# ---------------------------------------------------------------- identity


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_axes_say_what_and_in_which_unit(name, kind):
    axes = drawn(name, kind).axes
    for labels, needed in (
        ([ax.get_xlabel() for ax in axes], True),
        ([ax.get_ylabel() for ax in axes], kind not in NAMED_ROWS),
    ):
        said = [label for label in labels if label]
        assert said or not needed
        assert all(re.search(r"\S \[[^\]]+\]$", label) for label in said)


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_all_text_is_inside_the_figure_and_none_overlaps(name, kind):
    figure, texts = drawn(name, kind), texts_of(name, kind)
    assert texts
    room = figure.bbox
    for text, box in texts:
        assert "\\math" not in text, "formulas are not typeset"
        inside = box.x0 >= room.x0 - 1 and box.x1 <= room.x1 + 1 and box.y0 >= room.y0 - 1 and box.y1 <= room.y1 + 1
        assert inside, f"{text!r} at {box} leaves {room}"
    for (one, a), (other, b) in combinations(texts, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert wide <= 1.0 or high <= 1.5, f"{one!r} and {other!r} overlap by {wide:.1f} x {high:.1f} pixels"


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_type_can_be_read_at_half_size(name, kind):
    sizes = [text.get_fontsize() for text in drawn(name, kind).findobj(Text) if text.get_text()]
    assert min(sizes) >= 11.0


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_figures_are_drawn_in_colours_of_the_house_alone(name, kind):
    assert colours_of(drawn(name, kind)) <= set(THEMES["paper"])


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_no_figure_shows_a_key_or_a_reference_without_its_date(name, kind):
    texts = "\n".join(text for text, _ in texts_of(name, kind))
    assert not re.search(r"\b[a-z]+(_[a-z]+)*\.[a-z]+[a-z_.]*\b", texts), "a key such as transmitter.power"
    assert "reference instant" not in texts
    words = set(re.findall(r"[\w-]+", texts))
    assert not set(loaded(name).links) & words, "links are called by their titles"


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_every_figure_has_a_claim_or_a_question_as_its_title(name, kind):
    (heading, *_) = drawn(name, kind).findobj(Heading)
    title, mission = in_one_line(heading.texts[0].get_text()), loaded(name).config.mission.title
    assert title.startswith(mission)
    assert title.removeprefix(f"{mission}: ").lower() != FIGURES[kind].title.lower()


@pytest.mark.parametrize("kind", ["snr", "margin", "picture"])
def test_event_labels_and_line_names_stay_apart_at_other_sizes(kind):
    figure = draw(loaded("mars1"), kind, timeline=timeline_of("mars1"))
    for size in ((6.0, 4.5), (16.0, 7.0)):
        figure.set_size_inches(size)
        figure.draw_without_rendering()
        renderer = FigureCanvasAgg(figure).get_renderer()
        headings = [each.event_texts for each in figure.findobj(Heading)]
        names = [each.texts for each in figure.findobj(SideLabels)]
        assert headings
        assert all(headings)
        for texts in [*headings, *(names if size[1] > 6.0 else [])]:
            boxes = [text.get_window_extent(renderer) for text in texts]
            assert not any(a.padded(-1).overlaps(b) for a, b in combinations(boxes, 2))


@pytest.mark.parametrize(("name", "kind"), [case for case in CASES if case[1] in ("snr", "margin", "rate")])
def test_every_link_is_drawn(name, kind):
    labels = {line.get_label() for ax in drawn(name, kind).axes for line in ax.lines}
    assert set(loaded(name).links) <= labels


def test_same_figure_gives_the_same_file(tmp_path):
    for suffix in drawing.SUFFIXES:
        files = [tmp_path / f"{number}{suffix}" for number in range(2)]
        for file in files:
            save_figure(loaded("sputnik24"), "pattern", file)
        assert files[0].read_bytes() == files[1].read_bytes()


def test_svg_needs_nothing_from_outside(tmp_path):
    text = save_figure(loaded("sputnik24"), "snr", tmp_path / "snr.svg").read_text()
    assert "<text" not in text
    assert "<dc:date>" not in text
    assert "Mars 2MV-3 No. 1 (Sputnik 24): Signal-to-noise ratio against distance" in text
    assert not re.findall(r'(?:href|src)="(?!#)', text.split("</metadata>")[1])


def test_svg_files_are_light(tmp_path):
    """The most crowded ones: every kind of the reference mission, and what it has not of a low orbit."""
    for name, kind in ONE_OF_EACH_KIND:
        file = tmp_path / f"{name}-{kind}.svg"
        write(drawn(name, kind), file)
        assert file.stat().st_size < (450_000 if kind == "montage" else 250_000), file.name  # a montage holds pictures


# ---------------------------------------------------------------- shape


def test_figures_for_names_what_applies():
    assert figures_for(loaded("mars1")) == [
        "overview",
        "trajectory",
        "snr",
        "margin",
        "rate",
        "waterfall",
        "picture",
        "montage",
        "time",
        "pattern",
        "sky",
        "sessions",
        "data",
        "energy",
        "causes",
        "implied",
        "evidence",
        "fan",
        "histogram",
        "tornado",
        "poster",
    ]
    assert "passes" in figures_for(loaded("sputnik24"))
    assert "picture" not in figures_for(loaded("sputnik24"))
    assert not {"fan", "histogram", "tornado"} & set(figures_for(loaded("sputnik24")))  # its ranges have no shape


def test_every_kind_has_title_and_caption():
    for figure in FIGURES.values():
        assert figure.title
        assert figure.caption.endswith(".")


@pytest.mark.parametrize(("name", "kind"), [case for case in ONE_OF_EACH_KIND if case[1] != "sky"])
def test_functions_draw_in_the_axes_they_are_given(name, kind):
    given = Figure(layout="constrained").subplots()
    options = {"timeline": timeline_of(name)} if "timeline" in FIGURES[kind].uses else {}
    assert FIGURES[kind].draw(loaded(name), ax=given, **options) is given
    assert given.has_data()
    assert len(given.figure.axes) == 1


def test_functions_fill_a_subfigure():
    left, right = Figure(layout="constrained", figsize=(16, 6)).subfigures(1, 2)
    ax = FIGURES["passes"].draw(loaded("sputnik24"), ax=left)
    assert ax in left.axes
    assert not right.axes


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf", ".PNG"])
def test_saved_files_are_what_their_name_says(tmp_path, suffix):
    file = save_figure(loaded("cubesat"), "snr", tmp_path / f"figure{suffix}")
    start = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}[suffix.lower()]
    assert file.read_bytes().startswith(start)


# ---------------------------------------------------------------- errors


def test_unknown_ending_is_refused_in_one_line(tmp_path):
    with pytest.raises(InputError, match=r"figure\.bmp: unknown kind of file '\.bmp'; expected one of \.png, \.svg"):
        save_figure(loaded("cubesat"), "snr", tmp_path / "figure.bmp")
    assert not list(tmp_path.iterdir())


def test_unknown_kind_is_refused_in_one_line(tmp_path):
    with pytest.raises(InputError, match="pi: unknown figure; expected one of overview, trajectory"):
        save_figure(loaded("cubesat"), "pi", tmp_path / "pie.png")


def test_kind_that_makes_no_sense_is_refused_in_one_line(tmp_path):
    with pytest.raises(
        InputError, match=r"mars1: no passes figure, which needs an orbit near the Earth .*; expected one"
    ):
        save_figure(loaded("mars1"), "passes", tmp_path / "passes.png")


@pytest.mark.parametrize("before", [None, b"old"])
def test_a_figure_that_fails_leaves_what_was_there(tmp_path, monkeypatch, before):
    file = tmp_path / "figure.png"
    if before is not None:
        file.write_bytes(before)

    def fails(self, renderer):
        raise RuntimeError("no ink")

    figure = draw(loaded("cubesat"), "waterfall")
    monkeypatch.setattr(Annotation, "draw", fails)
    with pytest.raises(RuntimeError, match="no ink"):
        write(figure, file)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == ([] if before is None else [before])


def test_a_link_can_be_drawn_alone():
    figure = draw(loaded("mars1"), "snr", link="command-3m")
    labels = {line.get_label() for line in figure.axes[0].lines}
    assert labels & set(loaded("mars1").links) == {"command-3m"}


def test_an_unknown_link_is_refused_with_the_nearest_name():
    with pytest.raises(InputError, match="did you mean 'command-3m'"):
        draw(loaded("mars1"), "waterfall", link="command-3mm")


def test_drawing_leaves_the_callers_settings_alone():
    import matplotlib

    before = dict(matplotlib.rcParams)
    draw(loaded("cubesat"), "pattern")
    assert dict(matplotlib.rcParams) == before


def test_white_is_behind_every_figure(tmp_path):
    from PIL import Image

    file = save_figure(loaded("cubesat"), "snr", tmp_path / "snr.png")
    with Image.open(file) as image:
        assert image.size == (1500, 960)
        assert np.all(np.asarray(image.convert("RGB"))[:3, :3] == 255)
