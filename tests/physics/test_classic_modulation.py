"""Amplitude and frequency modulation as textbooks set them."""

import math

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics.analog import carson_bandwidth_hz, fm_output_snr_db
from linkbudget.physics.classic_modulation import (
    am_antenna_current_a,
    am_efficiency,
    am_index_of_envelope,
    am_sideband_power_w,
    am_total_power_w,
    fm_modulation_index,
    fm_snr_of_cnr_db,
    fm_television_snr_db,
)


def test_power_of_a_modulated_wave_by_its_mean_square():
    phase = np.arange(1000) / 1000.0 * 2.0 * np.pi
    mean_square = np.mean((1.0 + 0.7 * np.cos(phase)) ** 2)
    assert am_total_power_w(400.0, 0.7) == pytest.approx(400.0 * mean_square, rel=1e-12)
    assert am_sideband_power_w(400.0, 0.7) == pytest.approx(400.0 * (mean_square - 1.0), rel=1e-9)


def test_full_modulation_puts_a_third_into_the_sidebands():
    assert am_efficiency(1.0) == pytest.approx(1.0 / 3.0)
    assert am_antenna_current_a(8.0, 1.0) == pytest.approx(8.0 * math.sqrt(1.5))
    with pytest.raises(LinkBudgetError, match="modulation_index"):
        am_efficiency(1.2)


def test_index_of_an_envelope():
    assert am_index_of_envelope(3.0, 1.0) == pytest.approx(0.5)
    assert am_index_of_envelope(3.0, 0.0) == pytest.approx(1.0)
    with pytest.raises(LinkBudgetError, match="least_voltage_v"):
        am_index_of_envelope(1.0, 3.0)


def test_fm_improvement_well_above_threshold():
    assert fm_modulation_index(50e3, 12.5e3) == 4.0
    assert fm_snr_of_cnr_db(40.0, 8e3, 4e3) == pytest.approx(40.0 + 10.0 * math.log10(3.0 * 4.0 * 3.0), abs=0.01)


def test_television_by_the_whole_swing_and_by_luminance():
    whole = fm_television_snr_db(35.0, 8e6, 4e6)
    assert whole == pytest.approx(35.0 + 10.0 * math.log10(24.0 * 4.0 * 3.0), abs=0.01)
    luminance = fm_television_snr_db(35.0, 8e6, 4e6, math.sqrt(0.5))
    assert whole - luminance == pytest.approx(3.0103, abs=1e-4)
    assert fm_television_snr_db(35.0, 8e6, 4e6, 1.0, 10.0) == pytest.approx(whole + 10.0)


def test_textbook_snr_is_that_of_the_discriminator_well_above_threshold():
    cn0_dbhz = 40.0 + 10.0 * math.log10(carson_bandwidth_hz(8e3, 4e3))
    assert fm_snr_of_cnr_db(40.0, 8e3, 4e3) == pytest.approx(fm_output_snr_db(cn0_dbhz, 4e3, 2.0), abs=0.1)
    with pytest.warns(ModelRangeWarning, match="cnr_db from 10"):
        fm_snr_of_cnr_db(6.0, 8e3, 4e3)
