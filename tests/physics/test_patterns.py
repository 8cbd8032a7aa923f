"""Patterns: loss off boresight."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics.antennas import half_power_beamwidth_deg
from linkbudget.physics.patterns import (
    airy_half_power_beamwidth_deg,
    airy_pattern_loss_db,
    cosine_pattern_directivity_dbi,
    cosine_pattern_loss_db,
    gaussian_pattern_loss_db,
    isotropic_pattern_loss_db,
)
from tests.published import agrees, rows

PATTERNS = [
    (gaussian_pattern_loss_db, (200.0,)),
    (airy_pattern_loss_db, (8.4e9, 0.2)),
    (cosine_pattern_loss_db, (80.0, 15.0)),
    (isotropic_pattern_loss_db, ()),
]

# ---- reference ------------------------------------------------------------------------------------------------------


def test_gaussian_loss_agrees_with_maral_and_bousquet():
    # 3rd edition, section 2.5: 4 m, 12 GHz, 0.1 degrees off -> 0.63 dB (c rounded to 3e8)
    assert gaussian_pattern_loss_db(0.1, half_power_beamwidth_deg(12e9, 4.0)) == pytest.approx(0.63, abs=0.005)


@pytest.mark.parametrize(
    ("off_boresight_deg", "expected_db"),
    [(0.0154349485521, 0.71905713881), (0.0308698971042, 3.01029995664), (0.0617397942084, 16.2762312212)],
)
def test_airy_loss_agrees_with_34_metres_at_x_band(off_boresight_deg, expected_db):
    # 20 log10 |2 J1(x) / x| evaluated independently to 12 digits
    assert airy_pattern_loss_db(off_boresight_deg, 8.42e9, 34.0) == pytest.approx(expected_db, abs=1e-8)


def test_airy_loss_agrees_with_arbitrary_precision_over_many_sidelobes():
    mpmath.mp.dps = 30
    for angle_deg in (1e-9, 0.5, 7.0, 33.0, 60.0, 90.0):
        x = mpmath.pi * mpmath.mpf(0.3) * mpmath.mpf(8.4e9) / 299792458 * mpmath.sin(mpmath.radians(angle_deg))
        expected_db = -20.0 * mpmath.log10(abs(2.0 * mpmath.besselj(1, x) / x))
        assert airy_pattern_loss_db(angle_deg, 8.4e9, 0.3) == pytest.approx(float(expected_db), abs=1e-9)


def test_first_airy_sidelobe_is_17_6_decibels_down():
    # Balanis, Antenna Theory, 3rd edition, chapter 12: -17.6 dB
    angles_deg = np.linspace(0.07, 0.11, 2001)  # from the first null of 34 m at 8.42 GHz to the second
    assert airy_pattern_loss_db(angles_deg, 8.42e9, 34.0).min() == pytest.approx(17.57, abs=0.005)


def test_every_published_beam_row_agrees():
    for row in rows("ruze_and_beams"):
        if row["quantity"] == "hpbw_uniform":
            answer = airy_half_power_beamwidth_deg(float(row["f_Hz"]), float(row["D_m"]))
        elif row["quantity"] == "pattern_uniform":  # printed as a gain
            answer = -airy_pattern_loss_db(float(row["offset_deg"]), float(row["f_Hz"]), float(row["D_m"]))
        elif row["quantity"] == "pointing_loss_parabolic":
            answer = gaussian_pattern_loss_db(float(row["offset_deg"]), float(row["hpbw_deg"]))
        else:
            continue
        assert agrees(row, answer), row["case_id"]


def test_published_textbook_pointing_loss_agrees():
    for row in rows("textbook_links"):
        if row["quantity"] == "pointing_loss":
            beamwidth_deg = half_power_beamwidth_deg(float(row["f_Hz"]), float(row["D_m"]), float(row["k_deg"]))
            assert agrees(row, gaussian_pattern_loss_db(float(row["offset_deg"]), beamwidth_deg)), row["case_id"]


# ---- identity -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("pattern", "device"), PATTERNS, ids=lambda value: getattr(value, "__name__", ""))
def test_boresight_loses_nothing_and_sign_does_not_matter(pattern, device):
    assert math.copysign(1.0, pattern(0.0, *device)) == 1.0
    assert pattern(0.0, *device) == 0.0
    assert pattern(-37.0, *device) == pattern(37.0, *device)


def test_half_the_beamwidth_loses_half_the_power():
    half_db = 10.0 * math.log10(2.0)
    assert gaussian_pattern_loss_db(0.5, 1.0) == 3.0  # the rounded factor of the source
    beamwidth_deg = airy_half_power_beamwidth_deg(8.4e9, 3.0)
    assert airy_pattern_loss_db(0.5 * beamwidth_deg, 8.4e9, 3.0) == pytest.approx(half_db, abs=1e-12)
    assert cosine_pattern_loss_db(40.0, 80.0) == pytest.approx(half_db, abs=1e-12)


def test_airy_half_power_constant_solves_its_equation():
    mpmath.mp.dps = 30
    x = mpmath.findroot(lambda x: 2.0 * mpmath.besselj(1, x) / x - mpmath.sqrt(0.5), 1.6)
    # 1 / (2 x / pi) wavelengths make the narrow-beam factor: 58.96 degrees, which textbooks round to 58.4
    narrow_deg = airy_half_power_beamwidth_deg(299792458.0, 1e6) * 1e6
    assert narrow_deg == pytest.approx(float(mpmath.degrees(2.0 * x / mpmath.pi)), rel=1e-12)
    assert narrow_deg == pytest.approx(58.96, abs=0.005)


def test_small_aperture_never_falls_to_half_power():
    assert math.isnan(airy_half_power_beamwidth_deg(299792458.0, 0.5))
    assert airy_half_power_beamwidth_deg(299792458.0, 0.52) < 180.0


def test_uniform_aperture_is_dark_behind():
    assert np.isinf(airy_pattern_loss_db([90.0, 90.1, 180.0], 8.4e9, 0.2)).tolist() == [False, True, True]


def test_broad_pattern_never_falls_below_its_back_lobe():
    angles_deg = np.array([0.0, 60.0, 89.0, 90.0, 120.0, 180.0])
    endless = cosine_pattern_loss_db(angles_deg, 80.0, math.inf)
    assert np.isinf(endless).tolist() == [False, False, False, True, True, True]
    for back_lobe_db in (0.0, 5.0, 15.0, 60.0):
        expected = np.minimum(endless, back_lobe_db)
        assert (cosine_pattern_loss_db(angles_deg, 80.0, back_lobe_db) == expected).all()
        assert (cosine_pattern_loss_db(-angles_deg, 80.0, back_lobe_db) == expected).all()


def test_lobe_of_a_broad_pattern_does_not_depend_on_what_is_behind():
    angles_deg = np.linspace(-80.0, 80.0, 161)  # 19.8 dB at most
    assert (cosine_pattern_loss_db(angles_deg, 80.0) == cosine_pattern_loss_db(angles_deg, 80.0, math.inf)).all()


@pytest.mark.parametrize("angle_deg", [85.0, 90.0, -135.0, 180.0, [0.0, 100.0]])
def test_back_lobe_that_is_not_stated_is_typical_and_warns(angle_deg):
    # 3GPP TR 36.942, section 4.2.1.1: at most 20 dB below boresight
    with pytest.warns(ModelRangeWarning, match="20 dB is taken") as caught:
        loss_db = cosine_pattern_loss_db(angle_deg, 80.0)
    assert len(caught) == 1
    assert np.max(loss_db) == 20.0
    assert np.max(cosine_pattern_loss_db(angle_deg, 80.0, 20.0)) == 20.0  # stated: no warning


@pytest.mark.parametrize("beamwidth_deg", [10.0, 60.0, 80.0, 120.0])
def test_cosine_directivity_is_the_sphere_over_the_beam(beamwidth_deg):
    theta = np.linspace(0.0, 0.5 * math.pi, 20001)[:-1]
    power = 10.0 ** (-cosine_pattern_loss_db(np.degrees(theta), beamwidth_deg, math.inf) / 10.0) * np.sin(theta)
    solid_angle_sr = 2.0 * math.pi * np.trapezoid(power, theta)
    directivity_dbi = 10.0 * math.log10(4.0 * math.pi / solid_angle_sr)
    assert cosine_pattern_directivity_dbi(beamwidth_deg) == pytest.approx(directivity_dbi, abs=1e-4)


def test_gaussian_and_airy_agree_inside_the_beam():
    # two models of one main lobe: within 0.05 dB up to half the beamwidth
    beamwidth_deg = airy_half_power_beamwidth_deg(8.4e9, 3.0)
    angles_deg = np.linspace(0.0, 0.5, 11) * beamwidth_deg
    gaussian = gaussian_pattern_loss_db(angles_deg, beamwidth_deg)
    assert gaussian == pytest.approx(airy_pattern_loss_db(angles_deg, 8.4e9, 3.0), abs=0.05)


# ---- range ----------------------------------------------------------------------------------------------------------


def test_gaussian_warns_where_sidelobes_begin():
    assert gaussian_pattern_loss_db(1.29, 1.0) == pytest.approx(19.97, abs=0.005)
    with pytest.warns(ModelRangeWarning, match="Gaussian main lobe"):
        assert gaussian_pattern_loss_db(-1.5, 1.0) == 27.0
    with pytest.warns(ModelRangeWarning, match=r"1\.29"):
        gaussian_pattern_loss_db([0.1, 2.0], 1.0)


# ---- shape ----------------------------------------------------------------------------------------------------------

ANGLES_DEG = np.array([[-170.0, -60.0, -1.0], [0.0, 30.0, 95.0]])


@pytest.mark.parametrize(("pattern", "device"), PATTERNS, ids=lambda value: getattr(value, "__name__", ""))
def test_array_equals_scalars(pattern, device):
    answer = pattern(ANGLES_DEG, *device)
    assert answer.shape == ANGLES_DEG.shape
    for index, expected in np.ndenumerate(answer):
        assert pattern(float(ANGLES_DEG[index]), *device) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("pattern", "device"), PATTERNS, ids=lambda value: getattr(value, "__name__", ""))
def test_nan_stays_nan_and_lists_are_arrays(pattern, device):
    assert np.isnan(pattern([0.0, math.nan], *device)).tolist() == [False, True]
    assert math.isnan(pattern(math.nan, *device))


def test_angle_broadcasts_with_beamwidth():
    assert cosine_pattern_loss_db([[0.0], [10.0]], [60.0, 80.0, 100.0]).shape == (2, 3)
    assert airy_pattern_loss_db([[0.0], [10.0]], [1e9, 2e9, 3e9], 1.0).shape == (2, 3)


# ---- refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("pattern", "device"), PATTERNS, ids=lambda value: getattr(value, "__name__", ""))
def test_angle_beyond_half_a_turn_is_refused(pattern, device):
    with pytest.raises(LinkBudgetError, match="off_boresight_deg"):
        pattern(181.0, *device)


@pytest.mark.parametrize("beamwidth_deg", [0.0, -5.0, 180.0])
def test_impossible_broad_beam_is_refused(beamwidth_deg):
    with pytest.raises(LinkBudgetError, match="beamwidth_deg"):
        cosine_pattern_loss_db(10.0, beamwidth_deg)


def test_back_lobe_above_boresight_is_refused():
    with pytest.raises(LinkBudgetError, match="back_lobe_loss_db"):
        cosine_pattern_loss_db(10.0, 80.0, -1.0)


# ---- property -------------------------------------------------------------------------------------------------------


@given(st.floats(-180.0, 180.0), st.floats(1.0, 179.0))
def test_cosine_loss_is_never_negative_and_narrower_beams_lose_more(angle_deg, beamwidth_deg):
    for back_lobe_db in (15.0, math.inf):
        narrow = cosine_pattern_loss_db(angle_deg, 0.9 * beamwidth_deg, back_lobe_db)
        wide = cosine_pattern_loss_db(angle_deg, beamwidth_deg, back_lobe_db)
        assert narrow >= wide >= 0.0


@given(st.floats(-180.0, 180.0), st.floats(1e8, 1e11), st.floats(0.01, 50.0))
def test_airy_loss_is_never_negative(angle_deg, frequency_hz, diameter_m):
    assert airy_pattern_loss_db(angle_deg, frequency_hz, diameter_m) >= -1e-14
