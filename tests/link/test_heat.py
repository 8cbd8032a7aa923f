"""Noise that follows from losses and bodies: radomes, the Sun near the beam, what a stated figure contains."""

from dataclasses import replace

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError
from linkbudget.link.bodies import BodyInBeam
from linkbudget.link.budget import Path, Weather, budget
from linkbudget.physics.body_noise import pattern_noise_temperature_k
from linkbudget.physics.gas_paths import path_gas_loss_db
from linkbudget.physics.gases import slant_gas_loss_db
from linkbudget.physics.hot_bodies import body_brightness_temperature_k
from linkbudget.physics.radome import wet_cover_absorbed_share, wet_cover_loss_db
from linkbudget.physics.rain import rain_loss_db
from linkbudget.physics.rain_probability import rain_rate_at_probability_mm_per_h
from tests.link.test_ledger import a_link, assert_sums

RAIN = Weather(45.0, 35.0, 3000.0, 0.8, 50.0, 1e-3, 0.05)
PATH = Path(36e6, 30.0, weather=RAIN)
RADOME = {"dry_loss": "0.34 dB", "temperature": "290 K"}


def with_radome(receiver: str = "parts", **radome):
    link = a_link("dish", receiver, "uncoded")
    cover = type(link.receiver).model_fields["radome"].annotation.__args__[0](**RADOME | radome)
    return link.model_copy(update={"receiver": link.receiver.model_copy(update={"radome": cover})})


# ---- radome


def test_a_dry_radome_of_a_third_of_a_decibel_adds_twenty_kelvins():
    """0.34 dB at 290 K emit 21.8 K, less what they take from the sky before them."""
    bare, covered = (budget(link, Path(36e6, 30.0)) for link in (a_link("dish", "parts", "uncoded"), with_radome()))
    through = 10.0**-0.034
    emitted = 290.0 * (1.0 - through)
    assert emitted == pytest.approx(21.8, abs=0.1)
    rise = covered["antenna_noise_temperature_k"] - bare["antenna_noise_temperature_k"]
    assert rise == pytest.approx(emitted - (1.0 - through) * bare["sky_noise_temperature_k"], abs=1e-9)
    assert bare["received_power_dbw"] - covered["received_power_dbw"] == pytest.approx(0.34, abs=1e-9)


def test_water_on_a_cover_dims_by_its_whole_loss_and_glows_by_the_absorbed_part():
    """The wet loss is that of the rain rate of the same share of the year as the rain attenuation."""
    wet = budget(with_radome(), PATH)
    rate = rain_rate_at_probability_mm_per_h(35.0, 0.05, 1e-3)
    assert wet["rain_rate_mm_per_h"] == pytest.approx(rate)
    loss, share = wet_cover_loss_db(8.4e9, rate), wet_cover_absorbed_share(8.4e9, rate)
    assert wet["wet_radome_loss_db"] == pytest.approx(loss)
    through = 10.0 ** (-loss / 10.0)
    expected = wet["noise_behind_radome_k"] * through + share * (1.0 - through) * 290.0
    assert wet["noise_behind_wet_radome_k"] == pytest.approx(expected)
    assert 0.5 < share < 0.8


@pytest.mark.parametrize("receiver", ["parts", "antenna", "system", "figure of merit"])
def test_a_radome_is_counted_whatever_way_the_noise_is_known(receiver):
    bare = budget(a_link("dish", receiver, "uncoded"), PATH)
    wet = budget(with_radome(receiver), PATH)
    assert assert_sums(wet) >= 5
    lost = wet["radome_loss_db"] + wet["wet_radome_loss_db"]
    assert bare["cn0_dbhz"] - wet["cn0_dbhz"] > lost + 0.3


def test_a_spherical_radome_has_the_thicker_film():
    flat, round_one = (budget(with_radome(**more), PATH) for more in ({}, {"radius": "3 m"}))
    assert round_one["wet_radome_loss_db"] > flat["wet_radome_loss_db"]


def test_water_on_a_radome_needs_the_share_of_the_year_with_rain():
    with pytest.raises(LinkBudgetError, match=r"climate\.rain_probability: missing"):
        budget(with_radome(), replace(PATH, weather=replace(RAIN, rain_probability=None)))


def test_only_earth_stations_have_a_radome():
    antenna = {"kind": "stated", "gain": "10 dBi"}
    sender = {"power": "1 W", "antenna": antenna, "pointing_loss": "0 dB", "line_loss": "0 dB", "radome": RADOME}
    with pytest.raises(ValueError, match="only at the earth station's end"):
        a_link("dish", "parts", "uncoded", transmitter=sender)


# ---- bodies near the beam


@pytest.mark.parametrize("separation_deg", [0.0, 0.3])
def test_the_sun_in_the_beam_is_a_line_in_kelvins_behind_the_air(separation_deg):
    """Against the integral of the disc over the same Gaussian beam, a small antenna so that the lobe holds it all."""
    link = a_link("beam", "parts", "uncoded")
    clear = budget(link, Path(36e6, 30.0))
    sunlit = budget(link, Path(36e6, 30.0, bodies=(BodyInBeam("sun", separation_deg, 0.533),)))
    brightness = body_brightness_temperature_k(8.4e9, "sun")
    through = 10.0 ** (-clear["gas_loss_db"] / 10.0)
    seen = pattern_noise_temperature_k(0.533, brightness, separation_deg, lambda off: 20.0 - 12.04 * (off / 15.0) ** 2)
    assert sunlit["sun_noise_temperature_k"] == pytest.approx(seen * through, rel=2e-3)  # the disc is a cap, not flat
    rise = sunlit["antenna_noise_temperature_k"] - clear["antenna_noise_temperature_k"]
    assert rise == pytest.approx(sunlit["sun_noise_temperature_k"], abs=1e-9)
    assert assert_sums(sunlit) >= 5


