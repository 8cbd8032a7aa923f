"""Sun, Moon and planets near the beam, from the geometry of a mission or as a link states them."""

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.geometry.clock import format_utc, parse_utc
from linkbudget.mission.near_bodies import limits_deg
from linkbudget.studies.axes import instants
from linkbudget.studies.solve import solve
from linkbudget.studies.sweep import sweep

TRANSFER = """
[mission]
title = "Conjunction"
start = "2021-09-20T00:00:00Z"
end = "2021-10-25T00:00:00Z"
step = "1 h"
reference = "2021-10-08T09:00:00Z"
reference_elevation = "30 deg"

[trajectory]
kind = "body"
body = "mars"

[stations.crimea]
title = "Crimea"
latitude = "45.2208 deg"
longitude = "33.1712 deg"
height = "43 m"
minimum_elevation = "5 deg"
water_vapour_density = "7.5 g/m3"

[links.down]
title = "X band from Mars"
purpose = "telemetry"
direction = "downlink"
station = "crimea"
frequency = "8.4 GHz"
polarization_loss = "0.1 dB"
required_margin = "3 dB"
BODIES

[links.down.transmitter]
power = "20 W"
antenna = { kind = "stated", gain = "45 dBi" }
pointing_loss = "0 dB"
line_loss = "0.5 dB"

[links.down.receiver]
pointing_error = "0 deg"
line_loss = "0.1 dB"
line_temperature = "20 K"
noise_temperature = "10 K"
galactic_noise_at_1_m = "60 K"
ground_noise_temperature = "8 K"

[links.down.receiver.antenna]
kind = "dish"
diameter = "35 m"
aperture_efficiency = "0.7"
beamwidth_factor = "65 deg"
polarization = "right"
axial_ratio = "1 dB"

[links.down.modulation]
kind = "digital"
scheme = "bpsk"
bit_rate = "10 kbit/s"
required_ebn0 = "1 dB"
implementation_loss = "0.5 dB"
"""


@pytest.fixture(scope="module")
def conjunction(tmp_path_factory):
    file = tmp_path_factory.mktemp("bodies") / "conjunction.toml"
    file.write_text(TRANSFER.replace("BODIES", 'body_separations = { sun = "2 deg" }'), encoding="utf-8")
    return lb.load(file)


def test_near_conjunction_the_sun_is_a_line_and_takes_margin(conjunction):
    """Mars passed 0.65 degrees from the Sun on 8 October 2021 (ESA and NASA held commands from 2 to 16 October)."""
    near = conjunction.budget("down", at="2021-10-08T09:00:00Z")
    far = conjunction.budget("down", at="2021-09-20T09:00:00Z")
    assert near["sun_separation_deg"] == pytest.approx(0.65, abs=0.01)
    assert "sun_noise_temperature_k" not in far.terms
    assert near["sun_noise_temperature_k"] > 100.0
    assert far["closing_margin_db"] - near["closing_margin_db"] > 5.0


def test_the_planet_that_is_orbited_is_always_in_the_beam(conjunction):
    """A disc of 3.6 arcseconds in a Gaussian beam: T = eta T_b ln 2 (d / theta)^2, eta the share of the main beam."""
    lines = conjunction.budget("down", at="2021-09-20T09:00:00Z")
    assert lines["mars_separation_deg"] == pytest.approx(0.0, abs=1e-3)
    beam_deg = lines["receive_beamwidth_deg"]
    eta = 10.0 ** (lines["receive_antenna_gain_dbi"] / 10.0) * np.radians(beam_deg) ** 2 / (16.0 * np.log(2.0))
    small = np.log(2.0) * (3.6 / 3600.0 / beam_deg) ** 2
    expected = eta * lines["mars_brightness_temperature_k"] * small
    assert lines["mars_noise_temperature_k"] == pytest.approx(expected, rel=0.05)  # 3.6 is read off an almanac


def test_a_timeline_has_the_noise_of_its_single_budgets(conjunction):
    timeline = conjunction.run(3600.0)
    for at in ("2021-09-24T10:00:00", "2021-10-04T10:00:00", "2021-10-08T10:00:00"):
        alone = conjunction.budget("down", at=f"{at}Z")
        row = timeline.sel(link="down", time=at)
        assert float(row.cn0_dbhz) == pytest.approx(alone["cn0_dbhz"], abs=2e-3)


def test_a_stated_separation_stands_for_a_distance_without_a_date(conjunction):
    lines = conjunction.budget("down", range_m=3.9e11)
    assert lines["sun_separation_deg"] == 2.0
    assert lines["sun_noise_temperature_k"] > 1.0
    assert "mars_noise_temperature_k" not in lines.terms


def test_no_body_is_near_the_antenna_of_a_spacecraft():
    mars1 = lb.load("mars1")
    assert limits_deg(mars1.links["command-39cm"]) == {}
    assert set(limits_deg(mars1.links["telemetry-32cm-dish"])) >= {"sun", "moon", "mars"}


def test_bodies_over_many_instants_have_no_disc_where_they_are_far(conjunction):
    utc_s = parse_utc("2021-09-20") + 86400.0 * np.arange(30.0) + 36000.0
    path = conjunction.path_over(conjunction.links["down"], utc_s)
    sun = next(body for body in path.bodies if body.name == "sun")
    assert sun.diameter_deg[0] == 0.0
    assert sun.separation_deg.min() < 0.8
    assert sun.separation_deg[sun.diameter_deg > 0.0].max() < 5.3


