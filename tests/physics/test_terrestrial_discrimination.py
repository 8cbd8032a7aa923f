"""Outages by cross-polarisation along the ground: ITU-Rpy's inner method, the power law inside, limits.

The numbers are those of the class behind ITU-Rpy 0.4.0, asked in November 2026; its public function leaves the required
ratio out, which findings/itur-discrimination-ignores-ratio.sh shows.
"""

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics.terrestrial_discrimination import (
    clear_air_discrimination_outage,
    rain_discrimination_outage,
)


@pytest.mark.parametrize(
    ("ghz", "cir_db", "improvement_db", "loss_db", "found"),
    [
        (18.0, 22.0, 0.0, 15.556142376483187, 2.821285371846654e-05),
        (23.0, 25.0, 12.0, 15.353588941202046, 1.5553545567545116e-07),
        (8.5, 20.0, 5.0, 6.279629133643999, 3.76679675650261e-07),
    ],
)
def test_rain_of_itu_rpy(ghz, cir_db, improvement_db, loss_db, found):
    assert rain_discrimination_outage(1e9 * ghz, loss_db, cir_db, improvement_db) == pytest.approx(found, rel=1e-12)


@pytest.mark.parametrize("percent", [1e-3, 1e-2, 0.1])
def test_the_outage_of_rain_is_the_share_with_the_loss_that_is_borne(percent):
    """A_p = 0.12 A_0.01 p^-(0.546 + 0.043 log p); 12.7, 23.26 and 161.23 are rounded: half a per cent of p."""
    loss_db, exponent = 20.0, 0.546 + 0.043 * np.log10(percent)
    borne_db = 0.12 * loss_db * percent**-exponent
    cir_db = 15.0 + 30.0 * np.log10(25.0) - 22.6 * np.log10(borne_db)  # at 25 GHz
    assert 100.0 * rain_discrimination_outage(25e9, loss_db, cir_db) == pytest.approx(percent, rel=6e-3)


def test_clear_air_by_hand():
    """P0 = 0.05, XPD_g = 30 dB, C0/I = 22 dB: eta = 1 - exp(-0.2 * 0.05^0.75), M = 35 - 22 - 10 log(0.7 eta / P0)."""
    activity = 1.0 - np.exp(-0.2 * 0.05**0.75)
    expected = 0.7 * activity * 10.0**-1.3
    assert clear_air_discrimination_outage(0.05, 30.0, 22.0) == pytest.approx(expected, rel=1e-12)
    assert clear_air_discrimination_outage(0.05, 30.0, 22.0, 20.0) == pytest.approx(expected / 100.0, rel=1e-12)


def test_better_antennas_help_up_to_forty_decibels():
    good, better, best = clear_air_discrimination_outage(0.05, np.array([30.0, 35.0, 45.0]), 22.0)
    assert better == pytest.approx(good * 10.0**-0.5, rel=1e-12)
    assert best == better


def test_more_required_more_rain_more_outage():
    ratios = np.linspace(10.0, 30.0, 21)
    assert np.all(np.diff(rain_discrimination_outage(18e9, 25.0, ratios)) > 0.0)
    assert np.all(np.diff(rain_discrimination_outage(18e9, np.linspace(5.0, 60.0, 20), 22.0)) > 0.0)
    assert np.all(np.diff(clear_air_discrimination_outage(np.linspace(0.01, 2.0, 20), 30.0, 22.0)) > 0.0)
    assert rain_discrimination_outage(18e9, 1000.0, 60.0) == 1.0
    assert clear_air_discrimination_outage(10.0, 10.0, 60.0) == 1.0


def test_arrays_are_loops_of_numbers():
    hz, ratios = np.array([[11e9], [23e9]]), np.array([15.0, 20.0, 25.0])
    found = rain_discrimination_outage(hz, 20.0, ratios)
    assert found.shape == (2, 3)
    assert found[1, 2] == rain_discrimination_outage(23e9, 20.0, 25.0)
    assert isinstance(rain_discrimination_outage(23e9, 20.0, 25.0), float)


def test_wrong_requests():
    with pytest.raises(LinkBudgetError, match=r"loss_001_db = 0\.0"):
        rain_discrimination_outage(18e9, 0.0, 22.0)
    with pytest.raises(LinkBudgetError, match=r"occurrence = 0\.0"):
        clear_air_discrimination_outage(0.0, 30.0, 22.0)
    with pytest.warns(ModelRangeWarning, match="rain discrimination is stated for frequency_hz"):
        rain_discrimination_outage(40e9, 25.0, 22.0)
