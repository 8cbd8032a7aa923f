"""``linkbudget history``: the table, the data, the figure, and every mistake in one line."""

import json

import pytest

from linkbudget.mission.history import COMPANY
from tests.test_bad_input import assert_one_line, run


@pytest.fixture
def command(capsys, monkeypatch):
    return lambda *arguments: run(capsys, monkeypatch, *arguments)


def test_table_names_links_and_steps(command, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    code, out, err = command("history")
    assert (code, err) == (0, "")
    for words in (*COMPANY, "Transmitter power", "Error-correcting code", "+38.2", "4.2e23"):
        assert words in out


def test_data_have_links_and_steps(command):
    code, out, _ = command("history", "--json", "cubesat:uhf-downlink")
    said = json.loads(out)
    assert code == 0
    assert "cubesat:uhf-downlink" in {one["link"] for one in said["links"]}
    for step in said["steps"]:
        assert sum(step["shares_db"].values()) == pytest.approx(step["gain_db"])


def test_figure_is_written(command, tmp_path):
    code, out, _ = command("history", "-o", tmp_path / "years.svg")
    assert code == 0
    assert out.strip() == str(tmp_path / "years.svg")
    assert (tmp_path / "years.svg").stat().st_size > 10_000


def test_mistakes_are_one_line(command, tmp_path):
    assert_one_line(command("history", "mars1"), "mars1", "expected a scenario and a link")
    assert_one_line(command("history", "mars1:imaging-5cm"), "imaging-5cm", "digital downlink")
    assert_one_line(command("history", "-o", tmp_path / "years.txt"), "years.txt", "expected one of .png")