def test_a_search_over_instants_takes_the_bodies_of_each_apart(conjunction):
    """The power that closes the link at each instant closes it in a budget of that instant alone."""
    utc_s = parse_utc("2021-10-04T10:00:00") + 86400.0 * np.arange(5.0)
    case = conjunction.case_over("down", utc_s)
    found = solve(case, "transmitter.power", "closing_margin_db", target=0.0).value
    for instant, power_w in zip(utc_s, found, strict=True):
        settings = {"transmitter.power": f"{power_w!r} W".replace("np.float64(", "").replace(")", "")}
        alone = conjunction.budget("down", at=format_utc(instant), settings=settings)
        assert alone["closing_margin_db"] == pytest.approx(0.0, abs=2e-3)


def test_a_stated_separation_may_vary_by_its_key(conjunction):
    """In a sweep the key had no effect, and its unit was that of a loss."""
    case = conjunction.case("down", range_m=3.9e11)
    assert case.unit("body_separations.sun") == "deg"
    assert case.checked("body_separations.sun", "3 deg") == 3.0
    varied = case.with_values({"body_separations.sun": np.array([1.0, 2.0, 3.0])}).budget()
    for index, separation in enumerate(("1 deg", "2 deg", "3 deg")):
        alone = conjunction.budget("down", range_m=3.9e11, settings={"body_separations.sun": separation})
        assert varied["sun_noise_temperature_k"][index] == pytest.approx(alone["sun_noise_temperature_k"], rel=1e-12)
        assert varied["cn0_dbhz"][index] == pytest.approx(alone["cn0_dbhz"], abs=1e-9)
    assert "body_separations.sun" not in conjunction.case("down", "2021-09-20T09:00Z").values()  # far from the Sun then


def test_a_planet_at_the_spacecraft_has_the_size_of_each_distance(conjunction):
    settings = {"body_separations.mars": "0 deg"}
    case = conjunction.case("down", range_m=3.9e11, settings=settings)
    swept = case.with_values({"range": np.array([1e11, 2e11])}).budget()
    for index, range_m in enumerate((1e11, 2e11)):
        alone = conjunction.budget("down", range_m=range_m, settings=settings)
        assert swept["mars_noise_temperature_k"][index] == pytest.approx(alone["mars_noise_temperature_k"], rel=1e-12)
    assert swept["mars_noise_temperature_k"][0] > 3.0 * swept["mars_noise_temperature_k"][1]


def test_a_stated_noise_that_contains_the_bodies_has_them_once(conjunction):
    lines = conjunction.budget("down", range_m=3.9e11, settings={"receiver.noise_contains_bodies": "true"})
    assert "sun_noise_temperature_k" not in lines.terms


def test_only_the_station_of_a_downlink_hears_stated_bodies(tmp_path):
    """Of an uplink the noise of the Sun was added to the spacecraft."""
    file = tmp_path / "uplink.toml"
    text = TRANSFER.replace("BODIES", 'body_separations = { sun = "2 deg" }').replace('"downlink"', '"uplink"')
    text = text.replace('galactic_noise_at_1_m = "60 K"', 'antenna_noise_temperature = "100 K"')
    file.write_text(text.replace('ground_noise_temperature = "8 K"', ""), encoding="utf-8")
    with pytest.raises(InputError, match="body_separations: expected only on a downlink"):
        lb.load(file)


def test_a_sweep_over_time_has_the_bodies_of_each_instant(conjunction):
    """All instants had the Sun of the reference instant."""
    utc_s = parse_utc("2021-09-28T10:00:00") + 86400.0 * np.arange(0.0, 21.0, 4.0)
    case = conjunction.case("down", at="2021-10-08T09:00:00Z")
    for start in (case, conjunction.case("down", at="2021-09-20T09:00:00Z")):
        swept = sweep(start, [instants(conjunction, start, utc_s)], ["cn0_dbhz"])
        alone = [conjunction.budget("down", at=format_utc(when))["cn0_dbhz"] for when in utc_s]
        assert swept.cn0_dbhz.values == pytest.approx(np.array(alone), abs=2e-3)
    assert np.ptp(alone) > 5.0


def test_a_sweep_of_the_range_has_the_bodies_that_the_link_states(conjunction):
    case = conjunction.case_at_any_range("down", "2021-10-08T09:00:00Z")
    alone = conjunction.budget("down", range_m=3.9e11)
    assert case.with_values({"range": 3.9e11}).budget()["cn0_dbhz"] == pytest.approx(alone["cn0_dbhz"], abs=1e-9)


def test_a_case_for_any_range_without_a_trajectory_begins_at_the_stated_range(tmp_path):
    """The case used to begin at the distance of the Moon, which a path between two heights refuses."""
    head, _, tail = TRANSFER.partition("[trajectory]")
    text = head + tail[tail.index("[stations") :].replace("BODIES", 'far_height = "10 km"\nreference_range = "100 km"')
    file = tmp_path / "low.toml"
    file.write_text(text, encoding="utf-8")
    case = lb.load(file).case_at_any_range("down")
    assert case.budget()["range_m"] == 100e3
