"""Antennas: gain, beamwidth and surface loss."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import jnp_zeros, jv, jvp

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics.antennas import (
    aperture_efficiency,
    aperture_gain_dbi,
    array_gain_dbi,
    circular_aperture_area_m2,
    dish_gain_dbi,
    effective_area_m2,
    half_power_beamwidth_deg,
    surface_loss_db,
)
from linkbudget.physics.element_antennas import (
    conical_horn_gain_dbi,
    dipole_gain_dbi,
    helix_gain_dbi,
    helix_gain_kraus_dbi,
    helix_half_power_beamwidth_deg,
    patch_gain_dbi,
    pyramidal_horn_gain_dbi,
)
from linkbudget.physics.free_space import wavelength_m
from tests.published import agrees, rows

# ---- reference ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("frequency_hz", "diameter_m", "efficiency", "expected_dbi", "tolerance_db"),
    [
        (14e9, 4.0, 0.6, 53.15, 0.02),  # Maral and Bousquet, 3rd edition, section 2.3.2 (printed with rounded c)
        (4e9, 3.05, 0.557, 39.6, 0.06),  # Couch, Digital and Analog Communication Systems, example 8-5
        (8415e6, 3.7, 1.0, 50.2717002829, 1e-9),  # (pi D / lambda)^2
        (922.76e6, 1.7, 0.45, 20.9, 0.06),  # Mars 1, 45 %
    ],
)
def test_dish_gain_agrees_with_published_values(frequency_hz, diameter_m, efficiency, expected_dbi, tolerance_db):
    assert dish_gain_dbi(frequency_hz, diameter_m, efficiency) == pytest.approx(expected_dbi, abs=tolerance_db)


@pytest.mark.parametrize(("frequency_mhz", "expected_dbi"), [(769.43, 48.7), (922.76, 50.3), (5890.0, 66.4)])
def test_gain_of_900_square_metres(frequency_mhz, expected_dbi):
    # effective area of one ADU-1000 array; 4 pi A / lambda^2 rounded to 0.1 dB
    assert aperture_gain_dbi(frequency_mhz * 1e6, 900.0) == pytest.approx(expected_dbi, abs=0.05)


@pytest.mark.parametrize(
    ("frequency_ghz", "rms_mm", "expected_db"),
    [(8.42, 0.5, 0.135246746082), (32.0, 0.5, 1.95345134574), (90.0, 0.1, 0.618084214862)],
)
def test_surface_loss_agrees_with_ruze(frequency_ghz, rms_mm, expected_db):
    # exp(-(4 pi s / lambda)^2), Ruze, Proc. IEEE 54 (1966) 633
    assert surface_loss_db(frequency_ghz * 1e9, rms_mm * 1e-3) == pytest.approx(expected_db, abs=1e-9)


def test_every_published_ruze_and_ideal_gain_row_agrees():
    for row in rows("ruze_and_beams"):
        if row["quantity"] == "ruze_loss":
            answer = surface_loss_db(float(row["f_GHz"]) * 1e9, float(row["rms_mm"]) * 1e-3)
        elif row["quantity"] == "ideal_gain":
            answer = dish_gain_dbi(float(row["f_Hz"]), float(row["D_m"]), float(row["eta"]))
        else:
            continue
        assert agrees(row, answer), row["case_id"]


def test_published_antennas_agree_in_efficiency_gain_and_beamwidth():
    for row in rows("antenna_gain_beamwidth"):
        frequency_hz, diameter_m = float(row["f_MHz"]) * 1e6, float(row["D_m"])
        if row["quantity"] == "implied_efficiency":
            ideal_dbi = dish_gain_dbi(frequency_hz, diameter_m, 1.0)
            answer = 10.0 ** ((float(row["gain_dBi"]) - ideal_dbi) / 10.0)
        elif row["quantity"] == "gain_measured":  # the tolerance of the row is for 60 %
            answer = dish_gain_dbi(frequency_hz, diameter_m, 0.60)
        else:  # implied factors lie between 55 and 72; the rows allow 16 %, and 62 lies that near to them all
            answer = half_power_beamwidth_deg(frequency_hz, diameter_m, 62.0)
        assert agrees(row, answer), row["case_id"]


@pytest.mark.parametrize(
    ("frequency_mhz", "diameter_m", "beamwidth_deg"),
    [(2285, 34.0, 0.27), (8450, 34.0, 0.075), (8415, 3.66, 0.64), (7155.38, 1.3, 2.3)],
)
def test_default_beamwidth_factor_fits_published_antennas(frequency_mhz, diameter_m, beamwidth_deg):
    # PDS instrument descriptions go.rss, vg2.rss, ody.rss: factors from 65.7 to 71.9
    assert half_power_beamwidth_deg(frequency_mhz * 1e6, diameter_m) == pytest.approx(beamwidth_deg, rel=0.07)


def test_published_textbook_gains_agree():
    for row in rows("textbook_links"):
        if row["quantity"] == "parabolic_gain":
            answer = dish_gain_dbi(float(row["f_Hz"]), float(row["D_m"]), float(row["eta"]))
            assert agrees(row, answer), row["case_id"]


# ---- identity -------------------------------------------------------------------------------------------------------


def test_isotropic_area_has_no_gain():
    assert aperture_gain_dbi(1e9, wavelength_m(1e9) ** 2 / (4.0 * math.pi)) == pytest.approx(0.0, abs=1e-12)


def test_dish_is_its_effective_area():
    whole = aperture_gain_dbi(8.4e9, effective_area_m2(34.0, 0.7))
    assert dish_gain_dbi(8.4e9, 34.0, 0.7) == pytest.approx(whole, abs=1e-12)
    assert effective_area_m2(34.0, 1.0) == circular_aperture_area_m2(34.0)


def test_array_adds_areas():
    alone = aperture_gain_dbi(922.76e6, 112.5)
    assert array_gain_dbi(922.76e6, 112.5, 1, 1.0) == pytest.approx(alone, abs=1e-12)
    assert array_gain_dbi(922.76e6, 112.5, 8, 0.5) == pytest.approx(alone + 10.0 * math.log10(4.0), abs=1e-12)


def test_perfect_surface_loses_nothing():
    assert surface_loss_db(32e9, 0.0) == 0.0


def test_beamwidth_is_its_factor_at_one_wavelength():
    assert half_power_beamwidth_deg(1e9, wavelength_m(1e9), 58.4) == pytest.approx(58.4, rel=1e-14)


# ---- shape ----------------------------------------------------------------------------------------------------------

BROADCAST = [
    (effective_area_m2, ([[1.0], [2.0]], [0.5, 0.6, 0.7])),
    (aperture_gain_dbi, ([[1e9], [2e9]], [1.0, 10.0, 900.0])),
    (dish_gain_dbi, ([[1e9], [2e9]], [1.0, 2.0, 3.0], 0.6)),
    (array_gain_dbi, ([[1e9], [2e9]], 100.0, [1, 2, 8], 0.9)),
    (half_power_beamwidth_deg, ([[1e9], [2e9]], [1.0, 2.0, 3.0], 65.0)),
    (surface_loss_db, ([[1e9], [2e9]], [0.0, 1e-3, 2e-3])),
]


@pytest.mark.parametrize(("function", "arguments"), BROADCAST, ids=lambda value: getattr(value, "__name__", ""))
def test_array_equals_scalars(function, arguments):
    answer = function(*arguments)
    assert answer.shape == (2, 3)
    for index, expected in np.ndenumerate(answer):
        one = [float(np.broadcast_to(argument, answer.shape)[index]) for argument in arguments]
        assert function(*one) == pytest.approx(expected, rel=1e-14)


def test_nan_stays_nan():
    assert np.isnan(dish_gain_dbi([1e9, math.nan], 1.0, 0.5)).tolist() == [False, True]


# ---- refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "arguments", "name"),
    [
        (circular_aperture_area_m2, (0.0,), "diameter_m"),
        (effective_area_m2, (1.0, 1.5), "aperture_efficiency"),
        (effective_area_m2, (1.0, 0.0), "aperture_efficiency"),
        (aperture_gain_dbi, (1e9, -1.0), "effective_area_m2"),
        (dish_gain_dbi, (0.0, 1.0, 0.5), "frequency_hz"),
        (array_gain_dbi, (1e9, 1.0, 0, 1.0), "element_count"),
        (array_gain_dbi, (1e9, 1.0, 8, 1.1), "combining_efficiency"),
        (array_gain_dbi, (1e9, 0.0, 8, 1.0), "element_effective_area_m2"),
        (half_power_beamwidth_deg, (1e9, 1.0, 0.0), "beamwidth_factor_deg"),
        (surface_loss_db, (1e9, -1e-3), "surface_rms_m"),
    ],
)
def test_impossible_number_is_named(function, arguments, name):
    with pytest.raises(LinkBudgetError, match=name):
        function(*arguments)


# ---- property -------------------------------------------------------------------------------------------------------


@given(st.floats(1e8, 4e10), st.floats(0.1, 100.0), st.floats(0.01, 1.0))
def test_gain_rises_with_the_square_of_frequency(frequency_hz, diameter_m, efficiency):
    step_db = dish_gain_dbi(2.0 * frequency_hz, diameter_m, efficiency) - dish_gain_dbi(
        frequency_hz, diameter_m, efficiency
    )
    assert step_db == pytest.approx(20.0 * math.log10(2.0), abs=1e-10)


@given(st.floats(1e8, 4e10), st.floats(2.0, 100.0))
def test_gain_and_beam_of_a_dish_belong_together(frequency_hz, diameter_m):
    # G theta^2 depends on efficiency and factor alone: 0.6 (70 pi)^2 square degrees
    gain = 10.0 ** (dish_gain_dbi(frequency_hz, diameter_m, 0.6) / 10.0)
    beam_deg2 = half_power_beamwidth_deg(frequency_hz, diameter_m) ** 2
    assert gain * beam_deg2 == pytest.approx(0.6 * (70.0 * math.pi) ** 2, rel=1e-10)


# ---- antennas known by their shape ----------------------------------------------------------------------------------

X_BAND_HZ = 10e9
WAVE_M = SPEED_OF_LIGHT_M_PER_S / X_BAND_HZ


def test_pyramidal_horn_agrees_with_the_worked_example():
    # Balanis, Antenna Theory, section 13.4: 5.5 by 2.75 wavelengths, 6 long, from values read off tables: 18.8 dB
    answer = pyramidal_horn_gain_dbi(X_BAND_HZ, 5.5 * WAVE_M, 2.75 * WAVE_M, 6.0 * WAVE_M, 6.0 * WAVE_M)
    assert answer == pytest.approx(18.8, abs=0.06)


def test_endless_horn_has_the_efficiency_of_its_waveguide_mode():
    area_m2 = 3.0 * WAVE_M * 2.0 * WAVE_M
    answer = pyramidal_horn_gain_dbi(X_BAND_HZ, 3.0 * WAVE_M, 2.0 * WAVE_M, 1e4, 1e4)
    uniform = aperture_gain_dbi(X_BAND_HZ, area_m2)
    assert answer == pytest.approx(uniform + 10.0 * math.log10(8.0 / math.pi**2), abs=1e-6)


def conical_horn_loss_db(phase_error):
    """Loss of a conical horn of 100 wavelengths against the gain of its area, from its phase error at the rim."""
    diameter_m = 100.0 * WAVE_M
    slant_m = diameter_m**2 / (8.0 * WAVE_M * np.asarray(phase_error))
    return 20.0 * math.log10(math.pi * 100.0) - conical_horn_gain_dbi(X_BAND_HZ, diameter_m, slant_m)


def test_best_conical_horn_loses_about_three_decibels():
    # Balanis, section 13.5: the horn of greatest gain for its length has s = 0.39, and loses 2.9 dB (as printed)
    phase_error = np.linspace(0.3, 0.5, 2001)
    best = np.argmax(10.0 * np.log10(phase_error) - conical_horn_loss_db(phase_error))  # s rises with the area
    assert phase_error[best] == pytest.approx(0.39, abs=0.005)
    assert conical_horn_loss_db(phase_error[best]) == pytest.approx(2.9, abs=0.05)


def test_endless_conical_horn_has_the_efficiency_of_its_waveguide_mode():
    # Balanis, section 12.5: 0.836 of the gain of the area; exactly 2 / (chi^2 - 1)
    share = 10.0 ** (-conical_horn_loss_db(1e-6) / 10.0)
    assert share == pytest.approx(0.836, abs=0.001)
    assert share == pytest.approx(2.0 / (jnp_zeros(1, 1)[0] ** 2 - 1.0), rel=1e-9)


@pytest.mark.parametrize("phase_error", [0.1, 0.39, 0.65, 0.75, 0.85, 1.2, 3.0])
def test_conical_horn_is_the_integral_over_its_aperture(phase_error):
    # far field on the axis of E_rho = J1(x) / x cos(phi), E_phi = -J1'(x) sin(phi), both normalised by their power
    wall = jnp_zeros(1, 1)[0]

    def over_radius(weight):
        return quad(lambda t: weight(wall * t) * t, 0.0, 1.0, limit=200, epsabs=1e-13)[0]

    def turned(turn):
        return over_radius(lambda x: (jv(1, x) / x + jvp(1, x)) * turn(2.0 * math.pi * phase_error * (x / wall) ** 2))

    power = over_radius(lambda x: (jv(1, x) / x) ** 2 + jvp(1, x) ** 2)
    share = (turned(math.cos) ** 2 + turned(math.sin) ** 2) / power
    assert conical_horn_loss_db(phase_error) == pytest.approx(-10.0 * math.log10(share), abs=1e-8)


def test_old_fit_of_the_conical_horn_holds_as_far_as_its_figure():
    # Balanis, section 13.5: a cubic fitted to the curves there
    phase_error = np.linspace(0.01, 0.55, 55)
    fit_db = 0.8 - 1.71 * phase_error + 26.25 * phase_error**2 - 17.79 * phase_error**3
    assert conical_horn_loss_db(phase_error) == pytest.approx(fit_db, abs=0.25)


@pytest.mark.parametrize(
    ("length_waves", "expected_dbi"),
    # Balanis, chapter 4: 1.5 (short), 1.643 (half wave), 2.411 (one wave), 3.282 (1.25 waves)
    [(1e-4, 1.761), (0.5, 2.151), (1.0, 3.822), (1.25, 5.162)],
)
def test_dipole_gain_agrees_with_the_textbook(length_waves, expected_dbi):
    assert dipole_gain_dbi(1e9, length_waves * SPEED_OF_LIGHT_M_PER_S / 1e9) == pytest.approx(expected_dbi, abs=6e-3)


def test_dipole_series_meets_the_integral():
    # 2 pi l / lambda = 0.05, on both sides of the change from series to integral
    lengths_m = 0.05 / (2.0 * math.pi) * SPEED_OF_LIGHT_M_PER_S / 1e9 * np.array([1.0 - 1e-6, 1.0 + 1e-6])
    below, above = dipole_gain_dbi(1e9, lengths_m)
    assert below == pytest.approx(above, abs=1e-7)  # the integral keeps nine digits here


def test_patch_agrees_with_the_worked_example():
    # Balanis, section 14.2: 11.86 by 9.06 mm at 10 GHz, 6.7746 dB with conductances read to four digits
    assert patch_gain_dbi(10e9, 11.86e-3, 9.06e-3) == pytest.approx(6.7746, abs=0.005)


def test_tiny_patch_is_a_magnetic_dipole_on_a_ground_plane():
    assert patch_gain_dbi(1e9, 1e-5, 1e-5) == pytest.approx(10.0 * math.log10(3.0), abs=1e-6)


def test_patch_gain_is_its_pattern_integrated():
    # two slots above a ground plane: array factor cos(X_L / 2 cos) squared times that of one slot, over the half space
    from scipy.integrate import dblquad

    width, length = 2.0 * math.pi * 0.4, 2.0 * math.pi * 0.3

    def intensity(phi, theta):  # slots along z, normal along x
        slot = math.sin(theta) * np.sinc(0.5 * width * math.cos(theta) / math.pi)
        return (slot * math.cos(0.5 * length * math.sin(theta) * math.sin(phi))) ** 2

    total, _ = dblquad(
        lambda phi, theta: intensity(phi, theta) * math.sin(theta), 0, math.pi, -math.pi / 2, math.pi / 2
    )
    expected_dbi = 10.0 * math.log10(4.0 * math.pi / total)
    wave_m = SPEED_OF_LIGHT_M_PER_S / 1e9
    assert patch_gain_dbi(1e9, 0.4 * wave_m, 0.3 * wave_m) == pytest.approx(expected_dbi, abs=1e-6)


def test_dipole_gain_is_its_pattern_integrated():
    from scipy.integrate import quad

    half = math.pi * 0.8  # half of x, for 0.8 wavelengths

    def intensity(theta):
        return ((math.cos(half * math.cos(theta)) - math.cos(half)) / math.sin(theta)) ** 2

    total, _ = quad(lambda theta: intensity(theta) * math.sin(theta), 0.0, math.pi)
    expected_dbi = 10.0 * math.log10(2.0 * intensity(math.pi / 2.0) / total)
    assert dipole_gain_dbi(1e9, 0.8 * SPEED_OF_LIGHT_M_PER_S / 1e9) == pytest.approx(expected_dbi, abs=1e-9)


def test_helix_rule_of_thumb_and_beamwidth_agree_with_kraus():
    wave_m = SPEED_OF_LIGHT_M_PER_S / 1e9
    helix = (1e9, wave_m / math.pi, 0.25 * wave_m, 8.0)  # C = lambda, N S = 2 lambda
    assert helix_gain_kraus_dbi(*helix) == pytest.approx(10.0 * math.log10(30.0), abs=1e-12)
    assert helix_half_power_beamwidth_deg(*helix) == pytest.approx(52.0 / math.sqrt(2.0), abs=1e-12)


def test_measured_helices_have_less_gain_than_the_rule_of_thumb():
    wave_m = SPEED_OF_LIGHT_M_PER_S / 1e9
    circumference_m = 1.1 * wave_m
    spacing_m = circumference_m * math.tan(math.radians(12.5))
    turns = np.array([5.0, 10.0, 20.0, 30.0])
    helix = (1e9, circumference_m / math.pi, spacing_m, turns)
    excess_db = helix_gain_kraus_dbi(*helix) - helix_gain_dbi(*helix)
    assert np.all((excess_db > 1.0) & (excess_db < 5.0))  # King and Wong (1980); Emerson's models say 4 to 5 dB


def test_efficiency_is_the_inverse_of_gain():
    assert aperture_efficiency(8.4e9, 34.0, dish_gain_dbi(8.4e9, 34.0, 0.71)) == pytest.approx(0.71, rel=1e-12)


SHAPES = [
    (pyramidal_horn_gain_dbi, (10e9, 0.15, 0.1, 0.2, 0.18)),
    (conical_horn_gain_dbi, (10e9, 0.1, 0.12)),
    (helix_gain_dbi, (2.2e9, 0.0477, 0.0332, 10.0)),
    (helix_gain_kraus_dbi, (2.2e9, 0.0477, 0.0332, 10.0)),
    (helix_half_power_beamwidth_deg, (2.2e9, 0.0477, 0.0332, 10.0)),
    (dipole_gain_dbi, (183.6e6, 0.8, 0.9)),
    (patch_gain_dbi, (10e9, 11.86e-3, 9.06e-3, 0.8)),
    (aperture_efficiency, (8.4e9, 34.0, 68.0)),
]


@pytest.mark.parametrize(("function", "arguments"), SHAPES)
def test_shaped_antennas_take_arrays(function, arguments):
    first, *others = arguments
    frequency_hz = first * np.array([[0.95, 1.0], [1.02, 1.05]])
    answer = function(frequency_hz, *others)
    loop = [[function(float(f), *others) for f in row] for row in frequency_hz]
    assert answer == pytest.approx(np.array(loop), abs=1e-12)
    assert isinstance(function(*arguments), float)


@pytest.mark.parametrize(("function", "arguments"), SHAPES)
def test_shaped_antennas_refuse_a_frequency_of_zero(function, arguments):
    with pytest.raises(LinkBudgetError, match="frequency_hz"):
        function(0.0, *arguments[1:])


def test_losses_lower_dipole_and_patch_gain():
    for function, arguments in ((dipole_gain_dbi, (1e9, 0.15)), (patch_gain_dbi, (10e9, 11.86e-3, 9.06e-3))):
        assert function(*arguments) - function(*arguments, 0.5) == pytest.approx(10.0 * math.log10(2.0))
        with pytest.raises(LinkBudgetError, match="radiation_efficiency"):
            function(*arguments, 1.1)


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (conical_horn_gain_dbi, (10e9, 0.5, 0.3)),
        (helix_gain_dbi, (2.2e9, 0.0477, 0.0332, 2.0)),
        (helix_gain_kraus_dbi, (4.4e9, 0.0477, 0.0332, 10.0)),
        (patch_gain_dbi, (10e9, 0.1, 0.1)),
    ],
)
def test_shaped_antennas_warn_outside_their_range(function, arguments):
    with pytest.warns(ModelRangeWarning):
        function(*arguments)


def test_horn_shorter_than_its_radius_is_refused():
    with pytest.raises(LinkBudgetError, match="slant_length_m"):
        conical_horn_gain_dbi(10e9, 0.2, 0.05)


def test_flat_conical_horn_warns():
    with pytest.warns(ModelRangeWarning, match="conical horn"):
        assert math.isfinite(conical_horn_gain_dbi(10e9, 0.1, 0.05))  # the wall is the aperture itself


@settings(max_examples=40)
@given(width=st.floats(0.05, 1.9), length=st.floats(0.05, 1.9))
def test_patch_gain_is_finite_and_at_least_that_of_one_slot_shared(width, length):
    wave_m = SPEED_OF_LIGHT_M_PER_S / 1e9
    gain_dbi = patch_gain_dbi(1e9, width * wave_m, length * wave_m)
    assert 3.0 < gain_dbi < 20.0
