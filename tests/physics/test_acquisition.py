"""Acquisition of a carrier by a sweep."""

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.acquisition import acquisition_sweep_rate_hz_per_s, sweep_acquisition_probability, sweep_time_s
from linkbudget.physics.carrier import natural_frequency_rad_per_s

BANDWIDTH_HZ = 20.0
UNIT_HZ_PER_S = float(natural_frequency_rad_per_s(BANDWIDTH_HZ)) ** 2 / (2.0 * math.pi)


@pytest.mark.parametrize("snr_db", [6.0, 7.0, 8.0, 10.0, 13.0])
def test_sweeps_agree_with_the_rule_of_frazier_and_page(snr_db):
    """90 % at R = 1 - sqrt(2 / rho), a rule read off an analogue computer: within 0.06."""
    rate = acquisition_sweep_rate_hz_per_s(0.9, snr_db, BANDWIDTH_HZ) / UNIT_HZ_PER_S
    assert rate == pytest.approx(1.0 - math.sqrt(2.0 / 10.0 ** (0.1 * snr_db)), abs=0.06)


@pytest.mark.parametrize(("rate", "share"), [(0.5, 1.0), (0.7, 1.0), (0.8, 0.95)])
def test_without_noise_sweeps_agree_with_an_integrator_of_another_kind(rate, share):
    """The differential equation from 20 phases; a loop is locked in all of them, or all but one."""
    damping, locked = math.sqrt(0.5), 0

    def loop(_, state):
        pull = math.sin(state[0])
        return [state[1] - 2.0 * damping * pull, rate - pull]

    for phase in np.linspace(-np.pi, np.pi, 20, endpoint=False):
        end = solve_ivp(loop, (0.0, 16.0 / rate), [phase, -8.0], rtol=1e-6, atol=1e-7).y[1, -1]
        locked += abs(end) < 4.0
    found = sweep_acquisition_probability(rate * UNIT_HZ_PER_S, 30.0, BANDWIDTH_HZ)
    assert found == pytest.approx(share, abs=0.06)
    assert found == pytest.approx(locked / 20.0, abs=0.06)


def test_faster_and_weaker_is_less_sure():
    """Up to R = 0.8 and 13 dB; beyond, noise saves some of the sweeps that would miss.  Standard error 0.008."""
    rate = np.linspace(0.1, 0.8, 29)[:, None] * UNIT_HZ_PER_S
    share = sweep_acquisition_probability(rate, np.linspace(6.0, 13.0, 15), BANDWIDTH_HZ)
    assert (np.diff(share, axis=0) < 0.02).all()
    assert (np.diff(share, axis=1) > -0.02).all()
    assert ((share > 0.3) & (share <= 1.0)).all()


@pytest.mark.parametrize("wanted", [0.5, 0.8, 0.9, 0.97])
def test_the_inverse_inverts(wanted):
    snr_db = np.array([8.0, 10.0, 12.3])
    rate = acquisition_sweep_rate_hz_per_s(wanted, snr_db, BANDWIDTH_HZ)
    inside = rate < 0.8 * UNIT_HZ_PER_S * (1.0 - 1e-9)
    assert inside.any()
    found = sweep_acquisition_probability(rate, snr_db, BANDWIDTH_HZ)
    assert found[inside] == pytest.approx(wanted, abs=1e-9)
    assert (found[~inside] >= wanted).all()


def test_ends_of_the_table():
    slow, slowest = sweep_acquisition_probability([0.01 * UNIT_HZ_PER_S, 0.1 * UNIT_HZ_PER_S], 7.0, BANDWIDTH_HZ)
    assert slow == slowest
    assert np.isnan(sweep_acquisition_probability(0.81 * UNIT_HZ_PER_S, 10.0, BANDWIDTH_HZ))
    strong = sweep_acquisition_probability(0.6 * UNIT_HZ_PER_S, [30.0, 60.0], BANDWIDTH_HZ)
    assert strong[0] == strong[1]


def test_a_wide_loop_is_swept_by_the_square_of_its_width():
    narrow = acquisition_sweep_rate_hz_per_s(0.9, 10.0, 2.0)
    assert acquisition_sweep_rate_hz_per_s(0.9, 10.0, 20.0) == pytest.approx(100.0 * narrow)


def test_time_of_a_sweep():
    assert sweep_time_s([0.0, 20e3], 100.0) == pytest.approx([0.0, 400.0])


def test_arrays_equal_scalars():
    rate, snr_db = np.array([30.0, 90.0, 130.0]), np.array([[7.0], [12.0]])
    whole = sweep_acquisition_probability(rate, snr_db, BANDWIDTH_HZ)
    back = acquisition_sweep_rate_hz_per_s(np.array([0.6, 0.8, 0.95]), snr_db, BANDWIDTH_HZ)
    for i in range(2):
        for j in range(3):
            one = float(snr_db[i, 0])
            assert whole[i, j] == sweep_acquisition_probability(float(rate[j]), one, BANDWIDTH_HZ)
            assert back[i, j] == acquisition_sweep_rate_hz_per_s([0.6, 0.8, 0.95][j], one, BANDWIDTH_HZ)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: sweep_acquisition_probability(0.0, 10.0, 20.0), "sweep_rate_hz_per_s"),
        (lambda: sweep_acquisition_probability(10.0, 5.0, 20.0), "loop_snr_db"),
        (lambda: acquisition_sweep_rate_hz_per_s(0.999, 10.0, 20.0), "acquisition_probability"),
        (lambda: sweep_time_s(-1.0, 10.0), "frequency_uncertainty_hz"),
    ],
)
def test_wrong_requests(call, name):
    with pytest.raises(LinkBudgetError, match=name):
        call()
