"""The shadow of the body, against the Fresnel integrals, its limits and its own properties."""

import numpy as np
import pytest
from scipy.special import fresnel

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.body_shadow import body_shadow_loss_db

FREQUENCY_HZ = 922.76e6


def diffracted_db(parameter):
    """Loss of the exact knife edge, from the Fresnel integrals."""
    sine, cosine = fresnel(parameter)
    return -20.0 * np.log10(0.5 * np.hypot(1.0 - cosine - sine, cosine - sine))


def test_follows_the_fresnel_integrals_into_the_shadow():
    """To half a decibel, which is what the approximation of the Recommendation claims by its one decimal place."""
    bend_deg = np.linspace(0.0, 60.0, 200)
    wavelength_m = 299792458.0 / FREQUENCY_HZ
    extra_m = 0.5 * (1.0 - np.cos(np.radians(bend_deg)))
    expected = diffracted_db(2.0 * np.sqrt(extra_m / wavelength_m))
    assert body_shadow_loss_db(60.0 - bend_deg, 60.0, 0.5, FREQUENCY_HZ) == pytest.approx(expected, abs=0.5)


def test_half_the_field_is_lost_at_the_edge():
    edge = body_shadow_loss_db(40.0, 40.0, np.array([0.1, 1.0, 10.0]), FREQUENCY_HZ)
    assert edge == pytest.approx(20.0 * np.log10(2.0), abs=0.05)


def test_deep_shadow_grows_by_3_db_when_the_frequency_doubles():
    """Far behind the edge the field falls as one over the parameter, and that as the root of the frequency."""
    low, high = body_shadow_loss_db(0.0, 90.0, 10.0, np.array([10e9, 20e9]))
    assert high - low == pytest.approx(10.0 * np.log10(2.0), abs=0.02)


def test_free_directions_lose_nothing_and_no_direction_gains():
    angles = np.linspace(0.0, 180.0, 721)
    loss = body_shadow_loss_db(angles, 60.0, 2.0, FREQUENCY_HZ)
    assert np.all(loss >= 0.0)
    assert np.all(np.diff(loss) <= 0.0)
    assert loss[-1] == 0.0


def test_array_result_equals_loop_of_scalars():
    angles = np.linspace(0.0, 180.0, 19)
    one_by_one = [body_shadow_loss_db(angle, 60.0, 0.5, FREQUENCY_HZ) for angle in angles]
    assert body_shadow_loss_db(angles, 60.0, 0.5, FREQUENCY_HZ) == pytest.approx(one_by_one, rel=1e-13, abs=1e-13)


@pytest.mark.parametrize(
    "arguments",
    [(-1.0, 60.0, 0.5, 1e9), (10.0, 181.0, 0.5, 1e9), (10.0, 60.0, 0.0, 1e9), (10.0, 60.0, 0.5, -1e9)],
)
def test_refuses_what_cannot_be(arguments):
    with pytest.raises(LinkBudgetError):
        body_shadow_loss_db(*arguments)
