"""Commands without --at on a scenario whose reference instant has the spacecraft below the horizon, and with it."""

import json

import pytest

LINK = ("cubesat", "--link", "uhf-downlink")
DOWN = ("--at", "2026-03-01T00:00Z")
FALLEN_BACK = "taken at the nearest culmination, 2026-03-01T05:22:26Z"
POWERS = ("--axis", "transmitter.power=1 W, 2 W")
RANGES = ("--axis", "range=500 km..2000 km:4")


STUDIES = {
    "sweep": ("sweep", *LINK, *POWERS, "-q"),
    "compare": ("compare", *LINK, "--set", "transmitter.power=2 W"),
    "solve": ("solve", *LINK, "--for", "transmitter.power", "--target", "margin_db=3 dB"),
    "pareto": ("pareto", *LINK, *POWERS, "--maximise", "margin_db", "--minimise", "transmitter.power"),
}


@pytest.mark.parametrize("study", STUDIES)
def test_without_an_instant_a_study_falls_back_and_says_so_in_one_line(study, command):
    code, out, err = command(*STUDIES[study])
    assert code == 0
    assert err.count("\n") == 1
    assert FALLEN_BACK in err
    assert "nan" not in out


@pytest.mark.parametrize("study", STUDIES)
def test_an_instant_below_the_horizon_is_one_line_and_status_2(study, command):
    code, out, err = command(*STUDIES[study], *DOWN)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "below the horizon of my-roof at this instant (elevation -42.8°" in err


def test_uncertain_studies_fall_back_too(command, tmp_path):
    from linkbudget.scenario_files.files import packaged_folder

    text = (packaged_folder() / "cubesat.toml").read_text(encoding="utf-8")
    file = tmp_path / "shaped.toml"
    file.write_text(text.replace("[mission]\n", '[mission]\ndefault_shape = "triangular"\n'), encoding="utf-8")
    for name in ("montecarlo", "sensitivity"):
        request = (name, str(file), "--link", "uhf-downlink", "--samples", "16", "-q")
        code, out, err = command(*request)
        assert (code, err.count("\n")) == (0, 1)
        assert FALLEN_BACK in err
        assert "closes in" in out or "of the variance" in out
        code, out, err = command(*request, *DOWN)
        assert (code, out, err.count("\n")) == (2, "", 1)


def test_budget_falls_back_in_its_table_in_json_and_in_the_explanation(command):
    code, out, err = command("budget", *LINK)
    assert (code, err) == (0, "")
    assert out.count(FALLEN_BACK) == 1
    for request in (("budget", *LINK, "--json"), ("budget", *LINK, "--table", "full", "--json"), ("explain", *LINK)):
        code, out, err = command(*request)
        assert code == 0
        assert err.count(FALLEN_BACK) == 1
    assert json.loads(command("budget", *LINK, "--json")[1])["results"]["margin_db"] is not None


def test_budget_of_an_instant_below_the_horizon_is_printed_with_a_note(command):
    code, out, err = command("budget", *LINK, *DOWN)
    assert (code, err) == (0, "")
    assert "EIRP" in out
    assert "the next pass begins at 2026-03-01T05:19:50Z" in out


def test_an_axis_of_range_takes_the_reference_elevation(command):
    def margins(*more):
        answer = json.loads(command("sweep", *LINK, *RANGES, "--json", "-q", *more)[1])
        return answer["lines"]["margin_db"]["values"]

    by_hand = [
        json.loads(command("budget", *LINK, "--range", distance, "--json")[1])["results"]["margin_db"]
        for distance in ("500 km", "1000 km", "1500 km", "2000 km")
    ]
    assert margins() == pytest.approx(by_hand, abs=1e-9)
    assert margins(*DOWN) == pytest.approx(by_hand, abs=1e-9)


def test_a_sweep_over_time_says_nothing_of_the_reference_instant(command):
    code, _, err = command("sweep", *LINK, "--axis", "time=2026-03-01T05:00..2026-03-01T06:00:61", "-q")
    assert (code, err) == (0, "")


def test_solve_at_no_instant_of_the_mission_is_status_2_and_out_of_reach_is_status_1(command):
    every = (*STUDIES["solve"], "--every", "12 h")
    code, out, err = command(*every)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "no number at any of these instants" in err
    assert command(*STUDIES["solve"], "--between", "10 W", "20 W")[0] == 1
