"""Figures of uncertainty draw what the studies found."""

import numpy as np
import pytest
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from linkbudget.errors import InputError
from linkbudget.plots.fans import fan, fan_figure
from linkbudget.plots.uncertainty import (
    STATUS_LOOKS,
    convergence_figure,
    draw_tornado,
    histogram,
    histogram_figure,
    tornado,
    tornado_figure,
)
from linkbudget.studies.certainty import certainty
from linkbudget.studies.fan import fan_against_date
from linkbudget.studies.sensitivity import sensitivity
from tests.plots.conftest import in_one_line

LINK = "telemetry-32cm-semi"


@pytest.fixture
def found(mars1):
    return certainty(mars1, LINK)


def test_bars_of_a_histogram_add_up_to_the_chance(found):
    figure = histogram_figure(found.montecarlo)
    ax = figure.axes[0]
    closes = [bar.get_height() for bar in ax.patches if bar.get_x() >= -1e-9]
    lost = [bar for bar in ax.patches if bar.get_x() < -1e-9]
    assert sum(closes) == pytest.approx(100.0 * found.chance, abs=0.05)
    assert sum(closes) + sum(bar.get_height() for bar in lost) == pytest.approx(100.0, abs=0.1)
    assert all(bar.get_hatch() for bar in lost)


def test_cumulative_curve_passes_through_chance_and_median(found):
    curve = max(histogram_figure(found.montecarlo).axes[1].lines, key=lambda line: len(line.get_xdata()))
    margin, share = curve.get_data()
    middle = np.median(found.montecarlo.values("closing_margin_db"))
    assert np.interp(0.0, margin, share) == pytest.approx(100.0 * found.chance, abs=0.2)
    assert np.interp(middle, margin, share) == pytest.approx(50.0, abs=0.3)
    assert (np.diff(share) <= 0.0).all()


def test_heading_gives_verdict_nominal_mean_and_three_sigma(found, drawn_texts):
    said = " ".join(in_one_line(text) for text, _ in drawn_texts(histogram_figure(found.montecarlo))).replace("\n", " ")
    mean, sigma = found.montecarlo.moments("closing_margin_db")
    for value in (found.sensitivity.nominal, mean, mean - 3.0 * sigma):
        assert f"{value:+.1f} dB".replace("-", "−") in said
    assert "that it closes is unlikely" in said
    assert f"mars1: the link closes in {100.0 * found.chance:.0f} % of cases on 21 March 1963" in said


def test_bars_of_a_tornado_reach_from_end_to_end_widest_first(found):
    ax = tornado_figure(found.sensitivity).axes[0]
    widths = [bar.get_width() for bar in ax.patches]
    first = found.sensitivity.influences[0]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] == pytest.approx(max(one.swing for one in found.sensitivity.influences))
    names = [label.get_text() for label in ax.get_yticklabels()]
    bar = ax.patches[names.index("Carrier loop bandwidth")]
    assert first.key == "modulation.carrier.loop_bandwidth"
    assert [bar.get_x(), bar.get_x() + bar.get_width()] == pytest.approx(sorted([first.at_low, first.at_high]))


def test_tornado_prints_ranges_and_shares(found, drawn_texts):
    said = [in_one_line(text) for text, _ in drawn_texts(tornado_figure(found.sensitivity))]
    assert "mars1: the carrier loop bandwidth moves the margin most" in said
    assert {"10 W", "100 W", "5 Hz", "50 Hz"} <= set(said)
    share = found.sensitivity.influences[0].total
    assert f"{100.0 * share:.0f} %" in said


def test_status_is_told_by_colour_and_by_hatch(mars1):
    ax = tornado(mars1, "command-39cm")
    looks = {(bar.get_facecolor(), bar.get_hatch()) for bar in ax.patches}
    assert len(looks) >= 2
    assert len({hatch for _, hatch in looks}) == len(looks)
    assert len({hatch for _, hatch in STATUS_LOOKS.values()}) == len(STATUS_LOOKS)


def test_tornado_does_without_shares(found, drawn_texts):
    plain = sensitivity(found.case, indices=False)
    assert all(np.isnan(one.total) for one in plain.influences)
    figure = Figure(figsize=(10.0, 7.6), layout="constrained")
    draw_tornado(plain, "Mars 1", figure)
    assert not any(text.endswith("%") for text, _ in drawn_texts(figure))


def test_convergence_ends_at_the_chance(found, drawn_texts):
    figure = convergence_figure(found.montecarlo)
    line = figure.axes[0].lines[0]
    assert line.get_ydata()[-1] == pytest.approx(100.0 * found.chance)
    assert line.get_xdata()[-1] == 2**16
    texts = drawn_texts(figure)
    assert all(box.x1 <= figure.bbox.x1 + 1 for _, box in texts)


def test_fan_draws_the_quantiles(mars1):
    answer = fan_against_date(mars1, LINK, samples=2**7)
    ax = fan(mars1, LINK, found=answer)
    lines = {line.get_label(): line for line in ax.lines}
    assert lines["middle"].get_ydata() == pytest.approx(answer["quantile"].sel(share=0.5).values)
    assert lines["stated values"].get_ydata() == pytest.approx(answer.nominal.values)
    assert lines["middle"].get_xdata() == pytest.approx(date2num(answer.time.values))
    assert len([each for each in ax.collections if each.get_paths()]) == 3
    chance = ax.figure.axes[1].lines[0]
    assert chance.get_ydata() == pytest.approx(100.0 * answer.probability.values)


def test_fan_of_any_dates_can_be_drawn(mars1, drawn_texts):
    figure = fan_figure(fan_against_date(mars1, "command-3m", samples=2**6))
    texts = [in_one_line(text) for text, _ in drawn_texts(figure)]
    assert "With what probability does the link close?" in texts
    assert any(text.startswith("mars1 · command-3m.") for text in texts)
    assert {"1 % are higher", "middle of all cases", "16 % are lower"} <= set(texts)


def test_nothing_uncertain_is_told_in_one_line(sputnik24):
    for draw in (histogram, tornado, fan):
        with pytest.raises(InputError, match="nothing is uncertain"):
            draw(sputnik24)
