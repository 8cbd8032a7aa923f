"""The front that is drawn is the one that was found."""

import re
from itertools import combinations

import numpy as np
import pytest
from matplotlib.figure import Figure

from linkbudget.plots.trades import pareto_front
from linkbudget.studies.axes import axis
from linkbudget.studies.pareto import maximise, minimise, pareto
from tests.plots.conftest import loaded

MASS = "mass_kg = 2.3 * transmitter.power + 4 * transmitter.antenna.diameter ** 2"
LONG = "2.3 * transmitter.power + 4 * transmitter.antenna.diameter ** 2"


@pytest.fixture(scope="module", params=[(MASS,), (LONG,), (MASS, "receiver.noise_temperature")])
def front(request):
    case = loaded("mars1").case("telemetry-32cm-dish", range_m=106.76e9)
    axes = ["transmitter.power=1 W..100 W:9:log", "transmitter.antenna.diameter=0.5 m..4 m:9"]
    axes += ["receiver.noise_temperature=60 K..300 K:4"] if len(request.param) > 1 else []
    wanted = [maximise("margin_db"), *(minimise(text) for text in request.param)]
    return pareto(case, [axis(text, case) for text in axes], wanted)


def test_points_are_the_designs(front):
    ax = pareto_front(front, ax=Figure().subplots())
    x, y = (front[key].values for key in front.attrs["objectives"].split("; ")[:2])
    drawn = ax.lines[-1].get_xydata() if ax.lines else ax.collections[0].get_offsets()
    np.testing.assert_allclose(np.asarray(drawn), np.stack([x, y], axis=1))


@pytest.mark.parametrize("dpi", [50, 160])
def test_axes_carry_units_and_no_text_overlaps(front, drawn_texts, dpi):
    figure = pareto_front(front).figure
    figure.set_dpi(dpi)
    for ax in figure.axes:
        label = ax.get_ylabel()
        assert re.search(r"\[[^\]]+\]$", label), label
    assert re.search(
        r"\[dB\]$", figure.axes[len([a for a in figure.axes if a.get_xlabel() == ""])].get_xlabel() or "[dB]"
    )
    boxes = drawn_texts(figure)
    assert any("designs are beaten by no other" in text.replace("\n", " ") for text, _ in boxes)
    for (one, a), (other, b) in combinations(boxes, 2):
        inside = min(a.x1, b.x1) - max(a.x0, b.x0) > 1.0 and min(a.y1, b.y1) - max(a.y0, b.y0) > 1.0
        assert not inside, (one, other)


def test_no_text_runs_out_of_the_figure(front, drawn_texts):
    figure = pareto_front(front).figure
    for text, box in drawn_texts(figure):
        assert box.x0 >= -1.0, text
        assert box.x1 <= figure.bbox.width + 1.0, text
