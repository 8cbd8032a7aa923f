"""Words of the command line that mean nothing: each is one line with exit status 2, soon, and nothing is written."""

import time

import pytest

from linkbudget.hidden_signs import MOST_LETTERS
from tests.test_bad_input import MARS1, changed, run

SEMI = ("mars1", "--link", "telemetry-32cm-semi")
NEAR = (*SEMI, "--range", "1e6 km")
LONG = "a" * 5000
AXIS = ("sweep", *NEAR, "--axis")
SET = ("budget", *NEAR, "--set")

WORDS = {
    "axis with three dots": ((*AXIS, "transmitter.power=1 W...100 W:3"), "three dots"),
    "axis with two counts": ((*AXIS, "transmitter.power=1 W..100 W:3:4"), "'100 W:3'"),
    "axis without end": ((*AXIS, "transmitter.power=1 W..100 W:1e9"), "'1e9' values"),
    "axis of nothing": ((*AXIS, "transmitter.power=..:3"), "expected"),
    "axis without key": ((*AXIS, "=1 W..2 W:3"), "expected KEY=LOW..HIGH:COUNT"),
    "axis of a long key": ((*AXIS, f"{LONG}=1 W..2 W:3"), "aaa"),
    "underscore at the end": (("budget", *SEMI, "--range", "100_ km"), "'100_ km'"),
    "underscore in front": (("budget", *SEMI, "--range", "_100 km"), "'_100 km'"),
    "unit and percent": ((*SET, "transmitter.power=20 W%"), "'W%'"),
    "power beyond all numbers": ((*SET, "transmitter.power=1e400 W"), "not a finite number"),
    "range beyond all numbers": (("budget", *SEMI, "--range", "1e400 km"), "not a finite number"),
    "number of thousands of digits": ((*SET, f"transmitter.power={'9' * 5000} W"), "not a finite number"),
    "list in lists": ((*SET, f"modulation.rate_ladder={'[' * 5000}"), "expected a list"),
    "key of thousands of tables": ((*SET, f"{'a.' * 2000}b=1"), "a.a.a"),
    "key of thousands of letters": ((*SET, f"{LONG}=1"), "aaa"),
    "scheduler without address": ((*AXIS, "transmitter.power=1 W..9 W:3", "--scheduler", "tls://"), "tls://host:port"),
    "scheduler of a colon": ((*AXIS, "transmitter.power=1 W..9 W:3", "--scheduler", "tcp://:"), "tcp://host:port"),
    "step of a nanosecond": (("run", "cubesat", "--step", "1e-9s", "-o", "out"), "step"),
    "step of a nanosecond in a table": (("export", "cubesat", "--csv", "t.csv", "--step", "1e-9 s"), "step"),
    "samples beyond all numbers": (("montecarlo", *NEAR, "--samples", "1e99"), "--samples"),
    "samples without end": (("montecarlo", *NEAR, "--samples", "9" * 30), "samples"),
    "negative seed": (("montecarlo", *NEAR, "--samples", "9", "--seed", "-1"), "seed"),
    "date of digits": (("budget", *SEMI, "--at", "9" * 5000), "is not a date"),
    "day that is not": (("budget", *SEMI, "--at", "1962-11-31"), "is not a date"),
    "scenario with a zero character": (("check", "a\0b.toml"), "a\\x00b.toml"),
    "name with a zero character": (("check", "a\0b"), "no such scenario"),
    "scenario of thousands of letters": (("check", f"{LONG}.toml"), "too long"),
    "name of thousands of letters": (("check", LONG), "no such scenario"),
    "a folder above": (("check", ".."), "is a folder"),
    "link of thousands of letters": (("budget", "mars1", "--link", LONG, "--range", "1 km"), "unknown link"),
    "link that colours": (("budget", "mars1", "--link", "\x1b[31m\0", "--range", "1 km"), "\\x1b[31m\\x00"),
    "link with a slash": (("budget", "mars1", "--link", "../x", "--range", "1 km"), "unknown link"),
    "figure with a zero character": (("plot", "cubesat", "margin", "-o", "a\0.png"), "null byte"),
    "store with a zero character": ((*AXIS, "transmitter.power=1 W..9 W:3", "-o", "a\0.zarr"), "null byte"),
    "recording of thousands of letters": (("measure", f"{LONG}.wav"), "too long"),
    "picture of thousands of letters": (("picture", "mars1", LONG, "--link", "imaging-5cm"), "aaa"),
    "pattern that is a device": (("pattern", "/dev/zero"), "/dev/zero"),
}


@pytest.mark.parametrize("name", WORDS)
def test_words_that_mean_nothing_are_one_line(name, capsys, monkeypatch, tmp_path):
    words, said = WORDS[name]
    monkeypatch.chdir(tmp_path)
    assert_refused(run(capsys, monkeypatch, *words), said)
    assert not any(tmp_path.iterdir())


def assert_refused(result: tuple[int, str, str], said: str) -> None:
    code, out, err = result
    assert (code, out, err.count("\n")) == (2, "", 1), err
    assert said in err
    assert len(err) <= MOST_LETTERS + 5 + 100


OUTPUTS = {
    "run": ("run", "cubesat"),
    "budget": ("budget", *NEAR),
    "plot": ("plot", "cubesat", "margin"),
    "history": ("history",),
    "listen": ("listen", *SEMI),
    "signal": ("signal", *SEMI),
    "sessions": ("sessions", "mars1"),
    "energy": ("energy", "mars1"),
    "compare": ("compare", *NEAR, "--set", "transmitter.power=60 W"),
    "solve": ("solve", *SEMI, "--for", "transmitter.power", "--every", "60 d"),
    "pareto": (
        *("pareto", *NEAR, "--axis", "transmitter.power=1 W..9 W:3"),
        *("--maximise", "closing_margin_db", "--minimise", "transmitter.power"),
    ),
    "sweep": (*AXIS, "transmitter.power=1 W..9 W:3", "-q"),
    "montecarlo": ("montecarlo", *NEAR, "--samples", "64", "-q"),
    "sensitivity": ("sensitivity", *NEAR, "--samples", "64", "-q"),
    "picture": ("picture", "mars1", "test-chart", "--link", "imaging-5cm"),
}


@pytest.mark.parametrize("name", OUTPUTS)
def test_an_output_without_a_name_is_one_line(name, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    began_s = time.process_time()
    assert_refused(run(capsys, monkeypatch, *OUTPUTS[name], "-o", ""), "expected")
    assert time.process_time() - began_s < 10.0
    assert not any(tmp_path.iterdir())


MISTAKES = {
    "arrival a day after departure": (
        'arrival = { value = "1963-06-19T12:00:00Z"',
        'arrival = { value = "1962-11-02T16:00:00Z"',
        "arrival",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mission_that_cannot_be_is_one_line(name, capsys, monkeypatch, tmp_path):
    old, new, said = MISTAKES[name]
    file = tmp_path / "m.toml"
    file.write_text(changed(MARS1, old, new), encoding="utf-8")
    assert_refused(run(capsys, monkeypatch, "check", file), said)
