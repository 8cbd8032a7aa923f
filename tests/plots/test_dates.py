"""Figures against date show what the timeline says."""

import numpy as np
import pytest
from matplotlib.dates import date2num, num2date
from matplotlib.figure import Figure

import linkbudget as lb
from linkbudget.formatting import decibels_text, rate_text
from linkbudget.mission.story import passes_of
from linkbudget.plots.dates import MOST_DAYS_APART, best_of_each_day, date_events, margin_vs_date, rate_vs_date
from linkbudget.plots.placing import SideLabels
from tests.plots.conftest import in_one_line, timeline_of
from tests.plots.test_distances import line

# ---------------------------------------------------------------- identity


def test_best_of_each_day_is_the_greatest_of_that_day(mars1_timeline):
    row = mars1_timeline.sel(link="imaging-5cm")
    time, margin = row.time.values, row.closing_margin_db.values
    kept = best_of_each_day(time, margin)
    days = time.astype("datetime64[D]")
    for index in kept[[0, 50, -1]]:
        assert margin[index] == np.nanmax(margin[days == days[index]])
    assert np.all(np.diff(kept) > 0)
    assert kept.size == np.unique(days[~np.isnan(margin)]).size


def test_best_of_nothing_is_nothing():
    assert best_of_each_day(np.array(["1963-01-01"], dtype="datetime64[D]"), [np.nan]).size == 0


@pytest.mark.parametrize("name", ["telemetry-32cm-semi", "imaging-5cm", "command-39cm"])
def test_margin_lines_are_timeline_values_at_real_instants(mars1, mars1_timeline, name):
    ax = margin_vs_date(mars1, mars1_timeline)
    date, margin = line(ax, name).get_data()
    row = mars1_timeline.sel(link=name)
    instants = dict(zip(date2num(row.time.values), row.closing_margin_db.values, strict=True))
    for place in (3, 100, 200):
        assert margin[place] == instants[date[place]]
    when = str(row.time.values[np.searchsorted(date2num(row.time.values), date[100])].astype("datetime64[s]")) + "Z"
    # the timeline interpolates the trajectory, the budget at an instant does not: 1e-8 of the range
    assert margin[100] == pytest.approx(mars1.budget(name, when)["closing_margin_db"], abs=1e-4)


def test_lines_are_thick_while_in_use(mars1, mars1_timeline):
    ax = margin_vs_date(mars1, mars1_timeline, "telemetry-32cm-semi")
    date, _ = line(ax, "telemetry-32cm-semi").get_data()
    thick = np.isfinite(line(ax, "_telemetry-32cm-semi").get_ydata())
    assert not thick[date < date2num(np.datetime64("1962-11-07"))].any()
    assert thick[(date > date2num(np.datetime64("1962-11-08"))) & (date < date2num(np.datetime64("1963-03-21")))].all()
    assert not thick[date > date2num(np.datetime64("1963-03-22"))].any()


def test_the_margin_drawn_is_that_of_the_verdict(mars1, mars1_timeline, drawn_texts):
    """The data of this link last until May 1963; its line crosses zero on the day on which its carrier is last in lock.

    The report goes on to the end of its use, eight days before.
    """
    ax = margin_vs_date(mars1, mars1_timeline, "telemetry-32cm-semi")
    date, margin = line(ax, "telemetry-32cm-semi").get_data()
    last = num2date(date[np.flatnonzero(margin >= 0.0)[-1]])
    assert last.strftime("%Y-%m-%d") == "1963-03-29"
    assert str(passes_of(mars1_timeline, "telemetry-32cm-semi").last)[:10] == "1963-03-21"
    assert np.interp(date2num(np.datetime64("1963-03-21T17:00")), date, margin) == pytest.approx(0.96, abs=0.05)
    assert ax.get_ylabel() == "Closing margin [dB]"
    seen = [in_one_line(said) for said, _ in drawn_texts(ax.figure)]
    assert {"Closing margin: +0.96 dB", "Data margin"} <= set(seen)
    data = line(ax, "_data margin")
    assert data.get_linewidth() < line(ax, "_telemetry-32cm-semi").get_linewidth()
    assert np.interp(date2num(np.datetime64("1963-03-21T17:00")), *data.get_data()) == pytest.approx(8.98, abs=0.05)


