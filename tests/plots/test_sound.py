"""The waterfall of a recording: levels and frequencies are those of the recording."""

import re

import numpy as np
import pytest
from matplotlib.figure import Figure

from linkbudget.mission.listening import listen
from linkbudget.plots.sound import _density, carrier_waterfall
from tests.plots.conftest import loaded

NEAR = "1962-11-04T21:00"


def heard(**options):
    return listen(loaded("mars1"), "telemetry-32cm-semi", NEAR, **options)


@pytest.fixture(scope="module")
def near():
    return heard(duration_s=30.0, seed=1)


def test_noise_is_at_zero_and_the_tone_as_high_as_its_power(near):
    density_db, edges_hz, _ = _density(near)
    centres = 0.5 * (edges_hz[1:] + edges_hz[:-1])
    beside = density_db[:, (np.abs(centres) > 100.0) & (np.abs(centres) < 1300.0)]
    assert 10.0 * np.log10(np.mean(10.0 ** (beside / 10.0))) == pytest.approx(0.0, abs=0.1)
    power = np.sum(10.0 ** (density_db[:, np.abs(centres) < 60.0] / 10.0), axis=1) * np.diff(edges_hz)[0]
    assert 10.0 * np.log10(power.mean()) == pytest.approx(near.carrier_cn0_dbhz.mean(), abs=0.2)


def test_axes_carry_units_and_text_keeps_apart(near, drawn_texts):
    figure = Figure(figsize=(10.0, 7.6), layout="constrained")
    ax = carrier_waterfall(near, ax=figure)
    for label in (ax.get_xlabel(), ax.get_ylabel(), figure.axes[1].get_ylabel()):
        assert re.search(r"\S \[[^\]]+\]$", label)
    boxes = drawn_texts(figure)
    for place, (one, a) in enumerate(boxes):
        assert a.x0 >= -1 and a.x1 <= figure.bbox.x1 + 1, one  # noqa: PT018
        for other, b in boxes[place + 1 :]:
            wide, high = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
            assert wide <= 1.0 or high <= 1.5, f"{one!r} and {other!r} overlap"


@pytest.mark.parametrize(
    "options",
    [{"duration_s": 0.1}, {"duration_s": 0.1, "bandwidth_hz": 10.0}, {"duration_s": 5.0, "bandwidth_hz": 80_000.0}],
)
def test_short_narrow_and_wide_recordings_have_a_waterfall(options):
    ax = carrier_waterfall(heard(**options))
    assert ax.has_data()
