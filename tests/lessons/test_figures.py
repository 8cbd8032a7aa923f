"""Figures of questions: what a pupil reads off the drawn curve is the answer, and pictures are what they say."""

import re
import zlib
from base64 import b64decode
from xml.etree import ElementTree

import numpy as np
import pytest

from linkbudget.formulas.formula import named
from linkbudget.lessons.bank import kind, kinds
from linkbudget.lessons.exercise import Kind
from linkbudget.lessons.exercise_figures import Axis
from linkbudget.lessons.exercise_media import MM

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = [one for one in kinds().values() if isinstance(one, Kind) and one.figure and not one.figure.formula]
HELPED = [one for one in kinds().values() if isinstance(one, Kind) and one.figure and one.figure.formula]
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")
each_drawn = pytest.mark.parametrize("of", DRAWN, ids=lambda one: one.name)


def number(text):
    """A mark of an axis as a number."""
    power = re.fullmatch("10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", text)
    return 10.0 ** int(power[1].translate(RAISED)) if power else float(text.translate(RAISED).replace("\xa0", ""))


class Read:
    """A figure as a pupil has it: marks of axes with their places, and curves."""

    def __init__(self, content):
        root = ElementTree.fromstring(content)
        _, bold, *_ = root.iter(f"{SVG}path")
        lines = bold.get("d")
        places = {
            "across": [float(x) for x, _ in re.findall(r"M([\d.]+) ([\d.]+)V", lines)],
            "up": [float(y) for _, y in re.findall(r"M([\d.]+) ([\d.]+)H", lines)],
        }
        self.marks = {"across": [], "up": []}
        for one in root.iter(f"{SVG}text"):
            if (name := one.get("class")) in self.marks:
                beside = float(one.get("x" if name == "across" else "y"))
                line = min(places[name], key=lambda place, beside=beside: abs(place - beside))
                assert abs(line - beside) < 6.0, "a number far from its line"
                self.marks[name].append((line, number(one.text)))
        self.curves = [
            np.array([[float(part) for part in point.split(",")] for point in one.get("points").split()])
            for one in root.iter(f"{SVG}polyline")
        ]
        self.width = float(root.get("width"))

    def scale(self, name):
        """Places and values at the marks, and whether the values are in equal ratios."""
        places, values = np.array(self.marks[name]).T
        even = np.diff(values) / np.diff(places)
        is_log = not np.allclose(even, even[0], rtol=0.05)
        values = np.log10(values) if is_log else values
        slopes = np.diff(values) / np.diff(places)
        assert np.allclose(slopes, slopes[0], rtol=0.05), "neither even nor logarithmic"
        slope, start = np.polyfit(places, values, 1)
        return slope, start, is_log

    def value(self, name, place):
        """Value at a place between the marks."""
        slope, start, is_log = self.scale(name)
        found = start + slope * place
        return 10.0**found if is_log else found

    def place(self, name, value):
        """Place of a value."""
        slope, start, is_log = self.scale(name)
        return ((np.log10(value) if is_log else value) - start) / slope


def read_off(exercise):
    """Reading of the curve of an exercise, across or up, in the unit of the axis."""
    figure, kind = exercise.kind.figure, exercise.kind
    (medium,) = exercise.media
    read = Read(medium.content)
    curves = dict(zip(figure.each[1] or ("",), read.curves, strict=True))
    curve = curves[exercise.values[figure.each[0]] if figure.each[0] else ""]
    texts = {**kind.fixed, **exercise.values}
    arguments = {argument.key for argument in named(kind.formula).arguments}
    if kind.asks:
        wanted = next(value for name, value in texts.items() if name not in arguments)
        height = read.place("up", first_number(wanted))
        order = np.argsort(curve[:, 1])
        return read.value("across", np.interp(height, curve[order, 1], curve[order, 0]))
    along = read.place("across", first_number(texts[figure.over]))
    return read.value("up", np.interp(along, curve[:, 0], curve[:, 1]))


def first_number(text):
    return float(text.split(" ")[0])


@each_drawn
def test_what_is_read_off_the_curve_is_the_answer(of):
    for exercise in map(of.exercise, range(12)):
        assert read_off(exercise) == pytest.approx(exercise.answer, abs=0.25 * exercise.tolerance), exercise.text


