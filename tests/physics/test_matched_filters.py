"""Loss of filters that do not match a rectangular pulse."""

import math

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.matched_filters import gaussian_filter_loss_db, single_pole_filter_loss_db


@pytest.mark.parametrize(
    ("function", "product", "loss_db"),
    [  # Skolnik (2001), Table 5.1: best B tau and loss there, for a rectangular pulse
        (single_pole_filter_loss_db, 0.40, 0.88),
        (gaussian_filter_loss_db, 0.74, 0.51),
    ],
)
def test_least_loss_agrees_with_skolnik(function, product, loss_db):
    products = np.linspace(0.1, 3.0, 2901)
    losses = function(products, 1.0)
    assert products[losses.argmin()] == pytest.approx(product, abs=0.006)
    assert losses.min() == pytest.approx(loss_db, abs=0.011)  # the first is printed 0.88, and is 0.891


def _simulated_loss_db(response, pulse_s=1.0, step_s=1e-3):
    """Peak of the filtered pulse squared over the noise, against energy over noise density; low-pass equivalents."""
    pulse = np.ones(round(pulse_s / step_s))
    peak = np.max(np.convolve(pulse, response)) * step_s
    noise = np.sum(response**2) * step_s
    return -10.0 * math.log10(peak**2 / noise / pulse_s)


@pytest.mark.parametrize("bandwidth_hz", [0.2, 0.5, 1.0, 3.0])
def test_losses_agree_with_filtered_samples(bandwidth_hz):
    step_s = 1e-3
    time_s = (np.arange(8000) + 0.5) * step_s
    decay = np.exp(-math.pi * bandwidth_hz * time_s)  # cut-off at half the bandwidth on either side
    assert single_pole_filter_loss_db(bandwidth_hz, 1.0) == pytest.approx(_simulated_loss_db(decay), abs=2e-3)
    around_s = time_s - 4.0
    bell = np.exp(-((math.pi * bandwidth_hz * around_s) ** 2) / (2.0 * math.log(2.0)))
    assert gaussian_filter_loss_db(bandwidth_hz, 1.0) == pytest.approx(_simulated_loss_db(bell), abs=2e-3)


@pytest.mark.parametrize("function", [single_pole_filter_loss_db, gaussian_filter_loss_db])
def test_limits_and_arrays(function):
    """A narrow filter loses what it cuts off, a wide one the noise that it lets in."""
    products = np.array([1e-3, 0.3, 1.0, 100.0])
    losses = function(products, 2.0)
    assert losses == pytest.approx([float(function(float(one), 2.0)) for one in products], rel=1e-12)
    assert (losses > 0.0).all()
    assert function(200.0, 1.0) - function(100.0, 1.0) == pytest.approx(10.0 * math.log10(2.0), abs=1e-9)
    assert function(1e-4, 1.0) - function(2e-4, 1.0) == pytest.approx(10.0 * math.log10(2.0), abs=2e-3)


def test_wrong_requests():
    with pytest.raises(LinkBudgetError, match="bandwidth_hz"):
        single_pole_filter_loss_db(0.0, 1.0)
    with pytest.raises(LinkBudgetError, match="pulse_duration_s"):
        gaussian_filter_loss_db(1.0, -1.0)
