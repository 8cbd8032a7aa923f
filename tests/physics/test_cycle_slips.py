"""Cycle slips of carrier loops: closed forms, quadrature, solved and simulated times."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import i0

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.carrier import lock_in_range_hz, loop_phase_jitter_deg, natural_frequency_rad_per_s
from linkbudget.physics.cycle_slips import (
    LONGEST_BANDWIDTH_TIME,
    first_order_slip_time_s,
    loop_snr_for_slip_time_db,
    phase_error_of_drift_deg,
    phase_error_of_offset_deg,
    second_order_slip_time_s,
    slip_direction_share,
    slip_time_s,
)

ROOT_HALF = math.sqrt(0.5)


def _db(ratio):
    return 10.0 * np.log10(ratio)


def _passage_by_quadrature(rho, offset):
    """B_L T to either side and the share upwards, of the first-passage integrals of the potential, by nested rules."""
    rest = math.asin(offset)
    low, high = rest - 2.0 * math.pi, rest + 2.0 * math.pi
    grid = np.linspace(low, high, 40_001)
    potential = -rho * (np.cos(grid) + offset * grid)
    step = grid[1] - grid[0]

    def running(values):  # trapezoids, from the left
        return np.concatenate([[0.0], np.cumsum(0.5 * (values[1:] + values[:-1]))]) * step

    rise = np.exp(potential - potential.max())
    below, above = running(rise), running(rise[::-1])[::-1]  # each without a difference of large numbers
    speed = rho * np.exp(-(potential - potential.max()))
    middle = grid.size // 2
    left = np.trapezoid(below[: middle + 1] * speed[: middle + 1], dx=step)
    right = np.trapezoid(above[middle:] * speed[middle:], dx=step)
    whole = below[middle] + above[middle]
    return (above[middle] * left + below[middle] * right) / whole / 4.0, below[middle] / whole


# ---- reference -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rho", [0.5, 1.0, 2.0, 4.0, 8.0])
@pytest.mark.parametrize("offset", [0.0, 0.1, 0.3, 0.7])
def test_first_order_agrees_with_the_first_passage_integral(rho, offset):
    product, share = _passage_by_quadrature(rho, offset)
    error_deg = math.degrees(math.asin(offset))
    assert first_order_slip_time_s(_db(rho), 1.0, static_phase_error_deg=error_deg) == pytest.approx(product, rel=2e-5)
    assert slip_direction_share(_db(rho), error_deg) == pytest.approx(share, rel=2e-5)


def test_first_order_without_an_error_is_the_closed_form_with_its_limit():
    rho = np.array([0.5, 1.0, 2.0, 5.0, 10.0])
    assert first_order_slip_time_s(_db(rho), 1.0) == pytest.approx(0.5 * np.pi**2 * rho * i0(rho) ** 2, rel=1e-12)
    # the next term of the asymptote is 1 / (4 rho)
    assert first_order_slip_time_s(_db(12.0), 1.0) == pytest.approx(
        0.25 * math.pi * math.exp(24.0) * (1.0 + 1.0 / 48.0), rel=2e-3
    )


@pytest.mark.parametrize(
    ("damping", "rho", "product"),
    [  # solved off the grid of the table, by benchmarks/cycle_slips.py: good to 0.01 %
        (0.55, 0.4, 2.494026),
        (0.55, 4.5, 598.8449),
        (0.65, 1.2, 7.983652),
        (0.77, 5.5, 3821.9354),
        (0.77, 7.5, 71788.91),
        (0.92, 2.2, 35.947188),
        (1.1, 6.5, 39941.74),
        (1.3, 3.2, 232.91842),
        (1.85, 8.3, 3287959.1),
        (2.5, 0.1, 0.52290152),
        (2.5, 8.5, 8357546.7),
        # beyond the table
        (0.5, 12.0, 1.255071e7),
        (ROOT_HALF, 12.0, 3.692479e7),
        (1.0, 12.0, 1.87953e8),
        (2.0, 12.0, 3.54115e9),
    ],
)
def test_second_order_between_and_beyond_the_points_of_the_table(damping, rho, product):
    assert second_order_slip_time_s(_db(rho), 1.0, damping) == pytest.approx(product, rel=2e-3)


@pytest.mark.parametrize(
    ("damping", "rho", "simulated", "standard_error"),
    [  # one slip of each of 20 000 loops, benchmarks/cycle_slips.py simulate
        (0.5, 1.0, 6.4072, 0.037),
        (0.5, 2.0, 22.533, 0.15),
        (0.5, 3.0, 79.821, 0.54),
        (ROOT_HALF, 1.0, 6.0325, 0.036),
        (ROOT_HALF, 2.0, 23.804, 0.16),
        (ROOT_HALF, 3.0, 94.454, 0.66),
        (1.0, 1.0, 6.1726, 0.037),
        (1.0, 2.0, 27.804, 0.19),
    ],
)
def test_second_order_agrees_with_random_walks(damping, rho, simulated, standard_error):
    assert abs(second_order_slip_time_s(_db(rho), 1.0, damping) - simulated) < 3.0 * standard_error


def test_a_few_random_walks_of_a_loop_slip_as_often_as_the_table_says():
    """A coarse simulation of its own: 2000 loops at 3 dB, 2.2 % standard error and 2 % by the step."""
    rng = np.random.default_rng(1963)
    rho, r, step, loops = 2.0, 2.0, 0.02, 2000
    deviation = math.sqrt(2.0 * step / (rho * (1.0 + 1.0 / r)))
    phase, integrator, slipped = np.zeros(loops), np.zeros(loops), np.zeros(loops)
    number = 0
    while phase.size:
        number += 1
        drive = np.sin(phase) * step + rng.normal(0.0, deviation, phase.size)
        phase, integrator = phase - drive - integrator * step, integrator + drive / r
        # a path looked at in steps seems to reach a boundary late, as if that were 0.5826 deviations farther out
        gone = np.abs(phase) >= 2.0 * math.pi - 0.5826 * deviation
        slipped[loops - phase.size : loops - phase.size + gone.sum()] = number * step
        phase, integrator = phase[~gone], integrator[~gone]
    product = slipped.mean() * (1.0 + 1.0 / r) / 4.0
    assert second_order_slip_time_s(_db(rho), 1.0) == pytest.approx(product, rel=0.07)


def test_thresholds_of_old_missions_slip_every_minute_or_so():
    """7 dB in 20 Hz, and 6 dB in 12 Hz."""
    assert slip_time_s(7.0, 20.0) == pytest.approx(82.0, abs=1.0)
    assert slip_time_s(6.0, 12.0) == pytest.approx(31.4, abs=0.3)


# ---- limits and identities -------------------------------------------------------------------------------------------


def test_without_a_signal_the_phase_walks_freely():
    """A random walk reaches +-2 pi in (2 pi)^2 over its variance in a second."""
    rho = 1e-6
    for damping in (0.5, 1.0, 3.0):
        wide = (1.0 + 0.25 / damping**2) ** 2
        assert second_order_slip_time_s(_db(rho), 1.0, damping) == pytest.approx(
            0.5 * math.pi**2 * rho * wide, rel=1e-3
        )
    assert first_order_slip_time_s(_db(rho), 1.0) == pytest.approx(0.5 * math.pi**2 * rho, rel=1e-5)


def test_a_well_damped_loop_slips_more_like_one_of_the_first_order():
    at = [float(second_order_slip_time_s(8.0, 10.0, damping)) for damping in (0.5, 0.7, 1.0, 1.5, 2.0, 3.0)]
    assert at == sorted(at)
    assert at[-1] < first_order_slip_time_s(8.0, 10.0) < 2.5 * at[-1]


@given(
    snr_db=st.floats(-20.0, 11.0),
    bandwidth_hz=st.floats(0.1, 1e3),
    damping=st.floats(0.5, 3.0),
    order=st.sampled_from([1, 2]),
)
def test_the_inverse_inverts(snr_db, bandwidth_hz, damping, order):
    time_s = slip_time_s(snr_db, bandwidth_hz, damping, order=order)
    found = loop_snr_for_slip_time_db(time_s, bandwidth_hz, damping, order=order)
    assert found == pytest.approx(snr_db, abs=1e-6)


@given(
    snr_db=st.floats(-20.0, 12.0), more_db=st.floats(0.01, 3.0), damping=st.floats(0.5, 3.0), order=st.integers(1, 2)
)
def test_more_signal_holds_longer(snr_db, more_db, damping, order):
    assert slip_time_s(snr_db + more_db, 10.0, damping, order=order) > slip_time_s(snr_db, 10.0, damping, order=order)


def test_a_narrow_loop_of_the_same_ratio_holds_longer_in_proportion():
    assert second_order_slip_time_s(7.0, 2.0) == pytest.approx(10.0 * second_order_slip_time_s(7.0, 20.0), rel=1e-12)


@pytest.mark.parametrize("order", [1, 2])
def test_two_sided_figures_are_of_the_same_loop(order):
    """10 dB in a two-sided 20 Hz are 13 dB in B_L = 10 Hz."""
    one = slip_time_s(6.0 + 10.0 * math.log10(2.0), 10.0, order=order)
    assert slip_time_s(6.0, 20.0, order=order, two_sided=True) == pytest.approx(one, rel=1e-9)
    assert loop_snr_for_slip_time_db(one, 20.0, order=order, two_sided=True) == pytest.approx(6.0, abs=1e-6)


def test_times_are_infinite_beyond_what_noise_decides():
    assert second_order_slip_time_s(20.0, 10.0) == math.inf
    assert first_order_slip_time_s(20.0, 10.0) == math.inf
    assert second_order_slip_time_s(400.0, 10.0) == math.inf
    for order in (1, 2):
        assert slip_time_s([20.0, 400.0], 10.0, order=order) == pytest.approx([LONGEST_BANDWIDTH_TIME / 10.0] * 2)
    last_db = loop_snr_for_slip_time_db(LONGEST_BANDWIDTH_TIME / 10.0, 10.0)
    assert np.isfinite(slip_time_s(last_db - 1e-6, 10.0))
    assert 12.0 < last_db < 14.0


def test_no_ratio_gives_no_time():
    assert np.isnan(slip_time_s(math.nan, 10.0))
    assert np.isnan(slip_time_s(math.nan, 10.0, order=1))
    assert slip_time_s(-math.inf, 10.0) == 0.0


def test_arrays_equal_scalars():
    snr_db = np.linspace(-5.0, 14.0, 7)
    damping = np.array([[0.5], [0.8], [2.0]])
    whole = second_order_slip_time_s(snr_db, 10.0, damping)
    for i, one in enumerate(damping[:, 0]):
        for j, ratio_db in enumerate(snr_db):
            alone = second_order_slip_time_s(float(ratio_db), 10.0, float(one))
            assert whole[i, j] == pytest.approx(alone, rel=1e-5)  # of one damping by straight lines, close together
    errors_deg = np.array([0.0, 5.0, -40.0])
    times = first_order_slip_time_s(snr_db[:, None], 10.0, static_phase_error_deg=errors_deg)
    for i, ratio_db in enumerate(snr_db):
        for j, error_deg in enumerate(errors_deg):
            one = first_order_slip_time_s(float(ratio_db), 10.0, static_phase_error_deg=float(error_deg))
            assert times[i, j] == pytest.approx(one, rel=1e-9)
    wanted = loop_snr_for_slip_time_db(np.array([1.0, 3600.0]), np.array([[2.0], [50.0]]))
    assert wanted.shape == (2, 2)
    assert wanted[1, 1] == pytest.approx(loop_snr_for_slip_time_db(3600.0, 50.0), abs=1e-9)


# ---- static errors ---------------------------------------------------------------------------------------------------


def test_static_errors():
    """A quarter of the gain of the first-order loop is B_L; a ramp of the natural frequency squared is the last."""
    bandwidth_hz, damping = 20.0, 0.9
    hold_hz = 4.0 * bandwidth_hz / (2.0 * math.pi)
    assert phase_error_of_offset_deg([0.0, 0.5 * hold_hz, -hold_hz], bandwidth_hz) == pytest.approx([0.0, 30.0, -90.0])
    natural = natural_frequency_rad_per_s(bandwidth_hz, damping)
    ramp_hz_per_s = natural**2 / (2.0 * math.pi)
    assert phase_error_of_drift_deg(0.5 * ramp_hz_per_s, bandwidth_hz, damping) == pytest.approx(30.0)
    assert np.isnan(phase_error_of_drift_deg(1.01 * ramp_hz_per_s, bandwidth_hz, damping))
    assert np.isnan(phase_error_of_offset_deg(-1.01 * hold_hz, bandwidth_hz))


def test_natural_frequency_is_that_of_the_noise_bandwidth():
    """The bandwidth is the integral of the closed loop's response over frequency."""
    damping, natural = 0.8, float(natural_frequency_rad_per_s(15.0, 0.8))

    def response(frequency_hz):
        s = 2j * math.pi * frequency_hz / natural
        return abs((2.0 * damping * s + 1.0) / (s * s + 2.0 * damping * s + 1.0)) ** 2

    width_hz = quad(response, 0.0, np.inf)[0]
    assert width_hz == pytest.approx(15.0, rel=1e-6)
    assert lock_in_range_hz(15.0, damping) == pytest.approx(2.0 * damping * natural / (2.0 * math.pi))


