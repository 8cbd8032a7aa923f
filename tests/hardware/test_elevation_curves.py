"""G/T and system noise temperature of a station against elevation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import linkbudget as lb
from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.hardware.elevation_curves import (
    ElevationCurve,
    g_over_t_at_elevation_db_per_k,
    read_elevation_curve,
)
from linkbudget.hardware.parts import Link
from linkbudget.link.budget import Path, Weather, budget

PAIRS = [[10, 20.5], [40, 22.0], [90, 22.4]]
NOISE = [[10, 120], [40, 95], [90, 88]]
DISH = {"antenna": {"kind": "stated", "gain": "40 dBi"}, "pointing_loss": "0 dB", "line_loss": "1 dB"}
SKY = Weather(45.0, 30.0, 3000.0, 0.8, 50.0, 0.01)


def a_link(receiver: dict, **said) -> Link:
    whole = {"title": "Down", "frequency": "8 GHz", "polarization_loss": "0 dB", "required_margin": "0 dB"}
    whole |= {"transmitter": {"eirp": "10 dBW"}, "modulation": {"kind": "threshold"}}
    return Link.model_validate(whole | {"receiver": receiver | {"required_cn0": "50 dBHz"}} | said)


def lines_of(receiver: dict, elevation_deg, **said):
    return budget(a_link(receiver, **said), Path(range_m=2e6, elevation_deg=elevation_deg))


# ---- identity


@given(st.floats(10.0, 90.0))
def test_between_its_points_a_curve_stays_between_their_values(elevation_deg):
    curve = ElevationCurve(tuple(map(tuple, PAIRS)))
    value = g_over_t_at_elevation_db_per_k(elevation_deg, curve)
    below = max((pair for pair in PAIRS if pair[0] <= elevation_deg), key=lambda pair: pair[0])[1]
    above = min((pair for pair in PAIRS if pair[0] >= elevation_deg), key=lambda pair: pair[0])[1]
    assert min(below, above) <= value <= max(below, above)


@pytest.mark.parametrize(("elevation", "value"), [(10.0, 20.5), (25.0, 21.25), (90.0, 22.4)])
def test_a_figure_of_merit_is_that_of_the_elevation(elevation, value):
    curved, stated = ({"g_over_t_by_elevation": PAIRS}, {"g_over_t": f"{value} dB/K"})
    one, other = lines_of(curved, elevation), lines_of(stated, elevation)
    assert one["g_over_t_db_per_k"] == pytest.approx(value, abs=1e-12)
    assert one["closing_margin_db"] == pytest.approx(other["closing_margin_db"], abs=1e-9)


@pytest.mark.parametrize("plane", ["receiver", "antenna"])
def test_a_noise_temperature_is_that_of_the_elevation(plane):
    path = Path(range_m=2e6, elevation_deg=25.0)
    curved = budget(a_link(DISH | {"system_noise_temperature_by_elevation": NOISE}), path, plane)
    stated = budget(a_link(DISH | {"system_noise_temperature": "107.5 K"}), path, plane)
    assert curved["cn0_dbhz"] == pytest.approx(stated["cn0_dbhz"], abs=1e-9)
    assert curved["system_noise_temperature_k"] == pytest.approx(stated["system_noise_temperature_k"], abs=1e-9)


@pytest.mark.parametrize(
    ("curved", "stated"),
    [
        (DISH | {"system_noise_temperature_by_elevation": NOISE}, DISH | {"system_noise_temperature": "107.5 K"}),
        (
            {"g_over_t_by_elevation": PAIRS, "system_noise_temperature_by_elevation": NOISE},
            {"g_over_t": "21.25 dB/K", "system_noise_temperature": "107.5 K"},
        ),
    ],
)
def test_weather_adds_to_the_figure_of_the_elevation(curved, stated):
    path = Path(range_m=2e6, elevation_deg=25.0, weather=SKY)
    one, other = budget(a_link(curved), path), budget(a_link(stated), path)
    assert one["added_noise_temperature_k"] > 1.0
    assert one["cn0_dbhz"] == pytest.approx(other["cn0_dbhz"], abs=1e-9)


def test_arrays_equal_numbers_and_there_is_no_answer_beside_the_points():
    elevations = np.array([5.0, 10.0, 33.0, 90.0])
    many = lines_of({"g_over_t_by_elevation": PAIRS}, elevations)
    one_by_one = [lines_of({"g_over_t_by_elevation": PAIRS}, float(one))["cn0_dbhz"] for one in elevations]
    np.testing.assert_allclose(many["cn0_dbhz"], one_by_one, atol=1e-12)
    assert np.isnan(many["cn0_dbhz"]).tolist() == [True, False, False, False]
    low = lines_of({"g_over_t_by_elevation": PAIRS}, 5.0)
    assert not low.verdict.closes
    assert "is not known at this elevation" in str(low.verdict)


def test_a_budget_names_the_file_of_its_curve(tmp_path):
    file = tmp_path / "station.csv"
    file.write_text("# measured\nelevation_deg,g_over_t_db_per_k\n10,20.5\n40,22\n90,22.4\n", encoding="utf-8")
    curve = read_elevation_curve(file, "g_over_t_db_per_k")
    assert curve.points == tuple(map(tuple, PAIRS))
    lines = lines_of({"g_over_t_by_elevation": curve}, 25.0)
    assert "station.csv" in lines.terms["g_over_t_db_per_k"].source


# ---- refusals


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("elevation_deg,gain_dbi\n1,2\n3,4\n", "line 1: 'elevation_deg,gain_dbi'; expected a CSV file"),
        ("elevation_deg,g_over_t_db_per_k\n10,x\n", "line 2: '10,x'; expected two numbers"),
        ("elevation_deg,g_over_t_db_per_k\n10,2000\n", "line 2: 2000.0: expected -150 to 150 dB/K"),
        ("elevation_deg,g_over_t_db_per_k\n10,20\n", "at least two pairs"),
        ("elevation_deg,g_over_t_db_per_k\n10,20\n10,21\n40,22\n", "10 deg: has two values"),
        ("elevation_deg,g_over_t_db_per_k\n10,20\n100,21\n", "elevation 100.0: expected 0 to 90 deg"),
    ],
)
def test_a_file_that_is_no_curve_is_refused_in_one_line(tmp_path, text, message):
    file = tmp_path / "station.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_elevation_curve(file, "g_over_t_db_per_k")
    assert message in str(error.value)
    assert str(error.value).startswith(str(file))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("receiver", "message"),
    [
        ({"g_over_t_by_elevation": PAIRS, "g_over_t": "20 dB/K"}, "expected either g_over_t or g_over_t_by_elevation"),
        ({"g_over_t_by_elevation": PAIRS} | DISH, "antenna: expected none beside g_over_t_by_elevation"),
        (
            DISH | {"system_noise_temperature_by_elevation": NOISE, "noise_figure": "1 dB"},
            "noise_figure: expected none beside system_noise_temperature_by_elevation",
        ),
        ({"g_over_t_by_elevation": [[10, 20.5], [40]]}, "expected a pair of elevation and value in dB/K"),
        ({"g_over_t_by_elevation": 20.5}, "expected pairs of elevation and value in dB/K"),
        (DISH | {"system_noise_temperature_by_elevation": [[10, 100], [40, -3]]}, "expected 0.001 to 1e+09 K"),
    ],
)
def test_what_contradicts_itself_is_refused(receiver, message):
    with pytest.raises(ValidationError) as error:
        a_link(receiver)
    assert message in str(error.value)


def test_a_curve_is_that_of_a_station_and_needs_an_elevation():
    with pytest.raises(ValidationError, match="expected only of an earth station, on a downlink"):
        a_link({"g_over_t_by_elevation": PAIRS}, direction="uplink")
    with pytest.raises(LinkBudgetError, match="g_over_t_by_elevation: expected a path with an elevation"):
        lines_of({"g_over_t_by_elevation": PAIRS}, None)


def test_a_scenario_file_takes_pairs_with_units_or_a_file_beside_it(tmp_path):
    (tmp_path / "noise.csv").write_text("elevation_deg,system_noise_temperature_k\n10,120\n90,88\n", encoding="utf-8")
    file = tmp_path / "down.toml"
    file.write_text(
        """
[mission]
title = "Down"
start = "2026-03-20T00:00:00Z"
end = "2026-03-21T00:00:00Z"
step = "10 min"
range = "1000 km"
reference_elevation = "25 deg"
[stations.roof]
title = "Roof"
latitude = "48 deg"
longitude = "11 deg"
height = "500 m"
minimum_elevation = "10 deg"
[links.down]
title = "Down"
purpose = "telemetry"
direction = "downlink"
station = "roof"
frequency = "8 GHz"
polarization_loss = "0 dB"
required_margin = "0 dB"
transmitter = { eirp = "10 dBW" }
modulation = { kind = "threshold" }
[links.down.receiver]
g_over_t_by_elevation = [["10 deg", "20.5 dB/K"], [40, 22]]
system_noise_temperature_by_elevation = "noise.csv"
required_cn0 = "50 dBHz"
""",
        encoding="utf-8",
    )
    assert lb.load(file).budget("down")["g_over_t_db_per_k"] == pytest.approx(21.25)
    (tmp_path / "noise.csv").unlink()
    with pytest.raises(InputError, match=r"system_noise_temperature_by_elevation.*noise\.csv") as error:
        lb.load(file)
    assert "\n" not in str(error.value)
