"""Mean time between cycle slips of a link's carrier loop, and a threshold stated as a time."""

import math

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.hardware.modulation_kinds import ResidualCarrier
from linkbudget.link.budget import Path, budget
from linkbudget.physics.cycle_slips import loop_snr_for_slip_time_db, slip_time_s
from tests.link.test_ledger import CARRIER, a_link

NINE_DB_M = 139e9
"""Range at which the loop of this link has about 9 dB."""


def lines_of(carrier=None, path=None):
    """Budget of a link with a carrier and further keys."""
    link = a_link("dish", "parts", "carrier")
    kept = {key: value for key, value in CARRIER.items() if carrier is None or carrier.get(key, "") is not None}
    said = kept | {key: value for key, value in (carrier or {}).items() if value is not None}
    modulation = link.modulation.model_copy(update={"carrier": ResidualCarrier(**said)})
    return budget(
        link.model_copy(update={"modulation": modulation}), path or Path(range_m=NINE_DB_M, elevation_deg=40.0)
    )


def test_lines_are_the_equations_of_the_loop():
    lines = lines_of()
    loop_snr_db, needed_db = lines["loop_snr_db"], lines["required_loop_snr_db"]
    assert lines["slip_time_s"] == slip_time_s(loop_snr_db, 10.0)
    assert lines["threshold_slip_time_s"] == slip_time_s(needed_db, 10.0)
    assert lines["loop_damping"] == pytest.approx(math.sqrt(0.5))
    assert lines.terms["loop_damping"].status == "default"
    assert "Gardner" in lines.terms["loop_damping"].source
    assert lines.terms["slip_time_s"].sign == lines.terms["threshold_slip_time_s"].sign == ""


def test_order_and_damping_are_keys():
    damped, first = lines_of({"loop_damping": 1.0}), lines_of({"loop_order": 1})
    assert damped["threshold_slip_time_s"] == slip_time_s(7.0, 10.0, 1.0)
    assert first["threshold_slip_time_s"] == slip_time_s(7.0, 10.0, order=1)
    assert "loop_damping" not in damped.terms
    assert "loop_damping" not in first.terms


def test_two_sided_figures_keep_the_margin_and_change_the_time():
    one, both = lines_of(), lines_of({"two_sided": True})
    assert both["carrier_margin_db"] == one["carrier_margin_db"]
    assert both["threshold_slip_time_s"] == pytest.approx(slip_time_s(7.0 + 10.0 * math.log10(2.0), 5.0), rel=1e-9)


def test_a_threshold_may_be_a_time():
    lines = lines_of({"required_loop_snr": None, "mean_time_between_slips": "1 h"})
    needed = float(loop_snr_for_slip_time_db(3600.0, 10.0))
    assert lines["required_loop_snr_db"] == pytest.approx(needed, abs=1e-12)
    assert lines["threshold_slip_time_s"] == pytest.approx(3600.0, rel=1e-6)
    assert lines["carrier_margin_db"] == pytest.approx(lines["loop_snr_db"] - needed, abs=1e-9)
    assert not any("slips a cycle" in note for note in lines.notes)
    text = lines.explanation()
    assert "Required loop signal-to-noise ratio = 8.56 dB" in text
    both = lines_of({"required_loop_snr": None, "mean_time_between_slips": "1 h", "two_sided": True})
    assert both["threshold_slip_time_s"] == pytest.approx(3600.0, rel=1e-6)


def test_a_threshold_of_a_few_minutes_is_noted():
    """7 dB in 10 Hz: every 163 s."""
    assert [note for note in lines_of().notes if "slips a cycle every 2.7 min on average" in note]
    assert not [note for note in lines_of({"required_loop_snr": "8 dB"}).notes if "slips a cycle" in note]


@pytest.mark.parametrize(
    ("scenario", "link", "seconds"), [("mars1", "telemetry-32cm-dish", 204.1), ("mariner4", "carrier-measured", 31.4)]
)
def test_old_thresholds_slip_every_few_minutes(scenario, link, seconds):
    lines = lb.load(scenario).budget_when_up(link)
    assert lines["threshold_slip_time_s"] == pytest.approx(seconds, abs=0.1)
    assert any("at its required ratio the carrier loop slips a cycle" in note for note in lines.notes)


def test_arrays_equal_scalars():
    range_m = np.array([1.0, 1.2, 1.5, 2.0]) * NINE_DB_M
    whole = lines_of(path=Path(range_m=range_m, elevation_deg=40.0))["slip_time_s"]
    each = [lines_of(path=Path(range_m=float(one), elevation_deg=40.0))["slip_time_s"] for one in range_m]
    assert whole == pytest.approx(each, rel=1e-9)
    assert (np.diff(whole) < 0.0).all()


def test_studies_may_vary_loop_and_time():
    case = lb.load("mars1").case("telemetry-32cm-semi", range_m=106.76e9)
    widths = np.array([5.0, 20.0])
    lines = case.with_values({"modulation.carrier.loop_bandwidth": widths}).budget()
    alone = [case.with_values({"modulation.carrier.loop_bandwidth": float(one)}).budget() for one in widths]
    for key in ("slip_time_s", "threshold_slip_time_s"):
        assert lines[key] == pytest.approx([one[key] for one in alone], rel=1e-9)
    settings = {"modulation.carrier.loop_damping": "1.0"}
    set_once = lb.load("mars1").case("telemetry-32cm-semi", range_m=106.76e9, settings=settings).budget()
    assert set_once["threshold_slip_time_s"] == slip_time_s(7.0, 8.0, 1.0)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"mean_time_between_slips": "1 h"}, "expected either required_loop_snr or mean_time_between_slips"),
        ({"required_loop_snr": None}, "expected either required_loop_snr or mean_time_between_slips"),
        ({"loop_order": 1, "loop_damping": 0.8}, "loop_damping: expected none beside loop_order = 1"),
        ({"loop_damping": 0.3}, "loop_damping"),
        ({"loop_order": 3}, "loop_order"),
        (
            {"required_loop_snr": None, "mean_time_between_slips": "1 us"},
            "mean_time_between_slips = 1 µs: expected 1 ms to 317 years beside this loop_bandwidth",
        ),
    ],
)
def test_wrong_keys(said, message):
    with pytest.raises((ValueError, InputError), match=message):
        lines_of(said)
