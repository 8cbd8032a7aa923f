"""Telescopes: published gains, limits, and the far field integrated over the aperture another way."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import brentq, minimize_scalar
from scipy.special import j0, j1

from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics import telescopes
from linkbudget.physics.patterns import airy_half_power_beamwidth_deg

WAVE_M, DIAMETER_M = 1.55e-6, 0.22
C_M_PER_S = 299792458.0


def field_on_axis(truncation, obscuration, off_axis=0.0):
    """Far field of a Gaussian beam through a ring, by adaptive quadrature; ``off_axis`` is k a sin(theta)."""

    def ring(u):
        return math.exp(-((truncation * u) ** 2)) * j0(off_axis * u) * u

    return quad(ring, obscuration, 1.0, epsabs=1e-13, epsrel=1e-12)[0]


def integrated_gain_dbi(truncation, obscuration):
    """Gain from the field in the aperture and the whole power of the laser, of which the rim cuts off a part."""
    area = math.pi * (DIAMETER_M / 2.0) ** 2
    field = 2.0 * area * field_on_axis(truncation, obscuration)
    power = 2.0 * area * quad(lambda u: math.exp(-2.0 * (truncation * u) ** 2) * u, 0.0, math.inf)[0]
    return 10.0 * math.log10(4.0 * math.pi / WAVE_M**2 * field**2 / power)


@pytest.mark.parametrize("truncation", [0.5, 1.12, 2.0])
@pytest.mark.parametrize("obscuration", [0.0, 0.2, 0.5])
def test_the_truncated_gain_is_that_of_the_aperture_integral(truncation, obscuration):
    gain = telescopes.truncated_gain_dbi(WAVE_M, DIAMETER_M, truncation, obscuration)
    assert gain == pytest.approx(integrated_gain_dbi(truncation, obscuration), abs=1e-9)


def test_the_gains_of_the_geostationary_budget():
    """LinkBudget.py, Event Horizon Explorer: (pi D / lambda)^2 of 10 and 60 cm."""
    assert telescopes.uniform_telescope_gain_dbi(1.55e-6, 0.1) == pytest.approx(106.136, abs=5e-4)
    assert telescopes.uniform_telescope_gain_dbi(1.55e-6, 0.6) == pytest.approx(121.699, abs=5e-4)


def test_the_best_truncation_without_an_obscuration():
    """Klein and Degnan (1974): 0.8145 of the even light at alpha = 1.12."""
    best = minimize_scalar(lambda alpha: -telescopes.truncated_gain_dbi(WAVE_M, DIAMETER_M, alpha), bounds=(0.5, 2.0))
    even = telescopes.uniform_telescope_gain_dbi(WAVE_M, DIAMETER_M)
    assert best.x == pytest.approx(1.12, abs=0.005)
    assert 10.0 ** ((-best.fun - even) / 10.0) == pytest.approx(0.8145, abs=5e-5)


@pytest.mark.parametrize("obscuration", [0.0, 0.1, 0.2, 0.3, 0.4])
def test_the_fit_of_the_best_truncation(obscuration):
    """The published fit lies near the truncation at which the gain is greatest, and costs next to nothing there."""
    best = minimize_scalar(
        lambda alpha: -telescopes.truncated_gain_dbi(WAVE_M, DIAMETER_M, alpha, obscuration), bounds=(0.5, 2.0)
    )
    fit = telescopes.optimum_truncation(obscuration)
    assert fit == pytest.approx(best.x, rel=0.011)
    assert telescopes.truncated_gain_dbi(WAVE_M, DIAMETER_M, fit, obscuration) == pytest.approx(-best.fun, abs=1e-3)


def test_the_fit_warns_beyond_its_range():
    with pytest.warns(ModelRangeWarning, match=r"obscuration from 0 to 0\.4"):
        telescopes.optimum_truncation(0.5)


def test_a_uniform_aperture_is_half_of_an_airy_disc():
    frequency_hz = C_M_PER_S / WAVE_M
    width = telescopes.telescope_beamwidth_deg(WAVE_M, DIAMETER_M)
    assert width == pytest.approx(airy_half_power_beamwidth_deg(frequency_hz, DIAMETER_M), rel=1e-10)


@pytest.mark.parametrize(("truncation", "obscuration"), [(0.0, 0.3), (1.12, 0.0), (1.0, 0.4), (3.0, 0.0), (2.0, 0.9)])
def test_the_beamwidth_is_that_of_the_aperture_integral(truncation, obscuration):
    on_axis = field_on_axis(truncation, obscuration)
    x = brentq(lambda x: field_on_axis(truncation, obscuration, x) / on_axis - math.sqrt(0.5), 0.1, 4.0, xtol=1e-13)
    width = math.degrees(2.0 * math.asin(x * WAVE_M / (math.pi * DIAMETER_M)))
    found = telescopes.telescope_beamwidth_deg(WAVE_M, DIAMETER_M, obscuration, truncation)
    assert found == pytest.approx(width, rel=1e-9)


def test_a_ring_from_two_airy_discs():
    """An evenly lit ring is a disc less its middle: its field off axis follows from Bessel functions."""

    def ratio(x, hidden=0.3):
        return 2.0 * (j1(x) - hidden * j1(hidden * x)) / x / (1.0 - hidden**2)

    x = brentq(lambda x: ratio(x) - math.sqrt(0.5), 0.1, 3.0)
    width = math.degrees(2.0 * math.asin(x * WAVE_M / (math.pi * DIAMETER_M)))
    assert telescopes.telescope_beamwidth_deg(WAVE_M, DIAMETER_M, 0.3) == pytest.approx(width, rel=1e-10)


def test_a_deeply_cut_off_beam_is_gaussian():
    """Far inside the rim, the beam diverges as a Gaussian one of its waist: full width 4 lambda / (pi 2 w0)."""
    waist_m = DIAMETER_M / 2.0 / 3.0
    divergence = math.degrees(2.0 * WAVE_M / (math.pi * waist_m))
    gain = telescopes.truncated_gain_dbi(WAVE_M, DIAMETER_M, 3.0)
    assert gain == pytest.approx(telescopes.beam_gain_dbi(divergence), abs=2e-3)
    width = telescopes.telescope_beamwidth_deg(WAVE_M, DIAMETER_M, 0.0, 3.0)
    assert width == pytest.approx(telescopes.half_power_beamwidth_of_divergence_deg(divergence), rel=2e-3)


def test_the_two_widths_of_a_beam():
    """15 urad between half-power points: 12.740 urad from the axis to 1/e2."""
    full = telescopes.divergence_of_beamwidth_deg(math.degrees(15e-6))
    assert math.radians(full) / 2.0 * 1e6 == pytest.approx(12.740, abs=5e-4)
    assert telescopes.half_power_beamwidth_of_divergence_deg(full) == pytest.approx(math.degrees(15e-6), rel=1e-12)


def test_the_gain_of_a_beam_spreads_all_of_the_power():
    """The gain on axis times the beam, integrated over a sphere, is the whole sphere."""
    divergence_rad = 1e-3
    peak = 10.0 ** (telescopes.beam_gain_dbi(math.degrees(divergence_rad)) / 10.0)
    rest = quad(lambda a: math.exp(-8.0 * (a / divergence_rad) ** 2) * 2.0 * math.pi * a, 0.0, 1e-2)[0]
    assert peak * rest == pytest.approx(4.0 * math.pi, rel=1e-6)


@given(st.floats(0.0, 0.95), st.floats(0.1, 3.0))
def test_nothing_gains_more_than_the_even_ring(obscuration, truncation):
    even = telescopes.uniform_telescope_gain_dbi(WAVE_M, DIAMETER_M, obscuration)
    assert telescopes.truncated_gain_dbi(WAVE_M, DIAMETER_M, truncation, obscuration) <= even + 1e-9
    assert even <= telescopes.uniform_telescope_gain_dbi(WAVE_M, DIAMETER_M) + 1e-12


def test_nothing_hidden_is_the_plain_aperture():
    plain = telescopes.stated_telescope_gain_dbi(WAVE_M, DIAMETER_M, 1.0)
    assert telescopes.uniform_telescope_gain_dbi(WAVE_M, DIAMETER_M, 0.0) == plain
    assert telescopes.wavefront_loss_db(WAVE_M, 0.0) == 0.0


def test_arrays_are_loops():
    hidden, cut = np.array([0.0, 0.2, 0.4]), np.array([0.5, 1.0, 2.0])
    for function in (telescopes.telescope_beamwidth_deg, lambda w, d, o, t: telescopes.truncated_gain_dbi(w, d, t, o)):
        whole = function(WAVE_M, DIAMETER_M, hidden[:, None], cut)
        each = [[function(WAVE_M, DIAMETER_M, float(one), float(other)) for other in cut] for one in hidden]
        np.testing.assert_allclose(whole, each, rtol=1e-12)


def test_a_wavefront_error_of_a_fourteenth_leaves_eighty_percent():
    """Marechal's criterion: a Strehl ratio of about 0.8 at an rms error of lambda / 14."""
    assert 10.0 ** (-telescopes.wavefront_loss_db(1.0, 1.0 / 14.0) / 10.0) == pytest.approx(0.8, abs=0.02)
    with pytest.warns(ModelRangeWarning, match="wavefront"):
        telescopes.wavefront_loss_db(1.0, 0.2)


@pytest.mark.parametrize("value", [-0.1, 1.0])
def test_an_obscuration_outside_its_limits_is_refused(value):
    with pytest.raises(LinkBudgetError, match="obscuration"):
        telescopes.uniform_telescope_gain_dbi(WAVE_M, DIAMETER_M, value)
