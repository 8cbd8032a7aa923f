"""A link behind a planet: Mariner 4 on a side of Mars on which it goes behind it."""

import json
import re

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.geometry.clock import parse_utc
from linkbudget.mission.occultations import eclipse_rows, occultation_rows
from linkbudget.scenario_files.files import packaged_folder
from tests.mission.conftest import CUBESAT
from tests.test_bad_input import assert_one_line, run

LINK = "carrier-measured"
DAY = {
    "b_plane_angle": '"62 deg"',
    "start": '"1965-07-14T20:00:00Z"',
    "end": '"1965-07-15T06:00:00Z"',
    "step": '"1 min"',
}
MARINER4 = "\n".join(
    f"{key} = {DAY[key]}" if (key := line.partition(" = ")[0]) in DAY else line
    for line in (packaged_folder() / "mariner4.toml").read_text(encoding="utf-8").splitlines()
)


@pytest.fixture(scope="module")
def mariner4(scenario_of):
    return scenario_of(MARINER4)


@pytest.fixture
def command(capsys, monkeypatch):
    return lambda *arguments: run(capsys, monkeypatch, *arguments)


def test_the_link_is_down_behind_the_planet(mariner4):
    timeline = mariner4.run().sel(link=LINK)
    utc_s = mariner4.config.mission.start_utc_s.value + 60.0 * np.arange(timeline.time.size)
    (found,) = mariner4.occultations("goldstone-pioneer")
    behind = (utc_s >= found.ingress_utc_s) & (utc_s <= found.egress_utc_s)
    high = timeline["elevation_deg"].values >= 10.0
    assert 40 < behind.sum() < 60
    assert high[behind].all()
    assert np.array_equal(timeline["visible"].values, high & ~behind)
    assert np.array_equal(np.isfinite(timeline["cn0_dbhz"].values), high & ~behind)


def test_a_budget_behind_the_planet_has_no_answer_and_says_why(mariner4):
    before, behind = (mariner4.budget(LINK, f"1965-07-15T0{hour}:50:00Z") for hour in (1, 2))
    assert np.isfinite(before["closing_margin_db"])
    assert np.isnan(behind["closing_margin_db"])
    assert "the spacecraft is behind mars as seen from goldstone-pioneer at this instant" in behind.notes
    assert not any("behind" in note for note in before.notes)


def test_the_planet_divides_the_pass_in_two(mariner4, scenario_of):
    (found,) = mariner4.occultations("goldstone-pioneer")
    first, second = mariner4.passes("goldstone-pioneer")
    (whole,) = scenario_of(MARINER4.replace('"62 deg"', '"0 deg"')).passes("goldstone-pioneer")
    assert (first.set_utc_s, second.rise_utc_s) == (found.ingress_utc_s, found.egress_utc_s)
    assert first.rise_utc_s == pytest.approx(whole.rise_utc_s, abs=5.0)
    assert second.set_utc_s == pytest.approx(whole.set_utc_s, abs=5.0)
    assert first.culmination_utc_s == pytest.approx(whole.culmination_utc_s, abs=5.0)
    assert second.culmination_utc_s == second.rise_utc_s  # going down since
    assert (first.set_is_cut, second.rise_is_cut) == (False, False)


def test_sessions_are_held_before_and_after(scenario_of):
    plan = f"""
[sessions]
answers = ["{LINK}"]
acquisition = "10 s"

[[sessions.calendar]]
from = "1965-07-14T20:00:00Z"
"""
    held = scenario_of(MARINER4, add=plan).operations.sessions
    assert held.sizes["session"] == 2
    assert (held["closing_margin_db"].values > 0.0).all()


def test_one_instant_and_many_agree(mariner4):
    (found,) = mariner4.occultations("goldstone-pioneer")
    near = [edge + shift for edge in (found.ingress_utc_s, found.egress_utc_s) for shift in (-3.0, 3.0)]
    assert [mariner4.hiding_body("goldstone-pioneer", utc_s) for utc_s in near] == [None, "mars", "mars", None]
    assert mariner4.hidden("goldstone-pioneer", np.array(near)).tolist() == [False, True, True, False]


def test_a_reference_behind_the_planet_is_moved_and_a_note_says_so(scenario_of):
    text = MARINER4.replace(
        'reference = { value = "1965-07-15T01:00:57Z"', 'reference = { value = "1965-07-15T02:45:00Z"', 1
    )
    reference = text.index("reference_range = ", text.index(f"[links.{LINK}]"))
    text = text[:reference] + text[text.index("\n", reference) :]
    budget = scenario_of(text).budget(LINK)
    assert np.isfinite(budget["closing_margin_db"])
    assert any(note.startswith("the spacecraft is behind mars as seen from") for note in budget.notes)


def test_rows_are_those_of_the_command(mariner4, command):
    (row,) = occultation_rows(mariner4)
    assert (row["station"], row["body"]) == ("goldstone-pioneer", "mars")
    assert LINK in row["links"]
    assert row["duration_s"] == pytest.approx(parse_utc(row["egress"]) - parse_utc(row["ingress"]), abs=0.01)
    assert eclipse_rows(mariner4) == []  # Mercury before the Sun is none
    code, out, err = command("occultations", str(mariner4.file), "--json")
    assert (code, err) == (0, "")
    said = json.loads(out)
    assert said["occultations"] == [row]
    code, out, _ = command("occultations", str(mariner4.file))
    assert code == 0
    assert re.search(r"goldstone-pioneer +[Mm]ars +1965-07-15[T ]02:3", out), out
    assert "no eclipses of the spacecraft" in out


def test_eclipses_of_a_satellite_are_listed_as_half_and_full_shadow(command):
    code, out, _ = command("occultations", "geostationary", "--json")
    said = json.loads(out)
    assert code == 0
    assert said["occultations"] == []
    assert [row["kind"] for row in said["eclipses"]] == ["penumbra", "umbra"] * 2
    assert {row["body"] for row in said["eclipses"]} == {"earth"}
    code, out, _ = command("occultations", "geostationary")
    assert "umbra" in out
    assert "no occultations" in out


def test_without_a_trajectory_the_command_says_so(command, tmp_path):
    file = tmp_path / "grounded.toml"
    file.write_text(CUBESAT[: CUBESAT.index("[trajectory]")] + CUBESAT[CUBESAT.index("[stations") :], encoding="utf-8")
    assert_one_line(command("occultations", str(file)), "trajectory: missing")


def test_packaged_flights_are_not_hidden():
    assert lb.load("mars1").occultations("evpatoria-receive") == ()
