"""linkbudget new writes a scenario that check accepts and whose budget closes, and replaces nothing unasked."""

import json
import os

import pytest

from linkbudget.scenario_files.packaged import packaged_folder, packaged_names, template_files

SATYAML = """
name: Example-1
norad: 47000
transmitters:
  9k6 FSK downlink:
    frequency: 437.5e+6
    modulation: FSK
    baudrate: 9600
    framing: AX.25 G3RUH
  1k2 AFSK downlink:
    frequency: 145.9e+6
    modulation: AFSK
    baudrate: 1200
    framing: AX.25
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "example.yml").write_text(SATYAML, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", template_files())
def test_template_is_whole_closes_and_is_commented(name, command, here):
    assert command("new", "mine.toml", "--from", name) == (0, "mine.toml\nNext: linkbudget check mine.toml\n", "")
    assert os.listdir(here / "..") != []
    code, out, err = command("check", "mine.toml", "--json")
    assert (code, err) == (0, "")
    for link in json.loads(out)["links"]:
        assert link["verdict"]["closing_margin_db"] > 0.0
    lines = (here / "mine.toml").read_text(encoding="utf-8").splitlines()
    assert 30 <= len(lines) <= 80
    assert lines[0].startswith("# ")
    assert sum("#" in line for line in lines) >= 10
    code, out, err = command("budget", "mine.toml")
    assert code == 0
    assert "The link closes" in out


def test_templates_are_files_of_the_folder_and_the_packaged_cubesat():
    found = template_files()
    assert found["cubesat"] == packaged_folder() / "cubesat.toml"
    in_folder = {file.stem for file in (packaged_folder() / "templates").iterdir()}
    assert set(found) == {"cubesat"} | in_folder
    assert in_folder >= {"deep-space", "geostationary", "optical", "terrestrial"}
    assert "deep-space" not in packaged_names()


def test_cubesat_is_the_default(command, here):
    assert command("new", "mine.toml")[0] == 0
    assert (here / "mine.toml").read_bytes() == (packaged_folder() / "cubesat.toml").read_bytes()


def test_existing_file_is_replaced_only_with_force(command, here):
    (here / "mine.toml").write_text("mine", encoding="utf-8")
    code, out, err = command("new", "mine.toml")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "mine.toml: exists and was left as it is; expected a new name, or --force" in err
    assert (here / "mine.toml").read_text(encoding="utf-8") == "mine"
    assert command("new", "mine.toml", "--force")[0] == 0
    assert (here / "mine.toml").read_text(encoding="utf-8") != "mine"


def test_link_that_points_nowhere_is_not_replaced(command, here):
    (here / "mine.toml").symlink_to(here / "elsewhere.toml")
    assert command("new", "mine.toml")[0] == 2
    assert (here / "mine.toml").is_symlink()
    assert not (here / "elsewhere.toml").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("mine.txt",), "mine.txt: expected a name that ends in .toml"),
        (
            ("mine.toml", "--from", "cubsat"),
            "cubsat: no such template; did you mean 'cubesat'?",
        ),
        (("mine.toml", "--from", "../cubesat"), "no such template"),
        (("mine.toml", "--from", "cubesat", "--from-satyaml", "example.yml"), "expected one of them, not both"),
        (("mine.toml", "--transmitter", "x"), "--transmitter: expected together with --from-satyaml"),
        (("mine.toml", "--from-satyaml", "nothing.yml"), "nothing.yml: no such file"),
        (("folder.toml",), "folder.toml: is a folder"),
        (
            ("mine.toml", "--from-satyaml", "example.yml", "--transmitter", "9k6"),
            "did you mean '9k6 FSK downlink'?",
        ),
        (
            ("mine.toml", "--from-satyaml", "example.yml", "--transmitter", "1k2 AFSK downlink"),
            "example.yml, line 10: 1k2 AFSK downlink: modulation = 'AFSK': audio tones",
        ),
    ],
)
def test_wrong_request_is_one_line_and_writes_nothing(arguments, said, command, here):
    (here / "folder.toml").mkdir()
    code, out, err = command("new", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
    assert sorted(os.listdir(here)) == ["example.yml", "folder.toml"]


def test_folder_that_cannot_be_written_leaves_nothing(command, here):
    (here / "file").write_text("x", encoding="utf-8")
    code, out, err = command("new", "file/mine.toml")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert (here / "file").read_text(encoding="utf-8") == "x"


def test_satellite_is_written_with_a_word_on_what_is_left_out(command, here):
    code, out, err = command("new", "mine.toml", "--from-satyaml", "example.yml")
    assert (code, out.splitlines()[0]) == (0, "mine.toml")
    assert err.count("\n") == 1
    assert "line 10: 1k2 AFSK downlink: modulation = 'AFSK'" in err
    assert err.endswith("left out\n")
    code, out, err = command("show", "mine.toml", "--json")
    values = {(one["table"], one["key"]): one for one in json.loads(out)["values"]}
    frequency = values["links.9k6-fsk-downlink", "frequency"]
    assert (frequency["value"], frequency["unit"], frequency["status"]) == (437.5e6, "Hz", "documented")
    power = values["links.9k6-fsk-downlink", "transmitter.power"]
    assert (power["status"], power["low"], power["value"], power["high"]) == ("assumed", 0.5, 1.0, 2.0)
    gain = values["links.9k6-fsk-downlink", "transmitter.antenna.gain"]
    assert (gain["status"], gain["low"], gain["value"], gain["high"]) == ("assumed", -4.0, 0.0, 2.0)


def test_one_transmitter_of_several(command, here):
    assert command("new", "mine.toml", "--from-satyaml", "example.yml", "--transmitter", "9k6 FSK downlink")[::2] == (
        0,
        "",
    )
    assert "Example-1" in command("budget", "mine.toml")[1] or "9k6" in command("budget", "mine.toml")[1]
