"""Links from one spacecraft to another: a satellite in low orbit, its relay, and a station beside."""

import json
import pickle

import numpy as np
import pytest

from linkbudget.errors import InputError
from linkbudget.geometry.clock import parse_utc
from linkbudget.geometry.crosslinks import look_between, sun_angle_between_deg
from linkbudget.link.gaps import gap
from linkbudget.mission.checking import check
from linkbudget.mission.occultations import occultation_rows
from linkbudget.mission.sessions import plan_sessions
from linkbudget.physics.free_space import free_space_loss_db
from tests.test_bad_input import assert_one_line, run

RELAYED = """
[mission]
title = "Low orbit and a relay"
start = "2026-03-20T00:00:00Z"
end = "2026-03-20T12:00:00Z"
step = "60 s"
reference_elevation = "20 deg"

[trajectory]
kind = "circular"
height = "700 km"
inclination = "98.2 deg"
raan = "0 deg"
argument_of_latitude = "0 deg"

[spacecraft.relay]
title = "Relay"
trajectory = { kind = "geostationary", longitude = "10° E" }
least_height = "100 km"

[stations.north]
title = "North"
latitude = "78° N"
longitude = "15° E"
height = "400 m"
minimum_elevation = "5 deg"

[links.return]
title = "Return link"
purpose = "telemetry"
direction = "return"
spacecraft = "relay"
frequency = "26.5 GHz"
polarization_loss = "0.1 dB"
required_margin = "3 dB"
modulation = { kind = "digital", scheme = "qpsk", bit_rate = "100 Mbit/s", error_rate = 1e-6, implementation_loss = "1 dB" }

[links.return.transmitter]
power = "20 W"
line_loss = "1 dB"
pointing_loss = "0.3 dB"
antenna = { kind = "dish", diameter = "0.6 m", aperture_efficiency = 0.6, polarization = "RHCP", axial_ratio = "1 dB" }

[links.return.receiver]
system_noise_temperature = "700 K"
line_loss = "0 dB"
pointing_loss = "0.2 dB"
antenna = { kind = "dish", diameter = "2 m", aperture_efficiency = 0.6, polarization = "right", axial_ratio = "1 dB" }

[links.direct]
like = "return"
direction = "downlink"
station = "north"
"""  # noqa: E501


@pytest.fixture(scope="module")
def relayed(scenario_of):
    return scenario_of(RELAYED)


@pytest.fixture
def command(capsys, monkeypatch):
    return lambda *arguments: run(capsys, monkeypatch, *arguments)


def test_a_link_takes_the_other_end_that_it_states(relayed):
    assert relayed.link("return").far_end_name == "relay"
    assert relayed.link("return").station is None
    assert relayed.link("direct").far_end_name == "north"
    assert relayed.link("direct").spacecraft is None
    assert relayed.link("return").direction == "downlink"


def test_the_budget_is_that_of_the_geometry(relayed):
    budget = relayed.budget("return", "2026-03-20T00:48:00Z")
    seen = look_between(relayed.trajectory, relayed.other_trajectory("relay"), parse_utc("2026-03-20T00:48:00Z"))
    assert budget["range_m"] == seen.range_m
    assert budget["free_space_loss_db"] == pytest.approx(free_space_loss_db(26.5e9, seen.range_m), abs=1e-9)
    assert "gas_loss_db" not in budget.terms
    assert budget.notes == ()


def test_array_equals_loop(relayed):
    utc_s = relayed.span_utc_s[0] + 60.0 * np.array([5.0, 48.0, 100.0, 130.0])
    together = relayed.case_over("return", utc_s).budget()["closing_margin_db"]
    for when, margin in zip(utc_s, together, strict=True):
        alone = relayed.budget("return", np.datetime64(int(when), "s").item().isoformat() + "Z")
        assert alone["closing_margin_db"] == pytest.approx(margin, abs=1e-6, nan_ok=True)
    assert np.isnan(together[0])
    assert np.isfinite(together[1])