def test_a_static_error_costs_more_than_jitter():
    """17.5 degrees at rho = 8 divide the time by 430, though the signal falls by 0.4 dB only."""
    without, bent = first_order_slip_time_s(_db(8.0), 1.0, static_phase_error_deg=[0.0, math.degrees(math.asin(0.3))])
    assert without / bent == pytest.approx(430.0, abs=1.0)
    assert loop_phase_jitter_deg(_db(8.0)) > 17.5


# ---- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: second_order_slip_time_s(7.0, 20.0, 0.4), "damping = 0.4"),
        (lambda: second_order_slip_time_s(7.0, 20.0, 3.5), "damping = 3.5"),
        (lambda: second_order_slip_time_s(7.0, 0.0), "loop_bandwidth_hz"),
        (lambda: slip_time_s(7.0, 20.0, order=3), "order = 3"),
        (lambda: first_order_slip_time_s(7.0, 20.0, static_phase_error_deg=90.0), "static_phase_error_deg"),
        (lambda: loop_snr_for_slip_time_db(1e12, 20.0), r"slip_time_s \* B_L"),
        (lambda: loop_snr_for_slip_time_db(0.0, 20.0), "slip_time_s"),
    ],
)
def test_wrong_requests(call, name):
    with pytest.raises(LinkBudgetError, match=name):
        call()