def test_the_part_below_zero_is_shaded_and_said(mars1, mars1_timeline, sputnik24, drawn_texts):
    ax = margin_vs_date(mars1, mars1_timeline)
    (shade,) = ax.patches
    assert shade.get_y() + shade.get_height() == 0.0
    assert any("does not close" in in_one_line(said) for said, _ in drawn_texts(ax.figure))
    ax = margin_vs_date(sputnik24, timeline_of("sputnik24"))
    assert ax.get_ylim()[0] == 0.0
    assert not any("does not close" in in_one_line(said) for said, _ in drawn_texts(ax.figure))


def test_where_the_data_decide_they_have_no_line_of_their_own(mars1, mars1_timeline, drawn_texts):
    ax = margin_vs_date(mars1, mars1_timeline, "imaging-5cm")
    assert not any("ata margin" in in_one_line(said) for said, _ in drawn_texts(ax.figure))


def test_rate_lines_are_timeline_values(mars1, mars1_timeline):
    figure = Figure(layout="constrained")
    rate_vs_date(mars1, mars1_timeline, ax=figure)
    bits, pixels = figure.axes
    for ax, name, key in (
        (bits, "command-39cm", "data_rate_limit_bps"),
        (pixels, "imaging-5cm", "pixel_rate_limit_pixels_per_s"),
    ):
        date, rate = line(ax, name).get_data()
        row = mars1_timeline.sel(link=name)
        instants = dict(zip(date2num(row.time.values), row[key].values, strict=True))
        assert all(rate[place] == instants[date[place]] for place in (0, 60, 150))


def test_steps_never_exceed_what_the_link_carries(mars1, mars1_timeline):
    ax = rate_vs_date(mars1, mars1_timeline, "command-39cm")
    steps, limit = (line(ax, label).get_ydata() for label in ("_command-39cm ladder", "command-39cm"))
    known = np.isfinite(steps)
    assert known.any()
    assert np.all(steps[known] <= limit[known])
    assert set(steps[known]) <= {1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0}


def test_shannon_limit_lies_above_the_line(mars1, mars1_timeline):
    ax = rate_vs_date(mars1, mars1_timeline, "command-39cm")
    shannon, limit = (line(ax, label).get_ydata() for label in ("_command-39cm Shannon", "command-39cm"))
    assert np.all(shannon > limit)


# ---------------------------------------------------------------- shape


def test_a_short_mission_shows_every_instant(sputnik24):
    timeline = timeline_of("sputnik24")
    margin = line(margin_vs_date(sputnik24, timeline), "telemetry-32cm").get_ydata()
    expected = timeline.sel(link="telemetry-32cm").closing_margin_db.values
    np.testing.assert_array_equal(margin[np.isfinite(margin)], expected[np.isfinite(expected)])
    gaps = np.flatnonzero(np.isnan(margin))
    assert gaps.size == len(sputnik24.passes("evpatoria")) - 1


def test_a_timeline_is_run_when_none_is_given(sputnik24):
    assert line(margin_vs_date(sputnik24), "telemetry-32cm").get_xdata().size > 10


def test_picture_links_alone_have_one_panel(mars1, mars1_timeline):
    figure = Figure(layout="constrained")
    ax = rate_vs_date(mars1, mars1_timeline, ["imaging-5cm"], figure)
    assert figure.axes == [ax]
    assert ax.get_ylabel() == "Pixel rate [pixel/s]"


def test_events_stand_at_their_dates(mars1):
    dates = {event.text: event.place for event in date_events(mars1)}
    assert dates["Last contact"] == date2num(np.datetime64("1963-03-21T17:00"))


def test_a_link_that_never_rises_is_left_out(mars1, mars1_timeline):
    below = mars1_timeline.copy(deep=True)
    below["closing_margin_db"].loc[{"link": "imaging-5cm"}] = np.nan
    below["pixel_rate_limit_pixels_per_s"].loc[{"link": "imaging-5cm"}] = np.nan
    ax = margin_vs_date(mars1, below)
    assert line(ax, "imaging-5cm").get_xdata().size == 0
    ax = rate_vs_date(mars1, below, "imaging-5cm")
    assert not ax.lines


def test_no_line_runs_through_weeks_without_a_pass():
    unitec = lb.load("unitec1")
    timeline = unitec.run()
    ax = margin_vs_date(unitec, timeline)
    (name,) = unitec.links
    drawn = line(ax, name)
    date, margin = drawn.get_data()
    kept = np.isfinite(margin)
    best = best_of_each_day(timeline.time.values, timeline.closing_margin_db.sel(link=name).values)
    assert kept.sum() == best.size  # every best instant is drawn, and nothing else
    apart = np.diff(date[kept])
    assert (apart > MOST_DAYS_APART).sum() == (~kept).sum() > 0


