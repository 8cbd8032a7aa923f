"""Figures of sweeps draw the lines and the map that the sweep computed."""

import re

import numpy as np
import pytest
from matplotlib.contour import ContourSet

from linkbudget.errors import InputError
from linkbudget.plots.sweeps import draw_map, sweep_figure
from linkbudget.studies.axes import axis, linear, listed, logarithmic
from linkbudget.studies.sweep import sweep

LINK = "telemetry-32cm-semi"


@pytest.fixture
def case(mars1):
    return mars1.case(LINK)


def test_lines_are_those_of_the_sweep(case):
    along = logarithmic(case, "range", 5e9, 400e9, 50)
    answer = sweep(case, [along])
    ax = sweep_figure(answer, [along]).axes[0]
    drawn = {line.get_label(): line.get_ydata() for line in ax.lines}
    for name in ("margin_db", "carrier_margin_db", "closing_margin_db"):
        assert drawn[name] == pytest.approx(answer[name].values)
    assert ax.get_xscale() == "log"
    assert ax.get_xlabel() == "Range [million km]"
    assert ax.get_ylabel() == "Closing margin [dB]"


def test_the_verdict_of_a_link_stands_out_in_a_sweep(case, drawn_texts):
    """At 106 million km its data have 9 dB and its verdict one: the broad line is the verdict's."""
    along = logarithmic(case, "range", 5e9, 400e9, 50)
    ax = sweep_figure(sweep(case, [along]), [along]).axes[0]
    widths = {line.get_label(): line.get_linewidth() for line in ax.lines}
    assert widths["closing_margin_db"] > 2.0 * widths["margin_db"]
    broad = next(line for line in ax.lines if line.get_label() == "closing_margin_db")
    assert np.interp(case.path.range_m / 1e9, *broad.get_data()) == pytest.approx(0.96, abs=0.02)
    assert any("does not close" in said for said, _ in drawn_texts(ax.figure))


def test_one_margin_alone_is_not_said_to_be_the_verdict(case, drawn_texts):
    along = logarithmic(case, "range", 5e9, 400e9, 50)
    ax = sweep_figure(sweep(case, [along], ["margin_db"]), [along]).axes[0]
    assert ax.get_ylabel() == "Data margin [dB]"
    assert any("Margin of one requirement" in said for said, _ in drawn_texts(ax.figure))
    axes = [along, logarithmic(case, "transmitter.power", 5.0, 100.0, 10)]
    figure = sweep_figure(sweep(case, axes, ["margin_db"]), axes)
    assert not any("the link closes" in said.lower() for said, _ in drawn_texts(figure))


def test_time_is_shown_in_dates_by_the_best_of_each_day(mars1, case):
    along = axis("time=1963-01-01..1963-02-01:745", case, mars1)
    answer = sweep(case, [along])
    ax = sweep_figure(answer, [along]).axes[0]
    line = next(line for line in ax.lines if line.get_label() == "margin_db")
    best = answer.margin_db.resample(time="1D").max()
    assert line.get_ydata() == pytest.approx(best.dropna("time").values)
    assert ax.get_xlabel() == "Date [UTC]"


def test_lines_of_several_units_have_a_panel_each(case):
    along = linear(case, "transmitter.power", 10.0, 50.0, 5)
    lines = ["received_power_dbw", "cn0_dbhz", "ebn0_db"]
    figure = sweep_figure(sweep(case, [along], lines), [along])
    labels = [re.sub(r"\s+", " ", ax.get_ylabel()) for ax in figure.axes]
    assert labels == ["Received power at the receiver [dBW]", "C/N0 [dBHz]", "Eb/N0 [dB]"]
    assert [bool(ax.get_xlabel()) for ax in figure.axes] == [False, False, True]


def test_bold_line_of_a_map_is_where_the_closing_margin_is_zero(case):
    axes = [
        logarithmic(case, "transmitter.power", 5.0, 100.0, 40),
        logarithmic(case, "range", 5e9, 400e9, 50),
    ]
    figure = sweep_figure(sweep(case, axes), axes)
    ax = figure.axes[0]
    bold = [each for each in ax.collections if isinstance(each, ContourSet) and list(each.levels) == [0.0]]
    corners = np.concatenate([path.vertices for path in bold[0].get_paths()])
    for power, range_gm in corners[:: len(corners) // 8]:
        budget = case.with_values({"transmitter.power": power, "range": 1e9 * range_gm}).budget()
        assert budget["closing_margin_db"] == pytest.approx(0.0, abs=0.05)  # straight lines between grid points
    assert ax.get_xlabel() == "Transmitter power [W]"
    assert ax.get_ylabel() == "Range [million km]"
    assert figure.axes[1].get_ylabel() == "Closing margin [dB]"


def test_time_goes_across_a_map_whichever_axis_it_is(mars1, case):
    axes = [
        axis("time=1963-01-01T18:00..1963-02-01T18:00:32", case, mars1),
        linear(case, "transmitter.power", 5.0, 100.0, 5),
    ]
    for order in (axes, axes[::-1]):
        ax = sweep_figure(sweep(case, order), order).axes[0]
        assert ax.get_xlabel() == "Date [UTC]"


def test_texts_do_not_leave_the_figure(mars1, case, drawn_texts):
    power = linear(case, "transmitter.power", 10.0, 50.0, 5)
    for axes in ([power], [power, linear(case, "range", 10e9, 50e9, 5)]):
        figure = sweep_figure(sweep(case, axes), axes)
        for text, box in drawn_texts(figure):
            assert min(box.x0, box.y0) >= -1, text
            assert box.x1 <= figure.bbox.x1 + 1, text
            assert box.y1 <= figure.bbox.y1 + 1, text


def test_map_that_closes_everywhere_says_so(case, drawn_texts):
    axes = [linear(case, "transmitter.power", 10.0, 50.0, 5), linear(case, "range", 1e9, 2e9, 5)]
    assert "The link closes everywhere here" in [text for text, _ in drawn_texts(sweep_figure(sweep(case, axes), axes))]


def test_wrong_requests_are_told(case):
    power, one = linear(case, "transmitter.power", 10.0, 50.0, 5), listed(case, "range", [50e9])
    rate = listed(case, "modulation.bit_rate", [1.0, 2.0])
    with pytest.raises(InputError, match="range: one value"):
        draw_map(sweep(case, [power, one]), [power, one])
    with pytest.raises(InputError, match="3 axes"):
        sweep_figure(sweep(case, [power, one, rate]), [power, one, rate])
    with pytest.raises(InputError, match="no line varies"):
        sweep_figure(sweep(case, [power], ["free_space_loss_db"]), [power])
