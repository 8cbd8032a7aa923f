"""The montage and the time of a picture: what they show is what the budgets say."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from linkbudget.errors import InputError
from linkbudget.mission.chart import draw_chart
from linkbudget.mission.imaging import send_picture
from linkbudget.plots.pictures import MONTAGE_M, PIXELS, SEED, montage, picture_time_vs_distance
from tests.plots.conftest import loaded

LINKS = ["television-8cm", "imaging-5cm", "imaging-5cm-one-dish"]


@pytest.fixture(scope="module")
def rows():
    figure = Figure(figsize=(10.0, 11.6), layout="constrained")
    montage(loaded("mars1"), ax=figure)
    return figure.axes


def test_a_row_for_each_link_and_one_of_three_decibels(rows):
    assert [row.get_title(loc="left") for row in rows[:3]] == [loaded("mars1").links[name].title for name in LINKS]
    assert rows[3].get_title(loc="left").startswith("Three decibels at a time: 5 cm pulse-position imaging, one dish")
    assert [len(row.get_xticks()) for row in rows] == [len(MONTAGE_M)] * 4


def test_pictures_are_those_that_the_channel_gives(rows):
    budget = loaded("mars1").budget(LINKS[2], range_m=MONTAGE_M[-1])
    received = send_picture(budget, draw_chart(PIXELS), seed=SEED)
    strip = np.asarray(rows[2].images[0].get_array())
    assert np.array_equal(strip[:, -PIXELS:], received.grey)
    said = rows[2].get_xticklabels()[-1].get_text().split("\n")
    assert said[1] == f"{received.psnr_db:.1f} dB"
    assert said[0] == "400 million km"


def test_half_the_power_is_the_same_as_root_two_of_the_distance(rows):
    """The row of powers holds the picture of 283 million km again, at 400 million km with twice the power."""
    far, power = (rows[place].get_xticklabels() for place in (2, 3))
    assert power[1].get_text().split("\n")[2] == far[4].get_text().split("\n")[2]
    assert power[2].get_text() == "as built: 50 W\n" + "\n".join(far[5].get_text().split("\n")[1:])


def test_own_pictures_and_distances_can_be_shown():
    ax = montage(loaded("mars1"), "imaging-5cm", distances_m=[1e11, 2e11], picture=np.zeros((20, 30), np.uint8))
    assert len(ax.get_xticks()) == 2
    assert ax.images[0].get_array().shape == (20, 62)


def test_coded_time_grows_with_the_square_of_the_distance_and_the_own_stays():
    ax = picture_time_vs_distance(loaded("mars1"), "imaging-5cm")
    lines = {line.get_label(): line for line in ax.lines}
    x, coded = lines["imaging-5cm, coded"].get_data()
    assert np.allclose(coded / coded[0], (x / x[0]) ** 2, rtol=1e-6)
    own = lines["imaging-5cm"].get_ydata()
    assert np.nanmin(own) == np.nanmax(own) == pytest.approx(6.4 * 3600.0)
    assert np.isnan(own[-1])


def test_scenarios_without_pictures_are_refused():
    for function in (montage, picture_time_vs_distance):
        with pytest.raises(InputError, match="nothing to draw; expected a link with pulse-position or analog-video"):
            function(loaded("cubesat"))


def test_times_are_read_in_seconds_minutes_hours_and_days():
    ax = picture_time_vs_distance(loaded("mars1"))
    low, high = ax.get_ylim()
    marks = [ax.yaxis.get_major_formatter()(place) for place in ax.yaxis.get_majorticklocs() if low < place < high]
    assert marks == ["1 s", "10 s", "1 min", "10 min", "1 h", "10 h", "1 d"]
    assert ax.texts[0].get_text() == "as built: 6.4 h"


def under(row):
    """Words on the pixels under each picture of a row, in one line."""
    texts = (label.get_text().split("\n", 2)[2] for label in row.get_xticklabels())
    return [" ".join(text.split()) for text in texts]


def test_flaws_are_said_in_words_of_pulses_and_of_noise(rows):
    television, _, one_dish, power = (under(row) for row in rows)
    assert television[0] == "greys off by 0.11 %"
    assert all(text.startswith("greys off by") for text in television)
    assert one_dish == ["none wrong"] * 3 + ["1 pixel in 820 000 wrong", "1 pixel in 4300 wrong", "1 pixel in 29 wrong"]
    assert power[3:] == ["a third wrong", "three quarters wrong", "nine in ten wrong"]


def test_what_wrong_means_is_said_for_the_links_there_are(drawn_texts):
    for links, analog in (("imaging-5cm", False), ("television-8cm", True)):
        figure = montage(loaded("mars1"), links, distances_m=[100e9, 300e9]).figure
        said = " ".join(text for text, _ in drawn_texts(figure)).replace("\n", " ")
        assert ("noise on the greys" in said) == analog
        assert ("in another grey level" in said) != analog