# ---------------------------------------------------------------- words


def said_beside(ax):
    """Labels beside the lines of an axes, each in one line."""
    (labels,) = [artist for artist in ax.artists if isinstance(artist, SideLabels)]
    return [" ".join(text.get_text().replace("-\n", "-").split()) for text in labels.texts]


def test_labels_carry_the_number_of_the_verdict_or_when_a_link_was_in_use(mars1, mars1_timeline):
    said = said_beside(margin_vs_date(mars1, mars1_timeline))
    for name, link in mars1.links.items():
        margin = mars1.budget_when_up(name)["closing_margin_db"]
        dead = link.in_use_until_utc_s is not None and link.in_use_until_utc_s.value < mars1.reference_utc_s
        number = decibels_text(margin, decimals=2, sign=True).replace("-", "−")
        assert f"{link.title}: {'in use until 7 November 1962' if dead else number}" in said


def test_budgets_for_different_distances_say_theirs(drawn_texts):
    marco = lb.load("marco")
    said = said_beside(margin_vs_date(marco, marco.run()))
    assert "X band, high-gain panel, 34 m: +4.30 dB at 160 million km" in said
    assert "X band, medium-gain patches, 34 m: +3.15 dB at 74.8 million km" in said


def test_what_is_near_zero_can_be_read_where_other_links_have_far_more(mars1, mars1_timeline, sputnik24):
    ax = margin_vs_date(mars1, mars1_timeline)
    assert ax.get_yscale() == "asinh"
    low, high = ax.transData.transform([(0.0, -10.0), (0.0, 10.0)])[:, 1]
    assert (high - low) / ax.bbox.height > 0.3  # of a scale that goes to 100 dB
    ax = margin_vs_date(sputnik24, timeline_of("sputnik24"))  # none comes near zero
    assert ax.get_yscale() == "linear"
    ax = margin_vs_date(mars1, mars1_timeline, "television-8cm")
    assert ax.get_yscale() == "linear"  # not while it was in use


def test_a_cross_ends_the_line_of_a_link_that_goes_out_of_use(mars1, mars1_timeline):
    ax = margin_vs_date(mars1, mars1_timeline)
    ends = [float(each.get_xdata()[0]) for each in ax.lines if each.get_marker() == "x"]
    until = [date2num(np.datetime64(day)) for day in ("1962-11-07", "1963-03-22")]
    assert len(ends) == len(mars1.links)
    assert sum(until[0] - 2.0 < end < until[0] for end in ends) == 4  # dish, television, both imaging links
    assert sum(until[1] - 2.0 < end < until[1] for end in ends) == 6


def test_the_title_counts_the_links_that_close(mars1, mars1_timeline, sputnik24, drawn_texts):
    closing = [
        mars1.budget_when_up(name)["closing_margin_db"] >= 0.0
        for name, link in mars1.links.items()
        if link.in_use_until_utc_s is None or link.in_use_until_utc_s.value > mars1.reference_utc_s
    ]
    title = f"Mars 1: {sum(closing)} of the {len(closing)} links in use close on 21 March 1963"
    assert title in [in_one_line(said) for said, _ in drawn_texts(margin_vs_date(mars1, mars1_timeline).figure)]
    figure = margin_vs_date(sputnik24, timeline_of("sputnik24")).figure
    seen = " ".join(in_one_line(said) for said, _ in drawn_texts(figure))
    assert "both links close at 17:08 on 4 November 1962" in seen
    assert "in use" not in seen  # all of them are, all the time


def test_rates_say_what_their_lines_are_and_how_fast_each_link_was(mars1, mars1_timeline):
    figure = Figure(layout="constrained", figsize=(10.0, 8.8))
    rate_vs_date(mars1, mars1_timeline, ax=figure)
    (legend,) = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == [
        "what the margin allows",
        "steps of the equipment",
        "Shannon's limit of one link, in its colour",
    ]
    said = said_beside(figure.axes[0])
    rate = mars1.budget_when_up("telemetry-32cm-semi")["data_rate_limit_bps"]
    assert f"922.76 MHz telemetry, semi-directional antenna: {rate_text(rate)}" in said
    assert "922.76 MHz telemetry, 1.7 m dish: in use until 7 November 1962" in said
    assert [line.get_label() for line in figure.axes[0].lines if "Shannon" in line.get_label()] == [
        "_telemetry-32cm-semi Shannon"
    ]