@pytest.mark.parametrize("receiver", ["antenna", "system"])
def test_the_sun_adds_to_a_stated_temperature(receiver):
    link = a_link("dish", receiver, "uncoded")
    clear = budget(link, Path(36e6, 30.0))
    sunlit = budget(link, Path(36e6, 30.0, bodies=(BodyInBeam("sun", 0.5, 0.533),)))
    line = 10.0**-0.08
    rise = sunlit["system_noise_temperature_k"] - clear["system_noise_temperature_k"]
    behind = sunlit["sun_noise_temperature_k"] * (line if receiver == "antenna" else 1.0)
    assert rise == pytest.approx(behind, rel=1e-9)
    assert rise > 10.0
    assert sunlit["cn0_dbhz"] < clear["cn0_dbhz"]


@pytest.mark.parametrize("receiver", ["parts", "antenna", "system"])
def test_bodies_near_the_station_s_beam_add_nothing_to_an_uplink(receiver):
    link = a_link("dish", receiver, "uncoded", direction="uplink")
    sunlit = budget(link, Path(36e6, 30.0, bodies=(BodyInBeam("sun", 0.5, 0.533),)))
    assert sunlit["cn0_dbhz"] == budget(link, Path(36e6, 30.0))["cn0_dbhz"]
    assert "sun_noise_temperature_k" not in sunlit.terms


def test_a_body_that_is_set_adds_nothing():
    sun = BodyInBeam("sun", 0.5, np.array([0.5, 0.0]))
    sunlit = budget(a_link("dish", "parts", "uncoded"), Path(36e6, 30.0, bodies=(sun,)))
    assert sunlit["sun_noise_temperature_k"][0] > 0.0
    assert sunlit["sun_noise_temperature_k"][1] == 0.0
    assert np.isfinite(sunlit["cn0_dbhz"]).all()


def test_a_station_known_by_its_figure_of_merit_says_that_bodies_are_left_out():
    lines = budget(
        a_link("dish", "figure of merit", "uncoded"), Path(36e6, 30.0, bodies=(BodyInBeam("sun", 0.5, 0.5),))
    )
    assert any("left out" in note for note in lines.notes)


# ---- paths between two heights


def test_a_terrestrial_path_has_the_gases_between_its_ends_and_the_sky_behind_them():
    """20 km level at 22 GHz: some 4 dB, where the whole atmosphere at the horizon takes some 40."""
    path = Path(20e3, station_height_m=100.0, far_height_m=100.0)
    lines = budget(a_link("dish", "parts", "uncoded", frequency="22 GHz"), path)
    expected = path_gas_loss_db(20e3, 22e9, station_height_m=100.0, far_height_m=100.0)
    assert lines["gas_loss_db"] == pytest.approx(float(expected))
    assert lines["sky_gas_loss_db"] > 5.0 * lines["gas_loss_db"]
    assert lines["sky_noise_temperature_k"] == pytest.approx(275.0, abs=2.0)
    assert assert_sums(lines) >= 5


def test_a_path_below_the_sea_is_told():
    """200 km between 300 m and 180 m: the bulge of the Earth, some 590 m, lies between."""
    lines = budget(a_link("dish", "parts", "uncoded"), Path(200e3, station_height_m=300.0, far_height_m=180.0))
    assert lines["path_lowest_height_m"] < 0.0
    assert any("below mean sea level" in note for note in lines.notes)
    level = budget(a_link("dish", "parts", "uncoded"), Path(20e3, station_height_m=300.0, far_height_m=180.0))
    assert not any("below mean sea level" in note for note in level.notes)


def test_a_path_between_two_heights_has_no_elevation_and_no_weather_of_its_own():
    for more in ({"elevation_deg": 3.0}, {"weather": RAIN}):
        with pytest.raises(LinkBudgetError, match="far_height: expected no elevation and no weather"):
            Path(20e3, far_height_m=100.0, **more)


# ---- elevation


def test_gas_loss_takes_the_apparent_elevation_and_rain_the_geometric_one():
    low = budget(a_link("dish", "parts", "uncoded", frequency="26 GHz"), Path(36e6, 1.0))
    assert low["elevation_deg"] == 1.0
    assert low["apparent_elevation_deg"] == pytest.approx(1.43, abs=0.01)
    arrives = float(low["apparent_elevation_deg"])
    assert low["gas_loss_db"] == pytest.approx(slant_gas_loss_db(arrives, 26e9), rel=1e-12)
    wet = budget(a_link("dish", "parts", "uncoded", frequency="26 GHz"), replace(PATH, elevation_deg=6.0))
    site = {"station_height_m": 0.0, "polarization_tilt_deg": 45.0}
    assert wet["rain_loss_db"] == pytest.approx(rain_loss_db(6.0, 26e9, 35.0, 3000.0, 45.0, 1e-3, **site))
