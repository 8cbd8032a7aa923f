"""Stations with hills around them: passes, timeline and budgets of a scenario."""

import numpy as np
import pytest
from matplotlib.text import Text

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.geometry.clock import format_utc
from tests.mission.conftest import CUBESAT

MASK = "horizon_mask = [[0, 30], [89, 30], [90, 5], [270, 5], [271, 30]]  # only the south is open\n"


@pytest.fixture(scope="module")
def valley(scenario_of):
    return scenario_of(CUBESAT, ("minimum_elevation =", MASK + "minimum_elevation ="))


@pytest.fixture(scope="module")
def plain(scenario_of):
    return scenario_of(CUBESAT)


def test_the_timeline_is_up_where_look_angles_clear_the_mask(valley, plain):
    run, without = valley.run().sel(link="uhf-downlink"), plain.run().sel(link="uhf-downlink")
    azimuth, elevation = run["azimuth_deg"].values, run["elevation_deg"].values
    mask = np.interp(azimuth, [0.0, 89.0, 90.0, 270.0, 271.0, 360.0], [30.0, 30.0, 5.0, 5.0, 30.0, 30.0])
    lowest = valley.config.stations[valley.links["uhf-downlink"].station].minimum_elevation_deg.value
    up = elevation >= np.maximum(mask, lowest)
    assert np.array_equal(run["visible"].values, up)
    assert 0 < up.sum() < without["visible"].values.sum()
    assert np.array_equal(np.isfinite(run["cn0_dbhz"].values), up)


def test_passes_and_timeline_agree(valley):
    station = valley.links["uhf-downlink"].station
    run = valley.run().sel(link="uhf-downlink")
    utc_s = valley.config.mission.start_utc_s.value + np.arange(run.time.size) * valley.config.mission.step_s.value
    inside = np.zeros(utc_s.size, dtype=bool)
    for one in valley.passes(station):
        inside |= (utc_s >= one.rise_utc_s) & (utc_s <= one.set_utc_s)
    assert np.array_equal(inside, run["visible"].values)


def test_a_budget_behind_a_hill_has_no_answer_and_says_why(valley, plain):
    run, without = valley.run().sel(link="uhf-downlink"), plain.run().sel(link="uhf-downlink")
    hidden = np.flatnonzero(without["visible"].values & ~run["visible"].values)[0]
    step_s = valley.config.mission.step_s.value
    at = format_utc(valley.config.mission.start_utc_s.value + float(hidden) * step_s)
    budget = valley.budget("uhf-downlink", at)
    assert np.isnan(budget["closing_margin_db"])
    assert np.isfinite(plain.budget("uhf-downlink", at)["closing_margin_db"])
    assert any("below the lowest elevation" in note and "lowest elevation 30" in note for note in budget.notes)


def test_a_station_in_a_well_never_sees_it(scenario_of):
    well = scenario_of(CUBESAT, ("minimum_elevation =", "horizon_mask = [[0, 89.99]]\nminimum_elevation ="))
    with pytest.raises(InputError, match=r"never rises above the lowest elevation .* and its horizon mask"):
        well.budget("uhf-downlink")


def test_a_mask_from_a_file_beside_the_scenario(tmp_path, valley):
    rows = "azimuth_deg,elevation_deg\n0,30\n89,30\n90,5\n270,5\n271,30\n"
    (tmp_path / "hills.csv").write_text(rows, encoding="utf-8")
    file = tmp_path / "valley.toml"
    file.write_text(CUBESAT.replace("minimum_elevation =", 'horizon_mask = "hills.csv"\nminimum_elevation =', 1))
    scenario = lb.load(file)
    station = scenario.links["uhf-downlink"].station
    assert scenario.passes(station) == valley.passes(station)


def test_angles_may_have_their_unit(scenario_of, valley):
    said = 'horizon_mask = [["0 deg", "30 deg"], [89, "30°"], [90, 5], ["270 deg", 5], [271, 30]]\n'
    scenario = scenario_of(CUBESAT, ("minimum_elevation =", said + "minimum_elevation ="))
    station = scenario.links["uhf-downlink"].station
    assert scenario.station(station) == valley.station(station)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("12", "expected pairs of azimuth and elevation"),
        ("[]", "expected pairs"),
        ("[[0, 5, 6]]", "expected a pair"),
        ("[[0, true]]", "expected an angle in degrees"),
        ("[[-10, 5]]", "0 to 360 deg, from north"),
        ('[["0 km", 5]]', "deg"),
        ('"missing.csv"', "missing.csv"),
        ("[[0, 5], [0, 6]]", "two elevations"),
    ],
)
def test_what_is_no_mask_is_refused_in_one_line(scenario_of, said, expected):
    with pytest.raises(InputError) as refused:
        scenario_of(CUBESAT, ("minimum_elevation =", f"horizon_mask = {said}\nminimum_elevation ="))
    assert expected in str(refused.value)
    assert "horizon_mask" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_figure_of_the_sky_shows_the_mask(valley):
    def lines(axes):
        return [np.column_stack(line.get_data()) for line in axes.get_lines()]

    sky = lb.plots.sky_track(valley, valley.links["uhf-downlink"].station)
    assert "horizon mask" in "".join(text.get_text() for text in sky.figure.findobj(Text))
    limit = next(line for line in lines(sky) if len(line) == 721)
    assert limit[:, 1].min() == pytest.approx(60.0)  # 30 deg of elevation in the north
    assert limit[:, 1].max() == pytest.approx(80.0)  # the minimum_elevation in the south
