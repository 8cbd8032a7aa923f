"""Rain, clouds and scintillation in the budget of a link that says how often the weather may be worse."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.hardware.parts import Link
from linkbudget.hardware.values import with_value
from linkbudget.link.budget import Path, Weather, budget
from linkbudget.physics.rain import rain_loss_db
from linkbudget.physics.scintillation import scintillation_fade_db

WEATHER = Weather(48.1, 32.0, 3_100.0, 0.8, 52.0, 1e-3)
LINK = with_value(lb.load("mars1").links["telemetry-32cm-dish"], "frequency", 20.2e9)
PATH = Path(38_000e3, 33.0, None, 520.0, 7.5, WEATHER)


def test_clear_sky_is_the_default():
    clear, wet = budget(LINK, replace(PATH, weather=None)), budget(LINK, PATH)
    assert "rain_loss_db" not in clear.terms
    assert wet["cn0_dbhz"] < clear["cn0_dbhz"]


def test_rain_is_that_of_the_recommendation():
    expected = rain_loss_db(33.0, 20.2e9, 32.0, 3_100.0, 48.1, 1e-3, station_height_m=520.0, polarization_tilt_deg=45.0)
    assert budget(LINK, PATH)["rain_loss_db"] == pytest.approx(expected, rel=1e-12)


def test_signs_still_add_up_to_the_received_power():
    running = 0.0
    for line in budget(LINK, PATH):
        if line.unit.startswith("dB"):
            running += {"+": 1.0, "-": -1.0}.get(line.sign, 0.0) * line.value
        if line.name.startswith("Received power"):
            assert line.value == pytest.approx(running, abs=1e-9)
            break


def test_weather_is_heard_as_noise_but_scintillation_is_not():
    small = with_value(LINK, "receiver.antenna.element_effective_area", 0.05)  # a large aperture averages scintillation
    result = budget(small, PATH)
    absorbed = 275.0 * (1.0 - 10.0 ** (-result["absorption_loss_db"] / 10.0))
    assert result["sky_noise_temperature_k"] == pytest.approx(absorbed, abs=3.0)  # and what is left of the background
    assert result["absorption_loss_db"] < result["atmospheric_loss_db"]


@settings(max_examples=40)
@given(rare=st.floats(1e-4, 0.02), factor=st.floats(1.05, 2.5), elevation_deg=st.floats(6.0, 89.0))
def test_attenuation_never_grows_with_the_share_of_the_year(rare, factor, elevation_deg):
    losses = [
        budget(LINK, replace(PATH, elevation_deg=elevation_deg, weather=replace(WEATHER, exceedance_probability=share)))
        for share in (rare, rare * factor)
    ]
    assert losses[1]["atmospheric_loss_db"] <= losses[0]["atmospheric_loss_db"] + 1e-9


def test_array_result_equals_loop_of_scalars():
    elevations = np.array([8.0, 20.0, 45.0, 80.0])
    together = budget(LINK, replace(PATH, elevation_deg=elevations))["cn0_dbhz"]
    alone = [budget(LINK, replace(PATH, elevation_deg=float(elevation)))["cn0_dbhz"] for elevation in elevations]
    assert together == pytest.approx(alone, rel=1e-9)


SCENARIO = """
[stations.my-roof.climate]
rain_rate = "32 mm/h"
rain_height = "3.1 km"
cloud_liquid = "0.8 kg/m2"
wet_refractivity = 52
"""


def cubesat(tmp_path, climate: str):
    text = (lb.load("cubesat").file).read_text(encoding="utf-8")
    text = text.replace('frequency = "437.5 MHz"', 'frequency = "26 GHz"\nweather_exceedance = "0.1 %"')
    file = tmp_path / "wet.toml"
    file.write_text(text + climate, encoding="utf-8")
    return file


def test_scenario_carries_the_weather_into_budgets_and_timeline(tmp_path):
    scenario = lb.load(cubesat(tmp_path, SCENARIO))
    result = scenario.budget("uhf-downlink", range_m=1000e3)
    assert result["rain_loss_db"] > 5.0
    timeline = scenario.run(60.0)
    both = timeline.atmospheric_loss_db.notnull() & timeline.gas_loss_db.notnull()
    assert bool(both.any())
    assert bool((timeline.atmospheric_loss_db >= timeline.gas_loss_db).where(both, True).all())


def test_an_availability_is_the_rest_of_the_year(tmp_path):
    wet = cubesat(tmp_path, SCENARIO)
    by_share = lb.load(wet).budget("uhf-downlink", range_m=1000e3)
    text = wet.read_text(encoding="utf-8").replace('weather_exceedance = "0.1 %"', 'availability = "99.9 %"')
    wet.write_text(text, encoding="utf-8")
    scenario = lb.load(wet)
    by_rest = scenario.budget("uhf-downlink", range_m=1000e3)
    assert by_rest["atmospheric_loss_db"] == by_share["atmospheric_loss_db"]
    assert by_rest.terms["atmospheric_loss_db"].name == "Atmospheric loss, 0.1 % of the year"
    case = scenario.case("uhf-downlink", range_m=1000e3)
    swept = case.with_values({"availability": np.array([0.99, 0.999])}).budget()["atmospheric_loss_db"]
    assert swept[1] == pytest.approx(by_share["atmospheric_loss_db"], rel=1e-12)
    assert swept[0] < swept[1]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            'weather_exceedance = "0.1 %"\navailability = "99.9 %"',
            "none beside weather_exceedance",
        ),
        ('availability = "0.1 %"', "availability = '0.1 %': expected a number at least 0.95"),
        ('availability = "99.9 %"\natmospheric_loss = "1 dB"', "availability: expected none beside atmospheric_loss"),
        (
            'availability = "99 %"\nlosses = { atmosphere = "1 dB" }',
            "none beside losses.atmosphere",
        ),
    ],
)
def test_an_availability_that_contradicts_is_refused(tmp_path, said, words):
    wet = cubesat(tmp_path, SCENARIO)
    wet.write_text(wet.read_text(encoding="utf-8").replace('weather_exceedance = "0.1 %"', said), encoding="utf-8")
    with pytest.raises(InputError, match=words):
        lb.load(wet)


def test_weather_without_a_climate_is_refused(tmp_path):
    with pytest.raises(InputError, match="climate"):
        lb.load(cubesat(tmp_path, ""))


@pytest.mark.parametrize("direction", ["downlink", "uplink"])
def test_scintillation_is_averaged_by_the_earth_station_whichever_end_has_more_gain(direction):
    """30 GHz at 6 deg, 5 m in space and 0.45 m on the ground (ITU-R P.618-14, section 2.4.1)."""
    dish = {"kind": "dish", "polarization": "right", "axial_ratio": "1 dB", "aperture_efficiency": 0.6}
    small, large = ({"diameter": f"{size} m", "beamwidth_factor": "70 deg"} | dish for size in (0.45, 5.0))
    station, space = (small, large) if direction == "downlink" else (large, small)
    ends = {"line_loss": "0 dB", "pointing_error": "0 deg"}
    link = Link(
        title="Ka band",
        direction=direction,
        frequency="30 GHz",
        polarization_loss="0 dB",
        required_margin="3 dB",
        transmitter=ends | {"power": "10 W", "antenna": large},
        receiver=ends | {"system_noise_temperature": "300 K", "antenna": small},
        modulation={
            "kind": "digital",
            "scheme": "bpsk",
            "bit_rate": "1 kbit/s",
            "error_rate": 1e-5,
            "implementation_loss": "0 dB",
        },
    )
    assert link.station_end.antenna.diameter_m.value == float(station["diameter"].split()[0])
    fades = [
        scintillation_fade_db(6.0, 30e9, 52.0, float(one["diameter"].split()[0]), 0.6, 1e-3) for one in (station, space)
    ]
    got = budget(link, replace(PATH, elevation_deg=6.0))["scintillation_loss_db"]
    assert got == pytest.approx(fades[0], rel=1e-12)
    assert abs(fades[0] - fades[1]) > 0.5
