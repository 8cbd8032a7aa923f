"""The verdict: which requirement decides, the margin that is kept, and the reason where there is no answer."""

from dataclasses import replace

import numpy as np
import pytest

from linkbudget.link.budget import Path, Weather
from linkbudget.link.case import Case
from linkbudget.link.verdict import REQUIREMENTS
from tests.link.test_ledger import a_link

RAIN = Weather(45.0, 35.0, 3000.0, 0.8, 50.0, 1e-3, 0.05)
PATH = Path(36e6, 30.0)

MOVED = {
    "received_power_margin_db": ("receiver.required_power", 1.0),
    "incident_flux_margin_db": ("receiver.required_flux", 1.0),
    "cn0_margin_db": ("receiver.required_cn0", 1.0),
    "cnr_margin_db": ("receiver.required_cnr", 1.0),
    "carrier_margin_db": ("modulation.carrier.required_loop_snr", 1.0),
    "margin_db": ("modulation.implementation_loss", 1.0),
    "ranging_margin_db": ("modulation.ranging.required_pr_n0", 1.0),
    "flux_margin_db": ("flux_limit.limit_overhead", -1.0),
}
"""Key of a margin -> a number of the link that takes from this margin alone, and the sign with which it grows."""


@pytest.mark.parametrize("key", REQUIREMENTS)
def test_each_requirement_decides_where_it_is_missed_most(key):
    """Each margin in turn is moved to 20 dB below zero, by a number that moves no other."""
    moved_key, sign = MOVED[key]
    case = Case(a_link("dish", "parts", "ranging"), replace(PATH, elevation_deg=60.0))
    before = case.budget()
    moved = case.with_values({moved_key: case.value(moved_key).value + sign * (before[key] + 20.0)}).budget()
    kept = 3.0 if REQUIREMENTS[key].keeps_margin else 0.0
    assert moved[key] == pytest.approx(-20.0, abs=1e-9)
    assert moved["closing_margin_db"] == pytest.approx(-20.0 - kept, abs=1e-9)
    assert moved.verdict.limited_by == REQUIREMENTS[key].title
    assert not moved.verdict.closes
    others = [other for other in REQUIREMENTS if other != key]
    assert [moved[other] for other in others] == pytest.approx([before[other] for other in others], abs=1e-9)


def test_verdicts_of_an_array_are_those_of_its_elements():
    case = Case(a_link("dish", "parts", "ranging"), PATH)
    needed = np.array([-30.0, 7.0, 90.0, np.nan])
    verdict = case.with_values({"modulation.carrier.required_loop_snr": needed}).budget().verdict
    each = [case.with_values({"modulation.carrier.required_loop_snr": float(one)}).budget().verdict for one in needed]
    assert verdict.closes.tolist() == [one.closes for one in each]
    assert verdict.limited_by.tolist() == [one.limited_by for one in each]
    assert each[2].limited_by == "Carrier"
    assert each[3].gap == "Required loop signal-to-noise ratio is not a number: it was given so"


def test_the_reason_is_a_line_on_which_the_verdict_rests():
    """Cross-polarisation has no number above 60 deg of elevation; it is not why a link has no answer."""
    case = Case(a_link("dish", "parts", "pulses"), replace(PATH, elevation_deg=70.0, weather=RAIN))
    lines = case.with_values({"modulation.required_picture_snr": 100.0}).budget()
    assert np.isnan(lines["cross_polarization_discrimination_db"])
    assert np.isnan(lines["closing_margin_db"])
    assert lines.verdict.gap.startswith("Required pulse energy over noise density is not a number")
