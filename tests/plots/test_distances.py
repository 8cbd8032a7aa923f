"""Figures against distance show what the budget says."""

import re

import numpy as np
import pytest
from matplotlib.figure import Figure

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.formatting import distance_text
from linkbudget.link.modulations import SNR_KEYS
from linkbudget.plots.distances import (
    distance_events,
    is_earth_bound,
    picture_quality_vs_distance,
    slant_span_m,
    snr_vs_distance,
)
from linkbudget.plots.placing import SideLabels
from linkbudget.scenario_files.packaged import packaged_folder
from tests.plots.conftest import in_one_line


def line(ax, label: str):
    """The line of that label."""
    (found,) = [each for each in ax.lines if each.get_label() == label]
    return found


# ---------------------------------------------------------------- identity


@pytest.mark.parametrize("name", ["telemetry-32cm-semi", "television-8cm", "imaging-5cm", "command-3m"])
def test_snr_lines_are_budget_values(mars1, name):
    x, y = line(snr_vs_distance(mars1), name).get_data()
    for place in (0 if name == "command-3m" else 40, 160, 320):
        budget = mars1.budget(name, range_m=x[place])
        assert y[place] == pytest.approx(budget[SNR_KEYS[budget.link.modulation.kind][0]], abs=1e-9)


def test_snr_falls_by_twenty_decibels_a_decade(sputnik24):
    x, y = line(snr_vs_distance(sputnik24), "telemetry-32cm").get_data()
    np.testing.assert_allclose(np.diff(y) / np.diff(np.log10(x)), -20.0, rtol=1e-9)


@pytest.mark.parametrize("name", ["telemetry-32cm-semi", "telemetry-160cm", "command-3m", "television-8cm"])
def test_the_line_is_thick_exactly_where_the_link_works(mars1, name):
    ax = snr_vs_distance(mars1)
    x, _ = line(ax, name).get_data()
    thick = np.isfinite(line(ax, f"_{name}").get_ydata())
    for place in (100, np.flatnonzero(thick)[-1], np.flatnonzero(thick)[-1] + 1, 320):
        budget = mars1.budget(name, range_m=x[place])
        works = budget["margin_db"] >= 3.0 and not budget.get("carrier_margin_db", 0.0) < 0.0
        assert thick[place] == works


def test_the_marker_stands_where_margin_or_carrier_is_lost(mars1):
    ax = snr_vs_distance(mars1, "command-3m")
    (marker,) = [each for each in ax.lines if each.get_linestyle() == "None"]
    (reach,) = marker.get_xdata()
    # interpolated between points 3.5 per cent apart on a line that is straight there
    assert reach == pytest.approx(mars1.budget("command-3m", range_m=2e10)["maximum_range_m"], rel=1e-3)
    assert mars1.budget("command-3m", range_m=reach)["closing_margin_db"] == pytest.approx(0.0, abs=0.01)


def test_picture_lines_are_budget_values(mars1):
    figure = Figure(layout="constrained")
    picture_quality_vs_distance(mars1, ax=figure)
    for ax, key in zip(figure.axes, ("picture_snr_db", "pixel_error_probability"), strict=True):
        for name in ("television-8cm", "imaging-5cm-one-dish"):
            x, y = line(ax, name).get_data()
            for place in (300, 320):
                assert y[place] == pytest.approx(mars1.budget(name, range_m=x[place])[key], rel=1e-9)


def test_pulse_pictures_fall_off_a_cliff_and_video_fades(mars1):
    ax = picture_quality_vs_distance(mars1)
    steepest = {}
    for name in ("television-8cm", "imaging-5cm-one-dish"):
        x, y = line(ax, name).get_data()
        steepest[name] = np.diff(y) / np.diff(np.log10(x))
    assert steepest["imaging-5cm-one-dish"].min() < -60.0  # three times the slope of the signal itself
    assert np.all(np.diff(line(ax, "television-8cm").get_ydata()) <= 0.0)


def test_the_chance_to_lose_the_slot_clock_stands_beside_pixel_errors(mars1, tmp_path):
    loop = 'clock_loop_gain = "0.3"\nclock_walk = "0.05"\npicture_pixels = "2e6"\n'
    text = (packaged_folder() / "mars1.toml").read_text(encoding="utf-8")
    file = tmp_path / "loop.toml"
    file.write_text(re.sub(r"timing_jitter = .*\n", loop, text), encoding="utf-8")
    changed = lb.load(file)
    panels = picture_quality_vs_distance(changed, ["imaging-5cm-one-dish"]).figure.axes
    x, y = line(panels[1], "imaging-5cm-one-dish, clock lost").get_data()
    assert panels[1].get_ylabel() == "Probability [-]"
    for place in (200, 320):
        assert y[place] == pytest.approx(
            changed.budget("imaging-5cm-one-dish", range_m=x[place])["clock_loss_probability"], rel=1e-9
        )
    assert np.nanmin(y) < 1e-3
    assert np.nanmax(y) > 0.9
    without = picture_quality_vs_distance(mars1).figure.axes[1]
    assert without.get_ylabel() == "Wrong pixels [-]"
    assert not any("clock lost" in each.get_label() for each in without.lines)


