"""linkbudget check prints a line for every mistake, and leaves with status 2."""

import sys

import pytest

from linkbudget.cli import main
from linkbudget.scenario_files.files import packaged_folder

CUBESAT = (packaged_folder() / "cubesat.toml").read_text(encoding="utf-8")


@pytest.fixture
def command(capsys, monkeypatch):
    def run(*arguments) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["linkbudget", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main()
        printed = capsys.readouterr()
        return stop.value.code, printed.out, printed.err

    return run


@pytest.fixture
def broken(tmp_path):
    text = CUBESAT.replace('power = "30 dBm"', 'power = "30 km"').replace('height = "520 m"', 'height = "520"')
    file = tmp_path / "broken.toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_line_for_every_mistake_and_status_2(options, command, broken):
    code, out, err = command("check", broken, *options)
    assert (code, out) == (2, "")
    first, second = err.splitlines()
    assert first.startswith(f"linkbudget: {broken}: stations.my-roof.height = '520' has no unit")
    assert second.startswith(f"linkbudget: {broken}: links.uhf-downlink.transmitter.power = '30 km'")


def test_other_commands_tell_the_first_and_how_many_more(command, broken):
    code, out, err = command("budget", broken, "--link", "uhf-downlink")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "stations.my-roof.height" in err
    assert err.endswith("(and 1 more)\n")


def test_a_file_with_a_title_only_is_told_all_that_is_missing(command, tmp_path):
    file = tmp_path / "title.toml"
    file.write_text('[mission]\ntitle = "x"\n[trajectory]\nkind = "body"\nbody = "mars"\n', encoding="utf-8")
    code, _, err = command("check", file)
    assert code == 2
    assert [line.partition("title.toml: ")[2] for line in err.splitlines()] == [
        'mission.start: missing; expected a value like "2026-03-01T00:00:00Z"',
        'mission.end: missing; expected a value like "2026-03-02T00:00:00Z"',
        'mission.step: missing; expected a value like "10 min"',
        "links: expected at least one",
    ]
