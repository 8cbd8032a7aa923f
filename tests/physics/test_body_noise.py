"""Noise of a disc in a pattern: limits, the closed form of a Gaussian lobe, and sums over the sphere."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics.body_noise import (
    main_beam_efficiency,
    main_lobe_gain_dbi,
    pattern_noise_temperature_k,
    small_body_noise_temperature_k,
)
from linkbudget.physics.hot_bodies import source_noise_temperature_k
from linkbudget.physics.patterns import airy_half_power_beamwidth_deg, airy_pattern_loss_db, gaussian_pattern_loss_db
from linkbudget.physics.reference_patterns import f699_gain_dbi, s465_gain_dbi

SUN_DEG = 0.533


def lobe(beamwidth_deg, efficiency=1.0):
    """Gain function of a Gaussian lobe that holds a share of the power."""
    gain_dbi = 10.0 * np.log10(efficiency * 16.0 * np.log(2.0) / np.radians(beamwidth_deg) ** 2)
    return lambda off_deg: main_lobe_gain_dbi(off_deg, beamwidth_deg, gain_dbi, -np.inf)


def dish(off_deg):
    """34 m at 8.42 GHz with the sidelobes of ITU-R F.699."""
    return main_lobe_gain_dbi(off_deg, 0.066, 68.2, f699_gain_dbi(off_deg, 8.42e9, 34.0, 68.2))


def summed_over_the_disc(diameter_deg, off_deg, gain_dbi, count=1500):
    """Share of the power on a disc by a sum over its own rings and rays, another route than that of the function."""
    radius, offset = np.radians(diameter_deg) / 2.0, np.radians(off_deg)
    r = (np.arange(count) + 0.5) / count * radius
    turn = (np.arange(count) + 0.5) / count * np.pi
    r, turn = r[:, None], turn[None, :]
    cosine = np.cos(r) * np.cos(offset) + np.sin(r) * np.sin(offset) * np.cos(turn)
    angle_deg = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
    gain = 10.0 ** (0.1 * gain_dbi(angle_deg))
    return float((gain * np.sin(r)).sum() * (radius / count) * (2.0 * np.pi / count) / (4.0 * np.pi))


# Identity ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("beamwidth_deg", [0.02, 0.3, 0.5, 1.0, 3.0])
@pytest.mark.parametrize("in_widths", [0.0, 0.3, 0.7, 1.2])
def test_gaussian_lobe_gives_its_closed_form(beamwidth_deg, in_widths):
    off_deg = in_widths * max(beamwidth_deg, SUN_DEG)
    found = pattern_noise_temperature_k(SUN_DEG, 1e4, off_deg, lobe(beamwidth_deg, 0.8))
    closed = 0.8 * source_noise_temperature_k(SUN_DEG, 1e4, beamwidth_deg, off_boresight_deg=off_deg)
    assert found == pytest.approx(closed, rel=3e-4, abs=1e-6)  # the closed form is of a flat sky


@pytest.mark.parametrize("off_deg", [0.0, 0.1, 0.2, 0.26, 0.3, 0.5, 1.0, 3.0, 5.2])
def test_envelope_with_kinks_is_summed_over_the_disc(off_deg):
    expected = min(summed_over_the_disc(SUN_DEG, off_deg, dish), 1.0)
    assert pattern_noise_temperature_k(SUN_DEG, 1.0, off_deg, dish) == pytest.approx(expected, rel=0.01)


def test_the_lobes_of_a_round_aperture_are_summed_over_the_disc():
    def airy(off_deg):  # 5 m at 8.4 GHz: first null at 0.5 degree
        return 52.9 - np.minimum(airy_pattern_loss_db(off_deg, 8.4e9, 5.0), 300.0)

    for off_deg in (0.0, 0.3, 0.6, 1.0):
        expected = summed_over_the_disc(SUN_DEG, off_deg, airy)
        assert pattern_noise_temperature_k(SUN_DEG, 1.0, off_deg, airy) == pytest.approx(expected, rel=0.01)
    # the Gaussian main beam, with the same gain and beamwidth, keeps within 2 % on the axis and is lost off it
    width_deg = airy_half_power_beamwidth_deg(8.4e9, 5.0)
    share = main_beam_efficiency(width_deg, 52.9)
    on_axis = share * source_noise_temperature_k(SUN_DEG, 1.0, width_deg)
    assert pattern_noise_temperature_k(SUN_DEG, 1.0, 0.0, airy) == pytest.approx(on_axis, rel=0.05)
    far = share * source_noise_temperature_k(SUN_DEG, 1.0, width_deg, off_boresight_deg=1.5)
    assert pattern_noise_temperature_k(SUN_DEG, 1.0, 1.5, airy) > 10.0 * far


def test_a_small_body_on_the_axis_is_the_ratio_of_solid_angles():
    found = pattern_noise_temperature_k(1e-3, 1e4, 0.0, lobe(0.7))
    beam_sr = np.pi * np.radians(0.7) ** 2 / (4.0 * np.log(2.0))
    assert found == pytest.approx(1e4 * np.pi * np.radians(0.5e-3) ** 2 / beam_sr, rel=1e-5)
    assert small_body_noise_temperature_k(1e-3, 1e4, lobe(0.7)(0.0)) == pytest.approx(found, rel=1e-5)


def test_a_body_that_fills_the_beam_shows_its_brightness_times_the_share_of_the_power():
    assert pattern_noise_temperature_k(20.0, 200.0, 0.0, lobe(0.5, 0.75)) == pytest.approx(150.0, rel=1e-4)
    assert source_noise_temperature_k(20.0, 200.0, 0.5) == pytest.approx(200.0, rel=1e-12)


def test_far_and_near_ways_join():
    edge_deg = 20.0 * SUN_DEG / 2.0
    both = pattern_noise_temperature_k(SUN_DEG, 1e4, edge_deg * np.array([1.0 - 1e-9, 1.0 + 1e-9]), dish)
    assert both[0] == pytest.approx(both[1], rel=0.01)


def test_isotropic_antenna_receives_the_share_of_the_sky():
    everywhere = pattern_noise_temperature_k(180.0, 100.0, 0.0, lambda off_deg: 0.0 * off_deg)
    assert everywhere == pytest.approx(50.0, rel=1e-3)
    assert small_body_noise_temperature_k(180.0, 100.0, 0.0) == pytest.approx(50.0, rel=1e-12)


def test_main_beam_efficiency_of_a_uniform_aperture_is_its_gain_times_its_beam():
    # G = (pi D / lambda)^2 and 58.99 degrees of lambda / D: 9.87 * 1.0296^2 / 11.09
    gain_dbi = 20.0 * np.log10(np.pi * 34.0 * 8.4e9 / 299_792_458.0)
    found = main_beam_efficiency(airy_half_power_beamwidth_deg(8.4e9, 34.0), gain_dbi)
    assert found == pytest.approx(np.pi**2 * 1.02899**2 / (16.0 * np.log(2.0)), rel=1e-3)
    with pytest.warns(ModelRangeWarning, match="share of the power"):
        assert main_beam_efficiency(1.0, 50.0) > 1.0


def test_main_lobe_is_the_gaussian_one_and_gives_way_to_the_envelope():
    inside_deg = np.array([0.0, 0.02, 0.033, 0.06])
    assert dish(inside_deg) == pytest.approx(68.2 - gaussian_pattern_loss_db(inside_deg, 0.066), abs=0.04)
    assert dish(0.033) == pytest.approx(68.2 - 10.0 * np.log10(2.0), rel=1e-12)
    assert dish(2.0) == pytest.approx(32.0 - 25.0 * np.log10(2.0), rel=1e-12)
    # S.465 is silent within its first degree
    assert main_lobe_gain_dbi(0.01, 0.066, 68.2, s465_gain_dbi(0.01, 8.42e9, 34.0)) == pytest.approx(67.9, abs=0.1)


# Shape and errors ----------------------------------------------------------------------------------------------------


@given(
    st.floats(1e-4, 20.0),
    st.floats(0.0, 180.0),
    st.floats(0.01, 20.0),
)
def test_noise_lies_between_nothing_and_the_brightness(diameter_deg, off_deg, beamwidth_deg):
    for gain_dbi in (lobe(beamwidth_deg), dish):
        found = pattern_noise_temperature_k(diameter_deg, 1e4, off_deg, gain_dbi)
        assert 0.0 <= found <= 1e4
    found = source_noise_temperature_k(diameter_deg, 1e4, beamwidth_deg, off_boresight_deg=off_deg)
    assert 0.0 <= found <= 1e4 * (1.0 + 1e-12)


def test_no_disc_gives_no_noise():
    assert pattern_noise_temperature_k(0.0, 1e4, np.array([0.0, 1.0]), dish) == pytest.approx(0.0, abs=0.0)


def test_arrays_broadcast_and_floats_stay_floats():
    diameters, offs = np.array([[0.1], [0.5]]), np.array([0.0, 0.2, 90.0])
    found = pattern_noise_temperature_k(diameters, 1e4, offs, dish)
    assert found.shape == (2, 3)
    one = pattern_noise_temperature_k(0.5, 1e4, 0.2, dish)
    assert found[1, 1] == pytest.approx(one, rel=1e-12)
    assert np.shape(one) == ()
    many = pattern_noise_temperature_k(SUN_DEG, 1e4, np.linspace(0.0, 2.0, 9001), dish)
    assert many[5000] == pytest.approx(pattern_noise_temperature_k(SUN_DEG, 1e4, 5000 / 4500, dish), rel=1e-9)


@pytest.mark.parametrize(
    "call",
    [
        lambda: pattern_noise_temperature_k(-0.1, 1e4, 0.0, dish),
        lambda: pattern_noise_temperature_k(0.5, -1.0, 0.0, dish),
        lambda: pattern_noise_temperature_k(0.5, 1e4, -1.0, dish),
        lambda: pattern_noise_temperature_k(0.5, 1e4, 181.0, dish),
        lambda: small_body_noise_temperature_k(400.0, 1e4, 0.0),
        lambda: main_lobe_gain_dbi(200.0, 1.0, 40.0, -10.0),
        lambda: main_beam_efficiency(0.0, 40.0),
    ],
)
def test_impossible_values_are_refused(call):
    with pytest.raises(LinkBudgetError, match="expected a number"):
        call()
