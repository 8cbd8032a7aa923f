"""Galactic, atmospheric and body noise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics.hot_bodies import (
    coarse_moon_brightness_temperature_k,
    disc_brightness_temperature_k,
    moon_brightness_temperature_k,
    planet_brightness_temperature_k,
    quiet_sun_brightness_temperature_k,
    source_noise_temperature_k,
)
from linkbudget.physics.sky_noise import (
    atmospheric_noise_temperature_k,
    galactic_noise_temperature_k,
    galactic_pole_noise_temperature_k,
    mean_galactic_brightness_temperature_k,
    mean_radiating_temperature_k,
    median_galactic_noise_figure_db,
    median_galactic_noise_temperature_k,
    scaled_brightness_temperature_k,
    sky_noise_temperature_k,
)
from tests.published import agrees, rows

# Evaluated from Dulk et al. 2001 in a public transcription: GHz, K.
DULK = [(0.1, 822.692477219), (0.408, 22.9772666954)]


def predicted(row):
    """Our number for a row of sky_noise, None where there is no model for it."""
    kind, quantity = row["case_id"].split("-")[0], row["quantity"]
    number = {name: float(row[name]) for name in row if name[0] in "fdTabh" and _is_number(row[name])}
    if kind in ("sun", "sunod"):
        return quiet_sun_brightness_temperature_k(number["f_GHz"] * 1e9)
    if kind == "sfu":
        diameter_deg = 2.0 * number["disk_radius_deg"]
        return disc_brightness_temperature_k(diameter_deg, number["f_GHz"] * 1e9, number["flux_sfu"] * 1e-22)
    if kind == "gal":
        function = median_galactic_noise_figure_db if quantity == "Fam" else median_galactic_noise_temperature_k
        return function(number["f_MHz"] * 1e6)
    if kind == "gal2":
        return mean_galactic_brightness_temperature_k(number["f_GHz"] * 1e9)
    if kind == "dulk":
        return galactic_pole_noise_temperature_k(number["f_GHz"] * 1e9)
    if kind == "att":
        return atmospheric_noise_temperature_k(number["att_dB"], number["T_medium_K"])
    if kind == "hot":
        return source_noise_temperature_k(number["body_diam_deg"], number["body_T_K"], number["hpbw_deg"])
    return None


def _is_number(cell):
    try:
        float(cell)
    except ValueError:
        return False
    return True


# Reference


def test_quiet_sky_at_183_mhz_is_about_200_kelvin():
    # Mars 1's 1.6 m transmitter; fact sheet of the mission: about 200 K, 150 to 250
    assert galactic_noise_temperature_k(183.6e6) == pytest.approx(200.0, abs=12.0)


def test_quiet_sky_is_60_kelvin_at_one_metre():
    # ASTRON, "Sensitivity of the LOFAR array", section 1
    assert galactic_noise_temperature_k(299_792_458.0) == pytest.approx(60.0, rel=1e-15)


@pytest.mark.parametrize(("frequency_ghz", "temperature_k"), DULK)
def test_galactic_pole_agrees_with_dulk(frequency_ghz, temperature_k):
    assert galactic_pole_noise_temperature_k(frequency_ghz * 1e9) == pytest.approx(temperature_k, rel=1e-6)


def test_quiet_sky_and_pole_agree_within_the_stated_spread():
    # 60 +- 20 K: the pole, the coldest part, must lie within that third
    frequency_hz = np.linspace(30e6, 250e6, 12)
    ratio = galactic_pole_noise_temperature_k(frequency_hz) / galactic_noise_temperature_k(frequency_hz)
    assert (abs(ratio - 1.0) < 1.0 / 3.0).all()


def test_one_decibel_of_atmosphere_at_275_k_radiates_56_kelvin():
    # ITU-R P.618-14 equation (69), evaluated by hand: 275 * (1 - 0.794328)
    assert atmospheric_noise_temperature_k(1.0) == pytest.approx(56.5597354508, rel=1e-11)


def test_mean_radiating_temperature_of_p618():
    # ITU-R P.618-14 equation (70)
    assert mean_radiating_temperature_k(294.05) == pytest.approx(275.52, abs=0.005)


def test_mean_galaxy_agrees_with_the_law_between_frequencies():
    # ITU-R P.372 carries 408 MHz to other frequencies with the power 2.75; the line through its figure has 2.94
    carried = scaled_brightness_temperature_k(1e9, 137.3 + 2.7, 408e6) - 2.7
    assert mean_galactic_brightness_temperature_k(408e6) == pytest.approx(137.3, abs=0.1)
    assert mean_galactic_brightness_temperature_k(1e9) == pytest.approx(carried, rel=0.2)


def test_moon_at_centimetres_is_211_kelvin_and_lags_the_sun():
    # V. D. Krotikov and V. S. Troitsky, against an artificial Moon, 3.2 cm: 210 to 213 K, swing of 7 %, lag of 45 deg
    phases = np.arange(0.0, 360.0, 1.0)
    moon = moon_brightness_temperature_k(299_792_458.0 / 0.032, phases)
    assert moon.mean() == pytest.approx(211.0, abs=3.0)
    assert (moon.max() - moon.mean()) / moon.mean() == pytest.approx(0.07, abs=0.015)
    assert phases[moon.argmax()] == pytest.approx(45.0, abs=4.0)


def test_full_moon_at_three_millimetres_is_near_the_coarse_number():
    # ITU-R P.372: 280 K full, 140 K new
    moon = moon_brightness_temperature_k(100e9, np.arange(0.0, 360.0, 5.0))
    assert moon.max() == pytest.approx(coarse_moon_brightness_temperature_k(0.0), abs=20.0)
    assert moon.min() == pytest.approx(coarse_moon_brightness_temperature_k(180.0), abs=20.0)


@pytest.mark.parametrize(
    ("planet", "frequency_hz", "kelvins"),
    [("venus", 8.44e9, 657.5), ("venus", 93.7e9, 355.6), ("mars", 8.42e9, 190.0), ("jupiter", 86.1e9, 179.4)],
)
def test_planets_are_as_bright_as_measured(planet, frequency_hz, kelvins):
    # Butler 2001, Dahal 2023, Dent 1965, Ulich 1980, as cited by the function
    assert planet_brightness_temperature_k(frequency_hz, planet) == pytest.approx(kelvins, rel=1e-12)


def test_published_rows_agree():
    taken = {row["case_id"]: agrees(row, predicted(row)) for row in rows("sky_noise")}
    assert [case for case, good in taken.items() if not good] == []


# Identity


def test_scaling_to_the_same_frequency_changes_nothing():
    assert scaled_brightness_temperature_k(408e6, 25.0, 408e6) == pytest.approx(25.0, rel=1e-15)
    assert scaled_brightness_temperature_k(8.4e9, 2.7, 408e6) == 2.7


def test_scaling_there_and_back_returns_the_temperature():
    there = scaled_brightness_temperature_k(922.76e6, 40.0, 408e6)
    assert scaled_brightness_temperature_k(408e6, there, 922.76e6) == pytest.approx(40.0, rel=1e-13)


def test_a_clear_path_shows_the_background_and_an_opaque_one_the_air():
    assert sky_noise_temperature_k(209.5, 0.0) == 209.5
    assert sky_noise_temperature_k(209.5, 400.0) == pytest.approx(275.0, rel=1e-15)


def test_sky_noise_is_background_through_the_loss_plus_the_air():
    expected = 209.5 * 10.0**-0.05 + atmospheric_noise_temperature_k(0.5, 260.0)
    assert sky_noise_temperature_k(209.5, 0.5, 260.0) == pytest.approx(expected, rel=1e-14)


def test_a_background_as_warm_as_the_air_hides_the_atmosphere():
    assert sky_noise_temperature_k(275.0, 3.0) == 275.0


def test_small_loss_keeps_its_digits():
    # T = Tm (ln 10 / 10) A to first order
    assert atmospheric_noise_temperature_k(1e-9) == pytest.approx(275.0 * np.log(10.0) / 10.0 * 1e-9, rel=1e-9)


def test_a_disc_wider_than_the_beam_shows_its_whole_temperature():
    assert source_noise_temperature_k(10.0, 190.0, 0.5) == pytest.approx(190.0, rel=1e-12)
    assert source_noise_temperature_k(0.5, 190.0, 0.5) == pytest.approx(95.0, rel=1e-15)


def test_disc_off_the_axis_joins_the_value_on_it():
    on_axis = source_noise_temperature_k(0.5, 1e4, 0.7)
    assert source_noise_temperature_k(0.5, 1e4, 0.7, off_boresight_deg=1e-9) == pytest.approx(on_axis, rel=1e-12)


def test_disc_off_the_axis_equals_the_beam_summed_over_it():
    step = 0.001
    x, y = np.meshgrid(np.arange(-0.25, 0.25, step) + step / 2, np.arange(-0.25, 0.25, step) + step / 2)
    on_disc = x * x + y * y < 0.25**2
    for offset in (0.2, 0.6, 1.0):
        beam = 2.0 ** (-4.0 * ((x - offset) ** 2 + y * y) / 0.7**2)
        share = np.sum(beam[on_disc]) * step**2 / (np.pi * 0.7**2 / (4.0 * np.log(2.0)))
        value = source_noise_temperature_k(0.5, 1.0, 0.7, off_boresight_deg=offset)
        assert value == pytest.approx(share, rel=2e-3)  # the edge of the disc is a staircase of 0.001 degree


def test_a_small_disc_off_the_axis_follows_the_beam():
    # half a beamwidth off the axis the Gaussian beam is down to one half
    on_axis = source_noise_temperature_k(0.001, 1e4, 0.7)
    assert source_noise_temperature_k(0.001, 1e4, 0.7, off_boresight_deg=0.35) == pytest.approx(on_axis / 2, rel=1e-5)


def test_disc_brightness_and_flux_belong_together():
    # S = 2 k T Omega / lambda^2, for 10 000 K at 10 GHz over a disc of 0.533 degrees
    solid_angle = np.pi * np.radians(0.533 / 2) ** 2
    flux = 2.0 * 1.380649e-23 * 1e4 * solid_angle / (299_792_458.0 / 10e9) ** 2
    assert disc_brightness_temperature_k(0.533, 10e9, flux) == pytest.approx(1e4, rel=1e-13)


# Shape


@pytest.mark.parametrize(
    "function",
    [
        galactic_noise_temperature_k,
        galactic_pole_noise_temperature_k,
        quiet_sun_brightness_temperature_k,
        lambda f: scaled_brightness_temperature_k(f, 25.0, 408e6),
        lambda f: disc_brightness_temperature_k(0.5, f, 1e-20),
    ],
)
def test_frequency_array_equals_loop_of_scalars(function):
    frequency_hz = np.geomspace(60e6, 20e9, 12).reshape(3, 4)
    loop = [function(float(f)) for f in frequency_hz.ravel()]
    np.testing.assert_allclose(function(frequency_hz).ravel(), loop, rtol=1e-14)
    assert isinstance(function(1e9), float)


def test_arguments_broadcast():
    loss_db = np.linspace(0.0, 3.0, 4)
    assert sky_noise_temperature_k(np.zeros((3, 1)), loss_db).shape == (3, 4)
    assert atmospheric_noise_temperature_k(loss_db, np.full((2, 1), 270.0)).shape == (2, 4)
    offset_deg = np.array([[0.0], [0.3]])
    both = source_noise_temperature_k(np.array([0.1, 0.5]), 1e4, 0.7, off_boresight_deg=offset_deg)
    assert both.shape == (2, 2)
    np.testing.assert_array_equal(both[0], source_noise_temperature_k(np.array([0.1, 0.5]), 1e4, 0.7))
    assert isinstance(source_noise_temperature_k(0.5, 1e4, 0.7, off_boresight_deg=0.3), float)


# Property


@settings(max_examples=100)
@given(st.floats(0.0, 1e6), st.floats(0.0, 200.0), st.floats(200.0, 320.0))
def test_sky_noise_lies_between_background_and_air(background_k, loss_db, radiating_k):
    low, high = sorted((background_k, radiating_k))
    slack = 1e-12 * high
    assert low - slack <= sky_noise_temperature_k(background_k, loss_db, radiating_k) <= high + slack


@settings(max_examples=100)
@given(st.floats(1e-3, 5.0), st.floats(1e-2, 10.0), st.floats(0.0, 20.0))
def test_a_disc_never_adds_more_than_its_brightness(diameter_deg, beamwidth_deg, offset_deg):
    on_axis = source_noise_temperature_k(diameter_deg, 1e4, beamwidth_deg)
    off_axis = source_noise_temperature_k(diameter_deg, 1e4, beamwidth_deg, off_boresight_deg=offset_deg)
    assert 0.0 <= off_axis <= on_axis * (1.0 + 1e-9) <= 1e4 * (1.0 + 1e-9)


def test_galactic_noise_warns_where_the_galaxy_absorbs():
    with pytest.warns(ModelRangeWarning, match="quiet sky"):
        assert galactic_noise_temperature_k(5e6) > galactic_pole_noise_temperature_k(5e6)


def test_models_warn_outside_their_range():
    with pytest.warns(ModelRangeWarning, match=r"P\.372"):
        median_galactic_noise_figure_db(183.6e6)
    with pytest.warns(ModelRangeWarning, match="quiet Sun"):
        assert quiet_sun_brightness_temperature_k(300e9) == pytest.approx(6e3)


@pytest.mark.parametrize(
    "request_it",
    [
        lambda: galactic_noise_temperature_k(0.0),
        lambda: galactic_noise_temperature_k(1e8, temperature_at_1_m_k=-1.0),
        lambda: scaled_brightness_temperature_k(1e9, 1.0, 408e6),
        lambda: mean_radiating_temperature_k(-1.0),
        lambda: atmospheric_noise_temperature_k(-0.1),
        lambda: sky_noise_temperature_k(-1.0, 0.1),
        lambda: sky_noise_temperature_k(2.7, -0.1),
        lambda: disc_brightness_temperature_k(0.0, 1e9, 1e-20),
        lambda: source_noise_temperature_k(0.5, 1e4, 0.0),
        lambda: source_noise_temperature_k(0.5, 1e4, 0.5, off_boresight_deg=-1.0),
    ],
)
def test_impossible_requests_are_refused(request_it):
    with pytest.raises(LinkBudgetError, match="expected a number"):
        request_it()


# Bodies: refusals and ranges


def test_unknown_planets_and_bad_frequencies_are_refused():
    with pytest.raises(LinkBudgetError, match="venus"):
        planet_brightness_temperature_k(8.4e9, "pluto")
    with pytest.raises(LinkBudgetError, match="frequency_hz"):
        moon_brightness_temperature_k(0.0, 0.0)


def test_bodies_outside_their_range_warn_and_hold():
    with pytest.warns(ModelRangeWarning, match="Moon"):
        assert moon_brightness_temperature_k(1e9, 0.0) == moon_brightness_temperature_k(2.5e9, 0.0)
    with pytest.warns(ModelRangeWarning, match="venus"):
        assert planet_brightness_temperature_k(2.3e9, "venus") == 679.9
    with pytest.warns(ModelRangeWarning, match="mean Galaxy"):
        mean_galactic_brightness_temperature_k(8.4e9)


def test_bodies_broadcast():
    assert moon_brightness_temperature_k([[8.4e9], [32e9]], [0.0, 90.0, 180.0]).shape == (2, 3)
    assert planet_brightness_temperature_k([8.4e9, 32e9], "venus").shape == (2,)
    assert isinstance(planet_brightness_temperature_k(8.44e9, "venus"), float)
