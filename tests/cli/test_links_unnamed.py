"""A link need not be named where the scenario has one; where it has several, one line lists them."""

import json

import pytest

import linkbudget as lb

AXIS = ("--axis", "range=1000 km..2000 km:2")
COST = ("--minimise", "transmitter.power")
COMMANDS = {
    "budget": ("budget", "{}"),
    "budget-full": ("budget", "{}", "--table", "full"),
    "explain": ("explain", "{}"),
    "solve": ("solve", "{}", "--for", "transmitter.power"),
    "solve-every": ("solve", "{}", "--for", "transmitter.power", "--every", "5 min", "--json"),
    "compare": ("compare", "{}", "--set", "transmitter.power=3 W"),
    "pareto": ("pareto", "{}", "--axis", "transmitter.power=1 W..2 W:2", "--maximise", "margin_db", *COST),
    "sweep": ("sweep", "{}", *AXIS),
    "montecarlo": ("montecarlo", "{}", "--samples", "16"),
    "sensitivity": ("sensitivity", "{}", "--samples", "16"),
    "listen": ("listen", "{}", "--duration", "1 s"),
    "export": ("export", "{}", "--tdm", "out.tdm"),
}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", COMMANDS)
def test_several_links_are_listed_in_one_line(name, command, folder):
    code, out, err = command(*(word.format("mars1") for word in COMMANDS[name]))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert f"--link: missing; expected one of {', '.join(lb.load('mars1').links)}" in err
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in ("listen", "montecarlo", "sensitivity")])
def test_the_only_link_is_taken(name, command):
    words = [word.format("cubesat") for word in COMMANDS[name]]
    unnamed, named = command(*words), command(*words, "--link", "uhf-downlink")
    assert unnamed == named
    assert unnamed[0] in (0, 1)  # of solve, where the value sought does not exist


def test_the_only_link_is_heard_and_pictured(command, folder):
    assert command("listen", "cubesat", "--duration", "1 s")[0] == 0
    assert (folder / "cubesat-uhf-downlink.wav").is_file()
    code, out, err = command("picture", "test-chart")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "--link: missing; expected one of" in err


@pytest.mark.parametrize(
    ("words", "pair"),
    [
        (("cubesat", "mro"), ("uhf-downlink", "science")),
        (("cubesat", "cubesat"), ("uhf-downlink", "uhf-downlink")),
        (("cubesat", "mars1", "--other-link", "command-3m"), ("uhf-downlink", "command-3m")),
        (("mars1", "cubesat", "--link", "command-3m", "--other-link", "uhf-downlink"), ("command-3m", "uhf-downlink")),
    ],
)
def test_compare_takes_the_only_link_of_each(words, pair, command):
    code, out, err = command("compare", *words, "--range", "1000 km", "--json")
    assert code == 0, err
    assert all(name in out for name in pair)
    assert json.loads(out)


def test_compare_with_several_links_of_other_names_lists_them(command):
    code, out, err = command("compare", "cubesat", "mars1")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "mars1.toml: --link: missing; expected one of telemetry-32cm-dish" in err


def test_export_refuses_a_link_without_a_message(command):
    code, out, err = command("export", "cubesat", "--oem", "x.oem", "--link", "uhf-downlink")
    assert (code, out) == (2, "")
    assert "--link: expected together with --tdm" in err