# ---------------------------------------------------------------- reference


def test_events_stand_at_published_distances(mars1):
    events = {event.text: event.place for event in distance_events(mars1)}
    assert events["Last contact"] == pytest.approx(106.76e9)  # NSSDC 1962-061A
    assert events["TASS: 975 000 km"] == pytest.approx(975e6)  # The Space Library, 4 November 1962
    assert 230e9 < events["Flyby of Mars"] < 260e9  # no distance was published: the trajectory gives it


def test_orbits_of_the_earth_have_their_own_distances(sputnik24, mars1):
    assert is_earth_bound(sputnik24)
    assert not is_earth_bound(mars1)
    low, high = slant_span_m(sputnik24)
    # 200 x 226 km (the scenario): overhead the height above a mean radius of 6371 km, at the horizon sqrt(2 R h + h^2)
    assert low == pytest.approx(200e3, abs=20e3)
    assert high == pytest.approx(np.sqrt(2 * 6371e3 * 226e3 + 226e3**2), rel=0.05)


# ---------------------------------------------------------------- shape


def test_span_and_links_can_be_chosen(mars1):
    given = Figure().subplots()
    ax = snr_vs_distance(mars1, ["imaging-5cm", "command-3m"], given, span_m=(1e9, 2e11))
    assert ax is given
    assert ax.get_xlim() == (1e9, 2e11)
    assert {each.get_label() for each in ax.lines} & set(mars1.links) == {"imaging-5cm", "command-3m"}


def test_pictures_need_a_picture_link(sputnik24):
    with pytest.raises(InputError, match="sputnik24: nothing to draw; expected a link with pulse-position or analog"):
        picture_quality_vs_distance(sputnik24)


def test_a_hop_between_masts_is_drawn_about_its_own_range(tmp_path):
    text = (packaged_folder() / "templates" / "terrestrial.toml").read_text(encoding="utf-8")
    (tmp_path / "hop.toml").write_text(text, encoding="utf-8")
    hop = lb.load(tmp_path / "hop.toml")
    ax = snr_vs_distance(hop)
    (name,) = hop.links
    x, y = line(ax, name).get_data()
    assert (x[0], x[-1]) == pytest.approx((15e3, 90e3))
    assert y[100] == pytest.approx(hop.budget(name, range_m=x[100])["ebn0_db"], abs=1e-9)
    assert ax.get_xlabel().startswith("Distance [")


# ---------------------------------------------------------------- words


def said_beside(ax):
    """Labels beside the lines of an axes, each in one line."""
    (labels,) = [artist for artist in ax.artists if isinstance(artist, SideLabels)]
    return [" ".join(text.get_text().replace("-\n", "-").split()) for text in labels.texts]


def test_labels_tell_a_bit_from_a_pulse_and_from_video_and_say_how_far(mars1):
    ax = snr_vs_distance(mars1)
    said = said_beside(ax)
    ratios = {"digital": "per bit", "pulse-position": "per pulse", "analog-video": "of the video band"}
    for link in mars1.links.values():
        (label,) = [each for each in said if each.startswith(f"{link.title}, ")]
        assert label.startswith(f"{link.title}, {ratios[link.modulation.kind]}: ")
    reach_m = mars1.budget("command-3m", range_m=2e10)["maximum_range_m"]
    assert f"102 MHz command uplink, per bit: to {distance_text(reach_m, 3)}" in said
    assert ax.get_ylabel() == "Signal-to-noise ratio, of what each label says [dB]"


def test_one_kind_of_ratio_is_said_on_the_axis(sputnik24):
    ax = snr_vs_distance(sputnik24)
    assert ax.get_ylabel() == "Signal-to-noise ratio per bit, Eb/N0 [dB]"
    assert not any("per bit" in label for label in said_beside(ax))


def test_a_link_that_closes_from_some_distance_on_says_both_ends():
    said = said_beside(snr_vs_distance(lb.load("mars_express")))
    assert any(re.search(r"X band: from 4\.\d+ to 34\d million km$", label) for label in said)


def test_a_bend_is_explained_only_where_an_antenna_faces_the_sun(mars1, sputnik24, drawn_texts):
    for scenario, faces in ((mars1, True), (sputnik24, False)):
        seen = " ".join(in_one_line(text) for text, _ in drawn_texts(snr_vs_distance(scenario).figure))
        assert ("faces the Sun" in seen) == faces


def test_wrong_pixels_are_so_many_in_so_many(mars1, drawn_texts):
    figure = picture_quality_vs_distance(mars1).figure
    seen = [in_one_line(text) for text, _ in drawn_texts(figure)]
    assert {"1 in 1000", "1 in 1 million", "all"} <= set(seen)
    assert any("to 267 million km" in " ".join(text.split()) for text in seen)