def test_behind_the_earth_there_is_no_link_and_a_note_says_so(relayed):
    budget = relayed.budget("return", "2026-03-20T00:10:00Z")
    assert np.isnan(budget["closing_margin_db"])
    (note,) = budget.notes
    assert note.startswith("the spacecraft is behind earth as seen from relay at this instant; the next pass begins at")
    assert gap(budget.terms).endswith("a body stands between the two spacecraft")


def test_the_reference_instant_gives_way_to_the_nearest_approach(relayed):
    (note,) = relayed.budget("return").notes
    assert "taken at the nearest approach" in note


def test_the_timeline_is_dark_in_occultations_alone(relayed):
    timeline = relayed.run().sel(link="return")
    utc_s = relayed.span_utc_s[0] + 60.0 * np.arange(timeline.time.size)
    hidden = relayed.hidden("relay", utc_s)
    assert (timeline.visible.values == ~hidden).all()
    assert (np.isnan(timeline.closing_margin_db.values) == hidden).all()
    assert 0.2 < hidden.mean() < 0.5
    assert np.isfinite(timeline.range_m.values).all()
    assert np.isnan(timeline.elevation_deg.values).all()
    assert str(timeline.station.values) == "relay"


def test_passes_are_the_times_between_occultations(relayed):
    dark_s = sum(each.duration_s for each in relayed.occultations("relay"))
    light_s = sum(each.duration_s for each in relayed.passes("relay"))
    assert dark_s + light_s == pytest.approx(43_200.0, abs=1e-2)
    rows = [row for row in occultation_rows(relayed) if row["station"] == "relay"]
    assert {row["body"] for row in rows} == {"earth"}
    assert rows[0]["links"] == ["return"]


def test_the_limb_hides_longer_than_the_sphere(relayed, scenario_of):
    lower = scenario_of(RELAYED.replace('least_height = "100 km"\n', ""))
    dark_s = [sum(each.duration_s for each in one.occultations("relay")) for one in (relayed, lower)]
    assert dark_s[0] > dark_s[1] + 100.0


def test_an_antenna_aimed_at_the_sun_meets_the_relay_at_its_own_angle(scenario_of):
    text = RELAYED.replace(
        'pointing_loss = "0.3 dB"',
        'boresight = "sun"\npointing_error = "0 deg"',
    )
    scenario = scenario_of(text.partition("[links.direct]")[0])
    utc_s = scenario.span_utc_s[0] + np.array([2_880.0, 6_000.0])
    expected = sun_angle_between_deg(scenario.trajectory, scenario.other_trajectory("relay"), utc_s)
    assert scenario.path_over(scenario.link("return"), utc_s).sun_angle_deg == pytest.approx(expected)
    assert scenario.path_at(scenario.link("return"), float(utc_s[0])).sun_angle_deg == pytest.approx(expected[0])


def test_studies_over_range_need_no_elevation(relayed):
    case = relayed.case_at_any_range("return", "2026-03-20T00:48:00Z")
    assert case.path.elevation_deg is None
    double = (
        relayed.budget("return", range_m=2e7)["free_space_loss_db"]
        - relayed.budget("return", range_m=1e7)["free_space_loss_db"]
    )
    assert double == pytest.approx(20.0 * np.log10(2.0), abs=1e-9)


def test_a_relay_that_is_always_hidden_is_shown_at_its_distance(scenario_of):
    text = RELAYED.replace('kind = "circular"', 'kind = "geostationary"\nlongitude = "-170 deg"')
    for key in ("height", "inclination", "raan", "argument_of_latitude"):
        text = "\n".join(line for line in text.splitlines() if not line.startswith(f"{key} = ") or "400" in line)
    scenario = scenario_of(text.partition("[links.direct]")[0])
    assert scenario.passes("relay") == ()
    budget = scenario.budget_when_up("return")
    assert "a body always stands between" in budget.notes[0]
    assert budget["range_m"] == pytest.approx(2.0 * 42_164.2e3, rel=1e-4)
    with pytest.raises(InputError, match="a body always stands between"):
        scenario.budget("return")


