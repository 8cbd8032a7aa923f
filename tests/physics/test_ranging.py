"""Ranging codes and tones, and coherent frequencies."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import erf

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import LinkBudgetError
from linkbudget.physics.ranging import (
    PN_CODE_LENGTH,
    PN_COMPONENT_LENGTHS,
    PN_CORRELATIONS,
    TURNAROUND_RATIO,
    chip_snr_db,
    coherent_downlink_frequency_hz,
    equivalent_loop_bandwidth_hz,
    pn_acquisition_probability,
    pn_acquisition_time_s,
    pn_ambiguity_m,
    pn_chip_rate_chips_per_s,
    range_error_m,
    ranging_clock_hz,
    ranging_clock_loss_db,
    tone_ambiguity_m,
)
from tests.published import agrees, rows

# Reference -----------------------------------------------------------------------------------------------------------


def test_chip_rates_are_those_of_the_standard():
    # CCSDS 414.1-B-3, Annex B, Table B-1: 7179 MHz, k = 6
    rates = pn_chip_rate_chips_per_s(7179e6, "X", np.array([4.0, 8.0]), 6)
    assert rates / 1e3 == pytest.approx([1034.295, 2068.590], abs=6e-4)


def test_jitter_is_that_of_the_standard():
    # CCSDS 414.1-B-3, Table 3-3: 30 dBHz, 1 Hz, 2.068 Mchip/s: 0.87 m for T4B and 1.29 m for T2B.  The clock is a sine
    # compared with a square wave; the correlations of 810-005 differ in the third digit from those of the standard.
    clock_hz = ranging_clock_hz(2.068e6)
    for code, expected_m in (("T4B", 0.87), ("T2B", 1.29)):
        level_dbhz = 30.0 - ranging_clock_loss_db(code)
        assert range_error_m(clock_hz, level_dbhz, 1.0, reference="square") == pytest.approx(expected_m, abs=0.01)


def test_ambiguity_of_a_megahertz_clock():
    # DSN 810-005, module 214: about 75 660 km
    assert pn_ambiguity_m(1e6) / 1e3 == pytest.approx(75_660.0, abs=8.0)


def test_odyssey_answers_at_8406_megahertz():
    # PDS, Mars Odyssey radio science: 7155.377315 MHz up, 8406.851852 MHz down, 880/749
    ratio = TURNAROUND_RATIO["X", "X"]
    assert coherent_downlink_frequency_hz(7155.377315e6, ratio) / 1e6 == pytest.approx(8406.851852, abs=1e-5)


def test_published_rows_agree():
    for row in rows("ranging"):
        if row["quantity"] == "chip_rate":
            selection = row["band"], float(row["l"]), float(row["k"])
            value = pn_chip_rate_chips_per_s(float(row["f_up_MHz"]) * 1e6, *selection) / 1e3
        elif row["quantity"] == "pn_ambiguity":
            value = pn_ambiguity_m(float(row["ranging_clock_Hz"])) / 1e3
        else:
            above, below = row["ratio"].split("/")
            value = coherent_downlink_frequency_hz(float(row["f_up_MHz"]), float(above) / float(below))
        assert agrees(row, value), row["case_id"]


# Identity ------------------------------------------------------------------------------------------------------------


def test_code_is_as_long_as_its_components_together():
    assert math.prod(PN_COMPONENT_LENGTHS) == PN_CODE_LENGTH


def test_ambiguity_of_a_code_is_that_of_a_tone_of_its_period():
    period_hz = 2.0 * 1e6 / PN_CODE_LENGTH
    assert pn_ambiguity_m(1e6) == pytest.approx(tone_ambiguity_m(period_hz), rel=1e-14)


def test_error_of_a_sine_is_that_of_its_phase():
    # sigma_phi = root(B N0 / P), and 2 pi of phase are c / 2f of distance
    phase_rad = math.sqrt(2.0 / 10.0**2.5)
    expected = phase_rad / (2.0 * math.pi) * SPEED_OF_LIGHT_M_PER_S / (2.0 * 1e6)
    assert range_error_m(1e6, 25.0, 2.0) == pytest.approx(expected, rel=1e-14)


def test_square_waves_in_open_loop_are_twice_as_good_as_in_a_loop_in_power():
    loop, still = (
        range_error_m(1e6, 20.0, 1.0, signal="square", reference="square", open_loop=open_loop)
        for open_loop in (False, True)
    )
    assert loop / still == pytest.approx(math.sqrt(2.0), rel=1e-14)


def test_longer_averaging_lowers_the_error_by_its_root():
    errors = range_error_m(1e6, 20.0, equivalent_loop_bandwidth_hz(np.array([1.0, 100.0])))
    assert errors[0] / errors[1] == pytest.approx(10.0, rel=1e-14)


@pytest.mark.parametrize("code", sorted(PN_CORRELATIONS))
@pytest.mark.parametrize("energy", [1.0, 300.0, 5000.0])
def test_acquisition_is_the_integral_of_the_handbook(code, energy):
    expected = 1.0
    for length, correlation in zip(PN_COMPONENT_LENGTHS[1:], PN_CORRELATIONS[code][1:], strict=True):
        shift = correlation * math.sqrt(energy)
        integral, _ = quad(lambda x: math.exp(-x * x) * (0.5 + 0.5 * erf(x + shift)) ** (length - 1), -10, 10)  # noqa: B023
        expected *= integral / math.sqrt(math.pi)
    found = pn_acquisition_probability(10.0 * math.log10(energy), 1.0, code)
    assert found == pytest.approx(expected, abs=1e-8)


def test_no_time_is_a_guess_and_much_time_is_sure():
    assert pn_acquisition_probability(30.0, 0.0, "T4B") == pytest.approx(2.0 / PN_CODE_LENGTH, rel=1e-6)
    assert pn_acquisition_probability(30.0, 1e4, "T4B") == pytest.approx(1.0, abs=1e-14)


def test_acquisition_time_inverts_the_probability():
    wanted = np.array([0.01, 0.5, 0.999, 1.0 - 1e-9])
    for code in PN_CORRELATIONS:
        times = pn_acquisition_time_s(np.array([[10.0], [40.0]]), wanted, code)
        found = pn_acquisition_probability(np.array([[10.0], [40.0]]), times, code)
        assert found == pytest.approx(np.broadcast_to(wanted, (2, 4)), abs=1e-10)
        assert times[0] / times[1] == pytest.approx(np.full(4, 1000.0), rel=1e-12)


def test_ratios_close_their_circles():
    for (up, down), ratio in TURNAROUND_RATIO.items():
        assert ratio == pytest.approx(
            TURNAROUND_RATIO[up, "S"] * TURNAROUND_RATIO["S", down] * 221.0 / 240.0, rel=1e-14
        )


# Shape ---------------------------------------------------------------------------------------------------------------


def test_array_equals_scalars():
    clocks, levels = np.array([[1e5], [1e6]]), np.array([0.0, 20.0, 40.0])
    found = range_error_m(clocks, levels, 0.5)
    assert found.shape == (2, 3)
    for (i, j), value in np.ndenumerate(found):
        assert value == pytest.approx(range_error_m(float(clocks[i, 0]), float(levels[j]), 0.5), rel=1e-14)
    probabilities = pn_acquisition_probability(levels, [[0.1], [1.0]], "T2B")
    assert probabilities.shape == (2, 3)
    assert probabilities[1, 1] == pytest.approx(pn_acquisition_probability(20.0, 1.0, "T2B"), rel=1e-14)
    assert chip_snr_db(1e6, levels).tolist() == pytest.approx([-60.0, -40.0, -20.0])


# Refusals ------------------------------------------------------------------------------------------------------------


def test_impossible_requests_are_refused():
    with pytest.raises(LinkBudgetError, match="band"):
        pn_chip_rate_chips_per_s(7e9, "L", 4, 6)
    with pytest.raises(LinkBudgetError, match="code"):
        ranging_clock_loss_db("T3B")
    with pytest.raises(LinkBudgetError, match="'square' with 'square'"):
        range_error_m(1e6, 20.0, 1.0, signal="square")
    with pytest.raises(LinkBudgetError, match="probability"):
        pn_acquisition_time_s(30.0, 1e-7, "T4B")
    with pytest.raises(LinkBudgetError, match="lowest_tone_hz"):
        tone_ambiguity_m(0.0)
    with pytest.raises(LinkBudgetError, match="turnaround_ratio"):
        coherent_downlink_frequency_hz(7e9, -1.0)


# Property ------------------------------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(st.floats(-10.0, 50.0), st.floats(0.1, 100.0), st.sampled_from(sorted(PN_CORRELATIONS)))
def test_power_and_time_help(level_dbhz, time_s, code):
    assert range_error_m(1e6, level_dbhz + 1.0, 1.0) < range_error_m(1e6, level_dbhz, 1.0)
    here = pn_acquisition_probability(level_dbhz, time_s, code)
    assert 0.0 < here <= 1.0
    assert pn_acquisition_probability(level_dbhz + 1.0, time_s, code) >= here - 1e-12
