"""Gain and noise of Deep Space Network stations."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics.ground_stations import (
    DSN_COSMIC_BACKGROUND_K,
    DsnAntenna,
    antenna_microwave_noise_temperature_k,
    atmosphere_physical_temperature_k,
    gain_at_frequency_dbi,
    operating_noise_temperature_k,
    slant_attenuation_db,
    station_gain_dbi,
    station_sky_noise_temperature_k,
    zenith_attenuation_db,
)
from tests.published import agrees, rows

DSS_24 = DsnAntenna.find("DSS-24", "X")
COLUMNS = ("elev_deg", "zenith_att_dB", "CD", "T1_K", "T2_K", "a_noise", "G0_rx_dBi", "G1", "theta_ref_deg")

# Reference -----------------------------------------------------------------------------------------------------------


def test_weather_of_the_complexes_is_that_of_table_a5():
    # DSN 810-005, module 104 Rev. L, Table A-5, X band
    assert zenith_attenuation_db("Goldstone", [0.0, 0.25, 0.5, 0.9]).tolist() == [0.037, 0.039, 0.040, 0.047]
    assert zenith_attenuation_db("Canberra", 0.5) == 0.046
    assert zenith_attenuation_db("Madrid", 0.9) == 0.055


def test_seventy_metres_at_21_degrees_agrees_with_marco():
    # JPL DESCANSO 18, Table 5-4: 11.5 K at the zenith and 1.6 K of elevation at 21 degrees, an unnamed 70 m station
    antenna = DsnAntenna.find("DSS-14", "X", "X-only")
    noise_k = antenna_microwave_noise_temperature_k(21.0, antenna.t1_k, antenna.t2_k, antenna.decay_per_deg)
    assert noise_k == pytest.approx(13.1, abs=0.4)


@pytest.mark.parametrize(
    ("elevation_deg", "gain_dbi", "noise_k"),
    [(10.0, 67.9804247421, 46.1587767948), (45.0, 68.1865333482, 36.1568356702), (90.0, 68.16297925, 35.2552892362)],
)
def test_dss_24_in_the_best_weather(elevation_deg, gain_dbi, noise_k):
    # equations to (A9), evaluated elsewhere in arbitrary precision
    zenith_db = zenith_attenuation_db("Goldstone", 0.0)
    gain = station_gain_dbi(
        elevation_deg, zenith_db, DSS_24.receive_gain_dbi, DSS_24.curvature_db_per_deg2, DSS_24.peak_elevation_deg
    )
    antenna_k = antenna_microwave_noise_temperature_k(elevation_deg, DSS_24.t1_k, DSS_24.t2_k, DSS_24.decay_per_deg)
    sky_k = station_sky_noise_temperature_k(elevation_deg, zenith_db, 0.0)
    assert gain == pytest.approx(gain_dbi, abs=1e-9)
    assert operating_noise_temperature_k(antenna_k, sky_k) == pytest.approx(noise_k, abs=1e-6)


def test_published_rows_agree():
    for row in rows("dsn_810_005_model"):
        number = {name: float(row[name]) for name in COLUMNS if row[name]}
        if row["quantity"] == "T_sky":
            value = station_sky_noise_temperature_k(number["elev_deg"], number["zenith_att_dB"], number["CD"])
        elif row["quantity"] == "T_AMW":
            value = antenna_microwave_noise_temperature_k(
                number["elev_deg"], number["T1_K"], number["T2_K"], number["a_noise"]
            )
        elif row["quantity"] == "G_rx_with_atm":
            sag = number["G0_rx_dBi"], number["G1"], number["theta_ref_deg"]
            value = station_gain_dbi(number["elev_deg"], number["zenith_att_dB"], *sag)
        else:
            continue
        assert agrees(row, value), row["case_id"]


# Identity ------------------------------------------------------------------------------------------------------------


def test_best_elevation_has_the_peak_gain_less_the_air():
    assert station_gain_dbi(51.5, 0.0, 68.24, 2.7e-5, 51.5) == 68.24
    through = station_gain_dbi(90.0, 0.04, 68.24, 0.0, 51.5)
    assert through == pytest.approx(68.24 - 0.04, abs=1e-12)


def test_vacuum_leaves_the_cosmic_background_alone():
    assert station_sky_noise_temperature_k(30.0, 0.0, 0.5) == DSN_COSMIC_BACKGROUND_K
    assert station_sky_noise_temperature_k(30.0, 1000.0, 0.5) == pytest.approx(267.5, rel=1e-12)


def test_gain_grows_by_six_decibels_an_octave():
    assert gain_at_frequency_dbi(2e9, 50.0, 1e9) == pytest.approx(50.0 + 20.0 * math.log10(2.0), abs=1e-12)


def test_air_is_twice_as_thick_at_thirty_degrees():
    assert slant_attenuation_db(30.0, 0.05) == pytest.approx(0.1, rel=1e-14)


def test_weather_warms_the_air():
    assert atmosphere_physical_temperature_k([0.0, 1.0]).tolist() == [255.0, 280.0]


def test_below_the_horizon_there_is_no_answer():
    with pytest.warns(ModelRangeWarning):
        assert np.isnan(slant_attenuation_db([-5.0, 0.0, 5.0], 0.04)).tolist() == [True, True, False]
    assert math.isnan(station_gain_dbi(-1.0, 0.04, 68.0, 0.0, 45.0))


# Shape ---------------------------------------------------------------------------------------------------------------


def test_array_equals_scalars():
    elevations, zeniths = np.array([[6.0], [20.0], [90.0]]), np.array([0.0, 0.04])
    gains = station_gain_dbi(elevations, zeniths, 68.24, 2.7e-5, 51.5)
    skies = station_sky_noise_temperature_k(elevations, zeniths, 0.5)
    assert gains.shape == skies.shape == (3, 2)
    for (i, j), gain in np.ndenumerate(gains):
        one = float(elevations[i, 0]), float(zeniths[j])
        assert gain == pytest.approx(station_gain_dbi(*one, 68.24, 2.7e-5, 51.5), rel=1e-14)
        assert skies[i, j] == pytest.approx(station_sky_noise_temperature_k(*one, 0.5), rel=1e-13)


# Refusals ------------------------------------------------------------------------------------------------------------


def test_wrong_requests_name_what_is_known():
    with pytest.raises(LinkBudgetError, match="DSS-24 X"):
        DsnAntenna.find("DSS-99", "X")
    with pytest.raises(LinkBudgetError, match="Goldstone"):
        zenith_attenuation_db("Evpatoria", 0.5)
    with pytest.raises(LinkBudgetError, match="cumulative_distribution"):
        zenith_attenuation_db("Madrid", 0.95)
    with pytest.raises(LinkBudgetError, match="elevation_deg"):
        slant_attenuation_db(91.0, 0.04)
    with pytest.raises(LinkBudgetError, match="t1_k"):
        antenna_microwave_noise_temperature_k(20.0, -1.0, 10.0, 0.1)


def test_low_elevations_warn():
    with pytest.warns(ModelRangeWarning, match="DSN 810-005"):
        slant_attenuation_db(5.0, 0.04)


def test_every_antenna_of_the_table_has_noise():
    for name, band, configuration in (("DSS-43", "S", "Mod III, diplexed"), ("70 m", "L", ""), ("DSS-35", "X", "")):
        antenna = DsnAntenna.find(name, band, configuration)
        assert antenna.t1_k > 0.0
        assert antenna.module in ("101", "104L")
    assert math.isnan(DsnAntenna.find("DSS-63", "X").receive_gain_dbi)


# Property ------------------------------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(st.floats(6.0, 89.0), st.floats(0.01, 1.0), st.floats(0.0, 0.9))
def test_noise_falls_towards_the_zenith(elevation_deg, zenith_db, part):
    here, higher = station_sky_noise_temperature_k([elevation_deg, elevation_deg + 1.0], zenith_db, part)
    assert 2.725 < higher < here < 280.0
    low, high = antenna_microwave_noise_temperature_k([elevation_deg, elevation_deg + 1.0], 12.0, 7.0, 0.07)
    assert 12.0 < high < low