def test_a_scenario_with_two_trajectories_goes_to_workers(relayed):
    again = pickle.loads(pickle.dumps(relayed))
    at = "2026-03-20T00:48:00Z"
    assert again.budget("return", at)["closing_margin_db"] == relayed.budget("return", at)["closing_margin_db"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            'spacecraft = "relay"',
            'spacecraft = "rely"',
            "spacecraft = 'rely': unknown spacecraft; did you mean 'relay'?",
        ),
        ('spacecraft = "relay"', 'spacecraft = "relay"\nstation = "north"', "expected none beside station"),
        ("[spacecraft.relay]", "[spacecraft.north]", "spacecraft.north: expected another name than that of a station"),
        ('longitude = "10° E" }', 'longitude = "500 deg" }', "spacecraft.relay.trajectory.longitude"),
        ('least_height = "100 km"', 'least_height = "-1 km"', "spacecraft.relay.least_height"),
        ('direction = "return"', 'direction = "sideways"', "direction = 'sideways': expected"),
        (
            'required_margin = "3 dB"',
            'required_margin = "3 dB"\navailability = "99 %"',
            "expected a station to go with",
        ),
    ],
)
def test_what_does_not_go_together_is_one_line(tmp_path, command, old, new, expected):
    file = tmp_path / "relayed.toml"
    file.write_text(RELAYED.replace(old, new, 1), encoding="utf-8")
    assert any(expected in line for line in check(file)[1])
    assert_one_line(command("budget", file, "--link", "return"), "relayed.toml")


def test_without_a_trajectory_there_is_nothing_to_fly_beside(tmp_path):
    before, _, rest = RELAYED.partition("[trajectory]")
    file = tmp_path / "still.toml"
    file.write_text(before + "[spacecraft.relay]" + rest.partition("[spacecraft.relay]")[2], encoding="utf-8")
    assert any("expected a [trajectory], that of the spacecraft at this end" in line for line in check(file)[1])


def test_the_commands(tmp_path, command):
    file = tmp_path / "relayed.toml"
    file.write_text(RELAYED, encoding="utf-8")
    status, out, err = command("check", file)
    assert status == 0
    assert "nothing wrong" in out
    assert not err
    status, out, _ = command("occultations", file, "--json")
    assert status == 0
    assert any(row["station"] == "relay" for row in json.loads(out)["occultations"])
    status, _, err = command("export", file, "--link", "return", "-o", tmp_path / "doppler.tdm", "--kind", "tdm")
    assert status == 2


def test_figures_and_report(tmp_path, command):
    file, out = tmp_path / "crossed.toml", tmp_path / "out"
    file.write_text(RELAYED.partition("[links.direct]")[0], encoding="utf-8")
    assert command("run", file, "-o", out)[0] == 0
    assert {"margin.png", "snr.png", "trajectory.png"} <= {each.name for each in out.iterdir()}
    assert not (out / "sky.png").exists()
    status, _, err = command("plot", file, "sky", "-o", out / "sky.png")
    assert status == 2
    assert "rises over one of the stations" in err


DAILY = """
[sessions]
answers = ["return"]
acquisition = "10 s"
duration = "1 h"

[[sessions.calendar]]
from = "2026-03-20T01:00:00Z"
every = "1 d"
"""


def test_sessions_of_a_spacecraft_that_is_always_in_sight_begin_at_their_dates(scenario_of):
    text = RELAYED.replace("2026-03-20T12:00:00Z", "2026-03-24T00:00:00Z").partition("[links.direct]")[0]
    high = text.replace('kind = "circular"', 'kind = "geostationary"\nlongitude = "60 deg"')
    for key in ("height", "inclination", "raan", "argument_of_latitude"):
        high = "\n".join(line for line in high.splitlines() if not line.startswith(f"{key} = ") or "400" in line)
    table = plan_sessions(scenario_of(high.replace("100 Mbit/s", "1 Mbit/s") + DAILY))
    starts = (table["start"].values - np.datetime64("2026-03-20T01:00:00")) / np.timedelta64(1, "D")
    assert starts == pytest.approx([0.0, 1.0, 2.0, 3.0], abs=1e-5)
    assert set(table["outcome"].values) == {"held"}
    assert table["duration_s"].values == pytest.approx(3600.0, abs=1.0)