@each_drawn
def test_the_tolerance_is_most_of_a_millimetre_on_paper(of):
    """Nobody reads finer than that; along the axis that the answer stands on."""
    for exercise in map(of.exercise, range(6)):
        (medium,) = exercise.media
        read, name = Read(medium.content), "across" if of.asks else "up"
        ends = [read.place(name, exercise.answer + sign * exercise.tolerance) for sign in (-1, 1)]
        assert abs(ends[1] - ends[0]) / 2.0 * MM >= 0.75, exercise.text


@pytest.mark.parametrize("of", [*DRAWN, *HELPED], ids=lambda one: one.name)
def test_figures_are_well_formed_small_and_drawn_once(of):
    for exercise in map(of.exercise, range(3)):
        (medium,) = exercise.media
        assert of.exercise(exercise.seed).media[0] is medium
        assert len(medium.content) < 20_000
        assert exercise.number_text(exercise.answer) not in medium.says
        ElementTree.fromstring(medium.content)
        assert "xmlns" not in medium.inline
        places = [place for name in ("across", "up") for place, _ in Read(medium.content).marks[name]]
        assert len(set(places)) == len(places) >= 8


def test_the_curve_of_bpsk_serves_those_without_a_table():
    """Error rates of a table, read off the figure that comes with the questions."""
    read = Read(kind("power-for-an-error-rate").exercise(1).media[0].content)
    (curve,) = read.curves
    for ebn0, error_rate in ((4.32, 1e-2), (6.79, 1e-3), (8.40, 1e-4), (9.59, 1e-5), (10.53, 1e-6)):
        found = np.interp(read.place("up", error_rate), curve[:, 1], curve[:, 0])
        assert read.value("across", found) == pytest.approx(ebn0, abs=0.03)


def test_axes_have_bold_and_fine_lines():
    bold, fine = Axis(0.0, 4.0, 0.0, 100.0, "", 16).lines()
    assert bold == pytest.approx([0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0])
    assert len(fine) == 32
    bold, fine = Axis(1.0, 400.0, 0.0, 100.0, "", 16).lines()
    assert bold == [1, 2, 5, 10, 20, 50, 100, 200]
    assert fine == [3, 4, 6, 7, 8, 9, 30, 40, 60, 70, 80, 90, 300, 400]


# ---------------------------------------------------------------- pictures


def greys(of):
    """Pictures of a figure, unpacked here, from left to right."""
    root = ElementTree.fromstring(of.content)
    for one in root.iter(f"{SVG}image"):
        content = b64decode(one.get("href").removeprefix("data:image/png;base64,"))
        place, data, size = 8, b"", None
        while place < len(content):
            length, name = int.from_bytes(content[place : place + 4], "big"), content[place + 4 : place + 8]
            chunk = content[place + 8 : place + 8 + length]
            checked = int.from_bytes(content[place + 8 + length : place + 12 + length], "big")
            assert checked == zlib.crc32(name + chunk)
            size = (int.from_bytes(chunk[4:8], "big"), int.from_bytes(chunk[:4], "big")) if name == b"IHDR" else size
            data += chunk if name == b"IDAT" else b""
            place += 12 + length
        rows = np.frombuffer(zlib.decompress(data), dtype=np.uint8).reshape(size[0], size[1] + 1)
        assert not rows[:, 0].any()
        yield rows[:, 1:]


def test_the_picture_from_farther_away_has_more_wrong_pixels():
    """The top right corner of the chart is black: what is not black there is wrong."""
    for exercise in map(kind("picture-from-farther-away").exercise, range(12)):
        wrong = [np.count_nonzero(grey[:3, 50:]) for grey in greys(exercise.media[0])]
        spread = [np.abs(np.diff(grey.astype(int), axis=1)).sum() for grey in greys(exercise.media[0])]
        assert exercise.answer == "AB"[int(np.argmax(spread))], (exercise.values, wrong)


def test_the_picture_of_fewer_bits_has_fewer_greys():
    for exercise in map(kind("picture-of-fewer-bits").exercise, range(12)):
        counts = [len(np.unique(grey)) for grey in greys(exercise.media[0])]
        assert counts == [int(one) for one in exercise.parts]
        assert exercise.answer == "AB"[int(np.argmin(counts))]
