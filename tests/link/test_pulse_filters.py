"""A receiver's filter that does not match the pulse of a pulse-position channel, as a line of its budget."""

import pytest

from linkbudget.errors import InputError
from linkbudget.hardware.modulation_kinds import PulsePositionModulation
from linkbudget.link.budget import Path, budget
from linkbudget.physics.matched_filters import gaussian_filter_loss_db, single_pole_filter_loss_db
from tests.link.test_ledger import PICTURE, a_link

PATH = Path(range_m=1e9, elevation_deg=40.0)
PULSES = PICTURE | {"kind": "pulse-position", "timing_jitter": 0.05, "rate_ladder": ["90 pixel/s"]}


def lines_of(more, path=PATH):
    """Budget of a pulse-position link with further keys of its receiver."""
    modulation = PulsePositionModulation.model_validate(PULSES | more)
    return budget(a_link("dish", "parts", "pulses").model_copy(update={"modulation": modulation}), path)


@pytest.mark.parametrize(
    ("shape", "loss_db"), [("single-pole", single_pole_filter_loss_db), ("gaussian", gaussian_filter_loss_db)]
)
def test_the_line_is_the_loss_at_that_bandwidth(shape, loss_db):
    lines = lines_of({"filter_shape": shape, "filter_bandwidth_ratio": 1.5})
    assert lines["filter_bandwidth_hz"] == pytest.approx(1.5 / lines["pulse_width_s"], rel=1e-12)
    assert lines["filter_loss_db"] == pytest.approx(loss_db(1.5, 1.0), abs=1e-12)


def test_the_energy_and_the_margin_lose_it():
    plain, filtered = lines_of({}), lines_of({"filter_shape": "gaussian", "filter_bandwidth_ratio": 1.0})
    for key in ("es_over_n0_db", "margin_db"):
        assert plain[key] - filtered[key] == pytest.approx(filtered["filter_loss_db"], abs=1e-12)


def test_at_the_highest_rate_the_required_margin_is_left():
    """The filter is given in parts of the pulse, which is shorter at a higher rate."""
    more = {"filter_shape": "single-pole", "filter_bandwidth_ratio": 1.0}
    lines = lines_of(more)
    again = lines_of(more | {"pixel_rate": f"{float(lines['pixel_rate_limit_pixels_per_s'])!r} pixel/s"})
    assert again["margin_db"] == pytest.approx(lines["required_margin_db"], abs=1e-9)


def test_a_narrow_filter_is_noted():
    narrow, wide = (lines_of({"filter_shape": "single-pole", "filter_bandwidth_ratio": ratio}) for ratio in (0.5, 1.0))
    assert any("filter_bandwidth_ratio = 0.5: below 0.75 the pulse extends" in note for note in narrow.notes)
    assert not any("filter_bandwidth_ratio" in note for note in wide.notes)


@pytest.mark.parametrize("more", [{"filter_shape": "gaussian"}, {"filter_bandwidth_ratio": 1.0}])
def test_half_a_filter_is_refused(more):
    with pytest.raises((InputError, ValueError), match="expected filter_shape and filter_bandwidth_ratio together"):
        lines_of(more)
